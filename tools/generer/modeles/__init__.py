"""One module a system; `MODELES` is the table."""

from tools.generer.modele import Modele
from tools.generer.modeles.alp28 import ALP28
from tools.generer.modeles.calais import CALAIS
from tools.generer.modeles.chez_soi_oise import CHEZ_SOI_OISE
from tools.generer.modeles.le_mans import LE_MANS
from tools.generer.modeles.logisens import LOGISENS

MODELES: dict[str, Modele] = {"alp28": ALP28, "calais": CALAIS, "chez-soi-oise": CHEZ_SOI_OISE, "le-mans": LE_MANS, "logisens": LOGISENS}
"""The name of the model in `alp/dispositifs/` and of the folder in `cases/` → what it says."""
