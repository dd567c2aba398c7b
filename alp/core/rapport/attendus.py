"""When funders expect their reports, and which of them are still to be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alp.core.dispositif import Convention, Financeur, RapportDu
from alp.core.periode import MOIS_DE, PeriodeRapport, civil

Jours = tuple[date, date]
"""The first and the last day of a period."""


@dataclass(frozen=True)
class Attendu:
    """One report that a convention expects on a day; `suivi`: its convention says from when on none may be missing."""

    periode: PeriodeRapport
    le: date
    envoye: bool
    suivi: bool


def owed(financeur: Financeur, au: date, sent: Collection[Jours] = (), ouverture: date | None = None) -> list[Attendu]:
    """The reports still to be sent to a funder on a day, each period once: those that are late, and the next one of each convention.

    None is forgotten from the first one that was sent on, of the same rhythm, or from the day that the convention says. Until one was sent,
    nothing tells which were, before alp: the last one alone is late. A period that was over before the register opened is never claimed.

    Args:
        financeur: with its conventions.
        au: the day that asks.
        sent: the periods whose report was sent: whole, or cut to the convention's own days.
        ouverture: the register's first day; none where nothing was ever written in it.
    """
    found: dict[str, Attendu] = {}
    for rythme in MOIS_DE:
        lines = [(c, r) for c in financeur.conventions for r in c.rapport if r.chaque == rythme]
        known = [one for c, r in lines for one in _until_next(c, r, au, sent)]
        for one in (*_late(known, au, ouverture), *(one for one in known if one.le >= au and not one.envoye)):
            found.setdefault(one.periode.code, one)
    return list(found.values())


def expected(convention: Convention, rapport: RapportDu) -> Iterator[PeriodeRapport]:
    """Every civil period of which a convention expects a report; without end where it has none."""
    period = civil(max(convention.du, rapport.du or convention.du), MOIS_DE[rapport.chaque])
    while convention.au is None or period.du <= convention.au:
        yield period
        period = civil(period.au + timedelta(days=1), MOIS_DE[rapport.chaque])


def _until_next(convention: Convention, rapport: RapportDu, au: date, sent: Collection[Jours]) -> Iterator[Attendu]:
    """What a convention expects, up to the first report that is to come and was not sent."""
    for period in expected(convention, rapport):
        whole, cut = (period.du, period.au), (max(period.du, convention.du), min(period.au, convention.au or period.au))
        one = Attendu(period, period.au + timedelta(days=rapport.jours), bool({whole, cut} & set(sent)), rapport.du is not None)
        yield one
        if one.le >= au and not one.envoye:
            return


def _late(known: Sequence[Attendu], au: date, ouverture: date | None) -> list[Attendu]:
    """Those of one rhythm whose day is past, the oldest first; see `owed`."""
    past = [one for one in known if one.le < au and not one.envoye and ouverture and ouverture <= one.periode.au]
    first = min((one.periode.du for one in known if one.envoye), default=None)
    last = max((one.periode.du for one in past), default=None) if first is None else None
    return sorted(
        (one for one in past if one.suivi or one.periode.du == last or (first and first <= one.periode.du)), key=lambda one: one.periode.du
    )
