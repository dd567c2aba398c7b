"""`alp report sent`: the PDF of a report that really left, kept with its proof; what is no longer due is known by it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.envois import A, Canal, Fichier, Le, Parti, keep, read_sending
from alp.cli.montre import write
from alp.cli.rapport_commun import Pour
from alp.cli.session import Session, say
from alp.core.calendrier import short_jour
from alp.core.dispositif import Dispositif, Financeur
from alp.core.envoi import Envoi
from alp.core.erreurs import AlpError, UsageError
from alp.core.periode import PeriodeRapport, read_periode
from alp.core.rapport.preuve import read_preuve, same_register, sigles
from alp.core.rapport.rapport import find_financeur
from alp.core.registre import Registre
from alp.store.envois import fingerprint, pdf_path, read_pdf

DOCUMENT = "rapport"
_NOM = re.compile(r"rapport-(?:(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)|(\d{4}(?:-(?:\d\d|[TS]\d))?))(?:-(.*))?", re.ASCII)
_NUMERO = re.compile(r" \(\d+\)$", re.ASCII)
LaPeriode = Annotated[
    str | None,
    typer.Option("--periode", metavar="PERIODE", help="De quelle période il parle, si son nom ne le dit pas : 2026-10, 2026-S1…"),
]


def _sent(
    session: Session, fichier: Fichier, pour: Pour = None, periode: LaPeriode = None, a: A = None, le: Le = None, canal: Canal = None
) -> Any:
    """Garder le rapport qui est parti : le PDF et sa preuve, à quel financeur, quand. Il n'est alors plus dû."""
    octets = read_pdf(fichier)
    typed_periode, typed_funder = _read_name(fichier, session.dispositif)
    funder = typed_funder if pour is None else find_financeur(session.dispositif, pour.strip())
    spoken = typed_periode if periode is None else read_periode(periode)
    if funder is None or spoken is None:
        raise UsageError(
            f"Le nom de {fichier.name} ne dit pas {'à quel financeur' if spoken else 'quelle période'}.",
            "Ajouter --pour FINANCEUR." if spoken else "Ajouter --periode 2026-10, ou un autre mois, semestre, an.",
        )
    if already := _kept(session.lecture.registre, fingerprint(octets), funder, spoken):
        id_, envoi = already
        write(f"Déjà gardé : {pdf_path(id_)}, parti le {short_jour(envoi.le)}. Rien à faire.")
        return 0
    day, partners, channel = read_sending(session, a, le, canal)
    about = {"financeur": funder.code, "periode": {"du": spoken.du, "au": spoken.au}}
    proof = _proof(fichier, funder, spoken, sigles(session.dispositif))
    return keep(session, Parti(fichier, partners, day, DOCUMENT, channel), about, funder.code, {"-preuve.json": proof} if proof else {})


def _kept(registre: Registre, empreinte: str, funder: Financeur, periode: PeriodeRapport) -> tuple[str, Envoi] | None:
    """The same bytes, kept before as that report to that funder."""
    return next(
        (
            (id_, e)
            for id_, e in sorted(registre.envois.items())
            if (e.document, e.empreinte, e.financeur) == (DOCUMENT, empreinte, funder.code)
            and e.periode is not None
            and (e.periode.du, e.periode.au) == (periode.du, periode.au)
        ),
        None,
    )


def _read_name(fichier: Path, dispositif: Dispositif) -> tuple[PeriodeRapport | None, Financeur | None]:
    """The period and the funder that `rapport-2026-10-ars.pdf` says."""
    found = _NOM.fullmatch(fichier.stem)
    if found is None:
        return None, None
    rest = found[4] or ""
    fit = [f for f in dispositif.financeurs if rest == (code := f.code.replace("_", "-")) or rest.startswith((f"{code}-", f"{code} "))]
    return read_periode(f"{found[1]}..{found[2]}" if found[1] else found[3]), max(fit, key=lambda f: len(f.code), default=None)


def _beside(fichier: Path) -> Path:
    """The proof of a PDF; of « rapport-2026-10-ars (2).pdf », made beside one that somebody had edited, the latest one."""
    base, number = _NUMERO.sub("", fichier.stem), _NUMERO.search(fichier.stem)
    names = [f"{fichier.stem}-preuve.json", *([f"{base}-preuve{number[0]}.json", f"{base}-preuve.json"] if number else [])]
    paths = [fichier.with_name(name) for name in names]
    return next((path for path in paths if path.exists()), paths[-1])


def _proof(fichier: Path, funder: Financeur, periode: PeriodeRapport, ours: list[str]) -> bytes | None:
    """The proof beside the PDF; said where it is not there, or is another report's."""
    path = _beside(fichier)
    try:
        content = path.read_bytes()
        read = read_preuve(content.decode("utf-8"))
    except OSError:
        say(f"Sa preuve ({path.name}) n'est pas à côté : seul le PDF est gardé.")
        return None
    except (AlpError, UnicodeDecodeError):
        say(f"{path.name} n'est pas une preuve entière : seul le PDF est gardé.")
        return None
    asked = read["rapport"]
    if same_register(read, ours) and (asked["financeur"], asked["periode"]) == (funder.code, periode.code):
        return content
    say(f"{path.name} parle d'un autre rapport : seul le PDF est gardé.")
    return None
