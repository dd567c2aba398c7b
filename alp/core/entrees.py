"""The entries of a journal: one record a type, told apart by `type`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field

from alp.core import codes
from alp.core.champs import Fiche, champ, grille, liste
from alp.core.objets import (
    Abandon,
    Annulation,
    Cote,
    Engagement,
    Equipier,
    Foyer,
    Interruption,
    Intervenant,
    LogementOuAucun,
    Notification,
    Objectif,
    ObjectifAtteint,
    Partenaire,
    PartenaireOuEquipier,
    Piece,
    PositionPersonne,
    Reponse,
    Signature,
    Suite,
    Vu,
)
from alp.core.types import (
    Code,
    DuDispositif,
    Entre,
    Heure,
    Jour,
    Minutes,
    Montant,
    Parmi,
    ParmiEntiers,
    Ref,
    ReunionId,
    SituationId,
    Texte,
    parse_entier,
)

# --- what all entries share ---------------------------------------------------------------------------


class Commun(Fiche):
    """Common to all entries."""

    TITRE: ClassVar[str] = ""
    AIDE: ClassVar[str] = ""

    ref: Ref = Field(title="Référence", description="Donnée par alp ; désigne l'entrée pour toujours.")
    le: Jour = champ("Date", "Quel jour ?", "Le jour où c'est arrivé : 2026-01-12, 12/01, hier, lundi.", requis=True)
    par: tuple[Equipier, ...] = liste("Par", "Qui, de l'équipe ?", "Un ou plusieurs codes de l'équipe.")
    note: Texte | None = champ("Note", "Que noter ?", "Lisible par ceux qui sont tenus au secret ; aucun nom.", long=True)
    pieces: tuple[Piece, ...] = liste("Pièces", "Une pièce à signaler ?", "Où se trouve le papier ; jamais le fichier.", option="piece")
    annulee: Annulation | None = Field(default=None, title="Annulée", description="Une entrée annulée reste, et ne compte plus.")
    vu: tuple[Vu, ...] = Field(default=(), title="Vu", description="Les alertes déjà regardées.")


class Travail(Commun):
    """Where work was done. Hours of work = minutes x number of `par`."""

    heure: Heure | None = champ("Heure", "À quelle heure ?", "Comme 14:30.")
    duree: Minutes | None = champ("Durée", "Combien de minutes ensemble ?", "En minutes, sans le trajet ; 1h30 se comprend aussi.")
    trajet: Minutes | None = champ("Trajet", "Combien de minutes de trajet ?", "En minutes, aller et retour.")
    aussi: tuple[SituationId, ...] = liste(
        "Aussi vus", "D'autres personnes vues en même temps ?", "Leurs identifiants : vues pour toutes, minutes comptées une fois."
    )


# --- the entries --------------------------------------------------------------------------------------


class Saisine(Commun):
    """Opens the file; further ones may follow at any step."""

    TITRE = "Saisine"
    AIDE = "Quelqu'un signale une situation."

    type: Literal["saisine"]
    origine: Annotated[Code, DuDispositif("partenaires", aussi=codes.ORIGINES)] = champ(
        "Origine", "Qui saisit ?", "Un partenaire, la personne, un proche, un voisin, l'équipe.", requis=True
    )
    auteur: Texte | None = champ("Auteur", "Quel professionnel ?", "Le professionnel qui écrit ; jamais un particulier.")
    canal: Annotated[Texte, Parmi(codes.CANAUX)] | None = champ("Canal", "Par quel moyen ?", "Fiche, téléphone, courriel…")
    motifs: tuple[Annotated[Code, DuDispositif("problematiques")], ...] = liste(
        "Motifs", "Pour quels motifs ?", "Ce qui inquiète celui qui saisit.", option="motif", sante=True
    )
    urgence: Annotated[Texte, Parmi(codes.URGENCES)] | None = champ("Urgence", "Est-ce urgent ?", "Ordinaire, prioritaire, immédiate.")
    debut_difficultes: Annotated[Texte, Parmi(codes.ANCIENNETES)] | None = champ(
        "Début des difficultés", "Depuis quand ?", "Selon celui qui saisit."
    )
    demarches_deja_faites: Texte | None = champ(
        "Démarches déjà faites", "Qu'a-t-on déjà essayé ?", "Ce qui a été tenté avant de saisir.", long=True
    )
    personne_informee: Annotated[Texte, Parmi(codes.OUI_NON)] | None = champ(
        "Personne informée", "La personne sait-elle qu'on saisit ?", "Sinon, elle doit l'apprendre sous un mois (RGPD, art. 14)."
    )
    information_le: Jour | None = champ(
        "Informée par l'équipe le",
        "Quel jour l'équipe l'a-t-elle informée ?",
        "De l'existence de son dossier et de ses droits (RGPD, art. 14).",
    )


class Recevabilite(Commun):
    """Taken up, put on the waiting list, or not."""

    TITRE = "Recevabilité"
    AIDE = "La saisine est prise, mise en attente, ou refusée."

    type: Literal["recevabilite"]
    decision: Annotated[Texte, Parmi(codes.RECEVABILITES)] = champ(
        "Décision", "Quelle décision ?", "Recevable, en attente, refusée et pourquoi.", requis=True
    )
    criteres: Texte | None = champ("Critères", "Quels critères manquent ?", "Si la saisine est hors critères.")
    oriente_vers: tuple[Partenaire, ...] = liste("Orientée vers", "Vers qui orienter ?", "Les partenaires proposés à la place.")
    reponse: Reponse | None = champ("Réponse", "Celui qui saisit a-t-il reçu une réponse ?", "Quand, à qui, comment.")


class Accord(Commun):
    """Consent, its refusal or its withdrawal."""

    TITRE = "Accord"
    AIDE = "Ce que la personne accepte, refuse ou retire."

    type: Literal["accord"]
    objet: Annotated[Texte, Parmi(codes.OBJETS_ACCORD)] = champ(
        "Objet", "À propos de quoi ?", "Être accompagnée, partager, recevoir une visite.", requis=True
    )
    reponse: Annotated[Texte, Parmi(codes.REPONSES_ACCORD)] = champ(
        "Réponse", "Que répond-elle ?", "Accord, refus, ou accord retiré.", requis=True
    )
    forme: Annotated[Texte, Parmi(codes.FORMES_ACCORD)] | None = champ("Forme", "Sous quelle forme ?", "Écrit, oral, recueil impossible.")
    avec: tuple[Partenaire, ...] = liste("Avec", "Partager avec qui ?", "Les partenaires nommés à la personne.")
    donne_par: Annotated[Texte, Parmi(codes.DONNEURS)] | None = champ("Donné par", "Qui répond ?", "La personne, ou son représentant.")


class Visite(Travail):
    """Every contact or attempt."""

    TITRE = "Visite, appel ou message"
    AIDE = "Tout contact avec la personne, ou toute tentative : une porte close se note aussi."

    type: Literal["visite"]
    lieu: Annotated[Texte, Parmi(codes.LIEUX)] = champ(
        "Lieu", "Où, ou par quel moyen ?", "À domicile, sur le pas de la porte, par téléphone…", requis=True
    )
    resultat: Annotated[Texte, Parmi(codes.RESULTATS_VISITE)] = champ(
        "Résultat", "Qu'est-il arrivé ?", "Rencontre, porte close, refus…", requis=True
    )
    initiative: Annotated[Texte, Parmi(codes.INITIATIVES)] | None = champ(
        "Initiative", "À l'initiative de qui ?", "L'équipe, la personne ou un tiers."
    )
    partenaires: tuple[Partenaire, ...] = liste("Partenaires", "Avec quels partenaires ?", "Ceux qui étaient là.", option="partenaire")
    actes: tuple[Annotated[Code, DuDispositif("actes")], ...] = liste(
        "Actes", "Qu'avez-vous fait ?", "Un ou plusieurs actes de la palette.", option="acte", sante=True
    )
    suite: Suite | None = champ("Suite", "Une suite à donner ?", "Un rendez-vous, un appel, un courrier.")


class Demarche(Travail):
    """Work for the person without the person."""

    TITRE = "Démarche"
    AIDE = "Un travail pour la personne, sans elle : appel à un service, dossier."

    type: Literal["demarche"]
    avec: tuple[Partenaire, ...] = liste("Avec", "Avec quels partenaires ?", "Ceux qui ont été joints.")
    actes: tuple[Annotated[Code, DuDispositif("actes")], ...] = liste(
        "Actes", "Qu'avez-vous fait ?", "Un ou plusieurs actes de la palette.", option="acte", sante=True
    )
    suite: Suite | None = champ("Suite", "Une suite à donner ?", "Un rendez-vous, un appel, un courrier.")


class Evaluation(Travail):
    """The global evaluation, at entry, during the follow-up or at exit."""

    TITRE = "Évaluation"
    AIDE = "L'évaluation globale : à l'entrée, en cours de suivi, à la sortie."

    type: Literal["evaluation"]
    stade: Annotated[Texte, Parmi(codes.STADES)] = champ(
        "Stade", "À quel moment ?", "À l'entrée, en cours de suivi, à la sortie.", requis=True
    )
    participants: tuple[PartenaireOuEquipier, ...] = liste(
        "Participants", "Qui a évalué ?", "Codes de l'équipe ou de partenaires.", option="participant"
    )
    domaines: dict[Annotated[Code, DuDispositif("domaines")], Cote] = grille(
        "Domaines",
        "Quelle cote par domaine ?",
        "De 0 (rien à signaler) à 4 (danger), ou suspecte, avere, non_evalue.",
        option="domaine",
        sante=True,
    )
    constats: dict[Annotated[Code, DuDispositif("constats")], Annotated[Texte, Parmi(codes.CONSTATS)]] = grille(
        "Constats", "Quels constats ?", "oui, non ou non_evalue pour chacun.", option="constat", sante=True
    )
    dette_loyer: Montant | None = champ("Dette de loyer", "Quelle dette de loyer, en euros ?", "Comme 1250.00 ; 0 s'il n'y en a pas.")
    intervenants: tuple[Intervenant, ...] = liste(
        "Intervenants", "Qui intervient déjà ?", "Partenaire et rôle.", option="intervenant", sante=True
    )
    epices: dict[Annotated[Texte, Parmi(codes.QUESTIONS_EPICES)], Annotated[Texte, Parmi(codes.REPONSES_EPICES)]] = grille(
        "EPICES", "Quelles réponses au questionnaire EPICES ?", "Les 11 questions, oui ou non ; sans les 11, pas de score.", sante=True
    )
    gir: Annotated[int, BeforeValidator(parse_entier), Entre(1, 6)] | None = champ(
        "GIR", "Quel GIR ?", "De 1 à 6, tel qu'il a été évalué.", sante=True
    )
    encombrement: dict[Annotated[Texte, Parmi(codes.PIECES)], Annotated[int, BeforeValidator(parse_entier), Entre(1, 9)]] = grille(
        "Encombrement",
        "Quelle note d'encombrement par pièce ?",
        "De 1 à 9 pour le séjour, la cuisine, la chambre (4 et plus : significatif).",
        sante=True,
    )
    honos: dict[
        Annotated[Texte, Parmi(codes.QUESTIONS_HONOS)], Annotated[int, BeforeValidator(parse_entier), ParmiEntiers(0, 1, 2, 3, 4, 9)]
    ] = grille("HoNOS", "Quelles notes HoNOS ?", "De 0 à 4 pour chacune des 12 questions, 9 si inconnu.", sante=True)
    synthese: Texte | None = champ("Synthèse", "Quelle synthèse ?", "Quelques lignes pour la réunion.", long=True)


class Examen(Commun):
    """The situation passed in a meeting."""

    TITRE = "Examen en réunion"
    AIDE = "La situation passe en cellule ou en commission."

    type: Literal["examen"]
    reunion: ReunionId | None = champ("Réunion", "À quelle réunion ?", "Le nom de son fichier, comme 2026-11-03-cellule.")
    objet: Annotated[Texte, Parmi(codes.OBJETS_EXAMEN)] | None = champ(
        "Objet", "À quel titre ?", "Nouvelle situation, renouvellement, suites, réexamen."
    )
    presentateur: PartenaireOuEquipier | None = champ("Présentateur", "Qui présente ?", "Un code de l'équipe ou d'un partenaire.")
    elements_nouveaux: Texte | None = champ("Éléments nouveaux", "Quoi de neuf ?", "Depuis le dernier passage.", long=True)
    decision: Annotated[Texte, Parmi(codes.DECISIONS)] = champ(
        "Décision", "Quelle décision ?", "Admission, ajournement, réorientation, refus, poursuite…", requis=True
    )
    strategie: Texte | None = champ("Stratégie", "Quelle stratégie ?", "Ce que la réunion propose de faire.", long=True)
    engagements: tuple[Engagement, ...] = liste("Engagements", "Qui s'engage à quoi ?", "quoi | qui | avant le", option="engagement")
    position_personne: PositionPersonne | None = champ("Position de la personne", "Qu'en dit la personne ?", "Recueillie après la réunion.")
    notifications: tuple[Notification, ...] = liste(
        "Notifications", "À qui la décision a-t-elle été dite ?", "à qui | quand | comment", option="notification"
    )
    anonyme: Annotated[Texte, Parmi(codes.OUI_NON)] | None = champ(
        "Anonyme", "La situation est-elle passée sans être reconnaissable ?", "oui, sans l'accord de la personne."
    )


class Contrat(Commun):
    """One period of the contract: it runs from `debut`, signed or not."""

    TITRE = "Contrat"
    AIDE = "Une période du contrat d'accompagnement."

    type: Literal["contrat"]
    debut: Jour = champ("Début", "À partir de quel jour ?", "Le premier jour du contrat.", requis=True)
    mois: Annotated[int, BeforeValidator(parse_entier), Entre(1, 120)] | None = champ(
        "Durée", "Combien de mois ?", "Celle du dispositif, sauf exception ; absent : sans terme."
    )
    attentes: Texte | None = champ("Attentes", "Qu'attend la personne ?", "Dans ses mots.", long=True)
    objectifs: tuple[Objectif, ...] = liste("Objectifs", "Quels objectifs ?", "domaine | objectif", option="objectif")
    services: tuple[Annotated[Code, DuDispositif("actes")], ...] = liste(
        "Services", "Quels services ?", "Ce que l'équipe apporte.", option="service", sante=True
    )
    rythme: Texte | None = champ("Rythme", "À quel rythme ?", "Comme « une visite par semaine ».")
    participants: tuple[PartenaireOuEquipier, ...] = liste(
        "Participants", "Qui a participé ?", "Ceux qui l'ont écrit avec elle.", option="participant"
    )
    partenaires: tuple[Partenaire, ...] = liste("Partenaires", "Quels partenaires ?", "Ceux qui y prennent part.", option="partenaire")
    signature: Signature | None = champ("Signature", "Est-il signé ?", "Signé, refusé ou impossible ; laissé vide tant qu'on l'attend.")
    interruption: Interruption | None = champ("Interruption", "Est-il interrompu ?", "Quand, pourquoi.")


class Bilan(Travail):
    """How far one got, before renewing or stopping."""

    TITRE = "Bilan"
    AIDE = "Le point avec la personne, avant de renouveler ou d'arrêter."

    type: Literal["bilan"]
    objectifs: tuple[ObjectifAtteint, ...] = liste(
        "Objectifs", "Quels objectifs atteints ?", "objectif | oui, partiel, non ou abandonne", option="objectif"
    )
    resultats: tuple[Annotated[Code, DuDispositif("resultats")], ...] = liste(
        "Résultats", "Quels résultats ?", "Un ou plusieurs résultats de la liste.", option="resultat", sante=True
    )
    parole: Texte | None = champ("Parole", "Qu'en dit la personne ?", "Dans ses mots.", long=True)
    proposition: Annotated[Texte, Parmi(codes.PROPOSITIONS)] = champ(
        "Proposition", "Que proposez-vous ?", "Renouveler, arrêter ou réorienter.", requis=True
    )


class Orientation(Commun):
    """Towards common law: each step has its day."""

    TITRE = "Orientation"
    AIDE = "Vers un service de droit commun ; chaque étape a sa date."

    type: Literal["orientation"]
    vers: Partenaire | None = champ("Vers", "Vers quel partenaire ?", "Un partenaire déclaré.")
    service: Texte | None = champ("Service", "Quel service ?", "Comme « aide à domicile », « curatelle ».")
    proposee_le: Jour | None = champ("Proposée le", "Proposée à la personne quel jour ?", "Vide tant que ce n'est pas fait.")
    acceptee_le: Jour | None = champ("Acceptée le", "Acceptée par la personne quel jour ?", "Vide tant que ce n'est pas fait.")
    demandee_le: Jour | None = champ("Demandée le", "Demandée au service quel jour ?", "Vide tant que ce n'est pas fait.")
    effective_le: Jour | None = champ("Effective le", "Effective depuis quel jour ?", "Le service intervient vraiment.")
    verifiee_le: Jour | None = champ("Vérifiée le", "Vérifiée quel jour ?", "Trois mois plus tard, cela tient-il ?")
    abandon: Abandon | None = champ("Abandon", "Est-elle abandonnée ?", "Quand, pourquoi.")


class Changement(Commun):
    """Holds from `le` on: the world changed."""

    TITRE = "Changement"
    AIDE = "Le monde a changé : logement, foyer, difficultés, référent."

    type: Literal["changement"]
    logement: LogementOuAucun | None = champ("Logement", "Quel nouveau logement ?", "Le nouveau logement, ou « aucun ».")
    bail: Annotated[Texte, Parmi(codes.BAUX)] | None = champ("Bail", "Quel bail ?", "Direct, glissant, sous-location.")
    foyer: Foyer | None = champ("Foyer", "Quel nouveau foyer ?", "Qui vit là désormais.")
    problematiques: tuple[Annotated[Code, DuDispositif("problematiques")], ...] = liste(
        "Problématiques", "Quelles difficultés désormais ?", "La nouvelle liste entière.", option="problematique", sante=True
    )
    referent: Equipier | None = champ("Référent", "Qui suit désormais ?", "Un code de l'équipe.")
    motif: Annotated[Texte, Parmi(codes.MOTIFS_CHANGEMENT)] | None = champ("Motif", "Pourquoi ?", "Déménagement, départ d'un agent…")


class Evenement(Commun):
    """Something befell."""

    TITRE = "Événement"
    AIDE = "Hospitalisation, procédure d'expulsion, plainte, danger…"

    type: Literal["evenement"]
    nature: Annotated[Texte, Parmi(codes.NATURES_EVENEMENT)] = champ(
        "Nature", "Que s'est-il passé ?", "Hospitalisation, procédure d'expulsion…", requis=True, sante=True
    )
    issue: Annotated[Texte, Parmi(codes.ISSUES_EVENEMENT)] | None = champ(
        "Issue", "Comment cela s'est-il terminé ?", "Vide tant que cela dure.", sante=True
    )
    fin_le: Jour | None = champ("Fini le", "Fini quel jour ?", "Vide tant que cela dure.")


class Relais(Commun):
    """The team starts to withdraw."""

    TITRE = "Relais"
    AIDE = "L'équipe commence à passer la main."

    type: Literal["relais"]
    vers: tuple[Partenaire, ...] = liste("Vers", "À qui passer la main ?", "Les partenaires qui prennent le relais.")


class SansSuite(Commun):
    """It ends before the accompaniment began."""

    TITRE = "Sans suite"
    AIDE = "Cela s'arrête avant le début de l'accompagnement."

    type: Literal["sans_suite"]
    motif: Annotated[Texte, Parmi(codes.MOTIFS_SANS_SUITE)] = champ("Motif", "Pourquoi ?", "Refus, injoignable, décès…", requis=True)


class Sortie(Commun):
    """The accompaniment ends."""

    TITRE = "Sortie"
    AIDE = "L'accompagnement se termine."

    type: Literal["sortie"]
    motif: Annotated[Texte, Parmi(codes.MOTIFS_SORTIE)] = champ("Motif", "Pourquoi la sortie ?", "Un motif principal.", requis=True)
    issue: Annotated[Texte, Parmi(codes.ISSUES_SORTIE)] | None = champ(
        "Issue", "Où vit la personne désormais ?", "Maintenue, relogée, en établissement…"
    )
    resultats: tuple[Annotated[Code, DuDispositif("resultats")], ...] = liste(
        "Résultats", "Quels résultats ?", "Un ou plusieurs résultats de la liste.", option="resultat", sante=True
    )


class Nouvelles(Commun):
    """After the exit: counts in no file active."""

    TITRE = "Nouvelles"
    AIDE = "Des nouvelles après la sortie."

    type: Literal["nouvelles"]
    source: Annotated[Texte, Parmi(codes.SOURCES_NOUVELLES)] = champ(
        "Source", "De qui ?", "La personne, un partenaire, le bailleur…", requis=True
    )
    logement: Annotated[Texte, Parmi(codes.OUI_NON)] | None = champ("Logement", "A-t-elle toujours un logement ?", "oui, non ou inconnu.")


class Reprise(Commun):
    """Opens again, within `reprise_mois` of the exit."""

    TITRE = "Reprise"
    AIDE = "La situation est rouverte après une sortie."

    type: Literal["reprise"]
    origine: Annotated[Code, DuDispositif("partenaires", aussi=codes.ORIGINES)] = champ(
        "Origine", "Qui demande la reprise ?", "Un partenaire, la personne, un proche…", requis=True
    )


class Note(Commun):
    """Anything else."""

    TITRE = "Note"
    AIDE = "Tout le reste."

    type: Literal["note"]


TYPES: dict[str, type[Commun]] = {
    "saisine": Saisine, "recevabilite": Recevabilite, "accord": Accord, "visite": Visite, "demarche": Demarche,
    "evaluation": Evaluation, "examen": Examen, "contrat": Contrat, "bilan": Bilan, "orientation": Orientation,
    "changement": Changement, "evenement": Evenement, "relais": Relais, "sans_suite": SansSuite, "sortie": Sortie,
    "nouvelles": Nouvelles, "reprise": Reprise, "note": Note,
}  # fmt: skip
"""The eighteen types, in the order of a life."""

Entree = Annotated[
    Saisine | Recevabilite | Accord | Visite | Demarche | Evaluation | Examen | Contrat | Bilan | Orientation
    | Changement | Evenement | Relais | SansSuite | Sortie | Nouvelles | Reprise | Note,
    Discriminator("type"),
]  # fmt: skip
