"""The coordinator's texts of a report: read in the register, made ready the first time, never written over."""

from __future__ import annotations

import re

from alp.cli.montre import plural
from alp.cli.session import Session, say
from alp.core.erreurs import AlpError
from alp.core.rapport.modeles import Modele
from alp.core.rapport.preuve import sigles
from alp.core.rapport.rapport import Rapport
from alp.core.rapport.textes import path_of, read_textes, strange_marks, unchanged, write_textes
from alp.core.types import SITUATION_ID
from alp.store.noeuds import Illisible

TIRETS = "\u2010-\u2015\u2212_-"
"""What people type, or a word processor puts, for a hyphen."""


def read_texts(session: Session, r: Rapport, modele: Modele) -> dict[str, str]:
    """The texts of the report's year, by block; none where its model has no text.

    The first time, the file is made: each block with its prompt, and what the year before said.

    Raises:
        AlpError: a text names a situation, or the file cannot be read.
    """
    if not modele.textes:
        return {}
    year = r.periode.au.year
    before = read_textes(_source(session, year - 1) or "")
    source = _source(session, year)
    if source is None and session.connu is None:
        source = _prepare(session, year, modele, before)
    texts = read_textes(source or "")
    _warn_marks(source or "", year)
    _warn(session, year, texts, before, modele)
    _refuse_ids(texts, year, sigles(session.dispositif))
    if r.masque and any(texts[name] for name in modele.textes if name in texts):
        say(f"Les textes de {path_of(year)} ne sont pas masqués : y relire chaque nombre avant d'envoyer.")
    return texts


def _source(session: Session, year: int) -> str | None:
    """A year's file, of the register that is looked at; none if there is none.

    Raises:
        AlpError: it is there and cannot be read.
    """
    path = path_of(year)
    if session.connu is None and not (session.depot.root / path).exists():
        return None
    try:
        return session.lecture.arbre.read(path).decode("utf-8")
    except Illisible:
        if session.connu is not None:
            return None
        raise AlpError(f"{path} ne se lit pas.", "Il faut un vrai fichier de texte, de taille ordinaire.") from None
    except UnicodeDecodeError:
        raise AlpError(f"{path} n'est pas du texte en UTF-8.", "Le réenregistrer en UTF-8.") from None


def _prepare(session: Session, year: int, modele: Modele, before: dict[str, str]) -> str | None:
    """The new file; none where nothing can be written: a report is read all the same."""
    try:
        return _create(session, year, modele, before)
    except AlpError as error:
        say(f"Le rapport est sans textes : {path_of(year)} ne peut pas être préparé ici. {error.message}")
        return None


def _create(session: Session, year: int, modele: Modele, before: dict[str, str]) -> str:
    source, path = write_textes(year, modele.textes, before), path_of(year)
    session.depot.write_files({path: source.encode()}, f"Textes du rapport {year} préparés\n\nAction: report")
    carried = (
        f" ; {plural(len([t for t in before.values() if t]), 'texte')} de {year - 1} y sont repris, à relire"
        if any(before.values())
        else ""
    )
    say(f"Les textes de ce rapport s'écrivent dans {path}{carried}. Refaire ensuite le rapport.")
    return source


def _warn(session: Session, year: int, texts: dict[str, str], before: dict[str, str], modele: Modele) -> None:
    """What would go wrong without a word: a text of the year before, a block that no report takes, someone's pseudonym."""
    if same := unchanged(texts, before):
        say(f"Encore mot pour mot ceux de {year - 1} : {', '.join(same)}. Les relire dans {path_of(year)}.")
    if strange := [name for name in texts if name not in modele.textes]:
        say(
            f"{path_of(year)} : ce rapport n'a pas de bloc {', '.join(f'« {name} »' for name in strange)}. Ses blocs : {', '.join(modele.textes)}."
        )
    said = " ".join(texts.values())
    words = set(re.findall(r"[\w'’-]+", said))
    names = sorted({p for s in session.lecture.registre.situations if (p := s.personne.pseudonyme) and p in words})
    if names:
        say(f"Attention : {path_of(year)} contient {', '.join(names)}. Si c'est un pseudonyme, l'ôter.")


def _warn_marks(source: str, year: int) -> None:
    """What is typed and not laid out: where, and what to write instead."""
    if strange := strange_marks(source):
        where = [f"ligne {mark.ligne}, {mark.quoi}" for mark in strange]
        say(
            f"Attention : {path_of(year)} : {' ; '.join(where[:5])}{' ; …' if len(where) > 5 else ''}. Le rapport ne le met pas en page : ce sera du texte."
        )
        say("→ Écrire une liste (« - », « 1. ») ou des phrases ; un tableau de chiffres est dans le rapport, ou s'ajoute dans Word.")


def _refuse_ids(texts: dict[str, str], year: int, ours: list[str]) -> None:
    """No situation is named, however her id is typed: « alp28-2026-014 », with another dash."""
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, ours))})[\s{TIRETS}]+\d{{4}}[\s{TIRETS}]+\d{{3,5}}\b", re.ASCII | re.IGNORECASE)
    for name, text in texts.items():
        if found := SITUATION_ID.search(text) or named.search(text):
            raise AlpError(
                f"{path_of(year)}, bloc « {name} » : {found[0]} est une situation ; un rapport n'en nomme aucune.", "L'ôter du texte."
            )
