"""Days: holidays, working days of each worker, free times, meetings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from alp.core.calendrier import add_months
from tools.generer.modele import Modele, Seances

MOIS = 30.44
"""Days in a month, for lengths that need not be exact."""
HEURES = ("09:15", "10:30", "14:00", "15:15", "11:30", "16:30", "08:30", "17:00")
LONGTEMPS = 200
"""Days after which one gives up looking for a common working day."""


def easter(year: int) -> date:
    """Easter Sunday (Gauss, as Meeus wrote it)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_holiday(le: date) -> bool:
    """A French public holiday (code du travail, L3133-1)."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return (le.month, le.day) in fixed or (le - easter(le.year)).days in (1, 39, 50)


def office_day(le: date) -> date:
    """The first weekday from a day on, no holiday: when others work."""
    while le.weekday() > 4 or is_holiday(le):
        le += timedelta(days=1)
    return le


def weekday_before(le: date) -> date:
    """The last weekday before a day, no holiday."""
    le -= timedelta(days=1)
    while le.weekday() > 4 or is_holiday(le):
        le -= timedelta(days=1)
    return le


def meeting_days(seances: Seances | None, debut: date, fin: date) -> list[date]:
    """The days of the meetings; the last one is after `fin`."""
    if seances is None or seances.dates:
        return sorted(seances.dates) if seances else []
    days: list[date] = []
    month = date(debut.year, debut.month, 1)
    while not days or days[-1] <= fin:
        month = add_months(month, 1)
        fitting = [d for d in (month + timedelta(days=n) for n in range(7 * seances.rang + 7)) if d.weekday() == seances.jour]
        day = next(d for d in fitting[seances.rang - 1 :] if not is_holiday(d))
        if month.month not in seances.sauf_mois:
            days.append(day)
    return days


class Agenda:
    """The working days of each worker, and how full they are."""

    def __init__(self, modele: Modele, facteur: int) -> None:
        self.modele, self.facteur = modele, facteur
        self.prises: defaultdict[tuple[str, date], list[str]] = defaultdict(list)
        self.comptes: Counter[tuple[str, date]] = Counter()

    def owner(self, code: str) -> str:
        """Whose agenda a worker's time is taken from."""
        return code if code in self.modele.jours else self.modele.referents[0][1]

    def works(self, le: date, *par: str) -> bool:
        """Whether they all are at work: their days, no holiday, no leave."""
        away = any((a, b) <= (le.month, le.day) <= (c, d) for a, b, c, d in self.modele.conges)
        return all(le.weekday() in self.rule(le, code)[0] for code in par) and not is_holiday(le) and not away

    def rule(self, le: date, code: str) -> tuple[tuple[int, ...], int]:
        """A worker's weekdays and visits a day, at that time."""
        rows = self.modele.jours[self.owner(code)]
        return next(((days, n) for du, days, n in reversed(rows) if du <= le), ((), 0))

    def next_day(self, le: date, *par: str) -> date:
        """The first day from a day on when they all work.

        Raises:
            ValueError: they never work on the same day.
        """
        limit = le + timedelta(days=LONGTEMPS)
        while not self.works(le, *par):
            le += timedelta(days=1)
            if le > limit:
                raise ValueError(f"{', '.join(par)} never work on the same day after {limit}")
        return le

    def slot(self, le: date, par: Sequence[str]) -> tuple[date, str]:
        """The first time from a day on when they all are free; it is then taken."""
        le = self.next_day(le, *par)
        while any(self.comptes[self.owner(code), le] >= self.facteur * self.rule(le, code)[1] for code in par):
            le = self.next_day(le + timedelta(days=1), *par)
        return le, self.take(le, par)

    def keep(self, le: date, par: Sequence[str], heures: Sequence[str]) -> None:
        """These times of a day are theirs no more: they count as two visits."""
        for owner in {self.owner(code) for code in par} if heures else ():
            self.prises[owner, le].extend(heures)
            self.comptes[owner, le] += 2

    def take(self, le: date, par: Sequence[str]) -> str:
        """A time of that day that none of them gave yet, while there is one."""
        owners = list(dict.fromkeys(self.owner(code) for code in par))
        start = max(self.comptes[o, le] for o in owners) + 1 + 5 * le.toordinal()
        turn = [HEURES[(start + n) % len(HEURES)] for n in range(len(HEURES))]
        heure = next((h for h in turn if all(h not in self.prises[o, le] for o in owners)), turn[0])
        for o in owners:
            self.comptes[o, le] += 1
            self.prises[o, le].append(heure)
        return heure
