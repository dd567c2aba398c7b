"""What dresses a document: the house's name, its logo, the date of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from alp.core.erreurs import UsageError
from alp.documents.blocs import Document
from alp.documents.echappe import clean
from alp.documents.typographie import polish_text, write_date

SORTES: Mapping[str, str] = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
"""The kinds of image that a document may hold, and their extension."""
PAGE = "Page"
GRANDE = 14 / 10.5
"""How much larger the letters are in large print."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image's bytes and kind: `image/png`, `image/jpeg`, `image/svg+xml`.

    `page` is what a web page holds in its place, where alp drew it itself: it is written as it is.

    Raises:
        UsageError: another kind.
    """

    octets: bytes = field(repr=False)
    sorte: str
    page: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.sorte not in SORTES:
            raise UsageError(
                f"Une image de sorte « {self.sorte} » ne peut pas aller dans un document.", "La donner en PNG, en JPEG ou en SVG."
            )

    @property
    def extension(self) -> str:
        return SORTES[self.sorte]


@dataclass(frozen=True, slots=True)
class Habillage:
    """Who sends the document, and from which data it was made.

    `le` is the date of the data, printed at the foot and written in the file's properties; `pied` is what else the foot says;
    `reference` the association's own Word document whose styles are used.
    """

    nom: str
    le: date
    coordonnees: tuple[str, ...] = ()
    logo: Image | None = None
    pied: str = ""
    reference: bytes | None = field(default=None, repr=False)


def tidy(habillage: Habillage) -> Habillage:
    """The same, its texts as they are shown: on one line each, without what no reader sees, their typography done."""
    return replace(
        habillage,
        nom=_line(habillage.nom),
        coordonnees=tuple(line for line in map(_line, habillage.coordonnees) if line),
        pied=_line(habillage.pied),
    )


def _line(texte: str) -> str:
    return polish_text(re.sub(r"[ \n]+", " ", clean(texte)).strip())


def name_of(document: Document) -> str:
    """« Compte rendu de la cellule – Séance du mardi 3 novembre 2026 »."""
    return " – ".join(part for part in (document.title, document.subtitle) if part)


def author_of(document: Document, habillage: Habillage) -> str:
    """Who signs the file; nobody where the document bears no name."""
    return document.author or habillage.nom if document.letterhead == "oui" else ""


def foot(document: Document, habillage: Habillage) -> str:
    """What stands at the foot of every page, before its number; nothing where the document bears no name."""
    if document.letterhead == "non":
        return ""
    parts = (document.footer, habillage.pied, f"Données au {write_date(habillage.le)}")
    return " · ".join(part for part in parts if part)
