"""Charts that stand: columns and lines, a category after the other from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from alp.core.graphique import Graphique
from alp.core.tableau import Genre
from alp.documents.echelle import BORD, Champ, say, summit, ticks, write_tick
from alp.documents.traits import COULEURS, FILET, GRIS, PETIT, TIRETS, Aire, Feuille, Marque, Texte, Trait, tidy, width, wrap

COLONNE_MAX = 44.0


class Cadre(NamedTuple):
    """Where columns and lines stand: `pas` from one category to the next, `bas` the line of zero, `champ` upwards from it."""

    x: float
    pas: float
    bas: float
    champ: Champ

    def x_of(self, rang: int) -> float:
        return self.x + (rang + 0.5) * self.pas

    def y_of(self, valeur: Decimal | int) -> float:
        return self.bas - self.champ.at(valeur)


def _frame(sheet: Feuille, g: Graphique) -> Cadre:
    """The scale at the left and the labels under it."""
    marks = ticks(summit([v for s in g.series for v in s.valeurs]), entiers=g.genre == Genre.ENTIER)
    words = [write_tick(g, m, marks) for m in marks]
    left = max(width(word, PETIT) for word in words) + 10
    high = 150.0 if sheet.etroite else 165.0
    top = sheet.bas + 12
    field = Champ(0.0, high, marks[-1])
    frame = Cadre(left, (sheet.largeur - left - BORD) / len(g.categories), top + high, field)
    for mark, word in zip(marks, words, strict=True):
        y = frame.y_of(mark)
        sheet.add(Trait(((left, y), (sheet.largeur - BORD, y)), GRIS if mark == 0 else FILET))
        sheet.add(Texte(left - 6, y + 4.5, word, "end", PETIT, GRIS))
    sheet.bas = frame.bas + 4
    _under(sheet, g, frame)
    return frame


def _under(sheet: Feuille, g: Graphique, frame: Cadre) -> None:
    """The categories' labels: each on two lines if one needs them, else one in two, in three…"""
    step = next((n for n in range(1, len(g.categories)) if _room(g.categories[::n], frame.pas * n)), max(1, round(60 / frame.pas)))
    shown = {n: wrap(c, frame.pas * step - 2, taille=PETIT) for n, c in enumerate(g.categories) if n % step == 0}
    most = max(map(len, shown.values()))
    for n, lines in shown.items():
        for k, line in enumerate(lines[0].rsplit(" ", 1) if most > len(lines) == 1 else lines):
            sheet.add(Texte(frame.x_of(n), sheet.bas + 12.5 + k * 15, line, "middle", PETIT))
    sheet.bas += most * 15 + 8


def _room(categories: Sequence[str], place: float) -> bool:
    """No word of these labels would be cut."""
    return all(width(word, PETIT) <= place - 3 for label in categories for word in tidy(label).split(" "))


def draw_columns(sheet: Feuille, g: Graphique) -> None:
    """A column a value; two series stand side by side."""
    frame = _frame(sheet, g)
    slot = min(COLONNE_MAX, frame.pas * 0.8 / len(g.series))
    for n in range(len(g.categories)):
        for k, value in enumerate(g.points(n)):
            x = frame.x_of(n) + (k - len(g.series) / 2) * slot
            if isinstance(value, int | Decimal) and value:
                high = max(frame.champ.at(value), 1.5)
                sheet.add(Aire(x + 1, frame.bas - high, slot - 2, high, k, COULEURS[k]))
            if not isinstance(value, int | Decimal):
                _missing(sheet, say(g, value), x + slot / 2, frame.bas, place=slot)
    room = frame.pas if len(g.series) == 1 else slot + 2
    _values(sheet, g, frame, place=room, ecart=slot)


def draw_lines(sheet: Feuille, g: Graphique) -> None:
    """A line a series, broken where a value is not told or not known."""
    frame = _frame(sheet, g)
    for rank in reversed(range(len(g.series))):
        values = g.series[rank].valeurs
        points = [(frame.x_of(n), frame.y_of(v)) if isinstance(v, int | Decimal) else None for n, v in enumerate(values)]
        for run in _runs(points):
            if len(run) > 1:
                sheet.add(Trait(run, COULEURS[rank], 2.5, TIRETS[rank]))
            sheet.add(*(Marque(x, y, rank) for x, y in run))
        aside = (rank - (len(g.series) - 1) / 2) * 14
        for n, value in enumerate(values):
            if not isinstance(value, int | Decimal):
                _missing(sheet, say(g, value), frame.x_of(n) + aside, frame.bas, place=frame.pas / len(g.series))
    if len(g.series) == 1:
        _values(sheet, g, frame, place=frame.pas, haut=9)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[tuple[tuple[float, float], ...]]:
    """The points that follow each other without a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [tuple(run) for run in found if run]


def _missing(sheet: Feuille, dit: str, x: float, bas: float, *, place: float) -> None:
    """« n.c. » or « n.r. » on the line of zero, upwards where it is too wide."""
    upwards = width(dit, PETIT) > place
    sheet.add(Texte(x + (4.5 if upwards else 0), bas - 4, dit, "start" if upwards else "middle", PETIT, GRIS, debout=upwards))


def _values(sheet: Feuille, g: Graphique, frame: Cadre, *, place: float, ecart: float = 0.0, haut: float = 4.0) -> None:
    """Each value above its point, if all have room; `ecart` is from one series to the next."""
    known = [(n, k, v) for k, s in enumerate(g.series) for n, v in enumerate(s.valeurs) if isinstance(v, int | Decimal)]
    if any(width(say(g, v), PETIT) > place - 2 for _, _, v in known):
        return
    for n, k, value in known:
        x = frame.x_of(n) + (k - (len(g.series) - 1) / 2) * ecart
        sheet.add(Texte(x, frame.y_of(value) - haut, say(g, value), "middle", PETIT, gras=True))
