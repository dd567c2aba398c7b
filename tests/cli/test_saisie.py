"""What is typed: ids and pseudonyms, labels for codes, dates as people say them, notes from standard input, care notes apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from alp.cli.commandes import COMMANDES
from tests.cli.conftest import ACACIA, TILLEUL, Poste

VISITE = "visit acacia --lieu domicile --resultat rencontre"


# --- which situation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mot", ["ESSAI-2026-002", "essai-2026-002", "2", "02", "002", "2026-2", "acacia", "ACACIA", "Acacia"])
def test_a_situation_answers_to_many_names(poste: Poste, mot: str) -> None:
    assert poste.json(f"show {mot}")["id"] == "ESSAI-2026-002"


def test_a_former_id_answers_for_ever(poste: Poste) -> None:
    path = poste.racine / ACACIA
    path.write_text(path.read_text(encoding="utf-8").replace("personne:", "anciens_ids: [VIEUX-2024-007]\npersonne:", 1), encoding="utf-8")
    assert poste.json("show vieux-2024-007")["id"] == poste.json("show 2024-7")["id"] == "ESSAI-2026-002"


def test_a_number_alone_is_of_this_year(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALP_AUJOURDHUI", "2027-01-04")
    poste("show 2", sortie=2)
    assert poste.json("show 2026-2")["id"] == "ESSAI-2026-002"


# --- codes, lists, grids, dates -----------------------------------------------------------------------


def test_labels_are_as_good_as_codes(poste: Poste) -> None:
    poste(
        "new --origine 'CCAS de Chartres' --commune luce --parc 'parc privé' --bailleur \"agence d'essai\" --motifs Incurie,isolement --urgence immédiate"
    )
    shown = poste.json("show 3")
    assert shown["logement"] == {"commune": "28220", "parc": "prive", "bailleur": "agence"}
    assert (shown["journal"][0]["origine"], shown["journal"][0]["urgence"]) == ("ccas", "immediate")
    assert shown["problematiques"] == shown["journal"][0]["motifs"] == ["incurie", "isolement"]


def test_lists_grids_and_objects(poste: Poste) -> None:
    poste(
        "add 2 evaluation --stade entree --par ide,ts --participants ide --participants ccas --domaines entretien=3,santé=suspecte "
        "--constats medecin_traitant=non --dette_loyer '1 250,50 €' --intervenants 'saad | deux heures par semaine' --duree 90"
    )
    assert poste.journal(ACACIA)[-1].items() >= {
        "par": ["ide", "ts"], "participants": ["ide", "ccas"], "domaines": {"entretien": "3", "sante": "suspecte"},
        "constats": {"medecin_traitant": "non"}, "dette_loyer": "1250.50", "intervenants": [{"partenaire": "saad", "role": "deux heures par semaine"}],
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    ("mot", "jour"),
    [("2026-11-18", "2026-11-18"), ("18/11/2026", "2026-11-18"), ("18/11", "2026-11-18"), ("18.11.26", "2026-11-18"), ("hier", "2026-11-19"),
     ("avant-hier", "2026-11-18"), ("lundi", "2026-11-16"), ("vendredi", "2026-11-20"), ("Mardi", "2026-11-17")],
)  # fmt: skip
def test_a_day_as_people_say_it(poste: Poste, mot: str, jour: str) -> None:
    poste(f"{VISITE} --le '{mot}'")
    assert poste.journal(ACACIA)[-1]["le"] == jour


def test_a_plan_is_in_the_future(poste: Poste) -> None:
    poste(f"{VISITE} --suite-quoi 'passer ensemble au CCAS' --suite-qui ide --suite-avant lundi")
    assert poste.journal(ACACIA)[-1]["suite"] == {"quoi": "passer ensemble au CCAS", "qui": "ide", "avant": "2026-11-23"}


def test_par_is_the_worker_whose_address_git_knows(poste: Poste, maison: Path) -> None:
    poste(VISITE)
    assert poste.journal(ACACIA)[-1]["par"] == ["ide"]
    poste(f"{VISITE} --par ts")
    assert poste.journal(ACACIA)[-1]["par"] == ["ts"]
    (maison / "gitconfig").write_text("[user]\n\tname = Alix Essai\n\temail = alix@ailleurs.example\n")
    poste(VISITE)
    assert "par" not in poste.journal(ACACIA)[-1]


def test_an_entry_recorded_late_is_inserted_at_its_day(poste: Poste) -> None:
    before = poste.lire(ACACIA)
    poste("visit acacia --lieu domicile --resultat porte_close --le 2026-11-03")
    assert [e["type"] for e in poste.journal(ACACIA)] == ["saisine", "recevabilite", "visite", "accord"]
    after = poste.lire(ACACIA)
    assert all(line in after for line in before.splitlines())


# --- notes --------------------------------------------------------------------------------------------


def test_a_note_is_read_from_standard_input(poste: Poste) -> None:
    poste(f"{VISITE} --note -", entree="Il a préparé le café.\nLa cuisine est dégagée.\n")
    assert poste.journal(ACACIA)[-1]["note"] == "Il a préparé le café.\nLa cuisine est dégagée."


def test_a_care_note_stands_apart_and_is_shown_only_when_asked_for(poste: Poste) -> None:
    poste(f"{VISITE} --note-soin -", entree="Pansement refait, plaie propre.\n")
    ref = poste.journal(ACACIA)[-1]["ref"]
    assert poste.lire("soins/2026/ESSAI-2026-002.yaml").endswith(f"{ref}: Pansement refait, plaie propre.\n")
    assert len(poste.sujets()) == 2, "la visite et sa note de soin, en une fois"
    about = {"show": "acacia", "search": "plaie", "report": "show actes 2026", "vignette": "acacia"}
    reading = [f"{c.nom} {about.get(c.nom, '')}" for c in COMMANDES if c.rubrique == "Lire"]
    for ligne in [*reading, "advance acacia", "check", ""]:
        assert "Pansement" not in poste(ligne), ligne
    assert "ansement" not in poste("doctor", sortie=1), "les schémas sont à faire"
    for ligne in ("show acacia --json", "search plaie --json", "list --json", "due --json", "log --json", "check --json", "--json"):
        assert "ansement" not in poste(ligne), ligne
    assert "Soin : une note, que montre alp show ESSAI-2026-002 --soin" in " ".join(poste("show acacia").split())
    assert "Pansement refait" in poste("show acacia --soin")
    assert "plaie" in poste("search plaie --soin")
    assert poste.json("show acacia --soin")["soins"] == {ref: "Pansement refait, plaie propre."}
    assert "plaie" not in poste.git("log", "--format=%B")


def test_a_care_note_of_a_later_day_is_not_shown_before(poste: Poste) -> None:
    poste(f"{VISITE} --note-soin 'Tension à 13.'")
    assert "Tension" not in poste("show acacia --soin --au 2026-11-19")


# --- what is typed is text, never an order ------------------------------------------------------------

TEXTES = [
    "[red]rouge[/red]",
    "[link=x]lien",
    ":warning:",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "%(id)s",
    "$(id)",
    "`id`",
    "=1+1",
    "<b>gras</b>",
    "\\x1b[31m",
    "a | b",
    "- a: [b",
]


@pytest.mark.parametrize("texte", TEXTES)
def test_text_that_looks_like_an_order_is_shown_as_it_is(poste: Poste, texte: str) -> None:
    poste("add acacia note --note -", entree=texte)
    assert poste.journal(ACACIA)[-1]["note"] == texte
    assert texte in poste("show acacia")
    assert poste.json("show acacia")["journal"][-1]["note"] == texte
    assert "0 erreur" in poste("check")


@pytest.mark.parametrize("texte", ["\x1b[31mrouge", "a\x07b", "a\x00b", "a\u202eb", "a\u2066b", "a\u200bb", "a\x9bb", "a\ufeffb"])
def test_invisible_characters_are_refused_wherever_they_are_typed(poste: Poste, texte: str) -> None:
    for ligne in (
        "add acacia note --note -",
        f"new --origine ccas --precautions '{texte}'",
        f"cancel acacia rst789 --motif '{texte}'",
        f"amend 1 fgh567 --note '{texte}'",
    ):
        said = poste(ligne, sortie=3, entree=texte)
        assert "caractère interdit" in said
        assert texte not in said
    assert poste.sujets() == ["Registre d'essai"]


@pytest.mark.parametrize("texte", ["\x1b[31mrouge", "a\u202eb", "a\x9bb"])
def test_a_word_that_is_refused_is_not_obeyed_by_the_terminal(poste: Poste, texte: str) -> None:
    for ligne in (f"show '{texte}'", f"visit 1 --lieu '{texte}'", f"list --commune '{texte}'", f"'{texte}'", f"add 1 '{texte}'", f"visit 1 '--{texte}' x",
                  f"visit 1 --lieu domicile --resultat rencontre --le '{texte}'", f"amend 1 '{texte}' --duree 3", f"check '{texte}'", f"-r '{texte}' list"):  # fmt: skip
        said = poste(ligne, sortie=3 if ligne.startswith("-r") else 2)
        assert texte not in said, ligne
        assert "\N{REPLACEMENT CHARACTER}" in said or r"\x" in said, ligne


def test_a_hand_written_file_with_an_escape_sequence_is_a_finding_and_is_not_obeyed(poste: Poste) -> None:
    path = poste.racine / ACACIA
    path.write_text(
        path.read_text(encoding="utf-8") + '  - {ref: stv234, le: 2026-11-18, type: note, note: "\\e[31mrouge"}\n', encoding="utf-8"
    )
    said = poste("check", sortie=1)
    assert "[E005]" in said
    assert "\x1b" not in said
    assert poste.json("show tilleul")["id"] == "ESSAI-2026-001", "les autres fichiers se lisent quand même"
    assert TILLEUL in poste.git("ls-files")


@pytest.mark.parametrize(("duree", "minutes"), [("1h30", "90"), ("1 h", "60"), ("45 min", "45"), ("20", "20")])
def test_a_duration_is_read_as_people_write_it(poste: Poste, duree: str, minutes: str) -> None:
    poste(f"{VISITE} --duree '{duree}'")
    assert poste.journal(ACACIA)[-1]["duree"] == minutes


def test_a_search_finds_a_code_by_its_words(poste: Poste) -> None:
    poste("visit acacia --lieu domicile --resultat porte_close")
    assert "ESSAI-2026-002" in poste("search porte close")


def test_the_same_person_is_not_seen_twice_in_one_visit(poste: Poste) -> None:
    assert "déjà compté" in poste(f"{VISITE} --aussi acacia", sortie=3)
