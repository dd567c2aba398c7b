"""Editing a file by hand, on a copy: checked before it is saved, reopened at the error, nothing left behind."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from alp.cli.montre import clean, write
from alp.cli.session import Renonce, Session, say
from alp.core.catalogue import probleme
from alp.core.controles import check, check_one
from alp.core.dispositif import Dispositif
from alp.core.erreurs import DISPOSITIF, AlpError, Gravite, Objet, Probleme, Refus
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.store.chemins import PRIVE, path_of
from alp.store.depot import Acte, Ecrit, header_of
from alp.store.ecriture import render
from alp.store.lecture import Fichier, Lecture, place, read_bytes, read_file

BUDGET = re.compile(r"budgets/((?:19|20)[0-9]{2})(?:\.yaml)?", re.ASCII)
"""How a year's budget is named, whether it exists or not."""


def edit_file(session: Session, mot: str, *, soin: bool = False) -> int:
    """Open a file's copy in the editor until it is right, then save it; or leave everything as it was."""
    objet = _target(session, mot, soin)
    before = read_file(session.depot.root, path_of(objet))
    draft = before.octets or _draft(session, objet)
    if not draft:
        raise Refus(f"{path_of(objet)} n'existe pas encore.", "Une note de soin s'ajoute avec : alp visit ID --note-soin -")
    words = _editor()
    _explain(session, before, Path(words[0]).name.removesuffix(".exe"))
    folder = session.depot.root / ".alp"
    folder.mkdir(mode=PRIVE, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=folder))
    try:
        octets = _until_right(session, before, draft, room / Path(before.chemin).name, words)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    if octets == draft:
        write("Rien n'a changé.")
        return 0
    _save(session, before, octets)
    write(f"Enregistré : {before.chemin}.")
    return 0


def _target(session: Session, mot: str, soin: bool) -> Objet:
    if mot.strip().lower() in ("dispositif", "dispositif.yaml"):
        return DISPOSITIF
    if bad := session.lecture.unreadable(mot):
        return bad.objet
    registre = session.lecture.registre
    if new := BUDGET.fullmatch(mot):
        return Objet("budget", new[1])
    budgets = {str(year) for year in registre.budgets}
    for sorte, known in (("reunion", registre.reunions), ("action", registre.actions), ("budget", budgets)):
        if mot in known:
            return Objet(sorte, mot)
    return Objet("soins" if soin else "situation", session.find(mot).id)


def _draft(session: Session, objet: Objet) -> bytes:
    """The text to begin a file with: a budget's, from the year before or from the conventions; nothing of another kind."""
    if objet.sorte != "budget":
        return b""
    from alp.core.rapport.financier import start_budget

    return render(plain(start_budget(session.lecture.registre, int(objet.id))), header_of(objet)).encode()


SORTIR = {
    "nano": "Ctrl-O puis Entrée enregistre, Ctrl-X quitte",
    "vi": "la touche i permet d'écrire ; Échap puis :wq enregistre et quitte, Échap puis :q! abandonne",
}
"""How to leave the usual editors."""


def _explain(session: Session, before: Fichier, name: str) -> None:
    """Which editor opens, and how to leave it: vi traps those who do not know it.

    Raises:
        Renonce: not now.
    """
    how = SORTIR.get({"vim": "vi", "nvim": "vi"}.get(name, name), "")
    if how:
        say(f"{before.chemin} s'ouvre dans {name} : {how}. Un autre éditeur : EDITOR=nano alp edit …")
    if session.interactive and how and not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        from alp.cli import questions

        if not questions.confirm("Ouvrir ?"):
            raise Renonce("Rien n'a été modifié.")


def _until_right(session: Session, before: Fichier, draft: bytes, copy: Path, words: list[str]) -> bytes:
    copy.write_bytes(draft)
    line = max((p.ligne for p in before.problemes), default=1) if before.octets else 1
    while True:
        _run_editor(words, copy, line)
        octets = copy.read_bytes()
        found = [] if octets == draft else _errors(session, before, octets)
        if not found:
            return octets
        for p in found:
            say(clean(str(p)))
            say(f"  → {clean(p.remede)}")
        line = found[0].ligne
        if not _again(session):
            raise AlpError("Rien n'a été enregistré : le fichier est comme avant.", "")


def _again(session: Session) -> bool:
    if not session.interactive:
        return False
    from alp.cli import questions

    return questions.confirm("Rouvrir l'éditeur pour corriger ?")


def _errors(session: Session, before: Fichier, octets: bytes) -> list[Probleme]:
    """The erreurs that the new text has; for the dispositif, also those that it would bring to the situations."""
    draft = read_bytes(before.chemin, before.objet, octets)
    found = [p for p in draft.problemes if p.gravite is Gravite.erreur]
    if not found and isinstance(draft.record, Situation):
        found = [place(p, draft) for p in _orphans(session, draft.record)]
    if not found and isinstance(draft.record, Situation):
        deep = check_one(session.lecture.registre, draft.record, au=session.today)
        found = [place(p, draft) for p in deep if p.gravite is Gravite.erreur]
    if not found and isinstance(draft.record, Dispositif) and isinstance(before.record, Dispositif):
        old, new = session.lecture.registre, replace(session.lecture.registre, dispositif=draft.record)
        known = {(p.objet, p.champ, p.code) for p in check(old, au=session.today)}
        deep = [p for p in check(new, au=session.today) if p.gravite is Gravite.erreur and (p.objet, p.champ, p.code) not in known]
        found = [place(p, draft) if p.objet == DISPOSITIF else session.lecture.locate(p) for p in deep]
    return found


def _orphans(session: Session, situation: Situation) -> list[Probleme]:
    """Care notes whose entry the new text no longer has."""
    notes = session.depot.read(soins=True).registre.soins.get(situation.id, {})
    gone = set(notes) - {e.ref for e in situation.journal}
    message = "cette entrée a une note de soin, et a disparu du texte"
    return [
        probleme(
            "E209",
            Objet("situation", situation.id),
            ("journal",),
            f"{ref} : {message}",
            "La remettre ; pour qu'elle ne compte plus : alp cancel",
        )
        for ref in sorted(gone)
    ]


def _editor() -> list[str]:
    """$VISUAL, then $EDITOR, then what the system has."""
    usual = next((e for e in ("nano", "vi", "notepad") if shutil.which(e)), "") if sys.stdin.isatty() and sys.stdout.isatty() else ""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    words = shlex.split(chosen, posix=os.name != "nt")
    if not words or not shutil.which(words[0]):
        raise AlpError("Aucun éditeur de texte n'a été trouvé.", "En choisir un : EDITOR=nano alp edit …")
    return words


def _run_editor(words: list[str], copy: Path, line: int) -> None:
    name = Path(words[0]).name.removesuffix(".exe")
    where = [f"+{line}"] if name in ("nano", "vi", "vim", "nvim", "emacs", "micro") else []
    quiet = ["-n"] if name in ("vim", "nvim") else []
    if subprocess.run([*words, *quiet, *where, str(copy)], check=False).returncode:
        raise AlpError("L'éditeur s'est arrêté sur une erreur : rien n'a été enregistré.", "")


def _save(session: Session, before: Fichier, octets: bytes) -> None:
    def decide(lecture: Lecture) -> Acte:
        now = lecture.fichiers.get(before.chemin) or read_file(session.depot.root, before.chemin)
        if now.octets != before.octets:
            raise Refus(f"{before.chemin} a changé pendant que vous l'éditiez : rien n'a été écrasé.", "Recommencer : alp edit")
        ids = (before.objet.id,) if before.objet.sorte in ("situation", "soins") else ()
        name = before.objet.id or before.chemin
        return Acte(f"{name} : modification dans l'éditeur", "edit", (Ecrit(before.objet, {}, octets.decode()),), ids)

    if before.objet == DISPOSITIF and before.record is None:  # nothing can be read, nor decided, before it is mended
        _save_alone(session, before, octets)
    else:
        session.write(decide, soins=before.objet.sorte == "soins")


def _save_alone(session: Session, before: Fichier, octets: bytes) -> None:
    if read_file(session.depot.root, before.chemin).octets != before.octets:
        raise Refus(f"{before.chemin} a changé pendant que vous l'éditiez : rien n'a été écrasé.", "Recommencer : alp edit")
    session.depot.write_files({before.chemin: octets}, f"{before.chemin} : modification dans l'éditeur\n\nAction: edit")
