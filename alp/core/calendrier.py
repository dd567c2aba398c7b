"""Days and months, and the dates that people type."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from alp.core.erreurs import UsageError

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
_RELATIFS = {"aujourd'hui": 0, "aujourd’hui": 0, "aujourdhui": 0, "hier": -1, "avant-hier": -2, "demain": 1}
ANNEES = (1900, 2099)
"""Years that a date may have."""


def add_months(jour: date, mois: int) -> date:
    """The day with the same number `mois` months later, else the last of that month.

    Source: code de procédure civile, art. 641.
    """
    index = jour.year * 12 + jour.month - 1 + mois
    year, month = divmod(index, 12)
    return date(year, month + 1, min(jour.day, calendar.monthrange(year, month + 1)[1]))


def write_jour(jour: date) -> str:
    """`2026-01-01` → « 1er janvier 2026 »."""
    return f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}"


def short_jour(jour: date) -> str:
    """`2026-01-12` → « 12/01/2026 »."""
    return f"{jour:%d/%m/%Y}"


def read_jour(texte: str, *, today: date, futur: bool = False, depuis: date | None = None) -> date:
    """Read a date as people type it.

    Args:
        texte: `2026-01-12`, `12/01/2026`, `12/01`, `12 janvier`, `hier`, `lundi`, `aujourd'hui`.
        today: the day that relative words count from.
        futur: a plan: `12/01` and `lundi` then mean the next one, else the last one (today included).
        depuis: the day that a plan without a year counts from: its entry's, which may be long past.

    Raises:
        UsageError: nothing of that form, or no such day.
    """
    mot = texte.strip().lower()
    if mot in _RELATIFS:
        return today + timedelta(days=_RELATIFS[mot])
    today = depuis if depuis and futur else today
    if mot in JOURS:
        delta = (JOURS.index(mot) - today.weekday()) % 7
        return today + timedelta(days=delta if futur or delta == 0 else delta - 7)
    try:
        found = _read_digits(mot, today=today, futur=futur)
    except ValueError:
        raise UsageError(f"« {texte} » n'existe pas au calendrier.", "Vérifier le jour et le mois.") from None
    if not ANNEES[0] <= found.year <= ANNEES[1]:
        raise UsageError(f"« {texte} » est trop loin.", f"Donner une année entre {ANNEES[0]} et {ANNEES[1]}.")
    return found


def _read_digits(mot: str, *, today: date, futur: bool) -> date:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", mot, re.ASCII):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if words := re.fullmatch(r"(\d{1,2})(?:er)?\s+(\w+)(?:\s+(\d{4}))?", mot):
        months = [n for n, name in enumerate(MOIS, 1) if _plain(name).startswith(_plain(words[2])) and len(words[2]) > 2]
        if len(months) == 1:
            mot = f"{words[1]}/{months[0]}" + (f"/{words[3]}" if words[3] else "")
    french = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?", mot, re.ASCII)
    if not french:
        raise UsageError(f"« {mot} » n'est pas une date.", "Écrire 12/01/2026, 12/01, 12 janvier, hier, lundi ou aujourdhui.")
    day, month, year = int(french[1]), int(french[2]), french[3]
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _nearest(day, month, today=today, futur=futur)


def _plain(mot: str) -> str:
    return mot.lower().replace("é", "e").replace("û", "u")


def _nearest(day: int, month: int, *, today: date, futur: bool) -> date:
    """The next such day, or the last one, today included; a 29 February may be eight years away."""
    step = 1 if futur else -1
    for year in range(today.year, today.year + 9 * step, step):
        if month == 2 and day == 29 and not calendar.isleap(year):
            continue
        found = date(year, month, day)
        if (found >= today) if futur else (found <= today):
            return found
    raise ValueError
