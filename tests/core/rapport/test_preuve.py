"""A file that is no proof, or no longer one, is refused in words, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alp.core.erreurs import AlpError
from alp.core.rapport.preuve import digest, read_preuve

ENTIERE: dict[str, Any] = {
    "format": 1, "alp": "1", "commit": None, "definitions": {}, "indicateurs": {}, "entrees": {},
    "registre": {"sigles": ["ESSAI"], "anciens_ids": {}},
    "rapport": {"le": "2026-11-10", "periode": "2026-10", "financeur": None, "masque": True, "arrete": None},
    "publication": {"cellules": {}, "masquees": [], "sensibles": [], "contraintes": []},
}  # fmt: skip


def signed(data: dict[str, Any]) -> str:
    return json.dumps(data | {"empreinte": digest(data)})


def without(*path: str) -> str:
    data: dict[str, Any] = json.loads(json.dumps(ENTIERE))
    part = data
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return signed(data)


def test_a_whole_proof_is_read() -> None:
    assert read_preuve(signed(ENTIERE))["rapport"]["periode"] == "2026-10"


@pytest.mark.parametrize(
    "text",
    [
        without("registre"), without("registre", "sigles"), without("registre", "anciens_ids"), without("rapport", "le"),
        signed(ENTIERE | {"registre": {"sigles": [], "anciens_ids": {}}}), signed(ENTIERE | {"rapport": ENTIERE["rapport"] | {"le": "demain"}}),
        signed(ENTIERE | {"rapport": ENTIERE["rapport"] | {"arrete": 3}}), signed(ENTIERE | {"entrees": {"A": []}}), signed(ENTIERE | {"comptes": {"modele": "x"}}),
        without("rapport"), without("rapport", "periode"), without("rapport", "financeur"), without("rapport", "masque"),
        without("definitions"), without("entrees"), without("indicateurs"), without("publication", "masquees"),
        signed(ENTIERE | {"indicateurs": []}), signed(ENTIERE | {"rapport": None}), signed(ENTIERE | {"publication": 3}),
        signed(ENTIERE | {"indicateurs": {"visites": {}}}),
        "[" * 100_000, '{"empreinte": 1, "indicateurs": {}, "format": 1, "alp": "\\ud800"}', "[]", "3", "",
    ],
)  # fmt: skip
def test_what_is_no_proof_is_refused_in_words(text: str) -> None:
    with pytest.raises(AlpError, match="n'est pas une preuve"):
        read_preuve(text)


def test_a_proof_changed_afterwards_is_refused() -> None:
    text = signed(ENTIERE).replace("2026-10", "2026-09")
    with pytest.raises(AlpError, match="modifiée après coup"):
        read_preuve(text)
