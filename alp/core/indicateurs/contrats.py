"""Contracts: signed, renewed, lapsed, broken, running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from alp.core.contrat import Periode
from alp.core.dispositif import Dispositif
from alp.core.entrees import Contrat
from alp.core.indicateurs.etude import Etude, Fil
from alp.core.indicateurs.indicateur import Indicateur
from alp.core.indicateurs.mesure import Calcul, Membre, Unite

_QUI = ("rang", "commune", "territoire", "bailleur", "parc")


def _periods(etude: Etude) -> Iterator[tuple[Fil, Periode]]:
    return ((fil, p) for fil, _ in etude.ayant(Contrat) for p in fil.periodes)


def _member(fil: Fil, p: Periode, le: date, poids: int = 1) -> Membre:
    return Membre(fil.id, p.contrat.ref, le, poids, fil.personne_id, {"rang": (str(p.rang),)})


def _on(day: Callable[[Fil, Periode], date | None], rang_min: int = 1) -> Callable[[Etude], Iterator[Membre]]:
    """The contracts of which something is dated in the period."""

    def members(etude: Etude) -> Iterator[Membre]:
        for fil, p in etude.once(_periods):
            le = day(fil, p)
            if le and le in etude.periode and p.rang >= rang_min:
                yield _member(fil, p, le)

    return members


def _begun(fil: Fil, p: Periode) -> date:
    """The day on which it begins; decided afterwards, that day: a period told before does not change."""
    return max(p.debut, p.contrat.le)


def _signed(fil: Fil, p: Periode) -> date | None:
    signature = p.contrat.signature
    return (signature.le or p.contrat.le) if signature and signature.reponse == "signe" else None


def _refused(fil: Fil, p: Periode) -> date | None:
    signature = p.contrat.signature
    return (signature.le or p.contrat.le) if signature and signature.reponse == "refus" else None


def _broken(fil: Fil, p: Periode) -> date | None:
    return p.contrat.interruption.le if p.contrat.interruption else None


def _lapsed(fil: Fil, p: Periode) -> date | None:
    """The term, where it was reached and nothing follows."""
    return p.terme if p.terme and p.fin == p.terme and not _followed(fil, p) else None


def _followed(fil: Fil, p: Periode) -> bool:
    return any(q.rang == p.rang + 1 and q.debut > p.debut for q in fil.periodes)


def _running(etude: Etude) -> Iterator[Membre]:
    return (_member(fil, p, etude.periode.au) for fil, p in etude.once(_periods) if p.covers(etude.periode.au))


def _ends(etude: Etude) -> Iterator[Membre]:
    """Every contract whose term falls in the period: 1 where another follows."""
    for fil, p in etude.once(_periods):
        if p.terme and p.terme in etude.periode and p.fin == p.terme:
            yield _member(fil, p, p.terme, int(_followed(fil, p)))


def _signs(d: Dispositif) -> bool:
    return d.contrat is not None


INDICATEURS = (
    Indicateur(
        "contrats_signes", "Contrats signés", "Les contrats, premiers ou renouvelés, que la personne a signés dans la période.",
        Unite.contrats, Calcul.compte, _on(_signed), _QUI, si=_signs,
    ),
    Indicateur(
        "contrats_commences", "Contrats commencés", "Les contrats, signés ou non, dont le premier jour est dans la période ; décidé après ce jour, un contrat compte le jour où il l'est.",
        Unite.contrats, Calcul.compte, _on(_begun), _QUI, si=_signs,
    ),
    Indicateur(
        "contrats_renouveles", "Contrats renouvelés",
        "Parmi les contrats commencés, ceux de deuxième rang ou plus ; le rang se compte depuis l'entrée.",
        Unite.contrats, Calcul.compte, _on(_begun, rang_min=2), _QUI, si=_signs,
    ),
    Indicateur(
        "contrats_refuses", "Signatures refusées", "Les contrats dont le refus de signer est daté de la période ; ils courent quand même.",
        Unite.contrats, Calcul.compte, _on(_refused), _QUI, source="CASF, art. D311", si=_signs,
    ),
    Indicateur(
        "contrats_echus", "Contrats échus sans suite",
        "Les contrats arrivés à leur terme dans la période sans que rien ne les suive : ni renouvellement, ni sortie avant le terme.",
        Unite.contrats, Calcul.compte, _on(_lapsed), _QUI, diminuer=True, si=_signs,
    ),
    Indicateur(
        "contrats_rompus", "Contrats interrompus", "Les contrats interrompus avant leur terme dans la période.",
        Unite.contrats, Calcul.compte, _on(_broken), _QUI, si=_signs,
    ),
    Indicateur(
        "contrats_en_cours", "Contrats en cours au dernier jour", "Les contrats qui courent à la fin du dernier jour, signés ou non.",
        Unite.contrats, Calcul.compte, _running, _QUI, si=_signs,
    ),
    Indicateur(
        "taux_renouvellement", "Contrats suivis d'un renouvellement",
        "Parmi les contrats arrivés à leur terme dans la période, ceux qu'un autre suit, décidé au plus tard le dernier jour.",
        Unite.pourcent, Calcul.taux, _ends, ("rang",), base="contrats arrivés à leur terme dans la période", si=_signs,
    ),
)  # fmt: skip
