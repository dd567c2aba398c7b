"""The documentation: its links, and the site made of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import alp
from tools.markdown import ancre

RACINE = Path(alp.__file__).parent.parent
DOCS = RACINE / "docs"
PAGES = sorted([*RACINE.glob("*.md"), *DOCS.rglob("*.md")])
DANS_DOCS = [page.relative_to(DOCS) for page in sorted(DOCS.rglob("*.md"))]

# --- the links, as a forge follows them ---------------------------------------------------------------


@cache
def tokens(page: Path) -> list[Token]:
    """The blocks of a page, and what is inside them."""
    blocks = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or []))]


def links(page: Path) -> Iterator[str]:
    """Where the links and pictures of a page lead."""
    for token in tokens(page):
        target = token.attrGet("href") or token.attrGet("src")
        if target:
            yield unquote(str(target))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    found: dict[str, int] = {}
    for before, token in zip(tokens(page), tokens(page)[1:], strict=False):
        if before.type == "heading_open":
            name = ancre("".join(t.content for t in token.children or [] if t.type in ("text", "code_inline")))[1:]
            found[name] = found.get(name, -1) + 1
    return {name if not n else f"{name}-{n}" for name, last in found.items() for n in range(last + 1)}


def fault(page: Path, link: str) -> str:
    """What is wrong with a link; nothing if it leads somewhere. Nobody is asked over the network."""
    parts = urlsplit(link)
    if parts.scheme:
        wrong = parts.scheme not in ("http", "https", "mailto") or " " in link or (parts.scheme != "mailto" and "." not in parts.netloc)
        return "adresse mal écrite" if wrong else ""
    target = page if not parts.path else (page.parent / parts.path).resolve()
    if not target.exists():
        return "n'existe pas"
    return "" if not parts.fragment or parts.fragment in anchors(target) else "n'a pas ce titre"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(RACINE).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert {link: why for link in links(page) if (why := fault(page, link))} == {}


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# L'été, déjà\n\n## Deux `mots`\n\n## Deux mots\n", encoding="utf-8")
    assert anchors(page) == {"lété-déjà", "deux-mots", "deux-mots-1"}
    assert [fault(page, link) for link in ("#lété-déjà", "page.md#deux-mots-1", "https://exemple.fr/a", "mailto:a@exemple.fr")] == [""] * 4
    assert all(fault(page, link) for link in ("#rien", "autre.md", "page.md#rien", "htp://exemple.fr", "https://exemple", "images/x.svg"))


# --- the site -----------------------------------------------------------------------------------------


def build(source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `make site` runs."""
    words = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", str(folder / "arbres"), "-b", "html", str(source), str(folder / "site")]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documentation")
    done = build(DOCS, folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


class Balises(HTMLParser):
    """What a page links, what it loads, and its language."""

    CHARGE: ClassVar = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src", "object": "data"}

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.lang, self.liens, self.charge = "", set[str](), set[str]()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = found.get("lang", "")
        elif tag == "a":
            self.liens.add(unquote(urlsplit(found.get("href", "")).path))
        elif tag in self.CHARGE:
            self.charge.add(found.get(self.CHARGE[tag], ""))


def test_every_page_is_in_the_site_and_is_reached_from_its_index(site: Path) -> None:
    seen, left = set[Path](), [site / "index.html"]
    while left:
        page = left.pop()
        if page not in seen and page.suffix == ".html" and page.is_file():
            seen.add(page)
            left += [(page.parent / link).resolve() for link in Balises(page).liens if link]
    assert {site / page.with_suffix(".html") for page in DANS_DOCS} <= seen


def test_the_menu_is_that_of_the_index_on_every_page(site: Path) -> None:
    menu = (site / "glossaire.html").read_text(encoding="utf-8").partition('class="bd-docs-nav')[2].partition("</nav>")[0]
    shown = re.findall(r'caption-text">([^<]+)<', menu)
    titles = re.findall(r"^## (.+)$", (DOCS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert shown and [title for title in titles if title in shown] == shown
    assert 'href="premiers-pas.html"' in menu and 'href="decisions.html"' in menu


def test_the_site_speaks_french(site: Path) -> None:
    assert {Balises(page).lang for page in site.rglob("*.html") if page.parts[-2] != "_static"} == {"fr"}
    text = (site / "premiers-pas.html").read_text(encoding="utf-8") + (site / "search.html").read_text(encoding="utf-8")
    assert "Sur cette page" in text and "Recherche" in text
    assert [
        words for words in ("Search", "Back to top", "Skip to", "On this page", "Light", "Next", "Previous") if f">{words}" in text
    ] == []
    assert "the docs" not in text


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = {what for page in site.rglob("*.html") for what in Balises(page).charge}
    assert sorted(what for what in loaded if urlsplit(what).netloc) == []
    styles = "".join(path.read_text(encoding="utf-8") for path in [*site.rglob("*.css"), *site.rglob("*.svg")])
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", styles) == []


def test_the_search_knows_words_by_their_stems_without_accents(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index.partition("(")[2].rpartition(")")[0])["terms"]
    assert "evalu" in terms  # évaluation, évaluations, évaluer
    assert [term for term in terms if re.search("[éèêàâçîïôûùœ]", term)] == []
    assert "normalize" in (site / "_static" / "language_data.js").read_text(encoding="utf-8")


def test_no_page_shows_what_only_the_site_understands() -> None:
    directive = re.compile(r"^\s*(```|~~~|:::)\s*\{|^\s*\([\w-]+\)=$|\{[\w:]+\}`", re.MULTILINE)
    assert [page.as_posix() for page in DANS_DOCS if directive.search((DOCS / page).read_text(encoding="utf-8"))] == []


def test_a_fault_stops_the_site(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS / "_templates", docs / "_templates")
    shutil.copy(DOCS / "conf.py", docs)
    (docs / "README.md").write_text("# Index\n\n[une](une.md) [morte](morte.md) [ancre](une.md#rien)\n", encoding="utf-8")
    (docs / "une.md").write_text("# Une\n\n![image](images/rien.svg)\n", encoding="utf-8")
    (docs / "oubliee.md").write_text("# Oubliée\n", encoding="utf-8")
    done = build(docs, tmp_path)
    assert done.returncode == 1
    for fault in ("document 'morte'", "'une': 'rien'", "images/rien.svg", "oubliee.md"):
        assert fault in done.stderr, fault
