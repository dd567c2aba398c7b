"""Reading Markdown: tokens become the tree of `blocs`. What is not in the tree is an error, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alp.core.types import SITUATION_ID
from alp.documents.blocs import (
    ZONES,
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
    plain,
    walk,
)
from alp.documents.marques import parser
from alp.documents.tete import DocumentError, close_to, read_head

if TYPE_CHECKING:
    from markdown_it.token import Token


MAX_NIVEAU = 4
LINES: Mapping[str, Block] = {"-": Rule(), "*": PageBreak(), "_": WriteLine()}
"""The lines across, by their mark."""


def read(markdown: str) -> Document:
    """Read a document.

    Raises:
        DocumentError: its head or a mark is not one of those that alp knows.
    """
    reader = _Reader(markdown)
    blocs = reader.blocks("")
    _check_levels(blocs)
    _check_places(blocs)
    return Document(blocs=blocs, markdown=markdown, **read_head(reader.head))


def _check_levels(blocs: Blocks) -> None:
    """A heading's level follows the one before: readers of the screen move by them."""
    headings = [b for b in walk(blocs) if isinstance(b, Heading)]
    before = 0 if any(b.niveau == 1 for b in headings) else 1
    for b in headings:
        if b.niveau > before + 1 or b.niveau > MAX_NIVEAU:
            raise DocumentError(
                f"Le titre « {plain(b.contenu)} » saute un niveau.", f"Lui mettre {min(before + 1, MAX_NIVEAU)} « # » au plus."
            )
        before = b.niveau


def _check_places(blocs: Blocks) -> None:
    """What changes the page stands between the other blocks, never inside one."""
    outer = [b for top in blocs for b in (top.blocs if isinstance(top, Zone) and top.nom == "paysage" else (top,))]
    inside = [b for top in outer for b in walk((top,)) if b is not top] + [b for b in outer if b not in blocs and isinstance(b, Zone)]
    if any(isinstance(b, PageBreak) or (isinstance(b, Zone) and b.nom == "paysage") for b in inside):
        raise DocumentError(
            "Un saut de page ou « ::: paysage » est à l'intérieur d'autre chose.", "Le sortir de la liste, de la citation ou du cadre."
        )


_CAPTION = re.compile(r"^Tableau[ \u00a0\u202f]*:\s*")
_ID = re.compile(rf"(?<![\w-])({SITUATION_ID.pattern})(?![\w-])", re.ASCII)
_ALIGN = {"text-align:right": "r", "text-align:center": "c"}
_SCHEMES = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


class _Reader:
    """Walks the tokens once; `head` is the text between the first two `---`."""

    def __init__(self, markdown: str) -> None:
        self.lines = markdown.split("\n")
        self.tokens = parser().parse(markdown)
        self.at = 0
        self.line = 1
        self.head: str | None = None
        if self.tokens and self.tokens[0].type == "front_matter":
            self.head, self.at = self.tokens[0].content, 1

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        if token.map:
            self.line = token.map[0] + 1
        return token

    def blocks(self, stop: str) -> Blocks:
        """Blocks until the token that closes them."""
        found: list[Block] = []
        before, written = "", ""
        while self.at < len(self.tokens):
            token = self.take()
            if token.type == stop:
                break
            before, written = written, self.tokens[self.at].content if token.type == "paragraph_open" else ""
            block = self.block(token)
            if isinstance(block, Table) and _CAPTION.match(before):
                legend = _caption(found.pop())
                figure = found[-1] if found else None
                block = replace(block, legende=legend, nommee=isinstance(figure, Figure) and figure.legende.split() == legend.split())
            found.append(block)
        return tuple(found)

    def block(self, token: Token) -> Block:
        if token.type.startswith("container_"):
            return self.zone(token)
        make = _BLOCKS.get(token.type)
        if make is None:
            raise self.unknown(token)
        return make(self, token)

    def unknown(self, token: Token) -> DocumentError:
        kind = _KINDS.get(token.type, token.type)
        return DocumentError(
            f"Ligne {self.line} du document : {kind} n'est pas prévu dans un document.",
            "Écrire autrement : titres, paragraphes, listes, tableaux, citations, figures.",
        )

    # --- each kind ---

    def heading(self, token: Token) -> Block:
        contenu = self.inline()
        if not plain(contenu).strip():
            raise DocumentError(f"Ligne {self.line} du document : un titre est vide.", "Lui donner un texte, ou le retirer.")
        return Heading(int(token.tag[1]), contenu)

    def para(self, _: Token) -> Block:
        inner = self.tokens[self.at]
        if re.match(r":::", inner.content):
            name = inner.content.strip(": \n").split("\n")[0]
            raise DocumentError(
                f"Ligne {self.line} du document : « ::: {name} » n'existe pas, ou n'est pas seul.", close_to(name, tuple(ZONES))
            )
        only = inner.children or []
        if len(only) == 1 and only[0].type == "image":
            self.at += 2
            return self.figure(only[0])
        return Para(self.inline())

    def figure(self, image: Token) -> Figure:
        alt = "".join(c.content for c in image.children or []).strip()
        if not alt:
            raise DocumentError(f"Ligne {self.line} du document : une figure n'est pas décrite.", "Dire entre [ ] ce que l'on y voit.")
        return Figure(str(image.attrs["src"]), alt, str(image.attrs.get("title", "")))

    def items(self, token: Token) -> Block:
        close = token.type.replace("_open", "_close")
        found: list[Blocks] = []
        while self.take().type != close:
            found.append(self.blocks("list_item_close"))
        return Items(tuple(found), int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)

    def quote(self, _: Token) -> Block:
        return Quote(self.blocks("blockquote_close"))

    def zone(self, token: Token) -> Block:
        name = token.type.removeprefix("container_").removesuffix("_open")
        first, last = token.map or (0, 0)
        if last >= len(self.lines) or not self.lines[last].lstrip("> ").startswith(":::"):
            raise DocumentError(f"Ligne {first + 1} du document : « ::: {name} » n'est pas fermé.", "Ajouter plus bas une ligne « ::: ».")
        blocs = self.blocks(token.type.replace("_open", "_close"))
        if name == "signatures" and not (len(blocs) == 1 and isinstance(blocs[0], Items)):
            raise DocumentError(
                f"Ligne {first + 1} du document : « ::: signatures » attend une liste.",
                "Écrire un signataire par ligne : - La personne accompagnée",
            )
        return Zone(name, blocs)

    def across(self, token: Token) -> Block:
        return LINES[token.markup[0]]

    def table(self, _: Token) -> Block:
        rows: list[tuple[Inlines, ...]] = []
        align: list[str] = []
        row: list[Inlines] = []
        while (cell := self.take()).type != "table_close":
            if cell.type == "tr_open":
                row = []
            elif cell.type in {"th_open", "td_open"}:
                if cell.type == "th_open":
                    align.append(_ALIGN.get(str(cell.attrs.get("style", "")), "l"))
                row.append(self.inline())
            elif cell.type == "tr_close":
                rows.append(tuple(row))
        head = rows[0] if any(plain(c).strip() for c in rows[0]) else ()
        return Table(head, tuple(rows[1:]), tuple(align))

    def inline(self) -> Inlines:
        """The content of the inline token that is next, and past the token that closes its block."""
        token = self.take()
        self.at += 1
        return self.inlines(iter(token.children or ()), "")

    def inlines(self, tokens: Iterator[Token], stop: str) -> Inlines:
        found: list[Inline] = []
        for token in tokens:
            if token.type == stop:
                break
            found.extend(self.inline_of(token, tokens))
        return tuple(_merge(found))

    def inline_of(self, token: Token, rest: Iterator[Token]) -> Iterator[Inline]:
        match token.type:
            case "text" | "text_special":
                yield from _split_ids(token.content)
            case "softbreak":
                yield Text(" ")
            case "hardbreak":
                yield Break()
            case "code_inline":
                yield Code(token.content)
            case "blank":
                yield Blank()
            case "box":
                yield Box(token.content == "x")
            case "strong_open":
                yield Strong(self.inlines(rest, "strong_close"))
            case "em_open":
                yield Em(self.inlines(rest, "em_close"))
            case "link_open":
                yield from self.link(str(token.attrs["href"]), self.inlines(rest, "link_close"))
            case _:
                raise self.unknown(token)

    def link(self, href: str, contenu: Inlines) -> Iterator[Inline]:
        if not _SCHEMES.match(href):
            raise DocumentError(
                f"Ligne {self.line} du document : le lien vers « {href} » ne mène nulle part.",
                "Écrire une adresse entière : https://…, ou mailto:…",
            )
        yield Link(href, contenu)


_BLOCKS: Mapping[str, Callable[[_Reader, Any], Block]] = {
    "heading_open": _Reader.heading,
    "paragraph_open": _Reader.para,
    "bullet_list_open": _Reader.items,
    "ordered_list_open": _Reader.items,
    "blockquote_open": _Reader.quote,
    "hr": _Reader.across,
    "table_open": _Reader.table,
}
_KINDS: Mapping[str, str] = {
    "fence": "un bloc de code",
    "html_block": "du HTML",
    "html_inline": "du HTML",
    "image": "une figure au milieu d'une ligne",
    "front_matter": "un second en-tête",
}


def _split_ids(texte: str) -> Iterator[Inline]:
    for n, part in enumerate(_ID.split(texte)):
        if part:
            yield NoBreak(part) if n % 2 else Text(part)


def _merge(contenu: Sequence[Inline]) -> Iterator[Inline]:
    """Texts side by side as one, so that an id is found however it was escaped."""
    text = ""
    for x in contenu:
        if isinstance(x, Text):
            text += x.texte
            continue
        yield from _split_ids(text)
        text = ""
        yield x
    yield from _split_ids(text)


def _caption(block: Block) -> str:
    """What a paragraph « Tableau : … » says of the table after it; data cannot write one, for its colon is escaped."""
    return _CAPTION.sub("", plain(block.contenu) if isinstance(block, Para) else "").strip()
