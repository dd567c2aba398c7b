"""Bare `alp`: the day's board."""

from __future__ import annotations

from datetime import timedelta

from alp.cli.echeances import due_table
from alp.cli.montre import plural, text, title, write
from alp.cli.session import Session
from alp.core.calendrier import JOURS, short_jour, write_jour
from alp.core.codes import NATURES_REUNION
from alp.core.echeances import due
from alp.core.parcours import AVANT_ACCOMPAGNEMENT, SUIVIES
from alp.core.suivi import echeance_json, suivis

MONTREES = 12
"""Late things shown before « alp due » is named."""


def board(session: Session) -> int:
    """What is late, what is due this week, the next meeting, how many are followed."""
    week = session.le + timedelta(days=7)
    found = [e for e in due(session.registre, au=session.le) if e.le <= week]
    late = [e for e in found if e.late(session.le)]
    coming = [e for e in found if not e.late(session.le)]
    if session.json:
        return session.show_json(
            {
                "au": session.le.isoformat(),
                "en_retard": [echeance_json(e) for e in late],
                "cette_semaine": [echeance_json(e) for e in coming],
                **_counts(session),
            }
        )
    title(f"{session.dispositif.nom}, {JOURS[session.le.weekday()]} {write_jour(session.le)}")
    for name, rows in (("En retard", late), ("Cette semaine", coming)):
        if rows:
            write(
                "", text(f"{name} ({len(rows)})", "bold"), due_table(session, rows[-MONTREES:] if name == "En retard" else rows[:MONTREES])
            )
        if len(rows) > MONTREES:
            write(text(f"  … {len(rows) - MONTREES} de plus : alp due", "bright_black"))
    unread = [f.objet.id or f.chemin for f in session.lecture.fichiers.values() if f.record is None]
    if unread:
        write(text(f"Ne sont pas comptés, car leur fichier ne se lit pas : {', '.join(unread)}. Les corriger : alp check", "bold red"))
    if not found:
        write("Rien n'est en retard, rien n'est dû cette semaine" + (", dans ce qui se lit." if unread else "."))
    _show_counts(session)
    return 0


def _counts(session: Session) -> dict[str, object]:
    all_ = suivis(session.registre, session.le)
    meeting = _next_meeting(session)
    return {
        "suivies": sum(1 for s in all_ if s.etape in SUIVIES),
        "en_attente": sum(1 for s in all_ if s.etape in AVANT_ACCOMPAGNEMENT),
        "prochaine_reunion": meeting[0] if meeting else None,
    }


def _next_meeting(session: Session) -> tuple[str, str] | None:
    known = session.registre if session.au_texte else session.lecture.registre  # a past day did not know what was planned since
    coming = sorted((r.le, key, r.nature) for key, r in known.reunions.items() if r.le >= session.le)
    if not coming:
        return None
    le, key, nature = coming[0]
    return key, f"{NATURES_REUNION[nature]}, {JOURS[le.weekday()]} {short_jour(le)}"


def _show_counts(session: Session) -> None:
    counts, meeting = _counts(session), _next_meeting(session)
    write("", f"Prochaine réunion : {meeting[1] if meeting else 'aucune de prévue'}.")
    followed, waiting = int(str(counts["suivies"])), int(str(counts["en_attente"]))
    write(
        f"{plural(followed, 'situation accompagnée', 'situations accompagnées')}, {plural(waiting, 'avant accompagnement', 'avant accompagnement')}."
    )
