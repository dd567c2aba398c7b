"""Collective actions, spread over the whole time, and the days of the vehicle.

A line of the corpus key `actions`: nature | public | partners | act=number, … | note | place [| who of the team [| commune [| district]]].
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tools.generer.atelier import Atelier
from tools.generer.modele import Donnees
from tools.generer.vie import Vie


def make_actions(a: Atelier, lives: Sequence[Vie]) -> dict[str, Donnees]:
    """Every action: id → its data."""
    lines = a.recueil.textes.get("actions", [])
    step = (a.fin - a.modele.debut).days // (len(lines) + 1)
    made: dict[str, Donnees] = {}
    for n, line in enumerate(lines, 1):
        parts = [part.strip() for part in line.split("|")]
        par = [code.strip() for code in parts[6].split(",")] if len(parts) > 6 else [a.modele.referents[0][1]]
        le = a.agenda.next_day(a.modele.debut + timedelta(days=n * step + a.rng.randint(-15, 15)), par[0])
        made[free_id(made, f"{le.isoformat()}-{parts[0]}")] = {"le": le, "par": par, **action(a, parts)}
    return made | make_tours(a, lives)


def action(a: Atelier, parts: Sequence[str]) -> Donnees:
    nature, public, avec, actes, note, lieu = parts[:6]
    return {
        "nature": nature, "public": public, "nombre": a.rng.randint(6, 22), "duree": a.rng.choice([90, 120, 180]),
        "commune": parts[7] if len(parts) > 7 else next(iter(a.modele.communes)), "quartier": parts[8] if len(parts) > 8 else None, "lieu": lieu,
        "partenaires": [p.strip() for p in avec.split(",") if p.strip()],
        "actes": {k.strip(): int(v) for k, v in (one.split("=") for one in actes.split(","))}, "note": note,
    }  # fmt: skip


def free_id(made: Donnees, wanted: str) -> str:
    """An id that no action has yet."""
    n, found = 1, wanted
    while found in made:
        n += 1
        found = f"{wanted}-{n}"
    return found


def make_tours(a: Atelier, lives: Sequence[Vie]) -> dict[str, Donnees]:
    """One action a day of the vehicle, with the situations that were born there."""
    tournee, made = a.modele.tournee, {}
    for le, halte in a.tours if tournee else ():
        born = sorted(v.place.id for v in lives if v.place.has("vehicule") and v.place.saisine == le)
        par, owners = a.tour_par(halte), {act: code for code, acts in a.modele.metiers.items() for act in acts}
        known = {act: bounds for act, bounds in tournee.actes.items() if owners.get(act, par[0]) in par} if tournee else {}
        counts = {code: a.rng.randint(*bounds) for code, bounds in known.items()}
        nombre = a.rng.randint(*tournee.nombre) + len(born) if tournee else 0
        made[f"{le.isoformat()}-vehicule"] = {
            "le": le, "nature": "vehicule", "public": "habitants", "nombre": nombre,
            "duree": a.rng.choice(tournee.duree) if tournee else 0, "par": list(par), "commune": halte.commune,
            "quartier": halte.quartier, "lieu": halte.lieu, "partenaires": list(halte.partenaires),
            "actes": {k: min(n, nombre) for k, n in counts.items() if n}, "situations": born, "note": a.recueil.draw(halte.texte, "femme"),
        }  # fmt: skip
    return made
