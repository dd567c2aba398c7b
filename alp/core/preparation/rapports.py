"""A report to a funder, as its template and its spreadsheet are given it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from alp.core.graphique import Graphique, short_mois
from alp.core.indicateurs.mesure import Calcul, Unite
from alp.core.indicateurs.table import PAR_CODE
from alp.core.periode import PeriodeRapport
from alp.core.preparation.commun import Maison, sentence
from alp.core.rapport.chiffres import ChapitreCompose, Chiffre, Montre
from alp.core.rapport.composition import Composition
from alp.core.rapport.couverture import couverture
from alp.core.rapport.modeles import Modele
from alp.core.rapport.qualite import manque_of
from alp.core.rapport.rapport import Rapport
from alp.core.rapport.textes import Bloc, read_blocs
from alp.core.secret import regle
from alp.core.tableau import Colonne, Genre, Tableau

INTERNE, DIFFUSION = "l'équipe", "diffusion"
Feuilles = tuple[tuple[str, tuple[Tableau | Graphique, ...]], ...]
"""The sheets of a workbook: a name, and the blocks that stand on it."""


@dataclass(frozen=True)
class ChapitrePrepare:
    """A chapter: the coordinator's text, figures, charts, tables; `sans_donnee` what nobody noted yet, `tus` what is hidden as a whole.

    `chiffres` are those of which something is told, `tous` the others too; `non_dessines` the delays that their chart leaves out.
    """

    titre: str
    texte: tuple[Bloc, ...]
    chiffres: tuple[Chiffre, ...]
    tous: tuple[Chiffre, ...]
    graphiques: tuple[Graphique, ...]
    tableaux: tuple[Tableau, ...]
    sans_donnee: tuple[str, ...]
    tus: tuple[str, ...]
    non_dessines: tuple[str, ...] = ()


@dataclass(frozen=True)
class RapportPrepare:
    """A report; `avant` and `un_an_avant` are empty where nothing was noted yet at that time.

    `colonne`, `avant` and `un_an_avant` head the columns. `arrete` is the day on which it stops where its period is not over, `ouverture`
    the first day of which anything is noted, where it falls in one of the periods told. `manques` says of a figure, by its code, what is missing
    where it is « non renseigné ». `masque` is the rule by which small numbers are hidden: empty where
    none is, and the report is then confidential.
    """

    maison: Maison
    modele: str
    titre: str
    periode: str
    du: date
    au: date
    arrete: date | None
    ouverture: date | None
    colonne: str
    avant: str
    un_an_avant: str
    lecteur: str
    regle: tuple[str, ...]
    confidentiel: bool
    masque: str
    chapitres: tuple[ChapitrePrepare, ...]
    manques: Mapping[str, str]


def prepare_rapport(c: Composition) -> RapportPrepare:
    """A report ready to be laid out."""
    r = c.rapport
    days, before, year_before = couverture(r), r.periode.avant(), r.periode.un_an_avant()
    opening, shown = days.ouverture, (days.overlaps(before), days.overlaps(year_before))
    partial = opening if opening and not r.masque and any(p.du < opening <= p.au for p in (before, year_before, r.periode)) else None
    return RapportPrepare(
        maison=Maison.of(r.dispositif), modele=c.modele.nom, titre=title(c.modele, r.periode), periode=r.periode.libelle, du=r.periode.du, au=r.periode.au,
        arrete=r.arrete, ouverture=partial, colonne=column(r.periode), avant=column(before) if shown[0] else "",
        un_an_avant=column(year_before) if year_before != before and shown[1] else "", lecteur=_reader(r),
        regle=r.regle, confidentiel=not r.masque, masque=regle(r.dispositif.secret.seuil) if r.masque else "",
        chapitres=tuple(_chapter(ch, shown) for ch in c.chapitres), manques={i.code: manque_of(i) for i in r.indicateurs},
    )  # fmt: skip


TITRES = {3: "Rapport trimestriel", None: "Rapport d'activité"}
"""What a half-yearly report is called where its period is another: its chapters suit it."""


def title(modele: Modele, periode: PeriodeRapport) -> str:
    """The title of a report, by its model and the length of its period."""
    return TITRES.get(periode.mois, modele.titre) if modele.nom == "rapport_semestriel" else modele.titre


def column(periode: PeriodeRapport) -> str:
    """« oct. 2026 », « 3e trim. 2026 », « 1er sem. 2026 », « 2026 », « 01/01/2026 au 30/06/2026 »: as the head of a column."""
    if periode.mois == 1:
        return short_mois(periode.du)
    return periode.libelle.removeprefix("année ").removeprefix("du ").replace("semestre", "sem.").replace("trimestre", "trim.")


def _reader(r: Rapport) -> str:
    return r.financeur.nom if r.financeur else DIFFUSION if r.masque else INTERNE


def _chapter(ch: ChapitreCompose, colonnes: tuple[bool, bool]) -> ChapitrePrepare:
    """A chapter, of which the columns of before are shown or not."""
    shown = tuple(c for c in ch.chiffres if not c.tu(*colonnes))
    hidden = (*(c.libelle for c in ch.chiffres if c.tu(*colonnes)), *ch.tus)
    return ChapitrePrepare(
        ch.titre, read_blocs(ch.texte), shown, ch.chiffres, ch.graphiques, ch.tableaux, ch.sans_donnee, hidden, _undrawn(ch)
    )


def _undrawn(ch: ChapitreCompose) -> tuple[str, ...]:
    """The delays of a chapter that are not in the chart of delays, where there is one."""
    drawn = [name for g in ch.courbes if g.nature == "delais" for name in g.categories]
    delays = [c.libelle for c in ch.chiffres if PAR_CODE[c.code].calcul is Calcul.mediane and PAR_CODE[c.code].unite is Unite.jours]
    return tuple(name for name in delays if name not in drawn) if drawn else ()


# --- as a spreadsheet ---------------------------------------------------------------------------------


def feuilles(p: RapportPrepare) -> Feuilles:
    """The sheets: all figures, then the breakdowns and curves of each chapter, then the definitions."""
    chapters: list[tuple[str, tuple[Tableau | Graphique, ...]]] = [(ch.titre, (*ch.graphiques, *ch.tableaux)) for ch in p.chapitres]
    return (("Chiffres", (_figures(p),)), *((title, blocks) for title, blocks in chapters if blocks), ("Définitions", (_definitions(p),)))


def tableaux(p: RapportPrepare) -> tuple[Tableau, ...]:
    """The same as tables alone."""
    return tuple(b.tableau() if isinstance(b, Graphique) else b for _, blocks in feuilles(p) for b in blocks)


def _figures(p: RapportPrepare) -> Tableau:
    number = Genre.DECIMAL
    columns = [
        Colonne("chapitre", "Chapitre", Genre.TEXTE), Colonne("code", "Code", Genre.TEXTE), Colonne("libelle", "Libellé", Genre.TEXTE),
        Colonne("unite", "Unité", Genre.TEXTE), Colonne("valeur", sentence(p.colonne), number), Colonne("numerateur", "Dont", number),
        Colonne("base", "Sur", number), Colonne("non_renseigne", "Non renseigné", Genre.ENTIER),
        *([Colonne("avant", sentence(p.avant), number)] if p.avant else []),
        *([Colonne("un_an_avant", sentence(p.un_an_avant), number)] if p.un_an_avant else []),
    ]  # fmt: skip
    rows = tuple((ch.titre, c.code, c.libelle, c.unite, *_values(c, p)) for ch in p.chapitres for c in ch.tous)
    return Tableau(
        "chiffres", f"{p.titre}, {p.periode}", tuple(columns), rows, note=" ".join(part for part in (*p.regle, p.masque) if part)
    )


def _values(c: Chiffre, p: RapportPrepare) -> Iterator[Montre]:
    yield from (c.valeur, c.numerateur, c.base, c.non_renseigne)
    yield from [c.avant] if p.avant else []
    yield from [c.un_an_avant] if p.un_an_avant else []


def _definitions(p: RapportPrepare) -> Tableau:
    columns = tuple(
        Colonne(key, label, Genre.TEXTE)
        for key, label in (("code", "Code"), ("libelle", "Libellé"), ("unite", "Unité"), ("definition", "Définition"), ("base", "Base"), ("source", "Source"))
    )  # fmt: skip
    rows = tuple((c.code, c.libelle, c.unite, c.definition, c.legende, PAR_CODE[c.code].source) for ch in p.chapitres for c in ch.tous)
    return Tableau("definitions", "Ce que dit chaque chiffre", columns, rows)


# --- its name -----------------------------------------------------------------------------------------


def file_name(periode: str, *suite: str) -> str:
    """`rapport-2026-10-ars`: codes only.

    Args:
        periode: its code, `2026-S1` or `2026-01-01..2026-06-30`.
        suite: the reader's code, what else tells it from others; empty ones are left out.
    """
    return "-".join(part.replace("..", "-").replace("_", "-") for part in ("rapport", periode, *suite) if part)
