"""Making a register: its folder, its own private git repository, its first commit."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alp.core.erreurs import DISPOSITIF, AlpError, Refus
from alp.store import git
from alp.store.chemins import DOSSIERS, FICHE_DISPOSITIF, PRIVE, find_root, list_files
from alp.store.depot import Depot
from alp.store.lecture import read_bytes
from alp.store.modeles import template
from alp.store.schema import schema_files
from alp.store.transaction import Identite

IGNORES = "documents/\n.alp/\n*.swp\n*~\n.DS_Store\nThumbs.db\n"
ATTRIBUTS = "* -text -merge\n"
"""No line-ending conversion, and never conflict markers inside YAML."""


def create(
    root: Path,
    dispositif: str,
    contenus: dict[str, bytes] | None = None,
    *,
    sujet: str = "Registre créé",
    essai: Identite | None = None,
    jour: date | None = None,
) -> Depot:
    """Make a register in a folder that is empty or does not exist.

    Args:
        root: the folder.
        dispositif: the text of `dispositif.yaml`.
        contenus: further files, path → content (an example register's).
        sujet: the first commit's sentence.
        essai: who signs, in this register only, where git knows nobody: for a demonstration, never for a real register.
        jour: the day that its commits are dated, in a demonstration; else now.

    Raises:
        Refus: the folder holds something, or is a repository already.
    """
    refuse_taken(root)
    root.mkdir(parents=True, exist_ok=True, mode=PRIVE)
    root.chmod(PRIVE)
    try:
        return _fill(Depot(root, jour=jour), {**_first_files(dispositif), **(contenus or {})}, sujet, essai)
    except AlpError:
        for made in root.iterdir():  # it was empty: what is there is ours
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise


def refuse_taken(root: Path) -> None:
    """Refuse a folder where no register can be made.

    Raises:
        Refus: it holds something, or stands inside a register.
    """
    if root.exists() and any(root.iterdir()):
        what = "contient déjà un registre" if (root / FICHE_DISPOSITIF).exists() else "n'est pas vide"
        raise Refus(f"{root} {what} : alp n'y touche pas.", "Donner un dossier neuf : alp init MON-DOSSIER")
    if around := find_root(root.parent):
        raise Refus(
            f"{root} serait à l'intérieur du registre {around}.", "Choisir un dossier ailleurs : un registre n'en contient pas un autre."
        )


def prepare(root: Path) -> Identite:
    """Who will sign the first commit of a register in that folder: known before anything is asked.

    Raises:
        Refus: see `refuse_taken`.
        AlpError: git does not know who writes.
    """
    refuse_taken(root)
    with tempfile.TemporaryDirectory() as nowhere:  # what a repository around says of it does not hold in the new one
        return Depot(Path(nowhere)).identity()


def _fill(depot: Depot, files: dict[str, bytes], sujet: str, essai: Identite | None) -> Depot:
    git.init(depot.root)
    if essai and not (depot.git.config("user.name") and depot.git.config("user.email")):
        depot.git.run("config", "--local", "user.name", essai.nom)
        depot.git.run("config", "--local", "user.email", essai.courriel)
    qui = depot.identity()
    for folder in DOSSIERS:
        (depot.root / folder).mkdir(exist_ok=True, mode=PRIVE)
    with depot.transactions.lock():
        depot.transactions.write(files, f"{sujet}\n\nAction: init", qui)
    return depot


def _first_files(dispositif: str) -> dict[str, bytes]:
    header = "# yaml-language-server: $schema=schema/dispositif.schema.json\n"
    text = dispositif if dispositif.startswith("# yaml-language-server") else header + dispositif
    read = read_bytes(FICHE_DISPOSITIF, DISPOSITIF, text.encode())
    files = {FICHE_DISPOSITIF: text, ".gitignore": IGNORES, ".gitattributes": ATTRIBUTS, "LISEZMOI.md": _readme(read.record)}
    return {path: content.encode() for path, content in (files | schema_files()).items()}


def _readme(dispositif: object) -> str:
    """What someone reads who opens the folder without alp."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True)
    return environment.from_string(template("LISEZMOI.md.j2")).render(dispositif=dispositif)


def example_files(source: Path) -> dict[str, bytes]:
    """The files of an example register, to copy."""
    return {path: (source / path).read_bytes() for path in list_files(source, soins=True) if path != FICHE_DISPOSITIF}


def outdated_schemas(depot: Depot) -> dict[str, bytes]:
    """The schema files that differ from those of this version."""
    return {path: text.encode() for path, text in schema_files().items() if not _same(depot.root / path, text)}


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
