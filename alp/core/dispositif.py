"""`dispositif.yaml`: who we are and by which rules we work. Everything in which systems differ stands here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from alp.core import codes
from alp.core.champs import Fiche
from alp.core.types import SIGLE, TRANCHE, Annee, Code, Codes, Delai, Entier, Entre, Forme, Insee, Jour, Montant, Parmi, Texte, parse_entier

FORMAT = 1
"""The format that this version reads and writes."""


def dit(libelle: str, aide: str = "", **kw: Any) -> Any:
    """Declare a field of the dispositif: label and help."""
    return Field(title=libelle, description=aide, **kw)


class Declaration(Fiche):
    """A code that entries may use: never deleted, dated instead."""

    code: Code = dit("Code", "Stable : ce qui est écrit dans les situations.")
    du: Jour | None = dit("Valable du", "Absent : depuis toujours.", default=None)
    au: Jour | None = dit("Valable jusqu'au", "Dernier jour ; absent : sans fin.", default=None)
    devient: Code | None = dit("Devient", "Le code qui le remplace.", default=None)

    def valid_on(self, le: date) -> bool:
        """Whether the code may be used on that day."""
        return (self.du is None or self.du <= le) and (self.au is None or le <= self.au)

    @property
    def label(self) -> str:
        return self.code


class Libelle(Declaration):
    """A code of the vocabulary."""

    libelle: Texte = dit("Libellé", "Ce que lisent les gens.")
    sante: Annotated[Texte, Parmi(codes.OUI_NON)] | None = dit("Santé", "oui : n'est jamais montré hors du secret.", default=None)
    aide: Texte | None = dit("Aide", "Une phrase pour choisir.", default=None)
    famille: Texte | None = dit("Famille", "Pour regrouper dans les listes.", default=None)

    @property
    def label(self) -> str:
        return self.libelle


class Quartier(Declaration):
    """A district of a commune."""

    nom: Texte = dit("Nom")
    prioritaire: Annotated[Texte, Parmi(codes.OUI_NON)] | None = dit("Quartier prioritaire", default=None)

    @property
    def label(self) -> str:
        return self.nom


class Commune(Fiche):
    """A commune, by its INSEE code: names are no key."""

    insee: Insee = dit("Code INSEE", 'Entre guillemets : "28085".')
    nom: Texte = dit("Nom")
    quartiers: tuple[Quartier, ...] = dit("Quartiers", default=())
    territoire: Texte | None = dit("Territoire", "Si le dispositif en a plusieurs.", default=None)


class Territoire(Fiche):
    """Where one works."""

    nom: Texte | None = dit("Nom", default=None)
    communes: tuple[Commune, ...] = dit("Communes", default=())


class Etp(Fiche):
    """A working time, dated; a decimal."""

    valeur: Montant = dit("ETP", 'Entre guillemets : "0.80".')
    du: Jour | None = dit("Du", default=None)
    au: Jour | None = dit("Au", default=None)


class Equipier(Declaration):
    """Someone of the team, by trade and code."""

    metier: Texte = dit("Métier")
    nom: Texte | None = dit("Nom affiché", "Facultatif.", default=None)
    courriel: Texte | None = dit("Courriel", "Celui de git : désigne qui tape la commande.", default=None)
    etp: tuple[Etp, ...] = dit("ETP", default=())

    @property
    def label(self) -> str:
        return self.nom or self.metier


class Contact(Fiche):
    """How to reach a partner's professional."""

    fonction: Texte | None = dit("Fonction", default=None)
    nom: Texte | None = dit("Nom", "Un professionnel.", default=None)
    courriel: Texte | None = dit("Courriel", default=None)
    telephone: Texte | None = dit("Téléphone", default=None)


class PartenaireDispositif(Declaration):
    """Who refers, houses, or takes over."""

    nom: Texte = dit("Nom")
    type: Annotated[Texte, Parmi(codes.TYPES_PARTENAIRE)] = dit("Type")
    role: Annotated[Texte, Parmi(codes.ROLES)] | None = dit("Rôle", default=None)
    secret: Annotated[Texte, Parmi(codes.SECRETS)] = dit("Secret", "soumis ou non_soumis : décide de ce qu'il peut lire.")
    porteur: Annotated[Texte, Parmi(codes.OUI_NON)] | None = dit("Porteur", "oui : il porte le dispositif, avec d'autres.", default=None)
    loue: Annotated[Texte, Parmi(codes.OUI_NON)] | None = dit(
        "Loue", "oui : il loue ou sous-loue des logements, sans être un bailleur de métier.", default=None
    )
    contacts: tuple[Contact, ...] = dit("Contacts", default=())

    @property
    def label(self) -> str:
        return self.nom

    @property
    def houses(self) -> bool:
        """Whether it can stand as `logement.bailleur`."""
        return self.type in codes.TYPES_BAILLEUR or self.loue == "oui"


class Perimetre(Fiche):
    """What a convention pays for. Within a list *or*, between lists *and*; none = all."""

    communes: tuple[Insee, ...] = dit("Communes", default=())
    quartiers: tuple[Code, ...] = dit("Quartiers", default=())
    bailleurs: tuple[Code, ...] = dit("Bailleurs", default=())
    hors_bailleurs: tuple[Code, ...] = dit("Hors bailleurs", default=())
    parcs: tuple[Annotated[Texte, Parmi(codes.PARCS)], ...] = dit("Parcs", default=())
    ages: tuple[Annotated[Texte, Forme(TRANCHE, "une tranche d'âge comme 60-120, ou 60- sans limite")], ...] = dit(
        "Âges", "Comme 60-120.", default=()
    )
    caisses: tuple[Code, ...] = dit("Caisses", "Celles de la personne : assurance maladie, retraite, mutuelle.", default=())
    axes: tuple[Code, ...] = dit("Axes", "Les axes que paie la convention ; voir la rubrique « axes ».", default=())


class RapportDu(Fiche):
    """When the funder expects its report."""

    chaque: Annotated[Texte, Parmi(codes.PERIODICITES)] = dit("Rythme")
    jours: Delai = dit("Délai", "Jours après la fin de la période.", default=30)
    du: Jour | None = dit("Du", "Les rapports des périodes d'avant ne sont plus réclamés.", default=None)
    modele: Code | None = dit(
        "Modèle", "Le modèle du rapport, comme rapport_copil, ou un des vôtres ; absent : selon la durée.", default=None
    )
    indicateurs: tuple[Code, ...] = dit(
        "Indicateurs", "Les seuls chiffres demandés ; absent : ceux du modèle. Voir alp report indicators.", default=()
    )


class Convention(Fiche):
    """One agreement with a funder."""

    du: Jour = dit("Du")
    au: Jour | None = dit("Au", default=None)
    montant: Montant | None = dit("Montant", "En euros, entre guillemets.", default=None)
    par: Annotated[Texte, Parmi(codes.PAR)] | None = dit("Par", "Par an, ou pour toute la convention.", default=None)
    part: Montant | None = dit("Part", "En %, pour l'argent et les heures.", default=None)
    perimetre: Perimetre | None = dit("Périmètre", default=None)
    detail: Annotated[Texte, Parmi(codes.DETAILS)] | None = dit("Détail", default=None)
    rapport: tuple[RapportDu, ...] = dit("Rapports attendus", default=())


class Financeur(Declaration):
    """Who pays."""

    nom: Texte = dit("Nom")
    type: Annotated[Texte, Parmi(codes.TYPES_FINANCEUR)] = dit("Type")
    conventions: tuple[Convention, ...] = dit("Conventions", default=())

    @property
    def label(self) -> str:
        return self.nom


class Axe(Declaration):
    """A way of working that a funder may pay for apart: which places, which collective actions, or the accompaniment itself."""

    libelle: Texte = dit("Libellé", "Ce que lisent les gens.")
    accompagnement: Annotated[Texte, Parmi(codes.OUI_NON)] | None = dit("Accompagnement", "oui : les situations suivies.", default=None)
    lieux: tuple[Annotated[Texte, Parmi(codes.LIEUX)], ...] = dit("Lieux", "Les visites faites là en relèvent.", default=())
    actions: tuple[Annotated[Texte, Parmi(codes.NATURES_ACTION)], ...] = dit("Actions collectives", "Celles de cette nature.", default=())

    @property
    def label(self) -> str:
        return self.libelle


class Apport(Fiche):
    """A contribution in kind."""

    libelle: Texte = dit("Apport")
    partenaire: Code | None = dit("Apporté par", default=None)
    du: Jour | None = dit("Du", default=None)
    au: Jour | None = dit("Au", default=None)


class RepriseReseau(Fiche):
    """An earlier team whose follow-ups were taken over."""

    nom: Texte = dit("Réseau repris")
    le: Jour | None = dit("Repris le", default=None)
    detail: Texte | None = dit("Détail", default=None)


class SaufBailleurs(Fiche):
    """The cell is asked for, but for the dwellings of these landlords."""

    sauf_bailleurs: tuple[Code, ...] = dit("Sauf bailleurs", min_length=1)


def _cellule_tag(value: Any) -> str:
    return "regle" if isinstance(value, str) else "sauf"


class ParcoursDispositif(Fiche):
    """The order of the steps."""

    avant: tuple[Annotated[Texte, Parmi(codes.AVANT)], ...] = dit(
        "Avant l'accompagnement", "Dans l'ordre : evaluation, cellule.", default=()
    )
    ouvre: Literal["evaluation", "cellule", "contrat"] | None = dit(
        "Ce qui ouvre", "La dernière étape de « avant », ou le contrat.", default=None
    )
    cellule: (
        Annotated[
            Annotated[Texte, Parmi(codes.CELLULE), Tag("regle")] | Annotated[SaufBailleurs, Tag("sauf")],
            Discriminator(_cellule_tag),
        ]
        | None
    ) = dit("Cellule", "toujours, facultative, ou sauf_bailleurs.", default=None)
    reunion: Annotated[Texte, Parmi(codes.NATURES_REUNION)] = dit(
        "Réunion", "Le nom de celle qui décide : cellule, commission…", default="cellule"
    )
    convoque_par: tuple[Code, ...] = dit(
        "Convoquée par", "Qui demande que la cellule se réunisse : codes d'équipe ou de partenaires.", default=()
    )
    qui_saisit: tuple[Code, ...] = dit(
        "Qui saisit", "Partenaires, types de partenaires, ou personne, proche, voisin, equipe ; vide : tout le monde.", default=()
    )
    condition_saisine: Texte | None = dit("Condition", "Ce qu'il faut avoir tenté avant de saisir.", default=None)
    evaluation_par: tuple[Code, ...] = dit("Évaluation par", "Les métiers qui évaluent ensemble.", default=())
    reprise_mois: Delai = dit("Reprise", "Mois pendant lesquels une situation close peut rouvrir.", default=12)


class ContratDispositif(Fiche):
    """The rules of the contract. `mois` absent: no term."""

    mois: Annotated[int, BeforeValidator(parse_entier), Entre(1, 120)] | None = dit("Durée", "En mois ; absent : sans terme.", default=None)
    renouvellements_max: Entier | None = dit("Renouvellements", "Au plus ; absent : sans limite.", default=None)
    preavis_jours: Delai = dit("Préavis", "Jours avant la fin où le renouvellement se prépare.", default=45)
    retard_tolere_jours: Delai = dit("Retard toléré", "Jours après la fin où la chaîne continue.", default=90)
    bilan: Annotated[Texte, Parmi(codes.OUI_NON)] = dit("Bilan", "oui : pas de renouvellement sans bilan.", default="oui")


class Places(Fiche):
    """Places, dated."""

    nombre: Entier = dit("Nombre")
    du: Jour | None = dit("Du", default=None)
    au: Jour | None = dit("Au", default=None)
    commune: Insee | None = dit("Commune", default=None)
    partenaire: Code | None = dit("Partenaire", default=None)


class Rythmes(Fiche):
    """How soon things are due; days unless the name says months."""

    recevabilite_jours: Delai = dit("Recevabilité", "Jours après la saisine.", default=8)
    reponse_jours: Delai = dit("Réponse", "Jours après la recevabilité pour répondre à celui qui a saisi.", default=15)
    information_mois: Delai = dit("Information de la personne", "Mois après la saisine (RGPD, art. 14).", default=1)
    premiere_visite_jours: Delai = dit("Première visite", "Jours après la recevabilité.", default=15)
    evaluation_jours: Delai = dit("Première évaluation", "Jours après la recevabilité.", default=60)
    rencontre_jours: Delai = dit("Rencontres", "Jours au plus entre deux rencontres.", default=30)
    contrat_jours: Delai = dit("Signature du contrat", "Jours après l'admission (CASF D311 : un mois).", default=30)
    bilan_jours: Entier = dit("Bilan", "Jours avant la fin du contrat.", default=15)
    notification_jours: Delai = dit("Notification", "Jours après la décision.", default=8)
    verification_mois: Delai = dit("Vérification d'une orientation", "Mois après qu'elle est effective.", default=3)
    evaluation_mois: Delai = dit("Nouvelle évaluation", "Mois après la précédente ; 0 : jamais.", default=6)
    retour_hopital_jours: Delai = dit("Retour d'hôpital", "Jours pour reprendre contact.", default=7)


class Vocabulaire(Fiche):
    """The lists that entries choose from."""

    problematiques: tuple[Libelle, ...] = dit("Problématiques", default=())
    actes: tuple[Libelle, ...] = dit("Actes envers les personnes", default=())
    actes_professionnels: tuple[Libelle, ...] = dit("Actes envers les professionnels", default=())
    objectifs: tuple[Libelle, ...] = dit("Familles d'objectifs", default=())
    domaines: tuple[Libelle, ...] = dit("Domaines d'évaluation", default=())
    constats: tuple[Libelle, ...] = dit("Constats", default=())
    resultats: tuple[Libelle, ...] = dit("Résultats", default=())


class TranchesAge(Fiche):
    """Age bands, by their first ages, and the day at which age is taken."""

    bornes: tuple[Entier, ...] = dit("Bornes", "Le premier âge de chaque tranche : 25, 35, 45…", default=())
    au: Annotated[Texte, Parmi(codes.AGE_AU)] = dit("Âge au", default="fin_periode")


class Secret(Fiche):
    """Small numbers."""

    seuil: Entier = dit("Seuil", "Un nombre plus petit n'est pas diffusé.", default=11)


class Conservation(Fiche):
    """How long data stands."""

    annees: Delai = dit("Années", "Après le dernier contact venant de la personne (CNIL : 2 ans).", default=2)


class Coordonnees(Fiche):
    """How to reach the house."""

    adresse: Texte | None = dit("Adresse", default=None)
    telephone: Texte | None = dit("Téléphone", default=None)
    courriel: Texte | None = dit("Courriel", default=None)
    site: Texte | None = dit("Site", default=None)


class Oscars(Fiche):
    """What an OSCARS sheet asks beside the figures, in its order. Source: the sheet of Le Mans, 2017."""

    intitule: Texte | None = dit("Titre", default=None)
    action_chainee: Texte | None = dit("Action chaînée avec", "La fiche de l'année précédente.", default=None)
    themes: tuple[Texte, ...] = dit("Thèmes", default=())
    objectifs: tuple[Texte, ...] = dit("Objectifs", default=())
    description: Texte | None = dit("Description", default=None)
    publics: tuple[Texte, ...] = dit("Publics", default=())
    nombre: Code = dit(
        "Nombre de personnes concernées", "L'indicateur qui le compte : voir alp report indicators.", default="file_active_flux"
    )
    debut: Annee | None = dit("Année de début", default=None)
    fin: Annee | None = dit("Année de fin", default=None)
    duree_mois: Entier | None = dit("Durée", "En mois.", default=None)
    frequence: Texte | None = dit("Fréquence", default=None)
    type_action: tuple[Texte, ...] = dit("Type d'action", default=())
    points_forts: tuple[Texte, ...] = dit("Points forts", default=())
    bilan: tuple[Texte, ...] = dit("Bilan", default=())
    conclusion: tuple[Texte, ...] = dit("Conclusion", default=())
    secteur: Texte | None = dit("Secteur d'activité", default=None)
    niveau: Texte | None = dit("Niveau géographique", default=None)
    commune: Texte | None = dit("Commune", default=None)
    plan: Texte | None = dit("Plan national", default=None)
    categories: tuple[Texte, ...] = dit("Catégorisation", default=())


class Dispositif(Fiche):
    """The whole file."""

    format: Entier = dit("Format", "La version du format : 1.")
    nom: Texte = dit("Nom")
    sigle: Annotated[Texte, Forme(SIGLE, "de 2 à 12 majuscules et chiffres, comme ALP28")] = dit(
        "Sigle", "Majuscules et chiffres : commence chaque identifiant."
    )
    anciens_sigles: tuple[Texte, ...] = dit("Anciens sigles", default=())
    porteur: Texte | None = dit("Porteur", default=None)
    contact: Coordonnees | None = dit("Contact", default=None)
    logo: Texte | None = dit("Logo", "Un fichier du registre.", default=None)
    fuseau: Texte = dit("Fuseau", default="Europe/Paris")
    territoire: Territoire = dit("Territoire", default_factory=Territoire)
    missions: tuple[Texte, ...] = dit("Missions", "Ce que fait le dispositif, et ce qu'il ne remplace pas.", default=())
    publics: tuple[Texte, ...] = dit("Publics", default=())
    loge: Annotated[Texte, Parmi(codes.OUI_NON)] = dit(
        "Loge", "oui : les personnes arrivent sans logement, et le dispositif en trouve un.", default="non"
    )
    equipe: tuple[Equipier, ...] = dit("Équipe", default=())
    partenaires: tuple[PartenaireDispositif, ...] = dit("Partenaires", default=())
    financeurs: tuple[Financeur, ...] = dit("Financeurs", default=())
    axes: tuple[Axe, ...] = dit("Axes", "Les façons de travailler que des financeurs paient à part.", default=())
    apports: tuple[Apport, ...] = dit("Apports en nature", default=())
    reprises: tuple[RepriseReseau, ...] = dit("Réseaux repris", default=())
    parcours: ParcoursDispositif = dit("Parcours", default_factory=ParcoursDispositif)
    contrat: ContratDispositif | None = dit(
        "Contrat", "Absent : ce dispositif n'en signe pas ; sans terme : écrire seulement preavis_jours.", default=None
    )
    lieux: tuple[Annotated[Texte, Parmi(codes.LIEUX)], ...] = dit("Lieux de visite", "Ceux que l'on propose ; absent : tous.", default=())
    instruments: tuple[Annotated[Texte, Parmi(codes.INSTRUMENTS)], ...] = dit(
        "Instruments", "Ce qu'une évaluation mesure en plus ; absent : aucun n'est demandé.", default=()
    )
    places: tuple[Places, ...] = dit("Places, ou capacité", "Le nombre de situations que l'on peut accompagner en même temps.", default=())
    rythmes: Rythmes = dit("Rythmes", default_factory=Rythmes)
    vocabulaire: Vocabulaire = dit("Vocabulaire", default_factory=Vocabulaire)
    tranches_age: TranchesAge = dit("Tranches d'âge", default_factory=TranchesAge)
    secret: Secret = dit("Secret statistique", default_factory=Secret)
    conservation: Conservation = dit("Conservation", default_factory=Conservation)
    oscars: Oscars | None = dit("Fiche OSCARS", default=None)

    def declarations(self, liste: str) -> Sequence[Declaration]:
        """The declared codes of a list that `DuDispositif` names.

        Args:
            liste: `equipe`, `partenaires`, `bailleurs`, `partenaires_equipe`, `quartiers`, or a list of the vocabulary.
        """
        simple: dict[str, Sequence[Declaration]] = {
            "equipe": self.equipe,
            "partenaires": self.partenaires,
            "bailleurs": [p for p in self.partenaires if p.houses],
            "partenaires_equipe": [*self.equipe, *self.partenaires],
            "quartiers": [q for c in self.territoire.communes for q in c.quartiers],
            "financeurs": self.financeurs,
            "caisses": [p for p in self.partenaires if p.type in codes.TYPES_CAISSE],
            "axes": self.axes,
            "actes_collectifs": [*self.vocabulaire.actes, *self.vocabulaire.actes_professionnels],
        }
        found = simple.get(liste)
        return found if found is not None else getattr(self.vocabulaire, liste)

    def choices(self, liste: str, *, le: date, aussi: Codes | None = None) -> dict[str, str]:
        """Code → label of what may be chosen from a list on that day."""
        if liste == "communes":
            return {c.insee: c.nom for c in self.territoire.communes}
        return {d.code: d.label for d in self.declarations(liste) if d.valid_on(le)} | dict(aussi or {})

    def admits(self, origine: str) -> bool:
        """Whether someone may refer: by `parcours.qui_saisit`, which names codes, or types of partners; empty, everyone."""
        admis = self.parcours.qui_saisit
        types = {p.type for p in self.partenaires if p.code == origine}
        return not admis or origine in admis or bool(types & set(admis))

    def label(self, liste: str, code: str) -> str:
        """The label of a code, whatever its dates; the code itself if nothing declares it."""
        if liste == "communes":
            return next((c.nom for c in self.territoire.communes if c.insee == code), code)
        return next((d.label for d in self.declarations(liste) if d.code == code), code)
