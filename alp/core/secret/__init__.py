"""Small numbers: which cells a report that leaves the team must not print, and the proof that no reader can find them."""

from alp.core.secret.attaque import attaque
from alp.core.secret.protection import Protection, masquees, protect
from alp.core.secret.publication import NC, SEUIL, Contrainte, Publication, au_plus, flux, regle, somme, taux_publiable

__all__ = [
    "NC",
    "SEUIL",
    "Contrainte",
    "Protection",
    "Publication",
    "attaque",
    "au_plus",
    "flux",
    "masquees",
    "protect",
    "regle",
    "somme",
    "taux_publiable",
]
