"""What must not leave, sought in the written files themselves: a register in which every free text, every care note, every label of health and
every situation bears a mark of its own is derived from each example, its documents are written, and each mark found must be one that the reader may read.

What is proved, on each example register:
- as text (Markdown), every partner out of secrecy, every situation in which it has a part (and one that has none), every document, midway and at
  the end; and its first and last meetings;
- in Word, PDF, HTML and Markdown, for three such partners, the documents of one meeting and of one situation: in the text, in what the file hides
  (properties, comments, metadata, source), in every stream;
- a care note is in no document of anyone, the team included: every document, one situation in four, the last meetings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import pytest

from alp.core.champs import Fiche, champs_de
from alp.core.destinataires import CELLULE, INTERNE, NON_SOUMIS, PERSONNE, find_destinataire
from alp.core.dispositif import Dispositif
from alp.core.erreurs import AlpError
from alp.core.objets import Engagement
from alp.core.plis import vivantes
from alp.core.preparation.table import DOCUMENTS, Prepare
from alp.core.registre import Registre
from alp.core.reunion import Participant, PointLibre, Reunion
from alp.core.situation import Situation
from alp.documents.arbre import read
from alp.documents.formats import FORMATS, make
from alp.documents.gabarits import Gabarits
from alp.livre import shipped
from alp.store.lecture import read_registre
from alp.store.modeles import example, examples
from tests.documents.lecteurs import HABILLAGE, everything

MARQUE = re.compile(r"zq\d{5}zq")
"""A mark, once what is no letter nor figure is taken away: neither a break, a capital nor a tag can hide it."""
AU = date(2027, 1, 1)
"""A day after all that the examples tell."""
SHOWN = {(Reunion, "lieu"), (Participant, "nom")}
"""Free texts that whoever has a part in a meeting reads: where it is, which professionals are there."""


@dataclass
class Marques:
    """The marks that were put, and what each stands for."""

    sens: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Mark → what it is (`note`, `soins`, `diffusable`…), and the situation or the partner that it is about."""

    def new(self, quoi: str, de: str) -> str:
        mark = f"zq{len(self.sens):05}zq"
        self.sens[mark] = (quoi, de)
        return mark


@dataclass(frozen=True)
class Relu(Registre):
    """A register that remembers its cuts: the same few days are asked for hundreds of times here."""

    coupes: dict[date, Registre] = field(default_factory=dict, compare=False)

    def au(self, le: date) -> Registre:
        if le not in self.coupes:
            self.coupes[le] = super().au(le)
        return self.coupes[le]


@dataclass(frozen=True)
class Piege:
    """A register whose every secret is marked."""

    registre: Registre
    marques: Marques
    donnes: dict[tuple[Any, ...], object | None] = field(default_factory=dict)
    """What each reader was given already: the documents of a meeting share it."""


Ecrit = Callable[[str, str], str]
"""What to write in a free text: from its name and the situation, meeting or partner that it is about."""


def plant(value: Any, write: Ecrit, de: str) -> Any:
    """The same record with something in each of its free texts, those left empty too; at any depth."""
    if isinstance(value, tuple):
        return tuple(plant(item, write, de) for item in value)
    if not isinstance(value, Fiche):
        return value
    return value.model_copy(update=dict(_planted(value, write, de)))


def _planted(value: Fiche, write: Ecrit, de: str) -> Iterator[tuple[str, Any]]:
    free = {c.nom for c in champs_de(type(value)) if c.texte_libre}
    for name in type(value).model_fields:
        if name in free and (type(value), name) not in SHOWN:
            about = value.qui or "" if isinstance(value, Engagement) and name == "diffusable" else de
            yield name, write(name, about)
        else:
            yield name, plant(getattr(value, name), write, de)


def plant_dispositif(d: Dispositif, marks: Marques) -> Dispositif:
    """The dispositif whose every label of health is a mark."""
    lists = {}
    for name in type(d.vocabulaire).model_fields:
        items = getattr(d.vocabulaire, name)
        if items and isinstance(items, tuple) and hasattr(items[0], "sante"):
            lists[name] = tuple(x.model_copy(update={"libelle": marks.new("sante", name)}) if x.sante == "oui" else x for x in items)
    made = d.model_copy(update={"vocabulaire": d.vocabulaire.model_copy(update=lists)})
    for computed in set(vars(made)) - set(type(made).model_fields):
        del vars(made)[computed]  # what was computed from the labels before
    return made


@cache
def piege(name: str) -> Piege:
    r, marks = read_registre(example(name)).registre, Marques()
    situations = tuple(plant(s, marks.new, s.id) for s in r.situations)
    reunions = {
        key: plant(x.model_copy(update={"points": (*x.points, PointLibre(libelle="x"))}), marks.new, key) for key, x in r.reunions.items()
    }
    soins = {s.id: {e.ref: marks.new("soins", s.id) for e in s.journal if e.ref} for s in r.situations}
    return Piege(Relu(plant_dispositif(r.dispositif, marks), situations, reunions, r.actions, soins), marks)


SEANCE = [nom for nom, doc in DOCUMENTS.items() if doc.sur == "reunion"]
SITUATION = [nom for nom, doc in DOCUMENTS.items() if doc.sur == "situation"]
MANQUENT = {"le-mans": {"attentes"}, "logisens": {"attentes"}}
"""Without contracts, nobody's expectations are written in one."""


@cache
def gabarits() -> Gabarits:
    return Gabarits([shipped("templates")])


def record(name: str, prepare: Prepare, sur: str, pour: str, au: date) -> object | None:
    """What a document is given; none where it is refused to that reader."""
    one = piege(name)
    if (key := (prepare, sur, pour, au)) not in one.donnes:
        try:
            one.donnes[key] = prepare(one.registre, sur, find_destinataire(pour, one.registre.dispositif), au=au)
        except AlpError:
            one.donnes[key] = None
    return one.donnes[key]


def markdown(name: str, nom: str, sur: str, pour: str, au: date = AU) -> str:
    """A document as text; empty where it is refused to that reader."""
    doc = DOCUMENTS[nom]
    given = record(name, doc.prepare, sur, pour, au)
    return gabarits().render(nom, {doc.variable: given}) if given else ""


@lru_cache(maxsize=256)
def bare(text: str) -> str:
    """Its letters and figures alone. Most parts of a Word file are the same from one to the next."""
    return re.sub(r"[\W_]+", "", text.casefold())


def found_in(texts: Iterable[str]) -> set[str]:
    return {mark for text in texts for mark in MARQUE.findall(bare(text))}


# --- what a partner out of secrecy may read, told without the rules under test ----------------------------


def out_of_secrecy(r: Registre) -> list[str]:
    return [p.code for p in r.dispositif.partenaires if p.secret == NON_SOUMIS]


@cache
def written(name: str) -> dict[str, str]:
    """Situation → its whole record, and the agendas on which it stands, as text: a code that is not in it has no part in it."""
    r = piege(name).registre
    lines = [p for x in r.reunions.values() for p in x.ordre_du_jour]
    return {s.id: s.model_dump_json() + "".join(p.model_dump_json() for p in lines if p.situation == s.id) for s in r.situations}


def has_part(name: str, situation: str, pour: str) -> bool:
    return f'"{pour}"' in written(name)[situation]


def leaks(name: str, pour: str, texts: list[str], about: str = "") -> list[tuple[str, str]]:
    """What a reader out of secrecy was given and may not read: marks, and situations in which it has no part (or which are not the one asked)."""
    r, sens = piege(name).registre, piege(name).marques.sens
    given = "\n".join(map(bare, texts))
    marks = [sens[m] for m in sorted(found_in(texts)) if sens[m] != ("diffusable", pour)]
    strangers = [s for s in r.situations if (s.id != about if about else not has_part(name, s.id, pour))]
    return marks + [("situation", s.id) for s in strangers if any(bare(i) in given for i in (s.id, *s.anciens_ids))]


# --- as text, everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", examples())
def test_no_partner_out_of_secrecy_reads_more_of_a_situation_than_it_may(name: str) -> None:
    r, given = piege(name).registre, 0
    for s in r.situations:
        days = sorted({e.le for e in vivantes(s)})
        stranger = next(p for p in out_of_secrecy(r) if not has_part(name, s.id, p))
        for pour in [*(p for p in out_of_secrecy(r) if has_part(name, s.id, p)), stranger]:
            for au in {days[len(days) // 2], days[-1]}:
                texts = [t for nom in SITUATION if (t := markdown(name, nom, s.id, pour, au))]
                assert leaks(name, pour, texts, s.id) == [], (s.id, pour, au)
                assert not (texts and pour == stranger)
                given += len(texts)
    assert given > 4


@pytest.mark.parametrize("name", examples())
def test_no_partner_out_of_secrecy_reads_more_of_a_meeting_than_it_may(name: str) -> None:
    """Each one in the first and the last meeting of its own, and in the last of all."""
    r, given = piege(name).registre, 0
    for pour in out_of_secrecy(r):
        its = [
            key
            for key, x in sorted(r.reunions.items())
            if any(has_part(name, p.situation, pour) for p in x.ordre_du_jour if p.situation in r.par_id)
        ]
        for key in dict.fromkeys((*its[:1], *its[-1:], max(r.reunions))):
            texts = [t for nom in SEANCE if (t := markdown(name, nom, key, pour))]
            assert leaks(name, pour, texts) == [], (key, pour)
            given += len(texts)
    assert given > 4


@pytest.mark.parametrize("name", examples())
def test_a_care_note_is_in_no_document_of_anyone_and_the_precautions_are_in_one_of_the_team(name: str) -> None:
    r, sens = piege(name).registre, piege(name).marques.sens
    wanted = [(nom, key, pour) for key in sorted(r.reunions)[-4:] for pour in (INTERNE, CELLULE) for nom in SEANCE]
    for s in r.situations[::4]:
        readers = (INTERNE, CELLULE, PERSONNE, *(p.code for p in r.dispositif.partenaires if has_part(name, s.id, p.code)))
        wanted += [(nom, s.id, pour) for pour in readers for nom in SITUATION]
    found = {(nom, pour, sens[m][0]) for nom, sur, pour in wanted for m in found_in([markdown(name, nom, sur, pour)])}
    kinds = {kind for _, _, kind in found}
    assert "soins" not in kinds
    assert {(nom, pour) for nom, pour, kind in found if kind == "precautions"} == {("fiche_situation", INTERNE)}
    assert {"strategie", "synthese", "quoi", "precautions", "attentes", "parole", "sante"} - kinds <= MANQUENT.get(name, set())


# --- in the files -----------------------------------------------------------------------------------------


def chosen(name: str) -> list[tuple[str, str, str]]:
    """Three partners out of secrecy, of those that have a part in the most situations; each with a meeting and a situation of its own."""
    r = piege(name).registre
    ranked = sorted(out_of_secrecy(r), key=lambda p: -sum(has_part(name, s.id, p) for s in r.situations))
    given = ((p, _given(name, p, sorted(r.reunions, reverse=True), SEANCE), _given(name, p, sorted(r.par_id), SITUATION)) for p in ranked)
    return list(islice((one for one in given if one[1] or one[2]), 3))


def _given(name: str, pour: str, subjects: list[str], noms: list[str]) -> str:
    """Of the first subjects in which that partner has a part and is given a document, the one that tells it what to do, if any; none: empty."""
    r = piege(name).registre
    texts = {
        x: [t for nom in noms if (t := markdown(name, nom, x, pour))]
        for x in islice((x for x in subjects if _concerns(r, x, pour, name)), 10)
    }
    given = [x for x, found in texts.items() if found]
    return next((x for x in given if found_in(texts[x])), given[0] if given else "")


def _concerns(r: Registre, sur: str, pour: str, name: str) -> bool:
    listed = [p.situation for p in r.reunions[sur].ordre_du_jour] if sur in r.reunions else [sur]
    return any(has_part(name, id_, pour) for id_ in listed if id_ in r.par_id)


@pytest.mark.parametrize("name", examples())
def test_no_written_file_given_to_a_partner_out_of_secrecy_holds_more_than_it_may(name: str) -> None:
    """In Word, PDF, HTML and Markdown: in the text, in what the file hides, and in every stream."""
    told = 0
    for pour, meeting, situation in chosen(name):
        wanted = [(nom, meeting, "") for nom in SEANCE if meeting] + [(nom, situation, situation) for nom in SITUATION if situation]
        for nom, sur, about in wanted:
            text = markdown(name, nom, sur, pour)
            for code in FORMATS if text else ():
                assert leaks(name, pour, list(everything(code, make(text, code, HABILLAGE))), about) == [], (nom, sur, pour, code)
                told += 1
    assert told >= 2 * len(FORMATS)


@pytest.mark.parametrize("code", FORMATS)
def test_what_is_sought_in_the_files_would_be_found_there(code: str) -> None:
    """The same search, in what the cell and the team are given: strategies, engagements and syntheses are there, care notes are not."""
    sens, au = piege("alp28").marques.sens, date(2026, 11, 22)
    minutes = markdown("alp28", "compte_rendu", "2026-11-03-cellule", CELLULE, au)
    sheet = markdown("alp28", "fiche_situation", "ALP28-2025-009", INTERNE, au)
    kinds = {sens[m][0] for text in (minutes, sheet) for m in found_in(everything(code, make(text, code, HABILLAGE)))}
    assert {"strategie", "quoi", "elements_nouveaux", "reserves", "compte_rendu", "synthese", "precautions"} <= kinds
    assert "soins" not in kinds
    landlord = markdown("alp28", "compte_rendu", "2026-11-03-cellule", "habitat-eurelien", au)
    assert [sens[m] for m in found_in(everything(code, make(landlord, code, HABILLAGE)))] == [("diffusable", "habitat-eurelien")]
    assert bare("ALP28-2026-001") in "".join(map(bare, everything(code, make(minutes, code, HABILLAGE))))


@pytest.mark.parametrize("code", FORMATS)
def test_a_secret_in_what_a_file_hides_would_be_found(code: str) -> None:
    """In its title, its author, its keywords or its footer: the search goes there too."""
    text = read('---\ntitle: "zq00001zq"\nauthor: "zq00002zq"\nfooter: "zq00003zq"\n---\n\nTexte.\n')
    octets = (
        make(text, code, HABILLAGE)
        if code != "md"
        else make('---\ntitle: "zq00001zq zq00002zq zq00003zq"\n---\n\nTexte.\n', code, HABILLAGE)
    )
    assert found_in(everything(code, octets)) == {"zq00001zq", "zq00002zq", "zq00003zq"}


def test_the_marks_are_in_every_free_text_that_a_record_declares() -> None:
    """So that a field added tomorrow is sought too."""
    kinds = {quoi for quoi, _ in piege("alp28").marques.sens.values()}
    declared = {c.nom for sort in (Situation, Reunion) for c in champs_de(sort) if c.texte_libre and (sort, c.nom) not in SHOWN}
    assert declared | {"note", "strategie", "quoi", "synthese", "attentes", "parole", "soins", "sante", "diffusable", "pseudonyme"} <= kinds
