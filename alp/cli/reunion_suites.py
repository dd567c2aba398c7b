"""The feed-back of a meeting in one gesture: the situations where nothing has changed go on together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from alp.cli.ecrire import add_entries
from alp.cli.montre import plural, write
from alp.cli.reunion_commun import forget, meeting
from alp.cli.session import Session, say
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.erreurs import AlpError
from alp.core.seance import Etat, retour, routine
from alp.core.situation import Situation
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

PLUSIEURS = 3
"""Fewer are walked one by one: it takes no longer."""
CONTINUE = "poursuite"
"""What is decided of a situation where nothing has changed."""
Entries = Sequence[tuple[str, dict[str, Any]]]


def ask_suites(session: Session, key: str) -> None:
    """Show the feed-back as one list, and let those where nothing has changed go on, in one commit; the others are walked one by one."""
    from alp.cli import questions

    known = session.lecture.registre.par_id
    points = [p.situation for p in routine(session.lecture.registre, key)]
    if len(points) < PLUSIEURS:
        return
    rows = {id_: _line(session, known[id_], key) for id_ in points}
    seen = questions.choose_many(f"{len(points)} suites. Lesquelles ont changé, et sont à voir une à une ?", rows)
    same = [id_ for id_ in points if id_ not in seen]
    if not same:
        return
    others = f"les {len(same)} autres" if seen else f"les {len(same)}"
    choices = {"oui": f"Oui : « {codes.DECISIONS[CONTINUE]} », ce qui est promis court toujours", "non": "Non : les voir une à une aussi"}
    if questions.choose_deliberately(f"Rien n'a changé pour {others} : noter qu'on continue ?", choices) == "oui":
        _continue(session, key, same)


def _line(session: Session, situation: Situation, key: str) -> str:
    """« ALP28-2026-002  Loire : admission le 03/11/2026 ; promis : 1 en retard ; 2 rencontres depuis »."""
    head = f"{situation.id}  {situation.personne.pseudonyme or ''}".rstrip()
    back = retour(situation, meeting(session, key).le)
    if back is None:
        return head
    states = Counter(state for _, state in back.engagements)
    left = ", ".join(f"{states[state]} {state}" for state in (Etat.en_retard, Etat.en_cours) if states[state])
    met = sum(v.resultat == "rencontre" for v in back.visites)
    return " ; ".join(
        (
            f"{head} : {codes.DECISIONS[back.examen.decision]} le {short_jour(back.examen.le)}",
            f"promis : {left}" if left else "plus rien de promis",
            f"{plural(met, 'rencontre')} depuis",
        )
    )


def _continue(session: Session, key: str, ids: Sequence[str]) -> None:
    """Record the same decision for each situation, in one commit; one that does not admit it stays to be walked, and it is said why."""
    entry = [("examen", _examen(session, key))]
    refused = {id_: why for id_ in ids if (why := _refusal(session, id_, entry))}
    kept = [id_ for id_ in ids if id_ not in refused]

    def decide(lecture: Lecture) -> Acte:
        files = tuple(ecrit(add_entries(session, lecture, id_, entry)[0]) for id_ in kept)
        return Acte(f"Réunion {key} : {plural(len(kept), 'suite')}, {codes.DECISIONS[CONTINUE]}", "meeting", files, tuple(kept))

    if kept:
        session.write(decide)
        forget(session)
        write(f"Enregistré : {plural(len(kept), 'situation')}, {codes.DECISIONS[CONTINUE]}.")
    for id_, why in refused.items():
        say(f"{id_} reste à voir : {why}")


def _refusal(session: Session, id_: str, entry: Entries) -> str:
    """Why a situation does not admit an entry; empty where it does."""
    try:
        add_entries(session, session.lecture, id_, entry)
    except AlpError as error:
        return error.message
    return ""


def _examen(session: Session, key: str) -> dict[str, Any]:
    """The passage of a situation of which nothing new is said."""
    data = {"le": meeting(session, key).le, "reunion": key, "objet": "suites", "decision": CONTINUE}
    return data | ({"par": session.moi} if session.moi else {})
