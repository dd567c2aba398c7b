"""A meeting's documents: the agenda, the minutes, the short list of decisions, each for one reader.

Minutes are computed at the meeting's day, plus its own examens whole: printed again later, only what was told since has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from alp.core import codes
from alp.core.destinataires import CELLULE, Destinataire, concerned, shared_with
from alp.core.dispositif import Dispositif
from alp.core.entrees import Examen
from alp.core.erreurs import Refus
from alp.core.objets import Engagement
from alp.core.preparation.commun import Dit, Maison, Parole, Presence, Tache, accord_text, appointments, label_of
from alp.core.registre import Registre
from alp.core.reunion import PointOrdreDuJour, Reunion
from alp.core.seance import ORDRE, Etat, decided, fins, points_of, retour, why
from alp.core.situation import Situation

SANS_NOM = "situation examinée sans être reconnaissable"
"""What stands for the code of a situation that passed anonymously."""


@dataclass(frozen=True)
class RetourPrepare:
    """What was decided the last time, what was promised, and what has happened since."""

    le: date
    decision: str
    taches: tuple[Tache, ...]
    rencontres: int
    tentatives: int


@dataclass(frozen=True)
class PointPrepare:
    """One situation of a meeting, as one reader may know it. What he may not read is empty."""

    code: str
    pseudonyme: str = ""
    objet: str = ""
    rubrique: str = ""
    motif: str = ""
    demandee_par: str = ""
    invites: tuple[str, ...] = ()
    presentateur: str = ""
    accord: str = ""
    retour: RetourPrepare | None = None
    elements_nouveaux: str = ""
    decision: str = ""
    strategie: str = ""
    engagements: tuple[Tache, ...] = ()
    position: Parole | None = None
    notifications: tuple[Dit, ...] = ()
    rendez_vous: tuple[date, ...] = ()

    @property
    def decide(self) -> bool:
        return bool(self.decision)


@dataclass(frozen=True)
class SeancePreparee:
    """A meeting for one reader: who was there, what was approved, each situation, the other points, the next date."""

    maison: Maison
    destinataire: str
    soumis: bool
    reunion: str
    titre: str
    le: date
    heure: str
    lieu: str
    presidence: str
    secretaire: str
    presents: tuple[Presence, ...]
    excuses: tuple[Presence, ...]
    absents: tuple[Presence, ...]
    invites: tuple[Presence, ...]
    approbation: str
    reserves: str
    points: tuple[PointPrepare, ...]
    terminees: tuple[tuple[str, date], ...]
    autres: tuple[tuple[str, str], ...]
    prochaine: date | None

    @property
    def rubriques(self) -> tuple[tuple[str, tuple[PointPrepare, ...]], ...]:
        """The points under their headings, in the order of an agenda; no empty heading."""
        found = ((codes.OBJETS_EXAMEN[o], tuple(p for p in self.points if p.objet == o)) for o in ORDRE)
        others = tuple(p for p in self.points if p.objet not in ORDRE)
        return tuple((label, points) for label, points in (*found, ("autres situations", others)) if points)

    @property
    def decides(self) -> tuple[PointPrepare, ...]:
        return tuple(p for p in self.points if p.decide)

    @property
    def reportes(self) -> tuple[PointPrepare, ...]:
        """What was not decided: it comes back."""
        return tuple(p for p in self.points if not p.decide)


def prepare_seance(registre: Registre, key: str, pour: Destinataire, *, au: date) -> SeancePreparee:
    """A meeting as one reader may know it.

    Args:
        registre: whole, not cut.
        key: the meeting's id.
        pour: the reader.
        au: today: a meeting to come is looked at as of today.

    Raises:
        Refus: nothing of this meeting is for that reader.
    """
    if pour.personne:
        raise Refus(
            "Une réunion parle de plusieurs personnes : rien de ce qui s'y écrit n'est à remettre à l'une d'elles.",
            "Pour lui dire sa décision : alp document ID notification_decision --pour personne",
        )
    reunion = registre.reunions[key]
    points = tuple(_points(registre, key, pour, au))
    if pour.partenaire and not points:
        raise Refus(
            f"Rien, dans cette réunion, n'est pour {pour.nom} : il n'a saisi ni ne loge aucune de ces situations, ou la personne n'a pas accepté de partager avec lui.",
            "Noter l'accord : alp add ID accord --objet partage --reponse oui --avec CODE",
        )
    seats = [_seat(registre.dispositif, p.qui, p.nom, p.presence or "invite") for p in reunion.participants]
    return SeancePreparee(
        maison=Maison.of(registre.dispositif), destinataire=pour.nom, soumis=pour.soumis, reunion=key,
        titre=codes.NATURES_REUNION[reunion.nature].capitalize(), le=reunion.le, heure=reunion.heure or "", lieu=reunion.lieu or "",
        presidence=label_of(registre.dispositif, reunion.presidence), secretaire=label_of(registre.dispositif, reunion.secretaire),
        presents=_who(seats, "present"), excuses=_who(seats, "excuse"), absents=_who(seats, "absent"), invites=_who(seats, "invite"),
        approbation=_approved(registre, reunion), reserves=(reunion.approbation.reserves or "") if reunion.approbation and pour.soumis else "",
        points=points, terminees=_ended(registre, reunion, pour, au), autres=_others(reunion, pour), prochaine=reunion.prochaine,
    )  # fmt: skip


def _seat(d: Dispositif, qui: str, nom: str | None, presence: str) -> Presence:
    return Presence(nom or "", label_of(d, qui), presence)


def _who(seats: list[Presence], presence: str) -> tuple[Presence, ...]:
    return tuple(s for s in seats if s.presence == presence)


def _approved(registre: Registre, reunion: Reunion) -> str:
    """« Cellule d'orientation du 03/11/2026 »: the minutes to approve."""
    if reunion.approbation is None:
        return ""
    before = registre.reunions.get(reunion.approbation.reunion)
    return f"{codes.NATURES_REUNION[before.nature].capitalize()} du {before.le:%d/%m/%Y}" if before else reunion.approbation.reunion


def _others(reunion: Reunion, pour: Destinataire) -> tuple[tuple[str, str], ...]:
    """Free points are free text: for those bound by secrecy who were there."""
    return () if pour.partenaire else tuple((p.libelle, p.compte_rendu or "") for p in reunion.points)


def _ended(registre: Registre, reunion: Reunion, pour: Destinataire, au: date) -> tuple[tuple[str, date], ...]:
    found = fins(registre, reunion.le, reunion.nature, au=au)
    return tuple((s.id, day) for s, day in found if pour.may_see(s, min(au, reunion.le)))


# --- one situation ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lecture:
    """Who reads, in which dispositif, as of which day."""

    d: Dispositif
    pour: Destinataire
    le: date


def _points(registre: Registre, key: str, pour: Destinataire, au: date) -> Iterator[PointPrepare]:
    reunion, reasons = registre.reunions[key], why(registre, key, au=au)
    lecture = Lecture(registre.dispositif, pour, min(au, reunion.le))
    cut = registre.au(lecture.le)
    for point in points_of(registre, key):
        whole, then = registre.par_id.get(point.situation), cut.par_id.get(point.situation)
        if whole is None or then is None or not _is_for(lecture, then, point):
            continue
        examen = decided(registre, key, whole.id)
        if not (examen and examen.anonyme == "oui" and pour.partenaire):
            yield _point(lecture, then, point, examen, reasons.get(whole.id, ""))


def _is_for(lecture: Lecture, situation: Situation, point: PointOrdreDuJour) -> bool:
    """A guest has his items only; and as any partner, only where the person lets the team share with him."""
    pour, le = lecture.pour, lecture.le
    if not pour.partenaire:
        return True
    return shared_with(situation, pour.code, le) and (pour.code in point.invites or concerned(situation, pour.code, le))


def _point(lecture: Lecture, situation: Situation, point: PointOrdreDuJour, examen: Examen | None, motif: str) -> PointPrepare:
    d, pour = lecture.d, lecture.pour
    decision = codes.DECISIONS[examen.decision] if examen else ""
    if not pour.soumis:
        told, days = _diffusable(lecture, examen), appointments(situation, pour.code, lecture.le)
        return PointPrepare(situation.id, decision=decision, engagements=told, rendez_vous=days)
    hidden = examen is not None and examen.anonyme == "oui" and not pour.interne
    base = PointPrepare(
        code=SANS_NOM if hidden else situation.id, pseudonyme="" if hidden else situation.personne.pseudonyme or "", decision=decision,
        objet=point.objet or "", rubrique=codes.OBJETS_EXAMEN[point.objet] if point.objet else "", motif="" if hidden else motif,
        demandee_par=label_of(d, point.demandee_par), invites=tuple(label_of(d, code) for code in point.invites),
        accord=_accord(situation, examen, lecture.le), retour=None if hidden else _retour(lecture, situation),
    )  # fmt: skip
    return _with_examen(base, examen, d) if examen else base


def _accord(situation: Situation, examen: Examen | None, le: date) -> str:
    return "passée sans être reconnaissable" if examen and examen.anonyme == "oui" else accord_text(situation, "accompagnement", le)


def _with_examen(p: PointPrepare, e: Examen, d: Dispositif) -> PointPrepare:
    """What those bound by secrecy read of a decision: all of it."""
    return replace(
        p, presentateur=label_of(d, e.presentateur), elements_nouveaux=e.elements_nouveaux or "", strategie=e.strategie or "",
        engagements=tuple(Tache(x.quoi, label_of(d, x.qui), x.avant) for x in e.engagements),
        position=Parole(e.position_personne.le, e.position_personne.texte) if e.position_personne else None,
        notifications=tuple(Dit(label_of(d, n.a), n.le, codes.CANAUX[n.canal] if n.canal else "") for n in e.notifications),
    )  # fmt: skip


def _retour(lecture: Lecture, situation: Situation) -> RetourPrepare | None:
    back = retour(situation, lecture.le)
    if back is None:
        return None
    taches = tuple(Tache(e.quoi, label_of(lecture.d, e.qui), e.avant, str(state), _result(e, state)) for e, state in back.engagements)
    met = sum(v.resultat == "rencontre" for v in back.visites)
    return RetourPrepare(back.examen.le, codes.DECISIONS[back.examen.decision], taches, met, len(back.visites) - met)


def _result(e: Engagement, state: Etat) -> str:
    if e.fait:
        return e.fait.resultat or ""
    return e.abandon.motif if e.abandon and state is Etat.abandonne else ""


# --- out of secrecy -----------------------------------------------------------------------------------


def _diffusable(lecture: Lecture, examen: Examen | None) -> tuple[Tache, ...]:
    """What a partner must do, in the sentences that may leave: never `quoi`."""
    mine = [e for e in (examen.engagements if examen else ()) if e.qui == lecture.pour.code and e.diffusable]
    return tuple(Tache(e.diffusable or "", lecture.pour.nom, e.avant) for e in mine)


def readers(registre: Registre, key: str, *, au: date) -> list[str]:
    """Who may be given something of a meeting: the cell, and each partner that it concerns."""
    found = [CELLULE]
    for p in registre.dispositif.partenaires:
        pour = Destinataire(p.code, p.nom, soumis=p.secret == "soumis")  # noqa: S105 - a field of the dispositif
        if any(_points(registre, key, pour, au)):
            found.append(p.code)
    return found
