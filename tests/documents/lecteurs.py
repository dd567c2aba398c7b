"""What someone reads in a document: its text, as the reader of each format sees it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from alp.documents.formats import Habillage, Image
from alp.documents.typographie import write_yaml

ICI = Path(__file__).parent
LOGO = Image(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" width="120" height="60"><rect width="120" height="60" rx="8" fill="#1f5f8b"/>'
    b'<path d="M20 42 L40 20 L60 42 Z" fill="#fff"/></svg>',
    "image/svg+xml",
)
FIGURES = {
    "figures/decisions.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 60" width="600" height="60">'
    b'<rect x="150" y="10" width="200" height="24" fill="#1f5f8b"/><text x="10" y="28" font-size="16">Admissions</text></svg>'
}
HABILLAGE = Habillage(
    nom="Action Logement Précarité 28",
    le=date(2026, 11, 3),
    coordonnees=("1 place de la Mairie", "28000 Chartres", "02 37 00 00 00"),
    logo=LOGO,
    pied="registre 3f2a1c9",
)
TOUT = (ICI / "tout.md").read_text(encoding="utf-8")
"""Minutes in which every kind of block and of inline stands."""
GOLDENS = {str(p.relative_to(ICI / "golden")): p.read_text(encoding="utf-8") for p in sorted((ICI / "golden").rglob("*.md"))}
"""Every document that alp writes, as its readers are given it: name → text. See `test_documents_de_reunion` and `test_preparation_situation`."""


def whole(corps: str, title: str = "Essai", **tete: str) -> str:
    """A document's Markdown."""
    head = "".join(f"{key}: {write_yaml(value)}\n" for key, value in {"title": title, **tete}.items())
    return f"---\n{head}---\n\n{corps}\n"


def letters(texte: str) -> str:
    """The text without its spaces, its breaks, and what only says where a line may break."""
    return re.sub("[\\s\u200b\u00ad]", "", texte).replace("\u2011", "-")


def html_text(octets: bytes) -> str:
    """What a browser shows: a script or a style is none."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []
            self.hidden = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
            self.hidden += tag in {"style", "script"}

        def handle_endtag(self, tag: str) -> None:
            self.hidden -= tag in {"style", "script"}

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                self.found.append(data)

    reader = Reader()
    reader.feed(octets.decode())
    return "\n".join(reader.found)


def pdf_text(octets: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages)


def docx_parts(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx_text(octets: bytes) -> str:
    """The text of the body, of the headers and of the footers."""
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    signs = {f"{w}noBreakHyphen": "-", f"{w}br": "\n", f"{w}tab": "\t", f"{w}p": "\n"}
    parts = docx_parts(octets)
    found = ""
    for name in sorted(n for n in parts if n.startswith(("word/document", "word/header", "word/footer"))):
        for node in etree.fromstring(parts[name]).iter():
            found += signs.get(node.tag, node.text or "" if node.tag == f"{w}t" else "")
    return found


TEXTES = {"html": html_text, "pdf": pdf_text, "docx": docx_text}


def everything(code: str, octets: bytes) -> Iterator[str]:
    """All that a file holds as text: what one reads, and what it hides."""
    yield from HIDDEN[code](octets)


def _all_of_text(octets: bytes) -> Iterator[str]:
    source = octets.decode()
    yield source
    yield html.unescape(re.sub(r"<[^>]*>", "", source))


def _all_of_docx(octets: bytes) -> Iterator[str]:
    """Each part, with its tags and without: comments, properties, settings, custom data too."""
    for name, part in docx_parts(octets).items():
        yield name
        if name.endswith((".xml", ".rels")):
            source = part.decode().replace("<w:noBreakHyphen/>", "-")
            yield source
            yield html.unescape(re.sub(r"<[^>]*>", "", source))


def _all_of_pdf(octets: bytes) -> Iterator[str]:
    """The pages' text, the metadata, every string and every stream, opened."""
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

    reader = PdfReader(io.BytesIO(octets))
    yield octets.decode("latin-1")
    yield "\n".join(page.extract_text() for page in reader.pages)
    yield str(reader.metadata)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        yield str(found)
        if isinstance(found, StreamObject) and found.get("/Subtype") not in POLICES:
            yield found.get_data().decode("utf-8", errors="replace")


POLICES = {"/CIDFontType0C", "/Type1C", "/OpenType"}
"""Streams that draw letters: what they draw is read in the pages."""
HIDDEN = {"md": _all_of_text, "html": _all_of_text, "docx": _all_of_docx, "pdf": _all_of_pdf}
