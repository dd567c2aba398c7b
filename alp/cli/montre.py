"""Showing things on a terminal. User text is data: never markup, never an escape sequence."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from alp.core.calendrier import short_jour

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

CONTROLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(texte: str) -> str:
    """Text that a terminal shows and does not obey."""
    return CONTROLES.sub("\N{REPLACEMENT CHARACTER}", texte)


@cache
def console() -> Console:
    """Standard output; markup and emoji codes are text."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 160
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False, width=width)


def text(value: object, style: str = "") -> Text:
    """A cell or a line."""
    from rich.text import Text

    shown = short_jour(value) if isinstance(value, date) else "" if value is None else str(value)
    return Text(clean(shown), style=style)


def table(titres: Sequence[str], lignes: Iterable[Sequence[object]], *, titre: str = "") -> Table:
    """A plain table; a cell is a value or a `Text`."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, title=text(titre, "bold") if titre else None, title_justify="left", pad_edge=False)
    for name in titres:
        made.add_column(text(name), overflow="fold")
    for ligne in lignes:
        made.add_row(*(cell if isinstance(cell, Text) else text(cell) for cell in ligne))
    return made


def write(*parts: object) -> None:
    """Print lines and tables; in a pipe, a line is one line."""
    from rich.text import Text

    for part in parts:
        shown = text(part) if isinstance(part, str) else part
        console().print(shown, soft_wrap=isinstance(shown, Text) and not sys.stdout.isatty())


def title(value: str) -> None:
    """A heading."""
    write(text(value, "bold"))


def plural(n: int, singulier: str, pluriel: str = "") -> str:
    """« 1 visite », « 2 visites » : French plural begins at two."""
    return f"{n} {singulier if n < 2 else pluriel or singulier + 's'}"
