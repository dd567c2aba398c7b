"""Charts: the drawing says what the table says, to everyone; whatever the labels hold is text; a masked figure is never 0."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from alp.core.graphique import NATURES, Graphique, Serie
from alp.core.tableau import MASQUEE, Colonne, Genre, Tableau
from alp.documents.arbre import read
from alp.documents.blocs import Figure, Table, plain
from alp.documents.echappe import clean
from alp.documents.echelle import ticks
from alp.documents.fautes import GabaritError
from alp.documents.formats import FORMATS, make
from alp.documents.gabarits import Gabarits
from alp.documents.graphiques import ABSENTE, ETROITE, LARGEUR, draw, figures, write_graphique
from alp.documents.tableaux import write_tableau
from alp.documents.traces import lay_out
from alp.documents.traits import COULEURS, ENCRE, GRIS, Aire, Texte, tidy, width, wrap
from tests.documents.graphes import GRAPHIQUES, HOSTILES, LABELS, LONG, graphiques
from tests.documents.lecteurs import TEXTES, docx_parts, letters, whole
from tests.documents.test_formats import NU
from tests.documents.test_vrais_lecteurs import probe, run

SVG = "{http://www.w3.org/2000/svg}"
IDS = [g.cle for g in GRAPHIQUES]
RAPPORT = '---\ntitle: "Rapport"\n---\n\n{% for g in graphiques %}\n## {{ g.titre }}\n\n{{ g|graphique }}\n\n{% endfor %}\n'


def parse(svg: str) -> Any:
    return etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def shown(svg: str) -> list[str]:
    return [node.text or "" for node in parse(svg).iter(f"{SVG}text")]


def rapport(dossier: Path, *charts: Graphique, source: str = RAPPORT) -> str:
    """A report's Markdown, made by a template that calls each chart by one filter."""
    (dossier / "rapport.md.j2").write_text(source, encoding="utf-8")
    return Gabarits([dossier]).render("rapport", {"graphiques": charts})


# --- the drawing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", GRAPHIQUES, ids=IDS)
@pytest.mark.parametrize("largeur", [LARGEUR, ETROITE])
def test_a_chart_says_its_title_and_its_description_and_fetches_nothing(chart: Graphique, largeur: float) -> None:
    svg = draw(chart, largeur)
    root = parse(svg)
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [node.get("id") for node in named] == root.get("aria-labelledby").split()
    assert [node.text for node in named] == [tidy(chart.titre), tidy(chart.description)]
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "polyline", "circle", "text",
    }  # fmt: skip
    assert "Source Sans Pro" in root.get("font-family")
    assert not re.search(r"href|<style|<script|https?:(?!//www\.w3\.org/2000/svg)", svg)


@pytest.mark.parametrize("chart", GRAPHIQUES, ids=IDS)
def test_every_figure_that_is_told_is_written_or_has_its_place_on_the_scale(chart: Graphique) -> None:
    """Lying charts write each value; standing ones have a scale, and their table."""
    words = shown(draw(chart))
    if chart.nature == "barres":
        assert [w for w in words if re.fullmatch(r"[\d\u202f,€]+|n\.[cr]\.", w)] == {
            "difficultes": ["14", "9", "n.c.", "0", "n.r."], "charges": ["140\u202f000,50\u202f€", "12\u202f000,00\u202f€"],
        }[chart.cle]  # fmt: skip
    values = [v for s in chart.series for v in s.valeurs]
    assert any("n.c. : non communiqué" in w.replace("\u00a0", " ") for w in words) == (MASQUEE in values)
    assert any("n.r. : non renseigné" in w.replace("\u00a0", " ") for w in words) == (None in values)


@pytest.mark.parametrize("nature", sorted(NATURES))
@pytest.mark.parametrize("largeur", [LARGEUR, ETROITE])
def test_a_masked_figure_is_n_c_and_never_a_shape(nature: Any, largeur: float) -> None:
    """Nothing but swatches has a pattern, and no zero is written but that of the scale."""
    bounds = NATURES[nature].series[-1]
    chart = Graphique("essai", nature, "t", "d", ("a", "b"), tuple(Serie(f"s{n}", (MASQUEE, MASQUEE)) for n in range(bounds)))
    sheet, _ = lay_out(chart, largeur)
    swatches = {"delais": 1, "evolution": 0}.get(nature, bounds if bounds > 1 else 0)
    assert sum(isinstance(f, Aire) and f.motif is not None for f in sheet.formes) == swatches
    told = [f for f in sheet.formes if isinstance(f, Texte) and f.contenu == "n.c."]
    assert len(told) == (2 if nature == "delais" else 2 * bounds)
    scale = {"colonnes": 1, "evolution": 1, "delais": 1}.get(nature, 0)
    assert sum(isinstance(f, Texte) and f.contenu == "0" for f in sheet.formes) == scale
    assert not any(f.sorte == "marque" and nature != "evolution" for f in sheet.formes)


def test_a_zero_is_a_zero() -> None:
    assert "0" in shown(draw(Graphique("essai", "barres", "t", "d", ("a",), (Serie("s", (0,)),))))
    assert "0" in shown(draw(Graphique("essai", "empile", "t", "d", ("a", "b"), (Serie("s", (0, 3)),))))


@given(graphiques(), st.sampled_from([LARGEUR, ETROITE]))
def test_any_chart_is_drawn_the_same_twice_inside_its_sheet_and_its_labels_are_text(chart: Graphique, largeur: float) -> None:
    svg = draw(chart, largeur)
    assert svg == draw(chart, largeur)
    root = parse(svg)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {ref for value in root.xpath("//@fill") for ref in re.findall(r"url\(#(.*)\)", value)} <= set(ids)
    sheet, height = lay_out(chart, largeur)
    for shape in sheet.formes:
        if isinstance(shape, Aire):
            assert -1 <= shape.x <= shape.x + shape.largeur <= largeur + 1
            assert 0 <= shape.y <= shape.y + shape.hauteur <= height
        if isinstance(shape, Texte):
            start = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.ancre] * width(shape.contenu, shape.taille)
            assert 0 <= shape.y <= height
            assert shape.debout or start >= -60, shape
    text = letters("".join(root.xpath("//*[local-name()='text']/text()")))
    for label in chart.categories if chart.nature in {"barres", "delais"} else ():
        assert letters(tidy(label)) in text or "…" in text


def test_the_same_text_is_never_markup() -> None:
    for value in HOSTILES:
        chart = Graphique(
            "essai", "barres", f"T{value}", f"D{value}", (f"C{value}",), (Serie(f"S{value}", (1,)), Serie("x", (2,))), f"U{value}"
        )
        root = parse(draw(chart))
        assert {node.tag.removeprefix(SVG) for node in root.iter()} == {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "g",
            "rect",
            "path",
            "polyline",
            "text",
        }
        assert root.find(f"{SVG}title").text == tidy(f"T{value}")


def luminance(couleur: str) -> float:
    parts = [int(couleur[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_stands_out_on_white_and_none_is_alone_to_tell_a_series() -> None:
    """WCAG 2.2: 1.4.11 asks 3 to 1 of shapes, 1.4.3 asks 4.5 to 1 of text, 1.4.1 asks for more than colour."""
    assert all(1.05 / (luminance(c) + 0.05) >= 4.5 for c in (*COULEURS, ENCRE, GRIS))
    stacked = draw(next(g for g in GRAPHIQUES if g.cle == "issues"))
    patterns = {etree.tostring(p).split(b"<g", 1)[1].partition(b">")[2] for p in parse(stacked).iter(f"{SVG}pattern")}
    assert len(patterns) == 5
    line = draw(next(g for g in GRAPHIQUES if g.cle == "file-active"))
    assert "stroke-dasharray" in line


@given(st.integers(1, 10**12 - 1) | st.decimals("1E-9", 10**12 - 1), st.booleans())
def test_a_scale_is_round_goes_just_beyond_and_has_few_marks(haut: Any, entiers: bool) -> None:  # noqa: FBT001
    whole_ = entiers and haut >= 1
    marks = ticks(haut := Decimal(int(haut) if whole_ else haut), entiers=whole_)
    assert marks[0] == 0
    assert marks[-2] < Decimal(haut) <= marks[-1]
    assert 2 <= len(marks) <= 5
    assert all(m == m.to_integral_value() for m in marks) or not whole_
    assert len({b - a for a, b in pairwise(marks)}) == 1


@given(LABELS, st.floats(30, 400))
def test_a_label_is_cut_into_lines_that_fit_and_only_the_last_may_lack_its_end(label: str, largeur: float) -> None:
    lines = wrap(label, largeur)
    assert len(lines) <= 3
    assert all(width(line) <= largeur + 1 for line in lines)
    joined = letters("".join(lines))
    assert joined == letters(tidy(label)) or letters(tidy(label)).startswith(joined.removesuffix("…"))


# --- in a document --------------------------------------------------------------------------------------


@given(graphiques())
def test_in_markdown_a_chart_is_a_figure_and_its_table_whatever_its_labels(chart: Graphique) -> None:
    blocs = read(whole(write_graphique(chart))).blocs
    assert [type(b) for b in blocs] == [Figure, Table]
    figure, table = blocs
    assert isinstance(figure, Figure)
    assert isinstance(table, Table)
    assert figure.source == "graphiques/essai.svg"
    assert letters(figure.legende) == letters(tidy(chart.titre) or ABSENTE)
    assert figure.legende.split() == table.legende.split()
    assert table.nommee
    assert len(table.lignes) == max(len(chart.categories), 1)
    for row, category in zip(table.lignes, chart.categories, strict=False):
        assert letters(plain(row[0])) == letters(clean(category))
        assert len(row) == len(chart.series) + 1


@pytest.mark.parametrize("code", FORMATS)
def test_a_report_with_every_chart_is_the_same_bytes_twice_and_says_every_figure(code: str, tmp_path: Path) -> None:
    markdown = rapport(tmp_path, *GRAPHIQUES)
    made = make(markdown, code, NU, figures({"rapport": {"graphiques": GRAPHIQUES}}))
    assert made == make(markdown, code, NU, figures(list(reversed(GRAPHIQUES))))
    text = letters(TEXTES[code](made) if code in TEXTES else made.decode())
    for said in (
        "Situations par difficulté",
        LONG,
        "140 000,50 €",
        "n.c.",
        "non renseigné",
        "Aucune donnée",
        "Trois quarts en moins de",
    ):
        assert letters(said) in text, said


def test_markdown_has_the_title_and_the_table_and_no_image(tmp_path: Path) -> None:
    chart = GRAPHIQUES[0]
    made = make(rapport(tmp_path, chart), "md", NU, figures(chart)).decode()
    assert "![" not in made
    assert "Tableau\u00a0: Situations par difficulté\n\n| Difficulté | Situations |\n| :-- | --: |\n| Incurie | 14 |" in made
    assert "| Dettes de loyer | n.c. |\n| Expulsion | 0 |\n| Autre | non renseigné |" in made


def test_a_web_page_holds_each_chart_once_for_each_width_and_no_id_twice(tmp_path: Path) -> None:
    charts = (*GRAPHIQUES, GRAPHIQUES[1])
    page = make(rapport(tmp_path, *charts), "html", NU, figures(charts)).decode()
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="large"') == page.count('class="etroit"') == len(GRAPHIQUES)
    assert page.count("data:image/svg+xml") == 1, "shown again, it is an image"
    assert "<script" not in page


def test_two_charts_of_one_key_are_refused() -> None:
    other = Graphique("difficultes", "barres", "Autre", "Autre.", ("a",), (Serie("s", (1,)),))
    assert list(figures([GRAPHIQUES[0], {"x": (GRAPHIQUES[0],)}])) == ["graphiques/difficultes.svg"]
    with pytest.raises(ValueError, match="difficultes"):
        figures([GRAPHIQUES[0], other])


def test_in_the_pdf_each_chart_is_a_figure_with_its_description(tmp_path: Path) -> None:
    from pdfua import validate
    from pypdf import PdfReader

    path = tmp_path / "rapport.pdf"
    path.write_bytes(make(rapport(tmp_path, *GRAPHIQUES), "pdf", NU, figures(GRAPHIQUES)))
    assert [str(f) for f in validate(str(path)).findings] == []
    found: list[str] = []

    def look(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                look(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt")))
            look(node.get("/K", []))

    root: Any = PdfReader(path).trailer["/Root"]
    look(root["/StructTreeRoot"]["/K"])
    assert found == [tidy(g.description) for g in GRAPHIQUES]
    if tree := _struct(path):
        assert len(re.findall(r"^\s*Figure\b", tree, re.MULTILINE)) == len(GRAPHIQUES)


def _struct(path: Path) -> str:
    import shutil

    return run("pdfinfo", "-struct", path) if shutil.which("pdfinfo") else ""


def test_in_word_each_chart_is_a_picture_with_its_description(tmp_path: Path) -> None:
    from docx import Document
    from docx.shared import Mm

    octets = make(rapport(tmp_path, *GRAPHIQUES), "docx", NU, figures(GRAPHIQUES))
    shapes = Document(io.BytesIO(octets)).inline_shapes
    assert [s._inline.docPr.get("descr") for s in shapes] == [tidy(g.description) for g in GRAPHIQUES]
    assert {round(s.width / Mm(1)) for s in shapes} == {170}
    assert sum(name.endswith(".png") for name in docx_parts(octets)) == len(GRAPHIQUES)


def test_the_word_report_is_valid(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "rapport.docx"
    path.write_bytes(make(rapport(tmp_path, *GRAPHIQUES), "docx", NU, figures(GRAPHIQUES)))
    assert [e.description for e in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("code", [c for c in FORMATS if c != "md"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(chart=graphiques())
def test_any_chart_goes_in_any_document(code: str, chart: Graphique) -> None:
    text = letters(TEXTES[code](make(whole(write_graphique(chart)), code, NU, figures(chart))))
    for label in chart.categories:
        if letters(clean(label)).isascii():
            assert letters(clean(label)) in text


@pytest.mark.parametrize("width_", [1200, 390])
def test_a_report_with_charts_has_no_fault_of_accessibility_and_stays_in_the_page(width_: int, tmp_path: Path) -> None:
    (said,) = probe([make(rapport(tmp_path, *GRAPHIQUES), "html", NU, figures(GRAPHIQUES))], width_, tmp_path)
    assert said["violations"] == []
    assert said["scroll"] <= width_


# --- tables in words ------------------------------------------------------------------------------------


def test_a_table_is_written_as_one_reads_figures_in_french() -> None:
    from datetime import date

    columns = [
        ("poste", Genre.TEXTE), ("montant", Genre.EUROS), ("entier", Genre.EUROS), ("part", Genre.POURCENT), ("le", Genre.DATE), ("etp", Genre.DECIMAL), ("n", Genre.ENTIER),
    ]  # fmt: skip
    table = Tableau(
        "budget", "Budget", tuple(Colonne(key, key.capitalize(), genre) for key, genre in columns),
        (
            ("Salaires *nets*", Decimal("140000.5"), 814000, Decimal("0.391"), date(2026, 11, 3), Decimal("1.5"), 12345),
            (None, 12, MASQUEE, None, None, 1, MASQUEE),
            ("Total", Decimal("140012.50"), None, 1, None, Decimal("2.25"), 3),
        ), total=True, note="Hors *apports*.",
    )  # fmt: skip
    assert write_tableau(table).replace("\u202f", " ").split("\n") == [
        "Tableau : Budget",
        "",
        "| Poste | Montant | Entier | Part | Le | Etp | N |",
        "| :-- | --: | --: | --: | :-- | --: | --: |",
        r"| Salaires \*nets\* | 140 000,50 € | 814 000 € | 39 % | 03/11/2026 | 1,50 | 12 345 |",
        "| non renseigné | 12,00 € | n.c. | non renseigné | non renseigné | 1,00 | n.c. |",
        "| **Total** | **140 012,50 €** | **non renseigné** | **100 %** | **non renseigné** | **2,25** | **3** |",
        "",
        r"Hors \*apports\*.",
    ]


def test_a_template_that_gives_something_else_is_told_so(tmp_path: Path) -> None:
    for source in ("{{ graphiques|graphique }}", "{{ graphiques|tableau }}", "{{ rien|graphique }}", "{{ 'a'|tableau }}"):
        with pytest.raises(GabaritError):
            rapport(tmp_path, GRAPHIQUES[0], source=source)
    assert "| Incurie | 14 |" in rapport(tmp_path, GRAPHIQUES[0], source="{{ graphiques[0]|tableau }}")
