"""Codes: declared, valid on the day, within the territory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alp.core.calendrier import short_jour
from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine, fields, of, rank, values
from alp.core.entrees import Evaluation, Saisine, Visite
from alp.core.erreurs import Chemin, Objet, Probleme
from alp.core.plis import vivantes
from alp.core.registre import Registre
from alp.core.situation import Situation


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
                (objet, place, voc.liste, code, le) for place, code in values(champ, value, chemin) if not (voc.aussi and code in voc.aussi)
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
    """Who referred is not among those who may; or does not say what was tried before, where that is the condition."""
    d = ex.registre.dispositif
    partners = {p.code for p in d.partenaires}
    for s in ex.registre.situations:
        for e in vivantes(s):
            if not isinstance(e, Saisine):
                continue
            if not d.admits(e.origine):
                yield probleme("A309", of(s), (*rank(s, e), "origine"), f"« {e.origine} » n'est pas de ceux qui peuvent saisir")
            if d.parcours.condition_saisine and e.origine in partners and not e.demarches_deja_faites:
                yield probleme(
                    "A310", of(s), rank(s, e), "rien ne dit ce qui a déjà été tenté", f"alp amend {s.id} {e.ref} --demarches-deja-faites …"
                )


def check_lieux(ex: Examine) -> Iterator[Probleme]:
    """A place of visit that this dispositif does not have."""
    lieux = ex.registre.dispositif.lieux
    for s in ex.registre.situations:
        for e in vivantes(s):
            if lieux and isinstance(e, Visite) and e.lieu not in lieux:
                yield probleme("A317", of(s), (*rank(s, e), "lieu"), f"« {e.lieu} » n'est pas un lieu de visite de ce dispositif")


def check_evaluations(ex: Examine) -> Iterator[Probleme]:
    """The evaluation at entry, by all the trades that this dispositif asks for."""
    d = ex.registre.dispositif
    for s in ex.registre.situations:
        for e in vivantes(s):
            if isinstance(e, Evaluation) and e.stade == "entree":
                absent = [code for code in d.parcours.evaluation_par if code not in (*e.par, *e.participants)]
                if absent:
                    names = ", ".join(d.label("equipe", code) for code in absent)
                    yield probleme("A316", of(s), (*rank(s, e), "participants"), f"évaluation d'entrée sans : {names}")
