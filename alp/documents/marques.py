"""The Markdown that alp reads: CommonMark with tables, containers, and a few marks of its own; no HTML, no indented code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from alp.documents.blocs import ZONES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser, made once."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    md = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "reference"]).use(front_matter_plugin)
    for name in ZONES:
        md.use(container_plugin, name)
    md.inline.ruler.before("link", "ours", _read_ours)
    return md


_OURS = re.compile(r"(?P<hardbreak><br>)|(?P<blank><(?:\.\.\.|…)>)|(?P<box>\[(?P<x>[ xX])\])(?!\()", re.IGNORECASE)


def _read_ours(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """`<br>`, `<...>`, `[ ]` and `[x]`: data cannot write them, for `<` and `[` are escaped there."""
    found = _OURS.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("box" if found["box"] else str(found.lastgroup), "", 0)
        token.content = (found["x"] or "").lower().strip()
    state.pos = found.end()
    return True
