"""A decision told: to the person, in plain words; to a partner, under an accord in force only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alp.core import codes
from alp.core.destinataires import NON_SOUMIS, PERSONNE, SOUMIS, Destinataire
from alp.core.entrees import Examen
from alp.core.erreurs import Refus
from alp.core.objets import Engagement
from alp.core.preparation.commun import Dit, Maison, Parole, Tache, appointments, label_of, sentence
from alp.core.preparation.courriers import attention_of
from alp.core.preparation.dossier import Dossier, admit, find_entree, open_dossier, tasks_of
from alp.core.preparation.fiches import reunion_label
from alp.core.registre import Registre

DECISIONS = {
    "admission": "Notre équipe peut vous accompagner, si vous le voulez bien.",
    "ajournement": "Rien n'est décidé pour le moment. Votre situation sera revue à une prochaine réunion.",
    "reorientation": "Un autre service peut mieux vous aider que nous. Nous vous en parlerons : c'est vous qui choisirez.",
    "refus": "Notre équipe ne peut pas vous accompagner. Nous vous dirons pourquoi, et vers qui vous tourner.",
    "poursuite": "L'accompagnement continue.",
    "renouvellement": "L'accompagnement peut continuer pour une nouvelle période, si vous le voulez bien.",
    "fin": "L'accompagnement se termine. Nous verrons ensemble qui pourra vous aider ensuite.",
}
"""A decision, told to the person."""
DECISIONS_PARTENAIRE = {
    "admission": "Admission : notre équipe propose à la personne de l'accompagner",
    "ajournement": "Ajournement : la situation sera revue à une prochaine réunion",
    "reorientation": "Réorientation : un autre service est proposé à la personne",
    "refus": "Refus : notre équipe n'accompagnera pas la personne",
    "poursuite": "Poursuite de l'accompagnement",
    "renouvellement": "Renouvellement de l'accompagnement",
    "fin": "Fin de l'accompagnement",
}
"""A decision, told to a partner: the decision and no more, in a whole sentence."""


@dataclass(frozen=True)
class NotificationDecision:
    """What a meeting decided, told to the person (`personne`) or to a partner. What they may not read is empty."""

    maison: Maison
    personne: bool
    a: str
    attention: str
    le: date
    code: str
    reunion: str
    decidee_le: date
    decision: str
    taches: tuple[Tache, ...]
    rendez_vous: tuple[date, ...]
    position: Parole | None
    dite_a: tuple[Dit, ...]
    suivi_par: str


def prepare_notification(
    registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None
) -> NotificationDecision:
    """What the last meeting decided, or the one whose examen `ref` names, told to a partner or to the person.

    Raises:
        Refus: nothing was decided, or it is not for that reader.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    admit(dossier, "La notification", PERSONNE, SOUMIS, NON_SOUMIS)
    examen = find_entree(dossier, Examen, ref)
    if examen is None:
        raise Refus("Aucune décision n'est notée.", f"La noter : alp add {dossier.situation.id} examen")
    if examen.anonyme == "oui" and not pour.personne:
        raise Refus(
            "La situation est passée sans être reconnaissable : la décision ne se dit qu'à la personne.", "Choisir --pour personne."
        )
    return NotificationDecision(
        maison=dossier.maison, personne=pour.personne, a="" if pour.personne else pour.nom, attention=attention_of(dossier), le=au,
        code=dossier.situation.id, reunion=reunion_label(dossier.d), decidee_le=examen.le,
        decision=(DECISIONS if pour.personne else DECISIONS_PARTENAIRE)[examen.decision], taches=_tasks(dossier, examen),
        rendez_vous=() if pour.personne else appointments(dossier.situation, pour.code, au), position=_position(dossier, examen),
        dite_a=_told(dossier, examen) if pour.personne else (), suivi_par=sentence(dossier.suivi_par),
    )  # fmt: skip


def _tasks(dossier: Dossier, examen: Examen) -> tuple[Tache, ...]:
    """A partner reads what it undertook; the person, what each one did for her, in the sentences that may leave: others may be spoken of in the rest."""
    if not dossier.pour.personne:
        return tuple(tasks_of(dossier, examen, dossier.pour.code))
    return tuple(_promised(dossier, e) for e in examen.engagements if not e.abandon)


def _promised(dossier: Dossier, e: Engagement) -> Tache:
    return Tache(sentence(e.diffusable or ""), sentence(label_of(dossier.d, e.qui)), e.avant)


def _position(dossier: Dossier, examen: Examen) -> Parole | None:
    """Her own words, to herself alone."""
    said = examen.position_personne
    return Parole(said.le, said.texte) if said and dossier.pour.personne else None


def _told(dossier: Dossier, examen: Examen) -> tuple[Dit, ...]:
    """To whom else it was told."""
    return tuple(Dit(label_of(dossier.d, n.a), n.le) for n in examen.notifications if n.a not in codes.DESTINATAIRES)
