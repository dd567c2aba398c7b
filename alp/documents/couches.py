"""Charts that lie: breakdowns, parts of a whole, delays. A row a category, its label at the left, or above on a telephone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from alp.core.graphique import Graphique, Point
from alp.core.tableau import Genre
from alp.documents.echelle import BORD, Champ, say, summit, ticks, write_tick
from alp.documents.traits import COULEURS, ENCRE, FILET, GRIS, LIGNE, PETIT, Aire, Feuille, Texte, Trait, tidy, width, wrap

BARRE = 20.0
EMPILEE = 28.0
BOITE = 18.0
DEPASSE = 4.0
"""By how much a median goes over its box, above and below."""
MANQUE = 36.0
"""The width of an empty box, whose size says nothing."""


def _labels(sheet: Feuille, g: Graphique) -> float:
    """The width of the column of labels; none on a telephone, where they stand above."""
    if sheet.etroite:
        return 0.0
    return min(sheet.largeur * 0.4, max(width(tidy(c)) for c in g.categories) + 4)


def _row(sheet: Feuille, libelle: str, colonne: float, hauteur: float) -> float:
    """Write a row's label and leave room for what is drawn, of that height; returns where it begins."""
    if not colonne:
        sheet.write(BORD, wrap(libelle, sheet.largeur - 2 * BORD))
        sheet.bas += hauteur + 12
        return sheet.bas - hauteur - 9
    lines = wrap(libelle, colonne)
    high = max(len(lines) * LIGNE, hauteur) + 10
    first = sheet.bas + (high - len(lines) * LIGNE) / 2 + 13.5
    for n, line in enumerate(lines):
        sheet.add(Texte(colonne, first + n * LIGNE, line, "end"))
    sheet.bas += high
    return sheet.bas - high + (high - hauteur) / 2


def draw_bars(sheet: Feuille, g: Graphique) -> None:
    """A bar a value, which is written at its end."""
    column = _labels(sheet, g)
    said = [say(g, v) for s in g.series for v in s.valeurs]
    x = column + 10 if column else BORD
    field = Champ(x, sheet.largeur - x - max(map(width, said)) - 14, summit([v for s in g.series for v in s.valeurs]))
    for n, category in enumerate(g.categories):
        top = sheet.bas
        y = _row(sheet, category, column, BARRE * len(g.series))
        for k, value in enumerate(g.points(n)):
            _bar(sheet, field, y + k * BARRE, k, valeur=value, dit=say(g, value))
        sheet.add(Trait(((x, top if column else y), (x, sheet.bas if column else y + BARRE * len(g.series))), GRIS))
    sheet.bas += 4


def _bar(sheet: Feuille, field: Champ, y: float, rang: int, *, valeur: Point, dit: str) -> None:
    """A bar with its value at its end; where there is none to tell, the word alone."""
    known = isinstance(valeur, int | Decimal)
    long = max(field.at(valeur), 1.5 if valeur else 0.0) if isinstance(valeur, int | Decimal) else 0.0
    if long:
        sheet.add(Aire(field.x, y + 1.5, long, BARRE - 4, rang, COULEURS[rang]))
    sheet.add(Texte(field.x + long + 6, y + BARRE - 5.5, dit, couleur=ENCRE if known else GRIS, gras=known))


def draw_stacks(sheet: Feuille, g: Graphique) -> None:
    """The parts of each whole, end to end, all on one scale."""
    column = _labels(sheet, g) if len(g.categories) > 1 else 0.0
    x = column + 10 if column else BORD
    rows = [g.points(n) for n in range(len(g.categories))]
    boxes = MANQUE * max(sum(not isinstance(v, int | Decimal) for v in row) for row in rows)
    field = Champ(
        x,
        sheet.largeur - x - BORD - boxes,
        summit([sum((Decimal(v) for v in row if isinstance(v, int | Decimal)), Decimal(0)) for row in rows]),
    )
    for category, row in zip(g.categories, rows, strict=True):
        _stack(sheet, g, field, _row(sheet, category, column, EMPILEE), row)


def _stack(sheet: Feuille, g: Graphique, field: Champ, y: float, valeurs: Sequence[Point]) -> None:
    """The parts that are known, end to end; then an empty box for each that is not."""
    x = field.x
    for rank, value in enumerate(valeurs):
        if isinstance(value, int | Decimal) and value:
            long = field.at(value)
            sheet.add(Aire(x + 0.75, y, max(long - 1.5, 1.0), EMPILEE - 3, rank, COULEURS[rank]))
            _pill(sheet, x + long / 2, y + EMPILEE / 2 - 1.5, say(g, value), long - 8)
            x += long
    for rank, value in enumerate(valeurs):
        if not isinstance(value, int | Decimal):
            sheet.add(Aire(x + 1.5, y, MANQUE - 3, EMPILEE - 3, None, COULEURS[rank], "4 3"))
            sheet.add(Texte(x + MANQUE / 2, y + 17, say(g, value), "middle", PETIT, GRIS))
            x += MANQUE
    if x == field.x:
        sheet.add(Texte(x + 4, y + 17, say(g, 0)))


def _pill(sheet: Feuille, x: float, y: float, dit: str, place: float) -> None:
    """A value on white, in the middle of its part, if there is room."""
    wide = width(dit, PETIT) + 8
    if wide <= place:
        sheet.add(Aire(x - wide / 2, y - 9, wide, 18, None, "#ffffff"), Texte(x, y + 4.5, dit, "middle", PETIT, gras=True))


def draw_delays(sheet: Feuille, g: Graphique) -> None:
    """A box a delay, on one scale; the median is written at the right."""
    column = _labels(sheet, g)
    x = column + 10 if column else BORD
    middle = len(g.series) // 2
    reserve = max(width(say(g, v)) for v in g.series[middle].valeurs) + 14
    marks = ticks(summit([v for s in g.series for v in s.valeurs]), entiers=g.genre == Genre.ENTIER)
    field = Champ(x, sheet.largeur - x - reserve, marks[-1])
    top, grid = sheet.bas, len(sheet.formes)
    for n, category in enumerate(g.categories):
        _delay(sheet, g, field, _row(sheet, category, column, BOITE + 2 * DEPASSE) + DEPASSE, g.points(n))
    for mark in _spaced(g, field, marks):
        at = field.x + field.at(mark)
        sheet.formes.insert(grid, Trait(((at, top), (at, sheet.bas)), FILET))
        sheet.add(Texte(at, sheet.bas + 15, write_tick(g, mark, marks), "start" if at < 12 else "middle", PETIT, GRIS))
    sheet.bas += LIGNE + 4


def _delay(sheet: Feuille, g: Graphique, field: Champ, y: float, valeurs: Sequence[Point]) -> None:
    """A box from the first quarter to the third, its median, and a line between the least and the most."""
    known = [v for v in valeurs if isinstance(v, int | Decimal)]
    middle = len(valeurs) // 2
    if not known:
        sheet.add(Texte(field.x + 6, y + 13.5, say(g, valeurs[middle]), couleur=GRIS))
        return
    at = [field.x + field.at(v) for v in known]
    center = y + BOITE / 2
    sheet.add(Trait(((at[0], center), (at[-1], center)), COULEURS[1], 1.5))
    sheet.add(Aire(at[middle - 1], y, max(at[middle + 1] - at[middle - 1], 1.5), BOITE, 1, COULEURS[1]))
    sheet.add(Trait(((at[middle], y - DEPASSE), (at[middle], y + BOITE + DEPASSE)), ENCRE, 4))
    sheet.add(Texte(sheet.largeur - BORD, y + 13.5, say(g, known[middle]), "end", gras=True))


def _spaced(g: Graphique, field: Champ, marks: Sequence[Decimal]) -> Sequence[Decimal]:
    """Those that have room for their number: all, or one in two, or the first and the last, or none but zero."""
    wide = max(width(write_tick(g, m, marks), PETIT) for m in marks) + 10
    choices = [marks, marks[::2], (marks[0], marks[-1])]
    return next((kept for kept in choices if field.at(kept[1]) >= wide), marks[:1])
