"""Who is invited to a meeting, where to write to them, and what each of them may read of its agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alp.core.destinataires import CELLULE
from alp.core.dispositif import Dispositif, PartenaireDispositif
from alp.core.registre import Registre
from alp.core.reunion import Reunion

ABSENTS = frozenset({"excuse", "absent"})
"""They said that they will not come: no invitation, unless one asks for it."""


@dataclass(frozen=True)
class Invitation:
    """One person or service to invite."""

    qui: str
    nom: str
    courriels: tuple[str, ...]
    pour: str
    """The reader of the documents: `cellule`, or a partner's code."""
    situations: frozenset[str] | None = None
    """The only items that a guest of the team comes for; none for the others, whose documents hold by themselves what is theirs."""
    absent: bool = False
    invite: bool = False
    """Whether he comes for some items only."""


def invitations(registre: Registre, key: str) -> list[Invitation]:
    """Everybody to invite: those who sit there, then the guests of one item or another, each once.

    A member of the team, or a partner bound by secrecy, reads the cell's agenda if he sits there; a guest, his items; a partner who is not
    bound by secrecy, wherever he sits, only what he may read as a partner.
    """
    reunion, d = registre.reunions[key], registre.dispositif
    seated = {p.qui: p.presence in ABSENTS for p in reunion.participants}
    found = [replace(_invitation(d, qui, reunion), absent=away) for qui, away in seated.items()]
    guests = dict.fromkeys(qui for p in reunion.ordre_du_jour for qui in p.invites if qui not in seated)
    return found + [_guest(d, reunion, qui) for qui in guests]


def _invitation(d: Dispositif, qui: str, reunion: Reunion) -> Invitation:
    partner = next((p for p in d.partenaires if p.code == qui), None)
    reader = CELLULE if partner is None or partner.secret == "soumis" else qui  # noqa: S105 - a field of the dispositif
    return Invitation(qui, d.label("partenaires_equipe", qui), _courriels(d, partner, qui, reunion), reader)


def _guest(d: Dispositif, reunion: Reunion, qui: str) -> Invitation:
    """A guest: as a partner he reads what is his; of the team, he reads as the cell does, but his items only."""
    made = replace(_invitation(d, qui, reunion), invite=True)
    if any(p.code == qui for p in d.partenaires):
        return replace(made, pour=qui)
    return replace(made, situations=frozenset(p.situation for p in reunion.ordre_du_jour if qui in p.invites))


def _courriels(d: Dispositif, partner: PartenaireDispositif | None, qui: str, reunion: Reunion) -> tuple[str, ...]:
    """Where to write: to the professional who is named for that seat, else to all that the dispositif knows of that service."""
    if partner is None:
        return tuple(e.courriel for e in d.equipe if e.code == qui and e.courriel)
    named = {p.nom for p in reunion.participants if p.qui == qui and p.nom}
    known = [c for c in partner.contacts if c.courriel]
    chosen = [c for c in known if c.nom in named] or known
    return tuple(dict.fromkeys(c.courriel for c in chosen if c.courriel))


def part_for(registre: Registre, key: str, invitation: Invitation) -> Registre:
    """The register where the meeting holds only what a guest comes for: his items, no other point, no minutes to approve."""
    if invitation.situations is None:
        return registre
    reunion = registre.reunions[key]
    kept = tuple(p for p in reunion.ordre_du_jour if p.situation in invitation.situations)
    his = reunion.model_copy(update={"ordre_du_jour": kept, "points": (), "approbation": None})
    return replace(registre, reunions={**registre.reunions, key: his})


def chosen(found: Sequence[Invitation], codes: Sequence[str]) -> list[Invitation]:
    """Those to write to: the ones named, else all but those who said that they will not come."""
    return [i for i in found if i.qui in codes] if codes else [i for i in found if not i.absent]
