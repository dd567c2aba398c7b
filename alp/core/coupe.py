"""The cut: what a register said of the world at the end of a day.

One generic rule by name, no list of cases: an object with a `le` later than the day goes whole, a field ending in
`_le` later than the day goes; everything else stays. A `_le` field never holds a plan: plans are `avant`, `debut`, `prevue`.
A cancellation is a correction, nothing that happened: what was cancelled later goes whole too, for it never was.
Which fields of a record may hold a day or another record is read once from its annotations: the others are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from operator import is_
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from alp.core.situation import Situation

R = TypeVar("R", bound=BaseModel)


def later(value: object, le: date) -> bool:
    """Whether an object is dated after the day, or was cancelled after it."""
    values = getattr(value, "__dict__", {})  # a record is slow to say that it has no such field
    dated, cancelled = values.get("le"), values.get("annulee")
    return (isinstance(dated, date) and dated > le) or (cancelled is not None and later(cancelled, le))


def cut(record: R, le: date) -> R:
    """A record without what is dated after `le`, at any depth. The record itself must not be later.

    Where nothing in it is later, it is the record itself.
    """
    looked_at = _looked_at(type(record))
    if not looked_at:
        return record
    values, kept = vars(record), {}
    for name in looked_at:
        if (value := values[name]) and (left := _cut_value(value, le)) is not value:
            kept[name] = left
    return record.model_copy(update=kept) if kept else record


def _cut_value(value: Any, le: date) -> Any:
    """What is left of a value that `_looked_at` names: a day, a record, or a list of records."""
    if isinstance(value, tuple):
        items = tuple([cut(v, le) for v in value if not later(v, le)])
        return value if len(items) == len(value) and all(map(is_, items, value)) else items
    if isinstance(value, date):
        return None if value > le else value
    return None if later(value, le) else cut(value, le)


@cache
def _looked_at(type_: type) -> tuple[str, ...]:
    """The fields of a record that may hold what is dated: days whose name ends in `_le`, other records, and lists of them."""
    if not issubclass(type_, BaseModel):
        return ()
    return tuple(name for name, field in type_.model_fields.items() if any(_may_be_later(name, t) for t in _types(field.annotation)))


def _may_be_later(name: str, type_: type) -> bool:
    if issubclass(type_, BaseModel):
        return "le" in type_.model_fields or bool(_looked_at(type_))
    return name.endswith("_le") and issubclass(type_, date)


def _types(annotation: Any) -> Iterator[type]:
    """Every class that an annotation names, at any depth."""
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def cut_situation(situation: Situation, le: date) -> Situation | None:
    """The situation at the end of a day; none if nothing of it had happened yet."""
    cut_one = cut(situation, le)
    return cut_one if cut_one.journal else None
