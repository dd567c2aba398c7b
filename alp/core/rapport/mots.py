"""Words for a story that nobody should be recognised in: no name, no date, no figure; kinds of services instead of services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from alp.core.dispositif import Dispositif, Libelle
from alp.core.preparation.commun import inside
from alp.core.registre import Registre

_NOMBRES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_DIZAINES = {20: "une vingtaine", 30: "une trentaine", 40: "une quarantaine", 50: "une cinquantaine", 60: "une soixantaine"}
_AGES = {n: f"d'{words} d'années" for n, words in _DIZAINES.items()} | {70: "d'environ soixante-dix ans", 80: "d'environ quatre-vingts ans"}
SAISONS = {12: "en hiver", 3: "au printemps", 6: "en été", 9: "à l'automne"}
"""By the first month of each."""
QUI = {
    "adil": "une agence d'information sur le logement", "ars": "une agence de santé", "association": "une association",
    "bailleur_social": "un bailleur social", "bailleur_prive": "un bailleur privé", "copropriete": "une copropriété", "syndic": "un syndic",
    "caf_msa": "une caisse d'allocations", "ccas": "un centre communal d'action sociale", "commune": "un service de la commune",
    "conseil_departemental": "un service social", "ddets": "un service de l'État", "ddt": "un service de l'État", "epci": "une intercommunalité",
    "operateur": "un opérateur", "police": "la police", "prefecture": "la préfecture", "tribunal": "la justice", "hopital": "un hôpital",
    "medecin": "un médecin", "soins": "un service de soins à domicile", "aide_domicile": "un service d'aide à domicile",
    "mandataire": "un mandataire judiciaire", "assurance": "une mutuelle", "caisse": "une caisse de sécurité sociale",
    "dac": "un dispositif d'appui", "autre": "un service", "personne": "la personne elle-même", "proche": "un proche", "voisin": "un voisin",
    "equipe": "l'équipe",
}  # fmt: skip
"""Kinds of partners and of origins, with their article."""
DE_SANTE = frozenset({"ars", "hopital", "medecin", "soins"})
SERVICE_DE_SANTE = "un service de santé"


def words(n: int, *, feminin: bool = False) -> str:
    """`3` → « trois »; beyond sixteen, about how many: « une vingtaine »."""
    if n == 1 and feminin:
        return "une"
    if n < len(_NOMBRES):
        return _NOMBRES[n]
    tens = (n + 5) // 10 * 10
    return _DIZAINES.get(tens, "plusieurs dizaines" if tens < 100 else "une centaine" if tens < 150 else "plus d'une centaine")


def counted(n: int, one: str, many: str, *, feminin: bool = True) -> str:
    """« une porte close », « trois portes closes », « une vingtaine de portes closes »."""
    return f"{words(n, feminin=feminin)} {'de ' if n >= len(_NOMBRES) else ''}{one if n < 2 else many}"


def season(le: date) -> str:
    """« au printemps » : no year."""
    return SAISONS[le.month // 3 * 3 or 12]


def later(avant: date, le: date) -> str:
    """« trois mois plus tard », about; empty where hardly a day passed."""
    days = (le - avant).days
    for most, said in ((2, ""), (11, "quelques jours plus tard"), (24, "deux semaines plus tard"), (45, "un mois plus tard")):
        if days <= most:
            return said
    months = round(days / 30.44)
    if months < 12:
        return f"{words(months)} mois plus tard"
    if months in range(16, 21):
        return "un an et demi plus tard"
    years = round(months / 12)
    return f"{words(years)} an{'s' if years > 1 else ''} plus tard"


def age(naissance: int | None, le: date) -> str:
    """« d'une soixantaine d'années »; the very old are not told apart, nor the very young."""
    if naissance is None or le.year - naissance < 25:
        return ""
    tens = (le.year - naissance + 5) // 10 * 10
    return _AGES.get(tens, "d'un grand âge")


def listed(elements: Sequence[str]) -> str:
    """« a, b, c » : labels have an « et » of their own."""
    return ", ".join(elements)


@dataclass(frozen=True)
class Accord:
    """How a person is spoken of, and what agrees with her."""

    qui: str
    """« une femme »."""
    jeune: str
    il: str
    e: str

    @property
    def la(self) -> str:
        return "le" if self.il == "il" else "la"


ACCORDS: Mapping[str, Accord] = {
    "femme": Accord("une femme", "une jeune femme", "elle", "e"),
    "homme": Accord("un homme", "un jeune homme", "il", ""),
}
PERSONNE = Accord("une personne", "une jeune personne", "elle", "e")
"""Where it is not known, or would tell too much."""


@dataclass(frozen=True)
class Lexique:
    """The labels of a dispositif, but those that say a name, and those of health unless they are wanted."""

    dispositif: Dispositif
    noms: frozenset[str]
    """Names that no sentence may say."""
    sante: bool

    @classmethod
    def of(cls, registre: Registre, *, sante: bool) -> Lexique:
        return cls(registre.dispositif, names_of(registre), sante)

    @cached_property
    def _said(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(self.noms, key=len, reverse=True)))})(?!\w)", re.IGNORECASE)

    def names_someone(self, texte: str) -> bool:
        """Whether a text says a name, or a figure."""
        return bool((self.noms and self._said.search(texte)) or re.search(r"\d", texte))

    def labels(self, liste: str, codes_: Iterable[str], general: str) -> list[str]:
        """The labels of codes, each once; those of health become `general`, unless they are wanted."""
        found: dict[str, None] = {}
        declared = {x.code: x for x in self.dispositif.declarations(liste)}
        for one in (declared[c] for c in codes_ if c in declared):
            of_health = isinstance(one, Libelle) and one.sante == "oui" and not self.sante
            if of_health or not self.names_someone(one.label):
                found[general if of_health else inside(one.label)] = None
        return sorted(found, key=lambda x: x == general)

    def who(self, code: str) -> str:
        """« un bailleur social » : of an origin or a partner, its kind alone."""
        kind = next((p.type for p in self.dispositif.partenaires if p.code == code), code)
        return SERVICE_DE_SANTE if kind in DE_SANTE and not self.sante else QUI.get(kind, QUI["autre"])


def names_of(registre: Registre) -> frozenset[str]:
    """Every name that a register knows: places, partners, people of the team, pseudonyms, ids."""
    d = registre.dispositif
    places = [name for c in d.territoire.communes for name in (c.nom, *(q.nom for q in c.quartiers))]
    people = [*(p.nom for p in d.partenaires), *(c.nom for p in d.partenaires for c in p.contacts), *(e.nom for e in d.equipe)]
    persons = [name for s in registre.situations for name in (s.id, *s.anciens_ids, s.personne.pseudonyme)]
    return frozenset(n for n in (*places, *people, *persons, d.territoire.nom, d.nom, d.sigle, d.porteur) if n)
