"""What documents need and is shipped with alp: templates, the layout of the PDF, the reference of the Word, fonts."""

from __future__ import annotations

from pathlib import Path

import alp

ICI = Path(alp.__file__).parent
MISE_EN_PAGE = "doc.typ"
REFERENCE = "reference.docx"
POLICES = ICI / "documents" / "polices"


def shipped() -> Path:
    """The folder of templates: inside the wheel, or at the top of a checkout."""
    inside = ICI / "templates"
    return inside if inside.is_dir() else ICI.parent / "templates"
