"""Fictional registers: invented lives, the same bytes for the same seed.

    python tools/generer.py alp28 cases/alp28 [--situations 48] [--graine 28] [--verifier]

A `Modele` (at the foot) holds all that belongs to one system: its scenarios, its themes, its partners. The rest knows none of them.
The texts are in `tools/recits/`, one a line, each drawn once.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from alp.core import contrat as contrats  # noqa: E402
from alp.core.calendrier import add_months  # noqa: E402
from alp.core.controles import check  # noqa: E402
from alp.core.dispositif import Dispositif  # noqa: E402
from alp.core.journal import make_ref  # noqa: E402
from alp.core.parcours import SUIVIES, etape_of  # noqa: E402
from alp.core.registre import Registre  # noqa: E402
from alp.core.reunion import Action, Reunion  # noqa: E402
from alp.core.situation import Situation  # noqa: E402
from alp.core.structure import plain  # noqa: E402
from alp.store.ecriture import render  # noqa: E402
from alp.store.noeuds import parse, read_text  # noqa: E402

Donnees = dict[str, Any]
SCHEMA = "# yaml-language-server: $schema=../../schema/situation.schema.json\n"
DEBUT, FIN = date(2024, 4, 1), date(2026, 11, 20)
MOIS = 30.44
"""Days in a month, for lengths that need not be exact."""

# --- what a model says --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Theme:
    """What troubles a person most, and what follows from it. `sorties`: the act of going along, and to whom; `grilles`: what the evaluation measures."""

    problematiques: tuple[str, ...]
    poids: int
    actes: tuple[str, ...]
    origines: tuple[str, ...]
    orientations: tuple[tuple[str, str], ...]
    domaines: tuple[str, ...]
    resultats: tuple[str, ...]
    sorties: tuple[str, str]
    soins: float = 0.0
    naissance: tuple[int, int] = (1945, 1978)
    grilles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scenario:
    """One kind of life. `arrivee`: months before the last day; `periodes`: contracts before the exit; `traits`: what befalls."""

    nom: str
    nombre: int
    arrivee: tuple[float, float]
    jusque: str = "accompagnement"
    periodes: float = 0
    motif: str = ""
    issue: str = ""
    traits: frozenset[str] = frozenset()
    theme: str = ""

    @property
    def file_active(self) -> bool:
        """Whether it ever reaches accompaniment."""
        return self.jusque in ("accompagnement", "relais", "close")


@dataclass(frozen=True)
class Modele:
    """All that belongs to one system."""

    sigle: str
    agent: str
    responsable: str
    secretaire: str
    remplacante: str
    jours: tuple[tuple[date, tuple[int, ...], int], ...]
    conges: tuple[tuple[int, int, int, int], ...]
    lieu_reunion: str
    nature_reunion: str
    communes: Mapping[str, tuple[int, tuple[str, ...], str]]
    ailleurs: str
    parcs: tuple[tuple[int, str, str, str], ...]
    roles: Mapping[str, str]
    permanents: tuple[str, ...]
    actes: Mapping[str, str]
    constats: Mapping[str, float]
    intervenants: Mapping[str, tuple[str, str]]
    ete_remplace: date
    apparait: str
    plainte: str
    ancien_reseau: tuple[str, date]
    themes: Mapping[str, Theme]
    anciens_codes: tuple[str, str, date]
    scenarios: tuple[Scenario, ...]

    @cached_property
    def base(self) -> tuple[Scenario, ...]:
        """The scenarios, each as often as it says."""
        return tuple(replace(s, nombre=1) for s in self.scenarios for _ in range(s.nombre))


# --- texts --------------------------------------------------------------------------------------------


def load_recits() -> dict[str, list[str]]:
    """Every text of the corpus: key → lines."""
    found: dict[str, list[str]] = {}
    for path in sorted((RACINE / "tools" / "recits").glob("*.yaml")):
        for key, text in parse(read_text(path.read_bytes())).data.items():
            found[key] = found.get(key, []) + [line.strip() for line in text.splitlines() if line.strip()]
    return found


class Recueil:
    """Draws texts: once each (`draw`), or as often as needed (`pick`)."""

    def __init__(self, rng: Random, *, repete: bool) -> None:
        self.rng, self.repete = rng, repete
        self.textes = load_recits()
        self.reste: dict[str, list[str]] = {}

    def draw(self, key: str, genre: str) -> str | None:
        """A text that was not given yet; none once all were."""
        if not self.reste.get(key) and (key not in self.reste or self.repete):
            self.reste[key] = self.rng.sample(self.textes.get(key, []), len(self.textes.get(key, [])))
        left = self.reste.get(key)
        return accord(left.pop(), genre) if left else None

    def pick(self, key: str) -> str:
        return self.rng.choice(self.textes[key])


@dataclass(frozen=True)
class Promesse:
    """A text to be drawn once every life is written, so that no life takes them all."""

    key: str
    genre: str


def settle(recueil: Recueil, journals: Sequence[Sequence[Donnees]]) -> None:
    """Give the promised texts out, in a random order; what finds none goes."""
    waiting: dict[str, list[tuple[Donnees, str, Promesse]]] = {}
    for entree in (e for journal in journals for e in journal):
        for name, value in entree.items():
            if isinstance(value, Promesse):
                waiting.setdefault(value.key, []).append((entree, name, value))
    for key in sorted(waiting):
        for entree, name, promesse in recueil.rng.sample(waiting[key], len(waiting[key])):
            entree[name] = recueil.draw(key, promesse.genre)


def accord(texte: str, genre: str) -> str:
    """Agree a text with the person's gender."""
    femme = genre == "femme"
    words = {
        "P": ("Monsieur", "Madame"),
        "E": ("Il", "Elle"),
        "e": ("il", "elle"),
        "lui": ("lui", "elle"),
        "l": ("le", "la"),
        "a": ("", "e"),
    }
    return texte.format(**{key: value[femme] for key, value in words.items()})


# --- days ---------------------------------------------------------------------------------------------


def easter(year: int) -> date:
    """Easter Sunday (Gauss, as Meeus wrote it)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_holiday(le: date) -> bool:
    """A French public holiday (code du travail, L3133-1)."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return (le.month, le.day) in fixed or (le - easter(le.year)).days in (1, 39, 50)


class Agenda:
    """The working days of the team, and how full they are."""

    HEURES = ("09:15", "10:30", "14:00", "15:15", "11:30", "16:30", "08:30", "17:00")

    def __init__(self, modele: Modele, facteur: int) -> None:
        self.modele, self.facteur = modele, facteur
        self.pris: Counter[date] = Counter()

    def works(self, le: date) -> bool:
        """Whether the team is at work: its days, no holiday, no leave."""
        days = next((jours for du, jours, _ in reversed(self.modele.jours) if du <= le), ())
        away = any((a, b) <= (le.month, le.day) <= (c, d) for a, b, c, d in self.modele.conges)
        return le.weekday() in days and not is_holiday(le) and not away

    def next_day(self, le: date) -> date:
        """The first working day from a day on."""
        while not self.works(le):
            le += timedelta(days=1)
        return le

    def slot(self, le: date) -> tuple[date, str]:
        """The first free time from a day on; it is then taken."""
        le = self.next_day(le)
        while self.pris[le] >= self.room(le):
            le = self.next_day(le + timedelta(days=1))
        self.pris[le] += 1
        return le, self.HEURES[(self.pris[le] + 5 * le.toordinal()) % len(self.HEURES)]

    def room(self, le: date) -> int:
        return self.facteur * next(n for du, _, n in reversed(self.modele.jours) if du <= le)


def office_day(le: date) -> date:
    """The first weekday from a day on, no holiday: when others work."""
    while le.weekday() > 4 or is_holiday(le):
        le += timedelta(days=1)
    return le


def weekday_before(le: date) -> date:
    """The last weekday before a day, no holiday."""
    le -= timedelta(days=1)
    while le.weekday() > 4 or is_holiday(le):
        le -= timedelta(days=1)
    return le


def meeting_days(debut: date, fin: date) -> list[date]:
    """The first Tuesday of each month, the second if it is a holiday; none in August. The last one is after `fin`."""
    days: list[date] = []
    month = date(debut.year, debut.month, 1)
    while not days or days[-1] <= fin:
        month = add_months(month, 1)
        day = next(d for d in (month + timedelta(days=n) for n in range(14)) if d.weekday() == 1 and not is_holiday(d))
        if month.month != 8:
            days.append(day)
    return days


# --- people -------------------------------------------------------------------------------------------


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

    def __init__(self, modele: Modele, rng: Random, debut: date, fin: date) -> None:
        self.modele, self.rng, self.debut, self.fin = modele, rng, debut, fin

    def populate(self, nombre: int) -> list[Place]:
        """The places in order of saisine, with their ids."""
        base = self.modele.base
        places = [self.make(base[i % len(base)]) for i in range(nombre)]
        self.pair(places)
        places.sort(key=lambda p: p.saisine)
        counts: Counter[int] = Counter()
        for place in places:
            counts[place.saisine.year] += 1
            place.id = f"{self.modele.sigle}-{place.saisine.year}-{counts[place.saisine.year]:03}"
        self.name(places)
        self.tie(places)
        return places

    def make(self, scenario: Scenario) -> Place:
        months = self.rng.uniform(*scenario.arrivee)
        le = office_day(max(self.debut + timedelta(days=self.rng.randrange(20)), self.fin - timedelta(days=round(months * MOIS))))
        names = list(self.modele.themes)
        theme = scenario.theme or self.rng.choices(names, [self.modele.themes[t].poids for t in names])[0]
        place = Place(scenario, min(le, self.fin), theme)
        self.draw_person(place)
        return place

    def draw_person(self, place: Place) -> None:
        low, high = self.modele.themes[place.theme].naissance
        place.personne = {"genre": self.rng.choice(["femme", "homme"]), "naissance": self.rng.randint(low, high)}
        place.foyer = {"type": "personne_seule", "adultes": 1, "enfants": 0}
        if self.rng.random() < 0.1:
            place.foyer = {"type": "fratrie", "adultes": 2, "enfants": 0}
        place.logement = self.draw_logement(place)

    def draw_logement(self, place: Place) -> Donnees:
        if place.scenario.nom == "hors_territoire":
            return {"commune": self.modele.ailleurs, "parc": "prive", "statut": "locataire"}
        names = list(self.modele.communes)
        commune = self.rng.choices(names, [self.modele.communes[c][0] for c in names])[0]
        _, quartiers, _ = self.modele.communes[commune]
        _, parc, statut, bailleur = self.rng.choices(self.modele.parcs, [p[0] for p in self.modele.parcs])[0]
        made = {"commune": commune, "quartier": self.rng.choice([*quartiers, ""]), "parc": parc, "statut": statut, "bailleur": bailleur}
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

    def name(self, places: list[Place]) -> None:
        """A pseudonym each; a number after it once the list is used up."""
        listed = " ".join(load_recits()["pseudonymes"]).split()
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


# --- one life -----------------------------------------------------------------------------------------


@dataclass
class Atelier:
    """What all lives share: randomness, texts, days, meetings, refs."""

    modele: Modele
    rng: Random
    recueil: Recueil
    agenda: Agenda
    fin: date
    reunions: list[date]
    avant: tuple[str, ...]
    mois: int
    refs: set[str] = field(default_factory=set)
    examens: dict[date, list[Donnees]] = field(default_factory=dict)

    def new_ref(self) -> str:
        ref = make_ref(iter(lambda: self.rng.randrange(1 << 30), -1), self.refs)
        self.refs.add(ref)
        return ref

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def later(self, le: date, low: int, high: int) -> date:
        """A weekday some days later."""
        return office_day(le + timedelta(days=self.rng.randint(low, high)))

    def meeting_after(self, le: date) -> date | None:
        """The next meeting, if it has taken place."""
        return next((d for d in self.reunions if le < d <= self.fin), None)

    def reunion_id(self, le: date) -> str:
        return f"{le.isoformat()}-{self.modele.nature_reunion}"


class Vie:
    """Writes one journal. Each method adds entries; `build` puts them in order."""

    def __init__(self, atelier: Atelier, place: Place) -> None:
        self.a, self.place, self.rng = atelier, place, atelier.rng
        self.m = atelier.modele
        self.theme = self.m.themes[place.theme]
        self.fin = atelier.fin
        self.entrees: list[Donnees] = []
        self.soins: dict[str, str] = {}
        self.absences: list[tuple[date, date]] = []
        self.attente: Donnees = {}
        self.dette = self.rng.randrange(90, 480) * 10 if "dette" in self.theme.grilles else 0
        self.notes: dict[str, int] = {}
        self.connus: dict[str, str] = {}
        self.origine = self.draw_origine()

    # -- helpers

    def draw_origine(self) -> str:
        reseau, until = self.m.ancien_reseau
        if self.place.has("reseau") and self.place.saisine <= until:
            return reseau
        return self.partner(self.rng.choice(self.theme.origines)) or "equipe"

    def partner(self, role: str) -> str:
        """The code behind a role: `bailleur` and `ccas` depend on the dwelling."""
        if role == "bailleur":
            return str(self.place.logement.get("bailleur", ""))
        if role == "ccas":
            return self.m.communes[self.place.logement["commune"]][2] if self.place.logement["commune"] in self.m.communes else ""
        return self.m.roles.get(role, role)

    def text(self, key: str) -> Promesse:
        return Promesse(key, self.place.genre)

    def text_now(self, key: str) -> str | None:
        return self.a.recueil.draw(key, self.place.genre)

    def pick(self, key: str) -> str:
        return accord(self.a.recueil.pick(key), self.place.genre)

    def themed(self, kind: str) -> str:
        return f"{kind}_{self.place.theme}"

    def add(self, type_: str, le: date, **fields: Any) -> Donnees:
        """One more entry, unless it would be after the last day."""
        entree = {"ref": self.a.new_ref(), "le": le, "type": type_, **{k: v for k, v in fields.items() if v not in (None, "", [], {})}}
        if le <= self.fin:
            self.entrees.append(entree)
        return entree

    def build(self) -> Donnees:
        """The whole file's data."""
        self.live()
        journal = sorted(self.entrees, key=lambda e: e["le"])
        p = self.place
        made: Donnees = {
            "id": p.id, "personne": p.personne, "foyer": p.foyer, "logement": p.logement, "problematiques": self.problematiques(p.saisine),
            "precautions": self.text_now("precautions") if p.scenario.file_active and self.a.chance(0.6) else None,
            "referent": self.m.agent if p.scenario.jusque not in ("non_retenue", "signalee") else None, "liens": p.liens, "journal": journal,
        }  # fmt: skip
        return {key: value for key, value in made.items() if value}

    def problematiques(self, le: date) -> list[str]:
        old, new, until = self.m.anciens_codes
        kept = list(self.theme.problematiques[: self.rng.randint(2, 3)])
        return [old if code == new and le <= until and self.a.chance(0.4) else code for code in kept]

    # -- before the accompaniment

    def live(self) -> None:
        self.refer()
        end = self.place.scenario.jusque
        if end == "non_retenue":
            self.decline()
        elif end != "signalee":
            le = self.accept()
            self.follow(le)
        elif self.place.has("attente"):
            self.wait(self.a.later(self.place.saisine, 3, 6))

    def refer(self) -> None:
        p = self.place
        known = self.origine not in ("proche", "voisin", "equipe", "personne")
        informed = "oui" if p.has("reseau") or self.a.chance(0.5) else "non"
        self.attente = self.add(
            "saisine", p.saisine, origine=self.origine, canal=self.rng.choice(["fiche", "fiche", "courriel", "telephone"]) if known else "telephone",
            motifs=self.problematiques(p.saisine)[:2], urgence=self.rng.choices(["ordinaire", "prioritaire", "immediate"], [6, 3, 1])[0],
            debut_difficultes=self.rng.choices(["de_1_a_6_mois", "de_6_a_12_mois", "de_1_a_2_ans", "plus_2_ans", "inconnu"], [2, 2, 3, 5, 2])[0],
            demarches_deja_faites=self.text("demarches_reseau" if p.has("reseau") else "demarches_faites") if known else None, personne_informee=informed,
            note=self.text("saisine_reseau" if p.has("reseau") else self.themed("saisine")),
        )  # fmt: skip

    def answer(self, le: date) -> Donnees:
        told = self.a.later(le, 0, 9)
        if self.origine in ("proche", "voisin", "equipe", "personne") or told > self.fin or self.a.chance(0.06):
            return {}
        return {"le": told, "a": self.origine, "canal": self.rng.choice(["courriel", "telephone"])}

    def wait(self, le: date) -> date:
        """On the waiting list; returns a day when a place is free."""
        self.add(
            "recevabilite", le, decision="liste_attente", par=[self.m.responsable], reponse=self.answer(le), note=self.text("liste_attente")
        )
        return self.a.later(le, 35, 80)

    def accept(self) -> date:
        le = self.a.later(self.place.saisine, 2, 7)
        if self.place.has("attente"):
            le = self.wait(le)
        self.add("recevabilite", le, decision="recevable", par=[self.m.agent], reponse=self.answer(le))
        return le

    def decline(self) -> None:
        decision = self.place.scenario.motif
        le = self.a.later(self.place.saisine, 2, 8)
        if decision.startswith("sans_suite:"):
            return self.give_up(le, decision.split(":")[1])
        towards = [self.partner("departement")] if decision in ("hors_territoire", "droit_commun", "capacite_atteinte") else []
        self.add(
            "recevabilite",
            le,
            decision=decision,
            par=[self.m.responsable],
            oriente_vers=towards,
            reponse=self.answer(le),
            note=self.text(decision),
        )
        return None

    def give_up(self, le: date, motif: str) -> None:
        self.add("recevabilite", le, decision="recevable", par=[self.m.agent], reponse=self.answer(le))
        for _ in range(7 if motif == "injoignable" else 3):
            le = self.attempt(le + timedelta(days=self.rng.randint(4, 12)), "refus" if motif == "refus_personne" else "")
        self.add("sans_suite", self.a.later(le, 5, 15), motif=motif, par=[self.m.agent], note=self.text(f"sans_suite_{motif}"))

    def attempt(self, le: date, resultat: str = "") -> date:
        """A try that meets nobody, or a refusal; returns its day."""
        le, heure = self.a.agenda.slot(le)
        resultat = resultat or self.rng.choices(["porte_close", "sans_reponse", "rendez_vous_manque", "refus"], [10, 4, 2, 3])[0]
        lieu = {"sans_reponse": "telephone", "rendez_vous_manque": "structure", "refus": "pas_de_porte"}.get(resultat, "domicile")
        self.add(
            "visite", le, par=[self.m.agent], heure=heure, lieu=lieu, resultat=resultat, initiative="equipe", duree=self.rng.choice([5, 10, 15]),
            trajet=None if lieu == "telephone" else self.trajet(), note=self.text(resultat) if self.a.chance(0.7) else None,
            suite=self.suite(le, "suites") if self.a.chance(0.2) else None,
        )  # fmt: skip
        return le

    def trajet(self) -> int:
        return self.rng.choice([15, 20, 25, 30, 35, 40])

    def approach(self, le: date, limit: date) -> date:
        """The attempts, then the first meeting and her accord; returns the day."""
        tries = [0, 0, 1] if self.place.has("reseau") else [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 5]
        for _ in range(self.rng.choice(tries)):
            le = self.attempt(
                le + timedelta(days=self.rng.randint(2, 8)), self.rng.choices(["porte_close", "sans_reponse", "refus"], [6, 2, 1])[0]
            )
        le, heure = self.a.agenda.slot(le + timedelta(days=self.rng.randint(1, 6)))
        self.add(
            "visite", min(le, limit), par=[self.m.agent], heure=heure, lieu=self.rng.choice(["pas_de_porte", "domicile", "domicile", "structure"]),
            resultat="rencontre", initiative="equipe", actes=self.first_actes(), partenaires=self.introducer(), duree=self.rng.choice([10, 15, 20, 30]),
            trajet=self.trajet(), note=self.text("premiere"), aussi=self.aussi(),
        )  # fmt: skip
        if self.attente.get("personne_informee") == "non" and le <= self.fin:
            self.attente.setdefault("information_le", le)
        if not self.place.has("sans_accord"):
            self.add("accord", le, par=[self.m.agent], objet="accompagnement", reponse="oui", forme="oral", donne_par="personne")
        return le

    def first_actes(self) -> list[str]:
        return [self.m.actes["contact"], *(self.m.actes[a] for a in ("information", "ecoute") if self.a.chance(0.5))]

    def introducer(self) -> list[str]:
        known = self.origine not in ("proche", "voisin", "equipe", "personne", self.m.ancien_reseau[0])
        return [self.origine] if known and self.a.chance(0.35) else []

    def aussi(self) -> list[str]:
        """The other one of a couple, seen at the same time: written in the first file only."""
        other = self.place.autre
        return [other.id] if other and self.place.id < other.id else []

    def follow(self, le: date) -> None:
        """From the first attempts to the end, whichever it is."""
        entree = self.pass_steps(self.approach(le, self.fin))
        if entree:
            Suivi(self, entree).run()

    def pass_steps(self, le: date) -> date | None:
        """The steps that come before, in the order of the dispositif; none if one of them is still to come."""
        self.share(le)
        for etape in self.a.avant:
            if etape == self.place.scenario.jusque:
                return None
            done = self.assess(le) if etape == "evaluation" else self.decide(le)
            if done is None:
                return None
            le = done
        return le

    def assess(self, le: date) -> date:
        """A few visits, then the evaluation; returns its day."""
        for _ in range(1 if self.place.has("reseau") else self.rng.randint(1, 3)):
            le = self.visit(le + timedelta(days=self.rng.randint(4, 10)), "debut")
        le, heure = self.a.agenda.slot(le + timedelta(days=self.rng.randint(3, 10)))
        self.evaluate(le, "entree", f"evaluation_{self.place.theme}", heure)
        return le

    def share(self, le: date) -> None:
        """What she lets the partners know."""
        if self.place.has("sans_accord"):
            return
        told = {self.partner(role) for role in ("ccas", "medecin", self.rng.choice(["bailleur", "psy", "soins"]))} - {""}
        self.add(
            "accord",
            le,
            par=[self.m.agent],
            objet="partage",
            reponse="oui",
            forme=self.rng.choice(["ecrit", "oral"]),
            avec=sorted(told),
            donne_par="personne",
        )

    def decide(self, le: date) -> date | None:
        """The meeting that admits, after an adjournment for some; none if it has not taken place."""
        meeting = self.a.meeting_after(le)
        if meeting and self.place.has("ajournement"):
            self.examine(meeting, "nouvelle", "ajournement")
            meeting = self.a.meeting_after(meeting)
        if meeting:
            self.examine(meeting, "nouvelle", "admission")
        return meeting

    def examine(self, le: date, objet: str, decision: str) -> None:
        new = objet == "nouvelle"
        self.add(
            "examen", le, par=[self.m.agent], reunion=self.a.reunion_id(le), objet=objet, presentateur=self.m.agent, decision=decision,
            elements_nouveaux=None if new else self.text("suites_cellule" if objet == "suites" else "elements_nouveaux"),
            strategie=self.text(self.themed("strategie")) if new else None, engagements=self.engagements(le) if new or self.a.chance(0.6) else None,
            position_personne=self.position(le), notifications=self.notifications(le),
        )  # fmt: skip
        self.a.examens.setdefault(le, []).append({"situation": self.place.id, "objet": objet, "demandee_par": self.m.agent})

    def position(self, le: date) -> Donnees:
        told = self.a.agenda.next_day(le + timedelta(days=self.rng.randint(1, 9)))
        texte = self.text_now("position") if told <= self.fin and self.a.chance(0.5) else None
        return {"le": told, "texte": texte} if texte else {}

    def notifications(self, le: date) -> list[Donnees]:
        canaux = {"personne": "rencontre", self.origine: "courriel"}
        told = [(a, self.a.later(le, 1, 8)) for a in canaux if a not in ("proche", "voisin", "equipe", self.m.ancien_reseau[0])]
        return [{"a": a, "le": d, "canal": canaux[a]} for a, d in told if d <= self.fin and not self.a.chance(0.04)]

    def engagements(self, le: date) -> list[Donnees]:
        split = [[part.strip() for part in line.split("|")] for line in self.a.recueil.textes["engagements"]]
        fitting = [one[:3] for one in split if one[3] == "*" or self.place.theme in one[3].split()]
        made = [self.engagement(le, *one) for one in self.rng.sample(fitting, min(6, len(fitting)))]
        kept = [e for e in made if e][: self.rng.randint(1, 3)]
        if kept and self.place.has("engagement_sans_date") and not any("engagements" in e for e in self.entrees):
            kept[0] = {key: value for key, value in kept[0].items() if key in ("quoi", "qui", "diffusable")}
        return kept

    def engagement(self, le: date, quoi: str, role: str, diffusable: str) -> Donnees:
        qui = self.m.agent if role == "equipe" else self.partner(role)
        avant = self.a.later(le, 14, 60)
        made = {"quoi": quoi, "qui": qui, "avant": avant, "diffusable": diffusable, **self.outcome(le, avant, "engagement")}
        return {key: value for key, value in made.items() if value} if qui else {}

    def outcome(self, le: date, avant: date, kind: str) -> Donnees:
        """Done, given up, or open: what stays open is mostly recent."""
        done = min(self.a.later(le, 2, max(3, (avant - le).days + 12)), office_day(avant + timedelta(days=9)))
        if done > self.fin:
            return {}
        draw = self.rng.random()
        if draw < 0.06:
            return {"abandon": {"le": done, "motif": self.pick("abandon_engagement" if kind == "engagement" else "abandons_suite")}}
        if draw < (0.12 if (self.fin - avant).days < 60 else 0.065):
            return {}
        said = self.pick("resultat_engagement" if kind == "engagement" else "resultats_suite") if self.a.chance(0.6) else None
        return {"fait": {"le": done, **({"resultat": said} if said else {})}}

    def suite(self, le: date, key: str) -> Donnees:
        avant = self.a.agenda.next_day(le + timedelta(days=self.rng.randint(4, 20)))
        return {"quoi": self.pick(key), "qui": self.m.agent, "avant": avant, **self.outcome(le, avant, "suite")}

    # -- contacts

    def visit(self, le: date, moment: str, par: str = "") -> date:
        """A meeting at home; returns its day."""
        le, heure = self.a.agenda.slot(le)
        joint = self.a.chance(0.1)
        key = f"{self.place.theme}_{moment}"
        entree = self.add(
            "visite", le, par=[par or self.m.agent], heure=heure, lieu=self.rng.choices(["domicile", "pas_de_porte", "exterieur"], [12, 1, 1])[0],
            resultat="rencontre", initiative="equipe", partenaires=self.joint_partners() if joint else None,
            actes=self.actes() + ([self.m.actes["conjointe"]] if joint else []), duree=self.rng.choice([30, 40, 45, 50, 60, 60, 75]), trajet=self.trajet(),
            aussi=self.aussi(), note=self.text(key) if self.a.chance(0.55) else None, suite=self.suite(le, self.themed("suites")) if self.a.chance(0.22) else None,
        )  # fmt: skip
        self.care(entree)
        return le

    def joint_partners(self) -> list[str]:
        return (
            [found]
            if (found := self.partner(self.rng.choice(["ccas", "aide", "soins", "psy", "bailleur"])))
            else [self.partner("departement")]
        )

    def actes(self) -> list[str]:
        return sorted(self.rng.sample(self.theme.actes, self.rng.randint(1, 3)))

    def care(self, entree: Donnees) -> None:
        """A care note, kept apart."""
        if entree["le"] <= self.fin and self.a.chance(self.theme.soins) and (texte := self.text_now("soins")):
            entree["actes"] = sorted({*entree["actes"], self.m.actes["soin"]})
            self.soins[entree["ref"]] = texte

    def call(self, le: date, lieu: str = "telephone") -> date:
        le, heure = self.a.agenda.slot(le)
        self.add(
            "visite", le, par=[self.m.agent], heure=heure if lieu == "telephone" else None, lieu=lieu, resultat="sans_reponse" if lieu == "courrier" else "rencontre",
            initiative=self.rng.choice(["equipe", "equipe", "personne"]) if lieu == "telephone" else "equipe", actes=[self.m.actes["ecoute"]] if lieu == "telephone" else None,
            duree=self.rng.choice([5, 10, 10, 15, 20]), note=self.text(lieu) if self.a.chance(0.5) else None,
        )  # fmt: skip
        return le

    def escort(self, le: date) -> date:
        """To an appointment, outside."""
        le, heure = self.a.agenda.slot(le)
        acte, role = self.theme.sorties
        towards = self.partner(role) or self.partner("departement")
        self.add(
            "visite", le, par=[self.m.agent], heure=heure, lieu="structure", resultat="rencontre", initiative="equipe", partenaires=[towards],
            actes=[acte], duree=self.rng.choice([60, 75, 90, 120]), trajet=self.trajet(),
        )  # fmt: skip
        return le

    def step(self, le: date, key: str = "") -> date:
        """Work without the person."""
        le, heure = self.a.agenda.slot(le)
        roles = {self.partner(self.rng.choice([*self.theme.origines, self.theme.orientations[0][0]])), ""} - {
            "",
            "proche",
            "voisin",
            "equipe",
            "personne",
        }
        reseau, until = self.m.ancien_reseau
        self.add(
            "demarche", le, par=[self.m.agent], heure=heure, avec=sorted(roles - ({reseau} if le > until else set())), actes=[self.m.actes["coordination"]],
            duree=self.rng.choice([10, 15, 20, 30, 45]), note=self.text(key or self.place.theme) if self.a.chance(0.85) else None,
            suite=self.suite(le, self.themed("suites")) if self.a.chance(0.25) else None,
        )  # fmt: skip
        return le

    # -- evaluation

    def evaluate(self, le: date, stade: str, texte: str, heure: str | None = None) -> None:
        mieux = {"entree": 0, "suivi": 1, "sortie": 2}[stade]
        self.add(
            "evaluation", le, par=[self.m.agent], heure=heure, stade=stade, participants=[self.m.agent, *self.evaluators()], domaines=self.domaines(),
            constats=self.constats(), dette_loyer=self.debt(mieux), intervenants=self.intervenants(), epices=self.epices() if stade == "entree" else None,
            gir=self.rng.choice([3, 4, 4, 5]) if "gir" in self.theme.grilles else None, encombrement=self.clutter(mieux), honos=self.honos(mieux), synthese=self.text(texte),
            duree=self.rng.choice([60, 75, 90]), trajet=self.trajet(),
        )  # fmt: skip

    def evaluators(self) -> list[str]:
        found = self.partner(self.rng.choice(["ccas", "departement", "soins", "psy"]))
        return [found] if found and self.a.chance(0.4) else []

    def domaines(self) -> Donnees:
        """The ratings: drawn the first time, then better where it hurt most."""
        grid: Donnees = {}
        for code in sorted({d for t in self.m.themes.values() for d in t.domaines}):
            grid[code] = self.rating(code, high=code in self.theme.domaines)
            if not grid[code] and self.a.chance(0.15):
                grid[code] = self.rng.choice(["suspecte", "non_evalue"])
        return grid

    def rating(self, code: str, *, high: bool) -> int:
        before = self.notes.get(code)
        if before is None:
            note = self.rng.randint(2, 4) if high else self.rng.choice([0, 0, 1, 1, 2])
        else:
            note = max(0, before - self.rng.choice([0, 1, 1, 2] if high else [0, 0, 0, 1]))
        self.notes[code] = note
        return note

    def constats(self) -> Donnees:
        """What is there: what was stays, some of the rest comes."""
        for name, part in self.m.constats.items():
            if self.connus.get(name) != "oui":
                unknown = name not in self.connus and self.a.chance(0.15)
                self.connus[name] = "non_evalue" if unknown else "oui" if self.a.chance(part) else "non"
        return dict(self.connus)

    def debt(self, mieux: int) -> str | None:
        if self.place.logement.get("statut") != "locataire":
            return None
        return f"{self.dette * (3 - mieux) // 3}.00"

    def intervenants(self) -> list[Donnees]:
        """Those whom the constats say to be there."""
        known = [(self.partner(role), what) for constat, (role, what) in self.m.intervenants.items() if self.connus.get(constat) == "oui"]
        return [{"partenaire": code, "role": what} for code, what in known if code]

    def epices(self) -> Donnees:
        if not self.a.chance(0.6):
            return {}
        couple, owner = self.place.foyer["type"] == "couple", self.place.logement.get("statut") == "proprietaire"
        yes = {
            "q1": 0.7,
            "q2": 0.5,
            "q3": float(couple),
            "q4": float(owner),
            "q5": 0.75,
            "q6": 0.05,
            "q7": 0.05,
            "q8": 0.04,
            "q9": 0.3,
            "q10": 0.2,
            "q11": 0.25,
        }
        return {q: "oui" if self.a.chance(p) else "non" for q, p in yes.items()}

    def clutter(self, mieux: int) -> Donnees:
        if "encombrement" not in self.theme.grilles:
            return {}
        return {piece: max(1, self.rng.randint(5, 8) - 2 * mieux) for piece in ("sejour", "cuisine", "chambre")}

    def honos(self, mieux: int) -> Donnees:
        if "honos" not in self.theme.grilles or not self.a.chance(0.6):
            return {}
        return {
            f"q{n}": max(0, self.rng.choice([0, 1, 1, 2, 2, 3, 9 if not mieux else 2]) - (mieux if self.a.chance(0.5) else 0)) % 10
            for n in range(1, 12)
        } | {"q12": 0}


class Suivi:
    """The accompaniment: from the day it is entered to its end."""

    def __init__(self, vie: Vie, entree: date, *, ouvert: bool = False) -> None:
        self.v, self.a, self.rng, self.m, self.place = vie, vie.a, vie.rng, vie.m, vie.place
        self.scenario = vie.place.scenario
        self.entree, self.fin = entree, vie.fin
        self.closes = self.scenario.jusque == "close" and not ouvert
        self.debut = self.plan_start()
        self.sortie = self.plan_exit()
        self.retrait = self.plan_withdrawal()

    def has(self, trait: str) -> bool:
        return self.place.has(trait)

    def plan_start(self) -> date:
        """The first day of the first contract; chosen so that one lapses, or is to be renewed, on the last day of all."""
        usual = self.a.agenda.next_day(self.entree + timedelta(days=self.rng.randint(3, 20)))
        window = range(-50, -10) if self.has("echu") else range(6, 40) if self.has("a_renouveler") else range(0)
        starts = [add_months(self.fin + timedelta(days=n + 1), -self.a.mois * k) for n in window for k in range(1, 7)]
        fitting = [d for d in starts if 2 < (d - self.entree).days < 60 and self.a.agenda.works(d)]
        return self.rng.choice(fitting) if fitting else usual

    def plan_exit(self) -> date:
        """The day it ends: near the end of the last contract; the last day of all for those that go on."""
        if not self.closes:
            return self.fin
        terme = self.debut + timedelta(days=round(self.scenario.periodes * self.a.mois * MOIS))
        return min(office_day(terme - timedelta(days=self.rng.randint(4, 18))), self.a.agenda.next_day(self.fin - timedelta(days=25)))

    def plan_withdrawal(self) -> date | None:
        if self.scenario.jusque == "relais":
            return self.a.agenda.next_day(self.fin - timedelta(days=self.rng.randint(25, 50)))
        if self.closes and self.scenario.issue == "maintenu" and self.scenario.motif != "refus":
            return self.a.agenda.next_day(self.sortie - timedelta(days=self.rng.randint(45, 70)))
        return None

    def run(self) -> None:
        self.events()
        self.sign_all()
        self.meet()
        self.reassess()
        self.orient()
        self.withdraw()
        if self.closes:
            self.leave()
        self.cancel_one()

    # -- contracts

    def sign_all(self) -> None:
        """The chain of contracts, each after its bilan but the first."""
        if not self.a.mois:
            return
        self.sign(self.debut, self.debut, 1)
        ancre, rang, terme = self.debut, 1, contrats.period_end(self.debut, self.a.mois)
        base = 0
        while (renewed := self.renew(terme, rang)) is not None:
            le, debut = renewed
            if debut != terme + timedelta(days=1):
                ancre, base = debut, rang
            rang += 1
            self.sign(le, debut, rang)
            terme = contrats.period_end(ancre, self.a.mois * (rang - base))

    def renew(self, terme: date, rang: int) -> tuple[date, date] | None:
        """The day decided and the first day of the next period; none where nothing is renewed."""
        last_day = self.retrait or self.sortie
        if terme >= last_day and (self.closes or self.retrait):
            return None
        if self.has("interruption") and rang == 1:
            return self.interrupt()
        le = self.decision_day(terme, rang)
        lapsed = self.has("echu") and (self.fin - terme).days < 75
        if le > last_day or (lapsed and le > self.fin - timedelta(days=75)) or (self.has("a_renouveler") and terme > self.fin):
            return None
        self.review(min(le, terme) - timedelta(days=self.rng.randint(6, 18)), "renouveler")
        self.submit(terme, le)
        return (le, le) if self.has("trou") and rang == 1 else (le, terme + timedelta(days=1))

    def decision_day(self, terme: date, rang: int) -> date:
        if self.has("trou") and rang == 1:
            return self.a.agenda.next_day(terme + timedelta(days=self.rng.randint(30, 60)))
        late = self.has("retard") or (rang == 2 and self.has("retard_une_fois"))
        offset = self.rng.randint(12, 55) if late else -self.rng.randint(2, 22)
        return self.a.agenda.next_day(terme + timedelta(days=offset))

    def interrupt(self) -> tuple[date, date] | None:
        """The first contract stops during a stay in hospital; another begins after it."""
        first = next(e for e in self.v.entrees if e["type"] == "contrat" and e["debut"] == self.debut)
        stay = next((e for e in self.v.entrees if e["type"] == "evenement" and e["nature"] == "hospitalisation" and "fin_le" in e), None)
        if stay is None:
            return None
        first["interruption"] = {"le": stay["le"], "motif": self.v.pick("interruption")}
        le = self.a.agenda.next_day(stay["fin_le"] + timedelta(days=12))
        return (le, le) if le <= self.fin else None

    def sign(self, le: date, debut: date, rang: int) -> None:
        parts = [self.v.pick(self.v.themed("objectifs")) for _ in range(3)]
        objectifs = [dict(zip(("domaine", "libelle"), (p.strip() for p in line.split("|")), strict=True)) for line in dict.fromkeys(parts)]
        entree = self.v.add(
            "contrat", le, par=[self.m.agent], debut=debut, mois=self.a.mois, attentes=self.v.text(self.v.themed("attentes")), objectifs=objectifs,
            services=self.v.actes(), rythme=self.v.pick("rythmes"), participants=[self.m.agent], partenaires=self.partners(),
            signature=self.signature(le, rang), pieces=self.pieces(),
        )  # fmt: skip
        if self.has("vu") and debut == le and rang == 2 and le <= self.fin:
            entree["vu"] = [{"code": "A301", "motif": "hospitalisation entre les deux contrats", "le": self.a.later(le, 1, 5)}]

    def signature(self, le: date, rang: int) -> Donnees:
        day = self.a.later(le, 0, 10)
        if day > self.fin or (self.has("non_signe") and rang == 1):
            return {}
        if self.has("signature_refusee") and rang == 1:
            return {"reponse": "refus", "le": day, "motif": self.v.pick("refus_signature")}
        with_ = {"accompagnee_de": self.v.pick("accompagnants")} if self.a.chance(0.15) else {}
        return {"reponse": "signe", "le": day, **with_}

    def pieces(self) -> list[Donnees]:
        if not self.a.chance(0.25):
            return []
        libelle, ou = (part.strip() for part in self.a.recueil.textes["pieces"][0].split("|"))
        return [{"libelle": libelle, "ou": ou}]

    def partners(self) -> list[str]:
        found = {self.v.partner(role) for role, _ in self.v.theme.orientations[:2]} | {self.v.partner("ccas")}
        return sorted(found - {""})[: self.rng.randint(1, 3)]

    def review(self, le: date, proposition: str) -> None:
        """The bilan of a period."""
        le, heure = self.a.agenda.slot(max(le, self.debut + timedelta(days=20)))
        done = [e for e in self.v.entrees if e["type"] == "contrat" and e["le"] < le]
        if not done or le > self.sortie:
            return
        levels = ["oui", "partiel", "partiel", "non"] if proposition == "renouveler" else ["oui", "oui", "partiel", "abandonne"]
        objectifs = [{"libelle": o["libelle"], "atteinte": self.rng.choice(levels)} for o in done[-1]["objectifs"]]
        self.v.add(
            "bilan", le, par=[self.m.agent], heure=heure, objectifs=objectifs, resultats=[r for r in self.v.theme.resultats if self.a.chance(0.4)],
            parole=self.v.text("parole"), proposition=proposition, duree=self.rng.choice([45, 60, 75]), trajet=self.v.trajet(), note=self.v.text("bilan"),
        )  # fmt: skip

    def submit(self, terme: date, le: date) -> None:
        """The renewal passes in a meeting, when one falls before it."""
        meeting = next((d for d in self.a.reunions if terme - timedelta(days=45) <= d < le), None)
        if meeting and meeting > self.entree and self.a.chance(0.75):
            self.v.examine(meeting, "renouvellement", "renouvellement")

    # -- the daily work

    def meet(self) -> None:
        """Visits, calls and steps, thick at first and thinner later."""
        le = self.entree + timedelta(days=self.rng.randint(2, 8))
        stop = self.sortie - timedelta(days=3)
        while le < stop:
            le = self.contact(le)
            le += timedelta(days=max(3, round(self.gap(le) * self.rng.uniform(0.6, 1.4))))
        self.feed_back()

    def gap(self, le: date) -> float:
        if self.retrait and le > self.retrait:
            return 19
        return 12 if (le - self.entree).days < 90 else 19 if (le - self.entree).days < 300 else 24

    def contact(self, le: date) -> date:
        if any(du <= le <= au for du, au in self.v.absences):
            return self.v.step(le) if self.a.chance(0.6) else le
        if self.retrait and le > self.retrait and self.a.chance(0.4):
            return self.v.step(le, "relais")
        kinds: tuple[tuple[int, Callable[[date], date]], ...] = (
            (48, lambda d: self.v.visit(d, self.moment(d), self.visitor(d))), (20, self.v.call), (12, self.v.step), (9, self.v.attempt), (5, self.v.escort),
            (1, lambda d: self.v.call(d, "message")), (1, lambda d: self.v.call(d, "courrier")),
        )  # fmt: skip
        if self.place.autre and not self.v.aussi():  # seen in the other one's visits
            kinds = kinds[1:4]
        return self.rng.choices([k for _, k in kinds], [w for w, _ in kinds])[0](le)

    def moment(self, le: date) -> str:
        """Beginning, middle or end of the follow-up, as the texts are sorted."""
        days = (le - self.entree).days
        if days < 70:
            return "debut"
        good = not self.closes or self.scenario.issue in ("maintenu", "reloge", "etablissement")
        near_end = self.closes and (self.sortie - le).days < 150
        return "fin" if good and (near_end or days > 400) else "milieu"

    def visitor(self, le: date) -> str:
        stays = [e for e in self.v.entrees if e["type"] == "changement" and "referent" in e and e["le"] <= le]
        return str(stays[-1]["referent"]) if stays and stays[-1]["referent"] == self.m.remplacante else ""

    def feed_back(self) -> None:
        """The suites told in later meetings."""
        le = self.entree + timedelta(days=self.rng.randint(50, 120))
        while (meeting := self.a.meeting_after(le)) and meeting < (self.retrait or self.sortie):
            if not any(e["type"] == "examen" and e["le"] == meeting for e in self.v.entrees):
                self.v.examine(meeting, "suites", "poursuite")
            le = meeting + timedelta(days=self.rng.randint(240, 330))

    def reassess(self) -> None:
        le = self.entree
        while (le := le + timedelta(days=self.rng.randint(150, 178))) < self.sortie - timedelta(days=40):
            day, heure = self.a.agenda.slot(le)
            self.v.evaluate(day, "suivi", "suivi", heure)

    def orient(self) -> None:
        """Towards common law; each step at its own pace."""
        for role, service in self.v.theme.orientations:
            if self.a.chance(0.75) and (code := self.v.partner(role)):
                self.orient_once(code, service)

    def orient_once(self, code: str, service: str) -> None:
        span = max(30, (self.sortie - self.entree).days - 20)
        le = self.a.agenda.next_day(self.entree + timedelta(days=self.rng.randint(15, span)))
        names = ("proposee_le", "acceptee_le", "demandee_le", "effective_le", "verifiee_le")
        days = [le]
        for low, high in ((0, 20), (3, 15), (20, 80), (80, 110)):
            days.append(self.a.later(days[-1], low, high))
        until = min(self.sortie, self.fin)
        depth = self.rng.choices([1, 2, 3, 4, 5], [1, 1, 1, 0, 9])[0]
        limits = {"verifiee_le": self.fin}  # an orientation is still looked at after the exit
        steps = {name: day for name, day in list(zip(names, days, strict=True))[:depth] if day <= limits.get(name, until)}
        stopped = self.a.later(days[1], 5, 20)
        abandon = {"le": stopped, "motif": self.v.pick("abandons_suite")} if depth == 2 and stopped <= until else None
        if le <= until:
            self.v.add("orientation", le, par=[self.m.agent], vers=code, service=service, **steps, abandon=abandon)

    # -- what befalls

    def events(self) -> None:
        """What the scenario says must happen."""
        for trait, act in self.table().items():
            if self.has(trait):
                act(self.at(self.rng.uniform(0.3, 0.6)))
        for nature, texte in (("chute", "chute"), ("plainte", "plainte"), ("coupure_energie", "coupure_energie"), ("absence", "absence")):
            if self.a.chance(0.07):
                self.befall(nature, texte, self.at(self.rng.uniform(0.1, 0.8)), {"issue": "resolue"})

    def table(self) -> Mapping[str, Callable[[date], None]]:
        return {
            "hopital": self.hospital, "interruption": lambda _: self.hospital(self.debut + timedelta(days=100), 75), "hopital_ouvert": lambda _: self.hospital_now(),
            "expulsion_suspendue": lambda d: self.expel(d, "suspendue"), "expulsion_abandonnee": lambda d: self.expel(d, "abandonnee"),
            "expulsion_ouverte": lambda d: self.expel(d, ""), "danger": lambda d: self.befall("danger", "danger", d, {"issue": "resolue"}),
            "signalement": lambda d: self.befall("signalement_autorite", "signalement_autorite", d, {}), "demenagement": self.move, "foyer": self.household,
            "problematiques": self.worries, "referent": lambda _: self.replacement(), "partage_retire": self.take_back, "autre_saisine": self.refer_again,
            "sans_accord": lambda _: self.accord_late(), "note": self.remark,
        }  # fmt: skip

    def at(self, part: float) -> date:
        """A working day at some part of the follow-up."""
        return self.a.agenda.next_day(self.entree + timedelta(days=5 + round(((self.sortie - self.entree).days - 10) * part)))

    def befall(self, nature: str, texte: str, le: date, fields: Donnees) -> None:
        ended = {"fin_le": self.a.later(le, 0, 12)} if "issue" in fields else {}
        if not ended or ended["fin_le"] < self.sortie:
            self.v.add("evenement", le, par=[self.m.agent], nature=nature, note=self.v.text(texte), **fields, **ended)

    def hospital(self, le: date, days: int = 0) -> None:
        back = self.a.agenda.next_day(le + timedelta(days=days or self.rng.randint(6, 30)))
        self.v.add(
            "evenement",
            le,
            par=[self.m.agent],
            nature="hospitalisation",
            issue="retour_domicile",
            fin_le=back,
            note=self.v.text("hospitalisation"),
        )
        self.v.absences.append((le, back))
        day, heure = self.a.agenda.slot(back + timedelta(days=1))
        self.v.add(
            "visite", day, par=[self.m.agent], heure=heure, lieu="domicile", resultat="rencontre", initiative="equipe", actes=[self.m.actes["retour"]],
            duree=45, trajet=self.v.trajet(), note=self.v.text("retour_hopital"), aussi=self.v.aussi(),
        )  # fmt: skip

    def hospital_now(self) -> None:
        le = self.a.agenda.next_day(self.fin - timedelta(days=self.rng.randint(5, 18)))
        self.v.add("evenement", le, par=[self.m.agent], nature="hospitalisation", note=self.v.text("hospitalisation"))
        self.v.absences.append((le, self.fin))

    def expel(self, le: date, issue: str) -> None:
        end = self.a.later(le, 60, 120)
        over = {"issue": issue, "fin_le": end} if issue and end < self.sortie else {}
        self.v.add("evenement", le, par=[self.m.agent], nature="procedure_expulsion", note=self.v.text("expulsion"), **over)

    def move(self, le: date) -> None:
        there = {**self.place.logement, "parc": "social", "statut": "locataire", "bailleur": self.m.roles["bailleur_public"]}
        there.pop("quartier", None)
        self.v.add(
            "changement", le, par=[self.m.agent], logement=there, bail="direct", motif="demenagement", note=self.v.text("demenagement")
        )

    def household(self, le: date) -> None:
        self.v.add(
            "changement",
            le,
            par=[self.m.agent],
            foyer={"type": "autre", "adultes": 2, "enfants": 0},
            motif="evolution",
            note=self.v.text("foyer"),
        )

    def worries(self, le: date) -> None:
        codes = [*self.v.theme.problematiques[1:3], self.m.apparait]
        self.v.add(
            "changement", le, par=[self.m.agent], problematiques=sorted(set(codes)), motif="evolution", note=self.v.text("problematiques")
        )

    def replacement(self) -> None:
        """The summer of a replacement, and the return."""
        summer = self.m.ete_remplace
        if self.entree < summer < self.sortie - timedelta(days=62):
            gone, back = self.a.recueil.textes["referent"]
            self.v.add(
                "changement",
                office_day(summer + timedelta(days=6)),
                referent=self.m.remplacante,
                motif="autre",
                note=accord(gone, self.place.genre),
            )
            self.v.add(
                "changement",
                office_day(summer + timedelta(days=62)),
                referent=self.m.agent,
                motif="autre",
                note=accord(back, self.place.genre),
            )

    def take_back(self, le: date) -> None:
        self.v.add("accord", le, par=[self.m.agent], objet="partage", reponse="retire", forme="oral", donne_par="personne")

    def accord_late(self) -> None:
        self.v.add("accord", self.debut, par=[self.m.agent], objet="accompagnement", reponse="oui", forme="ecrit", donne_par="personne")

    def refer_again(self, le: date) -> None:
        self.v.add(
            "saisine",
            le,
            origine=self.v.partner("bailleur") or "voisin",
            canal="courriel",
            motifs=[self.m.plainte],
            personne_informee="oui",
        )

    def remark(self, le: date) -> None:
        self.v.add("note", le, par=[self.m.agent], note=self.v.text("note"))

    # -- the end

    def withdraw(self) -> None:
        if self.retrait:
            vers = [self.v.partner("ccas") or self.v.partner("departement"), self.v.partner(self.v.theme.orientations[0][0])]
            self.v.add("relais", self.retrait, par=[self.m.agent], vers=sorted(set(vers) - {""}))

    def leave(self) -> None:
        """The last bilan, the last evaluation, the exit, and news of afterwards."""
        s, gone = self.scenario, self.scenario.issue in ("deces", "perdu_de_vue", "expulse", "hospitalise", "inconnue")
        if not gone:
            self.review(self.sortie - timedelta(days=self.rng.randint(14, 30)), "reorienter" if s.issue == "etablissement" else "arreter")
            if self.a.chance(0.7):
                self.v.evaluate(self.a.agenda.next_day(self.sortie - timedelta(days=9)), "sortie", "fin_suivi")
        if s.issue in ("expulse", "perdu_de_vue"):
            self.last_tries()
        self.sortie = self.a.agenda.next_day(max([self.sortie, *(e["le"] for e in self.v.entrees)]))
        self.upheaval()
        key = (
            "sortie"
            if s.issue == "maintenu" and s.motif != "refus"
            else f"sortie_{'refus' if s.motif == 'refus' else s.issue or 'sans_issue'}"
        )
        kept = [] if gone else [r for r in self.v.theme.resultats if self.a.chance(0.6)]
        self.v.add("sortie", self.sortie, par=[self.m.agent], motif=s.motif, issue=s.issue, resultats=kept, note=self.v.text(key))
        if self.has("reprise"):
            self.come_back()
        elif not gone and self.a.chance(0.6):
            self.hear()

    def last_tries(self) -> None:
        """What is still tried in the last weeks."""
        le = self.v.step(self.sortie - timedelta(days=40))
        for _ in range(3):
            le = (
                self.v.attempt(le + timedelta(days=5), "porte_close")
                if self.scenario.issue == "perdu_de_vue"
                else self.v.visit(le + timedelta(days=5), "milieu")
            )

    def upheaval(self) -> None:
        """What changed in the dwelling just before an exit."""
        le = weekday_before(self.sortie)
        if self.scenario.issue == "reloge":
            self.move_in(office_day(self.sortie - timedelta(days=40)))
        if self.scenario.issue == "expulse":
            self.v.add(
                "evenement",
                le - timedelta(days=140),
                par=[self.m.agent],
                nature="procedure_expulsion",
                issue="executee",
                fin_le=le,
                note=self.v.text("expulsion"),
            )
            self.v.add("changement", le, par=[self.m.agent], logement="aucun", motif="depart_logement")
        if self.scenario.issue in ("hospitalise", "deces"):
            over = {"issue": "deces", "fin_le": le} if self.scenario.issue == "deces" else {}
            self.v.add(
                "evenement",
                le - timedelta(days=25),
                par=[self.m.agent],
                nature="hospitalisation",
                note=self.v.text("hospitalisation"),
                **over,
            )

    def move_in(self, le: date) -> None:
        there = {**self.place.logement, "parc": "social", "statut": "locataire", "bailleur": self.m.roles["bailleur_public"]}
        there.pop("quartier", None)
        self.v.add(
            "changement", le, par=[self.m.agent], logement=there, bail="direct", motif="emmenagement", note=self.v.text("emmenagement")
        )

    def hear(self) -> None:
        le = self.a.later(self.sortie, 60, 150)
        source = self.rng.choice(["personne", "partenaire", "bailleur"])
        self.v.add(
            "nouvelles",
            le,
            par=[self.m.agent],
            source=source,
            logement="oui" if self.scenario.issue != "etablissement" else "inconnu",
            note=self.v.text("nouvelles"),
        )

    def come_back(self) -> None:
        """Open again, assessed again, admitted again."""
        le = self.a.later(self.sortie, 90, 150)
        self.v.add("reprise", le, par=[self.m.agent], origine=self.v.partner("ccas") or "personne", note=self.v.text("note"))
        meeting = self.v.pass_steps(le) if le <= self.fin else None
        if meeting:
            Suivi(self.v, meeting, ouvert=True).run_again()

    def run_again(self) -> None:
        self.sign_all()
        self.meet()
        self.reassess()

    def cancel_one(self) -> None:
        """A visit written in the wrong file, then cancelled."""
        seen = [
            e
            for e in self.v.entrees
            if e["type"] == "visite" and self.entree < e["le"] < self.sortie and "suite" not in e and e["ref"] not in self.v.soins
        ]
        if self.has("annulee") and seen:
            one = self.rng.choice(seen)
            copy = {k: v for k, v in one.items() if k in ("le", "type", "par", "heure", "lieu", "resultat", "duree", "trajet")}
            gone = {"le": self.a.later(one["le"], 0, 4), "motif": self.v.pick("annulation"), "par": self.m.agent}
            self.v.entrees.append({"ref": self.a.new_ref(), **copy, "annulee": gone})


# --- meetings and collective actions ------------------------------------------------------------------


def make_meetings(a: Atelier, situations: Sequence[Situation], dispositif: Dispositif) -> dict[str, Donnees]:
    """One file a meeting that examined something, a steering committee, and the next meeting, planned."""
    held = [d for d in a.reunions if d in a.examens]
    planned = next(d for d in a.reunions if d > a.fin)
    made: dict[str, Donnees] = {}
    for before, le in zip([None, *held], [*held, planned], strict=True):
        agenda = a.examens[le] if le in a.examens else planned_agenda(a, situations, dispositif)
        made[a.reunion_id(le)] = make_meeting(a, le, before, agenda)
    made |= steering_committee(a)
    return made


def make_meeting(a: Atelier, le: date, before: date | None, agenda: list[Donnees]) -> Donnees:
    m, past = a.modele, le <= a.fin
    seats = [{"qui": code, "presence": a.rng.choices(["present", "excuse"], [5, 1])[0] if past else "invite"} for code in m.permanents]
    team = [{"qui": code, "presence": "present" if past else "invite"} for code in (m.responsable, m.agent, m.secretaire)]
    sujet = a.recueil.draw("sujets", "femme") if past else None
    following = next((d for d in a.reunions if d > le), None)
    data = {
        "le": le, "heure": "14:00", "lieu": m.lieu_reunion, "nature": m.nature_reunion, "presidence": m.responsable, "secretaire": m.secretaire,
        "participants": team + seats, "ordre_du_jour": agenda, "points": [point(sujet)] if sujet else None,
        "approbation": {"reunion": a.reunion_id(before)} if before else None, "prochaine": following,
    }  # fmt: skip
    return {key: value for key, value in data.items() if value}


def point(sujet: str) -> Donnees:
    libelle, compte_rendu = (part.strip() for part in sujet.split("|"))
    return {"libelle": libelle, "compte_rendu": compte_rendu}


def planned_agenda(a: Atelier, situations: Sequence[Situation], dispositif: Dispositif) -> list[Donnees]:
    """Those that wait for the meeting, and contracts to renew."""
    found: list[Donnees] = []
    for s in situations:
        if etape_of(s, dispositif) == "cellule":
            found.append({"situation": s.id, "objet": "nouvelle", "demandee_par": a.modele.agent})
        elif state(s, dispositif, a.fin) in ("a_renouveler", "echu") and len(found) < 6:
            found.append({"situation": s.id, "objet": "renouvellement", "demandee_par": a.modele.agent})
    return found


def steering_committee(a: Atelier) -> dict[str, Donnees]:
    le = next((d for d in (date(y, 12, 9) for y in range(a.fin.year - 1, a.fin.year - 3, -1)) if a.reunions[0] < d <= a.fin), None)
    if le is None:
        return {}
    m = a.modele
    seats = [{"qui": code, "presence": "present"} for code in (m.responsable, m.agent, *m.permanents[:3])]
    points = [
        {"libelle": "Activité de l'année", "compte_rendu": "Chiffres présentés sans aucune situation. La file active est pleine depuis le printemps."},
        {"libelle": "Moyens", "compte_rendu": "Le projet de renforcer l'équipe est représenté l'an prochain, les besoins étant mieux repérés."},
    ]  # fmt: skip
    return {
        f"{le.isoformat()}-copil": {
            "le": le,
            "heure": "10:00",
            "lieu": m.lieu_reunion,
            "nature": "copil",
            "presidence": m.responsable,
            "participants": seats,
            "points": points,
        }
    }


def make_actions(a: Atelier, debut: date) -> dict[str, Donnees]:
    """Collective actions, spread over the whole time."""
    lines = a.recueil.textes["actions"]
    step = (a.fin - debut).days // (len(lines) + 1)
    made: dict[str, Donnees] = {}
    for n, line in enumerate(lines, 1):
        nature, public, avec, actes, note, lieu = (part.strip() for part in line.split("|"))
        le = a.agenda.next_day(debut + timedelta(days=n * step + a.rng.randint(-15, 15)))
        made[f"{le.isoformat()}-{nature}"] = {
            "le": le, "nature": nature, "public": public, "nombre": a.rng.randint(6, 22), "duree": a.rng.choice([90, 120, 180]), "par": [a.modele.agent],
            "commune": next(iter(a.modele.communes)), "lieu": lieu, "partenaires": [p.strip() for p in avec.split(",")],
            "actes": {k.strip(): int(v) for k, v in (one.split("=") for one in actes.split(","))}, "note": note,
        }  # fmt: skip
    return made


# --- the whole register -------------------------------------------------------------------------------


def generate(modele: str, *, graine: int, situations: int, debut: date, fin: date) -> dict[str, bytes]:
    """A whole register: relative path → content. The same arguments give the same bytes."""
    m, rng = MODELES[modele], Random(graine)
    source = (RACINE / "alp" / "dispositifs" / f"{modele}.yaml").read_bytes()
    dispositif = Dispositif.model_validate(parse(read_text(source)).data)
    facteur = -(-situations // len(m.base))
    mois = dispositif.contrat.mois or 12 if dispositif.contrat else 0
    a = Atelier(
        m, rng, Recueil(rng, repete=facteur > 1), Agenda(m, facteur), fin, meeting_days(debut, fin), dispositif.parcours.avant, mois
    )
    lives = [Vie(a, place) for place in Peuplement(m, rng, debut, fin).populate(situations)]
    data = [vie.build() for vie in lives]
    settle(a.recueil, [d["journal"] for d in data])
    records = [Situation.model_validate(d) for d in data]
    files = {"dispositif.yaml": source, **situation_files(records, lives)}
    files |= {f"reunions/{key}.yaml": write(Reunion.model_validate(data)) for key, data in make_meetings(a, records, dispositif).items()}
    files |= {f"actions/{key}.yaml": write(Action.model_validate(data)) for key, data in make_actions(a, debut).items()}
    return files


def write(record: Any, entete: str = "") -> bytes:
    return render(plain(record), entete).encode()


def situation_files(records: Sequence[Situation], lives: Sequence[Vie]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for record, vie in zip(records, lives, strict=True):
        year = record.id.split("-")[1]
        files[f"situations/{year}/{record.id}.yaml"] = write(record, SCHEMA)
        if vie.soins:
            refs = [e.ref for e in record.journal if e.ref in vie.soins]
            files[f"soins/{year}/{record.id}.yaml"] = render({ref: vie.soins[ref] for ref in refs}).encode()
    return files


# --- looking at what was made -------------------------------------------------------------------------


def read_registre(files: Mapping[str, bytes]) -> Registre:
    """The register that the files hold, as alp would read them."""

    def data(folder: str) -> Iterator[tuple[str, Any]]:
        for path in sorted(files):
            if path.startswith(folder + "/"):
                yield Path(path).stem, parse(read_text(files[path])).data

    return Registre(
        dispositif=Dispositif.model_validate(parse(read_text(files["dispositif.yaml"])).data),
        situations=tuple(Situation.model_validate(d) for _, d in data("situations")),
        reunions={key: Reunion.model_validate(d) for key, d in data("reunions")},
        actions={key: Action.model_validate(d) for key, d in data("actions")},
        soins=dict(data("soins")),
    )


def state(situation: Situation, dispositif: Dispositif, au: date) -> str:
    """The state of the last contract; empty if there is none."""
    periodes = contrats.chaine(situation, dispositif)
    return str(contrats.etat(periodes[-1], dispositif.contrat, periodes, au)) if periodes and dispositif.contrat else ""


def followed_in(registre: Registre, year: int) -> list[Situation]:
    """The situations in the file active at some time of a year."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(0, 365, 7)] + [date(year, 12, 31)]
    cuts = [registre.au(d) for d in days]
    ids = {s.id for cut in cuts for s in cut.situations if etape_of(s, registre.dispositif) in SUIVIES}
    return [s for s in registre.situations if s.id in ids]


def report(files: Mapping[str, bytes], au: date) -> int:
    """Print what the register holds and what the checks say; returns the number of findings."""
    registre = read_registre(files)
    d = registre.dispositif
    print(
        f"situations {len(registre.situations)}, entrées {sum(len(s.journal) for s in registre.situations)}, réunions {len(registre.reunions)}, actions {len(registre.actions)}"
    )
    print("types ", dict(Counter(str(getattr(e, "type", "")) for s in registre.situations for e in s.journal).most_common()))
    print("étapes", dict(Counter(str(etape_of(s, d)) for s in registre.situations)))
    print("derniers contrats", dict(Counter(state(s, d, au) for s in registre.situations if etape_of(s, d) in SUIVIES)))
    print("suivies en 2025", len(followed_in(registre, 2025)), "; plus gros fichier", max(len(b) for b in files.values()) // 1024, "Ko")
    found = check(registre, au=au)
    for one in found:
        print(one.code, one.objet.id, ".".join(map(str, one.champ)), one.message)
    return len(found)


# --- the models ---------------------------------------------------------------------------------------


def _t(*traits: str) -> frozenset[str]:
    return frozenset(traits)


_ECOUTE = ("ecoute", "information_droits")
ALP28 = Modele(
    sigle="ALP28", agent="ide", responsable="coordination", secretaire="secretariat", remplacante="ide_remplacante",
    jours=((date(2024, 4, 1), (0, 1, 3), 5), (date(2024, 10, 1), (0, 1, 3, 4), 5)),
    conges=((12, 23, 12, 31), (1, 1, 1, 2), (8, 3, 8, 21)),
    lieu_reunion="locaux du CICAT", nature_reunion="cellule",
    communes={
        "28085": (10, ("la-madeleine", "beaulieu", "bel-air", "centre-ville"), "ccas-chartres"), "28218": (5, ("bruxelles",), "ccas-luce"),
        "28229": (3, ("tallemont",), "ccas-mainvilliers"), "28220": (2, (), "departement-28"), "28110": (1, (), "departement-28"),
        "28209": (1, (), "departement-28"), "28070": (1, (), "departement-28"),
    },
    ailleurs="28134",
    parcs=(
        (9, "social", "locataire", "chartres-metropole-habitat"), (7, "social", "locataire", "habitat-eurelien"), (3, "prive", "locataire", "bailleur-prive"),
        (2, "prive", "locataire", "agence-centre"), (2, "copropriete", "proprietaire", "syndic-beaulieu"), (2, "prive", "proprietaire", ""),
    ),
    roles={
        "psy": "cmp-chartres", "mobile": "equipe-mobile-psy", "medecin": "medecins", "soins": "infirmiers-liberaux", "ssiad": "ssiad", "aide": "aide-domicile",
        "departement": "departement-28", "dac": "dac-28", "hopital": "hopital-chartres", "mandataire": "mandataires", "caf": "caf-28", "cpam": "cpam-28",
        "hygiene": "hygiene-chartres", "debarras": "debarras", "visites": "visiteurs", "ccapex": "ccapex", "police": "police-municipale",
        "bailleur_public": "chartres-metropole-habitat",
    },
    permanents=("ccas-chartres", "ccas-luce", "cmp-chartres", "equipe-mobile-psy", "departement-28", "hopital-chartres", "ssiad", "chartres-metropole-habitat", "habitat-eurelien"),
    actes={
        "contact": "premier_contact", "information": "information_droits", "ecoute": "ecoute", "coordination": "coordination_partenaires", "soin": "soin_infirmier",
        "conjointe": "visite_conjointe", "retour": "mediation_sante",
    },
    constats={
        "medecin_traitant": 0.4, "soins_en_cours": 0.2, "droits_ouverts": 0.6, "complementaire": 0.5, "protection_juridique": 0.07, "aide_domicile": 0.2,
        "detecteur_fumee": 0.4, "chauffage": 0.7, "sanitaires": 0.7,
    },
    intervenants={
        "medecin_traitant": ("medecin", "médecin traitant"), "soins_en_cours": ("soins", "soins à domicile"), "aide_domicile": ("aide", "aide du matin"),
        "protection_juridique": ("mandataire", "mesure de protection"),
    },
    ete_remplace=date(2025, 7, 1), apparait="sante_non_suivie", plainte="voisinage",
    ancien_reseau=("reseau-sante-precarite", date(2024, 9, 30)),
    anciens_codes=("diogene", "incurie", date(2024, 12, 31)),
    themes={
        "incurie": Theme(("incurie", "encombrement", "isolement"), 9, ("aide_tri", "organisation_logement", *_ECOUTE, "prevention"), ("bailleur", "ccas", "hygiene"),
            (("debarras", "désencombrement en plusieurs fois"), ("aide", "aide à domicile"), ("medecin", "médecin traitant")), ("hygiene_logement", "encombrement", "securite"), ("logement_assaini", "aide_en_place"), ("accompagnement_soin", "medecin"), 0.06, grilles=_t("encombrement")),
        "dettes": Theme(("impayes", "expulsion", "isolement"), 6, ("budget", "mediation_bailleur", "ouverture_droits", *_ECOUTE), ("bailleur", "departement", "ccas"),
            (("departement", "fonds de solidarité logement"), ("caf", "aide au logement"), ("ccapex", "prévention des expulsions")), ("budget", "droits", "voisinage"), ("dette_traitee", "expulsion_evitee", "droits_retablis"), ("accompagnement_demarche", "departement"), 0, (1950, 1988), grilles=_t("dette")),
        "sante": Theme(("sante_non_suivie", "isolement", "incurie"), 7, ("mediation_sante", "prevention", "accompagnement_soin", *_ECOUTE), ("medecin", "hopital", "ccas", "proche"),
            (("medecin", "médecin traitant"), ("soins", "soins à domicile"), ("cpam", "droits à l'assurance maladie")), ("sante_physique", "autonomie", "isolement"), ("suivi_medical", "soins_en_place"), ("accompagnement_soin", "medecin"), 0.22),
        "psy": Theme(("souffrance_psychique", "isolement", "voisinage"), 6, ("mediation_sante", "mediation_voisinage", *_ECOUTE), ("mobile", "bailleur", "psy", "voisin"),
            (("psy", "suivi au centre médico-psychologique"), ("mandataire", "mesure de protection")), ("sante_psychique", "isolement", "voisinage"), ("suivi_medical", "protection_en_place", "voisinage_apaise"), ("accompagnement_soin", "psy"), 0.08, (1955, 1992), grilles=_t("honos")),
        "age": Theme(("perte_autonomie", "isolement", "logement_degrade"), 7, ("prevention", "coordination_partenaires", "lien_entourage", *_ECOUTE), ("ccas", "ssiad", "medecin", "proche"),
            (("aide", "aide à domicile"), ("departement", "allocation d'autonomie"), ("ssiad", "soins à domicile")), ("autonomie", "securite", "sante_physique"), ("aide_en_place", "soins_en_place"), ("accompagnement_soin", "hopital"), 0.12, (1933, 1952), grilles=_t("gir")),
        "isolement": Theme(("isolement", "rupture_droits", "addiction"), 5, ("ecoute", "lien_entourage", "information_droits", "prevention"), ("ccas", "voisin", "departement"),
            (("visites", "visites d'une bénévole"), ("ccas", "contact mensuel")), ("isolement", "sante_psychique", "addictions"), ("lien_retabli", "droits_retablis"), ("accompagnement_demarche", "ccas"), 0.04),
        "voisinage": Theme(("voisinage", "incurie", "animaux"), 3, ("mediation_voisinage", "mediation_bailleur", "aide_tri", "ecoute"), ("bailleur", "police", "voisin"),
            (("ccas", "contact mensuel"), ("aide", "portage des sacs et aide à domicile")), ("voisinage", "hygiene_logement", "isolement"), ("voisinage_apaise", "logement_assaini"), ("accompagnement_demarche", "ccas"), grilles=_t("encombrement")),
        "droits": Theme(("rupture_droits", "impayes", "isolement"), 4, ("ouverture_droits", "accompagnement_demarche", "budget", "ecoute"), ("ccas", "departement", "personne"),
            (("cpam", "complémentaire santé solidaire"), ("mandataire", "mesure de protection"), ("caf", "aide au logement")), ("droits", "budget", "isolement"), ("droits_retablis", "protection_en_place"), ("accompagnement_demarche", "cpam"), 0, (1948, 1985)),
    },
    scenarios=(
        # taken over from the earlier network, spring 2024
        Scenario("reseau_relais", 1, (31.5, 31), "close", 2, "relais_droit_commun", "maintenu", _t("reseau", "ancienne", "hopital")),
        Scenario("reseau_relais", 2, (31.5, 30), "close", 2, "relais_droit_commun", "maintenu", _t("reseau", "foyer")),
        Scenario("reseau_objectifs", 1, (31.5, 30), "close", 3, "objectifs_atteints", "maintenu", _t("reseau", "annulee")),
        Scenario("reseau_objectifs", 1, (31.5, 30), "close", 3, "objectifs_atteints", "maintenu", _t("reseau", "expulsion_suspendue"), "dettes"),
        Scenario("reseau_long", 1, (31, 30.5), traits=_t("reseau", "hopital", "note")),
        Scenario("reseau_long", 1, (31, 30), traits=_t("reseau", "referent", "problematiques", "retard_une_fois")),
        Scenario("reseau_long", 1, (30, 29.5), traits=_t("reseau", "partage_retire", "annulee")),
        Scenario("etablissement", 1, (31, 30), "close", 2.6, "entree_etablissement", "etablissement", _t("reseau", "danger"), "age"),
        Scenario("deces", 1, (31, 30), "close", 1.7, "deces", "deces", _t("reseau"), "sante"),
        Scenario("perdu_de_vue", 1, (31, 30), "close", 1.8, "perdu_de_vue", "perdu_de_vue", _t("reseau")),
        # the first months of the device
        Scenario("objectifs", 1, (29, 26), "close", 2, "objectifs_atteints", "maintenu", _t("attente")),
        Scenario("objectifs", 1, (28, 25), "close", 3, "relais_droit_commun", "maintenu", _t("demenagement")),
        Scenario("objectifs", 1, (27, 24), "close", 2, "objectifs_atteints", "maintenu", _t("ajournement", "expulsion_abandonnee"), "dettes"),
        Scenario("relogement", 1, (28, 26), "close", 2.4, "relogement", "reloge"),
        Scenario("expulsion", 1, (27, 26), "close", 1.35, "expulsion", "expulse", theme="dettes"),
        Scenario("hospitalisation", 1, (28, 25), "close", 1.5, "hospitalisation_longue", "hospitalise", theme="psy"),
        Scenario("couple", 2, (26, 24), traits=_t("couple"), theme="age"),
        Scenario("refus", 1, (27, 25), "close", 1.4, "refus", "maintenu"),
        Scenario("reouverte", 1, (27, 26), "close", 1.6, "objectifs_atteints", "maintenu", _t("reprise")),
        Scenario("signature_refusee", 1, (26, 23), traits=_t("signature_refusee", "autre_saisine")),
        # 2025
        Scenario("retard", 1, (24.4, 24.1), traits=_t("retard", "annulee")),
        Scenario("retard", 1, (20, 18), traits=_t("retard", "engagement_sans_date")),
        Scenario("trou", 1, (21, 19), traits=_t("trou", "expulsion_ouverte"), theme="dettes"),
        Scenario("interruption", 1, (20, 18), traits=_t("interruption", "vu")),
        Scenario("heberge", 1, (20, 18), "close", 1.6, "demenagement", "heberge"),
        Scenario("inconnue", 1, (21, 18), "close", 2, "fin_de_contrat", "inconnue"),
        Scenario("sans_issue", 1, (20, 18), "close", 1.3, "incarceration", ""),
        Scenario("relais_en_cours", 1, (16.2, 16), "relais", traits=_t("attente")),
        Scenario("echu", 1, (15.9, 15.7), traits=_t("echu", "hopital")),
        Scenario("echu", 1, (21.9, 21.6), traits=_t("echu")),
        Scenario("sans_accord", 1, (17, 16), traits=_t("sans_accord", "signalement")),
        Scenario("a_renouveler", 1, (20.0, 19.6), traits=_t("a_renouveler", "hopital_ouvert")),
        Scenario("courant", 1, (14.5, 14), traits=_t("a_renouveler", "note")),
        Scenario("courant", 1, (19, 15), traits=_t("sosie", "attente")),
        Scenario("courant", 1, (18, 15.5), traits=_t("annulee")),
        # the year's newcomers
        Scenario("non_signe", 1, (3.2, 2.9), traits=_t("non_signe")),
        Scenario("cellule", 1, (1.9, 1.7), "cellule"),
        Scenario("evaluation", 1, (0.9, 0.8), "evaluation", traits=_t("precedente")),
        Scenario("liste_attente", 1, (0.8, 0.6), "signalee", traits=_t("attente")),
        # not retained
        Scenario("hors_territoire", 1, (22, 12), "non_retenue", motif="hors_territoire"),
        Scenario("capacite", 1, (14, 8), "non_retenue", motif="capacite_atteinte"),
        Scenario("droit_commun", 1, (24, 10), "non_retenue", motif="droit_commun"),
        Scenario("doublon", 1, (15, 12), "non_retenue", motif="doublon", traits=_t("doublon")),
        Scenario("erreur", 1, (20, 10), "non_retenue", motif="erreur"),
        Scenario("sans_suite", 1, (20, 14), "non_retenue", motif="sans_suite:injoignable"),
        Scenario("sans_suite", 1, (16, 8), "non_retenue", motif="sans_suite:refus_personne"),
    ),
)  # fmt: skip

MODELES: dict[str, Modele] = {"alp28": ALP28}
"""One row a system."""


# --- the command --------------------------------------------------------------------------------------


def save(files: Mapping[str, bytes], dossier: Path) -> None:
    """Write the folder, in place of what was generated before. A real register is refused.

    Raises:
        SystemExit: the folder is the root of a git repository.
    """
    if (dossier / ".git").exists():
        raise SystemExit(f"{dossier} est un vrai registre : rien n'est écrit.")
    for name in ("situations", "soins", "reunions", "actions"):
        shutil.rmtree(dossier / name, ignore_errors=True)
    for path, content in files.items():
        target = dossier / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description="Écrit un registre fictif.")
    parser.add_argument("modele", choices=sorted(MODELES))
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--situations", type=int, default=48)
    parser.add_argument("--graine", type=int, default=28)
    parser.add_argument("--verifier", action="store_true", help="dit ce que le registre contient et ce que les contrôles en disent")
    args = parser.parse_args()
    files = generate(args.modele, graine=args.graine, situations=args.situations, debut=DEBUT, fin=FIN)
    save(files, args.dossier)
    if args.verifier:
        report(files, FIN)


if __name__ == "__main__":
    main()
