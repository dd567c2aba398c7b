"""The pictures of the documentation: they show what alp prints today, and need nothing to be seen."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")

from tools.images import DOSSIER, RACINE, Image, declared, make  # noqa: E402  # after what may skip

IMAGES = declared()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.nom)
def test_a_picture_shows_what_alp_prints_today(image: Image) -> None:
    assert not image.is_stale(make(image)), f"make images, ou python -m tools.images {image.nom}"


def test_every_file_is_declared_and_every_picture_is_shown() -> None:
    assert {path.stem for path in DOSSIER.glob("*")} == {image.nom for image in IMAGES}
    pages = "".join(page.read_text(encoding="utf-8") for page in (RACINE / "docs").rglob("*.md"))
    assert [image.nom for image in IMAGES if f"images/{image.nom}.svg)" not in pages] == []


@pytest.fixture(scope="module")
def visite() -> str:
    """A form left at a question, after a new entry was written and seen."""
    return make(
        Image(
            "essai", "Une visite <essai>", "alp visit 1", colonnes=90,
            avant=("alp visit 1 --lieu domicile --resultat porte_close --par ide",),
            reponses="Quel jour ? → hier\nOù, ou par quel moyen ? → [sur le pas de la porte]",
            jusqua="Qu'est-il arrivé ? → [porte close]",
        )
    )  # fmt: skip


def test_a_picture_is_taken_at_a_question(visite: str) -> None:
    text = ET.fromstring(visite).findtext(f"{SVG}desc") or ""  # noqa: S314  # our own
    assert text.startswith("$ alp visit 1\n? Quel jour ?")
    assert "moyen ? sur le pas de la porte" in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("»")] == [" » porte close"]


def test_a_picture_is_plain_svg_that_says_what_it_shows(visite: str) -> None:
    root = ET.fromstring(visite)  # noqa: S314  # our own
    assert root.findtext(f"{SVG}title") == "Une visite <essai>"
    assert root.get("role") == "img" and root.get("width") and root.get("height")
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "use", "a"}
    assert "http" not in visite.replace("http://www.w3.org/2000/svg", "")
    assert "@font-face" not in visite


def test_what_is_drawn_anew_each_time_does_not_show() -> None:
    avant = ("alp visit 1 --lieu domicile --resultat porte_close --par ide",)
    fiche = Image("essai", "Essai", "alp show 1", avant=avant)
    assert make(fiche) == make(fiche)
    assert re.search(r"\d\d/11/2026&#160;09:05", make(Image("essai", "Essai", "alp log", avant=avant)))


def test_a_picture_cannot_show_where_it_was_taken() -> None:
    with pytest.raises(ValueError, match="se voit"):
        make(Image("essai", "Essai", "alp init ailleurs --modele alp28", colonnes=300))


def test_only_what_is_declared_is_made(tmp_path: Path) -> None:
    table = tmp_path / "images.yaml"
    table.write_text("- {nom: un, titre: Un, commande: alp, jour: 2026-11-18, avant: [alp undo --yes]}\n", encoding="utf-8")
    assert declared(table) == [Image("un", "Un", "alp", jour="2026-11-18", avant=("alp undo --yes",))]
    table.write_text("# rien\n", encoding="utf-8")
    assert declared(table) == []
