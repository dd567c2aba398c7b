"""What one reader already holds of masked reports: kept in their proofs, read again before the next one is masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from alp.core.rapport.liens import CORRIGE, TOUT, read_cle
from alp.core.secret import Contrainte, Publication
from alp.core.secret.publication import Reste

_SENS: Mapping[str, Literal["=", "<="]] = {"=": "=", "<=": "<="}
_RESTES: Mapping[str, Reste] = {"cellule": "cellule", "sensible": "sensible", "libre": "libre"}


@dataclass(frozen=True)
class Deja:
    """What earlier masked reports told the same reader: numbers by key, those that they hid, and what tied them.

    `sensibles` are those hidden that rest on too few people, whatever their size. No key is both told and hidden.
    """

    cellules: Mapping[str, int] = field(default_factory=dict)
    masquees: Mapping[str, int] = field(default_factory=dict)
    contraintes: tuple[Contrainte, ...] = ()
    sensibles: frozenset[str] = frozenset()

    def plus(self, other: Deja) -> Deja:
        """What two reports told, the later one last: a number corrected between them is two numbers, and what is told once is told."""
        before = self.beside({**other.cellules, **other.masquees})
        told = {**before.cellules, **other.cellules}
        hidden = {key: value for key, value in {**before.masquees, **other.masquees}.items() if key not in told}
        ties = dict.fromkeys((*before.contraintes, *other.contraintes))
        return Deja(told, hidden, tuple(ties), (before.sensibles | other.sensibles) & hidden.keys())

    def beside(self, valeurs: Mapping[str, int]) -> Deja:
        """The same, where each number that is no longer what it was takes another key."""
        held = {**self.cellules, **self.masquees}
        moved = {key for key in held.keys() & valeurs.keys() if held[key] != valeurs[key]}
        names = {key: key for key in held}
        for key in moved:
            while names[key] in held or valeurs.get(names[key], held[key]) != held[key]:
                names[key] += CORRIGE
        return self.named(names.__getitem__) if moved else self

    def named(self, name: Callable[[str], str]) -> Deja:
        """The same under other keys."""
        return Deja(
            {name(key): value for key, value in self.cellules.items()},
            {name(key): value for key, value in self.masquees.items()},
            tuple(replace(c, termes=tuple((n, name(key)) for n, key in c.termes)) for c in self.contraintes),
            frozenset(name(key) for key in self.sensibles),
        )


def write_publication(publication: Publication, masquees: frozenset[str]) -> dict[str, Any]:
    """What a proof keeps of a masked report: every number that it counted, which it hid, what ties them."""
    return {
        "cellules": dict(sorted(publication.cellules.items())),
        "masquees": sorted(masquees),
        "sensibles": sorted(publication.sensibles),
        "contraintes": sorted(([[list(t) for t in c.termes], c.sens, c.constante, c.reste] for c in publication.contraintes), key=str),
    }


def read_deja(preuves: Iterable[Mapping[str, Any]], financeur: str | None) -> Deja:
    """What the masked reports made for one reader told him, and those that anyone may read.

    Args:
        preuves: proofs as data, the oldest first.
        financeur: the reader's code; none: whoever reads what is published.

    Returns:
        what is published for everyone under the keys of the whole dispositif, where a funder reads.
    """
    found = Deja()
    for preuve in preuves:
        kept, reader = preuve.get("publication"), preuve["rapport"]["financeur"]
        if kept is not None and reader in (None, financeur):
            told = _read(kept)
            found = found.plus(told if reader == financeur else told.named(_of_all))
    return found


def _read(kept: Mapping[str, Any]) -> Deja:
    masked = frozenset(kept["masquees"])
    cells = {str(key): int(value) for key, value in kept["cellules"].items()}
    # numbers issued before it stand in its ties only: they come from the report that issued them
    return Deja(
        {key: value for key, value in cells.items() if key not in masked}, {key: value for key, value in cells.items() if key in masked},
        tuple(_read_contrainte(c) for c in kept["contraintes"]), frozenset(kept["sensibles"]) & masked,
    )  # fmt: skip


def _read_contrainte(kept: Any) -> Contrainte:
    termes, sens, constante, reste = kept
    return Contrainte(tuple((int(n), str(key)) for n, key in termes), _SENS[sens], int(constante), _RESTES[reste])


def _of_all(cle: str) -> str:
    return cle if read_cle(cle).portee else f"{TOUT}{cle}"
