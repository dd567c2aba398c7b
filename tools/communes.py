"""The list of communes that alp ships, made again from the npm package that follows INSEE's Code officiel géographique.

Every spring, when the list of the year is out:

    npm pack @etalab/decoupage-administratif && tar xzf etalab-decoupage-administratif-*.tgz
    python -m tools.communes package

The same package gives the same bytes. Nothing is downloaded here.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import alp

ICI = Path(alp.__file__).parent / "dispositifs" / "communes"
LISEZMOI = """\
# Les communes de France

`communes.csv.gz` : le code INSEE et le nom des {communes} communes actuelles, outre-mer compris, sans les arrondissements municipaux.
`departements.csv` : le numéro et le nom des {departements} départements et collectivités.
Une ligne chacune, « code;nom », en UTF-8. `alp init` y cherche les communes que l'on tape par leur nom.

| | |
|---|---|
| Origine | Code officiel géographique de l'INSEE : <https://www.insee.fr/fr/information/2560452> |
| Par | le paquet npm `@etalab/decoupage-administratif`, version {version} : <https://github.com/datagouv/decoupage-administratif> |
| Date | communes au 1er janvier {annee} |
| Licence | Licence Ouverte 2.0 (Etalab) : <https://www.etalab.gouv.fr/licence-ouverte-open-licence> |

Ces fichiers se refont avec `python -m tools.communes`, et ne se modifient pas à la main.
"""
MILLESIMES = {"6": 2026, "5": 2025, "4": 2024}
"""The year of the data, by the package's major version. Source: its README, « Millésimes et versions de package »."""


def rows(items: list[dict[str, Any]]) -> str:
    """« code;nom » lines, sorted by code."""
    return "".join(f"{item['code']};{item['nom']}\n" for item in sorted(items, key=lambda item: str(item["code"])))


def compress(texte: str) -> bytes:
    """Gzip without a date nor a name."""
    made = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=made, mtime=0) as packed:
        packed.write(texte.encode())
    return made.getvalue()


def build(paquet: Path) -> dict[str, bytes]:
    """File name → content, from the unpacked npm package."""
    communes, departements = (json.loads((paquet / "data" / f"{name}.json").read_bytes()) for name in ("communes", "departements"))
    current = [c for c in communes if c["type"] == "commune-actuelle"]
    version = json.loads((paquet / "package.json").read_bytes())["version"]
    about = LISEZMOI.format(
        communes=len(current), departements=len(departements), version=version, annee=MILLESIMES[version.partition(".")[0]]
    )
    return {
        "communes.csv.gz": compress(rows(current)),
        "departements.csv": rows(departements).encode(),
        "LISEZMOI.md": about.encode(),
    }


def main(words: list[str]) -> int:
    """Write the files of `alp/dispositifs/communes/`."""
    if len(words) != 1:
        print(__doc__)
        return 2
    ICI.mkdir(exist_ok=True)
    for name, content in build(Path(words[0])).items():
        (ICI / name).write_bytes(content)
        print(f"{name} : {len(content)} octets")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
