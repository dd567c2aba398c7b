"""What looks like a name, a telephone number, an address… in free text. A guess, never a proof: an alerte."""

from __future__ import annotations

import re

_MAJ = "A-ZÀÂÇÉÈÊËÎÏÔÙÛ"
_MIN = "a-zàâçéèêëîïôùûüÿœ'’-"
_WORD = rf"[{_MAJ}][{_MIN}]+|[{_MAJ}]{{2,}}"
_INITIAL = rf"[{_MAJ}]\b\.?"
_VOIE = "rue|avenue|av|boulevard|bd|place|impasse|allée|allee|chemin|route|square|quai|cours|résidence|residence|cité|lotissement"

SIGLES = frozenset(
    """
    AAH ADIL AESH AGGIR ALD ALP APA APL ARS ASE ASLL AVDL BAPSA CADA CAF CARSAT CATTP CCAS CDAPH CHRS CHU CIAS CLIC CLS CLSM CMP CMU
    CNAV CPAM CPTS CRT CSAPA CSS DAC DALO DDETS DGFIP DIPC DPE EDF EHPAD EMPP ENGIE EPICES ERDF ESAT FICOBA FSL GDF GIR HAD HLM HPST
    IDE IDEL IML IRM LHSS MAIA MAJ MAS MASP MDPH MDS MJPM MSA ORL PASS PCH PDALHPD PMI PMR POSP RATP RESAD RPPS RQTH RSA RSD SAAD SAMSAH
    SAMU SAVS SCHS SIAO SMS SNCF SPASAD SSIAD SUR TGI TISF UDAF UHR USLD VAD
    """.split()
)
"""Usual acronyms of the field: « Dossier APA » is no one's name."""

MOTIFS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("A315", re.compile(r"(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)")),
    ("A312", re.compile(r"(?<![\d-])(?:\+33\s?|0033\s?|0)[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")),
    ("A313", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("A314", re.compile(rf"\b\d{{1,4}}\s?(?:bis|ter|quater)?,?\s(?:{_VOIE})\b\.?\s+\w[\w'’-]*(?:\s+\w[\w'’-]*)?", re.IGNORECASE)),
    (
        "A311",
        re.compile(
            rf"\b(?:M|Mr|Mme|Mlle|MM|Mmes|Dr|Me|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Dd]octeur|[Mm]aître)\.?\s+(?:{_WORD}|{_INITIAL})"
        ),
    ),
    ("A311", re.compile(rf"\b[{_MAJ}][{_MIN}]{{2,}}\s+[{_MAJ}]{{3,}}\b")),
)
"""Code and pattern, the most telling first: what one has found, the next does not find again."""


def suspects(texte: str, *, pseudonymes: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """What in a text looks personal: (code, extract). A known pseudonym (« Mme Tilleul ») is none."""
    found: list[tuple[int, str, str]] = []
    rest = texte
    for code, motif in MOTIFS:
        for match in motif.finditer(rest):
            if not (code == "A311" and match[0].split()[-1] in pseudonymes | SIGLES):
                found.append((match.start(), code, match[0].strip()))
        rest = motif.sub(lambda m: " " * len(m[0]), rest)
    return [(code, extract) for _, code, extract in sorted(found)]
