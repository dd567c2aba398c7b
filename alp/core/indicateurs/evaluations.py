"""What changes for people: from the first evaluation to the last, objectives, results, EPICES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from alp.core.calendrier import add_months
from alp.core.entrees import Bilan, Evaluation, Sortie
from alp.core.epices import SEUIL, epices, points
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur, uses
from alp.core.indicateurs.mesure import Calcul, Membre, Poids, Unite
from alp.core.indicateurs.ventilations import famille_of
from alp.core.objets import ObjectifAtteint

_QUI = ("age", "genre", "commune", "bailleur", "parc")
_DEUX_FOIS = "Parmi les situations évaluées au moins deux fois, dont la dernière dans la période"


def _evaluated(etude: Etude) -> Iterator[Membre]:
    return (Membre(f.id, e.ref, e.le, cle=f.personne_id, cles={"stade": (e.stade,)}) for f, e in etude.entrees(Evaluation))


def _twice(etude: Etude) -> Iterator[tuple[Fil, Evaluation, Evaluation]]:
    """Each situation evaluated twice or more, the last time in the period: the first evaluation and the last."""
    for fil, found in etude.recentes(Evaluation):
        if len(found) > 1:
            yield fil, found[0], found[-1]


# --- findings: doctor, rights, protection… ------------------------------------------------------------


def _yes(answer: str | None) -> int | None:
    return {"oui": 1, "non": 0}.get(answer or "")


def _constats(last: bool) -> Callable[[Etude], Iterator[Membre]]:  # noqa: FBT001 - first or last
    """Each finding known both times: 1 where it is a yes."""

    def members(etude: Etude) -> Iterator[Membre]:
        for fil, first, end in etude.once(_twice):
            for code in sorted(first.constats.keys() & end.constats.keys()):
                both = (_yes(first.constats[code]), _yes(end.constats[code]))
                poids = None if None in both else both[int(last)]
                yield Membre(fil.id, (end if last else first).ref, end.le, poids, fil.personne_id, {"constat": (code,)})

    return members


# --- rent debt ----------------------------------------------------------------------------------------


def _debts(etude: Etude) -> Iterator[tuple[Fil, Evaluation, Decimal | None, Decimal | None]]:
    """Those who owed rent, with the first and the last known debts; the last must be of the period."""
    for fil, evaluations in etude.ayant(Evaluation):
        known = [e for e in evaluations if e.dette_loyer is not None]
        if len(known) > 1 and known[-1].le in etude.periode and known[0].dette_loyer:
            yield fil, known[-1], known[0].dette_loyer, known[-1].dette_loyer


def _debt(pick: Callable[[Decimal, Decimal], Poids]) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil, e, first, last in etude.once(_debts):
            if first is not None and last is not None:
                yield Membre(fil.id, e.ref, e.le, pick(first, last), fil.personne_id)

    return members


# --- domains ------------------------------------------------------------------------------------------


def _domains(etude: Etude) -> Iterator[Membre]:
    """Each domain rated both times: 1 where the last rating is better, that is lower."""
    for fil, first, last in etude.once(_twice):
        for code in sorted(first.domaines.keys() & last.domaines.keys()):
            before, after = first.domaines[code], last.domaines[code]
            rated = isinstance(before, int) and isinstance(after, int)
            yield Membre(fil.id, last.ref, last.le, int(after < before) if rated else None, fil.personne_id, {"domaine": (code,)})  # type: ignore[operator]


# --- EPICES -------------------------------------------------------------------------------------------


def _at_entry(fil: Fil, e: Evaluation) -> bool:
    return e.stade == "entree"


def _at_exit(fil: Fil, e: Evaluation) -> bool:
    return e.stade == "sortie"


def _at_six_months(fil: Fil, e: Evaluation) -> bool:
    """A follow-up evaluation four to eight months after the entrée."""
    entered = [x.entree.le for x in fil.episodes if x.entree.le <= e.le]
    return e.stade == "suivi" and bool(entered) and add_months(entered[-1], 4) <= e.le <= add_months(entered[-1], 8)


def _scores(when: Callable[[Fil, Evaluation], bool], of: Callable[[int], Poids]) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil, e in etude.entrees(Evaluation):
            if e.epices and when(fil, e):
                score = epices(e.epices)
                yield Membre(fil.id, e.ref, e.le, None if score is None else of(score), fil.personne_id)

    return members


# --- objectives and results ---------------------------------------------------------------------------


def _domaine(fil: Fil, le: date, objectif: ObjectifAtteint) -> tuple[str, ...]:
    """What an objective is about: its own code, else that of the contract's objective of the same words."""
    if objectif.domaine:
        return (objectif.domaine,)
    contracts = [p.contrat for p in reversed(fil.periodes) if p.contrat.le <= le]
    return tuple(o.domaine for c in contracts for o in c.objectifs if o.libelle == objectif.libelle)[:1]


def _objectives(etude: Etude) -> Iterator[Membre]:
    for fil, bilan in etude.entrees(Bilan):
        for o in bilan.objectifs:
            what = _domaine(fil, bilan.le, o)
            families = tuple(famille_of(etude.dispositif, code) for code in what)
            own = {"objectif": what, "famille_objectif": families, "atteinte": (o.atteinte,)}
            yield Membre(fil.id, bilan.ref, bilan.le, int(o.atteinte == "oui"), fil.personne_id, own)


def _results(etude: Etude) -> Iterator[Membre]:
    noted: list[tuple[Fil, Bilan | Sortie]] = [*etude.entrees(Bilan), *etude.entrees(Sortie)]
    for fil, e in noted:
        for code in e.resultats:
            yield Membre(fil.id, e.ref, e.le, 1, fil.personne_id, {"resultat_obtenu": (code,)})


INDICATEURS = (
    Indicateur(
        "evaluations", "Évaluations", "Les évaluations de la période, à l'entrée, en cours de suivi et à la sortie.",
        Unite.actes, Calcul.compte, _evaluated, ("stade",),
    ),
    Indicateur(
        "constats_premiere", "Constats à la première évaluation",
        f"{_DEUX_FOIS}, la part de « oui » de chaque constat renseigné les deux fois, à la première évaluation.",
        Unite.pourcent, Calcul.taux, _constats(last=False), ("constat",), base="constats renseignés les deux fois", si=lambda d: bool(d.vocabulaire.constats),
    ),
    Indicateur(
        "constats_derniere", "Constats à la dernière évaluation",
        f"{_DEUX_FOIS}, la part de « oui » de chaque constat renseigné les deux fois, à la dernière évaluation.",
        Unite.pourcent, Calcul.taux, _constats(last=True), ("constat",), base="constats renseignés les deux fois", si=lambda d: bool(d.vocabulaire.constats), diminuer=False,
    ),
    Indicateur(
        "dette_premiere", "Dette de loyer au début",
        "La somme des premières dettes de loyer notées, pour les personnes qui en avaient une et dont une autre a été notée dans la période.",
        Unite.euros, Calcul.somme, _debt(lambda first, last: first), ("bailleur",), si=uses("dette_loyer"),
    ),
    Indicateur(
        "dette_derniere", "Dette de loyer à la fin", "Pour ces mêmes personnes, la somme des dernières dettes de loyer notées.",
        Unite.euros, Calcul.somme, _debt(lambda first, last: last), ("bailleur",), diminuer=True, si=uses("dette_loyer"),
    ),
    Indicateur(
        "dettes_reduites", "Dettes de loyer réduites", "Parmi ces mêmes personnes, celles dont la dernière dette est plus petite que la première.",
        Unite.pourcent, Calcul.taux, _debt(lambda first, last: int(last < first)), ("bailleur",), base="personnes dont la dette est connue deux fois", diminuer=False, si=uses("dette_loyer"),
    ),
    Indicateur(
        "progres", "Domaines qui vont mieux",
        f"{_DEUX_FOIS}, la part des domaines cotés les deux fois dont la cote a baissé, de 0 (rien à signaler) à 4 (danger).",
        Unite.pourcent, Calcul.taux, _domains, ("domaine",), base="domaines cotés deux fois", diminuer=False, si=lambda d: bool(d.vocabulaire.domaines),
    ),
    Indicateur(
        "objectifs_atteints", "Objectifs atteints", "Parmi les objectifs revus dans les bilans de la période, ceux qui sont atteints.",
        Unite.pourcent, Calcul.taux, _objectives, ("famille_objectif", "objectif", "atteinte"), base="objectifs revus", diminuer=False, source="LOGISENS : quatre familles d'objectifs",
    ),
    Indicateur(
        "resultats", "Résultats obtenus",
        "Les personnes différentes pour qui un bilan ou une sortie de la période note au moins un résultat.",
        Unite.personnes, Calcul.distincts, _results, ("resultat_obtenu",), si=lambda d: bool(d.vocabulaire.resultats),
    ),
    *(
        Indicateur(
            f"epices_{code}", f"Score EPICES {label}",
            f"Le score EPICES des évaluations de la période {detail}, quand les onze réponses sont données ; de 0 à 100, précarité à partir de 30,17.",
            Unite.points, Calcul.mediane, _scores(when, points), _QUI, base="questionnaires complets", diminuer=True,
            source="Cetaf ; Sass et al., 2006", si=uses("epices"),
        )
        for code, label, detail, when in (
            ("entree", "à l'entrée", "faites à l'entrée", _at_entry),
            ("six_mois", "à six mois", "faites quatre à huit mois après l'entrée", _at_six_months),
            ("sortie", "à la sortie", "faites à la sortie", _at_exit),
        )
    ),
    Indicateur(
        "epices_precarite", "Précarité à l'entrée selon EPICES",
        "Parmi les questionnaires EPICES complets des évaluations d'entrée de la période, ceux dont le score est d'au moins 30,17.",
        Unite.pourcent, Calcul.taux, _scores(_at_entry, lambda score: int(score >= SEUIL)), _QUI, base="questionnaires complets", source="Cetaf ; Sass et al., 2006", si=uses("epices"),
    ),
)  # fmt: skip
