"""What is typed in answer to a question: checked at once, and told in French what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from alp.cli.montre import text, write
from alp.core.calendrier import read_jour, short_jour
from alp.core.erreurs import AlpError
from alp.core.installation import read_decimal
from alp.core.types import SIGLE
from alp.store.noeuds import INTERDITS

FINIR = "Entrée pour finir"
PASSER = "Entrée pour passer"
MOIS_MAX = 120


@dataclass(frozen=True)
class Contexte:
    """The day, and the address that git knows."""

    today: date
    courriel: str = ""


def explain(phrase: str) -> None:
    """A sentence of help, before the question."""
    write(text(phrase, "bright_black"))


def any_text(typed: str) -> bool | str:
    """True, or what is wrong with what was typed; so for each check below."""
    return "Un caractère invisible s'y cache : le retaper au clavier." if INTERDITS.search(typed) else True


def needed(typed: str) -> bool | str:
    return any_text(typed) if typed.strip() else "Une réponse est nécessaire ici."


def sigle(typed: str) -> bool | str:
    return SIGLE.fullmatch(typed.strip().upper()) is not None or "De 2 à 12 majuscules et chiffres, une lettre d'abord, comme ALP28."


def decimal(typed: str) -> bool | str:
    return _tried(lambda: read_decimal(typed)) if typed.strip() else True


def courriel(typed: str) -> bool | str:
    if typed.strip() and typed.count("@") != 1:
        return "Une adresse, comme prenom.nom@exemple.fr."
    return any_text(typed)


def mois(typed: str) -> bool | str:
    plain = typed.strip()
    return (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= MOIS_MAX) or f"Un nombre de mois, de 1 à {MOIS_MAX}."


def jour(today: date, depuis: date | None = None) -> Callable[[str], bool | str]:
    """A day, or nothing; not before another one."""

    def check(typed: str) -> bool | str:
        if not typed.strip():
            return True
        right = _tried(lambda: read_day(typed, today, depuis))
        if right is True and depuis and (read_day(typed, today, depuis) or depuis) < depuis:
            return f"C'est avant le {short_jour(depuis)}."
        return right

    return check


def read_day(typed: str, today: date, depuis: date | None = None) -> date | None:
    """A day, or none where nothing was typed; after `depuis`, the next one of that name."""
    return read_jour(typed, today=today, futur=depuis is not None, depuis=depuis) if typed.strip() else None


def _tried(read: Callable[[], object]) -> bool | str:
    try:
        read()
    except AlpError as error:
        return f"{error.message} {error.remede}"
    return True
