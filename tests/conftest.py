"""What every test shares: registers written as one reads them, and a git of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from alp.core.controles import check
from alp.core.dispositif import Dispositif
from alp.core.echeances import Echeance, due
from alp.core.entrees import Commun
from alp.core.journal import make_ref
from alp.core.registre import Registre
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.core.structure import read_entree, read_record
from alp.store.git import init
from alp.store.noeuds import parse

settings.register_profile("alp", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("alp")

EQUIPE = """
format: 1
nom: Équipe d'essai
sigle: ESSAI
territoire:
  communes:
    - {insee: "28085", nom: Chartres, quartiers: [{code: centre, nom: Centre}]}
equipe:
  - {code: ide, metier: infirmière}
  - {code: stagiaire, metier: infirmière stagiaire, du: 2025-07-01, au: 2025-09-30, devient: ide}
partenaires:
  - {code: ccas, nom: CCAS, type: ccas, secret: soumis}
  - {code: hlm, nom: Bailleur social, type: bailleur_social, secret: non_soumis}
  - {code: agence, nom: Agence, type: bailleur_prive, secret: non_soumis}
parcours: {avant: [evaluation, cellule]}
contrat: {mois: 6, renouvellements_max: 2}
vocabulaire:
  problematiques: [{code: incurie, libelle: Incurie}, {code: isolement, libelle: Isolement}]
  actes: [{code: mediation, libelle: Médiation}]
  objectifs: [{code: sante, libelle: Santé}]
  domaines: [{code: entretien, libelle: Entretien}]
"""


def read_yaml(texte: str) -> dict[str, Any]:
    """A YAML text as plain data, read as alp reads its files."""
    data: dict[str, Any] = parse(texte).data
    return data


def dispositif(texte: str = "", **rubriques: Any) -> Dispositif:
    """The team above, with some sections replaced (`contrat=None` removes one)."""
    read = read_record(Dispositif, read_yaml(EQUIPE) | (read_yaml(texte) if texte else {}) | rubriques)
    assert isinstance(read, Dispositif), read
    return read


def number_refs(journal: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a `ref` to each entry that has none: the same journal gets the same ones."""
    taken = {e["ref"] for e in journal if "ref" in e}
    numbers = count(1)
    return [e if "ref" in e else {"ref": make_ref(iter(lambda: next(numbers), -1), taken)} | e for e in journal]


def situation(journal: str, id_: str = "ESSAI-2025-001", **entete: Any) -> Situation:
    """A situation from its journal in YAML; each `ref` that is not given is invented."""
    entries = number_refs(read_yaml("journal:\n" + journal)["journal"])
    read = read_record(Situation, {"id": id_, **entete, "journal": entries})
    assert isinstance(read, Situation), read
    return read


def entree(texte: str) -> Commun:
    """One entry from YAML in flow style."""
    read = read_entree({"ref": "zzzzzz", "le": "2025-01-01"} | read_yaml(texte))
    assert isinstance(read, Commun), read
    return read


def reunion(texte: str) -> Reunion:
    read = read_record(Reunion, read_yaml(texte))
    assert isinstance(read, Reunion), read
    return read


def action(texte: str) -> Action:
    read = read_record(Action, read_yaml(texte))
    assert isinstance(read, Action), read
    return read


def dues(d: Dispositif, s: Situation, au: str) -> dict[str, Echeance]:
    """What is due for one situation on a day: the first of each kind."""
    jour = date.fromisoformat(au)
    return {e.nature: e for e in reversed(due(Registre(d, (s,)).au(jour), au=jour))}


def findings(
    *situations: Situation,
    d: Dispositif | None = None,
    au: str = "2027-01-01",
    reunions: Mapping[str, Reunion] | None = None,
    actions: Mapping[str, Action] | None = None,
    soins: Mapping[str, Mapping[str, str]] | None = None,
) -> set[tuple[str, str]]:
    """Every finding on a register of these situations: (code, path)."""
    registre = Registre(d or dispositif(), situations, reunions or {}, actions or {}, soins or {})
    return {(p.code, p.chemin) for p in check(registre, au=date.fromisoformat(au))}


@pytest.fixture(autouse=True)
def own_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine's git reaches a test."""
    home = tmp_path_factory.mktemp("maison")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")


SITUATION = """\
id: ESSAI-2025-001
personne: {pseudonyme: Tilleul, genre: femme, naissance: 1951}
journal:
  - ref: bbbbbb
    le: 2025-01-06
    type: saisine
    origine: ccas
"""


@pytest.fixture
def registre(tmp_path: Path) -> Path:
    """A register of one situation, root of its own repository, with nothing committed yet."""
    root = tmp_path / "registre"
    (root / "situations" / "2025").mkdir(parents=True)
    (root / "dispositif.yaml").write_text(EQUIPE.lstrip(), encoding="utf-8")
    (root / "situations" / "2025" / "ESSAI-2025-001.yaml").write_text(SITUATION, encoding="utf-8")
    init(root)
    config = root / ".git" / "config"
    config.write_text(config.read_text() + "[user]\n\tname = Camille Essai\n\temail = camille@essai.example\n")
    return root
