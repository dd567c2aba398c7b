"""Rendering data as YAML in one canonical spelling, the same for every YAML tool."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import date
from typing import Any

from alp.core.erreurs import AlpError
from alp.store.noeuds import INTERDITS

LARGEUR = 100
"""Longer texts are folded, longer lists and objects go one item a line."""

# What YAML 1.1 or 1.2 would take for a boolean, a null, a number, a time or a date.
AMBIGU = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|~|<<|=|)"
    r"|[-+]?(0|[1-9][0-9_]*)?[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?0[xob][0-9a-fA-F_]+"
    r"|[-+]?\.(?i:inf|nan)"
    r"|\d{4}-\d\d?-\d\d?([Tt ].*)?",
    re.ASCII,
)
_INDICATEUR = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]")
_DANS_FLUX = re.compile(r"[,\[\]{}:?#&*!|>%@`\"]")
"""Quoted inside `[…]` and `{…}`: some readers stop at one of them."""


def is_ambiguous(texte: str) -> bool:
    """Whether some YAML tool would read this plain text as something else than text."""
    return AMBIGU.fullmatch(texte) is not None


def _plain_ok(texte: str, *, flux: bool) -> bool:
    if is_ambiguous(texte) or texte != texte.strip() or texte.endswith(":") or ": " in texte or " #" in texte:
        return False
    if _INDICATEUR.match(texte) or texte.startswith(("---", "...")) or not texte.isprintable():
        return False
    return not (flux and _DANS_FLUX.search(texte))


def inline(value: Any, *, flux: bool = False) -> str:
    """One scalar on one line."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if _plain_ok(value, flux=flux):
        return str(value)
    if bad := INTERDITS.search(value):
        raise AlpError(
            f"Ce texte contient un caractère interdit, U+{ord(bad[0]):04X} : rien n'a été écrit.", "L'effacer, et le retaper au clavier."
        )
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\x7f", "\\x7f")
        .replace("\x85", "\\x85")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def flow(value: Any) -> str:
    """Any value on one line, as a flow collection."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(key, flux=True)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return inline(value, flux=True)


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _short(value: Any) -> bool:
    """Whether a collection reads well on one line: only scalars, none of them long."""
    items = list(value.values()) if isinstance(value, dict) else value
    return (
        all(_is_scalar(item) and not (isinstance(item, str) and ("\n" in item or len(item) > LARGEUR // 2)) for item in items)
        and len(flow(value)) <= LARGEUR
    )


def _is_literal(texte: str) -> bool:
    lines = texte.split("\n")
    printable = all(line == line.rstrip() and line.isprintable() for line in lines)
    return len(lines) > 1 and bool(lines[0]) and not lines[0].startswith(" ") and printable and not texte.endswith("\n\n")


def _is_foldable(texte: str) -> bool:
    return (
        len(texte) > LARGEUR
        and texte == " ".join(texte.split(" "))
        and "  " not in texte
        and texte == texte.strip()
        and texte.isprintable()
    )


def long_text(texte: str, indent: int) -> list[str] | None:
    """A text as a block scalar: its header, then its lines, indented; none if one line is right."""
    pad = " " * indent
    if _is_literal(texte):
        header, body = ("|", texte[:-1]) if texte.endswith("\n") else ("|-", texte)
        return [header, *(pad + line if line else "" for line in body.split("\n"))]
    if _is_foldable(texte):
        lines = textwrap.wrap(texte, LARGEUR, break_long_words=False, break_on_hyphens=False)
        return [">-", *(pad + line for line in lines)]
    return None


def entry_lines(key: str, value: Any, indent: int) -> list[str]:
    """`key: value` as lines, indented by `indent` spaces."""
    head = f"{' ' * indent}{inline(key)}:"
    if isinstance(value, str) and (block := long_text(value, indent + 2)):
        return [f"{head} {block[0]}", *block[1:]]
    if _is_scalar(value):
        return [f"{head} {inline(value)}"]
    if _short(value):
        return [f"{head} {flow(value)}"]
    return [head, *block_lines(value, indent + 2)]


def block_lines(value: Any, indent: int) -> list[str]:
    """A mapping or a list as block lines."""
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in entry_lines(key, item, indent)]
    return [line for item in value for line in item_lines(item, indent)]


def item_lines(item: Any, indent: int) -> list[str]:
    """One list item, with its dash."""
    dash = " " * indent + "- "
    if isinstance(item, str) and (block := long_text(item, indent + 2)):
        return [dash + block[0], *block[1:]]
    if _is_scalar(item):
        return [dash + inline(item)]
    if isinstance(item, list) or not item:
        return [dash + flow(item)]
    lines = block_lines(item, indent + 2)
    return [dash + lines[0][indent + 2 :], *lines[1:]]


def render(data: dict[str, Any], entete: str = "") -> str:
    """A whole file. `entete` are comment lines, each ended by a line break."""
    return entete + "\n".join(block_lines(data, 0)) + "\n"
