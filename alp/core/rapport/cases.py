"""Every cell that a masked report tells or hides: what it is made of, what ties it to others, on how many people it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from alp.core.calendrier import add_months
from alp.core.indicateurs.etude import Etude, etude
from alp.core.indicateurs.indicateur import Indicateur, mesurer
from alp.core.indicateurs.mesure import Calcul, Case, Membre, Mesure, Resultat, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import Ventilation
from alp.core.periode import PeriodeRapport, read_periode
from alp.core.rapport.chiffres import Montre
from alp.core.rapport.couverture import Couverture, couverture
from alp.core.rapport.liens import CUMULS, STOCKS, TOUT, entire, liens, read_cle, true_of
from alp.core.rapport.publication import Deja
from alp.core.rapport.rapport import Rapport
from alp.core.secret import Contrainte, Publication, somme
from alp.core.tableau import MASQUEE

SANS_PERSONNE = frozenset({Unite.actions, Unite.reunions, Unite.places})
"""Units that count nobody: never hidden."""
COLLECTIFS = frozenset({"heures_collectives"})
"""Figures of actions that count nobody either."""
CENTIEMES = frozenset({Unite.heures, Unite.euros})
"""Units printed to the hundredth: their cells count hundredths."""
AVEC: Mapping[str, tuple[str, ...]] = {"epices_entree": ("epices_precarite",)}
"""Distributions that bound a rate: a median above the threshold says that half are above it. Hidden where the rate's parts are."""
ESSENTIELS = frozenset({"file_active_stock", "file_active_flux", "entrees", "sorties", "saisines", "visites"})
"""What a funder looks for first."""
NOUVELLES: Mapping[str, int] = {"encore_logees_6": 6, "encore_logees_12": 12}
"""How many months before are the exits of which news is asked: nobody had left a dispositif that was not open."""


@dataclass
class Lu:
    """What is computed once for both writings of a report."""

    rapport: Rapport
    mois: dict[tuple[str, ...], list[tuple[PeriodeRapport, dict[str, Mesure]]]] = field(default_factory=dict)
    """Figures month after month, by the codes asked."""
    etudes: dict[str, Etude] = field(default_factory=dict)
    """The whole register, by period."""

    def months(self, codes: tuple[str, ...]) -> list[tuple[PeriodeRapport, dict[str, Mesure]]]:
        """Some figures over twelve months."""
        if codes not in self.mois:
            self.mois[codes] = self.rapport.mois(*codes)
        return self.mois[codes]

    def study(self, periode: PeriodeRapport) -> Etude:
        """The whole register, looked at for a period."""
        if periode.code not in self.etudes:
            self.etudes[periode.code] = etude(self.rapport.registre, self.rapport.seen(periode))
        return self.etudes[periode.code]

    def whole(self, code: str, periode: PeriodeRapport) -> int:
        """A figure of the whole dispositif."""
        return int(mesurer(self.study(periode), PAR_CODE[code], ventiler=False).valeur or 0)


@dataclass(frozen=True)
class Partage:
    """A whole and its rows, each thing in one of them, by the beginning of their keys."""

    indicateur: Indicateur
    lignes: Mapping[str, Case]


@dataclass
class Cases:
    """What remembers each cell that it told, and hides those that must be."""

    rapport: Rapport
    masques: frozenset[str]
    lu: Lu
    cellules: dict[str, int] = field(default_factory=dict)
    contraintes: dict[Contrainte, None] = field(default_factory=dict)
    sensibles: set[str] = field(default_factory=set)
    """Cells to hide though they are not small: they rest on too few people."""
    partages: list[Partage] = field(default_factory=list)

    @property
    def seuil(self) -> int:
        """Under it, a number is small."""
        return self.rapport.dispositif.secret.seuil

    @cached_property
    def couverture(self) -> Couverture:
        """The days that count for this reader."""
        return couverture(self.rapport)

    def free(self, i: Indicateur) -> bool:
        """Whether a figure is told as it is: nothing is hidden from this reader, or it counts nobody."""
        nobody = i.unite in SANS_PERSONNE or i.code in COLLECTIFS or (i.tout and i.code not in _RATIOS)
        return not self.rapport.masque or nobody

    def nothing(self, code: str, periode: PeriodeRapport) -> bool:
        """Whether a figure is nothing by construction: before the register, or outside every convention."""
        c = self.couverture
        if code == "file_active_debut":
            return not (c.covers(periode.du) and c.opened(periode.veille))
        if code in STOCKS:
            return not c.covers(periode.au)
        if code in NOUVELLES and not c.opened(add_months(periode.au, -NOUVELLES[code])):
            return True
        return not (c.begins(periode.au) if code in CUMULS else c.overlaps(periode))

    def tell(self, cle: str, resultat: Resultat, i: Indicateur, membres: Sequence[Membre], periode: PeriodeRapport) -> Montre:
        """A figure, unless it must be hidden; what it is made of counts as told."""
        value = resultat.valeur
        if self.free(i) or self.nothing(i.code, periode):
            return value
        if i.code in _RATIOS:
            told = _RATIOS[i.code](self, cle, resultat, membres, periode)
            return MASQUEE if MASQUEE in told or value is None else value
        if i.calcul is Calcul.taux:
            return MASQUEE if MASQUEE in self._parts(cle, resultat, membres) else value
        if value is None:
            return MASQUEE
        if i.calcul is Calcul.mediane:
            return MASQUEE if self.few(membres) or self._bounded(i, periode) else value
        hidden = self.count(cle, int(value * 100 if i.unite in CENTIEMES else value), few=self.few(membres)) is MASQUEE
        return MASQUEE if hidden else value

    def few(self, membres: Iterable[Membre]) -> bool:
        """Whether a figure rests on too few people, or on none. People met in an action have no file: their number tells."""
        files, listed = self.rapport.etude.par_id, list(membres)
        people = {files[m.quoi].personne_id for m in listed if m.quoi in files}
        return len(people) < self.seuil if people or not listed else False

    def _parts(self, cle: str, resultat: Resultat, membres: Sequence[Membre]) -> tuple[Montre, Montre]:
        """Both parts of a rate; whoever has them has the difference. Ten answers of one person are those of one person."""
        yes, no = ([m for m in membres if bool(m.poids) is side] for side in (True, False))
        self.tie(Contrainte(((1, f"{cle}/n"), (-1, f"{cle}/d")), "<=", 0, "sensible" if self.few(no) else "cellule"))
        above = self.count(f"{cle}/n", int(resultat.numerateur or 0), few=self.few(yes))
        return above, self.count(f"{cle}/d", int(resultat.base or 0), few=self.few(membres))

    def _bounded(self, i: Indicateur, periode: PeriodeRapport) -> bool:
        """Whether a part is hidden of a rate that a distribution bounds."""
        return any(f"{key_of(code, periode)}{part}" in self.masques for code in AVEC.get(i.code, ()) for part in ("/n", "/d"))

    def count(self, cle: str, value: int, *, few: bool = False) -> Montre:
        """A number of people, situations, acts, hundredths of hours."""
        if not self.rapport.masque:
            return value
        self.cellules[cle] = value
        if few:
            self.sensibles.add(cle)
        return MASQUEE if cle in self.masques else value

    def whole(self, code: str, periode: PeriodeRapport, value: int | None = None, *, few: bool = False) -> Montre:
        """A number of the whole dispositif, whoever reads."""
        scope = "" if entire(code, periode, self.couverture) else TOUT
        key = f"{scope}{key_of(code, periode)}"
        if key not in self.cellules:
            self.count(key, self.lu.whole(code, periode) if value is None else value, few=few)
        return MASQUEE if key in self.masques else self.cellules.get(key)

    def tie(self, contrainte: Contrainte) -> None:
        """Something that the reader knows."""
        self.contraintes[contrainte] = None

    # --- breakdowns ---

    def share(self, whole: str, i: Indicateur, v: Ventilation, m: Mesure, cases: Sequence[Case]) -> None:
        """What ties the values of a breakdown to their whole: they make it; or each is within it, where one thing may have several."""
        rows = {f"{whole}/{v.code}={c.cle}": c for c in cases}
        if any(f"{key}{suffix}" not in self.cellules for key in (whole, *rows) for suffix in _suffixes(i)):
            return
        if not _several(i, v):
            self.partages.append(Partage(i, rows))
        for suffix in _suffixes(i):
            key, parts = f"{whole}{suffix}", {f"{row}{suffix}": c for row, c in rows.items()}
            self._within(key, parts, m, v) if _several(i, v) else self.tie(somme(key, parts))

    def _within(self, whole: str, parts: Mapping[str, Case], m: Mesure, v: Ventilation) -> None:
        """Several values each: whoever has one and the whole has those who have another; who has none known has no other."""
        self.tie(Contrainte((*((-1, p) for p in parts), (1, whole)), "<=", 0, "libre"))
        unknown = next((p for p, c in parts.items() if not c.cle), None) if v.multiple else None
        for part, c in parts.items():
            inside = {id(x) for x in c.membres}
            few = self.few(x for x in m.membres if id(x) not in inside)
            self.tie(Contrainte(((1, part), (-1, whole)), "<=", 0, "sensible" if few else "cellule"))
            if unknown and part != unknown:
                self.tie(Contrainte(((1, part), (1, unknown), (-1, whole)), "<="))

    def deduced(self, whole: str, i: Indicateur, v: Ventilation, cases: Sequence[Case]) -> Resultat | None:
        """The figure of some values together, those that are hidden, where who has the whole and the others has it anyhow."""
        keys, membres = [f"{whole}{suffix}" for suffix in _suffixes(i)], _together(cases)
        known = not _several(i, v) and all(key in self.cellules and key not in self.masques for key in keys)
        return i.calcul(membres) if known and not self._slight(i, membres) else None

    def _slight(self, i: Indicateur, membres: Sequence[Membre]) -> bool:
        """Whether a number that a figure gives is small, or rests on too few people."""
        return any(number < self.seuil or self.few(people) for number, people in _numbers(i, membres))

    def _thickened(self, deja: Deja) -> Iterator[str]:
        """One more row of each table whose hidden rows make a large number that rests on too few people: the smallest.

        A small number is left to the solver, which may find better to hide.
        """
        for p in self.partages:
            last = _suffixes(p.indicateur)[-1]
            hidden = [row for row, c in p.lignes.items() if self._slight(p.indicateur, c.membres) or f"{row}{last}" in deja.masquees]
            others = [row for row in p.lignes if row not in hidden and f"{row}{last}" not in deja.cellules]
            rest = _numbers(p.indicateur, _together(p.lignes[row] for row in hidden))
            if others and any(number >= self.seuil and self.few(people) for number, people in rest):
                yield min((len(p.lignes[row].membres), row) for row in others)[1] + last

    # --- what the reader holds ---

    def publication(self, deja: Deja) -> Publication:
        """Every cell told, with what ties them, to each other and to what was told before."""
        held = deja.named(self._own).beside(self.cellules)
        cells = {**held.masquees, **self.cellules}
        values = {**held.cellules, **cells}
        links = [*self.contraintes, *liens(values, self.couverture), *held.contraintes]
        fit = dict.fromkeys(c for c in (true_of(link, values) for link in links) if c)
        kept, few = {*held.masquees, *self._thickened(held)}, {*self.sensibles, *held.sensibles}
        hidden, sensitive = (frozenset(keys - held.cellules.keys()) for keys in (kept, few))
        return Publication(cells, tuple(fit), held.cellules, hidden, sensitive, self._prices())

    def _prices(self) -> dict[str, int]:
        """What is looked for first in a report is masked last: the figures of its own period, some more than others."""
        now = {code: key_of(code, self.rapport.periode) for code in self.rapport.mesures}
        return {f"{key}{end}": 2 + (code in ESSENTIELS) for code, key in now.items() for end in _suffixes(PAR_CODE[code])}

    def _own(self, cle: str) -> str:
        """The key by which this reader's report names a number told to anyone."""
        found = read_cle(cle)
        same = bool(found.portee) and entire(found.code, read_periode(found.periode), self.couverture)
        return str(found._replace(portee="")) if same else cle


# --- ratios: what each gives back ---------------------------------------------------------------------


def _load(cases: Cases, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Times the working time, which is printed: the file active."""
    return [cases.whole("file_active_stock", periode, int(resultat.numerateur or 0), few=cases.few(membres))]


def _needs(cases: Cases, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """The demand, out of the load."""
    asked = cases.whole("demande", periode, int(resultat.numerateur or 0), few=cases.few(membres))
    return [asked, cases.whole("file_active_stock", periode)]


def _taken(cases: Cases, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Days followed, which tell of who was there, entered and left."""
    for code in ("file_active_debut", "entrees", "sorties"):
        if not cases.nothing(code, periode):
            cases.whole(code, periode)
    return [cases.whole("jours", periode, int(resultat.numerateur or 0), few=cases.few(membres))]


def _housed(cases: Cases, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Days followed, and days with a dwelling: neither the few who have one nor the few who have not may be told of."""
    days = {m.nom: m.poids for m in PAR_CODE["taux_occupation"].membres(cases.lu.study(periode))}
    out = cases.few(m for m in membres if (m.poids or 0) < (days.get(m.nom) or 0))
    scope = "" if entire("jours", periode, cases.couverture) else TOUT
    followed, key = cases.whole("jours", periode, int(resultat.base or 0), few=cases.few(membres)), f"{scope}{cle}/n"
    cases.tie(Contrainte(((1, key), (-1, f"{scope}{key_of('jours', periode)}")), "<=", 0, "sensible" if out else "cellule"))
    return [cases.count(key, int(resultat.numerateur or 0), few=cases.few(m for m in membres if m.poids)), followed]


def _hours(cases: Cases, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Times the working time: the hours."""
    return [cases.count(cle, int((resultat.valeur or 0) * 100), few=cases.few(membres))]


Ratio = Callable[[Cases, str, Resultat, Sequence[Membre], PeriodeRapport], list[Montre]]
_RATIOS: Mapping[str, Ratio] = {
    "charge_par_etp": _load, "etp_necessaires": _needs, "taux_occupation": _taken, "jours_loges": _housed, "heures_par_etp": _hours,
}  # fmt: skip
"""What each ratio gives back, told or hidden: the ratio is told only if all of it is."""


def key_of(code: str, periode: PeriodeRapport) -> str:
    """The key of a figure of a period."""
    return f"{code}@{periode.code}"


def _suffixes(i: Indicateur) -> tuple[str, ...]:
    """After the key of a figure, those of the numbers that it tells."""
    return ("/n", "/d") if i.calcul is Calcul.taux else ("",)


def _several(i: Indicateur, v: Ventilation) -> bool:
    """Whether one thing may stand in several rows: several answers, or a change in the period."""
    return v.multiple or i.calcul is Calcul.distincts


def _together(cases: Iterable[Case]) -> tuple[Membre, ...]:
    """The members of some values, once each."""
    return tuple({id(m): m for m in chain.from_iterable(c.membres for c in cases)}.values())


def _numbers(i: Indicateur, membres: Sequence[Membre]) -> list[tuple[int, Sequence[Membre]]]:
    """The numbers that a figure gives, each with what it counts: of a rate, its parts and what is between them."""
    if i.calcul is not Calcul.taux:
        return [(int((i.calcul(membres).valeur or 0) * (100 if i.unite in CENTIEMES else 1)), membres)]
    parts = [[m for m in membres if m.poids], membres, [m for m in membres if not m.poids]]
    return [(len(part), part) for part in parts]
