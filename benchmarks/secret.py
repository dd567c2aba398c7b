"""How long masking a report takes, and how much it hides: an invented year of a service, its tables tied to each other.

For each size of the file active: cells, small ones, those masked beside them, processor seconds to choose and to attack; those whose value is
found, or that a subtraction tells to be small. Target: 10 seconds to choose.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from alp.core.secret import SEUIL, Contrainte, Publication, attaque, au_plus, flux, protect, somme

Personne = dict[str, int]
AXES = {
    "genre": 2,
    "age": 6,
    "parc": 3,
    "bailleur": 5,
    "origine": 8,
    "foyer": 5,
    "ressources": 6,
    "protection": 3,
    "commune": 8,
    "sante": 7,
    "emploi": 6,
    "duree": 5,
}
CROISEMENTS = (("genre", "age"), ("bailleur", "parc"), ("genre", "foyer"), ("commune", "genre"), ("parc", "ressources"))
REPONSES = 8


def people(count: int, drawn: random.Random) -> list[Personne]:
    """Invented people: a value for each axis, the first ones more often; several answers; new or not, gone or not."""
    return [
        {axis: min(int(drawn.expovariate(0.9)), size - 1) for axis, size in AXES.items()}
        | {f"reponse{n}": int(drawn.random() < 0.6 / (1 + n / 2)) for n in range(REPONSES)}
        | {"quartier": drawn.randrange(3), "nouveau": int(drawn.random() < 0.5), "sorti": int(drawn.random() < 0.35)}
        for _ in range(count)
    ]


def tables(name: str, among: list[Personne]) -> tuple[dict[str, int], list[Contrainte]]:
    """The tables on one population: each axis, communes cut into quartiers, crossings, a list with several answers."""
    cells, ties = {name: len(among)}, []

    def count(cle: str, test: Callable[[Personne], bool]) -> str:
        cells[cle] = sum(map(test, among))
        return cle

    for axis, size in AXES.items():
        ties.append(somme(name, [count(f"{name} {axis}{i}", lambda p, a=axis, i=i: p[a] == i) for i in range(size)]))
    for i in range(3):
        quartiers = [count(f"{name} commune{i} q{q}", lambda p, i=i, q=q: (p["commune"], p["quartier"]) == (i, q)) for q in range(3)]
        ties.append(somme(f"{name} commune{i}", quartiers))
    for a, b in CROISEMENTS:
        inner = {
            (i, j): count(f"{name} {a}{i} {b}{j}", lambda p, a=a, b=b, i=i, j=j: (p[a], p[b]) == (i, j))
            for i in range(AXES[a])
            for j in range(AXES[b])
        }
        ties += [somme(f"{name} {a}{i}", [inner[i, j] for j in range(AXES[b])]) for i in range(AXES[a])]
        ties += [somme(f"{name} {b}{j}", [inner[i, j] for i in range(AXES[a])]) for j in range(AXES[b])]
    ties += [au_plus(count(f"{name} reponse{n}", lambda p, n=n: p[f"reponse{n}"] == 1), name) for n in range(REPONSES)]
    return cells, ties


def report(size: int, seed: int = 1) -> Publication:
    """A year: those followed, the new, the gone, the stock at both ends, the visits month by month."""
    drawn = random.Random(seed)
    everyone = people(size, drawn)
    groups = {"suivis": everyone, "nouveaux": [p for p in everyone if p["nouveau"]], "sortis": [p for p in everyone if p["sorti"]]}
    cells: dict[str, int] = {}
    ties: list[Contrainte] = []
    for name, among in groups.items():
        more, others = tables(name, among)
        cells |= more
        ties += others
    for name in ("nouveaux", "sortis"):
        among_all = [(cle, cle.replace(name, "suivis", 1)) for cle in cells if cle.startswith(name)]
        ties += [Contrainte(((1, part), (-1, whole)), "<=", reste="libre") for part, whole in among_all]
    cells |= {"debut": size - cells["nouveaux"], "fin": size - cells["sortis"]}
    ties += [flux("debut", "nouveaux", "fin", "sortis"), somme("suivis", ["debut", "nouveaux"])]
    visits = {f"visites {month:02}": drawn.randrange(5, 60) for month in range(1, 13)}
    quarters = {f"visites t{q}": [f"visites {month:02}" for month in range(3 * q - 2, 3 * q + 1)] for q in range(1, 5)}
    cells |= visits | {q: sum(visits[m] for m in months) for q, months in quarters.items()} | {"visites": sum(visits.values())}
    ties += [somme(q, months) for q, months in quarters.items()] + [somme("visites", quarters)]
    return Publication(cells, tuple(ties))


def main() -> None:
    """Print the table."""
    protect(Publication({"a": 1}))  # the solver is loaded once
    print(f"{'suivis':>6}{'liens':>7}{'cases':>7}{'petites':>9}{'de plus':>9}{'choisir (s)':>13}{'attaquer (s)':>14}{'trouvées':>10}")
    for size in (40, 60, 120, 250, 1000):
        year = report(size)
        start = time.process_time()
        masks = protect(year).masquees
        chosen = time.process_time()
        found = {cle for cle, (low, high) in attaque(year, masks).items() if low == high}
        found |= {cle for cle, (_, high) in attaque(year, masks, raisons=False).items() if high is not None and high < SEUIL}
        small = sum(value < SEUIL for value in year.cellules.values())
        timed = f"{chosen - start:>13.1f}{time.process_time() - chosen:>14.1f}"
        print(
            f"{size:>6}{len(year.contraintes):>7}{len(year.cellules):>7}{small:>9}{len(masks) - small:>9}{timed}{len(found):>10}",
            flush=True,
        )


if __name__ == "__main__":
    main()
