"""Writing entries: what `visit`, `add`, `advance`, `close` and `renew` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from alp.cli.formulaire import (
    Partie,
    ask_again,
    fill,
    refuse_new_errors,
    report_alertes,
    review,
    summary,
    warn_names,
    with_situation,
)
from alp.cli.montre import write
from alp.cli.saisie import Lecteur, Saisi
from alp.cli.session import Session, new_ref, read_stdin, refs_of, say
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.champs import Fiche, champ, champs_de
from alp.core.contrat import chaine
from alp.core.coupe import cut_situation
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES
from alp.core.entrees import TYPES, Commun
from alp.core.erreurs import Objet, Refus, UsageError
from alp.core.formes import Forme, Lieu, forme_of
from alp.core.journal import describe, insert, invalid, type_of
from alp.core.parcours import Etat, allowed_sentence, allowed_types, etape_label, etat_of, regles_for
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.structure import read_entree
from alp.core.suivi import Suivi
from alp.core.types import Texte
from alp.store.depot import Acte, Ecrit, ecrit
from alp.store.lecture import Lecture

Change = Callable[[Situation], Situation]
"""What else becomes of a situation in the same commit, before the entry is added."""


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
    avant: Change | None = None,
    fige: frozenset[str] = frozenset(),
) -> int:
    """Record one entry of a situation: fill, agree, insert, write, show; `fige`: fields that a correction does not ask again."""
    situation = session.find(mot)
    forme, lieu = forme_of(type_), Lieu(situation, session.dispositif, session.today)
    proposed = forme.proposes(lieu)
    data, asked = fill(
        session,
        TYPES[type_],
        saisi,
        commande or f"alp add ID {type_}",
        defaults={**forme.defauts(lieu), **(defaults or {})},
        sauf=forme.sauf(lieu),
        proposes=proposed,
        ask=ask or (forme.demande and not forme.says_something(o.chemin[0] for o in saisi)),
        check_day=lambda le: refuse_step(situation, session.dispositif, type_, le),
    )
    if not asked:
        _refuse_empty(type_, forme, data, note_soin)
        return append(session, situation, [(type_, data)], care=_care(note_soin), avant=avant)
    care = _care(note_soin) if note_soin or not forme.soin else _ask_care(session)
    saisie = Saisie(situation, type_, forme, forme.kept(data, proposed), care, forme.sauf(lieu) | fige)
    _refuse_empty(type_, forme, saisie.data, care)
    return review(saisie, lambda now: now.show(session), lambda now: now.corrected(session), lambda now: now.append(session, avant))


class NoteDeSoin(Fiche):
    """What a form asks last: it is kept apart from the entry."""

    soin: Texte | None = champ("Note de soin", "Une note de soin ?", "gardée à part, pour les soignants", long=True)


@dataclass(frozen=True)
class Saisie:
    """An entry as a form gave it, before it is written."""

    situation: Situation
    type: str
    forme: Forme
    data: Mapping[str, Any]
    care: str | None
    sauf: frozenset[str]

    @property
    def parties(self) -> list[Partie]:
        care = [Partie(NoteDeSoin, {"soin": self.care} if self.care else {})] if self.forme.soin else []
        return [Partie(TYPES[self.type], self.data, self.sauf), *care]

    def show(self, session: Session) -> None:
        """The summary of it, without the care note, and what looks personal in both."""
        summary(f"{self.situation.id} : {TYPES[self.type].TITRE}", TYPES[self.type], self.data, session.dispositif)
        warn_names(session.registre, [p.data for p in self.parties])

    def corrected(self, session: Session) -> Saisie:
        """The same, once some answers were given again."""
        data, *rest = ask_again(session, *self.parties)
        return replace(self, data=data, care=rest[0].get("soin") if rest else self.care)

    def append(self, session: Session, avant: Change | None) -> int:
        """Write it, unless it says nothing any more."""
        _refuse_empty(self.type, self.forme, self.data, self.care)
        return append(session, self.situation, [(self.type, self.data)], care=self.care, avant=avant)


def _refuse_empty(type_: str, forme: Forme, data: Mapping[str, Any], care: str | None) -> None:
    """Refuse an entry that says nothing.

    Raises:
        UsageError: where its type wants something.
    """
    if forme.exige and not forme.says_something(data) and not care:
        raise UsageError(
            f"Il n'y a rien à écrire dans cette entrée « {type_} ».", f"Donner au moins une option : alp add ID {type_} --help"
        )


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


def _care(note_soin: str | None) -> str | None:
    """The care note: given, or read from standard input."""
    return read_stdin() or None if note_soin == "-" else note_soin


def _ask_care(session: Session) -> str | None:
    from alp.cli import questions

    asked = next(c for c in champs_de(NoteDeSoin))
    return questions.ask(asked, Lecteur(session.registre, session.today), session.today) or None


def append(
    session: Session,
    situation: Situation,
    entries: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    care: str | None = None,
    action: str = "add",
    avant: Change | None = None,
) -> int:
    """Insert entries in one commit, after `avant` has changed what it has to, and show what became of the situation."""
    written: list[tuple[Situation, list[Commun]]] = []

    def decide(lecture: Lecture) -> Acte:
        after, made = add_entries(session, lecture, situation.id, entries, avant)
        written.append((after, made))
        subject = f"{after.id} : " + ", ".join(sentence(e) for e in made)
        files = [ecrit(after)] + ([care_file(lecture, after.id, made[-1].ref, care)] if care else [])
        return Acte(subject, action, tuple(files), (after.id,))

    session.write(decide, soins=bool(care))
    after, made = written[-1]
    return show_written(session, after, made, new=True)


def add_entries(
    session: Session, lecture: Lecture, id_: str, entries: Sequence[tuple[str, Mapping[str, Any]]], avant: Change | None = None
) -> tuple[Situation, list[Commun]]:
    """The situation with new entries, each allowed where it stands.

    Raises:
        AlpError: a value, the table or a check refuses.
    """
    before = session.find(id_, lecture)
    after, made = avant(before) if avant else before, []
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


def show_written(session: Session, after: Situation, made: Sequence[Commun], verbe: str = "Enregistré", *, new: bool = False) -> int:
    """What was written, where the situation now stands, what is worth a look; `new`: entries that were not there before."""
    registre = with_situation(session.lecture.registre, after)
    suivi = Suivi.of(registre, after, session.today)
    write(f"{verbe} : {after.id}, {', '.join(describe(e) for e in made) or 'en-tête'}. Étape : {suivi.etape_label}.")
    for e in made:
        if new:
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
