"""The scale of a chart: how far a value is, which round numbers are shown, how each is said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from alp.core.graphique import Graphique, Point
from alp.core.tableau import Genre
from alp.documents.tableaux import decimals, write_valeur

BREF = "n.r."
"""What is not known, where there is no room for the words: said under the chart."""
BORD = 3.0
"""Room at the right and at the left, for outlines."""


class Champ(NamedTuple):
    """Where values are drawn: from `x`, over `longueur`, for values from 0 to `haut`."""

    x: float
    longueur: float
    haut: Decimal

    def at(self, valeur: Decimal | int) -> float:
        """How far from the start a value is."""
        return float(Decimal(valeur) / self.haut) * self.longueur


def say(g: Graphique, valeur: Point) -> str:
    """A value in short."""
    places = decimals((v for s in g.series for v in s.valeurs), g.genre)
    return BREF if valeur is None else write_valeur(valeur, g.genre, places)


def summit(valeurs: Sequence[Point]) -> Decimal:
    """The highest of those that are told; 1 where there is none above 0."""
    return max((Decimal(v) for v in valeurs if isinstance(v, int | Decimal)), default=Decimal(0)) or Decimal(1)


def ticks(haut: Decimal, *, entiers: bool) -> tuple[Decimal, ...]:
    """Round numbers from 0 to `haut` or just beyond, four steps at most."""
    unit = Decimal(1).scaleb((haut / 4).adjusted())
    steps = (unit * Decimal(m) for m in ("1", "2", "2.5", "5", "10"))
    step = next(s for s in steps if s * 4 >= haut and (not entiers or s == s.to_integral_value()))
    return tuple(step * n for n in range(ceil(haut / step) + 1))


def write_tick(g: Graphique, valeur: Decimal, marks: Sequence[Decimal]) -> str:
    """A mark of the scale, with the decimals that tell it from the next."""
    halves = g.genre == Genre.POURCENT and any(m * 100 % 1 for m in marks)
    return write_valeur(valeur, g.genre, 1 if halves else decimals(marks, g.genre))
