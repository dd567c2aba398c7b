"""JSON Schemas made from the records, for editors and for any validator; French titles and descriptions."""

from __future__ import annotations

import json
from typing import Any

from alp.store.lecture import SORTES

VIDE: list[Any] = [None, "", [], {}]
"""Absent and empty are the same, for a field that is not required."""
TITRES = {
    "dispositif": "Dispositif",
    "situation": "Situation",
    "reunion": "Réunion",
    "action": "Action collective",
    "budget": "Budget d'une année",
    "envoi": "Document envoyé",
    "soins": "Notes de soin",
}


def schema_of(sorte: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file (draft 2020-12)."""
    schema = SORTES[sorte].model_json_schema()
    _tidy(schema)
    for definition in schema.get("$defs", {}).values():
        _tidy(definition)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": TITRES[sorte]}


def _tidy(schema: dict[str, Any]) -> None:
    """Drop what only forms need, give enumerations their place, let optional fields be empty."""
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        shown = {key: field.pop(key) for key in ("title", "description") if key in field}
        for key in ("question", "option", "long", "sante", "default"):
            field.pop(key, None)
        if name not in required:
            rest = dict(field)
            field.clear()
            field["anyOf"] = [rest, {"enum": VIDE}]
        field.update(shown)
    if "properties" in schema and "description" in schema:
        schema.pop("description")


def schema_files() -> dict[str, str]:
    """Path → content of every schema, for a register."""
    return {f"schema/{sorte}.schema.json": json.dumps(schema_of(sorte), ensure_ascii=False, indent=2) + "\n" for sorte in SORTES}
