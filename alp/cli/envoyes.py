"""What was sent, in words: of a meeting, or about a situation."""

from __future__ import annotations

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.envoi import Envoi
from alp.core.envois import sent_about
from alp.core.preparation.commun import label_of
from alp.core.preparation.table import title_of
from alp.core.registre import Registre


def meeting_name(registre: Registre, key: str) -> str:
    """« cellule d'orientation du 03/11/2026 »; its id where there is no such meeting."""
    r = registre.reunions.get(key)
    return f"{codes.NATURES_REUNION[r.nature]} du {short_jour(r.le)}" if r else key


def sent_text(e: Envoi, registre: Registre) -> str:
    """« 05/11/2026 : compte rendu, à CCAS de Chartres »."""
    names = ", ".join(label_of(registre.dispositif, qui) for qui in e.a)
    return f"{short_jour(e.le)} : {title_of(e.document).lower()}" + (f", à {names}" if names else "")


def sent_lines(registre: Registre, id_: str) -> list[str]:
    """What was sent about a situation, and of the meetings that looked at it, in order."""
    return [sent_text(e, registre) + (f" ({meeting_name(registre, e.reunion)})" if e.reunion else "") for e in sent_about(registre, id_)]
