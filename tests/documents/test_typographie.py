from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.calendrier import MOIS, write_jour
from alp.documents.echappe import escape
from alp.documents.typographie import FILTRES, polish, polish_text
from alp.documents.typographie import write_date as date_of
from alp.documents.typographie import write_montant as montant
from alp.documents.typographie import write_nombre as nombre

TABLE = [
    ("Bonjour !", "Bonjour\u202f!"),
    ("Qui vient ? Personne ; sauf lui.", "Qui vient\u202f? Personne\u202f; sauf lui."),
    ("Vraiment ?!", "Vraiment\u202f?!"),
    ("Objet : visite", "Objet\u00a0: visite"),
    ("Un « mot » ici", "Un «\u00a0mot\u00a0» ici"),
    ("Un «mot» ici", "Un «\u00a0mot\u00a0» ici"),
    ("l'aide d'une équipe, aujourd'hui", "l’aide d’une équipe, aujourd’hui"),
    ("l'« aide »", "l’«\u00a0aide\u00a0»"),
    ("et puis...", "et puis…"),
    ("12 % de 30 €, 5%", "12\u202f% de 30\u202f€, 5\u202f%"),
    ("à 16h15, 9 h 05 ou 14 h", "à 16\u00a0h\u00a015, 9\u00a0h\u00a005 ou 14\u00a0h"),
    ("le 1 décembre 2026", "le 1er\u00a0décembre\u00a02026"),
    ("le 24 décembre 2026, le 3 mai 20265", "le 24\u00a0décembre\u00a02026, le 3\u00a0mai 20265"),
    ("le 1er mai", "le 1er\u00a0mai"),
    ("le 31 janvier", "le 31\u00a0janvier"),
    ("n° 3, N°4", "n°\u00a03, n°\u00a04"),
    ("M. Tilleul et Mme Érable, art. 641", "M.\u00a0Tilleul et Mme\u00a0Érable, art.\u00a0641"),
    ("au 02 37 00 00 00", "au 02\u00a037\u00a000\u00a000\u00a000"),
    ("30 jours, 2 ans", "30\u00a0jours, 2\u00a0ans"),
    # what is left alone
    ("Rendez-vous à 10:30", "Rendez-vous à 10:30"),
    ("https://exemple.fr/?a=1;b", "https://exemple.fr/?a=1;b"),
    ("5' de pluie", "5' de pluie"),
    ("........", "........"),
]


@pytest.mark.parametrize(("given_", "expected"), TABLE)
def test_the_pass_writes_as_a_french_printer_does(given_: str, expected: str) -> None:
    assert polish(given_) == expected


@pytest.mark.parametrize(
    "line",
    ["| :-- | --: |", "::: paysage", ":::", "- ! important", "* ; x", "1. ? x", "> : x", "# ! x", "***", "___", "`a ;  b 'c'`", "[a](http://x.fr/l'a)", '![x](a.svg "y : z")'],
)  # fmt: skip
def test_marks_addresses_and_code_are_left_as_they_are(line: str) -> None:
    assert polish(line) == line


def test_the_head_is_polished_and_stays_json() -> None:
    assert polish('---\ntitle: "L\'aide : un \\"mot\\" ?"\nlang: fr\n---\n\nFin !\n') == (
        '---\ntitle: "L’aide\u00a0: un \\"mot\\"\u202f?"\nlang: fr\n---\n\nFin\u202f!\n'
    )


@given(st.text(alphabet="aé1 \u00a0\u202f;:!?«»'.%€hn°M0-6*|>\n"))
def test_a_second_pass_changes_nothing(texte: str) -> None:
    once = polish(texte)
    assert polish(once) == once


@given(st.text())
def test_the_pass_changes_spaces_apostrophes_and_dots_and_nothing_else(texte: str) -> None:
    def bare(t: str) -> str:
        t = re.sub(r"1er(?=\s*(?:" + "|".join(MOIS) + "))", "1", re.sub(r"[ \u00a0\u202f]+", "", t))
        return t.replace("’", "'").replace("…", "...").replace("N°", "n°")

    shown = escape(texte)
    assert bare(polish(shown)) == bare(shown)
    assert bare(polish_text(texte)) == bare(texte)


# --- filters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "args", "expected"),
    [
        ("date", date(2026, 11, 3), (), "3\u00a0novembre 2026"),
        ("date", date(2026, 12, 1), (), "1er\u00a0décembre 2026"),
        ("jour", date(2026, 11, 3), (), "mardi 3\u00a0novembre 2026"),
        ("jour", date(2026, 5, 1), (), "vendredi 1er\u00a0mai 2026"),
        ("court", date(2026, 11, 3), (), "03/11/2026"),
        ("heure", time(14, 30), (), "14\u00a0h\u00a030"),
        ("heure", "09:05", (), "9\u00a0h\u00a005"),
        ("heure", datetime(2026, 11, 3, 14, 0), (), "14\u00a0h"),  # noqa: DTZ001
        ("duree", 45, (), "45\u00a0min"),
        ("duree", 90, (), "1\u00a0h\u00a030"),
        ("duree", 120, (), "2\u00a0h"),
        ("nombre", 1234567, (), "1\u202f234\u202f567"),
        ("nombre", 1234.5, (), "1\u202f234,5"),
        ("nombre", 0.1 + 0.2, (), "0,3"),
        ("nombre", Decimal("1.7"), (2,), "1,70"),
        ("montant", Decimal("1234.5"), (), "1\u202f234,50\u202f€"),
        ("montant", "140000.00", (), "140\u202f000,00\u202f€"),
        ("montant", 814000, (0,), "814\u202f000\u202f€"),
        ("montant", Decimal("863.585"), (), "863,59\u202f€"),
        ("montant", Decimal("-12.5"), (), "-12,50\u202f€"),
        ("pourcent", Decimal("0.391"), (), "39\u202f%"),
        ("pourcent", 0.391, (1,), "39,1\u202f%"),
        ("pluriel", 0, ("situation",), "0\u00a0situation"),
        ("pluriel", 1.5, ("situation",), "1,5\u00a0situation"),
        ("pluriel", 2, ("situation",), "2\u00a0situations"),
        ("pluriel", 1200, ("visite",), "1\u202f200\u00a0visites"),
        ("pluriel", 2, ("porte close",), "2\u00a0portes closes"),
        ("pluriel", 3, ("lettre de refus",), "3\u00a0lettres de refus"),
        ("pluriel", 2, ("mois",), "2\u00a0mois"),
        ("pluriel", 2, ("travail", "travaux"), "2\u00a0travaux"),
        ("accord", 2, ("personne accompagnée",), "personnes accompagnées"),
        ("accord", 1, ("engagement",), "engagement"),
        ("liste", ["a", "b", "c"], (), "a, b et c"),
        ("liste", ["a", "b"], ("ou",), "a ou b"),
        ("liste", ["a"], (), "a"),
        ("liste", [], (), ""),
        ("liste", ["a", None, "", "b"], (), "a et b"),
        ("mesure", None, (), "–"),
        ("yaml", 'un "mot"', (), '"un \\"mot\\""'),
    ],
)
def test_a_filter_writes_french(name: str, value: object, args: tuple[object, ...], expected: str) -> None:
    assert FILTRES[name](value, *args) == expected


@pytest.mark.parametrize("name", [n for n in FILTRES if n not in {"accord", "liste", "mesure", "yaml"}])
def test_what_is_not_known_writes_nothing(name: str) -> None:
    assert FILTRES[name](None, *(["situation"] if name == "pluriel" else [])) == ""


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_are_those_of_the_rest_of_alp(jour: date) -> None:
    assert date_of(jour).replace("\u00a0", " ") == write_jour(jour)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_reads_back(valeur: Decimal) -> None:
    shown = montant(valeur)
    assert Decimal(shown.removesuffix("\u202f€").replace("\u202f", "").replace(",", ".")) == valeur
    assert re.fullmatch(r"-?\d{1,3}(\u202f\d{3})*,\d\d\u202f€", shown)


@pytest.mark.parametrize("value", [True, "abc", float("nan"), 10**20])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        nombre(value)  # type: ignore[arg-type]
