"""The gallery of errors: each case gets the message that stands beside it. `ALP_GOLDEN=1` writes the messages anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from alp.core.catalogue import CATALOGUE
from tools import galerie
from tools.galerie import Cas

GALERIE = galerie.cases()
ANGLAIS = re.compile(
    r"\b(Traceback|Usage|Error|Missing|No such|Invalid|Try |Aborted|unexpected|argument\(s\)|required|default|Options? [a-z]+ (is|are)|not found|failed)\b"
)
PERSONNEL = ("Durand", "Moustache", "00 00 00", "fille@", "rue des Lilas", "085 999")
"""What the notes of the gallery say, and no message may repeat."""


@pytest.mark.parametrize("cas", GALERIE, ids=lambda cas: cas.nom)
def test_each_error_gets_its_message(cas: Cas) -> None:
    status, text = galerie.run(cas)
    if os.environ.get("ALP_GOLDEN"):
        cas.save(text)
    assert text == cas.message
    assert status == cas.sortie
    assert not ANGLAIS.search(text)
    assert "\x1b" not in text
    assert not [word for word in PERSONNEL if word in text]


@pytest.mark.parametrize("cas", [c for c in GALERIE if c.code], ids=lambda cas: cas.nom)
def test_a_case_named_by_a_code_shows_it_and_it_is_the_first_found(cas: Cas) -> None:
    """But where the case shows how it is mended, or silenced."""
    if cas.nom in ("E105-reparer", "A311-vu"):
        assert cas.code not in cas.message
    else:
        assert re.findall(r"\[([EA]\d{3})\]", cas.message)[0] == cas.code


def test_every_code_of_the_catalogue_has_a_case() -> None:
    assert {cas.code for cas in GALERIE if cas.code} == set(CATALOGUE)


def test_every_refusal_says_what_to_do_next() -> None:
    """« → » begins what to do; two sentences say it all by themselves."""
    complete = {"commande-corriger-sans-rien-changer", "commande-editeur-erreur"}
    assert {cas.nom for cas in GALERIE if cas.sortie and "→" not in cas.message.rpartition("Erreur")[2]} == complete


def test_the_base_register_is_without_fault() -> None:
    status, text = galerie.run(Cas("base", "Le registre d'essai."))
    assert (status, text) == (0, "2 situations : 0 erreur, 0 alerte.\n")


def test_the_page_of_errors_is_up_to_date() -> None:
    page = Path(__file__).parent.parent / "docs" / "erreurs.md"
    assert page.read_text(encoding="utf-8") == galerie.write_erreurs(), "make docs"
