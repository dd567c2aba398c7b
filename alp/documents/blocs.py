"""A document as a small typed tree: every format is written from it, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# --- in a line ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    texte: str


@dataclass(frozen=True, slots=True)
class NoBreak:
    """What stays on one line: an id."""

    texte: str


@dataclass(frozen=True, slots=True)
class Code:
    texte: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A dotted blank that fills the rest of the line, to write on."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick."""

    cochee: bool


@dataclass(frozen=True, slots=True)
class Strong:
    contenu: Inlines


@dataclass(frozen=True, slots=True)
class Em:
    contenu: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    contenu: Inlines


Inline = Text | NoBreak | Code | Break | Blank | Box | Strong | Em | Link
Inlines = tuple[Inline, ...]


# --- blocks ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    niveau: int
    contenu: Inlines


@dataclass(frozen=True, slots=True)
class Para:
    contenu: Inlines


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `debut` is the number of the first item where they are numbered, else None."""

    elements: tuple[Blocks, ...]
    debut: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    blocs: Blocks


@dataclass(frozen=True, slots=True)
class Table:
    """`alignements` is `l`, `r` or `c` for each column; without a head, each row's first cell names the row.

    `nommee`: the figure just before has the same legend, which is printed once.
    """

    tete: tuple[Inlines, ...]
    lignes: tuple[tuple[Inlines, ...], ...]
    alignements: tuple[str, ...]
    legende: str = ""
    nommee: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    source: str
    description: str
    legende: str


@dataclass(frozen=True, slots=True)
class Zone:
    """Blocks of a container: `nom` is one of `ZONES`."""

    nom: str
    blocs: Blocks


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class WriteLine:
    """A dotted line across, to write on."""


Block = Heading | Para | Items | Quote | Table | Figure | Zone | Rule | PageBreak | WriteLine
Blocks = tuple[Block, ...]

ZONES: Mapping[str, str] = {
    "paysage": "des pages couchées",
    "adresse": "le destinataire, à droite",
    "droite": "un texte aligné à droite : lieu et date",
    "encadre": "un cadre",
    "ensemble": "ce qui reste sur une même page",
    "signatures": "une liste : une colonne par signataire",
}
"""The containers, `::: paysage`, and what each is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document read, ready to be written in any format; `markdown` is what it was read from."""

    title: str
    blocs: Blocks
    subtitle: str = ""
    author: str = ""
    lang: str = "fr"
    footer: str = ""
    size: str = "normale"
    letterhead: str = "oui"
    markdown: str = field(default="", repr=False, compare=False)

    @property
    def titled(self) -> bool:
        """The body has its own `# heading`, so that the title need not be written before it."""
        return any(isinstance(b, Heading) and b.niveau == 1 for b in walk(self.blocs))


def walk(blocs: Blocks) -> Iterator[Block]:
    """Every block, at any depth, in order."""
    for b in blocs:
        yield b
        if isinstance(b, Quote | Zone):
            yield from walk(b.blocs)
        elif isinstance(b, Items):
            for item in b.elements:
                yield from walk(item)


def linked(blocs: Blocks) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it has to stay with the next: « Engagements : » is nothing alone."""
    for block, suite in zip(blocs, (*blocs[1:], None), strict=False):
        opens = isinstance(block, Para) and plain(block.contenu).rstrip().endswith(":")
        yield block, opens and suite is not None and not isinstance(suite, Heading)


def plain(contenu: Inlines) -> str:
    """The text of a line, without marks."""
    return "".join(_plain_of(x) for x in contenu)


def _plain_of(x: Inline) -> str:
    if isinstance(x, Text | NoBreak | Code):
        return x.texte
    return plain(x.contenu) if isinstance(x, Strong | Em | Link) else " "
