"""After a meeting: telling each decision, and noting what the person says of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from alp.cli.entrees import tell
from alp.cli.formulaire import value_text
from alp.cli.montre import table, text, write
from alp.cli.reunion_commun import Laquelle, find_meeting
from alp.cli.session import Session, read_stdin, say
from alp.core import codes
from alp.core.calendrier import read_jour, short_jour
from alp.core.champs import champs_de
from alp.core.echeances import ELLE, untold
from alp.core.entrees import Examen
from alp.core.erreurs import Refus, UsageError
from alp.core.objets import PositionPersonne
from alp.core.preparation.commun import label_of
from alp.core.seance import decided, points_of
from alp.core.situation import Situation
from alp.core.structure import plain


def notify(
    session: Session,
    reunion: Laquelle = None,
    situation: Annotated[
        str | None, typer.Argument(metavar="[SITUATION]", show_default=False, help="Une situation ; sinon la liste.")
    ] = None,
    a: Annotated[str | None, typer.Option("--a", metavar="CODE", help="À qui : personne, ou un partenaire.")] = None,
    le: Annotated[str | None, typer.Option("--le", metavar="DATE", help="Quel jour ; aujourd'hui.")] = None,
    canal: Annotated[str | None, typer.Option("--canal", metavar="CODE", help="Par quel moyen : " + ", ".join(codes.CANAUX) + ".")] = None,
    position: Annotated[
        str | None,
        typer.Option("--position", metavar="-", help="Ce que la personne en dit, lu sur l'entrée standard ; seul, il se note après coup."),
    ] = None,
) -> Any:
    """Noter qu'une décision a été dite, et ce que la personne en dit ; sans situation, montrer à qui elles restent à dire."""
    key = find_meeting(session, reunion)
    if situation is None:
        return _show_untold(session, key)
    found = session.find(situation)
    done = decided(session.lecture.registre, key, found.id)
    if done is None:
        raise Refus(
            f"{found.id} n'a pas encore été décidée le {short_jour(session.lecture.registre.reunions[key].le)}.",
            f"alp meeting decide {key} {found.id}",
        )
    if a is None and position is None:
        a, canal = _ask_told(session, found, done, canal)
    day = read_jour(le, today=session.today) if le else session.today
    return tell(session, found, done, a, day, canal, position=_position(session, found, done, a, position))


def _position(session: Session, situation: Situation, examen: Examen, a: str | None, typed: str | None) -> str | None:
    """Her own view: from standard input, or asked for once it is she who was told.

    Raises:
        UsageError: it was typed on the command line, where the history of the terminal keeps it.
        Refus: one is noted already.
    """
    if typed not in (None, "-"):
        raise UsageError(
            "Ses mots ne se tapent pas sur la ligne de commande, que l'ordinateur garde.", "Écrire --position - , puis le texte."
        )
    if known := examen.position_personne:
        if typed is None:
            return None
        raise Refus(
            f"Ce qu'elle en dit est déjà noté, le {short_jour(known.le)}.",
            f"Le corriger : alp amend {situation.id} {examen.ref} --position-personne-texte -",
        )
    if typed == "-":
        return read_stdin() or None
    if a not in ELLE or not session.interactive:
        return None
    from alp.cli import questions

    champ = next(c for c in champs_de(PositionPersonne) if c.nom == "texte")
    return questions.write_text(champ.question, hint="ses mots, autant que possible ; Entrée pour passer") or None


def _ask_told(session: Session, situation: Situation, examen: Examen, canal: str | None) -> tuple[str, str | None]:
    """To whom, and how: those to whom it is still to be told come first.

    Raises:
        UsageError: nobody to ask.
    """
    missing = untold(situation, examen, session.dispositif, session.today)
    if not session.interactive:
        raise UsageError(
            "À qui la décision a-t-elle été dite ?", f"Ajouter --a {(missing or ['personne'])[0]}, et --canal : {', '.join(codes.CANAUX)}."
        )
    from alp.cli import questions

    rows = {**codes.DESTINATAIRES, **session.dispositif.choices("partenaires", le=examen.le)}
    chosen = questions.choose("À qui la décision a-t-elle été dite ?", {c: rows[c] for c in dict.fromkeys([*missing, *rows]) if c in rows})
    return str(chosen), canal or questions.choose("Par quel moyen ?", dict(codes.CANAUX), skip=True)


def _show_untold(session: Session, key: str) -> int:
    registre, d = session.lecture.registre, session.dispositif
    champ = next(c for c in champs_de(Examen) if c.nom == "notifications")
    rows = []
    for p in points_of(registre, key):
        if done := decided(registre, key, p.situation):
            situation = registre.par_id[p.situation]
            told = value_text(champ, [plain(n) for n in done.notifications], d) if done.notifications else ""
            view = f"notée le {short_jour(done.position_personne.le)}" if done.position_personne else ""
            left = ", ".join(label_of(d, code) for code in untold(situation, done, d, session.today))
            name = situation.personne.pseudonyme or ""
            rows.append((p.situation, name, codes.DECISIONS[done.decision], told, text(left, "bold red"), view))
    titles = ["Situation", "Pseudonyme", "Décision", "Dite à", "À dire à", "Ce qu'elle en dit"]
    write(table(titles, rows, entiers=["Situation"], cedent=["Pseudonyme"]) if rows else "Rien n'y a encore été décidé.")
    say(f"→ Noter : alp meeting notify {key} ID --a personne --canal rencontre ; ce qu'elle en dit : --position -")
    return 0
