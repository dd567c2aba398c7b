"""How the bond is made: days and attempts from the saisine to the first meeting, to her accord, to what follows.

A delay is dated by what ends it: those of a period are those of the first meetings, accords… of that period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from alp.core.entrees import Accord, Contrat, Examen, Orientation, Visite
from alp.core.indicateurs.activite import NON_FAITES
from alp.core.indicateurs.etude import E, Etude
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite

_QUI = ("type_origine", "bailleur", "commune")
Premier = Callable[[Sequence[E], date, date], tuple[date, str] | None]
"""The first such fact of a file from one day to another, among its entries of a type: its day and its entry."""


def _entry(suits: Callable[[E], bool] = lambda e: True) -> Premier[E]:
    def premier(entrees: Sequence[E], debut: date, fin: date) -> tuple[date, str] | None:
        for e in entrees:
            if debut <= e.le < fin and suits(e):
                return e.le, e.ref
        return None

    return premier


def _contract(contrats: Sequence[Contrat], debut: date, fin: date) -> tuple[date, str] | None:
    return next(((e.debut, e.ref) for e in contrats if debut <= e.debut < fin), None)


def _common_law(orientations: Sequence[Orientation], debut: date, fin: date) -> tuple[date, str] | None:
    return min(((e.effective_le, e.ref) for e in orientations if e.effective_le and debut <= e.effective_le < fin), default=None)


def _tried(v: Visite) -> bool:
    return v.resultat not in NON_FAITES


def _met(v: Visite) -> bool:
    return v.resultat == "rencontre"


def _agreed(a: Accord) -> bool:
    return a.objet == "accompagnement" and a.reponse == "oui"


def _delay(type_: type[E], premier: Premier[E]) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil, entrees in etude.ayant(type_):
            for debut, fin in fil.ouvertures:
                found = premier(entrees, debut, fin)
                if found and found[0] in etude.periode:
                    yield Membre(fil.id, found[1], found[0], (found[0] - debut).days, fil.personne_id)

    return members


def _attempts(etude: Etude) -> Iterator[Membre]:
    """Visits, calls and letters without a meeting before the first one."""
    first = _entry(_met)
    for fil, visites in etude.recentes(Visite):
        for debut, fin in fil.ouvertures:
            found = first(visites, debut, fin)
            if found and found[0] in etude.periode:
                before = [e for e in visites if debut <= e.le <= found[0] and _tried(e) and not _met(e)]
                yield Membre(fil.id, found[1], found[0], len(before), fil.personne_id)


def _delai(code: str, quoi: str, jusqu_a: str, type_: type[E], premier: Premier[E]) -> Indicateur:
    return Indicateur(
        f"delai_{code}", f"De la saisine {quoi}",
        f"Le nombre de jours de la saisine, ou de la reprise, jusqu'à {jusqu_a}, quand ce jour est dans la période.".replace("à le ", "au "),
        Unite.jours, Calcul.mediane, _delay(type_, premier), _QUI, base=f"situations dont {jusqu_a} est dans la période", diminuer=True,
    )  # fmt: skip


INDICATEURS = (
    _delai("tentative", "à la première tentative", "la première visite ou le premier appel, même sans réponse", Visite, _entry(_tried)),
    _delai("rencontre", "à la première rencontre", "la première rencontre", Visite, _entry(_met)),
    Indicateur(
        "tentatives_avant_rencontre", "Tentatives avant la première rencontre",
        "Le nombre de visites, d'appels et de courriers restés sans rencontre avant la première, quand celle-ci est dans la période.",
        Unite.tentatives, Calcul.mediane, _attempts, _QUI, base="premières rencontres de la période", diminuer=True,
        source="ALP 28 : l'alliance, mesurée",
    ),
    _delai("accord", "à l'accord de la personne", "l'accord de la personne à être accompagnée", Accord, _entry(_agreed)),
    _delai("reunion", "à l'examen en réunion", "le premier examen en réunion", Examen, _entry()),
    _delai("contrat", "au premier contrat", "le premier jour du premier contrat", Contrat, _contract),
    _delai("droit_commun", "à un service de droit commun", "la première orientation effective", Orientation, _common_law),
)  # fmt: skip
