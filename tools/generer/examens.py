"""What meetings decide, who undertakes what, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

from alp.core.dispositif import Dispositif
from tools.generer.contacts import outcome
from tools.generer.modele import Donnees
from tools.generer.vie import PARTICULIERS, Vie

OUBLI = 0.04
"""The share of what is to be told that is not, of late."""


def decide(v: Vie, le: date, decision: str = "admission") -> date | None:
    """The meeting that decides, after an adjournment for some; none if it has not taken place."""
    meeting, objet = v.a.meeting_after(le), "nouvelle"
    if v.m.seances and meeting and v.place.has("ajournement"):
        examine(v, meeting, "nouvelle", "ajournement")
        meeting, objet = v.a.meeting_after(meeting), v.m.seances.reexamen
    if meeting:
        examine(v, meeting, objet, decision)
    return meeting


def examine(v: Vie, le: date, objet: str, decision: str, *, dernier: bool = False) -> None:
    """A passage in a meeting; `dernier`: the last report on a situation, which asks for nothing more."""
    new = objet in ("nouvelle", "reexamen")
    v.add(
        "examen", le, par=[v.referent], reunion=v.a.reunion_id(le), objet=objet, presentateur=v.referent, decision=decision,
        elements_nouveaux=None if new else v.text(report_key(v) if objet == "suites" else "elements_nouveaux"),
        strategie=v.text(said(v, v.arrival("strategie"), decision)) if new else None,
        engagements=undertaken(v, le, decision, objet) if not dernier and (new or v.a.chance(0.6)) else None, position_personne=position(v, le, said(v, "position", decision)),
        notifications=notifications(v, le), anonyme=None if agreed(v, le) else "oui",
    )  # fmt: skip
    point = {"situation": v.place.id, "objet": objet, "demandee_par": asked_by(v), "invites": invites(v), "presentateur": v.referent}
    v.a.examens.setdefault(le, []).append(point)


def report_key(v: Vie) -> str:
    """Which texts tell what became of a situation: those of its theme, where there are some."""
    return key if v.a.recueil.has(key := v.themed("suites_cellule")) else "suites_cellule"


def said(v: Vie, key: str, decision: str) -> str:
    """The key of a text, or that of the decision (`strategie_refus`, `position_ajournement`) if the corpus has one."""
    own = f"{key.partition('_')[0]}_{decision}"
    return own if v.a.recueil.has(own) else key


def undertaken(v: Vie, le: date, decision: str, objet: str) -> list[Donnees]:
    """What each undertakes; nothing where the corpus tells in its own words that it is no."""
    return (
        []
        if decision in ("refus", "reorientation") and v.a.recueil.has(f"strategie_{decision}")
        else engagements(v, le, v.keyed("engagements", objet))
    )


def agreed(v: Vie, le: date) -> bool:
    """Whether she knows that one speaks of her; for some, the accord was forgotten, and that shows."""
    accords = [e for e in v.entrees if e["type"] == "accord" and e["le"] <= le and e["reponse"] == "oui"]
    return bool(accords) or v.place.has("sans_accord")


def asked_by(v: Vie) -> str:
    """Who asks that the meeting looks at it: a partner who may convene it, whoever referred first; else the referent."""
    asking = convening_partners(v.a.dispositif)
    if v.origine in asking:
        return v.origine
    return asking[0] if asking else v.referent


def convening_partners(dispositif: Dispositif) -> list[str]:
    """The partners at whose request the meeting is held."""
    partners = {p.code for p in dispositif.partenaires}
    return [code for code in dispositif.parcours.convoque_par if code in partners]


def invites(v: Vie) -> list[str]:
    """Those concerned, where they are invited for the point: who referred, who houses, who intervenes."""
    if v.m.seances is None or not v.m.seances.concernes:
        return []
    there = [i["partenaire"] for e in v.entrees if e["type"] == "evaluation" for i in e.get("intervenants", [])]
    return sorted({v.origine, v.partner("bailleur"), *there} - {"", *PARTICULIERS} - set(v.m.seances.permanents))


def position(v: Vie, le: date, key: str) -> Donnees:
    told = v.next_day(le + timedelta(days=v.rng.randint(1, 9)))
    texte = v.text_now(key) if told <= v.fin and v.a.chance(0.5) else None
    return {"le": told, "texte": texte} if texte else {}


def notifications(v: Vie, le: date) -> list[Donnees]:
    canaux = {"personne": "rencontre", v.origine: "courriel"}
    gone = {v.m.ancien_reseau[0]} if v.m.ancien_reseau else set()
    told = [(a, v.a.later(le, 1, 8)) for a in canaux if a not in PARTICULIERS - {"personne"} | gone]
    kept = [(a, d) for a, d in told if d <= v.fin and not (v.a.chance(OUBLI) and v.recent(le))]
    return [{"a": a, "le": d, "canal": canaux[a]} for a, d in kept if a == "personne" or shared(v, a, d)]


def shared(v: Vie, partenaire: str, le: date) -> bool:
    """Whether she lets the team share with a partner, on a day."""
    return any(e["type"] == "accord" and e["objet"] == "partage" and e["le"] <= le and partenaire in e.get("avec", []) for e in v.entrees)


def engagements(v: Vie, le: date, key: str) -> list[Donnees]:
    split = [v.split(line) for line in v.a.recueil.textes.get(key, [])]
    fitting = [one[:3] for one in split if one[3] == "*" or v.place.theme in one[3].split()]
    made = [engagement(v, le, *one) for one in v.rng.sample(fitting, min(6, len(fitting)))]
    kept = [e for e in made if e][: v.rng.randint(1, 3)]
    if kept and v.place.has("engagement_sans_date") and not any("engagements" in e for e in v.entrees):
        kept[0] = {key: value for key, value in kept[0].items() if key in ("quoi", "qui", "diffusable")}
    return kept


def engagement(v: Vie, le: date, quoi: str, role: str, diffusable: str) -> Donnees:
    qui = v.referent if role == "equipe" else v.partner(role)
    avant = v.a.later(le, 14, 60)
    made = {"quoi": quoi, "qui": qui, "avant": avant, "diffusable": diffusable, **outcome(v, le, avant, "engagement")}
    return {key: value for key, value in made.items() if value} if qui else {}
