"""Tables as data for others' programs: a CSV each that French Excel opens with a click, and a data package that describes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from alp.core.tableau import NON_COMMUNIQUE, Colonne, Genre, Tableau, Valeur
from alp.documents.echappe import clean
from alp.documents.tableaux import write_valeur
from alp.documents.tableur import Proprietes

DESCRIPTION = "datapackage.json"
FORMULES = tuple("=+-@|%\t＝＋－＠")
"""What a spreadsheet may take for the start of a formula, full-width signs too (OWASP, CSV injection)."""
POURCENT = "%"
"""The unit alone, which computes nothing."""
TYPES: Mapping[Genre, Mapping[str, Any]] = {
    Genre.TEXTE: {"type": "string"},
    Genre.ENTIER: {"type": "integer"},
    Genre.DECIMAL: {"type": "number", "decimalChar": ","},
    Genre.EUROS: {"type": "number", "decimalChar": ","},
    Genre.POURCENT: {"type": "number", "decimalChar": ","},
    Genre.DATE: {"type": "date", "format": "%d/%m/%Y"},
}
"""By kind, in the words of Table Schema."""
AJOUTS: Mapping[Genre, str] = {Genre.EUROS: "En euros.", Genre.POURCENT: "Une part de 1 : 0,39 veut dire 39 %."}


def write_csv(tableau: Tableau) -> bytes:
    """A table without its total: semicolons, decimal commas, days as 03/11/2026, keys as heads. Text never begins a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([c.cle for c in tableau.colonnes])
    for row in tableau.corps:
        writer.writerow([_cell(v, c.genre) for v, c in zip(row, tableau.colonnes, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def paquet(tableaux: Sequence[Tableau], proprietes: Proprietes, *, nom: str = "donnees") -> dict[str, bytes]:
    """The files by name: a CSV a table, and `datapackage.json` that says what each column is; the same bytes for the same arguments.

    Args:
        tableaux: at least one; its `cle` names its file.
        proprietes: title, date of the data.
        nom: the package's name, a code.

    Raises:
        ValueError: there is none, or two have the same key.
    """
    files = {f"{t.cle}.csv": write_csv(t) for t in tableaux}
    if not files or len(files) != len(tableaux):
        raise ValueError(f"tables {[t.cle for t in tableaux]} need one key each")
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": nom,
        "title": _line(proprietes.titre),
        "created": f"{proprietes.le.isoformat()}T00:00:00Z",
        "resources": [_resource(t, files[f"{t.cle}.csv"]) for t in tableaux],
    }
    if _line(proprietes.sujet):
        described["description"] = _line(proprietes.sujet)
    return files | {DESCRIPTION: (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()}


def _resource(tableau: Tableau, octets: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": tableau.cle,
        "path": f"{tableau.cle}.csv",
        "title": _line(tableau.titre),
        "description": _line(tableau.note),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(octets),
        "hash": f"sha256:{sha256(octets).hexdigest()}",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": [_field(c) for c in tableau.colonnes], "missingValues": ["", NON_COMMUNIQUE]},
    }


def _field(colonne: Colonne) -> dict[str, Any]:
    said = " ".join(part for part in (_line(colonne.description), AJOUTS.get(colonne.genre, "")) if part)
    return {"name": colonne.cle, "title": _line(colonne.libelle), "description": said, **TYPES[colonne.genre]}


def _cell(valeur: Valeur, genre: Genre) -> str:
    """One value; what is not known is empty."""
    if valeur is None:
        return ""
    if isinstance(valeur, int | Decimal):
        return format(Decimal(valeur), "f").replace(".", ",")
    if isinstance(valeur, date):
        return write_valeur(valeur, genre)
    text = _line(str(valeur))
    return f"'{text}" if text.startswith(FORMULES) and text != POURCENT else text


def _line(texte: str) -> str:
    """On one line, without what no reader sees."""
    return " ".join(clean(texte).split())
