"""Making a meeting and changing what stands on its agenda. Why a situation belongs there is `seance`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from alp.core.erreurs import Refus, UsageError
from alp.core.registre import Registre
from alp.core.reunion import Participant, PointLibre, PointOrdreDuJour, Retrait, Reunion
from alp.core.seance import Point, agenda, insert, previous

REPRISES = ("heure", "duree", "lieu", "presidence", "secretaire")
"""What a meeting takes from the one before."""

T = TypeVar("T")


def reunion_id(le: date, nature: str) -> str:
    """`2026-11-03-cellule`: given once, for ever, even if the meeting is postponed."""
    return f"{le.isoformat()}-{nature}"


def plan(registre: Registre, le: date, nature: str, *, au: date, prochaine: date | None = None) -> Reunion:
    """A new meeting: the agenda, the seats, the place and the hour of the one before, whose minutes are to be approved."""
    before = previous(registre, le, nature)
    last = before[1] if before else None
    seats = tuple(p.model_copy(update={"presence": "invite"}) for p in last.participants if _valid(registre, p, le)) if last else ()
    return Reunion.model_validate(
        {
            "le": le, "nature": nature, "prochaine": prochaine, "participants": seats,
            **{name: getattr(last, name) for name in REPRISES if last},
            "ordre_du_jour": [to_point(p) for p in agenda(registre, le, nature, au=au, prochaine=prochaine)],
            "approbation": {"reunion": before[0]} if before else None,
        }
    )  # fmt: skip


def to_point(p: Point) -> PointOrdreDuJour:
    """The agenda's line of a point: why it is there is computed again each time."""
    return PointOrdreDuJour(situation=p.situation, objet=p.objet, demandee_par=p.demandee_par)


def _valid(registre: Registre, p: Participant, le: date) -> bool:
    return any(d.code == p.qui and d.valid_on(le) for d in registre.dispositif.declarations("partenaires_equipe"))


# --- situations ---------------------------------------------------------------------------------------


def lacking(reunion: Reunion, points: Sequence[Point]) -> list[Point]:
    """The points that an agenda has not: neither on it, nor taken off it by hand."""
    known = {p.situation for p in reunion.ordre_du_jour} | {r.situation for r in reunion.retires}
    return [p for p in points if p.situation not in known]


def complete(reunion: Reunion, points: Sequence[Point]) -> Reunion:
    """The meeting with the points that it lacks, each among its like; what stands there is kept, what was taken off stays off."""
    listed = reunion.ordre_du_jour
    for p in lacking(reunion, points):
        listed = insert(listed, to_point(p))
    return reunion.model_copy(update={"ordre_du_jour": listed})


def add_point(reunion: Reunion, point: PointOrdreDuJour) -> Reunion:
    """The meeting with one more situation; it is no longer one that was taken off.

    Raises:
        Refus: it stands there already.
    """
    if any(p.situation == point.situation for p in reunion.ordre_du_jour):
        raise Refus(f"{point.situation} est déjà à l'ordre du jour.", "Rien à faire.")
    left = tuple(r for r in reunion.retires if r.situation != point.situation)
    return reunion.model_copy(update={"ordre_du_jour": insert(reunion.ordre_du_jour, point), "retires": left})


def remove_point(reunion: Reunion, situation: str, le: date, motif: str | None = None) -> Reunion:
    """The meeting without a situation; remembered, so that completing the agenda does not bring it back.

    Raises:
        UsageError: it is not there.
    """
    index = _index(reunion, situation)
    points = reunion.ordre_du_jour
    gone = Retrait(situation=situation, le=le, motif=motif)
    return reunion.model_copy(update={"ordre_du_jour": (*points[:index], *points[index + 1 :]), "retires": (*reunion.retires, gone)})


def change_point(reunion: Reunion, situation: str, changes: Mapping[str, Any], rang: int | None = None) -> Reunion:
    """The meeting where the line of a situation says something else (whom to invite, what it is there for) or stands elsewhere.

    Args:
        reunion: the meeting.
        situation: whose line.
        changes: keys of the line → new values; none empties one.
        rang: its new place, from 1; none leaves it.

    Raises:
        UsageError: it is not there, or there is no such place.
    """
    points, index = reunion.ordre_du_jour, _index(reunion, situation)
    changed = PointOrdreDuJour.model_validate(points[index].model_dump() | dict(changes))
    return reunion.model_copy(update={"ordre_du_jour": _placed((*points[:index], changed, *points[index + 1 :]), index, rang)})


def _index(reunion: Reunion, situation: str) -> int:
    found = next((n for n, p in enumerate(reunion.ordre_du_jour) if p.situation == situation), None)
    if found is None:
        raise UsageError(f"{situation} n'est pas à l'ordre du jour.", "Le voir : alp meeting show")
    return found


# --- other points -------------------------------------------------------------------------------------


def add_libre(reunion: Reunion, libelle: str) -> Reunion:
    """The meeting with one more point that is no situation."""
    return reunion.model_copy(update={"points": (*reunion.points, PointLibre(libelle=libelle))})


def remove_libre(reunion: Reunion, numero: int) -> Reunion:
    """The meeting without its nth other point, from 1.

    Raises:
        UsageError: there is none.
    """
    index = _numbered(reunion.points, numero)
    return reunion.model_copy(update={"points": (*reunion.points[:index], *reunion.points[index + 1 :])})


def change_libre(reunion: Reunion, numero: int, changes: Mapping[str, Any], rang: int | None = None) -> Reunion:
    """The meeting where its nth other point, from 1, says something else or stands elsewhere; see `change_point`."""
    index = _numbered(reunion.points, numero)
    changed = PointLibre.model_validate(reunion.points[index].model_dump() | dict(changes))
    return reunion.model_copy(update={"points": _placed((*reunion.points[:index], changed, *reunion.points[index + 1 :]), index, rang)})


def _numbered(items: Sequence[object], numero: int) -> int:
    if not 1 <= numero <= len(items):
        known = f"Ils vont de p1 à p{len(items)}." if items else "Il n'y en a aucun."
        raise UsageError(f"Il n'y a pas d'autre point p{numero}.", known)
    return numero - 1


def _placed(items: tuple[T, ...], index: int, rang: int | None) -> tuple[T, ...]:
    """The items with one of them moved to a place, from 1."""
    if rang is None:
        return items
    if not 1 <= rang <= len(items):
        raise UsageError(f"Il n'y a pas de place {rang}.", f"Donner un rang de 1 à {len(items)}.")
    rest = (*items[:index], *items[index + 1 :])
    return (*rest[: rang - 1], items[index], *rest[rang - 1 :])


# --- who is there -------------------------------------------------------------------------------------


def attend(reunion: Reunion, presences: Sequence[tuple[str, str]]) -> Reunion:
    """The meeting with who was there: (code, presence); someone new takes a seat at the end."""
    said = dict(presences)
    seats = [p.model_copy(update={"presence": said.pop(p.qui, p.presence)}) for p in reunion.participants]
    seats += [Participant(qui=qui, presence=presence) for qui, presence in said.items()]
    return reunion.model_copy(update={"participants": tuple(seats)})
