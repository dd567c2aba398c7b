"""A register on disk: open it, read it, write what a pure function decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from alp.core.budget import Budget
from alp.core.envoi import Envoi
from alp.core.erreurs import AlpError, Objet, Refus
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.store.chemins import find_root, is_linked, objet_of, path_of
from alp.store.ecriture import render
from alp.store.git import Git
from alp.store.greffe import splice
from alp.store.lecture import BOM, Fichier, Lecture, read_bytes, read_file, read_registre
from alp.store.transaction import Identite, Transactions
from alp.store.transaction import read_bytes as raw_bytes

SANS_REGISTRE = "Créer un registre : alp init DOSSIER — ou essayer un exemple : alp demo"


@dataclass(frozen=True)
class Ecrit:
    """One file to write: the data it shall hold, or none to remove it; `texte` imposes the whole text."""

    objet: Objet
    data: Mapping[str, Any] | None
    texte: str | None = None


@dataclass(frozen=True)
class Acte:
    """What a command decided: the sentence of the commit, the situations it is about, and the files."""

    sujet: str
    action: str
    ecrits: tuple[Ecrit, ...]
    situations: tuple[str, ...] = ()
    trailers: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, bytes] = field(default_factory=dict)
    """Path → new file that is no record (a PDF), in the same commit; it never replaces one."""

    @property
    def message(self) -> str:
        """The commit message: a French subject without names, then the trailers."""
        lines = [f"Situation: {s}" for s in self.situations] + [f"Action: {self.action}"]
        lines += [f"{name}: {value}" for name, value in self.trailers.items()]
        return self.sujet + "\n\n" + "\n".join(lines)


NOMMES: dict[type[BaseModel], str] = {Reunion: "reunion", Action: "action", Budget: "budget", Envoi: "envoi"}
"""Records whose file's name is their id, and does not stand in them."""


def ecrit(record: BaseModel, id_: str = "") -> Ecrit:
    """The file of a record; those of `NOMMES` are named by `id_`."""
    if isinstance(record, Situation):
        return Ecrit(Objet("situation", record.id), plain(record))
    sorte = NOMMES.get(type(record))
    if sorte is None:
        raise TypeError(type(record))
    return Ecrit(Objet(sorte, id_), plain(record))


ENTETE = "# yaml-language-server: $schema={up}schema/{sorte}.schema.json\n"


def header_of(objet: Objet) -> str:
    """The first line of a new file: which schema an editor should use."""
    return ENTETE.format(up="../" * path_of(objet).count("/"), sorte=objet.sorte)


class Depot:
    """A register's folder. `at` is told each point of a write, `jour` dates its commits; see `Transactions`."""

    def __init__(self, root: Path, *, at: Callable[[str], None] = lambda point: None, jour: date | None = None) -> None:
        self.root = root.resolve()
        self._at, self._jour = at, jour

    @classmethod
    def find(cls, donne: Path | None, depuis: Path, *, jour: date | None = None) -> Depot:
        """The register given, else the nearest one upward.

        Raises:
            AlpError: there is none.
        """
        if donne is not None:
            if not (donne / "dispositif.yaml").is_file():
                raise AlpError(f"Il n'y a pas de registre dans {donne}.", SANS_REGISTRE)
            return cls(donne, jour=jour)
        root = find_root(depuis)
        if root is None:
            raise AlpError(
                "Aucun registre ici ni dans les dossiers au-dessus.",
                f"Aller dans le dossier du registre, ou donner -r DOSSIER. {SANS_REGISTRE}",
            )
        return cls(root, jour=jour)

    @cached_property
    def git(self) -> Git:
        return Git(self.root)

    @cached_property
    def transactions(self) -> Transactions:
        return Transactions(self.git, self._at, self._jour)

    # --- reading ------------------------------------------------------------------------------------

    def read(self, *, soins: bool = False) -> Lecture:
        """Read the whole register; never recovers, never writes."""
        return read_registre(self.root, soins=soins)

    def has_pending(self) -> bool:
        """Whether an interrupted write waits; asks no git."""
        return (self.root / ".git" / "alp" / "journal.json").exists()

    def is_own_repository(self) -> bool:
        """Whether the register is the root of its own git repository."""
        return (self.root / ".git").is_dir() and self.git.toplevel() == self.root

    def identity(self) -> Identite:
        """Who writes.

        Raises:
            AlpError: git does not know.
        """
        nom, courriel = self.git.config("user.name"), self.git.config("user.email")
        if not nom or not courriel:
            raise AlpError(
                "git ne sait pas qui vous êtes : chaque écriture est signée.",
                'Dire une fois pour toutes : git config --global user.name "Prénom Nom" puis git config --global user.email vous@exemple.fr',
            )
        return Identite(nom, courriel)

    def committed(self, chemin: str) -> bytes | None:
        """A file's content in the last commit."""
        head = self.git.head()
        if head is None:
            return None
        raw = self.git.ask("rev-parse", "--verify", "--quiet", f"{head}:{chemin}")
        return self.blob(raw[1].strip()) if raw[0] == 0 else None

    def blob(self, sha: str) -> bytes:
        """A blob's bytes, line breaks and all."""
        return self.git.raw("cat-file", "blob", sha)

    def hand_edited(self) -> list[str]:
        """The tracked or new register files that differ from the last commit."""
        if not self.is_own_repository():
            return []
        out = self.git.run("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
        paths = [item[3:] for item in out.split("\0") if len(item) > 3]
        return [p for p in paths if p.endswith((".yaml", ".yml"))]

    def ids_ever(self) -> set[str]:
        """Every situation id that a file of this history ever had: a number is never given twice."""
        if self.git.head() is None:
            return set()
        out = self.git.run("log", "--all", "--format=", "--name-only", "--diff-filter=A", "--no-renames", "--", "situations", "effaces")
        return {Path(line).stem for line in out.splitlines() if line}

    # --- writing ------------------------------------------------------------------------------------

    def write(self, decide: Callable[[Lecture], Acte], *, soins: bool = False) -> tuple[Acte, str]:
        """Read under the lock, decide, write: nothing can slip in between.

        Args:
            decide: a function of the register, called once the lock is held.
            soins: whether it needs the care notes.

        Returns:
            What was decided, and the commit.
        """
        self._require_repository()
        qui = self.identity()
        with self.transactions.lock():
            self.transactions.recover()
            lecture = self.read(soins=soins)
            acte = decide(lecture)
            lus = {path_of(e.objet): self._read_once(lecture, path_of(e.objet)) for e in acte.ecrits}
            contenus = {path_of(e.objet): self._content(e, lus[path_of(e.objet)]) for e in acte.ecrits}
            replaced = {path_of(e.objet) for e in acte.ecrits if e.texte is not None}
            self._refuse_existing(acte.pieces)
            self._save_hand_edits(lus, qui, replaced)
            nothing = dict.fromkeys(acte.pieces)
            return acte, self.transactions.write({**acte.pieces, **contenus}, acte.message, qui, {**nothing, **lus})

    def _refuse_existing(self, pieces: Mapping[str, bytes]) -> None:
        for chemin in pieces:
            if is_linked(self.root, chemin) or (self.root / chemin).exists():
                raise Refus(f"{chemin} existe déjà : alp ne remplace jamais ce qui est parti.", "Vérifier ce fichier, puis recommencer.")

    def write_files(self, contenus: Mapping[str, bytes], message: str) -> str:
        """Write files that are no records: schemas, settings."""
        self._require_repository()
        qui = self.identity()
        with self.transactions.lock():
            self.transactions.recover()
            return self.transactions.write(contenus, message, qui)

    def _require_repository(self) -> None:
        if not self.is_own_repository():
            raise AlpError(
                "Ce dossier n'est pas la racine de son propre dépôt git : alp n'y écrit pas, pour que des données de santé n'aillent pas ailleurs.",
                SANS_REGISTRE,
            )

    def _read_once(self, lecture: Lecture, chemin: str) -> bytes | None:
        """What the decision was made on: nobody's edit made since may be overwritten."""
        if is_linked(self.root, chemin):
            raise AlpError(
                f"{chemin} est un lien symbolique, ou passe par un lien : alp n'y écrit pas.", "Le remplacer par le dossier lui-même."
            )
        known = lecture.fichiers.get(chemin)
        return known.octets if known else raw_bytes(self.root / chemin)

    def _content(self, e: Ecrit, old: bytes | None) -> bytes | None:
        if e.texte is not None:
            return e.texte.encode()
        if e.data is None:
            return None
        chemin = path_of(e.objet)
        made = self._rendered(e.objet, dict(e.data), old)
        again = read_bytes(chemin, e.objet, made)
        if again.record is None:
            raise AlpError(f"{chemin} ne se lirait plus : {again.problemes[0].message}. Rien n'a été écrit.", again.problemes[0].remede)
        return made

    def _rendered(self, objet: Objet, data: dict[str, Any], old: bytes | None) -> bytes:
        if old is None:
            return render(data, header_of(objet)).encode()
        current = read_bytes(path_of(objet), objet, old)
        if current.record is None:
            raise unreadable(current)
        bom = BOM if old.startswith(BOM) else b""
        return bom + splice(current.texte, data).encode()

    def _save_hand_edits(self, lus: Mapping[str, bytes | None], qui: Identite, replaced: set[str]) -> None:
        """Commit alone, first, what someone changed by hand in the files about to be written.

        What does not load is refused, but in a file whose whole text is `replaced`: that is how one mends it.
        """
        for chemin, now in lus.items():
            if now is None or now == self.committed(chemin):
                continue
            objet = objet_of(chemin)
            current = read_bytes(chemin, objet, now) if objet else read_file(self.root, chemin)
            if current.record is None and chemin in replaced:
                continue
            if current.record is None:
                raise unreadable(current)
            name = current.objet.id or chemin
            trailers = (f"Situation: {name}\n" if current.objet.sorte == "situation" else "") + "Action: edit"
            self.transactions.commit({chemin: now}, f"{name} : modification à la main\n\n{trailers}", qui)


def unreadable(fichier: Fichier) -> AlpError:
    """The refusal to write in a file that does not load."""
    return AlpError(
        f"{fichier.chemin} ne se lit pas : alp n'y écrit rien tant qu'il n'est pas corrigé.",
        f"Le corriger : alp edit {fichier.objet.id}" if fichier.objet.id else "Le corriger, puis recommencer.",
        fichier.problemes,
    )
