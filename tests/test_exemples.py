"""The example registers: no erreur, a plausible life, and made again byte for byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from alp.core.controles import check
from alp.core.entrees import Contrat, Orientation, Sortie, Visite
from alp.core.erreurs import Gravite
from alp.core.parcours import SUIVIES, walk
from alp.core.registre import Registre
from alp.core.suivi import suivis
from alp.store.lecture import Lecture, read_registre
from alp.store.modeles import example, examples, model
from tools.generer import DEBUT, FIN, generate

JOUR = FIN
CASES = examples()


@pytest.fixture(scope="module", params=CASES)
def lecture(request: pytest.FixtureRequest) -> Lecture:
    return read_registre(example(request.param), soins=True)


@pytest.fixture(scope="module")
def alp28() -> Registre:
    return read_registre(example("alp28"), soins=True).registre


def test_every_example_register_has_no_erreur_and_no_name(lecture: Lecture) -> None:
    found = [*lecture.problemes, *check(lecture.registre, au=JOUR)]
    assert [str(p) for p in found if p.gravite is Gravite.erreur] == []
    assert [str(p) for p in found if p.code in ("A311", "A312", "A313", "A314", "A315")] == []


def test_its_alertes_are_those_that_life_brings(alp28: Registre) -> None:
    codes = Counter(p.code for p in check(alp28, au=JOUR))
    assert set(codes) == {"A301", "A303", "A304", "A305", "A306"}
    assert 5 <= sum(codes.values()) <= 12


def test_the_dispositif_is_the_model_itself(alp28: Registre) -> None:
    assert (example("alp28") / "dispositif.yaml").read_text(encoding="utf-8") == model("alp28")


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
    states = Counter(str(s.etat_contrat) for s in suivis(alp28.au(JOUR), JOUR) if s.etape in SUIVIES)
    assert states["echu"] >= 2
    assert states["a_renouveler"] >= 2
    assert [e for e in entries if isinstance(e, Contrat) and e.interruption]
    assert [e for e in entries if isinstance(e, Contrat) and e.signature and e.signature.reponse == "refus"]
    assert [e for e in entries if e.annulee]
    assert [e for e in entries if isinstance(e, Orientation) and e.verifiee_le]
    assert [s for s in alp28.situations if any(lien.nature == "meme_foyer" for lien in s.liens)]
    assert len(alp28.reunions) > 20
    assert len(alp28.actions) > 10
    assert alp28.soins


def test_no_note_is_told_twice(alp28: Registre) -> None:
    notes = Counter(e.note for s in alp28.situations for e in s.journal if e.note)
    assert [n for n, times in notes.items() if times > 1] == []
    assert len(notes) > 300


def test_the_generator_makes_the_same_bytes_again() -> None:
    made = generate("alp28", graine=28, situations=48, debut=DEBUT, fin=FIN)
    folder = example("alp28")
    on_disk = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.yaml")}
    assert made == on_disk


def test_a_thousand_situations_for_benchmarks_have_no_structural_fault(tmp_path: Path) -> None:
    made = generate("alp28", graine=7, situations=120, debut=DEBUT, fin=FIN)
    for path, content in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    lecture = read_registre(tmp_path)
    assert len(lecture.registre.situations) == 120
    assert lecture.problemes == []
