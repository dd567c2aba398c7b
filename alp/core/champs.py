"""One declaration a field: label, question, help. Options, questions, schema and documentation all come from it."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from alp.core.types import HEURE, Codes, Cotation, DuDispositif, Entre, Forme, Parmi

EMPTY: tuple[object, ...] = (None, "", [], {})


class Fiche(BaseModel):
    """A frozen record. An absent value and an empty one are the same."""

    model_config = ConfigDict(frozen=True, extra="forbid", revalidate_instances="never")

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if value not in EMPTY or key not in cls.model_fields}


def champ(
    libelle: str, question: str, aide: str, *, requis: bool = False, option: str = "", long: bool = False, sante: bool = False
) -> Any:
    """Declare a field.

    Args:
        libelle: what it is called, for people.
        question: what a terminal asks.
        aide: one sentence of help.
        requis: a record without it is refused.
        option: another option name, in the singular, for lists given one by one (`--engagement`).
        long: free text of several lines.
        sante: says something of health: never reaches a partner who is not bound by secrecy.
    """
    extra: dict[str, Any] = {"question": question, "option": option, "long": long, "sante": sante}
    if requis:
        return Field(title=libelle, description=aide, json_schema_extra=extra)
    return Field(default=None, title=libelle, description=aide, json_schema_extra=extra)


def liste(libelle: str, question: str, aide: str, *, option: str = "", sante: bool = False) -> Any:
    """Declare a list field; see `champ`. Empty unless given."""
    extra: dict[str, Any] = {"question": question, "option": option, "long": False, "sante": sante}
    return Field(default=(), title=libelle, description=aide, json_schema_extra=extra)


def grille(libelle: str, question: str, aide: str, *, option: str = "", sante: bool = False) -> Any:
    """Declare a grid field (`code: value` pairs); see `champ`. Empty unless given."""
    extra: dict[str, Any] = {"question": question, "option": option, "long": False, "sante": sante}
    return Field(default_factory=dict, title=libelle, description=aide, json_schema_extra=extra)


class Sorte(StrEnum):
    """The kinds of field that a form knows how to ask."""

    texte = "texte"
    code = "code"
    codes = "codes"
    textes = "textes"
    entier = "entier"
    montant = "montant"
    jour = "jour"
    heure = "heure"
    objet = "objet"
    objets = "objets"
    grille = "grille"


_EXEMPLES = {
    Sorte.entier: "nombre", Sorte.montant: "montant", Sorte.jour: "date", Sorte.heure: "hh:mm", Sorte.code: "code",
    Sorte.codes: "code,code", Sorte.textes: "texte", Sorte.grille: "code=valeur", Sorte.texte: "texte",
}  # fmt: skip


@dataclass(frozen=True)
class Champ:
    """What a field's declaration says, read once from its record."""

    nom: str
    libelle: str
    question: str
    aide: str
    sorte: Sorte
    requis: bool
    option: str
    long: bool
    sante: bool
    codes: Codes | None = None
    valeurs: Codes | None = None
    vocabulaire: DuDispositif | None = None
    fiche: type[Fiche] | None = None
    bornes: Entre | None = None
    forme: Forme | None = None
    cotation: Cotation | None = None
    aussi: Codes | None = None
    """The codes that may stand in an object's place: `logement: aucun`."""

    @property
    def texte_libre(self) -> bool:
        """Whether anything may stand in it: what a person typed."""
        return self.sorte in (Sorte.texte, Sorte.textes) and not (self.codes or self.vocabulaire or self.forme)

    @property
    def metavar(self) -> str:
        if self.fiche and self.sorte is Sorte.objets:
            return '"' + " | ".join(c.nom for c in champs_de(self.fiche)[:3]) + '"'
        if self.codes and len(self.codes) <= 4:
            return "|".join(self.codes)
        return _EXEMPLES.get(self.sorte, "texte")


def _unwrap(annotation: Any) -> tuple[Any, list[Any]]:
    """Strip `X | None` and `Annotated`; returns the bare type and every marker met."""
    markers: list[Any] = []
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation, *more = typing.get_args(annotation)
            markers += more
        elif origin in (typing.Union, types.UnionType):
            options = [option for option in typing.get_args(annotation) if option is not type(None)]
            records = [option for option in options if _is_fiche(_unwrap(option)[0])]
            annotation = (records or options)[0]
        else:
            return annotation, markers


def _alternative(annotation: Any) -> Codes | None:
    """The closed list that may stand in place of a record, in a union of both."""
    options = typing.get_args(_unwrap_annotated(annotation))
    markers = [m for option in options for m in _unwrap(option)[1] if not _is_fiche(_unwrap(option)[0])]
    return _value_codes(markers)


def _unwrap_annotated(annotation: Any) -> Any:
    """Strip `Annotated` and `X | None` around a union, without choosing in it."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
            continue
        options = [o for o in typing.get_args(annotation) if o is not type(None)]
        if typing.get_origin(annotation) in (typing.Union, types.UnionType) and len(options) == 1:
            annotation = options[0]
            continue
        return annotation


def _is_fiche(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Fiche)


_T = TypeVar("_T")


def _find(markers: list[Any], kind: type[_T]) -> _T | None:
    return next((marker for marker in markers if isinstance(marker, kind)), None)


def _sorte(kind: Any, markers: list[Any]) -> Sorte:
    if _is_fiche(kind):
        return Sorte.objet
    if kind in (date, int, Decimal):
        return {date: Sorte.jour, int: Sorte.entier, Decimal: Sorte.montant}[kind]
    if _find(markers, Parmi) or _find(markers, DuDispositif):
        return Sorte.code
    forme = _find(markers, Forme)
    return Sorte.heure if forme and forme.motif is HEURE else Sorte.texte


def _value_codes(markers: list[Any]) -> Codes | None:
    marker = _find(markers, Parmi) or _find(markers, Cotation)
    return marker.codes if marker else None


def _read(nom: str, annotation: Any, info: FieldInfo) -> Champ:
    kind, markers = _unwrap(annotation)
    origin = typing.get_origin(kind)
    valeurs: list[Any] = []
    if origin is tuple:
        kind, markers = _unwrap(typing.get_args(kind)[0])
        sorte = {Sorte.objet: Sorte.objets, Sorte.code: Sorte.codes}.get(_sorte(kind, markers), Sorte.textes)
    elif origin is dict:
        (_, markers), (_, valeurs) = (_unwrap(arg) for arg in typing.get_args(kind))
        sorte = Sorte.grille
    else:
        sorte = _sorte(kind, markers)
    extra = typing.cast("dict[str, Any]", info.json_schema_extra or {})
    return Champ(
        nom=nom, libelle=info.title or nom, question=extra["question"], aide=info.description or "", sorte=sorte,
        requis=info.is_required(), option=extra["option"], long=extra["long"], sante=extra["sante"],
        codes=_value_codes(markers), valeurs=_value_codes(valeurs), vocabulaire=_find(markers, DuDispositif),
        fiche=kind if _is_fiche(kind) else None, bornes=_find(markers + valeurs, Entre), forme=_find(markers, Forme), cotation=_find(valeurs, Cotation),
        aussi=_alternative(annotation) if sorte is Sorte.objet else None,
    )  # fmt: skip


_FIRST = ("ref", "le", "type", "par", "heure")
_LAST = ("duree", "trajet", "aussi", "note", "pieces", "annulee", "vu")


@cache
def ordre(fiche: type[BaseModel]) -> tuple[str, ...]:
    """The canonical order of a record's keys in a file, and of its questions."""
    noms = list(fiche.model_fields)
    if "ref" not in noms:
        return tuple(noms)
    middle = [nom for nom in noms if nom not in _FIRST + _LAST]
    return tuple(nom for nom in (*_FIRST, *middle, *_LAST) if nom in noms)


@cache
def champs_de(fiche: type[Fiche]) -> tuple[Champ, ...]:
    """The declared fields of a record, in canonical order; `ref`, `type`, `annulee` and `vu` are not asked for."""
    hints = typing.get_type_hints(fiche, include_extras=True)
    infos = fiche.model_fields
    return tuple(_read(nom, hints[nom], infos[nom]) for nom in ordre(fiche) if isinstance(infos[nom].json_schema_extra, dict))
