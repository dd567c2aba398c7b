"""A day lived in an example register."""

from __future__ import annotations

from pathlib import Path

import pytest

from alp.cli import main
from alp.cli.demo import last_day, story
from alp.store.depot import Depot
from alp.store.modeles import example, examples


@pytest.fixture(params=examples())
def depot(request: pytest.FixtureRequest) -> Depot:
    return Depot(example(request.param))


def words(depot: Depot) -> list[list[str]]:
    return [command for _, command in story(depot, last_day(depot))]


def test_what_is_decided_is_decided_in_a_meeting_prepared_that_day(depot: Depot) -> None:
    """Where there is no contract, the meeting is what comes back; elsewhere the day shows a renewal."""
    day, commands = last_day(depot).isoformat(), words(depot)
    assert not [w for w in commands if w[:1] == ["add"] and "examen" in w]
    decided = [n for n, w in enumerate(commands) if w[:3] == ["meeting", "decide", day]]
    assert len(decided) == (depot.read().registre.dispositif.contrat is None)
    assert all(["meeting", "plan", day] in commands[:n] for n in decided)


def test_who_is_referred_is_of_an_age_that_people_there_have(depot: Depot) -> None:
    (new,) = (w for w in words(depot) if w[:1] == ["new"])
    born = sorted(s.personne.naissance for s in depot.read().registre.situations if s.personne.naissance)
    assert born[len(born) // 4] <= int(new[new.index("--naissance") + 1]) <= born[3 * len(born) // 4]


def test_a_day_without_contracts_goes_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("ALP_AUJOURDHUI", "ALP_REGISTRE"):  # the demo sets them for itself: put them back afterwards
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "aucune"))
    assert main(["demo", str(tmp_path / "essai"), "--exemple", "logisens", "--no-input"]) == 0
    assert "Réunion préparée : reunions/2017-10-11-cellule.yaml." in capfd.readouterr().out
