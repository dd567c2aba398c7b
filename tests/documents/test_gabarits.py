"""Templates that nobody has checked: what they may do, what they may not, and how a mistake is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core.erreurs import UsageError
from alp.documents.echappe import escape
from alp.documents.fautes import GabaritError
from alp.documents.gabarits import Gabarits


@dataclass(frozen=True)
class Membre:
    nom: str
    presence: str = "présent"
    depuis: date | None = None

    @property
    def initiale(self) -> str:
        return self.nom[0]

    def efface(self) -> None:
        raise AssertionError("a template called a method")


DONNEES: dict[str, Any] = {
    "reunion": {"nom": "Cellule", "le": date(2026, 11, 3), "heure": "14:30", "items": 3, "lieu": None},
    "membres": (Membre("CCAS"), Membre("Habitat", "excusé", date(2026, 1, 1))),
    "note": "a*b* |x| <b>\n# fin",
    "montant": Decimal("1234.5"),
    "nombre": 3,
    "vrai": True,
}
Rendu = Callable[..., str]


@pytest.fixture
def rend(tmp_path: Path) -> Rendu:
    folder = tmp_path / "templates"
    folder.mkdir()

    def render(source: str, **autres: str) -> str:
        for name, text in {"essai": source, **autres}.items():
            (folder / f"{name}.md.j2").write_text(text, encoding="utf-8")
        return Gabarits([folder]).render("essai", DONNEES).rstrip("\n")

    return render


# --- values ---------------------------------------------------------------------------------------------

NOTE = r"a\*b\* &#124;x&#124; \<b\><br>\# fin"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ note }}", NOTE),
        ("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(note) }}", f"**{NOTE}**"),
        ("{% set x %}*{{ note }}*{% endset %}{{ x }} {{ x ~ note }}", f"*{NOTE}* *{NOTE}*{NOTE}"),
        ("{% set x %}*a*{% endset %}{{ [x, '*b*']|join(', ') }}", r"*a*, \*b\*"),
        ("{% set x %}*a*{% endset %}{{ [x, '*b*']|liste }}", r"*a* et \*b\*"),
        ("{% set x %}*a*{% endset %}{{ x + ' *b*' }}", r"*a* \*b\*"),
        ("{{ '*a*' ~ note }}", rf"\*a\*{NOTE}"),
        ("{{ (note ~ note)|upper|lower }}", NOTE + NOTE),
        ("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ note }}{% endcall %}", f"[{NOTE}]"),
        ("{{ reunion.lieu }}|{{ vrai }}|{{ reunion.le }}|{{ montant }}|{{ 2026 }}", "|oui|3\u00a0novembre\u00a02026|1\u202f234,5|2026"),
        ("{{ membres|map(attribute='nom')|join(', ') }}", "CCAS, Habitat"),
        ("{{ membres|liste(attribute='nom') }}, {{ membres[0].initiale }}", "CCAS et Habitat, C"),
        ("{% for m in membres %}{{ loop.index }} {{ m.nom }}{{ ', ' if not loop.last }}{% endfor %}", "1 CCAS, 2 Habitat"),
        ("{{ 'du ' ~ (reunion.le|date) ~ (' (' ~ nombre ~ ')' if nombre else '') }}", "du 3\u00a0novembre\u00a02026 (3)"),
        ("{{ 'infirmière au CCAS'|phrase }}|{{ none|phrase }}", "Infirmière au CCAS|"),
        ("x{{ ' (' ~ nombre ~ ')' if nombre else '' }}", "x (3)"),
        ("{{ reunion.items }} {{ reunion['nom'] }}", "3 Cellule"),
        ("{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}", "a=1"),
        ("{{ rien|default('–') }}{{ 'x' if rien is defined else 'y' }}", "–y"),
        ("{{ [1, 2]|sum }} {{ membres|sum(attribute='initiale.x') if False }}{{ 'a' if nombre in (1, 3) }}", "3 a"),
        ("{{ note|replace('*', '') }}", r"ab &#124;x&#124; \<b\><br>\# fin"),
        ("title: {{ note|yaml }}", 'title: "a*b* |x| <b>\\n# fin"'),
        ("{{ nombre|pluriel('situation') }}, {{ reunion.heure|heure }}", "3\u00a0situations, 14\u00a0h\u00a030"),
        ("a\n\n\n\nb", "a\n\nb"),
    ],
)
def test_a_value_is_data_once_wherever_it_passes(rend: Rendu, source: str, expected: str) -> None:
    assert rend(source) == expected


@given(st.text(alphabet="ab*_<|\\#[ "))
def test_the_ways_a_value_can_take_write_the_same(valeur: str) -> None:
    ways = [
        "{{ v }}", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}", "{% set x %}{{ v }}{% endset %}{{ x }}", "{% set x = v %}{{ x }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ v }}{% endcall %}", "{% for x in [v] %}{{ x }}{% endfor %}", "{{ [v]|liste }}",
    ]  # fmt: skip
    env = Gabarits()._env
    assert {env.from_string(way).render(v=valeur) for way in ways} == {escape(valeur)}


# --- what it may not do ---------------------------------------------------------------------------------

ATTAQUES = [
    "{{ ''.__class__ }}", "{{ ''['__class__'] }}", "{{ membres.__class__.__mro__ }}", "{{ membres[0].__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}", "{{ cycler.__init__.__globals__ }}", "{{ joiner.__class__ }}", "{{ namespace.__init__ }}",
    "{{ range.__self__ }}", "{{ loop }}", "{{ membres|map(attribute='__class__')|join }}", "{{ membres|map('attr', '__class__')|join }}",
    "{{ membres|sort(attribute='__class__') }}", "{{ membres|groupby('__class__')|join }}", "{{ membres|selectattr('__class__')|join }}",
    "{{ membres[0].efface() }}", "{{ reunion.update({'nom': 'x'}) }}", "{{ reunion.pop('nom') }}", "{{ [1].append(2) }}", "{{ note.format(1) }}",
    "{{ '%s'|format(note) }}", "{{ '%s' % note }}", "{{ reunion.le.strftime('%Y') }}", "{{ note|safe }}", "{{ note|e }}", "{{ note|escape }}",
    "{{ note|tojson }}", "{{ note|xmlattr }}", "{{ [1, 2]|random }}", "{{ lipsum(5) }}", "{{ dict(a=1) }}", "{{ cycler.__doc__ }}",
    "{% autoescape false %}{{ note }}{% endautoescape %}", "{% filter upper %}a{% endfilter %}", "{% for x in membres recursive %}{{ loop(membres) }}{% endfor %}",
    "{% include '../../etc/passwd' %}", "{% include '/etc/passwd' %}", "{% include 'doc.typ' %}", "{% include 'dispositif.yaml.j2' %}",
    "{% import 'os' as os %}", "{% from 'alp/../x.md.j2' import a %}", "{% extends '//x' %}", "{{ config }}", "{{ request }}",
    "{% set reunion.nom = 'x' %}",
]  # fmt: skip
LONGS = [
    "{{ 'a' * 3000000000 }}", "{{ [1] * 300000000 }}", "{{ 9 ** 9 ** 9 }}", "{{ range(10000000)|list }}", "{% for i in range(100001) %}{% endfor %}",
    "{% for i in range(10000) %}{% for j in range(10000) %}{% endfor %}{% endfor %}",
    "{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% include 'essai.md.j2' %}", "{% extends 'essai.md.j2' %}",
    "{% set ns = namespace(x='aaaa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "{% set ns = namespace(x='aaaa') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x='aaaa') %}{% for i in range(60) %}{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
    "{% set ns = namespace(x=['aaaa']) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x=['aaaa']) %}{% for i in range(60) %}{% set ns.x = [ns.x|join, ns.x|join] %}{% endfor %}",
    "{% set ns = namespace(x=7) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{% for i in range(10000) %}{{ note|replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') * 3 }}{% endfor %}",
    "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = ns.x|replace('a', 'aaaaaaaa') %}{% endfor %}",
    "{% set ns = namespace(x=['a']) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x]|sum(start=[]) %}{% endfor %}",
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
    "{% set ns = namespace(a={}, b={}) %}{% for i in range(60) %}{% set ns.a = {1: ns.a, 2: ns.a} %}{% set ns.b = {1: ns.b, 2: ns.b} %}{% endfor %}{{ ns.a == ns.b }}",
    "{{ 1.5|nombre(100000000) }}", "{{ 1|montant(99999999) }}",
]  # fmt: skip


@pytest.mark.parametrize("source", ATTAQUES)
def test_an_attack_is_refused_in_french(rend: Rendu, source: str) -> None:
    with pytest.raises(GabaritError) as caught:
        rend(source)
    assert caught.value.message.startswith("templates/essai.md.j2:1")
    assert caught.value.remede
    assert DONNEES["reunion"]["nom"] == "Cellule"


@pytest.mark.parametrize("source", LONGS)
def test_what_would_never_end_or_fill_the_memory_is_refused_at_once(rend: Rendu, source: str) -> None:
    start = time.perf_counter()
    with pytest.raises(GabaritError):
        rend(source)
    assert time.perf_counter() - start < 20


def test_a_template_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path, rend: Rendu) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "templates" / "_lien.md.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(UsageError, match="_lien"):
        rend("{% include '_lien.md.j2' %}")


# --- which one is used ----------------------------------------------------------------------------------


def test_the_association_s_own_goes_before_ours_and_may_extend_it(tmp_path: Path) -> None:
    """Two folders, one name."""
    own, ours = tmp_path / "a", tmp_path / "b"
    own.mkdir()
    ours.mkdir()
    (ours / "lettre.md.j2").write_text("Bonjour. {% block fin %}Nous.{% endblock %}")
    (ours / "autre.md.j2").write_text("{% include '_bas.md.j2' %}")
    (ours / "_bas.md.j2").write_text("bas")
    (ours / "LISEZMOI.md.j2").write_text("n'est pas un document")
    (own / "lettre.md.j2").write_text("{% extends 'alp/lettre.md.j2' %}{% block fin %}Eux.{% endblock %}")
    gabarits = Gabarits([own])
    gabarits.dossiers = (own, tmp_path / "absent", ours)
    assert [(g.nom, g.propre) for g in gabarits.liste()] == [("autre", False), ("lettre", True)]
    assert gabarits.render("lettre", {}) == "Bonjour. Eux.\n"
    assert gabarits.render("autre", {}) == "bas\n"
    assert "extends" in gabarits.source("lettre")


def test_a_name_that_does_not_exist_gets_the_nearest(rend: Rendu, tmp_path: Path) -> None:
    rend("x")
    with pytest.raises(UsageError) as caught:
        Gabarits([tmp_path / "templates"]).render("essay", {})
    assert caught.value.remede == "Est-ce « essai » ?"


# --- what is said ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "message", "remede"),
    [
        ("a\nb {{ reunon.nom }}", ":2:6 : la variable « reunon » n'existe pas", "Est-ce « reunion » ?"),
        ("{{ reunion.nam }}", ":1:12 : « nam » n'existe pas ici", "Est-ce « nom » ?"),
        ("{{ membres[0].prenom }}", ":1:15 : « prenom » n'existe pas ici", "Est-ce « nom » ?"),
        ("{{ membres[0].zzz }}", ":1:15 : « zzz » n'existe pas ici", "Choisir parmi : depuis, initiale, nom, presence."),
        ("{{ membres.nom }}", ":1:12 : « nom » est demandé à une liste", "Passer par une boucle : {% for … in … %}."),
        ("{{ note.upper }}", ":1:9 : ceci n'est pas permis dans un modèle de document", ""),
        ("\n{{ note|datte }}", ":2:9 : le filtre « datte » n'existe pas", "Est-ce « date » ?"),
        ("{{ note is definned }}", ":1:12 : le test « definned » n'existe pas", "Est-ce « defined » ?"),
        ("{% iff x %}", ":1:4 : la balise « iff » n'existe pas", "Est-ce « if » ?"),
        ("{% for m in membres %}\n{{ m.nom }}", ": « for » n'est pas fermé", "Ajouter la balise de fin : {% endfor %}."),
        ("{{ note", "est pas", ""),
        ("{{ note|date }}", ":1 : une valeur n'est pas de la sorte attendue (il faut une date)", ""),
        ("{{ membres }}", ":1 : une valeur n'est pas de la sorte attendue", ""),
        ("{{ nombre / 0 }}", ":1 : division par zéro", ""),
        ("{% include '_absent.md.j2' %}", ":1:13 : le modèle de document « _absent.md.j2 » n'existe pas", ""),
        ("{% for m in membres %}\n\n{{ m.nm }}{% endfor %}", ":3:6 : « nm » n'existe pas ici", "Est-ce « nom » ?"),
    ],
)
def test_a_mistake_says_where_what_and_what_to_do(rend: Rendu, source: str, message: str, remede: str) -> None:
    with pytest.raises(GabaritError) as caught:
        rend(source)
    assert message in caught.value.message
    assert caught.value.remede
    assert remede in caught.value.remede


def test_a_mistake_in_a_part_is_told_in_that_part(rend: Rendu) -> None:
    with pytest.raises(GabaritError, match=r"templates/_bas\.md\.j2:2:4 : la variable « absente »"):
        rend("{% include '_bas.md.j2' %}", _bas="\n{{ absente }}")


def check(tmp_path: Path, source: str, **autres: str) -> list[str]:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in {"essai": source, **autres}.items():
        (folder / f"{name}.md.j2").write_text(text, encoding="utf-8")
    return [f"{f.ou.removeprefix('templates/')} {f.message}" for f in Gabarits([folder]).check("essai", DONNEES)]


TETE = '---\ntitle: "x"\n---\n'


def test_a_check_finds_every_mistake_at_once_in_the_branches_not_taken_too(tmp_path: Path) -> None:
    source = """{{ absente }}
{% if False %}{{ reunion.lieux }}{% else %}{{ note|datte }}{% endif %}
{% for m in membres|sort(attribute="nom") %}{{ m.prenom }} {{ m.depuis|court }}{% endfor %}
{% for m in [] %}{{ autre }}{% endfor %}
{% set premier = membres|first %}{{ premier.nomm }}{{ membres|map(attribute="nam")|join }}
{% macro m(x) %}{{ x.tout }}{{ zut }}{% endmacro %}{{ m(note) }}
{% if peut_etre is defined %}{{ peut_etre.nom }}{% endif %}{{ rien|default("") }}{{ 1 is imppair }}
{% include "_bas.md.j2" %}{% include "_absent.md.j2" %}
"""
    assert check(tmp_path, source, _bas="{{ bas }}{% for m in membres %}{{ m.nom }}{% endfor %}") == [
        "_bas.md.j2:1:4 la variable « bas » n'existe pas",
        "essai.md.j2:1:4 la variable « absente » n'existe pas",
        "essai.md.j2:2:26 « lieux » n'existe pas ici",
        "essai.md.j2:2:52 le filtre « datte » n'existe pas",
        "essai.md.j2:3:50 « prenom » n'existe pas ici",
        "essai.md.j2:4:21 la variable « autre » n'existe pas",
        "essai.md.j2:5:45 « nomm » n'existe pas ici",
        "essai.md.j2:5:78 « nam » n'existe pas ici",
        "essai.md.j2:6:32 la variable « zut » n'existe pas",
        "essai.md.j2:7:90 le test « imppair » n'existe pas",
        "essai.md.j2:8:39 le modèle de document « _absent.md.j2 » n'existe pas",
    ]


def test_a_check_knows_blocks_and_macros_of_other_templates(tmp_path: Path) -> None:
    source = '{% extends "base.md.j2" %}{% from "_outils.md.j2" import gras, grass %}{% block corp %}{{ gras("x") }}{% endblock %}'
    assert check(
        tmp_path, source, base=TETE + "{% block corps %}{% endblock %}", _outils="{% macro gras(x) %}**{{ x }}**{% endmacro %}"
    ) == [
        "essai.md.j2:1:64 « grass » n'existe pas dans _outils.md.j2",
        "essai.md.j2:1:81 le bloc « corp » n'existe pas dans base.md.j2",
    ]


def test_a_check_goes_on_to_what_the_template_writes(tmp_path: Path) -> None:
    assert check(tmp_path, TETE + "```\ncode\n```") == [
        "essai.md.j2 Ligne 4 du document : un bloc de code n'est pas prévu dans un document."
    ]


def test_a_template_that_is_right_has_nothing_to_say(tmp_path: Path) -> None:
    assert check(tmp_path, TETE + "{% for m in membres if m.nom %}- {{ m.nom }} {{ m.depuis|date }}\n{% else %}Personne.{% endfor %}") == []
