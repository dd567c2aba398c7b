"""Before the accompaniment: saisine, answer, first contact, and the steps that the dispositif asks for."""

from __future__ import annotations

from datetime import date, timedelta

from alp.core.parcours import Etape
from tools.generer import evaluation
from tools.generer.agenda import office_day
from tools.generer.contacts import attempt, greet, meet_first, visit
from tools.generer.examens import decide, examine
from tools.generer.modele import Donnees
from tools.generer.vie import PARTICULIERS, Vie

LETTRE = 7
"""Days before the letter is sent that tells a person."""
ABSENTS = ("hors_territoire", "droit_commun", "capacite_atteinte")
"""Refusals that say to whom else one may turn."""


def arrive(v: Vie) -> date | None:
    """From the saisine on; returns the day when nothing more comes before the accompaniment, if it comes."""
    refer(v)
    end = v.place.scenario.jusque
    if end == "non_retenue":
        decline(v)
    elif end != "signalee":
        return approach(v, accept(v))
    elif v.place.has("attente"):
        wait(v, v.a.later(v.place.saisine, 3, 6))
    return None


def refer(v: Vie) -> None:
    p = v.place
    known = v.origine not in PARTICULIERS
    informed = "oui" if p.has("reseau") or p.has("vehicule") or v.a.chance(0.5) else "non"
    v.attente = v.add(
        "saisine", p.saisine, origine=v.origine, canal=channel(v, known=known),
        motifs=v.problematiques(p.saisine)[: 2 + len(v.m.tous)], urgence=v.rng.choices(["ordinaire", "prioritaire", "immediate"], [6, 3, 1])[0],
        debut_difficultes=v.rng.choices(["de_1_a_6_mois", "de_6_a_12_mois", "de_1_a_2_ans", "plus_2_ans", "inconnu"], [2, 2, 3, 5, 2])[0],
        demarches_deja_faites=v.text("demarches_reseau" if p.has("reseau") else v.keyed(v.keyed("demarches_faites", p.theme), v.origine)) if known else None, personne_informee=informed,
        note=v.text("saisine_reseau" if p.has("reseau") else v.arrival("saisine_vehicule" if p.has("vehicule") else "saisine")),
    )  # fmt: skip
    if p.has("vehicule"):
        greet(v)


def channel(v: Vie, *, known: bool) -> str:
    if v.place.has("vehicule"):
        return "rencontre"
    return v.rng.choice(["fiche", "fiche", "courriel", "telephone"]) if known else "telephone"


def answer(v: Vie, le: date) -> Donnees:
    told = v.a.later(le, 0, 9)
    if v.origine in PARTICULIERS or told > v.fin:
        return {}
    if v.a.chance(0.06):
        return {} if v.recent(le) else {"le": told, "a": v.origine, "canal": "courriel"}
    return {"le": told, "a": v.origine, "canal": v.rng.choice(["courriel", "telephone"])}


def wait(v: Vie, le: date) -> date:
    """On the waiting list; returns a day when a place is free."""
    v.add("recevabilite", le, decision="liste_attente", par=[v.m.responsable], reponse=answer(v, le), note=v.text("liste_attente"))
    return v.a.later(le, 35, 80)


def accept(v: Vie) -> date:
    le = v.a.later(v.place.saisine, 2, 7)
    if v.place.has("attente"):
        le = wait(v, le)
    v.add("recevabilite", le, decision="recevable", par=[v.referent], reponse=answer(v, le))
    return le


def decline(v: Vie) -> None:
    """Not retained: at once, after attempts, or by the meeting."""
    decision = v.place.scenario.motif
    if decision.startswith("examen:"):
        return turn_down(v, decision.split(":")[1])
    le = v.a.later(v.place.saisine, 2, 8)
    if decision.startswith("sans_suite:"):
        return give_up(v, le, decision.split(":")[1])
    towards = [v.repli] if decision in ABSENTS and v.repli else []
    criteres = v.pick("criteres") if decision == "hors_criteres" else None
    v.add(
        "recevabilite", le, decision=decision, criteres=criteres, par=[v.m.responsable], oriente_vers=towards,
        reponse=answer(v, le), note=v.text(decision),
    )  # fmt: skip
    inform(v, le)
    return None


def inform(v: Vie, le: date) -> None:
    """Whom one never met is told by a letter that somebody has spoken of her. Source: RGPD, art. 14."""
    written = office_day(le + timedelta(days=LETTRE))
    if v.attente.get("personne_informee") == "non" and written <= v.fin:
        v.attente.setdefault("information_le", written)


def give_up(v: Vie, le: date, motif: str) -> None:
    if v.regles(le).avant:  # else it would open the accompaniment
        v.add("recevabilite", le, decision="recevable", par=[v.referent], reponse=answer(v, le))
    for _ in range(7 if motif == "injoignable" else 3):
        le = attempt(v, le + timedelta(days=v.rng.randint(4, 12)), "refus" if motif == "refus_personne" else "")
    inform(v, v.place.saisine)
    v.add("sans_suite", v.a.later(le, 5, 15), motif=motif, par=[v.referent], note=v.text(f"sans_suite_{motif}"))


def turn_down(v: Vie, decision: str) -> None:
    """The meeting itself says no, after an evaluation where one comes first."""
    le = accept(v)
    if v.a.dispositif.parcours.avant[:1] == ("evaluation",):
        le = meet_first(v, le, v.fin)
        share(v, le)
        le = assess(v, le)
    else:
        tell_before(v, le)
    decide(v, le, decision)


def approach(v: Vie, le: date) -> date | None:
    """The attempts, the first meeting, and the steps in the order of the dispositif; none if one of them is still to come."""
    avant = v.a.dispositif.parcours.avant
    if avant[:1] != ("cellule",):
        le = meet(v, le)
        share(v, le)
        return pass_steps(v, le) if "evaluation" in avant else assess(v, le)
    met = pass_meeting(v, le)
    if met is None:
        return None
    le = meet(v, met)
    share(v, le)
    return pass_steps(v, le, (Etape.evaluation,)) if "evaluation" in avant else assess(v, le)


def meet(v: Vie, le: date) -> date:
    """Attempts, then the first meeting, unless it took place at the vehicle; returns its day."""
    if v.place.has("vehicule"):
        return le
    tries = (0, 0, 1) if v.place.has("reseau") else v.m.essais
    for _ in range(v.rng.choice(tries)):
        le = attempt(v, le + timedelta(days=v.rng.randint(2, 8)), v.rng.choices(["porte_close", "sans_reponse", "refus"], [6, 2, 1])[0])
    return meet_first(v, le, v.fin)


def pass_steps(v: Vie, le: date, only: tuple[Etape, ...] = tuple(Etape)) -> date | None:
    """The steps that come before; none if one of them is still to come."""
    for etape in v.a.dispositif.parcours.avant:
        if etape not in only:
            continue
        done = pass_meeting(v, le) if etape == "cellule" else None if etape == v.place.scenario.jusque else assess(v, le)
        if done is None:
            return None
        le = done
    return None if v.place.scenario.jusque == "contrat" else le


def pass_meeting(v: Vie, le: date) -> date | None:
    """The meeting, where the rules ask for it, or where one wishes to hear it; returns the day from which one goes on."""
    first = v.a.dispositif.parcours.avant[:1] == ("cellule",)
    if Etape.cellule in v.regles(le).avant:
        if first:
            tell_before(v, le)
        return None if v.place.scenario.jusque == "cellule" else decide(v, le)
    seances = v.m.seances
    if seances and seances.facultative and v.a.chance(seances.facultative):
        meeting = v.a.meeting_after(le)
        if meeting and (meeting - le).days <= 21:
            if first:
                tell_before(v, le)
            heard = any(e["type"] == "examen" for e in v.entrees)
            examine(v, meeting, seances.reexamen if heard else "nouvelle", "admission")
            return meeting
    return le


def assess(v: Vie, le: date) -> date:
    """A few visits, then the evaluation; returns its day."""
    for _ in range(1 if v.place.has("reseau") else v.rng.randint(1, 3)):
        le = visit(v, le + timedelta(days=v.rng.randint(4, 10)), "debut")
    when = evaluation.slot(v, le + timedelta(days=v.rng.randint(3, 10)))
    evaluation.evaluate(v, when, "entree", v.back(v.arrival("evaluation")))
    return when[0]


def share(v: Vie, le: date) -> None:
    """What she lets the partners know."""
    if v.place.has("sans_accord"):
        return
    always, one = v.m.partage
    told = {v.partner(role) for role in (*always, v.rng.choice(one))} - {""}
    if v.bound(v.origine):
        told.add(v.origine)
    v.add(
        "accord",
        le,
        par=[v.referent],
        objet="partage",
        reponse="oui",
        forme=v.rng.choice(["ecrit", "oral"]),
        avec=sorted(told),
        donne_par="personne",
    )


def tell_before(v: Vie, le: date) -> None:
    """Where the meeting comes before one has met her: for some, who referred has her accord; the others pass anonymously."""
    told = any(e["type"] == "accord" and e["le"] == le for e in v.entrees)
    if v.a.chance(0.6) and not told:
        known = [] if v.origine in PARTICULIERS else [v.origine]
        v.add("accord", le, par=[v.referent], objet="partage", reponse="oui", forme="oral", avec=known, donne_par="personne")
