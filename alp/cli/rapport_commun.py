"""What the commands of `alp report` share: the period, the reader, the report that is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from alp.cli.montre import plural
from alp.cli.session import Session, clock, say
from alp.core.dispositif import Financeur
from alp.core.indicateurs.mesure import Nombre
from alp.core.indicateurs.table import PAR_CODE, known
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import PeriodeRapport, read_periode
from alp.core.preparation.commun import inside
from alp.core.preparation.table import DOCUMENTS
from alp.core.rapport.formulaires import figures_of_form, is_public
from alp.core.rapport.liens import CORRIGE, Cle, read_cle
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
NOMMES = 4
"""How many figures that can be found are named."""
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


def hint(texte: str) -> None:
    """A message for somebody at a terminal: what a task without one prints is mailed to somebody who asked for nothing."""
    if sys.stderr.isatty():
        say(texte)


def say_divulged(cles: Iterable[str]) -> None:
    """What a reader can find of hidden numbers, from what he holds already: which figures, and what may be done.

    Args:
        cles: the keys of the cells (`core.rapport.liens`).
    """
    cells = [read_cle(c.rstrip(CORRIGE)) for c in sorted(cles)]
    names = list(dict.fromkeys(f"{_label(c)} ({read_periode(c.periode).libelle})" for c in cells))
    more = len(names) - NOMMES
    told = " ; ".join(names[:NOMMES]) + (f" ; et {plural(more, 'autre')}" if more > 0 else "")
    say(
        f"Attention : avec ce qu'il a déjà reçu, ce lecteur peut retrouver {plural(len(cells), 'nombre masqué', 'nombres masqués')} : {told}."
    )
    say(
        "→ alp compte comme reçu tout rapport dont la preuve est dans documents/ ou envois/ : effacer celles de ce qui n'est jamais parti, puis refaire."
    )


def _label(c: Cle) -> str:
    """« Visites, par lieu »."""
    axis = c.suffixe.removeprefix("/").partition("=")[0]
    by = f", {inside(VENTILATIONS[axis].libelle)}" if axis in VENTILATIONS else ""
    return (PAR_CODE[c.code].libelle if c.code in PAR_CODE else c.code) + by


def counted(shown: str, value: Nombre, unite: str) -> str:
    """« 0 visite », « 1,5 heure », « 2 heures », « 12,5 % »: French plural begins at two."""
    return f"{shown} {unite.removesuffix('s') if -2 < value < 2 else unite}".strip()
