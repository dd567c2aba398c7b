"""From what was read to records, and from Pydantic's errors to findings in French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from alp.core.champs import EMPTY, ordre
from alp.core.entrees import TYPES, Commun, Entree
from alp.core.erreurs import Chemin

ENTREE: TypeAdapter[Commun] = TypeAdapter(Entree)

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Faute:
    """One structural fault: where in the data, the check's code, what, and what to do."""

    champ: Chemin
    code: str
    message: str
    remede: str


def plain(record: BaseModel) -> dict[str, Any]:
    """A record as data for a file: canonical order, nothing empty; dates, integers and text keep their types."""
    data = {name: plain_value(getattr(record, name)) for name in ordre(type(record)) if name in record.model_fields_set or name == "type"}
    return {name: value for name, value in data.items() if value not in EMPTY}


def plain_value(value: Any) -> Any:
    """Any value of a record as data for a file."""
    if isinstance(value, BaseModel):
        return plain(value)
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    return str(value) if isinstance(value, Decimal) else value


def as_json(value: Any) -> Any:
    """The same data for JSON: dates as text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_record(kind: type[R], data: Any) -> R | list[Faute]:
    """Type a file's data, or say everything that is wrong with it."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        return fautes(error, data, kind)


def read_entree(data: Any) -> Commun | list[Faute]:
    """Type one entry, or say everything that is wrong with it."""
    try:
        return ENTREE.validate_python(data)
    except ValidationError as error:
        return fautes(error, data, TYPES.get(data.get("type", "")) if isinstance(data, dict) else None)


def fautes(error: ValidationError, data: Any, kind: type[BaseModel] | None) -> list[Faute]:
    """Pydantic's errors, in French, in the order of the file."""
    found = error.errors(include_url=False)
    inside = {one["loc"][:n] for one in found for n in range(len(one["loc"]))}
    # A list whose items are all refused is not an empty list besides.
    return [_faute(dict(one), data, kind) for one in found if not (one["type"] == "too_short" and one["loc"] in inside)]


def _faute(error: dict[str, Any], data: Any, kind: type[BaseModel] | None) -> Faute:
    chemin = _strip_tags(error["loc"], data, missing=error["type"] == "missing")
    context = error.get("ctx") or {}
    if "message" in context:
        code = "E104" if error["type"] == "code" else "E103"
        return Faute(chemin, code, context["message"], context["remede"])
    return _known_fault(error["type"], chemin, context, data, kind)


def _known_fault(name: str, chemin: Chemin, context: dict[str, Any], data: Any, kind: type[BaseModel] | None) -> Faute:
    key = str(chemin[-1]) if chemin else ""
    if name == "missing":
        return Faute(chemin, "E102", f"il manque « {key} »", f"Ajouter {key}.")
    if name == "extra_forbidden":
        close = get_close_matches(key, _fields_at(chemin[:-1], data, kind), 1, 0.75)
        return Faute(
            chemin,
            "E101",
            f"« {key} » est inconnu ici",
            f"Vouliez-vous dire « {close[0]} » ?" if close else "Retirer cette clé, ou corriger son nom.",
        )
    if name in ("union_tag_invalid", "union_tag_not_found"):
        tag = context.get("tag", "")
        close = get_close_matches(str(tag), TYPES, 1)
        hint = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Types admis : {', '.join(TYPES)}."
        return Faute(
            (*chemin, "type") if tag else chemin,
            "E106",
            f"« {tag} » n'est pas un type d'entrée" if tag else "cette entrée n'a pas de type",
            hint,
        )
    if name == "too_short":
        return Faute(chemin, "E102", "la liste est vide", "Ajouter au moins un élément.")
    if name in ("tuple_type", "list_type"):
        return Faute(chemin, "E103", "une liste est attendue ici", "Écrire une liste : un tiret par élément, ou [a, b].")
    if name in ("model_type", "model_attributes_type", "dict_type", "dict_attributes_type"):
        return Faute(
            chemin, "E103", "des clés sont attendues ici, comme « clé: valeur »", "Écrire une clé par ligne, décalées de deux espaces."
        )
    if name in ("literal_error", "string_pattern_mismatch"):
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return Faute(
            chemin,
            "E104" if expected else "E103",
            "cette valeur n'est pas admise ici",
            f"Choisir parmi : {expected}." if expected else "Corriger la forme de la valeur.",
        )
    return Faute(chemin, "E103", f"cette valeur n'est pas admise ({name})", "Corriger la valeur.")


def _strip_tags(loc: tuple[str | int, ...], data: Any, *, missing: bool) -> Chemin:
    """Drop from Pydantic's location the union tags, which are no keys of the data."""
    chemin: list[str | int] = []
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if isinstance(data, Mapping) and data.get("type") == part and (index == 0 or isinstance(loc[index - 1], int)):
            continue  # the tag of an entry, even where the entry has a key of that name (`note`)
        known, child = _child(data, part)
        if known:
            chemin.append(part)
            data = child
        elif last and (missing or not isinstance(part, str)) and part != "[key]":
            chemin.append(part)
    return tuple(chemin)


def _child(data: Any, part: str | int) -> tuple[bool, Any]:
    """Whether the data has such a part, and the part."""
    if isinstance(data, Mapping):
        return part in data, data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return True, data[part]
    return False, None


def _fields_at(chemin: Chemin, data: Any, kind: type[BaseModel] | None) -> list[str]:
    """The field names that a place of the data may have, for a suggestion."""
    names: list[str] = list(kind.model_fields) if kind else []
    for part in chemin:
        data = _child(data, part)[1]
    type_ = data.get("type") if isinstance(data, Mapping) else None
    if isinstance(type_, str) and type_ in TYPES:
        names = list(TYPES[type_].model_fields)
    elif chemin and kind:
        names = sorted(_nested_names(kind))
    return names


def _nested_names(kind: type[BaseModel]) -> set[str]:
    seen: set[type[BaseModel]] = set()

    def visit(annotation: Any) -> None:
        for arg in (annotation, *get_args(annotation)):
            if isinstance(arg, type) and issubclass(arg, BaseModel) and arg not in seen:
                seen.add(arg)
                for info in arg.model_fields.values():
                    visit(info.annotation)
            elif arg is not annotation:
                visit(arg)

    visit(kind)
    return {name for model in seen for name in model.model_fields}
