"""The register as a report looks at it: cut at the period's last day, each journal folded once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple, TypeVar, cast

from alp.core import contrat as contrats
from alp.core.dispositif import Dispositif, Financeur
from alp.core.entrees import Changement, Commun, Contrat, Recevabilite, Reprise, Saisine, Visite
from alp.core.indicateurs.mesure import Membre
from alp.core.objets import Foyer, Logement
from alp.core.parcours import FINIES, Etape, Pas, walk
from alp.core.perimetre import Appartenance, Faits, appartenance, faits_at, running
from alp.core.periode import PeriodeRapport
from alp.core.plis import foyer, logement, problematiques, referent, vivantes
from alp.core.registre import Registre
from alp.core.situation import Situation

E = TypeVar("E", bound=Commun)
T = TypeVar("T")

UN_JOUR = timedelta(days=1)

ARRIVEES = frozenset({Saisine, Reprise})
"""What brings a situation: the types of entry that say who referred."""
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

    __slots__ = ("admis", "cles", "debut")

    def __init__(self, debut: date) -> None:
        self.debut = debut
        self.cles: dict[str, tuple[str, ...]] = {}
        """Breakdown → values; none before they are asked."""
        self.admis: dict[tuple[str, ...] | None, Appartenance] = {}
        """Axes of a fact → whether the perimeter has it, in the same way."""


class Moments(dict[date, Moment]):
    """The moments of a situation, each found by any of its days."""

    def __init__(self, jalons: Iterable[date]) -> None:
        super().__init__()
        self.jalons = sorted((date.min, *jalons))
        """The days on which something becomes true of it."""

    def __missing__(self, le: date) -> Moment:
        debut = max(date(le.year, 1, 1), self.jalons[bisect_right(self.jalons, le) - 1])
        found = self.get(debut) or Moment(debut)
        self[debut] = self[le] = found
        return found


@dataclass(frozen=True)
class Fil:
    """One situation cut at the period's end, folded once."""

    situation: Situation
    dispositif: Dispositif
    personne_id: str
    """The id that stands for the person: the first of those that are the same person."""
    foyer_id: str
    """The id that stands for the household."""
    bornes: tuple[date, ...] = ()
    """The days on which the perimeter may change: see `Cadre`."""

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
        return tuple(walk(self.situation, self.dispositif, self.vivantes))

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """Every accompaniment, in order; the last may be running."""
        found: list[Episode] = []
        for pas in self.pas:
            if pas.apres is pas.avant:
                continue
            if pas.is_entree:
                found.append(Episode(pas.entree, None))
            elif pas.is_sortie and found:
                found[-1] = Episode(found[-1].entree, pas.entree)
        return tuple(found)

    @cached_property
    def periodes(self) -> tuple[contrats.Periode, ...]:
        """The contracts, with ranks and last days."""
        if Contrat not in self.par_type:
            return ()
        return contrats.chaine_of([p for p in self.pas if p.apres is not p.avant or isinstance(p.entree, Contrat)])

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
        for pas in reversed(self.pas):
            if pas.entree.le <= le:
                return pas.apres.etape
        return None

    @cached_property
    def par_type(self) -> dict[type[Commun], list[Commun]]:
        """Its entries by type, in the order of days."""
        found: dict[type[Commun], list[Commun]] = {}
        for e in self.vivantes:
            found.setdefault(type(e), []).append(e)
        return found

    def of(self, type_: type[E]) -> Iterator[E]:
        """Its entries of a type, in the order of days."""
        return iter(self.par_type.get(type_, ()))  # type: ignore[arg-type]

    @cached_property
    def arrivees(self) -> tuple[Saisine | Reprise, ...]:
        """What brought it, each time, in the order of days."""
        return tuple(cast("list[Saisine | Reprise]", [e for e in self.vivantes if type(e) in ARRIVEES]))

    @cached_property
    def ouvertures(self) -> tuple[tuple[date, date], ...]:
        """Each time the situation opened, by a saisine or a reprise: that day, and the last day before the next opening."""
        came = [p for p in self.pas if type(p.entree) in ARRIVEES]
        days = [p.entree.le for p in came if p.avant.etape is None or p.avant.etape in FINIES]
        return tuple(zip(days, [*days[1:], date.max], strict=True))

    @cached_property
    def change(self) -> bool:
        """Whether anything ever changed: else the header tells every day."""
        return Changement in self.par_type

    @cached_property
    def moments(self) -> Moments:
        """What becomes true of it but for the steps: who referred, what changed, from when her age is told, who pays."""
        entrees = [e.entree.le for e in self.episodes] if self.dispositif.tranches_age.au == "entree" else []
        return Moments((*self.bornes, *[e.le for e in (*self.arrivees, *self.of(Changement))], *entrees))

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

    def admits(self, fil: Fil, le: date, axes: tuple[str, ...] | None = None) -> Appartenance:
        """Whether a fact of a situation on a day is in the perimeter.

        Args:
            fil: the situation.
            le: the day of the fact.
            axes: the axes that it belongs to; none: those of the accompaniment.
        """
        faits = faits_at(fil.situation, fil.logement(le), self.dispositif, le)
        return self.admits_faits(faits if axes is None else _with_axes(faits, axes), le)

    @cached_property
    def bornes(self) -> tuple[date, ...]:
        """The days on which a convention starts to run, or runs no more."""
        conventions = self.financeur.conventions if self.financeur else ()
        return (*(c.du for c in conventions), *(c.au + UN_JOUR for c in conventions if c.au))

    def part(self, le: date) -> Fraction | None:
        """The share of money and hours that the funder pays, out of 1, by its conventions running on a day; none: all."""
        if le not in self._parts:
            found = [c.part for c in running(self.financeur, le) if c.part is not None] if self.financeur else []
            self._parts[le] = Fraction(sum(found)) / 100 if found else None
        return self._parts[le]

    @cached_property
    def _parts(self) -> dict[date, Fraction | None]:
        """By day, as they come to be asked."""
        return {}

    def admits_faits(self, faits: Faits, le: date) -> Appartenance:
        """The same, of a fact without a situation: a collective action."""
        if self.financeur is None:
            return Appartenance.oui
        found = {appartenance(faits, c.perimetre) for c in running(self.financeur, le)}
        return next((a for a in (Appartenance.oui, Appartenance.inconnu) if a in found), Appartenance.non)


def _with_axes(faits: Faits, axes: tuple[str, ...]) -> Faits:
    return Faits(faits.commune, faits.quartier, faits.ici, faits.bailleur, faits.parc, faits.age, faits.caisses, axes)


class Comptes(NamedTuple):
    """What is counted, and beside each the moment of its situation in which it is; none for what is no situation."""

    membres: tuple[Membre, ...]
    moments: Sequence[Moment | None]

    def only(self, kept: Sequence[bool]) -> Comptes:
        """Those for which it is true."""
        return Comptes(tuple(compress(self.membres, kept)), list(compress(self.moments, kept)))


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
        made = (Fil(s, self.dispositif, personnes[s.id], foyers[s.id], self.cadre.bornes) for s in self.registre.situations)
        return tuple(f for f in made if f.reponse != "erreur")

    @cached_property
    def fils(self) -> tuple[Fil, ...]:
        """Every situation but doublons, which count among the saisines only."""
        return tuple(f for f in self.tous if f.reponse != "doublon")

    @cached_property
    def par_id(self) -> dict[str, Fil]:
        return {f.id: f for f in self.tous}

    @cached_property
    def _par_type(self) -> dict[type[Commun], list[tuple[Fil, Sequence[Commun]]]]:
        found: dict[type[Commun], list[tuple[Fil, Sequence[Commun]]]] = {}
        for fil in self.fils:
            for type_, entrees in fil.par_type.items():
                found.setdefault(type_, []).append((fil, entrees))
        return found

    def ayant(self, type_: type[E]) -> Sequence[tuple[Fil, Sequence[E]]]:
        """The situations that have entries of a type up to the period's end, each with these, in the order of days."""
        return self._par_type.get(type_, ())  # type: ignore[return-value]

    def toutes(self, type_: type[E]) -> Iterator[tuple[Fil, E]]:
        """Every entry of a type up to the period's end, with its situation."""
        return ((fil, e) for fil, entrees in self.ayant(type_) for e in entrees)

    def recentes(self, type_: type[E]) -> Sequence[tuple[Fil, Sequence[E]]]:
        """Of those, the situations whose last entry of the type is dated in the period: all their entries of the type."""
        if type_ not in self._recentes:
            du = self.periode.du
            self._recentes[type_] = [(fil, entrees) for fil, entrees in self.ayant(type_) if entrees[-1].le >= du]
        return self._recentes[type_]  # type: ignore[return-value]

    @cached_property
    def _recentes(self) -> dict[type[Commun], Sequence[tuple[Fil, Sequence[Commun]]]]:
        return {}

    def entrees(self, type_: type[E]) -> Sequence[tuple[Fil, E]]:
        """The entries of a type dated in the period, with their situation."""
        if type_ not in self._entrees:
            du = self.periode.du
            self._entrees[type_] = [(fil, e) for fil, entrees in self.recentes(type_) for e in entrees if e.le >= du]
        return self._entrees[type_]  # type: ignore[return-value]

    @cached_property
    def _entrees(self) -> dict[type[Commun], Sequence[tuple[Fil, Commun]]]:
        return {}

    def once(self, question: Callable[[Etude], Iterable[T]]) -> tuple[T, ...]:
        """What several indicators ask of the study, answered once."""
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = tuple(question(self))
        return found

    @cached_property
    def _answers(self) -> dict[Callable[[Etude], Iterable[Any]], tuple[Any, ...]]:
        return {}

    def comptes(self, question: Callable[[Etude], Iterable[Membre]]) -> Comptes:
        """What is counted, and beside each the moment of its situation in which it is."""
        found = self._comptes.get(question)
        if found is None:
            membres, moments = self.once(question), self._moments
            found = Comptes(membres, [None if (own := moments.get(m.quoi)) is None else own[m.le] for m in membres])
            self._comptes[question] = found
        return found

    @cached_property
    def _moments(self) -> dict[str, Moments]:
        return {f.id: f.moments for f in self.tous}

    @cached_property
    def _comptes(self) -> dict[Callable[[Etude], Iterable[Membre]], Comptes]:
        return {}

    def admits(self, membre: Membre) -> Appartenance:
        """Whether what is counted is in the perimeter, on its day; the moment of its situation keeps the answer."""
        if membre.faits is not None:
            return self.cadre.admits_faits(membre.faits, membre.le)
        fil = self.par_id.get(membre.quoi)
        if fil is None:
            return Appartenance.oui
        found = fil.moments[membre.le].admis[membre.axes] = self.cadre.admits(fil, membre.le, membre.axes)
        return found

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

    @cached_property
    def types_partenaires(self) -> dict[str, str]:
        """Partner → its type."""
        return {p.code: p.type for p in self.dispositif.partenaires}

    @cached_property
    def territoires(self) -> dict[str, str]:
        """INSEE code of a commune → its territory."""
        return {c.insee: c.territoire for c in self.dispositif.territoire.communes if c.territoire}

    @cached_property
    def episodes(self) -> tuple[tuple[Fil, Episode], ...]:
        """Every accompaniment up to the period's end."""
        return tuple((fil, e) for fil in self.fils for e in fil.episodes)


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
