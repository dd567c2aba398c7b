"""A reader who wants to know: he has printed masked reports, the definitions printed with them, and a linear solver.

He reads nothing but what is printed. His equations are written here again from the definitions, with unknowns of his own: a count for each span
between two days of which some report speaks, the stock of each day, and what no report tells. He shares no equation with what chose the masks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from alp.core.calendrier import add_months
from alp.core.periode import PeriodeRapport, civil
from alp.core.rapport.chiffres import Montre
from alp.core.secret.solveur import Programme, Rang, solve
from alp.core.tableau import MASQUEE

UN_JOUR = timedelta(days=1)
TOUT = "du dispositif : "
PLAFOND = 1_000_000
"""More than any number of these reports."""

SUIVIS = "file_active_debut + entrees = file_active_stock + sorties"
EQUATIONS = f"""
{SUIVIS}
visites_rencontre.sur = visites
visites_rencontre.dont = visites[resultat=rencontre]
taux_orientations_effectives.sur = orientations
taux_orientations_effectives.dont = orientations[etat_orientation=effective] + orientations[etat_orientation=verifiee]
taux_suite_donnee.sur + saisines[recevabilite=deja_connue] = saisines
maintien.sur + maintien.nr + sorties_deces = sorties + ~perimetre_inconnu
maintien.sur + sorties_deces + ?issues_inconnues = sorties
maintien.dont = sorties[issue=maintenu] + sorties[issue=reloge]
maintien.sur = sorties[issue=maintenu] + sorties[issue=reloge] + sorties[issue=heberge] + sorties[issue=etablissement] + sorties[issue=expulse] + sorties[issue=hospitalise]
sorties_deces = sorties[issue=deces]
sorties_deces = sorties[motif_sortie=deces]
contrats_commences = contrats_commences[rang=1] + contrats_renouveles
taux_renouvellement.sur = taux_renouvellement.dont + contrats_echus
age_attente.sur = en_attente
age_arriere.sur = arriere
en_attente = arriere + ?autres_attentes
delai_rencontre.sur = tentatives_avant_rencontre.sur
epices_entree.sur = epices_precarite.sur
evaluations = epices_entree.sur + epices_six_mois.sur + epices_sortie.sur + ?autres_evaluations
entrees = nouvelles_personnes + ?retours_de_personnes
file_active_flux = personnes_rencontrees + ?pour_qui_sans_les_voir
file_active_stock = foyers_suivis + ~du_meme_foyer
situations_examinees = situations_examinees_nouvelles + ?revues_seules
situations_examinees = situations_revues + ?nouvelles_seules
situations_examinees_nouvelles + situations_revues = situations_examinees + ?les_deux
passages = situations_examinees_nouvelles + situations_revues + ~autres_passages
passages = situations_examinees + ~repassages
demande = file_active_stock + en_attente + ?refusees
demande + ~listes_d_attente = file_active_stock + en_attente + refus_capacite
actes = visites + appels + courriers + demarches + evaluations + ?bilans
jours_hopital = hospitalisations + ~autres_jours
personnes_actions = personnes_vehicule + ?hors_du_vehicule
personnes_actions = professionnels_touches + ?autres_que_professionnels
professionnels_touches = personnes_actions[public=professionnels]
contrats_commences = delai_contrat.sur + ?autres_contrats
passages = delai_reunion.sur + ?autres_examens
orientations_effectives = delai_droit_commun.sur + ?autres_orientations
orientations_effectives = taux_orientations_effectives.dont + ?avant_la_periode
heures_par_etp = heures
"""
"""What the definitions say, each in one period. No report tells `?x`, which counts people, nor `~x`, which counts none. Hours over the working time
that is printed are hours: who has the one has the other."""

DU_TOUT = """
maintien.sur + maintien.nr + sorties_deces = sorties
personnes_concernees = nouvelles_personnes + ?deja_ou_jamais_suivies
personnes_concernees = file_active_flux + ?sans_acte_dans_la_periode
"""
"""What holds of the whole dispositif only: a funder's perimeter is looked at on the day of each fact."""

DATES = frozenset("""
saisines entrees sorties nouvelles_personnes refus_capacite contrats_signes contrats_commences contrats_renouveles contrats_refuses contrats_rompus
visites visites_rencontre appels courriers demarches actes palette heures heures_trajet orientations orientations_effectives orientations_verifiees
orientations_abandonnees taux_orientations_effectives.sur taux_suite_donnee.sur maintien sorties_deces expulsions_evitees hospitalisations jours_hopital
evaluations passages retours personnes_actions personnes_vehicule situations_nees professionnels_touches taux_occupation delai_tentative delai_rencontre
tentatives_avant_rencontre delai_accord delai_reunion delai_contrat delai_droit_commun objectifs_atteints
""".split())  # fmt: skip
"""What each counts has its own day: two periods end to end make a third."""
SOIRS = frozenset(
    "file_active_stock file_active_debut foyers_suivis en_attente age_attente arriere age_arriere contrats_en_cours procedures_en_cours".split()
)
"""What is told of the end of a day."""
ETATS = frozenset({"recevabilite", "etat_orientation"})
"""Breakdowns as they are on the last day."""
DIFFERENTS = frozenset(
    "file_active_flux personnes_rencontrees resultats situations_examinees situations_examinees_nouvelles situations_revues".split()
)
"""What is counted once a period."""

Somme = dict[str, int]
"""Coefficient by unknown."""


@dataclass(frozen=True)
class Cible:
    """How it is called, and what it is made of. It is found where a part of it is known to be small; something hidden, where all of it is known too."""

    quoi: str
    parties: tuple[Somme, ...]
    cachee: bool = True
    exacte: bool = False
    """Whether it is found only where its value is: no subtraction of two numbers gives it."""


@dataclass
class Attaquant:
    """What he wrote down. `bornes`: what he knows of each unknown before any equation."""

    rangs: list[tuple[Somme, int, int | None]] = field(default_factory=list)
    bornes: dict[str, tuple[int, int]] = field(default_factory=dict)
    cibles: list[Cible] = field(default_factory=list)
    jours: dict[str, set[date]] = field(default_factory=dict)
    """By figure, the first days of the spans that are told of it, and the days after the last ones."""
    periodes: dict[str, PeriodeRapport] = field(default_factory=dict)
    dites: set[tuple[str, str]] = field(default_factory=set)
    """What is printed or hidden, by name and period: what his equations may speak of."""
    compte: Sequence[tuple[date, date]] = ()
    """Spans of days on which something may be counted."""
    ouverture: date = date.min
    entiere: Sequence[tuple[date, date]] = ()
    """Spans of days on which he is told of the whole dispositif."""
    partout: bool = True
    """Whether every report is of the whole dispositif."""
    valeurs: dict[str, dict[str, int]] = field(default_factory=dict)
    """What is told, by name and period."""
    contredits: set[str] = field(default_factory=set)
    """What does not add up as printed, a file having been found double since: he takes each period by itself."""

    raisons: list[tuple[Somme, int, int | None]] = field(default_factory=list)
    """What he is told of why something is hidden: of no use to find that a subtraction tells that it is small."""
    incertaines: list[tuple[Somme, int, int | None]] = field(default_factory=list)
    """What someone who moves in a perimeter or out of it denies: he believes it as long as nothing contradicts it."""

    # --- his unknowns ---

    def unknown(self, name: str) -> Somme:
        self.bornes.setdefault(name, (0, PLAFOND))
        return {name: 1}

    def named(self, name: str, p: PeriodeRapport) -> str:
        """What is told of the whole is told of his part, where that is the whole."""
        head = head_of(name)
        if head in SOIRS:
            first = last = p.du if head == "file_active_debut" else p.au
        else:
            first, last = (self.ouverture if head == "personnes_concernees" else max(p.du, self.ouverture)), p.au
        same = first > last or any(du <= first and last <= au for du, au in self.entiere)
        return name.removeprefix(TOUT) if same else name

    def number(self, name: str, p: PeriodeRapport) -> Somme:
        """A figure of a period, in his unknowns."""
        name = self.named(name, p)
        code = name.removeprefix(TOUT)
        whole = name.startswith(TOUT)
        head = head_of(name)
        state = any(f"[{axe}=" in code for axe in ETATS)
        if head in SOIRS:
            day = p.veille if head == "file_active_debut" else p.au
            there = name.replace("file_active_debut", "file_active_stock")
            return self.unknown(f"{there} au soir du {day}") if self.counts(max(day, p.du), whole=whole) else {}
        if head not in self.contredits and not state and (head in DATES or re.sub(r"\[.*\]", "", code) in DATES):
            self.jours.setdefault(name, set()).update({p.du, p.au + UN_JOUR})
            cuts = sorted(d for d in self.jours[name] if p.du <= d <= p.au + UN_JOUR)
            spans = [(a, b) for a, b in pairwise(cuts) if self.overlaps(a, b, whole=whole)]
            return self.sum(self.unknown(f"{name} du {a} au {b}") for a, b in spans)
        return self.unknown(f"{name} {p.code}")

    @staticmethod
    def sum(parts: Iterable[Somme]) -> Somme:
        made: Somme = {}
        for part in parts:
            for name, n in part.items():
                made[name] = made.get(name, 0) + n
        return made

    def counts(self, le: date, *, whole: bool) -> bool:
        return any(du <= le <= au for du, au in self.spans(whole=whole))

    def overlaps(self, a: date, b: date, *, whole: bool) -> bool:
        return any(du < b and a <= au for du, au in self.spans(whole=whole))

    def spans(self, *, whole: bool) -> Sequence[tuple[date, date]]:
        return [(self.ouverture, date.max)] if whole else self.compte

    # --- what he notes ---

    def row(self, left: Somme, right: Somme, low: int = 0, high: int | None = 0) -> None:
        """low ≤ left − right ≤ high."""
        terms = {name: left.get(name, 0) - right.get(name, 0) for name in {**left, **right}}
        self.rangs.append(({name: n for name, n in terms.items() if n}, low, high))

    def rest(self, left: Somme, right: Somme, name: str, p: PeriodeRapport) -> None:
        """What is to the left and not to the right: any reader computes it."""
        self.row(left, self.sum([right, self.missing(name, p)] if left else [right]))

    def missing(self, name: str, p: PeriodeRapport) -> Somme:
        """People that no report counts. Where nothing may be counted, there are none and everyone knows it; nor before the opening."""
        if name.endswith("avant_la_periode") and p.du <= self.ouverture:
            return {}
        made = self.unknown(f"{name} {p.code}")
        if self.overlaps(p.du, p.au + UN_JOUR, whole=name.startswith(TOUT)):
            self.cibles.append(Cible(f"{name} {p.code}", (made,), cachee=False))
        return made

    def reads(self, name: str, p: PeriodeRapport, value: Montre, scale: int = 1) -> None:
        """A figure, told or hidden."""
        name = self.named(name, p)
        self.dites.add((name, p.code))
        expression = self.number(name, p)
        if isinstance(value, int | Decimal):
            self.valeurs.setdefault(name, {})[p.code] = int(value * scale)
            self.row(expression, {}, int(value * scale), int(value * scale))
        elif value is MASQUEE and expression:
            self.cibles.append(Cible(f"{name}, {p.code}", (expression,)))


def deduce(a: Attaquant) -> None:
    """What the definitions say of all that he read."""
    _definitions(a)
    _over_time(a)


def _places(a: Attaquant, scope: str, p: PeriodeRapport) -> None:
    """Days followed: each stays all the period, or came, or left."""
    start, entries, exits = (a.number(f"{scope}{c}", p) for c in ("file_active_debut", "entrees", "sorties"))
    days = a.number(f"{scope}taux_occupation", p)
    most = a.sum([{k: p.jours * n for k, n in start.items()}, {k: p.jours * n for k, n in entries.items()}])
    a.row(most, a.sum([days, exits]), 0, None)
    a.row(a.sum([days, {k: p.jours * n for k, n in exits.items()}]), a.sum([{k: p.jours * n for k, n in start.items()}, entries]), 0, None)


# --- what he knows by the definitions ---


def head_of(name: str) -> str:
    """The code of a figure."""
    return re.split(r"[.\[]", name.removeprefix(TOUT))[0]


def _definitions(a: Attaquant) -> None:
    for line in filter(None, (EQUATIONS + (DU_TOUT if a.partout else "")).splitlines()):
        sides = [side.split(" + ") for side in line.split(" = ")]
        for p in a.periodes.values():
            for scope in ("", TOUT):
                if sum((scope + name, p.code) in a.dites for side in sides for name in side) > 1:
                    left, right = (a.sum(_term(a, name, scope, p) for name in side) for side in sides)
                    a.row(left, right)
                    if line == SUIVIS and not a.partout:
                        a.incertaines.append(a.rangs[-1])


def _term(a: Attaquant, name: str, scope: str, p: PeriodeRapport) -> Somme:
    if name[0] not in "?~":
        return a.number(scope + name, p)
    return a.missing(scope + name, p) if name[0] == "?" else a.unknown(f"{scope}{name} {p.code}")


def _over_time(a: Attaquant) -> None:
    told: dict[str, list[PeriodeRapport]] = {}
    for name, code in sorted(a.dites):
        told.setdefault(name, []).append(a.periodes[code])
    for name, periods in told.items():
        head = head_of(name)
        if head in DIFFERENTS:
            _different(a, name, periods)
        if head == "taux_occupation":
            for p in periods:
                _places(a, TOUT if name.startswith(TOUT) else "", p)
        if head == "personnes_concernees":
            _grows(a, name, periods)
        if name.startswith(TOUT) and not name.endswith(".nr"):
            for p in (p for p in told.get(name.removeprefix(TOUT), []) if p in periods):
                a.rest(a.number(name, p), a.number(name.removeprefix(TOUT), p), f"{name}, ailleurs", p)
        for span in {d for d in a.jours.get(name, ()) if len(a.jours[name]) > 2}:
            a.cibles += [Cible(n, ({n: 1},), cachee=False) for n in a.bornes if n.startswith(f"{name} du {span} au ")]
    for name, p in [(n, a.periodes[code]) for n, code in a.dites if n.startswith("constats_premiere") and n.endswith(".sur")]:
        a.row(a.number(name, p), a.number(name.replace("premiere", "derniere"), p))
    _news(a)


def _different(a: Attaquant, name: str, periods: list[PeriodeRapport]) -> None:
    """Counted once a period: in it, those of a part of it and others; and no more than in all its parts: of two, those of both. Days that do not count make no difference."""
    days = {p.code: frozenset(_counted(a, p, whole=name.startswith(TOUT))) for p in periods}
    for whole in periods:
        inside = [q for q in periods if q != whole and days[q.code] <= days[whole.code]]
        for q in inside:
            if days[q.code] == days[whole.code]:
                a.row(a.number(name, whole), a.number(name, q))
            else:
                a.rest(a.number(name, whole), a.number(name, q), f"{name} sans {q.code}", whole)
        for months in {q.mois for q in inside}:
            tiles = [q for q in inside if q.mois == months and days[q.code]]
            if frozenset().union(*(days[q.code] for q in tiles)) == days[whole.code]:
                parts = a.sum(a.number(name, q) for q in tiles)
                if len(tiles) == 2:
                    both = a.unknown(f"{name} des deux moitiés {whole.code}")
                    a.row(parts, a.sum([a.number(name, whole), both]))
                    a.cibles.append(Cible(f"{name} des deux moitiés {whole.code}", (both,), cachee=False, exacte=True))
                else:
                    a.row(parts, a.number(name, whole), 0, None)


def _counted(a: Attaquant, p: PeriodeRapport, *, whole: bool) -> Iterator[date]:
    return (day for n in range(p.jours) if a.counts(day := p.du + n * UN_JOUR, whole=whole))


def _grows(a: Attaquant, name: str, periods: list[PeriodeRapport]) -> None:
    """Since the opening: those of before, and others who came with a saisine."""
    ranked = sorted(periods, key=lambda q: q.au)
    for before, after in pairwise(ranked):
        if before.au == after.au:
            a.row(a.number(name, after), a.number(name, before))
            continue
        a.rest(a.number(name, after), a.number(name, before), f"{name} depuis {before.code}", after)
        if before.au == after.veille:
            referred = a.number(name.replace("personnes_concernees", "saisines"), after)
            a.row(a.sum([a.number(name, before), referred]), a.number(name, after), 0, None)


def _news(a: Attaquant) -> None:
    """Those of whom news is asked had left by then, alive."""
    for months in (6, 12):
        for p in list(a.periodes.values()):
            then = civil(add_months(p.du, -months), p.mois) if p.mois and months % p.mois == 0 else None
            asked = f"encore_logees_{months}"
            if (
                then
                and (f"{asked}.sur", p.code) in a.dites
                and ("sorties", then.code) in a.dites
                and a.overlaps(then.du, then.au + UN_JOUR, whole=False)
            ):
                a.row(
                    a.sum([a.number(f"{asked}.sur", p), a.number(f"{asked}.nr", p), a.number("sorties_deces", then)]),
                    a.number("sorties", then),
                )


# --- the attack ---


@dataclass(frozen=True)
class Trouve:
    """Something hidden that he found, or that a subtraction tells to be small: no more than `au_plus`."""

    quoi: str
    valeurs: tuple[int, ...]
    au_plus: int | None = None


class Contradiction(Exception):
    """No world fits what is printed."""


class Mondes:
    """What may be, for all that he knows; raises `Contradiction` where what is printed denies the definitions."""

    def __init__(self, a: Attaquant) -> None:
        self.names = list(a.bornes)
        self.column = {name: n for n, name in enumerate(self.names)}
        self.limits = tuple(a.bornes[name] for name in self.names)
        self.rows = tuple(
            Rang(tuple((n, self.column[name]) for name, n in terms.items()), low, high) for terms, low, high in a.rangs if terms
        )
        self.seen: list[tuple[int, ...]] = []
        self.drawn = random.Random(1)
        self.draw([])

    def draw(self, sums: Iterable[tuple[int, Somme]]) -> None:
        """A world where some sums, each times a sign, are least together."""
        costs = [0] * len(self.names)
        for sign, expression in sums:
            for name, n in expression.items():
                costs[self.column[name]] += sign * n
        point = solve(Programme(tuple(costs), self.limits, self.rows))
        if isinstance(point, str):
            raise Contradiction(point)
        self.seen.append(point)

    def single(self, expression: Somme) -> bool:
        """Whether a sum is the same in every world seen."""
        return len({self.at(expression, point) for point in self.seen}) == 1

    def scatter(self, sums: list[Somme]) -> None:
        """Worlds where sums differ, many at once, as long as that helps."""
        vain = 0
        while sums and vain < 3:
            self.draw((self.drawn.choice((-1, 1)), expression) for expression in sums)
            left = [expression for expression in sums if self.single(expression)]
            vain = 0 if len(left) < len(sums) else vain + 1
            sums = left

    def value(self, expression: Somme) -> int | None:
        """The only value that a sum has in every world; none where it has several."""
        for sign in (1, -1):
            if self.single(expression):
                self.draw([(sign, expression)])
        return self.at(expression, self.seen[0]) if self.single(expression) else None

    def small(self, expression: Somme, seuil: int) -> int | None:
        """The greatest value that a sum has in any world, where it is under a threshold."""
        if all(self.at(expression, point) < seuil for point in self.seen):
            self.draw([(-1, expression)])
        greatest = max(self.at(expression, point) for point in self.seen)
        return greatest if greatest < seuil else None

    def at(self, expression: Somme, point: Sequence[int]) -> int:
        return sum(n * point[self.column[name]] for name, n in expression.items())


def attack(a: Attaquant, seuil: int) -> list[Trouve]:
    """Every hidden number that he finds: what has one value in every world that fits; or only small ones, whatever he is told of reasons."""
    if not a.bornes:
        return []
    try:
        worlds = Mondes(a)
    except Contradiction:
        a.rangs = _but(a.rangs, a.incertaines)
        worlds = Mondes(a)
    plain = Mondes(replace(a, rangs=_but(a.rangs, a.raisons))) if a.raisons else worlds
    found = list[Trouve]()
    for each in (worlds, plain):
        each.scatter([part for target in a.cibles for part in target.parties])
    for target in a.cibles:
        values = [worlds.value(part) for part in target.parties]
        fixed = tuple(v for v in values if v is not None)
        small = [v for part in target.parties if (v := plain.small(part, seuil)) is not None]
        if (target.cachee and len(fixed) == len(values)) or any(v < seuil for v in fixed):
            found.append(Trouve(target.quoi, fixed))
        elif small and not target.exacte:
            found.append(Trouve(target.quoi, fixed, min(small)))
    return found


def _but(rows: list[tuple[Somme, int, int | None]], others: list[tuple[Somme, int, int | None]]) -> list[tuple[Somme, int, int | None]]:
    left = {id(row) for row in others}
    return [row for row in rows if id(row) not in left]
