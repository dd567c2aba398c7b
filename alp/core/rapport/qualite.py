"""What is missing in the register, and which figures of a report it would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Membre
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
    lesquels: tuple[str, ...] = ()
    """Of what an entry holds several of (findings, domains), those that are missing: labels."""


MANQUES: Mapping[str, str] = {
    "constats_premiere": "un constat, oui ou non, aux deux évaluations",
    "constats_derniere": "un constat, oui ou non, aux deux évaluations",
    "progres": "la cote d'un domaine, aux deux évaluations",
    "epices_entree": "les onze réponses au questionnaire EPICES",
    "epices_six_mois": "les onze réponses au questionnaire EPICES",
    "epices_sortie": "les onze réponses au questionnaire EPICES",
    "epices_precarite": "les onze réponses au questionnaire EPICES",
}
"""What is to be noted for an indicator, by its code: the field, in the words of the forms."""
PLUSIEURS = ("constat", "domaine")
"""Breakdowns that name one of the several values of one entry."""


def manque_of(i: Indicateur) -> str:
    """What is missing where a member of an indicator has no value: « la durée du trajet »."""
    return MANQUES.get(i.code, i.manque)


def qualite(r: Rapport, details: Collection[tuple[str, str]] | None = None) -> list[Manque]:
    """What is missing for a report: what changes a figure first, then what only leaves a « non renseigné » in a breakdown.

    The members of one figure are looked at once each: a visit without a duration is one gap, though three figures need it.

    Args:
        r: the report.
        details: the breakdowns that it prints, as (figure, breakdown); none: every one.
    """
    found: dict[_Trou, dict[str, None]] = {}
    which: dict[_Trou, dict[str, None]] = {}
    for i in r.indicateurs:
        for gap, names in _gaps(r, i, details):
            found.setdefault(gap, {})[i.libelle] = None
            which.setdefault(gap, {}).update(dict.fromkeys(names))
    gaps = [
        Manque(quoi, ref, what, tuple(labels), counts, tuple(which[quoi, ref, what, counts]))
        for (quoi, ref, what, counts), labels in found.items()
    ]
    return sorted(gaps, key=lambda g: (not g.compte, g.manque, g.quoi, g.ref))


_Trou = tuple[str, str, str, bool]
"""`quoi`, `ref`, `manque` and `compte` of a `Manque`."""
PERIMETRE = "ce qui décide du périmètre : commune, quartier, bailleur, parc, âge ou caisse"


def _gaps(r: Rapport, i: Indicateur, details: Collection[tuple[str, str]] | None) -> Iterator[tuple[_Trou, list[str]]]:
    """Each thing that a figure lacks, and the names of the values that lack it."""
    m = r.mesures[i.code]
    yield from (((x.quoi, x.ref, manque_of(i), True), _which(r, x)) for x in m.inconnus)
    yield from (((x.quoi, x.ref, PERIMETRE, True), []) for x in m.incertains)
    for axe, cases in m.ventilations.items():
        for c in cases:
            if not c.cle and (details is None or (i.code, axe) in details):
                by = VENTILATIONS[axe]
                yield from (((x.quoi, "" if by.situation else x.ref, by.libelle.removeprefix("Par "), False), []) for x in c.membres)


def _which(r: Rapport, membre: Membre) -> list[str]:
    """« Médecin traitant »: which of the several values of an entry."""
    return [VENTILATIONS[axe].libelles(r.dispositif).get(code, code) for axe in PLUSIEURS for code in membre.cles.get(axe, ())]


def stops(gaps: list[Manque]) -> list[Manque]:
    """Those that change a figure: with `--strict`, the report is not made."""
    return [g for g in gaps if g.compte]
