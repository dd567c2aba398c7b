"""Showing things on a terminal. User text is data: never markup, never an escape sequence."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from alp.core.calendrier import short_jour

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

CONTROLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def clean(texte: str) -> str:
    """Text that a terminal shows and does not obey."""
    return CONTROLES.sub("\N{REPLACEMENT CHARACTER}", texte)


@cache
def console() -> Console:
    """Standard output; markup and emoji codes are text."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _width_behind_pipe()
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False, width=width)


def _width_behind_pipe() -> int:
    """In a pipe, the width of the terminal that messages go to, if there is one."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 160


def text(value: object, style: str = "") -> Text:
    """A cell or a line."""
    from rich.text import Text

    shown = short_jour(value) if isinstance(value, date) else "" if value is None else str(value)
    return Text(clean(shown), style=style)


Item = TypeVar("Item")
ETROIT = 110
"""A narrower terminal does without the columns that a table can spare."""
SANS_BORD = 10_000
"""Wider than any terminal, in columns."""


def out_path(path: Path) -> None:
    """A file that was made: its path, that a terminal lets one click."""
    shown = text(os.path.relpath(path) if path.is_relative_to(Path.cwd()) else path)
    if sys.stdout.isatty():
        shown.stylize(f"link {path.resolve().as_uri()}")
    write(shown)


def table(
    titres: Sequence[str], lignes: Iterable[Sequence[object]], *, titre: str = "", entiers: Sequence[str] = (), cedent: Sequence[str] = ()
) -> Table:
    """A plain table; a cell is a value or a `Text`. Columns where nothing stands are left out.

    Args:
        titres: the headings.
        lignes: the rows.
        titre: a title.
        entiers: columns whose cells are never cut: ids, dates.
        cedent: columns that a narrow terminal does without.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, title=text(titre, "bold") if titre else None, title_justify="left", pad_edge=False)
    rows = [[cell if isinstance(cell, Text) else text(cell) for cell in ligne] for ligne in lignes]
    narrow = console().width < ETROIT
    kept = [n for n, name in enumerate(titres) if any(row[n].plain for row in rows) and not (narrow and name in cedent)]
    for n in kept:
        made.add_column(text(titres[n]), overflow="fold", no_wrap=titres[n] in entiers)
    for row in rows:
        made.add_row(*(row[n] for n in kept))
    return made


def fits(made: Table) -> bool:
    """Whether a table stands on the terminal without folding a cell."""
    here = console()
    return here.measure(made, options=here.options.update(width=SANS_BORD)).maximum <= here.width


def write(*parts: object) -> None:
    """Print lines and tables; in a pipe, a line is one line."""
    from rich.text import Text

    for part in parts:
        shown = text(part) if isinstance(part, str) else part
        console().print(shown, soft_wrap=isinstance(shown, Text) and not sys.stdout.isatty())


def follow(items: Sequence[Item], what: str) -> Iterable[Item]:
    """The items, one after the other, with a bar on a terminal that says how far it is: for what lasts longer than a second."""
    from rich.console import Console
    from rich.progress import track

    errors = Console(stderr=True)
    return track(items, description=what, console=errors, transient=True, disable=not errors.is_terminal)


def title(value: str) -> None:
    """A heading."""
    write(text(value, "bold"))


def plural(n: int, singulier: str, pluriel: str = "") -> str:
    """« 1 visite », « 2 visites » : French plural begins at two."""
    return f"{n} {singulier if n < 2 else pluriel or singulier + 's'}"
