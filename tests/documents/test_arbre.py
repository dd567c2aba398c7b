"""Markdown becomes the tree, or says what it does not know and where."""

from __future__ import annotations

import pytest

from alp.documents.arbre import read
from alp.documents.blocs import (
    ZONES,
    Blank,
    Box,
    Break,
    Code,
    Em,
    Figure,
    Heading,
    Items,
    Link,
    NoBreak,
    PageBreak,
    Para,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    WriteLine,
    Zone,
    walk,
)  # fmt: skip
from alp.documents.echappe import escape
from alp.documents.tete import DocumentError
from tests.documents.lecteurs import TOUT, whole


def test_the_sample_holds_every_kind_of_block_and_of_inline() -> None:
    document = read(TOUT)
    kinds = {type(b) for b in walk(document.blocs)}
    assert kinds == {Figure, Heading, Items, PageBreak, Para, Quote, Rule, Table, WriteLine, Zone}
    assert {b.nom for b in walk(document.blocs) if isinstance(b, Zone)} == set(ZONES)
    inlines = {type(x) for b in walk(document.blocs) if isinstance(b, Para) for x in b.contenu}
    assert inlines == {Blank, Box, Break, Code, Em, Link, NoBreak, Strong, Text}


def test_a_document_reads_as_one_would() -> None:
    document = read(
        whole(
            "Un **mot** ALP28-2026-014.\n\nTableau : Légende\n\n| a | b |\n| :-- | --: |\n| 1 | 2 |\n\n3. trois\n",
            title="Titre",
            subtitle="Sous",
        )
    )
    assert (document.title, document.subtitle, document.lang, document.titled) == ("Titre", "Sous", "fr", False)
    assert document.blocs == (
        Para((Text("Un "), Strong((Text("mot"),)), Text(" "), NoBreak("ALP28-2026-014"), Text("."))),
        Table(((Text("a"),), (Text("b"),)), (((Text("1"),), (Text("2"),)),), ("l", "r"), "Légende"),
        Items(((Para((Text("trois"),)),),), 3),
    )


@pytest.mark.parametrize("texte", ["LOGISENS-2017-004", r"LOGISENS\-2017\-004", "ALP28-2026-014"])
def test_an_id_is_found_however_it_was_escaped(texte: str) -> None:
    assert NoBreak(texte.replace("\\", "")) in read(whole(f"a {texte}, b")).blocs[0].contenu  # type: ignore[union-attr]


@pytest.mark.parametrize("texte", ["alp28-2026-014", "X-2026-014", "ALP28-2026-014-2", "A1-26-014", "TELEPHONE-2026-1"])
def test_what_is_no_id_may_break(texte: str) -> None:
    assert read(whole(texte)).blocs == (Para((Text(texte),)),)


def test_indented_lines_are_lines() -> None:
    """Loops are indented in templates."""
    assert read(whole("        Un paragraphe.")).blocs == (Para((Text("Un paragraphe."),)),)


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("# Rien en tête", "sans en-tête"),
        ('---\nsubtitle: "x"\n---\n', "pas de titre"),
        ('---\ntitle: " "\n---\n', "pas de titre"),
        ('---\ntitle: "x"\ntitre: "x"\n---\n', "« titre » n'a rien à faire là"),
        ('---\ntitle: "x"\ntitle: "y"\n---\n', "« title » n'a rien à faire là"),
        ('---\ntitle: "x\n---\n', "title est mal écrit"),
        ('---\ntitle: "x"\nsize: "énorme"\n---\n', "size vaut « énorme »"),
        (whole("a\n\n```\ncode\n```"), "Ligne 7 du document : un bloc de code"),
        (whole("::: foo\na\n:::"), "« ::: foo » n'existe pas"),
        (whole("::: paysage\na"), "Ligne 5 du document : « ::: paysage » n'est pas fermé"),
        (whole("::: signatures\na\n:::"), "attend une liste"),
        (whole("## a\n\n#### b"), "« b » saute un niveau"),
        (whole("### a"), "« a » saute un niveau"),
        (whole("##### a"), "« a » saute un niveau"),
        (whole("##"), "un titre est vide"),
        (whole("a ![b](c.svg) d"), "une figure au milieu d'une ligne"),
        (whole("![](c.svg)"), "n'est pas décrite"),
        (whole("[a](fichier.docx)"), "ne mène nulle part"),
        (whole("- a\n\n  ***"), "à l'intérieur d'autre chose"),
        (whole("> ::: paysage\n> a\n> :::"), "à l'intérieur d'autre chose"),
        (whole(":::: encadre\n::: paysage\na\n:::\n::::"), "à l'intérieur d'autre chose"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_an_error_that_says_where(markdown: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(markdown)
    assert message in caught.value.message
    assert caught.value.remede


def test_a_caption_is_only_said_of_a_table() -> None:
    assert read(whole("Tableau : rien\n\nTexte")).blocs == (Para((Text("Tableau : rien"),)), Para((Text("Texte"),)))
    table = "\n\n| a |\n| :-- |\n| b |"
    assert [b.legende for b in read(whole("Tableau : **Une** légende" + table)).blocs if isinstance(b, Table)] == ["Une légende"]
    assert [b.legende for b in read(whole(escape("Tableau : faux") + table)).blocs if isinstance(b, Table)] == [""]
