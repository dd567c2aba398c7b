"""What the person is told of her file, in plain words, and what she answers. Sources: RGPD, art. 12 to 22; CSP, L1110-4; décret 2016-1349."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alp.core import codes
from alp.core.destinataires import INTERNE, PERSONNE, SOUMIS, Destinataire
from alp.core.entrees import Accord, Contrat, Evaluation, Orientation, Reprise, Saisine
from alp.core.plis import bailleur
from alp.core.preparation.commun import Maison
from alp.core.preparation.dossier import Dossier, admit, find_entree, open_dossier
from alp.core.preparation.fiches import reunion_label
from alp.core.registre import Registre

SOURCES = {
    "personne": "C'est vous qui nous avez contactés.",
    "proche": "Quelqu'un qui s'inquiétait pour vous nous a parlé de vous.",
    "voisin": "Quelqu'un qui s'inquiétait pour vous nous a parlé de vous.",
    "equipe": "C'est notre équipe qui est venue vers vous.",
}
"""Where her data come from (RGPD, art. 14, 2 f). A relative or a neighbour is not named on paper: it would be heard on the landing."""


@dataclass(frozen=True)
class PartenairePropose:
    """Someone with whom one may share, to be ticked by her."""

    nom: str
    soumis: bool


@dataclass(frozen=True)
class InformationEtAccord:
    """The sheet to read with her and to sign. Every box is empty: an accord is not ticked beforehand."""

    maison: Maison
    code: str
    le: date
    source: str
    annees: int
    joindre: tuple[str, ...]
    reunion: str
    partenaires: tuple[PartenairePropose, ...]
    suivi_par: str


def prepare_information(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> InformationEtAccord:
    """What the person is told, and asked, as of a day.

    Raises:
        Refus: it is for the person.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    admit(dossier, "La feuille d'information", PERSONNE, INTERNE)
    return InformationEtAccord(
        maison=dossier.maison, code=dossier.situation.id, le=au, source=_source(dossier), annees=dossier.d.conservation.annees, joindre=tuple(_reach(dossier.maison)),
        reunion=reunion_label(dossier.d) if dossier.d.parcours.avant else "", partenaires=tuple(_around(dossier)), suivi_par=dossier.suivi_par,
    )  # fmt: skip


def _source(dossier: Dossier) -> str:
    first = next(e for e in dossier.vivantes if isinstance(e, Saisine))
    if first.origine in codes.ORIGINES:
        return SOURCES[first.origine]
    return f"Qui nous a parlé de vous : {dossier.d.label('partenaires', first.origine)}."


def _reach(maison: Maison) -> Iterator[str]:
    """How she may reach the house."""
    if maison.telephone:
        yield f"appelez le {maison.telephone}"
    if written := ", ".join(part for part in (maison.courriel, maison.adresse) if part):
        yield f"écrivez à : {written}"


def _around(dossier: Dossier) -> Iterator[PartenairePropose]:
    """The partners around her: who referred, who houses her, who is there already, who could take over; each once."""
    names = {p.code: p for p in dossier.d.partenaires}
    for code in dict.fromkeys(_codes(dossier)):
        if code in names and names[code].valid_on(dossier.au):
            yield PartenairePropose(names[code].nom, names[code].secret == SOUMIS)


def _codes(dossier: Dossier) -> Iterator[str]:
    entries = dossier.vivantes
    yield from (e.origine for e in entries if isinstance(e, (Saisine, Reprise)))
    yield bailleur(dossier.situation, dossier.au) or ""
    for e in entries:
        if isinstance(e, Accord) and e.objet == "partage":
            yield from e.avec
    last, contrat = find_entree(dossier, Evaluation, None), find_entree(dossier, Contrat, None)
    yield from (i.partenaire for i in (last.intervenants if last else ()))
    yield from contrat.partenaires if contrat else ()
    yield from (e.vers or "" for e in entries if isinstance(e, Orientation) and not e.abandon)
