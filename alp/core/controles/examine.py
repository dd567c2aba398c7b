"""What a check looks at, and how it walks a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from alp.core.champs import Champ, Fiche, Sorte, champs_de
from alp.core.entrees import Commun
from alp.core.erreurs import Chemin, Objet
from alp.core.registre import Registre
from alp.core.situation import Situation


@dataclass(frozen=True)
class Examine:
    """What a check looks at: the register, not cut, and today."""

    registre: Registre
    au: date
    entier: Registre | None = None
    """The whole register, where only a part of it is looked at."""

    @property
    def tout(self) -> Registre:
        """Where what is named may be found."""
        return self.entier or self.registre

    @property
    def ensemble(self) -> tuple[Situation, ...]:
        """The situations compared with each other: as they stood that day; all of them where one alone is looked at."""
        return self.tout.situations if len(self.registre.situations) == 1 else self.registre.situations

    @cached_property
    def pseudonymes(self) -> frozenset[str]:
        return frozenset(s.personne.pseudonyme for s in self.tout.situations if s.personne.pseudonyme)

    @property
    def records(self) -> Iterator[tuple[Objet, Fiche, date]]:
        """Every record with the day on which its codes must hold."""
        for s in self.registre.situations:
            yield of(s), s, s.journal[0].le
        for key, reunion in self.registre.reunions.items():
            yield Objet("reunion", key), reunion, reunion.le
        for key, action in self.registre.actions.items():
            yield Objet("action", key), action, action.le
        for key, envoi in self.registre.envois.items():
            yield Objet("envoi", key), envoi, envoi.le

    @property
    def textes(self) -> Iterator[tuple[Objet, Fiche, date]]:
        """Every record in which people write: those, and the budgets."""
        yield from self.records
        for year, budget in self.registre.budgets.items():
            yield Objet("budget", str(year)), budget, date(year, 12, 31)


def of(situation: Situation) -> Objet:
    """The finding's object for a situation."""
    return Objet("situation", situation.id)


def rank(situation: Situation, entree: Commun) -> Chemin:
    """Where an entry stands in the file."""
    return ("journal", next(i for i, e in enumerate(situation.journal) if e is entree or e.ref == entree.ref))


def fields(record: BaseModel, chemin: Chemin, le: date) -> Iterator[tuple[Chemin, Champ, Any, date]]:
    """Every declared field of a record at any depth: path, declaration, value, and the day of its entry."""
    if isinstance(record, Commun):
        le = record.le
    declared = {c.nom: c for c in champs_de(type(record))} if isinstance(record, Fiche) else {}
    for name in type(record).model_fields:
        value, here = getattr(record, name), (*chemin, name)
        if name in declared and value not in (None, ()):
            yield here, declared[name], value, le
        for place, item in children(value, here):
            yield from fields(item, place, le)


def children(value: Any, chemin: Chemin) -> Iterator[tuple[Chemin, BaseModel]]:
    if isinstance(value, BaseModel):
        yield chemin, value
    elif isinstance(value, tuple):
        yield from (((*chemin, i), v) for i, v in enumerate(value) if isinstance(v, BaseModel))


def values(champ: Champ, value: Any, chemin: Chemin) -> Iterator[tuple[Chemin, str]]:
    """The codes that a field holds, each with its path."""
    if champ.sorte is Sorte.codes:
        yield from (((*chemin, i), v) for i, v in enumerate(value))
    elif champ.sorte is Sorte.grille:
        yield from (((*chemin, key), key) for key in value)
    elif champ.sorte is Sorte.code:
        yield chemin, value


def happened(record: BaseModel, chemin: Chemin) -> Iterator[tuple[Chemin, date]]:
    """Every date of a thing that happened: `le` and `…_le`, at any depth."""
    for name in type(record).model_fields:
        value, here = getattr(record, name), (*chemin, name)
        if isinstance(value, date) and (name == "le" or name.endswith("_le")):
            yield here, value
        for place, item in children(value, here):
            yield from happened(item, place)
