"""Inviting to a meeting: for each one a mail ready to be sent, with what he may read of the agenda and an entry for his calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.documents import Sortie, compose, habillage
from alp.cli.montre import follow, out_path, plural, table, text, write
from alp.cli.reunion_commun import Laquelle, find_meeting, meeting
from alp.cli.session import Session, say
from alp.core.calendrier import short_jour
from alp.core.destinataires import Destinataire, find_destinataire
from alp.core.erreurs import Objet, Refus, UsageError
from alp.core.invitation import Invitation, chosen, invitations, part_for
from alp.core.preparation.commun import Maison
from alp.core.preparation.seance import readers
from alp.core.preparation.table import DOCUMENTS
from alp.core.registre import Registre
from alp.store.chemins import path_of
from alp.store.historique import count_writes
from alp.store.rendus import DOSSIER, save

A = Annotated[list[str] | None, typer.Option("--a", metavar="QUI", help="Seulement ceux-là ; sinon tous ceux qui ne sont pas excusés.")]
REMIS = ("ordre_du_jour", "convocation")


def invite(session: Session, reunion: Laquelle = None, a: A = None, sortie: Sortie = None) -> Any:
    """Préparer les invitations : pour chacun, un courriel prêt à partir, son ordre du jour, et le rendez-vous pour son agenda. alp n'envoie rien."""
    key = find_meeting(session, reunion)
    if meeting(session, key).le < session.le:
        raise Refus(f"Cette réunion a eu lieu le {short_jour(meeting(session, key).le)}.", f"Son compte rendu : alp minutes {key}")
    known = invitations(session.lecture.registre, key)
    wanted = chosen(known, _codes(known, a or [], key))
    if not wanted:
        raise Refus("Personne n'est à inviter.", f"Dire qui vient : alp meeting attend {key} CODE=invite")
    atelier = Atelier(session, key, sortie or session.depot.root / DOSSIER / f"{key}-invitations")
    rows = [_write_one(atelier, one) for one in follow(wanted, "Invitations")]
    agenda = atelier.save(f"{key}.ics", atelier.ics)
    for path in (*(path for _, path in rows), agenda):
        out_path(path)
    _tell(atelier.lisent, known, wanted, [row for row, _ in rows], a or [])
    return 0


def _codes(known: Sequence[Invitation], typed: Sequence[str], key: str) -> list[str]:
    """The codes typed, each of somebody who is invited.

    Raises:
        UsageError: somebody is not.
    """
    wanted = [word.strip() for text_ in typed for word in text_.split(",") if word.strip()]
    names = {i.qui for i in known}
    for code in wanted:
        if code not in names:
            raise UsageError(
                f"« {code} » n'est pas invité à cette réunion.",
                f"L'y inviter : alp meeting attend {key} {code}=invite ; ou pour un seul point : alp meeting point {key} ID --invite {code}",
            )
    return wanted


@dataclass
class Atelier:
    """Where the invitations to one meeting are made."""

    session: Session
    key: str
    dossier: Path

    @property
    def registre(self) -> Registre:
        return self.session.lecture.registre

    @cached_property
    def lisent(self) -> set[str]:
        """The readers who may be given something of that meeting."""
        return set(readers(self.registre, self.key, au=self.session.le))

    @cached_property
    def dress(self) -> Any:
        return habillage(self.session)

    @cached_property
    def ics(self) -> bytes:
        """The entry for a calendar, the same for everybody."""
        from alp.documents.calendrier import write_reunion

        version = count_writes(self.session.depot, path_of(Objet("reunion", self.key)))
        return write_reunion(self.key, meeting(self.session, self.key), self.registre.dispositif, self.session.le, version)

    def save(self, nom: str, contenu: bytes) -> Path:
        """Write a file, never over one that somebody edited."""
        made = save(self.session.depot, self.dossier, nom, contenu)
        if made.garde:
            say(f"{made.garde.name} a été modifié depuis : il est gardé, le nouveau est à côté.")
        return made.chemin

    def pdf(self, document: str, one: Invitation) -> bytes:
        """A document of the meeting, as that guest may read it."""
        from alp.documents.formats import make

        part = part_for(self.registre, self.key, one)
        pour: Destinataire = replace(find_destinataire(one.pour, part.dispositif), nom=one.nom)
        return make(compose(self.session, DOCUMENTS[document], part, self.key, pour), "pdf", self.dress)

    def documents(self, one: Invitation) -> list[str]:
        """What goes with the mail: the agenda, unless there is nothing in it that he may read; and the letter."""
        return [d for d in REMIS if d != "ordre_du_jour" or one.pour in self.lisent]


def _write_one(atelier: Atelier, one: Invitation) -> tuple[tuple[Any, ...], Path]:
    """The files of one invitation: what the table says of it, and the draft."""
    from alp.documents.calendrier import title_of
    from alp.documents.courriel import Courriel, Jointe, is_address, write_courriel, write_invitation

    key, made = atelier.key, {d: atelier.pdf(d, one) for d in atelier.documents(one)}
    to = tuple(address for address in one.courriels if is_address(address))
    joined = [Jointe(f"{key}-{d.replace('_', '-')}.pdf", "application/pdf", octets) for d, octets in made.items() if d == "ordre_du_jour"]
    joined.append(Jointe(f"{key}.ics", "text/calendar", atelier.ics, (("method", "PUBLISH"), ("charset", "utf-8"))))
    reunion, maison = meeting(atelier.session, key), Maison.of(atelier.session.dispositif)
    words = write_invitation(reunion, maison, agenda="ordre_du_jour" in made)
    sender = maison.courriel if is_address(maison.courriel) else ""
    draft = Courriel(to, sender, title_of(key, reunion), words, atelier.session.le, tuple(joined))
    for d, octets in made.items():
        atelier.save(f"{key}-{d.replace('_', '-')}-{one.qui}.pdf", octets)
    agenda = "le sien" if "ordre_du_jour" in made else text("rien à lire", "bright_black")
    return (one.nom, ", ".join(to) or text("sans adresse", "yellow"), agenda), atelier.save(f"{key}-{one.qui}.eml", write_courriel(draft))


def _tell(
    lisent: set[str], known: Sequence[Invitation], wanted: Sequence[Invitation], rows: list[tuple[Any, ...]], typed: list[str]
) -> None:
    """What was made, who is missing and why, what to do now."""
    from alp.documents.courriel import is_address

    write(table(["Pour", "Courriel", "Ordre du jour"], rows), f"{plural(len(rows), 'invitation prête', 'invitations prêtes')}.")
    if not typed and (away := [i.nom for i in known if i not in wanted]):
        say(f"Excusés, sans invitation : {', '.join(away)}. Pour une seule : --a CODE")
    if barred := [i.nom for i in wanted if i.invite and i.pour not in lisent]:
        say(f"Invités pour un point, sans ordre du jour : {', '.join(barred)}. La personne n'a pas accepté de partager avec eux.")
    if wrong := [c for i in wanted for c in i.courriels if not is_address(c)]:
        say(f"Ce n'est pas une adresse : {', '.join(wrong)}. La corriger dans dispositif.yaml : alp edit dispositif")
    if lost := [i.qui for i in wanted if not i.courriels]:
        say(f"Sans adresse connue : {', '.join(lost)}. La noter dans dispositif.yaml (contacts, courriel), ou imprimer la convocation.")
    say(
        "→ Ouvrir chaque fichier .eml : le courriel s'affiche, prêt à relire et à envoyer. À côté, les mêmes documents à imprimer. alp n'envoie rien."
    )
