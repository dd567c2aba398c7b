"""What one reader holds: whole numbers by key, and the equations that tie them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Reste = Literal["cellule", "sensible", "libre"]

SEUIL = 11
"""Fewer than 11 are not published: ATIH (ScanSanté), CASD (PMSI outputs, 2022), Insee (tax data on persons). No law fixes one figure."""

NC = "n.c."
"""What is printed in place of a masked number."""


@dataclass(frozen=True)
class Contrainte:
    """Σ coefficient × cell, equal to a constant or at most that: what any reader of the report knows.

    Attributes:
        termes: pairs (coefficient, key); a coefficient may be negative.
        sens: `=` for a sum that falls right, `<=` for what cannot exceed (each choice of a list with several answers, at most its base).
        constante: the right-hand side.
        reste: of a `<=` only. `cellule`: what is missing to reach the bound counts people too (those who did not make that choice),
            any reader computes it, so it is protected as if it were printed. `sensible`: it does, and is to be protected whatever its size.
            `libre`: it counts nobody (people ≤ acts).
    """

    termes: tuple[tuple[int, str], ...]
    sens: Literal["=", "<="] = "="
    constante: int = 0
    reste: Reste = "cellule"

    def gap(self, values: Mapping[str, int]) -> int:
        """How much is missing for the two sides to be equal; negative when the bound is exceeded."""
        return self.constante - sum(coefficient * values[cle] for coefficient, cle in self.termes)


@dataclass(frozen=True)
class Publication:
    """All that one reader gets, or got.

    Attributes:
        cellules: the numbers of this report, and those masked in earlier ones, by a key that is the same wherever the number is.
        contraintes: what ties them to each other and to `deja`.
        deja: numbers already issued to this reader: no mask can take them back. A figure corrected since is another number, under another key.
        gardees: keys of `cellules` to mask whatever their size: masked in a report already issued, or so that what is masked with them rests on enough people. They must stay unfixable.
        prix: how many times its size each cell costs to mask, once elsewhere: what this reader looks for first is masked last.
        sensibles: keys of `cellules` to protect though they are not small: many acts, hours or stays of too few people.
    """

    cellules: Mapping[str, int]
    contraintes: tuple[Contrainte, ...] = ()
    deja: Mapping[str, int] = field(default_factory=dict)
    gardees: frozenset[str] = frozenset()
    sensibles: frozenset[str] = frozenset()
    prix: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is not so.

        Raises:
            ValueError: a negative number, an unknown key, an equation that the numbers contradict: the report itself is wrong.
        """
        values = self.valeurs
        negative = sorted(cle for cle, value in values.items() if value < 0)
        moved = sorted(cle for cle in self.cellules.keys() & self.deja.keys() if self.cellules[cle] != self.deja[cle])
        hidden = self.gardees | self.sensibles
        unknown = sorted({cle for c in self.contraintes for _, cle in c.termes} - values.keys() | hidden - self.cellules.keys())
        for what, which in (("negative", negative), ("not what was issued under the same key", moved), ("unknown", unknown)):
            if which:
                raise ValueError(f"{what}: {', '.join(which)}")
        for c in self.contraintes:
            if c.gap(values) < 0 or (c.sens == "=" and c.gap(values)):
                raise ValueError(f"the numbers contradict {c}")

    @property
    def valeurs(self) -> dict[str, int]:
        """Every number, issued or not, by key."""
        return {**self.deja, **self.cellules}


def somme(total: str, parts: Iterable[str]) -> Contrainte:
    """The parts make the total."""
    return Contrainte((*((1, part) for part in parts), (-1, total)))


def au_plus(part: str, base: str) -> Contrainte:
    """A part of a base: one answer among several that may be given together."""
    return Contrainte(((1, part), (-1, base)), "<=")


def flux(debut: str, entrees: str, fin: str, sorties: str) -> Contrainte:
    """Start + entries = end + exits."""
    return Contrainte(((1, debut), (1, entrees), (-1, fin), (-1, sorties)))


def taux_publiable(numerateur: str, denominateur: str, masquees: frozenset[str]) -> bool:
    """Whether a rate, a mean, a share or a growth may be printed: only if both its parts are.

    A rate printed with one part masked gives that part back, to the rounding; printed with both masked, it gives a relation that the masks were not chosen for.
    """
    return not {numerateur, denominateur} & masquees


def regle(seuil: int = SEUIL) -> str:
    """The sentence that goes with every masked report."""
    return (
        f"« {NC} » (non communiqué) : nombre inférieur à {seuil}, ou qui porte sur moins de {seuil} personnes, "
        f"ou masqué pour qu'aucune soustraction n'en rende un, ni plusieurs qui feraient ensemble moins de {seuil} ; "
        "« Autres réponses » réunit les lignes masquées d'un tableau ; un taux n'est donné que si ses deux termes le sont."
    )
