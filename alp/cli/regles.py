"""The rules of a dispositif in words: its numbers, periods, steps, perimeters, as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from alp.cli.montre import plural
from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.dispositif import Axe, ContratDispositif, Convention, Dispositif, Perimetre, Places, Rythmes, SaufBailleurs
from alp.core.installation import SANS_CONTRAT
from alp.core.perimetre import running
from alp.core.registre import fold

FINE = "\N{NARROW NO-BREAK SPACE}"
AGE_MAX = 110
"""A band that goes further has no upper bound."""


def label(fiche: type[BaseModel], nom: str) -> str:
    """What a field is called, from its declaration."""
    return fiche.model_fields[nom].title or nom


def nombre(valeur: Decimal) -> str:
    """`1.70` → « 1,70 », thousands apart."""
    return f"{valeur:,f}".replace(",", FINE).replace(".", ",")


def euros(montant: Decimal) -> str:
    """`140000.00` → « 140 000 € »; cents only where there are some."""
    whole = montant == montant.to_integral_value()
    return nombre(montant.quantize(Decimal(1) if whole else Decimal("0.01"))) + f"{FINE}€"


def periode(du: date | None, au: date | None) -> str:
    """« du 01/10/2024 au 30/09/2027 », « depuis le … », « jusqu'au … »; empty without bounds."""
    if du and au:
        return f"du {short_jour(du)} au {short_jour(au)}"
    return f"depuis le {short_jour(du)}" if du else f"jusqu'au {short_jour(au)}" if au else ""


def enumerate_words(words: Iterable[str], lien: str = "et") -> str:
    """« a, b et c »."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} {lien} {last}" if first else last


def de(nom: str) -> str:
    """« de CARSAT », « d'AG2R »."""
    return f"d'{nom}" if fold(nom)[:1] in tuple("aeiouy") else f"de {nom}"


# --- the way to the accompaniment ---------------------------------------------------------------------


def steps_sentence(d: Dispositif) -> str:
    """« évaluation, puis cellule d'orientation (sauf pour Habitat Eurélien), puis accompagnement »."""
    p = d.parcours
    steps = [codes.AVANT["evaluation"] if step == "evaluation" else _meeting(d) for step in p.avant]
    if p.cellule and "cellule" not in p.avant:
        steps.append(_meeting(d))
    if p.ouvre == "contrat":
        return ", puis ".join([*steps, "contrat, qui ouvre l'accompagnement"])
    return ", puis ".join([*steps, "accompagnement"]) if steps else "accompagnement, dès que la saisine est recevable"


def _meeting(d: Dispositif) -> str:
    rule, name = d.parcours.cellule, codes.NATURES_REUNION[d.parcours.reunion]
    if isinstance(rule, SaufBailleurs):
        return f"{name} (sauf pour {enumerate_words(d.label('bailleurs', c) for c in rule.sauf_bailleurs)})"
    return f"{name} (facultative)" if rule == "facultative" else name


def who_refers(d: Dispositif) -> str:
    """Everyone, or partners, types of partners and others by their names."""
    names = {**{p.code: p.nom for p in d.partenaires}, **codes.ORIGINES, **codes.TYPES_PARTENAIRE}
    return ", ".join(names.get(code, code) for code in d.parcours.qui_saisit) or "tout le monde"


def contract_rules(c: ContratDispositif | None) -> str:
    """Its length, its renewals, what they ask for."""
    if c is None:
        return "ce dispositif n'en signe pas"
    if c.mois is None:
        return "sans terme"
    limit = "renouvelable sans limite" if c.renouvellements_max is None else f"renouvelable {plural(c.renouvellements_max, 'fois', 'fois')}"
    parts = [
        f"{c.mois} mois, {limit}" if c.renouvellements_max != 0 else f"{c.mois} mois, non renouvelable",
        f"à préparer {plural(c.preavis_jours, 'jour')} avant la fin",
        f"retard admis de {plural(c.retard_tolere_jours, 'jour')}" if c.retard_tolere_jours else "aucun retard admis",
        "pas de renouvellement sans bilan" if c.bilan == "oui" else "bilan facultatif",
    ]
    return " ; ".join(parts)


def rhythms(d: Dispositif) -> Iterator[tuple[str, str]]:
    """Each rhythm: what it is called, « 8 jours après la saisine »; those of a contract only where there is one."""
    for name, info in Rythmes.model_fields.items():
        if d.contrat is None and name in SANS_CONTRAT:
            continue
        value: int = getattr(d.rythmes, name)
        unit, _, rest = (info.description or "").partition(" ")
        rest, _, zero = rest.rstrip(".").partition(" ; 0 : ")
        word = unit.lower() if value > 1 else unit.lower().removesuffix("s") if unit == "Jours" else unit.lower()
        yield info.title or name, zero if zero and value == 0 else f"{value} {word} {rest}"


# --- who pays for what --------------------------------------------------------------------------------


def amount(c: Convention) -> str:
    """« 45 000 € par an »; empty where no amount is said."""
    return f"{euros(c.montant)} {codes.PAR[c.par] if c.par else ''}".strip() if c.montant is not None else ""


def totals(d: Dispositif, au: date) -> str:
    """The sum of the conventions that run on a day, those of a year and those of a whole convention apart."""
    there = [c for f in d.financeurs for c in running(f, au)]
    if not there:
        return "aucune convention ne court ce jour-là"
    sums = {par: sum((c.montant for c in there if c.par == par and c.montant is not None), Decimal(0)) for par in codes.PAR}
    said = [f"{euros(total)} {codes.PAR[par]}" for par, total in sums.items() if total]
    return enumerate_words(said) or "aucun montant n'est dit"


def perimeter_words(p: Perimetre, d: Dispositif) -> str:
    """What a convention pays for: « à Chartres ou Lucé, chez Habitat Eurélien, de 60 ans et plus »."""
    named = {
        "à": [d.label("communes", c) for c in p.communes],
        "dans les quartiers": [d.label("quartiers", c) for c in p.quartiers],
        "chez": [d.label("bailleurs", c) for c in p.bailleurs],
        "sauf chez": [d.label("bailleurs", c) for c in p.hors_bailleurs],
        "en": [codes.PARCS[c] for c in p.parcs],
        "pour les personnes": [ages(band) for band in p.ages],
        "pour les assurés": [de(d.label("caisses", c)) for c in p.caisses],
        "pour": [f"« {d.label('axes', c)} »" for c in p.axes],
    }
    return ", ".join(f"{words} {enumerate_words(values, 'ou')}" for words, values in named.items() if values)


def ages(band: str) -> str:
    """`60-` and `60-120` → « de 60 ans et plus », `16-25` → « de 16 à 25 ans »."""
    low, _, high = band.partition("-")
    return f"de {int(low)} à {int(high)} ans" if high and int(high) < AGE_MAX else f"de {int(low)} ans et plus"


def axis_words(a: Axe) -> str:
    """What belongs to an axis."""
    parts = [
        "les situations suivies" if a.accompagnement == "oui" else "",
        "les visites " + enumerate_words(codes.LIEUX[c] for c in a.lieux) if a.lieux else "",
        "les actions collectives : " + ", ".join(codes.NATURES_ACTION[c] for c in a.actions) if a.actions else "",
    ]
    return " ; ".join(part for part in parts if part)


def places_words(p: Places, d: Dispositif) -> str:
    """« 30, à Beauvais, chez …, depuis le … »."""
    parts = [
        str(p.nombre),
        f"à {d.label('communes', p.commune)}" if p.commune else "",
        f"par {d.label('partenaires', p.partenaire)}" if p.partenaire else "",
        periode(p.du, p.au),
    ]
    return ", ".join(part for part in parts if part)
