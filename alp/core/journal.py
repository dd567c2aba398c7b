"""Changing a journal: insert, amend, cancel. Each gives a new situation, or refuses with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from alp.core.calendrier import short_jour
from alp.core.codes import TYPES_ENTREE
from alp.core.dispositif import Dispositif
from alp.core.entrees import Commun
from alp.core.erreurs import AlpError, Refus, UsageError
from alp.core.objets import Annulation
from alp.core.parcours import Pas, allowed_sentence, etape_label, regles_for, reprise_refusee, walk
from alp.core.situation import Situation
from alp.core.structure import Faute, plain, read_entree, read_record

ALPHABET = "bcdfghjkmpqrstvwxz23456789"
LETTRES = "bcdfghjkmpqrstvwxz"


def make_ref(numbers: Iterable[int], taken: set[str]) -> str:
    """A new `ref` from a stream of random numbers (any non-negative integers); skips those already taken."""
    stream = iter(numbers)
    while True:
        ref = LETTRES[next(stream) % len(LETTRES)] + "".join(ALPHABET[next(stream) % len(ALPHABET)] for _ in range(5))
        if ref not in taken:
            return ref


def entree_of(situation: Situation, ref: str) -> Commun:
    """The entry of a journal by its `ref`.

    Raises:
        UsageError: there is none.
    """
    found = next((e for e in situation.journal if e.ref == ref), None)
    if found is None:
        raise UsageError(f"{situation.id} n'a pas d'entrée « {ref} ».", f"Voir les références avec : alp show {situation.id}")
    return found


def type_of(entree: Commun) -> str:
    """The entry's `type`."""
    return str(getattr(entree, "type", ""))


def describe(entree: Commun) -> str:
    """« visite du 12/01/2026 (mx2c9d) »."""
    return f"{TYPES_ENTREE[type_of(entree)]} du {short_jour(entree.le)} ({entree.ref})"


def place(journal: tuple[Commun, ...], entree: Commun) -> tuple[Commun, ...]:
    """Insert an entry at its day, last of that day."""
    index = max((i + 1 for i, e in enumerate(journal) if e.le <= entree.le), default=0)
    return (*journal[:index], entree, *journal[index:])


def insert(situation: Situation, entree: Commun, dispositif: Dispositif) -> Situation:
    """The situation with one more entry, at its day.

    Raises:
        Refus: the table does not allow it there, or a later entry no longer fits.
    """
    if any(e.ref == entree.ref for e in situation.journal):
        raise Refus(f"La référence {entree.ref} existe déjà dans {situation.id}.", "Recommencer : alp en choisira une autre.")
    after = situation.model_copy(update={"journal": place(situation.journal, entree)})
    return _accept(situation, after, dispositif, entree)


def amend(situation: Situation, ref: str, changes: Mapping[str, Any], dispositif: Dispositif) -> Situation:
    """Correct or complete an entry in place. A `None` in `changes` empties the field.

    Raises:
        Refus: the journal would no longer fold.
        AlpError: a value is not admitted.
    """
    old = entree_of(situation, ref)
    if old.annulee:
        raise Refus(f"L'entrée {describe(old)} est annulée.", f"Ajouter une nouvelle entrée : alp add {situation.id}")
    new = rebuild(old, changes)
    rest = tuple(e for e in situation.journal if e.ref != ref)
    journal = place(rest, new) if new.le != old.le else tuple(new if e.ref == ref else e for e in situation.journal)
    return _accept(situation, situation.model_copy(update={"journal": journal}), dispositif, new)


def rebuild(old: Commun, changes: Mapping[str, Any]) -> Commun:
    """An entry with some fields replaced, validated again."""
    read = read_entree(plain(old) | dict(changes))
    if isinstance(read, list):
        raise invalid(read)
    return read


def invalid(found: list[Faute]) -> AlpError:
    """The refusal of values that do not fit their fields."""
    lines = "\n".join(f"  {_option(f)} : {f.message}. {f.remede}" for f in found)
    return UsageError(f"Ces valeurs ne conviennent pas :\n{lines}", "Corriger, puis recommencer.")


def _option(faute: Faute) -> str:
    """The option that a fault speaks of: `--duree`, `--domaines (entretien)`."""
    first, *rest = [part for part in faute.champ if isinstance(part, str)] or ["valeur"]
    return f"--{first.replace('_', '-')}" + (f" ({', '.join(rest)})" if rest else "")


def cancel(situation: Situation, ref: str, annulation: Annulation, dispositif: Dispositif) -> Situation:
    """Mark an entry cancelled: it stays in the file, and every rule ignores it.

    Raises:
        Refus: already cancelled, the last one left, or a later entry would no longer fit.
    """
    old = entree_of(situation, ref)
    if old.annulee:
        raise Refus(f"L'entrée {describe(old)} est déjà annulée.", "Rien à faire.")
    if annulation.le < old.le:
        raise Refus(
            f"L'entrée date du {short_jour(old.le)} : elle ne peut pas être annulée avant.", "Donner une date d'annulation plus récente."
        )
    new = old.model_copy(update={"annulee": annulation})
    if not [e for e in situation.journal if e.annulee is None and e.ref != ref]:
        raise Refus(
            "C'est la seule entrée de la situation.",
            f"Pour écarter la situation entière : alp add {situation.id} recevabilite --decision erreur",
        )
    journal = tuple(new if e.ref == ref else e for e in situation.journal)
    return _accept(situation, situation.model_copy(update={"journal": journal}), dispositif, new)


def correct_header(situation: Situation, changes: Mapping[str, Any]) -> Situation:
    """Correct the header: how things stood at the saisine.

    Args:
        situation: the situation.
        changes: header keys → new data; nested keys are merged (`{"logement": {"commune": "28085"}}`).
    """
    data = plain(situation)
    for key, value in changes.items():
        data[key] = {**data.get(key, {}), **value} if isinstance(value, Mapping) else value
    read = read_record(Situation, data)
    if isinstance(read, list):
        raise invalid(read)
    return read


def _accept(before: Situation, after: Situation, dispositif: Dispositif, subject: Commun) -> Situation:
    """Refuse what the table refuses now and did not refuse before."""
    known = {p.entree.ref for p in walk(before, dispositif) if not p.permis}
    for pas in walk(after, dispositif):
        if pas.permis or (pas.entree.ref in known and pas.entree.ref != subject.ref):
            continue
        if pas.entree.ref == subject.ref:
            raise _not_allowed(after, pas, dispositif)
        raise Refus(
            f"{describe(pas.entree).capitalize()} ne serait plus possible : la situation serait alors à l'étape « {etape_label(pas.avant.etape, dispositif)} ».",
            f"Corriger d'abord cette entrée (alp amend {after.id} {pas.entree.ref}) ou l'annuler (alp cancel {after.id} {pas.entree.ref}).",
        )
    if type_of(subject) == "reprise" and not subject.annulee:
        rest = after.model_copy(update={"journal": tuple(e for e in after.journal if e.ref != subject.ref)})
        if why := reprise_refusee(rest, dispositif, subject.le):
            raise Refus(
                f"La reprise n'est plus possible : {why}.",
                'Ouvrir une nouvelle situation : alp new --liens "precedente | ' + after.id + '"',
            )
    return after


def _not_allowed(situation: Situation, pas: Pas, dispositif: Dispositif) -> Refus:
    regles = regles_for(dispositif, situation, pas.entree.le)
    what = type_of(pas.entree)
    if pas.avant.etape is None and what != "saisine":
        first = next((e for e in situation.journal if type_of(e) == "saisine" and e.annulee is None), None)
        return Refus(
            f"{situation.id} commence à sa saisine{f', le {short_jour(first.le)}' if first else ''} : rien ne peut y être noté au {short_jour(pas.entree.le)}.",
            "Corriger la date" + (f", ou celle de la saisine : alp amend {situation.id} {first.ref} --le DATE" if first else "."),
        )
    return Refus(
        f"Le {short_jour(pas.entree.le)}, {situation.id} est à l'étape « {etape_label(pas.avant.etape, dispositif)} » : « {what} » n'y est pas possible.",
        f"Possible à cette étape : {allowed_sentence(pas.avant, regles)}.",
    )
