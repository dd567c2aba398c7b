"""The text of a new `dispositif.yaml`, for people to read and change: answers rendered into `templates/dispositif.yaml.j2`."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from alp.core import codes
from alp.core.dispositif import ContratDispositif, Dispositif, ParcoursDispositif, Rythmes
from alp.core.erreurs import DISPOSITIF, AlpError
from alp.core.structure import plain
from alp.core.types import Codes
from alp.store.chemins import FICHE_DISPOSITIF
from alp.store.ecriture import entry_lines, flow
from alp.store.lecture import read_bytes
from alp.store.modeles import template

LARGEUR = 140
"""A longer item of a list goes one key a line."""
COMMENTAIRE = 39
"""The column of a comment that follows a value; a longer value has it above."""
COMMENTEES: dict[str, type[BaseModel]] = {"parcours": ParcoursDispositif, "contrat": ContratDispositif, "rythmes": Rythmes}
"""Sections whose every key is explained by its declaration."""
DU_TEXTE = frozenset({"vocabulaire", "tranches_age", "secret", "conservation"})
"""Sections that stand in the template as they are: a general start, to be changed by hand."""


def write_dispositif(data: Mapping[str, Any]) -> str:
    """The file's text: it reads back as the data, plus the sections that the template holds.

    Raises:
        AlpError: a text that no file may hold.
    """
    text = _render(data)
    read = read_bytes(FICHE_DISPOSITIF, DISPOSITIF, text.encode())
    found = plain(read.record) if isinstance(read.record, Dispositif) else {}
    if read.problemes or {name: value for name, value in found.items() if name not in DU_TEXTE} != data:
        raise AlpError("dispositif.yaml ne se relit pas comme il a été écrit : rien n'a été créé.", "", read.problemes)
    return text


def _render(data: Mapping[str, Any]) -> str:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True)
    return environment.from_string(template("dispositif.yaml.j2")).render(
        rubriques={name: _section(name, data[name]) if name in data else "" for name in Dispositif.model_fields},
        liste_partenaires=_comment_of(codes.TYPES_PARTENAIRE),
        liste_financeurs=_comment_of(codes.TYPES_FINANCEUR),
        liste_lieux=_comment_of(codes.LIEUX),
        liste_instruments=_comment_of(codes.INSTRUMENTS),
    )


def _comment_of(liste: Codes) -> str:
    """A list of codes with their labels, as comment lines."""
    words = ", ".join(f"{code} ({label})" for code, label in liste.items())
    return textwrap.fill(words, LARGEUR, initial_indent="#   ", subsequent_indent="#   ", break_on_hyphens=False) + "\n"


def _section(name: str, value: Any) -> str:
    """One section, each line ended by a line break."""
    lines = [f"{name}:", *_explained(COMMENTEES[name], value)] if name in COMMENTEES else _entry(name, value, 0)
    return "\n".join(lines) + "\n"


def _explained(fiche: type[BaseModel], value: Mapping[str, Any]) -> list[str]:
    """A section's keys, each with its declaration as a comment."""
    found: list[str] = []
    for name, item in value.items():
        info = fiche.model_fields[name]
        lines = [f"  {name}: {flow(item)}"] if isinstance(item, dict) else entry_lines(name, item, 2)
        comment = f"# {info.title}" + (f" : {info.description[:1].lower()}{info.description[1:]}" if info.description else "")
        short = len(lines) == 1 and len(lines[0]) < COMMENTAIRE
        found += [f"{lines[0]:<{COMMENTAIRE}}{comment}"] if short else [f"  {comment}", *lines]
    return found


def _entry(key: str, value: Any, indent: int) -> list[str]:
    """`key: value`; the items of a list of records one a line where they are short."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{' ' * indent}{key}:", *(line for item in value for line in _item(item, indent + 2))]
    if isinstance(value, dict):
        return [f"{' ' * indent}{key}:", *(line for name, item in value.items() for line in _entry(name, item, indent + 2))]
    return entry_lines(key, value, indent)


def _item(item: dict[str, Any], indent: int) -> list[str]:
    one = " " * indent + "- " + flow(item)
    if len(one) <= LARGEUR and not any(isinstance(value, (dict, list)) for value in item.values()):
        return [one]
    lines = [line for name, value in item.items() for line in _entry(name, value, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]
