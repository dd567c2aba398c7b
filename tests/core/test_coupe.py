"""The cut, and the identities that hold for any journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from alp.core.contrat import chaine
from alp.core.controles import check
from alp.core.coupe import cut, cut_situation
from alp.core.dispositif import Dispositif
from alp.core.echeances import due
from alp.core.entrees import TYPES, Commun
from alp.core.objets import Annulation, Vu
from alp.core.parcours import SUIVIES, etape_of, walk
from alp.core.registre import Registre
from alp.core.situation import Situation
from tests.conftest import action, dispositif, reunion, situation
from tests.strategies import JOURS, REGLES, situations

DISPOSITIFS = [dispositif(r) for r in REGLES]
CAS = st.sampled_from(DISPOSITIFS).flatmap(lambda d: st.tuples(st.just(d), situations(d)))


def dates(value: Any, name: str = "") -> list[date]:
    """Every date of a thing that happened, at any depth, found without alp."""
    if isinstance(value, BaseModel):
        return [d for key in type(value).model_fields for d in dates(getattr(value, key), key)]
    if isinstance(value, tuple):
        return [d for item in value for d in dates(item, name)]
    return [value] if isinstance(value, date) and (name == "le" or name.endswith("_le")) else []


@given(CAS, JOURS, JOURS)
def test_cutting_twice_is_cutting_at_the_earlier_day(cas: tuple[Dispositif, Situation], a: date, b: date) -> None:
    registre = Registre(cas[0], (cas[1],))
    assert registre.au(max(a, b)).au(min(a, b)) == registre.au(min(a, b))


@given(CAS, JOURS)
def test_nothing_later_is_left_at_any_depth(cas: tuple[Dispositif, Situation], le: date) -> None:
    cut = cut_situation(cas[1], le)
    assert all(d <= le for d in dates(cut))
    left = [e.ref for e in cas[1].journal if e.le <= le and not (e.annulee and e.annulee.le > le)]
    assert [e.ref for e in cut.journal] == left if cut else not left


@given(CAS)
def test_cutting_in_the_far_future_changes_nothing(cas: tuple[Dispositif, Situation]) -> None:
    assert cut_situation(cas[1], date(2099, 1, 1)) is cas[1]


@given(CAS)
def test_a_fold_never_leaves_the_table(cas: tuple[Dispositif, Situation]) -> None:
    assert all(p.permis for p in walk(cas[1], cas[0]))


def stock(ss: list[Situation], d: Dispositif, le: date) -> int:
    """The situations followed at the end of a day."""
    cuts = [cut for s in ss if (cut := cut_situation(s, le))]
    return sum(etape_of(cut, d) in SUIVIES for cut in cuts)


@given(st.sampled_from(DISPOSITIFS).flatmap(lambda d: st.tuples(st.just(d), st.lists(situations(d), max_size=4))), JOURS, JOURS)
def test_start_plus_entries_is_end_plus_exits(cas: tuple[Dispositif, list[Situation]], a: date, b: date) -> None:
    """A cancelled entry counts as if it had never been, whatever the day of its cancellation."""
    d, ss = cas
    du, au = min(a, b), max(a, b)
    pas = [p for s in ss for p in walk(s, d) if du < p.entree.le <= au]
    assert stock(ss, d, du) + sum(p.is_entree for p in pas) == stock(ss, d, au) + sum(p.is_sortie for p in pas)


@given(CAS, JOURS)
def test_every_question_has_an_answer_on_every_day(cas: tuple[Dispositif, Situation], le: date) -> None:
    """Nothing raises, and what is due names entries that exist."""
    registre = Registre(cas[0], (cas[1],)).au(le)
    refs = {e.ref for s in registre.situations for e in s.journal}
    assert {e.ref.split(".")[0] for e in due(registre, au=le) if e.ref} <= refs
    assert not {p.code for p in check(registre, au=le)} & {"E204", "E205", "E206"}
    for s in registre.situations:
        periodes = chaine(s, cas[0])
        assert all(p.rang >= 1 and (p.terme is None or p.terme >= p.debut + timedelta(days=26)) for p in periodes)


@pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES)
def test_every_day_that_an_entry_may_bear_is_cut(type_: type[Commun]) -> None:
    before, day, after = date(2025, 1, 1), date(2025, 6, 1), date(2026, 1, 1)
    days: dict[str, Any] = {name: after for name in type_.model_fields if name.endswith("_le")}
    looked = tuple(Vu(code="A301", motif="entendu", le=le) for le in (before, after))
    whole: dict[str, Any] = {"ref": "bbbbbb", "le": before, "annulee": Annulation(le=after, motif="erreur"), "vu": looked}
    left = cut(type_.model_construct(**whole, **days), day)
    assert {name: getattr(left, name) for name in days} == dict.fromkeys(days)
    assert (left.annulee, [v.le for v in left.vu]) == (None, [before])


JOURNAL = """
- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas, information_le: 2025-02-01}
- {ref: cccccc, le: 2025-01-07, type: recevabilite, decision: recevable, reponse: {le: 2025-01-20, a: ccas}}
- ref: dddddd
  le: 2025-01-08
  type: examen
  decision: ajournement
  engagements:
    - {quoi: visiter, avant: 2025-12-01, fait: {le: 2025-03-01, resultat: vue}}
  notifications: [{a: ccas, le: 2025-01-09}, {a: personne, le: 2025-02-09}]
- {ref: ffffff, le: 2025-01-10, type: note, annulee: {le: 2025-02-10, motif: erreur}}
- {ref: gggggg, le: 2025-03-01, type: note}
"""


def test_what_was_true_in_january() -> None:
    """What happened later is gone whole, and so is what was cancelled later; the plan (`avant`) stays."""
    cut = cut_situation(situation(JOURNAL), date(2025, 1, 31))
    assert cut is not None
    saisine, recevabilite, examen = cut.journal
    assert saisine.model_dump()["information_le"] is None
    assert recevabilite.model_dump()["reponse"]["le"] == date(2025, 1, 20)
    assert examen.model_dump()["engagements"][0]["fait"] is None
    assert examen.model_dump()["engagements"][0]["avant"] == date(2025, 12, 1)
    assert [n["a"] for n in examen.model_dump()["notifications"]] == ["ccas"]


@pytest.mark.parametrize(("le", "left"), [("2025-01-05", 0), ("2025-01-06", 1), ("2025-01-07", 1)])
def test_a_situation_begins_on_the_day_of_its_saisine(le: str, left: int) -> None:
    assert len(Registre(dispositif(), (situation(JOURNAL),)).au(date.fromisoformat(le)).situations) == left


def test_meetings_actions_and_care_notes_are_cut_too() -> None:
    registre = Registre(
        dispositif(),
        (situation(JOURNAL),),
        {
            "2025-01-10-cellule": reunion("{le: 2025-01-10, nature: cellule}"),
            "2025-03-10-cellule": reunion("{le: 2025-03-10, nature: cellule}"),
        },
        {"2025-01-11-atelier": action("{le: 2025-01-11, nature: atelier}")},
        {"ESSAI-2025-001": {"ffffff": "Pansement.", "gggggg": "Refait."}},
    )
    cut = registre.au(date(2025, 1, 10))
    assert (list(cut.reunions), list(cut.actions)) == (["2025-01-10-cellule"], [])
    assert cut.soins == {"ESSAI-2025-001": {"ffffff": "Pansement."}}
    assert registre.au(date(2024, 1, 1)).soins == {}
