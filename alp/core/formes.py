"""What each type of entry wants of whoever writes it: one table, for the forms and for the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core import codes
from alp.core.dispositif import Dispositif
from alp.core.entrees import Saisine
from alp.core.plis import problematiques, vivantes
from alp.core.seance import may_pass
from alp.core.situation import Situation

TOUT = frozenset({"*"})
"""Any field but the day and who writes."""
_D_USAGE = frozenset({"le", "par"})


@dataclass(frozen=True)
class Lieu:
    """Where an entry is written: of which situation, by which rules, on which day."""

    situation: Situation
    dispositif: Dispositif
    le: date


@dataclass(frozen=True)
class Forme:
    """One type of entry.

    `substance`: fields of which one makes it say something; `demande`: a terminal asks for them even where nothing required is missing;
    `exige`: without any, it is refused. `defauts`: values taken when nothing is said; `proposes`: answers that questions propose, and
    `inchange`: those that say nothing when left as proposed. `sauf`: fields not asked for. `soin`: whether a care note is asked for.
    """

    substance: frozenset[str] = frozenset()
    demande: bool = False
    exige: bool = False
    defauts: Callable[[Lieu], Mapping[str, Any]] = lambda lieu: {}
    proposes: Callable[[Lieu], Mapping[str, Any]] = lambda lieu: {}
    inchange: frozenset[str] = frozenset()
    sauf: Callable[[Lieu], frozenset[str]] = lambda lieu: frozenset()
    soin: bool = False

    def says_something(self, names: Iterable[str]) -> bool:
        """Whether an entry that has these fields says anything."""
        said = set(names) - _D_USAGE
        return bool(said if self.substance == TOUT else said & self.substance)

    def kept(self, data: Mapping[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, without the proposals left as they were that say nothing so."""
        return {name: value for name, value in data.items() if name not in self.inchange or value != proposed.get(name)}


def _mois(lieu: Lieu) -> Mapping[str, Any]:
    rules = lieu.dispositif.contrat
    return {"mois": rules.mois} if rules and rules.mois else {}


def _anonyme(lieu: Lieu) -> frozenset[str]:
    return frozenset({"anonyme"}) if may_pass(lieu.situation, lieu.le) else frozenset()


def _problematiques(lieu: Lieu) -> Mapping[str, Any]:
    return {"problematiques": list(problematiques(lieu.situation, lieu.le))}


def _evaluateurs(lieu: Lieu) -> Mapping[str, Any]:
    return {"participants": list(lieu.dispositif.parcours.evaluation_par)}


def _sans_reponse(lieu: Lieu) -> frozenset[str]:
    """No partner waits for an answer where the person, a relative or the team itself referred."""
    origins = [e.origine for e in vivantes(lieu.situation) if isinstance(e, Saisine) and e.le <= lieu.le]
    waits = bool(origins) and any(p.code == origins[-1] for p in lieu.dispositif.partenaires)
    return frozenset() if waits else frozenset({"reponse"})


_MONDE = frozenset({"logement", "bail", "foyer", "problematiques", "referent", "note"})
_CONSTATE = frozenset({"domaines", "constats", "synthese", *codes.INSTRUMENTS})
ORDINAIRE = Forme()
FORMES: dict[str, Forme] = {
    "recevabilite": Forme(sauf=_sans_reponse),
    "visite": Forme(soin=True),
    "note": Forme(substance=TOUT, exige=True),
    "demarche": Forme(substance=TOUT, exige=True, soin=True),
    "orientation": Forme(substance=TOUT, exige=True),
    "changement": Forme(substance=_MONDE, demande=True, exige=True, proposes=_problematiques, inchange=frozenset({"problematiques"})),
    "evaluation": Forme(substance=_CONSTATE, demande=True, proposes=_evaluateurs, soin=True),
    "contrat": Forme(defauts=_mois, proposes=lambda lieu: {"debut": lieu.le}),
    "examen": Forme(sauf=_anonyme),
}
"""By type; the others are ordinary."""


def forme_of(type_: str) -> Forme:
    """What a type of entry wants."""
    return FORMES.get(type_, ORDINAIRE)
