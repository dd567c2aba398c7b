"""The wheel and the sdist, as someone who installs alp gets them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import alp

RACINE = Path(alp.__file__).parent.parent
PROPRE = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "ALP_REGISTRE", "ALP_AUJOURDHUI")}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=RACINE, check=True, capture_output=True, env=PROPRE)
    return folder


def test_the_wheel_holds_the_templates_the_models_and_the_example_registers(dist: Path) -> None:
    names = zipfile.ZipFile(next(dist.glob("*.whl"))).namelist()
    assert "alp/templates/LISEZMOI.md.j2" in names
    assert "alp/dispositifs/alp28.yaml" in names
    assert "alp/py.typed" in names
    assert len([n for n in names if n.startswith("alp/cases/alp28/situations/")]) > 40
    assert not [n for n in names if n.startswith(("tests/", "tools/", "docs/"))]


def test_the_sdist_holds_what_is_listed_and_nothing_else(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        top = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert top == {
        "alp", "benchmarks", "cases", "docs", "templates", "tests", "tools", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
        "README.md", "pyproject.toml", "requirements.lock", "PKG-INFO", ".gitignore",
    }  # fmt: skip


def test_installed_elsewhere_from_the_wheel_alp_lives_its_demo_day(dist: Path, tmp_path: Path) -> None:
    """A fresh environment, outside the checkout, with the locked versions."""
    home = tmp_path / "maison"
    home.mkdir()
    pins = tmp_path / "versions.txt"
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[^\s\\]+", (RACINE / "requirements.lock").read_text(), re.MULTILINE)))
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    wheel = next(dist.glob("*.whl"))
    subprocess.run(
        [scripts / "python", "-m", "pip", "install", "-q", "-c", str(pins), str(wheel)],
        check=True,
        capture_output=True,
        env=PROPRE,
        cwd=home,
    )
    env = PROPRE | {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / "gitconfig")}
    (home / "gitconfig").write_text("[user]\n\tname = Camille Essai\n\temail = camille@exemple.fr\n")
    done = subprocess.run([scripts / "alp", "demo", "essai", "--no-input"], cwd=home, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Situation ouverte : ALP28-2026-" in done.stdout
    assert "signé en retard" in done.stdout
    assert (home / "essai" / ".git").is_dir()
