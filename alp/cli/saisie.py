"""From declared fields to real options, and from what was typed to data for a record."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer

from alp.cli.completion import completer
from alp.cli.session import LIT_SEULEMENT, RACINE, Session, read_stdin
from alp.core.calendrier import read_jour, short_jour
from alp.core.champs import Champ, Fiche, Sorte, champs_de
from alp.core.erreurs import UsageError
from alp.core.pertinence import used_codes
from alp.core.registre import Registre, fold
from alp.core.situation import Situation
from alp.core.types import JOURNEE_MINUTES, SITUATION_ID

PLANS = frozenset({"avant", "prochaine"})
"""Dates of plans: `12/01` is then the next one."""
PLUSIEURS = frozenset({Sorte.codes, Sorte.textes, Sorte.objets, Sorte.grille})


@dataclass(frozen=True)
class Option:
    """One option: where its value goes in the record's data (`("suite", "quoi")`), and its declaration."""

    chemin: tuple[str, ...]
    champ: Champ
    court: bool = False
    """Named by its last key alone: `--commune`, not `--logement-commune`."""

    @property
    def nom(self) -> str:
        """`suite-quoi`, as typed after two dashes: the YAML key."""
        if self.court:
            return (self.champ.option if self.champ.nom == "type" else self.champ.nom).replace("_", "-")
        return "-".join(self.chemin).replace("_", "-") if len(self.chemin) > 1 else self.champ.nom.replace("_", "-")

    @property
    def parametre(self) -> str:
        return "o_" + self.nom.replace("-", "_")

    @property
    def noms(self) -> list[str]:
        """Every spelling: the YAML key (`_` and `-` are one), and the singular."""
        names = [self.nom, *([self.champ.option] if self.champ.option and len(self.chemin) == 1 else [])]
        return [f"--{name}" for name in dict.fromkeys(names)]


def options_of(fiche: type[Fiche], *, sauf: frozenset[str] = frozenset(), prefixe: str = "") -> list[Option]:
    """The options of a record: one a field, and one a field of each object in it."""
    if prefixe:
        return [Option((prefixe, *o.chemin), o.champ) for o in options_of(fiche, sauf=sauf) if len(o.chemin) == 1]
    found: list[Option] = []
    for champ in champs_de(fiche):
        if champ.nom in sauf:
            continue
        if champ.sorte is Sorte.objet and champ.fiche:
            found += [Option((champ.nom, inner.nom), inner) for inner in champs_de(champ.fiche) if inner.sorte is not Sorte.objet]
            if champ.aussi:
                found.append(Option((champ.nom,), replace(champ, sorte=Sorte.code, codes=champ.aussi, fiche=None, aussi=None)))
        else:
            found.append(Option((champ.nom,), champ))
    return found


def parameter(option: Option) -> inspect.Parameter:
    """The Typer parameter of an option; every value is text, typed later by the record."""
    many = option.champ.sorte in PLUSIEURS
    kind: Any = list[str] | None if many else str | None
    info = typer.Option(
        *option.noms, metavar=option.champ.metavar, help=help_of(option), show_default=False, autocompletion=completer(option.champ)
    )
    return inspect.Parameter(option.parametre, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, info])


def help_of(option: Option) -> str:
    """« Durée : sans le trajet. Codes : … »."""
    champ = option.champ
    parts = [f"{champ.libelle} : {champ.aide[:1].lower() + champ.aide[1:]}"]
    codes = champ.codes or champ.valeurs
    if codes and len(codes) > 4:
        parts.append(f"Codes : {', '.join(codes)}.")
    if champ.nom == "le" and len(option.chemin) == 1:
        parts.append("Sinon aujourd'hui.")
    elif champ.requis and len(option.chemin) == 1:
        parts.append("Obligatoire.")
    return spaced(" ".join(parts))


def spaced(texte: str) -> str:
    """No line may begin with « : »."""
    return texte.replace(" :", "\N{NO-BREAK SPACE}:").replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")


Registre_ = Annotated[Path | None, typer.Option("--registre", "-r", metavar="DOSSIER", help="Le registre.")]
Au = Annotated[str | None, typer.Option("--au", metavar="DATE", help="Le registre tel qu'il était ce jour-là.")]
ConnuLe = Annotated[
    str | None,
    typer.Option("--connu-le", metavar="DATE", help="Ce que le registre disait ce jour-là, sans rien de ce qui a été écrit depuis."),
]
Json = Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ne rien demander.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ne pas demander confirmation.")]


def choose_situation(session: Session, values: Mapping[str, Any]) -> str:
    """The situation meant, chosen on a terminal.

    Raises:
        UsageError: nobody to ask.
    """
    if not session.interactive or not session.registre.situations:
        raise UsageError("Il manque la situation.", "Donner son identifiant, son numéro ou son pseudonyme ; les voir avec : alp list")
    from alp.cli import questions

    rows = {s.id: f"{s.id}  {s.personne.pseudonyme or ''}" for s in sorted(session.registre.situations, key=lambda s: s.id, reverse=True)}
    return str(questions.choose("Quelle situation ?", rows))


def choose_entry(session: Session, values: Mapping[str, Any]) -> str:
    """The entry meant, chosen on a terminal.

    Raises:
        UsageError: nobody to ask.
    """
    mot = values["id"] or choose_situation(session, values)
    situation = session.find(mot)
    if not session.interactive:
        raise UsageError("Il manque la référence de l'entrée.", f"La voir avec : alp show {situation.id}")
    from alp.cli import questions

    return str(questions.choose("Quelle entrée ?", entries_of(situation)))


def entries_of(situation: Situation) -> dict[str, str]:
    """Reference → entry that counts, the latest first; two of one day differ: « visite du 12/01/2026, porte close, 10:30 (k3fhq7) »."""
    from alp.cli.ecrire import sentence

    shown = {e.ref: [sentence(e), getattr(e, "heure", None)] for e in reversed(situation.journal) if e.annulee is None}
    return {ref: f"{', '.join(filter(None, words))} ({ref})" for ref, words in shown.items()}


A_CHOISIR: dict[str, Callable[[Session, Mapping[str, Any]], str]] = {"id": choose_situation, "ref": choose_entry}
"""Arguments that a terminal may choose, if they are not given."""


def _optional(p: inspect.Parameter) -> inspect.Parameter:
    base, info = get_args(p.annotation)
    return p.replace(annotation=Annotated[base | None, info], default=None)


def commande(fonction: Callable[..., Any], *, lit: bool = False, options: Sequence[Option] = ()) -> Callable[..., Any]:
    """Make a Typer command of `fonction(session, …)`: adds the common options, and those of a record as `saisi`.

    Args:
        fonction: its parameters after `session` (and `saisi`) are Typer's.
        lit: a command that reads: `--au`, `--connu-le` and `--json`.
        options: the options whose typed values are passed as `saisi`, {option: text or list of texts}.
    """
    hints = get_type_hints(fonction, include_extras=True)
    speaks_json = lit or "json" in hints
    own = [p.replace(annotation=hints[n]) for n, p in inspect.signature(fonction).parameters.items() if n not in ("session", "saisi")]
    required = {p.name for p in own if p.name in A_CHOISIR and p.default is inspect.Parameter.empty}
    own = [_optional(p) if p.name in required else p for p in own]
    common = {"registre": Registre_, "no_input": NoInput} | ({"au": Au, "connu_le": ConnuLe, "json": Json} if lit else {})
    keyword = inspect.Parameter.KEYWORD_ONLY
    extra = [parameter(o) for o in options]
    flags = ("no_input", "json")
    extra += [inspect.Parameter(n, keyword, default=False if n in flags else None, annotation=a) for n, a in common.items()]

    @wraps(fonction)
    def run(**values: Any) -> Any:
        typed = {name: values.pop(name, None) for name in LIT_SEULEMENT}
        asked = {name: getattr(RACINE, name) if value in (None, False) else value for name, value in typed.items()}
        if refused := [name for name, value in asked.items() if value and not (lit or (name == "json" and speaks_json))]:
            raise UsageError(*LIT_SEULEMENT[refused[0]])
        session = Session(values.pop("registre"), asked["au"], asked["connu_le"], bool(asked["json"]), values.pop("no_input"))
        values |= {name: A_CHOISIR[name](session, values) for name in A_CHOISIR if name in required and values[name] is None}
        saisi = {o: v for o in options if (v := values.pop(o.parametre, None)) not in (None, [], ())}
        return fonction(session, **({"saisi": saisi} if options else {}), **values)

    del run.__wrapped__
    parameters = [p.replace(kind=keyword) for p in own] + extra
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


# --- from text to data --------------------------------------------------------------------------------

Saisi = Mapping[Option, Any]


@dataclass(frozen=True)
class Lecteur:
    """Reads typed values in the light of a register: labels for codes, names of communes, short ids, dates."""

    registre: Registre
    today: date

    def data(self, saisi: Saisi, le: date) -> dict[str, Any]:
        """The record's data that the options say; nested keys merged."""
        found: dict[str, Any] = {}
        for option, typed in saisi.items():
            value = self.value(option.champ, typed, le)
            here = found
            for part in option.chemin[:-1]:
                here = here.setdefault(part, {})
            here[option.chemin[-1]] = value
        return found

    def value(self, champ: Champ, typed: Any, le: date) -> Any:
        """One field's value, as a file would hold it."""
        if champ.sorte is Sorte.codes or (champ.sorte is Sorte.textes and champ.forme):
            return [self.one(champ, word, le) for text in typed for word in text.split(",") if word.strip()]
        if champ.sorte is Sorte.textes:
            return list(typed)
        if champ.sorte is Sorte.grille:
            return dict(self.pair(champ, word, le) for text in typed for word in text.split(",") if word.strip())
        if champ.sorte is Sorte.objets:
            return [self.objet(champ, text, le) for text in typed]
        return self.one(champ, typed, le)

    def one(self, champ: Champ, typed: str, le: date) -> Any:
        text = typed.strip()
        if champ.sorte is Sorte.jour:
            return read_jour(text, today=self.today, futur=champ.nom in PLANS, depuis=le)
        if champ.sorte is Sorte.heure:
            return _heure(text)
        if champ.bornes and champ.bornes.maxi == JOURNEE_MINUTES:
            return _minutes(text)
        if champ.sorte is Sorte.montant:
            return text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".").removesuffix("€")
        if champ.codes or champ.vocabulaire:
            return self.code(champ, text, le)
        if champ.forme and champ.forme.motif is SITUATION_ID:
            return self.registre.situation(text, today=self.today).id
        return read_stdin() if text == "-" and champ.sorte is Sorte.texte else text

    def code(self, champ: Champ, text: str, le: date) -> str:
        """A code, given as itself or by its label; what nobody knows is refused with the list."""
        choices = choices_of(champ, self.registre, le)
        if text in choices:
            return text
        by_label = [code for code, label in choices.items() if loose(text) in (loose(label), loose(code))]
        if len(by_label) == 1:
            return by_label[0]
        if champ.nom == "logement" or (
            champ.vocabulaire and champ.vocabulaire.liste == "communes" and re.fullmatch(r"[0-9][0-9AB][0-9]{3}", text)
        ):
            return text
        if why := self.expired(champ, text, le):
            raise UsageError(f"{champ.libelle} : {why}", "Prendre le code qui le remplace, ou corriger la date.")
        listed = ", ".join(f"{code} ({label})" if label != code else code for code, label in choices.items())
        close = get_close_matches(loose(text), [*map(loose, choices), *map(loose, choices.values())], 1, 0.7)
        meant = [code for code, label in choices.items() if close and close[0] in (loose(code), loose(label))]
        ask = f" Vouliez-vous dire {meant[0]} ?" if meant else ""
        raise UsageError(
            f"{champ.libelle} : « {text} » n'est pas dans la liste.{ask}",
            f"Choisir parmi : {listed or 'rien n’est déclaré dans dispositif.yaml'}.",
        )

    def expired(self, champ: Champ, code: str, le: date) -> str:
        """Why a code that is declared cannot be used on that day; empty if it is not declared at all."""
        if champ.vocabulaire is None or champ.vocabulaire.liste == "communes":
            return ""
        found = next((d for d in self.registre.dispositif.declarations(champ.vocabulaire.liste) if d.code == code), None)
        if found is None:
            return ""
        if found.au and found.au < le:
            after = f" ; il devient « {found.devient} »" if found.devient else ""
            return f"« {code} » a fini le {short_jour(found.au)}{after}."
        return f"« {code} » ne commence que le {short_jour(found.du)}." if found.du else ""

    def pair(self, champ: Champ, word: str, le: date) -> tuple[str, str]:
        key, equal, value = word.partition("=")
        if not equal:
            raise UsageError(
                f"{champ.libelle} : « {word} » n'a pas de valeur.",
                f"Écrire --{champ.option or champ.nom} code=valeur, par exemple {_example(champ, self.registre, le)}.",
            )
        return self.code(champ, key.strip(), le), value.strip()

    def objet(self, champ: Champ, text: str, le: date) -> dict[str, Any]:
        """« quoi | qui | avant », or « qui=ide | quoi=… »."""
        inner = [c for c in champs_de(champ.fiche) if c.sorte is not Sorte.objet] if champ.fiche else []
        by_name = {c.nom: c for c in inner}
        found: dict[str, Any] = {}
        for n, part in enumerate(p.strip() for p in text.split("|")):
            name, equal, value = part.partition("=")
            target = by_name.get(name.strip()) if equal else (inner[n] if n < len(inner) else None)
            if target is None:
                raise UsageError(f"{champ.libelle} : « {part} » est en trop.", f"Écrire : {' | '.join(by_name)}.")
            if typed := (value if equal else part).strip():
                found[target.nom] = self.one(target, typed, le)
        return found


def loose(texte: str) -> str:
    """What a code and its label are compared by: `porte-close`, `Porte close` and `porte_close` are one."""
    return re.sub(r"[\s_’'-]+", " ", fold(texte)).strip()


def _example(champ: Champ, registre: Registre, le: date) -> str:
    codes = list(choices_of(champ, registre, le)) or ["code"]
    return f"{codes[0]}={next(iter(champ.valeurs), '2') if champ.valeurs else '2'}"


def choices_of(champ: Champ, registre: Registre, le: date) -> dict[str, str]:
    """Code → label of what a field may hold on a day."""
    if champ.codes:
        return used_codes(champ.codes, registre.dispositif)
    if champ.vocabulaire:
        return registre.dispositif.choices(champ.vocabulaire.liste, le=le, aussi=champ.vocabulaire.aussi)
    return {}


def _heure(text: str) -> str:
    match = re.fullmatch(r"(\d{1,2})\s*[h:H]\s*(\d{2})?", text)
    return f"{int(match[1]):02}:{match[2] or '00'}" if match else text


def _minutes(text: str) -> str:
    """`1h30`, `1 h`, `45 min` as minutes; anything else is left for the record to judge."""
    match = re.fullmatch(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,3})\s*(?:min|mn|m)?)?", text.lower())
    if not match or not (match[1] or match[2]):
        return text
    return str(60 * int(match[1] or 0) + int(match[2] or 0))


def missing(fiche: type[Fiche], data: Mapping[str, Any]) -> Iterator[Champ]:
    """The required fields that the data does not give."""
    return (c for c in champs_de(fiche) if c.requis and data.get(c.nom) in (None, "", [], {}))


def refuse_missing(fields: Sequence[Champ], commande_: str) -> None:
    """Name every missing option at once.

    Raises:
        UsageError: there are some.
    """
    if fields:
        names = ", ".join(f"--{c.nom.replace('_', '-')}" for c in fields)
        raise UsageError(
            f"Il manque {names}.",
            f"Donner ce qui manque, ou lancer la commande dans un terminal pour être guidé. Aide : {commande_} --help",
        )
