"""Every tutorial is typed, line by line: what its page says can be done, in that order, and what it shows is what alp prints.

A page is Markdown. In its blocks of code, `alp …` and `$ alp …` are typed, `cd …` and `export …` too; other lines beneath a `$ alp …` are what it
prints (spaces aside; a line with « … » is not compared). What a reader need not see stands in comments:

    <!-- jour : 2026-11-18 -->                                   the day it is, from there on
    <!-- k3fhq7 : {type: visite, lieu: domicile} -->             the latest entry of this kind is the page's k3fhq7
    <!-- alp visit 1                                             this line, the next time it comes, runs in a real terminal;
    Quel jour ? → hier                                           its answers: see tools/terminal.py
    finit par 3 -->                                              its exit status, if it is not 0
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

import alp
from alp.cli import main
from tests.conftest import read_yaml
from tools.galerie import REF
from tools.terminal import Terminal, TerminalError, read_reponses

DOCS = Path(alp.__file__).parent.parent / "docs"
MACHINE = {"installer", "completion"}
"""Guides that change the computer itself: they are not typed here."""
GUIDES = [page for page in sorted((DOCS / "guides").glob("*.md")) if page.stem not in MACHINE]
PAGES = [DOCS / "premiers-pas.md", *sorted((DOCS / "tutoriels").glob("*.md")), *GUIDES]


# --- reading a page -----------------------------------------------------------------------------------


@dataclass
class Ligne:
    """A line to type, and what the page shows of its output."""

    texte: str
    montre: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Jour:
    """The day it is from here on."""

    le: str


@dataclass(frozen=True)
class Nom:
    """Which entry a reference of the page stands for."""

    ref: str
    entree: dict[str, Any]


@dataclass(frozen=True)
class Consigne:
    """How a line runs when it asks questions, or does not end by 0."""

    ligne: str
    reponses: str | None
    sortie: int


def read_page(texte: str) -> list[Ligne | Jour | Nom | Consigne]:
    """What a page asks to do, in order."""
    found: list[Ligne | Jour | Nom | Consigne] = []
    for token in MarkdownIt().parse(texte):
        if token.type == "html_block":
            found += [step for comment in re.findall(r"<!--(.*?)-->", token.content, re.DOTALL) if (step := read_comment(comment.strip()))]
        elif token.type in ("code_block", "fence"):
            found += read_block(token.content)
    return found


def read_comment(texte: str) -> Jour | Nom | Consigne | None:
    """The meaning of a comment, if it is for us."""
    head, _, rest = texte.partition(" : ")
    if head == "jour":
        return Jour(rest)
    if REF.fullmatch(head):
        return Nom(head, read_yaml(rest))
    if head.split()[:1] == ["alp"]:
        ligne, *answers = texte.splitlines()
        ends = [int(line.split()[-1]) for line in answers if line.startswith("finit par ")]
        asked = "\n".join(line for line in answers if not line.startswith("finit par "))
        return Consigne(ligne.strip(), asked or None, *(ends or [0]))
    return None


def read_block(texte: str) -> list[Ligne]:
    """The lines to type in a block of code; where there are `$`, what follows each is what it prints."""
    lines = texte.splitlines()
    if not any(line.startswith("$ ") for line in lines):
        return [Ligne(line.partition("  #")[0].strip()) for line in lines if line.split()[:1] in TAPEES]
    found: list[Ligne] = []
    for line in lines:
        if line.startswith("$ "):
            found.append(Ligne(line[2:].partition("  #")[0].strip()))
        elif found:
            found[-1].montre.append(line)
    return [ligne for ligne in found if ligne.texte.split()[:1] in TAPEES]


TAPEES = (["alp"], ["cd"], ["export"])


# --- playing it ---------------------------------------------------------------------------------------


class Lecteur:
    """Somebody who follows a page, in a fresh home."""

    def __init__(self, ici: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.ici, self.monkeypatch, self.capfd = ici, monkeypatch, capfd
        self.refs: dict[str, str] = {}
        self.consignes: list[Consigne] = []

    def follow(self, step: Ligne | Jour | Nom | Consigne) -> None:
        match step:
            case Jour(le):
                self.monkeypatch.setenv("ALP_AUJOURDHUI", le)
            case Nom(ref, entree):
                self.refs[ref] = self.find(entree)
            case Consigne():
                self.consignes.append(step)
            case Ligne():
                self.type(step)

    def type(self, ligne: Ligne) -> None:
        """Type a line; it must end as said, and print what the page shows."""
        word, _, rest = ligne.texte.partition(" ")
        if word == "cd":
            self.ici = (self.ici / rest).resolve()
            self.monkeypatch.chdir(self.ici)
            return
        if word == "export":
            self.monkeypatch.setenv(*rest.split("=", 1))
            return
        consigne = next((c for c in self.consignes if c.ligne == ligne.texte), Consigne(ligne.texte, None, 0))
        self.consignes = [c for c in self.consignes if c is not consigne]
        status, printed = self.run(ligne.texte, consigne)
        assert status == consigne.sortie, f"« {ligne.texte} » finit par {status}\n{printed}"
        missing = [line for line in ligne.montre if "…" not in line and flat(line) not in flat(printed)]
        assert not missing, f"« {ligne.texte} » n'écrit pas {missing}\n{printed}"

    def run(self, texte: str, consigne: Consigne) -> tuple[int, str]:
        """The exit status and all that is printed."""
        words = [self.refs.get(word, word) for word in shlex.split(texte)[1:]]
        if consigne.reponses is not None:
            return self.answer(words, consigne.reponses)
        if {"|", ">", "<"} & set(words):
            return self.pipe(texte)
        with kept_environ():
            status = main([*words, "--no-input"])
        out, err = self.capfd.readouterr()
        return status, out + err

    def answer(self, words: list[str], reponses: str) -> tuple[int, str]:
        terminal = Terminal([sys.executable, "-m", "alp", *words], self.ici)
        try:
            terminal.answer(read_reponses(reponses))
        finally:
            status = terminal.close()
        return status, terminal.texte

    def pipe(self, texte: str) -> tuple[int, str]:
        env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(texte, shell=True, cwd=self.ici, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def find(self, entree: dict[str, Any]) -> str:
        """The reference of the latest entry that says all this."""
        journals = [read_yaml(path.read_text(encoding="utf-8"))["journal"] for path in sorted(self.ici.glob("situations/*/*.yaml"))]
        found: list[str] = [e["ref"] for journal in journals for e in journal if entree.items() <= e.items()]
        assert found, f"aucune entrée {entree}"
        return found[-1]


@contextmanager
def kept_environ() -> Iterator[None]:
    """`alp demo` says where and when it is to the commands that it runs; nobody else hears it."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def flat(texte: str) -> str:
    """Text without its layout, nor the references that are drawn anew."""
    return REF.sub("réf", " ".join(texte.split()))


def follow(texte: str, ici: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Type a whole page."""
    monkeypatch.chdir(ici)
    lecteur = Lecteur(ici, monkeypatch, capfd)
    for step in read_page(texte):
        lecteur.follow(step)
    assert not lecteur.consignes, f"sans leur ligne : {lecteur.consignes}"


pas_de_pty = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")


@pas_de_pty
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_can_be_followed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    texte = page.read_text(encoding="utf-8")
    assert any(isinstance(step, Ligne) for step in read_page(texte))
    follow(texte, tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tables_of_a_tutorial_name_commands_that_run(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for words in re.findall(r"^\| .*?`(alp [^`]*)`", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert main([shlex.split(words)[1], "--help"]) == 0


# --- the reader of pages itself -----------------------------------------------------------------------

PAGE = """\
# Une page

<!-- jour : 2026-11-18 -->

    git config --global user.name "Prénom Nom"
    alp init essai --modele alp28   # un commentaire
    cd essai

1. Dans une liste :

   ```console
   $ alp list
   Situation …
   Aucune situation
   ```

<!-- k3fhq7 : {type: visite} -->
<!-- alp visit 1
Quel jour ? → hier
finit par 130 -->
<!-- une remarque -->
"""


def test_a_page_is_read_as_its_reader_types_it() -> None:
    assert read_page(PAGE) == [
        Jour("2026-11-18"),
        Ligne("alp init essai --modele alp28"),
        Ligne("cd essai"),
        Ligne("alp list", ["Situation …", "Aucune situation"]),
        Nom("k3fhq7", {"type": "visite"}),
        Consigne("alp visit 1", "Quel jour ? → hier", 130),
    ]


DEBUT = "    alp init essai --modele alp28\n    cd essai\n    alp new --origine voisin --motifs incurie --pseudonyme Fusain --par ide\n\n"


@pas_de_pty
@pytest.mark.parametrize(
    ("suite", "faute"),
    [
        ("    alp visite 1 --lieu lune\n", "finit par 2"),
        ("```\n$ alp list\nTilleul\n```\n", "Tilleul"),
        ("<!-- alp undo\nfinit par 3\n-->\n", "sans leur ligne"),
        ("<!-- alp advance 1\nQuel âge ? → 12\n-->\n\n    alp advance 1\n", "Quel âge"),
        ("<!-- alp advance 1\nQue faire ? → [Danser]\n-->\n\n    alp advance 1\n", "Danser"),
        ("<!-- k3fhq7 : {type: visite} -->\n", "aucune entrée"),
    ],
    ids=["sortie", "écrit", "consigne", "question", "choix", "référence"],
)
def test_a_page_that_is_wrong_is_seen(
    suite: str, faute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tools.terminal.PATIENCE", 4.0)
    with pytest.raises((AssertionError, TerminalError), match=faute):
        follow(DEBUT + suite, tmp_path, monkeypatch, capfd)


@pas_de_pty
def test_a_page_that_is_right_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    follow(
        DEBUT
        + "```\n$ alp list\nESSAI … \n ALP28-2026-001   Fusain\n```\n"
        + "<!-- k3fhq7 : {type: saisine} -->\n\n    alp amend 1 k3fhq7 --urgence prioritaire\n\n"
        + "<!-- alp undo\nDéfaire → [Non]\nfinit par 3\n-->\n\n    alp undo\n    alp list --json | grep Fusain\n",
        tmp_path,
        monkeypatch,
        capfd,
    )
    assert "prioritaire" in (tmp_path / "essai/situations/2026/ALP28-2026-001.yaml").read_text(encoding="utf-8")
