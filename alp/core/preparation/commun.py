"""What every document knows: the house, the reader, labels and days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from alp.core import codes
from alp.core.calendrier import write_jour
from alp.core.dispositif import Dispositif
from alp.core.entrees import Accord, Demarche, Visite
from alp.core.plis import vivantes
from alp.core.situation import Situation


@dataclass(frozen=True)
class Maison:
    """Who speaks."""

    nom: str
    sigle: str
    porteur: str
    adresse: str
    telephone: str
    courriel: str
    site: str

    @classmethod
    def of(cls, d: Dispositif) -> Maison:
        c = d.contact
        return cls(
            d.nom,
            d.sigle,
            d.porteur or "",
            (c and c.adresse) or "",
            write_telephone((c and c.telephone) or ""),
            (c and c.courriel) or "",
            (c and c.site) or "",
        )


@dataclass(frozen=True)
class Presence:
    """Someone at a meeting: what they are, who they are if a professional may be named, where they come from."""

    nom: str
    structure: str
    presence: str


@dataclass(frozen=True)
class Tache:
    """What someone undertook: what, who, before which day, where it stands, with what result. Empty or none where it is not known, or not theirs to read."""

    quoi: str
    qui: str = ""
    avant: date | None = None
    etat: str = ""
    resultat: str = ""


@dataclass(frozen=True)
class Dit:
    """A decision told: to whom, when, by what."""

    a: str
    le: date
    canal: str = ""


@dataclass(frozen=True)
class Parole:
    """What a person said, and when."""

    le: date
    texte: str


def appointments(situation: Situation, qui: str, le: date) -> tuple[date, ...]:
    """The days to come on which something is agreed with a partner: the day alone."""
    suites = (e.suite for e in vivantes(situation) if isinstance(e, (Visite, Demarche)))
    return tuple(sorted(s.avant for s in suites if s and s.qui == qui and s.avant and s.avant >= le and not s.fait and not s.abandon))


def inside(texte: str) -> str:
    """A label as it stands inside a sentence: « Troubles de voisinage » → « troubles de voisinage »; « AAH » stays."""
    return texte if texte[1:2].isupper() else texte[:1].lower() + texte[1:]


def sentence(texte: str) -> str:
    """A text as a line begins with it: its first letter in capitals, the others as they are (« CCAS »)."""
    return texte[:1].upper() + texte[1:]


def write_telephone(numero: str) -> str:
    """`02.37.28.19.22` or `+33237281922` → « 02 37 28 19 22 »; what is no French number is left as it is."""
    digits = re.sub(r"^(?:\+|00)33(?:\(0\))?", "0", re.sub(r"[\s.\u00a0\u202f-]", "", numero))
    return "\u00a0".join(digits[n : n + 2] for n in range(0, 10, 2)) if re.fullmatch(r"0[1-9]\d{8}", digits, re.ASCII) else numero


def accord_text(situation: Situation, objet: str, le: date, avec: str | None = None, *, jour: Callable[[date], str] = write_jour) -> str:
    """« accord oral du 12 mars 2026 », « refus du … », or that nothing was noted; with `avec`, of the answers that name that partner."""
    answers = [
        e for e in vivantes(situation) if isinstance(e, Accord) and e.objet == objet and e.le <= le and (avec is None or avec in e.avec)
    ]
    if not answers:
        return "aucun accord noté"
    last = answers[-1]
    forme = f" {codes.FORMES_ACCORD[last.forme]}" if last.forme and last.reponse == "oui" else ""
    return f"{codes.REPONSES_ACCORD[last.reponse]}{forme} du {jour(last.le)}"


def label_of(d: Dispositif, code: str | None) -> str:
    """A partner's or a worker's label; `personne` and `representant` are words too."""
    return (codes.DESTINATAIRES.get(code) or d.label("partenaires_equipe", code)) if code else ""
