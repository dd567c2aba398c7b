"""French typography, in one place: a pass over Markdown, and the filters that write dates, numbers and lists."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from alp.core.preparation.commun import sentence
from alp.core.tableau import Masquee

FINE = "\u202f"
"""Narrow no-break space: before ; ! ? % € and between thousands."""
INSECABLE = "\u00a0"
"""No-break space: before a colon and inside « »."""

# --- the pass -------------------------------------------------------------------------------------------

_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
REGLES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<!\.)\.\.\.(?!\.)", "…"),
        (r"(?<=[^\W\d_])'(?=[\w«])|(?<=[^\W\d_])'(?=\*)", "’"),
        (rf"(?<=[^\s|{INSECABLE}{FINE}])[ {INSECABLE}{FINE}]+([;!?]+)(?=[\s)»*_…]|$)", rf"{FINE}\1"),
        (rf"(?<=[^\s|{INSECABLE}{FINE}])[ {INSECABLE}{FINE}]+:(?=[\s*_]|$)", f"{INSECABLE}:"),
        (rf"«[ {INSECABLE}{FINE}]*(?=\S)", f"«{INSECABLE}"),
        (rf"(?<=\S)[ {INSECABLE}{FINE}]*»", f"{INSECABLE}»"),
        (rf"(?<=\d)[ {INSECABLE}{FINE}]?(?=[%€](?!\w))", FINE),
        (rf"(?<=\d)[ {INSECABLE}{FINE}](?=(?:millions?|milliards?|euros?|ETP|m²|km|min|ans?|mois|jours?)\b)", INSECABLE),
        (r"(?<!\d)(?<!\d[ .,/-])1(?:er)? (?=(?:" + _MOIS + r")\b)", f"1er{INSECABLE}"),
        (r"(?<!\d)(\d{1,2}) (?=(?:" + _MOIS + r")\b)", rf"\1{INSECABLE}"),
        (rf"(?<=\d{INSECABLE})({_MOIS}) (?=\d{{4}}(?!\d))|(?<=er{INSECABLE})({_MOIS}) (?=\d{{4}}(?!\d))", rf"\1\2{INSECABLE}"),
        (rf"(?<!\d)(\d{{1,2}})[ {INSECABLE}]?h[ {INSECABLE}]?(\d{{2}})(?!\w)", rf"\1{INSECABLE}h{INSECABLE}\2"),
        (r"(?<!\d)(\d{1,2}) h(?!\w)", rf"\1{INSECABLE}h"),
        (r"\b[nN]° ?(?=\d)", f"n°{INSECABLE}"),
        (r"\b(M\.|MM\.|Mme|Mmes|Dr|Me|[aA]rt\.|p\.) (?=\S)", rf"\1{INSECABLE}"),
        (r"(?<![\d.-])(0\d) (\d\d) (\d\d) (\d\d) (\d\d)(?!\d)", INSECABLE.join(rf"\{n}" for n in range(1, 6))),
    )
)
"""Each rule leaves what is already right as it is, so that a second pass changes nothing."""

_PROTECTED = re.compile(r"(`+[^`]*`+|\]\([^)\s]*|<[^<>\s]+>)")
"""Code, addresses of links and tags."""
_PREFIX = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)]|#{1,6})\s+)?")
_STRUCTURE = re.compile(r"^\s*(?::::.*|[|\s:-]*|[*_\s]*|!\[.*)$")
"""Lines that are marks alone: containers, the rule under a table's head, lines across, figures."""
_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def polish(markdown: str) -> str:
    """Markdown with French spaces, apostrophes and dots; its structure is the same, and a second pass changes nothing."""
    head = _HEAD.match(markdown)
    start = head.end() if head else 0
    body = "\n".join(_polish_line(line) for line in markdown[start:].split("\n"))
    return (f"---\n{_polish_head(head[1])}\n---\n" if head else "") + body


def polish_text(texte: str) -> str:
    """A text without marks, with French spaces, apostrophes and dots."""
    for pattern, to in REGLES:
        texte = pattern.sub(to, texte)
    return texte


def _polish_line(line: str) -> str:
    if _STRUCTURE.match(line):
        return line
    prefix = _PREFIX.match(line)
    start = prefix.end() if prefix else 0
    parts = _PROTECTED.split(line[start:])
    return line[:start] + "".join(part if n % 2 else polish_text(part) for n, part in enumerate(parts))


def _polish_head(head: str) -> str:
    return "\n".join(_polish_pair(line) for line in head.split("\n"))


def _polish_pair(line: str) -> str:
    key, sep, value = line.partition(":")
    try:
        text = json.loads(value)
    except ValueError:
        return line
    return f"{key}{sep} {write_yaml(polish_text(text))}" if isinstance(text, str) else line


def write_yaml(texte: object) -> str:
    """A value of a document's head: a JSON string, which is YAML too."""
    return json.dumps("" if texte is None else str(texte), ensure_ascii=False)


# --- the filters ----------------------------------------------------------------------------------------


def write_date(jour: date | None) -> str:
    """« 3 novembre 2026 », « 1er décembre 2026 »."""
    return "" if jour is None else _first(_babel_date(jour, "d MMMM y"))


def write_jour(jour: date | None) -> str:
    """« mardi 3 novembre 2026 »."""
    return "" if jour is None else _first(_babel_date(jour, "EEEE d MMMM y"))


def write_court(jour: date | None) -> str:
    """« 03/11/2026 »."""
    return "" if jour is None else f"{_date(jour):%d/%m/}{_date(jour).year:04}"


def write_heure(heure: time | datetime | str | None) -> str:
    """« 14 h 30 », « 9 h 05 », « 14 h » : of a time, or of the text `14:30`."""
    if heure is None or heure == "":
        return ""
    moment = time.fromisoformat(heure) if isinstance(heure, str) else heure
    return INSECABLE.join([str(moment.hour), "h", *([f"{moment.minute:02}"] if moment.minute else [])])


def write_duree(minutes: float | None) -> str:
    """Of minutes: « 45 min », « 1 h 30 », « 2 h »."""
    if minutes is None:
        return ""
    hours, rest = divmod(round(minutes), 60)
    return INSECABLE.join([str(hours), "h", *([f"{rest:02}"] if rest else [])]) if hours else f"{rest}{INSECABLE}min"


def write_nombre(valeur: float | Decimal | str | None, decimales: int | None = None) -> str:
    """« 1 234,5 », of two decimals at most; with a number of decimals, always that many. A half is rounded up."""
    if valeur is None:
        return ""
    from babel.numbers import format_decimal

    kept = _MAX_NATUREL if decimales is None else decimales
    if not 0 <= kept <= _MAX_DECIMALES:
        raise ValueError(f"de 0 à {_MAX_DECIMALES} décimales, pas {decimales}")
    rounded = _number(valeur).quantize(Decimal(1).scaleb(-kept), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + ("#" if decimales is None else "0") * kept if kept else "")
    text: str = format_decimal(rounded, format=pattern, locale="fr")
    return text


def write_montant(valeur: float | Decimal | str | None, decimales: int = 2) -> str:
    """Euros: « 1 234,50 € », or « 814 000 € » with `decimales` 0."""
    return "" if valeur is None else f"{write_nombre(valeur, decimales)}{FINE}€"


def write_pourcent(part: float | Decimal | None, decimales: int = 0) -> str:
    """Of a part of one: 0.391 gives « 39 % », « 39,1 % » with one decimal."""
    return "" if part is None else f"{write_nombre(_number(part) * 100, decimales)}{FINE}%"


SUFFIXES: Mapping[str, str] = {"%": f"{FINE}%", "heures": f"{INSECABLE}h", "jours": f"{INSECABLE}j"}
"""What follows a figure, by its unit; the others stand in its label."""
SANS_VALEUR = "–"
_DIXIEME = Decimal("0.1")
"""An hour's tenth is six minutes: what is worth printing."""


def write_mesure(valeur: float | Decimal | Masquee | None, unite: str = "") -> str:
    """A figure of a report: « 45,5 % », « 140 000 € », « 12,5 h », « n.c. » ; « – » where it is not known."""
    if valeur is None:
        return SANS_VALEUR
    if isinstance(valeur, Masquee):
        return str(valeur)
    number = _number(valeur)
    if unite == "€":
        return write_montant(number, 0 if number % 1 == 0 else 2)
    kept = number.quantize(_DIXIEME, ROUND_HALF_UP) if unite == "heures" else number
    return write_nombre(kept) + SUFFIXES.get(unite, "")


def accord(n: float | Decimal, singulier: str, pluriel: str | None = None) -> str:
    """The word alone, in the number of `n`: plural from 2, so that 1,5 is singular.

    Args:
        n: how many.
        singulier: one word, or several: « porte close », « lettre de refus ».
        pluriel: where it is not made by an s at the end of each word before « de », « à », « en »…
    """
    return (pluriel or _add_s(singulier)) if abs(_number(n)) >= 2 else singulier


def write_pluriel(n: float | Decimal | None, singulier: str, pluriel: str | None = None) -> str:
    """The number and its word: « 0 situation », « 1,5 situation », « 2 situations »."""
    return "" if n is None else f"{write_nombre(n)}{INSECABLE}{accord(n, singulier, pluriel)}"


def write_liste(elements: Iterable[Any], dernier: str = "et") -> str:
    """« a, b et c »; the last word may be « ou »."""
    words = [str(e) for e in elements if e not in (None, "")]
    return f" {dernier} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def write_phrase(texte: str | None) -> str:
    """« infirmière de rue » → « Infirmière de rue »: as a line begins with it; the other letters stay (« CCAS »)."""
    return sentence(texte or "")


FILTRES: Mapping[str, Callable[..., str]] = {
    "date": write_date,
    "jour": write_jour,
    "court": write_court,
    "heure": write_heure,
    "duree": write_duree,
    "nombre": write_nombre,
    "montant": write_montant,
    "pourcent": write_pourcent,
    "mesure": write_mesure,
    "pluriel": write_pluriel,
    "accord": accord,
    "liste": write_liste,
    "phrase": write_phrase,
    "yaml": write_yaml,
}
"""What a template calls them."""

_STOP = frozenset({"de", "du", "des", "à", "au", "aux", "en", "par", "pour", "sans", "sur", "avec", "non", "et", "ou"})
_MAX_DECIMALES = 9
_MAX_NATUREL = 2


def _add_s(singulier: str) -> str:
    words = singulier.split(" ")
    stop = next((n for n, word in enumerate(words) if word in _STOP or word.startswith(("d'", "d’"))), len(words))
    return " ".join([*(word if word.endswith(("s", "x", "z")) else f"{word}s" for word in words[:stop]), *words[stop:]])


def _number(valeur: float | Decimal | str) -> Decimal:
    """A number, or the text of one as the register writes it: `140000.00`."""
    if isinstance(valeur, bool):
        raise TypeError("il faut un nombre")
    try:
        found = Decimal(str(valeur))
    except InvalidOperation:
        raise ValueError(f"« {valeur} » n'est pas un nombre") from None
    if not found.is_finite() or abs(found) >= 10**15:
        raise ValueError(f"« {valeur} » est trop grand")
    return found


def _date(jour: date) -> date:
    if not isinstance(jour, date):
        raise TypeError("il faut une date")
    return jour


@lru_cache(maxsize=4096)
def _babel_date(jour: date, motif: str) -> str:
    from babel.dates import format_date

    text: str = format_date(_date(jour), motif, locale="fr")
    return text


def _first(texte: str) -> str:
    """Babel writes « 1 décembre »; the day and its month stay on one line."""
    return re.sub(r"(?<!\d)(\d{1,2}) (?=\D)", lambda m: ("1er" if m[1] == "1" else m[1]) + INSECABLE, texte, count=1)
