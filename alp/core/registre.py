"""The whole register, read: one frozen value. Everything else is derived from it and a date."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from alp.core.budget import Budget
from alp.core.coupe import cut, cut_situation
from alp.core.dispositif import Dispositif
from alp.core.entrees import Visite
from alp.core.envoi import Envoi
from alp.core.erreurs import UsageError
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation


def fold(texte: str) -> str:
    """`Lefèvre` → `lefevre`: what a search compares."""
    decomposed = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True)
class Registre:
    """A register. `soins` is empty unless care notes were asked for: {situation id: {ref: text}}."""

    dispositif: Dispositif
    situations: tuple[Situation, ...] = ()
    reunions: Mapping[str, Reunion] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    soins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    envois: Mapping[str, Envoi] = field(default_factory=dict)
    budgets: Mapping[int, Budget] = field(default_factory=dict)
    """By year."""

    @cached_property
    def par_id(self) -> dict[str, Situation]:
        """Every id, former ones too → the situation."""
        former = {old: s for s in self.situations for old in s.anciens_ids}
        return former | {s.id: s for s in self.situations}

    @cached_property
    def vues_aussi(self) -> dict[str, tuple[Visite, ...]]:
        """Situation id → the visits noted in other files in which its person was seen too (`aussi`)."""
        found: dict[str, list[Visite]] = {}
        for s in self.situations:
            for e in s.journal:
                if isinstance(e, Visite) and e.annulee is None:
                    for other in {self.par_id[o].id for o in e.aussi if o in self.par_id} - {s.id}:
                        found.setdefault(other, []).append(e)
        return {key: tuple(visits) for key, visits in found.items()}

    def au(self, le: date) -> Registre:
        """The register cut at the end of a day: nothing dated later is left in it."""
        situations = tuple(s for s in (cut_situation(s, le) for s in self.situations) if s)
        kept = {s.id for s in situations}
        return replace(
            self,
            situations=situations,
            reunions={key: cut(r, le) for key, r in self.reunions.items() if r.le <= le},
            actions={key: cut(a, le) for key, a in self.actions.items() if a.le <= le},
            soins={key: cut_soins(notes, self.par_id[key], le) for key, notes in self.soins.items() if key in kept},
            envois={key: e for key, e in self.envois.items() if e.le <= le},
            budgets={year: b for year, b in self.budgets.items() if year <= le.year},
        )

    def situation(self, mot: str, *, today: date) -> Situation:
        """The situation that a word names: an id, `14` for this year's 014, `2025-14`, or a pseudonym.

        Raises:
            UsageError: none, or several.
        """
        found = self.candidates(mot, today=today)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"Aucune situation ne répond à « {mot} ».", "Voir les identifiants et les pseudonymes avec : alp list")
        listed = ", ".join(f"{s.id} ({s.personne.pseudonyme or 'sans pseudonyme'})" for s in found[:6])
        raise UsageError(f"« {mot} » peut désigner plusieurs situations : {listed}.", "Donner l'identifiant entier.")

    def candidates(self, mot: str, *, today: date) -> list[Situation]:
        """Every situation that a word may name; see `situation`."""
        if exact := self.par_id.get(mot.strip().upper()):
            return [exact]
        by_number = [s for s in self.situations if any(_abbreviates(mot.strip(), i, today.year) for i in (s.id, *s.anciens_ids))]
        wanted = fold(mot.strip())
        return by_number or [s for s in self.situations if s.personne.pseudonyme and fold(s.personne.pseudonyme) == wanted]


def cut_soins(notes: Mapping[str, str], situation: Situation, le: date) -> dict[str, str]:
    """Care notes whose entry is not dated later than a day."""
    later = {e.ref for e in situation.journal if e.le > le}
    return {ref: text for ref, text in notes.items() if ref not in later}


def _abbreviates(mot: str, id_: str, year: int) -> bool:
    _, id_year, number = id_.rsplit("-", 2)
    left, _, right = mot.upper().removeprefix(id_.rsplit("-", 2)[0] + "-").rpartition("-")
    if not right.isascii() or not right.isdigit() or (left and not (left.isascii() and left.isdigit())):
        return False
    return int(right) == int(number) and (left or str(year)) == id_year
