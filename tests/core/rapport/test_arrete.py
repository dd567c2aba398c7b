"""A period that is not over is told as it is on the day that looks: nothing of what is still to come counts."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.periode import between, read_periode
from alp.core.rapport.rapport import rapport
from alp.store.lecture import read_registre
from alp.store.modeles import example


@pytest.mark.parametrize(
    ("nom", "periode", "le"),
    [
        ("alp28", "2026", date(2026, 11, 20)), ("chez-soi-oise", "2026", date(2026, 11, 20)), ("calais", "2026-11", date(2026, 11, 20)),
        ("logisens", "2017", date(2017, 10, 11)),
    ],
)  # fmt: skip
def test_a_year_that_is_not_over_tells_what_its_days_up_to_now_tell(nom: str, periode: str, le: date) -> None:
    registre, asked = read_registre(example(nom)).registre, read_periode(periode)
    running, days = rapport(registre, asked, au=le), rapport(registre, between(asked.du, le), au=le)
    told, expected = ({c: (m.valeur, m.base) for c, m in r.mesures.items()} for r in (running, days))
    assert (running.arrete, running.periode) == (le, asked)
    assert {c: pair for c, pair in told.items() if pair != expected[c]} == {}
