"""Documents written by the commands that people type: for whom, where, and never over what somebody edited."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from alp.core.preparation.table import DOCUMENTS
from tests.cli.conftest import Poste

NOM = "2026-05-12-cellule"
WORD, PDF, MD = (f"documents/{NOM}-compte-rendu.{ext}" for ext in ("docx", "pdf", "md"))


def test_minutes_are_written_in_word_and_pdf_and_the_paths_are_all_that_is_printed(poste: Poste) -> None:
    said = poste(f"minutes {NOM}")
    assert said.split() == [WORD, PDF]
    assert (poste.racine / PDF).read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(poste.racine / WORD) as word:
        assert "Compte rendu" in word.read("word/document.xml").decode()
    assert poste.git("ls-files", "documents") == ""  # rendered documents are no part of the history


def test_the_same_command_writes_the_same_bytes_and_only_an_edited_document_is_kept_beside(poste: Poste) -> None:
    poste(f"minutes {NOM} --format md")
    first = poste.lire(MD)
    assert poste(f"minutes {NOM} --format md").split() == [MD]
    assert poste.lire(MD) == first
    (poste.racine / MD).write_text(first + "\nCorrigé par la secrétaire.\n", encoding="utf-8")
    said = poste(f"minutes {NOM} --format md")
    assert "il est gardé, le nouveau est à côté" in said
    assert f"documents/{NOM}-compte-rendu (2).md" in said
    assert "Corrigé par la secrétaire." in poste.lire(MD)
    assert poste.lire(f"documents/{NOM}-compte-rendu (2).md") == first


def test_a_document_that_alp_wrote_is_replaced_when_the_register_has_changed(poste: Poste) -> None:
    poste(f"minutes {NOM} --format md")
    before = poste.lire(MD)
    examen = next(e["ref"] for e in poste.journal("situations/2026/ESSAI-2026-001.yaml") if e["type"] == "examen")
    poste(f"amend 1 {examen} --strategie 'Passer le matin.'")
    assert poste(f"minutes {NOM} --format md").split() == [MD]
    assert "Passer le matin." in poste.lire(MD)
    assert poste.lire(MD) != before


def test_a_landlord_gets_his_own_or_nothing(poste: Poste) -> None:
    assert "n'est pour Habitat d'essai" in poste(f"minutes {NOM} --pour hlm --format md", sortie=3)
    poste("add 1 accord --objet partage --reponse oui --avec hlm --le 01/05/2026")
    poste(f"minutes {NOM} --pour hlm --format md")
    text = poste.lire(f"documents/{NOM}-compte-rendu-hlm.md")
    assert "ESSAI-2026-001" in text
    assert "Tilleul" not in text


def test_all_documents_of_a_meeting_come_out_at_once(poste: Poste) -> None:
    every = poste(f"minutes {NOM} --document tous --format md").split()
    assert every == [f"documents/{NOM}-{d}.md" for d in ("ordre-du-jour", "convocation", "compte-rendu", "releve-de-decisions")]
    assert poste(f"minutes {NOM} --document ordre-du-jour,compte_rendu --format md").split() == [every[0], every[2]]
    assert "contrat" in poste(f"minutes {NOM} --document compte_rendu,contrat", sortie=2)


def test_what_cannot_be_written_says_why(poste: Poste) -> None:
    assert "n'est pas un format" in poste(f"minutes {NOM} --format odt", sortie=2)
    assert "n'est pas un document de réunion" in poste(f"minutes {NOM} --document contrat", sortie=2)
    assert "n'est pas un destinataire" in poste(f"minutes {NOM} --pour fantome", sortie=2)
    assert "De quelle situation" in poste("document contrat", sortie=2)
    assert "est un document de réunion" in poste("document 1 compte_rendu", sortie=2)
    assert "Ce document n'existe pas" in poste("document 1 contart", sortie=2)


def test_documents_are_listed_and_a_sheet_needs_no_situation(poste: Poste, tmp_path: Path) -> None:
    said = poste("document")
    assert all(nom in said for nom in DOCUMENTS)
    out = tmp_path / "ailleurs"
    poste(f"document fiche_saisine --format md --sortie {out}")
    assert "fiche-saisine.md" in {p.name for p in out.iterdir()}


def test_an_association_has_its_own_template(poste: Poste) -> None:
    assert "celui d'alp" in poste("template list")
    assert "Copié : templates/compte_rendu.md.j2" in poste("template copy compte-rendu")
    assert poste.sujets()[0] == "Modèle de document copié : compte_rendu"
    assert "existe déjà" in poste("template copy compte_rendu", sortie=3)
    path = poste.racine / "templates" / "compte_rendu.md.j2"
    path.write_text(path.read_text(encoding="utf-8").replace('"Compte rendu"', '"Notre compte rendu"'), encoding="utf-8")
    poste(f"minutes {NOM} --format md")
    assert "Notre compte rendu" in poste.lire(MD)
    assert "le vôtre" in poste("template list")
    path.write_text(path.read_text(encoding="utf-8").replace("seance.rubriques", "seance.rubrique"), encoding="utf-8")
    said = poste("template check compte_rendu", sortie=1)
    assert "templates/compte_rendu.md.j2:" in said
    assert "rubriques" in said  # the nearest word


@pytest.mark.parametrize("nom", sorted(DOCUMENTS))
def test_every_shipped_template_is_right(poste: Poste, nom: str) -> None:
    assert "1 modèle de document : 0 erreur." in poste(f"template check {nom}")
