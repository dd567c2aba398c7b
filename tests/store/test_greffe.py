"""Splicing: whatever the file looks like, only the touched entry's lines change, and the data is what was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.erreurs import AlpError
from alp.store.greffe import as_text, splice
from alp.store.noeuds import Noeud, parse
from tests.strategies import MOTS, files

Data = dict[str, Any]

FICHIERS = {
    "comments everywhere": """\
# tête
id:   "ESSAI-2025-001"   # identifiant
# avant la personne
personne: {pseudonyme: Tilleul,  genre: femme}   # elle
logement:
    commune:  "28085"  # Chartres

    quartier: centre
journal:
# avant la première
  - ref: bbbbbb
    le: 2025-01-06   # le jour
    # au milieu
    type: saisine
    origine: ccas  # qui
    # après
# entre deux
  - ref: cccccc   # la deuxième
    le: 2025-01-07
    type: recevabilite
    decision: recevable
  # avant la dernière
  - ref: dddddd
    le: 2025-01-20
    type: visite
    lieu: domicile
    resultat: porte_close
    actes: [mediation,
       mediation]
    # fin de l'entrée
# fin du fichier
""",
    "odd indents and quotes": """\
id: 'ESSAI-2025-001'
"personne":
      pseudonyme:   "Tilleul"
      'genre': femme
logement: {commune: "28085"}
journal:
      -   ref:   bbbbbb
          "le":  2025-01-06
          type:  "saisine"
          origine: 'ccas'
      -
          ref: cccccc
          le: 2025-01-07
          type: recevabilite
          decision:
              recevable
      -   le: 2025-01-20
          ref: dddddd
          type: visite
          lieu: domicile
          resultat: "porte_close"
          note: "une phrase
            sur deux lignes"
""",
    "indentless list, blank lines": """\
id: ESSAI-2025-001

personne:
  pseudonyme: Tilleul

logement:
  commune: "28085"


journal:

- ref: bbbbbb

  le: 2025-01-06
  type: saisine

  origine: ccas


- ref: cccccc
  le: 2025-01-07
  type: recevabilite
  decision: recevable

- ref: dddddd
  le: 2025-01-20
  type: visite
  lieu: domicile
  resultat: porte_close


""",
    "block texts": """\
id: ESSAI-2025-001
personne: {pseudonyme: Tilleul}
precautions: >-
  Chien dans l'entrée,
  et marches raides.
logement: {commune: "28085"}
journal:
  - ref: bbbbbb
    le: 2025-01-06
    type: saisine
    origine: ccas
    note: |
      Première ligne : « ici ».

        - ref: faux

      # pas un commentaire
  - ref: cccccc
    le: 2025-01-07
    type: recevabilite
    decision: recevable
    note: |+
      Gardé.


  - ref: dddddd
    le: 2025-01-20
    type: visite
    lieu: domicile
    resultat: porte_close
    note: >-
      plié
      ici
""",
    "entries in flow style": """\
id: ESSAI-2025-001
personne: {pseudonyme: Tilleul, naissance: 1951,}
logement: {commune: "28085", quartier: centre}
journal:
  - {ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}   # ouverture
  - {ref: cccccc, le: 2025-01-07,
     type: recevabilite,   # la décision
     decision: recevable}
  - {"ref":dddddd, le: 2025-01-20, type: visite, lieu: domicile, resultat: porte_close }
""",
    "empty keys": """\
id: ESSAI-2025-001
personne: {pseudonyme: Tilleul, genre: , naissance: }
precautions:
logement:
  commune: "28085"
  quartier:   # à voir
liens: []
journal:
  - ref: bbbbbb
    le: 2025-01-06
    type: saisine
    note:
    origine: ccas
    par: []
  - ref: cccccc
    le: 2025-01-07
    type: recevabilite
    decision: recevable
    reponse: ~
  - ref: dddddd
    le: 2025-01-20
    type: visite
    lieu: domicile
    resultat: porte_close
    note:
""",
    "journal first": """\
---
journal:
- ref: bbbbbb
  le: 2025-01-06
  type: saisine
  origine: ccas
- ref: cccccc
  le: 2025-01-07
  type: recevabilite
  decision: recevable
- ref: dddddd
  le: 2025-01-20
  type: visite
  lieu: domicile
  resultat: porte_close
id: ESSAI-2025-001
personne: {pseudonyme: Tilleul}
logement: {commune: "28085"}
...
""",
}
FICHIERS["CRLF"] = FICHIERS["comments everywhere"].replace("\n", "\r\n")
FICHIERS["no final newline"] = FICHIERS["comments everywhere"].removesuffix("    # fin de l'entrée\n# fin du fichier\n").rstrip("\n")
FICHIERS["no final newline, indentless"] = FICHIERS["indentless list, blank lines"].rstrip("\n")
FICHIERS["no final newline, block text"] = FICHIERS["block texts"].rstrip("\n")
FICHIERS["CRLF and block texts"] = FICHIERS["block texts"].replace("\n", "\r\n")
FICHIERS["trailing spaces"] = FICHIERS["odd indents and quotes"].replace("\n", "  \n")

LATER = {"ref": "zzzzzz", "le": date(2025, 2, 3), "type": "note", "note": "Elle dit :\n\n« # non ». "}
BETWEEN = {
    "ref": "zzzzzz",
    "le": date(2025, 1, 7),
    "type": "visite",
    "lieu": "domicile",
    "resultat": "rencontre",
    "suite": {"quoi": "rappeler, vite", "avant": date(2025, 2, 1)},
}


def entry(d: Data, ref: str) -> Data:
    return next(e for e in d["journal"] if e["ref"] == ref)


def move(d: Data, ref: str, le: date, place: int) -> None:
    one = entry(d, ref)
    d["journal"].remove(one)
    d["journal"].insert(place, one | {"le": le})


def drop(d: Data, ref: str, key: str) -> None:
    entry(d, ref).pop(key)


ANNULEE = {"le": date(2025, 3, 1), "motif": "saisie deux fois : erreur"}

# What is done, and what it may touch: the refs of entries, the header keys.
OPERATIONS: dict[str, tuple[Callable[[Data], object], set[str]]] = {
    "append": (lambda d: d["journal"].append(LATER), set()),
    "append a visit": (lambda d: d["journal"].append(BETWEEN | {"le": date(2025, 2, 3)}), set()),
    "insert": (lambda d: d["journal"].insert(2, BETWEEN), set()),
    "insert first": (lambda d: d["journal"].insert(0, LATER | {"le": date(2025, 1, 1)}), set()),
    "amend a date": (lambda d: entry(d, "dddddd").update(le=date(2025, 1, 21)), {"dddddd"}),
    "amend a code": (lambda d: entry(d, "cccccc").update(decision="liste_attente"), {"cccccc"}),
    "amend into a long text": (lambda d: entry(d, "bbbbbb").update(note="mot " * 40 + "fin"), {"bbbbbb"}),
    "amend into lines": (lambda d: entry(d, "dddddd").update(note="un\ndeux\n"), {"dddddd"}),
    "add a field": (lambda d: entry(d, "cccccc").update(reponse={"le": date(2025, 1, 9), "a": "ccas"}), {"cccccc"}),
    "add a field to the last": (lambda d: entry(d, "dddddd").update(duree=20, trajet=25), {"dddddd"}),
    "add a list": (lambda d: entry(d, "bbbbbb").update(motifs=["incurie", "isolement"]), {"bbbbbb"}),
    "add a list of objects": (
        lambda d: entry(d, "dddddd").update(pieces=[{"libelle": "Fiche, page 1", "ou": "mot " * 30 + "fin"}, {"libelle": "b"}]),
        {"dddddd"},
    ),
    "remove a field": (lambda d: drop(d, "cccccc", "decision"), {"cccccc"}),
    "remove the first field": (lambda d: drop(d, "bbbbbb", "le"), {"bbbbbb"}),
    "remove the last field": (lambda d: drop(d, "dddddd", "resultat"), {"dddddd"}),
    "cancel": (lambda d: entry(d, "cccccc").update(annulee=ANNULEE), {"cccccc"}),
    "cancel the last": (lambda d: entry(d, "dddddd").update(annulee=ANNULEE), {"dddddd"}),
    "move later": (lambda d: move(d, "bbbbbb", date(2025, 3, 1), 2), {"bbbbbb"}),
    "move earlier": (lambda d: move(d, "dddddd", date(2025, 1, 6), 1), {"dddddd"}),
    "remove an entry": (lambda d: d["journal"].remove(entry(d, "cccccc")), {"cccccc"}),
    "change a header key": (lambda d: d["personne"].update(pseudonyme="Saule"), {"personne"}),
    "change a nested header key": (lambda d: d["logement"].update(commune="28218"), {"logement"}),
    "add a nested header key": (lambda d: d["personne"].update(naissance=1960), {"personne"}),
    "add a header key": (lambda d: d.update(referent="ide"), {"precautions"}),
    "add a header list": (lambda d: d.update(problematiques=["incurie", "isolement"]), {"problematiques"}),
    "fill the precautions": (lambda d: d.update(precautions="Chien.\nSonner deux fois."), {"precautions"}),
    "remove a header key": (lambda d: d.pop("logement"), {"logement"}),
    "repair the order": (lambda d: d["journal"].reverse(), {"bbbbbb", "cccccc", "dddddd"}),
}  # fmt: skip


def lines_of(texte: str) -> list[str]:
    """Lines with their ends; the last one always ended, so that adding below it changes nothing of it."""
    eol = "\r\n" if "\r\n" in texte else "\n"
    return (texte if texte.endswith("\n") else texte + eol).splitlines(keepends=True)


def spans(texte: str) -> dict[str, set[int]]:
    """The lines that each entry and each header key stands on, from 0."""

    def last(node: Noeud) -> int:
        if node.enfants and not node.flux:
            return last(node.enfants[-1][1])
        keep = texte[node.debut : node.debut + 2] == "|+"
        body = texte[node.debut : node.fin].removesuffix("\n") if keep else texte[node.debut : node.fin].rstrip()
        return texte[: node.debut].count("\n") + body.count("\n")

    root = parse(texte)
    found = {key.texte: set(range(key.ligne - 1, last(value) + 1)) for key, value in root.enfants if key and key.texte != "journal"}
    dashes = [child for _, child in (root.get("journal") or root).enfants]
    for node in dashes:
        ref = node.get("ref")
        assert ref is not None
        before = texte[: node.debut].rstrip(" ")
        start = node.ligne - 1 - (1 if before.endswith(("-\n", "-\r\n", "-  \n")) else 0)
        found[ref.texte] = set(range(start, last(node) + 1))
    return found


def untouched(texte: str, touched: set[str]) -> list[str]:
    """The lines that stand outside what an operation touches."""
    where = spans(texte)
    free = {n for name in touched for n in where.get(name, set())}
    return [line for n, line in enumerate(lines_of(texte)) if n not in free]


def is_within(lines: list[str], others: list[str]) -> bool:
    """Whether lines stand among others, in the same order."""
    rest = iter(others)
    return all(line in rest for line in lines)


def operate(texte: str, operation: Callable[[Data], object]) -> tuple[Data, str]:
    wanted = as_text(parse(texte).data)
    operation(wanted)
    return wanted, splice(texte, wanted)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fichier", FICHIERS)
def test_only_what_is_touched_changes(fichier: str, operation: str) -> None:
    texte, (do, touched) = FICHIERS[fichier], OPERATIONS[operation]
    wanted, result = operate(texte, do)
    assert is_within(untouched(texte, touched), lines_of(result)), result
    assert as_text(parse(result).data) == as_text(wanted)
    if "\r\n" in texte:
        assert "\n" not in result.replace("\r\n", "")


@pytest.mark.parametrize("fichier", FICHIERS)
def test_writing_what_is_already_there_changes_nothing(fichier: str) -> None:
    texte = FICHIERS[fichier]
    assert splice(texte, parse(texte).data) == texte


@pytest.mark.parametrize("fichier", FICHIERS)
def test_cancelling_and_taking_it_back_gives_the_same_data(fichier: str) -> None:
    texte = FICHIERS[fichier]
    _, cancelled = operate(texte, OPERATIONS["cancel"][0])
    before, after = operate(cancelled, lambda d: entry(d, "cccccc").pop("annulee"))
    assert as_text(parse(after).data) == as_text(parse(texte).data) == as_text(before)


def test_a_comment_goes_with_the_entry_that_moves() -> None:
    _, result = operate(FICHIERS["comments everywhere"], OPERATIONS["move later"][0])
    assert "le: 2025-03-01   # le jour\n    # au milieu\n    type: saisine\n    origine: ccas  # qui\n" in result


def test_a_whole_file_on_one_line() -> None:
    texte = "{id: ESSAI-2025-001, personne: {}, journal: [{ref: bbbbbb, le: 2025-01-06, type: saisine, origine: ccas}]}"
    for do in (OPERATIONS["append"][0], lambda d: entry(d, "bbbbbb").update(origine="proche"), lambda d: d.update(referent="ide")):
        wanted, result = operate(texte, do)
        assert as_text(parse(result).data) == as_text(wanted)


def test_lone_carriage_returns_are_mended_or_refused_but_never_garbled() -> None:
    texte = FICHIERS["journal first"].replace("\n", "\r")
    try:
        wanted, result = operate(texte, OPERATIONS["append"][0])
    except AlpError:
        return
    assert as_text(parse(result).data) == as_text(wanted)


CONTENU = {
    "id": st.just("ESSAI-2025-001"),
    "personne": st.fixed_dictionaries({"pseudonyme": MOTS}, optional={"genre": st.just("femme")}),
    "precautions": MOTS,
}
ENTREE = st.fixed_dictionaries(
    {"type": st.sampled_from(("note", "visite"))},
    optional={"note": MOTS, "par": st.lists(MOTS, min_size=1, max_size=2), "suite": st.fixed_dictionaries({"quoi": MOTS})},
)
JOURNAUX = st.lists(ENTREE, min_size=1, max_size=4).map(
    lambda es: [{"ref": ref, "le": "2025-01-06"} | e for ref, e in zip(("bbbbbb", "cccccc", "dddddd", "ffffff"), es, strict=False)]
)


@given(st.data())
def test_any_operation_on_any_formatting(draw: st.DataObject) -> None:
    content = draw.draw(st.fixed_dictionaries(CONTENU)) | {"journal": draw.draw(JOURNAUX)}
    texte = draw.draw(files(content))
    assert as_text(parse(texte).data) == as_text(content), texte

    wanted = as_text(parse(texte).data)
    n = draw.draw(st.integers(0, len(wanted["journal"]) - 1))
    one = wanted["journal"][n]
    operation = draw.draw(st.sampled_from(("append", "insert", "set", "unset", "cancel", "move", "header")))
    touched = {one["ref"]} if operation in ("set", "unset", "cancel", "move") else set()
    if operation == "append":
        wanted["journal"].append(LATER)
    elif operation == "insert":
        wanted["journal"].insert(n, BETWEEN)
    elif operation == "set":
        one[draw.draw(st.sampled_from(("le", "note", "duree", "suite")))] = draw.draw(MOTS)
    elif operation == "unset":
        one.pop(draw.draw(st.sampled_from([k for k in one if k != "ref"])))
    elif operation == "cancel":
        one["annulee"] = ANNULEE
    elif operation == "move":
        wanted["journal"].append(wanted["journal"].pop(n) | {"le": "2025-05-01"})
    else:
        wanted["precautions"] = draw.draw(MOTS)
        touched = {"precautions"}

    result = splice(texte, wanted)

    assert as_text(parse(result).data) == as_text(wanted)
    assert is_within(untouched(texte, touched), lines_of(result)), f"{texte}\n=====\n{result}"


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("reste", [0, 1, 2])
def test_a_key_is_added_behind_a_list_whose_last_items_go(eol: str, reste: int) -> None:
    texte = eol.join(["le: 2026-01-01", "points:", "  - a: 1", "  - a: 2", "    b: 3", "  - a: 4", "fin: oui", ""])
    items = [{"a": "1"}, {"a": "2", "b": "3"}, {"a": "4"}][:reste]
    wanted = {"le": "2026-01-01", "points": items, "retires": [{"z": "9"}], "fin": "oui"}
    made = splice(texte, wanted)
    assert as_text(parse(made).data) == as_text(wanted)
    assert made.endswith(eol.join(["retires:", '  - z: "9"', "fin: oui", ""]))
