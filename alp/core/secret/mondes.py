"""Possible worlds: whole numbers that fit everything a reader knows. Each comes from the solver and is checked in exact arithmetic there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

from alp.core.secret.solveur import Programme, Rang, solve
from alp.core.secret.systeme import Bornes, Equation, Exigence, Systeme

PORTEE = 100
"""How many times the width a proof is looked for: coefficients other than 1 and -1 may leave holes between possible values."""

Monde = dict[int, int]
"""The unknowns whose value is not the true one in a world, with that value."""

Paire = tuple[Monde, Monde]
"""Two worlds: one where a cell is low, one where it is high."""


def extreme(
    s: Systeme, cible: int, free: AbstractSet[int], sign: Literal[1, -1], *, raisons: bool, within: int | None = None
) -> Monde | Literal["aucune", "infini"]:
    """A world where an unknown is as low (1) or as high (-1) as it can be, only free ones moving, at most `within` away from the truth."""
    unknowns, equations = s.around(cible, free)
    limits = [s.known(i, raisons=raisons) for i in unknowns]
    if within is not None:
        limits[0] = _clamp(limits[0], s.valeurs[cible] - within, s.valeurs[cible] + within)
    costs = (sign, *(0 for _ in unknowns[1:]))
    point = solve(Programme(costs, tuple(limits), _rows(s, equations, unknowns)))
    return point if isinstance(point, str) else _moved(s, unknowns, point)


def search(s: Systeme, cible: int, free: AbstractSet[int], exigence: Exigence) -> Paire | None:
    """Two worlds as asked, where only the free move: the truth and a near one, up or down, or else the two farthest within reach."""
    width, truth = exigence.largeur, s.valeurs[cible]
    for step in (width,) if exigence.montee else (width, -width):
        monde = _nearest(s, cible, free, step, raisons=exigence.raisons)
        if monde is not None:
            return ({}, monde) if step > 0 else (monde, {})
    ends = (extreme(s, cible, free, sign, raisons=exigence.raisons, within=PORTEE * width) for sign in (1, -1))
    low, high = ({} if isinstance(end, str) else end for end in ends)
    low = {} if exigence.montee else low
    return (low, high) if high.get(cible, truth) - low.get(cible, truth) >= width else None


def search_masks(s: Systeme, cible: int, free: AbstractSet[int], candidats: AbstractSet[int], exigence: Exigence) -> Paire | None:
    """The same, where the cheapest of the candidates move too: one must then mask them.

    A candidate moves by `largeur` at most: in tables, whose coefficients are 1 and -1, going further brings nothing.
    """
    unknowns, equations = s.around(cible, free | candidats)
    masks = [i for i in unknowns if i in candidats]
    width, count = exigence.largeur, len(unknowns)
    rows = [Rang(((1, count), (-1, 0)), width, None)]
    for shift in (0, count):
        rows += _rows(s, equations, unknowns, shift)
        columns = {i: shift + column for column, i in enumerate(unknowns)}
        for mask, i in enumerate(masks, 2 * count):
            rows += [
                Rang(((1, columns[i]), (-width, mask)), None, s.valeurs[i]),
                Rang(((1, columns[i]), (width, mask)), s.valeurs[i], None),
            ]
    limits = tuple(s.known(i, raisons=exigence.raisons) for i in unknowns)
    first = tuple((s.valeurs[i], s.valeurs[i]) for i in unknowns) if exigence.montee else limits
    costs = (*(0 for _ in range(2 * count)), *(s.couts[i] for i in masks))
    point = solve(Programme(costs, (*first, *limits, *((0, 1) for _ in masks)), tuple(rows)))
    return None if isinstance(point, str) else (_moved(s, unknowns, point), _moved(s, unknowns, point[count:]))


def lift(s: Systeme, cibles: AbstractSet[int], free: AbstractSet[int]) -> Monde:
    """A world where as many as can be of some unknowns reach the threshold, only the free moving; the truth where there is none."""
    unknowns = sorted(free)
    equations = [e for e in s.equations if any(i in free for _, i in e.termes)]
    limits = tuple((0, s.seuil if i in cibles else None) for i in unknowns)
    point = solve(Programme(tuple(-1 if i in cibles else 0 for i in unknowns), limits, _rows(s, equations, unknowns)))
    return {} if isinstance(point, str) else _moved(s, unknowns, point)


def _nearest(s: Systeme, cible: int, free: AbstractSet[int], step: int, *, raisons: bool) -> Monde | None:
    """The world where an unknown moves by a step, and the others as little as they can, the dear ones least."""
    unknowns, equations = s.around(cible, free)
    room = [s.known(i, raisons=raisons) for i in unknowns]
    up: list[Bornes] = [(0, None if high is None else high - s.valeurs[i]) for i, (_, high) in zip(unknowns, room, strict=True)]
    down: list[Bornes] = [(0, s.valeurs[i] - low) for i, (low, _) in zip(unknowns, room, strict=True)]
    most = (up if step > 0 else down)[0][1]
    if most is not None and most < abs(step):
        return None
    up[0], down[0] = (max(step, 0), max(step, 0)), (max(-step, 0), max(-step, 0))
    columns = {i: column for column, i in enumerate(unknowns)}
    rows = []
    for equation in equations:
        termes = [(coefficient, columns[i]) for coefficient, i in equation.termes if i in columns]
        rows.append(Rang((*termes, *((-coefficient, len(unknowns) + column) for coefficient, column in termes)), 0, 0))
    costs = tuple(1 + s.couts[i] for i in unknowns)
    point = solve(Programme(costs * 2, (*up, *down), tuple(rows)))
    if isinstance(point, str):
        return None
    moves = zip(point[: len(unknowns)], point[len(unknowns) :], strict=True)
    return _moved(s, unknowns, [s.valeurs[i] + more - less for i, (more, less) in zip(unknowns, moves, strict=True)])


def _rows(s: Systeme, equations: Sequence[Equation], unknowns: Sequence[int], shift: int = 0) -> tuple[Rang, ...]:
    """The equations between these unknowns, the others at their true value."""
    columns: Mapping[int, int] = {i: shift + column for column, i in enumerate(unknowns)}
    rows = []
    for equation in equations:
        right = equation.constante - sum(coefficient * s.valeurs[i] for coefficient, i in equation.termes if i not in columns)
        rows.append(Rang(tuple((coefficient, columns[i]) for coefficient, i in equation.termes if i in columns), right, right))
    return tuple(rows)


def _moved(s: Systeme, unknowns: Sequence[int], point: Sequence[int]) -> Monde:
    return {i: x for i, x in zip(unknowns, point, strict=False) if x != s.valeurs[i]}


def _clamp(limits: Bornes, low: int, high: int) -> Bornes:
    least, greatest = limits
    return max(least, low), high if greatest is None else min(greatest, high)
