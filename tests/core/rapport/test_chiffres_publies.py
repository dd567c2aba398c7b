"""Figures that others published, found again by the house's own sums, identities, rounding and bases; and tables whose percentages do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.indicateurs.mesure import Calcul, Membre, Nombre, Poids, arrondi
from alp.core.indicateurs.table import PAR_CODE
from alp.core.periode import read_periode
from alp.core.rapport.coherence import Bases, Ligne, bases, check, may_total
from alp.core.rapport.rapport import Rapport, rapport
from alp.core.secret import flux
from alp.store.lecture import read_registre
from alp.store.modeles import example


def members(poids: Iterable[Poids], cle: str = "s{}") -> list[Membre]:
    return [Membre(f"s{n}", "", date(2026, 1, 1), p, cle.format(n)) for n, p in enumerate(poids)]


def rate(yes: int, base: int) -> Nombre | None:
    return Calcul.taux(members([1] * yes + [0] * (base - yes))).valeur


def column(counts: Sequence[int], *percents: str) -> list[Ligne]:
    return [Ligne(n, Decimal(p)) for n, p in zip(counts, percents, strict=True)]


# --- sums and identities: field.md, § 7, rows 1 to 6 and 8 --------------------------------------------


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ([Decimal("70000.00"), Decimal("40000.00"), Decimal("20000.00"), Decimal("10000.00")], Decimal(140_000)),
        ([Decimal("0.10"), Decimal("0.10"), Decimal("0.50"), Decimal("0.80"), Decimal("0.20")], Decimal("1.70")),
        ([17, 5], 22),
        ([Decimal("3000.00"), Decimal("21362.00"), Decimal("5000.00")], Decimal(29_362)),
        ([3, 7, 8], 18),
    ],
    ids=["logisens €", "logisens ETP", "logisens file active", "le mans €", "lhss places"],
)
def test_parts_make_their_total_exactly(parts: list[Poids], total: Poids) -> None:
    assert Calcul.somme(members(parts)).valeur == total


def test_money_by_situation_or_by_place_is_rounded_once() -> None:
    assert arrondi(Fraction(29_362, 34), 2) == Decimal("863.59")
    assert arrondi(Fraction(814_000, 55), 2) == Decimal("14800.00")


def test_the_identity_of_a_year_gives_its_start() -> None:
    """Paris, 2014: 207 new, 94 left, 306 at the end, 685 since the opening."""
    tie = flux("debut", "entrees", "fin", "sorties")
    year = {"entrees": 207, "fin": 306, "sorties": 94}
    start = tie.gap({**year, "debut": 0})
    assert start == 193
    assert tie.gap({**year, "debut": start}) == 0
    assert start + year["entrees"] == 400
    assert 685 - year["fin"] == 379


def test_each_rate_has_a_base_of_its_own() -> None:
    """LHSS, 2022: of about 1 400 requests, 548 people admitted; 8 of 16 structures over 90 %."""
    assert rate(548, 1400) == Decimal("39.1")
    assert rate(8, 16) == 50
    assert 1400 not in bases(Ligne(548, Decimal(40))), "« 40 % » is of a base that « about 1 400 » is not"
    assert bases(Ligne(548, Decimal(40))) == Bases(1354, 1387)


def test_persons_are_not_acts() -> None:
    """Pyrénées-Orientales: 2 874 renouncements of 2 372 persons."""
    acts = [*members([1] * 2372), *members([1] * (2874 - 2372))]
    assert (Calcul.compte(acts).valeur, Calcul.distincts(acts).valeur) == (2874, 2372)


# --- rounded percentages: rows 7, 10 and 12 -----------------------------------------------------------


def test_rounded_parts_need_not_make_a_hundred() -> None:
    origins = [Decimal(p) for p in (35, 7, 13, 4, 4, 5, 2, 7, 9, 2, 3, 10)]
    assert sum(origins) == 101
    assert may_total(origins)
    assert may_total([Decimal(30), Decimal(42), Decimal(28)])
    assert not may_total([Decimal(30), Decimal(42), Decimal(20)])
    assert not may_total([Decimal("33.3"), Decimal("33.3"), Decimal("33.1")])


def test_a_table_whose_percentages_do_not_fit_is_found() -> None:
    """Adalea, 2013: men, women, children by kind of dwelling. The first column's shares are those of 8 children, not of the 11 printed."""
    first = check(column([9, 6, 11], "39", "26", "35"))
    assert not first.juste
    assert first.en_cause == (2,)
    assert first.total == 26
    assert check(column([9, 6, 8], "39", "26", "35")).bases == Bases(23, 23)
    assert check(column([2, 13, 10], "8", "52", "40")).bases == Bases(25, 25)
    assert check(column([8, 5, 6], "42", "26", "32")).bases == Bases(19, 19)


def test_percentages_forced_to_a_hundred_are_found_too() -> None:
    """The same table's total column: 28, 34 and 38 % make 100, and 19 of 70 is no 28 %."""
    forced = check(column([19, 24, 27], "28", "34", "38"))
    assert not forced.juste
    assert forced.en_cause == (0,)
    assert 70 in check(column([19, 24, 27], "27.1", "34.3", "38.6")).bases


@pytest.mark.parametrize(
    ("nombre", "pourcent", "wanted"),
    [
        (0, "0", Bases(1, None)), (0, "3", Bases(1, 0)), (3, "0", Bases(601, None)), (3, "100", Bases(3, 3)), (9, "39", Bases(23, 23)),
        (1, "0.5", Bases(182, 222)), (7, "120", Bases(7, 5)),
    ],
)  # fmt: skip
def test_the_bases_of_one_row(nombre: int, pourcent: str, wanted: Bases) -> None:
    assert bases(Ligne(nombre, Decimal(pourcent))) == wanted


def test_where_no_single_row_explains_it_every_row_is_named() -> None:
    assert check(column([10, 10], "50", "10")).en_cause == (0, 1)
    assert check(column([10, 20, 40], "50", "50", "50")).en_cause == (0, 1, 2)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8).filter(any), st.integers(0, 40), st.integers(0, 2))
def test_shares_that_are_right_have_their_base(counts: list[int], others: int, decimales: int) -> None:
    base = sum(counts) + others
    printed = [Ligne(n, arrondi(Fraction(100 * n, base), decimales)) for n in counts]
    verdict = check(printed)
    assert base in verdict.bases
    assert verdict.en_cause == ()
    for ligne in printed:
        around = [b for b in range(max(1, base - 30), base + 30) if b >= ligne.nombre]
        assert [b for b in around if b in bases(ligne)] == [
            b for b in around if arrondi(Fraction(100 * ligne.nombre, b), decimales) == ligne.pourcent
        ]


# --- our own ------------------------------------------------------------------------------------------


@cache
def annual(nom: str, an: str) -> Rapport:
    return rapport(read_registre(example(nom)).registre, read_periode(an))


@pytest.mark.parametrize(
    ("nom", "an"), [("alp28", "2025"), ("logisens", "2017"), ("chez-soi-oise", "2026"), ("calais", "2025"), ("le-mans", "2017")]
)
def test_the_percentages_that_we_print_fit_their_counts(nom: str, an: str) -> None:
    seen = 0
    for code, m in annual(nom, an).mesures.items():
        if PAR_CODE[code].calcul is Calcul.taux:
            for found in (m.resultat, *(case.resultat for cases in m.ventilations.values() for case in cases)):
                if found.valeur is not None:
                    assert int(found.base or 0) in bases(Ligne(int(found.numerateur or 0), Decimal(found.valeur)))
                    seen += 1
    assert seen > 10


@pytest.mark.parametrize(("nom", "an"), [("alp28", "2025"), ("logisens", "2017"), ("le-mans", "2017")])
def test_the_year_starts_and_ends_as_its_entries_and_exits_say(nom: str, an: str) -> None:
    tie = flux("file_active_debut", "entrees", "file_active_stock", "sorties")
    assert tie.gap({code: int(annual(nom, an).mesures[code].valeur or 0) for _, code in tie.termes}) == 0
