"""Templates: data that is ready goes in, Markdown comes out. An association's own go before ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alp.core.erreurs import UsageError
from alp.documents.ressources import TEMPLATES
from alp.documents.typographie import polish

if TYPE_CHECKING:
    from alp.documents.bac_a_sable import Environnement
    from alp.documents.fautes import Faute

SUFFIXE = ".md.j2"
NOTRE = "alp/"
"""Before a name, it means the last folder's template: what an association's own one of the same name may extend."""
MAX_OCTETS = 256 * 1024
_DOCUMENT = re.compile(r"[a-z][a-z0-9_-]*")
_NOM = re.compile(rf"({NOTRE})?([\w-]+{re.escape(SUFFIXE)})")


@dataclass(frozen=True, slots=True)
class Gabarit:
    """A template on disk; `propre` says that it is the association's own."""

    nom: str
    chemin: Path
    propre: bool


class Gabarits:
    """The templates of one or several folders: of two of the same name, the first folder's is used.

    Args:
        dossiers: the association's own folder first; alp's is added at the end. One that is absent counts for nothing.
    """

    def __init__(self, dossiers: Sequence[Path] = ()) -> None:
        self.dossiers = (*dossiers, TEMPLATES)

    def liste(self) -> list[Gabarit]:
        """Every document that can be made, by name. A file whose name begins with `_` is a part of others, with a capital none."""
        found: dict[str, Gabarit] = {}
        for n, folder in enumerate(self.dossiers):
            for path in folder.glob(f"*{SUFFIXE}"):
                name = path.name.removesuffix(SUFFIXE)
                if _DOCUMENT.fullmatch(name):
                    found.setdefault(name, Gabarit(name, path, n < len(self.dossiers) - 1))
        return sorted(found.values(), key=lambda g: g.nom)

    def gabarit(self, nom: str) -> Gabarit:
        """The template of that name that is used.

        Raises:
            UsageError: there is none.
        """
        known = {g.nom: g for g in self.liste()}
        if nom in known:
            return known[nom]
        from alp.documents.fautes import nearest

        raise UsageError(f"Il n'y a pas de modèle de document « {nom} ».", nearest(nom, known))

    def source(self, nom: str) -> str:
        """A template's text, as it stands on disk.

        Raises:
            UsageError: there is none of that name, or it cannot be read.
        """
        return _read(self.gabarit(nom).chemin)

    def render(self, nom: str, donnees: Mapping[str, Any]) -> str:
        """A document as Markdown, its typography done.

        Args:
            nom: `compte_rendu`, without its suffix.
            donnees: what the template may use, by name.

        Raises:
            UsageError: there is no template of that name.
            GabaritError: the template is wrong.
        """
        from alp.documents.fautes import DE_TRAVERS, GabaritError, explain

        path = self.gabarit(nom).chemin
        try:
            text = self._env.write(nom + SUFFIXE, donnees)
        except DE_TRAVERS as error:
            faute = explain(error, self._env, path, donnees)
            raise GabaritError(str(faute), faute.remede, fautes=(faute,)) from None
        return polish(re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n")

    def check(self, nom: str, donnees: Mapping[str, Any]) -> list[Faute]:
        """Every variable, filter, test, block and template that this one uses and that does not exist.

        Args:
            nom: `compte_rendu`, without its suffix.
            donnees: an example of the data that it will be given; what is empty there is not looked into.

        Raises:
            UsageError: there is no template of that name.
        """
        from alp.documents.arbre import read
        from alp.documents.fautes import Faute, GabaritError
        from alp.documents.tete import DocumentError
        from alp.documents.verifie import check

        self._env.start()
        path = self.gabarit(nom).chemin
        found = check(self._env, path, donnees)
        if found:
            return found
        try:
            read(self.render(nom, donnees))
        except GabaritError as error:
            return list(error.fautes)
        except DocumentError as error:
            return [Faute(f"{path.parent.name}/{path.name}", 0, 0, error.message, error.remede)]
        return []

    @cached_property
    def _env(self) -> Environnement:
        from jinja2 import FunctionLoader

        from alp.documents.bac_a_sable import Environnement

        env = Environnement(FunctionLoader(self._load))
        env.noms = [g.nom + SUFFIXE for g in self.liste()]
        return env

    def _load(self, nom: str) -> tuple[str, str, None] | None:
        """A template by the name that `include` and `extends` give it; none outside the folders."""
        asked = _NOM.fullmatch(nom)
        if asked is None:
            return None
        folders = self.dossiers[-1:] if asked[1] else self.dossiers
        path = next((p for folder in folders if (p := folder / asked[2]).is_file()), None)
        return None if path is None else (_read(path), str(path), None)


def _read(path: Path) -> str:
    """A template's text.

    Raises:
        UsageError: it is a link, too big, or not text.
    """
    if path.is_symlink() or path.stat().st_size > MAX_OCTETS:
        raise UsageError(f"« {path} » ne peut pas servir de modèle de document.", "Il faut un vrai fichier, de 256 ko au plus.")
    try:
        return path.read_text(encoding="utf-8").replace("\ufeff", "")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"« {path} » ne peut pas être lu.", "Il faut un fichier de texte, enregistré en UTF-8.") from None
