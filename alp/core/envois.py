"""What was sent, looked for by what it speaks of: a meeting, or a situation."""

from __future__ import annotations

from alp.core.envoi import Envoi
from alp.core.registre import Registre
from alp.core.seance import points_of


def sent_of(registre: Registre, reunion: str) -> list[Envoi]:
    """What was sent of a meeting, in order."""
    return [e for _, e in sorted(registre.envois.items()) if e.reunion == reunion]


def sent_about(registre: Registre, situation: str) -> list[Envoi]:
    """What was sent about a situation, in order: what names it, and what was sent of the meetings that looked at it.

    A meeting's document holds what its reader may know: a partner's copy may say nothing of that situation.
    """
    seen = {key for key in registre.reunions if any(p.situation == situation for p in points_of(registre, key))}
    return [e for _, e in sorted(registre.envois.items()) if e.situation == situation or e.reunion in seen]
