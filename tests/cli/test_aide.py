"""Help, names and refusals are in French; nobody has to guess a word."""

from __future__ import annotations

import re

import pytest

from alp.cli.commandes import COMMANDES
from alp.core.champs import champs_de
from alp.core.entrees import TYPES
from tests.cli.conftest import Poste

ANGLAIS = re.compile(
    r"\b(the|and|this|with|of|to|is|are|usage|show|commands?|required|default|integer|text|path|file|directory|install|exit|see|try|help|set|for|from)\b",
    re.IGNORECASE,
)
NOMS = re.compile(r"alp (meeting )?[a-z]+|^ {2}[a-z]+ {2,}|(?<!\w)--?[a-z][\w-]*|file active", re.MULTILINE)
"""What may look English: names of commands and options, and « file active »."""


def english(text: str) -> list[str]:
    """The English words of a text, command names apart."""
    return ANGLAIS.findall(NOMS.sub("", text))


REUNIONS = ["plan", "show", "list", "add", "remove", "attend", "move", "decide", "run", "notify"]
SOUS_COMMANDES = [c.nom for c in COMMANDES] + ["action new", "action list"] + [f"meeting {name}" for name in REUNIONS]


@pytest.mark.parametrize("nom", SOUS_COMMANDES)
def test_every_command_has_help_in_french(poste: Poste, nom: str) -> None:
    text = poste(f"{nom} --help")
    assert text.startswith("Emploi : alp " + nom)
    assert english(text) == []
    assert poste(f"{nom} -h") == text
    assert "…." not in text and " ]" not in text


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_of_entry_has_help_in_french_and_an_option_for_each_field(poste: Poste, type_: str) -> None:
    text = poste(f"add 1 {type_} --help")
    assert english(text) == []
    flat = " ".join(text.split())
    assert TYPES[type_].AIDE in flat
    for champ in champs_de(TYPES[type_]):
        assert f"--{champ.nom.replace('_', '-')}" in text, champ.nom


def test_the_root_names_every_command_and_its_french_name(poste: Poste) -> None:
    text = poste("--help")
    for c in COMMANDES:
        assert f"  {c.nom} {f'({c.alias[0]})' if c.alias else ''}".rstrip() in text
        assert c.aide in text
    assert english(re.sub(r"^  [a-z]+ ", "", text, flags=re.MULTILINE)) == []


@pytest.mark.parametrize(("nom", "alias"), [(c.nom, a) for c in COMMANDES for a in c.alias])
def test_every_french_name_answers(poste: Poste, nom: str, alias: str) -> None:
    """Its help is the same, under the name that was typed."""
    assert poste(f"{alias} --help").split()[4:] == poste(f"{nom} --help").split()[4:]


@pytest.mark.parametrize(
    ("mot", "proche"),
    [("visites", "visite"), ("lst", "list"), ("renouvelle", "renouveler"), ("echeance", None), ("cloture", "clore"), ("chek", "check")],
)
def test_a_misspelt_command_is_guessed(poste: Poste, mot: str, proche: str | None) -> None:
    if proche is None:
        poste(mot)
    else:
        assert f"« {proche} »" in poste(mot, sortie=2)


@pytest.mark.parametrize(
    ("ligne", "proche"),
    [("visit 1 --lieux domicile", "--lieu"), ("visit 1 --resultats rencontre", "--resultat"), ("new --origin ccas", "--origine"), ("list --comune x", "--commune"),
     ("add 1 evaluation --stades entree", "--stade"), ("due --jour 3", "--jours")],
)  # fmt: skip
def test_a_misspelt_option_is_guessed(poste: Poste, ligne: str, proche: str) -> None:
    said = poste(ligne, sortie=2)
    assert "Option inconnue" in said
    assert proche in said


@pytest.mark.parametrize(
    "ligne",
    ["", "visit", "visit 1 --duree", "show", "show 1 2 3", "add", "add 1 visite --lieu", "due --jours x", "log -n x", "undo trop", "init", "demo a b", "search",
     "--registre", "--registre x list", "check --nimporte", "action zzz", "action new --nombre x", "renew", "done", "cancel 1", "cancel", "amend", "edit", "list --json=oui"],
)  # fmt: skip
def test_no_refusal_is_in_english(poste: Poste, ligne: str) -> None:
    status_and_text = [poste(ligne, sortie=s) for s in ((0,) if not ligne else ((3,) if "registre x" in ligne else (2,)))]
    assert english("\n".join(status_and_text)) == []


def test_an_option_is_the_yaml_key_with_either_dash(poste: Poste) -> None:
    poste("new --origine ccas --personne_informee oui --pseudonyme Fusain")
    poste("new --origine ccas --personne-informee oui --pseudonyme Genêt")
    assert [poste.json(f"show {n}")["journal"][0]["personne_informee"] for n in (3, 4)] == ["oui", "oui"]


# --- completion ---------------------------------------------------------------------------------------


def complete(poste: Poste, monkeypatch: pytest.MonkeyPatch, ligne: str) -> list[str]:
    """What the Tab key proposes in bash at the end of a line."""
    words = ligne.split(" ")
    for name, value in {"_ALP_COMPLETE": "complete_bash", "COMP_WORDS": ligne, "COMP_CWORD": str(len(words) - 1)}.items():
        monkeypatch.setenv(name, value)
    return poste("").split()


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [("alp v", "visit"), ("alp sh", "show"), ("alp show ESSAI", "ESSAI-2026-001"), ("alp visit ESSAI-2026-00", "ESSAI-2026-002"),
     ("alp visit 1 --res", "--resultat"), ("alp visit 1 --lieu dom", "domicile"), ("alp new --origine cc", "ccas"), ("alp add 1 eval", "evaluation"),
     ("alp visit 1 --actes tri,med", "tri,mediation"), ("alp new --commune 280", "28085")],
)  # fmt: skip
def test_the_tab_key_proposes_commands_ids_options_and_codes(
    poste: Poste, monkeypatch: pytest.MonkeyPatch, ligne: str, attendu: str
) -> None:
    assert attendu in complete(poste, monkeypatch, ligne)
