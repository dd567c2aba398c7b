"""What a dispositif knows: a form asks nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alp.core import codes
from alp.core.champs import Champ, Fiche
from alp.core.dispositif import Dispositif
from alp.core.entrees import Accord, Changement, Contrat, Evaluation, Examen, Recevabilite, Saisine
from alp.core.objets import Engagement, Foyer, ObjectifAtteint, Signature
from alp.core.situation import Personne
from alp.core.types import Codes

Reponses = Mapping[str, Any]
"""What was answered so far, by field."""


def _uses(instrument: str) -> Callable[[Dispositif], bool]:
    return lambda d: instrument in d.instruments


_SELON_DISPOSITIF: dict[tuple[type[Fiche], str], Callable[[Dispositif], bool]] = {
    (Personne, "caisses"): lambda d: any(c.perimetre and c.perimetre.caisses for f in d.financeurs for c in f.conventions),
    (Contrat, "mois"): lambda d: d.contrat is not None and d.contrat.mois is not None,
    (ObjectifAtteint, "domaine"): lambda d: d.contrat is None,
    **{(Evaluation, name): _uses(name) for name in codes.INSTRUMENTS},
}
"""Fields that only some dispositifs use."""

_SELON_REPONSES: dict[tuple[type[Fiche], str], tuple[str, frozenset[str]]] = {
    (Recevabilite, "criteres"): ("decision", frozenset({"hors_criteres"})),
    (Recevabilite, "oriente_vers"): ("decision", frozenset(codes.RECEVABILITES) - {"recevable", "liste_attente", "erreur"}),
    (Accord, "avec"): ("objet", frozenset({"partage"})),
    (Examen, "elements_nouveaux"): ("objet", frozenset(codes.OBJETS_EXAMEN) - {"nouvelle"}),
    (Signature, "motif"): ("reponse", frozenset(codes.SIGNATURES) - {"signe"}),
    (Foyer, "adultes"): ("type", frozenset(codes.FOYERS) - {"personne_seule"}),
    (Foyer, "enfants"): ("type", frozenset(codes.FOYERS) - {"personne_seule", "couple"}),
}
"""Fields that make sense only where another one has one of these values."""

_SAUF_REPONSES: dict[tuple[type[Fiche], str], tuple[str, frozenset[str]]] = {
    (Saisine, "auteur"): ("origine", frozenset(codes.ORIGINES)),
    (Saisine, "canal"): ("origine", frozenset({"equipe"})),
    (Saisine, "personne_informee"): ("origine", frozenset({"personne", "equipe"})),
}
"""Fields that make no sense where another one has one of these values: no professional writes for a neighbour; who refers herself knows."""


def asked(fiche: type[Fiche], champ: Champ, dispositif: Dispositif, reponses: Reponses) -> bool:
    """Whether a question is worth asking: this dispositif knows it, and what was answered leaves it open."""
    if champ.vocabulaire and not champ.vocabulaire.aussi and not _declared(champ.vocabulaire.liste, dispositif):
        return champ.requis
    used = _SELON_DISPOSITIF.get((fiche, champ.nom))
    if used and not used(dispositif):
        return False
    if (fiche, champ.nom) == (Changement, "bail"):
        return isinstance(reponses.get("logement"), Mapping)
    if champ.nom == "quartier" and not _quartiers_of(dispositif, reponses):
        return False
    other, values = _SELON_REPONSES.get((fiche, champ.nom), ("", frozenset()))
    without, refused = _SAUF_REPONSES.get((fiche, champ.nom), ("", frozenset()))
    return (not other or reponses.get(other) in values) and (not without or reponses.get(without) not in refused)


def _declared(liste: str, dispositif: Dispositif) -> bool:
    return bool(dispositif.territoire.communes if liste == "communes" else dispositif.declarations(liste))


def _quartiers_of(dispositif: Dispositif, reponses: Reponses) -> bool:
    """Whether the commune answered has districts; while none was, any."""
    commune = reponses.get("commune")
    return any(c.quartiers for c in dispositif.territoire.communes if commune in (None, c.insee))


DECISIONS_SELON: dict[str, tuple[str, ...]] = {
    "nouvelle": ("admission", "ajournement", "reorientation", "refus"),
    "renouvellement": ("renouvellement", "poursuite", "ajournement", "fin"),
    "suites": ("poursuite", "ajournement", "fin"),
    "reexamen": ("admission", "poursuite", "ajournement", "reorientation", "refus", "fin"),
}
"""What a passage may decide, the likeliest first, by its object."""


def used_codes(liste: Codes, dispositif: Dispositif) -> dict[str, str]:
    """The codes of a closed list that this dispositif uses, and their labels there: its places of visit; nothing to renew without a term."""
    lieux = dispositif.lieux
    if liste is codes.LIEUX and lieux:
        return {code: label for code, label in liste.items() if code in lieux}
    if liste is codes.NATURES_ACTION and lieux and "vehicule" not in lieux:
        return {code: label for code, label in liste.items() if code != "vehicule"}
    if liste is codes.MOTIFS_SORTIE and dispositif.contrat is None:
        return {code: label for code, label in liste.items() if code != "fin_de_contrat"}
    if liste is codes.PROPOSITIONS and (dispositif.contrat is None or dispositif.contrat.mois is None):
        return {**liste, "renouveler": "continuer"}
    return dict(liste)


def proposed(champ: Champ, choices: Mapping[str, str], dispositif: Dispositif, reponses: Reponses) -> dict[str, str]:
    """The choices of a list, those that this dispositif uses: the districts of the commune answered; who may not refer comes last, and is told so."""
    if champ.nom == "quartier" and reponses.get("commune"):
        of = {q.code for c in dispositif.territoire.communes if c.insee == reponses["commune"] for q in c.quartiers}
        return {code: label for code, label in choices.items() if code in of}
    if champ.nom == "decision" and (first := DECISIONS_SELON.get(str(reponses.get("objet")))):
        return {code: choices[code] for code in first if code in choices}
    if champ.nom != "origine" or not dispositif.parcours.qui_saisit:
        return dict(choices)
    admitted = {code: label for code, label in choices.items() if dispositif.admits(code)}
    return admitted | {code: f"{label} (ne saisit pas ce dispositif)" for code, label in choices.items() if code not in admitted}


EXIGEES = frozenset({(Engagement, "qui"), (Engagement, "avant")})
"""Fields of an object that a terminal asks for until they are answered: what is promised belongs to someone, and has a date."""

DELIBEREES = (
    codes.RESULTATS_VISITE, codes.REPONSES_ACCORD, codes.DECISIONS, codes.MOTIFS_SANS_SUITE, codes.MOTIFS_SORTIE, codes.ISSUES_SORTIE,
)  # fmt: skip
"""Lists whose first code must not be written by pressing Enter through a form: met, agreed, admitted, left."""


def is_deliberate(champ: Champ) -> bool:
    """Whether a field is answered only by choosing."""
    return any(champ.codes is liste for liste in DELIBEREES)
