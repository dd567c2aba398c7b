"""What the pages made from the code share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ENTETE = "<!-- Page faite par « make docs » à partir du code : ne pas la modifier à la main. -->\n\n"


def table(titres: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    rows = [titres, ["---"] * len(titres), *lignes]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows) + "\n"


def _cell(texte: str) -> str:
    return texte.replace("|", "\\|").replace("\n", " ")


def ancre(titre: str) -> str:
    """The anchor that forges and the site give to a heading."""
    kept = "".join(c for c in titre.lower() if c.isalnum() or c in "_- ")
    return "#" + kept.replace(" ", "-")
