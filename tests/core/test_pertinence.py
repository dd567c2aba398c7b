"""A form asks what this dispositif knows, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from alp.core.champs import Fiche, champs_de
from alp.core.codes import INSTRUMENTS, ORIGINES
from alp.core.dispositif import Dispositif
from alp.core.entrees import Changement, Contrat, Evaluation, Recevabilite, Saisine
from alp.core.objets import Foyer, Logement, ObjectifAtteint
from alp.core.pertinence import asked, proposed
from alp.core.situation import Personne, Situation
from tests.conftest import dispositif

SANS_CONTRAT = dispositif(contrat=None)
SANS_TERME = dispositif(contrat={"bilan": "non"})
MESURE = dispositif(instruments=["epices", "dette_loyer"])
CAISSES = dispositif(
    "financeurs: [{code: carsat, nom: CARSAT, type: caisse, conventions: [{du: 2025-01-01, perimetre: {caisses: [carsat]}}]}]\n"
    "partenaires: [{code: carsat, nom: CARSAT, type: caisse, secret: soumis}]"
)
VIDE = dispositif("territoire: {communes: [{insee: '28085', nom: Chartres}]}\npartenaires: []\nvocabulaire: {}")

# record, field, dispositif, answers so far, asked?
CAS: list[tuple[type[Fiche], str, Dispositif, dict[str, Any], bool]] = [
    (Evaluation, "epices", MESURE, {}, True),
    (Evaluation, "gir", MESURE, {}, False),
    (Evaluation, "dette_loyer", MESURE, {}, True),
    (Evaluation, "synthese", MESURE, {}, True),
    (Evaluation, "domaines", VIDE, {}, False),
    (Evaluation, "domaines", MESURE, {}, True),
    (Contrat, "mois", dispositif(), {}, True),
    (Contrat, "mois", SANS_TERME, {}, False),
    (ObjectifAtteint, "domaine", SANS_CONTRAT, {}, True),
    (ObjectifAtteint, "domaine", dispositif(), {}, False),
    (Personne, "caisses", CAISSES, {}, True),
    (Personne, "caisses", dispositif(), {}, False),
    (Situation, "problematiques", VIDE, {}, False),
    (Logement, "bailleur", VIDE, {}, False),
    (Logement, "bailleur", dispositif(), {}, True),
    (Logement, "quartier", VIDE, {}, False),
    (Logement, "quartier", dispositif(), {}, True),
    (Logement, "quartier", dispositif(), {"commune": "28085"}, True),
    (Logement, "quartier", dispositif(), {"commune": "28220"}, False),
    (Changement, "bail", dispositif(), {}, False),
    (Changement, "bail", dispositif(), {"logement": {"commune": "28085"}}, True),
    (Changement, "bail", dispositif(), {"logement": "aucun"}, False),
    (Recevabilite, "criteres", dispositif(), {"decision": "recevable"}, False),
    (Recevabilite, "criteres", dispositif(), {"decision": "hors_criteres"}, True),
    (Recevabilite, "oriente_vers", dispositif(), {"decision": "hors_territoire"}, True),
    (Foyer, "adultes", dispositif(), {"type": "personne_seule"}, False),
    (Foyer, "enfants", dispositif(), {"type": "couple_enfants"}, True),
]


@pytest.mark.parametrize(("fiche", "nom", "d", "reponses", "attendu"), CAS, ids=lambda x: x if isinstance(x, str) else None)
def test_what_is_asked(fiche: type[Fiche], nom: str, d: Dispositif, reponses: dict[str, Any], attendu: object) -> None:
    [champ] = [c for c in champs_de(fiche) if c.nom == nom]
    assert asked(fiche, champ, d, reponses) is attendu


def test_every_instrument_is_a_field_of_the_evaluation() -> None:
    assert set(INSTRUMENTS) <= {c.nom for c in champs_de(Evaluation)}


def test_the_districts_proposed_are_those_of_the_commune() -> None:
    d = dispositif(
        'territoire: {communes: [{insee: "28085", nom: Chartres, quartiers: [{code: centre, nom: Centre}]}, '
        '{insee: "28220", nom: Lucé, quartiers: [{code: bruxelles, nom: Bruxelles}]}]}'
    )
    [champ] = [c for c in champs_de(Logement) if c.nom == "quartier"]
    choices = {"centre": "Centre", "bruxelles": "Bruxelles"}
    assert proposed(champ, choices, d, {"commune": "28220"}) == {"bruxelles": "Bruxelles"}
    assert proposed(champ, choices, d, {}) == choices


def test_who_may_not_refer_comes_last_and_is_said_to() -> None:
    d = dispositif(parcours={"avant": ["evaluation"], "qui_saisit": ["bailleur_social", "ccas"]})
    assert [code for code in ("ccas", "hlm", "agence", "voisin") if d.admits(code)] == ["ccas", "hlm"]
    [champ] = [c for c in champs_de(Saisine) if c.nom == "origine"]
    choices = {"voisin": "un voisin", "ccas": "CCAS", "hlm": "Bailleur social"}
    assert list(proposed(champ, choices, d, {})) == ["ccas", "hlm", "voisin"]
    assert proposed(champ, choices, d, {})["voisin"] == "un voisin (ne saisit pas ce dispositif)"
    assert all(dispositif().admits(code) for code in ORIGINES)
