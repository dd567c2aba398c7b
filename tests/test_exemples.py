"""The example registers: no erreur, a plausible life, and made again byte for byte."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from alp.core import codes
from alp.core.controles import check
from alp.core.entrees import Bilan, Contrat, Evaluation, Evenement, Examen, Orientation, Sortie, Visite
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
    """Doors that stay closed, evaluations, orientations, meetings, collective actions, care notes, exits of several kinds."""
    entries = [e for s in registre.situations for e in s.journal]
    visits = [e for e in entries if isinstance(e, Visite)]
    assert 0.05 < sum(e.resultat in MANQUEES for e in visits) / len(visits) < 0.4
    assert any(isinstance(e, Evaluation) for e in entries)
    assert any(isinstance(e, Orientation) and e.effective_le for e in entries)
    assert registre.reunions
    assert registre.actions
    assert any(registre.soins.values())
    assert len({e.issue for e in entries if isinstance(e, Sortie)}) >= 4


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
    assert {e.issue for e in entries if isinstance(e, Sortie)} >= {
        "maintenu",
        "reloge",
        "heberge",
        "etablissement",
        "expulse",
        "deces",
        "perdu_de_vue",
    }
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
    assert not procedures["executee"]
    assert {e.issue for e in entries if isinstance(e, Sortie)} == {"maintenu", "reloge", "etablissement", "deces", "perdu_de_vue"}


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
    assert {e.issue for e in entries if isinstance(e, Sortie)} == set(codes.ISSUES_SORTIE)
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
