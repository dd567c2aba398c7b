"""`alp completion`: the Tab key, installed and taken away. Nothing that stood in a start-up file is ever lost."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.completion import VARIABLE
from alp.cli.montre import plural, title, write
from alp.cli.saisie import Yes, commande
from alp.cli.session import Renonce, Session, out, say
from alp.cli.shells import SHELLS, Place, ask_powershell, shell_here, write_script
from alp.core.erreurs import AlpError, Refus, UsageError

DEBUT, FIN = "# >>> alp completion >>>", "# <<< alp completion <<<"
"""Between these two lines, a start-up file is ours. ASCII: Windows PowerShell reads its files in the machine's code page."""
COPIE = ".avant-alp"
ESSAIS = {
    "bash": "Deux fois Tab montrent toute la liste.",
    "zsh": "Chaque mot est expliqué ; Tab encore passe de l'un à l'autre.",
    "fish": "Chaque mot est expliqué ; les flèches choisissent.",
    "pwsh": "Tab ouvre un menu ; les flèches choisissent.",
    "powershell": "Tab ouvre un menu ; les flèches choisissent.",
}


@dataclass(frozen=True, slots=True)
class Ecriture:
    """One file that changes; `None` where there is none."""

    chemin: Path
    avant: bytes | None
    apres: bytes | None
    copie: Path | None = None
    """Where what stood in the file without our lines is kept."""


# --- blocks -------------------------------------------------------------------------------------------

BLOC = re.compile(rf"(?:^|\n){re.escape(DEBUT)}\n.*?{re.escape(FIN)}(?:\r?\n|\Z)".encode(), re.DOTALL)


def with_block(octets: bytes, lignes: str) -> bytes:
    """The same file with our lines at its end, or in the place that they already have."""
    block = f"{DEBUT}\n# Pour retirer ces lignes : alp completion --retirer\n{lignes}\n{FIN}\n".encode()
    if found := BLOC.search(octets):
        before = b"\n" if found[0].startswith(b"\n") else b""
        return octets[: found.start()] + before + block + octets[found.end() :]
    return octets + (b"\n" if octets else b"") + block


def without_block(octets: bytes) -> bytes:
    """The file as it was before `with_block`, byte for byte; what was added after our lines stays, on a line of its own."""
    found = BLOC.search(octets)
    if found is None:
        return octets
    head, tail = octets[: found.start()], octets[found.end() :]
    return head + (b"\n" if tail and head and not head.endswith(b"\n") else b"") + tail


def refuse_odd(place: Place) -> None:
    """Leave alone a script that is not ours, and a start-up file that is not plain text or whose marks were damaged.

    Raises:
        AlpError: it is so.
    """
    script = _read(place.script)
    if script and VARIABLE.encode() not in script:
        raise AlpError(f"{_shown(place.script)} existe, et n'est pas d'alp : rien n'a été écrit.", "Le déplacer, puis recommencer.")
    octets = (_read(place.amorce) if place.amorce else None) or b""
    marks = octets.count(DEBUT.encode()), octets.count(FIN.encode()), len(BLOC.findall(octets))
    if place.amorce and (b"\0" in octets or marks not in ((0, 0, 0), (1, 1, 1))):
        raise AlpError(
            f"{_shown(place.amorce)} n'est pas un texte simple, ou les lignes d'alp y ont été coupées : rien n'a été écrit.",
            f"Y effacer ce qui reste entre « {DEBUT} » et « {FIN} », ces deux lignes comprises, puis recommencer.",
        )


# --- deciding, writing --------------------------------------------------------------------------------


def plan_install(place: Place) -> list[Ecriture]:
    """The files that change for the Tab key to work; none when all is in place."""
    found = [Ecriture(place.script, _read(place.script), place.texte.encode())]
    if place.amorce is not None:
        before = _read(place.amorce)
        own = without_block(before or b"")
        if place.besoin or own != (before or b""):
            copy = None if before is None else _place_of_copy(place.amorce, own)
            found.append(Ecriture(place.amorce, before, with_block(before or b"", place.lignes), copy))
    return [e for e in found if e.avant != e.apres]


def plan_removal(place: Place) -> list[Ecriture]:
    """The files that change for nothing to be left of it."""
    found = [Ecriture(place.script, _read(place.script), None)]
    if place.amorce is not None and (before := _read(place.amorce)) is not None:
        own = without_block(before)
        copy = next((c for c in _copies(place.amorce) if _read(c) == own), None)
        made_by_us = not own and own != before and copy is None
        found.append(Ecriture(place.amorce, before, None if made_by_us else own, copy))
    return [e for e in found if e.avant != e.apres]


def _copies(path: Path) -> list[Path]:
    names = [path.with_name(path.name + COPIE), *(path.with_name(f"{path.name}{COPIE}-{n}") for n in range(2, 100))]
    return [name for name in names if name.exists()]


def _place_of_copy(path: Path, octets: bytes) -> Path:
    """The copy that holds these bytes already, else a free name."""
    taken = _copies(path)
    same = next((c for c in taken if _read(c) == octets), None)
    return same or path.with_name(path.name + COPIE + (f"-{len(taken) + 1}" if taken else ""))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def install(e: Ecriture) -> None:
    """Write one file, its copy first."""
    if e.copie is not None and not e.copie.exists():
        _replace(e.copie, without_block(e.avant or b""), like=e.chemin)
    _replace(e.chemin, e.apres or b"", like=e.chemin)


def remove(e: Ecriture) -> None:
    """Give one file back, and drop the copy that says the same."""
    if e.apres is None:
        e.chemin.unlink(missing_ok=True)
    else:
        _replace(e.chemin, e.apres, like=e.chemin)
    if e.copie is not None:
        e.copie.unlink()


def _replace(path: Path, octets: bytes, *, like: Path) -> None:
    """Write a file in one step; a link stays a link, rights stay what they are."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.alp-nouveau")
    draft.write_bytes(octets)
    if like.exists():
        shutil.copymode(like, draft)
    draft.replace(target)


# --- the command --------------------------------------------------------------------------------------


def _completion(
    session: Session,
    terminal: Annotated[
        str | None,
        typer.Argument(
            metavar="[TERMINAL]",
            show_default=False,
            autocompletion=lambda: list(SHELLS),
            help=f"{', '.join(SHELLS)} ; sinon celui où la commande est tapée.",
        ),
    ] = None,
    montrer: Annotated[bool, typer.Option("--montrer", help="Montrer le script seulement, sans rien écrire.")] = False,
    retirer: Annotated[bool, typer.Option("--retirer", help="Retirer la complétion : tout redevient comme avant.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer ce qui changerait, sans rien écrire.")] = False,
    yes: Yes = False,
) -> Any:
    """Installer la touche Tab : elle complète commandes, options, identifiants, pseudonymes et codes. Montre tout avant d'écrire."""
    shell = _known(terminal) if terminal else _here()
    if montrer:
        out(write_script(shell).rstrip("\n"))
        return 0
    place = SHELLS[shell]()
    refuse_odd(place)
    changes = plan_removal(place) if retirer else plan_install(place)
    if not changes:
        write(f"La complétion {'n’est pas' if retirer else 'est déjà'} en place pour {shell} : rien à changer.")
        return 0
    title(f"{'Retirer' if retirer else 'Installer'} la complétion de la touche Tab pour {shell}")
    for e in changes:
        write(f"  {_described(e)}")
    if dry_run:
        write("Rien n'a été écrit.")
        return 0
    _agree(session, yes, "Retirer ?" if retirer else "Installer ?")
    for e in changes:
        (remove if retirer else install)(e)
    _tell_next(shell, retirer=retirer)
    return 0


def _known(terminal: str) -> str:
    if terminal.lower() not in SHELLS:
        raise UsageError(f"« {terminal} » n'est pas un terminal que la complétion connaît.", f"Choisir parmi : {', '.join(SHELLS)}.")
    return terminal.lower()


def _here() -> str:
    shell = shell_here()
    if shell in SHELLS:
        return shell
    hint = "Sous Windows, ouvrir PowerShell plutôt que l'invite de commandes. " if sys.platform == "win32" else ""
    raise UsageError(
        f"Ce terminal{f' ({shell})' if shell else ''} n'est pas reconnu.",
        f"{hint}Le nommer : alp completion bash (ou {', '.join(list(SHELLS)[1:])}).",
    )


def _described(e: Ecriture) -> str:
    where = _shown(e.chemin)
    if e.avant is None or e.apres is None:
        return f"{'créer' if e.avant is None else 'effacer'} {where}"
    had, has = DEBUT.encode() in e.avant, DEBUT.encode() in e.apres
    lines = plural(abs(e.apres.count(b"\n") - e.avant.count(b"\n")), "ligne")
    if has and not had:
        return f"ajouter {lines} à la fin de {where}" + (f" ; une copie est gardée : {_shown(e.copie)}" if e.copie else "")
    if had and not has:
        return f"retirer {lines} de {where}" + (f", et effacer sa copie {_shown(e.copie)}" if e.copie else "")
    return f"mettre à jour {where}"


def _shown(path: Path) -> str:
    return f"~/{path.relative_to(Path.home()).as_posix()}" if path.is_relative_to(Path.home()) else str(path)


def _agree(session: Session, yes: bool, question: str) -> None:
    if yes:
        return
    if not session.interactive:
        raise Refus(f"{question} Il n'y a pas de terminal pour le demander.", "Recommencer avec --yes.")
    from alp.cli import questions

    if not questions.confirm(question):
        raise Renonce("Rien n'a été écrit.")


def _tell_next(shell: str, *, retirer: bool) -> None:
    if retirer:
        write("Retiré.")
        say("→ Les terminaux déjà ouverts la gardent jusqu'à ce qu'on les ferme.")
        return
    write("Installé.")
    say(f"""\
→ Ouvrir un nouveau terminal dans le dossier du registre, et essayer, [Tab] étant la touche de tabulation :
    alp sh[Tab]            écrit « alp show »
    alp visit T[Tab]       propose les pseudonymes qui commencent par T
    alp visit T… --li[Tab] écrit « --lieu » ; [Tab] encore propose les lieux
  {ESSAIS[shell]}""")
    if shell in ("pwsh", "powershell") and ask_powershell(shell, "Get-ExecutionPolicy") in ("Restricted", "AllSigned"):
        say("→ Windows n'y lit pas encore les scripts ; l'autoriser une fois : Set-ExecutionPolicy -Scope CurrentUser RemoteSigned")


completion = commande(_completion)
