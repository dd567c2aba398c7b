"""A mail ready to be sent: what its headers say, and what never gets into them."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from alp.core.preparation.commun import Maison
from alp.core.reunion import Reunion
from alp.documents.courriel import Courriel, Jointe, is_address, write_courriel, write_invitation

LE = date(2026, 11, 20)
COURRIEL = Courriel(
    ("a@essai.example", "b@essai.example"), "nous@essai.example", "Réunion de synthèse 2026-11-20-synthese", "Bonjour à tous,\n", LE,
    (Jointe("x.pdf", "application/pdf", b"%PDF-1.7"), Jointe("x.ics", "text/calendar", b"BEGIN:VCALENDAR", (("method", "PUBLISH"),))),
)  # fmt: skip


@pytest.mark.parametrize("texte", ["a@essai.example", "prenom.nom+x@sous.domaine.example"])
def test_an_address(texte: str) -> None:
    assert is_address(texte)


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "a",
        "a@b",
        "@b.example",
        "a@",
        "a b@c.example",
        "a@b.example\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "é@b.example",
        "<a@b.example>",
        "a@b.example ",
    ],
)
def test_no_address(texte: str) -> None:
    assert not is_address(texte)


def test_a_draft_is_read_by_any_mail_program() -> None:
    found = message_from_bytes(write_courriel(COURRIEL), policy=default)
    assert not found.defects
    assert (found["To"], found["From"], found["X-Unsent"]) == ("a@essai.example, b@essai.example", "nous@essai.example", "1")
    assert found["Subject"] == COURRIEL.objet
    assert found["Date"].datetime.date() == LE
    body = found.get_body()
    assert body
    assert body.get_content().splitlines() == ["Bonjour à tous,"]
    assert [(p.get_filename(), p.get_content_type()) for p in found.iter_attachments()] == [
        ("x.pdf", "application/pdf"),
        ("x.ics", "text/calendar"),
    ]


def test_lines_end_as_mail_asks_and_the_same_mail_has_the_same_bytes() -> None:
    octets = write_courriel(COURRIEL)
    assert octets == write_courriel(COURRIEL)
    assert octets.count(b"\n") == octets.count(b"\r\n")


def test_what_is_not_known_is_left_out() -> None:
    found = message_from_bytes(write_courriel(Courriel((), "", "Objet", "Texte", LE)), policy=default)
    assert [name for name in ("To", "From") if name in found] == []


@pytest.mark.parametrize(
    ("heure", "attendu"), [("14:00", "20 novembre 2026, à 14 h\n"), ("09:30", "20 novembre 2026, à 9 h 30\n"), (None, "20 novembre 2026\n")]
)
def test_the_words_of_an_invitation(heure: str | None, attendu: str) -> None:
    reunion = Reunion.model_validate({"le": LE, "nature": "cellule", "heure": heure, "lieu": "mairie"})
    words = write_invitation(reunion, Maison("Équipe", "E", "", "", "", "", ""), agenda=False)
    assert f"Jour : {attendu}" in words
    assert "Lieu : mairie" in words
    assert "en répondant à ce message" in words
    assert "ordre du jour" not in words.lower()
