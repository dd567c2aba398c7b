"""From answers to the data of a dispositif: tables, and properties of what the questions propose."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core import codes
from alp.core.controles import check
from alp.core.dispositif import Dispositif, Equipier, Financeur, PartenaireDispositif
from alp.core.erreurs import Gravite, UsageError
from alp.core.installation import (
    CONTRATS,
    RESERVES,
    REUNIONS,
    Reponses,
    dispositif_data,
    make_code,
    propose_secret,
    propose_sigle,
    read_decimal,
    types_of,
)
from alp.core.registre import Registre
from alp.core.structure import read_record
from alp.core.types import CODE, SIGLE
from tests.conftest import read_yaml

HLM = PartenaireDispositif.model_validate({"code": "hlm", "nom": "Office HLM", "type": "bailleur_social", "secret": "non_soumis"})
CCAS = PartenaireDispositif.model_validate({"code": "ccas", "nom": "CCAS", "type": "ccas", "secret": "soumis"})


def reponses(**autres: Any) -> Reponses:
    return Reponses(**({"nom": "Essai", "sigle": "ESSAI", "partenaires": (HLM, CCAS)} | autres))


PARCOURS: list[tuple[dict[str, Any], str]] = [
    ({}, "{avant: [evaluation, cellule], ouvre: cellule, cellule: toujours, reunion: cellule, reprise_mois: 12}"),
    ({"reunion": "aucune"}, "{avant: [evaluation], ouvre: evaluation, reprise_mois: 12}"),
    ({"evaluation": False, "reunion": "aucune"}, "{reprise_mois: 12}"),
    (
        {"evaluation": False, "reunion": "sauf", "sauf_bailleurs": ("hlm",)},
        "{avant: [cellule], ouvre: cellule, cellule: {sauf_bailleurs: [hlm]}, reunion: cellule, reprise_mois: 12}",
    ),
    # a landlord that is a partner no more dispenses with nothing
    (
        {"reunion": "sauf", "sauf_bailleurs": ("parti", "ccas")},
        "{avant: [evaluation, cellule], ouvre: cellule, cellule: toujours, reunion: cellule, reprise_mois: 12}",
    ),
    # a meeting that need not be cannot open
    (
        {"reunion": "facultative", "nom_reunion": "commission"},
        "{avant: [evaluation, cellule], cellule: facultative, reunion: commission, reprise_mois: 12}",
    ),
    (
        {"reunion": "facultative", "reunion_dabord": True},
        "{avant: [cellule, evaluation], ouvre: evaluation, cellule: facultative, reunion: cellule, reprise_mois: 12}",
    ),
    (
        {"reunion_dabord": True, "qui_saisit": ("ccas", "equipe")},
        "{avant: [cellule, evaluation], ouvre: evaluation, cellule: toujours, reunion: cellule, qui_saisit: [ccas, equipe], reprise_mois: 12}",
    ),
    ({"reunion": "aucune", "contrat_ouvre": True}, "{avant: [evaluation], ouvre: contrat, reprise_mois: 12}"),
    ({"reunion": "aucune", "contrat_ouvre": True, "contrat": "aucun"}, "{avant: [evaluation], ouvre: evaluation, reprise_mois: 12}"),
]


@pytest.mark.parametrize(("answers", "expected"), PARCOURS)
def test_the_steps(answers: dict[str, Any], expected: str) -> None:
    assert {name: str(v) if isinstance(v, int) else v for name, v in dispositif_data(reponses(**answers))["parcours"].items()} == read_yaml(
        f"parcours: {expected}"
    )["parcours"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"mois": 6, "preavis_jours": 45, "retard_tolere_jours": 90, "bilan": "oui"}),
        ({"mois": 12}, {"mois": 12, "preavis_jours": 45, "retard_tolere_jours": 90, "bilan": "oui"}),
        ({"mois": 1}, {"mois": 1, "preavis_jours": 14, "retard_tolere_jours": 90, "bilan": "oui"}),
        ({"contrat": "sans_terme"}, {"preavis_jours": 45}),
        ({"contrat": "aucun"}, None),
    ],
)
def test_the_contract(answers: dict[str, Any], expected: dict[str, Any] | None) -> None:
    assert dispositif_data(reponses(**answers)).get("contrat") == expected


def test_what_is_passed_is_absent() -> None:
    data = dispositif_data(Reponses(nom="Essai", sigle="ES"))
    assert set(data) == {"format", "nom", "sigle", "fuseau", "parcours", "contrat", "rythmes"}
    assert "bilan_jours" in data["rythmes"]
    without = dispositif_data(Reponses(nom="Essai", sigle="ES", contrat="aucun"))
    assert set(data["rythmes"]) - set(without["rythmes"]) == {"bilan_jours", "contrat_jours"}


def test_the_answers_stand_in_the_order_of_the_models() -> None:
    full = reponses(
        porteur="Asso", loge=True, lieux=("domicile",), instruments=("gir",), equipe=(Equipier(code="ide", metier="infirmière"),)
    )
    order = [name for name in Dispositif.model_fields if name in dispositif_data(full)]
    data = list(dispositif_data(full))
    assert sorted(order) == sorted(data)
    assert data[:6] == ["format", "nom", "sigle", "porteur", "fuseau", "loge"]
    assert data.index("parcours") < data.index("contrat") < data.index("lieux") < data.index("rythmes")


ANSWERS = st.builds(
    reponses,
    evaluation=st.booleans(),
    reunion=st.sampled_from([*REUNIONS]),
    sauf_bailleurs=st.lists(st.sampled_from(["hlm", "parti"]), unique=True).map(tuple),
    nom_reunion=st.sampled_from(["cellule", "commission", "synthese"]),
    reunion_dabord=st.booleans(),
    contrat=st.sampled_from([*CONTRATS]),
    mois=st.integers(1, 120),
    contrat_ouvre=st.booleans(),
    qui_saisit=st.lists(st.sampled_from([*codes.TYPES_PARTENAIRE, "equipe"]), unique=True).map(tuple),
    loge=st.booleans(),
    lieux=st.sampled_from([(), ("domicile",), ("vehicule", "telephone")]),
    instruments=st.lists(st.sampled_from([*codes.INSTRUMENTS]), unique=True).map(tuple),
)


@given(ANSWERS)
def test_whatever_is_answered_the_dispositif_has_no_erreur(r: Reponses) -> None:
    read = read_record(Dispositif, dispositif_data(r))
    assert isinstance(read, Dispositif), read
    assert [p for p in check(Registre(read), au=date(2026, 11, 20)) if p.gravite is Gravite.erreur] == []


# --- what is proposed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "sigle"),
    [
        ("Action Logement Précarité 28", "ALP28"),
        ("ALP 28", "ALP28"),
        ("LOGISENS", "LOGISENS"),
        ("Éducation", "EDUCATION"),
        ("Équipe de l'été : « Toit »", "EET"),
        ("Un Toit", "TOIT"),
        ("28", ""),
        ("x", ""),
        ("中文", ""),
        ("Médiation", "MEDIATION"),
        ("Anticonstitutionnellement", "ANTICONSTITU"),
    ],
)
def test_a_sigle_is_proposed_from_the_name(nom: str, sigle: str) -> None:
    assert propose_sigle(nom) == sigle


@given(st.text())
def test_a_proposed_sigle_is_right_or_empty(nom: str) -> None:
    assert propose_sigle(nom) == "" or SIGLE.fullmatch(propose_sigle(nom))


@pytest.mark.parametrize(
    ("nom", "mots", "lien", "code"),
    [
        ("infirmière médiatrice en santé", 2, "_", "infirmiere_mediatrice"),
        ("chef de service", 2, "_", "chef_service"),
        ("CCAS de Chartres", 4, "-", "ccas-chartres"),
        ("L'Œuvre d'Aurillac", 4, "-", "oeuvre-aurillac"),
        ("le 115", 4, "-", "115"),
        ("de la", 4, "-", "de-la"),
        ("中文", 4, "-", "autre"),
        ("voisin", 4, "-", "voisin-2"),
    ],
)
def test_a_code_is_made_of_the_words_that_count(nom: str, mots: int, lien: str, code: str) -> None:
    assert make_code(nom, RESERVES, sinon="autre", mots=mots, lien=lien) == code


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["-", "_"]))
def test_codes_are_right_and_each_is_new(noms: list[str], lien: str) -> None:
    taken: set[str] = set(RESERVES)
    for nom in noms:
        code = make_code(nom, taken, sinon="autre", lien=lien)
        assert CODE.fullmatch(code)
        assert code not in taken
        taken.add(code)


def test_landlords_police_and_whoever_may_not_be_bound_are_proposed_as_not_bound() -> None:
    bound = {t for t in codes.TYPES_PARTENAIRE if propose_secret(t) == "soumis"}
    assert bound == {
        "ars", "caf_msa", "ccas", "commune", "conseil_departemental", "ddets", "tribunal", "hopital", "medecin", "soins", "aide_domicile",
        "mandataire", "caisse", "dac",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tape", "lu"),
    [("0,8", "0.80"), ("1", "1.00"), ("45 000", "45000.00"), ("45\u202f000,50 €", "45000.50"), ("0.05", "0.05"), ("29362€", "29362.00")],
)
def test_a_number_is_read_as_french_people_type_it(tape: str, lu: str) -> None:
    assert read_decimal(tape) == lu


@pytest.mark.parametrize("tape", ["", "beaucoup", "-1", "1,234", "1e3", "045", "1,5,2", "٣"])
def test_what_is_no_number_is_refused(tape: str) -> None:
    with pytest.raises(UsageError):
        read_decimal(tape)


def test_who_may_refer_is_chosen_among_the_types_of_the_partners() -> None:
    assert list(types_of((CCAS, HLM))) == ["bailleur_social", "ccas", "equipe"]
    assert list(types_of(())) == [*codes.TYPES_PARTENAIRE, "equipe"]


def test_a_new_code_differs_from_those_of_the_team_and_the_partners() -> None:
    r = reponses(equipe=(Equipier(code="ide", metier="infirmière"),), financeurs=(Financeur(code="ars", nom="ARS", type="ars"),))
    assert r.taken >= {"ide", "hlm", "ccas", "personne", "aucun"}
    assert "ars" not in r.taken  # a funder may be a partner too
    assert r.bailleurs == {"hlm": "Office HLM"}
