"""The pages of docs/ that are made from the code: commands, steps, due things, files key by key, errors.

`python -m tools.docs` writes them, `--check` says which are stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from alp.core.parcours import LIBELLES, TRANSITIONS, Etape, Transition
from tools.commandes import write_commandes
from tools.echeances import write_echeances
from tools.indicateurs import write_indicateurs
from tools.markdown import ENTETE, table
from tools.reference import (
    write_actions,
    write_budgets,
    write_dispositif,
    write_entrees,
    write_envois,
    write_listes,
    write_reunions,
    write_situation,
)

RACINE = Path(__file__).parent.parent


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


def _erreurs() -> str:
    from tools.galerie import write_erreurs

    return write_erreurs()


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/commandes.md": write_commandes,
    "docs/reference/parcours.md": write_parcours,
    "docs/reference/echeances.md": write_echeances,
    "docs/reference/indicateurs.md": write_indicateurs,
    "docs/reference/situation.md": write_situation,
    "docs/reference/entrees.md": write_entrees,
    "docs/reference/reunions.md": write_reunions,
    "docs/reference/actions.md": write_actions,
    "docs/reference/budgets.md": write_budgets,
    "docs/reference/envois.md": write_envois,
    "docs/reference/dispositif.md": write_dispositif,
    "docs/reference/listes.md": write_listes,
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
