"""Every finding that alp can make: its code, its gravity, what it means, what to do. `docs/erreurs.md` is made from it."""

from __future__ import annotations

from dataclasses import dataclass

from alp.core.erreurs import Chemin, Gravite, Objet, Probleme


@dataclass(frozen=True)
class Constat:
    """What a code means. `reparable`: `alp check --repair` can mend it."""

    code: str
    titre: str
    explication: str
    remede: str
    reparable: bool = False

    @property
    def gravite(self) -> Gravite:
        return Gravite.erreur if self.code.startswith("E") else Gravite.alerte


def probleme(code: str, objet: Objet, champ: Chemin, message: str, remede: str = "") -> Probleme:
    """A finding of the catalogue about one value; its own remedy goes before the catalogue's."""
    known = CATALOGUE[code]
    return Probleme(code, known.gravite, objet, champ, message, remede or known.remede)


CATALOGUE: dict[str, Constat] = {
    c.code: c
    for c in (
        # --- the file
        Constat("E001", "Fichier illisible", "Le fichier n'est pas du texte en UTF-8, ou ne s'ouvre pas.", "Le réenregistrer en UTF-8."),
        Constat(
            "E002",
            "YAML mal écrit",
            "La ponctuation ou le décalage des lignes ne se lit pas.",
            "Corriger la ligne indiquée : deux espaces de décalage, « clé: valeur ».",
        ),
        Constat(
            "E003",
            "Écriture refusée",
            "Ancres, renvois, étiquettes, fusions et directives YAML sont refusés : ils cachent ce qu'on lit.",
            "Écrire la valeur en clair.",
        ),
        Constat(
            "E004",
            "Fichier trop gros",
            "Plus de 256 Ko, de 5 000 valeurs ou de 12 niveaux : ce n'est pas une situation.",
            "Couper le texte, ou retirer ce qui n'est pas à sa place.",
        ),
        Constat("E005", "Caractère interdit", "Un caractère invisible peut tromper celui qui lit.", "Effacer ce caractère et le retaper."),
        Constat("E006", "Clé en double", "La même clé est écrite deux fois : une des deux valeurs serait perdue.", "N'en garder qu'une."),
        Constat(
            "E007",
            "Lien symbolique",
            "Un lien pourrait mener hors du registre : il n'est pas suivi.",
            "Remplacer le lien par le fichier lui-même.",
        ),
        Constat("E008", "Fichier vide", "Le fichier ne contient pas de « clé: valeur ».", "Le remplir, ou le supprimer."),
        Constat(
            "E009",
            "Nom ou place du fichier",
            "Le nom du fichier est l'identifiant, et son dossier l'année.",
            "Renommer ou déplacer le fichier.",
        ),
        Constat(
            "E010",
            "Document envoyé changé ou perdu",
            "Le PDF gardé dans envois/ n'est plus celui qui est parti : il a changé, ou il manque.",
            "Le remettre tel qu'il est parti (git restore), ou depuis une sauvegarde ; un autre document se note comme un autre envoi.",
        ),
        # --- the structure
        Constat("E101", "Clé inconnue", "Cette clé n'existe pas à cet endroit.", "Corriger son nom, ou la retirer."),
        Constat("E102", "Valeur manquante", "Une valeur obligatoire manque.", "La compléter."),
        Constat("E103", "Valeur refusée", "La valeur n'a pas la forme attendue.", "La corriger."),
        Constat("E104", "Code refusé", "Le code n'est pas dans la liste fermée d'alp.", "Choisir un code de la liste."),
        Constat(
            "E105",
            "Écriture d'une valeur",
            "Un autre outil lirait autre chose (un nombre, une date, un oui/non).",
            "alp check --repair corrige l'écriture.",
            reparable=True,
        ),
        Constat("E106", "Type d'entrée inconnu", "Le type de l'entrée n'existe pas.", "Choisir un des dix-huit types."),
        # --- the codes
        Constat(
            "E201",
            "Code non déclaré",
            "Le code n'est pas déclaré dans dispositif.yaml.",
            "Le corriger, ou le déclarer dans dispositif.yaml.",
        ),
        Constat(
            "E202",
            "Code expiré",
            "Le code n'était pas valable au jour de l'entrée.",
            "Prendre le code valable ce jour-là ; alp check --repair suit « devient ».",
            reparable=True,
        ),
        # --- the journal
        Constat(
            "E203",
            "Étape impossible",
            "L'entrée n'est pas possible à l'étape où se trouve la situation.",
            "Corriger l'entrée ou sa date, ou ajouter celle qui manque avant.",
        ),
        Constat(
            "E204",
            "Date future",
            "Une date d'événement ne peut pas être après aujourd'hui.",
            "Donner le jour où c'est arrivé ; un rendez-vous à venir se note comme une suite (--suite-quoi, --suite-avant).",
        ),
        Constat(
            "E205",
            "Journal en désordre",
            "Les entrées ne se suivent pas dans l'ordre des jours.",
            "alp check --repair remet les jours en ordre.",
            reparable=True,
        ),
        Constat("E206", "Référence en double", "Deux entrées portent la même référence.", "En changer une (6 caractères, sans voyelle)."),
        Constat("E207", "Identifiant en double", "Deux situations répondent au même identifiant.", "Donner à l'une un nouveau numéro."),
        Constat(
            "E209",
            "Renvoi dans le vide",
            "La situation, la réunion ou l'entrée désignée n'existe pas.",
            "Corriger le renvoi, ou le retirer.",
        ),
        Constat(
            "E210",
            "Contrats qui se chevauchent",
            "Un contrat commence avant la fin du précédent.",
            "Corriger le début du second, ou interrompre le premier ; la suite d'un contrat se fait avec alp renew.",
        ),
        Constat(
            "E211",
            "Personne ouverte deux fois",
            "Deux situations ouvertes en même temps désignent la même personne.",
            "Clore l'une, ou la noter doublon : alp add ID recevabilite --decision doublon",
        ),
        Constat(
            "E212", "Dates qui se contredisent", "À l'intérieur d'une entrée, une fin précède son début.", "Corriger l'une des deux dates."
        ),
        Constat(
            "E220",
            "Déclaration en double",
            "dispositif.yaml déclare deux fois le même code.",
            "N'en garder qu'une ; un code qui change de sens devient un autre code.",
        ),
        Constat(
            "E221",
            "Déclaration dans le vide",
            "dispositif.yaml se sert d'un code qu'il ne déclare pas.",
            "Déclarer ce code, ou le corriger.",
        ),
        Constat("E222", "Règles qui se contredisent", "Deux règles de dispositif.yaml ne vont pas ensemble.", "Corriger l'une des deux."),
        Constat(
            "E230",
            "Compte hors de sa classe",
            "Une charge est aux comptes 6, un produit aux comptes 7, un emploi en nature aux comptes 86, une contribution aux comptes 87.",
            "Corriger le compte, ou ranger la ligne dans l'autre liste.",
        ),
        # --- worth a look
        Constat(
            "A301",
            "Trou entre deux contrats",
            "Des jours ne sont couverts par aucun contrat.",
            "Vérifier les dates ; sinon noter pourquoi (vu).",
        ),
        Constat(
            "A302",
            "Limite de renouvellements dépassée",
            "Le contrat dépasse le nombre de renouvellements admis.",
            "Préparer le relais, ou noter pourquoi (vu).",
        ),
        Constat(
            "A303",
            "Examen sans accord",
            "La situation est passée en réunion sans accord noté de la personne.",
            "Noter l'accord (alp add ID accord), ou anonyme: oui.",
        ),
        Constat(
            "A304",
            "Doublon probable",
            "Une autre situation a même commune, même bailleur, même année de naissance, même genre, à moins de 90 jours.",
            "Relier les deux (liens), ou noter que ce n'est pas la même personne (vu).",
        ),
        Constat("A305", "Sortie sans issue", "On ne sait pas où vit la personne après la sortie.", "alp amend ID REF --issue …"),
        Constat(
            "A306",
            "Engagement sans date",
            "Un engagement appartient à quelqu'un et a une date.",
            "alp amend ID REF, et compléter « avant ».",
        ),
        Constat(
            "A307",
            "Réunion sans examen",
            "La réunion a eu lieu et aucune situation ne dit y être passée.",
            "Noter les examens (alp add ID examen --reunion …), ou vérifier son nom.",
        ),
        Constat(
            "A308",
            "Hors du territoire",
            "La commune n'est pas dans dispositif.yaml.",
            "Vérifier le code INSEE ; sinon recevabilite hors_territoire.",
        ),
        Constat(
            "A309",
            "Origine inattendue",
            "Cette origine n'est pas de celles qui peuvent saisir le dispositif.",
            "Vérifier l'origine, ou compléter parcours.qui_saisit.",
        ),
        Constat(
            "A310",
            "Saisine sans démarches",
            "Ce dispositif ne prend que ce que d'autres ont déjà tenté (parcours.condition_saisine), et la saisine ne dit pas quoi.",
            "Demander ce qui a été tenté, et le noter : alp amend ID REF --demarches-deja-faites …",
        ),
        Constat(
            "A316",
            "Évaluation à plusieurs",
            "L'évaluation d'entrée se fait à plusieurs métiers (parcours.evaluation_par), et tous n'y sont pas.",
            "Compléter les participants, ou noter pourquoi (vu).",
        ),
        Constat(
            "A317",
            "Lieu inattendu",
            "Ce lieu de visite n'est pas de ceux du dispositif.",
            "Corriger le lieu, ou le déclarer dans dispositif.yaml (lieux).",
        ),
        Constat(
            "A311",
            "Un nom, peut-être",
            "Le texte semble contenir le nom d'une personne.",
            "Le remplacer par le pseudonyme ou la qualité (« sa sœur »).",
        ),
        Constat(
            "A312",
            "Un numéro de téléphone, peut-être",
            "Le texte semble contenir un numéro de téléphone.",
            "Le retirer : il n'a pas sa place dans le registre.",
        ),
        Constat("A313", "Une adresse électronique, peut-être", "Le texte semble contenir une adresse électronique.", "La retirer."),
        Constat(
            "A314",
            "Une adresse, peut-être",
            "Le texte semble contenir une adresse postale.",
            "La retirer : la commune et le quartier suffisent.",
        ),
        Constat("A315", "Un numéro de sécurité sociale, peut-être", "Le texte semble contenir un NIR.", "Le retirer."),
        Constat(
            "A320",
            "Modification à la main",
            "Le fichier a été modifié hors d'alp et n'est pas encore enregistré dans l'historique.",
            "La prochaine commande alp sur ce fichier l'enregistre.",
        ),
        Constat(
            "A321", "Écriture en attente", "Une écriture a été interrompue et attend.", "La prochaine commande alp qui écrit la termine."
        ),
        # --- the dispositif
        Constat(
            "A330",
            "Deux conventions en même temps",
            "Deux conventions d'un même financeur, de même périmètre, courent le même jour : l'argent compterait deux fois.",
            "Corriger les dates, ou distinguer les périmètres.",
        ),
        Constat(
            "A331",
            "Dispositif incomplet",
            "Sans communes ni équipe, alp ne peut ni proposer, ni vérifier.",
            "Compléter dispositif.yaml : alp edit dispositif",
        ),
        Constat(
            "A340",
            "Budget qui ne tombe pas juste",
            "Dans un budget, les charges et les produits sont égaux ; les emplois et les contributions en nature aussi. Au réalisé, un écart est un excédent ou un déficit.",
            "Vérifier les lignes ; au réalisé, l'excédent ou le déficit se dit au financeur.",
        ),
    )
}
