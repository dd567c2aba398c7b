"""Meetings: held, situations examined, and the feed-back given at the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from alp.core.entrees import Examen
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite
from alp.core.parcours import FINIES

_QUI = ("decision", "origine", "type_origine", "bailleur", "commune", "parc")


def _held(etude: Etude) -> Iterator[Membre]:
    for key, r in etude.registre.reunions.items():
        if r.le in etude.periode:
            yield Membre(f"reunions/{key}", "", r.le, cles={"nature_reunion": (r.nature,)})


def _member(fil: Fil, e: Examen, poids: int = 1) -> Membre:
    return Membre(fil.id, e.ref, e.le, poids, fil.personne_id, {"decision": (e.decision,)})


def is_new(e: Examen, first: bool) -> bool:  # noqa: FBT001 - the only one of its kind
    """Whether a passage is that of a new situation: said so or, where nothing is said, the first one."""
    return e.objet == "nouvelle" or (e.objet is None and first)


def _seen(etude: Etude) -> Iterator[tuple[Fil, Examen, bool]]:
    """The passages of the period: whether each is that of a new situation."""
    for fil, passages in etude.recentes(Examen):
        for n, e in enumerate(passages):
            if e.le >= etude.periode.du:
                yield fil, e, is_new(e, n == 0)


def _examined(new: frozenset[bool]) -> Callable[[Etude], Iterator[Membre]]:
    """Situations examined in the period, each once, by their last passage."""

    def members(etude: Etude) -> Iterator[Membre]:
        last = {fil.id: (fil, e) for fil, e, is_new in etude.once(_seen) if is_new in new}
        return (_member(fil, e) for fil, e in last.values())

    return members


def _passages(etude: Etude) -> Iterator[Membre]:
    return (_member(fil, e) for fil, e in etude.entrees(Examen))


def _feedback(etude: Etude) -> Iterator[Membre]:
    """Each decision that the next meeting of its kind, in the period, had to be told about: 1 where the situation passed in it.

    A decision put off is not one, a feed-back without new engagements asks for no other, and what has ended since is only told.
    """
    following = _following(etude)
    for fil, e in etude.toutes(Examen):
        after = following.get(e.reunion or "")
        reported = e.objet == "suites" and not e.engagements
        if after is None or reported or e.decision == "ajournement" or fil.etape(after.le) in FINIES:
            continue
        passed = [x for x in fil.of(Examen) if x.reunion == after.key]
        ref, given = (passed[0].ref, 1) if passed else (e.ref, 0)
        yield Membre(fil.id, ref, after.le, given, fil.personne_id, {"decision": (e.decision,)})


class _Tenue(NamedTuple):
    """A meeting: its kind, its day and its key."""

    nature: str
    le: date
    key: str


def _following(etude: Etude) -> dict[str, _Tenue]:
    """Meeting → the next one of the same kind, where that is of the period."""
    ranked = sorted(_Tenue(r.nature, r.le, key) for key, r in etude.registre.reunions.items())
    return {a.key: b for a, b in pairwise(ranked) if a.nature == b.nature and b.le in etude.periode}


INDICATEURS = (
    Indicateur(
        "reunions", "Réunions tenues", "Les réunions datées de la période, par nature.",
        Unite.reunions, Calcul.compte, _held, ("nature_reunion",), tout=True,
    ),
    Indicateur(
        "situations_examinees", "Situations examinées", "Les situations différentes passées au moins une fois en réunion dans la période.",
        Unite.situations, Calcul.compte, _examined(frozenset({True, False})), _QUI,
    ),
    Indicateur(
        "situations_examinees_nouvelles", "Situations nouvelles examinées",
        "Les situations différentes examinées dans la période à titre de situation nouvelle.",
        Unite.situations, Calcul.compte, _examined(frozenset({True})), _QUI, source="Le Mans, fiche OSCARS 2017",
    ),
    Indicateur(
        "situations_revues", "Situations revues", "Les situations différentes examinées dans la période à un autre titre : suites, renouvellement, réexamen.",
        Unite.situations, Calcul.compte, _examined(frozenset({False})), _QUI,
    ),
    Indicateur(
        "passages", "Passages en réunion", "Tous les examens de la période ; une situation peut passer plusieurs fois.",
        Unite.actes, Calcul.compte, _passages, _QUI,
    ),
    Indicateur(
        "retours", "Retours donnés",
        "Parmi les décisions dont la réunion suivante, tenue dans la période, devait avoir des nouvelles, celles dont la situation y est repassée ; "
        "ce qui s'est terminé entre-temps n'en demande plus.",
        Unite.pourcent, Calcul.taux, _feedback, ("decision",), base="retours attendus", diminuer=False, source="Le Mans, fiche OSCARS 2017 : le retour, situation par situation",
    ),
)  # fmt: skip
