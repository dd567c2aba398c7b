"""Everything due at a date: each with its kind, day, situation, `ref` and reason. Nothing of it is stored.

One file per moment of a follow-up; `REGLES` lists the rules that look at one situation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from alp.core.echeances.arrivee import (
    ATTENTE_MOIS,
    due_attente,
    due_evaluation,
    due_information,
    due_premiere_visite,
    due_recevabilite,
    due_reponse,
)
from alp.core.echeances.contrats import due_bilan, due_contrat, due_renouvellement, has_bilan
from alp.core.echeances.decisions import ELLE, due_engagements, due_notification, untold
from alp.core.echeances.rapports import due_rapports
from alp.core.echeances.suivi import due_effacement, due_reevaluation, due_rencontre, due_retour_hopital, due_suites, due_verification
from alp.core.echeances.vue import NATURES, Echeance, Vue, is_ignored
from alp.core.registre import Registre

__all__ = ["ATTENTE_MOIS", "ELLE", "NATURES", "REGLES", "Echeance", "Vue", "due", "due_evaluation", "has_bilan", "is_ignored", "untold"]

REGLES: tuple[Callable[[Vue], Iterator[Echeance]], ...] = (
    due_recevabilite, due_attente, due_reponse, due_information, due_premiere_visite, due_evaluation, due_rencontre, due_suites, due_engagements,
    due_contrat, due_bilan, due_renouvellement, due_notification, due_verification, due_reevaluation, due_retour_hopital, due_effacement,
)  # fmt: skip
"""Every rule that looks at one situation."""


def due(registre: Registre, *, au: date) -> list[Echeance]:
    """Everything due, whatever its day, sorted by day.

    Args:
        registre: already cut at `au`.
        au: the day that asks.
    """
    vues = (Vue.of(registre, s, au) for s in registre.situations if not is_ignored(s))
    found = [e for vue in vues for rule in REGLES for e in rule(vue)]
    return sorted([*found, *due_rapports(registre, au)], key=lambda e: (e.le, e.situation or "", e.nature))
