"""One situation on a page, and the list of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alp.cli.formulaire import value_text
from alp.cli.montre import fits, plural, table, text, title, write
from alp.core import codes
from alp.core.avancer import missing_for
from alp.core.calendrier import short_jour
from alp.core.champs import champs_de
from alp.core.contrat import EtatContrat
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, Echeance
from alp.core.entrees import TYPES, Commun, Evenement
from alp.core.journal import type_of
from alp.core.parcours import FINIES
from alp.core.perimetre import Appartenance, payeurs, running
from alp.core.plis import bail, changements, evenements_en_cours, foyer, problematiques
from alp.core.registre import Registre
from alp.core.structure import plain_value
from alp.core.suivi import Suivi

ALARME = "bold red"
DOUX = "bright_black"


RECENTES = 8
"""Entries shown before « --tout » is named."""


def show_situation(
    suivi: Suivi,
    registre: Registre,
    soins: Mapping[str, str],
    *,
    entrees: int | None = RECENTES,
    precautions: bool = True,
    envoyes: Sequence[str] = (),
) -> None:
    """The page: precautions first; the latest entries, or all of them (`entrees=None`); `envoyes`: lines on what was sent.

    Of a care note that is not among `soins`, only its existence is told.
    """
    s = suivi.situation
    if s.precautions and precautions:
        write(text(f"Précautions : {s.precautions}", ALARME))
    title(f"{s.id}  {s.personne.pseudonyme or 'sans pseudonyme'}")
    for label, value in _facts(suivi):
        if value:
            write(text(f"  {label} : {value}"))
    dues = suivi.echeances(registre)
    if dues:
        write("")
        title("À faire")
        for e in dues[:8]:
            write(due_line(e, suivi))
    for m in missing_for(suivi):
        write(text(f"  → {m.phrase}", DOUX))
    if envoyes:
        _show_sent(s.id, envoyes, entrees)
    write("")
    title("Journal")
    hidden = 0 if entrees is None else max(0, len(s.journal) - entrees)
    if hidden:
        write(text(f"  … {plural(hidden, 'entrée plus ancienne', 'entrées plus anciennes')} : alp show {s.id} --tout", DOUX))
    told = dict.fromkeys(registre.soins.get(s.id, {}), f"une note, que montre alp show {s.id} --soin") | dict(soins)
    for entree in s.journal[hidden:]:
        _show_entry(entree, suivi.dispositif, told.get(entree.ref))


def _show_sent(id_: str, lines: Sequence[str], most: int | None) -> None:
    """What was sent: the latest, or all of it (`most=None`)."""
    write("")
    title("Envoyé")
    hidden = 0 if most is None else max(0, len(lines) - most)
    if hidden:
        write(text(f"  … {plural(hidden, 'envoi plus ancien', 'envois plus anciens')} : alp show {id_} --tout", DOUX))
    for line in lines[hidden:]:
        write(text(f"  {line}"))


def due_line(e: Echeance, suivi: Suivi) -> Text:
    """One due thing."""
    late = e.late(suivi.au)
    ref = f" [{e.ref}]" if e.ref else ""
    return text(f"  {'en retard, ' if late else ''}{short_jour(e.le)} : {NATURES[e.nature]} : {e.motif}{ref}", ALARME if late else "")


def _facts(suivi: Suivi) -> Iterable[tuple[str, str]]:
    s, d = suivi.situation, suivi.dispositif
    born = (
        f", née en {s.personne.naissance}"
        if s.personne.naissance and s.personne.genre == "femme"
        else f", né en {s.personne.naissance}"
        if s.personne.naissance
        else ""
    )
    home = foyer(s, suivi.au)
    yield "Étape", suivi.etape_label
    yield "Personne", codes.GENRES.get(s.personne.genre or "inconnu", "") + born
    yield "Foyer", codes.FOYERS[home.type] if home.type else ""
    yield "Logement", _dwelling(suivi) or ("sans logement" if _homeless(suivi) else "non renseigné")
    yield "En cours", ", ".join(_event_text(e) for e in evenements_en_cours(s, suivi.au))
    yield "Difficultés", ", ".join(d.label("problematiques", c) for c in problematiques(s, suivi.au))
    yield "Référent", d.label("equipe", suivi.referent) if suivi.referent else ""
    last = suivi.dernier_contact
    yield "Dernière rencontre", short_jour(last) if last else "jamais"
    if suivi.tentatives:
        yield "Tentatives depuis", str(suivi.tentatives)
    yield "Contrat", contract_text(suivi)
    yield "Financeurs", _payeurs(suivi)
    for lien in s.liens:
        yield "Lien", f"{codes.LIENS[lien.nature]} : {lien.situation}"


def _event_text(e: Evenement) -> str:
    """« hospitalisation depuis le 15/04/2026 »."""
    return f"{codes.NATURES_EVENEMENT[e.nature]} depuis le {short_jour(e.le)}"


def _homeless(suivi: Suivi) -> bool:
    """Whether there is no dwelling, said so, or because this dispositif houses people; else it was only not noted."""
    return suivi.dispositif.loge == "oui" or any(c.logement is not None for c in changements(suivi.situation, suivi.au))


def _payeurs(suivi: Suivi) -> str:
    """Who pays, where it depends on the situation."""
    d = suivi.dispositif
    if suivi.etape in FINIES or not any(c.perimetre for f in d.financeurs for c in running(f, suivi.au)):
        return ""
    marks = {Appartenance.oui: "", Appartenance.inconnu: " (à vérifier)"}
    return ", ".join(d.label("financeurs", code) + marks[a] for code, a in payeurs(suivi.situation, d, suivi.au).items())


def _dwelling(suivi: Suivi) -> str:
    d, where = suivi.dispositif, suivi.logement
    if where is None:
        return ""
    parts = [
        d.label("communes", where.commune) if where.commune else "",
        d.label("quartiers", where.quartier) if where.quartier else "",
        codes.PARCS[where.parc] if where.parc else "",
        codes.STATUTS[where.statut] if where.statut else "",
        d.label("bailleurs", where.bailleur) if where.bailleur else "",
        codes.BAUX[lease] if (lease := bail(suivi.situation, suivi.au)) else "",
    ]
    return ", ".join(p for p in parts if p)


def contract_text(suivi: Suivi) -> str:
    """« n° 2, du … au …, à renouveler »."""
    p, state = suivi.periode, suivi.etat_contrat
    if p is None or state is None:
        return ""
    end = f" au {short_jour(p.fin)}" if p.fin else ", sans terme"
    signed = "" if p.contrat.signature else ", pas encore signé"
    late = ", signé en retard" if p.contrat.signature and p.rang > 1 and p.retard_jours else ""
    return f"n° {p.rang}, du {short_jour(p.debut)}{end}, {state.label}{signed}{late}"


def _show_entry(e: Commun, d: Dispositif, soin: str | None) -> None:
    kind = type(e)
    head = text(f"  {short_jour(e.le)}  ", "bold")
    head.append(TYPES[type_of(e)].TITRE, style="bold")
    head.append(f"  {e.ref}", style=DOUX)
    if e.annulee:
        head.append(f"  annulée le {short_jour(e.annulee.le)} : ", style="red")
        head.append_text(text(e.annulee.motif, "red"))
    write(head)
    fields = [(c, getattr(e, c.nom)) for c in champs_de(kind) if c.nom != "le" and getattr(e, c.nom) not in (None, (), {}, "")]
    short = [f"{c.libelle} : {value_text(c, plain_value(v), d)}" for c, v in fields if not c.long]
    if short:
        write(Padding(text(" · ".join(short)), (0, 0, 0, 14), expand=False))
    for c, v in fields:
        if c.long:
            write(Padding(text(f"{c.libelle} : {v}" if c.nom != "note" else str(v)), (0, 0, 0, 14), expand=False))
    if soin:
        write(Padding(text(f"Soin : {soin}", "magenta"), (0, 0, 0, 14), expand=False))


def list_table(found: list[Suivi], d: Dispositif) -> Table:
    """`alp list`: who follows is called by what they do where there is room for it, else by their code."""
    whole = _list_table(found, d, lambda code: d.label("equipe", code))
    return whole if fits(whole) else _list_table(found, d, lambda code: code)


def _list_table(found: list[Suivi], d: Dispositif, name: Callable[[str], str]) -> Table:
    rows = []
    for s in found:
        where = s.logement
        state = s.etat_contrat
        style = ALARME if state is EtatContrat.echu else "yellow" if state is EtatContrat.a_renouveler else ""
        end = s.periode.fin if s.periode else None
        contract = f"n° {s.periode.rang} {state.label}" + (f" {short_jour(end)}" if end else "") if s.periode and state else ""
        rows.append(
            (
                text(s.situation.id, "bold"), s.situation.personne.pseudonyme or "", s.etape_label,
                d.label("communes", where.commune) if where and where.commune else "",
                d.label("bailleurs", where.bailleur) if where and where.bailleur else "",
                name(s.referent) if s.referent else "", s.dernier_contact, text(contract, style),
            )
        )  # fmt: skip
    return table(
        ["Situation", "Pseudonyme", "Étape", "Commune", "Bailleur", "Référent", "Vue le", "Contrat"],
        rows,
        entiers=["Situation", "Étape", "Vue le"],
        cedent=["Commune", "Bailleur", "Référent"],
    )
