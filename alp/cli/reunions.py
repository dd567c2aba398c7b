"""Meetings: the commands of `alp meeting`."""

from __future__ import annotations

from typing import Any

import typer

from alp.cli.envois import meeting_sent
from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import plural, table, write
from alp.cli.reunion_commun import Laquelle, find_meeting, meeting_json, show_meeting
from alp.cli.reunion_dire import notify
from alp.cli.reunion_examen import EXAMEN, decide
from alp.cli.reunion_fixer import REGLAGES, attend_, move, set_
from alp.cli.reunion_inviter import invite
from alp.cli.reunion_preparer import add, plan_, point, remove
from alp.cli.reunion_tenir import run
from alp.cli.saisie import commande
from alp.cli.session import Session
from alp.core import codes
from alp.core.seance import open_points
from alp.core.structure import as_json, plain

app = typer.Typer(
    cls=Groupe, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
    context_settings=CONTEXTE, subcommand_metavar="COMMANDE [OPTIONS]", help="Réunions : préparer l'ordre du jour, inviter, décider, dire les décisions.",
)  # fmt: skip


def _show(session: Session, reunion: Laquelle = None) -> Any:
    """Montrer une réunion : qui vient, l'ordre du jour et pourquoi chaque situation y est, ce qui est décidé."""
    key = find_meeting(session, reunion)
    return session.show_json(meeting_json(session, key)) if session.json else show_meeting(session, key)


def _list(session: Session) -> Any:
    """Lister les réunions."""
    registre = session.lecture.registre
    found = sorted(registre.reunions.items(), key=lambda item: item[1].le)
    if session.json:
        return session.show_json([{"id": key} | as_json(plain(r)) for key, r in found])
    rows = [(r.le, codes.NATURES_REUNION[r.nature], len(r.ordre_du_jour), len(open_points(registre, key)), key) for key, r in found]
    write(table(["Le", "Réunion", "Situations", "À décider", "Nom"], rows), f"{plural(len(rows), 'réunion')}.")
    return 0


for _names, _made in (
    (("plan", "preparer"), commande(plan_)),
    (("show", "voir"), commande(_show, lit=True)),
    (("list", "liste"), commande(_list, lit=True)),
    (("add", "ajouter"), commande(add)),
    (("remove", "retirer"), commande(remove)),
    (("point", "changer"), commande(point)),
    (("set", "fixer"), commande(set_, options=REGLAGES)),
    (("attend", "presents"), commande(attend_)),
    (("invite", "inviter"), commande(invite, lit=True)),
    (("move", "reporter"), commande(move)),
    (("decide", "decider"), commande(decide, options=EXAMEN)),
    (("run", "tenir"), commande(run)),
    (("notify", "dire"), commande(notify)),
    (("sent", "envoye"), commande(meeting_sent)),
):
    for _n, _name in enumerate(_names):
        app.command(_name, cls=Commande, hidden=_n > 0)(_made)
