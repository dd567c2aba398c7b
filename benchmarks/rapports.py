"""How long an annual report takes, all indicators with all their breakdowns, on records already read, and how that grows.

The lives of an example register are copied under new ids, each thinned to ten entries or so: those that move it from step to step,
those that change what is known of it, and of the others one in so many, so that every type keeps its share. For each size, in a
process of its own: processor seconds of the best run, for a thousand situations, and beside a fixed piece of work done between the runs;
the memory that the report adds. Both for the team and for a funder with a perimeter.
Target: 10,000 situations, 100,000 entries, within 2 seconds, and as much for a thousand situations up to 100,000.
"""

from __future__ import annotations

import gc
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from alp.core.dispositif import Financeur
from alp.core.entrees import Changement, Commun, Travail
from alp.core.parcours import walk
from alp.core.periode import read_periode
from alp.core.rapport.rapport import Rapport, rapport
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.store.lecture import read_registre
from alp.store.modeles import example

MODELE = "alp28"
PERIODE = "2025"
FINANCEUR = "chartres-metropole"
"""The one whose convention has a perimeter."""
TAILLES = (1_000, 10_000, 100_000)
RUNS = 3
ENTREES = 12
CIBLE = "cible : 10 000 situations en moins de 2 s, et autant pour 1 000 quelle que soit la taille"


@dataclass(frozen=True)
class Temps:
    """What one size took, for one reader."""

    lecteur: str
    secondes: float
    repere: float
    """Seconds of the fixed piece of work, the best of the same run."""
    memoire: float | None
    """Megabytes that the first report added to the highest that the process had reached; none where another came before."""


@dataclass(frozen=True)
class Taille:
    """What was measured of one size."""

    situations: int
    entrees: int
    types: Counter[str]
    temps: tuple[Temps, ...]


def thin(situation: Situation, registre: Registre, entrees: int = ENTREES) -> Situation:
    """A life of ten entries or so: its steps and its changes, and of the rest one in so many."""
    steps = [p.entree for p in walk(situation, registre.dispositif) if p.avant.etape != p.apres.etape or isinstance(p.entree, Changement)]
    rest = [e for e in situation.journal if all(e is not s for s in steps)]
    room = min(len(rest), max(2, entrees - len(steps)))
    kept = {id(e) for e in (*steps, *(rest[(2 * n + 1) * len(rest) // (2 * room)] for n in range(room)))}
    return situation.model_copy(update={"journal": tuple(e for e in situation.journal if id(e) in kept)})


def make_register(situations: int) -> Registre:
    """A register of so many situations: each life of the example, again and again, its ties and visits together kept within a round."""
    read = read_registre(example(MODELE)).registre
    lives = [thin(s, read) for s in read.situations]
    return replace(read, situations=tuple(_copies(lives, situations)), soins={}, envois={})


def _copies(lives: list[Situation], situations: int) -> Iterator[Situation]:
    for start in range(0, situations, len(lives)):
        names = {s.id: f"{s.id[:-3]}{start + n:06}" for n, s in enumerate(lives)}
        for s in lives[: situations - start]:
            ties = tuple(t.model_copy(update={"situation": names[t.situation]}) for t in s.liens if t.situation in names)
            yield s.model_copy(update={"id": names[s.id], "liens": ties, "journal": tuple(_again(e, names) for e in s.journal)})


def _again(entree: Commun, names: Mapping[str, str]) -> Commun:
    others = tuple(names[o] for o in entree.aussi if o in names) if isinstance(entree, Travail) else ()
    return entree.model_copy(update={"aussi": others} if others else {})


def report(registre: Registre, financeur: Financeur | None) -> Rapport:
    """All the figures of a year that the dispositif knows, broken down in every way: the cut is part of it."""
    made = rapport(registre, read_periode(PERIODE), financeur)
    _ = made.mesures
    return made


def landmark() -> Mapping[int, list[tuple[int, int]]]:
    """A fixed piece of work, of the same kind: half a million tuples put away by key."""
    found: dict[int, list[tuple[int, int]]] = {}
    for n in range(500_000):
        found.setdefault(n % 97, []).append((n, n + 1))
    return found


def _seconds(work: Callable[..., object], *args: object) -> float:
    """Until it is made: what it takes to forget it does not count."""
    start = time.process_time()
    made = work(*args)
    stop = time.process_time()
    del made
    return stop - start


def _peak() -> float:
    """The most that the process has held, in megabytes."""
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found / (2**20 if sys.platform == "darwin" else 2**10)


def measure(situations: int) -> Taille:
    """Both readers, in turn with the landmark, each several times."""
    registre = make_register(situations)
    gc.collect()
    gc.freeze()  # as reading a register does
    funder = next(f for f in registre.dispositif.financeurs if f.code == FINANCEUR)
    base, found = _peak(), []
    for name, reader in (("équipe", None), (FINANCEUR, funder)):
        runs, marks, added = [], [], None
        for _ in range(RUNS):
            runs.append(_seconds(report, registre, reader))
            added = added if added is not None else _peak() - base
            marks.append(_seconds(landmark))
        found.append(Temps(name, min(runs), min(marks), added if reader is None else None))
    types = Counter(type(e).__name__ for s in registre.situations for e in s.journal)
    return Taille(situations, types.total(), types, tuple(found))


def main() -> None:
    """Print the table."""
    print(f"année {PERIODE}, {CIBLE}")
    print(
        f"{'situations':>10}{'entrées':>9}  {'lecteur':<20}{'secondes':>9}{'ms pour 1 000':>15}{'fois le repère':>16}{'Mo pour 1 000':>15}{'linéaire':>10}"
    )
    sizes = [int(a) for a in sys.argv[1:]] or TAILLES
    first: dict[str, float] = {}
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            taille = pool.submit(measure, size).result()
        for t in taille.temps:
            each = 1000 * t.secondes / (size / 1000)
            growth = each / first.setdefault(t.lecteur, each)
            memory = f"{t.memoire / (size / 1000):.1f}" if t.memoire is not None else ""
            print(
                f"{size:>10}{taille.entrees:>9}  {t.lecteur:<20}{t.secondes:>9.2f}{each:>15.0f}{t.secondes / t.repere:>16.1f}{memory:>15}{growth:>10.2f}",
                flush=True,
            )
    print(", ".join(f"{name} {number}" for name, number in taille.types.most_common()))


if __name__ == "__main__":
    main()
