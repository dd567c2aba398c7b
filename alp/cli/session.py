"""What every command shares: which register, which day, how to show. The only clock is here."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alp.cli.montre import clean
from alp.core.calendrier import read_jour, short_jour
from alp.core.dispositif import Dispositif
from alp.core.entrees import Commun
from alp.core.erreurs import AlpError, UsageError
from alp.core.journal import make_ref
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.store.connu import Connu, find_known, last_dispositif, read_known
from alp.store.depot import Acte, Depot, unreadable
from alp.store.lecture import Fichier, Lecture
from alp.store.rendus import version


@dataclass
class Options:
    """What was typed before the command: `alp -r DOSSIER --no-input …`."""

    registre: Path | None = None
    no_input: bool = False
    au: str | None = None
    connu_le: str | None = None
    json: bool = False
    stdin_read: bool = False


class Renonce(AlpError):
    """The answer to « shall I? » was no: nothing went wrong, and nothing was done. The exit status is that of a refusal."""


RACINE = Options()
"""Filled in by the root command, for the command that runs."""

LIT_SEULEMENT = {
    "au": ("--au ne va qu'avec les commandes qui lisent le registre.", "Le jour d'une entrée se donne avec --le."),
    "connu_le": (
        "--connu-le ne va qu'avec les commandes qui lisent le registre.",
        "Le passé ne s'écrit pas : corriger une entrée avec alp amend.",
    ),
    "json": ("--json ne va qu'avec les commandes qui lisent le registre.", "Le retirer."),
}
"""Options of commands that read: what is wrong with one where something is written, and what to do."""


def fixed_day() -> date | None:
    """The day that `ALP_AUJOURDHUI` says it is, in demonstrations and tests: what is written is then dated that day, in the history too."""
    fixed = os.environ.get("ALP_AUJOURDHUI")
    try:
        return date.fromisoformat(fixed) if fixed else None
    except ValueError:
        raise AlpError(f"ALP_AUJOURDHUI vaut « {fixed} », qui n'est pas une date.", "L'écrire comme 2026-01-12, ou l'effacer.") from None


def clock(fuseau: str) -> date:
    """Today, in a time zone; `ALP_AUJOURDHUI` stands for it."""
    return fixed_day() or datetime.now(zone_of(fuseau)).date()


def zone_of(fuseau: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        AlpError: there is none.
    """
    try:
        return ZoneInfo(fuseau)
    except (ZoneInfoNotFoundError, ValueError):
        raise AlpError(f"Le fuseau « {fuseau} » de dispositif.yaml n'existe pas.", "Écrire : fuseau: Europe/Paris") from None


@dataclass
class Session:
    """One run of one command."""

    donne: Path | None = None
    au_texte: str | None = None
    connu_texte: str | None = None
    json: bool = False
    no_input: bool = False
    soins: bool = False
    quiet: bool = False
    """Says nothing of files that cannot be read: the command itself will."""

    @cached_property
    def depot(self) -> Depot:
        given = self.donne or RACINE.registre or (Path(env) if (env := os.environ.get("ALP_REGISTRE")) else None)
        return Depot.find(given, Path.cwd(), jour=fixed_day())

    @cached_property
    def connu(self) -> Connu | None:
        """The past that `--connu-le` asks for, said once found; none: the register as it stands on disk.

        Raises:
            UsageError: the day is to come, or the register did not exist yet.
        """
        if self.connu_texte is None:
            return None
        fuseau = last_dispositif(self.depot).fuseau
        today = clock(fuseau)
        le = read_jour(self.connu_texte, today=today)
        if le > today:
            raise UsageError(
                f"Le {short_jour(le)} n'est pas encore passé : on ne sait pas ce que l'on saura ce jour-là.",
                "Donner un jour passé à --connu-le ; ce qui sera dû se voit avec : alp due --jours N",
            )
        connu = find_known(self.depot.git, le, zone_of(fuseau))
        if not self.json:
            say(connu.phrase)
        return connu

    @property
    def version(self) -> str:
        """Which state of the register is read: its commit, in short; empty before the first one."""
        return self.connu.court if self.connu else version(self.depot)

    @cached_property
    def lecture(self) -> Lecture:
        lecture = read_known(self.depot, self.connu, soins=self.soins) if self.connu else self.depot.read(soins=self.soins)
        if not (self.json or self.quiet):
            self._warn(lecture)
        return lecture

    def _warn(self, lecture: Lecture) -> None:
        bad = [f.chemin for f in lecture.fichiers.values() if f.record is None]
        if bad:
            say(
                f"Attention : {len(bad)} fichier{'s' if len(bad) > 1 else ''} ne se li{'sen' if len(bad) > 1 else ''}t pas ({', '.join(bad[:3])}). Voir : alp check{self.again}"
            )
        if self.depot.has_pending() and not self.connu:
            say("Attention : une écriture a été interrompue ; la prochaine commande qui écrit la terminera.")

    @property
    def dispositif(self) -> Dispositif:
        return self.lecture.registre.dispositif

    @property
    def again(self) -> str:
        """What a command that is proposed needs, to look at the same past."""
        return f" --connu-le {self.connu.le}" if self.connu else ""

    @property
    def tel_que_connu(self) -> str:
        """What ends the name of a document about the past, so that it never stands in for today's: `-connu-2026-10-31`."""
        return f"-connu-{self.connu.le}" if self.connu else ""

    @cached_property
    def today(self) -> date:
        """Today; with `--connu-le` that day, so that alp answers as it would have answered in the evening."""
        return self.connu.le if self.connu else clock(self.dispositif.fuseau)

    @cached_property
    def le(self) -> date:
        """The day that the command looks at: `--au`, else today, or the day of `--connu-le`."""
        return read_jour(self.au_texte, today=self.today) if self.au_texte else self.today

    @cached_property
    def registre(self) -> Registre:
        """The register at that day."""
        return self.lecture.registre.au(self.le)

    @property
    def interactive(self) -> bool:
        """Whether questions may be asked."""
        return not (self.no_input or RACINE.no_input or self.json) and sys.stdin.isatty() and sys.stdout.isatty()

    def find(self, mot: str, lecture: Lecture | None = None) -> Situation:
        """The situation that a word names; says so when its file cannot be read."""
        lecture = lecture or self.lecture
        try:
            return (self.registre if lecture is self.lecture else lecture.registre).situation(mot, today=self.today)
        except UsageError:
            if bad := lecture.unreadable(mot):
                raise (self._was_unreadable(bad) if self.connu else unreadable(bad)) from None
            raise

    def _was_unreadable(self, fichier: Fichier) -> AlpError:
        return AlpError(f"{fichier.chemin} ne se lisait pas ce jour-là.", "Choisir un autre jour : alp log", fichier.problemes)

    @cached_property
    def moi(self) -> list[str]:
        """The worker whose `courriel` is git's, as a default for `par`."""
        courriel = self.depot.git.config("user.email").casefold()
        return [e.code for e in self.dispositif.equipe if courriel and (e.courriel or "").casefold() == courriel]

    def write(self, decide: Callable[[Lecture], Acte], *, soins: bool = False) -> Acte:
        """Write what a pure function decides of the register, read again under the lock.

        Raises:
            UsageError: `--connu-le` looks at the past.
        """
        self.refuse_past()
        acte, _ = self.depot.write(decide, soins=soins)
        return acte

    def refuse_past(self) -> None:
        """Nothing is written in the past.

        Raises:
            UsageError: `--connu-le` looks at it.
        """
        if self.connu_texte is not None:
            raise UsageError(*LIT_SEULEMENT["connu_le"])

    def show_json(self, value: Any) -> int:
        """Print data for a program."""
        out(json.dumps(value, ensure_ascii=False, indent=2))
        return 0


def read_stdin() -> str:
    """What `-` stands for: standard input, which can be read only once.

    Raises:
        UsageError: another option read it already.
    """
    if RACINE.stdin_read:
        raise UsageError("Deux options demandent l'entrée standard (« - »), qui ne se lit qu'une fois.", "N'en garder qu'une.")
    RACINE.stdin_read = True
    return sys.stdin.read().strip()


def new_ref(taken: Iterable[str]) -> str:
    """A new random reference."""
    import secrets

    return make_ref(iter(lambda: secrets.randbelow(1 << 16), -1), set(taken))


def refs_of(situation: Situation) -> set[str]:
    """The references of a journal."""
    entries: tuple[Commun, ...] = situation.journal
    return {e.ref for e in entries}


def out(text: str) -> None:
    """Data, on standard output."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A message, on standard error: what it quotes is shown, never obeyed."""
    sys.stdout.flush()
    shown = clean(text)
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        lines = [
            textwrap.fill(
                line, width, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2), break_long_words=False, break_on_hyphens=False
            )
            for line in shown.split("\n")
        ]
        shown = "\n".join(lines)
    sys.stderr.write(shown + "\n")
