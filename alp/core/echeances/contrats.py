"""What is due of a contract: its signature, its bilan, its renewal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alp.core import contrat as contrats
from alp.core.calendrier import short_jour
from alp.core.echeances.vue import Echeance, Vue
from alp.core.entrees import Bilan
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, SUIVIES, Etape
from alp.core.plis import vivantes
from alp.core.situation import Situation


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
