"""Worth a look: accords, outcomes, meetings, what looks personal in a text."""

from __future__ import annotations

from collections.abc import Iterator

from alp.core.calendrier import short_jour
from alp.core.catalogue import CATALOGUE, probleme
from alp.core.champs import Sorte
from alp.core.controles.examine import Examine, fields, of, rank
from alp.core.entrees import Examen, Sortie
from alp.core.erreurs import Chemin, Objet, Probleme
from alp.core.objets import Engagement
from alp.core.plis import vivantes
from alp.core.seance import may_pass
from alp.core.texte_libre import suspects


def check_examens(ex: Examine) -> Iterator[Probleme]:
    """Examined without her accord, or with engagements that have no date."""
    for s in ex.registre.situations:
        for e in vivantes(s):
            if not isinstance(e, Examen):
                continue
            if e.anonyme != "oui" and not may_pass(s, e.le):
                hint = f"Noter l'accord (alp add {s.id} accord --le DATE) ; ou, si la situation n'était pas reconnaissable : alp amend {s.id} {e.ref} --anonyme oui"
                yield probleme("A303", of(s), rank(s, e), f"examen du {short_jour(e.le)} sans accord noté avant", hint)
            for n, one in enumerate(e.engagements):
                if isinstance(one, Engagement) and one.avant is None:
                    yield probleme(
                        "A306",
                        of(s),
                        (*rank(s, e), "engagements", n),
                        "cet engagement n'a pas de date",
                        f"Compléter « avant » : alp edit {s.id}",
                    )


def check_sorties(ex: Examine) -> Iterator[Probleme]:
    """An exit without its outcome."""
    for s in ex.registre.situations:
        for e in vivantes(s):
            if isinstance(e, Sortie) and e.issue is None:
                yield probleme("A305", of(s), rank(s, e), "sortie sans issue", f"alp amend {s.id} {e.ref} --issue …")


def check_reunions(ex: Examine) -> Iterator[Probleme]:
    """A meeting that took place and that no situation names."""
    named = {e.reunion for s in ex.registre.situations for e in s.journal if isinstance(e, Examen)}
    for key, reunion in ex.registre.reunions.items():
        if reunion.nature in ("cellule", "commission") and reunion.le < ex.au and key not in named:
            yield probleme("A307", Objet("reunion", key), ("le",), f"aucune situation ne dit être passée le {short_jour(reunion.le)}")


NOMS_ADMIS = frozenset({"auteur", "nom", "empreinte"})
"""Professionals may be named in `auteur` and `participants`."""


def check_free_text(ex: Examine) -> Iterator[Probleme]:
    """What looks personal in free text."""
    for objet, record, first in ex.textes:
        for chemin, champ, value, _ in fields(record, (), first):
            if champ.sorte is Sorte.texte and champ.nom not in NOMS_ADMIS and isinstance(value, str):
                yield from _personal(objet, chemin, value, ex)
    for key, notes in ex.registre.soins.items():
        for ref, text in notes.items():
            yield from _personal(Objet("soins", key), (ref,), text, ex)


MONTRE = 5
"""Characters shown of what looks personal: enough to find it, too few to spread it (a check is pasted in messages)."""


def _personal(objet: Objet, chemin: Chemin, texte: str, ex: Examine) -> Iterator[Probleme]:
    for code, extract in suspects(texte, pseudonymes=ex.pseudonymes):
        shown = "" if objet.sorte == "soins" else f" : « {extract[:MONTRE].rstrip()}… »"  # a care note is never quoted
        yield probleme(code, objet, chemin, CATALOGUE[code].titre.lower() + shown)
