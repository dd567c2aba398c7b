"""The site made of docs/ by `make site`: plain Markdown in, pages that need no network out.

The pages stay what a forge shows: no directive stands in them. The menu is read in the README.md of each folder:
its headings are the menu's, the pages that it links are its pages, in that order. A page that no README links is an error.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.fr import SearchFrench

project = "alp"
language = "fr"
extensions = ["myst_parser"]
root_doc = "README"
exclude_patterns = ["_templates"]
templates_path = ["_templates"]

myst_heading_anchors = 6
myst_enable_extensions = ["alert"]  # > [!NOTE], as forges write it
highlight_language = "none"
smartquotes = False  # « "28085" » is typed with these very quotes
suppress_warnings = ["misc.highlighting_failure"]  # the gallery shows YAML that is wrong on purpose

html_title = "alp"
html_theme = "pydata_sphinx_theme"
html_sidebars = {"**": ["menu.html"]}
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_theme_options = {
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "search_bar_text": "Chercher dans la documentation",
    "footer_start": [],
    "footer_end": [],
}


# --- the search ---------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """« Évaluation » → « evaluation »: lower case, no accents."""
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", text.lower())).replace("œ", "oe")


class SearchSansAccent(SearchFrench):
    """French words cut to their stems, once their accents are taken off: « evaluations » finds « évaluation »."""

    stopwords = frozenset(map(fold, SearchFrench.stopwords))
    js_splitter_code = r"""
function splitQuery(query) {
  const folded = query.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("œ", "oe");
  return folded.split(/[^\p{Letter}\p{Number}_]+/u).filter((word) => word);
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002  # the parameter's name in Sphinx
        return super().split(fold(input))


# --- the pages ----------------------------------------------------------------------------------------


def add_menu(app: Sphinx, docname: str, source: list[str]) -> None:
    """At the foot of a README, what Sphinx needs to make a menu of its headings and links."""
    if Path(docname).name != "README":
        return
    seen: set[str] = set()
    _, *parts = re.split(r"^##? (.+)$", source[0], flags=re.MULTILINE)
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        links = [link for link in re.findall(r"\]\(([^):#]+)\.md\)", text) if not link.startswith("..") and link not in seen]
        seen.update(links)
        if links:
            source[0] += "\n".join(["", "```{toctree}", ":hidden:", f":caption: {title}", "", *dict.fromkeys(links), "```", ""])


SPACES = re.compile(r" (?=[:;?!»])|(?<=«) ")


def keep_together(app: Sphinx, doctree: nodes.document) -> None:
    """No line begins with « : »."""
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, (nodes.literal, nodes.literal_block, nodes.comment, nodes.raw)):
            text.parent.replace(text, nodes.Text(SPACES.sub("\N{NO-BREAK SPACE}", text)))


def name_index(app: Sphinx, failure: Exception | None) -> None:
    """Each README is also the page that its folder opens at."""
    for page in Path(app.outdir).rglob("README.html"):
        shutil.copyfile(page, page.with_name("index.html"))


def setup(app: Sphinx) -> None:
    app.add_search_language(SearchSansAccent)
    app.connect("source-read", add_menu)
    app.connect("doctree-read", keep_together)
    app.connect("build-finished", name_index)
