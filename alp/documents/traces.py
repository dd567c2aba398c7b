"""A chart laid out: what its patterns stand for, its unit, its values, and the short words in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from alp.core.graphique import Graphique
from alp.core.tableau import NON_COMMUNIQUE, NON_RENSEIGNE, Masquee
from alp.documents.couches import draw_bars, draw_delays, draw_stacks
from alp.documents.debout import draw_columns, draw_lines
from alp.documents.echelle import BORD, BREF, say
from alp.documents.traits import COULEURS, ENCRE, GRIS, LIGNE, PETIT, TIRETS, Aire, Feuille, Forme, Marque, Texte, Trait, tidy, width, wrap

ECHANTILLON = 26.0
"""What a swatch takes before its name."""
Swatch = Callable[[float, float], tuple[Forme, ...]]


def lay_out(graphique: Graphique, largeur: float) -> tuple[Feuille, float]:
    """The chart's shapes on a sheet of that width, and its height."""
    sheet = Feuille(largeur)
    if graphique.categories:
        _head(sheet, graphique)
        TRACES[graphique.nature](sheet, graphique)
        _foot(sheet, graphique)
    else:
        sheet.write(BORD, ["Aucune donnée"], couleur=GRIS)
    return sheet, sheet.bas + 4


def _head(sheet: Feuille, g: Graphique) -> None:
    """What each pattern stands for, then the unit."""
    _key(sheet, _entries(g))
    if tidy(g.unite):
        sheet.write(
            BORD,
            wrap(tidy(g.unite)[0].upper() + tidy(g.unite)[1:], sheet.largeur - 2 * BORD, taille=PETIT, lignes=2),
            taille=PETIT,
            couleur=GRIS,
        )
    sheet.bas += 6


def _entries(g: Graphique) -> list[tuple[Swatch, str]]:
    """The swatches and their names; a single series needs none."""
    if g.nature == "delais":
        said: list[tuple[Swatch, str]] = [(_box, "la moitié du milieu"), (_median, "la médiane : autant avant qu'après")]
        return [*said, (_whisker, "du plus court au plus long")] if len(g.series) == 5 else said
    swatch = _sample if g.nature == "evolution" else _square
    return [(partial(swatch, n), _named(g, n)) for n in range(len(g.series))] if len(g.series) > 1 else []


def _named(g: Graphique, rang: int) -> str:
    """A part of a single whole has its value beside its name."""
    serie = g.series[rang]
    return f"{serie.libelle} : {say(g, serie.valeurs[0])}" if g.nature == "empile" and len(g.categories) == 1 else serie.libelle


def _key(sheet: Feuille, entrees: Sequence[tuple[Swatch, str]]) -> None:
    """Swatches and their names, on as many lines as it takes."""
    x = BORD
    for swatch, name in entrees:
        lines = wrap(name, sheet.largeur - 2 * BORD - ECHANTILLON, taille=PETIT, lignes=2)
        wide = ECHANTILLON + max((width(line, PETIT) for line in lines), default=0.0)
        if x > BORD and x + wide > sheet.largeur - BORD:
            x, sheet.bas = BORD, sheet.bas + LIGNE
        sheet.add(*swatch(x, sheet.bas + 3))
        for k, line in enumerate(lines):
            sheet.add(Texte(x + ECHANTILLON, sheet.bas + 13 + k * LIGNE, line, taille=PETIT))
        sheet.bas += max(len(lines) - 1, 0) * LIGNE
        x += wide + 18
    sheet.bas += LIGNE + 2 if entrees else 0


def _square(rang: int, x: float, y: float) -> tuple[Forme, ...]:
    return (Aire(x, y, 18, 12, rang, COULEURS[rang]),)


def _sample(rang: int, x: float, y: float) -> tuple[Forme, ...]:
    return (Trait(((x, y + 6), (x + 20, y + 6)), COULEURS[rang], 2.5, TIRETS[rang]), Marque(x + 10, y + 6, rang))


def _box(x: float, y: float) -> tuple[Forme, ...]:
    return (Aire(x, y, 18, 12, 1, COULEURS[1]),)


def _median(x: float, y: float) -> tuple[Forme, ...]:
    return (Trait(((x + 9, y - 2), (x + 9, y + 14)), ENCRE, 4),)


def _whisker(x: float, y: float) -> tuple[Forme, ...]:
    return (Trait(((x, y + 6), (x + 18, y + 6)), COULEURS[1], 1.5),)


def _foot(sheet: Feuille, g: Graphique) -> None:
    """The short words that were used, in full."""
    values = [v for s in g.series for v in s.valeurs]
    notes = [f"{NON_COMMUNIQUE} : non communiqué"] if any(isinstance(v, Masquee) for v in values) else []
    notes += [f"{BREF} : {NON_RENSEIGNE}"] if any(v is None for v in values) else []
    for note in notes:
        sheet.write(BORD, wrap(note, sheet.largeur - 2 * BORD, taille=PETIT), taille=PETIT, couleur=GRIS)


TRACES: Mapping[str, Callable[[Feuille, Graphique], None]] = {
    "barres": draw_bars,
    "colonnes": draw_columns,
    "evolution": draw_lines,
    "empile": draw_stacks,
    "delais": draw_delays,
}
"""By nature: what draws it."""
