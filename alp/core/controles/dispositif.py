"""`dispositif.yaml`, as severely as a case: declared twice or not at all, dates that contradict each other, rules that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from pydantic import BaseModel

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.catalogue import probleme
from alp.core.controles.examine import Examine, children
from alp.core.dispositif import Convention, Declaration, Dispositif, Perimetre, SaufBailleurs
from alp.core.erreurs import DISPOSITIF, Chemin, Probleme, UsageError
from alp.core.parcours import Etape


def check_dispositif(ex: Examine) -> Iterator[Probleme]:
    """Every rule of the table at the foot of this file."""
    for rule in REGLES:
        yield from rule(ex.registre.dispositif)


def _found(code: str, chemin: Chemin, message: str, remede: str = "") -> Probleme:
    return probleme(code, DISPOSITIF, chemin, message, remede)


# --- codes --------------------------------------------------------------------------------------------


def _lists(d: Dispositif) -> dict[Chemin, Sequence[Declaration]]:
    """Every list of declared codes, by its place."""
    return {
        ("equipe",): d.equipe, ("partenaires",): d.partenaires, ("financeurs",): d.financeurs, ("axes",): d.axes,
        **{("vocabulaire", name): getattr(d.vocabulaire, name) for name in type(d.vocabulaire).model_fields},
    }  # fmt: skip


def declared_once(d: Dispositif) -> Iterator[Probleme]:
    """A code, a commune, a district, each declared once."""
    for chemin, declared in _lists(d).items():
        yield from _twice([((*chemin, n, "code"), one.code) for n, one in enumerate(declared)])
    here: Chemin = ("territoire", "communes")
    yield from _twice([((*here, n, "insee"), c.insee) for n, c in enumerate(d.territoire.communes)])
    quartiers = [
        ((*here, n, "quartiers", k, "code"), q.code) for n, c in enumerate(d.territoire.communes) for k, q in enumerate(c.quartiers)
    ]
    yield from _twice(quartiers)
    shared = {e.code for e in d.equipe} & {p.code for p in d.partenaires}
    for n, p in enumerate(d.partenaires):
        if p.code in shared:
            yield _found("E220", ("partenaires", n, "code"), f"« {p.code} » est déjà un code de l'équipe : on ne saurait pas qui s'engage")


def _twice(codes_: Iterable[tuple[Chemin, str]]) -> Iterator[Probleme]:
    seen: set[str] = set()
    for chemin, code in codes_:
        if code in seen:
            yield _found("E220", chemin, f"« {code} » est déclaré deux fois")
        seen.add(code)


def becoming(d: Dispositif) -> Iterator[Probleme]:
    """`devient` names another code of the same list, and never leads back."""
    for chemin, declared in _lists(d).items():
        nexts = {one.code: one.devient for one in declared}
        for n, one in enumerate(declared):
            if one.devient and one.devient not in nexts:
                yield _found("E221", (*chemin, n, "devient"), f"« {one.devient} » n'est pas déclaré")
            elif one.devient and _leads_back(one.code, nexts):
                yield _found("E222", (*chemin, n, "devient"), f"« {one.code} » finit par redevenir lui-même", "Retirer un des « devient ».")


def _leads_back(code: str, nexts: Mapping[str, str | None]) -> bool:
    here, seen = nexts.get(code), {code}
    while here and here not in seen:
        seen.add(here)
        here = nexts.get(here)
    return here == code


def named_codes(d: Dispositif) -> Iterator[Probleme]:
    """Every code that a rule names is declared in the list that it names."""
    for chemin, code, known, where in _named(d):
        if code not in known:
            yield _found("E221", chemin, f"« {code} » n'est pas déclaré dans {where}")


Nomme = tuple[Chemin, str, Iterable[str], str]
"""Where a code stands, the code, what it may be, and the list's name."""


def _named(d: Dispositif) -> Iterator[Nomme]:
    equipe, partners = [e.code for e in d.equipe], [p.code for p in d.partenaires]
    communes, p = [c.insee for c in d.territoire.communes], d.parcours
    here: Chemin = ("parcours",)
    if isinstance(p.cellule, SaufBailleurs):
        yield from _each(
            (*here, "cellule", "sauf_bailleurs"), p.cellule.sauf_bailleurs, _codes(d, "bailleurs"), "partenaires, comme bailleur"
        )
    admitted = [*partners, *codes.ORIGINES, *codes.TYPES_PARTENAIRE]
    yield from _each((*here, "qui_saisit"), p.qui_saisit, admitted, "partenaires")
    yield from _each((*here, "convoque_par"), p.convoque_par, [*equipe, *partners], "equipe ou partenaires")
    yield from _each((*here, "evaluation_par"), p.evaluation_par, equipe, "equipe")
    for n, place in enumerate(d.places):
        yield from _each(("places", n, "commune"), (place.commune,), communes, "territoire")
        yield from _each(("places", n, "partenaire"), (place.partenaire,), partners, "partenaires")
    for n, apport in enumerate(d.apports):
        yield from _each(("apports", n, "partenaire"), (apport.partenaire,), partners, "partenaires")
    for n, f in enumerate(d.financeurs):
        for k, c in enumerate(f.conventions):
            if c.perimetre:
                yield from _perimetre(d, ("financeurs", n, "conventions", k, "perimetre"), c.perimetre)
            yield from _reports(("financeurs", n, "conventions", k, "rapport"), c)


def _perimetre(d: Dispositif, chemin: Chemin, p: Perimetre) -> Iterator[Nomme]:
    yield from _each((*chemin, "communes"), p.communes, [c.insee for c in d.territoire.communes], "territoire")
    for name in ("quartiers", "bailleurs", "caisses", "axes"):
        yield from _each(
            (*chemin, name), getattr(p, name), _codes(d, name), name if name in ("quartiers", "axes") else f"partenaires, comme {name[:-1]}"
        )
    yield from _each((*chemin, "hors_bailleurs"), p.hors_bailleurs, _codes(d, "bailleurs"), "partenaires, comme bailleur")


def _reports(chemin: Chemin, c: Convention) -> Iterator[Nomme]:
    """The figures that a convention asks for are read only where it names some: their table is long to load."""
    if any(r.indicateurs for r in c.rapport):
        from alp.core.indicateurs.table import PAR_CODE  # noqa: PLC0415 - long to load, rarely needed

        for n, r in enumerate(c.rapport):
            yield from _each((*chemin, n, "indicateurs"), r.indicateurs, PAR_CODE, "la liste des indicateurs (alp report indicators)")


def _each(chemin: Chemin, named: Sequence[str | None], known: Iterable[str], where: str) -> Iterator[Nomme]:
    yield from (
        ((*chemin, n) if len(named) > 1 or chemin[-1] not in ("commune", "partenaire") else chemin, code, known, where)
        for n, code in enumerate(named)
        if code
    )


def _codes(d: Dispositif, liste: str) -> list[str]:
    return [x.code for x in d.declarations(liste)]


# --- dates --------------------------------------------------------------------------------------------


def dates(d: Dispositif) -> Iterator[Probleme]:
    """No `au` before its `du`, anywhere."""
    for chemin, record in _records(d, ()):
        du, au = getattr(record, "du", None), getattr(record, "au", None)
        if isinstance(du, date) and isinstance(au, date) and au < du:
            yield _found("E212", (*chemin, "au"), f"la fin ({short_jour(au)}) est avant le début ({short_jour(du)})")


def _records(record: BaseModel, chemin: Chemin) -> Iterator[tuple[Chemin, BaseModel]]:
    yield chemin, record
    for name in type(record).model_fields:
        for place, item in children(getattr(record, name), (*chemin, name)):
            yield from _records(item, place)


def overlaps(d: Dispositif) -> Iterator[Probleme]:
    """One working time at a time; two conventions of one funder at the same time are worth a look."""
    for n, e in enumerate(d.equipe):
        for k in _overlapping(e.etp):
            yield _found(
                "E222",
                ("equipe", n, "etp", k, "du"),
                f"« {e.code} » a deux temps de travail le même jour",
                "Finir le premier (au:) la veille du second.",
            )
    for n, f in enumerate(d.financeurs):
        for k in _overlapping(f.conventions):
            if f.conventions[k].perimetre == f.conventions[k - 1].perimetre:
                yield _found("A330", ("financeurs", n, "conventions", k, "du"), f"deux conventions de « {f.nom} » courent en même temps")


def _overlapping(periods: Sequence[Any]) -> Iterator[int]:
    """The ranks of the periods that share a day with an earlier one."""
    for (_, a), (k, b) in combinations(enumerate(periods), 2):
        if (a.du or date.min) <= (b.au or date.max) and (b.du or date.min) <= (a.au or date.max):
            yield k


# --- rules --------------------------------------------------------------------------------------------


def steps(d: Dispositif) -> Iterator[Probleme]:
    """What comes before the accompaniment, and what opens it."""
    p, here = d.parcours, ("parcours",)
    for n, etape in enumerate(p.avant):
        if etape in p.avant[:n]:
            yield _found("E222", (*here, "avant", n), f"« {etape} » est déjà avant")
    if p.cellule is not None and "cellule" not in p.avant and p.cellule != "facultative":
        yield _found("E222", (*here, "cellule"), "la cellule est demandée, mais « avant » ne la contient pas")
    if p.ouvre == "contrat" and d.contrat is None:
        yield _found("E222", (*here, "ouvre"), "le contrat ouvre l'accompagnement, mais la section « contrat » manque")
    if p.ouvre in (Etape.evaluation, Etape.cellule) and (not p.avant or p.avant[-1] != p.ouvre):
        yield _found("E222", (*here, "ouvre"), f"« {p.ouvre} » n'est pas la dernière étape de « avant »")


def contract(d: Dispositif) -> Iterator[Probleme]:
    """The rules of a contract fit its length."""
    c, here = d.contrat, ("contrat",)
    if c is None:
        return
    if c.mois is None and c.renouvellements_max is not None:
        yield _found(
            "E222",
            (*here, "renouvellements_max"),
            "un contrat sans terme ne se renouvelle pas",
            "Donner sa durée (mois), ou retirer cette limite.",
        )
    if c.mois is not None and c.preavis_jours >= 28 * c.mois:
        yield _found(
            "E222",
            (*here, "preavis_jours"),
            f"{c.preavis_jours} jours de préavis pour un contrat de {c.mois} mois : il serait à renouveler dès le début",
        )


ETP_MAX = 10
"""Full-time equivalents under one code of the team: more is a share in percent, written by mistake."""


def shares(d: Dispositif) -> Iterator[Probleme]:
    """A share is at most 100 %, a working time some ETP; a sum says whether it is for a year or for the whole convention."""
    for n, e in enumerate(d.equipe):
        for k, x in enumerate(e.etp):
            if x.valeur > ETP_MAX:
                said = f"{x.valeur} ETP pour « {e.code} » : un temps plein s'écrit 1, 80 % s'écrit 0.80"
                yield _found("E222", ("equipe", n, "etp", k, "valeur"), said, "Corriger le temps de travail.")
    for n, f in enumerate(d.financeurs):
        for k, c in enumerate(f.conventions):
            here: Chemin = ("financeurs", n, "conventions", k)
            if c.part is not None and c.part > 100:
                yield _found("E222", (*here, "part"), f"une part de {c.part} % dépasse 100 %", "Écrire la part en %, de 0 à 100.")
            if c.montant is not None and c.par is None:
                yield _found(
                    "E102", (*here, "par"), "le montant est-il par an, ou pour toute la convention ?", "Écrire par: an, ou par: convention."
                )


def ages(d: Dispositif) -> Iterator[Probleme]:
    """Age bands in order."""
    for n, (a, b) in enumerate(pairwise(d.tranches_age.bornes), 1):
        if b <= a:
            yield _found("E222", ("tranches_age", "bornes", n), f"{b} vient après {a} : les bornes vont en croissant")


def sheet(d: Dispositif) -> Iterator[Probleme]:
    """What an OSCARS sheet is told: an indicator that counts people, years in order."""
    o = d.oscars
    if o is None:
        return
    if o.debut and o.fin and o.fin < o.debut:
        yield _found("E212", ("oscars", "fin"), f"la fin ({o.fin}) est avant le début ({o.debut})")
    if "nombre" in o.model_fields_set:
        from alp.core.rapport.oscars import find_nombre  # noqa: PLC0415 - long to load, rarely needed

        try:
            find_nombre(o)
        except UsageError as error:
            yield _found("E221", ("oscars", "nombre"), error.message.removesuffix("."), error.remede)


def unused(d: Dispositif) -> Iterator[Probleme]:
    """A system that chooses its places needs one where people are met; one that is paid by axis declares them."""
    if d.lieux and not codes.SUR_PLACE & set(d.lieux):
        yield _found("E222", ("lieux",), "aucun lieu où rencontrer la personne", "Ajouter domicile, ou un autre lieu de visite.")
    if not d.territoire.communes:
        yield _found("A331", ("territoire",), "aucune commune n'est déclarée")
    if not d.equipe:
        yield _found("A331", ("equipe",), "personne n'est déclaré dans l'équipe")


REGLES: tuple[Callable[[Dispositif], Iterator[Probleme]], ...] = (
    declared_once, becoming, named_codes, dates, overlaps, steps, contract, shares, ages, sheet, unused,
)  # fmt: skip
"""What `alp check` asks of a dispositif."""
