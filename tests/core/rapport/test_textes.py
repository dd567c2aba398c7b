"""The coordinator's texts: sections of a Markdown file, a few marks, and everything else is text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alp.core.rapport.modeles import MODELES
from alp.core.rapport.textes import CONSIGNES, Bloc, Morceau, read_blocs, read_textes, unchanged, write_textes

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


def test_a_mark_that_does_not_close_is_a_character() -> None:
    assert read_blocs("2 * 3 * 4, a_b_c, **ouvert") == (Bloc("paragraphe", ((Morceau("2 * 3 * 4, a_b_c, **ouvert"),),)),)


@given(st.text(max_size=400))
def test_no_word_is_lost_and_nothing_stops(texte: str) -> None:
    said = "".join(m.texte for b in read_blocs(texte) for line in b.lignes for m in line)
    assert [c for c in said if c.isalnum()] == [c for c in texte if c.isalnum()]
    read_textes(texte)


def test_every_block_of_a_model_has_its_prompt() -> None:
    assert {name for m in MODELES.values() for name in m.textes} == set(CONSIGNES)
