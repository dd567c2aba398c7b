"""Searching text: accents and case are folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.registre import Registre, fold
from alp.core.situation import Situation
from alp.core.structure import plain

AUTOUR = 60
"""Characters shown on each side of a hit."""


@dataclass(frozen=True)
class Trouve:
    """One passage: where it stands, and the whole text."""

    situation: str
    ref: str | None
    le: date | None
    champ: str
    texte: str
    debut: int

    @property
    def extrait(self) -> str:
        """The words around the hit, on one line."""
        start, end = max(0, self.debut - AUTOUR), self.debut + 2 * AUTOUR
        words = " ".join(self.texte[start:end].split())
        return ("… " if start else "") + words + (" …" if end < len(self.texte) else "")


def find_text(registre: Registre, mots: str) -> list[Trouve]:
    """Every text that holds the words, in the order given; care notes only if the register was read with them."""
    wanted = fold(" ".join(mots.split()))
    return [t for s in registre.situations for t in _in_situation(s, registre, wanted)] if wanted else []


def _in_situation(situation: Situation, registre: Registre, wanted: str) -> Iterator[Trouve]:
    data = plain(situation)
    entries = data.pop("journal")
    for champ, value in _texts(data):
        if hit := _hit(value, wanted):
            yield Trouve(situation.id, None, None, champ, value, hit - 1)
    for e in entries:
        for champ, value in _texts(e):
            if hit := _hit(value, wanted):
                yield Trouve(situation.id, e["ref"], e["le"], f"{e['type']}.{champ}", value, hit - 1)
    days = {e.ref: e.le for e in situation.journal}
    for ref, value in registre.soins.get(situation.id, {}).items():
        if hit := _hit(value, wanted):
            yield Trouve(situation.id, ref, days.get(ref), "soin", value, hit - 1)


def _hit(value: str, wanted: str) -> int:
    """The place of the words, from 1; 0 where they are not. A code answers to its words: « porte close »."""
    return max(fold(text).find(wanted) + 1 for text in (" ".join(value.split()), value.replace("_", " ")))


def _texts(value: Any, chemin: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{chemin}.{key}" if chemin else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, chemin)
    elif isinstance(value, str):
        yield chemin, value
