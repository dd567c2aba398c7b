"""A document as one web page: no script, nothing fetched; it reads on a telephone and prints on A4."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

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
)
from alp.documents.colonnes import widths
from alp.documents.habillage import Habillage, Image, author_of, foot, name_of

STYLE = """
@page { size: A4; margin: 20mm 20mm 22mm; @bottom-right { content: "Page " counter(page) " / " counter(pages); font: 8.5pt sans-serif; color: #475467 } }
@page paysage { size: A4 landscape }
:root { --encre: #1d2939; --gris: #475467; --filet: #d0d5dd; --accent: #1f5f8b }
* { box-sizing: border-box }
html { font: 1.0625rem/1.5 "Source Sans 3", "Source Sans Pro", "Segoe UI", Calibri, "Helvetica Neue", Arial, sans-serif; color: var(--encre); background: #fff }
html.grande { font-size: 1.35rem }
body { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; overflow-wrap: anywhere }
header { display: flex; gap: 1.25rem; align-items: center; border-bottom: 2px solid var(--accent); padding-bottom: 1rem; margin-bottom: 2rem }
header img { max-height: 3.75rem; max-width: 12rem }
header p, .adresse p { margin: 0 }
header .contacts { color: var(--gris); font-size: .82em; line-height: 1.35 }
footer { border-top: 1px solid var(--filet); margin-top: 3rem; padding-top: .5rem; color: var(--gris); font-size: .82em }
h1, h2, h3, h4 { font-weight: 600; line-height: 1.25 } h1, h2, h3, h4, .lie { break-after: avoid }
h1 { font-size: 1.85em; color: var(--accent); margin: 0 0 .4em }
h2 { font-size: 1.35em; color: var(--accent); margin: 2em 0 .6em }
h3 { font-size: 1.12em; margin: 1.7em 0 .4em }
h4 { font-size: 1em; color: var(--gris); margin: 1.4em 0 .3em }
p { margin: .6em 0 }
.soustitre { color: var(--gris); font-size: 1.1em; margin: 0 0 1.8em }
a { color: var(--accent) }
code { font-size: .9em }
strong, th { font-weight: 600 }
li { margin: .25em 0 }
li > p { margin: .25em 0 } ol ol { list-style-type: lower-alpha }
blockquote { margin: .8em 0; padding: .1em 1em; border-left: 3px solid var(--filet) }
hr { border: 0; border-top: 1px solid var(--filet); margin: 1.8em 0 }
.tableau { overflow-x: auto; margin: 1.1em 0 1.6em }
.tableau:focus-visible { outline: 2px solid var(--accent) }
table { border-collapse: collapse; width: 100%; font-size: .94em; line-height: 1.35; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; color: var(--gris); padding-bottom: .4em }
caption.dite { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
th, td { text-align: left; vertical-align: top; padding: .4em .6em; border-bottom: 1px solid var(--filet); overflow-wrap: normal }
th:first-child, td:first-child { padding-left: .1em }
thead th { border-bottom: 2px solid var(--accent); vertical-align: bottom }
tbody th { font-weight: inherit }
.fiche tbody th { color: var(--gris) }
.r { text-align: right } .c { text-align: center }
td.r { white-space: nowrap }
.id { white-space: nowrap }
figure { margin: 1.4em 0 } figure img { max-width: 100%; height: auto } figcaption { color: var(--gris); font-weight: 600; font-size: .94em }
.dessin svg { display: block; width: 100%; height: auto } .dessin .large { max-width: 42.5rem } .dessin .etroit { display: none }
.encadre { border: 1px solid var(--filet); border-radius: 6px; background: #f9fafb; padding: .4em 1.1em; margin: 1.2em 0 }
.adresse { margin: 2em 0 2.2em 52% } .droite { text-align: right }
.aremplir { display: flex; flex-wrap: wrap; gap: 0 1.2em; align-items: baseline }
.champ { flex: 1 1 14rem; display: flex; flex-wrap: wrap; gap: 0 .45em; align-items: baseline }
.blanc { flex: 1; min-width: 4em; border-bottom: 1.5px dotted var(--gris); height: 1em }
td .blanc { display: inline-block; width: 100%; min-width: 3em }
.ligne { border-bottom: 1.5px dotted var(--gris); height: 2em }
.case { font-size: 1.15em; line-height: 1 }
ul.signatures { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem; margin: 1.6em 0 }
ul.signatures li { border: 1px solid var(--filet); border-radius: 6px; padding: .6em .9em; min-height: 8rem; margin: 0 }
@media screen and (max-width: 34rem) { .dessin .large { display: none } .dessin .etroit { display: block } }
@media (max-width: 34rem) { .adresse { margin-left: 0 } header { flex-wrap: wrap } }
@media print {
  html { font-size: 10.5pt } html.grande { font-size: 14pt }
  body { max-width: none; padding: 0 }
  .tableau { overflow: visible } thead { display: table-header-group } tr, figure, .encadre, .ensemble, ul.signatures { break-inside: avoid }
  .paysage { page: paysage; break-before: page; break-after: page } .saut { break-after: page }
}
"""
LETTERS = 1.7
"""A percent of the page's width, in the millimetres of `colonnes`."""
ALIGNS = {"l": "", "r": ' class="r"', "c": ' class="c"'}


def write_web(document: Document, habillage: Habillage, figures: Mapping[str, Image]) -> bytes:
    """The document as a web page, the same bytes for the same arguments."""
    page = _Page(figures)
    title = "" if document.titled else _title(document)
    signed = author_of(document, habillage)
    author = f'<meta name="author" content="{escape(signed)}">\n' if signed else ""
    size = ' class="grande"' if document.size == "grande" else ""
    return f"""<!doctype html>
<html lang="{escape(document.lang)}"{size}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
{author}<title>{escape(name_of(document))}</title>
<style>{STYLE}</style>
</head>
<body>
{_header(habillage) if document.letterhead == "oui" else ""}<main>
{title}{page.blocks(document.blocs)}</main>
{_footer(foot(document, habillage))}</body>
</html>
""".encode()


def _title(document: Document) -> str:
    subtitle = f'<p class="soustitre">{escape(document.subtitle)}</p>\n' if document.subtitle else ""
    return f"<h1>{escape(document.title)}</h1>\n{subtitle}"


def _header(habillage: Habillage) -> str:
    logo = _image(habillage.logo, f"Logo : {habillage.nom}") if habillage.logo else ""
    contacts = "<br>".join(escape(line) for line in habillage.coordonnees)
    return (
        f"<header>{logo}<div><p><strong>{escape(habillage.nom)}</strong></p>"
        + (f'<p class="contacts">{contacts}</p>' if contacts else "")
        + "</div></header>\n"
    )


def _footer(texte: str) -> str:
    return f"<footer><p>{escape(texte)}</p></footer>\n" if texte else ""


def _image(image: Image, description: str) -> str:
    """The image inside the page: as an image, an SVG can neither run nor fetch anything."""
    return f'<img src="data:{image.sorte};base64,{b64encode(image.octets).decode()}" alt="{escape(description)}">'


class _Page:
    """Writes blocks; counts the tables, so that each that has no caption has a name of its own."""

    def __init__(self, figures: Mapping[str, Image]) -> None:
        self.figures = figures
        self.drawn: set[str] = set()
        self.tables = 0

    def blocks(self, blocs: Blocks) -> str:
        return "".join(self.block(b, lie=lie) + "\n" for b, lie in linked(blocs))

    def block(self, block: Block, *, lie: bool = False) -> str:
        match block:
            case Heading(niveau, contenu):
                return f"<h{niveau}>{write(contenu)}</h{niveau}>"
            case Para(contenu):
                return f"<p{_classes(contenu, lie=lie)}>{_fields(contenu) if _fillable(contenu) else write(contenu)}</p>"
            case Items():
                return self.items(block)
            case Quote(blocs):
                return f"<blockquote>\n{self.blocks(blocs)}</blockquote>"
            case Zone():
                return self.zone(block)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Rule():
                return "<hr>"
            case PageBreak():
                return '<div class="saut"></div>'
            case WriteLine():
                return '<div class="ligne"></div>'

    def items(self, items: Items) -> str:
        tag, start = ("ul", "") if items.debut is None else ("ol", f' start="{items.debut}"' if items.debut != 1 else "")
        return f"<{tag}{start}>\n{''.join(self.item(e) for e in items.elements)}</{tag}>"

    def item(self, blocs: Blocks) -> str:
        first = blocs[0] if blocs else None
        if isinstance(first, Para) and not _fillable(first.contenu):
            return f"<li>{write(first.contenu)}{self.blocks(blocs[1:])}</li>\n"
        return f"<li>{self.blocks(blocs)}</li>\n"

    def zone(self, zone: Zone) -> str:
        if zone.nom == "signatures":
            items = "".join(self.item(e) for b in zone.blocs if isinstance(b, Items) for e in b.elements)
            return f'<ul class="signatures">\n{items}</ul>'
        return f'<div class="{zone.nom}">\n{self.blocks(zone.blocs)}</div>'

    def figure(self, figure: Figure) -> str:
        """A chart of ours is in the page itself, once: its ids are its own; shown again, it is an image."""
        image = self.figures[figure.source]
        caption = f"<figcaption>{escape(figure.legende)}</figcaption>" if figure.legende else ""
        if image.page and figure.source not in self.drawn:
            self.drawn.add(figure.source)
            return f'<figure class="dessin">\n{caption}{image.page}</figure>'
        return f"<figure>{caption}{_image(image, figure.description)}</figure>"

    def table(self, table: Table) -> str:
        self.tables += 1
        name = escape(table.legende or f"Tableau {self.tables}")
        heard = ' class="dite"' if table.nommee else ""
        caption = f"<caption{heard}>{escape(table.legende)}</caption>\n" if table.legende else ""
        shares = widths(table, 100.0 * LETTERS)
        columns = "".join(f'<col style="width: {share / LETTERS:.1f}%">' for share in shares)
        head = f"<thead><tr>{''.join(_head_cells(table))}</tr></thead>\n" if table.tete else ""
        rows = "".join(f"<tr>{''.join(_cells(table, row))}</tr>\n" for row in table.lignes)
        kind = "" if table.tete else ' class="fiche"'
        return (
            f'<div class="tableau" role="group" tabindex="0" aria-label="{name}">\n'
            f"<table{kind}>\n{caption}<colgroup>{columns}</colgroup>\n{head}<tbody>\n{rows}</tbody>\n</table>\n</div>"
        )


def _head_cells(table: Table) -> Iterator[str]:
    for align, cell in zip(table.alignements, table.tete, strict=True):
        yield _cell("col" if plain(cell).strip() else "", align, cell)


def _cells(table: Table, row: tuple[Inlines, ...]) -> Iterator[str]:
    """The first cell of a row names it."""
    for n, (align, cell) in enumerate(zip(table.alignements, row, strict=True)):
        yield _cell("row" if n == 0 and plain(cell).strip() else "", align, cell)


def _cell(scope: str, align: str, cell: Inlines) -> str:
    tag, attribute = ("th", f' scope="{scope}"') if scope else ("td", "")
    return f"<{tag}{attribute}{ALIGNS[align]}>{write(cell)}</{tag}>"


def _classes(contenu: Inlines, *, lie: bool) -> str:
    names = [name for name, wanted in (("aremplir", _fillable(contenu)), ("lie", lie)) if wanted]
    return f' class="{" ".join(names)}"' if names else ""


def _fillable(contenu: Inlines) -> bool:
    return any(isinstance(x, Blank) for x in contenu)


def _fields(contenu: Inlines) -> str:
    """A line to fill in: each blank with the words before it, in one piece, so that they go to the next line together."""
    ends = [n + 1 for n, x in enumerate(contenu) if isinstance(x, Blank)]
    pieces = [contenu[start:end] for start, end in pairwise((0, *ends))]
    fields = "".join(f'<span class="champ"><span>{write(piece[:-1]).strip()}</span>{write(piece[-1:])}</span>' for piece in pieces)
    rest = write(contenu[ends[-1] :]).strip()
    return fields + (f"<span>{rest}</span>" if rest else "")


def write(contenu: Inlines) -> str:
    """The content of a line as HTML."""
    return "".join(_write_one(x) for x in contenu)


def _write_one(x: Inline) -> str:
    match x:
        case Text(texte):
            return escape(texte)
        case NoBreak(texte):
            return f'<span class="id">{escape(texte)}</span>'
        case Code(texte):
            return f"<code>{escape(texte)}</code>"
        case Break():
            return "<br>"
        case Blank():
            return '<span class="blanc"></span>'
        case Box(cochee):
            return f'<span class="case">{"☑" if cochee else "☐"}</span>'
        case Strong(contenu):
            return f"<strong>{write(contenu)}</strong>"
        case Em(contenu):
            return f"<em>{write(contenu)}</em>"
        case Link(href, contenu):
            return f'<a href="{escape(href)}">{write(contenu)}</a>'
