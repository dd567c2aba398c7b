"""What a record declares of each of its keys, as a page of reference tells it: what it is called, what may be written there."""

from __future__ import annotations

import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from alp.core.champs import Fiche, ordre
from alp.core.types import CODE, Codes, Cotation, DuDispositif, Entre, Forme, Parmi, ParmiEntiers
from tools.markdown import ancre, table

PEU = 5
"""A longer list is named, and stands on the page of lists."""
SANS_BORNE = 3000
"""A bound beyond is no rule: it only keeps numbers within the calendar."""
NU: dict[type, str] = {
    date: "date, comme 2026-01-12",
    Decimal: 'montant entre guillemets, comme "1250.00"',
    int: "nombre entier",
    str: "texte",
}

Sorte = tuple[type, tuple[Any, ...]]
"""A kind of value, and the markers of its declaration."""


@dataclass(frozen=True)
class Cle:
    """One key of a record."""

    nom: str
    libelle: str
    aide: str
    requis: bool
    defaut: Any
    plusieurs: bool
    rangs: str
    """Of a grid, what each of its rows is named by; empty otherwise."""
    sortes: tuple[Sorte, ...]
    """Each kind of value that is admitted."""

    @property
    def fiche(self) -> type[Fiche] | None:
        """The record that stands there, if one does."""
        return next((kind for kind, _ in self.sortes if issubclass(kind, Fiche)), None)


def keys_of(fiche: type[Fiche]) -> list[Cle]:
    """Every key, in the order of a file."""
    hints = typing.get_type_hints(fiche, include_extras=True)
    return [_read(nom, hints[nom], fiche) for nom in ordre(fiche)]


def _read(nom: str, hint: Any, fiche: type[Fiche]) -> Cle:
    info = fiche.model_fields[nom]
    many, rows = False, ""
    for origin, args in _parts(hint):
        if origin is tuple:
            many, hint = True, args[0]
        elif origin is dict:
            rows, hint = _words(tuple(_kinds(args[0]))), args[1]
    default = None if info.is_required() else info.default
    return Cle(nom, info.title or nom, info.description or "", info.is_required(), default, many, rows, tuple(_kinds(hint)))


def _parts(hint: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """What stands beneath `X | None` and `Annotated`."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        for option in args:
            yield from _parts(option)
    elif origin is typing.Annotated:
        yield from _parts(args[0])
    else:
        yield origin, args


def _kinds(hint: Any, markers: tuple[Any, ...] = ()) -> Iterator[Sorte]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        for option in args:
            yield from _kinds(option, markers)
    elif origin is typing.Annotated:
        yield from _kinds(args[0], (*args[1:], *markers))
    elif origin is typing.Literal:
        yield str, (Parmi(Codes("", "", **{word: word for word in args})),)
    elif isinstance(hint, type) and hint is not types.NoneType:
        yield hint, markers


# --- in words -----------------------------------------------------------------------------------------


def values_of(cle: Cle, vers: Callable[[type[Fiche]], str]) -> str:
    """« date », « liste de codes : `oui`, `non` »… `vers` gives the link to a record."""
    what = _words(cle.sortes, vers)
    text = f"plusieurs : {what}" if cle.plusieurs else f"pour chaque {cle.rangs} : {what}" if cle.rangs else what
    return text + (f" ; sinon {cle.defaut}" if isinstance(cle.defaut, (str, int)) else "")


def _words(sortes: tuple[Sorte, ...], vers: Callable[[type[Fiche]], str] | None = None) -> str:
    """Each kind of value, once."""
    return " ; ou ".join(dict.fromkeys(vers(kind) if vers and issubclass(kind, Fiche) else _one(kind, markers) for kind, markers in sortes))


def _one(kind: type, markers: tuple[Any, ...]) -> str:
    said = [text for marker in markers if (text := _marker(marker))]
    return said[-1] if said else NU.get(kind, "texte")


def _marker(marker: Any) -> str:
    match marker:
        case Parmi(codes=codes):
            return name_list(codes)
        case Cotation(codes=codes, maxi=maxi):
            return f"de 0 à {maxi}, ou {name_list(codes)}"
        case DuDispositif(liste=liste, aussi=aussi):
            return f"code du dispositif ({liste})" + (f", ou {name_list(aussi)}" if aussi else "")
        case Entre(mini=mini, maxi=maxi):
            return "nombre entier" if maxi > SANS_BORNE else f"nombre entier de {mini} à {maxi}"
        case ParmiEntiers():
            return ", ".join(map(str, marker.valeurs))
        case Forme(motif=motif, attendu=attendu):
            return "code" if motif is CODE else attendu
    return ""


def name_list(codes: Codes) -> str:
    """A few codes, or the name of the list where they stand."""
    if len(codes) <= PEU:
        return ", ".join(f"`{code}`" for code in codes)
    return f"code de la liste [{codes.nom}](listes.md{ancre(codes.nom)})"


def table_of(cles: list[Cle], vers: Callable[[type[Fiche]], str]) -> str:
    """The keys of a record."""
    return table(["Clé", "Ce que c'est", "Valeurs"], [_row(c, vers) for c in cles])


def _row(c: Cle, vers: Callable[[type[Fiche]], str]) -> list[str]:
    help_ = f" : {c.aide[:1].lower()}{c.aide[1:]}" if c.aide else ""
    return [f"`{c.nom}`" + (" *" if c.requis else ""), f"{c.libelle}{help_}", values_of(c, vers)]


# --- a record and those that stand in it --------------------------------------------------------------


def write_fiche(fiche: type[Fiche], *, sauf: frozenset[str] = frozenset()) -> str:
    """The table of a record, then a section for each record in it."""
    found = sections_of(fiche, (), {fiche}, sauf)
    link = linker(found)
    return "\n".join([table_of([c for c in keys_of(fiche) if c.nom not in sauf], link), *write_sections(found, "##")])


@dataclass(frozen=True)
class Section:
    """A record inside another: what it is called, and its path in the file."""

    fiche: type[Fiche]
    libelle: str
    chemin: tuple[str, ...]


def sections_of(fiche: type[Fiche], path: tuple[str, ...], seen: set[type[Fiche]], sauf: frozenset[str] = frozenset()) -> list[Section]:
    """Each record inside another that was not seen yet, at any depth, where it is first met."""
    found: list[Section] = []
    for c in keys_of(fiche):
        if c.fiche and c.fiche not in seen and c.nom not in sauf:
            seen.add(c.fiche)
            found += [Section(c.fiche, c.libelle, (*path, c.nom)), *sections_of(c.fiche, (*path, c.nom), seen)]
    return found


def titles(sections: list[Section]) -> dict[type[Fiche], str]:
    """The heading of each: its label; with the key above it, where two have the same."""
    counts = Counter(s.libelle for s in sections)
    return {s.fiche: s.libelle if counts[s.libelle] == 1 else f"{s.libelle} ({s.chemin[-2]})" for s in sections}


def write_sections(sections: list[Section], diese: str) -> list[str]:
    """Each record with its heading, where it stands, and its keys."""
    link, titre = linker(sections), titles(sections)
    return [f"{diese} {titre[s.fiche]}\n\nDans `{'.'.join(s.chemin)}`.\n\n{table_of(keys_of(s.fiche), link)}" for s in sections]


def linker(sections: list[Section]) -> Callable[[type[Fiche]], str]:
    """What leads from a key to the section of the record that stands there."""
    titre = titles(sections)
    return lambda kind: f"voir [{titre[kind]}]({ancre(titre[kind])})"
