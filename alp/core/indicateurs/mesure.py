"""What an indicator counts, and how: members, the ways to sum them, and the figure that comes out.

An indicator is a set of members, and one way to sum them: so a figure always names what stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, cast

from alp.core.perimetre import Faits

Nombre = int | Decimal
Poids = int | Decimal | Fraction
RIEN: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Unite(StrEnum):
    """What is counted; persons, situations, acts and dwellings are never mixed."""

    personnes = "personnes"
    foyers = "foyers"
    situations = "situations"
    saisines = "saisines"
    actes = "actes"
    contrats = "contrats"
    orientations = "orientations"
    sejours = "séjours"
    objectifs = "objectifs"
    reunions = "réunions"
    actions = "actions"
    tentatives = "tentatives"
    places = "places"
    jours = "jours"
    heures = "heures"
    etp = "ETP"
    points = "points"
    euros = "€"
    pourcent = "%"


class Membre(NamedTuple):
    """One thing counted."""

    quoi: str
    """What it is: a situation's id, else `reunions/…`, `actions/…`, or a key of the dispositif."""
    ref: str
    """The entry, where it is one; else empty."""
    le: date
    """The day of the fact: the perimeter and the breakdowns take their values on it."""
    poids: Poids | None = 1
    """1 where it is counted; minutes of work, days, euros…; for a rate, 1 if it is one of those counted and 0 if not. None: not known."""
    cle: str = ""
    """What is counted once, where an indicator counts persons or households."""
    cles: Mapping[str, tuple[str, ...]] = RIEN
    """Its own values for breakdowns that no situation could tell: {« resultat »: (« porte_close »,)}."""
    axes: tuple[str, ...] | None = None
    """The axes that the fact belongs to; none: those of the accompaniment."""
    faits: Faits | None = None
    """What its perimeter looks at, where no situation tells it."""

    @property
    def nom(self) -> str:
        """`ALP28-2026-014`, or `ALP28-2026-014#k3fhq7`: how a proof names it."""
        return f"{self.quoi}#{self.ref}" if self.ref else self.quoi


class Resultat(NamedTuple):
    """A figure: the value, what it is out of, and for a distribution its quartiles."""

    valeur: Nombre | None
    base: Nombre | None = None
    numerateur: Nombre | None = None
    quartiles: tuple[Nombre, Nombre] | None = None


class Calcul(StrEnum):
    """The ways to sum members."""

    compte = "compte"
    """How many."""
    distincts = "distincts"
    """How many different keys: persons, households."""
    somme = "somme"
    """The sum of weights."""
    heures = "heures"
    """The sum of weights in minutes, as hours."""
    taux = "taux"
    """Those counted out of all, in %."""
    mediane = "mediane"
    """The median, with quartiles, of the weights."""
    rapport = "rapport"
    """The sum of weights over something else: the indicator's `denominateur`."""

    def __call__(self, membres: Sequence[Membre], decimales: int = 1) -> Resultat:
        """The figure of members whose weight is known.

        Args:
            membres: what is counted.
            decimales: how many a median has where it falls between two numbers.
        """
        return _mediane(membres, decimales) if self is Calcul.mediane else _CALCULS[self](membres)


def arrondi(valeur: Poids, decimales: int = 1) -> Decimal:
    """A number rounded half up, as people do."""
    exact = Fraction(valeur)
    unit = Decimal(1).scaleb(-decimales)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, rounding=ROUND_HALF_UP)


def _compte(membres: Sequence[Membre]) -> Resultat:
    return Resultat(len(membres))


def _distincts(membres: Sequence[Membre]) -> Resultat:
    return Resultat(len({m.cle for m in membres}))


def total(membres: Iterable[Membre]) -> Poids:
    """The exact sum of the weights: an integer, a decimal, or a fraction of an hour."""
    known = [m.poids for m in membres if m.poids is not None]
    if Fraction in set(map(type, known)):
        return sum((Fraction(p) for p in known), start=Fraction(0))
    return sum(cast("list[Nombre]", known))


def nombre(valeur: Poids) -> Nombre:
    """A number as it is printed: a fraction that is not whole is rounded to the hundredth."""
    if isinstance(valeur, Fraction):
        return int(valeur) if valeur.denominator == 1 else arrondi(valeur, 2)
    return valeur


def _somme(membres: Sequence[Membre]) -> Resultat:
    return Resultat(nombre(total(membres)))


def _heures(membres: Sequence[Membre]) -> Resultat:
    return Resultat(nombre(Fraction(total(membres)) / 60))


def _taux(membres: Sequence[Membre]) -> Resultat:
    """A rate without a base is not zero: it is not known."""
    above = nombre(total(membres))
    value = arrondi(Fraction(above) * 100 / len(membres)) if membres else None
    return Resultat(value, len(membres), above)


def _mediane(membres: Sequence[Membre], decimales: int) -> Resultat:
    if not membres:
        return Resultat(None, 0)
    known = sorted(m.poids if isinstance(m.poids, int) else Fraction(m.poids) for m in membres if m.poids is not None)
    low, middle, high = (_written(quantile(known, Fraction(n, 4)), decimales) for n in (1, 2, 3))
    return Resultat(middle, len(known), quartiles=(low, high))


def quantile(ranked: Sequence[int | Fraction], part: Fraction) -> Fraction:
    """The value below which a part of the ranked numbers lies, between two by proportion: what a spreadsheet's CENTILE.INCLURE gives."""
    place = (len(ranked) - 1) * part
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


def _written(value: Fraction, decimales: int) -> Nombre:
    return int(value) if value.denominator == 1 else arrondi(value, decimales)


_CALCULS = {
    Calcul.compte: _compte,
    Calcul.distincts: _distincts,
    Calcul.somme: _somme,
    Calcul.heures: _heures,
    Calcul.taux: _taux,
    Calcul.rapport: _somme,
}


@dataclass(frozen=True)
class Case:
    """One value of a breakdown. An empty key: not known."""

    cle: str
    libelle: str
    resultat: Resultat
    membres: tuple[Membre, ...] = field(repr=False)

    @property
    def valeur(self) -> Nombre | None:
        return self.resultat.valeur


@dataclass(frozen=True)
class Mesure:
    """The figure of one indicator for one period and one perimeter."""

    code: str
    resultat: Resultat
    membres: tuple[Membre, ...] = field(repr=False)
    inconnus: tuple[Membre, ...] = field(default=(), repr=False)
    """Those that lack the value."""
    incertains: tuple[Membre, ...] = field(default=(), repr=False)
    """Those that may belong to the perimeter or not, for want of a value that decides it: never counted, never dropped in silence."""
    ventilations: Mapping[str, tuple[Case, ...]] = field(default_factory=dict, repr=False)

    @property
    def valeur(self) -> Nombre | None:
        return self.resultat.valeur

    @property
    def base(self) -> Nombre | None:
        return self.resultat.base

    @property
    def non_renseigne(self) -> int:
        """How many could not be counted for want of a value: their own, or one that decides of the perimeter."""
        return len(self.inconnus) + len(self.incertains)

    @property
    def situations(self) -> tuple[str, ...]:
        """The ids behind the figure, each once, in order."""
        return tuple(sorted({m.quoi for m in self.membres}))
