"""A mail ready to be sent: a draft in a file, that the mail program opens. alp itself sends nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from alp.core import codes
from alp.core.calendrier import write_jour
from alp.core.preparation.commun import Maison
from alp.core.reunion import Reunion


@dataclass(frozen=True)
class Jointe:
    """A file that goes with a mail: its name, its type (`application/pdf`) with parameters if any, its bytes."""

    nom: str
    type: str
    contenu: bytes
    parametres: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Courriel:
    """A mail. `a` and `de`: plain addresses, without the name of anyone; empty where they are not known."""

    a: tuple[str, ...]
    de: str
    objet: str
    corps: str
    le: date
    jointes: tuple[Jointe, ...] = ()


def is_address(texte: str) -> bool:
    """Whether a text is one mail address, that can stand in a header."""
    try:
        found = Address(addr_spec=texte)
    except (ValueError, IndexError, MessageError):  # IndexError: what the standard library raises on an empty part
        return False
    return found.addr_spec == texte and bool(found.username) and "." in found.domain and texte.isascii() and texte.isprintable()


def write_courriel(courriel: Courriel) -> bytes:
    """A draft (RFC 5322), the same bytes for the same mail.

    `X-Unsent: 1` makes Outlook open it as a mail to send (learn.microsoft.com, MS-OXCMAIL); Thunderbird edits it as new.
    """
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(datetime.combine(courriel.le, time(), tzinfo=UTC))
    if courriel.de:
        message["From"] = courriel.de
    if courriel.a:
        message["To"] = ", ".join(courriel.a)
    message["Subject"] = courriel.objet
    message["X-Unsent"] = "1"
    message.set_content(courriel.corps)
    for one in courriel.jointes:
        maintype, _, subtype = one.type.partition("/")
        message.add_attachment(one.contenu, maintype=maintype, subtype=subtype, filename=one.nom, params=dict(one.parametres))
    if courriel.jointes:
        message.set_boundary(f"alp-{_digest(courriel)}")
    return message.as_bytes()


def _digest(courriel: Courriel) -> str:
    """What the parts are told apart by: it follows from them, so that the same mail has the same bytes."""
    whole = hashlib.sha256(repr((courriel.a, courriel.objet, courriel.corps)).encode())
    for one in courriel.jointes:
        whole.update(one.contenu)
    return whole.hexdigest()[:32]


def _hour(heure: str) -> str:
    """`14:30` → « 14 h 30 », `14:00` → « 14 h »."""
    hours, _, minutes = heure.partition(":")
    return f"{int(hours)} h {minutes}".removesuffix(" 00")


def write_invitation(reunion: Reunion, maison: Maison, *, agenda: bool) -> str:
    """The words of an invitation: when, where, how to answer; nobody's name, no situation.

    Args:
        reunion: the meeting.
        maison: who invites.
        agenda: whether an agenda goes with the mail.
    """
    nature = codes.NATURES_REUNION[reunion.nature]
    when = write_jour(reunion.le) + (f", à {_hour(reunion.heure)}" if reunion.heure else "")
    answer = " ou ".join(
        part for part in (maison.telephone and f"au {maison.telephone}", maison.courriel and f"à {maison.courriel}") if part
    )
    lines = [
        "Bonjour,",
        "",
        f"Vous êtes invité à cette réunion : {nature}.",
        "",
        f"Jour : {when}",
        *([f"Lieu : {reunion.lieu}"] if reunion.lieu else []),
        "",
        "Votre ordre du jour est joint, avec le rendez-vous pour votre agenda."
        if agenda
        else "Le rendez-vous pour votre agenda est joint.",
        "L'ordre du jour est pour vous seul : merci de ne pas le transférer." if agenda else "",
        f"Si vous ne pouvez pas venir, merci de le dire{f' {answer}' if answer else ' en répondant à ce message'}.",
        "",
        "Bien à vous,",
        maison.nom,
    ]
    return "\n".join(lines) + "\n"
