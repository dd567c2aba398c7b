"""A report composed: what is printed, what is hidden, and that nothing printed or left out tells a hidden number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from alp.core.indicateurs.mesure import Calcul
from alp.core.indicateurs.table import PAR_CODE, known
from alp.core.perimetre import values_left
from alp.core.periode import read_periode
from alp.core.rapport.chiffres import Montre
from alp.core.rapport.composition import AUTRES, RESTE, Composition, compose
from alp.core.rapport.donnees import composition_json
from alp.core.rapport.modeles import find_modele
from alp.core.rapport.preuve import make_preuve, read_preuve, write_preuve
from alp.core.rapport.publication import Deja, read_deja, write_publication
from alp.core.rapport.rapport import Rapport, find_financeur, rapport
from alp.core.registre import Registre
from alp.core.secret import attaque
from alp.core.tableau import MASQUEE
from alp.store.lecture import read_registre
from alp.store.modeles import example

LE = date(2026, 11, 20)
MASQUES = [("alp28", "2026-10", "ag2r"), ("alp28", "2025", "chartres-metropole"), ("logisens", "2017-S1", "logisens"), ("calais", "2026-S1", "habitat-hdf"), ("le-mans", "2017", "ccas")]  # fmt: skip


@cache
def register(nom: str) -> Registre:
    return read_registre(example(nom)).registre


def report(nom: str, periode: str, pour: str | None = None, *, public: bool = False) -> Rapport:
    registre = register(nom)
    modele = find_modele(None, read_periode(periode))
    here = {i.code for i in known(registre.dispositif)}
    funder = find_financeur(registre.dispositif, pour) if pour else None
    return rapport(registre, read_periode(periode), funder, choix=[c for c in modele.codes if c in here], public=public)


@cache
def composed(nom: str, periode: str, pour: str | None = None) -> Composition:
    r = report(nom, periode, pour)
    return compose(r, find_modele(None, r.periode))


def printed(c: Composition) -> Iterator[tuple[str, Montre]]:
    """Each number of people that is printed, by the key of its cell."""
    r = c.rapport
    for ch in c.chapitres:
        for f in ch.chiffres:
            periods = ((r.periode, f.valeur), (r.periode.avant(), f.avant), (r.periode.un_an_avant(), f.un_an_avant))
            yield from ((f"{f.code}@{p.code}", value) for p, value in periods)
        for d in ch.details:
            yield from ((f"{d.indicateur.code}@{r.periode.code}/{d.ventilation.code}={case.cle}", case.valeur) for case in d.cases)


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES)
def test_what_must_be_hidden_is_hidden_everywhere_and_nothing_is_lost(nom: str, periode: str, pour: str) -> None:
    c = composed(nom, periode, pour)
    assert not c.divulguees
    seuil = c.rapport.dispositif.secret.seuil
    small = {key for key, value in c.publication.cellules.items() if value < seuil}
    assert small <= c.masquees
    told = dict(printed(c))
    assert all(value is MASQUEE for key, value in told.items() if key in c.masquees)
    counts = {key: value for key, value in told.items() if key in c.publication.cellules and key not in c.masquees}
    assert counts
    assert all(c.publication.cellules[key] in (value, value * 100) for key, value in counts.items() if isinstance(value, int | Decimal))


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES)
def test_a_rate_is_told_only_with_both_its_parts(nom: str, periode: str, pour: str) -> None:
    c = composed(nom, periode, pour)
    for f in (f for ch in c.chapitres for f in ch.chiffres if PAR_CODE[f.code].calcul is Calcul.taux):
        parts = {f"{f.code}@{c.rapport.periode.code}/{part}" for part in "nd"}
        assert (f.valeur is MASQUEE) == bool(parts & c.masquees)
        if f.valeur is MASQUEE:
            assert (f.base, f.numerateur, f.quartiles) == (None, None, None)


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES)
def test_hidden_values_are_one_row_so_that_none_tells_by_being_there_that_it_is_not_nothing(nom: str, periode: str, pour: str) -> None:
    for d in (d for ch in composed(nom, periode, pour).chapitres for d in ch.details):
        assert all((c.cle == RESTE) == (c.libelle == AUTRES) for c in d.cases)
        assert all(c.cle == RESTE for c in d.cases if c.valeur is MASQUEE)
        assert [c.cle for c in d.cases].count(RESTE) <= 1


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES[1:])
def test_hidden_values_are_told_together_where_a_subtraction_tells_them_anyhow(nom: str, periode: str, pour: str) -> None:
    c = composed(nom, periode, pour)
    seuil, summed = c.rapport.dispositif.secret.seuil, 0
    for d in (d for ch in c.chapitres for d in ch.details if d.indicateur.calcul is Calcul.compte and not d.ventilation.multiple):
        shown = [case.valeur for case in d.cases if case.cle != RESTE and isinstance(case.valeur, int)]
        rest = next((case.valeur for case in d.cases if case.cle == RESTE), None)
        if isinstance(d.total, int) and shown and rest is not None:
            assert rest == d.total - sum(shown) >= seuil
            assert d.tableau().lignes[-2][0] == AUTRES
            summed += 1
        else:
            assert rest in (None, MASQUEE)
    assert summed


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES)
def test_what_is_told_again_with_what_was_told_before_is_told_the_same(nom: str, periode: str, pour: str) -> None:
    """The proof of a report is what its reader holds when the same report is made again."""
    c = composed(nom, periode, pour)
    made = make_preuve(c.rapport, le=LE, commit="", version="x", publication=write_publication(c.publication, c.masquees))
    held = read_deja([read_preuve(write_preuve(made).decode())], pour)
    assert held.cellules.keys() | held.masquees.keys() == c.publication.cellules.keys()
    again = compose(c.rapport, c.modele, held)
    assert (again.chapitres, again.masquees, again.divulguees) == (c.chapitres, c.masquees, frozenset())


def test_the_next_report_to_the_same_reader_hides_what_would_give_back_what_the_first_hid() -> None:
    first = composed("alp28", "2026-10", "ag2r")
    told = make_preuve(first.rapport, le=LE, commit="", version="x", publication=write_publication(first.publication, first.masquees))
    r = report("alp28", "2026-S2", "ag2r")
    then = compose(r, find_modele(None, r.periode), read_deja([told], "ag2r"))
    assert first.masquees <= then.masquees
    assert not then.divulguees


def test_another_reader_s_proofs_and_exact_ones_are_not_held() -> None:
    c = composed("alp28", "2026-10", "ag2r")
    masked = make_preuve(c.rapport, le=LE, commit="", version="x", publication=write_publication(c.publication, c.masquees))
    exact = make_preuve(report("alp28", "2026-10"), le=LE, commit="", version="x")
    assert read_deja([masked, exact], "ars") == read_deja([exact], None) == Deja()


def test_an_exact_report_says_everything_and_no_empty_chapter_or_drawing() -> None:
    c = composed("alp28", "2025")
    assert c.masquees == frozenset()
    assert not [v for _, v in printed(c) if v is MASQUEE]
    for ch in c.chapitres:
        assert not ch.vide
        assert all(any(isinstance(v, int | Decimal) and v for s in g.series for v in s.valeurs) for g in ch.graphiques)
    codes = [f.code for ch in c.chapitres for f in ch.chiffres]
    assert len(codes) == len(set(codes)), "each figure has its definition once"
    assert {d.indicateur.code for ch in c.chapitres for d in ch.details} <= set(codes)


@pytest.mark.parametrize(("nom", "periode", "pour"), MASQUES)
def test_data_for_a_program_hide_what_the_pages_hide(nom: str, periode: str, pour: str) -> None:
    c = composed(nom, periode, pour)
    told = {f"{i['code']}@{c.rapport.periode.code}": i for i in composition_json(c, "")["indicateurs"]}
    hidden = [i for key, i in told.items() if key in c.masquees]
    assert hidden
    assert all(i["valeur"] is None and i["masque"] and i["base"] is None and "quartiles" not in i for i in hidden)
    assert composition_json(c, "")["perimetre"]["masque"] is True


def test_a_period_that_is_not_over_stops_today_and_one_to_come_is_refused() -> None:
    from datetime import date

    from alp.core.erreurs import UsageError

    whole = report("alp28", "2026-10")
    half = rapport(register("alp28"), whole.periode, choix=["visites"], au=date(2026, 10, 15))
    assert half.arrete == date(2026, 10, 15)
    assert int(half.mesures["visites"].valeur or 0) < int(whole.mesures["visites"].valeur or 0)
    with pytest.raises(UsageError, match="n'a pas commencé"):
        rapport(register("alp28"), whole.periode, au=date(2026, 9, 30))


def test_nobody_finds_a_hidden_number_of_a_monthly_report() -> None:
    c = composed("alp28", "2026-10", "ag2r")
    assert [key for key, (low, high) in attaque(c.publication, c.masquees).items() if low == high] == []


def test_a_funder_who_pays_for_one_commune_is_not_told_it_beside_rows_that_he_knows_to_be_empty() -> None:
    registre = register("calais")
    cget = find_financeur(registre.dispositif, "cget")
    assert values_left(cget, registre.dispositif, "commune") == frozenset({"62193"})
    assert values_left(cget, registre.dispositif, "parc") is None
    assert values_left(find_financeur(registre.dispositif, "habitat-hdf"), registre.dispositif, "parc") == frozenset({"social"})
    for periode in ("2025", "2026-S1"):
        c = compose(rapport(registre, read_periode(periode), cget), find_modele("annuel", read_periode(periode)))
        known = [d for ch in c.chapitres for d in ch.details if d.ventilation.code in {"commune", "territoire"}]
        assert known
        for d in known:
            assert [case.valeur for case in d.cases] == [d.total], d.cle
