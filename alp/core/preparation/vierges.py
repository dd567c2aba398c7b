"""Blank sheets, which speak of nobody: the one by which partners refer, and the note left at a closed door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from alp.core import codes
from alp.core.champs import Champ, Fiche, champs_de
from alp.core.destinataires import Destinataire
from alp.core.dispositif import Dispositif
from alp.core.entrees import Saisine
from alp.core.objets import Foyer, Logement
from alp.core.pertinence import asked
from alp.core.preparation.commun import Maison
from alp.core.registre import Registre
from alp.core.situation import Personne

CHOIX_MAX = 14
"""Beyond, a sheet leaves a line to write on rather than boxes to tick."""


@dataclass(frozen=True)
class Question:
    """One question of a sheet: boxes to tick, or `lignes` to write on; `suivie` by the next one on the same line."""

    libelle: str
    choix: tuple[str, ...] = ()
    lignes: int = 1
    aide: str = ""
    suivie: bool = False


@dataclass(frozen=True)
class Rubrique:
    """One part of a sheet."""

    titre: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class FicheSaisine:
    """The sheet by which a partner refers. It asks nothing of health."""

    maison: Maison
    missions: tuple[str, ...]
    publics: tuple[str, ...]
    territoire: str
    qui_saisit: tuple[str, ...]
    condition: str
    rubriques: tuple[Rubrique, ...]


@dataclass(frozen=True)
class AvisDePassage:
    """Left at a closed door: a telephone number, and nothing that tells who came, or why."""

    telephone: str


# --- the sheet of a saisine -----------------------------------------------------------------------------


def prepare_fiche_saisine(registre: Registre, _: str, pour: Destinataire, *, au: date, ref: str | None = None) -> FicheSaisine:
    """The blank sheet of a dispositif, with the codes in use on a day."""
    d = registre.dispositif
    return FicheSaisine(
        maison=Maison.of(d), missions=d.missions, publics=d.publics, territoire=d.territoire.nom or "", qui_saisit=_who(d),
        condition=d.parcours.condition_saisine or "", rubriques=tuple(r for r in _parts(d, au) if r.questions),
    )  # fmt: skip


def _who(d: Dispositif) -> tuple[str, ...]:
    """Who may refer, in words: partners, types of partners, or « la personne elle-même »; empty, everyone."""
    return tuple(
        codes.ORIGINES.get(code) or codes.TYPES_PARTENAIRE.get(code) or d.label("partenaires", code) for code in d.parcours.qui_saisit
    )


def _parts(d: Dispositif, au: date) -> Iterator[Rubrique]:
    ask = Formulaire(d, au)
    yield Rubrique("Vous", (Question("Organisme"), *_line("Votre nom", "Fonction"), *_line("Téléphone", "Courriel"), Question("Date")))
    yield Rubrique(
        "La personne",
        (
            *_line("Nom et prénom", "Téléphone"),
            Question("Adresse"),
            *ask.some(Personne, "genre"),
            *ask.some(Foyer, "type"),
            *_join(*ask.some(Personne, "naissance"), *ask.some(Foyer, "adultes", "enfants")),
        ),
    )
    fields = ("commune",) if d.loge == "oui" else ("commune", "quartier", "parc", "statut", "bailleur")
    yield Rubrique("Le logement" if d.loge != "oui" else "Où la rencontrer", tuple(ask.some(Logement, *fields)))
    yield Rubrique("Ce qui vous inquiète", (*ask.some(Saisine, "motifs", "debut_difficultes", "urgence"), FAITS))
    yield Rubrique("Ce qui a déjà été tenté", tuple(ask.some(Saisine, "demarches_deja_faites")))
    yield Rubrique("Son information, son accord", (*ask.some(Saisine, "personne_informee"), RENCONTRE))


def _line(*libelles: str) -> tuple[Question, ...]:
    return _join(*map(Question, libelles))


def _join(*questions: Question) -> tuple[Question, ...]:
    """Short questions on one line."""
    return (*(replace(q, suivie=True) for q in questions[:-1]), *questions[-1:])


FAITS = Question("Ce que vous avez vu ou entendu", lignes=4, aide="Des faits, avec leur date. Rien sur la santé.")
RENCONTRE = Question("Est-elle d'accord pour nous rencontrer ?", ("oui", "non", "je ne sais pas"))


@dataclass(frozen=True)
class Formulaire:
    """The questions of a dispositif, from the declarations of the fields."""

    d: Dispositif
    au: date

    def some(self, fiche: type[Fiche], *noms: str) -> Iterator[Question]:
        """The questions of some fields, those that this dispositif asks."""
        declared = {c.nom: c for c in champs_de(fiche)}
        opened = {"type": "autre"}  # whatever the household, its counts may be asked on paper
        yield from (self.question(declared[nom]) for nom in noms if asked(fiche, declared[nom], self.d, opened))

    def question(self, champ: Champ) -> Question:
        choices = tuple(dict.fromkeys(self._choices(champ).values()))
        if choices and len(choices) <= CHOIX_MAX:
            return Question(champ.question, choices)
        return Question(
            champ.question if champ.long else champ.libelle, lignes=4 if champ.long else 1, aide=champ.aide if champ.long else ""
        )

    def _choices(self, champ: Champ) -> Mapping[str, str]:
        """The labels of a field, without what is of health; « je ne sais pas » for « inconnu »."""
        if champ.codes:
            return {code: "je ne sais pas" if code == "inconnu" else label for code, label in champ.codes.items()}
        if champ.vocabulaire is None:
            return {}
        of_health = {x.code for x in getattr(self.d.vocabulaire, champ.vocabulaire.liste, ()) if x.sante == "oui"}
        return {code: label for code, label in self.d.choices(champ.vocabulaire.liste, le=self.au).items() if code not in of_health}


# --- the note at a closed door --------------------------------------------------------------------------


def prepare_avis_de_passage(registre: Registre, _: str, pour: Destinataire, *, au: date, ref: str | None = None) -> AvisDePassage:
    """The note to leave in a sealed envelope: whoever finds it learns nothing."""
    return AvisDePassage(Maison.of(registre.dispositif).telephone)
