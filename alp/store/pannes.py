"""What the system refuses, in French: its own words are in the language of the machine."""

from __future__ import annotations

import errno

PANNES = {
    errno.ENOENT: "ce fichier ou ce dossier n'existe pas",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EFBIG: "le fichier est trop gros pour ce disque",
    errno.EDQUOT: "la place permise sur ce disque est prise",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EISDIR: "c'est un dossier, pas un fichier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EEXIST: "ce fichier existe déjà",
}


def write_panne(error: OSError) -> str:
    """« l'accès est refusé : situations/2026/… »."""
    what = PANNES.get(error.errno or 0, "le système a refusé")
    return f"{what} : {error.filename}" if error.filename else what
