"""Each indicator on a life told by hand: what is counted, on which day, out of what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.epices import POIDS, SEUIL, epices, points
from alp.core.indicateurs.etude import etude
from alp.core.indicateurs.indicateur import mesurer
from alp.core.indicateurs.mesure import Calcul, Membre, Mesure, arrondi, quantile
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import tranche, tranches
from alp.core.periode import read_periode
from alp.core.registre import Registre
from tests.conftest import action, dispositif, reunion, situation

D = dispositif("""
equipe:
  - {code: ide, metier: infirmière, etp: [{valeur: "0.50", du: 2025-01-01, au: 2025-06-30}, {valeur: "0.80", du: 2025-07-01}]}
  - {code: ts, metier: travailleuse sociale, etp: [{valeur: "0.10"}, ]}
financeurs:
  - {code: ars, nom: ARS, type: ars, conventions: [{du: 2025-01-01, montant: "70000.00", par: an}]}
  - {code: ville, nom: Ville, type: commune, conventions: [{du: 2025-07-01, au: 2026-06-30, montant: "10000.00", par: convention, part: "40", perimetre: {communes: ["28085"]}}]}
  - {code: hlm, nom: Bailleur, type: bailleur, conventions: [{du: 2025-01-01, perimetre: {bailleurs: [hlm]}}]}
places: [{nombre: 10, du: 2025-01-01}]
tranches_age: {bornes: [25, 65], au: fin_periode}
instruments: [epices, dette_loyer]
""")

VIE = """
- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas, motifs: [incurie]}
- {le: 2025-01-08, type: recevabilite, decision: recevable}
- {ref: bbbbbc, le: 2025-01-13, type: visite, par: [ide], lieu: domicile, resultat: porte_close, duree: 10, trajet: 20}
- {ref: bbbbbd, le: 2025-01-15, type: visite, par: [ide], lieu: telephone, resultat: sans_reponse, duree: 5}
- {ref: bbbbbf, le: 2025-01-17, type: visite, par: [ide], lieu: domicile, resultat: reportee}
- {ref: bbbbbg, le: 2025-01-20, type: visite, par: [ide, ts], lieu: domicile, resultat: rencontre, duree: 45, trajet: 20, actes: [mediation]}
- {le: 2025-01-20, type: accord, objet: accompagnement, reponse: oui}
- {le: 2025-01-27, type: evaluation, stade: entree, dette_loyer: "1200.00", domaines: {entretien: 3}, duree: 60, par: [ide],
   epices: {q1: non, q2: non, q3: non, q4: non, q5: non, q6: non, q7: non, q8: non, q9: non, q10: non, q11: non}}
- {ref: bbbbbh, le: 2025-02-03, type: examen, reunion: 2025-02-03-cellule, objet: nouvelle, decision: admission}
- {ref: bbbbbj, le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6, signature: {reponse: signe, le: 2025-02-12}}
- {ref: bbbbbk, le: 2025-03-10, type: orientation, vers: ccas, proposee_le: 2025-03-10, effective_le: 2025-04-14}
- {ref: bbbbbm, le: 2025-04-01, type: evenement, nature: hospitalisation, fin_le: 2025-04-10}
- {ref: bbbbbv, le: 2025-05-05, type: evenement, nature: procedure_expulsion, fin_le: 2025-06-20, issue: abandonnee}
- {le: 2025-06-02, type: demarche, par: [ide], avec: [ccas], duree: 30}
- {ref: bbbbbw, le: 2025-07-28, type: bilan, proposition: renouveler, objectifs: [{libelle: voir un médecin, atteinte: oui, domaine: sante}, {libelle: trier, atteinte: partiel}]}
- {ref: bbbbbq, le: 2025-08-04, type: examen, reunion: 2025-08-04-cellule, objet: renouvellement, decision: renouvellement}
- {ref: bbbbbr, le: 2025-08-10, type: contrat, debut: 2025-08-10, mois: 6, signature: {reponse: signe}}
- {le: 2025-10-01, type: evaluation, stade: suivi, dette_loyer: "600.00", domaines: {entretien: 1}}
- {le: 2025-11-03, type: relais, vers: [ccas]}
- {ref: bbbbbx, le: 2025-12-01, type: sortie, motif: objectifs_atteints, issue: maintenu}
- {le: 2026-06-05, type: nouvelles, source: personne, logement: oui}
"""
ENTETE = {
    "personne": {"genre": "femme", "naissance": 1951},
    "logement": {"commune": "28085", "bailleur": "hlm", "parc": "social"},
    "problematiques": ["incurie", "isolement"],
}
EN_ATTENTE = """
- {le: 2025-03-03, type: saisine, origine: hlm}
- {le: 2025-03-05, type: recevabilite, decision: liste_attente}
"""
HORS = """
- {le: 2025-05-05, type: saisine, origine: voisin}
- {le: 2025-05-09, type: recevabilite, decision: hors_territoire}
"""
DOUBLON = """
- {le: 2025-05-12, type: saisine, origine: hlm}
- {le: 2025-05-13, type: recevabilite, decision: doublon}
- {le: 2025-05-13, type: visite, lieu: domicile, resultat: porte_close}
"""
ERREUR = """
- {le: 2025-05-19, type: saisine, origine: hlm}
- {le: 2025-05-20, type: recevabilite, decision: erreur}
"""
REGISTRE = Registre(
    D,
    (
        situation(VIE, "ESSAI-2025-001", **ENTETE),
        situation(EN_ATTENTE, "ESSAI-2025-002", logement={"commune": "28085", "bailleur": "hlm", "parc": "social"}),
        situation(HORS, "ESSAI-2025-003", logement={"commune": "75056", "parc": "prive"}),
        situation(DOUBLON, "ESSAI-2025-004", liens=[{"nature": "doublon", "situation": "ESSAI-2025-001"}]),
        situation(ERREUR, "ESSAI-2025-005"),
    ),
    {
        "2025-02-03-cellule": reunion("{le: 2025-02-03, nature: cellule, ordre_du_jour: [{situation: ESSAI-2025-001}]}"),
        "2025-08-04-cellule": reunion("{le: 2025-08-04, nature: cellule}"),
    },
    {
        "2025-03-18-formation": action("{le: 2025-03-18, nature: formation, public: professionnels, nombre: 12, duree: 120, par: [ide, ts], commune: '28085'}"),
        "2025-03-20-atelier": action("{le: 2025-03-20, nature: atelier, public: habitants, duree: 60}"),
    },
)  # fmt: skip


def measure(code: str, periode: str, pour: str = "", registre: Registre = REGISTRE) -> Mesure:
    funder = next((f for f in registre.dispositif.financeurs if f.code == pour), None)
    return mesurer(etude(registre, read_periode(periode), funder), PAR_CODE[code])


# code, period, value, base, not known
CAS: list[tuple[str, str, Any, Any, int]] = [
    ("saisines", "2025", 4, None, 0),
    ("saisines", "2025-05", 2, None, 0),
    ("taux_suite_donnee", "2025", Decimal("25.0"), 4, 0),
    ("en_attente", "2025", 1, None, 0),
    ("en_attente", "2025-01", 1, None, 0),
    ("age_attente", "2025", (date(2025, 12, 31) - date(2025, 3, 3)).days, 1, 0),
    ("arriere", "2025", 1, None, 0),
    ("refus_capacite", "2025-T1", 1, None, 0),
    ("demande", "2025-S1", 2, None, 0),
    ("entrees", "2025", 1, None, 0),
    ("sorties", "2025", 1, None, 0),
    ("sorties", "2025-11", 0, None, 0),
    ("file_active_debut", "2025-03", 1, None, 0),
    ("file_active_stock", "2025-11", 1, None, 0),
    ("file_active_stock", "2025-12", 0, None, 0),
    ("file_active_flux", "2025", 1, None, 0),
    ("file_active_flux", "2025-12", 0, None, 0),
    ("nouvelles_personnes", "2025", 1, None, 0),
    ("personnes_concernees", "2025", 3, None, 0),
    ("contrats_signes", "2025", 2, None, 0),
    ("contrats_renouveles", "2025", 1, None, 0),
    ("contrats_en_cours", "2025-06", 1, None, 0),
    ("contrats_en_cours", "2025-12", 0, None, 0),
    ("taux_renouvellement", "2025", Decimal("100.0"), 1, 0),
    ("visites", "2025", 2, None, 0),
    ("visites_rencontre", "2025", Decimal("50.0"), 2, 0),
    ("personnes_rencontrees", "2025", 1, None, 0),
    ("appels", "2025", 1, None, 0),
    ("demarches", "2025", 1, None, 0),
    ("actes", "2025", 7, None, 0),
    ("palette", "2025", 1, None, 0),
    ("heures", "2025-01", Decimal("2.75"), None, 0),
    ("heures", "2025", Decimal("3.25"), None, 2),
    ("heures_trajet", "2025", 1, None, 0),
    ("heures_collectives", "2025", 5, None, 0),
    ("delai_tentative", "2025", 7, 1, 0),
    ("delai_rencontre", "2025", 14, 1, 0),
    ("tentatives_avant_rencontre", "2025", 2, 1, 0),
    ("delai_accord", "2025", 14, 1, 0),
    ("delai_reunion", "2025", 28, 1, 0),
    ("delai_contrat", "2025", 35, 1, 0),
    ("delai_droit_commun", "2025", 98, 1, 0),
    ("delai_rencontre", "2025-02", None, 0, 0),
    ("orientations", "2025", 1, None, 0),
    ("orientations_effectives", "2025-03", 0, None, 0),
    ("orientations_effectives", "2025-04", 1, None, 0),
    ("taux_orientations_effectives", "2025-03", Decimal("0.0"), 1, 0),
    ("taux_orientations_effectives", "2025-T1", Decimal("0.0"), 1, 0),
    ("taux_orientations_effectives", "2025-S1", Decimal("100.0"), 1, 0),
    ("maintien", "2025", Decimal("100.0"), 1, 0),
    ("sorties_deces", "2025", 0, None, 0),
    ("encore_logees_6", "2026-S1", Decimal("100.0"), 1, 0),
    ("encore_logees_12", "2026", None, None, 1),
    ("expulsions_evitees", "2025", Decimal("100.0"), 1, 0),
    ("procedures_en_cours", "2025-05", 1, None, 0),
    ("procedures_en_cours", "2025-06", 0, None, 0),
    ("hospitalisations", "2025", 1, None, 0),
    ("jours_hopital", "2025", 10, None, 0),
    ("evaluations", "2025", 2, None, 0),
    ("dette_premiere", "2025", Decimal("1200.00"), None, 0),
    ("dette_derniere", "2025", Decimal("600.00"), None, 0),
    ("dettes_reduites", "2025", Decimal("100.0"), 1, 0),
    ("dette_premiere", "2025-S1", 0, None, 0),
    ("progres", "2025", Decimal("100.0"), 1, 0),
    ("objectifs_atteints", "2025", Decimal("50.0"), 2, 0),
    ("epices_entree", "2025", Decimal("75.14"), 1, 0),
    ("epices_precarite", "2025", Decimal("100.0"), 1, 0),
    ("reunions", "2025", 2, None, 0),
    ("situations_examinees", "2025", 1, None, 0),
    ("situations_examinees_nouvelles", "2025", 1, None, 0),
    ("situations_revues", "2025", 1, None, 0),
    ("passages", "2025", 2, None, 0),
    ("retours", "2025", Decimal("100.0"), 1, 0),
    ("actions", "2025", 2, None, 0),
    ("personnes_actions", "2025", 12, None, 1),
    ("actions_professionnels", "2025", 1, None, 0),
    ("professionnels_touches", "2025", 12, None, 0),
    ("etp", "2025-01", Decimal("0.60"), None, 0),
    ("etp", "2025-07", Decimal("0.90"), None, 0),
    ("charge_par_etp", "2025-06", Decimal("1.7"), Decimal("0.60"), 0),
    ("financements", "2026", 74_958, None, 1),
    ("places", "2025", 10, None, 0),
    ("taux_occupation", "2025-06", Decimal("10.0"), 300, 0),
    ("jours_loges", "2025-06", Decimal("100.0"), 30, 0),
]  # fmt: skip


@pytest.mark.parametrize(("code", "periode", "valeur", "base", "inconnus"), CAS)
def test_a_figure_of_a_life_told_by_hand(code: str, periode: str, valeur: Any, base: Any, inconnus: int) -> None:
    m = measure(code, periode)
    found = m.valeur if code != "financements" else int(m.valeur or 0)
    assert (found, m.base, m.non_renseigne) == (valeur, base, inconnus)


def test_every_indicator_is_in_the_table_or_has_a_test_of_its_own() -> None:
    elsewhere = {
        "age_arriere", "foyers_suivis", "contrats_commences", "contrats_refuses", "contrats_echus", "contrats_rompus", "courriers",
        "heures_par_etp", "orientations_verifiees", "orientations_abandonnees", "constats_premiere", "constats_derniere", "resultats",
        "epices_six_mois", "epices_sortie", "personnes_vehicule", "situations_nees", "actes_collectifs", "etp_necessaires", "cout_par_place",
    }  # fmt: skip
    assert elsewhere | {c[0] for c in CAS} == PAR_CODE.keys()


HOPITAL = """- {le: 2025-03-30, type: evenement, nature: hospitalisation}
- {le: 2025-05-05, type: sortie, motif: hospitalisation_longue, issue: hospitalise}"""
TARDIF = "- {le: 2025-04-02, type: contrat, debut: 2025-03-20, mois: 6}"
"""Decided after its first day: March was already told."""
AUTRES: list[tuple[str, str, str, Any, int]] = [
    ("contrats_commences", "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6}", "2025", 1, 0),
    ("contrats_refuses", "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6, signature: {reponse: refus, le: 2025-02-11}}", "2025-02", 1, 0),
    ("contrats_echus", "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6}", "2025-08", 1, 0),
    ("contrats_echus", "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6}", "2025-07", 0, 0),
    ("contrats_rompus", "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6, interruption: {le: 2025-03-10, motif: refus}}", "2025-03", 1, 0),
    ("courriers", "- {le: 2025-02-10, type: visite, lieu: courrier, resultat: sans_reponse}", "2025", 1, 0),
    ("orientations_verifiees", "- {le: 2025-02-10, type: orientation, effective_le: 2025-02-10, verifiee_le: 2025-05-12}", "2025-05", 1, 0),
    ("orientations_abandonnees", "- {le: 2025-02-10, type: orientation, abandon: {le: 2025-03-10, motif: refus}}", "2025-03", 1, 0),
    ("maintien", "- {le: 2025-06-02, type: sortie, motif: deces, issue: deces}", "2025", None, 0),
    ("sorties_deces", "- {le: 2025-06-02, type: sortie, motif: deces, issue: deces}", "2025", 1, 0),
    ("maintien", "- {le: 2025-06-02, type: sortie, motif: perdu_de_vue, issue: perdu_de_vue}", "2025", None, 1),
    ("maintien", "- {le: 2025-06-02, type: sortie, motif: expulsion, issue: expulse}", "2025", Decimal("0.0"), 0),
    ("expulsions_evitees", "- {le: 2025-03-03, type: evenement, nature: procedure_expulsion, fin_le: 2025-05-05, issue: executee}", "2025", Decimal("0.0"), 0),
    ("expulsions_evitees", "- {le: 2025-03-03, type: evenement, nature: procedure_expulsion, fin_le: 2025-05-05}", "2025", None, 1),
    ("jours_hopital", "- {le: 2025-03-30, type: evenement, nature: hospitalisation}", "2025-04", 30, 0),
    ("jours_hopital", HOPITAL, "2025-05", 5, 0),
    ("jours_hopital", HOPITAL, "2025-06", 0, 0),
    ("contrats_commences", TARDIF, "2025-03", 0, 0),
    ("contrats_commences", TARDIF, "2025-04", 1, 0),
]  # fmt: skip
ADMISE = """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-08, type: recevabilite, decision: recevable}
- {le: 2025-01-20, type: evaluation, stade: entree}
- {le: 2025-02-03, type: examen, decision: admission}
"""


@pytest.mark.parametrize(("code", "suite", "periode", "valeur", "inconnus"), AUTRES)
def test_a_figure_of_a_short_life(code: str, suite: str, periode: str, valeur: Any, inconnus: int) -> None:
    m = measure(code, periode, registre=Registre(D, (situation(f"{ADMISE}{suite}\n"),)))
    assert (m.valeur, m.non_renseigne) == (valeur, inconnus)


def test_a_person_with_two_situations_is_counted_once_and_a_household_too() -> None:
    one = situation(ADMISE, "ESSAI-2025-001")
    again = situation(ADMISE.replace("2025", "2026"), "ESSAI-2026-001", liens=[{"nature": "precedente", "situation": "ESSAI-2025-001"}])
    spouse = situation(ADMISE, "ESSAI-2025-002", liens=[{"nature": "meme_foyer", "situation": "ESSAI-2025-001"}])
    r = Registre(D, (one, again, spouse))
    assert measure("file_active_stock", "2026", registre=r).valeur == 3
    assert measure("personnes_concernees", "2026", registre=r).valeur == 2
    assert measure("foyers_suivis", "2026", registre=r).valeur == 1
    assert measure("nouvelles_personnes", "2026", registre=r).valeur == 0


def test_a_visit_for_two_is_one_act_and_two_persons_met() -> None:
    visit = "- {le: 2025-03-03, type: visite, par: [ide], lieu: domicile, resultat: rencontre, duree: 60, aussi: [ESSAI-2025-002]}\n"
    r = Registre(D, (situation(ADMISE + visit), situation(ADMISE, "ESSAI-2025-002")))
    found = {
        code: measure(code, "2025-03", registre=r).valeur for code in ("visites", "personnes_rencontrees", "file_active_flux", "heures")
    }
    assert found == {"visites": 1, "personnes_rencontrees": 2, "file_active_flux": 2, "heures": 1}


def test_whoever_moved_is_counted_where_she_lived_on_the_day() -> None:
    moved = "- {le: 2025-06-02, type: changement, motif: demenagement, logement: {commune: '28085', bailleur: agence, parc: prive}}\n"
    r = Registre(D, (situation(ADMISE + moved, logement={"commune": "28085", "bailleur": "hlm", "parc": "social"}),))
    for periode, landlord in (("2025-05", "hlm"), ("2025-06", "agence")):
        assert [c.cle for c in measure("file_active_stock", periode, registre=r).ventilations["bailleur"]] == [landlord]


def test_a_perimeter_holds_on_the_day_of_the_fact_and_what_is_not_known_is_not_dropped() -> None:
    assert [measure("entrees", "2025", pour=p).valeur for p in ("ars", "hlm", "ville")] == [1, 1, 0]
    assert measure("sorties", "2025", pour="ville").valeur == 1
    nowhere = Registre(D, (situation(ADMISE, logement={"commune": "28085", "parc": "social"}),))
    m = measure("entrees", "2025", "hlm", nowhere)
    assert (m.valeur, m.non_renseigne, len(m.incertains)) == (0, 1, 1)


def test_a_funder_s_part_applies_to_hours_and_not_to_persons() -> None:
    late = "- {le: 2025-09-01, type: visite, par: [ide], lieu: domicile, resultat: rencontre, duree: 60}\n"
    r = Registre(D, (situation(ADMISE + late, logement={"commune": "28085", "parc": "prive"}),))
    assert measure("heures", "2025-09", "ville", r).valeur == Decimal("0.40")
    assert measure("file_active_flux", "2025-09", "ville", r).valeur == 1


# --- arithmetic ---------------------------------------------------------------------------------------

# source of the vectors: computed twice, from two independent public implementations
VECTEURS = [("00000000000", 7514), ("11111111111", 2486), ("10010100101", 5384), ("01001010100", 6154)]


@pytest.mark.parametrize(("bits", "score"), VECTEURS)
def test_epices_vectors(bits: str, score: int) -> None:
    answers = {f"q{n}": "oui" if b == "1" else "non" for n, b in enumerate(bits, 1)}
    assert epices(answers) == score
    assert points(score) == Decimal(score) / 100
    assert epices({k: v for k, v in answers.items() if k != "q7"}) is None


def test_epices_goes_from_0_to_100_and_its_threshold_is_attainable() -> None:
    scores = {7514 + sum(w for n, w in enumerate(POIDS.values()) if mask >> n & 1) for mask in range(2048)}
    assert (min(scores), max(scores), len(scores)) == (0, 10_000, 276)
    assert SEUIL in scores


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 3))
def test_quartiles_are_in_order_and_among_the_values(values: list[int], n: int) -> None:
    ranked = sorted(map(Fraction, values))
    found = [quantile(ranked, Fraction(k, 4)) for k in (1, 2, 3)]
    assert ranked[0] <= found[0] <= found[1] <= found[2] <= ranked[-1]
    assert found[1] == Fraction(Decimal(str(median(values))))


@pytest.mark.parametrize(
    ("valeur", "decimales", "arrondie"),
    [("0.25", 1, "0.3"), ("2.5", 0, "3"), ("1/3", 2, "0.33"), ("-0.25", 1, "-0.3"), ("200/3", 1, "66.7")],
)
def test_a_half_is_rounded_up(valeur: str, decimales: int, arrondie: str) -> None:
    assert arrondi(Fraction(valeur), decimales) == Decimal(arrondie)


def test_a_rate_or_a_median_over_nobody_is_not_zero() -> None:
    assert Calcul.taux(()).valeur is None
    assert Calcul.mediane(()).valeur is None
    assert Calcul.compte(()).valeur == 0


@given(st.lists(st.integers(0, 1), min_size=1, max_size=200))
def test_a_rate_carries_its_two_terms(weights: list[int]) -> None:
    found = Calcul.taux([Membre("s", "r", date(2025, 1, 1), w) for w in weights])
    assert (found.numerateur, found.base) == (sum(weights), len(weights))
    assert found.valeur == arrondi(Fraction(100 * sum(weights), len(weights)))


@pytest.mark.parametrize(
    ("age", "cle", "libelle"),
    [
        (0, "-24", "moins de 25 ans"),
        (24, "-24", "moins de 25 ans"),
        (25, "25-64", "de 25 à 64 ans"),
        (65, "65-", "65 ans et plus"),
        (104, "65-", "65 ans et plus"),
    ],
)
def test_an_age_falls_in_one_band(age: int, cle: str, libelle: str) -> None:
    assert tranche(age, (25, 65)) == cle
    assert tranches((25, 65))[cle] == libelle


@pytest.mark.parametrize("code", list(PAR_CODE))
def test_a_definition_contracts_its_articles(code: str) -> None:
    words = f" {PAR_CODE[code].libelle} {PAR_CODE[code].definition} {PAR_CODE[code].base} "
    assert [w for w in ("à le ", "à les ", " de le ", " de les ") if w in words] == []
