"""A table of figures, typed by column: reports, spreadsheets and data files are all written from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from alp.core.types import CODE

NON_COMMUNIQUE = "n.c."
NON_RENSEIGNE = "non renseigné"
PLAFOND = 10**15
"""No number of this size or beyond: a spreadsheet keeps fifteen digits."""


class Genre(StrEnum):
    """What the values of a column are; `pourcent` is a part of one: 0.39 is 39 %."""

    TEXTE = "texte"
    ENTIER = "entier"
    DECIMAL = "decimal"
    EUROS = "euros"
    POURCENT = "pourcent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Masquee:
    """A figure that exists and is not told, for it would be about too few people: printed « n.c. », never 0."""

    def __str__(self) -> str:
        return NON_COMMUNIQUE


MASQUEE = Masquee()
Nombre = int | Decimal
Valeur = str | int | Decimal | date | Masquee | None
"""None is what is not known: « non renseigné » on paper, an empty cell in a spreadsheet's column of numbers or days."""

TYPES: Mapping[Genre, type | tuple[type, ...]] = {
    Genre.TEXTE: str,
    Genre.ENTIER: int,
    Genre.DECIMAL: (int, Decimal),
    Genre.EUROS: (int, Decimal),
    Genre.POURCENT: (int, Decimal),
    Genre.DATE: date,
}


def fits(valeur: Valeur, genre: Genre) -> bool:
    """The value may stand in a column of that kind: neither a boolean, nor an hour, nor a number that has no end or no room."""
    if valeur is None or isinstance(valeur, Masquee):
        return True
    if not isinstance(valeur, TYPES[genre]) or isinstance(valeur, bool | datetime):
        return False
    most = PLAFOND // 1000 if genre == Genre.POURCENT else PLAFOND
    return not isinstance(valeur, int | Decimal) or (Decimal(valeur).is_finite() and abs(Decimal(valeur)) < most)


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: `cle` is its name for programs, `libelle` for people, `description` how the figure is counted.

    Raises:
        ValueError: the key is no code, or the label is empty.
    """

    cle: str
    libelle: str
    genre: Genre
    description: str = ""

    def __post_init__(self) -> None:
        _name(self.cle, self.libelle)


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table.

    `total` says that the last row is one: it was computed with the rest, never summed from the rows (perimeters overlap, people come back).
    `note` is printed under the table.

    Raises:
        ValueError: the key is no code, the title is empty, two columns have one key, a row has another length, a value is not of its
            column's kind, or a total is missing.
    """

    cle: str
    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Valeur, ...], ...]
    total: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        _name(self.cle, self.titre)
        keys = [c.cle for c in self.colonnes]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError(f"{self.cle}: columns {keys} need one key each")
        if self.total and not self.lignes:
            raise ValueError(f"{self.cle}: the row of the total is missing")
        for n, row in enumerate(self.lignes):
            if len(row) != len(keys):
                raise ValueError(f"{self.cle}: row {n} has {len(row)} values for {len(keys)} columns")
            for value, column in zip(row, self.colonnes, strict=True):
                if not fits(value, column.genre):
                    raise ValueError(f"{self.cle}: row {n}, {column.cle}: {value!r} is no {column.genre}")

    @property
    def corps(self) -> tuple[tuple[Valeur, ...], ...]:
        """The rows without the total."""
        return self.lignes[:-1] if self.total else self.lignes

    def valeurs(self, rang: int) -> tuple[Valeur, ...]:
        """The values of the column of that rank, from 0, the total's too."""
        return tuple(row[rang] for row in self.lignes)


def definitions(tableaux: Sequence[Tableau], *, cle: str = "definitions", titre: str = "Définitions") -> Tableau:
    """What each column that has a description says: the sheet that explains the others."""
    columns = (
        Colonne("tableau", "Tableau", Genre.TEXTE),
        Colonne("colonne", "Colonne", Genre.TEXTE),
        Colonne("definition", "Ce qu'elle dit", Genre.TEXTE),
    )
    rows = tuple((t.titre, c.libelle, c.description) for t in tableaux for c in t.colonnes if c.description)
    return Tableau(cle, titre, columns, rows)


def _name(cle: str, libelle: str) -> None:
    if not CODE.fullmatch(cle):
        raise ValueError(f"{cle!r} is no code")
    if not libelle.strip():
        raise ValueError(f"{cle}: the label is empty")
