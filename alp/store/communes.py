"""The communes of France, by the name that people type. Source of the list: `alp/dispositifs/communes/LISEZMOI.md`."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache, cached_property

from alp.core.registre import fold
from alp.core.types import INSEE
from alp.livre import ICI

LISTE = ICI / "dispositifs" / "communes"
ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
IGNORES = frozenset({"l", "le", "la", "les", "sur"})
"""Words that people leave out, or get wrong."""
APRES_LE_NOM = re.compile(r"(.*?)[\s,(-]*\b(2[ab]|\d{1,5})\s*\)?\s*", re.IGNORECASE)
"""A département, or a postal code, after a name: no name of the list holds a figure."""
PARTAGES = {"20": ("2A", "2B"), "971": ("971", "977", "978")}
"""Postal codes that several départements begin with: Corsica; Guadeloupe, Saint-Barthélemy and Saint-Martin."""


@dataclass(frozen=True)
class Commune:
    """One commune of the official list."""

    insee: str
    nom: str

    @property
    def departement(self) -> str:
        """`28`, `2A`, `974`."""
        return self.insee[: 3 if self.insee.startswith(("97", "98")) else 2]

    @property
    def label(self) -> str:
        """« Saint-Denis (974, La Réunion) »."""
        return f"{self.nom} ({self.departement}, {departements().get(self.departement, '')})"

    @cached_property
    def cle(self) -> Cle:
        return key_of(self.nom)


@dataclass(frozen=True)
class Cle:
    """What names are compared by: every word of it, then without those that people leave out."""

    mots: tuple[str, ...]
    entier: str
    court: str


def key_of(nom: str) -> Cle:
    """« L'Haÿ-les-Roses » → `lhaylesroses` and `hayroses`; « St » is « Saint »."""
    words = tuple(ABREGES.get(word, word) for word in re.findall(r"[^\W_]+", nom.lower() if nom.isascii() else fold(nom)))
    short = [word for word in words if word not in IGNORES]
    return Cle(words, "".join(words), "".join(short or words))


@cache
def communes() -> tuple[Commune, ...]:
    """The whole list, by INSEE code."""
    text = gzip.decompress((LISTE / "communes.csv.gz").read_bytes()).decode()
    return tuple(Commune(*line.split(";")) for line in text.splitlines())


@cache
def departements() -> dict[str, str]:
    """Number → name."""
    text = (LISTE / "departements.csv").read_text(encoding="utf-8")
    return dict(line.split(";") for line in text.splitlines())


def find_communes(text: str, departement: str | None = None) -> list[Commune]:
    """The communes that a text may mean, the likeliest first: the same name, then names that begin so, then names that hold its words.

    Args:
        text: a name, or the beginning of one, whatever its accents and hyphens; or an INSEE code. A département or a postal code
            may follow the name: « Saint-Denis 93 », « Saint-Denis (93200) ».
        departement: only there.
    """
    if INSEE.fullmatch(text.strip().upper()):
        return [c for c in communes() if c.insee == text.strip().upper() and c.departement in _wanted(departement, c.departement)]
    nom, after = _split(text)
    wanted = key_of(nom)
    if not wanted.mots:
        return []
    where = _wanted(departement or after)
    ranked = [(rank, c) for c in communes() if (not where or c.departement in where) and (rank := _rank(wanted, c.cle)) is not None]
    return [c for _, c in sorted(ranked, key=lambda pair: (pair[0], pair[1].cle.entier, pair[1].insee))]


def _split(text: str) -> tuple[str, str | None]:
    match = APRES_LE_NOM.fullmatch(text)
    return (match[1], match[2]) if match else (text, None)


def _wanted(*numbers: str | None) -> tuple[str, ...]:
    """The départements that the first number given means; none for all."""
    number = next((n.strip().upper() for n in numbers if n), "")
    if len(number) > 3:
        number = number.zfill(5)
        number = number[: 3 if number.startswith(("97", "98")) else 2]
        return PARTAGES.get(number, (number,))
    return PARTAGES["20"] if number == "20" else (number.zfill(2),) if number else ()


def _rank(wanted: Cle, name: Cle) -> int | None:
    """How well a name answers, 0 first; none if it does not."""
    if wanted.entier == name.entier:
        return 0
    if wanted.court == name.court:
        return 1
    if name.entier.startswith(wanted.entier):
        return 2
    if name.court.startswith(wanted.court):
        return 3
    typed = [word for word in wanted.mots if word not in IGNORES] or wanted.mots
    return 4 if all(any(word.startswith(one) for word in name.mots) for one in typed) else None
