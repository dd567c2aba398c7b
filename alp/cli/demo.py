"""A day in an example register: each command is shown, run, and what it made is shown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from alp.cli.montre import text, title, write
from alp.cli.saisie import commande
from alp.cli.session import Session, say
from alp.core.codes import SUR_PLACE
from alp.core.controles.examine import happened
from alp.core.dispositif import Dispositif
from alp.core.parcours import Etape
from alp.core.registre import Registre
from alp.core.suivi import Suivi, suivis
from alp.store.creation import create, example_files
from alp.store.depot import Depot
from alp.store.modeles import describe, example, examples
from alp.store.transaction import Identite

ESSAI = Identite("Essai d'alp", "essai@exemple.invalid")
"""Who signs the demonstration on a machine whose git knows nobody."""
PREMIER = "alp28"
"""The example that nobody chose."""


def _demo(
    session: Session,
    dossier: Annotated[Path, typer.Argument(metavar="[DOSSIER]", help="Un dossier neuf pour l'essai.")] = Path("alp-demo"),
    exemple: Annotated[str | None, typer.Option("--exemple", metavar="NOM", help=f"Le registre d'exemple ; sinon {PREMIER}.")] = None,
) -> Any:
    """Essayer alp : copie un registre d'exemple et y passe une journée. Les personnes sont inventées."""
    name = exemple or (_choose() if session.interactive else PREMIER)
    root = _free_folder(dossier)
    source = example(name)
    text_ = (source / "dispositif.yaml").read_text(encoding="utf-8")
    day = last_day(Depot(source))
    depot = create(root.resolve(), text_, example_files(source), sujet=f"Registre d'exemple {name}", essai=ESSAI, jour=day)
    os.environ["ALP_AUJOURDHUI"] = day.isoformat()
    title(f"Registre d'exemple « {name} », copié dans {root}. Toutes les personnes sont inventées. Nous sommes le {day:%d/%m/%Y}.")
    status = live_a_day(depot, day)
    write("")
    alp = _alp_from(root)
    say(f"→ À vous : cd {root} ; {alp} --help. Les dates y sont celles de l'exemple : ALP_AUJOURDHUI={day.isoformat()} {alp}")
    say(f"→ Les autres exemples, avec --exemple : {', '.join(n for n in examples() if n != name)}.")
    return status


def _alp_from(root: Path) -> str:
    """How alp is called in that folder: by its name where the PATH has it, by its path if it does not (`make demo`)."""
    return "alp" if shutil.which("alp") else os.path.relpath(sys.argv[0], root)


def _choose() -> str:
    from alp.cli import questions

    rows = {name: f"{name} : {describe(name)}" for name in examples()}
    return str(questions.choose("Quel dispositif essayer ?", rows, default=PREMIER))


def _free_folder(dossier: Path) -> Path:
    """The folder asked for, or the next free one beside it."""
    folders = [dossier, *(dossier.with_name(f"{dossier.name}-{n}") for n in range(2, 1000))]
    return next(n for n in folders if not n.exists() or not any(n.iterdir()))


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


# --- the day ------------------------------------------------------------------------------------------

Scene = tuple[str, list[str]]
"""What happens, and the command that says it."""


@dataclass(frozen=True)
class Journee:
    """What the scenes look at."""

    registre: Registre
    au: date

    @property
    def d(self) -> Dispositif:
        return self.registre.dispositif

    @cached_property
    def tous(self) -> list[Suivi]:
        return suivis(self.registre, self.au)

    @cached_property
    def suivie(self) -> Suivi:
        """A situation in accompaniment, of those whose dwelling is known if there is one."""
        found = [s for s in self.tous if s.etape is Etape.accompagnement]
        return next((s for s in found if s.logement), found[0])

    @property
    def qui(self) -> str:
        """Who works that day: the worker who follows the situation."""
        return self.suivie.referent or self.d.equipe[0].code

    @property
    def nouvelle(self) -> str:
        """The id that the next saisine will get."""
        numbers = [int(s.situation.id.rsplit("-", 1)[1]) for s in self.tous if s.situation.id.rsplit("-", 2)[1] == str(self.au.year)]
        return f"{self.d.sigle}-{self.au.year}-{max(numbers, default=0) + 1:03}"

    @property
    def naissance(self) -> int:
        """A year of birth as they are there: the median one."""
        years = sorted(int(n) for s in self.tous if (n := s.situation.personne.naissance))
        return years[len(years) // 2] if years else self.au.year - 50

    @cached_property
    def en_retard(self) -> Suivi | None:
        """A situation whose contract lapsed a short time ago, and that may still be renewed."""
        regles = self.d.contrat
        most = regles.renouvellements_max if regles else None
        return next((s for s in self.tous if _lapsed(s) and s.periode and (most is None or s.periode.rang <= most)), None)


def _lapsed(s: Suivi) -> bool:
    terme = s.periode.terme if s.periode else None
    return s.etat_contrat == "echu" and s.etape is Etape.accompagnement and terme is not None and (s.au - terme).days <= 90


def morning(j: Journee) -> Iterator[Scene]:
    yield "Le matin : ce qui est en retard, ce qui est dû cette semaine.", []
    if j.d.contrat and j.d.contrat.mois:
        yield "Les situations suivies.", ["list", "--en-cours", "--tri", "contrat"]
    else:
        yield "Les situations suivies.", ["list", "--en-cours", "--tri", "contact"]


def backlog(j: Journee) -> Iterator[Scene]:
    waiting = [s for s in j.tous if s.etape is Etape.signalee and any(getattr(e, "decision", "") == "liste_attente" for e in s.vivantes)]
    if len(waiting) > 3:
        yield "L'arriéré : ce qui attend, bailleur par bailleur.", ["list", "--etape", "signalee", "--tri", "bailleur"]


def payers(j: Journee) -> Iterator[Scene]:
    bailleur = next((f for f in j.d.financeurs if any(c.perimetre and c.perimetre.bailleurs for c in f.conventions)), None)
    if bailleur:
        yield f"Pour qui paie {bailleur.nom} ?", ["list", "--en-cours", "--financeur", bailleur.code]


def vehicle(j: Journee) -> Iterator[Scene]:
    """The vehicle goes out as it did the last time: the same trades, the same district."""
    outings = [a for a in j.registre.actions.values() if a.nature == "vehicule"]
    if outings:
        last = max(outings, key=lambda a: a.le)
        where = ["--commune", last.commune or j.d.territoire.communes[0].insee] + (["--quartier", last.quartier] if last.quartier else [])
        words = [
            "action",
            "new",
            "--nature",
            "vehicule",
            "--public",
            "habitants",
            "--nombre",
            "9",
            "--duree",
            "180",
            "--par",
            ",".join(last.par),
            *where,
        ]
        yield "Le véhicule est sorti dans un quartier : neuf personnes rencontrées, sans dossier.", words


def closed_door(j: Journee) -> Iterator[Scene]:
    lieu = next(code for code in (*j.d.lieux, "domicile") if code in SUR_PLACE - {"vehicule", "structure"})
    words = ["visit", j.suivie.situation.id, "--par", j.qui, "--lieu", lieu, "--resultat", "porte_close", "--duree", "15", "--trajet", "30"]
    yield "Une porte close se note aussi.", words


def referral(j: Journee) -> Iterator[Scene]:
    origine = next(
        (p.code for p in j.d.partenaires if p.role in ("amont", "amont_aval") and p.valid_on(j.au) and j.d.admits(p.code)), "personne"
    )
    words = ["new", "--origine", origine, "--personne-informee", "oui", "--genre", "femme", "--naissance", str(j.naissance)]
    if j.d.parcours.condition_saisine:
        words += ["--demarches-deja-faites", "Trois visites, deux courriers, un rendez-vous proposé : sans effet."]
    if j.d.loge != "oui":
        words += ["--commune", j.d.territoire.communes[0].insee]
    yield "Un partenaire signale une nouvelle situation.", words
    yield "Elle est recevable.", ["add", j.nouvelle, "recevabilite", "--decision", "recevable"]
    yield "Où en est-elle, que manque-t-il ?", ["advance", j.nouvelle]


def moving_in(j: Journee) -> Iterator[Scene]:
    waiting = next((s for s in j.tous if s.etape is Etape.accompagnement and s.logement is None), None)
    if j.d.loge == "oui" and waiting:
        where = ["--logement-commune", j.d.territoire.communes[0].insee, "--logement-statut", "sous_locataire", "--bail", "sous_location"]
        yield "Un logement est trouvé : elle y entre.", ["add", waiting.situation.id, "changement", "--motif", "emmenagement", *where]


def late_contract(j: Journee) -> Iterator[Scene]:
    if j.en_retard:
        words = ["renew", j.en_retard.situation.id, "--par", j.qui, "--bilan-proposition", "renouveler", "--bilan-par", j.qui]
        yield "Un contrat est échu : le renouveler en retard, avec son bilan.", words


def feed_back(j: Journee) -> Iterator[Scene]:
    """Where there is no contract, the meeting is what comes back: it hears again those of the time before."""
    from alp.core.seance import agenda

    followed = {s.situation.id for s in j.tous if s.etape is Etape.accompagnement}
    points = agenda(j.registre, j.au, j.d.parcours.reunion, au=j.au) if j.d.contrat is None else []
    heard = next((p.situation for p in points if p.objet == "suites" and p.situation in followed), None)
    if heard:
        day = j.au.isoformat()
        yield "Une réunion : alp en dresse l'ordre du jour.", ["meeting", "plan", day]
        words = ["meeting", "decide", day, heard, "--decision", "poursuite", "--par", j.qui]
        yield "On y dit ce qu'est devenue une situation examinée la fois d'avant.", words


def evening(j: Journee) -> Iterator[Scene]:
    yield "Tout est là, précautions d'abord.", ["show", (j.en_retard or j.suivie).situation.id]
    yield "La dernière commande se défait.", ["undo", "--yes"]
    yield "Qui a fait quoi ?", ["log", "--nombre", "6"]
    yield "Tout est-il en ordre ?", ["check"]


SCENES: tuple[Callable[[Journee], Iterator[Scene]], ...] = (
    morning, backlog, payers, vehicle, closed_door, referral, moving_in, late_contract, feed_back, evening,
)  # fmt: skip
"""A day, in order; a scene that a dispositif does not know says nothing."""


def story(depot: Depot, day: date) -> list[Scene]:
    """The scenes of a day in a register: whatever this dispositif knows."""
    journee = Journee(depot.read().registre.au(day), day)
    return [scene for make in SCENES for scene in make(journee)]


demo = commande(_demo)
