"""Typer in French: help, usage errors, suggestions; and sub-commands that are imported only when they run.

Typer has no catalogue for its usage errors, so they are translated by their class. Private names that are touched:
the vendored click exceptions and core. A test holds that no English word is left.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer
from typer._click import exceptions as clicks
from typer._click.core import Command, Context
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from alp.cli.commandes import COMMANDES, PAR_NOM

TITRES: tuple[tuple[str, str], ...] = (
    (r"^(\S[^:\n]*\S):$", r"\1 :"),
    (r"\[required\]", "[obligatoire]"),
    (r"\[default: ([^;\]]+)(?:;\s+[^\]]+)?\]", r"[défaut : \1]"),
    (r"\[env var: (.+?)\]", r"[variable : \1]"),
    (r"\{([A-Z\[\]]+)\}", r"\1"),
)

PHRASES: tuple[tuple[str, str], ...] = (
    (r"No such option: (.+)", r"option inconnue : \1"),
    (r"No such command '(.+?)'.*", r"commande inconnue : « \1 »"),
    (r"Missing command\.?", "il manque une commande"),
    (r"Option '(.+?)' requires an argument\.", r"l'option \1 demande une valeur"),
    (r"Option '(.+?)' requires (\d+) arguments\.", r"l'option \1 demande \2 valeurs"),
    (r"Option '(.+?)' does not take a value\.", r"l'option \1 ne prend pas de valeur"),
    (r"Got unexpected extra argument(?:s|\(s\))? ?\((.+)\)", r"en trop : \1"),
    (r"Argument '(.+?)' takes (\d+) values\.?", r"l'argument \1 prend \2 valeurs"),
    (r"'(.+?)' is not one of (.+)\.", r"« \1 » n'est pas admis ; choisir parmi : \2"),
    (r"'(.+?)' is not a valid (?:int|integer)( range)?\.?", r"« \1 » n'est pas un nombre entier"),
    (r"(.+) is not in the range (\d+)<=x<=(\d+)\.", r"\1 n'est pas entre \2 et \3"),
    (r"(.+) is not in the range x>=(\d+)\.", r"\1 est trop petit : au moins \2"),
    (r"(.+) is not in the range (.+)\.", r"\1 est hors de l'intervalle \2"),
)
NOMS = {"option": "l'option", "argument": "l'argument"}


def translate(error: typer.TyperException) -> str:
    """A usage error's sentence, in French."""
    param = getattr(error, "param", None)
    hint = _hint(error)
    if isinstance(error, clicks.MissingParameter):
        return f"Il manque {NOMS.get(getattr(param, 'param_type_name', ''), 'la valeur')} {hint}."
    text = _phrase(getattr(error, "message", "") or str(error))
    if isinstance(error, clicks.BadParameter) and hint:
        text = f"valeur refusée pour {hint} : {text}"
    if isinstance(error, clicks.NoSuchOption) and error.possibilities:
        text += f" ; proche de : {', '.join(sorted(error.possibilities))}"
    text = text.rstrip(".")
    return text[:1].upper() + text[1:] + ("" if text.endswith("?") else ".")


def _hint(error: Any) -> str:
    param, ctx = getattr(error, "param", None), getattr(error, "ctx", None)
    found = getattr(error, "param_hint", None) or (param.get_error_hint(ctx) if param is not None and ctx is not None else "")
    text = found if isinstance(found, str) else " / ".join(found or ())
    return text.replace("'", "").rstrip(".")


def _phrase(message: str) -> str:
    for pattern, french in PHRASES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return match.expand(french)
    return message


class _French:
    """What French commands and groups share."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(re.sub(r"\{(\w+)\}", r"\1", ctx.command_path), " ".join(self.collect_usage_pieces(ctx)), prefix="Emploi : ")  # type: ignore[attr-defined]

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Montrer cette aide."
        return option

    def get_help(self, ctx: Any) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for pattern, french in TITRES:
            text = re.sub(pattern, french, text, flags=re.MULTILINE)
        return text


class Commande(_French, TyperCommand):
    """A command that speaks French."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; a refusal always knows whose help to propose."""
        try:
            return super().parse_args(ctx, args)
        except clicks.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Groupe(_French, TyperGroup):
    """A group that speaks French. `SUJET` begins the sentence about a word that it does not know."""

    SUJET = "commande inconnue"

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except clicks.UsageError as error:
            close = get_close_matches(args[0], self.suggestions(ctx), 3) if args else []
            ask = f". Vouliez-vous dire {' ou '.join(f'« {c} »' for c in close)} ?" if close else ""
            raise clicks.UsageError(f"{self.SUJET} : « {args[0]} »{ask}", ctx) from error

    def suggestions(self, ctx: Context) -> list[str]:
        return self.list_commands(ctx)

    def format_commands(self, ctx: Context, formatter: Any) -> None:
        """The commands, each with its first sentence: whole."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, _first_sentence(command.help or "")) for name, command in found if command and not command.hidden]
        if rows:
            with formatter.section("Commandes"):
                formatter.write_dl(rows)


def _first_sentence(aide: str) -> str:
    return re.split(r"(?<=[.?!])\s", " ".join(aide.split()), maxsplit=1)[0]


class Racine(Groupe):
    """The root: names its commands from the table, and imports the one that runs."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [c.nom for c in COMMANDES]

    def suggestions(self, ctx: Context) -> list[str]:
        return list(PAR_NOM)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        from alp.cli.completion import command_names

        if incomplete.startswith("-"):
            return Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=aide) for name, aide in command_names(incomplete)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from alp.cli.aide import write_help

        formatter.write(write_help())

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        found = PAR_NOM.get(cmd_name)
        if found is None:
            return None
        module, name = found.cible.split(":")
        command = build(getattr(importlib.import_module(f"alp.cli.{module}"), name), found.aide)
        command.name = found.nom
        return command


def build(target: Any, aide: str = "") -> Command:
    """A click command from a function, or from a ready Typer application."""
    if isinstance(target, Command):
        return target
    if isinstance(target, typer.Typer):
        return typer.main.get_command(target)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=CONTEXTE)
    app.command(cls=Commande, help=target.__doc__ or aide)(target)
    return typer.main.get_command(app)


CONTEXTE: dict[str, Any] = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 110,
    "token_normalize_func": lambda word: word.replace("_", "-"),
}
"""An option may be typed as the YAML key: `--personne_informee` is `--personne-informee`."""


def root_app(callback: Callable[..., Any]) -> Any:
    """The root command."""
    app = typer.Typer(
        cls=Racine, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
        context_settings=CONTEXTE, invoke_without_command=True, subcommand_metavar="COMMANDE [ARGUMENTS]",
    )  # fmt: skip
    app.callback()(callback)
    return typer.main.get_command(app)
