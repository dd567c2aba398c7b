"""The financial report of a grant: what was foreseen, what was made, and why they differ. Template: `rapport_financier.md.j2`.

Sources: arrêté of 11 October 2006 (tables of charges and produits, gaps in euros and in %, significant gaps explained, indirect charges with their
rule); Cerfa 15059 (its headings; contributions in kind apart; within six months after the end of the year).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from alp.core import codes
from alp.core.budget import Budget, Charge, Ligne, Produit, total_prevu, total_realise
from alp.core.calendrier import add_months
from alp.core.dispositif import Financeur
from alp.core.erreurs import UsageError
from alp.core.indicateurs.mesure import arrondi
from alp.core.indicateurs.moyens import of_year
from alp.core.preparation.commun import Maison
from alp.core.rapport.rapport import Rapport
from alp.core.registre import Registre
from alp.core.tableau import Colonne, Genre, Tableau

SEUIL = Decimal("0.10")
"""A gap is significant from a tenth of what was foreseen. Ours: the arrêté asks for significant gaps, and gives no figure."""
PART_MAX = Decimal(1_000_000)
"""A gap of a hundred million percent says nothing but that next to nothing was foreseen: the euros tell it. Ours."""
RIEN = Decimal("0.00")
REMISE_MOIS = 6
"""Months after the end of the year within which the report is due. Source: Cerfa 15059, service-public.fr."""


@dataclass(frozen=True)
class Montants:
    """Euros foreseen and made, and the gap.

    `ecart` is what was made less what was foreseen; `part` the same out of what was foreseen (0.10 is 10 %): none where nothing was
    foreseen, or next to nothing. All three are none while what was made is not known.
    """

    prevu: Decimal
    realise: Decimal | None
    ecart: Decimal | None
    part: Decimal | None

    @classmethod
    def of(cls, prevu: Decimal, realise: Decimal | None) -> Montants:
        gap = None if realise is None else realise - prevu
        part = gap / prevu if gap is not None and prevu else None
        return cls(prevu, realise, gap, part if part is None or abs(part) < PART_MAX else None)

    @classmethod
    def sum(cls, lignes: Sequence[Ligne]) -> Montants:
        return cls.of(total_prevu(lignes), total_realise(lignes))

    @property
    def significatif(self) -> bool:
        """Whether the gap has to be explained: a tenth of what was foreseen, or anything where nothing was."""
        return bool(self.ecart) and (self.part is None or abs(self.part) >= SEUIL)


@dataclass(frozen=True)
class Rang:
    """One row of a table; `fort` for a heading's sum and for the total."""

    compte: str
    libelle: str
    montants: Montants
    fort: bool = False


@dataclass(frozen=True)
class Cote:
    """One side of the account; its last row is the total."""

    cle: str
    titre: str
    rangs: tuple[Rang, ...]


@dataclass(frozen=True)
class Explication:
    """A gap and why; an empty `texte` is to be written."""

    ou: str
    """« Charges » or « produits », for a reader."""
    rang: Rang
    texte: str


@dataclass(frozen=True)
class Financement:
    """What one funder gives: asked for, received, its share of all produits, and what its convention says for that year."""

    nom: str
    lecteur: bool
    montants: Montants
    part: Decimal | None
    part_realisee: Decimal | None
    convention: Decimal | None


@dataclass(frozen=True)
class CompteRenduFinancier:
    """What the template is given."""

    maison: Maison
    intitule: str
    annee: int
    du: date
    au: date
    a_remettre_le: date
    pour: str
    """The funder that it is for; empty: none in particular."""
    subvention: Financement | None
    """What that funder gives."""
    financements: tuple[Financement, ...]
    cotes: tuple[Cote, ...]
    natures: tuple[Cote, ...]
    """What was given in kind, apart."""
    repartition: str
    indirectes: bool
    explications: tuple[Explication, ...]
    resultat: Decimal | None
    """Produits less charges, as made."""
    inconnues: int
    """Lines of which it is not known yet what was made."""
    decimales: int
    """How many decimals the euros of this report need: 0 or 2."""
    fichier: str

    @property
    def tableaux(self) -> tuple[Tableau, ...]:
        """The same tables, for a spreadsheet."""
        return tuple(_tableau(c) for c in (*self.cotes, *self.natures))


def compte_rendu_financier(r: Rapport) -> CompteRenduFinancier:
    """The financial report of a year, for a funder or for none in particular.

    Raises:
        UsageError: the period is not a civil year, or that year has no budget.
    """
    year, budget = _budget(r)
    every = (*budget.charges, *budget.produits, *budget.emplois_nature, *budget.contributions_nature)
    sides = (_side("charges", "Charges", budget.charges), _side("produits", "Produits", budget.produits))
    kind = (
        _side("emplois_nature", "Emplois en nature", budget.emplois_nature, rubriques=False),
        _side("contributions_nature", "Contributions en nature", budget.contributions_nature, rubriques=False),
    )
    spent, received = total_realise(budget.charges), total_realise(budget.produits)
    given = _financements(r, budget, year)
    oscars = r.dispositif.oscars
    return CompteRenduFinancier(
        maison=Maison.of(r.dispositif), intitule=(oscars and oscars.intitule) or r.dispositif.nom, annee=year, du=r.periode.du, au=r.periode.au,
        a_remettre_le=add_months(r.periode.au, REMISE_MOIS), pour=r.financeur.nom if r.financeur else "",
        subvention=next((f for f in given if f.lecteur), None), financements=given,
        cotes=sides, natures=tuple(c for c in kind if len(c.rangs) > 1), repartition=budget.repartition or "",
        indirectes=any(c.indirecte == "oui" for c in budget.charges), explications=tuple(_explications(budget)),
        resultat=None if spent is None or received is None else received - spent, inconnues=sum(x.realise is None for x in every),
        decimales=2 if any(x % 1 for line in every for x in (line.prevu, line.realise or Decimal(0))) else 0, fichier=f"budgets/{year}.yaml",
    )  # fmt: skip


def _budget(r: Rapport) -> tuple[int, Budget]:
    year = r.periode.du.year
    if r.periode.mois != 12:
        raise UsageError(
            "Un compte rendu financier est celui d'une année entière.", f"Écrire l'année : alp report {year} --modele financier"
        )
    if year not in r.registre.budgets:
        known = ", ".join(str(y) for y in sorted(r.registre.budgets)) or "aucune"
        raise UsageError(
            f"Il n'y a pas de budget pour {year} (années connues : {known}).",
            f"L'écrire : alp edit budgets/{year}",
        )
    return year, r.registre.budgets[year]


def start_budget(registre: Registre, year: int) -> Budget:
    """A budget to begin a year with: the lines of the last one before, else the usual headings; what funders give is what their conventions say."""
    before = [b for y, b in sorted(registre.budgets.items()) if y < year]
    charges = before[-1].charges if before else tuple(Charge(compte=c, prevu=RIEN) for c in ("60", "61", "62", "63", "64"))
    others = tuple(p for p in before[-1].produits if p.financeur is None) if before else ()
    agreed = ((f, _agreed(f, year)) for f in registre.dispositif.financeurs)
    given = tuple(Produit(compte="74", libelle=f.nom, prevu=amount, financeur=f.code) for f, amount in agreed if amount is not None)
    kind = {
        name: tuple(_renewed(x) for x in before[-1].lignes(name)) if before else () for name in ("emplois_nature", "contributions_nature")
    }
    lines = {"charges": tuple(_renewed(x) for x in charges), "produits": (*given, *(_renewed(x) for x in others)), **kind}
    return Budget.model_validate({"repartition": before[-1].repartition if before else None, **lines})


def _renewed(ligne: Ligne) -> Ligne:
    """The same line for another year: foreseen as it was, nothing made yet."""
    return ligne.model_copy(update={"realise": None, "explication": None})


# --- tables -------------------------------------------------------------------------------------------


def _side(cle: str, titre: str, lignes: Sequence[Ligne], *, rubriques: bool = True) -> Cote:
    """Direct lines (heading by heading, with their sums), indirect ones last, and the total."""
    direct = [x for x in lignes if getattr(x, "indirecte", None) != "oui"]
    indirect = [x for x in lignes if x not in direct]
    rows = list(_headings(direct)) if rubriques else [_line(x) for x in direct]
    if indirect:
        rows += [Rang("", "Charges indirectes", Montants.sum(indirect), fort=True), *(_line(x) for x in indirect)]
    return Cote(cle, titre, (*rows, Rang("", "Total", Montants.sum(lignes), fort=True)))


def _headings(lignes: Iterable[Ligne]) -> Iterator[Rang]:
    """Each two-digit account with its sum, then its lines; alone, a line stands with its account's name."""
    for account, found in groupby(sorted(lignes, key=attrgetter("compte")), key=lambda x: x.compte[:2]):
        lines, name = list(found), codes.COMPTES.get(account, f"Compte {account}")
        yield Rang(account, name, Montants.sum(lines), fort=True)
        if len(lines) > 1 or lines[0].label != name:
            yield from (_line(x) for x in lines)


def _line(ligne: Ligne) -> Rang:
    return Rang(ligne.compte, ligne.label, Montants.of(ligne.prevu, ligne.realise))


def _tableau(cote: Cote) -> Tableau:
    columns = (
        Colonne("compte", "Compte", Genre.TEXTE), Colonne("libelle", "Libellé", Genre.TEXTE),
        Colonne("prevu", "Prévu", Genre.EUROS, "Ce que disait le budget prévisionnel."),
        Colonne("realise", "Réalisé", Genre.EUROS, "Ce que disent les comptes de l'année."),
        Colonne("ecart", "Écart", Genre.EUROS, "Le réalisé moins le prévu."),
        Colonne("part", "Écart en %", Genre.POURCENT, "L'écart, rapporté au prévu ; vide si rien n'était prévu."),
    )  # fmt: skip
    rows = tuple(
        (
            x.compte,
            x.libelle,
            x.montants.prevu,
            x.montants.realise,
            x.montants.ecart,
            None if x.montants.part is None else arrondi(x.montants.part, 4),
        )
        for x in cote.rangs
    )
    return Tableau(cote.cle, cote.titre, columns, rows, total=True)


# --- gaps, funders ------------------------------------------------------------------------------------


def _explications(budget: Budget) -> Iterator[Explication]:
    """Every gap that is significant, or that somebody explained."""
    told = (
        ("Charges", budget.charges), ("Produits", budget.produits), ("Emplois en nature", budget.emplois_nature),
        ("Contributions en nature", budget.contributions_nature),
    )  # fmt: skip
    for where, lines in told:
        for x in lines:
            row = _line(x)
            if row.montants.significatif or x.explication:
                yield Explication(where, row, x.explication or "")


def _financements(r: Rapport, budget: Budget, year: int) -> tuple[Financement, ...]:
    """What each funder of the budget gives, in the order of `dispositif.yaml`."""
    whole = Montants.sum(budget.produits)
    return tuple(
        _financement(r, f, [p for p in budget.produits if p.financeur == f.code], whole, year)
        for f in r.dispositif.financeurs
        if f == r.financeur or any(p.financeur == f.code for p in budget.produits)
    )


def _financement(r: Rapport, f: Financeur, lines: Sequence[Produit], whole: Montants, year: int) -> Financement:
    m = Montants.sum(lines)
    return Financement(
        f.nom, f == r.financeur, m, m.prevu / whole.prevu if whole.prevu else None,
        m.realise / whole.realise if m.realise is not None and whole.realise else None,
        _agreed(f, year),
    )  # fmt: skip


def _agreed(f: Financeur, year: int) -> Decimal | None:
    """What a funder's conventions bring for a year, in euros; none where none of them says."""
    found = [of_year(c, year) for c in f.conventions if c.montant is not None and c.du.year <= year <= (c.au.year if c.au else year)]
    return arrondi(sum(found), 2) if found else None
