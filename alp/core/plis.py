"""Folds of a journal: what held for a situation on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alp.core.entrees import Accord, Changement, Commun, Evenement, Nouvelles, Reprise, Saisine, SansSuite, Sortie, Visite
from alp.core.objets import Foyer, Logement
from alp.core.situation import Situation


def vivantes(situation: Situation) -> tuple[Commun, ...]:
    """The entries that count, in the order of days: cancelled ones are ignored by every rule."""
    return tuple(sorted((e for e in situation.journal if e.annulee is None), key=lambda e: e.le))


def changements(situation: Situation, au: date) -> Iterator[Changement]:
    """The changes up to a day, the latest first; of one day, the last written."""
    found = [e for e in situation.journal if isinstance(e, Changement) and e.annulee is None and e.le <= au]
    found.sort(key=lambda e: e.le)
    yield from reversed(found)


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


def bail(situation: Situation, au: date) -> str | None:
    """The lease of the dwelling on a day: the last one said since she entered it; a dwelling left takes its lease along."""
    for c in changements(situation, au):
        if c.bail or c.logement is not None:
            return c.bail
    return None


def evenements_en_cours(situation: Situation, au: date) -> tuple[Evenement, ...]:
    """What befell up to a day and is not over: no last day, and no outcome."""
    found = (e for e in vivantes(situation) if isinstance(e, Evenement) and e.le <= au)
    return tuple(e for e in found if e.fin_le is None and e.issue is None)


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


def dernier_signe(visits: tuple[Visite, ...], entrees: tuple[Commun, ...] = ()) -> date | None:
    """The last contact that came from the person: met, on her initiative, or her own request, or news that she gives.

    Source: CNIL, référentiel social et médico-social, délibération 2021-028.
    """
    seen = [v.le for v in visits if v.resultat == "rencontre" or v.initiative == "personne"]
    said = [e.le for e in entrees if _from_her(e)]
    return max([*seen, *said], default=None)


def _from_her(entree: Commun) -> bool:
    """Whether an entry is her own word: she asked, or gave news."""
    return (isinstance(entree, (Saisine, Reprise)) and entree.origine == "personne") or (
        isinstance(entree, Nouvelles) and entree.source == "personne"
    )


def is_dead(situation: Situation) -> bool:
    """Whether it ended by the person's death."""
    return any(isinstance(e, (Sortie, SansSuite)) and e.motif == "deces" for e in vivantes(situation))


def consent_given(situation: Situation, objet: str, le: date) -> bool:
    """Whether an accord of that kind is in force on a day: the last answer up to then is yes."""
    answers = [e for e in vivantes(situation) if isinstance(e, Accord) and e.objet == objet and e.le <= le]
    return bool(answers) and answers[-1].reponse == "oui"
