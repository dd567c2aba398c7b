"""Who is followed: entries, exits, the file active in its two meanings, and the identity that ties them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from alp.core.entrees import Demarche, Saisine, Sortie, Visite
from alp.core.indicateurs.etude import Episode, Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite
from alp.core.parcours import Etape

_QUI = ("commune", "territoire", "quartier", "bailleur", "parc", "age", "genre", "foyer", "problematique", "type_origine", "referent")
"""What tells who people are, on the day of the fact."""


def _member(fil: Fil, ref: str, le: date, **cles: tuple[str, ...]) -> Membre:
    return Membre(fil.id, ref, le, cle=fil.personne_id, cles=cles)


@cache
def at(etape: Etape | None) -> Mapping[str, tuple[str, ...]]:
    """At which step it stands: one mapping for all those that do."""
    return MappingProxyType({"etape": (str(etape),) if etape else ()})


def _entrees(etude: Etude) -> Iterator[Membre]:
    return (_member(f, e.entree.ref, e.entree.le) for f, e in etude.episodes if e.entree.le in etude.periode)


def _sorties(etude: Etude) -> Iterator[Membre]:
    for fil, e in etude.episodes:
        if e.sortie and e.sortie.le in etude.periode:
            yield _member(fil, e.sortie.ref, e.sortie.le, **_ending(e))


def _ending(episode: Episode) -> dict[str, tuple[str, ...]]:
    end = episode.sortie
    if not isinstance(end, Sortie):
        return {}
    return {"motif_sortie": (end.motif,), "issue": () if end.issue in (None, "inconnue") else (str(end.issue),)}


def _stock(etude: Etude, soir: date, le: date) -> Iterator[Membre]:
    """Who is followed at the end of a day, told by the values of another: the start of a period is the eve's end, in its own perimeter."""
    for fil, e in etude.episodes:
        if e.covers(soir):
            yield Membre(fil.id, e.entree.ref, le, 1, fil.personne_id, at(fil.etape(soir)))


def _seen(etude: Etude) -> Iterator[Membre]:
    """Every act, once for each person who was seen or for whom it was done."""
    for fil, visite in etude.entrees(Visite):
        axes = etude.axes_of(visite.lieu)
        for one in etude.vus(fil, visite):
            yield Membre(one.id, visite.ref, visite.le, cle=one.personne_id, axes=axes)
    for fil, demarche in etude.entrees(Demarche):
        yield _member(fil, demarche.ref, demarche.le)


def followed_at(etude: Etude) -> Iterator[Membre]:
    """Who is followed at the end of the last day."""
    return _stock(etude, etude.periode.au, etude.periode.au)


def _concerned(etude: Etude) -> Iterator[Membre]:
    for fil in etude.fils:
        first = next((e for e in fil.vivantes if isinstance(e, Saisine)), None)
        if first:
            yield _member(fil, first.ref, first.le)


def _new(etude: Etude) -> Iterator[Membre]:
    """The first entrée of each person, whatever the situation."""
    first: dict[str, Membre] = {}
    for m in (_member(f, e.entree.ref, e.entree.le) for f, e in etude.episodes):
        if m.cle not in first or m.le < first[m.cle].le:
            first[m.cle] = m
    return (m for m in first.values() if m.le in etude.periode)


INDICATEURS = (
    Indicateur(
        "entrees", "Entrées", "Les accompagnements commencés dans la période ; une personne qui revient compte à chaque fois.",
        Unite.situations, Calcul.compte, _entrees, _QUI,
    ),
    Indicateur(
        "sorties", "Sorties", "Les accompagnements terminés dans la période, quel qu'en soit le motif.",
        Unite.situations, Calcul.compte, _sorties, (*_QUI, "motif_sortie", "issue"),
    ),
    Indicateur(
        "file_active_debut", "Suivies au début", "Les situations en accompagnement ou en relais à la fin de la veille du premier jour.",
        Unite.situations, Calcul.compte, lambda e: _stock(e, e.periode.veille, e.periode.du),
    ),
    Indicateur(
        "file_active_stock", "File active au dernier jour",
        "Les situations en accompagnement ou en relais à la fin du dernier jour de la période.",
        Unite.situations, Calcul.compte, followed_at, (*_QUI, "etape"),
        source="LOGISENS, « file active actuelle » ; gestionnaires de cas de Paris, 2014",
    ),
    Indicateur(
        "foyers_suivis", "Foyers suivis au dernier jour", "Les foyers différents d'au moins une situation de la file active au dernier jour.",
        Unite.foyers, Calcul.distincts, lambda e: (m._replace(cle=e.par_id[m.quoi].foyer_id) for m in e.once(followed_at)), ("foyer", "commune", "parc"),
    ),
    Indicateur(
        "file_active_flux", "File active de la période",
        "Les personnes différentes pour qui l'équipe a fait au moins un acte dans la période : visite, appel, tentative ou démarche.",
        Unite.personnes, Calcul.distincts, _seen, _QUI, source="usage de la psychiatrie publique (SAE, F2RSM)",
    ),
    Indicateur(
        "nouvelles_personnes", "Nouvelles personnes", "Les personnes dont le tout premier accompagnement commence dans la période.",
        Unite.personnes, Calcul.distincts, _new, _QUI,
    ),
    Indicateur(
        "personnes_concernees", "Personnes concernées depuis le début",
        "Les personnes différentes pour qui une première saisine a été reçue depuis l'ouverture, jusqu'au dernier jour de la période ; "
        "pour un financeur, depuis le début de ses conventions.",
        Unite.personnes, Calcul.distincts, _concerned, _QUI, source="LOGISENS, bilan d'octobre 2017",
    ),
)  # fmt: skip
