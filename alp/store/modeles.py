"""What is shipped with alp: models of dispositif, example registers, templates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import alp
from alp.core.erreurs import UsageError

ICI = Path(alp.__file__).parent


def shipped(nom: str) -> Path:
    """A shipped folder (`cases`, `templates`): inside the wheel, or at the top of a checkout."""
    inside = ICI / nom
    return inside if inside.is_dir() else ICI.parent / nom


def models() -> list[str]:
    """The models of dispositif."""
    return sorted(p.stem for p in (ICI / "dispositifs").glob("*.yaml"))


def model(nom: str) -> str:
    """A model's text.

    Raises:
        UsageError: there is none of that name.
    """
    if nom not in models():
        raise UsageError(f"Il n'y a pas de modèle « {nom} ».", f"Choisir parmi : {', '.join(models())}.")
    return (ICI / "dispositifs" / f"{nom}.yaml").read_text(encoding="utf-8")


def examples() -> list[str]:
    """The example registers."""
    return sorted(p.name for p in shipped("cases").iterdir() if (p / "dispositif.yaml").is_file())


def example(nom: str) -> Path:
    """An example register's folder.

    Raises:
        UsageError: there is none of that name.
    """
    if nom not in examples():
        raise UsageError(f"Il n'y a pas d'exemple « {nom} ».", f"Choisir parmi : {', '.join(examples())}.")
    return shipped("cases") / nom


def names(noms: Iterable[str]) -> dict[str, str]:
    """What each model or example is called: `nom` of its dispositif, found without reading the whole file."""
    return {nom: _name(ICI / "dispositifs" / f"{nom}.yaml") for nom in noms}


def _name(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = next((line.removeprefix("nom:") for line in lines if line.startswith("nom:")), path.stem)
    return found.partition("  #")[0].strip().strip("\"'")


def template(nom: str) -> str:
    """A shipped template's text."""
    return (shipped("templates") / nom).read_text(encoding="utf-8")
