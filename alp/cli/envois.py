"""What was really sent: keeping the PDF, with to whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.entrees import told_data
from alp.cli.montre import write
from alp.cli.reunion_commun import LaquelleAvant, find_meeting
from alp.cli.saisie import Lecteur, commande
from alp.cli.session import Session, say
from alp.cli.situations import Id
from alp.core import codes
from alp.core.calendrier import read_jour, short_jour
from alp.core.champs import champs_de
from alp.core.entrees import Examen
from alp.core.envoi import AUTRE, Envoi, envoi_id
from alp.core.erreurs import UsageError
from alp.core.journal import amend, invalid
from alp.core.plis import vivantes
from alp.core.preparation.commun import label_of
from alp.core.preparation.table import DOCUMENTS, title_of
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.structure import plain, read_record
from alp.store.depot import Acte, Ecrit, ecrit
from alp.store.envois import fingerprint, pdf_path, read_pdf
from alp.store.lecture import Lecture

_FIELDS = {c.nom: c for c in champs_de(Envoi)}
NOTIFICATION = "notification_decision"
"""The document whose sending tells a decision."""
Fichier = Annotated[Path, typer.Argument(metavar="FICHIER", show_default=False, help="Le PDF qui est parti.")]
A = Annotated[list[str] | None, typer.Option("--a", metavar="QUI", help="À qui : personne, ou des codes ; plusieurs fois si besoin.")]
Le = Annotated[str | None, typer.Option("--le", metavar="DATE", help="Quel jour ; aujourd'hui.")]
Canal = Annotated[str | None, typer.Option("--canal", metavar="CODE", help="Par quel moyen : " + ", ".join(codes.CANAUX) + ".")]
DocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="NOM", help="Quel document, si le nom du fichier ne le dit pas ; sinon « autre ».")
]


@dataclass(frozen=True)
class Parti:
    """A PDF to keep, and what is known of its sending."""

    fichier: Path
    a: tuple[str, ...]
    le: date
    document: str
    canal: str | None = None


def meeting_sent(
    session: Session,
    reunion: LaquelleAvant,
    fichier: Fichier,
    a: A = None,
    le: Le = None,
    canal: Canal = None,
    document: DocumentOption = None,
) -> Any:
    """Garder ce qui a été envoyé d'une réunion : le PDF, à qui, quand. Il ne se remplace plus."""
    key = find_meeting(session, reunion)
    seats = [p.qui for p in session.lecture.registre.reunions[key].participants]
    return keep(session, _parti(session, fichier, a, le, canal, document, seats), {"reunion": key}, key)


def _sent(
    session: Session, id: Id, fichier: Fichier, a: A = None, le: Le = None, canal: Canal = None, document: DocumentOption = None
) -> Any:
    """Garder ce qui a été envoyé pour une situation : le PDF, à qui, quand. Envoyer une décision, c'est la dire : alp le note aussi."""
    found = session.find(id)
    return keep(session, _parti(session, fichier, a, le, canal, document, list(codes.DESTINATAIRES)), {"situation": found.id}, found.id)


sent = commande(_sent)


def _parti(
    session: Session, fichier: Path, a: list[str] | None, le: str | None, canal: str | None, document: str | None, seats: Sequence[str]
) -> Parti:
    """What was typed, understood; what is missing is asked for on a terminal.

    Raises:
        UsageError: to whom, or which document, is not known; its day is to come.
    """
    day, known, channel = read_sending(session, a, le, canal)
    return Parti(fichier, known or _ask_whom(session, seats, day), day, _document(session, fichier, document), channel)


def read_sending(session: Session, a: list[str] | None, le: str | None, canal: str | None) -> tuple[date, tuple[str, ...], str | None]:
    """When, to whom, by what, as it was typed.

    Raises:
        UsageError: its day is to come, or a word is no code.
    """
    lecteur, day = Lecteur(session.registre, session.today), read_jour(le, today=session.today) if le else session.today
    if day > session.today:
        raise UsageError(f"Le {short_jour(day)} est après aujourd'hui.", "Donner le jour où il est parti.")
    known = tuple(lecteur.value(_FIELDS["a"], a, day)) if a else ()
    return day, known, lecteur.one(_FIELDS["canal"], canal, day) if canal else None


def _ask_whom(session: Session, seats: Sequence[str], le: date) -> tuple[str, ...]:
    if not session.interactive:
        raise UsageError("À qui a-t-il été envoyé ?", "Ajouter --a CODE, plusieurs fois s'il le faut.")
    from alp.cli import questions

    rows = {**codes.DESTINATAIRES, **session.dispositif.choices("partenaires_equipe", le=le)}
    first = {qui: rows[qui] for qui in seats if qui in rows}
    return tuple(questions.choose_many("À qui a-t-il été envoyé ?", first | rows, some=True))


def _document(session: Session, fichier: Path, typed: str | None) -> str:
    """Which document it is: said, or read in the name that alp gave the file.

    Raises:
        UsageError: neither.
    """
    names = {**{nom: doc.titre for nom, doc in DOCUMENTS.items()}, AUTRE: "Un autre document"}
    if typed:
        code = typed.replace("-", "_")
        if code not in names:
            raise UsageError(f"« {typed} » n'est pas un document.", f"Choisir parmi : {', '.join(names)}.")
        return code
    stem = fichier.stem.lower()
    found = sorted((nom for nom in DOCUMENTS if nom.replace("_", "-") in stem), key=len)
    if found:
        return found[-1]
    if not session.interactive:
        raise UsageError(f"Quel document est {fichier.name} ?", f"Ajouter --document : {', '.join(names)}.")
    from alp.cli import questions

    return str(questions.choose("Quel document est-ce ?", names))


# --- keeping it ---------------------------------------------------------------------------------------


def keep(session: Session, parti: Parti, sur: dict[str, Any], nom: str, pieces: Mapping[str, bytes] | None = None) -> int:
    """Copy the PDF into `envois/` with its record, in one commit; what was already there is never replaced.

    Args:
        session: the run.
        parti: what was sent.
        sur: what it speaks of: keys of the record (`reunion`, `situation`, or `financeur` with `periode`).
        nom: the id or code that the file's name ends with.
        pieces: what else is kept beside it, by what the file's name ends with.
    """
    octets = read_pdf(parti.fichier)
    _warn_reader(session, parti)
    made: list[tuple[str, str]] = []

    def decide(lecture: Lecture) -> Acte:
        id_ = _free_id(lecture.registre, session, parti, nom)
        told, ecrits = _told(session, lecture, parti, sur.get("situation"))
        made.append((id_, told))
        record = _record(parti, sur, f"{id_}.pdf", fingerprint(octets))
        about = (sur["situation"],) if "situation" in sur else ()
        return Acte(
            f"Envoi du {short_jour(parti.le)} : {title_of(parti.document).lower()}, {nom}",
            "sent",
            (ecrit(record, id_), *ecrits),
            about,
            pieces={pdf_path(id_): octets, **{pdf_path(id_).removesuffix(".pdf") + end: more for end, more in (pieces or {}).items()}},
        )

    session.write(decide)
    id_, told = made[-1]
    names = ", ".join(label_of(session.dispositif, code) for code in parti.a)
    write(f"Gardé : {pdf_path(id_)}" + (f", envoyé à {names}" if names else "") + f" le {short_jour(parti.le)}.")
    if told:
        write(f"Noté aussi : décision dite à {told}.")
    return 0


def _free_id(registre: Registre, session: Session, parti: Parti, nom: str) -> str:
    """The first name that neither a record nor a file bears."""
    base = envoi_id(parti.le, parti.document, nom)
    names = (base, *(f"{base}-{n}" for n in range(2, 1000)))
    return next(n for n in names if n not in registre.envois and not (session.depot.root / pdf_path(n)).exists())


def _record(parti: Parti, sur: dict[str, Any], fichier: str, empreinte: str) -> Envoi:
    data = {
        "le": parti.le,
        "a": list(parti.a),
        "canal": parti.canal,
        "document": parti.document,
        **sur,
        "fichier": fichier,
        "empreinte": empreinte,
    }
    read = read_record(Envoi, data)
    if isinstance(read, list):
        raise invalid(read)
    return read


def _warn_reader(session: Session, parti: Parti) -> None:
    """A copy made for others, sent to one who is not bound by secrecy: it is done; it is said."""
    outside = {p.code: p.nom for p in session.dispositif.partenaires if p.secret == "non_soumis"}  # noqa: S105 - a field of the dispositif
    for code in parti.a:
        if code in outside and code not in parti.fichier.stem:
            say(f"Attention : {outside[code]} n'est pas tenu au secret. Était-ce bien l'exemplaire fait pour lui (--pour {code}) ?")


# --- what else it says --------------------------------------------------------------------------------


def _told(session: Session, lecture: Lecture, parti: Parti, id_: str | None) -> tuple[str, tuple[Ecrit, ...]]:
    """Sending the notification of a decision tells it: to whom it was still to be told, and the situation that says so."""
    situation = lecture.registre.par_id.get(id_ or "") if parti.document == NOTIFICATION else None
    examen = _last_examen(situation, parti.le) if situation else None
    if situation is None or examen is None:
        return "", ()
    already = {n.a for n in examen.notifications}
    fresh = [code for code in parti.a if code not in already and (code in codes.DESTINATAIRES or _is_partner(session, code))]
    if not fresh:
        return "", ()
    told = [told_data(session, code, parti.le, parti.canal) for code in fresh]
    after = amend(situation, examen.ref, {"notifications": [*plain(examen).get("notifications", []), *told]}, session.dispositif)
    return ", ".join(label_of(session.dispositif, code) for code in fresh), (ecrit(after),)


def _last_examen(situation: Situation, le: date) -> Examen | None:
    found = [e for e in vivantes(situation) if isinstance(e, Examen) and e.le <= le]
    return found[-1] if found else None


def _is_partner(session: Session, code: str) -> bool:
    return any(p.code == code for p in session.dispositif.partenaires)
