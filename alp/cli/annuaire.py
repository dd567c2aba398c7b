"""Questions that are asked again until nothing more is answered: communes, team, funders, partners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from alp.cli import frappe, questions
from alp.cli.montre import write
from alp.core import codes
from alp.core.dispositif import Commune, Convention, Declaration, Equipier, Etp, Financeur, PartenaireDispositif
from alp.core.installation import Reponses, make_code, propose_secret, read_decimal
from alp.store import communes

T = TypeVar("T")
D = TypeVar("D", bound=Declaration)

MONTREES = 40
"""Matches shown at once: beyond, the name has to be said better."""


# --- where --------------------------------------------------------------------------------------------


def ask_communes(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Communes by their names; the INSEE codes come from the official list."""
    found = _kept("Quelles communes garder ?", r.communes, {c.insee: c.nom for c in r.communes}, lambda c: c.insee)
    while typed := questions.write_text(
        f"Une autre commune, après {found[-1].nom} ?" if found else "Quelle commune ?",
        hint=frappe.FINIR,
    ):
        chosen = _choose_commune(typed)
        if chosen and chosen.insee not in {c.insee for c in found}:
            found.append(Commune(insee=chosen.insee, nom=chosen.nom))
        elif chosen:
            frappe.explain(f"{chosen.nom} y est déjà.")
    return replace(r, communes=tuple(found))


def _choose_commune(typed: str) -> communes.Commune | None:
    """The commune meant: the only one, or chosen among those that a name may mean; none if none fits."""
    found = communes.find_communes(typed)
    if not found:
        frappe.explain(f"Aucune commune pour « {typed} ». Taper le début de son nom, pas son code postal.")
        return None
    if len(found) == 1:
        write(f"  {found[0].label}")
        return found[0]
    if len(found) > MONTREES:
        frappe.explain(f"{len(found)} communes ; voici les {MONTREES} premières. Au besoin, ajouter le département après le nom.")
    choices = {c.insee: c.label for c in found[:MONTREES]} | {"aucune": "Aucune de celles-ci"}
    code = questions.choose("Laquelle ?", choices)
    return next((c for c in found if c.insee == code), None)


def _kept(question: str, items: Sequence[T], labels: Mapping[str, str], key: Callable[[T], str]) -> list[T]:
    """What to keep of a list that was answered before; it is then continued."""
    kept = questions.choose_many(question, labels, list(labels)) if items else []
    return [item for item in items if key(item) in kept]


def _kept_codes(question: str, items: Sequence[D]) -> list[D]:
    return _kept(question, items, {x.code: x.label for x in items}, lambda x: x.code)


# --- who ----------------------------------------------------------------------------------------------


def ask_team(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Trades, with their working time; whose address git knows is the one who types."""
    found = _kept_codes("Quels métiers garder ?", r.equipe)
    r = replace(r, equipe=tuple(found))
    while metier := questions.write_text(
        f"Un autre métier, après {found[-1].metier} ?" if found else "Quel métier ?",
        hint=frappe.FINIR,
        check=frappe.any_text,
    ):
        found.append(_ask_member(metier, r, contexte))
        r = replace(r, equipe=tuple(found))
    return r


def _ask_member(metier: str, r: Reponses, contexte: frappe.Contexte) -> Equipier:
    etp = questions.write_text(f"Quel temps de travail, {metier} ?", hint=f"en ETP, comme 0,8 ; {frappe.PASSER}", check=frappe.decimal)
    data: dict[str, object] = {
        "code": make_code(metier, r.taken, sinon="metier", mots=2, lien="_"),
        "metier": metier,
        "courriel": _ask_courriel(metier, r, contexte),
    }
    if etp:
        data["etp"] = (Etp(valeur=Decimal(read_decimal(etp))),)
    return Equipier.model_validate({name: value for name, value in data.items() if value})


def _ask_courriel(metier: str, r: Reponses, contexte: frappe.Contexte) -> str:
    """An address; git's, once, for the one who types."""
    if contexte.courriel and all(e.courriel != contexte.courriel for e in r.equipe):
        frappe.explain(f"git vous connaît par {contexte.courriel} : alp saura alors que c'est vous qui tapez.")
        if questions.confirm(f"Est-ce vous, {metier} ?", default=not r.equipe):
            return contexte.courriel
    return questions.write_text(f"Quel courriel, {metier} ?", hint=f"celui de son git ; {frappe.PASSER}", check=frappe.courriel)


# --- with whom ----------------------------------------------------------------------------------------


def ask_funders(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Funders, each with its convention if something of it is known."""
    found = _kept_codes("Quels financeurs garder ?", r.financeurs)
    r = replace(r, financeurs=tuple(found))
    while nom := questions.write_text(
        f"Un autre financeur, après {found[-1].nom} ?" if found else "Quel financeur ?", hint=frappe.FINIR, check=frappe.any_text
    ):
        type_ = questions.choose(f"De quel type est {nom} ?", codes.TYPES_FINANCEUR) or "autre"
        code = make_code(nom, {f.code for f in found}, sinon="financeur")
        found.append(Financeur(code=code, nom=nom, type=type_, conventions=_ask_convention(nom, contexte.today)))
        r = replace(r, financeurs=tuple(found))
    return r


def _ask_convention(nom: str, today: date) -> tuple[Convention, ...]:
    """The convention, if there is an amount or a first day."""
    montant = questions.write_text(f"Quel montant verse {nom} ?", hint=f"en euros, comme 45000 ; {frappe.PASSER}", check=frappe.decimal)
    par = questions.choose(f"{nom} verse cela par an, ou en tout ?", codes.PAR) if montant else None
    shown = f"01/01/{today.year}" if montant else ""
    du = frappe.read_day(
        questions.write_text(
            f"Depuis quel jour paie {nom} ?", default=shown, hint=f"comme 01/01/2026 ; {frappe.PASSER}", check=frappe.jour(today)
        ),
        today,
    )
    if du is None and not montant:
        return ()
    du = du or date(today.year, 1, 1)
    au = frappe.read_day(
        questions.write_text(f"Jusqu'à quel jour paie {nom} ?", hint=f"comme 31/12/2026 ; {frappe.PASSER}", check=frappe.jour(today, du)),
        today,
        du,
    )
    data = {"du": du, "au": au, "montant": read_decimal(montant) if montant else None, "par": par}
    return (Convention.model_validate({name: value for name, value in data.items() if value is not None}),)


def ask_partners(r: Reponses, contexte: frappe.Contexte) -> Reponses:
    """Partners: type, role, whether they are bound by secrecy."""
    found = _kept_codes("Quels partenaires garder ?", r.partenaires)
    r = replace(r, partenaires=tuple(found))
    while nom := questions.write_text(
        f"Un autre partenaire, après {found[-1].nom} ?" if found else "Quel partenaire ?",
        hint=frappe.FINIR,
        check=frappe.any_text,
    ):
        found.append(_ask_partner(nom, r))
        r = replace(r, partenaires=tuple(found))
    return r


def _ask_partner(nom: str, r: Reponses) -> PartenaireDispositif:
    type_ = questions.choose(f"De quel type est {nom} ?", codes.TYPES_PARTENAIRE) or "autre"
    role = questions.choose(f"Quel rôle a {nom} ?", codes.ROLES, skip=True)
    frappe.explain(
        "Tenus au secret professionnel, comme les soignants et les travailleurs sociaux, ils peuvent lire ce que la personne accepte de "
        "partager. Les autres ne lisent que ce qu'ils ont à faire, et jamais rien de la santé."
    )
    bound = questions.choose(f"Sont-ils tenus au secret, {nom} ?", codes.SECRETS, default=propose_secret(type_)) or propose_secret(type_)
    code = make_code(nom, r.taken, sinon="partenaire")
    data = {"code": code, "nom": nom, "type": type_, "role": role, "secret": bound}
    return PartenaireDispositif.model_validate({name: value for name, value in data.items() if value})
