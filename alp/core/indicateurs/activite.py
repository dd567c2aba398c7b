"""What the team does: visits, calls, letters, acts and hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


def member(etude: Etude, fil: Fil, e: Travail, poids: Poids | None = 1, **cles: tuple[str, ...]) -> Membre:
    """An act, with where, how it went and by whom."""
    own: dict[str, tuple[str, ...]] = {"par": e.par, **cles}
    if not isinstance(e, Visite):
        return Membre(fil.id, e.ref, e.le, poids, fil.personne_id, own)
    own |= {"lieu": (e.lieu,), "resultat": (e.resultat,)}
    return Membre(fil.id, e.ref, e.le, poids, fil.personne_id, own, etude.axes_of(e.lieu))


def _visits(lieux: frozenset[str], resultats: frozenset[str] | None = None) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil, v in etude.entrees(Visite):
            if v.lieu in lieux and v.resultat not in NON_FAITES and (resultats is None or v.resultat in resultats):
                yield member(etude, fil, v)

    return members


def _met(etude: Etude) -> Iterator[Membre]:
    for fil, v in etude.entrees(Visite):
        if v.resultat == "rencontre":
            for one in etude.vus(fil, v):
                yield member(etude, one, v)


def _works(etude: Etude) -> Iterator[tuple[Fil, Travail]]:
    return ((fil, e) for type_ in TRAVAUX for fil, e in etude.entrees(type_) if not (isinstance(e, Visite) and e.resultat in NON_FAITES))


def _actes(etude: Etude) -> Iterator[Membre]:
    return (member(etude, fil, e) for fil, e in _works(etude))


def _palette(etude: Etude) -> Iterator[Membre]:
    for fil, e in _works(etude):
        if isinstance(e, Visite | Demarche):
            for code in e.actes:
                yield member(etude, fil, e, acte=(code,))


def work(minutes: int | None, workers: int) -> int | None:
    """Minutes of work: minutes together x workers; none where they were not noted, one worker where nobody is named."""
    return None if minutes is None else minutes * max(1, workers)


def _hours(etude: Etude) -> Iterator[Membre]:
    return (member(etude, fil, e, work(e.duree, len(e.par))) for fil, e in _works(etude))


def _travel(etude: Etude) -> Iterator[Membre]:
    """Only a visit on the spot asks for a travel time; where another act has one, it counts too."""
    for fil, e in _works(etude):
        if e.trajet is not None or (isinstance(e, Visite) and e.lieu in SUR_PLACE):
            yield member(etude, fil, e, work(e.trajet, len(e.par)))


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
    for fil, v in etude.entrees(Visite):
        if v.lieu in SUR_PLACE and v.resultat not in NON_FAITES:
            yield member(etude, fil, v, int(v.resultat == "rencontre"))


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
        Unite.actes, Calcul.compte, lambda e: (member(e, f, d) for f, d in e.entrees(Demarche)), ("par", *_OU),
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
