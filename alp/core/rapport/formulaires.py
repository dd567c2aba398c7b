"""Reports whose shape is somebody else's: a financial report, an OSCARS sheet. What their templates are given besides the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alp.core.rapport.financier import compte_rendu_financier
from alp.core.rapport.oscars import fiche_oscars
from alp.core.rapport.rapport import Rapport
from alp.core.tableau import Tableau


@dataclass(frozen=True)
class Formulaire:
    """One of them: its template is `<nom>.md.j2`, and uses `variable`."""

    nom: str
    variable: str
    prepare: Callable[[Rapport], Any]
    tableaux: Callable[[Any], tuple[Tableau, ...]]
    """Its tables for a spreadsheet, of what was prepared."""


FORMULAIRES: Mapping[str, Formulaire] = {
    f.nom: f
    for f in (
        Formulaire("rapport_financier", "financier", compte_rendu_financier, lambda p: p.tableaux),
        Formulaire("fiche_oscars", "fiche", fiche_oscars, lambda p: (p.tableau,)),
    )
}
"""By the name of their model."""


def given(nom: str, r: Rapport) -> dict[str, Any]:
    """What the template of a model uses besides `rapport`: nothing, for a report like the others.

    Raises:
        UsageError: the period does not suit, or something that it needs is not written yet.
    """
    found = FORMULAIRES.get(nom)
    return {found.variable: found.prepare(r)} if found else {}


def own_tables(nom: str, r: Rapport) -> tuple[Tableau, ...]:
    """The tables of a model that has its own; none for a report like the others.

    Raises:
        UsageError: see `given`.
    """
    found = FORMULAIRES.get(nom)
    return found.tableaux(found.prepare(r)) if found else ()
