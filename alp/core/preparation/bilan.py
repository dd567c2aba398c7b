"""The bilan: what the person and the team agreed on, and how far they got; or the sheet on which to write it with her."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from alp.core import codes
from alp.core.contrat import EtatContrat, Periode
from alp.core.destinataires import CELLULE, INTERNE, PERSONNE, SOUMIS, Destinataire
from alp.core.entrees import Bilan
from alp.core.erreurs import Refus
from alp.core.objets import Objectif, ObjectifAtteint
from alp.core.preparation.commun import Maison, label_of, sentence
from alp.core.preparation.contrat import FamilleObjectifs, families
from alp.core.preparation.dossier import Dossier, Visites, admit, count_visites, find_entree, open_dossier
from alp.core.registre import Registre, fold

PROPOSITIONS = {
    "renouveler": "Continuer l'accompagnement", "arreter": "Arrêter l'accompagnement", "reorienter": "Passer le relais à un autre service",
}  # fmt: skip
"""What is proposed, as one says it to the person."""


@dataclass(frozen=True)
class BilanPrepare:
    """A bilan, or the sheet to fill in with the person (`a_remplir`: `le`, `atteinte`, `parole`, `proposition` are then empty)."""

    maison: Maison
    code: str
    a_remplir: bool
    le: date | None
    contrat: int
    du: date | None
    au: date | None
    familles: tuple[FamilleObjectifs, ...]
    resultats: tuple[str, ...]
    parole: str
    proposition: str
    atteintes: tuple[str, ...]
    propositions: tuple[str, ...]
    visites: Visites
    fait_par: tuple[str, ...]
    suivi_par: str


def prepare_bilan(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> BilanPrepare:
    """The last bilan, or the one that `ref` names; the sheet to fill in, when the contract nears its end and has none yet.

    Raises:
        Refus: there is neither bilan nor contract, or it is not for that reader.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    admit(dossier, "Le bilan", PERSONNE, INTERNE, CELLULE, SOUMIS)
    bilan = find_entree(dossier, Bilan, ref)
    running = dossier.suivi.periode if dossier.d.contrat else None
    if running and running.sortie is None and not ref and _to_write(dossier, running, bilan):
        return _sheet(dossier, running)
    if bilan is None:
        raise Refus("Aucun bilan n'est noté, et aucun contrat ne court.", f"L'écrire avec la personne : alp add {situation} bilan")
    return _bilan(dossier, bilan, _spoken_of(dossier, bilan))


def _to_write(dossier: Dossier, p: Periode, last: Bilan | None) -> bool:
    """Whether the running contract waits for its bilan: it has none, and its end is near, or no bilan was ever written."""
    near = dossier.suivi.etat_contrat in (EtatContrat.a_renouveler, EtatContrat.echu)
    return last is None or (near and _spoken_of(dossier, last) is not p)


def _spoken_of(dossier: Dossier, bilan: Bilan) -> Periode | None:
    """The contract that a bilan speaks of: the last one recorded before it and begun."""
    entries = dossier.vivantes
    before = {e.ref for e in entries[: entries.index(bilan)]}
    found = [p for p in dossier.suivi.periodes if p.contrat.ref in before and p.debut <= bilan.le]
    return found[-1] if found else None


def _bilan(dossier: Dossier, b: Bilan, p: Periode | None) -> BilanPrepare:
    d = dossier.d
    start = p.debut if p else _since(dossier, b)
    base = _base(dossier, p, start, (min(p.fin, b.le) if p.fin else b.le) if p else b.le)
    return replace(
        base, a_remplir=False, le=b.le, familles=families(d, [_with_domain(o, p) for o in b.objectifs]), parole=b.parole or "",
        resultats=dossier.labels("resultats", b.resultats), proposition=PROPOSITIONS[b.proposition],
        fait_par=tuple(label_of(d, code) for code in b.par),
    )  # fmt: skip


def _sheet(dossier: Dossier, p: Periode) -> BilanPrepare:
    return replace(_base(dossier, p, p.debut, dossier.au), au=p.terme, familles=families(dossier.d, p.contrat.objectifs))


def _base(dossier: Dossier, p: Periode | None, du: date | None, au: date) -> BilanPrepare:
    return BilanPrepare(
        maison=dossier.maison, code=dossier.situation.id, a_remplir=True, le=None, contrat=p.rang if p else 0, du=du, au=au, familles=(),
        resultats=(), parole="", proposition="", atteintes=tuple(map(sentence, codes.ATTEINTES.values())), propositions=tuple(PROPOSITIONS.values()),
        visites=count_visites(dossier, du, au), fait_par=(), suivi_par=dossier.suivi_par,
    )  # fmt: skip


def _since(dossier: Dossier, b: Bilan) -> date | None:
    """Without a contract: since the bilan before, or since the entrée."""
    before = [e.le for e in dossier.vivantes if isinstance(e, Bilan) and e is not b and e.le < b.le]
    entries = [p.entree.le for p in dossier.suivi.pas if p.is_entree and p.entree.le <= b.le]
    return max((*before, *entries), default=None)


def _with_domain(o: ObjectifAtteint, p: Periode | None) -> ObjectifAtteint:
    """The objective with the domain that the contract gives it."""
    same: Iterable[Objectif] = (c for c in (p.contrat.objectifs if p else ()) if fold(c.libelle) == fold(o.libelle))
    domaine = o.domaine or next((c.domaine for c in same), None)
    return o.model_copy(update={"domaine": domaine})
