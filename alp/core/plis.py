"""Folds of a journal: what held for a situation on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alp.core.entrees import Changement, Commun, Visite
from alp.core.objets import Foyer, Logement
from alp.core.situation import Situation


def vivantes(situation: Situation) -> tuple[Commun, ...]:
    """The entries that count, in the order of days: cancelled ones are ignored by every rule."""
    return tuple(sorted((e for e in situation.journal if e.annulee is None), key=lambda e: e.le))


def changements(situation: Situation, au: date) -> Iterator[Changement]:
    """The changes up to a day, the latest first."""
    for entree in reversed(vivantes(situation)):
        if isinstance(entree, Changement) and entree.le <= au:
            yield entree


def logement(situation: Situation, au: date) -> Logement | None:
    """The dwelling on a day; none for a person without one."""
    for c in changements(situation, au):
        if c.logement is not None:
            return c.logement if isinstance(c.logement, Logement) else None
    return situation.logement


def bailleur(situation: Situation, au: date) -> str | None:
    """The landlord's code on a day."""
    found = logement(situation, au)
    return found.bailleur if found else None


def foyer(situation: Situation, au: date) -> Foyer:
    """Who lived there on a day."""
    return next((c.foyer for c in changements(situation, au) if c.foyer), situation.foyer)


def problematiques(situation: Situation, au: date) -> tuple[str, ...]:
    """The difficulties on a day."""
    return next((c.problematiques for c in changements(situation, au) if c.problematiques), situation.problematiques)


def referent(situation: Situation, au: date) -> str | None:
    """Who follows it on a day."""
    return next((c.referent for c in changements(situation, au) if c.referent), situation.referent)


def visites(situation: Situation, ailleurs: tuple[Visite, ...] = ()) -> tuple[Visite, ...]:
    """Every visit in which the person was seen or sought: hers, and those noted in another file (`Registre.vues_aussi`)."""
    return (*(e for e in vivantes(situation) if isinstance(e, Visite)), *ailleurs)


def dernier_contact(visits: tuple[Visite, ...]) -> date | None:
    """The last day on which the person was met."""
    return max((v.le for v in visits if v.resultat == "rencontre"), default=None)


def dernier_signe(visits: tuple[Visite, ...]) -> date | None:
    """The last contact that came from the person: met, or on her initiative.

    Source: CNIL, référentiel social et médico-social, délibération 2021-028.
    """
    return max((v.le for v in visits if v.resultat == "rencontre" or v.initiative == "personne"), default=None)
