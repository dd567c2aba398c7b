"""Figures for funders: `alp report`. A report, what stands behind each of its figures, their proof, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from alp import __version__
from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import clean, plural, table, text, title, write
from alp.cli.page import DOUX
from alp.cli.rapport_commun import LeModele, Periode, Pour, ask, ask_modele
from alp.cli.rapport_ecrire import _write
from alp.cli.rapport_envoi import _sent
from alp.cli.saisie import commande
from alp.cli.session import Session, say
from alp.core.erreurs import AlpError
from alp.core.indicateurs.indicateur import Indicateur, ventilations_of
from alp.core.indicateurs.mesure import Case, Membre, Mesure, Unite, nombre
from alp.core.indicateurs.table import INDICATEURS, PAR_CODE, known
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.rapport.preuve import Cause, Ecart, Verdict, compare, read_preuve, verify
from alp.core.rapport.qualite import Manque, qualite
from alp.core.rapport.rapport import Rapport, find_indicateur, indicateur_json
from alp.documents.typographie import write_nombre

Preuve = Annotated[Path, typer.Argument(metavar="PREUVE", show_default=False, help="Le fichier …preuve.json écrit avec le rapport.")]


class GroupeRapport(Groupe):
    """`alp report 2026-10` is `alp report write 2026-10`: a period is no sub-command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        wants_help = not args or args[0] in {"-h", "--help"}
        named = wants_help or args[0] in self.commands
        asked = args if named or not (args[0].startswith("-") or args[0][:1].isdigit()) else ["write", *args]
        return super().parse_args(ctx, asked)


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
    return f"{write_nombre(m.valeur)} {i.unite}".strip()


def notes(i: Indicateur, m: Mesure) -> list[str]:
    """What is to be known of a figure: its base, its quartiles, what is missing."""
    found = []
    if i.base and m.base is not None:
        above = f"{write_nombre(m.resultat.numerateur)} sur " if m.resultat.numerateur is not None else ""
        found.append(f"{above}{write_nombre(m.base)} : {i.base}")
    if m.resultat.quartiles:
        low, high = m.resultat.quartiles
        found.append(f"médiane ; la moitié se tient entre {write_nombre(low)} et {write_nombre(high)}")
    if m.non_renseigne:
        found.append(f"non renseigné : {m.non_renseigne} ; les voir : alp report quality")
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
                {"quoi": g.quoi, "ref": g.ref or None, "manque": g.manque, "chiffres": list(g.chiffres), "change_un_chiffre": g.compte}
                for g in gaps
            ]
        )
    show_gaps("Ce qui change un chiffre", [g for g in gaps if g.compte])
    show_gaps("Ce qui laisse un « non renseigné » dans un détail", [g for g in gaps if not g.compte])
    if not gaps:
        write("Rien ne manque pour ce rapport.")
    return 1 if any(g.compte for g in gaps) else 0


def show_gaps(titre: str, gaps: list[Manque]) -> None:
    """Gaps, gathered by what is missing."""
    if gaps:
        title(titre)
        rows = [
            (g.manque, g.quoi, g.ref, ", ".join(g.chiffres[:2]) + (f" et {len(g.chiffres) - 2} autres" if len(g.chiffres) > 2 else ""))
            for g in gaps
        ]
        write(table(["Manque", "Où", "Entrée", "Chiffres"], rows, entiers=["Où", "Entrée"]))
        say("→ Compléter : alp amend SITUATION ENTREE, ou alp edit SITUATION pour l'en-tête.")


# --- verify, compare ----------------------------------------------------------------------------------


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_preuve(path.read_text(encoding="utf-8"))
    except OSError:
        raise AlpError(f"{path} ne se lit pas.", "Donner le fichier …preuve.json écrit à côté du rapport.") from None
    except UnicodeDecodeError:
        raise AlpError(f"{path} n'est pas une preuve de rapport.", "Donner le fichier …preuve.json écrit à côté du rapport.") from None


def _verify(session: Session, preuve: Preuve) -> Any:
    """Refaire les chiffres d'un rapport déjà envoyé, et dire lesquels ont bougé, par qui et pourquoi."""
    kept = _read(preuve)
    verdict = verify(kept, session.lecture.registre, version=__version__)
    return _tell(session, verdict, "Identique : le registre donne toujours les mêmes chiffres.")


def _compare(session: Session, avant: Preuve, apres: Preuve) -> Any:
    """Comparer deux rapports par leurs preuves."""
    return _tell(session, compare(_read(avant), _read(apres)), "Identiques : les deux rapports disent les mêmes chiffres.")


def _tell(session: Session, verdict: Verdict, same: str) -> int:
    if session.json:
        session.show_json(_verdict_json(verdict))
    elif verdict.identique:
        write(same)
    else:
        for gap in verdict.ecarts:
            _show_gap(session, gap)
        for code in verdict.disparus:
            write(text(f"{_label(code)} : ce chiffre n'existe plus."))
        write(f"{plural(len(verdict.ecarts) + len(verdict.disparus), 'chiffre')} à revoir.")
    if verdict.identique and verdict.causes and not session.json:
        write(f"{plural(len(verdict.causes), 'entrée')} de ce temps-là ont changé depuis, sans rien changer aux chiffres.")
    return 0 if verdict.identique else 1


def _verdict_json(v: Verdict) -> dict[str, Any]:
    return {
        "identique": v.identique,
        "ecarts": [
            {"code": g.code, "avant": g.avant, "apres": g.apres, "objets": list(g.objets), "ventilations": list(g.ventilations),
             "redefini": g.redefini, "causes": [_cause_json(c) for c in g.causes]}
            for g in v.ecarts
        ],
        "causes": [_cause_json(c) for c in v.causes], "nouveaux": list(v.nouveaux), "disparus": list(v.disparus),
    }  # fmt: skip


def _cause_json(c: Cause) -> dict[str, Any]:
    return {"objet": c.objet, "ref": c.ref or None, "nature": c.nature}


def _show_gap(session: Session, gap: Ecart) -> None:
    moved = f"{_said(gap.code, gap.avant)} → {_said(gap.code, gap.apres)}" if gap.avant != gap.apres else "même total, détail différent"
    write(text(f"{_label(gap.code)} : {moved}", "bold"))
    if gap.redefini:
        write("  La définition de cet indicateur a changé entre deux versions d'alp.")
    for cause in gap.causes:
        write(text(f"  {cause.objet} : {_entry(session, cause)} : {cause.nature}"))
    if not gap.causes and gap.objets:
        write(text(f"  {', '.join(gap.objets)}"))
    if gap.ventilations:
        write(
            text(
                f"  Détails qui ont bougé : {', '.join(VENTILATIONS[v].libelle.lower() for v in gap.ventilations if v in VENTILATIONS)}",
                DOUX,
            )
        )


def _label(code: str) -> str:
    return PAR_CODE[code].libelle if code in PAR_CODE else code


def _said(code: str, value: str | None) -> str:
    unit = PAR_CODE[code].unite if code in PAR_CODE else Unite.actes
    return "non connu" if value is None else f"{value.replace('.', ',')} {unit}"


def _entry(session: Session, cause: Cause) -> str:
    """« visite du 12/01/2026 (mx2c9d) », as the register tells it now."""
    found = session.lecture.registre.par_id.get(cause.objet)
    entry = next((e for e in found.journal if e.ref == cause.ref), None) if found else None
    if entry is None:
        return f"entrée {cause.ref}" if cause.ref else "l'en-tête" if found else "le fichier"
    return clean(f"{entry.TITRE.lower()} du {entry.le:%d/%m/%Y} ({cause.ref})")


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
