"""The pages of docs/ that are made from the code: the table of steps, the entries and their fields, the errors.

`python -m tools.docs` writes them, `--check` says which are stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from alp.cli.commandes import COMMANDES
from alp.core import codes
from alp.core.champs import Champ, champs_de
from alp.core.entrees import TYPES, Commun, Travail
from alp.core.parcours import LIBELLES, TRANSITIONS, Etape, Transition
from alp.core.types import Codes

RACINE = Path(__file__).parent.parent
ENTETE = "<!-- Page faite par « make docs » à partir du code : ne pas la modifier à la main. -->\n\n"


def table(titres: list[str], lignes: list[list[str]]) -> str:
    """A Markdown table."""
    rows = [titres, ["---"] * len(titres), *lignes]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows) + "\n"


# --- the steps ----------------------------------------------------------------------------------------


def write_parcours() -> str:
    """`docs/reference/parcours.md`."""
    steps = ", ".join(f"**{LIBELLES[e]}** (`{e}`)" for e in Etape)
    rows = [[_from(t), _what(t), t.libelle] for t in TRANSITIONS]
    return (
        f"{ENTETE}# Le parcours d'une situation\n\nLes étapes : {steps}.\n\n"
        "L'étape ne s'écrit nulle part : elle se déduit du journal, ligne après ligne, par cette table. La première ligne qui convient "
        "s'applique ; une entrée qu'aucune ligne n'admet est refusée. « Étape préalable » : celles de `parcours.avant`, dans l'ordre, que "
        "le dispositif demande et qui ne sont pas encore faites.\n\n" + table(["À l'étape", "Entrée", "Mène à"], rows)
    )


def _from(t: Transition) -> str:
    if None in t.depuis:
        return "(avant la première saisine)"
    return ", ".join(LIBELLES[e] for e in Etape if e in t.depuis)


def _what(t: Transition) -> str:
    limits = [f"{name} : {', '.join(sorted(values))}" for name, values in t.quand.items()]
    return f"`{t.type}`" + (f" ({' ; '.join(limits)})" if limits else "")


# --- the entries --------------------------------------------------------------------------------------


def write_entrees() -> str:
    """`docs/reference/entrees.md`."""
    common = {c.nom for c in champs_de(Travail)}
    parts = [
        f"{ENTETE}# Les entrées du journal\n",
        "## Champs communs\n",
        table(["Clé", "Ce que c'est", "Valeurs"], [_row(c) for c in champs_de(Travail)]),
    ]
    parts.append(
        "« heure », « durée », « trajet » et « aussi vus » ne vont qu'aux entrées où l'on a travaillé : visite, démarche, évaluation, bilan.\n"
    )
    for name, kind in TYPES.items():
        parts += [f"## {kind.TITRE} (`{name}`)\n", f"{kind.AIDE}\n", _fields(kind, common)]
    parts += ["## Listes fermées\n", _lists()]
    return "\n".join(parts)


def _fields(kind: type[Commun], common: set[str]) -> str:
    rows = [_row(c) for c in champs_de(kind) if c.nom not in common]
    return table(["Clé", "Ce que c'est", "Valeurs"], rows) if rows else "Les champs communs seulement.\n"


def _row(c: Champ) -> list[str]:
    return [f"`{c.nom}`" + (" *" if c.requis else ""), f"{c.libelle} : {c.aide}", _values(c)]


def _values(c: Champ) -> str:
    if c.fiche:
        return ", ".join(f"`{i.nom}`" for i in champs_de(c.fiche))
    if c.vocabulaire:
        return f"dispositif.yaml : {c.vocabulaire.liste}"
    known = c.codes or c.valeurs
    return f"liste « {known.nom} »" if known else str(c.sorte)


def _lists() -> str:
    found = sorted((v for v in vars(codes).values() if isinstance(v, Codes)), key=lambda c: c.nom)
    rows = [[f"`{c.nom}`", ", ".join(f"`{code}` ({label})" for code, label in c.items()), c.source] for c in found]
    return table(["Liste", "Codes", "Source"], rows)


# --- the commands -------------------------------------------------------------------------------------


def write_commandes() -> str:
    """`docs/reference/commandes.md`."""
    rows = [[f"`alp {c.nom}`", ", ".join(f"`{a}`" for a in c.alias), c.aide, c.rubrique] for c in COMMANDES]
    return f"{ENTETE}# Les commandes\n\nChacune s'explique : `alp COMMANDE --help`.\n\n" + table(
        ["Commande", "Aussi", "Ce qu'elle fait", "Rubrique"], rows
    )


# --- all ----------------------------------------------------------------------------------------------


def _erreurs() -> str:
    from tools.galerie import write_erreurs

    return write_erreurs()


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/commandes.md": write_commandes,
    "docs/reference/parcours.md": write_parcours,
    "docs/reference/entrees.md": write_entrees,
    "docs/erreurs.md": _erreurs,
}


def main(args: list[str]) -> int:
    """Write every page, or with `--check` only say which differ; returns the exit status."""
    stale = []
    for name, make in PAGES.items():
        path, text = RACINE / name, make()
        if "--check" in args:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"Pages à refaire : {', '.join(stale)}. Lancer : make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
