"""Texts: read from `tools/recits/`, each told once in a register.

A model's own texts are in `tools/recits/NOM/`; of the common ones (`tools/recits/*.yaml`) it borrows the keys that it names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from alp.store.noeuds import parse, read_text
from tools.generer.modele import Donnees, Modele

RECITS = Path(__file__).resolve().parent.parent / "recits"


def read_folder(dossier: Path) -> dict[str, list[str]]:
    """Every text of a folder: key → lines."""
    found: dict[str, list[str]] = {}
    for path in sorted(dossier.glob("*.yaml")):
        for key, text in parse(read_text(path.read_bytes())).data.items():
            found[key] = found.get(key, []) + [line.strip() for line in text.splitlines() if line.strip()]
    return found


def load_recits(nom: str, modele: Modele) -> dict[str, list[str]]:
    """The texts of a model: its own, then those that it borrows, without those that it leaves out."""
    found = read_folder(RECITS / nom)
    for key, lines in read_folder(RECITS).items():
        if modele.emprunte is None or key in modele.emprunte:
            found[key] = found.get(key, []) + lines
    return {key: [line for line in lines if not any(word in line for word in modele.ecarte)] for key, lines in found.items()}


def accord(texte: str, genre: str) -> str:
    """Agree a text with the person's gender."""
    femme = genre == "femme"
    words = {
        "P": ("Monsieur", "Madame"),
        "E": ("Il", "Elle"),
        "e": ("il", "elle"),
        "lui": ("lui", "elle"),
        "l": ("le", "la"),
        "a": ("", "e"),
    }
    return re.sub(r"\b([dq]u?)e (?=elle|il)", r"\1'", texte.format(**{key: value[femme] for key, value in words.items()}))


class Recueil:
    """Draws texts: once each (`draw`, `follow`), or as often as needed (`pick`)."""

    def __init__(self, rng: Random, textes: dict[str, list[str]], *, repete: bool) -> None:
        self.rng, self.textes, self.repete = rng, textes, repete
        self.reste: dict[str, list[str]] = {}
        self.demandes: Counter[str] = Counter()

    def draw(self, key: str, genre: str) -> str | None:
        """A text that was not given yet; none once all were."""
        self.demandes[key] += 1
        if not self.reste.get(key) and (key not in self.reste or self.repete):
            self.reste[key] = self.rng.sample(self.textes.get(key, []), len(self.textes.get(key, [])))
        left = self.reste.get(key)
        return accord(left.pop(), genre) if left else None

    def pick(self, key: str, genre: str = "femme") -> str:
        """Any text of the key, as often as one likes; empty if there is none."""
        self.demandes[key] += 1
        return accord(self.rng.choice(self.textes[key]), genre) if self.textes.get(key) else ""

    def follow(self, key: str, genre: str) -> list[str]:
        """The texts of a thread, in their order: to the first who asks."""
        self.demandes[key] += 1
        if self.demandes[key] > 1 and not self.repete:
            return []
        return [accord(line, genre) for line in self.textes.get(key, [])]

    def has(self, key: str) -> bool:
        """Whether the corpus says anything for a key."""
        return bool(self.textes.get(key))


@dataclass(frozen=True)
class Promesse:
    """A text to be drawn once every life is written, so that no life takes them all."""

    key: str
    genre: str


def settle(recueil: Recueil, journals: Sequence[Sequence[Donnees]]) -> None:
    """Give the promised texts out, in a random order; what finds none goes."""
    waiting: dict[str, list[tuple[Donnees, str, Promesse]]] = {}
    for entree in (e for journal in journals for e in journal):
        for name, value in entree.items():
            if isinstance(value, Promesse):
                waiting.setdefault(value.key, []).append((entree, name, value))
    for key in sorted(waiting):
        for entree, name, promesse in recueil.rng.sample(waiting[key], len(waiting[key])):
            entree[name] = recueil.draw(key, promesse.genre)
