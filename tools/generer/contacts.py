"""Contacts with the person, attempts, and work without her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tools.generer.agenda import office_day
from tools.generer.modele import Donnees
from tools.generer.vie import PARTICULIERS, Vie

MANQUES = ("porte_close", "sans_reponse", "rendez_vous_manque", "refus")
SANS_OBJET = "n'a plus lieu d'être"
A_PART = ("appartement", "vehicule", "exterieur", "pas_de_porte")
"""Places with texts of their own: the corpus key is the place."""


def attempt(v: Vie, le: date, resultat: str = "") -> date:
    """A try that meets nobody, or a refusal; returns its day."""
    par = v.visitors(le)
    le, heure = v.a.agenda.slot(le, par)
    resultat = resultat or v.rng.choices(MANQUES, v.m.manques)[0]
    if resultat == "porte_close" and not v.logement(le):
        resultat = "rendez_vous_manque"
    elif resultat == "rendez_vous_manque" and v.commune(le).loin:
        resultat = "porte_close"
    missed = {"sans_reponse": "telephone", "rendez_vous_manque": v.m.lieu_rendez_vous, "refus": "pas_de_porte"}
    lieu = v.lieu(missed.get(resultat, "domicile"), le)
    v.add(
        "visite", le, par=[v.referent] if lieu == "telephone" else par, heure=heure, lieu=lieu, resultat=resultat, initiative="equipe",
        duree=v.rng.choice([5, 10, 15]), trajet=None if lieu == "telephone" else trajet(v, le), note=v.text(v.told(resultat, le)) if v.a.chance(0.7) else None,
        suite=suite(v, le, "suites") if v.a.chance(0.2) else None,
    )  # fmt: skip
    return le


def trajet(v: Vie, le: date) -> int:
    """Minutes on the road, there and back."""
    return v.rng.choice(v.commune(le).trajets)


def on_the_road(v: Vie, le: date, lieu: str) -> int | None:
    """The same, but for visits where the team is already."""
    minutes = trajet(v, le)
    return None if lieu in ("appartement", "vehicule") else minutes


def outcome(v: Vie, le: date, avant: date, kind: str) -> Donnees:
    """Done, given up, or open: what stays open is mostly recent."""
    done = min(v.a.later(le, 2, max(3, (avant - le).days + 12)), office_day(avant + timedelta(days=9)))
    if done > v.fin:
        return {}
    draw = v.rng.random()
    if draw < 0.06:
        return {"abandon": {"le": done, "motif": v.pick("abandon_engagement" if kind == "engagement" else "abandons_suite") or SANS_OBJET}}
    if draw < (0.12 if (v.fin - avant).days < 60 else 0.065):
        return {}
    said = v.pick("resultat_engagement" if kind == "engagement" else "resultats_suite") if v.a.chance(0.6) else None
    return {"fait": {"le": done, **({"resultat": said} if said else {})}}


def suite(v: Vie, le: date, key: str) -> Donnees:
    """An engagement of the team; none if the corpus has no such text."""
    avant = v.next_day(le + timedelta(days=v.rng.randint(4, 20)))
    if not v.a.recueil.has(key):
        return {}
    return {"quoi": v.pick(key), "qui": v.referent, "avant": avant, **outcome(v, le, avant, "suite")}


def aussi(v: Vie) -> list[str]:
    """The other one of a couple, seen at the same time: written in the first file only."""
    other = v.place.autre
    return [other.id] if other and v.place.id < other.id else []


def meet_first(v: Vie, le: date, limit: date) -> date:
    """The first meeting, and her accord; returns the day."""
    par = v.visitors(le)
    le, heure = v.a.agenda.slot(le + timedelta(days=v.rng.randint(1, 6)), par)
    lieu = v.lieu(v.rng.choice(v.m.premiers_lieux), le)
    key = f"premiere_{lieu}" if v.a.recueil.has(f"premiere_{lieu}") else "premiere"
    v.add(
        "visite", min(le, limit), par=par, heure=heure, lieu=lieu,
        resultat="rencontre", initiative="equipe", actes=first_actes(v), partenaires=introducer(v), duree=v.rng.choice([10, 15, 20, 30]),
        trajet=trajet(v, le), note=v.text(key), aussi=aussi(v),
    )  # fmt: skip
    if v.attente.get("personne_informee") == "non" and le <= v.fin:
        v.attente.setdefault("information_le", le)
    if not v.place.has("sans_accord"):
        v.add("accord", le, par=[v.referent], objet="accompagnement", reponse="oui", forme="oral", donne_par="personne")
    return le


def first_actes(v: Vie) -> list[str]:
    return [*v.acte("contact"), *(code for name in ("information", "ecoute") if v.a.chance(0.5) for code in v.acte(name))]


def introducer(v: Vie) -> list[str]:
    known = v.origine not in PARTICULIERS and (v.m.ancien_reseau is None or v.origine != v.m.ancien_reseau[0])
    return [v.origine] if known and v.a.chance(0.35) else []


def visit(v: Vie, le: date, moment: str, par: Sequence[str] = ()) -> date:
    """A meeting, mostly at home; returns its day. `moment`: debut, milieu or fin of the follow-up, as the texts are sorted."""
    par = par or v.visitors(le)
    le, heure = v.a.agenda.slot(le, par)
    joint = v.a.chance(0.1)
    lieu = v.lieu(v.rng.choices([p for _, p in v.m.lieux], [w for w, _ in v.m.lieux])[0], le)
    if lieu == "vehicule":
        le, heure, lieu, par = at_vehicle(v, le, heure, par)
    entree = v.add(
        "visite", le, par=list(par), heure=heure, lieu=lieu, resultat="rencontre", initiative="equipe",
        partenaires=joint_partners(v) if joint else None, actes=[*actes(v, par), *visit_actes(v, par, lieu, joint=joint)],
        duree=v.rng.choice([30, 40, 45, 50, 60, 60, 75]), trajet=on_the_road(v, le, lieu), aussi=aussi(v),
        note=v.text(visit_key(v, (le, lieu, par), moment)) if v.a.chance(v.m.raconte) else None,
        suite=suite(v, le, suites_key(v, le)) if v.a.chance(0.22) else None,
    )  # fmt: skip
    step_act(v, entree)
    care(v, entree)
    return le


def visit_actes(v: Vie, par: Sequence[str], lieu: str, *, joint: bool) -> list[str]:
    """What a visit does by who takes part, and where."""
    return v.acte(*(["conjointe"] if joint else []), *(["binome"] if len(par) > 1 else []), lieu)


def step_act(v: Vie, entree: Donnees) -> None:
    """Where the dispositif houses: one of the acts of her step on the way to a dwelling, and one of the trade that goes without the referent."""
    step, par = v.step(entree["le"]), entree["par"]
    own = [act for code in par for act in v.m.metiers.get(code, ())] if step not in ("", "approche") and v.referent not in par else []
    if own and not set(own) & set(entree["actes"]):
        entree["actes"].append(own[0])
    acts = v.m.actes_logement.get(step, ())
    if acts and (act := v.rng.choice(acts)) and act not in entree["actes"]:
        entree["actes"].append(act)


def suites_key(v: Vie, le: date) -> str:
    """Which engagements follow: those of her step on the way to a dwelling if the corpus has some, else those of her theme."""
    here = v.told("suites", le)
    return v.themed("suites") if here == "suites" else here


def at_vehicle(v: Vie, le: date, heure: str, par: Sequence[str]) -> tuple[date, str, str, Sequence[str]]:
    """Day, time, place and who: at the vehicle when it stops near, with those of them who go there; else at home, as planned."""
    tour = v.a.tour_after(le, v.logement(le))
    there = [code for code in par if tour and code in v.a.tour_par(tour[1])]
    if tour is None or not there:
        return le, heure, v.lieu("domicile", le), par
    return tour[0], v.a.tour_heure(tour[0], heure), "vehicule", there


def greet(v: Vie) -> None:
    """The meeting at the vehicle, on the day of the saisine, and her accord to be visited."""
    le = v.place.saisine
    par = next((list(v.a.tour_par(halte)) for day, halte in v.a.tours if day == le), [v.referent])
    v.add(
        "visite", le, par=par, heure=v.a.tour_heure(le, ""), lieu=v.lieu("vehicule", le), resultat="rencontre", initiative="personne",
        actes=[*first_actes(v), *v.acte("vehicule")], duree=v.rng.choice([15, 20, 30, 40]), note=v.text("premiere_vehicule") if v.place.scenario.jusque != "non_retenue" else None,
    )  # fmt: skip
    if v.place.scenario.jusque != "non_retenue":
        v.add("accord", le, par=par[:1], objet="accompagnement", reponse="oui", forme="oral", donne_par="personne")


def visit_key(v: Vie, what: tuple[date, str, Sequence[str]], moment: str) -> str:
    """Which texts tell a visit: of its place, of who went without the referent, of the time without a dwelling, or of its theme and moment."""
    le, lieu, par = what
    if v.step(le) not in ("", "logee") and v.a.recueil.has("sans_logement_recherche"):
        return v.keyed(v.told("sans_logement", le), lieu)
    if lieu in A_PART and v.a.recueil.has(lieu):
        return lieu
    if v.referent not in par and v.a.recueil.has(f"visite_{par[0]}"):
        return f"visite_{par[0]}"
    if not v.logement(le) and v.a.recueil.has("sans_logement"):
        return "sans_logement"
    back = v.back(v.place.theme)
    return f"{v.place.theme}_{moment}" if back == v.place.theme else back


def joint_partners(v: Vie) -> list[str]:
    found = v.partner(v.rng.choice(v.m.conjointes)) or v.repli
    return [found] if found else []


def actes(v: Vie, par: Sequence[str] = ()) -> list[str]:
    """A few acts of the theme; where some belong to one trade, only those of the trades that are there."""
    owners = {act: code for code, acts in v.m.metiers.items() for act in acts}
    common = [act for act in v.theme.actes if not par or owners.get(act, par[0]) in par]
    without = par if par and v.referent not in par else ()
    pool = [*common, *(act for code in without for act in v.m.metiers.get(code, ()) if act not in common)]
    return sorted(v.rng.sample(pool, v.rng.randint(1, min(3, len(pool)))))


def care(v: Vie, entree: Donnees) -> None:
    """A care note, kept apart."""
    if not v.m.soignants & set(entree["par"]):
        return
    if entree["le"] <= v.fin and v.a.chance(v.theme.soins) and (texte := care_text(v)):
        entree["actes"] = sorted({*entree["actes"], *v.acte("soin")})
        v.soins[entree["ref"]] = texte


def care_text(v: Vie) -> str | None:
    """A care note: the next one of her thread, if it has some; else one of her theme, or any."""
    key = v.themed("soins")
    if v.place.scenario.fil and key == f"soins_{v.place.scenario.fil}":
        v.a.recueil.demandes[key] += 1
        return next((v.split(line)[0] for line in v.a.recueil.textes[key][len(v.soins) :]), None)
    return v.text_now(key if v.a.recueil.has(key) else "soins")


def call(v: Vie, le: date, lieu: str = "telephone") -> date:
    """A call, a message or a letter."""
    le, heure = v.a.agenda.slot(le, [v.referent])
    v.add(
        "visite", le, par=[v.referent], heure=heure if lieu == "telephone" else None, lieu=lieu, resultat="sans_reponse" if lieu == "courrier" else "rencontre",
        initiative=v.rng.choice(["equipe", "equipe", "personne"]) if lieu == "telephone" else "equipe", actes=v.acte("ecoute") if lieu == "telephone" else None,
        duree=v.rng.choice([5, 10, 10, 15, 20]), note=v.text(v.told(lieu, le)) if v.a.chance(0.5) else None,
    )  # fmt: skip
    return le


def escort_key(v: Vie) -> str:
    """Which texts tell going along: those of her theme, where there are some."""
    return key if v.a.recueil.has(key := v.themed("accompagnement")) else "accompagnement"


def escort(v: Vie, le: date) -> date:
    """To an appointment, outside."""
    le, heure = v.a.agenda.slot(le, [v.referent])
    acte, role = v.theme.sorties
    towards = v.partner(role) or v.repli
    v.add(
        "visite", le, par=[v.referent], heure=heure, lieu=v.lieu("structure", le), resultat="rencontre", initiative="equipe",
        partenaires=[towards] if towards else None, actes=[acte], duree=v.rng.choice([60, 75, 90, 120]), trajet=trajet(v, le),
        note=v.text(key) if v.a.recueil.has(key := escort_key(v)) and v.a.chance(v.m.raconte) else None,
    )  # fmt: skip
    return le


def visit_hospital(v: Vie, le: date) -> date:
    """A visit during a stay in hospital."""
    par = v.visitors(le)
    le, heure = v.a.agenda.slot(le, par)
    v.add(
        "visite", le, par=par, heure=heure, lieu=v.lieu("structure", le), resultat="rencontre", initiative="equipe", actes=v.acte("hopital"),
        duree=v.rng.choice([30, 40, 45]), trajet=trajet(v, le), note=v.text("visite_hopital"),
    )  # fmt: skip
    return le


def work_key(v: Vie, le: date) -> str:
    """Which texts tell the work without her: of her step on the way to a dwelling if the corpus has some, else of her theme."""
    here = v.told("demarche", le)
    return v.place.theme if here == "demarche" else here


def work(v: Vie, le: date, key: str = "") -> date:
    """Work without the person."""
    par = v.a.draw_par(v.m.demarches_par, v.referent)
    le, heure = v.a.agenda.slot(le, par)
    roles = {v.partner(v.rng.choice([*v.theme.origines, v.theme.orientations[0][0]]))} - {"", *PARTICULIERS}
    gone = {v.m.ancien_reseau[0]} if v.m.ancien_reseau and le > v.m.ancien_reseau[1] else set()
    v.add(
        "demarche", le, par=par, heure=heure, avec=sorted(roles - gone), actes=v.acte("coordination"),
        duree=v.rng.choice([10, 15, 20, 30, 45]), note=v.text(key or work_key(v, le)) if v.a.chance(0.85) else None,
        suite=suite(v, le, suites_key(v, le)) if v.a.chance(0.25) else None,
    )  # fmt: skip
    return le
