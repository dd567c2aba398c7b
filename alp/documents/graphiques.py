"""Charts as drawings: SVG that says in words what it shows, the same bytes for the same chart, and its place in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from alp.core.graphique import Graphique
from alp.core.tableau import Colonne, Genre, Tableau
from alp.documents.echappe import escape
from alp.documents.habillage import Image
from alp.documents.ressources import TEMPLATES
from alp.documents.tableaux import write_tableau
from alp.documents.traces import lay_out
from alp.documents.traits import COULEURS, Aire, tidy

GABARIT = "graphique.svg.j2"
LARGEUR = 680.0
"""On paper and on a screen, in points and in pixels."""
ETROITE = 360.0
"""On a telephone: another drawing, not the same one made small."""
DOSSIER = "graphiques/"
"""Where a document's Markdown says that a chart is."""
SVG = "image/svg+xml"
ABSENTE = "Graphique"
"""The description where the words given hold nothing that one can read."""
_IMAGE = re.compile(rf'^!\[.*\]\({DOSSIER}[^ )]+\.svg(?: ".*")?\)\n+', re.MULTILINE)


def draw(graphique: Graphique, largeur: float = LARGEUR) -> str:
    """The chart as SVG, `largeur` wide; its ids are its own in a page, as its key is."""
    sheet, height = lay_out(graphique, largeur)
    ranks = sorted({f.motif for f in sheet.formes if isinstance(f, Aire) and f.motif})
    name = "etroit" if sheet.etroite else "large"
    text: str = _template().render(
        cle=f"{graphique.cle}--{name}", classe=name, titre=tidy(graphique.titre), description=tidy(graphique.description),
        largeur=largeur, hauteur=height, formes=sheet.formes, rangs=ranks, couleurs=COULEURS,
    )  # fmt: skip
    return text


def image(graphique: Graphique) -> Image:
    """The chart for a document: the drawing, and what a web page holds in its place."""
    wide = draw(graphique)
    return Image(wide.encode(), SVG, page=wide + draw(graphique, ETROITE))


def source(graphique: Graphique) -> str:
    """The address of a chart in a document's Markdown."""
    return f"{DOSSIER}{graphique.cle}.svg"


def figures(donnees: object) -> dict[str, Image]:
    """Every chart that is somewhere in the data of a document, drawn, by its address: what `formats.make` takes.

    Raises:
        ValueError: two different charts have the same key.
    """
    found: dict[str, Graphique] = {}
    for chart in _charts(donnees):
        if found.setdefault(source(chart), chart) != chart:
            raise ValueError(f"two charts have the key {chart.cle}")
    return {address: image(chart) for address, chart in found.items()}


def write_graphique(graphique: Graphique, *, couche: bool = False) -> str:
    """A chart in a document's Markdown: the figure, then its table, of the same name: it is printed once, above the figure.

    Args:
        graphique: the chart.
        couche: the table lies: a column a category.

    Raises:
        TypeError: it is no chart.
    """
    if not isinstance(graphique, Graphique):
        raise TypeError(f"il faut un graphique, pas {type(graphique).__name__}")
    name = tidy(graphique.titre) or ABSENTE
    title, description = escape(name).replace('"', "&quot;"), escape(tidy(graphique.description) or name)
    table = replace(lying(graphique) if couche else graphique.tableau(), titre=name)
    return f'![{description}]({source(graphique)} "{title}")\n\n{write_tableau(table)}'


def write_courbe(graphique: Graphique) -> str:
    """The same, its table lying: a column a category, which suits twelve months.

    Raises:
        TypeError: it is no chart.
    """
    return write_graphique(graphique, couche=True)


def lying(graphique: Graphique) -> Tableau:
    """The figures of a chart, a row a series."""
    first = Colonne("serie", graphique.unite.capitalize() or graphique.axe, Genre.TEXTE)
    others = (Colonne(f"categorie-{n}", name, graphique.genre) for n, name in enumerate(graphique.categories, 1))
    return Tableau(graphique.cle, graphique.titre, (first, *others), tuple((s.libelle, *s.valeurs) for s in graphique.series))


def without_drawings(markdown: str) -> str:
    """The Markdown of a document without its charts, whose tables stay: there is no drawing beside a text."""
    return _IMAGE.sub("", markdown)


def _charts(value: object) -> Iterator[Graphique]:
    if isinstance(value, Graphique):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _charts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _charts(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _charts(getattr(value, each.name))


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )  # fmt: skip
    env.filters["px"] = _px
    return env.get_template(GABARIT)


def _px(nombre: float) -> str:
    """A coordinate: one decimal at most, and no minus before a zero."""
    return "0" if abs(nombre) < 0.05 else f"{nombre:.1f}".removesuffix(".0")
