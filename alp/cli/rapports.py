"""Figures for funders: `alp report`. A report, what stands behind each of its figures, their proof, and what is missing."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

import typer

from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import plural, table, text, title, write
from alp.cli.page import DOUX
from alp.cli.rapport_commun import LeModele, Periode, Pour, ask, ask_modele, counted
from alp.cli.rapport_ecrire import _write
from alp.cli.rapport_envoi import _sent
from alp.cli.rapport_preuve import _compare, _verify
from alp.cli.saisie import commande
from alp.cli.session import Session, say
from alp.core.indicateurs.indicateur import Indicateur, ventilations_of
from alp.core.indicateurs.mesure import Case, Membre, Mesure, nombre
from alp.core.indicateurs.table import INDICATEURS, known
from alp.core.periode import is_month
from alp.core.preparation.commun import sentence
from alp.core.rapport.qualite import Manque, manque_of, qualite
from alp.core.rapport.rapport import Rapport, find_indicateur, indicateur_json, parts
from alp.documents.typographie import write_nombre


class GroupeRapport(Groupe):
    """`alp report 2026-10` is `alp report write 2026-10`: a period is no sub-command."""

    SUJET = "ni une période (comme 2026-10), ni une commande"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        wants_help = not args or args[0] in {"-h", "--help"}
        written = not wants_help and args[0] not in self.commands and _may_be_periode(args[0])
        if written and is_month(args[0]) and args[1:2] and args[1].isdigit():  # « alp report octobre 2026 »
            args = [" ".join(args[:2]), *args[2:]]
        return super().parse_args(ctx, ["write", *args] if written else args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """How a report is written, with the options of `write`, before the other commands."""
        with formatter.section("Écrire un rapport"):
            formatter.write_dl([(f"alp report {words}", what) for words, what in EXEMPLES])
        write_ = self.commands["write"]
        options = [record for p in write_.params if p.name in PRINCIPALES and (record := p.get_help_record(ctx))]
        with formatter.section("Options d'un rapport"):
            formatter.write_dl(options)
        super().format_options(ctx, formatter)


def _may_be_periode(mot: str) -> bool:
    """Whether a word is meant for `write`: an option, something with figures, two days, a month, or nothing at all."""
    typed = mot.strip()
    return not typed or typed.startswith("-") or typed[0].isdigit() or ".." in typed or is_month(typed)


EXEMPLES = (
    ("2026-10", "Octobre, tout, pour l'équipe : en Word et en PDF, dans documents/."),
    ("2026-S1 --pour ars", "Le premier semestre, pour un financeur : sa convention dit ce qui compte."),
    ("2026 --public", "L'année, sans les petits nombres : à diffuser."),
    ("2026 --modele copil", "Une autre forme : copil, oscars, financier."),
)
"""What may be typed after `alp report`, and what it makes."""
PRINCIPALES = ("pour", "modele", "formats", "public", "strict", "sortie")
"""The parameters of `write` that the help of the group tells."""
app = typer.Typer(
    cls=GroupeRapport, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
    context_settings=CONTEXTE, subcommand_metavar="PERIODE | COMMANDE [OPTIONS]",
    help="Rapports aux financeurs : alp report 2026-10 --pour ars ; chaque chiffre, ce qu'il y a derrière, et sa preuve.",
)  # fmt: skip


# --- indicators, show ---------------------------------------------------------------------------------


def _indicators(
    session: Session, tous: Annotated[bool, typer.Option("--tous", help="Aussi ceux que ce dispositif ne connaît pas.")] = False
) -> Any:
    """Lister les indicateurs : code, libellé, définition, unité."""
    found = INDICATEURS if tous else known(session.dispositif)
    if session.json:
        return session.show_json([_words(i) for i in found])
    for i in found:
        write(text(f"{i.code}", "bold"), text(f"  {i.libelle} ({i.unite})"), text(f"  {i.definition}", DOUX))
        if i.source:
            write(text(f"  Source : {i.source}.", DOUX))
    write(f"{plural(len(found), 'indicateur')}.")
    say("→ Un chiffre, et les situations derrière : alp report show file_active_stock 2026")
    return 0


def _words(i: Indicateur) -> dict[str, Any]:
    return {
        "code": i.code, "libelle": i.libelle, "definition": i.definition, "unite": str(i.unite), "base": i.base or None,
        "source": i.source or None, "ventilations": list(i.ventile),
    }  # fmt: skip


def _show(
    session: Session,
    code: Annotated[str, typer.Argument(metavar="CODE", show_default=False, help="Un indicateur ; les voir : alp report indicators.")],
    periode: Periode,
    pour: Pour = None,
) -> Any:
    """Montrer un chiffre, sa définition, ses détails, et les situations qui sont derrière."""
    indicateur = find_indicateur(code)
    r = ask(session, periode, pour, choix=(indicateur.code,))
    m = r.mesures[indicateur.code]
    if session.json:
        behind = [{"quoi": x.quoi, "ref": x.ref or None, "le": x.le.isoformat(), "poids": str(x.poids)} for x in m.membres]
        return session.show_json(indicateur_json(indicateur, m) | {"membres": behind})
    title(f"{indicateur.libelle} : {figure(indicateur, m)}")
    write(text(f"  {r.periode.libelle} ; {r.regle[0]}"), text(f"  {indicateur.definition}", DOUX))
    for line in notes(indicateur, m):
        write(text(f"  {line}"))
    for ventilation in ventilations_of(indicateur, r.dispositif):
        _show_cases(indicateur, ventilation.libelle, m.ventilations[ventilation.code])
    _show_members(r, m)
    return 0


def figure(i: Indicateur, m: Mesure) -> str:
    """« 12 situations », « 45,5 % », « non connu »."""
    if m.valeur is None:
        return "non connu"
    return counted(write_nombre(m.valeur), m.valeur, str(i.unite))


def notes(i: Indicateur, m: Mesure) -> list[str]:
    """What is to be known of a figure: its base, its quartiles, what is missing."""
    found = []
    numerateur, base = parts(i, m)
    if i.base and base is not None:
        above = f"{write_nombre(numerateur)} sur " if numerateur is not None else ""
        found.append(f"{above}{write_nombre(base)} : {i.base}")
    if m.resultat.quartiles:
        low, high = m.resultat.quartiles
        found.append(f"médiane ; la moitié se tient entre {write_nombre(low)} et {write_nombre(high)}")
    if m.non_renseigne:
        found.append(f"non renseigné ({manque_of(i)}) : {m.non_renseigne} ; les voir : alp report quality")
    return found


def _show_cases(i: Indicateur, libelle: str, cases: tuple[Case, ...]) -> None:
    if cases:
        write(
            table(
                [libelle, str(i.unite).capitalize()], [(c.libelle, write_nombre(c.valeur) if c.valeur is not None else "") for c in cases]
            )
        )


def _show_members(r: Rapport, m: Mesure) -> None:
    rows = [(x.quoi, x.ref, _pseudonyme(r, x), x.le, _weight(x)) for x in m.membres]
    if rows:
        write(table(["Derrière ce chiffre", "Entrée", "Pseudonyme", "Le", "Compte pour"], rows, entiers=["Derrière ce chiffre", "Entrée"]))


def _pseudonyme(r: Rapport, m: Membre) -> str:
    found = r.registre.par_id.get(m.quoi)
    return (found.personne.pseudonyme or "") if found else ""


def _weight(m: Membre) -> str:
    return "" if m.poids == 1 or m.poids is None else write_nombre(nombre(m.poids))


# --- quality ------------------------------------------------------------------------------------------


def _quality(session: Session, periode: Periode, pour: Pour = None, modele: LeModele = None) -> Any:
    """Dire ce qui manque dans le registre pour un rapport, et quels chiffres cela changerait."""
    r, chosen = ask_modele(session, periode, pour, modele)
    gaps = qualite(r, chosen.details)
    if session.json:
        return session.show_json(
            [
                {
                    "quoi": g.quoi,
                    "ref": g.ref or None,
                    "manque": g.manque,
                    "lesquels": list(g.lesquels),
                    "chiffres": list(g.chiffres),
                    "change_un_chiffre": g.compte,
                }
                for g in gaps
            ]
        )
    show_gaps("Ce qui change un chiffre", [g for g in gaps if g.compte])
    show_gaps("Ce qui laisse un « non renseigné » dans un détail", [g for g in gaps if not g.compte])
    if gaps:
        say(COMPLETER)
    else:
        write("Rien ne manque pour ce rapport.")
    return 1 if any(g.compte for g in gaps) else 0


def show_gaps(titre: str, gaps: list[Manque]) -> None:
    """Gaps, gathered by what is missing: what it is, which figures it changes, then where, a line a situation."""
    if not gaps:
        return
    title(f"{titre} : {plural(len(gaps), 'manque')}")
    for what, group in groupby(gaps, key=lambda g: g.manque):
        found = list(group)
        figures = list(dict.fromkeys(label for g in found for label in g.chiffres))
        write("", text(f"{sentence(what)} : {len(found)}", "bold"), text(f"  {', '.join(figures)}", DOUX))
        for quoi, here in groupby(found, key=lambda g: g.quoi):
            write(text(f"  {quoi}{_entries(list(here))}"))
    write("")


COMPLETER = (
    "→ Compléter une entrée : alp amend SITUATION ENTREE ; un en-tête : alp edit SITUATION ; "
    "une action : alp edit NOM, sans « actions/ » ; un financeur, une place : alp edit dispositif"
)
"""How each kind of gap is filled in."""


def _entries(gaps: list[Manque]) -> str:
    """«  : c5pv9v (Médecin traitant), qm325x »: the entries of one situation; nothing for her header."""
    told = [f"{g.ref} ({', '.join(g.lesquels)})" if g.lesquels else g.ref for g in gaps if g.ref]
    return f" : {', '.join(told)}" if told else ""


for _names, _made in (
    (("write", "ecrire"), commande(_write, lit=True)),
    (("sent", "envoye"), commande(_sent)),
    (("indicators", "indicateurs"), commande(_indicators, lit=True)),
    (("show", "voir"), commande(_show, lit=True)),
    (("quality", "qualite"), commande(_quality, lit=True)),
    (("verify", "verifier"), commande(_verify, lit=True)),
    (("compare", "comparer"), commande(_compare, lit=True)),
):
    for _n, _name in enumerate(_names):
        app.command(_name, cls=Commande, hidden=_n > 0)(_made)
