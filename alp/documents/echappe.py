"""User text is data: written into Markdown so that it comes out as the same text, whatever it holds."""

from __future__ import annotations

import re

_INVISIBLES = re.compile(
    "[\x00-\x09\x0c-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""What no reader sees and what XML cannot hold: controls, bidi overrides (they would turn the rest of the line round), lone surrogates."""
_MARKS = {sign: f"\\{sign}" for sign in "`*_[]<>&~#"} | {"\\": "&#92;", "|": "&#124;"}
"""The last two by number: before a bar, a backslash would not always do."""
_TABLE = str.maketrans(_MARKS)
_SPACES = frozenset(" \u00a0\u202f")
_STARTS = re.compile(r"^([-+=:!])")
_CAPTION = re.compile(r"^(Tableau[ \u00a0\u202f]*):")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")


def clean(texte: str) -> str:
    """The text without what no reader sees: tabs are spaces, each end of line is one newline."""
    texte = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", texte).replace("\t", " ")
    return _INVISIBLES.sub("", texte)


def escape(valeur: object) -> str:
    """A value as Markdown that shows it letter for letter; lines are kept by `<br>`, outer spaces go.

    It may stand anywhere in a line: paragraph, list, table cell, heading, quote, between `**`.
    """
    return "<br>".join(_escape_line(line.strip()) for line in clean(str(valeur)).strip("\n ").split("\n"))


def escape_inside(texte: str) -> str:
    """The same, for what stands amid other text: its outer spaces are kept, one of each."""
    inner = escape(texte)
    before, after = texte[:1] in _SPACES, len(texte) > 1 and texte[-1] in _SPACES
    return f"{texte[0] if before else ''}{inner}{texte[-1] if after else ''}" if texte else ""


def _escape_line(line: str) -> str:
    line = _NUMBER.sub(r"\1\\\2", _STARTS.sub(r"\\\1", line.translate(_TABLE)))
    return _CAPTION.sub(r"\1\\:", line)
