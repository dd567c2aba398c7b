"""From options and answers to a record's data: nothing is asked when nothing required is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from alp.cli.montre import text, title, write
from alp.cli.saisie import Lecteur, Saisi, missing, refuse_missing
from alp.cli.session import Renonce, Session, say
from alp.core.calendrier import short_jour
from alp.core.catalogue import CATALOGUE
from alp.core.champs import EMPTY, Champ, Fiche, Sorte, champs_de
from alp.core.controles import check_one
from alp.core.dispositif import Dispositif
from alp.core.entrees import Sortie
from alp.core.erreurs import AlpError, Gravite, Probleme, Refus
from alp.core.pertinence import asked, used_codes
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.texte_libre import suspects
from alp.core.types import JOURNEE_MINUTES
from alp.store.lecture import Lecture

RARES = frozenset({"pieces", "aussi", "information_le", "interruption", "position_personne", "notifications"})
"""Given by option, or later: a form that asks everything is not filled in."""
INSISTE = frozenset({(Sortie, "issue")})
"""Asked without « (passer) »: the list has a word for what is not known."""

T = TypeVar("T")


def fill(
    session: Session,
    fiche: type[Fiche],
    saisi: Saisi,
    commande: str,
    *,
    defaults: Mapping[str, Any] | None = None,
    sauf: frozenset[str] = frozenset(),
    proposes: Mapping[str, Any] | None = None,
    ask: bool = False,
    check_day: Callable[[date], None] | None = None,
) -> tuple[dict[str, Any], bool]:
    """The data that options give, completed by questions on a terminal when something required is missing, or nothing was given.

    Args:
        session: the run.
        fiche: the record to fill.
        saisi: the options.
        commande: how the command is called, for the help that a refusal names.
        defaults: values taken when nothing is said.
        sauf: fields never asked for.
        proposes: answers that the questions propose; not taken where nothing is asked.
        ask: ask on a terminal even when nothing required is missing.
        check_day: refuses a day on which this cannot be, before anything more is asked.

    Returns:
        The data, and whether questions were asked.

    Raises:
        UsageError: something required is missing and nobody can be asked.
    """
    lecteur = Lecteur(session.registre, session.today)
    le = _day(lecteur, saisi, session.today)
    given = lecteur.data(saisi, le)
    known = {**_usual(session, fiche), **(defaults or {})}
    lacking = [c for c in missing(fiche, known | given) if c.nom not in sauf]
    if not lacking and not (session.interactive and (ask or not saisi)):
        return known | given, False
    if not session.interactive:
        refuse_missing(lacking, commande)
    if check_day and "le" in given:
        check_day(given["le"])
    return _ask(session, fiche, sauf | RARES, given, known | dict(proposes or {}), lecteur, check_day), True


def _ask(
    session: Session,
    fiche: type[Fiche],
    sauf: frozenset[str],
    given: dict[str, Any],
    known: dict[str, Any],
    lecteur: Lecteur,
    check_day: Callable[[date], None] | None,
) -> dict[str, Any]:
    from alp.cli import questions

    le = given.get("le", session.today)
    for champ in champs_de(fiche):
        if champ.nom in given or champ.nom in sauf or not asked(fiche, champ, session.dispositif, given):
            continue
        answer = questions.ask(insist(fiche, champ, session.dispositif), lecteur, le, known.get(champ.nom), given)
        if answer not in EMPTY:
            given[champ.nom] = answer
        if champ.nom == "le":
            le = given["le"]
            (check_day or (lambda day: None))(le)
    return given


def insist(fiche: type[Fiche], champ: Champ, dispositif: Dispositif) -> Champ:
    """A field that this dispositif wants answered: the outcome, and what was tried before where that is a condition."""
    condition = dispositif.parcours.condition_saisine
    if champ.nom == "demarches_deja_faites" and condition:
        return replace(champ, aide=condition)
    return replace(champ, requis=True) if (fiche, champ.nom) in INSISTE else champ


@dataclass(frozen=True)
class Partie:
    """One record of a form, and what was answered of it; `sauf`: fields that it never asks for."""

    fiche: type[Fiche]
    data: Mapping[str, Any]
    sauf: frozenset[str] = frozenset()

    def fields(self, dispositif: Dispositif) -> dict[str, Champ]:
        """The fields that are worth asking, from what was answered so far."""
        never = RARES | self.sauf
        return {c.nom: c for c in champs_de(self.fiche) if c.nom not in never and asked(self.fiche, c, dispositif, self.data)}


def ask_again(session: Session, *parties: Partie) -> list[dict[str, Any]]:
    """Choose what to correct in a form, and answer only that again; the data of each part."""
    from alp.cli import questions

    d = session.dispositif
    shown = {
        f"{n}.{c.nom}": f"{c.libelle} : {value_text(c, p.data[c.nom], d) if p.data.get(c.nom) not in EMPTY else '(vide)'}"
        for n, p in enumerate(parties)
        for c in p.fields(d).values()
    }
    chosen = questions.choose_many("Quelles réponses corriger ?", shown, some=True)
    return [_corrected(session, p, {c.nom for c in p.fields(d).values() if f"{n}.{c.nom}" in chosen}) for n, p in enumerate(parties)]


def _corrected(session: Session, partie: Partie, names: AbstractSet[str]) -> dict[str, Any]:
    """The answers with some asked again, and those that these make worth asking; what they make senseless goes."""
    from alp.cli import questions

    lecteur, before = Lecteur(session.registre, session.today), partie.fields(session.dispositif)
    data = dict(partie.data)
    for champ in champs_de(partie.fiche):
        name = champ.nom
        now = name in replace(partie, data=data).fields(session.dispositif)
        if name in before and not now:
            data.pop(name, None)
        elif now and (name in names or name not in before):
            wanted = insist(partie.fiche, champ, session.dispositif)
            data[name] = questions.ask_anew(wanted, lecteur, data.get("le", session.today), data.get(name), data)
    return {name: value for name, value in data.items() if value not in EMPTY}


def _day(lecteur: Lecteur, saisi: Saisi, today: date) -> date:
    typed = next((v for o, v in saisi.items() if o.chemin == ("le",)), None)
    return today if typed is None else lecteur.one(next(o.champ for o in saisi if o.chemin == ("le",)), typed, today)


def _usual(session: Session, fiche: type[Fiche]) -> dict[str, Any]:
    """Today, and the worker who types."""
    names = {c.nom for c in champs_de(fiche)}
    usual: dict[str, Any] = {"le": session.today} if "le" in names else {}
    if "par" in names and session.moi:
        usual["par"] = session.moi
    return usual


def summary(titre: str, fiche: type[Fiche], data: Mapping[str, Any], dispositif: Dispositif) -> None:
    """What is about to be written, for people."""
    if titre:
        title(titre)
    for champ in champs_de(fiche):
        if data.get(champ.nom) not in EMPTY:
            write(text(f"  {champ.libelle} : {value_text(champ, data[champ.nom], dispositif)}"))


def warn_names(registre: Registre, data: Any) -> None:
    """Before it is written: what in the answers looks personal. The history would keep it."""
    pseudonymes = frozenset(s.personne.pseudonyme for s in registre.situations if s.personne.pseudonyme)
    for value in _texts_of(data):
        for code, extract in suspects(value, pseudonymes=pseudonymes):
            say(f"Attention : {CATALOGUE[code].titre.lower()} : « {extract} ». Une fois enregistré, l'historique le garde, même corrigé.")


def _texts_of(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, (list, tuple)):
        for item in data:
            yield from _texts_of(item)
    elif isinstance(data, str):
        yield data


def value_text(champ: Champ, value: Any, dispositif: Dispositif) -> str:
    """A field's value for people: labels, French dates."""
    if isinstance(value, date):
        return short_jour(value)
    if isinstance(value, Mapping):
        return _object_text(champ, value, dispositif) if champ.fiche else _grid_text(champ, value, dispositif)
    if isinstance(value, (list, tuple)):
        return (" ; " if champ.sorte is Sorte.objets else ", ").join(value_text(champ, item, dispositif) for item in value)
    if champ.sorte is Sorte.entier and champ.bornes and champ.bornes.maxi == JOURNEE_MINUTES:
        return f"{value} min"
    if champ.sorte is Sorte.montant:
        return f"{value} €".replace(".", ",")
    if champ.nom == "mois":
        return f"{value} mois"
    return label_of(champ, str(value), dispositif)


def _object_text(champ: Champ, value: Mapping[str, Any], dispositif: Dispositif) -> str:
    """« rappeler le CCAS (par qui : infirmière, avant le : 12/01/2026) »: the first field speaks for the object."""
    inner = {c.nom: c for c in champs_de(champ.fiche)} if champ.fiche else {}
    texts = [(inner[name], value_text(inner[name], item, dispositif)) for name, item in value.items()]
    rest = ", ".join(f"{c.libelle[:1].lower() + c.libelle[1:]} : {shown}" for c, shown in texts[1:])
    return texts[0][1] + (f" ({rest})" if rest else "")


def _grid_text(champ: Champ, value: Mapping[str, Any], dispositif: Dispositif) -> str:
    """« encombrement : 3, droits : avéré »."""
    values = {**champ.valeurs} if champ.valeurs else {}
    return ", ".join(f"{label_of(champ, key, dispositif)} : {values.get(str(item), item)}" for key, item in value.items())


def label_of(champ: Champ, code: str, dispositif: Dispositif) -> str:
    """The label of a code that a field holds; the text itself where there is none."""
    if champ.codes and code in champ.codes:
        return used_codes(champ.codes, dispositif).get(code) or champ.codes[code]
    for codes in (champ.valeurs, champ.vocabulaire.aussi if champ.vocabulaire else None):
        if codes and code in codes:
            return codes[code]
    return dispositif.label(champ.vocabulaire.liste, code) if champ.vocabulaire else code


SUITES = {"oui": "Oui", "corriger": "Non, corriger une réponse", "non": "Non, ne rien écrire"}
"""What may follow a form's summary."""


def rien() -> Renonce:
    """What is said where a form was filled in and then not wanted."""
    return Renonce("Rien n'a été écrit.", "Pour recommencer : la touche ↑ rappelle la commande, puis Entrée.")


def review(data: T, show: Callable[[T], None], correct: Callable[[T], T], save: Callable[[T], int]) -> int:
    """Show the answers of a form, ask, save them; what is wrong is answered again as often as wanted, and a refusal loses no answer.

    Raises:
        Renonce: nothing is to be written.
    """
    from alp.cli import questions

    while True:
        show(data)
        chosen = questions.choose("Enregistrer ?", SUITES)
        if chosen == "non":
            raise rien()
        if chosen == "oui":
            try:
                return save(data)
            except AlpError as error:
                say(f"Erreur : {error.message}")
                say(f"→ {error.remede}")
            if not questions.confirm("Corriger une réponse et recommencer ?"):
                raise rien()
        data = correct(data)


def agree(session: Session, asked: bool, *, question: str) -> None:
    """After questions that are not a form, ask before writing.

    Raises:
        Renonce: the answer is no.
    """
    if asked and session.interactive:
        from alp.cli import questions

        if not questions.confirm(question):
            raise rien()


def confirm_destructive(session: Session, yes: bool, question: str) -> None:
    """Ask before something that takes away; without a terminal, only `--yes` will do.

    Raises:
        Renonce: the answer is no.
        Refus: nobody to ask.
    """
    if yes:
        return
    if not session.interactive:
        raise Refus(f"{question} Il n'y a pas de terminal pour le demander.", "Recommencer avec --yes.")
    from alp.cli import questions

    if not questions.confirm(question, default=False):
        raise Renonce("Rien n'a été écrit.")


def refuse_new_errors(lecture: Lecture, before: Situation | None, after: Situation, au: date) -> None:
    """Refuse a change that would bring an erreur which was not there.

    Raises:
        AlpError: with the findings.
    """
    known = {_mark(p) for p in check_one(lecture.registre, before, au=au)} if before else set()
    registre = with_situation(lecture.registre, after)
    fresh = [p for p in check_one(registre, after, au=au) if p.gravite is Gravite.erreur and _mark(p) not in known]
    if fresh:
        raise AlpError(
            f"{after.id} : rien n'a été écrit, car " + " ; ".join(f"{p.message} [{p.code}]" for p in fresh) + ".", fresh[0].remede
        )


def _mark(found: Probleme) -> tuple[str, str]:
    return found.code, found.message


def with_situation(registre: Registre, situation: Situation) -> Registre:
    """The register where one situation is new or replaced."""
    return replace(registre, situations=(*(s for s in registre.situations if s.id != situation.id), situation))


def report_alertes(session: Session, registre: Registre, situation: Situation, ref: str) -> None:
    """After writing: what is worth a look in the entry just written; in the whole file, if it is its first one."""
    index = next(i for i, e in enumerate(situation.journal) if e.ref == ref)
    alertes = [p for p in check_one(registre, situation, au=session.today) if p.gravite is Gravite.alerte]
    found = [p for p in alertes if len(situation.journal) == 1 or p.champ[:2] == ("journal", index)]
    for p in found:
        say(f"À regarder : {p.chemin} : {p.message} [{p.code}]")
        say(f"  → {p.remede}")
    if found:
        say(
            f"C'est enregistré. Corriger : alp amend {situation.id} {ref} ; ou dire pourquoi c'est normal : --vu \"{found[0].code} | raison\""
        )
