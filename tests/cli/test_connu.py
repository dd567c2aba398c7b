"""`--connu-le`: every command that reads answers as it would have answered that evening; none writes there."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alp.cli import francais
from alp.cli.commandes import COMMANDES
from alp.cli.lancement import racine
from tests.cli.conftest import ACACIA, TILLEUL, Poste
from tools.terminal import Terminal

REUNION = "2026-05-12-cellule"
SOIR = "25/11/2026"
"""The evening that the tests go back to: the second day of the story."""


def date_last(poste: Poste, quand: str) -> None:
    """Date the last commit, as the clock of that day would have."""
    moment = os.environ | {"GIT_AUTHOR_DATE": quand, "GIT_COMMITTER_DATE": quand}
    subprocess.run(["git", "commit", "--quiet", "--amend", "--no-edit", "--date", quand], cwd=poste.racine, env=moment, check=True)


def le(monkeypatch: pytest.MonkeyPatch, jour: str) -> None:
    monkeypatch.setenv("ALP_AUJOURDHUI", jour)


@pytest.fixture
def vecu(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> Poste:
    """Four days: on the 23rd a note; on the 25th a visit, and an action; on the 27th a visit of the 24th, a correction; then today, 1 December."""
    date_last(poste, "2026-11-20T09:00:00Z")
    le(monkeypatch, "2026-11-23")
    poste("add acacia note --note 'Vu M. Durand : volets fermés.'")
    le(monkeypatch, "2026-11-25")
    poste("visit acacia --lieu domicile --resultat porte_close --duree 15 --par ide --note-soin 'pansement'")
    poste("action new --nature formation --public professionnels --nombre 12 --par ide")
    le(monkeypatch, "2026-11-27")
    poste("visit tilleul --le 24/11/2026 --lieu domicile --resultat rencontre --duree 40 --par ide")
    poste(f"amend acacia {ref(poste, 'porte_close')} --duree 25")
    le(monkeypatch, "2026-12-01")
    return poste


def ref(poste: Poste, resultat: str) -> str:
    return next(str(e["ref"]) for e in reversed(poste.journal(ACACIA)) if e.get("resultat") == resultat)


@pytest.fixture
def soir(vecu: Poste, tmp_path: Path) -> Path:
    """A clone that stands where the register stood that evening."""
    copy = tmp_path / "ce-soir-la"
    subprocess.run(["git", "clone", "--quiet", str(vecu.racine), str(copy)], check=True)
    commit = vecu.git("rev-list", "--first-parent", "--max-count=1", "--before=2026-11-25T23:00:00Z", "HEAD").strip()
    subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=copy, check=True)
    return copy


def told(text: str) -> tuple[str, str]:
    """What was printed, without the sentence that says which past; and that sentence."""
    lines = text.splitlines(keepends=True)
    said = [line for line in lines if line.startswith("Tel que le registre")]
    return "".join(line for line in lines if line not in said), "".join(said)


LUES = {
    "show": "show acacia --tout", "list": "list", "due": "due --jours 60", "search": "search domicile --soin", "log": "log", "check": "check",
    "dispositif": "dispositif", "advance": "advance acacia", "meeting list": "meeting list", "meeting show": f"meeting show {REUNION}",
    "action list": "action list", "report indicators": "report indicators", "report show": "report show saisines 2026-11",
    "report quality": "report quality 2026", "report write": "report write 2026-11 --format md --sortie SORTIE", "minutes": f"minutes {REUNION} --format md --sortie SORTIE",
    "document": "document acacia fiche_situation --format md --sortie SORTIE", "vignette": "vignette acacia --format md --sortie SORTIE",
}  # fmt: skip
"""Every command that reads the register → how it is typed."""
CONSTATS = {"report quality 2026"}
"""They find something to say of that evening's register, and end by 1."""
AUTRES = {"meeting invite", "report verify", "report compare"}
"""They read too, and need more than a register: a meeting to come, the proof of a report."""


def leaves(command: Any, nom: str) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield nom, command
        return
    for name in command.list_commands(None):
        if not (inner := command.get_command(None, name)).hidden:
            yield from leaves(inner, f"{nom} {name}".strip())


def reading() -> set[str]:
    """The commands that take `--connu-le`."""
    root = francais.root_app(racine)
    found = [leaf for c in COMMANDES for leaf in leaves(root.get_command(None, c.nom), c.nom)]
    return {nom for nom, command in found if any(p.name == "connu_le" for p in command.params)}


def test_every_command_that_reads_is_tried_here() -> None:
    assert reading() == set(LUES) | AUTRES


@pytest.mark.parametrize("ligne", [*LUES.values(), ""], ids=[*LUES, "tableau"])
def test_it_answers_as_it_would_have_that_evening(
    vecu: Poste, soir: Path, ligne: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    status = 1 if ligne in CONSTATS else 0
    then, said = told(vecu(f"--connu-le {SOIR} {ligne.replace('SORTIE', str(tmp_path / 'alors'))}", sortie=status))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=soir, capture_output=True, text=True, check=True).stdout
    assert said == f"Tel que le registre était connu le 25 novembre 2026 (commit {commit[:8]}).\n"
    le(monkeypatch, "2026-11-25")
    now = vecu(f"-r {soir} {ligne.replace('SORTIE', str(tmp_path / 'soir'))}", sortie=status)
    assert then.replace(f"{commit[:8]}:", "").replace("alors", "soir").replace("-connu-2026-11-25", "") == now
    for written in tmp_path.glob("alors/*"):
        assert written.read_text(encoding="utf-8") == (tmp_path / "soir" / written.name.replace("-connu-2026-11-25", "")).read_text(
            encoding="utf-8"
        )


@pytest.mark.parametrize("ligne", ["list", "due", "show acacia --soin", "log", "check", "meeting list", "action list", ""])
def test_for_a_program_it_is_the_same_before_or_after_the_name_and_nothing_else_is_said(vecu: Poste, ligne: str) -> None:
    after = vecu(f"{ligne} --connu-le 2026-11-25 --json")
    assert vecu(f"--json --connu-le {SOIR} {ligne}") == after
    assert json.loads(after) is not None


# --- what was not known yet ---------------------------------------------------------------------------


def test_what_was_noted_later_was_not_known(vecu: Poste) -> None:
    """The visit of the 24th was noted on the 27th: `--au` knows it, `--connu-le` does not."""
    assert vecu.json("show tilleul --au 25/11/2026")["suivi"]["dernier_contact"] == "2026-11-24"
    assert vecu.json(f"show tilleul --connu-le {SOIR}")["suivi"]["dernier_contact"] == "2026-11-10"


def test_what_was_corrected_later_stood_as_it_was(vecu: Poste) -> None:
    def duree(options: str) -> int:
        return int(next(e["duree"] for e in vecu.json(f"show acacia {options}")["journal"] if e.get("duree") and e["le"] == "2026-11-25"))

    assert (duree(""), duree("--au 25/11/2026"), duree(f"--connu-le {SOIR}")) == (25, 25, 15)


def test_what_was_undone_later_was_there(vecu: Poste) -> None:
    vecu("undo --yes")  # the correction of the 27th, on 1 December
    assert vecu.json("show acacia")["journal"][-1]["duree"] == 15
    assert vecu.json("show acacia --connu-le 27/11/2026")["journal"][-1]["duree"] == 25


def test_a_situation_that_was_removed_since_is_found_by_its_pseudonym(vecu: Poste) -> None:
    vecu.git("rm", "--quiet", TILLEUL)
    vecu.git("commit", "--quiet", "-m", "Retirée")
    date_last(vecu, "2026-12-01T08:00:00Z")
    vecu("show tilleul", sortie=2)
    assert vecu.json("show tilleul --connu-le hier")["id"] == "ESSAI-2026-001"


def test_both_dates_go_together_what_one_believed_then_of_a_day_before(vecu: Poste) -> None:
    assert [s["dernier_contact"] for s in vecu.json("list --connu-le 27/11/2026 --au 23/11/2026")] == ["2026-11-10", None]
    assert "au 25/11/2026" in vecu(f"list --connu-le {SOIR}")
    assert "au 23/11/2026" in vecu(f"list --connu-le {SOIR} --au lundi")  # the Monday before that evening
    assert len(vecu.json("show tilleul --connu-le 27/11/2026 --au 25/11/2026")["journal"]) == len(
        vecu.json("show tilleul --connu-le 27/11/2026")["journal"]
    )


def test_the_history_ends_that_evening(vecu: Poste) -> None:
    assert [p["action"] for p in vecu.json(f"log --connu-le {SOIR}")] == ["action", "add", "add", ""]
    assert [p["action"] for p in vecu.json(f"log acacia --connu-le {SOIR}")] == ["add", "add", ""]


def test_care_notes_of_then_are_shown_when_asked_for(vecu: Poste) -> None:
    assert "pansement" not in vecu(f"show acacia --connu-le {SOIR}")
    assert "pansement" in vecu(f"show acacia --connu-le {SOIR} --soin")


def test_a_document_of_the_past_says_which_state_it_was_made_of_and_never_replaces_todays(vecu: Poste) -> None:
    vecu(f"minutes {REUNION} --format html")
    today = vecu.lire(f"documents/{REUNION}-compte-rendu.html")
    vecu(f"minutes {REUNION} --format html --connu-le {SOIR}")
    assert vecu.lire(f"documents/{REUNION}-compte-rendu.html") == today
    past = vecu.lire(f"documents/{REUNION}-compte-rendu-connu-2026-11-25.html")
    commit = vecu.json(f"log --connu-le {SOIR}")[0]["commit"]
    assert f"registre {commit[:8]}" in past
    assert "25 novembre 2026" in past.replace("\N{NO-BREAK SPACE}", " ")
    assert f"registre {commit[:8]}" not in today


def test_a_file_that_could_not_be_read_then_is_named_with_its_commit(vecu: Poste) -> None:
    right = vecu.lire(ACACIA)
    (vecu.racine / ACACIA).write_text("- pas: [une fiche", encoding="utf-8")
    vecu.git("commit", "--quiet", "--all", "-m", "Abîmée")
    date_last(vecu, "2026-11-28T09:00:00Z")
    commit = vecu.git("rev-parse", "HEAD")[:8]
    (vecu.racine / ACACIA).write_text(right, encoding="utf-8")
    vecu.git("commit", "--quiet", "--all", "-m", "Réparée")
    date_last(vecu, "2026-11-29T09:00:00Z")
    said = vecu("list --connu-le 28/11/2026")
    assert f"ne se lit pas ({commit}:{ACACIA}). Voir : alp check --connu-le 2026-11-28" in said
    assert f"{commit}:{ACACIA} ne se lisait pas ce jour-là" in vecu("show 2 --connu-le 28/11/2026", sortie=3)
    assert f"erreur {commit}:{ACACIA}:1" in vecu(f"check {ACACIA} --connu-le 28/11/2026", sortie=1)
    assert "0 erreur" in vecu(f"check {ACACIA} --connu-le 29/11/2026")


def test_what_stands_on_disk_today_is_no_part_of_the_past(vecu: Poste) -> None:
    (vecu.racine / "dispositif.yaml").write_text("nom: [", encoding="utf-8")
    (vecu.racine / TILLEUL).unlink()
    assert [s["pseudonyme"] for s in vecu.json(f"list --connu-le {SOIR}")] == ["Tilleul", "Acacia"]
    assert "modifié à la main" not in vecu(f"check --connu-le {SOIR}")
    vecu.git("checkout", "--quiet", ".")


# --- refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ligne",
    ["visit 2 --lieu domicile --resultat rencontre", "new --origine hlm", "undo --yes", "edit 1", "meeting plan 03/12/2026", "schema", "doctor", "init ../neuf"],
)  # fmt: skip
def test_nothing_is_written_in_the_past(vecu: Poste, ligne: str) -> None:
    before = vecu.sujets()
    for typed in (f"--connu-le {SOIR} {ligne}", f"{ligne} --connu-le {SOIR}"):
        said = vecu(typed, sortie=2)
        assert "--connu-le ne va qu'avec les commandes qui lisent le registre." in said
        assert "→ Le passé ne s'écrit pas" in said
    assert vecu.sujets() == before


def test_the_past_is_not_repaired(vecu: Poste) -> None:
    assert "Le passé ne s'écrit pas" in vecu(f"check --repair --yes --connu-le {SOIR}", sortie=2)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_in_a_terminal_the_past_shows_what_could_come_next_and_asks_nothing(vecu: Poste) -> None:
    terminal = Terminal([sys.executable, "-m", "alp", *shlex.split(f"advance acacia --connu-le {SOIR}")], vecu.racine)
    terminal.answer([])
    assert terminal.close() == 0
    assert "Pour avancer" in terminal.texte
    assert "Que faire" not in terminal.texte


@pytest.mark.parametrize(
    ("jour", "dit", "faire"),
    [
        ("19/11/2026", "Le registre n'existe que depuis le 20/11/2026 : le 19/11/2026, il ne disait rien.", "Donner un jour à partir du 20/11/2026."),
        ("02/12/2026", "Le 02/12/2026 n'est pas encore passé", "Donner un jour passé"),
        ("''", "n'est pas une date", "Écrire 12/01/2026"),
        ("toujours", "n'est pas une date", "Écrire 12/01/2026"),
    ],
)  # fmt: skip
def test_a_day_that_says_nothing_is_refused(vecu: Poste, jour: str, dit: str, faire: str) -> None:
    said = vecu(f"list --connu-le {jour}", sortie=2)
    assert dit in said
    assert f"→ {faire}" in said


def test_today_is_what_was_recorded_not_what_was_changed_by_hand_since(vecu: Poste) -> None:
    (vecu.racine / TILLEUL).write_text(vecu.lire(TILLEUL).replace("pseudonyme: Tilleul", "pseudonyme: Saule"), encoding="utf-8")
    assert [s["pseudonyme"] for s in vecu.json("list --connu-le aujourdhui")] == ["Tilleul", "Acacia"]
    vecu.git("checkout", "--quiet", ".")


def test_the_tab_key_proposes_it(vecu: Poste) -> None:
    for ligne in ("alp show --connu", "alp --connu"):
        asked = {"_ALP_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(ligne.split()), "COMP_CWORD": str(ligne.count(" "))}
        done = subprocess.run(
            [sys.executable, "-m", "alp"], cwd=vecu.racine, env=os.environ | asked, capture_output=True, text=True, check=False
        )
        assert done.stdout.split() == ["--connu-le"]
