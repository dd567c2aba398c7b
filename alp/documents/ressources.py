"""What documents need and is shipped with alp: templates, the layout of the PDF, the reference of the Word, fonts."""

from __future__ import annotations

from alp.livre import ICI, shipped

TEMPLATES = shipped("templates")
MISE_EN_PAGE = "doc.typ"
REFERENCE = "reference.docx"
POLICES = ICI / "documents" / "polices"
