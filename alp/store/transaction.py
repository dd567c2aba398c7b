"""A write that cannot be torn: lock, write-ahead journal, files, one commit of exactly these paths.

Before anything moves, the journal says every path with its digest before and after. After a crash at any point, the next
write goes on from it: a file as before is replaced, a file as after is only committed, and anything else (a hand edit)
stops: both texts are kept, and the message says where.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from alp.core.erreurs import AlpError
from alp.store.chemins import PRIVE
from alp.store.git import Git

ATTENTE_S = 20
"""How long a command waits for another one that writes."""


@dataclass(frozen=True)
class Identite:
    """Who writes, as git's configuration says."""

    nom: str
    courriel: str


@dataclass(frozen=True)
class Mouvement:
    """One path: the digest of what stood there and of what shall stand there; none for no file."""

    chemin: str
    avant: str | None
    apres: str | None


@dataclass(frozen=True)
class Plan:
    """What a write intends, as its journal keeps it."""

    message: str
    nom: str
    courriel: str
    mouvements: tuple[Mouvement, ...]


def digest(octets: bytes | None) -> str | None:
    return None if octets is None else hashlib.sha256(octets).hexdigest()


def read_bytes(path: Path) -> bytes | None:
    """A file's content; none if there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_private(folder: Path) -> None:
    """Make a folder, and each that is missing above it, private to its owner."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(exist_ok=True, mode=PRIVE)


def write_atomic(path: Path, octets: bytes, tmp: Path) -> None:
    """Write a file whole or not at all, private to its owner.

    Args:
        path: where; its folders are made.
        octets: what.
        tmp: a folder of the same file system for the draft.
    """
    make_private(path.parent)
    handle, draft = tempfile.mkstemp(dir=tmp)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(octets)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
        _sync_folder(path.parent)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


class Transactions:
    """The writes of one clone.

    `at` is told each point passed; tests kill the process there. Commits are made at noon of `jour`, in demonstrations; else now.
    """

    def __init__(self, git: Git, at: Callable[[str], None] = lambda point: None, jour: date | None = None) -> None:
        self.git, self.root, self.at, self.jour = git, git.root, at, jour
        self.dossier = self.root / ".git" / "alp"
        self.tmp = self.dossier / "tmp"
        self.journal = self.dossier / "journal.json"
        self.dernier = self.dossier / "dernier"

    # --- the lock -----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the register for one write.

        Raises:
            AlpError: another command holds it for too long.
        """
        from filelock import FileLock, Timeout

        for folder in (self.dossier, self.tmp, self.dossier / "sans-crochets"):
            make_private(folder)
        try:
            with FileLock(self.dossier / "verrou", timeout=ATTENTE_S):
                yield
        except Timeout:
            raise AlpError(
                "Une autre commande alp écrit dans ce registre depuis longtemps.", "Attendre qu'elle finisse, puis recommencer."
            ) from None

    # --- writing ------------------------------------------------------------------------------------

    def write(
        self, contenus: Mapping[str, bytes | None], message: str, qui: Identite, lus: Mapping[str, bytes | None] | None = None
    ) -> str:
        """Write files and commit them; the lock is held and `recover` was called.

        Args:
            contenus: path → new content, none to remove the file.
            message: the commit's.
            qui: its author.
            lus: path → the content that the decision rests on; what stands there now unless given.

        Returns:
            The commit.
        """
        self._refuse_unfinished()
        mouvements = []
        for chemin, octets in contenus.items():
            before = read_bytes(self.root / chemin) if lus is None else lus[chemin]
            mouvements.append(Mouvement(chemin, digest(before), digest(octets)))
            if octets is not None:
                write_atomic(self.tmp / (digest(octets) or ""), octets, self.tmp)
        self.at("brouillons")
        plan = Plan(message, qui.nom, qui.courriel, tuple(mouvements))
        write_atomic(self.journal, json.dumps(asdict(plan)).encode(), self.dossier)
        self.at("journal")
        return self._carry_out(plan)

    def _carry_out(self, plan: Plan) -> str:
        touched = [m for m in plan.mouvements if digest(read_bytes(self.root / m.chemin)) not in (m.avant, m.apres)]
        if touched:
            raise self._set_aside(plan, touched)
        for m in plan.mouvements:
            self._replace(m)
            self.at("fichier")
        self.at("fichiers")
        try:
            commit = self.commit(
                {m.chemin: read_bytes(self.root / m.chemin) for m in plan.mouvements}, plan.message, Identite(plan.nom, plan.courriel)
            )
        except AlpError as error:
            text = f"Les fichiers sont écrits, mais pas encore enregistrés dans l'historique. {error.message}"
            raise AlpError(text, error.remede or "La prochaine commande qui écrit les enregistrera.") from None
        self.at("commit")
        self._forget()
        return commit

    def _replace(self, m: Mouvement) -> None:
        path = self.root / m.chemin
        if digest(read_bytes(path)) == m.apres:
            return
        if m.apres is None:
            path.unlink(missing_ok=True)
            return
        write_atomic(path, (self.tmp / m.apres).read_bytes(), self.tmp)

    def _forget(self) -> None:
        self.journal.unlink(missing_ok=True)
        self.at("oublie")
        for draft in self.tmp.iterdir():
            draft.unlink(missing_ok=True)

    # --- after a crash ------------------------------------------------------------------------------

    def pending(self) -> Plan | None:
        """The write that a crash left behind, if any."""
        raw = read_bytes(self.journal)
        if raw is None:
            return None
        data = json.loads(raw)
        return Plan(data["message"], data["nom"], data["courriel"], tuple(Mouvement(**m) for m in data["mouvements"]))

    def recover(self) -> str | None:
        """Finish the write that a crash left behind; says its message.

        Raises:
            AlpError: one of its files was changed since: both texts are kept.
        """
        try:
            plan = self.pending()
        except (ValueError, KeyError, TypeError):
            kept = self.journal.replace(self.dossier / "journal-illisible.json")
            raise AlpError(
                "Le journal d'une écriture interrompue ne se lit pas : on ne sait plus ce qu'elle voulait.",
                f"Il est gardé dans {kept}. Vérifier les derniers fichiers (alp check, git status), puis recommencer.",
            ) from None
        if plan is None:
            for draft in self.tmp.iterdir():
                draft.unlink(missing_ok=True)
            return None
        self._carry_out(plan)
        return plan.message.splitlines()[0]

    def _set_aside(self, plan: Plan, touched: list[Mouvement]) -> AlpError:
        """Keep what an interrupted write meant, beside what someone wrote since."""
        folder = self.dossier / "interrompues" / (digest(self.journal.read_bytes()) or "")[:12]
        for m in plan.mouvements:
            if m.apres and (self.tmp / m.apres).exists():
                write_atomic(folder / m.chemin, (self.tmp / m.apres).read_bytes(), self.tmp)
        write_atomic(folder / "journal.json", self.journal.read_bytes(), self.tmp)
        self._forget()
        names = ", ".join(m.chemin for m in touched)
        return AlpError(
            f"Une écriture a été interrompue (« {plan.message.splitlines()[0]} »), et {names} a été modifié depuis : rien n'a été écrasé.",
            f"Votre fichier est intact ; le texte qu'alp voulait écrire est gardé dans {folder}. Comparer, puis recommencer la commande.",
        )

    # --- the commit ---------------------------------------------------------------------------------

    def commit(self, contenus: Mapping[str, bytes | None], message: str, qui: Identite) -> str:
        """Commit exactly these paths with these contents, from a private index, by compare-and-swap.

        What the user has staged is neither read nor swept in.
        """
        self._refuse_unfinished()
        head = self.git.head()
        entries = [(chemin, self._blob(octets)) for chemin, octets in contenus.items()]
        tree = self._tree(head, entries)
        if head and tree == self.git.run("rev-parse", f"{head}^{{tree}}"):
            self._follow(entries)
            return head
        made = self._commit_tree(tree, head, message, qui)
        self.at("objet")
        self.git.run("update-ref", "-m", f"alp : {message.splitlines()[0]}", "HEAD", made, head or "0" * len(made))
        write_atomic(self.dernier, made.encode(), self.dossier)
        self.at("reference")
        self._follow(entries)
        return made

    def _tree(self, head: str | None, entries: list[tuple[str, str | None]]) -> str:
        """The tree of `head` with these entries, from a private index; one that a dead process left behind is dropped."""
        index = self.dossier / "index"
        env = {"GIT_INDEX_FILE": str(index)}
        for stale in (index, index.with_name("index.lock")):
            stale.unlink(missing_ok=True)
        try:
            self.git.run("read-tree", *([head] if head else ["--empty"]), env=env)
            self._update_index(entries, env)
            return self.git.run("write-tree", env=env)
        finally:
            index.unlink(missing_ok=True)

    def _follow(self, entries: list[tuple[str, str | None]]) -> None:
        """Tell the user's index; if it is busy, `git status` only lags."""
        with contextlib.suppress(AlpError):
            self._update_index(entries, {})

    def _refuse_unfinished(self) -> None:
        for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD"):
            if (self.root / ".git" / name).exists():
                raise AlpError(
                    "Une opération git est en cours dans ce registre (fusion ou rejeu).",
                    "La terminer ou l'abandonner avec git, puis recommencer.",
                )
        if self.git.branch() is None:
            raise AlpError("Le registre n'est sur aucune branche.", "Revenir sur la branche principale : git switch main")

    def _blob(self, octets: bytes | None) -> str | None:
        if octets is None:
            return None
        handle, draft = tempfile.mkstemp(dir=self.tmp)
        with os.fdopen(handle, "wb") as out:
            out.write(octets)
        try:
            return self.git.run("hash-object", "-w", "--no-filters", "--", draft)
        finally:
            Path(draft).unlink(missing_ok=True)

    def _update_index(self, entries: list[tuple[str, str | None]], env: dict[str, str]) -> None:
        for chemin, blob in entries:
            if blob is None:
                self.git.run("update-index", "--force-remove", "--", chemin, env=env)
            else:
                self.git.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{chemin}", env=env)

    def _commit_tree(self, tree: str, head: str | None, message: str, qui: Identite) -> str:
        who = {
            "GIT_AUTHOR_NAME": qui.nom, "GIT_AUTHOR_EMAIL": qui.courriel,
            "GIT_COMMITTER_NAME": qui.nom, "GIT_COMMITTER_EMAIL": qui.courriel,
        }  # fmt: skip
        if self.jour:
            who |= dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{self.jour}T12:00:00+00:00")
        return self.git.run("commit-tree", tree, *(("-p", head) if head else ()), "-m", message, env=who)
