"""A document as PDF: tagged, PDF/UA-1, set by Typst from a static layout that reads data only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from typing import Any

from alp.core.erreurs import AlpError
from alp.documents.blocs import Block, Blocks, Document, Figure, Inlines, Items, NoBreak, Quote, Table, Text, Zone, linked, plain
from alp.documents.colonnes import LONG, PETIT, shrink, text_width, whole, widths
from alp.documents.compose import compose
from alp.documents.habillage import GRANDE, PAGE, Habillage, Image, author_of, foot, name_of
from alp.documents.ressources import MISE_EN_PAGE, TEMPLATES

ABSENT = "\ufffd"
"""In place of a letter that none of the fonts has."""
_MOT = re.compile(r"[^\s\u00a0\u202f]{31,}")


def write_pdf(document: Document, habillage: Habillage, figures: Mapping[str, Image]) -> bytes:
    """The document as PDF, the same bytes for the same arguments.

    Raises:
        AlpError: an image cannot be read.
    """
    images = _images(habillage, figures)
    data = json.dumps(_data(document, habillage, figures), ensure_ascii=False)
    for _ in range(3):
        try:
            return _compile(data, images, habillage)
        except _Missing as missing:
            data = _without(data, missing.letters)
            images = {name: _without_in(octets, missing.letters) if name.endswith(".svg") else octets for name, octets in images.items()}
    raise AlpError("Le PDF ne peut pas être écrit : trop de signes manquent aux polices.", "Le demander en Word ou en HTML.")


class _Missing(Exception):  # not an error of the program: the fonts lack letters
    def __init__(self, letters: set[str]) -> None:
        super().__init__()
        self.letters = letters


def _compile(data: str, images: Mapping[str, bytes], habillage: Habillage) -> bytes:
    import typst

    files = {"main.typ": (TEMPLATES / MISE_EN_PAGE).read_bytes(), "doc.json": data.encode(), **images}
    when = datetime.combine(habillage.le, time(), tzinfo=UTC)
    try:
        return compose(files, format="pdf", pdf_standards=["ua-1"], timestamp=int(when.timestamp()))
    except typst.TypstError as error:
        said = str(getattr(error, "diagnostic", error))
        if letters := _letters(said):
            raise _Missing(letters) from None
        raise AlpError(
            f"Le PDF ne peut pas être écrit ({said.splitlines()[0]}).", "Vérifier le logo et les figures : PNG, JPEG ou SVG."
        ) from None


def _letters(diagnostic: str) -> set[str]:
    """What Typst could not show: it names each, once."""
    texts = re.findall(r'the text `"(.+?)"` could not be displayed', diagnostic)
    return {re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text) for text in texts}


def _without(data: str, letters: set[str]) -> str:
    for text in sorted(letters, key=len, reverse=True):
        data = data.replace(text, ABSENT)
    return data


def _without_in(dessin: bytes, letters: set[str]) -> bytes:
    """The same, in the labels of a drawing."""
    for text in sorted(letters, key=len, reverse=True):
        dessin = dessin.replace(text.encode(), ABSENT.encode())
    return dessin


def _images(habillage: Habillage, figures: Mapping[str, Image]) -> dict[str, bytes]:
    """The files that the layout may read, by name."""
    found = {_file_of(source, figures): image.octets for source, image in figures.items()}
    if habillage.logo:
        found[f"logo{habillage.logo.extension}"] = habillage.logo.octets
    return found


def _file_of(source: str, figures: Mapping[str, Image]) -> str:
    return f"figure{sorted(figures).index(source)}{figures[source].extension}"


# --- the tree as data -----------------------------------------------------------------------------------


def _data(document: Document, habillage: Habillage, figures: Mapping[str, Image]) -> dict[str, Any]:
    letterhead = document.letterhead == "oui"
    return {
        "name": name_of(document),
        "title": document.title,
        "subtitle": document.subtitle,
        "titled": not document.titled,
        "author": author_of(document, habillage),
        "house": habillage.nom if letterhead else "",
        "contacts": habillage.coordonnees if letterhead else (),
        "lang": document.lang,
        "size": document.size,
        "letterhead": letterhead,
        "logo": f"logo{habillage.logo.extension}" if habillage.logo and letterhead else None,
        "logo-alt": f"Logo : {habillage.nom}" if letterhead else "",
        "footer": foot(document, habillage),
        "page": PAGE,
        "blocs": _blocks(document.blocs, text_width(paysage=False), document.size == "grande", figures),
    }


def _blocks(blocs: Blocks, largeur: float, grande: bool, figures: Mapping[str, Image]) -> list[dict[str, Any]]:  # noqa: FBT001
    """Blocks as data; `lie` says of one that it stays with the next."""
    return [_block(b, largeur, grande, figures) | {"lie": lie} for b, lie in linked(blocs)]


def _block(block: Block, largeur: float, grande: bool, figures: Mapping[str, Image]) -> dict[str, Any]:  # noqa: FBT001
    if isinstance(block, Table):
        return _table(block, largeur, GRANDE if grande else 1.0)
    found: dict[str, Any] = _plain(block)
    inner = text_width(paysage=True) if isinstance(block, Zone) and block.nom == "paysage" else largeur
    if isinstance(block, Zone | Quote):
        found["blocs"] = _blocks(block.blocs, inner, grande, figures)
    if isinstance(block, Items):
        found["elements"] = [_blocks(item, inner, grande, figures) for item in block.elements]
    if isinstance(block, Figure):
        found["fichier"] = _file_of(block.source, figures)
    return found


def _table(table: Table, largeur: float, echelle: float) -> dict[str, Any]:
    factor = shrink(table, largeur, echelle=echelle)
    found: dict[str, Any] = _plain(table) | {
        "largeurs": widths(table, largeur, echelle=echelle),
        "taille": max(factor, PETIT),
        "entiere": whole(table),
    }
    for key, rows in (("lignes", table.lignes), ("tete", (table.tete,))):
        cells = [[_cell(c, breakable=factor < PETIT) for c in row] for row in rows]
        found[key] = cells if key == "lignes" else cells[0]
    return found


def _cell(contenu: Inlines, *, breakable: bool) -> dict[str, Any]:
    shown = tuple(Text(x.texte.replace("-", "-\u200b")) if breakable and isinstance(x, NoBreak) else x for x in contenu)
    return {"contenu": _plain(shown), "long": len(plain(contenu)) > LONG}


def _plain(value: Any) -> Any:
    """A node as JSON: its kind under `t`, its texts with the places where a very long word may break."""
    if is_dataclass(value):
        return {"t": type(value).__name__.lower()} | {
            f.name: getattr(value, f.name) if f.name == "href" else _plain(getattr(value, f.name)) for f in fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, str):
        return _MOT.sub(lambda m: "\u200b".join(re.findall(".{1,12}", m[0])), value)
    return value
