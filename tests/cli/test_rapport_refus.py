"""What `alp report` refuses, and what it leaves behind when something stops it: nothing half written, whatever happens."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from alp.store.modeles import example
from tests.cli.conftest import Poste
from tests.documents.lecteurs import TEXTES, letters

TOUS = "docx,pdf,html,md,xlsx,csv,json"


def documents(poste: Poste) -> list[str]:
    """All that stands in `documents/`, hidden files too."""
    folder = poste.racine / "documents"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


# --- what is asked ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        ("''", "Il manque la période"),
        ("' '", "Il manque la période"),
        ("bilan", "Ni une période (comme 2026-10), ni une commande : « bilan »"),
        ("octobre", "→ Octobre s'écrit après son année : par exemple 2026-10."),
        ("'Février 2026'", "→ Février 2026 s'écrit 2026-02."),
        ("fevr. 2026", "→ Février 2026 s'écrit 2026-02."),
        ("10/2026 --pour ag2r", "→ Octobre 2026 s'écrit 2026-10."),
        ("jui 2026", "Ni une période"),
        ("13/2026", "« 13/2026 » n'est pas une période"),
        ("2026-10 --pour", "→ Aide : alp report write --help"),
        ("..", "« .. » n'est pas une période"),
        ("20260101..20260201", "n'est pas une période"),
        ("2026-W01-1..2026-W02-1", "n'est pas une période"),
        ("2023-02-29..2023-03-01", "Le 2023-02-29 n'existe pas au calendrier"),
        ("2026-03-01..2026-02-01", "avant de commencer"),
        ("2027", "n'a pas commencé"),
        ("2026-12 --au 2026-12-31", "Le 31/12/2026 n'est pas encore passé"),
        ("1990", "finit avant que le dispositif ne commence : rien n'est daté avant le 01/04/2024"),
        ("show visites 1990", "finit avant que le dispositif ne commence"),
        ("quality 2024-03", "finit avant que le dispositif ne commence"),
        ("2026-10 --pour ''", "«  » n'est pas un financeur"),
        ("2026-10 --modele ''", "«  » n'est pas un modèle de rapport"),
        ("2026-10 --modele ../../x", "« ../../x » n'est pas un modèle de rapport"),
        ("2026-10 --modele /etc/passwd", "« /etc/passwd » n'est pas un modèle de rapport"),
        ("2026-10 --connu-le 2020-01-01", "Le registre n'existe que depuis le"),
        ("2026-10 --connu-le 2030-01-01", "n'est pas encore passé"),
    ],
)
def test_what_cannot_be_told_says_why_and_writes_nothing(chartres: Poste, mots: str, dit: str) -> None:
    said = chartres(f"report {mots}", sortie=2)
    assert dit in said
    assert "\n→ " in said
    assert "templates/" not in said
    assert documents(chartres) == []
    assert not list((chartres.racine / "rapports").glob("*"))


def test_spaces_around_a_period_are_nothing(chartres: Poste) -> None:
    assert "documents/rapport-2026-10.md\n" in chartres("report ' 2026-10 ' --format md")


def test_a_model_of_ones_own_stays_in_templates(chartres: Poste) -> None:
    """A file outside, a link, another document's template: none of them is a model of report."""
    (chartres.racine / "x.md.j2").write_text("dehors")
    chartres("template copy compte_rendu")
    (chartres.racine / "templates" / "rapport_lien.md.j2").symlink_to(chartres.racine / "x.md.j2")
    for name, status in {"../x": 2, "compte_rendu": 2, "rapport_lien": 2}.items():
        assert "dehors" not in chartres(f"report 2026-10 --format md --modele {name}", sortie=status)
    assert documents(chartres) == []
    assert "ou écrire le vôtre dans templates/lettre.md.j2" in chartres("report 2026-10 --modele lettre", sortie=2)


# --- what stops it ------------------------------------------------------------------------------------


def test_interrupted_it_leaves_nothing_half_written(chartres: Poste) -> None:
    chartres("report 2025 --format md")
    before = {name: (chartres.racine / "documents" / name).read_bytes() for name in documents(chartres)}
    words = [sys.executable, "-m", "alp", "report", "2025", "--format", TOUS]
    running = subprocess.Popen(words, cwd=chartres.racine, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stderr
    first = running.stderr.readline()  # what is missing is said once everything is counted: the documents are being made
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "choses manquent" in first
    assert "Interrompu : rien de plus n'a été écrit." in said
    assert "Traceback" not in said
    assert {name: (chartres.racine / "documents" / name).read_bytes() for name in documents(chartres)} == before


@pytest.mark.skipif(os.name != "posix", reason="ulimit")
def test_on_a_full_disk_it_leaves_nothing_half_written(chartres: Poste) -> None:
    """No file may grow beyond 8 kB: as on a disk that is full."""
    line = f"ulimit -f 8; exec {sys.executable} -m alp report 2026-10 --format {TOUS}"
    done = subprocess.run(["bash", "-c", line], cwd=chartres.racine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, documents(chartres)) == (3, "", [])
    assert "ne peut pas être écrit" in done.stderr
    assert "→ Faire de la place, puis recommencer." in done.stderr


def test_several_at_once_each_write_the_whole(chartres: Poste) -> None:
    words = [sys.executable, "-m", "alp", "report", "2026-10", "--format", "md,json"]
    running = [subprocess.Popen(words, cwd=chartres.racine, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(3)]
    assert [p.communicate(timeout=60)[0].split()[-1] for p in running] == ["documents/rapport-2026-10.json"] * 3
    assert documents(chartres) == ["rapport-2026-10-preuve.json", "rapport-2026-10.json", "rapport-2026-10.md"]
    assert "Identique" in chartres("report verify documents/rapport-2026-10-preuve.json")


def test_a_proof_that_cannot_be_written_stops_the_report(chartres: Poste) -> None:
    """A report without its proof would be masked as if nobody had read it."""
    (chartres.racine / "documents" / "rapport-2026-10-preuve.json").mkdir(parents=True)
    assert "c'est un dossier, pas un fichier" in chartres("report 2026-10 --format md", sortie=3)
    assert documents(chartres) == ["rapport-2026-10-preuve.json"]


# --- where it is asked --------------------------------------------------------------------------------


def test_a_folder_without_git_is_reported_on_without_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(example("alp28"), tmp_path / "copie")
    monkeypatch.chdir(tmp_path / "copie")
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-11-22")
    here = Poste(tmp_path / "copie")
    said = here("report 2025 --format md")
    assert "Le rapport est sans textes : rapports/textes-2025.md ne peut pas être préparé ici." in said
    assert "documents/rapport-2025.md" in said
    assert "Identique" in here("report verify documents/rapport-2025-preuve.json")
    assert "il n'a pas d'historique" in here("report 2026-10 --connu-le 2026-11-01", sortie=3)


def test_a_detached_head_is_reported_on(chartres: Poste) -> None:
    chartres.git("checkout", "--quiet", "--detach")
    said = chartres("report 2026 --format md")
    assert "Le registre n'est sur aucune branche." in said
    assert "documents/rapport-2026.md" in said
    assert chartres.sujets() == ["Registre d'exemple"]


# --- who is named -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ecrit", ["ALP28-2026-001", "alp28-2026-001", "Alp28 – 2026 – 001", "ALP28‑2026‑001", "ALP28_2026_00001"])
def test_a_text_that_names_a_situation_is_refused_however_it_is_typed(chartres: Poste, ecrit: str) -> None:
    chartres("report 2026 --format md")
    path = chartres.racine / "rapports/textes-2026.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\nComme pour {ecrit}.\n", encoding="utf-8")
    assert "est une situation ; un rapport n'en nomme aucune" in chartres("report 2026 --format md", sortie=3)


HOSTILE = """=cmd|'/c calc'!A1 <script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:y) | a `b` **g** ::: ![i](z)"""


def test_hostile_names_are_shown_letter_for_letter_in_every_format(chartres: Poste) -> None:
    """A commune, a difficulty, the house itself: names come from people's hands."""
    path = chartres.racine / "dispositif.yaml"
    text, quoted = path.read_text(encoding="utf-8"), json.dumps(HOSTILE)
    for old in (r"nom: Lucé$", r"libelle: Isolement(?=[,}])", r"nom: La Madeleine(?=[,}])"):
        text, found = re.subn(old, lambda m: f"{m[0].partition(':')[0]}: {quoted}", text, flags=re.MULTILINE)
        assert found, old
    path.write_text(re.sub(r"^nom: .*$", lambda _: f"nom: {quoted}", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    chartres("report 2025 --format docx,pdf,html,xlsx,csv")
    stem = chartres.racine / "documents/rapport-2025"
    for code, read in TEXTES.items():
        shown = letters(read(stem.with_suffix(f".{code}").read_bytes()))
        assert [w for w in ("<script>alert(1)</script>", "{{7*7}}", "[x](javascript:y)", "**g**") if w not in shown] == [], code
    page = stem.with_suffix(".html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    sheets = [part for name, part in parts("xlsx", stem.with_suffix(".xlsx").read_bytes()) if "/worksheets/" in name]
    assert sheets
    assert not [part for part in sheets if b"<f>" in part or b"<f " in part]
    with zipfile.ZipFile(stem.with_name("rapport-2025-csv.zip")) as archive:
        tables = [archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert any("alert(1)" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")] == []


def parts(nom: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and each part of those that are archives, to any depth."""
    yield nom, octets
    if octets.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            for name in archive.namelist():
                yield from parts(f"{nom}/{name}", archive.read(name))


def test_no_part_of_any_file_names_a_situation_an_entry_or_a_person(chartres: Poste) -> None:
    """Properties, hidden sheets, archives in archives; a PDF's streams are read in test_rapports."""
    for words in ("2026-10", "2026-10 --pour ag2r", "2025 --modele oscars", "2025 --modele financier"):
        chartres(f"report {words} --format docx,html,md,xlsx,csv,json")
    files = [p.read_text(encoding="utf-8") for p in (chartres.racine / "situations").rglob("*.yaml")]
    secret = {w for text in files for w in re.findall(r"^id: (\S+)|ref: (\w{6})|pseudonyme: (\w+)", text, re.MULTILINE) for w in w if w}
    words_ = re.compile(rb"[\w-]+")
    said = [
        (name, word)
        for path in sorted((chartres.racine / "documents").iterdir())
        if not path.name.endswith("-preuve.json")
        for name, part in parts(path.name, path.read_bytes())
        if not name.endswith((".png", ".docx", ".xlsx", ".zip"))
        for word in {w.decode("ascii", "replace") for w in words_.findall(part)} & secret
    ]
    assert len(secret) > 1000
    assert said == []


# --- what is told to a program ------------------------------------------------------------------------


def test_hours_are_told_in_hours_over_the_working_time(chartres: Poste) -> None:
    figures = {i["code"]: i for i in chartres.json("report 2025")["indicateurs"]}
    ratio = figures["heures_par_etp"]
    assert (ratio["numerateur"], ratio["base"]) == (figures["heures"]["valeur"], figures["etp"]["valeur"])
    assert ratio["valeur"] == round(ratio["numerateur"] / ratio["base"], 1)
    said = chartres("report show heures_par_etp 2025").replace("\u202f", "").replace("\u00a0", " ")
    assert f"{ratio['numerateur']} sur {ratio['base']} : ETP moyens de la période".replace(".", ",") in said


def sheet(poste: Poste, **champs: str) -> None:
    """Fields of the OSCARS sheet, in `dispositif.yaml`."""
    path = poste.racine / "dispositif.yaml"
    head, key, rest = path.read_text(encoding="utf-8").partition("\noscars:")
    first, _, others = rest.partition("\n")
    kept = [line for line in others.splitlines() if line.strip().partition(":")[0] not in champs]
    path.write_text(
        "\n".join([head + key + first, *(f"  {name}: {value}" for name, value in champs.items()), *kept]) + "\n", encoding="utf-8"
    )


def test_an_oscars_sheet_hides_small_numbers_whoever_asks_for_it(chartres: Poste) -> None:
    """It is read by anyone: what it tells is decided with what was told before, and remembered."""
    chartres("report 2025 --modele oscars --format md,xlsx,csv,json")
    stem = "documents/rapport-2025-fiche-oscars"
    kept = json.loads(chartres.lire(f"{stem}-preuve.json"))
    assert kept["rapport"]["masque"] is True
    assert kept["publication"]["cellules"]
    sheet(chartres, nombre="sorties_deces")
    chartres("report 2025 --modele oscars --format md")
    assert "| Non communiqué (n.c.)<br>" in chartres.lire(f"{stem}.md").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("nombre", "dit"), [("visite", "n'est pas un indicateur. Vouliez-vous dire visites ?"), ("visites", "ne compte ni")]
)
def test_what_no_sheet_can_count_is_refused_by_check_as_by_report(chartres: Poste, nombre: str, dit: str) -> None:
    sheet(chartres, nombre=nombre, debut="2026", fin="2025")
    said = chartres("check", sortie=1)
    assert f"oscars.nombre : « {nombre} » {dit}" in said
    assert "oscars.fin : la fin (2025) est avant le début (2026)" in said
    said = chartres("report 2025 --modele oscars --format md", sortie=2)
    assert dit in said
    assert "→ Corriger oscars.nombre (alp edit dispositif) ; les indicateurs : alp report indicators" in said
