"""What the Tab key proposes: commands, options, ids and pseudonyms, codes from lists.

A shell runs alp anew at each Tab. The two words most often completed, the command and the situation, are answered from the table
of commands, from file names and from the headers of the files: no record is imported, nothing is read in full.
"""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import typer
from typer import _completion_classes as classes
from typer._click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from alp.cli.commandes import COMMANDES, PAR_NOM
from alp.store.chemins import FICHE_DISPOSITIF, find_root, list_files

if TYPE_CHECKING:
    from alp.core.champs import Champ

VARIABLE = "_ALP_COMPLETE"
"""Set by the scripts of the shells: `complete_bash`, `complete_zsh`…"""
PAR_SITUATION = frozenset({
    "visit", "add", "advance", "renew", "done", "amend", "cancel", "close", "sent", "show", "due", "vignette", "log", "edit",
})  # fmt: skip
"""The commands whose first word is a situation; a test holds it."""
EN_TETE = 4096
"""Bytes of a situation's file among which its header stands."""
LARGEUR = 76
"""Longer explanations are cut: a shell shows one line for each word."""

Propositions = list[tuple[str, str]]
"""Words, each with its explanation."""


# --- the answer ---------------------------------------------------------------------------------------


def answer_tab() -> int:
    """Print what the Tab key proposes to the shell that asks; returns the exit status, 1 when there is nothing."""
    if not os.environ.get("ALP_TRACE"):
        sys.stderr = io.StringIO()  # nothing else may be written on a line that is being typed
    classes.completion_init()
    classes._sanitize_help_text = str  # type: ignore[assignment]  # noqa: SLF001  # Typer would read it as Rich markup; `_inert` does it
    shell = os.environ[VARIABLE].removeprefix("complete_")
    known = get_completion_class(shell)
    if known is None:
        return 2
    if hasattr(sys.stdout, "reconfigure"):
        windows = shell in ("powershell", "pwsh")  # reads the code page of its console
        sys.stdout.reconfigure(newline="\n", errors="replace", **({} if windows else {"encoding": "utf-8"}))
    answer: ShellComplete = type(known.__name__, (_Answer, known), {})(None, {}, "alp", VARIABLE)
    text = answer.complete()
    sys.stdout.write(f"{text}\n" if text else "")
    return 0 if text else 1


class _Answer:
    """What is put before Typer's class of a shell: the quick answers, and none that a shell would obey."""

    cli: Any

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        quick = quick_answer(args, incomplete)
        items = self._full_answer(args, incomplete) if quick is None else [CompletionItem(word, help=text) for word, text in quick]
        return [inert for item in items if (inert := _inert(item))]

    def _full_answer(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Typer's answer; `--lieu=dom` is one word for zsh and fish, and three for bash."""
        from alp.cli.francais import root_app
        from alp.cli.lancement import racine

        self.cli = root_app(racine)
        option, equal, value = incomplete.rpartition("=") if incomplete.startswith("-") else ("", "", incomplete.removeprefix("="))
        before = [word for word in args if word != "="] + ([option] if option else [])
        items = super().get_completions(before, value)  # type: ignore[misc]
        return [CompletionItem(f"{option}{equal}{item.value}", item.type, item.help) for item in items]


SUR = re.compile(r"[\w@%+=,./-]+")
"""What every shell takes for a plain word."""


def _inert(item: CompletionItem) -> CompletionItem | None:
    """The same item, such that no shell takes anything in it for an order (zsh evaluates what it is answered); none if its word cannot be."""
    if not SUR.fullmatch(item.value):
        return None
    plain = (item.help or "").replace("'", "’").replace('"', "”").translate({ord(c): None for c in "\\`$"})
    printable = "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in plain)
    return CompletionItem(item.value, item.type, shorten(printable, LARGEUR, placeholder="…"))


def quick_answer(args: list[str], incomplete: str) -> Propositions | None:
    """The commands, the situations of a command, the types of `add`; none when options stand on the line, or another word is asked for."""
    if any(word.startswith("-") for word in [*args, incomplete]):
        return None
    if not args:
        return command_names(incomplete)
    command = PAR_NOM[args[0]].nom if args[0] in PAR_NOM else ""
    if len(args) == 1 and command in PAR_SITUATION:
        return _situations(_root(), incomplete)
    if len(args) == 2 and command == "add":
        from alp.core.entrees import TYPES

        return [(name, fiche.TITRE) for name, fiche in TYPES.items() if name.startswith(incomplete)]
    return None


def command_names(incomplete: str) -> Propositions:
    """The commands, each by the first of its names, English then French, that begins so."""
    named = ((next((n for n in (c.nom, *c.alias) if n.startswith(incomplete)), ""), c.aide) for c in COMMANDES)
    return [(name, aide) for name, aide in named if name]


# --- situations ---------------------------------------------------------------------------------------


def situation_ids(ctx: typer.Context, incomplete: str) -> Propositions:
    """The situations of the register that the line names."""
    return _situations(_root(ctx), incomplete)


def _root(ctx: typer.Context | None = None) -> Path | None:
    """The register: the `-r` of the line, else `ALP_REGISTRE`, else the folder where one stands."""
    here: Any = ctx
    typed = None
    while here is not None and typed is None:
        typed, here = here.params.get("registre"), here.parent
    given = typed or os.environ.get("ALP_REGISTRE")
    return Path(given).expanduser() if given else find_root(Path.cwd())


def _situations(root: Path | None, incomplete: str) -> Propositions:
    """By id, explained by pseudonym and commune; as soon as something is typed, by pseudonym too."""
    if root is None:
        return []
    headers = [_header(root / p) for p in list_files(root, soins=False) if p.startswith("situations/") and p.endswith(".yaml")]
    communes = _communes(root)
    found: dict[str, list[str]] = {}
    for h in headers:
        hints = [h.pseudonyme, communes.get(h.commune, h.commune)]
        if word := carry_on(incomplete, h.id):
            found[word] = hints
        elif incomplete and (word := carry_on(incomplete, h.pseudonyme)):
            found[word] = [*found.get(word, hints), h.id]  # two may bear one pseudonym: both ids, to choose from
    return [(word, ", ".join(filter(None, hints))) for word, hints in sorted(found.items(), key=lambda pair: _letters(pair[0]))]


def carry_on(typed: str, word: str) -> str:
    """The word that begins as typed, capitals and accents apart, and goes on to its end; empty if it does not begin so.

    What was typed is kept letter for letter, since shells drop what does not begin with it: `era` → `erable`, which alp reads as « Érable ».
    """
    return typed + word[len(typed) :] if word and _letters(word[: len(typed)]) == _letters(typed) else ""


def _letters(text: str) -> list[str]:
    return [unicodedata.normalize("NFKD", c)[0].casefold() for c in unicodedata.normalize("NFC", text)]


@dataclass(frozen=True, slots=True)
class _Header:
    id: str
    pseudonyme: str
    commune: str


_VALEUR = r""":\s*["']?([^"',}\n]*?)["']?\s*(?:[,}#]|$)"""
_PSEUDONYME = re.compile(r"\bpseudonyme" + _VALEUR, re.MULTILINE)
_COMMUNE = re.compile(r"\bcommune" + _VALEUR, re.MULTILINE)
_NOM_DE_COMMUNE = re.compile(r"""\binsee:\s*["']?(\w{5})["']?\s*(?:#.*)?[,\n]\s*nom""" + _VALEUR, re.MULTILINE)


def _header(path: Path) -> _Header:
    """What the first lines of a situation's file say; a hint, where reading the file in full would be the truth."""
    entete = _start_of(path, EN_TETE).partition("\njournal:")[0]
    return _Header(path.stem, *(match[1] if (match := motif.search(entete)) else "" for motif in (_PSEUDONYME, _COMMUNE)))


def _communes(root: Path) -> dict[str, str]:
    return dict(_NOM_DE_COMMUNE.findall(_start_of(root / FICHE_DISPOSITIF, -1)))


def _start_of(path: Path, octets: int) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(octets).decode("utf-8", "replace")
    except OSError:
        return ""


# --- codes --------------------------------------------------------------------------------------------


def completer(champ: Champ) -> Callable[[typer.Context, str], Propositions] | None:
    """What completes a field's option: situations, codes, or the labels that are one word; nothing for free text."""
    from alp.core.types import SITUATION_ID

    names_situations = champ.forme is not None and champ.forme.motif is SITUATION_ID
    if not (names_situations or champ.codes or champ.vocabulaire):
        return None

    def propose(ctx: typer.Context, incomplete: str) -> Propositions:
        root = _root(ctx)
        before, comma, last = incomplete.rpartition(",")
        found = _situations(root, last) if names_situations else _begins(_choices(champ, root), last)
        return [(f"{before}{comma}{word}", text) for word, text in found]

    return propose


def _begins(choices: Mapping[str, str], typed: str) -> Propositions:
    by_code = [(word, label) for code, label in choices.items() if (word := carry_on(typed, code))]
    return by_code or [(word, code) for code, label in choices.items() if (word := carry_on(typed, label))]


def _choices(champ: Champ, root: Path | None) -> dict[str, str]:
    if champ.codes:
        return dict(champ.codes)
    from alp.cli.session import clock
    from alp.core.dispositif import Dispositif
    from alp.store.lecture import read_file

    record = read_file(root, FICHE_DISPOSITIF).record if root and (root / FICHE_DISPOSITIF).is_file() else None
    if not isinstance(record, Dispositif) or champ.vocabulaire is None:
        return {}
    return record.choices(champ.vocabulaire.liste, le=clock(record.fuseau), aussi=champ.vocabulaire.aussi)
