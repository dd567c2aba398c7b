"""The figures of one report: for a period, as a funder's convention asks for them, beside those of before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import Any

from alp.core import codes
from alp.core.calendrier import short_jour
from alp.core.dispositif import Convention, Dispositif, Financeur, Perimetre
from alp.core.erreurs import UsageError
from alp.core.indicateurs.etude import Cadre, Etude, etude
from alp.core.indicateurs.indicateur import Indicateur, mesurer
from alp.core.indicateurs.mesure import Calcul, Case, Mesure, Nombre, Unite, nombre
from alp.core.indicateurs.table import PAR_CODE, known
from alp.core.memoire import no_garbage_collection
from alp.core.perimetre import running
from alp.core.periode import PeriodeRapport, between
from alp.core.registre import Registre

MASQUES_PAR_DEFAUT = frozenset({"bailleur", "commune", "collectivite", "assurance", "caisse"})
"""Types of funders whose reports are masked where their convention says nothing: landlords, communes, insurers."""


ENTIER = (
    "Le temps de travail, les places, les financements et ce qui s'en déduit sont ceux de tout le dispositif ; "
    "les heures par ETP rapportent les heures de ce périmètre au temps de toute l'équipe."
)
"""What is said to a reader of a part of the situations: means are not cut up."""


@dataclass(frozen=True)
class Rapport:
    """What one reader is told of one period. Made by `rapport`."""

    registre: Registre
    periode: PeriodeRapport
    financeur: Financeur | None
    indicateurs: tuple[Indicateur, ...]
    masque: bool
    """Whether small numbers are to be hidden before it leaves."""
    arrete: date | None = None
    """The last day looked at, where the period is not over by then."""

    @property
    def dispositif(self) -> Dispositif:
        return self.registre.dispositif

    def etude_of(self, periode: PeriodeRapport) -> Etude:
        """The register as this reader's report looks at it, for another period."""
        return etude(self.registre, self.seen(periode), self.financeur)

    def seen(self, periode: PeriodeRapport) -> PeriodeRapport:
        """A period up to the last day looked at: what is still to come of it does not count."""
        stop = self.arrete
        return replace(periode, au=stop) if stop and periode.du <= stop < periode.au else periode

    @cached_property
    def etude(self) -> Etude:
        return self.etude_of(self.periode)

    @cached_property
    @no_garbage_collection()
    def mesures(self) -> dict[str, Mesure]:
        """Every figure, broken down."""
        return {i.code: mesurer(self.etude, i) for i in self.indicateurs}

    @cached_property
    def avant(self) -> dict[str, Mesure]:
        """The same figures for the period before."""
        return self._plain(self.periode.avant())

    @cached_property
    def un_an_avant(self) -> dict[str, Mesure]:
        """The same figures a year before."""
        return self._plain(self.periode.un_an_avant())

    @no_garbage_collection()
    def mois(self, *codes_: str) -> list[tuple[PeriodeRapport, dict[str, Mesure]]]:
        """Some figures, month after month, over the twelve months that end with the period."""
        wanted = [PAR_CODE[c] for c in codes_]
        end = between(self.periode.du, self.arrete) if self.arrete else self.periode
        months = ((p, self.etude_of(p)) for p in end.derniers_mois())
        return [(p, {i.code: mesurer(e, i, ventiler=False) for i in wanted}) for p, e in months]

    @no_garbage_collection()
    def _plain(self, periode: PeriodeRapport) -> dict[str, Mesure]:
        seen = self.etude_of(periode)
        return {i.code: mesurer(seen, i, ventiler=False) for i in self.indicateurs}

    @property
    def cadre(self) -> Cadre:
        return self.etude.cadre

    @property
    def conventions(self) -> tuple[Convention, ...]:
        """The funder's conventions that ran on the period's last day, else the last ones that ran in it."""
        return conventions_of(self.financeur, self.periode) if self.financeur else ()

    @cached_property
    def regle(self) -> tuple[str, ...]:
        """The rule by which situations are counted for this reader, in sentences."""
        if self.financeur is None:
            return ("Tout ce que suit le dispositif.",)
        rules = tuple(_rule(c, self.dispositif) for c in self.conventions)
        return (*rules, ENTIER) if any(c.perimetre for c in self.conventions) else rules


def rapport(
    registre: Registre, periode: PeriodeRapport, financeur: Financeur | None = None, *, choix: Iterable[str] = (), public: bool = False,
    au: date | None = None,
) -> Rapport:  # fmt: skip
    """The figures for a period and a reader.

    Args:
        registre: the whole register.
        periode: the period.
        financeur: who reads; none: the team, everything.
        choix: codes of indicators; none: all that this dispositif knows.
        public: hide small numbers whoever reads.
        au: the day that looks; before the period's end, what comes after it does not count yet.

    Raises:
        UsageError: an indicator that does not exist, a period to come, or a funder without a convention in that period.
    """
    if au is not None and au < periode.du:
        raise UsageError(f"La période ({periode.libelle}) n'a pas commencé.", "Choisir une période passée, ou celle qui est en cours.")
    stop = au if au is not None and au < periode.au else None
    chosen = tuple(find_indicateur(code) for code in choix) or known(registre.dispositif)
    masked = public or (financeur is not None and masks(financeur, periode))
    made = Rapport(registre.au(stop) if stop else registre, periode, financeur, chosen, masked, stop)
    if financeur and not made.conventions:
        raise UsageError(
            f"{financeur.nom} n'a pas de convention en cours dans la période ({periode.libelle}).",
            "Choisir une autre période, ou ajouter sa convention dans dispositif.yaml (financeurs).",
        )
    return made


def refuse_unlived(registre: Registre, periode: PeriodeRapport, au: date, today: date) -> None:
    """A report tells of days that were lived, with a dispositif that was there.

    Args:
        registre: the whole register.
        periode: what is asked for.
        au: the day that looks.
        today: the clock's day.

    Raises:
        UsageError: the day that looks is to come, or the period ends before anything of the dispositif began.
    """
    if au > today:
        raise UsageError(
            f"Le {short_jour(au)} n'est pas encore passé : un rapport ne compte que ce qui est arrivé.",
            "Retirer --au : la période en cours s'arrête d'elle-même à aujourd'hui.",
        )
    first = min(_beginnings(registre), default=None)
    if first and periode.au < first:
        raise UsageError(
            f"La période ({periode.libelle}) finit avant que le dispositif ne commence : rien n'est daté avant le {short_jour(first)}.",
            f"Choisir une période à partir du {short_jour(first)}.",
        )


def _beginnings(registre: Registre) -> Iterator[date]:
    """The first day of all that a figure may tell of: journals, meetings, actions, working time, places, conventions, accounts."""
    d = registre.dispositif
    yield from (s.journal[0].le for s in registre.situations)
    yield from (r.le for r in registre.reunions.values())
    yield from (a.le for a in registre.actions.values())
    yield from (c.du for f in d.financeurs for c in f.conventions)
    starts = (*(e.du for e in d.equipe), *(x.du for e in d.equipe for x in e.etp), *(p.du for p in d.places))
    yield from (du for du in starts if du)
    yield from (date(year, 1, 1) for year in registre.budgets)


def find_indicateur(code: str) -> Indicateur:
    """The indicator of that code.

    Raises:
        UsageError: there is none.
    """
    found = PAR_CODE.get(code.replace("-", "_"))
    if found is None:
        near = get_close_matches(code, PAR_CODE, 3)
        ask = f" Vouliez-vous dire {' ou '.join(near)} ?" if near else ""
        raise UsageError(f"« {code} » n'est pas un indicateur.{ask}", "Les voir, avec leurs définitions : alp report indicators")
    return found


def find_financeur(dispositif: Dispositif, code: str) -> Financeur:
    """The funder of that code.

    Raises:
        UsageError: there is none.
    """
    found = next((f for f in dispositif.financeurs if f.code == code), None)
    if found is None:
        listed = ", ".join(f.code for f in dispositif.financeurs) or "aucun n'est déclaré dans dispositif.yaml"
        raise UsageError(f"« {code} » n'est pas un financeur du dispositif.", f"Choisir parmi : {listed}.")
    return found


def conventions_of(financeur: Financeur, periode: PeriodeRapport) -> tuple[Convention, ...]:
    """A funder's conventions that run on the period's last day, else the last ones that ran in it."""
    overlap = tuple(c for c in financeur.conventions if c.du <= periode.au and (c.au is None or c.au >= periode.du))
    return running(financeur, periode.au) or overlap


def masks(financeur: Financeur, periode: PeriodeRapport) -> bool:
    """Whether small numbers are hidden from a funder: as the convention says, else by the funder's type."""
    said = [c.detail for c in running(financeur, periode.au) if c.detail]
    return "masque" in said if said else financeur.type in MASQUES_PAR_DEFAUT


def _rule(c: Convention, d: Dispositif) -> str:
    """« Du 01/01/2025 au 31/12/2027 : communes : Chartres, Lucé ; parc social ; part : 40 %. »."""
    parts = [*_limits(c.perimetre, d), *([f"part : {_percent(c.part)}"] if c.part is not None else [])]
    end = f" au {short_jour(c.au)}" if c.au else ""
    return f"Convention du {short_jour(c.du)}{end} : {' ; '.join(parts) or 'toutes les situations'}."


def _limits(p: Perimetre | None, d: Dispositif) -> list[str]:
    if p is None:
        return []
    communes = {c.insee: c.nom for c in d.territoire.communes}
    listed: tuple[tuple[str, tuple[str, ...], Mapping[str, str]], ...] = (
        ("communes", p.communes, communes),
        ("quartiers", p.quartiers, {q.code: q.nom for q in d.declarations("quartiers") if hasattr(q, "nom")}),
        ("bailleurs", p.bailleurs, _labels(d, "partenaires")),
        ("hors bailleurs", p.hors_bailleurs, _labels(d, "partenaires")),
        ("parcs", p.parcs, codes.PARCS),
        ("âges", tuple(a.rstrip("-") + (" ans et plus" if a.endswith("-") else " ans") for a in p.ages), {}),
        ("caisses", p.caisses, _labels(d, "partenaires")),
        ("axes", p.axes, _labels(d, "axes")),
    )
    return [f"{name} : {', '.join(labels.get(code, code) for code in found)}" for name, found, labels in listed if found]


def _labels(d: Dispositif, liste: str) -> dict[str, str]:
    return {x.code: x.label for x in d.declarations(liste)}


def _percent(part: Decimal) -> str:
    return f"{part.normalize():f}".replace(".", ",") + " %"


# --- for a program ------------------------------------------------------------------------------------


def rapport_json(r: Rapport, commit: str) -> dict[str, Any]:
    """`{periode, perimetre, commit, indicateurs}`: what `alp report PERIODE --json` prints."""
    return head_json(r, commit) | {"indicateurs": [indicateur_json(i, r.mesures[i.code]) for i in r.indicateurs]}


def head_json(r: Rapport, commit: str) -> dict[str, Any]:
    """Of which period and perimeter a report speaks, and from which commit it was made."""
    return {
        "periode": {"code": r.periode.code, "libelle": r.periode.libelle, "du": r.periode.du.isoformat(), "au": r.periode.au.isoformat()},
        "perimetre": {"financeur": r.financeur.code if r.financeur else None, "regle": list(r.regle), "masque": r.masque},
        "commit": commit or None,
    }


def indicateur_json(i: Indicateur, m: Mesure) -> dict[str, Any]:
    """One figure, with its words."""
    numerateur, base = parts(i, m)
    made: dict[str, Any] = {
        "code": i.code, "libelle": i.libelle, "definition": i.definition, "unite": str(i.unite), "valeur": number(m.valeur),
        "base": number(base), "numerateur": number(numerateur), "non_renseigne": m.non_renseigne,
        "ventilations": {axe: [_case(c) for c in found] for axe, found in m.ventilations.items()},
    }  # fmt: skip
    if m.resultat.quartiles:
        made["quartiles"] = [number(q) for q in m.resultat.quartiles]
    return made


def parts(i: Indicateur, m: Mesure) -> tuple[Nombre | None, Nombre | None]:
    """What a figure is made of, as its words say: what is counted, and the base. Hours are counted in minutes until they are told.

    Returns:
        the numerator in the figure's own unit (hours to the hundredth), and the base (for hours, the working time in ETP).
    """
    found = (m.resultat.numerateur, m.resultat.base)
    if i.calcul is not Calcul.rapport or i.unite is not Unite.heures:
        return found
    above, below = (None if x is None else nombre(Fraction(x) / 60) for x in found)
    return above, below


def _case(c: Case) -> dict[str, Any]:
    return {"cle": c.cle or None, "libelle": c.libelle, "valeur": number(c.valeur)}


def number(value: Nombre | None) -> int | float | None:
    """A number as JSON writes it: exact figures were computed before, only the writing is a decimal of the machine."""
    return int(value) if value is not None and value == int(value) else None if value is None else float(value)
