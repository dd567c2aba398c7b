"""Settling a meeting: its hour, length, place and next date, who presides; putting it off; who is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from alp.cli.formulaire import value_text, warn_names
from alp.cli.reunion_commun import Jour, LaquelleAvant, change, find_meeting, meeting, read_day, show_meeting
from alp.cli.saisie import Lecteur, Saisi, options_of
from alp.cli.session import Session, say
from alp.core.calendrier import short_jour
from alp.core.champs import champs_de
from alp.core.erreurs import Refus, UsageError
from alp.core.ordre_du_jour import attend
from alp.core.reunion import Participant, Reunion
from alp.core.seance import decided
from alp.core.structure import plain

# --- set, move ----------------------------------------------------------------------------------------

REGLAGES = options_of(Reunion, sauf=frozenset({"le", "nature", "participants", "ordre_du_jour", "retires", "points"}))
Vider = Annotated[list[str] | None, typer.Option("--vider", metavar="CHAMP", help="Vider ce champ.")]


def set_(session: Session, saisi: Saisi, reunion: LaquelleAvant, vider: Vider = None) -> Any:
    """Fixer l'heure, la durée, le lieu, la présidence, le secrétariat, la date de la suivante ; noter des réserves sur le compte rendu."""
    key = find_meeting(session, reunion)
    before = meeting(session, key)
    changes = Lecteur(session.registre, session.today).data(saisi, before.le) | dict.fromkeys(_emptied(vider or []))
    settle(session, key, changes or _ask_settings(session, before))
    return show_meeting(session, key)


def _emptied(names: list[str]) -> list[str]:
    known = {o.chemin[0] for o in REGLAGES}
    fields = [name.replace("-", "_") for name in names]
    if unknown := [name for name in fields if name not in known]:
        raise UsageError(f"« {unknown[0]} » n'est pas un champ.", f"Champs possibles : {', '.join(sorted(known))}.")
    return fields


def settle(session: Session, key: str, changes: Mapping[str, Any]) -> None:
    """Write what a meeting's own fields now say; objects are completed.

    Raises:
        UsageError: reservations, and no minutes to approve.
    """
    before = plain(meeting(session, key))
    whole = {n: {**before.get(n, {}), **v} if isinstance(v, Mapping) else v for n, v in changes.items()}
    if "approbation" in whole and whole["approbation"] and "reunion" not in whole["approbation"]:
        raise UsageError("Aucun compte rendu n'est à approuver.", "Dire lequel : --approbation-reunion NOM")
    warn_names(session.registre, [whole.get("lieu"), (whole.get("approbation") or {}).get("reserves")])
    names = ", ".join(c.libelle.lower() for c in champs_de(Reunion) if c.nom in whole)
    change(session, key, names, lambda r: Reunion.model_validate({n: v for n, v in (plain(r) | whole).items() if v is not None}))


def _ask_settings(session: Session, before: Reunion) -> dict[str, Any]:
    if not session.interactive:
        raise UsageError("Que faut-il fixer ?", "alp meeting set REUNION --heure 14:00 --lieu « salle de réunion »")
    from alp.cli import questions

    known = plain(before)
    fields = {o.chemin[0]: c for o in REGLAGES for c in champs_de(Reunion) if c.nom == o.chemin[0]}
    shown = {n: f"{c.libelle} : {value_text(c, known[n], session.dispositif) if n in known else '(vide)'}" for n, c in fields.items()}
    lecteur = Lecteur(session.registre, session.today)
    chosen = questions.choose_many("Que faut-il fixer ?", shown, some=True)
    return {n: questions.ask(fields[n], lecteur, before.le, known.get(n)) for n in chosen}


def move(session: Session, reunion: LaquelleAvant, jour: Jour) -> Any:
    """Reporter une réunion : elle garde son nom, son jour change."""
    key, le = find_meeting(session, reunion), read_day(session, jour)
    registre = session.lecture.registre
    if taken := next((p.situation for p in registre.reunions[key].ordre_du_jour if decided(registre, key, p.situation)), None):
        raise Refus(f"Elle a déjà eu lieu : {taken} y a été examinée.", "Préparer la suivante : alp meeting plan DATE")
    change(session, key, f"reportée au {short_jour(le)}", lambda r: r.model_copy(update={"le": le}))
    say(f"→ Le dire aux invités : alp meeting invite {key} ; dans leur agenda, le rendez-vous se déplacera.")
    return show_meeting(session, key)


# --- attend -------------------------------------------------------------------------------------------


def attend_(
    session: Session,
    reunion: LaquelleAvant,
    presences: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUI=PRÉSENCE]...", show_default=False, help="Comme ccas=present ide=excuse ; présent si rien n'est dit."),
    ] = None,
) -> Any:
    """Noter qui est là : présent, excusé, absent. Sans rien, dans un terminal, alp propose la liste."""
    key = find_meeting(session, reunion)
    said = [_presence(session, mot) for mot in presences or []] or _ask_presences(session, key)
    change(session, key, "présences", lambda r: attend(r, said))
    return show_meeting(session, key)


def _presence(session: Session, mot: str) -> tuple[str, str]:
    fields = {c.nom: c for c in champs_de(Participant)}
    lecteur = Lecteur(session.registre, session.today)
    qui, _, presence = mot.partition("=")
    return lecteur.one(fields["qui"], qui, session.today), lecteur.one(fields["presence"], presence or "present", session.today)


def _ask_presences(session: Session, key: str) -> list[tuple[str, str]]:
    if not session.interactive:
        raise UsageError("Qui est là ?", f"alp meeting attend {key} ccas=present ide=excuse")
    from alp.cli import questions

    d, reunion = session.dispositif, meeting(session, key)
    seats = {p.qui: d.label("partenaires_equipe", p.qui) for p in reunion.participants}
    rows = seats | {c: label for c, label in d.choices("partenaires_equipe", le=reunion.le).items() if c not in seats}
    here = questions.choose_many("Qui est présent ?", rows, [p.qui for p in reunion.participants if p.presence == "present"])
    missing = {c: label for c, label in seats.items() if c not in here}
    before = [p.qui for p in reunion.participants if p.presence == "excuse"]
    excused = questions.choose_many("Qui est excusé ?", missing, before) if missing else []
    return [(c, "present") for c in here] + [(c, "excuse" if c in excused else "absent") for c in missing]
