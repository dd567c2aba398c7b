"""Preparing a meeting: its agenda, its day, hour and place, who comes, whom to invite for an item, other points."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

import typer

from alp.cli.formulaire import warn_names
from alp.cli.montre import write
from alp.cli.reunion_commun import (
    Jour,
    LaquelleAvant,
    by_hand,
    change,
    create,
    find_meeting,
    meeting,
    read_day,
    show_meeting,
)
from alp.cli.saisie import Lecteur
from alp.cli.session import Session, read_stdin, say
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.champs import Champ, champs_de
from alp.core.erreurs import Refus, UsageError
from alp.core.ordre_du_jour import (
    add_libre,
    add_point,
    change_libre,
    change_point,
    complete,
    lacking,
    plan,
    remove_libre,
    remove_point,
    reunion_id,
)
from alp.core.reunion import PointLibre, PointOrdreDuJour
from alp.core.seance import DECIDENT, agenda, candidates, decided, objet_for

# --- plan ---------------------------------------------------------------------------------------------


def plan_(
    session: Session,
    jour: Jour,
    nature: Annotated[
        str | None, typer.Option("--nature", metavar="CODE", help="Sinon celle du dispositif. " + ", ".join(codes.NATURES_REUNION))
    ] = None,
    prochaine: Annotated[str | None, typer.Option("--prochaine", metavar="DATE", help="Le jour de la suivante.")] = None,
) -> Any:
    """Préparer une réunion : alp dresse l'ordre du jour. Si elle existe déjà, y ajoute ce qui manque ; ce qu'on a retiré reste retiré."""
    known = session.lecture.registre.reunions
    if named := known.get(jour):
        le, kind = named.le, named.nature
    else:
        le, kind = read_day(session, jour), nature or session.dispositif.parcours.reunion
    if kind not in codes.NATURES_REUNION:
        raise UsageError(f"« {kind} » n'est pas une réunion connue.", f"Choisir parmi : {', '.join(codes.NATURES_REUNION)}.")
    after = read_day(session, prochaine) if prochaine else None
    key = jour if named else next((k for k, r in known.items() if r.le == le and r.nature == kind), reunion_id(le, kind))
    if key in known:
        if after and after != known[key].prochaine:
            change(session, key, "date de la suivante", lambda r: r.model_copy(update={"prochaine": after}))
        _complete(session, key)
    else:
        create(session, key, plan(session.lecture.registre, le, kind, au=session.today, prochaine=after))
        write(f"Réunion préparée : reunions/{key}.yaml.")
    _tell_held(session, key)
    return show_meeting(session, key)


def _complete(session: Session, key: str) -> None:
    before = meeting(session, key)
    found = agenda(session.lecture.registre, before.le, before.nature, au=session.today, prochaine=before.prochaine)
    missing = lacking(before, found)
    if not missing:
        say("L'ordre du jour est complet." if before.nature in DECIDENT else by_hand(before, key))
        return
    change(session, key, "ordre du jour complété", lambda r: complete(r, missing))
    write(f"Ajouté à l'ordre du jour : {', '.join(p.situation for p in missing)}.")


def _tell_held(session: Session, key: str) -> None:
    """What is left to an earlier meeting."""
    r = meeting(session, key)
    found = candidates(session.lecture.registre, r.le, r.nature, au=session.today, prochaine=r.prochaine)
    listed = {p.situation for p in r.ordre_du_jour}
    by_day: dict[date, list[str]] = {}
    for p in found:
        if p.deja and p.situation not in listed:
            by_day.setdefault(p.deja, []).append(p.situation)
    for day, ids in sorted(by_day.items()):
        say(f"Déjà à l'ordre du jour du {short_jour(day)} : {', '.join(ids)}. Ce qui n'y sera pas décidé reviendra ici.")


# --- add, remove, point -------------------------------------------------------------------------------

LIBRE = re.compile(r"p([1-9][0-9]?)", re.IGNORECASE)
"""How another point is called on a command line: `p1`."""
_FIELDS: dict[str, Champ] = {c.nom: c for c in champs_de(PointOrdreDuJour)}
LePoint = Annotated[str, typer.Argument(metavar="POINT", show_default=False, help="La situation ; ou p1, p2… pour un autre point.")]
Invites = Annotated[
    list[str] | None, typer.Option("--invite", metavar="CODE", help="Qui inviter pour ce point seulement ; plusieurs fois si besoin.")
]
Objet = Annotated[str | None, typer.Option("--objet", metavar="CODE", help=", ".join(codes.OBJETS_EXAMEN) + " ; sinon alp le déduit.")]
DemandeePar = Annotated[str | None, typer.Option("--demandee-par", metavar="CODE", help="À la demande de qui.")]


def add(
    session: Session,
    reunion: LaquelleAvant,
    situation: Annotated[str | None, typer.Argument(metavar="[SITUATION]", show_default=False, help="La situation à ajouter.")] = None,
    objet: Objet = None,
    demandee_par: DemandeePar = None,
    invite: Invites = None,
    point: Annotated[str | None, typer.Option("--point", metavar="TEXTE", help="Un autre point, qui n'est pas une situation.")] = None,
) -> Any:
    """Ajouter une situation à l'ordre du jour, ou un autre point ; aussi pendant la réunion."""
    key = find_meeting(session, reunion)
    if (situation is None) == (point is None):
        raise UsageError("Donner une situation, ou un autre point.", f"alp meeting add {key} ID ; ou --point TEXTE")
    if point:
        add_free(session, key, point)
    else:
        add_situation(session, key, str(situation), objet, demandee_par, invite)
    return show_meeting(session, key)


def add_free(session: Session, key: str, libelle: str) -> None:
    """Put another point on the agenda."""
    warn_names(session.registre, libelle)
    change(session, key, "point ajouté", lambda r: add_libre(r, libelle))


def add_situation(
    session: Session, key: str, mot: str, objet: str | None = None, demandee_par: str | None = None, invites: list[str] | None = None
) -> None:
    """Put a situation on the agenda: what it is there for is deduced unless it is said."""
    id_ = session.find(mot).id
    said = _typed(session, objet=objet, demandee_par=demandee_par, invites=invites)
    data = {"objet": objet_for(session.lecture.registre, id_, key, au=session.today), **said, "situation": id_}
    made = PointOrdreDuJour.model_validate(data)
    change(session, key, f"{id_} ajoutée", lambda r: add_point(r, made))


def _typed(session: Session, **said: Any) -> dict[str, Any]:
    """The keys of an item's line that were typed, as codes."""
    lecteur = Lecteur(session.registre, session.today)
    return {name: lecteur.value(_FIELDS[name], typed, session.today) for name, typed in said.items() if typed}


def remove(
    session: Session,
    reunion: LaquelleAvant,
    point: LePoint,
    motif: Annotated[str | None, typer.Option("--motif", metavar="TEXTE", help="Pourquoi la retirer.")] = None,
) -> Any:
    """Retirer une situation de l'ordre du jour, ou un autre point. Elle n'y revient pas d'elle-même."""
    key = find_meeting(session, reunion)
    if free := LIBRE.fullmatch(point):
        change(session, key, "point retiré", lambda r: remove_libre(r, int(free[1])))
    else:
        remove_situation(session, key, session.find(point).id, motif)
    return show_meeting(session, key)


def remove_situation(session: Session, key: str, id_: str, motif: str | None = None) -> None:
    """Take a situation off the agenda.

    Raises:
        Refus: it was decided there.
    """
    if done := decided(session.lecture.registre, key, id_):
        raise Refus(
            f"{id_} y a déjà été examinée : {codes.DECISIONS[done.decision]}.", f"Annuler d'abord l'examen : alp cancel {id_} {done.ref}"
        )
    change(session, key, f"{id_} retirée", lambda r: remove_point(r, id_, session.today, motif))


def point(
    session: Session,
    reunion: LaquelleAvant,
    point: LePoint,
    objet: Objet = None,
    demandee_par: DemandeePar = None,
    invite: Invites = None,
    sans_invites: Annotated[bool, typer.Option("--sans-invites", help="Plus personne n'est invité pour ce point seulement.")] = False,
    rang: Annotated[int | None, typer.Option("--rang", metavar="N", min=1, help="Sa nouvelle place : 1, en premier.")] = None,
    libelle: Annotated[str | None, typer.Option("--libelle", metavar="TEXTE", help="D'un autre point : son titre.")] = None,
    compte_rendu: Annotated[
        str | None,
        typer.Option(
            "--compte-rendu", metavar="TEXTE|-", help="D'un autre point : ce qu'on en a dit ; « - » le lit sur l'entrée standard."
        ),
    ] = None,
) -> Any:
    """Changer un point de l'ordre du jour : sa place, ses invités, à quel titre ; d'un autre point, son titre et ce qu'on en a dit."""
    key = find_meeting(session, reunion)
    of_situation = _typed(session, objet=objet, demandee_par=demandee_par, invites=invite) | ({"invites": []} if sans_invites else {})
    of_free = {name: value for name, value in (("libelle", libelle), ("compte_rendu", compte_rendu)) if value}
    free = LIBRE.fullmatch(point)
    if wrong := (of_situation if free else of_free):
        kind = "un autre point" if free else "une situation"
        raise UsageError(f"--{next(iter(wrong)).replace('_', '-')} ne va pas avec {kind}.", "Voir : alp meeting point --help")
    if free:
        _change_free(session, key, int(free[1]), of_free, rang)
    elif of_situation or rang:
        id_ = session.find(point).id
        change(session, key, f"{id_} changée", lambda r: change_point(r, id_, of_situation, rang))
    else:
        raise UsageError("Que faut-il changer ?", f"alp meeting point {key} {point} --rang 1 ; ou --invite CODE, --objet CODE")
    return show_meeting(session, key)


def _change_free(session: Session, key: str, numero: int, said: dict[str, Any], rang: int | None) -> None:
    """Another point's title, place, or what was said of it: asked for on a terminal if nothing is given."""
    if said.get("compte_rendu") == "-":
        said["compte_rendu"] = read_stdin()
    if not said and rang is None:
        if not session.interactive:
            raise UsageError("Qu'en a-t-on dit ?", f"alp meeting point {key} p{numero} --compte-rendu -")
        said = {"compte_rendu": ask_said(meeting(session, key).points[numero - 1 : numero])}
    warn_names(session.registre, said)
    change(session, key, f"point {numero}", lambda r: change_libre(r, numero, said, rang))


def ask_said(points: tuple[PointLibre, ...]) -> str:
    """What was said of another point; empty to pass."""
    from alp.cli import questions

    champ = next(c for c in champs_de(PointLibre) if c.nom == "compte_rendu")
    return questions.write_text(champ.question, default=(points[0].compte_rendu or "") if points else "", hint="Entrée pour passer")
