"""A terminal in memory: a program runs in it for real, its questions are answered, its screen can be looked at.

Answers are written as one reads them, one a line: `Quel jour ? → hier`. A question that is not named is answered by Enter. On the right:
text, keys (`<espace>`, `<bas>`…), and `[porte close]`, which goes down a list to that line. Enter is added, but after `<ctrl-c>`.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOUCHES = {
    "entrée": "\r", "espace": " ", "bas": "\x1b[B", "haut": "\x1b[A", "tab": "\t", "effacer": "\x15", "ctrl-c": "\x03",
}  # fmt: skip
"""`effacer` empties the line that is being typed."""
MORCEAU = re.compile(r"<([^<>]+)>|\[([^\[\]]+)\]|([^<\[]+)")
PATIENCE = 20.0
"""Seconds without the question that is waited for."""
CALME = 0.4
"""Seconds without a word: the screen stands still."""
POINTEUR = "»"


class TerminalError(Exception):
    """The program did not do what was expected of it; the message ends with its screen."""


@dataclass(frozen=True)
class Reponse:
    """What to type when a question is asked."""

    question: str
    frappe: str


def read_reponses(texte: str) -> list[Reponse]:
    """Answers, one a line; a line without an arrow only waits for its question."""
    parts = [line.partition("→") for line in texte.splitlines() if line.strip()]
    return [Reponse(question.strip(), answer.strip()) for question, _, answer in parts]


class Terminal:
    """A program in a pseudo-terminal, and what stands on its screen."""

    def __init__(self, mots: Sequence[str], dossier: Path, *, colonnes: int = 120, lignes: int = 200, **env: str) -> None:
        import pexpect
        from bittty import Board

        self._ecran = Board(width=colonnes, height=lignes)
        environ = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **env}
        for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", "COLUMNS", "LINES", "CI"):
            environ.pop(name, None)
        self._fils: Any = pexpect.spawn(mots[0], [*mots[1:]], cwd=str(dossier), env=environ, dimensions=(lignes, colonnes))
        self._fils.delaybeforesend = None
        self._fini = False
        self._lu: list[str] | None = None

    def answer(self, reponses: Sequence[Reponse], jusqu_a: Reponse | None = None) -> None:
        """Answer every question to the end, or until one that gets its keys but no Enter.

        Raises:
            TerminalError: a question never came, or an answer was refused.
        """
        left, row = list(reponses), -1
        while (row := self._next_question(row)) >= 0:
            if left and left[0].question in self.lignes[row]:
                self._type(left.pop(0).frappe)
            elif not left and jusqu_a and jusqu_a.question in self.lignes[row]:
                self._press(jusqu_a.frappe)
                self._read_all()
                return
            else:
                self._type("")
        never = [*left, *([jusqu_a] if jusqu_a else [])]
        if never:
            raise self._error(f"question jamais posée : {never[0].question}")

    def close(self) -> int:
        """End the program if it still runs; its exit status, negative after a signal."""
        self._fils.close(force=True)
        status = self._fils.exitstatus
        return int(status if status is not None else -self._fils.signalstatus)

    @property
    def lignes(self) -> list[str]:
        """The screen, as text."""
        if self._lu is None:
            self._lu = self._ecran.capture_text(trim=False).split("\n")
        return self._lu

    @property
    def texte(self) -> str:
        """The screen, without the blank ends of its lines."""
        return "\n".join(line.rstrip() for line in self.lignes).rstrip()

    @property
    def ansi(self) -> str:
        """The screen with its colours."""
        return str(self._ecran.capture_pane())

    # --- typing ---------------------------------------------------------------------------------------

    def _type(self, frappe: str) -> None:
        self._press(frappe if frappe.endswith("<ctrl-c>") else frappe + "<entrée>")

    def _press(self, frappe: str) -> None:
        for key, label, text in MORCEAU.findall(frappe):
            if label:
                self._go_to(label)
            else:
                self._fils.send(TOUCHES[key] if key else text)

    def _go_to(self, label: str) -> None:
        """Go down a list until the pointer stands on a line."""
        self._wait(lambda: any(label in line for line in self.lignes), label)
        for _ in range(len(self.lignes)):
            self._read_all(0.06)  # a line half drawn anew is not a line one has moved to
            here = self._pointed()
            if label in here:
                return
            self._fils.send(TOUCHES["bas"])
            self._wait(lambda before=here: self._pointed() != before, label)  # type: ignore[misc]
        raise self._error(f"le choix n'y est pas : {label}")

    def _pointed(self) -> str:
        return next((line for line in reversed(self.lignes) if line.lstrip().startswith(POINTEUR)), "")

    # --- reading --------------------------------------------------------------------------------------

    def _next_question(self, after: int) -> int:
        """The row of the question that waits, below `after`; -1 once the program has ended."""
        self._wait(lambda: self._fini or self._question() > after, "la question suivante")
        self._read_all(0.03)  # to the end of its line
        return self._question() if self._question() > after else -1

    def _question(self) -> int:
        return max((n for n, line in enumerate(self.lignes) if line.startswith("? ")), default=-1)

    def _wait(self, ready: Callable[[], bool], quoi: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not ready():
            if self._fini or time.monotonic() > limit:
                raise self._error(f"attendu en vain : {quoi}")
            self._read(0.05)

    def _read(self, secondes: float) -> bool:
        """Show what the program says; whether it said anything."""
        import pexpect

        try:
            self._ecran.feed_host_data(self._fils.read_nonblocking(1 << 16, secondes))
            self._lu = None
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._fini = True
            return False
        return True

    def _read_all(self, secondes: float = CALME) -> None:
        while self._read(secondes):
            pass

    def _error(self, message: str) -> TerminalError:
        return TerminalError(f"{message}\n{self.texte}")
