"""What is wrong in a template, said in French: where, what, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from alp.core.erreurs import AlpError
from alp.documents.bac_a_sable import Environnement, Manque, TropLong

DE_TRAVERS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What a template can do wrong."""
_ENTIER = "Relire cette ligne du modèle de document ; « alp template show » montre celui d'alp."


@dataclass(frozen=True, slots=True)
class Faute:
    """What is wrong in a template, where (line and column from 1), and what to do."""

    fichier: str
    ligne: int
    colonne: int
    message: str
    remede: str

    @property
    def ou(self) -> str:
        """`templates/contrat.md.j2:12:8`."""
        return ":".join([self.fichier, *(str(n) for n in (self.ligne, self.colonne) if n)])

    def __str__(self) -> str:
        return f"{self.ou} : {self.message}"


@dataclass
class GabaritError(AlpError):
    """A template that cannot be used as it is."""

    fautes: tuple[Faute, ...] = ()


def explain(error: BaseException, env: Environnement, chemin: Path, donnees: Mapping[str, Any]) -> Faute:
    """What went wrong while a template was read or filled.

    Args:
        error: one of `DE_TRAVERS`.
        env: where it ran.
        chemin: the template that was asked for; the fault may be in another that it includes.
        donnees: what it was given.
    """
    where, line = _place(error, chemin)
    word, message, remede = _say(error, env, donnees)
    return Faute(f"{where.parent.name}/{where.name}", line, column_of(where, line, word), message, remede)


def _place(error: BaseException, chemin: Path) -> tuple[Path, int]:
    """The file and the line: those of the syntax error, or of the last template that was at work."""
    if isinstance(error, TemplateSyntaxError):
        return Path(error.filename) if error.filename else chemin, error.lineno
    found, step = (chemin, 0), error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith(chemin.suffix):
            found = Path(name), step.tb_lineno
        step = step.tb_next
    return found


def column_of(chemin: Path, ligne: int, mot: str) -> int:
    """Where a word stands in a line, from 1, inside a tag if it can be; 0 where it is not found."""
    try:
        text = chemin.read_text(encoding="utf-8").split("\n")[ligne - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return 0
    if not mot or ligne < 1:
        return 0
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(mot)}(?!\w)", text)]
    inside = [n for n in places if max(text.rfind("{{", 0, n), text.rfind("{%", 0, n)) >= 0]
    return next(iter([*inside, *places]), -1) + 1


# --- what to say ----------------------------------------------------------------------------------------


def _say(error: BaseException, env: Environnement, donnees: Mapping[str, Any]) -> tuple[str, str, str]:
    """The word at fault, what is wrong, and what to do."""
    match error:
        case Manque():
            return say_missing(error.nom, error.objet, donnees)
        case TropLong():
            return (
                "",
                "ce modèle de document écrit ou calcule beaucoup trop",
                "Regarder ses boucles : l'une en contient sans doute une autre sans fin.",
            )
        case SecurityError():
            return _word_in(error), "ceci n'est pas permis dans un modèle de document", _FORBIDDEN
        case TemplateNotFound():
            name = str(error.name or "")
            return name, f"le modèle de document « {name} » n'existe pas", nearest(name, env.noms)
        case TemplateSyntaxError():
            return _say_syntax(error.message or "", env)
        case RecursionError():
            return "", "ce modèle de document s'appelle lui-même sans fin", "Regarder ses « include », ses « extends » et ses macros."
        case ZeroDivisionError():
            return "", "division par zéro", "Entourer le calcul d'un {% if %}."
        case _:
            return "", f"une valeur n'est pas de la sorte attendue ({error})", "Vérifier ce que le filtre ou le calcul reçoit."


_FORBIDDEN = "Un modèle de document lit les données et les met en forme : pas de fonction, pas de nom qui commence par « _ », pas de texte multiplié."


def say_missing(nom: str, objet: object, donnees: Mapping[str, Any]) -> tuple[str, str, str]:
    """A name that is not there: a variable (no object), or a part of an object."""
    if objet is None:
        return nom, f"la variable « {nom} » n'existe pas", nearest(nom, donnees)
    if isinstance(objet, list | tuple):
        return nom, f"« {nom} » est demandé à une liste", "Passer par une boucle : {% for … in … %}."
    if isinstance(objet, str):
        return nom, f"« {nom} » est demandé à un texte", "Un texte s'écrit tel quel, ou avec un filtre : {{ texte|lower }}."
    return nom, f"« {nom} » n'existe pas ici", nearest(nom, members(objet))


def members(objet: object) -> list[str]:
    """What a template may ask of an object."""
    if isinstance(objet, Mapping):
        return [str(key) for key in objet]
    named = [f.name for f in fields(objet)] if is_dataclass(objet) else list(getattr(type(objet), "model_fields", ()))
    properties = [n for n in dir(type(objet)) if isinstance(getattr(type(objet), n, None), property)]
    return [n for n in [*named, *properties] if not n.startswith("_")]


def nearest(mot: str, connus: Iterable[str]) -> str:
    """« Écrire « x » ? » where a known word is close, else the known words."""
    known = sorted({k for k in connus if not k.startswith("_")})
    close = get_close_matches(mot, known, 1, 0.6)
    if close:
        return f"Est-ce « {close[0]} » ?"
    return f"Choisir parmi : {', '.join(known)}." if 0 < len(known) <= 40 else "Vérifier ce nom."


def _word_in(error: BaseException) -> str:
    found = re.search(r"'(\w+)'", str(error))
    return found[1] if found else ""


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (r"Encountered unknown tag '(?P<mot>\w+)'", "la balise « {mot} » n'existe pas", "tags"),
    (r"No filter named '(?P<mot>\w+)'", "le filtre « {mot} » n'existe pas", "filters"),
    (r"No test named '(?P<mot>\w+)'", "le test « {mot} » n'existe pas", "tests"),
    (r"block '(?P<mot>\w+)' defined twice", "le bloc « {mot} » est défini deux fois", "Lui donner un autre nom."),
    (
        r"Unexpected end of template.*innermost block that needs to be closed is '(?P<mot>\w+)'",
        "« {mot} » n'est pas fermé",
        "Ajouter la balise de fin : {{% end{mot} %}}.",
    ),
    (r"unexpected char '(?P<mot>.)'", "le signe « {mot} » n'a pas de sens ici", _ENTIER),
    (r"expected token '(?P<attendu>.+)', got '(?P<mot>.+)'", "« {mot} » ne va pas ici", "Fermer la balise avant : }}}} ou %}}."),
    (r"(?P<mot>.+ n'est pas permise?.*)", "{mot}", _FORBIDDEN),
)
TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro", "block", "endblock", "extends", "include", "import", "from", "with", "endwith", "call", "endcall", "raw", "endraw")  # fmt: skip


def _say_syntax(message: str, env: Environnement) -> tuple[str, str, str]:
    for pattern, said, remede in _SYNTAX:
        if found := re.search(pattern, message, re.DOTALL):
            word = found["mot"]
            known = {"tags": TAGS, "filters": env.filters, "tests": env.tests}.get(remede)
            return word, said.format(mot=word), nearest(word, known) if known is not None else remede.format(mot=word)
    return "", f"la syntaxe n'est pas comprise ({message.rstrip('.')})", _ENTIER
