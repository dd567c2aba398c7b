"""Entries: visit, add, advance, close, amend, cancel."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from alp.cli.commandes import PAR_NOM
from alp.cli.ecrire import log_entry, report_moves, show_written
from alp.cli.formulaire import agree, refuse_new_errors, value_text, warn_names
from alp.cli.francais import CONTEXTE, Groupe, build
from alp.cli.montre import text, title, write
from alp.cli.page import contract_text, due_line
from alp.cli.saisie import Lecteur, Option, Saisi, commande, entries_of, missing, options_of, refuse_missing
from alp.cli.session import Session, say
from alp.cli.situations import ENTETE, Id
from alp.core.avancer import Manque, advance_json, closable, missing_for
from alp.core.calendrier import read_jour, short_jour
from alp.core.catalogue import CATALOGUE
from alp.core.champs import Sorte, champs_de
from alp.core.entrees import TYPES, Commun, Examen, SansSuite, Sortie
from alp.core.erreurs import Gravite, Refus, UsageError
from alp.core.journal import amend as amend_entry
from alp.core.journal import cancel as cancel_entry
from alp.core.journal import correct_header, describe, entree_of, type_of
from alp.core.objets import Annulation, Notification
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, SUIVIES
from alp.core.registre import Registre, fold
from alp.core.situation import Situation
from alp.core.structure import plain, plain_value
from alp.core.suivi import Suivi
from alp.store.depot import Acte, ecrit
from alp.store.lecture import Lecture

NoteSoin = Annotated[
    str | None, typer.Option("--note-soin", metavar="TEXTE|-", help="Note de soin, gardée à part ; « - » la lit sur l'entrée standard.")
]
Ref = Annotated[str | None, typer.Argument(metavar="[REF]", show_default=False, help="La référence de l'entrée, que montre alp show.")]


# --- visit, add ---------------------------------------------------------------------------------------


def _visit(session: Session, saisi: Saisi, id: Id, note_soin: NoteSoin = None) -> Any:
    """Noter une visite, un appel, un message, une porte close. Sans option, dans un terminal, alp pose les questions."""
    return log_entry(session, id, "visite", saisi, note_soin=note_soin, commande="alp visit")


visit = commande(_visit, options=options_of(TYPES["visite"]))


class AddGroup(Groupe):
    """`alp add ID TYPE …`: the situation first, then the type, whose fields are the options."""

    SUJET = "type d'entrée inconnu"

    def list_commands(self, ctx: Any) -> list[str]:
        return list(TYPES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        cmd_name = fold(cmd_name).replace("-", "_")
        if cmd_name not in TYPES:
            return None
        command = build(_adder(cmd_name))
        command.name = cmd_name
        return command


def _adder(type_: str) -> Any:
    def run(session: Session, saisi: Saisi, ctx: typer.Context, note_soin: NoteSoin = None) -> Any:
        return log_entry(session, ctx.parent.params["id"], type_, saisi, note_soin=note_soin)  # type: ignore[union-attr]

    run.__doc__ = f"{TYPES[type_].TITRE}. {TYPES[type_].AIDE}"
    return commande(run, options=options_of(TYPES[type_]))


_add = typer.Typer(
    cls=AddGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=CONTEXTE,
    subcommand_metavar="TYPE [OPTIONS]", invoke_without_command=True,
)  # fmt: skip


@_add.callback(help=PAR_NOM["add"].aide + " Aide d'un type : alp add ID TYPE --help")
def _add_root(ctx: typer.Context, id: Id) -> None:
    if ctx.invoked_subcommand is None:
        _choose_type(ctx, Session(), id)


def _choose_type(ctx: typer.Context, session: Session, mot: str) -> None:
    """Without a type: choose among those that the step allows."""
    situation = session.find(mot)
    possible = Suivi.of(session.registre, situation, session.today).suite_possible
    if not session.interactive:
        raise UsageError("Il manque le type de l'entrée.", f"Possible à cette étape : {', '.join(possible)}.")
    from alp.cli import questions

    chosen = questions.choose("Quelle entrée ?", {t: f"{TYPES[t].TITRE} : {TYPES[t].AIDE}" for t in possible})
    log_entry(session, mot, str(chosen), {})


add = typer.main.get_command(_add)


# --- advance ------------------------------------------------------------------------------------------


def _advance(session: Session, id: Id) -> Any:
    """Montrer l'étape, ce qui manque pour avancer, ce qui peut suivre ; puis avancer."""
    situation = session.find(id)
    suivi = Suivi.of(session.registre, situation, session.le)
    if session.json:
        return session.show_json(advance_json(suivi, session.registre))
    found = missing_for(suivi)
    going_on = session.interactive and not session.connu
    _show_advance(suivi, session.registre, found, typed=not going_on)
    return _go_on(session, situation, suivi, found) if going_on else 0


def _show_advance(suivi: Suivi, registre: Registre, found: list[Manque], *, typed: bool) -> None:
    """The step and what is missing; `typed`: with the commands to type, where no list of them follows."""
    title(f"{suivi.situation.id} : étape « {suivi.etape_label} »")
    if contract := contract_text(suivi):
        write(text(f"  Contrat : {contract}"))
    for e in suivi.echeances(registre):
        if e.late(suivi.au):
            write(due_line(e, suivi))
    write("Pour avancer :")
    for m in found:
        write(text(f"  → {m.phrase}" + (f" : {m.commande_pour(suivi.situation.id)}" if typed else "")))
    if typed:
        write(text(f"Possible aussi : {', '.join(t for t in suivi.suite_possible if t not in {m.type for m in found})}", "bright_black"))


def _go_on(session: Session, situation: Situation, suivi: Suivi, found: list[Manque]) -> int:
    from alp.cli import questions

    steps = {f"{n}": m.phrase[:1].upper() + m.phrase[1:] for n, m in enumerate(found)}
    others = {t: TYPES[t].TITRE for t in suivi.suite_possible if t not in {m.type for m in found}}
    chosen = questions.choose("Que faire ?", steps | others | {"": "Rien pour l'instant"})
    if not chosen:
        return 0
    if chosen.isdigit():
        m = found[int(chosen)]
        return log_entry(session, situation.id, m.type, _as_saisi(m), ask=True)
    return log_entry(session, situation.id, chosen, {})


def _as_saisi(m: Manque) -> Saisi:
    by_name = {o.champ.nom: o for o in options_of(TYPES[m.type])}
    return {by_name[name]: value for name, value in m.valeurs}


advance = commande(_advance, lit=True)


# --- close --------------------------------------------------------------------------------------------

_CLOSE: list[Option] = list({o.chemin: o for fiche in (SansSuite, Sortie) for o in options_of(fiche)}.values())


def _close(session: Session, saisi: Saisi, id: Id) -> Any:
    """Clore : sortie d'un accompagnement, ou sans suite s'il n'a pas commencé. Motifs de sortie : voir alp add ID sortie --help."""
    situation = session.find(id)
    suivi = Suivi.of(session.registre, situation, session.today)
    type_ = "sortie" if suivi.etape in SUIVIES else "sans_suite"
    if suivi.etape not in SUIVIES | AVANT_ACCOMPAGNEMENT:
        raise Refus(f"{situation.id} est déjà à l'étape « {suivi.etape_label} ».", f"La rouvrir : alp add {situation.id} reprise")
    left = [e for e in suivi.echeances(session.registre) if closable(e)]
    if left:
        say("Reste ouvert :")
        for e in left:
            say(f"  {short_jour(e.le)} : {e.motif}{f' [{e.ref}]' if e.ref else ''}")
    fields = {o.chemin: o for o in options_of(TYPES[type_])}
    extra = [o for o in saisi if o.chemin not in fields]
    if extra:
        raise UsageError(f"--{extra[0].nom} ne va pas avec « {type_} ».", f"Voir : alp add ID {type_} --help")
    kept = {fields[o.chemin]: v for o, v in saisi.items()}
    return log_entry(session, situation.id, type_, kept, commande="alp close")


close = commande(_close, options=_CLOSE)


# --- amend --------------------------------------------------------------------------------------------


def _union() -> list[Option]:
    """Every field of every type, once a name; and those of the header."""
    found: dict[str, Option] = {}
    for option in [o for fiche in TYPES.values() for o in options_of(fiche)] + ENTETE:
        found.setdefault(option.nom, option)
    return list(found.values())


Vider = Annotated[list[str] | None, typer.Option("--vider", metavar="CHAMP", help="Vider ce champ.")]


VuOption = Annotated[
    list[str] | None, typer.Option("--vu", metavar='"CODE | raison"', help="Dire pourquoi une alerte est normale : elle ne revient plus.")
]


def _amend(session: Session, saisi: Saisi, id: Id, ref: Ref = None, vider: Vider = None, vu: VuOption = None) -> Any:
    """Corriger ou compléter une entrée (REF), ou l'en-tête sans REF. Un changement du monde n'est pas une correction : alp add ID changement."""
    situation = session.find(id)
    if vu and (saisi or vider):
        raise UsageError("--vu se donne seul.", "Faire les deux corrections l'une après l'autre.")
    if vu:
        return _write_amend(session, situation, ref or situation.journal[0].ref, _seen(session, situation, ref, vu))
    if ref is None and not saisi and not vider:
        if not session.interactive:
            raise UsageError(
                "Que faut-il corriger ?", f"Donner la référence de l'entrée et les champs : alp amend {situation.id} REF --duree 30"
            )
        ref = _choose_entry(situation)
    asked = not saisi and not vider
    changes = _changes(session, situation, ref, saisi, vider or [])
    _show_changes(session, situation, ref, changes)
    warn_names(session.registre, changes)
    agree(session, asked, question="Enregistrer la correction ?")
    return _write_amend(session, situation, ref, changes)


def _show_changes(session: Session, situation: Situation, ref: str | None, changes: dict[str, Any]) -> None:
    """« Durée : 20 min → 25 min » for each field that changes."""
    record = entree_of(situation, ref) if ref else situation
    old = plain(record)
    for champ in champs_de(type(record)):
        values = (old.get(champ.nom), changes.get(champ.nom))
        before, after = (value_text(champ, v, session.dispositif) if v not in (None, "", [], {}) else "(vide)" for v in values)
        if champ.nom in changes and before != after:
            write(text(f"  {champ.libelle} : {before} → {after}"))


def _seen(session: Session, situation: Situation, ref: str | None, words: list[str]) -> dict[str, Any]:
    """The alertes of an entry that someone looked at, with those already noted; without REF, on the first entry."""
    entree = entree_of(situation, ref) if ref else situation.journal[0]
    found = list(plain(entree).get("vu", []))
    for word in words:
        code, bar, motif = (part.strip() for part in word.partition("|"))
        if not bar or not motif or code not in CATALOGUE:
            raise UsageError(
                f"« {word} » ne dit pas quelle alerte, ni pourquoi.",
                'Écrire --vu "A301 | raison" ; les codes sont ceux que montre alp check.',
            )
        if CATALOGUE[code].gravite is Gravite.erreur:
            raise Refus(f"{code} est une erreur : elle se corrige, elle ne s'éteint pas.", CATALOGUE[code].remede)
        found.append({"code": code, "motif": motif, "le": session.today})
    return {"vu": found}


def _choose_entry(situation: Situation) -> str | None:
    from alp.cli import questions

    return questions.choose("Quelle entrée corriger ?", entries_of(situation) | {"": "La personne, le foyer, le logement… (l'en-tête)"})


def _changes(session: Session, situation: Situation, ref: str | None, saisi: Saisi, vider: list[str]) -> dict[str, Any]:
    """The fields to replace, given or asked for; an emptied field is none."""
    lecteur = Lecteur(session.registre, session.today)
    entree = entree_of(situation, ref) if ref else None
    allowed = options_of(type(entree)) if entree else ENTETE
    by_name = {o.nom: o for o in allowed}
    kept = {}
    for option, value in saisi.items():
        if option.nom not in by_name:
            where = f"une entrée « {type_of(entree)} »" if entree else "l'en-tête"
            raise UsageError(f"--{option.nom} n'existe pas dans {where}.", f"Champs possibles : {', '.join(by_name)}.")
        kept[by_name[option.nom]] = value
    changes = lecteur.data(kept, entree.le if entree else session.today)
    objects = {c.nom for c in champs_de(type(entree)) if c.sorte is Sorte.objet} if entree else set()
    for name in vider:
        if name.replace("-", "_") in objects:
            changes[name.replace("-", "_")] = None
            continue
        emptied = by_name.get(name.replace("_", "-").lstrip("-"))
        if emptied is None:
            raise UsageError(f"« {name} » n'est pas un champ.", f"Champs possibles : {', '.join(by_name)}.")
        _set_none(changes, emptied.chemin)
    if not changes:
        changes = _ask_changes(session, entree, situation, lecteur)
    return _merged(entree, changes) if entree else changes


def _set_none(changes: dict[str, Any], chemin: tuple[str, ...]) -> None:
    here = changes
    for part in chemin[:-1]:
        here = here.setdefault(part, {})
    here[chemin[-1]] = None


def _merged(entree: Commun, changes: dict[str, Any]) -> dict[str, Any]:
    """Nested fields complete what the entry already says; an object of which nothing is left goes."""
    old, merged = plain(entree), {}
    for name, value in changes.items():
        if isinstance(value, dict):
            whole = {**(old[name] if isinstance(old.get(name), dict) else {}), **value}
            merged[name] = {key: item for key, item in whole.items() if item is not None} or None
        else:
            merged[name] = value
    return merged


def _ask_changes(session: Session, entree: Commun | None, situation: Situation, lecteur: Lecteur) -> dict[str, Any]:
    if not session.interactive:
        raise UsageError(
            "Que faut-il corriger ?",
            " ".join(["Donner les champs : alp amend", situation.id, *([entree.ref] if entree else []), "--champ valeur"]),
        )
    from alp.cli import questions

    if entree is None:
        return _ask_header_changes(session, situation, lecteur)
    fields = {c.nom: c for c in champs_de(type(entree))}
    now = {
        c.nom: value_text(c, plain_value(getattr(entree, c.nom)), session.dispositif) if getattr(entree, c.nom) else "(vide)"
        for c in fields.values()
    }
    chosen = questions.choose_many(
        "Quels champs corriger ?", some=True, choices={name: f"{c.libelle} : {now[name]}" for name, c in fields.items()}
    )
    known = plain(entree)
    return {name: questions.ask_anew(fields[name], lecteur, entree.le, known.get(name), {}) for name in chosen}


def _ask_header_changes(session: Session, situation: Situation, lecteur: Lecteur) -> dict[str, Any]:
    """Which facts of the header to correct, then each."""
    from alp.cli import questions

    known, le = plain(situation), situation.journal[0].le
    fields = {o.nom: o for o in ENTETE if o.champ.sorte not in (Sorte.objet, Sorte.objets)}
    values = {name: _value_at(known, o.chemin) for name, o in fields.items()}
    shown = {
        name: f"{o.champ.libelle} : {value_text(o.champ, values[name], session.dispositif) if values[name] not in (None, '', []) else '(vide)'}"
        for name, o in fields.items()
    }
    changes: dict[str, Any] = {}
    for name in questions.choose_many("Que faut-il corriger ?", shown, some=True):
        here = changes
        for part in fields[name].chemin[:-1]:
            here = here.setdefault(part, {})
        here[fields[name].chemin[-1]] = questions.ask_anew(fields[name].champ, lecteur, le, values[name], {})
    return changes


def _value_at(data: Any, chemin: tuple[str, ...]) -> Any:
    for part in chemin:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _write_amend(session: Session, situation: Situation, ref: str | None, changes: dict[str, Any], verbe: str = "Corrigé") -> int:
    written: list[Situation] = []

    def decide(lecture: Lecture) -> Acte:
        before = session.find(situation.id, lecture)
        after = amend_entry(before, ref, changes, lecture.registre.dispositif) if ref else correct_header(before, changes)
        refuse_new_errors(lecture, before, after, session.today)
        if after == before:
            raise Refus("C'est déjà ce qui est écrit : rien à changer.", "")
        written.append(after)
        what = describe(entree_of(after, ref)) if ref else "en-tête"
        return Acte(f"{after.id} : correction, {what}", "amend", (ecrit(after),), (after.id,))

    session.write(decide)
    report_moves(session, situation, written[-1])
    return show_written(session, written[-1], [entree_of(written[-1], ref)] if ref else [], verbe)


def tell(
    session: Session, situation: Situation, examen: Examen, a: str | None, le: date, canal: str | None, *, position: str | None = None
) -> int:
    """Note that a decision was told, what the person says of it, or both."""
    changes: dict[str, Any] = {"position_personne": {"le": le, "texte": position}} if position else {}
    if a:
        told = told_data(session, a, le, canal)
        changes["notifications"] = [*plain(examen).get("notifications", []), told]
    warn_names(session.registre, changes)
    return _write_amend(session, situation, examen.ref, changes, "Noté")


def told_data(session: Session, a: str, le: date, canal: str | None) -> dict[str, Any]:
    """A notification, as a file holds it."""
    fields = {c.nom: c for c in champs_de(Notification)}
    lecteur = Lecteur(session.registre, session.today)
    return {"a": lecteur.one(fields["a"], a, le), "le": le} | ({"canal": lecteur.one(fields["canal"], canal, le)} if canal else {})


amend = commande(_amend, options=_union())


# --- cancel -------------------------------------------------------------------------------------------


def _cancel(
    session: Session,
    id: Id,
    ref: Annotated[str, typer.Argument(metavar="REF", show_default=False, help="La référence de l'entrée, que montre alp show.")],
    motif: Annotated[str | None, typer.Option("--motif", metavar="TEXTE", help="Pourquoi l'annuler. Obligatoire.")] = None,
    le: Annotated[str | None, typer.Option("--le", metavar="DATE", help="Le jour de l'annulation ; aujourd'hui.")] = None,
) -> Any:
    """Annuler une entrée : elle reste dans le fichier, et ne compte plus nulle part."""
    situation = session.find(id)
    entree = entree_of(situation, ref)
    data: dict[str, Any] = {"le": read_jour(le, today=session.today) if le else session.today}
    data |= ({"motif": motif} if motif else {}) | ({"par": session.moi[0]} if session.moi else {})
    asked = motif is None
    if asked:
        if not session.interactive:
            refuse_missing(list(missing(Annulation, data)), "alp cancel")
        from alp.cli import questions

        data["motif"] = questions.write_text(
            f"Pourquoi annuler « {describe(entree)} » ?",
            check=lambda typed: bool(typed.strip()) or "Une raison est nécessaire : elle reste dans le fichier.",
        )
    agree(session, asked, question=f"Annuler « {describe(entree)} » ?")
    return _write_cancel(session, situation, ref, Annulation.model_validate(data))


def _write_cancel(session: Session, situation: Situation, ref: str, annulation: Annulation) -> int:
    written: list[Situation] = []

    def decide(lecture: Lecture) -> Acte:
        before = session.find(situation.id, lecture)
        after = cancel_entry(before, ref, annulation, lecture.registre.dispositif)
        refuse_new_errors(lecture, before, after, session.today)
        written.append(after)
        return Acte(f"{after.id} : annulation, {describe(entree_of(after, ref))}", "cancel", (ecrit(after),), (after.id,))

    session.write(decide)
    report_moves(session, situation, written[-1])
    suivi = Suivi.of(session.registre, written[-1], session.today)
    write(f"Annulée : {situation.id}, {describe(entree_of(written[-1], ref))}. Étape : {suivi.etape_label}.")
    return 0


cancel = commande(_cancel)
