"""Due things and meetings as a calendar. Nothing personal leaves: a code and a kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from alp.core import codes
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, Echeance
from alp.core.reunion import Reunion

if TYPE_CHECKING:
    from icalendar import Calendar

PUBLISH = "PUBLISH"
"""RFC 5546, 3.2.1: « here is an event », without attendees, and no answer is expected. A REQUEST would show each one who else is invited,
and needs a mailbox of the organizer's that takes the answers in."""


def write_calendar(echeances: Iterable[Echeance], dispositif: Dispositif, au: date) -> bytes:
    """An iCalendar file of all-day events, the same bytes for the same register and day.

    Args:
        echeances: what to show; its reasons, which may hold free text, do not leave.
        dispositif: whose calendar it is.
        au: the day it was made.
    """
    calendar = _calendar("echeances")
    calendar.add("x-wr-calname", f"{dispositif.sigle} : échéances")
    for e in echeances:
        event = _event(f"{e.situation or dispositif.sigle}-{e.nature}-{e.ref or e.le.isoformat()}@alp", au)
        _add_day(event, e.le)
        event.add("summary", " : ".join(part for part in (e.situation, NATURES[e.nature]) if part))
        event.add("transp", "TRANSPARENT")
        event.add_component(_alarm(NATURES[e.nature]))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_reunion(key: str, reunion: Reunion, dispositif: Dispositif, au: date, version: int) -> bytes:
    """One meeting: its id and nature, its day and hour; neither who comes, nor what it speaks of, nor where.

    The `UID` comes from the id, that a postponed meeting keeps: imported again, it moves the entry instead of adding one.

    Args:
        key: the meeting's id.
        reunion: the meeting.
        dispositif: whose it is: its time zone, and its address as the organizer's.
        au: the day the file is made.
        version: how many times the meeting was written; it only grows (RFC 5545, 3.8.7.4).
    """
    calendar = _calendar("reunions")
    calendar.add("method", PUBLISH)
    event = _event(f"{key}-{dispositif.sigle.lower()}@alp", au)
    event.add("sequence", version)
    event.add("summary", title_of(key, reunion))
    if dispositif.contact and dispositif.contact.courriel:
        event.add("organizer", f"mailto:{dispositif.contact.courriel}")
    if reunion.heure:
        begin = datetime.combine(reunion.le, time.fromisoformat(reunion.heure), tzinfo=ZoneInfo(dispositif.fuseau)).astimezone(UTC)
        event.add("dtstart", begin)
        if reunion.duree:
            event.add("dtend", begin + timedelta(minutes=reunion.duree))
    else:
        _add_day(event, reunion.le)
    event.add_component(_alarm(codes.NATURES_REUNION[reunion.nature]))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def title_of(key: str, reunion: Reunion) -> str:
    """« Cellule d'orientation 2026-11-03-cellule »: all that a subject or a calendar says of a meeting."""
    return f"{codes.NATURES_REUNION[reunion.nature].capitalize()} {key}"


def _calendar(sorte: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//alp//{sorte}//FR")
    calendar.add("version", "2.0")
    return calendar


def _event(uid: str, au: date) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(au, time(), tzinfo=UTC))
    return event


def _add_day(event: Any, le: date) -> None:
    event.add("dtstart", le)
    event.add("dtend", le + timedelta(days=1))


def _alarm(texte: str) -> Any:
    """A reminder, the day before."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", texte)
    alarm.add("trigger", timedelta(days=-1))
    return alarm
