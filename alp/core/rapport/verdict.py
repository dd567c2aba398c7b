"""Two proofs beside each other: which figures moved, by which situations, because of which entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from alp.core.dispositif import Financeur
from alp.core.erreurs import AlpError, UsageError
from alp.core.indicateurs.table import PAR_CODE
from alp.core.periode import read_periode
from alp.core.rapport.formulaires import comptes
from alp.core.rapport.preuve import EN_TETE, Comptes, Empreintes, made_on, make_preuve, same_register, sigles
from alp.core.rapport.rapport import find_financeur, rapport
from alp.core.registre import Registre
from alp.core.situation import Situation

COTES = ("membres", "inconnus")
"""Where a figure lists what stands behind it."""


@dataclass(frozen=True)
class Cause:
    """An entry that was added, changed or removed between two proofs."""

    objet: str
    ref: str
    """The entry; empty: the header of a situation, or the whole of what has no entries."""
    nature: str
    """`ajout`, `correction` or `retrait`."""

    @property
    def entier(self) -> bool:
        """Whether the whole object came or went, with all that is in it."""
        return not self.ref and self.nature != "correction"


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
class EcartCompte:
    """A row of an account that is not the same in two proofs."""

    tableau: str
    ligne: str
    nature: str
    """`ajout`, `correction` or `retrait`."""


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
    comptes: tuple[EcartCompte, ...] = ()
    """The rows of accounts that moved."""
    meme_demande: bool = True
    """Whether both tell of the same period, to the same reader; else nothing explains what is not the same."""

    @property
    def identique(self) -> bool:
        """Whether every figure of the first stands as it was."""
        return not (self.ecarts or self.disparus or self.comptes)


def verify(preuve: Mapping[str, Any], registre: Registre, *, version: str) -> Verdict:
    """Make the same report again, from what the register says today of that time.

    Raises:
        AlpError: it is the proof of another register, or its funder is no longer there.
        UsageError: its convention is no longer there.
    """
    if not same_register(preuve, sigles(registre.dispositif)):
        raise AlpError(
            f"Cette preuve est celle d'un autre registre : {preuve['registre']['sigles'][0]}, et non {registre.dispositif.sigle}.",
            "La vérifier dans le sien : alp -r DOSSIER report verify PREUVE. S'il a changé de sigle, garder l'ancien dans dispositif.yaml (anciens_sigles).",
        )
    told, then = preuve["rapport"], _as_named(registre, preuve["entrees"])
    funder = _funder(registre, told["financeur"])
    codes = [c for c in preuve["indicateurs"] if c in PAR_CODE]
    stop = date.fromisoformat(told["arrete"]) if told.get("arrete") else None
    again = rapport(then, read_periode(told["periode"]), funder, choix=codes, public=told["masque"], au=stop)
    modele = preuve["comptes"]["modele"] if "comptes" in preuve else ""
    return compare(
        preuve, make_preuve(again, le=made_on(preuve), commit="", version=version, modele=modele, comptes=comptes(modele, again))
    )


def _funder(registre: Registre, code: str | None) -> Financeur | None:
    try:
        return find_financeur(registre.dispositif, code) if code else None
    except UsageError:
        raise AlpError(
            f"Le financeur « {code} » de cette preuve n'est plus dans dispositif.yaml : son rapport ne peut pas être refait.",
            "L'y remettre (alp edit dispositif) : un code ne s'efface pas, il prend une date de fin (au).",
        ) from None


def _as_named(registre: Registre, known: Container[str]) -> Registre:
    """The register where a situation that has another id since is called as it was."""
    named = tuple(_called(s, next((n for n in (s.id, *s.anciens_ids) if n in known), s.id)) for s in registre.situations)
    return replace(registre, situations=named)


def _called(s: Situation, id_: str) -> Situation:
    return s if id_ == s.id else s.model_copy(update={"id": id_, "anciens_ids": tuple(i for i in (s.id, *s.anciens_ids) if i != id_)})


def asked(preuve: Mapping[str, Any]) -> tuple[str, str | None]:
    """What a report answers: the code of its period, and that of its funder."""
    return preuve["rapport"]["periode"], preuve["rapport"]["financeur"]


def same_words(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> bool:
    """Whether a report made again tells its reader what it told before: the same figures, accounts, and numbers that are not hidden."""
    verdict = compare(avant, apres)
    return verdict.identique and not verdict.nouveaux and _told(avant) == _told(apres)


def _told(preuve: Mapping[str, Any]) -> dict[str, int]:
    """The numbers that a masked report does not hide, by key; of an exact one, nothing."""
    kept = preuve.get("publication") or {"cellules": {}, "masquees": []}
    hidden = set(kept["masquees"])
    return {key: value for key, value in kept["cellules"].items() if key not in hidden}


def compare(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> Verdict:
    """What moved from one proof to another, by which situations, because of which entries; of two demands, the figures alone.

    Raises:
        AlpError: they are proofs of two registers.
    """
    if not same_register(avant, apres["registre"]["sigles"]):
        one, other = (p["registre"]["sigles"][0] for p in (avant, apres))
        raise AlpError(f"Ces deux preuves sont celles de deux registres : {one} et {other}.", "Comparer deux preuves du même registre.")
    avant, apres = _called_alike(avant, apres), _called_alike(apres, avant)
    alike = asked(avant) == asked(apres)
    causes = tuple(_causes(avant["entrees"], apres["entrees"])) if alike else ()
    before, after = avant["indicateurs"], apres["indicateurs"]
    shared = [c for c in before if c in after]
    gaps = (_gap(c, avant, apres, causes) for c in shared)
    return Verdict(
        tuple(g for g in gaps if g), causes, tuple(c for c in after if c not in before), tuple(c for c in before if c not in after),
        tuple(_accounts(*(p.get("comptes", {}).get("tableaux", {}) for p in (avant, apres)))), alike,
    )  # fmt: skip


def _accounts(before: Comptes, after: Comptes) -> Iterator[EcartCompte]:
    """The rows that differ, by account and words; two rows of the same words are told apart by their rank."""
    for table in dict.fromkeys((*before, *after)):
        old, new = (_rows(side.get(table, [])) for side in (before, after))
        for row in dict.fromkeys((*old, *new)):
            if old.get(row) != new.get(row):
                nature = "ajout" if row not in old else "retrait" if row not in new else "correction"
                yield EcartCompte(table, " ".join(filter(None, row[0])), nature)


def _rows(rows: Iterable[list[str]]) -> dict[tuple[tuple[str, ...], int], list[str]]:
    found: dict[tuple[tuple[str, ...], int], list[str]] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        words = tuple(row[:2])
        found[words, seen[words]] = row[2:]
        seen[words] += 1
    return found


def _called_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """A proof where situations have the ids that the other proof knows them by."""
    current: Mapping[str, str] = other["registre"]["anciens_ids"]
    moved = {old: new for old, new in current.items() if old in one["entrees"] and old not in other["entrees"]}
    if not moved:
        return one
    figures = {code: figure | {side: _members_called(figure[side], moved) for side in COTES} for code, figure in one["indicateurs"].items()}
    return {**one, "indicateurs": figures, "entrees": {moved.get(objet, objet): refs for objet, refs in one["entrees"].items()}}


def _members_called(members: Iterable[list[str | None]], moved: Mapping[str, str]) -> list[list[str | None]]:
    parted = ((*(name or "").partition("#"), weight) for name, weight in members)
    return [[f"{moved.get(objet, objet)}{mark}{ref}", weight] for objet, mark, ref, weight in parted]


def _gap(code: str, avant: Mapping[str, Any], apres: Mapping[str, Any], causes: tuple[Cause, ...]) -> Ecart | None:
    before, after = avant["indicateurs"][code], apres["indicateurs"][code]
    redefined = avant["definitions"][code] != apres["definitions"][code]
    broken = tuple(axe for axe, cells in before["ventilations"].items() if after["ventilations"].get(axe) != cells)
    objects = _moved(before, after)
    same = all(before[key] == after[key] for key in ("valeur", "base", "numerateur", "non_renseigne"))
    if same and not objects and not broken and not redefined:
        return None
    behind = _behind(objects, _members(before) | _members(after), causes)
    return Ecart(code, before["valeur"], after["valeur"], objects, behind, redefined, broken)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The objects whose members are not the same."""
    sides = [Counter((name, weight) for key in COTES for name, weight in side[key]) for side in (before, after)]
    changed = (sides[0] - sides[1]) + (sides[1] - sides[0])
    return tuple(sorted({name.partition("#")[0] for name, _ in changed}))


def _behind(objects: tuple[str, ...], members: frozenset[str], causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The differences that explain a figure: those of the objects whose part changed; where only breakdowns moved, those of its members; else those of the dispositif."""
    told = (tuple(c for c in causes if c.objet in names) for names in (objects, members, ("dispositif",)))
    return next((found for found in told if found), ())


def _members(figure: Mapping[str, Any]) -> frozenset[str]:
    """The objects behind a figure."""
    return frozenset(name.partition("#")[0] for side in COTES for name, _ in figure[side])


def _causes(before: Empreintes, after: Empreintes) -> Iterator[Cause]:
    """What differs, entry by entry; of an object that one of the two does not know, once."""
    for objet in sorted(before.keys() | after.keys()):
        if objet not in before or objet not in after:
            yield Cause(objet, EN_TETE, "ajout" if objet in after else "retrait")
            continue
        old, new = before[objet], after[objet]
        for ref in sorted(old.keys() | new.keys()):
            if old.get(ref) != new.get(ref):
                yield Cause(objet, ref, "ajout" if ref not in old else "retrait" if ref not in new else "correction")
