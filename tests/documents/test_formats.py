"""One document, every format: the same text, the same bytes, and nothing that a user typed is anything but text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from alp.core.erreurs import AlpError, UsageError
from alp.documents.arbre import read
from alp.documents.blocs import Heading, Para, Table, plain, walk
from alp.documents.echappe import clean, escape
from alp.documents.formats import FORMATS, Habillage, Image, make
from alp.documents.tete import DocumentError
from alp.documents.typographie import polish_text
from tests.documents.lecteurs import FIGURES, HABILLAGE, LOGO, TEXTES, TOUT, docx_parts, letters, whole
from tools import reference_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BINAIRES = [code for code in FORMATS if code != "md"]
NU = Habillage("Maison", date(2026, 11, 3))


# --- the whole sample -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", FORMATS)
def test_the_same_document_is_the_same_bytes(code: str) -> None:
    first = make(TOUT, code, HABILLAGE, FIGURES)
    assert first == make(read(TOUT), code, HABILLAGE, dict(reversed(FIGURES.items())))
    assert first


@pytest.mark.parametrize("code", BINAIRES)
def test_every_sentence_of_the_document_is_in_every_format(code: str) -> None:
    text = letters(TEXTES[code](make(TOUT, code, HABILLAGE, FIGURES)))
    document = read(TOUT)
    lines = [plain(b.contenu) for b in walk(document.blocs) if isinstance(b, Heading | Para)]
    lines += [plain(cell) for b in walk(document.blocs) if isinstance(b, Table) for row in (b.tete, *b.lignes) for cell in row]
    lines += [b.legende for b in walk(document.blocs) if isinstance(b, Table)]
    parts = [letters(part) for line in lines for part in re.split("[☐☑]", line)]
    assert [part for part in parts if part not in re.sub(r"\.{5,}", "", text).replace("☐", "").replace("☑", "")] == []
    for said in (document.title, document.subtitle, HABILLAGE.nom, *HABILLAGE.coordonnees, "registre 3f2a1c9 · Données au 3 novembre 2026"):
        assert letters(said) in text


def test_markdown_is_given_as_it_is() -> None:
    assert make(TOUT, "md", HABILLAGE, FIGURES).decode() == TOUT


def test_an_unknown_format_and_a_missing_figure_are_said() -> None:
    with pytest.raises(UsageError, match="odt"):
        make(TOUT, "odt", HABILLAGE)
    with pytest.raises(DocumentError, match=r"figures/decisions\.svg"):
        make(TOUT, "html", HABILLAGE)


# --- hostile text ---------------------------------------------------------------------------------------

HOSTILES = (
    "**gras** _it_ `code` # titre", "<b>gras</b><img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</style><script>", "]]><x>", "&lt;&amp;&#65;",
    '#import "@preview/x:1.0": *', '#read("/etc/passwd") $x^2$ @ref <label> = titre', "*typst* _a_ \\ #let x = 1", "{{ 7*7 }} {% include 'x' %} {# c #}",
    '{ INCLUDETEXT "C:\\\\x" } { HYPERLINK x }', "=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(1)", "[maison] [pied] [logo] [document] [coordonnees]",
    "a|b||c", "::: paysage", "Tableau : faux", "[x](javascript:alert(1))", "![x](http://x/y.png)", "<br> <...> [ ] [x]", "---", "***", "___", "1. un", "ligne 1\nligne 2\n\nligne 4",
    "x\x00\x01\x1b[31my\x7f", "droite\u202egauche\u2066", "a\u200fb\u200e", "\ufeffBOM", "mot" * 120, "W" * 300, "a-b-" * 80, "https://exemple.fr/" + "x" * 200, "« œuvre » à 12 % : 3 € ?",
    "C:\\Users\\x", "\"guillemets\" 'simples'", "%s %(x)s {0}", "LOGISENS-2017-004", "ALP28-2026-014/ALP28-2026-015", "ﬁn ÉTÉ ŒUVRE ÿ ½ ² №", "  espaces   dedans  ",
)  # fmt: skip
CADRES = "Avant {0} après.\n\n- {0}\n\n> {0}\n\n| {0} | b |\n| :-- | --: |\n| {0} | {0} |\n\n::: adresse\n{0}\n:::\n\n**fort {0}**\n\n## Titre {0}\n"
LATIN = st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="\x7f\xad", exclude_categories=["Cc"])
"""What the fonts of the PDF have."""


def expected(value: str) -> str:
    return letters(clean(value))


def counted(texte: str, mot: str) -> int:
    return letters(texte).count(mot)


@pytest.mark.parametrize("code", BINAIRES)
@pytest.mark.parametrize("value", HOSTILES)
def test_hostile_text_comes_out_as_text(code: str, value: str) -> None:
    """Eight places; one more in the title, and around the pages."""
    house = Habillage(f"M {value}", date(2026, 11, 3), (f"C {value}",), LOGO, f"P {value}")
    octets = make(whole(CADRES.format(escape(value)), title=f"T {value}", subtitle=value), code, house)
    text = TEXTES[code](octets)
    assert counted(text, expected(value)) >= 8, text
    for said in (polish_text(f"M {value}"), polish_text(f"C {value}"), polish_text(f"P {value}"), f"T {value}"):
        assert expected(said) in letters(text)


@pytest.mark.parametrize("code", BINAIRES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(st.text(LATIN, min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=8))
def test_any_text_comes_out_as_text(code: str, values: list[str]) -> None:
    marked = [f"Q{n}Q{value}Z" for n, value in enumerate(values)]
    body = "\n\n".join(f"{escape(v)}\n\n| a | {escape(v)} |\n| :-- | :-- |\n| {escape(v)} | x |" for v in marked)
    text = TEXTES[code](make(whole(body), code, NU))
    assert [v for v in marked if counted(text, expected(v)) < 3] == []


def test_a_letter_that_no_font_has_is_shown_as_missing_in_the_pdf_and_whole_elsewhere() -> None:
    markdown = whole(escape("Bonjour 😀 日本 ok") + "\n\n" + escape("漢 и α"))
    assert letters(TEXTES["pdf"](make(markdown, "pdf", NU))).count("\ufffd") >= 3
    assert "Bonjour" in TEXTES["pdf"](make(markdown, "pdf", NU))
    for code in ("html", "docx"):
        assert letters("Bonjour 😀 日本 ok漢 и α") in letters(TEXTES[code](make(markdown, code, NU)))


def test_the_web_page_holds_no_tag_that_a_user_wrote_and_runs_nothing() -> None:
    page = make(whole("\n\n".join(map(escape, HOSTILES))), "html", NU).decode()
    found: set[tuple[str, str]] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((tag, name) for name, _ in (attrs or [("", None)]))

    Tags().feed(page)
    assert {tag for tag, _ in found} == {
        "html", "head", "meta", "title", "style", "body", "header", "div", "strong", "main", "h1", "p", "br", "span", "footer",
    }  # fmt: skip
    assert {name for _, name in found} == {"", "lang", "charset", "name", "content", "http-equiv", "class"}
    assert "default-src 'none'" in page


def test_word_holds_no_field_but_the_pages_and_no_link_that_nobody_made() -> None:
    parts = docx_parts(make(whole("\n\n".join(map(escape, HOSTILES))), "docx", NU))
    fields = {n.get(f"{W}instr") for name in parts if name.endswith(".xml") for n in etree.fromstring(parts[name]).iter(f"{W}fldSimple")}
    assert fields == {" PAGE ", " NUMPAGES "}
    assert not any(b"instrText" in part for part in parts.values())
    assert not any(b"TargetMode" in part for name, part in parts.items() if name.endswith(".rels"))


# --- ids, lists, tables, pages --------------------------------------------------------------------------


def ids_in_table(columns: int) -> str:
    return f"| {' | '.join('abcdefghi'[:columns])} |\n{'| :-- ' * columns}|\n{'| LOGISENS-2017-004 ' * columns}|\n"


def test_an_id_never_breaks_across_lines() -> None:
    """In text, and in a table of six of them, whose letters are made smaller."""
    body = "Un texte dont la fin de ligne tombe, tôt ou tard, " + "sur LOGISENS-2017-004 et " * 40 + "\n\n" + ids_in_table(6)
    for line in TEXTES["pdf"](make(whole(body), "pdf", NU)).splitlines():
        assert not re.search(r"(LOGISENS-|LOGISENS-2017-)$", line.strip()), line
    assert re.findall('<span class="id">([^<]*)</span>', make(whole(body), "html", NU).decode()) == ["LOGISENS-2017-004"] * 46
    xml = docx_parts(make(whole(body), "docx", NU))["word/document.xml"].decode()
    assert xml.count("<w:t>LOGISENS</w:t><w:noBreakHyphen/><w:t>2017</w:t><w:noBreakHyphen/><w:t>004</w:t>") == 46


def test_where_there_is_no_room_at_all_an_id_breaks_rather_than_cover_its_neighbour() -> None:
    assert "LOGISENS-\n" in TEXTES["pdf"](make(whole(ids_in_table(9)), "pdf", NU)).replace(" ", "")


def test_a_long_address_that_one_copies_from_the_pdf_is_the_address() -> None:
    address = "https://exemple.fr/une/adresse/bien/trop/longue/pour/tenir/sur/une/ligne/quelle/que/soit/la/page/et/meme/sur/deux/index.html"
    text = TEXTES["pdf"](make(whole(escape(address)), "pdf", NU))
    assert "\u200b" not in text
    assert address in text.replace("\n", "")


def test_word_has_real_lists_headings_tables_and_links() -> None:
    from docx import Document

    word = Document(io.BytesIO(make(TOUT, "docx", HABILLAGE, FIGURES)))
    styles = [p.style.name for p in word.paragraphs if p.style]
    assert {
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Heading 4",
        "Subtitle",
        "List Number",
        "List Bullet",
        "Quote",
        "Caption",
        "Destinataire",
    } <= set(styles)
    assert [p.style.name for t in word.tables[:1] for p in t.rows[0].cells[0].paragraphs if p.style] == ["Cellule intitulé"]
    head = word.tables[1].rows[0]._tr
    assert head.trPr is not None
    assert [n.tag.removeprefix(W) for n in head.trPr] == ["cantSplit", "tblHeader"]
    assert [(s.page_width < s.page_height) for s in word.sections if s.page_width and s.page_height] == [True, False, True]
    links = [r.target_ref for r in word.part.rels.values() if r.reltype.endswith("/hyperlink")]
    assert links == ["https://exemple.fr", "mailto:secretariat@exemple.fr"]


def test_each_numbered_list_begins_where_it_should() -> None:
    xml = etree.fromstring(docx_parts(make(whole("1. a\n2. b\n\nTexte\n\n1. c\n\nTexte\n\n5. e"), "docx", NU))["word/document.xml"])
    numbers = [n.get(f"{W}val") for n in xml.iter(f"{W}numId")]
    assert len(numbers) == 4
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[1]


def test_word_says_who_when_and_in_what_language_and_holds_nothing_of_the_clock() -> None:
    from docx import Document

    octets = make(TOUT, "docx", HABILLAGE, FIGURES)
    known = Document(io.BytesIO(octets)).core_properties
    assert (known.title, known.author, known.language) == (
        "Compte rendu de la cellule d’orientation – Séance du mardi 3 novembre 2026", "Action Logement Précarité 28", "fr-FR",
    )  # fmt: skip
    assert known.created
    assert known.created.date() == date(2026, 11, 3)
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(octets)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    parts = docx_parts(octets)
    assert not [n for n in parts if "WithEffects" in n or "thumbnail" in n or "customXml" in n]
    ids = [n for name in parts if name.startswith("word/") and name.endswith(".xml") for n in re.findall(rb'docPr id="(\d+)"', parts[name])]
    assert len(ids) == len(set(ids)) == 2
    assert b'w:lang w:val="fr-FR"' in parts["word/styles.xml"]


def test_a_figure_and_a_logo_are_described_in_each_format() -> None:
    described = "Diagramme en barres : admissions 1, poursuites 1, ajournements 1."
    assert described in make(TOUT, "html", HABILLAGE, FIGURES).decode()
    assert described.encode() in docx_parts(make(TOUT, "docx", HABILLAGE, FIGURES))["word/document.xml"]


def test_a_letterhead_that_is_not_wanted_leaves_no_name_anywhere() -> None:
    """The note left at a door: nothing says which service came, in the properties of the file neither."""
    markdown = whole("Nous sommes passés.", title="Avis de passage", letterhead="non")
    for code in BINAIRES:
        octets = make(markdown, code, HABILLAGE)
        raw = b"".join(docx_parts(octets).values()) if code == "docx" else octets
        text = TEXTES[code](octets)
        assert "Nous sommes passés." in text
        for word in ("Logement", "registre", "Mairie", "Données"):
            assert word not in text
            assert word.encode() not in raw.replace(b"doc.typ", b"")


def test_large_print_is_larger_everywhere() -> None:
    markdown = whole("Texte.", size="grande")
    assert 'class="grande"' in make(markdown, "html", NU).decode()
    assert b'<w:sz w:val="28"/>' in docx_parts(make(markdown, "docx", NU))["word/styles.xml"]
    assert make(markdown, "pdf", NU) != make(whole("Texte."), "pdf", NU)


# --- images and references ------------------------------------------------------------------------------

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000f49444154789c63606060f8cf00000301010018dd8db00000000049454e44ae426082"
)


@pytest.mark.parametrize("code", BINAIRES)
@pytest.mark.parametrize("logo", [None, LOGO])
def test_a_document_is_dressed_with_or_without_a_logo(code: str, logo: Image | None) -> None:
    assert make(whole("Texte."), code, replace(HABILLAGE, logo=logo))


def test_an_image_that_is_none_is_said() -> None:
    with pytest.raises(UsageError, match="bmp"):
        Image(b"BM", "image/bmp")
    for code in ("pdf", "docx"):
        for sort in ("image/png", "image/jpeg", "image/svg+xml"):
            with pytest.raises(AlpError):
                make(whole("Texte."), code, replace(HABILLAGE, logo=Image(b"rien", sort)))


def test_the_reference_is_what_the_tool_makes() -> None:
    assert reference_docx.SORTIE.read_bytes() == reference_docx.make()


def test_the_association_s_own_word_reference_dresses_the_document() -> None:
    """Theirs has another heading, no style of ours but those that it kept, and brackets that Word cut in two."""
    from docx import Document
    from docx.shared import RGBColor

    theirs = Document(str(reference_docx.SORTIE))
    theirs.styles["Heading 2"].font.color.rgb = RGBColor(0xAA, 0, 0)
    gone = theirs.styles["Destinataire"].element
    gone.getparent().remove(gone)
    footer = theirs.sections[0].footer.paragraphs[0]
    footer.add_run("Chez [mai")
    footer.add_run("son], à Chartres")
    out = io.BytesIO()
    theirs.save(out)
    parts = docx_parts(make(TOUT, "docx", replace(HABILLAGE, reference=out.getvalue()), FIGURES))
    assert b"AA0000" in parts["word/styles.xml"]
    assert b"Destinataire" in parts["word/styles.xml"]
    assert any("Chez Action Logement Précarité 28, à Chartres".encode() in part for part in parts.values())


def test_a_letterhead_made_without_ours_dresses_the_document_too() -> None:
    """Written from nothing: its own words around the page, none of our styles, no list, wide margins."""
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.shared import Mm

    theirs = Document()
    theirs.sections[0].header.paragraphs[0].text = "Papier à en-tête"
    theirs.sections[0].left_margin = theirs.sections[0].right_margin = Mm(40)
    for style in list(theirs.styles):
        if style.name in {"List Bullet", "List Number", "Caption", "Quote"}:
            style.delete()
    part = theirs.part
    gone = next(key for key, rel in part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING)
    del part.rels[gone]
    out = io.BytesIO()
    theirs.save(out)
    word = Document(io.BytesIO(make(TOUT, "docx", replace(HABILLAGE, reference=out.getvalue()), FIGURES)))
    assert word.sections[0].header.paragraphs[0].text == "Papier à en-tête"
    kinds = {n.numId: n.abstractNumId.val for n in word.part.numbering_part.element.num_lst}
    used = {p.style.name: kinds[int(number.get(f"{W}val"))] for p in word.paragraphs if p.style for number in p._p.iter(f"{W}numId")}
    assert set(used) == {"List Bullet", "List Number"}
    assert len(set(used.values())) == 2
    widths = [sum(int(c.get(f"{W}w")) for c in t._tbl.tblGrid) for t in word.tables[:2]]
    assert all(abs(w - 130 / 25.4 * 1440) < 20 for w in widths)


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04rien", b"pas un zip"])
def test_a_reference_that_cannot_be_read_is_said(octets: bytes) -> None:
    with pytest.raises(UsageError, match="reference"):
        make(TOUT, "docx", replace(HABILLAGE, reference=octets), FIGURES)
