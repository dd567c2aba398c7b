"""Which kind of report is made: the one named, the one of the convention, else by its length."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.dispositif import Convention, RapportDu
from alp.core.erreurs import UsageError
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import read_periode
from alp.core.preparation.rapports import title
from alp.core.rapport.modeles import DEMANDES, MODELES, Modele, find_modele, only

DU = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("periode", "nom"),
    [
        ("2026-10", "rapport_mensuel"),
        ("2026-T3", "rapport_semestriel"),
        ("2026-S1", "rapport_semestriel"),
        ("2026", "rapport_annuel"),
        ("2026-01-01..2026-02-11", "rapport_semestriel"),
    ],
)
def test_a_period_has_its_usual_model(periode: str, nom: str) -> None:
    assert find_modele(None, read_periode(periode)).nom == nom


@pytest.mark.parametrize(
    ("periode", "titre"),
    [
        ("2026-10", "Rapport mensuel"),
        ("2026-T3", "Rapport trimestriel"),
        ("2026-S1", "Rapport semestriel"),
        ("2026", "Rapport d'activité"),
        ("2026-01-01..2026-02-11", "Rapport d'activité"),
    ],
)
def test_its_title_says_how_long_the_period_is(periode: str, titre: str) -> None:
    assert title(find_modele(None, read_periode(periode)), read_periode(periode)) == titre


def test_a_convention_names_the_model_for_its_periods_and_a_word_typed_goes_first() -> None:
    agreed = (Convention(du=DU, rapport=(RapportDu(chaque="mois", modele="rapport_copil"),)),)
    assert find_modele(None, read_periode("2026-10"), agreed).nom == "rapport_copil"
    assert find_modele(None, read_periode("2026"), agreed).nom == "rapport_annuel"
    assert find_modele("mensuel", read_periode("2026-10"), agreed).nom == "rapport_mensuel"


def test_an_association_s_own_template_tells_what_the_length_of_the_period_asks() -> None:
    found = find_modele("rapport-ars", read_periode("2026-10"), (), ["rapport_ars"])
    assert (found.nom, found.chapitres) == ("rapport_ars", MODELES["rapport_mensuel"].chapitres)
    with pytest.raises(UsageError, match="n'est pas un modèle de rapport"):
        find_modele("rapport-ars", read_periode("2026-10"))


def test_a_funder_s_own_list_is_told_in_its_chapters_and_the_rest_at_the_end() -> None:
    agreed = (Convention(du=DU, rapport=(RapportDu(chaque="mois", indicateurs=("saisines", "visites", "places")),)),)
    found = find_modele(None, read_periode("2026-10"), agreed)
    assert [(ch.titre, ch.chiffres) for ch in found.chapitres] == [
        ("Ce qui est demandé", ("saisines",)), ("Ce qui a été fait", ("visites",)), (DEMANDES, ("places",)),
    ]  # fmt: skip
    assert found.codes == ("saisines", "visites", "places")


def test_a_list_keeps_breakdowns_curves_and_texts_of_what_it_names() -> None:
    found = only(MODELES["rapport_annuel"], ("saisines",))
    assert set(found.codes) == {"saisines"}
    assert {d.axe for ch in found.chapitres for d in ch.details} == {"type_origine", "recevabilite"}
    assert "perspectives" in found.textes


@pytest.mark.parametrize("modele", MODELES.values(), ids=lambda m: m.nom)
def test_a_model_names_indicators_and_breakdowns_that_exist_each_once(modele: Modele) -> None:
    assert set(modele.codes) <= set(PAR_CODE)
    assert all(d.axe in PAR_CODE[d.code].ventile and d.axe in VENTILATIONS for ch in modele.chapitres for d in ch.details)
    listed = [(d.code, d.axe) for ch in modele.chapitres for d in ch.details]
    assert len(listed) == len(set(listed))
    assert len({ch.titre for ch in modele.chapitres}) == len(modele.chapitres)
