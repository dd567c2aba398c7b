"""What is shipped with alp: models of dispositif, example registers, templates."""

from __future__ import annotations

from pathlib import Path

from alp.core.erreurs import UsageError
from alp.livre import ICI, shipped


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


def describe(nom: str) -> str:
    """A model in one line: « Action Logement Précarité 28, Agglomération chartraine »."""
    from alp.store.noeuds import parse

    data = parse(model(nom)).data
    name, where = str(data["nom"]), (data.get("territoire") or {}).get("nom")
    return f"{name}, {where}" if where and where not in name else name


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


def template(nom: str) -> str:
    """A shipped template's text."""
    return (shipped("templates") / nom).read_text(encoding="utf-8")
