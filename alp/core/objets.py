"""Objects inside entries: an engagement, a signature, a dwelling…"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from alp.core import codes
from alp.core.champs import Fiche, champ
from alp.core.types import (
    Code,
    Cotation,
    DuDispositif,
    Entre,
    Insee,
    Jour,
    Parmi,
    Texte,
    parse_entier,
)

# --- who and with whom --------------------------------------------------------------------------------

Equipier = Annotated[Code, DuDispositif("equipe")]
Partenaire = Annotated[Code, DuDispositif("partenaires")]
PartenaireOuEquipier = Annotated[Code, DuDispositif("partenaires_equipe")]
PartenaireOuPersonne = Annotated[Code, DuDispositif("partenaires", aussi=codes.DESTINATAIRES)]


# --- objects inside entries ---------------------------------------------------------------------------


class Foyer(Fiche):
    """Who lives there."""

    type: Annotated[Texte, Parmi(codes.FOYERS)] | None = champ(
        "Foyer", "Qui vit là ?", "La personne seule, un couple, des enfants…", option="foyer"
    )
    adultes: Annotated[int, BeforeValidator(parse_entier), Entre(0, 30)] | None = champ(
        "Adultes", "Combien d'adultes ?", "La personne comprise."
    )
    enfants: Annotated[int, BeforeValidator(parse_entier), Entre(0, 30)] | None = champ(
        "Enfants", "Combien d'enfants ?", "Les mineurs qui vivent là."
    )


class Logement(Fiche):
    """A dwelling: never its address."""

    commune: Annotated[Insee, DuDispositif("communes")] | None = champ(
        "Commune", "Dans quelle commune ?", "Son code INSEE ; à l'écran, son nom suffit."
    )
    quartier: Annotated[Code, DuDispositif("quartiers")] | None = champ(
        "Quartier", "Quel quartier ?", "Un quartier déclaré pour cette commune."
    )
    parc: Annotated[Texte, Parmi(codes.PARCS)] | None = champ("Parc", "Quel parc ?", "Social, privé, copropriété…")
    statut: Annotated[Texte, Parmi(codes.STATUTS)] | None = champ(
        "Statut", "À quel titre occupe-t-elle le logement ?", "Locataire, propriétaire occupant, hébergée…"
    )
    bailleur: Annotated[Code, DuDispositif("bailleurs")] | None = champ(
        "Bailleur", "Quel bailleur ?", "Le partenaire qui loue ou gère le logement."
    )


class Piece(Fiche):
    """Where a paper or a scan lies: never the file itself."""

    libelle: Texte = champ("Pièce", "Quelle pièce ?", "Son titre, sans nom de personne.", requis=True)
    ou: Texte | None = champ("Où", "Où est-elle rangée ?", "Classeur, armoire, dossier partagé.")
    empreinte: Texte | None = champ("Empreinte", "Empreinte SHA-256 ?", "Pour reconnaître le fichier plus tard.")


class Annulation(Fiche):
    """Why an entry is ignored, from its own day on: it was never so."""

    le: Jour = champ("Annulée le", "Annulée quel jour ?", "Le jour de l'annulation.", requis=True)
    motif: Texte = champ("Motif", "Pourquoi annuler ?", "Une phrase courte.", requis=True)
    par: Equipier | None = champ("Par", "Qui annule ?", "Un code de l'équipe.")


class Vu(Fiche):
    """An alerte that someone looked at."""

    code: Texte = champ("Code", "Quelle alerte ?", "Son code, comme A301.", requis=True)
    motif: Texte = champ("Motif", "Pourquoi est-ce normal ?", "Une phrase courte.", requis=True)
    le: Jour = champ("Vu le", "Vu quel jour ?", "Le jour où l'alerte a été regardée.", requis=True)


class Fait(Fiche):
    """An engagement was kept."""

    le: Jour = champ("Fait le", "Fait quel jour ?", "Le jour où ce fut fait.", requis=True)
    resultat: Texte | None = champ("Résultat", "Avec quel résultat ?", "Une phrase courte.", long=True)


class Abandon(Fiche):
    """Something planned was given up."""

    le: Jour = champ("Abandonné le", "Abandonné quel jour ?", "Le jour de l'abandon.", requis=True)
    motif: Texte = champ("Motif", "Pourquoi abandonner ?", "Une phrase courte.", requis=True)


class Suite(Fiche):
    """An engagement of the team, or an appointment: due until done."""

    quoi: Texte = champ("Suite à donner", "Que reste-t-il à faire ?", "Un rendez-vous, un appel, un courrier.", requis=True)
    qui: PartenaireOuEquipier | None = champ("Par qui", "Qui s'en charge ?", "Un code de l'équipe ou d'un partenaire.")
    avant: Jour | None = champ("Avant le", "Pour quel jour ?", "Le jour du rendez-vous, ou le dernier jour pour le faire.")
    fait: Fait | None = champ("Fait", "Est-ce fait ?", "Quand, avec quel résultat.")
    abandon: Abandon | None = champ("Abandon", "Est-ce abandonné ?", "Quand, pourquoi.")


class Engagement(Fiche):
    """What someone undertook before the meeting."""

    quoi: Texte = champ("Engagement", "Quoi ?", "Ce qui doit être fait.", requis=True)
    qui: PartenaireOuEquipier | None = champ("Par qui", "Qui s'y engage ?", "Un code de l'équipe ou d'un partenaire.")
    avant: Jour | None = champ("Avant le", "Pour quel jour ?", "Un engagement a une date.")
    diffusable: Texte | None = champ(
        "Phrase diffusable", "Comment le dire à un partenaire hors secret ?", "Une phrase sans rien de la santé ni de la vie privée."
    )
    fait: Fait | None = champ("Fait", "Est-ce fait ?", "Quand, avec quel résultat.")
    abandon: Abandon | None = champ("Abandon", "Est-ce abandonné ?", "Quand, pourquoi.")


class Reponse(Fiche):
    """The answer to whoever referred."""

    le: Jour = champ("Répondu le", "Répondu quel jour ?", "Le jour où la réponse est partie.", requis=True)
    a: PartenaireOuPersonne | None = champ("À", "À qui ?", "Le partenaire qui a saisi.")
    canal: Annotated[Texte, Parmi(codes.CANAUX)] | None = champ("Par", "Par quel moyen ?", "Courriel, téléphone, courrier…")


class Notification(Fiche):
    """A decision was told."""

    a: PartenaireOuPersonne = champ("À", "À qui ?", "La personne, ou un partenaire.", requis=True)
    le: Jour = champ("Le", "Quel jour ?", "Le jour où la décision a été dite.", requis=True)
    canal: Annotated[Texte, Parmi(codes.CANAUX)] | None = champ("Par", "Par quel moyen ?", "Courriel, téléphone, de vive voix…")


class PositionPersonne(Fiche):
    """Her own view of the decision, taken afterwards."""

    le: Jour = champ("Le", "Quel jour ?", "Le jour où elle l'a dit.", requis=True)
    texte: Texte = champ("Position", "Qu'en dit-elle ?", "Ses mots, autant que possible.", requis=True, long=True)


class Intervenant(Fiche):
    """Someone who already intervenes."""

    partenaire: Partenaire = champ("Partenaire", "Qui intervient déjà ?", "Un partenaire déclaré.", requis=True)
    role: Texte | None = champ("Rôle", "Pour quoi faire ?", "Quelques mots.")


class Objectif(Fiche):
    """An objective of the contract."""

    domaine: Annotated[Code, DuDispositif("objectifs")] = champ(
        "Domaine", "Quel domaine ?", "Une famille d'objectifs du dispositif.", requis=True
    )
    libelle: Texte = champ("Objectif", "Quel objectif ?", "Concret, dans les mots de la personne.", requis=True)


class ObjectifAtteint(Fiche):
    """How far an objective was reached."""

    libelle: Texte = champ("Objectif", "Quel objectif ?", "Tel qu'il avait été fixé.", requis=True)
    atteinte: Annotated[Texte, Parmi(codes.ATTEINTES)] = champ(
        "Atteint", "Est-il atteint ?", "Atteint, en partie, non, abandonné.", requis=True
    )
    domaine: Annotated[Code, DuDispositif("objectifs")] | None = champ(
        "Domaine", "Quel domaine ?", "Une famille d'objectifs, là où aucun contrat ne la dit."
    )


class Signature(Fiche):
    """Signed, or the refusal recorded."""

    reponse: Annotated[Texte, Parmi(codes.SIGNATURES)] = champ(
        "Signature", "Le contrat est-il signé ?", "Un refus se note : l'accompagnement continue.", requis=True
    )
    le: Jour | None = champ("Signé le", "Quel jour ?", "Le jour de la signature ou du refus.")
    motif: Texte | None = champ("Motif", "Pourquoi ?", "En cas de refus ou d'impossibilité.")
    accompagnee_de: Texte | None = champ("Accompagnée de", "Qui l'accompagnait ?", "Une qualité, pas un nom : sa sœur, son curateur.")


class Interruption(Fiche):
    """The contract stopped before its term."""

    le: Jour = champ("Interrompu le", "Interrompu quel jour ?", "Le dernier jour du contrat.", requis=True)
    motif: Texte = champ("Motif", "Pourquoi ?", "Une phrase courte.", requis=True)


Cote = Annotated[int | str, Cotation(codes.COTES, 4)]


def _logement_tag(value: Any) -> str:
    return "aucun" if isinstance(value, str) else "logement"


LogementOuAucun = Annotated[
    Annotated[Logement, Tag("logement")] | Annotated[Texte, Parmi(codes.AUCUN), Tag("aucun")],
    Discriminator(_logement_tag),
]
