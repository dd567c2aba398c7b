"""The financial report and the OSCARS sheet: what the five registers give, and what a template writes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.budget import Budget
from alp.core.dispositif import Oscars
from alp.core.erreurs import UsageError
from alp.core.indicateurs.indicateur import mesurer
from alp.core.indicateurs.table import PAR_CODE, known
from alp.core.periode import read_periode
from alp.core.rapport.composition import Composition, compose
from alp.core.rapport.financier import PART_MAX, CompteRenduFinancier, Montants, compte_rendu_financier, start_budget
from alp.core.rapport.formulaires import FORMULAIRES, figures_of_form, is_public, own_tables
from alp.core.rapport.formulaires import given as donnees
from alp.core.rapport.modeles import MODELES
from alp.core.rapport.oscars import FicheOscars, Rubrique
from alp.core.rapport.rapport import Rapport, find_financeur, rapport
from alp.core.registre import Registre
from alp.documents.gabarits import Gabarits
from alp.store.lecture import read_registre
from alp.store.modeles import example

Demande = Callable[..., Rapport]


@pytest.fixture(scope="module")
def registres() -> dict[str, Registre]:
    return {nom: read_registre(example(nom)).registre for nom in ("le-mans", "logisens", "alp28", "chez-soi-oise", "calais")}


@pytest.fixture(scope="module")
def demande(registres: dict[str, Registre]) -> Demande:
    def ask(nom: str, periode: str, pour: str = "", **changes: Any) -> Rapport:
        registre = replace(registres[nom], **changes)
        return rapport(registre, read_periode(periode), find_financeur(registre.dispositif, pour) if pour else None)

    return ask


def composition(nom: str, r: Rapport) -> Composition:
    """As `alp report` composes it: a form that anyone reads hides small numbers."""
    modele = figures_of_form(MODELES[nom], r.dispositif)
    here = {i.code for i in known(r.dispositif)}
    codes = [c for c in modele.codes if c in here]
    return compose(rapport(r.registre, r.periode, r.financeur, choix=codes, public=is_public(nom)), modele)


def fiche_oscars(r: Rapport) -> FicheOscars:
    made: FicheOscars = donnees("fiche_oscars", composition("fiche_oscars", r))["fiche"]
    return made


def markdown(nom: str, r: Rapport) -> str:
    text = Gabarits().render(nom, donnees(nom, composition(nom, r)))
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


# --- amounts ------------------------------------------------------------------------------------------

EUROS = st.decimals(0, 10**9, places=2)


@given(EUROS, st.none() | EUROS)
def test_a_gap_is_what_was_made_less_what_was_foreseen_and_has_no_share_of_nothing(prevu: Decimal, realise: Decimal | None) -> None:
    m = Montants.of(prevu, realise)
    assert (m.ecart is None) == (realise is None)
    if realise is None:
        assert m.part is None
        assert not m.significatif
    else:
        assert m.ecart == realise - prevu
        assert (m.part is None) == (abs(realise - prevu) >= prevu * PART_MAX if prevu else True)
        assert m.significatif == (realise != prevu and (prevu == 0 or 10 * abs(Fraction(realise) - Fraction(prevu)) >= Fraction(prevu)))


@pytest.mark.parametrize(
    ("prevu", "realise", "ecart", "part", "significatif"),
    [
        ("100", "110", "10", "0.1", True), ("100", "109.99", "9.99", "0.0999", False), ("100", "90", "-10", "-0.1", True),
        ("0", "142", "142", None, True), ("0", "0", "0", None, False), ("100", "0", "-100", "-1", True), ("100", None, None, None, False),
    ],
)  # fmt: skip
def test_gaps(prevu: str, realise: str | None, ecart: str | None, part: str | None, *, significatif: bool) -> None:
    m = Montants.of(Decimal(prevu), Decimal(realise) if realise else None)
    assert (m.ecart, m.part, m.significatif) == (Decimal(ecart) if ecart else None, Decimal(part) if part else None, significatif)


# --- the financial report -----------------------------------------------------------------------------


def total(c: CompteRenduFinancier, cle: str) -> Montants:
    return next(x for x in (*c.cotes, *c.natures) if x.cle == cle).rangs[-1].montants


def test_le_mans_2017_for_the_ars(demande: Demande) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: 29 362 €, of which 3 000 from the ARS."""
    c = compte_rendu_financier(demande("le-mans", "2017", "ars"))
    assert total(c, "charges").prevu == total(c, "produits").prevu == 29362
    assert c.subvention
    assert c.subvention.montants.prevu == c.subvention.convention == 3000
    assert c.a_remettre_le == date(2018, 6, 30)
    assert c.subvention.part == Decimal(3000) / Decimal(29362)
    assert sum(f.part or 0 for f in c.financements) == pytest.approx(1)
    assert c.resultat == c.inconnues == c.decimales == 0
    assert [(e.rang.libelle, e.rang.montants.part is None) for e in c.explications if e.ou == "Charges"] == [
        ("Fournitures", False), ("Assurance de la salle prêtée", True), ("Déplacements", False), ("Téléphone et impressions", False),
    ]  # fmt: skip
    assert all(e.texte for e in c.explications)


def test_sums_of_headings_and_the_indirect_charges_make_the_total(registres: dict[str, Registre], demande: Demande) -> None:
    """Direct headings, then the indirect charges as one, then the total."""
    for nom, year in (("le-mans", "2017"), ("logisens", "2017"), ("alp28", "2025"), ("chez-soi-oise", "2026")):
        c = compte_rendu_financier(demande(nom, year))
        for side in c.cotes:
            *headings, whole = [x.montants.prevu for x in side.rangs if x.fort]
            assert sum(headings) == whole


def test_a_year_that_is_not_over_says_what_is_missing_and_is_not_signed(demande: Demande) -> None:
    c = compte_rendu_financier(demande("chez-soi-oise", "2026", "dihal"))
    assert (c.inconnues, c.resultat, total(c, "charges").realise) == (23, None, None)
    text = markdown("rapport_financier", demande("chez-soi-oise", "2026", "dihal"))
    assert "Le réalisé manque pour 23 lignes : l'écrire dans budgets/2026.yaml" in text
    assert "Certifié exact" not in text


def test_the_document_says_amounts_gaps_shares_and_reasons(demande: Demande) -> None:
    text = markdown("rapport_financier", demande("le-mans", "2017", "ars"))
    assert "| Subvention demandée | **3 000 €**, soit 10,2 % des produits prévus |" in text
    assert "| 62 | Déplacements | 900 € | 1 120 € | +220 € | +24,4 % |" in text
    assert "| 61 | Assurance de la salle prêtée | 0 € | 142 € | +142 € | – |" in text
    assert "|  | **Total** | **29 362 €** | **29 362 €** | **0 €** | **0,0 %** |" in text
    assert "- Charges, 60 Fournitures (−72 €, −11,8 %) : Les dossiers de la commission passent par courriel depuis mars." in text
    assert "## Contributions volontaires en nature" in text
    assert "Certifié exact" in text


def test_a_gap_without_a_reason_and_a_rule_that_lacks_are_asked_for(demande: Demande) -> None:
    budget = Budget.model_validate({
        "charges": [{"compte": "62", "prevu": "100.50", "realise": "50.25", "indirecte": "oui"}],
        "produits": [{"compte": "74", "prevu": "100.50", "realise": "100.50"}],
    })  # fmt: skip
    text = markdown("rapport_financier", demande("le-mans", "2017", budgets={2017: budget}))
    assert "**à compléter dans budgets/2017.yaml : explication**" in text
    assert "À compléter dans budgets/2017.yaml : repartition" in text
    assert "excédent de **50,25 €**" in text
    assert "Contributions volontaires" not in text


def test_a_deficit_is_said(demande: Demande) -> None:
    budget = Budget.model_validate({
        "charges": [{"compte": "62", "prevu": "10.00", "realise": "12.00"}], "produits": [{"compte": "74", "prevu": "10.00", "realise": "10.00"}],
    })  # fmt: skip
    assert "déficit de **2 €**" in markdown("rapport_financier", demande("le-mans", "2017", budgets={2017: budget}))


@pytest.mark.parametrize(
    ("nom", "periode", "said"),
    [
        ("le-mans", "2017-S1", "année entière"),
        ("le-mans", "2016", "budget pour 2016 (années connues : 2017)"),
        ("calais", "2024", "budget pour 2024 (années connues : 2025)"),
    ],
)
def test_without_a_year_or_a_budget_there_is_no_report(demande: Demande, nom: str, periode: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("(", r"\(").replace(")", r"\)")) as refused:
        compte_rendu_financier(demande(nom, periode))
    assert refused.value.remede


def test_a_new_budget_begins_with_the_lines_of_the_last_one_and_with_what_the_conventions_say(registres: dict[str, Registre]) -> None:
    made = start_budget(registres["alp28"], 2026)
    before = registres["alp28"].budgets[2025]
    assert [(x.compte, x.libelle, x.prevu, x.realise, x.explication) for x in made.charges] == [
        (x.compte, x.libelle, x.prevu, None, None) for x in before.charges
    ]
    assert {p.financeur: p.prevu for p in made.produits} == {"ars": 45000, "chartres-metropole": 15000, "ag2r": 10000}
    assert made.repartition == before.repartition
    assert [c.partenaire for c in made.contributions_nature] == ["ccas-chartres", None]


def test_the_first_budget_has_the_usual_headings(registres: dict[str, Registre]) -> None:
    made = start_budget(registres["logisens"], 2016)
    assert [x.compte for x in made.charges] == ["60", "61", "62", "63", "64"]
    assert (made.produits, made.emplois_nature) == ((), ())
    assert [p.financeur for p in start_budget(replace(registres["logisens"], budgets={}), 2017).produits] == [
        "etat",
        "logisens",
        "ars",
        "departement",
    ]


# --- the OSCARS sheet ---------------------------------------------------------------------------------

ORDRE = (
    "Action chaînée avec", "Thème", "Objectif de l'action", "Description", "Année de début de réalisation", "Année de fin de réalisation", "Durée",
    "Fréquence", "Public", "Nombre de personnes concernées", "Type d'action", "Financeur", "Évaluation de l'action", "Points forts", "Bilan", "Conclusion",
    "Secteur d'activité", "Niveau géographique", "Commune", "Plan national", "Catégorisation",
)  # fmt: skip
"""The fields of the sheet of Le Mans, 2017, in its order."""


def test_the_sheet_of_le_mans_2017_is_the_one_that_was_published(demande: Demande) -> None:
    fiche = fiche_oscars(demande("le-mans", "2017"))
    said = {x.libelle: x.valeurs for x in (*fiche.avant, *fiche.evaluation, *fiche.apres)}
    assert fiche.titre == "CLS : Dispositif partenarial pour le maintien et l'accompagnement dans le logement des ménages manceaux"
    assert said["Nombre de personnes concernées"] == ("34 situations nouvelles examinées",)
    assert [(f.type, f.nom, f.montant) for f in fiche.financeurs] == [
        ("", "ARS", Decimal(3000)), ("Communes et intercommunalités", "CCAS du Mans", Decimal(21362)), ("Politique de la ville", "DDCS", Decimal(5000)),
    ]  # fmt: skip
    assert (fiche.total, fiche.manques) == (Decimal(29362), ())
    assert (said["Durée"], said["Fréquence"], said["Commune"]) == (("12 mois",), ("Suivie",), ("Le Mans",))
    assert (said["Année de début de réalisation"], said["Année de fin de réalisation"]) == (("2017",), ("2017",))
    assert len(said["Catégorisation"]) == 12
    assert any("Trois saisines dans l'année par des copropriétés" in x for x in said["Bilan"])


def test_the_three_referrals_by_coownerships_that_the_sheet_tells_are_counted(demande: Demande) -> None:
    r = demande("le-mans", "2017")
    cases = {c.cle: c.valeur for c in mesurer(r.etude, PAR_CODE["saisines"]).ventilations["type_origine"]}
    assert (cases["copropriete"] or 0) + (cases["syndic"] or 0) == 3


def test_the_fields_stand_in_the_order_of_the_published_sheet(demande: Demande) -> None:
    text = markdown("fiche_oscars", demande("le-mans", "2017"))
    places = [text.index(f"| {name} |" if f"| {name} |" in text else f"# {name}") for name in ORDRE]
    assert places == sorted(places)
    assert "Communes et intercommunalités : CCAS du Mans : 21 362 €" in text
    assert "**Total : 29 362 €**" in text
    assert "à compléter" not in text.lower()


@pytest.mark.parametrize(
    ("nom", "annee", "nombre"),
    [("logisens", "2017", "30 personnes concernées"), ("alp28", "2025", " personnes ("), ("calais", "2025", " personnes (")],
)
def test_each_dispositif_says_which_figure_counts(demande: Demande, nom: str, annee: str, nombre: str) -> None:
    fiche = fiche_oscars(demande(nom, annee))
    found = next(x for x in fiche.avant if x.libelle == "Nombre de personnes concernées")
    assert nombre in found.valeurs[0]
    assert found.precision.endswith(".")


def test_what_lacks_names_the_key_that_would_say_it(demande: Demande, registres: dict[str, Registre]) -> None:
    bare = registres["le-mans"].dispositif.model_copy(update={"oscars": Oscars(), "financeurs": ()})
    r = demande("le-mans", "2017", dispositif=bare)
    fiche = fiche_oscars(r)
    assert {"oscars.frequence", "oscars.themes", "oscars.points_forts", "oscars.plan", "financeurs"} <= set(fiche.manques)
    assert "oscars.commune" not in fiche.manques  # the territory has one commune
    text = markdown("fiche_oscars", r)
    assert "à compléter dans dispositif.yaml : oscars.frequence" in text
    assert fiche.total is None


def test_a_convention_without_a_sum_has_no_total(demande: Demande, registres: dict[str, Registre]) -> None:
    d = registres["calais"].dispositif
    first, *others = d.financeurs
    unsaid = first.model_copy(update={"conventions": tuple(c.model_copy(update={"montant": None}) for c in first.conventions)})
    fiche = fiche_oscars(demande("calais", "2025", dispositif=d.model_copy(update={"financeurs": (unsaid, *others)})))
    assert (fiche.total, fiche.manques[-1]) == (None, "financeurs")
    assert [f.nom for f in fiche.financeurs if f.montant is None] == [first.nom]


def test_a_funder_whose_name_begins_with_its_kind_is_named_once(demande: Demande) -> None:
    text = markdown("fiche_oscars", demande("alp28", "2025"))
    assert "ARS Centre-Val de Loire : 45 000 €" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "ARS : ARS" not in text
    assert "Communes et intercommunalités : Chartres Métropole" in text


def test_a_sheet_of_a_year_that_is_not_over_says_so(demande: Demande) -> None:
    r = demande("alp28", "2026")
    c = composition("fiche_oscars", r)
    c = replace(c, rapport=replace(c.rapport, arrete=date(2026, 11, 22)))
    made = Gabarits().render("fiche_oscars", donnees("fiche_oscars", c)).replace("\u00a0", " ")
    assert "Fiche OSCARS, 2026 – année en cours, chiffres arrêtés au 22 novembre 2026" in made
    assert "année en cours" not in markdown("fiche_oscars", demande("alp28", "2025"))


def test_short_words_stand_on_one_line_and_sentences_apart() -> None:
    assert Rubrique("Commune", ("Chartres", "Lucé", "Mainvilliers")).court
    assert not Rubrique("Bilan", ("Une phrase qui dit ce qui a été fait dans l'année.", "Court")).court


def test_a_small_number_is_not_told_on_a_sheet_that_is_public(demande: Demande, registres: dict[str, Registre]) -> None:
    few = registres["le-mans"].situations[:6]
    fiche = fiche_oscars(demande("le-mans", "2017", situations=few))
    assert next(x.valeurs for x in fiche.avant if x.libelle == "Nombre de personnes concernées") == ("Non communiqué (n.c.)",)


@pytest.mark.parametrize("code", ["taux_occupation", "charge_par_etp", "heures", "personnes_concernee"])
def test_what_is_no_number_of_people_is_refused(demande: Demande, registres: dict[str, Registre], code: str) -> None:
    d = registres["le-mans"].dispositif
    with pytest.raises(UsageError):
        fiche_oscars(demande("le-mans", "2017", dispositif=d.model_copy(update={"oscars": Oscars(nombre=code)})))


def test_only_a_year_has_a_sheet(demande: Demande) -> None:
    with pytest.raises(UsageError, match="année entière"):
        fiche_oscars(demande("le-mans", "2017-10"))


# --- both ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_every_variable_of_their_templates_exists_whatever_is_empty(demande: Demande, nom: str) -> None:
    for who, year in (("le-mans", "2017"), ("alp28", "2025"), ("chez-soi-oise", "2026")):
        assert Gabarits().check(nom, donnees(nom, composition(nom, demande(who, year)))) == []


def test_a_report_like_the_others_is_given_nothing_more(demande: Demande) -> None:
    made = composition("rapport_annuel", demande("le-mans", "2017"))
    assert donnees("rapport_annuel", made) == {}
    assert own_tables("rapport_annuel", made) == ()


def test_their_tables_go_to_a_spreadsheet(demande: Demande) -> None:
    tables = {t.cle: t for nom in FORMULAIRES for t in own_tables(nom, composition(nom, demande("le-mans", "2017")))}
    assert set(tables) == {"charges", "produits", "emplois_nature", "contributions_nature", "oscars"}
    assert tables["charges"].lignes[-1][2:] == (29362, 29362, 0, 0)
    assert ("Financeur", "Politique de la ville : DDCS : 5000.00 €") in tables["oscars"].lignes
