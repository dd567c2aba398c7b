"""Every masked report of the example registers, attacked: by period, each funder's, and the one for everyone; then one after the other.

For each: numbers held, those hidden, processor seconds to compose and to attack, what was found, and the keys that composing said to be known
already, whatever is hidden now. Nothing else must be found.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from alp.core.periode import read_periode
from alp.core.rapport.composition import Composition, compose
from alp.core.rapport.couverture import couverture
from alp.core.rapport.modeles import find_modele
from alp.core.rapport.publication import Deja, read_deja, write_publication
from alp.core.rapport.rapport import conventions_of, find_financeur, rapport
from alp.core.registre import Registre
from alp.store.lecture import read_registre
from alp.store.modeles import example
from tests.core.rapport.attaquant import TOUT, Contradiction, attack
from tests.core.rapport.lecture import Lecture, read

REGISTRES = {"alp28": ("2024", "2025"), "logisens": ("2017",), "chez-soi-oise": ("2026",), "calais": ("2025", "2026"), "le-mans": ("2017",)}
PERIODES = ("{}-03", "{}-10", "{}-T2", "{}-S1", "{}-S2", "{}", "{}-01-01..{}-10-31")
SUITES = (("{}-10", "{}-11", "{}-12"), ("{}-10", "{}-S2", "{}"), ("{}-S1", "{}-S2", "{}"), ("{}-01-01..{}-10-31", "{}"), ("{}", "{}-12"))
"""Reports to one reader, one after the other."""


def readers(registre: Registre, periode: str) -> Iterator[str | None]:
    """Everyone, then each funder whose convention runs."""
    yield None
    yield from (f.code for f in registre.dispositif.financeurs if conventions_of(f, read_periode(periode)))


def made(registre: Registre, periode: str, pour: str | None, deja: Deja | None = None) -> Composition:
    """A masked report."""
    funder = find_financeur(registre.dispositif, pour) if pour else None
    r = rapport(registre, read_periode(periode), funder, public=True)
    return compose(r, find_modele(None, r.periode), deja)


def seen(c: Composition, portee: str = "") -> Lecture:
    """The same, as its reader has it."""
    days = couverture(c.rapport)
    return Lecture(c, days.jours, days.ouverture or c.rapport.periode.du, days.entiere, portee)


def told(what: str, readings: list[Lecture], disclosed: frozenset[str], composed: float) -> bool:
    """Print a line; whether something was found."""
    start = time.process_time()
    last = readings[-1].composition
    seuil = last.rapport.dispositif.secret.seuil
    try:
        found = [f"{x.quoi} {f'= {x.valeurs}' if x.au_plus is None else f'≤ {x.au_plus}'}" for x in attack(read(*readings), seuil)]
    except Contradiction:
        found = ["contradiction"]
    cells, masks = len(last.publication.cellules), len(last.masquees)
    print(
        f"{what:<60}{cells:>7}{masks:>9}{composed:>13.1f}{time.process_time() - start:>13.1f}  {'; '.join((*found, *sorted(disclosed)))}",
        flush=True,
    )
    return bool(found) and not disclosed


def one_by_one(nom: str, registre: Registre, an: str) -> Iterator[bool]:
    """Each report alone."""
    for periode in (p.format(an, an) for p in PERIODES):
        for pour in readers(registre, periode):
            start = time.process_time()
            c = made(registre, periode, pour)
            yield told(f"{nom} {periode} {pour or 'tous'}", [seen(c)], c.divulguees, time.process_time() - start)


def in_a_row(nom: str, registre: Registre, an: str) -> Iterator[bool]:
    """Reports that know those before; and, for a funder, the one for everyone."""
    for suite in (tuple(p.format(an, an) for p in s) for s in SUITES):
        for pour in readers(registre, suite[0]):
            yield _suite(nom, registre, [(p, pour) for p in suite])
            if pour and suite == (an, f"{an}-12"):
                yield _suite(nom, registre, [(an, None), (an, pour)])


def _suite(nom: str, registre: Registre, asked: list[tuple[str, str | None]]) -> bool:
    proofs: list[dict[str, Any]] = []
    readings: list[Lecture] = []
    start = time.process_time()
    reader, disclosed = asked[-1][1], frozenset[str]()
    for periode, pour in asked:
        c = made(registre, periode, pour, read_deja(proofs, pour))
        proofs.append({"publication": write_publication(c.publication, c.masquees), "rapport": {"financeur": pour}})
        readings.append(seen(c, "" if pour == reader else TOUT))
        disclosed |= c.divulguees
    named = " puis ".join(f"{p}{'' if pour == reader else ' (tous)'}" for p, pour in asked)
    return told(f"{nom} {reader or 'tous'} : {named}", readings, disclosed, time.process_time() - start)


def main() -> None:
    """Print the table."""
    print(f"{'rapport':<60}{'cases':>7}{'masquées':>9}{'composer (s)':>13}{'attaquer (s)':>13}  trouvé")
    results = []
    for nom, years in REGISTRES.items():
        registre = read_registre(example(nom)).registre
        for an in years:
            results += [*one_by_one(nom, registre, an), *in_a_row(nom, registre, an)]
    print(f"{len(results)} rapports ou suites de rapports, {sum(results)} où quelque chose a été trouvé sans que l'on en soit averti.")


if __name__ == "__main__":
    main()
