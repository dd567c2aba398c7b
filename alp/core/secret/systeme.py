"""A publication as a system of equations between numbered unknowns, and what a reader knows of each."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from alp.core.secret.publication import Publication

PART = 5
"""Of a large number that must not be found, two values a fifth of it apart stay possible. No text fixes it: it is our choice."""

Bornes = tuple[int, int | None]
"""Least and greatest value; none = no limit."""


@dataclass(frozen=True, eq=False)
class Equation:
    """Σ coefficient × unknown = constant. Itself only: two that say the same are two."""

    termes: tuple[tuple[int, int], ...]
    constante: int


@dataclass(frozen=True)
class Exigence:
    """Two worlds where a cell differs by `largeur` at least, possible for a reader who knows why cells are masked (or only for one who knows of no rule).

    `montee`: one of the two is the truth, and the other is above.
    """

    largeur: int
    raisons: bool = True
    montee: bool = False


@dataclass(frozen=True)
class Systeme:
    """The unknowns are the cells not yet issued, then what each `<=` lacks; what was issued is in the constants.

    Attributes:
        seuil: under it, a number is small.
        cles: key of each cell.
        noms: by unknown, the keys that name it to people: its own; for what a `<=` lacks, those of its parts.
        valeurs: their true values.
        equations: true of them.
        petits: the small ones: none may be found.
        sensibles: those that are not small, and that must not be found either.
        restes: those that no report prints.
        gardees: to mask whatever their size.
        prix: how many times its size it costs to mask each.
    """

    seuil: int
    cles: tuple[str, ...]
    noms: tuple[tuple[str, ...], ...]
    valeurs: tuple[int, ...]
    equations: tuple[Equation, ...]
    petits: frozenset[int]
    sensibles: frozenset[int]
    restes: frozenset[int]
    gardees: frozenset[int]
    prix: tuple[int, ...]

    @cached_property
    def equations_of(self) -> tuple[tuple[Equation, ...], ...]:
        """By unknown, the equations where it stands."""
        of: list[list[Equation]] = [[] for _ in self.valeurs]
        for equation in self.equations:
            for _, i in equation.termes:
                of[i].append(equation)
        return tuple(tuple(equations) for equations in of)

    @cached_property
    def couts(self) -> tuple[int, ...]:
        """What is lost when each is masked: its size in powers of two, once and again for each sum that it is the total of, times its price."""
        heads = [0] * len(self.valeurs)
        for equation in (e for e in self.equations if not any(i in self.restes for _, i in e.termes)):
            for sign in (1, -1):
                alone = [i for coefficient, i in equation.termes if coefficient * sign > 0]
                if len(alone) == 1 and len(equation.termes) > 2:
                    heads[alone[0]] += 1
        return tuple(value.bit_length() * (1 + head) * price for value, head, price in zip(self.valeurs, heads, self.prix, strict=True))

    def around(self, start: int, free: AbstractSet[int]) -> tuple[list[int], list[Equation]]:
        """The free unknowns that moving one may move, itself first, and the equations that tie them."""
        reached, equations = {start: None}, dict[Equation, None]()
        todo = [start]
        while todo:
            for equation in self.equations_of[todo.pop()]:
                equations[equation] = None
                new = [i for _, i in equation.termes if i in free and i not in reached]
                reached |= dict.fromkeys(new)
                todo += new
        return list(reached), list(equations)

    def exigences(self, cible: int) -> tuple[tuple[Exigence, ...], ...]:
        """All that is asked for a cell that must not be found, each with what it falls back on, the best first.

        Its values, and of a large one its size counts too; then, of a small one, that no subtraction tells that it is small.
        """
        half = max(1, self.seuil // 2)
        widths = [max(half, self.valeurs[cible] // PART)] if cible in self.sensibles else []
        widths += [half] if cible in self.petits | self.sensibles else []
        values = (*(Exigence(width) for width in dict.fromkeys((*widths, 1))), Exigence(1, raisons=False))
        rise = (Exigence(self.seuil - self.valeurs[cible], raisons=False, montee=True),)
        return (values, rise) if cible in self.petits else (values,)

    def known(self, i: int, *, raisons: bool) -> Bornes:
        """What is known of a masked unknown before any equation: with its reason, that it is small or that it is not.

        Of a number that no report prints, nothing says that it is large.
        """
        large = self.valeurs[i] >= self.seuil
        if not raisons or (large and i in self.restes) or not (large or i in self.petits):
            return 0, None
        return (self.seuil, None) if large else (0, self.seuil - 1)


def systeme(publication: Publication, seuil: int) -> Systeme:
    """The system that a reader of the publication can write, with the true values beside."""
    values = publication.valeurs
    cles = [cle for cle in publication.cellules if cle not in publication.deja]
    index = {cle: i for i, cle in enumerate(cles)}
    equations: list[Equation] = []
    rests: list[tuple[int, tuple[str, ...]]] = []
    counted, sensitive = set(range(len(cles))), {index[cle] for cle in publication.sensibles if cle in index}
    for c in publication.contraintes:
        termes = _gather((coefficient, index[cle]) for coefficient, cle in c.termes if cle in index)
        constante = c.constante - sum(coefficient * values[cle] for coefficient, cle in c.termes if cle not in index)
        if c.sens == "<=":
            rest = len(cles) + len(rests)
            rests.append((c.gap(values), tuple(cle for coefficient, cle in c.termes if coefficient > 0)))
            counted |= {rest} if c.reste != "libre" else set()
            sensitive |= {rest} if c.reste == "sensible" else set()
            termes = (*termes, (1, rest))
        equations.append(Equation(termes, constante))
    valeurs = (*(values[cle] for cle in cles), *(gap for gap, _ in rests))
    return Systeme(
        seuil=seuil,
        cles=tuple(cles),
        noms=(*((cle,) for cle in cles), *(parts for _, parts in rests)),
        valeurs=valeurs,
        equations=tuple(equations),
        petits=frozenset(i for i, value in enumerate(valeurs) if value < seuil and i in counted),
        sensibles=frozenset(i for i in sensitive if valeurs[i] >= seuil),
        restes=frozenset(range(len(cles), len(valeurs))),
        gardees=frozenset(index[cle] for cle in publication.gardees if cle in index),
        prix=(*(publication.prix.get(cle, 1) for cle in cles), *(1 for _ in rests)),
    )


def _gather(termes: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    sums: dict[int, int] = {}
    for coefficient, i in termes:
        sums[i] = sums.get(i, 0) + coefficient
    return tuple((coefficient, i) for i, coefficient in sums.items() if coefficient)
