"""Whether people keep a dwelling: at the exit, months later, and before a court."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alp.core.calendrier import add_months
from alp.core.entrees import Evenement, Nouvelles, Sortie
from alp.core.indicateurs.etude import Episode, Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite

_QUI = ("commune", "territoire", "bailleur", "parc", "age", "genre")
LOGEES = frozenset({"maintenu", "reloge"})
NON_SUES = frozenset({None, "inconnue", "perdu_de_vue"})
"""Outcomes of an exit that say nothing of the dwelling."""


def _exits(etude: Etude) -> Iterator[tuple[Fil, Sortie]]:
    for fil, e in etude.episodes:
        if isinstance(e.sortie, Sortie) and e.sortie.le in etude.periode:
            yield fil, e.sortie


def _died(sortie: Sortie) -> bool:
    return "deces" in {sortie.issue, sortie.motif}


def _kept(etude: Etude) -> Iterator[Membre]:
    for fil, sortie in etude.once(_exits):
        if not _died(sortie):
            known = None if sortie.issue in NON_SUES else int(sortie.issue in LOGEES)
            yield Membre(
                fil.id, sortie.ref, sortie.le, known, fil.personne_id, {"issue": (str(sortie.issue),) if known is not None else ()}
            )


def _deaths(etude: Etude) -> Iterator[Membre]:
    return (Membre(fil.id, s.ref, s.le, cle=fil.personne_id) for fil, s in etude.once(_exits) if _died(s))


def _still(months: int) -> Callable[[Etude], Iterator[Membre]]:
    """Those whose exit is so many months old in the period: 1 where news say that they have a dwelling."""

    def members(etude: Etude) -> Iterator[Membre]:
        for fil, e in etude.episodes:
            if isinstance(e.sortie, Sortie) and not _died(e.sortie):
                day = add_months(e.sortie.le, months)
                if day in etude.periode:
                    yield Membre(fil.id, e.sortie.ref, day, _news(fil, e, months), fil.personne_id)

    return members


def _news(fil: Fil, episode: Episode, months: int) -> int | None:
    """What the news nearest to that age say: from one month before to three months after; none: nobody knows."""
    left = episode.sortie.le if episode.sortie else episode.entree.le
    first, last = add_months(left, months - 1), add_months(left, months + 3)
    told = [e.logement for e in fil.of(Nouvelles) if first <= e.le <= last and e.logement in {"oui", "non"}]
    return int(told[0] == "oui") if told else None


def _events(etude: Etude, nature: str) -> Iterator[tuple[Fil, Evenement]]:
    return ((fil, e) for fil, e in etude.toutes(Evenement) if e.nature == nature)


def _procedures_ended(etude: Etude) -> Iterator[Membre]:
    """Procedures that ended in the period: 1 where the person was not put out."""
    for fil, e in _events(etude, "procedure_expulsion"):
        if e.fin_le and e.fin_le in etude.periode:
            known = None if e.issue in {None, "inconnue"} else int(e.issue != "executee")
            yield Membre(fil.id, e.ref, e.fin_le, known, fil.personne_id, {"issue_procedure": (str(e.issue),) if e.issue else ()})


def _procedures_running(etude: Etude) -> Iterator[Membre]:
    for fil, e in _events(etude, "procedure_expulsion"):
        if e.fin_le is None and not any(x.sortie and x.sortie.le >= e.le for x in fil.episodes):
            yield Membre(fil.id, e.ref, etude.periode.au, cle=fil.personne_id)


def _stays(etude: Etude) -> Iterator[Membre]:
    return (Membre(f.id, e.ref, e.le, cle=f.personne_id) for f, e in _events(etude, "hospitalisation") if e.le in etude.periode)


def _stay_days(etude: Etude) -> Iterator[Membre]:
    """Days of the period spent in hospital, the first and the last included; a stay runs until its end, the exit or the last day."""
    p = etude.periode
    for fil, e in _events(etude, "hospitalisation"):
        out = next((x.sortie.le for x in fil.episodes if x.sortie and x.sortie.le >= e.le), p.au)
        first, last = max(e.le, p.du), min(e.fin_le or out, out, p.au)
        if first <= last:
            yield Membre(fil.id, e.ref, last, (last - first).days + 1, fil.personne_id)


INDICATEURS = (
    Indicateur(
        "maintien", "Maintien dans un logement à la sortie",
        "Parmi les sorties de la période, décès exclus, celles de personnes maintenues dans leur logement ou relogées ; "
        "une issue inconnue, ou une personne perdue de vue, n'entre pas dans la base.",
        Unite.pourcent, Calcul.taux, _kept, (*_QUI, "issue"), base="sorties de la période, décès exclus, dont l'issue est connue", diminuer=False, manque="l'issue de la sortie",
        source="UCSA, « hors décès »",
    ),
    Indicateur(
        "sorties_deces", "Sorties par décès", "Les accompagnements que le décès de la personne a terminés dans la période.",
        Unite.situations, Calcul.compte, _deaths,
    ),
    *(
        Indicateur(
            f"encore_logees_{months}", f"Encore logées {months} mois après la sortie",
            f"Parmi les personnes sorties depuis {months} mois dans la période, décès exclus, celles dont des nouvelles, "
            "prises d'un mois avant à trois mois après, disent qu'elles ont un logement.",
            Unite.pourcent, Calcul.taux, _still(months), ("bailleur", "parc"), base="personnes dont on a des nouvelles", diminuer=False, manque="des nouvelles : alp add ID nouvelles",
            source="AVDL, suivi un an après",
        )
        for months in (6, 12)
    ),
    Indicateur(
        "expulsions_evitees", "Expulsions évitées, procédures terminées",
        "Parmi les procédures d'expulsion terminées dans la période, celles terminées autrement que par l'expulsion, sorties ou non.",
        Unite.pourcent, Calcul.taux, _procedures_ended, ("issue_procedure", *_QUI), base="procédures terminées dont l'issue est connue", diminuer=False, manque="l'issue de la procédure",
    ),
    Indicateur(
        "procedures_en_cours", "Procédures d'expulsion en cours", "Les procédures commencées et pas terminées au dernier jour, pour les situations ouvertes.",
        Unite.situations, Calcul.compte, _procedures_running, _QUI, diminuer=True,
    ),
    Indicateur(
        "hospitalisations", "Hospitalisations", "Les séjours à l'hôpital commencés dans la période.",
        Unite.sejours, Calcul.compte, _stays, _QUI, diminuer=True,
    ),
    Indicateur(
        "jours_hopital", "Jours d'hospitalisation", "Les jours de la période passés à l'hôpital, premier et dernier compris, jusqu'à la sortie de l'accompagnement au plus tard.",
        Unite.jours, Calcul.somme, _stay_days, ("age", "genre"), diminuer=True,
    ),
)  # fmt: skip
