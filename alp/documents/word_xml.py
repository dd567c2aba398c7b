"""What python-docx has no word for: small pieces of WordprocessingML, and a file that is the same each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.table import Table as WordTable
    from docx.table import _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
JOUR_ZIP = (1980, 1, 1, 0, 0, 0)


def element(tag: str, **attributes: str) -> Any:
    """`element("w:tab", val="right")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_no_break(run: Run, texte: str) -> None:
    """Text whose hyphens never end a line."""
    for n, part in enumerate(texte.split("-")):
        if n:
            run._r.append(element("w:noBreakHyphen"))  # noqa: SLF001 - python-docx has no name for it
        if part:
            run._r.add_t(part)  # noqa: SLF001


def add_tabs(paragraph: Paragraph, places: list[float]) -> None:
    """Dotted lines that end at these places, in millimetres from the left."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    for place in places:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(place), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def add_box(paragraph: Paragraph, *, cochee: bool, numero: int) -> None:
    """A box that is ticked with a click in Word."""
    from docx.oxml import parse_xml

    xml = f"""<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="{W14}">
<w:sdtPr><w:alias w:val="Case à cocher"/><w:id w:val="{numero}"/><w14:checkbox><w14:checked w14:val="{int(cochee)}"/>
<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/><w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:cs="Segoe UI Symbol"/></w:rPr>
<w:t>{"☑" if cochee else "☐"}</w:t></w:r></w:sdtContent></w:sdt>"""
    paragraph._p.append(parse_xml(xml.replace("\n", "")))  # noqa: SLF001


def number(paragraph: Paragraph, num_id: int, niveau: int) -> None:
    """Make the paragraph an item of that list, at that depth from 0."""
    props = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    props.get_or_add_ilvl().val = niveau
    props.get_or_add_numId().val = num_id


def shape_table(table: WordTable, largeurs: tuple[float, ...], *, titre: str, tete: bool) -> None:
    """Fixed columns in millimetres, the whole width; `titre` is what a reader of the screen hears."""
    from docx.shared import Mm

    props = table._tbl.tblPr  # noqa: SLF001
    table.autofit = False
    width = props.find(_qn("w:tblW"))
    if width is None:
        width = element("w:tblW")
        props.insert_element_before(width, "w:jc", "w:tblLayout", "w:tblLook")
    width.set(_qn("w:type"), "dxa")
    width.set(_qn("w:w"), str(round(sum(largeurs) * TWIPS)))
    look = props.find(_qn("w:tblLook"))
    if look is not None:
        props.remove(look)
    props.append(element("w:tblLook", val="0020" if tete else "0000", firstRow=str(int(tete)), lastRow="0", firstColumn="0", lastColumn="0", noHBand="1", noVBand="1"))  # fmt: skip
    if titre:
        props.append(element("w:tblCaption", val=titre))
    for column, mm in zip(table.columns, largeurs, strict=True):
        column.width = Mm(mm)
        for cell in column.cells:
            cell.width = Mm(mm)


def shape_row(row: _Row, *, tete: bool, entiere: bool) -> None:
    """A row that stays on one page, or that comes back at the top of each."""
    props = row._tr.get_or_add_trPr()  # noqa: SLF001
    if entiere:
        props.append(element("w:cantSplit"))
    if tete:
        props.append(element("w:tblHeader"))


def number_drawings(root: Any, depart: int) -> None:
    """An id of its own to each image of a part, and no room around it: LibreOffice takes silence for an eighth of an inch."""
    for n, drawing in enumerate(root.iter(_qn("wp:docPr")), depart):
        drawing.set("id", str(n))
        for side in ("distT", "distB", "distL", "distR"):
            drawing.getparent().set(side, "0")


def seal(octets: bytes) -> bytes:
    """The same file, in which no date of the clock is left."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, JOUR_ZIP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            made.writestr(info, given.read(name))
    return out.getvalue()


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))
