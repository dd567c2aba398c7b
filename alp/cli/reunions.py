"""Meetings: prepare the agenda, note who is there, decide one situation after the other, tell the decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from alp.cli.ecrire import log_entry
from alp.cli.formulaire import value_text
from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import plural, table, text, title, write
from alp.cli.page import DOUX, show_situation
from alp.cli.saisie import Lecteur, Option, Saisi, commande, options_of
from alp.cli.session import Session, say
from alp.core import codes
from alp.core.calendrier import read_jour, short_jour
from alp.core.catalogue import CATALOGUE
from alp.core.champs import champs_de
from alp.core.echeances import untold
from alp.core.entrees import Examen
from alp.core.erreurs import AlpError, Refus, UsageError
from alp.core.registre import Registre, fold
from alp.core.reunion import PointLibre, PointOrdreDuJour, Reunion
from alp.core.seance import (
    Etat,
    agenda,
    attend,
    complete,
    decided,
    fins,
    open_points,
    plan,
    points_of,
    put_in_order,
    retour,
    reunion_id,
    why,
)
from alp.core.situation import Situation
from alp.core.structure import as_json, plain
from alp.core.suivi import Suivi
from alp.core.texte_libre import suspects
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

app = typer.Typer(
    cls=Groupe, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
    context_settings=CONTEXTE, subcommand_metavar="COMMANDE [OPTIONS]", help="Réunions : préparer l'ordre du jour, décider, dire les décisions.",
)  # fmt: skip

Jour = Annotated[str, typer.Argument(metavar="DATE", show_default=False, help="Le jour de la réunion.")]
Laquelle = Annotated[
    str | None,
    typer.Argument(metavar="[REUNION]", show_default=False, help="Son nom, comme 2026-11-03-cellule, ou son jour ; sinon la prochaine."),
]
LaquelleAvant = Annotated[str, typer.Argument(metavar="REUNION", show_default=False, help="Son nom, ou son jour ; « prochaine ».")]
LaSituation = Annotated[str, typer.Argument(metavar="SITUATION", show_default=False, help="Identifiant, numéro ou pseudonyme.")]


EN_SEANCE = 3
"""Entries of a journal shown during a meeting: its time is short."""


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
    le = _day(session, mot)
    found = [key for key, r in known.items() if r.le == le]
    if len(found) != 1:
        near = ", ".join(sorted(known)[-4:])
        raise UsageError(f"« {mot} » désigne {len(found) or 'aucune'} réunion{'s' if len(found) > 1 else ''}.", f"Les dernières : {near}.")
    return found[0]


def _day(session: Session, mot: str) -> date:
    return read_jour(mot, today=session.today, futur=True)


def _change(session: Session, key: str, sujet: str, make: Callable[[Registre, Reunion], Reunion]) -> Reunion:
    """Write a meeting as a function makes it of what stands there.

    Raises:
        Refus: nothing changes.
    """
    written: list[Reunion] = []

    def decide(lecture: Lecture) -> Acte:
        before = lecture.registre.reunions[key]
        after = Reunion.model_validate(plain(make(lecture.registre, before)))
        if after == before:
            raise Refus("C'est déjà ce qui est écrit : rien à changer.", f"alp meeting show {key}")
        written.append(after)
        return Acte(f"Réunion {key} : {sujet}", "meeting", (ecrit(after, key),))

    session.write(decide)
    return written[-1]


# --- plan ---------------------------------------------------------------------------------------------


def _plan(
    session: Session,
    jour: Jour,
    nature: Annotated[
        str | None, typer.Option("--nature", metavar="CODE", help="Sinon celle du dispositif. " + ", ".join(codes.NATURES_REUNION))
    ] = None,
    prochaine: Annotated[str | None, typer.Option("--prochaine", metavar="DATE", help="Le jour de la suivante.")] = None,
) -> Any:
    """Préparer une réunion : alp dresse l'ordre du jour. Si elle existe déjà, y ajoute ce qui manque, sans rien retirer."""
    le, kind = _day(session, jour), nature or session.dispositif.parcours.reunion
    if kind not in codes.NATURES_REUNION:
        raise UsageError(f"« {kind} » n'est pas une réunion connue.", f"Choisir parmi : {', '.join(codes.NATURES_REUNION)}.")
    after = _day(session, prochaine) if prochaine else None
    known = session.lecture.registre.reunions
    key = next((k for k, r in known.items() if r.le == le and r.nature == kind), reunion_id(le, kind))
    if key in known:
        _complete(session, key)
    else:
        _create(session, key, plan(session.lecture.registre, le, kind, au=session.today, prochaine=after))
    return _show_meeting(session, key)


def _create(session: Session, key: str, reunion: Reunion) -> None:
    def decide(lecture: Lecture) -> Acte:
        return Acte(f"Réunion {key} : ordre du jour", "meeting", (ecrit(reunion, key),))

    session.write(decide)
    _forget(session)
    write(f"Réunion préparée : reunions/{key}.yaml.")


def _complete(session: Session, key: str) -> None:
    before = session.lecture.registre.reunions[key]
    found = agenda(session.lecture.registre, before.le, before.nature, au=session.today, prochaine=before.prochaine)
    lacking = [p for p in found if p.situation not in {x.situation for x in before.ordre_du_jour}]
    if not lacking:
        say("L'ordre du jour est complet.")
        return
    _change(session, key, "ordre du jour complété", lambda registre, reunion: complete(reunion, lacking))
    _forget(session)
    write(f"Ajouté à l'ordre du jour : {', '.join(p.situation for p in lacking)}.")


def _forget(session: Session) -> None:
    """What was just written is read again."""
    session.__dict__.pop("lecture", None)
    session.__dict__.pop("registre", None)


# --- show, list ---------------------------------------------------------------------------------------


def _show(session: Session, reunion: Laquelle = None) -> Any:
    """Montrer une réunion : qui vient, l'ordre du jour et pourquoi chaque situation y est, ce qui est décidé."""
    key = find_meeting(session, reunion)
    if session.json:
        return session.show_json(_meeting_json(session, key))
    return _show_meeting(session, key)


def _meeting_json(session: Session, key: str) -> dict[str, Any]:
    registre = session.lecture.registre
    reunion, reasons = registre.reunions[key], why(registre, key, au=session.le)
    points = [
        plain(p) | {"motif": reasons.get(p.situation, ""), "decision": getattr(decided(registre, key, p.situation), "decision", None)}
        for p in points_of(registre, key)
    ]
    made: dict[str, Any] = as_json({"id": key} | plain(reunion) | {"ordre_du_jour": points})
    return made


def _show_meeting(session: Session, key: str) -> int:
    registre, d = session.lecture.registre, session.dispositif
    reunion = registre.reunions[key]
    where = f", {reunion.heure}" if reunion.heure else ""
    where += f", {reunion.lieu}" if reunion.lieu else ""
    title(f"{codes.NATURES_REUNION[reunion.nature].capitalize()} du {short_jour(reunion.le)}{where}")
    for label, value in (
        ("Présidence", reunion.presidence), ("Secrétaire", reunion.secretaire),
    ):  # fmt: skip
        if value:
            write(text(f"  {label} : {d.label('partenaires_equipe', value)}"))
    for presence, label in codes.PRESENCES.items():
        names = [d.label("partenaires_equipe", p.qui) for p in reunion.participants if (p.presence or "invite") == presence]
        if names:
            write(text(f"  {label.capitalize()}{'s' if len(names) > 1 else ''} : {', '.join(names)}"))
    if reunion.approbation:
        write(text(f"  Compte rendu à approuver : {reunion.approbation.reunion}"))
    if reunion.prochaine:
        write(text(f"  Prochaine réunion : {short_jour(reunion.prochaine)}"))
    _show_points(session, key, reunion)
    return 0


def _show_points(session: Session, key: str, reunion: Reunion) -> None:
    registre, reasons = session.lecture.registre, why(session.lecture.registre, key, au=session.today)
    rows = []
    for p in points_of(registre, key):
        s, done = registre.par_id.get(p.situation), decided(registre, key, p.situation)
        state = f"décidé : {codes.DECISIONS[done.decision]}" if done else ""
        rows.append((
            p.situation, (s.personne.pseudonyme or "") if s else "", codes.OBJETS_EXAMEN[p.objet] if p.objet else "",
            reasons.get(p.situation) or ("" if done else _asked(session, p)), state,
        ))  # fmt: skip
    if rows:
        write(table(["Situation", "Pseudonyme", "Objet", "Pourquoi", "Décision"], rows, entiers=["Situation"], cedent=["Pseudonyme"]))
    for point in reunion.points:
        write(text(f"  • {point.libelle}" + (f" : {point.compte_rendu}" if point.compte_rendu else "")))
    for situation, day in fins(registre, reunion.le, reunion.nature, au=session.today):
        write(text(f"  À dire : {situation.id} s'est terminée le {short_jour(day)}", DOUX))
    left = len(open_points(registre, key))
    write(f"{plural(len(rows), 'situation')} à l'ordre du jour, {left} à décider.")
    if not rows:
        say(f"→ Aucune situation n'attend cette réunion ; en ajouter une : alp meeting add {key} ID")
    if left:
        say(f"→ La tenir : alp meeting run {key} ; ajouter ou retirer : alp meeting add {key} ID, alp meeting remove {key} ID")


def _asked(session: Session, point: PointOrdreDuJour) -> str:
    """Why an item is there that the register does not explain."""
    who = session.dispositif.label("partenaires_equipe", point.demandee_par) if point.demandee_par else ""
    return f"demandée par {who}" if who else "ajoutée à la main"


def _list(session: Session) -> Any:
    """Lister les réunions."""
    registre = session.lecture.registre
    found = sorted(registre.reunions.items(), key=lambda item: item[1].le)
    if session.json:
        return session.show_json([{"id": key} | as_json(plain(r)) for key, r in found])
    rows = [(r.le, codes.NATURES_REUNION[r.nature], len(r.ordre_du_jour), len(open_points(registre, key)), key) for key, r in found]
    write(table(["Le", "Réunion", "Situations", "À décider", "Nom"], rows), f"{plural(len(rows), 'réunion')}.")
    return 0


# --- add, remove, attend, move ------------------------------------------------------------------------


def _add(
    session: Session,
    reunion: LaquelleAvant,
    situation: Annotated[str | None, typer.Argument(metavar="[SITUATION]", show_default=False, help="La situation à ajouter.")] = None,
    objet: Annotated[str, typer.Option("--objet", metavar="CODE", help=", ".join(codes.OBJETS_EXAMEN) + ".")] = "reexamen",
    demandee_par: Annotated[str | None, typer.Option("--demandee-par", metavar="CODE", help="À la demande de qui.")] = None,
    point: Annotated[str | None, typer.Option("--point", metavar="TEXTE", help="Un autre point, qui n'est pas une situation.")] = None,
) -> Any:
    """Ajouter une situation à l'ordre du jour, ou un autre point ; aussi pendant la réunion."""
    key = find_meeting(session, reunion)
    if (situation is None) == (point is None):
        raise UsageError("Donner une situation, ou un autre point.", f"alp meeting add {key} ID ; ou --point TEXTE")
    if point:
        _refuse_names(session, point)
        free = PointLibre(libelle=point)
        _change(session, key, "point ajouté", lambda registre, r: r.model_copy(update={"points": (*r.points, free)}))
    else:
        made = _point(session, str(situation), objet, demandee_par)
        _refuse_twice(session.lecture.registre.reunions[key], made)
        _change(session, key, f"{made.situation} ajoutée", lambda registre, r: put_in_order(r, (*r.ordre_du_jour, made)))
    _forget(session)
    return _show_meeting(session, key)


def _point(session: Session, mot: str, objet: str, demandee_par: str | None) -> PointOrdreDuJour:
    fields = {c.nom: c for c in champs_de(PointOrdreDuJour)}
    lecteur = Lecteur(session.registre, session.today)
    asker = lecteur.one(fields["demandee_par"], demandee_par, session.today) if demandee_par else None
    chosen = lecteur.one(fields["objet"], objet, session.today)
    return PointOrdreDuJour(situation=session.find(mot).id, objet=chosen, demandee_par=asker)


def _refuse_twice(reunion: Reunion, point: PointOrdreDuJour) -> None:
    if any(p.situation == point.situation for p in reunion.ordre_du_jour):
        raise Refus(f"{point.situation} est déjà à l'ordre du jour.", "Rien à faire.")


def _refuse_names(session: Session, texte: str) -> None:
    for code, extract in suspects(texte, pseudonymes=frozenset()):
        say(f"Attention : {CATALOGUE[code].titre.lower()} : « {extract} ». Une fois enregistré, l'historique le garde, même corrigé.")


def _remove(session: Session, reunion: LaquelleAvant, situation: LaSituation) -> Any:
    """Retirer une situation de l'ordre du jour."""
    key, id_ = find_meeting(session, reunion), session.find(situation).id
    if done := decided(session.lecture.registre, key, id_):
        raise Refus(
            f"{id_} y a déjà été examinée : {codes.DECISIONS[done.decision]}.", f"Annuler d'abord l'examen : alp cancel {id_} {done.ref}"
        )
    if id_ not in {p.situation for p in session.lecture.registre.reunions[key].ordre_du_jour}:
        raise UsageError(f"{id_} n'est pas à l'ordre du jour.", f"Le voir : alp meeting show {key}")
    _change(session, key, f"{id_} retirée", lambda registre, r: put_in_order(r, [p for p in r.ordre_du_jour if p.situation != id_]))
    _forget(session)
    return _show_meeting(session, key)


def _attend(
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
    _change(session, key, "présences", lambda registre, r: attend(r, said))
    _forget(session)
    return _show_meeting(session, key)


def _presence(session: Session, mot: str) -> tuple[str, str]:
    from alp.core.reunion import Participant

    fields = {c.nom: c for c in champs_de(Participant)}
    lecteur = Lecteur(session.registre, session.today)
    qui, _, presence = mot.partition("=")
    return lecteur.one(fields["qui"], qui, session.today), lecteur.one(fields["presence"], presence or "present", session.today)


def _ask_presences(session: Session, key: str) -> list[tuple[str, str]]:
    if not session.interactive:
        raise UsageError("Qui est là ?", f"alp meeting attend {key} ccas=present ide=excuse")
    from alp.cli import questions

    d, reunion = session.dispositif, session.lecture.registre.reunions[key]
    seats = {p.qui: d.label("partenaires_equipe", p.qui) for p in reunion.participants}
    rows = seats | {c: label for c, label in d.choices("partenaires_equipe", le=reunion.le).items() if c not in seats}
    here = questions.choose_many("Qui est présent ?", rows, [p.qui for p in reunion.participants if p.presence == "present"])
    missing = {c: label for c, label in seats.items() if c not in here}
    before = [p.qui for p in reunion.participants if p.presence == "excuse"]
    excused = questions.choose_many("Qui est excusé ?", missing, before) if missing else []
    return [(c, "present") for c in here] + [(c, "excuse" if c in excused else "absent") for c in missing]


def _move(session: Session, reunion: LaquelleAvant, jour: Jour) -> Any:
    """Reporter une réunion : elle garde son nom, son jour change."""
    key, le = find_meeting(session, reunion), _day(session, jour)
    registre = session.lecture.registre
    if taken := next((p.situation for p in registre.reunions[key].ordre_du_jour if decided(registre, key, p.situation)), None):
        raise Refus(f"Elle a déjà eu lieu : {taken} y a été examinée.", "Préparer la suivante : alp meeting plan DATE")
    _change(session, key, f"reportée au {short_jour(le)}", lambda registre, r: r.model_copy(update={"le": le}))
    _forget(session)
    return _show_meeting(session, key)


# --- decide, run --------------------------------------------------------------------------------------

_PAR_LA_REUNION = frozenset({"le", "reunion", "objet"})
"""What the meeting itself says of an examen."""
_EXAMEN: list[Option] = options_of(Examen, sauf=_PAR_LA_REUNION)


def _decide(session: Session, saisi: Saisi, reunion: LaquelleAvant, situation: LaSituation) -> Any:
    """Décider d'une situation de l'ordre du jour : décision, stratégie, engagements. Sans option, dans un terminal, alp pose les questions."""
    key = find_meeting(session, reunion)
    return _record(session, key, _on_agenda(session, key, session.find(situation).id), saisi)


def _on_agenda(session: Session, key: str, id_: str) -> PointOrdreDuJour:
    registre = session.lecture.registre
    point = next((p for p in registre.reunions[key].ordre_du_jour if p.situation == id_), None)
    if point is None:
        raise UsageError(f"{id_} n'est pas à l'ordre du jour de {key}.", f"L'y ajouter : alp meeting add {key} {id_}")
    if done := decided(registre, key, id_):
        raise Refus(f"{id_} est déjà décidée : {codes.DECISIONS[done.decision]}.", f"La corriger : alp amend {id_} {done.ref}")
    return point


def _record(session: Session, key: str, point: PointOrdreDuJour, saisi: Saisi, *, ask: bool = False) -> int:
    """The examen of one item, dated by the meeting."""
    reunion = session.lecture.registre.reunions[key]
    _refuse_early(session, key)
    fixed = {o: v for o, v in _fixed(key, reunion, point).items() if v}
    return log_entry(session, point.situation, "examen", {**fixed, **saisi}, ask=ask, commande="alp meeting decide")


def _refuse_early(session: Session, key: str) -> None:
    le = session.lecture.registre.reunions[key].le
    if le > session.today:
        raise Refus(
            f"La réunion est le {short_jour(le)} : rien ne peut y être décidé avant.",
            f"Si elle a eu lieu plus tôt : alp meeting move {key} DATE",
        )


def _fixed(key: str, reunion: Reunion, point: PointOrdreDuJour) -> dict[Option, str]:
    by_name = {o.champ.nom: o for o in options_of(Examen) if len(o.chemin) == 1}
    said = {"le": reunion.le.isoformat(), "reunion": key, "objet": point.objet or ""}
    return {by_name[name]: value for name, value in said.items()}


def _run(session: Session, reunion: Laquelle = None) -> Any:
    """Tenir la réunion : chaque situation est montrée, puis décidée. On peut s'arrêter et reprendre : ce qui est décidé l'est."""
    key = find_meeting(session, reunion)
    if not session.interactive:
        raise UsageError("Cette commande demande un terminal.", f"Décider sans elle : alp meeting decide {key} ID --decision …")
    _refuse_early(session, key)
    for point in open_points(session.lecture.registre, key):
        if not _walk_item(session, key, point):
            break
        _forget(session)
    left = open_points(session.lecture.registre, key)
    if not points_of(session.lecture.registre, key):
        write("L'ordre du jour est vide.")
        say(
            f"→ Le dresser : alp meeting plan {session.lecture.registre.reunions[key].le.isoformat()} ; ou ajouter : alp meeting add {key} ID"
        )
        return 0
    write(f"{plural(len(left), 'situation')} à décider." if left else "Tout est décidé.")
    say(f"→ Reprendre : alp meeting run {key}" if left else f"→ Dire les décisions : alp meeting notify {key}")
    return 0


def _walk_item(session: Session, key: str, point: PointOrdreDuJour) -> bool:
    """Show one item, then decide it or not; whether the meeting goes on."""
    from alp.cli import questions

    situation = session.lecture.registre.par_id[point.situation]
    write("")
    title(
        f"{codes.OBJETS_EXAMEN[point.objet] if point.objet else 'examen'} : {why(session.lecture.registre, key, au=session.today).get(situation.id, '')}"
    )
    show_situation(
        Suivi.of(session.registre, session.registre.par_id[situation.id], session.today),
        session.registre,
        {},
        entrees=EN_SEANCE,
        precautions=False,
    )
    show_retour(session, situation.id, session.lecture.registre.reunions[key].le)
    chosen = questions.choose(
        f"{situation.id} : que fait-on ?", {"decider": "Décider maintenant", "passer": "Passer à la suivante", "arreter": "S'arrêter là"}
    )
    if chosen == "decider":
        try:
            _record(session, key, point, {}, ask=True)
        except AlpError as error:
            say(f"{error.message} {error.remede}")
    return chosen != "arreter"


STYLES = {Etat.fait: "green", Etat.abandonne: DOUX, Etat.en_cours: "", Etat.en_retard: "bold red"}


def show_retour(session: Session, id_: str, au: date) -> None:
    """What was promised the last time, and what has happened since."""
    back = retour(session.lecture.registre.par_id[id_], au)
    if back is None:
        return
    d = session.dispositif
    title(f"Depuis la décision du {short_jour(back.examen.le)} ({codes.DECISIONS[back.examen.decision]})")
    for engagement, state in back.engagements:
        who = f" ({d.label('partenaires_equipe', engagement.qui)})" if engagement.qui else ""
        said = engagement.fait.resultat if engagement.fait else engagement.abandon.motif if engagement.abandon else None
        until = f", avant le {short_jour(engagement.avant)}" if engagement.avant and state in (Etat.en_cours, Etat.en_retard) else ""
        write(text(f"  {state} : {engagement.quoi}{who}{until}" + (f" : {said}" if said else ""), STYLES[state]))
    seen = [v for v in back.visites if v.resultat == "rencontre"]
    write(text(f"  {plural(len(seen), 'rencontre')}, {plural(len(back.visites) - len(seen), 'tentative')} depuis.", DOUX))


# --- notify -------------------------------------------------------------------------------------------


def _notify(
    session: Session,
    reunion: Laquelle = None,
    situation: Annotated[
        str | None, typer.Argument(metavar="[SITUATION]", show_default=False, help="Une situation ; sinon la liste.")
    ] = None,
    a: Annotated[str | None, typer.Option("--a", metavar="CODE", help="À qui : personne, ou un partenaire.")] = None,
    le: Annotated[str | None, typer.Option("--le", metavar="DATE", help="Quel jour ; aujourd'hui.")] = None,
    canal: Annotated[str | None, typer.Option("--canal", metavar="CODE", help="Par quel moyen : " + ", ".join(codes.CANAUX) + ".")] = None,
) -> Any:
    """Noter qu'une décision a été dite ; sans situation, montrer à qui elles restent à dire."""
    key = find_meeting(session, reunion)
    if situation is None:
        return _show_untold(session, key)
    found = session.find(situation)
    done = decided(session.lecture.registre, key, found.id)
    if done is None:
        raise Refus(
            f"{found.id} n'a pas encore été décidée le {short_jour(session.lecture.registre.reunions[key].le)}.",
            f"alp meeting decide {key} {found.id}",
        )
    from alp.cli.entrees import tell

    if a is None:
        a, canal = _ask_told(session, found, done, canal)
    return tell(session, found, done, a, read_jour(le, today=session.today) if le else session.today, canal)


def _ask_told(session: Session, situation: Situation, examen: Examen, canal: str | None) -> tuple[str, str | None]:
    """To whom, and how: those to whom it is still to be told come first.

    Raises:
        UsageError: nobody to ask.
    """
    missing = untold(situation, examen, session.dispositif)
    if not session.interactive:
        raise UsageError(
            "À qui la décision a-t-elle été dite ?", f"Ajouter --a {(missing or ['personne'])[0]}, et --canal : {', '.join(codes.CANAUX)}."
        )
    from alp.cli import questions

    rows = {**codes.DESTINATAIRES, **session.dispositif.choices("partenaires", le=examen.le)}
    chosen = questions.choose("À qui la décision a-t-elle été dite ?", {c: rows[c] for c in dict.fromkeys([*missing, *rows]) if c in rows})
    return str(chosen), canal or questions.choose("Par quel moyen ?", dict(codes.CANAUX), skip=True)


def _show_untold(session: Session, key: str) -> int:
    registre, d = session.lecture.registre, session.dispositif
    rows = []
    for p in points_of(registre, key):
        done = decided(registre, key, p.situation)
        if done:
            champ = next(c for c in champs_de(Examen) if c.nom == "notifications")
            told = value_text(champ, [plain(n) for n in done.notifications], d) if done.notifications else ""
            rows.append((p.situation, codes.DECISIONS[done.decision], told or text("à dire", "bold red")))
    write(table(["Situation", "Décision", "Dite à"], rows) if rows else "Rien n'y a encore été décidé.")
    say(f"→ Noter : alp meeting notify {key} ID --a personne --canal rencontre")
    return 0


for _names, _made in (
    (("plan", "preparer"), commande(_plan)),
    (("show", "voir"), commande(_show, lit=True)),
    (("list", "liste"), commande(_list, lit=True)),
    (("add", "ajouter"), commande(_add)),
    (("remove", "retirer"), commande(_remove)),
    (("attend", "presents"), commande(_attend)),
    (("move", "reporter"), commande(_move)),
    (("decide", "decider"), commande(_decide, options=_EXAMEN)),
    (("run", "tenir"), commande(_run)),
    (("notify", "dire"), commande(_notify)),
):
    for _n, _name in enumerate(_names):
        app.command(_name, cls=Commande, hidden=_n > 0)(_made)
