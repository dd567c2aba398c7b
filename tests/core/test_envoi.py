"""What was sent, as a record: named by codes, cut by its day, and its references looked at."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.controles import check
from alp.core.envoi import Envoi, envoi_id
from alp.core.registre import Registre
from alp.core.structure import read_record
from tests.conftest import dispositif, read_yaml, situation

ID = "2025-02-05-notification-decision-essai-2025-001"
TEXTE = f"{{le: 2025-02-05, a: [personne, ccas], document: notification_decision, situation: ESSAI-2025-001, fichier: {ID}.pdf, empreinte: {'0' * 64}}}"
SAISIE = "- {le: 2025-01-06, type: saisine, origine: ccas}\n"


def envoi(texte: str) -> Envoi:
    read = read_record(Envoi, read_yaml(texte))
    assert isinstance(read, Envoi), read
    return read


def codes(texte: str, au: str = "2025-03-01") -> set[tuple[str, str]]:
    registre = Registre(dispositif(), (situation(SAISIE),), envois={ID: envoi(texte)})
    return {(p.code, p.chemin) for p in check(registre, au=date.fromisoformat(au)) if p.objet.sorte == "envoi"}


def test_its_name_holds_a_day_a_kind_and_a_code() -> None:
    assert envoi_id(date(2025, 2, 5), "notification_decision", "ESSAI-2025-001") == ID


def test_a_register_cut_before_its_day_has_not_sent_it() -> None:
    registre = Registre(dispositif(), (situation(SAISIE),), envois={ID: envoi(TEXTE)})
    assert (set(registre.au(date(2025, 2, 4)).envois), set(registre.au(date(2025, 2, 5)).envois)) == (set(), {ID})


@pytest.mark.parametrize(
    ("texte", "au", "attendu"),
    [
        (TEXTE, "2025-03-01", set()),
        (TEXTE, "2025-02-04", {("E204", "le")}),
        (TEXTE.replace("ccas", "fantome"), "2025-03-01", {("E201", "a[1]")}),
        (TEXTE.replace("situation: ESSAI-2025-001", "situation: ESSAI-2025-009"), "2025-03-01", {("E209", "situation")}),
        (TEXTE.replace("situation: ESSAI-2025-001", "reunion: 2025-02-04-cellule"), "2025-03-01", {("E209", "reunion")}),
        (TEXTE.replace("document:", "financeur: ars, document:"), "2025-03-01", {("E201", "financeur")}),
    ],
    ids=["good", "to come", "nobody", "no such situation", "no such meeting", "no such funder"],
)
def test_what_it_names_is_looked_at(texte: str, au: str, attendu: set[tuple[str, str]]) -> None:
    assert codes(texte, au) == attendu


@pytest.mark.parametrize(("bon", "mauvais"), [("0" * 64, "abc"), (f"{ID}.pdf", "Durand.pdf"), (f"{ID}.pdf", "../secret.pdf")])
def test_a_fingerprint_and_a_file_name_have_a_form(bon: str, mauvais: str) -> None:
    assert isinstance(read_record(Envoi, read_yaml(TEXTE.replace(bon, mauvais))), list)
