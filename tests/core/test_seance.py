"""The agenda of a meeting: who is on it, why, in which order; and what became of what was decided."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.dispositif import Dispositif
from alp.core.erreurs import Refus, UsageError
from alp.core.ordre_du_jour import (
    add_libre,
    add_point,
    attend,
    change_libre,
    change_point,
    complete,
    plan,
    remove_libre,
    remove_point,
)
from alp.core.registre import Registre
from alp.core.reunion import PointOrdreDuJour, Reunion
from alp.core.seance import agenda, decided, fins, may_pass, objet_for, open_engagements, open_points, points_of, retour, why
from alp.core.situation import Situation
from tests.conftest import dispositif, reunion, situation

ATTEND = """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-07, type: recevabilite, decision: recevable}
- {le: 2025-01-20, type: evaluation, stade: entree}
"""
ADMISE = ATTEND + "- {le: 2025-02-04, type: examen, objet: nouvelle, reunion: 2025-02-04-cellule, decision: admission}\n"
SUIVIE = ADMISE + "- {le: 2025-03-04, type: examen, objet: suites, reunion: 2025-03-04-cellule, decision: poursuite}\n"
CONTRAT = "- {le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6}\n"
FIN = "- {le: 2025-03-10, type: sortie, motif: relogement, issue: reloge}\n"


def points(journal: str, le: str, *, d: Dispositif | None = None, au: str = "2026-12-31", prochaine: str = "") -> list[tuple[str, str]]:
    registre = Registre(d or dispositif(), (situation(journal),))
    found = agenda(
        registre,
        date.fromisoformat(le),
        "cellule",
        au=date.fromisoformat(au),
        prochaine=date.fromisoformat(prochaine) if prochaine else None,
    )
    return [(p.objet, p.motif) for p in found]


CAS = [
    ("waits for a decision", ATTEND, "2025-02-04", [("nouvelle", "attend une décision depuis le 20/01/2025")]),
    ("not evaluated yet on that day", ATTEND, "2025-01-20", []),
    ("evaluated the day before", ATTEND, "2025-01-21", [("nouvelle", "attend une décision depuis le 20/01/2025")]),
    ("decided, to be reported on", ADMISE, "2025-03-04", [("suites", "décision du 04/02/2025 : admission")]),
    ("the meeting itself does not see its own decision", ADMISE, "2025-02-04", [("nouvelle", "attend une décision depuis le 20/01/2025")]),
    ("reported on: no more", SUIVIE, "2025-04-01", []),
    (
        "reported on with a new engagement: again",
        ADMISE + "- {le: 2025-03-04, type: examen, objet: suites, decision: poursuite, engagements: [{quoi: appeler, avant: 2025-03-20}]}\n",
        "2025-04-01",
        [("suites", "décision du 04/03/2025 : poursuite")],
    ),
    (
        "reported on, and something promised before is still going on",
        SUIVIE.replace("decision: admission", "decision: admission, engagements: [{quoi: appeler}, {quoi: écrire, fait: {le: 2025-02-20}}]"),
        "2025-04-01",
        [("suites", "1 engagement encore en cours")],
    ),
    ("ended since: told, not discussed", ADMISE + FIN, "2025-04-01", []),
    (
        "adjourned: a new situation again",
        ATTEND + "- {le: 2025-02-04, type: examen, objet: nouvelle, decision: ajournement}\n",
        "2025-03-04",
        [("nouvelle", "ajournée le 04/02/2025")],
    ),
    (
        "adjourned during the follow-up",
        SUIVIE + "- {le: 2025-04-01, type: examen, objet: reexamen, decision: ajournement}\n",
        "2025-05-06",
        [("reexamen", "ajournée le 01/04/2025")],
    ),
    ("refused: told, not discussed", ATTEND + "- {le: 2025-02-04, type: examen, decision: refus}\n", "2025-03-04", []),
    ("contract far from its end", SUIVIE + CONTRAT.replace("2025-02-10", "2025-03-10"), "2025-06-03", []),
    ("contract that ends before the next meeting", SUIVIE + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05"), "2025-07-15", [("renouvellement", "contrat n° 1 jusqu'au 09/08/2025")]),
    ("lapsed", SUIVIE + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05"), "2025-09-02", [("renouvellement", "contrat n° 1 jusqu'au 09/08/2025")]),
    (
        "renewed by an earlier meeting already: its feed-back",
        SUIVIE + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05") + "- {le: 2025-07-01, type: examen, objet: renouvellement, decision: renouvellement}\n",
        "2025-08-05",
        [("suites", "décision du 01/07/2025 : renouvellement")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("journal", "le", "attendu"), [c[1:] for c in CAS], ids=[c[0] for c in CAS])
def test_why_a_situation_is_on_the_agenda(journal: str, le: str, attendu: list[tuple[str, str]]) -> None:
    assert points(journal, le) == attendu


def test_a_system_whose_landlord_is_dispensed_from_the_cell_renews_without_it() -> None:
    d = dispositif(parcours={"avant": ["evaluation"]})
    assert points(ATTEND + CONTRAT, "2025-07-15", d=d) == []


def test_what_ended_since_the_last_meeting_is_told() -> None:
    registre = Registre(
        dispositif(), (situation(ADMISE + FIN),), reunions={"2025-03-04-cellule": reunion(CELLULE.replace("02-04", "03-04"))}
    )
    found = fins(registre, date(2025, 4, 1), "cellule", au=date(2025, 4, 1))
    assert [(s.id, day) for s, day in found] == [("ESSAI-2025-001", date(2025, 3, 10))]
    assert fins(registre, date(2025, 3, 4), "cellule", au=date(2025, 4, 1)) == []
    again = Registre(
        registre.dispositif,
        registre.situations,
        reunions={**registre.reunions, "2025-04-01-cellule": reunion(CELLULE.replace("02-04", "04-01"))},
    )
    assert fins(again, date(2025, 5, 6), "cellule", au=date(2025, 5, 6)) == []


def test_a_copil_has_no_situation_of_its_own() -> None:
    registre = Registre(dispositif(), (situation(ATTEND),))
    assert agenda(registre, date(2025, 2, 4), "copil", au=date(2025, 2, 4)) == []


def test_who_convenes_is_who_asks() -> None:
    d = dispositif(parcours={"avant": ["evaluation", "cellule"], "convoque_par": ["hlm"]})
    [point] = agenda(Registre(d, (situation(ATTEND),)), date(2025, 2, 4), "cellule", au=date(2025, 2, 4))
    assert point.demandee_par == "hlm"


CELLULE = "{le: 2025-02-04, nature: cellule, participants: [{qui: ccas, presence: present}, {qui: stagiaire, presence: present}], heure: '14:00', ordre_du_jour: [{situation: ESSAI-2025-001, objet: nouvelle, demandee_par: ccas}]}"


def test_closing_a_meeting_decides_nothing_what_was_left_comes_back() -> None:
    early = ATTEND.replace("evaluation, stade: entree", "note")  # on the agenda by hand, before her evaluation
    registre = Registre(dispositif(), (situation(early),), reunions={"2025-02-04-cellule": reunion(CELLULE)})
    assert [p.situation for p in open_points(registre, "2025-02-04-cellule")] == ["ESSAI-2025-001"]
    [point] = agenda(registre, date(2025, 3, 4), "cellule", au=date(2025, 3, 1))
    assert (point.objet, point.motif, point.demandee_par) == ("nouvelle", "non décidée le 04/02/2025", "ccas")


def test_what_is_decided_is_the_examen_that_names_the_meeting() -> None:
    registre = Registre(dispositif(), (situation(ADMISE),), reunions={"2025-02-04-cellule": reunion(CELLULE)})
    found = decided(registre, "2025-02-04-cellule", "ESSAI-2025-001")
    assert found
    assert found.decision == "admission"
    assert open_points(registre, "2025-02-04-cellule") == []
    assert why(registre, "2025-02-04-cellule", au=date(2025, 6, 1)) == {"ESSAI-2025-001": "attend une décision depuis le 20/01/2025"}


def test_whoever_was_examined_without_standing_on_the_agenda_is_an_item_too() -> None:
    registre = Registre(dispositif(), (situation(ADMISE),), reunions={"2025-02-04-cellule": reunion("{le: 2025-02-04, nature: cellule}")})
    assert [(p.situation, p.objet) for p in points_of(registre, "2025-02-04-cellule")] == [("ESSAI-2025-001", "nouvelle")]
    assert points_of(registre, "2025-02-04-cellule")
    assert open_points(registre, "2025-02-04-cellule") == []


def test_a_new_meeting_takes_the_seats_of_the_last_one_and_asks_to_approve_its_minutes() -> None:
    registre = Registre(dispositif(), (situation(ADMISE),), reunions={"2025-02-04-cellule": reunion(CELLULE)})
    made = plan(registre, date(2025, 3, 4), "cellule", au=date(2025, 2, 20))
    assert [(p.qui, p.presence) for p in made.participants] == [("ccas", "invite")]  # the trainee has left
    assert made.approbation
    assert (made.approbation.reunion, made.heure) == ("2025-02-04-cellule", "14:00")
    assert [(p.situation, p.objet) for p in made.ordre_du_jour] == [("ESSAI-2025-001", "suites")]


def test_completing_an_agenda_keeps_what_stands_there_and_puts_the_rest_among_its_like() -> None:
    before = reunion(
        "{le: 2025-03-04, nature: cellule, ordre_du_jour: [{situation: ESSAI-2025-009, objet: reexamen}, {situation: ESSAI-2025-008, objet: nouvelle}]}"
    )
    registre = Registre(dispositif(), (situation(ADMISE),))
    after = complete(before, agenda(registre, date(2025, 3, 4), "cellule", au=date(2025, 3, 1)))
    assert [p.situation for p in after.ordre_du_jour] == ["ESSAI-2025-001", "ESSAI-2025-009", "ESSAI-2025-008"]
    assert complete(after, agenda(registre, date(2025, 3, 4), "cellule", au=date(2025, 3, 1))) == after


def test_presences_change_those_who_are_there_and_seat_those_who_come() -> None:
    after = attend(reunion(CELLULE), [("ccas", "excuse"), ("hlm", "present")])
    assert [(p.qui, p.presence) for p in after.participants] == [("ccas", "excuse"), ("stagiaire", "present"), ("hlm", "present")]


def test_the_feed_back_says_what_was_promised_and_what_has_happened_since() -> None:
    promised = (
        "engagements: [{quoi: a, fait: {le: 2025-02-10}}, {quoi: b, avant: 2025-02-28}, {quoi: c, avant: 2025-03-10}, "
        "{quoi: d, abandon: {le: 2025-02-12, motif: inutile}}]"
    )
    journal = ADMISE.replace("decision: admission", f"decision: admission, {promised}") + (
        "- {le: 2025-02-10, type: visite, lieu: domicile, resultat: rencontre}\n- {le: 2025-03-04, type: note}\n"
    )
    found = retour(situation(journal), date(2025, 3, 4))
    assert found
    assert [(e.quoi, str(state)) for e, state in found.engagements] == [
        ("a", "fait"),
        ("b", "en retard"),
        ("c", "en cours"),
        ("d", "abandonné"),
    ]
    assert [v.le for v in found.visites] == [date(2025, 2, 10)]
    assert retour(situation(ATTEND), date(2025, 3, 4)) is None


def test_the_feed_back_does_not_forget_what_was_promised_before_the_last_meeting() -> None:
    promised = "engagements: [{quoi: a, avant: 2025-02-28}, {quoi: b, fait: {le: 2025-02-10}}]"
    journal = SUIVIE.replace("decision: admission", f"decision: admission, {promised}").replace(
        "decision: poursuite", "decision: poursuite, engagements: [{quoi: c}]"
    )
    found = retour(situation(journal), date(2025, 4, 1))
    assert found
    assert [(e.quoi, str(state)) for e, state in found.engagements] == [("a", "en retard"), ("c", "en cours")]


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("fait: {le: 2025-03-20, resultat: signé}", [("a", "fait")]),
        ("fait: {le: 2025-04-01}", [("a", "fait")]),
        ("abandon: {le: 2025-03-05, motif: inutile}", [("a", "abandonné")]),
        ("fait: {le: 2025-03-04}", []),
        ("fait: {le: 2025-02-10}", []),
    ],
    ids=["since", "at this very meeting", "given up since", "told at the last one", "told then too"],
)
def test_an_older_promise_is_told_once_more_when_it_ends(ending: str, told: list[tuple[str, str]]) -> None:
    """Promised on 4 February, still going on at the meeting of 4 March: that of 1 April says how it ended."""
    journal = SUIVIE.replace("decision: admission", f"decision: admission, engagements: [{{quoi: a, {ending}}}]")
    found = retour(situation(journal), date(2025, 4, 1))
    assert found
    assert [(e.quoi, str(state)) for e, state in found.engagements] == told


def test_the_agenda_never_names_a_situation_twice() -> None:
    both = (
        SUIVIE
        + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05")
        + "- {le: 2025-07-01, type: examen, objet: reexamen, decision: poursuite}\n"
    )
    assert [o for o, _ in points(both, "2025-08-05")] == ["renouvellement"]
    assert points(both, "2025-08-05")[0][1] == "contrat n° 1 jusqu'au 09/08/2025 ; suites : décision du 01/07/2025 : poursuite"


def test_situations_are_sorted_by_what_they_are_there_for() -> None:
    def named(journal: str, number: int) -> Situation:
        return situation(journal, f"ESSAI-2025-{number:03}")

    registre = Registre(
        dispositif(), (named(ATTEND, 1), named(ADMISE, 2), named(SUIVIE + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05"), 3))
    )
    found = agenda(registre, date(2025, 7, 15), "cellule", au=date(2025, 7, 1))
    assert [(p.objet, p.situation[-3:]) for p in found] == [("suites", "002"), ("renouvellement", "003"), ("nouvelle", "001")]


# --- two meetings to come -----------------------------------------------------------------------------

EN_MARS = "{le: 2025-03-04, nature: cellule, ordre_du_jour: [{situation: ESSAI-2025-001, objet: nouvelle}]}"


def two_meetings(journal: str = ATTEND) -> Registre:
    return Registre(dispositif(), (situation(journal),), reunions={"2025-03-04-cellule": reunion(EN_MARS)})


def test_what_an_earlier_meeting_is_still_to_look_at_is_left_to_it() -> None:
    registre = two_meetings()
    assert agenda(registre, date(2025, 4, 1), "cellule", au=date(2025, 2, 20)) == []
    assert agenda(registre, date(2025, 4, 1), "cellule", au=date(2025, 3, 4)) == []  # its day has come: it may still decide
    assert [p.motif for p in agenda(registre, date(2025, 3, 4), "cellule", au=date(2025, 2, 20))] == [
        "attend une décision depuis le 20/01/2025"
    ]


def test_what_it_did_not_decide_comes_back_and_what_it_did_is_reported_on() -> None:
    assert [p.objet for p in agenda(two_meetings(), date(2025, 4, 1), "cellule", au=date(2025, 3, 5))] == ["nouvelle"]
    decision = ATTEND + "- {le: 2025-03-04, type: examen, objet: nouvelle, reunion: 2025-03-04-cellule, decision: admission}\n"
    assert [p.objet for p in agenda(two_meetings(decision), date(2025, 4, 1), "cellule", au=date(2025, 3, 5))] == ["suites"]


def test_standing_on_both_agendas_is_said() -> None:
    registre = two_meetings()
    both = Registre(
        registre.dispositif, registre.situations, {**registre.reunions, "2025-04-01-cellule": reunion(EN_MARS.replace("03-04", "04-01"))}
    )
    said = why(both, "2025-04-01-cellule", au=date(2025, 2, 20))
    assert said == {"ESSAI-2025-001": "attend une décision depuis le 20/01/2025 ; déjà à l'ordre du jour du 04/03/2025"}


# --- changing an agenda by hand -----------------------------------------------------------------------

TROIS = "{le: 2025-03-04, nature: cellule, ordre_du_jour: [{situation: ESSAI-2025-001, objet: suites}, {situation: ESSAI-2025-002, objet: nouvelle}, {situation: ESSAI-2025-003, objet: nouvelle}], points: [{libelle: un}, {libelle: deux}]}"


def order(r: Reunion) -> list[str]:
    return [p.situation[-1] for p in r.ordre_du_jour]


def test_what_is_taken_off_by_hand_stays_off_until_it_is_put_back() -> None:
    registre = Registre(dispositif(), (situation(ATTEND),))
    found = agenda(registre, date(2025, 3, 4), "cellule", au=date(2025, 3, 1))
    first = complete(reunion("{le: 2025-03-04, nature: cellule}"), found)
    gone = remove_point(first, "ESSAI-2025-001", date(2025, 3, 2), "absente ce jour-là")
    assert [(r.situation, r.motif) for r in gone.retires] == [("ESSAI-2025-001", "absente ce jour-là")]
    assert complete(gone, found) == gone
    back = add_point(gone, PointOrdreDuJour(situation="ESSAI-2025-001", objet="nouvelle"))
    assert (order(back), back.retires) == (["1"], ())
    with pytest.raises(Refus, match="déjà à l'ordre du jour"):
        add_point(back, PointOrdreDuJour(situation="ESSAI-2025-001"))
    with pytest.raises(UsageError, match="n'est pas à l'ordre du jour"):
        remove_point(gone, "ESSAI-2025-001", date(2025, 3, 2))


@pytest.mark.parametrize(("rang", "attendu"), [(1, "312"), (2, "132"), (3, "123"), (None, "123")])
def test_an_item_goes_where_one_puts_it_and_a_new_one_goes_among_its_like(rang: int | None, attendu: str) -> None:
    moved = change_point(reunion(TROIS), "ESSAI-2025-003", {}, rang)
    assert "".join(order(moved)) == attendu
    added = add_point(moved, PointOrdreDuJour(situation="ESSAI-2025-009", objet="reexamen"))
    assert "".join(order(added)) == attendu + "9"


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="pas de place 4"):
        change_point(reunion(TROIS), "ESSAI-2025-003", {}, 4)
    with pytest.raises(UsageError, match="pas d'autre point p3"):
        remove_libre(reunion(TROIS), 3)


def test_the_guests_of_an_item_and_the_other_points() -> None:
    r = change_point(reunion(TROIS), "ESSAI-2025-002", {"invites": ["ccas", "hlm"], "objet": "suites"})
    assert (r.ordre_du_jour[1].invites, r.ordre_du_jour[1].objet) == (("ccas", "hlm"), "suites")
    r = change_libre(add_libre(r, "trois"), 3, {"compte_rendu": "Dit."}, 1)
    assert [(p.libelle, p.compte_rendu) for p in r.points] == [("trois", "Dit."), ("un", None), ("deux", None)]
    assert [p.libelle for p in remove_libre(r, 2).points] == ["trois", "deux"]


OBJETS = [
    ("waits for a decision", ATTEND, "nouvelle"),
    ("never examined, and not waiting", ATTEND.replace("evaluation, stade: entree", "note"), "nouvelle"),
    ("a decision stands", SUIVIE, "suites"),
    ("its contract ends", SUIVIE + CONTRAT.replace("le: 2025-02-10", "le: 2025-03-05"), "renouvellement"),
    ("adjourned, then accompanied", SUIVIE + "- {le: 2025-04-01, type: examen, objet: reexamen, decision: ajournement}\n", "reexamen"),
    ("ended", ADMISE + FIN, "reexamen"),
]


@pytest.mark.parametrize(("journal", "objet"), [c[1:] for c in OBJETS], ids=[c[0] for c in OBJETS])
def test_what_a_situation_added_by_hand_is_there_for(journal: str, objet: str) -> None:
    registre = Registre(dispositif(), (situation(journal),), reunions={"2025-07-15-cellule": reunion("{le: 2025-07-15, nature: cellule}")})
    assert objet_for(registre, "ESSAI-2025-001", "2025-07-15-cellule", au=date(2025, 7, 15)) == objet


# --- who may pass, what is still promised -------------------------------------------------------------


@pytest.mark.parametrize(
    ("accord", "passe"),
    [
        ("", False),
        ("{le: 2025-01-25, type: accord, objet: accompagnement, reponse: oui}", True),
        ("{le: 2025-01-25, type: accord, objet: partage, reponse: oui, avec: [ccas]}", True),
        ("{le: 2025-01-25, type: accord, objet: visite, reponse: oui}", False),
        ("{le: 2025-01-25, type: accord, objet: accompagnement, reponse: non}", False),
        ("{le: 2025-02-05, type: accord, objet: accompagnement, reponse: oui}", False),
    ],
    ids=["nothing", "to be accompanied", "to share", "a visit only", "no", "the day after"],
)
def test_a_situation_passes_with_the_persons_accord(accord: str, passe: bool) -> None:  # noqa: FBT001
    assert may_pass(situation(ATTEND + (f"- {accord}\n" if accord else "")), date(2025, 2, 4)) is passe


def test_what_is_still_promised_is_what_neither_was_done_nor_given_up() -> None:
    promised = (
        "engagements: [{quoi: a, fait: {le: 2025-02-10}}, {quoi: b}, {quoi: c, abandon: {le: 2025-02-12, motif: inutile}}, {quoi: d}]"
    )
    s = situation(
        ADMISE.replace("decision: admission", f"decision: admission, {promised}").replace(
            "- {le: 2025-02-04,", "- {ref: mx2c9d, le: 2025-02-04,"
        )
    )
    assert [(ref, e.quoi) for ref, e in open_engagements(s, date(2025, 3, 4))] == [("mx2c9d.2", "b"), ("mx2c9d.4", "d")]
    assert open_engagements(s, date(2025, 2, 4)) == []
