"""Scalar types of the records. Every scalar is read as text and typed here, so that nothing is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

JsonSchema = dict[str, Any]

JOUR = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}", re.ASCII)
"""A day of these two centuries: further away, adding months would leave the calendar."""
ENTIER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
HEURE = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
MONTANT = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?", re.ASCII)
CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)
REF = re.compile(r"[bcdfghjkmpqrstvwxz][bcdfghjkmpqrstvwxz23456789]{5}", re.ASCII)
SIGLE = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)
SITUATION_ID = re.compile(r"[A-Z][A-Z0-9]{1,11}-[0-9]{4}-[0-9]{3,5}", re.ASCII)
FICHIER_ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
EXERCICE = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
TRANCHE = re.compile(r"[0-9]{1,3}-([0-9]{1,3})?", re.ASCII)
INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}", re.ASCII)
ANNEE_MIN, ANNEE_MAX = 1900, 2100
JOURNEE_MINUTES = 24 * 60


def refuse(kind: str, message: str, remede: str = "") -> PydanticCustomError:
    """The error that becomes a finding: French already, with what to do in its context."""
    return PydanticCustomError(kind, "{message}", {"message": message, "remede": remede})


def parse_jour(value: object) -> date:
    """`2026-01-12` → date. Nothing else is a date in a file."""
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str) or not JOUR.fullmatch(text):
        raise refuse("jour", f"« {text} » n'est pas une date", "Écrire la date comme 2026-01-12 (année-mois-jour, de 1900 à 2099).")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("jour", f"le {value} n'existe pas au calendrier", "Corriger le jour ou le mois.") from None


def parse_entier(value: object) -> int:
    """`20` → 20; refuses `020`, `20.0`, `vingt`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not ENTIER.fullmatch(value):
        raise refuse("entier", f"« {value} » n'est pas un nombre entier", "Écrire un nombre sans virgule, comme 20.")
    return int(value)


def parse_montant(value: object) -> Decimal:
    """`"1250.00"` → Decimal("1250.00")."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not MONTANT.fullmatch(value):
        raise _no_montant(str(value))
    return Decimal(value)


_MONTANTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"[0-9]{13,}([.,][0-9]*)?", re.ASCII), "est trop grand", "Au plus douze chiffres avant la virgule."),
    (
        re.compile(r"-[0-9]+([.,][0-9]*)?", re.ASCII),
        "est négatif",
        "Écrire un nombre positif ; une recette et une dépense sont deux lignes.",
    ),
    (re.compile(r"[0-9]+[.,][0-9]{3,}", re.ASCII), "a plus de deux décimales", 'L\'arrondir au centième : "1250.00".'),
)
"""What an amount may look like that it cannot be: form, what is wrong, what to do."""


def _no_montant(text: str) -> PydanticCustomError:
    shown = text if len(text) <= 24 else f"{text[:12]}… ({len(text)} caractères)"
    wrong = next(((said, hint) for form, said, hint in _MONTANTS if form.fullmatch(text)), None)
    said, hint = wrong or ("n'est pas un nombre décimal", 'Écrire entre guillemets, avec un point : "1250.00".')
    return refuse("montant", f"« {shown} » {said}", hint)


@dataclass(frozen=True)
class Entre:
    """Marks an integer's bounds, both included."""

    mini: int
    maxi: int

    def check(self, value: int) -> int:
        if not self.mini <= value <= self.maxi:
            raise refuse("bornes", f"{value} n'est pas entre {self.mini} et {self.maxi}", "Corriger le nombre.")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return handler(schema) | {"minimum": self.mini, "maximum": self.maxi}


@dataclass(frozen=True)
class Forme:
    """Text of one form, with the sentence that says which."""

    motif: re.Pattern[str]
    attendu: str

    def check(self, value: str) -> str:
        if not self.motif.fullmatch(value):
            raise refuse("forme", f"« {value} » n'a pas la bonne forme", f"Attendu : {self.attendu}.")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return handler(schema) | {"pattern": f"^({self.motif.pattern})$"}


class Codes(Mapping[str, str]):
    """A closed list of the program: code → label. `source` says where the list comes from."""

    def __init__(self, nom: str, source: str, **valeurs: str) -> None:
        self.nom, self.source, self._valeurs = nom, source, valeurs

    def __getitem__(self, code: str) -> str:
        return self._valeurs[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._valeurs)

    def __len__(self) -> int:
        return len(self._valeurs)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True)
class Parmi:
    """Text that is one code of a closed list."""

    codes: Codes

    def check(self, value: str) -> str:
        if value not in self.codes:
            raise refuse("code", f"« {value} » n'est pas admis ici", f"Choisir parmi : {', '.join(self.codes)}.")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return handler(schema) | {"enum": list(self.codes)}


@dataclass(frozen=True)
class Cotation:
    """An integer from 0 to `maxi`, or a code."""

    codes: Codes
    maxi: int

    def check(self, value: object) -> int | str:
        if isinstance(value, str) and value in self.codes:
            return value
        if isinstance(value, int) or (isinstance(value, str) and ENTIER.fullmatch(value)):
            note = int(value)
            if 0 <= note <= self.maxi:
                return note
        attendu = f"Écrire un nombre de 0 (rien à signaler) à {self.maxi} (danger), ou {', '.join(self.codes)}."
        raise refuse("cote", f"« {value} » n'est pas une cote", attendu)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": self.maxi}, {"enum": list(self.codes)}]}


class ParmiEntiers:
    """An integer among a few."""

    def __init__(self, *valeurs: int) -> None:
        self.valeurs = valeurs

    def check(self, value: int) -> int:
        if value not in self.valeurs:
            raise refuse("bornes", f"{value} n'est pas admis ici", f"Choisir parmi : {', '.join(map(str, self.valeurs))}.")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return handler(schema) | {"enum": list(self.valeurs)}


@dataclass(frozen=True)
class DuDispositif:
    """Text that is a code of `dispositif.yaml`; which list, and which codes of the program it may also be.

    `liste` is a name that `Dispositif.codes_of` knows: `actes`, `equipe`, `partenaires`, `bailleurs`, `communes`…
    """

    liste: str
    aussi: Codes | None = None


def _parse_texte(value: object) -> str:
    if not isinstance(value, str):
        raise refuse("texte", "un texte est attendu ici, pas une liste ni un objet", "Écrire une seule valeur.")
    if not value.strip():
        raise refuse("texte", "le texte est vide", "Écrire quelque chose, ou retirer la clé.")
    return value


Texte = Annotated[str, BeforeValidator(_parse_texte), WithJsonSchema({"type": "string", "pattern": r"\S"})]
Code = Annotated[Texte, Forme(CODE, "un code en minuscules sans accent, comme porte_close")]
Insee = Annotated[Texte, Forme(INSEE, 'un code INSEE de 5 caractères, entre guillemets, comme "28085"')]
Ref = Annotated[Texte, Forme(REF, "6 caractères comme k3fhq7")]
SituationId = Annotated[Texte, Forme(SITUATION_ID, "un identifiant comme ALP28-2026-014")]
ReunionId = Annotated[Texte, Forme(FICHIER_ID, "le nom du fichier de la réunion, comme 2026-11-03-cellule")]
Heure = Annotated[Texte, Forme(HEURE, 'une heure entre guillemets, comme "14:30"')]

Jour = Annotated[
    date,
    BeforeValidator(parse_jour),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{JOUR.pattern}$"}),
]
Entier = Annotated[int, BeforeValidator(parse_entier), Entre(0, 999_999_999)]
Delai = Annotated[int, BeforeValidator(parse_entier), Entre(0, 3650)]
"""Days, months or years of a rule: none leaves the calendar."""
Minutes = Annotated[int, BeforeValidator(parse_entier), Entre(0, JOURNEE_MINUTES)]
Annee = Annotated[int, BeforeValidator(parse_entier), Entre(ANNEE_MIN, ANNEE_MAX)]
Montant = Annotated[
    Decimal,
    BeforeValidator(parse_montant),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{MONTANT.pattern}$"}),
]
