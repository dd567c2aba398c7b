"""Persons: opened twice, probably the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine, of
from alp.core.echeances import is_ignored
from alp.core.erreurs import Probleme
from alp.core.parcours import FINIES, etape_of
from alp.core.situation import Situation


def check_openings(ex: Examine) -> Iterator[Probleme]:
    """The same person open twice: by a link, or by a pseudonym."""
    d = ex.registre.dispositif
    opened = {s.id: s for s in ex.ensemble if etape_of(s, d) not in FINIES}
    for s in opened.values():
        for n, lien in enumerate(s.liens):
            if lien.nature in ("precedente", "doublon") and lien.situation in opened and lien.situation != s.id:
                yield probleme("E211", of(s), ("liens", n), f"la même personne est aussi ouverte dans {lien.situation}")
    seen: dict[str, str] = {}
    for s in opened.values():
        name = s.personne.pseudonyme
        if name and name in seen:
            yield probleme(
                "E211",
                of(s),
                ("personne", "pseudonyme"),
                f"« {name} » est déjà le pseudonyme d'une autre situation ouverte, {seen[name]}",
                "Prendre un autre pseudonyme, ou clore l'une des deux.",
            )
        elif name:
            seen[name] = s.id


PROCHE = timedelta(days=90)
"""Signal Logement looks for duplicates within 90 days."""


def check_duplicates(ex: Examine) -> Iterator[Probleme]:
    """Two saisines that are probably of one person."""
    groups: dict[tuple[object, ...], list[Situation]] = {}
    for s in ex.ensemble:
        d, p = s.logement, s.personne
        if d and d.commune and d.bailleur and p.naissance and p.genre in ("femme", "homme") and not is_ignored(s):
            groups.setdefault((d.commune, d.bailleur, p.naissance, p.genre), []).append(s)
    for group in groups.values():
        for a, b in combinations(group, 2):
            linked = {lien.situation for lien in a.liens} | {lien.situation for lien in b.liens}
            if not linked & {a.id, b.id} and abs(a.journal[0].le - b.journal[0].le) <= PROCHE:
                yield probleme(
                    "A304", of(b), ("personne",), f"ressemble à {a.id} : même commune, même bailleur, même année de naissance, même genre"
                )
