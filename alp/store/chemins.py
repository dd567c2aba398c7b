"""Where each record stands in a register's folder. Paths are POSIX, relative to the root."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from alp.core.erreurs import DISPOSITIF, Objet
from alp.core.types import EXERCICE, FICHIER_ID, SITUATION_ID

FICHE_DISPOSITIF = "dispositif.yaml"
DOSSIERS = ("situations", "soins", "reunions", "actions", "budgets", "envois", "templates", "schema")
PRIVE = 0o700
"""Folders; files are 0600."""


def path_of(objet: Objet) -> str:
    """The file of a record: `situations/2026/ALP28-2026-014.yaml`."""
    if objet == DISPOSITIF:
        return FICHE_DISPOSITIF
    if objet.sorte in ("situation", "soins"):
        folder = "situations" if objet.sorte == "situation" else "soins"
        return f"{folder}/{objet.id.rsplit('-', 2)[1]}/{objet.id}.yaml"
    if objet.sorte == "envoi":
        return f"envois/{objet.id[:4]}/{objet.id}.yaml"
    return f"{objet.sorte}s/{objet.id}.yaml"


_SORTES = {
    "situations": "situation", "soins": "soins", "reunions": "reunion", "actions": "action", "budgets": "budget", "envois": "envoi",
}  # fmt: skip
_FORMES = {"situation": SITUATION_ID, "soins": SITUATION_ID, "budget": EXERCICE}
"""What a file may be called, by kind; else a day and words."""


def objet_of(chemin: str) -> Objet | None:
    """The record that a path holds, by its name; none if the name or the place is not right."""
    path = PurePosixPath(chemin)
    if chemin == FICHE_DISPOSITIF:
        return DISPOSITIF
    sorte = _SORTES.get(path.parts[0]) if len(path.parts) > 1 else None
    if sorte is None or path.suffix != ".yaml":
        return None
    form, objet = _FORMES.get(sorte, FICHIER_ID), Objet(sorte, path.stem)
    return objet if form.fullmatch(path.stem) and path_of(objet) == chemin else None


def is_linked(root: Path, chemin: str) -> bool:
    """Whether a path of a register is a symbolic link, or goes through one."""
    path = root / chemin
    return any(part.is_symlink() for part in (path, *path.parents) if part.is_relative_to(root) and part != root)


def folders(*, soins: bool) -> list[str]:
    """The folders that records stand in, in the order of reading; care notes only when asked for."""
    return [folder for folder in _SORTES if soins or folder != "soins"]


def list_files(root: Path, *, soins: bool) -> list[str]:
    """Every YAML file of a register, sorted, and every linked folder; care notes only when asked for."""
    found = [FICHE_DISPOSITIF] if (root / FICHE_DISPOSITIF).is_file() else []
    for folder in folders(soins=soins):
        for here, names, files in os.walk(root / folder):
            names[:] = sorted(n for n in names if not n.startswith("."))
            relative = Path(here).relative_to(root).as_posix()
            found += [f"{relative}/{name}" for name in names if (Path(here) / name).is_symlink()]
            found += [f"{relative}/{name}" for name in sorted(files) if name.endswith((".yaml", ".yml")) and not name.startswith(".")]
    return found


def find_root(depuis: Path) -> Path | None:
    """The nearest folder, upward, with a `dispositif.yaml`."""
    return next((folder for folder in (depuis, *depuis.parents) if (folder / FICHE_DISPOSITIF).is_file()), None)
