"""`docs/reference/commandes.md`: every command, its arguments and its options, asked of the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alp.cli import francais
from alp.cli.aide import OPTIONS
from alp.cli.commandes import COMMANDES, Commande
from alp.cli.lancement import racine
from tools.markdown import ENTETE, ancre, table

PARTOUT = frozenset({"registre", "no_input", "au", "connu_le", "json", "help"})
"""Said once, at the head of the page."""
CHAMPS = "o_"
"""How the parameter of an option that is a field of an entry begins."""
BEAUCOUP = 60
"""A command with more fields takes those of every entry: they are named where they belong."""
DEBUT = (
    "Sans commande, `alp` montre le tableau du jour. Chaque commande s'explique aussi dans le terminal : `alp COMMANDE --help`. "
    "« … » après un nom : on peut en donner plusieurs. Une option s'écrit comme la clé du fichier, avec `-` ou `_` : "
    "`--personne-informee` ou `--personne_informee`.\n"
)


def write_commandes() -> str:
    """The text of the page."""
    root = francais.root_app(racine)
    parts = [
        f"{ENTETE}# Les commandes\n\n{DEBUT}",
        table(["Commande", "Aussi", "Ce qu'elle fait"], [_row(c) for c in COMMANDES]),
        "## Options de toutes les commandes\n",
        "Celles qui lisent admettent aussi `--au`, `--connu-le` et `--json`.\n",
        table(["Option", "Ce qu'elle dit"], [[f"`{name}`", text] for name, text in OPTIONS]),
    ]
    for c in COMMANDES:
        parts += _section(f"alp {c.nom}", root.get_command(None, c.nom), c.alias, "##")
    return "\n".join(parts)


def _row(c: Commande) -> list[str]:
    return [f"[`alp {c.nom}`]({ancre(f'alp {c.nom}')})", ", ".join(f"`alp {a}`" for a in c.alias), c.aide]


def _section(nom: str, command: Any, alias: tuple[str, ...], diese: str) -> Iterator[str]:
    """A command, then those that are under it."""
    yield f"{diese} {nom}\n"
    yield _help(command, alias)
    if rows := list(_parameters(command)):
        yield table(["Argument ou option", "Ce que c'est"], rows)
    words = "".join(f" {p.name.upper()}" for p in command.params if p.param_type_name == "argument")
    for under, inner in _under(command):
        yield from _section(f"{nom}{words} {under}", inner, (), diese + "#")


def _help(command: Any, alias: tuple[str, ...]) -> str:
    also = f"\n\nAussi : {', '.join(f'`alp {a}`' for a in alias)}." if alias else ""
    return f"{_plain(command.help)}{also}\n"


def _under(command: Any) -> list[tuple[str, Any]]:
    """The commands of a group, each once: its other names do the same."""
    if not hasattr(command, "list_commands"):
        return []
    found = [(name, command.get_command(None, name)) for name in command.list_commands(None)]
    return [(name, inner) for name, inner in found if not inner.hidden]


def _parameters(command: Any) -> Iterator[list[str]]:
    shown = [p for p in command.params if p.name not in PARTOUT and not p.hidden]
    fields = [p for p in shown if p.name.startswith(CHAMPS)]
    if len(fields) > BEAUCOUP:
        shown = [p for p in shown if p not in fields]
    for p in shown:
        yield [_name(p), _sentence(p)]
    if len(fields) > BEAUCOUP:
        yield ["`--champ valeur`", "Tout champ d'une [entrée](entrees.md), ou de l'[en-tête](situation.md)."]


def _name(p: Any) -> str:
    many = " …" if p.nargs == -1 or getattr(p, "multiple", False) else ""
    if p.param_type_name == "argument":
        return f"`{p.name.upper()}`{many}"
    value = "" if p.is_flag else f" {p.metavar or p.type.name}"
    return f"`{', '.join(sorted(p.opts, key=len, reverse=True))}{value}`{many}"


def _sentence(p: Any) -> str:
    said = _plain(p.help)
    default = f" Sinon : {p.default}." if isinstance(p.default, (str, int)) and not isinstance(p.default, bool) and p.default != "" else ""
    needed = " Obligatoire." if p.required and "Obligatoire" not in said else ""
    return said + default + needed


def _plain(texte: str | None) -> str:
    """Help as one paragraph, with ordinary spaces; what looks like a tag is not one."""
    return " ".join((texte or "").replace("\N{NO-BREAK SPACE}", " ").split()).replace("<", "&lt;")
