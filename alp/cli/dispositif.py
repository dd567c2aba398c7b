"""`alp dispositif`: the whole record, for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from alp.cli import regles
from alp.cli.lignes import columns, fact, facts, heading, line
from alp.cli.montre import plural, text, title, write
from alp.cli.regles import label, periode
from alp.cli.saisie import commande
from alp.cli.session import Session
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.dispositif import (
    Apport,
    Commune,
    Convention,
    Declaration,
    Dispositif,
    Equipier,
    Financeur,
    Libelle,
    ParcoursDispositif,
    PartenaireDispositif,
    RapportDu,
    RepriseReseau,
    Vocabulaire,
)
from alp.core.perimetre import running
from alp.core.registre import fold
from alp.core.structure import as_json, plain

A_DIRE = {"non_soumis": codes.SECRETS["non_soumis"]}
"""Who is not bound by secrecy: said of each; the others are not."""


@dataclass(frozen=True)
class Vue:
    """A record, the day that one looks at it, and whether everything is shown."""

    d: Dispositif
    au: date
    tout: bool

    def kept(self, declared: Iterable[Any]) -> list[Any]:
        """What is valid that day; everything, if everything is shown."""
        return [x for x in declared if self.tout or x.valid_on(self.au)]

    def dated(self, record: BaseModel) -> bool:
        """Whether a dated record holds that day."""
        du, au = getattr(record, "du", None), getattr(record, "au", None)
        return (du is None or du <= self.au) and (au is None or self.au <= au)


def _dispositif(
    session: Session,
    tout: Annotated[bool, typer.Option("--tout", help="Aussi le vocabulaire, les contacts, ce qui est fini, la fiche OSCARS.")] = False,
) -> Any:
    """Montrer le dispositif : territoire, équipe, partenaires, financeurs, règles."""
    if session.json:
        return session.show_json(as_json(plain(session.dispositif)))
    show(Vue(session.dispositif, session.le, tout), RUBRIQUES)
    if not tout:
        write("", text("Tout voir, avec le vocabulaire et les contacts : alp dispositif --tout", "bright_black"))
    return 0


dispositif = commande(_dispositif, lit=True)


def show(vue: Vue, rubriques: Sequence[Callable[[Vue], None]]) -> None:
    """Some sections, in order."""
    for rubrique in rubriques:
        rubrique(vue)


# --- who we are ---------------------------------------------------------------------------------------


def show_identity(vue: Vue) -> None:
    """Name, house, contact, missions, publics, what was taken over."""
    d = vue.d
    title(f"{d.nom} ({d.sigle})")
    fact(label(Dispositif, "porteur"), d.porteur)
    fact(label(Dispositif, "anciens_sigles"), ", ".join(d.anciens_sigles))
    fact(label(Dispositif, "contact"), _contact(d.contact) if d.contact else "")
    facts(label(Dispositif, "reprises"), [_reprise(r) for r in d.reprises])
    facts(label(Dispositif, "missions"), d.missions)
    facts(label(Dispositif, "publics"), d.publics)
    if d.loge == "oui":
        line("Les personnes arrivent sans logement, et le dispositif en trouve un.")
    if vue.tout:
        fact(label(Dispositif, "fuseau"), d.fuseau)
        fact(label(Dispositif, "logo"), d.logo)


def _contact(c: BaseModel) -> str:
    return ", ".join(str(getattr(c, name)) for name in type(c).model_fields if getattr(c, name))


def _reprise(r: RepriseReseau) -> str:
    return r.nom + (f", le {short_jour(r.le)}" if r.le else "") + (f" : {r.detail}" if r.detail else "")


def show_territory(vue: Vue) -> None:
    """Communes, by `territoire` where there are several; priority districts; with everything, every district and its code."""
    t = vue.d.territoire
    heading(f"{label(Dispositif, 'territoire')}{f' : {t.nom}' if t.nom else ''}{_count(t.communes, 'commune')}")
    groups = dict.fromkeys(c.territoire for c in t.communes)
    for group in groups:
        names = ", ".join(f"{c.nom} ({c.insee})" if vue.tout else c.nom for c in t.communes if c.territoire == group)
        line(f"{group} : {names}" if group else names)
    if priority := [_quartiers(c, vue) for c in t.communes if any(q.prioritaire == "oui" for q in vue.kept(c.quartiers))]:
        fact("Quartiers prioritaires", " ; ".join(priority))
    if vue.tout:
        columns((q.code, f"{q.nom} ({c.nom}){_end(q)}") for c in t.communes for q in c.quartiers)


def _quartiers(c: Commune, vue: Vue) -> str:
    return f"{', '.join(q.nom for q in vue.kept(c.quartiers) if q.prioritaire == 'oui')} ({c.nom})"


def _count(items: Sequence[object], nom: str = "") -> str:
    return f" ({plural(len(items), nom) if nom else len(items)})" if items else " : non renseigné"


def _end(x: Declaration) -> str:
    """« , jusqu'au 31/12/2024, devient incurie »."""
    parts = [periode(x.du, x.au), f"devient {x.devient}" if x.devient else ""]
    return "".join(f", {part}" for part in parts if part)


def show_team(vue: Vue) -> None:
    """Trades, with the working time of the day, and its total."""
    here = vue.kept(vue.d.equipe)
    total = sum((etp for e in vue.d.equipe if e.valid_on(vue.au) and (etp := etp_on(e, vue)) is not None), Decimal(0))
    said = f" : {regles.nombre(total)} ETP au {short_jour(vue.au)}" if total else "" if here else " : non renseigné"
    heading(label(Dispositif, "equipe") + said)
    columns((e.code, _equipier(e, vue)) for e in here)


def etp_on(e: Equipier, vue: Vue) -> Decimal | None:
    """Someone's working time that day, if it is said."""
    return next((x.valeur for x in e.etp if vue.dated(x)), None)


def _equipier(e: Equipier, vue: Vue) -> str:
    today = etp_on(e, vue)
    times = [f"{regles.nombre(x.valeur)} ETP {periode(x.du, x.au)}".strip() for x in e.etp]
    parts = [
        e.metier,
        e.nom or "",
        *(times if vue.tout else [f"{regles.nombre(today)} ETP"] if today is not None else []),
        e.courriel or "",
    ]
    return ", ".join(part for part in parts if part) + _end(e)


# --- with whom ----------------------------------------------------------------------------------------


def show_partners(vue: Vue) -> None:
    """By role: what each is called, its type, whether it is bound by secrecy."""
    here = vue.kept(vue.d.partenaires)
    heading(label(Dispositif, "partenaires") + _count(here))
    if here:
        line("Tenus au secret professionnel, sauf mention contraire.")
    width = max((len(p.code) for p in here), default=0)
    for role in ("amont_aval", "amont", "aval", None):
        group = [p for p in here if p.role == role]
        if group:
            line(codes.ROLES[role].capitalize() if role else "Rôle non renseigné", style="italic")
        for p in group:
            columns([(p.code, _partner(p))], 4, width)
            for c in p.contacts if vue.tout else ():
                line(_contact(c), retrait=width + 8, suite=width + 10)


def _partner(p: PartenaireDispositif) -> str:
    kind = codes.TYPES_PARTENAIRE[p.type]
    marks = [label(PartenaireDispositif, name).lower() for name in ("porteur", "loue") if getattr(p, name) == "oui"]
    parts = [p.nom, "" if fold(kind) in fold(p.nom) else kind, *marks, A_DIRE.get(p.secret, "")]
    return ", ".join(part for part in parts if part) + _end(p)


def show_funders(vue: Vue) -> None:
    """Conventions, with what they pay for; the total of those that run that day; axes and contributions in kind."""
    here = vue.kept(vue.d.financeurs)
    heading(label(Dispositif, "financeurs") + _count(here))
    if here:
        fact(f"En cours le {short_jour(vue.au)}", regles.totals(vue.d, vue.au))
    for f in here:
        line(f"{f.nom} ({f.code}, {codes.TYPES_FINANCEUR[f.type]}){_end(f)}")
        for c in _conventions(f, vue):
            line(_convention(c, f, vue), retrait=4, suite=6)
    facts(label(Dispositif, "axes"), [f"{a.libelle} ({a.code}) : {regles.axis_words(a)}{_end(a)}" for a in vue.kept(vue.d.axes)])
    apports = [a for a in vue.d.apports if vue.tout or vue.dated(a)]
    facts(label(Dispositif, "apports"), [_apport(a, vue.d) for a in apports])


def _conventions(f: Financeur, vue: Vue) -> Sequence[Convention]:
    """Those that run or are to come; failing that, the last one."""
    alive = [c for c in f.conventions if vue.tout or c.au is None or c.au >= vue.au]
    return alive or f.conventions[-1:]


def _convention(c: Convention, f: Financeur, vue: Vue) -> str:
    state = "" if c in running(f, vue.au) else " (finie)" if c.du <= vue.au else " (à venir)"
    parts = [
        regles.amount(c),
        f"{label(Convention, 'part').lower()} de {regles.nombre(c.part)} %" if c.part is not None else "",
        f"seulement {regles.perimeter_words(c.perimetre, vue.d)}" if c.perimetre else "",
        f"{label(Convention, 'detail').lower()} : {codes.DETAILS[c.detail]}" if c.detail else "",
        "rapport " + ", et ".join(map(_report, c.rapport)) if c.rapport else "",
    ]
    return f"{periode(c.du, c.au)}{state} : {' ; '.join(part for part in parts if part) or 'sans montant'}"


def _report(r: RapportDu) -> str:
    """« chaque année, sous 90 jours (copil ; 4 indicateurs) »."""
    own = [*([r.modele] if r.modele else []), *([plural(len(r.indicateurs), "indicateur")] if r.indicateurs else [])]
    return f"{codes.PERIODICITES[r.chaque]}, sous {plural(r.jours, 'jour')}" + (f" ({' ; '.join(own)})" if own else "")


def _apport(a: Apport, d: Dispositif) -> str:
    by = f", par {d.label('partenaires', a.partenaire)}" if a.partenaire else ""
    return f"{a.libelle}{by}" + (f", {periode(a.du, a.au)}" if periode(a.du, a.au) else "")


# --- by which rules -----------------------------------------------------------------------------------


def show_steps(vue: Vue) -> None:
    """The way to the accompaniment, who refers, the contract."""
    d, p = vue.d, vue.d.parcours
    heading(label(Dispositif, "parcours"))
    fact("Étapes", regles.steps_sentence(d))
    fact(label(ParcoursDispositif, "convoque_par"), ", ".join(d.label("partenaires_equipe", c) for c in p.convoque_par))
    fact(label(ParcoursDispositif, "evaluation_par"), ", ".join(d.label("equipe", c) for c in p.evaluation_par))
    fact(label(ParcoursDispositif, "qui_saisit"), regles.who_refers(d))
    fact(label(ParcoursDispositif, "condition_saisine"), p.condition_saisine)
    fact(label(Dispositif, "contrat"), regles.contract_rules(d.contrat))
    fact(label(ParcoursDispositif, "reprise_mois"), f"possible pendant {p.reprise_mois} mois après la fin" if p.reprise_mois else "non")


def show_means(vue: Vue) -> None:
    """Capacity, places of visit, instruments."""
    d = vue.d
    places = [p for p in d.places if vue.tout or vue.dated(p)]
    if places or d.lieux or d.instruments:
        heading("Moyens")
    total = f" ({sum(p.nombre for p in places if vue.dated(p))})" if len(places) > 1 else ""
    facts(label(Dispositif, "places") + total, [regles.places_words(p, d) for p in places])
    fact(label(Dispositif, "lieux"), ", ".join(codes.LIEUX[c] for c in d.lieux))
    fact(label(Dispositif, "instruments"), ", ".join(codes.INSTRUMENTS[c] for c in d.instruments))


def show_rhythms(vue: Vue) -> None:
    """How soon things are due."""
    heading(label(Dispositif, "rythmes"))
    columns(regles.rhythms(vue.d))


def show_limits(vue: Vue) -> None:
    """Age bands, small numbers, how long data stands."""
    d = vue.d
    heading("Chiffres et données")
    if d.tranches_age.bornes:
        fact(
            label(Dispositif, "tranches_age"),
            f"à partir de {', '.join(map(str, d.tranches_age.bornes))} ans, {codes.AGE_AU[d.tranches_age.au]}",
        )
    fact(label(Dispositif, "secret"), f"un nombre inférieur à {d.secret.seuil} n'est pas diffusé")
    years = plural(d.conservation.annees, "an")
    fact(label(Dispositif, "conservation"), f"{years} après le dernier contact venant de la personne")


# --- words --------------------------------------------------------------------------------------------


def show_vocabulary(vue: Vue) -> None:
    """How many words each list has; with everything, the words."""
    lists = {name: vue.kept(getattr(vue.d.vocabulaire, name)) for name in Vocabulaire.model_fields}
    if not any(lists.values()):
        return
    if not vue.tout:
        heading(label(Dispositif, "vocabulaire"))
        line(", ".join(f"{label(Vocabulaire, name).lower()} : {len(words)}" for name, words in lists.items() if words))
        return
    for name, words in lists.items():
        if words:
            heading(f"{label(Vocabulaire, name)} (vocabulaire.{name})")
            _words(words)


def _words(words: Sequence[Libelle]) -> None:
    """Codes and labels, by family where there are some."""
    width = max(len(x.code) for x in words)
    families = list(dict.fromkeys(x.famille for x in words))
    for family in families:
        if family or len(families) > 1:
            line(family or "sans famille", style="italic")
        columns(((x.code, _word(x)) for x in words if x.famille == family), 4 if len(families) > 1 or family else 2, width)


def _word(x: Libelle) -> str:
    return x.libelle + (" [santé]" if x.sante == "oui" else "") + _end(x) + (f" ({x.aide})" if x.aide else "")


def show_oscars(vue: Vue) -> None:
    """The OSCARS sheet, with everything."""
    if vue.d.oscars is None or not vue.tout:
        return
    heading(label(Dispositif, "oscars"))
    for name, value in _filled(vue.d.oscars):
        facts(name, value) if isinstance(value, tuple) else fact(name, value)


def _filled(record: BaseModel) -> Iterator[tuple[str, Any]]:
    for name in type(record).model_fields:
        if (value := getattr(record, name)) not in (None, ()):
            yield label(type(record), name), f"{value} mois" if name.endswith("_mois") else value


ESSENTIEL = (show_identity, show_territory, show_team, show_partners, show_funders, show_steps, show_means)
RUBRIQUES = (*ESSENTIEL, show_rhythms, show_limits, show_vocabulary, show_oscars)
"""The sections, in order."""
