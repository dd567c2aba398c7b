"""Rendered documents on disk: all of what belongs together, or nothing; never over what somebody edited."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alp.core.erreurs import AlpError
from alp.store.depot import Depot
from alp.store.rendus import Piece, save, save_all

RAPPORT, PREUVE = "rapport-2026-10.md", "rapport-2026-10-preuve.json"
PERSONNE = 65534


@pytest.fixture
def depot(registre: Path) -> Depot:
    return Depot(registre)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return tmp_path / "sortie"


def names(dossier: Path) -> list[str]:
    """All that stands in a folder, hidden files too."""
    return sorted(p.name for p in dossier.iterdir())


def test_what_was_rendered_is_replaced_and_what_was_edited_is_kept(depot: Depot, dossier: Path) -> None:
    assert save(depot, dossier, RAPPORT, b"un").chemin == save(depot, dossier, RAPPORT, b"deux").chemin
    (dossier / RAPPORT).write_bytes(b"deux, relu")
    third = save(depot, dossier, RAPPORT, b"trois")
    assert (third.chemin.name, third.garde) == ("rapport-2026-10 (2).md", dossier / RAPPORT)
    assert (dossier / RAPPORT).read_bytes() == b"deux, relu"
    assert save(depot, dossier, RAPPORT, b"quatre").chemin == third.chemin
    assert names(dossier) == ["rapport-2026-10 (2).md", RAPPORT]


def test_what_is_replaced_is_kept_under_the_name_that_its_piece_gives(depot: Depot, dossier: Path) -> None:
    """Never twice the same, never over another; what did not change, or what nobody wants, is replaced for good."""

    def piece(contenu: bytes) -> Piece:
        return Piece(dossier, PREUVE, contenu, lambda ancien: None if ancien == b"rien" else "preuve-avant.json")

    assert save_all(depot, [piece(b"un")])[0].ancien is None
    assert save_all(depot, [piece(b"un")])[0].ancien is None
    assert save_all(depot, [piece(b"deux")])[0].ancien == dossier / "preuve-avant.json"
    assert save_all(depot, [piece(b"trois")])[0].ancien == dossier / "preuve-avant (2).json"
    save_all(depot, [piece(b"un")])  # « trois » is kept
    assert save_all(depot, [piece(b"rien")])[0].ancien == dossier / "preuve-avant.json"  # « un » is kept already
    assert save_all(depot, [piece(b"quatre")])[0].ancien is None
    kept = {name: (dossier / name).read_bytes() for name in names(dossier)}
    others = {"preuve-avant.json": b"un", "preuve-avant (2).json": b"deux", "preuve-avant (3).json": b"trois"}
    assert kept == {**others, PREUVE: b"quatre"}


def test_what_was_kept_goes_with_the_rest_or_not_at_all(depot: Depot, dossier: Path, tmp_path: Path) -> None:
    save(depot, dossier, PREUVE, b"un")
    blocked = tmp_path / "un-fichier"
    blocked.write_text("là")
    with pytest.raises(AlpError, match="ne peut pas être écrit"):
        save_all(depot, [Piece(dossier, PREUVE, b"deux", lambda ancien: "avant.json"), Piece(blocked, RAPPORT, b"x")])
    assert (names(dossier), (dossier / PREUVE).read_bytes()) == ([PREUVE], b"un")


def test_one_that_cannot_be_written_stops_them_all(depot: Depot, dossier: Path, tmp_path: Path) -> None:
    save(depot, dossier, RAPPORT, b"un")
    blocked = tmp_path / "un-fichier"
    blocked.write_text("là")
    with pytest.raises(AlpError, match="ne peut pas être écrit") as said:
        save_all(depot, [Piece(dossier, RAPPORT, b"deux"), Piece(dossier, PREUVE, b"{}"), Piece(blocked, PREUVE, b"{}")])
    assert said.value.remede == "Choisir un autre dossier avec --sortie."
    assert (names(dossier), (dossier / RAPPORT).read_bytes()) == ([RAPPORT], b"un")
    assert save(depot, dossier, RAPPORT, b"trois").garde is None


def test_what_interrupts_leaves_nothing_beside(depot: Depot, dossier: Path) -> None:
    def pieces() -> Iterator[Piece]:
        yield Piece(dossier, RAPPORT, b"un")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_all(depot, pieces())
    assert names(dossier) == []


def test_a_folder_in_the_place_of_a_document_is_said(depot: Depot, dossier: Path) -> None:
    (dossier / RAPPORT).mkdir(parents=True)
    with pytest.raises(AlpError, match="c'est un dossier, pas un fichier"):
        save(depot, dossier, RAPPORT, b"un")
    assert names(dossier) == [RAPPORT]


def test_a_cache_that_cannot_be_written_only_makes_alp_more_careful(depot: Depot, dossier: Path) -> None:
    (depot.root / ".alp").write_text("un fichier à la place du dossier")
    assert save(depot, dossier, RAPPORT, b"un").chemin.read_bytes() == b"un"
    second = save(depot, dossier, RAPPORT, b"deux")
    assert (second.garde, (dossier / RAPPORT).read_bytes()) == (dossier / RAPPORT, b"un")


def test_too_many_edited_versions_are_said(depot: Depot, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alp.store.rendus.MANY", 3)
    dossier.mkdir()
    for name in (RAPPORT, "rapport-2026-10 (2).md"):
        (dossier / name).write_bytes(b"relu")
    with pytest.raises(AlpError, match="Trop de versions modifiées"):
        save(depot, dossier, RAPPORT, b"un")


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: PERSONNE)() != 0 or not shutil.which("setpriv"), reason="il faut pouvoir devenir quelqu'un d'autre"
)
def test_someone_who_may_only_read_is_refused_in_french_and_may_write_elsewhere(depot: Depot, tmp_path: Path) -> None:
    """Root writes everywhere: another process does it, as nobody."""
    script = "import sys; from pathlib import Path; from alp.store.depot import Depot; from alp.store.rendus import save\n"
    script += "from alp.core.erreurs import AlpError\n"
    script += "try: print(save(Depot(Path(sys.argv[1])), Path(sys.argv[2]) if sys.argv[2] else None, sys.argv[3], b'un').chemin)\n"
    script += "except AlpError as error: print(error.message); print(error.remede)"
    elsewhere = Path(f"/tmp/alp-essai-{os.getpid()}")  # noqa: S108 - nobody may enter pytest's own folders

    def run(folder: str) -> list[str]:
        words = ["setpriv", f"--reuid={PERSONNE}", f"--regid={PERSONNE}", "--clear-groups", sys.executable, "-c", script]
        done = subprocess.run([*words, str(elsewhere / "registre"), folder, RAPPORT], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    shutil.copytree(depot.root, elsewhere / "registre")
    try:
        (elsewhere / "sortie").mkdir()
        for path in (elsewhere, *elsewhere.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (elsewhere / "sortie").chmod(0o777)
        message, remedy = run("")
        assert "ne peut pas être écrit (l'accès est refusé" in message
        assert remedy == "Choisir un autre dossier avec --sortie."
        assert run(str(elsewhere / "sortie")) == [str(elsewhere / "sortie" / RAPPORT)]
        assert not (elsewhere / "registre" / ".alp").exists()
    finally:
        shutil.rmtree(elsewhere)
