"""Calais and Arras, ADIS: a consulting vehicle in the districts, and a mobile team of three trades at home, by six-month contracts.

The service began in 2016. The register shows its last two years, 6 January 2025 to 20 November 2026: what was opened before ended in the paper files
(the first committee says so). The vehicle stops in Calais only, at the foot of the buildings or at a partner's, each Thursday; the accompaniment at home
exists in both territories. Who pays follows from commune, district, landlord and funds: nearly all lives fix them, a few leave one unknown.
Fourteen lives are threads (`fil`), invented.
"""

from datetime import date

from tools.generer.modele import AutreReunion, Caisse, Commune, Fait, Halte, Modele, Scenario, Seances, Theme, Tournee
from tools.generer.modele import traits as _t

_CALAIS, _MARCK, _COULOGNE, _SANGATTE = "62193", "62548", "62244", "62774"
_ARRAS, _ACHICOURT, _SAINT_LAURENT, _DAINVILLE = "62041", "62004", "62753", "62263"
_BEAURAINS, _SAINT_NICOLAS, _SAINTE_CATHERINE = "62099", "62764", "62744"
_HDF, _NORD, _AUTRE, _PRIVE = "habitat-hdf", "habitat-nord", "autre-bailleur", "bailleur-prive"
_PSY, _INF, _EDUC = "psychologue", "infirmier", "educateur"
_DEBUT = date(2016, 1, 1)
_LA = {"hopital": "hopital-arras", "ville": "cu-arras"}
_SEUL = ("personne_seule", 1, 0)


def _la(poids: int, quartiers: tuple[str, ...] = (), ccas: str = "departement") -> Commune:
    """A commune of the Communauté urbaine d'Arras: its hospital is that of Arras."""
    return Commune(poids, quartiers, ccas, roles=_LA)


CALAIS = Modele(
    debut=date(2025, 1, 6), fin=date(2026, 11, 20), graine=62,
    referents=((4, _EDUC), (4, _INF), (3, _PSY)), responsable="coordination", secretaire=_EDUC,
    visites_par=((7, ("referent",)), (2, ("referent", _EDUC)), (2, ("referent", _INF)), (1, ("referent", _PSY)), (1, (_INF,)), (1, (_EDUC,)), (1, (_PSY,))),
    contrats_par=((2, ("referent",)), (2, ("referent", _EDUC)), (2, ("referent", _INF)), (2, ("referent", _PSY))),
    metiers={
        _INF: ("depistage", "entretien_infirmier", "prevention"), _PSY: ("entretien_psychologique",),
        _EDUC: ("entretien_educatif", "bilan_droits", "budget", "aide_numerique", "ouverture_droits", "mediation_bailleur", "organisation_logement"),
    },
    soignants=frozenset({_INF}),
    jours={
        _EDUC: ((_DEBUT, (0, 1, 2, 3, 4), 5),), _INF: ((_DEBUT, (0, 1, 2, 3, 4), 5),), _PSY: ((_DEBUT, (1, 3, 4), 4),), "coordination": ((_DEBUT, (1,), 3),),
    },
    conges=((12, 23, 12, 31), (1, 1, 1, 2), (8, 3, 8, 21)),
    communes={
        _CALAIS: Commune(8, ("beau-marais", "fort-nieulay", "matisse", "calais-nord", "saint-pierre"), "ccas-calais"), _MARCK: Commune(1, (), "departement"),
        _COULOGNE: Commune(1, (), "departement"), _SANGATTE: Commune(1, (), "departement"), _ARRAS: _la(4, ("arras-ouest", "arras-centre"), "ccas-arras"),
        _ACHICOURT: _la(1), _SAINT_LAURENT: Commune(1, (), "departement", roles={**_LA, "cpam": "msa"}),  # whose one life belongs to the MSA
        _DAINVILLE: _la(1), _BEAURAINS: _la(1), _SAINT_NICOLAS: _la(1), _SAINTE_CATHERINE: _la(1),
    },
    ailleurs="62160",
    parcs=(
        (0, "social", "locataire", _HDF), (0, "social", "locataire", _NORD), (0, "social", "locataire", _AUTRE), (0, "prive", "locataire", _PRIVE),
        (3, "social", "locataire", ""), (1, "prive", "proprietaire", ""), (1, "tiers", "heberge", ""),
    ),
    foyers=(),
    caisses=(Caisse("cpam", 0.93, groupe="maladie"), Caisse("msa", 0.6, groupe="maladie"), Caisse("carsat", 0.95, (64, 120))),
    roles={
        "hopital": "hopital-calais", "psy": "cmp", "addicto": "csapa", "medecin": "medecins", "dentiste": "dentistes", "soins": "soins-domicile", "aide": "aide-domicile",
        "mandataire": "mandataires", "caf": "caf-62", "cpam": "cpam", "carsat": "carsat", "mdph": "mdph-62", "departement": "departement-62", "social": "centre-social",
        "jour": "accueil-jour", "colis": "aide-alimentaire", "menage": "entreprise-nettoyage", "ville": "politique-ville", "bailleur_public": _HDF,
    },
    partage=(("ccas", "medecin"), ("bailleur", "psy", "cpam")), conjointes=("ccas", "departement", "departement", "bailleur"), evaluateurs=("departement", "ccas", "medecin"),
    actes={
        "contact": "premier_contact", "ecoute": "ecoute", "coordination": "coordination", "soin": "entretien_infirmier",
        "conjointe": "coordination", "retour": "orientation_soin", "vehicule": "accueil_vehicule",
    },
    constats={
        "droits_ouverts": 0.5, "complementaire": 0.35, "medecin_traitant": 0.45, "dentiste": 0.1, "renoncement": 0.6, "maladie_chronique": 0.15, "ald": 0.03,
        "protection_juridique": 0.04, "aide_domicile": 0.08, "accompagnement_social": 0.4, "acces_numerique": 0.25,
    },
    passagers=frozenset({"renoncement"}),
    intervenants={
        "medecin_traitant": ("medecin", "médecin traitant"), "aide_domicile": ("aide", "aide à domicile"), "protection_juridique": ("mandataire", "mesure de protection"),
        "accompagnement_social": ("departement", "assistante sociale de secteur"),
    },
    lieux=((11, "domicile"), (3, "vehicule"), (1, "pas_de_porte"), (1, "exterieur")), premiers_lieux=("domicile", "domicile", "pas_de_porte"),
    essais=(0, 0, 0, 1, 1, 1, 2, 2, 3), raconte=0.6, moments=(75, 260), rythme=(8, 13, 15, 15), contacts=(48, 18, 13, 9, 7, 3, 1),
    acquis={"droits_ouverts": "droits_ouverts", "complementaire": "complementaire", "medecin_trouve": "medecin_traitant", "aide_en_place": "aide_domicile", "autonomie_demarches": "acces_numerique"},
    apparait="isolement", plainte="voisinage",
    seances=Seances("bureau de l'équipe", (), heure="13:30", rang=3, suites=((45, 90), (130, 210)), renouvellements=0.45),
    autres_reunions=(
        AutreReunion(date(2025, 1, 14), "copil", "salle du CCAS de Calais", (
            ("Ce que le registre montre", "Le service travaille depuis 2016. Le registre commence le 6 janvier 2025 : les accompagnements ouverts avant se terminent dans les dossiers papier, qui sont archivés à leur sortie."),
            ("Les jours du véhicule", "Chaque jeudi après-midi, à Calais : trois quartiers, et trois partenaires qui ouvrent leur cour. L'affiche de l'année est prête."),
        ), ("coordination", "educateur", "politique-ville", "ccas-calais", "habitat-hdf", "habitat-nord", "cpam", "carsat")),
        AutreReunion(date(2025, 6, 10), "synthese", "bureau partagé d'Arras", (
            ("Travailler à deux villes", "Même équipe, mêmes trois métiers, deux hôpitaux et deux services sociaux. Une fiche par territoire dit qui l'on appelle, et pour quoi."),
            ("Quand une personne déménage d'un territoire à l'autre", "Le contrat la suit. Le financeur peut changer ; ce n'est pas à elle de le savoir."),
        ), ("psychologue", "infirmier", "educateur", "ccas-arras", "departement-62", "cu-arras")),
        AutreReunion(date(2025, 12, 9), "copil", "siège d'un bailleur", (
            ("Première année de chiffres", "Les personnes rencontrées au véhicule sont comptées sans dossier ; les accompagnements, par contrat. On n'additionne pas les deux."),
            ("Qui finance quoi", "Une situation peut relever de plusieurs financeurs à la fois. Chacun reçoit son nombre, et le total n'est pas la somme."),
        ), ("coordination", "psychologue", "politique-ville", "habitat-hdf", "habitat-nord", "cpam", "carsat", "cu-arras")),
        AutreReunion(date(2026, 6, 9), "copil", "hôtel communautaire d'Arras", (
            ("Renouvellements", "Un contrat sur trois est renouvelé deux fois. Ce n'est pas un échec : les premiers mois servent à ouvrir la porte."),
            ("Le véhicule à Arras ?", "La question revient. Rien n'est décidé : il faudrait un jour de plus et quelqu'un pour le tenir."),
        ), ("coordination", "infirmier", "politique-ville", "cu-arras", "ccas-arras", "habitat-nord", "cpam")),
    ),
    tournee=Tournee(
        date(2025, 1, 9), 7,
        (
            Halte(_CALAIS, "beau-marais", "au pied des immeubles, près de l'école", texte="tournee_quartier"), Halte(_CALAIS, "", "cour de la distribution alimentaire", ("aide-alimentaire",), texte="tournee_colis"),
            Halte(_CALAIS, "fort-nieulay", "devant le centre social", ("centre-social",), texte="tournee_quartier"), Halte(_CALAIS, "", "accueil de jour", ("accueil-jour",), (_PSY, _EDUC), "tournee_jour"),
            Halte(_CALAIS, "matisse", "place des commerces", texte="tournee_quartier"), Halte(_CALAIS, "", "cour du CCAS", ("ccas-calais",), texte="tournee_ccas"),
        ),
        (_INF, _EDUC), (5, 15), {"accueil_vehicule": (99, 99), "premier_contact": (2, 6), "ecoute": (2, 6), "depistage": (1, 6), "bilan_droits": (0, 4), "prevention": (0, 5), "orientation_soin": (0, 3), "entretien_psychologique": (1, 3)},
        heures=("14:00", "15:15", "16:30"),
    ),
    emprunte=frozenset({"pseudonymes"}),
    themes={
        "droits": Theme(("non_recours_droits", "difficultes_financieres", "fracture_numerique"), 4, ("bilan_droits", "ouverture_droits", "aide_numerique", "budget", "entretien_educatif", "ecoute"), ("ccas", "departement", "social", "ville"),
            (("cpam", "complémentaire santé solidaire"), ("caf", "aide au logement"), ("social", "permanence numérique")), ("acces_droits", "ressources", "acces_soins"), ("droits_ouverts", "complementaire", "autonomie_demarches"), ("demarche", "cpam"), 0.04, (1962, 1995), referent=_EDUC, constats={"droits_ouverts": 0.15, "complementaire": 0.05, "acces_numerique": 0.05}),
        "recours": Theme(("non_recours_soins", "difficulte_medicale", "vulnerabilite_sociale"), 4, ("entretien_infirmier", "orientation_soin", "prevention", "depistage", "ecoute"), ("hopital", "ccas", "jour", "colis"),
            (("medecin", "médecin traitant"), ("dentiste", "soins dentaires"), ("hopital", "permanence d'accès aux soins")), ("acces_soins", "sante_physique", "estime"), ("medecin_trouve", "soin_realise", "complementaire"), ("accompagnement_soin", "dentiste"), 0.3, (1966, 1998), referent=_INF, constats={"medecin_traitant": 0.1, "renoncement": 1}),
        "chronique": Theme(("maladie_chronique", "non_recours_soins", "isolement"), 4, ("entretien_infirmier", "prevention", "orientation_soin", "depistage", "ecoute"), ("hopital", "medecin", "soins", "ccas"),
            (("medecin", "médecin traitant"), ("soins", "soins infirmiers à domicile"), ("cpam", "prise en charge à 100 %")), ("maladie_chronique", "sante_physique", "isolement"), ("suivi_chronique", "soin_realise", "soins_en_place"), ("accompagnement_soin", "hopital"), 0.4, (1948, 1972), referent=_INF, constats={"maladie_chronique": 1, "renoncement": 0.8, "ald": 0.3}),
        "psy": Theme(("souffrance_psychique", "isolement", "non_recours_soins"), 4, ("entretien_psychologique", "ecoute", "lien_social", "orientation_soin"), ("bailleur", "hopital", "departement", "proche"),
            (("psy", "suivi au centre médico-psychologique"), ("medecin", "médecin traitant"), ("social", "atelier du mardi")), ("sante_psychique", "estime", "isolement"), ("suivi_psychologique", "lien_retabli"), ("accompagnement_soin", "psy"), 0.05, (1964, 1998), referent=_PSY),
        "famille": Theme(("contexte_familial", "vulnerabilite_sociale", "souffrance_psychique"), 3, ("entretien_psychologique", "ecoute", "lien_social", "bilan_droits"), ("departement", "social", "ville"),
            (("departement", "soutien à la parentalité"), ("medecin", "médecin traitant"), ("caf", "prestations familiales")), ("entourage", "ressources", "sante_psychique"), ("suivi_psychologique", "droits_ouverts", "lien_retabli"), ("demarche", "departement"), 0.06, (1978, 2000), referent=_PSY),
        "loyer": Theme(("impayes", "maintien_menace", "expulsion"), 4, ("budget", "mediation_bailleur", "ouverture_droits", "entretien_educatif", "ecoute"), ("bailleur", "bailleur", "departement", "ccas"),
            (("departement", "fonds de solidarité logement"), ("caf", "aide au logement"), ("medecin", "médecin traitant")), ("maintien", "ressources", "acces_droits"), ("dette_traitee", "expulsion_evitee", "droits_ouverts"), ("demarche", "departement"), 0.03, (1960, 1994), _t("dette"), referent=_EDUC),
        "logis": Theme(("incurie", "maintien_menace", "logement_degrade"), 3, ("organisation_logement", "mediation_bailleur", "entretien_educatif", "lien_social", "ecoute"), ("bailleur", "bailleur", "voisin", "ccas"),
            (("menage", "désencombrement en plusieurs fois"), ("aide", "aide à domicile"), ("medecin", "médecin traitant")), ("entretien_logement", "securite", "maintien"), ("logement_assaini", "aide_en_place"), ("demarche", "bailleur"), 0.06, (1948, 1972), referent=_EDUC),
        "addiction": Theme(("addiction", "isolement", "maintien_menace"), 3, ("entretien_infirmier", "prevention", "orientation_soin", "lien_social", "ecoute"), ("hopital", "bailleur", "jour", "departement"),
            (("addicto", "consultation d'addictologie"), ("medecin", "médecin traitant")), ("addictions", "sante_physique", "isolement"), ("soin_realise", "suivi_psychologique", "expulsion_evitee"), ("accompagnement_soin", "addicto"), 0.25, (1962, 1988), referent=_INF),
        "age": Theme(("perte_autonomie", "isolement", "difficulte_medicale"), 3, ("entretien_infirmier", "prevention", "lien_social", "depistage", "ecoute"), ("ccas", "medecin", "proche", "carsat"),
            (("aide", "aide à domicile"), ("departement", "allocation d'autonomie"), ("soins", "soins infirmiers à domicile")), ("securite", "sante_physique", "isolement"), ("aide_en_place", "soins_en_place", "lien_retabli"), ("accompagnement_soin", "medecin"), 0.3, (1936, 1950), referent=_INF, constats={"medecin_traitant": 0.8, "droits_ouverts": 0.9}),
    },
    scenarios=(
        # followed on the last day, Calais: threads
        Scenario("sacoche", 1, (22.3, 21.9), theme="droits", commune=_CALAIS, quartier="beau-marais", bailleur=_HDF, genre="homme", naissance=1968, caisses=("cpam",), traits=_t("vehicule"), fil="sacoche",
            resultats=("droits_ouverts", "complementaire", "medecin_trouve"), constats={"droits_ouverts": 0, "complementaire": 0, "medecin_traitant": 0, "acces_numerique": 0}),
        Scenario("glycemie", 1, (21.6, 21.2), theme="chronique", commune=_CALAIS, quartier="fort-nieulay", bailleur=_NORD, genre="femme", naissance=1957, caisses=("cpam", "carsat"), traits=_t("retard_une_fois"), fil="glycemie",
            resultats=("suivi_chronique", "soin_realise", "lien_retabli")),
        Scenario("volets", 1, (17.2, 16.6), theme="psy", commune=_CALAIS, quartier="matisse", bailleur=_HDF, genre="femme", naissance=1989, caisses=("cpam",), fil="volets", origine="bailleur", resultats=("suivi_psychologique",)),
        Scenario("audience", 1, (18.4, 17.8), theme="loyer", commune=_CALAIS, quartier="saint-pierre", bailleur=_NORD, genre="homme", naissance=1979, caisses=("cpam",), faits=(Fait("procedure_expulsion", 0.22, "suspendue", 0, "audience_procedure"),), fil="audience", origine="bailleur",
            resultats=("dette_traitee", "droits_ouverts")),
        Scenario("dents", 1, (13.2, 12.6), theme="recours", commune=_CALAIS, quartier="fort-nieulay", bailleur=_HDF, genre="homme", naissance=1984, caisses=("cpam",), traits=_t("vehicule"), fil="dents",
            resultats=("complementaire", "soin_realise"), constats={"droits_ouverts": 1, "complementaire": 0, "dentiste": 0}),
        Scenario("mercredi", 1, (15.2, 14.6), theme="famille", commune=_CALAIS, quartier="matisse", bailleur=_HDF, genre="femme", naissance=1991, foyer=("monoparental", 1, 2), caisses=("cpam",), fil="mercredi", origine="departement",
            resultats=("droits_ouverts", "lien_retabli")),
        Scenario("cartons", 1, (19.0, 18.6), theme="logis", commune=_CALAIS, quartier="calais-nord", bailleur=_HDF, genre="homme", naissance=1959, caisses=("cpam", "carsat"), traits=_t("a_renouveler"), fil="cartons", origine="bailleur",
            resultats=("logement_assaini", "lien_retabli")),
        Scenario("verre", 1, (19.6, 18.8), theme="addiction", commune=_CALAIS, quartier="beau-marais", bailleur=_NORD, genre="homme", naissance=1973, caisses=("cpam",), faits=(Fait("hospitalisation", 0.3, "retour_domicile", 24, "verre_cure"),), fil="verre", origine="hopital",
            resultats=("soin_realise",)),
        # followed on the last day, Arras: threads
        Scenario("bus", 1, (22.2, 21.8), theme="psy", commune=_ARRAS, quartier="arras-ouest", bailleur=_NORD, genre="homme", naissance=1976, caisses=("cpam",), fil="bus", origine="departement", resultats=("suivi_psychologique", "lien_retabli")),
        Scenario("marche", 1, (18.9, 18.0), theme="age", commune=_ACHICOURT, bailleur=_AUTRE, genre="femme", naissance=1942, caisses=("cpam", "carsat"), fil="marche", origine="proche", resultats=("aide_en_place", "soins_en_place"), constats={"aide_domicile": 0}),
        Scenario("serres", 1, (12.9, 12.3), theme="droits", commune=_SAINT_LAURENT, bailleur=_PRIVE, genre="homme", naissance=1963, caisses=("msa",), fil="serres", origine="departement", resultats=("droits_ouverts", "complementaire"), constats={"droits_ouverts": 0, "complementaire": 0}),
        # followed on the last day, Calais
        Scenario("couple", 1, (16.1, 16.0), theme="age", commune=_COULOGNE, bailleur=_HDF, genre="femme", naissance=1946, caisses=("cpam", "carsat"), origine="medecin", traits=_t("couple")),
        Scenario("couple", 1, (16.1, 16.0), theme="age", commune=_COULOGNE, bailleur=_HDF, naissance=1943, caisses=("cpam", "carsat"), origine="medecin", traits=_t("couple")),
        Scenario("recours", 1, (9.2, 8.6), theme="recours", commune=_CALAIS),
        Scenario("interruption", 1, (16.0, 15.2), theme="addiction", commune=_CALAIS, quartier="matisse", bailleur=_HDF, genre="homme", naissance=1967, caisses=("cpam",), traits=_t("interruption", "vu")),
        Scenario("refus_de_signer", 1, (12.2, 11.4), theme="addiction", commune=_CALAIS, quartier="fort-nieulay", bailleur=_AUTRE, genre="femme", naissance=1980, traits=_t("signature_refusee")),
        Scenario("droits", 1, (date(2026, 5, 21), date(2026, 5, 21)), theme="droits", commune=_CALAIS, caisses=(), traits=_t("vehicule")),
        Scenario("retard", 1, (17.6, 16.8), theme="chronique", commune=_CALAIS, quartier="saint-pierre", bailleur=_NORD, genre="homme", naissance=1964, caisses=("cpam",), traits=_t("retard", "annulee")),
        Scenario("echu", 1, (15.4, 15.0), theme="psy", commune=_CALAIS, quartier="beau-marais", bailleur=_HDF, genre="femme", naissance=1996, caisses=("cpam",), traits=_t("echu")),
        Scenario("echu", 1, (9.0, 8.8), theme="logis", commune=_SANGATTE, bailleur=_HDF, traits=_t("echu")),
        Scenario("trou", 1, (18.5, 17.5), theme="loyer", commune=_CALAIS, quartier="saint-pierre", bailleur=_NORD, genre="femme", naissance=1985, foyer=("couple_enfants", 2, 3), caisses=("cpam",), traits=_t("trou", "expulsion_ouverte")),
        Scenario("a_renouveler", 1, (12.9, 12.7), theme="droits", commune=_MARCK, bailleur=_HDF, genre="femme", naissance=1967, caisses=("cpam",), traits=_t("a_renouveler")),
        Scenario("non_signe", 1, (2.5, 2.3), theme="recours", commune=_CALAIS, quartier="matisse", bailleur=_NORD, traits=_t("vehicule", "non_signe")),
        Scenario("chronique", 1, (5.4, 4.6), theme="chronique", commune=_CALAIS, quartier="matisse", bailleur=_NORD, genre="homme", naissance=1970, caisses=("cpam",), traits=_t("vehicule")),
        # followed on the last day, Arras
        Scenario("chronique", 1, (14.2, 13.2), theme="chronique", commune=_DAINVILLE, bailleur=_HDF, genre="femme", naissance=1961, caisses=("cpam", "carsat"), traits=_t("foyer")),
        Scenario("famille", 1, (11.4, 10.4), theme="famille", commune=_BEAURAINS, bailleur=_AUTRE, genre="femme", naissance=1986, foyer=("monoparental", 1, 3), caisses=("cpam",), traits=_t("note")),
        Scenario("logis", 1, (16.4, 15.4), theme="logis", commune=_SAINT_NICOLAS, bailleur=_NORD, genre="homme", naissance=1955, caisses=("cpam", "carsat"), traits=_t("problematiques", "danger")),
        Scenario("recours", 1, (8.4, 7.6), theme="recours", commune=_SAINTE_CATHERINE),
        Scenario("hopital_ouvert", 1, (9.6, 8.8), theme="addiction", commune=_ARRAS, quartier="arras-ouest", bailleur=_HDF, genre="homme", naissance=1978, traits=_t("hopital_ouvert")),
        Scenario("expulsion", 1, (7.2, 6.4), theme="loyer", commune=_ARRAS, quartier="arras-centre", bailleur=_PRIVE, genre="homme", naissance=1990, traits=_t("expulsion_ouverte")),
        Scenario("psy", 1, (12.8, 12.6), theme="psy", commune=_ARRAS, quartier="arras-centre", bailleur=_AUTRE, genre="femme", naissance=1971, caisses=("msa",), traits=_t("a_renouveler")),
        # the team withdraws
        Scenario("relais", 1, (13.3, 12.6), "relais", theme="droits", commune=_CALAIS, quartier="beau-marais", bailleur=_HDF, genre="femme", naissance=1974, caisses=("cpam",)),
        Scenario("relais", 1, (12.0, 11.4), "relais", theme="chronique", commune=_SAINT_NICOLAS, bailleur=_AUTRE, genre="homme", naissance=1958, caisses=("cpam", "carsat")),
        # gone
        Scenario("lunettes", 1, (20.4, 19.8), "close", 2, "objectifs_atteints", "maintenu", _t("vehicule"), "recours", commune=_CALAIS, quartier="beau-marais", bailleur=_NORD, genre="femme", naissance=1969, caisses=("cpam",), fil="lunettes",
            resultats=("complementaire", "soin_realise", "medecin_trouve"), constats={"complementaire": 0, "medecin_traitant": 0}),
        Scenario("compteur", 1, (19.4, 18.6), "close", 1.8, "relogement", "reloge", theme="loyer", commune=_ARRAS, quartier="arras-centre", bailleur=_PRIVE, genre="femme", naissance=1982, foyer=("monoparental", 1, 2), caisses=("cpam",), fil="compteur",
            origine="ccas", resultats=("droits_ouverts", "dette_traitee")),
        Scenario("seuil", 1, (21.2, 20.4), "close", 2.3, "entree_etablissement", "etablissement", theme="age", commune=_CALAIS, quartier="calais-nord", bailleur=_AUTRE, genre="homme", naissance=1939, caisses=("cpam", "carsat"), fil="seuil", origine="ccas",
            resultats=("aide_en_place",), constats={"aide_domicile": 0}),
        Scenario("maintenu", 1, (21.0, 20.0), "close", 2, "relais_droit_commun", "maintenu", theme="chronique", commune=_COULOGNE, bailleur=_NORD, genre="femme", naissance=1954, caisses=("cpam", "carsat"), traits=_t("hopital")),
        Scenario("maintenu", 1, (17.0, 16.0), "close", 1, "objectifs_atteints", "maintenu", theme="psy", commune=_SAINT_NICOLAS, bailleur=_AUTRE, genre="femme", naissance=1983, caisses=("cpam",)),
        Scenario("reouverte", 1, (20.2, 19.4), "close", 1, "objectifs_atteints", "maintenu", _t("reprise"), "droits", commune=_CALAIS, quartier="matisse", bailleur=_NORD, genre="homme", naissance=1987, caisses=("cpam",)),
        Scenario("deces", 1, (18.0, 17.0), "close", 1.6, "deces", "deces", faits=(Fait("hospitalisation", 0.93),), theme="chronique", commune=_MARCK, bailleur=_HDF, genre="homme", naissance=1951, caisses=("cpam", "carsat")),
        Scenario("expulsion", 1, (20.0, 19.2), "close", 1.9, "expulsion", "expulse", theme="loyer", commune=_CALAIS, quartier="saint-pierre", bailleur=_PRIVE, genre="homme", naissance=1981, caisses=("cpam",), resultats=("droits_ouverts",)),
        Scenario("hospitalisation", 1, (16.6, 15.8), "close", 1.2, "hospitalisation_longue", "hospitalise", faits=(Fait("hospitalisation", 0.9),), theme="psy", commune=_CALAIS, quartier="fort-nieulay", bailleur=_NORD, genre="homme", naissance=1977, caisses=("cpam",)),
        Scenario("perdu_de_vue", 1, (15.6, 14.8), "close", 0.9, "perdu_de_vue", "perdu_de_vue", theme="addiction", commune=_ARRAS, quartier="arras-ouest", bailleur=_NORD, genre="homme", naissance=1988),
        Scenario("heberge", 1, (14.0, 13.0), "close", 1.4, "demenagement", "heberge", theme="famille", commune=_CALAIS, quartier="beau-marais", bailleur=_NORD, genre="femme", naissance=1998, foyer=("monoparental", 1, 2), caisses=("cpam",)),
        Scenario("inconnue", 1, (13.0, 12.0), "close", 1, "fin_de_contrat", "inconnue", theme="recours", commune=_CALAIS, quartier="matisse", bailleur=_HDF),
        Scenario("refus", 1, (11.0, 10.2), "close", 0.8, "refus", "maintenu", theme="logis", commune=_CALAIS, quartier="saint-pierre", bailleur=_AUTRE, genre="homme", naissance=1966),
        # before the contract
        Scenario("signalee", 1, (0.3, 0.2), "signalee", theme="recours", commune=_CALAIS, bailleur=_HDF, traits=_t("vehicule")),
        Scenario("signalee", 1, (date(2026, 11, 20), date(2026, 11, 20)), "signalee", theme="loyer", commune=_ARRAS, quartier="arras-ouest", bailleur=_NORD, origine="bailleur", genre="femme", caisses=("cpam",)),
        Scenario("evaluation", 1, (0.9, 0.7), "evaluation", theme="famille", commune=_ARRAS, quartier="arras-ouest", bailleur=_HDF, foyer=("couple_enfants", 2, 2), genre="femme", naissance=1993),
        Scenario("evaluation", 1, (0.8, 0.6), "evaluation", theme="droits", commune=_CALAIS, quartier="fort-nieulay", bailleur=_NORD, traits=_t("vehicule")),
        Scenario("contrat", 1, (1.8, 1.6), "contrat", theme="addiction", commune=_CALAIS, quartier="saint-pierre", bailleur=_AUTRE, naissance=1969),
        Scenario("contrat", 1, (1.6, 1.4), "contrat", theme="age", commune=_DAINVILLE, bailleur=_NORD),
        # not retained
        Scenario("hors_territoire", 1, (12.0, 8.0), "non_retenue", motif="hors_territoire", theme="chronique", origine="hopital"),
        Scenario("droit_commun", 1, (16.0, 15.0), "non_retenue", motif="droit_commun", theme="droits", commune=_CALAIS, quartier="matisse", bailleur=_HDF, genre="femme", naissance=1990, traits=_t("vehicule")),
        Scenario("droit_commun", 1, (10.0, 7.0), "non_retenue", motif="droit_commun", theme="age", commune=_BEAURAINS, bailleur=_PRIVE),
        Scenario("doublon", 1, (11.0, 9.0), "non_retenue", motif="doublon", traits=_t("doublon"), theme="loyer", commune=_CALAIS, bailleur=_HDF),
        Scenario("hors_criteres", 1, (14.0, 12.0), "non_retenue", motif="hors_criteres", theme="logis", commune=_ARRAS, bailleur=_PRIVE, origine="bailleur"),
        Scenario("injoignable", 1, (13.0, 11.0), "non_retenue", motif="sans_suite:injoignable", theme="addiction", commune=_SANGATTE, bailleur=_NORD, origine="bailleur"),
        Scenario("refus", 1, (9.0, 7.0), "non_retenue", motif="sans_suite:refus_personne", theme="recours", commune=_CALAIS, quartier="fort-nieulay", bailleur=_HDF, traits=_t("vehicule")),
        Scenario("erreur", 1, (18.0, 14.0), "non_retenue", motif="erreur", theme="droits", commune=_CALAIS, quartier="calais-nord", bailleur=_AUTRE, origine="ccas"),
    ),
)  # fmt: skip
