"""A meeting from its agenda to the decisions told, as the secretary types it."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import ACACIA, Poste
from tests.cli.test_terminal import BAS, ENTREE, Terminal, ouvre, terminaux  # noqa: F401 - a fixture

PLAN = "meeting plan 20/11/2026"
NOM = "2026-11-20-cellule"


def prepare(poste: Poste) -> str:
    """Acacia has been evaluated: she waits for the cell."""
    poste("add acacia accord --objet accompagnement --reponse oui --le 17/11/2026")
    poste("add acacia evaluation --stade entree --le 18/11/2026 --synthese 'Volets fermés depuis juin.'")
    return poste(PLAN)


def test_the_agenda_says_why_each_one_is_there_and_is_one_commit(poste: Poste) -> None:
    said = prepare(poste)
    assert f"Réunion préparée : reunions/{NOM}.yaml" in said
    assert "attend une décision depuis le 18/11/2026" in said
    points = poste.json(f"meeting show {NOM}")["ordre_du_jour"]
    assert [(p["situation"], p["objet"]) for p in points] == [("ESSAI-2026-001", "renouvellement"), ("ESSAI-2026-002", "nouvelle")]
    assert poste.sujets()[0] == f"Réunion {NOM} : ordre du jour"
    assert poste.json(f"meeting show {NOM}")["approbation"] == {"reunion": "2026-05-12-cellule"}


def test_planning_again_adds_what_is_lacking_and_takes_nothing_away(poste: Poste) -> None:
    poste(PLAN)
    assert "L'ordre du jour est complet." in poste(PLAN)
    poste("add acacia evaluation --stade entree --le 18/11/2026")
    assert "Ajouté à l'ordre du jour : ESSAI-2026-002" in poste(PLAN)
    assert "2026-11-20" in poste("meeting list")


def test_points_are_added_and_removed_and_a_meeting_is_postponed(poste: Poste) -> None:
    poste(PLAN)
    assert "demandée par CCAS de Chartres" in poste(f"meeting add {NOM} acacia --objet reexamen --demandee-par ccas")
    assert "déjà à l'ordre du jour" in poste(f"meeting add {NOM} acacia", sortie=3)
    assert "• Bilan de l'été" in poste(f'meeting add {NOM} --point "Bilan de l\'été"')
    assert "ESSAI-2026-002" not in poste(f"meeting remove {NOM} acacia")
    assert "n'est pas à l'ordre du jour" in poste(f"meeting remove {NOM} acacia", sortie=2)
    assert "27/11/2026" in poste("meeting move 20/11/2026 27/11/2026")
    assert poste.json(f"meeting show {NOM}")["le"] == "2026-11-27"  # its name stays
    assert "Il manque" not in poste("meeting show prochaine")


def test_who_is_there(poste: Poste) -> None:
    poste(PLAN)
    said = poste(f"meeting attend {NOM} ccas hlm=excuse")
    assert "Présent : CCAS de Chartres" in said or "Présents : " in said
    assert "Excusé : Habitat d'essai" in said
    assert "n'est pas dans la liste" in poste(f"meeting attend {NOM} fantome", sortie=2)
    assert "Qui est là ?" in poste(f"meeting attend {NOM}", sortie=2)


def test_a_decision_names_the_meeting_and_is_told(poste: Poste) -> None:
    prepare(poste)
    said = poste(
        f"meeting decide {NOM} acacia --decision admission --strategie 'Passer le matin.' --engagements 'rappeler la sœur | ccas | 04/12/2026'"
    )
    assert "Étape : accompagnement" in said
    examen = poste.journal(ACACIA)[-1]
    assert examen.items() >= {"type": "examen", "le": "2026-11-20", "reunion": NOM, "objet": "nouvelle", "decision": "admission"}.items()
    assert "est déjà décidée" in poste(f"meeting decide {NOM} acacia --decision refus", sortie=3)
    assert "a déjà été examinée" in poste(f"meeting remove {NOM} acacia --no-input", sortie=3)
    assert "à dire" in poste(f"meeting notify {NOM}")
    poste(f"meeting notify {NOM} acacia --a ccas --canal courriel")
    assert "CCAS de Chartres" in poste(f"meeting notify {NOM}")
    assert poste.journal(ACACIA)[-1]["notifications"] == [{"a": "ccas", "le": "2026-11-20", "canal": "courriel"}]


def test_nothing_is_decided_before_its_day_nor_off_the_agenda(poste: Poste) -> None:
    poste("meeting plan 01/12/2026")
    poste("meeting add prochaine acacia")
    assert "rien ne peut y être décidé avant" in poste("meeting decide prochaine acacia --decision refus", sortie=3)
    poste(PLAN)
    assert "n'est pas à l'ordre du jour" in poste(f"meeting decide {NOM} acacia --decision refus", sortie=2)
    assert "n'a pas encore été décidée" in poste(f"meeting notify {NOM} tilleul", sortie=3)
    assert "aucune réunion" in poste("meeting show 03/03/2026", sortie=2)
    assert "Cette commande demande un terminal" in poste(f"meeting run {NOM}", sortie=2)


def test_what_was_not_decided_comes_back_on_the_next_agenda(poste: Poste) -> None:
    poste("meeting plan 18/11/2026")
    poste("meeting add 18/11/2026 acacia")
    assert "non décidée le 18/11/2026" in poste(PLAN)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_a_meeting_is_walked_stopped_and_taken_up_again(poste: Poste, terminaux: list[Terminal]) -> None:  # noqa: F811
    prepare(poste)
    t = ouvre(terminaux, poste, "meeting run")
    t("ESSAI-2026-001 : que fait-on ?", BAS + BAS + ENTREE)
    assert t.fin() == 0, t.texte
    assert "Depuis la décision du 12/05/2026 (admission)" in t.texte
    assert "2 situations à décider." in t.texte
    t = ouvre(terminaux, poste, "meeting run")
    t("ESSAI-2026-001 : que fait-on ?", BAS + ENTREE)
    t("ESSAI-2026-002 : que fait-on ?")
    t.passe("Qui, de l'équipe ?", "Qui présente ?")
    t("Quelle décision ?")
    t.passe("Quelle stratégie ?", "Qui s'engage à quoi ?", "Que noter ?", "Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert "1 situation à décider." in t.texte
    assert poste.json(f"meeting show {NOM}")["ordre_du_jour"][1]["decision"] == "admission"
    assert poste.sujets()[0] == "ESSAI-2026-002 : examen du 20/11/2026, admission"
