"""A report as it will be printed: chapters of figures, tables and charts; and every cell that its reader then holds.

Masking is decided on the printed cells, all together: so a report is composed once to know them, and again with the masks.
Where small numbers are hidden, nothing that is printed or left out depends on a hidden number, only on its being hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alp.core.graphique import QUARTS, Graphique, Nature, Serie, short_mois
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Case, Mesure, Nombre, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import VENTILATIONS, Ventilation
from alp.core.perimetre import values_left
from alp.core.periode import PeriodeRapport
from alp.core.rapport.cases import Cases, Lu, key_of
from alp.core.rapport.chiffres import GENRES, CaseComposee, ChapitreCompose, Chiffre, DetailCompose, Montre
from alp.core.rapport.modeles import Chapitre, Courbe, Detail, Modele
from alp.core.rapport.publication import Deja
from alp.core.rapport.rapport import Rapport
from alp.core.secret import Publication, protect
from alp.core.tableau import MASQUEE, Genre

TROIS = 3
"""The least that makes a curve."""
QUATRE = 4
"""The least that makes quarters."""
RESTE, AUTRES = "autres_reponses", "Autres réponses"
"""The row of all values that are hidden: told together, where a subtraction tells it anyhow."""


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


def compose(r: Rapport, modele: Modele, deja: Deja | None = None, textes: Mapping[str, str] | None = None) -> Composition:
    """The report of a model.

    Args:
        r: its figures.
        modele: what to tell, in which order.
        deja: what this reader already holds, where small numbers are hidden from him.
        textes: the coordinator's blocks, by name.
    """
    seen = Lu(r)
    first = _Plume(r, frozenset(), seen)
    chapters = _chapters(first, modele, textes or {})
    if not r.masque:
        return Composition(r, modele, chapters, Publication({}), frozenset(), frozenset())
    publication = first.publication(deja or Deja())
    found = protect(publication, seuil=r.dispositif.secret.seuil)
    masked = _Plume(r, found.masquees, seen)
    return Composition(r, modele, _chapters(masked, modele, textes or {}), publication, found.masquees, found.divulguees)


def _chapters(plume: _Plume, modele: Modele, textes: Mapping[str, str]) -> tuple[ChapitreCompose, ...]:
    told: set[str] = set()
    placed = {c for ch in modele.chapitres for c in ch.chiffres}
    made = []
    for ch in modele.chapitres:
        made.append(_chapter(plume, ch, _figures(plume, ch, placed, told), textes.get(ch.texte, "")))
    return tuple(ch for ch in made if not ch.vide)


def _figures(plume: _Plume, ch: Chapitre, placed: set[str], told: set[str]) -> list[str]:
    """The figures of a chapter, and those of its tables and charts that stand nowhere else: each has its definition once."""
    others = [c for c in (*ch.delais, *(d.code for d in ch.details), *(c for x in ch.courbes for c in x.codes)) if c not in placed]
    found = [c for c in dict.fromkeys((*ch.chiffres, *others)) if c in plume.rapport.mesures and c not in told]
    told.update(found)
    return found


def _chapter(plume: _Plume, ch: Chapitre, codes: Sequence[str], texte: str) -> ChapitreCompose:
    known = plume.rapport.mesures
    figures = [plume.chiffre(c) for c in codes]
    details = [plume.detail(d) for d in ch.details if d.code in known and d.axe in known[d.code].ventilations]
    curves = [*(plume.courbe(c) for c in ch.courbes), plume.delais([c for c in ch.delais if c in known])]
    return ChapitreCompose(
        ch.titre, tuple(f for f in figures if f.dit), tuple(d for d in details if d.cases), tuple(g for g in curves if g), texte,
        tuple(f.libelle for f in figures if not f.dit),
    )  # fmt: skip


class _Plume(Cases):
    """What writes figures down."""

    # --- figures ---

    def chiffre(self, code: str) -> Chiffre:
        """A figure with those of before."""
        r, i, m = self.rapport, PAR_CODE[code], self.rapport.mesures[code]
        now = self.mesure(i, m, r.periode)
        hidden = now is MASQUEE
        unsaid = hidden or (i.calcul is Calcul.rapport and i.unite is Unite.heures)  # minutes over ETP: no reader's parts
        return Chiffre(
            i.code, i.libelle, i.definition, str(i.unite), GENRES.get(i.unite, Genre.ENTIER), now,
            self.mesure(i, r.avant[code], r.periode.avant()), self.mesure(i, r.un_an_avant[code], r.periode.un_an_avant()),
            base=None if unsaid else self._base(i, m), numerateur=None if unsaid else m.resultat.numerateur,
            quartiles=None if hidden or not _spread(m) else m.resultat.quartiles, legende=i.base, non_renseigne=self._lacking(i, m),
        )  # fmt: skip

    def _base(self, i: Indicateur, m: Mesure) -> Montre:
        """What a figure is out of; of a distribution, it is a number of people like others."""
        if i.calcul is Calcul.mediane and not (self.free(i) or self.nothing(i.code, self.rapport.periode)):
            return self.count(f"{key_of(i.code, self.rapport.periode)}/d", int(m.base or 0), few=self.few(m.membres))
        return m.base

    def _lacking(self, i: Indicateur, m: Mesure) -> Montre:
        """How many lack a value: a number of people like others; where it is hidden, nothing is said of it."""
        if self.free(i) or self.nothing(i.code, self.rapport.periode):
            return m.non_renseigne
        told = self.count(f"{key_of(i.code, self.rapport.periode)}/nr", m.non_renseigne, few=self.few((*m.inconnus, *m.incertains)))
        return None if told is MASQUEE else told

    def mesure(self, i: Indicateur, m: Mesure, periode: PeriodeRapport) -> Montre:
        """A figure of a period."""
        return self.tell(key_of(i.code, periode), m.resultat, i, m.membres, periode)

    # --- breakdowns ---

    def detail(self, d: Detail) -> DetailCompose:
        """A breakdown; values that are hidden are one row, so that no row tells by being there that it is not nothing."""
        r, i, m, v = self.rapport, PAR_CODE[d.code], self.rapport.mesures[d.code], VENTILATIONS[d.axe]
        whole, cases = key_of(d.code, r.periode), self._cases(i, v, m.ventilations[d.axe])
        told = [
            CaseComposee(c.cle, c.libelle, self.tell(f"{whole}/{d.axe}={c.cle}", c.resultat, i, c.membres, r.periode), c.resultat.base)
            for c in cases
        ]
        total = self.mesure(i, m, r.periode)
        if not self.free(i):
            self.share(whole, i, v, m, cases)
        shown = [c for c in told if c.valeur is not MASQUEE]
        hidden = [c for c, row in zip(cases, told, strict=True) if row.valeur is MASQUEE]
        rest = self.deduced(whole, i, v, hidden) if shown else None
        row = CaseComposee(RESTE, AUTRES, rest.valeur, rest.base) if rest else CaseComposee(RESTE, AUTRES, MASQUEE, MASQUEE)
        return DetailCompose(i, v, (*shown, row) if hidden else tuple(told), total, d.dessin)

    def _cases(self, i: Indicateur, v: Ventilation, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """The values to tell; where small numbers are hidden, those of which there is none too, unless this reader knows that there is none."""
        if self.free(i):
            return cases
        r, found = self.rapport, {c.cle: c for c in cases}
        left = values_left(r.financeur, r.dispositif, v.code) if r.financeur else None
        labels = {**v.libelles(r.dispositif), **{c.cle: c.libelle for c in cases if c.cle}, "": "non renseigné"}
        labels = {key: label for key, label in labels.items() if left is None or key in left or key in found}
        nothing = i.calcul(())
        return tuple(found.get(key) or Case(key, label, nothing, ()) for key, label in labels.items())

    # --- curves ---

    def courbe(self, c: Courbe) -> Graphique | None:
        """Figures over twelve months; none where there is nothing to see."""
        known = tuple(code for code in c.codes if code in self.rapport.mesures)
        if not known:
            return None
        months = [(p, m) for p, m in self.lu.months(known) if self.couverture.overlaps(p)]
        all_ = [PAR_CODE[code] for code in known]
        series = tuple(Serie(i.libelle, tuple(self.mesure(i, m[i.code], p) for p, m in months)) for i in all_)
        if max(sum(isinstance(v, int | Decimal) and v != 0 for v in s.valeurs) for s in series) < TROIS:
            return None
        nature: Nature = "evolution" if len(known) > 1 or known[0].startswith("file_active") else "colonnes"
        unites = {str(i.unite) for i in all_}
        return Graphique(
            c.cle, nature, c.titre, c.description, tuple(short_mois(p.du) for p, _ in months), series,
            unite=unites.pop() if len(unites) == 1 else "", genre=GENRES.get(all_[0].unite, Genre.ENTIER), axe="Mois",
        )  # fmt: skip

    def delais(self, codes: Sequence[str]) -> Graphique | None:
        """Distributions side by side: the quarters of each; none where there is nothing to see."""
        found = [(PAR_CODE[c], self.rapport.mesures[c]) for c in codes]
        shown = [(i, m, self.mesure(i, m, self.rapport.periode)) for i, m in found]
        shown = [(i, m, told) for i, m, told in shown if told is not None and told is not MASQUEE and _spread(m)]
        if len(shown) < 2:
            return None
        quarters: list[Callable[[Mesure], Nombre | None]] = [
            lambda m: m.resultat.quartiles[0] if m.resultat.quartiles else None, lambda m: m.valeur,
            lambda m: m.resultat.quartiles[1] if m.resultat.quartiles else None,
        ]  # fmt: skip
        series = tuple(Serie(n, tuple(q(m) for _, m, _ in shown)) for n, q in zip(QUARTS, quarters, strict=True))
        return Graphique(
            "delais", "delais", "Combien de jours il faut",
            "Les délais depuis la saisine : le premier quart, la moitié et les trois quarts des situations.",
            tuple(i.libelle for i, _, _ in shown), series, unite="jours", genre=Genre.DECIMAL, axe="Délai",
        )  # fmt: skip


def _spread(m: Mesure) -> bool:
    """Whether a distribution has enough members for quarters to mean something."""
    return m.base is not None and m.base >= QUATRE
