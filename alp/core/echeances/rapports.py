"""The reports that funders expect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alp.core.echeances.vue import Echeance
from alp.core.rapport.attendus import owed
from alp.core.registre import Registre


def due_rapports(registre: Registre, au: date) -> Iterator[Echeance]:
    """The reports that conventions expect, until they are sent: what is late, and the next ones."""
    ouverture = min((e.le for s in registre.situations for e in s.journal), default=None)
    for financeur in registre.dispositif.financeurs:
        sent = {(e.periode.du, e.periode.au) for e in registre.envois.values() if e.periode and e.financeur == financeur.code}
        for one in owed(financeur, au, sent, ouverture):
            motif = f"{one.periode.libelle}, pour {financeur.nom}"
            yield Echeance("rapport", one.le, None, financeur.code, motif, f"alp report {one.periode.code} --pour {financeur.code}")
