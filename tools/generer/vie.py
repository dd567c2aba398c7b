"""One journal being written: its state, and what every part of the story needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from alp.core import codes
from alp.core.parcours import Regles, regles_for
from alp.core.situation import Situation
from tools.generer.atelier import Atelier
from tools.generer.modele import Commune, Donnees
from tools.generer.peuplement import Place
from tools.generer.recueil import Promesse, accord

PARTICULIERS = frozenset(codes.ORIGINES)
"""Who refers without being a partner."""

RECENT = 60
"""Days in which what was forgotten is still forgotten."""

AILLEURS = Commune(0)
"""Where the model says nothing, or where there is no dwelling."""


class Vie:
    """One journal being written. The other modules add entries to it; `deroule` puts them in order."""

    def __init__(self, atelier: Atelier, place: Place) -> None:
        self.a, self.place, self.rng = atelier, place, atelier.rng
        self.m = atelier.modele
        self.theme = self.m.themes[place.theme]
        self.fin = atelier.fin
        self.entrees: list[Donnees] = []
        self.soins: dict[str, str] = {}
        self.absences: list[tuple[date, date]] = []
        self.disparue: list[tuple[date, date]] = []
        self.logements: list[tuple[date, Donnees]] = [(date.min, place.logement)]
        self.attente: Donnees = {}
        self.dette = self.rng.randrange(*self.m.dettes) * 10 if "dette" in self.theme.grilles else 0
        self.notes: dict[str, int] = {}
        self.connus: dict[str, str] = {}
        self.revenue = False  # whether she has come back after an exit
        self.origine = self.draw_origine()
        self.referent = self.draw_referent()

    # -- who

    def draw_origine(self) -> str:
        if self.m.ancien_reseau and self.place.has("reseau") and self.place.saisine <= self.m.ancien_reseau[1]:
            return self.m.ancien_reseau[0]
        if self.place.has("vehicule"):
            return "equipe"
        role = self.place.scenario.origine or self.rng.choice(self.theme.origines)
        return self.admitted(self.partner(role) or "equipe")

    def admitted(self, origine: str) -> str:
        """Whoever refers, if the dispositif admits it; else the first who may."""
        others = [self.partner(role) for role in (*self.theme.origines, self.m.repli)]
        return next((o for o in (origine, *others) if o and self.a.dispositif.admits(o)), origine)

    def draw_referent(self) -> str:
        fixed = self.place.scenario.referent or self.theme.referent
        return fixed or self.a.draw_par([(weight, (code,)) for weight, code in self.m.referents], "")[0]

    def partner(self, role: str) -> str:
        """The code behind a role: `bailleur` and `ccas` depend on the dwelling. Empty if it leads to no declared partner."""
        logement = self.place.logement or next((d for _, d in self.logements if d), {})
        if role == "bailleur":
            return str(logement.get("bailleur", ""))
        commune = self.m.communes.get(str(logement.get("commune", "")))
        if role == "ccas":
            role = commune.ccas if commune else ""
        code = (commune.roles.get(role) if commune else None) or self.m.roles.get(role, role)
        return code if code in PARTICULIERS or any(p.code == code for p in self.a.dispositif.partenaires) else ""

    @property
    def repli(self) -> str:
        """The partner used where another role leads nowhere."""
        return self.partner(self.m.repli)

    def bound(self, code: str) -> bool:
        """Whether a code is that of a partner bound by secrecy, who works with the team."""
        return any(p.code == code and p.secret == "soumis" and p.au is None for p in self.a.dispositif.partenaires)  # noqa: S105 - a field

    def acte(self, *names: str) -> list[str]:
        """The codes of these acts, as far as the model has them."""
        return [self.m.actes[name] for name in names if name in self.m.actes]

    # -- where

    def logement(self, le: date) -> Donnees:
        """The dwelling on a day; empty if there is none."""
        return next((d for du, d in reversed(self.logements) if du <= le), {})

    def commune(self, le: date) -> Commune:
        """What the model says of where she lives on a day."""
        return self.m.communes.get(str(self.logement(le).get("commune", "")), AILLEURS)

    def lieu(self, lieu: str, le: date) -> str:
        """A place of visit, or another one for someone who has no dwelling, or where that place is not one of the dispositif's."""
        if lieu in ("domicile", "pas_de_porte") and not self.logement(le):
            return self.m.sans_logement[le.toordinal() % len(self.m.sans_logement)]
        if lieu == "appartement" and self.commune(le).loin:
            return "domicile"
        known = self.a.dispositif.lieux
        return lieu if not known or lieu in known else known[0]

    def admitted_on(self, le: date) -> bool:
        """Whether a meeting has admitted her, on a day."""
        return any(e["type"] == "examen" and e["decision"] == "admission" and e["le"] <= le for e in self.entrees)

    def step(self, le: date) -> str:
        """How far she is on the way to a dwelling: approche, recherche, logee, perdue. Empty where the dispositif does not house."""
        if not self.a.loge:
            return ""
        if self.logement(le):
            return "logee"
        lost = any(d for du, d in self.logements if du <= le)
        return "perdue" if lost else "recherche" if self.admitted_on(le) else "approche"

    def visitors(self, le: date) -> list[str]:
        """Who goes, that day."""
        before = self.m.approche_par and not self.admitted_on(le)
        return self.a.draw_par(self.m.approche_par if before else self.m.visites_par, self.referent)

    def regles(self, le: date) -> Regles:
        """The rules for this life on a day."""
        here = {"logement": self.logement(le)} if self.logement(le) else {}
        first = {"ref": "bbbbbb", "le": self.place.saisine, "type": "saisine", "origine": self.origine}
        return regles_for(self.a.dispositif, Situation.model_validate({"id": self.place.id, **here, "journal": [first]}), le)

    # -- texts

    def text(self, key: str) -> Promesse:
        return Promesse(key, self.place.genre)

    def text_now(self, key: str) -> str | None:
        return self.a.recueil.draw(key, self.place.genre)

    def pick(self, key: str) -> str:
        return self.a.recueil.pick(key, self.place.genre)

    def split(self, line: str) -> list[str]:
        """The parts of a text made of several."""
        return [part.strip() for part in accord(line, self.place.genre).split("|")]

    def told(self, key: str, le: date) -> str:
        """A key, or that of the time when nobody finds her, or of her step on the way to a dwelling, if the corpus has one."""
        gone = any(du <= le <= au for du, au in self.disparue)
        return self.keyed(key, "disparue") if gone else self.keyed(key, self.step(le))

    def keyed(self, key: str, of: str) -> str:
        """A key, or that of what it is about (a place, whoever referred) if the corpus has one."""
        return here if self.a.recueil.has(here := f"{key}_{of}") else key

    def back(self, key: str) -> str:
        """A key, or, once she has come back after an exit, that of the return if the corpus has one."""
        return self.keyed(key, "reprise") if self.revenue else key

    def themed(self, kind: str) -> str:
        """The key of a kind of text: that of the thread if it has one, else that of the theme."""
        own = f"{kind}_{self.place.scenario.fil}"
        return own if self.place.scenario.fil and self.a.recueil.has(own) else f"{kind}_{self.place.theme}"

    def arrival(self, kind: str) -> str:
        """Which texts tell an arrival: of the reason why it goes no further, of its thread, of whoever referred, or of its theme."""
        s = self.place.scenario
        own = f"{kind}_{s.motif.replace(':', '_')}"
        return own if s.jusque == "non_retenue" and self.a.recueil.has(own) else self.keyed(self.themed(kind), self.origine)

    # -- the journal

    def next_day(self, le: date) -> date:
        """The next day when the referent works."""
        return self.a.agenda.next_day(le, self.referent)

    def recent(self, le: date) -> bool:
        """Whether a day is so near to the last one that what should follow may still be to do."""
        return le > self.fin - timedelta(days=RECENT)

    def add(self, type_: str, le: date, **fields: Any) -> Donnees:
        """One more entry, unless it would be after the last day."""
        entree = {"ref": self.a.new_ref(), "le": le, "type": type_, **{k: v for k, v in fields.items() if v not in (None, "", [], {})}}
        if le <= self.fin:
            self.entrees.append(entree)
        return entree

    def problematiques(self, le: date) -> list[str]:
        kept = [*self.m.tous, *self.theme.problematiques[: self.rng.randint(2, 3)]]
        if self.m.anciens_codes is None:
            return kept
        old, new, until = self.m.anciens_codes
        return [old if code == new and le <= until and self.a.chance(0.4) else code for code in kept]
