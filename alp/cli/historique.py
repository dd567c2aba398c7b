"""Who did what; undoing."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from alp.cli.montre import table, write
from alp.cli.saisie import Yes, commande
from alp.cli.session import Renonce, Session
from alp.core.erreurs import Objet
from alp.store.chemins import path_of
from alp.store.historique import passages, plan_undo, undo_subject
from alp.store.historique import undo as undo_last


def _log(
    session: Session,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False, help="Une seule situation.")] = None,
    nombre: Annotated[int, typer.Option("-n", "--nombre", metavar="N", min=1, help="Combien, les plus récents.")] = 20,
) -> Any:
    """Qui a fait quoi, et quand : les plus récents d'abord."""
    paths: tuple[str, ...] = ()
    if id:
        s = session.find(id)
        paths = tuple(path_of(Objet(kind, name)) for name in (s.id, *s.anciens_ids) for kind in ("situation", "soins"))
    depuis = session.connu.commit if session.connu else "HEAD"
    all_ = passages(session.depot, paths, None if session.au_texte else nombre, depuis)
    found = [p for p in all_ if not session.au_texte or p.quand.date() <= session.le][:nombre]
    if session.json:
        return session.show_json(
            [
                {
                    "commit": p.commit,
                    "quand": p.quand.isoformat(),
                    "qui": p.qui,
                    "action": p.action,
                    "situations": list(p.situations),
                    "sujet": p.sujet,
                }
                for p in found
            ]
        )
    write(table(["Quand", "Qui", "Quoi"], entiers=["Quand"], lignes=[(f"{p.quand:%d/%m/%Y %H:%M}", p.qui, p.sujet) for p in found]))
    return 0


log = commande(_log, lit=True)


def _undo(session: Session, yes: Yes = False) -> Any:
    """Défaire la dernière commande de ce registre ; la défaire encore la refait."""
    plan = plan_undo(session.depot)
    if session.interactive and not yes:
        from alp.cli import questions

        verb, _, what = undo_subject(plan.sujet).partition(" : ")
        if not questions.confirm(f"{'Refaire' if verb == 'Refait' else 'Défaire'} « {what} » ?"):
            raise Renonce("Rien n'a été défait." if verb == "Défait" else "Rien n'a été refait.")
    done = undo_last(session.depot)
    write(f"{undo_subject(done.sujet)}.", "Recommencer « alp undo » ferait l'inverse.")
    return 0


undo = commande(_undo)
