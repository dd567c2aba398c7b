"""The JSON Schemas say of any file's structure what `alp check` says."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from check_jsonschema.parsers.yaml import construct_yaml_implementation, impl2loader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alp.core.erreurs import Objet
from alp.store.ecriture import render
from alp.store.lecture import SORTES, read_bytes
from alp.store.modeles import model
from alp.store.noeuds import parse
from alp.store.schema import schema_files, schema_of

LOAD = impl2loader(construct_yaml_implementation(pure=True))
FORMATS = jsonschema.FormatChecker(formats=("date",))
STRUCTURE = frozenset({"E101", "E102", "E103", "E104", "E105", "E106"})

SITUATION: dict[str, Any] = {
    "id": "ALP28-2026-014",
    "personne": {"pseudonyme": "Tilleul", "genre": "femme", "naissance": 1951},
    "foyer": {"type": "personne_seule", "adultes": 1, "enfants": 0},
    "logement": {"commune": "28085", "parc": "social", "bailleur": "habitat-eurelien"},
    "problematiques": ["incurie", "isolement"],
    "liens": [{"nature": "meme_foyer", "situation": "ALP28-2026-015"}],
    "journal": [
        {"ref": "k3fhq7", "le": "2026-01-12", "type": "saisine", "origine": "ccas-chartres", "personne_informee": "oui"},
        {"ref": "mx2c9d", "le": "2026-01-20", "type": "visite", "lieu": "domicile", "resultat": "porte_close", "duree": 20, "heure": "14:30"},
        {
            "ref": "b2c3d4", "le": "2026-02-01", "type": "evaluation", "stade": "entree", "domaines": {"entretien": 3, "budget": "suspecte"},
            "dette_loyer": "1250.00", "epices": {"q1": "oui"}, "gir": 4, "honos": {"q1": 9}, "encombrement": {"sejour": 5},
        },
        {"ref": "c2c3d4", "le": "2026-02-03", "type": "changement", "logement": "aucun"},
        {"ref": "d2c3d4", "le": "2026-02-04", "type": "changement", "logement": {"commune": "28085"}, "foyer": {"adultes": 2}},
        {
            "ref": "f2c3d4", "le": "2026-02-05", "type": "examen", "decision": "admission", "reunion": "2026-02-05-cellule",
            "engagements": [{"quoi": "Appeler", "qui": "ide", "avant": "2026-03-01", "fait": {"le": "2026-02-20"}}],
        },
        {"ref": "g2c3d4", "le": "2026-02-10", "type": "contrat", "debut": "2026-02-10", "mois": 6, "signature": {"reponse": "signe", "le": "2026-02-10"}},
    ],
}  # fmt: skip

DATES = frozenset({"le", "avant", "debut"})
ODD: list[Any] = [
    None,
    "",
    [],
    {},
    "oui",
    "n'importe quoi",
    "2026-13-45",
    "2026-02-30",
    0,
    7,
    -1,
    999999999999,
    "12",
    "0",
    "k3fhq7",
    ["oui"],
    {"le": "2026-01-01"},
    "aucun",
    [{}],
]


def as_yaml(data: Any) -> bytes:
    """Written by our writer, so that only the structure can be wrong; dates are bare."""
    text = render(_bare_dates(data))
    return text.encode()


def _bare_dates(value: Any, key: str = "") -> Any:
    from datetime import date

    if isinstance(value, dict):
        return {k: _bare_dates(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_bare_dates(v) for v in value]
    if key in DATES and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return "" if value is None else value


def schema_says(sorte: str, octets: bytes) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema_of(sorte), format_checker=FORMATS)
    return [e.message for e in validator.iter_errors(LOAD(io.BytesIO(octets)))]


def alp_says(objet: Objet, octets: bytes) -> list[str]:
    return [str(p) for p in read_bytes("f.yaml", objet, octets).problemes if p.code in STRUCTURE]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [p for k, v in value.items() for p in places(v, (*path, k))]
    if isinstance(value, list):
        found += [p for i, v in enumerate(value) for p in places(v, (*path, i))]
    return found


@st.composite
def mutated(draw: st.DrawFn, base: dict[str, Any] = SITUATION) -> dict[str, Any]:
    data = copy.deepcopy(base)
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from(places(data)))
        here: Any = data
        for part in path[:-1]:
            here = here[part]
        how = draw(st.sampled_from(["remove", "replace", "extra"]))
        if how == "remove":
            del here[path[-1]]
        elif how == "replace":
            here[path[-1]] = copy.deepcopy(draw(st.sampled_from(ODD)))
        elif isinstance(here, dict):
            here[draw(st.sampled_from(["inconnue", "note", "duree", "decision"]))] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return data


@given(mutated())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_situation_is_judged_alike_by_its_schema_and_by_alp(data: dict[str, Any]) -> None:
    octets = as_yaml(data)
    by_schema, by_alp = schema_says("situation", octets), alp_says(Objet("situation", "ALP28-2026-014"), octets)
    assert bool(by_schema) == bool(by_alp), (octets.decode(), by_schema, by_alp)


def test_the_sample_is_right_for_both() -> None:
    octets = as_yaml(SITUATION)
    assert schema_says("situation", octets) == []
    assert alp_says(Objet("situation", "ALP28-2026-014"), octets) == []


DISPOSITIF = parse(model("alp28")).data


@given(mutated(base=DISPOSITIF))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_dispositif_is_judged_alike(data: dict[str, Any]) -> None:
    """Its numbers are text here, which both refuse or both admit; what counts is that they agree."""
    octets = as_yaml(_typed(data))
    by_schema, by_alp = schema_says("dispositif", octets), alp_says(Objet("dispositif"), octets)
    assert bool(by_schema) == bool(by_alp), (by_schema, by_alp)


NOMBRES = frozenset(
    {
        "format",
        "mois",
        "renouvellements_max",
        "preavis_jours",
        "retard_tolere_jours",
        "reprise_mois",
        "seuil",
        "annees",
        "jours",
        "nombre",
        "bornes",
    }
)


def _typed(value: Any, key: str = "") -> Any:
    from datetime import date

    if isinstance(value, dict):
        return {k: _typed(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_typed(v, key) for v in value]
    if isinstance(value, str) and (key in NOMBRES or key.endswith(("_jours", "_mois"))) and value.isdigit():
        return int(value)
    if isinstance(value, str) and key in ("du", "au", "le"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def test_check_jsonschema_reads_a_good_file_and_refuses_a_bad_one(tmp_path: Path) -> None:
    """The real tool, on real files, with the schema that a register holds."""
    schema = tmp_path / "situation.schema.json"
    schema.write_text(schema_files()["schema/situation.schema.json"], encoding="utf-8")
    good, bad = tmp_path / "bon.yaml", tmp_path / "faux.yaml"
    good.write_bytes(as_yaml(SITUATION))
    bad.write_bytes(as_yaml(SITUATION | {"journal": [{**SITUATION["journal"][0], "origine": None}]}))
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    assert subprocess.run([*command, str(good)], check=False, capture_output=True).returncode == 0
    assert subprocess.run([*command, str(bad)], check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize("sorte", sorted(SORTES))
def test_each_schema_is_valid_and_speaks_french(sorte: str) -> None:
    schema = schema_of(sorte)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert '"question":' not in json.dumps(schema)


def test_every_field_of_the_situation_schema_has_a_french_title() -> None:
    schema = schema_of("situation")
    bare = [
        f"{name}.{field}"
        for name, d in schema["$defs"].items()
        for field, s in d.get("properties", {}).items()
        if field != "type" and "title" not in s
    ]
    assert bare == []
