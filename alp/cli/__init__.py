"""The command line. `main` is the error boundary: only it prints errors and exits."""

from __future__ import annotations

import os
import sys


def main(args: list[str] | None = None) -> int:
    """Run alp; returns the exit status: 0 done, 1 findings, 2 wrong usage, 3 refused or failed, 130 interrupted."""
    words = sys.argv[1:] if args is None else args
    os.umask(0o077)
    if os.environ.get("_ALP_COMPLETE"):
        from alp.cli.completion import answer_tab

        return answer_tab()
    if words in (["--version"], ["-V"]):
        from alp import __version__

        return _write(f"alp {__version__}\n")
    if words in (["--help"], ["-h"], ["help"], ["aide"]):
        from alp.cli.aide import write_help

        return _write(write_help())
    try:
        from alp.cli.lancement import launch
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu : rien n'a été écrit.\n")
        return 130

    return launch(words)


def _write(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        return stop_writing()
    return 0


def stop_writing() -> int:
    """Whoever read our output has closed it (`alp list | head -1`): end quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
