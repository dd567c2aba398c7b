"""The only module that starts git: GitPython as a process runner, never its index.

The machine's hooks, signing, templates, line endings and `GIT_*` variables can neither break a command nor leak into it.
"""

from __future__ import annotations

import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alp.core.erreurs import AlpError

if TYPE_CHECKING:
    from git.cmd import Git as Runner

KEPT = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_PYTHON_REFRESH"})
"""They say which configuration and which key to use; every other `GIT_*` is dropped."""
VERSION_MIN = (2, 36)


class GitError(AlpError):
    """git refused; the message says what it was asked."""


def _refused(mot: str, err: str) -> GitError:
    return GitError(f"git n'a pas pu faire « {mot} » : {err.strip() or 'sans explication'}", "Voir l'état du registre avec : alp doctor")


def _scrub() -> None:
    for name in [n for n in os.environ if n.startswith("GIT_") and n not in KEPT]:
        del os.environ[name]


class Git:
    """git in one folder."""

    def __init__(self, root: Path, *, hooks: Path | None = None) -> None:
        self.root = root
        self._hooks = hooks or root / ".git" / "alp" / "sans-crochets"

    @cached_property
    def _runner(self) -> Runner:
        """GitPython, imported by the commands that need git; without git it says so in French, later."""
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        from git.cmd import Git as Runner

        return Runner(str(self.root))

    def _flags(self) -> list[str]:
        settings = {
            "core.hooksPath": str(self._hooks), "core.autocrlf": "false", "core.quotePath": "false", "core.fsmonitor": "false",
            "commit.gpgSign": "false", "gc.auto": "0", "core.pager": "cat", "log.showSignature": "false", "color.ui": "false",
            "i18n.commitEncoding": "utf-8", "i18n.logOutputEncoding": "utf-8", "core.commentChar": "#",
        }  # fmt: skip
        return ["--no-optional-locks", *(word for key, value in settings.items() for word in ("-c", f"{key}={value}"))]

    def ask(self, *args: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Run git: exit status, output without its last line break, errors."""
        status, out, err = self._execute(args, env or {})
        return status, str(out), err

    def _execute(self, args: tuple[str, ...], env: dict[str, str], **how: Any) -> tuple[int, Any, str]:
        _scrub()
        fixed = {
            "LC_ALL": "C.UTF-8",
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_PAGER": "cat",
        }
        runner = self._runner
        from git.exc import GitCommandNotFound

        try:
            status, out, err = runner.execute(
                ["git", *self._flags(), *args], with_extended_output=True, with_exceptions=False, env=fixed | env, **how
            )
        except GitCommandNotFound:
            raise AlpError("git n'est pas installé sur cet ordinateur.", "L'installer : https://git-scm.com/downloads") from None
        return int(status), out, str(err)

    def run(self, *args: str, env: dict[str, str] | None = None) -> str:
        """Run git and give its output.

        Raises:
            GitError: it did not succeed.
        """
        status, out, err = self.ask(*args, env=env)
        if status:
            raise _refused(args[0], err)
        return out

    def raw(self, *args: str, stdin: bytes = b"") -> bytes:
        """Run git and give its output byte for byte.

        Raises:
            GitError: it did not succeed.
        """
        with tempfile.TemporaryFile() as file:
            file.write(stdin)
            file.seek(0)
            status, out, err = self._execute(args, {}, istream=file, stdout_as_string=False, strip_newline_in_stdout=False)
        if status:
            raise _refused(args[0], err)
        return bytes(out)

    def config(self, name: str) -> str:
        """A setting, or nothing."""
        status, out, _ = self.ask("config", "--get", name)
        return out.strip() if status == 0 else ""

    def version(self) -> tuple[int, ...]:
        """Git's version, its numbers only."""
        words = self.run("version").split()
        return tuple(int(part) for part in words[2].split(".")[:2] if part.isdigit())

    def toplevel(self) -> Path | None:
        """The root of the repository that the folder is in, if any."""
        status, out, _ = self.ask("rev-parse", "--show-toplevel")
        return Path(out).resolve() if status == 0 and out else None

    def head(self) -> str | None:
        """The current commit; none before the first."""
        status, out, _ = self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return out.strip() if status == 0 else None

    def branch(self) -> str | None:
        """The branch that HEAD names; none if HEAD is detached."""
        status, out, _ = self.ask("symbolic-ref", "--quiet", "HEAD")
        return out.strip() if status == 0 else None


def init(root: Path) -> None:
    """Make a folder the root of its own repository."""
    empty = root / ".git" / "alp" / "sans-crochets"
    Git(root, hooks=empty).run("init", "--quiet", "--template=", "--initial-branch=main", ".")
    empty.mkdir(parents=True, exist_ok=True, mode=0o700)
    (root / ".git").chmod(0o700)
