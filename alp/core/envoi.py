"""What was really sent: a PDF kept as it left, with to whom, when and its fingerprint beside it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from alp.core import codes
from alp.core.champs import Fiche, champ, liste
from alp.core.types import Code, DuDispositif, Forme, Jour, Parmi, ReunionId, SituationId, Texte

EMPREINTE = re.compile(r"[0-9a-f]{64}", re.ASCII)
FICHIER_PDF = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*\.pdf", re.ASCII)

AUTRE = "autre"
"""A document that is none of those that alp makes."""


class PeriodeEnvoi(Fiche):
    """What a report to a funder speaks of."""

    du: Jour = champ("Du", "À partir de quel jour ?", "Le premier jour.", requis=True)
    au: Jour = champ("Au", "Jusqu'à quel jour ?", "Le dernier jour.", requis=True)


class Envoi(Fiche):
    """One document sent. Its file and the PDF beside it have the same name."""

    le: Jour = champ("Envoyé le", "Quel jour ?", "Le jour où il est parti.", requis=True)
    a: tuple[Annotated[Code, DuDispositif("partenaires_equipe", aussi=codes.DESTINATAIRES)], ...] = liste(
        "À", "À qui ?", "La personne, des partenaires, des membres de l'équipe."
    )
    canal: Annotated[Texte, Parmi(codes.CANAUX)] | None = champ("Par", "Par quel moyen ?", "Courriel, courrier, de vive voix…")
    document: Code = champ("Document", "Quel document ?", "Le nom qu'il a dans alp, comme compte_rendu ; sinon autre.", requis=True)
    reunion: ReunionId | None = champ("Réunion", "De quelle réunion ?", "Le nom de son fichier.")
    situation: SituationId | None = champ("Situation", "De quelle situation ?", "Son identifiant.")
    financeur: Annotated[Code, DuDispositif("financeurs")] | None = champ("Financeur", "À quel financeur ?", "Celui qui attend ce rapport.")
    periode: PeriodeEnvoi | None = champ("Période", "De quelle période parle-t-il ?", "Pour un rapport.")
    fichier: Annotated[Texte, Forme(FICHIER_PDF, "le nom du PDF, à côté de ce fichier")] = champ(
        "Fichier", "Quel fichier ?", "Le PDF, à côté de ce fichier.", requis=True
    )
    empreinte: Annotated[Texte, Forme(EMPREINTE, "64 chiffres et lettres de a à f (SHA-256)")] = champ(
        "Empreinte", "Quelle empreinte SHA-256 ?", "Elle prouve que le PDF n'a pas changé depuis.", requis=True
    )


def envoi_id(le: date, document: str, sur: str) -> str:
    """`2026-11-05-compte-rendu-2026-11-03-cellule`: codes and kinds only.

    Args:
        le: the day it was sent.
        document: its code.
        sur: the id of the meeting or situation, or the funder's code.
    """
    return f"{le.isoformat()}-{document.replace('_', '-')}-{sur.lower().replace('_', '-')}"
