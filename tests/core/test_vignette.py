"""Stories in which nobody should be recognised: over the five registers, nothing that names, dates, places or quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from alp.core import codes
from alp.core.champs import Champ, Sorte
from alp.core.controles.examine import fields
from alp.core.dispositif import Dispositif
from alp.core.erreurs import AlpError, Refus
from alp.core.preparation.commun import inside
from alp.core.rapport.mots import DE_SANTE, QUI, Lexique, age, counted, later, season, words
from alp.core.rapport.recits import _DECISIONS, _FOYERS, _ISSUES, _PARCS, _REPONSES, _REPONSES_ACCORD, _SIGNATURES
from alp.core.rapport.vignette import vignette
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.documents.gabarits import Gabarits
from alp.store.lecture import read_registre
from alp.store.modeles import example
from tools.generer import MODELES

# --- nothing that names, over the five registers --------------------------------------------------------


@pytest.fixture(scope="module", params=MODELES)
def nom(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def registre(nom: str) -> Registre:
    return read_registre(example(nom), soins=True).registre


def stories(registre: Registre, au: date) -> Iterator[tuple[Situation, str]]:
    """Every story of a register, laid out, without its frame of warning; with health in its own words too."""
    gabarits = Gabarits()
    for n, s in enumerate(registre.situations):
        try:
            made = vignette(registre, s.id, au=au, sante=n % 2 == 0)
        except Refus:
            continue
        text = gabarits.render("vignette", {"vignette": made})
        yield s, text.rpartition(":::")[2]


@pytest.fixture(scope="module")
def histoires(nom: str, registre: Registre) -> list[tuple[Situation, str]]:
    return list(stories(registre, MODELES[nom].fin))


def test_each_path_has_its_story(registre: Registre, histoires: list[tuple[Situation, str]]) -> None:
    assert len(histoires) >= 0.9 * len(registre.situations)
    assert all(len(text.split()) > 15 for _, text in histoires)
    assert len({text for _, text in histoires}) > 0.9 * len(histoires)


def test_no_story_says_a_name_an_id_or_a_place(registre: Registre, histoires: list[tuple[Situation, str]]) -> None:
    """Kinds of services are said with a small letter (« un bailleur privé »); what `dispositif.yaml` declares has a capital."""
    d = registre.dispositif
    partners = {p.nom for p in d.partenaires} | {p.code for p in d.partenaires if "-" in p.code} | {f.nom for f in d.financeurs} - {"État"}
    places = {c.nom for c in d.territoire.communes} | {q.nom for c in d.territoire.communes for q in c.quartiers}
    persons = {x for s in registre.situations for x in (s.id, s.personne.pseudonyme) if x}
    forbidden = partners | places | persons | {d.nom, d.sigle, d.territoire.nom or d.nom} | {e.nom for e in d.equipe if e.nom}
    named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, forbidden))})(?!\w)")
    assert len(forbidden) > 60
    assert [(s.id, found[0]) for s, text in histoires if (found := named.search(text.replace("’", "'")))] == []


def test_no_story_holds_a_figure_so_neither_a_date_nor_an_age(histoires: list[tuple[Situation, str]]) -> None:
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    assert [s.id for s, text in histoires if re.search(rf"\d|(?<!\w)(?:{months})(?!\w)", text)] == []


def free_texts(record: BaseModel) -> Iterator[str]:
    """Everything that somebody wrote in a file."""
    for _, champ, value, _ in fields(record, (), date.min):
        if is_free(champ):
            yield from value if isinstance(value, tuple) else (value,)


def is_free(champ: Champ) -> bool:
    return champ.sorte in (Sorte.texte, Sorte.textes) and champ.texte_libre


def five_words(texte: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", texte.casefold())
    return {tuple(found[n : n + 5]) for n in range(len(found) - 4)}


def test_no_story_quotes_what_was_written(registre: Registre, histoires: list[tuple[Situation, str]]) -> None:
    """Not five words in a row of a note, a strategy, a care note… Labels apart; and no note of a register is told twice: what stands in two stories is ours."""
    d = registre.dispositif
    labels = {inside(x.label) for name in type(d.vocabulaire).model_fields for x in d.declarations(name)}
    label = re.compile("|".join(map(re.escape, sorted(labels, key=len, reverse=True))))
    told = [set().union(*map(five_words, label.split(text.replace("’", "'")))) for _, text in histoires]
    ours = {group for group, times in Counter(g for groups in told for g in groups).items() if times > 1}
    for (s, _), groups in zip(histoires, told, strict=True):
        written = [*free_texts(s), *registre.soins.get(s.id, {}).values()]
        assert written
        assert groups & set().union(*map(five_words, written)) - ours == set(), s.id


# --- what it tells ------------------------------------------------------------------------------------

DISPOSITIF: dict[str, Any] = {
    "format": "1", "nom": "Essai d'Ici", "sigle": "ESSAI", "territoire": {"communes": [{"insee": "28085", "nom": "Chartres"}]},
    "equipe": [{"code": "ide", "metier": "infirmière"}], "parcours": {"avant": ["evaluation", "cellule"], "cellule": "toujours"},
    "contrat": {"mois": "6"},
    "partenaires": [
        {"code": "hlm", "nom": "Habitat d'Ici", "type": "bailleur_social", "secret": "non_soumis"},
        {"code": "hopital", "nom": "Hôpital d'Ici", "type": "hopital", "secret": "soumis"},
        {"code": "saad", "nom": "Aide d'Ici", "type": "aide_domicile", "secret": "soumis"},
    ],
    "vocabulaire": {
        "problematiques": [
            {"code": "incurie", "libelle": "Incurie"}, {"code": "addiction", "libelle": "Addiction", "sante": "oui"},
            {"code": "ici", "libelle": "Troubles à Chartres"},
        ],
        "objectifs": [{"code": "logement", "libelle": "Logement"}], "resultats": [{"code": "propre", "libelle": "Logement assaini"}],
        "domaines": [{"code": "hygiene", "libelle": "Hygiène"}, {"code": "psy", "libelle": "Santé psychique", "sante": "oui"}],
    },
}  # fmt: skip


def e(ref: str, le: str, type_: str, **kw: Any) -> dict[str, Any]:
    return {"ref": ref, "le": le, "type": type_, **kw}


VIE = [
    e("bbbbb2", "2025-04-07", "saisine", origine="hlm"),
    e("bbbbb3", "2025-04-08", "recevabilite", decision="recevable"),
    e("bbbbb4", "2025-04-20", "visite", lieu="domicile", resultat="porte_close"),
    e("bbbbb5", "2025-05-02", "visite", lieu="domicile", resultat="porte_close"),
    e("bbbbb6", "2025-05-10", "visite", lieu="telephone", resultat="sans_reponse"),
    e("bbbbb7", "2025-05-20", "visite", lieu="domicile", resultat="rencontre", note="Elle a montré la photo de son fils Paul."),
    e("bbbbb8", "2025-05-20", "accord", objet="accompagnement", reponse="oui"),
    e("bbbbb9", "2025-06-10", "evaluation", stade="entree", par=["ide"], domaines={"hygiene": "4", "psy": "3"}),
    e("bbbbc2", "2025-06-20", "examen", decision="admission", engagements=[{"quoi": "Appeler", "qui": "saad"}, {"quoi": "Voir", "qui": "ide"}]),
    e("bbbbc3", "2025-07-01", "contrat", debut="2025-07-01", mois="6", objectifs=[{"domaine": "logement", "libelle": "Vider le couloir"}], signature={"reponse": "signe", "le": "2025-07-01"}),
    e("bbbbc4", "2025-10-01", "orientation", vers="hopital", effective_le="2025-11-01"),
    e("bbbbc5", "2025-10-02", "orientation", vers="saad", effective_le="2025-12-01"),
    e("bbbbc6", "2026-01-01", "contrat", debut="2026-01-01", mois="6"),
    e("bbbbc7", "2026-05-01", "relais"),
    e("bbbbc8", "2026-07-01", "sortie", motif="objectifs_atteints", issue="maintenu", resultats=["propre"]),
    e("bbbbc9", "2027-01-05", "nouvelles", source="bailleur", logement="oui"),
]  # fmt: skip


def histoire(journal: list[dict[str, Any]], *, sante: bool = False, au: date = date(2027, 2, 1), **header: Any) -> str:
    base = {
        "personne": {"pseudonyme": "Tilleul", "genre": "femme", "naissance": "1963"}, "foyer": {"type": "personne_seule"},
        "logement": {"commune": "28085", "parc": "social", "bailleur": "hlm"}, "problematiques": ["incurie", "addiction", "ici"],
    }  # fmt: skip
    situation = Situation.model_validate({"id": "ESSAI-2025-001", **base, **header, "journal": journal})
    registre = Registre(Dispositif.model_validate(DISPOSITIF), (situation,))
    return "\n".join(vignette(registre, situation.id, au=au, sante=sante).paragraphes)


def test_a_whole_life() -> None:
    assert histoire(VIE) == (
        "Au printemps, un bailleur social signale la situation d'une femme d'une soixantaine d'années. Elle vit seule, dans un logement social. "
        "Ce qui inquiète alors : incurie, difficultés de santé. Un mois plus tard, l'équipe la rencontre pour la première fois, après trois "
        "tentatives, dont deux portes closes. Elle accepte d'être accompagnée. Deux semaines plus tard, une évaluation fait le point ; ce qui "
        "pèse le plus : hygiène, santé. Quelques jours plus tard, la cellule décide de l'accompagner ; deux services se partagent ce qu'il y a à faire.\n"
        "L'accompagnement commence. Quelques jours plus tard, elle signe un contrat de six mois ; il porte sur : logement. Quatre mois plus tard, "
        "un service de santé intervient désormais. Un mois plus tard, un service d'aide à domicile intervient à son tour. Un mois plus tard, le "
        "contrat est renouvelé. Quatre mois plus tard, l'équipe commence à passer la main.\n"
        "Deux mois plus tard, l'accompagnement se termine (objectifs atteints) ; elle garde son logement. Ce qui a été obtenu : logement assaini. "
        "Six mois plus tard, aux dernières nouvelles, elle a toujours un logement."
    )  # fmt: skip


def test_health_is_told_in_its_own_words_only_when_asked() -> None:
    assert "addiction" not in histoire(VIE)
    told = histoire(VIE, sante=True)
    assert "incurie, addiction." in told
    assert "santé psychique" in told
    assert "un hôpital intervient" in told


def test_a_label_that_says_a_place_is_left_out() -> None:
    assert "Chartres" not in histoire(VIE, sante=True)


ORIGINES = {
    "personne": "une femme d'une soixantaine d'années demande de l'aide",
    "equipe": "l'équipe rencontre une femme",
    "voisin": "un voisin signale",
}


@pytest.mark.parametrize("origine", ORIGINES)
def test_who_referred(origine: str) -> None:
    assert ORIGINES[origine] in histoire([{**VIE[0], "origine": origine}])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"personne": {"genre": "homme", "naissance": "2003"}}, "d'un jeune homme. Il vit seul, dans un logement social."),
        ({"personne": {"genre": "homme", "naissance": "1931"}}, "d'un homme d'un grand âge."),
        ({"personne": {}}, "d'une personne. Elle vit seule,"),
        ({"logement": None}, "Elle est sans logement."),
        ({"foyer": {}, "logement": {"commune": "28085"}}, "Elle vit dans un logement."),
        ({"foyer": {"type": "couple_enfants", "enfants": "7"}}, "Elle vit en couple, avec des enfants, dans un logement social."),
        ({"foyer": {}, "logement": {"parc": "tiers"}}, "Elle vit chez un tiers."),
    ],
)
def test_who_she_is(header: dict[str, Any], said: str) -> None:
    """A gender that is not known is spoken of as a person; how many children would tell too much."""
    assert said in histoire(VIE[:1], **header)


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        ([e("ccccc2", "2025-04-20", "recevabilite", decision="hors_territoire", oriente_vers=["saad"])], "n'intervient pas là où elle vit ; on l'oriente vers un service d'aide à domicile."),
        ([e("ccccc2", "2025-04-20", "visite", lieu="domicile", resultat="porte_close"), e("ccccc3", "2025-05-20", "sans_suite", motif="injoignable")], "Deux semaines plus tard, après une porte close, l'équipe ne l'a toujours pas rencontrée. Un mois plus tard, la situation s'arrête là : injoignable."),
        ([e("ccccc3", "2025-05-20", "sans_suite", motif="deces")], "tout s'arrête avec son décès."),
        ([e("ccccc2", "2025-04-20", "accord", objet="accompagnement", reponse="non"), e("ccccc3", "2025-06-20", "accord", objet="accompagnement", reponse="oui")], "elle ne souhaite pas être accompagnée. Deux mois plus tard, elle accepte d'être accompagnée."),
        ([], "Deux ans plus tard, la suite reste à décider."),
    ],
)  # fmt: skip
def test_paths_that_end_before_they_begin(suite: list[dict[str, Any]], said: str) -> None:
    assert said in histoire([VIE[0], *suite])


def test_the_same_end_says_less_of_health_and_nothing_of_justice() -> None:
    upto = VIE[:10]
    ends = {
        m: histoire([*upto, e("ccccc9", "2026-01-10", "sortie", motif=m, issue="hospitalise")])
        for m in ("hospitalisation_longue", "incarceration", "deces")
    }
    assert "hospitalis" not in "".join(ends.values())
    assert "incarc" not in "".join(ends.values())
    assert "prend fin avec son décès" in ends["deces"]
    assert "hospitalisation longue" in histoire([*upto, e("ccccc9", "2026-01-10", "sortie", motif="hospitalisation_longue")], sante=True)


def test_a_duplicate_has_no_story_of_its_own_and_the_future_none_yet() -> None:
    with pytest.raises(Refus, match="pas d'histoire à elle"):
        histoire([VIE[0], e("ccccc2", "2025-04-20", "recevabilite", decision="doublon")])
    with pytest.raises(AlpError, match="n'existe pas encore"):
        histoire(VIE, au=date(2025, 1, 1))


def test_nothing_later_than_the_day_is_told() -> None:
    said = histoire(VIE, au=date(2025, 8, 1))
    assert said.endswith("Un mois plus tard, l'accompagnement continue.")
    assert "renouvelé" not in said


# --- words --------------------------------------------------------------------------------------------


def test_every_code_has_its_words() -> None:
    assert set(QUI) == set(codes.TYPES_PARTENAIRE) | set(codes.ORIGINES)
    assert set(QUI) >= DE_SANTE
    assert set(_ISSUES) == set(codes.ISSUES_SORTIE)
    assert set(_REPONSES_ACCORD) == set(codes.REPONSES_ACCORD)
    assert set(_SIGNATURES) == set(codes.SIGNATURES)
    assert set(_FOYERS) == set(codes.FOYERS) - {"autre", "inconnu"}
    assert set(_PARCS) == set(codes.PARCS) - {"autre", "inconnu"}
    assert set(_REPONSES) == set(codes.RECEVABILITES) - {"recevable", "doublon", "erreur"}
    assert set(_DECISIONS) == set(codes.DECISIONS) - {"poursuite", "renouvellement"}


@given(st.integers(0, 5000))
def test_numbers_are_words_without_a_digit(n: int) -> None:
    assert not re.search(r"\d", words(n) + counted(n, "visite", "visites"))


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 9000))
def test_times_are_about_right_and_never_dates(le: date, days: int) -> None:
    said = later(le, le + timedelta(days=days))
    assert not re.search(r"\d", said + season(le))
    assert (said == "") == (days <= 2)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, ""), (3, "quelques jours plus tard"), (12, "deux semaines plus tard"), (25, "un mois plus tard"), (46, "deux mois plus tard"),
        (340, "onze mois plus tard"), (365, "un an plus tard"), (550, "un an et demi plus tard"), (700, "deux ans plus tard"), (1460, "quatre ans plus tard"),
    ],
)  # fmt: skip
def test_gaps(days: int, said: str) -> None:
    assert later(date(2025, 1, 1), date(2025, 1, 1) + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("le", "said"),
    [
        ("2025-01-15", "en hiver"),
        ("2025-03-01", "au printemps"),
        ("2025-08-31", "en été"),
        ("2025-11-30", "à l'automne"),
        ("2025-12-01", "en hiver"),
    ],
)
def test_seasons(le: str, said: str) -> None:
    assert season(date.fromisoformat(le)) == said


@pytest.mark.parametrize(
    ("years", "said"),
    [(20, ""), (25, "d'une trentaine d'années"), (54, "d'une cinquantaine d'années"), (55, "d'une soixantaine d'années"), (74, "d'environ soixante-dix ans"), (84, "d'environ quatre-vingts ans"), (85, "d'un grand âge"), (99, "d'un grand âge")],
)  # fmt: skip
def test_ages(years: int, said: str) -> None:
    assert age(2025 - years, date(2025, 6, 1)) == said


def test_the_words_of_a_dispositif_without_a_single_name_are_all_told() -> None:
    d = Dispositif.model_validate(
        {"format": "1", "nom": "N", "sigle": "AB", "vocabulaire": {"problematiques": [{"code": "a", "libelle": "Bruit"}]}}
    )
    assert Lexique(d, frozenset(), sante=False).labels("problematiques", ["a", "b"], "santé") == ["bruit"]
