"""Contracts and bilans: a chain where the contract has a term, one contract where it has none, bilans alone where there is no contract."""

from __future__ import annotations

from datetime import date, timedelta

from alp.core.contrat import period_end
from tools.generer.agenda import MOIS
from tools.generer.contacts import actes, trajet
from tools.generer.examens import examine
from tools.generer.modele import Donnees
from tools.generer.suivi import Suivi

UN_JOUR = timedelta(days=1)


def sign_all(s: Suivi) -> None:
    """The chain of contracts, each after its bilan but the first."""
    if s.a.dispositif.contrat is None:
        return review_often(s)
    sign(s, s.debut, s.debut, 1)
    if not s.a.mois:
        return review_often(s)
    ancre, rang, terme = s.debut, 1, period_end(s.debut, s.a.mois)
    base = 0
    while (renewed := renew(s, terme, rang)) is not None:
        le, debut = renewed
        if debut != terme + UN_JOUR:
            ancre, base = debut, rang
        rang += 1
        sign(s, le, debut, rang)
        terme = period_end(ancre, s.a.mois * (rang - base))
    return None


def review_often(s: Suivi) -> None:
    """A bilan now and then, where no contract asks for it; a last one where the scenario says what is reached and nothing ends."""
    step = round(s.m.bilans * MOIS)
    le, last = s.debut, (s.retrait or s.sortie) - timedelta(days=40 if s.closes else 0)
    while step and (le := le + timedelta(days=step + s.rng.randint(-15, 15))) < last:
        review(s, le, "renouveler")
    if step and s.scenario.resultats and not s.closes:
        review(s, s.next_day(s.fin - timedelta(days=s.rng.randint(8, 24))), "renouveler")


def renew(s: Suivi, terme: date, rang: int) -> tuple[date, date] | None:
    """The day decided and the first day of the next period; none where nothing is renewed."""
    last_day = s.retrait or s.sortie
    if terme >= last_day and (s.closes or s.retrait):
        return None
    if s.has("interruption") and rang == 1:
        return interrupt(s)
    le = decision_day(s, terme, rang)
    lapsed = s.has("echu") and (s.fin - terme).days < 75
    if le > last_day or (lapsed and le > s.fin - timedelta(days=75)) or (s.has("a_renouveler") and terme > s.fin):
        return None
    review(s, min(le, terme) - timedelta(days=s.rng.randint(6, 18)), "renouveler")
    submit(s, terme, le)
    return (le, le) if s.has("trou") and rang == 1 else (le, terme + UN_JOUR)


def decision_day(s: Suivi, terme: date, rang: int) -> date:
    if s.has("trou") and rang == 1:
        return s.next_day(terme + timedelta(days=s.rng.randint(30, 60)))
    late = s.has("retard") or (rang == 2 and s.has("retard_une_fois"))
    offset = s.rng.randint(12, 55) if late else -s.rng.randint(2, 22)
    return s.next_day(terme + timedelta(days=offset))


def interrupt(s: Suivi) -> tuple[date, date] | None:
    """The first contract stops during a stay in hospital; another begins after it."""
    first = next(e for e in s.v.entrees if e["type"] == "contrat" and e["debut"] == s.debut)
    stay = next((e for e in s.v.entrees if e["type"] == "evenement" and e["nature"] == "hospitalisation" and "fin_le" in e), None)
    if stay is None:
        return None
    first["interruption"] = {"le": stay["le"], "motif": s.v.pick("interruption") or "suspendu d'un commun accord"}
    le = s.next_day(stay["fin_le"] + timedelta(days=12))
    return (le, le) if le <= s.fin else None


def sign(s: Suivi, le: date, debut: date, rang: int) -> None:
    entree = s.v.add(
        "contrat", le, par=[s.v.referent], debut=debut, mois=s.a.mois or None, objectifs=thread_objectifs(s) or draw_objectifs(s),
        attentes=thread_attentes(s) or s.v.text(s.v.themed("attentes")), services=actes(s.v), rythme=s.v.pick("rythmes"), participants=s.a.draw_par(s.m.contrats_par, s.v.referent),
        partenaires=partners(s), signature=signature(s, le, rang), pieces=pieces(s),
    )  # fmt: skip
    if s.has("vu") and debut == le and rang == 2 and le <= s.fin:
        entree["vu"] = [{"code": "A301", "motif": "hospitalisation entre les deux contrats", "le": s.a.later(le, 1, 5)}]


def thread_lines(s: Suivi, kind: str) -> list[str]:
    """What a thread says for its contracts, one line after the other, from this contract on; nothing elsewhere, or where there is no term."""
    key = f"{kind}_{s.scenario.fil}"
    if not (s.scenario.fil and s.a.mois and s.a.recueil.has(key)):
        return []
    s.a.recueil.demandes[key] += 1
    return s.a.recueil.textes[key][sum(e["type"] == "contrat" for e in s.v.entrees) :]


def thread_objectifs(s: Suivi) -> list[Donnees]:
    """The objective that this contract should reach, and the next; the last one stays."""
    lines = thread_lines(s, "objectifs")[:2] or s.a.recueil.textes.get(f"objectifs_{s.scenario.fil}", [])[-1:] if s.a.mois else []
    return [dict(zip(("domaine", "libelle"), s.v.split(line), strict=True)) for line in lines]


def thread_attentes(s: Suivi) -> str:
    return next((s.v.split(line)[0] for line in thread_lines(s, "attentes")), "")


def draw_objectifs(s: Suivi) -> list[Donnees]:
    """A few objectives of the theme: family and wording."""
    parts = [s.v.pick(s.v.themed("objectifs")) for _ in range(3)]
    return [dict(zip(("domaine", "libelle"), s.v.split(line), strict=True)) for line in dict.fromkeys(parts) if line]


def signature(s: Suivi, le: date, rang: int) -> Donnees:
    day = s.a.later(le, 0, 10)
    if day > s.fin or (s.has("non_signe") and rang == 1):
        return {}
    if s.has("signature_refusee") and rang == 1:
        return {"reponse": "refus", "le": day, "motif": s.v.pick("refus_signature")}
    with_ = {"accompagnee_de": s.v.pick("accompagnants")} if s.a.chance(0.15) else {}
    return {"reponse": "signe", "le": day, **with_}


def pieces(s: Suivi) -> list[Donnees]:
    if not s.a.chance(0.25) or not s.a.recueil.has("pieces"):
        return []
    libelle, ou = s.v.split(s.a.recueil.textes["pieces"][0])
    return [{"libelle": libelle, "ou": ou}]


def partners(s: Suivi) -> list[str]:
    found = {s.v.partner(role) for role, _ in s.v.theme.orientations[:2]} | {s.v.partner("ccas")}
    return sorted(found - {""})[: s.rng.randint(1, 3)]


def review(s: Suivi, le: date, proposition: str) -> None:
    """A bilan: of the last contract's objectives; where there is no contract, of objectives that say their family."""
    le, heure = s.a.agenda.slot(max(le, s.debut + timedelta(days=20)), [s.v.referent])
    wanted = aims(s, le)
    if le > s.sortie or wanted is None:
        return
    levels = ["oui", "partiel", "partiel", "non"] if proposition == "renouveler" else ["oui", "oui", "partiel", "abandonne"]
    levels = ["oui", "oui", "partiel"] if s.scenario.fil and s.m.fil_avance else levels
    s.v.add(
        "bilan", le, par=[s.v.referent], heure=heure, objectifs=thread_levels(s, wanted, proposition) or [{**aim, "atteinte": s.rng.choice(levels)} for aim in wanted],
        resultats=results(s, le) if s.scenario.resultats else [r for r in s.v.theme.resultats if s.a.chance(0.4)],
        parole=s.v.text("parole"), proposition=proposition, duree=s.rng.choice([45, 60, 75]), trajet=trajet(s.v, le), note=s.v.text("bilan"),
    )  # fmt: skip


def thread_levels(s: Suivi, wanted: list[Donnees], proposition: str) -> list[Donnees]:
    """In a thread, the first objective is reached, the next has begun; the last one is reached at the end."""
    if not thread_objectifs(s):
        return []
    levels = ["oui", "partiel"] if proposition != "renouveler" or len(wanted) > 1 else ["partiel"]
    return [{**aim, "atteinte": level} for aim, level in zip(wanted, levels, strict=False)]


def results(s: Suivi, le: date) -> list[str]:
    """What the scenario fixes: claimed one after the other."""
    part = (le - s.entree).days / max(1, (s.sortie - s.entree).days)
    return list(s.scenario.resultats[: round(part * len(s.scenario.resultats))])


def aims(s: Suivi, le: date) -> list[Donnees] | None:
    """The objectives that a bilan looks at; none where the contract is still to come."""
    if s.a.dispositif.contrat is None:
        s.objectifs = s.objectifs or draw_objectifs(s)
        return s.objectifs
    done = [e for e in s.v.entrees if e["type"] == "contrat" and e["le"] < le]
    return [{"libelle": o["libelle"]} for o in done[-1].get("objectifs", [])] if done else None


def submit(s: Suivi, terme: date, le: date) -> None:
    """The renewal passes in a meeting, when one falls before it."""
    meeting = next((d for d in s.a.reunions if terme - timedelta(days=45) <= d < le), None)
    if s.m.seances and meeting and meeting > s.entree and s.a.chance(s.m.seances.renouvellements):
        examine(s.v, meeting, "renouvellement", "renouvellement")
