"""Rendering: any text survives, and every YAML tool reads what alp meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from alp.core.erreurs import AlpError
from alp.store.ecriture import entry_lines, inline, is_ambiguous, render
from alp.store.greffe import as_text
from alp.store.noeuds import parse, read_text
from tests.strategies import DURS, TEXTES, data


class Constructeur(SafeConstructor):
    """check-jsonschema teaches ruamel, for the whole process, to read dates as text; here they are dates."""

    yaml_constructors = {  # noqa: RUF012
        **SafeConstructor.yaml_constructors,
        "tag:yaml.org,2002:timestamp": SafeConstructor.construct_yaml_timestamp,
    }


def read_with(version: tuple[int, int], texte: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Constructeur
    yaml.version = version
    return yaml.load(texte)


@given(data(TEXTES))
def test_what_is_rendered_reads_back_the_same(value: dict[str, Any]) -> None:
    assert as_text(parse(read_text(render(value).encode())).data) == as_text(value)


@given(data(TEXTES))
def test_no_yaml_tool_reads_anything_else(value: dict[str, Any]) -> None:
    """Text stays text, an integer an integer, a date a date, in YAML 1.1 and in YAML 1.2."""
    for version in ((1, 2), (1, 1)):
        assert read_with(version, render(value)) == value


@pytest.mark.parametrize("texte", DURS)
def test_a_text_that_looks_like_something_else(texte: str) -> None:
    for wrapped in (
        {"a": texte},
        {"a": [texte]},
        {"a": {"b": texte}},
        {"a": [{"b": texte, "c": [texte]}]},
        {"a" if texte in ("", "<<") else texte: "b"},
    ):
        rendered = render(wrapped)
        assert read_with((1, 1), rendered) == wrapped
        assert read_with((1, 2), rendered) == wrapped
        assert parse(rendered).data == wrapped


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("porte_close", "porte_close"), ("28085", '"28085"'), ("2A004", "2A004"), ("01000", '"01000"'), ("12E05", '"12E05"'), ("1250.00", '"1250.00"'),
        ("14:30", '"14:30"'), ("non", "non"), ("no", '"no"'), ("y", '"y"'), ("oui", "oui"), ("Elle dit : « non »", '"Elle dit : « non »"'), (20, "20"),
        (dt.date(2026, 1, 12), "2026-01-12"), ("2026-01-12", '"2026-01-12"'), ("chien dans l'entrée", "chien dans l'entrée"),
    ],
)  # fmt: skip
def test_one_spelling_is_right(value: Any, written: str) -> None:
    assert inline(value) == written


@pytest.mark.parametrize(
    "texte",
    [
        "y",
        "NO",
        "On",
        "~",
        "0",
        "007",
        "1_000",
        "0b11",
        "0o17",
        "0xFF",
        "1e3",
        "1.5",
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "190:20:30",
        "2026-1-2",
        "2026-01-12T10:00:00Z",
        "<<",
        "=",
    ],
)
def test_ambiguous(texte: str) -> None:
    assert is_ambiguous(texte)


@pytest.mark.parametrize(
    "texte", ["non", "oui", "2A004", "ALP28-2026-014", "k3fhq7", "porte_close", "14h30", "12/01/2026", "1er mai", "a", "-a"]
)
def test_not_ambiguous(texte: str) -> None:
    assert not is_ambiguous(texte)


def test_a_long_sentence_is_folded_and_a_letter_keeps_its_lines() -> None:
    assert entry_lines("note", "mot " * 30 + "fin", 4) == ["    note: >-", "      " + "mot " * 24 + "mot", "      mot mot mot mot mot fin"]
    assert entry_lines("note", "Madame,\n\nau revoir", 0) == ["note: |-", "  Madame,", "", "  au revoir"]


@pytest.mark.parametrize("texte", ["\x00", "\x1b[31m", "\ud800", "\u202e", "\u200b", "\ufeff"])
def test_what_could_not_be_read_back_is_refused(texte: str) -> None:
    with pytest.raises(AlpError, match="caractère interdit"):
        render({"note": f"a{texte}b"})
