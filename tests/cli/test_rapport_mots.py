"""What a newcomer reads of `alp report`: its help, its hints on a terminal, what is missing, what was kept already, her own texts."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from alp.cli.rapport_commun import say_divulged
from alp.core.indicateurs.table import known
from alp.core.periode import read_periode
from alp.core.preparation.rapports import prepare_rapport
from alp.core.rapport.composition import compose
from alp.core.rapport.modeles import find_modele
from alp.core.rapport.rapport import rapport
from alp.documents.gabarits import Gabarits
from alp.store.lecture import read_registre
from alp.store.modeles import example
from tests.cli.conftest import Poste

MASQUE = "documents/rapport-2026-10-ag2r"


def typed(poste: Poste, *mots: str) -> str:
    """What a command says at a real terminal, however its lines are folded."""
    import pexpect

    env = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    child: Any = pexpect.spawn(sys.executable, ["-m", "alp", *mots], cwd=str(poste.racine), env=env, dimensions=(60, 200), encoding="utf-8")
    child.expect(pexpect.EOF, timeout=60)
    return " ".join(str(child.before).split())


# --- help ---------------------------------------------------------------------------------------------


def test_the_help_of_report_shows_how_to_write_one_and_cuts_no_sentence(chartres: Poste) -> None:
    said = chartres("report --help")
    for words in (
        "alp report 2026-10",
        "alp report 2026-S1 --pour ars",
        "--modele NOM",
        "--format FORMATS",
        "--public",
        "--sortie DOSSIER",
    ):
        assert words in said
    assert "..." not in said
    assert "Écrire un rapport :" in said


@pytest.mark.parametrize("groupe", ["report", "meeting", "action", "template"])
def test_the_help_of_a_group_tells_a_whole_sentence_of_each_command(chartres: Poste, groupe: str) -> None:
    rows = " ".join(chartres(f"{groupe} --help").partition("Commandes :")[2].split())
    assert rows
    assert "..." not in rows
    assert rows.endswith(".")


# --- hints --------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_a_terminal_is_told_what_to_do_next(chartres: Poste) -> None:
    said = typed(chartres, "report", "2026-10", "--pour", "ag2r", "--format", "pdf")
    assert f"Preuve, pour l'équipe seulement (elle nomme des situations) : {Path(MASQUE).name}-preuve.json" in said
    assert f"→ Une fois envoyé : alp report sent {MASQUE}.pdf" in said
    assert "--public" not in said
    said = typed(chartres, "report", "2026", "--modele", "copil", "--format", "md")
    assert "→ Ces nombres sont exacts, pour l'équipe seulement. À diffuser : ajouter --public ; à un financeur : --pour CODE." in said
    assert "--pour CODE" not in typed(chartres, "report", "2026", "--modele", "copil", "--public", "--format", "md")


def test_what_a_reader_can_find_is_named_and_what_to_do_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    cells = [
        "visites@2026-10",
        "tout/sorties@2026/motif_sortie=deces",
        "sorties@2026/motif_sortie=autre",
        "entrees@2026-S1~",
        "maintien@2025/d",
        "places@2026",
    ]
    say_divulged(cells)
    said = capsys.readouterr().err
    assert "peut retrouver 6 nombres masqués : " in said
    for words in (
        "Entrées (1er semestre 2026)",
        "Maintien dans un logement à la sortie (année 2025)",
        "Sorties, par motif de sortie (année 2026)",
    ):
        assert words in said
    assert said.count("Sorties, par motif") == 1
    assert "Visites" not in said
    assert "; et 1 autre.\n" in said
    assert "\n→ alp compte comme reçu tout rapport dont la preuve est dans documents/ ou envois/" in said


# --- what is missing ----------------------------------------------------------------------------------


def test_what_is_missing_is_named_in_the_words_of_the_forms_and_gathered(chartres: Poste) -> None:
    said = chartres("report quality 2025", sortie=1)
    assert "la valeur" not in said
    assert re.search(r"Un constat, oui ou non, aux deux évaluations : \d+\n  Constats à la (première|dernière) évaluation", said)
    assert re.search(r"\n  ALP28-2024-\d{3} : \w{6} \([A-ZÉ]", said)
    assert len(re.findall("^L'issue de la sortie : ", said, re.MULTILINE)) == 1
    gaps = chartres.json("report quality 2025")
    assert {g["manque"] for g in gaps if g["lesquels"]} == {
        "un constat, oui ou non, aux deux évaluations",
        "la cote d'un domaine, aux deux évaluations",
    }
    assert f"Ce qui change un chiffre : {sum(g['change_un_chiffre'] for g in gaps)} manques" in said


def test_a_report_says_of_what_is_not_known_what_it_is(chartres: Poste) -> None:
    chartres("report 2025 --format md")
    text = chartres.lire("documents/rapport-2025.md").replace("’", "'").replace("\u00a0", " ")
    assert re.search(r"Non renseigné \(un constat, oui ou non, aux deux évaluations\) : \d+\.", text)
    assert not re.search(r"Non renseigné( \(la valeur\))? :", text)


# --- what was sent ------------------------------------------------------------------------------------


def test_the_same_file_is_kept_once_and_another_one_again(chartres: Poste) -> None:
    chartres("report 2026-10 --pour ag2r --format pdf")
    chartres(f"report sent {MASQUE}.pdf --le 12/11/2026")
    said = chartres(f"report sent {MASQUE}.pdf")
    assert said == "Déjà gardé : envois/2026/2026-11-12-rapport-ag2r.pdf, parti le 12/11/2026. Rien à faire.\n"
    assert "-2.pdf" not in str(sorted((chartres.racine / "envois").rglob("*")))
    (chartres.racine / f"{MASQUE}.pdf").write_bytes(b"%PDF-1.4 un autre")
    assert "Gardé : " in chartres(f"report sent {MASQUE}.pdf --le 12/11/2026")
    assert "Gardé : " in chartres(f"report sent {MASQUE}.pdf --periode 2026-09 --le 12/11/2026")


def test_a_file_that_is_not_there_is_said_before_anything_of_its_name(chartres: Poste) -> None:
    for words in ("documents/rien.pdf", "documents/rapport-2026-10-ag2r.pdf"):
        said = chartres(f"report sent {words}", sortie=3)
        assert f"Erreur : {words} n'existe pas.\n→ Vérifier" in said


# --- the coordinator's texts --------------------------------------------------------------------------


def test_a_numbered_list_is_one_and_a_table_is_pointed_out_by_its_line(chartres: Poste) -> None:
    chartres("report 2025 --format md")
    path = chartres.racine / "rapports/textes-2025.md"
    text = path.read_text(encoding="utf-8")
    head, title, rest = text.partition("## alliance : L'alliance\n")
    path.write_text(f"{head}{title}\n1. aller\n2. revenir\n\n| a | b |\n|---|---|\n{rest}", encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("| a | b |") + 1
    said = chartres("report 2025 --format md")
    assert f"Attention : rapports/textes-2025.md : ligne {line}, un tableau. Le rapport ne le met pas en page" in said
    assert "→ Écrire une liste" in said
    assert "\n1. aller\n2. revenir\n" in chartres.lire("documents/rapport-2025.md")


# --- charts and forms ---------------------------------------------------------------------------------


def test_a_delay_that_is_not_drawn_is_named_beneath_the_chart() -> None:
    registre = read_registre(example("chez-soi-oise")).registre
    periode = read_periode("2026-S1")
    modele = find_modele(None, periode)
    here = {i.code for i in known(registre.dispositif)}
    prepared = prepare_rapport(compose(rapport(registre, periode, choix=[c for c in modele.codes if c in here]), modele))
    chapter = next(ch for ch in prepared.chapitres if ch.titre == "L'alliance")
    drawn = {name for g in chapter.graphiques for name in g.categories}
    left = [c.libelle for c in chapter.chiffres if c.code.startswith("delai_") and c.libelle not in drawn]
    assert drawn
    assert chapter.non_dessines == tuple(left) != ()
    page = Gabarits().render(modele.nom, {"rapport": prepared}).replace("’", "'").replace("\u00a0", " ")
    assert f"Ne sont pas dessinés : « {' » ; « '.join(left)} »." in page
    assert all(not ch.non_dessines for ch in prepared.chapitres if ch is not chapter)
