"""Who did what, when; and undoing the last command of this clone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alp.core.erreurs import Refus
from alp.store.depot import Depot
from alp.store.transaction import read_bytes

SEPARATEUR, FIN = "\x1f", "\x1e"
_FORMAT = (
    SEPARATEUR.join(("%H", "%aI", "%an", "%s", "%(trailers:key=Situation,valueonly,separator=%x2C)", "%(trailers:key=Action,valueonly)"))
    + FIN
)


@dataclass(frozen=True)
class Passage:
    """One commit of the register."""

    commit: str
    quand: datetime
    qui: str
    sujet: str
    situations: tuple[str, ...]
    action: str


def passages(depot: Depot, chemins: tuple[str, ...] = (), limite: int | None = None, depuis: str = "HEAD") -> list[Passage]:
    """The commits that led to one, the latest first; those that touched some paths, if any are given."""
    if depot.git.head() is None:
        return []
    limit = [f"--max-count={limite}"] if limite else []
    out = depot.git.run("log", f"--format={_FORMAT}", *limit, depuis, "--", *chemins)
    return [_passage(record.strip("\n")) for record in out.split(FIN) if record.strip("\n")]


def count_writes(depot: Depot, chemin: str) -> int:
    """In how many commits a file was written, and one more if it was changed by hand since: a number that only grows."""
    if not (depot.root / ".git").exists() or depot.git.head() is None:
        return 0
    changed = depot.committed(chemin) != read_bytes(depot.root / chemin)
    return int(depot.git.run("rev-list", "--count", "HEAD", "--", chemin) or 0) + changed


def _passage(record: str) -> Passage:
    commit, quand, qui, sujet, situations, action = record.split(SEPARATEUR)
    return Passage(commit, datetime.fromisoformat(quand), qui, sujet, tuple(s for s in situations.strip().split(",") if s), action.strip())


@dataclass(frozen=True)
class Defaire:
    """What an undo would do: the commit, its sentence, and what each of its files goes back to."""

    commit: str
    sujet: str
    situations: tuple[str, ...]
    contenus: dict[str, bytes | None]


def plan_undo(depot: Depot) -> Defaire:
    """What undoing this clone's last alp commit would put back.

    Raises:
        Refus: none, already shared, or one of its files changed since.
    """
    raw = read_bytes(depot.transactions.dernier)
    head = depot.git.head()
    if raw is None or head is None:
        raise Refus("Il n'y a rien à défaire ici.", "Corriger une entrée : alp amend ; l'annuler : alp cancel")
    commit = raw.decode().strip()
    if depot.git.ask("cat-file", "-e", f"{commit}^{{commit}}")[0] or depot.git.ask("merge-base", "--is-ancestor", commit, head)[0]:
        raise Refus(
            "La dernière commande n'est plus dans l'historique de ce registre.", "Corriger une entrée : alp amend ; l'annuler : alp cancel"
        )
    found = next(p for p in passages(depot, limite=None) if p.commit == commit)
    hint = _instead(found)
    if depot.git.run("for-each-ref", "--contains", commit, "--format=%(refname)", "refs/remotes"):
        raise Refus(f"« {found.sujet} » est déjà partagé : le défaire surprendrait les autres.", hint)
    if not found.action or depot.git.ask("rev-parse", "--verify", "--quiet", f"{commit}^")[0]:
        raise Refus("La création du registre ne se défait pas.", "Supprimer le dossier, si c'était un essai.")
    contents = _before(depot, commit)
    for chemin in contents:
        if read_bytes(depot.root / chemin) != _at(depot, commit, chemin):
            raise Refus(f"{chemin} a changé depuis « {found.sujet} ».", hint)
    return Defaire(commit, found.sujet, found.situations, contents)


def _instead(found: Passage) -> str:
    id_ = found.situations[0] if found.situations else "ID"
    return f"Corriger (alp amend {id_} REF) ou annuler l'entrée (alp cancel {id_} REF)."


def _before(depot: Depot, commit: str) -> dict[str, bytes | None]:
    out = depot.git.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", f"{commit}^", commit)
    return {chemin: _at(depot, f"{commit}^", chemin) for chemin in out.split("\0") if chemin}


def _at(depot: Depot, commit: str, chemin: str) -> bytes | None:
    status, sha, _ = depot.git.ask("rev-parse", "--verify", "--quiet", f"{commit}:{chemin}")
    return depot.blob(sha.strip()) if status == 0 else None


def undo(depot: Depot) -> Defaire:
    """Put back what this clone's last alp commit changed, as one more commit; undoing that redoes it.

    Raises:
        Refus: see `plan_undo`.
    """
    qui = depot.identity()
    with depot.transactions.lock():
        depot.transactions.recover()
        plan = plan_undo(depot)
        lines = [f"Situation: {s}" for s in plan.situations] + ["Action: undo", f"Defait: {plan.commit}"]
        depot.transactions.write(plan.contenus, f"{undo_subject(plan.sujet)}\n\n" + "\n".join(lines), qui)
    return plan


DEFAIT, REFAIT = "Défait : ", "Refait : "


def undo_subject(sujet: str) -> str:
    """« Défait : … »; undoing an undo is « Refait : … »."""
    if sujet.startswith(DEFAIT):
        return REFAIT + sujet.removeprefix(DEFAIT)
    return DEFAIT + sujet.removeprefix(REFAIT)
