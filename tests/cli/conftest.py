"""Somebody at a terminal: a home, a git identity, a register, and `alp` typed in it."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alp.store.git import init
from alp.store.modeles import example
from tests.conftest import read_yaml
from tools.galerie import AUJOURDHUI, BASE, COURRIEL, NOM, alp

TILLEUL, ACACIA = "situations/2026/ESSAI-2026-001.yaml", "situations/2026/ESSAI-2026-002.yaml"
"""The gallery's register: Tilleul is accompanied, Acacia waits for her evaluation."""


@dataclass(frozen=True)
class Poste:
    """A worker's computer, inside a register."""

    racine: Path

    def __call__(self, ligne: str, *, sortie: int = 0, entree: str = "") -> str:
        """Type a command; its output and messages, once its exit status is the one expected."""
        status, text = alp(shlex.split(ligne), entree)
        assert status == sortie, text
        return text

    def json(self, ligne: str, *, sortie: int = 0) -> Any:
        """A command's `--json`."""
        return json.loads(self(f"{ligne} --json", sortie=sortie))

    def lire(self, chemin: str) -> str:
        return (self.racine / chemin).read_text(encoding="utf-8")

    def journal(self, chemin: str) -> list[dict[str, Any]]:
        """The entries of a situation's file, as text."""
        found: list[dict[str, Any]] = read_yaml(self.lire(chemin))["journal"]
        return found

    def git(self, *mots: str) -> str:
        return subprocess.run(["git", *mots], cwd=self.racine, check=True, capture_output=True, text=True).stdout

    def dispositif(self, rubriques: str) -> None:
        """Add sections to `dispositif.yaml`, and record them."""
        path = self.racine / "dispositif.yaml"
        path.write_text(path.read_text(encoding="utf-8") + rubriques, encoding="utf-8")
        self.git("commit", "--quiet", "--all", "-m", "Dispositif complété")

    def sujets(self) -> list[str]:
        """The subjects of `git log`, the latest first."""
        return self.git("log", "--format=%s").splitlines()

    def editeur(self, monkeypatch: pytest.MonkeyPatch, expression: str) -> None:
        """From now on, the editor replaces the text by a Python expression on `texte`, or on `n`, how often it was opened."""
        script = self.racine.parent / "editeur.py"
        script.write_text(
            "import pathlib, sys\n"
            "p = pathlib.Path(sys.argv[-1])\n"
            "fois = pathlib.Path(__file__).with_suffix('.fois')\n"
            "n = int(fois.read_text()) + 1 if fois.exists() else 1\n"
            "fois.write_text(str(n))\n"
            f"texte = p.read_text()\np.write_text({expression})\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))


@pytest.fixture(autouse=True)
def maison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_git: None) -> Path:
    """A home of one's own, whose git knows who writes; the day is fixed."""
    home = tmp_path / "maison"
    home.mkdir()
    config = home / "gitconfig"
    config.write_text(f"[user]\n\tname = {NOM}\n\temail = {COURRIEL}\n")
    for name, value in {
        "HOME": home,
        "GIT_CONFIG_GLOBAL": config,
        "ALP_AUJOURDHUI": AUJOURDHUI,
        "PYTHONPATH": Path(__file__).parents[2],
    }.items():
        monkeypatch.setenv(name, str(value))
    for name in ("ALP_REGISTRE", "ALP_TRACE", "EDITOR", "VISUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def poste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Poste]:
    """In the gallery's register, committed."""
    root = tmp_path / "registre"
    shutil.copytree(BASE, root)
    init(root)
    monkeypatch.chdir(root)
    found = Poste(root)
    found.git("add", "--all")
    found.git("commit", "--quiet", "-m", "Registre d'essai")
    yield found
    assert not [p for p in (root / ".alp").glob("*") if p.name != "rendus"], "rien ne reste dans .alp/"


@pytest.fixture
def chartres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Poste:
    """The example register of Chartres, in git, on 22 November 2026."""
    root = tmp_path / "chartres"
    shutil.copytree(example("alp28"), root)
    init(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-11-22")
    found = Poste(root)
    found.git("add", "--all")
    found.git("commit", "--quiet", "-m", "Registre d'exemple")
    return found
