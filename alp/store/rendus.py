"""Rendered documents on disk: never over what somebody edited; what the association made goes before ours."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkstemp

from alp.core.erreurs import AlpError, Refus
from alp.store.arbre import COURT, Arbre
from alp.store.chemins import PRIVE
from alp.store.depot import Depot
from alp.store.noeuds import Illisible
from alp.store.pannes import write_panne

DOSSIER = "documents"
"""Ignored by git, and not disposable: people edit what stands there."""
LOGOS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
PLEIN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Another folder would not do: there is no room left."""
MANY = 1000
"""How many edited versions of one document may stand side by side."""
LOGO_MAX = 2_000_000
"""Bytes: a heavier logo makes heavy documents."""


@dataclass(frozen=True)
class Rendu:
    """A document written: where, and whether something stood in its place that somebody had edited."""

    chemin: Path
    garde: Path | None = None
    """The edited document that was kept, and beside which this one stands."""
    ancien: Path | None = None
    """Where what it replaced is kept, if its piece asked for it."""


def replaced(ancien: bytes) -> str | None:
    """The name under which what is replaced is kept: none, it is replaced for good."""
    return None


@dataclass(frozen=True)
class Piece:
    """A rendered document to write: its folder (the register's own `documents/` if none), its name, its bytes."""

    dossier: Path | None
    nom: str
    contenu: bytes
    ancien: Callable[[bytes], str | None] = replaced
    """Given what it would replace: the name under which that is kept beside; see `replaced`."""


def save(depot: Depot, dossier: Path | None, nom: str, contenu: bytes) -> Rendu:
    """Write one rendered document: see `save_all`."""
    return save_all(depot, [Piece(dossier, nom, contenu)])[0]


def save_all(depot: Depot, pieces: Iterable[Piece]) -> list[Rendu]:
    """Write rendered documents that belong together: all are ready beside their places before the first one takes it.

    One that is as it was last rendered is replaced, or kept under another name where its piece says so; an edited one is kept, and the
    new one gets a number. What stops the work (a full disk, Ctrl-C) leaves nothing half written, and what stood there as it was.

    Args:
        depot: the register.
        pieces: the documents; their names hold codes and natures only.

    Raises:
        AlpError: a folder cannot be written.
    """
    staged: list[_Pret] = []
    former: dict[Path, _Pret] = {}
    try:
        for piece in pieces:
            with _told(depot, piece):
                staged.append(_stage(depot, piece))
                if old := _former(staged[-1]):
                    former[staged[-1].cible] = _stage(depot, old)
        for ready in (*former.values(), *staged):
            with _told(depot, ready.piece):
                ready.land()
    finally:
        for ready in (*former.values(), *staged):
            ready.drop()
    for ready in staged:
        _remember(depot, ready.cible, ready.piece.contenu)
    return [ready.done(former.get(ready.cible)) for ready in staged]


@dataclass(frozen=True)
class _Pret:
    """A document written beside its place."""

    piece: Piece
    premier: Path
    """Where it would stand if nobody had edited anything."""
    cible: Path
    provisoire: Path

    def land(self) -> None:
        self.provisoire.replace(self.cible)

    def done(self, ancien: _Pret | None) -> Rendu:
        """What was written, and what was kept of what stood there."""
        return Rendu(self.cible, None if self.cible == self.premier else self.premier, ancien.cible if ancien else None)

    def drop(self) -> None:
        """Nothing is left beside."""
        with suppress(OSError):
            self.provisoire.unlink(missing_ok=True)


def _former(ready: _Pret) -> Piece | None:
    """What a document would replace, as another document to write beside it; never marked as ours, so that nothing replaces it."""
    content = ready.cible.read_bytes() if ready.cible.exists() else ready.piece.contenu
    name = ready.piece.ancien(content) if content != ready.piece.contenu else None
    return Piece(ready.cible.parent, name, content) if name else None


def _folder(depot: Depot, piece: Piece) -> Path:
    return piece.dossier if piece.dossier is not None else depot.root / DOSSIER


def _stage(depot: Depot, piece: Piece) -> _Pret:
    """Write a document beside its place, under a name that no other process has."""
    folder = _folder(depot, piece)
    folder.mkdir(mode=PRIVE, parents=True, exist_ok=True)
    target = _free(depot, folder, piece.nom, piece.contenu)
    handle, name = mkstemp(prefix=f".{target.name[:60]}.", suffix=".alp", dir=folder)
    ready = _Pret(piece, folder / piece.nom, target, Path(name))
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(piece.contenu)
    except BaseException:
        ready.drop()
        raise
    return ready


@contextmanager
def _told(depot: Depot, piece: Piece) -> Iterator[None]:
    """What the system refuses, in French."""
    try:
        yield
    except OSError as error:
        raise AlpError(
            f"{_folder(depot, piece) / piece.nom} ne peut pas être écrit ({write_panne(error)}).",
            "Faire de la place, puis recommencer." if error.errno in PLEIN else "Choisir un autre dossier avec --sortie.",
        ) from None


def _free(depot: Depot, folder: Path, nom: str, contenu: bytes) -> Path:
    """The first name whose file is absent, or is still as alp rendered it."""
    whole = Path(nom)
    names = [nom, *(f"{whole.stem} ({n}){whole.suffix}" for n in range(2, MANY))]
    found = next((p for p in (folder / n for n in names) if not p.exists() or _untouched(depot, p, contenu)), None)
    if found is None:
        raise AlpError(f"Trop de versions modifiées de {nom} sont déjà dans {folder}.", "En ranger ou en effacer, puis recommencer.")
    return found


def _untouched(depot: Depot, path: Path, contenu: bytes) -> bool:
    known = _mark(depot, path)
    current = path.read_bytes()
    return current == contenu or (known.is_file() and known.read_text(encoding="ascii", errors="replace") == _digest(current))


def _mark(depot: Depot, path: Path) -> Path:
    """Where the digest of what alp last rendered there stands: in the cache, so that losing it only makes alp more careful."""
    return depot.root / ".alp" / "rendus" / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]


def _remember(depot: Depot, path: Path, contenu: bytes) -> None:
    """Keep the digest of what was just rendered. Where it cannot be kept, the document stands all the same: see `_mark`."""
    mark = _mark(depot, path)
    with suppress(OSError):
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
