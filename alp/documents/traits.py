"""What a chart is drawn with: rectangles, lines, points and texts on a sheet, in units that are points of print and pixels of screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from alp.documents.echappe import clean
from alp.documents.typographie import polish_text

CORPS = 14.0
PETIT = 12.5
LIGNE = 18.0
"""From a line of a label to the next."""
ENCRE, GRIS, FILET = "#1d2939", "#475467", "#d0d5dd"
COULEURS = ("#1f5f8b", "#b54708", "#0f766e", "#6b3fa0", "#475467", "#9b1c47")
"""One a series, each with a pattern and a mark of its own: nothing is said by colour alone. On white, all have 5 to 1 or more (WCAG 1.4.11 asks 3)."""
MARQUES = ("rond", "carre", "triangle")
TIRETS = ("", "7 4", "2 3")
"""How the line of each series is broken."""

Ancre = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Aire:
    """A rectangle; `motif` is the rank of its series, or None for white; `tirets` breaks its outline."""

    x: float
    y: float
    largeur: float
    hauteur: float
    motif: int | None
    couleur: str
    tirets: str = ""
    sorte: ClassVar[str] = "aire"


@dataclass(frozen=True, slots=True)
class Trait:
    """A line through some points."""

    points: tuple[tuple[float, float], ...]
    couleur: str
    epaisseur: float = 1.0
    tirets: str = ""
    sorte: ClassVar[str] = "trait"


@dataclass(frozen=True, slots=True)
class Marque:
    """A point of the line of the series of that rank."""

    x: float
    y: float
    rang: int
    sorte: ClassVar[str] = "marque"

    @property
    def forme(self) -> str:
        return MARQUES[self.rang]

    @property
    def couleur(self) -> str:
        return COULEURS[self.rang]


@dataclass(frozen=True, slots=True)
class Texte:
    """A line of text, on its baseline; `debout`: it is read upwards."""

    x: float
    y: float
    contenu: str
    ancre: Ancre = "start"
    taille: float = CORPS
    couleur: str = ENCRE
    gras: bool = False
    debout: bool = False
    sorte: ClassVar[str] = "texte"


Forme = Aire | Trait | Marque | Texte


@dataclass(slots=True)
class Feuille:
    """A sheet being drawn from the top: `bas` is where the next thing goes."""

    largeur: float
    formes: list[Forme] = field(default_factory=list)
    bas: float = 4.0

    @property
    def etroite(self) -> bool:
        """It is for a telephone: labels stand above what they name."""
        return self.largeur < 480

    def add(self, *formes: Forme) -> None:
        self.formes.extend(formes)

    def write(self, x: float, lignes: list[str], *, taille: float = CORPS, couleur: str = ENCRE, ancre: Ancre = "start") -> None:
        """Lines of text under what is there."""
        for line in lignes:
            self.add(Texte(x, self.bas + taille, line, ancre, taille, couleur))
            self.bas += LIGNE * taille / CORPS


# --- how wide a text is -------------------------------------------------------------------------------

_FINES = re.compile(r"[fijltrI.,:;!'’|()\[\]\u00a0\u202f \-/]")
_LARGES = re.compile(r"[mwMWŒœÆæ%@…—]")
_HAUTES = re.compile(r"[A-ZÀ-Þ&€]")
_CHASSES = ((_FINES, 0.31), (_LARGES, 0.92), (_HAUTES, 0.68))
CHASSE = 0.55
"""The share of its size that a letter takes: a little more than in Source Sans, for a reader whose machine does not have it."""
PLEINE = 0x2E80
"""From there on (Chinese, Japanese, signs), a letter is as wide as high."""


def width(texte: str, taille: float = CORPS) -> float:
    """About how wide a text is."""
    return taille * sum(_share(letter) for letter in texte)


def _share(letter: str) -> float:
    if ord(letter) >= PLEINE:
        return 1.0
    return next((share for pattern, share in _CHASSES if pattern.match(letter)), CHASSE)


def tidy(texte: str) -> str:
    """A label as it is shown: on one line, without what no reader sees, its typography done."""
    return polish_text(re.sub(r"[ \n]+", " ", clean(texte)).strip())


def wrap(texte: str, largeur: float, *, taille: float = CORPS, lignes: int = 3) -> list[str]:
    """A label in lines that are not wider; a long word is cut, and what is beyond the last line is « … » (the table has it whole)."""
    found = [""]
    for word in tidy(texte).split(" "):
        for piece in _pieces(word, largeur, taille):
            longer = f"{found[-1]} {piece}" if found[-1] else piece
            if width(longer, taille) <= largeur:
                found[-1] = longer
            else:
                found.append(piece)
    found = [line for line in found if line]
    return found if len(found) <= lignes else [*found[: lignes - 1], _shorten(found[lignes - 1], largeur, taille)]


def _shorten(line: str, largeur: float, taille: float) -> str:
    while line and width(f"{line}…", taille) > largeur:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _pieces(word: str, largeur: float, taille: float) -> list[str]:
    if width(word, taille) <= largeur:
        return [word]
    found = [""]
    for letter in word:
        if found[-1] and width(found[-1] + letter, taille) > largeur:
            found.append("")
        found[-1] += letter
    return found
