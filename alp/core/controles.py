"""The checks: each a function from a register to findings. `CONTROLES`, at the foot, is the list that runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

from pydantic import BaseModel

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.catalogue import CATALOGUE, probleme
from alp.core.champs import Champ, Fiche, Sorte, champs_de
from alp.core.contrat import Periode, chaine
from alp.core.dispositif import SaufBailleurs
from alp.core.echeances import consent_given, is_ignored
from alp.core.entrees import Commun, Contrat, Engagement, Examen, Orientation, Saisine, Sortie
from alp.core.erreurs import DISPOSITIF, Chemin, Gravite, Objet, Probleme
from alp.core.parcours import FINIES, Etape, allowed_sentence, etape_of, regles_for, reprise_refusee, walk
from alp.core.plis import vivantes
from alp.core.registre import Registre
from alp.core.situation import Situation
from alp.core.texte_libre import suspects


@dataclass(frozen=True)
class Examine:
    """What a check looks at: the register, not cut, and today."""

    registre: Registre
    au: date
    entier: Registre | None = None
    """The whole register, where only a part of it is looked at."""

    @property
    def tout(self) -> Registre:
        return self.entier or self.registre

    @cached_property
    def pseudonymes(self) -> frozenset[str]:
        return frozenset(s.personne.pseudonyme for s in self.tout.situations if s.personne.pseudonyme)

    @property
    def records(self) -> Iterator[tuple[Objet, Fiche, date]]:
        """Every record with the day on which its codes must hold."""
        for s in self.registre.situations:
            yield of(s), s, s.journal[0].le
        for key, reunion in self.registre.reunions.items():
            yield Objet("reunion", key), reunion, reunion.le
        for key, action in self.registre.actions.items():
            yield Objet("action", key), action, action.le


def of(situation: Situation) -> Objet:
    """The finding's object for a situation."""
    return Objet("situation", situation.id)


def rank(situation: Situation, entree: Commun) -> Chemin:
    """Where an entry stands in the file."""
    return ("journal", next(i for i, e in enumerate(situation.journal) if e is entree or e.ref == entree.ref))


def fields(record: BaseModel, chemin: Chemin, le: date) -> Iterator[tuple[Chemin, Champ, Any, date]]:
    """Every declared field of a record at any depth: path, declaration, value, and the day of its entry."""
    if isinstance(record, Commun):
        le = record.le
    declared = {c.nom: c for c in champs_de(type(record))} if isinstance(record, Fiche) else {}
    for name in type(record).model_fields:
        value, here = getattr(record, name), (*chemin, name)
        if name in declared and value not in (None, ()):
            yield here, declared[name], value, le
        for place, item in _children(value, here):
            yield from fields(item, place, le)


def _children(value: Any, chemin: Chemin) -> Iterator[tuple[Chemin, BaseModel]]:
    if isinstance(value, BaseModel):
        yield chemin, value
    elif isinstance(value, tuple):
        yield from (((*chemin, i), v) for i, v in enumerate(value) if isinstance(v, BaseModel))


def _values(champ: Champ, value: Any, chemin: Chemin) -> Iterator[tuple[Chemin, str]]:
    """The codes that a field holds, each with its path."""
    if champ.sorte is Sorte.codes:
        yield from (((*chemin, i), v) for i, v in enumerate(value))
    elif champ.sorte is Sorte.grille:
        yield from (((*chemin, key), key) for key in value)
    elif champ.sorte is Sorte.code:
        yield chemin, value


# --- codes --------------------------------------------------------------------------------------------


def check_codes(ex: Examine) -> Iterator[Probleme]:
    """Codes that `dispositif.yaml` does not declare, or no longer on that day."""
    for objet, place, liste, code, le in _used_codes(ex):
        declared = [x for x in ex.registre.dispositif.declarations(liste) if x.code == code]
        if not declared:
            yield probleme("E201", objet, place, f"« {code} » n'est pas déclaré dans {liste}")
        elif not any(x.valid_on(le) for x in declared):
            new = declared[0].devient
            hint = f"Écrire « {new} » ; alp check --repair le fait." if new else ""
            yield probleme("E202", objet, place, f"« {code} » n'est pas valable le {short_jour(le)}", hint)


def _used_codes(ex: Examine) -> Iterator[tuple[Objet, Chemin, str, str, date]]:
    """Every code of the dispositif that a record uses: place, list, code, and the day on which it must hold."""
    for objet, record, first in ex.records:
        for chemin, champ, value, le in fields(record, (), first):
            voc = champ.vocabulaire
            if voc is None or voc.liste == "communes":
                continue
            yield from (
                (objet, place, voc.liste, code, le)
                for place, code in _values(champ, value, chemin)
                if not (voc.aussi and code in voc.aussi)
            )


def expired_codes(registre: Registre) -> Iterator[tuple[Chemin, str]]:
    """The place of each code that expired before its entry's day, and the code that it becomes and that holds that day."""
    for _, place, liste, code, le in _used_codes(Examine(registre, date.max)):
        declared = registre.dispositif.declarations(liste)
        olds = [x for x in declared if x.code == code]
        new = next((x for x in declared if olds and x.code == olds[0].devient and x.valid_on(le)), None)
        if new and not any(x.valid_on(le) for x in olds):
            yield place, new.code


def check_communes(ex: Examine) -> Iterator[Probleme]:
    """A dwelling outside the territory, unless that is why it was refused."""
    known = {c.insee for c in ex.registre.dispositif.territoire.communes}
    for objet, record, first in ex.records:
        refused = isinstance(record, Situation) and any(getattr(e, "decision", "") == "hors_territoire" for e in record.journal)
        for chemin, champ, value, _ in fields(record, (), first):
            if champ.vocabulaire and champ.vocabulaire.liste == "communes" and value not in known and not refused:
                yield probleme("A308", objet, chemin, f"la commune {value} n'est pas dans le territoire")


def check_origines(ex: Examine) -> Iterator[Probleme]:
    """Who referred is not among those who may."""
    admis = ex.registre.dispositif.parcours.qui_saisit
    for s in ex.registre.situations:
        for e in s.journal:
            if admis and isinstance(e, Saisine) and e.origine not in admis:
                yield probleme("A309", of(s), (*rank(s, e), "origine"), f"« {e.origine} » n'est pas de ceux qui peuvent saisir")


# --- the journal --------------------------------------------------------------------------------------


def check_transitions(ex: Examine) -> Iterator[Probleme]:
    """Entries that the table of steps does not allow."""
    for s in ex.registre.situations:
        for pas in walk(s, ex.registre.dispositif):
            kind = getattr(pas.entree, "type", "")
            if not pas.permis:
                step = pas.avant.etape.label if pas.avant.etape else "avant la saisine"
                regles = regles_for(ex.registre.dispositif, s, pas.entree.le)
                hint = f"Possible à cette étape : {allowed_sentence(pas.avant, regles)}."
                yield probleme("E203", of(s), (*rank(s, pas.entree), "type"), f"« {kind} » n'est pas possible à l'étape « {step} »", hint)
            elif kind == "reprise" and (why := _late_reprise(s, pas.entree, ex)):
                yield probleme("E203", of(s), (*rank(s, pas.entree), "le"), f"la reprise vient trop tard : {why}")


def _late_reprise(situation: Situation, entree: Commun, ex: Examine) -> str:
    before = tuple(e for e in situation.journal if e.le <= entree.le and e.ref != entree.ref)
    return reprise_refusee(situation.model_copy(update={"journal": before}), ex.registre.dispositif, entree.le)


def check_future(ex: Examine) -> Iterator[Probleme]:
    """Dates of things that happened, later than today. A meeting may be planned."""
    for s in ex.registre.situations:
        for i, e in enumerate(s.journal):
            for chemin, le in happened(e, ("journal", i)):
                if le > ex.au:
                    yield probleme("E204", of(s), chemin, f"le {short_jour(le)} est après aujourd'hui ({short_jour(ex.au)})")
    for key, action in ex.registre.actions.items():
        if action.le > ex.au:
            yield probleme("E204", Objet("action", key), ("le",), f"le {short_jour(action.le)} est après aujourd'hui ({short_jour(ex.au)})")


def happened(record: BaseModel, chemin: Chemin) -> Iterator[tuple[Chemin, date]]:
    """Every date of a thing that happened: `le` and `…_le`, at any depth."""
    for name in type(record).model_fields:
        value, here = getattr(record, name), (*chemin, name)
        if isinstance(value, date) and (name == "le" or name.endswith("_le")):
            yield here, value
        for place, item in _children(value, here):
            yield from happened(item, place)


def check_order(ex: Examine) -> Iterator[Probleme]:
    """Journals whose days do not follow each other."""
    for s in ex.registre.situations:
        for i, (a, b) in enumerate(pairwise(s.journal)):
            if b.le < a.le:
                yield probleme(
                    "E205", of(s), ("journal", i + 1, "le"), f"le {short_jour(b.le)} vient après le {short_jour(a.le)} dans le fichier"
                )


def check_inner_dates(ex: Examine) -> Iterator[Probleme]:
    """Inside an entry, an end before its beginning."""
    for s in ex.registre.situations:
        for i, e in enumerate(s.journal):
            for name, before, after in _inner_pairs(e):
                if after < before:
                    yield probleme("E212", of(s), ("journal", i, *name), f"le {short_jour(after)} est avant le {short_jour(before)}")


SANS_ORDRE = frozenset({"signature", "interruption"})
"""A contract may be signed before the day it is recorded for; its interruption is compared with `debut`."""


def _inner_pairs(e: Commun) -> Iterator[tuple[Chemin, date, date]]:
    """What cannot come before what: every dated object inside an entry, and the steps of an orientation."""
    for chemin, le in happened(e, ()):
        if (len(chemin) > 1 and chemin[0] not in SANS_ORDRE) or chemin in (("fin_le",), ("information_le",)):
            yield chemin, e.le, le
    if isinstance(e, Orientation):
        steps = [(n, v) for n in ("proposee_le", "acceptee_le", "demandee_le", "effective_le", "verifiee_le") if (v := getattr(e, n))]
        yield from (((name,), before, after) for (_, before), (name, after) in pairwise(steps))
    if isinstance(e, Contrat) and e.interruption:
        yield ("interruption", "le"), e.debut, e.interruption.le


def check_refs(ex: Examine) -> Iterator[Probleme]:
    """The same `ref` twice in a journal."""
    for s in ex.registre.situations:
        seen: set[str] = set()
        for i, e in enumerate(s.journal):
            if e.ref in seen:
                yield probleme("E206", of(s), ("journal", i, "ref"), f"la référence {e.ref} est déjà prise plus haut")
            seen.add(e.ref)


def check_ids(ex: Examine) -> Iterator[Probleme]:
    """Two files that answer to the same id."""
    counts = Counter(i for s in ex.registre.situations for i in {s.id, *s.anciens_ids})
    for s in ex.registre.situations:
        for place, id_ in ((("id",), s.id), *((("anciens_ids", n), i) for n, i in enumerate(s.anciens_ids))):
            if counts[id_] > 1:
                yield probleme("E207", of(s), place, f"{id_} désigne deux situations")


def check_references(ex: Examine) -> Iterator[Probleme]:
    """Situations, meetings and entries that are named and do not exist."""
    ids, reunions = set(ex.tout.par_id), set(ex.tout.reunions)
    yield from _seen_twice(ex)
    for objet, chemin, sorte, named in _references(ex.registre):
        if named not in (ids if sorte == "situation" else reunions):
            yield probleme("E209", objet, chemin, f"{sorte if sorte == 'situation' else 'réunion'} « {named} » introuvable")
    for key, notes in ex.registre.soins.items():
        refs = {e.ref for e in ex.registre.par_id[key].journal} if key in ids else set()
        for ref in notes:
            if ref not in refs:
                yield probleme("E209", Objet("soins", key), (ref,), f"note de soin pour l'entrée « {ref} », qui n'existe pas dans {key}")


def _seen_twice(ex: Examine) -> Iterator[Probleme]:
    """`aussi` names the situation itself, or another one twice: persons seen would be counted twice."""
    for s in ex.registre.situations:
        for i, e in enumerate(s.journal):
            others = getattr(e, "aussi", ())
            for n, other in enumerate(others):
                if other in (s.id, *s.anciens_ids) or other in others[:n]:
                    yield probleme(
                        "E209", of(s), ("journal", i, "aussi", n), f"{other} est déjà compté dans cette visite", "Retirer ce renvoi."
                    )


def _references(registre: Registre) -> Iterator[tuple[Objet, Chemin, str, str]]:
    for s in registre.situations:
        yield from ((of(s), ("liens", n, "situation"), "situation", lien.situation) for n, lien in enumerate(s.liens))
        for i, e in enumerate(s.journal):
            yield from ((of(s), ("journal", i, "aussi", n), "situation", other) for n, other in enumerate(getattr(e, "aussi", ())))
            if isinstance(e, Examen) and e.reunion:
                yield of(s), ("journal", i, "reunion"), "reunion", e.reunion
    for key, reunion in registre.reunions.items():
        yield from (
            (Objet("reunion", key), ("ordre_du_jour", n, "situation"), "situation", p.situation)
            for n, p in enumerate(reunion.ordre_du_jour)
        )
        if reunion.approbation:
            yield Objet("reunion", key), ("approbation", "reunion"), "reunion", reunion.approbation.reunion
    for key, action in registre.actions.items():
        if action.situation:
            yield Objet("action", key), ("situation",), "situation", action.situation


# --- contracts ----------------------------------------------------------------------------------------


def check_contracts(ex: Examine) -> Iterator[Probleme]:
    """Overlaps, gaps, and more renewals than the dispositif admits."""
    regles = ex.registre.dispositif.contrat
    for s in ex.registre.situations:
        periodes = chaine(s, ex.registre.dispositif)
        for before, after in pairwise(periodes):
            yield from _between(s, before, after)
        for p in periodes:
            if regles and regles.renouvellements_max is not None and p.rang - 1 > regles.renouvellements_max:
                message = f"contrat n° {p.rang} : {p.rang - 1} renouvellements pour {regles.renouvellements_max} admis"
                yield probleme("A302", of(s), (*rank(s, p.contrat), "debut"), message)


def _between(s: Situation, before: Periode, after: Periode) -> Iterator[Probleme]:
    if before.fin is None or after.debut <= before.fin:
        end = f"jusqu'au {short_jour(before.fin)}" if before.fin else "sans terme"
        yield probleme(
            "E210",
            of(s),
            (*rank(s, after.contrat), "debut"),
            f"le contrat commence le {short_jour(after.debut)}, et le précédent court {end}",
        )
    elif after.rang > 1 and (gap := (after.debut - before.fin).days - 1) > 0:
        days = f"{gap} jour{'s' if gap > 1 else ''} sans contrat"
        yield probleme("A301", of(s), (*rank(s, after.contrat), "debut"), f"{days} depuis le {short_jour(before.fin + timedelta(days=1))}")


# --- persons ------------------------------------------------------------------------------------------


def check_openings(ex: Examine) -> Iterator[Probleme]:
    """The same person open twice: by a link, or by a pseudonym."""
    d = ex.registre.dispositif
    opened = {s.id: s for s in ex.tout.situations if etape_of(s, d) not in FINIES}
    for s in opened.values():
        for n, lien in enumerate(s.liens):
            if lien.nature in ("precedente", "doublon") and lien.situation in opened and lien.situation != s.id:
                yield probleme("E211", of(s), ("liens", n), f"la même personne est aussi ouverte dans {lien.situation}")
    seen: dict[str, str] = {}
    for s in opened.values():
        name = s.personne.pseudonyme
        if name and name in seen:
            yield probleme(
                "E211",
                of(s),
                ("personne", "pseudonyme"),
                f"« {name} » est déjà le pseudonyme d'une autre situation ouverte, {seen[name]}",
                "Prendre un autre pseudonyme, ou clore l'une des deux.",
            )
        elif name:
            seen[name] = s.id


PROCHE = timedelta(days=90)
"""Signal Logement looks for duplicates within 90 days."""


def check_duplicates(ex: Examine) -> Iterator[Probleme]:
    """Two saisines that are probably of one person."""
    groups: dict[tuple[object, ...], list[Situation]] = {}
    for s in ex.tout.situations:
        d, p = s.logement, s.personne
        if d and d.commune and d.bailleur and p.naissance and p.genre in ("femme", "homme") and not is_ignored(s):
            groups.setdefault((d.commune, d.bailleur, p.naissance, p.genre), []).append(s)
    for group in groups.values():
        for a, b in combinations(group, 2):
            linked = {lien.situation for lien in a.liens} | {lien.situation for lien in b.liens}
            if not linked & {a.id, b.id} and abs(a.journal[0].le - b.journal[0].le) <= PROCHE:
                yield probleme(
                    "A304", of(b), ("personne",), f"ressemble à {a.id} : même commune, même bailleur, même année de naissance, même genre"
                )


# --- worth a look -------------------------------------------------------------------------------------


def check_examens(ex: Examine) -> Iterator[Probleme]:
    """Examined without her accord, or with engagements that have no date."""
    for s in ex.registre.situations:
        for e in vivantes(s):
            if not isinstance(e, Examen):
                continue
            if e.anonyme != "oui" and not any(consent_given(s, objet, e.le) for objet in ("accompagnement", "partage")):
                hint = f"Noter l'accord (alp add {s.id} accord --le DATE) ; ou, si la situation n'était pas reconnaissable : alp amend {s.id} {e.ref} --anonyme oui"
                yield probleme("A303", of(s), rank(s, e), f"examen du {short_jour(e.le)} sans accord noté avant", hint)
            for n, one in enumerate(e.engagements):
                if isinstance(one, Engagement) and one.avant is None:
                    yield probleme(
                        "A306",
                        of(s),
                        (*rank(s, e), "engagements", n),
                        "cet engagement n'a pas de date",
                        f"Compléter « avant » : alp edit {s.id}",
                    )


def check_sorties(ex: Examine) -> Iterator[Probleme]:
    """An exit without its outcome."""
    for s in ex.registre.situations:
        for e in vivantes(s):
            if isinstance(e, Sortie) and e.issue is None:
                yield probleme("A305", of(s), rank(s, e), "sortie sans issue", f"alp amend {s.id} {e.ref} --issue …")


def check_reunions(ex: Examine) -> Iterator[Probleme]:
    """A meeting that took place and that no situation names."""
    named = {e.reunion for s in ex.registre.situations for e in s.journal if isinstance(e, Examen)}
    for key, reunion in ex.registre.reunions.items():
        if reunion.nature in ("cellule", "commission") and reunion.le < ex.au and key not in named:
            yield probleme("A307", Objet("reunion", key), ("le",), f"aucune situation ne dit être passée le {short_jour(reunion.le)}")


NOMS_ADMIS = frozenset({"auteur", "nom", "empreinte"})
"""Professionals may be named in `auteur` and `participants`."""


def check_free_text(ex: Examine) -> Iterator[Probleme]:
    """What looks personal in free text."""
    for objet, record, first in ex.records:
        for chemin, champ, value, _ in fields(record, (), first):
            if champ.sorte is Sorte.texte and champ.nom not in NOMS_ADMIS and isinstance(value, str):
                yield from _personal(objet, chemin, value, ex)
    for key, notes in ex.registre.soins.items():
        for ref, text in notes.items():
            yield from _personal(Objet("soins", key), (ref,), text, ex)


MONTRE = 5
"""Characters shown of what looks personal: enough to find it, too few to spread it (a check is pasted in messages)."""


def _personal(objet: Objet, chemin: Chemin, texte: str, ex: Examine) -> Iterator[Probleme]:
    for code, extract in suspects(texte, pseudonymes=ex.pseudonymes):
        yield probleme(code, objet, chemin, f"{CATALOGUE[code].titre.lower()} : « {extract[:MONTRE].rstrip()}… »")


# --- dispositif.yaml ----------------------------------------------------------------------------------


def check_dispositif(ex: Examine) -> Iterator[Probleme]:
    """Codes declared twice or not at all, and rules that contradict each other."""
    d = ex.registre.dispositif
    places: Mapping[Chemin, Any] = {
        ("equipe",): d.equipe, ("partenaires",): d.partenaires, ("financeurs",): d.financeurs,
        **{("vocabulaire", name): getattr(d.vocabulaire, name) for name in type(d.vocabulaire).model_fields},
    }  # fmt: skip
    for chemin, declared in places.items():
        seen: set[str] = set()
        for n, one in enumerate(declared):
            if one.code in seen:
                yield probleme("E220", DISPOSITIF, (*chemin, n, "code"), f"« {one.code} » est déclaré deux fois")
            seen.add(one.code)
            if one.devient and not any(x.code == one.devient for x in declared):
                yield probleme("E221", DISPOSITIF, (*chemin, n, "devient"), f"« {one.devient} » n'est pas déclaré")
    yield from _rules_of(d.parcours, {p.code for p in d.partenaires}, has_contrat=d.contrat is not None)


def _rules_of(parcours: Any, partners: set[str], *, has_contrat: bool) -> Iterator[Probleme]:
    here: Chemin = ("parcours",)
    if isinstance(parcours.cellule, SaufBailleurs):
        for n, code in enumerate(parcours.cellule.sauf_bailleurs):
            if code not in partners:
                yield probleme("E221", DISPOSITIF, (*here, "cellule", "sauf_bailleurs", n), f"« {code} » n'est pas un partenaire déclaré")
    for n, code in enumerate(parcours.qui_saisit):
        if code not in partners and code not in codes.ORIGINES:
            yield probleme("E221", DISPOSITIF, (*here, "qui_saisit", n), f"« {code} » n'est pas un partenaire déclaré")
    if parcours.cellule is not None and "cellule" not in parcours.avant and parcours.cellule != "facultative":
        yield probleme("E222", DISPOSITIF, (*here, "cellule"), "la cellule est demandée, mais « avant » ne la contient pas")
    if parcours.ouvre == "contrat" and not has_contrat:
        yield probleme("E222", DISPOSITIF, (*here, "ouvre"), "le contrat ouvre l'accompagnement, mais la section « contrat » manque")
    if parcours.ouvre in (Etape.evaluation, Etape.cellule) and (not parcours.avant or parcours.avant[-1] != parcours.ouvre):
        yield probleme("E222", DISPOSITIF, (*here, "ouvre"), f"« {parcours.ouvre} » n'est pas la dernière étape de « avant »")


# --- the list -----------------------------------------------------------------------------------------

CONTROLES: tuple[Callable[[Examine], Iterator[Probleme]], ...] = (
    check_dispositif, check_codes, check_communes, check_origines, check_transitions, check_future, check_order, check_inner_dates,
    check_refs, check_ids, check_references, check_contracts, check_openings, check_duplicates, check_examens, check_sorties,
    check_reunions, check_free_text,
)  # fmt: skip
"""Every check that runs on a register that could be read."""


def check(registre: Registre, *, au: date) -> list[Probleme]:
    """Every finding on a register, but the alertes that someone looked at.

    Args:
        registre: not cut.
        au: today: nothing may have happened later.
    """
    ex = Examine(registre, au)
    return [p for rule in CONTROLES for p in rule(ex) if not seen(p, registre)]


def check_one(registre: Registre, situation: Situation, *, au: date) -> list[Probleme]:
    """Every finding on one situation, as it would stand in a register."""
    part = replace(registre, situations=(situation,), reunions={}, actions={}, soins={})
    ex = Examine(part, au, entier=registre)
    return [p for rule in CONTROLES for p in rule(ex) if p.objet == of(situation) and not seen(p, part)]


def seen(found: Probleme, registre: Registre) -> bool:
    """Whether an alerte was looked at: `vu` on its entry, or on any entry for one about the whole situation."""
    situation = registre.par_id.get(found.objet.id) if found.objet.sorte == "situation" else None
    if found.gravite is Gravite.erreur or situation is None:
        return False
    on_entry = len(found.champ) > 1 and found.champ[0] == "journal"
    entries = [situation.journal[int(found.champ[1])]] if on_entry else situation.journal
    return any(v.code == found.code for e in entries for v in e.vu)
