"""`dispositif.yaml`: declared twice, not at all, or rules that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alp.core import codes
from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine
from alp.core.dispositif import SaufBailleurs
from alp.core.erreurs import DISPOSITIF, Chemin, Probleme
from alp.core.parcours import Etape


def check_dispositif(ex: Examine) -> Iterator[Probleme]:
    """Codes declared twice or not at all, and rules that contradict each other."""
    d = ex.registre.dispositif
    places: Mapping[Chemin, Any] = {
        ("equipe",): d.equipe, ("partenaires",): d.partenaires, ("financeurs",): d.financeurs,
        **{("vocabulaire", name): getattr(d.vocabulaire, name) for name in type(d.vocabulaire).model_fields},
    }  # fmt: skip
    for chemin, declared in places.items():
        seen: set[str] = set()
        for n, one in enumerate(declared):
            if one.code in seen:
                yield probleme("E220", DISPOSITIF, (*chemin, n, "code"), f"« {one.code} » est déclaré deux fois")
            seen.add(one.code)
            if one.devient and not any(x.code == one.devient for x in declared):
                yield probleme("E221", DISPOSITIF, (*chemin, n, "devient"), f"« {one.devient} » n'est pas déclaré")
    yield from _rules_of(d.parcours, {p.code for p in d.partenaires}, has_contrat=d.contrat is not None)


def _rules_of(parcours: Any, partners: set[str], *, has_contrat: bool) -> Iterator[Probleme]:
    here: Chemin = ("parcours",)
    if isinstance(parcours.cellule, SaufBailleurs):
        for n, code in enumerate(parcours.cellule.sauf_bailleurs):
            if code not in partners:
                yield probleme("E221", DISPOSITIF, (*here, "cellule", "sauf_bailleurs", n), f"« {code} » n'est pas un partenaire déclaré")
    for n, code in enumerate(parcours.qui_saisit):
        if code not in partners and code not in codes.ORIGINES:
            yield probleme("E221", DISPOSITIF, (*here, "qui_saisit", n), f"« {code} » n'est pas un partenaire déclaré")
    if parcours.cellule is not None and "cellule" not in parcours.avant and parcours.cellule != "facultative":
        yield probleme("E222", DISPOSITIF, (*here, "cellule"), "la cellule est demandée, mais « avant » ne la contient pas")
    if parcours.ouvre == "contrat" and not has_contrat:
        yield probleme("E222", DISPOSITIF, (*here, "ouvre"), "le contrat ouvre l'accompagnement, mais la section « contrat » manque")
    if parcours.ouvre in (Etape.evaluation, Etape.cellule) and (not parcours.avant or parcours.avant[-1] != parcours.ouvre):
        yield probleme("E222", DISPOSITIF, (*here, "ouvre"), f"« {parcours.ouvre} » n'est pas la dernière étape de « avant »")
