"""The formats that a document may have: one table, and one function that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alp.core.erreurs import UsageError
from alp.documents.arbre import read
from alp.documents.blocs import Document, Figure, walk
from alp.documents.habillage import Habillage, Image, tidy
from alp.documents.tete import DocumentError

__all__ = ["FORMATS", "Format", "Habillage", "Image", "make", "read"]

Figures = Mapping[str, Image]
Writer = Callable[[Document, Habillage, Figures], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its file's extension, its name for people, and what writes it."""

    extension: str
    libelle: str
    write: Writer


def make(document: Document | str, code: str, habillage: Habillage, figures: Mapping[str, Image | bytes] | None = None) -> bytes:
    """A document in one format, the same bytes for the same arguments.

    Args:
        document: one that was read, or its Markdown.
        code: one of `FORMATS`.
        habillage: who sends it, and from which data it was made.
        figures: its images by the address that the Markdown gives them; bytes alone are SVG.

    Raises:
        UsageError: there is no such format.
        DocumentError: the Markdown holds what alp does not know, or a figure is missing.
    """
    if code not in FORMATS:
        raise UsageError(f"« {code} » n'est pas un format de document.", f"Choisir parmi : {', '.join(FORMATS)}.")
    whole = read(document) if isinstance(document, str) else document
    images = {name: v if isinstance(v, Image) else Image(v, "image/svg+xml") for name, v in (figures or {}).items()}
    for block in walk(whole.blocs):
        if isinstance(block, Figure) and block.source not in images:
            raise DocumentError(f"La figure « {block.source} » n'est pas fournie.", "Vérifier son nom dans le modèle de document.")
    return FORMATS[code].write(whole, tidy(habillage), images)


def _word(document: Document, habillage: Habillage, figures: Figures) -> bytes:
    from alp.documents.word import write_word

    return write_word(document, habillage, figures)


def _pdf(document: Document, habillage: Habillage, figures: Figures) -> bytes:
    from alp.documents.pdf import write_pdf

    return write_pdf(document, habillage, figures)


def _web(document: Document, habillage: Habillage, figures: Figures) -> bytes:
    from alp.documents.web import write_web

    return write_web(document, habillage, figures)


def _markdown(document: Document, habillage: Habillage, figures: Figures) -> bytes:
    from alp.documents.graphiques import without_drawings

    return without_drawings(document.markdown).encode()


FORMATS: Mapping[str, Format] = {
    "docx": Format(".docx", "Word", _word),
    "pdf": Format(".pdf", "PDF", _pdf),
    "html": Format(".html", "page web", _web),
    "md": Format(".md", "Markdown", _markdown),
}
