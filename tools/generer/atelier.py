"""What all lives of a register share: randomness, texts, days, meetings, refs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from alp.core.dispositif import Dispositif
from alp.core.journal import make_ref
from tools.generer.agenda import Agenda, office_day
from tools.generer.modele import Donnees, Halte, Modele
from tools.generer.peuplement import Tour
from tools.generer.recueil import Recueil


@dataclass
class Atelier:
    """What all lives share. `examens`: what each meeting has on its agenda; `passages`: visits at the vehicle."""

    modele: Modele
    dispositif: Dispositif
    rng: Random
    recueil: Recueil
    agenda: Agenda
    reunions: Sequence[date]
    tours: Sequence[Tour]
    refs: set[str] = field(default_factory=set)
    examens: dict[date, list[Donnees]] = field(default_factory=dict)
    passages: Counter[date] = field(default_factory=Counter)

    @property
    def fin(self) -> date:
        return self.modele.fin

    @property
    def mois(self) -> int:
        """Months of a contract; 0 where there is none, or no term."""
        return self.dispositif.contrat.mois or 0 if self.dispositif.contrat else 0

    @property
    def loge(self) -> bool:
        """Whether people arrive without a dwelling, and the dispositif finds one."""
        return self.dispositif.loge == "oui"

    def measures(self, instrument: str) -> bool:
        """Whether evaluations use an instrument."""
        return instrument in self.dispositif.instruments

    def new_ref(self) -> str:
        ref = make_ref(iter(lambda: self.rng.randrange(1 << 30), -1), self.refs)
        self.refs.add(ref)
        return ref

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def draw_par(self, groups: Sequence[tuple[int, tuple[str, ...]]], referent: str) -> list[str]:
        """Who acts together; nothing is drawn where there is no choice."""
        drawn = groups[0] if len(groups) == 1 else self.rng.choices(groups, [g[0] for g in groups])[0]
        return list(dict.fromkeys(referent if code == "referent" else code for code in drawn[1]))

    def later(self, le: date, low: int, high: int) -> date:
        """A weekday some days later."""
        return office_day(le + timedelta(days=self.rng.randint(low, high)))

    def meeting_after(self, le: date) -> date | None:
        """The next meeting, if it has taken place."""
        return next((d for d in self.reunions if le < d <= self.fin), None)

    def reunion_id(self, le: date) -> str:
        return f"{le.isoformat()}-{self.dispositif.parcours.reunion}"

    def tour_after(self, le: date, logement: Donnees) -> Tour | None:
        """The next day of the vehicle that stops near a dwelling, if it is soon."""
        soon = [tour for tour in self.tours if le <= tour[0] <= le + timedelta(days=14)]
        return next((tour for tour in soon if stops_near(tour[1], logement)), None)

    def tour_par(self, halte: Halte) -> tuple[str, ...]:
        """Who goes to a stop of the vehicle."""
        return halte.par or (self.modele.tournee.par if self.modele.tournee else ())

    def tour_heure(self, le: date, heure: str) -> str:
        """The next time of a day of the vehicle; `heure` where the model says none."""
        heures = self.modele.tournee.heures if self.modele.tournee else ()
        self.passages[le] += 1
        return heures[(self.passages[le] - 1) % len(heures)] if heures else heure


def stops_near(halte: Halte, logement: Donnees) -> bool:
    """Whether someone who lives there may walk to the vehicle: the same district, or the same commune where one of them names none."""
    quartiers = {halte.quartier, logement.get("quartier", "")}
    return halte.commune == logement.get("commune") and ("" in quartiers or len(quartiers) == 1)
