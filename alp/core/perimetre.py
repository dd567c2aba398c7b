"""Which funder pays for what: a convention's perimeter, tested on the values of one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alp.core.dispositif import Convention, Dispositif, Financeur, Perimetre
from alp.core.objets import Logement
from alp.core.plis import logement
from alp.core.situation import Situation


class Appartenance(StrEnum):
    """Whether a fact is in a perimeter. `inconnu`: a value that decides it is missing; it is shown so, and never dropped."""

    oui = "oui"
    inconnu = "inconnu"
    non = "non"


@dataclass(frozen=True)
class Faits:
    """What a perimeter looks at, of one fact on one day. An empty set of `axes`: the fact belongs to none."""

    commune: str | None
    quartier: str | None
    ici: tuple[str, ...]
    """The districts declared for the commune: one of them, where none was noted."""
    bailleur: str | None
    parc: str | None
    age: int | None
    caisses: tuple[str, ...]
    axes: tuple[str, ...]


def faits_of(situation: Situation, dispositif: Dispositif, au: date) -> Faits:
    """The facts of an accompaniment on a day. The age is the one reached in the year."""
    return faits_at(situation, logement(situation, au), dispositif, au)


def faits_at(situation: Situation, where: Logement | None, dispositif: Dispositif, au: date) -> Faits:
    """The same, the dwelling of that day being known."""
    born = situation.personne.naissance
    return Faits(
        commune=where.commune if where else None,
        quartier=where.quartier if where else None,
        ici=tuple(q.code for c in dispositif.territoire.communes if where and c.insee == where.commune for q in c.quartiers),
        bailleur=where.bailleur if where else None,
        parc=where.parc if where else None,
        age=au.year - born if born else None,
        caisses=situation.personne.caisses,
        axes=tuple(a.code for a in dispositif.axes if a.accompagnement == "oui"),
    )


def appartenance(faits: Faits, perimetre: Perimetre | None) -> Appartenance:
    """Within a list *or*, between lists *and*; an empty list admits all."""
    found = set(_answers(faits, perimetre)) if perimetre else set()
    return next((a for a in (Appartenance.non, Appartenance.inconnu) if a in found), Appartenance.oui)


def _answers(f: Faits, p: Perimetre) -> Iterator[Appartenance]:
    social = f.parc == "social"
    yield _one(f.commune, p.communes)
    maybe = f.commune is None or set(f.ici) & set(p.quartiers)
    yield _one(f.quartier, p.quartiers, absent=Appartenance.inconnu if maybe else Appartenance.non)
    yield _one(f.bailleur, p.bailleurs, absent=Appartenance.inconnu if f.parc is None or social else Appartenance.non)
    yield _out(f.bailleur, p.hors_bailleurs, absent=Appartenance.inconnu if f.parc is None or social else Appartenance.oui)
    yield _one(f.parc, p.parcs)
    yield _in_bands(f.age, p.ages)
    yield _any(f.caisses, p.caisses)
    yield _any(f.axes, p.axes, absent=Appartenance.non)


def _one(value: str | None, admitted: tuple[str, ...], absent: Appartenance = Appartenance.inconnu) -> Appartenance:
    if not admitted:
        return Appartenance.oui
    return absent if value in (None, "inconnu") else _yes(value in admitted)


def _out(value: str | None, refused: tuple[str, ...], absent: Appartenance) -> Appartenance:
    if not refused:
        return Appartenance.oui
    return absent if value is None else _yes(value not in refused)


def _any(values: Iterable[str], admitted: tuple[str, ...], absent: Appartenance = Appartenance.inconnu) -> Appartenance:
    if not admitted:
        return Appartenance.oui
    return _yes(bool(set(values) & set(admitted))) if values else absent


def _in_bands(age: int | None, bands: tuple[str, ...]) -> Appartenance:
    """`60-120` and `60-` are bands, both bounds included."""
    if not bands:
        return Appartenance.oui
    bounds = [band.partition("-") for band in bands]
    return Appartenance.inconnu if age is None else _yes(any(int(low) <= age <= int(high or 200) for low, _, high in bounds))


def _yes(value: bool) -> Appartenance:  # noqa: FBT001 - it only translates
    return Appartenance.oui if value else Appartenance.non


def running(financeur: Financeur, au: date) -> tuple[Convention, ...]:
    """The conventions that run on a day."""
    return tuple(c for c in financeur.conventions if c.du <= au and (c.au is None or au <= c.au))


def paid_by(situation: Situation, dispositif: Dispositif, financeur: Financeur, au: date) -> Appartenance:
    """Whether one of a funder's running conventions pays for a situation."""
    faits = faits_of(situation, dispositif, au)
    found = {appartenance(faits, c.perimetre) for c in running(financeur, au)}
    return next((a for a in (Appartenance.oui, Appartenance.inconnu) if a in found), Appartenance.non)


def payeurs(situation: Situation, dispositif: Dispositif, au: date) -> dict[str, Appartenance]:
    """Who pays for a situation on a day, or may: funder's code → `oui` or `inconnu`."""
    found = {f.code: paid_by(situation, dispositif, f, au) for f in dispositif.financeurs}
    return {code: a for code, a in found.items() if a is not Appartenance.non}


def values_left(financeur: Financeur, dispositif: Dispositif, axe: str) -> frozenset[str] | None:
    """What a breakdown can say within all that a funder ever pays for: his conventions are no secret to him.

    Args:
        financeur: the funder.
        dispositif: what its codes mean.
        axe: the breakdown: `commune`, `territoire`, `quartier`, `bailleur` or `parc`; nothing is known of the others.

    Returns:
        Its codes; none where a convention leaves them all.
    """
    limits = [_left(c.perimetre, dispositif, axe) if c.perimetre else frozenset[str]() for c in financeur.conventions]
    return frozenset[str]().union(*limits) if limits and all(limits) else None


def _left(p: Perimetre, d: Dispositif, axe: str) -> frozenset[str]:
    """Nothing: all values are left."""
    match axe:
        case "commune":
            return frozenset(p.communes)
        case "territoire":
            return frozenset(c.territoire for c in d.territoire.communes if c.territoire and c.insee in p.communes)
        case "quartier":
            return frozenset(p.quartiers)
        case "bailleur":
            return frozenset(p.bailleurs)
        case "parc":
            social = {x.code for x in d.partenaires if x.type == "bailleur_social"}
            return frozenset(p.parcs or ({"social"} if p.bailleurs and social.issuperset(p.bailleurs) else ()))
    return frozenset()
