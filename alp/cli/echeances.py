"""What is due, and noting that it is done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.ecrire import show_written
from alp.cli.formulaire import refuse_new_errors
from alp.cli.montre import plural, table, text, write
from alp.cli.page import ALARME
from alp.cli.saisie import Lecteur, commande
from alp.cli.session import Session, say
from alp.cli.situations import Id
from alp.core import codes
from alp.core.avancer import Fermeture, closable, close_due
from alp.core.calendrier import read_jour, short_jour
from alp.core.champs import champs_de
from alp.core.echeances import NATURES, Echeance
from alp.core.echeances import due as all_due
from alp.core.erreurs import Refus, UsageError
from alp.core.journal import amend, entree_of
from alp.core.objets import Fait
from alp.core.situation import Situation
from alp.core.suivi import Suivi, echeance_json
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture


def _due(
    session: Session,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False, help="Une seule situation.")] = None,
    jours: Annotated[int, typer.Option("--jours", metavar="N", min=0, max=3650, help="Jusqu'à combien de jours d'ici.")] = 30,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FICHIER", help="Écrire un calendrier, sans rien de personnel.")] = None,
) -> Any:
    """Ce qui est en retard, et ce qui sera dû bientôt."""
    only = session.find(id).id if id else None
    limit = session.le + timedelta(days=jours)
    found = [e for e in all_due(session.registre, au=session.le) if e.le <= limit and (only is None or e.situation == only)]
    if ics:
        if ics.parent.name == "documents":  # the register's own folder for what alp makes
            ics.parent.mkdir(mode=0o700, exist_ok=True)
        from alp.documents.calendrier import write_calendar

        ics.write_bytes(write_calendar(found, session.dispositif, session.le))
        say(f"Calendrier écrit : {ics} ({plural(len(found), 'échéance')}).")
        if not session.json:
            return 0
    if session.json:
        return session.show_json([echeance_json(e) for e in found])
    return _show_due(session, found)


def _show_due(session: Session, found: list[Echeance]) -> int:
    late = [e for e in found if e.late(session.le)]
    if not found:
        write(f"Rien n'est dû au {short_jour(session.le)}.")
        return 0
    write(due_table(session, found))
    write(
        f"{plural(len(late), 'en retard', 'en retard')}, {plural(len(found) - len(late), 'à venir', 'à venir')}. Pour cocher : alp done, puis le pseudonyme."
    )
    if report := next((e for e in late if e.nature == "rapport"), None):
        say(f"→ Un rapport se fait ({report.commande}) ; une fois parti, il se garde : alp report sent FICHIER.pdf")
    return 0


def due_table(session: Session, found: list[Echeance]) -> Any:
    """Due things as a table; what is late stands out in words too, not by colour alone."""
    names = {s.id: s.personne.pseudonyme or "" for s in session.registre.situations}
    rows = []
    for e in found:
        late = (session.le - e.le).days
        when = f"{plural(late, 'jour')} de retard" if late > 0 else "aujourd'hui" if late == 0 else f"dans {plural(-late, 'jour')}"
        style = ALARME if late > 0 else ""
        rows.append(
            (
                text(e.le, style),
                text(when, style),
                e.situation or "",
                names.get(e.situation or "", ""),
                NATURES[e.nature],
                e.motif,
                e.ref or "",
            )
        )
    return table(
        ["Le", "Retard", "Situation", "Pseudonyme", "Quoi", "Pourquoi", "Réf."],
        rows,
        entiers=["Le", "Situation", "Réf."],
        cedent=["Retard"],
    )


due = commande(_due, lit=True)


# --- done ---------------------------------------------------------------------------------------------


def _done(
    session: Session,
    id: Id,
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", show_default=False, help="La référence que montre alp due.")] = None,
    le: Annotated[str | None, typer.Option("--le", metavar="DATE", help="Quel jour ; aujourd'hui.")] = None,
    resultat: Annotated[str | None, typer.Option("--resultat", metavar="TEXTE", help="Avec quel résultat.")] = None,
    a: Annotated[str | None, typer.Option("--a", metavar="CODE", help="À qui : une réponse, une décision dite.")] = None,
    canal: Annotated[str | None, typer.Option("--canal", metavar="CODE", help="Par quel moyen : " + ", ".join(codes.CANAUX) + ".")] = None,
    abandon: Annotated[str | None, typer.Option("--abandon", metavar="MOTIF", help="Abandonné au lieu d'être fait, et pourquoi.")] = None,
) -> Any:
    """Noter qu'une chose due est faite, ou abandonnée."""
    situation = session.find(id)
    suivi = Suivi.of(session.registre, situation, session.today)
    echeance = _choose(session, suivi, ref)
    write(f"{NATURES[echeance.nature].capitalize()} : {echeance.motif}")
    fermeture = Fermeture(_day(session, le), resultat, a, canal, abandon)
    return _write_done(session, situation, echeance, fermeture)


def _day(session: Session, le: str | None) -> date:
    """The day it was done: given, asked for, else today."""
    if le is None and session.interactive:
        from alp.cli import questions

        champ = next(c for c in champs_de(Fait) if c.nom == "le")
        return questions.ask(champ, Lecteur(session.registre, session.today), session.today, session.today)  # type: ignore[no-any-return]
    return read_jour(le, today=session.today) if le else session.today


def _choose(session: Session, suivi: Suivi, ref: str | None) -> Echeance:
    """The due thing meant: by its ref, or the only one, or chosen."""
    found = [e for e in suivi.echeances(session.registre) if e.situation == suivi.situation.id]
    near = [e for e in found if ref is None or (e.ref is not None and ref in (e.ref, e.ref.partition(".")[0]))]
    exact = [e for e in near if e.ref == ref and closable(e)]
    named = exact if len(exact) == 1 else [e for e in near if closable(e)] or (near if ref else [])
    if len(named) == 1:
        return named[0]
    if not found or (ref and not named):
        raise UsageError(
            f"Rien n'est dû{f' sous « {ref} »' if ref else ''} pour {suivi.situation.id}.",
            f"Voir ce qui est dû : alp due {suivi.situation.id} --jours 365",
        )
    if not named:
        raise Refus("Ce qui est dû se règle par d'autres commandes :", " ; ".join(f"{e.motif} : {e.commande}" for e in found))
    if not session.interactive:
        listed = ", ".join(f"{e.ref} ({NATURES[e.nature]} : {e.motif})" for e in named)
        raise UsageError(f"Plusieurs choses sont dues : {listed}.", f"Donner la référence : alp done {suivi.situation.id} REF")
    from alp.cli import questions

    chosen = questions.choose(
        "Qu'est-ce qui est fait ?", {str(n): f"{short_jour(e.le)} : {NATURES[e.nature]} : {e.motif}" for n, e in enumerate(named)}
    )
    return named[int(chosen or 0)]


def _write_done(session: Session, situation: Situation, echeance: Echeance, fermeture: Fermeture) -> int:
    written: list[tuple[Situation, str]] = []

    def decide(lecture: Lecture) -> Acte:
        before = session.find(situation.id, lecture)
        ref, changes = close_due(Suivi.of(lecture.registre, before, session.today), echeance, fermeture)
        after = amend(before, ref, changes, lecture.registre.dispositif)
        refuse_new_errors(lecture, before, after, session.today)
        written.append((after, ref))
        return Acte(f"{after.id} : fait, {NATURES[echeance.nature]}", "done", (ecrit(after),), (after.id,))

    session.write(decide)
    after, ref = written[-1]
    return show_written(session, after, [entree_of(after, ref)])


done = commande(_done)
