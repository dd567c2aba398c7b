"""Who arrives, when, and where they live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tools.generer.agenda import MOIS, Agenda, office_day
from tools.generer.modele import Caisse, Donnees, Halte, Modele, Scenario

Tour = tuple[date, Halte]
"""A day of the vehicle, and where it stops."""


def tour_days(modele: Modele, agenda: Agenda) -> list[Tour]:
    """The days of the vehicle, until the last day of all."""
    if modele.tournee is None:
        return []
    found: list[Tour] = []
    t, le = modele.tournee, modele.tournee.du
    while le <= modele.fin:
        halte = t.haltes[len(found) % len(t.haltes)]
        par = halte.par or t.par
        if (day := agenda.next_day(le, *par)) <= min(le + timedelta(days=3), modele.fin):
            agenda.keep(day, par, t.heures)
            found.append((day, halte))
        le += timedelta(days=t.tous_les)
    return found


@dataclass
class Place:
    """One situation to be: its scenario, its day, its person. `autre`: the one it is tied to."""

    scenario: Scenario
    saisine: date
    theme: str = ""
    id: str = ""
    personne: Donnees = field(default_factory=dict)
    foyer: Donnees = field(default_factory=dict)
    logement: Donnees = field(default_factory=dict)
    liens: list[Donnees] = field(default_factory=list)
    autre: Place | None = None

    @property
    def genre(self) -> str:
        return str(self.personne["genre"])

    def has(self, trait: str) -> bool:
        return trait in self.scenario.traits


class Peuplement:
    """Draws the places: who arrives, when, where they live."""

    def __init__(self, modele: Modele, rng: Random, sigle: str, tours: Sequence[Tour], *, loge: bool) -> None:
        self.modele, self.rng, self.sigle, self.tours, self.loge = modele, rng, sigle, tours, loge
        self.debut, self.fin = modele.debut, modele.fin

    def populate(self, nombre: int, pseudonymes: Sequence[str]) -> list[Place]:
        """The places in order of saisine, with their ids."""
        base = self.modele.base
        places = [self.make(base[i % len(base)]) for i in range(nombre)]
        self.pair(places)
        places.sort(key=lambda p: p.saisine)
        counts: Counter[int] = Counter()
        for place in places:
            counts[place.saisine.year] += 1
            place.id = f"{self.sigle}-{place.saisine.year}-{counts[place.saisine.year]:03}"
        self.name(places, pseudonymes)
        self.tie(places)
        return places

    def make(self, scenario: Scenario) -> Place:
        le = self.draw_day(scenario)
        names = list(self.modele.themes)
        theme = scenario.theme or self.rng.choices(names, [self.modele.themes[t].poids for t in names])[0]
        place = Place(scenario, le, theme)
        self.draw_person(place)
        if place.has("vehicule"):
            self.meet_vehicle(place)
        return place

    def draw_day(self, scenario: Scenario) -> date:
        low, high = scenario.arrivee
        if isinstance(low, date) and isinstance(high, date):
            return office_day(low + timedelta(days=self.rng.randint(0, (high - low).days)))
        months = self.rng.uniform(float(low), float(high))  # type: ignore[arg-type]
        first = self.debut + timedelta(days=self.rng.randrange(20))
        return min(office_day(max(first, self.fin - timedelta(days=round(months * MOIS)))), self.fin)

    def meet_vehicle(self, place: Place) -> None:
        """Met at the vehicle: that day, in that district."""
        near = [tour for tour in self.tours if not place.scenario.quartier or tour[1].quartier in ("", place.scenario.quartier)]
        before = [tour for tour in near if tour[0] <= place.saisine] or near[:1]
        if before:
            place.saisine, halte = before[-1]
            here = {"commune": halte.commune, "quartier": halte.quartier or place.scenario.quartier}
            place.logement = {key: value for key, value in (place.logement | here).items() if value}

    def draw_person(self, place: Place) -> None:
        s, (low, high) = place.scenario, self.modele.themes[place.theme].naissance
        genre = s.genre or self.rng.choice(["femme", "homme"])
        place.personne = {"genre": genre, "naissance": s.naissance or self.rng.randint(low, high)}
        place.foyer = self.draw_foyer(s)
        place.logement = {} if self.loge else self.draw_logement(place)
        if caisses := self.draw_caisses(place):
            place.personne["caisses"] = caisses

    def draw_foyer(self, scenario: Scenario) -> Donnees:
        if scenario.foyer:
            return dict(zip(("type", "adultes", "enfants"), scenario.foyer, strict=True))
        draw = self.rng.random()
        for part, foyer in self.modele.foyers:
            draw -= part
            if draw < 0:
                return dict(foyer)
        return {"type": "personne_seule", "adultes": 1, "enfants": 0}

    def draw_caisses(self, place: Place) -> list[str]:
        """The funds of a person: those of its age, one of a group."""
        if place.scenario.caisses is not None:
            return list(place.scenario.caisses)
        age = self.fin.year - int(place.personne["naissance"])
        found: list[Caisse] = []
        for caisse in self.modele.caisses:
            free = not caisse.groupe or caisse.groupe not in {c.groupe for c in found}
            if caisse.ages[0] <= age <= caisse.ages[1] and free and self.rng.random() < caisse.part:
                found.append(caisse)
        return [c.code for c in found]

    def draw_logement(self, place: Place) -> Donnees:
        s, m = place.scenario, self.modele
        if s.motif == "hors_territoire":
            return {"commune": m.ailleurs, "parc": "prive", "statut": "locataire"}
        names = [c for c in m.communes if not s.bailleur or not m.communes[c].bailleurs or s.bailleur in m.communes[c].bailleurs]
        commune = s.commune or self.rng.choices(names, [m.communes[c].poids for c in names])[0]
        here = m.communes[commune]
        rows = [p for p in m.parcs if (not s.bailleur or p[3] == s.bailleur) and (not here.bailleurs or not p[3] or p[3] in here.bailleurs)]
        _, parc, statut, bailleur = self.rng.choices(rows, [max(p[0], bool(s.bailleur)) for p in rows])[0]
        quartier = s.quartier or self.rng.choice([*here.quartiers, ""])
        made = {"commune": commune, "quartier": quartier, "parc": parc, "statut": statut, "bailleur": bailleur}
        return {key: value for key, value in made.items() if value}

    def pair(self, places: list[Place]) -> None:
        """Two of a couple arrive together."""
        waiting: Place | None = None
        for place in places:
            if not place.has("couple"):
                continue
            if waiting is None:
                waiting = place
                continue
            self.marry(waiting, place)
            waiting = None

    def marry(self, one: Place, other: Place) -> None:
        other.saisine, other.theme, other.autre, one.autre = one.saisine, one.theme, one, other
        other.logement = one.logement
        one.foyer = other.foyer = {"type": "couple", "adultes": 2, "enfants": 0}
        other.personne["genre"] = "homme" if one.genre == "femme" else "femme"

    def name(self, places: list[Place], listed: Sequence[str]) -> None:
        """A pseudonym each; a number after it once the list is used up."""
        words = self.rng.sample(listed, len(listed))
        for i, place in enumerate(places):
            turn = i // len(words)
            word = words[i % len(words)] + (f" {turn + 1}" if turn else "")
            place.personne = {"pseudonyme": word, **place.personne}

    def tie(self, places: list[Place]) -> None:
        """Links between files, and likenesses."""
        for i, place in enumerate(places):
            if place.autre:
                place.liens.append({"nature": "meme_foyer", "situation": place.autre.id})
            if place.has("doublon"):
                self.copy(place, self.earlier(places, i, lambda p: p.scenario.file_active), "doublon")
            if place.has("precedente"):
                self.copy(place, self.former(places[:i]), "precedente")
            if place.has("sosie"):
                self.resemble(place, self.earlier(places, i, lambda p: "bailleur" in p.logement))

    def earlier(self, places: list[Place], i: int, wanted: Callable[[Place], bool]) -> Place | None:
        return next((p for p in reversed(places[:i]) if wanted(p) and not p.autre), None)

    def former(self, places: list[Place]) -> Place | None:
        """Someone whose follow-up ended long ago, and who has no second file yet."""
        tied = {lien["situation"] for p in places for lien in p.liens}
        return next((p for p in places if p.has("ancienne") and p.id not in tied), None)

    def copy(self, place: Place, other: Place | None, nature: str) -> None:
        if other:
            place.personne, place.foyer, place.logement, place.theme = other.personne, other.foyer, other.logement, other.theme
            place.liens.append({"nature": nature, "situation": other.id})

    def resemble(self, place: Place, other: Place | None) -> None:
        if other:
            place.logement = other.logement
            place.personne = {**other.personne, "pseudonyme": place.personne["pseudonyme"]}
