"""What every command on meetings shares: which meeting, changing one, showing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from alp.cli.envoyes import meeting_name, sent_text
from alp.cli.montre import plural, table, text, title, write
from alp.cli.page import DOUX
from alp.cli.session import Session, say
from alp.core import codes
from alp.core.calendrier import read_jour, short_jour
from alp.core.envois import sent_of
from alp.core.erreurs import Refus, UsageError
from alp.core.registre import Registre, fold
from alp.core.reunion import PointOrdreDuJour, Reunion
from alp.core.seance import DECIDENT, decided, fins, may_pass, next_day, open_points, points_of, why
from alp.core.structure import as_json, plain
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

Jour = Annotated[str, typer.Argument(metavar="DATE", show_default=False, help="Le jour de la réunion.")]
Laquelle = Annotated[
    str | None,
    typer.Argument(metavar="[REUNION]", show_default=False, help="Son nom, comme 2026-11-03-cellule, ou son jour ; sinon la prochaine."),
]
LaquelleAvant = Annotated[str, typer.Argument(metavar="REUNION", show_default=False, help="Son nom, ou son jour ; « prochaine ».")]
LaSituation = Annotated[str, typer.Argument(metavar="SITUATION", show_default=False, help="Identifiant, numéro ou pseudonyme.")]


def find_meeting(session: Session, mot: str | None, registre: Registre | None = None) -> str:
    """The id of the meeting that a word names: its id, its day, « prochaine », or nothing for the next one, else the last.

    Raises:
        UsageError: none, or several on that day.
    """
    known = (registre or session.lecture.registre).reunions
    if not known:
        raise UsageError("Il n'y a encore aucune réunion.", "En préparer une : alp meeting plan DATE")
    if mot in known:
        return str(mot)
    if mot is None or fold(mot) in ("prochaine", "prochain"):
        to_come = sorted((r.le, key) for key, r in known.items() if r.le >= session.today)
        return to_come[0][1] if to_come else max((r.le, key) for key, r in known.items())[1]
    le = read_day(session, mot)
    found = [key for key, r in known.items() if r.le == le]
    if len(found) != 1:
        near = ", ".join(sorted(known)[-4:])
        raise UsageError(f"« {mot} » désigne {len(found) or 'aucune'} réunion{'s' if len(found) > 1 else ''}.", f"Les dernières : {near}.")
    return found[0]


def read_day(session: Session, mot: str) -> date:
    """A day that may be to come."""
    return read_jour(mot, today=session.today, futur=True)


def meeting(session: Session, key: str) -> Reunion:
    """A meeting as it stands now."""
    return session.lecture.registre.reunions[key]


# --- writing ------------------------------------------------------------------------------------------


def create(session: Session, key: str, reunion: Reunion) -> None:
    """Write a new meeting."""
    session.write(lambda lecture: Acte(f"Réunion {key} : ordre du jour", "meeting", (ecrit(reunion, key),)))
    forget(session)


def change(session: Session, key: str, sujet: str, make: Callable[[Reunion], Reunion]) -> None:
    """Write a meeting as a function makes it of what stands there.

    Raises:
        Refus: nothing changes.
    """

    def decide(lecture: Lecture) -> Acte:
        before = lecture.registre.reunions[key]
        after = Reunion.model_validate(plain(make(before)))
        if after == before:
            raise Refus("C'est déjà ce qui est écrit : rien à changer.", f"alp meeting show {key}")
        return Acte(f"Réunion {key} : {sujet}", "meeting", (ecrit(after, key),))

    session.write(decide)
    forget(session)


def forget(session: Session) -> None:
    """What was just written is read again."""
    session.__dict__.pop("lecture", None)
    session.__dict__.pop("registre", None)


# --- showing ------------------------------------------------------------------------------------------


def meeting_json(session: Session, key: str) -> dict[str, Any]:
    """`alp meeting show --json`: the file, and for each item why it is there and what was decided."""
    registre = session.lecture.registre
    reunion, reasons = registre.reunions[key], why(registre, key, au=session.le)
    points = [
        plain(p) | {"motif": reasons.get(p.situation, ""), "decision": getattr(decided(registre, key, p.situation), "decision", None)}
        for p in points_of(registre, key)
    ]
    made: dict[str, Any] = as_json(
        {"id": key} | plain(reunion) | {"ordre_du_jour": points, "envois": [plain(e) for e in sent_of(registre, key)]}
    )
    return made


def show_meeting(session: Session, key: str) -> int:
    """A meeting on the terminal: when, where, who, what for, what is left."""
    reunion = meeting(session, key)
    where = "".join(f", {part}" for part in (reunion.heure, f"{reunion.duree} min" if reunion.duree else "", reunion.lieu) if part)
    title(f"{codes.NATURES_REUNION[reunion.nature].capitalize()} du {short_jour(reunion.le)}{where}")
    for label, value in _heading(session, key, reunion):
        write(text(f"  {label} : {value}"))
    _show_points(session, key, reunion)
    return 0


def _heading(session: Session, key: str, reunion: Reunion) -> list[tuple[str, str]]:
    """Who presides, who comes, what is to be approved, when the next one is: the lines that say something."""

    def names(presence: str) -> list[str]:
        here = [p.qui for p in reunion.participants if (p.presence or "invite") == presence]
        return [session.dispositif.label("partenaires_equipe", qui) for qui in here]

    named = [(label, session.dispositif.label("partenaires_equipe", code)) for label, code in (
        ("Présidence", reunion.presidence or ""), ("Secrétaire", reunion.secretaire or ""),
    )]  # fmt: skip
    seats = [(label.capitalize() + ("s" if len(names(p)) > 1 else ""), ", ".join(names(p))) for p, label in codes.PRESENCES.items()]
    minutes, after = reunion.approbation, next_day(session.lecture.registre, key)
    rest = [
        ("Compte rendu à approuver", meeting_name(session.lecture.registre, minutes.reunion) if minutes else ""),
        ("Réserves", (minutes.reserves or "") if minutes else ""),
        ("Prochaine réunion", short_jour(after) if after else ""),
    ]
    return [(label, value) for label, value in (*named, *seats, *rest) if value]


def _show_points(session: Session, key: str, reunion: Reunion) -> None:
    registre, reasons = session.lecture.registre, why(session.lecture.registre, key, au=session.today)
    rows = [_row(session, key, p, reasons.get(p.situation, "")) for p in points_of(registre, key)]
    if rows:
        titles = ["Situation", "Pseudonyme", "Objet", "Pourquoi", "Invités", "Décision"]
        write(table(titles, rows, entiers=["Situation"], cedent=["Pseudonyme"]))
    for n, point in enumerate(reunion.points, 1):
        write(text(f"  p{n} • {point.libelle}" + (f" : {point.compte_rendu}" if point.compte_rendu else "")))
    for r in reunion.retires:
        why_not = f" : {r.motif}" if r.motif else ""
        write(text(f"  Retirée le {short_jour(r.le)} : {r.situation}{why_not}", DOUX))
    for situation, day in fins(registre, reunion.le, reunion.nature, au=session.today):
        write(text(f"  À dire : {situation.id} s'est terminée le {short_jour(day)}", DOUX))
    for e in sent_of(registre, key):
        write(text(f"  Envoyé le {sent_text(e, registre)}", DOUX))
    _show_left(session, key, len(rows))


def _show_left(session: Session, key: str, rows: int) -> None:
    left = open_points(session.lecture.registre, key)
    write(f"{plural(rows, 'situation')} à l'ordre du jour, {len(left)} à décider.")
    if not rows:
        r = meeting(session, key)
        say(
            f"→ Aucune situation n'attend cette réunion ; en ajouter une : alp meeting add {key} ID"
            if r.nature in DECIDENT
            else f"→ {by_hand(r, key)}"
        )
    if blocked := [p.situation for p in left if not _has_accord(session, p, meeting(session, key).le)]:
        say(f"Sans accord noté : {', '.join(blocked)}. Le noter (alp add ID accord), ou les passer sans qu'on puisse les reconnaître.")
    if left:
        say(f"→ La tenir : alp meeting run {key} ; ajouter ou retirer : alp meeting add {key} ID, alp meeting remove {key} ID")
    elif rows and meeting(session, key).le <= session.today:
        say(f"→ Son compte rendu : alp minutes {key} ; dire les décisions : alp meeting notify {key}")


def by_hand(reunion: Reunion, key: str) -> str:
    """What is said of an agenda that nothing but a hand fills."""
    kind = codes.NATURES_REUNION[reunion.nature]
    return f"De lui-même, alp ne met aucune situation à cet ordre du jour ({kind}) : les choisir avec alp meeting add {key} ID"


def _has_accord(session: Session, point: PointOrdreDuJour, le: date) -> bool:
    s = session.lecture.registre.par_id.get(point.situation)
    return s is None or may_pass(s, le)


def _row(session: Session, key: str, p: PointOrdreDuJour, reason: str) -> tuple[str, ...]:
    registre, d = session.lecture.registre, session.dispositif
    s, done = registre.par_id.get(p.situation), decided(registre, key, p.situation)
    return (
        p.situation, (s.personne.pseudonyme or "") if s else "", codes.OBJETS_EXAMEN[p.objet] if p.objet else "",
        reason or ("" if done else _asked(session, p)), ", ".join(d.label("partenaires_equipe", qui) for qui in p.invites),
        f"décidé : {codes.DECISIONS[done.decision]}" if done else "",
    )  # fmt: skip


def _asked(session: Session, point: PointOrdreDuJour) -> str:
    """Why an item is there that the register does not explain."""
    who = session.dispositif.label("partenaires_equipe", point.demandee_par) if point.demandee_par else ""
    return f"demandée par {who}" if who else "ajoutée à la main"
