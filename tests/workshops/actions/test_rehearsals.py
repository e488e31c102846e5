from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from live.models import Log
from live.room import Delivery
from tests.factories import first_table, join, make_organiser, make_programme, make_roadshow
from tests.rehearsed import busy, planned, rows
from tests.together import together
from workshops.actions import rehearsals as actions
from workshops.actions import room, snapshots
from workshops.models import JoinCode, Roadshow, RoadshowState, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return where snapshots come to lie."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "snapshots"


@pytest.fixture
def live() -> Roadshow:
    return planned(slug="leeds", city="Leeds", quiet_room="Room 2", starts_at=dt.time(10))


@pytest.fixture
def rehearsal(live: Roadshow) -> Roadshow:
    return actions.begin_rehearsal(live, actor="Ana")


# Beginning


def test_a_rehearsal_is_a_roadshow_of_its_own_and_open_at_once(live: Roadshow, rehearsal: Roadshow) -> None:
    assert (rehearsal.slug, rehearsal.city, rehearsal.state) == ("leeds-rehearsal", "Leeds", RoadshowState.OPEN)
    assert (rehearsal.rehearsal_of, rehearsal.is_rehearsal, live.is_rehearsal) == (live, True, False)
    assert rehearsal.log != live.log


def test_it_opens_without_a_safeguarding_lead() -> None:
    planned_only = make_roadshow(state=RoadshowState.PLANNED, safeguarding_lead="")
    assert actions.begin_rehearsal(planned_only, actor="Ana").is_open
    planned_only.refresh_from_db()
    assert planned_only.state == RoadshowState.PLANNED


def test_running_order_case_support_card_and_screens_are_copied(live: Roadshow, rehearsal: Roadshow) -> None:
    for name, fields in {
        "activities": ("order", "kind", "title", "minutes", "prompts", "notes", "wellbeing"),
        "contacts": ("order", "name", "reach", "hint"),
        "screens": ("order", "name"),
        "tables": ("number",),
    }.items():
        copied, original = (list(getattr(each, name).values_list(*fields)) for each in (rehearsal, live))
        assert copied == original != []
    assert (rehearsal.quiet_room, rehearsal.starts_at, rehearsal.venue) == ("Room 2", dt.time(10), live.venue)
    assert rehearsal.case_run.case == live.case_run.case


def test_it_shares_no_row_with_the_live_one(live: Roadshow, rehearsal: Roadshow) -> None:
    busy(rehearsal)
    shared = {row[:2] for row in rows(rehearsal)} & ({row[:2] for row in own_rows(live)})
    assert shared == set()


def own_rows(live: Roadshow) -> list[tuple[str, int, str]]:
    """Return what hangs on the live roadshow, its rehearsal set aside."""
    Roadshow.objects.filter(rehearsal_of=live).update(rehearsal_of=None)
    return rows(live)


def test_it_begins_at_the_beginning_whatever_the_live_one_has_done() -> None:
    live = busy()
    rehearsal = actions.begin_rehearsal(live, actor="Ana")
    assert (rehearsal.day.turn, rehearsal.case_run.stage) == (None, 0)
    assert not rehearsal.turns.exists()
    assert not rehearsal.broadcasts.exists()
    assert not rehearsal.questions.exists()
    assert [event.kind for event in rehearsal.log.events.all()] == ["rehearsal-begun"]
    assert rehearsal.log.events.get().actor == "Ana"


def test_what_was_taken_out_of_the_running_order_is_not_copied(live: Roadshow) -> None:
    live.activities.filter(title="Arrival").update(removed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    live.activities.filter(title="The case").update(skipped_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), skipped_by="Ana")
    copied = actions.begin_rehearsal(live, actor="Ana").activities.all()
    assert [(activity.title, activity.skipped_at) for activity in copied] == [("The case", None)]


def test_every_code_and_every_link_is_a_new_one(live: Roadshow, rehearsal: Roadshow) -> None:
    for name in ("tables__codes__code", "screens__token"):
        own, other = (
            set(Roadshow.objects.filter(pk=each.pk).values_list(name, flat=True)) for each in (live, rehearsal)
        )
        assert not own & other


def test_there_is_one_at_a_time(live: Roadshow, rehearsal: Roadshow) -> None:
    assert actions.begin_rehearsal(live, actor="Ben") == rehearsal
    assert Roadshow.objects.filter(rehearsal_of=live).count() == 1
    assert rehearsal.log.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_begin_one() -> None:
    live = planned()
    begun = together(*[lambda: actions.begin_rehearsal(Roadshow.objects.get(pk=live.pk), actor="Ana")] * 4)
    assert len({rehearsal.pk for rehearsal in begun}) == 1


def test_a_rehearsal_is_not_rehearsed(rehearsal: Roadshow) -> None:
    with pytest.raises(ValueError, match="not rehearsed"):
        actions.begin_rehearsal(rehearsal, actor="Ana")


@pytest.mark.parametrize(
    ("slug", "taken", "given"),
    [
        ("leeds", [], "leeds-rehearsal"),
        ("leeds", ["leeds-rehearsal"], "leeds-rehearsal-2"),
        ("x" * 50, [], "x" * 37 + "-rehearsal"),
    ],
)
def test_it_finds_an_address_of_its_own(slug: str, taken: list[str], given: str) -> None:
    for other in taken:
        make_roadshow(slug=other)
    assert actions.begin_rehearsal(make_roadshow(slug=slug), actor="Ana").slug == given


def test_one_that_could_not_be_begun_leaves_nothing(live: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_steps", [lambda *_: 1 / 0])
    with pytest.raises(ZeroDivisionError):
        actions.begin_rehearsal(live, actor="Ana")
    assert not Roadshow.objects.exclude(pk=live.pk).exists()


def test_a_higher_app_copies_its_part_once(live: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_steps", [])
    copied: list[tuple[Roadshow, Roadshow]] = []

    def copy(original: Roadshow, rehearsal: Roadshow) -> None:
        copied.append((original, rehearsal))

    actions.register(copy)
    actions.register(copy)
    assert copied == []
    rehearsal = actions.begin_rehearsal(live, actor="Ana")
    assert copied == [(live, rehearsal)]


# Beside the live one


def test_planning_the_same_day_again_finds_the_roadshow_and_not_its_rehearsal() -> None:
    programme = make_programme()
    plan: dict[str, Any] = {"city": "Leeds", "venue": "The Sample Mill", "held_on": dt.date(2026, 3, 2), "tables": 1}
    live = room.plan_roadshow(programme, **plan)
    actions.begin_rehearsal(live, actor="Ana")
    assert room.plan_roadshow(programme, **plan) == live


def test_opening_the_live_roadshow_ends_its_rehearsal() -> None:
    live = make_roadshow(state=RoadshowState.PLANNED)
    rehearsal = actions.begin_rehearsal(live, actor="Ana")
    code = first_table(rehearsal).code
    room.open_roadshow(live, actor="Ben")
    rehearsal.refresh_from_db()
    assert rehearsal.state == RoadshowState.CLOSED
    assert [(event.kind, event.actor) for event in rehearsal.log.events.all()][1:] == [("roadshow-closed", "Ben")]
    with pytest.raises(room.RoadshowShutError) as refusal:
        room.join_table(code)
    assert refusal.value.roadshow == rehearsal


def test_opening_what_is_open_ends_no_rehearsal(live: Roadshow, rehearsal: Roadshow) -> None:
    assert not room.open_roadshow(live, actor="Ben")
    rehearsal.refresh_from_db()
    assert rehearsal.is_open


def test_a_whole_rehearsal_leaves_the_live_roadshow_exactly_as_it_was(live: Roadshow) -> None:
    before = rows(live)
    rehearsal = busy(actions.begin_rehearsal(live, actor="Ana"))
    actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    assert rows(live) == before


def test_control_a_change_of_the_live_roadshow_would_be_seen(live: Roadshow) -> None:
    before = rows(live)
    join(first_table(live))
    assert rows(live) != before


# Throwing it away


def test_it_goes_with_everything_that_hung_on_it(live: Roadshow, rehearsal: Roadshow) -> None:
    busy(rehearsal)
    hung = rows(rehearsal)
    actions.throw_away(rehearsal, word="leeds", actor="Ana")
    left = [(model, pk) for model, pk, _fields in hung if apps.get_model(model).objects.filter(pk=pk).exists()]
    assert left == []
    assert len({model for model, _pk, _fields in hung}) > 20
    assert list(Roadshow.objects.all()) == [live]
    assert list(Log.objects.all()) == [live.log]


def test_its_snapshot_puts_it_back(live: Roadshow, rehearsal: Roadshow) -> None:
    busy(rehearsal)
    pk = rehearsal.pk
    before = rows(rehearsal)
    snapshot = actions.throw_away(rehearsal, word="Leeds", actor="Ben")
    call_command("loaddata", str(snapshot), verbosity=0)
    back = Roadshow.objects.get(pk=pk)
    assert back.rehearsal_of == live
    assert {row[:2] for row in before} <= {row[:2] for row in rows(back)}
    last = back.log.events.order_by("seq").last()
    assert last is not None
    assert (last.kind, last.actor, last.payload["why"]) == ("snapshot-taken", "Ben", "the rehearsal was thrown away")
    assert join(first_table(back)).device.number == 2


def test_another_word_throws_nothing_away(folder: Path, rehearsal: Roadshow) -> None:
    before = rows(rehearsal)
    with pytest.raises(snapshots.WrongWordError):
        actions.throw_away(rehearsal, word="York", actor="Ana")
    assert rows(rehearsal) == before
    assert not folder.exists()


def test_what_is_no_rehearsal_is_never_thrown_away(folder: Path, live: Roadshow) -> None:
    before = rows(live)
    with pytest.raises(actions.NotARehearsalError):
        actions.throw_away(live, word="Leeds", actor="Ana")
    assert rows(live) == before
    assert not folder.exists()


def test_without_a_snapshot_nothing_is_thrown_away(rehearsal: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "_write", no_space)
    before = rows(rehearsal)
    with pytest.raises(snapshots.SnapshotFailedError):
        actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    assert rows(rehearsal) == before


def test_a_rehearsal_that_has_ended_can_be_thrown_away_and_another_begun(live: Roadshow, rehearsal: Roadshow) -> None:
    room.close_roadshow(rehearsal, actor="Ana")
    actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    live.refresh_from_db()
    again = actions.begin_rehearsal(live, actor="Ana")
    assert (again.slug, again.is_open) == ("leeds-rehearsal", True)


def test_its_codes_join_nothing_any_more(rehearsal: Roadshow) -> None:
    code = first_table(rehearsal).code
    token = join(first_table(rehearsal)).token
    actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    with pytest.raises(room.UnknownCodeError):
        room.join_table(code)
    assert room.device_by_token(token) is None


def test_a_device_that_joins_in_the_moment_of_its_end_finds_no_table(
    rehearsal: Roadshow, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = first_table(rehearsal)
    code = JoinCode.objects.select_related("table__roadshow").get(table=table)
    actions.throw_away(rehearsal, word="Leeds", actor="Ana")

    class StillThere:
        def select_related(self, *_: str) -> StillThere:
            return self

        def filter(self, **_: str) -> StillThere:
            return self

        def first(self) -> JoinCode:
            return code

    monkeypatch.setattr(JoinCode, "objects", StillThere())
    with pytest.raises(room.UnknownCodeError):
        room.join_table(code.code)


def test_staff_who_run_the_roadshow_stay(rehearsal: Roadshow) -> None:
    make_organiser()
    before = list(Staff.objects.all())
    actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    assert list(Staff.objects.all()) == before


def test_the_hub_hears_of_the_snapshot_and_draws_nothing_of_what_is_gone(
    rehearsal: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.throw_away(rehearsal, word="Leeds", actor="Ana")
    assert [(push.seq, push.texts) for push in delivered] == [(2, ())]
