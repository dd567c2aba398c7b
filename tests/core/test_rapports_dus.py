"""Reports to funders: what was not sent stays late, and nobody is asked for what was sent before alp."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.echeances import due
from alp.core.envoi import Envoi
from alp.core.registre import Registre
from alp.core.structure import read_record
from tests.conftest import dispositif, read_yaml, situation

OUVERT = "- {le: 2025-01-06, type: saisine, origine: ccas}\n"
MENSUEL = "[{chaque: mois, jours: 15}]"


def envoi(du: str, au: str, le: str = "2025-12-01", financeur: str = "ars") -> Envoi:
    data = f"{{le: {le}, document: rapport, financeur: {financeur}, periode: {{du: {du}, au: {au}}}, fichier: {le}-rapport-{financeur}.pdf, empreinte: {'a' * 64}}}"
    read = read_record(Envoi, read_yaml(data))
    assert isinstance(read, Envoi), read
    return read


def late(conventions: str, au: str, *envois: Envoi, ouvert: str = OUVERT) -> list[str]:
    """« 2025-09 2025-10-15 »: each report late on a day."""
    d = dispositif(f"financeurs: [{{code: ars, nom: ARS, type: ars, conventions: {conventions}}}]")
    registre = Registre(d, (situation(ouvert),) if ouvert else (), envois={f"e{n}": e for n, e in enumerate(envois)})
    jour = date.fromisoformat(au)
    found = [e for e in due(registre.au(jour), au=jour) if e.nature == "rapport" and e.late(jour)]
    return [f"{e.commande.split()[2]} {e.le}" for e in found]


SEPTEMBRE, OCTOBRE = ("2025-09-01", "2025-09-30"), ("2025-10-01", "2025-10-31")


@pytest.mark.parametrize(
    ("conventions", "envois", "attendu"),
    [
        (f"[{{du: 2016-01-01, rapport: {MENSUEL}}}]", [], ["2025-11 2025-12-15"]),
        (f"[{{du: 2016-01-01, rapport: {MENSUEL}}}]", [SEPTEMBRE], ["2025-10 2025-11-15", "2025-11 2025-12-15"]),
        (f"[{{du: 2016-01-01, rapport: {MENSUEL}}}]", [SEPTEMBRE, OCTOBRE], ["2025-11 2025-12-15"]),
        ("[{du: 2016-01-01, rapport: [{chaque: mois, jours: 15, du: 2025-10-01}]}]", [], ["2025-10 2025-11-15", "2025-11 2025-12-15"]),
        ("[{du: 2016-01-01, rapport: [{chaque: mois, jours: 15, du: 2025-12-01}]}]", [SEPTEMBRE], []),
        ("[{du: 2016-01-01, rapport: [{chaque: semestre, jours: 30}, {chaque: an, jours: 90}]}]", [], ["2025-S1 2025-07-30"]),
        (f"[{{du: 2025-09-15, au: 2025-10-31, rapport: {MENSUEL}}}]", [("2025-09-15", "2025-09-30")], ["2025-10 2025-11-15"]),
        (
            f"[{{du: 2025-01-01, au: 2025-10-15, rapport: {MENSUEL}}}, {{du: 2025-10-16, rapport: {MENSUEL}}}]", [SEPTEMBRE],
            ["2025-10 2025-11-15", "2025-11 2025-12-15"],
        ),
        (f"[{{du: 2025-01-01, au: 2025-06-30, rapport: {MENSUEL}}}, {{du: 2025-07-01, rapport: {MENSUEL}}}]", [], ["2025-11 2025-12-15"]),
        (f"[{{du: 2025-01-01, au: 2025-06-30, rapport: {MENSUEL}}}]", [], ["2025-06 2025-07-15"]),
    ],
    ids=[
        "none was ever sent: the last alone", "from the first that was sent on", "what was sent is not late", "the convention says from when", "or that one begins later",
        "each rhythm has its own", "the convention's own days", "one period of two conventions is claimed once", "old conventions are not claimed one by one",
        "the last report of a convention that ended",
    ],
)  # fmt: skip
def test_what_was_not_sent_stays_late(conventions: str, envois: list[tuple[str, str]], attendu: list[str]) -> None:
    assert late(conventions, "2025-12-20", *(envoi(*e) for e in envois)) == attendu


def test_late_until_it_is_sent_and_late_again_before_that_day() -> None:
    sent = envoi("2025-11-01", "2025-11-30", le="2025-12-18")
    assert late(f"[{{du: 2025-01-01, rapport: {MENSUEL}}}]", "2025-12-17", sent) == ["2025-11 2025-12-15"]
    assert late(f"[{{du: 2025-01-01, rapport: {MENSUEL}}}]", "2025-12-18", sent) == []


def test_what_was_over_before_the_register_opened_is_nobody_s_to_make() -> None:
    yearly = "[{du: 2016-01-01, rapport: [{chaque: an, jours: 90}]}]"
    assert late(yearly, "2025-12-20") == []
    assert late(yearly, "2025-12-20", ouvert=OUVERT.replace("2025-01-06", "2024-12-31")) == ["2024 2025-03-31"]
    assert late(yearly, "2025-12-20", ouvert="") == []


def test_another_funder_s_report_closes_nothing() -> None:
    assert late(f"[{{du: 2025-01-01, rapport: {MENSUEL}}}]", "2025-12-20", envoi("2025-11-01", "2025-11-30", financeur="ccas")) != []


def test_it_says_what_to_make_for_whom() -> None:
    d = dispositif(f"financeurs: [{{code: ars, nom: ARS, type: ars, conventions: [{{du: 2025-01-01, rapport: {MENSUEL}}}]}}]")
    found = due(Registre(d, (situation(OUVERT),)), au=date(2025, 12, 20))
    assert [(e.motif, e.commande) for e in found if e.nature == "rapport"] == [
        ("novembre 2025, pour ARS", "alp report 2025-11 --pour ars"),
        ("décembre 2025, pour ARS", "alp report 2025-12 --pour ars"),
    ]
