"""`alp report verify` and `compare`: which figures moved, by which situations, because of what; each said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from alp import __version__
from alp.cli.montre import clean, plural, table, text, write
from alp.cli.page import DOUX
from alp.cli.rapport_commun import counted
from alp.cli.session import Session, clock, say
from alp.core.calendrier import short_jour
from alp.core.dispositif import Dispositif
from alp.core.erreurs import AlpError, UsageError
from alp.core.indicateurs.mesure import Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import read_periode
from alp.core.rapport.preuve import made_on, read_preuve
from alp.core.rapport.verdict import Cause, Ecart, Verdict, asked, compare, verify

Preuve = Annotated[Path, typer.Argument(metavar="PREUVE", show_default=False, help="Le fichier …preuve.json écrit avec le rapport.")]
Avant = Annotated[Path, typer.Argument(metavar="AVANT", show_default=False, help="La preuve (…preuve.json) du premier rapport.")]
Apres = Annotated[Path, typer.Argument(metavar="APRES", show_default=False, help="La preuve (…preuve.json) du second.")]
DONNER = "Donner le fichier …preuve.json écrit à côté du rapport."
OBJETS, ENTREES, CHIFFRES = 20, 5, 3
"""How many situations, entries of one, and figures that it moved, are told; `--json` tells them all."""


def _verify(session: Session, preuve: Preuve) -> Any:
    """Refaire les chiffres d'un rapport déjà envoyé, et dire lesquels ont bougé, par qui et pourquoi."""
    _refuse_au(session)
    kept = _read(preuve)
    verdict = verify(kept, session.lecture.registre, version=__version__)
    made, today = made_on(kept), clock(session.dispositif.fuseau)
    if made > today:
        say(
            f"Attention : cette preuve est datée du {short_jour(made)}, après aujourd'hui ({short_jour(today)}). "
            "L'horloge de cet ordinateur, ou de celui qui l'a faite, n'est pas à l'heure."
        )
    return _tell(session, verdict, "Identique : le registre donne toujours les mêmes chiffres.")


def _compare(session: Session, avant: Avant, apres: Apres) -> Any:
    """Comparer deux rapports par leurs preuves : quels chiffres ne sont pas les mêmes, et pourquoi."""
    _refuse_au(session)
    one, other = _read(avant), _read(apres)
    verdict = compare(one, other)
    if verdict.meme_demande or session.json:
        return _tell(session, verdict, "Identiques : les deux rapports disent les mêmes chiffres.")
    _beside(one, other, verdict, session.dispositif)
    return 0 if verdict.identique else 1


def _refuse_au(session: Session) -> None:
    """A proof looks at the days of its own report.

    Raises:
        UsageError: another day was asked for.
    """
    if session.au_texte is not None:
        raise UsageError(
            "--au ne va pas avec une preuve : elle dit elle-même jusqu'à quel jour son rapport regarde.",
            "Retirer --au ; pour ce que l'on savait un jour : --connu-le DATE.",
        )


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_preuve(path.read_text(encoding="utf-8"))
    except OSError:
        raise AlpError(f"{path} ne se lit pas.", DONNER) from None
    except UnicodeDecodeError:
        raise AlpError(f"{path} n'est pas une preuve de rapport.", DONNER) from None


# --- two reports that were not asked the same ---------------------------------------------------------


def _beside(avant: Mapping[str, Any], apres: Mapping[str, Any], verdict: Verdict, dispositif: Dispositif) -> None:
    """Their figures side by side: what tells them apart is no change of the register."""
    heads = [_asked(p, dispositif) for p in (avant, apres)]
    write(text(f"Ces deux rapports ne parlent pas de la même chose : {heads[0]}, puis {heads[1]}.", "bold"))
    write("Leurs chiffres, côte à côte. Pour savoir si ceux d'un rapport ont bougé depuis : alp report verify PREUVE.")
    figures = [p["indicateurs"] for p in (avant, apres)]
    rows = [(_label(c), *(_said(c, side[c]["valeur"]) for side in figures)) for c in figures[0] if c in figures[1]]
    write(table(["Chiffre", *_columns(avant, apres, heads)], rows) if rows else "Ils n'ont aucun chiffre en commun.")
    for codes, where in ((verdict.disparus, "le premier"), (verdict.nouveaux, "le second")):
        if codes:
            write(f"Dans {where} seulement : {_few([_label(c) for c in codes], ENTREES)}.")


def _asked(preuve: Mapping[str, Any], dispositif: Dispositif) -> str:
    """« octobre 2026 (toute l'équipe) », « 1er semestre 2026 (ARS) »."""
    periode, funder = asked(preuve)
    return f"{read_periode(periode).libelle} ({_reader(funder, dispositif)})"


def _reader(code: str | None, dispositif: Dispositif) -> str:
    names = {f.code: f.nom for f in dispositif.financeurs}
    return names.get(code, code) if code else "toute l'équipe"


def _columns(avant: Mapping[str, Any], apres: Mapping[str, Any], heads: Sequence[str]) -> list[str]:
    """What heads the two columns: the periods, where they differ and the reader does not."""
    (one, funder), (other, reader) = asked(avant), asked(apres)
    return [read_periode(p).libelle for p in (one, other)] if funder == reader else list(heads)


# --- the verdict --------------------------------------------------------------------------------------


def _tell(session: Session, verdict: Verdict, same: str) -> int:
    if session.json:
        session.show_json(_verdict_json(verdict))
        return 0 if verdict.identique else 1
    if verdict.identique:
        write(same)
        if verdict.causes:
            changed = plural(len(verdict.causes), "chose de ce temps-là a changé", "choses de ce temps-là ont changé")
            write(f"{changed} depuis au registre, sans rien changer aux chiffres.")
        return 0
    for gap in verdict.ecarts:
        write(_gap(gap))
    if verdict.disparus:
        write(text(f"Ne sont plus comptés : {_few([_label(c) for c in verdict.disparus], OBJETS)}."))
    for account, rows in groupby(verdict.comptes, key=lambda row: row.tableau):
        told = [f"{row.ligne} ({row.nature})" for row in rows]
        write(text(f"{account}, {plural(len(told), 'ligne qui a bougé', 'lignes qui ont bougé')} : {_few(told, ENTREES)}", "bold"))
    if verdict.ecarts or verdict.disparus:
        _tell_why(session, verdict)
    return 1


def _gap(gap: Ecart) -> Any:
    """« Visites : 20 actes → 21 actes (détails : par résultat) »."""
    moved = f"{_said(gap.code, gap.avant)} → {_said(gap.code, gap.apres)}" if gap.avant != gap.apres else "même total, détail différent"
    axes = ", ".join(VENTILATIONS[v].libelle.lower() for v in gap.ventilations if v in VENTILATIONS)
    line = text(f"{_label(gap.code)} : {moved}", "bold")
    line.append(f" ({clean(axes)})" if axes and gap.avant == gap.apres else "", DOUX)
    line.append(" ; sa définition a changé entre deux versions d'alp" if gap.redefini else "", DOUX)
    return line


def _tell_why(session: Session, verdict: Verdict) -> None:
    """What moved the figures, situation by situation, each entry once."""
    figures = plural(len(verdict.ecarts) + len(verdict.disparus), "chiffre")
    causes: dict[str, list[Cause]] = {}
    for cause in dict.fromkeys(c for gap in verdict.ecarts for c in gap.causes):
        causes.setdefault(cause.objet, []).append(cause)
    write(f"{figures} à revoir{', à cause de :' if causes else '.'}")
    for objet in list(causes)[:OBJETS]:
        for line in _why(session, objet, causes[objet]):
            write(text(f"  {line}"))
        if len(causes) > 1:
            write(text(f"    → {_moved_by(objet, verdict.ecarts)}", DOUX))
    if len(causes) > OBJETS:
        write(f"  et {plural(len(causes) - OBJETS, 'autre')} : tout voir avec --json.")
    if alone := sorted({o for gap in verdict.ecarts if not gap.causes for o in gap.objets}):
        write(text(f"  Sans que rien n'ait changé au registre : {_few(alone, OBJETS)}"))


def _why(session: Session, objet: str, causes: Sequence[Cause]) -> Iterator[str]:
    """« ALP28-2026-001 : visite du 28/10/2026 (k3fhq7) : ajout »; the latest entries where there are many."""
    found = session.lecture.registre.par_id.get(objet)
    name = found.id if found else objet
    if causes[0].entier:
        yield f"{name} {_came_or_went(session, causes[0], known=found is not None)}"
        return
    days = {e.ref: e.le.isoformat() for e in found.journal} if found else {}
    ranked = sorted(causes, key=lambda c: (days.get(c.ref, "9999"), c.ref), reverse=True)
    cancelled = {e.ref for e in found.journal if e.annulee} if found else set()
    for cause in ranked[:ENTREES]:
        yield f"{name} : {_entry(session, cause)} : {'annulation' if cause.ref in cancelled else cause.nature}"
    if len(ranked) > ENTREES:
        yield f"{name} : et {plural(len(ranked) - ENTREES, 'autre entrée', 'autres entrées')}"


def _came_or_went(session: Session, cause: Cause, *, known: bool) -> str:
    if cause.nature == "ajout":
        return "n'y était pas encore"
    if known:
        return "n'a plus rien de daté dans ce temps-là"
    return ": son fichier ne se lit pas" if session.lecture.unreadable(cause.objet) else "n'est plus au registre"


def _entry(session: Session, cause: Cause) -> str:
    """« visite du 12/01/2026 (mx2c9d) », as the register tells it now."""
    found = session.lecture.registre.par_id.get(cause.objet)
    entry = next((e for e in found.journal if e.ref == cause.ref), None) if found else None
    if entry is None:
        return f"entrée {cause.ref}" if cause.ref else "l'en-tête" if found else "le fichier"
    return clean(f"{entry.TITRE.lower()} du {entry.le:%d/%m/%Y} ({cause.ref})")


def _moved_by(objet: str, gaps: Sequence[Ecart]) -> str:
    """« Visites, Actes, Heures et 4 autres »."""
    return _few([_label(gap.code) for gap in gaps if any(c.objet == objet for c in gap.causes)], CHIFFRES)


def _few(names: Sequence[str], most: int) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" et {plural(more, 'autre')}" if more > 0 else "")


def _label(code: str) -> str:
    return PAR_CODE[code].libelle if code in PAR_CODE else code


def _said(code: str, value: str | None) -> str:
    unit = PAR_CODE[code].unite if code in PAR_CODE else Unite.actes
    return "non connu" if value is None else counted(value.replace(".", ","), Decimal(value), str(unit))


# --- for a program ------------------------------------------------------------------------------------


def _verdict_json(v: Verdict) -> dict[str, Any]:
    return {
        "identique": v.identique, "meme_demande": v.meme_demande,
        "ecarts": [
            {"code": g.code, "avant": g.avant, "apres": g.apres, "objets": list(g.objets), "ventilations": list(g.ventilations),
             "redefini": g.redefini, "causes": [_cause_json(c) for c in g.causes]}
            for g in v.ecarts
        ],
        "comptes": [{"tableau": row.tableau, "ligne": row.ligne, "nature": row.nature} for row in v.comptes],
        "causes": [_cause_json(c) for c in v.causes], "nouveaux": list(v.nouveaux), "disparus": list(v.disparus),
    }  # fmt: skip


def _cause_json(c: Cause) -> dict[str, Any]:
    return {"objet": c.objet, "ref": c.ref or None, "nature": c.nature}
