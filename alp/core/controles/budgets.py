"""Budgets: accounts in their class, known funders, and two columns that meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alp.core.budget import CLASSES, Budget, total_prevu, total_realise
from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine
from alp.core.dispositif import Dispositif
from alp.core.erreurs import Objet, Probleme

NOMS = {
    "charges": "charges", "produits": "produits", "emplois_nature": "emplois en nature", "contributions_nature": "contributions en nature",
}  # fmt: skip
COUPLES = (("charges", "produits"), ("emplois_nature", "contributions_nature"))
"""What is to be equal: the arrêté of 11 October 2006 asks for a table of charges and produits that meet."""
LISTES = {"financeur": "financeurs", "partenaire": "partenaires"}
"""Where the codes of a line are declared."""


def check_budgets(ex: Examine) -> Iterator[Probleme]:
    """Every budget: see the module."""
    for year, budget in ex.registre.budgets.items():
        objet = Objet("budget", str(year))
        yield from _accounts(objet, budget)
        yield from _codes(objet, budget, ex.registre.dispositif, year)
        yield from _balance(objet, budget)


def _accounts(objet: Objet, budget: Budget) -> Iterator[Probleme]:
    for name, start in CLASSES.items():
        for n, line in enumerate(budget.lignes(name)):
            if not line.compte.startswith(start):
                message = f"« {line.compte} » n'est pas un compte de {NOMS[name]} : ils commencent par {start}"
                yield probleme("E230", objet, (name, n, "compte"), message)


def _codes(objet: Objet, budget: Budget, d: Dispositif, year: int) -> Iterator[Probleme]:
    """Codes that `dispositif.yaml` does not declare, or that held on no day of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for name in CLASSES:
        for n, line in enumerate(budget.lignes(name)):
            for key, liste in LISTES.items():
                code = getattr(line, key, None)
                declared = [x for x in d.declarations(liste) if x.code == code]
                if code and not declared:
                    yield probleme("E201", objet, (name, n, key), f"« {code} » n'est pas déclaré dans {liste}")
                elif declared and not any((x.du or first) <= last and first <= (x.au or last) for x in declared):
                    yield probleme("E202", objet, (name, n, key), f"« {code} » n'est valable aucun jour de {year}")


def _balance(objet: Objet, budget: Budget) -> Iterator[Probleme]:
    for left, right in COUPLES:
        a, b = budget.lignes(left), budget.lignes(right)
        sums = (("prévus", total_prevu(a), total_prevu(b)), ("réalisés", total_realise(a), total_realise(b)))
        for what, spent, received in sums:
            if spent is not None and received is not None and spent != received:
                said = f"{NOMS[left]} et {NOMS[right]} {what} : {euros(spent)} et {euros(received)}, soit {euros(abs(spent - received))} d'écart"
                yield probleme("A340", objet, (right if b else left,), said)


def euros(montant: Decimal) -> str:
    """`29362` → « 29 362,00 € »."""
    return f"{montant:,.2f} €".replace(",", " ").replace(".", ",")
