"""Meetings and collective actions. Decisions do not stand here: they are the `examen` entries of the situations."""

from __future__ import annotations

from typing import Annotated

from alp.core import codes
from alp.core.champs import Fiche, champ, grille, liste
from alp.core.objets import Equipier, Partenaire, PartenaireOuEquipier
from alp.core.types import Code, DuDispositif, Entier, Heure, Insee, Jour, Minutes, Parmi, ReunionId, SituationId, Texte


class Participant(Fiche):
    """Who was there, or was expected."""

    qui: PartenaireOuEquipier = champ("Qui", "Quel partenaire ou quel membre de l'équipe ?", "Un code.", requis=True)
    nom: Texte | None = champ("Nom", "Quel professionnel ?", "Un professionnel peut être nommé.")
    presence: Annotated[Texte, Parmi(codes.PRESENCES)] | None = champ("Présence", "Présent ?", "Présent, excusé, absent, invité.")


class PointOrdreDuJour(Fiche):
    """One situation on the agenda."""

    situation: SituationId = champ("Situation", "Quelle situation ?", "Son identifiant.", requis=True)
    objet: Annotated[Texte, Parmi(codes.OBJETS_EXAMEN)] | None = champ(
        "Objet", "À quel titre ?", "Nouvelle, renouvellement, suites, réexamen."
    )
    demandee_par: PartenaireOuEquipier | None = champ("Demandée par", "À la demande de qui ?", "Un code.")
    invites: tuple[PartenaireOuEquipier, ...] = liste("Invités", "Qui inviter pour ce point ?", "Des codes.")


class PointLibre(Fiche):
    """Anything else on the agenda."""

    libelle: Texte = champ("Point", "Quel point ?", "Une phrase courte.", requis=True)
    compte_rendu: Texte | None = champ("Compte rendu", "Qu'en a-t-on dit ?", "Quelques lignes.", long=True)


class Retrait(Fiche):
    """A situation taken off the agenda by hand: completing the agenda does not bring it back."""

    situation: SituationId = champ("Situation", "Quelle situation ?", "Son identifiant.", requis=True)
    le: Jour = champ("Retirée le", "Retirée quel jour ?", "Le jour où elle a été retirée.", requis=True)
    motif: Texte | None = champ("Motif", "Pourquoi la retirer ?", "Une phrase courte.")


class Approbation(Fiche):
    """The previous minutes."""

    reunion: ReunionId = champ("Réunion", "Le compte rendu de quelle réunion ?", "Son fichier.", requis=True)
    reserves: Texte | None = champ("Réserves", "Avec quelles réserves ?", "Vide : sans réserve.")


class Reunion(Fiche):
    """A meeting. Its file's name is its id, for ever; its day is `le`."""

    le: Jour = champ("Date", "Quel jour ?", "Le jour de la réunion.", requis=True)
    heure: Heure | None = champ("Heure", "À quelle heure ?", "Comme 14:30.")
    duree: Minutes | None = champ("Durée", "Combien de minutes ?", "En minutes ; 1h30 se comprend aussi. Elle va dans les agendas.")
    lieu: Texte | None = champ("Lieu", "Où ?", "Un lieu public ou professionnel.")
    nature: Annotated[Texte, Parmi(codes.NATURES_REUNION)] = champ(
        "Nature", "Quelle réunion ?", "Cellule, commission, comité de pilotage, synthèse.", requis=True
    )
    presidence: PartenaireOuEquipier | None = champ("Présidence", "Qui préside ?", "Un code.")
    secretaire: PartenaireOuEquipier | None = champ("Secrétaire", "Qui tient le compte rendu ?", "Un code.")
    participants: tuple[Participant, ...] = liste("Participants", "Qui participe ?", "qui | nom | présence", option="participant")
    ordre_du_jour: tuple[PointOrdreDuJour, ...] = liste(
        "Ordre du jour", "Quelles situations ?", "situation | objet | demandée par", option="point"
    )
    retires: tuple[Retrait, ...] = liste(
        "Retirées", "Quelles situations retirées ?", "Celles qu'on a retirées de l'ordre du jour à la main."
    )
    points: tuple[PointLibre, ...] = liste("Autres points", "Quels autres points ?", "Une phrase chacun.")
    approbation: Approbation | None = champ("Approbation", "Quel compte rendu approuver ?", "Celui de la réunion précédente.")
    prochaine: Jour | None = champ("Prochaine", "Quand est la prochaine ?", "Une date prévue.")


class Action(Fiche):
    """A collective action, or a day of the vehicle: people met without a file."""

    le: Jour = champ("Date", "Quel jour ?", "Le jour de l'action.", requis=True)
    nature: Annotated[Texte, Parmi(codes.NATURES_ACTION)] = champ(
        "Nature", "Quelle action ?", "Formation, soutien, sortie du véhicule…", requis=True
    )
    public: Annotated[Texte, Parmi(codes.PUBLICS_ACTION)] | None = champ("Public", "Pour qui ?", "Personnes, professionnels, habitants.")
    nombre: Entier | None = champ("Nombre", "Combien de personnes rencontrées ?", "Sans nom ni dossier.")
    duree: Minutes | None = champ("Durée", "Combien de minutes ?", "Sans le trajet.")
    par: tuple[Equipier, ...] = liste("Par", "Qui, de l'équipe ?", "Un ou plusieurs codes.")
    commune: Annotated[Insee, DuDispositif("communes")] | None = champ(
        "Commune", "Dans quelle commune ?", "Son code INSEE ; à l'écran, son nom suffit."
    )
    quartier: Annotated[Code, DuDispositif("quartiers")] | None = champ("Quartier", "Quel quartier ?", "Un quartier déclaré.")
    lieu: Texte | None = champ("Lieu", "Où ?", "Un lieu public ou professionnel.")
    partenaires: tuple[Partenaire, ...] = liste("Partenaires", "Avec quels partenaires ?", "Des codes.", option="partenaire")
    actes: dict[Annotated[Code, DuDispositif("actes_collectifs")], Entier] = grille(
        "Actes", "Combien de fois chaque acte ?", "acte=nombre", option="acte"
    )
    situations: tuple[SituationId, ...] = liste(
        "Situations",
        "Des situations en sont-elles nées ?",
        "Leurs identifiants : rencontrées là, elles ont désormais un dossier.",
        option="situation",
    )
    note: Texte | None = champ("Note", "Que noter ?", "Aucun nom.", long=True)
