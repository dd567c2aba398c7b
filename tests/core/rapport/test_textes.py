"""The coordinator's texts: sections of a Markdown file, a few marks, and everything else is text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alp.core.rapport.modeles import MODELES
from alp.core.rapport.textes import CONSIGNES, Bloc, Etrange, Morceau, read_blocs, read_textes, strange_marks, unchanged, write_textes

TITRES = {"presentation": "L'année", "moyens": "Les moyens"}


def test_the_first_file_has_a_heading_and_a_prompt_for_each_block_and_reads_as_empty() -> None:
    made = write_textes(2026, TITRES, {})
    assert "## presentation : L'année\n\n<!-- Ce qui a marqué l'année" in made
    assert read_textes(made) == {"presentation": "", "moyens": ""}


def test_the_next_year_takes_over_what_the_year_before_said_even_of_a_block_that_is_no_more() -> None:
    before = {"presentation": "Une année **pleine**.\n\n- un\n- deux", "ancien": "Gardé."}
    assert read_textes(write_textes(2027, TITRES, before)) == {**before, "moyens": ""}


def test_a_text_left_as_it_was_is_known_whatever_its_line_breaks() -> None:
    assert unchanged({"a": "Un\nmot", "b": "neuf", "c": ""}, {"a": "Un mot", "b": "vieux"}) == ["a"]


def test_comments_what_precedes_the_first_heading_and_strange_line_breaks_are_left_out() -> None:
    source = "\ufeff# Titre\r\n\r\nintro\r\n## moyens : Les moyens\r\n<!-- écrire\r\n## faux -->\r\nDeux postes.\r\n"
    assert read_textes(source) == {"moyens": "Deux postes."}


def test_the_marks_that_are_kept() -> None:
    text = "Un **gras** et *fin*\nsur deux lignes.\n\n### Un titre\n- un\n- deux\n  suite\n\n> dit *elle*"
    assert read_blocs(text) == (
        Bloc("paragraphe", ((Morceau("Un "), Morceau("gras", gras=True), Morceau(" et "), Morceau("fin", italique=True), Morceau(" sur deux lignes.")),)),
        Bloc("titre", ((Morceau("Un titre"),),)),
        Bloc("liste", ((Morceau("un"),), (Morceau("deux suite"),))),
        Bloc("citation", ((Morceau("dit "), Morceau("elle", italique=True)),)),
    )  # fmt: skip


def test_a_list_keeps_its_numbers() -> None:
    text = "Trois temps :\n3. voir\n4) revenir\n  encore\n5. conclure\n- et puis"
    assert read_blocs(text) == (
        Bloc("paragraphe", ((Morceau("Trois temps :"),),)),
        Bloc("numeros", ((Morceau("voir"),), (Morceau("revenir encore"),), (Morceau("conclure"),)), 3),
        Bloc("liste", ((Morceau("et puis"),),)),
    )
    assert read_blocs("2025. Une année.") == (Bloc("paragraphe", ((Morceau("2025. Une année."),),)),)


def test_what_no_report_lays_out_is_told_with_its_line() -> None:
    source = (
        "## moyens : Les moyens\n\n<!-- un\n| faux | tableau | -->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- un\n  - dedans\n"
        "![x](y.png)\n[ici](http://exemple.fr)\n```\n---\n1. bien\n**gras** | et | la suite\n"
    )
    assert strange_marks(source) == [
        Etrange(6, "un tableau"), Etrange(11, "une liste dans une liste"), Etrange(12, "une image"), Etrange(13, "un lien"),
        Etrange(14, "du code"), Etrange(15, "un trait"),
    ]  # fmt: skip
    assert strange_marks("Une phrase - avec un tiret, 2 | 3.\n\n- un\n- deux\n  suite\n\n> dit\n\n### Titre\n") == []


def test_a_mark_that_does_not_close_is_a_character() -> None:
    assert read_blocs("2 * 3 * 4, a_b_c, **ouvert") == (Bloc("paragraphe", ((Morceau("2 * 3 * 4, a_b_c, **ouvert"),),)),)


@given(st.text(max_size=400))
def test_no_word_is_lost_and_nothing_stops(texte: str) -> None:
    blocks = read_blocs(texte)
    said = "".join(m.texte for b in blocks for line in b.lignes for m in line)
    if not any(b.sorte == "numeros" for b in blocks):  # its numbers are marks
        assert [c for c in said if c.isalnum()] == [c for c in texte if c.isalnum()]
    read_textes(texte)
    strange_marks(texte)


def test_every_block_of_a_model_has_its_prompt() -> None:
    assert {name for m in MODELES.values() for name in m.textes} == set(CONSIGNES)
