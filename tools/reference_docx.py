"""Makes `templates/reference.docx`: the styles, headers and footers of every Word document, that one restyles in Word.

python -m tools.reference_docx
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SORTIE = Path(__file__).parent.parent / "templates" / "reference.docx"
ENCRE, GRIS, FILET, ACCENT = "1D2939", "475467", "D0D5DD", "1F5F8B"
POLICE = "Calibri"
ESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
LARGEUR = 9638
"""The text's width in twentieths of a point: A4 less two margins of 20 mm."""

# --- styles ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """A style. Word's own have their English name here and show a French one; those that we add are named in French."""

    id: str
    nom: str
    sorte: str = "paragraph"
    base: str = "Normal"
    suite: str = ""
    para: str = ""
    signe: str = ""
    reste: str = ""
    notre: bool = False
    defaut: bool = False

    def xml(self) -> str:
        default = ' w:default="1"' if self.defaut else ""
        custom = ' w:customStyle="1"' if self.notre else ""
        return (
            f'<w:style w:type="{self.sorte}"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.nom}"/>'
            + (f'<w:basedOn w:val="{self.base}"/>' if self.base and not self.defaut else "")
            + (f'<w:next w:val="{self.suite}"/>' if self.suite else "")
            + "<w:qFormat/>"
            + (f"<w:pPr>{self.para}</w:pPr>" if self.para else "")
            + (f"<w:rPr>{self.signe}</w:rPr>" if self.signe else "")
            + f"{self.reste}</w:style>"
        )


def space(before: int = 0, after: int = 0, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def letters(size: float | None = None, color: str = "", *, bold: bool = False) -> str:
    """Run properties; the size in points."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{color}"/>' if color else ""
    return weight + tint + (f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size else "")


def border(side: str, size: int, color: str, gap: int = 0) -> str:
    """A line: its size in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{gap}" w:color="{color}"/>'


def heading(level: int, size: float, color: str, before: int, after: int) -> Style:
    para = f'<w:keepNext/><w:keepLines/>{space(before, after, 240)}<w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", suite="Normal", para=para, signe=letters(size, color, bold=True))


def cell_margins(top: int, left: int, bottom: int, right: int) -> str:
    sides = zip(("top", "left", "bottom", "right"), (top, left, bottom, right), strict=True)
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def table(ident: str, nom: str, borders: str, rest: str = "", *, margin: int = 34, left: int = 20, right: int = 140) -> Style:
    props = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{cell_margins(margin, left, margin, right)}</w:tblPr>"
    return Style(ident, nom, "table", "TableNormal", reste=props + rest, notre=True)


def ours(ident: str, nom: str, para: str, signe: str = "", base: str = "Normal") -> Style:
    return Style(ident, nom, base=base, para=para, signe=signe, notre=True)


PREMIERE_LIGNE = f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>{border("bottom", 8, ACCENT)}</w:tcBorders></w:tcPr></w:tblStylePr>'
CADRE = "".join(border(side, 5, FILET) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
POINTILLES = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{LARGEUR}"/></w:tabs>'
STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", defaut=True, para=space(0, 120), signe=letters(10.5, ENCRE)),
    Style("DefaultParagraphFont", "Default Paragraph Font", "character", defaut=True),
    Style(
        "TableNormal", "Normal Table", "table", defaut=True,
        reste='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>' + cell_margins(0, 70, 0, 90) + "</w:tblPr>",
    ),
    Style("NoList", "No List", "numbering", defaut=True),
    heading(1, 20, ACCENT, 120, 120),
    heading(2, 13.5, ACCENT, 300, 100),
    heading(3, 11.5, ENCRE, 240, 70),
    heading(4, 10.5, GRIS, 220, 60),
    Style("Subtitle", "Subtitle", suite="Normal", para=space(0, 320), signe=letters(11.5, GRIS)),
    Style("Caption", "caption", suite="Normal", para=f"<w:keepNext/>{space(180, 80)}", signe=letters(9.5, GRIS, bold=True)),
    Style(
        "Quote", "Quote",
        para=f'<w:pBdr>{border("left", 14, FILET, 10)}</w:pBdr>{space(60, 100)}<w:ind w:left="284" w:right="170"/>',
    ),
    Style("ListBullet", "List Bullet", para=f'<w:numPr><w:numId w:val="1"/></w:numPr>{space(0, 120)}<w:contextualSpacing/>'),
    Style("ListNumber", "List Number", para=f'<w:numPr><w:numId w:val="2"/></w:numPr>{space(0, 120)}<w:contextualSpacing/>'),
    Style("ListContinue", "List Continue", para=f'{space(0, 60)}<w:ind w:left="397"/>'),
    Style("Header", "header", para=space(0, 0, 240), signe=letters(8.5, GRIS)),
    Style("Footer", "footer", para=space(0, 0, 240), signe=letters(8.5, GRIS)),
    Style("Hyperlink", "Hyperlink", "character", "DefaultParagraphFont", signe=f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'),
    Style(
        "AlpReference", "Référence", "character", "DefaultParagraphFont", notre=True,
        signe='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    ours("AlpCellule", "Cellule", space(0, 0, 252), letters(9.5)),
    ours("AlpCelluleTitre", "Cellule titre", f"<w:keepNext/>{space(0, 0, 252)}", letters(bold=True), "AlpCellule"),
    ours("AlpCelluleIntitule", "Cellule intitulé", space(0, 0, 252), letters(color=GRIS), "AlpCellule"),
    ours("AlpDestinataire", "Destinataire", f'{space(240, 360)}<w:ind w:left="5103"/>'),
    ours("AlpLieuEtDate", "Lieu et date", f'{space(0, 240)}<w:jc w:val="right"/>'),
    ours("AlpARemplir", "À remplir", space(60, 140)),
    ours("AlpLigne", "Ligne à écrire", f"{POINTILLES}{space(160, 60)}"),
    ours("AlpIntervalle", "Intervalle", '<w:spacing w:before="0" w:after="0" w:line="190" w:lineRule="exact"/>', letters(4)),
    ours("AlpFilet", "Filet", f'<w:pBdr>{border("bottom", 5, FILET, 1)}</w:pBdr><w:spacing w:before="120" w:after="240" w:line="140" w:lineRule="exact"/>'),
    ours("AlpMaison", "Maison", space(0, 20, 240), letters(11.5, ENCRE, bold=True)),
    ours("AlpCoordonnees", "Coordonnées", space(0, 0, 240), letters(8.5, GRIS)),
    table("AlpTableau", "Tableau", border("bottom", 4, FILET) + border("insideH", 4, FILET), PREMIERE_LIGNE),
    table("AlpFiche", "Fiche", border("bottom", 4, FILET) + border("insideH", 4, FILET)),
    table("AlpCadre", "Cadre", CADRE, margin=130, left=190, right=190),
    table("AlpSansFilet", "Sans filet", "", margin=0, left=0, right=0),
)  # fmt: skip


def styles() -> str:
    fonts = f'<w:rFonts w:ascii="{POLICE}" w:hAnsi="{POLICE}" w:eastAsia="{POLICE}" w:cs="{POLICE}"/>'
    return (
        f"<w:styles {ESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{''.join(s.xml() for s in STYLES)}</w:styles>"
    )


# --- lists ----------------------------------------------------------------------------------------------


def levels(marks: tuple[tuple[str, str], ...], style: str) -> str:
    found = ""
    for n, (kind, text) in enumerate(marks):
        named = f'<w:pStyle w:val="{style}"/>' if n == 0 else ""
        found += (
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{named}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{397 * (n + 1)}" w:hanging="284"/></w:pPr></w:lvl>'
        )
    return found


def numbering() -> str:
    bullets = levels((("bullet", "•"), ("bullet", "–"), ("bullet", "•"), ("bullet", "–")), "ListBullet")
    numbers = levels((("decimal", "%1."), ("lowerLetter", "%2."), ("decimal", "%3."), ("lowerLetter", "%4.")), "ListNumber")
    return (
        f'<w:numbering {ESPACES}><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )


# --- what surrounds the text ----------------------------------------------------------------------------


def para(style: str, text: str = "", extra: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{run}</w:p>'


def field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def band(left: str, right: str, shares: tuple[int, int], line: str, *, under: int = 0) -> str:
    """Two cells that share the page's width, whether it stands or lies."""
    widths = [LARGEUR * s // 100 for s in shares]
    margins = cell_margins(0, 0, under, 0)
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{s * 50}" w:type="pct"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        for s, content in zip(shares, (left, right), strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="AlpSansFilet"/><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{line}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    )


AFTER_LETTERHEAD = '<w:spacing w:before="0" w:after="0" w:line="360" w:lineRule="exact"/>'
RIGHT = '<w:jc w:val="right"/>'


def first_header() -> str:
    right = para("AlpMaison", "[maison]") + para("AlpCoordonnees", "[coordonnees]")
    inner = band(para("Header", "[logo]"), right, (25, 75), border("bottom", 8, ACCENT, 6), under=140)
    return f"<w:hdr {ESPACES}>{inner}{para('AlpIntervalle', extra=AFTER_LETTERHEAD)}</w:hdr>"


def header() -> str:
    return f"<w:hdr {ESPACES}>{band(para('Header', '[document]'), para('Header', '[maison]', RIGHT), (65, 35), '')}{para('AlpIntervalle')}</w:hdr>"


def footer() -> str:
    page = (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{RIGHT}</w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r>{field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{field("NUMPAGES")}</w:p>'
    )
    return f"<w:ftr {ESPACES}>{band(para('Footer', '[pied]'), page, (80, 20), border('top', 4, FILET, 4))}{para('AlpIntervalle')}</w:ftr>"


def section() -> str:
    kinds = (("header", "first", 1), ("header", "default", 2), ("footer", "first", 3), ("footer", "default", 3))
    refs = "".join(f'<w:{k}Reference w:type="{t}" r:id="rId{10 + n}"/>' for k, t, n in kinds)
    return (
        f'<w:sectPr>{refs}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1361" w:right="1134" w:bottom="1247" w:left="1134" w:header="680" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


MODE_D_EMPLOI = (
    "Ouvrir ce fichier dans Word, modifier les styles (Accueil, volet Styles, Modifier…), l’en-tête ou le pied de page, enregistrer, "
    "et le ranger dans le dossier templates/ du registre. Le texte de cette page n’apparaît dans aucun document."
)
CROCHETS = (
    "Dans l’en-tête et le pied de page, ce qui est entre crochets est remplacé : [logo], [maison], [coordonnees], [document], [pied]. "
    "On peut les déplacer, les répéter ou les retirer ; écrire autre chose autour ; garder les numéros de page."
)
AIDE = (
    ("Heading1", "L’apparence des documents Word d’alp"),
    ("Subtitle", "Chaque paragraphe de cette page porte un style : le changer ici le change dans tous les documents."),
    ("Normal", MODE_D_EMPLOI), ("Normal", CROCHETS),
    ("Heading2", "Titre de partie"), ("Heading3", "Titre de situation"), ("Heading4", "Petit titre"), ("Normal", "Texte courant."),
    ("Quote", "Citation : ce que dit la personne, ou un texte libre."),
    ("ListBullet", "Liste à puces"), ("ListNumber", "Liste numérotée"), ("ListContinue", "Suite d’un élément de liste"),
    ("Caption", "Légende d’un tableau ou d’une figure"), ("AlpCelluleTitre", "Cellule titre"), ("AlpCellule", "Cellule"),
    ("AlpCelluleIntitule", "Cellule intitulé, dans une fiche"), ("AlpDestinataire", "Destinataire d’une lettre"),
    ("AlpLieuEtDate", "Lieu et date"), ("AlpARemplir", "À remplir"), ("AlpLigne", "Ligne à écrire"),
)  # fmt: skip


def sample_table(style: str, head: str) -> str:
    def row(style: str, words: tuple[str, str], props: str = "") -> str:
        cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{LARGEUR // 2}" w:type="dxa"/></w:tcPr>{para(style, w)}</w:tc>' for w in words)
        return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{cells}</w:tr>"

    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{LARGEUR // 2}"/><w:gridCol w:w="{LARGEUR // 2}"/></w:tblGrid>'
        f"{row('AlpCelluleTitre', (head, 'Tableau'), '<w:cantSplit/><w:tblHeader/>')}{row('AlpCellule', ('Une ligne', 'Une ligne'))}</w:tbl>{para('AlpIntervalle')}"
    )


def document() -> str:
    samples = "".join(para(style, text) for style, text in AIDE)
    tables = sample_table("AlpTableau", "Tableau") + sample_table("AlpFiche", "Fiche") + sample_table("AlpCadre", "Cadre")
    return f"<w:document {ESPACES}><w:body>{samples}{tables}{section()}</w:body></w:document>"


# --- the file -------------------------------------------------------------------------------------------


def settings() -> str:
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {ESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def font_table() -> str:
    return f'<w:fonts {ESPACES}><w:font w:name="{POLICE}"><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'


def theme() -> str:
    """Word's palette and fonts: ours."""
    colors = {
        "dk1": ENCRE, "lt1": "FFFFFF", "dk2": GRIS, "lt2": "F2F4F7", "accent1": ACCENT, "accent2": "B54708", "accent3": "3B7C5C", "accent4": "7A5AA6",
        "accent5": "98A2B3", "accent6": "A15C07", "hlink": ACCENT, "folHlink": GRIS,
    }  # fmt: skip
    palette = "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in colors.items())
    face = f'<a:latin typeface="{POLICE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{w}">{fill}</a:ln>' for w in (6350, 12700, 19050))
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="alp"><a:themeElements>'
        f'<a:clrScheme name="alp">{palette}</a:clrScheme>'
        f'<a:fontScheme name="alp"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="alp"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


PARTS: tuple[tuple[str, str, str], ...] = (
    ("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml"), ("rId3", "settings", "settings.xml"),
    ("rId4", "fontTable", "fontTable.xml"), ("rId5", "theme", "theme/theme1.xml"),
    ("rId11", "header", "header1.xml"), ("rId12", "header", "header2.xml"), ("rId13", "footer", "footer1.xml"),
)  # fmt: skip


def relations(rows: tuple[tuple[str, str, str], ...]) -> str:
    inner = "".join(
        f'<Relationship Id="{i}" Type="{kind if "/" in kind else f"{RELATIONS}/{kind}"}" Target="{target}"/>' for i, kind, target in rows
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def content_types() -> str:
    parts = [(f"/word/{target}", THEME if kind == "theme" else f"{TYPES}.{kind}+xml") for _, kind, target in PARTS]
    parts += [
        ("/word/document.xml", f"{TYPES}.document.main+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    inner = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def core() -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Styles des documents</dc:title>'
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    )


def files() -> Mapping[str, str]:
    package = (
        ("rId1", "officeDocument", "word/document.xml"),
        ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", "extended-properties", "docProps/app.xml"),
    )
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(package),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(PARTS),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": first_header(),
        "word/header2.xml": header(),
        "word/footer1.xml": footer(),
        "docProps/core.xml": core(),
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>alp</Application></Properties>',
    }


def make() -> bytes:
    """The file, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


if __name__ == "__main__":
    SORTIE.write_bytes(make())
    sys.stdout.write(f"{SORTIE}\n")
