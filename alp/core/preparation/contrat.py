"""The contract to print and sign.

Source of its contents: CASF D311 (dates, those who wrote it, objectives, services, conditions of revision and of ending, the right
to be accompanied, the refusal that is recorded). Whether the dispositif is bound by it is another question: it is a good practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alp.core import codes
from alp.core.contrat import Periode, current
from alp.core.destinataires import CELLULE, INTERNE, PERSONNE, SOUMIS, Destinataire, shared_with
from alp.core.dispositif import Dispositif
from alp.core.entrees import Contrat
from alp.core.erreurs import Refus
from alp.core.objets import Objectif, ObjectifAtteint, Signature
from alp.core.preparation.commun import Maison, label_of, sentence
from alp.core.preparation.dossier import Dossier, admit, find_entree, open_dossier
from alp.core.registre import Registre

_NOMBRES = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


@dataclass(frozen=True)
class ObjectifPrepare:
    """One objective. `domaine` is empty where its heading says it already; `atteinte` where nothing says it yet."""

    libelle: str
    domaine: str = ""
    atteinte: str = ""


@dataclass(frozen=True)
class FamilleObjectifs:
    """The objectives of one family, or of one domain where the dispositif has no families."""

    nom: str
    objectifs: tuple[ObjectifPrepare, ...]


@dataclass(frozen=True)
class SignaturePreparee:
    """What became of the signature. `reponse`: « Signé », « Refus de signer », « Signature impossible »."""

    reponse: str
    signe: bool
    le: date | None
    motif: str
    accompagnee_de: str


@dataclass(frozen=True)
class Arret:
    """The contract stopped before its term."""

    le: date
    motif: str


@dataclass(frozen=True)
class ContratPrepare:
    """A contract. `fin` and `duree` are empty where it has no term; `signature` until it is known."""

    maison: Maison
    code: str
    rang: int
    debut: date
    fin: date | None
    duree: str
    decide_le: date
    retard: bool
    interruption: Arret | None
    redige_avec: tuple[str, ...]
    attentes: str
    familles: tuple[FamilleObjectifs, ...]
    services: tuple[str, ...]
    rythme: str
    partenaires: tuple[str, ...]
    partage_soumis: tuple[str, ...]
    partage_non_soumis: tuple[str, ...]
    bilan_le: date | None
    revision_mois: int
    renouvelable: bool
    signature: SignaturePreparee | None
    suivi_par: str


def prepare_contrat(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> ContratPrepare:
    """A contract: the one that waits for its signature, else the one in force, or the one that `ref` names.

    Raises:
        Refus: the dispositif has no contracts, none was written, or it is not for that reader.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    if dossier.d.contrat is None:
        raise Refus(
            "Ce dispositif ne travaille pas avec des contrats.",
            f"Ce qui a été décidé se dit à la personne par : alp document {situation} notification_decision --pour personne",
        )
    admit(dossier, "Le contrat", PERSONNE, INTERNE, CELLULE, SOUMIS)
    return _contrat(dossier, _periode(dossier, ref))


def _periode(dossier: Dossier, ref: str | None) -> Periode:
    named = find_entree(dossier, Contrat, ref)
    if named is None:
        raise Refus("Aucun contrat n'est noté.", f"Écrire le premier avec la personne : alp add {dossier.situation.id} contrat")
    periodes = dossier.suivi.periodes
    waiting = [p for p in periodes if p.contrat.signature is None]
    wanted = waiting[-1] if waiting else current(periodes, dossier.au)
    return next(p for p in periodes if p.contrat is named) if ref or wanted is None else wanted


def _contrat(dossier: Dossier, p: Periode) -> ContratPrepare:
    d, c = dossier.d, p.contrat
    shared = shared_on(dossier, _settled_on(c, dossier.au))
    return ContratPrepare(
        maison=dossier.maison, code=dossier.situation.id, rang=p.rang, debut=c.debut, fin=p.terme, duree=write_months(c.mois),
        decide_le=c.le, retard=p.retard_jours > 0, interruption=Arret(c.interruption.le, c.interruption.motif) if c.interruption else None,
        redige_avec=tuple(label_of(d, code) for code in c.participants), attentes=c.attentes or "", familles=families(d, c.objectifs),
        services=dossier.labels("actes", c.services), rythme=c.rythme or "", partenaires=dossier.labels("partenaires", c.partenaires),
        partage_soumis=tuple(nom for nom, soumis in shared if soumis), partage_non_soumis=tuple(nom for nom, soumis in shared if not soumis),
        bilan_le=_bilan_day(d, p), revision_mois=d.rythmes.evaluation_mois, renouvelable=_renewable(d, p),
        signature=_signature(c.signature), suivi_par=dossier.suivi_par,
    )  # fmt: skip


def _settled_on(c: Contrat, au: date) -> date:
    """The day whose accords a contract tells: once it is signed or refused, it is not written again."""
    return au if c.signature is None else c.signature.le or c.le


def shared_on(dossier: Dossier, le: date) -> list[tuple[str, bool]]:
    """Those with whom the person lets the team share on a day: name, and whether bound by secrecy."""
    return [(p.nom, p.secret == SOUMIS) for p in dossier.d.partenaires if shared_with(dossier.situation, p.code, le)]


def _signature(s: Signature | None) -> SignaturePreparee | None:
    if s is None:
        return None
    return SignaturePreparee(sentence(codes.SIGNATURES[s.reponse]), s.reponse == "signe", s.le, s.motif or "", s.accompagnee_de or "")


def _bilan_day(d: Dispositif, p: Periode) -> date | None:
    wanted = d.contrat is not None and d.contrat.bilan == "oui" and p.terme
    return p.terme - timedelta(days=d.rythmes.bilan_jours) if wanted and p.terme else None


def _renewable(d: Dispositif, p: Periode) -> bool:
    maximum = d.contrat.renouvellements_max if d.contrat else None
    return p.terme is not None and (maximum is None or p.rang <= maximum)


def write_months(mois: int | None) -> str:
    """« six mois », « 18 mois »; empty without a term."""
    return f"{_NOMBRES[mois] if mois < len(_NOMBRES) else mois} mois" if mois else ""


def families(d: Dispositif, objectifs: Sequence[Objectif | ObjectifAtteint]) -> tuple[FamilleObjectifs, ...]:
    """Objectives under their families, in the order in which the dispositif declares them; those of no domain come last."""
    found: dict[str, list[ObjectifPrepare]] = {}
    order = [o.code for o in d.vocabulaire.objectifs]
    for o in sorted(objectifs, key=lambda o: order.index(o.domaine) if o.domaine in order else len(order)):
        domaine = d.label("objectifs", o.domaine) if o.domaine else ""
        famille = next((x.famille for x in d.vocabulaire.objectifs if x.code == o.domaine and x.famille), "")
        reached = sentence(codes.ATTEINTES[o.atteinte]) if isinstance(o, ObjectifAtteint) else ""
        found.setdefault(famille or domaine, []).append(ObjectifPrepare(sentence(o.libelle), domaine if famille else "", reached))
    return tuple(FamilleObjectifs(nom, tuple(some)) for nom, some in found.items())
