"""Contracts: the chain, the rank, the end, the state, and renewals made late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alp.core.calendrier import add_months, short_jour
from alp.core.dispositif import ContratDispositif, Dispositif
from alp.core.entrees import Contrat
from alp.core.erreurs import Refus
from alp.core.parcours import Pas, walk
from alp.core.situation import Situation

UN_JOUR = timedelta(days=1)


class EtatContrat(StrEnum):
    a_venir = "a_venir"
    en_cours = "en_cours"
    a_renouveler = "a_renouveler"
    echu = "echu"
    interrompu = "interrompu"
    clos = "clos"

    @property
    def label(self) -> str:
        return {"a_venir": "à venir", "en_cours": "en cours", "a_renouveler": "à renouveler", "echu": "échu"}.get(self, str(self))


@dataclass(frozen=True)
class Periode:
    """One period of a chain.

    `fin` is the last covered day (none: no term); `terme` the one planned before any interruption or exit.
    `ancre` is the chain's first `debut`, `mois_ancre` the months from it to this period's end.
    """

    contrat: Contrat
    rang: int
    ancre: date
    mois_ancre: int | None
    terme: date | None
    sortie: date | None

    @property
    def debut(self) -> date:
        return self.contrat.debut

    @property
    def fin(self) -> date | None:
        bounds = [self.terme, self.contrat.interruption.le if self.contrat.interruption else None, self.sortie]
        return min((b for b in bounds if b), default=None)

    @property
    def retard_jours(self) -> int:
        """Days between `debut` and the day it was decided, if later: « signé en retard »."""
        return max(0, (self.contrat.le - self.contrat.debut).days)

    def covers(self, le: date) -> bool:
        """Whether the day is within the period, both ends included."""
        return self.debut <= le and (self.fin is None or le <= self.fin)


def period_end(ancre: date, mois: int) -> date:
    """The last covered day of a chain, `mois` months after its anchor.

    The monthly date follows code de procédure civile, art. 641; that the day before it is the last covered day is our
    choice. 2025-08-31 + 6 → 2026-02-27, + 12 → 2026-08-30.
    """
    return add_months(ancre, mois) - UN_JOUR


def chaine(situation: Situation, dispositif: Dispositif) -> tuple[Periode, ...]:
    """Every contract of a journal, in the order of `debut`, with its rank since the last entrée."""
    return chaine_of(walk(situation, dispositif))


def chaine_of(pas: Iterable[Pas]) -> tuple[Periode, ...]:
    """The same, of a journal already folded."""
    found: list[Periode] = []
    for contrats, sortie in _episodes(pas):
        for rang, contrat in enumerate(sorted(contrats, key=lambda c: (c.debut, c.le)), 1):
            found.append(_periode(contrat, rang, found[-1] if rang > 1 else None, sortie))
    return tuple(found)


def _episodes(steps: Iterable[Pas]) -> list[tuple[list[Contrat], date | None]]:
    """The contracts since each entrée, with the day of the sortie that ended them."""
    episodes: list[tuple[list[Contrat], date | None]] = [([], None)]
    for pas in steps:
        if pas.is_entree:
            episodes.append(([], None))
        if isinstance(pas.entree, Contrat):
            episodes[-1][0].append(pas.entree)
        if pas.is_sortie:
            episodes[-1] = (episodes[-1][0], pas.entree.le)
    return episodes


def _periode(contrat: Contrat, rang: int, previous: Periode | None, sortie: date | None) -> Periode:
    follows = previous is not None and previous.terme is not None and contrat.debut == previous.terme + UN_JOUR
    ancre = previous.ancre if follows and previous else contrat.debut
    base = (previous.mois_ancre or 0) if follows and previous else 0
    mois_ancre = None if contrat.mois is None else base + contrat.mois
    terme = None if mois_ancre is None else period_end(ancre, mois_ancre)
    return Periode(contrat, rang, ancre, mois_ancre, terme, sortie)


def etat(periode: Periode, regles: ContratDispositif, periodes: tuple[Periode, ...], au: date) -> EtatContrat:
    """The state of a period on a day; a period that a later one follows is not « à renouveler »."""
    if periode.sortie is not None and periode.sortie <= au:
        return EtatContrat.clos
    interruption = periode.contrat.interruption
    if interruption and interruption.le <= au:
        return EtatContrat.interrompu
    if au < periode.debut:
        return EtatContrat.a_venir
    if periode.terme is None:
        return EtatContrat.en_cours
    if au > periode.terme:
        return EtatContrat.echu
    followed = any(p.debut > periode.debut for p in periodes)
    near = au >= periode.terme - timedelta(days=regles.preavis_jours)
    return EtatContrat.a_renouveler if near and not followed else EtatContrat.en_cours


def current(periodes: tuple[Periode, ...], au: date) -> Periode | None:
    """The period covering the day, else the next, else the last."""
    covering = [p for p in periodes if p.covers(au)]
    coming = [p for p in periodes if p.debut > au]
    if covering:
        return covering[-1]
    return coming[0] if coming else (periodes[-1] if periodes else None)


@dataclass(frozen=True)
class Renouvellement:
    """What a renewal would be: its first day, its length, its rank, how late, and whether the chain starts anew."""

    debut: date
    mois: int | None
    rang: int
    fin: date | None
    retard_jours: int
    nouvelle_chaine: bool
    precedent: Periode


def plan_renewal(
    situation: Situation,
    dispositif: Dispositif,
    *,
    le: date,
    anticipe: bool = False,
    nouvelle_chaine: bool = False,
    debut: date | None = None,
) -> Renouvellement:
    """Decide the period that follows the last one. It never overwrites, and starts the day after however late it is.

    Args:
        situation: cut at no later day than `le`.
        dispositif: its rules.
        le: the day of the decision.
        anticipe: allow it before the notice period.
        nouvelle_chaine: a new anchor even within the tolerated delay.
        debut: the new chain's first day; `le` unless given.

    Raises:
        Refus: no contract to renew, too early, over the limit, or already renewed.
    """
    regles = dispositif.contrat
    if regles is None:
        raise Refus(
            "Ce dispositif ne travaille pas avec des contrats.", f"Consigner la poursuite par un examen : alp add {situation.id} examen"
        )
    periodes = chaine(situation, dispositif)
    if not periodes or periodes[-1].sortie is not None:
        raise Refus("Il n'y a pas de contrat à renouveler.", f"Signer le premier contrat : alp add {situation.id} contrat")
    last = periodes[-1]
    if last.terme is None:
        raise Refus(
            "Le contrat en cours n'a pas de terme : il n'y a rien à renouveler.",
            f"Pour l'arrêter : alp amend {situation.id} {last.contrat.ref} --interruption-le DATE",
        )
    if last.debut > le:
        raise Refus(
            f"Le contrat suivant est déjà prévu : il commence le {short_jour(last.debut)}.",
            f"Pour le corriger : alp amend {situation.id} {last.contrat.ref}",
        )
    _refuse_limit(regles, last.rang, situation.id)
    fin = last.fin or last.terme
    _refuse_early(regles, fin, le, anticipe=anticipe)
    late = max(0, (le - fin).days)
    fresh = nouvelle_chaine or late > regles.retard_tolere_jours or fin != last.terme
    start = (debut or max(le, fin + UN_JOUR)) if fresh else last.terme + UN_JOUR
    if start <= fin:
        raise Refus(f"Le contrat précédent court jusqu'au {short_jour(fin)}.", f"Commencer le {short_jour(fin + UN_JOUR)} ou plus tard.")
    base = 0 if fresh else (last.mois_ancre or 0)
    end = None if regles.mois is None else period_end(start if fresh else last.ancre, base + regles.mois)
    return Renouvellement(start, regles.mois, last.rang + 1, end, late, fresh, last)


def _refuse_limit(regles: ContratDispositif, rang: int, id_: str) -> None:
    if regles.renouvellements_max is not None and rang > regles.renouvellements_max:
        times = regles.renouvellements_max
        raise Refus(
            f"Le dispositif admet {times} renouvellement{'s' if times > 1 else ''} au plus, et c'est le contrat n° {rang} qui se termine.",
            f"Préparer le relais (alp add {id_} relais) ou la sortie (alp close {id_}) ; ou changer contrat.renouvellements_max dans dispositif.yaml.",
        )


def _refuse_early(regles: ContratDispositif, fin: date, le: date, *, anticipe: bool) -> None:
    opening = fin - timedelta(days=regles.preavis_jours)
    if le < opening and not anticipe:
        raise Refus(
            f"C'est trop tôt : le contrat court jusqu'au {short_jour(fin)}, et se renouvelle à partir du {short_jour(opening)}.",
            "Attendre ce jour, ou ajouter --anticipe si la décision est déjà prise.",
        )
