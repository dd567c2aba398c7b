"""What programs read: the shape of each `--json`, and the day that `--au` asks for."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import ACACIA, Poste


def test_list(poste: Poste) -> None:
    tilleul, acacia = poste.json("list")
    assert tilleul == {
        "id": "ESSAI-2026-001", "pseudonyme": "Tilleul", "etape": "accompagnement", "commune": "28085", "bailleur": "hlm", "referent": None,
        "problematiques": ["incurie"], "dernier_contact": "2026-11-10",
        "contrat": {"rang": 1, "debut": "2026-06-01", "fin": "2026-11-30", "etat": "a_renouveler"},
    }  # fmt: skip
    assert (acacia["etape"], acacia["dernier_contact"], acacia["contrat"]) == ("evaluation", None, None)


def test_list_keeps_what_the_options_ask_for(poste: Poste) -> None:
    def ids(options: str) -> list[str]:
        return [line["id"][-3:] for line in poste.json(f"list {options}")]

    assert ids("--etape accompagnement") == ids("--en-cours") == ids("--commune chartres") == ids("--bailleur hlm") == ["001"]
    assert ids("--etape évaluation") == ids("--problematique Isolement") == ids("--commune 28220") == ["002"]
    assert ids("--etape close") == []
    assert ids("--tri commune") == ["001", "002"]


def test_due(poste: Poste) -> None:
    found = poste.json("due --jours 30")
    assert all(set(e) == {"situation", "ref", "nature", "le", "motif"} for e in found)
    assert [
        (e["situation"][-3:], e["nature"], e["le"], e["ref"]) for e in found if e["nature"] in ("renouvellement", "reponse_saisine")
    ] == [
        ("002", "reponse_saisine", "2026-11-17", "qrs678"),
        ("001", "renouvellement", "2026-11-30", "kmp345"),
    ]
    assert {e["situation"] for e in poste.json("due acacia")} == {"ESSAI-2026-002"}
    assert poste.json("due --jours 0") == [e for e in found if e["le"] <= "2026-11-20"]


def test_due_gives_null_for_what_belongs_to_no_situation(poste: Poste) -> None:
    path = poste.racine / "dispositif.yaml"
    text = path.read_text(encoding="utf-8")
    ars = "financeurs:\n  - {code: ars, nom: ARS, type: ars, conventions: [{du: 2026-01-01, rapport: [{chaque: an}]}]}\nparcours:"
    path.write_text(text.replace("parcours:", ars), encoding="utf-8")
    report = next(e for e in poste.json("due --jours 90") if e["nature"] == "rapport")
    assert (report["situation"], report["ref"]) == (None, "ars")


def test_check_and_its_statuses(poste: Poste) -> None:
    assert poste.json("check") == []
    path = poste.racine / ACACIA
    path.write_text(path.read_text(encoding="utf-8") + "  - {ref: stv234, le: 2026-11-30, type: note}\n", encoding="utf-8")
    found, edited = poste.json("check", sortie=1)
    assert set(found) >= {"fichier", "ligne", "champ", "code", "gravite", "message", "remede"}
    assert (found["fichier"], found["ligne"], found["champ"], found["code"], found["gravite"]) == (
        ACACIA,
        20,
        "journal[3].le",
        "E204",
        "erreur",
    )
    assert (edited["code"], edited["gravite"]) == ("A320", "alerte")
    assert poste.json("check 1") == []
    assert len(poste.json(f"check {ACACIA}", sortie=1)) == 2


def test_check_fails_on_an_alerte_only_when_strict(poste: Poste) -> None:
    poste("add 2 note --note 'Vu M. Durand.'")
    assert [p["code"] for p in poste.json("check")] == ["A311"]
    assert [p["code"] for p in poste.json("check --strict", sortie=1)] == ["A311"]


def test_new(poste: Poste) -> None:
    assert poste.json("new --origine hlm --commune Lucé --genre femme") == {"id": "ESSAI-2026-003"}
    assert poste.json("new --origine hlm --le 2025-12-30") == {"id": "ESSAI-2025-001"}


def test_show_gives_the_file_and_what_is_derived(poste: Poste) -> None:
    shown = poste.json("show tilleul")
    suivi = shown.pop("suivi")
    assert list(shown) == ["id", "personne", "foyer", "logement", "problematiques", "journal"]
    assert shown["journal"][0] == {"ref": "bcd234", "le": "2026-03-02", "type": "saisine", "origine": "ccas", "personne_informee": "oui"}
    assert shown["journal"][2]["duree"] == 15
    assert (suivi["etape"], suivi["entrees"], suivi["sorties"], suivi["dernier_contact"]) == (
        "accompagnement",
        ["2026-05-12"],
        [],
        "2026-11-10",
    )
    assert suivi["contrats"] == [{"ref": "kmp345", "rang": 1, "debut": "2026-06-01", "fin": "2026-11-30", "retard_jours": 0}]
    assert "reprise" not in suivi["suite_possible"]


def test_advance(poste: Poste) -> None:
    shown = poste.json("advance acacia")
    assert (shown["id"], shown["etape"]) == ("ESSAI-2026-002", "evaluation")
    assert [(m["type"], m["valeurs"]) for m in shown["manque"]] == [("evaluation", {"stade": "entree"})]
    assert "sans_suite" in shown["possible"]
    assert {e["nature"] for e in shown["echeances"]} == {"premiere_visite", "reponse_saisine", "evaluation_entree"}


def test_dispositif_is_the_file(poste: Poste) -> None:
    shown = poste.json("dispositif")
    assert list(shown) == ["format", "nom", "sigle", "porteur", "territoire", "equipe", "partenaires", "parcours", "contrat", "vocabulaire"]
    assert shown["contrat"] == {"mois": 6, "renouvellements_max": 2}
    assert shown["territoire"]["communes"][0]["insee"] == "28085"


def test_log_search_actions_and_the_board(poste: Poste) -> None:
    poste("add 2 note --note 'volets fermés'")
    poste("action new --nature formation --public professionnels --nombre 12 --le 2026-11-18")
    action, note, _ = poste.json("log")
    assert (note["action"], note["situations"], note["sujet"]) == ("add", ["ESSAI-2026-002"], "ESSAI-2026-002 : note du 20/11/2026")
    assert action["action"] == "action"
    assert [p["sujet"] for p in poste.json("log acacia")] == [note["sujet"], "Registre d'essai"]
    (hit,) = poste.json("search VOLETS FERMES")
    assert (hit["situation"], hit["le"], hit["champ"], hit["texte"]) == ("ESSAI-2026-002", "2026-11-20", "note.note", "volets fermés")
    assert poste.json("action list") == [
        {"id": "2026-11-18-formation", "le": "2026-11-18", "nature": "formation", "public": "professionnels", "nombre": 12, "par": ["ide"]}
    ]
    assert poste.json("action list --depuis 2026-11-19") == []
    board = poste.json("")
    assert (board["suivies"], board["en_attente"], board["prochaine_reunion"]) == (1, 1, None)
    assert {e["nature"] for e in board["en_retard"]} >= {"bilan", "premiere_visite"}


# --- as of any date -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ligne", ["list", "due", "show 1", "advance 1", "search domicile", "log", "action list", "check", "dispositif", ""]
)
def test_every_reading_command_takes_a_date_before_or_after_its_name(poste: Poste, ligne: str) -> None:
    after = poste(f"{ligne} --au 2026-04-01 --json")
    assert poste(f"--au 01/04/2026 {ligne} --json") == after
    assert poste(f"--json --au 2026-04-01 {ligne}") == after
    assert json.loads(after) is not None


def test_the_register_on_the_first_of_april(poste: Poste) -> None:
    """Tilleul waits for her evaluation; Acacia is not known yet."""
    (tilleul,) = poste.json("list --au 2026-04-01")
    assert (tilleul["etape"], tilleul["dernier_contact"], tilleul["contrat"]) == ("evaluation", "2026-03-17", None)
    assert [e["le"] for e in poste.json("show 1 --au 2026-04-01")["journal"]][-1] == "2026-03-24"
    assert [m["type"] for m in poste.json("advance 1 --au 2026-04-01")["manque"]] == ["evaluation"]
    assert [e["nature"] for e in poste.json("due --au 2026-04-01 --jours 60")] == ["evaluation_entree"]
    assert poste.json("search mediation --au 2026-04-01") == []
    assert poste.json("--au 2026-04-01")["suivies"] == 0
    assert "1 situation au 01/04/2026" in poste("list --au 01/04/2026")
    assert "Acacia" not in poste("due --au 2026-04-01")
    assert "ne répond" in poste("show acacia --au 2026-04-01", sortie=2)
    assert poste.json("log --au 2020-01-01") == []


def test_a_command_that_writes_takes_no_date_to_look_at(poste: Poste) -> None:
    assert "--le" in poste("--au 2026-04-01 visit 2 --lieu domicile --resultat rencontre", sortie=2)
    assert "--json" in poste("--json visit 2 --lieu domicile --resultat rencontre", sortie=2)
    assert poste.sujets() == ["Registre d'essai"]
