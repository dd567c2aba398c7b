"""What a register knew: the right commit for a day, read as its checkout would be, and never more."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alp.core.erreurs import AlpError, UsageError
from alp.store.arbre import Commit
from alp.store.chemins import folders
from alp.store.connu import Connu, end_of, find_known, last_dispositif, read_known
from alp.store.depot import Depot
from alp.store.git import Git, init
from alp.store.lecture import Lecture, read_registre
from alp.store.rendus import logo
from tests.conftest import EQUIPE, SITUATION
from tests.store.test_depot import git

PARIS = ZoneInfo("Europe/Paris")
FICHE = "situations/2025/ESSAI-2025-001.yaml"
ACACIA = "situations/2026/ESSAI-2026-001.yaml"
VISITE = "  - {ref: cccccc, le: 2025-02-03, type: visite, lieu: domicile, resultat: rencontre}\n"
ACACIA_TEXTE = SITUATION.replace("ESSAI-2025-001", "ESSAI-2026-001").replace("Tilleul", "Acacia").replace("2025-01-06", "2026-01-06")
REUNION = "le: 2026-11-03\nnature: cellule\n"
SOINS = "bbbbbb: Pansement.\n"

Files = Mapping[str, str | bytes | Path | None]
"""Path → text, bytes, target of a link, or none to remove it."""


def put(root: Path, files: Files) -> None:
    for chemin, content in files.items():
        path = root / chemin
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.symlink_to(content)
        elif content is not None:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(root: Path, quand: str, files: Files, sujet: str = "Un jour") -> str:
    """Commit some changes, at a moment such as `2026-10-31T23:59:59+01:00`."""
    put(root, files)
    git(root, "add", "--all")
    moment = os.environ | {"GIT_AUTHOR_DATE": quand, "GIT_COMMITTER_DATE": quand}
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", sujet], cwd=root, check=True, env=moment)
    return git(root, "rev-parse", "HEAD")


def known(root: Path, le: str, zone: ZoneInfo = PARIS) -> str:
    return find_known(Git(root), date.fromisoformat(le), zone).commit


def read(root: Path, commit_: str, *, soins: bool = False) -> Lecture:
    return read_known(Depot(root), Connu(date(2026, 1, 1), commit_), soins=soins)


# --- which commit -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "le", "found"),
    [
        (("2026-10-01T09:00Z", "2026-10-20T09:00Z", "2026-11-12T09:00Z"), "2026-10-31", 1),
        (("2026-10-01T09:00Z", "2026-10-20T09:00Z", "2026-11-12T09:00Z"), "2026-10-20", 1),
        (("2026-10-01T09:00Z", "2026-10-20T09:00Z", "2026-11-12T09:00Z"), "2099-12-31", 2),
        (("2026-10-20T08:00Z", "2026-10-20T09:00Z", "2026-10-20T10:00Z"), "2026-10-20", 2),
        # A clock that is ahead: the second commit counts with the third, which follows it.
        (("2026-11-01T09:00Z", "2026-12-15T09:00Z", "2026-11-10T09:00Z"), "2026-11-10", 2),
        (("2026-11-01T09:00Z", "2026-12-15T09:00Z", "2026-11-10T09:00Z"), "2026-11-05", 0),
        # A clock that is behind: the second commit counts from its own date on, with all that led to it.
        (("2026-11-01T09:00Z", "2026-10-05T09:00Z", "2026-11-10T09:00Z"), "2026-11-05", 1),
        (("2026-11-01T09:00Z", "2026-10-05T09:00Z", "2026-11-10T09:00Z"), "2026-10-15", 1),
    ],
)
def test_the_last_commit_of_the_line_made_before_the_day_ended(registre: Path, dates: tuple[str, ...], le: str, found: int) -> None:
    made = [commit(registre, quand, {}) for quand in dates]
    assert made.index(known(registre, le)) == found


@pytest.mark.parametrize(
    ("zone", "le", "last"),
    [
        ("Europe/Paris", "2026-10-31", "2026-10-31T22:59:59Z"),
        ("Europe/Paris", "2026-07-14", "2026-07-14T21:59:59Z"),
        ("Europe/Paris", "2026-10-25", "2026-10-25T22:59:59Z"),  # a day of 25 hours
        ("Europe/Paris", "2026-03-29", "2026-03-29T21:59:59Z"),  # a day of 23 hours
        ("Indian/Reunion", "2026-10-31", "2026-10-31T19:59:59Z"),
        ("America/Martinique", "2026-10-31", "2026-11-01T03:59:59Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T02:59:59Z"),  # the next day begins at one o'clock
    ],
)
def test_a_day_ends_at_midnight_where_the_team_works_summer_and_winter(registre: Path, zone: str, le: str, last: str) -> None:
    first = commit(registre, last, {})
    after = datetime.fromisoformat(last) + timedelta(seconds=1)
    commit(registre, after.isoformat(), {})
    assert known(registre, le, ZoneInfo(zone)) == first


def test_the_time_zone_of_who_commits_changes_nothing(registre: Path) -> None:
    """Eleven in the evening of the 31st in Martinique is already November in Paris."""
    first = commit(registre, "2026-10-30T12:00:00Z", {})
    commit(registre, "2026-10-31T23:00:00-04:00", {})
    assert known(registre, "2026-10-31") == first


def test_before_1970_no_commit_is_asked_for() -> None:
    assert end_of(date(1900, 1, 1), PARIS) == 0


def test_what_a_colleague_wrote_is_known_when_it_is_merged(registre: Path) -> None:
    """Her commit is of the 20th; it came on 12 November."""
    before = commit(registre, "2026-10-01T09:00Z", {})
    git(registre, "switch", "--quiet", "--create", "collegue")
    commit(registre, "2026-10-20T09:00Z", {FICHE: SITUATION + VISITE})
    git(registre, "switch", "--quiet", "main")
    ours = commit(registre, "2026-10-25T09:00Z", {ACACIA: ACACIA_TEXTE})
    moment = os.environ | {"GIT_AUTHOR_DATE": "2026-11-12T09:00Z", "GIT_COMMITTER_DATE": "2026-11-12T09:00Z"}
    subprocess.run(["git", "merge", "--quiet", "--no-ff", "--no-edit", "collegue"], cwd=registre, check=True, env=moment)
    merged = git(registre, "rev-parse", "HEAD")
    assert [known(registre, le) for le in ("2026-10-24", "2026-10-31", "2026-11-12")] == [before, ours, merged]
    assert [len(read(registre, c).registre.situation("2025-1", today=date(2026, 1, 1)).journal) for c in (ours, merged)] == [1, 2]


def test_the_last_dispositif_says_when_a_day_ends_and_its_own_time_is_read_with_its_own(registre: Path) -> None:
    old = commit(registre, "2026-10-01T09:00Z", {})
    commit(
        registre,
        "2026-11-01T09:00Z",
        {"dispositif.yaml": EQUIPE.lstrip().replace("Équipe d'essai", "Équipe neuve") + "fuseau: Indian/Reunion\n"},
    )
    put(registre, {"dispositif.yaml": "rien de lisible"})  # what stands on disk is not asked
    assert last_dispositif(Depot(registre)).fuseau == "Indian/Reunion"
    then = read(registre, old).registre.dispositif
    assert (then.nom, then.fuseau) == ("Équipe d'essai", "Europe/Paris")


# --- read as its checkout would be --------------------------------------------------------------------


def states(lecture: Lecture) -> list[tuple[str, Any, list[Any]]]:
    """Each file: its path, its record, its findings without the commit's name."""
    return [
        (chemin, f.record, [(p.code, p.champ, p.ligne, p.message, p.remede, p.fichier.rpartition(":")[2]) for p in f.problemes])
        for chemin, f in lecture.fichiers.items()
    ]


def checkout(root: Path, commit_: str, to: Path) -> Lecture:
    """The register of a clone that stands at that commit."""
    if not to.exists():
        subprocess.run(["git", "clone", "--quiet", str(root), str(to)], check=True)
    git(to, "checkout", "--quiet", "--detach", commit_)
    return read_registre(to, soins=True)


VIE: tuple[tuple[str, Files], ...] = (
    ("Registre créé", {}),
    ("notée en retard", {FICHE: SITUATION + VISITE}),
    ("corrigée", {FICHE: SITUATION + VISITE.replace("rencontre", "porte_close")}),
    ("défaite", {FICHE: SITUATION}),
    ("notes de soin, réunion", {"soins/2025/ESSAI-2025-001.yaml": SOINS, "reunions/2026-11-03-cellule.yaml": REUNION}),
    ("ouverte ailleurs", {ACACIA: ACACIA_TEXTE}),
    (
        "renommée",
        {ACACIA: None, "situations/2025/ESSAI-2025-002.yaml": ACACIA_TEXTE.replace("2026-001", "2025-002").replace("pers", "anciens_ids: [ESSAI-2026-001]\npers", 1)},
    ),
    ("retirée", {FICHE: None}),
    (
        "de tout ce qui ne se lit pas",
        {
            FICHE: SITUATION.replace("origine", "<<<<<<< HEAD\n    origine"),
            ACACIA: b"\xe9t\xe9",
            "situations/2026/ESSAI-2026-002.yaml": Path("ESSAI-2026-001.yaml"),
            "situations/2026/ESSAI-2026-003.yaml": "x" * 300_000,
            "situations/2026/ESSAI-2026-004.yaml": "",
            "situations/notes.yaml": SITUATION,
            "situations/2025/ESSAI-2025-009.yaml": SITUATION,
            "reunions/ancien/.cache.yaml": "rien",
            "actions/2026-11-18-formation.yml": "le: 2026-11-18\n",
            "soins/2025/ESSAI-2025-001.yaml": "zzz",
            "situations/2025/lisez-moi.txt": "rien",
        },
    ),
    ("réglée autrement", {"dispositif.yaml": EQUIPE.lstrip().replace("mois: 6", "mois: 12"), "logo.png": b"\x89PNG"}),
)  # fmt: skip


def test_each_commit_of_a_life_reads_as_its_checkout(registre: Path, tmp_path: Path) -> None:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(len(VIE))]
    made = [commit(registre, f"{le}T12:00Z", files, sujet) for le, (sujet, files) in zip(days, VIE, strict=True)]
    for le, one in zip(days, made, strict=True):
        assert known(registre, le.isoformat()) == one
        from_git, from_disk = read(registre, one, soins=True), checkout(registre, one, tmp_path / "copie")
        assert states(from_git) == states(from_disk)
        assert from_git.registre == from_disk.registre


CONTENUS = st.sampled_from([None, SITUATION, SITUATION + VISITE, SITUATION.replace("ccas", "voisin"), "- pas: [une fiche", SITUATION[:-9]])
CHEMINS = st.sampled_from(
    [FICHE, ACACIA, "situations/2025/autre.yaml", "soins/2025/ESSAI-2025-001.yaml", "reunions/2026-11-03-cellule.yaml"]
)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 3), st.dictionaries(CHEMINS, CONTENUS, max_size=3)), min_size=1, max_size=5))
def test_any_day_of_any_history_reads_as_the_checkout_of_its_commit(steps: list[tuple[int, dict[str, str | None]]]) -> None:
    """Some days have no commit, some have several."""
    with tempfile.TemporaryDirectory() as name:
        root, day = Path(name).resolve() / "registre", date(2026, 10, 20)
        root.mkdir()
        init(root)
        git(root, "config", "user.name", "Camille Essai")
        git(root, "config", "user.email", "camille@essai.example")
        last = {day: commit(root, f"{day}T12:00Z", {"dispositif.yaml": EQUIPE.lstrip(), FICHE: SITUATION})}
        for gap, files in steps:
            day += timedelta(days=gap)
            last[day] = commit(root, f"{day}T12:00Z", files)
        for n in range((day - date(2026, 10, 20)).days + 1):
            le = date(2026, 10, 20) + timedelta(days=n)
            expected = last[max(d for d in last if d <= le)]
            assert known(root, le.isoformat()) == expected
            assert states(read(root, expected, soins=True)) == states(checkout(root, expected, root.parent / "copie"))


def test_care_notes_are_read_only_when_asked_for(registre: Path) -> None:
    one = commit(registre, "2026-10-01T09:00Z", {"soins/2025/ESSAI-2025-001.yaml": SOINS})
    assert read(registre, one).registre.soins == {}
    assert read(registre, one, soins=True).registre.soins == {"ESSAI-2025-001": {"bbbbbb": "Pansement."}}


def test_git_is_started_as_often_for_thirty_situations_as_for_one(registre: Path) -> None:
    class Counted(Git):
        started = 0

        def raw(self, *args: str, stdin: bytes = b"") -> bytes:
            self.started += 1
            return super().raw(*args, stdin=stdin)

    many = {f"situations/2025/ESSAI-2025-{n:03}.yaml": SITUATION.replace("2025-001", f"2025-{n:03}") for n in range(1, 31)}
    tree = Commit(Counted(registre), commit(registre, "2026-10-01T09:00Z", many), tuple(folders(soins=True)))
    assert [tree.read(chemin).decode() for chemin in tree.paths()[1:]] == list(many.values())
    assert isinstance(tree.git, Counted)
    assert tree.git.started == 2


def test_a_logo_is_the_one_of_that_day_and_of_this_register(registre: Path) -> None:
    old = commit(registre, "2026-10-01T09:00Z", {"images/logo.png": b"\x89PNG un", "lien.png": Path("images/logo.png")})
    new = commit(registre, "2026-11-01T09:00Z", {"images/logo.png": b"\x89PNG deux"})
    assert [logo(read(registre, c).arbre, "images/logo.png") for c in (old, new)] == [
        (b"\x89PNG un", "image/png"),
        (b"\x89PNG deux", "image/png"),
    ]
    for arbre in (read(registre, old).arbre, Depot(registre).read().arbre):
        for nom in ("lien.png", "absent.png", "../secret.png", "/etc/logo.png", "dispositif.yaml", "images"):
            with pytest.raises(AlpError, match="ne peut pas être pris"):
                logo(arbre, nom)


# --- what cannot be known -----------------------------------------------------------------------------


def test_before_the_register_it_said_nothing(registre: Path) -> None:
    commit(registre, "2026-11-02T09:00Z", {})
    commit(registre, "2026-11-12T09:00Z", {FICHE: None})
    with pytest.raises(UsageError, match=r"n'existe que depuis le 02/11/2026 : le 31/10/2026, il ne disait rien") as refused:
        known(registre, "2026-10-31")
    assert "--au" in refused.value.remede


def test_a_commit_older_than_the_dispositif_is_not_the_register_yet(registre: Path, tmp_path: Path) -> None:
    """Somebody had put other things in that folder."""
    neuf = tmp_path / "neuf"
    neuf.mkdir()
    init(neuf)
    (neuf / ".git" / "config").write_bytes((registre / ".git" / "config").read_bytes())
    commit(neuf, "2026-10-01T09:00Z", {"notes.txt": "à moi"})
    commit(neuf, "2026-11-02T09:00Z", {"dispositif.yaml": EQUIPE.lstrip()})
    with pytest.raises(UsageError, match="n'existe que depuis le 02/11/2026"):
        known(neuf, "2026-10-31")


def test_a_clone_that_was_cut_short_says_so(registre: Path, tmp_path: Path) -> None:
    commit(registre, "2026-10-01T09:00Z", {})
    last = commit(registre, "2026-11-12T09:00Z", {FICHE: SITUATION + VISITE})
    subprocess.run(["git", "clone", "--quiet", "--depth=1", registre.as_uri(), str(tmp_path / "court")], check=True)
    assert known(tmp_path / "court", "2026-11-30") == last
    with pytest.raises(UsageError, match=r"une partie de l'historique : elle ne remonte pas avant le 12/11/2026") as refused:
        known(tmp_path / "court", "2026-10-31")
    assert "git fetch --unshallow" in refused.value.remede


def test_no_history_no_past(registre: Path, tmp_path: Path) -> None:
    with pytest.raises(AlpError, match="Rien n'est encore enregistré"):
        last_dispositif(Depot(registre))
    put(tmp_path / "sans", {"dispositif.yaml": EQUIPE.lstrip()})
    with pytest.raises(AlpError, match="il n'a pas d'historique"):
        last_dispositif(Depot(tmp_path / "sans"))
    put(registre / "dedans", {"dispositif.yaml": EQUIPE.lstrip()})
    with pytest.raises(AlpError, match="il n'a pas d'historique"):
        last_dispositif(Depot(registre / "dedans"))
    git(registre, "add", FICHE)
    git(registre, "commit", "--quiet", "-m", "sans dispositif")
    with pytest.raises(AlpError, match=r"dispositif\.yaml n'est pas dans l'historique"):
        last_dispositif(Depot(registre))


@pytest.mark.parametrize(
    ("texte", "message", "remede"),
    [
        ("nom: [", "dispositif.yaml ne peut pas être lu", "Choisir un autre jour"),
        (EQUIPE.replace("format: 1", "format: 99"), "au format 99", "Mettre alp à jour"),
    ],
)
def test_a_dispositif_that_cannot_be_read_names_its_commit(registre: Path, texte: str, message: str, remede: str) -> None:
    bad = commit(registre, "2026-10-01T09:00Z", {"dispositif.yaml": texte.lstrip()})
    commit(registre, "2026-11-01T09:00Z", {"dispositif.yaml": EQUIPE.lstrip()})
    with pytest.raises(AlpError, match=message) as refused:
        read(registre, known(registre, "2026-10-31"))
    assert remede in refused.value.remede
    assert [p.fichier for p in refused.value.problemes] in ([], [f"{bad[:8]}:dispositif.yaml"])


def test_todays_dispositif_has_to_be_mended_first(registre: Path) -> None:
    bad = commit(registre, "2026-10-01T09:00Z", {"dispositif.yaml": "nom: ["})
    with pytest.raises(AlpError, match=f"{bad[:8]}:dispositif.yaml ne peut pas être lu") as refused:
        last_dispositif(Depot(registre))
    assert "alp edit dispositif" in refused.value.remede


def test_a_commit_that_git_has_lost_is_refused_in_french(registre: Path) -> None:
    commit(registre, "2026-10-01T09:00Z", {})
    with pytest.raises(AlpError, match=r"git n'a pas pu faire « ls-tree »") as refused:
        read(registre, "1" * 40)
    assert "alp doctor" in refused.value.remede


def test_a_file_that_cannot_be_read_is_a_finding_that_names_the_commit_and_hides_no_other(registre: Path) -> None:
    """Conflict markers that somebody committed."""
    texte = SITUATION.replace("    origine: ccas\n", "<<<<<<< HEAD\n    origine: ccas\n=======\n    origine: voisin\n>>>>>>> collegue\n")
    bad = commit(registre, "2026-10-01T09:00Z", {FICHE: texte, ACACIA: ACACIA_TEXTE})
    lecture = read(registre, bad)
    assert [s.id for s in lecture.registre.situations] == ["ESSAI-2026-001"]
    (found,) = lecture.problemes
    assert found.ou.startswith(f"{bad[:8]}:{FICHE}:")


def test_a_merge_that_is_not_finished_changes_nothing_of_what_was_known(registre: Path) -> None:
    first = commit(registre, "2026-10-01T09:00Z", {})
    git(registre, "switch", "--quiet", "--create", "collegue")
    commit(registre, "2026-10-02T09:00Z", {FICHE: SITUATION.replace("ccas", "voisin")})
    git(registre, "switch", "--quiet", "main")
    ours = commit(registre, "2026-10-03T09:00Z", {FICHE: SITUATION.replace("ccas", "proche")})
    assert subprocess.run(["git", "merge", "--quiet", "collegue"], cwd=registre, check=False, capture_output=True).returncode == 1
    assert "<<<<<<<" in (registre / FICHE).read_text(encoding="utf-8")
    assert [known(registre, "2026-10-02"), known(registre, "2026-10-31")] == [first, ours]
    assert read(registre, ours).problemes == []


def test_a_content_that_git_has_lost_and_a_folder_that_is_a_repository_are_said(registre: Path) -> None:
    one = commit(registre, "2026-10-01T09:00Z", {ACACIA: ACACIA_TEXTE})
    sha = git(registre, "rev-parse", f"{one}:{ACACIA}")
    (registre / ".git" / "objects" / sha[:2] / sha[2:]).unlink()
    git(registre, "update-index", "--add", "--cacheinfo", f"160000,{one},situations/ailleurs")
    moment = os.environ | {"GIT_COMMITTER_DATE": "2026-10-02T09:00Z"}
    tree = git(registre, "write-tree", "--missing-ok")
    made = subprocess.run(
        ["git", "commit-tree", tree, "-p", one, "-m", "perdu"], cwd=registre, env=moment, capture_output=True, text=True, check=True
    )
    lecture = read(registre, made.stdout.strip())
    assert {f.chemin.rpartition(":")[2]: p.message for f in lecture.fichiers.values() for p in f.problemes} == {
        ACACIA: "git ne l'a plus : cet historique est incomplet",
        "situations/ailleurs": "ce n'est pas un fichier ordinaire",
    }
    assert [s.id for s in lecture.registre.situations] == ["ESSAI-2025-001"]


def test_the_day_of_a_demonstration_is_that_of_its_commits(registre: Path) -> None:
    """So that one can live a year in an afternoon, and ask what was known in between."""
    depot = Depot(registre, jour=date(2026, 10, 31))
    made = depot.write_files({"templates/essai.md.j2": b"Essai"}, "Essai")
    stamps = git(registre, "show", "--no-patch", "--format=%at %ct", made).split()
    assert {datetime.fromtimestamp(int(s), UTC).isoformat() for s in stamps} == {"2026-10-31T12:00:00+00:00"}
