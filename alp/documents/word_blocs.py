"""The blocks of a document as Word's: real headings, lists, tables and links, each with its style."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from alp.documents.blocs import (
    Blank,
    Block,
    Blocks,
    Box,
    Break,
    Code,
    Document,
    Em,
    Figure,
    Heading,
    Inline,
    Inlines,
    Items,
    Link,
    NoBreak,
    PageBreak,
    Para,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    WriteLine,
    Zone,
    linked,
    plain,
    walk,
)
from alp.documents.colonnes import CELLULE, LONG, whole, widths
from alp.documents.habillage import GRANDE, Image
from alp.documents.images import to_word
from alp.documents.word_xml import add_box, add_no_break, add_tabs, number, shape_row, shape_table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    Place = WordDocument | _Cell

STYLES = {"adresse": "Destinataire", "droite": "Lieu et date"}
"""The style of the paragraphs of these containers."""
ENTIER = 1800
"""Letters of a frame beyond which it may go over to the next page."""
SIGNATURE = 32
"""The height in millimetres of the room to sign in."""
ECRITURE = {"bold": False, "italic": False}


class Writer:
    """Writes blocks at the end of a document or of a cell; `width` is that of a line there, in millimetres."""

    def __init__(self, word: WordDocument, document: Document, figures: Mapping[str, Image]) -> None:
        self.word, self.figures = word, figures
        self.width = 0.0
        self.scale = GRANDE if document.size == "grande" else 1.0
        self.boxes = count(1)
        self.ids = {s.name: s.style_id for s in word.styles}

    def new(self, place: Place, style: str | None = None) -> Paragraph:
        """An empty paragraph; python-docx looks for a style through all of them each time, we do once."""
        made: Paragraph = place.add_paragraph()
        if style:
            made._p.style = self.ids[style]  # noqa: SLF001
        return made

    def title(self, title: str, subtitle: str) -> None:
        self.new(self.word, "Heading 1").add_run(title)
        if subtitle:
            self.new(self.word, "Subtitle").add_run(subtitle)

    def blocks(self, place: Place, blocs: Blocks, style: str | None = None, depth: int = 0) -> None:
        for block, lie in linked(blocs):
            self.block(place, block, style, depth)
            if lie:
                place.paragraphs[-1].paragraph_format.keep_with_next = True

    def block(self, place: Place, block: Block, style: str | None, depth: int) -> None:
        match block:
            case Heading(niveau, contenu):
                self.paragraph(place, contenu, f"Heading {niveau}")
            case Para(contenu):
                self.paragraph(place, contenu, style or ("À remplir" if any(isinstance(x, Blank) for x in contenu) else None))
            case Items():
                self.items(place, block, depth)
            case Quote(blocs):
                self.blocks(place, blocs, "Quote", depth)
            case Table():
                self.table(place, block)
            case Figure():
                self.figure(place, block)
            case Zone(nom, blocs):
                self.zone(place, nom, blocs, depth)
            case Rule():
                self.new(place, "Filet")
            case PageBreak():
                self.page_break()
            case WriteLine():
                self.write_line(place)

    def paragraph(self, place: Place, contenu: Inlines, style: str | None) -> Paragraph:
        made = self.new(place, style)
        self.fill(made, contenu)
        return made

    def fill(self, paragraph: Paragraph, contenu: Inlines) -> None:
        """Write a line, and the places where its blanks end: they share the width."""
        blanks = sum(isinstance(x, Blank) for x in contenu)
        add_tabs(paragraph, [self.width * n / blanks for n in range(1, blanks + 1)])
        _write(paragraph, contenu, self.boxes, **ECRITURE)

    def page_break(self) -> None:
        from docx.enum.text import WD_BREAK

        self.new(self.word, "Intervalle").add_run().add_break(WD_BREAK.PAGE)

    # --- lists ---

    def items(self, place: Place, items: Items, depth: int) -> None:
        """Each list has a number of its own, so that a numbered one begins where it should."""
        style = "List Bullet" if items.debut is None else "List Number"
        num_id = self.new_list(style, items.debut, depth)
        for item in items.elements:
            for n, block in enumerate(item):
                if isinstance(block, Para):
                    made = self.paragraph(place, block.contenu, style if n == 0 else "List Continue")
                    if n == 0:
                        number(made, num_id, min(depth, 3))
                else:
                    self.block(place, block, None, depth + 1)

    def new_list(self, style: str, debut: int | None, depth: int) -> int:
        numbering = self.word.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001 - python-docx gives no other way
        base = self.word.styles[style].element.pPr.numPr.numId.val
        if debut is None:
            return int(base)
        abstract = next(n for n in numbering.num_lst if n.numId == base).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(min(depth, 3)).add_startOverride(debut)
        return int(made.numId)

    # --- tables ---

    def table(self, place: Place, table: Table) -> None:
        if table.legende and not table.nommee:
            self.new(place, "Caption").add_run(table.legende)
        rows = (table.tete, *table.lignes) if table.tete else table.lignes
        shares = widths(table, self.width, echelle=self.scale)
        made = self.grid(place, len(rows), shares, "Tableau" if table.tete else "Fiche", titre=table.legende, tete=bool(table.tete))
        together = whole(table)
        for n, row in enumerate(rows):
            head = bool(table.tete) and n == 0
            shape_row(made.rows[n], tete=head, entiere=all(len(plain(c)) <= LONG for c in row))
            for k, (cell, contenu) in enumerate(zip(made.rows[n].cells, row, strict=True)):
                style = "Cellule titre" if head else "Cellule intitulé" if not table.tete and k == 0 else "Cellule"
                self.cell(cell, contenu, style, table.alignements[k], shares[k])
                cell.paragraphs[0].paragraph_format.keep_with_next = (together and n < len(rows) - 1) or None
        self.new(place, "Intervalle")

    def grid(self, place: Place, lignes: int, largeurs: tuple[float, ...], style: str, *, titre: str = "", tete: bool = False) -> Any:
        """An empty table of that many rows."""
        made: Any = place.add_table(lignes, len(largeurs))
        made.style = self.word.styles[style]
        shape_table(made, largeurs, titre=titre, tete=tete)
        return made

    def cell(self, cell: _Cell, contenu: Inlines, style: str, alignement: str, largeur: float) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = cell.paragraphs[0]
        paragraph._p.style = self.ids[style]  # noqa: SLF001
        if alignement != "l":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if alignement == "r" else WD_ALIGN_PARAGRAPH.CENTER
        before, self.width = self.width, largeur - CELLULE
        self.fill(paragraph, contenu)
        self.width = before

    # --- the rest ---

    def figure(self, place: Place, figure: Figure) -> None:
        from docx.shared import Mm

        octets, natural = to_word(self.figures[figure.source])
        if figure.legende:
            self.new(place, "Caption").add_run(figure.legende)
        paragraph = place.add_paragraph()
        picture: Any = paragraph.add_run().add_picture(io.BytesIO(octets), width=Mm(min(natural, self.width)))
        picture._inline.docPr.set("descr", figure.description)  # noqa: SLF001
        picture._inline.docPr.set("name", figure.legende or "Figure")  # noqa: SLF001

    def zone(self, place: Place, nom: str, blocs: Blocks, depth: int) -> None:
        match nom:
            case "encadre":
                self.frame(place, [blocs], "Cadre")
            case "signatures":
                items = [element for b in blocs if isinstance(b, Items) for element in b.elements]
                for n in range(0, len(items), 3):
                    self.frame(place, items[n : n + 3], "Cadre", hauteur=SIGNATURE * self.scale)
            case "ensemble":
                before = len(self.word.element.body)
                self.blocks(place, blocs, None, depth)
                self.keep(before)
            case _:
                self.blocks(place, blocs, STYLES.get(nom), depth)

    def frame(self, place: Place, columns: list[Blocks], style: str, hauteur: float = 0.0) -> None:
        """Frames side by side, that stay in one piece."""
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.shared import Mm

        width = self.width / len(columns)
        made = self.grid(place, 1, (width,) * len(columns), style)
        shape_row(
            made.rows[0], tete=False, entiere=sum(len(plain(b.contenu)) for c in columns for b in walk(c) if isinstance(b, Para)) < ENTIER
        )
        if hauteur:
            made.rows[0].height, made.rows[0].height_rule = Mm(hauteur), WD_ROW_HEIGHT_RULE.AT_LEAST
        before, self.width = self.width, width - CELLULE
        for cell, blocs in zip(made.rows[0].cells, columns, strict=True):
            first = cell.paragraphs[0]
            self.blocks(cell, blocs)
            if len(cell.paragraphs) > 1:
                first._p.getparent().remove(first._p)  # noqa: SLF001
            cell.paragraphs[-1].paragraph_format.space_after = 0
        self.width = before
        self.new(place, "Intervalle")

    def keep(self, debut: int) -> None:
        """What was written from there on stays on one page."""
        from docx.oxml.ns import qn

        written = [c for c in self.word.element.body[debut - 1 :] if c.tag != qn("w:sectPr")]
        paragraphs = [p for child in written for p in child.iter(qn("w:p"))]
        for paragraph in paragraphs[:-1]:
            paragraph.get_or_add_pPr().get_or_add_keepNext()

    def write_line(self, place: Place) -> None:
        made = self.new(place, "Ligne à écrire")
        made.paragraph_format.tab_stops.clear_all()
        add_tabs(made, [self.width])
        made.add_run().add_tab()


def _write(paragraph: Any, contenu: Inlines, boxes: Any, *, bold: bool, italic: bool) -> None:
    for x in contenu:
        _write_one(paragraph, x, boxes, bold=bold, italic=italic)


def _write_one(paragraph: Any, x: Inline, boxes: Any, *, bold: bool, italic: bool) -> None:
    match x:
        case Strong(contenu):
            _write(paragraph, contenu, boxes, bold=True, italic=italic)
        case Em(contenu):
            _write(paragraph, contenu, boxes, bold=bold, italic=True)
        case Link():
            _link(paragraph, x, boxes, bold=bold, italic=italic)
        case Box(cochee):
            add_box(paragraph, cochee=cochee, numero=next(boxes))
        case _:
            run = paragraph.add_run()
            run.bold, run.italic = bold or None, italic or None
            _write_run(run, x)


def _write_run(run: Any, x: Inline) -> None:
    match x:
        case Text(texte):
            run.text = texte
        case NoBreak(texte):
            add_no_break(run, texte)
        case Code(texte):
            run.style = "Référence"
            run.text = texte
        case Break():
            run.add_break()
        case Blank():
            run.add_tab()


def _link(paragraph: Any, link: Link, boxes: Any, *, bold: bool, italic: bool) -> None:
    """A real link, whose runs are written as a paragraph's."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    holder = OxmlElement("w:hyperlink")
    holder.set(qn("r:id"), paragraph.part.relate_to(link.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    before = len(paragraph._p)  # noqa: SLF001
    _write(paragraph, link.contenu, boxes, bold=bold, italic=italic)
    runs = list(paragraph._p)[before:]  # noqa: SLF001
    paragraph._p.append(holder)  # noqa: SLF001
    for run in runs:
        holder.append(run)
        if run.tag == qn("w:r"):
            run.get_or_add_rPr().style = "Hyperlink"
