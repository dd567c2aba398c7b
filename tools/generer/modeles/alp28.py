"""ALP 28, Chartres: one nurse mediator, six-month contracts, a cell each month; follow-ups taken over from an earlier network."""

from datetime import date

from tools.generer.modele import AutreReunion, Commune, Modele, Scenario, Seances, Theme
from tools.generer.modele import traits as _t

_ECOUTE = ("ecoute", "information_droits")
ALP28 = Modele(
    debut=date(2024, 4, 1), fin=date(2026, 11, 20), graine=29,
    referents=((1, "ide"),), responsable="coordination", secretaire="secretariat", remplacement=("ide_remplacante", date(2025, 7, 1)),
    soignants=frozenset({"ide", "ide_remplacante"}),
    jours={"ide": ((date(2024, 4, 1), (0, 1, 3), 5), (date(2024, 10, 1), (0, 1, 3, 4), 5))},
    conges=((12, 23, 12, 31), (1, 1, 1, 2), (8, 3, 8, 21)),
    seances=Seances("locaux du CICAT", ("ccas-chartres", "ccas-luce", "cmp-chartres", "equipe-mobile-psy", "departement-28", "hopital-chartres", "ssiad", "chartres-metropole-habitat", "habitat-eurelien"), retours=1),
    autres_reunions=(
        AutreReunion(date(2025, 12, 9), "copil", "locaux du CICAT", (
            ("Activité de l'année", "Chiffres présentés sans aucune situation. La file active est pleine depuis le printemps."),
            ("Moyens", "Le projet de renforcer l'équipe est représenté l'an prochain, les besoins étant mieux repérés."),
        ), ("coordination", "ide", "ccas-chartres", "ccas-luce", "cmp-chartres")),
    ),
    emprunte=None,
    communes={
        "28085": Commune(10, ("la-madeleine", "beaulieu", "bel-air", "centre-ville"), "ccas-chartres"), "28218": Commune(5, ("bruxelles",), "ccas-luce"),
        "28229": Commune(3, ("tallemont",), "ccas-mainvilliers"), "28220": Commune(2, (), "departement-28"), "28110": Commune(1, (), "departement-28"),
        "28209": Commune(1, (), "departement-28"), "28070": Commune(1, (), "departement-28"),
    },
    ailleurs="28134",
    parcs=(
        (9, "social", "locataire", "chartres-metropole-habitat"), (7, "social", "locataire", "habitat-eurelien"), (3, "prive", "locataire", "bailleur-prive"),
        (2, "prive", "locataire", "agence-centre"), (2, "copropriete", "proprietaire", "syndic-beaulieu"), (2, "prive", "proprietaire", ""),
    ),
    roles={
        "psy": "cmp-chartres", "mobile": "equipe-mobile-psy", "medecin": "medecins", "soins": "infirmiers-liberaux", "ssiad": "ssiad", "aide": "aide-domicile",
        "departement": "departement-28", "dac": "dac-28", "hopital": "hopital-chartres", "mandataire": "mandataires", "caf": "caf-28", "cpam": "cpam-28",
        "hygiene": "hygiene-chartres", "debarras": "debarras", "visites": "visiteurs", "ccapex": "ccapex", "police": "police-municipale",
        "bailleur_public": "chartres-metropole-habitat",
    },
    actes={
        "contact": "premier_contact", "information": "information_droits", "ecoute": "ecoute", "coordination": "coordination_partenaires", "soin": "soin_infirmier",
        "conjointe": "visite_conjointe", "retour": "mediation_sante",
    },
    constats={
        "medecin_traitant": 0.4, "soins_en_cours": 0.2, "droits_ouverts": 0.6, "complementaire": 0.5, "protection_juridique": 0.07, "aide_domicile": 0.2,
        "detecteur_fumee": 0.4, "chauffage": 0.7, "sanitaires": 0.7,
    },
    intervenants={
        "medecin_traitant": ("medecin", "médecin traitant"), "soins_en_cours": ("soins", "soins à domicile"), "aide_domicile": ("aide", "aide du matin"),
        "protection_juridique": ("mandataire", "mesure de protection"),
    },
    apparait="sante_non_suivie", plainte="voisinage",
    ancien_reseau=("reseau-sante-precarite", date(2024, 9, 30)),
    anciens_codes=("diogene", "incurie", date(2024, 12, 31)),
    themes={
        "incurie": Theme(("incurie", "encombrement", "isolement"), 9, ("aide_tri", "organisation_logement", *_ECOUTE, "prevention"), ("bailleur", "ccas", "hygiene"),
            (("debarras", "désencombrement en plusieurs fois"), ("aide", "aide à domicile"), ("medecin", "médecin traitant")), ("hygiene_logement", "encombrement", "securite"), ("logement_assaini", "aide_en_place"), ("accompagnement_soin", "medecin"), 0.06, grilles=_t("encombrement")),
        "dettes": Theme(("impayes", "expulsion", "isolement"), 6, ("budget", "mediation_bailleur", "ouverture_droits", *_ECOUTE), ("bailleur", "departement", "ccas"),
            (("departement", "fonds de solidarité logement"), ("caf", "aide au logement"), ("ccapex", "prévention des expulsions")), ("budget", "droits", "voisinage"), ("dette_traitee", "expulsion_evitee", "droits_retablis"), ("accompagnement_demarche", "departement"), 0, (1950, 1988), grilles=_t("dette")),
        "sante": Theme(("sante_non_suivie", "isolement", "incurie"), 7, ("mediation_sante", "prevention", "accompagnement_soin", *_ECOUTE), ("medecin", "hopital", "ccas", "proche"),
            (("medecin", "médecin traitant"), ("soins", "soins à domicile"), ("cpam", "droits à l'assurance maladie")), ("sante_physique", "autonomie", "isolement"), ("suivi_medical", "soins_en_place"), ("accompagnement_soin", "medecin"), 0.22),
        "psy": Theme(("souffrance_psychique", "isolement", "voisinage"), 6, ("mediation_sante", "mediation_voisinage", *_ECOUTE), ("mobile", "bailleur", "psy", "voisin"),
            (("psy", "suivi au centre médico-psychologique"), ("mandataire", "mesure de protection")), ("sante_psychique", "isolement", "voisinage"), ("suivi_medical", "protection_en_place", "voisinage_apaise"), ("accompagnement_soin", "psy"), 0.08, (1955, 1992), grilles=_t("honos")),
        "age": Theme(("perte_autonomie", "isolement", "logement_degrade"), 7, ("prevention", "coordination_partenaires", "lien_entourage", *_ECOUTE), ("ccas", "ssiad", "medecin", "proche"),
            (("aide", "aide à domicile"), ("departement", "allocation d'autonomie"), ("ssiad", "soins à domicile")), ("autonomie", "securite", "sante_physique"), ("aide_en_place", "soins_en_place"), ("accompagnement_soin", "hopital"), 0.12, (1933, 1952), grilles=_t("gir")),
        "isolement": Theme(("isolement", "rupture_droits", "addiction"), 5, ("ecoute", "lien_entourage", "information_droits", "prevention"), ("ccas", "voisin", "departement"),
            (("visites", "visites d'une bénévole"), ("ccas", "contact mensuel")), ("isolement", "sante_psychique", "addictions"), ("lien_retabli", "droits_retablis"), ("accompagnement_demarche", "ccas"), 0.04),
        "voisinage": Theme(("voisinage", "incurie", "animaux"), 3, ("mediation_voisinage", "mediation_bailleur", "aide_tri", "ecoute"), ("bailleur", "police", "voisin"),
            (("ccas", "contact mensuel"), ("aide", "portage des sacs et aide à domicile")), ("voisinage", "hygiene_logement", "isolement"), ("voisinage_apaise", "logement_assaini"), ("accompagnement_demarche", "ccas"), grilles=_t("encombrement")),
        "droits": Theme(("rupture_droits", "impayes", "isolement"), 4, ("ouverture_droits", "accompagnement_demarche", "budget", "ecoute"), ("ccas", "departement", "personne"),
            (("cpam", "complémentaire santé solidaire"), ("mandataire", "mesure de protection"), ("caf", "aide au logement")), ("droits", "budget", "isolement"), ("droits_retablis", "protection_en_place"), ("accompagnement_demarche", "cpam"), 0, (1948, 1985)),
    },
    scenarios=(
        # taken over from the earlier network, spring 2024
        Scenario("reseau_relais", 1, (31.5, 31), "close", 2, "relais_droit_commun", "maintenu", _t("reseau", "ancienne", "hopital")),
        Scenario("reseau_relais", 2, (31.5, 30), "close", 2, "relais_droit_commun", "maintenu", _t("reseau", "foyer")),
        Scenario("reseau_objectifs", 1, (31.5, 30), "close", 3, "objectifs_atteints", "maintenu", _t("reseau", "annulee")),
        Scenario("reseau_objectifs", 1, (31.5, 30), "close", 3, "objectifs_atteints", "maintenu", _t("reseau", "expulsion_suspendue"), "dettes"),
        Scenario("reseau_long", 1, (31, 30.5), traits=_t("reseau", "hopital", "note")),
        Scenario("reseau_long", 1, (31, 30), traits=_t("reseau", "referent", "problematiques", "retard_une_fois")),
        Scenario("reseau_long", 1, (30, 29.5), traits=_t("reseau", "partage_retire", "annulee")),
        Scenario("etablissement", 1, (31, 30), "close", 2.6, "entree_etablissement", "etablissement", _t("reseau", "danger"), "age"),
        Scenario("deces", 1, (31, 30), "close", 1.7, "deces", "deces", _t("reseau"), "sante"),
        Scenario("perdu_de_vue", 1, (31, 30), "close", 1.8, "perdu_de_vue", "perdu_de_vue", _t("reseau")),
        # the first months of the device
        Scenario("objectifs", 1, (29, 26), "close", 2, "objectifs_atteints", "maintenu", _t("attente")),
        Scenario("objectifs", 1, (28, 25), "close", 3, "relais_droit_commun", "maintenu", _t("demenagement")),
        Scenario("objectifs", 1, (27, 24), "close", 2, "objectifs_atteints", "maintenu", _t("ajournement", "expulsion_abandonnee"), "dettes"),
        Scenario("relogement", 1, (28, 26), "close", 2.4, "relogement", "reloge"),
        Scenario("expulsion", 1, (27, 26), "close", 1.35, "expulsion", "expulse", theme="dettes"),
        Scenario("hospitalisation", 1, (28, 25), "close", 1.5, "hospitalisation_longue", "hospitalise", theme="psy"),
        Scenario("couple", 2, (26, 24), traits=_t("couple"), theme="age"),
        Scenario("refus", 1, (27, 25), "close", 1.4, "refus", "maintenu"),
        Scenario("reouverte", 1, (27, 26), "close", 1.6, "objectifs_atteints", "maintenu", _t("reprise")),
        Scenario("signature_refusee", 1, (26, 23), traits=_t("signature_refusee", "autre_saisine")),
        # 2025
        Scenario("retard", 1, (24.4, 24.1), traits=_t("retard", "annulee")),
        Scenario("retard", 1, (20, 18), traits=_t("retard", "engagement_sans_date")),
        Scenario("trou", 1, (21, 19), traits=_t("trou", "expulsion_ouverte"), theme="dettes"),
        Scenario("interruption", 1, (20, 18), traits=_t("interruption", "vu")),
        Scenario("heberge", 1, (20, 18), "close", 1.6, "demenagement", "heberge"),
        Scenario("inconnue", 1, (21, 18), "close", 2, "fin_de_contrat", "inconnue"),
        Scenario("sans_issue", 1, (20, 18), "close", 1.3, "incarceration", ""),
        Scenario("relais_en_cours", 1, (16.2, 16), "relais", traits=_t("attente")),
        Scenario("echu", 1, (15.9, 15.7), traits=_t("echu", "hopital")),
        Scenario("echu", 1, (21.9, 21.6), traits=_t("echu")),
        Scenario("sans_accord", 1, (17, 16), traits=_t("sans_accord", "signalement")),
        Scenario("a_renouveler", 1, (20.0, 19.6), traits=_t("a_renouveler", "hopital_ouvert")),
        Scenario("courant", 1, (14.5, 14), traits=_t("a_renouveler", "note")),
        Scenario("courant", 1, (19, 15), traits=_t("sosie", "attente")),
        Scenario("courant", 1, (18, 15.5), traits=_t("annulee")),
        # the year's newcomers
        Scenario("non_signe", 1, (3.2, 2.9), traits=_t("non_signe")),
        Scenario("cellule", 1, (1.9, 1.7), "cellule"),
        Scenario("evaluation", 1, (0.9, 0.8), "evaluation", traits=_t("precedente")),
        Scenario("liste_attente", 1, (0.8, 0.6), "signalee", traits=_t("attente")),
        # not retained
        Scenario("hors_territoire", 1, (22, 12), "non_retenue", motif="hors_territoire"),
        Scenario("capacite", 1, (14, 8), "non_retenue", motif="capacite_atteinte"),
        Scenario("droit_commun", 1, (24, 10), "non_retenue", motif="droit_commun"),
        Scenario("doublon", 1, (15, 12), "non_retenue", motif="doublon", traits=_t("doublon")),
        Scenario("erreur", 1, (20, 10), "non_retenue", motif="erreur"),
        Scenario("sans_suite", 1, (20, 14), "non_retenue", motif="sans_suite:injoignable"),
        Scenario("sans_suite", 1, (16, 8), "non_retenue", motif="sans_suite:refus_personne"),
    ),
)  # fmt: skip
