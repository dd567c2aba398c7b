"""Images for Word, which wants pixels: a drawing (SVG) is painted by Typst."""

from __future__ import annotations

import io

from alp.core.erreurs import UsageError
from alp.documents.compose import compose
from alp.documents.habillage import Image

PPP = 220
"""Dots an inch of a painted drawing: sharp in print."""
POUCE = 25.4
_CADRE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("dessin.svg")"""


def to_word(image: Image) -> tuple[bytes, float]:
    """An image as Word takes it, and its natural width in millimetres.

    Raises:
        UsageError: it cannot be read.
    """
    octets = _paint(image.octets) if image.sorte == "image/svg+xml" else image.octets
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image as WordImage

    try:
        read = WordImage.from_blob(octets)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, KeyError):
        raise UsageError("Une image ne peut pas être lue.", "Donner le logo en PNG, en JPEG ou en SVG.") from None
    dpi = PPP if image.sorte == "image/svg+xml" else read.horz_dpi or 96
    return octets, int(read.px_width) / int(dpi) * POUCE


def height_of(octets: bytes, largeur: float) -> float:
    """The height that goes with a width."""
    from docx.image.image import Image as WordImage

    read = WordImage.from_file(io.BytesIO(octets))
    return largeur * int(read.px_height) / int(read.px_width)


def _paint(svg: bytes) -> bytes:
    import typst

    try:
        return compose({"main.typ": _CADRE.encode(), "dessin.svg": svg}, format="png", ppi=PPP)
    except typst.TypstError:
        raise UsageError("Un dessin SVG ne peut pas être lu.", "L'enregistrer de nouveau en SVG, ou le donner en PNG.") from None
