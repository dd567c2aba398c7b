"""A report as data, for a program: what its reader holds, and nothing that is hidden from him."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from alp.core.rapport.chiffres import CaseComposee, Chiffre, Montre
from alp.core.rapport.composition import Composition
from alp.core.rapport.rapport import head_json, number
from alp.core.tableau import MASQUEE


def composition_json(c: Composition, commit: str) -> dict[str, Any]:
    """`{periode, perimetre, commit, indicateurs}` of what a report tells; a hidden value is null, and `masque` is true beside it."""
    details: dict[str, dict[str, Any]] = {}
    for d in (d for ch in c.chapitres for d in ch.details):
        details.setdefault(d.indicateur.code, {})[d.ventilation.code] = [_case(one) for one in d.cases]
    figures = [_chiffre(f) | {"ventilations": details.get(f.code, {})} for ch in c.chapitres for f in ch.chiffres]
    return head_json(c.rapport, commit) | {"indicateurs": figures}


def _chiffre(f: Chiffre) -> dict[str, Any]:
    made: dict[str, Any] = {
        "code": f.code, "libelle": f.libelle, "definition": f.definition, "unite": f.unite, **_value("valeur", f.valeur),
        "base": _number(f.base), "numerateur": _number(f.numerateur), "non_renseigne": _number(f.non_renseigne),
        "avant": _number(f.avant), "un_an_avant": _number(f.un_an_avant),
    }  # fmt: skip
    return made | ({"quartiles": [_number(q) for q in f.quartiles]} if f.quartiles else {})


def _case(case: CaseComposee) -> dict[str, Any]:
    return {"cle": case.cle or None, "libelle": case.libelle, **_value("valeur", case.valeur)}


def _value(name: str, value: Montre) -> dict[str, Any]:
    return {name: _number(value), "masque": value is MASQUEE}


def _number(value: Montre) -> int | float | None:
    return number(value) if isinstance(value, int | Decimal) else None
