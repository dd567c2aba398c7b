"""Due things as a calendar. Nothing personal leaves: a code and a kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, Echeance


def write_calendar(echeances: Iterable[Echeance], dispositif: Dispositif, au: date) -> bytes:
    """An iCalendar file of all-day events, the same bytes for the same register and day.

    Args:
        echeances: what to show; its reasons, which may hold free text, do not leave.
        dispositif: whose calendar it is.
        au: the day it was made.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//alp//echeances//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{dispositif.sigle} : échéances")
    for e in echeances:
        event = Event()
        event.add("uid", f"{e.situation or dispositif.sigle}-{e.nature}-{e.ref or e.le.isoformat()}@alp")
        event.add("dtstamp", datetime.combine(au, time(), tzinfo=UTC))
        event.add("dtstart", e.le)
        event.add("dtend", e.le + timedelta(days=1))
        event.add("summary", " : ".join(part for part in (e.situation, NATURES[e.nature]) if part))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", NATURES[e.nature])
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
