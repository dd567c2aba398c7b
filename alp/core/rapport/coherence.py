"""Printed percentages against printed counts: whether there is any base of which they are the shares.

A table may well add up and be wrong: a figure corrected in one column and not in the other leaves shares that no base gives.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Bases:
    """The whole numbers of which a count may be the share that is printed: from `min` to `max`, both included; no `max`: no limit."""

    min: int
    max: int | None

    def __contains__(self, base: int) -> bool:
        return self.min <= base and (self.max is None or base <= self.max)

    def __bool__(self) -> bool:
        return self.max is None or self.min <= self.max

    def within(self, other: Bases) -> Bases:
        """Those of both."""
        ends = [end for end in (self.max, other.max) if end is not None]
        return Bases(max(self.min, other.min), min(ends, default=None))


@dataclass(frozen=True)
class Ligne:
    """A count, and the percentage printed beside it: its number of decimals is that of the print."""

    nombre: int
    pourcent: Decimal


@dataclass(frozen=True)
class Verdict:
    """What a column of counts and percentages says of its base."""

    bases: Bases
    """Those that give every percentage; empty: there is none."""
    en_cause: tuple[int, ...]
    """Ranks, from 0, of the rows without which the others have a base; where no single row explains it, every row."""
    total: int
    """The sum of the counts."""

    @property
    def juste(self) -> bool:
        """Whether some base gives every percentage."""
        return bool(self.bases)


def half_unit(pourcent: Decimal) -> Fraction:
    """Half of the last figure printed: 0,5 for 39 %, 0,05 for 39,1 %."""
    exponent = pourcent.as_tuple().exponent
    return Fraction(1, 2) * Fraction(10) ** (exponent if isinstance(exponent, int) else 0)


def bases(ligne: Ligne) -> Bases:
    """The bases of which a count, rounded half up as `arrondi` does, is the percentage printed; a share, so no base is under the count."""
    share, half = Fraction(ligne.pourcent), half_unit(ligne.pourcent)
    least = max(ligne.nombre, math.floor(Fraction(100 * ligne.nombre) / (share + half)) + 1, 1)
    if ligne.nombre == 0:
        return Bases(1, None if share < half else 0)
    return Bases(least, math.floor(Fraction(100 * ligne.nombre) / (share - half)) if share > half else None)


def check(lignes: Sequence[Ligne]) -> Verdict:
    """Whether there is a base of which the counts are the percentages printed, all of them; else which rows do not fit.

    Args:
        lignes: one column, without its total.
    """
    found = _common(lignes)
    alone = tuple(n for n in range(len(lignes)) if len(lignes) > 2 and _common([*lignes[:n], *lignes[n + 1 :]]))
    blamed = () if found else alone or tuple(range(len(lignes)))
    return Verdict(found, blamed, sum(ligne.nombre for ligne in lignes))


def _common(lignes: Iterable[Ligne]) -> Bases:
    found = Bases(1, None)
    for ligne in lignes:
        found = found.within(bases(ligne))
    return found


def may_total(pourcents: Sequence[Decimal], total: Decimal = Decimal(100)) -> bool:
    """Whether rounded parts may be those of a whole, though their sum is another: each is off by half of its last figure at most."""
    off = sum((half_unit(p) for p in pourcents), start=Fraction(0))
    return abs(sum(map(Fraction, pourcents), start=Fraction(0)) - Fraction(total)) <= off
