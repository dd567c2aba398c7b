"""The register itself: checking it, its schemas, its health."""

from __future__ import annotations

import platform
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from alp import __version__
from alp.cli.formulaire import confirm_destructive
from alp.cli.installation import FICTIF
from alp.cli.montre import clean, plural, text, write
from alp.cli.saisie import Yes, commande
from alp.cli.session import Session, say
from alp.core.catalogue import probleme
from alp.core.controles import check as check_rules
from alp.core.erreurs import AlpError, Gravite, Objet, Probleme, UsageError
from alp.store.chemins import objet_of
from alp.store.creation import outdated_schemas
from alp.store.depot import Depot
from alp.store.envois import check_envois
from alp.store.git import VERSION_MIN
from alp.store.lecture import Lecture
from alp.store.reparation import act_of, plan_repairs

# --- check --------------------------------------------------------------------------------------------


def _check(
    session: Session,
    fichiers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FICHIERS]...", show_default=False, help="Quelques fichiers seulement, ou leurs identifiants."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Une alerte suffit pour échouer (sortie 1).")] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Réparer l'écriture, l'ordre des jours, les codes expirés ; montre tout avant.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Avec --repair : montrer ce qui changerait, sans rien écrire.")] = False,
    yes: Yes = False,
) -> Any:
    """Vérifier le registre : ce qui est faux (erreur) et ce qui mérite un regard (alerte). N'écrit jamais sans --repair."""
    session.soins = session.quiet = True
    only = _paths(session, fichiers or [])
    if repair:
        session.refuse_past()
        return _repair(session, only, yes=yes, dry_run=dry_run)
    found = [p for p in _findings(session) if only is None or p.fichier in only]
    if session.json:
        session.show_json([_finding_json(p) for p in found])
    else:
        _show_findings(found, session)
    errors = any(p.gravite is Gravite.erreur for p in found)
    return 1 if errors or (strict and found) else 0


def _paths(session: Session, mots: list[str]) -> set[str] | None:
    """The register paths that words name: files, or ids; none for all."""
    if not mots:
        return None
    known = session.lecture.fichiers
    found: set[str] = set()
    for mot in mots:
        path = Path(mot).resolve()
        relative = path.relative_to(session.depot.root).as_posix() if path.is_relative_to(session.depot.root) else mot
        named = [known[relative].chemin] if relative in known else [f.chemin for f in known.values() if f.objet.id == mot.strip().upper()]
        if not named and ("/" in mot or mot.endswith((".yaml", ".yml"))):
            raise UsageError(
                f"« {mot} » n'est pas un fichier de ce registre.", "Donner un chemin comme situations/2026/…, ou un identifiant."
            )
        if not named:
            named = [f.chemin for f in known.values() if f.objet.id == session.find(mot).id]
        found |= set(named)
    return found


def _findings(session: Session) -> list[Probleme]:
    lecture = session.lecture
    registre = session.registre if session.au_texte else lecture.registre
    disk = [] if session.connu else _on_disk(session)
    deep = [lecture.locate(p) for p in check_rules(registre, au=session.le, entier=lecture.registre)]
    found = [*lecture.problemes, *deep, *disk]
    return sorted(found, key=lambda p: (p.gravite is Gravite.alerte, p.fichier, p.ligne, p.colonne, p.code))


def _on_disk(session: Session) -> list[Probleme]:
    """Hand edits not recorded yet, an interrupted write, and what was sent and is no longer as it left."""
    found = [session.lecture.locate(p) for p in check_envois(session.depot.root, session.lecture.registre)]
    if session.depot.has_pending():
        found.append(probleme("A321", Objet("registre"), (), "une écriture interrompue attend"))
    for chemin in session.depot.hand_edited() if (session.depot.root / ".git").exists() else []:
        if objet := objet_of(chemin):
            found.append(replace(probleme("A320", objet, (), "modifié à la main"), fichier=chemin, ligne=1, colonne=1))
    return found


def _finding_json(p: Probleme) -> dict[str, Any]:
    return {
        "fichier": p.fichier,
        "ligne": p.ligne,
        "colonne": p.colonne,
        "champ": p.chemin,
        "code": p.code,
        "gravite": str(p.gravite),
        "message": p.message,
        "remede": p.remede,
    }


def _show_findings(found: list[Probleme], session: Session) -> None:
    for p in found:
        line = text(f"{p.gravite} ", "bold red" if p.gravite is Gravite.erreur else "yellow")
        line.append(clean(str(p)))
        write(line, text(f"  → {p.remede}", "bright_black"))
    errors = sum(p.gravite is Gravite.erreur for p in found)
    situations = plural(len(session.lecture.registre.situations), "situation")
    write(f"{situations} : {plural(errors, 'erreur')}, {plural(len(found) - errors, 'alerte')}.")
    if any(p.code in ("E105", "E202", "E205") for p in found) and not session.connu:
        say("→ Une partie se répare : alp check --repair")


def _repair(session: Session, only: set[str] | None, *, yes: bool, dry_run: bool) -> int:
    repairs = plan_repairs(session.lecture, only)
    if not repairs:
        write("Rien à réparer : ce qui reste demande de choisir.")
        return 0
    for r in repairs:
        for line in r.diff.splitlines():
            write(text(line, "green" if line.startswith("+") else "red" if line.startswith("-") else ""))
    if dry_run:
        write(f"{plural(len(repairs), 'fichier')} à réparer ; rien n'a été écrit.")
        return 0
    confirm_destructive(session, yes, f"Réparer {plural(len(repairs), 'fichier')} ?")

    def decide(lecture: Lecture) -> Any:
        return act_of(plan_repairs(lecture, only))

    session.write(decide, soins=True)
    write(f"Réparé : {plural(len(repairs), 'fichier')}. Défaire : alp undo")
    return 0


check = commande(_check, lit=True)


# --- schema -------------------------------------------------------------------------------------------


def _schema(session: Session) -> Any:
    """Refaire les schémas JSON du registre, dont se servent les éditeurs de texte."""
    depot = session.depot
    changed = outdated_schemas(depot)
    if not changed:
        write("Les schémas sont à jour.")
        return 0
    depot.write_files(changed, "Schémas refaits\n\nAction: schema")
    write(f"Refait : {', '.join(changed)}.")
    return 0


schema = commande(_schema)


# --- doctor -------------------------------------------------------------------------------------------

SYNCHRONISES = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "kdrive", "pcloud", "mega")
"""Folders that a cloud copies behind one's back."""


def _doctor(session: Session) -> Any:
    """Vérifier l'installation et le registre, sans montrer de donnée personnelle : à joindre à une demande d'aide."""
    rows = [
        ("alp", __version__, True),
        ("Python", platform.python_version(), sys.version_info >= (3, 11)),
        ("Système", f"{platform.system()} {platform.release()}", True),
    ]
    try:
        depot = session.depot
        rows += _git_rows(depot)
    except AlpError as error:
        rows.append(("registre", f"{error.message} {error.remede}", False))
    rows.append(("données", FICTIF, True))
    for name, value, good in rows:
        write(text(f"{'bien' if good else 'À VOIR'}  {name} : {value}", "" if good else "bold red"))
    return 0 if all(good for *_, good in rows) else 1


def _git_rows(depot: Depot) -> list[tuple[str, str, bool]]:
    version = depot.git.version()
    own = depot.is_own_repository()
    who = bool(depot.git.config("user.name") and depot.git.config("user.email"))
    lower = str(depot.root).lower()
    synced = next((name for name in SYNCHRONISES if name in lower), "")
    lock = depot.root / ".git" / "index.lock"
    lecture = depot.read()
    bad = len([f for f in lecture.fichiers.values() if f.record is None])
    return [
        ("git", ".".join(map(str, version)), version >= VERSION_MIN),
        ("identité git", "connue" if who else 'inconnue : git config --global user.name "Prénom Nom", puis user.email', who),
        ("registre", "racine de son propre dépôt" if own else "pas la racine de son dépôt : alp n'y écrit pas (alp init)", own),
        ("branche", "en place" if own and depot.git.branch() else "aucune : git switch main", bool(own and depot.git.branch())),
        ("écriture en attente", "oui : la prochaine écriture la terminera" if depot.has_pending() else "non", not depot.has_pending()),
        ("verrou git", "présent : si aucun git ne tourne, supprimer .git/index.lock" if lock.exists() else "libre", not lock.exists()),
        ("dossier synchronisé", f"oui ({synced}) : déplacer le registre hors de ce dossier" if synced else "non", not synced),
        ("schémas", "à refaire : alp schema" if outdated_schemas(depot) else "à jour", not outdated_schemas(depot)),
        ("fichiers", f"{len(lecture.fichiers)}, dont {bad} illisibles : alp check" if bad else str(len(lecture.fichiers)), not bad),
    ]


doctor = commande(_doctor)
