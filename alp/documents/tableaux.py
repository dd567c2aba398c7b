"""A table of figures in words: its values as one reads them in French, and its Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from alp.core.graphique import Graphique
from alp.core.tableau import NON_RENSEIGNE, Genre, Masquee, Tableau, Valeur
from alp.documents.echappe import escape
from alp.documents.typographie import write_court, write_montant, write_nombre, write_pourcent

GAUCHE = (Genre.TEXTE, Genre.DATE)
"""What is set against the left; numbers are against the right."""
VIDE = "Aucune donnée"
DECIMALES = 2
_PAS = Decimal(1).scaleb(-DECIMALES)


def decimals(valeurs: Iterable[Valeur], genre: Genre) -> int:
    """How many decimals all values of a column are given: euros have their cents where one of them has."""
    if genre not in (Genre.DECIMAL, Genre.EUROS):
        return 0
    numbers = [Decimal(v).quantize(_PAS, ROUND_HALF_UP).normalize() for v in valeurs if isinstance(v, int | Decimal)]
    most = max((-int(n.as_tuple().exponent) for n in numbers), default=0)
    return 0 if most <= 0 else DECIMALES if genre == Genre.EUROS else most


def write_valeur(valeur: Valeur, genre: Genre, decimales: int = 0) -> str:
    """One value as it is read: « 1 234 », « 12,50 € », « 39 % », « 03/11/2026 », « n.c. », « non renseigné »."""
    if valeur is None:
        return NON_RENSEIGNE
    if isinstance(valeur, str | Masquee):
        return str(valeur)
    if isinstance(valeur, date):
        return write_court(valeur)
    if genre == Genre.EUROS:
        return write_montant(valeur, decimales)
    return write_pourcent(valeur, decimales) if genre == Genre.POURCENT else write_nombre(valeur, decimales)


def write_tableau(tableau: Tableau | Graphique) -> str:
    """A table, or the figures of a chart, as Markdown: whatever the labels hold is text.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(tableau, Graphique):
        tableau = tableau.tableau()
    if not isinstance(tableau, Tableau):
        raise TypeError(f"il faut un tableau, pas {type(tableau).__name__}")
    head = [_cell(c.libelle) for c in tableau.colonnes]
    rule = [":--" if c.genre in GAUCHE else "--:" for c in tableau.colonnes]
    rows = list(_rows(tableau)) or [[VIDE, *[""] * (len(head) - 1)]]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    caption = escape(" ".join(tableau.titre.split()))
    note = f"\n\n{escape(tableau.note)}" if tableau.note.strip() else ""
    return f"Tableau : {caption}\n\n" + "\n".join(lines) + note


def _rows(tableau: Tableau) -> Iterator[list[str]]:
    places = [decimals(tableau.valeurs(n), c.genre) for n, c in enumerate(tableau.colonnes)]
    last = len(tableau.lignes) - 1
    for n, row in enumerate(tableau.lignes):
        cells = [_cell(write_valeur(v, c.genre, k)) for v, c, k in zip(row, tableau.colonnes, places, strict=True)]
        yield [f"**{cell}**" if cell else "" for cell in cells] if tableau.total and n == last else cells


def _cell(texte: str) -> str:
    return escape(texte)
