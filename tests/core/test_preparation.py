"""What each reader is given of a meeting: by construction, nothing that is not his to read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from alp.core.destinataires import concerned, find_destinataire, shared_with
from alp.core.erreurs import Refus, UsageError
from alp.core.preparation.seance import SANS_NOM, SeancePreparee, prepare_seance, readers
from alp.core.registre import Registre
from tests.conftest import dispositif, reunion, situation

AU = date(2025, 2, 20)
JOURNAL = """
- {le: 2025-01-06, type: saisine, origine: hlm, note: odeur dans l'escalier}
- {le: 2025-01-07, type: recevabilite, decision: recevable}
- {le: 2025-01-10, type: accord, objet: accompagnement, reponse: oui, forme: oral}
- {le: 2025-01-10, type: accord, objet: partage, reponse: oui, avec: [hlm, ccas]}
- {le: 2025-01-14, type: visite, lieu: domicile, resultat: rencontre, suite: {quoi: visite des pompiers, qui: hlm, avant: 2025-02-25}}
- {le: 2025-01-20, type: evaluation, stade: entree, synthese: SYNTHESE}
- le: 2025-02-04
  type: examen
  reunion: 2025-02-04-cellule
  objet: nouvelle
  decision: admission
  strategie: STRATEGIE
  elements_nouveaux: ELEMENTS
  engagements:
    - {quoi: QUOI DU BAILLEUR, qui: hlm, avant: 2025-03-01, diffusable: réparer le chauffage}
    - {quoi: QUOI SANS PHRASE, qui: hlm, avant: 2025-03-01}
    - {quoi: QUOI DU CCAS, qui: ccas, avant: 2025-03-02, diffusable: PHRASE DU CCAS}
  position_personne: {le: 2025-02-06, texte: POSITION}
  notifications: [{a: hlm, le: 2025-02-05, canal: courriel}]
"""
CHEZ_HLM = {"commune": "28085", "parc": "social", "bailleur": "hlm"}
CELLULE = (
    "{le: 2025-02-04, nature: cellule, heure: '14:00', participants: [{qui: ccas, nom: Mme Noir, presence: present}, {qui: hlm, presence: excuse}], "
    "ordre_du_jour: [{situation: ESSAI-2025-001, objet: nouvelle, demandee_par: ccas}, {situation: ESSAI-2025-002, objet: nouvelle}], "
    "points: [{libelle: POINT LIBRE, compte_rendu: TEXTE LIBRE}]}"
)


def register(journal: str = JOURNAL, **entete: Any) -> Registre:
    other = situation(
        JOURNAL.replace("origine: hlm", "origine: ccas").replace("[hlm, ccas]", "[ccas]").replace("admission", "ajournement"),
        "ESSAI-2025-002",
        logement={"commune": "28085", "parc": "prive", "bailleur": "agence"},
        personne={"pseudonyme": "Acacia"},
    )
    entete = {"logement": CHEZ_HLM, "personne": {"pseudonyme": "Tilleul"}, "precautions": "PRECAUTIONS", **entete}
    return Registre(dispositif(), (situation(journal, **entete), other), reunions={"2025-02-04-cellule": reunion(CELLULE)})


def prepared(pour: str, registre: Registre | None = None, au: date = AU) -> SeancePreparee:
    registre = registre or register()
    return prepare_seance(registre, "2025-02-04-cellule", find_destinataire(pour, registre.dispositif), au=au)


def words(value: Any) -> str:
    """Every text that prepared data holds, at any depth."""
    if is_dataclass(value):
        return " ".join(words(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, (tuple, list)):
        return " ".join(words(item) for item in value)
    return str(value)


def test_the_cell_reads_everything_but_the_precautions() -> None:
    found = words(prepared("cellule"))
    for text in ("STRATEGIE", "ELEMENTS", "QUOI DU BAILLEUR", "POSITION", "POINT LIBRE", "TEXTE LIBRE", "Tilleul", "Acacia", "Mme Noir"):
        assert text in found
    assert "PRECAUTIONS" not in found
    assert [p.decision for p in prepared("cellule").points] == ["admission", "ajournement"]


def test_a_landlord_reads_the_code_the_decision_its_own_sentence_and_the_day() -> None:
    [point] = prepared("hlm").points
    assert (point.code, point.decision) == ("ESSAI-2025-001", "admission")
    assert [(t.quoi, t.avant) for t in point.engagements] == [("Réparer le chauffage", date(2025, 3, 1))]
    assert point.rendez_vous == (date(2025, 2, 25),)
    assert not [
        w
        for w in ("STRATEGIE", "ELEMENTS", "QUOI", "POSITION", "PHRASE", "POINT", "TEXTE", "Tilleul", "accord")
        if w in words(prepared("hlm"))
    ]


def test_a_service_bound_by_secrecy_reads_its_own_situations_only() -> None:
    one = prepared("ccas")
    assert [p.code for p in one.points] == ["ESSAI-2025-002"]  # it referred that one; the other, it only shares
    assert "POINT LIBRE" not in words(one)


def test_a_guest_has_his_items_only() -> None:
    r = register()
    invited = CELLULE.replace("demandee_par: ccas}", "demandee_par: ccas, invites: [ccas]}")
    r = Registre(r.dispositif, r.situations, reunions={"2025-02-04-cellule": reunion(invited)})
    assert [p.code for p in prepared("ccas", r).points] == ["ESSAI-2025-001", "ESSAI-2025-002"]


@pytest.mark.parametrize(
    ("accord", "partage"),
    [
        ("objet: partage, reponse: oui, avec: [hlm]", True),
        ("objet: partage, reponse: oui, avec: [ccas]", False),
        ("objet: partage, reponse: oui", False),
        ("objet: partage, reponse: non", False),
        ("objet: partage, reponse: oui, avec: [hlm]}\n- {le: 2025-01-11, type: accord, objet: partage, reponse: retire", False),
        (
            "objet: partage, reponse: oui, avec: [hlm]}\n- {le: 2025-01-11, type: accord, objet: partage, reponse: retire, avec: [ccas]",
            True,
        ),
        ("objet: accompagnement, reponse: oui", False),
    ],
)
def test_nothing_without_an_accord_in_force_with_that_partner(accord: str, partage: bool) -> None:  # noqa: FBT001
    r = register(JOURNAL.replace("objet: partage, reponse: oui, avec: [hlm, ccas]", accord))
    assert shared_with(r.situations[0], "hlm", AU) is partage
    assert ("hlm" in readers(r, "2025-02-04-cellule", au=AU)) is partage
    if not partage:
        with pytest.raises(Refus, match="n'est pour Bailleur social"):
            prepared("hlm", r)


def test_a_partner_is_concerned_by_what_it_referred_or_houses_that_day() -> None:
    s = situation(JOURNAL + '- {le: 2025-02-10, type: changement, logement: {commune: "28085", bailleur: agence}}\n', logement=CHEZ_HLM)
    assert [concerned(s, p, AU) for p in ("hlm", "agence", "ccas")] == [True, True, False]  # hlm referred it
    assert not concerned(s, "agence", date(2025, 2, 9))


def test_an_anonymous_passage_is_respected() -> None:
    r = register(JOURNAL.replace("objet: nouvelle", "objet: nouvelle\n  anonyme: oui"))
    assert [p.code for p in prepared("cellule", r).points] == [SANS_NOM, "ESSAI-2025-002"]
    assert "Tilleul" not in words(prepared("cellule", r))
    assert prepared("interne", r).points[0].code == "ESSAI-2025-001"
    with pytest.raises(Refus):
        prepared("hlm", r)


SANS_EXAMEN = JOURNAL.partition("- le: 2025-02-04")[0]
SANS_ACCORD = "".join(line for line in SANS_EXAMEN.splitlines(keepends=True) if "accord" not in line)


def test_before_it_is_decided_one_without_an_accord_bears_no_code_either() -> None:
    """It can only pass anonymously: the agenda does not say more than the minutes will. Once she has accepted, it does."""
    r = register(SANS_ACCORD)
    [first, _] = prepared("cellule", r).points
    assert (first.code, first.pseudonyme, first.motif, first.demandee_par, first.invites) == (SANS_NOM, "", "", "", ())
    assert "ESSAI-2025-001" not in words(prepared("cellule", r))
    assert prepared("interne", r).points[0].code == "ESSAI-2025-001"
    assert prepared("cellule", register(SANS_EXAMEN)).points[0].code == "ESSAI-2025-001"
    accepted = register(SANS_ACCORD + "- {le: 2025-02-03, type: accord, objet: accompagnement, reponse: oui}\n")
    assert [prepared("cellule", accepted, date(2025, 2, day)).points[0].code == SANS_NOM for day in (2, 3)] == [True, False]


def test_the_end_of_a_follow_up_does_not_name_who_was_never_named() -> None:
    anonymous = "- {le: 2025-02-04, type: examen, objet: nouvelle, decision: admission, anonyme: oui}\n- {le: 2025-02-20, type: sortie, motif: relogement}\n"
    r = register(SANS_ACCORD + anonymous)
    r = Registre(r.dispositif, r.situations, reunions={**r.reunions, "mars": reunion("{le: 2025-03-04, nature: cellule}")})
    told = {
        pour: prepare_seance(r, "mars", find_destinataire(pour, r.dispositif), au=date(2025, 3, 4)).terminees
        for pour in ("interne", "cellule")
    }
    assert told == {"interne": (("ESSAI-2025-001", date(2025, 2, 20)),), "cellule": ()}


@pytest.mark.parametrize(
    ("dite", "autres", "attendu"),
    [
        ("", {}, None),
        ("", {"a": "{le: 2025-04-01, nature: cellule}", "b": "{le: 2025-03-04, nature: cellule}"}, date(2025, 3, 4)),
        ("", {"a": "{le: 2025-01-07, nature: cellule}", "b": "{le: 2025-03-04, nature: copil}"}, None),
        ("prochaine: 2025-03-11, ", {"a": "{le: 2025-03-04, nature: cellule}"}, date(2025, 3, 11)),
    ],
    ids=["none", "the nearest to come", "earlier, or another kind", "what was said there"],
)
def test_the_next_meeting_is_the_one_that_the_register_holds(dite: str, autres: dict[str, str], attendu: date | None) -> None:
    r, held = register(), reunion(CELLULE.replace("{le", "{" + dite + "le", 1))
    r = Registre(r.dispositif, r.situations, reunions={"2025-02-04-cellule": held, **{key: reunion(one) for key, one in autres.items()}})
    assert prepared("cellule", r).prochaine == attendu


def test_printed_again_later_only_what_was_told_has_changed() -> None:
    before = prepared("cellule", au=date(2025, 2, 4))
    later = register(JOURNAL + "- {le: 2025-03-04, type: note, note: APRES}\n- {le: 2025-04-01, type: relais}\n")
    assert replace(prepared("cellule", later, au=date(2026, 1, 1)), redige_le=before.redige_le) == before
    assert "APRES" not in words(prepared("cellule", later, au=date(2026, 1, 1)))


def test_the_points_stand_under_their_headings() -> None:
    found = prepared("cellule")
    assert [(label, len(points)) for label, points in found.rubriques] == [("Nouvelles situations", 2)]
    assert [p.code for p in found.decides] == ["ESSAI-2025-001", "ESSAI-2025-002"]
    assert found.reportes == ()


def test_an_unknown_reader_is_refused_with_the_list() -> None:
    with pytest.raises(UsageError, match="n'est pas un destinataire"):
        find_destinataire("fantome", dispositif())
