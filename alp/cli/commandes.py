"""Every command: its name, its French names, where it lives, one line of help. Nothing is imported to list them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commande:
    nom: str
    alias: tuple[str, ...]
    cible: str
    aide: str
    rubrique: str


SUIVRE, LIRE, REGISTRE = "Suivre une situation", "Lire", "Le registre"

COMMANDES: tuple[Commande, ...] = (
    Commande("new", ("nouvelle", "nouveau"), "situations:new", "Ouvrir une situation : une saisine arrive.", SUIVRE),
    Commande("visit", ("visite",), "entrees:visit", "Noter une visite, un appel, une porte close.", SUIVRE),
    Commande("add", ("ajouter",), "entrees:add", "Ajouter une entrée : évaluation, examen, contrat, orientation…", SUIVRE),
    Commande("advance", ("avancer",), "entrees:advance", "Voir l'étape et ce qui manque, puis avancer.", SUIVRE),
    Commande("renew", ("renouveler",), "contrats:renew", "Renouveler le contrat, même en retard.", SUIVRE),
    Commande("done", ("fait",), "echeances:done", "Noter qu'une chose due est faite.", SUIVRE),
    Commande("amend", ("corriger",), "entrees:amend", "Corriger ou compléter une entrée.", SUIVRE),
    Commande("cancel", ("annuler",), "entrees:cancel", "Annuler une entrée : elle reste, et ne compte plus.", SUIVRE),
    Commande("close", ("clore", "sortir"), "entrees:close", "Clore la situation : sortie, ou sans suite.", SUIVRE),
    Commande("meeting", ("reunion", "reunions"), "reunions:app", "Réunions : ordre du jour, présents, décisions.", SUIVRE),
    Commande("minutes", ("compte-rendu",), "documents:minutes", "Écrire le compte rendu d'une réunion, en Word et en PDF.", SUIVRE),
    Commande("document", ("documents",), "documents:document", "Écrire un contrat, un bilan, un courrier, une fiche.", SUIVRE),
    Commande("sent", ("envoye",), "envois:sent", "Garder le PDF qui a été envoyé, avec à qui et quand.", SUIVRE),
    Commande("action", ("actions",), "actions:app", "Actions collectives et sorties du véhicule.", SUIVRE),
    Commande("show", ("voir", "montrer"), "situations:show", "Montrer une situation, précautions d'abord.", LIRE),
    Commande("list", ("liste", "lister"), "situations:list_", "Lister les situations.", LIRE),
    Commande("due", ("echeances", "echeance"), "echeances:due", "Ce qui est en retard ou bientôt dû.", LIRE),
    Commande("report", ("rapport", "rapports"), "rapports:app", "Rapports aux financeurs : chiffres, preuve, qualité.", LIRE),
    Commande("vignette", (), "vignette:vignette", "Écrire le brouillon d'une histoire anonyme, à relire et à finir.", LIRE),
    Commande("search", ("chercher", "recherche"), "situations:search", "Chercher un mot dans les situations.", LIRE),
    Commande("log", ("historique", "journal"), "historique:log", "Qui a fait quoi, et quand.", LIRE),
    Commande("check", ("verifier", "controler"), "registre:check", "Vérifier le registre, et réparer l'écriture.", REGISTRE),
    Commande(
        "edit",
        ("modifier", "editer"),
        "situations:edit",
        "Ouvrir une situation dans l'éditeur, vérifiée avant d'être enregistrée.",
        REGISTRE,
    ),
    Commande("undo", ("defaire",), "historique:undo", "Défaire la dernière commande.", REGISTRE),
    Commande("init", ("creer",), "installation:init", "Créer un registre.", REGISTRE),
    Commande("demo", ("essai",), "demo:demo", "Essayer alp sur un registre d'exemple.", REGISTRE),
    Commande("dispositif", (), "dispositif:dispositif", "Montrer le dispositif : équipe, partenaires, règles.", REGISTRE),
    Commande("template", ("modele", "modeles"), "documents:app", "Modèles des documents : voir, copier, vérifier.", REGISTRE),
    Commande("schema", ("schemas",), "registre:schema", "Refaire les schémas pour les éditeurs.", REGISTRE),
    Commande(
        "completion", ("tabulation",), "tabulation:completion", "Installer la touche Tab : commandes, pseudonymes et codes.", REGISTRE
    ),
    Commande("doctor", ("diagnostic", "docteur"), "registre:doctor", "Vérifier l'installation ; sans donnée personnelle.", REGISTRE),
)

PAR_NOM = {nom: c for c in COMMANDES for nom in (c.nom, *c.alias)}
"""Every name that answers, English or French."""
