"""What is missing for a situation to move on, and what would close a thing that is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.calendrier import short_jour
from alp.core.contrat import EtatContrat, Periode
from alp.core.echeances import Echeance, due_evaluation, has_bilan, untold
from alp.core.entrees import Bilan, Examen, Recevabilite
from alp.core.erreurs import Refus
from alp.core.journal import entree_of
from alp.core.parcours import Etape, etape_label
from alp.core.plis import consent_given
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.core.suivi import Suivi, echeance_json


@dataclass(frozen=True)
class Manque:
    """One thing to do before the next step: the sentence, the type of entry that does it, values it would have."""

    phrase: str
    type: str
    valeurs: tuple[tuple[str, str], ...] = ()
    verbe: str = ""

    def commande_pour(self, id_: str) -> str:
        """What to type: `alp add ID TYPE`, or the command that does just that."""
        if self.verbe:
            return f"alp {self.verbe} {id_}"
        return " ".join(["alp add", id_, self.type, *(f"--{name} {value}" for name, value in self.valeurs)])


def missing_for(suivi: Suivi) -> list[Manque]:
    """What is missing to move on from the step where a situation stands, the most telling first."""
    return list(_MANQUES[suivi.etape](suivi))


def _signalee(suivi: Suivi) -> list[Manque]:
    waiting = [e for e in suivi.vivantes if isinstance(e, Recevabilite)]
    if waiting:
        return [
            Manque(
                f"sur liste d'attente depuis le {short_jour(waiting[-1].le)} : la déclarer recevable",
                "recevabilite",
                (("decision", "recevable"),),
            )
        ]
    return [Manque("décider de la recevabilité de la saisine", "recevabilite")]


def _evaluation(suivi: Suivi) -> list[Manque]:
    return [*_accord(suivi), *_etape(suivi, Etape.evaluation, EVALUER), *_contrat_ouvre(suivi)]


def _cellule(suivi: Suivi) -> list[Manque]:
    return [*_accord(suivi), *_etape(suivi, Etape.cellule, _admettre(suivi)), *_contrat_ouvre(suivi)]


EVALUER = Manque("faire la première évaluation", "evaluation", (("stade", "entree"),))


def _admettre(suivi: Suivi) -> Manque:
    """The passage in the meeting that decides, as this dispositif calls it."""
    return Manque(
        f"passer en {etape_label(Etape.cellule, suivi.dispositif)} : décision d'admission", "examen", (("decision", "admission"),)
    )


def _etape(suivi: Suivi, etape: Etape, manque: Manque) -> list[Manque]:
    """What a step asks for, unless it is done and only the contract is still to come."""
    return [] if suivi.pas and etape in suivi.pas[-1].apres.faites else [manque]


def _accord(suivi: Suivi) -> list[Manque]:
    if consent_given(suivi.situation, "accompagnement", suivi.au):
        return []
    return [Manque("recueillir l'accord de la personne", "accord", (("objet", "accompagnement"),))]


def _contrat_ouvre(suivi: Suivi) -> list[Manque]:
    """Only once all that comes before is done: until then the table refuses it."""
    return [Manque("signer le contrat, qui ouvre l'accompagnement", "contrat")] if "contrat" in suivi.suite_possible else []


def _accompagnement(suivi: Suivi) -> list[Manque]:
    found = _accord(suivi)
    if suivi.dispositif.loge == "oui" and suivi.logement is None:
        found.append(Manque("trouver un logement, et noter l'entrée dans ce logement", "changement", (("motif", "emmenagement"),)))
    if any(due_evaluation(suivi)):
        found.append(EVALUER)
    periode = suivi.periode
    if suivi.dispositif.contrat and (periode is None or periode.sortie):
        found.append(Manque("signer le premier contrat", "contrat"))
    elif periode and suivi.etat_contrat in (EtatContrat.a_renouveler, EtatContrat.echu):
        if not has_bilan(suivi.situation, periode):
            found.append(Manque("écrire le bilan avant de renouveler", "bilan"))
        if not _leaves(suivi, periode):
            found.append(Manque("renouveler le contrat", "contrat", verbe="renew"))
    return [*found, Manque("commencer à passer la main, quand le moment vient", "relais")]


def _leaves(suivi: Suivi, periode: Periode) -> bool:
    """Whether the bilan of this contract proposes to stop, or to go elsewhere."""
    last = next((e for e in reversed(suivi.vivantes) if isinstance(e, Bilan)), None)
    return last is not None and last.proposition != "renouveler" and has_bilan(suivi.situation, periode)


def _relais(suivi: Suivi) -> list[Manque]:
    return [Manque("clore, quand le relais tient", "sortie", verbe="close")]


def _finie(suivi: Suivi) -> list[Manque]:
    return [Manque("rouvrir, si la situation se dégrade", "reprise")]


_MANQUES: dict[Etape, Callable[[Suivi], list[Manque]]] = {
    Etape.signalee: _signalee, Etape.evaluation: _evaluation, Etape.cellule: _cellule, Etape.accompagnement: _accompagnement,
    Etape.relais: _relais, Etape.close: _finie, Etape.non_retenue: _finie,
}  # fmt: skip


def advance_json(suivi: Suivi, registre: Registre) -> dict[str, Any]:
    """`alp advance ID --json`."""
    return {
        "id": suivi.situation.id,
        "etape": str(suivi.etape),
        "manque": [{"phrase": m.phrase, "type": m.type, "valeurs": dict(m.valeurs)} for m in missing_for(suivi)],
        "possible": suivi.suite_possible,
        "echeances": [echeance_json(e) for e in suivi.echeances(registre)],
    }


# --- done ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fermeture:
    """How a due thing was done."""

    le: date
    resultat: str | None = None
    a: str | None = None
    canal: str | None = None
    abandon: str | None = None


Changes = tuple[str, dict[str, Any]]
"""A `ref` and the fields that `amend` replaces in its entry."""


def closable(echeance: Echeance) -> bool:
    """Whether `done` itself closes it; the others are closed by another command."""
    return echeance.nature in _FERMETURES and echeance.ref is not None


def close_due(suivi: Suivi, echeance: Echeance, fermeture: Fermeture) -> Changes:
    """The correction of the journal that closes a due thing.

    Raises:
        Refus: another command does it; it says which.
    """
    if not closable(echeance):
        command = echeance.commande or f"alp show {echeance.situation}"
        raise Refus(f"« {echeance.motif} » ne se coche pas : c'est une autre commande qui le règle.", command)
    _refuse_extra(echeance, fermeture)
    ref, _, rank = (echeance.ref or "").partition(".")
    return ref, _FERMETURES[echeance.nature](suivi, ref, int(rank or 1) - 1, fermeture)


_ABANDONNABLES = frozenset({"rendez_vous", "engagement", "contrat_a_signer"})
_DITES = frozenset({"notification", "reponse_saisine"})


def _refuse_extra(echeance: Echeance, f: Fermeture) -> None:
    """Nothing that was said is dropped: what has no place in such a thing is refused.

    Raises:
        Refus: it cannot be given up, or has no such detail.
    """
    if f.abandon and echeance.nature not in _ABANDONNABLES:
        raise Refus(f"« {echeance.motif} » ne s'abandonne pas.", "Le faire, ou noter pourquoi dans une note : alp add ID note")
    if f.resultat and (f.abandon or echeance.nature not in ("rendez_vous", "engagement")):
        raise Refus("--resultat ne va qu'avec une suite ou un engagement qui sont faits.", "Retirer --resultat.")
    if (f.a or f.canal) and echeance.nature not in _DITES:
        raise Refus("--a et --canal ne vont qu'avec une réponse ou une décision à dire.", "Les retirer.")


def _ending(f: Fermeture) -> dict[str, Any]:
    if f.abandon:
        return {"abandon": {"le": f.le, "motif": f.abandon}}
    return {"fait": {"le": f.le} | ({"resultat": f.resultat} if f.resultat else {})}


def _told(f: Fermeture, default: str) -> dict[str, Any]:
    return {"a": f.a or default, "le": f.le} | ({"canal": f.canal} if f.canal else {})


def _suite(suivi: Suivi, ref: str, rank: int, f: Fermeture) -> dict[str, Any]:
    suite = plain(entree_of(suivi.situation, ref))["suite"]
    return {"suite": suite | _ending(f)}


def close_engagement(situation: Situation, ref: str, f: Fermeture) -> dict[str, Any]:
    """The fields that `amend` replaces so that an engagement (`mx2c9d.2`) is kept or given up."""
    entree, _, rank = ref.partition(".")
    engagements = plain(entree_of(situation, entree))["engagements"]
    return {"engagements": [e | _ending(f) if n == int(rank or 1) else e for n, e in enumerate(engagements, 1)]}


def _engagement(suivi: Suivi, ref: str, rank: int, f: Fermeture) -> dict[str, Any]:
    return close_engagement(suivi.situation, f"{ref}.{rank + 1}", f)


def _notification(suivi: Suivi, ref: str, rank: int, f: Fermeture) -> dict[str, Any]:
    entree = entree_of(suivi.situation, ref)
    told = plain(entree).get("notifications", []) if isinstance(entree, Examen) else []
    missing = untold(suivi.situation, entree, suivi.dispositif, suivi.au) if isinstance(entree, Examen) else []
    return {"notifications": [*told, _told(f, next(iter(missing), "personne"))]}


def _reponse(suivi: Suivi, ref: str, rank: int, f: Fermeture) -> dict[str, Any]:
    asked = next((s.origine for s in reversed(suivi.vivantes) if getattr(s, "type", "") == "saisine" and hasattr(s, "origine")), None)
    return {"reponse": _told(f, str(asked)) if f.a or asked else {"le": f.le}}


def _dated(name: str) -> Callable[[Suivi, str, int, Fermeture], dict[str, Any]]:
    return lambda suivi, ref, rank, f: {name: f.le}


def _signature(suivi: Suivi, ref: str, rank: int, f: Fermeture) -> dict[str, Any]:
    if f.abandon:
        return {"signature": {"reponse": "refus", "le": f.le, "motif": f.abandon}}
    return {"signature": {"reponse": "signe", "le": f.le}}


_FERMETURES: dict[str, Callable[[Suivi, str, int, Fermeture], dict[str, Any]]] = {
    "rendez_vous": _suite, "engagement": _engagement, "notification": _notification, "reponse_saisine": _reponse,
    "information_personne": _dated("information_le"), "verification_orientation": _dated("verifiee_le"), "contrat_a_signer": _signature,
}  # fmt: skip
