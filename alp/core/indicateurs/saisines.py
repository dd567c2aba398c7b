"""What is asked of the team: saisines, what became of them, who waits, and what is refused for want of places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from alp.core.entrees import Examen, Recevabilite, Reprise, Saisine
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.flux import at
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import RIEN, Calcul, Membre, Unite
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, FINIES, OUVERTES, Etape

_QUI = ("origine", "type_origine", "commune", "territoire", "bailleur", "parc", "age", "genre", "problematique")


def _one(fil: Fil, ref: str, le: date, poids: int = 1, cles: Mapping[str, tuple[str, ...]] = RIEN) -> Membre:
    return Membre(fil.id, ref, le, poids, fil.personne_id, cles)


def _open_at(fil: Fil, saisine: Saisine) -> bool:
    """Whether the situation was already open when the saisine came."""
    before = next((p.avant.etape for p in fil.pas if p.entree is saisine), None)
    return before is not None and before not in FINIES


def _suite(fil: Fil, saisine: Saisine) -> str:
    """The first answer after a saisine, `deja_connue` where the situation was open, `sans_reponse` while there is none."""
    if _open_at(fil, saisine):
        return "deja_connue"
    return next((e.decision for e in fil.of(Recevabilite) if e.le >= saisine.le), "sans_reponse")


def _received(etude: Etude) -> Iterator[tuple[Fil, Saisine]]:
    return ((f, s) for f in etude.tous for s in f.of(Saisine) if s.le in etude.periode)


def _saisines(etude: Etude) -> Iterator[Membre]:
    for fil, s in etude.once(_received):
        own = {
            "origine": (s.origine,),
            "type_origine": (etude.types_partenaires.get(s.origine, s.origine),),
            "recevabilite": (_suite(fil, s),),
        }
        yield _one(fil, s.ref, s.le, cles=own)


def _followed_up(etude: Etude) -> Iterator[Membre]:
    """Every saisine that was not for a situation already open: 1 if an accompaniment began since."""
    for fil, s in etude.once(_received):
        if not _open_at(fil, s):
            opened = any(e.entree.le >= s.le for e in fil.episodes)
            yield _one(fil, s.ref, s.le, int(opened and fil.reponse != "doublon"))


def _last_steps(etude: Etude) -> Iterator[tuple[Fil, Etape | None]]:
    """Each situation, with its step at the end of the period."""
    return ((f, f.etape(etude.periode.au)) for f in etude.fils)


def _waiting(etude: Etude) -> Iterator[tuple[Fil, date]]:
    """Who waits at the end of the period: referred, not followed yet, not turned down; with the day since which."""
    return ((f, f.ouvertures[-1][0]) for f, etape in etude.once(_last_steps) if etape in AVANT_ACCOMPAGNEMENT)


def _stock(etude: Etude) -> Iterator[Membre]:
    au = etude.periode.au
    return (_one(f, "", au, cles=at(f.etape(au))) for f, _ in etude.once(_waiting))


def _ages(etude: Etude) -> Iterator[Membre]:
    return (_one(f, "", etude.periode.au, (etude.periode.au - since).days) for f, since in etude.once(_waiting))


def _backlog(etude: Etude) -> Iterator[tuple[Fil, date]]:
    """Referred by whoever houses, and not examined yet by the meeting."""
    houses = {p.code for p in etude.dispositif.partenaires if p.houses}
    for fil, since in etude.once(_waiting):
        origin = next((e.origine for e in reversed(fil.vivantes) if isinstance(e, Saisine | Reprise)), "")
        if origin in houses and not any(e.le >= since for e in fil.of(Examen)):
            yield fil, since


def _arriere(etude: Etude) -> Iterator[Membre]:
    return (_one(f, "", etude.periode.au) for f, _ in etude.once(_backlog))


def _arriere_ages(etude: Etude) -> Iterator[Membre]:
    return (_one(f, "", etude.periode.au, (etude.periode.au - since).days) for f, since in etude.once(_backlog))


def _refused(etude: Etude) -> Iterator[Membre]:
    """Turned down or put aside because the team is full."""
    found = ("capacite_atteinte", "liste_attente")
    return (_one(f, e.ref, e.le, cles={"recevabilite": (e.decision,)}) for f, e in etude.entrees(Recevabilite) if e.decision in found)


def demand(etude: Etude) -> Iterator[Membre]:
    """Followed or waiting at the end of the period, or turned down in it for want of places."""
    au = etude.periode.au
    full = {fil.id for fil, e in etude.entrees(Recevabilite) if e.decision == "capacite_atteinte"}
    for fil, etape in etude.once(_last_steps):
        if etape in OUVERTES or fil.id in full:
            yield _one(fil, "", au)


INDICATEURS = (
    Indicateur(
        "saisines", "Saisines reçues",
        "Les saisines datées de la période, même répétées, en double ou hors critères ; celles faites par erreur ne comptent pas.",
        Unite.saisines, Calcul.compte, _saisines, (*_QUI, "recevabilite"),
    ),
    Indicateur(
        "taux_suite_donnee", "Saisines suivies d'un accompagnement",
        "Parmi les saisines de la période pour une situation qui n'était pas déjà ouverte, celles dont l'accompagnement a commencé "
        "au plus tard le dernier jour de la période.",
        Unite.pourcent, Calcul.taux, _followed_up, ("type_origine",), base="saisines de la période, situations déjà ouvertes exclues",
    ),
    Indicateur(
        "en_attente", "Situations en attente",
        "Les situations signalées, en évaluation ou à décider à la fin du dernier jour, sans accompagnement commencé.",
        Unite.situations, Calcul.compte, _stock, (*_QUI, "etape"), diminuer=True,
    ),
    Indicateur(
        "age_attente", "Ancienneté de l'attente",
        "Pour les situations en attente au dernier jour, le nombre de jours depuis leur saisine, ou leur reprise.",
        Unite.jours, Calcul.mediane, _ages, ("bailleur", "type_origine"), base="situations en attente", diminuer=True,
    ),
    Indicateur(
        "arriere", "Arriéré des bailleurs",
        "Parmi les situations en attente, celles qu'un bailleur a signalées et qu'aucune réunion n'a encore examinées.",
        Unite.situations, Calcul.compte, _arriere, ("origine", "commune"), source="Le Mans, fiche OSCARS 2017", diminuer=True,
    ),
    Indicateur(
        "age_arriere", "Ancienneté de l'arriéré",
        "Pour l'arriéré des bailleurs, le nombre de jours depuis la saisine.",
        Unite.jours, Calcul.mediane, _arriere_ages, ("origine",), base="situations de l'arriéré", diminuer=True,
    ),
    Indicateur(
        "refus_capacite", "Refusées ou mises en attente faute de place",
        "Les réponses de la période qui disent la capacité atteinte, ou mettent sur liste d'attente.",
        Unite.situations, Calcul.compte, _refused, (*_QUI, "recevabilite"), source="enquêtes FSH sur les ACT ; LHSS d'Occitanie, 2022",
    ),
    Indicateur(
        "demande", "Demande",
        "Les situations suivies ou en attente au dernier jour, et celles refusées dans la période faute de place.",
        Unite.situations, Calcul.compte, demand, _QUI,
    ),
)  # fmt: skip
