"""`alp init`: a register from a model, or from a few questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer

from alp.cli.lignes import heading, line
from alp.cli.montre import console, write
from alp.cli.saisie import commande
from alp.cli.session import Renonce, Session, clock, fixed_day, say
from alp.core.dispositif import Dispositif
from alp.core.erreurs import UsageError
from alp.core.installation import Reponses, dispositif_data
from alp.store.creation import create, prepare
from alp.store.installation import write_dispositif
from alp.store.modeles import describe, model, models

FICTIF = "Données fictives seulement, pour l'instant : les noms et les notes de soin ne sont pas encore scellés."


def _init(
    session: Session,
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", show_default=False, help="Un dossier neuf.")],
    modele: Annotated[
        str | None, typer.Option("--modele", metavar="NOM", help="Le modèle de dispositif ; sinon, quelques questions.")
    ] = None,
) -> Any:
    """Créer un registre : un dossier privé, avec son historique. Sans --modele, en répondant à quelques questions."""
    root = dossier.resolve()
    chosen = modele or _choose_start(session, root)
    if chosen:
        text, origin = model(chosen), f"sur le modèle {chosen}"
    else:
        text, origin = _answer(root), "en répondant aux questions"
    create(root, text, sujet=f"Registre créé {origin}", jour=fixed_day())
    write(f"Registre créé dans {dossier}, {origin}.")
    say(FICTIF)
    say(
        f"→ Ensuite : cd {dossier} ; relire ses règles avec alp dispositif, les adapter avec alp edit dispositif ; ouvrir une situation avec alp new."
    )
    return 0


init = commande(_init)


def _choose_start(session: Session, root: Path) -> str | None:
    """A model's name, or none for the questions; asked once it is known that the register can be made there."""
    presented = {name: describe(name) for name in models()}
    if not session.interactive:
        raise UsageError(
            "Il manque --modele.",
            "Choisir parmi : "
            + " ; ".join(f"{name} ({words})" for name, words in presented.items())
            + ". Ou lancer la même commande dans un terminal, et répondre à quelques questions.",
        )
    from alp.cli import questions

    prepare(root)
    width = max(console().width, 40) - 5
    start = {"": "Répondre à quelques questions"}
    start |= {name: shorten(f"Le modèle {name} : {words}", width, placeholder=" …") for name, words in presented.items()}
    return questions.choose("D'où partir ?", start)


def _answer(root: Path) -> str:
    """The text of the file that the answers make, once agreed upon.

    Raises:
        Renonce: the last answer is no.
    """
    from alp.cli import questions
    from alp.cli.entretien import RUBRIQUES, interview
    from alp.cli.frappe import Contexte

    contexte = Contexte(clock(Dispositif.model_fields["fuseau"].default), prepare(root).courriel)
    reponses = interview(Reponses(), contexte, RUBRIQUES)
    while True:
        text = write_dispositif(dispositif_data(reponses))
        _summary(reponses, contexte.today)
        answers = {"oui": "Oui", "corriger": "Non, corriger une réponse", "non": "Non, tout abandonner"}
        answer = questions.choose("Enregistrer ?", answers)
        if answer == "oui":
            return text
        if answer == "non":
            raise Renonce("Rien n'a été écrit.")
        again = questions.choose_many("Quelles réponses corriger ?", {x.code: x.titre for x in RUBRIQUES}, some=True)
        reponses = interview(reponses, contexte, [x for x in RUBRIQUES if x.code in again])


def _summary(reponses: Reponses, today: date) -> None:
    """What is about to be written, as `alp dispositif` would show it."""
    from alp.cli.dispositif import ESSENTIEL, Vue, show

    heading("Voici ce qui sera écrit dans dispositif.yaml.")
    write("")
    show(Vue(Dispositif.model_validate(dispositif_data(reponses)), today, tout=False), ESSENTIEL)
    heading("Et un vocabulaire général")
    line(
        "Difficultés, actes, objectifs, constats, résultats : une première liste, à adapter dans le fichier, qui explique chaque rubrique."
    )
    write("")
