"""Communes, as people type them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.registre import fold
from alp.core.types import INSEE
from alp.store.communes import LISTE, Commune, communes, departements, find_communes, key_of
from tools.communes import build, compress, rows

COMMUNES = st.sampled_from(communes())


@pytest.mark.parametrize(
    ("tape", "insee"),
    [
        ("Chartres", "28085"),
        ("chartres 28000", "28085"),
        ("Arpajon-sur-Cère", "15012"),
        ("arpajon cere", "15012"),
        ("ARPAJON SUR CERE", "15012"),
        ("Riom-ès-Montagnes", "15162"),
        ("riom es montagnes", "15162"),
        ("L'Haÿ-les-Roses", "94038"),
        ("L’Hay les Roses", "94038"),
        ("hay roses", "94038"),
        ("l'hay", "94038"),
        ("lhay les roses", "94038"),
        ("st flour", "15187"),
        ("St-Flour", "15187"),
        ("ste menehould", "51507"),
        ("Ajaccio", "2A004"),
        ("2a004", "2A004"),
        ("ajaccio 20000", "2A004"),
        ("ajaccio 2A", "2A004"),
        ("bastia (20)", "2B033"),
        ("Saint-Denis 93", "93066"),
        ("Saint-Denis (93)", "93066"),
        ("saint denis, 93200", "93066"),
        ("Saint-Denis 974", "97411"),
        ("st denis 97400", "97411"),
        ("gustavia 97133", ""),
        ("saint barthelemy 97133", "97701"),
        ("bourg en bresse 1", "01053"),
        ("bourg en bresse 1000", "01053"),
        ("le mans", "72181"),
        ("Y", "80829"),
        ("oeuilly 51", "51410"),
        ("28085", "28085"),
        ("Nouméa", "98818"),
    ],
)
def test_the_likeliest_commune_comes_first(tape: str, insee: str) -> None:
    assert next((c.insee for c in find_communes(tape)), "") == insee


@pytest.mark.parametrize("tape", ["", " ", "-", "()", "15", "28000", "pas une commune", "Chartres 99", "Saint-Flour (28)", "2A"])
def test_nothing_is_found_where_nothing_is_meant(tape: str) -> None:
    assert find_communes(tape) == []


def test_the_same_name_comes_before_names_that_begin_so_and_those_that_hold_it() -> None:
    found = [c.nom for c in find_communes("st flour")]
    assert found == ["Saint-Flour", "Saint-Flour-de-Mercoire", "Saint-Flour-l'Étang", "Anglards-de-Saint-Flour"]


def test_every_commune_of_one_name_is_offered_with_its_departement() -> None:
    assert [c.label for c in find_communes("Saint-Denis")][:4] == [
        "Saint-Denis (11, Aude)",
        "Saint-Denis (30, Gard)",
        "Saint-Denis (93, Seine-Saint-Denis)",
        "Saint-Denis (974, La Réunion)",
    ]


def test_a_departement_given_apart_narrows_the_search() -> None:
    assert [c.insee for c in find_communes("Saint-Denis", departement="974")] == ["97411"]
    assert [c.insee for c in find_communes("Saint-Denis 93", departement="974")] == ["97411"]
    assert find_communes("28085", departement="15") == []


@given(COMMUNES, st.sampled_from([str.upper, str.lower, str.title, fold, lambda s: s.replace("-", " "), lambda s: s.replace("'", "’")]))
def test_a_commune_is_found_by_its_name_however_it_is_written(commune: Commune, change: Callable[[str], str]) -> None:
    typed = change(commune.nom)
    found = find_communes(typed)
    assert commune in found
    same = [c for c in found if c.cle.entier == commune.cle.entier]
    assert found[: len(same)] == same
    assert commune in find_communes(f"{typed} {commune.departement}")
    assert commune in find_communes(f"{typed} ({commune.departement})")


@given(COMMUNES)
def test_saint_may_be_abridged_and_small_words_left_out(commune: Commune) -> None:
    short = re.sub(r"\bSaint(e?)\b", r"St\1", commune.nom)
    assert commune in find_communes(short)
    small = {"l", "le", "la", "les", "sur"}
    rest = [word for word in re.findall(r"\w+", commune.nom) if fold(word) not in small]
    assert not rest or commune in find_communes(" ".join(rest))


@given(COMMUNES)
def test_a_commune_is_found_by_its_code(commune: Commune) -> None:
    assert find_communes(commune.insee.lower()) == [commune]


@given(st.text(max_size=20))
def test_whatever_is_typed_finds_communes_or_nothing(typed: str) -> None:
    assert set(find_communes(typed)) <= set(communes())


@given(COMMUNES, COMMUNES)
def test_names_that_differ_by_more_than_their_writing_have_different_keys(a: Commune, b: Commune) -> None:
    assert (key_of(a.nom).entier == key_of(b.nom).entier) == (re.sub(r"\W", "", fold(a.nom)) == re.sub(r"\W", "", fold(b.nom)))


def test_the_list_is_whole_and_each_code_stands_once() -> None:
    codes = [c.insee for c in communes()]
    assert len(codes) == len(set(codes)) > 34_000
    assert codes == sorted(codes)
    assert all(INSEE.fullmatch(code) for code in codes)
    assert {c.departement for c in communes()} == set(departements())
    assert {"2A", "2B", "971", "976", "988"} <= set(departements())


def test_the_list_says_where_it_comes_from_and_under_which_licence() -> None:
    about = (LISTE / "LISEZMOI.md").read_text(encoding="utf-8")
    assert f"{len(communes())} communes" in about
    assert "Licence Ouverte 2.0" in about
    assert "INSEE" in about


def test_the_list_is_small_and_carries_no_date() -> None:
    packed = (LISTE / "communes.csv.gz").read_bytes()
    assert len(packed) < 300_000
    assert packed[3:8] == b"\0\0\0\0\0"  # no name, no time
    assert gzip.decompress(compress("Chartres")) == b"Chartres"


def test_the_tool_keeps_current_communes_only(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "package.json").write_text('{"version": "6.0.0"}')
    (tmp_path / "data" / "communes.json").write_text(
        '[{"code": "28085", "nom": "Chartres", "type": "commune-actuelle"}, {"code": "13201", "nom": "Marseille 1er", "type": "arrondissement-municipal"},'
        ' {"code": "01001", "nom": "L\'Abergement", "type": "commune-actuelle"}, {"code": "93059", "nom": "Pierrefitte", "type": "commune-deleguee"}]'
    )
    (tmp_path / "data" / "departements.json").write_text('[{"code": "28", "nom": "Eure-et-Loir"}]')
    made = build(tmp_path)
    assert gzip.decompress(made["communes.csv.gz"]).decode() == "01001;L'Abergement\n28085;Chartres\n"
    assert made == build(tmp_path)
    assert "1er janvier 2026" in made["LISEZMOI.md"].decode()
    assert rows([]) == ""
