"""Hypothesis strategies: journals that fold, texts that hurt, and badly formatted files that say the same thing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from alp.core.dispositif import Dispositif
from alp.core.entrees import Commun
from alp.core.erreurs import Refus
from alp.core.journal import insert
from alp.core.parcours import allowed_types, etat_of, regles_for
from alp.core.situation import Situation
from alp.core.structure import read_entree, read_record
from alp.store.ecriture import block_lines, flow, inline
from tests.conftest import number_refs

DEBUT = date(2024, 1, 1)

REGLES = (
    "parcours: {avant: [evaluation, cellule]}",
    "parcours: {avant: [cellule, evaluation]}",
    "parcours: {avant: [evaluation], ouvre: contrat}",
    "parcours: {avant: [evaluation, cellule], cellule: {sauf_bailleurs: [hlm]}}",
    "parcours: {avant: []}\ncontrat:",
)

# --- journals -----------------------------------------------------------------------------------------

JOURS = st.dates(DEBUT, DEBUT + timedelta(days=900))
_CHOIX: dict[str, dict[str, tuple[str, ...]]] = {
    "saisine": {"origine": ("ccas", "personne")},
    "recevabilite": {"decision": ("recevable", "recevable", "recevable", "liste_attente", "hors_criteres")},
    "accord": {"objet": ("accompagnement", "partage"), "reponse": ("oui", "retire")},
    "visite": {"lieu": ("domicile",), "resultat": ("rencontre", "porte_close")},
    "evaluation": {"stade": ("entree", "suivi")},
    "examen": {"decision": ("admission", "admission", "poursuite", "refus", "ajournement")},
    "bilan": {"proposition": ("renouveler",)},
    "evenement": {"nature": ("hospitalisation", "plainte")},
    "sans_suite": {"motif": ("injoignable",)},
    "sortie": {"motif": ("relogement", "deces")},
    "nouvelles": {"source": ("proche",)},
    "reprise": {"origine": ("ccas",)},
}


@st.composite
def entries(draw: st.DrawFn, type_: str, le: date) -> dict[str, Any]:
    """One entry of a type, with dated things inside that may come later."""
    data: dict[str, Any] = {"le": le, "type": type_}
    data |= {name: draw(st.sampled_from(values)) for name, values in _CHOIX.get(type_, {}).items()}
    later = le + timedelta(days=draw(st.integers(0, 200)))
    if type_ == "contrat":
        data |= {"debut": le + timedelta(days=draw(st.integers(-20, 40))), "mois": 6}
        if draw(st.booleans()):
            data["interruption"] = {"le": max(later, data["debut"]), "motif": "hospitalisation"}
    if type_ == "visite" and draw(st.booleans()):
        data["suite"] = {"quoi": "rappeler", "avant": later, "fait": {"le": later}}
    if type_ == "examen" and draw(st.booleans()):
        data["engagements"] = [{"quoi": "visiter", "avant": later}, {"quoi": "écrire", "fait": {"le": later, "resultat": "écrit"}}]
        data["notifications"] = [{"a": "personne", "le": later}]
    if type_ == "orientation":
        data |= {"proposee_le": le, "effective_le": later}
    if type_ == "evenement" and draw(st.booleans()):
        data["fin_le"] = later
    if draw(st.integers(0, 9)) == 0:
        data["annulee"] = {"le": later, "motif": "erreur"}
    if draw(st.integers(0, 9)) == 0:
        data["vu"] = [{"code": "A301", "motif": "connu", "le": later}]
    return data


@st.composite
def situations(draw: st.DrawFn, d: Dispositif, *, id_: str = "ESSAI-2024-001") -> Situation:
    """A journal that the table allows, of one to about twenty entries."""
    days = sorted(draw(st.lists(JOURS, min_size=1, max_size=20)))
    first = number_refs([{"le": days[0], "type": "saisine", "origine": "ccas"}])
    s = read_record(Situation, {"id": id_, "logement": {"bailleur": "hlm"}, "journal": first})
    assert isinstance(s, Situation)
    for n, le in enumerate(days[1:]):
        types = allowed_types(etat_of(s, d), regles_for(d, s, le))
        read = read_entree({"ref": f"{'bcdfghjkmpqrstvwxz'[n % 18]}2222{2 + n // 18}"} | draw(entries(draw(st.sampled_from(types)), le)))
        assert isinstance(read, Commun), read
        try:
            s = insert(s, read, d)
        except Refus:
            continue
    return s


# --- texts and data -----------------------------------------------------------------------------------

DURS = (
    "non", "no", "Y", "~", "null", "", " ", "01000", "2A004", "1e3", "0x1F", "0b1", "0o7", "1_000", "12:30:45", "2026-01-12", "1.10", ".inf", "-",
    "- a", "? b", "a: b", "a #b", "# a", "'", '"', "a'b\"c", "[a", "{a", "a, b", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "---", "...", "<<", "=",
    "a:", ":a", "é\x85è", "a\u2028b", "😀", "👩‍👧", "a\tb", "\ta", " a", "a ", "a  b", "l1\nl2", "l1\n\nl2\n", "l1 \nl2", "\nl1", "l1\n", "l1\n\n",
    " l1\nl2", "l1\n  l2", "l1\n# l2", "l1\r\nl2", "a\rb", "\\", "\\n", "mot " * 60 + "fin", "m" * 300, "mot " * 40 + "# fin", "mot " * 30 + ": fin",
    "- mot " * 40 + "fin", "mot\n" * 40, "Elle dit : « non ».", "l'eau, le gaz", "1", "-1", "+1", "1.", ".5", "6e", "1:2", "190:20:30", "0", "00", "0_",
    "True", "OUI", "on", "\xa0", "a\xa0", "２", "mot\n\n\nmot", "mot " * 30 + "\n" + "mot " * 30, "mot  " * 30 + "fin", "l1\n \nl2", "l1\n\tl2",
)  # fmt: skip
_ADMIS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]) | st.sampled_from("\n\t\r\x85\u2028 :#-'\"\\|>{}[],&*!%@`?=~")
TEXTES = st.sampled_from(DURS) | st.text(_ADMIS, max_size=30) | st.text("ab \n:#-\"'", max_size=150)
MOTS = st.sampled_from(("ccas", "non", "01000", "Elle dit : « non ».", "a #b", "l1\nl2", "mot " * 40 + "fin", "x", "été 😀 fini"))


def data(textes: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Any data that a file of alp may hold."""
    cles = st.sampled_from(("a", "b_c", "note", "28085", "non", "le", "k3fhq7"))
    scalaires = textes | st.integers(0, 999_999) | st.dates()
    listes = st.lists(scalaires, max_size=4)
    objets = st.dictionaries(cles, scalaires | listes, max_size=4)
    return st.dictionaries(cles, scalaires | listes | objets | st.lists(objets, max_size=3), min_size=1, max_size=5)


# --- the same file, badly formatted ---------------------------------------------------------------------


@st.composite
def files(draw: st.DrawFn, content: dict[str, Any]) -> str:
    """A file that says `content` (header keys, and a journal of entries), formatted as nobody would want it."""
    lines: list[str] = []

    def noise(indent: int) -> None:
        for extra in draw(st.lists(st.sampled_from(("", "# un mot", " ", "# - ref: faux")), max_size=1)):
            lines.append(" " * indent + extra if extra.startswith("#") else extra)

    def tail() -> str:
        return draw(st.sampled_from(("", "", "", "   # pourquoi", " #")))

    def scalar(value: Any, *, en_flux: bool = False) -> str:
        texte = inline(value, flux=en_flux)
        if not isinstance(value, str) or texte.startswith('"') or draw(st.booleans()):
            return texte
        return draw(st.sampled_from((texte, json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'")))

    def one(head: str, value: Any, indent: int, *, first: bool) -> None:
        """`head` is `key:`; a first key of an entry stands behind its dash."""
        pad = "" if first else " " * indent
        if isinstance(value, str) and draw(st.integers(0, 3)) == 0 and value.strip() == value and value.isprintable() and value:
            style = draw(st.sampled_from(("|-", ">-", "|", ">", "|+")))
            body = [value] if style in ("|-", ">-") else None
            if body:
                lines.extend([f"{pad}{head} {style}", *(" " * (indent + 2 + draw(st.integers(0, 2))) + line for line in body)])
                return
        if isinstance(value, (dict, list)):
            texte = flow(value)
            if draw(st.booleans()) or not value:
                lines.append(f"{pad}{head} {texte}{tail()}")
            else:
                inner = indent + (draw(st.integers(0, 2)) if isinstance(value, list) else draw(st.integers(1, 4)))
                lines.extend([f"{pad}{head}{tail()}", *block_lines(value, inner)])
            return
        lines.append(f"{pad}{head}{' ' * draw(st.integers(1, 3))}{scalar(value)}{tail()}")

    for key, value in content.items():
        if key != "journal":
            noise(0)
            one(f"{key}:", value, 0, first=False)
    noise(0)
    lines.append("journal:" + tail())
    dash = draw(st.integers(0, 4))
    gap = draw(st.integers(1, 3))
    for entry in content["journal"]:
        noise(dash)
        if draw(st.integers(0, 4)) == 0:
            lines.append(" " * dash + "-" + " " * gap + flow(entry) + tail())
            continue
        inner = dash + 1 + gap
        lines.append(" " * dash + "-" + " " * gap)
        for n, (key, value) in enumerate(entry.items()):
            if n:
                noise(inner)
                one(f"{key}:", value, inner, first=False)
            else:
                head = lines.pop()
                one(f"{key}:", value, inner, first=True)
                at = next(i for i in range(len(lines) - 1, -1, -1) if lines[i].startswith(f"{key}:"))
                lines[at] = head + lines[at]
    noise(0)
    eol = draw(st.sampled_from(("\n", "\r\n")))
    return eol.join(lines) + draw(st.sampled_from((eol, "", eol * 2)))
