"""Reading with distrust: every attack gives a finding with its place, and hides nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.erreurs import AlpError, Objet
from alp.store.lecture import read_bytes, read_registre
from alp.store.noeuds import Illisible, _parse_slowly, parse, read_text
from tests.conftest import SITUATION
from tests.strategies import MOTS, TEXTES, files

# What each holds, and its finding: code, line, column.
ATTAQUES: dict[str, tuple[bytes, str, int, int]] = {
    "alias": (b"a: 1\nb: *a\n", "E003", 2, 4),
    "anchor": (b"a: &a [x]\nb: 1\n", "E003", 1, 4),
    "anchor on a text": (b"a: &a x\n", "E003", 1, 4),
    "a list inside itself": (b"a: &a [*a]\n", "E003", 1, 4),
    "billion laughs": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "E003", 1, 4),
    "python object": (b'a: !!python/object/apply:os.system ["x"]\n', "E003", 1, 4),
    "tag": (b"a: !Foo {x: 1}\n", "E003", 1, 4),
    "core tag": (b"a: 1\nb: !!int 3\n", "E003", 2, 4),
    "binary": (b"a: !!binary aGVsbG8=\n", "E003", 1, 4),
    "merge key": (b"a: {x: 1}\n<<: {y: 2}\n", "E003", 2, 1),
    "composed key": (b"? [a, b]\n: c\n", "E003", 1, 3),
    "yaml directive": (b"%YAML 1.1\n---\na: no\n", "E003", 1, 1),
    "tag directive": (b"%TAG ! tag:ailleurs,2000:\n---\na: 1\n", "E003", 1, 1),
    "two documents": (b"a: 1\n---\nb: 2\n", "E003", 2, 1),
    "duplicate key": (b"a: 1\nb: 2\n'a': 3\n", "E006", 3, 1),
    "duplicate key deeper": (b"j:\n  - {le: 1, le: 2}\n", "E006", 2, 13),
    "deep": (b"a: " + b"[" * 3000 + b"]" * 3000, "E004", 1, 15),
    "deep mappings": (b"".join(b" " * n + b"a:\n" for n in range(100)), "E004", 12, 12),
    "too many values": (b"a: [" + b"1," * 6000 + b"]", "E004", 1, 9999),
    "too many keys": (b"".join(b"k%d: 1\n" % n for n in range(26000)), "E004", 2500, 8),
    "too big": (b"a: " + b"x" * 300_000, "E004", 1, 1),
    "latin-1": ("a: 1\nb: é\n".encode("latin-1"), "E001", 2, 1),
    "utf-16": ("a: é\n".encode("utf-16"), "E001", 1, 1),
    "overlong utf-8": (b"a: \xc0\xaf\n", "E001", 1, 1),
    "encoded surrogate": (b"a: \xed\xa0\x80\n", "E001", 1, 1),
    "nul": (b"a: x\x00y\n", "E005", 1, 5),
    "escape sequence": (b"a: 1\nb: \x1b[31m\n", "E005", 2, 4),
    "escaped escape": (b'a: "\\e]8;;x\\a"\n', "E005", 1, 4),
    "escaped nul": (b'a: "\\0"\n', "E005", 1, 4),
    "escaped surrogate": (b'a: "\\ud800"\n', "E005", 1, 4),
    "escaped bidi": (b'a: "\\u202e"\n', "E005", 1, 4),
    "bidi override": ("a: x\u202etxt\n".encode(), "E005", 1, 5),
    "bidi isolate in a comment": ("a: 1  # \u2066\n".encode(), "E005", 1, 9),
    "zero width": ("a: x\u200by\n".encode(), "E005", 1, 5),
    "second byte-order mark": ("\ufeff\ufeffa: 1\n".encode(), "E005", 1, 1),
    "a list": (b"- 1\n", "E008", 1, 1),
    "a text": (b"bonjour\n", "E008", 1, 1),
    "empty": (b"", "E008", 1, 1),
    "only a comment": (b"# rien\n", "E008", 1, 1),
    "only a mark": (b"\xef\xbb\xbf", "E008", 1, 1),
    "tab": (b"a:\n\tb: 1\n", "E002", 2, 1),
    "two colons": (b"a: 1\nb: c: d\n", "E002", 2, 5),
    "open quote": (b'a: 1\nb: "oui\n', "E002", 2, 4),
    "open bracket": (b"a: 1\nb: [x\n", "E002", 2, 4),
    "bad indent": (b"a:\n  b: 1\n c: 2\n", "E002", 3, 2),
    "no colon": (b"a: 1\nbonjour\nc: 2\n", "E002", 3, 1),
    "unknown escape": (b'a: "\\q"\n', "E002", 1, 6),
    "reserved sign": (b"a: @x\n", "E002", 1, 4),
    "conflict markers": (b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", "E002", 3, 1),
}


def situations_en_fichiers() -> st.SearchStrategy[str]:
    """Badly formatted files that are nevertheless right."""
    entries = st.lists(st.fixed_dictionaries({"type": MOTS, "note": MOTS, "par": st.lists(MOTS, max_size=2)}), min_size=1, max_size=3)
    return st.fixed_dictionaries({"id": MOTS, "journal": entries}).flatmap(files)


@pytest.mark.parametrize("nom", ATTAQUES)
def test_refused_with_its_place(nom: str) -> None:
    octets, code, ligne, colonne = ATTAQUES[nom]
    started = time.monotonic()
    with pytest.raises(Illisible) as refus:
        parse(read_text(octets))
    assert (refus.value.code, refus.value.ligne, refus.value.colonne) == (code, ligne, colonne)
    assert time.monotonic() - started < 10  # a hang, not a speed


@pytest.mark.parametrize("nom", ATTAQUES)
def test_the_other_files_still_load(registre: Path, nom: str) -> None:
    bad = registre / "situations" / "2025" / "ESSAI-2025-002.yaml"
    bad.write_bytes(ATTAQUES[nom][0])
    lecture = read_registre(registre)
    assert [s.id for s in lecture.registre.situations] == ["ESSAI-2025-001"]
    assert {(p.code, p.fichier) for p in lecture.problemes} == {(ATTAQUES[nom][1], "situations/2025/ESSAI-2025-002.yaml")}
    assert all(p.remede for p in lecture.problemes)


@pytest.mark.parametrize(
    ("texte", "data"),
    [
        ("a: 01000\n", "01000"), ("a: 0237281922\n", "0237281922"), ("a: 2A004\n", "2A004"), ("a: 12E05\n", "12E05"), ("a: 01:30\n", "01:30"),
        ("a: no\n", "no"), ("a: 1.10\n", "1.10"), ("a: 2026-03-01\n", "2026-03-01"), ('a: "null"\n', "null"), ("a: ~\n", None), ("a:\n", None),
        ("a: ''\n", ""), ("a: !\n", None), ("\ufeffa: 1\r\n", "1"), ("a: é\x85è\n", "é è"), ("a: 😀\n", "😀"), ("a: [] \n", []), ("---\na: 1\n...\n", "1"),
    ],
)  # fmt: skip
def test_every_scalar_is_text(texte: str, data: object) -> None:
    assert parse(read_text(texte.encode())).data == {"a": data}


def is_placed(octets: bytes) -> bool:
    """Read, or refused with a place and a reason; anything else raised fails the test."""
    try:
        return bool(parse(read_text(octets)).sorte == "table")
    except Illisible as refus:
        return refus.ligne >= 1 and refus.colonne >= 1 and bool(refus.message)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(octets: bytes) -> None:
    assert is_placed(octets)


@given(st.text(max_size=200) | TEXTES | st.text("ab:-?[]{}#&*!|>'\"%@` \n\t\r,~\\0ux<=\x85\u2028\ufeff.", max_size=40))
def test_any_text_is_read_or_refused(texte: str) -> None:
    assert is_placed(texte.encode("utf-8", "surrogatepass"))


@given(st.text("ab:-[]{}#&*!|>'\"% \n,~é2", max_size=60))
def test_any_garbage_in_a_situation_is_a_finding(texte: str) -> None:
    octets = (SITUATION + texte).encode()
    read = read_bytes("situations/2025/ESSAI-2025-001.yaml", Objet("situation", "ESSAI-2025-001"), octets)
    assert read.record is not None or read.problemes
    assert all(p.ligne >= 1 and p.fichier for p in read.problemes)


@given(situations_en_fichiers())
def test_the_fast_parser_and_the_slow_one_see_the_same_places(texte: str) -> None:
    """Splicing rests on the marks: they must not depend on which of the two has read the file."""
    assert parse(texte) == _parse_slowly(texte)


@given(st.text("ab:-?[]{}#|>'\" \n", max_size=40) | st.text("a: -#\n[]{}'\"|>,é\x85\u2028\t&*!%~0", max_size=40) | TEXTES)
def test_the_fast_parser_and_the_slow_one_read_the_same_data(texte: str) -> None:
    try:
        slow = _parse_slowly(texte)
    except Illisible:
        return
    assert parse(texte).data == slow.data


def test_each_scalar_knows_its_place() -> None:
    texte = "a: 1\nj:\n  - ref: x\n    le: 'y' # z\n"
    le = parse(texte).locate(("j", 0, "le"))
    assert (le.ligne, le.colonne) == (4, 5)
    value = parse(texte).get("j")
    assert value is not None
    assert texte[value.debut :].startswith("- ref")


# --- files of a register -----------------------------------------------------------------------------------


def problems(root: Path) -> set[tuple[str, str, int, str]]:
    return {(p.fichier, p.code, p.ligne, p.chemin) for p in read_registre(root, soins=True).problemes}


def test_links_are_not_followed(registre: Path, tmp_path: Path) -> None:
    (tmp_path / "dehors").mkdir()
    outside = tmp_path / "dehors" / "ESSAI-2026-002.yaml"
    outside.write_text(SITUATION.replace("2025-001", "2026-002"))
    (registre / "situations" / "2025" / "ESSAI-2025-002.yaml").symlink_to(outside)
    (registre / "situations" / "2026").symlink_to(tmp_path / "dehors")
    (registre / "soins").symlink_to(tmp_path / "dehors")
    assert problems(registre) == {
        ("situations/2025/ESSAI-2025-002.yaml", "E007", 1, ""),
        ("situations/2026", "E007", 1, ""),
        ("soins/ESSAI-2026-002.yaml", "E007", 1, ""),
    }
    assert [s.id for s in read_registre(registre).registre.situations] == ["ESSAI-2025-001"]


def test_wrong_names_and_places(registre: Path) -> None:
    for chemin in (
        "situations/2025/notes.yaml",
        "situations/2024/ESSAI-2025-002.yaml",
        "situations/ESSAI-2025-003.yaml",
        "situations/2025/ESSAI-2025-004.yml",
        "reunions/cellule.yaml",
        "situations/2025/../../actions/x.yaml",
    ):
        (registre / chemin).parent.mkdir(exist_ok=True)
        (registre / chemin).write_text(SITUATION)
    (registre / "situations/2025/ESSAI-2025-005.yaml").write_text(SITUATION)
    (registre / "situations/2025/.ESSAI-2025-006.yaml.swp").write_text("x")
    assert problems(registre) == {
        ("situations/2025/notes.yaml", "E009", 1, ""),
        ("situations/2024/ESSAI-2025-002.yaml", "E009", 1, ""),
        ("situations/ESSAI-2025-003.yaml", "E009", 1, ""),
        ("situations/2025/ESSAI-2025-004.yml", "E009", 1, ""),
        ("situations/2025/ESSAI-2025-005.yaml", "E009", 1, "id"),
        ("reunions/cellule.yaml", "E009", 1, ""),
        ("actions/x.yaml", "E009", 1, ""),
    }


@pytest.mark.parametrize(
    ("before", "after", "code", "ligne", "chemin"),
    [
        ("origine: ccas", "origine: ccas\n    notte: Vue.", "E101", 8, "journal[0].notte"),
        ("    origine: ccas\n", "", "E102", 4, "journal[0].origine"),
        ("le: 2025-01-06", "le: 06/01/2025", "E103", 5, "journal[0].le"),
        ("le: 2025-01-06", "le: 2025-02-30", "E103", 5, "journal[0].le"),
        ("genre: femme", "genre: dame", "E104", 2, "personne.genre"),
        ("naissance: 1951", "naissance: 01951", "E103", 2, "personne.naissance"),
        ("naissance: 1951", 'naissance: "1951"', "E105", 2, "personne.naissance"),
        ("le: 2025-01-06", "le: '2025-01-06'", "E105", 5, "journal[0].le"),
        ("Tilleul", "no", "E105", 2, "personne.pseudonyme"),
        ("type: saisine", "type: saisinne", "E106", 6, "journal[0].type"),
        ("    type: saisine\n", "", "E106", 4, "journal[0]"),
        ("ref: bbbbbb", "ref: aeiouy", "E103", 4, "journal[0].ref"),
        ("{pseudonyme: Tilleul, genre: femme, naissance: 1951}", "Tilleul", "E103", 2, "personne"),
        ("origine: ccas", "origine: [ccas]", "E103", 7, "journal[0].origine"),
        ("origine: ccas", "origine: ccas\n    par: ide", "E103", 8, "journal[0].par"),
        ("id: ESSAI-2025-001", "id: essai-1", "E103", 1, "id"),
    ],
)  # fmt: skip
def test_structural_findings_say_where(  # noqa: PLR0917
    registre: Path, before: str, after: str, code: str, ligne: int, chemin: str
) -> None:
    file = registre / "situations" / "2025" / "ESSAI-2025-001.yaml"
    file.write_text(SITUATION.replace(before, after))
    assert problems(registre) == {("situations/2025/ESSAI-2025-001.yaml", code, ligne, chemin)}


def test_a_register_without_a_readable_dispositif_stops(registre: Path) -> None:
    for texte, message in (("nom: [", "ne peut pas être lu"), ("format: 2\n", "format 2"), ("format: 1\n", "ne peut pas être lu")):
        (registre / "dispositif.yaml").write_text(texte)
        with pytest.raises(AlpError, match=message):
            read_registre(registre)
    (registre / "dispositif.yaml").unlink()
    with pytest.raises(AlpError, match=r"pas de dispositif\.yaml"):
        read_registre(registre)
