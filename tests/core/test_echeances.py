"""What is due: each kind appears on its day, and no longer once it is done."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.controles import check
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, due
from alp.core.envoi import Envoi
from alp.core.registre import Registre
from alp.core.structure import read_record
from tests.conftest import dispositif, dues, read_yaml, situation

D = dispositif()
SAISINE = "- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}\n"
EN_ATTENTE = SAISINE + "- {le: 2025-01-08, type: recevabilite, decision: liste_attente}\n"
RECEVABLE = SAISINE + "- {ref: cccccc, le: 2025-01-08, type: recevabilite, decision: recevable}\n"
EVALUEE = RECEVABLE + "- {ref: dddddd, le: 2025-01-20, type: evaluation, stade: entree}\n"
ADMISE = EVALUEE + "- {ref: ffffff, le: 2025-02-03, type: examen, decision: admission}\n"
CONTRAT = ADMISE + "- {ref: gggggg, le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6, signature: {reponse: signe}}\n"
CLOSE = CONTRAT + "- {ref: hhhhhh, le: 2025-06-02, type: sortie, motif: relogement, issue: reloge}\n"


def visite(le: str, plus: str = "resultat: rencontre") -> str:
    return f"- {{ref: mmmmmm, le: {le}, type: visite, lieu: domicile, {plus}}}\n"


# nature, journal, the day that asks, its day, its ref, what closes it
CAS = [
    ("recevabilite", SAISINE, "2025-01-07", "2025-01-14", "bbbbbb", "- {le: 2025-01-07, type: recevabilite, decision: liste_attente}\n"),
    ("reponse_saisine", RECEVABLE, "2025-01-09", "2025-01-23", "cccccc", None),
    ("information_personne", SAISINE, "2025-01-07", "2025-02-06", "bbbbbb", None),
    ("premiere_visite", RECEVABLE, "2025-01-09", "2025-01-23", None, visite("2025-01-09", "resultat: rencontre")),
    ("evaluation_entree", RECEVABLE, "2025-01-09", "2025-03-09", None, "- {le: 2025-01-09, type: evaluation, stade: entree}\n"),
    ("rencontre", ADMISE, "2025-02-04", "2025-03-05", None, "- {le: 2025-02-04, type: sortie, motif: deces}\n"),
    ("contrat_a_signer", ADMISE, "2025-02-04", "2025-03-05", None, "- {le: 2025-02-04, type: contrat, debut: 2025-02-04, signature: {reponse: signe}}\n"),
    ("bilan", CONTRAT, "2025-07-25", "2025-07-25", None, "- {le: 2025-06-20, type: bilan, proposition: renouveler}\n"),
    ("renouvellement", CONTRAT, "2025-06-25", "2025-08-09", "gggggg", "- {le: 2025-06-25, type: sortie, motif: relogement}\n"),
    ("contrat_echu", CONTRAT, "2025-08-10", "2025-08-09", "gggggg", "- {le: 2025-08-10, type: contrat, debut: 2025-08-10, mois: 6}\n"),
    ("notification", ADMISE, "2025-02-04", "2025-02-11", "ffffff", None),
    ("reevaluation", CONTRAT, "2025-03-01", "2025-07-20", None, "- {le: 2025-03-01, type: sortie, motif: relogement}\n"),
    ("effacement", CLOSE, "2025-06-03", "2027-01-06", None, "- {le: 2025-06-03, type: reprise, origine: ccas}\n"),
    (
        "retour_hopital", CONTRAT + "- {le: 2025-03-01, type: evenement, nature: hospitalisation, fin_le: 2025-03-10}\n", "2025-03-11", "2025-03-17", None,
        visite("2025-03-11"),
    ),
    (
        "verification_orientation", CONTRAT + "- {ref: kkkkkk, le: 2025-03-01, type: orientation, vers: ccas, effective_le: 2025-03-31}\n", "2025-04-01",
        "2025-06-30", "kkkkkk", None,
    ),
    ("rendez_vous", CONTRAT + visite("2025-03-01", "resultat: rencontre, suite: {quoi: rappeler, avant: 2025-03-20}"), "2025-03-02", "2025-03-20", "mmmmmm", None),
    (
        "engagement", CONTRAT + "- {ref: kkkkkk, le: 2025-03-01, type: examen, decision: poursuite, engagements: [{quoi: a}, {quoi: b, avant: 2025-04-01}]}\n",
        "2025-03-02", "2025-03-01", "kkkkkk.1", None,
    ),
    ("attente", EN_ATTENTE, "2025-01-09", "2025-04-08", None, "- {le: 2025-01-09, type: recevabilite, decision: recevable}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("nature", "journal", "au", "le", "ref", "closing"), CAS, ids=[c[0] for c in CAS])
def test_due_on_its_day_then_closed(  # noqa: PLR0917
    nature: str, journal: str, au: str, le: str, ref: str | None, closing: str | None
) -> None:
    found = dues(D, situation(journal), au)[nature]
    assert (found.le.isoformat(), found.ref) == (le, ref)
    assert found.situation == "ESSAI-2025-001"
    if closing is not None:
        assert nature not in dues(D, situation(journal + closing), au)


# what is closed by completing the entry itself
COMPLETEES = [
    ("reponse_saisine", RECEVABLE, "decision: recevable", "decision: recevable, reponse: {le: 2025-01-09, a: ccas}"),
    ("information_personne", SAISINE, "origine: ccas", "origine: ccas, information_le: 2025-01-07"),
    ("information_personne", SAISINE, "origine: ccas", "origine: ccas, personne_informee: oui"),
    ("information_personne", SAISINE, "origine: ccas", "origine: personne"),
    ("notification", ADMISE, "decision: admission", "decision: admission, notifications: [{a: personne, le: 2025-02-04}]"),
    ("verification_orientation", CAS[14][1], "effective_le: 2025-03-31", "effective_le: 2025-03-31, verifiee_le: 2025-04-01"),
    ("verification_orientation", CAS[14][1], "effective_le: 2025-03-31", "effective_le: 2025-03-31, abandon: {le: 2025-04-01, motif: refus}"),
    ("rendez_vous", CAS[15][1], "avant: 2025-03-20", "avant: 2025-03-20, fait: {le: 2025-03-02}"),
    ("rendez_vous", CAS[15][1], "avant: 2025-03-20", "avant: 2025-03-20, abandon: {le: 2025-03-02, motif: refus}"),
    ("contrat_a_signer", ADMISE + "- {le: 2025-02-04, type: contrat, debut: 2025-02-04}\n", "debut: 2025-02-04", "debut: 2025-02-04, signature: {reponse: refus}"),
]  # fmt: skip


@pytest.mark.parametrize(("nature", "journal", "before", "after"), COMPLETEES, ids=[f"{c[0]}: {c[3][-40:]}" for c in COMPLETEES])
def test_completing_the_entry_closes_it(nature: str, journal: str, before: str, after: str) -> None:
    assert nature in dues(D, situation(journal), "2025-04-02")
    assert nature not in dues(D, situation(journal.replace(before, after)), "2025-04-02")


def test_after_a_closed_door_one_goes_back() -> None:
    tried = RECEVABLE + visite("2025-01-20", "resultat: porte_close")
    again = dues(D, situation(tried), "2025-01-21")["premiere_visite"]
    assert (again.le, again.motif) == (date(2025, 2, 4), "pas encore rencontrée, dernière tentative le 20/01/2025")
    assert "premiere_visite" not in dues(D, situation(tried + visite("2025-01-27", "resultat: rencontre")), "2025-01-28")


def test_a_meeting_puts_the_next_one_off() -> None:
    assert dues(D, situation(CONTRAT + visite("2025-02-20")), "2025-02-21")["rencontre"].le == date(2025, 3, 22)
    assert dues(D, situation(CONTRAT + visite("2025-02-20", "resultat: porte_close")), "2025-02-21")["rencontre"].le == date(2025, 3, 5)


def test_a_closed_door_after_hospital_is_no_contact() -> None:
    journal = CAS[13][1] + visite("2025-03-11", "resultat: porte_close")
    assert "retour_hopital" in dues(D, situation(journal), "2025-03-12")


def test_one_engagement_kept_leaves_the_other() -> None:
    journal = CAS[16][1].replace("{quoi: a}", "{quoi: a, fait: {le: 2025-03-02}}")
    assert [e.ref for e in due(Registre(D, (situation(journal),)), au=date(2025, 3, 2)) if e.nature == "engagement"] == ["kkkkkk.2"]


def test_an_engagement_without_a_date_is_due_since_the_meeting() -> None:
    found = [e for e in due(Registre(D, (situation(CAS[16][1]),)), au=date(2025, 3, 2)) if e.ref == "kkkkkk.1"]
    assert [(e.le, e.motif) for e in found] == [(date(2025, 3, 1), "a (sans date)")]


def test_erasure_counts_from_the_last_sign_of_the_person() -> None:
    seen = CONTRAT + visite("2025-05-20") + "- {le: 2025-06-02, type: sortie, motif: relogement}\n"
    assert dues(D, situation(seen), "2025-06-03")["effacement"].le == date(2027, 5, 20)
    called = (
        CONTRAT
        + visite("2025-05-20", "resultat: sans_reponse, initiative: personne")
        + "- {le: 2025-06-02, type: sortie, motif: relogement}\n"
    )
    assert dues(D, situation(called), "2025-06-03")["effacement"].le == date(2027, 5, 20)


def test_a_saisine_made_by_mistake_asks_for_nothing() -> None:
    s = situation(SAISINE + "- {le: 2025-01-08, type: recevabilite, decision: erreur}\n")
    assert dues(D, s, "2028-01-01") == {}


def test_on_the_waiting_list_the_answer_the_information_and_another_look_are_due() -> None:
    assert set(dues(D, situation(EN_ATTENTE), "2025-06-01")) == {"reponse_saisine", "information_personne", "attente"}


def test_a_waiting_list_that_was_looked_at_waits_three_months_more() -> None:
    again = situation(EN_ATTENTE + "- {le: 2025-04-02, type: recevabilite, decision: liste_attente}\n")
    found = dues(D, again, "2025-04-03")["attente"]
    assert (found.le, found.motif) == (date(2025, 7, 2), "sur liste d'attente depuis le 08/01/2025")


def test_a_personal_request_waits_for_no_answer_to_a_partner() -> None:
    assert "reponse_saisine" not in dues(D, situation(RECEVABLE.replace("ccas", "personne")), "2025-02-01")


def test_the_contract_that_opens_is_due_a_month_after_what_precedes() -> None:
    d = dispositif("parcours: {avant: [evaluation], ouvre: contrat}")
    assert dues(d, situation(EVALUEE), "2025-01-21")["contrat_a_signer"].le == date(2025, 2, 19)


def test_without_contracts_nothing_is_said_of_them() -> None:
    d = dispositif("contrat:")
    assert not {"contrat_a_signer", "bilan", "renouvellement", "contrat_echu"} & set(dues(d, situation(ADMISE), "2026-01-01"))


def test_without_a_compulsory_bilan_none_is_due() -> None:
    assert "bilan" not in dues(dispositif('contrat: {mois: 6, bilan: "non"}'), situation(CONTRAT), "2025-07-15")


def test_reopened_a_first_visit_is_due_again() -> None:
    journal = (
        CONTRAT
        + visite("2025-02-20")
        + "- {le: 2025-06-02, type: sortie, motif: relogement}\n- {le: 2025-09-01, type: reprise, origine: ccas}\n"
    )
    assert dues(D, situation(journal), "2025-09-02")["premiere_visite"].le == date(2025, 9, 16)
    again = journal + "- {le: 2025-09-10, type: evaluation, stade: entree}\n"
    assert dues(D, situation(again), "2025-09-11")["premiere_visite"].le == date(2025, 9, 16)


def test_after_the_exit_nothing_but_erasure_and_what_was_not_told() -> None:
    assert set(dues(D, situation(CLOSE), "2025-06-03")) == {"effacement", "notification", "reponse_saisine", "information_personne"}


@pytest.mark.parametrize(
    ("suite", "due_"),
    [
        ("{le: 2025-01-08, type: recevabilite, decision: hors_territoire}", True),
        ("{le: 2025-01-08, type: recevabilite, decision: doublon}", False),
        ("{le: 2025-01-08, type: sans_suite, motif: injoignable}", True),
        ("{le: 2025-01-08, type: sans_suite, motif: deces}", False),
    ],
)
def test_who_was_not_taken_up_must_know_too(suite: str, *, due_: bool) -> None:
    """Source: RGPD, art. 14: the duty goes with the data, not with the follow-up."""
    found = dues(D, situation(SAISINE + f"- {suite}\n"), "2025-01-09").get("information_personne")
    assert (found.le if found else None) == (date(2025, 2, 6) if due_ else None)


def test_the_contract_that_is_missing_says_since_what() -> None:
    assert dues(D, situation(ADMISE), "2025-02-04")["contrat_a_signer"].motif == "accompagnée sans contrat depuis le 03/02/2025"
    calais = dispositif("parcours: {avant: [evaluation], ouvre: contrat}")
    assert dues(calais, situation(EVALUEE), "2025-01-21")["contrat_a_signer"].motif == "il ne manque que le contrat, depuis le 20/01/2025"


def test_reopened_the_contract_that_opens_waits_for_a_new_evaluation() -> None:
    d = dispositif("parcours: {avant: [evaluation], ouvre: contrat}")
    reopened = EVALUEE + "- {le: 2025-02-03, type: sans_suite, motif: injoignable}\n- {le: 2025-05-05, type: reprise, origine: ccas}\n"
    assert "contrat_a_signer" not in dues(d, situation(reopened), "2025-05-06")
    again = reopened + "- {le: 2025-05-12, type: evaluation, stade: entree}\n"
    assert dues(d, situation(again), "2025-05-13")["contrat_a_signer"].le == date(2025, 6, 11)


def test_while_the_team_withdraws_the_contract_is_closed_or_renewed() -> None:
    found = dues(D, situation(CONTRAT + "- {le: 2025-07-01, type: relais}\n"), "2025-07-02")["renouvellement"]
    assert (found.motif, found.commande) == (
        "contrat n° 1 jusqu'au 09/08/2025 ; en relais : clore, ou renouveler",
        "alp close ESSAI-2025-001",
    )


def test_not_met_since_the_entree_is_said_so() -> None:
    assert dues(D, situation(ADMISE), "2025-02-04")["rencontre"].motif == "aucune rencontre depuis l'entrée, le 03/02/2025"
    assert dues(D, situation(ADMISE + visite("2025-02-10")), "2025-02-11")["rencontre"].motif == "dernière rencontre le 10/02/2025"


def test_news_from_the_person_put_erasure_off() -> None:
    news = CLOSE + "- {le: 2025-12-01, type: nouvelles, source: SOURCE, logement: oui}\n"
    assert dues(D, situation(news.replace("SOURCE", "personne")), "2025-12-02")["effacement"].le == date(2027, 12, 1)
    assert dues(D, situation(news.replace("SOURCE", "bailleur")), "2025-12-02")["effacement"].le == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("chaque", "au", "le"),
    [
        ("mois", "2025-02-10", "2025-02-14"), ("mois", "2025-02-15", "2025-03-14"), ("trimestre", "2025-02-10", "2025-04-14"),
        ("semestre", "2025-02-10", "2025-07-14"), ("an", "2025-02-10", "2026-01-14"), ("an", "2027-01-14", "2027-01-14"), ("an", "2027-01-15", None),
    ],
)  # fmt: skip
def test_reports_to_funders(chaque: str, au: str, le: str | None) -> None:
    """A convention from 15/01/2025 to 31/12/2026; reports fourteen days after each period."""
    d = dispositif(
        f"financeurs: [{{code: ars, nom: ARS, type: ars, conventions: [{{du: 2025-01-15, au: 2026-12-31, rapport: [{{chaque: {chaque}, jours: 14}}]}}]}}]"
    )
    found = due(Registre(d), au=date.fromisoformat(au))
    assert [(e.nature, e.le.isoformat(), e.ref, e.situation) for e in found] == ([("rapport", le, "ars", None)] if le else [])


def test_every_kind_has_a_test_here() -> None:
    assert {c[0] for c in CAS} | {"rapport"} == set(NATURES)


PARTAGE = "- {le: 2025-01-21, type: accord, objet: partage, reponse: oui, avec: [ccas]}\n"
DITE = "{ref: ffffff, le: 2025-02-03, type: examen, objet: nouvelle, decision: admission, notifications: NOTIFICATIONS}"
NOUVELLE = EVALUEE + PARTAGE + f"- {DITE}\n"
ENSUITE = "- {le: 2025-03-04, type: examen, objet: suites, decision: poursuite, notifications: [{a: personne, le: 2025-03-05}]}\n"


@pytest.mark.parametrize(
    ("journal", "dites", "attendu"),
    [
        (NOUVELLE, [], "la personne et à CCAS"),
        (NOUVELLE, ["personne"], "CCAS"),
        (NOUVELLE, ["representant"], "CCAS"),
        (NOUVELLE, ["ccas"], "la personne"),
        (NOUVELLE, ["hlm"], "la personne et à CCAS"),
        (NOUVELLE, ["personne", "ccas"], ""),
        (NOUVELLE.replace("nouvelle", "suites"), ["personne"], ""),
        (NOUVELLE.replace("nouvelle", "suites"), [], "la personne"),
        (NOUVELLE.replace("objet: nouvelle, decision: admission", "objet: suites, decision: poursuite"), [], ""),
        (NOUVELLE.replace("objet: nouvelle, decision: admission", "objet: suites, decision: poursuite, strategie: S"), [], "la personne"),
        (
            NOUVELLE.replace("objet: nouvelle, decision: admission", "objet: suites, decision: poursuite, engagements: [{quoi: Q}]"),
            [],
            "la personne",
        ),
        (NOUVELLE.replace(PARTAGE, ""), ["personne"], ""),
        (NOUVELLE.replace("objet: nouvelle", 'objet: nouvelle, anonyme: "oui"'), ["personne"], ""),
        (NOUVELLE + ENSUITE, [], "CCAS"),
        (NOUVELLE + ENSUITE.replace("personne", "hlm"), ["ccas"], "la personne"),
        (NOUVELLE + "- {le: 2025-03-04, type: sortie, motif: deces}\n", ["ccas"], ""),
        (NOUVELLE + "- {le: 2025-03-04, type: accord, objet: partage, reponse: retire, avec: [ccas]}\n", ["personne"], ""),
    ],
)
def test_a_decision_is_due_until_each_one_to_whom_it_is_owed_was_told(journal: str, dites: list[str], attendu: str) -> None:
    told = "[" + ", ".join(f"{{a: {a}, le: 2025-02-04}}" for a in dites) + "]"
    registre = Registre(D, (situation(journal.replace("NOTIFICATIONS", told)),))
    found = [e for e in due(registre, au=date(2025, 3, 10)) if e.nature == "notification" and e.ref == "ffffff"]
    assert [e.motif for e in found] == ([f"décision du 03/02/2025 à dire à {attendu}"] if attendu else [])


def test_a_partner_that_is_no_longer_one_waits_for_nothing() -> None:
    gone = dispositif(partenaires=[{"code": "ccas", "nom": "CCAS", "type": "ccas", "secret": "soumis", "au": "2025-02-28"}])
    s = situation(NOUVELLE.replace("NOTIFICATIONS", "[{a: personne, le: 2025-02-04}]"))
    assert dues(gone, s, "2025-02-28")["notification"].motif == "décision du 03/02/2025 à dire à CCAS"
    assert "notification" not in dues(gone, s, "2025-03-01")


@pytest.mark.parametrize(
    ("periode", "le"),
    [
        ("{du: 2025-01-01, au: 2025-12-31}", "2027-01-14"),
        ("{du: 2025-01-15, au: 2025-12-31}", "2027-01-14"),
        ("{du: 2025-01-01, au: 2025-06-30}", "2026-01-14"),
    ],
    ids=["the whole year", "the convention's own days", "another period"],
)
def test_a_report_that_was_sent_is_no_longer_due(periode: str, le: str) -> None:
    d = dispositif(
        "financeurs: [{code: ars, nom: ARS, type: ars, conventions: [{du: 2025-01-15, au: 2026-12-31, rapport: [{chaque: an, jours: 14}]}]}]"
    )
    data = f"{{le: 2026-01-05, document: autre, financeur: ars, periode: {periode}, fichier: 2026-01-05-rapport-ars.pdf, empreinte: {'a' * 64}}}"
    envoi = read_record(Envoi, read_yaml(data))
    assert isinstance(envoi, Envoi), envoi
    jour = date(2026, 1, 6)
    found = due(Registre(d, envois={"2026-01-05-rapport-ars": envoi}).au(jour), au=jour)
    assert [e.le.isoformat() for e in found] == [le]


@pytest.mark.parametrize("d", [D, dispositif("parcours: {avant: []}")])
def test_lateness_is_never_a_finding(d: Dispositif) -> None:
    """Three years late on everything: much is due, nothing is wrong."""
    journal = ADMISE.replace("- {ref: ffffff", "- {le: 2025-02-01, type: accord, objet: accompagnement, reponse: oui}\n- {ref: ffffff")
    registre = Registre(d, (situation(journal),))
    assert len([e for e in due(registre, au=date(2028, 1, 1)) if e.late(date(2028, 1, 1))]) >= 5
    assert check(registre, au=date(2028, 1, 1)) == []


def test_the_bilan_that_a_late_renewal_brings_speaks_of_the_contract_before() -> None:
    """Written the day of the second contract: a new one is due fifteen days before that one ends, on 2026-02-09."""
    late = (
        CONTRAT
        + "- {le: 2025-09-01, type: bilan, proposition: renouveler}\n- {le: 2025-09-01, type: contrat, debut: 2025-08-10, mois: 6, signature: {reponse: signe}}\n"
    )
    found = dues(dispositif(), situation(late), "2025-12-01")
    assert found["bilan"].le == date(2026, 1, 25)
