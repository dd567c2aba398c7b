"""Evaluations: ratings, observations, instruments."""

from __future__ import annotations

from datetime import date

from tools.generer.contacts import trajet
from tools.generer.modele import Donnees
from tools.generer.vie import Vie

STADES = {"entree": 0, "suivi": 1, "sortie": 2}
"""How far things got better, on the whole."""
EPICES = {"q1": 0.7, "q2": 0.5, "q5": 0.75, "q6": 0.05, "q7": 0.05, "q8": 0.04, "q9": 0.3, "q10": 0.2, "q11": 0.25}
"""How often each question gets a yes; couple and owner (q3, q4) are known."""


def evaluators(v: Vie) -> list[str]:
    """Who of the team evaluates: the trades that the dispositif names, else whom the model says."""
    team = {e.code for e in v.a.dispositif.equipe}
    named = [code for code in v.a.dispositif.parcours.evaluation_par if code in team]
    return named or v.a.draw_par(v.m.evaluations_par, v.referent)


def slot(v: Vie, le: date) -> tuple[date, str, list[str]]:
    """The day, the time, and who evaluates."""
    par = evaluators(v)
    le, heure = v.a.agenda.slot(le, par)
    return le, heure, par


def evaluate(v: Vie, when: tuple[date, str | None, list[str]], stade: str, texte: str) -> None:
    le, heure, par = when
    mieux = STADES[stade]
    v.add(
        "evaluation", le, par=par, heure=heure, stade=stade, participants=[*par, *guests(v)], domaines=domaines(v),
        constats=constats(v, le), dette_loyer=debt(v, le, mieux), intervenants=intervenants(v), epices=epices(v) if stade == "entree" else None,
        gir=v.rng.choice([3, 4, 4, 5]) if "gir" in v.theme.grilles and v.a.measures("gir") else None,
        encombrement=clutter(v, mieux), honos=honos(v, mieux), synthese=v.text(texte), duree=v.rng.choice([60, 75, 90]), trajet=trajet(v, le),
    )  # fmt: skip


def guests(v: Vie) -> list[str]:
    found = v.partner(v.rng.choice(v.m.evaluateurs))
    return [found] if found and v.a.chance(0.4) else []


def domaines(v: Vie) -> Donnees:
    """The ratings: drawn the first time, then better where it hurt most."""
    grid: Donnees = {}
    for code in sorted({d for t in v.m.themes.values() for d in t.domaines}):
        grid[code] = rating(v, code, high=code in v.theme.domaines)
        if not grid[code] and v.a.chance(0.15):
            grid[code] = v.rng.choice(["suspecte", "non_evalue"])
    return grid


def rating(v: Vie, code: str, *, high: bool) -> int:
    before = v.notes.get(code)
    if before is None:
        note = v.rng.randint(2, 4) if high else v.rng.choice([0, 0, 1, 1, 2])
    else:
        note = max(0, before - v.rng.choice([0, 1, 1, 2] if high else [0, 0, 0, 1]))
    v.notes[code] = note
    return note


def constats(v: Vie, le: date) -> Donnees:
    """What is there: what was stays, some of the rest comes; some are asked only of who has a dwelling, or of who has none."""
    apart = v.m.dehors if v.logement(le) else v.m.chez_soi
    own = {**v.theme.constats, **v.place.scenario.constats}
    bilans = [e for e in v.entrees if e["type"] == "bilan" and e["le"] <= le]
    v.connus |= {v.m.acquis[r]: "oui" for e in bilans for r in e.get("resultats", ()) if r in v.m.acquis}
    for name, part in ((n, own.get(n, p)) for n, p in v.m.constats.items() if n not in apart):
        if name in v.m.passagers and v.connus.get(name) == "oui":
            v.connus[name] = "oui" if v.a.chance(0.4) else "non"
        elif name in v.m.passagers and name in v.connus:
            continue
        elif v.connus.get(name) != "oui":
            unknown = name not in v.connus and part < 1 and v.a.chance(0.15)
            v.connus[name] = "non_evalue" if unknown else "oui" if v.a.chance(part) else "non"
    return {name: said for name, said in v.connus.items() if name not in apart}


def debt(v: Vie, le: date, mieux: int) -> str | None:
    """The debt of rent: of tenants only."""
    if not v.a.measures("dette_loyer") or v.logement(le).get("statut") not in ("locataire", "sous_locataire"):
        return None
    return f"{v.dette * (3 - mieux) // 3}.00"


def intervenants(v: Vie) -> list[Donnees]:
    """Those whom the constats say to be there."""
    known = [(v.partner(role), what) for constat, (role, what) in v.m.intervenants.items() if v.connus.get(constat) == "oui"]
    return [{"partenaire": code, "role": what} for code, what in known if code]


def epices(v: Vie) -> Donnees:
    if not v.a.measures("epices") or not v.a.chance(0.6):
        return {}
    known = {"q3": float(v.place.foyer["type"] == "couple"), "q4": float(v.place.logement.get("statut") == "proprietaire")}
    yes = dict(sorted((EPICES | known).items(), key=lambda item: int(item[0][1:])))
    return {q: "oui" if v.a.chance(p) else "non" for q, p in yes.items()}


def clutter(v: Vie, mieux: int) -> Donnees:
    if "encombrement" not in v.theme.grilles or not v.a.measures("encombrement"):
        return {}
    return {piece: max(1, v.rng.randint(5, 8) - 2 * mieux) for piece in ("sejour", "cuisine", "chambre")}


def honos(v: Vie, mieux: int) -> Donnees:
    if "honos" not in v.theme.grilles or not v.a.measures("honos") or not v.a.chance(0.6):
        return {}
    return {
        f"q{n}": max(0, v.rng.choice([0, 1, 1, 2, 2, 3, 9 if not mieux else 2]) - (mieux if v.a.chance(0.5) else 0)) % 10
        for n in range(1, 12)
    } | {"q12": 0}
