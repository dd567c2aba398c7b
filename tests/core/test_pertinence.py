"""A form asks what this dispositif knows, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alp.core.champs import Fiche, champs_de
from alp.core.codes import INSTRUMENTS, ORIGINES, PROPOSITIONS
from alp.core.dispositif import Dispositif
from alp.core.entrees import TYPES, Changement, Contrat, Evaluation, Recevabilite, Saisine
from alp.core.formes import Lieu, forme_of
from alp.core.objets import Foyer, Logement, ObjectifAtteint
from alp.core.pertinence import asked, is_deliberate, proposed, used_codes
from alp.core.reunion import Action
from alp.core.situation import Personne, Situation
from tests.conftest import dispositif, situation

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
    (Saisine, "auteur", dispositif(), {"origine": "ccas"}, True),
    (Saisine, "auteur", dispositif(), {"origine": "voisin"}, False),
    (Saisine, "canal", dispositif(), {"origine": "equipe"}, False),
    (Saisine, "personne_informee", dispositif(), {"origine": "voisin"}, True),
    (Saisine, "personne_informee", dispositif(), {"origine": "personne"}, False),
    (Action, "quartier", dispositif(), {"commune": "28220"}, False),
    (Action, "quartier", dispositif(), {"commune": "28085"}, True),
    (Foyer, "adultes", dispositif(), {"type": "personne_seule"}, False),
    (Foyer, "enfants", dispositif(), {"type": "couple_enfants"}, True),
]


@pytest.mark.parametrize(("fiche", "nom", "d", "reponses", "attendu"), CAS, ids=lambda x: x if isinstance(x, str) else None)
def test_what_is_asked(fiche: type[Fiche], nom: str, d: Dispositif, reponses: dict[str, Any], attendu: object) -> None:
    [champ] = [c for c in champs_de(fiche) if c.nom == nom]
    assert asked(fiche, champ, d, reponses) is attendu


def test_every_instrument_is_a_field_of_the_evaluation() -> None:
    assert set(INSTRUMENTS) <= {c.nom for c in champs_de(Evaluation)}


def test_where_no_contract_ends_one_proposes_to_continue() -> None:
    assert used_codes(PROPOSITIONS, dispositif())["renouveler"] == "renouveler"
    for d in (SANS_CONTRAT, SANS_TERME):
        assert list(used_codes(PROPOSITIONS, d).items()) == [
            ("renouveler", "continuer"),
            ("arreter", "arrêter"),
            ("reorienter", "réorienter"),
        ]


def test_what_pressing_enter_must_not_say() -> None:
    """« Met », « agreed », « admitted » and « left » are chosen; a place, a stage or a kind of follow-up may be the first of its list."""
    deliberate = {(fiche.__name__, c.nom) for fiche in TYPES.values() for c in champs_de(fiche) if is_deliberate(c)}
    assert deliberate == {
        ("Visite", "resultat"), ("Accord", "reponse"), ("Examen", "decision"), ("SansSuite", "motif"), ("Sortie", "motif"), ("Sortie", "issue"),
    }  # fmt: skip


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


@pytest.mark.parametrize(("origine", "attendu"), [("ccas", False), ("personne", True), ("voisin", True), ("equipe", True)])
def test_an_answer_is_asked_about_only_where_a_partner_waits_for_it(origine: str, *, attendu: bool) -> None:
    s = situation(f"- {{ref: bbbbbb, le: 2025-01-06, type: saisine, origine: {origine}}}\n")
    assert ("reponse" in forme_of("recevabilite").sauf(Lieu(s, dispositif(), date(2025, 1, 8)))) is attendu
