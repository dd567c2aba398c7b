"""A report as it will be printed: chapters of figures, tables and charts; and every cell that its reader then holds.

Masking is decided on the printed cells, all together: so a report is composed once to know them, and again with the masks.
Where small numbers are hidden, nothing that is printed or left out depends on a hidden number, only on its being hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from alp.core.calendrier import add_months
from alp.core.graphique import QUARTS, Graphique, Nature, Serie, short_mois
from alp.core.indicateurs.etude import Etude, etude
from alp.core.indicateurs.indicateur import Indicateur, mesurer
from alp.core.indicateurs.mesure import Calcul, Case, Membre, Mesure, Nombre, Resultat, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.indicateurs.ventilations import VENTILATIONS, Ventilation
from alp.core.periode import PeriodeRapport, read_periode
from alp.core.rapport.chiffres import GENRES, CaseComposee, ChapitreCompose, Chiffre, DetailCompose, Montre
from alp.core.rapport.couverture import Couverture, couverture
from alp.core.rapport.liens import CUMULS, STOCKS, TOUT, entire, liens, read_cle, true_of
from alp.core.rapport.modeles import Chapitre, Courbe, Detail, Modele
from alp.core.rapport.publication import Deja
from alp.core.rapport.rapport import Rapport
from alp.core.secret import Contrainte, Publication, protect, somme
from alp.core.tableau import MASQUEE, Genre

SANS_PERSONNE = frozenset({Unite.actions, Unite.reunions, Unite.places})
"""Units that count nobody: never hidden."""
COLLECTIFS = frozenset({"heures_collectives"})
"""Figures of actions that count nobody either."""
CENTIEMES = frozenset({Unite.heures, Unite.euros})
"""Units printed to the hundredth: their cells count hundredths."""
AVEC: Mapping[str, tuple[str, ...]] = {"epices_entree": ("epices_precarite",)}
"""Distributions that bound a rate: a median above the threshold says that half are above it. Hidden where the rate's parts are."""
TROIS = 3
"""The least that makes a curve."""
QUATRE = 4
"""The least that makes quarters."""
NOUVELLES: Mapping[str, int] = {"encore_logees_6": 6, "encore_logees_12": 12}
"""How many months before are the exits of which news is asked: nobody had left a dispositif that was not open."""
AUTRES = "Autres réponses"
"""The row of all values that are hidden."""


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


@dataclass
class Lu:
    """What is computed once for both writings of a report."""

    rapport: Rapport
    mois: dict[tuple[str, ...], list[tuple[PeriodeRapport, dict[str, Mesure]]]] = field(default_factory=dict)
    """Figures month after month, by the codes asked."""
    etudes: dict[str, Etude] = field(default_factory=dict)
    """The whole register, by period."""

    def months(self, codes: tuple[str, ...]) -> list[tuple[PeriodeRapport, dict[str, Mesure]]]:
        """Some figures over twelve months."""
        if codes not in self.mois:
            self.mois[codes] = self.rapport.mois(*codes)
        return self.mois[codes]

    def study(self, periode: PeriodeRapport) -> Etude:
        """The whole register, looked at for a period."""
        if periode.code not in self.etudes:
            self.etudes[periode.code] = etude(self.rapport.registre, self.rapport.seen(periode))
        return self.etudes[periode.code]

    def whole(self, code: str, periode: PeriodeRapport) -> int:
        """A figure of the whole dispositif."""
        return int(mesurer(self.study(periode), PAR_CODE[code], ventiler=False).valeur or 0)


@dataclass
class _Plume:
    """What writes figures down, remembers each cell that it told, and hides those that must be."""

    rapport: Rapport
    masques: frozenset[str]
    lu: Lu
    cellules: dict[str, int] = field(default_factory=dict)
    contraintes: dict[Contrainte, None] = field(default_factory=dict)
    sensibles: set[str] = field(default_factory=set)
    """Cells to hide though they are not small: they rest on too few people."""

    @cached_property
    def couverture(self) -> Couverture:
        """The days that count for this reader."""
        return couverture(self.rapport)

    def free(self, i: Indicateur) -> bool:
        """Whether a figure is told as it is: nothing is hidden from this reader, or it counts nobody."""
        nobody = i.unite in SANS_PERSONNE or i.code in COLLECTIFS or (i.tout and i.code not in _RATIOS)
        return not self.rapport.masque or nobody

    def nothing(self, code: str, periode: PeriodeRapport) -> bool:
        """Whether a figure is nothing by construction: before the register, or outside every convention."""
        c = self.couverture
        if code == "file_active_debut":
            return not (c.covers(periode.du) and c.opened(periode.veille))
        if code in STOCKS:
            return not c.covers(periode.au)
        if code in NOUVELLES and not c.opened(add_months(periode.au, -NOUVELLES[code])):
            return True
        return not (c.begins(periode.au) if code in CUMULS else c.overlaps(periode))

    def tell(self, cle: str, resultat: Resultat, i: Indicateur, membres: Sequence[Membre], periode: PeriodeRapport) -> Montre:
        """A figure, unless it must be hidden; what it is made of counts as told."""
        value = resultat.valeur
        if self.free(i) or self.nothing(i.code, periode):
            return value
        if i.code in _RATIOS:
            told = _RATIOS[i.code](self, cle, resultat, membres, periode)
            return MASQUEE if MASQUEE in told or value is None else value
        if i.calcul is Calcul.taux:
            return MASQUEE if MASQUEE in self._parts(cle, resultat, membres) else value
        if value is None:
            return MASQUEE
        if i.calcul is Calcul.mediane:
            return MASQUEE if self.few(membres) or self._bounded(i, periode) else value
        hidden = self.count(cle, int(value * 100 if i.unite in CENTIEMES else value), few=self.few(membres)) is MASQUEE
        return MASQUEE if hidden else value

    def few(self, membres: Iterable[Membre]) -> bool:
        """Whether a figure rests on too few people, or on none. People met in an action have no file: their number tells."""
        files, listed = self.rapport.etude.par_id, list(membres)
        people = {files[m.quoi].personne_id for m in listed if m.quoi in files}
        return len(people) < self.rapport.dispositif.secret.seuil if people or not listed else False

    def _parts(self, cle: str, resultat: Resultat, membres: Sequence[Membre]) -> tuple[Montre, Montre]:
        """Both parts of a rate; whoever has them has the difference. Ten answers of one person are those of one person."""
        yes, no = ([m for m in membres if bool(m.poids) is side] for side in (True, False))
        self.tie(Contrainte(((1, f"{cle}/n"), (-1, f"{cle}/d")), "<=", 0, "sensible" if self.few(no) else "cellule"))
        above = self.count(f"{cle}/n", int(resultat.numerateur or 0), few=self.few(yes))
        return above, self.count(f"{cle}/d", int(resultat.base or 0), few=self.few(membres))

    def _bounded(self, i: Indicateur, periode: PeriodeRapport) -> bool:
        """Whether a part is hidden of a rate that a distribution bounds."""
        return any(f"{_key(code, periode)}{part}" in self.masques for code in AVEC.get(i.code, ()) for part in ("/n", "/d"))

    def count(self, cle: str, value: int, *, few: bool = False) -> Montre:
        """A number of people, situations, acts, hundredths of hours."""
        if not self.rapport.masque:
            return value
        self.cellules[cle] = value
        if few:
            self.sensibles.add(cle)
        return MASQUEE if cle in self.masques else value

    def whole(self, code: str, periode: PeriodeRapport, value: int | None = None, *, few: bool = False) -> Montre:
        """A number of the whole dispositif, whoever reads."""
        scope = "" if entire(code, periode, self.couverture) else TOUT
        key = f"{scope}{_key(code, periode)}"
        if key not in self.cellules:
            self.count(key, self.lu.whole(code, periode) if value is None else value, few=few)
        return MASQUEE if key in self.masques else self.cellules.get(key)

    def tie(self, contrainte: Contrainte) -> None:
        """Something that the reader knows."""
        self.contraintes[contrainte] = None

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
            return self.count(f"{_key(i.code, self.rapport.periode)}/d", int(m.base or 0), few=self.few(m.membres))
        return m.base

    def _lacking(self, i: Indicateur, m: Mesure) -> Montre:
        """How many lack a value: a number of people like others; where it is hidden, nothing is said of it."""
        if self.free(i) or self.nothing(i.code, self.rapport.periode):
            return m.non_renseigne
        told = self.count(f"{_key(i.code, self.rapport.periode)}/nr", m.non_renseigne, few=self.few((*m.inconnus, *m.incertains)))
        return None if told is MASQUEE else told

    def mesure(self, i: Indicateur, m: Mesure, periode: PeriodeRapport) -> Montre:
        """A figure of a period."""
        return self.tell(_key(i.code, periode), m.resultat, i, m.membres, periode)

    # --- breakdowns ---

    def detail(self, d: Detail) -> DetailCompose:
        """A breakdown; values that are hidden are one row, so that no row tells by being there that it is not nothing."""
        r, i, m, v = self.rapport, PAR_CODE[d.code], self.rapport.mesures[d.code], VENTILATIONS[d.axe]
        whole, cases = _key(d.code, r.periode), self._cases(i, v, m.ventilations[d.axe])
        told = [
            CaseComposee(c.cle, c.libelle, self.tell(f"{whole}/{d.axe}={c.cle}", c.resultat, i, c.membres, r.periode), c.resultat.base)
            for c in cases
        ]
        total = self.mesure(i, m, r.periode)
        if not self.free(i):
            for suffix in ("/n", "/d") if i.calcul is Calcul.taux else ("",):
                self._sum(f"{whole}{suffix}", {f"{whole}/{d.axe}={c.cle}{suffix}": c for c in cases}, v, m)
        shown = [c for c in told if c.valeur is not MASQUEE]
        rest = [CaseComposee("", AUTRES, MASQUEE, MASQUEE)] if len(shown) < len(told) else []
        return DetailCompose(i, v, (*shown, *rest), total, d.dessin)

    def _cases(self, i: Indicateur, v: Ventilation, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """The values to tell; where small numbers are hidden, those of which there is none too."""
        if self.free(i):
            return cases
        found = {c.cle: c for c in cases}
        labels = {**v.libelles(self.rapport.dispositif), **{c.cle: c.libelle for c in cases if c.cle}, "": "non renseigné"}
        nothing = i.calcul(())
        return tuple(found.get(key) or Case(key, label, nothing, ()) for key, label in labels.items())

    def _sum(self, whole: str, parts: Mapping[str, Case], v: Ventilation, m: Mesure) -> None:
        """What ties the values of a breakdown to their whole."""
        if whole not in self.cellules or not all(p in self.cellules for p in parts):
            return
        if not v.multiple and PAR_CODE[m.code].calcul is not Calcul.distincts:
            self.tie(somme(whole, parts))
            return
        self.tie(Contrainte((*((-1, p) for p in parts), (1, whole)), "<=", 0, "libre"))
        unknown = next((p for p, c in parts.items() if not c.cle), None) if v.multiple else None
        for part, c in parts.items():
            inside = {id(x) for x in c.membres}
            few = self.few(x for x in m.membres if id(x) not in inside)
            self.tie(Contrainte(((1, part), (-1, whole)), "<=", 0, "sensible" if few else "cellule"))
            if unknown and part != unknown:
                self.tie(Contrainte(((1, part), (1, unknown), (-1, whole)), "<="))

    # --- curves ---

    def courbe(self, c: Courbe) -> Graphique | None:
        """Figures over twelve months; none where there is nothing to see."""
        known = tuple(code for code in c.codes if code in self.rapport.mesures)
        if not known:
            return None
        months, all_ = self.lu.months(known), [PAR_CODE[code] for code in known]
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

    # --- what the reader holds ---

    def publication(self, deja: Deja) -> Publication:
        """Every cell told, with what ties them, to each other and to what was told before."""
        held = deja.named(self._own).beside(self.cellules)
        cells = {**held.masquees, **self.cellules}
        values = {**held.cellules, **cells}
        links = [*self.contraintes, *liens(values, self.couverture), *held.contraintes]
        fit = dict.fromkeys(c for c in (true_of(link, values) for link in links) if c)
        hidden, sensitive = (frozenset(keys - held.cellules.keys()) for keys in (held.masquees.keys(), self.sensibles | held.sensibles))
        return Publication(cells, tuple(fit), held.cellules, hidden, sensitive)

    def _own(self, cle: str) -> str:
        """The key by which this reader's report names a number told to anyone."""
        found = read_cle(cle)
        same = bool(found.portee) and entire(found.code, read_periode(found.periode), self.couverture)
        return str(found._replace(portee="")) if same else cle


# --- ratios: what each gives back ---------------------------------------------------------------------


def _load(plume: _Plume, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Times the working time, which is printed: the file active."""
    return [plume.whole("file_active_stock", periode, int(resultat.numerateur or 0), few=plume.few(membres))]


def _needs(plume: _Plume, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """The demand, out of the load."""
    asked = plume.whole("demande", periode, int(resultat.numerateur or 0), few=plume.few(membres))
    return [asked, plume.whole("file_active_stock", periode)]


def _taken(plume: _Plume, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Days followed, which tell of who was there, entered and left."""
    for code in ("file_active_debut", "entrees", "sorties"):
        if not plume.nothing(code, periode):
            plume.whole(code, periode)
    return [plume.whole("jours", periode, int(resultat.numerateur or 0), few=plume.few(membres))]


def _housed(plume: _Plume, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Days followed, and days with a dwelling: neither the few who have one nor the few who have not may be told of."""
    days = {m.nom: m.poids for m in PAR_CODE["taux_occupation"].membres(plume.lu.study(periode))}
    out = plume.few(m for m in membres if (m.poids or 0) < (days.get(m.nom) or 0))
    scope = "" if entire("jours", periode, plume.couverture) else TOUT
    followed, key = plume.whole("jours", periode, int(resultat.base or 0), few=plume.few(membres)), f"{scope}{cle}/n"
    plume.tie(Contrainte(((1, key), (-1, f"{scope}{_key('jours', periode)}")), "<=", 0, "sensible" if out else "cellule"))
    return [plume.count(key, int(resultat.numerateur or 0), few=plume.few(m for m in membres if m.poids)), followed]


def _hours(plume: _Plume, cle: str, resultat: Resultat, membres: Sequence[Membre], periode: PeriodeRapport) -> list[Montre]:
    """Times the working time: the hours."""
    return [plume.count(cle, int((resultat.valeur or 0) * 100), few=plume.few(membres))]


Ratio = Callable[[_Plume, str, Resultat, Sequence[Membre], PeriodeRapport], list[Montre]]
_RATIOS: Mapping[str, Ratio] = {
    "charge_par_etp": _load, "etp_necessaires": _needs, "taux_occupation": _taken, "jours_loges": _housed, "heures_par_etp": _hours,
}  # fmt: skip
"""What each ratio gives back, told or hidden: the ratio is told only if all of it is."""


def _spread(m: Mesure) -> bool:
    """Whether a distribution has enough members for quarters to mean something."""
    return m.base is not None and m.base >= QUATRE


def _key(code: str, periode: PeriodeRapport) -> str:
    return f"{code}@{periode.code}"
