"""One situation on a page, for the team or the cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.contrat import Periode
from alp.core.destinataires import CELLULE, INTERNE, Destinataire
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES, REGLES, is_ignored
from alp.core.entrees import Evaluation, Examen, Orientation, Recevabilite, Saisine
from alp.core.preparation.commun import Maison, accord_text, inside, sentence
from alp.core.preparation.contrat import FamilleObjectifs, families, shared_on
from alp.core.preparation.dossier import (
    Dossier,
    Visites,
    admit,
    count_visites,
    difficulties,
    dwelling_text,
    find_entree,
    household_text,
    open_dossier,
    person_text,
)
from alp.core.registre import Registre

COTE_PREOCCUPANTE = 2
"""From this rating on, a domain is named in a short summary."""


@dataclass(frozen=True)
class SaisineCourte:
    """A saisine in one line."""

    le: date
    origine: str
    urgence: str
    motifs: tuple[str, ...]


@dataclass(frozen=True)
class ContratCourt:
    """A contract in one line. `fin`: none without a term."""

    rang: int
    debut: date
    fin: date | None
    etat: str
    familles: tuple[FamilleObjectifs, ...]


@dataclass(frozen=True)
class EvaluationCourte:
    """The last evaluation in short: what worries, the worst first, as « domaine (cote) »; its findings by answer; its synthesis."""

    le: date
    stade: str
    domaines: tuple[str, ...]
    constats: tuple[tuple[str, tuple[str, ...]], ...]
    synthese: str


@dataclass(frozen=True)
class DecisionCourte:
    """What the last meeting decided."""

    le: date
    reunion: str
    decision: str
    strategie: str


@dataclass(frozen=True)
class OrientationCourte:
    """Towards whom, and the last step reached."""

    vers: str
    etat: str
    le: date


@dataclass(frozen=True)
class Du:
    """Something due. `retard`: its day is past."""

    le: date
    nature: str
    motif: str
    retard: bool


@dataclass(frozen=True)
class FicheSituation:
    """One situation on a page, as of `au`. `precautions`: empty but for the team."""

    maison: Maison
    code: str
    au: date
    interne: bool
    pseudonyme: str
    precautions: str
    personne: str
    foyer: str
    logement: str
    problematiques: tuple[str, ...]
    suivi_par: str
    etape: str
    depuis: date | None
    entree_le: date | None
    saisines: tuple[SaisineCourte, ...]
    recevabilite: str
    accords: tuple[tuple[str, str], ...]
    contrat: ContratCourt | None
    evaluation: EvaluationCourte | None
    decision: DecisionCourte | None
    orientations: tuple[OrientationCourte, ...]
    echeances: tuple[Du, ...]
    visites: Visites


def prepare_fiche_situation(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> FicheSituation:
    """A situation on a page, as of a day.

    Raises:
        Refus: the reader is neither the team nor the cell.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    admit(dossier, "La fiche de situation", INTERNE, CELLULE)
    s, suivi = dossier.situation, dossier.suivi
    return FicheSituation(
        maison=dossier.maison, code=s.id, au=au, interne=pour.interne, pseudonyme=s.personne.pseudonyme or "",
        precautions=(s.precautions or "") if pour.interne else "", personne=person_text(s, au), foyer=household_text(s, au),
        logement=dwelling_text(dossier), problematiques=difficulties(dossier), suivi_par=dossier.suivi_par, etape=suivi.etape_label,
        depuis=_since(dossier), entree_le=suivi.entree_le, saisines=tuple(_saisine(dossier.d, e) for e in dossier.vivantes if isinstance(e, Saisine)),
        recevabilite=_recevabilite(dossier), accords=tuple(_accords(dossier)),
        contrat=_contrat(dossier, suivi.periode), evaluation=short_evaluation(dossier), decision=_decision(dossier),
        orientations=tuple(_orientation(dossier.d, e) for e in dossier.vivantes if isinstance(e, Orientation)),
        echeances=_due(dossier), visites=count_visites(dossier, None, au),
    )  # fmt: skip


def _accords(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What she accepts, refuses or withdrew; with whom one may share."""
    for objet, label in codes.OBJETS_ACCORD.items():
        names = [nom for nom, _ in shared_on(dossier, dossier.au)] if objet == "partage" else []
        yield label, ", ".join(names) or accord_text(dossier.situation, objet, dossier.au, jour=short_jour)


def _since(dossier: Dossier) -> date | None:
    """The day on which the present step was reached."""
    return next((p.entree.le for p in reversed(dossier.suivi.pas) if p.avant.etape is not p.apres.etape), None)


def _saisine(d: Dispositif, e: Saisine) -> SaisineCourte:
    motifs = tuple(d.label("problematiques", m) for m in e.motifs)
    return SaisineCourte(e.le, origin_label(d, e.origine), codes.URGENCES[e.urgence] if e.urgence else "", motifs)


def origin_label(d: Dispositif, origine: str) -> str:
    """Who referred, in words."""
    return codes.ORIGINES.get(origine) or d.label("partenaires", origine)


def _recevabilite(dossier: Dossier) -> str:
    last = find_entree(dossier, Recevabilite, None)
    return f"{codes.RECEVABILITES[last.decision]}, le {short_jour(last.le)}" if last else ""


def _contrat(dossier: Dossier, p: Periode | None) -> ContratCourt | None:
    state = dossier.suivi.etat_contrat
    if p is None or state is None:
        return None
    return ContratCourt(p.rang, p.debut, p.fin, state.label, families(dossier.d, p.contrat.objectifs))


def short_evaluation(dossier: Dossier) -> EvaluationCourte | None:
    """The last evaluation in short; none where there is none."""
    last = find_entree(dossier, Evaluation, None)
    if last is None:
        return None
    d = dossier.d
    rated = [(code, cote) for code, cote in last.domaines.items() if cote in ("suspecte", "avere") or _worries(cote)]
    rated.sort(key=lambda item: item[1] if isinstance(item[1], int) else COTE_PREOCCUPANTE, reverse=True)
    return EvaluationCourte(
        last.le, codes.STADES[last.stade], tuple(f"{d.label('domaines', code)} ({_write_cote(cote)})" for code, cote in rated),
        tuple(_constats(d, last)), last.synthese or "",
    )  # fmt: skip


def _constats(d: Dispositif, e: Evaluation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """« Oui », and all that is so; « Non », and all that is not."""
    for answer in ("oui", "non"):
        if found := tuple(inside(d.label("constats", code)) for code, said in e.constats.items() if said == answer):
            yield sentence(codes.CONSTATS[answer]), found


def _worries(cote: int | str) -> bool:
    return isinstance(cote, int) and cote >= COTE_PREOCCUPANTE


def _write_cote(cote: int | str) -> str:
    return f"{cote} sur 4" if isinstance(cote, int) else codes.COTES[cote]


def _decision(dossier: Dossier) -> DecisionCourte | None:
    last = find_entree(dossier, Examen, None)
    if last is None:
        return None
    return DecisionCourte(last.le, sentence(reunion_label(dossier.d)), codes.DECISIONS[last.decision], last.strategie or "")


def reunion_label(d: Dispositif) -> str:
    """« cellule d'orientation », « commission »: the meeting that decides here."""
    return codes.NATURES_REUNION[d.parcours.reunion]


def _orientation(d: Dispositif, e: Orientation) -> OrientationCourte:
    vers = ", ".join(part for part in (d.label("partenaires", e.vers) if e.vers else "", e.service or "") if part)
    if e.abandon:
        return OrientationCourte(vers, "abandonnée", e.abandon.le)
    steps = (
        ("vérifiée", e.verifiee_le), ("effective", e.effective_le), ("demandée", e.demandee_le), ("acceptée", e.acceptee_le),
        ("proposée", e.proposee_le),
    )  # fmt: skip
    return next((OrientationCourte(vers, etat, le) for etat, le in steps if le), OrientationCourte(vers, "notée", e.le))


def _due(dossier: Dossier) -> tuple[Du, ...]:
    if is_ignored(dossier.situation):
        return ()
    found = sorted((e for rule in REGLES for e in rule(dossier.suivi)), key=lambda e: (e.le, e.nature))
    return tuple(Du(e.le, NATURES[e.nature], e.motif, e.late(dossier.au)) for e in found)
