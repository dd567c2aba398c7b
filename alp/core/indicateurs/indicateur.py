"""One indicator: its words, what it counts, how, and by what it may be broken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from alp.core.dispositif import Dispositif
from alp.core.indicateurs.etude import Etude, Moment
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
    admitted, unsure = _admitted(etude, indicateur)
    unknown = tuple(m for m in admitted if m.poids is None)
    inside = tuple(m for m in admitted if m.poids is not None) if unknown else admitted
    found = _resultat(etude, indicateur, inside) if inside or not unknown else Resultat(None)
    axes = ventilations_of(indicateur, etude.dispositif) if ventiler else []
    return Mesure(indicateur.code, found, inside, unknown, unsure, _broken(etude, indicateur, axes, inside) if axes else {})


def _admitted(etude: Etude, indicateur: Indicateur) -> tuple[tuple[Membre, ...], tuple[Membre, ...]]:
    """The members within the perimeter, money and hours for the funder's part, and those that may belong to it or not."""
    membres = etude.once(indicateur.membres)
    if indicateur.tout or etude.cadre.financeur is None:
        return membres, ()
    answers = [(m, _admits(etude, m)) for m in membres]
    inside = tuple(_shared(etude, m) if indicateur.part else m for m, answer in answers if answer is Appartenance.oui)
    return inside, tuple(m for m, answer in answers if answer is Appartenance.inconnu)


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


def _shared(etude: Etude, membre: Membre) -> Membre:
    """The funder's part of money and hours."""
    part = etude.cadre.part(membre.le)
    return membre if part is None or membre.poids is None else membre._replace(poids=Fraction(membre.poids) * Fraction(part) / 100)


def _broken(etude: Etude, indicateur: Indicateur, axes: Sequence[Ventilation], membres: Sequence[Membre]) -> dict[str, tuple[Case, ...]]:
    """The figure broken down in every way, in one pass over its members."""
    found = {v.code: defaultdict[str, list[Membre]](list) for v in axes}
    brought = {code for m in membres if m.cles for code in m.cles}
    own = [(v, found[v.code]) for v in axes if v.chaque_jour or v.code in brought]
    told = [(v, v.code, found[v.code]) for v in axes if not (v.chaque_jour or v.code in brought)]
    fils, nowhere = etude.par_id, Moment(etude.periode.au)
    for m in membres:
        fil = fils.get(m.quoi)
        moment = (fil.moments.get(m.le) or fil.moment(m.le)) if fil else nowhere
        known = moment.cles
        for v, code, cases in told:
            for key in known.get(code) or v.told(etude, moment, m):
                cases[key].append(m)
        for v, cases in own:
            for key in v.cles(etude, moment, m):
                cases[key].append(m)
    return {v.code: _cases(etude, indicateur, v, found[v.code]) for v in axes}


def _cases(etude: Etude, indicateur: Indicateur, ventilation: Ventilation, found: Mapping[str, Sequence[Membre]]) -> tuple[Case, ...]:
    """One figure a value, in the order of its labels; what is not known comes last."""
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
