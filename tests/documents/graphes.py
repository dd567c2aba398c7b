"""Charts of every nature, for the tests of whoever draws or shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from alp.core.graphique import NATURES, QUARTS, Graphique, Serie, last_months, short_mois
from alp.core.tableau import MASQUEE, Genre

MOIS = tuple(short_mois(m) for m in last_months(date(2026, 11, 22)))
LONG = "Isolement et absence de tout entourage familial ou amical, y compris du voisinage proche"
GRAPHIQUES = (
    Graphique(
        "difficultes", "barres", "Situations par difficulté", "Barres : incurie 14, isolement 9, dettes non communiqué.",
        ("Incurie", LONG, "Dettes de loyer", "Expulsion", "Autre"), (Serie("Situations", (14, 9, MASQUEE, 0, None)),), "situations", axe="Difficulté",
    ),
    Graphique(
        "entrees", "colonnes", "Entrées et sorties par mois", "Colonnes : cinq entrées au plus, en mai.", MOIS,
        (Serie("Entrées", (3, 2, 4, 0, 1, 5, 2, MASQUEE, 3, 2, 2, 1)), Serie("Sorties", (1, 2, 2, 0, None, 3, 2, MASQUEE, 1, 2, 4, 1))), "situations", axe="Mois",
    ),
    Graphique(
        "file-active", "evolution", "File active à la fin du mois", "Lignes : de 31 à 44 situations, au-dessus de l'année d'avant.", MOIS,
        (Serie("Cette année", (31, 32, 34, 35, 35, 36, 38, 40, MASQUEE, 41, 42, 44)), Serie("L'année d'avant", (20, 22, 22, 23, 25, 25, 26, None, 28, 28, 29, 30))),
        "situations", axe="Mois",
    ),
    Graphique(
        "issues", "empile", "Issues des sorties", "Barres empilées : maintenus dans leur logement, douze puis quinze.", ("2025", "2026"),
        (Serie("Maintenu", (12, 15)), Serie("Relogé", (5, MASQUEE)), Serie("Établissement", (3, 2)), Serie("Expulsé", (1, 0)), Serie("Décès", (2, 2)), Serie("Inconnue", (4, None))),
        "situations", axe="Année",
    ),
    Graphique(
        "delais", "delais", "Délais avant la rencontre", "Boîtes : la moitié des premières visites en moins de sept jours.",
        ("De la saisine à la première visite", "De la saisine à la première rencontre", "De la rencontre à l'accord"),
        (
            Serie("Le plus court", (1, 3, MASQUEE)), *(Serie(q, v) for q, v in zip(QUARTS, ((4, 9, MASQUEE), (7, 15, MASQUEE), (12, 31, MASQUEE)), strict=True)),
            Serie("Le plus long", (30, 64, MASQUEE)),
        ),
        "jours", axe="Délai",
    ),
    Graphique("charges", "barres", "Charges", "Barres : le personnel surtout.", ("Personnel", "Véhicule"), (Serie("Montant", (Decimal("140000.5"), 12000)),), genre=Genre.EUROS),
    Graphique("vide", "empile", "Rien encore", "Aucune donnée.", (), (Serie("Signalée", ()), Serie("Close", ()))),
)  # fmt: skip
HOSTILES = (
    "<script>alert(1)</script>", "</text></svg><script>", "]]>&lt;&amp;", "{{ 7*7 }}{% x %}", "a|b", "![x](http://x/y.png)", '" onload="x', "**gras** `c` # t", "=cmd|'/C calc'!A0",
    "ligne 1\nligne 2", "x\x00\x1b[31my\u202e", "W" * 300, "日本 😀", "url(#g-x--large--1)", "Tableau : faux", "::: paysage", "n.c.", "0", "  ", "é" * 40,
)  # fmt: skip

LABELS = st.sampled_from(HOSTILES) | st.text(max_size=40)
NAMES = LABELS.filter(str.strip)


def _values(genre: Genre) -> st.SearchStrategy[Any]:
    numbers = (
        st.integers(0, 10**12 - 1)
        if genre == Genre.ENTIER
        else st.decimals(0, 10**12 - 1, allow_nan=False, allow_infinity=False) | st.just(Decimal("1E-30"))
    )
    return st.one_of(numbers, st.integers(0, 30), st.just(MASQUEE), st.none())


@st.composite
def graphiques(draw: st.DrawFn) -> Graphique:
    """Any chart that holds: hostile labels, huge and tiny numbers, values that are masked or not known."""
    nature: Any = draw(st.sampled_from(sorted(NATURES)))
    genre = draw(st.sampled_from([Genre.ENTIER, Genre.DECIMAL, Genre.EUROS, Genre.POURCENT]))
    names = draw(st.lists(NAMES, min_size=(n := draw(st.sampled_from(NATURES[nature].series))), max_size=n, unique=True))
    categories = draw(st.lists(LABELS, max_size=8))
    rows = [draw(_row(nature, genre, len(names))) for _ in categories]
    series = tuple(Serie(name, tuple(row[k] for row in rows)) for k, name in enumerate(names))
    return Graphique("essai", nature, draw(NAMES), draw(NAMES), tuple(categories), series, draw(LABELS), genre, draw(NAMES))


def _row(nature: str, genre: Genre, nombre: int) -> st.SearchStrategy[list[Any]]:
    row = st.lists(_values(genre), min_size=nombre, max_size=nombre)
    if nature != "delais":
        return row
    known = row.filter(lambda r: all(v is not None and v is not MASQUEE for v in r)).map(sorted)
    return known | st.just([MASQUEE] * nombre) | st.just([None] * nombre)
