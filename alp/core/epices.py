"""The EPICES score: eleven yes-or-no questions, exact in hundredths of a point.

Source of the weights: two independent public implementations that agree on all twelve numbers (amscorer, CRAN; a JavaScript
form, MPL-2); of the threshold: Cetaf, Sass et al. 2006. All eleven answers are needed, else there is no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

CONSTANTE = 7514
POIDS = {
    "q1": 1006, "q2": -1183, "q3": -828, "q4": -828, "q5": 1480, "q6": -651, "q7": -710, "q8": -710, "q9": -947, "q10": -947, "q11": -710,
}  # fmt: skip
"""What a yes adds, in hundredths of a point."""
SEUIL = 3017
"""From this score on, in hundredths, a person is in a precarious situation."""


def epices(reponses: Mapping[str, str]) -> int | None:
    """The score in hundredths of a point, from 0 to 10000; none unless the eleven questions are answered.

    Args:
        reponses: question (`q1` to `q11`) → `oui` or `non`.
    """
    if any(reponses.get(q) not in {"oui", "non"} for q in POIDS):
        return None
    return CONSTANTE + sum(weight for q, weight in POIDS.items() if reponses[q] == "oui")


def points(centiemes: int) -> Decimal:
    """3017 → 30.17."""
    return Decimal(centiemes).scaleb(-2)
