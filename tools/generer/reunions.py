"""Meetings: one file for each that examined something, the next one as planned, and committees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alp.core import contrat as contrats
from alp.core import seance
from alp.core.dispositif import Dispositif
from alp.core.parcours import etape_of
from alp.core.registre import Registre
from alp.core.situation import Situation
from tools.generer.atelier import Atelier
from tools.generer.examens import convening_partners
from tools.generer.modele import AutreReunion, Donnees, Seances

PREVUS = 6
"""Contracts to renew that a planned agenda may hold."""


def make_meetings(a: Atelier, situations: Sequence[Situation]) -> dict[str, Donnees]:
    """Every meeting: id → its data."""
    made: dict[str, Donnees] = {}
    if a.modele.seances:
        held = [d for d in a.reunions if d in a.examens]
        planned = next(([d] for d in a.reunions if d > a.fin), [])
        days = [*held, *planned]
        for before, le in zip([None, *held], days, strict=False):
            agenda = held_agenda(a, le) if le in a.examens else planned_agenda(a, situations, le)
            made[a.reunion_id(le)] = make_meeting(a, a.modele.seances, le, before, agenda)
    made |= {f"{r.le.isoformat()}-{r.nature}": make_other(a, r) for r in a.modele.autres_reunions if r.le <= a.fin}
    return made


def make_meeting(a: Atelier, seances: Seances, le: date, before: date | None, agenda: list[Donnees]) -> Donnees:
    m, past = a.modele, le <= a.fin
    seats = [
        {"qui": code, "presence": a.rng.choices(["present", "excuse"], [5, 1])[0] if past else "invite"} for code in seances.permanents
    ]
    codes = dict.fromkeys((m.responsable, *presenters(a, agenda), m.secretaire))
    team = [{"qui": code, "presence": "present" if past else "invite"} for code in codes]
    called = dict.fromkeys(code for point in agenda for code in point["invites"])
    guests = [{"qui": code, "presence": "present" if past else "invite"} for code in called]
    sujet = a.recueil.draw("sujets", "femme") if past else None
    following = next((d for d in a.reunions if d > le), None)
    data = {
        "le": le, "heure": seances.heure, "lieu": seances.lieu, "nature": a.dispositif.parcours.reunion, "presidence": m.responsable,
        "secretaire": m.secretaire, "participants": team + seats + guests, "ordre_du_jour": agenda, "points": [split_point(sujet)] if sujet else None,
        "approbation": {"reunion": a.reunion_id(before)} if before else None, "prochaine": following,
    }  # fmt: skip
    return {key: value for key, value in data.items() if value}


def presenters(a: Atelier, agenda: Sequence[Donnees]) -> list[str]:
    """Who of the team presents what is on the agenda; the first referent at least."""
    return [a.modele.referents[0][1], *(point.pop("presentateur") for point in agenda)]


def split_point(sujet: str) -> Donnees:
    libelle, compte_rendu = (part.strip() for part in sujet.split("|"))
    return {"libelle": libelle, "compte_rendu": compte_rendu}


def held_agenda(a: Atelier, le: date) -> list[Donnees]:
    """What was looked at; with feed-back, the reports come first."""
    points = a.examens[le]
    return sorted(points, key=lambda p: seance.ORDRE.index(p["objet"])) if gives_feedback(a) else points


def gives_feedback(a: Atelier) -> bool:
    """Whether its meetings hear what became of what they decided."""
    return a.modele.seances is not None and (a.modele.seances.retours > 0 or a.modele.seances.rattrape)


def planned_agenda(a: Atelier, situations: Sequence[Situation], le: date) -> list[Donnees]:
    """Those that wait for the meeting, and contracts to renew; with feed-back, the agenda that alp would make."""
    if gives_feedback(a):
        registre = Registre(dispositif=a.dispositif, situations=tuple(situations), reunions={}, actions={}, soins={})
        points = seance.agenda(registre, le, a.dispositif.parcours.reunion, au=a.fin)
        referents = {s.id: s.referent or a.modele.referents[0][1] for s in situations}
        return [
            {
                "situation": p.situation,
                "objet": p.objet,
                "demandee_par": referents[p.situation],
                "invites": [],
                "presentateur": referents[p.situation],
            }
            for p in points
        ]
    found: list[Donnees] = []
    for s in situations:
        waits = etape_of(s, a.dispositif) == "cellule"
        if waits or (state(s, a.dispositif, a.fin) in ("a_renouveler", "echu") and len(found) < PREVUS):
            asking = convening_partners(a.dispositif)
            referent = s.referent or a.modele.referents[0][1]
            found.append(
                {
                    "situation": s.id,
                    "objet": "nouvelle" if waits else "renouvellement",
                    "demandee_par": asking[0] if asking else referent,
                    "invites": [],
                    "presentateur": referent,
                }
            )
    return found


def make_other(a: Atelier, r: AutreReunion) -> Donnees:
    """A meeting that decides of no situation."""
    return {
        "le": r.le,
        "heure": r.heure,
        "lieu": r.lieu,
        "nature": r.nature,
        "presidence": a.modele.responsable,
        "participants": [{"qui": code, "presence": "present"} for code in r.participants],
        "points": [{"libelle": libelle, "compte_rendu": said} for libelle, said in r.points],
    }


def state(situation: Situation, dispositif: Dispositif, au: date) -> str:
    """The state of the last contract; empty if there is none."""
    periodes = contrats.chaine(situation, dispositif)
    return str(contrats.etat(periodes[-1], dispositif.contrat, periodes, au)) if periodes and dispositif.contrat else ""
