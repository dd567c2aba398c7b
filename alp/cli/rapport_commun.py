"""What the commands of `alp report` share: the period, the reader, the report that is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from alp.cli.session import Session, clock
from alp.core.dispositif import Financeur
from alp.core.indicateurs.mesure import Nombre
from alp.core.indicateurs.table import known
from alp.core.periode import PeriodeRapport, read_periode
from alp.core.preparation.table import DOCUMENTS
from alp.core.rapport.formulaires import figures_of_form, is_public
from alp.core.rapport.modeles import MODELES, Modele, find_modele
from alp.core.rapport.rapport import Rapport, conventions_of, find_financeur, rapport, refuse_unlived
from alp.store.rendus import own_templates

Periode = Annotated[
    str, typer.Argument(metavar="PERIODE", show_default=False, help="2026-10, 2026-T3, 2026-S1, 2026 ou 2026-01-01..2026-06-30.")
]
Pour = Annotated[
    str | None, typer.Option("--pour", metavar="FINANCEUR", help="Le code d'un financeur : sa convention dit ce qui compte. Sinon tout.")
]
LeModele = Annotated[
    str | None,
    typer.Option(
        "--modele",
        metavar="NOM",
        help=f"{', '.join(m.removeprefix('rapport_').removeprefix('fiche_') for m in MODELES)}, ou un des vôtres ; sinon selon la durée.",
    ),
]
Public = Annotated[bool, typer.Option("--public", help="Masquer les petits nombres, pour diffuser.")]


def ask(session: Session, periode: str, pour: str | None, *, public: bool = False, choix: tuple[str, ...] = ()) -> Rapport:
    """The figures that were asked for; none chosen: all that the dispositif knows."""
    asked = read_lived(session, periode)
    return rapport(session.lecture.registre, asked, _funder(session, pour), choix=choix, public=public, au=session.le)


def ask_modele(session: Session, periode: str, pour: str | None, nom: str | None, *, public: bool = False) -> tuple[Rapport, Modele]:
    """The report that was asked for, and its model: only the figures that it tells and that the dispositif knows."""
    asked, funder = read_lived(session, periode), _funder(session, pour)
    modele = figures_of_form(modele_of(session, asked, funder, nom), session.dispositif)
    here = {i.code for i in known(session.lecture.registre.dispositif)}
    codes = tuple(c for c in modele.codes if c in here)
    return rapport(session.lecture.registre, asked, funder, choix=codes, public=public or is_public(modele.nom), au=session.le), modele


def read_lived(session: Session, periode: str) -> PeriodeRapport:
    """The period typed, of which something may be told.

    Raises:
        UsageError: it is none, it is to come, or it was before the dispositif.
    """
    asked = read_periode(periode)
    refuse_unlived(session.lecture.registre, asked, session.le, clock(session.dispositif.fuseau))
    return asked


def modele_of(session: Session, periode: PeriodeRapport, financeur: Financeur | None, nom: str | None) -> Modele:
    """The kind of report: the one named, the one of the funder's convention, else by its length."""
    found = sorted(path.name.removesuffix(".md.j2") for path in own_templates(session.depot).glob("[a-z]*.md.j2"))
    own = [name for name in found if name not in DOCUMENTS]
    return find_modele(nom, periode, conventions_of(financeur, periode) if financeur else (), own)


def _funder(session: Session, pour: str | None) -> Financeur | None:
    return None if pour is None else find_financeur(session.lecture.registre.dispositif, pour.strip())


def counted(shown: str, value: Nombre, unite: str) -> str:
    """« 0 visite », « 1,5 heure », « 2 heures », « 12,5 % »: French plural begins at two."""
    return f"{shown} {unite.removesuffix('s') if -2 < value < 2 else unite}".strip()
