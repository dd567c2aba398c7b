"""Splicing: change one entry or one key in a file's text, and leave every other line byte for byte as it was.

The text and its tree go in, with the data that the file should hold; edits come out. The result is read back and
refused unless it says exactly what was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from alp.core.champs import EMPTY
from alp.core.erreurs import AlpError
from alp.store.ecriture import block_lines, entry_lines, flow, inline, item_lines
from alp.store.noeuds import Illisible, Noeud, parse


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `debut` to `fin`."""

    debut: int
    fin: int
    texte: str


def as_text(value: Any) -> Any:
    """Data as a file's tree would give it back: text, lists, dictionaries; nothing empty in dictionaries."""
    if isinstance(value, dict):
        kept = {key: as_text(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in EMPTY}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None else str(value)


def splice(texte: str, data: dict[str, Any]) -> str:
    """The text that holds `data`, with no line changed but those that must be.

    Raises:
        AlpError: no such text could be made; nothing is written then.
    """
    attempts = (texte,) if texte.endswith("\n") else (texte, texte + ("\r\n" if "\r\n" in texte else "\n"))
    for attempt in attempts:  # some values need the line break that an unfinished last line has not
        result = apply(attempt, list(_Splicer(attempt).node(parse(attempt), None, data)))
        if _says(result, data):
            return result
    raise AlpError(
        "Ce fichier est écrit d'une façon qu'alp ne sait pas modifier sans risque : rien n'a été changé.",
        "Modifier le fichier à la main (alp edit), puis vérifier avec : alp check",
    )


def _says(texte: str, data: dict[str, Any]) -> bool:
    try:
        return bool(as_text(parse(texte).data) == as_text(data))
    except Illisible:
        return False


def apply(texte: str, edits: list[Edit]) -> str:
    """Apply edits that do not overlap; at one place, in the order given."""
    parts: list[str] = []
    last = 0
    removed = sorted((e for e in edits if not e.texte), key=lambda e: e.debut, reverse=True)
    for edit in sorted((_before_removed(texte, e, removed) for e in edits), key=lambda e: e.debut):
        parts += [texte[last : edit.debut], edit.texte]
        last = max(last, edit.fin)
    return "".join([*parts, texte[last:]])


def _before_removed(texte: str, edit: Edit, removed: list[Edit]) -> Edit:
    """A line that is added behind lines that go, is added behind the one that stands before them."""
    for gone in removed:  # the last first: lines that go may follow each other
        if edit.debut == edit.fin and gone.debut < edit.debut < gone.fin:
            place = gone.debut - (2 if texte[: gone.debut].endswith("\r\n") else 1)
            edit = Edit(place, place, edit.texte)
    return edit


class _Brut(str):
    """An item's own text, dash included, that goes elsewhere as it is."""

    __slots__ = ()


def _key_of(item: Any) -> str:
    """What tells a list item from another: its `ref`, else all of it."""
    if isinstance(item, dict) and item.get("ref"):
        return str(item["ref"])
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


class _Splicer:
    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.eol = "\r\n" if "\r\n" in texte else "\n"

    # --- places -------------------------------------------------------------------------------------

    def end(self, node: Noeud, key: Noeud | None = None) -> int:
        """Where the content of a value ends: before trailing blanks, comments and line breaks."""
        if node.enfants and not node.flux:
            last_key, last = node.enfants[-1]
            return self.end(last, last_key)
        if node.bloc:
            keep = "+" in self.texte[node.debut : node.debut + 3]
            body = self.texte[node.debut : node.fin]
            return node.debut + len(body.removesuffix("\n").removesuffix("\r") if keep else body.rstrip())
        if node.simple and node.debut == node.fin:
            return self.texte.index(":", key.fin) + 1 if key else node.debut
        return node.fin

    def line_end(self, index: int) -> int:
        found = self.texte.find("\n", index)
        if found < 0:
            return len(self.texte)
        return found - 1 if found and self.texte[found - 1] == "\r" else found

    def line_start(self, index: int) -> int:
        return self.texte.rfind("\n", 0, index) + 1

    def next_line(self, index: int) -> int:
        found = self.texte.find("\n", index)
        return len(self.texte) if found < 0 else found + 1

    def lines(self, lines: list[str]) -> str:
        return self.eol.join(lines)

    def has_tail(self, index: int) -> bool:
        """Whether a comment follows on the same line."""
        return bool(self.texte[index : self.line_end(index)].strip())

    def swallowed(self, index: int, indent: int) -> bool:
        """Whether the line after `index` is a comment that a block text at that indent would take for its own."""
        following = self.texte[self.next_line(index) :].lstrip("\r\n")
        line = following.split("\n", 1)[0]
        return line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > indent

    def after_comments(self, index: int, indent: int) -> int:
        """The end of the last comment line below that is indented deeper: it belongs to what stands above."""
        place, end = self.line_end(index), self.line_end(index)
        while end < len(self.texte):
            start = self.next_line(end)
            end = self.line_end(start)
            line = self.texte[start:end]
            if line.strip() and not (line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > indent):
                break
            if line.strip():
                place = end
            if start >= len(self.texte):
                break
        return place

    def key_lines(self, key: str, value: Any, indent: int, index: int) -> list[str]:
        """`key: value` as lines, on one line where a block text would swallow the comment below."""
        if isinstance(value, str) and self.swallowed(index, indent):
            return [f"{' ' * indent}{inline(key)}: {inline(value)}"]
        return entry_lines(key, value, indent)

    # --- values -------------------------------------------------------------------------------------

    def node(self, node: Noeud, key: Noeud | None, new: Any) -> Iterator[Edit]:
        """The edits that make a value say `new`."""
        if as_text(new) == as_text(node.data):
            return
        if node.sorte == "table" and isinstance(new, dict) and node.enfants:
            yield from self.table(node, key, new)
        elif node.sorte == "liste" and isinstance(new, list) and node.enfants:
            yield from self.liste(node, key, new)
        else:
            yield self.replace(node, key, new)

    def replace(self, node: Noeud, key: Noeud | None, new: Any, *, in_flow: bool = False) -> Edit:
        """Replace a whole value."""
        end = self.end(node, key)
        if in_flow:
            return Edit(node.debut, node.fin, flow(new))
        if key is None:
            return self.replace_item(node, new, end)
        if self.has_tail(end):
            text = flow(new) if isinstance(new, (dict, list)) else inline(new)
            return Edit(self.texte.index(":", key.fin) + 1, end, f" {text}")
        lines = self.key_lines(key.texte, new, key.colonne - 1, end)
        return Edit(key.debut, self.line_end(end), self.lines([lines[0].lstrip(" "), *lines[1:]]))

    def replace_item(self, node: Noeud, new: Any, end: int) -> Edit:
        indent = node.colonne - 1
        if self.has_tail(end) or not isinstance(new, dict):
            return Edit(node.debut, end, flow(new) if isinstance(new, (dict, list)) else inline(new))
        lines = block_lines(new, indent)
        return Edit(node.debut, self.line_end(end), self.lines([lines[0][indent:], *lines[1:]]))

    # --- mappings -----------------------------------------------------------------------------------

    def table(self, node: Noeud, key: Noeud | None, new: dict[str, Any]) -> Iterator[Edit]:
        olds = {k.texte: (k, v) for k, v in node.enfants if k}
        filled = {name for name, (_, value) in olds.items() if as_text(value.data) not in EMPTY}
        removed = filled - set(new)
        odd = any(self.end(v, k) <= k.fin + 1 for k, v in olds.values()) if node.flux else False
        if odd or (removed and (node.flux or (self.first_key(node) in removed and self.shares_line(node)))):
            yield self.replace(node, key, new, in_flow=node.flux)
            return
        for name in removed:
            yield self.remove_key(*olds[name])
        for name, value in new.items():
            if name in olds and not self.is_blank(olds[name][1]):
                yield from self.in_place(node, *olds[name], value)
        yield from self.added_keys(node, olds, new)

    def shares_line(self, node: Noeud) -> bool:
        """Whether the first key stands behind its item's dash."""
        first = node.enfants[0][0] or node
        return bool(self.texte[self.line_start(first.debut) : first.debut].strip())

    @staticmethod
    def first_key(node: Noeud) -> str:
        first = node.enfants[0][0]
        return first.texte if first else ""

    @staticmethod
    def is_blank(value: Noeud) -> bool:
        return value.sorte == "scalaire" and value.simple and value.debut == value.fin

    def in_place(self, parent: Noeud, key: Noeud, old: Noeud, value: Any) -> Iterator[Edit]:
        if as_text(value) == as_text(old.data):
            return
        if parent.flux and not (old.enfants and type(old.data) is type(value)):
            yield self.replace(old, key, value, in_flow=True)
        elif old.sorte == "scalaire" and not isinstance(value, (dict, list)) and not old.bloc and "\n" not in str(value):
            yield Edit(old.debut, old.fin, inline(value))
        else:
            yield from self.node(old, key, value)

    def remove_key(self, key: Noeud, value: Noeud) -> Edit:
        return Edit(self.line_start(key.debut), self.next_line(self.end(value, key)), "")

    def added_keys(self, node: Noeud, olds: dict[str, tuple[Noeud, Noeud]], new: dict[str, Any]) -> Iterator[Edit]:
        """Insert each new key after the one that goes before it in `new`; a key that stands there empty is filled."""
        anchor = self.first_key(node)
        for name, value in new.items():
            if name in olds and not self.is_blank(olds[name][1]):
                anchor = name
            elif value in EMPTY:
                continue
            elif name in olds:
                yield self.fill(node, *olds[name], value)
                anchor = name
            else:
                yield self.add_key(node, *olds[anchor], name, value)

    def fill(self, node: Noeud, key: Noeud, old: Noeud, value: Any) -> Edit:
        place = self.end(old, key)
        if node.flux or self.has_tail(place):
            return Edit(place, place, " " + (flow(value) if node.flux or isinstance(value, (dict, list)) else inline(value)))
        lines = self.key_lines(key.texte, value, key.colonne - 1, place)
        return Edit(key.debut, place, self.lines([lines[0].lstrip(" "), *lines[1:]]))

    def add_key(self, node: Noeud, anchor: Noeud, value: Noeud, name: str, new: Any) -> Edit:
        place = self.end(value, anchor)
        if node.flux:
            return Edit(place, place, f", {inline(name, flux=True)}: {flow(new)}")
        indent = node.colonne - 1
        here = self.line_end(place)
        return Edit(here, here, self.eol + self.lines(self.key_lines(name, new, indent, here)))

    # --- lists --------------------------------------------------------------------------------------

    def liste(self, node: Noeud, key: Noeud | None, new: list[Any]) -> Iterator[Edit]:
        olds = [child for _, child in node.enfants]
        old_keys, new_keys = [_key_of(as_text(o.data)) for o in olds], [_key_of(as_text(n)) for n in new]
        matcher = SequenceMatcher(a=old_keys, b=self.marked(olds, old_keys, new, new_keys), autojunk=False)
        moved = self.moved(node, matcher, old_keys, new, new_keys) if not node.flux else {}
        for op, i, j, k, m in matcher.get_opcodes():
            if op == "equal" or (op == "replace" and j - i == m - k and not any(x in moved for x in new_keys[k:m])):
                for old, item in zip(olds[i:j], new[k:m], strict=True):
                    yield from self.item(node, old, item)
                continue
            if node.flux and op != "insert":
                yield self.replace(node, key, new, in_flow=True)
                return
            for n in range(i, j):
                yield self.remove_item(node, n)
            if m > k:
                yield self.insert_items(node, i, [moved.get(new_keys[n]) or new[n] for n in range(k, m)])

    def item(self, node: Noeud, old: Noeud, item: Any) -> Iterator[Edit]:
        if node.flux and as_text(item) != as_text(old.data) and not (old.enfants and isinstance(item, dict)):
            yield self.replace(old, None, item, in_flow=True)
        else:
            yield from self.node(old, None, item)

    @staticmethod
    def marked(olds: list[Noeud], old_keys: list[str], new: list[Any], new_keys: list[str]) -> list[str]:
        """The new keys; where the order changes, those of corrected items are told apart: they are what moves."""
        if [k for k in old_keys if k in new_keys] == [k for k in new_keys if k in old_keys]:
            return new_keys
        before = {key: as_text(old.data) for key, old in zip(old_keys, olds, strict=True)}
        return [key if key in before and before[key] == as_text(item) else f"{key}'" for key, item in zip(new_keys, new, strict=True)]

    def moved(
        self, node: Noeud, matcher: SequenceMatcher[str], old_keys: list[str], new: list[Any], new_keys: list[str]
    ) -> dict[str, _Brut]:
        """The raw text of entries that go to another place, so that their comments go with them."""
        stay = {old_keys[b.a + n] for b in matcher.get_matching_blocks() for n in range(b.size)}
        found = {}
        for n, (name, (_, old)) in enumerate(zip(old_keys, node.enfants, strict=True)):
            if name in new_keys and name not in stay and old.sorte == "table":
                item = new[new_keys.index(name)]
                start = self.dash(node, n)
                edits = [Edit(e.debut - start, e.fin - start, e.texte) for e in self.node(old, None, item)]
                found[name] = _Brut(apply(self.texte[start : self.line_end(self.end(old))], edits))
        return found

    def dash(self, node: Noeud, n: int) -> int:
        """The index of the nth item's dash."""
        if n == 0:
            return node.debut
        before = self.end(node.enfants[n - 1][1])
        pattern = re.compile(rf"^ {{{node.colonne - 1}}}-(?=\s|$)", re.MULTILINE)
        found = pattern.search(self.texte, before)
        return found.end() - 1 if found else node.enfants[n][1].debut

    def remove_item(self, node: Noeud, n: int) -> Edit:
        return Edit(self.line_start(self.dash(node, n)), self.next_line(self.end(node.enfants[n][1])), "")

    def insert_items(self, node: Noeud, i: int, items: list[Any]) -> Edit:
        """Insert items after the one before place `i`."""
        if node.flux:
            text = ", ".join(flow(item) for item in items)
            place = node.enfants[i - 1][1].fin if i else node.enfants[0][1].debut
            return Edit(place, place, f", {text}" if i else f"{text}, ")
        indent = node.colonne - 1
        lines = [line for item in items for line in self.raw_or_lines(item, indent)]
        if i == 0:
            place = self.line_start(node.debut)
            if self.texte[place : node.debut].strip():  # « - - a »: a list that begins on its parent's line
                return Edit(node.debut, node.debut, self.lines(lines).lstrip(" ") + self.eol + " " * indent)
            return Edit(place, place, self.lines(lines) + self.eol)
        place = self.after_comments(self.end(node.enfants[i - 1][1]), indent)
        return Edit(place, place, self.eol + self.lines(lines))

    @staticmethod
    def raw_or_lines(item: Any, indent: int) -> list[str]:
        if isinstance(item, _Brut):
            return [" " * indent + item]
        return item_lines(item, indent)
