"""A proof beside the register: what moved is named once, what was only called otherwise is not said to have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alp.core.entrees import Visite
from alp.core.erreurs import AlpError
from alp.core.objets import Annulation
from alp.core.periode import read_periode
from alp.core.rapport.preuve import make_preuve, read_preuve, write_preuve
from alp.core.rapport.rapport import find_financeur, rapport
from alp.core.rapport.verdict import Cause, Verdict, compare, verify
from alp.core.registre import Registre
from alp.core.reunion import Reunion
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.store.lecture import read_registre
from alp.store.modeles import example

LE, OCTOBRE = date(2026, 11, 20), "2026-10"
CODES = ("visites", "file_active_stock", "file_active_flux", "saisines", "personnes_rencontrees", "heures", "situations_revues")


@cache
def chartres() -> Registre:
    return read_registre(example("alp28")).registre


def preuve(registre: Registre, periode: str = OCTOBRE) -> dict[str, Any]:
    made = make_preuve(rapport(registre, read_periode(periode), choix=CODES), le=LE, commit="", version="1")
    return read_preuve(write_preuve(made).decode())


@cache
def envoyee() -> Mapping[str, Any]:
    return preuve(chartres())


def verdict(registre: Registre) -> Verdict:
    return verify(envoyee(), registre, version="1")


def moved(found: Verdict) -> set[tuple[str, str | None, str | None]]:
    return {(gap.code, gap.avant, gap.apres) for gap in found.ecarts}


def visited(registre: Registre) -> tuple[Situation, Visite]:
    """A situation and a visit of hers on the spot, in October."""
    period = read_periode(OCTOBRE)
    return next(
        (s, e) for s in registre.situations for e in s.journal if isinstance(e, Visite) and e.le in period and e.resultat == "rencontre" and e.lieu == "domicile"
    )  # fmt: skip


def changed(registre: Registre, id_: str, **update: Any) -> Registre:
    return replace(registre, situations=tuple(s.model_copy(update=update) if s.id == id_ else s for s in registre.situations))


def without(registre: Registre, id_: str) -> Registre:
    return replace(registre, situations=tuple(s for s in registre.situations if s.id != id_))


# --- called otherwise ---------------------------------------------------------------------------------


def renamed(registre: Registre, names: Mapping[str, str], *, partout: bool) -> Registre:
    """The register where situations have another id; `partout`: wherever they are named, too."""

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(item) for key, item in value.items()}
        if isinstance(value, list):
            return [told(item) for item in value]
        return names.get(value, value) if partout and isinstance(value, str) else value

    def called(s: Situation) -> Situation:
        data = told(plain(s))
        former = (s.id, *s.anciens_ids) if s.id in names else s.anciens_ids
        return Situation.model_validate(data | {"id": names.get(s.id, s.id), "anciens_ids": list(former)})

    meetings = {key: Reunion.model_validate(told(plain(r))) for key, r in registre.reunions.items()}
    return replace(registre, situations=tuple(called(s) for s in registre.situations), reunions=meetings)


@settings(max_examples=6)
@given(st.data())
def test_a_situation_that_has_another_id_is_the_same_one(data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(sorted(s.id for s in chartres().situations)), min_size=1, max_size=4, unique=True))
    names = {id_: f"ALP28-{2030 - n}-{900 + n}" for n, id_ in enumerate(ids)}
    found = verdict(renamed(chartres(), names, partout=data.draw(st.booleans())))
    assert found == Verdict((), (), (), ())


def test_an_id_that_changed_twice_or_was_taken_back_is_still_hers() -> None:
    s, _ = visited(chartres())
    once = renamed(chartres(), {s.id: "ALP28-2030-900"}, partout=True)
    twice = renamed(once, {"ALP28-2030-900": "ALP28-2030-901"}, partout=True)
    assert verdict(twice).identique
    back = changed(chartres(), s.id, anciens_ids=("ALP28-2030-900", "ALP28-2030-901"))
    assert verify(preuve(twice), back, version="1").identique


def test_proofs_made_before_and_after_a_new_id_say_the_same_either_way() -> None:
    s, _ = visited(chartres())
    after = preuve(renamed(chartres(), {s.id: "ALP28-2030-900"}, partout=True))
    assert compare(envoyee(), after).identique
    assert compare(after, envoyee()).identique
    assert not [c for c in compare(envoyee(), after).causes if c.entier]


# --- another register, another day --------------------------------------------------------------------


def test_the_proof_of_another_register_is_refused() -> None:
    mans = read_registre(example("le-mans")).registre
    with pytest.raises(AlpError, match="autre registre : ALP28, et non LEMANS") as said:
        verify(envoyee(), mans, version="1")
    assert "alp -r DOSSIER report verify" in said.value.remede
    with pytest.raises(AlpError, match="deux registres : ALP28 et LEMANS"):
        compare(envoyee(), preuve(mans, "2017"))


def test_a_register_that_changed_its_sigle_is_still_itself() -> None:
    d = chartres().dispositif.model_copy(update={"sigle": "EURE28", "anciens_sigles": ("ALP28",)})
    assert verdict(replace(chartres(), dispositif=d)).identique


def test_the_proof_of_a_funder_that_was_taken_away_says_so() -> None:
    d = chartres().dispositif
    r = rapport(chartres(), read_periode(OCTOBRE), find_financeur(d, "ars"), choix=CODES)
    made = make_preuve(r, le=LE, commit="", version="1")
    left = replace(chartres(), dispositif=d.model_copy(update={"financeurs": tuple(f for f in d.financeurs if f.code != "ars")}))
    with pytest.raises(AlpError, match="« ars » de cette preuve n'est plus dans dispositif"):
        verify(made, left, version="1")
    assert verify(made, chartres(), version="1").identique


def test_a_proof_says_whose_it_is_and_on_which_day_it_was_made() -> None:
    assert envoyee()["registre"] == {"sigles": ["ALP28"], "anciens_ids": {}}
    assert envoyee()["rapport"]["le"] == "2026-11-20"


# --- what moved ---------------------------------------------------------------------------------------


def test_the_order_of_entries_in_a_file_is_no_change() -> None:
    s, _ = visited(chartres())
    assert verdict(changed(chartres(), s.id, journal=(s.journal[0], *reversed(s.journal[1:])))).identique


def test_a_situation_that_is_gone_is_said_once() -> None:
    s, _ = visited(chartres())
    found = verdict(without(chartres(), s.id))
    assert found.causes == (Cause(s.id, "", "retrait"),)
    assert {gap.causes for gap in found.ecarts} == {found.causes}
    back = compare(preuve(without(chartres(), s.id)), envoyee())
    assert back.causes == (Cause(s.id, "", "ajout"),)


def test_a_visit_cancelled_after_the_period_counts_no_more_and_is_named() -> None:
    s, visit = visited(chartres())
    mistake = visit.model_copy(update={"annulee": Annulation(le=date(2026, 11, 25), motif="autre personne")})
    found = verdict(changed(chartres(), s.id, journal=tuple(mistake if e is visit else e for e in s.journal)))
    before = envoyee()["indicateurs"]["visites"]["valeur"]
    assert ("visites", before, str(int(before) - 1)) in moved(found)
    assert found.causes == (Cause(s.id, visit.ref, "retrait"),)


def test_a_situation_of_which_every_entry_is_cancelled_is_no_situation() -> None:
    s, _ = visited(chartres())
    mistake = Annulation(le=date(2026, 11, 25), motif="autre personne")
    nothing = changed(chartres(), s.id, journal=tuple(e.model_copy(update={"annulee": mistake}) for e in s.journal))
    assert verdict(nothing) == verdict(without(chartres(), s.id))


def test_what_is_corrected_or_dated_after_the_period_moves_nothing() -> None:
    s, visit = visited(chartres())
    later = visit.model_copy(update={"ref": "bbbbbb", "le": date(2026, 11, 3)})
    assert verdict(changed(chartres(), s.id, journal=(*s.journal, later))) == Verdict((), (), (), ())


def test_two_files_that_name_each_other_count_each_person_once() -> None:
    """Each was seen in the visit of the other, whatever id the visit names her by: the visits stay two, the persons too."""
    period = read_periode(OCTOBRE)
    met = [
        (s, next(e for e in s.journal if isinstance(e, Visite) and e.le in period and e.resultat == "rencontre" and e.lieu == "domicile"))
        for s in chartres().situations
        if any(isinstance(e, Visite) and e.le in period and e.resultat == "rencontre" and e.lieu == "domicile" for e in s.journal)
    ][:2]
    (a, first), (b, second) = met
    seen = {a.id: (first, (b.id, "ALP28-2030-900", a.id)), b.id: (second, (a.id,))}
    registre = changed(chartres(), b.id, anciens_ids=("ALP28-2030-900",))
    for s in (a, b):
        visit, aussi = seen[s.id]
        registre = changed(registre, s.id, journal=tuple(e.model_copy(update={"aussi": aussi}) if e is visit else e for e in s.journal))
    found = verdict(registre)
    assert all(gap.avant == gap.apres for gap in found.ecarts)
    assert {(c.objet, c.ref) for c in found.causes} == {(a.id, first.ref), (b.id, second.ref)}


def test_a_correction_in_the_period_names_its_entry_alone() -> None:
    s, visit = visited(chartres())
    longer = visit.model_copy(update={"duree": (visit.duree or 0) + 30})
    found = verdict(changed(chartres(), s.id, journal=tuple(longer if e is visit else e for e in s.journal)))
    assert [gap.code for gap in found.ecarts] == ["heures"]
    assert found.causes == (Cause(s.id, visit.ref, "correction"),)


def test_a_breakdown_that_moves_alone_names_the_situations_behind_it() -> None:
    s, _ = visited(chartres())
    assert s.logement
    found = verdict(changed(chartres(), s.id, logement=s.logement.model_copy(update={"parc": "prive"})))
    assert all(gap.avant == gap.apres for gap in found.ecarts)
    assert {gap.causes for gap in found.ecarts} == {(Cause(s.id, "", "correction"),)}
    assert {"file_active_stock", "visites"} <= {gap.code for gap in found.ecarts}
