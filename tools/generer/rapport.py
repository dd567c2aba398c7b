"""Looking at what was made: counts, and what the checks say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alp.core.controles import check
from alp.core.dispositif import Dispositif
from alp.core.entrees import Sortie, Visite
from alp.core.parcours import SUIVIES, etape_of
from alp.core.plis import bailleur
from alp.core.registre import Registre
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.store.noeuds import parse, read_text
from tools.generer.recueil import Recueil
from tools.generer.reunions import state


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
    entries = [e for s in registre.situations for e in s.journal]
    active = [s for s in registre.situations if etape_of(s, d) in SUIVIES]
    print(
        f"situations {len(registre.situations)}, entrées {len(entries)}, réunions {len(registre.reunions)}, actions {len(registre.actions)}, notes de soin {sum(map(len, registre.soins.values()))}"
    )
    print("types   ", counted(getattr(e, "type", "") for e in entries))
    print("étapes  ", counted(str(etape_of(s, d)) for s in registre.situations))
    print("lieux   ", counted(e.lieu for e in entries if isinstance(e, Visite)))
    print("réponses", counted(e.resultat for e in entries if isinstance(e, Visite)))
    print("sorties ", counted(e.issue or "?" for e in entries if isinstance(e, Sortie)))
    print("contrats", counted(state(s, d, au) for s in active))
    print("bailleurs de la file active", counted(bailleur(s, au) or "?" for s in active))
    for year in range(min(e.le.year for e in entries), au.year + 1):
        print(f"suivies en {year} : {len(followed_in(registre, year))}")
    visits = [e for e in entries if isinstance(e, Visite) and e.resultat == "rencontre"]
    notes = [e.note for e in entries if e.note]
    print(
        f"notes {len(notes)} (sur les visites {sum(bool(v.note) for v in visits)} sur {len(visits)}) ; dites deux fois : {len(notes) - len(set(notes))}"
    )
    print("plus gros fichier", max(len(b) for b in files.values()) // 1024, "Ko")
    found = check(registre, au=au)
    for one in found:
        print(one.code, one.objet.id, ".".join(map(str, one.champ)), one.message)
    return len(found)


def report_texts(recueil: Recueil) -> None:
    """Print, for each key, how many texts were asked for and how many there are: « 12/7 » lacks five, or repeats short formulas."""
    asked = [f"{key} {n}/{len(recueil.textes.get(key, []))}" for key, n in sorted(recueil.demandes.items())]
    print("textes demandés/écrits :", ", ".join(asked))
    unused = sorted(set(recueil.textes) - set(recueil.demandes) - {"pseudonymes", "actions", "engagements"})
    print("clés jamais demandées  :", ", ".join(unused))


def counted(values: Iterator[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
