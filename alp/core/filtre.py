"""Choosing and sorting situations for a list; and whether one is in a funder's perimeter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.erreurs import UsageError
from alp.core.parcours import SUIVIES, Etape
from alp.core.perimetre import Appartenance, paid_by
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
        and (f.financeur is None or paid(s, f.financeur) is not Appartenance.non)
    )


def paid(s: Suivi, financeur: str) -> Appartenance:
    """Whether a funder pays for a situation on that day: yes, no, or not known."""
    return next((paid_by(s.situation, s.dispositif, f, s.au) for f in s.dispositif.financeurs if f.code == financeur), Appartenance.non)


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
