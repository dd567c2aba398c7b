"""The example registers: no erreur, a plausible life, and made again byte for byte."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from alp.core.controles import check
from alp.core.entrees import Bilan, Contrat, Evaluation, Evenement, Examen, Orientation, Sortie, Visite
from alp.core.erreurs import Gravite
from alp.core.parcours import SUIVIES, Etape, etape_of, walk
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
