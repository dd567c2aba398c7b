"""What is derived of one situation at a date: what lists, pages and `--json` show under `suivi`."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from alp.core import contrat as contrats
from alp.core.codes import SUR_PLACE
from alp.core.echeances import Echeance, Vue, due
from alp.core.objets import Logement
from alp.core.parcours import allowed_types, regles_for
from alp.core.perimetre import payeurs
from alp.core.plis import bailleur, consent_given, dernier_contact, foyer, logement, problematiques, referent
from alp.core.registre import Registre
from alp.core.structure import as_json, plain


class Suivi(Vue):
    """One situation, cut at `au`, with what lists and pages show of it."""

    @cached_property
    def logement(self) -> Logement | None:
        return logement(self.situation, self.au)

    @property
    def referent(self) -> str | None:
        return referent(self.situation, self.au)

    @property
    def dernier_contact(self) -> date | None:
        return dernier_contact(self.visites)

    @property
    def tentatives(self) -> int:
        """Attempts on the spot since the last `rencontre`."""
        since = self.dernier_contact or date.min
        return sum(1 for e in self.visites if e.lieu in SUR_PLACE and e.le > since)

    @cached_property
    def periode(self) -> contrats.Periode | None:
        return contrats.current(self.periodes, self.au)

    @property
    def etat_contrat(self) -> contrats.EtatContrat | None:
        if self.periode is None or self.dispositif.contrat is None:
            return None
        return contrats.etat(self.periode, self.dispositif.contrat, self.periodes, self.au)

    @property
    def suite_possible(self) -> list[str]:
        """The types of entry that may follow."""
        last = self.pas[-1].apres if self.pas else None
        return allowed_types(last, regles_for(self.dispositif, self.situation, self.au)) if last else ["saisine"]

    def contrat_json(self) -> dict[str, Any] | None:
        """`rang, debut, fin, etat` of the contract covering the day, else the next, else the last."""
        if self.periode is None:
            return None
        found = {"rang": self.periode.rang, "debut": self.periode.debut, "fin": self.periode.fin, "etat": self.etat_contrat}
        return {key: as_json(value) if value is not None else None for key, value in found.items()}

    def line_json(self) -> dict[str, Any]:
        """One line of `alp list --json`."""
        where = self.logement
        line: dict[str, Any] = as_json(
            {
                "id": self.situation.id,
                "pseudonyme": self.situation.personne.pseudonyme,
                "etape": str(self.etape),
                "commune": where.commune if where else None,
                "bailleur": where.bailleur if where else None,
                "referent": self.referent,
                "problematiques": list(problematiques(self.situation, self.au)),
                "dernier_contact": self.dernier_contact,
                "contrat": self.contrat_json(),
            }
        )
        return line

    def full_json(self, registre: Registre) -> dict[str, Any]:
        """The file's own keys, with all that is derived under `suivi`."""
        where = self.logement
        entries = [pas.entree.le for pas in self.pas if pas.is_entree]
        exits = [pas.entree.le for pas in self.pas if pas.is_sortie]
        derived = {
            "au": self.au,
            "etape": str(self.etape),
            "logement": plain(where) if where else None,
            "foyer": plain(foyer(self.situation, self.au)),
            "problematiques": list(problematiques(self.situation, self.au)),
            "referent": self.referent,
            "bailleur": bailleur(self.situation, self.au),
            "entrees": entries,
            "sorties": exits,
            "dernier_contact": self.dernier_contact,
            "tentatives_depuis": self.tentatives,
            "accords": {objet: consent_given(self.situation, objet, self.au) for objet in ("accompagnement", "partage", "visite")},
            "financeurs": {code: str(a) for code, a in payeurs(self.situation, self.dispositif, self.au).items()},
            "contrat": self.contrat_json(),
            "contrats": [
                {"ref": p.contrat.ref, "rang": p.rang, "debut": p.debut, "fin": p.fin, "retard_jours": p.retard_jours}
                for p in self.periodes
            ],
            "echeances": [echeance_json(e) for e in self.echeances(registre)],
            "suite_possible": self.suite_possible,
        }
        full: dict[str, Any] = as_json(plain(self.situation) | {"suivi": derived})
        return full

    def echeances(self, registre: Registre) -> list[Echeance]:
        """What is due for this situation."""
        return [e for e in due(registre, au=self.au) if e.situation == self.situation.id]


def echeance_json(e: Echeance) -> dict[str, Any]:
    """`situation, ref, nature, le, motif`."""
    return {"situation": e.situation, "ref": e.ref, "nature": e.nature, "le": e.le.isoformat(), "motif": e.motif}


def suivis(registre: Registre, au: date) -> list[Suivi]:
    """Every situation of a register already cut at `au`, in the order of ids."""
    return sorted((Suivi.of(registre, s, au) for s in registre.situations), key=lambda s: s.situation.id)
