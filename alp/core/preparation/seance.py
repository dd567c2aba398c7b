"""A meeting's documents: the agenda, the minutes, the short list of decisions, each for one reader.

Minutes are computed at the meeting's day, plus its own examens whole: printed again later, only what was told since has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from alp.core import codes
from alp.core.calendrier import write_jour
from alp.core.destinataires import CELLULE, Destinataire, concerned, shared_with
from alp.core.dispositif import Dispositif
from alp.core.entrees import Examen
from alp.core.erreurs import Refus
from alp.core.objets import Engagement
from alp.core.preparation.commun import Dit, Maison, Parole, Presence, Tache, accord_text, appointments, label_of, sentence
from alp.core.registre import Registre
from alp.core.reunion import PointOrdreDuJour, Reunion
from alp.core.seance import DECIDENT, ORDRE, Etat, decided, fins, may_pass, next_day, points_of, retour, why
from alp.core.situation import Situation

SANS_NOM = "Situation examinée sans être reconnaissable"
"""What stands for the code of a situation that passed anonymously."""
RUBRIQUES = {
    "suites": "Suites données", "renouvellement": "Renouvellements", "nouvelle": "Nouvelles situations", "reexamen": "Réexamens",
}  # fmt: skip
"""The headings of an agenda and of minutes."""
A_LA = {"cellule": "à la", "commission": "à la", "copil": "au", "synthese": "à la"}
"""Where one is invited, before the nature of the meeting."""


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
    """A meeting for one reader: who was there, what was approved, each situation, the other points, the next date.

    `tenue`: its day has come; before, its minutes are a draft. `a_la`: « à la cellule d'orientation », to invite to it.
    """

    maison: Maison
    destinataire: str
    soumis: bool
    partenaire: bool
    reunion: str
    titre: str
    a_la: str
    redige_le: date
    tenue: bool
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
        ordre = [o for o in dict.fromkeys(p.objet for p in self.points) if o in ORDRE]  # as the agenda has them: points may be moved
        found = ((RUBRIQUES[o], tuple(p for p in self.points if p.objet == o)) for o in ordre)
        others = tuple(p for p in self.points if p.objet not in ORDRE)
        return tuple((label, points) for label, points in (*found, ("Autres situations", others)) if points)

    @property
    def decides(self) -> tuple[PointPrepare, ...]:
        return tuple(p for p in self.points if p.decide)

    @property
    def reportes(self) -> tuple[PointPrepare, ...]:
        """What was not decided: it comes back."""
        return tuple(p for p in self.points if not p.decide)


def prepare_seance(registre: Registre, key: str, pour: Destinataire, *, au: date, sans_point: bool = False) -> SeancePreparee:
    """A meeting as one reader may know it.

    Args:
        registre: whole, not cut.
        key: the meeting's id.
        pour: the reader.
        au: today: a meeting to come is looked at as of today.
        sans_point: a partner of whom nothing is said there may have it too.

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
    if pour.partenaire and not points and not sans_point:
        raise Refus(
            f"Rien, dans cette réunion, n'est pour {pour.nom} : il n'a saisi ni ne loge aucune de ces situations, ou la personne n'a pas accepté de partager avec lui.",
            "Noter l'accord : alp add ID accord --objet partage --reponse oui --avec CODE",
        )
    d, nature = registre.dispositif, codes.NATURES_REUNION[reunion.nature]
    seats = [_seat(d, p.qui, p.nom, p.presence or "invite") for p in reunion.participants]
    return SeancePreparee(
        maison=Maison.of(d), destinataire=sentence(pour.nom), soumis=pour.soumis, partenaire=pour.partenaire, reunion=key,
        titre=sentence(nature), a_la=f"{A_LA[reunion.nature]} {nature}", redige_le=au, tenue=reunion.le <= au, le=reunion.le,
        heure=reunion.heure or "", lieu=sentence(reunion.lieu or ""),
        presidence=sentence(label_of(d, reunion.presidence)), secretaire=sentence(label_of(d, reunion.secretaire)),
        presents=_who(seats, "present"), excuses=_who(seats, "excuse"), absents=_who(seats, "absent"), invites=_who(seats, "invite"),
        approbation=_approved(registre, reunion, pour), reserves=_reserves(reunion, pour),
        points=points, terminees=_ended(registre, reunion, pour, au), autres=_others(reunion, pour), prochaine=next_day(registre, key),
    )  # fmt: skip


def _seat(d: Dispositif, qui: str, nom: str | None, presence: str) -> Presence:
    structure = label_of(d, qui)
    return Presence(nom or "", structure if nom else sentence(structure), presence)


def _who(seats: list[Presence], presence: str) -> tuple[Presence, ...]:
    return tuple(s for s in seats if s.presence == presence)


def _approved(registre: Registre, reunion: Reunion, pour: Destinataire) -> str:
    """« Cellule d'orientation du 3 novembre 2026 »: the minutes to approve. A partner has not read the whole of them."""
    if reunion.approbation is None or pour.partenaire:
        return ""
    before = registre.reunions.get(reunion.approbation.reunion)
    return f"{sentence(codes.NATURES_REUNION[before.nature])} du {write_jour(before.le)}" if before else reunion.approbation.reunion


def _reserves(reunion: Reunion, pour: Destinataire) -> str:
    """What is to be changed in the last minutes: free text, of any situation."""
    return "" if pour.partenaire or reunion.approbation is None else reunion.approbation.reserves or ""


def _others(reunion: Reunion, pour: Destinataire) -> tuple[tuple[str, str], ...]:
    """Free points are free text: for those bound by secrecy who were there."""
    return () if pour.partenaire else tuple((p.libelle, p.compte_rendu or "") for p in reunion.points)


def _ended(registre: Registre, reunion: Reunion, pour: Destinataire, au: date) -> tuple[tuple[str, date], ...]:
    """The follow-ups that ended since the meeting before, but those that passed without being recognisable. A meeting that looks at no situation names none."""
    if reunion.nature not in DECIDENT and not reunion.ordre_du_jour:
        return ()
    lecture, found = Lecture(registre.dispositif, pour, min(au, reunion.le)), fins(registre, reunion.le, reunion.nature, au=au)
    return tuple((s.id, day) for s, day in found if pour.may_see(s, lecture.le) and not _hidden(lecture, s, None))


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
    hidden = _hidden(lecture, situation, examen)
    base = PointPrepare(
        code=SANS_NOM if hidden else situation.id, pseudonyme="" if hidden else situation.personne.pseudonyme or "", decision=decision,
        objet=point.objet or "", rubrique=codes.OBJETS_EXAMEN[point.objet] if point.objet else "", motif="" if hidden else sentence(motif),
        demandee_par="" if hidden else sentence(label_of(d, point.demandee_par)),
        invites=() if hidden else tuple(label_of(d, code) for code in point.invites),
        accord=_accord(situation, examen, lecture.le), retour=None if hidden else _retour(lecture, situation),
    )  # fmt: skip
    return _with_examen(base, examen, d) if examen else base


def _hidden(lecture: Lecture, situation: Situation, examen: Examen | None) -> bool:
    """Whether a situation bears no code: it passed so; or, before it is decided, without an accord it can pass in no other way."""
    if lecture.pour.interne:
        return False
    return examen.anonyme == "oui" if examen else not lecture.pour.partenaire and not may_pass(situation, lecture.le)


def _accord(situation: Situation, examen: Examen | None, le: date) -> str:
    return "passée sans être reconnaissable" if examen and examen.anonyme == "oui" else accord_text(situation, "accompagnement", le)


def _with_examen(p: PointPrepare, e: Examen, d: Dispositif) -> PointPrepare:
    """What those bound by secrecy read of a decision: all of it."""
    return replace(
        p, presentateur=label_of(d, e.presentateur), elements_nouveaux=e.elements_nouveaux or "", strategie=e.strategie or "",
        engagements=tuple(_tache(d, x) for x in e.engagements),
        position=Parole(e.position_personne.le, e.position_personne.texte) if e.position_personne else None,
        notifications=tuple(Dit(label_of(d, n.a), n.le, codes.CANAUX[n.canal] if n.canal else "") for n in e.notifications),
    )  # fmt: skip


def _retour(lecture: Lecture, situation: Situation) -> RetourPrepare | None:
    back = retour(situation, lecture.le)
    if back is None:
        return None
    taches = tuple(replace(_tache(lecture.d, e), etat=str(state), resultat=_result(e, state)) for e, state in back.engagements)
    met = sum(v.resultat == "rencontre" for v in back.visites)
    return RetourPrepare(back.examen.le, codes.DECISIONS[back.examen.decision], taches, met, len(back.visites) - met)


def _tache(d: Dispositif, e: Engagement) -> Tache:
    """Who does what: its line begins with the one, else with the other."""
    qui = sentence(label_of(d, e.qui))
    return Tache(e.quoi if qui else sentence(e.quoi), qui, e.avant)


def _result(e: Engagement, state: Etat) -> str:
    """What came of it; « fait, … » after « fait » is not said twice."""
    said = (e.fait.resultat or "") if e.fait else e.abandon.motif if e.abandon else ""
    return re.sub(rf"^{state}\b[\s,.:]*", "", said, flags=re.IGNORECASE)


# --- out of secrecy -----------------------------------------------------------------------------------


def _diffusable(lecture: Lecture, examen: Examen | None) -> tuple[Tache, ...]:
    """What a partner must do, in the sentences that may leave: never `quoi`."""
    mine = [e for e in (examen.engagements if examen else ()) if e.qui == lecture.pour.code and e.diffusable]
    return tuple(Tache(sentence(e.diffusable or ""), "", e.avant) for e in mine)


def readers(registre: Registre, key: str, *, au: date) -> list[str]:
    """Who may be given something of a meeting: the cell, and each partner that it concerns."""
    found = [CELLULE]
    for p in registre.dispositif.partenaires:
        pour = Destinataire(p.code, p.nom, soumis=p.secret == "soumis")  # noqa: S105 - a field of the dispositif
        if any(_points(registre, key, pour, au)):
            found.append(p.code)
    return found
