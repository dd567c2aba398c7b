"""The gallery of errors: `tests/erreurs/<NOM>/cas.yaml` is a bad file or command, `message.txt` what alp answers.

`run` plays one case in a register of its own; `write_erreurs` makes `docs/erreurs.md` of the gallery and the catalogue.

A case: `titre`, `commande` (after `alp`), `fichiers` (committed), `a_la_main` (written after, not committed), `retire`,
`avant` (commands `alp …` or `git …` that come first), `entree` (standard input), `sortie` (exit status),
`ou` (`dehors`: outside any register), `depot` (`parent`: the register is a folder of someone else's repository),
`identite` (`non`: git does not know who writes), `editeur` (what the editor does: a Python expression on `texte`; `absent`: there is none of that name).

A file is its text, or one of `{remplace: [ancien, nouveau]}`, `{ajoute: texte}` (both on the base register's file), `{latin1: texte}`,
`{crlf: texte}`, `{octets: "61 00"}`, `{lien: cible}`, `{repete: [debut, ligne, fois]}`.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from alp.cli import main
from alp.core.catalogue import CATALOGUE
from alp.store.git import init

GALERIE = Path(__file__).parent.parent / "tests" / "erreurs"
BASE = GALERIE / "_base"
AUJOURDHUI = "2026-11-20"
REF = re.compile(r"(?<![\w-])[bcdfghjkmpqrstvwxz][bcdfghjkmpqrstvwxz23456789]{5}(?![\w-])")
NOM, COURRIEL = "Camille Essai", "camille@essai.example"


@dataclass(frozen=True)
class Cas:
    """One case of the gallery."""

    nom: str
    titre: str
    commande: str = "check"
    fichiers: Mapping[str, Any] = field(default_factory=dict)
    a_la_main: Mapping[str, Any] = field(default_factory=dict)
    retire: tuple[str, ...] = ()
    avant: tuple[str, ...] = ()
    entree: str = ""
    sortie: int = 1
    ou: str = "registre"
    depot: str = "propre"
    identite: str = "oui"
    editeur: str = ""

    @property
    def code(self) -> str:
        """`E203` of `E203-contrat-avant-admission`; empty for a command."""
        head = self.nom.partition("-")[0]
        return head if head in CATALOGUE else ""

    @property
    def message(self) -> str:
        """What alp is expected to answer; empty before the first golden run."""
        path = GALERIE / self.nom / "message.txt"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def save(self, message: str) -> None:
        """Make `message` the expected answer."""
        (GALERIE / self.nom / "message.txt").write_text(message, encoding="utf-8")


def read_cas(nom: str) -> Cas:
    """The case of a folder."""
    data = YAML(typ="safe").load((GALERIE / nom / "cas.yaml").read_text(encoding="utf-8"))
    data |= {key: tuple(data[key]) for key in ("retire", "avant") if key in data}
    return Cas(nom, **data)


def cases() -> list[Cas]:
    """The whole gallery, in order."""
    return [read_cas(p.parent.name) for p in sorted(GALERIE.glob("*/cas.yaml"))]


# --- the register of a case ---------------------------------------------------------------------------


def put(root: Path, chemin: str, contenu: Any) -> None:
    """Write one file of a case."""
    path = root / chemin
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(contenu, Mapping) and "lien" in contenu:
        path.unlink(missing_ok=True)
        path.symlink_to(contenu["lien"])
    else:
        path.write_bytes(_octets(contenu, BASE / chemin))


def _octets(contenu: Any, base: Path) -> bytes:
    tagged: Mapping[str, Any] = {"texte": contenu} if isinstance(contenu, str) else contenu
    ((forme, value),) = tagged.items()
    if forme == "remplace":
        text, (old, new) = base.read_text(encoding="utf-8"), value
        if old not in text:
            raise ValueError(f"{base} : « {old} » n'y est pas")
        return str(text.replace(old, new, 1)).encode()
    if forme == "repete":
        start, line, times = value
        return (str(start) + str(line) * int(times)).encode()
    return _FORMES[forme](str(value), base)


_FORMES: dict[str, Callable[[str, Path], bytes]] = {
    "texte": lambda value, base: value.encode(),
    "ajoute": lambda value, base: base.read_bytes() + value.encode(),
    "latin1": lambda value, base: value.encode("latin-1"),
    "crlf": lambda value, base: value.replace("\n", "\r\n").encode(),
    "octets": lambda value, base: bytes.fromhex(value),
}


def build(dossier: Path, cas: Cas) -> Path:
    """Make the case's register in a folder; it is committed but for what `a_la_main` says."""
    root = dossier / "registre"
    shutil.copytree(BASE, root)
    for chemin, contenu in cas.fichiers.items():
        put(root, chemin, contenu)
    for chemin in cas.retire:
        (root / chemin).unlink()
    repository = dossier if cas.depot == "parent" else root
    init(repository)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "Registre d'essai")
    return root


def git(root: Path, *words: str) -> None:
    """Run git as the person of the gallery would."""
    who = ["-c", f"user.name={NOM}", "-c", f"user.email={COURRIEL}", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


# --- running ------------------------------------------------------------------------------------------


@contextmanager
def private_home(dossier: Path, *, identite: bool = True) -> Iterator[None]:
    """An environment where neither this machine's git nor its clock is seen."""
    home = dossier / "maison"
    home.mkdir()
    config = home / "gitconfig"
    config.write_text(f"[user]\n\tname = {NOM}\n\temail = {COURRIEL}\n" if identite else "")
    fixed = {
        "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_SYSTEM": os.devnull,
        "ALP_AUJOURDHUI": AUJOURDHUI, "GIT_CEILING_DIRECTORIES": str(dossier), "EDITOR": "", "VISUAL": "",
    }  # fmt: skip
    before = dict(os.environ)
    os.environ.update(fixed)
    for name in ("ALP_REGISTRE", "ALP_TRACE", "NO_COLOR"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def alp(words: list[str], entree: str = "") -> tuple[int, str]:
    """Run a command here; its exit status, and standard output followed by messages."""
    out, err, stdin, mask = io.StringIO(), io.StringIO(), sys.stdin, os.umask(0o022)
    sys.stdin = io.StringIO(entree)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(words)
    finally:
        sys.stdin = stdin
        os.umask(mask)
    return status, out.getvalue() + err.getvalue()


def run(cas: Cas) -> tuple[int, str]:
    """Play a case: its exit status and what alp prints, the same on every machine."""
    with tempfile.TemporaryDirectory() as name:
        dossier = Path(name).resolve()
        with private_home(dossier, identite=cas.identite == "oui"):
            root = build(dossier, cas)
            known = known_refs(cas)
            with chdir(root):
                _come_first(cas, root)
                for chemin, contenu in cas.a_la_main.items():
                    put(root, chemin, contenu)
            _set_editor(dossier, cas.editeur)
            (dossier / "dehors").mkdir()
            with chdir(dossier / "dehors" if cas.ou == "dehors" else root):
                status, text = alp(shlex.split(cas.commande), cas.entree)
    text = REF.sub(lambda m: m[0] if m[0] in known else "……", text.replace(str(root), "REGISTRE").replace(str(dossier), "DOSSIER"))
    return status, text


def known_refs(cas: Cas) -> set[str]:
    """The references that a case itself gives; those that alp draws are not the same twice."""
    texts = [p.read_text(encoding="utf-8") for p in BASE.glob("*/**/*.yaml")]
    return set(REF.findall(" ".join([*texts, str(cas.fichiers), str(cas.a_la_main), cas.commande])))


def _come_first(cas: Cas, root: Path) -> None:
    for line in cas.avant:
        words = shlex.split(line)
        if words[0] == "git":
            git(root, *words[1:])
        elif (done := alp(words[1:]))[0]:
            raise ValueError(f"{cas.nom} : {line} : {done[1]}")


def _set_editor(dossier: Path, expression: str) -> None:
    """An editor that replaces the file's text by a Python expression on `texte`."""
    if expression == "absent":
        os.environ["EDITOR"] = str(dossier / "nulle-part")
    elif expression:
        script = dossier / "editeur.py"
        script.write_text(
            "import pathlib, sys\np = pathlib.Path(sys.argv[-1])\ntexte = p.read_text()\n" + f"p.write_text({expression})\n",
            encoding="utf-8",
        )
        os.environ["EDITOR"] = shlex.join([sys.executable, str(script)])


# --- docs/erreurs.md ----------------------------------------------------------------------------------

GROUPES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Lecture", "Le fichier lui-même ne se lit pas. Les autres fichiers se lisent quand même.", ("E00", "E010")),
    ("Structure", "Le fichier se lit, mais une clé ou une valeur n'est pas à sa place.", ("E10",)),
    ("Codes", "Les codes viennent de dispositif.yaml ; chacun a ses dates.", ("E201", "E202", "E220", "E221", "E222")),
    ("Budgets", "Les comptes d'une année, dans budgets/.", ("E230",)),
    ("Journal", "Les entrées doivent pouvoir se suivre.", ("E203", "E204", "E205", "E206", "E209", "E212")),
    ("Contrats", "Les périodes se suivent sans se recouvrir.", ("E210",)),
    ("Personnes", "Un fichier, une personne ; un numéro, une situation.", ("E207", "E211")),
    ("À regarder", "Des alertes : rien n'est faux, mais un regard est utile. « vu » les fait taire, avec une raison.", ("A",)),
)
COMMANDES = (
    "Commandes",
    "Ce qu'alp répond quand une commande ne peut pas aller plus loin. Rien n'est alors écrit, sauf mention contraire.",
)
DEBUT = """\
# Les erreurs d'alp, une par une

Cette page est faite par `make docs` à partir de `tests/erreurs/` et du catalogue d'alp : chaque message ci-dessous est celui qu'alp
écrit vraiment. Une **erreur** (E…) dit que le registre se contredit ou ne se lit pas : `alp check` finit alors par 1. Une **alerte**
(A…) demande un regard. Toutes les personnes sont inventées ; l'équipe et les fichiers sont ceux d'un registre d'essai, le
20 novembre 2026.

Une commande finit par 0 (c'est fait), 1 (il y a des erreurs), 2 (la commande est mal écrite), 3 (refusé, impossible, ou vous avez répondu « Non »), 130 (interrompu).
"""


def write_erreurs() -> str:
    """The text of `docs/erreurs.md`."""
    found = cases()
    parts = [DEBUT]
    for titre, phrase, prefixes in GROUPES:
        parts.append(f"## {titre}\n\n{phrase}\n")
        parts += [_section(code, [c for c in found if c.code == code]) for code in CATALOGUE if code.startswith(prefixes)]
    parts.append(f"## {COMMANDES[0]}\n\n{COMMANDES[1]}\n")
    parts += [f"### {cas.titre}\n\n{_example(cas)}" for cas in found if not cas.code]
    return "\n".join(parts)


def _section(code: str, examples: list[Cas]) -> str:
    known = CATALOGUE[code]
    mend = " Réparable par `alp check --repair`." if known.reparable else ""
    shown = "\n".join(f"{cas.titre}\n\n{_example(cas)}" for cas in examples)
    return f"### {code} · {known.titre}\n\n{known.explication}\n\n**Que faire** : {_low(known.remede)}{mend}\n\n{shown}"


def _low(phrase: str) -> str:
    """A sentence after a colon; a command keeps its letters."""
    return phrase[:1].lower() + phrase[1:]


def _example(cas: Cas) -> str:
    files = "".join(_excerpt(chemin, contenu) for chemin, contenu in [*cas.fichiers.items(), *cas.a_la_main.items()])
    before = "".join(f"$ {line}\n" for line in cas.avant)
    return f"{files}```console\n{before}$ alp {cas.commande}".rstrip() + f"\n{cas.message}```\n"


def _excerpt(chemin: str, contenu: Any) -> str:
    """The part of a file that matters."""
    if isinstance(contenu, str):
        return _fenced(chemin, contenu)
    ((forme, value),) = contenu.items()
    if forme == "remplace":
        return _fenced(chemin, value[1].strip("\n"))
    if forme == "repete":
        return f"`{chemin}` : la même ligne, {value[2]} fois.\n\n"
    if forme in ("octets", "lien"):
        return f"`{chemin}` : " + ("des octets qui ne sont pas du texte.\n\n" if forme == "octets" else f"un lien vers `{value}`.\n\n")
    return _fenced(chemin, value, ", enregistré en latin-1" if forme == "latin1" else "")


def _fenced(chemin: str, texte: str, precision: str = "") -> str:
    lines = [_visible(line) for line in texte.strip("\n").split("\n")]
    shown = lines if len(lines) <= 30 else [*lines[:26], "# …"]
    return f"`{chemin}`{precision}\n\n```yaml\n" + "\n".join(shown) + "\n```\n\n"


def _visible(line: str) -> str:
    """Tabulations and invisible characters as people can see them."""
    return "".join(c if c.isprintable() else "→" if c == "\t" else f"<U+{ord(c):04X}>" for c in line)
