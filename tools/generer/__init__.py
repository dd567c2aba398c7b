"""Fictional registers: invented lives, the same bytes for the same seed.

    python -m tools.generer alp28 cases/alp28 [--situations N] [--graine N] [--verifier]

`modele.py` says what belongs to one system (`Modele`, `Theme`, `Scenario`), `modeles/` holds one module a system, `tools/recits/` the texts.
The rest is the engine, and knows none of them:

    recueil.py      texts, each told once               arrivee.py      saisine, first contact, the steps before
    agenda.py       working days, meetings              suivi.py        the plan of an accompaniment
    peuplement.py   who arrives, and lives where        contrats.py     contracts and bilans
    atelier.py      what all lives share                quotidien.py    visits, evaluations, orientations, suites
    vie.py          one journal being written           evenements.py   what befalls
    contacts.py     visits, attempts, calls, steps      logements.py    moving in, losing the dwelling
    evaluation.py   ratings and instruments             depart.py       withdrawal, exit, news, coming back
    examens.py      decisions, engagements              deroule.py      a whole life
    retours.py      feed-back where nothing is new
    reunions.py     files of meetings                   registre.py     the whole register
    actions.py      collective actions, vehicle         rapport.py      looking at what was made
"""

from tools.generer.modeles import MODELES
from tools.generer.registre import generate, save

__all__ = ["MODELES", "generate", "save"]
