"""`docs/reference/indicateurs.md`: every figure that a report may tell, with its definition."""

from __future__ import annotations

from collections.abc import Iterable

from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul
from alp.core.indicateurs.table import INDICATEURS
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.preparation.commun import inside
from alp.core.rapport.modeles import MODELES
from tools.markdown import ENTETE, table

CALCULS = {
    Calcul.compte: "on les compte", Calcul.distincts: "chacun une fois", Calcul.somme: "une somme", Calcul.heures: "une somme",
    Calcul.taux: "une part", Calcul.mediane: "la médiane, avec les quartiles", Calcul.rapport: "une division",
}  # fmt: skip
DEBUT = (
    "Ce qu'un rapport peut dire. Un code ne change jamais de sens : une autre définition aurait un autre code. Un dispositif ne montre que "
    "ceux de ce qu'il fait. Les voir dans le terminal : `alp report indicators` ; un chiffre et ce qu'il y a derrière : "
    "`alp report show CODE PERIODE`.\n"
)


def write_indicateurs() -> str:
    """The text of the page."""
    models = table(["Modèle", "Ce que c'est"], [[f"`{m.nom}`", f"{m.titre}. {m.aide}"] for m in MODELES.values()])
    parts = [
        f"{ENTETE}# Les indicateurs\n\n{DEBUT}",
        "## Les modèles de rapport\n",
        models,
        "## Les chiffres\n",
        *map(_section, INDICATEURS),
    ]
    return "\n".join(parts)


def _section(i: Indicateur) -> str:
    facts = [
        f"Unité : {i.unite} ; {CALCULS[i.calcul]}.",
        f"Base : {i.base}." if i.base else "",
        "Tout le dispositif, quel que soit le lecteur." if i.tout else "",
        "La part de la convention s'y applique." if i.part else "",
        f"Détails : {_listed(i.ventile)}." if i.ventile else "",
        f"Source : {i.source}." if i.source else "",
    ]
    return f"### {i.libelle} (`{i.code}`)\n\n{i.definition}\n\n" + "".join(f"- {fact}\n" for fact in facts if fact)


def _listed(ventile: Iterable[str]) -> str:
    return ", ".join(inside(VENTILATIONS[code].libelle) for code in ventile)
