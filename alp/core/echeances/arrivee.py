"""What is due before the accompaniment: an answer, the information of the person, the first visit, the first evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from alp.core.calendrier import add_months, short_jour
from alp.core.echeances.vue import Echeance, Vue
from alp.core.entrees import Evaluation, Recevabilite, Saisine, Visite
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, FINIES, SUIVIES, Etape


def due_recevabilite(vue: Vue) -> Iterator[Echeance]:
    """A saisine that nobody has decided on. A waiting list is a decision."""
    if vue.etape is not Etape.signalee:
        return
    answered = [e for e in vue.vivantes if isinstance(e, Recevabilite)]
    first = next((e for e in vue.vivantes if isinstance(e, Saisine)), None)
    if first and not answered:
        jours = vue.dispositif.rythmes.recevabilite_jours
        yield vue.make(
            "recevabilite",
            vue.days(first.le, jours),
            f"saisine du {short_jour(first.le)} sans recevabilité",
            first.ref,
            f"alp add {vue.situation.id} recevabilite",
        )


ATTENTE_MOIS = 3
"""How long a place on the waiting list holds before it is looked at again: our choice."""


def due_attente(vue: Vue) -> Iterator[Echeance]:
    """On the waiting list: looked at again every three months, until it is taken up or not. To write « liste_attente » again puts it off."""
    decided = [e for e in vue.vivantes if isinstance(e, Recevabilite)]
    if vue.etape is Etape.signalee and decided:
        first, last = decided[0].le, decided[-1].le
        yield vue.make(
            "attente",
            add_months(last, ATTENTE_MOIS),
            f"sur liste d'attente depuis le {short_jour(first)}",
            None,
            f"alp add {vue.situation.id} recevabilite",
        )


def due_reponse(vue: Vue) -> Iterator[Echeance]:
    """Whoever referred waits for an answer; the person herself and her relatives are told by the visit."""
    saisies = [e for e in vue.vivantes if isinstance(e, Saisine)]
    from_partner = any(any(p.code == s.origine for p in vue.dispositif.partenaires) for s in saisies)
    for e in [x for x in vue.vivantes if isinstance(x, Recevabilite)][-1:]:
        if e.reponse is None and from_partner and e.decision != "erreur":
            jours = vue.dispositif.rythmes.reponse_jours
            yield vue.make(
                "reponse_saisine", vue.days(e.le, jours), f"recevabilité du {short_jour(e.le)} sans réponse au partenaire", e.ref
            )


def due_information(vue: Vue) -> Iterator[Echeance]:
    """Data came from a third party: the person must be told within a month. Source: RGPD, art. 14. Met by the team, she knows (art. 13).

    The end of the follow-up does not end it: the data is still there. Only a death does, or a duplicate, which the other file tells of.
    """
    if vue.is_dead or any(isinstance(e, Recevabilite) and e.decision == "doublon" for e in vue.vivantes):
        return
    for e in vue.vivantes:
        if isinstance(e, Saisine) and e.origine not in ("personne", "equipe") and e.personne_informee != "oui" and e.information_le is None:
            due = add_months(e.le, vue.dispositif.rythmes.information_mois)
            known = (
                "la personne ne sait pas encore qu'un tiers a saisi"
                if e.personne_informee == "non"
                else "la personne sait-elle qu'un tiers a saisi ?"
            )
            yield vue.make("information_personne", due, f"{known} (RGPD, art. 14)", e.ref)
            return


def due_premiere_visite(vue: Vue) -> Iterator[Echeance]:
    """Nobody has gone yet."""
    since = vue.retenue_le
    if since is None or vue.etape in FINIES:
        return
    if tries := [v for v in vue.visites if v.le >= since]:
        yield from _try_again(vue, tries)
        return
    earlier = bool(vue.visites)
    reopened = any(p.avant.etape in FINIES and p.apres.etape not in FINIES and p.entree.le == since for p in vue.pas)
    if reopened or not earlier:
        jours = vue.dispositif.rythmes.premiere_visite_jours
        yield vue.make(
            "premiere_visite", vue.days(since, jours), f"aucune visite depuis le {short_jour(since)}", None, f"alp visit {vue.situation.id}"
        )


def _try_again(vue: Vue, tries: list[Visite]) -> Iterator[Echeance]:
    """Sought and not met yet, before the accompaniment: one goes back."""
    if vue.etape in AVANT_ACCOMPAGNEMENT and not any(v.resultat == "rencontre" for v in tries):
        last = max(v.le for v in tries)
        day = vue.days(last, vue.dispositif.rythmes.premiere_visite_jours)
        yield vue.make(
            "premiere_visite",
            day,
            f"pas encore rencontrée, dernière tentative le {short_jour(last)}",
            None,
            f"alp visit {vue.situation.id}",
        )


def due_evaluation(vue: Vue) -> Iterator[Echeance]:
    """The first evaluation: before the accompaniment, or soon after it began where it is no step of its own."""
    jours = vue.dispositif.rythmes.evaluation_jours
    command = f"alp add {vue.situation.id} evaluation --stade entree"
    if vue.etape is Etape.evaluation and Etape.evaluation not in vue.pas[-1].apres.faites and vue.retenue_le:
        yield vue.make("evaluation_entree", vue.days(vue.retenue_le, jours), "première évaluation à faire", None, command)
    if (
        vue.etape in SUIVIES
        and vue.entree_le
        and vue.dispositif.rythmes.evaluation_mois
        and not any(isinstance(e, Evaluation) for e in vue.vivantes)
    ):
        yield vue.make("evaluation_entree", vue.days(vue.entree_le, jours), "accompagnée sans évaluation", None, command)
