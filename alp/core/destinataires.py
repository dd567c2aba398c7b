"""Who may read what: decided here, when data is prepared, and never in a template.

`interne`: the team. `cellule`: those bound by secrecy who sit in the meeting. A partner by its code: only the situations that it referred
or houses, while an accord `partage` with it is in force; and if it is not bound by secrecy, neither free text nor anything of health.
`personne`: she reads what is prepared for her about her own situation, and nothing of a meeting, where others are spoken of.
Sources: code pénal, 226-13; CSP, L1110-4 and R1110-1 to R1110-3; CASF, L121-6-2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alp.core.dispositif import Dispositif
from alp.core.entrees import Accord, Reprise, Saisine
from alp.core.erreurs import UsageError
from alp.core.plis import bailleur, vivantes
from alp.core.situation import Situation

INTERNE, CELLULE, PERSONNE = "interne", "cellule", "personne"
SOUMIS, NON_SOUMIS = "soumis", "non_soumis"
EQUIPE_ET_CELLULE = frozenset({INTERNE, CELLULE})
_NOMS = {INTERNE: "l'équipe", CELLULE: "les membres tenus au secret", PERSONNE: "la personne"}


@dataclass(frozen=True)
class Destinataire:
    """Who a document is for. `code`: a partner's, or `interne`, `cellule`, `personne`; `soumis`: bound by secrecy."""

    code: str
    nom: str
    soumis: bool

    @property
    def interne(self) -> bool:
        """The team: precautions are for it alone."""
        return self.code == INTERNE

    @property
    def personne(self) -> bool:
        """The person herself, about her own situation."""
        return self.code == PERSONNE

    @property
    def partenaire(self) -> bool:
        """Whoever is neither the team nor the cell: the person too, who has no more rights on others' situations than a partner."""
        return self.code not in EQUIPE_ET_CELLULE

    @property
    def sorte(self) -> str:
        """`interne`, `cellule`, `personne`, or a partner's `soumis`, `non_soumis`."""
        return self.code if self.code in _NOMS else SOUMIS if self.soumis else NON_SOUMIS

    def may_see(self, situation: Situation, le: date) -> bool:
        """Whether a document may speak of a situation at all, on a day."""
        return not self.partenaire or (concerned(situation, self.code, le) and shared_with(situation, self.code, le))


def find_destinataire(mot: str, dispositif: Dispositif) -> Destinataire:
    """The reader that a word names.

    Raises:
        UsageError: no such reader.
    """
    if mot in _NOMS:
        return Destinataire(mot, _NOMS[mot], soumis=mot in EQUIPE_ET_CELLULE)
    found = next((p for p in dispositif.partenaires if p.code == mot), None)
    if found is None:
        known = ", ".join(p.code for p in dispositif.partenaires)
        raise UsageError(f"« {mot} » n'est pas un destinataire.", f"Choisir interne, cellule, personne, ou un partenaire : {known}.")
    return Destinataire(found.code, found.nom, soumis=found.secret == "soumis")  # noqa: S105 - a field of the dispositif


def concerned(situation: Situation, partenaire: str, le: date) -> bool:
    """Whether a partner referred a situation, or houses it on a day."""
    referred = any(isinstance(e, (Saisine, Reprise)) and e.origine == partenaire and e.le <= le for e in vivantes(situation))
    return referred or bailleur(situation, le) == partenaire


def shared_with(situation: Situation, partenaire: str, le: date) -> bool:
    """Whether the person lets the team share with a partner on a day: the last answer about it is yes.

    A yes holds for those it names; a no, or a withdrawal, that names nobody holds for all.
    """
    answers = [e for e in vivantes(situation) if isinstance(e, Accord) and e.objet == "partage" and e.le <= le]
    about = [e for e in answers if partenaire in e.avec or (not e.avec and e.reponse != "oui")]
    return bool(about) and about[-1].reponse == "oui"
