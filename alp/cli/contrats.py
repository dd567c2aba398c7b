"""Renewing a contract."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from alp.cli.ecrire import append
from alp.cli.formulaire import Partie, ask_again, fill, review, summary, warn_names
from alp.cli.montre import write
from alp.cli.saisie import Lecteur, Option, Saisi, commande, missing, options_of
from alp.cli.session import Session
from alp.cli.situations import Id
from alp.core.calendrier import read_jour, short_jour
from alp.core.contrat import Renouvellement, plan_renewal
from alp.core.echeances import has_bilan
from alp.core.entrees import TYPES, Bilan, Contrat
from alp.core.erreurs import Refus, UsageError
from alp.core.structure import plain

CALCULES = frozenset({"debut", "mois"})
"""When a renewal begins and how long it runs are never asked for."""
CONTRAT = options_of(Contrat, sauf=CALCULES | {"interruption"})
BILAN = options_of(Bilan, prefixe="bilan", sauf=frozenset({"pieces", "aussi", "heure"}))
REPRIS = ("attentes", "objectifs", "services", "rythme", "participants", "partenaires")
"""What a renewal takes over from the contract before, unless told otherwise."""


def _renew(
    session: Session,
    saisi: Saisi,
    id: Id,
    debut: Annotated[
        str | None, typer.Option("--debut", metavar="DATE", help="Premier jour d'une nouvelle chaîne ; sinon le lendemain du précédent.")
    ] = None,
    anticipe: Annotated[bool, typer.Option("--anticipe", help="Renouveler avant le préavis.")] = False,
    nouvelle_chaine: Annotated[
        bool, typer.Option("--nouvelle-chaine", help="Repartir d'une nouvelle date au lieu du lendemain du précédent.")
    ] = False,
) -> Any:
    """Renouveler le contrat : il commence le lendemain du précédent, même décidé en retard. Demande le bilan s'il manque."""
    situation = session.find(id)
    typed = {o: v for o, v in saisi.items() if o in CONTRAT}
    lecteur = Lecteur(session.registre, session.today)
    le = next((read_jour(v, today=session.today) for o, v in typed.items() if o.chemin == ("le",)), session.today)
    plan = plan_renewal(
        situation, session.dispositif, le=le, anticipe=anticipe, nouvelle_chaine=nouvelle_chaine,
        debut=read_jour(debut, today=session.today) if debut else None,
    )  # fmt: skip
    if debut and not plan.nouvelle_chaine:
        raise UsageError(
            f"Ce contrat suit le précédent : il commence le {short_jour(plan.debut)}.", "Retirer --debut, ou ajouter --nouvelle-chaine."
        )
    bilan = _bilan(session, plan, {o: v for o, v in saisi.items() if o in BILAN}, lecteur, situation.id)
    data = _contract(session, plan, typed, lecteur, le)
    _announce(plan)
    entries = [*([("bilan", bilan)] if bilan else []), ("contrat", data)]
    if session.interactive and not saisi:
        return review(
            entries,
            lambda now: _show(session, now),
            lambda now: _corrected(session, now),
            lambda now: append(session, situation, now, action="renew"),
        )
    _show(session, entries if session.interactive else entries[-1:])
    return append(session, situation, entries, action="renew")


Entrees = list[tuple[str, dict[str, Any]]]
"""The bilan if there is one, then the contract, as they are to be written."""


def _show(session: Session, entries: Entrees) -> None:
    for type_, data in entries:
        summary(TYPES[type_].TITRE, TYPES[type_], data, session.dispositif)
    warn_names(session.registre, [data for _, data in entries])


def _corrected(session: Session, entries: Entrees) -> Entrees:
    """The same, once some answers were given again; when the contract runs follows from the one before."""
    parties = [Partie(TYPES[type_], data, CALCULES if type_ == "contrat" else frozenset()) for type_, data in entries]
    return [(type_, data) for (type_, _), data in zip(entries, ask_again(session, *parties), strict=True)]


def _bilan(session: Session, plan: Renouvellement, saisi: dict[Option, Any], lecteur: Lecteur, id_: str) -> dict[str, Any] | None:
    """The bilan to write with the renewal, if the dispositif asks for one and there is none yet."""
    situation = session.find(id_)
    required = session.dispositif.contrat is not None and session.dispositif.contrat.bilan == "oui"
    if not saisi and (not required or has_bilan(situation, plan.precedent)):
        return None
    inner = {Option(o.chemin[1:], o.champ): v for o, v in saisi.items()}
    known: dict[str, Any] = {"le": session.today, "par": session.moi} | lecteur.data(inner, session.today)
    if not list(missing(Bilan, known)):
        return {k: v for k, v in known.items() if v}
    if not session.interactive:
        raise Refus(
            f"Le bilan du contrat n° {plan.precedent.rang} manque.",
            f"L'écrire d'abord (alp add {id_} bilan), ou le donner ici : --bilan-proposition renouveler --bilan-parole …",
        )
    write("Il n'y a pas encore de bilan pour ce contrat :")
    data, _ = fill(session, Bilan, inner, "alp renew")
    return data


def _contract(session: Session, plan: Renouvellement, typed: Saisi, lecteur: Lecteur, le: Any) -> dict[str, Any]:
    old = plain(plan.precedent.contrat)
    data: dict[str, Any] = {"le": le, **({"par": session.moi} if session.moi else {}), "debut": plan.debut}
    if plan.mois is not None:
        data["mois"] = plan.mois
    data |= {name: old[name] for name in REPRIS if name in old}
    return data | lecteur.data(typed, le)


def _announce(plan: Renouvellement) -> None:
    end = f" au {short_jour(plan.fin)}" if plan.fin else ", sans terme"
    write(f"Contrat n° {plan.rang}, du {short_jour(plan.debut)}{end}.")
    if plan.retard_jours and not plan.nouvelle_chaine:
        write(
            f"Décidé {plan.retard_jours} jour{'s' if plan.retard_jours > 1 else ''} après la fin du précédent : il sera noté « signé en retard »."
        )
    if plan.nouvelle_chaine:
        write("Une nouvelle chaîne commence : le précédent est trop ancien, interrompu, ou vous l'avez demandé.")


renew = commande(_renew, options=[*CONTRAT, *BILAN])
