"""The accounts of a year, for the registers whose seed gives a total: what funders give is theirs, how it is spent is an example.

A line of charges: account | label | foreseen | made | why the gap. Of produits: account | funder | foreseen | made. In kind: account | partner | label
| foreseen | made. `*` after an account: an indirect charge. An empty « made »: the year is not over.
"""

from __future__ import annotations

from collections.abc import Sequence

from alp.core.budget import CLASSES, Budget
from alp.core.dispositif import Dispositif
from alp.core.structure import plain
from alp.store.ecriture import render
from tools.generer.modele import Donnees

SCHEMA = "# yaml-language-server: $schema=../schema/budget.schema.json\n"
EXEMPLE = "# exemple : le détail des charges et les contributions en nature sont inventés ; le total et la part de chaque financeur, eux, viennent de {source}.\n"
TOUT_INVENTE = "# exemple : tout est inventé ; la page du service ne donne aucun montant.\n"
INVENTE = "# exemple : tout est inventé ; les produits suivent les conventions de dispositif.yaml.\n"

_LE_MANS = (
    (
        "60 | Fournitures | 612 | 540 | Les dossiers de la commission passent par courriel depuis mars.",
        "61 | Assurance de la salle prêtée | 0 | 142 | Demandée après coup par la ville : elle n'était pas prévue.",
        "62 | Déplacements | 900 | 1120 | Plus de visites que prévu dans les copropriétés et les quartiers sud.",
        "62 | Téléphone et impressions | 450 | 380 | Moins d'impressions, comme pour les fournitures.",
        "64 | Centre de ressource : coordination et travail social | 24900 | 24680 |",
        "65* | Frais généraux du CCAS, part du dispositif | 2500 | 2500 |",
    ),
    ("74 | ars | 3000 | 3000", "74 | ccas | 21362 | 21362", "74 | ddcs | 5000 | 5000"),
    ("861 | | Salle de la commission, à l'hôtel de ville | 2400 | 2400", "862 | | Temps de l'infirmier de psychiatrie | 5200 | 5200"),
    (
        "871 | ccas | Salle de la commission, à l'hôtel de ville | 2400 | 2400",
        "871 | psychiatrie | Temps de l'infirmier de psychiatrie | 5200 | 5200",
    ),
    "Frais généraux du CCAS : au prorata des ETP.",
)
_LOGISENS = (
    (
        "60 | Fournitures et petit équipement | 3200 | |",
        "61 | Location de véhicules | 7200 | |",
        "61 | Entretien et charges de l'appartement | 4600 | |",
        "61 | Assurances | 1500 | |",
        "62 | Déplacements | 6400 | |",
        "62 | Journées de formation des professionnels | 5600 | |",
        "62 | Téléphone | 1700 | |",
        "63 | Taxe sur les salaires | 6300 | |",
        "64 | Médecin coordinateur, 0,10 ETP | 10500 | |",
        "64 | Cadre de santé, 0,10 ETP | 6200 | |",
        "64 | Psychologue, 0,50 ETP | 26500 | |",
        "64 | Infirmier, 0,80 ETP | 42000 | |",
        "64 | Assistant socio-éducatif, 0,20 ETP | 8800 | |",
        "65* | Gestion, paie et secrétariat, part de l'opération | 7000 | |",
        "68 | Amortissement du mobilier | 2500 | |",
    ),
    ("74 | etat | 70000 |", "74 | logisens | 40000 |", "74 | ars | 20000 |", "74 | departement | 10000 |"),
    ("861 | | Appartement au cœur du quartier | 6000 |",),
    ("871 | logisens | Appartement au cœur du quartier | 6000 |",),
    "Gestion, paie et secrétariat : 5 % des autres charges, au plus.",
)
_ALP28 = (
    (
        "60 | Fournitures et petit équipement | 1400 | 1610 | Protections et gants, pour les logements encombrés.",
        "61 | Location d'un véhicule | 3900 | 3900 |",
        "61 | Assurances | 600 | 612 |",
        "62 | Déplacements | 2700 | 3240 | Plus de visites que prévu dans les communes les plus éloignées.",
        "62 | Téléphone | 800 | 760 |",
        "62 | Formation | 1700 | 980 | Une formation est reportée à janvier.",
        "63 | Taxe sur les salaires | 1000 | 1004 |",
        "64 | Infirmière médiatrice en santé, 0,80 ETP | 47600 | 46850 |",
        "64* | Direction et secrétariat, part de l'action | 9800 | 9800 |",
        "68 | Amortissement du matériel | 500 | 500 |",
        "68 | Engagements à réaliser sur ressources affectées | 0 | 744 | Ce qui n'a pas été dépensé, surtout en formation, l'est l'année suivante.",
    ),
    ("74 | ars | 45000 | 45000", "74 | chartres-metropole | 15000 | 15000", "74 | ag2r | 10000 | 10000"),
    ("861 | | Bureau au CCAS | 2400 | 2400", "864 | | Visites de bénévoles | 1800 | 2050 | Deux bénévoles de plus à l'automne."),
    (
        "871 | ccas-chartres | Bureau au CCAS | 2400 | 2400",
        "875 | | Visites de bénévoles | 1800 | 2050 | Deux bénévoles de plus à l'automne.",
    ),
    "Direction et secrétariat : au prorata des ETP de l'association.",
)
_OISE = (
    (
        "60 | Installation : mobilier et électroménager | 52000 | |",
        "60 | Énergie des logements vacants | 19000 | |",
        "61 | Loyers et charges que les personnes ne couvrent pas | 214000 | |",
        "61 | Entretien et remise en état des logements | 48000 | |",
        "61 | Assurances | 21000 | |",
        "61 | Location de véhicules | 28000 | |",
        "62 | Déplacements | 14000 | |",
        "62 | Téléphone | 6000 | |",
        "62 | Formation et supervision | 11000 | |",
        "63 | Taxe sur les salaires | 24000 | |",
        "64 | Coordinatrice, 1,00 ETP | 56000 | |",
        "64 | Médecin psychiatre, 0,50 ETP | 52000 | |",
        "64 | Médecin généraliste, 0,20 ETP | 19000 | |",
        "64 | Infirmière, 1,00 ETP | 50000 | |",
        "64 | Psychologue, 0,50 ETP | 25000 | |",
        "64 | Assistante de service social, 1,00 ETP | 43000 | |",
        "64 | Éducateur spécialisé, 1,00 ETP | 43000 | |",
        "64 | Médiatrice de santé paire, 1,00 ETP | 36000 | |",
        "64 | Captation et gestion locative, 1,00 ETP | 41000 | |",
        "65* | Frais de gestion du porteur, part du dispositif | 12000 | |",
    ),
    ("74 | ars | 440000 |", "74 | ddets | 154000 |", "74 | dihal | 220000 |"),
    (),
    (),
    "Frais de gestion : 1,5 % des autres charges.",
)
_CALAIS = (
    (
        "60 | Fournitures et petit équipement | 2100 | 2340 |",
        "61 | Véhicule de consultation : carburant et entretien | 6800 | 7450 | Une réparation du véhicule, et un jour de plus par semaine à l'automne.",
        "61 | Loyer du local | 9000 | 9000 |",
        "61 | Assurances | 2400 | 2400 |",
        "62 | Déplacements | 3900 | 4120 |",
        "62 | Téléphone | 1600 | 1540 |",
        "62 | Formation et supervision | 2700 | 1650 | Deux supervisions sont reportées.",
        "63 | Taxe sur les salaires | 4000 | 4010 |",
        "64 | Psychologue, 0,50 ETP | 24000 | 24100 |",
        "64 | Infirmier, 1,00 ETP | 43000 | 42600 |",
        "64 | Éducateur, 1,00 ETP | 38000 | 38250 |",
        "64 | Responsable du service, 0,20 ETP | 10500 | 10500 |",
        "65* | Siège : paie et comptabilité, part du service | 4000 | 4000 |",
        "68 | Engagements à réaliser sur ressources affectées | 0 | 40 | Le reste des supervisions reportées.",
    ),
    (
        "74 | politique-ville | 30000 | 30000",
        "74 | cget | 25000 | 25000",
        "74 | habitat-hdf | 40000 | 40000",
        "74 | habitat-nord | 12000 | 12000",
        "74 | carsat | 15000 | 15000",
        "74 | cpam | 20000 | 20000",
        "74 | cu-arras | 10000 | 10000",
    ),
    (),
    (),
    "Siège : au prorata des ETP de l'association.",
)
Comptes = tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str], str]
BUDGETS: dict[str, dict[int, tuple[Comptes, str]]] = {
    "le-mans": {2017: (_LE_MANS, EXEMPLE.format(source="la fiche OSCARS 2017"))},
    "logisens": {2017: (_LOGISENS, EXEMPLE.format(source="son dossier, § 13"))},
    "alp28": {2025: (_ALP28, INVENTE)},
    "calais": {2025: (_CALAIS, TOUT_INVENTE)},
    "chez-soi-oise": {
        2026: (
            _OISE,
            "# exemple : le détail et la part de chaque financeur sont inventés ; le total, 814 000 €, vient du communiqué de l'ARS.\n",
        )
    },
}
"""By register and year: the accounts, and what is said of them at the top of the file."""


def budget_files(nom: str, dispositif: Dispositif) -> dict[str, bytes]:
    """The budgets of a register: path → content."""
    made = {year: (Budget.model_validate(_data(comptes, dispositif)), said) for year, (comptes, said) in BUDGETS.get(nom, {}).items()}
    return {f"budgets/{year}.yaml": render(plain(budget), SCHEMA + said).encode() for year, (budget, said) in made.items()}


def _data(comptes: Comptes, d: Dispositif) -> Donnees:
    charges, produits, emplois, contributions, repartition = comptes
    names = {f.code: f.nom for f in d.financeurs}
    lists = (
        [_charge(x) for x in charges],
        [_produit(x, names) for x in produits],
        [_nature(x) for x in emplois],
        [_nature(x) for x in contributions],
    )
    return {"repartition": repartition, **dict(zip(CLASSES, lists, strict=True))}


def _parts(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split("|")]
    return parts + [""] * (count - len(parts))


def _amounts(prevu: str, realise: str) -> Donnees:
    return {"prevu": f"{prevu}.00", "realise": f"{realise}.00" if realise else None}


def _charge(line: str) -> Donnees:
    compte, libelle, prevu, realise, why = _parts(line, 5)
    return {
        "compte": compte.rstrip("*"), "libelle": libelle, **_amounts(prevu, realise), "explication": why, "indirecte": "oui" if "*" in compte else None,
    }  # fmt: skip


def _produit(line: str, names: dict[str, str]) -> Donnees:
    compte, financeur, prevu, realise = _parts(line, 4)
    return {"compte": compte, "libelle": names[financeur], **_amounts(prevu, realise), "financeur": financeur}


def _nature(line: str) -> Donnees:
    compte, partenaire, libelle, prevu, realise, why = _parts(line, 6)
    return {"compte": compte, "libelle": libelle, **_amounts(prevu, realise), "explication": why, "partenaire": partenaire}
