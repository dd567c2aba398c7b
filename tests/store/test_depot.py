"""Writing: one commit of exactly these files, whatever the machine, whatever the moment of a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alp.core.erreurs import AlpError, Objet
from alp.store.depot import Acte, Depot, Ecrit
from alp.store.lecture import Lecture
from tests.conftest import SITUATION, read_yaml
from tests.store.ecrivain import ID, add_note

FICHE = "situations/2025/ESSAI-2025-001.yaml"
POINTS = ("brouillons", "journal", "fichier", "fichiers", "objet", "reference", "commit", "oublie")


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.rstrip("\n")


def files_of(root: Path, commit: str = "HEAD") -> list[str]:
    return git(root, "show", "--format=", "--name-only", "--no-renames", commit).split()


def notes(texte: str) -> list[str]:
    return [e["ref"] for e in read_yaml(texte)["journal"] if e["type"] == "note"]


def shown(root: Path, commit: str = "HEAD") -> str:
    return git(root, "show", f"{commit}:{FICHE}") + "\n"


@pytest.fixture
def depot(registre: Path) -> Depot:
    """The register after its first commit of everything."""
    subprocess.run("git add -A && git commit -qm premier", shell=True, cwd=registre, check=True)
    return Depot(registre)


@pytest.fixture
def umask() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


# --- one commit of exactly these files ----------------------------------------------------------------


def test_the_first_commit_of_a_register(registre: Path) -> None:
    """The situation was written by hand: it is saved as it was, then the note; the rest is nobody's business yet."""
    _, commit = Depot(registre).write(add_note("gggggg"))
    assert git(registre, "rev-parse", "HEAD") == commit
    assert git(registre, "log", "--format=%s").splitlines() == [f"{ID} : note du 03/02/2025", f"{ID} : modification à la main"]
    assert files_of(registre) == [FICHE]
    assert git(registre, "ls-files") == FICHE


def test_a_commit_says_who_what_and_which(depot: Depot) -> None:
    depot.write(add_note("gggggg"))
    assert git(depot.root, "log", "-1", "--format=%an <%ae> %cn") == "Camille Essai <camille@essai.example> Camille Essai"
    assert git(depot.root, "log", "-1", "--format=%(trailers:key=Situation,valueonly)").strip() == ID
    assert git(depot.root, "log", "-1", "--format=%(trailers:key=Action,valueonly)").strip() == "add"
    assert git(depot.root, "status", "--porcelain") == ""


def test_what_the_user_staged_stays_staged_and_out_of_the_commit(depot: Depot) -> None:
    (depot.root / "brouillon.txt").write_text("à moi")
    (depot.root / "dispositif.yaml").open("a").write("# à moi\n")
    git(depot.root, "add", "-A")
    depot.write(add_note("gggggg"))
    assert files_of(depot.root) == [FICHE]
    assert git(depot.root, "status", "--porcelain").splitlines() == ["A  brouillon.txt", "M  dispositif.yaml"]


def test_several_files_are_one_commit_and_one_can_go(depot: Depot) -> None:
    reunion = Ecrit(Objet("reunion", "2025-02-03-cellule"), {"le": "2025-02-03", "nature": "cellule"})
    depot.write(lambda lecture: Acte("Réunion du 03/02/2025", "new", (reunion, *add_note("gggggg")(lecture).ecrits)))
    assert files_of(depot.root) == ["reunions/2025-02-03-cellule.yaml", FICHE]
    depot.write(lambda lecture: Acte("Réunion retirée", "undo", (Ecrit(reunion.objet, None),)))
    assert files_of(depot.root) == ["reunions/2025-02-03-cellule.yaml"]
    assert not (depot.root / "reunions/2025-02-03-cellule.yaml").exists()
    assert git(depot.root, "status", "--porcelain") == ""


def test_writing_what_is_already_there_makes_no_commit(depot: Depot) -> None:
    head = git(depot.root, "rev-parse", "HEAD")
    depot.write(lambda lecture: Acte("Rien", "edit", (Ecrit(Objet("situation", ID), None, SITUATION),)))
    assert git(depot.root, "rev-parse", "HEAD") == head


def test_numbers_of_removed_situations_are_remembered(depot: Depot) -> None:
    depot.write(lambda lecture: Acte("Retrait", "undo", (Ecrit(Objet("situation", ID), None),)))
    assert not (depot.root / FICHE).exists()
    assert ID in depot.ids_ever()


@pytest.mark.usefixtures("umask")
def test_files_and_folders_are_private(depot: Depot) -> None:
    depot.write(lambda lecture: Acte("Soins", "add", (Ecrit(Objet("soins", ID), {"bbbbbb": "Pansement."}),)))
    made = [depot.root / p for p in ("soins", "soins/2025", f"soins/2025/{ID}.yaml")]
    assert [oct(p.stat().st_mode & 0o777) for p in made] == ["0o700", "0o700", "0o600"]


def test_a_file_of_windows_keeps_its_mark_and_its_line_ends(depot: Depot) -> None:
    octets = b"\xef\xbb\xbf" + SITUATION.replace("\n", "\r\n").encode()
    (depot.root / FICHE).write_bytes(octets)
    depot.write(add_note("gggggg"))
    now = (depot.root / FICHE).read_bytes()
    assert now.startswith(octets)
    assert now.count(b"\n") == now.count(b"\r\n") > octets.count(b"\n")
    assert depot.committed(FICHE) == now


# --- the user's machine --------------------------------------------------------------------------------


def test_hooks_signing_line_endings_and_templates_of_the_machine_change_nothing(
    depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "crochets"
    hooks.mkdir()
    for folder in (hooks, depot.root / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction", "post-index-change"):
            (folder / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/fui\nexit 1\n")
            (folder / name).chmod(0o755)
    (tmp_path / "modele").write_text("# modèle imposé\n")
    hostile = tmp_path / "gitconfig"
    hostile.write_text(
        f"[core]\n hooksPath = {hooks}\n autocrlf = true\n safecrlf = true\n[commit]\n gpgSign = true\n template = {tmp_path}/modele\n"
        f"[gpg]\n program = /bin/false\n[init]\n templateDir = {hooks}\n[log]\n showSignature = true\n[color]\n ui = always\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(hostile))
    (depot.root / ".gitattributes").write_text("* text eol=crlf filter=casse\n")
    depot.write(add_note("gggggg"))
    assert not (tmp_path / "fui").exists()
    assert depot.committed(FICHE) == (depot.root / FICHE).read_bytes()
    assert b"\r" not in (depot.root / FICHE).read_bytes()


def test_variables_of_the_environment_do_not_leak_in(depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when alp is called from inside someone else's git hook."""
    for name, value in {
        "GIT_DIR": tmp_path / "ailleurs", "GIT_WORK_TREE": tmp_path, "GIT_INDEX_FILE": tmp_path / "index", "GIT_AUTHOR_NAME": "Intrus",
        "GIT_COMMITTER_EMAIL": "intrus@ailleurs.example", "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_OBJECT_DIRECTORY": tmp_path / "objets",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Intrus", "GIT_TRACE": tmp_path / "trace",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    depot.write(add_note("gggggg"))
    for name in [n for n in os.environ if n.startswith("GIT_") and not n.startswith("GIT_CONFIG_")]:
        monkeypatch.delenv(name)
    assert git(depot.root, "log", "-1", "--format=%an %ce %cn") == "Camille Essai camille@essai.example Camille Essai"
    assert not git(depot.root, "log", "-1", "--format=%as").startswith("2001")
    assert not (tmp_path / "index").exists()
    assert not (tmp_path / "trace").exists()


def test_an_identity_is_never_invented(depot: Depot) -> None:
    git(depot.root, "config", "--unset", "user.email")
    with pytest.raises(AlpError, match="git ne sait pas qui vous êtes") as refus:
        depot.write(add_note("gggggg"))
    assert "user.email" in refus.value.remede
    assert notes((depot.root / FICHE).read_text()) == []


def test_a_busy_index_of_the_user_loses_nothing(depot: Depot) -> None:
    (depot.root / ".git" / "index.lock").touch()
    depot.write(add_note("gggggg"))
    assert notes(shown(depot.root)) == ["gggggg"]
    (depot.root / ".git" / "index.lock").unlink()
    depot.write(add_note("hhhhhh"))
    assert notes(shown(depot.root)) == ["gggggg", "hhhhhh"]
    assert git(depot.root, "status", "--porcelain") == ""


def test_a_stale_private_index_of_a_dead_process_does_not_block(depot: Depot) -> None:
    depot.write(add_note("gggggg"))
    for name in ("index", f"index-{os.getpid()}"):
        (depot.root / ".git" / "alp" / f"{name}.lock").touch()
    depot.write(add_note("hhhhhh"))
    assert notes(shown(depot.root)) == ["gggggg", "hhhhhh"]


# --- where alp does not write ---------------------------------------------------------------------------


def test_a_register_inside_another_repository_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    inside = tmp_path / "cas"
    (inside / "situations" / "2025").mkdir(parents=True)
    (inside / FICHE).write_text(SITUATION)
    with pytest.raises(AlpError, match="pas la racine de son propre dépôt"):
        Depot(inside).write(add_note("gggggg"))
    assert (inside / FICHE).read_text() == SITUATION


def test_a_linked_work_tree_is_refused(depot: Depot, tmp_path: Path) -> None:
    git(depot.root, "worktree", "add", "-q", str(tmp_path / "copie"))
    with pytest.raises(AlpError, match="pas la racine de son propre dépôt"):
        Depot(tmp_path / "copie").write(add_note("gggggg"))


@pytest.mark.parametrize("command", ["git checkout -q --detach", "touch .git/MERGE_HEAD", "mkdir .git/rebase-merge"])
def test_in_the_middle_of_a_git_operation_nothing_is_written(depot: Depot, command: str) -> None:
    subprocess.run(command, shell=True, cwd=depot.root, check=True)
    with pytest.raises(AlpError, match=r"opération git|aucune branche"):
        depot.write(add_note("gggggg"))
    assert (depot.root / FICHE).read_text() == SITUATION
    assert not depot.has_pending()


def test_a_year_folder_that_leads_elsewhere_is_not_written_to(depot: Depot, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (depot.root / "soins").mkdir()
    (depot.root / "soins" / "2025").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(AlpError, match="lien symbolique"):
        depot.write(lambda lecture: Acte("Soins", "add", (Ecrit(Objet("soins", ID), {"bbbbbb": "Pansement."}),)))
    assert list((tmp_path / "ailleurs").iterdir()) == []


@pytest.mark.parametrize("texte", ["collé\u200bdu web", "\x1b[31mrouge", "moitié \ud83d", "droite\u202egauche"])
def test_a_text_that_could_not_be_read_back_is_refused_with_the_character(depot: Depot, texte: str) -> None:
    with pytest.raises(AlpError, match=r"U\+(200B|001B|D83D|202E)"):
        depot.write(add_note("gggggg", texte))
    with pytest.raises(AlpError, match=r"U\+(200B|001B|D83D|202E)"):
        depot.write(lambda lecture: Acte("Soins", "add", (Ecrit(Objet("soins", ID), {"bbbbbb": texte}),)))
    assert git(depot.root, "status", "--porcelain") == ""


def test_an_entry_that_would_make_the_file_too_big_is_refused(depot: Depot) -> None:
    with pytest.raises(AlpError, match="pour 256 admis"):
        depot.write(add_note("gggggg", "mot " * 70_000))
    assert git(depot.root, "status", "--porcelain") == ""


# --- hand edits ------------------------------------------------------------------------------------------


def test_a_hand_edit_that_loads_is_committed_first_alone(depot: Depot) -> None:
    edited = SITUATION.replace("1951", "1952")
    (depot.root / FICHE).write_text(edited)
    assert depot.hand_edited() == [FICHE]
    depot.write(add_note("gggggg"))
    assert shown(depot.root, "HEAD~1") == edited
    assert git(depot.root, "log", "-1", "--format=%s", "HEAD~1") == f"{ID} : modification à la main"
    assert notes(shown(depot.root)) == ["gggggg"]
    assert "1952" in shown(depot.root)
    assert depot.hand_edited() == []


def test_a_hand_edit_that_does_not_load_blocks_that_file_only(depot: Depot) -> None:
    other = "situations/2025/ESSAI-2025-002.yaml"
    (depot.root / other).write_text(SITUATION.replace("-001", "-002").replace("Tilleul", "Saule"))
    broken = SITUATION.replace("origine: ccas", "origine: [")
    (depot.root / FICHE).write_text(broken)

    depot.write(add_note("gggggg", id_="ESSAI-2025-002"))
    with pytest.raises(AlpError, match="ne se lit pas") as refus:
        depot.write(lambda lecture: Acte("x", "edit", (Ecrit(Objet("situation", ID), read_yaml(SITUATION)),)))
    assert refus.value.problemes[0].code == "E002"

    assert (depot.root / FICHE).read_text() == broken
    assert notes((depot.root / other).read_text()) == ["gggggg"]
    assert files_of(depot.root) == [other]


def test_a_whole_new_text_mends_a_file_that_does_not_load(depot: Depot) -> None:
    (depot.root / FICHE).write_text(SITUATION.replace("origine: ccas", "origine: ["))
    depot.write(lambda lecture: Acte("Correction", "edit", (Ecrit(Objet("situation", ID), None, SITUATION.replace("1951", "1950")),)))
    assert "1950" in (depot.root / FICHE).read_text()
    assert git(depot.root, "log", "-1", "--format=%s") == "Correction"


@pytest.mark.parametrize("moment", ["decide", "brouillons", "journal"])
def test_an_editor_that_saves_while_alp_writes_is_not_overwritten(depot: Depot, moment: str) -> None:
    """The hand edit stands, and what alp meant is kept or was never begun."""
    edited = SITUATION.replace("1951", "1952")

    def at(here: str) -> None:
        if here == moment:
            (depot.root / FICHE).write_text(edited)

    def decide(lecture: Lecture) -> Acte:
        at("decide")
        return add_note("gggggg")(lecture)

    with pytest.raises(AlpError, match="modifié"):
        Depot(depot.root, at=at).write(decide)
    assert (depot.root / FICHE).read_text() == edited
    depot.write(add_note("hhhhhh"))
    assert "1952" in shown(depot.root)
    assert notes(shown(depot.root)) == ["hhhhhh"]


def test_someone_who_commits_at_the_same_instant_is_not_dropped_from_the_history(depot: Depot) -> None:
    def at(here: str) -> None:
        if here == "objet":
            git(depot.root, "commit", "-q", "--allow-empty", "-m", "à la main, au même instant")

    with pytest.raises(AlpError, match="pas encore enregistrés"):
        Depot(depot.root, at=at).write(add_note("gggggg"))
    depot.write(add_note("hhhhhh"))
    assert "à la main, au même instant" in git(depot.root, "log", "--format=%s").splitlines()
    assert notes(shown(depot.root)) == ["gggggg", "hhhhhh"]


# --- crashes ---------------------------------------------------------------------------------------------


def start(root: Path, ref: str, point: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.store.ecrivain", str(root), ref, point], stderr=subprocess.PIPE, text=True)


def kill_at(root: Path, point: str) -> None:
    writer = start(root, "gggggg", point)
    _, errors = writer.communicate()
    assert writer.returncode == -signal.SIGKILL, errors


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_the_next_write_goes_on(depot: Depot, point: str) -> None:
    kill_at(depot.root, point)
    torn = (depot.root / FICHE).read_text()
    assert notes(torn) in ([], ["gggggg"])
    assert depot.read().problemes == []

    depot.write(add_note("hhhhhh"))

    expected = ["hhhhhh"] if point == "brouillons" else ["gggggg", "hhhhhh"]
    assert notes((depot.root / FICHE).read_text()) == notes(shown(depot.root)) == expected
    assert git(depot.root, "status", "--porcelain") == ""
    assert len(git(depot.root, "log", "--format=%h").splitlines()) == len(expected) + 1
    git(depot.root, "fsck", "--strict", "--no-dangling")
    assert not depot.has_pending()
    assert list((depot.root / ".git" / "alp" / "tmp").iterdir()) == []


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_then_edited_by_hand(depot: Depot, point: str) -> None:
    kill_at(depot.root, point)
    edited = (depot.root / FICHE).read_text().replace("1951", "1952")
    (depot.root / FICHE).write_text(edited)

    if point in ("brouillons", "oublie"):  # nothing was begun, or all was done
        depot.write(add_note("hhhhhh"))
    else:
        assert depot.has_pending()
        with pytest.raises(AlpError, match="rien n'a été écrasé") as stop:
            depot.write(add_note("hhhhhh"))
        assert (depot.root / FICHE).read_text() == edited
        kept = Path(stop.value.remede.split("est gardé dans ")[1].split(". Comparer")[0])
        assert notes((kept / FICHE).read_text()) == ["gggggg"]
        depot.write(add_note("hhhhhh"))

    assert "1952" in shown(depot.root)
    assert notes(shown(depot.root))[-1] == "hhhhhh"
    assert notes(shown(depot.root)) == notes((depot.root / FICHE).read_text())
    git(depot.root, "fsck", "--strict", "--no-dangling")


def test_killed_just_after_the_commit_the_index_of_the_user_follows(depot: Depot) -> None:
    """Else the user's next `git commit` would take the entry back."""
    kill_at(depot.root, "reference")
    depot.write(lambda lecture: Acte("Soins", "add", (Ecrit(Objet("soins", ID), {"bbbbbb": "Pansement."}),)))
    assert git(depot.root, "status", "--porcelain") == ""


def test_killed_then_the_file_removed_by_hand(depot: Depot) -> None:
    kill_at(depot.root, "journal")
    (depot.root / FICHE).unlink()
    with pytest.raises(AlpError, match="rien n'a été écrasé"):
        depot.write(add_note("hhhhhh"))
    assert not (depot.root / FICHE).exists()


def test_reading_never_recovers(depot: Depot) -> None:
    kill_at(depot.root, "journal")
    assert depot.read().registre.situations[0].journal[-1].ref == "bbbbbb"
    assert depot.has_pending()


def test_a_journal_that_nobody_can_read_is_explained(depot: Depot) -> None:
    depot.write(add_note("gggggg"))
    (depot.root / ".git" / "alp" / "journal.json").write_text('{"mess')
    with pytest.raises(AlpError, match="journal"):
        depot.write(add_note("hhhhhh"))
    depot.write(add_note("hhhhhh"))
    assert notes(shown(depot.root)) == ["gggggg", "hhhhhh"]


def test_six_people_write_at_once(depot: Depot) -> None:
    refs = ["gggggg", "hhhhhh", "jjjjjj", "kkkkkk", "mmmmmm", "pppppp"]
    writers = [start(depot.root, ref) for ref in refs]
    errors = [w.communicate()[1] for w in writers]
    assert [w.returncode for w in writers] == [0] * 6, errors
    assert sorted(notes(shown(depot.root))) == refs
    assert len(git(depot.root, "log", "--format=%h").splitlines()) == 7
    git(depot.root, "fsck", "--strict")


def test_killed_at_any_instant_again_and_again(depot: Depot) -> None:
    """Twelve writers, each killed after a time of its own; whoever said it was done is there."""
    refs = [f"{c}22222" for c in "bcdfghjkmpqr"]
    done = []
    for n, ref in enumerate(refs):
        writer = start(depot.root, ref)
        try:
            if writer.wait(timeout=0.35 + 0.03 * n) == 0:
                done.append(ref)
        except subprocess.TimeoutExpired:
            writer.kill()
        writer.communicate()
    depot.write(add_note("zzzzzz"))
    found = notes(shown(depot.root))
    assert found == notes((depot.root / FICHE).read_text())
    assert set(done) <= set(found) and found[-1] == "zzzzzz"
    assert len(found) == len(set(found))
    assert git(depot.root, "status", "--porcelain") == ""
    git(depot.root, "fsck", "--strict", "--no-dangling")
