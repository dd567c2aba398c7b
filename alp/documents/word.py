"""A document as Word: on a reference document whose styles, headers and footers anyone can change in Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from alp.core.erreurs import UsageError
from alp.documents.blocs import Block, Blocks, Document, Zone
from alp.documents.colonnes import PAGE, text_width
from alp.documents.echappe import clean
from alp.documents.entetes import fill
from alp.documents.habillage import Habillage, Image, author_of, name_of
from alp.documents.ressources import REFERENCE, shipped
from alp.documents.word_blocs import Writer
from alp.documents.word_xml import number_drawings, seal

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

GRANDE = 14 / 10.5


def write_word(document: Document, habillage: Habillage, figures: Mapping[str, Image]) -> bytes:
    """The document as Word, the same bytes for the same arguments.

    Raises:
        UsageError: the association's reference document cannot be read.
    """
    word = _open(habillage.reference)
    _empty(word)
    if document.size == "grande":
        _enlarge(word)
    _properties(word, document, habillage)
    writer = Writer(word, document, figures)
    if not document.titled:
        writer.title(document.title, document.subtitle)
    for n, (lying, blocs) in enumerate(_runs(document.blocs)):
        _section(word, first=n == 0, lying=lying)
        writer.width = text_width(paysage=lying)
        writer.blocks(word, blocs)
    fill(word, document, habillage)
    number_drawings(word.element, 1)
    out = io.BytesIO()
    word.save(out)
    return seal(out.getvalue())


# --- the reference --------------------------------------------------------------------------------------


def _open(reference: bytes | None) -> WordDocument:
    """Ours, or the association's with what ours has and theirs lacks."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    ours: WordDocument = docx.Document(str(shipped() / REFERENCE))
    if reference is None:
        return ours
    try:
        theirs: WordDocument = docx.Document(io.BytesIO(reference))
    except (ValueError, KeyError, OSError, SyntaxError, zipfile.BadZipFile, PackageNotFoundError):
        raise UsageError(
            f"{REFERENCE} ne peut pas être lu.", "Il faut un document Word (.docx) enregistré par Word ou LibreOffice."
        ) from None
    _complete(theirs, ours)
    return theirs


def _complete(theirs: WordDocument, ours: WordDocument) -> None:
    """Their styles stay; those of ours that they do not have are added."""
    known = {s.name for s in theirs.styles}
    for style in ours.styles:
        if style.name not in known:
            theirs.styles.element.append(deepcopy(style.element))


def _empty(word: WordDocument) -> None:
    """No text of the reference is left: its last section keeps the page, the headers and the footers."""
    from docx.oxml.ns import qn

    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


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


def _section(word: WordDocument, *, first: bool, lying: bool) -> None:
    """The first section is the reference's; the next begin on a new page, without the letterhead."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section: Section = word.sections[-1] if first else word.add_section(WD_SECTION.NEW_PAGE)
    if not first:
        section.different_first_page_header_footer = False
        word.paragraphs[-1].style = "Intervalle"
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in (reversed(PAGE) if lying else PAGE))
