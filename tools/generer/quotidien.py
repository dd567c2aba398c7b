"""The daily work: visits, calls and steps, evaluations, orientations, and what is reported in meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import takewhile

from tools.generer import evaluation
from tools.generer.agenda import MOIS
from tools.generer.contacts import SANS_OBJET, attempt, aussi, call, escort, visit, visit_hospital, work
from tools.generer.examens import examine
from tools.generer.suivi import Suivi

BONNES = ("maintenu", "reloge", "etablissement")
"""Outcomes before which the last visits go well."""


def meet(s: Suivi) -> None:
    """Visits, calls and steps, thick at first and thinner later."""
    le = s.entree + timedelta(days=s.rng.randint(2, 8))
    stop = s.sortie - timedelta(days=3 if s.closes else s.m.marge)
    while le < stop:
        le = contact(s, le)
        le += timedelta(days=max(3, round(gap(s, le) * s.rng.uniform(0.6, 1.4))))
        if s.m.etale and le.weekday() > 4:
            le += timedelta(days=7 - le.weekday() + s.rng.randrange(s.m.etale))
    report(s)


def gap(s: Suivi, le: date) -> float:
    early, usual, late, leaving = s.m.rythme
    if s.retrait and le > s.retrait:
        return leaving
    days = (le - s.entree).days
    return early if days < 90 else usual if days < 300 else late


def contact(s: Suivi, le: date) -> date:
    if any(du <= le <= au for du, au in s.v.absences):
        return meanwhile(s, le)
    if s.retrait and le > s.retrait and s.a.chance(0.4):
        return work(s.v, le, "relais")
    acts: tuple[Callable[[date], date], ...] = (
        lambda d: visit(s.v, d, moment(s, d), visitor(s, d)), lambda d: call(s.v, d), lambda d: work(s.v, d), lambda d: attempt(s.v, d),
        lambda d: escort(s.v, d), lambda d: call(s.v, d, "message"), lambda d: call(s.v, d, "courrier"),
    )  # fmt: skip
    weights = s.m.contacts_fil if s.scenario.fil and s.m.contacts_fil else s.m.contacts
    kinds = list(zip(weights, acts, strict=True))
    if s.place.autre and not aussi(s.v):  # seen in the other one's visits
        kinds = kinds[1:4]
    return s.rng.choices([k for _, k in kinds], [w for w, _ in kinds])[0](le)


def meanwhile(s: Suivi, le: date) -> date:
    """While she is away: tries where nobody knows where she is, visits in hospital where the model says so, or work without her."""
    if any(du <= le <= au for du, au in s.v.disparue):
        return attempt(s.v, le, s.rng.choice(["porte_close", "sans_reponse"])) if s.a.chance(0.6) else work(s.v, le)
    if s.v.acte("hopital") and s.a.chance(0.6):
        return visit_hospital(s.v, le)
    return work(s.v, le) if s.a.chance(0.6) else le


def moment(s: Suivi, le: date) -> str:
    """Beginning, middle or end of the follow-up, as the texts are sorted."""
    days = (le - since(s, le)).days
    if days < s.m.moments[0]:
        return "debut"
    good = not s.closes or s.scenario.issue in BONNES
    near_end = s.closes and (s.sortie - le).days < 150
    return "fin" if good and (near_end or days > s.m.moments[1]) else "milieu"


def since(s: Suivi, le: date) -> date:
    """From when the moments count: the entrée, or the day when she moved in where the dispositif houses."""
    return max(s.entree, next((du for du, d in reversed(s.v.logements) if d and du <= le), s.entree)) if s.a.loge else s.entree


def visitor(s: Suivi, le: date) -> list[str]:
    """The replacement, while she replaces; else whom the model says."""
    stays = [e for e in s.v.entrees if e["type"] == "changement" and "referent" in e and e["le"] <= le]
    there = s.m.remplacement and stays and stays[-1]["referent"] == s.m.remplacement[0]
    return [stays[-1]["referent"]] if there else []


def report(s: Suivi) -> None:
    """The suites told in later meetings: now and then, or at each of the next ones."""
    if s.m.seances is None:
        return None
    if s.m.seances.retours:
        return report_back(s, s.m.seances.retours)
    (first, later) = s.m.seances.suites
    le = s.entree + timedelta(days=s.rng.randint(*first))
    while (meeting := s.a.meeting_after(le)) and meeting < (s.retrait or s.sortie):
        if not examined_on(s, meeting):
            examine(s.v, meeting, "suites", "poursuite")
        le = meeting + timedelta(days=s.rng.randint(*later))
    return None


def report_back(s: Suivi, retours: int) -> None:
    """Each situation examined is reported on at the next meetings, one after the other."""
    last = s.retrait or s.sortie
    for seen in sorted(
        {e["le"] for e in s.v.entrees if e["type"] == "examen" and e["objet"] != "suites" and e["decision"] != "ajournement"}
    ):
        for n, meeting in enumerate([d for d in s.a.reunions if seen < d <= s.fin][:retours], 1):
            if s.entree < meeting and (meeting < last or last == s.fin) and not examined_on(s, meeting):
                examine(s.v, meeting, "suites", "poursuite", dernier=n == retours)


def examined_on(s: Suivi, le: date) -> bool:
    return any(e["type"] == "examen" and e["le"] == le for e in s.v.entrees)


def reassess(s: Suivi) -> None:
    """Evaluated again, a little before the dispositif asks for it."""
    span = round((s.m.evaluations or s.a.dispositif.rythmes.evaluation_mois) * MOIS)
    le = s.entree
    while span and (le := le + timedelta(days=s.rng.randint(span - 33, span - 5))) < s.sortie - timedelta(days=40):
        evaluation.evaluate(s.v, evaluation.slot(s.v, le), "suivi", s.v.keyed("suivi", s.place.theme))


def orient(s: Suivi) -> None:
    """Towards common law; each step at its own pace."""
    for role, service in s.v.theme.orientations:
        if (s.scenario.fil or s.a.chance(0.75)) and (code := s.v.partner(role)):
            orient_once(s, code, service)


def orient_once(s: Suivi, code: str, service: str) -> None:
    span = 60 if s.scenario.fil and s.m.fil_avance else max(30, (s.sortie - s.entree).days - 20)
    le = s.next_day(s.entree + timedelta(days=s.rng.randint(15, span)))
    names = ("proposee_le", "acceptee_le", "demandee_le", "effective_le", "verifiee_le")
    days = [le]
    for low, high in ((0, 20), (3, 15), (20, 80), (80, 110)):
        days.append(s.a.later(days[-1], low, high))
    until = min(s.sortie, s.fin)
    depth = 5 if s.scenario.fil else s.rng.choices([1, 2, 3, 4, 5], [1, 1, 1, 0, 9])[0]
    limits = {"verifiee_le": s.fin}  # an orientation is still looked at after the exit
    steps = dict(takewhile(lambda step: step[1] <= limits.get(step[0], until), list(zip(names, days, strict=True))[:depth]))
    stopped = s.a.later(days[1], 5, 20)
    abandon = {"le": stopped, "motif": s.v.pick("abandons_suite") or SANS_OBJET} if depth == 2 and stopped <= until else None
    if le <= until:
        s.v.add("orientation", le, par=[s.v.referent], vers=code, service=service, **steps, abandon=abandon)
