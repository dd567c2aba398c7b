"""From the answers given at the making of a register to the data of its `dispositif.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from alp.core import codes
from alp.core.champs import EMPTY
from alp.core.dispositif import (
    FORMAT,
    Commune,
    ContratDispositif,
    Dispositif,
    Equipier,
    Financeur,
    ParcoursDispositif,
    PartenaireDispositif,
    Rythmes,
)
from alp.core.erreurs import UsageError
from alp.core.registre import fold
from alp.core.structure import plain_value
from alp.core.types import MONTANT, SIGLE, Codes

REUNIONS = Codes(
    "reunions_avant", "conception d'alp, § 6 : parcours.cellule",
    toujours="Oui, toujours", sauf="Oui, sauf pour les logements de certains bailleurs",
    facultative="Elle le peut, ce n'est pas nécessaire", aucune="Non",
)  # fmt: skip
CONTRATS = Codes(
    "contrats", "conception d'alp, § 6 : contrat",
    duree="Oui, pour quelques mois, et il se renouvelle", sans_terme="Oui, sans terme", aucun="Non",
)  # fmt: skip
NON_SOUMIS = codes.TYPES_BAILLEUR | {"police", "prefecture", "ddt", "operateur", "epci", "association", "adil", "assurance", "autre"}
"""Types of partners that are not bound by secrecy as a rule (code pénal, 226-13), or that may not be: proposed so, the more careful side."""
RESERVES = frozenset({*codes.ORIGINES, *codes.AUCUN})
"""Words that a situation's file may hold where a code could stand."""
SANS_CONTRAT = frozenset({"contrat_jours", "bilan_jours"})
"""Rhythms that only a contract has."""
VIDES = frozenset("de du des d la le les l et en a au aux pour sur sous par un une dans avec".split())
"""Words that neither a code nor an acronym keeps."""
MOIS_USUEL = 6
"""The usual length of a contract. Source: ALP 28, LOGISENS, Calais."""


@dataclass(frozen=True)
class Reponses:
    """What someone answered, in the order of the questions. What was skipped is empty."""

    nom: str = ""
    sigle: str = ""
    porteur: str = ""
    communes: tuple[Commune, ...] = ()
    equipe: tuple[Equipier, ...] = ()
    financeurs: tuple[Financeur, ...] = ()
    partenaires: tuple[PartenaireDispositif, ...] = ()
    evaluation: bool = True
    reunion: str = "toujours"
    """A code of `REUNIONS`."""
    sauf_bailleurs: tuple[str, ...] = ()
    nom_reunion: str = "cellule"
    reunion_dabord: bool = False
    contrat: str = "duree"
    """A code of `CONTRATS`."""
    mois: int = MOIS_USUEL
    contrat_ouvre: bool = False
    qui_saisit: tuple[str, ...] = ()
    loge: bool = False
    lieux: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()

    @property
    def bailleurs(self) -> dict[str, str]:
        """The partners that house: code → name."""
        return {p.code: p.nom for p in self.partenaires if p.houses}

    @property
    def taken(self) -> set[str]:
        """The codes that someone new, of the team or a partner, must differ from."""
        return {x.code for x in (*self.equipe, *self.partenaires)} | RESERVES


def dispositif_data(r: Reponses) -> dict[str, Any]:
    """The data of `dispositif.yaml` that the answers decide, in the file's order; nothing empty. The vocabulary is not in it."""
    data = {
        "format": FORMAT,
        "nom": r.nom,
        "sigle": r.sigle,
        "porteur": r.porteur,
        "fuseau": Dispositif.model_fields["fuseau"].default,
        "territoire": {"communes": plain_value(r.communes)} if r.communes else {},
        "loge": "oui" if r.loge else "",
        "equipe": plain_value(r.equipe),
        "partenaires": plain_value(r.partenaires),
        "financeurs": plain_value(r.financeurs),
        "parcours": _parcours(r),
        "contrat": _contrat(r),
        "lieux": list(r.lieux),
        "instruments": list(r.instruments),
        "rythmes": _rythmes(r),
    }
    return {name: value for name, value in data.items() if value not in EMPTY}


def _parcours(r: Reponses) -> dict[str, Any]:
    meeting = r.reunion != "aucune"
    steps = ["evaluation"] * r.evaluation + ["cellule"] * meeting
    steps = steps[::-1] if r.reunion_dabord else steps
    data = {
        "avant": steps,
        "ouvre": _ouvre(r, steps),
        "cellule": _cellule(r) if meeting else "",
        "reunion": r.nom_reunion if meeting else "",
        "qui_saisit": list(r.qui_saisit),
        "reprise_mois": ParcoursDispositif.model_fields["reprise_mois"].default,
    }
    return {name: value for name, value in data.items() if value not in EMPTY}


def _ouvre(r: Reponses, steps: list[str]) -> str:
    """What opens the accompaniment; nothing where the last step need not be."""
    if r.contrat_ouvre and r.contrat != "aucun":
        return "contrat"
    return "" if not steps or (steps[-1] == "cellule" and r.reunion == "facultative") else steps[-1]


def _cellule(r: Reponses) -> str | dict[str, list[str]]:
    """The rule of the meeting; landlords that are partners no more dispense with nothing."""
    dispensed = [code for code in r.sauf_bailleurs if code in r.bailleurs]
    if r.reunion == "sauf" and dispensed:
        return {"sauf_bailleurs": dispensed}
    return "toujours" if r.reunion == "sauf" else r.reunion


def _contrat(r: Reponses) -> dict[str, Any]:
    usual = _defaults(ContratDispositif)
    if r.contrat == "aucun":
        return {}
    if r.contrat == "sans_terme":
        return {"preavis_jours": usual["preavis_jours"]}
    notice = min(usual["preavis_jours"], 14 * r.mois)  # half of a short contract
    return {"mois": r.mois, **usual, "preavis_jours": notice}


def _rythmes(r: Reponses) -> dict[str, int]:
    without = SANS_CONTRAT if r.contrat == "aucun" else frozenset({"bilan_jours"}) if r.contrat == "sans_terme" else frozenset()
    return {name: value for name, value in _defaults(Rythmes).items() if name not in without}


def _defaults(fiche: type[BaseModel]) -> dict[str, Any]:
    """The default values of a record, where there are some."""
    return {name: info.default for name, info in fiche.model_fields.items() if info.default not in EMPTY and not info.is_required()}


# --- what the questions propose -----------------------------------------------------------------------


def words_of(texte: str) -> list[str]:
    """The words that count, in ASCII: « Médecin de l'équipe » → `medecin`, `equipe`."""
    words = re.findall(r"[a-z0-9]+", fold(texte))
    return [word for word in words if word not in VIDES] or words


def make_code(texte: str, taken: Collection[str], *, sinon: str, mots: int = 4, lien: str = "-") -> str:
    """A new code made of a name: « CCAS de Chartres » → `ccas-chartres`.

    Args:
        texte: the name.
        taken: codes that it must differ from.
        sinon: the code of a name without a letter of the alphabet.
        mots: how many words are kept.
        lien: between words.
    """
    stem = lien.join(words_of(texte)[:mots])[:40].strip(lien) or sinon
    numbered = (f"{stem}{lien}{n}" for n in range(2, len(taken) + 3))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)


def propose_sigle(nom: str) -> str:
    """« Action Logement Précarité 28 » → `ALP28`; a short name is kept whole; empty where nothing fits."""
    words = [word.upper() for word in words_of(nom)]
    initials = "".join(word if word.isdigit() else word[0] for word in words)
    whole = "".join(words)
    proposals = [whole, initials] if len([w for w in words if not w.isdigit()]) < 2 else [initials, whole]
    return next((p for p in (*proposals, whole[:12]) if SIGLE.fullmatch(p)), "")


def propose_secret(type_: str) -> str:
    """`soumis` or `non_soumis`, as a rule: to be confirmed for each partner."""
    return "non_soumis" if type_ in NON_SOUMIS else "soumis"


def read_decimal(texte: str) -> str:
    """« 45 000,50 € » → `45000.50`, as a file holds it.

    Raises:
        UsageError: no number of that form.
    """
    plain = re.sub(r"[\s\u202f\xa0€]", "", texte).replace(",", ".")
    if not MONTANT.fullmatch(plain):
        raise UsageError(f"« {texte.strip()} » n'est pas un nombre.", "Écrire un nombre comme 45000, ou 0,8.")
    return f"{Decimal(plain):.2f}"


def types_of(partenaires: Collection[PartenaireDispositif]) -> Mapping[str, str]:
    """Who may refer, by type: those of the partners named, else every type; and the team itself."""
    present = {p.type for p in partenaires}
    named = {code: label for code, label in codes.TYPES_PARTENAIRE.items() if not present or code in present}
    return named | {"equipe": codes.ORIGINES["equipe"]}
