"""Budgets: what they say, what is wrong with one, and the totals that the seeds publish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.budget import Budget, Charge, total_prevu, total_realise
from alp.core.controles.budgets import check_budgets, euros
from alp.core.controles.examine import Examine
from alp.core.dispositif import Dispositif
from alp.core.indicateurs.moyens import of_year
from alp.core.registre import Registre
from alp.core.structure import read_record
from alp.store.lecture import Lecture, read_registre
from alp.store.modeles import example
from tools.generer.budgets import BUDGETS, budget_files

DISPOSITIF = Dispositif.model_validate({
    "format": "1", "nom": "Essai", "sigle": "ESSAI",
    "financeurs": [
        {"code": "ars", "nom": "ARS", "type": "ars"}, {"code": "ville", "nom": "Ville", "type": "commune", "du": "2025-07-01"},
        {"code": "ancien", "nom": "Ancien", "type": "etat", "au": "2024-12-31"},
    ],
    "partenaires": [{"code": "hlm", "nom": "HLM", "type": "bailleur_social", "secret": "non_soumis"}],
})  # fmt: skip


def ligne(compte: str, prevu: str = "100.00", realise: str | None = None, **other: str) -> dict[str, Any]:
    return {"compte": compte, "prevu": prevu, **({"realise": realise} if realise else {}), **other}


def findings(data: dict[str, Any]) -> list[tuple[str, str]]:
    registre = Registre(DISPOSITIF, budgets={2025: Budget.model_validate(data)})
    return [(p.code, p.chemin) for p in check_budgets(Examine(registre, date(2026, 11, 22)))]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, []),
        ({"charges": [ligne("64")], "produits": [ligne("74", financeur="ars")]}, []),
        ({"charges": [ligne("74")], "produits": [ligne("64")]}, [("E230", "charges[0].compte"), ("E230", "produits[0].compte")]),
        ({"charges": [ligne("861")], "produits": [ligne("871")]}, [("E230", "charges[0].compte"), ("E230", "produits[0].compte")]),
        ({"emplois_nature": [ligne("64")], "contributions_nature": [ligne("875")]}, [("E230", "emplois_nature[0].compte")]),
        ({"charges": [ligne("64")], "produits": [ligne("74", financeur="region")]}, [("E201", "produits[0].financeur")]),
        ({"charges": [ligne("64")], "produits": [ligne("74", financeur="ancien")]}, [("E202", "produits[0].financeur")]),
        ({"charges": [ligne("64")], "produits": [ligne("74", financeur="ville")]}, []),
        ({"emplois_nature": [ligne("861")], "contributions_nature": [ligne("871", partenaire="hlm")]}, []),
        ({"emplois_nature": [ligne("861")], "contributions_nature": [ligne("871", partenaire="hl")]}, [("E201", "contributions_nature[0].partenaire")]),
        ({"charges": [ligne("64", "100.01")], "produits": [ligne("74")]}, [("A340", "produits")]),
        ({"charges": [ligne("64")]}, [("A340", "charges")]),
        ({"charges": [ligne("64", "100.00", "90.00")], "produits": [ligne("74", "100.00", "95.00")]}, [("A340", "produits")]),
        ({"charges": [ligne("64", "100.00", "90.00")], "produits": [ligne("74")]}, []),
        ({"emplois_nature": [ligne("861")]}, [("A340", "emplois_nature")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_budget(data: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """A funder who came in July is one of the year; what is not made yet is not compared."""
    assert findings(data) == found


@pytest.mark.parametrize(
    ("data", "champ"),
    [
        ({"charges": [ligne("6")]}, "compte"), ({"charges": [ligne("6411")]}, "compte"), ({"charges": [ligne("64", "1250,00")]}, "prevu"),
        ({"charges": [ligne("64", "-5.00")]}, "prevu"), ({"charges": [{"compte": "64"}]}, "prevu"),
        ({"charges": [ligne("64", indirecte="peut-être")]}, "indirecte"), ({"charges": [ligne("64", financeur="ars")]}, "financeur"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(data: dict[str, Any], champ: str) -> None:
    read = read_record(Budget, data)
    assert isinstance(read, list)
    assert [f.champ[-1] for f in read] == [champ]


@given(st.lists(st.tuples(st.decimals(0, 10**9, places=2), st.none() | st.decimals(0, 10**9, places=2)), max_size=8))
def test_a_sum_is_exact_and_is_not_known_while_a_part_is_not(parts: list[tuple[Decimal, Decimal | None]]) -> None:
    lines = [Charge(compte="64", prevu=p, realise=r) for p, r in parts]
    assert total_prevu(lines) == sum((p for p, _ in parts), Decimal(0))
    known = [r for _, r in parts if r is not None]
    assert total_realise(lines) == (sum(known, Decimal(0)) if known and len(known) == len(parts) else None)


def test_euros_are_written_as_people_read_them() -> None:
    assert [euros(Decimal(x)) for x in ("0", "29362", "1234567.8")] == ["0,00 €", "29 362,00 €", "1 234 567,80 €"]


def test_a_register_cut_at_a_day_keeps_the_budgets_of_its_year_and_before() -> None:
    registre = Registre(DISPOSITIF, budgets={y: Budget() for y in (2024, 2025, 2026)})
    assert set(registre.au(date(2025, 3, 1)).budgets) == {2024, 2025}


def test_labels_are_those_of_the_line_or_of_its_account() -> None:
    labels = [
        Charge(compte=c, libelle=label, prevu=Decimal(1)).label
        for c, label in (("64", "Infirmière"), ("64", None), ("647", None), ("69", None))
    ]
    assert labels == ["Infirmière", "Charges de personnel", "Charges de personnel", "Impôt sur les bénéfices"]


# --- the examples -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=BUDGETS)
def lecture(request: pytest.FixtureRequest) -> Lecture:
    return read_registre(example(str(request.param)))


TOTAUX = {"LEMANS": (2017, 29362), "LOGISENS": (2017, 140000), "ALP28": (2025, 70000), "UCSA60": (2026, 814000), "ADIS": (2025, 152000)}
"""Sources: seeds 004, 001 (§ 13) and 002; for ALP 28 and Calais the sum is an example."""


def test_the_example_budgets_meet_the_totals_of_the_seeds(lecture: Lecture) -> None:
    registre = lecture.registre
    year, total = TOTAUX[registre.dispositif.sigle]
    budget = registre.budgets[year]
    assert total_prevu(budget.charges) == total_prevu(budget.produits) == total
    assert list(check_budgets(Examine(registre, date(2026, 11, 22)))) == []
    assert [p for f in lecture.fichiers.values() if f.objet.sorte == "budget" for p in f.problemes] == []


def test_what_each_funder_gives_is_what_its_convention_says(lecture: Lecture) -> None:
    """The three years of AG2R's 30 000 euros at Chartres are 1 095 days: 10 000 euros a year."""
    registre = lecture.registre
    ((year, budget),) = registre.budgets.items()
    agreed = {f.code: sum(of_year(c, year) for c in f.conventions) for f in registre.dispositif.financeurs}
    assert {p.financeur: p.prevu for p in budget.produits} == agreed


@pytest.mark.parametrize("nom", BUDGETS)
def test_the_generator_makes_the_same_budgets_again(nom: str) -> None:
    made = budget_files(nom, read_registre(example(nom)).registre.dispositif)
    assert made == {f"budgets/{p.name}": p.read_bytes() for p in (example(nom) / "budgets").iterdir()}
