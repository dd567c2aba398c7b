"""One indicator: its words, what it counts, how, and by what it may be broken down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from alp.core.dispositif import Dispositif
from alp.core.indicateurs.etude import Etude
from alp.core.indicateurs.mesure import Calcul, Case, Membre, Mesure, Poids, Resultat, Unite, arrondi, nombre, total
from alp.core.indicateurs.ventilations import VENTILATIONS, Ventilation
from alp.core.perimetre import Appartenance

DECIMALES = {Unite.etp: 2, Unite.euros: 2, Unite.points: 2}
"""How many decimals a ratio or a median has; one elsewhere."""


@dataclass(frozen=True)
class Indicateur:
    """A figure that funders ask. Its code never changes its meaning: another definition is another code."""

    code: str
    libelle: str
    definition: str
    """One French sentence, printed under the figure."""
    unite: Unite
    calcul: Calcul
    membres: Callable[[Etude], Iterable[Membre]]
    """What is counted; those outside the perimeter are taken away afterwards."""
    ventile: tuple[str, ...] = ()
    """The breakdowns that make sense, by code."""
    base: str = ""
    """For a rate, a distribution or a ratio, what the base is."""
    denominateur: Callable[[Etude], Poids] | None = None
    """For a ratio, what the sum is divided by."""
    source: str = ""
    """Where the definition comes from, if it is not ours."""
    tout: bool = False
    """Whether it tells of the whole dispositif, whoever reads it: working time, places, meetings."""
    part: bool = False
    """Whether a convention's `part` applies: money and hours."""
    manque: str = "la valeur"
    """What is to be noted where it is not known."""
    si: Callable[[Dispositif], bool] = lambda dispositif: True
    """Whether a dispositif knows what is counted."""
    diminuer: bool | None = None
    """Whether less is better, to draw an arrow; none: neither."""


def uses(instrument: str) -> Callable[[Dispositif], bool]:
    """Whether a dispositif's evaluations take a measure: `epices`, `dette_loyer`…"""
    return lambda dispositif: instrument in dispositif.instruments


def mesurer(etude: Etude, indicateur: Indicateur, ventiler: bool = True) -> Mesure:  # noqa: FBT001, FBT002 - read as a word
    """The figure of an indicator.

    Args:
        etude: the register, cut, with its period and perimeter.
        indicateur: what to count.
        ventiler: also break it down.
    """
    inside: list[Membre] = []
    unknown: list[Membre] = []
    unsure: list[Membre] = []
    for m in indicateur.membres(etude):
        answer = Appartenance.oui if indicateur.tout else _admits(etude, m)
        if answer is Appartenance.inconnu:
            unsure.append(m)
        elif answer is Appartenance.oui:
            (unknown if m.poids is None else inside).append(_shared(etude, indicateur, m))
    found = _resultat(etude, indicateur, inside) if inside or not unknown else Resultat(None)
    broken = {v.code: cases(etude, indicateur, v, inside) for v in ventilations_of(indicateur, etude.dispositif)} if ventiler else {}
    return Mesure(indicateur.code, found, tuple(inside), tuple(unknown), tuple(unsure), broken)


def ventilations_of(indicateur: Indicateur, dispositif: Dispositif) -> list[Ventilation]:
    """The breakdowns of an indicator of which this dispositif knows the values."""
    return [VENTILATIONS[code] for code in indicateur.ventile if VENTILATIONS[code].libelles(dispositif)]


def _resultat(etude: Etude, indicateur: Indicateur, membres: Sequence[Membre]) -> Resultat:
    """The figure; a ratio over nothing is not known."""
    if indicateur.denominateur is None:
        return indicateur.calcul(membres, DECIMALES.get(indicateur.unite, 1))
    below, above = Fraction(indicateur.denominateur(etude)), Fraction(total(membres))
    scale = 100 if indicateur.unite is Unite.pourcent else 1
    return Resultat(arrondi(above * scale / below, DECIMALES.get(indicateur.unite, 1)) if below else None, nombre(below), nombre(above))


def _admits(etude: Etude, membre: Membre) -> Appartenance:
    fil = etude.par_id.get(membre.quoi)
    if membre.faits is not None:
        return etude.cadre.admits_faits(membre.faits, membre.le)
    return etude.cadre.admits(fil, membre.le, membre.axes) if fil else Appartenance.oui


def _shared(etude: Etude, indicateur: Indicateur, membre: Membre) -> Membre:
    """The funder's part of money and hours."""
    part = etude.cadre.part(membre.le) if indicateur.part else None
    return membre if part is None or membre.poids is None else membre._replace(poids=Fraction(membre.poids) * Fraction(part) / 100)


def cases(etude: Etude, indicateur: Indicateur, ventilation: Ventilation, membres: Iterable[Membre]) -> tuple[Case, ...]:
    """The figure, value by value of a breakdown, in the order of its labels; what is not known comes last."""
    found: dict[str, list[Membre]] = {}
    for m in membres:
        for key in ventilation.cles(etude, m) or ("",):
            found.setdefault(key, []).append(m)
    labels = ventilation.libelles(etude.dispositif)
    ranks = {key: n for n, key in enumerate(labels)}
    order = sorted(found, key=lambda key: (key == "", ranks.get(key, len(ranks)), key))
    return tuple(
        Case(
            k,
            labels.get(k) or ventilation.ailleurs.format(k) if k else "non renseigné",
            indicateur.calcul(found[k], DECIMALES.get(indicateur.unite, 1)),
            tuple(found[k]),
        )
        for k in order
    )
