"""A year's budget: begun by `alp edit`, checked before it is saved, opened again."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Poste

FINANCEUR = """
financeurs:
  - code: ars
    nom: ARS
    type: ars
    conventions:
      - {du: 2026-01-01, au: 2026-12-31, montant: "45000.00", par: an}
"""


@pytest.fixture
def budget(poste: Poste) -> Poste:
    """A register with one funder."""
    poste.dispositif(FINANCEUR)
    return poste


def test_a_year_is_begun_with_what_funders_give_and_saved_once_it_is_changed(budget: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    budget.editeur(monkeypatch, "texte")
    assert "Rien n'a changé" in budget("edit budgets/2026")
    assert not (budget.racine / "budgets/2026.yaml").exists()
    budget.editeur(monkeypatch, "texte.replace('0.00', '9000.00', 5).replace('59000', '5000').replace('49000', '4000')")
    assert "Enregistré : budgets/2026.yaml" in budget("edit budgets/2026.yaml")
    text = budget.lire("budgets/2026.yaml")
    assert text.startswith("# yaml-language-server: $schema=../schema/budget.schema.json\n")
    assert 'prevu: "45000.00"\n    financeur: ars\n' in text
    assert budget("check --strict") == "2 situations : 0 erreur, 0 alerte.\n"
    assert budget.sujets()[0] == "2026 : modification dans l'éditeur"


def test_a_year_that_is_there_is_opened_by_its_name(budget: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    budget.editeur(monkeypatch, "texte.replace('0.00', '9000.00', 5)")
    budget("edit budgets/2026")
    budget.editeur(monkeypatch, "texte + 'repartition: Au prorata des ETP.\\\\n'")
    assert "Enregistré" in budget("edit 2026")
    assert "repartition: Au prorata des ETP." in budget.lire("budgets/2026.yaml")


def test_a_budget_that_cannot_be_read_is_not_saved(budget: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    budget.editeur(monkeypatch, "texte.replace('\"0.00\"', 'neuf mille', 1)")
    said = budget("edit budgets/2026", sortie=3)
    assert "« neuf mille » n'est pas un nombre décimal" in said
    assert not (budget.racine / "budgets/2026.yaml").exists()
