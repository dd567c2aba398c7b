"""A situation: how things stood at the saisine, then a journal."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from alp.core import codes
from alp.core.champs import Fiche, champ, liste
from alp.core.entrees import Entree
from alp.core.objets import Foyer, Logement
from alp.core.types import Annee, Code, DuDispositif, Parmi, SituationId, Texte


class Personne(Fiche):
    """Who is followed, without a name: a pseudonym drawn from a list, never initials."""

    pseudonyme: Texte | None = champ("Pseudonyme", "Quel pseudonyme ?", "Un mot de la liste, jamais des initiales ni un vrai nom.")
    genre: Annotated[Texte, Parmi(codes.GENRES)] | None = champ("Genre", "Femme, homme ?", "« inconnu » si on ne sait pas.")
    naissance: Annee | None = champ("Année de naissance", "Née en quelle année ?", "L'année seule, même approximative.")
    caisses: tuple[Annotated[Code, DuDispositif("caisses")], ...] = liste(
        "Caisses", "De quelles caisses ou mutuelles dépend-elle ?", "Pour savoir quel financeur est concerné.", option="caisse"
    )


class Lien(Fiche):
    """Ties this file to another one."""

    nature: Annotated[Texte, Parmi(codes.LIENS)] = champ(
        "Nature", "Quel lien ?", "Même personne, même foyer ou même logement.", requis=True
    )
    situation: SituationId = champ("Situation", "Avec quelle situation ?", "L'identifiant de l'autre situation.", requis=True)


class Situation(Fiche):
    """One person followed. The header is only corrected, never updated: a change in the world is a `changement`."""

    id: SituationId = champ("Identifiant", "Quel identifiant ?", "Donné par alp, pour toujours.", requis=True)
    anciens_ids: tuple[SituationId, ...] = liste("Anciens identifiants", "Quels anciens identifiants ?", "Ils continuent de répondre.")
    personne: Personne = Field(default_factory=Personne, title="Personne", description="La personne suivie, sans son nom.")
    foyer: Foyer = Field(default_factory=Foyer, title="Foyer", description="Qui vit là, au jour de la saisine.")
    logement: Logement | None = Field(
        default=None, title="Logement", description="Le logement au jour de la saisine ; absent si la personne est sans logement."
    )
    problematiques: tuple[Annotated[Code, DuDispositif("problematiques")], ...] = liste(
        "Problématiques", "Quelles difficultés ?", "Celles que dit la saisine ; plusieurs possibles.", option="problematique", sante=True
    )
    precautions: Texte | None = champ(
        "Précautions", "Que faut-il savoir avant d'y aller ?", "Pour l'équipe seulement ; montré en premier.", long=True
    )
    referent: Annotated[Code, DuDispositif("equipe")] | None = champ("Référent", "Qui suit cette situation ?", "Un code de l'équipe.")
    liens: tuple[Lien, ...] = liste(
        "Liens", "Un lien avec une autre situation ?", "Même personne, même foyer, même logement.", option="lien"
    )
    journal: tuple[Entree, ...] = Field(title="Journal", description="Ce qui est arrivé, jour après jour.", min_length=1)
