"""Opening, showing, listing, searching and editing situations."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import typer

from alp.cli.completion import situation_ids
from alp.cli.formulaire import Partie, ask_again, fill, report_alertes, review, summary, warn_names, with_situation
from alp.cli.formulaire import refuse_new_errors as refuse_errors
from alp.cli.montre import clean, plural, text, title, write
from alp.cli.saisie import Lecteur, Option, Saisi, commande, options_of
from alp.cli.session import Session, new_ref, say
from alp.core.calendrier import short_jour
from alp.core.champs import champs_de
from alp.core.dispositif import Dispositif
from alp.core.entrees import Saisine
from alp.core.erreurs import UsageError
from alp.core.identite import PSEUDONYMES, free_pseudonyms, make_id
from alp.core.journal import invalid
from alp.core.objets import Foyer, Logement
from alp.core.parcours import Etape, etape_label
from alp.core.perimetre import Appartenance
from alp.core.pertinence import asked
from alp.core.recherche import Trouve, find_text
from alp.core.registre import fold
from alp.core.situation import Personne, Situation
from alp.core.structure import as_json, plain, read_record
from alp.core.suivi import Suivi, suivis
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

PARTIES: dict[str, Any] = {"personne": Personne, "foyer": Foyer, "logement": Logement}
"""The objects of the header, whose fields are options by their own names."""


EN_TETE = frozenset({"problematiques", "precautions", "referent"})
"""The header's own fields that a form asks for."""


def header_options() -> list[Option]:
    """The options of a situation's header."""
    nested = [Option((part, c.nom), c, court=True) for part, fiche in PARTIES.items() for c in champs_de(fiche)]
    own = [Option((c.nom,), c) for c in champs_de(Situation) if c.nom not in ("id", "anciens_ids")]
    return [*nested, *own]


SAISINE = options_of(Saisine)
ENTETE = header_options()


# --- new ----------------------------------------------------------------------------------------------


def new_(session: Session, saisi: Saisi) -> Any:
    """Ouvrir une situation : une saisine arrive. Sans option, dans un terminal, alp pose les questions."""
    entry_typed = {o: v for o, v in saisi.items() if o in SAISINE}
    entry, asked = fill(session, Saisine, entry_typed, "alp new")
    header = Lecteur(session.registre, session.today).data({o: v for o, v in saisi.items() if o in ENTETE}, entry["le"])
    if asked:
        header = _ask_header(session, header, entry)
    header.setdefault("problematiques", list(entry.get("motifs", [])))
    if not asked:
        return _open(session, entry, header)
    return review(
        (entry, header),
        lambda both: _show_new(session, *both),
        lambda both: _corrected(session, *both),
        lambda both: _open(session, *both),
    )


Donnees = dict[str, Any]


def _parties(session: Session, header: Donnees, entry: Donnees) -> dict[str, Partie]:
    """The form that opens a situation: the saisine, then each object of the header, then its own fields (`""`)."""
    asked_for = {k: v for k, v in PARTIES.items() if not (k == "logement" and session.dispositif.loge == "oui")}
    own = frozenset(c.nom for c in champs_de(Situation)) - EN_TETE
    return {
        "saisine": Partie(Saisine, entry),
        **{part: Partie(fiche, header.get(part, {})) for part, fiche in asked_for.items()},
        "": Partie(Situation, {k: v for k, v in header.items() if k not in PARTIES}, own),
    }


def _show_new(session: Session, entry: Donnees, header: Donnees) -> None:
    title("Nouvelle situation")
    for partie in _parties(session, header, entry).values():
        summary("", partie.fiche, partie.data, session.dispositif)
    warn_names(session.registre, [entry, header])


def _corrected(session: Session, entry: Donnees, header: Donnees) -> tuple[Donnees, Donnees]:
    """The saisine and the header, once some answers were given again."""
    parties = _parties(session, header, entry)
    made = dict(zip(parties, ask_again(session, *parties.values()), strict=True))
    entry, own = made.pop("saisine"), made.pop("")
    return entry, {k: v for k, v in header.items() if k in PARTIES} | made | own


def _ask_header(session: Session, header: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    from alp.cli import questions

    lecteur = Lecteur(session.registre, session.today)
    defaults = {"pseudonyme": secrets.choice(_free(session.lecture)[:60])}
    if entry.get("origine") in {p.code for p in session.dispositif.declarations("bailleurs")}:
        defaults["bailleur"] = entry["origine"]  # a landlord that refers is mostly the one that houses
    parts = {k: v for k, v in PARTIES.items() if not (k == "logement" and session.dispositif.loge == "oui")}
    for part, fiche in parts.items():
        for champ in champs_de(fiche):
            known = header.get(part, {})
            if champ.nom in known or not asked(fiche, champ, session.dispositif, known):
                continue
            if value := questions.ask(champ, lecteur, entry["le"], defaults.get(champ.nom), known):
                header.setdefault(part, {})[champ.nom] = value
    for champ in champs_de(Situation):
        if champ.nom in EN_TETE and champ.nom not in header:
            default = entry.get("motifs") if champ.nom == "problematiques" else next(iter(session.moi), None)
            if value := questions.ask(champ, lecteur, entry["le"], default):
                header[champ.nom] = value
    return header


def _free(lecture: Lecture) -> list[str]:
    return free_pseudonyms(s.personne.pseudonyme for s in lecture.registre.situations if s.personne.pseudonyme)


def _open(session: Session, entry: Donnees, header: Donnees) -> int:
    made: list[Situation] = []

    def decide(lecture: Lecture) -> Acte:
        made.append(_new_situation(session, lecture, header, entry))
        subject = f"{made[-1].id} : saisine du {short_jour(entry['le'])}"
        return Acte(subject, "new", (ecrit(made[-1]),), (made[-1].id,))

    session.write(decide)
    return _opened(session, made[-1])


def _new_situation(session: Session, lecture: Lecture, header: dict[str, Any], entry: dict[str, Any]) -> Situation:
    d = lecture.registre.dispositif
    taken = {*lecture.registre.par_id, *(f.objet.id for f in lecture.fichiers.values()), *session.depot.ids_ever()}
    personne = {"pseudonyme": secrets.choice(_free(lecture)[:60]), **header.get("personne", {})}
    data = {"id": make_id(d.sigle, entry["le"].year, taken), **header, "personne": personne}
    read = read_record(Situation, data | {"journal": [{"ref": new_ref(()), "type": "saisine", **entry}]})
    if isinstance(read, list):
        raise invalid(read)
    refuse_errors(lecture, None, read, session.today)
    return read


def _opened(session: Session, situation: Situation) -> int:
    if session.json:
        return session.show_json({"id": situation.id})
    name = situation.personne.pseudonyme or ""
    write(f"Situation ouverte : {situation.id}, pseudonyme « {name} ».")
    if fold(name) not in {fold(p) for p in PSEUDONYMES}:
        say(f"À regarder : « {name} » n'est pas de la liste : ce ne doit être ni un nom, ni un prénom, ni des initiales.")
        say(f"  → En choisir un autre, comme « {_free(session.lecture)[0]} » : alp amend {situation.id} --pseudonyme …")
    report_alertes(session, with_situation(session.lecture.registre, situation), situation, situation.journal[0].ref)
    say(
        f"→ Ensuite : décider de la recevabilité avec « alp advance {situation.id} », ou noter une visite avec « alp visit {situation.id} »."
    )
    return 0


def _new_json(
    session: Session, saisi: Saisi, json: Annotated[bool, typer.Option("--json", help="Écrire l'identifiant pour un programme.")] = False
) -> Any:
    """Ouvrir une situation : une saisine arrive. Sans option, dans un terminal, alp pose les questions."""
    return new_(session, saisi)


new = commande(_new_json, options=[*SAISINE, *ENTETE])


# --- show ---------------------------------------------------------------------------------------------

Soin = Annotated[bool, typer.Option("--soin", help="Montrer aussi les notes de soin.")]
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Identifiant, numéro de l'année (14), ou pseudonyme.", show_default=False, autocompletion=situation_ids
    ),
]


Tout = Annotated[bool, typer.Option("--tout", help="Tout le journal, pas seulement la fin.")]


def _show(session: Session, id: Id, soin: Soin = False, tout: Tout = False) -> Any:
    """Montrer une situation : précautions d'abord, puis l'étape, ce qui est dû, ce qui a été envoyé, le journal."""
    session.soins = soin or not session.json
    situation = session.find(id)
    suivi = Suivi.of(session.registre, situation, session.le)
    notes = session.registre.soins.get(situation.id, {}) if soin else {}
    if session.json:
        from alp.core.envois import sent_about

        full = suivi.full_json(session.registre)
        full["suivi"]["envois"] = as_json([plain(e) for e in sent_about(session.registre, situation.id)])
        return session.show_json(full | {"soins": dict(notes)} if soin else full)
    from alp.cli.envoyes import sent_lines
    from alp.cli.page import RECENTES, show_situation

    sent = sent_lines(session.registre, situation.id)
    show_situation(suivi, session.registre, notes, entrees=None if tout else RECENTES, envoyes=sent)
    return 0


show = commande(_show, lit=True)


# --- list ---------------------------------------------------------------------------------------------


def _list(
    session: Session,
    etape: Annotated[
        str | None,
        typer.Option("--etape", metavar="ÉTAPE", help="signalee, evaluation, cellule, accompagnement, relais, close, non_retenue."),
    ] = None,
    commune: Annotated[str | None, typer.Option("--commune", metavar="COMMUNE", help="Code INSEE ou nom.")] = None,
    bailleur: Annotated[str | None, typer.Option("--bailleur", metavar="CODE", help="Le bailleur.")] = None,
    referent: Annotated[str | None, typer.Option("--referent", metavar="CODE", help="Qui suit.")] = None,
    financeur: Annotated[
        str | None, typer.Option("--financeur", metavar="CODE", help="Les situations du périmètre d'un financeur.")
    ] = None,
    problematique: Annotated[str | None, typer.Option("--problematique", metavar="CODE", help="Une difficulté.")] = None,
    en_cours: Annotated[bool, typer.Option("--en-cours", help="Seulement accompagnement et relais.")] = False,
    tri: Annotated[
        str, typer.Option("--tri", metavar="COLONNE", help="id, etape, commune, bailleur, referent, contact ou contrat.")
    ] = "id",
) -> Any:
    """Lister les situations."""
    from alp.core.filtre import Filtre, keep, paid, sort_by

    d = session.dispositif
    filtre = Filtre(
        etape=_step(etape, d), commune=_code(session, "communes", commune), bailleur=_code(session, "bailleurs", bailleur),
        referent=_code(session, "equipe", referent), financeur=_code(session, "financeurs", financeur),
        problematique=_code(session, "problematiques", problematique), en_cours=en_cours,
    )  # fmt: skip
    found = sort_by(tri, keep(suivis(session.registre, session.le), filtre))
    if session.json:
        return session.show_json([s.line_json() for s in found])
    from alp.cli.page import list_table

    if not session.registre.situations:
        write("Le registre est vide : ouvrir une première situation avec alp new")
        return 0
    if not found:
        write("Aucune situation ne répond à ces critères.")
        return 0
    write(list_table(found, d), f"{plural(len(found), 'situation')} au {short_jour(session.le)}.")
    if filtre.financeur:
        _say_unknown([s for s in found if paid(s, filtre.financeur) is Appartenance.inconnu])
    return 0


def _say_unknown(found: list[Suivi]) -> None:
    """Those that a funder may pay for: what decides it was not noted."""
    if found:
        ids = ", ".join(s.situation.id for s in found)
        say(f"Dont {plural(len(found), 'situation')} où ce qui en décide n'est pas renseigné (logement, naissance ou caisses) : {ids}.")
        say("→ Compléter l'en-tête : alp amend ID")


def _step(mot: str | None, dispositif: Dispositif) -> str | None:
    """A step, given as its code, by its label, or as this dispositif calls it."""
    return next((str(e) for e in Etape if mot and fold(mot) in map(fold, (e, e.label, etape_label(e, dispositif)))), mot)


def _code(session: Session, liste: str, mot: str | None) -> str | None:
    """A code of the dispositif, given as itself or by its label."""
    if mot is None:
        return None
    d = session.dispositif
    known = {c.insee: c.nom for c in d.territoire.communes} if liste == "communes" else {x.code: x.label for x in d.declarations(liste)}
    found = [code for code, label in known.items() if fold(mot) in (fold(code), fold(label))]
    if not found:
        raise UsageError(f"« {mot} » n'est pas déclaré.", f"Choisir parmi : {', '.join(f'{c} ({n})' for c, n in known.items())}.")
    return found[0]


list_ = commande(_list, lit=True)


# --- search -------------------------------------------------------------------------------------------


def _search(
    session: Session,
    texte: Annotated[list[str], typer.Argument(metavar="TEXTE...", show_default=False, help="Les mots cherchés.")],
    soin: Soin = False,
) -> Any:
    """Chercher des mots dans les situations, sans se soucier des accents ni des majuscules."""
    session.soins = soin
    found = find_text(session.registre, " ".join(texte))
    if session.json:
        return session.show_json(
            [as_json({"situation": t.situation, "ref": t.ref, "le": t.le, "champ": t.champ, "texte": t.texte}) for t in found]
        )
    names = {s.id: s.personne.pseudonyme or "" for s in session.registre.situations}
    for t in found:
        _show_found(t, names.get(t.situation, ""))
    say(plural(len(found), "passage") + (" trouvé." if len(found) == 1 else " trouvés." if found else " : rien trouvé."))
    return 0


def _show_found(t: Trouve, pseudonyme: str) -> None:
    where = (t.situation, pseudonyme, short_jour(t.le) if t.le else "", t.champ)
    line = text(" ".join(filter(None, where)) + " : ", "bold")
    line.append(clean(t.extrait))
    write(line)


search = commande(_search, lit=True)


# --- edit ---------------------------------------------------------------------------------------------


def _edit(
    session: Session,
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help="La situation, une réunion, une action ; ou « dispositif ».")],
    soin: Soin = False,
) -> Any:
    """Ouvrir un fichier dans l'éditeur ($VISUAL ou $EDITOR) ; il est vérifié avant d'être enregistré."""
    from alp.cli.edition import edit_file

    return edit_file(session, id, soin=soin)


edit = commande(_edit)
