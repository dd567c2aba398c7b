"""How the bond is made: days and attempts from the saisine to the first meeting, to her accord, to what follows.

A delay is dated by what ends it: those of a period are those of the first meetings, accords… of that period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from alp.core.entrees import Accord, Contrat, Examen, Orientation, Visite
from alp.core.indicateurs.activite import NON_FAITES
from alp.core.indicateurs.etude import E, Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite

_QUI = ("type_origine", "bailleur", "commune")
Premier = Callable[[Fil, date, date], tuple[date, str] | None]
"""The first such fact of a file from one day to another: its day and its entry."""


def _first(fil: Fil, debut: date, fin: date, type_: type[E], suits: Callable[[E], bool]) -> tuple[date, str] | None:
    return next(((e.le, e.ref) for e in fil.of(type_) if debut <= e.le < fin and suits(e)), None)


def _entry(type_: type[E], suits: Callable[[E], bool] = lambda e: True) -> Premier:
    return lambda fil, debut, fin: _first(fil, debut, fin, type_, suits)


def _contract(fil: Fil, debut: date, fin: date) -> tuple[date, str] | None:
    return next(((e.debut, e.ref) for e in fil.of(Contrat) if debut <= e.debut < fin), None)


def _common_law(fil: Fil, debut: date, fin: date) -> tuple[date, str] | None:
    found = sorted((e.effective_le, e.ref) for e in fil.of(Orientation) if e.effective_le and debut <= e.effective_le < fin)
    return found[0] if found else None


def _tried(v: Visite) -> bool:
    return v.resultat not in NON_FAITES


def _met(v: Visite) -> bool:
    return v.resultat == "rencontre"


def _agreed(a: Accord) -> bool:
    return a.objet == "accompagnement" and a.reponse == "oui"


def _delay(premier: Premier) -> Callable[[Etude], Iterator[Membre]]:
    def members(etude: Etude) -> Iterator[Membre]:
        for fil in etude.fils:
            for debut, fin in fil.ouvertures:
                found = premier(fil, debut, fin)
                if found and found[0] in etude.periode:
                    yield Membre(fil.id, found[1], found[0], (found[0] - debut).days, fil.personne_id)

    return members


def _attempts(etude: Etude) -> Iterator[Membre]:
    """Visits, calls and letters without a meeting before the first one."""
    for fil in etude.fils:
        for debut, fin in fil.ouvertures:
            found = _first(fil, debut, fin, Visite, _met)
            if found and found[0] in etude.periode:
                before = [e for e in fil.of(Visite) if debut <= e.le <= found[0] and _tried(e) and not _met(e)]
                yield Membre(fil.id, found[1], found[0], len(before), fil.personne_id)


def _delai(code: str, quoi: str, jusqu_a: str, premier: Premier) -> Indicateur:
    return Indicateur(
        f"delai_{code}", f"De la saisine {quoi}",
        f"Le nombre de jours de la saisine, ou de la reprise, jusqu'à {jusqu_a}, quand ce jour est dans la période.".replace("à le ", "au "),
        Unite.jours, Calcul.mediane, _delay(premier), _QUI, base=f"situations dont {jusqu_a} est dans la période", diminuer=True,
    )  # fmt: skip


INDICATEURS = (
    _delai("tentative", "à la première tentative", "la première visite ou le premier appel, même sans réponse", _entry(Visite, _tried)),
    _delai("rencontre", "à la première rencontre", "la première rencontre", _entry(Visite, _met)),
    Indicateur(
        "tentatives_avant_rencontre", "Tentatives avant la première rencontre",
        "Le nombre de visites, d'appels et de courriers restés sans rencontre avant la première, quand celle-ci est dans la période.",
        Unite.tentatives, Calcul.mediane, _attempts, _QUI, base="premières rencontres de la période", diminuer=True,
        source="ALP 28 : l'alliance, mesurée",
    ),
    _delai("accord", "à l'accord de la personne", "l'accord de la personne à être accompagnée", _entry(Accord, _agreed)),
    _delai("reunion", "à l'examen en réunion", "le premier examen en réunion", _entry(Examen)),
    _delai("contrat", "au premier contrat", "le premier jour du premier contrat", _contract),
    _delai("droit_commun", "à un service de droit commun", "la première orientation effective", _common_law),
)  # fmt: skip
