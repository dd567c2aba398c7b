"""Every indicator, by code: an extension point of the house, written by hand."""

from __future__ import annotations

from alp.core.indicateurs import flux
from alp.core.indicateurs.indicateur import Indicateur

INDICATEURS: tuple[Indicateur, ...] = (*flux.INDICATEURS,)
"""In the order in which they are listed."""

PAR_CODE: dict[str, Indicateur] = {i.code: i for i in INDICATEURS}
