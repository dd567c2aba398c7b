"""One spelling is right for each scalar, so that every YAML tool reads what alp reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.erreurs import Chemin
from alp.store.ecriture import inline, is_ambiguous
from alp.store.greffe import Edit, apply
from alp.store.noeuds import Noeud


@dataclass(frozen=True, slots=True)
class Faute:
    """A scalar spelled wrongly, and how it should be."""

    champ: Chemin
    noeud: Noeud
    attendu: str


def misspelled(noeud: Noeud, data: Any, chemin: Chemin = ()) -> Iterator[Faute]:
    """Compare a tree with the typed data that was read from it."""
    if isinstance(data, dict):
        for key, child in noeud.enfants:
            if key and key.texte in data:
                yield from misspelled(child, data[key.texte], (*chemin, key.texte))
    elif isinstance(data, list):
        for n, (item, (_, child)) in enumerate(zip(data, noeud.enfants, strict=False)):
            yield from misspelled(child, item, (*chemin, n))
    elif noeud.sorte == "scalaire" and not _is_right(noeud, data):
        yield Faute(chemin, noeud, inline(data))


def _is_right(noeud: Noeud, value: Any) -> bool:
    if isinstance(value, (int, date)):
        return noeud.simple
    return not (noeud.simple and is_ambiguous(noeud.texte))


def repair(texte: str, noeud: Noeud, data: Any) -> str:
    """The same text with every scalar spelled right."""
    return apply(texte, [Edit(f.noeud.debut, f.noeud.fin, f.attendu) for f in misspelled(noeud, data)])
