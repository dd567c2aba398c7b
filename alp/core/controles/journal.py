"""The journal: steps, days, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from alp.core.calendrier import short_jour
from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine, happened, of, rank
from alp.core.entrees import Commun, Contrat, Examen, Orientation
from alp.core.erreurs import Chemin, Objet, Probleme
from alp.core.parcours import allowed_sentence, etape_label, regles_for, reprise_refusee, walk
from alp.core.registre import Registre
from alp.core.situation import Situation


def check_transitions(ex: Examine) -> Iterator[Probleme]:
    """Entries that the table of steps does not allow."""
    for s in ex.registre.situations:
        for pas in walk(s, ex.registre.dispositif):
            kind = getattr(pas.entree, "type", "")
            if not pas.permis:
                step = etape_label(pas.avant.etape, ex.registre.dispositif)
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
    done = (("action", ex.registre.actions), ("envoi", ex.registre.envois))
    for objet, le in ((Objet(sorte, key), record.le) for sorte, records in done for key, record in records.items()):
        if le > ex.au:
            yield probleme("E204", objet, ("le",), f"le {short_jour(le)} est après aujourd'hui ({short_jour(ex.au)})")


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
        listed = (("ordre_du_jour", [p.situation for p in reunion.ordre_du_jour]), ("retires", [r.situation for r in reunion.retires]))
        yield from ((Objet("reunion", key), (name, n, "situation"), "situation", id_) for name, ids in listed for n, id_ in enumerate(ids))
        if reunion.approbation:
            yield Objet("reunion", key), ("approbation", "reunion"), "reunion", reunion.approbation.reunion
    for key, action in registre.actions.items():
        yield from ((Objet("action", key), ("situations", n), "situation", id_) for n, id_ in enumerate(action.situations))
    for key, envoi in registre.envois.items():
        named = (("situation", envoi.situation), ("reunion", envoi.reunion))
        yield from ((Objet("envoi", key), (sorte,), sorte, id_) for sorte, id_ in named if id_)
