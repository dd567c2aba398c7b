"""The models: each reads, holds the figures that its document publishes, says where each line comes from; its page is true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from alp.cli.commandes import PAR_NOM
from alp.core.calendrier import add_months
from alp.core.champs import Champ, Fiche, champs_de
from alp.core.controles import check
from alp.core.dispositif import Convention, Dispositif, Libelle
from alp.core.entrees import TYPES
from alp.core.objets import Foyer, Logement
from alp.core.parcours import Etape, regles_for
from alp.core.perimetre import payeurs
from alp.core.registre import Registre
from alp.core.reunion import Action, Reunion
from alp.core.situation import Personne, Situation
from alp.core.structure import read_record
from alp.store.communes import communes
from alp.store.creation import create
from alp.store.modeles import model, models
from alp.store.noeuds import Noeud, parse
from alp.store.transaction import Identite
from tests.conftest import situation
from tools.galerie import alp

PAGES = Path(__file__).parents[1] / "docs" / "reference" / "modeles"
MODELES = ("alp28", "calais", "chez-soi-oise", "le-mans", "logisens")
JOUR = date(2026, 11, 22)


@cache
def modele(nom: str) -> Dispositif:
    """A model, read."""
    read = read_record(Dispositif, parse(model(nom)).data)
    assert isinstance(read, Dispositif), [str(p) for p in read]
    return read


def conventions(d: Dispositif) -> list[Convention]:
    return [c for f in d.financeurs for c in f.conventions]


def montants(d: Dispositif) -> dict[str, Decimal | None]:
    return {f.code: c.montant for f in d.financeurs for c in f.conventions}


def total(d: Dispositif) -> Decimal:
    return sum((c.montant or Decimal(0) for c in conventions(d)), Decimal(0))


def test_one_model_and_one_page_a_system() -> None:
    assert tuple(models()) == MODELES
    assert {p.stem for p in PAGES.glob("*.md")} - {"README"} == set(MODELES)


# --- each reads, and nothing is wrong in it -----------------------------------------------------------


@pytest.mark.parametrize("nom", MODELES)
def test_it_reads_and_a_register_without_situations_has_no_finding(nom: str) -> None:
    assert [str(p) for p in check(Registre(modele(nom)), au=JOUR)] == []


@pytest.mark.parametrize("nom", MODELES)
def test_each_commune_has_its_insee_code(nom: str) -> None:
    officiels = {c.insee: c.nom for c in communes()}
    declared = modele(nom).territoire.communes
    assert declared
    assert {c.insee: c.nom for c in declared} == {c.insee: officiels.get(c.insee) for c in declared}


@pytest.mark.parametrize("nom", MODELES)
def test_it_is_complete_enough_to_live_with(nom: str) -> None:
    d = modele(nom)
    short = [name for name in type(d.vocabulaire).model_fields if len(getattr(d.vocabulaire, name)) < 4]
    assert short == []
    assert d.missions and d.publics and d.equipe and d.lieux and d.instruments and d.places and d.oscars
    assert {p.secret for p in d.partenaires} == {"soumis", "non_soumis"}
    assert any(p.houses for p in d.partenaires)


HORS_SECRET = {"bailleur_social", "bailleur_prive", "copropriete", "syndic", "police", "prefecture", "ddt", "ddets"}
TENUS_AU_SECRET = {"ccas", "hopital", "medecin", "conseil_departemental", "mandataire", "soins", "aide_domicile"}


@pytest.mark.parametrize("nom", MODELES)
def test_who_is_bound_by_secrecy(nom: str) -> None:
    wrong = [
        p.code
        for p in modele(nom).partenaires
        if (p.type in HORS_SECRET and p.secret == "soumis") or (p.type in TENUS_AU_SECRET and p.secret == "non_soumis")  # noqa: S105
    ]
    assert wrong == []


SANTE = re.compile(
    r"psych|addict|médec|médic|\bsoin|hospital|hôpital|maladie chron|diogène|drogue|consomm|souffrance|protection jur", re.IGNORECASE
)
PAS_DE_LA_SANTE = re.compile(
    r"non-recours aux droits|droits en santé|assurance maladie|complémentaire|aide à domicile|animaux", re.IGNORECASE
)
"""Rights are no health; and « mal soignés » are the animals."""


@pytest.mark.parametrize("nom", MODELES)
def test_what_says_something_of_health_is_marked(nom: str) -> None:
    v = modele(nom).vocabulaire
    said: list[Libelle] = [*v.problematiques, *v.actes, *v.objectifs, *v.domaines, *v.constats, *v.resultats]
    names = [(x, f"{x.libelle} {x.famille or ''}" if x in v.objectifs else x.libelle) for x in said]
    assert [x.code for x, name in names if SANTE.search(name) and not PAS_DE_LA_SANTE.search(name) and x.sante != "oui"] == []


def test_only_the_cantal_has_a_flat_and_only_calais_a_vehicle() -> None:
    assert [nom for nom in MODELES if "appartement" in modele(nom).lieux] == ["logisens"]
    assert [nom for nom in MODELES if "vehicule" in modele(nom).lieux] == ["calais"]


# --- the figures that the documents publish -----------------------------------------------------------


def test_alp28_grew_in_october_2024_for_three_years_with_three_funders() -> None:
    d = modele("alp28")
    ide = next(e for e in d.equipe if e.code == "ide")
    assert [(x.valeur, x.au) for x in ide.etp] == [(Decimal("0.50"), date(2024, 9, 30)), (Decimal("0.80"), None)]
    assert ide.etp[1].du == date(2024, 10, 1)
    assert [f.code for f in d.financeurs] == ["ars", "chartres-metropole", "ag2r"]
    assert all(c.du == date(2024, 10, 1) and c.au == date(2027, 9, 30) for c in conventions(d))
    assert [(p.nombre, p.du) for p in d.places] == [(40, date(2024, 10, 1))]
    assert [r.nom for r in d.reprises] == ["Réseau Santé Précarité 28"]
    assert d.contact is not None
    assert d.contact.telephone == "02.37.28.19.22"


def test_logisens_has_140_000_euros_from_four_funders() -> None:
    d = modele("logisens")
    assert montants(d) == {"etat": Decimal(70000), "logisens": Decimal(40000), "ars": Decimal(20000), "departement": Decimal(10000)}
    assert total(d) == Decimal(140000)
    assert {c.par for c in conventions(d)} == {"convention"}
    assert {c.du.year for c in conventions(d)} == {2017}


def test_logisens_has_five_trades_for_exactly_1_70_etp() -> None:
    etp = {e.metier: x.valeur for e in modele("logisens").equipe for x in e.etp}
    assert etp == {
        "médecin coordinateur": Decimal("0.10"),
        "cadre de santé": Decimal("0.10"),
        "psychologue": Decimal("0.50"),
        "infirmier": Decimal("0.80"),
        "assistant socio-éducatif": Decimal("0.20"),
    }
    assert sum(etp.values(), Decimal(0)) == Decimal("1.70")


def test_logisens_went_to_five_communes_in_2017() -> None:
    assert {c.insee: c.nom for c in modele("logisens").territoire.communes} == {
        "15014": "Aurillac",
        "15012": "Arpajon-sur-Cère",
        "15094": "Laroquebrou",
        "15187": "Saint-Flour",
        "15162": "Riom-ès-Montagnes",
    }


def test_logisens_has_four_families_of_four_objectives_and_no_contract() -> None:
    d = modele("logisens")
    families = [x.famille for x in d.vocabulaire.objectifs]
    assert [families.count(f) for f in dict.fromkeys(families)] == [4, 4, 4, 4]
    assert d.contrat is None
    assert [(p.nombre, p.au) for p in d.places] == [(30, None)]


def test_at_logisens_only_professionals_refer() -> None:
    d = modele("logisens")
    assert all(
        d.admits(code) for code in ("logisens", "ccas-saint-flour", "psychiatrie", "mandataires", "departement-15", "autre-bailleur")
    )
    assert not any(d.admits(code) for code in ("personne", "proche", "voisin", "equipe"))
    assert d.parcours.condition_saisine


@pytest.mark.parametrize(
    ("bailleur", "avant"), [("logisens", ()), ("autre-bailleur", (Etape.cellule,)), ("bailleur-prive", (Etape.cellule,))]
)
def test_at_logisens_the_cell_is_for_dwellings_of_others(bailleur: str, avant: tuple[Etape, ...]) -> None:
    one = situation("  - {le: 2017-03-01, type: saisine, origine: ccas-aurillac}", logement={"commune": "15014", "bailleur": bailleur})
    assert regles_for(modele("logisens"), one, date(2017, 3, 2)).avant == avant


DIX = (
    "Les Compagnons du Marais",
    "Tandem Immobilier",
    "Un autre regard",
    "SATO Picardie",
    "La nouvelle forge",
    "Pouvoir d'agir 60",
    "Samu social de l'Oise",
    "Association départementale d'accueil et de réinsertion sociale (ADARS)",
    "Fondation des Diaconesses de Reuilly",
    "Centre hospitalier isarien, établissement public de santé mentale",
)


def test_oise_has_55_places_814_000_euros_a_year_and_ten_partners() -> None:
    d = modele("chez-soi-oise")
    assert sum(p.nombre for p in d.places) == 55
    assert {p.commune for p in d.places} <= {c.insee for c in d.territoire.communes}
    assert total(d) == Decimal("814000.00")
    assert {(c.par, c.du) for c in conventions(d)} == {("an", date(2026, 1, 1))}
    assert {f.code for f in d.financeurs} == {"ars", "ddets", "dihal"}
    assert tuple(p.nom for p in d.partenaires[:10]) == DIX


def test_oise_houses_people_without_a_term_and_looks_again_each_year() -> None:
    d = modele("chez-soi-oise")
    assert (d.loge, d.rythmes.evaluation_mois) == ("oui", 12)
    assert d.contrat is not None
    assert (d.contrat.mois, d.contrat.bilan) == (None, "non")
    assert [nom for nom in MODELES if modele(nom).loge == "oui"] == ["chez-soi-oise"]


def test_calais_has_seven_funders_since_2016_and_amounts_of_an_example() -> None:
    d = modele("calais")
    assert len(d.financeurs) == 7
    assert {(c.du.year, c.au, c.par) for c in conventions(d)} == {(2016, None, "an")}
    assert sum(c.montant or 0 for c in conventions(d)) == 152_000


def test_calais_signs_for_six_months_after_a_diagnosis_by_three_trades() -> None:
    d = modele("calais")
    assert d.contrat is not None
    assert (d.contrat.mois, d.contrat.renouvellements_max) == (6, None)
    assert (d.parcours.avant, d.parcours.ouvre, d.parcours.cellule) == (("evaluation",), "contrat", None)
    assert {e.metier for e in d.equipe if e.code in d.parcours.evaluation_par} == {"psychologue", "infirmier", "éducateur"}
    assert [a.code for a in d.axes] == ["vehicule", "domicile"]


@pytest.mark.parametrize(
    ("logement", "caisses", "payants"),
    [
        (
            {"commune": "62193", "quartier": "beau-marais", "bailleur": "habitat-hdf"},
            ["cpam"],
            {"politique-ville", "cget", "habitat-hdf", "cpam"},
        ),
        ({"commune": "62193", "quartier": "calais-nord", "bailleur": "autre-bailleur"}, ["msa"], {"politique-ville"}),
        ({"commune": "62041", "quartier": "arras-centre", "bailleur": "habitat-nord"}, ["carsat"], {"cu-arras", "habitat-nord", "carsat"}),
        ({"commune": "62548", "bailleur": "bailleur-prive"}, ["carsat", "cpam"], {"carsat", "cpam"}),
    ],
)
def test_at_calais_who_pays_follows_from_territory_landlord_and_insurance(logement: Any, caisses: list[str], payants: set[str]) -> None:
    one = situation("  - {le: 2016-03-01, type: saisine, origine: ccas-calais}", logement=logement, personne={"caisses": caisses})
    assert {code for code, sur in payeurs(one, modele("calais"), date(2016, 3, 2)).items() if sur == "oui"} == payants


def test_le_mans_has_29_362_euros_from_three_funders_for_twelve_months() -> None:
    d = modele("le-mans")
    assert montants(d) == {"ars": Decimal(3000), "ccas": Decimal(21362), "ddcs": Decimal(5000)}
    assert total(d) == Decimal(29362)
    assert all(c.au and add_months(c.du, 12) > c.au and c.du.year == c.au.year == 2017 for c in conventions(d))
    assert d.contrat is None


def test_at_le_mans_landlords_refer_and_co_ownerships_too() -> None:
    d = modele("le-mans")
    assert d.parcours.reunion == "commission"
    assert len([p for p in d.partenaires if p.type == "bailleur_social"]) >= 2
    assert all(d.admits(code) for code in ("sarthe-habitat", "bailleur-prive", "copropriete-tilleuls", "syndic"))
    assert not any(d.admits(code) for code in ("voisin", "police"))


def test_the_oscars_sheet_of_le_mans_lacks_nothing() -> None:
    fiche = modele("le-mans").oscars
    assert fiche is not None
    assert [name for name in type(fiche).model_fields if getattr(fiche, name) in (None, ())] == []
    assert (fiche.debut, fiche.fin, fiche.duree_mois, len(fiche.categories)) == (2017, 2017, 12, 12)


# --- each line says where it comes from ---------------------------------------------------------------

DOCUMENTS = {
    "alp28": "page ALP 28 du CICAT",
    "logisens": "dossier LOGISENS",
    "chez-soi-oise": "communiqué de l'ARS Hauts-de-France",
    "calais": "page du service accompagnement (ADIS)",
    "le-mans": "fiche OSCARS du Mans, 2017",
}
AUTRES = (
    "CNIL, 2021",
    "ATIH, ScanSanté",
    "décret 2016-1940",
    "l'association à qui appartient la page",
    "l'adresse du site qui porte la page",
)
COMMENTAIRE = re.compile(r"(?:^\s*|\s)#\s?(.*)$")


def lines_above(noeud: Noeud, above: tuple[int, ...] = ()) -> Iterator[tuple[Noeud, tuple[int, ...]]]:
    """Each value, with the lines (from 1) of the keys and items that hold it, its own included."""
    if not noeud.enfants:
        yield noeud, (*above, noeud.ligne)
    for key, child in noeud.enfants:
        yield from lines_above(child, (*above, (key or child).ligne))


def words_at(lignes: list[str], ligne: int) -> str:
    """The comment of a line: at its end, and the block above it, which covers what follows at the same depth up to a blank line."""
    line, block = lignes[ligne - 1], list[str]()
    for above in reversed(lignes[: ligne - 1]):
        comment = above.lstrip().startswith("#")
        if not above.strip() or depth(above) < depth(line) or (block and not comment):
            break
        block += [above] if comment else []
    ends = COMMENTAIRE.search(line)
    return " ".join([ends[1] if ends else "", *block])


def depth(line: str) -> int:
    return len(line) - len(line.lstrip())


@pytest.mark.parametrize("nom", MODELES)
def test_every_value_is_under_a_source_or_an_example(nom: str) -> None:
    texte = model(nom)
    lignes = texte.splitlines()
    bare = {
        f"{valeur.ligne} : {lignes[valeur.ligne - 1].strip()}"
        for valeur, above in lines_above(parse(texte))
        if not re.search(r"\bsource\b|\bexemple\b", " ".join(words_at(lignes, n) for n in above))
    }
    assert {text.partition(" : ")[2] for text in bare} == {"format: 1"}


@pytest.mark.parametrize("nom", MODELES)
def test_every_source_names_a_document(nom: str) -> None:
    said = [line for line in model(nom).splitlines() if "# source :" in line]
    assert len(said) > 10
    assert [line for line in said if not any(where in line for where in (DOCUMENTS[nom], *AUTRES))] == []


# --- its page -----------------------------------------------------------------------------------------

CLE = re.compile(r"(?P<chemin>[a-z_]+(?:\[[^\]]+\])?(?:\.[a-z_0-9]+(?:\[[^\]]+\])?)*)(?:: (?P<valeur>.+))?")
ENTETES: dict[str, type[Fiche]] = {"situation": Situation, "reunion": Reunion, "action": Action}
PARTIES: dict[str, type[Fiche]] = {"personne": Personne, "foyer": Foyer, "logement": Logement}


def rows(nom: str) -> list[tuple[str, str]]:
    """The rows of a page's tables: what the document says, and where it is."""
    cells = [
        [c.strip() for c in line.strip("|").split("|")] for line in (PAGES / f"{nom}.md").read_text("utf-8").splitlines() if line[:1] == "|"
    ]
    return [(said, where) for said, where in cells if not said.startswith(("---", "Ce que dit"))]


def quoted(nom: str) -> list[str]:
    return [code for _, where in rows(nom) for code in re.findall(r"`([^`]+)`", where)]


def reach(values: Iterable[Any], part: str) -> list[Any]:
    """One step along a dotted path, in a record: `communes`, or `communes[15014]`."""
    name, _, code = part.rstrip("]").partition("[")
    found: list[Any] = []
    for value in values:
        inner = getattr(value, name, None) if isinstance(value, Fiche) and name in type(value).model_fields else None
        found += inner if isinstance(inner, tuple) else [inner]
    return [x for x in found if x is not None and (not code or code in (getattr(x, "code", None), getattr(x, "insee", None)))]


def in_record(d: Dispositif, chemin: str) -> list[Any]:
    """The values that stand at a path in a model."""
    values: list[Any] = [d]
    for part in re.findall(r"[^.\[]+(?:\[[^\]]+\])?", chemin):
        values = reach(values, part)
    return values


def in_entry(chemin: str) -> Champ | None:
    """The declared field at a path that begins with a type of entry, `situation`, `reunion` or `action`."""
    racine, *parts = chemin.split(".")
    fiche: type[Fiche] | None = ENTETES.get(racine) or TYPES.get(racine)
    champ: Champ | None = None
    for part in parts:
        champ = next((c for c in champs_de(fiche) if c.nom == part), None) if fiche else None
        fiche = champ.fiche if champ else PARTIES.get(part) if fiche is Situation else None
    return champ


def admitted(d: Dispositif, champ: Champ) -> set[str]:
    """The codes that a field takes, in a model."""
    if champ.vocabulaire is None:
        return set(champ.codes or ())
    if champ.vocabulaire.liste == "communes":
        return {c.insee for c in d.territoire.communes} | {c.nom for c in d.territoire.communes}
    return {x.code for x in d.declarations(champ.vocabulaire.liste)} | set(champ.vocabulaire.aussi or ())


def resolves(d: Dispositif, cle: str) -> bool:
    """Whether a key of a page stands in its model, or names a field of an entry; with a value, whether it may hold it."""
    match = CLE.fullmatch(cle)
    if match is None:
        return False
    values = in_record(d, match["chemin"])
    champ = None if values else in_entry(match["chemin"])
    if match["valeur"] is None:
        return bool(values) or champ is not None
    return match["valeur"] in ({str(v) for v in values} if values else admitted(d, champ) if champ else set())


@pytest.mark.parametrize(
    ("cle", "juste"),
    [
        ("parcours.cellule.sauf_bailleurs: logisens", True),
        ("parcours.cellule.sauf_bailleurs: ars", False),
        ("territoire.communes[15014].quartiers[politique-ville]", True),
        ("territoire.communes[15015]", False),
        ("saisine.demarches_deja_faites", True),
        ("saisine.demarches", False),
        ("situation.logement.bailleur: logisens", True),
        ("situation.logement.bailleur: ccas-aurillac", False),
        ("examen.engagements.qui", True),
        ("contrat.mois", True),
        ("contrat.terme", False),
        ("axes", False),
    ],
)
def test_a_key_of_a_page_resolves_or_not(cle: str, juste: bool) -> None:  # noqa: FBT001 - a table's column
    assert resolves(modele("logisens"), cle) is juste


@pytest.mark.parametrize("nom", MODELES)
def test_every_statement_has_an_answer_that_exists(nom: str) -> None:
    assert len(rows(nom)) > 15
    assert [said for said, where in rows(nom) if not re.search(r"`[^`]+`", where)] == []
    assert [cle for cle in quoted(nom) if not cle.startswith("alp ") and not resolves(modele(nom), cle)] == []


def commands(nom: str) -> list[list[str]]:
    """The commands of a page, without `alp`."""
    return [shlex.split(c)[1:] for c in re.findall(r"`(alp [^`]+)`", (PAGES / f"{nom}.md").read_text("utf-8"))]


def record_of(mots: list[str]) -> str:
    """What the options of a command fill in: a type of entry, a meeting, an action."""
    if mots[0] == "meeting":
        return {"plan": "reunion", "add": "reunion.ordre_du_jour", "decide": "examen"}.get(mots[1], "")
    return {"add": mots[2] if len(mots) > 2 else "", "visit": "visite", "new": "saisine", "action": "action"}.get(mots[0], "")


@pytest.mark.parametrize("nom", MODELES)
def test_every_command_of_a_page_exists_with_its_options(nom: str) -> None:
    for mots in commands(nom):
        assert mots[0] in PAR_NOM, mots
        first = next((n for n, mot in enumerate(mots) if mot.startswith("--")), len(mots))
        status, aide = alp([*mots[:first], "--help"])
        assert status == 0, mots
        assert {mot for mot in mots if mot.startswith("--")} <= set(re.findall(r"--[a-z][a-z-]*", aide)), mots


@pytest.mark.parametrize("nom", MODELES)
def test_every_code_given_to_a_command_is_one_of_the_model(nom: str) -> None:
    for mots in commands(nom):
        given = {option[2:]: value for option, value in pairwise(mots) if option.startswith("--")}
        for option, value in given.items() if record_of(mots) else ():
            assert resolves(modele(nom), f"{record_of(mots)}.{option.replace('-', '_')}: {value}"), mots


@pytest.mark.parametrize("nom", MODELES)
def test_a_register_made_from_it_answers_what_its_page_asks(nom: str, tmp_path: Path) -> None:
    create(tmp_path / nom, model(nom), essai=Identite("Camille Essai", "camille@essai.example"))
    read = [
        mots for mots in commands(nom) if mots[0] in ("list", "due", "dispositif") or mots[:2] in (["action", "list"], ["meeting", "list"])
    ]
    assert read
    for mots in [["check", "--strict"], *read]:
        status, said = alp(["-r", str(tmp_path / nom), *mots])
        assert status == 0, said
