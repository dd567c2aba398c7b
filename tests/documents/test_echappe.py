"""User text inside Markdown: whatever it holds, the page has the same blocks, and the text is the same."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.documents.arbre import read
from alp.documents.blocs import Break, NoBreak, Text
from alp.documents.echappe import clean, escape
from alp.documents.typographie import polish
from tests.documents.lecteurs import whole

CONTEXTS = {
    "un paragraphe": "Avant.\n\n{}\n\nAprès.",
    "une ligne": "Avant {} après.",
    "après une ligne": "Avant\n{}\naprès.",
    "une liste": "- {}\n- deux",
    "une liste numérotée": "1. {}\n2. deux",
    "une cellule": "| a | b |\n| :-- | --: |\n| {} | x |\n| y | {} |",
    "une cellule serrée": "|a|b|\n|--|--|\n|{}|x|",
    "un titre": "## {}x\n\nTexte.",
    "un titre qui finit": "## x {}\n\nTexte.",
    "une citation": "> {}\n\nTexte.",
    "un texte fort": "**x {}** suite",
    "avant un tableau": "{}\n\n| a |\n| :-- |\n| b |",
    "un conteneur": "::: adresse\n{}\n:::\n\nTexte.",
}
SIGNS = st.text(alphabet=st.sampled_from("\\`*_[]<>&|~#-+=:!.()0123456789ab \n\r\t\"'{}%$@^/;,°é\u2028\x00\x0b\u200b"), max_size=40)
HOSTILE = (
    "# Titre", "- puce", "1. un", "> cite", "---", "***", "___", "===", "```\ncode\n```", "    code", "| a | b |\n|--|--|", "![x](y.svg)", "[a](http://b)", "<b>x</b>",
    "<br>", "<...>", "<…>", "[ ]", "[x]", "**fort**", "_em_", "~~x~~", "&amp; &#35; &lt;", "\\", "a\\", "\\|", ":::", "::: paysage", "Tableau : x", "<!-- x -->",
    "<https://x.fr>", "[a]: http://b", "a  \nb", "#", "C #", "##", "+", "1)", "{{ 7*7 }}", "{% include 'x' %}", "Setext\n---", "Setext\n===", "\t- x", "<script>alert(1)</script>",
)  # fmt: skip


def shape(node: Any) -> Any:
    """The tree, without its texts."""
    if isinstance(node, Text | NoBreak | Break):
        return None
    if is_dataclass(node) and not isinstance(node, type):
        return (type(node).__name__, *(shape(getattr(node, f.name)) for f in fields(node) if f.name != "markdown"))
    if isinstance(node, tuple):
        return tuple(s for s in map(shape, node) if s is not None)
    return None if isinstance(node, str) else node


def texts(node: Any) -> str:
    if isinstance(node, Text | NoBreak):
        return node.texte
    if isinstance(node, Break):
        return "\n"
    if is_dataclass(node) and not isinstance(node, type):
        return "".join(texts(getattr(node, f.name)) for f in fields(node) if f.name not in {"markdown", "title", "lang"})
    return "".join(map(texts, node)) if isinstance(node, tuple) else ""


def same(context: str, value: str) -> None:
    """`Ω` stands where the value goes."""
    empty, full = read(whole(context.replace("{}", "Ω"))), read(whole(context.replace("{}", escape(value) or "Ω")))
    assert shape(full) == shape(empty)
    assert _bare(texts(full)) == _bare(texts(empty)).replace("Ω", _bare(clean(value)) or "Ω")


def _bare(texte: str) -> str:
    return re.sub(r"\s+", "", texte)


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_text(context: str, value: str) -> None:
    same(CONTEXTS[context], value)


@given(st.sampled_from(sorted(CONTEXTS)), st.one_of(SIGNS, st.text(max_size=40)))
def test_any_text_stays_text(context: str, value: str) -> None:
    same(CONTEXTS[context], value)


@given(st.sampled_from(sorted(CONTEXTS)), SIGNS)
def test_typography_changes_no_block(context: str, value: str) -> None:
    markdown = whole(CONTEXTS[context].replace("{}", escape(value) or "v"))
    assert shape(read(polish(markdown))) == shape(read(markdown))


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("\ud800\x00\x1b\u202e\ufeff")))
def test_what_no_reader_sees_is_gone(value: str) -> None:
    shown = escape(value)
    shown.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", shown)
