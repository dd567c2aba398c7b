"""Mending what can be mended without asking what was meant: spelling, the order of days, expired codes."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace

from alp.core.controles.codes import expired_codes
from alp.core.situation import Situation
from alp.core.structure import plain
from alp.store.depot import Acte, Ecrit
from alp.store.ecriture import inline
from alp.store.greffe import Edit, apply, splice
from alp.store.lecture import Fichier, Lecture, data_of, read_bytes
from alp.store.orthographe import repair


@dataclass(frozen=True)
class Reparation:
    """One file mended: its text before and after."""

    fichier: Fichier
    texte: str

    @property
    def diff(self) -> str:
        """The change, as people read diffs."""
        name = self.fichier.chemin
        lines = difflib.unified_diff(self.fichier.texte.splitlines(), self.texte.splitlines(), name, name, lineterm="", n=1)
        return "\n".join(lines)


def plan_repairs(lecture: Lecture, chemins: set[str] | None = None) -> list[Reparation]:
    """What could be mended, in some files or in all."""
    found = [(f, _mend(f, lecture)) for f in lecture.fichiers.values() if f.record is not None and (chemins is None or f.chemin in chemins)]
    return [Reparation(f, texte) for f, texte in found if texte != f.texte]


def _mend(fichier: Fichier, lecture: Lecture) -> str:
    texte = _spelled(fichier)
    again = read_bytes(fichier.chemin, fichier.objet, texte.encode())
    texte = _renew_codes(again, lecture)
    again = read_bytes(fichier.chemin, fichier.objet, texte.encode())
    return _in_order(again) if isinstance(again.record, Situation) else texte


def _spelled(fichier: Fichier) -> str:
    return repair(fichier.texte, fichier.racine, data_of(fichier.record)) if fichier.racine else fichier.texte


def _in_order(fichier: Fichier) -> str:
    situation: Situation = fichier.record
    journal = tuple(sorted(situation.journal, key=lambda e: e.le))
    if journal == situation.journal:
        return fichier.texte
    return splice(fichier.texte, plain(situation.model_copy(update={"journal": journal})))


def _renew_codes(fichier: Fichier, lecture: Lecture) -> str:
    """Replace each expired code by what it becomes, if that is valid on that day."""
    if not isinstance(fichier.record, Situation) or fichier.racine is None:
        return fichier.texte
    only = replace(lecture.registre, situations=(fichier.record,), reunions={}, actions={}, soins={})
    places = [(fichier.racine.locate(chemin), new) for chemin, new in expired_codes(only)]
    return apply(fichier.texte, [Edit(node.debut, node.fin, inline(new, flux=True)) for node, new in places])


def act_of(repairs: list[Reparation]) -> Acte:
    """One commit for every file mended."""
    ids = tuple(r.fichier.objet.id for r in repairs if r.fichier.objet.sorte == "situation")
    files = tuple(Ecrit(r.fichier.objet, {}, r.texte) for r in repairs)
    return Acte(f"Réparation : {len(repairs)} fichier{'s' if len(repairs) > 1 else ''}", "check", files, ids)
