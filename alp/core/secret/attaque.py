"""The reader who wants to know: what the printed report lets him find of what is masked."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from alp.core.secret.mondes import extreme
from alp.core.secret.publication import SEUIL, Publication
from alp.core.secret.systeme import Bornes, Systeme, systeme


def attaque(publication: Publication, masquees: AbstractSet[str], *, seuil: int = SEUIL, raisons: bool = True) -> Mapping[str, Bornes]:
    """The least and the greatest value that each masked cell may have, for someone who knows all the rest.

    He knows the printed cells, those already issued, the equations, and that people are counted in whole numbers from 0 up.

    Args:
        publication: with the true values, of which he sees only those not masked.
        masquees: the cells that are not printed.
        seuil: under it, every number is masked.
        raisons: he also knows why each cell is masked: small, or to protect another (so at least the threshold). This is more than the rule says
            (some cell of each tied group is small, not which), so a cell that keeps two values here keeps them for whoever knows the rule.
            Otherwise: he knows of no rule at all.

    Returns:
        by key; none as greatest value where there is no limit. Both ends are reached by worlds checked in exact arithmetic.
    """
    s = systeme(publication, seuil)
    free = {i for i, cle in enumerate(s.cles) if cle in masquees} | s.restes
    found = {s.cles[i]: _range(s, i, free, raisons=raisons) for i in sorted(free - s.restes)}
    issued = {cle: (value, value) for cle, value in publication.deja.items() if cle in masquees}
    return {**found, **issued}


def _range(s: Systeme, i: int, free: AbstractSet[int], *, raisons: bool) -> Bornes:
    low, high = (extreme(s, i, free, sign, raisons=raisons) for sign in (1, -1))
    least, greatest = (s.valeurs[i] if isinstance(end, str) else end.get(i, s.valeurs[i]) for end in (low, high))
    return least, None if high == "infini" else greatest
