"""What a figure may be broken down by. Values are those at the day of each fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from alp.core import codes
from alp.core.dispositif import Dispositif
from alp.core.indicateurs.etude import Etude, Fil, Moment
from alp.core.indicateurs.mesure import Membre
from alp.core.parcours import Etape, etape_label

SUITES_SAISINE = {**codes.RECEVABILITES, "deja_connue": "déjà suivie ou en cours d'examen", "sans_reponse": "pas encore de réponse"}
"""What became of a saisine at the period's end: code → label."""
ETATS_ORIENTATION = {
    "proposee": "proposée", "acceptee": "acceptée", "demandee": "demandée", "effective": "effective", "verifiee": "vérifiée",
    "abandonnee": "abandonnée",
}  # fmt: skip
"""How far an orientation went: code → label."""
INCONNU = ("",)
"""The value where none is known."""
Libelles = Callable[[Dispositif], Mapping[str, str]]


@dataclass(frozen=True)
class Ventilation:
    """One way to break a figure down."""

    code: str
    libelle: str
    of: Callable[[Etude, Fil, date], tuple[str, ...]] | None
    """What the situation says on a day, where the member brings no value of its own; none: it could not tell."""
    libelles: Libelles
    """Code → label, in the order in which to print them."""
    multiple: bool = False
    """Whether a member may have several values: the total is then over 100 %, and the report says so."""
    ailleurs: str = "{}"
    """How a value is called that the dispositif does not declare."""

    @property
    def situation(self) -> bool:
        """Whether the situation tells it on the day, where the member does not."""
        return self.of is not None


def tell(etude: Etude, membre: Membre, moment: Moment) -> Mapping[str, tuple[str, ...]]:
    """What a situation says at a moment, breakdown by breakdown.

    Args:
        etude: the register, cut.
        membre: anything counted of the situation at that moment.
        moment: the moment; it keeps the answers.
    """
    fil = etude.par_id[membre.quoi]
    moment.cles = {code: of(etude, fil, moment.debut) or INCONNU for code, of in _DITES}
    return moment.cles


def tranche(age: int, bornes: tuple[int, ...]) -> str:
    """The band of an age: `-25`, `25-34`, `65-`.

    Args:
        age: in years.
        bornes: the first age of each band but the lowest, rising.
    """
    starts = [b for b in bornes if b <= age]
    above = [b for b in bornes if b > age]
    return f"{starts[-1] if starts else ''}-{above[0] - 1 if above else ''}"


def tranches(bornes: tuple[int, ...]) -> dict[str, str]:
    """Every band, the youngest first: code → label."""
    if not bornes:
        return {}
    found = {tranche(bornes[0] - 1, bornes): f"moins de {bornes[0]} ans"}
    for low, high in zip(bornes, (*bornes[1:], None), strict=True):
        found[tranche(low, bornes)] = f"de {low} à {high - 1} ans" if high else f"{low} ans et plus"
    return found


def _age(etude: Etude, fil: Fil, le: date) -> tuple[str, ...]:
    """The age reached in the year of the reference day: only the year of birth is kept."""
    born, bands = fil.situation.personne.naissance, etude.dispositif.tranches_age
    if not born or not bands.bornes:
        return ()
    entered = [e.entree.le for e in fil.episodes if e.entree.le <= le]
    day = etude.periode.au if bands.au == "fin_periode" else (entered[-1] if entered else le)
    return (tranche(day.year - born, bands.bornes),)


def _origine(fil: Fil, le: date) -> str:
    """Who referred: the last saisine or reprise up to the day."""
    found = [e.origine for e in fil.arrivees if e.le <= le]
    return found[-1] if found else ""


def _type_origine(etude: Etude, fil: Fil, le: date) -> str:
    origin = _origine(fil, le)
    return etude.types_partenaires.get(origin, origin)


@cache
def _of(value: str | None) -> tuple[str, ...]:
    return (value,) if value and value != "inconnu" else ()


def _propre(code: str, libelle: str, libelles: Libelles, *, multiple: bool = False) -> Ventilation:
    """A breakdown by what the member itself says."""
    return Ventilation(code, libelle, None, libelles, multiple)


def _liste(nom: str) -> Libelles:
    return lambda d: {x.code: x.label for x in d.declarations(nom)}


def _codes(found: Mapping[str, str]) -> Libelles:
    return lambda d: found


SANS_LOGEMENT = "sans_logement"
"""The place of a person without a dwelling, for a dispositif that finds one: it is known, there is none."""


def _housing(field: str) -> Callable[[Etude, Fil, date], tuple[str, ...]]:
    def of(etude: Etude, fil: Fil, le: date) -> tuple[str, ...]:
        where = fil.logement(le)
        return _of(getattr(where, field)) if where else (SANS_LOGEMENT,) if etude.dispositif.loge == "oui" else ()

    return of


def _ou(libelles: Libelles) -> Libelles:
    """Where one lives, or nowhere yet."""

    def labels(d: Dispositif) -> Mapping[str, str]:
        found = libelles(d)
        return {**found, SANS_LOGEMENT: "pas encore de logement"} if found and d.loge == "oui" else found

    return labels


def famille_of(d: Dispositif, objectif: str) -> str:
    """The family of an objective, named by the first objective in it; one without a family stands for itself."""
    listed = d.vocabulaire.objectifs
    own = next((x.famille for x in listed if x.code == objectif), None)
    return next((x.code for x in listed if own and x.famille == own), objectif)


def _familles(d: Dispositif) -> dict[str, str]:
    return {x.code: x.famille or x.label for x in d.vocabulaire.objectifs if famille_of(d, x.code) == x.code}


def _communes(d: Dispositif) -> dict[str, str]:
    return {c.insee: c.nom for c in d.territoire.communes}


def _territoires(d: Dispositif) -> dict[str, str]:
    return {c.territoire: c.territoire for c in d.territoire.communes if c.territoire}


def _territoire(etude: Etude, fil: Fil, le: date) -> tuple[str, ...]:
    where = fil.logement(le)
    return _of(etude.territoires.get(where.commune or "")) if where else ()


def _etapes(d: Dispositif) -> dict[str, str]:
    return {str(e): etape_label(e, d) for e in Etape}


_TABLE: tuple[Ventilation, ...] = (
    Ventilation("commune", "Par commune", _housing("commune"), _ou(_communes), ailleurs="hors du territoire ({})"),
    Ventilation("territoire", "Par territoire", _territoire, _territoires),
    Ventilation("quartier", "Par quartier", _housing("quartier"), _ou(_liste("quartiers"))),
    Ventilation("bailleur", "Par bailleur", _housing("bailleur"), _ou(_liste("partenaires"))),
    Ventilation("parc", "Par parc", _housing("parc"), _ou(_codes(codes.PARCS))),
    Ventilation("age", "Par âge", _age, lambda d: tranches(d.tranches_age.bornes)),
    Ventilation("genre", "Par genre", lambda e, f, le: _of(f.situation.personne.genre), _codes(codes.GENRES)),
    Ventilation("foyer", "Par foyer", lambda e, f, le: _of(f.foyer(le).type), _codes(codes.FOYERS)),
    Ventilation("problematique", "Par problématique", lambda e, f, le: f.problematiques(le), _liste("problematiques"), multiple=True),
    Ventilation("origine", "Par origine de la saisine", lambda e, f, le: _of(_origine(f, le)), lambda d: {**_liste("partenaires")(d), **codes.ORIGINES}),
    Ventilation("type_origine", "Par type d'origine", lambda e, f, le: _of(_type_origine(e, f, le)), _codes({**codes.ORIGINES, **codes.TYPES_PARTENAIRE})),
    Ventilation("referent", "Par référent", lambda e, f, le: _of(f.referent(le)), _liste("equipe")),
    _propre("etape", "Par étape", _etapes),
    _propre("resultat", "Par résultat", _codes(codes.RESULTATS_VISITE)),
    _propre("lieu", "Par lieu", _codes(codes.LIEUX)),
    _propre("par", "Par intervenant", _liste("equipe"), multiple=True),
    _propre("recevabilite", "Par réponse à la saisine", _codes(SUITES_SAISINE)),
    _propre("rang", "Par rang", lambda d: {str(n): "1er contrat" if n == 1 else f"{n}e contrat" for n in range(1, 21)}),
    _propre("acte", "Par acte", _liste("actes")),
    _propre("financeur", "Par financeur", _liste("financeurs")),
    _propre("vers", "Par service", _liste("partenaires")),
    _propre("type_service", "Par type de service", _codes(codes.TYPES_PARTENAIRE)),
    _propre("etat_orientation", "Par avancement", _codes(ETATS_ORIENTATION)),
    _propre("issue_procedure", "Par issue de la procédure", _codes(codes.ISSUES_EVENEMENT)),
    _propre("stade", "Par moment", _codes(codes.STADES)),
    _propre("constat", "Par constat", _liste("constats")),
    _propre("domaine", "Par domaine", _liste("domaines")),
    _propre("objectif", "Par objectif", _liste("objectifs")),
    _propre("famille_objectif", "Par famille d'objectifs", _familles),
    _propre("atteinte", "Par atteinte", _codes(codes.ATTEINTES)),
    _propre("resultat_obtenu", "Par résultat obtenu", _liste("resultats"), multiple=True),
    _propre("decision", "Par décision", _codes(codes.DECISIONS)),
    _propre("nature_reunion", "Par nature de réunion", _codes(codes.NATURES_REUNION)),
    _propre("nature_action", "Par nature d'action", _codes(codes.NATURES_ACTION)),
    _propre("public", "Par public", _codes(codes.PUBLICS_ACTION)),
    _propre("acte_collectif", "Par acte", _liste("actes_collectifs")),
    _propre("motif_sortie", "Par motif de sortie", _codes(codes.MOTIFS_SORTIE)),
    _propre("issue", "Par issue", _codes(codes.ISSUES_SORTIE)),
)  # fmt: skip

VENTILATIONS: dict[str, Ventilation] = {v.code: v for v in _TABLE}
"""Every breakdown, by code."""

_DITES = tuple((v.code, v.of) for v in _TABLE if v.of)
"""What a situation says at a moment."""
NON_DITES: Mapping[str, tuple[str, ...]] = {code: INCONNU for code, _ in _DITES}
"""What is said of what is no situation: a meeting, a worker."""
