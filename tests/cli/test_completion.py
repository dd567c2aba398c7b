"""The Tab key: what it proposes, in real shells; how it is installed, and taken away without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from alp.cli.commandes import COMMANDES
from alp.cli.completion import PAR_SITUATION, carry_on, quick_answer
from alp.cli.francais import build
from alp.cli.shells import SHELLS
from alp.cli.tabulation import DEBUT, with_block, without_block
from tests.cli.conftest import ACACIA, TILLEUL, Poste

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
AMORCES = {
    "bash": (".bashrc", "PS1='pret> '\n"),
    "zsh": (".zshrc", "PROMPT='pret> '\n"),
    "fish": (
        ".config/fish/config.fish",
        "function fish_prompt; echo -n 'pret> '; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n",
    ),
}
"""What each shell reads when it starts, before alp comes."""
BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")
TAB, ENTREE = "\t", "\r"


class Shell:
    """A shell that somebody types in."""

    def __init__(self, nom: str, racine: Path, **env: str) -> None:
        import pexpect

        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environ = os.environ | {"PATH": path, "TERM": "xterm", "LC_ALL": "C.UTF-8", "fish_features": "no-query-term"} | env
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR", "BASH_COMPLETION_USER_DIR"):
            environ.pop(name, None)
        self.fils: Any = pexpect.spawn(nom, ["-i"], cwd=str(racine), env=environ, dimensions=(50, 150), encoding="utf-8", timeout=30)
        self.fils.expect_exact("pret> ")

    def tape(self, *touches: str) -> None:
        """Type; alp answers each Tab before the next key."""
        for morceau in touches:
            self.fils.send(morceau)

    def attend(self, *textes: str) -> None:
        """Wait for texts, one after the other."""
        for texte in textes:
            self.fils.expect_exact(texte)


@pytest.fixture(params=AMORCES)
def nom(request: pytest.FixtureRequest, maison: Path) -> str:
    """A shell of this machine, whose start-up file says how it prompts."""
    shell = str(request.param)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    path, text = AMORCES[shell]
    (maison / path).parent.mkdir(parents=True, exist_ok=True)
    (maison / path).write_text(text)
    return shell


@pytest.fixture
def ouvre(poste: Poste) -> Iterator[Any]:
    """Opens shells in the register; each is closed, whatever happened."""
    opened: list[Shell] = []

    def ouvre(nom: str, **env: str) -> Shell:
        opened.append(Shell(nom, poste.racine, **env))
        return opened[-1]

    yield ouvre
    for shell in opened:
        shell.fils.close(force=True)


@pytest.fixture
def installe(poste: Poste, ouvre: Any) -> Any:
    """Installs for a shell, and opens it."""

    def installe(nom: str) -> Shell:
        poste(f"completion {nom} --yes")
        shell: Shell = ouvre(nom)
        return shell

    return installe


# --- in real shells -----------------------------------------------------------------------------------


@POSIX
def test_once_installed_a_visit_is_typed_with_the_tab_key(poste: Poste, ouvre: Any, nom: str) -> None:
    shell = ouvre(nom)
    shell.tape(f"alp completion{ENTREE}")
    shell.attend(f"touche Tab pour {nom}", "Installer ?")
    shell.tape(ENTREE)
    shell.attend("Installé.", "Ouvrir un nouveau terminal", "pret> ")
    shell = ouvre(nom)
    shell.tape("alp visi", TAB, "acac", TAB, "--li", TAB, "domi", TAB, "--resu", TAB, "porte", TAB, ENTREE)
    shell.attend("Enregistré")
    assert poste.journal(ACACIA)[-1].items() >= {"type": "visite", "lieu": "domicile", "resultat": "porte_close"}.items()


@POSIX
def test_the_situations_are_shown_by_pseudonym_and_commune_where_the_shell_can(installe: Any, nom: str) -> None:
    shell = installe(nom)
    shell.tape("alp show ", TAB, TAB, TAB)
    if nom == "bash":
        shell.attend("ESSAI-2026-001", "ESSAI-2026-002")
    else:
        shell.attend("Tilleul, Chartres", "Acacia, ")


@POSIX
def test_folders_are_still_completed(installe: Any, nom: str, poste: Poste) -> None:
    (poste.racine.parent / "un-dossier").mkdir()
    shell = installe(nom)
    shell.tape("alp init ../un-d", TAB, ENTREE)
    shell.attend("un-dossier")


@POSIX
def test_the_script_is_that_of_the_shell_in_which_the_command_is_typed(ouvre: Any, nom: str) -> None:
    shell = ouvre(nom, SHELL="/bin/inconnu")
    shell.tape(f"alp completion --montrer{ENTREE}")
    shell.attend(f"complete_{nom}")


@POSIX
def test_no_text_of_a_register_is_an_order_for_a_shell(poste: Poste, installe: Any, nom: str) -> None:
    shell = installe(nom)
    path = poste.racine / TILLEUL
    piege = r"Tilleul \$(touch piege1) $(touch piege2) `touch piege3`; touch piege4"
    path.write_text(poste.lire(TILLEUL).replace("pseudonyme: Tilleul", f"pseudonyme: {piege}").replace('"28085"', r"\$(touch piege5)"))
    fiche = poste.racine / "dispositif.yaml"
    fiche.write_text(fiche.read_text().replace("nom: Chartres", r"nom: '\$(touch piege6)`touch piege7`'"))
    shell.tape("alp show ", TAB, TAB, "\x15", "alp new --commune ", TAB, TAB, "\x15", f"echo f''ini{ENTREE}")
    shell.attend("fini")
    assert list(poste.racine.glob("piege*")) == []
    poste.git("checkout", "--quiet", ".")


@POSIX
@pytest.mark.skipif(not BASH_COMPLETION.is_file(), reason="bash-completion is not on this machine")
def test_bash_completion_finds_the_script_by_itself(installe: Any, maison: Path) -> None:
    rc = f"PS1='pret> '\n. {BASH_COMPLETION}\n"
    (maison / ".bashrc").write_text(rc)
    shell = installe("bash")
    assert (maison / ".bashrc").read_text() == rc
    shell.tape("alp sho", TAB, "acac", TAB, ENTREE)
    shell.attend("ESSAI-2026-002")


# --- what is proposed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mots", "debut", "attendu"),
    [
        ([], "v", ["visit", "voir", "vignette", "verifier"]),
        ([], "visite", ["visite"]),
        ([], "ech", ["echeances"]),
        (["show"], "essai-2026-002", ["essai-2026-002"]),
        (["visite"], "ti", ["tilleul"]),
        (["visite"], "TI", ["TIlleul"]),
        (["edit"], "inconnu", []),
        (["add", "1"], "eval", ["evaluation"]),
    ],
)
def test_the_usual_words_are_answered_at_once(poste: Poste, mots: list[str], debut: str, attendu: list[str]) -> None:
    assert [word for word, _ in quick_answer(mots, debut) or []] == attendu


def test_a_pseudonym_is_explained_by_where_and_which(poste: Poste) -> None:
    assert quick_answer(["show"], "Til") == [("Tilleul", "Tilleul, Chartres, ESSAI-2026-001")]


def test_two_that_bear_one_pseudonym_are_told_apart(poste: Poste) -> None:
    (poste.racine / ACACIA).write_text(poste.lire(ACACIA).replace("Acacia", "Tilleul"))
    [(word, hint)] = quick_answer(["show"], "til") or []
    assert (word, "ESSAI-2026-001" in hint, "ESSAI-2026-002" in hint) == ("tilleul", True, True)


@pytest.mark.parametrize(
    "entete",
    [
        "personne:\n  pseudonyme: Érable   # un arbre\n  genre: femme\nlogement:\n  commune: '28085'\n",
        'personne: {genre: femme, pseudonyme: "Érable"}\nlogement: {quartier: centre, commune: "28085"}\n',
    ],
)
def test_a_header_is_read_however_it_is_written(poste: Poste, entete: str) -> None:
    body = poste.lire(ACACIA).partition("journal:")[2]
    (poste.racine / ACACIA).write_text(f"id: ESSAI-2026-002\n{entete}journal:{body}", encoding="utf-8")
    assert quick_answer(["show"], "era") == [("erable", "Érable, Chartres, ESSAI-2026-002")]


@pytest.mark.parametrize(("mots", "debut"), [(["visit", "1"], ""), (["-r", "x", "visit"], ""), (["visit"], "--li"), (["list"], "x")])
def test_what_is_not_usual_is_left_to_the_command(mots: list[str], debut: str) -> None:
    assert quick_answer(mots, debut) is None


@pytest.mark.parametrize(
    ("tape", "mot", "suite"),
    [("era", "Érable", "erable"), ("É", "Épicéa", "Épicéa"), ("tilleuls", "Tilleul", ""), ("", "Thym", "Thym"), ("x", "", "")],
)
def test_what_was_typed_is_kept_letter_for_letter(tape: str, mot: str, suite: str) -> None:
    assert carry_on(tape, mot) == suite


def test_the_commands_that_begin_with_a_situation_are_those_listed() -> None:
    def first_argument(nom: str) -> str:
        module, _, name = next(c.cible for c in COMMANDES if c.nom == nom).partition(":")
        command = build(getattr(import_module(f"alp.cli.{module}"), name))
        return next((p.metavar or "" for p in command.params if isinstance(p, typer.core.TyperArgument)), "")

    assert {c.nom for c in COMMANDES if first_argument(c.nom).strip("[]") == "ID"} == PAR_SITUATION


def tab(poste: Poste, *, ligne: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One Tab in bash, as a process."""
    asked = {"_ALP_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(ligne.split(" ")), "COMP_CWORD": str(ligne.count(" "))}
    return subprocess.run(
        [sys.executable, "-m", "alp"], cwd=poste.racine, env=os.environ | asked | env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ("alp -r ../registre visit Aca", ["Acacia"]),
        ("alp visit -r ../registre Aca", ["Acacia"]),
        ("alp visit 1 --lieu = dom", ["domicile"]),
        ("alp visit 1 --aussi Tilleul,aca", ["Tilleul,acacia"]),
        ("alp new --commune chartr", ["chartres"]),
        ("alp completion fi", ["fish"]),
        ("alp --reg", ["--registre"]),
    ],
)
def test_options_and_their_values(poste: Poste, ligne: str, attendu: list[str]) -> None:
    assert tab(poste, ligne=ligne).stdout.split() == attendu


def test_a_tab_that_fails_writes_nothing_on_the_line(poste: Poste) -> None:
    (poste.racine / "dispositif.yaml").write_text("nom: [\n")
    for ligne in ("alp new --origine ", "alp visit 1 --par ", "alp visit 'x"):
        done = tab(poste, ligne=ligne)
        assert (done.stdout, done.stderr) == ("", ""), ligne
    assert tab(poste, ligne="alp v", _ALP_COMPLETE="complete_tcsh").returncode == 2
    poste.git("checkout", "--quiet", ".")


def test_the_usual_tab_reads_no_record(poste: Poste) -> None:
    """What makes it quick: a tenth of a second, where the records take four."""
    line = "import sys; from alp.cli import main; main([]); sys.stdout.write(repr([m for m in sys.modules if m.startswith('alp.core.')]))"
    env = os.environ | {"_ALP_COMPLETE": "complete_bash", "COMP_WORDS": "alp\nshow\nTi", "COMP_CWORD": "2"}
    done = subprocess.run([sys.executable, "-c", line], cwd=poste.racine, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Tilleul")
    assert not {"alp.core.situation", "alp.core.dispositif", "alp.core.registre"} & set(done.stdout.split("'"))


# --- installing, taking away --------------------------------------------------------------------------

RC = {"bash": ".bashrc", "zsh": ".zshrc"}


@pytest.fixture(autouse=True)
def sans_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)


def contents(maison: Path) -> dict[str, bytes]:
    return {p.relative_to(maison).as_posix(): p.read_bytes() for p in maison.rglob("*") if p.is_file()}


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("avant", [None, b"", b"alias ll='ls -l'\n", b"sans fin de ligne", b"\r\nwindows\r\n", b"latin \xe9\n\n\n"])
def test_taken_away_everything_is_as_before_byte_for_byte(poste: Poste, maison: Path, shell: str, avant: bytes | None) -> None:
    if avant is not None:
        (maison / RC[shell]).write_bytes(avant)
    before = contents(maison)
    assert "Installé." in poste(f"completion {shell} --yes")
    installed = contents(maison)
    assert installed[RC[shell]].startswith(avant or b"")
    if avant is not None:
        assert installed[f"{RC[shell]}.avant-alp"] == avant
    assert "rien à changer" in poste(f"completion {shell} --yes")
    assert contents(maison) == installed
    poste(f"completion {shell} --retirer --yes")
    assert contents(maison) == before
    assert "rien à changer" in poste(f"completion {shell} --retirer --yes")


def test_fish_needs_one_file_and_no_more(poste: Poste, maison: Path) -> None:
    before = contents(maison)
    poste("completion fish --yes")
    assert set(contents(maison)) - set(before) == {".config/fish/completions/alp.fish"}
    poste("completion fish --retirer --yes")
    assert contents(maison) == before


def test_the_folders_that_the_user_chose_are_respected(poste: Poste, maison: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR"):
        monkeypatch.setenv(name, str(maison / name.lower()))
        (maison / name.lower()).mkdir()
    for shell in ("bash", "zsh", "fish"):
        poste(f"completion {shell} --yes")
    assert set(contents(maison)) >= {
        "xdg_data_home/bash-completion/completions/alp", "xdg_data_home/zsh/site-functions/_alp", "zdotdir/.zshrc", "xdg_config_home/fish/completions/alp.fish",
    }  # fmt: skip


@pytest.mark.parametrize("autour", [(b"", b""), (b"a\n", b""), (b"a", b""), (b"a", b"b\n"), (b"a\n", b"b"), (b"", b"b\n")])
def test_what_stands_around_the_lines_stays(autour: tuple[bytes, bytes]) -> None:
    """Lines that were typed after ours keep a line of their own."""
    before, after = autour
    text = with_block(before, "source x") + after
    assert with_block(text, "source x") == text
    assert with_block(text, "source y") == text.replace(b"source x", b"source y")
    assert without_block(text).split() == (before + b"\n" + after).split()


@POSIX
def test_a_link_stays_a_link_and_rights_stay_what_they_are(poste: Poste, maison: Path) -> None:
    real = maison / "dotfiles" / "zshrc"
    real.parent.mkdir()
    real.write_text("setopt\n")
    real.chmod(0o640)
    (maison / ".zshrc").symlink_to(real)
    poste("completion zsh --yes")
    assert (maison / ".zshrc").is_symlink()
    assert DEBUT in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert (maison / ".zshrc.avant-alp").read_text() == "setopt\n"


@pytest.mark.parametrize(
    ("rc", "dit"),
    [(f"{DEBUT}\nsource x\n".encode(), "coupées"), ("export A=1".encode("utf-16"), "texte simple"), (f"{DEBUT}\n".encode() * 2, "coupées")],
)
def test_an_odd_start_up_file_is_left_alone(poste: Poste, maison: Path, rc: bytes, dit: str) -> None:
    (maison / ".zshrc").write_bytes(rc)
    before = contents(maison)
    assert dit in poste("completion zsh --yes", sortie=3)
    assert dit in poste("completion zsh --retirer --yes", sortie=3)
    assert contents(maison) == before


def test_another_program_s_script_is_left_alone(poste: Poste, maison: Path) -> None:
    path = maison / ".config/fish/completions/alp.fish"
    path.parent.mkdir(parents=True)
    path.write_text("complete -c alp -a dente-blanche\n")
    for mots in ("--yes", "--retirer --yes"):
        assert "n'est pas d'alp" in poste(f"completion fish {mots}", sortie=3)
    assert path.read_text() == "complete -c alp -a dente-blanche\n"


def test_an_older_script_is_brought_up_to_date(poste: Poste, maison: Path) -> None:
    poste("completion fish --yes")
    path = maison / ".config/fish/completions/alp.fish"
    wanted = path.read_text()
    path.write_text("# _ALP_COMPLETE, en plus vieux\n")
    assert "mettre à jour ~/.config/fish/completions/alp.fish" in poste("completion fish --yes")
    assert path.read_text() == wanted


@pytest.mark.parametrize("mots", ["bash --dry-run", "zsh --montrer", "fish --dry-run"])
def test_nothing_is_written_to_look(poste: Poste, maison: Path, mots: str) -> None:
    before = contents(maison)
    assert "alp" in poste(f"completion {mots}")
    assert contents(maison) == before


def test_without_a_terminal_nothing_is_written_unless_yes(poste: Poste, maison: Path) -> None:
    before = contents(maison)
    assert "→ Recommencer avec --yes." in poste("completion bash", sortie=3)
    assert contents(maison) == before


def test_an_unknown_shell_is_refused_with_the_list(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "bash, zsh, fish, pwsh, powershell" in poste("completion tcsh", sortie=2)
    monkeypatch.setattr("alp.cli.shells._get_shell_name", lambda: "tcsh")
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert "alp completion bash" in poste("completion", sortie=2)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "pour fish" in poste("completion --dry-run")


@POSIX
def test_powershell_s_profile_leads_to_a_script_beside_it(poste: Poste, maison: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No PowerShell here: a stand-in says where its profile is, and that Windows reads no script yet."""
    assert "pwsh ne répond pas" in poste("completion pwsh --yes", sortie=3) or shutil.which("pwsh")
    profile = maison / "Documents" / "profile.ps1"
    stand_in = maison / "bin" / "pwsh"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\ncase "$*" in *Policy*) echo Restricted ;; *) echo "{profile}" ;; esac\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}")
    assert "Set-ExecutionPolicy" in poste("completion pwsh --yes")
    assert "alp-completion.ps1" in profile.read_text(encoding="ascii")
    assert "Register-ArgumentCompleter" in profile.with_name("alp-completion.ps1").read_text(encoding="ascii")
    poste("completion pwsh --retirer --yes")
    assert list(profile.parent.iterdir()) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script_in_ascii(poste: Poste, shell: str) -> None:
    assert poste(f"completion {shell} --montrer").isascii()
