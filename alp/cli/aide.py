"""`alp --help`, without importing anything heavy."""

from __future__ import annotations

from alp.cli.commandes import COMMANDES

INTRO = "alp : le registre des situations suivies, en fichiers simples. Sans commande : le tableau du jour."
OPTIONS = (
    ("-r, --registre DOSSIER", "Le registre ; sinon ALP_REGISTRE, sinon le dossier courant."),
    ("--no-input", "Ne rien demander."),
    ("--json", "Sortie pour un programme (commandes qui lisent)."),
    ("--au DATE", "Le registre tel qu'il était ce jour-là (commandes qui lisent)."),
    ("--connu-le DATE", "Ce que l'on en savait ce jour-là (commandes qui lisent)."),
    ("--version", "La version d'alp."),
    ("-h, --help", "Cette aide ; « alp COMMANDE -h » pour une commande."),
)


def write_help() -> str:
    """The whole help, as plain text."""
    width = max(len(_names(c.nom, c.alias)) for c in COMMANDES)
    lines = [INTRO, "", "Emploi : alp [OPTIONS] COMMANDE [ARGUMENTS]"]
    rubrique = ""
    for c in COMMANDES:
        if c.rubrique != rubrique:
            rubrique = c.rubrique
            lines += ["", f"{rubrique} :"]
        lines.append(f"  {_names(c.nom, c.alias):<{width}}  {c.aide}")
    lines += ["", "Options :", *(f"  {name:<{width}}  {text}" for name, text in OPTIONS)]
    lines += ["", "Pour commencer : alp demo"]
    return "\n".join(lines) + "\n"


def _names(nom: str, alias: tuple[str, ...]) -> str:
    return f"{nom} ({alias[0]})" if alias else nom
