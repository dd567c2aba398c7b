"""Facts, lists and columns, as lines: wrapped under themselves on a terminal, one line each in a pipe."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Sequence

from alp.cli.montre import console, text, title, write
from alp.cli.saisie import spaced


def heading(value: str) -> None:
    """A section begins."""
    write("")
    title(value)


def line(value: str, *, retrait: int = 2, suite: int = 4, debut: str = "", style: str = "") -> None:
    """A line, wrapped on a terminal under itself; in a pipe it stays one line."""
    flat = re.sub(r"[ \t\r\n]+", " ", value)
    if not sys.stdout.isatty():
        write(text(" " * retrait + debut + flat, style))
        return
    wrapped = textwrap.wrap(
        spaced(flat).replace(" ;", "\N{NO-BREAK SPACE};"),
        max(console().width, 40),
        initial_indent=" " * retrait + debut,
        subsequent_indent=" " * suite,
        break_on_hyphens=False,
    )
    write(*(text(one, style) for one in wrapped))


def fact(nom: str, value: object) -> None:
    """« Porteur : CICAT », if there is something to say."""
    if value not in (None, "", ()):
        line(f"{nom} : {value}")


def facts(nom: str, values: Sequence[str]) -> None:
    """A list of sentences under its name."""
    if len(values) == 1:
        fact(nom, values[0])
    elif values:
        line(f"{nom} :")
        for value in values:
            line(value, retrait=4, suite=6, debut="- ")


def columns(rows: Iterable[tuple[str, str]], retrait: int = 2, largeur: int = 0) -> None:
    """A code, then what it is, wrapped under itself."""
    rows = list(rows)
    width = largeur or max((len(code) for code, _ in rows), default=0)
    for code, value in rows:
        line(value, retrait=retrait, suite=retrait + width + 2, debut=f"{code:<{width}}  ")
