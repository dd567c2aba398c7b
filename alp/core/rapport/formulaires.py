"""Reports whose shape is somebody else's: a financial report, an OSCARS sheet. What their templates are given besides the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from alp.core.dispositif import Dispositif
from alp.core.rapport.composition import Composition
from alp.core.rapport.financier import compte_rendu_financier
from alp.core.rapport.modeles import Modele
from alp.core.rapport.oscars import fiche_oscars, figures_of
from alp.core.rapport.rapport import Rapport
from alp.core.tableau import Tableau


@dataclass(frozen=True)
class Formulaire:
    """One of them: its template is `<nom>.md.j2`, and uses `variable`."""

    nom: str
    variable: str
    prepare: Callable[[Composition], Any]
    tableaux: Callable[[Any], tuple[Tableau, ...]]
    """Its tables for a spreadsheet, of what was prepared."""
    chiffres: Callable[[Modele, Dispositif], Modele] = lambda modele, dispositif: modele
    """Its model, of the figures that this dispositif's form prints."""
    comptes: Callable[[Rapport], tuple[Tableau, ...]] = lambda r: ()
    """Its tables that are no figures of situations: its proof keeps them besides the figures."""
    public: bool = False
    """Whether anyone may read it: small numbers are then always hidden."""


FORMULAIRES: Mapping[str, Formulaire] = {
    f.nom: f
    for f in (
        Formulaire(
            "rapport_financier",
            "financier",
            lambda c: compte_rendu_financier(c.rapport),
            lambda p: p.tableaux,
            comptes=lambda r: compte_rendu_financier(r).tableaux,
        ),
        Formulaire("fiche_oscars", "fiche", fiche_oscars, lambda p: (p.tableau,), figures_of, public=True),
    )
}
"""By the name of their model."""


def is_public(nom: str) -> bool:
    """Whether what a model writes is read by anyone, whoever it was made for."""
    return nom in FORMULAIRES and FORMULAIRES[nom].public


def figures_of_form(modele: Modele, d: Dispositif) -> Modele:
    """A model, of the figures that it prints for a dispositif.

    Raises:
        UsageError: what `dispositif.yaml` asks for cannot be printed there.
    """
    found = FORMULAIRES.get(modele.nom)
    return found.chiffres(modele, d) if found else modele


def given(nom: str, c: Composition) -> dict[str, Any]:
    """What the template of a model uses besides `rapport`: nothing, for a report like the others.

    Raises:
        UsageError: the period does not suit, or something that it needs is not written yet.
    """
    found = FORMULAIRES.get(nom)
    return {found.variable: found.prepare(c)} if found else {}


def own_tables(nom: str, c: Composition) -> tuple[Tableau, ...]:
    """The tables of a model that has its own; none for a report like the others.

    Raises:
        UsageError: see `given`.
    """
    found = FORMULAIRES.get(nom)
    return found.tableaux(found.prepare(c)) if found else ()


def comptes(nom: str, r: Rapport) -> dict[str, list[list[str]]]:
    """What the proof of a form keeps besides its figures: the rows of its accounts, by table; nothing for a report like the others.

    Raises:
        UsageError: see `given`.
    """
    found = FORMULAIRES.get(nom)
    tables = found.comptes(r) if found else ()
    return {t.titre: [[_written(cell) for cell in row] for row in t.lignes] for t in tables}


def _written(cell: object) -> str:
    """A cell as a proof holds it: « 1710.00 » and « 1710 » are one amount."""
    return "" if cell is None else f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)
