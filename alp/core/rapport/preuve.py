"""The proof of a report: its figures with the members behind each, and a print of every entry that it could see.

Internal: it names situations, and never leaves with the report. The commit is information only: verifying never needs it,
since an erasure rewrites the history.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from alp.core.dispositif import Dispositif
from alp.core.erreurs import AlpError
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Membre, Mesure, Poids
from alp.core.rapport.rapport import Rapport
from alp.core.registre import Registre
from alp.core.structure import as_json, plain

FORMAT = 1
EN_TETE = ""
"""The key of a situation's header among its entries."""

IDENTITE = ("id", "anciens_ids")
"""What a situation is called: no fact about it."""
Empreintes = dict[str, dict[str, str]]
"""Object (`ALP28-2026-014`, `reunions/…`, `actions/…`, `dispositif`) → entry (or the header) → print."""

Comptes = dict[str, list[list[str]]]
"""Table → rows of cells, as written."""


# --- what a proof is made of --------------------------------------------------------------------------


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Jour = Annotated[str, AfterValidator(_day)]
Membres = list[tuple[str, str | None]]


class DuRegistre(BaseModel):
    """Whose proof it is: its sigle, then those that it had; former id → id."""

    sigles: Annotated[list[str], Field(min_length=1)]
    anciens_ids: dict[str, str]


class Demande(BaseModel):
    """What was asked for, and on which day."""

    le: Jour
    periode: str
    financeur: str | None
    masque: bool
    arrete: Jour | None


class Figure(BaseModel):
    """A figure, exactly, and what stands behind it."""

    valeur: str | None
    base: str | None
    numerateur: str | None
    non_renseigne: int
    membres: Membres
    inconnus: Membres
    ventilations: dict[str, dict[str, str | None]]


class Publiee(BaseModel):
    """What the proof of a masked report keeps: see `core.rapport.publication`."""

    cellules: dict[str, int]
    masquees: list[str]
    sensibles: list[str]
    contraintes: list[tuple[list[tuple[int, str]], Literal["=", "<="], int, Literal["cellule", "sensible", "libre"]]]


class DesComptes(BaseModel):
    """The accounts of a form, and the model that has them."""

    modele: str
    tableaux: Comptes


class Preuve(BaseModel):
    """The whole."""

    registre: DuRegistre
    rapport: Demande
    definitions: dict[str, str]
    indicateurs: dict[str, Figure]
    entrees: Empreintes
    publication: Publiee | None = None
    comptes: DesComptes | None = None


def digest(value: Any) -> str:
    """Sixteen hexadecimal figures of the SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- making -------------------------------------------------------------------------------------------


def make_preuve(
    r: Rapport, *, le: date, commit: str, version: str, publication: Mapping[str, Any] | None = None, modele: str = "", comptes: Comptes | None = None
) -> dict[str, Any]:  # fmt: skip
    """The proof of a report, as data.

    Args:
        r: the report.
        le: the day on which it is made.
        commit: the register's commit, for information.
        version: alp's.
        publication: of a masked report, what its reader holds (`write_publication`).
        modele: the name of its model, where it has accounts.
        comptes: its accounts, which are no figures of situations (`core.rapport.formulaires`).
    """
    made: dict[str, Any] = {
        "format": FORMAT,
        "alp": version,
        "registre": {
            "sigles": sigles(r.dispositif),
            "anciens_ids": {old: s.id for s in r.registre.situations for old in s.anciens_ids},
        },
        "rapport": {
            "le": le.isoformat(),
            "periode": r.periode.code,
            "financeur": r.financeur.code if r.financeur else None,
            "masque": r.masque,
            "arrete": r.arrete.isoformat() if r.arrete else None,
        },
        "commit": commit or None,
        "definitions": {i.code: digest(definition_of(i)) for i in r.indicateurs},
        "indicateurs": {i.code: _figure(r.mesures[i.code]) for i in r.indicateurs},
        "entrees": empreintes(r.etude.registre),
    }
    if publication is not None:
        made["publication"] = dict(publication)
    if comptes:
        made["comptes"] = {"modele": modele, "tableaux": dict(comptes)}
    return made | {"empreinte": digest(made)}


def write_preuve(preuve: Mapping[str, Any]) -> bytes:
    """A proof as its file holds it."""
    return (json.dumps(preuve, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def definition_of(i: Indicateur) -> list[str]:
    """The words that make an indicator what it is."""
    return [i.code, i.definition, str(i.unite), str(i.calcul), i.base]


def _figure(m: Mesure) -> dict[str, Any]:
    return {
        "valeur": exact(m.valeur), "base": exact(m.base), "numerateur": exact(m.resultat.numerateur), "non_renseigne": m.non_renseigne,
        "membres": _members(m.membres), "inconnus": _members((*m.inconnus, *m.incertains)),
        "ventilations": {axe: {c.cle: exact(c.valeur) for c in cases} for axe, cases in m.ventilations.items()},
    }  # fmt: skip


def exact(value: Poids | None) -> str | None:
    """A number, exactly: `12`, `1.70`, `4/3`."""
    return None if value is None else str(value)


def _members(membres: Iterable[Membre]) -> list[list[str | None]]:
    return sorted(([m.nom, exact(m.poids)] for m in membres), key=lambda pair: (pair[0] or "", pair[1] or ""))


def sigles(d: Dispositif) -> list[str]:
    """The names of a register: its sigle, then those that it had."""
    return [d.sigle, *d.anciens_sigles]


def empreintes(registre: Registre) -> Empreintes:
    """A print of all that a report could look at, entry by entry, of a register already cut.

    A situation is the same one whatever its id has become, wherever it is named.
    """
    current = {old: s.id for s in registre.situations for old in s.anciens_ids}

    def mark(record: BaseModel, *without: str) -> str:
        said = {key: value for key, value in plain(record).items() if key not in without}
        return digest(_renamed(as_json(said), current) if current else as_json(said))

    found: Empreintes = {"dispositif": {EN_TETE: mark(registre.dispositif)}}
    for s in registre.situations:
        found[s.id] = {EN_TETE: mark(s, "journal", *IDENTITE)} | {e.ref: mark(e) for e in s.journal}
    found |= {f"reunions/{key}": {EN_TETE: mark(r)} for key, r in registre.reunions.items()}
    return found | {f"actions/{key}": {EN_TETE: mark(a)} for key, a in registre.actions.items()}


def _renamed(value: Any, current: Mapping[str, str]) -> Any:
    """The same data, where former ids are those of today."""
    if isinstance(value, dict):
        return {key: _renamed(item, current) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, current) for item in value]
    return current.get(value, value) if isinstance(value, str) else value


# --- reading ------------------------------------------------------------------------------------------


def read_preuve(text: str) -> dict[str, Any]:
    """A proof as it was written.

    Raises:
        AlpError: it is not one, or someone changed it.
    """
    try:
        found = json.loads(text)
        mark = digest({key: value for key, value in found.items() if key != "empreinte"}) if isinstance(found, dict) else ""
    except (ValueError, RecursionError):
        raise _not_one() from None
    if not isinstance(found, dict) or "empreinte" not in found or "indicateurs" not in found:
        raise _not_one()
    if found.get("format") != FORMAT:
        raise AlpError("Cette preuve vient d'une autre version d'alp.", "Mettre alp à jour, puis recommencer.")
    if not _whole(found):
        raise _not_one()
    if mark != found["empreinte"]:
        raise AlpError(
            "Cette preuve a été modifiée après coup : elle ne prouve plus rien.",
            "La reprendre là où le rapport a été gardé, ou refaire le rapport avec --connu-le au jour de son envoi.",
        )
    return found


def _not_one() -> AlpError:
    return AlpError("Ce fichier n'est pas une preuve de rapport.", "Donner le fichier …preuve.json écrit à côté du rapport.")


def _whole(found: Mapping[str, Any]) -> bool:
    """Whether all that a proof is read for stands in it."""
    try:
        Preuve.model_validate(found)
    except ValidationError:
        return False
    return set(found["indicateurs"]) <= set(found["definitions"])


def same_register(one: Mapping[str, Any], sigles_: Iterable[str]) -> bool:
    """Whether a proof speaks of the register that has, or had, one of these sigles."""
    return not set(one["registre"]["sigles"]).isdisjoint(sigles_)


def made_on(preuve: Mapping[str, Any]) -> date:
    """The day on which a proof says that it was made."""
    return date.fromisoformat(preuve["rapport"]["le"])
