"""Workbooks and data files, as those who open them see them: the same values, and no formula whoever typed the text."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from alp.core.tableau import MASQUEE, PLAFOND, Colonne, Genre, Masquee, Tableau, Valeur, definitions
from alp.documents.donnees import DESCRIPTION, FORMULES, paquet, write_csv
from alp.documents.echappe import clean
from alp.documents.tableur import CELLULE, Feuille, Proprietes, xlsx
from tests.documents.graphes import GRAPHIQUES, HOSTILES

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PROPRIETES = Proprietes(
    "Rapport d'activité & annexes", date(2026, 11, 22), "Action Logement Précarité 28", "Année 2026", "registre 3f2a1c9"
)
BUDGET = Tableau(
    "budget", "Budget : réel / 2026",
    (
        Colonne("poste", "Poste", Genre.TEXTE, "Le poste de charges."), Colonne("montant", "Montant", Genre.EUROS, "Dépensé."), Colonne("part", "Part", Genre.POURCENT),
        Colonne("le", "Arrêté le", Genre.DATE), Colonne("salaries", "Salariés", Genre.ENTIER), Colonne("etp", "ETP", Genre.DECIMAL),
    ),
    (
        ("Personnel", Decimal("140000.50"), Decimal("0.805"), date(2026, 11, 3), 3, Decimal("1.5")),
        ("=cmd|'/C calc'!A0", Decimal(-12), MASQUEE, date(2026, 12, 1), MASQUEE, 2),
        (None, None, None, None, 4, None),
        ("Total", Decimal("139988.50"), 1, None, 3, Decimal("3.5")),
    ), total=True, note="Le total n'est pas la somme : des périmètres se recouvrent.",
)  # fmt: skip
CLASSEUR = (BUDGET, GRAPHIQUES[0], Feuille("Historique", (GRAPHIQUES[3], GRAPHIQUES[4])), definitions([BUDGET]))
DANGER = (*FORMULES, "=1+1", "+33 2 37 00 00 00", "-2", "@SUM(A1)", "|x", "%x", "\t=1", " =1", "＝1", "{=1}", "_x0041_", "'=1", "http://a.fr", "mailto:a@b.fr", "1E5", "01000", "TRUE", "#REF!")  # fmt: skip
TEXTES = st.sampled_from((*HOSTILES, *DANGER)) | st.text(max_size=60)


def midnight(annee: int, mois: int, jour: int) -> datetime:
    """A day, as a spreadsheet's reader gives it."""
    return datetime.combine(date(annee, mois, jour), time())


def text_table(*textes: str, cle: str = "textes") -> Tableau:
    return Tableau(
        cle,
        "Textes",
        (Colonne("texte", "Texte", Genre.TEXTE), Colonne("n", "N", Genre.ENTIER)),
        tuple((t, n) for n, t in enumerate(textes)),
    )


def parts(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def formulas(octets: bytes) -> int:
    """In the file itself: cells and columns of tables, and links."""
    found = parts(octets)
    cells = sum(
        len(list(etree.fromstring(part).iter(f"{M}f", f"{M}calculatedColumnFormula")))
        for name, part in found.items()
        if name.endswith(".xml")
    )
    return cells + sum(b"hyperlink" in part for name, part in found.items() if name.endswith(".rels"))


def load(octets: bytes) -> Any:
    """As openpyxl reads it: a reader that has nothing of ours."""
    return pytest.importorskip("openpyxl").load_workbook(io.BytesIO(octets))


# --- the workbook ---------------------------------------------------------------------------------------


def test_the_same_workbook_is_the_same_bytes_and_holds_no_formula() -> None:
    made = xlsx(CLASSEUR, PROPRIETES)
    assert made == xlsx(CLASSEUR, PROPRIETES)
    assert formulas(made) == 0
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_reader_finds_the_values_their_kinds_and_their_formats() -> None:
    sheet = load(xlsx(CLASSEUR, PROPRIETES)).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows == [
        ["Budget : réel / 2026", *[None] * 5],
        [None] * 6,
        ["Poste", "Montant", "Part", "Arrêté le", "Salariés", "ETP"],
        ["Personnel", 140000.5, 0.805, midnight(2026, 11, 3), 3, 1.5],
        ["=cmd|'/C calc'!A0", -12, "n.c.", midnight(2026, 12, 1), "n.c.", 2],
        ["non renseigné", None, None, None, 4, None],
        ["Total", 139988.5, 1, None, 3, 3.5],
        ["Le total n'est pas la somme : des périmètres se recouvrent.", *[None] * 5],
    ]
    assert [c.number_format for c in sheet[4]] == ["General", r"#,##0.00\ [$€-40C]", r"0.0\ %", "[$-40C]d mmmm yyyy", "#,##0", "#,##0.00"]
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s", "n", "d"}
    assert (sheet["C5"].alignment.horizontal, sheet["C5"].data_type) == ("right", "s")
    assert [t.ref for t in sheet.tables.values()] == ["A3:F6"], "without the total"
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("B4", "$3:$3", 9, 0)
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("registre 3f2a1c9", "Page &P / &N")
    assert all(8 < sheet.column_dimensions[letter].width <= 61 for letter in "ABCDEF")


def test_sheets_are_named_for_people_and_say_who_and_when() -> None:
    book = load(xlsx(CLASSEUR, PROPRIETES))
    assert book.sheetnames == ["Budget réel 2026", "Situations par difficulté", "Historique alp", "Définitions"]
    assert [[t.ref for t in s.tables.values()] for s in book.worksheets[2:]] == [["A3:G5", "A12:F15"], ["A3:C5"]]
    known = book.properties
    assert (known.title, known.creator, known.subject, known.created) == (
        "Rapport d’activité & annexes", "Action Logement Précarité 28", "Année 2026", midnight(2026, 11, 22),
    )  # fmt: skip
    names = load(xlsx([text_table("a", cle=f"t{n}") for n in range(12)], PROPRIETES)).sheetnames
    assert len({n.lower() for n in names}) == 12


def test_what_stands_around_the_pages_is_text() -> None:
    """« &B » would be bold, and a number at the start a size."""
    for title, shown in (("A & B", "&LA && B"), ("2026, le rapport", "&L 2026, le rapport"), ("x" * 99 + "&", "&L" + "x" * 99 + "&&")):
        sheet = etree.fromstring(parts(xlsx([BUDGET], Proprietes(title, date(2026, 1, 1), pied=title)))["xl/worksheets/sheet1.xml"])
        assert sheet.findtext(f".//{M}oddHeader") == shown
        assert sheet.findtext(f".//{M}oddFooter") == f"{shown}&RPage &P / &N"


def test_a_chart_is_beside_its_table_with_its_description() -> None:
    found = parts(xlsx([GRAPHIQUES[0]], PROPRIETES))
    drawing = found["xl/drawings/drawing1.xml"].decode()
    assert GRAPHIQUES[0].description in drawing.replace("\u00a0:", " :")
    assert found["xl/media/image1.png"].startswith(b"\x89PNG")


def test_an_empty_table_says_so_and_a_day_that_excel_has_wrong_is_text() -> None:
    columns = (Colonne("a", "A", Genre.TEXTE), Colonne("le", "Le", Genre.DATE))
    book = load(
        xlsx(
            [Tableau("vide", "Vide", columns, ()), Tableau("vieux", "Vieux", columns, (("x", date(1900, 2, 28)), ("y", date(1900, 3, 1))))],
            PROPRIETES,
        )
    )
    assert [c.value for c in book.worksheets[0][4]] == ["Aucune donnée", None]
    assert [book.worksheets[1][f"B{n}"].value for n in (4, 5)] == ["28/02/1900", midnight(1900, 3, 1)]


def test_a_workbook_without_a_table_or_with_one_key_twice_is_refused() -> None:
    sheets: tuple[tuple[Tableau | Feuille, ...], ...] = ((), (Feuille("x", ()),), (BUDGET, BUDGET), (BUDGET, Feuille("x", (BUDGET,))))
    for wrong in sheets:
        with pytest.raises(ValueError, match="key"):
            xlsx(wrong, PROPRIETES)


@settings(max_examples=40)
@given(st.lists(TEXTES, min_size=1, max_size=6), TEXTES.filter(str.strip), TEXTES.filter(str.strip))
def test_any_text_comes_back_as_text(textes: list[str], title: str, head: str) -> None:
    table = Tableau(
        "essai", title, (Colonne("a", head, Genre.TEXTE), Colonne("b", head, Genre.TEXTE)), tuple((t, t) for t in textes), note=title
    )
    made = xlsx([table], Proprietes(title, date(2026, 1, 1), head, title, title))
    assert formulas(made) == 0
    sheet = load(made).worksheets[0]
    for row, text in zip(sheet.iter_rows(min_row=4), textes, strict=False):
        for cell in row:
            assert (cell.value or "") == clean(text).strip()[:CELLULE]
            assert cell.data_type in {"s", "n"}
            assert cell.data_type == "s" or cell.value is None
    assert len({str(sheet.cell(3, n).value).lower() for n in (1, 2)}) == 2


@settings(max_examples=40)
@given(st.lists(st.one_of(st.integers(1 - PLAFOND, PLAFOND - 1), st.none(), st.just(MASQUEE)), min_size=1, max_size=8))
def test_any_number_comes_back_as_the_same_number(values: list[int | Masquee | None]) -> None:
    """None is an empty cell, a masked one its letters: neither is 0."""
    sheet = load(xlsx([Tableau("n", "N", (Colonne("n", "N", Genre.ENTIER),), tuple((v,) for v in values))], PROPRIETES)).worksheets[0]
    assert [sheet.cell(4 + n, 1).value for n in range(len(values))] == ["n.c." if isinstance(v, Masquee) else v for v in values]


def test_a_text_longer_than_a_cell_is_cut_and_does_not_vanish() -> None:
    sheet = load(xlsx([text_table("a" * 40_000, "😀" * 20_000)], PROPRIETES)).worksheets[0]
    assert (sheet["A4"].value, sheet["A5"].value) == ("a" * CELLULE, "😀" * (CELLULE // 2))


def test_the_workbook_is_valid(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    for n, tables in enumerate((CLASSEUR, [text_table(*HOSTILES, *DANGER)])):
        path = tmp_path / f"{n}.xlsx"
        path.write_bytes(xlsx(tables, PROPRIETES))
        assert [e.description for e in OpenXmlValidator().validate(path).errors] == []


# --- LibreOffice, as anyone who opens them --------------------------------------------------------------


def calc(dossier: Path, name: str, octets: bytes, to: str) -> list[bytes]:
    """Open in LibreOffice Calc and save; the test is skipped where there is none."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("LibreOffice n'est pas installé ici")
    dossier.mkdir(exist_ok=True)
    (dossier / name).write_bytes(octets)
    out = dossier / "sortie"
    command = [
        soffice,
        f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        str(out),
        str(dossier / name),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180)
    if not out.is_dir():
        assert "could not be loaded" in done.stdout + done.stderr
        pytest.skip("LibreOffice Calc n'est pas installé ici")
    return [path.read_bytes() for path in sorted(out.iterdir())]


def test_libreoffice_shows_french_days_and_euros_and_text_as_text(tmp_path: Path) -> None:
    made = calc(tmp_path, "c.xlsx", xlsx([BUDGET, text_table(*DANGER)], PROPRIETES), "csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true,true,false,false,-1")  # fmt: skip
    budget, textes = (list(csv.reader(io.StringIO(o.decode("utf-8-sig")), delimiter=";")) for o in made)
    assert re.fullmatch(r"140[\u202f\u00a0 ,]000[,.]50 €", budget[3][1])
    assert [row[3] for row in budget[3:5]] == ["3 novembre 2026", "1 décembre 2026"]
    assert budget[4][:3] == ["=cmd|'/C calc'!A0", "-12,00 €" if "," in budget[3][1][-4:] else "-12.00 €", "n.c."]
    assert [row[0] for row in textes[3:]] == [clean(t).strip() for t in DANGER]


def test_libreoffice_finds_no_formula_in_the_data_files(tmp_path: Path) -> None:
    table = text_table(*DANGER)
    assert formulas(calc(tmp_path / "a", "d.csv", write_csv(table), "xlsx")[0]) == 0
    naive = "\r\n".join(f"{t};0" for t in DANGER).encode("utf-8-sig")
    assert formulas(calc(tmp_path / "b", "d.csv", naive, "xlsx")[0]) > 0, "else this test would prove nothing"


# --- data files -----------------------------------------------------------------------------------------


def rows_of(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_csv_is_what_french_excel_opens() -> None:
    made = write_csv(BUDGET)
    assert made.startswith(b"\xef\xbb\xbfposte;montant;part;le;salaries;etp\r\n")
    assert made.decode("utf-8-sig").split("\r\n") == [
        "poste;montant;part;le;salaries;etp",
        "Personnel;140000,50;0,805;03/11/2026;3;1,5",
        "'=cmd|'/C calc'!A0;-12;n.c.;01/12/2026;n.c.;2",
        ";;;;4;",
        "",
    ]


@given(st.lists(TEXTES, max_size=6))
def test_any_text_is_one_cell_that_begins_no_formula(textes: list[str]) -> None:
    made = write_csv(text_table(*textes))
    assert made == write_csv(text_table(*textes))
    rows = rows_of(made)
    assert len(rows) == len(textes) + 1
    for (cell, number), n, text in zip(rows[1:], range(len(textes)), textes, strict=True):
        assert number == str(n)
        assert cell == "%" or not cell.startswith(FORMULES)
        plain = " ".join(clean(text).split())
        assert cell == (f"'{plain}" if plain.startswith(FORMULES) and plain != "%" else plain)


@given(
    st.lists(
        st.decimals(-(10**14), 10**14, allow_nan=False) | st.just(Decimal("1E+3")) | st.none() | st.just(MASQUEE), min_size=1, max_size=6
    )
)
def test_any_number_has_a_comma_and_no_exponent(values: list[Valeur]) -> None:
    table = Tableau("n", "N", (Colonne("n", "N", Genre.DECIMAL), Colonne("t", "T", Genre.TEXTE)), tuple((v, "x") for v in values))
    for (cell, _), value in zip(rows_of(write_csv(table))[1:], values, strict=True):
        if isinstance(value, Decimal):
            assert re.fullmatch(r"-?\d+(,\d+)?", cell)
            assert Decimal(cell.replace(",", ".")) == value
        else:
            assert cell == ("n.c." if value is MASQUEE else "")


def test_the_data_package_describes_each_file_the_same_each_time() -> None:
    files = paquet([BUDGET, GRAPHIQUES[0].tableau()], PROPRIETES, nom="alp28-2026")
    assert files == paquet([BUDGET, GRAPHIQUES[0].tableau()], PROPRIETES, nom="alp28-2026")
    assert list(files) == ["budget.csv", "difficultes.csv", DESCRIPTION]
    described = json.loads(files[DESCRIPTION])
    assert (described["name"], described["created"]) == ("alp28-2026", "2026-11-22T00:00:00Z")
    fields = described["resources"][0]["schema"]["fields"]
    assert [f["name"] for f in fields] == rows_of(files["budget.csv"])[0]
    assert fields[1] == {"name": "montant", "title": "Montant", "description": "Dépensé. En euros.", "type": "number", "decimalChar": ","}
    assert all(r["bytes"] == len(files[r["path"]]) for r in described["resources"])
    with pytest.raises(ValueError, match="one key each"):
        paquet([BUDGET, BUDGET], PROPRIETES)


def test_frictionless_finds_the_package_valid_and_a_change_in_it(tmp_path: Path) -> None:
    program = shutil.which("frictionless") or shutil.which("frictionless", path=str(Path(sys.executable).parent))
    if program is None:
        assert not os.environ.get("CI"), "frictionless doit être installé par l'intégration continue"
        pytest.skip("frictionless n'est pas installé ici")
    for name, octets in paquet([BUDGET, GRAPHIQUES[0].tableau(), text_table(*HOSTILES, *DANGER)], PROPRIETES).items():
        (tmp_path / name).write_bytes(octets)

    def validate() -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, "validate", DESCRIPTION], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=120)

    done = validate()
    assert done.returncode == 0, done.stdout
    (tmp_path / "budget.csv").write_bytes((tmp_path / "budget.csv").read_bytes().replace(b"140000,50", b"140000.50"))
    assert validate().returncode == 1
