"""A process that writes one entry, and may kill itself on the way: `python -m tests.store.ecrivain ROOT REF [POINT]`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alp.core.journal import insert
from alp.core.structure import read_entree
from alp.store.depot import Acte, Depot, ecrit
from alp.store.lecture import Lecture

ID = "ESSAI-2025-001"


def add_note(ref: str, texte: str = "Un appel.", id_: str = ID) -> Callable[[Lecture], Acte]:
    """Decide to add a note to a situation of the register."""

    def decide(lecture: Lecture) -> Acte:
        read = read_entree({"ref": ref, "le": "2025-02-03", "type": "note", "note": texte})
        assert not isinstance(read, list)
        after = insert(lecture.registre.situation(id_, today=date(2025, 2, 3)), read, lecture.registre.dispositif)
        return Acte(f"{id_} : note du 03/02/2025", "add", (ecrit(after),), (id_,))

    return decide


def main(root: str, ref: str, point: str = "") -> None:
    def at(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    Depot(Path(root), at=at).write(add_note(ref))


if __name__ == "__main__":
    main(*sys.argv[1:])
