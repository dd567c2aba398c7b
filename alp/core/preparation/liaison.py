"""What a service needs to know of a person who is oriented towards it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from alp.core.destinataires import Destinataire
from alp.core.entrees import Evaluation, Examen, Orientation
from alp.core.erreurs import Refus
from alp.core.preparation.commun import Maison, Tache, accord_text, appointments, label_of, sentence
from alp.core.preparation.dossier import (
    Dossier,
    difficulties,
    dwelling_text,
    find_entree,
    household_text,
    open_dossier,
    person_text,
    require_accord,
    tasks_of,
)
from alp.core.preparation.fiches import EvaluationCourte, short_evaluation
from alp.core.registre import Registre


@dataclass(frozen=True)
class FicheLiaison:
    """An orientation, told to the service. What a service that is not bound by secrecy may not read is empty."""

    maison: Maison
    code: str
    au: date
    vers: str
    soumis: bool
    service: str
    proposee_le: date | None
    acceptee_le: date | None
    demandee_le: date | None
    accord: str
    taches: tuple[Tache, ...]
    rendez_vous: tuple[date, ...]
    suivi_par: str
    personne: str = ""
    foyer: str = ""
    logement: str = ""
    problematiques: tuple[str, ...] = ()
    attentes: str = ""
    evaluation: EvaluationCourte | None = None
    intervenants: tuple[str, ...] = ()


def prepare_fiche_liaison(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> FicheLiaison:
    """An orientation told to the service towards which it goes: the last one, or the one that `ref` names.

    Raises:
        Refus: there is none towards that partner, or no accord `partage` with it is in force.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    orientation = _towards(dossier, ref)
    require_accord(dossier, pour.code)
    examen = find_entree(dossier, Examen, None)
    known = FicheLiaison(
        maison=dossier.maison, code=dossier.situation.id, au=au, vers=pour.nom, soumis=pour.soumis, service="", proposee_le=orientation.proposee_le,
        acceptee_le=orientation.acceptee_le, demandee_le=orientation.demandee_le, accord=accord_text(dossier.situation, "partage", au, pour.code),
        taches=tuple(tasks_of(dossier, examen, pour.code)) if examen else (), rendez_vous=appointments(dossier.situation, pour.code, au),
        suivi_par=dossier.suivi_par,
    )  # fmt: skip
    return _in_secrecy(dossier, known, orientation) if pour.soumis else known


def _towards(dossier: Dossier, ref: str | None) -> Orientation:
    pour, id_ = dossier.pour, dossier.situation.id
    named = find_entree(dossier, Orientation, ref) if ref else None
    found = [e for e in dossier.vivantes if isinstance(e, Orientation) and e.vers == pour.code and not e.abandon]
    if named is not None and named.vers == pour.code:
        return named
    if named is not None or not found:
        raise Refus(
            f"Aucune orientation de {id_} ne va vers {pour.nom}.",
            f"La noter avec son partenaire : alp add {id_} orientation --vers CODE ; ou choisir un autre destinataire avec --pour.",
        )
    return found[-1]


def _in_secrecy(dossier: Dossier, known: FicheLiaison, orientation: Orientation) -> FicheLiaison:
    """What a service bound by secrecy needs: who she is, what worries, what she wants, who is there already. Never the precautions."""
    s, au, periode = dossier.situation, dossier.au, dossier.suivi.periode
    last = find_entree(dossier, Evaluation, None)
    there = [(label_of(dossier.d, i.partenaire), i.role) for i in (last.intervenants if last else ())]
    return replace(
        known, service=sentence(orientation.service or ""), personne=person_text(s, au), foyer=household_text(s, au), logement=dwelling_text(dossier),
        problematiques=difficulties(dossier), evaluation=short_evaluation(dossier), attentes=(periode.contrat.attentes or "") if periode else "",
        intervenants=tuple(f"{nom} : {role}" if role else nom for nom, role in there),
    )  # fmt: skip
