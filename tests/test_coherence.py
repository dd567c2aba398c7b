"""What must stay true across the house."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import alp
from alp.cli.commandes import COMMANDES, PAR_NOM
from alp.cli.saisie import options_of
from alp.core.budget import Budget, Charge, Nature, Produit
from alp.core.catalogue import CATALOGUE
from alp.core.champs import Fiche, champs_de
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES
from alp.core.entrees import TYPES
from alp.core.envoi import Envoi
from alp.core.parcours import TRANSITIONS
from alp.core.preparation.table import DOCUMENTS
from alp.core.rapport.modeles import MODELES
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from tools.docs import PAGES
from tools.echeances import REGLES

ICI = Path(alp.__file__).parent
RACINE = ICI.parent
SOURCES = {path.relative_to(RACINE).as_posix(): path.read_text(encoding="utf-8") for path in ICI.rglob("*.py")}


def test_the_pages_made_from_the_code_are_up_to_date() -> None:
    assert [name for name, make in PAGES.items() if (RACINE / name).read_text(encoding="utf-8") != make()] == []


def test_every_command_exists_answers_to_its_names_once_and_has_a_line_of_help() -> None:
    assert len(PAR_NOM) == sum(1 + len(c.alias) for c in COMMANDES)
    for c in COMMANDES:
        module, name = c.cible.split(":")
        assert callable(getattr(import_module(f"alp.cli.{module}"), name))
        assert c.aide.endswith((".", "…"))


def test_every_field_is_declared_with_a_label_a_question_and_a_sentence_of_help() -> None:
    for fiche in (*TYPES.values(), Situation, Reunion, Action, Budget, Charge, Produit, Nature, Envoi):
        for champ in champs_de(fiche):
            assert champ.libelle, (fiche, champ.nom)
            assert champ.question.endswith("?"), (fiche, champ.nom)
            assert champ.aide, (fiche, champ.nom)


def test_every_type_of_entry_stands_in_the_table_of_steps() -> None:
    assert {t.type for t in TRANSITIONS} == set(TYPES)


def test_every_finding_says_what_to_do() -> None:
    assert all(c.titre and c.explication and c.remede for c in CATALOGUE.values())
    used = set(re.findall(r'"([EA]\d{3})"', "".join(text for name, text in SOURCES.items() if not name.endswith("catalogue.py"))))
    assert used >= set(CATALOGUE)


def test_every_template_is_used() -> None:
    """By the code, by the table of documents, or by another template."""
    templates = sorted((RACINE / "templates").iterdir())
    everything = "".join([*SOURCES.values(), *(p.read_text(encoding="utf-8") for p in templates if p.suffix == ".j2")])
    made = {f"{nom}.md.j2" for nom in (*DOCUMENTS, *MODELES)}
    assert [p.name for p in templates if p.name not in everything and p.name not in made] == []
    assert sorted(made - {p.name for p in templates}) == []


def test_the_only_clock_is_in_the_session() -> None:
    asking = {name for name, text in SOURCES.items() if re.search(r"date\.today\(|datetime\.now\(|time\.time\(|monotonic\(", text)}
    assert asking <= {"alp/cli/session.py"}


def test_only_the_boundary_catches_everything_and_nobody_prints() -> None:
    def catches_all(tree: ast.AST) -> bool:
        return any(isinstance(n, ast.ExceptHandler) and isinstance(n.type, ast.Name) and n.type.id == "Exception" for n in ast.walk(tree))

    assert {name for name, text in SOURCES.items() if catches_all(ast.parse(text))} == {"alp/cli/lancement.py"}
    assert {name for name, text in SOURCES.items() if re.search(r"(?<![\w.])print\(", text)} == set()


def test_every_kind_of_due_thing_has_its_rule_in_the_documentation() -> None:
    assert set(REGLES) == set(NATURES)


def test_the_page_of_commands_names_every_command_and_every_option_of_a_visit() -> None:
    page = PAGES["docs/reference/commandes.md"]()
    assert [c.nom for c in COMMANDES if f"## alp {c.nom}\n" not in page] == []
    visite = page.partition("## alp visit\n")[2].partition("\n## ")[0]
    assert [o.nom for o in options_of(TYPES["visite"]) if f"--{o.nom}" not in visite] == []


@pytest.mark.parametrize(
    ("page", "fiche"), [("dispositif", Dispositif), ("reunions", Reunion), ("actions", Action), ("budgets", Budget), ("envois", Envoi)]
)
def test_the_page_of_a_file_names_every_key_at_any_depth(page: str, fiche: type[Fiche]) -> None:
    text, schema = PAGES[f"docs/reference/{page}.md"](), fiche.model_json_schema()
    keys = {key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})}
    assert sorted(key for key in keys if f"| `{key}`" not in text) == []


def test_the_glossary_knows_every_type_of_entry() -> None:
    page = (RACINE / "docs" / "glossaire.md").read_text(encoding="utf-8")
    assert [name for name in TYPES if name not in page] == []


def test_what_the_readme_shows_is_what_the_demo_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Line by line, but for the spaces of tables and the « … »."""
    from alp.cli import main

    monkeypatch.chdir(tmp_path)
    for name in ("ALP_AUJOURDHUI", "ALP_REGISTRE"):  # the demo sets them for itself: put them back afterwards
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "aucune"))
    assert main(["demo", "--no-input"]) == 0
    printed = " ".join(capfd.readouterr().out.split())
    block = (RACINE / "README.md").read_text(encoding="utf-8").split("    # Le matin", 1)[1].split("\n\n    # ", 1)
    lines = ("    # Le matin" + "\n    # ".join(block)).split("\n\nEvery word")[0].splitlines()
    assert [line for line in lines if line.strip() and "…" not in line and " ".join(line.split()) not in printed] == []
