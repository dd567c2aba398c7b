"""What the team does: visits, calls, letters, acts and hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from alp.core.codes import SUR_PLACE
from alp.core.entrees import Bilan, Demarche, Evaluation, Travail, Visite
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Poids, Unite
from alp.core.indicateurs.moyens import etp_moyen
from alp.core.perimetre import Faits

_OU = ("commune", "territoire", "quartier", "bailleur", "parc")
NON_FAITES = frozenset({"annulee", "reportee"})
"""Results of a visit that did not take place, on our side."""
A_DISTANCE = frozenset({"telephone", "visio"})
ECRITS = frozenset({"courrier", "message"})
TRAVAUX: tuple[type[Travail], ...] = (Visite, Demarche, Evaluation, Bilan)
"""The entries that bear a time."""


class Acte(NamedTuple):
    """An act of the period: the entry, and the member that it is, with where, how it went and by whom."""

    fil: Fil
    entree: Travail
    membre: Membre

    def of(self, poids: Poids | None) -> Membre:
        """The same member for another weight."""
        m = self.membre
        return Membre(m.quoi, m.ref, m.le, poids, m.cle, m.cles, m.axes)


def member(etude: Etude, fil: Fil, e: Travail) -> Membre:
    """An act, with where, how it went and by whom."""
    if isinstance(e, Visite):
        return Membre(fil.id, e.ref, e.le, 1, fil.personne_id, _own(e.par, e.lieu, e.resultat), etude.axes_of(e.lieu))
    return Membre(fil.id, e.ref, e.le, 1, fil.personne_id, _own(e.par))


@cache
def _own(par: tuple[str, ...], *comment: str) -> Mapping[str, tuple[str, ...]]:
    """By whom, and for a visit where and how it went: one mapping for all the acts of which that is true."""
    return MappingProxyType({"par": par, **{key: (value,) for key, value in zip(("lieu", "resultat"), comment, strict=False)}})


def _done(etude: Etude) -> Iterator[Acte]:
    """Every act that took place."""
    for type_ in TRAVAUX:
        for fil, e in etude.entrees(type_):
            if not (isinstance(e, Visite) and e.resultat in NON_FAITES):
                yield Acte(fil, e, member(etude, fil, e))


def _visites(etude: Etude) -> Iterator[tuple[Acte, Visite]]:
    return ((acte, acte.entree) for acte in etude.once(_done) if isinstance(acte.entree, Visite))


def _visits(lieux: frozenset[str]) -> Callable[[Etude], Iterator[Membre]]:
    return lambda etude: (acte.membre for acte, v in etude.once(_visites) if v.lieu in lieux)


def _met(etude: Etude) -> Iterator[Membre]:
    for acte, v in etude.once(_visites):
        if v.resultat == "rencontre":
            yield acte.membre
            yield from (member(etude, other, v) for other in etude.vus(acte.fil, v)[1:])


def _actes(etude: Etude) -> Iterator[Membre]:
    return (acte.membre for acte in etude.once(_done))


def _steps(etude: Etude) -> Iterator[Membre]:
    return (acte.membre for acte in etude.once(_done) if isinstance(acte.entree, Demarche))


def _palette(etude: Etude) -> Iterator[Membre]:
    for fil, e, m in etude.once(_done):
        if isinstance(e, (Visite, Demarche)):
            for code in e.actes:
                yield Membre(fil.id, e.ref, e.le, 1, fil.personne_id, _of_palette(code), m.axes)


@cache
def _of_palette(code: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({"acte": (code,)})


def work(minutes: int | None, workers: int) -> int | None:
    """Minutes of work: minutes together x workers; none where they were not noted, one worker where nobody is named."""
    return None if minutes is None else minutes * max(1, workers)


def _hours(etude: Etude) -> Iterator[Membre]:
    return (acte.of(work(acte.entree.duree, len(acte.entree.par))) for acte in etude.once(_done))


def _travel(etude: Etude) -> Iterator[Membre]:
    """Only a visit on the spot asks for a travel time; where another act has one, it counts too."""
    for acte in etude.once(_done):
        e = acte.entree
        if e.trajet is not None or (isinstance(e, Visite) and e.lieu in SUR_PLACE):
            yield acte.of(work(e.trajet, len(e.par)))


def _collective_hours(etude: Etude) -> Iterator[Membre]:
    for key, a in etude.registre.actions.items():
        if a.le >= etude.periode.du:
            yield Membre(f"actions/{key}", "", a.le, work(a.duree, len(a.par)), cles={"par": a.par}, faits=faits_action(etude, key))


def faits_action(etude: Etude, key: str) -> Faits:
    """What a perimeter looks at of a collective action: where it was, and the axes of its nature."""
    a = etude.registre.actions[key]
    here = tuple(q.code for c in etude.dispositif.territoire.communes if c.insee == a.commune for q in c.quartiers)
    axes = tuple(x.code for x in etude.dispositif.axes if a.nature in x.actions)
    return Faits(a.commune, a.quartier, here, None, None, None, (), axes)


def _met_rate(etude: Etude) -> Iterator[Membre]:
    return (acte.of(int(v.resultat == "rencontre")) for acte, v in etude.once(_visites) if v.lieu in SUR_PLACE)


INDICATEURS = (
    Indicateur(
        "visites", "Visites",
        "Les déplacements faits auprès des personnes dans la période, portes closes comprises ; une visite faite pour deux compte une fois.",
        Unite.actes, Calcul.compte, _visits(SUR_PLACE), ("resultat", "lieu", "par", *_OU),
    ),
    Indicateur(
        "visites_rencontre", "Visites avec rencontre", "Parmi les déplacements de la période, ceux où la personne a été rencontrée.",
        Unite.pourcent, Calcul.taux, _met_rate, ("lieu", "par"), base="déplacements de la période", diminuer=False,
    ),
    Indicateur(
        "personnes_rencontrees", "Personnes rencontrées",
        "Les personnes différentes vues ou entendues au moins une fois dans la période, sur place ou à distance.",
        Unite.personnes, Calcul.distincts, _met, _OU,
    ),
    Indicateur(
        "appels", "Appels et visioconférences", "Les appels et visioconférences avec la personne, tentatives comprises.",
        Unite.actes, Calcul.compte, _visits(A_DISTANCE), ("resultat", "par"),
    ),
    Indicateur(
        "courriers", "Courriers et messages", "Les courriers et messages envoyés à la personne ou reçus d'elle.",
        Unite.actes, Calcul.compte, _visits(ECRITS), ("par",),
    ),
    Indicateur(
        "demarches", "Démarches", "Les démarches faites pour la personne, sans elle, dans la période.",
        Unite.actes, Calcul.compte, _steps, ("par", *_OU),
    ),
    Indicateur(
        "actes", "Actes", "Les visites, appels, courriers, démarches, évaluations et bilans de la période.",
        Unite.actes, Calcul.compte, _actes, ("par", *_OU), source="actes EDGAR, guide RIM-P",
    ),
    Indicateur(
        "palette", "Ce qui a été fait", "Chaque acte de la palette noté dans une visite ou une démarche de la période ; une visite peut en compter plusieurs.",
        Unite.actes, Calcul.compte, _palette, ("acte",),
    ),
    Indicateur(
        "heures", "Heures auprès des personnes et pour elles",
        "Les minutes des visites, démarches, évaluations et bilans, multipliées par le nombre d'intervenants, sans les trajets.",
        Unite.heures, Calcul.heures, _hours, ("par", *_OU), part=True, manque="la durée",
    ),
    Indicateur(
        "heures_trajet", "Heures de trajet", "Les minutes de trajet de ces mêmes actes, multipliées par le nombre d'intervenants.",
        Unite.heures, Calcul.heures, _travel, ("par",), part=True, manque="la durée du trajet",
    ),
    Indicateur(
        "heures_collectives", "Heures d'actions collectives", "Les minutes des actions collectives, multipliées par le nombre d'intervenants.",
        Unite.heures, Calcul.heures, _collective_hours, ("par",), part=True, manque="la durée",
    ),
    Indicateur(
        "heures_par_etp", "Heures par ETP",
        "Les heures auprès des personnes et pour elles, divisées par le temps de travail moyen de la période, pondéré par les jours.",
        Unite.heures, Calcul.rapport, _hours, manque="la durée", base="ETP moyens de la période", denominateur=lambda e: 60 * etp_moyen(e),
    ),
)  # fmt: skip
