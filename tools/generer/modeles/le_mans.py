"""Le Mans, 2017: a resource centre of the local health contract. Landlords and co-ownerships refer, a monthly commission decides, and each
situation comes back at the next two (« feed-back »). No contract; a backlog at two public landlords.

The totals of its public sheet hold because scenarios are counted: 34 new situations examined in 2017, three referrals by co-ownerships. The seed is
one for which the twelve of 2016 pass before Christmas, and each commission has new ones; `tests/test_exemples.py` holds it.
Fourteen lives are threads (`fil`) with a theme of their own; three of them are those that the commission does not keep.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from tools.generer.modele import AutreReunion, Commune, Fait, Modele, Scenario, Seances, Theme
from tools.generer.modele import traits as _t

_LMH, _SARTHE, _MANCELLE, _PRIVE, _AGENCE = "le-mans-habitat", "sarthe-habitat", "mancelle", "bailleur-prive", "agence-centre"
_TILLEULS, _GARE, _SYNDIC = "copropriete-tilleuls", "copropriete-gare", "syndic"
_SALLE = "hôtel de ville, salle du premier étage"
_BAILLEURS = ("bailleur",) * 5
_COUPLE, _MERE, _MERE_3 = ("couple", 2, 0), ("monoparental", 1, 2), ("monoparental", 1, 3)
_REFUSEE = "non_retenue"


def _vie(le: tuple[int, int, int], theme: str, bailleur: str, genre: str, naissance: int, **other: Any) -> Scenario:
    """One life, referred on that day (or on the next one worked)."""
    origine = other.pop("origine", "bailleur")
    return Scenario(theme, 1, (date(*le),) * 2, theme=theme, bailleur=bailleur, genre=genre, naissance=naissance, origine=origine, **other)


def _attend(bailleur: str, le: tuple[int, int, int], theme: str, genre: str, naissance: int) -> Scenario:
    """One that its landlord referred, and that waits."""
    foyer = _MERE_3 if theme == "famille" else None
    return _vie(le, theme, bailleur, genre, naissance, jusque="signalee", foyer=foyer, traits=_t("attente"))


def _fil(nom: str, le: tuple[int, int, int], **other: Any) -> Scenario:
    """A life told as a thread, with the theme of its name."""
    return Scenario(nom, 1, (date(*le), date(*le)), theme=nom, fil=f"fil_{nom}", **other)


# --- what troubles people most; a thread's theme differs from its model by its texts, and by little else ------

_PSYCHIQUE = Theme(
    ("sante_mentale", "voisinage", "isolement"), 4, ("ecoute", "orientation_soin", "mediation_voisinage", "coordination", "suivi_reponse"), (*_BAILLEURS, "psy"),
    (("psy", "suivi au centre médico-psychologique"), ("samsah", "accompagnement médico-social")), ("sante_mentale", "voisinage", "isolement"),
    ("suivi_psychiatrique", "voisinage_apaise", "maintien"), ("accompagnement_soin", "psy"), 1.0, (1955, 1992), referent="coordination", constats={"plaintes": 0.7},
)  # fmt: skip
_IMPAYES = Theme(
    ("impayes", "expulsion", "rupture_droits"), 4, ("budget", "droits", "mediation_bailleur", "ecoute", "coordination"), (*_BAILLEURS, "departement"),
    (("departement", "fonds de solidarité pour le logement"), ("caf", "aide au logement"), ("ccapex", "prévention des expulsions")), ("loyer", "droits"),
    ("dette_traitee", "expulsion_evitee", "droits_ouverts"), ("accompagnement_demarche", "departement"), 0, (1952, 1989), _t("dette"), "travailleuse_sociale", constats={"procedure_expulsion": 0.5, "plaintes": 0.05},
)  # fmt: skip
_INCURIE = Theme(
    ("incurie", "encombrement", "nuisibles"), 4, ("aide_logement", "mediation_bailleur", "ecoute", "suivi_reponse"), (*_BAILLEURS, "ccas"),
    (("nettoyage", "désencombrement en plusieurs fois"), ("aide", "aide à domicile")), ("logement", "encombrement", "securite"),
    ("logement_remis", "aide_en_place", "maintien"), ("accompagnement_demarche", "ccas"), 0, (1946, 1972), _t("encombrement"), "coordination",
)  # fmt: skip
_VOISINAGE = Theme(
    ("voisinage", "difficultes_sociales", "sante_psychologique"), 3, ("mediation_voisinage", "mediation_bailleur", "ecoute", "suivi_reponse"), (*_BAILLEURS, "ccas"),
    (("departement", "accompagnement social"), ("psy", "premier rendez-vous")), ("voisinage", "isolement", "sante_mentale"),
    ("voisinage_apaise", "accompagnement_social", "maintien"), ("accompagnement_demarche", "departement"), 0, (1950, 1988), referent="coordination", constats={"plaintes": 1.0},
)  # fmt: skip
_FAMILLE = Theme(
    ("difficultes_educatives", "impayes", "difficultes_sociales"), 3, ("ecoute", "droits", "mediation_bailleur", "coordination"), (*_BAILLEURS, "departement"),
    (("educatif", "appui éducatif de quartier"), ("departement", "accompagnement de la famille"), ("caf", "aide au logement")), ("education", "loyer", "droits"),
    ("mesure_educative", "accompagnement_social", "dette_traitee"), ("accompagnement_demarche", "departement"), 0, (1974, 1991), _t("dette"), "travailleuse_sociale",
)  # fmt: skip
_AUTONOMIE = Theme(
    ("perte_autonomie", "isolement", "logement_degrade"), 3, ("droits", "aide_logement", "ecoute", "coordination"), (*_BAILLEURS, "ccas", "hopital"),
    (("aide", "aide à domicile"), ("departement", "allocation d'autonomie"), ("soins", "soins à domicile")), ("autonomie", "securite", "isolement"),
    ("aide_en_place", "soins_engages", "maintien"), ("accompagnement_soin", "medecin"), 0.7, (1931, 1949), referent="coordination", constats={"plaintes": 0.1},
)  # fmt: skip
_ADDICTION = Theme(
    ("addiction", "voisinage", "sante"), 3, ("ecoute", "orientation_soin", "accompagnement_soin", "mediation_bailleur", "suivi_reponse"), (*_BAILLEURS, "hopital"),
    (("addicto", "consultation d'addictologie"), ("medecin", "médecin traitant")), ("addictions", "sante_physique", "voisinage"),
    ("soins_engages", "voisinage_apaise", "maintien"), ("accompagnement_soin", "addicto"), 1.0, (1958, 1985), referent="coordination",
)  # fmt: skip
_ACCES = Theme(
    ("acces_refuse", "logement_degrade", "sante_psychologique"), 3, ("mediation_bailleur", "ecoute", "aide_logement", "suivi_reponse"), ("bailleur",),
    (("mobile", "visite de l'équipe mobile"), ("departement", "accompagnement social")), ("logement", "securite", "isolement"),
    ("maintien", "logement_remis", "accompagnement_social"), ("accompagnement_demarche", "ccas"), 0, (1948, 1978), referent="coordination", constats={"plaintes": 0.1},
)  # fmt: skip


def _propre(theme: Theme, *orientations: tuple[str, str], **other: Any) -> Theme:
    """The theme of one thread: its own texts and orientations, no care note, work mostly with who houses."""
    return replace(theme, **{"orientations": orientations, "origines": ("bailleur",), "soins": 0.0, **other})


LE_MANS = Modele(
    debut=date(2016, 8, 29), fin=date(2017, 12, 29), graine=161,
    referents=((2, "coordination"), (1, "travailleuse_sociale")), responsable="coordination", secretaire="secretariat",
    visites_par=((9, ("referent",)), (2, ("referent", "infirmier_psy")), (1, ("coordination", "travailleuse_sociale"))),
    demarches_par=((7, ("referent",)), (2, ("coordination",))), soignants=frozenset({"infirmier_psy"}),
    jours={
        "coordination": ((date(2016, 1, 1), (0, 1, 4), 5),), "travailleuse_sociale": ((date(2016, 1, 1), (1, 4), 4),), "infirmier_psy": ((date(2016, 1, 1), (1, 4), 3),),
    },
    conges=((12, 23, 12, 28), (8, 7, 8, 25)),
    communes={"72181": Commune(1, ("sablons", "sablons", "bellevue", "ronceray", "ronceray", "epine", "centre", "sud"), "ccas")}, ailleurs="72003",
    parcs=(
        (8, "social", "locataire", _LMH), (6, "social", "locataire", _SARTHE), (4, "social", "locataire", _MANCELLE), (1, "prive", "locataire", _PRIVE),
        (0, "copropriete", "proprietaire", _TILLEULS), (0, "copropriete", "locataire", _AGENCE), (0, "copropriete", "proprietaire", _SYNDIC),
    ),
    foyers=(),
    roles={
        "psy": "psychiatrie", "mobile": "empp", "hopital": "hopital", "addicto": "addictologie", "medecin": "medecins", "soins": "soins-domicile", "aide": "aide-domicile",
        "samsah": "samsah", "educatif": "prevention-specialisee", "mandataire": "mandataires", "asso": "association-logement", "hygiene": "hygiene", "adil": "adil-72",
        "caf": "caf-72", "cpam": "cpam-72", "ccapex": "ccapex", "police": "police", "nettoyage": "entreprise-nettoyage", "departement": "departement-72",
        "bailleur_public": _MANCELLE,
    },
    partage=(("ccas", "departement"), ("bailleur", "psy", "medecin")),
    conjointes=("bailleur", "bailleur", "departement", "psy", "ccas"), evaluateurs=("ccas", "departement", "departement", "psy"),
    actes={
        "contact": "premier_contact", "information": "accueil", "ecoute": "ecoute", "coordination": "coordination", "conjointe": "visite_conjointe", "retour": "suivi_reponse",
    },
    constats={
        "bail_en_cours": 0.85, "procedure_expulsion": 0.05, "plaintes": 0.4, "travailleur_social": 0.4, "medecin_traitant": 0.5, "suivi_psychiatrique": 0.1,
        "droits_ouverts": 0.7, "protection_juridique": 0.07, "aide_domicile": 0.1, "adhesion": 0.6,
    },
    passagers=frozenset({"procedure_expulsion", "plaintes"}),
    intervenants={
        "travailleur_social": ("departement", "assistante sociale de secteur"), "suivi_psychiatrique": ("psy", "suivi de secteur"),
        "protection_juridique": ("mandataire", "mesure de protection"), "aide_domicile": ("aide", "aide à domicile"),
    },
    lieux=((19, "domicile"), (1, "pas_de_porte")), premiers_lieux=("domicile", "domicile", "pas_de_porte"),
    moments=(60, 170), rythme=(17, 25, 32, 20), contacts=(46, 16, 18, 9, 6, 2, 2), contacts_fil=(70, 2, 20, 8, 0, 0, 0), essais=(0, 0, 1, 1, 2, 3), raconte=0.8, bilans=6, fil_avance=True, part_incidents=0.05,
    incidents=(("chute", "chute"), ("plainte", "plainte"), ("coupure_energie", "coupure_energie"), ("absence", "absence")),
    apparait="isolement", plainte="voisinage",
    seances=Seances(
        _SALLE, ("ccas", "departement-72", "psychiatrie", "empp", "association-logement"), heure="14:00", concernes=True, reexamen="reexamen", retours=2,
        dates=(
            date(2016, 10, 20), date(2016, 11, 17), date(2016, 12, 15), date(2017, 1, 19), date(2017, 2, 16), date(2017, 3, 16), date(2017, 4, 20), date(2017, 5, 18),
            date(2017, 6, 15), date(2017, 7, 6), date(2017, 9, 21), date(2017, 10, 19), date(2017, 11, 16), date(2017, 12, 14), date(2018, 1, 18),
        ),
    ),
    autres_reunions=(
        AutreReunion(date(2016, 12, 8), "copil", _SALLE, (
            ("Ce que l'année a montré", "Mettre autour d'une table trois bailleurs publics, le social et la psychiatrie prend du temps, et les dossiers n'ont pas attendu. Mais chacun voit désormais ce que l'autre voit, et les réponses tiennent mieux quand elles sont écrites à plusieurs mains."),
            ("Avis des membres", "Unanime : le public est le bon, et les agences téléphonent là où elles écrivaient. Elles agissent plus tôt, et pas seules."),
            ("Dossiers en retard", "Deux bailleurs ont une pile que le dispositif ne peut pas absorber. Ils demandent deux fois plus de places. Question portée aux financeurs."),
            ("Convention 2017", "L'action est reconduite un an. Trois financeurs, une seule feuille de route."),
        ), ("coordination", "travailleuse_sociale", "ccas", "ars", "ddcs", "le-mans-habitat", "sarthe-habitat", "mancelle", "psychiatrie", "departement-72")),
        AutreReunion(date(2017, 6, 22), "synthese", _SALLE, (
            ("L'attente, bailleur par bailleur", "Listes comparées, sans un nom. Ordre convenu : les plus anciens d'abord, sauf danger. Chaque bailleur appelle ses ménages en attente une fois par mois, et nous le dit."),
            ("Ce que l'on peut faire sans nous", "Une page de conseils pour tenir jusqu'à l'évaluation : téléphoner avant d'écrire, une seule voix, aucune affiche dans le hall."),
        ), ("coordination", "travailleuse_sociale", "le-mans-habitat", "sarthe-habitat", "mancelle", "ccas"), "09:30"),
        AutreReunion(date(2017, 12, 21), "copil", _SALLE, (
            ("Chiffres de l'année", "34 situations nouvelles passées en commission, en onze séances. Chiffres présentés sans aucune histoire reconnaissable."),
            ("Retour de séance en séance", "Chaque situation revient aux deux commissions suivantes. C'est ce que les membres citent en premier : on sait ce qu'est devenu ce que l'on a décidé."),
            ("Parc privé", "Trois saisines venues de copropriétés, les premières. Un guide d'une page est demandé pour les syndics."),
            ("Arriéré", "Douze situations attendent, presque toutes chez deux bailleurs, certaines depuis le printemps. La demande de doubler les capacités est renouvelée, pour la deuxième année."),
            ("Financement", "29 362 € pour l'année, à trois. Reconduction demandée, à la hauteur des besoins."),
        ), ("coordination", "travailleuse_sociale", "infirmier_psy", "ccas", "ars", "ddcs", "le-mans-habitat", "sarthe-habitat", "mancelle", "psychiatrie", "empp", "departement-72")),
    ),
    emprunte=frozenset({"resultats_suite", "abandons_suite", "abandon_engagement"}),
    themes={
        "psychique": _PSYCHIQUE, "impayes": _IMPAYES, "incurie": _INCURIE, "voisinage": _VOISINAGE, "famille": _FAMILLE, "autonomie": _AUTONOMIE, "addiction": _ADDICTION,
        "acces": _ACCES,
        "etablissement": _propre(_AUTONOMIE, ("aide", "aide à domicile"), ("departement", "allocation d'autonomie"), constats={"plaintes": 0.0, "suivi_psychiatrique": 0.0, "aide_domicile": 0.0}),
        "deces": _propre(_ADDICTION, ("addicto", "consultation d'addictologie"), constats={"medecin_traitant": 0.0, "plaintes": 0.0}),
        "expulse": _propre(_IMPAYES, ("ccapex", "prévention des expulsions"), constats={"procedure_expulsion": 1.0, "plaintes": 0.0}),
        "reloge": _propre(_FAMILLE, ("departement", "accompagnement de la famille"), problematiques=("difficultes_sociales", "voisinage", "difficultes_educatives"), grilles=frozenset()),
        "hospitalise": _propre(_PSYCHIQUE, ("psy", "reprise du suivi au centre médico-psychologique"), constats={"suivi_psychiatrique": 0.0}),
        "perdu_de_vue": _propre(_IMPAYES, ("cpam", "droits à l'assurance maladie"), problematiques=("impayes", "isolement", "rupture_droits"), constats={"droits_ouverts": 0.0, "aide_domicile": 0.0}),
        "heberge": _propre(_VOISINAGE, ("departement", "accompagnement social"), problematiques=("voisinage", "difficultes_economiques", "rupture_droits")),
        "inconnue": _propre(_IMPAYES, ("adil", "conseil juridique"), problematiques=("logement_degrade", "impayes", "difficultes_sociales")),
        "copro_tilleuls": _propre(_PSYCHIQUE, ("psy", "suivi au centre médico-psychologique"), problematiques=("troubles_copropriete", "sante_mentale", "impayes"), constats={"bail_en_cours": 0.0, "plaintes": 1.0, "suivi_psychiatrique": 0.0}, actes=("ecoute", "orientation_soin", "mediation_copropriete", "suivi_reponse")),
        "copro_gare": _propre(_INCURIE, ("hygiene", "visite en simple conseil"), resultats=("logement_remis", "voisinage_apaise"), problematiques=("troubles_copropriete", "encombrement", "logement_degrade"), constats={"plaintes": 1.0}, origines=(_GARE, "bailleur"), actes=("ecoute", "aide_logement", "mediation_copropriete", "suivi_reponse")),
        "copro_syndic": _propre(_AUTONOMIE, ("aide", "aide à domicile"), ("medecin", "avis médical"), problematiques=("troubles_copropriete", "perte_autonomie", "impayes"), constats={"bail_en_cours": 0.0, "protection_juridique": 0.0, "aide_domicile": 0.0}, actes=("ecoute", "droits", "mediation_copropriete", "budget")),
        "deja_suivi": _propre(_PSYCHIQUE, ("samsah", "accompagnement médico-social"), constats={"suivi_psychiatrique": 1.0, "protection_juridique": 1.0, "travailleur_social": 1.0}),
        "enfance": _propre(_FAMILLE, ("departement", "accompagnement de la famille"), grilles=frozenset()),
        "simple_conflit": _propre(_VOISINAGE, ("departement", "accompagnement social"), constats={"plaintes": 1.0, "travailleur_social": 0.0}),
    },
    scenarios=(
        # examined in the last months of 2016: 12
        _fil("etablissement", (2016, 8, 29), jusque="close", periodes=1.5, motif="entree_etablissement", issue="etablissement", bailleur=_MANCELLE, origine="bailleur", quartier="centre", genre="femme", naissance=1933, resultats=("logement_adapte",)),
        _vie((2016, 8, 31), "psychique", _LMH, "homme", 1963, traits=_t("hopital")),
        _vie((2016, 9, 2), "impayes", _LMH, "femme", 1971, jusque="close", periodes=1.5, motif="objectifs_atteints", issue="maintenu", traits=_t("expulsion_suspendue")),
        _fil("deces", (2016, 9, 6), jusque="close", periodes=1.2, motif="deces", issue="deces", bailleur=_SARTHE, quartier="epine", genre="homme", naissance=1957, faits=(Fait("hospitalisation", 0.9, texte="fait_hopital_deces"),)),
        _vie((2016, 9, 8), "incurie", _SARTHE, "homme", 1950, origine="ccas", traits=_t("note")),
        _fil("expulse", (2016, 9, 16), jusque="close", periodes=1.15, motif="expulsion", issue="expulse", bailleur=_LMH, quartier="sablons", genre="homme", naissance=1974),
        _fil("reloge", (2016, 9, 19), jusque="close", periodes=1.45, motif="relogement", issue="reloge", bailleur=_LMH, quartier="ronceray", genre="femme", naissance=1985, foyer=_MERE_3, resultats=("logement_adapte", "voisinage_apaise")),
        _fil("hospitalise", (2016, 9, 22), jusque="close", periodes=1.3, motif="hospitalisation_longue", issue="hospitalise", bailleur=_MANCELLE, quartier="bellevue", genre="femme", naissance=1979, faits=(Fait("hospitalisation", 0.88, texte="fait_hopital_hospitalise"),)),
        _vie((2016, 9, 26), "acces", _SARTHE, "homme", 1961),
        _fil("perdu_de_vue", (2016, 9, 28), jusque="close", periodes=1.1, motif="perdu_de_vue", issue="perdu_de_vue", bailleur=_LMH, quartier="sablons", genre="homme", naissance=1988, faits=(Fait("absence", 0.7, texte="fait_absence"),)),
        _vie((2016, 9, 30), "voisinage", _LMH, "femme", 1966, jusque="close", periodes=1.2, motif="relais_droit_commun", issue="maintenu"),
        _vie((2016, 10, 4), "autonomie", _MANCELLE, "homme", 1938, origine="ccas"),
        # new in commission in 2017, and kept: 31
        _vie((2016, 12, 1), "psychique", _SARTHE, "femme", 1981, origine="psy", traits=_t("sans_accord")),
        _vie((2016, 12, 2), "impayes", _SARTHE, "homme", 1964, jusque="close", periodes=1.0, motif="objectifs_atteints", issue="maintenu"),
        _vie((2016, 12, 6), "addiction", _LMH, "homme", 1969, origine="hopital", traits=_t("signalement")),
        _fil("copro_tilleuls", (2017, 1, 10), bailleur=_TILLEULS, quartier="centre", origine=_TILLEULS, genre="femme", naissance=1961),
        _fil("heberge", (2017, 1, 12), jusque="close", periodes=0.95, motif="demenagement", issue="heberge", bailleur=_SARTHE, quartier="ronceray", genre="femme", naissance=1996, resultats=("droits_ouverts",)),
        _vie((2017, 1, 17), "incurie", _LMH, "femme", 1952, traits=_t("ajournement")),
        _vie((2017, 1, 24), "voisinage", _MANCELLE, "homme", 1979, jusque="close", periodes=0.95, motif="objectifs_atteints", issue="maintenu"),
        _fil("inconnue", (2017, 2, 2), jusque="close", periodes=0.8, motif="demenagement", issue="inconnue", bailleur=_PRIVE, origine="bailleur", genre="homme", naissance=1969, faits=(Fait("absence", 0.7, texte="fait_absence_inconnue"),)),
        _vie((2017, 2, 16), "autonomie", _SARTHE, "homme", 1941, origine="hopital", traits=_t("foyer")),
        _vie((2017, 2, 21), "incurie", _SARTHE, "femme", 1954, origine="ccas", jusque="relais"),
        _vie((2017, 2, 23), "impayes", _LMH, "femme", 1983, traits=_t("expulsion_abandonnee")),
        _vie((2017, 2, 28), "addiction", _SARTHE, "femme", 1972, traits=_t("attente")),
        _vie((2017, 3, 7), "voisinage", _LMH, "femme", 1977, traits=_t("attente", "annulee")),
        _vie((2017, 3, 14), "famille", _SARTHE, "femme", 1982, origine="departement", foyer=_MERE_3),
        _fil("copro_gare", (2017, 3, 21), bailleur=_AGENCE, quartier="centre", origine=_GARE, genre="homme", naissance=1966),
        _vie((2017, 3, 28), "psychique", _MANCELLE, "femme", 1970, origine="psy", traits=_t("hopital")),
        _vie((2017, 4, 4), "impayes", _LMH, "homme", 1965, origine="departement", jusque="relais"),
        _vie((2017, 4, 11), "incurie", _LMH, "homme", 1959, traits=_t("attente")),
        _vie((2017, 4, 25), "autonomie", _LMH, "femme", 1936, traits=_t("annulee")),
        _vie((2017, 5, 9), "acces", _MANCELLE, "homme", 1951, traits=_t("engagement_sans_date")),
        _vie((2017, 5, 30), "voisinage", _SARTHE, "homme", 1967, traits=_t("ajournement")),
        _vie((2017, 6, 13), "impayes", _MANCELLE, "femme", 1976, traits=_t("expulsion_ouverte")),
        _vie((2017, 6, 27), "addiction", _LMH, "homme", 1980, origine="hopital"),
        _vie((2017, 7, 4), "psychique", _LMH, "homme", 1985, traits=_t("hopital_ouvert")),
        _fil("copro_syndic", (2017, 8, 30), bailleur=_SYNDIC, quartier="sud", origine=_SYNDIC, genre="homme", naissance=1943, foyer=_COUPLE),
        _vie((2017, 9, 5), "autonomie", _MANCELLE, "femme", 1931, origine="ccas"),
        _vie((2017, 9, 12), "famille", _LMH, "femme", 1987, foyer=_MERE_3),
        _vie((2017, 9, 19), "incurie", _MANCELLE, "femme", 1968),
        _vie((2017, 9, 21), "acces", _LMH, "femme", 1956, traits=_t("autre_saisine")),
        _vie((2017, 9, 26), "famille", _SARTHE, "femme", 1984, foyer=_MERE_3),
        _vie((2017, 10, 2), "psychique", _LMH, "femme", 1958, traits=_t("danger")),
        # new in commission in 2017, and not kept: 3
        _fil("deja_suivi", (2017, 3, 2), jusque=_REFUSEE, motif="examen:reorientation", bailleur=_LMH, genre="homme", naissance=1975),
        _fil("enfance", (2017, 5, 16), jusque=_REFUSEE, motif="examen:reorientation", bailleur=_SARTHE, genre="femme", naissance=1990, foyer=_MERE),
        _fil("simple_conflit", (2017, 8, 31), jusque=_REFUSEE, motif="examen:refus", bailleur=_MANCELLE, genre="homme", naissance=1970),
        # on their way to the commission of January, or not looked at yet
        _vie((2017, 10, 31), "psychique", _SARTHE, "femme", 1955, jusque="cellule"),
        _vie((2017, 11, 2), "impayes", _LMH, "femme", 1974, jusque="cellule"),
        _vie((2017, 11, 3), "addiction", _MANCELLE, "homme", 1978, jusque="cellule"),
        _vie((2017, 11, 28), "acces", _LMH, "homme", 1958, jusque="evaluation"),
        _vie((2017, 12, 5), "voisinage", _PRIVE, "femme", 1953, jusque="evaluation", origine="ccas"),
        _vie((2017, 12, 20), "psychique", _MANCELLE, "homme", 1971, jusque="signalee"),
        _vie((2017, 12, 28), "incurie", _LMH, "homme", 1962, jusque="signalee"),  # looks like one of the backlog
        # the backlog, landlord by landlord
        *(_attend(_LMH, *row) for row in (
            ((2017, 3, 20), "incurie", "homme", 1949), ((2017, 4, 27), "voisinage", "homme", 1973), ((2017, 6, 1), "acces", "femme", 1967), ((2017, 6, 20), "impayes", "femme", 1960),
            ((2017, 8, 30), "psychique", "homme", 1990), ((2017, 10, 3), "incurie", "homme", 1962), ((2017, 11, 14), "famille", "femme", 1983),
        )),
        *(_attend(_SARTHE, *row) for row in (
            ((2017, 5, 11), "acces", "homme", 1963), ((2017, 6, 29), "psychique", "femme", 1957), ((2017, 9, 7), "impayes", "femme", 1978), ((2017, 10, 17), "autonomie", "homme", 1940),
        )),
        _attend(_MANCELLE, (2017, 10, 26), "voisinage", "femme", 1986),
        # not retained without a commission
        _vie((2017, 3, 9), "autonomie", "", "homme", 1935, jusque=_REFUSEE, motif="hors_territoire", origine="hopital"),
        _vie((2017, 5, 23), "voisinage", _PRIVE, "femme", 1973, jusque=_REFUSEE, motif="hors_criteres"),
        _vie((2017, 2, 9), "autonomie", _LMH, "femme", 1934, jusque=_REFUSEE, motif="droit_commun"),
        _vie((2017, 10, 5), "impayes", _SARTHE, "femme", 1975, jusque=_REFUSEE, motif="droit_commun"),
        _vie((2017, 4, 6), "impayes", _LMH, "homme", 1965, jusque=_REFUSEE, motif="doublon", traits=_t("doublon")),
        _vie((2017, 7, 11), "acces", _SARTHE, "femme", 1977, jusque=_REFUSEE, motif="erreur"),
        _vie((2017, 1, 31), "acces", _LMH, "homme", 1978, jusque=_REFUSEE, motif="sans_suite:injoignable"),
        _vie((2017, 6, 6), "psychique", _MANCELLE, "femme", 1962, jusque=_REFUSEE, motif="sans_suite:refus_personne"),
        _vie((2017, 9, 14), "famille", _LMH, "femme", 1991, jusque=_REFUSEE, motif="sans_suite:demenagement", foyer=_MERE),
    ),
)  # fmt: skip
