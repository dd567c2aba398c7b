"""The shells whose Tab key alp knows: their scripts, and where those go."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from typer._completion_shared import _get_shell_name, get_completion_script

from alp.cli.completion import VARIABLE
from alp.core.erreurs import AlpError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shell looks: a script, and the lines that lead to it from a start-up file."""

    script: Path
    texte: str
    amorce: Path | None = None
    lignes: str = ""
    besoin: bool = True
    """Whether the script would not be found without the lines."""


# --- the scripts --------------------------------------------------------------------------------------

FISH = (
    f"complete --command alp --no-files --arguments "
    f'"(env {VARIABLE}=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args _TYPER_COMPLETE_ARGS=(commandline -cp) alp; '
    f'or __fish_complete_path (commandline -ct))"'
)
"""Typer's own asks alp twice at each Tab."""
ZSH_FIN = """\
if [[ $funcstack[1] == _alp ]]; then
  _alp_completion "$@"
else
  compdef _alp_completion alp
fi"""
"""Read from a folder of completions, the file is the body of `_alp`: Typer's ending would answer nothing to the first Tab."""


def write_script(shell: str) -> str:
    """The script that teaches the Tab key to a shell."""
    script = get_completion_script(prog_name="alp", complete_var=VARIABLE, shell=shell)
    if shell == "fish":
        script = FISH
    if shell == "zsh":
        script = script.replace("compdef _alp_completion alp", ZSH_FIN)
    return script + "\n"


# --- where they go ------------------------------------------------------------------------------------


def _xdg(name: str, default: str) -> Path:
    given = os.environ.get(name, "")
    return Path(given) if Path(given).is_absolute() else Path.home() / default


def _spelled(path: Path) -> str:
    """A path as a start-up file writes it."""
    home = Path.home()
    return f'"$HOME"/{shlex.quote(path.relative_to(home).as_posix())}' if path.is_relative_to(home) else shlex.quote(path.as_posix())


def _bash() -> Place:
    given = os.environ.get("BASH_COMPLETION_USER_DIR", "").split(":")[0]
    folder = Path(given) if given else _xdg("XDG_DATA_HOME", ".local/share") / "bash-completion"
    script = folder / "completions" / "alp"
    lines = f'if [ -n "$BASH_VERSION" ] && [ -r {_spelled(script)} ]; then . {_spelled(script)}; fi'
    return Place(script, write_script("bash"), _bash_start_up(), lines, besoin=not _bash_completion_is_loaded())


def _bash_start_up() -> Path:
    """`.bashrc`; on macOS, whose terminals are login shells, the first of the files that those read."""
    if sys.platform != "darwin":
        return Path.home() / ".bashrc"
    names = [Path.home() / name for name in (".bash_profile", ".bash_login", ".profile")]
    return next((path for path in names if path.exists()), names[0])


def _bash_completion_is_loaded() -> bool:
    """Whether a start-up file reads bash-completion, which then finds our script by itself."""
    for path in (_bash_start_up(), Path("/etc/bash.bashrc"), Path("/etc/bashrc")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        live = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        if any(Path(found).is_file() for found in re.findall(r"/[\w./-]*/bash[_-]completion(?:\.sh)?\b(?!/)", live)):
            return True
    return False


def _zsh() -> Place:
    script = _xdg("XDG_DATA_HOME", ".local/share") / "zsh" / "site-functions" / "_alp"
    lines = f"""\
fpath=({_spelled(script.parent)} $fpath)
if (( $+functions[compdef] )); then autoload -Uz _alp && compdef _alp alp; else autoload -Uz compinit && compinit -i; fi"""
    return Place(script, write_script("zsh"), Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc", lines)


def _fish() -> Place:
    return Place(_xdg("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "alp.fish", write_script("fish"))


def _powershell(shell: str) -> Place:
    profile = Path(ask_powershell(shell, "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"))
    script = profile.with_name("alp-completion.ps1")
    return Place(script, write_script(shell), profile, '. "$PSScriptRoot/alp-completion.ps1"')


def ask_powershell(shell: str, question: str) -> str:
    """What PowerShell answers, without its spaces.

    Raises:
        AlpError: it does not.
    """
    try:
        done = subprocess.run([shell, "-NoProfile", "-Command", question], check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise AlpError(
            f"{shell} ne répond pas.", f"Lire le script avec « alp completion {shell} --montrer », et l'ajouter à $PROFILE."
        ) from error
    return done.stdout.decode("utf-8", "replace").strip("\ufeff\r\n ")


SHELLS: dict[str, Callable[[], Place]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "pwsh": partial(_powershell, "pwsh"),
    "powershell": partial(_powershell, "powershell"),
}


def shell_here() -> str:
    """The shell in which the command is typed, else the one that opens with a terminal; some other name if alp does not know it."""
    found = [name for name in (_get_shell_name(), Path(os.environ.get("SHELL", "")).name) if name]
    return next((name for name in found if name in SHELLS), found[0] if found else "")
