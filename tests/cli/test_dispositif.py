"""`alp dispositif`: what a person reads of it, on every model; the rules in words."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alp.cli import regles
from alp.core import dispositif as core
from alp.core.champs import Fiche
from alp.core.dispositif import ContratDispositif, Perimetre
from alp.core.structure import as_json, plain
from alp.store.depot import Depot
from alp.store.modeles import model, models
from tests.cli.conftest import Poste
from tests.cli.test_terminal import Terminal
from tests.conftest import EQUIPE, dispositif, read_yaml
from tools.galerie import alp

FINE = "\u202f"


@pytest.fixture
def montre(tmp_path: Path) -> Callable[..., str]:
    """What `alp dispositif` says of a text, in a pipe."""

    def run(texte: str, *mots: str) -> str:
        (tmp_path / "dispositif.yaml").write_text(texte, encoding="utf-8")
        status, said = alp(["-r", str(tmp_path), "dispositif", *mots])
        assert status == 0, said
        return said

    return run


@pytest.fixture
def ecran(tmp_path: Path) -> Iterator[Callable[[str, int], str]]:
    """What a terminal of some width shows of a model."""
    opened: list[Terminal] = []

    def run(ligne: str, colonnes: int) -> str:
        opened.append(Terminal(Poste(tmp_path), ligne, COLUMNS=str(colonnes)))
        assert opened[-1].fin() == 0
        return opened[-1].texte

    yield run
    for t in opened:
        t.fils.close(force=True)


# --- the models ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
@pytest.mark.parametrize(("colonnes", "option"), [(80, ""), (120, " --tout")])
@pytest.mark.parametrize("nom", models())
def test_every_model_fits_the_terminal(nom: str, colonnes: int, option: str, ecran: Callable[[str, int], str], tmp_path: Path) -> None:
    (tmp_path / "dispositif.yaml").write_text(model(nom), encoding="utf-8")
    lines = ecran("dispositif" + option, colonnes).split("\n")
    assert max(len(line.rstrip()) for line in lines) <= colonnes
    assert not [line for line in lines if line.lstrip().startswith((":", ";", "»", "?"))]
    d = Depot(tmp_path).read().registre.dispositif
    shown = " ".join(" ".join(lines).replace("\xa0", " ").split())
    for words in (d.nom, d.porteur or "", *(c.nom for c in d.territoire.communes), *(f.nom for f in d.financeurs), *d.missions, *d.publics):
        assert " ".join(words.split()) in shown
    for one in (*d.equipe, *d.partenaires):
        assert one.code in shown or not one.valid_on(date(2026, 11, 20))
    if option:
        for liste in type(d.vocabulaire).model_fields:
            assert all(x.code in shown and x.libelle in shown for x in getattr(d.vocabulaire, liste))


@pytest.mark.parametrize(
    ("nom", "au", "phrases"),
    [
        (
            "logisens",
            "2017-06-01",
            [
                "Équipe : 1,70 ETP au 01/06/2017",
                f"En cours le 01/06/2017 : 140{FINE}000{FINE}€ pour toute la convention",
                "(sauf pour LOGISENS), puis accompagnement",
                "Contrat : ce dispositif n'en signe pas",
                "Condition : les interventions propres",
            ],
        ),
        ("logisens", "2026-11-20", ["aucune convention ne court ce jour-là", "(finie)"]),
        ("chez-soi-oise", "2026-11-20", [f"814{FINE}000{FINE}€ par an", "Contrat : sans terme", "capacité (55)", "sans logement"]),
        (
            "calais",
            "2026-11-20",
            ["contrat, qui ouvre l'accompagnement", "Communauté urbaine d'Arras : Arras", f"152{FINE}000{FINE}€ par an"],
        ),
        ("le-mans", "2017-06-01", [f"29{FINE}362{FINE}€", "puis commission, puis accompagnement"]),
        (
            "alp28",
            "2026-11-20",
            [
                f"60{FINE}000{FINE}€ par an et 30{FINE}000{FINE}€ pour toute la convention",
                "Équipe : 0,80 ETP",
                "Réseau Santé Précarité 28, le 01/04/2024",
                "Quartiers prioritaires : La Madeleine, Beaulieu (Chartres)",
                "Contrat : 6 mois, renouvelable 5 fois",
                "Qui saisit : tout le monde",
            ],
        ),
        ("alp28", "2024-06-01", ["Équipe : 0,50 ETP au 01/06/2024", "aucune convention ne court ce jour-là", "(à venir)"]),
    ],
)
def test_what_each_model_says_on_a_day(nom: str, au: str, phrases: list[str], montre: Callable[..., str]) -> None:
    said = montre(model(nom), "--au", au)
    assert [phrase for phrase in phrases if phrase not in said] == []


# --- the command --------------------------------------------------------------------------------------

RICHE = (
    EQUIPE
    + """
porteur: Association « Toit »
contact: {telephone: 02.00.00.00.00}
missions: [Aller vers]
places: [{nombre: 30, du: 2026-01-01}, {nombre: 20, au: 2025-12-31}]
axes: [{code: maison, libelle: À domicile, accompagnement: oui}, {code: camion, libelle: En camion, lieux: [vehicule], actions: [information]}]
apports: [{libelle: un appartement, partenaire: hlm, du: 2026-01-01}]
oscars: {intitule: Notre fiche, duree_mois: 12, themes: [Précarité, Logement]}
"""
)
RICHE = RICHE.replace(
    "{code: ccas, nom: CCAS, type: ccas, secret: soumis}",
    "{code: ccas, nom: CCAS, type: ccas, role: amont, secret: soumis, contacts: [{fonction: accueil, courriel: ccas@exemple.fr}]}\n"
    "  - {code: parti, nom: Ancien partenaire, type: association, secret: soumis, au: 2025-12-31}",
).replace(
    "{code: incurie, libelle: Incurie}", "{code: incurie, libelle: Incurie, sante: oui, famille: corps, au: 2027-12-31, devient: isolement}"
)


def test_the_essential_is_shown_and_the_rest_is_named(montre: Callable[..., str]) -> None:
    said = montre(RICHE, "--au", "2026-11-20")
    assert "Porteur : Association « Toit »\n" in said
    assert "problématiques : 2, actes envers les personnes : 1" in said
    assert "alp dispositif --tout" in said
    for hidden in ("Incurie", "ccas@exemple.fr", "Ancien partenaire", "Notre fiche", "stagiaire"):
        assert hidden not in said
    assert "Axes :\n    - À domicile (maison) : les situations suivies\n    - En camion (camion) : les visites au véhicule ; " in said
    assert "Apports en nature : un appartement, par Bailleur social, depuis le 01/01/2026" in said
    assert "Places, ou capacité : 30, depuis le 01/01/2026" in said
    assert "hlm     Bailleur social, non tenu au secret professionnel" in said


def test_everything_is_shown_when_asked(montre: Callable[..., str]) -> None:
    said = montre(RICHE, "--tout", "--au", "2026-11-20")
    assert "accueil, ccas@exemple.fr" in said
    assert "Ancien partenaire, association, jusqu'au 31/12/2025" in said
    assert (
        "  corps\n    incurie    Incurie [santé], jusqu'au 31/12/2027, devient isolement\n  sans famille\n    isolement  Isolement\n"
        in said
    )
    assert "Titre : Notre fiche" in said
    assert "Durée : 12 mois" in said
    assert "infirmière stagiaire, du 01/07/2025 au 30/09/2025, devient ide" in said
    assert "Chartres (28085)" in said
    assert "Places, ou capacité (30) :" in said


def test_json_is_the_whole_record(poste: Poste) -> None:
    assert poste.json("dispositif") == as_json(plain(Depot(poste.racine).read().registre.dispositif))
    assert poste.json("dispositif --tout") == poste.json("dispositif")


def test_a_dispositif_that_says_nothing_is_shown_all_the_same(montre: Callable[..., str]) -> None:
    said = montre("format: 1\nnom: Rien\nsigle: RIEN\n")
    assert said.startswith("Rien (RIEN)\n")
    assert said.count("non renseigné") == 4
    assert "Étapes : accompagnement, dès que la saisine est recevable" in said


def test_text_is_never_markup_and_a_fact_is_one_line_in_a_pipe(montre: Callable[..., str]) -> None:
    long = "mot " * 60 + "[red]rouge[/red] :warning:"
    said = montre(f"format: 1\nnom: Essai\nsigle: ESSAI\nmissions:\n  - |\n    {long}\n    suite\n")
    assert f"Missions : {long} suite" in said


# --- the rules in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("montant", "dit"),
    [
        ("140000.00", "140 000 €"),
        ("29362", "29 362 €"),
        ("1250.50", "1 250,50 €"),
        ("0.05", "0,05 €"),
        ("1000000.5", "1 000 000,50 €"),
        ("0", "0 €"),
    ],
)
def test_money_is_written_as_in_french(montant: str, dit: str) -> None:
    assert regles.euros(Decimal(montant)) == dit.replace(" ", FINE)


@pytest.mark.parametrize(
    ("parcours", "phrase"),
    [
        ("{}", "accompagnement, dès que la saisine est recevable"),
        ("{avant: [evaluation]}", "évaluation, puis accompagnement"),
        ("{avant: [cellule, evaluation], reunion: commission}", "commission, puis évaluation, puis accompagnement"),
        (
            "{avant: [evaluation, cellule], cellule: {sauf_bailleurs: [hlm, agence]}}",
            "évaluation, puis cellule d'orientation (sauf pour Bailleur social et Agence), puis accompagnement",
        ),
        ("{avant: [evaluation], cellule: facultative}", "évaluation, puis cellule d'orientation (facultative), puis accompagnement"),
        ("{avant: [evaluation], ouvre: contrat}", "évaluation, puis contrat, qui ouvre l'accompagnement"),
        ("{ouvre: contrat}", "contrat, qui ouvre l'accompagnement"),
    ],
)
def test_the_steps_are_one_sentence(parcours: str, phrase: str) -> None:
    assert regles.steps_sentence(dispositif(f"parcours: {parcours}")) == phrase


@pytest.mark.parametrize(
    ("contrat", "phrase"),
    [
        (None, "ce dispositif n'en signe pas"),
        ("{preavis_jours: 45}", "sans terme"),
        (
            "{mois: 6, renouvellements_max: 1, bilan: non, retard_tolere_jours: 0}",
            "6 mois, renouvelable 1 fois ; à préparer 45 jours avant la fin ; aucun retard admis ; bilan facultatif",
        ),
        (
            "{mois: 12, renouvellements_max: 0}",
            "12 mois, non renouvelable ; à préparer 45 jours avant la fin ; retard admis de 90 jours ; pas de renouvellement sans bilan",
        ),
    ],
)
def test_the_contract_in_words(contrat: str | None, phrase: str) -> None:
    rules = ContratDispositif.model_validate(read_yaml(f"c: {contrat}")["c"]) if contrat else None
    assert regles.contract_rules(rules) == phrase


@pytest.mark.parametrize(
    ("perimetre", "phrase"),
    [
        ('{communes: ["28085"], quartiers: [centre]}', "à Chartres, dans les quartiers Centre"),
        ("{bailleurs: [hlm, agence], ages: [60-]}", "chez Bailleur social ou Agence, pour les personnes de 60 ans et plus"),
        ("{hors_bailleurs: [hlm], parcs: [social, prive]}", "sauf chez Bailleur social, en parc social ou parc privé"),
        ("{ages: [16-25, 60-120]}", "pour les personnes de 16 à 25 ans ou de 60 ans et plus"),
        ("{caisses: [inconnue]}", "pour les assurés d'inconnue"),
        ('{communes: ["99999"]}', "à 99999"),
    ],
)
def test_a_perimeter_in_words(perimetre: str, phrase: str) -> None:
    read = Perimetre.model_validate(read_yaml(f"p: {perimetre}")["p"])
    assert regles.perimeter_words(read, dispositif()) == phrase


@pytest.mark.parametrize(
    ("qui", "phrase"),
    [("[]", "tout le monde"), ("[hlm, medecin, equipe]", "Bailleur social, médecin, l'équipe elle-même"), ("[ccas]", "CCAS")],
)
def test_who_refers(qui: str, phrase: str) -> None:
    assert regles.who_refers(dispositif(f"parcours: {{qui_saisit: {qui}}}")) == phrase


def test_rhythms_are_said_with_their_units() -> None:
    said = dict(regles.rhythms(dispositif("rythmes: {recevabilite_jours: 1, evaluation_mois: 0, rencontre_jours: 30}")))
    assert said["Recevabilité"] == "1 jour après la saisine"
    assert said["Nouvelle évaluation"] == "jamais"
    assert said["Rencontres"] == "30 jours au plus entre deux rencontres"
    assert "Signature du contrat" in said
    assert "Signature du contrat" not in dict(regles.rhythms(dispositif(contrat=None)))


@pytest.mark.parametrize(
    ("du", "au", "dit"),
    [
        ("2026-01-01", "2026-12-31", "du 01/01/2026 au 31/12/2026"),
        ("2026-01-01", "", "depuis le 01/01/2026"),
        ("", "2026-12-31", "jusqu'au 31/12/2026"),
        ("", "", ""),
    ],
)
def test_periods(du: str, au: str, dit: str) -> None:
    assert regles.periode(date.fromisoformat(du) if du else None, date.fromisoformat(au) if au else None) == dit


SOURCES = "".join((Path(regles.__file__).parent / name).read_text(encoding="utf-8") for name in ("dispositif.py", "regles.py"))
FICHES = [kind for kind in vars(core).values() if isinstance(kind, type) and issubclass(kind, Fiche) and kind is not Fiche]
EN_BOUCLE = {core.Rythmes, core.Vocabulaire, core.Oscars, core.Contact, core.Coordonnees}
"""Records that are shown field after field."""


@pytest.mark.parametrize("fiche", [f for f in FICHES if f not in EN_BOUCLE], ids=lambda f: f.__name__)
def test_no_field_is_forgotten(fiche: type[Fiche]) -> None:
    assert [name for name in fiche.model_fields if not re.search(rf'[."]{name}\b', SOURCES) and name != "format"] == []


def test_labels_come_from_the_declarations_and_no_system_is_named() -> None:
    assert regles.label(core.Dispositif, "porteur") == "Porteur"
    assert [name for name in ("logisens", "alp28", "calais", "oise", "mans") if re.search(rf"\b{name}\b", SOURCES.lower())] == []
