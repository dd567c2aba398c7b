"""The headers and footers of a Word document: what stands between brackets in the reference is replaced."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alp.documents.blocs import Document
from alp.documents.habillage import Habillage, foot, name_of
from alp.documents.images import height_of, to_word
from alp.documents.word_xml import number_drawings

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

LOGO = "[logo]"
_BRACKETS = re.compile(r"\[[a-z]+\]")
HAUTEUR = 16.0
LARGEUR = 38.0
"""The most that a logo takes, in millimetres."""


def fill(word: WordDocument, document: Document, habillage: Habillage) -> None:
    """Write who sends the document around its pages; where it bears no name, nothing is left there."""
    if document.letterhead == "non":
        _clear(word)
        return
    words = {
        "[maison]": habillage.nom,
        "[coordonnees]": "\n".join(habillage.coordonnees),
        "[document]": name_of(document),
        "[pied]": foot(document, habillage),
    }
    for n, part in enumerate(_parts(word)):
        for paragraph in _paragraphs(part):
            _logo(paragraph, habillage)
            _replace(paragraph, words)
        number_drawings(part._element, 1000 * (n + 1))  # noqa: SLF001


def _parts(word: WordDocument) -> Iterator[Any]:
    """The headers and footers that the sections have of their own, each once."""
    for section in word.sections:
        for part in (
            section.first_page_header, section.header, section.even_page_header, section.first_page_footer, section.footer,
            section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part


def _paragraphs(part: Any) -> Iterator[Paragraph]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph as Made

    for p in list(part._element.iter(qn("w:p"))):  # noqa: SLF001
        yield Made(p, part)


def _replace(paragraph: Paragraph, words: dict[str, str]) -> None:
    """Word may have cut what is between brackets into several runs: they are then put together in the first."""
    if not any(word in paragraph.text for word in words):
        return
    if not any(word in run.text for word in words for run in paragraph.runs):
        first, *rest = paragraph.runs
        first.text = paragraph.text
        for run in rest:
            run._r.getparent().remove(run._r)  # noqa: SLF001
    for run in paragraph.runs:
        text = _BRACKETS.sub(lambda found: words.get(found[0], found[0]), run.text)
        if text != run.text:
            run.text = text


def _logo(paragraph: Paragraph, habillage: Habillage) -> None:
    """The logo in its place; without one, its cell goes too."""
    from docx.shared import Mm

    if LOGO not in paragraph.text:
        return
    for run in paragraph.runs:
        run.text = run.text.replace(LOGO, "")
    if habillage.logo is None:
        _drop_cell(paragraph)
        return
    octets, _ = to_word(habillage.logo)
    width = min(LARGEUR, HAUTEUR / height_of(octets, 1.0))
    picture: Any = paragraph.add_run().add_picture(io.BytesIO(octets), width=Mm(width))
    picture._inline.docPr.set("descr", f"Logo : {habillage.nom}")  # noqa: SLF001
    picture._inline.docPr.set("name", "Logo")  # noqa: SLF001


def _drop_cell(paragraph: Paragraph) -> None:
    """Take away the cell that held the logo alone, and give its width to its neighbour."""
    from docx.oxml.ns import qn

    cell = paragraph._p.getparent()  # noqa: SLF001
    row = cell.getparent()
    cells = row.findall(qn("w:tc")) if cell.tag == qn("w:tc") else []
    if len(cells) < 2 or "".join(cell.itertext()).strip():
        return
    row.remove(cell)
    grid = row.getparent().find(qn("w:tblGrid"))
    columns = grid.findall(qn("w:gridCol"))
    kept = columns[1 if cells[0] is cell else 0]
    kept.set(qn("w:w"), str(sum(int(c.get(qn("w:w"))) for c in columns)))
    grid.remove(columns[0 if cells[0] is cell else 1])
    for width in row.iter(qn("w:tcW")):
        width.set(qn("w:w"), "5000")


def _clear(word: WordDocument) -> None:
    """Nothing is left around the pages: no line, no number."""
    for part in _parts(word):
        for child in list(part._element):  # noqa: SLF001
            part._element.remove(child)  # noqa: SLF001
        part.add_paragraph(style="Intervalle")
