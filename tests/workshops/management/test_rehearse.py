from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.factories import make_roadshow
from tests.rehearsed import rows
from workshops.actions.rehearsals import begin_rehearsal
from workshops.actions.room import close_roadshow
from workshops.management.commands import rehearse
from workshops.models import Activity, Roadshow, RoadshowState, Staff
from workshops.rehearsing.facilitator import NothingToLeadError
from workshops.rehearsing.listening import NotARehearsalError
from workshops.rehearsing.play import Played, Script
from workshops.rehearsing.records import Press, Record
from workshops.rehearsing.web import NetworkAwayError, Traffic

pytestmark = pytest.mark.django_db

SERVER = "http://127.0.0.1:9"  # the port "discard": nobody answers
Plays = Callable[..., Script]


def played(**fields: Any) -> Played:
    return Played([Record("table 1, device 1", ("tables",), **fields)], Traffic())


@pytest.fixture
def live() -> Roadshow:
    return make_roadshow(slug="leeds", city="Leeds", tables=3)


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Plays:
    """Return what runs the command without a server, and returns the script that would be played."""

    def run(*arguments: str, outcome: Played | Exception | None = None) -> Script:
        scripts: list[Script] = []

        async def play(script: Script, _tell: object) -> Played:
            scripts.append(script)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome or played()

        monkeypatch.setattr(rehearse, "play", play)
        call_command("rehearse", "leeds", "--server", SERVER, "--tables", "2", "--devices", "5", *arguments)
        return scripts[0]

    return run


def test_it_plays_the_rehearsal_under_way(live: Roadshow, plays: Plays) -> None:
    rehearsal = begin_rehearsal(live, actor="Ana")
    script = plays("--speed", "72", "--cut", "20", "--slow", "10")
    assert (script.slug, script.epoch, script.server) == ("leeds-rehearsal", rehearsal.log.epoch, SERVER)
    assert [(table.number, table.code) for table in script.tables] == [
        (table.number, table.code) for table in rehearsal.tables.all()[:2]
    ]
    assert (script.devices, script.speed, script.cut, script.slow, script.link) == (5, 72.0, 0.2, 0.1, "")
    assert script.screen == f"/screen/{rehearsal.screens.get().token}/"
    assert script.seconds == 600


def test_without_a_rehearsal_it_says_how_to_begin_one(live: Roadshow, plays: Plays) -> None:
    with pytest.raises(CommandError, match=r"No rehearsal of Leeds is under way\. .* add --lead"):
        plays()
    assert not Roadshow.objects.exclude(pk=live.pk).exists()


def test_a_rehearsal_that_has_ended_is_not_under_way(live: Roadshow, plays: Plays) -> None:
    close_roadshow(begin_rehearsal(live, actor="Ana"), actor="Ana")
    with pytest.raises(CommandError, match="No rehearsal of Leeds is under way"):
        plays()


@pytest.mark.parametrize("ended", [False, True])
def test_a_leader_begins_one_or_opens_it_again(live: Roadshow, plays: Plays, ended: bool) -> None:
    if ended:
        close_roadshow(begin_rehearsal(live, actor="Ana"), actor="Ana")
    script = plays("--lead")
    rehearsal = Roadshow.objects.get(rehearsal_of=live)
    assert (script.slug, rehearsal.state) == (rehearsal.slug, RoadshowState.OPEN)
    assert script.link.startswith("/staff/link/")


def test_a_leader_knows_the_running_order_and_has_twice_its_time(live: Roadshow, plays: Plays) -> None:
    for order, minutes in enumerate((300, 420)):
        Activity.objects.create(roadshow=live, order=order, kind="draw", title="Draw", minutes=minutes)
    script = plays("--lead", "--speed", "36")
    assert [planned.minutes for planned in script.plan.values()] == [300, 420]
    assert script.seconds == 2 * 720 / 36 * 60
    assert plays("--lead", "--minutes", "3").seconds == 180


def test_nobody_stays_who_was_invented_for_it(live: Roadshow, plays: Plays) -> None:
    plays("--lead")
    with pytest.raises(CommandError, match=r"does not answer \(refused\)"):
        plays("--lead", outcome=NetworkAwayError("refused"))
    assert not Staff.objects.exists()


def test_the_live_roadshow_is_exactly_as_it_was(live: Roadshow, plays: Plays) -> None:
    before = rows(live)
    plays("--lead")
    rehearsal = {row[:2] for row in rows(Roadshow.objects.get(rehearsal_of=live))}
    assert [row for row in rows(live) if row[:2] not in rehearsal] == before


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (NetworkAwayError("GET /"), f"{SERVER} does not answer"),
        (NotARehearsalError("/table/ is no page of this rehearsal"), "Is .* the server of this database"),
        (NothingToLeadError(), "gone through to its end"),
    ],
)
def test_what_cannot_be_played_is_said_in_words(live: Roadshow, plays: Plays, outcome: Exception, words: str) -> None:
    begin_rehearsal(live, actor="Ana")
    with pytest.raises(CommandError, match=words):
        plays(outcome=outcome)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tables", "4"], "has 3 tables, not 4"),
        (["--tables", "0"], "At least one table"),
        (["--devices", "1"], "each has at least one device"),
        (["--speed", "0"], "--speed is more than 0"),
        (["--cut", "101"], "from 0 to 100 percent"),
        (["--slow", "-1"], "from 0 to 100 percent"),
    ],
)
def test_nonsense_is_refused_in_words(live: Roadshow, plays: Plays, arguments: list[str], words: str) -> None:
    begin_rehearsal(live, actor="Ana")
    with pytest.raises(CommandError, match=words):
        plays(*arguments)


@pytest.mark.parametrize("slug", ["atlantis", "leeds-rehearsal"])
def test_only_a_roadshow_can_be_named(live: Roadshow, slug: str) -> None:
    begin_rehearsal(live, actor="Ana")
    with pytest.raises(CommandError, match=f"There is no roadshow '{slug}'.* Known are: leeds"):
        call_command("rehearse", slug, "--server", SERVER, "--tables", "1", "--devices", "1")


def test_it_reports_in_words_and_figures(
    live: Roadshow, plays: Plays, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    begin_rehearsal(live, actor="Ana")
    plays("--figures", str(tmp_path / "figures.json"))
    assert "Nothing was lost, nothing came twice" in capsys.readouterr().out
    assert json.loads((tmp_path / "figures.json").read_text())["ok"] is True


def test_it_ends_with_1_when_something_was_lost(
    live: Roadshow, plays: Plays, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_rehearsal(live, actor="Ana")
    outcome = played()
    outcome.records[0].topics = ("consoles",)  # to which the beginning was told
    outcome.ended_at = 4e9
    with pytest.raises(SystemExit) as end:
        plays(outcome=outcome)
    assert end.value.code == 1
    assert "event 1 (rehearsal-begun) came 0 times on consoles" in capsys.readouterr().out


def test_nobody_who_listens_on_the_real_port_is_asked_for(live: Roadshow, settings: Settings) -> None:
    begin_rehearsal(live, actor="Ana")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("rehearse", "leeds", "--server", SERVER, "--tables", "1", "--devices", "1")


def test_presses_are_reported(live: Roadshow, plays: Plays, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = played()
    outcome.presses = [Press("reveal", 1.0, 2.0, 200)]
    plays("--lead", outcome=outcome)
    assert "Pressed on the console: reveal 200: 1." in capsys.readouterr().out
