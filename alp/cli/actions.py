"""Collective actions and days of the vehicle: people met without a file."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from alp.cli.formulaire import Partie, ask_again, fill, review, summary, warn_names
from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import plural, table, write
from alp.cli.saisie import Saisi, commande, options_of
from alp.cli.session import Session
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.controles.codes import check_codes
from alp.core.controles.examine import Examine
from alp.core.controles.journal import check_future
from alp.core.controles.regards import check_free_text
from alp.core.erreurs import AlpError, Gravite
from alp.core.journal import invalid
from alp.core.registre import Registre
from alp.core.reunion import Action
from alp.core.structure import as_json, plain, read_record
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

app = typer.Typer(
    cls=Groupe, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
    context_settings=CONTEXTE, subcommand_metavar="COMMANDE [OPTIONS]", help="Actions collectives et sorties du véhicule.",
)  # fmt: skip


def _new(session: Session, saisi: Saisi) -> Any:
    """Noter une action collective, ou une sortie du véhicule."""
    data, asked = fill(session, Action, saisi, "alp action new")
    if not asked:
        return _save(session, data)
    return review(
        data,
        lambda now: _show(session, now),
        lambda now: ask_again(session, Partie(Action, now))[0],
        lambda now: _save(session, now),
    )


def _save(session: Session, data: dict[str, Any]) -> int:
    read = read_record(Action, data)
    if isinstance(read, list):
        raise invalid(read)
    ids: list[str] = []

    def decide(lecture: Lecture) -> Acte:
        ids.append(_free_id(lecture.registre, read))
        _refuse_errors(lecture.registre, ids[-1], read, session)
        return Acte(f"Action du {short_jour(read.le)} : {codes.NATURES_ACTION[read.nature]}", "action", (ecrit(read, ids[-1]),))

    session.write(decide)
    write(f"Enregistré : actions/{ids[-1]}.yaml.")
    return 0


def _show(session: Session, data: dict[str, Any]) -> None:
    summary("Action", Action, data, session.dispositif)
    warn_names(session.registre, data)


def _free_id(registre: Registre, action: Action) -> str:
    """`2026-11-18-formation`, numbered from the second of the day."""
    base = f"{action.le.isoformat()}-{action.nature}"
    names = [base, *(f"{base}-{n}" for n in range(2, 1000))]
    return next(name for name in names if name not in registre.actions)


def _refuse_errors(registre: Registre, id_: str, action: Action, session: Session) -> None:
    ex = Examine(Registre(registre.dispositif, actions={id_: action}), session.today, entier=registre)
    found = [p for rule in (check_codes, check_future, check_free_text) for p in rule(ex)]
    errors = [p for p in found if p.gravite is Gravite.erreur]
    if errors:
        raise AlpError("Rien n'a été écrit, car " + " ; ".join(p.message for p in errors) + ".", errors[0].remede)


def _list(
    session: Session,
    depuis: Annotated[str | None, typer.Option("--depuis", metavar="DATE", help="À partir de ce jour.")] = None,
) -> Any:
    """Lister les actions collectives."""
    from alp.core.calendrier import read_jour

    since = read_jour(depuis, today=session.today) if depuis else None
    found = sorted((a.le, key, a) for key, a in session.registre.actions.items() if since is None or a.le >= since)
    if session.json:
        return session.show_json([{"id": key} | as_json(plain(a)) for _, key, a in found])
    d = session.dispositif
    rows = [
        (
            le,
            codes.NATURES_ACTION[a.nature],
            codes.PUBLICS_ACTION[a.public] if a.public else "",
            a.nombre,
            d.label("communes", a.commune) if a.commune else "",
            ", ".join(a.par),
            key,
        )
        for le, key, a in found
    ]
    write(table(["Le", "Action", "Public", "Rencontrées", "Commune", "Par", "Fichier"], rows))
    total = sum(a.nombre or 0 for _, _, a in found)
    write(f"{plural(len(found), 'action')}, {plural(total, 'personne rencontrée', 'personnes rencontrées')}.")
    return 0


app.command("new", cls=Commande)(commande(_new, options=options_of(Action)))
app.command("list", cls=Commande)(commande(_list, lit=True))
app.command("nouvelle", cls=Commande, hidden=True)(commande(_new, options=options_of(Action)))
app.command("liste", cls=Commande, hidden=True)(commande(_list, lit=True))
