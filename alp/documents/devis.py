"""A template's syntax before it runs: what is refused in it, and what each of its turns will cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.FilterBlock: "{% filter %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
    nodes.EvalContextModifier: "{% autoescape %}",
}


def refuse(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Say no to what a template has no need of.

    Raises:
        TemplateSyntaxError: it is there; with its line.
    """
    for sort, said in REFUSED.items():
        if found := next(tree.find_all(sort), None):
            raise TemplateSyntaxError(f"{said} n'est pas permis dans un modèle de document", found.lineno, name, filename)
    if found := next((loop for loop in tree.find_all(nodes.For) if loop.recursive), None):
        raise TemplateSyntaxError("une boucle « recursive » n'est pas permise", found.lineno, name, filename)


def price(tree: nodes.Template) -> None:
    """Put each turn of a loop on the budget, each `~` under our own rule, and a bound to each list that is written."""
    _Priced().visit(tree)


def weight(node: nodes.Node) -> int:
    """How many characters a piece of template writes by itself."""
    return sum(len(data.data) for data in node.find_all(nodes.TemplateData))


class _Priced(NodeTransformer):
    """Each turn of a loop on the budget, and each `~` under our own rule."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.iter = _apply("_tours", node.iter, nodes.Const(sum(weight(n) for n in node.body)))
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        node.nodes = [_literal(part) for part in node.nodes]
        return self.generic_visit(node)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - Jinja's name
        return _apply("_bornee", self.generic_visit(node))

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - Jinja's name
        return _apply("_bornee", self.generic_visit(node))

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        return _apply("_bornee", node) if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        return _apply("_tilde", nodes.List(node.nodes, lineno=node.lineno))


def _literal(node: nodes.Expr) -> nodes.Expr:
    """What is written where it stands: a text of the template itself keeps its outer spaces, `{{ ", " if not loop.last }}`."""
    if isinstance(node, nodes.CondExpr):
        node.expr1 = _literal(node.expr1)
        node.expr2 = _literal(node.expr2) if node.expr2 else None
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return _apply("_morceaux", nodes.List([node], lineno=node.lineno))
    if isinstance(node, nodes.Concat):
        return _apply("_morceaux", nodes.List([_literal(part) for part in node.nodes], lineno=node.lineno))
    return node


def _apply(name: str, value: nodes.Node, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", value), name, list(args), [], None, None, lineno=value.lineno)
