"""What is asked once for a moment of a situation is true on each of its days: what it says, and whether a perimeter has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.dispositif import Dispositif
from alp.core.indicateurs.etude import etude
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import read_periode
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.store.lecture import read_registre
from alp.store.modeles import example, examples
from tests.conftest import dispositif
from tests.strategies import JOURS, REGLES, situations

DISPOSITIFS = [dispositif(r) for r in REGLES]
CAS = st.sampled_from(DISPOSITIFS).flatmap(lambda d: st.tuples(st.just(d), situations(d)))
TOUT = read_periode("2000-01-01..2099-12-31")
MARS, MAI = date(2026, 3, 10), date(2026, 5, 20)
"""A convention that begins and ends within a year."""
DITES = [v for v in VENTILATIONS.values() if v.of]


def check_moments(registre: Registre, *days: date) -> None:
    for au in ("entree", "fin_periode"):
        ages = registre.dispositif.tranches_age.model_copy(update={"au": au, "bornes": (25, 45, 65)})
        seen = etude(Registre(registre.dispositif.model_copy(update={"tranches_age": ages}), registre.situations), TOUT)
        for fil in seen.tous:
            for le in days or {e.le for e in fil.vivantes}:
                debut = fil.moments[le].debut
                assert debut <= le
                for v in DITES:
                    assert v.of is not None
                    assert v.of(seen, fil, le) == v.of(seen, fil, debut), (v.code, au, fil.id, le)


@given(CAS, JOURS)
def test_any_day_is_told_as_the_first_of_its_moment(cas: tuple[Dispositif, Situation], le: date) -> None:
    check_moments(Registre(cas[0], (cas[1],)), le)


@pytest.mark.parametrize("nom", examples())
def test_so_are_the_days_of_the_examples(nom: str) -> None:
    check_moments(read_registre(example(nom)).registre)


@pytest.mark.parametrize("nom", examples())
def test_a_perimeter_answers_for_a_day_what_it_answered_for_the_moment(nom: str) -> None:
    read = read_registre(example(nom)).registre
    cut = [
        f.model_copy(update={"conventions": tuple(c.model_copy(update={"du": MARS, "au": MAI}) for c in f.conventions)})
        for f in read.dispositif.financeurs
    ]
    for financeur in (*read.dispositif.financeurs, *cut):
        seen = etude(read, TOUT, financeur)
        for fil in seen.tous:
            for le in sorted({*(e.le for e in fil.vivantes), MARS, MAI, MAI + timedelta(days=1)}):
                for axes in (None, (), *((a.code,) for a in read.dispositif.axes)):
                    found = seen.cadre.admits(fil, le, axes)
                    assert fil.moments[le].admis.setdefault(axes, found) is found, (financeur.code, fil.id, le, axes)
