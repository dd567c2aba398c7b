"""The OSCARS sheet of a year: what `dispositif.yaml` says of the action, with the figures of the register. Template: `fiche_oscars.md.j2`.

Source: the sheet of Le Mans, 2017: its fields, in its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from alp.core import codes
from alp.core.dispositif import Dispositif, Financeur, Oscars
from alp.core.erreurs import UsageError
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Unite, arrondi
from alp.core.indicateurs.moyens import of_year
from alp.core.preparation.commun import inside, sentence
from alp.core.rapport.chiffres import Montre
from alp.core.rapport.composition import Composition
from alp.core.rapport.modeles import Chapitre, Modele
from alp.core.rapport.rapport import Rapport, find_indicateur
from alp.core.secret import NC, regle
from alp.core.tableau import MASQUEE, Colonne, Genre, Tableau

MOTS = 45
"""The most letters of a value that stands on one line with others."""


@dataclass(frozen=True)
class Rubrique:
    """One field of the sheet: its values, or the key of `dispositif.yaml` that would say it."""

    libelle: str
    valeurs: tuple[str, ...]
    manque: str = ""
    """`oscars.frequence`; empty where nothing is missing."""
    precision: str = ""
    """How a figure is counted."""

    @property
    def court(self) -> bool:
        """Whether the values stand side by side on a line: short words, not sentences."""
        return all(len(v) <= MOTS for v in self.valeurs)


@dataclass(frozen=True)
class Apport:
    """A funder, as the sheet names it: type, name, money of the year (none: its convention gives no sum)."""

    type: str
    nom: str
    montant: Decimal | None

    @property
    def ou(self) -> str:
        """« ARS Centre-Val de Loire », « Communes et intercommunalités : CCAS du Mans »: as the sheets that are published write it."""
        return " : ".join(filter(None, (self.type, self.nom)))


@dataclass(frozen=True)
class FicheOscars:
    """What the template is given."""

    titre: str
    annee: int
    arrete: date | None
    """The last day looked at, where the year is not over."""
    avant: tuple[Rubrique, ...]
    """The fields before the funders."""
    financeurs: tuple[Apport, ...]
    total: Decimal | None
    """In euros; none while the sum of one funder is not known."""
    evaluation: tuple[Rubrique, ...]
    apres: tuple[Rubrique, ...]
    manques: tuple[str, ...]
    """Every key to be filled in."""

    @property
    def tableau(self) -> Tableau:
        """The same, for a spreadsheet: a row a value, in the order of the sheet."""
        funders = [("Financeur", f"{f.ou} : {f.montant:f} €" if f.montant is not None else f.ou) for f in self.financeurs]
        rows = [*_rows(self.avant), *funders, *_rows(self.evaluation), *_rows(self.apres)]
        columns = (Colonne("champ", "Champ", Genre.TEXTE), Colonne("valeur", "Valeur", Genre.TEXTE))
        return Tableau("oscars", f"Fiche OSCARS, {self.annee}", columns, tuple(rows))


def fiche_oscars(c: Composition) -> FicheOscars:
    """The OSCARS sheet of a year: what its reader may be told of the figures is what the composition tells him.

    Raises:
        UsageError: the period is not a civil year, or `oscars.nombre` counts no people.
    """
    r = c.rapport
    if r.periode.mois != 12:
        raise UsageError(
            "Une fiche OSCARS est celle d'une année entière.", f"Écrire l'année : alp report {r.periode.du.year} --modele oscars"
        )
    d, o = r.dispositif, r.dispositif.oscars or Oscars()
    funders = tuple(_funders(r))
    told = [x.montant for x in funders if x.montant is not None]
    parts = tuple(tuple(make(d, o, c) for make in block) for block in (AVANT, EVALUATION, APRES))
    gaps = [x.manque for block in parts for x in block if x.manque]
    gaps += [] if funders and len(told) == len(funders) else ["financeurs"]
    return FicheOscars(
        titre=o.intitule or d.nom, annee=r.periode.du.year, arrete=r.arrete, avant=parts[0], financeurs=funders,
        total=sum(told, start=Decimal(0)) if told and len(told) == len(funders) else None,
        evaluation=parts[1], apres=parts[2], manques=tuple(gaps),
    )  # fmt: skip


def figures_of(modele: Modele, d: Dispositif) -> Modele:
    """The sheet's model, of what this dispositif's sheet prints: the number of people, and the money.

    Raises:
        UsageError: see `find_nombre`.
    """
    return replace(modele, chapitres=(Chapitre("Les personnes concernées", (find_nombre(d.oscars or Oscars()).code, "financements")),))


def _rows(rubriques: tuple[Rubrique, ...]) -> Iterator[tuple[str, str | None]]:
    for x in rubriques:
        yield from ((x.libelle, value) for value in x.valeurs or (None,))


# --- fields -------------------------------------------------------------------------------------------

COMPTENT = frozenset({Unite.personnes, Unite.foyers, Unite.situations})
COMPTES = frozenset({Calcul.compte, Calcul.distincts, Calcul.somme})
"""What a number of people concerned may be counted in, and how."""
LISTE = "alp report indicators"
Champ = Callable[[Dispositif, Oscars, Composition], Rubrique]


def _said(libelle: str, nom: str, ecrit: Callable[[object], str] = str) -> Champ:
    """A field that `oscars` says: one value, or several."""

    def make(d: Dispositif, o: Oscars, c: Composition) -> Rubrique:
        value = getattr(o, nom)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        return Rubrique(libelle, tuple(ecrit(v) for v in values), "" if values else f"oscars.{nom}")

    return make


def _number(d: Dispositif, o: Oscars, c: Composition) -> Rubrique:
    """How many people, by the indicator that `oscars.nombre` names.

    Raises:
        UsageError: see `find_nombre`.
    """
    indicateur, name = find_nombre(o), "Nombre de personnes concernées"
    value = _told(c, indicateur.code)
    if value is MASQUEE:
        return Rubrique(name, (f"Non communiqué ({NC})",), precision=regle(d.secret.seuil))
    what = inside(indicateur.libelle)
    said = what if what.startswith(str(indicateur.unite)) else f"{indicateur.unite} ({what})"
    return Rubrique(name, (f"{value or 0} {said}",), precision=indicateur.definition)


def _told(c: Composition, code: str) -> Montre:
    """A figure, as the report tells it; one of a chapter that is left out is nothing."""
    return next((f.valeur for ch in c.chapitres for f in ch.chiffres if f.code == code), None)


def find_nombre(o: Oscars) -> Indicateur:
    """The indicator that counts the people of the sheet.

    Raises:
        UsageError: it does not exist, or counts something else.
    """
    try:
        found = find_indicateur(o.nombre)
    except UsageError as error:
        raise UsageError(error.message, f"Corriger oscars.nombre (alp edit dispositif) ; les indicateurs : {LISTE}") from None
    if found.unite not in COMPTENT or found.denominateur or found.calcul not in COMPTES:
        raise UsageError(
            f"« {o.nombre} » ne compte ni des personnes, ni des foyers, ni des situations.",
            f"Corriger oscars.nombre (alp edit dispositif) ; les indicateurs : {LISTE}",
        )
    return found


def _commune(d: Dispositif, o: Oscars, c: Composition) -> Rubrique:
    names = (o.commune,) if o.commune else tuple(c.nom for c in d.territoire.communes)
    return Rubrique("Commune", names, "" if names else "oscars.commune")


def _months(value: object) -> str:
    return f"{value} mois"


AVANT: tuple[Champ, ...] = (
    _said("Action chaînée avec", "action_chainee"), _said("Thème", "themes"), _said("Objectif de l'action", "objectifs"),
    _said("Description", "description"), _said("Année de début de réalisation", "debut"), _said("Année de fin de réalisation", "fin"),
    _said("Durée", "duree_mois", _months), _said("Fréquence", "frequence"), _said("Public", "publics"), _number,
    _said("Type d'action", "type_action"),
)  # fmt: skip
EVALUATION: tuple[Champ, ...] = (_said("Points forts", "points_forts"), _said("Bilan", "bilan"), _said("Conclusion", "conclusion"))
APRES: tuple[Champ, ...] = (
    _said("Secteur d'activité", "secteur"), _said("Niveau géographique", "niveau"), _commune, _said("Plan national", "plan"),
    _said("Catégorisation", "categories"),
)  # fmt: skip


def _funders(r: Rapport) -> Iterator[Apport]:
    """Those whose convention touches the year, in the order of `dispositif.yaml`."""
    for f in r.dispositif.financeurs:
        running = [c for c in f.conventions if c.du <= r.periode.au and (c.au is None or c.au >= r.periode.du)]
        if running:
            known = all(c.montant is not None for c in running)
            yield Apport(*_names(f), arrondi(sum(of_year(c, r.periode.du.year) for c in running), 2) if known else None)


def _names(f: Financeur) -> tuple[str, str]:
    """Its type and its name; the name alone where it begins with the type: « ARS Centre-Val de Loire »."""
    kind = sentence(codes.TYPES_FINANCEUR[f.type])
    named = f.nom.casefold().split()[: len(kind.split())] == kind.casefold().split()
    return ("", f.nom) if named else (kind, f.nom)
