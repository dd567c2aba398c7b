"""What befalls during an accompaniment: what the scenario's traits and `faits` say, and a few incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tools.generer.agenda import office_day
from tools.generer.contacts import aussi, trajet
from tools.generer.modele import Donnees, Fait
from tools.generer.recueil import accord
from tools.generer.suivi import Suivi


def befall_all(s: Suivi) -> None:
    """What the scenario says must happen, then what may."""
    for trait, act in table(s).items():
        if s.has(trait):
            act(s.at(s.rng.uniform(0.3, 0.6)))
    for fait in s.scenario.faits:
        happen(s, fait)
    told = bool(s.scenario.fil and s.m.fil_avance)
    for nature, texte in () if told else s.m.incidents:
        if s.a.chance(s.m.part_incidents):
            befall(s, nature, texte, s.at(s.rng.uniform(0.1, 0.8)), {"issue": "resolue"})


def table(s: Suivi) -> Mapping[str, Callable[[date], None]]:
    """Trait → what it does, from a day in the middle of the follow-up."""
    return {
        "hopital": lambda d: hospital(s, d), "interruption": lambda _: hospital(s, s.debut + timedelta(days=100), 75), "hopital_ouvert": lambda _: hospital_now(s),
        "expulsion_suspendue": lambda d: expel(s, d, "suspendue"), "expulsion_abandonnee": lambda d: expel(s, d, "abandonnee"),
        "expulsion_ouverte": lambda d: expel(s, d, ""), "danger": lambda d: befall(s, "danger", "danger", d, {"issue": "resolue"}),
        "signalement": lambda d: befall(s, "signalement_autorite", "signalement_autorite", d, {}), "demenagement": lambda d: move(s, d),
        "foyer": lambda d: household(s, d), "problematiques": lambda d: worries(s, d), "referent": lambda _: replacement(s),
        "partage_retire": lambda d: take_back(s, d), "autre_saisine": lambda d: refer_again(s, d), "sans_accord": lambda _: accord_late(s),
        "note": lambda d: remark(s, d),
    }  # fmt: skip


def befall(s: Suivi, nature: str, texte: str, le: date, fields: Donnees) -> None:
    ended = {"fin_le": s.a.later(le, 0, 12)} if "issue" in fields else {}
    if not ended or ended["fin_le"] < s.sortie:
        s.v.add("evenement", le, par=[s.v.referent], nature=nature, note=s.v.text(texte), **fields, **ended)


def happen(s: Suivi, fait: Fait) -> None:
    """An event that the scenario fixes."""
    le = fait.quand if isinstance(fait.quand, date) else s.at(fait.quand)
    end = s.next_day(le + timedelta(days=fait.jours))
    over = {"issue": fait.issue, "fin_le": end} if fait.issue and end <= s.fin else {}
    s.v.add("evenement", le, par=[s.v.referent], nature=fait.nature, note=s.v.text(fait.texte or fait.nature), **over)
    if fait.nature in ("hospitalisation", "absence"):
        s.v.absences.append((le, end if fait.issue else s.fin))
    if fait.nature == "absence" and s.a.loge:  # nobody meets her any more
        s.v.absences.append((le, s.fin))
        s.v.disparue.append((le, s.fin))
    if fait.retour:
        come_home(s, end)


def hospital(s: Suivi, le: date, days: int = 0) -> None:
    back = s.next_day(le + timedelta(days=days or s.rng.randint(6, 30)))
    s.v.add(
        "evenement",
        le,
        par=[s.v.referent],
        nature="hospitalisation",
        issue="retour_domicile",
        fin_le=back,
        note=s.v.text("hospitalisation"),
    )
    s.v.absences.append((le, back))
    come_home(s, back)


def come_home(s: Suivi, back: date) -> None:
    """The visit after a stay in hospital."""
    day, heure = s.a.agenda.slot(back + timedelta(days=1), [s.v.referent])
    s.v.add(
        "visite", day, par=[s.v.referent], heure=heure, lieu=s.v.lieu("domicile", day), resultat="rencontre", initiative="equipe",
        actes=s.v.acte("retour"), duree=45, trajet=trajet(s.v, day), note=s.v.text("retour_hopital"), aussi=aussi(s.v),
    )  # fmt: skip


def hospital_now(s: Suivi) -> None:
    le = s.next_day(s.fin - timedelta(days=s.rng.randint(5, 18)))
    s.v.add("evenement", le, par=[s.v.referent], nature="hospitalisation", note=s.v.text("hospitalisation"))
    s.v.absences.append((le, s.fin))


def expel(s: Suivi, le: date, issue: str) -> None:
    end = s.a.later(le, 60, 120)
    over = {"issue": issue, "fin_le": end} if issue and end < s.sortie else {}
    s.v.add("evenement", le, par=[s.v.referent], nature="procedure_expulsion", note=s.v.text("expulsion"), **over)


def move(s: Suivi, le: date) -> None:
    if s.a.loge:  # `logements.house` has done it
        return
    there = social_home(s, le)
    s.v.logements.append((le, there))
    s.v.add("changement", le, par=[s.v.referent], logement=there, bail="direct", motif="demenagement", note=s.v.text("demenagement"))


def social_home(s: Suivi, le: date) -> Donnees:
    """A dwelling of the role `bailleur_public`, in the same commune."""
    here = {key: value for key, value in s.v.logement(le).items() if key != "quartier"}
    return {**here, "parc": "social", "statut": "locataire", "bailleur": s.m.roles["bailleur_public"]}


def household(s: Suivi, le: date) -> None:
    foyer = {"type": "autre", "adultes": 2, "enfants": 0}
    s.v.add("changement", le, par=[s.v.referent], foyer=foyer, motif="evolution", note=s.v.text("foyer"))


def worries(s: Suivi, le: date) -> None:
    codes = {*s.v.theme.problematiques[1:3], s.m.apparait} - {""}
    s.v.add("changement", le, par=[s.v.referent], problematiques=sorted(codes), motif="evolution", note=s.v.text("problematiques"))


def replacement(s: Suivi) -> None:
    """The summer of a replacement, and the return."""
    if s.m.remplacement is None:
        return
    other, summer = s.m.remplacement
    if s.entree < summer < s.sortie - timedelta(days=62):
        for day, who, note in zip((6, 62), (other, s.v.referent), s.a.recueil.textes["referent"], strict=True):
            s.v.add("changement", office_day(summer + timedelta(days=day)), referent=who, motif="autre", note=accord(note, s.place.genre))


def take_back(s: Suivi, le: date) -> None:
    s.v.add("accord", le, par=[s.v.referent], objet="partage", reponse="retire", forme="oral", donne_par="personne")


def accord_late(s: Suivi) -> None:
    s.v.add("accord", s.debut, par=[s.v.referent], objet="accompagnement", reponse="oui", forme="ecrit", donne_par="personne")


def refer_again(s: Suivi, le: date) -> None:
    origine = s.v.admitted(s.v.partner("bailleur") or "voisin")
    s.v.add("saisine", le, origine=origine, canal="courriel", motifs=[s.m.plainte] if s.m.plainte else None, personne_informee="oui")


def remark(s: Suivi, le: date) -> None:
    s.v.add("note", le, par=[s.v.referent], note=s.v.text("note"))
