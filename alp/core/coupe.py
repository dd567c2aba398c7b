"""The cut: what a register said of the world at the end of a day.

One generic rule by name, no list of cases: an object with a `le` later than the day goes whole, a field ending in
`_le` later than the day goes; everything else stays. A `_le` field never holds a plan: plans are `avant`, `debut`, `prevue`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from alp.core.situation import Situation

R = TypeVar("R", bound=BaseModel)


def later(value: Any, le: date) -> bool:
    """Whether an object is dated after the day."""
    dated = getattr(value, "le", None)
    return isinstance(dated, date) and dated > le


def cut(record: R, le: date) -> R:
    """A record without what is dated after `le`, at any depth. The record itself must not be later."""
    changes = {name: _cut_value(name, getattr(record, name), le) for name in record.model_fields_set}
    kept = {name: value for name, value in changes.items() if value is not getattr(record, name)}
    return record.model_copy(update=kept) if kept else record


def _cut_value(name: str, value: Any, le: date) -> Any:
    if name.endswith("_le") and isinstance(value, date):
        return None if value > le else value
    if isinstance(value, BaseModel):
        return None if later(value, le) else cut(value, le)
    if isinstance(value, tuple):
        items = tuple(cut(v, le) if isinstance(v, BaseModel) else v for v in value if not later(v, le))
        return value if len(items) == len(value) and all(a is b for a, b in zip(items, value, strict=True)) else items
    return value


def cut_situation(situation: Situation, le: date) -> Situation | None:
    """The situation at the end of a day; none if nothing of it had happened yet."""
    cut_one = cut(situation, le)
    return cut_one if cut_one.journal else None
