"""Letters to the partner that referred, about what it asked.

That it was received, and whether it is taken up: that much a partner may know without the person's accord, since it says nothing of her.
Sources: CRPA, L111-2 and R112-5, a model of acknowledgement; for the rest, `destinataires`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.destinataires import NON_SOUMIS, SOUMIS, Destinataire, concerned
from alp.core.entrees import Recevabilite, Reprise, Saisine
from alp.core.erreurs import Refus
from alp.core.preparation.commun import Maison, sentence
from alp.core.preparation.dossier import Dossier, find_entree, open_dossier
from alp.core.registre import Registre

REPONSES = {
    "recevable": "Nous pouvons y donner suite. Notre équipe va chercher à rencontrer la personne, à son rythme, et lui demander son accord.",
    "liste_attente": "Elle entre dans nos missions, mais nous ne pouvons pas y donner suite tout de suite : elle est sur liste d'attente.",
    "capacite_atteinte": "Nous ne pouvons pas y donner suite : nous accompagnons déjà autant de personnes que nous le pouvons.",
    "hors_territoire": "Nous ne pouvons pas y donner suite : le logement n'est pas dans notre territoire.",
    "hors_criteres": "Nous ne pouvons pas y donner suite : elle n'entre pas dans nos missions.",
    "droit_commun": "Nous ne pouvons pas y donner suite : d'autres services sont là pour y répondre.",
    "doublon": "Elle a été lue et prise en compte.",
}
"""The answer to a saisine. Of a `doublon`, nothing says that the person is known already: that would be to speak of her."""


@dataclass(frozen=True)
class AccuseReception:
    """« We have received your saisine »: no content of it."""

    maison: Maison
    a: str
    attention: str
    le: date
    code: str
    recue_le: date
    canal: str
    en_attente: bool
    reponse_avant: date | None
    informer: bool
    suivi_par: str


@dataclass(frozen=True)
class ReponseSaisine:
    """Whether a saisine is taken up. `criteres`, `vers`: only under secrecy and with the person's accord."""

    maison: Maison
    a: str
    attention: str
    le: date
    code: str
    recue_le: date
    decidee_le: date
    reponse: str
    criteres: str
    vers: tuple[str, ...]
    suivi_par: str


def prepare_accuse_reception(
    registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None
) -> AccuseReception:
    """The acknowledgement of a partner's saisine: its last one, or the one that `ref` names.

    Raises:
        Refus: that partner did not refer it.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    asked = _asked(dossier, ref)
    return AccuseReception(
        maison=dossier.maison, a=pour.nom, attention=attention_of(dossier), le=au, code=dossier.situation.id, recue_le=asked.le,
        canal=codes.CANAUX[asked.canal] if isinstance(asked, Saisine) and asked.canal else "", en_attente=_decided(dossier, asked) is None, reponse_avant=_answer_by(dossier, asked),
        informer=isinstance(asked, Saisine) and asked.personne_informee != "oui", suivi_par=sentence(dossier.suivi_par),
    )  # fmt: skip


def _asked(dossier: Dossier, ref: str | None) -> Saisine | Reprise:
    """The saisine, or the request to reopen, that the reader made."""
    pour = dossier.pour
    named = _named(dossier, ref) if ref else None
    made = [e for e in dossier.vivantes if isinstance(e, (Saisine, Reprise)) and e.origine == pour.code]
    if pour.sorte not in (SOUMIS, NON_SOUMIS) or not made or (named is not None and named.origine != pour.code):
        raise Refus(
            f"Cette saisine ne vient pas de : {pour.nom}. La lettre va au partenaire qui a saisi, et à lui seul.",
            "À la personne, à un proche ou à un voisin, on répond de vive voix ; à un autre partenaire, choisir --pour CODE.",
        )
    return named or made[-1]


def _named(dossier: Dossier, ref: str) -> Saisine | Reprise | None:
    reopened = next((e for e in dossier.vivantes if isinstance(e, Reprise) and e.ref == ref), None)
    return reopened or find_entree(dossier, Saisine, ref)


def attention_of(dossier: Dossier) -> str:
    """The partner's professional, if its contact is declared: a name, or a function."""
    found = next((p for p in dossier.d.partenaires if p.code == dossier.pour.code), None)
    contact = found.contacts[0] if found and found.contacts else None
    return (contact.nom or contact.fonction or "") if contact else ""


def _answer_by(dossier: Dossier, asked: Saisine | Reprise) -> date | None:
    """The day before which it will be answered; none once it has been, or once that day is past."""
    rythmes = dossier.d.rythmes
    day = asked.le + timedelta(days=rythmes.recevabilite_jours + rythmes.reponse_jours)
    return day if day >= dossier.au and _decided(dossier, asked) is None else None


def _decided(dossier: Dossier, asked: Saisine | Reprise) -> Recevabilite | None:
    found = [e for e in dossier.vivantes if isinstance(e, Recevabilite) and e.le >= asked.le]
    return found[-1] if found else None


def prepare_reponse_saisine(registre: Registre, situation: str, pour: Destinataire, *, au: date, ref: str | None = None) -> ReponseSaisine:
    """The answer to a partner's saisine: the decision on it, and nothing of the person.

    Raises:
        Refus: that partner did not refer it, nothing is decided, or it was a mistake.
    """
    dossier = open_dossier(registre, situation, pour, au=au)
    asked = _asked(dossier, ref)
    decided = _decided(dossier, asked)
    if decided is None:
        raise Refus(
            f"La saisine du {short_jour(asked.le)} n'a pas de réponse : sa recevabilité n'est pas décidée.",
            f"La décider : alp add {dossier.situation.id} recevabilite ; en attendant : alp document {dossier.situation.id} accuse_reception",
        )
    if decided.decision not in REPONSES:
        raise Refus("Cette saisine a été enregistrée par erreur : il n'y a rien à y répondre.", "Prévenir de vive voix, s'il le faut.")
    more = pour.soumis and pour.may_see(dossier.situation, au)
    return ReponseSaisine(
        maison=dossier.maison, a=pour.nom, attention=attention_of(dossier), le=au, code=dossier.situation.id, recue_le=asked.le,
        decidee_le=decided.le, reponse=REPONSES[decided.decision], criteres=(decided.criteres or "") if more else "",
        vers=dossier.labels("partenaires", decided.oriente_vers) if more else (), suivi_par=sentence(dossier.suivi_par),
    )  # fmt: skip


def default_partner(dossier: Dossier) -> str | None:
    """The partner that referred last; none where it was no partner."""
    made = [e.origine for e in dossier.vivantes if isinstance(e, (Saisine, Reprise))]
    partners = [o for o in made if concerned(dossier.situation, o, dossier.au) and o not in codes.ORIGINES]
    return partners[-1] if partners else None
