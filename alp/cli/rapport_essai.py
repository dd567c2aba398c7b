"""What the template of a report is tried on: `alp template check`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from alp.core.erreurs import AlpError
from alp.core.indicateurs.table import known
from alp.core.periode import civil
from alp.core.preparation.rapports import prepare_rapport
from alp.core.rapport.composition import compose
from alp.core.rapport.formulaires import figures_of_form, given
from alp.core.rapport.modeles import MODELES
from alp.core.rapport.rapport import rapport
from alp.core.rapport.textes import CONSIGNES
from alp.core.registre import Registre
from alp.store.lecture import read_registre
from alp.store.modeles import example, examples

ANNUEL = "rapport_annuel"
TITRES = {m.nom: m.titre for m in MODELES.values()}
"""The kinds of report, by the name of their template."""


def is_report(nom: str) -> bool:
    """Whether a template is that of a report: one of ours, or an association's own named after them."""
    return nom in MODELES or nom.startswith("rapport_")


def sample(nom: str, registre: Registre) -> dict[str, Any]:
    """What such a template would be given: of this register's last year, else of an example's; every block has its text.

    Raises:
        AlpError: none of them has such a report.
    """
    for tried in (registre, *(read_registre(example(name)).registre for name in examples())):
        with suppress(AlpError):
            return _given(nom, tried)
    raise AlpError(f"Aucune donnée ne permet d'essayer « {nom} ».", "Le vérifier dans un registre qui a un tel rapport.")


def _given(nom: str, registre: Registre) -> dict[str, Any]:
    days = [e.le for s in registre.situations for e in s.journal]
    if not days:
        raise AlpError("Ce registre est vide.")
    modele = figures_of_form(MODELES.get(nom, MODELES[ANNUEL]), registre.dispositif)
    here = {i.code for i in known(registre.dispositif)}
    r = rapport(registre, civil(max(days), 12), choix=[c for c in modele.codes if c in here])
    made = compose(r, modele, textes=CONSIGNES)
    return {"rapport": prepare_rapport(made), **given(nom, made)}
