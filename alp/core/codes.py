"""The closed lists of the program. What differs from one system to another stands in `dispositif.yaml` instead.

A code is stable and stored; its label is for people and stands here only. Each list says where it comes from.
"""

from alp.core.types import Codes

_HOUSE = "conception d'alp, § 4"
_SIGNAL_LOGEMENT = "Signal Logement (MTES-MCT/histologe), énumérations publiques, août 2026"

GENRES = Codes("genres", "Mano ; RGPD art. 5 : rien de plus précis", femme="femme", homme="homme", autre="autre", inconnu="non renseigné")
FOYERS = Codes(
    "foyers", "Signal Logement et Mon Suivi Social : composition du ménage",
    personne_seule="personne seule", couple="couple sans enfant", couple_enfants="couple avec enfants",
    monoparental="parent seul avec enfants", fratrie="frères et sœurs", colocation="colocation", autre="autre", inconnu="non renseigné",
)  # fmt: skip
PARCS = Codes(
    "parcs", "Mon Suivi Social, mode d'hébergement ; Le Mans 2017 pour la copropriété",
    social="parc social", prive="parc privé", copropriete="copropriété", hebergement="hébergement ou résidence",
    tiers="chez un tiers", fortune="logement de fortune", autre="autre", inconnu="non renseigné",
)  # fmt: skip
STATUTS = Codes(
    "statuts", "Mon Suivi Social, mode d'hébergement",
    locataire="locataire", proprietaire="propriétaire occupant", sous_locataire="sous-locataire", heberge="hébergé",
    sans_titre="sans droit ni titre", inconnu="non renseigné",
)  # fmt: skip
LIENS = Codes(
    "liens", "conception d'alp, § 5",
    precedente="même personne, situation précédente", doublon="même personne, saisie deux fois",
    meme_foyer="même foyer", meme_logement="même logement",
)  # fmt: skip
ORIGINES = Codes(
    "origines",
    "conception d'alp, § 2",
    personne="la personne elle-même",
    proche="un proche",
    voisin="un voisin",
    equipe="l'équipe elle-même",
)
CANAUX = Codes(
    "canaux", "Signal Logement : moyen d'information",
    fiche="fiche de saisine", telephone="téléphone", courriel="courriel", courrier="courrier", reunion="en réunion",
    rencontre="de vive voix", autre="autre",
)  # fmt: skip
URGENCES = Codes("urgences", _HOUSE, ordinaire="ordinaire", prioritaire="prioritaire", immediate="immédiate")
ANCIENNETES = Codes(
    "anciennetes", f"{_SIGNAL_LOGEMENT} : début des désordres",
    moins_1_mois="moins d'un mois", de_1_a_6_mois="de 1 à 6 mois", de_6_a_12_mois="de 6 à 12 mois", de_1_a_2_ans="de 1 à 2 ans",
    plus_2_ans="plus de 2 ans", inconnu="non renseigné",
)  # fmt: skip
OUI_NON = Codes("oui_non", "conception d'alp, § 2 : pas de booléen", oui="oui", non="non", inconnu="non renseigné")
RECEVABILITES = Codes(
    "recevabilites", f"conception d'alp, § 4 ; {_SIGNAL_LOGEMENT} : motifs de refus ; DomiFa : capacité atteinte",
    recevable="recevable", liste_attente="sur liste d'attente", capacite_atteinte="refusée : capacité atteinte",
    hors_territoire="refusée : hors territoire", hors_criteres="refusée : hors critères", droit_commun="relève du droit commun",
    doublon="doublon d'une autre situation", erreur="saisie par erreur",
)  # fmt: skip
OBJETS_ACCORD = Codes(
    "objets_accord", "CSP L1110-4, décret 2016-1349 ; Signal Logement : accord pour la visite",
    accompagnement="être accompagnée", partage="partager des informations avec", visite="recevoir une visite",
)  # fmt: skip
REPONSES_ACCORD = Codes("reponses_accord", "décret 2016-1349 : valable jusqu'au retrait", oui="accord", non="refus", retire="accord retiré")
FORMES_ACCORD = Codes("formes_accord", "décret 2016-1349 : par tout moyen", ecrit="écrit", oral="oral", impossible="recueil impossible")
DONNEURS = Codes("donneurs", "code civil, art. 459", personne="la personne", representant="son représentant")
LIEUX = Codes(
    "lieux", "Mon Suivi Social, modes de contact ; dispositifs de Calais (véhicule) et du Cantal (appartement)",
    domicile="à domicile", pas_de_porte="sur le pas de la porte", appartement="à l'appartement du dispositif", vehicule="au véhicule",
    structure="chez un partenaire", exterieur="à l'extérieur", telephone="par téléphone", visio="en visio", courrier="par courrier",
    message="par message",
)  # fmt: skip
SUR_PLACE = frozenset({"domicile", "pas_de_porte", "appartement", "vehicule", "structure", "exterieur"})
RESULTATS_VISITE = Codes(
    "resultats_visite", f"conception d'alp, § 4 ; {_SIGNAL_LOGEMENT} : visite effectuée, annulée, non faite",
    rencontre="rencontre", porte_close="porte close", rendez_vous_manque="rendez-vous manqué", sans_reponse="sans réponse",
    refus="refus de la personne", annulee="annulée par nous", reportee="reportée",
)  # fmt: skip
INITIATIVES = Codes(
    "initiatives",
    "CNIL, référentiel 2021 : dernier contact venant de la personne",
    equipe="l'équipe",
    personne="la personne",
    tiers="un tiers",
)
STADES = Codes(
    "stades",
    "Open Path HMIS : évaluations d'entrée, de suivi, de sortie",
    entree="à l'entrée",
    suivi="en cours de suivi",
    sortie="à la sortie",
)
COTES = Codes("cotes", f"{_SIGNAL_LOGEMENT} : suspecté ou avéré", suspecte="suspecté", avere="avéré", non_evalue="non évalué")
CONSTATS = Codes("constats_reponses", "« non évalué » n'est ni « non » ni vide", oui="oui", non="non", non_evalue="non évalué")
REPONSES_EPICES = Codes("reponses_epices", "score EPICES, 11 questions (Cetaf)", oui="oui", non="non")
OBJETS_EXAMEN = Codes(
    "objets_examen", "Le Mans 2017 (retour situation par situation) ; guide UQTR (affaires découlant)",
    nouvelle="nouvelle situation", renouvellement="renouvellement", suites="suites données", reexamen="réexamen",
)  # fmt: skip
DECISIONS = Codes(
    "decisions", "conception d'alp, § 4 ; opengever.core : décision par point",
    admission="admission", ajournement="ajournement", reorientation="réorientation", refus="refus", poursuite="poursuite",
    renouvellement="renouvellement", fin="fin de l'accompagnement",
)  # fmt: skip
SIGNATURES = Codes(
    "signatures", "CASF D311 : le refus de signer se constate", signe="signé", refus="refus de signer", impossible="signature impossible"
)
ATTEINTES = Codes(
    "atteintes", "bilan : conception § 3.8", oui="atteint", partiel="atteint en partie", non="non atteint", abandonne="abandonné"
)
PROPOSITIONS = Codes("propositions", "bilan de mesure ASLL", renouveler="renouveler", arreter="arrêter", reorienter="réorienter")
BAUX = Codes("baux", "intermédiation locative", direct="bail direct", glissant="bail glissant", sous_location="sous-location")
MOTIFS_CHANGEMENT = Codes(
    "motifs_changement", "conception d'alp, § 4",
    emmenagement="emménagement", demenagement="déménagement", depart_logement="départ du logement", vente="logement vendu",
    depart_agent="départ d'un agent", naissance="naissance", separation="séparation", deces_proche="décès d'un proche",
    evolution="évolution de la situation", autre="autre",
)  # fmt: skip
NATURES_EVENEMENT = Codes(
    "natures_evenement", "code pénal 226-14 pour le signalement ; loi 89-462 pour l'expulsion",
    hospitalisation="hospitalisation", procedure_expulsion="procédure d'expulsion", coupure_energie="coupure d'énergie",
    plainte="plainte du voisinage", danger="danger", signalement_autorite="signalement à une autorité", chute="chute",
    absence="absence prolongée", autre="autre",
)  # fmt: skip
ISSUES_EVENEMENT = Codes(
    "issues_evenement", "conception d'alp, § 4",
    suspendue="suspendue", abandonnee="abandonnée", executee="exécutée", resolue="résolue", retour_domicile="retour au domicile",
    orientation="orientation vers un service", deces="décès", inconnue="non renseignée",
)  # fmt: skip
MOTIFS_SANS_SUITE = Codes(
    "motifs_sans_suite", "Signal Logement, motifs de clôture",
    refus_personne="refus de la personne", injoignable="injoignable", deces="décès", demenagement="déménagement", droit_commun="prise en charge par le droit commun",
)  # fmt: skip
MOTIFS_SORTIE = Codes(
    "motifs_sortie", "union des listes de Mano et de Signal Logement",
    objectifs_atteints="objectifs atteints", relais_droit_commun="relais au droit commun", relogement="relogement",
    entree_etablissement="entrée en établissement", hospitalisation_longue="hospitalisation longue", demenagement="déménagement hors secteur",
    deces="décès", incarceration="incarcération", refus="refus ou non-adhésion", perdu_de_vue="perdu de vue", expulsion="expulsion",
    reorientation="réorientation vers une autre structure", fin_de_contrat="fin de contrat non renouvelé", autre="autre",
)  # fmt: skip
ISSUES_SORTIE = Codes(
    "issues_sortie", "conception d'alp, § 4 ; Open Path HMIS : destination de sortie",
    maintenu="maintenu dans le logement", reloge="relogé", heberge="hébergé", etablissement="en établissement", expulse="expulsé",
    hospitalise="hospitalisé", deces="décès", perdu_de_vue="perdu de vue", inconnue="inconnue",
)  # fmt: skip
SOURCES_NOUVELLES = Codes(
    "sources_nouvelles",
    _HOUSE,
    personne="la personne",
    proche="un proche",
    partenaire="un partenaire",
    bailleur="le bailleur",
    autre="autre",
)
NATURES_REUNION = Codes(
    "natures_reunion", "Cantal (cellule), Le Mans (commission), instruction DGS/2016/289",
    cellule="cellule d'orientation", commission="commission", copil="comité de pilotage", synthese="réunion de synthèse",
)  # fmt: skip
PRESENCES = Codes(
    "presences", "opengever.core : présent, excusé, absent", present="présent", excuse="excusé", absent="absent", invite="invité"
)
NATURES_ACTION = Codes(
    "natures_action", "Cantal § 9 (formation, soutien, échanges) ; Calais (véhicule de consultation) ; EDGAR (groupe, réunion)",
    formation="formation de professionnels", soutien="soutien à des équipes", echange="échange de pratiques", information="information du public",
    vehicule="sortie du véhicule", atelier="atelier collectif", presentation="présentation du dispositif", coordination="réunion de coordination",
)  # fmt: skip
PUBLICS_ACTION = Codes(
    "publics_action",
    "Cantal § 9 : palettes d'actions",
    personnes="personnes concernées",
    professionnels="professionnels",
    habitants="habitants",
    mixte="public mixte",
)
TYPES_PARTENAIRE = Codes(
    "types_partenaire", f"{_SIGNAL_LOGEMENT} : types de partenaires",
    adil="ADIL", ars="ARS", association="association", bailleur_social="bailleur social", bailleur_prive="bailleur privé",
    copropriete="copropriété", syndic="syndic", caf_msa="CAF ou MSA", ccas="CCAS", commune="commune ou service communal d'hygiène",
    conseil_departemental="conseil départemental", ddets="DDETS", ddt="DDT", epci="intercommunalité", operateur="opérateur",
    police="police ou gendarmerie", prefecture="préfecture", tribunal="tribunal", hopital="établissement de santé",
    medecin="médecin", soins="soins à domicile", aide_domicile="aide à domicile", mandataire="mandataire judiciaire",
    assurance="assurance ou mutuelle", caisse="caisse de sécurité sociale", dac="dispositif d'appui à la coordination", autre="autre",
)  # fmt: skip
TYPES_BAILLEUR = frozenset({"bailleur_social", "bailleur_prive", "copropriete", "syndic"})
TYPES_CAISSE = frozenset({"caf_msa", "caisse", "assurance"})
"""Those to which a person belongs: a funder among them pays for its own."""
INSTRUMENTS = Codes(
    "instruments", "champs de l'évaluation qu'un dispositif choisit de remplir",
    dette_loyer="dette de loyer", epices="score EPICES", gir="GIR", encombrement="note d'encombrement par pièce", honos="HoNOS",
)  # fmt: skip
ROLES = Codes(
    "roles",
    "site d'ALP 28 : partenaires en amont et en aval",
    amont="en amont (repère)",
    aval="en aval (prend le relais)",
    amont_aval="en amont et en aval",
)
SECRETS = Codes(
    "secrets", "code pénal 226-13 ; CSP R1110-2", soumis="tenu au secret professionnel", non_soumis="non tenu au secret professionnel"
)
TYPES_FINANCEUR = Codes(
    "types_financeur", "fiche OSCARS du Mans, types de financeurs",
    ars="ARS", etat="État", politique_ville="politique de la ville", commune="communes et intercommunalités", departement="conseil départemental",
    collectivite="autre collectivité", bailleur="bailleur", assurance="assurance ou mutuelle", caisse="caisse de sécurité sociale", autre="autre",
)  # fmt: skip
DETAILS = Codes("details", "secret statistique : conception § 7", exact="exact", masque="petits nombres masqués")
PAR = Codes("montants_par", _HOUSE, an="par an", convention="pour toute la convention")
PERIODICITES = Codes(
    "periodicites", _HOUSE, mois="chaque mois", trimestre="chaque trimestre", semestre="chaque semestre", an="chaque année"
)
COMPTES = Codes(
    "comptes", "plan comptable des associations (règlement ANC 2018-06) ; rubriques du Cerfa 15059",
    **{
        "60": "Achats", "61": "Services extérieurs", "62": "Autres services extérieurs", "63": "Impôts et taxes",
        "64": "Charges de personnel", "65": "Autres charges de gestion courante", "66": "Charges financières",
        "67": "Charges exceptionnelles", "68": "Dotations aux amortissements, provisions et engagements", "69": "Impôt sur les bénéfices",
        "70": "Ventes et prestations", "71": "Production stockée", "72": "Production immobilisée",
        "73": "Dotations et produits de tarification", "74": "Subventions d'exploitation", "75": "Autres produits de gestion courante",
        "76": "Produits financiers", "77": "Produits exceptionnels", "78": "Reprises et reports de ressources", "79": "Transferts de charges",
        "86": "Emplois des contributions volontaires en nature", "860": "Secours en nature",
        "861": "Mise à disposition gratuite de biens", "862": "Prestations", "864": "Personnel bénévole",
        "87": "Contributions volontaires en nature", "870": "Dons en nature", "871": "Prestations en nature", "875": "Bénévolat",
    },
)  # fmt: skip
AVANT = Codes("avant", "conception d'alp, § 4", evaluation="évaluation", cellule="cellule d'orientation")
CELLULE = Codes("cellule", "Cantal : la cellule pour les situations hors de son parc", toujours="toujours", facultative="facultative")
AGE_AU = Codes("age_au", "un âge dit sa date de référence", entree="au jour de l'entrée", fin_periode="au dernier jour de la période")
AUCUN = Codes("aucun", "conception d'alp, § 4 : la personne n'a plus de logement", aucun="aucun logement")
DESTINATAIRES = Codes("destinataires", _HOUSE, personne="la personne", representant="son représentant")
QUESTIONS_EPICES = Codes(
    "questions_epices", "score EPICES, 11 questions ; libellés à nous",
    q1="voit parfois un travailleur social", q2="a une complémentaire santé", q3="vit en couple", q4="est propriétaire",
    q5="a de vraies difficultés financières certains mois", q6="a fait du sport dans l'année", q7="est allée à un spectacle dans l'année",
    q8="est partie en vacances dans l'année", q9="a vu de la famille dans les six mois", q10="quelqu'un pourrait l'héberger quelques jours",
    q11="quelqu'un pourrait l'aider matériellement",
)  # fmt: skip
PIECES = Codes(
    "pieces", "Clutter Image Rating : une note par pièce, sans les images", sejour="séjour", cuisine="cuisine", chambre="chambre"
)
QUESTIONS_HONOS = Codes(
    "questions_honos", "HoNOS : les nombres seuls, sans les intitulés", **{f"q{n}": f"question {n}" for n in range(1, 13)}
)
TYPES_ENTREE = Codes(
    "types", "conception d'alp, § 4",
    saisine="saisine", recevabilite="recevabilité", accord="accord", visite="visite", demarche="démarche", evaluation="évaluation",
    examen="examen", contrat="contrat", bilan="bilan", orientation="orientation", changement="changement", evenement="événement",
    relais="relais", sans_suite="sans suite", sortie="sortie", nouvelles="nouvelles", reprise="reprise", note="note",
)  # fmt: skip
