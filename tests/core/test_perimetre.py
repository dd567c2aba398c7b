"""Which funder pays for whom: within a list *or*, between lists *and*, and what is not known is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.dispositif import Perimetre
from alp.core.perimetre import Appartenance, Faits, appartenance, payeurs
from tests.conftest import dispositif, situation

CHEZ_ELLE = Faits("28085", "centre", ("centre",), "hlm", "social", 75, ("carsat",), ("domicile",))
INCONNUE = Faits(None, None, (), None, None, None, (), ())

# perimeter, what changes in the facts, answer
CAS = [
    ({}, {}, "oui"),
    ({"communes": ("28085", "28220")}, {}, "oui"),
    ({"communes": ("28220",)}, {}, "non"),
    ({"communes": ("28085",)}, {"commune": None}, "inconnu"),
    ({"quartiers": ("centre",)}, {}, "oui"),
    ({"quartiers": ("centre",)}, {"quartier": None}, "inconnu"),
    ({"quartiers": ("ailleurs",)}, {"quartier": None}, "non"),
    ({"bailleurs": ("hlm",)}, {}, "oui"),
    ({"bailleurs": ("autre",)}, {}, "non"),
    ({"bailleurs": ("hlm",)}, {"bailleur": None}, "inconnu"),
    ({"bailleurs": ("hlm",)}, {"bailleur": None, "parc": "prive"}, "non"),
    ({"hors_bailleurs": ("hlm",)}, {}, "non"),
    ({"hors_bailleurs": ("autre",)}, {}, "oui"),
    ({"hors_bailleurs": ("hlm",)}, {"bailleur": None, "parc": "copropriete"}, "oui"),
    ({"hors_bailleurs": ("hlm",)}, {"bailleur": None}, "inconnu"),
    ({"parcs": ("social",)}, {}, "oui"),
    ({"parcs": ("prive", "copropriete")}, {}, "non"),
    ({"parcs": ("social",)}, {"parc": "inconnu"}, "inconnu"),
    ({"ages": ("60-120",)}, {}, "oui"),
    ({"ages": ("75-",)}, {}, "oui"),
    ({"ages": ("16-25", "76-")}, {}, "non"),
    ({"ages": ("60-",)}, {"age": None}, "inconnu"),
    ({"caisses": ("carsat", "cpam")}, {}, "oui"),
    ({"caisses": ("cpam",)}, {}, "non"),
    ({"caisses": ("cpam",)}, {"caisses": ()}, "inconnu"),
    ({"axes": ("domicile",)}, {}, "oui"),
    ({"axes": ("vehicule",)}, {}, "non"),
    ({"axes": ("domicile",)}, {"axes": ()}, "non"),
    ({"communes": ("28085",), "bailleurs": ("autre",)}, {}, "non"),
    ({"communes": ("28085",), "caisses": ("cpam",)}, {"caisses": ()}, "inconnu"),
    ({"communes": ("28220",), "caisses": ("cpam",)}, {"caisses": ()}, "non"),
]  # fmt: skip


@pytest.mark.parametrize(("perimetre", "faits", "attendu"), CAS)
def test_a_perimeter_on_the_facts_of_a_day(perimetre: dict[str, object], faits: dict[str, object], attendu: str) -> None:
    changed = Faits(**{**CHEZ_ELLE.__dict__, **faits})
    assert appartenance(changed, Perimetre.model_validate(perimetre)) == attendu


@given(st.sampled_from([c for c, f, _ in CAS if c]))
def test_where_nothing_is_known_nobody_is_dropped(perimetre: dict[str, object]) -> None:
    """But for the axes, which the dispositif itself says."""
    expected = Appartenance.non if "axes" in perimetre else Appartenance.inconnu
    assert appartenance(INCONNUE, Perimetre.model_validate(perimetre)) is expected


CALAIS = """
axes: [{code: domicile, libelle: À domicile, accompagnement: oui}, {code: vehicule, libelle: Au véhicule, lieux: [vehicule]}]
financeurs:
  - {code: ville, nom: Ville, type: collectivite, conventions: [{du: 2025-01-01, perimetre: {communes: ["28085"]}}]}
  - {code: bailleur, nom: Bailleur, type: bailleur, conventions: [{du: 2025-01-01, perimetre: {bailleurs: [hlm]}}]}
  - {code: vehicule, nom: État, type: etat, conventions: [{du: 2025-01-01, perimetre: {axes: [vehicule]}}]}
  - {code: passe, nom: Ancien, type: autre, conventions: [{du: 2020-01-01, au: 2024-12-31}]}
"""
SAISINE = "- {le: 2025-02-03, type: saisine, origine: ccas}\n"
DEMENAGE = '- {le: 2025-06-02, type: changement, logement: {commune: "28220", parc: prive}}\n'


def test_who_pays_follows_the_dwelling_of_that_day() -> None:
    s = situation(SAISINE + DEMENAGE, logement={"commune": "28085", "parc": "social", "bailleur": "hlm"})
    d = dispositif(CALAIS)
    assert payeurs(s, d, date(2025, 6, 1)) == {"ville": "oui", "bailleur": "oui"}
    assert payeurs(s, d, date(2025, 6, 2)) == {}
    assert payeurs(situation(SAISINE), d, date(2025, 6, 1)) == {"ville": "inconnu", "bailleur": "inconnu"}
