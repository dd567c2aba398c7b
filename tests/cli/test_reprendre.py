"""Mending: the editor, the repair, undo and redo; what is wrong is never written, what was typed is never lost by surprise."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import ACACIA, TILLEUL, Poste

# --- edit ---------------------------------------------------------------------------------------------


def test_the_editor_saves_what_is_right_in_one_commit(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    before = poste.lire(ACACIA)
    poste.editeur(monkeypatch, "texte.replace('naissance: 1948}', 'naissance: 1949}  # il le dit')")
    assert poste("edit acacia") == f"Enregistré : {ACACIA}.\n"
    assert poste.lire(ACACIA) == before.replace("naissance: 1948}", "naissance: 1949}  # il le dit")
    assert poste.sujets() == ["ESSAI-2026-002 : modification dans l'éditeur", "Registre d'essai"]
    assert poste.git("status", "--porcelain") == ""


def test_the_editor_closed_without_a_change_writes_nothing(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    poste.editeur(monkeypatch, "texte")
    assert poste("edit 2") == "Rien n'a changé.\n"
    assert poste.sujets() == ["Registre d'essai"]


@pytest.mark.parametrize(
    ("erreur", "code"),
    [("texte.replace('origine: hlm', 'origine: pompiers')", "E201"), ("texte.replace('journal:', 'journal')", "E002"), ("''", "E008"),
     ("texte.replace('le: 2026-11-16', 'le: 2026-12-16')", "E204"), ("texte.replace('type: accord', 'type: relais')", "E10"),
     ("texte.replace('id: ESSAI-2026-002', 'id: ESSAI-2026-009')", "E009")],
)  # fmt: skip
def test_an_error_made_in_the_editor_is_shown_and_the_file_stays_as_it_was(
    poste: Poste, monkeypatch: pytest.MonkeyPatch, erreur: str, code: str
) -> None:
    before = poste.lire(ACACIA)
    poste.editeur(monkeypatch, erreur)
    said = poste("edit acacia", sortie=3)
    assert f"[{code}" in said
    assert "le fichier est comme avant" in said
    assert poste.lire(ACACIA) == before
    assert poste.sujets() == ["Registre d'essai"]


def test_somebody_else_writes_while_the_editor_is_open(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    other = f"open('{poste.racine / ACACIA}', 'a').write('# un autre\\n') and texte.replace('1948', '1949')"
    poste.editeur(monkeypatch, other)
    assert "a changé pendant que vous l'éditiez" in poste("edit acacia", sortie=3)
    assert poste.lire(ACACIA).endswith("# un autre\n")
    assert "1948" in poste.lire(ACACIA)


def test_a_file_that_does_not_load_is_mended_in_the_editor(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    path = poste.racine / ACACIA
    right = poste.lire(ACACIA)
    path.write_text(right.replace("journal:", "journal"), encoding="utf-8")
    poste.editeur(monkeypatch, "texte.replace('journal\\n', 'journal:\\n')")
    poste("edit 2")
    assert poste.lire(ACACIA) == right
    assert "0 erreur" in poste("check")


def test_a_dispositif_that_does_not_load_is_mended_in_the_editor(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    path = poste.racine / "dispositif.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sigle: ESSAI", "sigle: essai"), encoding="utf-8")
    poste("list", sortie=3)
    poste.editeur(monkeypatch, "texte.replace('sigle: essai', 'sigle: ESSAI  # vu')")
    poste("edit dispositif")
    assert "2 situations" in poste("list")
    assert poste.sujets()[0] == "dispositif.yaml : modification dans l'éditeur"


def test_an_editor_that_fails_changes_nothing(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    poste.editeur(monkeypatch, "sys.exit(1)")
    assert "rien n'a été enregistré" in poste("edit acacia", sortie=3)


def test_care_notes_are_edited_only_when_asked_for(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "n'existe pas encore" in poste("edit acacia --soin", sortie=3)
    poste("visit acacia --lieu domicile --resultat rencontre --note-soin 'Tension à 13.'")
    poste.editeur(monkeypatch, "texte.replace('à 13', 'à 14')")
    poste("edit acacia --soin")
    assert "Tension à 14." in poste("show acacia --soin")


# --- check --repair -----------------------------------------------------------------------------------

MAL_ECRIT = """\
id: ESSAI-2026-003   # à garder
logement: {commune: 28085}
journal:
  - {ref: stv234, le: "2026-11-02", type: saisine, origine: ccas}
  - {ref: vwx456, le: 2026-11-10, type: visite, par: [stagiaire], lieu: domicile, resultat: rencontre, duree: "045"}
  - ref: tvw345
    le: 2026-11-05
    type: note
    note: rappeler   # un mot
"""


def test_the_repair_shows_the_change_makes_one_commit_and_leaves_the_register_clean(poste: Poste) -> None:
    text = MAL_ECRIT.replace('"045"', '"45"')
    (poste.racine / "situations/2026/ESSAI-2026-003.yaml").write_text(text, encoding="utf-8")
    assert {p["code"] for p in poste.json("check", sortie=1)} == {"E105", "E202", "E205", "A320"}
    said = poste("check --repair", sortie=3)
    assert '-logement: {commune: 28085}\n+logement: {commune: "28085"}' in said
    assert "--yes" in said
    assert poste.lire("situations/2026/ESSAI-2026-003.yaml") == text, "rien n'est écrit sans accord"
    poste("check --repair --yes")
    assert "3 situations : 0 erreur, 0 alerte." in poste("check")
    assert [e["le"] for e in poste.journal("situations/2026/ESSAI-2026-003.yaml")] == ["2026-11-02", "2026-11-05", "2026-11-10"]
    mended = poste.lire("situations/2026/ESSAI-2026-003.yaml")
    assert "# à garder" in mended and "note: rappeler   # un mot" in mended and "par: [ide]" in mended and "duree: 45" in mended
    assert poste.sujets() == ["Réparation : 1 fichier", "ESSAI-2026-003 : modification à la main", "Registre d'essai"]
    assert "Rien à réparer" in poste("check --repair")


def test_the_repair_of_one_file_leaves_the_others(poste: Poste) -> None:
    for path, old, new in ((TILLEUL, "le: 2026-03-02", 'le: "2026-03-02"'), (ACACIA, "le: 2026-10-26", 'le: "2026-10-26"')):
        (poste.racine / path).write_text(poste.lire(path).replace(old, new, 1), encoding="utf-8")
    poste("check 2 --repair --yes")
    assert '"2026-03-02"' in poste.lire(TILLEUL)
    assert '"2026-10-26"' not in poste.lire(ACACIA)


def test_plain_check_never_writes(poste: Poste) -> None:
    (poste.racine / "situations/2026/ESSAI-2026-003.yaml").write_text(MAL_ECRIT, encoding="utf-8")
    before = {p: p.read_bytes() for p in poste.racine.rglob("*") if p.is_file()}
    poste("check --strict", sortie=1)
    assert {p: p.read_bytes() for p in poste.racine.rglob("*") if p.is_file()} == before


# --- undo, redo ---------------------------------------------------------------------------------------


def test_undo_puts_back_and_undo_again_redoes(poste: Poste) -> None:
    before = poste.lire(ACACIA)
    poste("add 2 note --note 'volets fermés'")
    after = poste.lire(ACACIA)
    assert "Défait : ESSAI-2026-002 : note du 20/11/2026" in poste("undo --yes")
    assert poste.lire(ACACIA) == before
    assert "Refait" in poste("defaire --yes")
    assert poste.lire(ACACIA) == after
    poste("undo --yes")
    assert poste.lire(ACACIA) == before
    note = "ESSAI-2026-002 : note du 20/11/2026"
    assert poste.sujets() == [f"Défait : {note}", f"Refait : {note}", f"Défait : {note}", note, "Registre d'essai"]


def test_undo_of_a_new_situation_takes_its_file_away_and_its_number_is_not_given_twice(poste: Poste) -> None:
    poste("new --origine ccas")
    poste("undo --yes")
    assert not (poste.racine / "situations/2026/ESSAI-2026-003.yaml").exists()
    assert poste.json("new --origine ccas") == {"id": "ESSAI-2026-004"}


def test_undo_takes_back_everything_of_one_command(poste: Poste) -> None:
    """The renewal and its bilan are one commit."""
    before = poste.lire(TILLEUL)
    poste("renew 1 --bilan-proposition renouveler")
    assert [e["type"] for e in poste.journal(TILLEUL)][-2:] == ["bilan", "contrat"]
    poste("undo --yes")
    assert poste.lire(TILLEUL) == before


def test_what_is_staged_by_hand_is_never_swept_in(poste: Poste) -> None:
    (poste.racine / "memo.txt").write_text("à moi\n")
    poste.git("add", "memo.txt")
    poste("add 2 note --note 'volets fermés'")
    assert poste.git("show", "--name-only", "--format=").split() == [ACACIA]
    assert poste.git("status", "--porcelain") == "A  memo.txt\n"


def test_what_is_decided_is_completed_without_saying_the_rest_again(poste: Poste) -> None:
    """`amend` keeps what it is not told to change; `--vider` empties."""
    poste("amend 1 cdf345 --reponse-canal telephone")
    assert poste.journal(TILLEUL)[1]["reponse"] == {"le": "2026-03-06", "a": "ccas", "canal": "telephone"}
    poste("amend 1 dfg456 --vider trajet --duree 20")
    assert "trajet" not in poste.journal(TILLEUL)[2]
    assert poste.journal(TILLEUL)[2]["duree"] == "20"


def test_the_header_is_corrected_without_a_reference(poste: Poste) -> None:
    said = poste("amend acacia --commune Chartres --naissance 1950")
    assert "en-tête" in said
    shown = poste.json("show acacia")
    assert (shown["logement"], shown["personne"]["naissance"]) == ({"commune": "28085", "parc": "prive", "bailleur": "agence"}, 1950)
    assert poste.sujets()[0] == "ESSAI-2026-002 : correction, en-tête"


def test_a_register_of_somebody_else_s_repository_is_read_but_not_written(
    poste: Poste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = tmp_path / "depot"
    outer.mkdir()
    subprocess.run(["git", "init", "-q", str(outer)], check=True)
    subprocess.run(["cp", "-r", str(poste.racine), str(outer / "registre")], check=True)
    subprocess.run(["rm", "-rf", str(outer / "registre" / ".git")], check=True)
    monkeypatch.chdir(outer / "registre")
    assert "2 situations" in poste("list")
    for ligne in ("add 2 note --note x", "new --origine ccas", "cancel 1 dfg456 --motif x", "renew 1 --bilan-proposition renouveler", "undo --yes", "schema",
                  "action new --nature formation", "close 2 --motif injoignable", "amend 2 --naissance 1950"):  # fmt: skip
        poste(ligne, sortie=3)
    status = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=outer, check=True, capture_output=True, text=True).stdout
    assert all(line.startswith("??") for line in status.splitlines())
    assert poste.lire(ACACIA) == (outer / "registre" / ACACIA).read_text(encoding="utf-8")


# --- what an attacker found ---------------------------------------------------------------------------


def test_what_is_told_cannot_be_given_up(poste: Poste) -> None:
    """« Abandonné » must never be written down as « dit » or « informé »."""
    poste("done 2 qrs678 --abandon 'on ne répond pas'", sortie=3)
    assert "reponse" not in poste.journal(ACACIA)[1]


def test_an_alerte_explained_away_is_not_mixed_with_a_correction(poste: Poste) -> None:
    ref = poste.journal(ACACIA)[-1]["ref"]
    before = poste.lire(ACACIA)
    poste(f"amend 2 {ref} --vu 'A311 | un arbre' --duree 55", sortie=2)
    assert poste.lire(ACACIA) == before


def test_standard_input_is_read_once(poste: Poste) -> None:
    before = poste.lire(ACACIA)
    poste("visit 2 --lieu domicile --resultat rencontre --note - --note-soin -", sortie=2, entree="texte lu")
    assert poste.lire(ACACIA) == before


def test_an_interruption_can_be_taken_back(poste: Poste) -> None:
    ref = next(e["ref"] for e in poste.journal(TILLEUL) if e["type"] == "contrat")
    poste(f"amend 1 {ref} --interruption-le 10/11/2026 --interruption-motif 'erreur de dossier'")
    assert "contrat interrompu" in poste("due 1")
    poste(f"amend 1 {ref} --vider interruption")
    assert "interruption" not in next(e for e in poste.journal(TILLEUL) if e["ref"] == ref)


def test_a_couple_seen_together_is_seen_for_both(poste: Poste) -> None:
    poste("visit 1 --lieu domicile --resultat rencontre --le 19/11/2026 --aussi 2")
    assert poste.json("show 2")["suivi"]["dernier_contact"] == "2026-11-19"
    assert "première visite" not in poste("due 2 --jours 400")


def test_an_entry_with_a_care_note_cannot_vanish_in_the_editor(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    poste("visit 2 --lieu domicile --resultat rencontre --note-soin -", entree="pansement refait")
    before = poste.lire(ACACIA)
    ref = poste.journal(ACACIA)[-1]["ref"]
    poste.editeur(monkeypatch, f"texte[:texte.index('  - ref: {ref}')]")
    assert "note de soin" in poste("edit 2", sortie=3)
    assert poste.lire(ACACIA) == before


def test_without_a_terminal_no_editor_is_guessed(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert "Aucun éditeur" in poste("edit 2", sortie=3)
