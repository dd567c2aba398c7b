"""What is due while one is followed, and after: a meeting, an evaluation, an appointment, an orientation to verify, data to erase."""

from __future__ import annotations

from collections.abc import Iterator

from alp.core.calendrier import add_months, short_jour
from alp.core.echeances.vue import Echeance, Vue
from alp.core.entrees import Demarche, Evaluation, Evenement, Orientation, Visite
from alp.core.objets import Suite
from alp.core.parcours import FINIES, SUIVIES
from alp.core.plis import dernier_contact, dernier_signe


def due_rencontre(vue: Vue) -> Iterator[Echeance]:
    """No `rencontre` for longer than the rhythm."""
    met = dernier_contact(vue.visites)
    since = max((d for d in (met, vue.entree_le) if d), default=None)
    if vue.etape in SUIVIES and since:
        jours = vue.dispositif.rythmes.rencontre_jours
        what = "dernière rencontre" if since == met else "aucune rencontre depuis l'entrée,"
        yield vue.make(
            "rencontre",
            vue.days(since, jours),
            f"{what} le {short_jour(since)}",
            None,
            f"alp visit {vue.situation.id}",
        )


def due_suites(vue: Vue) -> Iterator[Echeance]:
    """Appointments and what the team undertook, until done or given up."""
    if vue.etape in FINIES:
        return
    for e in vue.vivantes:
        suite: Suite | None = getattr(e, "suite", None) if isinstance(e, (Visite, Demarche)) else None
        if suite and not suite.fait and not suite.abandon:
            yield vue.make("rendez_vous", suite.avant or e.le, suite.quoi + vue.by(suite.qui), e.ref)


def due_verification(vue: Vue) -> Iterator[Echeance]:
    """An orientation that is effective: does it hold three months later?"""
    for e in vue.vivantes:
        if isinstance(e, Orientation) and e.effective_le and not e.verifiee_le and not e.abandon and not vue.is_dead:
            due = add_months(e.effective_le, vue.dispositif.rythmes.verification_mois)
            what = e.service or (vue.dispositif.label("partenaires", e.vers) if e.vers else "orientation")
            yield vue.make("verification_orientation", due, f"{what}, effective le {short_jour(e.effective_le)}", e.ref)


def due_reevaluation(vue: Vue) -> Iterator[Echeance]:
    """The evaluation to do again."""
    mois = vue.dispositif.rythmes.evaluation_mois
    last = max((e.le for e in vue.vivantes if isinstance(e, Evaluation)), default=None)
    if vue.etape in SUIVIES and last and mois:
        yield vue.make(
            "reevaluation",
            add_months(last, mois),
            f"dernière évaluation le {short_jour(last)}",
            None,
            f"alp add {vue.situation.id} evaluation --stade suivi",
        )


def due_retour_hopital(vue: Vue) -> Iterator[Echeance]:
    """Contact after leaving hospital."""
    if vue.etape not in SUIVIES:
        return
    for e in vue.vivantes:
        if not (isinstance(e, Evenement) and e.nature == "hospitalisation" and e.fin_le and e.issue != "deces"):
            continue
        if not any(v.le >= e.fin_le and v.resultat == "rencontre" for v in vue.visites):
            due = vue.days(e.fin_le, vue.dispositif.rythmes.retour_hopital_jours)
            yield vue.make("retour_hopital", due, f"sortie d'hôpital le {short_jour(e.fin_le)}", None, f"alp visit {vue.situation.id}")


def due_effacement(vue: Vue) -> Iterator[Echeance]:
    """Two years after the last contact that came from the person, once the file is closed. Source: CNIL, délibération 2021-028."""
    if vue.etape not in FINIES:
        return
    sign = dernier_signe(vue.visites, vue.vivantes)
    last = sign or vue.vivantes[0].le
    due = add_months(last, 12 * vue.dispositif.conservation.annees)
    what = "dernier contact venant de la personne le" if sign else "rien n'est venu de la personne depuis la saisine du"
    yield vue.make("effacement", due, f"{what} {short_jour(last)}")
