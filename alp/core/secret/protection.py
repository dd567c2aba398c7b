"""Choosing the cells to mask.

A number under the threshold is masked, 0 included, and a larger one that rests on too few people; then others with them, until no reader can find it by subtraction.

The reader that we protect against knows every printed number, every equation, that people are counted in whole numbers from 0 up, and, more
than any real one, *why* each cell is masked: small (0 to threshold − 1), or for too few people or to protect another (the threshold or more). Whoever knows the field is not
far from it: of two masked communes, he can tell the big one. What holds against him holds against whoever knows only the rule.

A masked cell keeps at least two possible values for him; a small one, values at least half the threshold apart (5 for 11: 0 and 5, or 3 and 8), as long as
what was already issued leaves room; one that rests on too few people, a fifth of itself apart. Worlds prove it: whole numbers that fit
everything he knows, checked in exact arithmetic; the solver proposes them, it is never believed.

And no subtraction tells that a cell is small: for who knows of no rule, each small one may reach the threshold. This is the same as to say that no sum of
masked cells that he can compute (a total less the rows printed, a year less its printed months, with earlier reports) is under the threshold: the greatest value of a
cell is the least computable sum in which it stands (duality of linear programmes). The masks of one table are thus one row that could be printed.

Not covered: a reader who would run this very program on every possible report and keep those that print the same (a minimality attack: Wong, Fu, Wang, Pei,
VLDB 2007). The choice looks at values, so that the smallest loss is chosen, and such a reader narrows more.

Sources. The problem and its protection ranges: M. Fischetti, J. J. Salazar, « Solving the Cell Suppression Problem on Tabular Data with Linear
Constraints », Management Science 47, 2001. Primary and secondary suppression, linked tables: Insee, « Manuel de protection des tableaux ». No text
fixes the width: half the threshold is our choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from alp.core.secret.mondes import Paire, lift, search, search_masks
from alp.core.secret.publication import SEUIL, Publication
from alp.core.secret.systeme import Exigence, Systeme, systeme


@dataclass(frozen=True)
class Protection:
    """What to mask, and what no mask saves.

    Attributes:
        masquees: keys to print « n.c. ».
        affaiblies: masked, with several possible values, but closer together than wanted, or only for a reader who knows of no rule, and the masks
            beside them: what was already issued (or a threshold of 1 or 2) leaves no more room.
        divulguees: masked, or issued, and yet known to this reader whatever is masked now: whoever issues the report must be told.
    """

    masquees: frozenset[str]
    affaiblies: frozenset[str] = frozenset()
    divulguees: frozenset[str] = frozenset()


def masquees(publication: Publication, *, seuil: int = SEUIL) -> frozenset[str]:
    """The cells to print « n.c. »: every one under the threshold, 0 included, and what is needed so that none of the masked can be fixed."""
    return protect(publication, seuil=seuil).masquees


def protect(publication: Publication, *, seuil: int = SEUIL) -> Protection:
    """The same, with what could not be saved. Nothing that the solver answers makes it raise: at worst everything not yet issued is masked."""
    s = systeme(publication, seuil)
    choice = _Choix(s, set(s.petits | s.gardees | s.sensibles))
    choice.cover()
    choice.clean()
    choice.hold()
    issued = {cle for cle, value in publication.deja.items() if value < seuil}
    small = {cle for cle, value in publication.cellules.items() if value < seuil} | publication.sensibles
    return Protection(
        masquees=_keys(s, choice.masquees - s.restes) | small | publication.gardees,
        affaiblies=_keys(s, choice.weakened()),
        divulguees=_keys(s, choice.perdues) | issued,
    )


def _keys(s: Systeme, unknowns: Iterable[int]) -> frozenset[str]:
    return frozenset(cle for i in unknowns for cle in s.noms[i])


Demande = tuple[int, int]
"""A cell that must not be found, and which of all that is asked for it."""


@dataclass
class _Choix:
    """The work: what is masked so far, and for each thing asked the two worlds that prove it."""

    systeme: Systeme
    masquees: set[int]
    mondes: dict[Demande, Paire] = field(default_factory=dict)
    exigences: dict[Demande, Exigence] = field(default_factory=dict)
    perdues: set[int] = field(default_factory=set)
    basses: set[int] = field(default_factory=set)
    """Known to be small whatever is masked now."""

    def __post_init__(self) -> None:
        self.cibles = sorted(self.masquees, key=lambda i: (len(self.systeme.equations_of[i]), self.systeme.valeurs[i], i))
        self.maximum = set(range(len(self.systeme.valeurs)))

    def cover(self) -> None:
        """Mask until every cell that must not be found is proved, those tied by fewest equations first; each keeps the best that is possible."""
        s = self.systeme
        self.perdues = {i for i in self.cibles if not self._grant((i, 0), s.exigences(i)[0])}
        small = [i for i in self.cibles if len(s.exigences(i)) > 1 and i not in self.perdues]
        lifted = self._lifted({i: s.exigences(i)[1][0] for i in small}, self.masquees | s.restes)
        for i, pair in lifted.items():
            self.mondes[i, 1], self.exigences[i, 1] = pair, s.exigences(i)[1][0]
        self.basses = {i for i in small if i not in lifted and not self._grant((i, 1), s.exigences(i)[1])}

    def _lifted(self, asked: Mapping[int, Exigence], free: AbstractSet[int]) -> dict[int, Paire]:
        """Of small cells that must be able to reach the threshold, those that can, many in each world; others may be left that could too."""
        found: dict[int, Paire] = {}
        while asked:
            monde = lift(self.systeme, asked.keys(), free)
            reached = {i for i, e in asked.items() if monde.get(i, 0) - self.systeme.valeurs[i] >= e.largeur}
            if not reached:
                break
            found |= {i: ({}, monde) for i in reached}
            asked = {i: e for i, e in asked.items() if i not in reached}
        return found

    def _grant(self, demande: Demande, exigences: Iterable[Exigence]) -> bool:
        """The first of what is asked that is possible, and its masks; whether there is one."""
        for exigence in exigences:
            mondes = self._find(demande[0], exigence)
            if mondes:
                self.mondes[demande], self.exigences[demande] = mondes, exigence
                self.masquees |= {i for monde in mondes for i in monde} - self.systeme.restes
                return True
        return False

    def _find(self, cible: int, exigence: Exigence) -> Paire | None:
        """Worlds already there, worlds that need no other mask, the cheapest masks, any masks."""
        s, free = self.systeme, self.masquees | self.systeme.restes
        return (
            self._seen(self.mondes, cible, exigence)
            or search(s, cible, free, exigence)
            or search_masks(s, cible, free, self.maximum - free, exigence)
            or search(s, cible, self.maximum, exigence)
        )

    def _seen(self, among: Mapping[Demande, Paire], cible: int, exigence: Exigence) -> Paire | None:
        truth = self.systeme.valeurs[cible]
        fit = (pair for demande, pair in among.items() if self.exigences[demande].raisons or not exigence.raisons)
        mondes = [{}, *(monde for pair in fit for monde in pair if cible in monde)]
        low, high = (best(mondes, key=lambda monde: monde.get(cible, truth)) for best in (min, max))
        low = {} if exigence.montee else low
        return (low, high) if high.get(cible, truth) - low.get(cible, truth) >= exigence.largeur else None

    def clean(self) -> None:
        """Print again what is masked for nothing, the dearest first."""
        costs = self.systeme.couts
        for i in sorted(self.masquees - set(self.cibles), key=lambda i: (-costs[i], i)):
            mondes = self._without(i)
            if mondes is not None:
                self.mondes = mondes
                self.masquees.discard(i)

    def _without(self, mask: int) -> dict[Demande, Paire] | None:
        """The proofs, where those that rested on a mask are replaced, beginning with what is tied to it; none if one cannot be."""
        free = (self.masquees | self.systeme.restes) - {mask}
        kept = {demande: pair for demande, pair in self.mondes.items() if not any(mask in monde for monde in pair)}
        near = {i for equation in self.systeme.equations_of[mask] for _, i in equation.termes}
        lost = sorted((d for d in self.mondes if d not in kept), key=lambda d: d[0] not in near)
        rises = {i: self.exigences[i, n] for i, n in lost if self.exigences[i, n].montee and i not in near}
        for last in (False, True):
            if last:
                kept |= {(i, 1): pair for i, pair in self._lifted(rises, free).items()}
            for demande in (d for d in lost if d not in kept and (last or d[1] == 0 or d[0] not in rises)):
                cible, exigence = demande[0], self.exigences[demande]
                pair = self._seen(kept, cible, exigence) or search(self.systeme, cible, free, exigence)
                if pair is None:
                    return None
                kept[demande] = pair
        return {demande: kept[demande] for demande in self.mondes}

    def hold(self) -> None:
        """See to it that the masks beside what must not be found are not found either."""
        for i in sorted(self._unmoved()):
            self._grant((i, 0), self.systeme.exigences(i)[0][:1])

    def _unmoved(self) -> set[int]:
        """The masks that no world moves for a reader who knows why they are there."""
        moved = {i for demande, pair in self.mondes.items() if self.exigences[demande].raisons for monde in pair for i in monde}
        return self.masquees - set(self.cibles) - moved

    def weakened(self) -> set[int]:
        """What must not be found and is held by less than the best, and the masks beside it that are."""
        lesser = {i for (i, n), exigence in self.exigences.items() if exigence != self.systeme.exigences(i)[n][0]}
        return lesser | self.basses | self._unmoved()
