"""Means: working time, money, places, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from alp.core.dispositif import Convention
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.flux import followed_at
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite, total
from alp.core.indicateurs.saisines import demand
from alp.core.plis import changements

UN_JOUR = timedelta(days=1)


def days_common(du: date | None, au: date | None, debut: date, fin: date) -> int:
    """How many days two spans share, bounds included; an absent bound is open."""
    return max(0, (min(au or fin, fin) - max(du or debut, debut)).days + 1)


# --- working time -------------------------------------------------------------------------------------


def _etp(etude: Etude) -> Iterator[Membre]:
    """Each worker's time, weighted by the days of the period in which it held."""
    p = etude.periode
    for worker in etude.dispositif.equipe:
        held = sum(
            (Fraction(e.valeur) * days_common(e.du or worker.du, e.au or worker.au, p.du, p.au) for e in worker.etp), start=Fraction(0)
        )
        if held:
            yield Membre(worker.code, "", p.au, held / p.jours, cles={"par": (worker.code,)})


def etp_moyen(etude: Etude) -> Fraction:
    """The mean working time of the period, in full-time equivalents."""
    return Fraction(total(_etp(etude)))


# --- money --------------------------------------------------------------------------------------------


def _financements(etude: Etude) -> Iterator[Membre]:
    """What each convention brings over the civil years that the period touches."""
    p = etude.periode
    for financeur in etude.dispositif.financeurs:
        for n, c in enumerate(financeur.conventions, 1):
            if c.du <= p.au and (c.au is None or c.au >= p.du):
                amount = None if c.montant is None else sum((of_year(c, y) for y in range(p.du.year, p.au.year + 1)), start=Fraction(0))
                yield Membre(f"financeurs/{financeur.code}/{n}", "", p.au, amount, cles={"financeur": (financeur.code,)})


def of_year(c: Convention, year: int) -> Fraction:
    """A convention's money for one civil year, by days where it covers a part of it."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    days = days_common(c.du, c.au, start, end)
    if c.par == "convention" and c.au:
        return Fraction(c.montant or 0) * days / ((c.au - c.du).days + 1)
    return Fraction(c.montant or 0) * days / ((end - start).days + 1)


# --- places -------------------------------------------------------------------------------------------


def _places(etude: Etude) -> Iterator[Membre]:
    au = etude.periode.au
    for n, places in enumerate(etude.dispositif.places, 1):
        if days_common(places.du, places.au, au, au):
            yield Membre(f"places/{n}", "", au, places.nombre, cles={"commune": (places.commune,) if places.commune else ()})


def _place_days(etude: Etude) -> int:
    p = etude.periode
    return sum(x.nombre * days_common(x.du, x.au, p.du, p.au) for x in etude.dispositif.places)


def _followed_spans(etude: Etude) -> Iterator[tuple[Fil, str, date, date]]:
    """The days of the period in which each person was followed at the end of the day: first, last."""
    p = etude.periode
    for fil, e in etude.episodes:
        last = min(p.au, e.sortie.le - UN_JOUR) if e.sortie else p.au
        first = max(p.du, e.entree.le)
        if first <= last:
            yield fil, e.entree.ref, first, last


def _followed_days(etude: Etude) -> Iterator[Membre]:
    for fil, ref, first, last in etude.once(_followed_spans):
        yield Membre(fil.id, ref, last, (last - first).days + 1, fil.personne_id)


def _housed_days(etude: Etude) -> Iterator[Membre]:
    """The followed days on which the person had a dwelling."""
    for fil, ref, first, last in etude.once(_followed_spans):
        cuts = sorted({c.le for c in changements(fil.situation, last) if c.logement is not None and first < c.le} | {first})
        ends = (*(c - UN_JOUR for c in cuts[1:]), last)
        days = sum((end - start).days + 1 for start, end in zip(cuts, ends, strict=True) if fil.logement(start))
        yield Membre(fil.id, ref, last, days, fil.personne_id)


def _load(etude: Etude) -> Fraction:
    """Situations followed at the period's end for one full-time worker; 0 where nobody works."""
    time = etp_moyen(etude)
    return Fraction(total(etude.once(followed_at))) / time if time else Fraction(0)


INDICATEURS = (
    Indicateur(
        "etp", "Temps de travail", "Les équivalents temps plein de l'équipe, en moyenne sur les jours de la période.",
        Unite.etp, Calcul.somme, _etp, ("par",), tout=True,
    ),
    Indicateur(
        "charge_par_etp", "Situations suivies par ETP",
        "La file active au dernier jour, divisée par le temps de travail moyen de la période.",
        Unite.situations, Calcul.rapport, followed_at, base="ETP moyens de la période", denominateur=etp_moyen, tout=True,
        source="MAIA : une quarantaine de personnes par gestionnaire de cas",
    ),
    Indicateur(
        "etp_necessaires", "Temps de travail que la demande appelle",
        "La demande, divisée par le nombre de situations suivies par ETP : ce qu'il faudrait d'équivalents temps plein pour la suivre toute, à la charge d'aujourd'hui.",
        Unite.etp, Calcul.rapport, demand, base="situations suivies par ETP", denominateur=_load, tout=True,
    ),
    Indicateur(
        "financements", "Financements de l'année",
        "Ce que les conventions en cours dans la période apportent pour les années civiles qu'elle touche, au prorata des jours couverts.",
        Unite.euros, Calcul.somme, _financements, ("financeur",), tout=True, manque="le montant de la convention, dans dispositif.yaml",
    ),
    Indicateur(
        "places", "Places", "Les places ouvertes au dernier jour ou, pour une équipe mobile, le nombre de situations que l'on peut suivre en même temps.",
        Unite.places, Calcul.somme, _places, ("commune",), tout=True, si=lambda d: bool(d.places),
    ),
    Indicateur(
        "taux_occupation", "Taux d'occupation",
        "Les jours d'accompagnement de la période, divisés par les places multipliées par les jours où elles étaient ouvertes.",
        Unite.pourcent, Calcul.rapport, _followed_days, base="journées-places de la période", denominateur=_place_days, tout=True, si=lambda d: bool(d.places),
        source="rapports LHSS et ACT : journées rapportées aux places",
    ),
    Indicateur(
        "jours_loges", "Part des jours logés",
        "Parmi les jours d'accompagnement de la période, ceux où la personne avait un logement.",
        Unite.pourcent, Calcul.rapport, _housed_days, base="jours d'accompagnement", denominateur=lambda e: total(e.once(_followed_days)), tout=True, si=lambda d: d.loge == "oui",
        source="un chez-soi d'abord : maintien dans le logement",
    ),
    Indicateur(
        "cout_par_place", "Financement par place", "Les financements des années touchées, divisés par les places ouvertes au dernier jour.",
        Unite.euros, Calcul.rapport, _financements, base="places", denominateur=lambda e: total(_places(e)), tout=True, si=lambda d: bool(d.places),
    ),
)  # fmt: skip
