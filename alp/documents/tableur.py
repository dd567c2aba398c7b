"""Tables as a workbook for Excel and LibreOffice: real tables, numbers and days, and no formula, whoever typed the text."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from typing import Any

from alp.core.graphique import Graphique
from alp.core.tableau import NON_RENSEIGNE, Colonne, Genre, Masquee, Tableau, Valeur
from alp.documents.echappe import clean
from alp.documents.graphiques import image
from alp.documents.images import to_word
from alp.documents.tableaux import VIDE, write_valeur
from alp.documents.traits import tidy

FORMATS: Mapping[Genre, str] = {
    Genre.TEXTE: "@",
    Genre.ENTIER: "#,##0",
    Genre.DECIMAL: "#,##0.00",
    Genre.EUROS: r"#,##0.00\ [$€-40C]",
    Genre.POURCENT: r"0.0\ %",
    Genre.DATE: "[$-40C]d mmmm yyyy",
}
"""40C is French: the reader's own machine may speak anything."""
CELLULE = 32_000
"""Letters of a cell: Excel takes 32 767."""
NOM = 31
"""Letters of a sheet's name."""
RESERVES = frozenset({"history", "historique"})
"""Names that Excel keeps for itself."""
LARGEURS = (10.0, 60.0)
"""Of a column, in letters."""
DEBORD = 95.0
"""Letters beyond which a sheet lies."""
A4 = 9
PREMIER = date(1900, 3, 1)
"""Excel has a 29 February 1900: a day before it is written as text."""
RANGEE, RANGEE_MAX = 15.0, 400.0
"""The height of a line of text, and of the highest row that Excel takes, in points."""
AISE = 1.15
"""How much longer than its letters a text that wraps is."""
DESSIN = 520.0
"""The width of a chart, in pixels."""

Bloc = Tableau | Graphique


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet: its name, and the tables and charts that stand on it one under the other."""

    nom: str
    blocs: tuple[Bloc, ...]


@dataclass(frozen=True, slots=True)
class Proprietes:
    """What the file says of itself; `le` is the date of the data, `pied` what else stands at the foot of printed pages."""

    titre: str
    le: date
    auteur: str = ""
    sujet: str = ""
    pied: str = ""


def xlsx(tableaux: Sequence[Bloc | Feuille], proprietes: Proprietes) -> bytes:
    """A workbook, the same bytes for the same arguments.

    Args:
        tableaux: each has a sheet of its own, but for those that a `Feuille` keeps together. A chart is its table, with its drawing beside.
        proprietes: what the file says of itself.

    Raises:
        ValueError: there is nothing to write, or two tables have the same key.
    """
    import xlsxwriter

    sheets = [t if isinstance(t, Feuille) else Feuille(t.titre, (t,)) for t in tableaux]
    keys = [b.cle for s in sheets for b in s.blocs]
    if not keys or len(set(keys)) != len(keys):
        raise ValueError(f"tables {keys} need one key each")
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(_properties(proprietes))
        styles, names = _styles(book), _sheet_names([s.nom for s in sheets])
        for sheet, name in zip(sheets, names, strict=True):
            _Page(book.add_worksheet(name), styles, proprietes).write(sheet)
    return out.getvalue()


def _properties(p: Proprietes) -> dict[str, Any]:
    known = {"title": tidy(p.titre), "subject": tidy(p.sujet), "author": tidy(p.auteur)}
    return {**{k: v[:255] for k, v in known.items()}, "created": datetime.combine(p.le, time())}


def _styles(book: Any) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {
        "titre": {"bold": True, "font_size": 14, "font_color": "#1f5f8b"},
        "note": {"font_color": "#475467", "italic": True, "text_wrap": True, "valign": "top"},
        "tete": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#1f5f8b", "font_color": "#ffffff"},
        "texte": {"text_wrap": True, "valign": "top"},
        "droite": {"align": "right", "valign": "top"},
    }
    made |= {genre.value: {"num_format": code, "valign": "top"} for genre, code in FORMATS.items() if genre != Genre.TEXTE}
    ends: dict[str, Any] = {"bold": True, "top": 2}
    return {name: book.add_format(style) for name, style in (made | {f"total-{k}": v | ends for k, v in made.items()}).items()}


def _sheet_names(titres: Sequence[str]) -> list[str]:
    """Names that Excel accepts, each once, whatever the case."""
    found: list[str] = []
    for title in titres:
        base = re.sub(r"[\[\]:*?/\\]", " ", tidy(title)).strip(" '")
        base = " ".join(base.split()) or "Feuille"
        base = f"{base} alp" if base.lower() in RESERVES else base
        base = base if len(base) <= NOM else base[: NOM + 1].rpartition(" ")[0] or base
        taken = {name.lower() for name in found}
        names = (_cut(base, NOM - len(end)).rstrip(" '") + end for end in ("", *(f" {n}" for n in range(2, len(titres) + 2))))
        found.append(next(name for name in names if name.lower() not in taken))
    return found


def _cut(texte: str, longueur: int) -> str:
    """At most that many letters, as Excel counts them: one beyond U+FFFF is two."""
    return texte.encode("utf-16-le")[: 2 * longueur].decode("utf-16-le", "ignore")


def _margin(texte: str) -> str:
    """A text around the pages, where « & » is a command of Excel's, and a number that follows one a size of letters."""
    shown = _cut(tidy(texte), 100).replace("&", "&&")
    return f" {shown}" if shown[:1].isdigit() else shown


class _Page:
    """Writes blocks down a sheet."""

    def __init__(self, sheet: Any, styles: Mapping[str, Any], proprietes: Proprietes) -> None:
        self.sheet, self.styles, self.proprietes = sheet, styles, proprietes
        self.row = 0
        self.widths: dict[int, float] = {}

    def write(self, feuille: Feuille) -> None:
        for bloc in feuille.blocs:
            self.block(bloc)
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)
        if any(isinstance(b, Graphique) for b in feuille.blocs) or sum(self.widths.values()) > DEBORD:
            self.sheet.set_landscape()
        if len(feuille.blocs) == 1:
            self.sheet.freeze_panes(3, 1 if len(self.widths) > 1 else 0)
            self.sheet.repeat_rows(2)
        self.paper()

    def paper(self) -> None:
        """A4, as wide as the page, with the title above and the page's number below."""
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        self.sheet.set_header(f"&L{_margin(self.proprietes.titre)}")
        self.sheet.set_footer(f"&L{_margin(self.proprietes.pied)}&RPage &P / &N")

    def block(self, bloc: Bloc) -> None:
        """A title, an empty row, the table, its total, its note, two empty rows."""
        table = bloc.tableau() if isinstance(bloc, Graphique) else bloc
        top = self.row
        self.text(top, 0, table.titre, "titre")
        self.row += 2
        self.heads(table)
        for row in table.corps or ((VIDE, *[None] * (len(table.colonnes) - 1)),):
            self.line(table, row, "")
        if table.total:
            self.line(table, table.lignes[-1], "total-")
        if table.note.strip():
            self.text(self.row, 0, table.note, "note", over=len(table.colonnes))
            self.row += 1
        self.row += 2
        if isinstance(bloc, Graphique):
            self.drawing(bloc, top, len(table.colonnes) + 1)

    def heads(self, table: Tableau) -> None:
        """The table for Excel, of the rows without the total: it sorts and filters."""
        names = _unique([tidy(c.libelle) for c in table.colonnes])
        last = self.row + max(len(table.corps), 1)
        self.sheet.add_table(
            self.row, 0, last, len(names) - 1,
            {
                "name": f"T_{table.cle.replace('-', '_')}"[:200], "style": "Table Style Light 1", "banded_rows": False,
                "columns": [{"header": name, "header_format": self.styles["tete"]} for name in names],
            },
        )  # fmt: skip
        for n, (name, column) in enumerate(zip(names, table.colonnes, strict=True)):
            self.widths[n] = max(self.widths.get(n, 0.0), _width(name, column, table.valeurs(n)))
        self.raise_row(names)
        self.row += 1

    def line(self, table: Tableau, valeurs: Sequence[Valeur], fin: str) -> None:
        for n, (value, column) in enumerate(zip(valeurs, table.colonnes, strict=True)):
            self.cell(n, value, column.genre, fin)
        self.raise_row([clean(v) if isinstance(v, str) else "" for v in valeurs])
        self.row += 1

    def raise_row(self, textes: Sequence[str]) -> None:
        """Room for the texts that go over several lines: not every reader makes it by itself."""
        lines = max(sum(ceil(len(line) * AISE / self.widths[n]) or 1 for line in text.split("\n")) for n, text in enumerate(textes))
        if lines > 1:
            self.sheet.set_row(self.row, min(lines * RANGEE, RANGEE_MAX))

    def cell(self, colonne: int, valeur: Valeur, genre: Genre, fin: str) -> None:
        """Text is text, a number a number, a day a day; what is not told is « n.c. », what is not known is empty in a column of numbers."""
        style = self.styles[fin + genre.value]
        if valeur is None and genre != Genre.TEXTE:
            self.sheet.write_blank(self.row, colonne, None, style)
        elif isinstance(valeur, Masquee):
            self.text(self.row, colonne, str(valeur), f"{fin}droite")
        elif isinstance(valeur, date) and valeur >= PREMIER:
            self.sheet.write_datetime(self.row, colonne, datetime.combine(valeur, time()), style)
        elif valeur is None or isinstance(valeur, str | date):
            self.text(self.row, colonne, NON_RENSEIGNE if valeur is None else write_valeur(valeur, genre), f"{fin}texte")
        else:
            self.sheet.write_number(self.row, colonne, float(valeur) if genre != Genre.ENTIER else valeur, style)

    def text(self, row: int, colonne: int, texte: str, style: str, over: int = 1) -> None:
        shown = _cut(clean(texte).strip(), CELLULE)
        if over > 1:
            self.sheet.merge_range(row, colonne, row, colonne + over - 1, "", self.styles[style])
        self.sheet.write_string(row, colonne, shown, self.styles[style])

    def drawing(self, graphique: Graphique, row: int, colonne: int) -> None:
        """The chart as the report shows it, described, beside its table; the next block begins under it."""
        from docx.image.image import Image as Picture

        octets, _ = to_word(image(graphique))
        picture = Picture.from_blob(octets)
        scale = DESSIN / (picture.px_width * 96 / picture.horz_dpi)
        place = {
            "image_data": io.BytesIO(octets), "description": tidy(graphique.description), "x_scale": scale, "y_scale": scale, "object_position": 3,
        }  # fmt: skip
        self.sheet.insert_image(row, colonne, f"{graphique.cle}.png", place)
        self.row = max(self.row, row + 3 + int(DESSIN * picture.px_height / picture.px_width / 20))


def _unique(noms: Sequence[str]) -> list[str]:
    """Heads as Excel wants them: none empty, none twice, whatever the case, and not too long."""
    found: list[str] = []
    for n, name in enumerate(noms, 1):
        taken = {x.lower() for x in found}
        shown = _cut(name, 200) or f"Colonne {n}"
        found.append(next(x for x in (shown, *(f"{shown} ({k})" for k in range(2, len(noms) + 2))) if x.lower() not in taken))
    return found


def _width(nom: str, colonne: Colonne, valeurs: Sequence[Valeur]) -> float:
    """Letters that the longest line asks for, between two bounds; a head goes over two lines."""
    lines = [line for v in valeurs if v is not None for line in (_said(v, colonne.genre).split("\n"))]
    longest = max([len(nom) / 2 + 3, *(len(word) + 3 for word in nom.split(" ")), *(len(line) + 2 for line in lines)])
    return min(max(longest, LARGEURS[0]), LARGEURS[1])


def _said(valeur: Valeur, genre: Genre) -> str:
    return "30 septembre 2026" if genre == Genre.DATE else write_valeur(valeur, genre, 2)
