"""Running a command: the root, the error boundary, the exit status."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli import francais, stop_writing
from alp.cli.session import LIT_SEULEMENT, RACINE, Renonce, say
from alp.core.erreurs import AlpError, UsageError
from alp.store.pannes import write_panne

INTERROMPU = 130


def racine(
    ctx: typer.Context,
    registre: Annotated[Path | None, typer.Option("--registre", "-r", metavar="DOSSIER", help="Le registre.")] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ne rien demander.")] = False,
    au: Annotated[str | None, typer.Option("--au", metavar="DATE", help="Le registre ce jour-là.")] = None,
    connu_le: Annotated[str | None, typer.Option("--connu-le", metavar="DATE", help="Ce que l'on savait ce jour-là.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> Any:
    """Le registre des situations suivies. Sans commande : le tableau du jour."""
    RACINE.registre, RACINE.no_input, RACINE.au, RACINE.connu_le, RACINE.json = registre, no_input, au, connu_le, json
    RACINE.stdin_read = False
    if ctx.invoked_subcommand is None:
        from alp.cli.session import Session
        from alp.cli.tableau import board

        return board(Session(registre, au, connu_le, json, no_input))
    return None


def launch(args: list[str]) -> int:
    """Run the words of a command line; see `main`."""
    _utf8()
    try:
        return _run(args)
    except AlpError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        say("\nInterrompu : rien de plus n'a été écrit.")
        return INTERROMPU
    except (BrokenPipeError, SystemExit):  # Typer and Rich turn a closed pipe into SystemExit(1)
        return stop_writing()
    except OSError as error:
        say(f"Erreur : {write_panne(error)}.")
        say("→ Vérifier le disque et les droits du dossier, puis recommencer ; voir : alp doctor")
        return 3
    except Exception as error:  # the boundary: no traceback ever reaches a user
        if os.environ.get("ALP_TRACE"):
            raise
        say(f"Erreur imprévue ({type(error).__name__}) : ce n'est pas votre faute, et rien n'a été perdu.")
        say("→ Le signaler avec ce que montre : alp doctor (sans donnée personnelle). Détail technique : ALP_TRACE=1 alp …")
        return 3


def _run(args: list[str]) -> int:
    app = francais.root_app(racine)
    try:
        result = app.main(args=args, prog_name="alp", standalone_mode=False)
        sys.stdout.flush()
    except typer.Exit as stop:
        return int(stop.exit_code)
    except typer.Abort:
        say("Abandon : rien n'a été écrit.")
        return INTERROMPU
    except typer.TyperException as error:
        if refusal := LIT_SEULEMENT.get(getattr(error, "option_name", "").removeprefix("--").replace("-", "_")):
            raise UsageError(*refusal) from None
        if type(error).__name__ == "NoArgsIsHelpError":
            say(str(error))
            return 2
        say(f"Erreur : {francais.translate(error)}")
        if ctx := getattr(error, "ctx", None):
            say(f"→ Aide : {ctx.command_path} --help")
        return 2
    status = result if isinstance(result, int) else 0
    if status == INTERROMPU:  # Typer turns Ctrl-C into this status
        say("\nInterrompu : rien de plus n'a été écrit.")
    return status


def _refuse(error: AlpError) -> int:
    from alp.cli.montre import clean

    for found in error.problemes:
        say(clean(str(found)))
        say(f"  → {clean(found.remede)}")
    say(clean(error.message) if isinstance(error, Renonce) else f"Erreur : {clean(error.message)}")
    if error.remede:
        say(f"→ {clean(error.remede)}")
    return error.exit_code


def _utf8() -> None:
    """Write French whatever the terminal's code page; what it cannot show becomes « ? »."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")
