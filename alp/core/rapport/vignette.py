"""A vignette: a short story of a path that nobody should be recognised in, drafted for the coordinator to finish. Template: `vignette.md.j2`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alp.core.calendrier import short_jour
from alp.core.entrees import Saisine, Visite
from alp.core.erreurs import Refus
from alp.core.indicateurs.etude import Fil
from alp.core.plis import visites
from alp.core.preparation.commun import sentence
from alp.core.rapport.mots import Lexique, later, season
from alp.core.rapport.recits import RECITS, Moment, Vue
from alp.core.registre import Registre


@dataclass(frozen=True)
class Vignette:
    """What the template is given."""

    paragraphes: tuple[str, ...]
    sante: bool
    """Whether what is of health is told in its own words."""


def vignette(registre: Registre, situation: str, *, au: date, sante: bool = False) -> Vignette:
    """The draft of a story.

    Args:
        registre: whole, not cut.
        situation: its id, or a former one.
        au: the day; nothing later is told.
        sante: tell what is of health in its own words, instead of general ones.

    Raises:
        Refus: nothing of it had happened yet, or it stands for no path of its own.
    """
    cut = registre.au(au)
    found = cut.par_id.get(situation)
    if found is None:
        raise Refus(f"Le {short_jour(au)}, {situation} n'existe pas encore.", "Choisir un jour plus tardif avec --au.")
    fil = Fil(found, registre.dispositif, found.id, found.id)
    if fil.reponse in {"doublon", "erreur"} or not any(True for _ in fil.of(Saisine)):
        raise Refus(
            f"{found.id} n'a pas d'histoire à elle : c'est un doublon, ou une saisine faite par erreur.", "Choisir l'autre situation."
        )
    seen: tuple[Visite, ...] = visites(found, cut.vues_aussi.get(found.id, ()))
    view = Vue(fil, Lexique.of(registre, sante=sante), au, seen)
    moments = sorted((m for recit in RECITS for m in recit(view)), key=lambda m: m.le)
    return Vignette(tuple(_paragraphs(moments)), sante)


def _paragraphs(moments: list[Moment]) -> Iterator[str]:
    """Sentences with their times, gathered."""
    here: list[str] = []
    before = moments[0].le
    for n, m in enumerate(moments):
        if m.ouvre and here:
            yield " ".join(here)
            here = []
        when = later(before, m.le) if n else season(m.le)
        here.append(sentence(f"{when}, {m.texte}." if when else f"{m.texte}."))
        before = m.le
    yield " ".join(here)
