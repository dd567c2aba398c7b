"""Every document that alp prepares, in one table written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from alp.core.destinataires import CELLULE, INTERNE, PERSONNE, Destinataire, find_destinataire
from alp.core.entrees import Orientation
from alp.core.erreurs import Refus
from alp.core.preparation.bilan import prepare_bilan
from alp.core.preparation.contrat import prepare_contrat
from alp.core.preparation.courriers import default_partner, prepare_accuse_reception, prepare_reponse_saisine
from alp.core.preparation.dossier import Dossier, find_entree, open_dossier
from alp.core.preparation.fiches import prepare_fiche_situation
from alp.core.preparation.information import prepare_information
from alp.core.preparation.liaison import prepare_fiche_liaison
from alp.core.preparation.notification import prepare_notification
from alp.core.preparation.seance import SeancePreparee, prepare_seance
from alp.core.preparation.vierges import prepare_avis_de_passage, prepare_fiche_saisine
from alp.core.registre import Registre

ORIGINE, SERVICE = "origine", "service"
"""Readers that the situation itself names: the partner that referred it, the service towards which it is oriented."""


class Prepare(Protocol):
    """From a register (whole), what the document is about (a situation, a meeting, nothing) and a reader, to a frozen record."""

    def __call__(self, registre: Registre, sur: str, pour: Destinataire, /, *, au: date, ref: str | None = None) -> object: ...


@dataclass(frozen=True)
class Document:
    """One document.

    `variable` is what its template calls the record; `pour_defaut` is a reader, or `ORIGINE`, or `SERVICE`; `ref` is the type of entry
    that `--ref` may choose, if any.
    """

    nom: str
    titre: str
    aide: str
    prepare: Prepare
    pour_defaut: str
    sur: Literal["situation", "reunion", "dispositif"]
    variable: str
    ref: str = ""


def _seance(registre: Registre, sur: str, pour: Destinataire, /, *, au: date, ref: str | None = None) -> SeancePreparee:
    return prepare_seance(registre, sur, pour, au=au)


def _convocation(registre: Registre, sur: str, pour: Destinataire, /, *, au: date, ref: str | None = None) -> SeancePreparee:
    """One may be invited to a meeting without any of its situations being one's own."""
    return prepare_seance(registre, sur, pour, au=au, sans_point=True)


def find_lecteur(doc: Document, mot: str | None, registre: Registre, sur: str, *, au: date, ref: str | None = None) -> Destinataire:
    """The reader of a document: the one that a word names, else the one for whom it is made.

    Raises:
        UsageError: no such reader.
        Refus: the situation names none.
    """
    if mot is None and doc.pour_defaut in (ORIGINE, SERVICE):
        dossier = open_dossier(registre, sur, find_destinataire(INTERNE, registre.dispositif), au=au)
        mot = _named(doc, dossier, ref)
    return find_destinataire(mot or doc.pour_defaut, registre.dispositif)


def _named(doc: Document, dossier: Dossier, ref: str | None) -> str:
    id_ = dossier.situation.id
    if doc.pour_defaut == ORIGINE:
        if found := default_partner(dossier):
            return found
        raise Refus(
            f"Aucun partenaire n'a saisi {id_} : à la personne, à un proche ou à un voisin, on répond de vive voix.",
            f"Pour dire à la personne ce qui est décidé : alp document {id_} notification_decision --pour personne",
        )
    orientation = find_entree(dossier, Orientation, ref)
    if orientation is None or orientation.vers is None:
        raise Refus(
            f"Aucune orientation de {id_} ne dit vers quel partenaire elle va.", f"La noter : alp add {id_} orientation --vers CODE"
        )
    return orientation.vers


DOCUMENTS: dict[str, Document] = {
    doc.nom: doc
    for doc in (
        Document("ordre_du_jour", "Ordre du jour", "Ce que la réunion examinera, et pourquoi.", _seance, CELLULE, "reunion", "seance"),
        Document("convocation", "Convocation", "L'invitation à une réunion, avec ce qui concerne celui qu'on invite.", _convocation, CELLULE, "reunion", "seance"),
        Document("compte_rendu", "Compte rendu", "Tout ce que la réunion a dit et décidé.", _seance, CELLULE, "reunion", "seance"),
        Document("releve_de_decisions", "Relevé de décisions", "Les décisions, qui fait quoi, pour quand.", _seance, CELLULE, "reunion", "seance"),
        Document("fiche_saisine", "Fiche de saisine", "La fiche vierge par laquelle un partenaire saisit l'équipe.", prepare_fiche_saisine, INTERNE, "dispositif", "fiche"),
        Document("avis_de_passage", "Avis de passage", "Le mot à laisser sous enveloppe à une porte close : il ne dit rien du service.", prepare_avis_de_passage, PERSONNE, "dispositif", "avis"),
        Document("accuse_reception", "Accusé de réception", "Au partenaire qui a saisi : sa demande est arrivée, et qui la suit.", prepare_accuse_reception, ORIGINE, "situation", "lettre", "saisine"),
        Document("reponse_saisine", "Réponse à une saisine", "Au partenaire qui a saisi : sa demande est prise, en attente, ou non.", prepare_reponse_saisine, ORIGINE, "situation", "lettre", "saisine"),
        Document("information_et_accord", "Information et accord", "À lire avec la personne, en mots simples : ce que l'on garde, ses droits, ce qu'elle accepte.", prepare_information, PERSONNE, "situation", "information"),
        Document("notification_decision", "Notification d'une décision", "Ce que la réunion a décidé : au partenaire qui a saisi, ou à la personne (--pour personne).", prepare_notification, ORIGINE, "situation", "lettre", "examen"),
        Document("contrat", "Contrat d'accompagnement", "Le contrat à imprimer et à signer avec la personne.", prepare_contrat, PERSONNE, "situation", "contrat", "contrat"),
        Document("bilan", "Bilan", "Le bilan fait avec la personne ; avant qu'il soit fait, la feuille à remplir.", prepare_bilan, PERSONNE, "situation", "bilan", "bilan"),
        Document("fiche_liaison", "Fiche de liaison", "Au service vers lequel la personne est orientée, si elle a accepté de partager avec lui.", prepare_fiche_liaison, SERVICE, "situation", "fiche", "orientation"),
        Document("fiche_situation", "Fiche de situation", "La situation sur une page, pour l'équipe ou la cellule.", prepare_fiche_situation, INTERNE, "situation", "fiche"),
    )
}  # fmt: skip
"""By name, in the order in which they come in a life: the template is `<nom>.md.j2`."""


def title_of(nom: str) -> str:
    """A document's title by its name; the name itself for one that alp does not make."""
    return DOCUMENTS[nom].titre if nom in DOCUMENTS else nom
