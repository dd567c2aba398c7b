"""A document as Word: on a reference document whose styles, headers and footers anyone can change in Word."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from alp.documents.blocs import Block, Blocks, Document, Zone
from alp.documents.colonnes import PAGE
from alp.documents.echappe import clean
from alp.documents.entetes import fill
from alp.documents.habillage import GRANDE, Habillage, Image, author_of, name_of
from alp.documents.reference import open_reference
from alp.documents.word_blocs import Writer
from alp.documents.word_xml import number_drawings, seal

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section


def write_word(document: Document, habillage: Habillage, figures: Mapping[str, Image]) -> bytes:
    """The document as Word, the same bytes for the same arguments.

    Raises:
        UsageError: the association's reference document cannot be read.
    """
    word = open_reference(habillage.reference)
    if document.size == "grande":
        _enlarge(word)
    _properties(word, document, habillage)
    writer = Writer(word, document, figures)
    if not document.titled:
        writer.title(document.title, document.subtitle)
    for n, (lying, blocs) in enumerate(_runs(document.blocs)):
        writer.width = _section(word, first=n == 0, lying=lying)
        writer.blocks(word, blocs)
    fill(word, document, habillage)
    number_drawings(word.element, 1)
    out = io.BytesIO()
    word.save(out)
    return seal(out.getvalue())


# --- the whole ----------------------------------------------------------------------------------------


def _enlarge(word: WordDocument) -> None:
    """Large print: every size of the styles, in proportion."""
    for style in word.styles:
        font = getattr(style, "font", None)
        if font is not None and font.size is not None:
            font.size = round(font.size * GRANDE / 6350) * 6350


def _properties(word: WordDocument, document: Document, habillage: Habillage) -> None:
    author = author_of(document, habillage)
    when = datetime.combine(habillage.le, time())
    known: dict[str, Any] = {
        "title": name_of(document), "subject": document.subtitle, "author": author, "last_modified_by": author, "language": "fr-FR",
        "created": when, "modified": when, "comments": "", "keywords": "", "category": "", "revision": 1,
    }  # fmt: skip
    for name, value in known.items():
        setattr(word.core_properties, name, clean(value)[:255] if isinstance(value, str) else value)


# --- pages ----------------------------------------------------------------------------------------------


def _runs(blocs: Blocks) -> Iterator[tuple[bool, Blocks]]:
    """The blocks by the way their page lies."""

    def lying(block: Block) -> bool:
        return isinstance(block, Zone) and block.nom == "paysage"

    for lies, group in groupby(blocs, lying):
        for blocs_of in [b.blocs for b in group if isinstance(b, Zone)] if lies else [tuple(group)]:
            yield lies, blocs_of


def _section(word: WordDocument, *, first: bool, lying: bool) -> float:
    """The first section is the reference's; the next begin on a new page, without the letterhead. Returns its text's width in millimetres."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section: Section = word.sections[-1] if first else word.add_section(WD_SECTION.NEW_PAGE)
    if not first:
        section.different_first_page_header_footer = False
        word.paragraphs[-1].style = "Intervalle"
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in (reversed(PAGE) if lying else PAGE))
    return float((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / Mm(1)
