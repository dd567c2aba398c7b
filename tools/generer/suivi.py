"""The accompaniment: from the day it is entered to its end. Its days are planned first; the other modules fill them."""

from __future__ import annotations

from datetime import date, timedelta

from alp.core.calendrier import add_months
from tools.generer.agenda import MOIS, office_day
from tools.generer.modele import Donnees
from tools.generer.vie import Vie

DEMI_ANNEE = 6
"""Months of a period where no contract has a term."""


class Suivi:
    """The plan of an accompaniment. `ouvert`: it goes on to the last day, whatever the scenario says (after a reprise)."""

    def __init__(self, vie: Vie, entree: date, *, ouvert: bool = False) -> None:
        self.v, self.a, self.rng, self.m, self.place = vie, vie.a, vie.rng, vie.m, vie.place
        self.scenario = vie.place.scenario
        self.entree, self.fin = entree, vie.fin
        self.closes = self.scenario.jusque == "close" and not ouvert
        self.objectifs: list[Donnees] = []
        self.debut = self.plan_start()
        if vie.a.dispositif.parcours.ouvre == "contrat":
            self.entree = self.debut
        self.sortie = self.plan_exit()
        self.retrait = self.plan_withdrawal()

    def has(self, trait: str) -> bool:
        return self.place.has(trait)

    @property
    def gone(self) -> bool:
        """Whether the exit comes without her being there."""
        return self.scenario.issue in ("deces", "perdu_de_vue", "expulse", "hospitalise", "inconnue")

    def next_day(self, le: date) -> date:
        return self.v.next_day(le)

    def plan_start(self) -> date:
        """The first day of the first contract; chosen so that one lapses, or is to be renewed, on the last day of all."""
        usual = self.next_day(self.entree + timedelta(days=self.rng.randint(3, 20)))
        window = range(-50, -10) if self.has("echu") else range(6, 40) if self.has("a_renouveler") else range(0)
        starts = [add_months(self.fin + timedelta(days=n + 1), -self.a.mois * k) for n in window for k in range(1, 7)]
        fitting = [d for d in starts if 2 < (d - self.entree).days < 60 and self.a.agenda.works(d, self.v.referent)]
        return self.rng.choice(fitting) if fitting else usual

    def plan_exit(self) -> date:
        """The day it ends: near the end of the last period; the last day of all for those that go on."""
        if not self.closes:
            return self.fin
        terme = self.debut + timedelta(days=round(self.scenario.periodes * (self.a.mois or DEMI_ANNEE) * MOIS))
        return min(office_day(terme - timedelta(days=self.rng.randint(4, 18))), self.next_day(self.fin - timedelta(days=25)))

    def plan_withdrawal(self) -> date | None:
        if self.scenario.jusque == "relais":
            return self.next_day(self.fin - timedelta(days=self.rng.randint(25, 50)))
        if self.closes and self.scenario.issue == "maintenu" and self.scenario.motif != "refus":
            return self.next_day(max(self.sortie - timedelta(days=self.rng.randint(45, 70)), self.debut + timedelta(days=1)))
        return None

    def at(self, part: float) -> date:
        """A working day at some part of the follow-up."""
        return self.next_day(self.entree + timedelta(days=5 + round(((self.sortie - self.entree).days - 10) * part)))
