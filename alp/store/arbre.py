"""Where the files of a register stand: its folder, or one of its commits. Who reads them does not know which."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from alp.store.chemins import FICHE_DISPOSITIF, folders, is_linked, list_files
from alp.store.git import Git
from alp.store.noeuds import MAX_OCTETS, Illisible
from alp.store.pannes import write_panne

COURT = 8
"""Digits of a commit that people are shown."""
CORRIGER = "Le corriger (alp edit dispositif), puis recommencer."


class Arbre(Protocol):
    """A tree of files; paths are POSIX, relative to its root."""

    @property
    def corriger(self) -> str:
        """What to do about a `dispositif.yaml` that cannot be read there."""

    def paths(self) -> list[str]:
        """Every YAML file of the register, and every link, in the order of reading."""

    def read(self, chemin: str, limite: int = MAX_OCTETS) -> bytes:
        """A file's content.

        Args:
            chemin: any path, listed or not.
            limite: the bytes that it may have.

        Raises:
            Illisible: it is a link, is no ordinary file, is too big, or cannot be opened.
        """

    def place(self, chemin: str) -> str:
        """How a message names that file."""


@dataclass(frozen=True)
class Dossier:
    """A register's folder; care notes are in it only when asked for."""

    racine: Path
    soins: bool = False
    corriger: str = CORRIGER

    def paths(self) -> list[str]:
        return list_files(self.racine, soins=self.soins)

    def read(self, chemin: str, limite: int = MAX_OCTETS) -> bytes:
        if is_linked(self.racine, chemin):
            raise _linked()
        try:
            state = (self.racine / chemin).stat()
            _refuse_other(state.st_size, limite, regular=stat.S_ISREG(state.st_mode))
            return (self.racine / chemin).read_bytes()
        except OSError as error:
            why = write_panne(OSError(error.errno, ""))
            raise Illisible("E001", f"le fichier ne s'ouvre pas : {why}", remede="Vérifier ses droits.") from None

    def place(self, chemin: str) -> str:
        return chemin


@dataclass(frozen=True)
class _Feuille:
    """An entry of a commit's tree: git's mode and object, the size in bytes of a file."""

    mode: str
    sha: str
    taille: int


@dataclass(frozen=True)
class Commit:
    """A register as one commit holds it. Git is started twice, however many files there are: what is there, then all their contents."""

    git: Git
    commit: str
    dossiers: tuple[str, ...] = ()
    """The folders that are read, beside `dispositif.yaml`."""
    corriger: str = "Choisir un autre jour : alp log"

    def paths(self) -> list[str]:
        return sorted((chemin for chemin, f in self._feuilles.items() if _is_read(chemin, f)), key=_order)

    def read(self, chemin: str, limite: int = MAX_OCTETS) -> bytes:
        feuille = self._feuilles.get(chemin) or self._list(chemin).get(chemin)
        if feuille is None:
            raise Illisible("E001", "le fichier ne s'ouvre pas : ce fichier ou ce dossier n'existe pas")
        if feuille.mode == "120000":
            raise _linked()
        _refuse_other(feuille.taille, limite, regular=feuille.mode.startswith("100"))
        octets = self._octets.get(feuille.sha)
        if octets is None:  # not among those that are read for the register, or lost
            octets = self._contents([feuille.sha]).get(feuille.sha)
        if octets is None:
            raise Illisible("E001", "git ne l'a plus : cet historique est incomplet", remede="Reprendre une copie entière du registre.")
        return octets

    def place(self, chemin: str) -> str:
        """`1a2b3c4d:situations/2026/…`, as git names it."""
        return f"{self.commit[:COURT]}:{chemin}"

    @cached_property
    def _feuilles(self) -> dict[str, _Feuille]:
        return self._list(FICHE_DISPOSITIF, *self.dossiers)

    @cached_property
    def _octets(self) -> dict[str, bytes]:
        """The contents of all that is read, by object."""
        wanted = [f for chemin, f in self._feuilles.items() if _is_read(chemin, f)]
        return self._contents([f.sha for f in wanted if f.mode.startswith("100") and f.taille <= MAX_OCTETS])

    def _list(self, *chemins: str) -> dict[str, _Feuille]:
        out = self.git.raw("ls-tree", "-r", "-l", "-z", "--full-tree", self.commit, "--", *chemins)
        rows = (row.partition("\t") for row in out.decode("utf-8", "surrogateescape").split("\0") if row)
        return {chemin: _Feuille(*_columns(head)) for head, _, chemin in rows}

    def _contents(self, shas: list[str]) -> dict[str, bytes]:
        """The blobs that git has, of those."""
        out = self.git.raw("cat-file", "--batch", stdin="".join(f"{sha}\n" for sha in shas).encode())
        found, here = {}, 0
        while here < len(out):
            end = out.index(b"\n", here)
            sha, *known = out[here:end].split()
            here = end + 1
            if len(known) == 2:  # `SHA blob SIZE`, its bytes, a line break; else `SHA missing`
                size = int(known[1])
                found[sha.decode()] = out[here : here + size]
                here += size + 1
        return found


def _columns(head: str) -> tuple[str, str, int]:
    mode, _, sha, size = head.split()
    return mode, sha, int(size) if size.isdigit() else 0


def _is_read(chemin: str, feuille: _Feuille) -> bool:
    """What `list_files` finds on a disk: YAML that is not hidden, links; and what is no file of this repository, so that it is said."""
    hidden = any(part.startswith(".") for part in chemin.split("/"))
    return not hidden and (chemin.endswith((".yaml", ".yml")) or not feuille.mode.startswith("100"))


def _order(chemin: str) -> tuple[int, list[str], str]:
    """The order of `list_files`: `dispositif.yaml`, then folder by folder, the files of each before its folders."""
    *parts, name = chemin.split("/")
    return (folders(soins=True).index(parts[0]) if parts else -1), parts, name


def _linked() -> Illisible:
    return Illisible("E007", "c'est un lien symbolique")


def _refuse_other(taille: int, limite: int, *, regular: bool) -> None:
    """Refuse what is no ordinary file of a reasonable size, in bytes.

    Raises:
        Illisible: it is not.
    """
    if not regular:
        raise Illisible("E001", "ce n'est pas un fichier ordinaire", remede="Le remplacer par un fichier de texte.")
    if taille > limite:
        raise Illisible("E004", f"le fichier fait {taille // 1024} Ko, pour {limite // 1024} admis")
