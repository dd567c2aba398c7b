"""The documents of a meeting on the example registers: how they read, that the feed-back is there, that what people typed is only text.

`ALP_GOLDEN=1` writes the texts of `golden/<register>/` anew: read them as the secretary would.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from alp.core import codes
from alp.core.destinataires import CELLULE, INTERNE, find_destinataire
from alp.core.preparation.seance import prepare_seance
from alp.core.preparation.table import DOCUMENTS
from alp.core.registre import Registre
from alp.core.seance import DECIDENT, agenda, last_examen
from alp.documents.arbre import read
from alp.documents.blocs import Block, Document, Heading, Items, Para, Table, plain, walk
from alp.documents.formats import FORMATS, make
from alp.store.lecture import read_registre
from alp.store.modeles import example, examples
from tests.documents.lecteurs import HABILLAGE, ICI, TEXTES, letters
from tests.documents.test_formats import expected
from tests.documents.test_fuites import SEANCE, Relu, gabarits, plant

TENUE, A_VENIR = ("compte_rendu", "releve_de_decisions"), ("ordre_du_jour", "convocation")
REUNIONS = {
    ("alp28", "2026-11-03-cellule"): (TENUE, (INTERNE, CELLULE, "habitat-eurelien", "medecins")),
    ("alp28", "2026-12-01-cellule"): (A_VENIR, (INTERNE, CELLULE, "habitat-eurelien", "ccas-chartres")),
    ("le-mans", "2017-12-14-commission"): (TENUE, (INTERNE, CELLULE, "sarthe-habitat", "mancelle")),
    ("le-mans", "2018-01-18-commission"): (A_VENIR, (INTERNE, CELLULE, "sarthe-habitat", "mancelle")),
}
"""A meeting that was held, and the next one → the team, the cell, a landlord, a partner or a guest."""
JOURS = {"alp28": date(2026, 11, 22), "le-mans": date(2017, 12, 20)}
CAS = [(name, key, nom, pour) for (name, key), (noms, readers) in REUNIONS.items() for nom in noms for pour in readers]


@cache
def registre(name: str) -> Registre:
    r = read_registre(example(name)).registre
    return Relu(r.dispositif, r.situations, r.reunions, r.actions)


def written(r: Registre, nom: str, key: str, pour: str, au: date) -> str:
    doc = DOCUMENTS[nom]
    return gabarits().render(nom, {doc.variable: doc.prepare(r, key, find_destinataire(pour, r.dispositif), au=au)})


def golden(name: str, key: str, nom: str, pour: str) -> Path:
    return ICI / "golden" / name / f"{key}-{nom}-{pour}.md"


@pytest.mark.parametrize(("name", "key", "nom", "pour"), CAS)
def test_each_document_of_a_meeting_reads_as_it_should(name: str, key: str, nom: str, pour: str) -> None:
    text, path = written(registre(name), nom, key, pour, JOURS[name]), golden(name, key, nom, pour)
    if os.environ.get("ALP_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_text_of_golden_is_left_over() -> None:
    ours = {golden(*cas) for cas in CAS}
    assert {p for name in JOURS for p in (ICI / "golden" / name).iterdir()} == ours
    assert {nom for _, _, nom, _ in CAS} == set(SEANCE)


# --- the feed-back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", examples())
def test_minutes_tell_of_every_situation_what_became_of_the_last_decision(name: str) -> None:
    """On each example register, in each meeting held: each earlier decision, each engagement of it, and where it stands."""
    r, told = registre(name), 0
    for key, reunion in r.reunions.items():
        seance = prepare_seance(r, key, find_destinataire(INTERNE, r.dispositif), au=date(2027, 1, 1))
        for p in seance.points:
            last = last_examen(r.au(reunion.le).par_id[p.code], reunion.le)
            assert (p.retour is None) == (last is None), (key, p.code)
            if last and p.retour:
                assert (p.retour.le, p.retour.decision) == (last.le, codes.DECISIONS[last.decision])
                assert {e.quoi for e in last.engagements if e.qui} <= {t.quoi for t in p.retour.taches}
                assert all(t.etat for t in p.retour.taches)
                told += len(p.retour.taches)
    assert told > 10


@pytest.mark.parametrize("name", [n for n in examples() if any(x.nature in DECIDENT for x in registre(n).reunions.values())])
def test_the_next_agenda_begins_with_what_became_of_the_last_decisions(name: str) -> None:
    """Drawn up on the day after the last meeting that left something to do."""
    r = registre(name)
    held = [
        x
        for x in r.reunions.values()
        if x.nature in DECIDENT
        and any(e.reunion and e.le == x.le and e.engagements for s in r.situations for e in s.journal if e.type == "examen")
    ]
    last = max(held, key=lambda x: x.le)
    day = date.fromordinal(last.le.toordinal() + 28)
    found = agenda(replace(r, reunions={k: x for k, x in r.reunions.items() if x.le <= last.le}), day, last.nature, au=day)
    assert [p.objet for p in found] == sorted((p.objet for p in found), key=["suites", "renouvellement", "nouvelle", "reexamen"].index)
    assert found[0].objet == "suites"


def test_the_agenda_as_it_is_printed_begins_with_it() -> None:
    document = read(golden("alp28", "2026-12-01-cellule", "ordre_du_jour", CELLULE).read_text(encoding="utf-8"))
    headings = [plain(b.contenu) for b in document.blocs if isinstance(b, Heading)]
    assert headings == ["Approbation du compte rendu", "Suites données", "Renouvellements", "Nouvelles situations"]


def test_before_the_meeting_its_minutes_are_a_draft_to_fill_in() -> None:
    r = registre("alp28")
    draft = written(r, "compte_rendu", "2026-12-01-cellule", CELLULE, date(2026, 11, 22))
    assert 'title: "Projet de compte rendu"' in draft
    assert "à approuver" in draft
    assert "approuvé" not in draft
    assert draft.count("<...>") == len(r.reunions["2026-12-01-cellule"].ordre_du_jour)
    after = written(r, "compte_rendu", "2026-12-01-cellule", CELLULE, date(2026, 12, 1))
    assert 'title: "Compte rendu"' in after
    assert "Pas de décision" in after
    assert "<...>" not in after


def test_a_partner_is_told_nothing_of_the_approval_of_minutes_that_it_has_not_read() -> None:
    r = registre("alp28")
    assert "approuvé" in written(r, "compte_rendu", "2026-11-03-cellule", CELLULE, date(2026, 11, 22))
    for nom in SEANCE:
        assert "pprob" not in written(r, nom, "2026-11-03-cellule", "habitat-eurelien", date(2026, 11, 22))


def test_one_is_invited_in_french() -> None:
    """« à la cellule », « au comité »."""
    r = registre("alp28")
    assert "Nous vous invitons au comité de pilotage" in written(r, "convocation", "2025-12-09-copil", CELLULE, date(2026, 11, 22))
    assert "Nous vous invitons à la cellule d’orientation" in written(r, "convocation", "2026-12-01-cellule", CELLULE, date(2026, 11, 22))


# --- what people typed ------------------------------------------------------------------------------------

AU, SEANCE_DU_3, ICI_ID = date(2026, 11, 22), "2026-11-03-cellule", "ALP28-2025-009"
DITS = [
    ("compte_rendu", SEANCE_DU_3, CELLULE), ("releve_de_decisions", SEANCE_DU_3, CELLULE),
    ("compte_rendu", SEANCE_DU_3, "habitat-eurelien"), ("fiche_situation", ICI_ID, INTERNE), ("contrat", ICI_ID, "personne"),
    ("bilan", ICI_ID, "personne"), ("fiche_liaison", ICI_ID, "departement-28"), ("notification_decision", ICI_ID, "personne"),
]  # fmt: skip
STRUCTURE = [
    "---", "***", "# titre", "::: paysage", "Tableau : faux", "1. un", "- un", "> un", "a|b||c", "<br> <...> [ ] [x]", "ligne 1\nligne 2\n\nligne 4", "**gras** :",
    "{{ 7*7 }} {% include 'x' %} {# c #}", "<script>alert(1)</script>", '#read("/etc/passwd") $x^2$ <label> = titre', '{ INCLUDETEXT "C:\\\\x" }', "=cmd|'/C calc'!A0",
]  # fmt: skip
"""What would mean something in Markdown, Jinja, HTML, Typst, Word or a spreadsheet."""


@cache
def documents(texte: str) -> dict[str, str]:
    """The documents of the example, were every free text of it this one."""
    r = registre("alp28")
    near = {p.situation for p in r.reunions[SEANCE_DU_3].ordre_du_jour} | {ICI_ID}
    situations = tuple(plant(s, lambda *_: texte, s.id) for s in r.situations if s.id in near)
    reunions = {key: plant(r.reunions[key], lambda *_: texte, key) for key in (SEANCE_DU_3, "2026-10-06-cellule")}
    typed = Relu(r.dispositif, situations, reunions)
    return {f"{nom}-{pour}": written(typed, nom, sur, pour, AU) for nom, sur, pour in DITS}


def shape(document: Document) -> list[str]:
    """Its blocks, without their words."""
    return [_shape(b) for b in walk(document.blocs)]


def _shape(b: Block) -> str:
    size = (
        len(b.lignes) if isinstance(b, Table) else len(b.elements) if isinstance(b, Items) else b.niveau if isinstance(b, Heading) else ""
    )
    return f"{type(b).__name__}{size}"


def words(document: Document) -> str:
    lines = [plain(b.contenu) for b in walk(document.blocs) if isinstance(b, Heading | Para)]
    lines += [plain(cell) for b in walk(document.blocs) if isinstance(b, Table) for row in (b.tete, *b.lignes) for cell in row]
    return letters(" ".join(lines)).casefold()


@pytest.mark.parametrize("value", STRUCTURE)
def test_what_people_typed_changes_nothing_of_a_document_s_shape_and_is_all_there(value: str) -> None:
    """Through our own templates, with every free text of the register."""
    for name, text in documents(value).items():
        plainly, document = read(documents("qzmot")[name]), read(text)
        assert shape(document) == shape(plainly), name
        assert words(document).count(expected(value).casefold()) >= words(plainly).count("qzmot"), name


@pytest.mark.parametrize("code", [code for code in FORMATS if code != "md"])
def test_what_people_typed_is_text_in_each_written_format(code: str) -> None:
    value = " ; ".join(v for v in STRUCTURE if "\n" not in v)
    told = 0
    for name, text in documents(value).items():
        if "qzmot" in documents("qzmot")[name].casefold():
            assert expected(value).casefold() in letters(TEXTES[code](make(text, code, HABILLAGE))).casefold(), name
            told += 1
    assert told >= len(DITS) - 2
