"""Deciding one item of a meeting: whether it may pass, what became of what was promised, the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from alp.cli.ecrire import log_entry
from alp.cli.formulaire import refuse_new_errors
from alp.cli.montre import plural, write
from alp.cli.reunion_commun import LaquelleAvant, LaSituation, find_meeting, forget, meeting
from alp.cli.saisie import Lecteur, Option, Saisi, loose, options_of
from alp.cli.session import Renonce, Session, say
from alp.core import codes
from alp.core.avancer import Fermeture, close_engagement
from alp.core.calendrier import short_jour
from alp.core.champs import champs_de
from alp.core.entrees import Accord, Examen
from alp.core.erreurs import AlpError, Refus, UsageError
from alp.core.journal import amend
from alp.core.objets import Abandon, Engagement, Fait
from alp.core.reunion import PointOrdreDuJour, Reunion
from alp.core.seance import decided, may_pass, open_engagements
from alp.core.situation import Situation
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

_PAR_LA_REUNION = frozenset({"le", "reunion", "objet"})
"""What the meeting itself says of an examen."""
EXAMEN: list[Option] = options_of(Examen, sauf=_PAR_LA_REUNION)
_TOUT = {o.chemin: o for o in options_of(Examen)}
_ACCORD = {o.chemin: o for o in options_of(Accord)}
ANONYME = _TOUT["anonyme",]


# --- decide -------------------------------------------------------------------------------------------


def decide(session: Session, saisi: Saisi, reunion: LaquelleAvant, situation: LaSituation) -> Any:
    """Décider d'une situation de l'ordre du jour : décision, stratégie, engagements. Sans option, dans un terminal, alp pose les questions."""
    key = find_meeting(session, reunion)
    point = _on_agenda(session, key, session.find(situation).id)
    refuse_early(session, key)
    if session.interactive and not saisi:
        return decide_item(session, key, point)
    return _record(session, key, point, {**saisi, **_accord_or_anonymous(session, meeting(session, key), point.situation, saisi)})


def decide_item(session: Session, key: str, point: PointOrdreDuJour) -> int:
    """Whether it may pass, what was promised, then the decision, in one commit; where the decision is refused, what became of the promises alone.

    Raises:
        Renonce: nothing is to be written, not even of the promises.
    """
    said = _accord_or_anonymous(session, meeting(session, key), point.situation, {})
    suivis = _ask_engagements(session, point.situation, meeting(session, key))
    try:
        return _record(session, key, point, said, ask=True, suivis=suivis)
    except Renonce:
        raise
    except AlpError:
        suivis.write_alone(session)
        raise


def _on_agenda(session: Session, key: str, id_: str) -> PointOrdreDuJour:
    registre = session.lecture.registre
    point = next((p for p in registre.reunions[key].ordre_du_jour if p.situation == id_), None)
    if point is None:
        raise UsageError(f"{id_} n'est pas à l'ordre du jour de {key}.", f"L'y ajouter : alp meeting add {key} {id_}")
    if done := decided(registre, key, id_):
        raise Refus(f"{id_} est déjà décidée : {codes.DECISIONS[done.decision]}.", f"La corriger : alp amend {id_} {done.ref}")
    return point


def refuse_early(session: Session, key: str) -> None:
    """Refuse to decide before the day.

    Raises:
        Refus: the meeting is to come.
    """
    le = meeting(session, key).le
    if le > session.today:
        raise Refus(
            f"La réunion est le {short_jour(le)} : rien ne peut y être décidé avant.",
            f"Si elle a eu lieu plus tôt : alp meeting move {key} DATE",
        )


def _record(session: Session, key: str, point: PointOrdreDuJour, saisi: Saisi, *, ask: bool = False, suivis: Suivis | None = None) -> int:
    """The examen of one item, dated by the meeting, with what became of the last engagements, in one commit."""
    reunion = meeting(session, key)
    fixed = {"le": reunion.le.isoformat(), "reunion": key, "objet": point.objet or ""}
    whole = {**{_TOUT[(name,)]: value for name, value in fixed.items() if value}, **saisi}
    return log_entry(
        session, point.situation, "examen", whole, ask=ask, commande="alp meeting decide", fige=_PAR_LA_REUNION,
        avant=suivis.apply(session) if suivis else None,
    )  # fmt: skip


# --- whether it may pass ------------------------------------------------------------------------------


def _accord_or_anonymous(session: Session, reunion: Reunion, id_: str, saisi: Saisi) -> Saisi:
    """Nothing where the person's accord is noted, or where it is said to be anonymous; else one of the two is chosen.

    Raises:
        Refus: neither.
    """
    if any(o.chemin == ("anonyme",) and loose(v) == "oui" for o, v in saisi.items()):
        return {}
    if may_pass(session.lecture.registre.par_id[id_], reunion.le):
        return {}
    sentence = f"Aucun accord de la personne n'est noté pour {id_} au {short_jour(reunion.le)}."
    remedy = (
        f"Le noter s'il a été donné : alp add {id_} accord --objet accompagnement --reponse oui --le DATE ; "
        "ou l'examiner sans qu'on puisse la reconnaître : --anonyme oui"
    )
    if not session.interactive:
        raise Refus(sentence, remedy)
    from alp.cli import questions

    say(sentence)
    choices = {
        "accord": "Noter son accord, donné avant la réunion",
        "anonyme": "L'examiner sans qu'on puisse la reconnaître : ni numéro ni pseudonyme dans le compte rendu",
        "": "Ne pas l'examiner aujourd'hui",
    }
    chosen = questions.choose("Une situation ne passe qu'avec l'accord de la personne. Que fait-on ?", choices)
    if chosen == "accord":
        log_entry(session, id_, "accord", {_ACCORD["objet",]: "accompagnement"}, ask=True)
        forget(session)
        return _accord_or_anonymous(session, reunion, id_, saisi)
    if chosen == "anonyme":
        return {ANONYME: "oui"}
    raise Refus(f"{id_} n'est pas examinée : elle reste à l'ordre du jour.", "")


# --- what was promised the last time ------------------------------------------------------------------


@dataclass
class Suivis:
    """What became of the engagements of earlier meetings: (`mx2c9d.2`, how it ended), written with the decision, or alone."""

    id: str
    faits: list[tuple[str, Fermeture]] = field(default_factory=list)

    def apply(self, session: Session) -> Callable[[Situation], Situation]:
        """The situation with these engagements ended."""
        dispositif = session.dispositif

        def made(situation: Situation) -> Situation:
            for ref, fermeture in self.faits:
                situation = amend(situation, ref.partition(".")[0], close_engagement(situation, ref, fermeture), dispositif)
            return situation

        return made

    def write_alone(self, session: Session) -> None:
        """Record them where nothing is decided."""
        if not self.faits:
            return

        def act(lecture: Lecture) -> Acte:
            before = session.find(self.id, lecture)
            after = self.apply(session)(before)
            refuse_new_errors(lecture, before, after, session.today)
            return Acte(
                f"{self.id} : {plural(len(self.faits), 'engagement suivi', 'engagements suivis')}", "done", (ecrit(after),), (self.id,)
            )

        session.write(act)
        write(f"Enregistré : {self.id}, {plural(len(self.faits), 'engagement suivi', 'engagements suivis')}.")
        forget(session)


def _ask_engagements(session: Session, id_: str, reunion: Reunion) -> Suivis:
    """Where each open engagement stands: done, given up, or still going on, which writes nothing."""
    from alp.cli import questions

    found = Suivis(id_)
    states = {"": "Toujours en cours", "fait": "C'est fait", "abandon": "C'est abandonné"}
    for ref, one in open_engagements(session.lecture.registre.par_id[id_], reunion.le):
        chosen = questions.choose(f"Promis : {_promise(session, one)}. Où en est-ce ?", states)
        if chosen:
            found.faits.append((ref, _ask_ending(session, reunion, chosen)))
    return found


def _promise(session: Session, e: Engagement) -> str:
    who = f" ({session.dispositif.label('partenaires_equipe', e.qui)})" if e.qui else ""
    return e.quoi + who + (f", avant le {short_jour(e.avant)}" if e.avant else "")


def _ask_ending(session: Session, reunion: Reunion, how: str) -> Fermeture:
    from alp.cli import questions

    lecteur = Lecteur(session.registre, session.today)
    fields = {c.nom: c for c in champs_de(Fait if how == "fait" else Abandon)}
    le = questions.ask(fields["le"], lecteur, reunion.le, reunion.le)
    if how == "fait":
        return Fermeture(le, resultat=questions.ask(fields["resultat"], lecteur, reunion.le) or None)
    return Fermeture(le, abandon=questions.ask(fields["motif"], lecteur, reunion.le))
