"""Periods as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.erreurs import UsageError
from alp.core.periode import between, civil, read_periode

ECRITES = [
    ("2026-10", "2026-10-01", "2026-10-31", "octobre 2026"),
    ("2024-02", "2024-02-01", "2024-02-29", "février 2024"),
    ("2026-T3", "2026-07-01", "2026-09-30", "3e trimestre 2026"),
    ("2026-t1", "2026-01-01", "2026-03-31", "1er trimestre 2026"),
    ("2026-S2", "2026-07-01", "2026-12-31", "2e semestre 2026"),
    ("2026", "2026-01-01", "2026-12-31", "année 2026"),
    ("2026-01-01..2026-06-30", "2026-01-01", "2026-06-30", "du 01/01/2026 au 30/06/2026"),
    (" 2026-10 ", "2026-10-01", "2026-10-31", "octobre 2026"),
    (" 2017-10-11 .. 2017-10-11 ", "2017-10-11", "2017-10-11", "du 11/10/2017 au 11/10/2017"),
]


@pytest.mark.parametrize(("texte", "du", "au", "libelle"), ECRITES)
def test_a_period_has_two_days_and_a_name(texte: str, du: str, au: str, libelle: str) -> None:
    found = read_periode(texte)
    assert (found.du.isoformat(), found.au.isoformat(), found.libelle) == (du, au, libelle)


REFUSEES = [
    ("", "Il manque la période"),
    ("  ", "Il manque la période"),
    ("2026-13", "n'existe pas au calendrier"),
    ("2026-00", "n'existe pas au calendrier"),
    ("1789", "n'existe pas au calendrier"),
    *((texte, "n'est pas une période") for texte in ("2026-T5", "2026-S3", "26", "octobre", "٢٠٢٦", "2026-1", "2026-10-15")),
    *(
        (texte, "n'est pas une période")
        for texte in ("20260101..20260201", "2026-W01-1..2026-W02-1", "2026-1-1..2026-2-1", "2026-10..2026-11")
    ),
    *(
        (texte, "n'est pas une période")
        for texte in ("01/10/2026..31/10/2026", "2026-01-01..", "..2026-01-01", "..", "2026-01-01...2026-02-01")
    ),
    ("2026-01-01..2026-01-02..2026-01-03", "n'est pas une période"),
    ("٢٠٢٦-٠١-٠١..٢٠٢٦-٠٢-٠١", "n'est pas une période"),
    ("2023-02-29..2023-03-01", "Le 2023-02-29 n'existe pas au calendrier"),
    ("2026-02-01..2026-02-30", "Le 2026-02-30 n'existe pas au calendrier"),
    ("2026-06-30..2026-01-01", "La période finit (01/01/2026) avant de commencer (30/06/2026)"),
    ("0001-01-01..2026-01-01", "est trop loin"),
    ("2026-01-01..2100-01-01", "est trop loin"),
]


@pytest.mark.parametrize(("texte", "dit"), REFUSEES)
def test_another_form_is_explained(texte: str, dit: str) -> None:
    with pytest.raises(UsageError) as said:
        read_periode(texte)
    assert dit in said.value.message
    assert said.value.remede


@given(st.text("0123456789-.TSW/ ", max_size=24))
def test_whatever_is_typed_is_a_period_that_says_itself_or_is_refused_in_words(texte: str) -> None:
    found = None
    with suppress(UsageError):
        found = read_periode(texte)
    assert found is None or found.code == "..".join(part.strip() for part in texte.split(".."))


AVANT = [
    ("2026-10", "2026-09", "2025-10"),
    ("2026-01", "2025-12", "2025-01"),
    ("2026-T1", "2025-T4", "2025-T1"),
    ("2026-S1", "2025-S2", "2025-S1"),
    ("2026", "2025", "2025"),
    ("2026-03-01..2026-03-10", "2026-02-19..2026-02-28", "2025-03-01..2025-03-10"),
]


@pytest.mark.parametrize(("code", "avant", "un_an_avant"), AVANT)
def test_the_period_before_and_a_year_before(code: str, avant: str, un_an_avant: str) -> None:
    period = read_periode(code)
    assert (period.avant().code, period.un_an_avant().code) == (avant, un_an_avant)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from([1, 3, 6, 12]))
def test_a_civil_period_covers_its_day_and_follows_the_one_before(le: date, mois: int) -> None:
    period = civil(le, mois)
    assert le in period
    assert period.avant().au + timedelta(days=1) == period.du
    assert read_periode(period.code) == period


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
def test_days_make_periods_that_follow_each_other(du: date, jours: int) -> None:
    period = between(du, du + timedelta(days=jours))
    assert (period.jours, period.avant().jours) == (jours + 1, jours + 1)
    assert period.avant().au == period.veille


def test_the_last_twelve_months_end_with_the_period() -> None:
    months = read_periode("2026-S1").derniers_mois()
    assert [months[0].code, months[-1].code, len(months)] == ["2025-07", "2026-06", 12]
