"""The pictures of docs/: `docs/images.yaml` says what is typed, `docs/images/<nom>.svg` shows what alp then printed.

`python -m tools.images [NOM…]` makes them, `--check` says which are stale. An image: `nom`, `titre`, `commande` (`alp …`), and if need be
`exemple` (a register of cases/, else alp28), `jour` (the day it is, else the example's), `avant` (commands that come first, unseen),
`reponses` and `jusqua` (see tools/terminal.py: what is answered; the question at which the picture is taken), `colonnes`, `lignes` (the first only).

The bytes are the same every time: a reference, a commit or an hour that alp draws anew is shown as one that never changes.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from rich.console import Console
from rich.text import Text
from ruamel.yaml import YAML

from alp.cli.demo import last_day
from alp.core.journal import make_ref
from alp.store.creation import create, example_files
from alp.store.modeles import example
from tools.dessin import draw
from tools.galerie import REF, alp, private_home
from tools.terminal import Terminal, read_reponses

RACINE = Path(__file__).parent.parent
TABLE = RACINE / "docs" / "images.yaml"
DOSSIER = RACINE / "docs" / "images"


@dataclass(frozen=True)
class Image:
    """One picture, as declared."""

    nom: str
    titre: str
    commande: str
    exemple: str = "alp28"
    jour: str = ""
    avant: tuple[str, ...] = ()
    reponses: str = ""
    jusqua: str = ""
    colonnes: int = 100
    lignes: int = 0

    @property
    def path(self) -> Path:
        return DOSSIER / f"{self.nom}.svg"

    def is_stale(self, svg: str) -> bool:
        """Whether the file differs from what has just been drawn."""
        return not self.path.is_file() or self.path.read_text(encoding="utf-8") != svg


def declared(table: Path = TABLE) -> list[Image]:
    """Every picture of the table, in order."""
    rows = YAML(typ="safe").load(table.read_text(encoding="utf-8")) or []
    return [Image(**{**row, "avant": tuple(row.get("avant", ())), "jour": str(row.get("jour", ""))}) for row in rows]


# --- what alp shows -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Poste:
    """A copy of an example register, in its own git repository, on a given day."""

    racine: Path
    jour: date

    def run(self, ligne: str) -> None:
        """Type a command that asks nothing and whose output nobody sees."""
        with chdir(self.racine):
            status, text = alp([*shlex.split(ligne)[1:], "--no-input"])
        if status not in (0, 1):
            raise ValueError(f"{ligne} : {text}")

    def look(self, image: Image) -> list[Text]:
        """What stands on the screen once the picture's command is typed, or at the question where it stops."""
        words = [sys.executable, "-m", "alp", *shlex.split(image.commande)[1:]]
        terminal = Terminal(words, self.racine, colonnes=image.colonnes)
        try:
            terminal.answer(read_reponses(image.reponses), *read_reponses(image.jusqua))
            return [Text.from_ansi(line) for line in terminal.ansi.split("\n")]
        finally:
            terminal.close()

    @cached_property
    def commits(self) -> list[str]:
        """Every commit, the first one first."""
        log = subprocess.run(["git", "rev-list", "--reverse", "HEAD"], cwd=self.racine, capture_output=True, text=True, check=True)
        return log.stdout.split()


@contextmanager
def posted(image: Image) -> Iterator[Poste]:
    """The register of a picture, for as long as it is needed: alp finds there a home and a day of its own."""
    with tempfile.TemporaryDirectory() as name:
        dossier = Path(name).resolve()
        with private_home(dossier):
            made, last = _register(image.exemple)
            jour = image.jour or last.isoformat()
            os.environ["ALP_AUJOURDHUI"] = jour
            shutil.copytree(made.name, dossier / "registre", symlinks=True)
            yield Poste(dossier / "registre", date.fromisoformat(jour))


@cache
def _register(exemple: str) -> tuple[tempfile.TemporaryDirectory[str], date]:
    """An example register as `alp demo` makes it, and its last day."""
    made = tempfile.TemporaryDirectory()
    source = example(exemple)
    text = (source / "dispositif.yaml").read_text(encoding="utf-8")
    depot = create(Path(made.name), text, example_files(source), sujet=f"Registre d'exemple {exemple}")
    return made, last_day(depot)


# --- what is drawn anew each time ---------------------------------------------------------------------


def settle(lines: list[Text], poste: Poste, exemple: str) -> None:
    """Replace, in place, what no two runs share: new references, commits, the hour of the day.

    Raises:
        ValueError: the folder itself is shown, and it never has the same name.
    """
    shown = "\n".join(line.plain for line in lines)
    if str(poste.racine.parent) in shown:
        raise ValueError(f"le dossier de l'essai se voit : {poste.racine}")
    swap = _new_refs(shown, exemple) | _new_commits(shown, poste)
    clock = _hours(shown)
    for line in lines:
        text = REF.sub(lambda m: swap.get(m[0], m[0]), line.plain)
        text = COMMIT.sub(lambda m: swap.get(m[0], m[0]), text)
        line.plain = HEURE.sub(lambda m: clock(m, poste.jour), text)


def _new_refs(shown: str, exemple: str) -> dict[str, str]:
    """Each reference that the example does not know, in order of appearance → one drawn from a fixed seed."""
    known = set(REF.findall(" ".join(p.read_text(encoding="utf-8") for p in example(exemple).rglob("*.yaml"))))
    numbers = random.Random(28)
    taken, found = set(known), dict[str, str]()
    for ref in REF.findall(shown):
        if ref not in known and ref not in found:
            found[ref] = make_ref(iter(lambda: numbers.randrange(1 << 16), -1), taken)
            taken.add(found[ref])
    return found


COMMIT = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b")
HEURE = re.compile(r"\b\d{2}/\d{2}/\d{4} \d{2}:\d{2}\b")


def _new_commits(shown: str, poste: Poste) -> dict[str, str]:
    """Each commit that is shown → the number that stands for it, of the same length."""
    rank = {commit: n for n, commit in enumerate(poste.commits)}
    words = {word: [n for commit, n in rank.items() if commit.startswith(word)] for word in COMMIT.findall(shown)}
    return {word: f"{random.Random(ranks[0]).getrandbits(160):040x}"[: len(word)] for word, ranks in words.items() if ranks}


def _hours(shown: str) -> Callable[[re.Match[str], date], str]:
    """What was written just now was written that day, one thing every five minutes, the last shown at nine o'clock."""
    left = len(HEURE.findall(shown))

    def clock(_: re.Match[str], jour: date) -> str:
        nonlocal left
        left -= 1
        return f"{jour:%d/%m/%Y} {9 + left * 5 // 60:02}:{left * 5 % 60:02}"

    return clock


# --- all ----------------------------------------------------------------------------------------------


def make(image: Image) -> str:
    """Type everything, and draw what stands on the screen at the end."""
    with posted(image) as poste:
        for ligne in image.avant:
            poste.run(ligne)
        lines = poste.look(image)
        settle(lines, poste, image.exemple)
    for line in lines:
        line.rstrip()
    shown = lines[: image.lignes or None]
    while shown and not shown[-1].plain:
        shown.pop()
    if image.lignes and any(line.plain for line in lines[image.lignes :]):
        shown.append(Text("…", "bright_black"))
    prompt = Text.assemble(("$ ", "bold green"), (image.commande, "bold"))
    return draw([*prompt.wrap(Console(width=image.colonnes), image.colonnes), *shown], image.titre, image.colonnes)


def main(args: list[str]) -> int:
    """Make the pictures named, or all; with `--check` only say which differ. Returns the exit status."""
    names = [a for a in args if not a.startswith("-")]
    stale = []
    for image in declared():
        if names and image.nom not in names:
            continue
        svg = make(image)
        if image.is_stale(svg):
            stale.append(image.nom)
            if "--check" not in args:
                image.path.parent.mkdir(exist_ok=True)
                image.path.write_text(svg, encoding="utf-8")
    if stale:
        print(("Images à refaire : " if "--check" in args else "Images refaites : ") + ", ".join(stale))
    return 1 if stale and "--check" in args else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
