"""When funders expect their reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from alp.core.dispositif import Convention, RapportDu
from alp.core.periode import MOIS_DE, PeriodeRapport, civil


def expected(convention: Convention, rapport: RapportDu) -> Iterator[PeriodeRapport]:
    """Every civil period of which a convention expects a report; without end where it has none."""
    period = civil(convention.du, MOIS_DE[rapport.chaque])
    while convention.au is None or period.du <= convention.au:
        yield period
        period = civil(period.au + timedelta(days=1), MOIS_DE[rapport.chaque])


def next_report(convention: Convention, rapport: RapportDu, au: date, sent: Sequence[tuple[date, date]] = ()) -> date | None:
    """The first day, not before `au`, on which a report is due; none once the convention's last one is past.

    Args:
        convention: with its first and last day.
        rapport: how often, and how many days after its period's end.
        au: the day that asks.
        sent: the periods, first and last day, whose report was sent: whole, or cut to the convention's own days.
    """
    for period in expected(convention, rapport):
        whole, cut = (period.du, period.au), (max(period.du, convention.du), min(period.au, convention.au or period.au))
        day = period.au + timedelta(days=rapport.jours)
        if day >= au and not {whole, cut} & set(sent):
            return day
    return None
