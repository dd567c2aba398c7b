"""A meeting from its agenda to the decisions told, as the secretary types it."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import ACACIA, Poste
from tests.cli.test_terminal import BAS, ENTREE, ESPACE, Terminal, ouvre, terminaux  # noqa: F401 - a fixture
from tools.terminal import Terminal as Ecran
from tools.terminal import read_reponses

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
    assert "Prochaine réunion : 18/12/2026" in poste(f"{PLAN} --prochaine 18/12/2026")
    poste("add acacia evaluation --stade entree --le 18/11/2026")
    assert "Ajouté à l'ordre du jour : ESSAI-2026-002" in poste(PLAN)
    assert "2026-11-20" in poste("meeting list")


def test_points_are_added_and_removed_and_a_meeting_is_postponed(poste: Poste) -> None:
    poste(PLAN)
    assert "demandée par CCAS de Chartres" in poste(f"meeting add {NOM} acacia --objet reexamen --demandee-par ccas")
    assert "déjà à l'ordre du jour" in poste(f"meeting add {NOM} acacia", sortie=3)
    assert "• Bilan de l'été" in poste(f'meeting add {NOM} --point "Bilan de l\'été"')
    assert "1 situation à l'ordre du jour" in poste(f"meeting remove {NOM} acacia")
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
    assert "À dire à" in poste(f"meeting notify {NOM}")
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
    t.passe("Compte rendu à approuver, cellule d'orientation du 12/05/2026 :")
    t("ESSAI-2026-001 : que fait-on ?", BAS + BAS + ENTREE)
    assert t.fin() == 0, t.texte
    assert "Depuis la décision du 12/05/2026 (admission)" in t.texte
    assert "2 situations à décider." in t.texte
    t = ouvre(terminaux, poste, "meeting run")
    t("Compte rendu à approuver, cellule d'orientation du 12/05/2026 :", BAS + ENTREE)
    t("Avec quelles réserves ?", "Une date à corriger." + ENTREE)
    t("ESSAI-2026-001 : que fait-on ?", BAS + ENTREE)
    t("ESSAI-2026-002 : que fait-on ?")
    t.passe("Qui, de l'équipe ?", "Qui présente ?")
    t("Quelle décision ?", ENTREE)  # Enter alone decides nothing: it is asked again
    t("Quelle décision ?", BAS + ENTREE)
    t.passe("Quelle stratégie ?", "Qui s'engage à quoi ?", "Que noter ?", "Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert "1 situation à décider." in t.texte
    assert poste.json(f"meeting show {NOM}")["ordre_du_jour"][1]["decision"] == "admission"
    assert poste.sujets()[0] == "ESSAI-2026-002 : examen du 20/11/2026, admission"
    assert poste.json(f"meeting show {NOM}")["approbation"] == {"reunion": "2026-05-12-cellule", "reserves": "Une date à corriger."}


# --- the agenda, by hand ------------------------------------------------------------------------------


def test_what_was_taken_off_is_not_brought_back_by_planning_again(poste: Poste) -> None:
    prepare(poste)
    said = poste(f"meeting remove {NOM} acacia --motif 'absente ce jour-là'")
    assert "Retirée le 20/11/2026 : ESSAI-2026-002 : absente ce jour-là" in said
    said = poste(PLAN)
    assert "L'ordre du jour est complet." in said
    assert "1 situation à l'ordre du jour" in said
    assert "2 situations à l'ordre du jour" in poste(f"meeting add {NOM} acacia")
    assert "retires" not in poste.lire(f"reunions/{NOM}.yaml")


def test_a_second_meeting_does_not_repeat_what_the_first_still_holds(poste: Poste) -> None:
    prepare(poste)
    said = poste("meeting plan 18/12/2026")
    assert "Déjà à l'ordre du jour du 20/11/2026 : ESSAI-2026-001, ESSAI-2026-002." in said
    assert "0 situation à l'ordre du jour" in said


def test_a_situation_added_by_hand_is_there_for_what_the_register_says(poste: Poste) -> None:
    poste("meeting plan 20/11/2026 --nature synthese")
    poste("meeting add 20/11/2026 tilleul")
    poste("meeting add 20/11/2026 acacia")
    points = poste.json("meeting show 20/11/2026")["ordre_du_jour"]
    assert [(p["situation"][-1], p["objet"]) for p in points] == [("1", "renouvellement"), ("2", "nouvelle")]


def test_an_item_changes_its_place_its_guests_and_its_object(poste: Poste) -> None:
    prepare(poste)
    said = poste(f"meeting point {NOM} acacia --rang 1 --invite hlm --invite saad")
    assert said.index("ESSAI-2026-002") < said.index("ESSAI-2026-001")
    assert "Habitat d'essai" in said
    points = poste.json(f"meeting show {NOM}")["ordre_du_jour"]
    assert (points[0]["situation"], points[0]["invites"]) == ("ESSAI-2026-002", ["hlm", "saad"])
    poste(f"meeting point {NOM} acacia --sans-invites --objet reexamen")
    point = poste.json(f"meeting show {NOM}")["ordre_du_jour"][0]
    assert (point["objet"], "invites" in point) == ("reexamen", False)
    assert "pas de place 9" in poste(f"meeting point {NOM} acacia --rang 9", sortie=2)
    assert "Que faut-il changer ?" in poste(f"meeting point {NOM} acacia", sortie=2)
    assert "ne va pas avec une situation" in poste(f"meeting point {NOM} acacia --libelle x", sortie=2)


def test_other_points_are_written_up_moved_and_removed(poste: Poste) -> None:
    poste(PLAN)
    poste(f'meeting add {NOM} --point "Dates de 2027"')
    poste(f'meeting add {NOM} --point "Bilan de l\'été"')
    said = poste(f"meeting point {NOM} p2 --rang 1 --compte-rendu -", entree="Douze ateliers.")
    assert "p1 • Bilan de l'été : Douze ateliers." in said
    assert "p2 • Dates de 2027" in said
    assert "Dates de 2027" not in poste(f"meeting remove {NOM} p2")
    assert "pas d'autre point p2" in poste(f"meeting remove {NOM} p2", sortie=2)
    assert "Qu'en a-t-on dit ?" in poste(f"meeting point {NOM} p1", sortie=2)
    assert "ne va pas avec un autre point" in poste(f"meeting point {NOM} p1 --objet suites", sortie=2)
    assert "numéro de téléphone" in poste(f"meeting point {NOM} p1 --compte-rendu -", entree="Rappeler le 06 12 34 56 78.")


def test_the_hour_the_place_who_presides_and_the_reservations(poste: Poste) -> None:
    poste(PLAN)
    said = poste(
        f"meeting set {NOM} --heure 14h30 --duree 1h30 --lieu 'salle du conseil' --presidence ccas --secretaire ide --prochaine 18/12/2026"
    )
    assert "Cellule d'orientation du 20/11/2026, 14:30, 90 min, salle du conseil" in said
    assert "Présidence : CCAS de Chartres" in said
    assert "Prochaine réunion : 18/12/2026" in said
    assert "Réserves : Une date à corriger." in poste(f"meeting set {NOM} --approbation-reserves -", entree="Une date à corriger.")
    assert "salle du conseil" not in poste(f"meeting set {NOM} --vider lieu")
    assert "Que faut-il fixer ?" in poste(f"meeting set {NOM}", sortie=2)
    assert "n'est pas un champ" in poste(f"meeting set {NOM} --vider nature", sortie=2)
    assert "rien à changer" in poste(f"meeting set {NOM} --heure 14:30", sortie=3)
    assert "rien à changer" not in poste("meeting plan 18/12/2026")
    assert poste.json("meeting show 18/12/2026")["heure"] == "14:30"


def test_reservations_want_minutes_to_approve(poste: Poste) -> None:
    poste("meeting plan 20/11/2026 --nature copil")
    assert "Aucun compte rendu n'est à approuver" in poste("meeting set 20/11/2026 --approbation-reserves x", sortie=2)


# --- the person's accord, and what she says -----------------------------------------------------------


def sans_accord(poste: Poste) -> None:
    """Acacia no longer accepts."""
    poste("add acacia accord --objet accompagnement --reponse retire --le 17/11/2026")
    poste("add acacia evaluation --stade entree --le 18/11/2026")
    poste(PLAN)


def test_a_situation_does_not_pass_without_the_persons_accord(poste: Poste) -> None:
    sans_accord(poste)
    assert "Sans accord noté : ESSAI-2026-002." in poste(f"meeting show {NOM}")
    said = poste(f"meeting decide {NOM} acacia --decision admission", sortie=3)
    assert "Aucun accord de la personne n'est noté pour ESSAI-2026-002 au 20/11/2026." in said
    assert "--anonyme oui" in said
    assert poste.journal(ACACIA)[-1]["type"] == "evaluation"


def test_an_anonymous_passage_leaves_neither_number_nor_pseudonym_in_the_minutes(poste: Poste) -> None:
    sans_accord(poste)
    poste(f"meeting decide {NOM} acacia --decision admission --anonyme oui")
    assert poste.journal(ACACIA)[-1]["anonyme"] == "oui"
    for document in ("compte_rendu", "releve_de_decisions", "ordre_du_jour", "convocation"):
        poste(f"minutes {NOM} --document {document} --format md")
        texte = poste.lire(f"documents/{NOM}-{document.replace('_', '-')}.md")
        assert "ESSAI-2026-002" not in texte, document
        assert "Acacia" not in texte, document
    assert "sans être reconnaissable" in poste.lire(f"documents/{NOM}-compte-rendu.md")


def test_what_the_person_says_of_a_decision_is_noted_afterwards(poste: Poste) -> None:
    prepare(poste)
    poste(f"meeting decide {NOM} acacia --decision admission")
    poste(f"meeting notify {NOM} acacia --a personne --canal rencontre")
    assert "Noté" in poste(f"meeting notify {NOM} acacia --position -", entree="Je veux bien, si c'est le matin.")
    examen = poste.journal(ACACIA)[-1]
    assert examen["position_personne"] == {"le": "2026-11-20", "texte": "Je veux bien, si c'est le matin."}
    assert [n["a"] for n in examen["notifications"]] == ["personne"]
    assert "notée le 20/11/2026" in poste(f"meeting notify {NOM}")
    assert "déjà noté" in poste(f"meeting notify {NOM} acacia --position -", entree="Autre chose.", sortie=3)
    poste(f"meeting decide {NOM} tilleul --decision renouvellement")
    assert "ne se tapent pas" in poste(f"meeting notify {NOM} tilleul --position oui", sortie=2)


# --- held on a terminal -------------------------------------------------------------------------------

PROMIS = "examen --le 12/05/2026 --objet suites --decision poursuite --engagements 'appeler la CAF | ide | 01/06/2026' --engagements 'réparer la porte | hlm | 01/07/2026'"


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_what_was_promised_is_gone_through_and_written_with_the_decision(poste: Poste, terminaux: list[Terminal]) -> None:  # noqa: F811
    poste(f"add tilleul {PROMIS}")
    poste(PLAN)
    before = len(poste.sujets())
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver, cellule d'orientation du 12/05/2026 :")
    t("ESSAI-2026-001 : que fait-on ?")
    t("Promis : appeler la CAF (infirmière), avant le 01/06/2026. Où en est-ce ?", BAS + ENTREE)
    t("Fait quel jour ?", "28/05" + ENTREE)
    t("Avec quel résultat ?", "droits ouverts" + ENTREE)
    t("Promis : réparer la porte (Habitat d'essai), avant le 01/07/2026. Où en est-ce ?", BAS + BAS + ENTREE)
    t("Abandonné quel jour ?")
    t("Pourquoi abandonner ?", "la porte est neuve" + ENTREE)
    t.passe("Qui, de l'équipe ?", "Qui présente ?", "Quoi de neuf ?")
    t("Quelle décision ?", BAS + ENTREE)
    t.passe("Quelle stratégie ?", "Qui s'engage à quoi ?")
    t.passe("Que noter ?", "Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert len(poste.sujets()) == before + 1
    journal = poste.journal("situations/2026/ESSAI-2026-001.yaml")
    assert (journal[-1]["type"], journal[-1]["decision"]) == ("examen", "renouvellement")
    [old] = [e for e in journal if e["type"] == "examen" and "engagements" in e]
    assert [(e.get("fait"), e.get("abandon")) for e in old["engagements"]] == [
        ({"le": "2026-05-28", "resultat": "droits ouverts"}, None),
        (None, {"le": "2026-11-20", "motif": "la porte est neuve"}),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_without_an_accord_one_chooses_and_the_agenda_changes_while_the_meeting_goes_on(
    poste: Poste,
    terminaux: list[Terminal],  # noqa: F811
) -> None:
    sans_accord(poste)
    poste(f'meeting add {NOM} --point "Dates de 2027"')
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver, cellule d'orientation du 12/05/2026 :")
    t("ESSAI-2026-001 : que fait-on ?", BAS * 3 + ENTREE)
    t("Que changer à l'ordre du jour ?", BAS * 2 + ENTREE)
    t("ESSAI-2026-002 : que fait-on ?")
    t("Que fait-on ?", BAS + ENTREE)
    t.passe("Qui, de l'équipe ?", "Qui présente ?")
    t("Quelle décision ?", BAS + ENTREE)
    t.passe("Quelle stratégie ?", "Qui s'engage à quoi ?", "Que noter ?")
    t("Enregistrer ?")
    t("ESSAI-2026-001 : que fait-on ?", BAS * 3 + ENTREE)
    t("Que changer à l'ordre du jour ?", BAS * 3 + ENTREE)
    t("Qu'en a-t-on dit ?", "Le premier mardi du mois." + ENTREE)
    assert t.fin() == 0, t.texte
    assert "Tout est décidé." in t.texte
    assert poste.journal(ACACIA)[-1]["anonyme"] == "oui"
    shown = poste.json(f"meeting show {NOM}")
    assert [p["situation"] for p in shown["ordre_du_jour"]] == ["ESSAI-2026-002"]
    assert shown["points"] == [{"libelle": "Dates de 2027", "compte_rendu": "Le premier mardi du mois."}]
    assert shown["retires"][0]["situation"] == "ESSAI-2026-001"


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_the_accord_that_was_given_is_noted_on_the_way(poste: Poste) -> None:
    sans_accord(poste)
    t = Ecran([sys.executable, "-m", "alp", "meeting", "decide", NOM, "acacia"], poste.racine)
    try:
        t.answer(read_reponses("Que fait-on ? → [Noter son accord]\nQue répond-elle ? → [accord]\nQuelle décision ? → [admission]"))
    finally:
        status = t.close()
    assert status == 0, t.texte
    assert [(e["type"], e.get("reponse"), e.get("decision")) for e in poste.journal(ACACIA)[-2:]] == [
        ("accord", "oui", None),
        ("examen", None, "admission"),
    ]
    assert "anonyme" not in poste.journal(ACACIA)[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_a_decision_that_is_not_wanted_writes_no_promise_either_and_the_item_comes_again(
    poste: Poste,
    terminaux: list[Terminal],  # noqa: F811
) -> None:
    poste(f"add tilleul {PROMIS}")
    poste(PLAN)
    before = poste.sujets()
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver")
    t("ESSAI-2026-001 : que fait-on ?")
    t("Promis : appeler la CAF", BAS + ENTREE)
    t.passe("Fait quel jour ?", "Avec quel résultat ?", "Promis : réparer la porte")
    t.passe("Qui, de l'équipe ?", "Qui présente ?", "Quoi de neuf ?")
    t("Quelle décision ?", BAS + ENTREE)
    t.passe("Quelle stratégie ?", "Qui s'engage à quoi ?")
    t("Que noter ?")
    t("Enregistrer ?", BAS + BAS + ENTREE)
    t("ESSAI-2026-001 : que fait-on ?", BAS + ENTREE)
    assert t.fin() == 0, t.texte
    assert "1 sur 1 • renouvellement" in t.texte
    assert "Rien n'a été écrit." in t.texte
    assert "la touche ↑" not in t.texte
    assert poste.sujets() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_a_meeting_that_is_interrupted_says_how_to_go_on(poste: Poste, terminaux: list[Terminal]) -> None:  # noqa: F811
    prepare(poste)
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver")
    t("ESSAI-2026-001 : que fait-on ?", "\x03")
    assert t.fin() == 130
    assert f"Reprendre : alp meeting run {NOM}" in " ".join(t.texte.split())


def followed(poste: Poste, *noms: str) -> None:
    """People admitted by the cell of May, each with something promised; the next cell has to hear what became of it."""
    for nom in noms:
        poste(f"new --le 02/03/2026 --pseudonyme {nom} --origine ccas --commune 28085 --par ide")
        poste(f"add {nom} recevabilite --le 03/03/2026 --decision recevable")
        poste(f"add {nom} accord --le 10/03/2026 --objet accompagnement --reponse oui")
        poste(f"add {nom} evaluation --le 20/03/2026 --stade entree --par ide")
        poste(f"add {nom} examen --le 12/05/2026 --objet nouvelle --decision admission --engagement 'appeler | ide | 01/06/2026'")
    poste(PLAN)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_the_feed_back_where_nothing_has_changed_goes_on_in_one_gesture(poste: Poste, terminaux: list[Terminal]) -> None:  # noqa: F811
    followed(poste, "Fusain", "Loire", "Merle", "Orme")
    poste("add orme relais --le 01/10/2026")
    before = poste.sujets()
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver")
    t("3 suites. Lesquelles ont changé, et sont à voir une à une ?", BAS + ESPACE + ENTREE)
    t("Rien n'a changé pour les 2 autres", ENTREE)  # Enter alone decides nothing
    t("Rien n'a changé pour les 2 autres", BAS + ENTREE)
    t("que fait-on ?", BAS * 2 + ENTREE)
    assert t.fin() == 0, t.texte
    assert "admission le 12/05/2026 ; promis : 1 en retard ; 0 rencontre depuis" in t.texte
    assert "Enregistré : 2 situations, poursuite." in t.texte
    assert poste.sujets()[1:] == before
    assert poste.sujets()[0] == f"Réunion {NOM} : 2 suites, poursuite"
    shown = {p["situation"]: p["decision"] for p in poste.json(f"meeting show {NOM}")["ordre_du_jour"] if p["objet"] == "suites"}
    assert list(shown.values()) == ["poursuite", None, "poursuite", None], shown  # Loire is to be seen, Orme withdraws
    assert "engagement : appeler (infirmière)" in poste("show fusain")  # what was promised still goes on
    assert "décision du 20/11/2026 à dire" not in poste("due fusain --jours 60")  # nothing new was decided
    assert "0 erreur" in poste("check")


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_the_feed_back_can_be_walked_one_by_one(poste: Poste, terminaux: list[Terminal]) -> None:  # noqa: F811
    followed(poste, "Fusain", "Loire", "Merle")
    before = poste.sujets()
    t = ouvre(terminaux, poste, "meeting run")
    t.passe("Compte rendu à approuver", "3 suites. Lesquelles ont changé")
    t("Rien n'a changé pour les 3 :", BAS * 2 + ENTREE)
    t("que fait-on ?", BAS * 2 + ENTREE)
    assert t.fin() == 0, t.texte
    assert poste.sujets() == before


def test_once_the_next_one_is_planned_its_date_is_known(poste: Poste) -> None:
    prepare(poste)
    assert "Prochaine réunion" not in poste(f"meeting show {NOM}")
    poste("meeting plan 18/12/2026")
    assert "Prochaine réunion : 18/12/2026" in poste(f"meeting show {NOM}")
    poste(f"minutes {NOM} --document ordre_du_jour --format md")
    assert "Vendredi 18 décembre 2026" in poste.lire(f"documents/{NOM}-ordre-du-jour.md").replace("\u00a0", " ")
    poste(f"meeting set {NOM} --prochaine 15/12/2026")
    assert "Prochaine réunion : 15/12/2026" in poste(f"meeting show {NOM}")


def agenda(poste: Poste, nom: str = NOM) -> str:
    """The rows of the agenda, as it is printed."""
    poste(f"minutes {nom} --document ordre_du_jour --format md")
    return poste.lire(f"documents/{nom}-ordre-du-jour.md").replace("\u00a0", " ")


def test_a_column_of_the_agenda_that_would_be_empty_is_left_out(poste: Poste) -> None:
    poste("meeting plan 18/12/2026 --nature synthese")
    nom = "2026-12-18-synthese"
    poste(f"meeting add {nom} tilleul --objet reexamen")
    assert "À la demande de" not in agenda(poste, nom)
    assert "Pourquoi" not in agenda(poste, nom)
    poste(f"meeting point {nom} tilleul --invite hlm")
    assert "Invités" in agenda(poste, nom)
    poste("add acacia accord --objet accompagnement --reponse oui --le 17/11/2026")
    poste(f"meeting add {nom} acacia --objet reexamen --demandee-par ccas")
    text = agenda(poste, nom)
    assert "À la demande de" in text
    [row] = [line for line in text.splitlines() if "Tilleul" in line]
    assert row.endswith("| – |"), row


def test_the_agenda_for_the_cell_does_not_name_who_has_not_accepted(poste: Poste) -> None:
    sans_accord(poste)
    for document in ("ordre_du_jour", "convocation"):
        poste(f"minutes {NOM} --document {document} --format md --pour cellule")
        [path] = (poste.racine / "documents").glob(f"{NOM}-{document.replace('_', '-')}*.md")
        text = path.read_text(encoding="utf-8")
        assert "ESSAI-2026-002" not in text
        assert "Acacia" not in text
        assert "sans être reconnaissable" in text


def test_no_agenda_is_made_for_a_meeting_that_decides_nothing(poste: Poste) -> None:
    assert "(réunion de synthèse)" in poste("meeting plan 18/12/2026 --nature synthese")
    assert "(réunion de synthèse)" in poste("meeting plan 2026-12-18-synthese")
