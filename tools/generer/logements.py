"""Where the dispositif houses: moving in, losing the dwelling, being housed again."""

from __future__ import annotations

from datetime import date, timedelta

from tools.generer.modele import Donnees, Offre
from tools.generer.suivi import Suivi


def house(s: Suivi) -> None:
    """Someone who arrived without a dwelling moves in, and may lose it; nothing to do elsewhere."""
    if not s.a.loge or s.has("a_loger"):
        return
    le = move_in(s, s.next_day(s.entree + timedelta(days=s.rng.randint(*s.m.emmenage))), "emmenagement")
    if le and (s.has("logement_perdu") or s.has("logement_perdu_ouvert")):
        left = s.next_day(le + timedelta(days=round((s.sortie - le).days * s.rng.uniform(0.45, 0.6))))
        leave_home(s, left, "logement_perdu")
        if s.has("logement_perdu"):
            move_in(s, s.next_day(left + timedelta(days=s.rng.randint(20, 60))), "relogement")
    elif le and s.has("demenagement"):
        move_in(s, s.at(s.rng.uniform(0.5, 0.7)), "demenagement")
    elif le and s.has("bail_direct"):
        take_over(s, s.next_day(le + timedelta(days=round(((s.retrait or s.sortie) - le).days * s.rng.uniform(0.7, 0.9)))))


def move_in(s: Suivi, le: date, texte: str) -> date | None:
    """A dwelling among the offers; none if the follow-up ends before."""
    if le >= s.sortie:
        return None
    commune = s.scenario.vers if texte in ("relogement", "demenagement") and s.scenario.vers else s.scenario.commune
    there, bail = dwelling(s, commune)
    s.v.logements.append((le, there))
    motif = "demenagement" if texte == "demenagement" else "emmenagement"
    s.v.add("changement", le, par=[s.v.referent], logement=there, bail=bail, motif=motif, note=s.v.text(texte))
    return le


def dwelling(s: Suivi, commune: str) -> tuple[Donnees, str]:
    """The dwelling of an offer and its bail, in a commune if it is fixed, and from the landlord that the scenario fixes, if it does."""
    here = [o for o in s.m.offres if not commune or o.commune == commune] or s.m.offres
    fitting = [o for o in here if not s.scenario.bailleur or o.bailleur == s.scenario.bailleur] or here
    offre: Offre = s.rng.choices(fitting, [o.poids for o in fitting])[0]
    made = {
        "commune": commune or offre.commune,
        "quartier": s.scenario.quartier or ("" if commune and commune != offre.commune else offre.quartier),
        "parc": offre.parc,
        "statut": offre.statut,
        "bailleur": offre.bailleur,
    }
    return {key: value for key, value in made.items() if value}, offre.bail


def take_over(s: Suivi, le: date) -> None:
    """The lease becomes hers, where she lives."""
    if le < (s.retrait or s.sortie):
        there = {**s.v.logement(le), "statut": "locataire"}
        s.v.logements.append((le, there))
        s.v.add("changement", le, par=[s.v.referent], logement=there, bail="direct", motif="evolution", note=s.v.text("bail_direct"))


def leave_home(s: Suivi, le: date, texte: str) -> None:
    """The dwelling is lost; the accompaniment goes on."""
    s.v.logements.append((le, {}))
    s.v.add("changement", le, par=[s.v.referent], logement="aucun", motif="depart_logement", note=s.v.text(texte))
