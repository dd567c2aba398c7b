"""One situation, cut at a day, for one reader: what every document about it starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.destinataires import CELLULE, INTERNE, PERSONNE, Destinataire, concerned, shared_with
from alp.core.dispositif import Dispositif
from alp.core.entrees import Commun, Examen, Visite
from alp.core.erreurs import Refus, UsageError
from alp.core.objets import Logement
from alp.core.plis import foyer, logement, problematiques, vivantes
from alp.core.preparation.commun import Maison, Tache, inside, label_of, sentence
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.suivi import Suivi

E = TypeVar("E", bound=Commun)

LECTEURS = {
    INTERNE: "l'équipe", CELLULE: "la cellule", PERSONNE: "la personne",
    "soumis": "un partenaire tenu au secret", "non_soumis": "un partenaire qui n'y est pas tenu",
}  # fmt: skip
"""The sorts of readers, for a refusal."""


@dataclass(frozen=True)
class Dossier:
    """What a preparation reads from. Nothing in it is dated after `au`."""

    suivi: Suivi
    pour: Destinataire

    @property
    def situation(self) -> Situation:
        return self.suivi.situation

    @property
    def d(self) -> Dispositif:
        return self.suivi.dispositif

    @property
    def au(self) -> date:
        return self.suivi.au

    @cached_property
    def vivantes(self) -> tuple[Commun, ...]:
        return vivantes(self.situation)

    @property
    def maison(self) -> Maison:
        return Maison.of(self.d)

    @property
    def suivi_par(self) -> str:
        """The worker who follows it, by trade, or by name if the house shows it."""
        return label_of(self.d, self.suivi.referent)

    def labels(self, liste: str, found: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.d.label(liste, code) for code in found)


def open_dossier(registre: Registre, situation: str, pour: Destinataire, *, au: date) -> Dossier:
    """A situation as of a day, for a reader; whether he may read anything of it is for `admit` and `require_accord`.

    Args:
        registre: whole, not cut.
        situation: its id, or a former one.
        pour: the reader.
        au: the day; nothing later is known.

    Raises:
        Refus: nothing of it had happened yet.
    """
    whole = registre.par_id[situation]
    cut = Registre(registre.dispositif, tuple(_near(registre, whole))).au(au)
    found = cut.par_id.get(whole.id)
    if found is None:
        raise Refus(f"Le {short_jour(au)}, {whole.id} n'existe pas encore.", "Choisir un jour plus tardif avec --au.")
    return Dossier(Suivi.of(cut, found, au), pour)


def _near(registre: Registre, whole: Situation) -> Iterator[Situation]:
    """The situation, and those in whose visits its person was seen too: to cut the whole register for one page would be long."""
    ids = {whole.id, *whole.anciens_ids}
    for s in registre.situations:
        if s is whole or any(isinstance(e, Visite) and not ids.isdisjoint(e.aussi) for e in s.journal):
            yield s


# --- who may read ---------------------------------------------------------------------------------------


def admit(dossier: Dossier, quoi: str, *sortes: str) -> None:
    """Refuse a reader for whom a document is not made; a partner reads it only of what concerns it, under an accord in force.

    Args:
        dossier: the situation and the reader.
        quoi: the document, as a sentence begins with it: « Le contrat ».
        sortes: the sorts of readers it is for; see `Destinataire.sorte`.

    Raises:
        Refus: it is not for that reader.
    """
    pour = dossier.pour
    if pour.sorte not in sortes:
        raise Refus(
            f"{quoi} n'est pas pour {pour.nom}.",
            f"Ce document est fait pour {', '.join(LECTEURS[s] for s in sortes)} : choisir avec --pour.",
        )
    if pour.sorte in (INTERNE, CELLULE, PERSONNE):
        return
    if not concerned(dossier.situation, pour.code, dossier.au):
        raise Refus(
            f"Rien de {dossier.situation.id} n'est pour {pour.nom} : il ne l'a pas saisie, et ne la loge pas.",
            "Choisir un autre destinataire avec --pour.",
        )
    require_accord(dossier, pour.code)


def require_accord(dossier: Dossier, partenaire: str) -> None:
    """Refuse what would tell a partner of the person while no accord with it is in force.

    Raises:
        Refus: none is.
    """
    if not shared_with(dossier.situation, partenaire, dossier.au):
        raise Refus(
            f"La personne n'a pas accepté, ou n'accepte plus, que l'on partage avec : {label_of(dossier.d, partenaire)}.",
            f"Si elle est d'accord, le noter : alp add {dossier.situation.id} accord --objet partage --reponse oui --avec {partenaire}",
        )


# --- entries --------------------------------------------------------------------------------------------


def find_entree(dossier: Dossier, kind: type[E], ref: str | None) -> E | None:
    """The entry of a type that a `ref` names; without `ref`, the last one, or none.

    Raises:
        UsageError: no entry of that type has that `ref`.
    """
    found = [e for e in dossier.vivantes if isinstance(e, kind)]
    if ref is None:
        return found[-1] if found else None
    named = next((e for e in found if e.ref == ref), None)
    if named is None:
        what = codes.TYPES_ENTREE[kind.__name__.lower()]
        known = ", ".join(f"{e.ref} ({short_jour(e.le)})" for e in found) or "aucune"
        raise UsageError(f"« {ref} » ne désigne pas : {what}.", f"Choisir parmi : {known}.")
    return named


SANS_RENCONTRE = frozenset({"porte_close", "rendez_vous_manque", "sans_reponse", "refus"})
"""Attempts that met nobody; what the team itself put off is none."""


@dataclass(frozen=True)
class Visites:
    """How often the person was met, how often one came in vain, and the last day on which she was met."""

    rencontres: int
    tentatives: int
    derniere: date | None


def count_visites(dossier: Dossier, du: date | None, au: date) -> Visites:
    """The visits from a day (none: since the first) to another, both included."""
    seen = [v for v in dossier.suivi.visites if (du or date.min) <= v.le <= au]
    met = [v.le for v in seen if v.resultat == "rencontre"]
    return Visites(len(met), sum(v.resultat in SANS_RENCONTRE for v in seen), max(met, default=None))


# --- sentences ------------------------------------------------------------------------------------------


def person_text(situation: Situation, au: date) -> str:
    """« femme, née en 1951 (75 ans environ) »."""
    p = situation.personne
    genre = codes.GENRES[p.genre] if p.genre in ("femme", "homme", "autre") else ""
    born = {"femme": "née", "homme": "né"}.get(p.genre or "", "naissance")
    year = f"{born} en {p.naissance} ({au.year - p.naissance} ans environ)" if p.naissance else ""
    return ", ".join(part for part in (genre, year) if part)


def household_text(situation: Situation, au: date) -> str:
    """« couple avec enfants : 2 adultes, 1 enfant »."""
    f = foyer(situation, au)
    kind = codes.FOYERS[f.type] if f.type else ""
    if f.type == "personne_seule":
        return kind
    counts = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in ((f.adultes, "adulte"), (f.enfants, "enfant")) if n]
    return " : ".join(part for part in (kind, ", ".join(counts)) if part)


def dwelling_text(dossier: Dossier) -> str:
    """« Chartres, La Madeleine ; parc social, locataire ; Habitat Eurélien »; « sans logement »."""
    found = logement(dossier.situation, dossier.au)
    return "sans logement" if found is None else _place(dossier.d, found) or "logement non renseigné"


def _place(d: Dispositif, where: Logement) -> str:
    town = (d.label("communes", where.commune) if where.commune else "", d.label("quartiers", where.quartier) if where.quartier else "")
    kind = (codes.PARCS[where.parc] if where.parc else "", codes.STATUTS[where.statut] if where.statut else "")
    parts = (*(", ".join(w for w in words if w) for words in (town, kind)), d.label("bailleurs", where.bailleur) if where.bailleur else "")
    return " ; ".join(part for part in parts if part)


def difficulties(dossier: Dossier) -> tuple[str, ...]:
    """The labels of what is difficult, as a sentence lists them: only the first begins with a capital."""
    found = dossier.labels("problematiques", problematiques(dossier.situation, dossier.au))
    return (*found[:1], *map(inside, found[1:]))


# --- what someone has to do -----------------------------------------------------------------------------


def tasks_of(dossier: Dossier, examen: Examen, qui: str) -> Iterator[Tache]:
    """What a partner undertook: in the sentence that may leave, or in full words if it is bound by secrecy; nothing else."""
    for e in examen.engagements:
        text = e.quoi if dossier.pour.soumis else e.diffusable
        if e.qui == qui and text and not e.abandon:
            yield Tache(sentence(text), dossier.pour.nom, e.avant)
