"""A meeting: which situations are on its agenda and why, what became of earlier decisions, what is decided, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alp.core import codes
from alp.core.calendrier import add_months, short_jour
from alp.core.contrat import EtatContrat, Periode
from alp.core.entrees import Commun, Examen, Visite
from alp.core.objets import Engagement
from alp.core.parcours import FINIES, Etape, regles_for
from alp.core.plis import vivantes
from alp.core.registre import Registre
from alp.core.reunion import Participant, PointOrdreDuJour, Reunion
from alp.core.situation import Situation
from alp.core.suivi import Suivi, suivis

DECIDENT = frozenset({"cellule", "commission"})
"""The natures of meeting that decide on situations."""
ORDRE = ("suites", "renouvellement", "nouvelle", "reexamen")
"""The order of an agenda, after the approval of the last minutes. Source: field practice, « affaires découlant » first."""


@dataclass(frozen=True)
class Point:
    """One situation on an agenda, and why it is there."""

    situation: str
    objet: str
    motif: str
    demandee_par: str | None = None


# --- what became of a decision ------------------------------------------------------------------------


class Etat(StrEnum):
    """Where an engagement stands on a day."""

    fait = "fait"
    abandonne = "abandonné"
    en_cours = "en cours"
    en_retard = "en retard"


@dataclass(frozen=True)
class Retour:
    """The feed-back on one decision: what was promised, and what has happened since."""

    examen: Examen
    engagements: tuple[tuple[Engagement, Etat], ...]
    depuis: tuple[Commun, ...]
    """The entries since the decision, of its day excepted."""

    @property
    def visites(self) -> tuple[Visite, ...]:
        return tuple(e for e in self.depuis if isinstance(e, Visite))


def retour(situation: Situation, au: date) -> Retour | None:
    """The feed-back on the last decision before a day; none where nothing was decided."""
    last = last_examen(situation, au)
    if last is None:
        return None
    since = tuple(e for e in vivantes(situation) if last.le < e.le <= au)
    return Retour(last, tuple((e, _etat(e, au)) for e in last.engagements), since)


def last_examen(situation: Situation, avant: date) -> Examen | None:
    """The last passage in a meeting before a day."""
    found = [e for e in vivantes(situation) if isinstance(e, Examen) and e.le < avant]
    return found[-1] if found else None


def _etat(e: Engagement, au: date) -> Etat:
    if e.fait:
        return Etat.fait
    if e.abandon:
        return Etat.abandonne
    return Etat.en_retard if e.avant and e.avant < au else Etat.en_cours


# --- the agenda ---------------------------------------------------------------------------------------


def agenda(registre: Registre, le: date, nature: str, *, au: date, prochaine: date | None = None) -> list[Point]:
    """What a meeting of that day has to look at, in order, each situation once.

    Args:
        registre: the whole register; it is looked at as it stood on the eve of the meeting, or today if that is earlier.
        le: the day of the meeting.
        au: today.
        nature: `cellule`, `commission`…: others have no situations of their own.
        prochaine: the day of the one after; a month later if it is not known. Contracts that end before it are to be renewed now.
    """
    if nature not in DECIDENT:
        return []
    limite = prochaine or add_months(le, 1)
    eve = min(au, le - timedelta(days=1))
    cut = registre.au(eve)
    found: dict[str, Point] = {}
    for s in suivis(cut, eve):
        for point in _points(s, le, limite):
            found.setdefault(s.situation.id, point)
    for point in _undecided(cut, le, nature):
        found.setdefault(point.situation, point)
    return sorted(found.values(), key=lambda p: (ORDRE.index(p.objet), p.situation))


def _points(s: Suivi, le: date, limite: date) -> Iterator[Point]:
    """Why a situation is on the agenda: the first reason is the one that it bears."""
    back = _suites(s, le)
    if s.etape is Etape.cellule:
        yield Point(s.situation.id, "nouvelle", _waits(s, le), _asker(s))
    elif renewal := _renewal(s, limite):
        yield Point(s.situation.id, "renouvellement", renewal + (f" ; suites : {back}" if back else ""))
    elif (last := last_examen(s.situation, le)) and last.decision == "ajournement" and s.etape not in FINIES:
        yield Point(s.situation.id, "reexamen", f"ajournée le {short_jour(last.le)}")
    elif back:
        yield Point(s.situation.id, "suites", back)


def _suites(s: Suivi, le: date) -> str:
    """Decided on earlier and not yet reported on; or reported on, with new engagements. What has ended is told by `fins`."""
    last = last_examen(s.situation, le)
    if s.etape in FINIES or last is None or last.decision == "ajournement" or (last.objet == "suites" and not last.engagements):
        return ""
    return f"décision du {short_jour(last.le)} : {codes.DECISIONS[last.decision]}"


def fins(registre: Registre, le: date, nature: str, *, au: date) -> list[tuple[Situation, date]]:
    """What ended since the meeting before: nothing is left to decide, but it is told. Each with its last day."""
    eve, before = min(au, le - timedelta(days=1)), previous(registre, le, nature)
    since = before[1].le if before else date.min
    ended = [s for s in suivis(registre.au(eve), eve) if s.etape in FINIES and last_examen(s.situation, le)]
    return [(s.situation, _ended_on(s)) for s in ended if since <= _ended_on(s)]


def _ended_on(s: Suivi) -> date:
    return next(p.entree.le for p in reversed(s.pas) if p.apres.etape in FINIES and p.avant.etape not in FINIES)


def _waits(s: Suivi, le: date) -> str:
    last = last_examen(s.situation, le)
    if last and last.decision == "ajournement":
        return f"ajournée le {short_jour(last.le)}"
    since = next((p.entree.le for p in reversed(s.pas) if p.avant.etape is not Etape.cellule and p.apres.etape is Etape.cellule), None)
    return f"attend une décision depuis le {short_jour(since)}" if since else "attend une décision"


def _asker(s: Suivi) -> str | None:
    """Who asks for it: the landlord or service that convenes, where the dispositif says so; else the worker who follows it."""
    return next(iter(s.dispositif.parcours.convoque_par), None) or s.referent


def _renewal(s: Suivi, limite: date) -> str:
    """A contract that ends before the next meeting, and that no meeting has renewed yet."""
    p = s.periode
    if p is None or p.terme is None or s.etape is not Etape.accompagnement or s.etat_contrat is EtatContrat.interrompu:
        return ""
    if not _passes_by_the_meeting(s) or p.terme >= limite or any(q.debut > p.debut for q in s.periodes):
        return ""
    return "" if _already_renewed(s, p) else f"contrat n° {p.rang} jusqu'au {short_jour(p.terme)}"


def _passes_by_the_meeting(s: Suivi) -> bool:
    return Etape.cellule in regles_for(s.dispositif, s.situation, s.au).avant


def _already_renewed(s: Suivi, periode: Periode) -> bool:
    return any(
        isinstance(e, Examen) and e.objet == "renouvellement" and e.decision != "ajournement" and e.le > periode.debut for e in s.vivantes
    )


def _undecided(registre: Registre, le: date, nature: str) -> Iterator[Point]:
    """Closing a meeting never decides an item: what was not decided comes back."""
    for key, reunion in sorted(registre.reunions.items(), key=lambda item: item[1].le, reverse=True):
        if reunion.nature != nature or reunion.le >= le:
            continue
        for p in open_points(registre, key):
            s = registre.par_id.get(p.situation)
            if s and not any(isinstance(e, Examen) and e.le >= reunion.le for e in vivantes(s)):
                yield Point(s.id, p.objet or "reexamen", f"non décidée le {short_jour(reunion.le)}", p.demandee_par)


def decided(registre: Registre, reunion: str, situation: str) -> Examen | None:
    """What a meeting decided for a situation; none while it has not."""
    s = registre.par_id.get(situation)
    return next((e for e in vivantes(s) if isinstance(e, Examen) and e.reunion == reunion), None) if s else None


def points_of(registre: Registre, reunion: str) -> tuple[PointOrdreDuJour, ...]:
    """The items of a meeting: those of its agenda, then whoever was examined there without standing on it."""
    listed = registre.reunions[reunion].ordre_du_jour
    known = {p.situation for p in listed}
    found = ((s.id, decided(registre, reunion, s.id)) for s in registre.situations if s.id not in known)
    return (*listed, *(PointOrdreDuJour(situation=id_, objet=e.objet) for id_, e in sorted(found, key=lambda x: x[0]) if e))


def open_points(registre: Registre, reunion: str) -> list[PointOrdreDuJour]:
    """The items of a meeting that it has not decided."""
    return [p for p in registre.reunions[reunion].ordre_du_jour if decided(registre, reunion, p.situation) is None]


# --- making and changing a meeting --------------------------------------------------------------------


def reunion_id(le: date, nature: str) -> str:
    """`2026-11-03-cellule`: given once, for ever, even if the meeting is postponed."""
    return f"{le.isoformat()}-{nature}"


def previous(registre: Registre, le: date, nature: str) -> tuple[str, Reunion] | None:
    """The last meeting of that nature before a day."""
    found = [(key, r) for key, r in registre.reunions.items() if r.nature == nature and r.le < le]
    return max(found, key=lambda item: item[1].le, default=None)


def plan(registre: Registre, le: date, nature: str, *, au: date, prochaine: date | None = None) -> Reunion:
    """A new meeting: the agenda, the seats, the place and the hour of the one before, whose minutes are to be approved."""
    before = previous(registre, le, nature)
    last = before[1] if before else None
    seats = tuple(p.model_copy(update={"presence": "invite"}) for p in last.participants if _valid(registre, p, le)) if last else ()
    return Reunion.model_validate(
        {
            "le": le, "nature": nature, "prochaine": prochaine, "participants": seats,
            "heure": last.heure if last else None, "lieu": last.lieu if last else None,
            "presidence": last.presidence if last else None, "secretaire": last.secretaire if last else None,
            "ordre_du_jour": [to_point(p) for p in agenda(registre, le, nature, au=au, prochaine=prochaine)],
            "approbation": {"reunion": before[0]} if before else None,
        }
    )  # fmt: skip


def to_point(p: Point) -> PointOrdreDuJour:
    """The agenda's line of a point: why it is there is computed again each time."""
    return PointOrdreDuJour(situation=p.situation, objet=p.objet, demandee_par=p.demandee_par)


def _valid(registre: Registre, p: Participant, le: date) -> bool:
    return any(d.code == p.qui and d.valid_on(le) for d in registre.dispositif.declarations("partenaires_equipe"))


def complete(reunion: Reunion, points: Sequence[Point]) -> Reunion:
    """The meeting with the points that it lacks, in order; what stands there is kept."""
    known = {p.situation for p in reunion.ordre_du_jour}
    return put_in_order(reunion, (*reunion.ordre_du_jour, *(to_point(p) for p in points if p.situation not in known)))


def put_in_order(reunion: Reunion, points: Sequence[PointOrdreDuJour]) -> Reunion:
    """The meeting with these points, sorted by what they are for; those alike keep the order given."""
    ranked = sorted(points, key=lambda p: ORDRE.index(p.objet) if p.objet else len(ORDRE))
    return reunion.model_copy(update={"ordre_du_jour": tuple(ranked)})


def attend(reunion: Reunion, presences: Sequence[tuple[str, str]]) -> Reunion:
    """The meeting with who was there: (code, presence); someone new takes a seat at the end."""
    said = dict(presences)
    seats = [p.model_copy(update={"presence": said.pop(p.qui, p.presence)}) for p in reunion.participants]
    seats += [Participant(qui=qui, presence=presence) for qui, presence in said.items()]
    return reunion.model_copy(update={"participants": tuple(seats)})


def why(registre: Registre, key: str, *, au: date) -> dict[str, str]:
    """Why each situation of an agenda is there: situation → reason; empty where it was put by hand."""
    reunion = registre.reunions[key]
    return {p.situation: p.motif for p in agenda(registre, reunion.le, reunion.nature, au=au, prochaine=reunion.prochaine)}
