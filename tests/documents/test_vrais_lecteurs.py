"""What real programs make of a document: LibreOffice, Poppler, Chromium, and those that check files. Where one is absent, its test is skipped."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from alp.documents.arbre import read
from alp.documents.blocs import Document, Heading, Para, Table, plain, walk
from alp.documents.echappe import escape
from alp.documents.formats import make
from tests.documents.lecteurs import FIGURES, GOLDENS, HABILLAGE, TOUT, letters, whole
from tests.documents.test_formats import HOSTILES, NU, expected

LONGUE = whole(
    "## Suivi\n\n| Situation | Décision | Avant le |\n| :-- | :-- | --: |\n"
    + "| ALP28-2026-014 | une décision assez longue pour tenir sur deux lignes dans sa colonne | 17/11/2026 |\n" * 90
)


def program(*names: str) -> str:
    """The first of these programs that is here; the test is skipped where none is."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"{names[0]} n'est pas installé ici")
    return found


def run(*command: str | Path, timeout: int = 180) -> str:
    done = subprocess.run([str(c) for c in command], check=True, capture_output=True, encoding="utf-8", errors="replace", timeout=timeout)
    return done.stdout


# --- Word -----------------------------------------------------------------------------------------------


def convert(octets: bytes, to: str, dossier: Path) -> bytes:
    """Open in LibreOffice and save as something else."""
    soffice = program("soffice", "libreoffice")
    given = dossier / "document.docx"
    given.write_bytes(octets)
    run(soffice, f"-env:UserInstallation={(dossier / 'profil').as_uri()}", "--headless", "--convert-to", to, "--outdir", dossier, given)
    return next(dossier.glob(f"document.{to.partition(':')[0]}")).read_bytes()


def test_libreoffice_reads_every_line_of_the_word_document(tmp_path: Path) -> None:
    text = letters(convert(make(TOUT, "docx", HABILLAGE, FIGURES), "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig"))
    assert [line for line in lines_of(read(TOUT)) if letters(line) not in re.sub("[☐☑]", "", text)] == []


def lines_of(document: Document) -> list[str]:
    """Every line that a document holds, as its reader sees it."""
    found = [plain(b.contenu) for b in walk(document.blocs) if isinstance(b, Heading | Para)]
    return found + [plain(cell) for b in walk(document.blocs) if isinstance(b, Table) for row in (b.tete, *b.lignes) for cell in row]


def test_libreoffice_reads_every_line_of_every_document_that_alp_writes(tmp_path: Path) -> None:
    """Opened, saved as text, compared; all at once, since LibreOffice is long to start."""
    soffice, names = program("soffice", "libreoffice"), list(GOLDENS)
    for n, name in enumerate(names):
        (tmp_path / f"{n}.docx").write_bytes(make(GOLDENS[name], "docx", HABILLAGE))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    run(soffice, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, *sorted(tmp_path.glob("*.docx")))
    for n, name in enumerate(names):
        text = letters((tmp_path / f"{n}.txt").read_text(encoding="utf-8-sig"))
        missing = [line for line in lines_of(read(GOLDENS[name])) if letters(line) not in re.sub("[☐☑]", "", text)]
        assert missing == [], name


def test_libreoffice_shows_the_pages_the_lying_ones_and_the_page_numbers(tmp_path: Path) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(convert(make(TOUT, "docx", HABILLAGE, FIGURES), "pdf", tmp_path))).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, False, True, False, False]
    for n, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"Page {n} / 5" in text
        assert "Données au" in text
        assert ("28000 Chartres" in text) == (n == 1)


def test_libreoffice_repeats_the_head_of_a_table_on_each_page(tmp_path: Path) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(convert(make(LONGUE, "docx", NU), "pdf", tmp_path))).pages
    assert len(pages) > 2
    assert all("Avant le" in page.extract_text() for page in pages)


def test_hostile_text_is_text_in_libreoffice(tmp_path: Path) -> None:
    values = [v for v in HOSTILES if expected(v)]
    text = letters(
        convert(make(whole("\n\n".join(map(escape, values))), "docx", NU), "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig")
    )
    assert [v for v in values if expected(v) not in text] == []


@pytest.mark.parametrize(
    "markdown", [TOUT, LONGUE, whole("Texte.", letterhead="non", size="grande"), whole("[ ] a\n\n<...>\n\n- b\n  1. c")]
)
def test_the_word_file_is_valid(markdown: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "document.docx"
    path.write_bytes(make(markdown, "docx", HABILLAGE, FIGURES))
    result = OpenXmlValidator().validate(path)
    assert [e.description for e in result.errors] == []


def test_every_word_file_that_alp_writes_is_valid(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "document.docx"
    for name, text in GOLDENS.items():
        path.write_bytes(make(text, "docx", HABILLAGE))
        assert [e.description for e in OpenXmlValidator().validate(path).errors] == [], name


def test_in_word_what_introduces_stays_with_what_it_introduces() -> None:
    """« Engagements : » is never the last line of a page."""
    from docx import Document as WordDocument

    found = WordDocument(io.BytesIO(make(whole("Avant.\n\nEngagements :\n\n- un\n- deux\n\nSeul :\n\n## Titre"), "docx", NU))).paragraphs
    assert {p.text: bool(p.paragraph_format.keep_with_next) for p in found if p.text in {"Avant.", "Engagements :", "Seul :"}} == {
        "Avant.": False, "Engagements :": True, "Seul :": False,
    }  # fmt: skip


# --- PDF ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("markdown", [TOUT, LONGUE, whole("Texte.", letterhead="non", size="grande")])
def test_the_pdf_has_no_fault_of_pdf_ua(markdown: str, tmp_path: Path) -> None:
    """Typst itself refuses to write what is not PDF/UA-1; this looks from outside."""
    from pdfua import validate

    path = tmp_path / "document.pdf"
    path.write_bytes(make(markdown, "pdf", HABILLAGE, FIGURES))
    assert [str(f) for f in validate(str(path)).findings] == []


def test_every_pdf_that_alp_writes_is_accessible_and_well_ordered(tmp_path: Path) -> None:
    """No fault of PDF/UA, a title, a language, headings that go down one level at a time, no blank page."""
    from pdfua import validate
    from pypdf import PdfReader

    pdfinfo, path = program("pdfinfo"), tmp_path / "document.pdf"
    for name, text in GOLDENS.items():
        path.write_bytes(make(text, "pdf", HABILLAGE))
        assert [str(f) for f in validate(str(path)).findings] == [], name
        levels = [int(found[1]) for line in run(pdfinfo, "-struct", path).splitlines() if (found := re.match(r"\s*H(\d)\b", line))]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        assert "Tagged:          yes" in run(pdfinfo, path), name
        assert all(len(page.extract_text()) > 150 for page in PdfReader(path).pages), name


def test_in_a_pdf_what_introduces_stays_with_what_it_introduces() -> None:
    from pypdf import PdfReader

    for n in range(36, 44):
        pages = PdfReader(io.BytesIO(make(whole("Ligne.\n\n" * n + "Engagements :\n\n" + "- fait\n" * 40), "pdf", NU))).pages
        shown = [page.extract_text() for page in pages if "Engagements" in page.extract_text()]
        assert "fait" in shown[0], n


def test_the_pdf_s_structure_is_that_of_the_document(tmp_path: Path) -> None:
    pdfinfo = program("pdfinfo")
    path = tmp_path / "document.pdf"
    path.write_bytes(make(TOUT, "pdf", HABILLAGE, FIGURES))
    tree = run(pdfinfo, "-struct", path)
    kinds = [found[1] for line in tree.splitlines() if (found := re.match(r"\s*([A-Z][A-Za-z0-9]*)\b", line))]
    for kind in ("H1", "H2", "H3", "H4", "P", "L", "LI", "Table", "THead", "TH", "TD", "Caption", "Figure", "Link", "BlockQuote"):
        assert kind in kinds, kind
    assert kinds.index("H1") < kinds.index("H2") < kinds.index("H3")
    assert "/Scope /Column" in tree
    known = run(pdfinfo, path)
    assert "Tagged:          yes" in known
    assert re.search(r"Title: +Compte rendu de la cellule d’orientation – Séance du mardi 3 novembre 2026", known)
    assert re.search(r"Author: +Action Logement Précarité 28", known)


def test_the_pdf_repeats_the_head_of_a_table_and_numbers_its_pages() -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(make(LONGUE, "pdf", NU))).pages
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert "Avant le" in page.extract_text()
        assert f"Page {n} / {len(pages)}" in page.extract_text()


def test_no_hostile_text_goes_over_the_edge_of_the_page(tmp_path: Path) -> None:
    """Poppler shows what is on the page: a long word is cut into lines, in a column as in a paragraph."""
    pdftotext = program("pdftotext")
    path = tmp_path / "document.pdf"
    path.write_bytes(
        make(whole("\n\n".join(f"{escape(v)}\n\n| a | b |\n| :-- | :-- |\n| {escape(v)} | {escape(v)} |" for v in HOSTILES)), "pdf", NU)
    )
    text = letters(run(pdftotext, "-raw", path, "-"))
    assert [v for v in HOSTILES if text.count(expected(v)) < 3] == []


# --- the web page ---------------------------------------------------------------------------------------


def chromium(page: Path, *options: str) -> str:
    browser = program("chromium", "chromium-browser", "google-chrome")
    return run(
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={page.parent / 'profil'}",
        *options,
        page.as_uri(),
    )


def axe() -> str:
    spec = find_spec("axe_core_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("axe-core n'est pas installé ici")
    return (Path(next(iter(spec.submodule_search_locations))) / "axe.min.js").read_text(encoding="utf-8")


CADRE = """<script>addEventListener("message", e => {
    const p = document.createElement("pre"); p.className = "axe"; p.textContent = e.data; document.body.append(p)
})</script>"""
SONDE = """axe.run({iframes: false}).then(r => parent.postMessage(JSON.stringify({
    page: document.title, violations: r.violations.map(v => [v.id, v.nodes.map(n => n.html)]), passes: r.passes.length, width: innerWidth,
    scroll: document.documentElement.scrollWidth,
}), "*"))"""


def probe(pages: list[bytes], width: int, dossier: Path) -> list[dict[str, Any]]:
    """What axe-core says of each page from inside, its policy of security set aside, in a frame of that width."""
    frames = ""
    for octets in pages:
        body = re.sub(r"<meta http-equiv[^>]*>", "", octets.decode())
        inner = body.replace("</body>", f"<script>{axe()}</script><script>{SONDE}</script></body>")
        frames += f"<iframe style='border: 0' width={width} height=900 srcdoc=\"{html.escape(inner)}\"></iframe>"
    path = dossier / "page.html"
    path.write_text(f"<!doctype html><title>cadre</title>{CADRE}{frames}")
    dom = chromium(path, "--virtual-time-budget=60000", "--dump-dom")
    found = re.findall(r'<pre class="axe">(.*?)</pre>', dom, re.DOTALL)
    assert len(found) == len(pages), dom[-500:]
    return [json.loads(html.unescape(one)) for one in found]


DIVERS = [
    "alp28/2026-11-03-cellule-compte_rendu-cellule.md", "alp28/2026-11-03-cellule-releve_de_decisions-cellule.md",
    "alp28/2026-12-01-cellule-ordre_du_jour-cellule.md", "alp28/2026-12-01-cellule-convocation-habitat-eurelien.md",
    "contrat-personne.md", "fiche_saisine-interne.md", "information_et_accord-personne.md", "fiche_situation-interne.md",
]  # fmt: skip
"""Documents as unlike as they come."""


@pytest.mark.parametrize("width", [1200, 390])
def test_the_web_pages_have_no_fault_of_accessibility(width: int, tmp_path: Path) -> None:
    """And only what scrolls goes over the edge."""
    pages = [make(TOUT, "html", HABILLAGE, FIGURES), *(make(GOLDENS[name], "html", HABILLAGE) for name in DIVERS)]
    for said in probe(pages, width, tmp_path):
        assert said["violations"] == [], said["page"]
        assert said["passes"] > 15, said["page"]
        assert said["width"] == width
        assert said["scroll"] <= width, said["page"]


def test_a_blank_goes_with_its_words() -> None:
    """On a narrow screen, both go to the next line; the words before it are one piece, commas included."""
    page = make(whole("Entre **nous**, porté par X, représenté par <...> et <...> fin"), "html", NU).decode()
    assert (
        '<p class="aremplir"><span class="champ"><span>Entre <strong>nous</strong>, porté par X, représenté par</span><span class="blanc"></span></span>'
        in page
    )
    assert '<span class="champ"><span>et</span><span class="blanc"></span></span><span>fin</span></p>' in page


@pytest.mark.parametrize("name", [DIVERS[0], DIVERS[4], DIVERS[5]])
def test_a_document_printed_from_the_browser_is_on_a4_without_a_blank_page(name: str, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = tmp_path / "page.html"
    page.write_bytes(make(GOLDENS[name], "html", HABILLAGE))
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    pages = PdfReader(tmp_path / "page.pdf").pages
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages} == {(595, 842)}
    assert all(len(p.extract_text()) > 150 for p in pages)


def test_the_web_page_prints_on_a4_and_its_wide_table_on_a_lying_page(tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = tmp_path / "page.html"
    page.write_bytes(make(TOUT, "html", HABILLAGE, FIGURES))
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    pages = PdfReader(tmp_path / "page.pdf").pages
    assert [p.mediabox.width > p.mediabox.height for p in pages].count(True) == 1
    assert {round(float(min(p.mediabox.width, p.mediabox.height))) for p in pages} == {595}
    assert "Page 1 / " in pages[0].extract_text()
