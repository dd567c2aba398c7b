"""A meeting: which situations it has to look at and why, what became of earlier decisions, what is decided, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from alp.core import codes
from alp.core.calendrier import add_months, short_jour
from alp.core.contrat import EtatContrat, Periode
from alp.core.entrees import Commun, Examen, Visite
from alp.core.objets import Engagement
from alp.core.parcours import FINIES, SUIVIES, Etape, etape_of, regles_for
from alp.core.plis import consent_given, vivantes
from alp.core.registre import Registre
from alp.core.reunion import PointOrdreDuJour, Reunion
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
    deja: date | None = None
    """The day of an earlier meeting, still to be held, on whose agenda it stands."""


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
    """The feed-back on the last decision before a day, with what was promised earlier and still went on then; none where nothing was decided."""
    last = last_examen(situation, au)
    if last is None:
        return None
    since = tuple(e for e in vivantes(situation) if last.le < e.le <= au)
    earlier = [e for _, e in engagements_of(situation, last.le) if (ended := ended_on(e)) is None or ended > last.le]
    return Retour(last, tuple((e, _etat(e, au)) for e in (*earlier, *last.engagements)), since)


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
    """What a meeting of that day has to look at, in order, each situation once; what an earlier meeting is still to look at is left to it.

    Args:
        registre: the whole register; it is looked at as it stood on the eve of the meeting, or today if that is earlier.
        le: the day of the meeting.
        nature: `cellule`, `commission`…: others have no situations of their own.
        au: today.
        prochaine: the day of the one after; a month later if it is not known. Contracts that end before it are to be renewed now.
    """
    return [p for p in candidates(registre, le, nature, au=au, prochaine=prochaine) if p.deja is None]


def candidates(registre: Registre, le: date, nature: str, *, au: date, prochaine: date | None = None) -> list[Point]:
    """Every situation that a meeting has a reason to look at, those that an earlier meeting still holds too; see `agenda`."""
    if nature not in DECIDENT:
        return []
    limite = prochaine or add_months(le, 1)
    eve = min(au, le - timedelta(days=1))
    cut, held = registre.au(eve), held_before(registre, le, au)
    found: dict[str, Point] = {}
    for s in suivis(cut, eve):
        for point in _points(s, le, limite):
            found.setdefault(s.situation.id, point)
    for point in _undecided(cut, le, nature):
        found.setdefault(point.situation, point)
    marked = (replace(p, deja=held.get(p.situation)) for p in found.values())
    return sorted(marked, key=lambda p: (ORDRE.index(p.objet), p.situation))


def held_before(registre: Registre, le: date, au: date) -> dict[str, date]:
    """Situations that a meeting to come, earlier than a day, is still to decide on, with its day."""
    to_come = [(r.le, key) for key, r in registre.reunions.items() if r.nature in DECIDENT and au <= r.le < le]
    return {p.situation: day for day, key in sorted(to_come, reverse=True) for p in open_points(registre, key)}


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
    """Decided on earlier and not yet reported on; or reported on, with something promised then or still going on. What has ended is told by `fins`."""
    last = last_examen(s.situation, le)
    if s.etape in FINIES or last is None or last.decision == "ajournement":
        return ""
    if last.objet != "suites" or last.engagements:
        return f"décision du {short_jour(last.le)} : {codes.DECISIONS[last.decision]}"
    left = len(open_engagements(s.situation, le))
    return f"{left} engagement{'s' if left > 1 else ''} encore en cours" if left else ""


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
    """The items of a meeting: those of its agenda, and whoever was examined there without standing on it."""
    points = registre.reunions[reunion].ordre_du_jour
    known = {p.situation for p in points}
    found = ((s.id, decided(registre, reunion, s.id)) for s in registre.situations if s.id not in known)
    for id_, e in sorted(found, key=lambda x: x[0]):
        if e:
            points = insert(points, PointOrdreDuJour(situation=id_, objet=e.objet))
    return points


def insert(points: tuple[PointOrdreDuJour, ...], new: PointOrdreDuJour) -> tuple[PointOrdreDuJour, ...]:
    """The points with one more, after the last one that goes before it; what was put in another order by hand stays so."""
    place = max((n for n, p in enumerate(points, 1) if _rang(p) <= _rang(new)), default=0)
    return (*points[:place], new, *points[place:])


def _rang(p: PointOrdreDuJour) -> int:
    return ORDRE.index(p.objet) if p.objet else len(ORDRE)


def open_points(registre: Registre, reunion: str) -> list[PointOrdreDuJour]:
    """The items of a meeting that it has not decided."""
    return [p for p in registre.reunions[reunion].ordre_du_jour if decided(registre, reunion, p.situation) is None]


def routine(registre: Registre, reunion: str) -> list[PointOrdreDuJour]:
    """The feed-back that a meeting has still to give where most often nothing has changed, and to go on changes nothing.

    Not where no accord lets it pass under its code, nor where the team withdraws: to go on would begin the accompaniment again.
    """
    le = registre.reunions[reunion].le
    then = {s.id: s for s in registre.au(le).situations}
    found = [p for p in open_points(registre, reunion) if p.objet == "suites" and p.situation in then]
    return [p for p in found if may_pass(s := then[p.situation], le) and etape_of(s, registre.dispositif) is not Etape.relais]


# --- the meeting before, and why each one is there ----------------------------------------------------


def previous(registre: Registre, le: date, nature: str) -> tuple[str, Reunion] | None:
    """The last meeting of that nature before a day."""
    found = [(key, r) for key, r in registre.reunions.items() if r.nature == nature and r.le < le]
    return max(found, key=lambda item: item[1].le, default=None)


def next_day(registre: Registre, key: str) -> date | None:
    """The day of the meeting after: as it was said there, else that of the next one of its nature in the register."""
    reunion = registre.reunions[key]
    return reunion.prochaine or min(
        (r.le for r in registre.reunions.values() if r.nature == reunion.nature and r.le > reunion.le), default=None
    )


def why(registre: Registre, key: str, *, au: date) -> dict[str, str]:
    """Why each situation of an agenda is there: situation → reason; empty where it was put by hand."""
    reunion = registre.reunions[key]
    found = candidates(registre, reunion.le, reunion.nature, au=au, prochaine=reunion.prochaine)
    return {p.situation: p.motif + (f" ; déjà à l'ordre du jour du {short_jour(p.deja)}" if p.deja else "") for p in found}


def objet_for(registre: Registre, id_: str, key: str, *, au: date) -> str:
    """What a situation put on an agenda by hand is there for.

    Its own reason to be there, if it has one; else new where no meeting ever saw it and it is not followed yet, a renewal where its
    contract ends, what became of the last decision while one stands, and a re-examination otherwise.
    """
    reunion = registre.reunions[key]
    known = {p.situation: p.objet for p in candidates(registre, reunion.le, reunion.nature, au=au, prochaine=reunion.prochaine)}
    if id_ in known:
        return known[id_]
    cut = registre.au(min(au, reunion.le))
    last = last_examen(cut.par_id[id_], reunion.le) if id_ in cut.par_id else None
    s = Suivi.of(cut, cut.par_id[id_], min(au, reunion.le)) if id_ in cut.par_id else None
    if last is None or s is None:
        return "reexamen" if s and s.etape in SUIVIES else "nouvelle"
    if s.etape in SUIVIES and s.etat_contrat in (EtatContrat.a_renouveler, EtatContrat.echu) and _passes_by_the_meeting(s):
        return "renouvellement"
    return "reexamen" if s.etape in FINIES or last.decision == "ajournement" else "suites"


# --- who may pass -------------------------------------------------------------------------------------


def may_pass(situation: Situation, le: date) -> bool:
    """Whether a situation may pass in a meeting under its code: the person accepts to be accompanied, or that one shares. Source: CSP, L1110-4."""
    return any(consent_given(situation, objet, le) for objet in ("accompagnement", "partage"))


def engagements_of(situation: Situation, avant: date) -> list[tuple[str, Engagement]]:
    """What was promised at the meetings before a day, each with what `done` calls it (`mx2c9d.2`)."""
    examens = [e for e in vivantes(situation) if isinstance(e, Examen) and e.le < avant]
    return [(f"{e.ref}.{n}", one) for e in examens for n, one in enumerate(e.engagements, 1)]


def open_engagements(situation: Situation, avant: date) -> list[tuple[str, Engagement]]:
    """What was promised at the meetings before a day and is neither done nor given up; see `engagements_of`."""
    return [(ref, one) for ref, one in engagements_of(situation, avant) if ended_on(one) is None]


def ended_on(e: Engagement) -> date | None:
    """The day on which a promise was kept or given up; none while it goes on."""
    ending = e.fait or e.abandon
    return ending.le if ending else None
