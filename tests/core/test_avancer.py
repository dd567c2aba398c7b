"""What is missing to move on: the likeliest first, and nothing that the table would refuse."""

from __future__ import annotations

from datetime import date

import pytest

from alp.core.avancer import missing_for
from alp.core.dispositif import Dispositif
from alp.core.registre import Registre
from alp.core.suivi import Suivi
from tests.conftest import dispositif, situation

CHARTRES = dispositif()
CALAIS = dispositif("parcours: {avant: [evaluation], ouvre: contrat}")
CANTAL = dispositif("parcours: {avant: []}\ncontrat:")
LE_MANS = dispositif("parcours: {avant: [cellule], reunion: commission}")

SAISINE = "- {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}\n"
ATTENTE = SAISINE + "- {le: 2025-01-08, type: recevabilite, decision: liste_attente}\n"
RECEVABLE = SAISINE + "- {le: 2025-01-08, type: recevabilite, decision: recevable}\n"
ACCORD = RECEVABLE + "- {le: 2025-01-15, type: accord, objet: accompagnement, reponse: oui}\n"
EVALUEE = ACCORD + "- {le: 2025-01-20, type: evaluation, stade: entree}\n"
CONTRAT = EVALUEE + "- {le: 2025-02-03, type: contrat, debut: 2025-02-03, mois: 6, signature: {reponse: signe}}\n"
MAIN = "commencer à passer la main, quand le moment vient"


def bilan(proposition: str) -> str:
    return f"- {{le: 2025-07-21, type: bilan, proposition: {proposition}}}\n"


# dispositif, journal, the day that asks, what is missing
CAS: list[tuple[Dispositif, str, str, list[str]]] = [
    (CHARTRES, SAISINE, "2025-01-07", ["décider de la recevabilité de la saisine"]),
    (CHARTRES, ATTENTE, "2025-02-01", ["sur liste d'attente depuis le 08/01/2025 : la déclarer recevable"]),
    (CALAIS, RECEVABLE, "2025-01-09", ["recueillir l'accord de la personne", "faire la première évaluation"]),
    (CALAIS, EVALUEE, "2025-01-21", ["signer le contrat, qui ouvre l'accompagnement"]),
    (CANTAL, ACCORD, "2025-01-16", ["faire la première évaluation", MAIN]),
    (CANTAL, EVALUEE, "2025-01-21", [MAIN]),
    (LE_MANS, ACCORD, "2025-01-16", ["passer en commission : décision d'admission"]),
    (CALAIS, CONTRAT, "2025-03-03", [MAIN]),
    (CALAIS, CONTRAT, "2025-07-22", ["écrire le bilan avant de renouveler", "renouveler le contrat", MAIN]),
    (CALAIS, CONTRAT + bilan("renouveler"), "2025-07-22", ["renouveler le contrat", MAIN]),
    (CALAIS, CONTRAT + bilan("arreter"), "2025-07-22", [MAIN]),
    (CALAIS, CONTRAT + bilan("reorienter"), "2025-07-22", [MAIN]),
]


@pytest.mark.parametrize(("d", "journal", "au", "attendu"), CAS)
def test_what_is_missing(d: Dispositif, journal: str, au: str, attendu: list[str]) -> None:
    jour = date.fromisoformat(au)
    registre = Registre(d, (situation(journal),)).au(jour)
    suivi = Suivi.of(registre, registre.situations[0], jour)
    found = missing_for(suivi)
    assert [m.phrase for m in found] == attendu
    assert {m.type for m in found} <= set(suivi.suite_possible), "rien de ce que la table refuserait"
