"""« Premiers pas », typed line by line: what the page says can be done, and in that order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import alp
from alp.cli import main
from tests.conftest import read_yaml

PAGE = (Path(alp.__file__).parent.parent / "docs" / "premiers-pas.md").read_text(encoding="utf-8")
DEMANDENT = {"alp new", "alp advance 1", "alp visit 1", "alp renew 1"}
"""Lines that ask questions: a terminal's, tried elsewhere."""


def commands() -> list[str]:
    """The command lines of the page, without their comments."""
    lines = [line.strip().partition("  #")[0].strip() for line in PAGE.splitlines() if line.startswith("    alp ")]
    return [line for line in lines if line not in DEMANDENT]


def test_every_line_of_the_first_steps_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-11-20")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Camille Essai\n\temail = camille@exemple.fr\n")
    done = []
    for line in commands():
        words = shlex.split(line)[1:]
        if "k3fhq7" in words:  # the page's example of a reference: here, the visit's on the doorstep
            [path] = (tmp_path / "mon-registre").glob("situations/*/*.yaml")
            visits = [e for e in read_yaml(path.read_text(encoding="utf-8"))["journal"] if e.get("lieu") == "pas_de_porte"]
            words = [visits[0]["ref"] if word == "k3fhq7" else word for word in words]
        status = main([*words, "--no-input"] if words else ["--no-input"])
        assert status == 0, (line, capfd.readouterr())
        if words[:1] == ["init"]:
            monkeypatch.chdir(tmp_path / "mon-registre")
        done.append(words[0] if words else "")
    assert {"init", "new", "add", "visit", "due", "show", "amend", "cancel", "undo", "close"} <= set(done)


def test_the_daily_table_names_commands_that_run(capfd: pytest.CaptureFixture[str]) -> None:
    for words in re.findall(r"\| `(alp[^`]*)`", PAGE):
        if len(shlex.split(words)) > 1:
            assert main([shlex.split(words)[1], "--help"]) == 0
    assert "Emploi" in capfd.readouterr().out
