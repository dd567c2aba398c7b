"""Small numbers: what is masked, and readers who try to find it again by every means.

The attacker of these tests counts every possible world one by one; it shares nothing with the solver that chose the masks.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from alp.core.secret import (
    Contrainte,
    Protection,
    Publication,
    attaque,
    au_plus,
    flux,
    masquees,
    protect,
    regle,
    somme,
    taux_publiable,
)

Valeurs = Mapping[str, int]


def line(valeurs: Valeurs, total: str = "total") -> Publication:
    """One table of one line, and its total."""
    return Publication({**valeurs, total: sum(valeurs.values())}, (somme(total, valeurs),))


def cross(rows: list[list[int]]) -> Publication:
    """A table with its totals by row and by column, and the total of all: `a1`, `at`, `t1`, `tt`."""
    cells = {f"{chr(97 + i)}{j}": value for i, row in enumerate(rows) for j, value in enumerate(row, 1)}
    names, columns = [chr(97 + i) for i in range(len(rows))], range(1, len(rows[0]) + 1)
    cells |= {f"{a}t": sum(cells[f"{a}{j}"] for j in columns) for a in names}
    cells |= {f"t{j}": sum(cells[f"{a}{j}"] for a in names) for j in columns}
    cells["tt"] = sum(cells[f"{a}t"] for a in names)
    ties = [somme(f"{a}t", [f"{a}{j}" for j in columns]) for a in names]
    ties += [somme(f"t{j}", [f"{a}{j}" for a in names]) for j in columns]
    return Publication(cells, (*ties, somme("tt", [f"{a}t" for a in names]), somme("tt", [f"t{j}" for j in columns])))


def nested(quartiers: list[int], communes: list[int]) -> Publication:
    """A first commune cut into quartiers, other communes, a territory."""
    parts = {f"q{i}": value for i, value in enumerate(quartiers)}
    others = {f"c{i}": value for i, value in enumerate(communes, 1)}
    cells = {**parts, "c0": sum(quartiers), **others, "tout": sum(quartiers) + sum(communes)}
    return Publication(cells, (somme("c0", parts), somme("tout", ["c0", *others])))


# ---- the attacker who counts the worlds ----


def worlds(p: Publication, known: dict[str, int], hidden: list[str], bornes: Mapping[str, range]) -> Iterator[dict[str, int]]:
    """Every world where some numbers are known, and the others are anywhere in their range."""
    if not hidden:
        if all(c.gap(known) == 0 if c.sens == "=" else c.gap(known) >= 0 for c in p.contraintes):
            yield known
        return
    for c in p.contraintes:
        missing = {cle for _, cle in c.termes if cle not in known}
        if c.sens == "=" and len(missing) == 1:
            (cle,) = missing
            factor = sum(coefficient for coefficient, name in c.termes if name == cle)
            value, left = divmod(c.gap({**known, cle: 0}), factor)
            if not left and value in bornes[cle]:
                yield from worlds(p, {**known, cle: value}, [h for h in hidden if h != cle], bornes)
            return
    first, *others = hidden
    for value in bornes[first]:
        yield from worlds(p, {**known, first: value}, others, bornes)


def ranges(p: Publication, seuil: int, top: int, *, raisons: bool = True) -> dict[str, range]:
    """What is known of each cell if it is masked: small, or large, or nothing; never above `top`."""
    if not raisons:
        return {cle: range(top + 1) for cle in p.cellules}
    return {cle: range(seuil) if value < seuil else range(seuil, top + 1) for cle, value in p.cellules.items()}


def values_left(p: Publication, masks: AbstractSet[str], bornes: Mapping[str, range]) -> dict[str, set[int]]:
    """By masked cell, the values that it takes in some world; cells that nothing ties are looked at apart."""
    hidden = {cle for cle in masks if cle not in p.deja}
    known = {cle: value for cle, value in p.valeurs.items() if cle not in hidden}
    left = {cle: {p.valeurs[cle]} for cle in masks - hidden}
    while hidden:
        group = {min(hidden)}
        while more := {h for c in p.contraintes if group & {cle for _, cle in c.termes} for _, h in c.termes if h in hidden} - group:
            group |= more
        ties = tuple(c for c in p.contraintes if group & {cle for _, cle in c.termes})
        cut = Publication({cle: p.valeurs[cle] for c in ties for _, cle in c.termes} | {cle: p.valeurs[cle] for cle in group}, ties)
        found = list(worlds(cut, {cle: v for cle, v in known.items() if cle in cut.cellules}, sorted(group), bornes))
        left |= {cle: {world[cle] for world in found} for cle in group}
        hidden -= group
    return left


def weak(p: Publication, masks: AbstractSet[str], seuil: int, top: int) -> set[str]:
    """The masked cells that this reader fixes, or the small ones that he brackets closer than half the threshold, or finds to be small."""
    left = values_left(p, masks, ranges(p, seuil, top))
    wanted = {cle: max(1, seuil // 2) if p.cellules[cle] < seuil else 1 for cle in masks}
    return {cle for cle, seen in left.items() if max(seen) - min(seen) < wanted[cle]} | found_small(p, masks, seuil, top)


def found_small(p: Publication, masks: AbstractSet[str], seuil: int, top: int) -> set[str]:
    """The masked cells that a subtraction tells to be small, whoever knows no reason."""
    left = values_left(p, masks, ranges(p, seuil, top, raisons=False))
    return {cle for cle in masks if cle not in p.deja and p.cellules[cle] < seuil and max(left[cle]) < seuil}


# ---- tables of a report, and what they print ----

CAS: dict[str, tuple[Publication, set[str]]] = {
    "rien de petit": (line({"a": 20, "b": 30}), set()),
    "un seul petit nombre : un second, le moins cher qui suffise": (line({"a": 4, "b": 60, "c": 18}), {"a", "c"}),
    "les petits se protègent entre eux": (line({"a": 4, "b": 7, "c": 18}), {"a", "b"}),
    "deux petits, et le reste en est un : une ligne de plus": (line({"a": 4, "b": 3, "c": 60, "d": 18}), {"a", "b", "d"}),
    "le reste est petit, et tout est dans une case": (line({"a": 5, "b": 0, "c": 15}), {"a", "b", "c"}),
    "deux trimestres petits, rendus par l'an et le semestre : le total, qui coûte moins que deux lignes": (
        Publication(
            {"an": 60, "s1": 52, "t3": 4, "t4": 4, "t1": 25, "t2": 27},
            (somme("an", ["s1", "t3", "t4"]), somme("s1", ["t1", "t2"])),
        ),
        {"t3", "t4", "an"},
    ),
    "un zéro seul": (line({"a": 0, "b": 60, "c": 18}), {"a", "c"}),
    "cent pour cent : tout le total est dans une case": (line({"a": 0, "b": 0, "c": 18}), {"a", "b", "c"}),
    "cent pour cent en deux cases": (line({"a": 0, "b": 18}), {"a", "b"}),
    "un total petit": (line({"a": 3, "b": 5}), {"a", "b", "total"}),
    "tout à zéro": (line({"a": 0, "b": 0}), {"a", "b", "total"}),
    "un nombre seul": (Publication({"a": 5}), {"a"}),
    "le seuil est publié": (Publication({"a": 11, "b": 10}), {"b"}),
    "un croisement : il faut un carré": (cross([[4, 30, 40], [30, 20, 40], [30, 40, 40]]), {"a1", "a2", "b1", "b2"}),
    "un croisement : le carré le moins cher": (cross([[32, 34, 15], [8, 22, 17], [37, 28, 36]]), {"a1", "a3", "b1", "b3"}),
    "deux petits sur une diagonale": (cross([[4, 30, 40], [30, 5, 40], [30, 40, 40]]), {"a1", "a2", "b1", "b2"}),
    "emboîtés : la commune ne rend pas le quartier": (nested([3, 40], [50, 20]), {"q0", "q1"}),
    "emboîtés : une petite commune d'un seul quartier": (nested([3], [50, 20]), {"q0", "c0", "c2"}),
    "trimestre et mois": (line({"juillet": 8, "aout": 15, "septembre": 22}, "t3"), {"juillet", "aout"}),
    "file active : début et entrées, fin et sorties": (
        Publication({"debut": 30, "entrees": 12, "fin": 38, "sorties": 4}, (flux("debut", "entrees", "fin", "sorties"),)),
        {"sorties", "entrees"},
    ),
    "plusieurs réponses : la part et la base": (
        Publication({"base": 40, "incurie": 22, "dette": 6}, (au_plus("incurie", "base"), au_plus("dette", "base"))),
        {"dette"},
    ),
    "plusieurs réponses : presque tous, donc peu sans": (
        Publication({"base": 40, "incurie": 35}, (au_plus("incurie", "base"),)),
        {"incurie"},
    ),
    "plusieurs réponses : tous": (Publication({"base": 40, "incurie": 40}, (au_plus("incurie", "base"),)), {"incurie"}),
    "un nombre compté quatre fois": (
        Publication({"a": 4, "b": 60, "c": 90}, (Contrainte(((4, "a"), (1, "b"), (1, "c")), "=", 166),)),
        {"a", "b"},
    ),
    "un écart qui ne compte personne": (
        Publication({"actes": 40, "vus": 38}, (Contrainte(((1, "vus"), (-1, "actes")), "<=", reste="libre"),)),
        set(),
    ),
}


@pytest.mark.parametrize("nom", CAS)
def test_what_is_masked(nom: str) -> None:
    publication, attendues = CAS[nom]
    assert masquees(publication) == attendues


@pytest.mark.parametrize("nom", CAS)
def test_nobody_who_counts_every_world_finds_a_masked_number(nom: str) -> None:
    publication, _ = CAS[nom]
    assert weak(publication, masquees(publication), 11, top=100) == set()


@pytest.mark.parametrize(
    ("nom", "mask"), [(nom, mask) for nom, (p, attendues) in CAS.items() for mask in sorted(attendues) if p.cellules[mask] >= 11]
)
def test_each_mask_that_protects_is_needed(nom: str, mask: str) -> None:
    """Print it again: the attacker wins, or one who left does not count anybody any more."""
    publication, attendues = CAS[nom]
    explicit = Publication({**publication.cellules, **rests(publication)}, tuple(spell_out(publication)))
    masks = (attendues | rests(publication).keys()) - {mask}
    assert weak(explicit, masks, 11, top=100)


def rests(p: Publication) -> dict[str, int]:
    """What each `<=` lacks, as a cell."""
    return {f"reste {n}": c.gap(p.valeurs) for n, c in enumerate(p.contraintes) if c.sens == "<="}


def spell_out(p: Publication) -> Iterator[Contrainte]:
    """The same constraints, all equalities."""
    for n, c in enumerate(p.contraintes):
        yield c if c.sens == "=" else Contrainte((*c.termes, (1, f"reste {n}")), "=", c.constante)


def test_a_stricter_threshold_masks_as_it_says() -> None:
    publication = line({"a": 4, "b": 60, "c": 18})
    assert masquees(publication, seuil=5) == {"a", "c"}
    assert masquees(publication, seuil=4) == set()
    assert masquees(publication, seuil=20) == {"a", "c"}


# ---- what was already issued ----


def test_a_later_report_gives_nothing_back_by_difference() -> None:
    """The total of the half-year was issued, with one month masked: what would give that month back is masked in turn."""
    quarters = {"t1": 25, "t2": 4, "s1": 29}
    first = Publication(quarters, (somme("s1", ["t1", "t2"]),))
    assert masquees(first) == {"t1", "t2"}
    later = Publication(
        {"t1": 25, "t2": 4, "janvier": 12, "fevrier": 13, "t3": 40, "an": 69},
        (somme("s1", ["t1", "t2"]), somme("t1", ["janvier", "fevrier"]), somme("an", ["s1", "t3"])),
        deja={"s1": 29},
        gardees=frozenset({"t1", "t2"}),
    )
    assert masquees(later) == {"t1", "t2", "janvier"} or masquees(later) == {"t1", "t2", "fevrier"}
    assert weak(later, masquees(later), 11, top=80) == set()


def test_what_was_issued_is_never_chosen_to_protect() -> None:
    publication = Publication({"a": 4, "c": 60, "b": 18}, (somme("total", ["a", "b", "c"]),), deja={"b": 18, "total": 82})
    assert masquees(publication) == {"a", "c"}


def test_what_was_issued_leaves_no_way_and_it_is_said() -> None:
    publication = Publication({"a": 4}, (somme("total", ["a", "b"]),), deja={"b": 18, "total": 22})
    assert protect(publication) == Protection(frozenset({"a"}), frozenset(), frozenset({"a"}))
    assert attaque(publication, {"a"}) == {"a": (4, 4)}


def test_what_was_issued_leaves_little_room_and_it_is_said() -> None:
    """Their sum is known, 3 of the 4 values are left."""
    publication = Publication({"a": 2, "b": 1}, (somme("total", ["a", "b"]),), deja={"total": 3})
    assert protect(publication) == Protection(frozenset({"a", "b"}), frozenset({"a", "b"}), frozenset({"total"}))


def test_someone_told_the_reasons_would_win_but_not_someone_who_is_not() -> None:
    publication = Publication({"a": 0, "b": 11}, (somme("total", ["a", "b"]),), deja={"total": 11})
    protection = protect(publication)
    assert protection == Protection(frozenset({"a", "b"}), frozenset({"a", "b"}), frozenset())
    assert attaque(publication, protection.masquees) == {"a": (0, 0), "b": (11, 11)}
    assert attaque(publication, protection.masquees, raisons=False) == {"a": (0, 11), "b": (0, 11)}


def test_possible_values_may_have_holes() -> None:
    """`a` is even: 0 or 2, never 1."""
    publication = Publication(
        {"a": 0, "b": 2, "c": 2}, (somme("deux", ["a", "b"]), Contrainte(((1, "a"), (2, "c")), "=", 4)), deja={"deux": 2}
    )
    everything = frozenset({"a", "b", "c"})
    assert protect(publication, seuil=2) == Protection(everything, everything)


def test_few_people_left_out_who_were_already_issued_are_named_by_their_part() -> None:
    publication = Publication({"nouveau": 30}, (au_plus("incurie", "base"),), deja={"incurie": 38, "base": 40})
    assert protect(publication).divulguees == {"incurie"}


def test_many_acts_of_few_people_are_hidden_as_small_numbers_are() -> None:
    visits = line({"a": 30, "b": 40, "c": 50})
    assert not masquees(visits)
    few = replace(visits, sensibles=frozenset({"a"}))
    found = protect(few)
    assert "a" in found.masquees
    assert len(found.masquees) == 2
    assert not found.affaiblies
    low, high = attaque(few, found.masquees)["a"]
    assert high is not None
    assert high - low >= 30 // 5
    assert set(range(low, high + 1)) == values_left(few, found.masquees, ranges(few, 11, 130))["a"]


def test_of_a_large_number_two_far_values_stay_possible() -> None:
    """A year's hours, of which two persons had most in one month: hiding another month of 13 hours would tell it within a few hours."""
    hours = line({"janvier": 1300, "février": 9000, "mars": 11_000, "avril": 9500}, "an")
    found = protect(replace(hours, sensibles=frozenset({"février"})))
    low, high = attaque(hours, found.masquees)["février"]
    assert high is None or high - low >= 9000 // 5


def test_the_few_who_are_left_out_are_protected_whatever_they_did() -> None:
    met = Publication({"n": 60, "d": 90}, (au_plus("n", "d"),))
    assert not masquees(met)
    few = replace(met, contraintes=(replace(met.contraintes[0], reste="sensible"),))
    assert len(masquees(few)) == 1


def test_a_number_of_few_people_that_was_issued_is_said_to_be_known() -> None:
    told = replace(line({"a": 30, "b": 40, "c": 50}), deja={"b": 40, "c": 50, "total": 120}, sensibles=frozenset({"a"}))
    assert protect(told).divulguees == {"a"}


def test_what_is_looked_for_first_is_masked_last() -> None:
    months = line({"a": 4, "b": 18, "c": 18})
    assert [masquees(replace(months, prix={dear: 2})) for dear in "bc"] == [{"a", "c"}, {"a", "b"}]


def test_a_rest_that_was_issued_small_is_said() -> None:
    """The total and a row are known already: the others are small together, though none is found."""
    publication = Publication({"a": 2, "b": 3}, (somme("total", ["a", "b", "c"]),), deja={"total": 20, "c": 15})
    assert protect(publication) == Protection(frozenset({"a", "b"}), frozenset({"a", "b"}))


def test_a_number_masked_once_stays_masked() -> None:
    publication = Publication({"a": 4, "b": 18, "c": 60}, (somme("total", ["a", "b", "c"]),), {"total": 82}, frozenset({"c"}))
    assert masquees(publication) == {"a", "c"}


# ---- rates, and the report that contradicts itself ----


def test_a_rate_is_printed_only_with_both_its_parts() -> None:
    masks = frozenset({"a"})
    assert [taux_publiable(*parts, masks) for parts in (("b", "c"), ("a", "c"), ("c", "a"), ("a", "a"))] == [True, False, False, False]


def test_the_rule_is_said_with_its_threshold() -> None:
    assert "inférieur à 5" in regle(5) and "n.c." in regle()


@pytest.mark.parametrize(
    ("cellules", "contraintes", "deja", "gardees"),
    [
        ({"a": -1}, (), {}, ()),
        ({"a": 1}, (somme("t", ["a"]),), {}, ()),
        ({"a": 1, "t": 2}, (somme("t", ["a"]),), {}, ()),
        ({"a": 3, "t": 2}, (au_plus("a", "t"),), {}, ()),
        ({"a": 12}, (), {"a": 13}, ()),
        ({"a": 12}, (), {}, ("b",)),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(
    cellules: dict[str, int], contraintes: tuple[Contrainte, ...], deja: dict[str, int], gardees: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"a|b|t"):
        Publication(cellules, contraintes, deja, frozenset(gardees))


def test_who_masks_nothing_does_not_load_the_solver() -> None:
    script = "import sys, alp.core.secret; print('highspy' in sys.modules, 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split() == ["False", "False"]


# ---- the two attackers agree, on every world ----

PETITS = [st.integers(0, 6), st.integers(3, 9)]
LIGNES = st.lists(st.one_of(PETITS), min_size=1, max_size=4).map(lambda values: line({f"p{i}": v for i, v in enumerate(values)}))
CROISEMENTS = st.lists(st.lists(st.one_of(PETITS), min_size=2, max_size=2), min_size=2, max_size=2).map(cross)
EMBOITES = st.builds(nested, st.lists(st.one_of(PETITS), min_size=1, max_size=3), st.lists(st.one_of(PETITS), min_size=1, max_size=2))


@st.composite
def tied(draw: st.DrawFn) -> Publication:
    """A few numbers, ties of any kind that hold between them, some already issued, some already masked."""
    cells = {f"x{i}": draw(st.one_of(PETITS)) for i in range(draw(st.integers(2, 5)))}
    ties = []
    for _ in range(draw(st.integers(0, 3))):
        chosen = draw(st.lists(st.sampled_from(sorted(cells)), min_size=2, max_size=4, unique=True))
        termes = tuple((draw(st.sampled_from([1, 1, -1, 2])), cle) for cle in chosen)
        value = sum(coefficient * cells[cle] for coefficient, cle in termes)
        slack = draw(st.none() | st.integers(0, 5))
        ties.append(Contrainte(termes, "=", value) if slack is None else Contrainte(termes, "<=", value + slack, reste="libre"))
    issued = draw(st.sets(st.sampled_from(sorted(cells)), max_size=2))
    kept = draw(st.sets(st.sampled_from(sorted(cells)), max_size=1)) - issued
    return Publication({c: v for c, v in cells.items() if c not in issued}, tuple(ties), {c: cells[c] for c in issued}, frozenset(kept))


TOUTES = st.one_of(LIGNES, CROISEMENTS, EMBOITES, tied())


@given(TOUTES, st.integers(2, 5))
def test_every_masked_number_keeps_its_values(publication: Publication, seuil: int) -> None:
    """But those said to be lost, or weakened: and those really are."""
    protection = protect(publication, seuil=seuil)
    masks, wanted = protection.masquees, wanted_widths(publication, protection.masquees, seuil)
    assert wanted.keys() <= masks <= publication.cellules.keys()
    told = values_left(publication, masks, ranges(publication, seuil, 40))
    for cle in masks - protection.divulguees - protection.affaiblies:
        assert max(told[cle]) - min(told[cle]) >= wanted[cle]
    small = found_small(publication, masks, seuil, 40)
    assert small <= protection.divulguees | protection.affaiblies
    unavoidable = found_small(publication, publication.cellules.keys(), seuil, 20)
    assert small == unavoidable & small
    for cle in masks & (protection.divulguees | protection.affaiblies):
        everything, untold = frozenset(publication.cellules), ranges(publication, seuil, 20, raisons=False)
        assert (len(values_left(publication, masks, untold)[cle]) == 1) == (cle in protection.divulguees)
        if publication.cellules[cle] >= seuil and cle not in publication.gardees:
            continue  # a mask beside a weakened number
        anyhow = values_left(publication, everything, untold if cle in protection.divulguees else ranges(publication, seuil, 20))[cle]
        assert max(anyhow) - min(anyhow) < max(1, wanted[cle]) or cle in unavoidable


def wanted_widths(p: Publication, masks: AbstractSet[str], seuil: int) -> dict[str, int]:
    return {cle: max(1, seuil // 2) if p.cellules[cle] < seuil else 1 for cle in masks}


@example(cross([[9, 25, 0], [8, 35, 17]]), 11)  # what protects the first is not needed once the last is protected
@given(TOUTES, st.integers(2, 5))
def test_no_mask_is_there_for_nothing(publication: Publication, seuil: int) -> None:
    """Where all could be protected as wanted: print any of the others again, and it no longer is."""
    protection = protect(publication, seuil=seuil)
    assume(not protection.affaiblies and not protection.divulguees)
    for mask in protection.masquees - publication.gardees:
        if publication.cellules[mask] >= seuil:
            assert weak(publication, protection.masquees - {mask}, seuil, top=40)


@given(TOUTES, st.integers(1, 5), st.data())
def test_the_solver_and_the_count_of_worlds_find_the_same(publication: Publication, seuil: int, data: st.DataObject) -> None:
    """Whatever is masked, even badly."""
    raisons = data.draw(st.booleans())
    masks = data.draw(st.frozensets(st.sampled_from(sorted(publication.cellules)), max_size=3)) if publication.cellules else frozenset()
    left = values_left(publication, masks, ranges(publication, seuil, 60, raisons=raisons))
    for cle, (low, high) in attaque(publication, masks, seuil=seuil, raisons=raisons).items():
        assert low == min(left[cle])
        assert high == max(left[cle]) if high is not None else max(left[cle]) > 12


@st.composite
def reports(draw: st.DrawFn) -> Publication:
    """A crossed table of a report, the second of its rows cut again, a list with several answers, and the quarter that follows."""
    sizes = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(11, 70))
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    table = cross([[draw(sizes) for _ in range(columns)] for _ in range(rows)])
    cells, ties = dict(table.cellules), list(table.contraintes)
    cut = draw(st.integers(0, cells["bt"]))
    cells |= {"b haut": cut, "b bas": cells["bt"] - cut, "suite": draw(sizes)}
    cells["an"] = cells["tt"] + cells["suite"]
    choices = {f"choix {n}": draw(st.integers(0, cells["tt"])) for n in range(draw(st.integers(0, 3)))}
    ties += [somme("bt", ["b haut", "b bas"]), somme("an", ["tt", "suite"]), *(au_plus(cle, "tt") for cle in choices)]
    return Publication(cells | choices, tuple(ties))


@given(reports())
@settings(max_examples=25)
def test_a_report_whose_tables_are_tied_holds(publication: Publication) -> None:
    """Nobody has it yet, so all can be protected as wanted, what each list lacks included."""
    protection = protect(publication)
    assert not protection.affaiblies and not protection.divulguees
    explicit = Publication({**publication.cellules, **rests(publication)}, tuple(spell_out(publication)))
    found = attaque(explicit, protection.masquees | rests(publication).keys())
    for cle, (low, high) in found.items():
        if cle in protection.masquees or explicit.cellules[cle] < 11:
            assert high is None or high - low >= (5 if explicit.cellules[cle] < 11 else 1), cle


@given(reports(), reports())
@settings(max_examples=15)
def test_a_report_holds_after_the_one_before(before: Publication, after: Publication) -> None:
    """The first was issued; the second knows it, and what ties them: the same year, seen from both."""
    first = protect(before)
    issued = {f"avant {cle}": value for cle, value in before.cellules.items() if cle not in first.masquees}
    kept = {f"avant {cle}": before.cellules[cle] for cle in first.masquees}
    ties = [Contrainte(tuple((k, f"avant {cle}") for k, cle in c.termes), c.sens, c.constante) for c in before.contraintes]
    both = {"deux a1": before.cellules["a1"] + after.cellules["a1"], "deux b1": before.cellules["b1"] + after.cellules["b1"]}
    ties += [somme(f"deux {cle}", [f"avant {cle}", cle]) for cle in ("a1", "b1")]
    second = Publication({**kept, **after.cellules, **both}, (*ties, *after.contraintes), issued, frozenset(kept))
    protection = protect(second)
    assert not protection.divulguees and kept.keys() <= protection.masquees and not protection.masquees & issued.keys()
    for cle, (low, high) in attaque(second, protection.masquees).items():
        assert cle in protection.affaiblies or low != high
