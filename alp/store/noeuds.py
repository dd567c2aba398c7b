"""Reading YAML with distrust: a tree of text with its places, or a finding. Nothing is typed here.

Refused: tags, anchors, aliases, merge keys, directives, several documents, duplicate keys, control and bidi characters,
files that are too big or too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from alp.core.erreurs import Chemin

MAX_OCTETS = 256 * 1024
MAX_NOEUDS = 5_000
MAX_PROFONDEUR = 12

# C0 and C1 controls but tab, LF, CR and NEL; surrogates; bidi embeddings, overrides, isolates and marks; invisible fillers.
INTERDITS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Illisible(Exception):  # not an error of the program: a finding to be
    """The file cannot be read: the finding's code, line and column from 1, what, and what to do."""

    def __init__(self, code: str, message: str, ligne: int = 1, colonne: int = 1, remede: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.ligne, self.colonne, self.remede = code, message, ligne, colonne, remede


class Noeud(NamedTuple):
    """A place in the text: `debut` and `fin` are character indices, `ligne` and `colonne` count from 1.

    `enfants` are (key, value) pairs for a mapping, (None, value) for a sequence; `simple` says a plain scalar;
    `flux` a flow collection (`[a, b]`, `{a: b}`).
    """

    sorte: str
    debut: int
    fin: int
    ligne: int
    colonne: int
    texte: str = ""
    simple: bool = False
    bloc: bool = False
    flux: bool = False
    enfants: tuple[tuple[Noeud | None, Noeud], ...] = ()

    @property
    def data(self) -> Any:
        """The same tree as text, lists and dictionaries; a plain empty scalar is none."""
        if self.sorte == "liste":
            return [child.data for _, child in self.enfants]
        if self.sorte == "table":
            return {key.texte: child.data for key, child in self.enfants if key}
        return None if self.simple and self.texte in NULLS else self.texte

    def get(self, part: str | int) -> Noeud | None:
        """The child under a key or an index."""
        if isinstance(part, int):
            return self.enfants[part][1] if self.sorte == "liste" and part < len(self.enfants) else None
        return next((child for key, child in self.enfants if key and key.texte == part), None)

    def key(self, part: str) -> Noeud | None:
        """The node of a key itself."""
        return next((key for key, _ in self.enfants if key and key.texte == part), None)

    def locate(self, chemin: Chemin) -> Noeud:
        """The deepest node along a path; a missing part stops at what holds it. Points at the key where there is one."""
        node: Noeud = self
        shown = node
        for part in chemin:
            found = node.get(part)
            if found is None:
                break
            shown = (node.key(part) if isinstance(part, str) else found) or found
            node = found
        return shown


def read_text(octets: bytes) -> str:
    """Decode a file: UTF-8, with or without a byte-order mark.

    Raises:
        Illisible: too big, not UTF-8, or a forbidden character.
    """
    if len(octets) > MAX_OCTETS:
        raise Illisible("E004", f"le fichier fait {len(octets) // 1024} Ko, pour {MAX_OCTETS // 1024} admis")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        ligne = octets[: error.start].count(b"\n") + 1
        raise Illisible("E001", f"ce n'est pas de l'UTF-8 (octet {error.start + 1})", ligne) from None
    _refuse_characters(texte, 0, 0, "")
    return texte


def _refuse_characters(texte: str, ligne: int, colonne: int, raw: str) -> None:
    if bad := INTERDITS.search(texte):
        before = texte[: bad.start()]
        here = (ligne, colonne) if raw else (before.count("\n") + 1, bad.start() - before.rfind("\n"))
        raise Illisible("E005", f"caractère interdit U+{ord(bad[0]):04X}", *here)


def parse(texte: str) -> Noeud:
    """Build the tree of a file's text.

    The C parser is some six times faster; where it refuses, the Python one has the last word, and says where.

    Raises:
        Illisible: it is not YAML, or not the YAML that alp admits.
    """
    try:
        return _Builder(YAML(typ="safe").parse(texte)).document()
    except (YAMLError, ValueError, RecursionError):
        return _parse_slowly(texte)


def _parse_slowly(texte: str) -> Noeud:
    try:
        return _Builder(YAML(typ="safe", pure=True).parse(texte)).document()
    except MarkedYAMLError as error:
        unclosed = any(words in str(error.problem) for words in ("unexpected end of stream", "expected ',' or"))
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Illisible("E002", _french(str(error.problem or "")), *place) from None
    except (YAMLError, ValueError, RecursionError):
        raise Illisible("E002", "ce fichier n'est pas du YAML") from None


_PHRASES = (
    ("found character '\\t'", "une tabulation décale la ligne : mettre des espaces"),
    ("could not find expected ':'", "il manque « : » après la clé"),
    (
        "mapping values are not allowed",
        "un « : » de trop, ou une ligne mal décalée : mettre le texte entre guillemets, ou aligner la ligne",
    ),
    ("expected <block end>", "le décalage de la ligne ne correspond pas à celles du dessus"),
    ("found unexpected end of stream", "un guillemet n'est pas refermé"),
    ("expected ',' or", "une liste entre crochets ou accolades n'est pas refermée"),
    ("did not find expected", "le décalage ou la ponctuation ne va pas"),
    ("sequence entries are not allowed", "un tiret n'a pas sa place ici"),
    ("found unknown escape character", "une barre oblique inverse dans un texte entre guillemets"),
    ("cannot start any token", "ce caractère ne peut pas commencer une valeur : mettre le texte entre guillemets"),
)


def _french(problem: str) -> str:
    return next((french for english, french in _PHRASES if english in problem), "la ponctuation ou le décalage ne se lit pas")


class _Builder:
    """Turns parser events into nodes, and refuses what alp does not admit."""

    def __init__(self, events: Iterator[Event]) -> None:
        self.events = iter(events)
        self.count = 0

    def document(self) -> Noeud:
        next(self.events)
        first = next(self.events)
        if isinstance(first, StreamEndEvent):
            raise Illisible("E008", "le fichier est vide")
        if isinstance(first, DocumentStartEvent) and (first.version or first.tags):
            raise _refused(first, "une directive « % »")
        root = self.node(next(self.events), 1)
        if not isinstance(next(self.events), DocumentEndEvent):
            raise _refused(first, "un contenu après la fin")
        if not isinstance(extra := next(self.events), StreamEndEvent):
            raise _refused(extra, "un second document « --- »")
        if root.sorte != "table":
            raise Illisible("E008", "le fichier ne contient pas de « clé: valeur »", root.ligne, root.colonne)
        return root

    def node(self, event: Event, depth: int) -> Noeud:
        self.count += 1
        if self.count > MAX_NOEUDS:
            raise Illisible("E004", f"plus de {MAX_NOEUDS} valeurs", *_place(event))
        if depth > MAX_PROFONDEUR:
            raise Illisible("E004", f"plus de {MAX_PROFONDEUR} niveaux", *_place(event))
        if isinstance(event, AliasEvent):
            raise _refused(event, "un renvoi « * »")
        if not isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)):
            raise Illisible("E002", "ce fichier n'est pas du YAML", *_place(event))
        if event.anchor:
            raise _refused(event, "une ancre « & »")
        if event.ctag and str(event.ctag) not in ("None", "!"):
            raise _refused(event, "une étiquette « ! »")
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        return self.sequence(event, depth) if isinstance(event, SequenceStartEvent) else self.mapping(event, depth)

    def scalar(self, event: ScalarEvent) -> Noeud:
        style, start = event.style, event.start_mark
        if style == '"':  # elsewhere nothing is escaped, and the text itself was looked at
            _refuse_characters(event.value, *_place(event), raw=event.value)
        return Noeud(
            "scalaire", start.index, event.end_mark.index, start.line + 1, start.column + 1, event.value, not style, style in ("|", ">")
        )

    def sequence(self, event: SequenceStartEvent, depth: int) -> Noeud:
        children: list[tuple[None, Noeud]] = []
        while not isinstance(item := next(self.events), SequenceEndEvent):
            children.append((None, self.node(item, depth + 1)))
        return Noeud(
            "liste", event.start_mark.index, item.end_mark.index, *_place(event), flux=bool(event.flow_style), enfants=tuple(children)
        )

    def mapping(self, event: MappingStartEvent, depth: int) -> Noeud:
        children: list[tuple[Noeud, Noeud]] = []
        seen: set[str] = set()
        while not isinstance(item := next(self.events), MappingEndEvent):
            key = self.node(item, depth + 1)
            if key.sorte != "scalaire" or key.texte == "<<":
                raise _refused(item, "une fusion « << »" if key.sorte == "scalaire" else "une clé composée « ? »")
            if key.texte in seen:
                raise Illisible("E006", f"la clé « {key.texte} » est écrite deux fois", key.ligne, key.colonne)
            seen.add(key.texte)
            children.append((key, self.node(next(self.events), depth + 1)))
        return Noeud(
            "table", event.start_mark.index, item.end_mark.index, *_place(event), flux=bool(event.flow_style), enfants=tuple(children)
        )


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _refused(event: Event, what: str) -> Illisible:
    return Illisible("E003", f"{what} n'est pas admise ici" if what.startswith("une") else f"{what} n'est pas admis ici", *_place(event))
