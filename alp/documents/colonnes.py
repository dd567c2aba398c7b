"""How wide each column of a table is, the same in PDF and in Word: no word is cut that could stay whole."""

from __future__ import annotations

from alp.documents.blocs import Blank, Inlines, NoBreak, Table, plain

PAGE = (210.0, 297.0)
"""A4, in millimetres."""
MARGE = 20.0
CELLULE = 3.2
"""Room beside the text of a cell, both sides together, in millimetres."""
SIGNE = 1.85
"""A letter's mean width at the size of tables, a little more than measured, in millimetres."""
LIGNE = 60
"""Letters beyond which a longer text asks for no wider column."""
COURTE = 16
"""Rows of a table that stays on one page, if each cell is a line."""
SUITE = 4
"""Columns of numbers from which they are a series, all as wide as each other."""
LONG = 400
"""Letters of a cell beyond which its row may go over to the next page."""
PETIT = 0.72
"""Letters are made no smaller than that; then ids may break too."""
VIDE = 18
"""Letters that a blank to write in asks for."""


def text_width(*, paysage: bool) -> float:
    """The width of a line of text on the page, in millimetres."""
    return PAGE[1 if paysage else 0] - 2 * MARGE


def widths(table: Table, largeur: float, *, echelle: float = 1.0) -> tuple[float, ...]:
    """The columns' widths in millimetres, `largeur` in all.

    Args:
        table: the table.
        largeur: what they share.
        echelle: how much larger than usual its letters are.
    """
    least, wished = _least(table, echelle), _wished(table, echelle)
    if sum(least) >= largeur:
        return _scaled(least, largeur)
    if sum(wished) <= largeur:
        return _scaled(wished, largeur)
    share = (largeur - sum(least)) / sum(b - a for a, b in zip(least, wished, strict=True))
    return tuple(a + (b - a) * share for a, b in zip(least, wished, strict=True))


def shrink(table: Table, largeur: float, *, echelle: float = 1.0) -> float:
    """By how much its letters must be smaller for the longest words to stay whole: 1 where there is room."""
    return min(1.0, largeur / sum(_least(table, echelle)))


def whole(table: Table) -> bool:
    """Few short rows: they stay on one page."""
    return len(table.lignes) <= COURTE and all(len(plain(cell)) <= LIGNE for row in table.lignes for cell in row)


def _least(table: Table, echelle: float) -> list[float]:
    """What the longest word of each column asks for."""
    found = [max([_longest_word(c) for c in column] + [3]) * SIGNE * echelle + CELLULE for column in _columns(table)]
    return _even(table, found)


def _wished(table: Table, echelle: float) -> list[float]:
    """What the longest line of each column would like."""
    lines = [max([_longest_line(c) for c in column] + [3]) * SIGNE * echelle + CELLULE for column in _columns(table)]
    return [max(a, b) for a, b in zip(_even(table, lines), _least(table, echelle), strict=True)]


def _even(table: Table, parts: list[float]) -> list[float]:
    """Twelve months are twelve columns of one width."""
    series = [n for n, side in enumerate(table.alignements) if side == "r"]
    if len(series) < SUITE:
        return parts
    most = max(parts[n] for n in series)
    return [most if n in series else part for n, part in enumerate(parts)]


def _columns(table: Table) -> list[tuple[Inlines, ...]]:
    rows = (table.tete, *table.lignes) if table.tete else table.lignes
    return list(zip(*rows, strict=True)) or [()] * len(table.alignements)


def _scaled(parts: list[float], largeur: float) -> tuple[float, ...]:
    return tuple(p * largeur / sum(parts) for p in parts)


def _longest_word(contenu: Inlines) -> int:
    """An id counts whole; a word longer than thirty letters will be cut anyway."""
    whole = [x.texte for x in contenu if isinstance(x, NoBreak)]
    words = plain(contenu).replace("-", "- ").split(" ")
    return max([min(len(w), 30) for w in [*words, *whole]] + [0])


def _longest_line(contenu: Inlines) -> int:
    blanks = VIDE * sum(isinstance(x, Blank) for x in contenu)
    return min(len(plain(contenu)) + blanks, LIGNE)
