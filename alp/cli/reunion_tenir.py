"""Holding a meeting: one item after the other, then the other points; it can be stopped and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alp.cli.envoyes import meeting_name
from alp.cli.formulaire import warn_names
from alp.cli.montre import plural, text, title, write
from alp.cli.page import DOUX, show_situation
from alp.cli.reunion_commun import Laquelle, change, find_meeting, forget, meeting
from alp.cli.reunion_examen import decide_item, refuse_early
from alp.cli.reunion_fixer import settle
from alp.cli.reunion_preparer import add_free, add_situation, ask_said, remove_situation
from alp.cli.reunion_suites import ask_suites
from alp.cli.saisie import choose_situation
from alp.cli.session import Renonce, Session, say
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.erreurs import AlpError, UsageError
from alp.core.objets import Engagement
from alp.core.ordre_du_jour import change_libre, change_point
from alp.core.reunion import PointOrdreDuJour
from alp.core.seance import Etat, decided, open_points, points_of, retour, why
from alp.core.suivi import Suivi

EN_SEANCE = 3
"""Entries of a journal shown during a meeting: its time is short."""


# --- run ----------------------------------------------------------------------------------------------


def run(session: Session, reunion: Laquelle = None) -> Any:
    """Tenir la réunion : chaque situation est montrée, puis décidée. On peut s'arrêter et reprendre : ce qui est décidé l'est."""
    key = find_meeting(session, reunion)
    if not session.interactive:
        raise UsageError("Cette commande demande un terminal.", f"Décider sans elle : alp meeting decide {key} ID --decision …")
    refuse_early(session, key)
    try:
        return _hold(session, key)
    except KeyboardInterrupt:
        say(f"\n→ Ce qui est décidé est enregistré. Reprendre : alp meeting run {key}")
        raise


def _hold(session: Session, key: str) -> int:
    """The approval, the feed-back in one list, the items one after the other, the other points; what is left."""
    _ask_approval(session, key)
    ask_suites(session, key)
    stopped, seen = False, set[str]()
    while not stopped and (point := next((p for p in open_points(session.lecture.registre, key) if p.situation not in seen), None)):
        chosen = _walk_item(session, key, point)
        stopped = chosen == "arreter"
        if chosen in ("decider", "passer"):
            seen.add(point.situation)
    if not stopped:
        _walk_free(session, key)
    return _say_what_is_left(session, key)


def _say_what_is_left(session: Session, key: str) -> int:
    registre = session.lecture.registre
    if not points_of(registre, key):
        write("L'ordre du jour est vide.")
        say(f"→ Le dresser : alp meeting plan {registre.reunions[key].le.isoformat()} ; ou ajouter : alp meeting add {key} ID")
        return 0
    left = open_points(registre, key)
    write(f"{plural(len(left), 'situation')} à décider." if left else "Tout est décidé.")
    say(
        f"→ Reprendre : alp meeting run {key}"
        if left
        else f"→ Dire les décisions, et noter ce qu'en dit la personne : alp meeting notify {key}"
    )
    return 0


def _ask_approval(session: Session, key: str) -> None:
    """The last minutes, before the first item: reservations are written, no reservation writes nothing."""
    from alp.cli import questions

    reunion, registre = meeting(session, key), session.lecture.registre
    begun = any(decided(registre, key, p.situation) for p in reunion.ordre_du_jour)
    if reunion.approbation is None or reunion.approbation.reserves or begun:
        return
    choices = {"": "Approuvé sans réserve", "reserves": "Approuvé avec des réserves"}
    if questions.choose(f"Compte rendu à approuver, {meeting_name(registre, reunion.approbation.reunion)} :", choices):
        said = questions.write_text("Avec quelles réserves ?", check=lambda t: bool(t.strip()) or "Quelques mots sont nécessaires ici.")
        settle(session, key, {"approbation": {"reserves": said}})


def _walk_item(session: Session, key: str, point: PointOrdreDuJour) -> str:
    """Show one item, then decide it or not; what was chosen."""
    from alp.cli import questions

    _show_item(session, key, point)
    choices = {
        "decider": "Décider maintenant", "passer": "Passer à la suivante", "arreter": "S'arrêter là",
        "ordre": "Ajouter, retirer ou déplacer un point",
    }  # fmt: skip
    chosen = questions.choose(f"{point.situation} : que fait-on ?", choices) or "passer"
    try:
        if chosen == "decider":
            decide_item(session, key, point)
        elif chosen == "ordre":
            _change_agenda(session, key, point)
    except Renonce as error:  # the same item comes again: it can be decided anew, or passed
        say(error.message)
        chosen = "renoncer"
    except AlpError as error:
        say(f"{error.message} {error.remede}".strip())
    forget(session)
    return chosen


def _show_item(session: Session, key: str, point: PointOrdreDuJour) -> None:
    registre, id_ = session.lecture.registre, point.situation
    write("")
    points = [p.situation for p in meeting(session, key).ordre_du_jour]
    reason = why(registre, key, au=session.today).get(id_, "")
    objet = codes.OBJETS_EXAMEN[point.objet] if point.objet else "examen"
    title(f"{points.index(id_) + 1} sur {len(points)} • {objet}" + (f" : {reason}" if reason else ""))
    suivi = Suivi.of(session.registre, session.registre.par_id[id_], session.today)
    show_situation(suivi, session.registre, {}, entrees=EN_SEANCE, precautions=False)
    show_retour(session, id_, key)


# --- the agenda, while the meeting goes on ------------------------------------------------------------


def _change_agenda(session: Session, key: str, point: PointOrdreDuJour) -> None:
    """Add, remove or put off an item without leaving the meeting."""
    from alp.cli import questions

    changes: Mapping[str, tuple[str, Callable[[], None]]] = {
        "ajouter": ("Ajouter une situation", lambda: add_situation(session, key, choose_situation(session, {}))),
        "libre": ("Ajouter un autre point", lambda: add_free(session, key, questions.write_text("Quel point ?"))),
        "dernier": (f"Examiner {point.situation} en dernier", lambda: _put_last(session, key, point)),
        "retirer": (f"Retirer {point.situation} de l'ordre du jour", lambda: remove_situation(session, key, point.situation)),
        "": ("Rien", lambda: None),
    }
    chosen = questions.choose("Que changer à l'ordre du jour ?", {name: label for name, (label, _) in changes.items()}) or ""
    changes[chosen][1]()


def _put_last(session: Session, key: str, point: PointOrdreDuJour) -> None:
    rank = len(meeting(session, key).ordre_du_jour)
    change(session, key, f"{point.situation} en dernier", lambda r: change_point(r, point.situation, {}, rank))


def _walk_free(session: Session, key: str) -> None:
    """The other points: what was said of each that has nothing yet."""
    for n, one in enumerate(meeting(session, key).points, 1):
        if one.compte_rendu:
            continue
        title(f"Autre point : {one.libelle}")
        if said := ask_said((one,)):
            warn_names(session.registre, said)
            _write_said(session, key, n, said)


def _write_said(session: Session, key: str, numero: int, said: str) -> None:
    change(session, key, f"point {numero}", lambda r: change_libre(r, numero, {"compte_rendu": said}))


# --- since the last decision --------------------------------------------------------------------------

STYLES = {Etat.fait: "green", Etat.abandonne: DOUX, Etat.en_cours: "", Etat.en_retard: "bold red"}


def show_retour(session: Session, id_: str, key: str) -> None:
    """What was promised the last time, and what has happened since."""
    back = retour(session.lecture.registre.par_id[id_], meeting(session, key).le)
    if back is None:
        return
    title(f"Depuis la décision du {short_jour(back.examen.le)} ({codes.DECISIONS[back.examen.decision]})")
    for engagement, state in back.engagements:
        write(text(f"  {state} : {_engagement(session, engagement, state)}", STYLES[state]))
    seen = [v for v in back.visites if v.resultat == "rencontre"]
    write(text(f"  {plural(len(seen), 'rencontre')}, {plural(len(back.visites) - len(seen), 'tentative')} depuis.", DOUX))


def _engagement(session: Session, e: Engagement, state: Etat) -> str:
    who = f" ({session.dispositif.label('partenaires_equipe', e.qui)})" if e.qui else ""
    said = e.fait.resultat if e.fait else e.abandon.motif if e.abandon else None
    until = f", avant le {short_jour(e.avant)}" if e.avant and state in (Etat.en_cours, Etat.en_retard) else ""
    return e.quoi + who + until + (f" : {said}" if said else "")
