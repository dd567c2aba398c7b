"""The checks: each a function from a register to findings. `CONTROLES` is the list that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from alp.core.controles.budgets import check_budgets
from alp.core.controles.codes import check_codes, check_communes, check_evaluations, check_lieux, check_origines
from alp.core.controles.contrats import check_contracts
from alp.core.controles.dispositif import check_dispositif
from alp.core.controles.examine import Examine, of
from alp.core.controles.journal import (
    check_future,
    check_ids,
    check_inner_dates,
    check_order,
    check_references,
    check_refs,
    check_transitions,
)
from alp.core.controles.personnes import check_duplicates, check_openings
from alp.core.controles.regards import check_examens, check_free_text, check_reunions, check_sorties
from alp.core.erreurs import Gravite, Probleme
from alp.core.registre import Registre
from alp.core.situation import Situation

CONTROLES: tuple[Callable[[Examine], Iterator[Probleme]], ...] = (
    check_dispositif, check_codes, check_communes, check_origines, check_lieux, check_evaluations, check_transitions, check_future, check_order, check_inner_dates,
    check_refs, check_ids, check_references, check_contracts, check_openings, check_duplicates, check_examens, check_sorties,
    check_reunions, check_budgets, check_free_text,
)  # fmt: skip
"""Every check that runs on a register that could be read."""


def check(registre: Registre, *, au: date, entier: Registre | None = None) -> list[Probleme]:
    """Every finding on a register, but the alertes that someone looked at.

    Args:
        registre: not cut.
        au: today: nothing may have happened later.
        entier: the whole register, where `registre` is cut: what it names may be later.
    """
    ex = Examine(registre, au, entier)
    return [p for rule in CONTROLES for p in rule(ex) if not seen(p, registre)]


def check_one(registre: Registre, situation: Situation, *, au: date) -> list[Probleme]:
    """Every finding on one situation, as it would stand in a register."""
    part = replace(registre, situations=(situation,), reunions={}, actions={}, soins={}, envois={}, budgets={})
    ex = Examine(part, au, entier=registre)
    found = [p for rule in CONTROLES for p in rule(ex) if not seen(p, part)]
    return [p for p in found if p.objet == of(situation) or (p.code == "E211" and situation.id in p.message)]


def seen(found: Probleme, registre: Registre) -> bool:
    """Whether an alerte was looked at: `vu` on its entry, or on any entry for one about the whole situation."""
    situation = registre.par_id.get(found.objet.id) if found.objet.sorte == "situation" else None
    if found.gravite is Gravite.erreur or situation is None:
        return False
    on_entry = len(found.champ) > 1 and found.champ[0] == "journal"
    entries = [situation.journal[int(found.champ[1])]] if on_entry else situation.journal
    return any(v.code == found.code for e in entries for v in e.vu)
