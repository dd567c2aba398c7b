"""`alp report PERIODE`: a report written in each format asked, its proof beside it; paths on standard output, and nothing else."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from alp import __version__
from alp.cli.documents import Sortie, habillage
from alp.cli.montre import follow, out_path, plural
from alp.cli.rapport_commun import LeModele, Periode, Pour, Public, ask, ask_modele, hint, say_divulged
from alp.cli.rapport_textes import read_texts
from alp.cli.session import Session, say
from alp.core.erreurs import AlpError, UsageError
from alp.core.preparation.rapports import RapportPrepare, feuilles, file_name, prepare_rapport, tableaux
from alp.core.rapport.composition import Composition, compose
from alp.core.rapport.donnees import composition_json
from alp.core.rapport.formulaires import comptes, given, is_public, own_tables
from alp.core.rapport.modeles import Modele, find_modele
from alp.core.rapport.preuve import made_on, make_preuve, read_preuve, same_register, sigles, write_preuve
from alp.core.rapport.publication import Deja, read_deja, write_publication
from alp.core.rapport.qualite import Manque, qualite, stops
from alp.core.rapport.rapport import Rapport, rapport_json
from alp.core.rapport.verdict import same_words
from alp.store.rendus import DOSSIER, Piece, Rendu, save_all

NUMERO = re.compile(r" \((\d+)\)$", re.ASCII)
"""What ends the name of a file made beside an edited one."""
PREUVE = "-preuve.json"
"""What the name of a proof ends with."""
DONNEES = ("xlsx", "csv", "json")
"""Formats that no template writes: a workbook, a data package, data for a program."""
WORD_ET_PDF = "docx,pdf"
Formats = Annotated[
    str, typer.Option("--format", metavar="FORMATS", help="docx, pdf, html, md, xlsx, csv, json, séparés par des virgules.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Ne rien écrire s'il manque quelque chose qui change un chiffre.")]


def _write(
    session: Session,
    periode: Periode,
    pour: Pour = None,
    modele: LeModele = None,
    formats: Formats = WORD_ET_PDF,
    public: Public = False,
    strict: Strict = False,
    sortie: Sortie = None,
) -> Any:
    """Écrire le rapport d'une période, en Word et en PDF, sa preuve à côté : alp report 2026-10. « write » peut s'omettre."""
    wanted = _wanted(formats)
    r, chosen = ask_modele(session, periode, pour, modele, public=public)
    if session.json:
        return session.show_json(_json(session, r, chosen, all_=modele is None and not _listed(r)))
    gaps = qualite(r, chosen.details)
    _say_quality(gaps, r, modele)
    unread = any(f.record is None for f in session.lecture.fichiers.values())
    if strict and (unread or stops(gaps)):
        say("Rien n'est écrit (--strict) : compléter le registre, ou recommencer sans --strict.")
        return 1
    work = _Travail(session, r, chosen, _stem(session, r, chosen), sortie, wanted)
    work.run()
    return 0


def _wanted(formats: str) -> list[str]:
    """The formats typed, each once.

    Raises:
        UsageError: one does not exist, or there is none.
    """
    from alp.documents.formats import FORMATS

    known = (*FORMATS, *DONNEES)
    wanted = list(dict.fromkeys(f.strip().lower() for f in formats.split(",") if f.strip()))
    if unknown := [f for f in wanted if f not in known]:
        raise UsageError(f"« {unknown[0]} » n'est pas un format de rapport.", f"Choisir parmi : {', '.join(known)}.")
    if not wanted:
        raise UsageError("Aucun format n'est demandé.", f"Choisir parmi : {', '.join(known)}.")
    return wanted


def _stem(session: Session, r: Rapport, modele: Modele) -> str:
    """`rapport-2026-10-ars`; what is not usual for such a period is said: the model, that it is for all, that it stops at an earlier day, a past state of the register."""
    usual = find_modele(None, r.periode, r.conventions, (modele.nom,))
    kind = "" if usual.nom == modele.nom else modele.nom.removeprefix("rapport_")
    reader = r.financeur.code if r.financeur else ""
    stopped = f"-au-{r.arrete}" if r.arrete and session.au_texte else ""
    return (
        file_name(r.periode.code, reader, kind, "public" if r.masque and not reader and not is_public(modele.nom) else "")
        + stopped
        + session.tel_que_connu
    )


def _listed(r: Rapport) -> bool:
    """Whether a convention says which figures it wants."""
    return any(x.indicateurs for c in r.conventions for x in c.rapport)


def _json(session: Session, r: Rapport, modele: Modele, *, all_: bool) -> dict[str, Any]:
    """What a program reads: every figure, or of a masked report what it tells."""
    if r.masque:
        return composition_json(compose(r, modele, _told(session, r, None)), session.version)
    whole = ask(session, r.periode.code, r.financeur.code if r.financeur else None) if all_ else r
    return rapport_json(whole, session.version)


def _say_quality(gaps: list[Manque], r: Rapport, modele: str | None) -> None:
    """What is missing, before the figures: how many things, and how to see them."""
    if gaps:
        changing = len(stops(gaps))
        what = f"{plural(changing, 'change un chiffre', 'changent un chiffre')}" if changing else "aucune ne change un chiffre"
        say(f"{plural(len(gaps), 'chose manque', 'choses manquent')} dans le registre pour ce rapport ; {what}.")
        pour = f" --pour {r.financeur.code}" if r.financeur else ""
        say(f"→ Les voir : alp report quality {r.periode.code}{pour}" + (f" --modele {modele}" if modele else ""))


# --- what was told before -----------------------------------------------------------------------------


def _told(session: Session, r: Rapport, sortie: Path | None) -> Deja | None:
    """What the reader of a masked report already holds, from the proofs kept beside the reports made and sent."""
    return read_deja(_proofs(session, sortie), r.financeur.code if r.financeur else None) if r.masque else None


def _proofs(session: Session, sortie: Path | None) -> Iterator[dict[str, Any]]:
    """The proofs of this register, the oldest first."""
    root = session.depot.root
    folders = [root / DOSSIER, *([sortie] if sortie and sortie.resolve() != (root / DOSSIER).resolve() else [])]
    made = f"rapport-*{PREUVE.removesuffix('.json')}*.json"  # one that stands beside an edited one too: « …-preuve (2).json »
    paths = [*sorted((root / "envois").glob(f"*/*{PREUVE}")), *(p for f in folders for p in sorted(f.glob(made), key=_rank))]
    ours, found = sigles(session.dispositif), []
    for path in paths:
        try:
            proof = read_preuve(path.read_text(encoding="utf-8"))
            if same_register(proof, ours):
                found.append(proof)
        except (AlpError, OSError, UnicodeDecodeError):
            say(f"Attention : {path.name} ne se lit pas ; ce qu'il avait masqué n'est pas pris en compte.")
    yield from sorted(found, key=made_on)


def _rank(path: Path) -> tuple[str, int]:
    """The order of the proofs of one report and one day: the one that stands last, then « …-preuve (2).json » made beside an edited one."""
    number = NUMERO.search(path.stem)
    return NUMERO.sub("", path.stem) + path.suffix, int(number[1]) if number else 1


# --- writing ------------------------------------------------------------------------------------------


@dataclass
class _Travail:
    """One report being made: composed, laid out in each format, saved."""

    session: Session
    rapport: Rapport
    modele: Modele
    nom: str
    sortie: Path | None
    formats: list[str]
    faits: dict[str, bytes] = field(default_factory=dict)
    """The files, by name."""

    def run(self) -> None:
        """Make every file, then write them all."""
        texts = read_texts(self.session, self.rapport, self.modele)
        self.composition: Composition
        steps: list[Callable[[], None]] = [lambda: self._compose(texts), *(self._step(f) for f in self.formats)]
        for step in follow(steps, "Rapport"):
            step()
        made = self._save()
        for rendu in made:
            if rendu.garde:
                say(f"{rendu.garde.name} a été modifié depuis : il est gardé, le nouveau est à côté.")
        self._say_moved(made)
        paths = [rendu.chemin for rendu in made[-len(self.faits) :]]
        for path in paths:
            out_path(path)
        hint(f"Preuve, pour l'équipe seulement (elle nomme des situations) : {made[-len(paths) - 1].chemin.name}")
        self._hint(paths)

    def _compose(self, texts: Mapping[str, str]) -> None:
        self.composition = compose(self.rapport, self.modele, _told(self.session, self.rapport, self.sortie), texts)
        self.prepare: RapportPrepare = prepare_rapport(self.composition)
        if lost := self.composition.divulguees:
            say_divulged(lost)

    def _step(self, code: str) -> Callable[[], None]:
        return {"xlsx": self._xlsx, "csv": self._csv, "json": self._data}.get(code) or (lambda: self._document(code))

    def _document(self, code: str) -> None:
        """By the template of its model, the association's own first."""
        from alp.documents.arbre import read
        from alp.documents.formats import FORMATS, make
        from alp.documents.gabarits import Gabarits
        from alp.documents.graphiques import figures
        from alp.store.rendus import own_templates

        data = {"rapport": self.prepare, **given(self.modele.nom, self.composition)}
        text = Gabarits([own_templates(self.session.depot)]).render(self.modele.nom, data)
        self.faits[self.nom + FORMATS[code].extension] = make(read(text), code, habillage(self.session), figures(self.prepare))

    def _properties(self) -> Any:
        from alp.documents.tableur import Proprietes

        p = self.prepare
        foot = "Confidentiel : nombres exacts, ne pas diffuser" if p.confidentiel else p.masque
        return Proprietes(f"{p.titre}, {p.periode}", self.session.le, p.maison.nom, f"Pour {p.lecteur}. {' '.join(p.regle)}", foot)

    def _xlsx(self) -> None:
        from alp.documents.tableur import Bloc, Feuille, xlsx

        sheets: list[Bloc | Feuille] = [
            *own_tables(self.modele.nom, self.composition),
            *(Feuille(name, blocks) for name, blocks in feuilles(self.prepare)),
        ]
        self.faits[f"{self.nom}.xlsx"] = xlsx(sheets, self._properties())

    def _csv(self) -> None:
        """A zip: a CSV a table, and the data package that describes them."""
        from alp.documents.donnees import paquet

        out, tables = io.BytesIO(), (*own_tables(self.modele.nom, self.composition), *tableaux(self.prepare))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(paquet(tables, self._properties(), nom=self.nom.lower()).items()):
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        self.faits[f"{self.nom}-csv.zip"] = out.getvalue()

    def _data(self) -> None:
        r, commit = self.rapport, self.session.version
        data = composition_json(self.composition, commit) if r.masque else rapport_json(r, commit)
        self.faits[f"{self.nom}.json"] = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()

    def _save(self) -> list[Rendu]:
        """All or nothing: the proof, first, then each file. A report that goes elsewhere leaves a second proof in the register, for the masks of the next one."""
        self.preuve = self._prove()
        proof = write_preuve(self.preuve)
        kept = self.session.depot.root / DOSSIER
        apart = self.sortie is not None and self.rapport.masque and self.sortie.resolve() != kept.resolve()
        pieces = [Piece(self.sortie, self.nom + PREUVE, proof, self._former), *(Piece(self.sortie, *fait) for fait in self.faits.items())]
        if apart:
            self._refuse_unkept(kept)
            pieces.insert(0, Piece(kept, self.nom + PREUVE, proof, self._former))
        return save_all(self.session.depot, pieces)

    def _former(self, content: bytes) -> str | None:
        """What the proof that stood there is called from now on: by the day that it was made; none where the report says nothing else."""
        try:
            before = read_preuve(content.decode("utf-8"))
            if same_words(before, self.preuve):
                return None
            day = made_on(before)
        except (AlpError, UnicodeDecodeError):  # another version's: nobody can tell what it said
            day = self.session.today
        return f"{self.nom}{PREUVE.removesuffix('.json')}-{day.isoformat()}.json"

    def _say_moved(self, made: list[Rendu]) -> None:
        """The same report said something else before: where its proof is now."""
        former = list(dict.fromkeys(rendu.ancien.name for rendu in made if rendu.ancien))
        if former:
            say(f"Ce rapport ne dit plus la même chose que le précédent, dont la preuve est gardée : {', '.join(former)}.")
            hint("→ Voir ce qui a changé : alp report compare AVANT APRES (les deux preuves).")
            if self.rapport.masque:
                hint("→ Si le précédent n'est jamais parti, effacer sa preuve : alp en tient compte pour masquer les suivants.")

    def _prove(self) -> dict[str, Any]:
        c, r, s = self.composition, self.rapport, self.session
        told = write_publication(c.publication, c.masquees) if r.masque else None
        accounts = comptes(self.modele.nom, r)
        return make_preuve(r, le=s.today, commit=s.version, version=__version__, publication=told, modele=self.modele.nom, comptes=accounts)

    def _refuse_unkept(self, folder: Path) -> None:
        """What a masked report told is remembered in the register.

        Raises:
            AlpError: nothing can be written there.
        """
        if not os.access(folder if folder.exists() else self.session.depot.root, os.W_OK):
            raise AlpError(
                "Ce rapport tait de petits nombres : sa preuve se garde aussi dans le registre, où rien ne peut être écrit.",
                f"Obtenir le droit d'écrire dans {folder}, ou faire le rapport sur sa propre copie du registre.",
            )

    def _hint(self, paths: list[Path]) -> None:
        sent = next((p for p in paths if p.suffix == ".pdf"), None)
        if self.rapport.financeur and sent:
            here = os.path.relpath(sent) if sent.is_relative_to(Path.cwd()) else sent
            hint(f"→ Une fois envoyé : alp report sent {shlex.quote(str(here))}")
        if self.prepare.confidentiel and not self.rapport.financeur:
            hint("→ Ces nombres sont exacts, pour l'équipe seulement. À diffuser : ajouter --public ; à un financeur : --pour CODE.")
