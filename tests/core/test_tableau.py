"""Tables and charts as data: what cannot be told is refused before it is printed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.graphique import NATURES, QUARTS, Graphique, Serie, last_months, short_mois
from alp.core.tableau import MASQUEE, PLAFOND, Colonne, Genre, Tableau, definitions, fits

POSTE, MONTANT = Colonne("poste", "Poste", Genre.TEXTE), Colonne("montant", "Montant", Genre.EUROS, "Dépensé dans l'année.")


@pytest.mark.parametrize(
    ("genre", "taken", "refused"),
    [
        (Genre.TEXTE, ["", "a"], [1, Decimal(1), date(2026, 1, 1), True]),
        (Genre.ENTIER, [0, -3, PLAFOND - 1], [Decimal(1), "1", True, PLAFOND, -PLAFOND]),
        (Genre.DECIMAL, [1, Decimal("-1.25")], ["1", Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal(PLAFOND)]),
        (Genre.EUROS, [1, Decimal("814000.00")], ["1", Decimal("-Infinity")]),
        (Genre.POURCENT, [Decimal("0.39"), 1], ["39 %", PLAFOND // 1000]),
        (Genre.DATE, [date(2026, 1, 1)], ["2026-01-01", datetime.combine(date(2026, 1, 1), time(12)), 2026]),
    ],
)
def test_a_value_is_of_its_column_s_kind(genre: Genre, taken: list[Any], refused: list[Any]) -> None:
    assert all(fits(v, genre) for v in (*taken, None, MASQUEE))
    assert not any(fits(v, genre) for v in refused)


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ((), (), "need one key each"),
        ((POSTE, POSTE), (), "need one key each"),
        ((POSTE, MONTANT), (("a",),), "row 0 has 1 values for 2 columns"),
        ((POSTE, MONTANT), (("a", 1), ("b", "deux")), "row 1, montant: 'deux' is no euros"),
    ],
)
def test_a_table_that_does_not_hold_is_refused(columns: tuple[Colonne, ...], rows: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Tableau("budget", "Budget", columns, rows)


def test_a_table_without_a_name_a_total_without_a_row_and_a_key_that_is_no_code_are_refused() -> None:
    for make in (
        lambda: Tableau("budget", " ", (POSTE,), ()),
        lambda: Tableau("Le budget", "Budget", (POSTE,), ()),
        lambda: Tableau("budget", "Budget", (POSTE,), (), total=True),
        lambda: Colonne("=x", "Poste", Genre.TEXTE),
        lambda: Colonne("x", "", Genre.TEXTE),
    ):
        with pytest.raises(ValueError, match=r"the label is empty|is no code|the row of the total is missing"):
            make()


def test_the_total_is_the_last_row_and_definitions_say_each_column_that_has_one() -> None:
    table = Tableau("budget", "Budget", (POSTE, MONTANT), (("Salaires", 10), ("Total", 12)), total=True)
    assert table.corps == (("Salaires", 10),)
    assert table.valeurs(1) == (10, 12)
    assert definitions([table]).lignes == (("Budget", "Montant", "Dépensé dans l'année."),)


# --- charts ---------------------------------------------------------------------------------------------


UNE = (Serie("n", (1, 2)),)


def chart(nature: Any = "barres", categories: Any = ("a", "b"), series: Any = UNE, **autres: Any) -> Graphique:
    return Graphique("essai", nature, autres.pop("titre", "Essai"), autres.pop("description", "Deux barres."), categories, series, **autres)


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": (Serie("n", (1,)),)},
        {"series": (Serie("n", (1, 2, 3)),)},
        {"series": (Serie("n", (1, 2)), Serie("n", (1, 2)))},
        {"series": ()},
        {"series": (Serie("n", (1, -1)),)},
        {"series": (Serie("n", (1, 10**12)),)},
        {"series": (Serie("n", (1, Decimal("1.5"))),)},
        {"series": (Serie("n", (1, Decimal("NaN"))),), "genre": Genre.DECIMAL},
        {"series": (Serie("n", (1, True)),)},
        {"nature": "camembert"},
        {"genre": Genre.TEXTE},
        {"genre": Genre.DATE},
        {"description": " "},
        {"titre": ""},
        {"categories": ("a",) * 61, "series": (Serie("n", (1,) * 61),)},
        {"nature": "delais", "series": tuple(Serie(q, (n, n)) for n, q in enumerate(reversed(QUARTS))), "categories": ("a",)},
        {"nature": "delais", "series": tuple(Serie(q, (3 - n, 3 - n)) for n, q in enumerate(QUARTS))},
        {"nature": "delais", "series": (Serie("a", (1, 1)), Serie("b", (2, MASQUEE)), Serie("c", (3, 3)))},
    ],
)
def test_a_chart_that_does_not_hold_is_refused(wrong: dict[str, Any]) -> None:
    assert chart()
    with pytest.raises(ValueError, match="essai"):
        chart(**wrong)


@given(st.integers(max_value=-1) | st.decimals(max_value=Decimal("-0.01"), allow_nan=False), st.sampled_from(sorted(NATURES)))
def test_nothing_negative_is_drawn(value: int | Decimal, nature: Any) -> None:
    series = tuple(Serie(f"s{n}", (value,)) for n in range(NATURES[nature].series[0]))
    with pytest.raises(ValueError, match="positive"):
        chart(nature, ("a",), series, genre=Genre.DECIMAL)


def test_the_table_of_a_chart_says_the_same_and_the_unit_once() -> None:
    table = chart(series=(Serie("Délai", (3, MASQUEE)),), unite="jours", axe="Pas").tableau()
    assert [c.libelle for c in table.colonnes] == ["Pas", "Délai (jours)"]
    assert table.lignes == (("a", 3), ("b", MASQUEE))
    assert [c.libelle for c in chart(series=(Serie("Situations", (3, 2)),), unite="situations").tableau().colonnes][1:] == ["Situations"]
    two = chart(series=(Serie("2026", (3, 2)), Serie("2025", (None, 1))), unite="jours").tableau()
    assert (two.titre, [c.libelle for c in two.colonnes], two.lignes[0]) == ("Essai (jours)", ["Intitulé", "2026", "2025"], ("a", 3, None))


def test_the_last_months_are_named_as_one_writes_them() -> None:
    months = last_months(date(2026, 1, 31), 3)
    assert months == (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1))
    assert [short_mois(m) for m in months] == ["nov. 2025", "déc. 2025", "janv. 2026"]
    assert len(last_months(date(2026, 1, 31))) == 12
