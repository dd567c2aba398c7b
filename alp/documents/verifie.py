"""Is a template right? Every name that it uses is looked up in an example of its data, in the branches that are not taken too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import TemplateNotFound

from alp.documents.bac_a_sable import METHODS, Environnement
from alp.documents.fautes import DE_TRAVERS, Faute, column_of, explain, nearest, say_missing

Examples = tuple[Any, ...]
"""What a name may stand for: a few values of the example, or none where nothing is known."""
Scope = dict[str, Examples]
Said = tuple[str, str, str]
"""The word at fault, what is wrong, what to do."""

KNOWN = frozenset({"loop", "caller", "self", "super", "varargs", "kwargs"})
SAME = frozenset({"sort", "list", "reverse", "select", "reject", "selectattr", "rejectattr", "unique", "default", "d"})
"""Filters that hand on what they were given."""
ONE = frozenset({"first", "last", "min", "max"})
"""Filters that take one element of it."""
SAMPLES = 25
"""How many elements of a list are looked at."""


def check(env: Environnement, chemin: Path, donnees: Mapping[str, Any]) -> list[Faute]:
    """What is wrong in a template and in those that it includes or extends, by file and line, each thing once.

    Args:
        env: where it would run.
        chemin: the template.
        donnees: an example of its data; what is empty there is not looked into.
    """
    walker = _Walker(env, donnees)
    walker.file(chemin, {name: (value,) for name, value in donnees.items()})
    return sorted(dict.fromkeys(walker.found), key=lambda f: (f.fichier, f.ligne, f.colonne))


class _Walker:
    def __init__(self, env: Environnement, donnees: Mapping[str, Any]) -> None:
        self.env, self.donnees = env, donnees
        self.found: list[Faute] = []
        self.path = Path()
        self.seen: set[Path] = set()

    # --- files ---

    def file(self, chemin: Path, scope: Scope) -> None:
        if chemin in self.seen:
            return
        before, self.path = self.path, chemin
        self.seen.add(chemin)
        try:
            self.body(self.tree(chemin).body, scope)
        except DE_TRAVERS as error:
            self.found.append(explain(error, self.env, chemin, self.donnees))
        self.path = before

    def tree(self, chemin: Path) -> nodes.Template:
        return self.env.parse(chemin.read_text(encoding="utf-8").replace("\ufeff", ""), chemin.name, str(chemin))

    def other(self, name: nodes.Expr) -> Path | None:
        """The file that `include`, `extends` or `import` names; said if there is none."""
        if not isinstance(name, nodes.Const):
            return None
        try:
            assert self.env.loader is not None  # noqa: S101 - the sandbox always has one
            return Path(str(self.env.loader.get_source(self.env, str(name.value))[1]))
        except TemplateNotFound:
            self.say(
                name.lineno,
                (str(name.value), f"le modèle de document « {name.value} » n'existe pas", nearest(str(name.value), self.env.noms)),
            )
            return None

    def say(self, line: int, said: Said) -> None:
        word, message, remede = said
        where = f"{self.path.parent.name}/{self.path.name}"
        self.found.append(Faute(where, line, column_of(self.path, line, word), message, remede))

    # --- statements ---

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            handle = _STATEMENTS.get(type(node))
            if handle:
                handle(self, node, scope)
            else:
                for child in node.iter_child_nodes():
                    self.value(child, scope) if isinstance(child, nodes.Expr) else self.body([child], scope)

    def loop(self, node: nodes.For, scope: Scope) -> None:
        elements = tuple(x for value in self.value(node.iter, scope) for x in _elements(value))
        inner = dict(scope)
        self.assign(node.target, elements, inner)
        if node.test:
            self.value(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, scope)

    def branch(self, node: nodes.If, scope: Scope) -> None:
        self.value(node.test, scope)
        guarded = {n: () for n in _guarded(node.test) if n not in scope}
        inner = scope | guarded
        self.body(node.body, inner)
        scope |= {k: v for k, v in inner.items() if k not in guarded}
        self.body([*node.elif_, *node.else_], scope)

    def set(self, node: nodes.Assign, scope: Scope) -> None:
        self.assign(node.target, self.value(node.node, scope), scope)

    def capture(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.body(node.body, dict(scope))
        self.assign(node.target, (), scope)

    def assign(self, target: nodes.Node, values: Examples, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = values
        elif isinstance(target, nodes.Tuple):
            for n, item in enumerate(target.items):
                self.assign(item, tuple(v[n] for v in values if isinstance(v, tuple | list) and len(v) > n), scope)

    def macro(self, node: nodes.Macro | nodes.CallBlock, scope: Scope) -> None:
        if isinstance(node, nodes.Macro):
            scope[node.name] = ()
        else:
            self.value(node.call, scope)
        self.body(node.body, scope | {arg.name: () for arg in node.args})

    def block(self, node: nodes.Block | nodes.Scope, scope: Scope) -> None:
        self.body(node.body, dict(scope))

    def with_(self, node: nodes.With, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self.assign(target, self.value(value, scope), inner)
        self.body(node.body, inner)

    def include(self, node: nodes.Include, scope: Scope) -> None:
        if path := self.other(node.template):
            self.file(path, dict(scope))

    def extends(self, node: nodes.Extends, scope: Scope) -> None:
        """A block that the parent does not have would never be shown."""
        path = self.other(node.template)
        if path is None:
            return
        known = {b.name for b in self.tree(path).find_all(nodes.Block)}
        for block in self.tree(self.path).find_all(nodes.Block):
            if block.name not in known:
                self.say(block.lineno, (block.name, f"le bloc « {block.name} » n'existe pas dans {path.name}", nearest(block.name, known)))
        self.file(path, dict(scope))

    def import_(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> None:
        path = self.other(node.template)
        if isinstance(node, nodes.Import):
            scope[node.target] = ()
            return
        known = {m.name for m in self.tree(path).find_all(nodes.Macro)} if path else set()
        for name in node.names:
            asked, given = name if isinstance(name, tuple) else (name, name)
            scope[given] = ()
            if path and asked not in known:
                self.say(node.lineno, (asked, f"« {asked} » n'existe pas dans {path.name}", nearest(asked, known)))

    # --- expressions ---

    def value(self, node: nodes.Node, scope: Scope) -> Examples:
        """What an expression may be worth, once its names were looked up."""
        handle = _EXPRESSIONS.get(type(node))
        if handle:
            return handle(self, node, scope)
        for child in node.iter_child_nodes():
            self.value(child, scope)
        return ()

    def name(self, node: nodes.Name, scope: Scope) -> Examples:
        if node.ctx != "load" or node.name in KNOWN or node.name in self.env.globals:
            return ()
        if node.name not in scope:
            self.say(node.lineno, say_missing(node.name, None, scope))
        return scope.get(node.name, ())

    def part(self, node: nodes.Getattr | nodes.Getitem, scope: Scope) -> Examples:
        owners = [v for v in self.value(node.node, scope) if v is not None]
        if isinstance(node, nodes.Getitem):
            self.value(node.arg, scope)
            if not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)):
                return tuple(x for v in owners for x in _elements(v)) if isinstance(node.arg, nodes.Const) else tuple(owners)
        attribute = node.attr if isinstance(node, nodes.Getattr) else str(node.arg.value)  # type: ignore[attr-defined]
        found = tuple(self.env.getattr(v, attribute) for v in owners)
        there = tuple(v for v in found if not isinstance(v, Undefined))
        if owners and not there:
            self.say(node.lineno, say_missing(attribute, owners[0], self.donnees))
        return there

    def call(self, node: nodes.Call, scope: Scope) -> Examples:
        for child in (*node.args, *(k.value for k in node.kwargs)):
            self.value(child, scope)
        if isinstance(node.node, nodes.Getattr) and node.node.attr in METHODS:
            owners = [v for v in self.value(node.node.node, scope) if isinstance(v, Mapping)]
            return tuple(list(getattr(v, node.node.attr)()) for v in owners)
        self.value(node.node, scope)
        return ()

    def filter(self, node: nodes.Filter, scope: Scope) -> Examples:
        if node.name not in self.env.filters:
            self.say(node.lineno, (node.name, f"le filtre « {node.name} » n'existe pas", nearest(node.name, self.env.filters)))
        quiet = node.name in {"default", "d"}
        source = node.node or nodes.Const(None)
        values = self.quietly(source, scope) if quiet else self.value(source, scope)
        for child in (*node.args, *(k.value for k in node.kwargs)):
            self.value(child, scope)
        elements = tuple(x for v in values for x in _elements(v))
        named = next((k.value.value for k in node.kwargs if k.key == "attribute" and isinstance(k.value, nodes.Const)), None)
        if isinstance(named, str):
            listed = self.attributes(node, elements, named)
            return listed if node.name == "map" else values
        if node.name in SAME or node.name in {"_tours", "_bornee"}:
            return values
        return elements if node.name in ONE else ()

    def attributes(self, node: nodes.Filter, elements: Examples, chemin: str) -> Examples:
        """`map(attribute="nom")` and the like: what each element has under that name."""
        for name in chemin.split("."):
            owners = [v for v in elements if v is not None]
            found = [self.env.getattr(v, name) for v in owners]
            elements = tuple(v for v in found if not isinstance(v, Undefined))
            if owners and not elements:
                self.say(node.lineno, say_missing(name, owners[0], self.donnees))
        return (list(elements),) if node.name == "map" else ()

    def test(self, node: nodes.Test, scope: Scope) -> Examples:
        if node.name not in self.env.tests:
            self.say(node.lineno, (node.name, f"le test « {node.name} » n'existe pas", nearest(node.name, self.env.tests)))
        (self.quietly if node.name in {"defined", "undefined"} else self.value)(node.node, scope)
        for child in node.args:
            self.value(child, scope)
        return ()

    def choice(self, node: nodes.CondExpr, scope: Scope) -> Examples:
        self.value(node.test, scope)
        guarded: Scope = {n: () for n in _guarded(node.test) if n not in scope}
        first = self.value(node.expr1, scope | guarded)
        return first + (self.value(node.expr2, scope) if node.expr2 else ())

    def either(self, node: nodes.And | nodes.Or, scope: Scope) -> Examples:
        return self.value(node.left, scope) + self.value(node.right, scope)

    def quietly(self, node: nodes.Node, scope: Scope) -> Examples:
        """The same, where what is missing is foreseen."""
        kept = list(self.found)
        values = self.value(node, dict(scope))
        self.found = kept
        return values


def _elements(value: Any) -> list[Any]:
    return list(value)[:SAMPLES] if isinstance(value, list | tuple | set | frozenset | Mapping) else []


def _guarded(test: nodes.Node) -> set[str]:
    """The names of which a condition says `is defined`."""
    tests = [test] if isinstance(test, nodes.Test) else []
    found = [*tests, *test.find_all(nodes.Test)]
    return {t.node.name for t in found if t.name == "defined" and isinstance(t.node, nodes.Name)}


_STATEMENTS: Mapping[type[nodes.Node], Callable[[_Walker, Any, Scope], None]] = {
    nodes.For: _Walker.loop,
    nodes.If: _Walker.branch,
    nodes.Assign: _Walker.set,
    nodes.AssignBlock: _Walker.capture,
    nodes.Macro: _Walker.macro,
    nodes.CallBlock: _Walker.macro,
    nodes.Block: _Walker.block,
    nodes.Scope: _Walker.block,
    nodes.With: _Walker.with_,
    nodes.Include: _Walker.include,
    nodes.Extends: _Walker.extends,
    nodes.Import: _Walker.import_,
    nodes.FromImport: _Walker.import_,
}
_EXPRESSIONS: Mapping[type[nodes.Node], Callable[[_Walker, Any, Scope], Examples]] = {
    nodes.Name: _Walker.name,
    nodes.Getattr: _Walker.part,
    nodes.Getitem: _Walker.part,
    nodes.Call: _Walker.call,
    nodes.Filter: _Walker.filter,
    nodes.Test: _Walker.test,
    nodes.CondExpr: _Walker.choice,
    nodes.And: _Walker.either,
    nodes.Or: _Walker.either,
}
