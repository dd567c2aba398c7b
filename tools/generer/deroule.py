"""A whole life, from the saisine to the last day, and the file that holds it."""

from __future__ import annotations

from collections.abc import Sequence

from alp.core.codes import SUR_PLACE
from tools.generer.arrivee import arrive
from tools.generer.contrats import sign_all
from tools.generer.depart import cancel_one, leave, withdraw
from tools.generer.evenements import befall_all
from tools.generer.logements import house
from tools.generer.modele import Donnees
from tools.generer.quotidien import meet, orient, reassess
from tools.generer.recueil import Promesse
from tools.generer.suivi import Suivi
from tools.generer.vie import Vie

SUITE_DU_FIL = "---"
"""The line of a thread after which the rest comes once the scenario's first event is over."""


def build(v: Vie) -> Donnees:
    """The whole file's data."""
    entree = arrive(v)
    if entree:
        accompany(Suivi(v, entree))
    journal = sorted(v.entrees, key=lambda e: e["le"])
    tell_thread(v, journal)
    p = v.place
    made: Donnees = {
        "id": p.id, "personne": p.personne, "foyer": p.foyer, "logement": p.logement, "problematiques": v.problematiques(p.saisine),
        "precautions": v.text_now(v.keyed("precautions", p.theme)) if p.scenario.file_active and v.a.chance(0.6) else None,
        "referent": v.referent if p.scenario.jusque not in ("non_retenue", "signalee") else None, "liens": p.liens, "journal": journal,
    }  # fmt: skip
    return {key: value for key, value in made.items() if value}


def accompany(s: Suivi) -> None:
    """What fills an accompaniment."""
    house(s)
    befall_all(s)
    sign_all(s)
    meet(s)
    reassess(s)
    orient(s)
    withdraw(s)
    if s.closes:
        leave(s)
    cancel_one(s)


def tell_thread(v: Vie, journal: Sequence[Donnees]) -> None:
    """The texts of the scenario's thread, in their order: over the visits, the steps (`demarches_<fil>`) and the reports (`retours_<fil>`).

    Those after a line `---` come after the end of its first `fait`.
    """
    fil = v.place.scenario.fil
    if not fil:
        return
    reports = [e for e in journal if e.get("objet") == "suites"]
    for examen, line in zip(reports, v.a.recueil.follow(f"retours_{fil}", v.place.genre), strict=False):
        examen["elements_nouveaux"] = line
    if v.a.recueil.has(f"demarches_{fil}"):
        tell(v, f"demarches_{fil}", journal, [e for e in journal if e["type"] == "demarche"])
    tell(v, fil, journal, [e for e in journal if e["type"] == "visite" and e["resultat"] == "rencontre" and tells_theme(v, e)])


def tell(v: Vie, key: str, journal: Sequence[Donnees], free: Sequence[Donnees]) -> None:
    """The texts of a key, in their order, as the notes of these entries."""
    lines = v.a.recueil.follow(key, v.place.genre)
    for e in free:
        e.pop("note", None)
    natures = [fait.nature for fait in v.place.scenario.faits[:1]]
    turn = next((e for e in journal if e["type"] == "evenement" and e["nature"] in natures), None)
    if turn and SUITE_DU_FIL in lines:
        cut = lines.index(SUITE_DU_FIL)
        spread(lines[:cut], [e for e in free if e["le"] < turn["le"]])
        spread(lines[cut + 1 :], [e for e in free if e["le"] > turn.get("fin_le", turn["le"])])
    else:
        spread([line for line in lines if line != SUITE_DU_FIL], free)


def spread(lines: Sequence[str], visites: Sequence[Donnees]) -> None:
    """Texts over entries, first and last included, as evenly as they go."""
    count = min(len(lines), len(visites))
    for n in range(count):
        visites[place_of(n, count, len(visites))]["note"] = lines[place_of(n, count, len(lines))]


def place_of(n: int, count: int, size: int) -> int:
    """Where the n-th of `count` falls among `size`."""
    return int(n * (size - 1) / max(1, count - 1) + 0.5)


def tells_theme(v: Vie, visite: Donnees) -> bool:
    """Whether a visit's note, if any, would be one of its theme: no call, no first meeting, no return from hospital."""
    note = visite.get("note")
    usual = note is None or (isinstance(note, Promesse) and note.key.startswith(f"{v.place.theme}_"))
    at_home = not v.a.loge or v.step(visite["le"]) == "logee"
    usual = usual and (v.referent in visite["par"] or not v.a.recueil.has(f"visite_{visite['par'][0]}"))
    return usual and at_home and visite["lieu"] in SUR_PLACE - {"structure", "vehicule"} and "annulee" not in visite
