"""The feed-back where nothing is new: once every life is written, what each meeting decided comes back to a later one, as alp's agenda asks.

Nothing is drawn from what the lives share: they stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from alp.core import seance
from alp.core.journal import make_ref
from alp.core.parcours import Etape, etape_of
from alp.core.registre import Registre
from alp.core.situation import Situation
from tools.generer.atelier import Atelier
from tools.generer.examens import asked_by
from tools.generer.modele import Donnees
from tools.generer.vie import Vie

DECIDEE = "décision du"
"""How an agenda names a decision that was not reported on; what is only promised still goes on by itself."""


def report_all(a: Atelier, lives: Sequence[Vie], data: Sequence[Donnees]) -> None:
    """Add the passages to the journals, and to what each meeting has on its agenda."""
    if a.modele.seances is None or not a.modele.seances.rattrape:
        return
    rng = Random(a.modele.graine)
    of = {vie.place.id: (vie, made) for vie, made in zip(lives, data, strict=True)}
    records = {id_: Situation.model_validate(made) for id_, (_, made) in of.items()}
    for le in sorted(a.examens)[:-1]:  # what the last one left, the next agenda begins with
        for id_ in _unreported(a, records.values(), le):
            vie, made = of[id_]
            vie.a.examens[le].append(_report(vie, made, le, rng))
            records[id_] = Situation.model_validate(made)


def _unreported(a: Atelier, records: Iterable[Situation], le: date) -> list[str]:
    """Whom a meeting would hear of again, and does not."""
    registre = Registre(a.dispositif, tuple(records))
    cut = registre.au(le - timedelta(days=1))
    found = seance.agenda(registre, le, a.dispositif.parcours.reunion, au=le)
    asked = [p.situation for p in found if p.objet == "suites" and p.motif.startswith(DECIDEE)]
    seen = {p["situation"] for p in a.examens[le]}
    return [id_ for id_ in asked if id_ not in seen and etape_of(cut.par_id[id_], a.dispositif) is Etape.accompagnement]


def _report(vie: Vie, made: Donnees, le: date, rng: Random) -> Donnees:
    """The passage, in the journal; its line on the agenda."""
    ref = make_ref(iter(lambda: rng.randrange(1 << 30), -1), vie.a.refs)
    vie.a.refs.add(ref)
    told = any(e["type"] == "accord" and e["reponse"] == "oui" and e["le"] <= le for e in made["journal"])
    examen = {
        "ref": ref, "le": le, "type": "examen", "par": [vie.referent], "reunion": vie.a.reunion_id(le), "objet": "suites",
        "presentateur": vie.referent, "decision": "poursuite", **({} if told else {"anonyme": "oui"}),
    }  # fmt: skip
    place = next((n for n, e in enumerate(made["journal"]) if e["le"] > le), len(made["journal"]))
    made["journal"].insert(place, examen)
    return {"situation": vie.place.id, "objet": "suites", "demandee_par": asked_by(vie), "invites": [], "presentateur": vie.referent}
