"""Reading a register: every file becomes a record or a finding, and one bad file never hides the others."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, RootModel

from alp.core.budget import Budget
from alp.core.catalogue import probleme
from alp.core.dispositif import FORMAT, Dispositif
from alp.core.envoi import Envoi
from alp.core.erreurs import AlpError, Chemin, Objet, Probleme
from alp.core.memoire import no_garbage_collection
from alp.core.registre import Registre
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.core.structure import Faute, plain, read_record
from alp.core.types import Ref, Texte
from alp.store.arbre import Arbre, Dossier
from alp.store.chemins import FICHE_DISPOSITIF, objet_of, path_of
from alp.store.noeuds import Illisible, Noeud, parse, read_text
from alp.store.orthographe import misspelled

BOM = b"\xef\xbb\xbf"


class Soins(RootModel[dict[Ref, Texte]]):
    """Care notes of one situation, by entry."""


SORTES: dict[str, type[BaseModel]] = {
    "dispositif": Dispositif,
    "situation": Situation,
    "reunion": Reunion,
    "action": Action,
    "budget": Budget,
    "envoi": Envoi,
    "soins": Soins,
}


@dataclass(frozen=True)
class Fichier:
    """One file as read. `record` is none when a structural finding forbids to build it."""

    chemin: str
    """As messages name it: in a commit, `1a2b3c4d:situations/…`."""
    objet: Objet
    octets: bytes = b""
    texte: str = ""
    racine: Noeud | None = None
    record: Any = None
    problemes: tuple[Probleme, ...] = ()


@dataclass(frozen=True)
class Lecture:
    """A register as read, with what could not be."""

    arbre: Arbre
    registre: Registre
    fichiers: dict[str, Fichier] = field(default_factory=dict)
    """By path."""

    @property
    def problemes(self) -> list[Probleme]:
        """Findings about files and structure."""
        return [p for f in self.fichiers.values() for p in f.problemes]

    def locate(self, found: Probleme) -> Probleme:
        """The same finding with its file, line and column."""
        fichier = self.fichiers.get(path_of(found.objet))
        return place(found, fichier) if fichier else found

    def unreadable(self, mot: str) -> Fichier | None:
        """The file that could not be read and that a word names."""
        wanted = mot.strip().upper()
        return next((f for f in self.fichiers.values() if f.record is None and f.objet.id and f.objet.id.upper().endswith(wanted)), None)


def place(found: Probleme, fichier: Fichier) -> Probleme:
    """Fill in where a finding stands in its file."""
    if fichier.racine is None:
        return dataclasses.replace(found, fichier=fichier.chemin, ligne=found.ligne or 1, colonne=found.colonne or 1)
    node = fichier.racine.locate(found.champ)
    return dataclasses.replace(found, fichier=fichier.chemin, ligne=node.ligne, colonne=node.colonne)


def read_file(root: Path, chemin: str) -> Fichier:
    """Read one file of a folder, whatever it holds."""
    return read_leaf(Dossier(root), chemin)


def read_leaf(arbre: Arbre, chemin: str) -> Fichier:
    """Read one file, whatever it holds."""
    lieu, objet = arbre.place(chemin), objet_of(chemin)
    named = objet or Objet("fichier", PurePosixPath(chemin).stem)
    try:
        octets = arbre.read(chemin)
    except Illisible as bad:
        return _broken(lieu, named, bad)
    if objet is None:
        hint = "Un fichier de situation s'appelle ALP28-2026-014.yaml et se range dans situations/2026/."
        return _broken(lieu, named, Illisible("E009", "ce nom ou cette place ne convient pas", remede=hint))
    return read_bytes(lieu, objet, octets)


def _broken(chemin: str, objet: Objet, bad: Illisible, octets: bytes = b"") -> Fichier:
    found = probleme(bad.code, objet, (), bad.message, bad.remede)
    return Fichier(chemin, objet, octets, problemes=(dataclasses.replace(found, fichier=chemin, ligne=bad.ligne, colonne=bad.colonne),))


@lru_cache(maxsize=4096)
def read_bytes(chemin: str, objet: Objet, octets: bytes) -> Fichier:
    """Type a file's content, or say what is wrong with it."""
    try:
        texte = read_text(octets)
        racine = parse(texte)
    except Illisible as bad:
        return _broken(chemin, objet, bad, octets)
    draft = Fichier(chemin, objet, octets, texte, racine)
    read = read_record(SORTES[objet.sorte], racine.data)
    if isinstance(read, list):
        found_all = tuple(place(_as_probleme(objet, f), draft) for f in read)
        return dataclasses.replace(draft, problemes=found_all)
    wrong = [
        place(probleme("E105", objet, f.champ, f"« {f.noeud.texte} » doit s'écrire {f.attendu}"), draft)
        for f in misspelled(racine, data_of(read))
    ]
    name = _name_finding(objet, read, draft)
    return dataclasses.replace(draft, record=read, problemes=(*wrong, *name))


def data_of(record: BaseModel) -> dict[str, Any]:
    """A record as data for its file."""
    return dict(record.root) if isinstance(record, Soins) else plain(record)


def _as_probleme(objet: Objet, faute: Faute) -> Probleme:
    return probleme(faute.code, objet, faute.champ, faute.message, faute.remede)


def _name_finding(objet: Objet, record: BaseModel, draft: Fichier) -> tuple[Probleme, ...]:
    if isinstance(record, Situation) and record.id != objet.id:
        chemin: Chemin = ("id",)
        return (place(probleme("E009", objet, chemin, f"le fichier s'appelle {objet.id}, et dit « {record.id} »"), draft),)
    return ()


def read_registre(root: Path, *, soins: bool = False) -> Lecture:
    """Read every file of a register's folder; see `read_tree`."""
    return read_tree(Dossier(root, soins))


def read_tree(arbre: Arbre) -> Lecture:
    """Read every file of a register.

    Raises:
        AlpError: `dispositif.yaml` itself cannot be read, or is of a newer format.
    """
    with no_garbage_collection():
        return build(arbre, {chemin: read_leaf(arbre, chemin) for chemin in arbre.paths()})


def build(arbre: Arbre, fichiers: dict[str, Fichier]) -> Lecture:
    """The register that files make up.

    Raises:
        AlpError: see `read_tree`.
    """
    dispositif = dispositif_of(arbre, fichiers.get(FICHE_DISPOSITIF))
    records: dict[str, dict[str, Any]] = {sorte: {} for sorte in SORTES}
    for f in fichiers.values():
        if f.record is not None:
            records[f.objet.sorte][f.objet.id] = f.record
    registre = Registre(
        dispositif,
        tuple(s for s in records["situation"].values()),
        records["reunion"],
        records["action"],
        {key: soins.root for key, soins in records["soins"].items()},
        records["envoi"],
        {int(year): b for year, b in records["budget"].items()},
    )
    return Lecture(arbre, registre, fichiers)


def dispositif_of(arbre: Arbre, fichier: Fichier | None) -> Dispositif:
    """The dispositif of a tree, from its file.

    Raises:
        AlpError: see `read_tree`.
    """
    if fichier is None:
        raise AlpError("Il n'y a pas de dispositif.yaml ici.", "Créer un registre : alp init DOSSIER")
    version = fichier.racine.data.get("format") if fichier.racine else None
    if isinstance(version, str) and version.isascii() and version.isdigit() and int(version) > FORMAT:
        raise AlpError(f"Ce registre est au format {version} ; cette version d'alp lit jusqu'au format {FORMAT}.", "Mettre alp à jour.")
    if not isinstance(fichier.record, Dispositif):
        raise AlpError(f"{fichier.chemin} ne peut pas être lu.", arbre.corriger, fichier.problemes)
    return fichier.record
