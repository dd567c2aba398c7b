"""Typst, shut in: it reads the files that it is handed and alp's fonts, nothing of the disk, the network or the machine's fonts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from alp.documents.ressources import POLICES


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Ours, and those inside Typst, so that the same bytes come out everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(POLICES)])


def compose(files: Mapping[str, bytes], **options: Any) -> bytes:
    """Set `main.typ`, which may read the other files by their names.

    Raises:
        typst.TypstError: it cannot be set; `diagnostic` says why.
    """
    import typst

    run: Any = typst.compile
    return bytes(
        run(dict(files), root=str(POLICES), font_paths=_fonts(), package_path=str(POLICES), package_cache_path=str(POLICES), **options)
    )
