"""The steps of a situation: a fold of its journal over one table.

`TRANSITIONS`, at the foot of this file, is the whole rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from alp.core import codes
from alp.core.calendrier import add_months, short_jour
from alp.core.dispositif import Dispositif, SaufBailleurs
from alp.core.entrees import TYPES, Commun
from alp.core.plis import bailleur, vivantes
from alp.core.situation import Situation


class Etape(StrEnum):
    signalee = "signalee"
    evaluation = "evaluation"
    cellule = "cellule"
    accompagnement = "accompagnement"
    relais = "relais"
    close = "close"
    non_retenue = "non_retenue"

    @property
    def label(self) -> str:
        return LIBELLES[self]


LIBELLES = {
    Etape.signalee: "signalée", Etape.evaluation: "évaluation", Etape.cellule: "cellule", Etape.accompagnement: "accompagnement",
    Etape.relais: "relais", Etape.close: "close", Etape.non_retenue: "non retenue",
}  # fmt: skip


def etape_label(etape: Etape | None, dispositif: Dispositif) -> str:
    """What a step is called in this dispositif: the meeting that decides has its own name (« commission »)."""
    if etape is None:
        return "avant la saisine"
    return codes.NATURES_REUNION[dispositif.parcours.reunion].split(" ")[0] if etape is Etape.cellule else etape.label


AVANT_ACCOMPAGNEMENT = frozenset({Etape.signalee, Etape.evaluation, Etape.cellule})
SUIVIES = frozenset({Etape.accompagnement, Etape.relais})
"""The steps of the file active."""
FINIES = frozenset({Etape.close, Etape.non_retenue})
OUVERTES = AVANT_ACCOMPAGNEMENT | SUIVIES


@dataclass(frozen=True)
class Regles:
    """What the table needs to know of a dispositif, for one situation on one day."""

    avant: tuple[Etape, ...]
    ouvre_contrat: bool
    contrats: bool

    def next_step(self, faites: frozenset[Etape], depuis: Etape) -> Etape:
        """The first step of `avant` not done yet; after the last, accompaniment, or stay where the contract opens it."""
        for etape in self.avant:
            if etape not in faites:
                return etape
        return depuis if self.ouvre_contrat else Etape.accompagnement


@dataclass(frozen=True, slots=True)
class Etat:
    """Where a fold stands: the step (none before the first saisine) and the steps of `avant` already done."""

    etape: Etape | None = None
    faites: frozenset[Etape] = field(default_factory=frozenset)


Vers = Callable[[Etat, Regles], Etat]


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which steps, which entry, to which step."""

    depuis: frozenset[Etape | None]
    type: str
    quand: Mapping[str, frozenset[str]]
    vers: Vers
    libelle: str
    si: Callable[[Etat, Regles], bool] = lambda etat, regles: True

    def admits(self, etat: Etat, entree: Commun, regles: Regles) -> bool:
        """Whether the row applies to an entry of its type at one of its steps."""
        for name, values in self.quand.items():
            if getattr(entree, name) not in values:
                return False
        return self.si(etat, regles)


class Pas(NamedTuple):
    """One entry of the fold: the step before and after; `permis` is false where the table does not allow it."""

    entree: Commun
    avant: Etat
    apres: Etat
    permis: bool

    @property
    def is_entree(self) -> bool:
        """Whether the day is an *entrée*: accompaniment is entered from outside {accompagnement, relais}."""
        return self.apres.etape is Etape.accompagnement and self.avant.etape not in SUIVIES

    @property
    def is_sortie(self) -> bool:
        """Whether the day is a *sortie*: {accompagnement, relais} are left."""
        return self.avant.etape in SUIVIES and self.apres.etape not in SUIVIES


def regles_for(dispositif: Dispositif, situation: Situation, le: date) -> Regles:
    """The rules for one situation on a day: its landlord may dispense with the cell."""
    p = dispositif.parcours
    sauf = p.cellule.sauf_bailleurs if isinstance(p.cellule, SaufBailleurs) else ()
    skip_cellule = p.cellule == "facultative" or (bool(sauf) and bailleur(situation, le) in sauf)
    avant = tuple(Etape(e) for e in p.avant if not (e == "cellule" and skip_cellule))
    return Regles(avant=avant, ouvre_contrat=p.ouvre == "contrat", contrats=dispositif.contrat is not None)


def step(etat: Etat, entree: Commun, regles: Regles) -> Etat | None:
    """Where an entry leads; none if the table does not allow it."""
    for row in _ROWS.get((etat.etape, getattr(entree, "type", "")), ()):
        if row.admits(etat, entree, regles):
            return row.vers(etat, regles)
    return None


def walk(situation: Situation, dispositif: Dispositif, entrees: Sequence[Commun] | None = None) -> Iterator[Pas]:
    """Fold the journal, entry by entry; an entry that the table refuses leaves the step as it was.

    Args:
        situation: whose journal.
        dispositif: its rules.
        entrees: the entries that count, in the order of days, where they are at hand.
    """
    etat = Etat()
    same = None if isinstance(dispositif.parcours.cellule, SaufBailleurs) else regles_for(dispositif, situation, date.min)
    for entree in vivantes(situation) if entrees is None else entrees:
        after = step(etat, entree, same or regles_for(dispositif, situation, entree.le))
        yield Pas(entree, etat, after or etat, after is not None)
        etat = after or etat


def etat_of(situation: Situation, dispositif: Dispositif) -> Etat:
    """Where the situation stands at the end of its journal."""
    etat = Etat()
    for pas in walk(situation, dispositif):
        etat = pas.apres
    return etat


def etape_of(situation: Situation, dispositif: Dispositif) -> Etape:
    """The step at the end of the journal."""
    return etat_of(situation, dispositif).etape or Etape.signalee


def allowed_types(etat: Etat, regles: Regles) -> list[str]:
    """The types of entry that may follow at a step."""
    rows = [t for t in TRANSITIONS if etat.etape in t.depuis and t.si(etat, regles)]
    return [name for name in TYPES if any(t.type == name for t in rows)]


def allowed_sentence(etat: Etat, regles: Regles) -> str:
    """« Possible maintenant : … », with the values that a type is limited to."""
    parts = []
    for name in allowed_types(etat, regles):
        rows = [t for t in TRANSITIONS if t.type == name and etat.etape in t.depuis and t.si(etat, regles)]
        limited = sorted({v for t in rows for values in t.quand.values() for v in values}) if all(t.quand for t in rows) else []
        parts.append(f"{name} ({', '.join(limited)})" if limited else name)
    return ", ".join(parts)


def reprise_refusee(situation: Situation, dispositif: Dispositif, le: date) -> str:
    """Why a reprise on that day comes too late; empty if it does not."""
    fins = [
        p.entree.le for p in walk(situation, dispositif) if p.apres.etape in FINIES and p.avant.etape not in FINIES and p.entree.le <= le
    ]
    mois = dispositif.parcours.reprise_mois
    if fins and add_months(fins[-1], mois) < le:
        return f"la fin du {short_jour(fins[-1])} date de plus de {mois} mois"
    return ""


# --- the table ----------------------------------------------------------------------------------------


def _to(etape: Etape) -> Vers:
    return lambda etat, regles: Etat(etape, etat.faites)


def _stay(etat: Etat, regles: Regles) -> Etat:
    return etat


def _retained(etat: Etat, regles: Regles) -> Etat:
    return Etat(regles.next_step(etat.faites, etat.etape or Etape.signalee), etat.faites)


def _reopen(etat: Etat, regles: Regles) -> Etat:
    return Etat(regles.next_step(frozenset(), Etape.signalee), frozenset())


def _done(etape: Etape) -> Vers:
    def vers(etat: Etat, regles: Regles) -> Etat:
        faites = etat.faites | {etape}
        return Etat(regles.next_step(faites, etat.etape or etape), faites)

    return vers


def _ready_for_contrat(etat: Etat, regles: Regles) -> bool:
    return regles.contrats and regles.ouvre_contrat and all(e in etat.faites for e in regles.avant)


def _has_contrats(etat: Etat, regles: Regles) -> bool:
    return regles.contrats


_REFUS_SAISINE = frozenset(codes.RECEVABILITES) - {"recevable", "liste_attente"}
_PARTOUT = (
    "saisine",
    "recevabilite",
    "accord",
    "visite",
    "demarche",
    "evaluation",
    "examen",
    "orientation",
    "changement",
    "evenement",
    "note",
)


def _row(
    depuis: frozenset[Etape | None], type_: str, vers: Vers, libelle: str, si: Callable[[Etat, Regles], bool] | None = None, **quand: str
) -> Transition:
    wanted = {name: frozenset(value.split()) for name, value in quand.items()}
    return Transition(depuis, type_, wanted, vers, libelle, si) if si else Transition(depuis, type_, wanted, vers, libelle)


def _on(*etapes: Etape | None) -> frozenset[Etape | None]:
    return frozenset(etapes)


_AVANT = frozenset[Etape | None](AVANT_ACCOMPAGNEMENT)
_SUIVIES = frozenset[Etape | None](SUIVIES)
_FINIES = frozenset[Etape | None](FINIES)
_OUVERTES = frozenset[Etape | None](OUVERTES)

TRANSITIONS: tuple[Transition, ...] = (
    _row(_on(None), "saisine", _to(Etape.signalee), "signalée"),
    _row(_on(Etape.signalee), "recevabilite", _retained, "la première étape préalable, sinon accompagnement", decision="recevable"),
    _row(_on(Etape.signalee), "recevabilite", _stay, "reste", decision="liste_attente"),
    _row(_on(Etape.signalee), "recevabilite", _to(Etape.non_retenue), "non retenue", decision=" ".join(sorted(_REFUS_SAISINE))),
    _row(
        _AVANT,
        "evaluation",
        _done(Etape.evaluation),
        "la prochaine étape préalable, sinon accompagnement (reste, où le contrat ouvre)",
        stade="entree",
    ),
    _row(
        _AVANT,
        "examen",
        _done(Etape.cellule),
        "la prochaine étape préalable, sinon accompagnement (reste, où le contrat ouvre)",
        decision="admission",
    ),
    _row(_AVANT, "examen", _to(Etape.non_retenue), "non retenue", decision="refus reorientation"),
    _row(_AVANT, "sans_suite", _to(Etape.non_retenue), "non retenue"),
    _row(
        _AVANT,
        "contrat",
        _to(Etape.accompagnement),
        "accompagnement, où le contrat ouvre et les étapes préalables sont faites",
        _ready_for_contrat,
    ),
    _row(_on(Etape.accompagnement), "relais", _to(Etape.relais), "relais"),
    _row(_on(Etape.relais), "contrat", _to(Etape.accompagnement), "accompagnement", _has_contrats),
    _row(_on(Etape.relais), "examen", _to(Etape.accompagnement), "accompagnement", decision="poursuite renouvellement"),
    _row(_SUIVIES, "sortie", _to(Etape.close), "close"),
    _row(_FINIES, "reprise", _reopen, "la première étape préalable"),
    _row(_on(Etape.accompagnement), "contrat", _stay, "reste", _has_contrats),
    _row(_SUIVIES, "bilan", _stay, "reste"),
    *(_row(_OUVERTES, type_, _stay, "reste") for type_ in _PARTOUT),
    *(_row(_FINIES, type_, _stay, "reste") for type_ in ("nouvelles", "note", "saisine")),
)
"""The first row that matches applies; where none does, the entry is refused."""

_ROWS: dict[tuple[Etape | None, str], tuple[Transition, ...]] = {
    (etape, type_): tuple(t for t in TRANSITIONS if t.type == type_ and etape in t.depuis) for etape in (None, *Etape) for type_ in TYPES
}
"""The same rows, by the step and the type of entry that they are for."""
