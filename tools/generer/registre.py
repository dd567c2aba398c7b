"""The whole register of a model, as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from alp.core.dispositif import Dispositif
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.store.ecriture import render
from alp.store.modeles import model
from alp.store.noeuds import parse
from tools.generer.actions import make_actions
from tools.generer.agenda import Agenda, meeting_days
from tools.generer.atelier import Atelier
from tools.generer.budgets import budget_files
from tools.generer.deroule import build
from tools.generer.modele import Donnees, Modele
from tools.generer.modeles import MODELES
from tools.generer.peuplement import Peuplement, tour_days
from tools.generer.recueil import Recueil, load_recits, settle
from tools.generer.retours import report_all
from tools.generer.reunions import make_meetings
from tools.generer.vie import Vie

SCHEMA = "# yaml-language-server: $schema=../../schema/situation.schema.json\n"


def generate(nom: str, *, graine: int | None = None, situations: int | None = None) -> dict[str, bytes]:
    """A whole register: relative path → content. The same arguments give the same bytes.

    Args:
        nom: a key of `MODELES`.
        graine: absent: the model's.
        situations: how many; absent: as many as the model's scenarios say.
    """
    return compose(nom, graine=graine, situations=situations)[0]


def compose(nom: str, *, graine: int | None = None, situations: int | None = None) -> tuple[dict[str, bytes], Recueil]:
    """A whole register, as `generate` makes it, and the texts as they were asked for."""
    m, source = MODELES[nom], model(nom)
    nombre = situations or m.situations
    a = open_atelier(nom, m, Dispositif.model_validate(parse(source).data), Random(graine or m.graine), nombre)
    pseudonymes = " ".join(a.recueil.textes["pseudonymes"]).split()
    places = Peuplement(m, a.rng, a.dispositif.sigle, a.tours, loge=a.loge).populate(nombre, pseudonymes)
    lives = [Vie(a, place) for place in places]
    data = [build(vie) for vie in lives]
    settle(a.recueil, [d["journal"] for d in data])
    report_all(a, lives, data)
    records = [Situation.model_validate(d) for d in data]
    files = {"dispositif.yaml": source.encode(), **situation_files(records, lives)}
    files |= record_files("reunions", Reunion, make_meetings(a, records)) | record_files("actions", Action, make_actions(a, lives))
    return files | budget_files(nom, a.dispositif), a.recueil


def open_atelier(nom: str, m: Modele, dispositif: Dispositif, rng: Random, nombre: int) -> Atelier:
    """What the lives will share. A larger register than the model's own works its team harder, and tells texts again."""
    facteur = -(-nombre // len(m.base))
    agenda = Agenda(m, facteur)
    recueil = Recueil(rng, load_recits(nom, m), repete=facteur > 1)
    return Atelier(m, dispositif, rng, recueil, agenda, meeting_days(m.seances, m.debut, m.fin), tour_days(m, agenda))


def write(record: Any, entete: str = "") -> bytes:
    return render(plain(record), entete).encode()


def record_files(dossier: str, record: type[Reunion | Action], made: Mapping[str, Donnees]) -> dict[str, bytes]:
    return {f"{dossier}/{key}.yaml": write(record.model_validate(data)) for key, data in made.items()}


def situation_files(records: Sequence[Situation], lives: Sequence[Vie]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for record, vie in zip(records, lives, strict=True):
        year = record.id.split("-")[1]
        files[f"situations/{year}/{record.id}.yaml"] = write(record, SCHEMA)
        if vie.soins:
            refs = [e.ref for e in record.journal if e.ref in vie.soins]
            files[f"soins/{year}/{record.id}.yaml"] = render({ref: vie.soins[ref] for ref in refs}).encode()
    return files


def save(files: Mapping[str, bytes], dossier: Path) -> None:
    """Write the folder, in place of what was generated before. A real register is refused.

    Raises:
        SystemExit: the folder is the root of a git repository.
    """
    if (dossier / ".git").exists():
        raise SystemExit(f"{dossier} est un vrai registre : rien n'est écrit.")
    for old in (p for name in ("situations", "soins", "reunions", "actions", "budgets") for p in sorted((dossier / name).rglob("*.yaml"))):
        old.unlink()
    for path, content in files.items():
        target = dossier / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
