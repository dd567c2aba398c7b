"""The benchmarks measure what they say; their times are no test."""

from __future__ import annotations

from pathlib import Path

from alp.core.controles import check
from alp.core.erreurs import Gravite
from alp.core.seance import decided
from alp.store.lecture import read_registre
from benchmarks.compte_rendu import EXAMINEES, MODELE, make_register
from tools.generer import MODELES


def test_the_meeting_that_is_measured_has_decided_on_twenty_situations(tmp_path: Path) -> None:
    key = make_register(tmp_path / "registre", situations=60)
    lecture = read_registre(tmp_path / "registre")
    found = [*lecture.problemes, *check(lecture.registre, au=MODELES[MODELE].fin)]
    assert [str(p) for p in found if p.gravite is Gravite.erreur] == []
    told = [decided(lecture.registre, key, p.situation) for p in lecture.registre.reunions[key].ordre_du_jour]
    assert len(told) == EXAMINEES
    assert all(e and e.strategie and e.engagements for e in told)
