"""What each kind of report tells, and in which order: one table, written by hand."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from alp.core.dispositif import Convention, RapportDu
from alp.core.erreurs import UsageError
from alp.core.periode import MOIS_DE, PeriodeRapport


@dataclass(frozen=True)
class Detail:
    """One figure broken down."""

    code: str
    axe: str
    dessin: bool = False
    """Whether it is drawn too."""


@dataclass(frozen=True)
class Courbe:
    """Some figures, month after month, over twelve months."""

    cle: str
    titre: str
    codes: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Chapitre:
    """A part of a report. `texte` names the block that the coordinator writes for it, if there is one."""

    titre: str
    chiffres: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    courbes: tuple[Courbe, ...] = ()
    delais: tuple[str, ...] = ()
    """Distributions drawn side by side."""
    texte: str = ""


@dataclass(frozen=True)
class Modele:
    """A kind of report; its template is `<nom>.md.j2`."""

    nom: str
    titre: str
    aide: str
    chapitres: tuple[Chapitre, ...]

    @property
    def textes(self) -> dict[str, str]:
        """The blocks that the coordinator writes: name → the chapter's title."""
        return {ch.texte: ch.titre for ch in self.chapitres if ch.texte}

    @property
    def details(self) -> frozenset[tuple[str, str]]:
        """Every breakdown that it tells: figure, breakdown."""
        return frozenset((d.code, d.axe) for ch in self.chapitres for d in ch.details)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every indicator that it tells, each once."""
        found = [
            c
            for ch in self.chapitres
            for c in (*ch.chiffres, *(d.code for d in ch.details), *(c for x in ch.courbes for c in x.codes), *ch.delais)
        ]
        return tuple(dict.fromkeys(found))


_FILE = Courbe(
    "file_active", "La file active, mois après mois", ("file_active_stock",),
    "Le nombre de situations suivies au dernier jour de chacun des douze derniers mois.",
)  # fmt: skip
_MOUVEMENTS = Courbe(
    "mouvements", "Saisines, entrées et sorties", ("saisines", "entrees", "sorties"),
    "Le nombre de saisines, d'entrées et de sorties de chacun des douze derniers mois.",
)  # fmt: skip
_VISITES = Courbe(
    "visites",
    "Les visites, mois après mois",
    ("visites",),
    "Le nombre de visites de chacun des douze derniers mois, portes closes comprises.",
)
_DELAIS = ("delai_tentative", "delai_rencontre", "delai_accord", "delai_reunion", "delai_contrat", "delai_droit_commun")

_ESSENTIEL = Chapitre(
    "Qui est suivi",
    ("file_active_debut", "entrees", "sorties", "file_active_stock", "file_active_flux", "personnes_concernees"),
    courbes=(_FILE,),
)
_DEMANDE = Chapitre("Ce qui est demandé", ("saisines", "en_attente", "age_attente", "arriere", "refus_capacite"))
_ACTIVITE = Chapitre(
    "Ce qui a été fait", ("visites", "visites_rencontre", "personnes_rencontrees", "appels", "demarches", "heures", "heures_trajet")
)
_CONTRATS = Chapitre(
    "Les contrats", ("contrats_signes", "contrats_renouveles", "contrats_echus", "contrats_en_cours", "taux_renouvellement")
)
_SEANCES = Chapitre("Les réunions", ("reunions", "situations_examinees_nouvelles", "situations_revues", "retours"))
_COLLECTIF = Chapitre(
    "Au-delà des situations",
    ("actions", "personnes_actions", "personnes_vehicule", "situations_nees", "actions_professionnels", "professionnels_touches"),
)
_MOYENS = Chapitre(
    "Les moyens", ("etp", "charge_par_etp", "etp_necessaires", "places", "taux_occupation", "jours_loges", "financements", "cout_par_place")
)

_MENSUEL = (
    Chapitre("Qui est suivi", ("file_active_debut", "entrees", "sorties", "file_active_stock", "file_active_flux"), courbes=(_FILE,)),
    Chapitre("Ce qui est demandé", ("saisines", "en_attente", "age_attente")),
    Chapitre("Ce qui a été fait", ("visites", "personnes_rencontrees", "appels", "demarches", "heures")),
    Chapitre("Contrats et réunions", ("contrats_signes", "contrats_renouveles", "situations_examinees_nouvelles", "situations_revues")),
)
_SEMESTRIEL = (
    Chapitre(
        "Qui est suivi", (*_ESSENTIEL.chiffres, "nouvelles_personnes", "foyers_suivis"),
        (Detail("file_active_stock", "etape", dessin=True), Detail("file_active_stock", "commune", dessin=True), Detail("file_active_stock", "bailleur"), Detail("file_active_stock", "age", dessin=True)),
        (_FILE, _MOUVEMENTS),
    ),
    Chapitre("Ce qui est demandé", _DEMANDE.chiffres, (Detail("saisines", "type_origine", dessin=True), Detail("saisines", "recevabilite"))),
    Chapitre("L'alliance", ("tentatives_avant_rencontre",), delais=_DELAIS),
    Chapitre("Ce qui a été fait", (*_ACTIVITE.chiffres, "heures_par_etp"), (Detail("visites", "resultat", dessin=True), Detail("visites", "lieu")), (_VISITES,)),
    _CONTRATS,
    Chapitre("Vers le droit commun", ("orientations", "orientations_effectives", "taux_orientations_effectives"), (Detail("orientations", "type_service", dessin=True),)),
    Chapitre("Garder un logement", ("maintien", "sorties_deces", "expulsions_evitees", "procedures_en_cours"), (Detail("sorties", "issue", dessin=True), Detail("sorties", "motif_sortie"))),
    _SEANCES,
    _COLLECTIF,
    _MOYENS,
)  # fmt: skip
_ANNUEL = (
    Chapitre("L'année en quelques mots", texte="presentation"),
    Chapitre(
        "Qui est suivi", (*_ESSENTIEL.chiffres, "nouvelles_personnes", "foyers_suivis"),
        (
            Detail("file_active_stock", "etape", dessin=True), Detail("file_active_stock", "commune", dessin=True),
            Detail("file_active_stock", "territoire"), Detail("file_active_stock", "bailleur"), Detail("file_active_stock", "parc"),
            Detail("file_active_stock", "age", dessin=True), Detail("file_active_stock", "genre"), Detail("file_active_stock", "foyer"),
            Detail("file_active_stock", "problematique", dessin=True),
        ),
        (_FILE, _MOUVEMENTS), texte="qui_est_suivi",
    ),
    Chapitre(
        "Ce qui est demandé", ("saisines", "taux_suite_donnee", "en_attente", "age_attente", "arriere", "age_arriere", "refus_capacite", "demande"),
        (Detail("saisines", "type_origine", dessin=True), Detail("saisines", "recevabilite"), Detail("arriere", "origine")), texte="ce_qui_est_demande",
    ),
    Chapitre("L'alliance", ("tentatives_avant_rencontre",), delais=_DELAIS, texte="alliance"),
    Chapitre(
        "Ce qui a été fait", ("actes", "visites", "visites_rencontre", "personnes_rencontrees", "appels", "courriers", "demarches", "heures", "heures_trajet", "heures_par_etp"),
        (Detail("visites", "resultat", dessin=True), Detail("visites", "lieu"), Detail("visites", "par"), Detail("palette", "acte", dessin=True)), (_VISITES,), texte="ce_qui_a_ete_fait",
    ),
    Chapitre("Les contrats", ("contrats_signes", "contrats_commences", "contrats_renouveles", "contrats_refuses", "contrats_echus", "contrats_rompus", "contrats_en_cours", "taux_renouvellement"), (Detail("contrats_commences", "rang", dessin=True),), texte="contrats"),
    Chapitre(
        "Vers le droit commun", ("orientations", "orientations_effectives", "orientations_verifiees", "orientations_abandonnees", "taux_orientations_effectives"),
        (Detail("orientations", "type_service", dessin=True), Detail("orientations", "etat_orientation")), texte="droit_commun",
    ),
    Chapitre(
        "Garder un logement", ("maintien", "sorties_deces", "encore_logees_6", "encore_logees_12", "expulsions_evitees", "procedures_en_cours", "hospitalisations", "jours_hopital"),
        (Detail("sorties", "issue", dessin=True), Detail("sorties", "motif_sortie")), texte="garder_un_logement",
    ),
    Chapitre(
        "Ce qui change pour les personnes",
        ("evaluations", "constats_premiere", "constats_derniere", "dette_premiere", "dette_derniere", "dettes_reduites", "progres", "objectifs_atteints",
         "resultats", "epices_entree", "epices_six_mois", "epices_sortie", "epices_precarite"),
        (Detail("constats_premiere", "constat"), Detail("constats_derniere", "constat"), Detail("progres", "domaine", dessin=True), Detail("objectifs_atteints", "famille_objectif", dessin=True), Detail("resultats", "resultat_obtenu")),
        texte="ce_qui_change",
    ),
    Chapitre("Les réunions", ("reunions", "situations_examinees", *_SEANCES.chiffres[1:], "passages"), (Detail("passages", "decision"),), texte="reunions"),
    Chapitre("Au-delà des situations", _COLLECTIF.chiffres, (Detail("actions", "nature_action", dessin=True), Detail("personnes_actions", "public")), texte="collectif"),
    Chapitre("Les moyens", (*_MOYENS.chiffres, "heures_collectives"), (Detail("financements", "financeur"), Detail("etp", "par")), texte="moyens"),
    Chapitre("Perspectives", texte="perspectives"),
)  # fmt: skip
_COPIL = (
    Chapitre("L'essentiel", ("file_active_stock", "file_active_flux", "entrees", "sorties", "saisines", "en_attente", "maintien", "expulsions_evitees", "etp", "charge_par_etp", "taux_occupation", "financements"), courbes=(_FILE,)),
    Chapitre("D'où viennent les saisines", (), (Detail("saisines", "type_origine"),)),
    Chapitre("Comment cela se termine", (), (Detail("sorties", "issue"),)),
)  # fmt: skip

_FINANCIER = (Chapitre("Ce qui finance, et qui travaille", ("financements", "etp")),)
_OSCARS = (Chapitre("Les personnes concernées", ("personnes_concernees", "file_active_flux", "financements")),)

MODELES: dict[str, Modele] = {
    m.nom: m
    for m in (
        Modele("rapport_mensuel", "Rapport mensuel", "Deux pages : qui est suivi, ce qui a été fait.", _MENSUEL),
        Modele("rapport_semestriel", "Rapport semestriel", "Les mêmes chiffres, les délais, les orientations, les issues.", _SEMESTRIEL),
        Modele("rapport_annuel", "Rapport d'activité", "L'année entière, avec les textes de la coordination.", _ANNUEL),
        Modele(
            "rapport_copil",
            "Synthèse pour le comité de pilotage",
            "L'essentiel pour une réunion, en deux pages : les chiffres, la courbe, d'où viennent les saisines, comment cela se termine.",
            _COPIL,
        ),
        Modele(
            "rapport_financier", "Compte rendu financier", "Les tableaux du Cerfa 15059, d'un exercice : prévu, réalisé, écart.", _FINANCIER
        ),
        Modele("fiche_oscars", "Fiche OSCARS", "Les rubriques de la base OSCARS, dans leur ordre.", _OSCARS),
    )
}
"""By name, in the order in which they are listed."""

_PAR_LONGUEUR = {1: "rapport_mensuel", 3: "rapport_semestriel", 6: "rapport_semestriel", 12: "rapport_annuel"}


NOM = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""What the name of a template is made of: never a path."""
DEMANDES = "Les chiffres demandés"
"""The chapter of what a funder asks for and that stands nowhere else."""


def find_modele(
    nom: str | None, periode: PeriodeRapport, conventions: tuple[Convention, ...] = (), propres: Collection[str] = ()
) -> Modele:
    """The kind of report asked for; else the one that the convention names for such a period; else by its length.

    Args:
        nom: its name, `rapport_` left out or not.
        periode: the period.
        conventions: those of the funder that run.
        propres: the names of the association's own templates: one that is no kind of report of ours tells what its length asks.

    Raises:
        UsageError: there is none of that name.
    """
    agreed = expected(periode, conventions)
    by_length = MODELES[_PAR_LONGUEUR.get(periode.mois or 0, "rapport_semestriel")]
    wanted = ((agreed and agreed.modele) or by_length.nom if nom is None else nom.strip()).replace("-", "_")
    names = (wanted, f"rapport_{wanted}", f"fiche_{wanted}")
    found = next((MODELES[n] for n in names if n in MODELES), None)
    own = next((n for n in names if n in propres), None)
    if found is None and own is None:
        own_one = f" ; ou écrire le vôtre dans templates/{wanted}.md.j2" if NOM.fullmatch(wanted) else ""
        raise UsageError(f"« {wanted} » n'est pas un modèle de rapport.", f"Choisir parmi : {', '.join((*MODELES, *propres))}{own_one}.")
    return only(found or replace(by_length, nom=own or wanted), agreed.indicateurs if agreed and nom is None else ())


def expected(periode: PeriodeRapport, conventions: tuple[Convention, ...]) -> RapportDu | None:
    """What the funder's conventions ask for a period of that length."""
    return next((x for c in conventions for x in c.rapport if MOIS_DE[x.chaque] == periode.mois), None)


def only(modele: Modele, codes: tuple[str, ...]) -> Modele:
    """A model of these figures alone, where its chapters tell them; those that no chapter tells come last. No code: the whole model."""
    if not codes:
        return modele
    kept = [
        replace(
            ch,
            chiffres=tuple(c for c in ch.chiffres if c in codes),
            details=tuple(d for d in ch.details if d.code in codes),
            courbes=tuple(replace(x, codes=shown) for x in ch.courbes if (shown := tuple(c for c in x.codes if c in codes))),
            delais=tuple(c for c in ch.delais if c in codes),
        )
        for ch in modele.chapitres
    ]
    made = replace(
        modele, chapitres=tuple(ch for ch in kept if ch != replace(ch, chiffres=(), details=(), courbes=(), delais=()) or ch.texte)
    )
    rest = tuple(c for c in codes if c not in made.codes)
    return replace(made, chapitres=(*made.chapitres, Chapitre(DEMANDES, rest))) if rest else made
