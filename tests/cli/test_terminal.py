"""A real terminal: questions and arrow keys; and what is not one: pipes that close, Ctrl-C, no colour."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ACACIA, TILLEUL, Poste

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")

ALP = [sys.executable, "-m", "alp"]
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07")
ENTREE, ESPACE, BAS, HAUT, CTRL_C = "\r", " ", "\x1b[B", "\x1b[A", "\x03"


class Terminal:
    """A command that runs in a pty: what it asks, what is answered."""

    def __init__(self, poste: Poste, ligne: str, **env: str) -> None:
        import pexpect

        self.dit = ""
        environ = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **env}
        self.fils: Any = pexpect.spawn(
            ALP[0], [*ALP[1:], *ligne.split()], cwd=str(poste.racine), env=environ, dimensions=(60, 160), encoding="utf-8", timeout=15
        )

    def __call__(self, question: str, touches: str = ENTREE) -> None:
        """Wait for a question, and type."""
        self.fils.expect_exact(question)
        self.dit += self.fils.before + self.fils.after
        self.fils.send(touches)

    def passe(self, *questions: str) -> None:
        """Questions left without an answer, or with the one proposed."""
        for question in questions:
            self(question)

    def fin(self) -> int:
        """Wait for the end: the exit status."""
        import pexpect

        self.fils.expect(pexpect.EOF)
        self.dit += self.fils.before
        self.fils.close()
        assert self.fils.exitstatus is not None, self.texte
        return int(self.fils.exitstatus)

    @property
    def texte(self) -> str:
        """All that was shown, without colours."""
        return SEQUENCE.sub("", self.dit).replace("\r", "")


@pytest.fixture
def terminaux() -> Iterator[list[Terminal]]:
    """Every terminal that a test opened is closed, whatever happened."""
    opened: list[Terminal] = []
    yield opened
    for t in opened:
        t.fils.close(force=True)


def ouvre(terminaux: list[Terminal], poste: Poste, ligne: str, **env: str) -> Terminal:
    terminaux.append(Terminal(poste, ligne, **env))
    return terminaux[-1]


# --- questions ----------------------------------------------------------------------------------------


def test_a_visit_is_asked_for_with_arrow_keys(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "visit acacia")
    t("Quel jour ?", "\x15hier" + ENTREE)
    t("Qui, de l'équipe ?", BAS + ESPACE + ENTREE)  # ide is ticked already: git knows her
    t.passe("À quelle heure ?")
    t("Où, ou par quel moyen ?", BAS + ENTREE)
    t("Qu'est-il arrivé ?")  # Enter alone says nothing
    t("Qu'est-il arrivé ?", BAS + BAS + ENTREE)
    t.passe("À l'initiative de qui ?", "Avec quels partenaires ?")
    t("Qu'avez-vous fait ?", ESPACE + BAS + ESPACE + ENTREE)
    t("Une suite à donner ?", HAUT + ENTREE)
    t("Que reste-t-il à faire ?", "repasser" + ENTREE)
    t.passe("Qui s'en charge ?")
    t("Pour quel jour ?", "25/11" + ENTREE)
    t("Combien de minutes ensemble ?", "vingt" + ENTREE)
    t("Un nombre entier", "\x15" + "20" + ENTREE)
    t.passe("Combien de minutes de trajet ?")
    t("Que noter ?", "volets fermés" + ENTREE)
    t("Une note de soin ?")
    t("Enregistrer ?")
    assert t.fin() == 0, t.texte
    entry = poste.journal(ACACIA)[-1]
    entry.pop("ref")
    suite = entry.pop("suite")
    assert entry == {
        "le": "2026-11-19", "type": "visite", "par": ["ide", "ts"], "lieu": "pas_de_porte", "resultat": "porte_close", "actes": ["mediation", "tri"],
        "duree": "20", "note": "volets fermés",
    }  # fmt: skip
    assert suite.items() >= {"quoi": "repasser", "avant": "2026-11-25"}.items()
    assert "Enregistré" in t.texte
    assert "sélection" not in t.texte and "selections" not in t.texte


def test_a_situation_is_opened_by_answering(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "new --pseudonyme Fusain --commune Lucé")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("Qui saisit ?", BAS + ENTREE)
    t.passe("Quel professionnel ?", "Par quel moyen ?")
    t("Pour quels motifs ?", ESPACE + ENTREE)
    t.passe("Est-ce urgent ?", "Depuis quand ?", "Qu'a-t-on déjà essayé ?", "La personne sait-elle", "Que noter ?")
    t("Femme, homme ?", BAS + ENTREE)
    t("Née en quelle année ?", "1951" + ENTREE)
    t.passe("Qui vit là ?", "Quel parc ?", "À quel titre", "Quel bailleur ?")
    t("Quelles difficultés ?")
    t.passe("Que faut-il savoir", "Qui suit cette situation ?")
    t("Enregistrer ?", BAS + ENTREE)  # an answer of the saisine and one of the person: both parts of the form are there
    t("Quelles réponses corriger ?", 6 * BAS + ESPACE + 7 * BAS + ESPACE + ENTREE)
    t("Est-ce urgent ?", BAS + ENTREE)
    t("Née en quelle année ?", "1952" + ENTREE)
    t("Enregistrer ?", ENTREE)
    assert t.fin() == 0, t.texte
    assert "Quel quartier ?" not in t.texte  # Lucé has none declared
    shown = poste.json("show fusain")
    assert shown["personne"] == {"pseudonyme": "Fusain", "genre": "femme", "naissance": 1952}
    assert (shown["logement"], shown["problematiques"]) == ({"commune": "28220", "bailleur": "hlm"}, ["incurie"])
    assert (
        shown["journal"][0].items()
        >= {"le": "2026-11-20", "type": "saisine", "par": ["ide"], "origine": "hlm", "motifs": ["incurie"], "urgence": "ordinaire"}.items()
    )


def test_the_answer_no_writes_nothing(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "cancel 1 dfg456")
    t("Pourquoi annuler", "notée deux fois" + ENTREE)
    t("Annuler « visite du 10/03/2026", BAS + ENTREE)
    assert t.fin() == 3
    assert "Rien n'a été écrit" in t.texte
    assert "Erreur" not in t.texte  # it is what was asked for
    assert poste.sujets() == ["Registre d'essai"]


def test_advance_shows_what_is_missing_and_asks_for_it(poste: Poste, terminaux: list[Terminal]) -> None:
    poste.dispositif("instruments: [gir]\n")
    t = ouvre(terminaux, poste, "advance acacia")
    t("Que faire ?", ENTREE)  # the first evaluation stands first
    t.passe("Quel jour ?", "Qui, de l'équipe ?", "À quelle heure ?", "Qui a évalué ?")
    t("Quelle cote par domaine ?", ESPACE + ENTREE)
    t("Entretien du logement", 3 * BAS + ENTREE)
    t.passe("Quels constats ?", "Qui intervient déjà ?", "Quel GIR ?", "Quelle synthèse ?")
    t.passe("Combien de minutes ensemble ?", "Combien de minutes de trajet ?", "Que noter ?", "Une note de soin ?", "Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert "faire la première évaluation" in t.texte
    assert not [word for word in ("dette de loyer", "EPICES", "HoNOS", "encombrement") if word in t.texte]  # not of this dispositif
    assert poste.journal(ACACIA)[-1].items() >= {"type": "evaluation", "stade": "entree", "domaines": {"entretien": "3"}}.items()
    assert poste.json("show acacia")["suivi"]["etape"] == "cellule"


def test_a_refusal_loses_no_answer(poste: Poste, terminaux: list[Terminal]) -> None:
    """The second contract would begin before the end of the first: only its first day is asked again."""
    t = ouvre(terminaux, poste, "add tilleul contrat")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("À partir de quel jour ?", "15/11/2026" + ENTREE)
    t.passe("Combien de mois ?")
    t("Qu'attend la personne ?", "garder son chat" + ENTREE)
    t.passe(
        "Quels objectifs ?",
        "Quels services ?",
        "À quel rythme ?",
        "Qui a participé ?",
        "Quels partenaires ?",
        "Est-il signé ?",
        "Que noter ?",
    )
    t.passe("Enregistrer ?", "Corriger une réponse et recommencer ?")
    t("Quelles réponses corriger ?", 2 * BAS + ESPACE + ENTREE)
    t("À partir de quel jour ?", "01/12/2026" + ENTREE)
    t.passe("Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert "E210" in t.texte
    assert poste.journal(TILLEUL)[-1].items() >= {"debut": "2026-12-01", "mois": "6", "attentes": "garder son chat"}.items()


def test_a_future_day_and_an_impossible_step_are_refused_at_the_first_question(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "add acacia contrat")
    t("Quel jour ?", "demain" + ENTREE)
    t("est après aujourd'hui", "\x15" + ENTREE)
    assert t.fin() == 3
    assert "« contrat » n'y est pas possible" in " ".join(t.texte.split())
    assert poste.sujets() == ["Registre d'essai"]


def test_without_an_id_a_terminal_proposes_the_situations(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "show")
    t("Quelle situation ?", ENTREE)
    assert t.fin() == 0
    assert "Acacia" in t.texte


def test_a_name_is_said_before_it_is_written_and_can_be_taken_out(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "add acacia note")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("Que noter ?", "Mme Durand a ouvert" + ENTREE)
    t("Enregistrer ?", BAS + ENTREE)
    t("Quelles réponses corriger ?", 2 * BAS + ESPACE + ENTREE)
    t("Que noter ?", "\x01" + 10 * "\x1b[3~" + "La voisine" + ENTREE)  # the text stands there: its first word is enough
    t("Enregistrer ?", ENTREE)
    assert t.fin() == 0, t.texte
    assert "l'historique le garde" in t.texte
    assert poste.journal(ACACIA)[-1]["note"] == "La voisine a ouvert"
    assert len(poste.sujets()) == 2


def test_a_form_that_is_not_wanted_writes_nothing(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "add acacia note")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("Que noter ?", "Mme Durand a ouvert" + ENTREE)
    t("Enregistrer ?", 2 * BAS + ENTREE)
    assert t.fin() == 3
    assert "Rien n'a été écrit" in t.texte
    assert poste.sujets() == ["Registre d'essai"]


def test_a_refusal_that_is_not_mended_is_told_once(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "add tilleul contrat")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("À partir de quel jour ?", "15/11/2026" + ENTREE)
    t.passe("Combien de mois ?", "Qu'attend la personne ?", "Quels objectifs ?", "Quels services ?", "À quel rythme ?")
    t.passe("Qui a participé ?", "Quels partenaires ?", "Est-il signé ?", "Que noter ?", "Enregistrer ?")
    t("Corriger une réponse et recommencer ?", BAS + ENTREE)
    assert t.fin() == 3
    assert (t.texte.count("Erreur"), t.texte.count("Rien n'a été écrit.")) == (1, 1)


def test_a_corrected_answer_asks_what_it_opens_and_drops_what_it_closes(poste: Poste, terminaux: list[Terminal]) -> None:
    """An accord to share says with whom; an accord to be accompanied does not."""
    t = ouvre(terminaux, poste, "add acacia accord")
    t.passe("Quel jour ?", "Qui, de l'équipe ?", "À propos de quoi ?")
    t("Que répond-elle ?", BAS + ENTREE)
    t.passe("Sous quelle forme ?", "Qui répond ?", "Que noter ?")
    t("Enregistrer ?", BAS + ENTREE)
    t("Quelles réponses corriger ?", 2 * BAS + ESPACE + ENTREE)
    t("À propos de quoi ?", BAS + ENTREE)
    t("Partager avec qui ?", ESPACE + ENTREE)
    t("Enregistrer ?", ENTREE)
    assert t.fin() == 0, t.texte
    entry = poste.journal(ACACIA)[-1]
    assert (entry["objet"], entry["reponse"], len(entry["avec"])) == ("partage", "oui", 1)


def test_a_text_that_was_written_is_mended_where_it_stands(poste: Poste, terminaux: list[Terminal]) -> None:
    poste("add acacia note --par ide --note -", entree="Volets fermés.\nDeux voitures.\n")
    t = ouvre(terminaux, poste, "amend acacia")
    t("Quelle entrée corriger ?")
    t("Quels champs corriger ?", BAS + BAS + ESPACE + ENTREE)
    t("Que noter ?", " Un vélo." + ENTREE)
    t("Enregistrer la correction ?")
    assert t.fin() == 0, t.texte
    assert poste.journal(ACACIA)[-1]["note"] == "Volets fermés.\nDeux voitures. Un vélo."


def test_the_step_of_an_old_day_is_told_for_a_new_entry_only(poste: Poste) -> None:
    ref = next(e["ref"] for e in poste.journal(TILLEUL) if e["type"] == "recevabilite")
    late = next(e["le"] for e in poste.journal(TILLEUL) if e["type"] == "recevabilite")
    assert "ce qui est venu ensuite" in " ".join(poste(f"add tilleul note --le {late} --par ide --note x").split())
    assert "ce qui est venu ensuite" not in " ".join(poste(f"amend tilleul {ref} --note x").split())


def test_a_renewal_shows_its_summary_before_it_writes(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "renew tilleul")
    t.passe("Quel jour ?", "Qui, de l'équipe ?", "À quelle heure ?", "Quels objectifs atteints ?", "Quels résultats ?")
    t("Qu'en dit la personne ?", "sa fille est venue" + ENTREE)
    t.passe("Que proposez-vous ?", "Combien de minutes ensemble ?", "Combien de minutes de trajet ?", "Que noter ?", "Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert "Contrat n° 2, du 01/12/2026 au 31/05/2027." in t.texte.partition("Enregistrer")[0]
    bilan, contrat = poste.journal(TILLEUL)[-2:]
    assert (bilan["parole"], bilan["proposition"], contrat["debut"]) == ("sa fille est venue", "renouveler", "2026-12-01")


def test_the_editor_is_opened_again_at_the_error(poste: Poste, monkeypatch: pytest.MonkeyPatch, terminaux: list[Terminal]) -> None:
    poste.editeur(monkeypatch, "texte.replace('origine: hlm', 'origine: pompiers') if n == 1 else texte.replace('pompiers', 'personne')")
    t = ouvre(terminaux, poste, "edit acacia")
    t("Rouvrir l'éditeur pour corriger ?")
    assert t.fin() == 0, t.texte
    assert "E201" in t.texte
    assert poste.journal(ACACIA)[0]["origine"] == "personne"


def test_the_repair_asks_and_no_is_the_first_answer(poste: Poste, terminaux: list[Terminal]) -> None:
    (poste.racine / ACACIA).write_text(poste.lire(ACACIA).replace("le: 2026-10-26", 'le: "2026-10-26"'), encoding="utf-8")
    t = ouvre(terminaux, poste, "check --repair")
    t("Réparer 1 fichier ?", ENTREE)
    assert t.fin() == 3
    assert '"2026-10-26"' in poste.lire(ACACIA)
    t = ouvre(terminaux, poste, "check --repair")
    t("Réparer 1 fichier ?", HAUT + ENTREE)
    assert t.fin() == 0
    assert '"2026-10-26"' not in poste.lire(ACACIA)


@pytest.mark.parametrize("ligne", ["visit 2 --no-input", "--no-input visit 2"])
def test_no_input_asks_nothing_even_on_a_terminal(poste: Poste, terminaux: list[Terminal], ligne: str) -> None:
    t = ouvre(terminaux, poste, ligne)
    assert t.fin() == 2
    assert "Il manque --lieu, --resultat." in t.texte


# --- Ctrl-C -------------------------------------------------------------------------------------------


def test_ctrl_c_at_a_question_ends_with_130_and_writes_nothing(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "visit acacia")
    t("Quel jour ?", CTRL_C)
    assert t.fin() == 130
    assert "Interrompu" in t.texte
    assert "Traceback" not in t.texte
    assert poste.sujets() == ["Registre d'essai"]


def test_a_signal_at_a_question_ends_with_130(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "visit acacia")
    t("Quel jour ?", "")
    t.fils.kill(signal.SIGINT)
    assert t.fin() == 130
    assert "Traceback" not in t.texte


# --- pipes and colours --------------------------------------------------------------------------------


def through(poste: Poste, *mots: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run alp as a process whose output is a pipe."""
    return subprocess.run(
        [*ALP, *mots], cwd=poste.racine, env={**os.environ, **env}, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize("mots", [["list"], ["list", "--json"], ["--help"], ["--version"], ["visit", "--help"], ["check"], []])
def test_a_pipe_that_is_closed_ends_alp_quietly(poste: Poste, mots: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run([*ALP, *mots], cwd=poste.racine, stdout=writes, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (0, "")


def test_list_into_head(poste: Poste) -> None:
    line = f"{sys.executable} -m alp list | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=poste.racine, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_no_escape_sequence_goes_into_a_pipe(poste: Poste) -> None:
    for mots in (["list"], ["show", "1"], ["due"], [], ["check"], ["nimporte"]):
        done = through(poste, *mots, FORCE_COLOR="", TERM="xterm-256color")
        assert "\x1b" not in done.stdout + done.stderr, mots


def test_a_message_in_a_pipe_is_one_line(poste: Poste) -> None:
    """Wrapped lines could not be searched."""
    (poste.racine / ACACIA).write_text(poste.lire(ACACIA) + "  - {ref: stv234, le: 2026-11-18, note: sans type}\n", encoding="utf-8")
    lines = through(poste, "check").stdout.splitlines()
    assert all(line.startswith(("erreur", "alerte", "  → ", "1 situation")) for line in lines), lines


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_on_a_terminal_unless_no_color(poste: Poste, terminaux: list[Terminal], no_color: str, *, coloured: bool) -> None:
    env = {"NO_COLOR": no_color} if no_color else {}
    t = ouvre(terminaux, poste, "due", **env)
    assert t.fin() == 0
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-7][0-9;]*m", t.dit)) is coloured
    assert "en retard" in t.texte


def test_a_note_cannot_give_orders_to_the_terminal(poste: Poste, terminaux: list[Terminal]) -> None:
    poste("add acacia note --note -", entree="[red]rouge[/red] [bold]gras :warning:")
    t = ouvre(terminaux, poste, "show acacia")
    assert t.fin() == 0
    assert "[red]rouge[/red] [bold]gras :warning:" in t.texte
    assert "\x1b[31m" not in t.dit.partition("rouge")[0][-12:]


def test_an_ascii_terminal_gets_question_marks_not_a_fault(poste: Poste) -> None:
    done = through(poste, "list", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "Tilleul" in done.stdout


def test_the_program_starts_from_any_folder_below_the_register(poste: Poste, tmp_path: Path) -> None:
    assert (
        "Tilleul"
        in subprocess.run([*ALP, "list"], cwd=poste.racine / "situations" / "2026", capture_output=True, text=True, check=True).stdout
    )
    env = {**os.environ, "ALP_REGISTRE": str(poste.racine)}
    assert "Tilleul" in subprocess.run([*ALP, "list"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    assert (
        "Tilleul"
        in subprocess.run([*ALP, "-r", str(poste.racine), "list"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    )
    assert (
        "Tilleul"
        in subprocess.run([*ALP, "list", "-r", str(poste.racine)], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    )


def test_on_a_terminal_an_entry_of_which_nothing_is_said_is_asked_for(poste: Poste, terminaux: list[Terminal]) -> None:
    """No field of a note is required: it is not written empty for all that."""
    t = ouvre(terminaux, poste, "add acacia note")
    t.passe("Quel jour ?", "Qui, de l'équipe ?")
    t("Que noter ?", "courrier remis" + ENTREE)
    t("Enregistrer ?")
    assert t.fin() == 0, t.texte
    assert poste.journal(ACACIA)[-1]["note"] == "courrier remis"


def test_add_without_a_type_offers_those_that_the_step_allows(poste: Poste, terminaux: list[Terminal]) -> None:
    t = ouvre(terminaux, poste, "add acacia")
    t("Quelle entrée ?", "Note" + ENTREE)  # a long list is searched by typing
    t("Quel jour ?", CTRL_C)
    assert t.fin() == 130
    assert "Contrat" not in t.texte
