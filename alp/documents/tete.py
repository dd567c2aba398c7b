"""The head of a document: between two `---`, a key and a JSON string a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from alp.core.erreurs import AlpError
from alp.documents.echappe import clean


@dataclass
class DocumentError(AlpError):
    """A Markdown document that alp does not know how to write."""


CHOICES: Mapping[str, tuple[str, ...]] = {"size": ("normale", "grande"), "letterhead": ("oui", "non")}
KEYS = ("title", "subtitle", "author", "lang", "footer", *CHOICES)
"""The keys of a head."""


def read_head(head: str | None) -> dict[str, str]:
    """What a document's head says, by key.

    Raises:
        DocumentError: there is none, or a key or a value is not one of those that alp knows.
    """
    if head is None:
        raise DocumentError("Le document commence sans en-tête.", 'Écrire, tout en haut : ---, title: "Le titre", puis ---.')
    found: dict[str, str] = {}
    for line in filter(str.strip, head.split("\n")):
        key, _, value = line.partition(":")
        key = key.strip()
        if key not in KEYS or key in found:
            raise DocumentError(f"En-tête du document : « {key} » n'a rien à faire là.", close_to(key, KEYS))
        found[key] = _read_value(key, value.strip())
    if not found.get("title", "").strip():
        raise DocumentError("Le document n'a pas de titre.", 'Ajouter dans son en-tête : title: "Le titre".')
    return found


def _read_value(key: str, value: str) -> str:
    try:
        text = json.loads(value) if value.startswith('"') else value
    except ValueError:
        raise DocumentError(
            f"En-tête du document : {key} est mal écrit.", "Écrire une valeur avec |yaml, un texte entre guillemets droits."
        ) from None
    text = re.sub("[ \n]+", " ", clean(text)).strip()
    if key in CHOICES and text not in CHOICES[key]:
        raise DocumentError(f"En-tête du document : {key} vaut « {text} ».", f"Choisir parmi : {', '.join(CHOICES[key])}.")
    return text


def close_to(mot: str, connus: Sequence[str]) -> str:
    """« Est-ce « title » ? », or all the words."""
    close = get_close_matches(mot, connus, 1)
    return f"Est-ce « {close[0]} » ?" if close else f"Choisir parmi : {', '.join(connus)}."
