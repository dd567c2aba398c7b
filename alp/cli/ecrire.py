"""Writing entries: what `visit`, `add`, `advance`, `close` and `renew` share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alp.cli.formulaire import agree, ask_again, fill, refuse_new_errors, report_alertes, summary, warn_names, with_situation
from alp.cli.montre import write
from alp.cli.saisie import Saisi
from alp.cli.session import Session, new_ref, read_stdin, refs_of, say
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.contrat import chaine
from alp.core.coupe import cut_situation
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, consent_given
from alp.core.entrees import TYPES, Commun
from alp.core.erreurs import AlpError, Objet, Refus, UsageError
from alp.core.journal import describe, insert, invalid, type_of
from alp.core.parcours import Etat, allowed_sentence, allowed_types, etape_label, etat_of, regles_for
from alp.core.plis import problematiques
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.structure import read_entree
from alp.core.suivi import Suivi
from alp.store.depot import Acte, Ecrit, ecrit
from alp.store.lecture import Lecture

PARLANTES = frozenset({"note", "demarche", "changement", "orientation"})
"""Types of which nothing is required, and that say nothing when empty."""


SUBSTANCE: dict[str, frozenset[str]] = {
    "evaluation": frozenset({"domaines", "constats", "synthese", *codes.INSTRUMENTS}),
    "changement": frozenset({"logement", "bail", "foyer", "problematiques", "referent", "note"}),
}
"""What makes an entry say something: a terminal asks for it, even where the command line is complete."""


def _proposals(session: Session, situation: Situation, type_: str) -> dict[str, Any]:
    """Answers that the register already suggests."""
    if type_ == "changement":
        return {"problematiques": list(problematiques(situation, session.today))}
    if type_ == "evaluation":
        return {"participants": list(session.dispositif.parcours.evaluation_par)}
    return {"debut": session.today} if type_ == "contrat" else {}


def log_entry(
    session: Session,
    mot: str,
    type_: str,
    saisi: Saisi,
    *,
    note_soin: str | None = None,
    defaults: Mapping[str, Any] | None = None,
    commande: str = "",
    ask: bool = False,
) -> int:
    """Record one entry of a situation: fill, agree, insert, write, show."""
    situation = session.find(mot)
    fiche = TYPES[type_]
    contract = (
        {"mois": session.dispositif.contrat.mois}
        if type_ == "contrat" and session.dispositif.contrat and session.dispositif.contrat.mois
        else {}
    )
    data, asked = fill(
        session,
        fiche,
        saisi,
        commande or f"alp add ID {type_}",
        defaults={**contract, **(defaults or {})},
        sauf=frozenset({"anonyme"}) if consent_given(situation, "accompagnement", session.today) else frozenset(),
        proposes=_proposals(session, situation, type_),
        ask=ask or (type_ in SUBSTANCE and not SUBSTANCE[type_] & {o.chemin[0] for o in saisi}),
        check_day=lambda le: refuse_step(situation, session.dispositif, type_, le),
    )
    if type_ == "changement" and asked and data.get("problematiques") == list(problematiques(situation, session.today)):
        del data["problematiques"]
    empty = not set(data) - {"le", "par"} if type_ in PARLANTES else False
    if (empty or (type_ == "changement" and not SUBSTANCE[type_] & set(data))) and not note_soin:
        raise UsageError(
            f"Il n'y a rien à écrire dans cette entrée « {type_} ».", f"Donner au moins une option : alp add ID {type_} --help"
        )
    care = _care(session, asked, type_, note_soin)
    if not asked:
        return append(session, situation, [(type_, data)], care=care)
    return _agree_and_append(session, situation, type_, data, care)


def _agree_and_append(session: Session, situation: Situation, type_: str, data: dict[str, Any], care: str | None) -> int:
    """Show, ask, write; a refusal loses no answer: what is wrong is asked again."""
    from alp.cli import questions

    while True:
        summary(f"{situation.id} : {TYPES[type_].TITRE}", TYPES[type_], data, session.dispositif)
        warn_names(session.registre, data)
        agree(session, asked=True)
        try:
            return append(session, situation, [(type_, data)], care=care)
        except AlpError as error:
            say(f"Erreur : {error.message}")
            say(f"→ {error.remede}")
            if not questions.confirm("Corriger une réponse et recommencer ?"):
                raise
        data = ask_again(session, TYPES[type_], data)


def refuse_step(situation: Situation, dispositif: Dispositif, type_: str, le: date) -> None:
    """Refuse a type of entry that the step of that day does not allow, before its fields are asked for.

    Raises:
        Refus: with the types that it allows.
    """
    if le < situation.journal[0].le:
        return  # said by the insertion, which names the saisine
    cut = cut_situation(situation, le)
    etat = etat_of(cut, dispositif) if cut else Etat()
    regles = regles_for(dispositif, situation, le)
    if type_ not in allowed_types(etat, regles):
        step = etape_label(etat.etape, dispositif)
        raise Refus(
            f"Le {short_jour(le)}, {situation.id} est à l'étape « {step} » : « {codes.TYPES_ENTREE[type_]} » n'y est pas possible.",
            f"Possible à cette étape : {allowed_sentence(etat, regles)}.",
        )


def _care(session: Session, asked: bool, type_: str, note_soin: str | None) -> str | None:
    """The care note: given, read from standard input, or asked for."""
    if note_soin == "-":
        return read_stdin() or None
    if note_soin is None and asked and type_ in ("visite", "demarche", "evaluation"):
        from alp.cli import questions

        return questions.write_text("Une note de soin ?", hint="gardée à part, pour les soignants ; Entrée pour passer") or None
    return note_soin


def append(
    session: Session,
    situation: Situation,
    entries: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    care: str | None = None,
    action: str = "add",
) -> int:
    """Insert entries in one commit, and show what became of the situation."""
    written: list[tuple[Situation, list[Commun]]] = []

    def decide(lecture: Lecture) -> Acte:
        after, made = add_entries(session, lecture, situation.id, entries)
        written.append((after, made))
        subject = f"{after.id} : " + ", ".join(sentence(e) for e in made)
        files = [ecrit(after)] + ([care_file(lecture, after.id, made[-1].ref, care)] if care else [])
        return Acte(subject, action, tuple(files), (after.id,))

    session.write(decide, soins=bool(care))
    after, made = written[-1]
    return show_written(session, after, made)


def add_entries(
    session: Session, lecture: Lecture, id_: str, entries: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[Situation, list[Commun]]:
    """The situation with new entries, each allowed where it stands.

    Raises:
        AlpError: a value, the table or a check refuses.
    """
    before = session.find(id_, lecture)
    after, made = before, []
    for type_, data in entries:
        read = read_entree({"ref": new_ref(refs_of(after)), "type": type_, **data})
        if isinstance(read, list):
            raise invalid(read)
        after = insert(after, read, lecture.registre.dispositif)
        made.append(read)
    refuse_new_errors(lecture, before, after, session.today)
    return after, made


def care_file(lecture: Lecture, id_: str, ref: str, care: str) -> Ecrit:
    """The care notes of a situation with one more."""
    return Ecrit(Objet("soins", id_), {**lecture.registre.soins.get(id_, {}), ref: care})


def sentence(entree: Commun) -> str:
    """« visite du 12/01/2026, porte close »: for a commit, so without anything personal."""
    detail = ""
    for name, labels in (
        ("resultat", codes.RESULTATS_VISITE),
        ("decision", {**codes.RECEVABILITES, **codes.DECISIONS}),
        ("stade", codes.STADES),
    ):
        if code := getattr(entree, name, None):
            detail = f", {labels.get(code, code)}"
    return f"{codes.TYPES_ENTREE[type_of(entree)]} du {short_jour(entree.le)}{detail}"


def report_moves(session: Session, before: Situation, after: Situation) -> None:
    """A correction may move the other contracts of a chain: say which, and from when to when."""
    old = {p.contrat.ref: p for p in chaine(before, session.dispositif)}
    for p in chaine(after, session.dispositif):
        was = old.get(p.contrat.ref)
        if was and (was.fin, was.rang) != (p.fin, p.rang) and p.fin and was.fin:
            say(
                f"Le contrat du {short_jour(p.debut)} est maintenant le n° {p.rang}, jusqu'au {short_jour(p.fin)} (avant : n° {was.rang}, {short_jour(was.fin)})."
            )


def show_written(session: Session, after: Situation, made: Sequence[Commun], verbe: str = "Enregistré") -> int:
    """What was written, where the situation now stands, what is worth a look."""
    registre = with_situation(session.lecture.registre, after)
    suivi = Suivi.of(registre, after, session.today)
    write(f"{verbe} : {after.id}, {', '.join(describe(e) for e in made) or 'en-tête'}. Étape : {suivi.etape_label}.")
    for e in made:
        _explain_step(suivi, e)
        report_alertes(session, registre, after, e.ref)
    show_coming(suivi, registre, [e.ref for e in made])
    return 0


def _explain_step(suivi: Suivi, entree: Commun) -> None:
    """Say so when a later entry has moved the situation on from where this one led."""
    pas = next((p for p in suivi.pas if p.entree.ref == entree.ref), None)
    if pas and pas.apres.etape and pas.apres.etape is not suivi.etape:
        say(
            f"Au {short_jour(entree.le)}, l'étape était « {etape_label(pas.apres.etape, suivi.dispositif)} » ; ce qui est venu ensuite l'a changée."
        )


def show_coming(suivi: Suivi, registre: Registre, refs: Sequence[str] = ()) -> None:
    """What is due for a situation: what was just written first, then the nearest."""
    found = suivi.echeances(registre)
    found.sort(key=lambda e: ((e.ref or "").partition(".")[0] not in refs, e.le))
    if found:
        say("À faire :")
    for e in found[:3]:
        say(f"  {short_jour(e.le)} : {NATURES[e.nature]} : {e.motif}")
    if len(found) > 3:
        say(f"  … et {len(found) - 3} de plus : alp due {suivi.situation.id} --jours 365")
