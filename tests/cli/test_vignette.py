"""`alp vignette`: a draft in documents/, whose name says nothing, never over one that somebody finished."""

from __future__ import annotations

import re

from tests.cli.conftest import Poste
from tests.documents.lecteurs import docx_text


def path_of(said: str) -> str:
    found = re.search(r"documents/vignette-[0-9a-f]{8}(?: \(\d\))?\.(?:md|docx)", said)
    assert found, said
    return found[0]


def test_a_draft_is_written_with_its_warning_and_its_name_says_nothing(poste: Poste) -> None:
    said = poste("vignette 1 --format md")
    assert "quelques détails suffisent à reconnaître quelqu'un" in said
    text = poste.lire(path_of(said))
    assert "À relire et à finir avant de la montrer, puis retirer ce cadre" in text
    assert "Au printemps, un centre communal d’action sociale signale la situation d’une femme" in text
    assert not re.search(r"Tilleul|ESSAI|\d", text.rpartition(":::")[2])
    assert path_of(poste("vignette tilleul --format md")) == path_of(said)
    assert path_of(poste("vignette 2 --format md")) != path_of(said)


def test_a_story_that_was_finished_is_kept_and_the_new_draft_stands_beside(poste: Poste) -> None:
    first = path_of(poste("vignette 1 --format md"))
    (poste.racine / first).write_text("Une histoire finie par la coordinatrice.\n", encoding="utf-8")
    said = poste("vignette 1 --format md")
    assert "est gardé, le nouveau est à côté" in said
    assert poste.lire(first) == "Une histoire finie par la coordinatrice.\n"
    assert "À relire" in poste.lire(first.replace(".md", " (2).md"))


def test_health_has_its_own_words_only_when_asked_and_the_frame_says_so(poste: Poste) -> None:
    assert "en clair" not in poste.lire(path_of(poste("vignette 1 --format md")))
    assert "Des mots de la santé y sont en clair" in poste.lire(path_of(poste("vignette 1 --avec-sante --format md")))


def test_a_program_reads_its_paragraphs_and_the_past_has_its_own_story(poste: Poste) -> None:
    whole = poste.json("vignette 1")["paragraphes"]
    before = poste.json("vignette 1 --au 2026-03-15")["paragraphes"]
    assert len(before) < len(whole)
    assert before[-1].endswith("la suite reste à décider.")
    assert "accompagnement continue. En tout, deux rencontres." in whole[-1]
    assert "Aucune situation" in poste("vignette 1 --au 2026-03-01", sortie=2)


def test_a_draft_is_a_word_document_that_one_can_finish(poste: Poste) -> None:
    written = path_of(poste("vignette 1"))
    assert written.endswith(".docx")
    text = docx_text((poste.racine / written).read_bytes())
    assert "Au printemps, un centre communal d’action sociale signale" in text
    assert ":::" not in text
    assert "Choisir parmi" in poste("vignette 1 --format odt", sortie=2)
