"""The PDFs kept in `envois/`: read before they are taken in, and compared ever after with the fingerprint that their record holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from alp.core.catalogue import probleme
from alp.core.erreurs import AlpError, Objet, Probleme, Refus
from alp.core.registre import Registre
from alp.store.chemins import is_linked, path_of
from alp.store.pannes import write_panne

PDF_MAX = 20_000_000
"""Bytes: a heavier file would weigh on every copy of the history."""
DEBUT_PDF = b"%PDF-"


def fingerprint(octets: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def pdf_path(id_: str) -> str:
    """Where the PDF of a record stands: beside it, `envois/2026/….pdf`."""
    return path_of(Objet("envoi", id_)).removesuffix(".yaml") + ".pdf"


def read_pdf(path: Path) -> bytes:
    """The bytes of a PDF that was sent.

    Raises:
        Refus: it is no PDF, or too heavy.
        AlpError: it cannot be read.
    """
    try:
        octets = path.read_bytes()
    except FileNotFoundError:
        raise AlpError(f"{path} n'existe pas.", "Vérifier son nom et son dossier : ce que fait alp est dans documents/.") from None
    except OSError as error:
        raise AlpError(
            f"{path.name} ne peut pas être lu : {write_panne(OSError(error.errno, ''))}", "Vérifier son nom et sa place."
        ) from None
    if not octets.startswith(DEBUT_PDF):
        raise Refus(
            f"{path.name} n'est pas un PDF : seul ce qui ne se modifie plus est gardé comme envoyé.",
            "L'enregistrer en PDF dans Word ou LibreOffice (Fichier, Exporter), ou le refaire avec --format pdf.",
        )
    if len(octets) > PDF_MAX:
        raise Refus(f"{path.name} pèse plus de {PDF_MAX // 1_000_000} Mo.", "L'enregistrer plus léger : images réduites.")
    return octets


def check_envois(root: Path, registre: Registre) -> Iterator[Probleme]:
    """Each PDF that is missing, or is no longer what was sent.

    Args:
        root: the register's folder.
        registre: the records to look at.
    """
    for id_, envoi in sorted(registre.envois.items()):
        chemin = pdf_path(id_)
        path = root / chemin
        remedy = f"Le remettre tel qu'il est parti : git restore {chemin} ; un autre document se note comme un autre envoi."
        if is_linked(root, chemin) or not path.is_file():
            yield probleme("E010", Objet("envoi", id_), ("fichier",), f"{chemin} manque", remedy)
        elif envoi.fichier != path.name:
            yield probleme("E010", Objet("envoi", id_), ("fichier",), f"le PDF doit s'appeler {path.name}", f"Écrire fichier: {path.name}")
        elif fingerprint(path.read_bytes()) != envoi.empreinte:
            yield probleme("E010", Objet("envoi", id_), ("empreinte",), f"{chemin} a changé depuis qu'il est parti", remedy)
