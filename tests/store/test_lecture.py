"""What is stored reads back as it was, spelled right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.erreurs import Objet
from alp.core.situation import Situation
from alp.core.structure import plain, read_record
from alp.store.ecriture import render
from alp.store.lecture import Fichier, data_of, read_bytes
from alp.store.orthographe import repair
from tests.conftest import SITUATION, dispositif, read_yaml
from tests.strategies import REGLES, TEXTES, situations

DISPOSITIFS = [dispositif(r) for r in REGLES]


def read(texte: str, id_: str = "ESSAI-2025-001") -> Fichier:
    return read_bytes(f"situations/{id_[6:10]}/{id_}.yaml", Objet("situation", id_), texte.encode())


@given(st.sampled_from(DISPOSITIFS).flatmap(situations))
def test_a_situation_reads_back_equal_and_without_a_finding(s: Situation) -> None:
    found = read(render(plain(s)), s.id)
    assert found.problemes == ()
    assert found.record == s


@given(TEXTES.filter(str.strip))
def test_any_note_survives(texte: str) -> None:
    data: dict[str, Any] = read_yaml(SITUATION) | {"precautions": texte}
    data["journal"][0]["note"] = texte
    s = read_record(Situation, data)
    assert isinstance(s, Situation), s
    found = read(render(plain(s)))
    assert found.problemes == ()
    assert found.record == s


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ("1951", '"1951"', "1951"), ("1951", "'1951'", "1951"), ("2025-01-06", '"2025-01-06"', "2025-01-06"), ("Tilleul", "no", '"no"'),
        ("Tilleul", "12:30", '"12:30"'), ("Tilleul", "1.10", '"1.10"'), ("origine: ccas", "origine: ccas\n    note: 0x1F", '"0x1F"'),
    ],
)  # fmt: skip
def test_a_wrong_spelling_says_the_right_one_and_is_repaired(before: str, after: str, right: str) -> None:
    """The repair changes nothing but that scalar's line."""
    texte = SITUATION.replace(before, after)
    found = read(texte)
    assert [(p.code, p.message.endswith(f"doit s'écrire {right}")) for p in found.problemes] == [("E105", True)]
    assert found.racine is not None
    mended = repair(texte, found.racine, data_of(found.record))
    assert read(mended).problemes == ()
    assert read(mended).record == found.record
    assert len(set(texte.splitlines()) ^ set(mended.splitlines())) == 2


def test_absent_and_empty_are_the_same() -> None:
    empty = SITUATION.replace("journal:", "precautions: ''\nliens: []\nlogement: {}\nreferent:\njournal:").replace(
        "origine: ccas", "origine: ccas\n    note: ~"
    )
    assert read(empty).record == read(SITUATION).record
    assert read(empty).problemes == ()


def test_a_text_of_blanks_is_refused() -> None:
    assert [(p.code, p.chemin) for p in read(SITUATION.replace("Tilleul", '"  "')).problemes] == [("E103", "personne.pseudonyme")]
