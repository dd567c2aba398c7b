"""Documents that leave the team: minutes, letters, contracts, sheets; and the templates that they are made of."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.completion import situation_ids
from alp.cli.francais import CONTEXTE, Commande, Groupe
from alp.cli.montre import clean, out_path, plural, table, write
from alp.cli.reunion_commun import Laquelle, find_meeting
from alp.cli.saisie import Yes, commande
from alp.cli.session import Session, say
from alp.core.destinataires import Destinataire
from alp.core.erreurs import AlpError, Refus, UsageError
from alp.core.preparation.commun import Maison
from alp.core.preparation.table import DOCUMENTS, Document, find_lecteur
from alp.core.registre import Registre
from alp.store.rendus import logo, own_file, own_templates, save

Pour = Annotated[
    str | None,
    typer.Option(
        "--pour", metavar="QUI", help="Pour qui : interne, cellule, personne, ou le code d'un partenaire. Décide de ce qu'il lit."
    ),
]
Formats = Annotated[str, typer.Option("--format", metavar="FORMATS", help="docx, pdf, html, md, séparés par des virgules.")]
Sortie = Annotated[Path | None, typer.Option("--sortie", metavar="DOSSIER", help="Où écrire ; sinon dans documents/ du registre.")]
WORD_ET_PDF = "docx,pdf"


# --- making one ---------------------------------------------------------------------------------------


def read_formats(formats: str, *, autres: tuple[str, ...] = ()) -> list[str]:
    """The formats typed, each once.

    Args:
        formats: separated by commas.
        autres: codes of formats that no template writes, where there are some.

    Raises:
        UsageError: one does not exist, or there is none.
    """
    from alp.documents.formats import FORMATS

    known = (*FORMATS, *autres)
    wanted = list(dict.fromkeys(f.strip().lower() for f in formats.split(",") if f.strip()))
    if unknown := [f for f in wanted if f not in known]:
        raise UsageError(f"« {unknown[0]} » n'est pas un format : rien n'est écrit.", f"Choisir parmi : {', '.join(known)}.")
    if not wanted:
        raise UsageError("Aucun format n'est demandé.", f"Choisir parmi : {', '.join(known)}.")
    return wanted


def render(
    session: Session, doc: Document, sur: str, *, pour: str | None, formats: str, sortie: Path | None, ref: str | None = None
) -> int:
    """Prepare a document for its reader, lay it out, write it in each format, and say where."""
    from alp.documents.formats import FORMATS, make

    wanted = read_formats(formats)
    registre = session.lecture.registre
    lecteur = find_lecteur(doc, pour, registre, sur, au=session.le, ref=ref)
    document = compose(session, doc, registre, sur, lecteur, ref)
    dress = habillage(session)
    for code in wanted:
        name = _name(doc, sur, lecteur.code) + session.tel_que_connu + FORMATS[code].extension
        made = save(session.depot, sortie, name, make(document, code, dress))
        if made.garde:
            say(f"{made.garde.name} a été modifié depuis : il est gardé, le nouveau est à côté.")
        out_path(made.chemin)
    return 0


def compose(session: Session, doc: Document, registre: Registre, sur: str, lecteur: Destinataire, ref: str | None = None) -> Any:
    """A document for one reader, laid out by its template, ready for any format."""
    from alp.documents.arbre import read

    record = doc.prepare(registre, sur, lecteur, au=session.le, ref=ref)
    return read(_gabarits(session).render(doc.nom, {doc.variable: record}))


def _name(doc: Document, sur: str, pour: str) -> str:
    """Codes and natures only: `2026-11-03-cellule-compte-rendu-hlm`."""
    return "-".join(part for part in (sur, doc.nom.replace("_", "-"), "" if pour == doc.pour_defaut else pour) if part)


def habillage(session: Session) -> Any:
    """Who sends the documents of this register, and from which data they are made."""
    from alp.documents.habillage import Habillage, Image

    d, maison = session.dispositif, Maison.of(session.dispositif)
    picture, commit = logo(session.lecture.arbre, d.logo), session.version
    lines = [maison.adresse, maison.telephone, maison.courriel, maison.site]
    return Habillage(
        nom=d.nom, le=session.le, coordonnees=tuple(line for line in lines if line), logo=Image(*picture) if picture else None,
        pied=f"registre {commit}" if commit else "", reference=own_file(session.depot, "reference.docx"),
    )  # fmt: skip


# --- minutes ------------------------------------------------------------------------------------------

DE_REUNION = tuple(nom for nom, doc in DOCUMENTS.items() if doc.sur == "reunion")
TOUS = "tous"


def _minutes(
    session: Session,
    reunion: Laquelle = None,
    document: Annotated[
        str, typer.Option("--document", metavar="NOMS", help=f"{', '.join(DE_REUNION)} ; plusieurs, séparés par des virgules ; ou tous.")
    ] = "compte_rendu",
    pour: Pour = None,
    formats: Formats = WORD_ET_PDF,
    sortie: Sortie = None,
) -> Any:
    """Écrire le compte rendu d'une réunion, en Word et en PDF ; ou son ordre du jour, un relevé de décisions, une convocation."""
    key = find_meeting(session, reunion)
    for nom in _de_reunion(document):
        render(session, DOCUMENTS[nom], key, pour=pour, formats=formats, sortie=sortie)
    return 0


def _de_reunion(document: str) -> tuple[str, ...]:
    """The documents of a meeting that were named, or all.

    Raises:
        UsageError: one of them is no document of a meeting.
    """
    names = tuple(dict.fromkeys(n.strip().replace("-", "_") for n in document.split(",") if n.strip()))
    if names == (TOUS,):
        return DE_REUNION
    if unknown := [n for n in names if n not in DE_REUNION]:
        raise UsageError(f"« {unknown[0]} » n'est pas un document de réunion.", f"Choisir parmi : {', '.join(DE_REUNION)}, ou {TOUS}.")
    return names


minutes = commande(_minutes, lit=True)


# --- document -----------------------------------------------------------------------------------------


def _document(
    session: Session,
    situation: Annotated[
        str | None,
        typer.Argument(metavar="[SITUATION]", show_default=False, help="Identifiant, numéro ou pseudonyme.", autocompletion=situation_ids),
    ] = None,
    nom: Annotated[str | None, typer.Argument(metavar="[NOM]", show_default=False, help="Le document ; sans lui, leur liste.")] = None,
    pour: Pour = None,
    ref: Annotated[str | None, typer.Option("--ref", metavar="REF", help="L'entrée dont il parle ; sinon la dernière.")] = None,
    formats: Formats = WORD_ET_PDF,
    sortie: Sortie = None,
) -> Any:
    """Écrire un document sur une situation : contrat, bilan, courrier, fiche… Sans nom, alp montre ceux qui existent."""
    if nom is None and _document_of(situation):
        situation, nom = None, situation
    if nom is None and not session.interactive:
        return _list_documents()
    doc = _document_of(nom) or _choose(session)
    if doc.sur == "reunion":
        raise UsageError(f"« {doc.titre} » est un document de réunion.", f"alp minutes REUNION --document {doc.nom}")
    if doc.sur == "situation" and situation is None:
        raise UsageError(f"De quelle situation est « {doc.titre} » ?", f"alp document ID {doc.nom}")
    about = session.find(situation).id if situation and doc.sur == "situation" else ""
    return render(session, doc, about, pour=pour, formats=formats, sortie=sortie, ref=ref)


def _document_of(mot: str | None) -> Document | None:
    """The document of that name.

    Raises:
        UsageError: none, and it is not the word for a situation either.
    """
    return DOCUMENTS.get((mot or "").replace("-", "_"))


def _choose(session: Session) -> Document:
    from alp.cli import questions

    if not session.interactive:
        raise UsageError("Ce document n'existe pas.", f"Choisir parmi : {', '.join(DOCUMENTS)}.")
    rows = {p.nom: f"{p.titre} : {p.aide}" for p in DOCUMENTS.values() if p.sur != "reunion"}
    return DOCUMENTS[str(questions.choose("Quel document ?", rows))]


def _list_documents() -> int:
    sur = {"situation": "une situation", "reunion": "une réunion (alp minutes)", "dispositif": "rien : une feuille vierge"}
    write(table(["Document", "Titre", "Sur", "À quoi il sert"], [(p.nom, p.titre, sur[p.sur], p.aide) for p in DOCUMENTS.values()]))
    return 0


document = commande(_document, lit=True)


# --- template -----------------------------------------------------------------------------------------

app = typer.Typer(
    cls=Groupe, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
    context_settings=CONTEXTE, subcommand_metavar="COMMANDE [OPTIONS]", help="Modèles des documents : les voir, les copier, les vérifier.",
)  # fmt: skip
LeModele = Annotated[str, typer.Argument(metavar="NOM", show_default=False, help="Le modèle de document, comme compte_rendu.")]


def _gabarits(session: Session) -> Any:
    from alp.documents.gabarits import Gabarits

    return Gabarits([own_templates(session.depot)])


def _t_list(session: Session) -> Any:
    """Lister les modèles de documents : les nôtres, et ceux de votre association, qui passent devant."""
    from alp.cli.rapport_essai import TITRES

    titles = {nom: doc.titre for nom, doc in DOCUMENTS.items()} | TITRES
    rows = [(g.nom, titles.get(g.nom, ""), "le vôtre" if g.propre else "celui d'alp") for g in _gabarits(session).liste()]
    write(table(["Nom", "Document", "Lequel sert"], rows))
    say("→ En changer un : alp template copy NOM, puis le modifier dans templates/ ; le vérifier : alp template check")
    return 0


def _t_show(session: Session, nom: LeModele) -> Any:
    """Montrer un modèle de document."""
    write(clean(_gabarits(session).source(nom.replace("-", "_"))))
    return 0


def _t_copy(session: Session, nom: LeModele, yes: Yes = False) -> Any:
    """Copier un modèle de document d'alp dans templates/ du registre, pour le changer."""
    name = nom.replace("-", "_")
    source = _gabarits(session).source(name)
    path = own_templates(session.depot) / f"{name}.md.j2"
    if path.exists() and not yes:
        raise Refus(f"Votre modèle de document {path.name} existe déjà.", "Le supprimer d'abord, ou le remplacer avec --yes.")
    session.depot.write_files({f"templates/{name}.md.j2": source.encode()}, f"Modèle de document copié : {name}\n\nAction: template")
    write(f"Copié : templates/{name}.md.j2. Le modifier, puis : alp template check {name}")
    return 0


def _t_check(
    session: Session,
    nom: Annotated[str | None, typer.Argument(metavar="[NOM]", show_default=False, help="Un modèle de document ; sinon tous.")] = None,
) -> Any:
    """Vérifier les modèles de documents : chaque variable, filtre et bloc, sur des données d'essai."""
    from alp.cli.rapport_essai import is_report

    gabarits = _gabarits(session)
    names = [nom.replace("-", "_")] if nom else [g.nom for g in gabarits.liste() if g.nom in DOCUMENTS or is_report(g.nom)]
    found = [(name, fault) for name in names for fault in gabarits.check(name, _sample(session, name))]
    for _, fault in found:
        write(clean(f"erreur {fault}"), clean(f"  → {fault.remede}"))
    write(f"{plural(len(names), 'modèle de document', 'modèles de documents')} : {plural(len(found), 'erreur')}.")
    return 1 if found else 0


def _sample(session: Session, nom: str) -> dict[str, Any]:
    """A real record that the template would be given: of this register, else of an example.

    Raises:
        UsageError: there is no document of that name.
        AlpError: none of them has such a document.
    """
    from alp.cli.rapport_essai import is_report, sample

    if is_report(nom):
        return sample(nom, session.lecture.registre)
    if nom not in DOCUMENTS:
        raise UsageError(f"« {nom} » n'est le modèle d'aucun document.", f"Choisir parmi : {', '.join(DOCUMENTS)}.")
    doc = DOCUMENTS[nom]
    from alp.store.lecture import read_registre
    from alp.store.modeles import example, examples

    registres = [session.lecture.registre, *(read_registre(example(name)).registre for name in examples())]
    for registre in registres:
        subjects = {"reunion": sorted(registre.reunions, reverse=True), "situation": sorted(registre.par_id), "dispositif": [""]}[doc.sur]
        for sur in subjects:
            with suppress(AlpError):
                return {doc.variable: doc.prepare(registre, sur, find_lecteur(doc, None, registre, sur, au=session.le), au=session.le)}
    raise AlpError(f"Aucune donnée ne permet d'essayer « {doc.nom} ».", "Le vérifier dans un registre qui a un tel document.")


for _names, _made in (
    (("list", "liste"), commande(_t_list)),
    (("show", "voir"), commande(_t_show)),
    (("copy", "copier"), commande(_t_copy)),
    (("check", "verifier"), commande(_t_check)),
):
    for _n, _one in enumerate(_names):
        app.command(_one, cls=Commande, hidden=_n > 0)(_made)
