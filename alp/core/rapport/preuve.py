"""The proof of a report: its figures with the members behind each, and a print of every entry that it could see.

Internal: it names situations, and never leaves with the report. The commit is information only: verifying never needs it,
since an erasure rewrites the history.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alp.core.erreurs import AlpError
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Membre, Mesure, Poids
from alp.core.indicateurs.table import PAR_CODE
from alp.core.periode import read_periode
from alp.core.rapport.rapport import Rapport, find_financeur, rapport
from alp.core.registre import Registre
from alp.core.structure import as_json, plain

FORMAT = 1
EN_TETE = ""
"""The key of a situation's header among its entries."""

PARTIES = {"rapport", "definitions", "indicateurs", "entrees"}
DEMANDE = {"periode", "financeur", "masque"}
PUBLIEES = {"cellules", "masquees", "sensibles", "contraintes"}
"""What a proof holds, of which request, and what the one of a masked report keeps."""

Empreintes = dict[str, dict[str, str]]
"""Object (`ALP28-2026-014`, `reunions/…`, `actions/…`, `dispositif`) → entry (or the header) → print."""


def digest(value: Any) -> str:
    """Sixteen hexadecimal figures of the SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- making -------------------------------------------------------------------------------------------


def make_preuve(r: Rapport, *, commit: str, version: str, publication: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The proof of a report, as data.

    Args:
        r: the report.
        commit: the register's commit, for information.
        version: alp's.
        publication: of a masked report, what its reader holds (`write_publication`).
    """
    made: dict[str, Any] = {
        "format": FORMAT,
        "alp": version,
        "rapport": {
            "periode": r.periode.code,
            "financeur": r.financeur.code if r.financeur else None,
            "masque": r.masque,
            "arrete": r.arrete.isoformat() if r.arrete else None,
        },
        "commit": commit or None,
        "definitions": {i.code: digest(definition_of(i)) for i in r.indicateurs},
        "indicateurs": {i.code: _figure(r.mesures[i.code]) for i in r.indicateurs},
        "entrees": empreintes(r.etude.registre),
    }
    if publication is not None:
        made["publication"] = dict(publication)
    return made | {"empreinte": digest(made)}


def write_preuve(preuve: Mapping[str, Any]) -> bytes:
    """A proof as its file holds it."""
    return (json.dumps(preuve, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def definition_of(i: Indicateur) -> list[str]:
    """The words that make an indicator what it is."""
    return [i.code, i.definition, str(i.unite), str(i.calcul), i.base]


def _figure(m: Mesure) -> dict[str, Any]:
    return {
        "valeur": exact(m.valeur), "base": exact(m.base), "numerateur": exact(m.resultat.numerateur), "non_renseigne": m.non_renseigne,
        "membres": _members(m.membres), "inconnus": _members((*m.inconnus, *m.incertains)),
        "ventilations": {axe: {c.cle: exact(c.valeur) for c in cases} for axe, cases in m.ventilations.items()},
    }  # fmt: skip


def exact(value: Poids | None) -> str | None:
    """A number, exactly: `12`, `1.70`, `4/3`."""
    return None if value is None else str(value)


def _members(membres: Iterable[Membre]) -> list[list[str | None]]:
    return sorted(([m.nom, exact(m.poids)] for m in membres), key=lambda pair: (pair[0] or "", pair[1] or ""))


def empreintes(registre: Registre) -> Empreintes:
    """A print of all that a report could look at, entry by entry, of a register already cut."""
    found: Empreintes = {"dispositif": {EN_TETE: digest(as_json(plain(registre.dispositif)))}}
    for s in registre.situations:
        header = {key: value for key, value in plain(s).items() if key != "journal"}
        found[s.id] = {EN_TETE: digest(as_json(header))} | {e.ref: digest(as_json(plain(e))) for e in s.journal}
    found |= {f"reunions/{key}": {EN_TETE: digest(as_json(plain(r)))} for key, r in registre.reunions.items()}
    return found | {f"actions/{key}": {EN_TETE: digest(as_json(plain(a)))} for key, a in registre.actions.items()}


# --- reading ------------------------------------------------------------------------------------------


def read_preuve(text: str) -> dict[str, Any]:
    """A proof as it was written.

    Raises:
        AlpError: it is not one, or someone changed it.
    """
    try:
        found = json.loads(text)
        mark = digest({key: value for key, value in found.items() if key != "empreinte"}) if isinstance(found, dict) else ""
    except (ValueError, RecursionError):
        raise _not_one() from None
    if not isinstance(found, dict) or "empreinte" not in found or "indicateurs" not in found:
        raise _not_one()
    if found.get("format") != FORMAT:
        raise AlpError("Cette preuve vient d'une autre version d'alp.", "Mettre alp à jour, puis recommencer.")
    if not _whole(found):
        raise _not_one()
    if mark != found["empreinte"]:
        raise AlpError(
            "Cette preuve a été modifiée après coup : elle ne prouve plus rien.",
            "La reprendre là où le rapport a été gardé, ou refaire le rapport avec --connu-le au jour de son envoi.",
        )
    return found


def _not_one() -> AlpError:
    return AlpError("Ce fichier n'est pas une preuve de rapport.", "Donner le fichier …preuve.json écrit à côté du rapport.")


def _whole(found: Mapping[str, Any]) -> bool:
    """Whether all that a proof is read for stands in it."""
    parts = [(found, PARTIES), (found.get("rapport"), DEMANDE)]
    parts += [(found["publication"], PUBLIEES)] if "publication" in found else []
    whole = all(isinstance(part, dict) and keys <= part.keys() for part, keys in parts)
    return whole and all(isinstance(found[key], dict) for key in PARTIES) and found["indicateurs"].keys() <= found["definitions"].keys()


# --- comparing ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cause:
    """An entry that was added, changed or removed between two proofs."""

    objet: str
    ref: str
    nature: str
    """`ajout`, `correction` or `retrait`."""


@dataclass(frozen=True)
class Ecart:
    """A figure that is not the same in two proofs."""

    code: str
    avant: str | None
    apres: str | None
    objets: tuple[str, ...]
    """The situations, meetings or actions whose part in it changed."""
    causes: tuple[Cause, ...]
    redefini: bool
    """Whether its definition changed between two versions of alp."""
    ventilations: tuple[str, ...]
    """The breakdowns that moved."""


@dataclass(frozen=True)
class Verdict:
    """What two proofs have in common, and what not."""

    ecarts: tuple[Ecart, ...]
    causes: tuple[Cause, ...]
    """Every difference in the register, whether or not it moved a figure."""
    nouveaux: tuple[str, ...]
    """Figures that only the second has."""
    disparus: tuple[str, ...]
    """Figures that only the first has."""

    @property
    def identique(self) -> bool:
        """Whether every figure of the first stands as it was."""
        return not (self.ecarts or self.disparus)


def verify(preuve: Mapping[str, Any], registre: Registre, *, version: str) -> Verdict:
    """Make the same report again, from what the register says today of that time.

    Raises:
        UsageError: the funder or the period is no longer there.
    """
    asked = preuve["rapport"]
    funder = find_financeur(registre.dispositif, asked["financeur"]) if asked["financeur"] else None
    codes = [c for c in preuve["indicateurs"] if c in PAR_CODE]
    stop = date.fromisoformat(asked["arrete"]) if asked.get("arrete") else None
    again = rapport(registre, read_periode(asked["periode"]), funder, choix=codes, public=asked["masque"], au=stop)
    return compare(preuve, make_preuve(again, commit="", version=version))


def compare(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> Verdict:
    """What moved from one proof to another, by which situations, because of which entries."""
    causes = tuple(_causes(avant["entrees"], apres["entrees"]))
    before, after = avant["indicateurs"], apres["indicateurs"]
    shared = [c for c in before if c in after]
    gaps = (_gap(c, avant, apres, causes) for c in shared)
    return Verdict(
        tuple(g for g in gaps if g), causes, tuple(c for c in after if c not in before), tuple(c for c in before if c not in after)
    )


def _gap(code: str, avant: Mapping[str, Any], apres: Mapping[str, Any], causes: tuple[Cause, ...]) -> Ecart | None:
    before, after = avant["indicateurs"][code], apres["indicateurs"][code]
    redefined = avant["definitions"][code] != apres["definitions"][code]
    broken = tuple(axe for axe, cells in before["ventilations"].items() if after["ventilations"].get(axe) != cells)
    objects = _moved(before, after)
    same = all(before[key] == after[key] for key in ("valeur", "base", "numerateur", "non_renseigne"))
    if same and not objects and not broken and not redefined:
        return None
    return Ecart(code, before["valeur"], after["valeur"], objects, _behind(objects, causes), redefined, broken)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The objects whose members are not the same."""
    sides = [Counter((name, weight) for key in ("membres", "inconnus") for name, weight in side[key]) for side in (before, after)]
    changed = (sides[0] - sides[1]) + (sides[1] - sides[0])
    return tuple(sorted({name.split("#")[0] for name, _ in changed}))


def _behind(objects: tuple[str, ...], causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The differences that explain a figure: those of its objects, else those of the dispositif."""
    own = tuple(c for c in causes if c.objet in objects)
    return own or tuple(c for c in causes if c.objet == "dispositif")


def _causes(before: Empreintes, after: Empreintes) -> Iterator[Cause]:
    for objet in sorted(before.keys() | after.keys()):
        old, new = before.get(objet, {}), after.get(objet, {})
        for ref in sorted(old.keys() | new.keys()):
            if old.get(ref) != new.get(ref):
                yield Cause(objet, ref, "ajout" if ref not in old else "retrait" if ref not in new else "correction")
