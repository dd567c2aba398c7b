"""The texts that the coordinator writes for a report, in a Markdown file of the register: one section a block, kept from year to year.

What stands there is data: words, and a few marks (paragraphs, lists, numbered or not, quotations, sub-titles, bold, italics). Any other mark
is text: `strange_marks` says which ones are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

DOSSIER = "rapports"
CONSIGNES: Mapping[str, str] = {
    "presentation": "Ce qui a marqué l'année, en quelques phrases : l'équipe, les partenaires, ce qui a changé.",
    "qui_est_suivi": "Ce que les chiffres ne disent pas des personnes suivies : d'où elles viennent, ce qu'elles vivent.",
    "ce_qui_est_demande": "Qui nous saisit, pour quoi ; ce que nous ne pouvons pas prendre, et pourquoi.",
    "alliance": "Comment la confiance s'est nouée, ou pas ; ce que les délais montrent.",
    "ce_qui_a_ete_fait": "La façon de travailler : aller vers, à deux, revenir après une porte close.",
    "contrats": "Ce que le contrat apporte ; ce qui se renouvelle et ce qui s'arrête.",
    "droit_commun": "Vers quels services ; ce qui aboutit, ce qui bloque.",
    "garder_un_logement": "Les expulsions évitées, les relogements, les sorties difficiles.",
    "ce_qui_change": "Ce qui va mieux, selon les personnes elles-mêmes. Une courte histoire, sans nom ni lieu.",
    "reunions": "Comment les réunions travaillent ; ce qu'elles ont permis.",
    "collectif": "Les actions menées avec d'autres, et ce qu'elles ont fait naître.",
    "moyens": "Les postes, les départs et les arrivées, les financements, ce qui manque.",
    "perspectives": "Ce que l'on veut pour l'an prochain.",
}
"""What may be written in each block, as the file says it."""

_TETE = re.compile(r"^##[ \t]+([a-z][a-z0-9_]*)\b[^\n]*$", re.MULTILINE)
_COMMENTAIRE = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARQUES = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\2(?![\w*])")
_LISTE = re.compile(r"[-*•][ \t]+(?=\S)")
_NUMEROS = re.compile(r"\d{1,2}[.)][ \t]+(?=\S)", re.ASCII)
_TITRE = re.compile(r"#{1,6}[ \t]+(?=\S)")
_CITATION = re.compile(r">[ \t]*(?=\S)")

Sorte = Literal["paragraphe", "liste", "numeros", "citation", "titre"]
_SORTES: tuple[tuple[re.Pattern[str], Sorte], ...] = (
    (_LISTE, "liste"), (_NUMEROS, "numeros"), (_TITRE, "titre"), (_CITATION, "citation"),
)  # fmt: skip
_ETRANGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s*\|.*\|\s*$"), "un tableau"),
    (re.compile(r"\s*:?-{3,}:?(\s*\|\s*:?-{3,}:?)+\s*$"), "un tableau"),
    (re.compile(r".*!\[[^\]]*\]\("), "une image"),
    (re.compile(r".*(?<!!)\[[^\]]+\]\([^)]*\)"), "un lien"),
    (re.compile(r"\s*(```|~~~)"), "du code"),
    (re.compile(r"(\t| {2,})([-*•]|\d{1,2}[.)])[ \t]+\S", re.ASCII), "une liste dans une liste"),
    (re.compile(r"\s*(-{3,}|\*{3,}|_{3,})\s*$"), "un trait"),
)
"""What a line may be that is not laid out: it is printed as it was typed, or joined to the lines around."""


@dataclass(frozen=True)
class Morceau:
    """A part of a line, of one weight."""

    texte: str
    gras: bool = False
    italique: bool = False


@dataclass(frozen=True)
class Bloc:
    """A paragraph, a list (one line an item), a quotation, a sub-title."""

    sorte: Sorte
    lignes: tuple[tuple[Morceau, ...], ...]
    debut: int = 1
    """The number of the first item, of a list that has numbers."""


@dataclass(frozen=True)
class Etrange:
    """A mark of the file that no report lays out."""

    ligne: int
    """From 1."""
    quoi: str
    """« un tableau »."""


def path_of(annee: int) -> str:
    """Where the texts of a year stand in the register."""
    return f"{DOSSIER}/textes-{annee}.md"


def read_textes(source: str) -> dict[str, str]:
    """The sections of the file, by the name that their heading begins with; comments are left out, as what precedes the first heading."""
    parts = _TETE.split(_COMMENTAIRE.sub("", source.replace("\r\n", "\n").removeprefix("\ufeff")))
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def write_textes(annee: int, titres: Mapping[str, str], avant: Mapping[str, str]) -> str:
    """A new file: each block with its prompt, and the text of the year before where there is one.

    Args:
        annee: the year.
        titres: the blocks, by name, and the titles of their chapters.
        avant: the texts of the year before, by name.
    """
    head = (
        f"# Textes du rapport d'activité {annee}\n\n"
        "<!-- Écrire sous chaque titre ; ce qui est entre ces signes n'est pas repris. Garder le premier mot des titres : c'est lui qui dit où va le texte.\n"
        "     Un texte vide ne laisse pas de trace. Ni nom, ni identifiant, ni adresse. Permis : paragraphes, « - » ou « 1. » pour une liste, **gras**, *italique*. -->\n"
    )
    blocks = [
        f"\n## {name} : {title}\n\n<!-- {CONSIGNES.get(name, 'À écrire.')} -->\n\n{avant.get(name, '')}\n" for name, title in titres.items()
    ]
    others = [f"\n## {name}\n\n{text}\n" for name, text in avant.items() if name not in titres]
    return re.sub(r"\n{3,}", "\n\n", head + "".join((*blocks, *others))).rstrip("\n") + "\n"


def unchanged(textes: Mapping[str, str], avant: Mapping[str, str]) -> list[str]:
    """The blocks that still say word for word what they said the year before."""
    return [name for name, text in textes.items() if text and text.split() == avant.get(name, "").split()]


def strange_marks(source: str) -> list[Etrange]:
    """The marks of a file that no report lays out: of several lines of one kind side by side, the first."""
    blank = _COMMENTAIRE.sub(lambda m: "\n" * m[0].count("\n"), source.replace("\r\n", "\n"))
    kinds = [next((what for form, what in _ETRANGES if form.match(line)), "") for line in blank.split("\n")]
    return [Etrange(n, what) for n, (before, what) in enumerate(pairwise(["", *kinds]), 1) if what and what != before]


def read_blocs(texte: str) -> tuple[Bloc, ...]:
    """A text as blocks that a template lays out; a mark that does not close, or is not one of ours, is a character."""
    return tuple(bloc for part in re.split(r"\n[ \t]*\n", texte) for bloc in _part(part))


def _part(texte: str) -> Iterator[Bloc]:
    """Lines of one kind side by side are one block: each its own item, or all one paragraph."""
    lines = [_kind(line.strip()) for line in texte.split("\n") if line.strip()]
    merged: list[tuple[Sorte, str, int]] = []
    for sorte, line, number in lines:
        if sorte == "paragraphe" and merged and merged[-1][0] in SUITES:
            before, text, first = merged[-1]
            merged[-1] = (before, f"{text} {line}", first)
        else:
            merged.append((sorte, line, number))
    for sorte, group in groupby(merged, key=lambda one: one[0]):
        items = list(group)
        yield Bloc(sorte, tuple(_line(line) for _, line, _ in items), items[0][2])


SUITES = ("paragraphe", "liste", "numeros")
"""What a line without a mark goes on with."""


def _kind(ligne: str) -> tuple[Sorte, str, int]:
    """What a line is, without its mark; its number, in a list that has some."""
    for pattern, sorte in _SORTES:
        if found := pattern.match(ligne):
            return sorte, ligne[found.end() :], int(found[0].strip(" \t.)")) if sorte == "numeros" else 1
    return "paragraphe", ligne, 1


def _line(texte: str) -> tuple[Morceau, ...]:
    found: list[Morceau] = []
    at = 0
    for mark in _MARQUES.finditer(texte):
        if mark.start() > at:
            found.append(Morceau(texte[at : mark.start()]))
        found.append(Morceau(mark[1], gras=True) if mark[1] else Morceau(mark[3], italique=True))
        at = mark.end()
    return (*found, Morceau(texte[at:])) if at < len(texte) else tuple(found)
