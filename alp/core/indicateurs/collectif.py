"""Beyond single situations: collective actions, days of the vehicle, support to professionals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alp.core.dispositif import Dispositif
from alp.core.indicateurs.activite import faits_action
from alp.core.indicateurs.etude import Etude
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite
from alp.core.reunion import Action

_QUOI = ("nature_action", "public", "commune", "quartier")


def _actions(etude: Etude) -> Iterator[tuple[str, Action]]:
    return ((key, a) for key, a in sorted(etude.registre.actions.items()) if a.le in etude.periode)


def _own(a: Action) -> dict[str, tuple[str, ...]]:
    own = {"nature_action": (a.nature,), "public": a.public, "commune": a.commune, "quartier": a.quartier}
    return {key: value if isinstance(value, tuple) else (value,) if value else () for key, value in own.items()}


def _count(weight: Callable[[Action], int | None], suits: Callable[[Action], bool]) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for key, a in _actions(etude):
            if suits(a):
                yield Membre(f"actions/{key}", "", a.le, weight(a), cles=_own(a), faits=faits_action(etude, key))

    return members


def _acts(etude: Etude) -> Iterator[Membre]:
    for key, a in _actions(etude):
        for code, number in a.actes.items():
            yield Membre(f"actions/{key}", "", a.le, number, cles={**_own(a), "acte_collectif": (code,)}, faits=faits_action(etude, key))


def _born(etude: Etude) -> Iterator[Membre]:
    """Situations that an action of the period gave birth to."""
    for _, a in _actions(etude):
        for id_ in a.situations:
            found = etude.registre.par_id.get(id_)
            fil = etude.par_id.get(found.id) if found else None
            if fil:
                yield Membre(fil.id, "", a.le, cle=fil.personne_id, cles={"nature_action": (a.nature,)})


def _all(a: Action) -> bool:
    return True


def _has_vehicle(d: Dispositif) -> bool:
    return "vehicule" in d.lieux


INDICATEURS = (
    Indicateur(
        "actions", "Actions collectives", "Les actions collectives de la période, sorties du véhicule comprises.",
        Unite.actions, Calcul.compte, _count(lambda a: 1, _all), _QUOI,
    ),
    Indicateur(
        "personnes_actions", "Personnes rencontrées collectivement",
        "Le nombre de personnes noté à chaque action collective, sans nom ni dossier ; quelqu'un venu deux fois compte deux fois.",
        Unite.personnes, Calcul.somme, _count(lambda a: a.nombre, _all), _QUOI, manque="le nombre de personnes",
    ),
    Indicateur(
        "personnes_vehicule", "Personnes rencontrées au véhicule",
        "Le nombre de personnes noté à chaque sortie du véhicule ; quelqu'un venu deux fois compte deux fois.",
        Unite.personnes, Calcul.somme, _count(lambda a: a.nombre, lambda a: a.nature == "vehicule"), ("commune", "quartier"), si=_has_vehicle, source="Calais, axe 1",
    ),
    Indicateur(
        "situations_nees", "Situations nées d'une action", "Les situations ouvertes à la suite d'une action collective de la période.",
        Unite.situations, Calcul.compte, _born, ("nature_action", "commune"),
    ),
    Indicateur(
        "actions_professionnels", "Actions envers les professionnels",
        "Les formations, soutiens et échanges de la période dont le public est fait de professionnels.",
        Unite.actions, Calcul.compte, _count(lambda a: 1, lambda a: a.public == "professionnels"), _QUOI, source="LOGISENS : actions envers les professionnels",
    ),
    Indicateur(
        "professionnels_touches", "Professionnels touchés", "Le nombre de professionnels noté à ces mêmes actions ; qui vient deux fois compte deux fois.",
        Unite.personnes, Calcul.somme, _count(lambda a: a.nombre, lambda a: a.public == "professionnels"), _QUOI,
    ),
    Indicateur(
        "actes_collectifs", "Ce qui a été fait collectivement", "Les actes notés aux actions collectives de la période.",
        Unite.actes, Calcul.somme, _acts, ("acte_collectif", "nature_action"),
    ),
)  # fmt: skip
