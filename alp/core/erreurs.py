"""The two ways to say no: a `Probleme` is a finding in the data, an `AlpError` stops a command."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Chemin = tuple[str | int, ...]
"""Where a value stands in a record: `("journal", 3, "interruption", "le")`."""


class Gravite(StrEnum):
    erreur = "erreur"
    alerte = "alerte"


@dataclass(frozen=True, slots=True)
class Objet:
    """The record that a finding speaks of: `Objet("situation", "ALP28-2026-014")`."""

    sorte: str
    id: str = ""


DISPOSITIF = Objet("dispositif")


@dataclass(frozen=True, slots=True)
class Probleme:
    """A finding: what is wrong with which value, and what to do.

    `fichier`, `ligne` and `colonne` (from 1) are filled in by the store, which alone knows them.
    """

    code: str
    gravite: Gravite
    objet: Objet
    champ: Chemin
    message: str
    remede: str
    fichier: str = ""
    ligne: int = 0
    colonne: int = 0

    @property
    def chemin(self) -> str:
        """`journal[3].interruption.le`."""
        return write_path(self.champ)

    @property
    def ou(self) -> str:
        """`situations/2026/ALP28-2026-014.yaml:12 : journal[3].interruption.le`."""
        lieu = f"{self.fichier}:{self.ligne}" if self.ligne else self.fichier
        return " : ".join(part for part in (lieu or self.objet.id, self.chemin) if part)

    def __str__(self) -> str:
        return " : ".join(part for part in (self.ou, self.message) if part) + f" [{self.code}]"


def write_path(chemin: Chemin) -> str:
    """Write a path as people read it: `("journal", 3, "le")` gives `journal[3].le`."""
    text = ""
    for part in chemin:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass
class AlpError(Exception):
    """A command cannot go on: says what happened and what to do; `exit_code` is the process's."""

    message: str
    remede: str = ""
    problemes: tuple[Probleme, ...] = field(default=())
    exit_code = 3

    def __str__(self) -> str:
        return self.message


class UsageError(AlpError):
    """What was typed cannot be understood."""

    exit_code = 2


class Refus(AlpError):
    """A rule of the dispositif or of the parcours says no."""
