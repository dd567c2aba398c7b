"""What a register knew at the end of a day: which commit held it.

The rule: going back from HEAD by first parents, the first commit met that was made before the day ended, by the date of its committer.
By first parents only: what a colleague had written on her side was known here when it was merged, not before. The line is believed before the
clocks: where a computer's clock was wrong, a commit that is dated too late counts with the one that follows it, one that is dated too early from
its own date on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from alp.core.calendrier import short_jour, write_jour
from alp.core.dispositif import Dispositif
from alp.core.erreurs import AlpError, UsageError
from alp.store.arbre import CORRIGER, COURT, Commit
from alp.store.chemins import FICHE_DISPOSITIF, folders
from alp.store.depot import Depot
from alp.store.git import Git
from alp.store.lecture import Lecture, dispositif_of, read_leaf, read_tree

SANS = "Retirer --connu-le : --au dit ce qui était arrivé un jour, tel qu'on le sait maintenant."


@dataclass(frozen=True)
class Connu:
    """What was known at the end of a day: the commit that held it."""

    le: date
    commit: str

    @property
    def court(self) -> str:
        """The commit, as people are shown it."""
        return self.commit[:COURT]

    @property
    def phrase(self) -> str:
        return f"Tel que le registre était connu le {write_jour(self.le)} (commit {self.court})."


def last_dispositif(depot: Depot) -> Dispositif:
    """The dispositif of the last commit: its `fuseau` says when a day ends, whatever it said in those days.

    Raises:
        AlpError: the register has no history of its own, or this file of it cannot be read.
    """
    if not depot.is_own_repository():
        raise AlpError("Ce dossier n'est pas la racine de son propre dépôt git : il n'a pas d'historique.", SANS)
    head = depot.git.head()
    if head is None:
        raise AlpError("Rien n'est encore enregistré dans l'historique de ce registre.", SANS)
    tree = Commit(depot.git, head, corriger=CORRIGER)
    if FICHE_DISPOSITIF not in tree.paths():
        raise AlpError("dispositif.yaml n'est pas dans l'historique de ce registre.", f"L'y mettre avec git add et git commit. {SANS}")
    return dispositif_of(tree, read_leaf(tree, FICHE_DISPOSITIF))


def find_known(git: Git, le: date, zone: tzinfo) -> Connu:
    """What was known at the end of a day; see the rule above.

    Args:
        git: in the register, which has a commit.
        le: the day.
        zone: where it ends.

    Raises:
        UsageError: there was no register yet, or this clone does not go back so far.
    """
    commit = git.run("rev-list", "--first-parent", "--max-count=1", f"--before=@{end_of(le, zone)} +0000", "HEAD")
    if not commit or FICHE_DISPOSITIF not in Commit(git, commit).paths():
        raise _too_early(git, le, zone)
    return Connu(le, commit)


def end_of(le: date, zone: tzinfo) -> int:
    """The last second of a day, in seconds since 1970, summer and winter; never less than 0: git knows no earlier commit."""
    midnight = datetime.combine(le + timedelta(days=1), time.min, zone)
    return max(0, int(midnight.timestamp()) - 1)


def _too_early(git: Git, le: date, zone: tzinfo) -> UsageError:
    shallow = git.run("rev-parse", "--is-shallow-repository") == "true"
    oldest = git.run("rev-list", "--first-parent", "--timestamp", "HEAD", "--", FICHE_DISPOSITIF).splitlines()[-1]
    day = short_jour(datetime.fromtimestamp(int(oldest.split()[0]), zone).date())
    if shallow:
        return UsageError(
            f"Cette copie du registre n'a qu'une partie de l'historique : elle ne remonte pas avant le {day}.",
            "La compléter avec : git fetch --unshallow",
        )
    return UsageError(
        f"Le registre n'existe que depuis le {day} : le {short_jour(le)}, il ne disait rien.",
        f"Donner un jour à partir du {day}. {SANS}",
    )


def read_known(depot: Depot, connu: Connu, *, soins: bool = False) -> Lecture:
    """Read the register that was known, as one reads the folder.

    Raises:
        AlpError: see `read_tree`.
    """
    return read_tree(Commit(depot.git, connu.commit, tuple(folders(soins=soins))))
