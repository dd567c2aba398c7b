"""Questions on a terminal: lists to choose from by arrow keys, sensible defaults, a summary before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import questionary
from questionary.prompts import common

from alp.cli.saisie import PLANS, Lecteur, choices_of
from alp.core.calendrier import short_jour
from alp.core.champs import Champ, Fiche, Sorte, champs_de
from alp.core.erreurs import AlpError
from alp.core.pertinence import EXIGEES, asked, is_deliberate, proposed
from alp.core.types import ENTIER, HEURE, MONTANT

_LAYOUT = common.create_inquirer_layout


def _french_layout(control: Any, tokens: Callable[[], list[tuple[str, str]]], **kwargs: Any) -> Any:
    """Questionary says « done (2 selections) », and takes no other words."""
    return _LAYOUT(control, lambda: [(style, _french_answer(words)) for style, words in tokens()], **kwargs)


def _french_answer(words: str) -> str:
    if words == "done":
        return "rien"
    match = re.fullmatch(r"done \((\d+) selections\)", words)
    return f"{match[1]} choix" if match else words


common.create_inquirer_layout = _french_layout  # type: ignore[assignment]

STYLE = questionary.Style(
    [
        ("qmark", "fg:ansigreen bold"),
        ("question", "bold"),
        ("answer", "fg:ansicyan"),
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("instruction", "fg:ansibrightblack"),
    ]
)
PASSER = "(passer)"
A_CHOISIR = "(à choisir)"
PROJETS = PLANS | {"debut"}
"""Dates that may be to come."""
FICHE = "fiche"
"""Answers « this object », where a code may stand in its place."""
LONGUE = 12
"""A longer list is searched by typing."""


def choose_deliberately(question: str, choices: Mapping[str, str], default: str | None = None) -> str:
    """One code of a list whose first row is no answer: Enter alone, pressed through a form, says nothing."""
    while True:
        if answer := choose(question, choices if default in choices else {"": A_CHOISIR, **choices}, default=default):
            return answer


def choose(question: str, choices: Mapping[str, str], *, default: str | None = None, skip: bool = False) -> str | None:
    """One code of a list, by arrow keys."""
    rows = [questionary.Choice(label, value=code) for code, label in choices.items()]
    if skip:
        rows.insert(0, questionary.Choice(PASSER, value=""))
    search = len(rows) > LONGUE
    hint = "(flèches, ou taper pour chercher)" if search else "(flèches, puis Entrée)"
    answer = questionary.select(
        question,
        rows,
        default=default if default in choices else None,
        instruction=hint,
        use_search_filter=search,
        use_jk_keys=not search,
        style=STYLE,
        qmark="?",
    ).unsafe_ask()
    return answer or None


def choose_many(question: str, choices: Mapping[str, str], default: list[str] | None = None, *, some: bool = False) -> list[str]:
    """Several codes of a list, ticked with the space bar; at least one if `some`."""
    if not choices:
        return []
    rows = [questionary.Choice(label, value=code, checked=code in (default or [])) for code, label in choices.items()]
    found: list[str] = questionary.checkbox(
        question,
        rows,
        validate=lambda ticked: True if ticked or not some else "Rien n'est coché : la barre d'espace coche, Entrée finit.",
        use_search_filter=True,  # letters search; without it, « a » ticks everything
        use_jk_keys=False,
        instruction="(espace pour cocher, Entrée pour finir)",
        style=STYLE,
        qmark="?",
    ).unsafe_ask()
    return found


def confirm(question: str, *, default: bool = True, oui: str = "Oui", non: str = "Non") -> bool:
    """Yes or no."""
    return choose(question, {"oui": oui, "non": non}, default="oui" if default else "non") == "oui"


def write_text(question: str, *, default: str = "", hint: str = "", check: Callable[[str], bool | str] | None = None) -> str:
    """A line of text."""
    return str(
        questionary.text(
            question, default=default, instruction=f"({hint}) " if hint else None, validate=check, style=STYLE, qmark="?"
        ).unsafe_ask()
    ).strip()


def ask(champ: Champ, lecteur: Lecteur, le: date, default: Any = None, reponses: Mapping[str, Any] | None = None) -> Any:
    """One field's value, or nothing; `reponses`: what was answered in the same form."""
    choices = proposed(champ, choices_of(champ, lecteur.registre, le), lecteur.registre.dispositif, reponses or {})
    if champ.sorte is Sorte.objet and champ.fiche:
        return ask_object(champ, lecteur, le)
    if champ.sorte is Sorte.objets:
        return ask_objects(champ, lecteur, le)
    if champ.sorte is Sorte.grille:
        return ask_grid(champ, lecteur, le)
    if champ.sorte is Sorte.codes:
        return choose_many(champ.question, choices, default)
    if choices and is_deliberate(champ):
        return choose_deliberately(champ.question, choices, default)
    if choices:
        return choose(champ.question, choices, default=default, skip=not champ.requis)
    return ask_text(champ, lecteur, le, default)


def ask_anew(champ: Champ, lecteur: Lecteur, le: date, known: Any, reponses: Mapping[str, Any]) -> Any:
    """A field that was answered already: a text stands there, to be mended or emptied."""
    if not known or not champ.texte_libre or champ.sorte is not Sorte.texte:
        return ask(champ, lecteur, le, known, reponses)
    hint = "corriger la ligne" + ("" if champ.requis else ", ou la vider")
    return write_text(champ.question, default=known, hint=hint, check=lambda text: _valid(champ, lecteur, le, text))


def ask_text(champ: Champ, lecteur: Lecteur, le: date, default: Any) -> Any:
    """A date, a number, some text."""
    shown = short_jour(default) if isinstance(default, date) else str(default or "")
    skip = f"Entrée : {shown}" if shown else "" if champ.requis else "Entrée pour passer"
    hint = " ; ".join(part for part in (champ.aide.rstrip("."), skip) if part)
    answer = write_text(
        champ.question, hint=hint, check=lambda text: (not text.strip() and bool(shown)) or _valid(champ, lecteur, le, text)
    )
    if not answer:
        return default
    return lecteur.value(champ, [answer] if champ.sorte is Sorte.textes else answer, le)


def _valid(champ: Champ, lecteur: Lecteur, le: date, text: str) -> bool | str:
    if not text.strip():
        return "Une réponse est nécessaire ici." if champ.requis else True
    try:
        value = lecteur.value(champ, [text] if champ.sorte is Sorte.textes else text, le)
    except AlpError as error:
        return f"{error.message} {error.remede}"
    if isinstance(value, date) and champ.nom not in PROJETS and value > lecteur.today:
        return f"Le {short_jour(value)} est après aujourd'hui : donner le jour où c'est arrivé."
    return _right_form(champ, value)


def _right_form(champ: Champ, value: Any) -> bool | str:
    forms = {
        Sorte.entier: (ENTIER, "Un nombre entier, comme 20."),
        Sorte.heure: (HEURE, "Une heure, comme 14:30."),
        Sorte.montant: (MONTANT, "Un montant, comme 1250,50."),
    }
    motif, message = forms.get(champ.sorte, (champ.forme.motif if champ.forme else None, champ.forme.attendu if champ.forme else ""))
    if motif and isinstance(value, str) and not motif.fullmatch(value):
        return message
    if champ.bornes and champ.sorte is Sorte.entier and not champ.bornes.mini <= int(value) <= champ.bornes.maxi:
        return f"Un nombre entre {champ.bornes.mini} et {champ.bornes.maxi}."
    return True


def ask_object(champ: Champ, lecteur: Lecteur, le: date) -> dict[str, Any] | str | None:
    """An object's fields, if there is one; or the code that may stand in its place."""
    if champ.aussi and champ.fiche:
        code = choose(champ.question, {"": PASSER, FICHE: champ.libelle, **champ.aussi})
        return ask_fiche(champ.fiche, lecteur, le) if code == FICHE else code
    if champ.fiche is None or not confirm(champ.question, default=champ.requis, oui="Oui, le noter", non="Rien à noter"):
        return None
    return ask_fiche(champ.fiche, lecteur, le)


def ask_fiche(fiche: type[Fiche], lecteur: Lecteur, le: date) -> dict[str, Any]:
    """The plain fields of an object."""
    found: dict[str, Any] = {}
    for c in champs_de(fiche):
        if c.sorte in (Sorte.objet, Sorte.objets) or not asked(fiche, c, lecteur.registre.dispositif, found):
            continue
        value = ask(
            replace(c, requis=c.requis or (fiche, c.nom) in EXIGEES), lecteur, le, le if c.requis and c.sorte is Sorte.jour else None, found
        )
        if value not in (None, "", [], {}):
            found[c.nom] = value
    return found


def ask_objects(champ: Champ, lecteur: Lecteur, le: date) -> list[dict[str, Any]]:
    """One object after the other, until there are no more."""
    found: list[dict[str, Any]] = []
    while champ.fiche and confirm(champ.question if not found else "Un autre ?", default=False, oui="En noter un", non="Rien à noter"):
        found.append(ask_fiche(champ.fiche, lecteur, le))
    return found


def ask_grid(champ: Champ, lecteur: Lecteur, le: date) -> dict[str, Any]:
    """Which rows, then the value of each."""
    choices = choices_of(champ, lecteur.registre, le)
    found: dict[str, Any] = {}
    for code in choose_many(champ.question, choices):
        found[code] = _grid_value(champ, choices[code])
    return found


def _grid_value(champ: Champ, label: str) -> str:
    """The value of one row: chosen where there is a list, else a number within its bounds."""
    if champ.cotation:
        notes = {str(n): str(n) for n in range(champ.cotation.maxi + 1)}
        notes |= {"0": "0 : rien à signaler", str(champ.cotation.maxi): f"{champ.cotation.maxi} : danger"}
        return choose(label, notes | dict(champ.cotation.codes)) or ""
    if champ.valeurs:
        return choose(label, dict(champ.valeurs)) or ""
    return write_text(f"{label} :", hint=champ.aide.rstrip("."), check=lambda text: _right_number(champ, text))


def _right_number(champ: Champ, text: str) -> bool | str:
    if not ENTIER.fullmatch(text.strip()):
        return "Un nombre entier."
    if champ.bornes and not champ.bornes.mini <= int(text) <= champ.bornes.maxi:
        return f"Un nombre entre {champ.bornes.mini} et {champ.bornes.maxi}."
    return True
