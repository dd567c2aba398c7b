"""What an attacker reads: printed reports, figure by figure, row by row, curve by curve; nothing else of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from alp.core.graphique import short_mois
from alp.core.indicateurs.mesure import Calcul, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.perimetre import values_left
from alp.core.periode import PeriodeRapport
from alp.core.rapport.chiffres import CaseComposee, Chiffre, DetailCompose, Montre
from alp.core.rapport.composition import RESTE, Composition
from alp.core.tableau import MASQUEE
from tests.core.rapport.attaquant import EQUATIONS, PLAFOND, TOUT, Attaquant, Cible, deduce, head_of


@dataclass(frozen=True)
class Lecture:
    """One printed report, and the days that count for its reader: he knows the conventions and the opening."""

    composition: Composition
    compte: Sequence[tuple[date, date]]
    """Spans of days on which something may be counted."""
    ouverture: date
    entiere: Sequence[tuple[date, date]]
    """Spans of days on which he is told of the whole dispositif."""
    portee: str = ""
    """Before the names of its figures, where this reader is told elsewhere of a part of the dispositif."""


def read(*lectures: Lecture) -> Attaquant:
    """All that printed reports to one reader tell: read a first time for the days that they speak of."""
    first = _read(lectures, {}, set())
    return _read(lectures, first.jours, set(_contradicted(first)))


def _contradicted(a: Attaquant) -> Iterator[str]:
    """What does not add up, and what the definitions tie to it."""
    for name, told in a.valeurs.items():
        for code, value in told.items():
            whole = a.periodes[code]
            inside = [q for q in a.periodes.values() if q.code in told and q != whole and whole.du <= q.du and q.au <= whole.au]
            for months in {q.mois for q in inside if q.mois}:
                parts = [told[q.code] for q in inside if q.mois == months]
                if len(parts) * months == whole.mois and sum(parts) != value:
                    yield from _tied(head_of(name))


def _tied(head: str) -> Iterator[str]:
    yield head
    for line in EQUATIONS.split("\n"):
        heads = [head_of(name) for side in line.split(" = ") for name in side.split(" + ")]
        yield from heads if head in heads else ()


def _read(lectures: tuple[Lecture, ...], jours: dict[str, set[date]], contredits: set[str]) -> Attaquant:
    own = next((x for x in lectures if not x.portee), lectures[0])
    a = Attaquant(jours=jours, contredits=contredits, compte=own.compte, ouverture=own.ouverture, entiere=own.entiere)
    a.partout = all(x.composition.rapport.financeur is None for x in lectures)
    for lecture in lectures:
        r = lecture.composition.rapport
        a.periodes |= {p.code: p for p in (r.periode, r.periode.avant(), r.periode.un_an_avant(), *r.periode.derniers_mois())}
    for lecture in lectures:
        _read_report(a, lecture)
    deduce(a)
    return a


def _read_report(a: Attaquant, lecture: Lecture) -> None:
    r = lecture.composition.rapport
    courbes = [x for m in lecture.composition.modele.chapitres for x in m.courbes]
    libelles = {PAR_CODE[c].libelle: c for x in courbes for c in x.codes}
    lus = {short_mois(p.du): p for p in r.periode.derniers_mois()}
    for ch in lecture.composition.chapitres:
        for c in ch.chiffres:
            _read_figure(a, c, r.periode, c.valeur, lecture, now=True)
            _read_figure(a, c, r.periode.avant(), c.avant, lecture, now=False)
            _read_figure(a, c, r.periode.un_an_avant(), c.un_an_avant, lecture, now=False)
        for d in ch.details:
            _read_detail(a, d, r.periode, lecture)
        for g in (g for g in ch.courbes if g.axe == "Mois"):
            for serie in g.series:
                for mois, value in zip(g.categories, serie.valeurs, strict=True):
                    a.reads(lecture.portee + libelles[serie.libelle], lus[mois], value if value is not None else 0)


def _scale(code: str) -> int:
    return 100 if PAR_CODE[code].unite in {Unite.heures, Unite.euros} else 1


def _read_figure(a: Attaquant, c: Chiffre, p: PeriodeRapport, value: Montre, lecture: Lecture, *, now: bool) -> None:
    i, name = PAR_CODE[c.code], lecture.portee + c.code
    if now and isinstance(c.non_renseigne, int):
        a.reads(f"{name}.nr", p, c.non_renseigne)
    if i.calcul is Calcul.taux:
        _read_rate(a, name, p, value, c.base if now else None)
    elif i.calcul is Calcul.mediane:
        a.reads(f"{name}.sur", p, c.base if now else None)
    elif i.calcul is Calcul.rapport:
        _read_ratio(a, c, p, value, now=now)
    elif not (i.tout or i.unite in {Unite.actions, Unite.reunions, Unite.places}) and c.code != "heures_collectives":
        a.reads(name, p, value, _scale(c.code))


def _read_ratio(a: Attaquant, c: Chiffre, p: PeriodeRapport, value: Montre, *, now: bool) -> None:
    """Times what is printed beside it, a ratio gives back what it is made of."""
    if c.code == "charge_par_etp" and now and isinstance(c.numerateur, int):
        a.reads(f"{TOUT}file_active_stock", p, c.numerateur)
    if c.code == "taux_occupation" and now and isinstance(c.numerateur, int):
        a.reads(f"{TOUT}taux_occupation", p, c.numerateur)
    if c.code == "heures_par_etp" and value is not None:
        a.dites.add((c.code, p.code))
        if value is not MASQUEE and ("heures", p.code) in a.dites and "heures" in a.valeurs:
            a.row(a.number(c.code, p), {}, a.valeurs["heures"].get(p.code, 0), a.valeurs["heures"].get(p.code, PLAFOND))


def _read_rate(a: Attaquant, name: str, p: PeriodeRapport, value: Montre, base: Montre) -> None:
    """A percentage to one decimal: what is below, if told; what is above is so near."""
    above, below = a.number(f"{name}.dont", p), a.number(f"{name}.sur", p)
    a.dites |= {(a.named(f"{name}.{part}", p), p.code) for part in ("dont", "sur")}
    a.rest(below, above, f"{name}, les autres", p)
    if isinstance(base, int):
        a.row(below, {}, base, base)
    if isinstance(value, int | Decimal):
        near = int(Fraction(value) * 10)
        a.row({k: 2000 * n for k, n in above.items()}, {k: (2 * near - 1) * n for k, n in below.items()}, 0, None)
        a.row({k: (2 * near + 1) * n for k, n in below.items()}, {k: 2000 * n for k, n in above.items()}, 0, None)
    elif value is MASQUEE and below:
        a.cibles.append(Cible(f"{name}, {p.code}", (above, below)))


def _read_detail(a: Attaquant, d: DetailCompose, p: PeriodeRapport, lecture: Lecture) -> None:
    """The rows told; of those declared and not told, he knows that they are hidden; and some may be of values that he does not know.

    What is told of all that are hidden together is told. He knows his own perimeter: nothing is counted outside of it.
    """
    i, v = d.indicateur, d.ventilation
    if i.tout or i.unite in {Unite.actions, Unite.reunions}:
        return
    told = {c.cle: c for c in d.cases if c.valeur is not MASQUEE and c.cle != RESTE}
    rest = next((c for c in d.cases if c.valeur is not MASQUEE and c.cle == RESTE), None)
    r = lecture.composition.rapport
    left = values_left(r.financeur, r.dispositif, v.code) if r.financeur else None
    known = dict.fromkeys((*v.libelles(r.dispositif), *told, ""))
    keys = [k for k in known if left is None or k in left or k in told]
    code = lecture.portee + i.code
    names = [f"{code}[{v.code}={key}]" for key in keys]
    for name, key in zip(names, keys, strict=True):
        shown = told.get(key)
        if i.calcul is Calcul.taux:
            _read_rate(a, name, p, shown.valeur if shown else MASQUEE, shown.sur if shown else None)
        else:
            a.reads(name, p, shown.valeur if shown else MASQUEE)
    elsewhere = [f"{code}[{v.code}=?ailleurs]"] if left is None else []
    hidden = [name for name, key in zip(names, keys, strict=True) if key not in told]
    if rest:
        _read_rest(a, rest, [*hidden, *elsewhere], p, rate=i.calcul is Calcul.taux)
    if i.calcul is not Calcul.taux:
        a.reads(code, p, d.total)
        _adds_up(a, code, [*names, *elsewhere], p, several=v.multiple or i.calcul is Calcul.distincts)
    else:
        for part in (".dont", ".sur"):
            _adds_up(a, f"{code}{part}", [f"{name}{part}" for name in (*names, *elsewhere)], p, several=False)


def _read_rest(a: Attaquant, rest: CaseComposee, hidden: list[str], p: PeriodeRapport, *, rate: bool) -> None:
    """What is told of the hidden rows together; of a rate, what is below, and nearly what is above."""
    numbers = [(a.sum(a.number(f"{name}.sur", p) for name in hidden), rest.sur)] if rate else []
    numbers += [] if rate else [(a.sum(a.number(name, p) for name in hidden), rest.valeur)]
    for expression, value in numbers:
        if isinstance(value, int | Decimal):
            a.row(expression, {}, int(value), int(value))
    if rate and isinstance(rest.valeur, int | Decimal) and isinstance(rest.sur, int):
        above = a.sum(a.number(f"{name}.dont", p) for name in hidden)
        near, scale = int(Fraction(rest.valeur) * 10), 2000
        a.row({k: scale * n for k, n in above.items()}, {}, (2 * near - 1) * rest.sur, (2 * near + 1) * rest.sur)


def _adds_up(a: Attaquant, whole: str, parts: list[str], p: PeriodeRapport, *, several: bool) -> None:
    all_, each = a.number(whole, p), [a.number(part, p) for part in parts]
    a.row(a.sum(each), all_, 0, None if several else 0)
    for name, part in zip(parts, each, strict=True) if several else ():
        if "?" not in name:
            a.rest(all_, part, f"{whole} sans {name}", p)
