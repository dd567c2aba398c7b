"""Contracts: overlaps, gaps, limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from alp.core.calendrier import short_jour
from alp.core.catalogue import probleme
from alp.core.contrat import Periode, chaine
from alp.core.controles.examine import Examine, of, rank
from alp.core.erreurs import Probleme
from alp.core.situation import Situation


def check_contracts(ex: Examine) -> Iterator[Probleme]:
    """Overlaps, gaps, and more renewals than the dispositif admits."""
    regles = ex.registre.dispositif.contrat
    for s in ex.registre.situations:
        periodes = chaine(s, ex.registre.dispositif)
        for before, after in pairwise(periodes):
            yield from _between(s, before, after)
        for p in periodes:
            if regles and regles.renouvellements_max is not None and p.rang - 1 > regles.renouvellements_max:
                message = f"contrat n° {p.rang} : {p.rang - 1} renouvellements pour {regles.renouvellements_max} admis"
                yield probleme("A302", of(s), (*rank(s, p.contrat), "debut"), message)


def _between(s: Situation, before: Periode, after: Periode) -> Iterator[Probleme]:
    if before.fin is None or after.debut <= before.fin:
        end = f"jusqu'au {short_jour(before.fin)}" if before.fin else "sans terme"
        yield probleme(
            "E210",
            of(s),
            (*rank(s, after.contrat), "debut"),
            f"le contrat commence le {short_jour(after.debut)}, et le précédent court {end}",
        )
    elif after.rang > 1 and (gap := (after.debut - before.fin).days - 1) > 0:
        days = f"{gap} jour{'s' if gap > 1 else ''} sans contrat"
        yield probleme("A301", of(s), (*rank(s, after.contrat), "debut"), f"{days} depuis le {short_jour(before.fin + timedelta(days=1))}")
