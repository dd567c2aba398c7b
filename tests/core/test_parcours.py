"""The table of steps, written a second time by hand from the design (§4) and walked entirely."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core import codes
from alp.core.entrees import TYPES
from alp.core.erreurs import Refus
from alp.core.journal import amend, cancel, insert
from alp.core.parcours import Etape, Etat, allowed_sentence, allowed_types, etape_of, regles_for, step, walk
from alp.core.structure import read_entree
from tests.conftest import dispositif, entree, situation

# s e c a r x n: the step that follows; « = »: stays; « . »: refused.
LETTRES = dict(zip("secarxn", Etape, strict=True))
E, C = Etape.evaluation, Etape.cellule
VIDE: frozenset[Etape] = frozenset()

# Rows that are the same whatever the dispositif. Columns: before the saisine, then every step.
COMMUNES = """
                               -  s  e  c  a  r  x  n
saisine                        s  =  =  =  =  =  =  =
recevabilite:liste_attente     .  =  =  =  =  =  .  .
recevabilite:capacite_atteinte .  n  =  =  =  =  .  .
recevabilite:hors_territoire   .  n  =  =  =  =  .  .
recevabilite:hors_criteres     .  n  =  =  =  =  .  .
recevabilite:droit_commun      .  n  =  =  =  =  .  .
recevabilite:doublon           .  n  =  =  =  =  .  .
recevabilite:erreur            .  n  =  =  =  =  .  .
accord                         .  =  =  =  =  =  .  .
visite                         .  =  =  =  =  =  .  .
demarche                       .  =  =  =  =  =  .  .
evaluation:suivi               .  =  =  =  =  =  .  .
evaluation:sortie              .  =  =  =  =  =  .  .
examen:ajournement             .  =  =  =  =  =  .  .
examen:reorientation           .  n  n  n  =  =  .  .
examen:refus                   .  n  n  n  =  =  .  .
examen:poursuite               .  =  =  =  =  a  .  .
examen:renouvellement          .  =  =  =  =  a  .  .
examen:fin                     .  =  =  =  =  =  .  .
bilan                          .  .  .  .  =  =  .  .
orientation                    .  =  =  =  =  =  .  .
changement                     .  =  =  =  =  =  .  .
evenement                      .  =  =  =  =  =  .  .
relais                         .  .  .  .  r  .  .  .
sans_suite                     .  n  n  n  .  .  .  .
sortie                         .  .  .  .  x  x  .  .
nouvelles                      .  .  .  .  .  .  =  =
note                           .  =  =  =  =  =  =  =
"""

# Rows that depend on it; each setting says which steps are already done in its columns.
SELON = {
    "évaluation puis cellule (Chartres, Oise)": (
        "parcours: {avant: [evaluation, cellule], ouvre: cellule}",
        {"c": frozenset({E})},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  e  =  =  =  =  .  .
evaluation:entree              .  c  c  =  =  =  .  .
examen:admission               .  e  =  a  =  =  .  .
contrat                        .  .  .  .  =  a  .  .
reprise                        .  .  .  .  .  .  e  e
""",
    ),
    "cellule d'abord (Cantal)": (
        "parcours: {avant: [cellule, evaluation], cellule: toujours}",
        {"e": frozenset({C})},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  c  =  =  =  =  .  .
evaluation:entree              .  c  a  =  =  =  .  .
examen:admission               .  e  =  e  =  =  .  .
contrat                        .  .  .  .  =  a  .  .
reprise                        .  .  .  .  .  .  c  c
""",
    ),
    "le contrat ouvre, après évaluation et cellule (Calais), rien de fait": (
        "parcours: {avant: [evaluation, cellule], ouvre: contrat}",
        {"c": frozenset({E})},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  e  =  =  =  =  .  .
evaluation:entree              .  c  c  =  =  =  .  .
examen:admission               .  e  =  =  =  =  .  .
contrat                        .  .  .  .  =  a  .  .
reprise                        .  .  .  .  .  .  e  e
""",
    ),
    "le contrat ouvre, et tout ce qui précède est fait": (
        "parcours: {avant: [evaluation, cellule], ouvre: contrat}",
        {"s": frozenset({E, C}), "e": frozenset({E, C}), "c": frozenset({E, C})},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  =  =  =  =  =  .  .
evaluation:entree              .  =  =  =  =  =  .  .
examen:admission               .  =  =  =  =  =  .  .
contrat                        .  a  a  a  =  a  .  .
reprise                        .  .  .  .  .  .  e  e
""",
    ),
    "cellule facultative": (
        "parcours: {avant: [evaluation, cellule], cellule: facultative}",
        {"c": frozenset({E})},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  e  =  =  =  =  .  .
evaluation:entree              .  a  a  a  =  =  .  .
examen:admission               .  e  =  a  =  =  .  .
contrat                        .  .  .  .  =  a  .  .
reprise                        .  .  .  .  .  .  e  e
""",
    ),
    "un logement du bailleur dispensé de cellule": (
        "parcours: {avant: [cellule, evaluation], cellule: {sauf_bailleurs: [hlm]}}",
        {},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  e  =  =  =  =  .  .
evaluation:entree              .  a  a  a  =  =  .  .
examen:admission               .  e  =  e  =  =  .  .
contrat                        .  .  .  .  =  a  .  .
reprise                        .  .  .  .  .  .  e  e
""",
    ),
    "rien avant, et pas de contrat (Le Mans)": (
        "parcours: {avant: []}\ncontrat:",
        {},
        """
                               -  s  e  c  a  r  x  n
recevabilite:recevable         .  a  =  =  =  =  .  .
evaluation:entree              .  a  a  a  =  =  .  .
examen:admission               .  a  a  a  =  =  .  .
contrat                        .  .  .  .  .  .  .  .
reprise                        .  .  .  .  .  .  a  a
""",
    ),
}

MINIMUM = {
    "saisine": "origine: ccas", "accord": "objet: visite, reponse: oui", "visite": "lieu: domicile, resultat: rencontre",
    "contrat": "debut: 2025-01-01", "bilan": "proposition: renouveler", "evenement": "nature: chute",
    "sans_suite": "motif: injoignable", "sortie": "motif: relogement", "nouvelles": "source: proche", "reprise": "origine: proche",
}  # fmt: skip
DISCRIMINANT = {"recevabilite": "decision", "evaluation": "stade", "examen": "decision"}


def rows(table: str) -> list[tuple[str, list[str]]]:
    lines = [line.split() for line in table.strip("\n").splitlines()[1:]]
    return [(name, cells) for name, *cells in lines]


def cases() -> list[object]:
    return [
        pytest.param(name, kind, cells, id=f"{name} · {kind}")
        for name, (_, _, table) in SELON.items()
        for kind, cells in [*rows(COMMUNES), *rows(table)]
    ]


@pytest.mark.parametrize(("name", "kind", "cells"), cases())
def test_every_step_and_every_entry(name: str, kind: str, cells: list[str]) -> None:
    yaml, faites, _ = SELON[name]
    type_, _, value = kind.partition(":")
    champs = f"{DISCRIMINANT[type_]}: {value}" if value else MINIMUM.get(type_, "")
    one = entree(f"{{type: {type_}, {champs}}}")
    s = situation("- {le: 2025-01-01, type: saisine, origine: ccas}", logement={"bailleur": "hlm"})
    regles = regles_for(dispositif(yaml), s, one.le)
    for depart, wanted in zip("-secarxn", cells, strict=True):
        before = Etat(LETTRES.get(depart), faites.get(depart, VIDE))
        after = step(before, one, regles)
        expected = None if wanted == "." else before.etape if wanted == "=" else LETTRES[wanted]
        assert (after and after.etape) is expected, f"from {before.etape}"


def test_the_table_above_names_every_entry_and_every_code() -> None:
    named = {kind for kind, _ in [*rows(COMMUNES), *rows(SELON["cellule d'abord (Cantal)"][2])]}
    expected = set(TYPES) - set(DISCRIMINANT)
    expected |= {f"recevabilite:{code}" for code in codes.RECEVABILITES}
    expected |= {f"evaluation:{code}" for code in codes.STADES} | {f"examen:{code}" for code in codes.DECISIONS}
    assert named == expected


def test_a_dwelling_of_another_landlord_does_pass_the_cell() -> None:
    d = dispositif("parcours: {avant: [cellule, evaluation], cellule: {sauf_bailleurs: [hlm]}}")
    s = situation(
        """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-07, type: recevabilite, decision: recevable}
""",
        logement={"bailleur": "agence"},
    )
    assert etape_of(s, d) is Etape.cellule


def test_a_move_to_the_dispensing_landlord_changes_what_comes_before() -> None:
    d = dispositif("parcours: {avant: [cellule, evaluation], cellule: {sauf_bailleurs: [hlm]}}")
    s = situation(
        """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-08, type: changement, logement: {bailleur: hlm}}
- {le: 2025-01-09, type: recevabilite, decision: recevable}
""",
        logement={"bailleur": "agence"},
    )
    assert etape_of(s, d) is Etape.evaluation


def test_the_same_day_is_read_in_the_order_of_the_file() -> None:
    s = situation("""
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-06, type: recevabilite, decision: recevable}
- {le: 2025-01-06, type: evaluation, stade: entree}
- {le: 2025-01-06, type: examen, decision: admission}
""")
    assert [p.apres.etape for p in walk(s, dispositif())] == ["signalee", "evaluation", "cellule", "accompagnement"]


def test_what_is_offered_is_what_is_allowed() -> None:
    """`allowed_types` names a type exactly where some value of it would be accepted."""
    for yaml, faites, table in SELON.values():
        s = situation("- {le: 2025-01-01, type: saisine, origine: ccas}", logement={"bailleur": "hlm"})
        regles = regles_for(dispositif(yaml), s, date(2025, 1, 1))
        for depart, column in zip("-secarxn", range(8), strict=True):
            offered = allowed_types(Etat(LETTRES.get(depart), faites.get(depart, VIDE)), regles)
            accepted = {kind.partition(":")[0] for kind, cells in [*rows(COMMUNES), *rows(table)] if cells[column] != "."}
            assert set(offered) == accepted, (yaml, depart)


ENCOURS = """
- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}
- {ref: cccccc, le: 2025-01-07, type: recevabilite, decision: recevable}
- {ref: dddddd, le: 2025-01-20, type: evaluation, stade: entree}
- {ref: ffffff, le: 2025-02-03, type: examen, decision: admission}
- {ref: gggggg, le: 2025-02-10, type: contrat, debut: 2025-02-10, mois: 6}
"""


def test_an_entry_recorded_late_goes_to_its_day_last_of_that_day() -> None:
    after = insert(situation(ENCOURS), entree("{le: 2025-01-20, type: visite, lieu: domicile, resultat: rencontre}"), dispositif())
    assert [e.ref for e in after.journal] == ["bbbbbb", "cccccc", "dddddd", "zzzzzz", "ffffff", "gggggg"]


def test_a_second_exit_is_refused_with_what_is_possible() -> None:
    closed = insert(situation(ENCOURS), entree("{le: 2025-05-01, type: sortie, motif: relogement}"), dispositif())
    with pytest.raises(Refus) as refus:
        insert(closed, entree("{ref: kkkkkk, le: 2025-06-01, type: sortie, motif: deces}"), dispositif())
    assert "« close »" in refus.value.message
    assert refus.value.remede == "Possible à cette étape : saisine, nouvelles, reprise, note."


def test_a_refusal_backdated_before_the_admission_names_the_entry_that_no_longer_fits() -> None:
    with pytest.raises(Refus, match=r"Examen du 03/02/2025 \(ffffff\) ne serait plus possible") as refus:
        insert(situation(ENCOURS), entree("{le: 2025-02-01, type: examen, decision: refus}"), dispositif())
    assert "alp amend ESSAI-2025-001 ffffff" in refus.value.remede


def test_the_admission_cannot_be_cancelled_under_the_contract_that_rests_on_it() -> None:
    annulation = entree("{type: note, annulee: {le: 2025-03-01, motif: saisie deux fois}}").annulee
    assert annulation is not None
    with pytest.raises(Refus, match="gggggg"):
        cancel(situation(ENCOURS), "ffffff", annulation, dispositif())


def test_a_cancelled_entry_stays_and_is_ignored() -> None:
    annulation = entree("{type: note, annulee: {le: 2025-03-01, motif: saisie deux fois}}").annulee
    assert annulation is not None
    after = cancel(situation(ENCOURS), "gggggg", annulation, dispositif())
    assert len(after.journal) == 5
    assert [p.entree.ref for p in walk(after, dispositif())] == ["bbbbbb", "cccccc", "dddddd", "ffffff"]


def test_the_only_entry_cannot_be_cancelled() -> None:
    annulation = entree("{type: note, annulee: {le: 2025-03-01, motif: erreur}}").annulee
    assert annulation is not None
    with pytest.raises(Refus, match="seule entrée"):
        cancel(situation("- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}"), "bbbbbb", annulation, dispositif())


def test_a_corrected_day_moves_the_entry() -> None:
    after = amend(situation(ENCOURS), "ffffff", {"le": "2025-02-12"}, dispositif("parcours: {avant: [evaluation]}"))
    assert [e.ref for e in after.journal][-2:] == ["gggggg", "ffffff"]


def test_an_entry_that_was_already_refused_does_not_block_the_others() -> None:
    """A journal broken by hand can still be completed: only new refusals count."""
    broken = situation("""
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-07, type: sortie, motif: relogement}
""")
    after = insert(broken, entree("{le: 2025-02-01, type: visite, lieu: domicile, resultat: porte_close}"), dispositif())
    assert len(after.journal) == 3


def test_a_reprise_within_a_year_opens_again_and_not_a_day_later() -> None:
    closed = insert(situation(ENCOURS), entree("{ref: kkkkkk, le: 2025-05-10, type: sortie, motif: relogement}"), dispositif())
    again = insert(closed, entree("{le: 2026-05-10, type: reprise, origine: personne}"), dispositif())
    assert etape_of(again, dispositif()) is Etape.evaluation
    with pytest.raises(Refus, match="12 mois"):
        insert(closed, entree("{le: 2026-05-11, type: reprise, origine: personne}"), dispositif())


def test_the_sentence_of_what_is_possible_names_the_values_that_count() -> None:
    regles = regles_for(dispositif(), situation(ENCOURS), date(2025, 1, 1))
    assert allowed_sentence(Etat(), regles) == "saisine"
    assert "reprise" in allowed_sentence(Etat(Etape.close), regles)


def test_an_entry_of_no_known_type_is_a_finding_with_a_suggestion() -> None:
    read = read_entree({"ref": "bbbbbb", "le": "2025-01-01", "type": "visitte"})
    assert isinstance(read, list)
    assert [(f.code, f.champ, f.remede) for f in read] == [("E106", ("type",), "Vouliez-vous dire « visite » ?")]
