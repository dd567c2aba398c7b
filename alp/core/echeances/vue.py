"""A thing due, and one situation as the rules look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from alp.core import contrat as contrats
from alp.core.dispositif import Dispositif
from alp.core.entrees import Commun, Recevabilite, Reprise, Visite
from alp.core.parcours import FINIES, Etape, Pas, etape_label, walk
from alp.core.plis import is_dead, visites, vivantes
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.types import Codes

NATURES = Codes(
    "natures_echeance", "conception d'alp, § 4",
    recevabilite="recevabilité à décider", attente="liste d'attente à revoir", reponse_saisine="réponse à celui qui a saisi", information_personne="personne à informer",
    premiere_visite="première visite", evaluation_entree="première évaluation", rencontre="rencontre", rendez_vous="suite ou rendez-vous",
    engagement="engagement", contrat_a_signer="contrat à signer", bilan="bilan à écrire", renouvellement="contrat à renouveler",
    contrat_echu="contrat échu", notification="décision à dire", verification_orientation="orientation à vérifier",
    reevaluation="évaluation à refaire", retour_hopital="contact après l'hôpital", rapport="rapport à un financeur", effacement="données à effacer",
)  # fmt: skip


@dataclass(frozen=True)
class Echeance:
    """Something due. `ref` names what `done` would close (`mx2c9d`, or `mx2c9d.2` for the second engagement)."""

    nature: str
    le: date
    situation: str | None
    ref: str | None
    motif: str
    commande: str = ""

    def late(self, au: date) -> bool:
        """Whether its day is past."""
        return self.le < au


@dataclass(frozen=True)
class Vue:
    """A situation cut at `au`, with what every rule below asks of it."""

    situation: Situation
    dispositif: Dispositif
    au: date
    ailleurs: tuple[Visite, ...] = ()
    """Visits noted in another file, in which this person was seen too."""

    @classmethod
    def of(cls, registre: Registre, situation: Situation, au: date) -> Self:
        """A situation in its register: visits noted in other files count too."""
        return cls(situation, registre.dispositif, au, registre.vues_aussi.get(situation.id, ()))

    @cached_property
    def visites(self) -> tuple[Visite, ...]:
        return visites(self.situation, self.ailleurs)

    @cached_property
    def pas(self) -> list[Pas]:
        return list(walk(self.situation, self.dispositif))

    @cached_property
    def etape(self) -> Etape:
        return (self.pas[-1].apres.etape if self.pas else None) or Etape.signalee

    @property
    def etape_label(self) -> str:
        """The step, as this dispositif calls it."""
        return etape_label(self.etape, self.dispositif)

    @cached_property
    def vivantes(self) -> tuple[Commun, ...]:
        return vivantes(self.situation)

    @cached_property
    def periodes(self) -> tuple[contrats.Periode, ...]:
        return contrats.chaine(self.situation, self.dispositif)

    @property
    def entree_le(self) -> date | None:
        """The day of the running accompaniment's entrée; none outside of it."""
        last = next((p for p in reversed(self.pas) if p.is_entree or p.is_sortie), None)
        return last.entree.le if last and last.is_entree else None

    @property
    def retenue_le(self) -> date | None:
        """The day on which it left the waiting of the saisine: recevable, reopened, or anything that moved it on."""
        return next(
            (
                p.entree.le
                for p in reversed(self.pas)
                if p.avant.etape in (Etape.signalee, *FINIES) and p.apres.etape not in (Etape.signalee, *FINIES)
            ),
            None,
        )

    @property
    def is_dead(self) -> bool:
        """Whether it ended by the person's death."""
        return is_dead(self.situation)

    def by(self, qui: str | None) -> str:
        """« (infirmière) », after what somebody has to do."""
        return f" ({self.dispositif.label('partenaires_equipe', qui)})" if qui else ""

    def make(self, nature: str, le: date, motif: str, ref: str | None = None, commande: str = "") -> Echeance:
        return Echeance(nature, le, self.situation.id, ref, motif, commande)

    def days(self, le: date, jours: int) -> date:
        return le + timedelta(days=jours)


def is_ignored(situation: Situation) -> bool:
    """A saisine made by mistake counts nowhere, unless it was reopened since."""
    answers = [e for e in vivantes(situation) if isinstance(e, (Recevabilite, Reprise))]
    return bool(answers) and isinstance(answers[-1], Recevabilite) and answers[-1].decision == "erreur"
