"""Months, and the dates that people type."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.calendrier import add_months, read_jour, short_jour, write_jour
from alp.core.erreurs import UsageError

JOURS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(JOURS, st.integers(-120, 120))
def test_the_same_day_number_else_the_last_of_the_month(le: date, mois: int) -> None:
    found = add_months(le, mois)
    last = calendar.monthrange(found.year, found.month)[1]
    assert (found.year * 12 + found.month) - (le.year * 12 + le.month) == mois
    assert found.day == le.day or (found.day == last and le.day > last)


@given(JOURS, JOURS, st.integers(0, 60))
def test_months_keep_the_order_of_days(a: date, b: date, mois: int) -> None:
    assert add_months(min(a, b), mois) <= add_months(max(a, b), mois)


@pytest.mark.parametrize(
    ("le", "mois", "expected"),
    [
        ("2025-08-31", 6, "2026-02-28"), ("2023-08-31", 6, "2024-02-29"), ("2025-01-15", 6, "2025-07-15"), ("2024-02-29", 12, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"), ("2025-03-31", -1, "2025-02-28"), ("2025-01-31", 0, "2025-01-31"), ("2025-11-30", 1, "2025-12-30"),
    ],
)  # fmt: skip
def test_code_de_procedure_civile_article_641(le: str, mois: int, expected: str) -> None:
    assert add_months(date.fromisoformat(le), mois) == date.fromisoformat(expected)


LUNDI = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("texte", "past", "planned"),
    [
        ("2026-01-12", "2026-01-12", "2026-01-12"), ("2026-1-2", "2026-01-02", "2026-01-02"), ("12/01/2026", "2026-01-12", "2026-01-12"),
        ("1/2/26", "2026-02-01", "2026-02-01"), ("12.01.2026", "2026-01-12", "2026-01-12"), ("12/01", "2026-01-12", "2027-01-12"),
        ("24/11", "2025-11-24", "2026-11-24"), ("23/11", "2026-11-23", "2026-11-23"), ("hier", "2026-11-22", "2026-11-22"),
        ("avant-hier", "2026-11-21", "2026-11-21"), ("aujourd'hui", "2026-11-23", "2026-11-23"), ("Aujourd’hui", "2026-11-23", "2026-11-23"),
        ("demain", "2026-11-24", "2026-11-24"), ("lundi", "2026-11-23", "2026-11-23"), ("mardi", "2026-11-17", "2026-11-24"),
        (" Dimanche ", "2026-11-22", "2026-11-29"),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(texte: str, past: str, planned: str) -> None:
    assert read_jour(texte, today=LUNDI) == date.fromisoformat(past)
    assert read_jour(texte, today=LUNDI, futur=True) == date.fromisoformat(planned)


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "bientôt",
        "12",
        "12/13/2026",
        "31/02/2026",
        "2026-02-30",
        "30/02",
        "1/1/1/1",
        "12-01-2026",
        "１２/01",
        "0/1",
        "2026-13-01",
        "0000-01-01",
    ],
)
def test_what_is_no_date_is_explained(texte: str) -> None:
    with pytest.raises(UsageError) as refus:
        read_jour(texte, today=LUNDI)
    assert refus.value.remede


@given(st.text(max_size=12), JOURS, st.booleans())
def test_any_text_is_a_date_or_a_refusal(texte: str, today: date, futur: bool) -> None:  # noqa: FBT001
    try:
        found = read_jour(texte, today=today, futur=futur)
    except UsageError:
        return
    assert isinstance(found, date)


def test_29_february_typed_without_its_year() -> None:
    """Said in 2026, it can only be the last one, or the next one."""
    assert read_jour("29/02", today=LUNDI) == date(2024, 2, 29)
    assert read_jour("29/02", today=LUNDI, futur=True) == date(2028, 2, 29)


@given(JOURS)
def test_what_alp_writes_it_can_read(le: date) -> None:
    assert read_jour(short_jour(le), today=LUNDI) == le
    assert read_jour(le.isoformat(), today=LUNDI) == le


def test_in_letters() -> None:
    assert write_jour(date(2026, 1, 1)) == "1er janvier 2026"
    assert write_jour(date(2026, 8, 2)) == "2 août 2026"
