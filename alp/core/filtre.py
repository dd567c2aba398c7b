"""Choosing and sorting situations for a list; and whether one is in a funder's perimeter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.dispositif import Perimetre
from alp.core.erreurs import UsageError
from alp.core.parcours import SUIVIES, Etape
from alp.core.plis import problematiques
from alp.core.suivi import Suivi


@dataclass(frozen=True)
class Filtre:
    """What a list keeps; none keeps all."""

    etape: str | None = None
    commune: str | None = None
    bailleur: str | None = None
    referent: str | None = None
    financeur: str | None = None
    problematique: str | None = None
    en_cours: bool = False


def keep(found: Iterable[Suivi], filtre: Filtre) -> list[Suivi]:
    """The situations that a filter keeps.

    Raises:
        UsageError: no such step.
    """
    if filtre.etape and filtre.etape not in set(Etape):
        raise UsageError(f"« {filtre.etape} » n'est pas une étape.", f"Choisir parmi : {', '.join(Etape)}.")
    return [s for s in found if _kept(s, filtre)]


def _kept(s: Suivi, f: Filtre) -> bool:
    where = s.logement
    return (
        (f.etape is None or s.etape == f.etape)
        and (not f.en_cours or s.etape in SUIVIES)
        and (f.commune is None or (where is not None and where.commune == f.commune))
        and (f.bailleur is None or (where is not None and where.bailleur == f.bailleur))
        and (f.referent is None or s.referent == f.referent)
        and (f.problematique is None or f.problematique in problematiques(s.situation, s.au))
        and (f.financeur is None or paid_by(s, f.financeur))
    )


def paid_by(s: Suivi, financeur: str) -> bool:
    """Whether a situation is in the perimeter of one of a funder's conventions that run on that day."""
    found = [x for x in s.dispositif.financeurs if x.code == financeur]
    running = [c for x in found for c in x.conventions if c.du <= s.au and (c.au is None or s.au <= c.au)]
    return any(c.perimetre is None or in_perimeter(s, c.perimetre) for c in running)


def in_perimeter(s: Suivi, p: Perimetre) -> bool:
    """Within a list *or*, between lists *and*; an empty list admits all.

    `caisses` and `axes` belong to no dwelling: they are not looked at here.
    """
    where = s.logement
    commune, quartier = (where.commune, where.quartier) if where else (None, None)
    bailleur, parc = (where.bailleur, where.parc) if where else (None, None)
    return (
        _in(commune, p.communes)
        and _in(quartier, p.quartiers)
        and _in(bailleur, p.bailleurs)
        and (not p.hors_bailleurs or bailleur not in p.hors_bailleurs)
        and _in(parc, p.parcs)
        and (not p.ages or any(_in_band(s, band) for band in p.ages))
    )


def _in(value: str | None, admitted: tuple[str, ...]) -> bool:
    return not admitted or value in admitted


def _in_band(s: Suivi, band: str) -> bool:
    """Whether the age reached in the year is in a band such as `60-120`."""
    low, _, high = band.partition("-")
    born = s.situation.personne.naissance
    return born is not None and int(low) <= s.au.year - born <= int(high or 200)


_CLES: dict[str, Callable[[Suivi], Any]] = {
    "id": lambda s: s.situation.id,
    "etape": lambda s: (list(Etape).index(s.etape), s.situation.id),
    "commune": lambda s: (s.logement.commune if s.logement else None) or "",
    "bailleur": lambda s: (s.logement.bailleur if s.logement else None) or "",
    "referent": lambda s: s.referent or "",
    "contact": lambda s: s.dernier_contact or date.min,
    "contrat": lambda s: (s.periode.fin if s.periode else None) or date.max,
}


def sort_by(cle: str, found: list[Suivi]) -> list[Suivi]:
    """Sort a list by a column.

    Raises:
        UsageError: no such column.
    """
    if cle not in _CLES:
        raise UsageError(f"On ne trie pas par « {cle} ».", f"Choisir parmi : {', '.join(_CLES)}.")
    return sorted(found, key=_CLES[cle])
