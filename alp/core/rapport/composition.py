"""A report as it will be printed: chapters of figures, tables and charts; and every cell that its reader then holds.

Masking is decided on the printed cells, all together: so a report is composed once to know them, and again with the masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from alp.core.calendrier import MOIS
from alp.core.graphique import Graphique, Nature, Point, Serie
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Case, Mesure, Nombre, Resultat, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import VENTILATIONS
from alp.core.periode import PeriodeRapport
from alp.core.rapport.modeles import Chapitre, Courbe, Detail, Modele
from alp.core.rapport.rapport import Rapport
from alp.core.secret import Contrainte, Publication, au_plus, flux, protect, somme
from alp.core.tableau import MASQUEE, Colonne, Genre, Masquee, Tableau

GENRES = {
    Unite.heures: Genre.DECIMAL, Unite.jours: Genre.DECIMAL, Unite.etp: Genre.DECIMAL, Unite.points: Genre.DECIMAL,
    Unite.tentatives: Genre.DECIMAL, Unite.euros: Genre.EUROS, Unite.pourcent: Genre.POURCENT,
}  # fmt: skip
"""The kind of a figure, by its unit; whole numbers elsewhere."""
ACTES = frozenset({Unite.actes, Unite.heures, Unite.jours, Unite.euros, Unite.objectifs})
"""Units of which a few persons may bear many: what is hidden then depends on the persons behind, not on the number."""
Montre = Nombre | Masquee | None


@dataclass(frozen=True)
class Chiffre:
    """One figure, as it is printed."""

    code: str
    libelle: str
    definition: str
    unite: str
    genre: Genre
    valeur: Montre
    avant: Montre
    un_an_avant: Montre
    base: Montre = None
    numerateur: Montre = None
    quartiles: tuple[Montre, Montre] | None = None
    legende: str = ""
    """What the base is."""
    non_renseigne: Montre = 0


@dataclass(frozen=True)
class ChapitreCompose:
    """A chapter with its figures."""

    titre: str
    chiffres: tuple[Chiffre, ...]
    tableaux: tuple[Tableau, ...]
    graphiques: tuple[Graphique, ...]
    texte: str

    @property
    def vide(self) -> bool:
        """Whether nothing is in it."""
        return not (self.chiffres or self.tableaux or self.graphiques or self.texte)


@dataclass(frozen=True)
class Composition:
    """A report, ready to be laid out."""

    rapport: Rapport
    modele: Modele
    chapitres: tuple[ChapitreCompose, ...]
    publication: Publication
    """What its reader holds; empty where nothing is hidden from him."""
    masquees: frozenset[str]
    divulguees: frozenset[str]
    """Cells that earlier reports already tell, whatever is hidden now."""


@dataclass(frozen=True)
class Deja:
    """What earlier masked reports told the same reader."""

    cellules: dict[str, int] = field(default_factory=dict)
    masquees: dict[str, int] = field(default_factory=dict)
    contraintes: tuple[Contrainte, ...] = ()


def compose(r: Rapport, modele: Modele, deja: Deja | None = None, textes: dict[str, str] | None = None) -> Composition:
    """The report of a model.

    Args:
        r: its figures.
        modele: what to tell, in which order.
        deja: what this reader already holds, where small numbers are hidden from him.
        textes: the coordinator's blocks, by name.
    """
    first = _Plume(r, frozenset())
    chapters = _chapters(first, modele, textes or {})
    if not r.masque:
        return Composition(r, modele, chapters, Publication({}), frozenset(), frozenset())
    publication = first.publication(deja or Deja())
    found = protect(publication, seuil=r.dispositif.secret.seuil)
    masked = _Plume(r, found.masquees)
    return Composition(r, modele, _chapters(masked, modele, textes or {}), publication, found.masquees, found.divulguees)


def _chapters(plume: _Plume, modele: Modele, textes: dict[str, str]) -> tuple[ChapitreCompose, ...]:
    made = (_chapter(plume, ch, textes.get(ch.texte, "")) for ch in modele.chapitres)
    return tuple(ch for ch in made if not ch.vide)


def _chapter(plume: _Plume, ch: Chapitre, texte: str) -> ChapitreCompose:
    known = plume.rapport.mesures
    figures = tuple(plume.chiffre(c) for c in ch.chiffres if c in known)
    details = [d for d in ch.details if d.code in known and d.axe in known[d.code].ventilations]
    tables = tuple(t for d in details if not d.dessin and (t := plume.tableau(d)))
    charts = [g for d in details if d.dessin and (g := plume.barres(d))]
    charts += [g for c in ch.courbes if (g := plume.courbe(c))]
    delays = [c for c in ch.delais if c in known]
    return ChapitreCompose(ch.titre, figures, tables, (*charts, *([g] if delays and (g := plume.delais(delays)) else [])), texte)


@dataclass
class _Plume:
    """What writes figures down, remembers each cell that it told, and hides those that must be."""

    rapport: Rapport
    masques: frozenset[str]
    cellules: dict[str, int] = field(default_factory=dict)
    contraintes: list[Contrainte] = field(default_factory=list)
    sensibles: set[str] = field(default_factory=set)

    def tell(self, cle: str, resultat: Resultat, i: Indicateur, behind: Iterable[str]) -> Montre:
        """A figure, unless it must be hidden; what it is made of counts as told."""
        value = resultat.valeur
        if not self.rapport.masque or i.tout:
            return value
        if value is None and i.calcul is not Calcul.taux:
            return MASQUEE
        few = len(set(behind)) < self.rapport.dispositif.secret.seuil
        if i.calcul in {Calcul.compte, Calcul.distincts} or (
            i.calcul is Calcul.somme and isinstance(value, int) and i.unite is Unite.personnes
        ):
            return self.count(cle, int(value or 0), few=few and i.unite in ACTES)
        if i.calcul is Calcul.taux:
            parts = (self.count(f"{cle}/n", int(resultat.numerateur or 0)), self.count(f"{cle}/d", int(resultat.base or 0)))
            self._once(au_plus(f"{cle}/n", f"{cle}/d"))
            return MASQUEE if MASQUEE in parts else value
        return MASQUEE if few else value

    def count(self, cle: str, value: int, *, few: bool = False) -> Montre:
        """A number of people, situations or acts."""
        if not self.rapport.masque:
            return value
        self.cellules[cle] = value
        if few:
            self.sensibles.add(cle)
        return MASQUEE if cle in self.masques else value

    def _once(self, contrainte: Contrainte) -> None:
        if contrainte not in self.contraintes:
            self.contraintes.append(contrainte)

    def chiffre(self, code: str) -> Chiffre:
        """A figure with those of before."""
        r, i, m = self.rapport, PAR_CODE[code], self.rapport.mesures[code]
        now = self.mesure(i, m, r.periode)
        parts: dict[str, Montre] = {"base": m.base, "numerateur": m.resultat.numerateur}
        if now is MASQUEE:
            parts = dict.fromkeys(parts, MASQUEE if m.base is not None else None)
        quarters = (MASQUEE, MASQUEE) if now is MASQUEE and m.resultat.quartiles else m.resultat.quartiles
        return Chiffre(
            i.code, i.libelle, i.definition, str(i.unite), GENRES.get(i.unite, Genre.ENTIER), now,
            self.mesure(i, r.avant[code], r.periode.avant()), self.mesure(i, r.un_an_avant[code], r.periode.un_an_avant()),
            quartiles=quarters, legende=i.base, non_renseigne=self._lacking(i, m), **parts,
        )  # fmt: skip

    def _lacking(self, i: Indicateur, m: Mesure) -> Montre:
        """How many lack a value: in a masked report it is told only where it is nothing or many."""
        hidden = self.rapport.masque and not i.tout and 0 < m.non_renseigne < self.rapport.dispositif.secret.seuil
        return MASQUEE if hidden else m.non_renseigne

    def mesure(self, i: Indicateur, m: Mesure, periode: PeriodeRapport) -> Montre:
        """A figure of a period."""
        return self.tell(_key(i.code, periode), m.resultat, i, (x.quoi for x in m.membres))

    def _cells(self, d: Detail) -> list[tuple[Case, Montre]]:
        """The values of a breakdown, tied to their total."""
        r, i, m = self.rapport, PAR_CODE[d.code], self.rapport.mesures[d.code]
        whole, cases = _key(d.code, r.periode), self._cases(i, d.axe, m.ventilations[d.axe])
        told = [(c, self.tell(f"{whole}/{d.axe}={c.cle}", c.resultat, i, (x.quoi for x in c.membres))) for c in cases]
        if r.masque and not i.tout:
            self.mesure(i, m, r.periode)
            for suffix in ("/n", "/d") if i.calcul is Calcul.taux else ("",):
                self._tie(f"{whole}{suffix}", [f"{whole}/{d.axe}={c.cle}{suffix}" for c in cases], d.axe, i)
        return told

    def _cases(self, i: Indicateur, axe: str, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """The values to show; where small numbers are hidden, those of which there is none too: a missing row would tell it."""
        if not self.rapport.masque or i.tout:
            return cases
        found = {c.cle: c for c in cases}
        labels = {**VENTILATIONS[axe].libelles(self.rapport.dispositif), **{c.cle: c.libelle for c in cases if c.cle}, "": "non renseigné"}
        nothing = i.calcul(())
        return tuple(found.get(key) or Case(key, label, nothing, ()) for key, label in labels.items())

    def _tie(self, whole: str, parts: Sequence[str], axe: str, i: Indicateur) -> None:
        if whole not in self.cellules or not all(p in self.cellules for p in parts):
            return
        if VENTILATIONS[axe].multiple or i.calcul is Calcul.distincts:
            for part in parts:
                self._once(au_plus(part, whole))
            self._once(Contrainte((*((-1, p) for p in parts), (1, whole)), "<=", 0, "libre"))
        else:
            self._once(somme(whole, parts))

    def tableau(self, d: Detail) -> Tableau | None:
        """A breakdown as a table."""
        i, v = PAR_CODE[d.code], VENTILATIONS[d.axe]
        told = self._cells(d)
        if not told:
            return None
        genre = GENRES.get(i.unite, Genre.ENTIER)
        columns = (Colonne(d.axe, v.libelle, Genre.TEXTE), Colonne("valeur", i.libelle, genre, i.definition))
        note = "Plusieurs réponses possibles : le total dépasse 100 %." if v.multiple else ""
        return Tableau(
            f"{d.code}-{d.axe}",
            f"{i.libelle}, {_inside(v.libelle)}",
            columns,
            tuple((c.libelle, _scaled(x, genre)) for c, x in told),
            note=note,
        )

    def barres(self, d: Detail) -> Graphique | None:
        """A breakdown as bars."""
        i, v = PAR_CODE[d.code], VENTILATIONS[d.axe]
        told = [(c, x) for c, x in self._cells(d) if x is not None]
        if not told:
            return None
        genre = GENRES.get(i.unite, Genre.ENTIER)
        values: tuple[Point, ...] = tuple(_scaled(x, genre) for _, x in told)
        return Graphique(
            f"{d.code}-{d.axe}", "barres", f"{i.libelle}, {_inside(v.libelle)}", f"{i.definition} {v.libelle}, du premier au dernier.",
            tuple(c.libelle for c, _ in told), (Serie(i.libelle, values),), unite=str(i.unite), genre=genre, axe=v.libelle.removeprefix("Par ").capitalize(),
        )  # fmt: skip

    def courbe(self, c: Courbe) -> Graphique | None:
        """Figures over twelve months."""
        known = [code for code in c.codes if code in self.rapport.mesures]
        if not known:
            return None
        months = self.rapport.mois(*known)
        series = tuple(Serie(PAR_CODE[code].libelle, tuple(self.mesure(PAR_CODE[code], m[code], p) for p, m in months)) for code in known)
        i = PAR_CODE[known[0]]
        nature: Nature = "evolution" if len(known) > 1 or i.code.startswith("file_active") else "colonnes"
        names = tuple(f"{MOIS[p.du.month - 1]} {p.du.year}" for p, _ in months)
        return Graphique(
            c.cle, nature, c.titre, c.description, names, series, unite=str(i.unite), genre=GENRES.get(i.unite, Genre.ENTIER), axe="Mois"
        )

    def delais(self, codes: Sequence[str]) -> Graphique | None:
        """Distributions side by side: the quarters of each."""
        found = [(PAR_CODE[c], self.rapport.mesures[c]) for c in codes]
        shown = [(i, m, self.mesure(i, m, self.rapport.periode)) for i, m in found if m.resultat.quartiles or self.rapport.masque]
        if not shown:
            return None
        quarters: list[Callable[[Mesure], Nombre | None]] = [
            lambda m: m.resultat.quartiles[0] if m.resultat.quartiles else None, lambda m: m.valeur,
            lambda m: m.resultat.quartiles[1] if m.resultat.quartiles else None,
        ]  # fmt: skip
        names = ("Un quart en moins de", "La moitié en moins de", "Trois quarts en moins de")
        series = tuple(
            Serie(n, tuple(MASQUEE if told is MASQUEE else q(m) for _, m, told in shown)) for n, q in zip(names, quarters, strict=True)
        )
        return Graphique(
            "delais", "delais", "Combien de jours il faut",
            "Les délais depuis la saisine : le premier quart, la moitié et les trois quarts des situations.",
            tuple(i.libelle for i, _, _ in shown), series, unite="jours", genre=Genre.DECIMAL, axe="Délai",
        )  # fmt: skip

    def publication(self, deja: Deja) -> Publication:
        """Every cell told, with what ties them, to each other and to what was told before."""
        cells = {**deja.masquees, **self.cellules}
        before = {k: v for k, v in deja.cellules.items() if k not in deja.masquees}
        moved = {k for k in cells.keys() & before.keys() if cells[k] != before[k]} | {
            k for k in self.cellules if deja.masquees.get(k, self.cellules[k]) != self.cellules[k]
        }
        kept = {k: v for k, v in before.items() if k not in moved}
        links = [*self.contraintes, *self._links(), *deja.contraintes]
        fit = tuple(dict.fromkeys(c for c in links if _holds(c, {**kept, **cells})))
        return Publication(cells, fit, kept, frozenset(k for k in deja.masquees if k not in moved))

    def _links(self) -> Iterable[Contrainte]:
        """What any reader knows to tie one figure to another, in each period that is told."""
        for code in {k.split("@")[1].split("/")[0] for k in self.cellules}:
            yield flux(f"file_active_debut@{code}", f"entrees@{code}", f"file_active_stock@{code}", f"sorties@{code}")
            yield Contrainte(((1, f"visites_rencontre@{code}/d"), (-1, f"visites@{code}")))
        r = self.rapport
        yield Contrainte(((1, _key("file_active_debut", r.periode)), (-1, _key("file_active_stock", r.periode.avant()))))
        for code in {k.split("@")[0] for k in self.cellules}:
            if PAR_CODE[code].calcul is Calcul.compte and (r.periode.mois or 0) > 1:
                months = [p for p in r.periode.derniers_mois() if p.du >= r.periode.du]
                yield somme(_key(code, r.periode), [_key(code, p) for p in months])


def _holds(c: Contrainte, values: dict[str, int]) -> bool:
    """Whether a tie is between cells that are told, and true of them: late entries may break a sum over months."""
    if not all(key in values for _, key in c.termes):
        return False
    gap = c.gap(values)
    return gap == 0 if c.sens == "=" else gap >= 0


def _key(code: str, periode: PeriodeRapport) -> str:
    return f"{code}@{periode.code}"


def _scaled(value: Montre, genre: Genre) -> Montre:
    """A percentage as a part of one."""
    return Decimal(value) / 100 if genre is Genre.POURCENT and isinstance(value, int | Decimal) else value


def _inside(libelle: str) -> str:
    return libelle[:1].lower() + libelle[1:]
