"""The Word document whose styles, headers and footers dress ours: alp's, or the association's with what it lacks."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from alp.core.erreurs import UsageError
from alp.documents.ressources import REFERENCE, TEMPLATES

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LISTES = ("List Bullet", "List Number")


def open_reference(octets: bytes | None) -> WordDocument:
    """A document without any text, ready to be written.

    Args:
        octets: the association's own reference; none for alp's.

    Raises:
        UsageError: it cannot be read.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    ours: WordDocument = docx.Document(str(TEMPLATES / REFERENCE))
    if octets is None:
        return _emptied(ours)
    try:
        theirs: WordDocument = docx.Document(io.BytesIO(octets))
    except (ValueError, KeyError, OSError, SyntaxError, zipfile.BadZipFile, PackageNotFoundError):
        raise UsageError(
            f"{REFERENCE} ne peut pas être lu.", "Il faut un document Word (.docx) enregistré par Word ou LibreOffice."
        ) from None
    _add_styles(theirs, ours)
    return _emptied(theirs)


def _emptied(word: WordDocument) -> WordDocument:
    """Its last section keeps the page, the headers and the footers."""
    from docx.oxml.ns import qn

    for child in list(word.element.body):
        if child.tag != qn("w:sectPr"):
            word.element.body.remove(child)
    return word


def _add_styles(theirs: WordDocument, ours: WordDocument) -> None:
    """Their styles stay; those of ours that they do not have are added, lists with their bullets and numbers."""
    known = {s.name: s for s in theirs.styles}
    for style in ours.styles:
        listed = style.name in LISTES
        if listed and style.name in known and _num_id(known[style.name]) is None:
            known.pop(style.name).delete()
        if style.name not in known:
            copied = deepcopy(style.element)
            theirs.styles.element.append(copied)
            if listed:
                copied.pPr.numPr.numId.val = _add_list(theirs, ours, _num_id(style))


def _num_id(style: Any) -> int | None:
    props = style.element.pPr
    return None if props is None or props.numPr is None or props.numPr.numId is None else int(props.numPr.numId.val)


def _add_list(theirs: WordDocument, ours: WordDocument, num_id: int | None) -> int:
    """Copy the bullets or the numbers of a list; returns its number there."""
    from docx.oxml.ns import qn

    source, target = _numbering(ours, ours), _numbering(theirs, ours)
    abstract_id = next(n for n in source.num_lst if n.numId == num_id).abstractNumId.val
    abstract = next(a for a in source.iter(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == str(abstract_id))
    copied = deepcopy(abstract)
    free = 1 + max((int(a.get(qn("w:abstractNumId"))) for a in target.iter(qn("w:abstractNum"))), default=0)
    copied.set(qn("w:abstractNumId"), str(free))
    first = next(iter(target.num_lst), None)
    target.append(copied) if first is None else first.addprevious(copied)
    return int(target.add_num(free).numId)


def _numbering(word: WordDocument, ours: WordDocument) -> Any:
    """The lists of a document; one that never had any gets a part for them."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.parts.numbering import NumberingPart

    part: Any
    try:
        part = word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        model = ours.part.numbering_part
        part = NumberingPart.load(model.partname, model.content_type, model.blob, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element
