"""Rendered documents on disk: never over what somebody edited; what the association made goes before ours."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from alp.core.erreurs import AlpError, Refus
from alp.store.arbre import COURT, Arbre
from alp.store.chemins import PRIVE
from alp.store.depot import Depot
from alp.store.noeuds import Illisible
from alp.store.pannes import write_panne

DOSSIER = "documents"
"""Ignored by git, and not disposable: people edit what stands there."""
LOGOS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
LOGO_MAX = 2_000_000
"""Bytes: a heavier logo makes heavy documents."""


@dataclass(frozen=True)
class Rendu:
    """A document written: where, and whether something stood in its place that somebody had edited."""

    chemin: Path
    garde: Path | None = None
    """The edited document that was kept, and beside which this one stands."""


def save(depot: Depot, dossier: Path | None, nom: str, contenu: bytes) -> Rendu:
    """Write a rendered document. One that is as it was last rendered is replaced; an edited one is kept, and the new one gets a number.

    Args:
        depot: the register.
        dossier: where; the register's own `documents/` if none.
        nom: the file's name, which holds codes and natures only.
        contenu: the bytes.

    Raises:
        AlpError: the folder cannot be written.
    """
    folder = dossier if dossier is not None else depot.root / DOSSIER
    try:
        folder.mkdir(mode=PRIVE, parents=True, exist_ok=True)
        target = _free(depot, folder, nom, contenu)
        _write(target, contenu)
    except OSError as error:
        raise AlpError(
            f"{folder / nom} ne peut pas être écrit ({write_panne(error)}).", "Choisir un autre dossier avec --sortie."
        ) from None
    _remember(depot, target, contenu)
    first = folder / nom
    return Rendu(target, garde=None if target == first else first)


def _free(depot: Depot, folder: Path, nom: str, contenu: bytes) -> Path:
    """The first name whose file is absent, or is still as alp rendered it."""
    whole = Path(nom)
    names = [nom, *(f"{whole.stem} ({n}){whole.suffix}" for n in range(2, 1000))]
    return next(p for p in (folder / n for n in names) if not p.exists() or _untouched(depot, p, contenu))


def _untouched(depot: Depot, path: Path, contenu: bytes) -> bool:
    known = _mark(depot, path)
    current = path.read_bytes()
    return current == contenu or (known.is_file() and known.read_text(encoding="ascii") == _digest(current))


def _write(path: Path, contenu: bytes) -> None:
    temporary = path.with_name(f".{path.name}.alp")
    temporary.write_bytes(contenu)
    temporary.chmod(0o600)
    temporary.replace(path)


def _mark(depot: Depot, path: Path) -> Path:
    """Where the digest of what alp last rendered there stands: in the cache, so that losing it only makes alp more careful."""
    return depot.root / ".alp" / "rendus" / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]


def _remember(depot: Depot, path: Path, contenu: bytes) -> None:
    mark = _mark(depot, path)
    mark.parent.mkdir(mode=PRIVE, parents=True, exist_ok=True)
    mark.write_text(_digest(contenu), encoding="ascii")


def _digest(contenu: bytes) -> str:
    return hashlib.sha256(contenu).hexdigest()


def own_templates(depot: Depot) -> Path:
    """The association's own templates: they go before ours."""
    return depot.root / "templates"


def own_file(depot: Depot, nom: str) -> bytes | None:
    """A file of the association's `templates/` (its `reference.docx`); none if it has none."""
    path = own_templates(depot) / nom
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def logo(arbre: Arbre, nom: str | None) -> tuple[bytes, str] | None:
    """The house's logo and its type, as they stand in what was read.

    Raises:
        Refus: it is not in the register, is too heavy, or is no picture.
    """
    if nom is None:
        return None
    path = PurePosixPath(nom)
    kind = None if path.is_absolute() or ".." in path.parts else LOGOS.get(path.suffix.lower())
    if kind:
        with suppress(Illisible):
            return arbre.read(path.as_posix(), LOGO_MAX), kind
    raise Refus(
        f"Le logo « {nom} » ne peut pas être pris : un fichier {', '.join(LOGOS)} du registre, de 2 Mo au plus, est attendu.",
        "Corriger « logo » dans dispositif.yaml : alp edit dispositif",
    )


def version(depot: Depot) -> str:
    """Which state of the register was read: the commit, in short; empty before the first one."""
    return (depot.git.head() or "")[:COURT]
