"""Un chez soi d'abord, Oise: 55 places filling up over 2026; people without a home, admitted by a commission, who enter a dwelling, may lose it and stay.

On its last day (20 November 2026): 56 people admitted since the start, 48 followed, one of whom had left and came back, and eight gone. `commune` says where
each one lives, or will: a town never houses more people than it has places.
"""

from datetime import date

from tools.generer.modele import AutreReunion, Commune, Fait, Modele, Offre, Scenario, Seances, Theme
from tools.generer.modele import traits as _t

_BEAUVAIS, _COMPIEGNE, _CREIL, _NOGENT, _CLERMONT, _NOYON = "60057", "60159", "60175", "60463", "60157", "60471"
_LOGES = (_BEAUVAIS, _COMPIEGNE, _CREIL, _NOGENT, _CLERMONT, _NOYON)
_LIEN = ("ecoute", "pair_aidance")
_LOCAUX = "locaux de l'équipe, Beauvais"
_PSY = ("ch-isarien", "suivi au centre médico-psychologique")
_MEDECIN = ("medecins", "médecin traitant")
_GEM = ("gem", "groupe d'entraide mutuelle")
_SEMAINE = (0, 1, 2, 3, 4)


def _du(mois: int, jour: int, au_mois: int, au_jour: int) -> tuple[date, date]:
    return date(2026, mois, jour), date(2026, au_mois, au_jour)


_JANVIER = _du(1, 5, 1, 8)


CHEZ_SOI_OISE = Modele(
    debut=date(2026, 1, 5), fin=date(2026, 11, 20), graine=23,
    referents=((3, "travailleuse_sociale"), (3, "educateur"), (2, "infirmiere"), (2, "mediatrice_paire"), (1, "psychologue")), responsable="coordination", secretaire="coordination",
    approche_par=((4, ("referent",)), (4, ("referent", "mediatrice_paire")), (3, ("infirmiere", "educateur")), (2, ("psychiatre", "infirmiere"))),
    visites_par=(
        (9, ("referent",)), (5, ("referent", "mediatrice_paire")), (3, ("referent", "educateur")), (2, ("infirmiere", "referent")), (1, ("travailleuse_sociale", "referent")),
        (3, ("infirmiere",)), (2, ("mediatrice_paire",)), (2, ("psychiatre", "infirmiere")), (1, ("psychiatre",)), (1, ("medecin", "infirmiere")), (1, ("psychologue",)),
        (2, ("gestion_locative",)), (2, ("gestion_locative", "referent")),
    ),
    demarches_par=((6, ("referent",)), (1, ("coordination",))), contrats_par=((3, ("referent",)), (2, ("referent", "coordination")), (1, ("referent", "mediatrice_paire"))),
    metiers={
        "psychiatre": ("consultation",), "medecin": ("consultation",), "infirmiere": ("soin_infirmier", "traitement"), "mediatrice_paire": ("pair_aidance",),
        "gestion_locative": ("entretien_logement", "equipement", "mediation_bailleur"),
    },
    soignants=frozenset({"infirmiere"}),
    jours={
        "coordination": ((date(2026, 1, 1), _SEMAINE, 4),), "psychiatre": ((date(2026, 1, 1), (1, 2, 3), 5),), "medecin": ((date(2026, 1, 1), (2,), 5),),
        "infirmiere": ((date(2026, 1, 1), _SEMAINE, 6),), "psychologue": ((date(2026, 1, 1), (0, 1, 3, 4), 5),), "travailleuse_sociale": ((date(2026, 1, 1), _SEMAINE, 6),),
        "educateur": ((date(2026, 1, 1), _SEMAINE, 6),), "mediatrice_paire": ((date(2026, 1, 1), _SEMAINE, 6),), "gestion_locative": ((date(2026, 1, 1), _SEMAINE, 5),),
    },
    communes={
        _BEAUVAIS: Commune(15, (), "ccas-beauvais"), _COMPIEGNE: Commune(12, (), "departement-60"), _CREIL: Commune(12, (), "ccas-creil"),
        _NOGENT: Commune(5, (), "departement-60"), _CLERMONT: Commune(5, (), "departement-60"), _NOYON: Commune(6, (), "departement-60"),
    },
    parcs=((1, "prive", "sous_locataire", "proprietaires"),),
    foyers=((0.03, {"type": "couple", "adultes": 2, "enfants": 0}),),
    offres=tuple(
        Offre(poids, commune, bailleur, bail, parc=parc)
        for commune in _LOGES
        for poids, bailleur, bail, parc in ((6, "proprietaires", "sous_location", "prive"), (3, "bailleur-social", "glissant", "social"), (1, "proprietaires", "glissant", "prive"))
    ),
    roles={"bailleur_public": "bailleur-social", "departement": "departement-60"}, repli="siao-60",
    partage=(("siao-60",), ("ch-isarien", "medecins", "mandataires", "gem", "soins-domicile")),
    conjointes=("ch-isarien", "soins-domicile", "mandataires", "adars", "empp"), evaluateurs=("ch-isarien", "siao-60", "samu-social", "adars", "empp"),
    lieux=((17, "domicile"), (3, "exterieur"), (1, "pas_de_porte")), premiers_lieux=("exterieur", "exterieur", "structure", "structure", "structure"),
    emmenage=(8, 46), moments=(35, 100), rythme=(4.4, 4.8, 4.8, 8), contacts=(58, 16, 8, 6, 6, 3, 1), essais=(0, 0, 0, 1, 1, 1, 2, 2, 3), raconte=0.6, marge=0, etale=5,
    incidents=(("absence", "absence"),), part_incidents=0.06, evaluations=6,
    actes={"contact": "aller_vers", "information": "presentation_programme", "ecoute": "ecoute", "coordination": "coordination", "soin": "soin_infirmier",
        "conjointe": "coordination", "retour": "accompagnement_soin", "hopital": "visite_hopital"},
    actes_logement={
        "approche": ("aller_vers", "presentation_programme", ""), "recherche": ("choix_logement", "choix_logement", "visite_logement", ""),
        "logee": ("entretien_logement", "equipement", "", "", "", ""), "perdue": ("relogement", "relogement", ""),
    },
    constats={
        "sans_domicile_6_mois": 0.85, "suivi_psychiatrique": 0.35, "traitement": 0.35, "medecin_traitant": 0.2, "droits_ouverts": 0.7, "complementaire": 0.5, "aah": 0.4,
        "aide_logement": 0.8, "loyer_paye": 0.75, "protection_juridique": 0.2, "domiciliation": 0.75, "entourage": 0.2,
    },
    chez_soi=frozenset({"aide_logement", "loyer_paye"}), dehors=frozenset({"sans_domicile_6_mois", "domiciliation"}), dettes=(12, 50),
    intervenants={"suivi_psychiatrique": ("ch-isarien", "suivi psychiatrique"), "medecin_traitant": ("medecins", "médecin traitant"), "protection_juridique": ("mandataires", "mesure de protection")},
    tous=("sans_domicile",), apparait="voisinage", plainte="voisinage",
    seances=Seances(
        _LOCAUX, ("ch-isarien", "siao-60", "samu-social", "adars", "compagnons-du-marais", "nouvelle-forge", "departement-60"), heure="09:30", reexamen="reexamen",
        suites=((150, 210), (200, 260)), rattrape=True,
        dates=tuple(
            date(2026, m, d) for m, d in (
                (2, 12), (2, 26), (3, 12), (3, 26), (4, 9), (4, 23), (5, 7), (5, 21), (6, 4), (6, 18), (7, 2), (7, 16), (8, 27), (9, 10), (9, 24), (10, 8), (10, 22),
                (11, 5), (11, 19), (12, 3),
            )
        ),
    ),
    autres_reunions=(
        AutreReunion(date(2026, 1, 13), "copil", "salle du Conseil départemental, Beauvais", (
            ("Lancement", "Cinquante-cinq places d'ici la fin de l'année, cinq entrées par mois environ. Les dix partenaires disent chacun ce qu'ils apportent : repérer, loger, soigner, relier."),
            ("Règle d'admission", "Une commission tous les quinze jours. On n'y demande ni soin, ni abstinence, ni preuve qu'on « sait habiter ». On y demande le choix de la personne."),
        ), ("coordination", "psychiatre", "compagnons-du-marais", "tandem-immobilier", "un-autre-regard", "sato-picardie", "nouvelle-forge", "pouvoir-agir-60", "samu-social", "adars",
            "diaconesses", "ch-isarien", "ddets-60")),
        AutreReunion(date(2026, 5, 28), "synthese", _LOCAUX, (
            ("Sorties d'hôpital", "Un seul numéro à l'hôpital, un seul à l'équipe. Personne ne sort le vendredi sans que nous le sachions, personne ne perd son logement pendant un séjour."),
        ), ("coordination", "psychiatre", "infirmiere", "ch-isarien", "empp"), "14:00"),
        AutreReunion(date(2026, 6, 25), "copil", "sous-préfecture de Senlis", (
            ("Six mois", "L'équipe est au complet depuis le printemps, les entrées suivent le rythme prévu. Deux partenaires orientent encore peu : on va les voir."),
            ("Captation", "Les petits logements manquent dans le sud du département. Une lettre commune aux agences, signée des dix."),
            ("Argent", "Une avance de l'équipe paie le premier mois quand l'aide au logement tarde. À inscrire au budget de l'an prochain."),
        ), ("coordination", "gestion_locative", "tandem-immobilier", "compagnons-du-marais", "adars", "ch-isarien", "sato-picardie", "samu-social", "ddets-60")),
        AutreReunion(date(2026, 10, 15), "copil", "salle du Conseil départemental, Beauvais", (
            ("Ce que disent les locataires", "Deux locataires, venus parce qu'ils l'ont voulu, ont ouvert la séance. Leur première demande : un double des clés chez quelqu'un de confiance."),
            ("Pertes de logement", "Perdre un logement n'est pas perdre sa place. Ceux à qui c'est arrivé sont relogés, ou vont l'être ; les assurances ont remboursé."),
            ("Liste d'attente", "Les saisines vont plus vite que les entrées. On garde cinq à sept entrées par mois : aller plus vite serait entrer moins bien."),
        ), ("coordination", "psychiatre", "mediatrice_paire", "tandem-immobilier", "un-autre-regard", "pouvoir-agir-60", "nouvelle-forge", "diaconesses", "adars", "samu-social", "ch-isarien",
            "ddets-60")),
    ),
    emprunte=frozenset({"pseudonymes", "abandon_engagement"}),
    themes={
        "voix": Theme(("troubles_psychiques", "errance", "isolement"), 6, (*_LIEN, "traitement", "crise", "activites"), ("ch-isarien", "empp", "samu-social", "nouvelle-forge", "adars"),
            (_PSY, _GEM, ("mandataires", "curatelle")), ("sante_psychique", "logement", "liens", "autonomie"), ("suivi_choisi", "lien_retabli"), ("accompagnement_soin", "ch-isarien"), 0.16, (1966, 1996), _t("honos")),
        "hopital": Theme(("troubles_psychiques", "sorties_hopital", "isolement"), 4, (*_LIEN, "crise", "traitement", "entourage"), ("ch-isarien", "hopital-beauvais", "hopital-compiegne"),
            (_PSY, ("soins-domicile", "passage infirmier"), _MEDECIN), ("sante_psychique", "logement", "autonomie", "ressources"), ("hospitalisations_moindres", "suivi_choisi"), ("accompagnement_soin", "ch-isarien"), 0.22, (1963, 1996), _t("honos")),
        "addiction": Theme(("troubles_psychiques", "addiction", "errance"), 5, (*_LIEN, "reduction_risques", "budget", "activites"), ("sato-picardie", "samu-social", "compagnons-du-marais", "hopital-beauvais"),
            (("sato-picardie", "consultation d'addictologie"), _MEDECIN), ("addictions", "sante_psychique", "logement", "sante_physique"), ("consommation_moindre", "loyer_a_jour"), ("accompagnement_soin", "sato-picardie"), 0.16, (1964, 1998), _t("honos", "dette")),
        "corps": Theme(("troubles_psychiques", "sante_physique", "grande_precarite"), 3, (*_LIEN, "accompagnement_soin", "soin_infirmier", "demarche"), ("samu-social", "hopital-beauvais", "hopital-compiegne", "adars"),
            (_MEDECIN, ("soins-domicile", "pansements à domicile"), ("aide-domicile", "aide au ménage")), ("sante_physique", "logement", "autonomie", "sante_psychique"), ("medecin_trouve", "droits_ouverts"), ("accompagnement_soin", "medecins"), 0.34, (1961, 1985), _t("honos")),
        "droits": Theme(("troubles_psychiques", "rupture_droits", "sans_ressources"), 4, (*_LIEN, "ouverture_droits", "budget", "emploi"), ("spip", "siao-60", "departement-60", "ccas-creil", "ccas-beauvais", "pouvoir-agir-60"),
            (("mdph-60", "allocation aux adultes handicapés"), ("cpam-60", "complémentaire santé solidaire"), _MEDECIN), ("droits", "ressources", "logement", "sante_psychique"), ("droits_ouverts", "loyer_a_jour"), ("demarche", "departement-60"), 0.06, (1970, 2005), _t("honos", "dette")),
        "violences": Theme(("troubles_psychiques", "violences", "isolement"), 3, (*_LIEN, "crise", "entourage", "demarche"), ("diaconesses", "adars", "nouvelle-forge", "un-autre-regard"),
            (_PSY, _GEM, _MEDECIN), ("securite", "sante_psychique", "logement", "liens"), ("suivi_choisi", "lien_retabli"), ("demarche", "diaconesses"), 0.08, (1972, 2003), _t("honos")),
        "precaire": Theme(("grande_precarite", "sans_ressources", "isolement"), 0, (*_LIEN, "demarche", "ouverture_droits"), ("ccas-creil", "ccas-beauvais", "hopital-beauvais"),
            (("departement-60", "accompagnement social"),), ("logement", "ressources", "droits"), ("droits_ouverts",), ("demarche", "departement-60"), 0, (1970, 2000)),
        "rue": Theme(("troubles_psychiques", "errance", "isolement"), 5, (*_LIEN, "demarche", "activites", "ouverture_droits"), ("samu-social", "adars", "compagnons-du-marais", "siao-60"),
            (_GEM, _MEDECIN, ("ccas", "contact avec le service social")), ("logement", "sante_psychique", "liens", "autonomie"), ("lien_retabli", "droits_ouverts"), ("activites", "gem"), 0.12, (1961, 1995), _t("honos")),
    },
    scenarios=(
        # six lives told from one end to the other; four of those that end are told too
        Scenario("cles", 1, _JANVIER, fil="cles", theme="rue", commune=_BEAUVAIS, genre="homme", naissance=1978, foyer=("personne_seule", 1, 0), origine="samu-social"),
        Scenario("theiere", 1, _JANVIER, fil="theiere", theme="voix", commune=_COMPIEGNE, genre="femme", naissance=1993, foyer=("personne_seule", 1, 0), origine="ch-isarien"),
        Scenario("chien", 1, _JANVIER, fil="chien", theme="addiction", commune=_CREIL, genre="homme", naissance=1985, foyer=("personne_seule", 1, 0), origine="sato-picardie",
            faits=(Fait("plainte", 0.55, "resolue", 24, "chien_plainte"),)),
        Scenario("carnet", 1, _du(1, 20, 1, 26), fil="carnet", theme="hopital", commune=_CLERMONT, genre="femme", naissance=1974, foyer=("personne_seule", 1, 0), origine="ch-isarien",
            faits=(Fait("hospitalisation", 0.6, "retour_domicile", 9, "carnet_hopital", retour=True),)),
        Scenario("cariste", 1, _du(2, 9, 2, 13), fil="cariste", theme="droits", commune=_NOGENT, genre="homme", naissance=1998, foyer=("personne_seule", 1, 0), origine="spip"),
        Scenario("guitare", 1, _du(3, 2, 3, 6), fil="guitare", theme="violences", commune=_NOYON, genre="femme", naissance=1982, foyer=("personne_seule", 1, 0), origine="diaconesses"),
        # gone: ten, one of them back
        Scenario("bail_direct", 1, _du(1, 12, 1, 15), "close", 1.28, "relais_droit_commun", "maintenu", _t("bail_direct"), "droits", _NOYON, fil="quittance", bailleur="bailleur-social", genre="homme", naissance=1988,
            foyer=("personne_seule", 1, 0), resultats=("bail_direct", "loyer_a_jour", "suivi_choisi")),
        Scenario("deces", 1, _du(1, 26, 2, 3), "close", 0.72, "deces", "deces", theme="corps", commune=_BEAUVAIS, genre="homme", naissance=1962, faits=(Fait("hospitalisation", 0.86),)),
        Scenario("perdu_de_vue", 1, _du(2, 16, 2, 20), "close", 0.82, "perdu_de_vue", "perdu_de_vue", theme="rue", commune=_CREIL, genre="homme", naissance=1991,
            faits=(Fait("absence", 0.7, "", 0, "absence_disparu"),)),
        Scenario("hospitalise", 1, _du(2, 2, 2, 6), "close", 0.8, "hospitalisation_longue", "hospitalise", theme="hopital", commune=_COMPIEGNE, faits=(Fait("hospitalisation", 0.55),)),
        Scenario("heberge", 1, _JANVIER, "close", 0.55, "demenagement", "heberge", _t("reprise"), "voix", _COMPIEGNE, genre="femme", naissance=1990, foyer=("personne_seule", 1, 0), resultats=("lien_retabli",)),
        Scenario("etablissement", 1, _du(3, 9, 3, 13), "close", 0.92, "entree_etablissement", "etablissement", fil="jardin", theme="corps", commune=_CLERMONT, genre="femme", naissance=1961,
            foyer=("personne_seule", 1, 0)),
        Scenario("reloge", 1, _du(2, 9, 2, 13), "close", 1.28, "relogement", "reloge", theme="violences", commune=_NOYON, genre="femme", naissance=1986, foyer=("personne_seule", 1, 0),
            resultats=("suivi_choisi",)),
        Scenario("expulse", 1, _du(1, 22, 1, 28), "close", 1.15, "expulsion", "expulse", fil="portes", theme="addiction", commune=_BEAUVAIS, genre="homme", naissance=1979, foyer=("personne_seule", 1, 0)),
        Scenario("incarceration", 1, _du(4, 7, 4, 10), "close", 0.66, "incarceration", "inconnue", theme="droits", commune=_CREIL, genre="homme", naissance=1996, origine="spip"),
        Scenario("parti", 1, _du(5, 4, 5, 8), "close", 0.62, "refus", "inconnue", fil="train", theme="rue", commune=_NOGENT, genre="homme"),
        # followed on the last day: 41 more
        Scenario("hiver", 1, _du(1, 19, 1, 27), theme="voix", commune=_BEAUVAIS, genre="homme", traits=_t("logement_perdu")),
        Scenario("hiver", 1, _du(1, 22, 1, 30), theme="addiction", commune=_CREIL, vers=_NOGENT, genre="homme", traits=_t("demenagement"), origine="compagnons-du-marais", faits=(Fait("plainte", 0.45, "resolue", 20),)),
        Scenario("hiver", 1, _du(1, 21, 1, 30), theme="hopital", commune=_BEAUVAIS, genre="femme", faits=(Fait("hospitalisation", 0.5, "retour_domicile", 17, retour=True),)),
        Scenario("hiver", 1, _du(2, 2, 2, 10), theme="violences", commune=_COMPIEGNE, genre="femme", traits=_t("bail_direct"), bailleur="bailleur-social", foyer=("monoparental", 1, 1)),
        Scenario("hiver", 1, _du(2, 12, 2, 18), theme="rue", commune=_COMPIEGNE, vers=_NOYON, genre="homme", traits=_t("demenagement"), origine="adars"),
        Scenario("hiver", 1, _du(2, 5, 2, 11), theme="droits", commune=_CREIL),
        Scenario("hiver", 1, _du(2, 24, 3, 3), theme="voix", commune=_CREIL, genre="homme", traits=_t("bail_direct"), bailleur="bailleur-social"),
        Scenario("hiver", 1, _du(3, 2, 3, 10), theme="corps", commune=_BEAUVAIS, genre="homme", traits=_t("ajournement")),
        Scenario("hiver", 1, _du(3, 5, 3, 13), theme="rue", commune=_BEAUVAIS, genre="homme", traits=_t("logement_perdu"), vers=_CLERMONT),
        Scenario("printemps", 1, _du(3, 16, 3, 26), theme="voix", commune=_COMPIEGNE, genre="homme", faits=(Fait("hospitalisation", 0.55, "retour_domicile", 22, retour=True), Fait("danger", 0.52, "resolue", 2))),
        Scenario("printemps", 1, _du(3, 23, 4, 2), theme="addiction", commune=_BEAUVAIS, genre="femme", faits=(Fait("plainte", 0.6, "resolue", 30),)),
        Scenario("printemps", 1, _du(3, 30, 4, 9), theme="hopital", commune=_NOGENT, origine="hopital-beauvais", traits=_t("annulee")),
        Scenario("printemps", 1, _du(4, 7, 4, 16), theme="violences", commune=_CREIL, genre="femme", traits=_t("problematiques")),
        Scenario("printemps", 1, _du(4, 14, 4, 24), theme="rue", commune=_COMPIEGNE, genre="homme", traits=_t("logement_perdu_ouvert")),
        Scenario("printemps", 1, _du(4, 15, 4, 27), theme="voix", commune=_CREIL, genre="homme", traits=_t("attente")),
        Scenario("printemps", 1, _du(4, 24, 5, 5), theme="droits", commune=_BEAUVAIS, origine="pouvoir-agir-60"),
        Scenario("printemps", 1, _du(5, 6, 5, 15), theme="corps", commune=_COMPIEGNE, genre="homme", faits=(Fait("chute", 0.55, "resolue", 1),)),
        Scenario("printemps", 1, _du(5, 11, 5, 22), theme="addiction", commune=_NOYON, genre="homme", traits=_t("partage_retire")),
        Scenario("ete", 1, _du(5, 18, 5, 29), theme="voix", commune=_BEAUVAIS, origine="nouvelle-forge"),
        Scenario("ete", 1, _du(5, 26, 6, 5), theme="hopital", commune=_CREIL, genre="homme", traits=_t("hopital_ouvert")),
        Scenario("ete", 1, _du(6, 2, 6, 9), theme="rue", commune=_BEAUVAIS, genre="femme", origine="adars"),
        Scenario("ete", 1, _du(6, 8, 6, 19), theme="violences", commune=_BEAUVAIS, genre="femme", origine="un-autre-regard"),
        Scenario("ete", 1, _du(6, 15, 6, 26), theme="voix", commune=_CLERMONT, genre="homme", faits=(Fait("plainte", 0.85, "", 0),)),
        Scenario("ete", 1, _du(6, 22, 7, 3), theme="addiction", commune=_COMPIEGNE, genre="homme", traits=_t("logement_perdu_ouvert")),
        Scenario("ete", 1, _du(6, 22, 7, 1), theme="droits", commune=_CREIL, traits=_t("attente")),
        Scenario("ete", 1, _du(7, 6, 7, 13), theme="rue", commune=_BEAUVAIS, genre="homme"),
        Scenario("ete", 1, _du(7, 20, 7, 29), theme="corps", commune=_CREIL, genre="homme", origine="samu-social"),
        Scenario("ete", 1, _du(7, 27, 8, 5), theme="voix", commune=_COMPIEGNE, origine="empp"),
        Scenario("ete", 1, _du(8, 3, 8, 11), theme="hopital", commune=_NOYON, genre="femme"),
        Scenario("ete", 1, _du(7, 29, 8, 7), theme="addiction", commune=_CREIL, genre="homme", origine="compagnons-du-marais"),
        Scenario("rentree", 1, _du(8, 12, 8, 21), theme="voix", commune=_NOYON, genre="femme", origine="ch-isarien"),
        Scenario("rentree", 1, _du(8, 17, 8, 26), theme="rue", commune=_COMPIEGNE, genre="homme"),
        Scenario("rentree", 1, _du(8, 20, 8, 28), theme="droits", commune=_BEAUVAIS, genre="homme"),
        Scenario("rentree", 1, _du(8, 20, 8, 31), theme="violences", commune=_CLERMONT, genre="femme"),
        Scenario("rentree", 1, _du(8, 24, 9, 2), theme="addiction", commune=_CREIL, genre="homme", traits=_t("hopital_ouvert")),
        Scenario("rentree", 1, _du(8, 27, 9, 4), theme="hopital", commune=_NOGENT, genre="homme"),
        Scenario("automne", 1, _du(9, 1, 9, 8), theme="voix", commune=_BEAUVAIS, genre="homme", traits=_t("a_loger")),
        Scenario("automne", 1, _du(9, 3, 9, 11), theme="rue", commune=_CREIL, genre="femme", traits=_t("a_loger")),
        Scenario("automne", 1, _du(9, 7, 9, 15), theme="corps", commune=_COMPIEGNE, genre="homme"),
        Scenario("automne", 1, _du(9, 10, 9, 18), theme="droits", commune=_NOYON, genre="homme", origine="siao-60"),
        Scenario("automne", 1, _du(9, 14, 9, 22), theme="voix", commune=_BEAUVAIS, genre="femme", traits=_t("a_loger")),
        # on their way
        Scenario("cellule", 1, _du(9, 23, 9, 25), "cellule", theme="addiction", genre="homme"),
        Scenario("cellule", 1, _du(9, 24, 9, 28), "cellule", theme="voix", genre="homme"),
        Scenario("evaluation", 1, _du(10, 26, 10, 30), "evaluation", theme="rue", genre="homme"),
        Scenario("evaluation", 1, _du(11, 2, 11, 5), "evaluation", theme="violences", genre="femme"),
        Scenario("evaluation", 1, _du(11, 5, 11, 9), "evaluation", theme="hopital", genre="homme"),
        Scenario("liste_attente", 1, _du(10, 12, 10, 23), "signalee", theme="corps", traits=_t("attente"), origine="hopital-compiegne"),
        Scenario("liste_attente", 1, _du(10, 26, 11, 6), "signalee", theme="rue", traits=_t("attente"), genre="homme"),
        Scenario("liste_attente", 1, _du(11, 2, 11, 10), "signalee", theme="droits", traits=_t("attente"), genre="homme"),
        Scenario("recue", 1, _du(11, 18, 11, 19), "signalee", theme="voix", genre="femme", origine="nouvelle-forge"),
        # not retained
        Scenario("hors_criteres", 1, _du(2, 2, 3, 31), "non_retenue", motif="hors_criteres", theme="precaire", origine="ccas-creil"),
        Scenario("hors_criteres", 1, _du(4, 15, 7, 10), "non_retenue", motif="hors_criteres", theme="precaire", origine="sato-picardie"),
        Scenario("hors_criteres", 1, _du(9, 1, 10, 16), "non_retenue", motif="hors_criteres", theme="precaire", origine="hopital-beauvais"),
        Scenario("hors_territoire", 1, _du(3, 2, 5, 15), "non_retenue", motif="hors_territoire", theme="rue", origine="samu-social"),
        Scenario("hors_territoire", 1, _du(6, 15, 9, 18), "non_retenue", motif="hors_territoire", theme="hopital", origine="hopital-compiegne"),
        Scenario("droit_commun", 1, _du(5, 4, 8, 14), "non_retenue", motif="droit_commun", theme="droits", origine="departement-60"),
        Scenario("doublon", 1, _du(6, 1, 7, 3), "non_retenue", motif="doublon", theme="voix", traits=_t("doublon"), origine="siao-60"),
        Scenario("refus_personne", 1, _du(2, 9, 3, 20), "non_retenue", motif="sans_suite:refus_personne", theme="rue", genre="homme"),
        Scenario("refus_personne", 1, _du(6, 8, 8, 7), "non_retenue", motif="sans_suite:refus_personne", theme="voix"),
        Scenario("injoignable", 1, _du(3, 16, 4, 24), "non_retenue", motif="sans_suite:injoignable", theme="addiction", genre="homme"),
        Scenario("injoignable", 1, _du(7, 6, 7, 31), "non_retenue", motif="sans_suite:injoignable", theme="rue", genre="homme"),
        Scenario("parti_ailleurs", 1, _du(4, 27, 6, 5), "non_retenue", motif="sans_suite:demenagement", theme="violences", genre="femme"),
        Scenario("reorientation", 1, _du(5, 11, 6, 12), "non_retenue", motif="examen:reorientation", theme="corps", naissance=1961),
        Scenario("refus", 1, _du(7, 27, 8, 21), "non_retenue", motif="examen:refus", theme="precaire", genre="homme"),
    ),
)  # fmt: skip
