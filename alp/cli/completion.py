"""What the Tab key proposes: ids and pseudonyms from file names alone, codes from lists."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from alp.core.champs import Champ
from alp.core.dispositif import Dispositif
from alp.store.chemins import FICHE_DISPOSITIF, find_root, list_files
from alp.store.lecture import read_file


def _root() -> Path | None:
    given = os.environ.get("ALP_REGISTRE")
    return Path(given) if given else find_root(Path.cwd())


def situation_ids(incomplete: str) -> list[str]:
    """The ids of the register, by the names of its files."""
    root = _root()
    names = [Path(p).stem for p in list_files(root, soins=False) if p.startswith("situations/")] if root else []
    return [n for n in names if incomplete.upper() in n]


def completer(champ: Champ) -> Callable[[str], list[tuple[str, str]]] | None:
    """What completes a field's option; nothing for free text."""
    if champ.codes is None and champ.vocabulaire is None:
        return None

    def propose(incomplete: str) -> list[tuple[str, str]]:
        before, _, last = incomplete.rpartition(",")
        prefix = f"{before}," if before else ""
        return [(prefix + code, label) for code, label in _choices(champ).items() if code.startswith(last)]

    return propose


def _choices(champ: Champ) -> dict[str, str]:
    if champ.codes:
        return dict(champ.codes)
    root = _root()
    record = read_file(root, FICHE_DISPOSITIF).record if root and (root / FICHE_DISPOSITIF).is_file() else None
    if not isinstance(record, Dispositif) or champ.vocabulaire is None:
        return {}
    liste = champ.vocabulaire.liste
    if liste == "communes":
        return {c.insee: c.nom for c in record.territoire.communes}
    return {d.code: d.label for d in record.declarations(liste)} | dict(champ.vocabulaire.aussi or {})
