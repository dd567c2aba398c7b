"""What is due of a meeting: what was promised there, and telling what it decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.destinataires import shared_with
from alp.core.dispositif import Dispositif
from alp.core.echeances.vue import Echeance, Vue
from alp.core.entrees import Examen, Saisine
from alp.core.objets import Engagement
from alp.core.parcours import FINIES
from alp.core.plis import is_dead, vivantes
from alp.core.situation import Situation


def due_engagements(vue: Vue) -> Iterator[Echeance]:
    """What someone undertook in a meeting, until done or given up; without a date, due since the meeting."""
    if vue.etape in FINIES:
        return
    for e in vue.vivantes:
        for n, engagement in enumerate(e.engagements if isinstance(e, Examen) else (), 1):
            if not engagement.fait and not engagement.abandon:
                yield vue.make("engagement", engagement.avant or e.le, _engagement_motif(vue, engagement), f"{e.ref}.{n}")


def _engagement_motif(vue: Vue, engagement: Engagement) -> str:
    return engagement.quoi + vue.by(engagement.qui) + ("" if engagement.avant else " (sans date)")


def due_notification(vue: Vue) -> Iterator[Echeance]:
    """A decision, until everybody to whom it is owed was told. An adjournment is one too."""
    for e in vue.vivantes:
        if isinstance(e, Examen) and (missing := untold(vue.situation, e, vue.dispositif, vue.au)):
            names = " et à ".join(codes.DESTINATAIRES.get(code) or vue.dispositif.label("partenaires", code) for code in missing)
            day = vue.days(e.le, vue.dispositif.rythmes.notification_jours)
            yield vue.make("notification", day, f"décision du {short_jour(e.le)} à dire à {names}", e.ref)


ELLE = frozenset(codes.DESTINATAIRES)
"""To tell one of them is to tell her."""


def untold(situation: Situation, examen: Examen, dispositif: Dispositif, au: date) -> list[str]:
    """To whom a decision is still to be told on a day: the person, and who referred, for a first passage.

    A later decision, told to the same, says where things stand, and a feed-back where nothing is new says nothing. Nothing is owed to who
    died, nor to a partner that is no longer one, that the person does not let the team share with, or from whom an anonymous passage hid her.
    """
    if changes_nothing(examen):
        return []
    since = [e for e in vivantes(situation) if isinstance(e, Examen) and (e.ref == examen.ref or e.le > examen.le)]
    told = {n.a for e in since for n in e.notifications}
    missing = [] if told & ELLE or is_dead(situation) else ["personne"]
    return [*missing, *(code for code in _referrer(situation, examen, dispositif, au) if code not in told)]


def changes_nothing(examen: Examen) -> bool:
    """Whether a passage only says that things go on: nothing new was told, decided or promised."""
    said = (examen.elements_nouveaux, examen.strategie, *examen.engagements)
    return examen.objet == "suites" and examen.decision == "poursuite" and not any(said)


def _referrer(situation: Situation, examen: Examen, dispositif: Dispositif, au: date) -> list[str]:
    """The partner that waits for the decision of a first passage, where it may be told."""
    referred = [e.origine for e in vivantes(situation) if isinstance(e, Saisine) and e.le <= examen.le][-1:]
    partners = {p.code for p in dispositif.partenaires if p.valid_on(examen.le) and p.valid_on(au)}
    first = examen.objet == "nouvelle" and examen.anonyme != "oui"
    return [code for code in referred if first and code in partners and shared_with(situation, code, au)]
