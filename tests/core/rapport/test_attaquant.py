"""Masked reports, and a reader who does all that can be done to find what they hide: from one report, from several, from what a tie forgotten would give."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from alp.core.indicateurs.etude import etude
from alp.core.indicateurs.indicateur import mesurer
from alp.core.indicateurs.mesure import Calcul, Membre, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.periode import read_periode
from alp.core.rapport import composition, liens
from alp.core.rapport.cases import Cases
from alp.core.rapport.chiffres import DetailCompose
from alp.core.rapport.composition import RESTE, Composition, compose
from alp.core.rapport.couverture import Couverture, couverture
from alp.core.rapport.liens import AILLEURS, CUMULS, DISTINCTS, FLUX, LIENS, REGLES, STOCKS, Lien, true_of
from alp.core.rapport.modeles import find_modele
from alp.core.rapport.publication import Deja, read_deja, write_publication
from alp.core.rapport.rapport import find_financeur, rapport
from alp.core.registre import Registre
from alp.core.secret import Contrainte, Publication, au_plus, protect
from alp.core.secret.systeme import Systeme
from alp.core.tableau import MASQUEE
from alp.store.lecture import read_registre
from alp.store.modeles import example
from tests.core.rapport.attaquant import TOUT, Attaquant, Trouve, attack, deduce
from tests.core.rapport.lecture import Lecture, read

SEUIL = 11
TOUJOURS = Couverture(((date(2020, 1, 1), date.max),), ((date.min, date.max),), date(2020, 1, 1))


@cache
def register(nom: str) -> Registre:
    return read_registre(example(nom)).registre


def made(nom: str, periode: str, pour: str | None, deja: Deja | None = None) -> Composition:
    """A masked report: to a funder, or for everyone."""
    funder = find_financeur(register(nom).dispositif, pour) if pour else None
    r = rapport(register(nom), read_periode(periode), funder, public=True)
    return compose(r, find_modele(None, r.periode), deja)


def seen(c: Composition, *, portee: str = "") -> Lecture:
    days = couverture(c.rapport)
    return Lecture(c, days.jours, days.ouverture or date.max, days.entiere, portee)


def found(*lectures: Lecture) -> list[Trouve]:
    return attack(read(*lectures), SEUIL)


# --- one report ---------------------------------------------------------------------------------------

RAPPORTS = [
    ("alp28", "2025", None), ("alp28", "2025", "chartres-metropole"), ("alp28", "2025-S2", "ars"), ("alp28", "2025-10", "ag2r"),
    ("logisens", "2017", "etat"), ("logisens", "2017-S2", "logisens"), ("logisens", "2017-10", None),
    ("chez-soi-oise", "2026", "ddets"), ("chez-soi-oise", "2026-S1", "dihal"), ("chez-soi-oise", "2026-10", None),
    ("calais", "2025", "cget"), ("calais", "2026-S1", "habitat-hdf"), ("calais", "2026-S1", "cpam"), ("calais", "2026-10", None),
    ("le-mans", "2017", "ccas"), ("le-mans", "2017-S2", None), ("le-mans", "2017-10", "ars"),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "periode", "pour"), RAPPORTS)
def test_a_masked_report_keeps_its_secrets(nom: str, periode: str, pour: str | None) -> None:
    c = made(nom, periode, pour)
    assert c.masquees
    assert not c.divulguees
    assert not found(seen(c))


def persons(c: Composition, membres: tuple[Membre, ...]) -> set[str]:
    files = c.rapport.etude.par_id
    return {files[m.quoi].personne_id for m in membres if m.quoi in files}


def told(c: Composition) -> Iterator[tuple[str, tuple[Membre, ...], int]]:
    """Every number of people or acts that is printed of the period, and of what it is made: of a rate, its two parts and their difference."""
    for ch in c.chapitres:
        for f in ch.chiffres:
            yield from numbers(f.code, f.valeur, c.rapport.mesures[f.code].membres)
        for d in ch.details:
            behind = {case.cle: case.membres for case in c.rapport.mesures[d.indicateur.code].ventilations[d.ventilation.code]}
            for case in (case for case in d.cases if case.cle != RESTE):
                yield from numbers(d.indicateur.code, case.valeur, behind.get(case.cle, ()))
            yield from left(d, behind)


def left(d: DetailCompose, behind: Mapping[str, tuple[Membre, ...]]) -> Iterator[tuple[str, tuple[Membre, ...], int]]:
    """What a subtraction gives of the rows that are hidden, told or not."""
    i, shown = d.indicateur, {case.cle for case in d.cases if case.cle != RESTE}
    if shown and len(shown) < len(d.cases) and d.total is not MASQUEE and not d.ventilation.multiple and i.calcul is not Calcul.distincts:
        hidden = tuple(m for key, membres in behind.items() if key not in shown for m in membres)
        yield from numbers(i.code, i.calcul(hidden).valeur, hidden)
        told = next(case for case in d.cases if case.cle == RESTE)
        assert i.calcul is Calcul.mediane or (told.valeur, told.sur) == i.calcul(hidden)[:2]


def numbers(code: str, value: object, membres: tuple[Membre, ...]) -> Iterator[tuple[str, tuple[Membre, ...], int]]:
    i = PAR_CODE[code]
    if value is MASQUEE or i.tout or i.unite in {Unite.actions, Unite.reunions} or code == "heures_collectives":
        return
    if i.calcul is not Calcul.taux:
        yield code, membres, len(membres) if i.calcul is not Calcul.distincts else int(str(value))
        return
    for name, part in (("dont", [m for m in membres if m.poids]), ("les autres", [m for m in membres if not m.poids])):
        yield f"{code}, {name}", tuple(part), len(part)


@pytest.mark.parametrize(("nom", "periode", "pour"), RAPPORTS)
def test_what_is_told_is_of_enough_people(nom: str, periode: str, pour: str | None) -> None:
    c = made(nom, periode, pour)
    new = not couverture(c.rapport).opened(c.rapport.periode.veille)
    for what, membres, number in told(c):
        if new and what == "file_active_debut":
            assert number == 0  # the dispositif opens in the period, and everyone knows it
        elif any(m.quoi in c.rapport.etude.par_id for m in membres) or not membres:
            assert number >= SEUIL, what
            assert len(persons(c, membres)) >= SEUIL, what


# --- several reports ----------------------------------------------------------------------------------


def told_again(nom: str, pour: str | None, periodes: tuple[str, ...], public: int = 0) -> tuple[list[Lecture], frozenset[str]]:
    """Reports made one after the other, the first ones for everyone: each knows those before by their proofs."""
    proofs: list[dict[str, Any]] = []
    readings: list[Lecture] = []
    for n, periode in enumerate(periodes):
        reader = None if n < public else pour
        c = made(nom, periode, reader, read_deja(proofs, reader))
        proofs.append(
            json.loads(json.dumps({"publication": write_publication(c.publication, c.masquees), "rapport": {"financeur": reader}}))
        )
        readings.append(seen(c, portee=TOUT if n < public else ""))
    return readings, c.divulguees


@pytest.mark.parametrize(
    ("nom", "pour", "periodes"),
    [
        ("alp28", "ag2r", ("2025-10", "2025-11", "2025-12")),
        ("alp28", "ag2r", ("2025-10", "2025-S2", "2025")),
        ("chez-soi-oise", "dihal", ("2026-S1", "2026-10")),
        ("alp28", None, ("2025-01-01..2025-10-31", "2025")),
    ],
)
def test_the_next_report_to_the_same_reader_gives_nothing_back(nom: str, pour: str | None, periodes: tuple[str, ...]) -> None:
    readings, disclosed = told_again(nom, pour, periodes)
    assert not disclosed
    assert not found(*readings)


def test_what_is_told_to_everyone_is_told_to_a_funder_too() -> None:
    readings, disclosed = told_again("calais", "cpam", ("2026-10", "2026-10"), public=1)
    assert not disclosed
    assert not found(*readings)


def test_a_report_that_does_not_know_the_one_before_gives_it_back() -> None:
    """The same two reports, the second as if nothing had been told."""
    first, second = (seen(made("alp28", periode, "ag2r")) for periode in ("2025-01-01..2025-10-31", "2025"))
    assert found(first, second)


# --- what a reader holds ------------------------------------------------------------------------------


def test_a_number_corrected_since_is_another_number() -> None:
    before = Deja(
        {"visites@2026-09": 20, "appels@2026-09": 30}, {"visites@2026-09/lieu=": 3}, (au_plus("visites@2026-09", "appels@2026-09"),)
    )
    after = before.beside({"visites@2026-09": 21})
    assert after.cellules == {"visites@2026-09~": 20, "appels@2026-09": 30}
    assert after.contraintes == (au_plus("visites@2026-09~", "appels@2026-09"),)
    assert after.beside({"visites@2026-09": 22, "visites@2026-09~": 20}) == after


def test_what_is_told_once_is_told() -> None:
    both = Deja({}, {"visites@2026-09": 20}, (), frozenset({"visites@2026-09"})).plus(Deja({"visites@2026-09": 20}))
    assert (both.cellules, both.masquees, both.sensibles) == ({"visites@2026-09": 20}, {}, frozenset())
    assert Deja({"visites@2026-09": 20}).plus(Deja({}, {"visites@2026-09": 20})).masquees == {}


def test_each_figure_goes_with_time_in_one_way() -> None:
    kinds = [STOCKS, CUMULS, FLUX, DISTINCTS, AILLEURS]
    assert {code: sum(code in kind for kind in kinds) for code in PAR_CODE} == dict.fromkeys(PAR_CODE, 1)


@pytest.mark.parametrize(("nom", "an"), [("alp28", "2025"), ("calais", "2025"), ("le-mans", "2017")])
def test_what_adds_up_does(nom: str, an: str) -> None:
    """Two half-years make a year, but for what later entries said again of the first."""
    year, *halves = (etude(register(nom), read_periode(p)) for p in (an, f"{an}-S1", f"{an}-S2"))
    moved = {
        code
        for code in FLUX & PAR_CODE.keys()
        if PAR_CODE[code].calcul in {Calcul.compte, Calcul.distincts}
        and mesurer(year, PAR_CODE[code], ventiler=False).valeur
        != sum(int(mesurer(h, PAR_CODE[code], ventiler=False).valeur or 0) for h in halves)
    }
    assert len(moved) <= 4, moved


# --- what a tie forgotten would give ------------------------------------------------------------------

Cellules = Mapping[str, int]
_PARTS = {"/n": ".dont", "/d": ".sur", "/nr": ".nr"}


def name_of(cle: str) -> tuple[str, str]:
    """A key, as the attacker calls it."""
    found_ = liens.read_cle(cle)
    axis, _, part = (
        found_.suffixe.removeprefix("/").rpartition("/")
        if f"/{found_.suffixe.rpartition('/')[2]}" in _PARTS
        else (found_.suffixe[1:], "", "")
    )
    code = "taux_occupation" if found_.code == "jours" else found_.code
    scope = TOUT if found_.portee else ""
    return f"{scope}{code}{f'[{axis}]' if axis else ''}{_PARTS.get(f'/{part}', '')}", found_.periode


def learn(cells: Cellules, masks: AbstractSet[str], jours: dict[str, set[date]]) -> Attaquant:
    """What is printed of some cells; of a hidden one he is told whether it is small."""
    a = Attaquant(jours=jours, compte=TOUJOURS.jours, ouverture=date(2020, 1, 1))
    named = {cle: name_of(cle) for cle in cells}
    a.periodes = {code: read_periode(code) for _, code in named.values()}
    for cle, (name, code) in named.items():
        a.reads(name, a.periodes[code], MASQUEE if cle in masks else cells[cle])
        if cle in masks:
            small = cells[cle] < SEUIL
            a.row(a.number(name, a.periodes[code]), {}, 0 if small else SEUIL, SEUIL - 1 if small else None)
            a.raisons.append(a.rangs[-1])
    deduce(a)
    return a


def guessed(cells: Cellules, sensibles: frozenset[str] = frozenset(), plus: tuple[Contrainte, ...] = ()) -> list[Trouve]:
    """What the attacker finds of some cells, masked with the ties that there are."""
    ties = [c for c in (true_of(link, cells) for link in (*liens.liens(cells, TOUJOURS), *plus)) if c]
    masks = protect(Publication(cells, tuple(ties), sensibles=sensibles), seuil=SEUIL).masquees
    return attack(learn(cells, masks, learn(cells, masks, {}).jours), SEUIL)


def case_of(lien: Lien) -> tuple[dict[str, int], frozenset[str]]:
    """Numbers of which one is given away by a tie: a small one among large ones; what is missing to a bound; a bound that is reached."""
    left, right = ([liens._in(name, "", "2026-10") for name in side] for side in (lien.gauche, lien.droite))
    cells = {key: 20 + 2 * n for n, key in enumerate((*left, *right))}
    if lien.reste is None and len(left) + len(right) == 2:
        return {left[0]: 20, right[0]: 20}, frozenset({left[0]})
    if lien.reste is None:
        alone, several = (right, left) if len(right) == 1 else (left, right)
        cells[several[0]] = 3
        cells[alone[0]] = sum(cells[key] for key in several) - sum(cells[key] for key in alone[1:])
        return cells, frozenset()
    if lien.reste == "cellule":
        cells |= dict.fromkeys(right[1:], 22) | ({left[0]: 40} if len(right) > 1 else {})
        cells[right[0]] = sum(cells[key] for key in left) + 4 - sum(cells[key] for key in right[1:])
        return cells, frozenset()
    if len(right) > 1:
        cells[right[0]] = SEUIL - 1
        cells[left[0]] = sum(cells[key] for key in right)
        return cells, frozenset()
    cells[left[0]] = SEUIL
    cells[right[0]] = sum(cells[key] for key in left)
    return cells, frozenset({left[0]})


@pytest.mark.parametrize(
    "lien", LIENS, ids=lambda lien: f"{' + '.join(lien.gauche)} {'≤' if lien.reste else '='} {' + '.join(lien.droite)}"
)
def test_each_tie_between_figures_is_needed(lien: Lien, monkeypatch: pytest.MonkeyPatch) -> None:
    cells, few = case_of(lien)
    assert not guessed(cells, few)
    monkeypatch.setattr(liens, "LIENS", tuple(x for x in LIENS if x is not lien))
    assert guessed(cells, few)


PAR_REGLE: Mapping[str, list[tuple[Cellules, frozenset[str]]]] = MappingProxyType({
    "of_one_period": [({"visites_rencontre@2026-10/d": 20, "visites@2026-10": 20}, frozenset({"visites@2026-10"}))],
    "of_twins": [({f"constats_{when}@2026-10/constat=medecin/d": 20 for when in ("premiere", "derniere")}, frozenset({"constats_premiere@2026-10/constat=medecin/d"}))],
    "of_followed": [({"file_active_debut@2026-10": 40, "entrees@2026-10": 3, "file_active_stock@2026-10": 23, "sorties@2026-10": 20}, frozenset())],
    "of_one_day": [
        ({"en_attente@2026-12": 20, "en_attente@2026": 20}, frozenset({"en_attente@2026-12"})),
        ({"file_active_debut@2026-10": 20, "file_active_stock@2026-09": 20}, frozenset({"file_active_stock@2026-09"})),
    ],
    "of_cumuls": [({"personnes_concernees@2026-09": 50, "personnes_concernees@2026-10": 54}, frozenset())],
    "of_sums": [
        ({"visites@2026-10": 3, "visites@2026-11": 20, "visites@2026-12": 21, "visites@2026-T4": 44}, frozenset()),
        ({"visites@2026-10": 20, "visites@2026-11": 20, "visites@2026-T4": 44}, frozenset()),
        ({"visites@2026-01-01..2026-08-31": 50, "visites@2026-07-01..2026-12-31": 60, "visites@2026-S1": 45}, frozenset()),
    ],
    "of_distincts": [({"file_active_flux@2026-10": 20, "file_active_flux@2026-T4": 24}, frozenset())],
    "of_examined": [
        ({"situations_examinees_nouvelles@2026-S1": 20, "situations_revues@2026-S1": 20, "situations_examinees_nouvelles@2026-S2": 20, "situations_revues@2026-S2": 3, "passages@2026": 65}, frozenset()),
    ],
    "of_whole": [({"entrees@2026-10": 20, "tout/entrees@2026-10": 24}, frozenset())],
    "of_news": [({"encore_logees_12@2026/d": 20, "encore_logees_12@2026/nr": 3, "sorties_deces@2025": 20, "sorties@2025": 43}, frozenset())],
    "of_places": [({"file_active_debut@2026-10": 20, "entrees@2026-10": 10, "sorties@2026-10": 12, "jours@2026-10": 31 * 30 - 12}, frozenset())],
})  # fmt: skip


@pytest.mark.parametrize("regle", REGLES, ids=lambda regle: regle.__name__)
def test_each_rule_is_needed(regle: liens.Regle, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = PAR_REGLE[regle.__name__]
    assert not any(guessed(*case) for case in cases)
    monkeypatch.setattr(liens, "REGLES", tuple(x for x in REGLES if x is not regle))
    assert all(guessed(*case) for case in cases)


def _sum_of_rows(c: Contrainte) -> bool:
    return c.sens == "=" and len(c.termes) > 2


def _parts_of_rate(c: Contrainte) -> bool:
    return c.sens == "<=" and c.termes[0][1].endswith("/n")


def _row_in_whole(c: Contrainte) -> bool:
    """With those of whom no answer is known, or without."""
    return c.sens == "<=" and c.termes[0][0] == 1 and "=" in c.termes[0][1] and not c.termes[0][1].endswith("/n")


@pytest.mark.parametrize(
    ("oubli", "nom", "periode"),
    [(_sum_of_rows, "alp28", "2025"), (_parts_of_rate, "alp28", "2025"), (_row_in_whole, "alp28", "2025")],
)
def test_each_tie_inside_a_table_is_needed(
    oubli: Callable[[Contrainte], bool], nom: str, periode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = composition._Plume.tie
    monkeypatch.setattr(composition._Plume, "tie", lambda plume, c: None if oubli(c) else whole(plume, c))
    assert found(seen(made(nom, periode, None)))


# --- what is hidden together --------------------------------------------------------------------------


def test_hidden_rows_that_are_small_together_are_found_by_who_forgets_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each keeps several values, and yet the total less the rows that are told says that all of them are small."""
    whole = Systeme.exigences
    monkeypatch.setattr(Systeme, "exigences", lambda s, i: whole(s, i)[:1])
    small = [x for x in found(seen(made("alp28", "2026", None))) if x.au_plus is not None]
    assert any(x.quoi.startswith("file_active_stock[genre=homme]") and x.au_plus == 5 for x in small)


def test_hidden_rows_of_few_people_together_are_given_by_who_forgets_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cases, "_thickened", lambda cases, deja: iter(()))
    c = made("logisens", "2017", None)
    d = next(d for ch in c.chapitres for d in ch.details if (d.indicateur.code, d.ventilation.code) == ("visites", "resultat"))
    assert (d.cases[-1].cle, d.cases[-1].valeur) == (RESTE, MASQUEE), "and yet the total is told"
    assert isinstance(d.total, int)
