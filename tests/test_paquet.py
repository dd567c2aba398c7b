"""The wheel and the sdist, as someone who installs alp gets them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import alp

RACINE = Path(alp.__file__).parent.parent
PROPRE = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "ALP_REGISTRE", "ALP_AUJOURDHUI")}
"""Without what belongs to the checkout; the home is the real one, for the downloads that are kept there."""
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
EXE = ".exe" if os.name == "nt" else ""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=RACINE, check=True, capture_output=True, env=PROPRE)
    return folder


def test_the_wheel_holds_the_templates_the_models_and_the_example_registers(dist: Path) -> None:
    names = zipfile.ZipFile(next(dist.glob("*.whl"))).namelist()
    places = {"alp": "alp", "templates": "alp/templates", "cases": "alp/cases"}
    files = {
        to: [p.relative_to(RACINE / name).as_posix() for p in (RACINE / name).rglob("*") if p.is_file()] for name, to in places.items()
    }
    wanted = {f"{to}/{name}" for to, found in files.items() for name in found if not name.endswith(".pyc")}
    assert wanted - set(names) == set()
    assert wanted >= {
        "alp/templates/LISEZMOI.md.j2",
        "alp/dispositifs/alp28.yaml",
        "alp/py.typed",
        "alp/cases/alp28/dispositif.yaml",
        "alp/documents/polices/OFL.txt",
    }
    assert not [n for n in names if n.startswith(("tests/", "tools/", "docs/"))]


def test_the_sdist_holds_what_is_listed_and_nothing_else(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        top = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert top == {
        "alp", "benchmarks", "cases", "docs", "templates", "tests", "tools", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
        "README.md", "pyproject.toml", "requirements.lock", "PKG-INFO", ".gitignore",
    }  # fmt: skip


# --- installed by each of the tools that people have ---------------------------------------------------


@dataclass(frozen=True)
class Poste:
    """A computer that has alp, and not its source."""

    maison: Path
    alp: Path
    retire: list[str]
    env: dict[str, str]

    def __call__(self, *mots: str, dans: str = ".") -> str:
        """Run alp in a folder of the home."""
        home = {"HOME": str(self.maison), "GIT_CONFIG_GLOBAL": str(self.maison / "gitconfig")}
        return run([str(self.alp), *mots], self.maison / dans, PROPRE | home)


def recipe(outil: str, dossier: Path, wheel: str, pins: str) -> tuple[list[list[str]], Path, list[str]]:
    """The commands that install, where the program then is, the command that takes it away."""
    here = Path(sys.executable)
    if outil == "pipx":
        install = ["install", "--quiet", "--python", sys.executable, "--pip-args", f"-c {shlex.quote(pins)}", wheel]
        pipx = str(here.with_name(f"pipx{EXE}"))
        return [[pipx, *install]], dossier / "programmes", [pipx, "uninstall", "alp"]
    if outil == "uv":
        uv = str(here.with_name(f"uv{EXE}"))
        install = ["tool", "install", "--quiet", "--python", sys.executable, "--constraints", pins, wheel]
        return [[uv, *install]], dossier / "programmes", [uv, "tool", "uninstall", "alp"]
    python = str(dossier / "env" / SCRIPTS / f"python{EXE}")
    install = [python, "-m", "pip", "install", "-q", "-c", pins, wheel]
    return (
        [[sys.executable, "-m", "venv", str(dossier / "env")], install],
        dossier / "env" / SCRIPTS,
        [python, "-m", "pip", "uninstall", "-q", "-y", "alp"],
    )


def install(outil: str, dist: Path, dossier: Path) -> Poste:
    """Install the wheel with the locked versions, in folders of its own."""
    home = dossier / "maison"
    home.mkdir()
    (home / "gitconfig").write_text("[user]\n\tname = Camille Essai\n\temail = camille@exemple.fr\n")
    pins = dossier / "versions.txt"
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[^\\\n]+", (RACINE / "requirements.lock").read_text(), re.MULTILINE)))
    names = {
        "PIPX_HOME": "outils",
        "UV_TOOL_DIR": "outils",
        "PIPX_BIN_DIR": "programmes",
        "UV_TOOL_BIN_DIR": "programmes",
        "PIPX_MAN_DIR": "man",
    }
    env = PROPRE | {name: str(dossier / folder) for name, folder in names.items()} | {"UV_PYTHON_DOWNLOADS": "never"}
    env |= dict.fromkeys(("UV_SYSTEM_CERTS", "UV_NATIVE_TLS"), "true")  # as pip does: the certificates of this machine
    commands, programs, retire = recipe(outil, dossier, str(next(dist.glob("*.whl"))), str(pins))
    for command in commands:
        run(command, home, env)
    return Poste(home, programs / f"alp{EXE}", retire, env)


def run(command: list[str], cwd: Path, env: dict[str, str]) -> str:
    """What a command answers, once it went well."""
    done = subprocess.run(command, cwd=cwd, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("outil", ["pip", "pipx", "uv"])
def test_alp_is_installed_lives_where_there_is_no_source_and_is_taken_away(outil: str, dist: Path, tmp_path: Path) -> None:
    poste = install(outil, dist, tmp_path)
    assert poste("--version") == f"alp {alp.__version__}\n"

    poste("init", "essai", "--modele", "alp28")
    saisine = ["--origine", "ccas-chartres", "--personne-informee", "oui", "--commune", "Chartres"]
    assert "Situation ouverte : ALP28-" in poste("new", *saisine, "--no-input", dans="essai")
    assert "1 situation : 0 erreur" in poste("check", dans="essai")

    said = poste("demo", "demo", "--no-input")
    assert "Situation ouverte : ALP28-2026-" in said
    assert "signé en retard" in said
    assert (poste.maison / "demo" / ".git").is_dir()

    paths = poste("minutes", "2026-11-03-cellule", "--format", "docx,pdf,html", "--no-input", dans="demo").split()
    assert [path.rpartition(".")[2] for path in paths] == ["docx", "pdf", "html"]
    assert all((poste.maison / "demo" / path).stat().st_size > 4_000 for path in paths)

    run(poste.retire, poste.maison, poste.env)
    assert not poste.alp.exists()
    assert (poste.maison / "essai" / "dispositif.yaml").is_file()
