"""How long the minutes of a meeting of twenty situations take in a register of five hundred, as a ratio to `alp list` there, in one run.

All run as whole processes, in turn; what counts is the ratio of the medians. Word and PDF come out of one process, all documents of the meeting too.
Target: `alp minutes REUNION --format docx,pdf` within 4 times `alp list`.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from alp.core.entrees import Examen
from alp.core.journal import make_ref, place
from alp.core.parcours import Etape, etape_of
from alp.core.registre import Registre
from alp.core.reunion import Participant, PointOrdreDuJour, Reunion
from alp.core.situation import Situation
from alp.store.creation import create
from alp.store.transaction import Identite
from benchmarks.mesure import ALP, cpu_seconds
from tools.generer import MODELES, generate
from tools.generer.rapport import read_registre
from tools.generer.registre import SCHEMA, write

MODELE = "alp28"
SITUATIONS = 500
EXAMINEES = 20
RUNS = 5
CIBLE = 4
FORMATS = "docx,pdf"
QUI = Identite("Mesure d'alp", "mesure@exemple.invalid")


def examined(registre: Registre, key: str) -> Iterator[Situation]:
    """Situations in accompaniment, each with one more examen, as full as its last one, on the last day."""
    numbers = iter(range(10**9))
    taken = {e.ref for s in registre.situations for e in s.journal}
    followed = (s for s in registre.situations if etape_of(s, registre.dispositif) is Etape.accompagnement)
    for s in followed:
        if seen := [e for e in s.journal if isinstance(e, Examen) and e.strategie and e.engagements]:
            ref = make_ref(numbers, taken)
            taken.add(ref)
            yield s.model_copy(update={"journal": place(s.journal, again(seen[-1], ref=ref, le=MODELES[MODELE].fin, reunion=key))})


def again(examen: Examen, *, ref: str, le: date, reunion: str) -> Examen:
    """An examen as full as another, of another day: nothing promised in it is done, or told, yet."""
    promised = {"avant": le + timedelta(days=30), "fait": None, "abandon": None}
    now = {
        "ref": ref, "le": le, "reunion": reunion, "objet": "suites", "decision": "poursuite", "notifications": (), "position_personne": None,
        "engagements": tuple(e.model_copy(update=promised) for e in examen.engagements),
    }  # fmt: skip
    return examen.model_copy(update=now)


def make_register(root: Path, situations: int = SITUATIONS) -> str:
    """A register of so many situations in a folder of its own; returns the meeting that examined twenty of them."""
    files = generate(MODELE, situations=situations)
    registre = read_registre(files)
    le, d = MODELES[MODELE].fin, registre.dispositif
    key = f"{le.isoformat()}-{d.parcours.reunion}"
    records = [s for s, _ in zip(examined(registre, key), range(EXAMINEES), strict=False)]
    reunion = Reunion(
        le=le, nature=d.parcours.reunion, presidence=d.equipe[0].code,
        participants=tuple(Participant(qui=p.code, presence="present") for p in d.partenaires[:8]),
        ordre_du_jour=tuple(PointOrdreDuJour(situation=s.id, objet="suites") for s in records),
    )  # fmt: skip
    files |= {f"situations/{s.id.split('-')[1]}/{s.id}.yaml": write(s, SCHEMA) for s in records}
    files[f"reunions/{key}.yaml"] = write(reunion)
    create(root, files.pop("dispositif.yaml").decode(), files, sujet="Mesure", essai=QUI)
    return key


def main() -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder) / "registre", Path(folder) / "sortie"
        key = make_register(root)
        env = {**os.environ, "ALP_AUJOURDHUI": MODELES[MODELE].fin.isoformat(), "ALP_REGISTRE": str(root)}
        commands = {
            "alp list": [ALP, "list"],
            f"alp minutes, {FORMATS}": [ALP, "minutes", key, "--format", FORMATS, "--sortie", str(out), "--no-input"],
            "tous ses documents": [ALP, "minutes", key, "--document", "tous", "--format", FORMATS, "--sortie", str(out), "--no-input"],
        }
        runs = [{name: cpu_seconds(command, env) for name, command in commands.items()} for _ in range(RUNS + 1)][1:]
        medians = {name: statistics.median(run[name] for run in runs) for name in commands}
        listed, *made = medians.values()
        print(f"{SITUATIONS} situations, une réunion qui en examine {EXAMINEES}")
        for name, seconds in medians.items():
            print(f"{name:<26}{1000 * seconds:>8.0f} ms de processeur")
        print(f"{'rapports à alp list':<26}{', '.join(f'{seconds / listed:.1f}' for seconds in made):>8}   cible {CIBLE}")


if __name__ == "__main__":
    main()
