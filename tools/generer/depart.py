"""The end: withdrawal, last bilan, exit, news, and coming back."""

from __future__ import annotations

from datetime import date, timedelta

from alp.core.parcours import Etape
from tools.generer import evaluation
from tools.generer.agenda import office_day, weekday_before
from tools.generer.arrivee import assess, pass_steps, share
from tools.generer.contacts import attempt, visit, work
from tools.generer.contrats import review, sign_all
from tools.generer.evenements import come_home, social_home
from tools.generer.logements import leave_home
from tools.generer.modele import Donnees
from tools.generer.quotidien import meet, reassess
from tools.generer.suivi import Suivi

RENDUS = ("heberge", "etablissement", "perdu_de_vue", "inconnue")
"""Outcomes after which the dwelling that the dispositif had found is given back."""


def withdraw(s: Suivi) -> None:
    if s.retrait:
        vers = [s.v.partner("ccas") or s.v.repli, s.v.partner(s.v.theme.orientations[0][0])]
        s.v.add("relais", s.retrait, par=[s.v.referent], vers=sorted(set(vers) - {""}))


def leave(s: Suivi) -> None:
    """The last bilan, the last evaluation, the exit, and news of afterwards."""
    sc = s.scenario
    if not s.gone:
        review(s, s.sortie - timedelta(days=s.rng.randint(14, 30)), "reorienter" if sc.issue == "etablissement" else "arreter")
        if s.a.chance(0.7):
            evaluation.evaluate(
                s.v,
                (s.next_day(s.sortie - timedelta(days=9)), None, evaluation.evaluators(s.v)),
                "sortie",
                s.v.keyed("fin_suivi", sc.issue),
            )
    if sc.issue in ("expulse", "perdu_de_vue"):
        last_tries(s)
    s.sortie = s.next_day(max([s.sortie, *(e["le"] + timedelta(days=1) for e in s.v.entrees)]))
    upheaval(s)
    kept = [] if s.gone else list(sc.resultats) or [r for r in s.v.theme.resultats if s.a.chance(0.6)]
    s.v.add("sortie", s.sortie, par=[s.v.referent], motif=sc.motif, issue=sc.issue, resultats=kept, note=s.v.text(exit_key(s)))
    if s.has("reprise"):
        come_back(s)
    elif not s.gone and s.a.chance(0.6):
        hear(s)


def exit_key(s: Suivi) -> str:
    """Which text tells the exit: that of its thread, of a refusal, of its outcome."""
    if s.scenario.fil and s.a.recueil.has(f"sortie_{s.scenario.fil}"):
        return f"sortie_{s.scenario.fil}"
    if s.scenario.motif == "refus":
        return "sortie_refus"
    return "sortie" if s.scenario.issue == "maintenu" else f"sortie_{s.scenario.issue or 'sans_issue'}"


def last_tries(s: Suivi) -> None:
    """What is still tried in the last weeks."""
    le = work(s.v, s.sortie - timedelta(days=40))
    for _ in range(3):
        le += timedelta(days=5)
        le = attempt(s.v, le, "porte_close") if s.scenario.issue == "perdu_de_vue" else visit(s.v, le, "milieu")


def upheaval(s: Suivi) -> None:
    """What changed in the dwelling just before an exit."""
    le = weekday_before(s.sortie)
    if s.scenario.issue == "reloge":
        move_on(s, office_day(s.sortie - timedelta(days=40)))
    if s.scenario.issue == "expulse":
        begun = le - timedelta(days=140)
        s.v.add(
            "evenement",
            begun,
            par=[s.v.referent],
            nature="procedure_expulsion",
            issue="executee",
            fin_le=le,
            note=s.v.text(s.v.keyed("expulsion", "executee")),
        )
        s.v.add("changement", le, par=[s.v.referent], logement="aucun", motif="depart_logement")
    if s.scenario.issue in ("hospitalise", "deces"):
        over = {"issue": "deces", "fin_le": le} if s.scenario.issue == "deces" else {}
        if stay := in_hospital(s):
            stay.update(over)
        else:
            s.v.add(
                "evenement", le - timedelta(days=25), par=[s.v.referent], nature="hospitalisation", note=s.v.text("hospitalisation"), **over
            )
    if s.a.loge and s.scenario.issue in RENDUS and s.v.logement(le):
        leave_home(s, s.sortie, "logement_rendu")


def in_hospital(s: Suivi) -> Donnees:
    """The stay in hospital that the scenario has begun, and that lasts; empty if there is none."""
    stays = [e for e in s.v.entrees if e["type"] == "evenement" and e["nature"] == "hospitalisation"]
    return next((e for e in stays if "fin_le" not in e), {})


def move_on(s: Suivi, le: date) -> None:
    there, told = social_home(s, le), s.v.keyed("emmenagement", s.scenario.issue)
    s.v.logements.append((le, there))
    s.v.add("changement", le, par=[s.v.referent], logement=there, bail="direct", motif="emmenagement", note=s.v.text(told))


def hear(s: Suivi) -> None:
    le = s.a.later(s.sortie, 60, 150)
    source = s.rng.choice(["personne", "partenaire", "bailleur"])
    housed = "oui" if s.scenario.issue != "etablissement" else "inconnu"
    s.v.add("nouvelles", le, par=[s.v.referent], source=source, logement=housed, note=s.v.text("nouvelles"))


def come_back(s: Suivi) -> None:
    """Open again, assessed again, admitted again. Whoever the scenario says to have referred asks for it, else the `ccas`."""
    le = s.a.later(s.sortie, *s.m.revient)
    origine = s.v.admitted(s.v.partner(s.scenario.origine or "ccas") or "personne")
    told = s.v.keyed("reprise", s.scenario.issue)
    s.v.add("reprise", le, par=[s.v.referent], origine=origine, note=s.v.text(told if s.a.recueil.has(told) else "note"))
    if le > s.fin:
        return
    be_back(s, le)
    share(s.v, le)
    entree = pass_steps(s.v, le)
    if entree and Etape.evaluation not in s.a.dispositif.parcours.avant:
        entree = assess(s.v, entree)
    if entree:
        again = Suivi(s.v, entree, ouvert=True)
        sign_all(again)
        meet(again)
        reassess(again)


def be_back(s: Suivi, le: date) -> None:
    """No longer away; a stay in hospital that lasted is over."""
    s.v.revenue = True
    s.v.absences = [(du, min(au, le)) for du, au in s.v.absences]
    if stay := in_hospital(s):
        stay.update({"issue": "retour_domicile", "fin_le": le})
        come_home(s, le)


def cancel_one(s: Suivi) -> None:
    """A visit written in the wrong file, then cancelled."""
    seen = [
        e for e in s.v.entrees if e["type"] == "visite" and s.entree < e["le"] < s.sortie and "suite" not in e and e["ref"] not in s.v.soins
    ]
    if s.has("annulee") and seen:
        one = s.rng.choice(seen)
        copy = {k: v for k, v in one.items() if k in ("le", "type", "par", "heure", "lieu", "resultat", "duree", "trajet")}
        gone: dict[str, str | date] = {
            "le": min(s.a.later(one["le"], 0, 4), s.fin),
            "motif": s.v.pick("annulation") or "saisie par erreur",
            "par": s.v.referent,
        }
        s.v.entrees.append({"ref": s.a.new_ref(), **copy, "annulee": gone})
