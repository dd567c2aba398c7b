"""What a story tells of a path, fact by fact, from its journal's codes: nothing that anybody wrote freely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from alp.core import codes
from alp.core.entrees import (
    Accord as AccordDonne,
)
from alp.core.entrees import (
    Bilan,
    Changement,
    Contrat,
    Evaluation,
    Evenement,
    Examen,
    Nouvelles,
    Orientation,
    Recevabilite,
    Relais,
    Reprise,
    Saisine,
    SansSuite,
    Sortie,
    Visite,
)
from alp.core.indicateurs.etude import Fil
from alp.core.objets import Logement
from alp.core.parcours import FINIES
from alp.core.preparation.dossier import SANS_RENCONTRE
from alp.core.rapport.mots import ACCORDS, PERSONNE, Accord, Lexique, age, counted, listed, words

GRAVE = 3
"""A domain that is rated so, or more, out of 4, worries."""


class Moment(NamedTuple):
    """One sentence of the story, without its capital and its dot; `ouvre` begins a paragraph."""

    le: date
    texte: str
    ouvre: bool = False


@dataclass(frozen=True)
class Vue:
    """One path, cut at a day, and the words for it."""

    fil: Fil
    lexique: Lexique
    au: date
    visites: tuple[Visite, ...]
    """Hers, and those noted in another file in which she was seen too."""

    @property
    def accord(self) -> Accord:
        return ACCORDS.get(self.fil.situation.personne.genre or "", PERSONNE)

    @property
    def il(self) -> str:
        return self.accord.il

    @property
    def debut(self) -> date:
        return self.fil.vivantes[0].le

    @property
    def origine(self) -> str:
        """Who referred first."""
        return next(self.fil.of(Saisine)).origine


Recit = Callable[[Vue], Iterator[Moment]]

# --- how it begins ------------------------------------------------------------------------------------

_FOYERS = {
    "personne_seule": "vit seul{e}", "couple": "vit en couple", "couple_enfants": "vit en couple, avec des enfants",
    "monoparental": "vit seul{e} avec ses enfants", "fratrie": "vit avec un frère ou une sœur", "colocation": "partage son logement",
}  # fmt: skip
_PARCS = {
    "social": "dans un logement social", "prive": "dans un logement du parc privé", "copropriete": "en copropriété",
    "hebergement": "dans un hébergement", "tiers": "chez un tiers", "fortune": "dans un logement de fortune",
}  # fmt: skip


def _person(v: Vue) -> str:
    """« une femme d'une soixantaine d'années »."""
    born = v.fil.situation.personne.naissance
    young = born is not None and v.debut.year - born < 25
    return v.accord.jeune if young else f"{v.accord.qui} {age(born, v.debut)}".strip()


def _opening(v: Vue) -> Iterator[Moment]:
    """Who referred whom."""
    first, *others = v.fil.of(Saisine)
    said = {
        "personne": f"{_person(v)} demande de l'aide", "equipe": f"l'équipe rencontre {_person(v)}",
    }.get(first.origine, f"{v.lexique.who(first.origine)} signale la situation d'{_person(v)}")  # fmt: skip
    yield Moment(first.le, said)
    yield Moment(first.le, _home(v))
    if troubles := v.lexique.labels("problematiques", v.fil.problematiques(v.debut), "difficultés de santé"):
        yield Moment(first.le, f"ce qui inquiète alors : {listed(troubles)}")
    for again in others:
        if again.origine not in {"personne", "equipe"}:
            yield Moment(again.le, f"{v.lexique.who(again.origine)} {v.accord.la} signale à son tour")


def _home(v: Vue) -> str:
    """« elle vit seule, dans un logement social »."""
    where, who = v.fil.logement(v.debut), _FOYERS.get(v.fil.foyer(v.debut).type or "", "").format(e=v.accord.e)
    if where is None:
        return f"{v.il} est sans logement"
    place = _PARCS.get(where.parc or "", "")
    if not who:
        return f"{v.il} vit {place or 'dans un logement'}"
    return f"{v.il} {who}, {place}" if place else f"{v.il} {who}"


_REPONSES = {
    "liste_attente": "l'équipe est au complet : la situation attend", "capacite_atteinte": "l'équipe est au complet, et ne peut pas l'accueillir",
    "hors_territoire": "l'équipe n'intervient pas là où {il} vit", "hors_criteres": "la situation n'entre pas dans ce que l'équipe peut suivre",
    "droit_commun": "d'autres services peuvent répondre : l'équipe passe la main",
}  # fmt: skip


def _answer(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(Recevabilite):
        if e.decision in _REPONSES:
            towards = list(dict.fromkeys(v.lexique.who(p) for p in e.oriente_vers))
            said = f" ; on l'oriente vers {listed(towards)}" if towards else ""
            yield Moment(e.le, _REPONSES[e.decision].format(il=v.il) + said)


# --- the alliance -------------------------------------------------------------------------------------


def _meeting(v: Vue) -> Iterator[Moment]:
    """The first time that she was met, and what it took."""
    seen = sorted(v.visites, key=lambda x: x.le)
    met = next((x for x in seen if x.resultat == "rencontre"), None)
    tried = [x for x in seen if x.resultat in SANS_RENCONTRE and (met is None or x.le <= met.le)]
    said = _attempts(tried)
    if met and (met.le, v.origine) != (v.debut, "equipe"):
        yield Moment(met.le, f"l'équipe {v.accord.la} rencontre pour la première fois{f', après {said}' if said else ''}")
    elif said and not met:
        yield Moment(tried[-1].le, f"après {said}, l'équipe ne l'a toujours pas rencontré{v.accord.e}")


def _attempts(tried: Iterable[Visite]) -> str:
    results = [x.resultat for x in tried]
    closed = counted(results.count("porte_close"), "porte close", "portes closes") if "porte_close" in results else ""
    if results.count("porte_close") == len(results):
        return closed
    every = counted(len(results), "tentative", "tentatives")
    return f"{every}, dont {closed}" if closed else every


_REPONSES_ACCORD = {
    "oui": "{il} accepte d'être accompagné{e}", "non": "{il} ne souhaite pas être accompagné{e}", "retire": "{il} retire son accord",
}  # fmt: skip


def _consent(v: Vue) -> Iterator[Moment]:
    """Each time her answer changes."""
    before = ""
    for e in v.fil.of(AccordDonne):
        if e.objet == "accompagnement" and e.reponse != before:
            before = e.reponse
            yield Moment(e.le, _REPONSES_ACCORD[e.reponse].format(il=v.il, e=v.accord.e))


def _evaluation(v: Vue) -> Iterator[Moment]:
    """What the first evaluation of each beginning found."""
    for e in v.fil.of(Evaluation):
        if e.stade == "entree":
            bad = [code for code, cote in e.domaines.items() if cote == "avere" or (isinstance(cote, int) and cote >= GRAVE)]
            found = v.lexique.labels("domaines", bad, "santé")
            joint = "une évaluation à plusieurs métiers" if len({*e.par, *e.participants}) > 1 else "une évaluation"
            yield Moment(e.le, f"{joint} fait le point" + (f" ; ce qui pèse le plus : {listed(found)}" if found else ""))


_DECISIONS = {
    "admission": "décide de l'accompagner", "ajournement": "remet sa décision à plus tard", "refus": "ne retient pas la situation",
    "reorientation": "propose une autre réponse", "fin": "décide d'arrêter l'accompagnement",
}  # fmt: skip


def _decisions(v: Vue) -> Iterator[Moment]:
    """What the meeting decided, and how many undertook something; what it only reviews is not told."""
    name = codes.NATURES_REUNION[v.fil.dispositif.parcours.reunion].split(" ")[0]
    for e in v.fil.of(Examen):
        if e.decision in _DECISIONS:
            who = len({g.qui for g in e.engagements if g.qui})
            shared = f" ; {counted(who, 'service', 'services', feminin=False)} se partagent ce qu'il y a à faire" if who > 1 else ""
            yield Moment(e.le, f"la {name} {_DECISIONS[e.decision]}{shared}")


# --- the accompaniment --------------------------------------------------------------------------------


def _start(v: Vue) -> Iterator[Moment]:
    for n, episode in enumerate(v.fil.episodes):
        yield Moment(episode.entree.le, "l'accompagnement reprend" if n else "l'accompagnement commence", ouvre=True)


_SIGNATURES = {
    "signe": "{il} signe un contrat{durée}", "refus": "un contrat{durée} est écrit ; {il} ne souhaite pas le signer, et l'accompagnement se fait quand même",
    "impossible": "un contrat{durée} est écrit, sans pouvoir être signé",
}  # fmt: skip


def _contracts(v: Vue) -> Iterator[Moment]:
    """Each first contract, with what it is about, and how often it was renewed."""
    for p in v.fil.periodes:
        if p.rang == 1:
            yield Moment(p.debut, _contract(v, p.contrat))
    for n, p in enumerate(v.fil.periodes):
        if p.rang == 2:
            times = max(x.rang for x in v.fil.periodes[n : _end(v, n)]) - 1
            more = f", et le sera encore {words(times - 1, feminin=True)} fois" if times > 1 else ""
            yield Moment(p.debut, f"le contrat est renouvelé{more}")


def _end(v: Vue, n: int) -> int:
    """The rank after the last contract of the same accompaniment."""
    return next((k for k in range(n + 1, len(v.fil.periodes)) if v.fil.periodes[k].rang == 1), len(v.fil.periodes))


def _contract(v: Vue, c: Contrat) -> str:
    length = f" de {words(c.mois)} mois" if c.mois and c.mois > 1 else ""
    said = _SIGNATURES[c.signature.reponse] if c.signature else "un contrat{durée} est proposé"
    about = v.lexique.labels("objectifs", dict.fromkeys(o.domaine for o in c.objectifs), "santé")
    return said.format(il=v.il, durée=length) + (f" ; il porte sur : {listed(about)}" if about else "")


def _common_law(v: Vue) -> Iterator[Moment]:
    """The services of common law that really came."""
    came = sorted((e.effective_le, v.lexique.who(e.vers or "")) for e in v.fil.of(Orientation) if e.effective_le)
    seen: set[str] = set()
    for le, who in came:
        if who not in seen:
            yield Moment(le, f"{who} intervient désormais" if not seen else f"{who} intervient à son tour")
        seen.add(who)


_PROCEDURES = {
    "suspendue": "la procédure d'expulsion est suspendue",
    "abandonnee": "la procédure d'expulsion est abandonnée",
    "executee": "l'expulsion a lieu",
}


def _eviction(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(Evenement):
        if e.nature == "procedure_expulsion":
            yield Moment(e.le, f"une procédure d'expulsion menace {(v.accord.qui.split(' ')[0] == 'un' and 'son') or 'son'} logement")
            if e.fin_le and e.issue in _PROCEDURES:
                yield Moment(e.fin_le, _PROCEDURES[e.issue])


def _moves(v: Vue) -> Iterator[Moment]:
    """A dwelling found, changed or lost."""
    housed = v.fil.situation.logement is not None
    for e in v.fil.of(Changement):
        if e.logement is None:
            continue
        has = isinstance(e.logement, Logement)
        said = (
            (f"{v.il} emménage dans un autre logement" if housed else f"{v.il} emménage dans un logement")
            if has
            else f"{v.il} n'a plus de logement"
        )
        yield Moment(e.le, said)
        housed = has


# --- how it ends --------------------------------------------------------------------------------------


def _handover(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(Relais):
        yield Moment(e.le, "l'équipe commence à passer la main")


_ISSUES = {
    "maintenu": "{il} garde son logement", "reloge": "{il} est relogé{e}", "heberge": "{il} est hébergé{e}", "etablissement": "{il} vit en établissement",
    "expulse": "{il} a perdu son logement", "hospitalise": "{il} est hospitalisé{e}", "deces": "{il} est décédé{e}",
    "perdu_de_vue": "on ne sait plus où {il} vit", "inconnue": "on ne sait pas où {il} vit",
}  # fmt: skip


_TUS = frozenset({"autre", "incarceration"})
"""Ends that a story keeps to itself. For the second: RGPD, art. 10."""
_DE_SANTE = frozenset({"hospitalisation_longue", "hospitalise"})


def _exit(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(Sortie):
        if e.motif == "deces" or e.issue == "deces":
            yield Moment(e.le, "l'accompagnement prend fin avec son décès", ouvre=True)
            continue
        why = codes.MOTIFS_SORTIE[e.motif] if e.motif not in (_TUS if v.lexique.sante else _TUS | _DE_SANTE) else ""
        where = _ISSUES[e.issue].format(il=v.il, e=v.accord.e) if e.issue and (v.lexique.sante or e.issue not in _DE_SANTE) else ""
        yield Moment(e.le, f"l'accompagnement se termine{f' ({why})' if why else ''}{f' ; {where}' if where else ''}", ouvre=True)


def _results(v: Vue) -> Iterator[Moment]:
    """What was reached, as bilans and the exit say; how often one met."""
    reached = [code for e in v.fil.vivantes if isinstance(e, Bilan | Sortie) for code in e.resultats]
    found = v.lexique.labels("resultats", dict.fromkeys(reached), "un effet sur la santé")
    day = v.au if v.fil.etape(v.au) not in FINIES else max([e.le for e in v.fil.of(Sortie)], default=v.fil.vivantes[-1].le)
    if found:
        yield Moment(day, f"ce qui a été obtenu : {listed(found)}")
    met = sum(x.resultat == "rencontre" and x.le <= day for x in v.visites)
    if met > 1:
        yield Moment(day, f"en tout, {counted(met, 'rencontre', 'rencontres')}")


def _no_follow_up(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(SansSuite):
        said = "tout s'arrête avec son décès" if e.motif == "deces" else f"la situation s'arrête là : {codes.MOTIFS_SANS_SUITE[e.motif]}"
        yield Moment(e.le, said)


def _news(v: Vue) -> Iterator[Moment]:
    said = {"oui": f"{v.il} a toujours un logement", "non": f"{v.il} n'a plus de logement"}
    for e in v.fil.of(Nouvelles):
        if e.logement in said:
            yield Moment(e.le, f"aux dernières nouvelles, {said[e.logement]}")


def _again(v: Vue) -> Iterator[Moment]:
    for e in v.fil.of(Reprise):
        who = f"{v.il} demande à reprendre" if e.origine == "personne" else f"{v.lexique.who(e.origine)} signale à nouveau la situation"
        yield Moment(e.le, who, ouvre=True)


def _today(v: Vue) -> Iterator[Moment]:
    """Where it stands, if it is not over."""
    if v.fil.etape(v.au) not in FINIES:
        yield Moment(v.au, "l'accompagnement continue" if v.fil.suivie(v.au) else "la suite reste à décider")


RECITS: tuple[Recit, ...] = (
    _opening, _again, _answer, _meeting, _consent, _evaluation, _decisions, _start, _contracts, _eviction, _moves, _common_law, _handover,
    _no_follow_up, _exit, _today, _results, _news,
)  # fmt: skip
"""What a story tells: of one day, in this order."""
