"""Anonymised stories of a path, drafted for the coordinator to finish."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import typer

from alp.cli.documents import Formats, Sortie, read_formats
from alp.cli.montre import out_path
from alp.cli.saisie import commande
from alp.cli.session import Session, say
from alp.cli.situations import Id
from alp.core.rapport.vignette import vignette as draft
from alp.store.rendus import own_templates, save

COURT = 8
"""Digits of what names a file: enough for two stories not to meet."""


def _vignette(
    session: Session,
    id: Id,
    avec_sante: Annotated[
        bool, typer.Option("--avec-sante", help="Dire ce qui touche à la santé dans ses propres mots, au lieu de mots généraux.")
    ] = False,
    formats: Formats = "docx",
    sortie: Sortie = None,
) -> Any:
    """Écrire le brouillon d'une histoire anonyme, tirée du journal : à relire et à finir, pour un rapport d'activité."""
    from alp.documents.arbre import read
    from alp.documents.formats import FORMATS, make
    from alp.documents.gabarits import Gabarits
    from alp.documents.habillage import Habillage

    wanted = read_formats(formats)
    situation = session.find(id)
    record = draft(session.lecture.registre, situation.id, au=session.le, sante=avec_sante)
    if session.json:
        return session.show_json({"paragraphes": list(record.paragraphes)})
    text = read(Gabarits([own_templates(session.depot)]).render("vignette", {"vignette": record}))
    for code in wanted:
        name = _name(situation.id, session.tel_que_connu) + FORMATS[code].extension
        made = save(session.depot, sortie, name, make(text, code, Habillage("", session.le)))
        if made.garde:
            say(f"{made.garde.name} a été modifié depuis : il est gardé, le nouveau est à côté.")
        out_path(made.chemin)
    say("→ La relire et la finir avant de la montrer : dans une petite ville, quelques détails suffisent à reconnaître quelqu'un.")
    return 0


def _name(situation: str, suffixe: str) -> str:
    """`vignette-7f3a2c1d`: always the same for a situation, and its id is not in it."""
    return f"vignette-{hashlib.sha256(situation.encode()).hexdigest()[:COURT]}{suffixe}"


vignette = commande(_vignette, lit=True)
