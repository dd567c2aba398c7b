"""One module a system; `MODELES` is the table."""

from tools.generer.modele import Modele
from tools.generer.modeles.alp28 import ALP28
from tools.generer.modeles.logisens import LOGISENS

MODELES: dict[str, Modele] = {"alp28": ALP28, "logisens": LOGISENS}
"""The name of the model in `alp/dispositifs/` and of the folder in `cases/` → what it says."""
