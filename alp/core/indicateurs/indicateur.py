"""One indicator: its words, what it counts, how, and by what it may be broken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress

from alp.core.dispositif import Dispositif
from alp.core.indicateurs.etude import Comptes, Etude
from alp.core.indicateurs.mesure import Calcul, Case, Membre, Mesure, Poids, Resultat, Unite, arrondi, nombre, total
from alp.core.indicateurs.ventilations import INCONNU, NON_DITES, VENTILATIONS, Ventilation, tell
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
    unknown = tuple([m for m in admitted.membres if m.poids is None])
    inside = admitted.only([m.poids is not None for m in admitted.membres]) if unknown else admitted
    found = _resultat(etude, indicateur, inside.membres) if inside.membres or not unknown else Resultat(None)
    axes = ventilations_of(indicateur, etude.dispositif) if ventiler else []
    return Mesure(indicateur.code, found, inside.membres, unknown, unsure, _broken(etude, indicateur, axes, inside) if axes else {})


def _admitted(etude: Etude, indicateur: Indicateur) -> tuple[Comptes, tuple[Membre, ...]]:
    """What is within the perimeter, money and hours for the funder's part, and those that may belong to it or not."""
    counted = etude.comptes(indicateur.membres)
    if indicateur.tout or etude.cadre.financeur is None:
        return counted, ()
    oui, inconnu = Appartenance.oui, Appartenance.inconnu
    answers = [
        (moment.admis.get(m.axes) if moment else None) or etude.admits(m)
        for m, moment in zip(counted.membres, counted.moments, strict=True)
    ]
    inside = counted.only([a is oui for a in answers])
    if indicateur.part:
        inside = inside._replace(membres=tuple([_shared(etude, m) for m in inside.membres]))
    return inside, tuple(compress(counted.membres, [a is inconnu for a in answers]))


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


def _shared(etude: Etude, membre: Membre) -> Membre:
    """The funder's part of money and hours."""
    part = etude.cadre.part(membre.le)
    return membre if part is None or membre.poids is None else membre._replace(poids=Fraction(membre.poids) * part)


def _broken(etude: Etude, indicateur: Indicateur, axes: Sequence[Ventilation], counted: Comptes) -> dict[str, tuple[Case, ...]]:
    """The figure broken down in every way, in one pass over its members."""
    found = {v.code: defaultdict[str, list[Membre]](list) for v in axes}
    brought = {code for m in counted.membres if m.cles for code in m.cles}
    told = [(v.code, found[v.code]) for v in axes if v.situation and v.code not in brought]
    own = [(v.code, found[v.code]) for v in axes if not v.situation or v.code in brought]
    for m, moment in zip(counted.membres, counted.moments, strict=True):
        dites = (moment.cles or tell(etude, m, moment)) if moment else NON_DITES
        for code, cases in told:
            for key in dites[code]:
                cases[key].append(m)
        for code, cases in own:
            values = m.cles.get(code)
            for key in dites.get(code, INCONNU) if values is None else values or INCONNU:
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
