"""What is missing in the register, and which figures of a report it would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.rapport.rapport import Rapport


@dataclass(frozen=True)
class Manque:
    """Something that is not known of one situation, or of one entry."""

    quoi: str
    """The situation, the action, the section of the dispositif."""
    ref: str
    manque: str
    """What is to be noted."""
    chiffres: tuple[str, ...]
    """The labels of the figures that would change."""
    compte: bool
    """Whether the figure itself would change, and not only a breakdown."""


def qualite(r: Rapport, details: Collection[tuple[str, str]] | None = None) -> list[Manque]:
    """What is missing for a report: what changes a figure first, then what only leaves a « non renseigné » in a breakdown.

    The members of one figure are looked at once each: a visit without a duration is one gap, though three figures need it.

    Args:
        r: the report.
        details: the breakdowns that it prints, as (figure, breakdown); none: every one.
    """
    found: dict[tuple[str, str, str, bool], list[str]] = {}
    for i in r.indicateurs:
        for quoi, ref, what, counts in _gaps(r, i, details):
            labels = found.setdefault((quoi, ref, what, counts), [])
            if i.libelle not in labels:
                labels.append(i.libelle)
    gaps = [Manque(quoi, ref, what, tuple(labels), counts) for (quoi, ref, what, counts), labels in found.items()]
    return sorted(gaps, key=lambda g: (not g.compte, g.manque, g.quoi, g.ref))


def _gaps(r: Rapport, i: Indicateur, details: Collection[tuple[str, str]] | None) -> Iterator[tuple[str, str, str, bool]]:
    m = r.mesures[i.code]
    yield from ((x.quoi, x.ref, i.manque, True) for x in m.inconnus)
    yield from (
        (x.quoi, x.ref, "ce qui décide du périmètre : commune, quartier, bailleur, parc, âge ou caisse", True) for x in m.incertains
    )
    for axe, cases in m.ventilations.items():
        for c in cases:
            if not c.cle and (details is None or (i.code, axe) in details):
                by = VENTILATIONS[axe]
                yield from ((x.quoi, "" if by.situation else x.ref, by.libelle.removeprefix("Par "), False) for x in c.membres)


def stops(gaps: list[Manque]) -> list[Manque]:
    """Those that change a figure: with `--strict`, the report is not made."""
    return [g for g in gaps if g.compte]
