"""What is shipped with alp: inside the wheel, or at the top of a checkout. No floor: both edges read it."""

from __future__ import annotations

from pathlib import Path

ICI = Path(__file__).parent


def shipped(nom: str) -> Path:
    """A shipped folder: `cases`, `templates`."""
    inside = ICI / nom
    return inside if inside.is_dir() else ICI.parent / nom
