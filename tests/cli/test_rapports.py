"""`alp report`: written by hand or by cron, masked or exact, proved, sent; each format opened by a program that reads it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from alp.core.rapport.preuve import read_preuve
from tests.cli.conftest import Poste
from tests.documents.lecteurs import TEXTES, everything, letters

GOLDEN = Path(__file__).parents[1] / "documents" / "golden"
MENSUEL, MASQUE = "documents/rapport-2026-10", "documents/rapport-2026-10-ag2r"
TEXTES_2026 = "rapports/textes-2026.md"


def octets(poste: Poste, chemin: str) -> bytes:
    return (poste.racine / chemin).read_bytes()


def ids(poste: Poste) -> set[str]:
    return {path.stem for path in (poste.racine / "situations").rglob("*.yaml")}


def alone(poste: Poste, *mots: str, **env: str) -> subprocess.CompletedProcess[str]:
    """alp as cron runs it: another process, no terminal, no input."""
    return subprocess.run(
        [sys.executable, "-m", "alp", *mots], cwd=poste.racine, env=os.environ | env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )  # fmt: skip


# --- writing ------------------------------------------------------------------------------------------


def test_cron_gets_paths_and_nothing_else_and_the_same_bytes_the_next_time(chartres: Poste) -> None:
    words = ("report", "2026-10", "--pour", "ag2r", "--format", "docx,pdf,html,md,xlsx,csv,json")
    first = alone(chartres, *words, PYTHONHASHSEED="1")
    paths = [f"{MASQUE}{end}" for end in (".docx", ".pdf", ".html", ".md", ".xlsx", "-csv.zip", ".json")]
    assert (first.returncode, first.stdout.split()) == (0, paths)
    before = {path: octets(chartres, path) for path in [*paths, f"{MASQUE}-preuve.json"]}
    again = alone(chartres, *words, PYTHONHASHSEED="2")
    assert again.stdout == first.stdout
    assert [path for path, content in before.items() if octets(chartres, path) != content] == []
    assert (first.stderr, again.stderr) == ("", "")


def test_word_and_pdf_by_default_and_the_monthly_report_is_two_pages(chartres: Poste) -> None:
    from pypdf import PdfReader

    for words, name in (("report 2026-10", MENSUEL), ("rapport ecrire 2026-10 --pour ag2r", MASQUE)):
        chartres(words)
        assert len(PdfReader(chartres.racine / f"{name}.pdf").pages) == 2
        assert octets(chartres, f"{name}.docx").startswith(b"PK")


@pytest.mark.parametrize(("mots", "nom"), [("2026-10", "rapport_mensuel"), ("2026-10 --pour ag2r", "rapport_mensuel-masque")])
def test_a_monthly_report_reads_as_it_should(chartres: Poste, mots: str, nom: str) -> None:
    """`ALP_GOLDEN=1` writes it anew: read it."""
    chartres(f"report {mots} --format md")
    path = GOLDEN / "rapports" / f"{nom}.md"
    text = chartres.lire(f"{MASQUE if 'ag2r' in mots else MENSUEL}.md")
    if os.environ.get("ALP_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_each_format_says_the_same_figures(chartres: Poste) -> None:
    chartres("report 2026-10 --format docx,pdf,html,md,xlsx,csv,json")
    told = json.loads(octets(chartres, f"{MENSUEL}.json"))
    figures = {i["code"]: i for i in told["indicateurs"]}
    for code, read in TEXTES.items():
        text = letters(read(octets(chartres, f"{MENSUEL}.{code}")))
        missing = [i["definition"] for i in figures.values() if letters(i["definition"]).replace("'", "’") not in text]
        assert (code, missing) == (code, [])
    assert _sheet(chartres, "Chiffres") == {i["code"]: i["valeur"] for i in figures.values()}
    assert _csv(chartres)["file_active_stock"] == str(figures["file_active_stock"]["valeur"])


def _sheet(poste: Poste, feuille: str) -> dict[str, Any]:
    """The figures of a workbook: code → value, a number."""
    from openpyxl import load_workbook

    rows = list(load_workbook(io.BytesIO(octets(poste, f"{MENSUEL}.xlsx")))[feuille].iter_rows(min_row=3, values_only=True))
    heads, body = rows[0], [r for r in rows[1:] if r[1]]
    return {str(r[heads.index("Code")]): r[heads.index("Oct. 2026")] for r in body}


def _csv(poste: Poste) -> dict[str, str]:
    """The figures of a data package, once its checks are passed."""
    import csv

    from frictionless import Package, system

    folder = poste.racine.parent / "csv"
    with zipfile.ZipFile(poste.racine / f"{MENSUEL}-csv.zip") as archive:
        archive.extractall(folder)
    with system.use_context(trusted=True):
        assert Package(str(folder / "datapackage.json")).validate().valid
    with (folder / "chiffres.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: row["valeur"] for row in csv.DictReader(lines, delimiter=";")}


def test_a_document_somebody_edited_is_kept(chartres: Poste) -> None:
    chartres("report 2026-10 --format md")
    (chartres.racine / f"{MENSUEL}.md").write_text("Corrigé.", encoding="utf-8")
    assert "il est gardé" in chartres("report 2026-10 --format md")
    assert chartres.lire(f"{MENSUEL}.md") == "Corrigé."


def test_what_cannot_be_made_says_why(chartres: Poste) -> None:
    for words, why in {
        "report 2026-13": "n'existe pas au calendrier",
        "report 2026-10 --format odt": "n'est pas un format de rapport",
        "report 2026-10 --format ,": "Aucun format",
        "report 2026-10 --modele lettre": "n'est pas un modèle de rapport",
        "report 2026-10 --pour mairie": "n'est pas un financeur",
        "report 2030": "n'a pas commencé",
        "report 2024-05 --pour ag2r": "pas de convention en cours",
    }.items():
        assert why in chartres(words, sortie=2)
    assert not (chartres.racine / "documents").exists()


def test_a_folder_that_cannot_be_one_is_refused_in_french(chartres: Poste) -> None:
    said = chartres("report 2026-10 --format md --sortie dispositif.yaml", sortie=3)
    assert "ne peut pas être écrit (ce fichier existe déjà" in said
    assert "→ Choisir un autre dossier avec --sortie." in said


# --- what is missing ----------------------------------------------------------------------------------


def test_what_is_missing_is_said_before_the_figures_and_strict_writes_nothing(chartres: Poste) -> None:
    said = alone(chartres, "report", "2025", "--format", "md", "--strict")
    assert (said.returncode, said.stdout) == (1, "")
    assert "changent un chiffre.\n→ Les voir : alp report quality 2025\nRien n'est écrit (--strict)" in said.stderr
    assert not (chartres.racine / "documents").exists()
    missing = chartres.json("report quality 2025")
    assert f"{len(missing)} choses manquent" in said.stderr
    assert alone(chartres, "report", "2026-10", "--strict", "--format", "md").returncode == 0


# --- small numbers ------------------------------------------------------------------------------------


def test_a_masked_report_tells_no_hidden_number_and_no_report_names_anyone(chartres: Poste) -> None:
    chartres("report 2026-10 --pour ag2r --format docx,pdf,html,md,json")
    chartres("report 2026-10 --format docx,pdf,html,md,json")
    for name in (MENSUEL, MASQUE):
        for code in ("docx", "pdf", "html"):
            assert [i for text in everything(code, octets(chartres, f"{name}.{code}")) for i in ids(chartres) if i in text] == []
    kept = read_preuve(chartres.lire(f"{MASQUE}-preuve.json"))["publication"]
    told = json.loads(octets(chartres, f"{MASQUE}.json"))
    hidden = {i["code"]: i for i in told["indicateurs"] if f"{i['code']}@2026-10" in kept["masquees"]}
    assert {"entrees", "sorties", "saisines", "contrats_signes"} <= hidden.keys()
    assert all((i["valeur"], i["masque"]) == (None, True) for i in hidden.values())
    assert chartres.json("report 2026-10 --pour ag2r") == told
    assert "Petits nombres masqués" in chartres.lire(f"{MASQUE}.md")
    assert "Confidentiel" in chartres.lire(f"{MENSUEL}.md")


def test_public_hides_from_everybody_and_says_the_rule(chartres: Poste) -> None:
    chartres("report 2026-10 --public --format md")
    text = chartres.lire(f"{MENSUEL}-public.md")
    assert "n.c." in text
    assert "inférieur à 11" in text
    exact = chartres.json("report 2026-10")
    masked = chartres.json("report 2026-10 --public")
    assert exact["perimetre"]["masque"] is False
    assert next(i["valeur"] for i in exact["indicateurs"] if i["code"] == "saisines") == 2
    assert next(i["valeur"] for i in masked["indicateurs"] if i["code"] == "saisines") is None


# --- the coordinator's texts --------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> [piège](javascript:x) {{ rapport }} | a | ![x](y)\n\n=HYPERLINK(1) ::: encadre\n\n- **gras** `code`\n"


def write_text(poste: Poste, annee: int, bloc: str, texte: str) -> None:
    path = poste.racine / f"rapports/textes-{annee}.md"
    head, _, rest = path.read_text(encoding="utf-8").partition(f"## {bloc}")
    line, _, after = rest.partition("\n")
    path.write_text(f"{head}## {bloc}{line}\n\n{texte}\n{after}", encoding="utf-8")


def test_the_texts_of_a_year_are_made_ready_once_and_taken_over_the_next_year(chartres: Poste) -> None:
    said = chartres("report 2025 --format md")
    assert "s'écrivent dans rapports/textes-2025.md" in said
    assert chartres.sujets()[0] == "Textes du rapport 2025 préparés"
    write_text(chartres, 2025, "presentation", "Une année de **confiance**.\n\n- deux médiations")
    said = chartres("report 2025 --format md")
    assert "textes-2025" not in said
    text = chartres.lire("documents/rapport-2025.md")
    assert "## L'année en quelques mots\n\nUne année de **confiance**.\n\n- deux médiations\n" in text.replace("’", "'")
    assert "1 texte de 2025 y sont repris" in chartres("report 2026 --format md").replace("est repris", "sont repris")
    assert "Encore mot pour mot ceux de 2025 : presentation" in chartres("report 2026 --format md")


def test_a_hostile_text_is_shown_letter_for_letter_and_does_nothing(chartres: Poste) -> None:
    chartres("report 2026 --format md")
    write_text(chartres, 2026, "presentation", HOSTILE)
    chartres("report 2026 --format docx,pdf,html")
    for code, read in TEXTES.items():
        text = letters(read(octets(chartres, f"documents/rapport-2026.{code}")))
        for words in ("<script>alert(1)</script>", "[piège](javascript:x)", "{{rapport}}", "=HYPERLINK(1)", "`code`"):
            assert words in text, (code, words)
    page = octets(chartres, "documents/rapport-2026.html").decode()
    assert "<script>alert" not in page
    assert "javascript:" not in page.replace("(javascript:x)", "")


def test_a_text_that_names_a_situation_is_refused_and_a_pseudonym_is_pointed_out(chartres: Poste) -> None:
    chartres("report 2026 --format md")
    someone = min(ids(chartres))
    write_text(chartres, 2026, "alliance", f"Comme pour {someone}.")
    assert f"bloc « alliance » : {someone} est une situation" in chartres("report 2026 --format md", sortie=3)
    path = chartres.racine / TEXTES_2026
    name = re.findall(r"pseudonyme: (\w+)", chartres.lire(f"situations/{someone.split('-')[1]}/{someone}.yaml"))[0]
    path.write_text(path.read_text(encoding="utf-8").replace(f"pour {someone}", f"pour {name}"), encoding="utf-8")
    assert f"contient {name}" in chartres("report 2026 --format md")


# --- who asks for what --------------------------------------------------------------------------------


def test_a_funder_has_its_own_template_and_its_own_list_of_figures(chartres: Poste) -> None:
    path = chartres.racine / "dispositif.yaml"
    asked = "- {chaque: mois, jours: 15, modele: rapport_ag2r, indicateurs: [visites, places]}"
    path.write_text(path.read_text(encoding="utf-8").replace("- {chaque: mois, jours: 15}", asked), encoding="utf-8")
    assert "n'est pas un modèle" in chartres("report 2026-10 --pour ag2r", sortie=2)
    chartres("template copy rapport-mensuel")
    ours = chartres.racine / "templates"
    (ours / "rapport_ag2r.md.j2").write_text((ours / "rapport_mensuel.md.j2").read_text().replace("rapport.titre|yaml", '"Pour AG2R"|yaml'))
    chartres("report 2026-10 --pour ag2r --format md,json")
    assert 'title: "Pour AG2R"' in chartres.lire(f"{MASQUE}.md")
    told = json.loads(octets(chartres, f"{MASQUE}.json"))
    assert [i["code"] for i in told["indicateurs"]] == ["visites", "places"]
    path.write_text(path.read_text(encoding="utf-8").replace("[visites, places]", "[visite]"), encoding="utf-8")
    assert "« visite » n'est pas déclaré dans la liste des indicateurs" in chartres("check", sortie=1)


def test_the_forms_of_others_are_models_too(chartres: Poste) -> None:
    chartres("report 2026 --modele oscars --format md,xlsx,csv")
    assert "Fiche OSCARS" in chartres.lire("documents/rapport-2026-fiche-oscars.md")


# --- proof, sending -----------------------------------------------------------------------------------


def test_a_late_visit_is_found_by_verify_which_names_it(chartres: Poste) -> None:
    chartres("report 2026-10 --pour ag2r --format pdf")
    proof = f"{MASQUE}-preuve.json"
    assert "Identique" in chartres(f"report verify {proof}")
    followed = next(i["quoi"] for i in chartres.json("report show visites 2026-10")["membres"])
    chartres(f"visit {followed} --le 30/10/2026 --lieu domicile --resultat rencontre --duree 30 --par ide")
    said = chartres(f"report verify {proof}", sortie=1)
    assert "Visites : 20 actes → 21 actes" in said
    assert f"{followed} : visite, appel ou message du 30/10/2026" in said
    assert ": ajout" in said
    broken = chartres.racine / proof
    broken.write_text(broken.read_text().replace('"valeur": "20"', '"valeur": "21"', 1))
    assert "modifiée après coup" in chartres(f"report verify {proof}", sortie=3)


def test_the_report_of_a_month_that_is_not_over_can_be_verified_later(chartres: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-10-15")
    chartres("report 2026-10 --format md")
    assert "chiffres arrêtés au 15" in chartres.lire(f"{MENSUEL}.md").replace("\u00a0", " ")
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-11-22")
    assert "Identique" in chartres(f"report verify {MENSUEL}-preuve.json")


def test_the_report_that_was_sent_is_kept_with_its_proof_and_is_no_longer_due(chartres: Poste) -> None:
    chartres("report 2026-S1 --pour ars --format pdf")
    pdf = "documents/rapport-2026-S1-ars.pdf"
    said = chartres(f"report sent {pdf} --le 20/07/2026 --canal courriel")
    kept = "envois/2026/2026-07-20-rapport-ars"
    assert f"Gardé : {kept}.pdf" in said
    assert octets(chartres, f"{kept}.pdf") == octets(chartres, pdf)
    assert octets(chartres, f"{kept}-preuve.json") == octets(chartres, "documents/rapport-2026-S1-ars-preuve.json")
    record = chartres.lire(f"{kept}.yaml")
    assert "financeur: ars" in record
    assert "du: 2026-01-01" in record
    assert "0 erreur" in chartres("check")
    assert "Ajouter --periode" in chartres(f"report sent {kept}.pdf --pour ars", sortie=2)


def test_a_masked_report_holds_what_earlier_ones_told_wherever_their_proofs_are(chartres: Poste, tmp_path: Path) -> None:
    chartres(f"report 2026-10 --pour ag2r --format md --sortie {tmp_path / 'ailleurs'}")
    first = read_preuve(chartres.lire(f"{MASQUE}-preuve.json"))["publication"]
    assert (tmp_path / "ailleurs" / f"{Path(MASQUE).name}-preuve.json").is_file()
    chartres("report 2026-T4 --pour ag2r --format md --au 31/10/2026")
    then = read_preuve(chartres.lire("documents/rapport-2026-T4-ag2r-au-2026-10-31-preuve.json"))["publication"]
    assert set(first["masquees"]) <= set(then["masquees"])
    (chartres.racine / f"{MASQUE}-preuve.json").write_text("{}")
    assert "ne se lit pas" in chartres("report 2026-10 --pour ag2r --format md")
