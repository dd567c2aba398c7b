"""The questions from which a first `dispositif.yaml` is written: short, each with its help, none that cannot be passed but the name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from alp.cli import annuaire, frappe, questions
from alp.cli.montre import title, write
from alp.core import codes
from alp.core.installation import CONTRATS, REUNIONS, Reponses, propose_sigle, types_of


@dataclass(frozen=True)
class Rubrique:
    """A few questions on one subject."""

    code: str
    titre: str
    aide: str
    ask: Callable[[Reponses, frappe.Contexte], Reponses]


def interview(r: Reponses, contexte: frappe.Contexte, rubriques: Sequence[Rubrique]) -> Reponses:
    """Ask the questions of some sections, in order."""
    for rubrique in rubriques:
        write("")
        title(rubrique.titre)
        frappe.explain(rubrique.aide)
        r = rubrique.ask(r, contexte)
    return r


# --- who we are ---------------------------------------------------------------------------------------


def ask_identity(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Name, sigle, house, and whether people come without a home."""
    nom = questions.write_text("Comment s'appelle le dispositif ?", default=r.nom, hint="en toutes lettres", check=frappe.needed)
    sigle = questions.write_text(
        "Quel sigle ?",
        default=r.sigle or propose_sigle(nom),
        hint="majuscules et chiffres ; commence chaque identifiant, comme ALP28-2026-001",
        check=frappe.sigle,
    )
    porteur = questions.write_text(
        "Qui le porte ?", default=r.porteur, hint=f"l'association, l'hôpital, la commune ; {frappe.PASSER}", check=frappe.any_text
    )
    frappe.explain("Logement d'abord : les personnes sont à la rue ou hébergées, et le dispositif leur trouve un logement.")
    loge = questions.confirm("Les personnes arrivent-elles sans logement ?", default=r.loge)
    return replace(r, nom=nom, sigle=sigle.upper(), porteur=porteur, loge=loge)


# --- by which rules -----------------------------------------------------------------------------------


def ask_steps(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """What comes before the accompaniment, the contract, what opens."""
    evaluation = questions.confirm("Évaluez-vous la situation avant d'accompagner ?", default=r.evaluation)
    r = _ask_meeting(replace(r, evaluation=evaluation))
    frappe.explain("Un contrat dit ce que la personne attend et ce que l'équipe fait ; alp rappelle de le renouveler à temps.")
    contrat = questions.choose("Signez-vous un contrat avec la personne ?", CONTRATS, default=r.contrat) or "aucun"
    r = replace(r, contrat=contrat)
    if contrat == "duree":
        r = replace(r, mois=int(questions.write_text("De combien de mois ?", default=str(r.mois), hint="renouvelable", check=frappe.mois)))
    return r if contrat == "aucun" else _ask_opening(r)


def _ask_opening(r: Reponses) -> Reponses:
    """Whether the contract opens the accompaniment, or what comes before it."""
    last = "la dernière étape" if r.evaluation or r.reunion != "aucune" else "la recevabilité"
    opens = {"etape": f"Non, c'est {last}", "contrat": "Oui, on n'accompagne qu'une fois le contrat signé"}
    usual = "contrat" if r.contrat_ouvre else "etape"
    answer = questions.choose("Est-ce le contrat qui ouvre l'accompagnement ?", opens, default=usual)
    return replace(r, contrat_ouvre=answer == "contrat")


def _ask_meeting(r: Reponses) -> Reponses:
    """Whether a meeting decides, for whom, its name, and which comes first."""
    frappe.explain("Une cellule d'orientation, une commission : des partenaires décident ensemble qui est accompagné.")
    rules = {code: label for code, label in REUNIONS.items() if code != "sauf" or r.bailleurs}
    rule = questions.choose("Une réunion décide-t-elle avant d'accompagner ?", rules, default=r.reunion) or "aucune"
    r = replace(r, reunion=rule)
    if rule == "aucune":
        return replace(r, reunion_dabord=False)
    if rule == "sauf":
        known = [c for c in r.sauf_bailleurs if c in r.bailleurs]
        r = replace(r, sauf_bailleurs=tuple(questions.choose_many("Sauf pour quels bailleurs ?", r.bailleurs, known, some=True)))
    names = {code: codes.NATURES_REUNION[code] for code in ("cellule", "commission", "synthese")}
    r = replace(r, nom_reunion=questions.choose("Comment s'appelle cette réunion ?", names, default=r.nom_reunion) or r.nom_reunion)
    if r.evaluation:
        orders = {"evaluation": "l'évaluation, puis la réunion", "reunion": "la réunion, puis l'évaluation"}
        first = questions.choose("Dans quel ordre ?", orders, default="reunion" if r.reunion_dabord else "evaluation")
        r = replace(r, reunion_dabord=first == "reunion")
    return r


def ask_referrers(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Everyone, or some types of partners."""
    frappe.explain("Une autre saisine n'est pas refusée : alp la signale seulement.")
    who = {"tous": "Tout le monde, la personne et ses proches aussi", "types": "Des professionnels seulement"}
    if questions.choose("Qui peut saisir le dispositif ?", who, default="types" if r.qui_saisit else "tous") == "tous":
        return replace(r, qui_saisit=())
    known = types_of(r.partenaires)
    ticked = [c for c in r.qui_saisit if c in known] or [c for c in known if r.partenaires and c != "equipe"]
    return replace(r, qui_saisit=tuple(questions.choose_many("Lesquels ?", known, ticked, some=True)))


def ask_work(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Places of visit, instruments."""
    while True:
        lieux = questions.choose_many("Où voyez-vous les personnes ?", codes.LIEUX, list(r.lieux or codes.LIEUX), some=True)
        if codes.SUR_PLACE & set(lieux):
            break
        frappe.explain("Il faut au moins un lieu où l'on se rencontre.")
    every = len(lieux) == len(codes.LIEUX)
    frappe.explain("Des mesures en plus, à chaque évaluation. Rien à cocher si vous n'en faites pas.")
    instruments = questions.choose_many("Que mesurez-vous ?", codes.INSTRUMENTS, list(r.instruments))
    return replace(r, lieux=() if every else tuple(lieux), instruments=tuple(instruments))


RUBRIQUES: tuple[Rubrique, ...] = (
    Rubrique(
        "identite", "Le dispositif", "Ce que vous passez restera absent, et se complète plus tard : alp edit dispositif.", ask_identity
    ),
    Rubrique(
        "communes",
        "Le territoire",
        "Taper le début du nom, au besoin le département : « saint-denis 93 ». Le code INSEE vient de la liste officielle.",
        annuaire.ask_communes,
    ),
    Rubrique(
        "equipe",
        "L'équipe",
        "Ceux qui font les visites, et ceux qui les organisent ; une réponse par personne, comme « infirmière médiatrice ».",
        annuaire.ask_team,
    ),
    Rubrique("financeurs", "Les financeurs", "Ceux qui paient le dispositif, comme « ARS Centre-Val de Loire ».", annuaire.ask_funders),
    Rubrique(
        "partenaires",
        "Les partenaires",
        "Ceux qui signalent, logent ou prennent le relais, comme « CCAS de Chartres ». Les principaux suffisent pour commencer.",
        annuaire.ask_partners,
    ),
    Rubrique("parcours", "Les étapes", "De la saisine à l'accompagnement.", ask_steps),
    Rubrique("saisine", "Les saisines", "Ceux qui peuvent signaler une situation.", ask_referrers),
    Rubrique("travail", "Les visites et les mesures", "Ce qu'alp proposera, et rien d'autre.", ask_work),
)
"""The questions, in order."""
