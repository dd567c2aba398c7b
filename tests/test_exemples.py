"""The example registers: no erreur, a plausible life, and made again byte for byte."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from alp.core import codes
from alp.core.calendrier import add_months
from alp.core.controles import check
from alp.core.echeances import due
from alp.core.entrees import (
    Bilan,
    Changement,
    Contrat,
    Evaluation,
    Evenement,
    Examen,
    Orientation,
    Recevabilite,
    Reprise,
    Saisine,
    Sortie,
    Visite,
)
from alp.core.erreurs import Gravite
from alp.core.parcours import SUIVIES, Etape, etape_of, walk
from alp.core.perimetre import Appartenance, payeurs
from alp.core.plis import bailleur, logement
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.suivi import suivis
from alp.store.lecture import Lecture, read_registre
from alp.store.modeles import example, examples, model
from tools.generer import MODELES, generate

MANQUEES = {"porte_close", "rendez_vous_manque", "sans_reponse", "refus"}
"""Visits that met nobody."""


@pytest.fixture(scope="module", params=MODELES)
def nom(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def jour(nom: str) -> date:
    """The last day of a register: its today."""
    return MODELES[nom].fin


@pytest.fixture(scope="module")
def lecture(nom: str) -> Lecture:
    return read_registre(example(nom), soins=True)


@pytest.fixture(scope="module")
def registre(lecture: Lecture) -> Registre:
    return lecture.registre


# --- every register -----------------------------------------------------------------------------------


def test_every_example_register_has_a_model() -> None:
    assert set(examples()) == set(MODELES)


def test_every_example_register_has_no_erreur_and_no_name(lecture: Lecture, jour: date) -> None:
    found = [*lecture.problemes, *check(lecture.registre, au=jour)]
    assert [str(p) for p in found if p.gravite is Gravite.erreur] == []
    assert [str(p) for p in found if p.code in ("A311", "A312", "A313", "A314", "A315")] == []


def test_the_dispositif_is_the_model_itself(nom: str) -> None:
    assert (example(nom) / "dispositif.yaml").read_text(encoding="utf-8") == model(nom)


def test_the_generator_makes_the_same_bytes_again(nom: str) -> None:
    folder = example(nom)
    on_disk = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.yaml")}
    assert generate(nom) == on_disk


def test_no_note_is_told_twice(registre: Registre) -> None:
    notes = Counter(e.note for s in registre.situations for e in s.journal if e.note)
    assert [n for n, times in notes.items() if times > 1] == []
    assert len(notes) > 5 * len(registre.situations)


def test_a_life_is_lived(registre: Registre) -> None:
    """Doors that stay closed, evaluations, orientations, meetings, collective actions, visits with a care note alone, each kind of exit."""
    entries = [e for s in registre.situations for e in s.journal]
    visits = [e for e in entries if isinstance(e, Visite)]
    assert 0.05 < sum(e.resultat in MANQUEES for e in visits) / len(visits) < 0.4
    assert any(isinstance(e, Evaluation) for e in entries)
    assert any(isinstance(e, Orientation) and e.effective_le for e in entries)
    assert any(e for e in entries if isinstance(e, Examen))
    assert registre.reunions
    assert registre.actions
    cared = {ref for notes in registre.soins.values() for ref in notes}
    assert any(e.ref in cared and not e.note for e in visits)
    assert {e.issue for e in entries if isinstance(e, Sortie)} >= set(codes.ISSUES_SORTIE)


def test_only_the_instruments_and_places_of_the_dispositif_are_used(registre: Registre) -> None:
    d = registre.dispositif
    entries = [e for s in registre.situations for e in s.journal]
    used = {
        name
        for e in entries
        if isinstance(e, Evaluation)
        for name in ("dette_loyer", "epices", "gir", "encombrement", "honos")
        if getattr(e, name)
    }
    assert used <= set(d.instruments)
    assert not d.lieux or {e.lieu for e in entries if isinstance(e, Visite)} <= set(d.lieux)
    assert d.contrat or not any(isinstance(e, Contrat) for e in entries)


# --- alp28 --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alp28() -> Registre:
    return read_registre(example("alp28"), soins=True).registre


def test_its_alertes_are_those_that_life_brings(alp28: Registre) -> None:
    codes = Counter(p.code for p in check(alp28, au=MODELES["alp28"].fin))
    assert set(codes) == {"A301", "A303", "A304", "A305", "A306"}
    assert 5 <= sum(codes.values()) <= 12


def followed_in(registre: Registre, year: int) -> set[str]:
    """The situations in the file active at some time of a year."""
    found = set()
    for s in registre.situations:
        start = None
        for pas in walk(s, registre.dispositif):
            start = pas.entree.le if pas.is_entree else start
            if pas.is_sortie and start and start.year <= year <= pas.entree.le.year:
                found.add(s.id)
            start = None if pas.is_sortie else start
        if start and start.year <= year:
            found.add(s.id)
    return found


def test_nearly_forty_persons_were_followed_in_2025(alp28: Registre) -> None:
    """Source: the CICAT's page on ALP 28: « près de quarante personnes »."""
    assert 36 <= len(followed_in(alp28, 2025)) <= 40


def test_it_has_all_that_happens_in_such_a_life(alp28: Registre) -> None:
    entries = [e for s in alp28.situations for e in s.journal]
    types = Counter(getattr(e, "type", "") for e in entries)
    assert all(types[t] for t in ("reprise", "relais", "nouvelles", "changement", "evenement", "sans_suite", "note"))
    results = {e.resultat for e in entries if isinstance(e, Visite)}
    assert {"rencontre", "porte_close", "refus", "sans_reponse"} <= results
    jour = MODELES["alp28"].fin
    states = Counter(str(s.etat_contrat) for s in suivis(alp28.au(jour), jour) if s.etape in SUIVIES)
    assert states["echu"] >= 2
    assert states["a_renouveler"] >= 2
    assert [e for e in entries if isinstance(e, Contrat) and e.interruption]
    assert [e for e in entries if isinstance(e, Contrat) and e.signature and e.signature.reponse == "refus"]
    assert [e for e in entries if e.annulee]
    assert [e for e in entries if isinstance(e, Orientation) and e.verifiee_le]
    assert [s for s in alp28.situations if any(lien.nature == "meme_foyer" for lien in s.liens)]
    assert len(alp28.reunions) > 20
    assert len(alp28.actions) > 10
    assert len([e for e in entries if e.note]) > 300


def test_a_hundred_situations_for_benchmarks_have_no_structural_fault(tmp_path: Path) -> None:
    for path, content in generate("alp28", graine=7, situations=120).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    lecture = read_registre(tmp_path)
    assert len(lecture.registre.situations) == 120
    assert lecture.problemes == []


# --- logisens -----------------------------------------------------------------------------------------

OCTOBRE = date(2017, 10, 11)
"""The day of the dossier of LOGISENS: « état d'avancement au 11 octobre 2017 »."""


@pytest.fixture(scope="module")
def logisens() -> Registre:
    return read_registre(example("logisens"), soins=True).registre.au(OCTOBRE)


def active(registre: Registre) -> list[Situation]:
    return [s for s in registre.situations if etape_of(s, registre.dispositif) in SUIVIES]


def test_thirty_persons_are_concerned_and_twenty_two_followed(logisens: Registre) -> None:
    """Source: the dossier of LOGISENS, § 11: 30 people concerned; 17 situations of LOGISENS and 5 of others."""
    assert len(logisens.situations) == 30
    assert not [s for s in logisens.situations if any(lien.nature in ("doublon", "precedente") for lien in s.liens)]
    landlords = Counter(bailleur(s, OCTOBRE) == "logisens" for s in active(logisens))
    assert landlords == {True: 17, False: 5}
    steps = Counter(etape_of(s, logisens.dispositif) for s in logisens.situations)
    assert steps[Etape.close] == 5
    assert steps[Etape.non_retenue] == 2
    assert steps[Etape.cellule] == 1


def test_one_works_in_its_five_communes(logisens: Registre) -> None:
    """Source: the dossier of LOGISENS, § 3."""
    places = [logement(s, OCTOBRE) for s in active(logisens)]
    communes = Counter(place.commune for place in places if place)
    assert set(communes) == {"15014", "15012", "15094", "15187", "15162"}


def test_whom_another_landlord_houses_passes_the_cell_first(logisens: Registre) -> None:
    """Source: the dossier of LOGISENS, § 5 and 7. The cell meets at its request, and hears its own tenants too."""
    for s in active(logisens):
        admitted = any(isinstance(e, Examen) and e.decision == "admission" for e in s.journal)
        assert admitted or bailleur(s, OCTOBRE) == "logisens", s.id
    cells = [r for r in logisens.reunions.values() if r.nature == "cellule"]
    assert len(cells) >= 6
    assert {p.demandee_par for r in cells for p in r.ordre_du_jour} == {"logisens"}
    seen = [s for s in active(logisens) if any(isinstance(e, Examen) and e.objet == "nouvelle" for e in s.journal)]
    assert any(bailleur(s, OCTOBRE) == "logisens" for s in seen)


def test_five_trades_visit_in_pairs_and_receive_at_the_flat(logisens: Registre) -> None:
    """Source: the dossier of LOGISENS, § 8, 9 and 13."""
    entries = [e for s in logisens.situations for e in s.journal]
    visits = [e for e in entries if isinstance(e, Visite) and e.resultat == "rencontre" and e.lieu in ("domicile", "appartement")]
    assert sum(len(e.par) == 2 for e in visits) / len(visits) > 0.4
    assert 0.15 < sum(e.lieu == "appartement" for e in visits) / len(visits) < 0.5
    assert {code for e in entries for code in e.par} == {"medecin", "cadre", "psychologue", "infirmier", "assistant"}
    assert {a.public for a in logisens.actions.values()} == {"personnes", "professionnels"}
    assert not [e for e in entries if isinstance(e, Contrat)]
    assert {d for e in entries if isinstance(e, Bilan) for o in e.objectifs if (d := o.domaine)}


def test_what_was_reached_is_of_the_kinds_that_the_dossier_tells(logisens: Registre) -> None:
    """Source: the dossier of LOGISENS, § 12, where eviction was the only answer before."""
    entries = [e for s in logisens.situations for e in s.journal]
    reached = Counter(r for s in logisens.situations for r in {r for e in s.journal if isinstance(e, (Bilan, Sortie)) for r in e.resultats})
    assert set(reached) >= {
        "formation_reprise", "droit_visite", "voisinage_apaise", "acces_soins", "dette_remboursee", "etalement", "atteinte_evitee", "aide_menagere",
        "travaux_acceptes", "tutelle_demandee", "structure_adaptee", "mobilisation_pro", "cure_addictologie",
    }  # fmt: skip
    assert reached["expulsion_evitee"] >= 5
    procedures = Counter(e.issue for e in entries if isinstance(e, Evenement) and e.nature == "procedure_expulsion")
    assert procedures["suspendue"] + procedures["abandonnee"] >= 4
    evicted = {bailleur(s, e.le) for s in logisens.situations for e in s.journal if isinstance(e, Evenement) and e.issue == "executee"}
    assert evicted == {"bailleur-prive"}


def test_four_who_had_left_came_back_within_the_twelve_months_and_are_followed_again(logisens: Registre) -> None:
    """A hospital stay, a daughter's house, a departure without a word, a mountain pasture: each is a kind of exit that is not an end."""
    back = [s for s in logisens.situations if any(isinstance(e, Reprise) for e in s.journal)]
    assert all(s in active(logisens) and bailleur(s, OCTOBRE) == "logisens" for s in back)
    left = [e for s in back for e in s.journal if isinstance(e, Sortie)]
    assert Counter(e.issue for e in left) == {"hospitalise": 1, "heberge": 1, "perdu_de_vue": 1, "inconnue": 1}
    for s in back:
        (exit_,), (reprise,) = ([e for e in s.journal if isinstance(e, kind)] for kind in (Sortie, Reprise))
        assert exit_.le < reprise.le < add_months(exit_.le, logisens.dispositif.parcours.reprise_mois)
        assert any(isinstance(e, Evaluation) and e.le > reprise.le for e in s.journal)


def test_nothing_in_logisens_asks_for_a_second_look() -> None:
    lecture = read_registre(example("logisens"), soins=True)
    assert [str(p) for p in [*lecture.problemes, *check(lecture.registre, au=OCTOBRE)]] == []


def test_no_word_of_another_system_slips_in() -> None:
    """Its texts are its own: no contract, no nurse mediator, no team of Chartres."""
    texts = " ".join(p.read_text(encoding="utf-8") for p in example("logisens").rglob("*.yaml") if p.name != "dispositif.yaml")
    assert [word for word in ("contrat", "médiatrice", "CICAT", "Chartres", "ALP") if word in texts] == []


# --- calais -------------------------------------------------------------------------------------------

NOVEMBRE = date(2026, 11, 20)
"""The last day of the register of Calais, which begins on 6 January 2025; the service itself began in 2016."""
TROIS_METIERS = {"psychologue", "infirmier", "educateur"}


@pytest.fixture(scope="module")
def calais() -> Registre:
    return read_registre(example("calais"), soins=True).registre.au(NOVEMBRE)


def test_the_vehicle_meets_people_without_a_file(calais: Registre) -> None:
    """Source: the page of the « service accompagnement », first axis: in the districts of Calais, or at partners'."""
    days = [a for a in calais.actions.values() if a.nature == "vehicule"]
    assert len(days) > 85
    assert {a.commune for a in days} == {"62193"}
    assert {a.quartier for a in days if not a.partenaires} == {"beau-marais", "matisse"}
    assert {p for a in days for p in a.partenaires} == {"centre-social", "aide-alimentaire", "accueil-jour", "ccas-calais"}
    assert {code for a in days for code in a.par} == TROIS_METIERS
    assert all(a.nombre and a.nombre > len(a.situations) and max(a.actes.values()) <= a.nombre for a in days)
    assert sum(a.nombre or 0 for a in days) > 700


def test_some_of_those_met_at_the_vehicle_become_a_situation_that_day(calais: Registre) -> None:
    born = {i: a.le for a in calais.actions.values() for i in a.situations}
    assert len(born) == 10
    assert {s.id for s in calais.situations if getattr(s.journal[0], "origine", "") == "equipe"} == set(born)
    for s in calais.situations:
        if s.id in born:
            first, seen = s.journal[:2]
            assert isinstance(seen, Visite)
            assert (first.le, seen.le, seen.lieu) == (born[s.id], born[s.id], "vehicule")
    steps = {etape_of(s, calais.dispositif) for s in calais.situations if s.id in born}
    assert steps == {Etape.signalee, Etape.evaluation, Etape.accompagnement, Etape.close, Etape.non_retenue}


def test_the_three_trades_evaluate_together_then_a_contract_of_six_months_opens(calais: Registre) -> None:
    """Source: the same page, second axis."""
    for s in calais.situations:
        for pas in (p for p in walk(s, calais.dispositif) if p.is_entree):
            before = [e for e in s.journal if isinstance(e, Evaluation) and e.le <= pas.entree.le]
            assert before, s.id
            assert isinstance(pas.entree, Contrat), s.id
            assert pas.entree.mois == 6
    entries = [e for s in calais.situations for e in s.journal]
    assert all(set(e.par) == TROIS_METIERS for e in entries if isinstance(e, Evaluation))
    seen = [e for e in entries if isinstance(e, Visite) and e.resultat == "rencontre" and e.lieu == "domicile"]
    assert {code for e in seen if len(e.par) == 1 for code in e.par} == TROIS_METIERS
    assert any(len(e.par) == 2 for e in seen)


def test_an_act_of_one_trade_is_done_with_that_trade(calais: Registre) -> None:
    done = [(act, e.par) for s in calais.situations for e in s.journal if isinstance(e, Visite) for act in e.actes]
    own = {"entretien_infirmier": "infirmier", "depistage": "infirmier", "entretien_psychologique": "psychologue", "budget": "educateur"}
    assert [(act, par) for act, par in done if own.get(act, par[0]) not in par] == []
    noted = {e.ref: e.par for s in calais.situations for e in s.journal}
    assert all("infirmier" in noted[ref] for notes in calais.soins.values() for ref in notes)


def test_contracts_are_renewed_up_to_the_fourth(calais: Registre) -> None:
    now = [s for s in suivis(calais, NOVEMBRE) if s.etape in SUIVIES]
    ranks = Counter(s.periode.rang for s in now if s.periode)
    assert set(ranks) == {1, 2, 3, 4}
    assert min(ranks[2], ranks[3]) >= 8
    states = Counter(str(s.etat_contrat) for s in now)
    assert states["echu"] == 2
    assert states["a_renouveler"] >= 4
    contracts = [e for s in calais.situations for e in s.journal if isinstance(e, Contrat)]
    assert sum(bool(e.debut) and e.le > e.debut for e in contracts) >= 4
    assert sum(bool(e.interruption) for e in contracts) == 1
    assert sum(bool(e.signature) and e.signature.reponse == "refus" for e in contracts if e.signature) == 1


def test_both_territories_have_situations_and_contracts(calais: Registre) -> None:
    where = {c.insee: c.territoire for c in calais.dispositif.territoire.communes}
    places = [logement(s, NOVEMBRE) for s in active(calais)]
    assert Counter(where[p.commune] for p in places if p and p.commune) == {"Calais": 23, "Communauté urbaine d'Arras": 11}
    assert len({p.commune for p in places if p}) >= 10


def test_each_funder_pays_for_someone_and_a_few_cannot_be_told(calais: Registre) -> None:
    """Territory, landlord and insurance say who pays; the two territories have one funder of their own each."""
    paid = [payeurs(s, calais.dispositif, NOVEMBRE) for s in active(calais)]
    surely = Counter(code for one in paid for code, said in one.items() if said is Appartenance.oui)
    assert set(surely) == {f.code for f in calais.dispositif.financeurs}
    assert surely["cu-arras"] == 11
    assert surely["politique-ville"] == 19
    assert min(surely.values()) >= 5
    unknown = {code for one in paid for code, said in one.items() if said is Appartenance.inconnu}
    assert unknown >= {"carsat", "cpam", "cget", "habitat-nord"}
    assert all(one for one in paid)


def test_each_kind_of_exit_and_of_refusal_is_there(calais: Registre) -> None:
    entries = [e for s in calais.situations for e in s.journal]
    assert {e.issue for e in entries if isinstance(e, Sortie)} >= set(codes.ISSUES_SORTIE)
    steps = Counter(etape_of(s, calais.dispositif) for s in calais.situations)
    assert steps == {
        Etape.accompagnement: 32,
        Etape.relais: 2,
        Etape.close: 12,
        Etape.evaluation: 4,
        Etape.signalee: 2,
        Etape.non_retenue: 8,
    }
    refused = {getattr(e, "decision", "") for e in entries if getattr(e, "type", "") == "recevabilite"} - {"recevable"}
    assert refused == {"hors_territoire", "droit_commun", "doublon", "hors_criteres", "erreur"}
    assert {r.nature for r in calais.reunions.values()} == {"synthese", "copil"}
    assert not any(isinstance(e, Examen) and e.decision in ("admission", "refus") for e in entries)


# --- chez-soi-oise ------------------------------------------------------------------------------------

LE_20_NOVEMBRE = date(2026, 11, 20)
"""The last day of the register of the Oise, which opens on 5 January 2026."""
DIX = {
    "compagnons-du-marais", "tandem-immobilier", "un-autre-regard", "sato-picardie", "nouvelle-forge", "pouvoir-agir-60", "samu-social", "adars",
    "diaconesses", "ch-isarien",
}  # fmt: skip
"""The ten partners that the announcement names."""


@pytest.fixture(scope="module")
def oise() -> Registre:
    return read_registre(example("chez-soi-oise"), soins=True).registre.au(LE_20_NOVEMBRE)


def stays(registre: Registre) -> list[tuple[Situation, date, date]]:
    """Each accompaniment: who, from which day, to which day."""
    found = []
    for s in registre.situations:
        start = None
        for pas in walk(s, registre.dispositif):
            start = pas.entree.le if pas.is_entree else start
            if pas.is_sortie and start:
                found.append((s, start, pas.entree.le))
                start = None
        if start:
            found.append((s, start, date.max))
    return found


def present(registre: Registre, le: date) -> list[Situation]:
    """The file active on a day."""
    return [s for s, start, end in stays(registre) if start <= le < end]


def test_the_fifty_five_places_fill_up_month_after_month(oise: Registre) -> None:
    """Source: the announcement of the ARS: 55 places opened in 2026."""
    assert sum(p.nombre for p in oise.dispositif.places) == 55
    ends = [date(2026, m + 1, 1) - timedelta(days=1) for m in range(2, 11)]
    counts = [len(present(oise, le)) for le in (*ends, LE_20_NOVEMBRE)]
    assert all(before < after for before, after in pairwise(counts)), counts
    assert 4 <= counts[0] <= 8
    assert 33 <= counts[7] <= 41
    assert counts[-1] == 48
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(320)]
    assert max(len(present(oise, le)) for le in days) <= 55
    assert len(present(oise, date(2026, 2, 11))) == 0
    steps = Counter(etape_of(s, oise.dispositif) for s in oise.situations)
    assert steps == {
        Etape.accompagnement: 48,
        Etape.close: 9,
        Etape.non_retenue: 14,
        Etape.signalee: 4,
        Etape.evaluation: 3,
        Etape.cellule: 2,
    }


def test_no_town_houses_more_people_than_it_has_places(oise: Registre) -> None:
    places = {p.commune: p.nombre for p in oise.dispositif.places}
    for le in (date(2026, 3, 1) + timedelta(days=n) for n in range(0, 265, 5)):
        housed = Counter(there.commune for s in present(oise, le) if (there := logement(s, le)))
        assert {c for c, n in housed.items() if n > places.get(c, 0)} == set(), le
    now = [logement(s, LE_20_NOVEMBRE) for s in present(oise, LE_20_NOVEMBRE)]
    assert {there.commune for there in now if there} == set(places)
    assert 5 <= sum(there is None for there in now) <= 14


def test_one_comes_without_a_dwelling_enters_one_may_lose_it_and_stays(oise: Registre) -> None:
    assert not [s for s in oise.situations if s.logement]
    moves = [(s, e) for s in oise.situations for e in s.journal if isinstance(e, Changement) and e.logement]
    assert {e.bail for _, e in moves if e.bail} == {"sous_location", "glissant", "direct"}
    assert sum(e.bail == "direct" for _, e in moves) == 4
    assert sum(e.motif == "demenagement" for _, e in moves) == 2
    left = {s.id for s in oise.situations if any(isinstance(e, Sortie) for e in s.journal)}
    lost = {s.id for s, e in moves if e.logement == "aucun"} - left
    now = {s.id: logement(s, LE_20_NOVEMBRE) for s in present(oise, LE_20_NOVEMBRE)}
    assert len(lost & set(now)) == len(lost) == 4
    assert sum(now[i] is None for i in lost) == 2
    assert not [e for s, e in moves if e.bail and not any(p <= e.le < end for one, p, end in stays(oise) if one is s)]


def test_nobody_is_visited_at_home_or_complained_of_without_a_home(oise: Registre) -> None:
    for s in oise.situations:
        for e in s.journal:
            at_home = isinstance(e, Visite) and e.lieu in ("domicile", "pas_de_porte")
            befell = isinstance(e, Evenement) and e.nature in ("plainte", "chute", "danger", "procedure_expulsion")
            assert logement(s, e.le) or not (at_home or befell), (s.id, e.le)
            if isinstance(e, Evaluation):
                asked = set(e.constats) & {"loyer_paye", "aide_logement", "sans_domicile_6_mois"}
                assert asked == ({"loyer_paye", "aide_logement"} if logement(s, e.le) else {"sans_domicile_6_mois"})


def test_no_contract_has_a_term_and_no_yearly_review_is_due(oise: Registre) -> None:
    entries = [e for s in oise.situations for e in s.journal]
    contracts = [e for e in entries if isinstance(e, Contrat)]
    assert len(contracts) > 50
    assert not [e for e in contracts if e.mois]
    assert Counter(e.stade for e in entries if isinstance(e, Evaluation))["suivi"] >= 12
    assert all(set(e.par) == {"psychiatre", "infirmiere", "travailleuse_sociale"} for e in entries if isinstance(e, Evaluation))
    assert any(e.honos for e in entries if isinstance(e, Evaluation))
    assert not [
        e for e in due(oise, au=LE_20_NOVEMBRE) if e.nature in ("reevaluation", "renouvellement", "contrat_echu") and e.late(LE_20_NOVEMBRE)
    ]
    assert {r.nature for r in oise.reunions.values()} == {"commission", "copil", "synthese"}


def test_the_ten_partners_refer_house_and_sit(oise: Registre) -> None:
    """Source: the announcement of the ARS. One of the ten finds dwellings; the nine others refer."""
    origins = {e.origine for s in oise.situations for e in s.journal if isinstance(e, Saisine)}
    assert DIX - origins == {"tandem-immobilier"}
    assert {p.qui for r in oise.reunions.values() if r.nature == "copil" for p in r.participants} >= DIX
    people = [s.personne.naissance for s in oise.situations]
    assert all(born and 20 <= 2026 - int(born) <= 65 for born in people)
    assert sum(s.foyer.type == "personne_seule" for s in oise.situations) > 0.9 * len(people)


def test_a_team_of_eight_trades_visits_often_in_pairs(oise: Registre) -> None:
    entries = [e for s in oise.situations for e in s.journal]
    seen = [e for e in entries if isinstance(e, Visite) and e.resultat == "rencontre" and e.lieu in ("domicile", "exterieur", "structure")]
    assert {code for e in seen for code in e.par} == {e.code for e in oise.dispositif.equipe} - {"coordination"}
    assert sum(len(e.par) == 2 for e in seen) / len(seen) > 0.3
    done = [(act, set(e.par)) for e in seen for act in e.actes]
    assert all(par & {"psychiatre", "medecin"} for act, par in done if act == "consultation")
    assert {a.public for a in oise.actions.values()} == {"personnes", "professionnels", "mixte"}
    noted = {e.ref: e.par for e in entries}
    assert all("infirmiere" in noted[ref] for notes in oise.soins.values() for ref in notes)


def test_the_first_year_has_each_kind_of_exit_and_one_who_comes_back(oise: Registre) -> None:
    entries = [e for s in oise.situations for e in s.journal]
    exits = Counter(e.issue for e in entries if isinstance(e, Sortie))
    assert exits == {
        "maintenu": 1, "reloge": 1, "heberge": 1, "etablissement": 1, "expulse": 1, "hospitalise": 1, "deces": 1, "perdu_de_vue": 1, "inconnue": 2,
    }  # fmt: skip
    types = Counter(getattr(e, "type", "") for e in entries)
    assert (types["reprise"], types["relais"], types["sans_suite"]) == (1, 1, 5)
    refused = Counter(getattr(e, "decision", "") for e in entries if getattr(e, "type", "") == "recevabilite")
    assert {k: n for k, n in refused.items() if k not in ("recevable", "liste_attente")} == {
        "hors_criteres": 3, "hors_territoire": 2, "droit_commun": 1, "doublon": 1,
    }  # fmt: skip
    stayed = [e for e in entries if isinstance(e, Evenement) and e.nature == "hospitalisation"]
    assert sum(e.issue == "retour_domicile" for e in stayed) >= 3
    assert sum(e.fin_le is None for e in stayed) >= 2


def test_nothing_in_the_oise_asks_for_a_second_look() -> None:
    lecture = read_registre(example("chez-soi-oise"), soins=True)
    assert [str(p) for p in [*lecture.problemes, *check(lecture.registre, au=LE_20_NOVEMBRE)]] == []


# --- le-mans ------------------------------------------------------------------------------------------

DECEMBRE = date(2017, 12, 29)
"""The last worked day of the year that the public sheet of the device tells."""


@pytest.fixture(scope="module")
def le_mans() -> Registre:
    return read_registre(example("le-mans"), soins=True).registre.au(DECEMBRE)


def examined(registre: Registre, *objets: str) -> list[tuple[Situation, Examen]]:
    """The passages of one kind, with their situations."""
    return [(s, e) for s in registre.situations for e in s.journal if isinstance(e, Examen) and e.objet in objets]


def test_thirty_four_new_situations_were_examined_in_2017(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: « 34 situations nouvelles examinées ». An adjourned one counts once."""
    new = examined(le_mans, "nouvelle")
    assert max(Counter(s.id for s, _ in new).values()) == 1
    assert Counter(e.le.year for _, e in new) == {2017: 34, 2016: 12}
    assert len(examined(le_mans, "reexamen")) == 2
    assert Counter(e.decision for s, e in examined(le_mans, "nouvelle", "reexamen") if e.le.year == 2017) == {
        "admission": 31,
        "reorientation": 2,
        "refus": 1,
        "ajournement": 2,
    }


def test_coownerships_referred_three_times_for_troubles_in_the_private_stock(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017."""
    types = {p.code: p.type for p in le_mans.dispositif.partenaires}
    entries = [(s, e) for s in le_mans.situations for e in s.journal if isinstance(e, Saisine)]
    referred = [(s, e) for s, e in entries if types.get(e.origine) in ("copropriete", "syndic")]
    assert {e.origine for _, e in referred} == {"copropriete-tilleuls", "copropriete-gare", "syndic"}
    assert [e.le.year for _, e in referred] == [2017, 2017, 2017]
    assert {place.parc for s, _ in referred if (place := logement(s, DECEMBRE))} == {"copropriete"}
    assert Counter(types[e.origine] == "bailleur_social" for _, e in entries)[True] > 50


def test_three_funders_give_29_362_euros(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: ARS 3 000, CCAS 21 362, DDCS 5 000."""
    year = [c for f in le_mans.dispositif.financeurs for c in f.conventions if c.du <= DECEMBRE <= (c.au or DECEMBRE)]
    assert len(year) == 3
    assert sum((c.montant or Decimal(0) for c in year), Decimal(0)) == Decimal("29362.00")


def test_two_public_landlords_have_a_backlog_of_several_months(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: files in arrears at some landlords."""
    waiting = [
        s
        for s in le_mans.situations
        if etape_of(s, le_mans.dispositif) is Etape.signalee
        and any(isinstance(e, Recevabilite) and e.decision == "liste_attente" for e in s.journal)
    ]
    assert Counter(bailleur(s, DECEMBRE) for s in waiting) == {"le-mans-habitat": 7, "sarthe-habitat": 4, "mancelle": 1}
    assert 120 < median((DECEMBRE - s.journal[0].le).days for s in waiting) < 210


def test_each_situation_comes_back_at_the_next_commission(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: « feed-back », situation by situation, from the first commission of the year on."""
    days = sorted(r.le for r in le_mans.reunions.values() if r.nature == "commission")
    assert len([d for d in days if d.year == 2017]) == 11
    assert not [d for d in days if d.month == 8]
    passed = {(s.id, e.le) for s, e in examined(le_mans, "suites", "reexamen")}
    for before, after in pairwise(days):
        for s, e in examined(le_mans.au(after), "nouvelle", "reexamen"):
            followed = etape_of(le_mans.au(after).par_id[s.id], le_mans.dispositif) is not Etape.non_retenue
            assert e.le != before or not followed or (s.id, after) in passed, (s.id, after)
    first = next(r for r in le_mans.reunions.values() if r.nature == "commission" and r.le == date(2017, 1, 19))
    assert len([p for p in first.ordre_du_jour if p.objet == "suites" and "-2016-" in p.situation]) >= 5
    assert first.ordre_du_jour[0].objet == "suites"


def test_committees_tell_their_opinion_before_and_after_the_year(le_mans: Registre) -> None:
    """Source: the OSCARS sheet of Le Mans, 2017: the committee of December 2016."""
    copils = sorted(r.le for r in le_mans.reunions.values() if r.nature == "copil")
    assert [(d.year, d.month) for d in copils] == [(2016, 12), (2017, 12)]
    assert all(r.points and all(p.compte_rendu for p in r.points) for r in le_mans.reunions.values() if r.nature == "copil")
    assert {a.public for a in le_mans.actions.values()} == {"professionnels"}
    landlords = {"le-mans-habitat", "sarthe-habitat", "mancelle"}
    assert sum(bool(landlords & set(a.partenaires)) for a in le_mans.actions.values()) >= 5


def test_several_trades_evaluate_and_partners_undertake_the_answer(le_mans: Registre) -> None:
    entries = [e for s in le_mans.situations for e in s.journal]
    evaluations = [e for e in entries if isinstance(e, Evaluation)]
    assert all(set(e.par) == {"travailleuse_sociale", "infirmier_psy"} for e in evaluations)
    assert sum(len(e.participants) > 2 for e in evaluations) > 10
    team = {m.code for m in le_mans.dispositif.equipe}
    promised = {g.qui for e in entries if isinstance(e, Examen) for g in e.engagements if g.qui} - team
    assert len(promised) >= 12
    assert not [e for e in entries if isinstance(e, Contrat)]


def test_what_asks_for_a_second_look_at_le_mans() -> None:
    lecture = read_registre(example("le-mans"), soins=True)
    assert Counter(p.code for p in [*lecture.problemes, *check(lecture.registre, au=DECEMBRE)]) == {"A303": 1, "A304": 1, "A306": 1}


def test_the_words_of_le_mans_are_its_own() -> None:
    texts = " ".join(p.read_text(encoding="utf-8") for p in example("le-mans").rglob("*.yaml") if p.name != "dispositif.yaml")
    assert [word for word in ("médiatrice", "CICAT", "Chartres", "Aurillac", "Calais", "contrat n") if word in texts] == []
