"""What a word names, and what held on a day."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.erreurs import Refus, UsageError
from alp.core.journal import correct_header, insert, make_ref
from alp.core.plis import (
    bail,
    dernier_contact,
    dernier_signe,
    evenements_en_cours,
    foyer,
    logement,
    problematiques,
    referent,
    visites,
    vivantes,
)
from alp.core.registre import Registre, fold
from alp.core.types import REF
from tests.conftest import dispositif, entree, situation

SAISINE = "- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}\n"
TODAY = date(2026, 11, 23)
REGISTRE = Registre(
    dispositif(),
    (
        situation(SAISINE, "ESSAI-2025-014", personne={"pseudonyme": "Églantier"}, anciens_ids=["RSP-2023-007"]),
        situation(SAISINE, "ESSAI-2026-014", personne={"pseudonyme": "Tilleul"}),
        situation(SAISINE, "ESSAI-2026-114", personne={"pseudonyme": "tilleul"}),
    ),
)


@pytest.mark.parametrize(
    ("mot", "id_"),
    [
        ("ESSAI-2026-014", "ESSAI-2026-014"), ("essai-2026-014", "ESSAI-2026-014"), ("14", "ESSAI-2026-014"), ("014", "ESSAI-2026-014"),
        ("2025-14", "ESSAI-2025-014"), ("114", "ESSAI-2026-114"), ("RSP-2023-007", "ESSAI-2025-014"), ("2023-7", "ESSAI-2025-014"),
        ("eglantier", "ESSAI-2025-014"), (" ÉGLANTIER ", "ESSAI-2025-014"),
    ],
)  # fmt: skip
def test_a_word_names_one_situation(mot: str, id_: str) -> None:
    assert REGISTRE.situation(mot, today=TODAY).id == id_


@pytest.mark.parametrize(
    ("mot", "message"),
    [("Tilleul", "plusieurs"), ("15", "Aucune"), ("", "Aucune"), ("-", "Aucune"), ("１４", "Aucune"), ("2024-14", "Aucune")],
)
def test_a_word_that_names_none_or_several(mot: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        REGISTRE.situation(mot, today=TODAY)


def test_search_folds_accents_case_and_ligatures() -> None:
    assert fold("Lefèvre ŒUVRE Cœur") == "lefevre oeuvre coeur"


VIE = (
    SAISINE
    + """
- {le: 2025-02-03, type: changement, logement: aucun, motif: depart_logement}
- {le: 2025-03-03, type: changement, foyer: {type: couple}, referent: ide, problematiques: [isolement], annulee: {le: 2025-03-04, motif: erreur}}
- {le: 2025-04-07, type: changement, logement: {bailleur: agence}, foyer: {type: couple, adultes: 2}}
- {le: 2025-05-05, type: visite, lieu: domicile, resultat: rencontre}
- {le: 2025-06-02, type: visite, lieu: telephone, resultat: sans_reponse, initiative: personne}
- {le: 2025-06-09, type: visite, lieu: domicile, resultat: porte_close, initiative: equipe}
"""
)
S = situation(VIE, logement={"bailleur": "hlm"}, foyer={"type": "personne_seule"}, problematiques=["incurie"])


@pytest.mark.parametrize(
    ("au", "bailleur"), [("2025-01-06", "hlm"), ("2025-02-02", "hlm"), ("2025-02-03", None), ("2025-04-06", None), ("2025-04-07", "agence")]
)
def test_the_dwelling_of_a_day(au: str, bailleur: str | None) -> None:
    found = logement(S, date.fromisoformat(au))
    assert (found.bailleur if found else None) == bailleur


def test_what_never_changed_is_what_the_saisine_said() -> None:
    au = date(2025, 12, 31)
    assert (problematiques(S, au), referent(S, au), foyer(S, au).type) == (("incurie",), None, "couple")
    assert foyer(S, date(2025, 4, 6)).type == "personne_seule"


def test_the_last_meeting_and_the_last_sign() -> None:
    assert dernier_contact(visites(S)) == date(2025, 5, 5)
    assert dernier_signe(visites(S)) == date(2025, 6, 2)


BAUX = situation(
    """- {ref: bbbbbb, le: 2026-01-05, type: saisine, origine: ccas}
- {le: 2026-02-02, type: changement, logement: {parc: prive}, bail: sous_location, motif: emmenagement}
- {le: 2026-04-06, type: changement, bail: glissant}
- {le: 2026-06-01, type: changement, logement: aucun, motif: depart_logement}
- {le: 2026-07-06, type: changement, logement: {parc: social}, motif: emmenagement}
"""
)


@pytest.mark.parametrize(
    ("au", "attendu"),
    [("2026-01-31", None), ("2026-02-02", "sous_location"), ("2026-04-06", "glissant"), ("2026-06-01", None), ("2026-07-06", None)],
)
def test_the_lease_goes_with_the_dwelling(au: str, attendu: str | None) -> None:
    assert bail(BAUX, date.fromisoformat(au)) == attendu


EVENEMENTS = situation(
    """- {ref: bbbbbb, le: 2026-01-05, type: saisine, origine: ccas}
- {le: 2026-02-02, type: evenement, nature: procedure_expulsion}
- {le: 2026-03-02, type: evenement, nature: hospitalisation, fin_le: 2026-03-20}
- {le: 2026-04-06, type: evenement, nature: plainte, issue: resolue}
- {le: 2026-05-04, type: evenement, nature: danger, annulee: {le: 2026-05-05, motif: erreur}}
"""
)


def test_what_runs_has_no_last_day_and_no_outcome() -> None:
    def running(au: str) -> list[str]:
        jour = date.fromisoformat(au)
        return [e.nature for s in Registre(dispositif(), (EVENEMENTS,)).au(jour).situations for e in evenements_en_cours(s, jour)]

    assert running("2026-02-01") == []
    assert running("2026-03-10") == ["procedure_expulsion", "hospitalisation"]
    assert running("2026-05-31") == ["procedure_expulsion"]


@pytest.mark.parametrize(
    ("entree", "jour"),
    [
        ("{le: 2026-03-02, type: nouvelles, source: personne}", date(2026, 3, 2)),
        ("{le: 2026-03-02, type: nouvelles, source: bailleur}", None),
        ("{le: 2026-03-02, type: saisine, origine: personne}", date(2026, 3, 2)),
        ("{le: 2026-03-02, type: reprise, origine: proche}", None),
    ],
)
def test_her_own_request_and_her_own_news_are_signs(entree: str, jour: date | None) -> None:
    s = situation(f"- {{ref: bbbbbb, le: 2026-01-05, type: saisine, origine: ccas}}\n- {entree}\n")
    assert dernier_signe(visites(s), vivantes(s)) == jour


def test_correcting_the_header_merges_and_leaves_the_journal() -> None:
    after = correct_header(S, {"logement": {"parc": "social"}, "precautions": "Chien."})
    assert after.logement is not None
    assert (after.logement.bailleur, after.logement.parc, after.precautions) == ("hlm", "social", "Chien.")
    assert after.journal == S.journal
    with pytest.raises(UsageError, match="genre"):
        correct_header(S, {"personne": {"genre": "dame"}})


def test_a_new_ref_has_the_right_form_and_is_not_taken() -> None:
    numbers = iter([*range(6), *range(6), *range(6, 12)])
    first = make_ref(iter(range(6)), set())
    assert REF.fullmatch(first)
    assert make_ref(numbers, {first}) != first


def test_an_entry_before_the_saisine_is_refused() -> None:
    with pytest.raises(Refus, match="commence à sa saisine"):
        insert(S, entree("{le: 2025-01-05, type: note}"), dispositif())
