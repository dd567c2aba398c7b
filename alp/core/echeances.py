"""Everything due at a date: each with its kind, day, situation, `ref` and reason. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from alp.core import contrat as contrats
from alp.core.calendrier import add_months, short_jour
from alp.core.dispositif import Dispositif
from alp.core.entrees import (
    Accord,
    Bilan,
    Commun,
    Demarche,
    Evaluation,
    Evenement,
    Examen,
    Orientation,
    Recevabilite,
    Reprise,
    Saisine,
    SansSuite,
    Sortie,
    Visite,
)
from alp.core.objets import Engagement, Suite
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, FINIES, SUIVIES, Etape, Pas, etape_label, walk
from alp.core.plis import dernier_contact, dernier_signe, visites, vivantes
from alp.core.rapport.attendus import next_report
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.types import Codes

NATURES = Codes(
    "natures_echeance", "conception d'alp, § 4",
    recevabilite="recevabilité à décider", attente="liste d'attente à revoir", reponse_saisine="réponse à celui qui a saisi", information_personne="personne à informer",
    premiere_visite="première visite", evaluation_entree="première évaluation", rencontre="rencontre", rendez_vous="suite ou rendez-vous",
    engagement="engagement", contrat_a_signer="contrat à signer", bilan="bilan à écrire", renouvellement="contrat à renouveler",
    contrat_echu="contrat échu", notification="décision à dire", verification_orientation="orientation à vérifier",
    reevaluation="évaluation à refaire", retour_hopital="contact après l'hôpital", rapport="rapport à un financeur", effacement="données à effacer",
)  # fmt: skip


@dataclass(frozen=True)
class Echeance:
    """Something due. `ref` names what `done` would close (`mx2c9d`, or `mx2c9d.2` for the second engagement)."""

    nature: str
    le: date
    situation: str | None
    ref: str | None
    motif: str
    commande: str = ""

    def late(self, au: date) -> bool:
        """Whether its day is past."""
        return self.le < au


@dataclass(frozen=True)
class Vue:
    """A situation cut at `au`, with what every rule below asks of it."""

    situation: Situation
    dispositif: Dispositif
    au: date
    ailleurs: tuple[Visite, ...] = ()
    """Visits noted in another file, in which this person was seen too."""

    @classmethod
    def of(cls, registre: Registre, situation: Situation, au: date) -> Self:
        """A situation in its register: visits noted in other files count too."""
        return cls(situation, registre.dispositif, au, registre.vues_aussi.get(situation.id, ()))

    @cached_property
    def visites(self) -> tuple[Visite, ...]:
        return visites(self.situation, self.ailleurs)

    @cached_property
    def pas(self) -> list[Pas]:
        return list(walk(self.situation, self.dispositif))

    @cached_property
    def etape(self) -> Etape:
        return (self.pas[-1].apres.etape if self.pas else None) or Etape.signalee

    @property
    def etape_label(self) -> str:
        """The step, as this dispositif calls it."""
        return etape_label(self.etape, self.dispositif)

    @cached_property
    def vivantes(self) -> tuple[Commun, ...]:
        return vivantes(self.situation)

    @cached_property
    def periodes(self) -> tuple[contrats.Periode, ...]:
        return contrats.chaine(self.situation, self.dispositif)

    @property
    def entree_le(self) -> date | None:
        """The day of the running accompaniment's entrée; none outside of it."""
        last = next((p for p in reversed(self.pas) if p.is_entree or p.is_sortie), None)
        return last.entree.le if last and last.is_entree else None

    @property
    def retenue_le(self) -> date | None:
        """The day on which it left the waiting of the saisine: recevable, reopened, or anything that moved it on."""
        return next(
            (
                p.entree.le
                for p in reversed(self.pas)
                if p.avant.etape in (Etape.signalee, *FINIES) and p.apres.etape not in (Etape.signalee, *FINIES)
            ),
            None,
        )

    @property
    def is_dead(self) -> bool:
        """Whether it ended by the person's death."""
        return any(isinstance(e, (Sortie, SansSuite)) and e.motif == "deces" for e in self.vivantes)

    def make(self, nature: str, le: date, motif: str, ref: str | None = None, commande: str = "") -> Echeance:
        return Echeance(nature, le, self.situation.id, ref, motif, commande)

    def days(self, le: date, jours: int) -> date:
        return le + timedelta(days=jours)


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
            yield vue.make("rendez_vous", suite.avant or e.le, suite.quoi + _by(vue, suite.qui), e.ref)


def due_engagements(vue: Vue) -> Iterator[Echeance]:
    """What someone undertook in a meeting, until done or given up; without a date, due since the meeting."""
    if vue.etape in FINIES:
        return
    for e in vue.vivantes:
        for n, engagement in enumerate(e.engagements if isinstance(e, Examen) else (), 1):
            if not engagement.fait and not engagement.abandon:
                yield vue.make("engagement", engagement.avant or e.le, _engagement_motif(vue, engagement), f"{e.ref}.{n}")


def _engagement_motif(vue: Vue, engagement: Engagement) -> str:
    return engagement.quoi + _by(vue, engagement.qui) + ("" if engagement.avant else " (sans date)")


def _by(vue: Vue, qui: str | None) -> str:
    return f" ({vue.dispositif.label('partenaires_equipe', qui)})" if qui else ""


def due_contrat(vue: Vue) -> Iterator[Echeance]:
    """Accompanied, or ready to be, and no signed contract: one month (CASF D311). A renewal not signed yet: the old end stands."""
    if vue.dispositif.contrat is None or vue.etape not in AVANT_ACCOMPAGNEMENT | SUIVIES:
        return
    since = vue.entree_le or _ready_for_contrat(vue)
    if since is None:
        return
    current = [p for p in vue.periodes if p.sortie is None]
    due = vue.days(since, vue.dispositif.rythmes.contrat_jours)
    if not current:
        what = "accompagnée sans contrat" if vue.entree_le else "il ne manque que le contrat,"
        yield vue.make("contrat_a_signer", due, f"{what} depuis le {short_jour(since)}", None, f"alp add {vue.situation.id} contrat")
    elif stopped := (last := current[-1]).contrat.interruption:
        day = vue.days(stopped.le, vue.dispositif.rythmes.contrat_jours)
        yield vue.make(
            "contrat_a_signer",
            day,
            f"contrat interrompu le {short_jour(stopped.le)}, sans successeur",
            None,
            f"alp renew {vue.situation.id}",
        )
    elif last.contrat.signature is None:
        late = vue.days(last.contrat.le, vue.dispositif.rythmes.contrat_jours)
        day = due if last.rang == 1 else last.debut - contrats.UN_JOUR if last.contrat.le < last.debut else late
        yield vue.make("contrat_a_signer", day, f"contrat n° {last.rang} du {short_jour(last.debut)} sans signature", last.contrat.ref)


def _ready_for_contrat(vue: Vue) -> date | None:
    """Where the contract opens the accompaniment: the day on which everything before it was done."""
    if vue.dispositif.parcours.ouvre != "contrat" or vue.etape not in AVANT_ACCOMPAGNEMENT:
        return None
    avant = {Etape(e) for e in vue.dispositif.parcours.avant}
    if not avant or not avant <= vue.pas[-1].apres.faites:
        return None
    return next(p.entree.le for p in reversed(vue.pas) if not avant <= p.avant.faites)


def _running(vue: Vue) -> contrats.Periode | None:
    """The last period, while the follow-up goes on and a term stands."""
    last = vue.periodes[-1] if vue.periodes else None
    if vue.etape not in SUIVIES or last is None or last.sortie is not None or last.terme is None or last.contrat.interruption:
        return None
    return last


def due_bilan(vue: Vue) -> Iterator[Echeance]:
    """A bilan before the contract ends."""
    last = _running(vue)
    if last and vue.dispositif.contrat and vue.dispositif.contrat.bilan == "oui" and not has_bilan(vue.situation, last):
        day = (last.terme or last.debut) - timedelta(days=vue.dispositif.rythmes.bilan_jours)
        yield vue.make(
            "bilan",
            day,
            f"bilan avant la fin du contrat, le {short_jour(last.terme or last.debut)}",
            None,
            f"alp add {vue.situation.id} bilan",
        )


def has_bilan(situation: Situation, periode: contrats.Periode) -> bool:
    """Whether a bilan was written since a contract was recorded: the one that a late renewal brings speaks of the contract before."""
    entries = vivantes(situation)
    since = next((i for i, e in enumerate(entries) if e.ref == periode.contrat.ref), 0)
    return any(isinstance(e, Bilan) for e in entries[since + 1 :])


def due_renouvellement(vue: Vue) -> Iterator[Echeance]:
    """The contract to renew before its end, or lapsed from the day after."""
    last = _running(vue)
    if last is None or last.terme is None:
        return
    verb, choice = ("close", " ; en relais : clore, ou renouveler") if vue.etape is Etape.relais else ("renew", "")
    nature, until = ("contrat_echu", "échu depuis le") if vue.au > last.terme else ("renouvellement", "jusqu'au")
    yield vue.make(
        nature,
        last.terme,
        f"contrat n° {last.rang} {until} {short_jour(last.terme)}{choice}",
        last.contrat.ref,
        f"alp {verb} {vue.situation.id}",
    )


def due_notification(vue: Vue) -> Iterator[Echeance]:
    """A decision that nobody was told. An adjournment is one too."""
    for e in vue.vivantes:
        if isinstance(e, Examen) and not e.notifications:
            jours = vue.dispositif.rythmes.notification_jours
            yield vue.make("notification", vue.days(e.le, jours), f"décision du {short_jour(e.le)} à dire", e.ref)


def untold(situation: Situation, examen: Examen, dispositif: Dispositif) -> list[str]:
    """To whom a decision is still to be told: the person (or her representative), and who referred, for a first passage."""
    told = {n.a for n in examen.notifications}
    missing = [] if told & {"personne", "representant"} else ["personne"]
    referred = [e.origine for e in vivantes(situation) if isinstance(e, Saisine) and e.le <= examen.le]
    partners = {p.code for p in dispositif.partenaires if p.valid_on(examen.le)}
    if examen.objet == "nouvelle" and referred and referred[-1] in partners - told:
        missing.append(referred[-1])
    return missing


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


def due_rapports(registre: Registre, au: date) -> Iterator[Echeance]:
    """The next report that each running convention expects, and that was not sent yet."""
    for financeur in registre.dispositif.financeurs:
        sent = [(e.periode.du, e.periode.au) for e in registre.envois.values() if e.periode and e.financeur == financeur.code]
        for convention in financeur.conventions:
            for rapport in convention.rapport:
                if day := next_report(convention, rapport, au, sent):
                    yield Echeance("rapport", day, None, financeur.code, f"rapport à {financeur.nom} ({rapport.chaque})", "")


REGLES: tuple[Callable[[Vue], Iterator[Echeance]], ...] = (
    due_recevabilite, due_attente, due_reponse, due_information, due_premiere_visite, due_evaluation, due_rencontre, due_suites, due_engagements,
    due_contrat, due_bilan, due_renouvellement, due_notification, due_verification, due_reevaluation, due_retour_hopital, due_effacement,
)  # fmt: skip
"""Every rule that looks at one situation."""


def due(registre: Registre, *, au: date) -> list[Echeance]:
    """Everything due, whatever its day, sorted by day.

    Args:
        registre: already cut at `au`.
        au: the day that asks.
    """
    vues = (Vue.of(registre, s, au) for s in registre.situations if not is_ignored(s))
    found = [e for vue in vues for rule in REGLES for e in rule(vue)]
    return sorted([*found, *due_rapports(registre, au)], key=lambda e: (e.le, e.situation or "", e.nature))


def is_ignored(situation: Situation) -> bool:
    """A saisine made by mistake counts nowhere, unless it was reopened since."""
    answers = [e for e in vivantes(situation) if isinstance(e, (Recevabilite, Reprise))]
    return bool(answers) and isinstance(answers[-1], Recevabilite) and answers[-1].decision == "erreur"


def consent_given(situation: Situation, objet: str, le: date) -> bool:
    """Whether an accord of that kind is in force on a day: the last answer up to then is yes."""
    answers = [e for e in vivantes(situation) if isinstance(e, Accord) and e.objet == objet and e.le <= le]
    return bool(answers) and answers[-1].reponse == "oui"
