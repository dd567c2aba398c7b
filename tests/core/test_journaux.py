"""Whole lives, one file each in `tests/journaux/`: the journal, and what a person who knows the rules expects of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alp.core.contrat import chaine, current, etat
from alp.core.controles import check
from alp.core.coupe import cut_situation
from alp.core.dispositif import Dispositif
from alp.core.erreurs import Gravite
from alp.core.parcours import walk
from alp.core.plis import bailleur
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.structure import read_record
from tests.conftest import dispositif, dues, read_yaml

JOURNAUX = sorted((Path(__file__).parent.parent / "journaux").glob("*.yaml"))


def contrat_on(s: Situation, d: Dispositif, au: date) -> dict[str, Any]:
    """The contract of a day, as an `attendu` writes it; nothing where there is none."""
    cut = cut_situation(s, au)
    periodes = chaine(cut, d) if cut else ()
    p = current(periodes, au)
    if p is None or d.contrat is None:
        return {}
    found = {"etat": etat(p, d.contrat, periodes, au), "rang": p.rang, "debut": p.debut, "fin": p.fin, "retard_jours": p.retard_jours}
    return {key: str(value) for key, value in found.items() if value}


@pytest.mark.parametrize("fichier", JOURNAUX, ids=lambda f: f.stem)
def test_a_life(fichier: Path) -> None:
    data = read_yaml(fichier.read_text(encoding="utf-8"))
    d = dispositif(**data["dispositif"])
    s = read_record(Situation, {"id": "ESSAI-2025-001", **data.get("situation", {}), "journal": data["journal"]})
    assert isinstance(s, Situation), s
    attendu = data["attendu"]

    pas = list(walk(s, d))
    assert [str(p.apres.etape) for p in pas] == attendu["etapes"]
    assert [p.entree.le.isoformat() for p in pas if p.is_entree] == attendu["entrees"]
    assert [p.entree.le.isoformat() for p in pas if p.is_sortie] == attendu["sorties"]
    for ligne in attendu.get("contrats", ()):
        assert contrat_on(s, d, date.fromisoformat(ligne.pop("au"))) == ligne
    for au, code in attendu.get("bailleurs", {}).items():
        assert (bailleur(s, date.fromisoformat(au)) or "") == code
    for au, expected in attendu["dues"].items():
        assert {nature: e.le.isoformat() for nature, e in dues(d, s, au).items()} == expected, au
    wrong = [p for p in check(Registre(d, (s,)), au=date(2027, 1, 1)) if p.gravite is Gravite.erreur and p.code != "E205"]
    assert wrong == []
