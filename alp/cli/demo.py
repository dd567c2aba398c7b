"""A day in an example register: each command is shown, run, and what it made is shown."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.montre import text, title, write
from alp.cli.saisie import commande
from alp.cli.session import Session, say
from alp.core.controles.examine import happened
from alp.core.suivi import Suivi, suivis
from alp.store.creation import create, example_files
from alp.store.depot import Depot
from alp.store.modeles import example, examples
from alp.store.transaction import Identite

ESSAI = Identite("Essai d'alp", "essai@exemple.invalid")
"""Who signs the demonstration on a machine whose git knows nobody."""


def _demo(
    session: Session,
    dossier: Annotated[Path, typer.Argument(metavar="[DOSSIER]", help="Un dossier neuf pour l'essai.")] = Path("alp-demo"),
    exemple: Annotated[str | None, typer.Option("--exemple", metavar="NOM", help="Le registre d'exemple.")] = None,
) -> Any:
    """Essayer alp : copie un registre d'exemple et y passe une journée. Les personnes sont inventées."""
    name = exemple or (examples()[0] if "alp28" not in examples() else "alp28")
    root = _free_folder(dossier)
    source = example(name)
    text_ = (source / "dispositif.yaml").read_text(encoding="utf-8")
    depot = create(root.resolve(), text_, example_files(source), sujet=f"Registre d'exemple {name}", essai=ESSAI)
    day = last_day(depot)
    os.environ["ALP_AUJOURDHUI"] = day.isoformat()
    title(f"Registre d'exemple « {name} », copié dans {root}. Toutes les personnes sont inventées. Nous sommes le {day:%d/%m/%Y}.")
    status = live_a_day(depot, day)
    write("")
    say(f"→ À vous : cd {root} ; alp --help. Les dates y sont celles de l'exemple : ALP_AUJOURDHUI={day.isoformat()} alp")
    return status


def _free_folder(dossier: Path) -> Path:
    """The folder asked for, or the next free one beside it."""
    names = [dossier, *(dossier.with_name(f"{dossier.name}-{n}") for n in range(2, 1000))]
    return next(n for n in names if not n.exists() or not any(n.iterdir()))


def last_day(depot: Depot) -> date:
    """The last day on which something happened in a register."""
    return max(le for s in depot.read().registre.situations for e in s.journal for _, le in happened(e, ()))


def live_a_day(depot: Depot, day: date) -> int:
    """Run the commands of a day, each shown before what it prints; the worst exit status."""
    worst = 0
    for note, words in story(depot, day):
        write("", text(f"# {note}", "bright_black"), text("$ alp " + " ".join(_shown(w) for w in words), "bold"))
        sys.stdout.flush()
        worst = max(worst, _run(depot, words))
    return worst


def _shown(word: str) -> str:
    return f'"{word}"' if " " in word or "|" in word else word


def _run(depot: Depot, words: list[str]) -> int:
    from alp.cli.lancement import launch

    os.environ["ALP_REGISTRE"] = str(depot.root)
    return launch([*words, "--no-input"])


def story(depot: Depot, day: date) -> list[tuple[str, list[str]]]:
    """A day: the board, a closed door, a saisine, a late contract renewed, a mistake undone, the history."""
    registre = depot.read().registre.au(day)
    d = registre.dispositif
    all_ = suivis(registre, day)
    followed = next(s.situation.id for s in all_ if s.etape == "accompagnement")
    new_id = f"{d.sigle}-{day.year}-{_next_number(all_, day.year):03}"
    who = d.equipe[0].code
    commune = d.territoire.communes[0].insee
    first = next((p.code for p in d.partenaires if p.role in ("amont", "amont_aval")), "personne")
    steps: list[tuple[str, list[str]]] = [
        ("Le matin : ce qui est en retard, ce qui est dû cette semaine.", []),
        ("Les situations suivies.", ["list", "--en-cours", "--tri", "contrat"]),
        (
            "Une porte close se note aussi.",
            ["visit", followed, "--par", who, "--lieu", "domicile", "--resultat", "porte_close", "--duree", "15", "--trajet", "30"],
        ),
        (
            "Un partenaire signale une nouvelle situation.",
            ["new", "--origine", first, "--personne-informee", "oui", "--commune", commune, "--genre", "femme", "--naissance", "1949"],
        ),
        ("Elle est recevable.", ["add", new_id, "recevabilite", "--decision", "recevable"]),
        ("Où en est-elle, que manque-t-il ?", ["advance", new_id]),
    ]
    if late := _late(all_):
        steps.append(
            (
                "Un contrat est échu : le renouveler en retard, avec son bilan.",
                ["renew", late, "--par", who, "--bilan-proposition", "renouveler", "--bilan-par", who],
            )
        )
    return [
        *steps,
        ("Tout est là, précautions d'abord.", ["show", late or followed]),
        ("La dernière commande se défait.", ["undo", "--yes"]),
        ("Qui a fait quoi ?", ["log", "--nombre", "6"]),
        ("Tout est-il en ordre ?", ["check"]),
    ]


def _next_number(all_: list[Suivi], year: int) -> int:
    numbers = [int(s.situation.id.rsplit("-", 1)[1]) for s in all_ if s.situation.id.rsplit("-", 2)[1] == str(year)]
    return max(numbers, default=0) + 1


def _late(all_: list[Suivi]) -> str | None:
    """A situation whose contract lapsed a short time ago."""
    found = [
        s
        for s in all_
        if s.etat_contrat == "echu"
        and s.periode
        and s.periode.terme
        and (s.au - s.periode.terme).days <= 90
        and s.etape == "accompagnement"
    ]
    limit = all_[0].dispositif.contrat if all_ else None
    most = limit.renouvellements_max if limit else None
    return next((s.situation.id for s in found if s.periode and (most is None or s.periode.rang <= most)), None)


demo = commande(_demo)
