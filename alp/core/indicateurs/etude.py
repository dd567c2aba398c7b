"""The register as a report looks at it: cut at the period's last day, each journal folded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from alp.core import contrat as contrats
from alp.core.dispositif import Dispositif, Financeur
from alp.core.entrees import Changement, Commun, Contrat, Recevabilite, Reprise, Saisine, Visite
from alp.core.objets import Foyer, Logement
from alp.core.parcours import FINIES, Etape, Pas, walk
from alp.core.perimetre import Appartenance, Faits, appartenance, faits_of, running
from alp.core.periode import PeriodeRapport
from alp.core.plis import foyer, logement, problematiques, referent, vivantes
from alp.core.registre import Registre
from alp.core.situation import Situation

E = TypeVar("E", bound=Commun)
T = TypeVar("T")

UN_JOUR = timedelta(days=1)

MEME_PERSONNE = frozenset({"precedente", "doublon"})
"""Links over which a person is counted once."""
MEME_FOYER = MEME_PERSONNE | {"meme_foyer"}
"""Links over which a household is counted once."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One accompaniment: the entry that opened it, and the one that ended it."""

    entree: Commun
    sortie: Commun | None

    def covers(self, le: date) -> bool:
        """Whether the person is followed at the end of a day."""
        return self.entree.le <= le and (self.sortie is None or le < self.sortie.le)


class Moment:
    """From one day to the next on which anything of a situation changes but its step, within one year: ages are told by the year.

    What is asked of the situation is answered once, for all the facts of these days and for every figure.
    """

    __slots__ = ("cles", "debut")

    def __init__(self, debut: date) -> None:
        self.debut = debut
        self.cles: dict[str, tuple[str, ...]] = {}
        """Breakdown → values, as they come to be asked."""


@dataclass(frozen=True)
class Fil:
    """One situation cut at the period's end, folded once."""

    situation: Situation
    dispositif: Dispositif
    personne_id: str
    """The id that stands for the person: the first of those that are the same person."""
    foyer_id: str
    """The id that stands for the household."""

    @cached_property
    def id(self) -> str:
        return self.situation.id

    @cached_property
    def vivantes(self) -> tuple[Commun, ...]:
        """The entries that count, in the order of days."""
        return vivantes(self.situation)

    @cached_property
    def pas(self) -> tuple[Pas, ...]:
        """The fold of the journal, step by step."""
        return tuple(walk(self.situation, self.dispositif))

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """Every accompaniment, in order; the last may be running."""
        found: list[Episode] = []
        for pas in self.pas:
            if pas.is_entree:
                found.append(Episode(pas.entree, None))
            elif pas.is_sortie and found:
                found[-1] = Episode(found[-1].entree, pas.entree)
        return tuple(found)

    @cached_property
    def periodes(self) -> tuple[contrats.Periode, ...]:
        """The contracts, with ranks and last days."""
        return contrats.chaine_of(self.pas) if Contrat in self._par_type else ()

    @cached_property
    def reponse(self) -> str | None:
        """The last decision of recevabilité; `doublon` and `erreur` are not counted as others are."""
        found = [e.decision for e in self.of(Recevabilite)]
        return found[-1] if found else None

    def suivie(self, le: date) -> bool:
        """Whether it stands in the file active (stock) at the end of a day."""
        return any(e.covers(le) for e in self.episodes)

    def suivie_entre(self, du: date, au: date) -> bool:
        """Whether an accompaniment was open for at least one day, both bounds included."""
        return any(e.entree.le <= au and (e.sortie is None or e.sortie.le >= du) for e in self.episodes)

    def etape(self, le: date) -> Etape | None:
        """The step at the end of a day; none before the saisine."""
        return next((p.apres.etape for p in reversed(self.pas) if p.entree.le <= le), None)

    @cached_property
    def _par_type(self) -> dict[type[Commun], list[Commun]]:
        found: dict[type[Commun], list[Commun]] = {}
        for e in self.vivantes:
            found.setdefault(type(e), []).append(e)
        return found

    def of(self, type_: type[E]) -> Iterator[E]:
        """Its entries of a type, in the order of days."""
        return iter(self._par_type.get(type_, ()))  # type: ignore[arg-type]

    @cached_property
    def ouvertures(self) -> tuple[tuple[date, date], ...]:
        """Each time the situation opened, by a saisine or a reprise: that day, and the last day before the next opening."""
        opened = (p for p in self.pas if p.avant.etape is None or p.avant.etape in FINIES)
        days = [p.entree.le for p in opened if isinstance(p.entree, Saisine | Reprise)]
        return tuple(zip(days, [*days[1:], date.max], strict=True))

    @property
    def change(self) -> bool:
        """Whether anything ever changed: else the header tells every day."""
        return Changement in self._par_type

    @cached_property
    def _jalons(self) -> tuple[date, ...]:
        """The days on which something else becomes true of it, but for the steps: who referred, what changed, from when her age is told."""
        entrees = [e.entree for e in self.episodes] if self.dispositif.tranches_age.au == "entree" else []
        return tuple(e.le for e in (*self.of(Saisine), *self.of(Reprise), *self.of(Changement), *entrees))

    @cached_property
    def moments(self) -> dict[date, Moment]:
        """Those already asked for, by day; see `moment`."""
        return {}

    def moment(self, le: date) -> Moment:
        """The one in which a day is."""
        found = self.moments.get(le)
        if found is None:
            debut = max([date(le.year, 1, 1), *(day for day in self._jalons if day <= le)])
            found = self.moments[le] = self.moments.setdefault(debut, Moment(debut))
        return found

    def logement(self, le: date) -> Logement | None:
        """The dwelling on a day."""
        return logement(self.situation, le) if self.change else self.situation.logement

    def foyer(self, le: date) -> Foyer:
        """Who lived there on a day."""
        return foyer(self.situation, le) if self.change else self.situation.foyer

    def problematiques(self, le: date) -> tuple[str, ...]:
        """The difficulties on a day."""
        return problematiques(self.situation, le) if self.change else self.situation.problematiques

    def referent(self, le: date) -> str | None:
        """Who follows it on a day."""
        return referent(self.situation, le) if self.change else self.situation.referent


@dataclass(frozen=True)
class Cadre:
    """Whose figures: the whole dispositif, or what a funder pays for, by its conventions running at the day of each fact."""

    dispositif: Dispositif
    financeur: Financeur | None = None
    _seen: dict[tuple[str, date, int, tuple[str, ...] | None], Appartenance] = field(default_factory=dict, compare=False, repr=False)

    def admits(self, fil: Fil, le: date, axes: tuple[str, ...] | None = None) -> Appartenance:
        """Whether a fact of a situation on a day is in the perimeter.

        Args:
            fil: the situation.
            le: the day of the fact.
            axes: the axes that it belongs to; none: those of the accompaniment.
        """
        if self.financeur is None:
            return Appartenance.oui
        key = (fil.id, fil.moment(le).debut, sum(day <= le for day in self._bornes), axes)
        found = self._seen.get(key)
        if found is None:
            faits = faits_of(fil.situation, self.dispositif, le)
            found = self._seen[key] = self.admits_faits(faits if axes is None else _with_axes(faits, axes), le)
        return found

    @cached_property
    def _bornes(self) -> tuple[date, ...]:
        """The days on which a convention starts to run, or runs no more."""
        conventions = self.financeur.conventions if self.financeur else ()
        return (*(c.du for c in conventions), *(c.au + UN_JOUR for c in conventions if c.au))

    def part(self, le: date) -> Decimal | None:
        """The share of money and hours that the funder pays, in %, by its conventions running on a day; none: all."""
        found = [c.part for c in running(self.financeur, le) if c.part is not None] if self.financeur else []
        return sum(found, start=Decimal(0)) if found else None

    def admits_faits(self, faits: Faits, le: date) -> Appartenance:
        """The same, of a fact without a situation: a collective action."""
        if self.financeur is None:
            return Appartenance.oui
        found = {appartenance(faits, c.perimetre) for c in running(self.financeur, le)}
        return next((a for a in (Appartenance.oui, Appartenance.inconnu) if a in found), Appartenance.non)


def _with_axes(faits: Faits, axes: tuple[str, ...]) -> Faits:
    return Faits(faits.commune, faits.quartier, faits.ici, faits.bailleur, faits.parc, faits.age, faits.caisses, axes)


@dataclass(frozen=True)
class Etude:
    """A register cut at a period's last day, and what every indicator asks of it. Made by `etude`."""

    registre: Registre
    periode: PeriodeRapport
    cadre: Cadre

    @property
    def dispositif(self) -> Dispositif:
        return self.registre.dispositif

    @cached_property
    def tous(self) -> tuple[Fil, ...]:
        """Every situation that counts somewhere, doublons included: a saisine made by mistake counts nowhere."""
        personnes, foyers = _roots(self.registre, MEME_PERSONNE), _roots(self.registre, MEME_FOYER)
        made = (Fil(s, self.dispositif, personnes[s.id], foyers[s.id]) for s in self.registre.situations)
        return tuple(f for f in made if f.reponse != "erreur")

    @cached_property
    def fils(self) -> tuple[Fil, ...]:
        """Every situation but doublons, which count among the saisines only."""
        return tuple(f for f in self.tous if f.reponse != "doublon")

    @cached_property
    def par_id(self) -> dict[str, Fil]:
        return {f.id: f for f in self.tous}

    def toutes(self, type_: type[E]) -> Iterator[tuple[Fil, E]]:
        """Every entry of a type up to the period's end, with its situation."""
        return ((fil, e) for fil in self.fils for e in fil.of(type_))

    @cached_property
    def _entrees(self) -> dict[type[Commun], list[tuple[Fil, Commun]]]:
        found: dict[type[Commun], list[tuple[Fil, Commun]]] = {}
        for fil in self.fils:
            for e in fil.vivantes:
                if e.le >= self.periode.du:
                    found.setdefault(type(e), []).append((fil, e))
        return found

    def entrees(self, type_: type[E]) -> Sequence[tuple[Fil, E]]:
        """The entries of a type dated in the period, with their situation."""
        return self._entrees.get(type_, ())  # type: ignore[return-value]

    def once(self, question: Callable[[Etude], Iterable[T]]) -> tuple[T, ...]:
        """What several indicators ask of the study, answered once."""
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = tuple(question(self))
        return found

    @cached_property
    def _answers(self) -> dict[Callable[[Etude], Iterable[Any]], tuple[Any, ...]]:
        return {}

    def vus(self, fil: Fil, visite: Visite) -> list[Fil]:
        """Whose visit it was: its own situation, and the others seen at the same time (`aussi`)."""
        if not visite.aussi:
            return [fil]
        others = [self.par_id[s.id] for o in visite.aussi if (s := self.registre.par_id.get(o)) and s.id in self.par_id]
        return [fil, *(f for f in others if f.id != fil.id)]

    def axes_of(self, lieu: str) -> tuple[str, ...] | None:
        """The axes of a place of visit; none where no axis names it: it is then of the accompaniment."""
        return self._axes.get(lieu)

    @cached_property
    def _axes(self) -> dict[str, tuple[str, ...]]:
        named = {lieu for a in self.dispositif.axes for lieu in a.lieux}
        return {lieu: tuple(a.code for a in self.dispositif.axes if lieu in a.lieux) for lieu in named}

    def episodes(self) -> Iterator[tuple[Fil, Episode]]:
        """Every accompaniment up to the period's end."""
        return ((fil, e) for fil in self.fils for e in fil.episodes)


def etude(registre: Registre, periode: PeriodeRapport, financeur: Financeur | None = None) -> Etude:
    """What a report of a period looks at.

    Args:
        registre: the whole register; nothing dated after the period's last day is looked at.
        periode: from one day to another.
        financeur: whose perimeter; none: everything.
    """
    return Etude(registre.au(periode.au), periode, Cadre(registre.dispositif, financeur))


def _roots(registre: Registre, natures: frozenset[str]) -> dict[str, str]:
    """Situation id → the first id of those tied to it by links of these natures, in either direction, at any distance."""
    parent = {s.id: s.id for s in registre.situations}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for s in registre.situations:
        for lien in s.liens:
            other = registre.par_id.get(lien.situation)
            if other and lien.nature in natures:
                low, high = sorted((root(s.id), root(other.id)))
                parent[high] = low
    return {id_: root(id_) for id_ in parent}
