"""What any reader knows that ties one figure to another, in one report and from one report to the next.

Each row or rule that is missing here is a way to find a number that was hidden. Keys are those of `composition`: `visites@2026-10`,
`visites@2026-10/resultat=rencontre`; of a rate `…/n` above and `…/d` below; of a distribution `…/d`, how many it describes; `…/nr`, how many lack a
value; `tout/…`, the same number for the whole dispositif where the reader is told of a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from alp.core.calendrier import add_months
from alp.core.indicateurs.moyens import UN_JOUR
from alp.core.periode import PeriodeRapport, civil, read_periode
from alp.core.rapport.couverture import Couverture
from alp.core.secret import Contrainte, au_plus
from alp.core.secret.publication import Reste

TOUT = "tout/"
"""Before the key of a number of the whole dispositif, in the report of who reads a part of it."""
CORRIGE = "~"
"""After the key of a number that was corrected since it was issued: another number, which later ones do not tie."""
Valeurs = Mapping[str, int]


class Cle(NamedTuple):
    """The parts of a key."""

    portee: str
    """`tout/` or nothing."""
    code: str
    periode: str
    suffixe: str
    """What follows the period: `/n`, `/motif_sortie=deces`…"""

    def __str__(self) -> str:
        return f"{self.portee}{self.code}@{self.periode}{self.suffixe}"


def read_cle(cle: str) -> Cle:
    """A key, taken apart."""
    scope = TOUT if cle.startswith(TOUT) else ""
    code, _, rest = cle.removeprefix(scope).partition("@")
    periode, slash, suffix = rest.partition("/")
    return Cle(scope, code, periode, slash + suffix)


@lru_cache(maxsize=1024)
def _periode(code: str) -> PeriodeRapport:
    return read_periode(code)


# --- how a figure goes with time ----------------------------------------------------------------------

STOCKS = frozenset({
    "file_active_stock", "file_active_debut", "foyers_suivis", "en_attente", "age_attente", "arriere", "age_arriere", "contrats_en_cours",
    "procedures_en_cours", "places",
})  # fmt: skip
"""Told of one day: two reports that end on the same day tell the same."""
CUMULS = frozenset({"personnes_concernees"})
"""Since the opening, up to a day: they never go down."""
FLUX = frozenset({
    "saisines", "taux_suite_donnee", "refus_capacite", "entrees", "sorties", "nouvelles_personnes",
    "delai_tentative", "delai_rencontre", "tentatives_avant_rencontre", "delai_accord", "delai_reunion", "delai_contrat", "delai_droit_commun",
    "contrats_signes", "contrats_commences", "contrats_renouveles", "contrats_refuses", "contrats_echus", "contrats_rompus", "taux_renouvellement",
    "visites", "visites_rencontre", "appels", "courriers", "demarches", "actes", "palette", "heures", "heures_trajet", "heures_collectives",
    "orientations", "orientations_effectives", "orientations_verifiees", "orientations_abandonnees", "taux_orientations_effectives",
    "maintien", "sorties_deces", "encore_logees_6", "encore_logees_12", "expulsions_evitees", "hospitalisations", "jours_hopital", "jours",
    "evaluations", "objectifs_atteints", "epices_entree", "epices_six_mois", "epices_sortie", "epices_precarite",
    "reunions", "passages", "retours",
    "actions", "personnes_actions", "personnes_vehicule", "situations_nees", "actions_professionnels", "professionnels_touches", "actes_collectifs",
})  # fmt: skip
"""What adds up from one month to the next: what each counts is dated on one day of one period."""
DISTINCTS = frozenset({
    "file_active_flux", "personnes_rencontrees", "resultats", "situations_examinees", "situations_examinees_nouvelles", "situations_revues",
})  # fmt: skip
"""Counted once a period: less than the sum of its months, no less than any of them."""
AILLEURS = frozenset({
    "demande", "etp", "charge_par_etp", "etp_necessaires", "financements", "cout_par_place", "taux_occupation", "jours_loges", "heures_par_etp",
    "constats_premiere", "constats_derniere", "dette_premiere", "dette_derniere", "dettes_reduites", "progres",
})  # fmt: skip
"""What no sum over time ties: ratios, and what is looked at on the last day of what the period changed."""
ETATS = ("/recevabilite=", "/etat_orientation=")
"""Breakdowns told as they are on the last day: they move after the fact, and do not add up."""
SUITES = frozenset({"taux_suite_donnee", "taux_orientations_effectives", "taux_renouvellement"})
"""Rates whose upper part is told so too: what was followed by something on the last day at the latest."""


def entire(code: str, periode: PeriodeRapport, couverture: Couverture) -> bool:
    """Whether a reader is told of the whole dispositif by a figure: on the day of a stock, on every day of what is counted over time."""
    if code in STOCKS:
        day = periode.du if code == "file_active_debut" else periode.au
        return couverture.whole(day, day)
    return couverture.whole(date.min if code in CUMULS else periode.du, periode.au)


# --- ties between the figures of one period -----------------------------------------------------------


@dataclass(frozen=True)
class Lien:
    """Σ `gauche` = Σ `droite`, or at most that. Of a `<=`, what is told of the left makes the tie, and `reste` says what is missing to the right."""

    gauche: tuple[str, ...]
    droite: tuple[str, ...]
    reste: Reste | None = None
    """None: they are equal."""
    avant: bool = False
    """Whether what is missing began before the period: nothing did before the opening, and everyone knows it."""

    def of(self, make: Callable[[str], str], values: Valeurs) -> Contrainte | None:
        """The tie, between the cells of one period; none where something of it is not told."""
        left, right = ([make(name) for name in side] for side in (self.gauche, self.droite))
        kept = left if self.reste is None else [key for key in left if key in values]
        if not kept or not all(key in values for key in (*kept, *right)):
            return None
        return Contrainte(
            (*((1, key) for key in kept), *((-1, key) for key in right)), "<=" if self.reste else "=", 0, self.reste or "cellule"
        )


def _same(gauche: str, droite: str) -> Lien:
    return Lien(tuple(gauche.split(" + ")), tuple(droite.split(" + ")))


def _within(gauche: str, droite: str, reste: Reste = "cellule") -> Lien:
    return Lien(tuple(gauche.split(" + ")), tuple(droite.split(" + ")), reste)


LIENS: tuple[Lien, ...] = (
    _same("visites_rencontre/d", "visites"),
    _same("visites_rencontre/n", "visites/resultat=rencontre"),
    _same("taux_orientations_effectives/d", "orientations"),
    _same("taux_orientations_effectives/n", "orientations/etat_orientation=effective + orientations/etat_orientation=verifiee"),
    _same("taux_suite_donnee/d + saisines/recevabilite=deja_connue", "saisines"),
    _same("maintien/d + maintien/nr + sorties_deces", "sorties"),
    _same("maintien/n", "sorties/issue=maintenu + sorties/issue=reloge"),
    _same(
        "maintien/d",
        "sorties/issue=maintenu + sorties/issue=reloge + sorties/issue=heberge + sorties/issue=etablissement + sorties/issue=expulse + sorties/issue=hospitalise",
    ),
    _same("sorties_deces", "sorties/issue=deces"),
    _same("sorties_deces", "sorties/motif_sortie=deces"),
    _same("contrats_commences/rang=1 + contrats_renouveles", "contrats_commences"),
    _same("taux_renouvellement/n + contrats_echus", "taux_renouvellement/d"),
    _same("age_attente/d", "en_attente"),
    _same("age_arriere/d", "arriere"),
    _same("delai_rencontre/d", "tentatives_avant_rencontre/d"),
    _same("epices_entree/d", "epices_precarite/d"),
    _same("professionnels_touches", "personnes_actions/public=professionnels"),
    _same("heures_par_etp", "heures"),
    _within("maintien/d + sorties_deces", "sorties"),
    _within("arriere", "en_attente"),
    _within("nouvelles_personnes", "entrees"),
    _within("nouvelles_personnes", "personnes_concernees"),
    _within("personnes_rencontrees", "file_active_flux"),
    _within("file_active_flux", "personnes_concernees"),
    _within("foyers_suivis", "file_active_stock", "libre"),
    _within("situations_examinees_nouvelles", "situations_examinees"),
    _within("situations_revues", "situations_examinees"),
    _within("situations_examinees", "situations_examinees_nouvelles + situations_revues"),
    _within("situations_examinees_nouvelles + situations_revues", "passages", "libre"),
    _within("situations_examinees", "passages", "libre"),
    _within("file_active_stock + en_attente", "demande"),
    _within("demande", "file_active_stock + en_attente + refus_capacite", "libre"),
    _within("visites + appels + courriers + demarches + evaluations", "actes"),
    _within("hospitalisations", "jours_hopital", "libre"),
    _within("personnes_vehicule", "personnes_actions"),
    _within("professionnels_touches", "personnes_actions"),
    _within("delai_contrat/d", "contrats_commences"),
    _within("delai_reunion/d", "passages"),
    _within("delai_droit_commun/d", "orientations_effectives"),
    replace(_within("taux_orientations_effectives/n", "orientations_effectives"), avant=True),
    _within("epices_entree/d + epices_six_mois/d + epices_sortie/d", "evaluations"),
)
"""By the definitions of the indicators. A share of hours is proportional to them: that one gives the other is what counts here."""


# --- the rules ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chiffres:
    """What a reader holds: numbers by key, and the days that count for him."""

    valeurs: Valeurs
    couverture: Couverture

    @cached_property
    def cles(self) -> tuple[Cle, ...]:
        """The keys of numbers that still stand."""
        return tuple(read_cle(cle) for cle in self.valeurs if not cle.endswith(CORRIGE))

    def grouped(self, codes: frozenset[str]) -> dict[Cle, dict[str, PeriodeRapport]]:
        """The keys of some figures, by what they tell whatever the period, with their periods."""
        found: dict[Cle, dict[str, PeriodeRapport]] = {}
        for cle in self.cles:
            if cle.code in codes:
                found.setdefault(cle._replace(periode=""), {})[str(cle)] = _periode(cle.periode)
        return found

    def periodes(self) -> list[tuple[str, str]]:
        """Every scope and period of which something is told."""
        return sorted({(cle.portee, cle.periode) for cle in self.cles})

    def ahead(self, portee: str, le: date) -> date:
        """The first day, from a day on, on which something may be counted: of the whole dispositif, once it is open."""
        if not portee:
            return self.couverture.ahead(le)
        return max(le, self.couverture.ouverture or date.max)

    def stock(self, portee: str, le: date) -> str | None:
        """The key of the file active at the end of a day, if it is told."""
        for cle in self.cles:
            if cle.portee == portee and not cle.suffixe and cle.code in _FILE and _evening(cle.code, _periode(cle.periode)) == le:
                return str(cle)
        return None


_FILE = ("file_active_stock", "file_active_debut")


def _evening(code: str, periode: PeriodeRapport) -> date:
    """The day at the end of which a stock is told."""
    return periode.veille if code == "file_active_debut" else periode.au


def of_one_period(c: Chiffres) -> Iterator[Contrainte]:
    """The ties between the figures of one period."""
    for scope, period in c.periodes():
        old = c.couverture.opened(_periode(period).veille)
        for lien in LIENS:
            told = lien if old or not lien.avant else replace(lien, reste=None)
            found = told.of(partial(_in, scope=scope, period=period), c.valeurs)
            if found:
                yield found


def _in(name: str, scope: str, period: str) -> str:
    code, slash, suffix = name.partition("/")
    return f"{scope}{code}@{period}{slash}{suffix}"


def of_twins(c: Chiffres) -> Iterator[Contrainte]:
    """A finding is counted as many times first as last."""
    for cle in c.cles:
        last = str(cle._replace(code="constats_derniere"))
        if cle.code == "constats_premiere" and cle.suffixe.endswith("/d") and last in c.valeurs:
            yield Contrainte(((1, str(cle)), (-1, last)))


def of_followed(c: Chiffres) -> Iterator[Contrainte]:
    """Start + entries = end + exits, in each period, the stock of a day being told by any report."""
    for scope, code in c.periodes():
        entries, exits = f"{scope}entrees@{code}", f"{scope}sorties@{code}"
        period = _periode(code)
        start, end = c.stock(scope, period.veille), c.stock(scope, period.au)
        new = not c.couverture.opened(period.veille)
        if entries in c.valeurs and exits in c.valeurs and end and (start or new):
            yield Contrainte(((1, entries), (-1, exits), (-1, end), *([(1, start)] if start else [])))


def of_one_day(c: Chiffres) -> Iterator[Contrainte]:
    """A stock is the same, whichever period ends on that day."""
    by_day: dict[tuple[Cle, date], list[str]] = {}
    for cle in c.cles:
        if cle.code in STOCKS | CUMULS:
            code = "file_active_stock" if cle.code in _FILE else cle.code
            day = _evening(cle.code, _periode(cle.periode))
            by_day.setdefault((cle._replace(code=code, periode=""), day), []).append(str(cle))
    for keys in by_day.values():
        yield from (Contrainte(((1, a), (-1, b))) for a, b in pairwise(keys))


def of_cumuls(c: Chiffres) -> Iterator[Contrainte]:
    """People concerned since the opening only grow; each new one came with a saisine."""
    for group, keys in c.grouped(CUMULS).items():
        by_day = {p.au: key for key, p in keys.items()}
        yield from (au_plus(by_day[a], by_day[b]) for a, b in pairwise(sorted(by_day)))
        for key, p in keys.items() if not group.suffixe else ():
            referred, before = str(group._replace(code="saisines", periode=p.code)), by_day.get(p.veille)
            none = c.ahead(group.portee, date.min) >= p.du
            if referred in c.valeurs and (before or none):
                yield Contrainte(((1, key), (-1, referred), *([(-1, before)] if before else [])), "<=", 0, "libre")


def of_sums(c: Chiffres) -> Iterator[Contrainte]:
    """What adds up over time: months make their year, and what two reports leave between them is counted too."""
    for group, keys in c.grouped(FLUX).items():
        if not (group.suffixe.startswith(ETATS) or (group.code in SUITES and group.suffixe.endswith("/n"))):
            yield from _sums(keys, partial(c.ahead, group.portee))


Somme = dict[str, int]
"""Coefficient by key."""
Jours = tuple[date, date]
"""From one day to the eve of another, those left out on which nothing may be counted."""


def _sums(keys: Mapping[str, PeriodeRapport], ahead: Callable[[date], date]) -> Iterator[Contrainte]:
    """A period is an edge from its first day to the day after its last: around each cycle the sum is nothing, and between two days the count is not negative."""
    since: dict[date, Somme] = {}
    root: dict[date, date] = {}
    for key, p in sorted(keys.items(), key=lambda pair: (pair[1].jours, pair[0])):
        first, last = ahead(p.du), ahead(p.au + UN_JOUR)
        for day in (first, last):
            root.setdefault(day, day)
            since.setdefault(day, {})
        step = _plus(_plus(since[first], {key: 1}), since[last], -1)
        if root[first] == root[last]:
            yield Contrainte(tuple((n, k) for k, n in step.items()))
            continue
        moved, new = root[last], root[first]
        for day in [d for d, r in root.items() if r == moved]:
            since[day], root[day] = _plus(since[day], step), new
    yield from _between(since, root, keys)


def _between(since: Mapping[date, Somme], root: Mapping[date, date], keys: Mapping[str, PeriodeRapport]) -> Iterator[Contrainte]:
    """What is counted from each day to the next one of which something is told, where no report tells it."""
    for top in sorted(set(root.values())):
        days = sorted(day for day, r in root.items() if r == top)
        for a, b in pairwise(days):
            found = _plus(since[b], since[a], -1)
            if len(found) > 1 or set(found.values()) != {1}:
                yield Contrainte(tuple((-n, k) for k, n in found.items()), "<=")


def _plus(a: Somme, b: Mapping[str, int], times: int = 1) -> Somme:
    made = dict(a)
    for key, n in b.items():
        made[key] = made.get(key, 0) + times * n
    return {key: n for key, n in made.items() if n}


def of_distincts(c: Chiffres) -> Iterator[Contrainte]:
    """Counted once a period: no less than in a part of it, no more than in the parts together; of two parts, what is missing is in both."""
    for group, keys in c.grouped(DISTINCTS).items():
        spans = {key: (c.ahead(group.portee, p.du), c.ahead(group.portee, p.au + UN_JOUR)) for key, p in keys.items()}
        firsts = dict[Jours, str]()
        for key, span in spans.items():
            same = firsts.setdefault(span, key)
            if same != key:
                yield Contrainte(((1, key), (-1, same)))
        for (start, end), whole in firsts.items():
            inside = {span: key for span, key in firsts.items() if key != whole and start <= span[0] and span[1] <= end}
            yield from (au_plus(part, whole) for part in inside.values())
            tiles = _tiles((start, end), inside)
            if tiles:
                both: Reste = "cellule" if len(tiles) == 2 else "libre"
                yield Contrainte(((1, whole), *((-1, part) for part in tiles)), "<=", 0, both)


def _tiles(span: Jours, inside: Mapping[Jours, str]) -> Sequence[str]:
    """The longest spans that make another one, end to end; empty where something is missing."""
    day, end = span
    found = list[str]()
    while day < end:
        fit = max((s for s in inside if s[0] == day < s[1]), key=lambda s: s[1], default=None)
        if fit is None:
            return ()
        found.append(inside[fit])
        day = fit[1]
    return found


EXAMENS = (("situations_examinees_nouvelles", "situations_revues"), ("situations_examinees",))
"""What is counted once a period, and is as many passages at least."""


def of_examined(c: Chiffres) -> Iterator[Contrainte]:
    """Situations examined in each part of a period are as many passages of it at least, though none is told of the part's passages."""
    for group, keys in c.grouped(frozenset({"passages"})).items():
        for whole, p in keys.items() if not group.suffixe else ():
            inside = [q for q in map(_periode, {code for _, code in c.periodes()}) if q != p and p.du <= q.du and q.au <= p.au]
            for codes in EXAMENS:
                parts = {q: [key for n in codes if (key := f"{group.portee}{n}@{q.code}") in c.valeurs] for q in inside}
                apart = _apart(q for q, told in parts.items() if len(told) == len(codes))
                if apart:
                    yield Contrainte((*((1, key) for q in apart for key in parts[q]), (-1, whole)), "<=", 0, "libre")


def _apart(periodes: Iterable[PeriodeRapport]) -> list[PeriodeRapport]:
    """Periods of which no two share a day, the longest first."""
    found = list[PeriodeRapport]()
    for p in sorted(periodes, key=lambda p: (-p.jours, p.du)):
        if all(p.au < q.du or q.au < p.du for q in found):
            found.append(p)
    return found


def of_whole(c: Chiffres) -> Iterator[Contrainte]:
    """What a reader is told of his part is in what he is told of the whole."""
    for cle in c.cles:
        part = str(cle._replace(portee=""))
        if cle.portee and part in c.valeurs:
            yield au_plus(part, str(cle))


def of_news(c: Chiffres) -> Iterator[Contrainte]:
    """Those of whom news is asked six months or a year after their exit are those of that time's exits who did not die."""
    for months in (6, 12):
        for scope, code in c.periodes():
            p = _periode(code)
            if p.mois and months % p.mois == 0:
                then = civil(add_months(p.du, -months), p.mois).code
                asked = [f"{scope}encore_logees_{months}@{code}/{part}" for part in ("d", "nr")]
                left = [f"{scope}{name}@{then}" for name in ("sorties_deces", "sorties")]
                if all(key in c.valeurs for key in (*asked, *left)):
                    yield Contrainte((*((1, key) for key in (*asked, left[0])), (-1, left[1])))


def of_places(c: Chiffres) -> Iterator[Contrainte]:
    """The days followed in a period, known by the share of places taken, tell of who was there at the start, entered and left.

    Each who stays brings every day of it, each entry a day at least and every day at most, each exit none at least and all but one at most.
    """
    for scope, code in c.periodes():
        p = _periode(code)
        days, entries, exits = (f"{scope}{name}@{code}" for name in ("jours", "entrees", "sorties"))
        start = c.stock(scope, p.veille)
        if all(key in c.valeurs for key in (days, entries, exits)) and (start or not c.couverture.opened(p.veille)):
            there = [start] if start else []
            yield Contrainte(((1, days), (-p.jours, entries), (1, exits), *((-p.jours, key) for key in there)), "<=", 0, "libre")
            yield Contrainte(((-1, days), (1, entries), (-p.jours, exits), *((p.jours, key) for key in there)), "<=", 0, "libre")


Regle = Callable[[Chiffres], Iterable[Contrainte]]
REGLES: tuple[Regle, ...] = (
    of_one_period, of_twins, of_followed, of_one_day, of_cumuls, of_sums, of_distincts, of_examined, of_whole, of_news, of_places,
)  # fmt: skip


def liens(valeurs: Valeurs, couverture: Couverture) -> Iterator[Contrainte]:
    """Every tie between the numbers that a reader holds.

    Args:
        valeurs: by key, those hidden too.
        couverture: the days that count for him.
    """
    seen = Chiffres(valeurs, couverture)
    for rule in REGLES:
        yield from rule(seen)


def true_of(contrainte: Contrainte, valeurs: Valeurs) -> Contrainte | None:
    """A tie as the numbers have it; none where it is not between numbers that are told, or bounds what goes beyond it.

    Late entries, or a perimeter that changes, may break a sum: the reader is then supposed to know by how much, which is more than he does.
    """
    if not all(key in valeurs for _, key in contrainte.termes):
        return None
    gap = contrainte.gap(valeurs)
    if contrainte.sens == "=":
        return replace(contrainte, constante=contrainte.constante - gap)
    return contrainte if gap >= 0 else None
