"""`docs/reference/echeances.md`: everything that alp can hold due, and by which rule."""

from __future__ import annotations

from alp.core.dispositif import Conservation, Rythmes
from alp.core.echeances import ATTENTE_MOIS, NATURES
from tools.markdown import ENTETE, table

REGLES: dict[str, tuple[str, str]] = {
    "recevabilite": (
        "Une saisine sans recevabilité : tant de jours après elle. Une mise en liste d'attente est une décision.",
        "recevabilite_jours",
    ),
    "attente": (
        f"Sur liste d'attente : {ATTENTE_MOIS} mois après la dernière décision, tant que la saisine n'est ni prise, ni refusée. Redire « sur liste d'attente » la reporte.",
        "",
    ),
    "reponse_saisine": ("Un partenaire a saisi et n'a pas eu de réponse : tant de jours après la recevabilité.", "reponse_jours"),
    "information_personne": (
        "Un tiers a saisi et la personne ne le sait pas : tant de mois après la saisine (RGPD, art. 14). Due même après la fin, sauf décès ou doublon.",
        "information_mois",
    ),
    "premiere_visite": ("Personne n'y est encore allé : tant de jours après la recevabilité, ou la reprise.", "premiere_visite_jours"),
    "evaluation_entree": ("À l'étape évaluation, tant qu'elle n'est pas faite : tant de jours après la recevabilité.", "evaluation_jours"),
    "rencontre": ("Pendant l'accompagnement : tant de jours après la dernière rencontre, ou l'entrée.", "rencontre_jours"),
    "rendez_vous": ("La suite d'une visite ou d'une démarche : au jour dit, jusqu'à ce qu'elle soit faite ou abandonnée.", ""),
    "engagement": ("Ce que quelqu'un a promis en réunion : au jour dit, sinon au jour de la réunion.", ""),
    "contrat_a_signer": (
        "Ni contrat, ni signature : tant de jours après l'entrée, ou l'interruption ; pour un renouvellement, la veille de son début.",
        "contrat_jours",
    ),
    "bilan": ("Là où un renouvellement demande un bilan : tant de jours avant la fin du contrat.", "bilan_jours"),
    "renouvellement": ("Le dernier jour du contrat en cours.", ""),
    "contrat_echu": ("Le contrat est fini et n'est pas renouvelé : depuis son dernier jour.", ""),
    "notification": (
        (
            "Une décision de réunion reste à dire à la personne, ou, la première fois, au partenaire qui a saisi et avec qui elle accepte de partager : "
            "tant de jours après elle. Un ajournement en est une. Dire la suivante, c'est dire où l'on en est ; des suites où rien n'est nouveau ne sont pas à dire."
        ),
        "notification_jours",
    ),
    "verification_orientation": (
        "Une orientation est effective ; tient-elle ? Tant de mois après. Due même après la sortie.",
        "verification_mois",
    ),
    "reevaluation": ("Pendant l'accompagnement : tant de mois après la dernière évaluation ; 0 : jamais.", "evaluation_mois"),
    "retour_hopital": (
        "Sortie d'hôpital pendant l'accompagnement : tant de jours après, tant qu'il n'y a pas eu de rencontre.",
        "retour_hopital_jours",
    ),
    "rapport": (
        (
            "Une convention attend un rapport : `financeurs.conventions.rapport.jours` après la fin de chaque période, jusqu'à ce que `alp report sent` "
            "l'ait gardé. Après le premier gardé, aucun du même rythme n'est oublié ; avant, seul le dernier échu est en retard, ou tous ceux que `du` "
            "réclame. Jamais une période finie avant la première entrée du registre."
        ),
        "",
    ),
    "effacement": (
        "La situation est close : tant d'années après le dernier contact venant de la personne (CNIL, délibération 2021-028).",
        "conservation.annees",
    ),
}
"""Each kind of due thing: when it falls due, and the key of the dispositif that says how much."""


def write_echeances() -> str:
    """The text of the page."""
    rows = [
        [f"{label[:1].upper()}{label[1:]} (`{nature}`)", REGLES[nature][0], _rhythm(REGLES[nature][1])] for nature, label in NATURES.items()
    ]
    return (
        f"{ENTETE}# Ce qui est dû\n\n`alp` et `alp due` le montrent. Rien n'en est écrit : une échéance se déduit du journal, des règles du "
        "[dispositif](dispositif.md) et du jour. Elle s'éteint quand la chose est notée (`alp visit`, `alp done`, `alp renew`…). "
        "Un retard n'est jamais une erreur.\n\n" + table(["Échéance", "Quand", "Réglée par"], rows)
    )


def _rhythm(key: str) -> str:
    """« `rythmes.bilan_jours` ; sinon 15 »."""
    if not key:
        return ""
    section, _, name = key.rpartition(".")
    default = (Conservation if section else Rythmes).model_fields[name].default
    return f"`{section or 'rythmes'}.{name}` ; sinon {default}"
