"""LOGISENS, Cantal: a mobile team of five trades, visits in pairs, no contract; the cell for those whom another landlord houses.

On its last day (11 October 2017): 30 people concerned since the start, 22 followed, of whom 17 are LOGISENS's tenants.
Six lives are threads (`fil`): the six kinds of outcome that the dossier of the operation tells, § 12, in our own words. A seventh is an eviction, of
someone whom another landlord houses: for its own tenants the team came before. Four of the 22 had left, and came back by a `reprise`.
"""

from datetime import date

from tools.generer.modele import AutreReunion, Commune, Fait, Modele, Scenario, Seances, Theme
from tools.generer.modele import traits as _t

_AURILLAC, _ARPAJON, _LAROQUEBROU, _SAINT_FLOUR, _RIOM = "15014", "15012", "15094", "15187", "15162"
_LOGISENS, _AUTRE, _PRIVE = "logisens", "autre-bailleur", "bailleur-prive"
_EQUIPE = ("entretien", "intervention_mobile", "coordination")
_SALLE = "appartement de l'équipe"


def _procedure(quand: float, issue: str) -> Fait:
    """An eviction procedure that comes to nothing."""
    return Fait("procedure_expulsion", quand, issue, 70, "expulsion")


LOGISENS = Modele(
    debut=date(2017, 1, 2), fin=date(2017, 10, 11), graine=2,
    referents=((5, "infirmier"), (4, "psychologue"), (1, "assistant")), responsable="medecin", secretaire="cadre",
    visites_par=((5, ("infirmier", "psychologue")), (5, ("referent",)), (2, ("referent", "assistant")), (1, ("referent", "infirmier"))),
    demarches_par=((4, ("referent",)), (3, ("assistant",)), (1, ("medecin",)), (1, ("cadre",))),
    soignants=frozenset({"infirmier", "medecin"}),
    jours={
        "infirmier": ((date(2017, 1, 1), (0, 1, 3, 4), 7),), "psychologue": ((date(2017, 1, 1), (1, 2, 3), 6),), "assistant": ((date(2017, 1, 1), (1, 3), 5),),
        "cadre": ((date(2017, 1, 1), (4,), 3),), "medecin": ((date(2017, 1, 1), (1,), 3),),
    },
    conges=((12, 23, 12, 31), (1, 1, 1, 3), (8, 7, 8, 18)),
    communes={
        _AURILLAC: Commune(9, ("politique-ville", "politique-ville", "autres-quartiers"), "ccas-aurillac", trajets=(10, 10, 15, 15, 20, 25)),
        _ARPAJON: Commune(3, (), "departement", trajets=(15, 20, 20, 25, 30)), _LAROQUEBROU: Commune(1, (), "departement", trajets=(45, 50, 55, 60)),
        _SAINT_FLOUR: Commune(3, (), "ccas-saint-flour", trajets=(130, 140, 150, 160), loin=True), _RIOM: Commune(1, (), "departement", trajets=(100, 110, 120, 130), loin=True),
    },
    parcs=((10, "social", "locataire", _LOGISENS), (0, "social", "locataire", _AUTRE), (0, "prive", "locataire", _PRIVE)),
    foyers=((0.1, {"type": "monoparental", "adultes": 1, "enfants": 1}), (0.08, {"type": "couple", "adultes": 2, "enfants": 0})),
    roles={
        "psy": "psychiatrie", "hopital": "ch-aurillac", "medecin": "medecins", "soins": "soins-domicile", "aide": "aide-menagere", "departement": "departement-15",
        "addicto": "addictologie", "mandataire": "mandataires", "juge": "tribunal", "caf": "caf-15", "cpam": "cpam-15", "ccapex": "ccapex", "ddcspp": "ddcspp",
        "asso": "associations-logement", "pro": "mobilisation-pro", "educatif": "assistance-educative", "loisirs": "reseau-associatif",
        "structure": "structures-adaptees", "menage": "entreprise-nettoyage", "bailleur_public": _LOGISENS,
    },
    partage=(("medecin", "departement"), ("bailleur", "psy", "soins")),
    conjointes=("departement", "psy", "bailleur", "aide", "asso"), evaluateurs=("departement", "psy", "medecin", "asso"),
    actes={
        "contact": "aller_vers", "information": "droits", "ecoute": "entretien", "coordination": "coordination", "soin": "lien_soin", "conjointe": "intervention_mobile",
        "retour": "relais_medical", "binome": "visite_binome", "appartement": "accueil",
    },
    constats={
        "medecin_traitant": 0.4, "suivi_psychiatrique": 0.3, "hospitalisation_recente": 0.25, "droits_ouverts": 0.7, "ressources": 0.7, "protection_juridique": 0.1,
        "accompagnement_social": 0.6, "aide_domicile": 0.08, "procedure_expulsion": 0.35, "enfants_suivis": 0.06,
    },
    passagers=frozenset({"hospitalisation_recente", "procedure_expulsion"}),
    intervenants={
        "medecin_traitant": ("medecin", "médecin traitant"), "suivi_psychiatrique": ("psy", "suivi de secteur"), "aide_domicile": ("aide", "aide-ménagère"),
        "protection_juridique": ("mandataire", "mesure de protection"), "accompagnement_social": ("departement", "assistante sociale de secteur"),
        "enfants_suivis": ("educatif", "assistance éducative"),
    },
    lieux=((11, "domicile"), (5, "appartement"), (1, "pas_de_porte"), (1, "exterieur")), premiers_lieux=("domicile", "domicile", "pas_de_porte", "appartement", "structure"),
    lieu_rendez_vous="appartement",
    moments=(55, 165), manques=(8, 4, 5, 3), rythme=(6, 9, 12, 11), contacts=(50, 16, 14, 8, 8, 2, 1), essais=(0, 0, 0, 1, 1, 2, 2, 3), raconte=0.72, bilans=4,
    apparait="rupture_droits", plainte="voisinage", revient=(40, 75),
    seances=Seances(
        _SALLE, ("logisens", "psychiatrie", "departement-15", "ccas-aurillac"), heure="14:30", facultative=0.6, concernes=True, reexamen="reexamen", retours=1, rattrape=True,
        dates=(
            date(2017, 1, 24), date(2017, 2, 21), date(2017, 3, 28), date(2017, 5, 4), date(2017, 6, 8), date(2017, 7, 11), date(2017, 9, 19), date(2017, 10, 17),
        ),
    ),
    autres_reunions=(
        AutreReunion(date(2017, 4, 11), "copil", "siège du bailleur", (
            ("Premier trimestre", "Près de vingt saisines en trois mois. Les chargées de clientèle appellent plus tôt qu'avant, et l'équipe n'est plus vue comme un dernier recours."),
            ("Temps de l'équipe", "Une journée d'assistant socio-éducatif par semaine : les dossiers de droits attendent. À suivre d'ici l'été."),
        ), ("medecin", "cadre", "logisens", "ars", "departement-15", "ddcspp", "ch-aurillac")),
        AutreReunion(date(2017, 6, 22), "synthese", _SALLE, (
            ("Qui fait quoi quand une situation se dégrade", "Une page, relue par tous : le bailleur appelle l'équipe, l'équipe appelle le secteur, personne n'écrit avant d'avoir parlé."),
        ), ("psychologue", "infirmier", "psychiatrie", "departement-15", "associations-logement"), "09:30"),
        AutreReunion(date(2017, 9, 26), "copil", "siège du bailleur", (
            ("Présentation publique du 11 octobre", "Les nombres seuls, aucune histoire reconnaissable. Les locataires concernés ne seront pas sollicités."),
            ("Après 2017", "Chacun dit ce qu'il peut mettre : des heures, des locaux, de l'argent. Le futur conseil local en santé mentale est souvent nommé."),
        ), ("medecin", "cadre", "logisens", "ars", "departement-15", "ddcspp", "ddt", "ch-aurillac", "clsm")),
    ),
    emprunte=frozenset({"pseudonymes", "resultats_suite", "abandons_suite", "abandon_engagement"}),
    themes={
        "psy": Theme(("pathologie_psy", "souffrance_psychique", "isolement"), 5, (*_EQUIPE, "diagnostic", "premier_contact_psychiatrie", "lien_soin"), ("bailleur", "departement", "psy"),
            (("psy", "suivi au centre médico-psychologique"), ("mandataire", "mesure de protection")), ("sante_psychique", "comportement", "liens"), ("suivi_psychiatrique", "acces_soins", "voisinage_apaise"), ("premier_contact_psychiatrie", "psy"), 0.1, (1958, 1990), _t("honos")),
        "addiction": Theme(("addiction", "sante_somatique", "isolement"), 3, (*_EQUIPE, "prevention", "lien_soin", "preparation_hospitalisation"), ("bailleur", "hopital", "departement"),
            (("addicto", "consultation d'addictologie"), ("medecin", "médecin traitant")), ("consommation", "sante_physique", "famille"), ("acces_soins", "expulsion_evitee"), ("accompagnement", "addicto"), 0.16, (1955, 1985)),
        "dettes": Theme(("dette_loyer", "expulsion", "precarite"), 3, (*_EQUIPE, "budget", "droits", "mediation_bailleur"), ("bailleur", "departement", "ccas"),
            (("departement", "fonds de solidarité logement"), ("caf", "aide au logement"), ("medecin", "médecin traitant")), ("budget", "droits", "sante_psychique"), ("etalement", "dette_remboursee", "expulsion_evitee", "droits_ouverts"), ("accompagnement", "departement"), 0.03, (1955, 1988), _t("dette"), "psychologue"),
        "sante": Theme(("sante_somatique", "aide_refusee", "entretien_logement"), 3, (*_EQUIPE, "lien_soin", "prevention", "preparation_sortie"), ("medecin", "hopital", "bailleur", "departement"),
            (("soins", "soins infirmiers à domicile"), ("aide", "aide-ménagère"), ("medecin", "médecin traitant")), ("sante_physique", "entretien", "initiative"), ("acces_soins", "aide_menagere"), ("accompagnement", "hopital"), 0.3, (1942, 1968), frozenset(), "infirmier"),
        "incurie": Theme(("entretien_logement", "travaux_refuses", "incurie"), 3, (*_EQUIPE, "aide_logement", "mediation_bailleur", "aller_vers"), ("bailleur", "departement", "asso"),
            (("menage", "remise en état en plusieurs fois"), ("aide", "aide-ménagère")), ("entretien", "securite", "adaptation"), ("travaux_acceptes", "aide_menagere", "expulsion_evitee"), ("accompagnement", "asso"), 0.06, (1945, 1975), _t("encombrement")),
        "voisinage": Theme(("troubles_comportement", "voisinage", "expulsion"), 3, (*_EQUIPE, "mediation_voisinage", "mediation_bailleur", "diagnostic"), ("bailleur", "bailleur", "departement"),
            (("psy", "suivi au centre médico-psychologique"), ("loisirs", "activité hebdomadaire")), ("comportement", "voisinage", "sante_psychique"), ("voisinage_apaise", "expulsion_evitee"), ("accompagnement", "loisirs"), 0.04, (1955, 1990)),
        "insertion": Theme(("hors_emploi", "souffrance_psychique", "precarite"), 2, (*_EQUIPE, "droits", "accompagnement", "orientation"), ("departement", "bailleur", "asso"),
            (("pro", "ateliers de mobilisation professionnelle"), ("medecin", "médecin traitant"), ("departement", "accompagnement social")), ("insertion", "initiative", "famille"), ("mobilisation_pro", "droits_ouverts"), ("accompagnement", "pro"), 0.02, (1975, 1996), frozenset(), "psychologue"),
        "age": Theme(("perte_autonomie", "aide_refusee", "logement_inadapte"), 2, (*_EQUIPE, "evaluation_besoins", "aide_logement", "lien_soin"), ("ccas", "bailleur", "medecin"),
            (("aide", "aide-ménagère"), ("juge", "demande de mesure de protection")), ("adaptation", "securite", "sante_physique"), ("aide_menagere", "travaux_acceptes"), ("accompagnement", "hopital"), 0.14, (1932, 1950), frozenset(), "infirmier"),
        "isolement": Theme(("desocialisation", "isolement", "rupture_droits"), 2, (*_EQUIPE, "aller_vers", "droits", "orientation"), ("bailleur", "departement", "asso"),
            (("loisirs", "activité hebdomadaire"), ("cpam", "droits à l'assurance maladie")), ("liens", "famille", "droits"), ("droits_ouverts", "acces_soins"), ("accompagnement", "loisirs"), 0.05, (1950, 1985)),
    },
    scenarios=(
        # LOGISENS's tenants, followed on the last day: 17, of whom the last four had left once
        Scenario("formation", 1, (9.1, 8.9), fil="formation", theme="insertion", commune=_AURILLAC, bailleur=_LOGISENS, quartier="politique-ville", genre="homme", naissance=1984,
            foyer=("personne_seule", 1, 0), resultats=("formation_reprise", "droit_visite", "voisinage_apaise")),
        Scenario("etalement", 1, (8.9, 8.7), faits=(_procedure(0.1, "abandonnee"),), fil="etalement", theme="dettes", commune=_AURILLAC, bailleur=_LOGISENS, genre="femme", naissance=1966,
            resultats=("acces_soins", "dette_remboursee", "etalement", "expulsion_evitee")),
        Scenario("pied", 1, (8.7, 8.5), fil="pied", theme="sante", commune=_ARPAJON, bailleur=_LOGISENS, genre="homme", naissance=1951, foyer=("personne_seule", 1, 0),
            faits=(Fait("hospitalisation", 0.02, "retour_domicile", 12, "pied_hopital", retour=True),), resultats=("acces_soins", "atteinte_evitee", "aide_menagere")),
        Scenario("ateliers", 1, (7.6, 7.3), fil="ateliers", theme="insertion", commune=_AURILLAC, bailleur=_LOGISENS, genre="femme", naissance=1991, resultats=("mobilisation_pro", "droits_ouverts")),
        Scenario("cure", 1, (8.2, 8.0), fil="cure", theme="addiction", commune=_SAINT_FLOUR, bailleur=_LOGISENS, genre="homme", naissance=1963, foyer=("personne_seule", 1, 0),
            faits=(Fait("hospitalisation", 0.45, "retour_domicile", 21, "cure_hopital", retour=True),), resultats=("acces_soins", "cure_addictologie")),
        Scenario("psy", 1, (8.8, 8.4), theme="psy", commune=_AURILLAC, bailleur=_LOGISENS, faits=(_procedure(0.15, "suspendue"),),
            resultats=("suivi_psychiatrique", "expulsion_evitee")),
        Scenario("psy", 1, (8.5, 8.1), "relais", theme="psy", commune=_ARPAJON, bailleur=_LOGISENS),
        Scenario("voisinage", 1, (7.9, 7.5), theme="voisinage", commune=_AURILLAC, bailleur=_LOGISENS, faits=(_procedure(0.2, "abandonnee"),),
            resultats=("voisinage_apaise", "expulsion_evitee")),
        Scenario("voisinage", 1, (4.6, 4.2), theme="voisinage", commune=_ARPAJON, bailleur=_LOGISENS),
        Scenario("incurie", 1, (7.2, 6.8), theme="incurie", commune=_AURILLAC, bailleur=_LOGISENS, traits=_t("note"),
            resultats=("travaux_acceptes", "expulsion_evitee")),
        Scenario("incurie", 1, (5.4, 5.0), theme="incurie", commune=_RIOM, bailleur=_LOGISENS, traits=_t("annulee")),
        Scenario("dettes", 1, (5.9, 5.5), theme="dettes", commune=_SAINT_FLOUR, bailleur=_LOGISENS, faits=(_procedure(0.1, "suspendue"),),
            resultats=("etalement", "expulsion_evitee")),
        Scenario("sante", 1, (3.0, 2.7), theme="sante", commune=_AURILLAC, bailleur=_LOGISENS, traits=_t("hopital_ouvert")),
        Scenario("hospitalisee", 1, (8.6, 8.3), "close", 0.4, "hospitalisation_longue", "hospitalise", _t("reprise"), "psy", _SAINT_FLOUR, bailleur=_LOGISENS, origine="psy",
            faits=(Fait("hospitalisation", 0.8, texte="hospitalisation_psy"),), resultats=("suivi_psychiatrique",)),
        Scenario("hebergee", 1, (8.3, 8.0), "close", 0.45, "demenagement", "heberge", _t("reprise"), "age", _LAROQUEBROU, bailleur=_LOGISENS, origine="departement", genre="femme", naissance=1941,
            foyer=("personne_seule", 1, 0)),
        Scenario("reapparue", 1, (8.5, 8.2), "close", 0.4, "perdu_de_vue", "perdu_de_vue", _t("reprise"), "isolement", _AURILLAC, bailleur=_LOGISENS, origine="bailleur", genre="homme", naissance=1972,
            foyer=("personne_seule", 1, 0)),
        Scenario("estive", 1, (8.4, 8.1), "close", 0.45, "demenagement", "inconnue", _t("reprise", "danger"), "addiction", _AURILLAC, bailleur=_LOGISENS, origine="hopital", genre="homme", naissance=1974,
            foyer=("personne_seule", 1, 0)),
        # housed by others, followed on the last day: 5
        Scenario("hors_parc", 1, (8.3, 7.9), theme="psy", commune=_AURILLAC, bailleur=_AUTRE, traits=_t("annulee")),
        Scenario("hors_parc", 1, (6.6, 6.3), theme="dettes", commune=_SAINT_FLOUR, bailleur=_AUTRE, traits=_t("ajournement", "expulsion_ouverte")),
        Scenario("hors_parc", 1, (4.6, 4.2), theme="isolement", commune=_RIOM, bailleur=_AUTRE),
        Scenario("hors_parc", 1, (5.8, 5.4), theme="incurie", commune=_ARPAJON, bailleur=_PRIVE),
        Scenario("hors_parc", 1, (7.4, 7.0), theme="addiction", commune=_LAROQUEBROU, bailleur=_PRIVE, traits=_t("attente")),
        # gone, not retained, or waiting: 8
        Scenario("maintenue", 1, (9.0, 8.8), "close", 0.95, "objectifs_atteints", "maintenu", theme="voisinage", commune=_AURILLAC, bailleur=_LOGISENS,
            faits=(_procedure(0.2, "suspendue"),),
            resultats=("voisinage_apaise", "expulsion_evitee")),
        Scenario("structure", 1, (9.1, 8.9), "close", 1.1, "entree_etablissement", "etablissement", fil="structure", theme="age", commune=_SAINT_FLOUR, bailleur=_LOGISENS, genre="femme",
            naissance=1938, foyer=("personne_seule", 1, 0), resultats=("travaux_acceptes", "aide_menagere", "tutelle_demandee", "structure_adaptee")),
        Scenario("relogee", 1, (8.6, 8.4), "close", 0.9, "relogement", "reloge", theme="sante", commune=_AURILLAC, bailleur=_LOGISENS, resultats=("acces_soins", "expulsion_evitee")),
        Scenario("decedee", 1, (7.8, 7.6), "close", 0.6, "deces", "deces", theme="sante", commune=_RIOM, bailleur=_LOGISENS,
            faits=(Fait("hospitalisation", 0.82, texte="hospitalisation_coeur"),)),
        Scenario("jugement", 1, (9.0, 8.8), "close", 0.9, "expulsion", "expulse", fil="jugement", theme="dettes", commune=_AURILLAC, bailleur=_PRIVE, origine="ccas", genre="homme", naissance=1969,
            foyer=("personne_seule", 1, 0), resultats=("acces_soins", "droits_ouverts")),
        Scenario("refus", 1, (5.2, 4.8), "non_retenue", motif="sans_suite:refus_personne", theme="psy", commune=_AURILLAC, bailleur=_LOGISENS),
        Scenario("trop_tot", 1, (6.0, 5.6), "non_retenue", motif="hors_criteres", theme="dettes", commune=_ARPAJON, bailleur=_LOGISENS, origine="bailleur"),
        Scenario("cellule", 1, (0.62, 0.55), "cellule", theme="psy", commune=_AURILLAC, bailleur=_AUTRE, origine="bailleur"),
    ),
)  # fmt: skip
