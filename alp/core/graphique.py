"""A chart as data: what it shows, in words too, and the table that says the same. Nothing here knows how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from alp.core.calendrier import add_months
from alp.core.tableau import Colonne, Genre, Masquee, Tableau, Valeur, fits
from alp.core.types import CODE

Point = int | Decimal | Masquee | None
Nature = Literal["barres", "colonnes", "evolution", "empile", "delais"]


@dataclass(frozen=True, slots=True)
class Bornes:
    """How many series a nature may have, and how many categories at most."""

    series: tuple[int, ...]
    categories: int


NATURES: Mapping[Nature, Bornes] = {
    "barres": Bornes((1, 2), 60),
    "colonnes": Bornes((1, 2), 36),
    "evolution": Bornes((1, 2, 3), 36),
    "empile": Bornes((1, 2, 3, 4, 5, 6), 40),
    "delais": Bornes((3, 5), 40),
}
"""`barres`: a breakdown, lying, for long labels. `colonnes`: a count a month, standing. `evolution`: lines, for what lasts (a file active).
`empile`: parts of a whole (steps, outcomes). `delais`: first quarter, median, third quarter; with five series, between the least and the most."""

SOMMET = 10**12
"""No chart goes so high."""
QUARTS = ("Un quart en moins de", "La moitié en moins de", "Trois quarts en moins de")
"""What the three series of a `delais` may be called."""
MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True, slots=True)
class Serie:
    """Values of one kind, one for each category; None is not known, a masked one is « n.c. »."""

    libelle: str
    valeurs: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Graphique:
    """A chart.

    `description` is what someone who does not see it is told; `unite` is said beside the values (« situations », « jours »); `genre` is
    that of the values; `axe` is the head of the table's first column (« Mois », « Difficulté »); `chiffres` is the table that says the same
    and more, a total or a note, where there is one.

    Raises:
        ValueError: a series has not one value a category, a value is negative or not of the kind, a label is empty or comes twice,
            there are too many series or categories, or the quarters of a delay are not in order.
    """

    cle: str
    nature: Nature
    titre: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    unite: str = ""
    genre: Genre = Genre.ENTIER
    axe: str = "Intitulé"
    chiffres: Tableau | None = None

    def __post_init__(self) -> None:
        self._check_words()
        bounds = NATURES.get(self.nature)
        if bounds is None or len(self.series) not in bounds.series or len(self.categories) > bounds.categories:
            raise ValueError(f"{self.cle}: no {self.nature} of {len(self.series)} series and {len(self.categories)} categories")
        for serie in self.series:
            if len(serie.valeurs) != len(self.categories):
                raise ValueError(f"{self.cle}: {serie.libelle} has {len(serie.valeurs)} values for {len(self.categories)} categories")
            for value in serie.valeurs:
                if not fits(value, self.genre) or (isinstance(value, int | Decimal) and not 0 <= value < SOMMET):
                    raise ValueError(f"{self.cle}: {serie.libelle}: {value!r} is no positive {self.genre} that can be drawn")
        if self.nature == "delais":
            self._check_quarters()

    def _check_words(self) -> None:
        if not CODE.fullmatch(self.cle):
            raise ValueError(f"{self.cle!r} is no code")
        names = [s.libelle for s in self.series]
        if not all(word.strip() for word in (self.titre, self.description, self.axe, *names)) or len(set(names)) != len(names):
            raise ValueError(f"{self.cle}: title, description, axis and series need a label each")
        if self.genre in (Genre.TEXTE, Genre.DATE):
            raise ValueError(f"{self.cle}: a {self.genre} cannot be drawn")

    def _check_quarters(self) -> None:
        for n, category in enumerate(self.categories):
            known = [v for v in self.points(n) if isinstance(v, int | Decimal)]
            if len(known) not in (0, len(self.series)) or any(a > b for a, b in pairwise(known)):
                raise ValueError(f"{self.cle}: {category}: {self.points(n)} are no quarters in order")

    def points(self, rang: int) -> tuple[Point, ...]:
        """The values of the category of that rank, from 0, one a series."""
        return tuple(s.valeurs[rang] for s in self.series)

    def tableau(self) -> Tableau:
        """The same figures as a table: the categories, then a column a series; the unit is in the only head, else in the title."""
        if self.chiffres:
            return self.chiffres
        alone = len(self.series) == 1
        first = Colonne("intitule", self.axe, Genre.TEXTE)
        heads = [self._with_unit(s.libelle) if alone else s.libelle for s in self.series]
        columns = tuple(Colonne(f"serie-{n}", head, self.genre) for n, head in enumerate(heads, 1))
        rows: tuple[tuple[Valeur, ...], ...] = tuple((c, *self.points(n)) for n, c in enumerate(self.categories))
        return Tableau(self.cle, self.titre if alone else self._with_unit(self.titre), (first, *columns), rows)

    def _with_unit(self, libelle: str) -> str:
        """« Délais (jours) »; the unit is not said twice."""
        said = not self.unite.strip() or self.unite.lower() in libelle.lower()
        return libelle if said else f"{libelle} ({self.unite})"


def last_months(au: date, nombre: int = 12) -> tuple[date, ...]:
    """The first day of each of the months that end with the one of `au`, the oldest first."""
    first = au.replace(day=1)
    return tuple(add_months(first, n - nombre + 1) for n in range(nombre))


def short_mois(jour: date) -> str:
    """« nov. 2026 »."""
    return f"{MOIS_COURTS[jour.month - 1]} {jour.year}"
