"""Contracts: dates of a chain, states at each boundary, renewals early, late, over the limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alp.core.contrat import EtatContrat, chaine, current, etat, period_end, plan_renewal
from alp.core.erreurs import Refus
from alp.core.situation import Situation
from tests.conftest import dispositif, situation

D = dispositif()
OUVERTURE = """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-07, type: recevabilite, decision: recevable}
- {le: 2025-01-08, type: evaluation, stade: entree}
- {le: 2025-01-09, type: examen, decision: admission}
"""


def suivi(contrats: str) -> Situation:
    return situation(OUVERTURE + contrats)


PREMIER = suivi("- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}")


@pytest.mark.parametrize(
    ("debut", "mois", "fin"),
    [
        # code de procédure civile, art. 641, less one day
        ("2025-08-31", 6, "2026-02-27"), ("2025-08-31", 12, "2026-08-30"), ("2023-08-31", 6, "2024-02-28"), ("2025-01-15", 6, "2025-07-14"),
        ("2025-01-15", 12, "2026-01-14"), ("2024-02-29", 12, "2025-02-27"), ("2024-02-29", 48, "2028-02-28"), ("2025-12-01", 1, "2025-12-31"),
    ],
)  # fmt: skip
def test_the_last_covered_day(debut: str, mois: int, fin: str) -> None:
    assert period_end(date.fromisoformat(debut), mois) == date.fromisoformat(fin)


def test_a_chain_begun_on_the_31st_never_drifts() -> None:
    s = suivi("""
- {le: 2025-08-31, type: contrat, debut: 2025-08-31, mois: 6}
- {le: 2026-02-20, type: contrat, debut: 2026-02-28, mois: 6}
- {le: 2026-08-20, type: contrat, debut: 2026-08-31, mois: 6}
""")
    assert [(p.rang, p.ancre.isoformat(), p.fin and p.fin.isoformat()) for p in chaine(s, D)] == [
        (1, "2025-08-31", "2026-02-27"), (2, "2025-08-31", "2026-08-30"), (3, "2025-08-31", "2027-02-27"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("au", "expected"),
    [
        ("2025-01-14", "a_venir"), ("2025-01-15", "en_cours"), ("2025-05-29", "en_cours"), ("2025-05-30", "a_renouveler"),
        ("2025-07-14", "a_renouveler"), ("2025-07-15", "echu"), ("2026-07-15", "echu"),
    ],
)  # fmt: skip
def test_the_state_on_each_side_of_each_boundary(au: str, expected: str) -> None:
    """From 15/01/2025 to 14/07/2025; 45 days of notice begin on 30/05/2025."""
    assert D.contrat is not None
    periodes = chaine(PREMIER, D)
    assert etat(periodes[0], D.contrat, periodes, date.fromisoformat(au)) == expected


@pytest.mark.parametrize(("au", "expected"), [("2025-04-30", "en_cours"), ("2025-05-01", "interrompu"), ("2025-09-01", "interrompu")])
def test_interrupted(au: str, expected: str) -> None:
    s = suivi("- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6, interruption: {le: 2025-05-01, motif: hospitalisation}}")
    assert D.contrat is not None
    periodes = chaine(s, D)
    assert etat(periodes[0], D.contrat, periodes, date.fromisoformat(au)) == expected
    assert periodes[0].fin == date(2025, 5, 1)


@pytest.mark.parametrize(("au", "expected"), [("2025-04-30", "en_cours"), ("2025-05-01", "clos"), ("2025-09-01", "clos")])
def test_an_exit_ends_the_contract(au: str, expected: str) -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-05-01, type: sortie, motif: relogement}
""")
    assert D.contrat is not None
    periodes = chaine(s, D)
    assert etat(periodes[0], D.contrat, periodes, date.fromisoformat(au)) == expected


def test_a_contract_that_lapsed_before_the_exit_ended_at_its_term() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-09-01, type: sortie, motif: relogement}
""")
    assert chaine(s, D)[0].fin == date(2025, 7, 14)


def test_renewed_in_advance_the_first_is_no_longer_to_renew() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-06-20, type: contrat, debut: 2025-07-15, mois: 6}
""")
    assert D.contrat is not None
    first, second = chaine(s, D)
    assert etat(first, D.contrat, (first, second), date(2025, 7, 1)) is EtatContrat.en_cours
    assert etat(second, D.contrat, (first, second), date(2025, 7, 1)) is EtatContrat.a_venir
    assert current((first, second), date(2025, 7, 14)) is first
    assert current((first, second), date(2025, 7, 15)) is second
    assert current((first, second), date(2024, 1, 1)) is first
    assert current((first, second), date(2027, 1, 1)) is second


def test_signed_late() -> None:
    s = suivi("- {le: 2025-02-03, type: contrat, debut: 2025-01-15, mois: 6}")
    assert chaine(s, D)[0].retard_jours == 19
    assert chaine(PREMIER, D)[0].retard_jours == 0


def test_without_term_it_runs_until_the_exit() -> None:
    s = suivi("- {le: 2025-01-15, type: contrat, debut: 2025-01-15}")
    oise = dispositif("contrat: {preavis_jours: 45}")
    assert oise.contrat is not None
    periodes = chaine(s, oise)
    assert periodes[0].fin is None
    assert etat(periodes[0], oise.contrat, periodes, date(2035, 1, 1)) is EtatContrat.en_cours
    with pytest.raises(Refus, match="pas de terme"):
        plan_renewal(s, oise, le=date(2026, 1, 1))


def test_reopened_the_rank_starts_again() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-07-10, type: contrat, debut: 2025-07-15, mois: 6}
- {le: 2025-09-01, type: sortie, motif: relogement}
- {le: 2025-12-01, type: reprise, origine: ccas}
- {le: 2025-12-05, type: evaluation, stade: entree}
- {le: 2025-12-10, type: examen, decision: admission}
- {le: 2026-01-15, type: contrat, debut: 2026-01-15, mois: 6}
""")
    assert [(p.rang, p.ancre.year) for p in chaine(s, D)] == [(1, 2025), (2, 2025), (1, 2026)]


def test_after_relais_and_back_the_rank_goes_on() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-06-01, type: relais}
- {le: 2025-07-10, type: contrat, debut: 2025-07-15, mois: 6}
""")
    assert [p.rang for p in chaine(s, D)] == [1, 2]


def test_a_cancelled_contract_counts_nowhere() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6, annulee: {le: 2025-01-16, motif: erreur}}
- {le: 2025-01-20, type: contrat, debut: 2025-01-20, mois: 6}
""")
    assert [(p.rang, p.debut) for p in chaine(s, D)] == [(1, date(2025, 1, 20))]


@pytest.mark.parametrize(
    ("le", "debut", "fin", "retard", "fresh"),
    [
        ("2025-05-30", "2025-07-15", "2026-01-14", 0, False),  # the first day of the notice
        ("2025-07-14", "2025-07-15", "2026-01-14", 0, False),  # the last covered day
        ("2025-07-15", "2025-07-15", "2026-01-14", 1, False),  # lapsed, it goes on from where it was
        ("2025-10-12", "2025-07-15", "2026-01-14", 90, False),
        ("2025-10-13", "2025-10-13", "2026-04-12", 91, True),  # beyond 90 days: a new chain
    ],
)
def test_a_renewal_starts_the_day_after_however_late(le: str, debut: str, fin: str, retard: int, *, fresh: bool) -> None:
    plan = plan_renewal(PREMIER, D, le=date.fromisoformat(le))
    assert (plan.debut.isoformat(), str(plan.fin), plan.retard_jours, plan.nouvelle_chaine, plan.rang) == (debut, fin, retard, fresh, 2)


def test_too_early_but_for_a_decision_already_taken() -> None:
    with pytest.raises(Refus, match=r"trop tôt.*14/07/2025.*30/05/2025"):
        plan_renewal(PREMIER, D, le=date(2025, 5, 29))
    assert plan_renewal(PREMIER, D, le=date(2025, 5, 29), anticipe=True).debut == date(2025, 7, 15)


def test_a_new_chain_on_demand_starts_on_the_day_or_later() -> None:
    assert plan_renewal(PREMIER, D, le=date(2025, 7, 20), nouvelle_chaine=True).debut == date(2025, 7, 20)
    assert plan_renewal(PREMIER, D, le=date(2025, 7, 1), nouvelle_chaine=True).debut == date(2025, 7, 15)
    assert plan_renewal(PREMIER, D, le=date(2025, 7, 20), nouvelle_chaine=True, debut=date(2025, 8, 1)).fin == date(2026, 1, 31)
    with pytest.raises(Refus, match="court jusqu'au 14/07/2025"):
        plan_renewal(PREMIER, D, le=date(2025, 7, 20), nouvelle_chaine=True, debut=date(2025, 7, 14))


def test_over_the_limit_of_two_renewals() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-07-10, type: contrat, debut: 2025-07-15, mois: 6}
- {le: 2026-01-10, type: contrat, debut: 2026-01-15, mois: 6}
""")
    with pytest.raises(Refus, match="2 renouvellements au plus"):
        plan_renewal(s, D, le=date(2026, 7, 1))
    assert plan_renewal(s, dispositif("contrat: {mois: 6}"), le=date(2026, 7, 1)).rang == 4


def test_a_renewal_already_planned_is_not_planned_again() -> None:
    s = suivi("""
- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}
- {le: 2025-06-20, type: contrat, debut: 2025-07-15, mois: 6}
""")
    with pytest.raises(Refus, match="commence le 15/07/2025"):
        plan_renewal(s, D, le=date(2025, 7, 1))


def test_after_an_interruption_the_next_one_is_a_new_chain() -> None:
    s = suivi("- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6, interruption: {le: 2025-05-01, motif: hospitalisation}}")
    plan = plan_renewal(s, D, le=date(2025, 6, 2))
    assert (plan.debut, plan.nouvelle_chaine) == (date(2025, 6, 2), True)


def test_nothing_to_renew() -> None:
    with pytest.raises(Refus, match="pas de contrat à renouveler"):
        plan_renewal(suivi(""), D, le=date(2025, 7, 1))
    closed = suivi("- {le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}\n- {le: 2025-07-01, type: sortie, motif: deces}")
    with pytest.raises(Refus, match="pas de contrat à renouveler"):
        plan_renewal(closed, D, le=date(2025, 7, 2))
    with pytest.raises(Refus, match="avec des contrats"):
        plan_renewal(PREMIER, dispositif(contrat=None), le=date(2025, 7, 1))


def test_the_planned_renewal_follows_without_gap_or_overlap() -> None:
    plan = plan_renewal(PREMIER, D, le=date(2025, 9, 1))
    s = suivi(f"""
- {{le: 2025-01-15, type: contrat, debut: 2025-01-15, mois: 6}}
- {{le: 2025-09-01, type: contrat, debut: {plan.debut}, mois: {plan.mois}}}
""")
    first, second = chaine(s, D)
    assert first.fin is not None
    assert second.debut == first.fin + timedelta(days=1)
    assert (second.fin, second.rang, second.retard_jours) == (plan.fin, plan.rang, 48)
