"""The days on which anything may be counted for a reader: from the register's first day on, while a convention runs.

Figures of other days are nothing by construction, and every reader knows it: they are told as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from alp.core.dispositif import Convention
from alp.core.indicateurs.moyens import UN_JOUR
from alp.core.periode import PeriodeRapport
from alp.core.rapport.rapport import Rapport

Jours = tuple[date, date]
"""From one day to another, both included."""


@dataclass(frozen=True)
class Couverture:
    """Spans of days in order, none touching the next. `entiere`: those on which the reader is told of the whole dispositif."""

    jours: tuple[Jours, ...]
    entiere: tuple[Jours, ...]
    ouverture: date | None
    """The first day of which anything is noted; none in an empty register."""

    def covers(self, le: date) -> bool:
        """Whether something may be counted on a day."""
        return any(du <= le <= au for du, au in self.jours)

    def overlaps(self, periode: PeriodeRapport) -> bool:
        """Whether something may be counted in a period."""
        return any(du <= periode.au and periode.du <= au for du, au in self.jours)

    def begins(self, le: date) -> bool:
        """Whether something may have been counted on a day or before."""
        return bool(self.jours) and self.jours[0][0] <= le

    def opened(self, le: date) -> bool:
        """Whether the dispositif existed on a day."""
        return self.ouverture is not None and self.ouverture <= le

    def ahead(self, le: date) -> date:
        """The first day, from a day on, on which something may be counted: between the two, nothing is."""
        return next((max(du, le) for du, au in self.jours if le <= au), date.max)

    def whole(self, du: date, au: date) -> bool:
        """Whether what this reader is told of these days is the whole dispositif's: of all those on which it was open."""
        start = max(du, self.ouverture or au)
        return start > au or any(first <= start and au <= last for first, last in self.entiere)


def couverture(r: Rapport) -> Couverture:
    """The days that count for the reader of a report."""
    opening = _opened_on(r)
    first = opening or date.max
    conventions = r.financeur.conventions if r.financeur else None
    if conventions is None:
        return Couverture(((first, date.max),), ((date.min, date.max),), opening)
    spans = ((max(du, first), au) for du, au in _spans(conventions))
    return Couverture(tuple(_joined(spans)), tuple(_joined(_spans(c for c in conventions if c.perimetre is None))), opening)


def _opened_on(r: Rapport) -> date | None:
    days = [e.le for s in r.registre.situations for e in s.journal[:1]]
    return min([*days, *(a.le for a in r.registre.actions.values())], default=None)


def _spans(conventions: Iterable[Convention]) -> Iterator[Jours]:
    return ((c.du, c.au or date.max) for c in conventions)


def _joined(spans: Iterable[Jours]) -> Iterator[Jours]:
    """Spans in order; those that touch are one."""
    current: Jours | None = None
    for du, au in sorted(span for span in spans if span[0] <= span[1]):
        if current and (current[1] == date.max or du <= current[1] + UN_JOUR):
            current = (current[0], max(current[1], au))
            continue
        if current:
            yield current
        current = (du, au)
    if current:
        yield current
