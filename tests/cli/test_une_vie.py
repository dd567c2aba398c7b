"""A whole life in one register, as a team would live it: « Done when » of the issue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Poste

LETTRES_ANGLAISES = re.compile(r"\b(added|amended|cancelled|closed|renewed|undone|visit of|commit)\b", re.IGNORECASE)


def ref_of(text: str) -> str:
    """The reference that alp shows after writing: « visite du 12/01/2026 (mx2c9d) »."""
    found = re.search(r"\(([a-z2-9]{6})\)", text)
    assert found, text
    return found[1]


def test_a_situation_lives_from_its_saisine_to_an_undone_exit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: PLR0915  a life is long
    dit: list[str] = []

    def on(jour: str) -> None:
        monkeypatch.setenv("ALP_AUJOURDHUI", jour)

    def alp(ligne: str, *, sortie: int = 0, entree: str = "") -> str:
        dit.append(poste(ligne, sortie=sortie, entree=entree))
        return dit[-1]

    # The register is made, and the team is entered in it.
    on("2026-01-05")
    poste = Poste(tmp_path / "alp28")
    monkeypatch.chdir(tmp_path)
    assert "fictives" in alp("init alp28 --modele alp28")
    monkeypatch.chdir(poste.racine)
    poste.editeur(monkeypatch, "texte.replace('    metier: infirmière', '    courriel: camille@essai.example\\n    metier: infirmière', 1)")
    assert "Enregistré : dispositif.yaml" in alp("edit dispositif")

    # A partner refers a woman who does not open her door.
    said = alp(
        "new --origine ccas-chartres --personne_informee oui --motifs incurie,isolement --le 05/01/2026 "
        "--commune Chartres --quartier la-madeleine --bailleur habitat-eurelien --parc social "
        "--pseudonyme Tilleul --genre femme --naissance 1951 --precautions 'chien dans l’entrée' --referent ide"
    )
    assert "ALP28-2026-001" in said
    chemin = "situations/2026/ALP28-2026-001.yaml"
    alp("add tilleul recevabilite --decision recevable --reponse-le 2026-01-05 --reponse-a ccas-chartres --reponse-canal telephone")

    # Three visits, one of them to a closed door.
    on("2026-01-12")
    porte_close = ref_of(alp("visit tilleul --lieu domicile --resultat porte_close --duree 15 --trajet 30"))
    on("2026-01-19")
    alp(
        "visite 1 --lieu 'sur le pas de la porte' --resultat rencontre --duree 20 --trajet 30 --suite-quoi 'passer avec le café' --suite-avant 26/01"
    )
    assert "passer avec le café" in alp("due tilleul")
    on("2026-01-26")
    alp(
        "visit 001 --lieu domicile --resultat rencontre --duree 60 --trajet 30 --actes ecoute,aide_tri --note -",
        entree="Elle ouvre la cuisine.\n",
    )
    alp("done tilleul " + next(e["ref"] for e in poste.journal(chemin) if "suite" in e))
    alp("add tilleul accord --objet accompagnement --reponse oui --forme oral --donne_par personne")
    assert [e["resultat"] for e in poste.journal(chemin) if e["type"] == "visite"] == ["porte_close", "rencontre", "rencontre"]
    assert all(e["par"] == ["ide"] for e in poste.journal(chemin) if e["type"] == "visite"), "celle dont git connaît le courriel"

    # She is evaluated, and passes through the cell.
    on("2026-02-10")
    assert "première évaluation" in alp("advance tilleul")
    assert "cellule" in alp("add tilleul evaluation --stade entree --participants ide --synthese 'Se lave chez la voisine.'")
    on("2026-02-24")
    assert "accompagnement" in alp(
        "add tilleul examen --decision admission --presentateur ide --engagements 'prévenir le bailleur | ide | 2026-03-10'"
    )
    admission = poste.journal(chemin)[-1]["ref"]
    alp(f"done tilleul {admission}.1 --resultat 'appelé, il patiente'")
    alp(f"done tilleul {admission} --a personne --canal rencontre")

    # She signs; alp says when to renew, and it is done late.
    on("2026-03-02")
    alp(
        "add tilleul contrat --debut 2026-03-02 --attentes 'Pouvoir recevoir ma fille.' --signature-reponse signe --signature-le 2026-03-02"
    )
    assert poste.json("list")[0]["contrat"] == {"rang": 1, "debut": "2026-03-02", "fin": "2026-09-01", "etat": "en_cours"}
    assert "01/09/2026" in poste("due --jours 365")
    on("2026-08-20")
    assert poste.json("show tilleul")["suivi"]["contrat"]["etat"] == "a_renouveler"
    on("2026-09-12")
    assert "échu" in alp("")
    said = alp(
        "renew tilleul --bilan-proposition renouveler --bilan-parole 'Ma fille est venue.' --signature-reponse signe --signature-le 2026-09-12"
    )
    assert "11 jours" in said
    contrat = poste.journal(chemin)[-1]
    assert (contrat["le"], contrat["debut"], contrat["attentes"]) == ("2026-09-12", "2026-09-02", "Pouvoir recevoir ma fille.")
    assert poste.json("list")[0]["contrat"]["fin"] == "2027-03-01"
    assert "signé en retard" in alp("show tilleul")

    # A date was wrong, an entry was noted twice.
    on("2026-10-05")
    alp(f"amend tilleul {porte_close} --le 2026-01-13")
    assert "13/01/2026" in alp("show tilleul --tout")
    double = ref_of(alp("visit tilleul --lieu domicile --resultat rencontre --le hier"))
    alp(f"cancel tilleul {double} --motif 'notée deux fois'")
    assert poste.journal(chemin)[-1]["annulee"] == {"le": "2026-10-05", "motif": "notée deux fois", "par": "ide"}

    # The team hands over, and closes; the exit came too early: it is undone.
    on("2026-11-03")
    assert "relais" in alp("add tilleul relais --vers aide-domicile")
    on("2026-12-01")
    alp("close tilleul --motif objectifs_atteints --issue maintenu")
    assert poste.json("list")[0]["etape"] == "close"
    alp("undo --yes")
    assert poste.json("list")[0]["etape"] == "relais"
    assert "0 erreur" in alp("check")

    # All of it stands in git log, in French, signed; nothing is left behind.
    sujets = poste.sujets()
    assert len(sujets) == len(set(sujets)) == 21
    for words in (
        "saisine du 05/01/2026", "recevabilité", "visite du 12/01/2026, porte close", "évaluation du 10/02/2026", "examen du 24/02/2026, admission",
        "contrat du 02/03/2026", "bilan du 12/09/2026, contrat du 12/09/2026", "correction, visite", "annulation, visite", "relais du 03/11/2026",
        "Défait : ALP28-2026-001 : sortie du 01/12/2026",
    ):  # fmt: skip
        assert [s for s in sujets if words in s], words
    everything = "\n".join([*dit, poste.git("log")])
    assert "Traceback" not in everything
    assert not LETTRES_ANGLAISES.search("\n".join(sujets))
    assert "Tilleul" not in "\n".join(sujets), "aucun nom, pas même un pseudonyme"
    assert set(poste.git("log", "--format=%an <%ae>").splitlines()) == {"Camille Essai <camille@essai.example>"}
    assert poste.git("status", "--porcelain") == ""
    assert "Camille Essai" in alp("log tilleul")
