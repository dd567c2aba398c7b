"""Jinja for templates that nobody has checked: they read the data that they are given, and can do nothing else.

No file but the templates, no call but macros and loops, no attribute that begins with an underscore, no method of a text,
and a budget of work. Every value is written as data (`escape`), once, wherever it passes: through macros, captures and joins too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial, wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing
from markupsafe import Markup

from alp.documents.devis import price, refuse, weight
from alp.documents.echappe import escape, escape_inside
from alp.documents.graphiques import write_courbe, write_graphique
from alp.documents.tableaux import write_tableau
from alp.documents.typographie import FILTRES, write_date, write_liste, write_nombre

BUDGET = 20_000_000
"""Characters that one document may cost; each turn of a loop and each call of a macro costs `TOUR` and what it writes."""
TOUR = 100
MAX_TEXTE = 2_000_000
"""Characters of one document."""
MAX_RANGE = 10_000
MAX_DEPTH = 6
"""Of a list of lists that a template writes."""
MAX_BITS = 256
"""Of a whole number that a template computes."""

KEPT = (
    "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last", "length", "list", "lower", "map", "max",
    "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "title", "trim", "truncate", "unique",
    "upper",
)  # fmt: skip
"""Of Jinja's own filters, those that neither write marks, nor draw lots, nor grow a text at will."""
METHODS = frozenset({"items", "keys", "values"})
"""What may be called on data: these three, of a mapping."""


class Manque(UndefinedError):
    """A name that does not exist: `objet` is what it was looked for in, or None for a variable."""

    def __init__(self, message: str = "", *, objet: object = None, nom: str = "") -> None:
        super().__init__(message)
        self.objet, self.nom = objet, nom


class TropLong(SecurityError):
    """The budget of work is spent."""


class Inconnue(StrictUndefined):
    """What is not there: it can be tested (`is defined`, `default`), and used for nothing else."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Callable[..., Exception] = UndefinedError
    ) -> None:
        if exc is UndefinedError:
            exc = partial(Manque, objet=None if obj is missing else obj, nom=str(name or ""))
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type]  # a factory does as well as a class


def show(value: Any) -> Any:
    """A value as Markdown: what was written by the template passes, everything else is data.

    Raises:
        TypeError: it has no form of its own: a list, a record.
    """
    if isinstance(value, Undefined | Markup):
        return value
    if value is None:
        return Markup("")
    return Markup(escape(_write(value)))  # noqa: S704 - escaped here, for Markdown


def _write(value: Any) -> str:
    """A value in French words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, float | Decimal):
        return write_nombre(value)
    if isinstance(value, str | int):
        return str(value)
    raise TypeError(f"une valeur de cette sorte ({type(value).__name__}) ne s'écrit pas telle quelle")


class Environnement(ImmutableSandboxedEnvironment):
    """The sandbox. One document at a time: `start` before each, for its budget."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader, undefined=Inconnue, autoescape=True, finalize=self._finalize, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, cache_size=64,
        )  # fmt: skip
        self._left = BUDGET
        self._longest = 0
        self.noms: list[str] = []
        self.filters = {name: FILTERS[name] for name in KEPT} | {name: _data_filter(name, f) for name, f in FILTRES.items()}
        self.filters |= {
            "liste": self._liste, "join": self._join, "replace": self._replace, "_tilde": self._tilde, "_tours": self._tours, "_morceaux": self._morceaux, "_bornee": self._bornee, "sum": self._sum,
            "graphique": _bloc(write_graphique), "courbe": _bloc(write_courbe), "tableau": _bloc(write_tableau),
        }  # fmt: skip
        kept = {name: self.globals[name] for name in ("cycler", "joiner", "namespace")}
        self.globals.clear()
        self.globals.update(kept, range=self._range)

    def start(self) -> None:
        """A new document: the budget is whole."""
        self._left = BUDGET

    def write(self, nom: str, donnees: Mapping[str, Any]) -> str:
        """What a template writes.

        Raises:
            TropLong: it is longer than any document.
        """
        self.start()
        text: str = self.get_template(nom).render(dict(donnees))
        if len(text) > MAX_TEXTE:
            raise TropLong("trop long")
        return text

    def spend(self, cost: int) -> None:
        """Work done.

        Raises:
            TropLong: there was too much of it.
        """
        self._left -= cost
        if self._left < 0:
            raise TropLong("trop long")

    # --- what a template says, before it runs ---

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refuse(tree, name, filename)
        price(tree)
        tree.set_environment(self)
        self._longest = max(self._longest, weight(tree))
        return tree

    def get_template(self, *args: Any, **kwargs: Any) -> Any:
        self.spend(TOUR + self._longest)
        return super().get_template(*args, **kwargs)

    # --- what it may reach ---

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str | bytes | type):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, Macro | BlockReference | LoopContext) or obj in (self._range, Cycler, Joiner, Namespace):
            return True
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext | Cycler | Joiner):
            return True
        return isinstance(owner, Mapping) and getattr(obj, "__name__", "") in METHODS

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self.spend(TOUR + (self._longest if isinstance(obj, Macro | BlockReference) else 0))
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self._tilde([left, right])
        numbers = isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal)
        if operator == "**" or not (numbers or (operator == "+" and type(left) is type(right))):
            raise SecurityError(f"le calcul « {operator} » n'est pas permis ici")
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int) and result.bit_length() > MAX_BITS:
            raise TropLong("trop grand")
        self.spend(len(result) if isinstance(result, list | tuple) else 1)
        return result

    # --- what it writes ---

    def _finalize(self, value: Any) -> Any:
        shown = show(value)
        if not isinstance(shown, Undefined):
            self.spend(len(shown))
        return shown

    def _tilde(self, parts: Iterable[Any]) -> str:
        """Parts end to end: data remains data, and is escaped only if it meets what was written by the template."""
        return self._glue("", list(parts))

    def _morceaux(self, parts: Iterable[Any]) -> str:
        """Parts end to end, written here and now."""
        text = Markup("".join(_inside(p) for p in parts))  # noqa: S704 - each part is escaped
        self.spend(len(text))
        return text

    def _glue(self, between: str, parts: list[Any]) -> str:
        if any(isinstance(p, Markup) for p in (between, *parts)):
            text: str = Markup(_inside(between).join(_inside(p) for p in parts))  # noqa: S704 - each part is escaped
        else:
            text = between.join(_plain(p) for p in parts)
        self.spend(len(text))
        return text

    def _join(self, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
        return self._glue(d, [self._at(v, attribute) for v in value])

    def _liste(self, value: Iterable[Any], dernier: str = "et", attribute: str | None = None) -> str:
        parts = [self._at(v, attribute) for v in value]
        if any(isinstance(p, Markup) for p in parts):
            return Markup(write_liste([show(p) for p in parts], dernier))  # noqa: S704 - each part is escaped
        return write_liste([_plain(p) for p in parts], dernier)

    def _replace(self, value: Any, old: str, new: str) -> str:
        if isinstance(value, Markup):
            raise TypeError("replace s'applique à une valeur, pas à un texte déjà mis en forme")
        text, old, new = _plain(value), _plain(old), _plain(new)
        self.spend(len(text) + text.count(old) * len(new))
        return text.replace(old, new)

    def _at(self, value: Any, attribute: str | None) -> Any:
        for name in (attribute or "").split("."):
            value = self.getattr(value, name) if name else value
        return value

    def _sum(self, value: Iterable[Any], attribute: str | None = None) -> Any:
        """A sum of numbers, by no means of lists."""
        numbers = [self._at(v, attribute) for v in value]
        if not all(isinstance(n, int | float | Decimal) for n in numbers):
            raise TypeError("sum s'applique à des nombres")
        return sum(numbers)

    def _bornee(self, value: Any) -> Any:
        """A list written in a template, that is not too deep: to compare two deep ones would never end."""
        level: list[Any] = [value]
        for _ in range(MAX_DEPTH):
            level = [x for v in level for x in (v.values() if isinstance(v, dict) else v) if isinstance(x, list | tuple | dict)]
            self.spend(len(level))
            if not level:
                return value
        raise TropLong("trop profond")

    def _tours(self, values: Any, weight: int) -> Iterator[Any]:
        """The turns of a loop, each at its price."""
        for value in values:
            self.spend(TOUR + weight)
            yield value

    def _range(self, *bounds: int) -> range:
        numbers = range(*bounds)
        if len(numbers) > MAX_RANGE:
            raise TropLong("trop long")
        return numbers


def _inside(value: Any) -> str:
    """What stands amid other text: its outer spaces stay."""
    return str(value) if isinstance(value, Markup) else escape_inside(_plain(value))


def _plain(value: Any) -> str:
    """Data as text; what is not there is said."""
    return str(value) if isinstance(value, Undefined) else "" if value is None else _write(value)


def _bloc(write: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A filter of ours that writes whole blocks: a chart and its table, a table; every value in them was escaped there."""

    @wraps(write)
    def apply(value: Any) -> Any:
        if isinstance(value, Undefined):
            str(value)  # says what is missing
        return Markup(write(value))  # noqa: S704 - escaped there, for Markdown

    return apply


def _data_filter(name: str, write: Callable[..., str]) -> Callable[..., Any]:
    """A filter of ours: its result is data, but for a value of the head, which is JSON."""

    @wraps(write)
    def apply(value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Undefined):
            str(value)  # says what is missing
        if name == "yaml":
            if isinstance(value, Markup):
                raise TypeError("yaml s'applique à une valeur, pas à un texte déjà mis en forme")
            return Markup(write("" if value is None else _write(value)))  # noqa: S704 - JSON
        return write(value, *args, **kwargs)

    return apply
