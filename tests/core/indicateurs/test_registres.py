"""The figures of the five example registers: what the seeds publish, and what must hold of any register."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from alp.core.indicateurs.etude import Etude, etude
from alp.core.indicateurs.indicateur import mesurer
from alp.core.indicateurs.mesure import Calcul, Mesure
from alp.core.indicateurs.table import INDICATEURS, PAR_CODE, known
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import civil, read_periode
from alp.core.rapport.rapport import rapport
from alp.core.registre import Registre
from alp.store.lecture import read_registre
from alp.store.modeles import example

REGISTRES = {"alp28": "2025", "logisens": "2017-01-01..2017-10-11", "chez-soi-oise": "2026", "calais": "2026", "le-mans": "2017"}


@cache
def register(nom: str) -> Registre:
    return read_registre(example(nom)).registre


def figures(nom: str, periode: str, *codes: str, pour: str | None = None) -> dict[str, Mesure]:
    seen = study(nom, periode, pour)
    return {code: mesurer(seen, PAR_CODE[code]) for code in codes}


@cache
def study(nom: str, periode: str, pour: str | None = None) -> Etude:
    found = register(nom)
    funder = next((f for f in found.dispositif.financeurs if f.code == pour), None)
    return etude(found, read_periode(periode), funder)


def value(nom: str, periode: str, code: str, pour: str | None = None) -> object:
    return mesurer(study(nom, periode, pour), PAR_CODE[code], ventiler=False).valeur


# --- what the seeds publish ---------------------------------------------------------------------------

PUBLIES = [
    ("logisens", "2017-01-01..2017-10-11", "personnes_concernees", 30),
    ("logisens", "2017-01-01..2017-10-11", "file_active_stock", 22),
    ("logisens", "2017-01-01..2017-10-11", "etp", Decimal("1.70")),
    ("logisens", "2017-01-01..2017-10-11", "financements", 140_000),
    ("logisens", "2017", "financements", 140_000),
    ("le-mans", "2017", "situations_examinees_nouvelles", 34),
    ("le-mans", "2017", "financements", 29_362),
    ("chez-soi-oise", "2026", "places", 55),
    ("chez-soi-oise", "2026", "financements", 814_000),
    ("chez-soi-oise", "2026", "cout_par_place", Decimal(14_800)),
    ("alp28", "2026", "etp", Decimal("0.80")),
]


@pytest.mark.parametrize(("nom", "periode", "code", "attendu"), PUBLIES)
def test_the_totals_that_the_seeds_publish(nom: str, periode: str, code: str, attendu: object) -> None:
    assert value(nom, periode, code) == attendu


def test_logisens_follows_seventeen_in_its_stock_and_five_outside_in_five_communes() -> None:
    m = figures("logisens", REGISTRES["logisens"], "file_active_stock")["file_active_stock"]
    landlords = {c.cle: c.valeur for c in m.ventilations["bailleur"]}
    assert landlords.pop("logisens") == 17
    assert sum(int(v or 0) for v in landlords.values()) == 5
    assert len(register("logisens").dispositif.territoire.communes) == 5
    assert {c.cle for c in m.ventilations["commune"]} <= {c.insee for c in register("logisens").dispositif.territoire.communes}


@pytest.mark.parametrize(
    ("nom", "periode", "montants"),
    [("logisens", "2017", [70_000, 40_000, 20_000, 10_000]), ("le-mans", "2017", [21_362, 5_000, 3_000])],
)
def test_each_funder_gives_its_part(nom: str, periode: str, montants: list[int]) -> None:
    found = figures(nom, periode, "financements")["financements"].ventilations["financeur"]
    assert sorted((int(c.valeur or 0) for c in found), reverse=True) == montants


def test_three_saisines_came_from_co_ownerships_in_le_mans() -> None:
    found = figures("le-mans", "2017", "saisines")["saisines"].ventilations["type_origine"]
    counts = {c.cle: int(c.valeur or 0) for c in found}
    assert counts["copropriete"] + counts["syndic"] == 3


def test_le_mans_costs_863_euros_59_for_each_new_situation() -> None:
    assert round(Decimal(29_362) / 34, 2) == Decimal("863.59")
    assert value("le-mans", "2017", "financements") == 29_362


def test_the_places_of_oise_fill_up_and_are_never_more_than_full() -> None:
    rates = [value("chez-soi-oise", f"2026-{m:02}", "taux_occupation") for m in range(1, 12)]
    assert all(isinstance(r, Decimal) and 0 <= r <= 100 for r in rates)
    assert rates[10] > rates[0]  # type: ignore[operator]


def test_calais_counts_its_two_axes_apart() -> None:
    met = figures("calais", "2026", "personnes_vehicule", "contrats_renouveles", "actions")
    assert int(met["personnes_vehicule"].valeur or 0) > 0
    assert int(met["contrats_renouveles"].valeur or 0) > 0
    assert {x.quoi.split("/")[0] for x in met["personnes_vehicule"].membres} == {"actions"}


def test_a_funder_of_calais_is_shown_its_own_and_no_one_else() -> None:
    whole = {m.quoi for m in figures("calais", "2026", "file_active_stock")["file_active_stock"].membres}
    funders = register("calais").dispositif.financeurs
    parts = {
        f.code: {m.quoi for m in figures("calais", "2026", "file_active_stock", pour=f.code)["file_active_stock"].membres} for f in funders
    }
    assert all(part <= whole for part in parts.values())
    assert len({frozenset(p) for p in parts.values()}) > 1


def test_alp_28_has_three_funders_each_with_its_own_rule() -> None:
    found = register("alp28")
    rules = {f.code: rapport(found, read_periode("2026-10"), f).regle for f in found.dispositif.financeurs}
    assert len(rules) == 3
    assert "Chartres" in rules["chartres-metropole"][0]
    assert "toutes les situations" in rules["ars"][0]


# --- what holds of any register -----------------------------------------------------------------------


@pytest.mark.parametrize("nom", REGISTRES)
def test_start_and_entries_are_end_and_exits_month_after_month(nom: str) -> None:
    last = read_periode(REGISTRES[nom]).au
    months = civil(last, 1).derniers_mois(12)
    for month in months:
        m = figures(nom, month.code, "file_active_debut", "entrees", "sorties", "file_active_stock")
        counts = {code: int(x.valeur or 0) for code, x in m.items()}
        assert counts["file_active_debut"] + counts["entrees"] == counts["file_active_stock"] + counts["sorties"], month.code
    for before, after in pairwise(months):
        assert value(nom, before.code, "file_active_stock") == value(nom, after.code, "file_active_debut")


@pytest.mark.parametrize("nom", REGISTRES)
def test_flows_of_months_make_the_flow_of_the_year(nom: str) -> None:
    """But for what is known only later: a situation that turns out to be a double or a mistake, an entry cancelled since."""
    year = read_periode(REGISTRES[nom]).au.year
    whole = study(nom, str(year))
    counted = {f"{f.id}#{e.ref}" for f in whole.fils for e in f.vivantes}
    for code in ("entrees", "sorties", "visites", "demarches", "passages", "actions", "orientations_effectives", "reunions"):
        months = [mesurer(study(nom, f"{year}-{m:02}"), PAR_CODE[code], ventiler=False).membres for m in range(1, 13)]
        seen = sorted(x.nom for month in months for x in month if x.nom in counted or "/" in x.quoi)
        assert seen == sorted(x.nom for x in mesurer(whole, PAR_CODE[code], ventiler=False).membres), code


@pytest.mark.parametrize("nom", REGISTRES)
def test_every_figure_is_what_its_members_say(nom: str) -> None:
    seen = study(nom, REGISTRES[nom])
    for i in known(seen.dispositif):
        m = mesurer(seen, i)
        assert all(x.poids is not None for x in m.membres), i.code
        assert all(x.le <= seen.periode.au for x in m.membres), i.code
        if i.calcul is Calcul.taux and m.base:
            assert m.valeur is not None
            assert 0 <= m.valeur <= 100, i.code
            assert {x.poids for x in m.membres} <= {0, 1}, i.code
        for axe, cases in m.ventilations.items():
            assert sum(len(c.membres) for c in cases) >= len(m.membres), (i.code, axe)
            if not VENTILATIONS[axe].multiple:
                assert sum(len(c.membres) for c in cases) == len(m.membres), (i.code, axe)
            assert all(c.libelle for c in cases), (i.code, axe)
            labels = VENTILATIONS[axe].libelles(seen.dispositif)
            assert all(c.cle in labels or axe == "commune" for c in cases if c.cle), (i.code, axe)


@pytest.mark.parametrize("nom", REGISTRES)
def test_what_comes_after_the_period_changes_nothing(nom: str) -> None:
    period = read_periode(REGISTRES[nom]).avant() if nom == "alp28" else civil(read_periode(REGISTRES[nom]).au, 6)
    whole, cut = register(nom), register(nom).au(period.au)
    for i in INDICATEURS:
        assert mesurer(etude(whole, period), i) == mesurer(etude(cut, period), i), i.code


ADDITIFS = (
    "entrees", "sorties", "actes", "visites", "appels", "courriers", "demarches", "heures", "heures_trajet", "contrats_signes", "contrats_commences",
    "contrats_renouveles", "contrats_rompus", "reunions", "passages", "evaluations", "hospitalisations", "jours_hopital", "actions",
)  # fmt: skip
"""What happened in a year happened in its months; a saisine found to be a mistake months later is the only act taken back."""


@pytest.mark.parametrize("nom", REGISTRES)
def test_the_months_make_the_year(nom: str) -> None:
    year = REGISTRES[nom][:4]
    months = [figures(nom, f"{year}-{n:02}", *ADDITIFS) for n in range(1, 13)]
    whole = figures(nom, year, *ADDITIFS)
    for code in ADDITIFS:
        parts = sum(m.poids or 0 for month in months for m in month[code].membres)
        assert parts == sum(m.poids or 0 for m in whole[code].membres), code


@pytest.mark.parametrize("nom", REGISTRES)
def test_persons_are_never_more_than_situations_and_acts_never_fewer(nom: str) -> None:
    m = figures(nom, REGISTRES[nom], "personnes_rencontrees", "visites", "actes", "file_active_flux", "personnes_concernees")
    assert (
        int(m["personnes_rencontrees"].valeur or 0) <= int(m["file_active_flux"].valeur or 0) <= int(m["personnes_concernees"].valeur or 0)
    )
    assert int(m["visites"].valeur or 0) <= int(m["actes"].valeur or 0)


def test_codes_are_stable_words_and_definitions_are_sentences() -> None:
    assert len({i.code for i in INDICATEURS}) == len(INDICATEURS)
    for i in INDICATEURS:
        assert i.definition.endswith("."), i.code
        assert i.definition[0].isupper(), i.code
        assert set(i.ventile) <= VENTILATIONS.keys(), i.code
        assert i.base or i.calcul not in {Calcul.taux, Calcul.mediane, Calcul.rapport}, i.code
