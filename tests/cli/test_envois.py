"""What was sent is kept as it left: the PDF, to whom, when, and a fingerprint that `check` compares."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import ACACIA, Poste
from tests.cli.test_reunions import NOM, prepare
from tests.conftest import read_yaml

ENVOI = f"envois/2026/2026-11-20-compte-rendu-{NOM}"
PDF = f"documents/{NOM}-compte-rendu.pdf"


@pytest.fixture
def decidee(poste: Poste) -> Poste:
    """Acacia is admitted, and the minutes are printed."""
    prepare(poste)
    poste(f"meeting decide {NOM} acacia --decision admission")
    poste(f"minutes {NOM} --format pdf")
    return poste


def test_the_minutes_that_were_sent_are_kept_in_one_commit_with_to_whom_and_when(decidee: Poste) -> None:
    said = decidee(f"meeting sent {NOM} {PDF} --a ccas --a saad --canal courriel")
    assert f"Gardé : {ENVOI}.pdf, envoyé à CCAS de Chartres, Aide à domicile le 20/11/2026." in said
    octets = (decidee.racine / PDF).read_bytes()
    assert (decidee.racine / f"{ENVOI}.pdf").read_bytes() == octets
    assert read_yaml(decidee.lire(f"{ENVOI}.yaml")) == {
        "le": "2026-11-20", "a": ["ccas", "saad"], "canal": "courriel", "document": "compte_rendu", "reunion": NOM,
        "fichier": f"2026-11-20-compte-rendu-{NOM}.pdf", "empreinte": hashlib.sha256(octets).hexdigest(),
    }  # fmt: skip
    assert decidee.git("show", "--format=%s", "--name-only", "HEAD").split("\n\n") == [
        f"Envoi du 20/11/2026 : compte rendu, {NOM}", f"{ENVOI}.pdf\n{ENVOI}.yaml\n",
    ]  # fmt: skip
    assert "0 erreur" in decidee("check")
    assert "Envoyé le 20/11/2026 : compte rendu, à CCAS de Chartres, Aide à domicile" in decidee(f"meeting show {NOM}")


def test_sending_again_keeps_both(decidee: Poste) -> None:
    decidee(f"meeting sent {NOM} {PDF} --a ccas")
    assert f"{ENVOI}-2.pdf" in decidee(f"meeting sent {NOM} {PDF} --a saad")
    assert (decidee.racine / f"{ENVOI}.pdf").exists()


def test_undoing_takes_both_files_away(decidee: Poste) -> None:
    decidee(f"meeting sent {NOM} {PDF} --a ccas")
    decidee("undo --yes")
    assert not list((decidee.racine / "envois").rglob("*.*"))


def test_what_is_not_a_pdf_is_refused_and_how_to_make_one_is_said(decidee: Poste) -> None:
    decidee(f"minutes {NOM} --format docx")
    said = decidee(f"meeting sent {NOM} documents/{NOM}-compte-rendu.docx --a ccas", sortie=3)
    assert "n'est pas un PDF" in said
    assert "Fichier, Exporter" in said
    assert "n'existe pas" in decidee(f"meeting sent {NOM} documents/absent-compte-rendu.pdf --a ccas", sortie=3)


def test_to_whom_and_which_document_must_be_known(decidee: Poste) -> None:
    assert "À qui a-t-il été envoyé ?" in decidee(f"meeting sent {NOM} {PDF}", sortie=2)
    shutil.copy(decidee.racine / PDF, decidee.racine / "scan.pdf")
    assert "Quel document est scan.pdf ?" in decidee(f"meeting sent {NOM} scan.pdf --a ccas", sortie=2)
    assert "n'est pas un document" in decidee(f"meeting sent {NOM} scan.pdf --a ccas --document lettre", sortie=2)
    assert f"2026-11-20-autre-{NOM}.pdf" in decidee(f"meeting sent {NOM} scan.pdf --a ccas --document autre")
    assert "n'est pas dans la liste" in decidee(f"meeting sent {NOM} {PDF} --a fantome", sortie=2)
    assert "après aujourd'hui" in decidee(f"meeting sent {NOM} {PDF} --a ccas --le 01/12/2026", sortie=2)


def test_a_copy_made_for_the_cell_sent_to_a_landlord_is_told(decidee: Poste) -> None:
    assert "Habitat d'essai n'est pas tenu au secret" in decidee(f"meeting sent {NOM} {PDF} --a hlm")


def test_sending_the_notification_of_a_decision_tells_it(decidee: Poste) -> None:
    decidee("document acacia notification_decision --pour personne --format pdf")
    [path] = (decidee.racine / "documents").glob("*notification*.pdf")
    said = decidee(f"sent acacia {path} --a personne --canal courrier --le 20/11/2026")
    assert "Noté aussi : décision dite à la personne." in said
    assert decidee.journal(ACACIA)[-1]["notifications"] == [{"a": "personne", "le": "2026-11-20", "canal": "courrier"}]
    assert len(decidee.git("show", "--format=", "--name-only", "HEAD").split()) == 3
    again = decidee(f"sent acacia {path} --a personne")
    assert "Noté aussi" not in again  # it was told already


def test_a_situation_shows_what_was_sent_about_it_and_of_the_meetings_that_looked_at_it(decidee: Poste) -> None:
    decidee("document acacia notification_decision --pour personne --format pdf")
    [path] = (decidee.racine / "documents").glob("*notification*.pdf")
    assert "Envoyé" not in decidee("show acacia")
    decidee(f"sent acacia {path} --a personne --canal courrier")
    decidee(f"meeting sent {NOM} {PDF} --a ccas")
    said = decidee("show acacia")
    assert "20/11/2026 : compte rendu, à CCAS de Chartres (cellule d'orientation du 20/11/2026)" in said
    assert "20/11/2026 : notification d'une décision, à la personne" in said
    assert said.index("Envoyé") < said.index("Journal")
    assert [e["document"] for e in decidee.json("show acacia")["suivi"]["envois"]] == ["compte_rendu", "notification_decision"]
    assert "Envoyé" not in decidee("show acacia --au 19/11/2026")
    assert "notification" not in decidee("show tilleul")  # only the minutes of that meeting, where she was too


def test_many_sendings_are_cut_short(decidee: Poste) -> None:
    for _ in range(9):
        decidee(f"meeting sent {NOM} {PDF} --a ccas")
    assert "… 1 envoi plus ancien : alp show" in decidee("show acacia")
    assert "envoi plus ancien" not in decidee("show acacia --tout")


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("faire", "attendu"), [(change, "a changé depuis qu'il est parti"), (Path.unlink, "manque")], ids=["changed", "lost"]
)
def test_check_sees_a_pdf_that_is_no_longer_what_was_sent(decidee: Poste, faire: object, attendu: str) -> None:
    decidee(f"meeting sent {NOM} {PDF} --a ccas")
    assert callable(faire)
    faire(decidee.racine / f"{ENVOI}.pdf")
    said = decidee("check", sortie=1)
    assert attendu in said
    assert "[E010]" in said


def test_a_sending_of_a_meeting_that_does_not_exist_is_seen(decidee: Poste) -> None:
    decidee(f"meeting sent {NOM} {PDF} --a ccas")
    path = decidee.racine / f"{ENVOI}.yaml"
    path.write_text(decidee.lire(f"{ENVOI}.yaml").replace(f"reunion: {NOM}", "reunion: 2026-01-01-cellule"), encoding="utf-8")
    assert "réunion « 2026-01-01-cellule » introuvable" in decidee("check", sortie=1)
