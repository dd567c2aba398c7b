"""Each finding, from the smallest register that triggers it, at the path that it shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from alp.core.catalogue import CATALOGUE
from alp.core.controles import check
from alp.core.erreurs import Gravite
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.texte_libre import suspects
from tests.conftest import action, dispositif, findings, reunion, situation

SAISINE = "- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}\n"
ADMISE = (
    SAISINE
    + "- {ref: cccccc, le: 2025-01-07, type: recevabilite, decision: recevable}\n"
    + "- {ref: dddddd, le: 2025-01-08, type: accord, objet: accompagnement, reponse: oui}\n"
    + "- {ref: ffffff, le: 2025-01-08, type: evaluation, stade: entree}\n"
    + "- {ref: gggggg, le: 2025-01-09, type: examen, decision: admission}\n"
)
CONTRAT = "- {{ref: {ref}, le: {le}, type: contrat, debut: {debut}, mois: 6}}\n"

# code, journal, path: one finding and no other
SEUL = [
    ("E201", SAISINE.replace("ccas", "inconnu"), "journal[0].origine"),
    ("E201", SAISINE + "- {le: 2025-01-07, type: visite, lieu: domicile, resultat: rencontre, actes: [mediation, massage]}\n", "journal[1].actes[1]"),
    ("E201", SAISINE + "- {le: 2025-01-07, type: evaluation, stade: suivi, domaines: {jardin: 2}}\n", "journal[1].domaines.jardin"),
    ("E201", SAISINE + "- {le: 2025-01-07, type: changement, logement: {bailleur: ccas}}\n", "journal[1].logement.bailleur"),
    ("E202", SAISINE + "- {le: 2025-10-01, type: note, par: [stagiaire]}\n", "journal[1].par[0]"),
    ("E202", SAISINE + "- {le: 2025-06-30, type: note, par: [ide, stagiaire]}\n", "journal[1].par[1]"),
    ("E203", SAISINE + "- {le: 2025-01-07, type: sortie, motif: relogement, issue: reloge}\n", "journal[1].type"),
    ("E203", "- {le: 2025-01-07, type: note}\n", "journal[0].type"),
    (
        "E203",
        SAISINE + "- {le: 2025-01-07, type: sans_suite, motif: injoignable}\n- {le: 2026-01-08, type: reprise, origine: ccas}\n",
        "journal[2].le",
    ),
    ("E204", SAISINE + "- {le: 2027-01-02, type: note}\n", "journal[1].le"),
    (
        "E204",
        SAISINE + "- {le: 2025-01-07, type: visite, lieu: domicile, resultat: rencontre, suite: {quoi: a, fait: {le: 2027-01-02}}}\n",
        "journal[1].suite.fait.le",
    ),
    ("E204", SAISINE.replace("ccas", "ccas, information_le: 2027-02-01"), "journal[0].information_le"),
    ("E205", SAISINE + "- {le: 2025-01-08, type: note}\n- {le: 2025-01-07, type: note}\n", "journal[2].le"),
    ("E206", SAISINE + "- {ref: bbbbbb, le: 2025-01-08, type: note}\n", "journal[1].ref"),
    ("E209", SAISINE + "- {le: 2025-01-07, type: visite, lieu: domicile, resultat: rencontre, aussi: [ESSAI-2025-009]}\n", "journal[1].aussi[0]"),
    ("E209", ADMISE.replace("type: examen", "type: examen, reunion: 2025-01-09-cellule"), "journal[4].reunion"),
    ("E210", ADMISE + CONTRAT.format(ref="hhhhhh", le="2025-01-15", debut="2025-01-15") + CONTRAT.format(ref="jjjjjj", le="2025-07-01", debut="2025-07-14"), "journal[6].debut"),
    ("E212", SAISINE + "- {le: 2025-02-01, type: evenement, nature: hospitalisation, fin_le: 2025-01-31}\n", "journal[1].fin_le"),
    ("E212", SAISINE + "- {le: 2025-02-01, type: orientation, proposee_le: 2025-02-01, effective_le: 2025-01-31}\n", "journal[1].effective_le"),
    ("E212", SAISINE + "- {le: 2025-02-01, type: note, annulee: {le: 2025-01-31, motif: erreur}}\n", "journal[1].annulee.le"),
    ("E212", ADMISE + "- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6, interruption: {le: 2025-01-14, motif: a}}\n", "journal[5].interruption.le"),
    ("E212", SAISINE + "- {le: 2025-01-07, type: demarche, suite: {quoi: a, fait: {le: 2025-01-06}}}\n", "journal[1].suite.fait.le"),
    (
        "E212",
        ADMISE + "- {le: 2025-03-01, type: examen, decision: poursuite, engagements: [{quoi: a, avant: 2025-04-01, fait: {le: 2025-02-01}}]}\n",
        "journal[5].engagements[0].fait.le",
    ),
    ("A301", ADMISE + CONTRAT.format(ref="hhhhhh", le="2025-01-15", debut="2025-01-15") + CONTRAT.format(ref="jjjjjj", le="2025-07-16", debut="2025-07-16"), "journal[6].debut"),
    (
        "A302",
        ADMISE
        + "".join(CONTRAT.format(ref=r, le=d, debut=d) for r, d in (("hhhhhh", "2025-01-15"), ("jjjjjj", "2025-07-15"), ("kkkkkk", "2026-01-15"), ("mmmmmm", "2026-07-15"))),
        "journal[8].debut",
    ),
    ("A303", ADMISE.replace("reponse: oui", "reponse: non"), "journal[4]"),
    ("A303", ADMISE.replace("objet: accompagnement", "objet: visite"), "journal[4]"),
    ("A305", ADMISE + "- {le: 2025-03-01, type: sortie, motif: relogement}\n", "journal[5]"),
    ("A306", ADMISE.replace("type: examen", "type: examen, engagements: [{quoi: a, avant: 2025-02-01}, {quoi: b}]"), "journal[4].engagements[1]"),
    ("A308", SAISINE + '- {le: 2025-01-07, type: changement, logement: {commune: "28218"}}\n', "journal[1].logement.commune"),
    ("A311", SAISINE + "- {le: 2025-01-07, type: note, note: Vu Mme Durand ce matin.}\n", "journal[1].note"),
    ("A312", SAISINE + '- {le: 2025-01-07, type: note, note: "Rappeler au 06 12 34 56 78."}\n', "journal[1].note"),
    ("A313", SAISINE + '- {le: 2025-01-07, type: note, note: "Écrire à jeanne.d@exemple.fr"}\n', "journal[1].note"),
    ("A314", SAISINE + '- {le: 2025-01-07, type: note, note: "Habite 12 bis rue des Lilas."}\n', "journal[1].note"),
    ("A315", SAISINE + '- {le: 2025-01-07, type: note, note: "NIR 2 51 03 28 085 012 34"}\n', "journal[1].note"),
    ("A312", SAISINE + '- {le: 2025-01-07, type: demarche, suite: {quoi: "rappeler 0612345678"}}\n', "journal[1].suite.quoi"),
    ("A311", SAISINE + "- {le: 2025-01-07, type: note, pieces: [{libelle: Lettre de M. Petit}]}\n", "journal[1].pieces[0].libelle"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "journal", "chemin"), SEUL, ids=[f"{c[0]} {c[2]}" for c in SEUL])
def test_one_finding_and_no_other(code: str, journal: str, chemin: str) -> None:
    assert findings(situation(journal)) == {(code, chemin)}


def test_an_ordinary_journal_has_no_finding() -> None:
    assert findings(situation(ADMISE + CONTRAT.format(ref="hhhhhh", le="2025-01-15", debut="2025-01-15"))) == set()


def test_a_cancelled_entry_is_still_checked_for_its_codes_and_dates_only() -> None:
    journal = ADMISE + "- {le: 2025-03-01, type: sortie, motif: relogement, par: [fantome], annulee: {le: 2025-03-02, motif: erreur}}\n"
    assert findings(situation(journal)) == {("E201", "journal[5].par[0]")}


def test_two_files_one_id() -> None:
    assert findings(situation(SAISINE), situation(SAISINE, "ESSAI-2025-002", anciens_ids=["ESSAI-2025-001"])) == {
        ("E207", "id"), ("E207", "anciens_ids[0]"),
    }  # fmt: skip


def test_links_in_the_void() -> None:
    s = situation(SAISINE, liens=[{"nature": "meme_foyer", "situation": "ESSAI-2024-009"}])
    assert findings(s) == {("E209", "liens[0].situation")}
    assert findings(
        situation(SAISINE),
        actions={"2025-01-07-atelier": action("{le: 2025-01-07, nature: atelier, situations: [ESSAI-2025-001, ESSAI-2025-009]}")},
    ) == {("E209", "situations[1]")}
    r = reunion("{le: 2025-01-07, nature: copil, ordre_du_jour: [{situation: ESSAI-2025-009}], approbation: {reunion: 2024-12-01-copil}}")
    assert findings(situation(SAISINE), reunions={"2025-01-07-copil": r}) == {
        ("E209", "ordre_du_jour[0].situation"),
        ("E209", "approbation.reunion"),
    }
    assert findings(situation(SAISINE), soins={"ESSAI-2025-001": {"zzzzzz": "Pansement."}}) == {("E209", "zzzzzz")}
    assert findings(situation(SAISINE), soins={"ESSAI-2025-009": {"bbbbbb": "Pansement."}}) == {("E209", "bbbbbb")}


def test_the_same_person_open_twice() -> None:
    second = situation(SAISINE, "ESSAI-2025-002", liens=[{"nature": "precedente", "situation": "ESSAI-2025-001"}])
    assert findings(situation(SAISINE), second) == {("E211", "liens[0]")}
    assert findings(situation(SAISINE + "- {le: 2025-02-01, type: sans_suite, motif: injoignable}\n"), second) == set()
    twin = situation(SAISINE, "ESSAI-2025-002", personne={"pseudonyme": "Tilleul"})
    assert findings(situation(SAISINE, personne={"pseudonyme": "Tilleul"}), twin) == {("E211", "personne.pseudonyme")}


def entete(id_: str, le: str, **personne: object) -> Situation:
    return situation(
        SAISINE.replace("2025-01-06", le),
        id_,
        personne={"naissance": "1951", "genre": "femme", **personne},
        logement={"commune": "28085", "bailleur": "hlm"},
    )


def test_probably_the_same_person() -> None:
    first = entete("ESSAI-2025-001", "2025-01-06")
    assert findings(first, entete("ESSAI-2025-002", "2025-04-06")) == {("A304", "personne")}
    assert findings(first, entete("ESSAI-2025-002", "2025-04-07")) == set()
    assert findings(first, entete("ESSAI-2025-002", "2025-04-06", naissance="1952")) == set()
    assert findings(first, entete("ESSAI-2025-002", "2025-04-06", genre="inconnu")) == set()


def test_an_unexpected_origin() -> None:
    d = dispositif("parcours: {avant: [cellule], qui_saisit: [hlm]}")
    assert findings(situation(SAISINE), d=d) == {("A309", "journal[0].origine")}
    assert findings(situation(SAISINE.replace("ccas", "hlm")), d=d) == set()


def test_only_what_others_tried_first() -> None:
    d = dispositif(parcours={"avant": ["evaluation"], "condition_saisine": "ce qui a été tenté n'a pas suffi"})
    assert findings(situation(SAISINE), d=d) == {("A310", "journal[0]")}
    assert findings(situation(SAISINE.replace("ccas", "ccas, demarches_deja_faites: trois visites")), d=d) == set()
    assert findings(situation(SAISINE.replace("ccas", "voisin")), d=d) == set()


def test_an_evaluation_by_all_the_trades() -> None:
    d = dispositif(parcours={"avant": ["evaluation"], "evaluation_par": ["ide", "stagiaire"]})
    by = SAISINE.replace("2025-01-06", "2025-07-07") + "- {le: 2025-07-08, type: evaluation, stade: %s}\n"
    assert findings(situation(by % "entree, par: [ide]"), d=d) == {("A316", "journal[1].participants")}
    assert findings(situation(by % "entree, par: [ide], participants: [stagiaire]"), d=d) == set()
    assert findings(situation(by % "suivi, par: [ide]"), d=d) == set()


def test_a_place_of_visit_that_the_dispositif_does_not_have() -> None:
    seen = SAISINE + "- {le: 2025-01-07, type: visite, lieu: vehicule, resultat: rencontre}\n"
    assert findings(situation(seen), d=dispositif(lieux=["domicile", "telephone"])) == {("A317", "journal[1].lieu")}
    assert findings(situation(seen)) == set()


def test_a_dwelling_refused_as_out_of_the_territory_is_no_surprise() -> None:
    s = situation(SAISINE + "- {le: 2025-01-07, type: recevabilite, decision: hors_territoire}\n", logement={"commune": "75056"})
    assert findings(s) == set()
    assert findings(situation(SAISINE, logement={"commune": "75056"})) == {("A308", "logement.commune")}


def test_a_meeting_without_any_situation() -> None:
    r = {"2025-01-09-cellule": reunion("{le: 2025-01-09, nature: cellule}")}
    assert findings(situation(SAISINE), reunions=r) == {("A307", "le")}
    assert findings(situation(SAISINE), reunions=r, au="2025-01-09") == set()
    assert findings(situation(ADMISE.replace("type: examen", "type: examen, reunion: 2025-01-09-cellule")), reunions=r) == set()


def test_an_action_of_tomorrow() -> None:
    actions = {"2027-01-02-atelier": action("{le: 2027-01-02, nature: atelier}")}
    assert findings(actions=actions) == {("E204", "le")}


FINANCEUR = "financeurs: [{{code: ars, nom: ARS, type: ars, conventions: [{{du: 2026-01-01, {}}}]}}]"


@pytest.mark.parametrize(
    ("texte", "code", "chemin"),
    [
        ("equipe: [{code: ide, metier: a}, {code: ide, metier: b}]", "E220", "equipe[1].code"),
        ("equipe: [{code: ide, metier: a, au: 2025-01-01, devient: idel}]", "E221", "equipe[0].devient"),
        ("parcours: {avant: [cellule], cellule: {sauf_bailleurs: [inconnu]}}", "E221", "parcours.cellule.sauf_bailleurs[0]"),
        ("parcours: {avant: [cellule], qui_saisit: [hlm, inconnu]}", "E221", "parcours.qui_saisit[1]"),
        ("parcours: {avant: [evaluation], cellule: toujours}", "E222", "parcours.cellule"),
        ("parcours: {avant: [evaluation], ouvre: cellule}", "E222", "parcours.ouvre"),
        ("parcours: {avant: [evaluation], ouvre: contrat}\ncontrat:", "E222", "parcours.ouvre"),
        ("parcours: {avant: [evaluation, evaluation]}", "E222", "parcours.avant[1]"),
        ("parcours: {avant: [cellule], cellule: {sauf_bailleurs: [ccas]}}", "E221", "parcours.cellule.sauf_bailleurs[0]"),
        ("parcours: {avant: [evaluation], convoque_par: [hlm, absent]}", "E221", "parcours.convoque_par[1]"),
        ("parcours: {avant: [evaluation], evaluation_par: [ccas]}", "E221", "parcours.evaluation_par[0]"),
        ("contrat: {mois: 1}", "E222", "contrat.preavis_jours"),
        ("contrat: {renouvellements_max: 2}", "E222", "contrat.renouvellements_max"),
        ("equipe: [{code: ccas, metier: a}]", "E220", "partenaires[0].code"),
        (
            "equipe: [{code: a, metier: a, devient: b}, {code: b, metier: b, devient: c}, {code: c, metier: c, devient: c}]",
            "E222",
            "equipe[2].devient",
        ),
        ("equipe: [{code: a, metier: a, du: 2025-02-01, au: 2025-01-31}]", "E212", "equipe[0].au"),
        ('equipe: [{code: a, metier: a, etp: [{valeur: "1"}, {valeur: "0.50", du: 2025-01-01}]}]', "E222", "equipe[0].etp[1].du"),
        ('territoire: {communes: [{insee: "28085", nom: A}, {insee: "28085", nom: B}]}', "E220", "territoire.communes[1].insee"),
        (
            'territoire: {communes: [{insee: "28085", nom: A, quartiers: [{code: c, nom: C}]}, {insee: "28220", nom: B, quartiers: [{code: c, nom: C}]}]}',
            "E220",
            "territoire.communes[1].quartiers[0].code",
        ),
        ("territoire: {nom: Ici}", "A331", "territoire"),
        ("equipe: []", "A331", "equipe"),
        ("lieux: [telephone, courrier]", "E222", "lieux"),
        ('places: [{nombre: 5, commune: "28220"}]', "E221", "places[0].commune"),
        ("places: [{nombre: 5, partenaire: absent}]", "E221", "places[0].partenaire"),
        ("places: [{nombre: 5, du: 2026-01-01, au: 2025-12-31}]", "E212", "places[0].au"),
        ("apports: [{libelle: Un appartement, partenaire: absent}]", "E221", "apports[0].partenaire"),
        ("tranches_age: {bornes: [25, 45, 45]}", "E222", "tranches_age.bornes[2]"),
        (FINANCEUR.format('montant: "10.00"'), "E102", "financeurs[0].conventions[0].par"),
        (FINANCEUR.format('part: "100.01"'), "E222", "financeurs[0].conventions[0].part"),
        (FINANCEUR.format("au: 2025-12-31"), "E212", "financeurs[0].conventions[0].au"),
        (FINANCEUR.format("perimetre: {communes: ['28220']}"), "E221", "financeurs[0].conventions[0].perimetre.communes[0]"),
        (FINANCEUR.format("perimetre: {caisses: [ccas]}"), "E221", "financeurs[0].conventions[0].perimetre.caisses[0]"),
        (FINANCEUR.format("perimetre: {axes: [domicile]}"), "E221", "financeurs[0].conventions[0].perimetre.axes[0]"),
        (
            FINANCEUR.format("rapport: [{chaque: mois}, {chaque: an, indicateurs: [visites, visite]}]"),
            "E221",
            "financeurs[0].conventions[0].rapport[1].indicateurs[1]",
        ),
        (FINANCEUR.format("part: '50'}, {du: 2026-06-01"), "A330", "financeurs[0].conventions[1].du"),
    ],
)
def test_a_dispositif_that_contradicts_itself(texte: str, code: str, chemin: str) -> None:
    assert findings(d=dispositif(texte)) == {(code, chemin)}


def test_an_expired_code_says_what_to_write_instead() -> None:
    s = situation(SAISINE + "- {le: 2025-10-01, type: note, par: [stagiaire]}\n")
    (found,) = check(Registre(dispositif(), (s,)), au=date(2027, 1, 1))
    assert found.remede == "Écrire « ide » ; alp check --repair le fait."


def test_vu_silences_an_alerte_of_its_entry() -> None:
    vu = "vu: [{code: A305, motif: hébergée sans adresse, le: 2025-03-02}]"
    s = situation(ADMISE + f"- {{le: 2025-03-01, type: sortie, motif: relogement, {vu}}}\n")
    assert findings(s) == set()
    elsewhere = situation(ADMISE.replace("type: examen", f"type: examen, {vu}") + "- {le: 2025-03-01, type: sortie, motif: relogement}\n")
    assert findings(elsewhere) == {("A305", "journal[5]")}


def test_vu_on_any_entry_silences_an_alerte_about_the_whole_situation() -> None:
    seen = SAISINE.replace("ccas}", "ccas, vu: [{code: A308, motif: limitrophe, le: 2025-01-06}]}")
    assert findings(situation(seen, logement={"commune": "75056"})) == set()


@pytest.mark.parametrize(("code", "journal", "chemin"), [c for c in SEUL if c[0].startswith("E")], ids=lambda v: str(v)[:24])
def test_vu_never_silences_an_erreur(code: str, journal: str, chemin: str) -> None:
    vu = f", vu: [{{code: {code}, motif: regardé, le: 2025-01-06}}]}}\n"
    assert (code, chemin) in findings(situation(journal.replace("}\n", vu)))


# --- free text -------------------------------------------------------------------------------------------

TROUVES = [
    ("Mme Durand est passée", "A311"), ("M. Petit", "A311"), ("chez Monsieur D.", "A311"), ("madame Lefèvre-Martin", "A311"), ("le Dr Roux", "A311"),
    ("Jeanne DURAND", "A311"), ("Maître Noir", "A311"), ("06 12 34 56 78", "A312"), ("0612345678", "A312"), ("+33 6 12 34 56 78", "A312"),
    ("02.37.28.19.22", "A312"), ("02-37-28-19-22", "A312"), ("a.b@c.fr", "A313"), ("12 rue des Lilas", "A314"), ("3, avenue Foch", "A314"),
    ("8 Bd Chasles", "A314"), ("1 impasse du Puits", "A314"), ("2510328085012", "A315"), ("1 84 12 2A 004 123 45", "A315"),
]  # fmt: skip
PAS_TROUVES = [
    "Mme Tilleul a ouvert.", "Sa sœur est passée, madame est fatiguée.", "M. le maire", "Le CCAS de Chartres", "dossier MDPH et AAH en cours",
    "dette de 1250.00 euros", "loyer 2025-01-12, 345,60 €", "le 12/01/2026 à 14:30", "ALP28-2026-014", "une rue du quartier", "3 visites, avenue calme",
    "appartement 12, 3e étage", "numéro de lot 123456789012345678", "Elle vit rue de la République depuis 2 ans.", "Bel-Air", "Service social du Département",
    "madame est venue", "la CPAM a répondu le 05 06", "EHPAD", "La Madeleine",
]  # fmt: skip


@pytest.mark.parametrize(("texte", "code"), TROUVES)
def test_looks_personal(texte: str, code: str) -> None:
    assert [c for c, _ in suspects(f"Note : {texte}, à vérifier.")] == [code]


@pytest.mark.parametrize("texte", PAS_TROUVES)
def test_does_not_look_personal(texte: str) -> None:
    assert suspects(texte, pseudonymes=frozenset({"Tilleul"})) == []


def test_professionals_may_be_named_where_it_is_foreseen() -> None:
    r = reunion("{le: 2025-01-09, nature: copil, participants: [{qui: ccas, nom: Mme Durand}]}")
    assert findings(situation(SAISINE.replace("ccas", "ccas, auteur: Mme Durand")), reunions={"2025-01-09-copil": r}) == set()


def test_care_notes_are_looked_at_too() -> None:
    assert findings(situation(SAISINE), soins={"ESSAI-2025-001": {"bbbbbb": "Appelé Mme Durand."}}) == {("A311", "bbbbbb")}


# --- the catalogue ------------------------------------------------------------------------------------------


def test_gravity_is_the_first_letter_and_every_finding_explains_itself() -> None:
    for code, constat in CATALOGUE.items():
        assert constat.gravite is (Gravite.erreur if code[0] == "E" else Gravite.alerte)
        assert constat.explication.endswith(".")
        assert constat.remede


def test_every_finding_of_core_is_tested_here() -> None:
    """E2xx, A301 to A315 and A340 are core's; the store makes the others. Those of budgets have their own file."""
    wanted = {c for c in CATALOGUE if re.match(r"E2|A30|A31|A34", c)}
    here = (Path(__file__), Path(__file__).with_name("test_budget.py"))
    named = set(re.findall(r"[EA]\d{3}", "".join(p.read_text(encoding="utf-8") for p in here)))
    assert wanted <= named
