"""Invitations: a mail ready to be sent, one's own agenda, and an entry for one's calendar, that a real calendar reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Poste
from tests.cli.test_reunions import NOM, prepare

DOSSIER = f"documents/{NOM}-invitations"
KHAL = shutil.which("khal") or shutil.which("khal", path=str(Path(sys.executable).parent))
CONTACTS = "    - {code: ccas, nom: CCAS de Chartres, type: ccas, role: amont_aval, secret: soumis, contacts: [{nom: Mme Noir, courriel: noir@ccas.example}]}\n"


@pytest.fixture
def cellule(poste: Poste) -> Poste:
    """A meeting at half past two: the team, the CCAS whose address is known, a landlord who comes for its tenant."""
    path = poste.racine / "dispositif.yaml"
    old = next(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "code: ccas" in line)
    path.write_text(path.read_text(encoding="utf-8").replace(old, CONTACTS[2:]), encoding="utf-8")
    poste.git("commit", "--quiet", "--all", "-m", "Une adresse")
    poste("add tilleul accord --objet partage --reponse oui --avec hlm --le 16/11/2026")
    prepare(poste)
    poste(f"meeting attend {NOM} ide=invite ccas=invite hlm=invite agence=invite saad=excuse")
    poste(f"meeting set {NOM} --heure 14:30 --duree 1h30 --lieu 'salle du conseil'")
    return poste


def mail(poste: Poste, qui: str) -> EmailMessage:
    return message_from_bytes((poste.racine / DOSSIER / f"{NOM}-{qui}.eml").read_bytes(), policy=default)


def text_of(poste: Poste, document: str, qui: str) -> str:
    reader = PdfReader(poste.racine / DOSSIER / f"{NOM}-{document}-{qui}.pdf")
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_each_one_has_a_draft_with_his_agenda_and_the_entry_for_his_calendar(cellule: Poste) -> None:
    said = cellule(f"meeting invite {NOM}")
    assert "4 invitations prêtes." in said
    assert "Excusés, sans invitation : Aide à domicile." in said
    assert "Sans adresse connue : hlm, agence." in said
    draft = mail(cellule, "ccas")
    assert (draft["To"], draft["X-Unsent"], draft["Subject"]) == ("noir@ccas.example", "1", f"Cellule d'orientation {NOM}")
    assert [part.get_filename() for part in draft.iter_attachments()] == [f"{NOM}-ordre-du-jour.pdf", f"{NOM}.ics"]
    assert [part.get_content_type() for part in draft.iter_attachments()] == ["application/pdf", "text/calendar"]
    body = draft.get_body()
    assert body
    words = body.get_content()
    assert "Jour : 20 novembre 2026, à 14 h 30" in words
    assert "Lieu : salle du conseil" in words
    assert not [w for w in ("Noir", "Tilleul", "Acacia", "ESSAI") if w in words]


def test_the_agenda_of_each_is_what_he_may_read(cellule: Poste) -> None:
    cellule(f"meeting invite {NOM}")
    assert "ESSAI-2026-001" in text_of(cellule, "ordre-du-jour", "ccas")
    assert "Acacia" in text_of(cellule, "ordre-du-jour", "ccas")
    landlord = text_of(cellule, "ordre-du-jour", "hlm")
    assert "ESSAI-2026-001" in landlord
    assert not [w for w in ("ESSAI-2026-002", "Tilleul", "Acacia", "renouvellement") if w in landlord]


def test_who_may_read_nothing_is_invited_without_an_agenda(cellule: Poste) -> None:
    cellule(f"meeting invite {NOM}")
    assert [part.get_filename() for part in mail(cellule, "agence").iter_attachments()] == [f"{NOM}.ics"]
    assert not (cellule.racine / DOSSIER / f"{NOM}-ordre-du-jour-agence.pdf").exists()
    assert "ESSAI-2026" not in text_of(cellule, "convocation", "agence")
    assert "To" not in mail(cellule, "agence")


def test_a_guest_of_one_item_has_that_one_only(cellule: Poste) -> None:
    cellule(f"meeting point {NOM} acacia --invite ts")
    cellule(f"meeting invite {NOM} --a ts")
    agenda = text_of(cellule, "ordre-du-jour", "ts")
    assert "ESSAI-2026-002" in agenda
    assert "ESSAI-2026-001" not in agenda
    assert "1 invitation prête." in cellule(f"meeting invite {NOM} --a ts")


def test_a_guest_with_whom_the_person_does_not_share_is_told_nothing_and_one_is_warned(cellule: Poste) -> None:
    cellule(f"meeting point {NOM} acacia --invite saad")
    path = cellule.racine / f"reunions/{NOM}.yaml"
    path.write_text(cellule.lire(f"reunions/{NOM}.yaml").replace("  - qui: saad\n    presence: excuse\n", ""), encoding="utf-8")
    said = cellule(f"meeting invite {NOM} --a saad")
    assert "Invités pour un point, sans ordre du jour : Aide à domicile." in said
    assert "ESSAI-2026" not in text_of(cellule, "convocation", "saad")


def test_file_names_subjects_and_the_calendar_hold_a_code_and_a_nature_only(cellule: Poste) -> None:
    cellule(f"meeting invite {NOM}")
    names = [p.name for p in (cellule.racine / DOSSIER).iterdir()]
    calendar = (cellule.racine / DOSSIER / f"{NOM}.ics").read_text(encoding="utf-8")
    for words in (*names, calendar, *(mail(cellule, q)["Subject"] for q in ("ccas", "hlm", "ide", "agence"))):
        assert not [w for w in ("ESSAI-2026-0", "Tilleul", "Acacia", "Noir", "salle") if w in words], words
    assert f"SUMMARY:Cellule d'orientation {NOM}" in calendar
    assert "ATTENDEE" not in calendar


def test_an_address_that_is_none_is_told_and_left_out(cellule: Poste) -> None:
    path = cellule.racine / "dispositif.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("noir@ccas.example", "noir chez ccas"), encoding="utf-8")
    assert "Ce n'est pas une adresse : noir chez ccas." in cellule(f"meeting invite {NOM} --a ccas")
    assert "To" not in mail(cellule, "ccas")


def test_the_same_register_and_day_give_the_same_bytes(cellule: Poste) -> None:
    cellule(f"meeting invite {NOM}")
    first = {p.name: p.read_bytes() for p in (cellule.racine / DOSSIER).iterdir()}
    cellule(f"meeting invite {NOM} --sortie autre")
    assert {p.name: p.read_bytes() for p in (cellule.racine / "autre").iterdir()} == first


def test_a_draft_that_somebody_edited_is_kept(cellule: Poste) -> None:
    cellule(f"meeting invite {NOM} --a ccas")
    path = cellule.racine / DOSSIER / f"{NOM}-ccas.eml"
    path.write_bytes(path.read_bytes().replace(b"Bonjour,", b"Bonjour a tous,"))
    cellule(f"meeting set {NOM} --heure 15:00")
    assert "a été modifié depuis : il est gardé" in cellule(f"meeting invite {NOM} --a ccas")
    assert b"Bonjour a tous," in path.read_bytes()


def test_nobody_is_invited_who_was_not_asked_nor_to_what_is_over(cellule: Poste) -> None:
    assert "« saad-bis » n'est pas invité" in cellule(f"meeting invite {NOM} --a saad-bis", sortie=2)
    assert "1 invitation prête." in cellule(f"meeting invite {NOM} --a saad")
    assert "a eu lieu le 12/05/2026" in cellule("meeting invite 2026-05-12-cellule", sortie=3)
    cellule("meeting plan 20/11/2026 --nature copil")
    assert "Personne n'est à inviter." in cellule("meeting invite 2026-11-20-copil", sortie=3)


# --- a real calendar ----------------------------------------------------------------------------------

CONFIG = """\
[calendars]
[[essai]]
path = {dossier}/calendrier
type = calendar
[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {dossier}/khal.db
"""


def khal(dossier: Path, *mots: str) -> str:
    done = subprocess.run([str(KHAL), "-c", str(dossier / "config"), *mots], check=True, capture_output=True, text=True, cwd=dossier)
    return done.stdout


@pytest.mark.skipif(KHAL is None, reason="khal is not installed: pip install khal")
def test_a_calendar_takes_the_entry_and_moves_it_when_the_meeting_is_postponed(cellule: Poste, tmp_path: Path) -> None:
    dossier = tmp_path / "khal"
    (dossier / "calendrier").mkdir(parents=True)
    (dossier / "config").write_text(CONFIG.format(dossier=dossier), encoding="utf-8")
    ics = str(cellule.racine / DOSSIER / f"{NOM}.ics")
    cellule(f"meeting invite {NOM} --a ide")
    khal(dossier, "import", "--batch", "-a", "essai", ics)
    assert f"14:30-16:00 Cellule d'orientation {NOM}" in khal(dossier, "list", "2026-11-20", "2d")
    cellule(f"meeting move {NOM} 27/11/2026")
    cellule(f"meeting invite {NOM} --a ide")
    khal(dossier, "import", "--batch", "-a", "essai", ics)
    assert NOM not in khal(dossier, "list", "2026-11-20", "2d")
    assert f"14:30-16:00 Cellule d'orientation {NOM}" in khal(dossier, "list", "2026-11-27", "2d")
