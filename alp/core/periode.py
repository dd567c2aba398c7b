"""The period of a report: a month, a quarter, a half-year, a year, or two days."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from alp.core.calendrier import ANNEES, MOIS, add_months, short_jour
from alp.core.erreurs import UsageError

MOIS_DE = {"mois": 1, "trimestre": 3, "semestre": 6, "an": 12}
"""How many months a periodicity has: `codes.PERIODICITES`."""
_ORDINAUX = ("1er", "2e", "3e", "4e")
_NOMS = {3: "trimestre", 6: "semestre"}
_FORME = re.compile(r"(\d{4})(?:-(?:(\d{2})|T([1-4])|S([12])))?", re.ASCII | re.IGNORECASE)
_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CHIFFRES = re.compile(r"(\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2})", re.ASCII)
"""A month in figures, as people write one: « 10/2026 », « 2026/10 »."""
_ANNEE = re.compile(r"\b\d{4}\b", re.ASCII)
RAPPEL = "Écrire 2026-10 (un mois), 2026-T3 (un trimestre), 2026-S1 (un semestre), 2026 (une année) ou 2026-01-01..2026-06-30."


@dataclass(frozen=True)
class PeriodeRapport:
    """From one day to another, both included.

    `code` is what was asked (`2026-10`); `mois` its length where it is civil (1, 3, 6, 12), none between two days.
    """

    code: str
    du: date
    au: date
    mois: int | None = None

    @property
    def jours(self) -> int:
        """How many days, both bounds included."""
        return (self.au - self.du).days + 1

    @property
    def veille(self) -> date:
        """The day before the first."""
        return self.du - timedelta(days=1)

    def __contains__(self, le: date) -> bool:
        return self.du <= le <= self.au

    @property
    def libelle(self) -> str:
        """« octobre 2026 », « 3e trimestre 2026 », « année 2026 », « du 01/01/2026 au 30/06/2026 »."""
        if self.mois is None:
            return f"du {short_jour(self.du)} au {short_jour(self.au)}"
        if self.mois == 1:
            return f"{MOIS[self.du.month - 1]} {self.du.year}"
        if self.mois == 12:
            return f"année {self.du.year}"
        rank = (self.du.month - 1) // self.mois
        return f"{_ORDINAUX[rank]} {_NOMS[self.mois]} {self.du.year}"

    def avant(self) -> PeriodeRapport:
        """The one just before, of the same length."""
        if self.mois:
            return civil(add_months(self.du, -self.mois), self.mois)
        return between(self.du - timedelta(days=self.jours), self.veille)

    def un_an_avant(self) -> PeriodeRapport:
        """The same one a year before."""
        if self.mois:
            return civil(add_months(self.du, -12), self.mois)
        return between(add_months(self.du, -12), add_months(self.au, -12))

    def derniers_mois(self, nombre: int = 12) -> tuple[PeriodeRapport, ...]:
        """The civil months that end with the one of the last day, the oldest first."""
        last = self.au.replace(day=1)
        return tuple(civil(add_months(last, -n), 1) for n in range(nombre - 1, -1, -1))


def between(du: date, au: date) -> PeriodeRapport:
    """From one day to another, both included."""
    return PeriodeRapport(f"{du.isoformat()}..{au.isoformat()}", du, au)


def civil(le: date, mois: int) -> PeriodeRapport:
    """The civil month (1), quarter (3), half-year (6) or year (12) of a day."""
    start = date(le.year, (le.month - 1) // mois * mois + 1, 1)
    rank = (start.month - 1) // mois + 1
    suffix = {1: f"-{rank:02}", 3: f"-T{rank}", 6: f"-S{rank}", 12: ""}[mois]
    return PeriodeRapport(f"{start.year}{suffix}", start, add_months(start, mois) - timedelta(days=1), mois)


def read_periode(texte: str) -> PeriodeRapport:
    """Read a period as people type it.

    Args:
        texte: `2026-10`, `2026-T3`, `2026-S1`, `2026` or `2026-01-01..2026-06-30`.

    Raises:
        UsageError: nothing, another form, a month or a day that does not exist, two days the wrong way round.
    """
    mot = texte.strip()
    if not mot:
        raise UsageError("Il manque la période.", RAPPEL)
    if ".." in mot:
        return _read_days(mot)
    found = _FORME.fullmatch(mot)
    if not found:
        raise UsageError(f"« {mot} » n'est pas une période.", _meant(mot) or RAPPEL)
    year, month, quarter, half = int(found[1]), found[2], found[3], found[4]
    if not ANNEES[0] <= year <= ANNEES[1] or (month and not 1 <= int(month) <= 12):
        raise UsageError(f"« {mot} » n'existe pas au calendrier.", RAPPEL)
    if month:
        return civil(date(year, int(month), 1), 1)
    if quarter:
        return civil(date(year, 3 * int(quarter), 1), 3)
    return civil(date(year, 6 * int(half), 1), 6) if half else civil(date(year, 1, 1), 12)


def is_month(mot: str) -> bool:
    """Whether a word begins like the name of a month: « octobre », « Oct. 2026 », « fevrier »."""
    return _named_month(mot) is not None


def _named_month(mot: str) -> int | None:
    """The rank of a month, from 1, by its first letters; « ma » or « jui » could be two."""
    begun = _bare(mot).split()[0].rstrip(".") if mot.split() else ""
    found = [n for n, name in enumerate(MOIS, 1) if len(begun) >= 3 and _bare(name).startswith(begun)]
    return found[0] if len(found) == 1 else None


def _bare(mot: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", mot.casefold()) if not unicodedata.combining(c))


def _meant(mot: str) -> str:
    """« Octobre 2026 s'écrit 2026-10. »: what was probably meant, as a sentence; nothing where it cannot be guessed."""
    digits, year = _CHIFFRES.fullmatch(mot), _ANNEE.search(mot)
    month = int(digits[1] or digits[4]) if digits else _named_month(mot)
    if month is None or not 1 <= month <= 12:
        return ""
    name = MOIS[month - 1].capitalize()
    return f"{name} {year[0]} s'écrit {year[0]}-{month:02}." if year else f"{name} s'écrit après son année : par exemple 2026-{month:02}."


def _read_days(mot: str) -> PeriodeRapport:
    parts = [part.strip() for part in mot.split("..")]
    if len(parts) != 2 or not all(map(_JOUR.fullmatch, parts)):
        raise UsageError(f"« {mot} » n'est pas une période.", RAPPEL)
    du, au = (_read_day(part) for part in parts)
    if du > au:
        raise UsageError(
            f"La période finit ({short_jour(au)}) avant de commencer ({short_jour(du)}).", f"Écrire {au.isoformat()}..{du.isoformat()}."
        )
    if not ANNEES[0] <= du.year <= au.year <= ANNEES[1]:
        raise UsageError(f"« {mot} » est trop loin : les années vont de {ANNEES[0]} à {ANNEES[1]}.", RAPPEL)
    return between(du, au)


def _read_day(mot: str) -> date:
    try:
        return date.fromisoformat(mot)
    except ValueError:
        raise UsageError(f"Le {mot} n'existe pas au calendrier.", "Corriger le jour ou le mois de la période.") from None
