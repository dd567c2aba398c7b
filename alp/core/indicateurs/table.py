"""Every indicator, by code: an extension point of the house, written by hand."""

from __future__ import annotations

from alp.core.dispositif import Dispositif
from alp.core.indicateurs import (
    activite,
    alliance,
    collectif,
    contrats,
    evaluations,
    flux,
    logement,
    moyens,
    orientations,
    saisines,
    seances,
)
from alp.core.indicateurs.indicateur import Indicateur

INDICATEURS: tuple[Indicateur, ...] = (
    *saisines.INDICATEURS,
    *flux.INDICATEURS,
    *alliance.INDICATEURS,
    *contrats.INDICATEURS,
    *activite.INDICATEURS,
    *orientations.INDICATEURS,
    *logement.INDICATEURS,
    *evaluations.INDICATEURS,
    *seances.INDICATEURS,
    *collectif.INDICATEURS,
    *moyens.INDICATEURS,
)
"""In the order in which they are listed."""

PAR_CODE: dict[str, Indicateur] = {i.code: i for i in INDICATEURS}


def known(dispositif: Dispositif) -> tuple[Indicateur, ...]:
    """The indicators of what this dispositif does: no contract where it signs none."""
    return tuple(i for i in INDICATEURS if i.si(dispositif))
