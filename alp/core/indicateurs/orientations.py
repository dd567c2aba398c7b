"""Towards common law: what was proposed, what takes effect, what holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from alp.core.entrees import Orientation
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite

_QUI = ("vers", "type_service", "etat_orientation", "commune", "bailleur")


def etat(o: Orientation) -> str:
    """How far an orientation went: the furthest of its steps, or given up."""
    if o.abandon:
        return "abandonnee"
    steps = ("verifiee", "effective", "demandee", "acceptee", "proposee")
    return next((s for s in steps if getattr(o, f"{s}_le")), "proposee")


def _member(etude: Etude, fil: Fil, o: Orientation, le: date, poids: int = 1) -> Membre:
    to = (o.vers,) if o.vers else ()
    types = etude.types_partenaires
    own = {"vers": to, "type_service": tuple(types[t] for t in to if t in types), "etat_orientation": (etat(o),)}
    return Membre(fil.id, o.ref, le, poids, fil.personne_id, own)


def _on(day: Callable[[Orientation], date | None]) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil, o in etude.toutes(Orientation):
            le = day(o)
            if le and le in etude.periode:
                yield _member(etude, fil, o, le)

    return members


def _rate(etude: Etude) -> Iterator[Membre]:
    for fil, o in etude.entrees(Orientation):
        yield _member(etude, fil, o, o.le, int(etat(o) in {"effective", "verifiee"}))


INDICATEURS = (
    Indicateur(
        "orientations", "Orientations", "Les orientations vers un service commencées dans la période, où qu'elles en soient au dernier jour.",
        Unite.orientations, Calcul.compte, _on(lambda o: o.le), _QUI,
    ),
    Indicateur(
        "orientations_effectives", "Orientations devenues effectives", "Les orientations dont le service intervient depuis un jour de la période.",
        Unite.orientations, Calcul.compte, _on(lambda o: o.effective_le), _QUI,
    ),
    Indicateur(
        "orientations_verifiees", "Orientations vérifiées", "Les orientations dont on a vérifié dans la période que le service intervient toujours.",
        Unite.orientations, Calcul.compte, _on(lambda o: o.verifiee_le), _QUI,
    ),
    Indicateur(
        "orientations_abandonnees", "Orientations abandonnées", "Les orientations abandonnées dans la période.",
        Unite.orientations, Calcul.compte, _on(lambda o: o.abandon.le if o.abandon else None), _QUI,
    ),
    Indicateur(
        "taux_orientations_effectives", "Orientations qui aboutissent",
        "Parmi les orientations commencées dans la période, celles où le service intervenait au plus tard le dernier jour.",
        Unite.pourcent, Calcul.taux, _rate, ("vers", "type_service"), base="orientations commencées dans la période",
    ),
)  # fmt: skip
