"""What a report prints, ready: figures, breakdowns, chapters; a masked value is masked for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alp.core.graphique import Graphique, Point, Serie
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Nombre, Unite
from alp.core.indicateurs.ventilations import Ventilation
from alp.core.tableau import MASQUEE, Colonne, Genre, Masquee, Tableau

GENRES: Mapping[Unite, Genre] = {
    Unite.heures: Genre.DECIMAL, Unite.jours: Genre.DECIMAL, Unite.etp: Genre.DECIMAL, Unite.points: Genre.DECIMAL,
    Unite.tentatives: Genre.DECIMAL, Unite.euros: Genre.EUROS, Unite.pourcent: Genre.POURCENT,
}  # fmt: skip
"""The kind of a figure, by its unit; whole numbers elsewhere."""
BARRES = range(2, 16)
"""How many values of a breakdown are drawn; a table tells one, or more, better."""
HAUTE = 5
"""The least that the longest bar says: below, numbers are read faster than drawings."""
Montre = Nombre | Masquee | None


@dataclass(frozen=True)
class Chiffre:
    """One figure, as it is printed."""

    code: str
    libelle: str
    definition: str
    unite: str
    genre: Genre
    valeur: Montre
    avant: Montre
    un_an_avant: Montre
    base: Montre = None
    numerateur: Montre = None
    quartiles: tuple[Montre, Montre] | None = None
    legende: str = ""
    """What the base is."""
    non_renseigne: Montre = 0

    @property
    def dit(self) -> bool:
        """Whether it says anything, now or before."""
        return any(v is not None for v in (self.valeur, self.avant, self.un_an_avant))

    def tu(self, avant: bool, un_an_avant: bool) -> bool:  # noqa: FBT001 - which columns are shown
        """Whether all that is shown of it is hidden."""
        return all(v is MASQUEE for v, shown in ((self.valeur, True), (self.avant, avant), (self.un_an_avant, un_an_avant)) if shown)

    @property
    def nul(self) -> bool:
        """Whether it is nothing, now and before."""
        return not any((self.valeur, self.avant, self.un_an_avant, self.non_renseigne))


@dataclass(frozen=True)
class CaseComposee:
    """One value of a breakdown, as it is printed; `sur` is the base of a rate."""

    cle: str
    libelle: str
    valeur: Montre
    sur: Montre = None


@dataclass(frozen=True)
class DetailCompose:
    """A figure broken down, as it is printed: with its total where it has one."""

    indicateur: Indicateur
    ventilation: Ventilation
    cases: tuple[CaseComposee, ...]
    total: Montre
    dessin: bool

    @property
    def cle(self) -> str:
        return f"{self.indicateur.code}-{self.ventilation.code}"

    @property
    def titre(self) -> str:
        """« Sorties, par motif de sortie »."""
        return f"{self.indicateur.libelle}, {_inside(self.ventilation.libelle)}"

    @property
    def genre(self) -> Genre:
        return GENRES.get(self.indicateur.unite, Genre.ENTIER)

    @property
    def tu(self) -> bool:
        """Whether every value is hidden."""
        return all(c.valeur is MASQUEE for c in self.cases)

    @property
    def dessine(self) -> bool:
        """Whether a drawing says something: several values, of which one at least is neither hidden nor nothing."""
        shown = [c.valeur for c in self.cases if isinstance(c.valeur, int | Decimal)]
        return self.dessin and len(self.cases) in BARRES and len(shown) > 1 and max(shown) >= HAUTE

    def tableau(self) -> Tableau:
        """As a table; a rate with what it is out of, a count with its whole."""
        i, rate = self.indicateur, self.indicateur.calcul is Calcul.taux
        columns = [
            Colonne(self.ventilation.code, self.ventilation.libelle.removeprefix("Par ").capitalize(), Genre.TEXTE),
            Colonne("valeur", i.libelle, self.genre, i.definition),
            *([Colonne("sur", "Sur", Genre.ENTIER, i.base)] if rate else []),
        ]
        rows = [(c.libelle, scaled(c.valeur, self.genre), *([c.sur] if rate else [])) for c in self.cases]
        summed = i.calcul in {Calcul.compte, Calcul.distincts, Calcul.somme, Calcul.heures} and len(rows) > 1
        if summed:
            rows.append(("Ensemble", scaled(self.total, self.genre)))
        return Tableau(self.cle, self.titre, tuple(columns), tuple(rows), total=summed, note=self._note())

    def _note(self) -> str:
        if self.ventilation.multiple and self._over():
            return "Plusieurs réponses possibles : leur total dépasse l'ensemble, les parts font plus de 100 %."
        distinct = self.indicateur.calcul is Calcul.distincts
        return "Qui a changé dans la période compte sur chaque ligne, et une fois dans l'ensemble." if distinct else ""

    def _over(self) -> bool:
        """Whether the answers make more than the whole, or may where some are hidden."""
        known = [c.valeur for c in self.cases if isinstance(c.valeur, int | Decimal)]
        whole = self.total if isinstance(self.total, int | Decimal) and len(known) == len(self.cases) else 0
        return self.indicateur.calcul in {Calcul.compte, Calcul.distincts} and sum(known) > whole

    def graphique(self) -> Graphique:
        """As bars."""
        i, v = self.indicateur, self.ventilation
        values: tuple[Point, ...] = tuple(scaled(c.valeur, self.genre) for c in self.cases)
        return Graphique(
            self.cle, "barres", self.titre, f"{i.definition} {v.libelle}.", tuple(c.libelle for c in self.cases), (Serie(i.libelle, values),),
            unite=str(i.unite), genre=self.genre, axe=v.libelle.removeprefix("Par ").capitalize(), chiffres=self.tableau(),
        )  # fmt: skip


@dataclass(frozen=True)
class ChapitreCompose:
    """A chapter with its figures."""

    titre: str
    chiffres: tuple[Chiffre, ...]
    details: tuple[DetailCompose, ...]
    courbes: tuple[Graphique, ...]
    texte: str
    sans_donnee: tuple[str, ...] = ()
    """The labels of figures of which nothing is known."""

    @property
    def tableaux(self) -> tuple[Tableau, ...]:
        """The breakdowns that are not drawn."""
        return tuple(d.tableau() for d in self.details if not d.dessine and not d.tu)

    @property
    def graphiques(self) -> tuple[Graphique, ...]:
        """Curves, then the breakdowns that are drawn."""
        return (*self.courbes, *(d.graphique() for d in self.details if d.dessine))

    @property
    def tus(self) -> tuple[str, ...]:
        """What the breakdowns are that are hidden as a whole."""
        return tuple(d.titre for d in self.details if d.tu)

    @property
    def vide(self) -> bool:
        """Whether nothing is in it."""
        return not (self.texte.strip() or self.details or self.courbes or any(not c.nul for c in self.chiffres))


def scaled(value: Montre, genre: Genre) -> Montre:
    """A percentage as a part of one."""
    return Decimal(value) / 100 if genre is Genre.POURCENT and isinstance(value, int | Decimal) else value


def _inside(libelle: str) -> str:
    return libelle[:1].lower() + libelle[1:]
