"""The accounts of one year, foreseen and made: what a funder's financial report is drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from alp.core import codes
from alp.core.champs import Fiche, champ, liste
from alp.core.objets import Partenaire
from alp.core.types import Code, DuDispositif, Forme, Montant, Parmi, Texte

COMPTE = re.compile(r"[0-9]{2,3}", re.ASCII)
Compte = Annotated[Texte, Forme(COMPTE, 'deux ou trois chiffres du plan comptable, entre guillemets, comme "64"')]
CLASSES = {"charges": "6", "produits": "7", "emplois_nature": "86", "contributions_nature": "87"}
"""What the accounts of each list begin with. Source: plan comptable général; 86 and 87 for what is given in kind."""


class Ligne(Fiche):
    """One line of an account. `prevu` is what was foreseen, `realise` what was spent or received: none while it is not known."""

    compte: Compte = champ("Compte", "Quel compte ?", "Deux ou trois chiffres du plan comptable.", requis=True)
    libelle: Texte | None = champ("Libellé", "Comment l'appeler ?", "Sinon, le nom du compte.")
    prevu: Montant = champ("Prévu", "Combien était prévu ?", 'En euros ; "0" si la ligne n\'était pas prévue.', requis=True)
    realise: Montant | None = champ("Réalisé", "Combien a été réalisé ?", "En euros ; vide tant que les comptes ne sont pas faits.")
    explication: Texte | None = champ("Explication", "Pourquoi cet écart ?", "Une phrase, si le réalisé s'écarte du prévu.")

    @property
    def label(self) -> str:
        """Its own words, else its account's."""
        return self.libelle or codes.COMPTES.get(self.compte) or codes.COMPTES.get(self.compte[:2]) or f"Compte {self.compte}"


class Charge(Ligne):
    """What was spent."""

    indirecte: Annotated[Texte, Parmi(codes.OUI_NON)] | None = champ(
        "Charge indirecte", "Est-ce une part des frais de la maison ?", "oui : une part de charges communes à plusieurs actions."
    )


class Produit(Ligne):
    """What was received."""

    financeur: Annotated[Code, DuDispositif("financeurs")] | None = champ(
        "Financeur", "De quel financeur ?", "Un financeur du dispositif ; vide : une autre ressource."
    )


class Nature(Ligne):
    """What was given otherwise than in money: volunteers' time, a flat, a vehicle; its value is an estimate."""

    partenaire: Partenaire | None = champ("Partenaire", "Apporté par qui ?", "Un partenaire déclaré.")


class Budget(Fiche):
    """One year. Its file's name is the year, and does not stand in it."""

    repartition: Texte | None = champ(
        "Répartition",
        "Comment les charges indirectes sont-elles réparties ?",
        "La règle, en une phrase ; par exemple au prorata des ETP.",
        long=True,
    )
    charges: tuple[Charge, ...] = liste("Charges", "Quelles charges ?", "Comptes 60 à 69.", option="charge")
    produits: tuple[Produit, ...] = liste("Produits", "Quels produits ?", "Comptes 70 à 79.", option="produit")
    emplois_nature: tuple[Nature, ...] = liste(
        "Emplois en nature", "À quoi ont servi les contributions en nature ?", "Comptes 860 à 869.", option="emploi"
    )
    contributions_nature: tuple[Nature, ...] = liste(
        "Contributions en nature", "Qui a apporté quoi, autrement qu'en argent ?", "Comptes 870 à 879.", option="contribution"
    )

    def lignes(self, liste_: str) -> tuple[Ligne, ...]:
        """The lines of one of the lists that `CLASSES` names."""
        found: tuple[Ligne, ...] = getattr(self, liste_)
        return found


def total_prevu(lignes: Iterable[Ligne]) -> Decimal:
    """What was foreseen in all, in euros."""
    return sum((x.prevu for x in lignes), start=Decimal(0))


def total_realise(lignes: Iterable[Ligne]) -> Decimal | None:
    """What was made in all, in euros; not known while one line is not."""
    found = [x.realise for x in lignes]
    return None if not found or None in found else sum((x for x in found if x is not None), start=Decimal(0))
