from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import parts, reveals
from casestudy.actions.parts import PartsMovedError, PoolMovedError
from casestudy.kinds import PARTS, POOLED
from casestudy.models import CaseRun, Parts
from casestudy.queries.parts import hands_of, newest_change
from live.models import Log
from live.room import Delivery
from tests.factories import first_table, make_roadshow, make_run
from tests.together import together
from workshops.models import Answer, AnswerChange
from workshops.topics import CONSOLES, EVERYBODY, TABLES, own_table

pytestmark = pytest.mark.django_db


def give(run: CaseRun, mode: Parts = Parts.TABLES, *, as_before: bool = False) -> None:
    parts.give_out(run, mode=mode, after=newest_change(run).seq, actor="Ana", as_before=as_before)


def take(run: CaseRun) -> None:
    parts.take_back(run, after=newest_change(run).seq, actor="Ana")


def change(run: CaseRun, number: int, *codes: str, was: str) -> None:
    parts.change_hand(run, run.roadshow.tables.get(number=number), codes, was=[was], actor="Ben")


def hands(run: CaseRun) -> dict[int, list[str]]:
    return {table: [agency.code for agency in hand] for table, hand in hands_of(run).items()}


def pooled(run: CaseRun) -> dict[int, str]:
    """Return by whom each standing stage was pooled; nobody: it is in pieces."""
    standing = run.reveals.filter(withdrawn_at=None).order_by("stage__number")
    return dict(standing.values_list("stage__number", "pooled_by"))


def state(run: CaseRun) -> tuple[str, dict[int, list[str]], dict[int, str], int]:
    run.refresh_from_db()
    return run.parts, hands(run), pooled(run), Log.objects.get(pk=run.roadshow.log_id).head


# Giving out and taking back


def test_one_press_gives_every_table_a_part(run: CaseRun) -> None:
    give(run)
    assert state(run)[:2] == ("tables", {1: ["SCH"], 2: ["GP"]})


def test_parts_come_first_to_those_really_present(run: CaseRun) -> None:
    Answer.objects.create(table=first_table(run.roadshow), field="case.present.GP", value="yes", version=1)
    give(run)
    assert hands(run) == {1: ["GP"], 2: ["SCH"]}


def test_parts_are_given_out_anew_in_the_other_manner(run: CaseRun) -> None:
    give(run)
    give(run, Parts.DEVICES)
    assert state(run)[0] == "devices"


def test_what_the_room_has_seen_whole_stays_whole(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    give(run)
    reveals.reveal(run, stage=2, actor="Ana")
    give(run, Parts.DEVICES)
    assert pooled(run) == {1: "Ana", 2: ""}


def test_who_played_what_is_kept_when_the_parts_are_taken_back(run: CaseRun) -> None:
    give(run)
    change(run, 1, "GP", was="SCH")
    take(run)
    assert state(run)[:2] == ("", {1: ["GP"], 2: ["GP"]})
    give(run, as_before=True)
    assert state(run)[:2] == ("tables", {1: ["GP"], 2: ["GP"]})


def test_where_there_is_nothing_from_before_parts_are_dealt(run: CaseRun) -> None:
    give(run, as_before=True)
    assert hands(run) == {1: ["SCH"], 2: ["GP"]}


def test_one_tables_part_is_changed_and_the_others_stay(run: CaseRun) -> None:
    give(run)
    change(run, 2, "SCH", "GP", was="GP")
    assert hands(run) == {1: ["SCH"], 2: ["SCH", "GP"]}


def test_who_changes_what_has_changed_meanwhile_changes_nothing(run: CaseRun) -> None:
    give(run)
    change(run, 1, "GP", was="SCH")
    before = state(run)
    with pytest.raises(PartsMovedError):
        change(run, 1, "SCH", was="SCH")
    with pytest.raises(PartsMovedError):
        parts.give_out(run, mode=Parts.DEVICES, after=1, actor="Ben")
    with pytest.raises(PartsMovedError):
        parts.take_back(run, after=1, actor="Ben")
    assert state(run) == before


def test_two_who_change_different_tables_do_not_disturb_each_other(run: CaseRun) -> None:
    give(run)
    change(run, 1, "GP", was="SCH")
    change(run, 2, "SCH", was="GP")
    assert hands(run) == {1: ["GP"], 2: ["SCH"]}


def test_what_is_not_given_out_is_neither_changed_nor_taken_back(run: CaseRun) -> None:
    with pytest.raises(PartsMovedError):
        parts.take_back(run, after=0, actor="Ana")
    with pytest.raises(PartsMovedError):
        parts.change_hand(run, first_table(run.roadshow), ["GP"], was=[], actor="Ana")
    assert state(run) == ("", {}, {}, 0)


# Pooling


def test_pooling_is_for_one_stage_and_can_be_taken_back(run: CaseRun) -> None:
    give(run)
    for stage in (1, 2):
        reveals.reveal(run, stage=stage, actor="Ana")
    parts.pool(run, stage=2, actor="Ben")
    assert pooled(run) == {1: "", 2: "Ben"}
    parts.unpool(run, stage=2, actor="Ana")
    assert pooled(run) == {1: "", 2: ""}


def test_a_stage_that_was_withdrawn_and_revealed_again_is_in_pieces_again(run: CaseRun) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")
    parts.pool(run, stage=1, actor="Ana")
    reveals.withdraw(run, stage=1, actor="Ana")
    reveals.reveal(run, stage=1, actor="Ana")
    assert pooled(run) == {1: ""}


@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_pooling_out_of_turn_changes_nothing(run: CaseRun, stage: int) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")
    parts.pool(run, stage=1, actor="Ana")
    before = state(run)
    with pytest.raises(PoolMovedError):
        parts.pool(run, stage=stage, actor="Ben")
    if stage != 1:
        with pytest.raises(PoolMovedError):
            parts.unpool(run, stage=stage, actor="Ben")
    assert state(run) == before


def test_without_parts_there_is_nothing_to_pool(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    for verb in (parts.pool, parts.unpool):
        with pytest.raises(PoolMovedError):
            verb(run, stage=1, actor="Ana")


# Announcing: what is done, of what kind, to whom

Verb = Callable[[CaseRun], object]
FRAGMENTS = ("part:", "part:SCH", "part:GP")


def nothing(_run: CaseRun) -> None:
    """Do nothing."""


def in_pieces(run: CaseRun) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")


def together_again(run: CaseRun) -> None:
    in_pieces(run)
    parts.pool(run, stage=1, actor="Ana")


VERBS: dict[str, tuple[Verb, Verb, str, tuple[str, ...]]] = {
    "give": (nothing, give, PARTS, (TABLES, CONSOLES)),
    "take": (give, take, PARTS, (TABLES, CONSOLES)),
    "change": (give, lambda run: change(run, 1, "GP", was="SCH"), PARTS, ("table 1", CONSOLES)),
    "pool": (in_pieces, lambda run: parts.pool(run, stage=1, actor="Ana"), POOLED, EVERYBODY),
    "unpool": (
        together_again,
        lambda run: parts.unpool(run, stage=1, actor="Ana"),
        POOLED,
        (*EVERYBODY, *FRAGMENTS),
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_is_announced_once_and_after_commit(
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    name: str,
) -> None:
    before, verb, kind, topics = VERBS[name]
    before(run)
    with django_capture_on_commit_callbacks(execute=True):
        verb(run)
        before_commit = list(delivered)
    assert before_commit == []
    (push,) = delivered
    own = {"table 1": own_table(first_table(run.roadshow).pk)}
    assert [topic for topic, _after, _text in push.texts] == [own.get(topic, topic) for topic in topics]
    assert run.roadshow.log.events.latest("seq").kind == kind


class PowerCutError(Exception):
    """What stops a transaction half way."""


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_that_was_rolled_back_changed_nothing_and_told_nobody(
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    name: str,
) -> None:
    before, verb, _kind, _topics = VERBS[name]
    before(run)
    was = state(run)
    with django_capture_on_commit_callbacks(execute=True), suppress(PowerCutError), transaction.atomic():
        verb(run)
        raise PowerCutError
    assert delivered == []
    assert (state(run), AnswerChange.objects.count()) == (was, 0)


# Two facilitators at once


def pressed_by_two(run: CaseRun, verb: Callable[[CaseRun, str], object]) -> list[str]:
    def press(actor: str) -> Callable[[], str]:
        own = CaseRun.objects.get(pk=run.pk)

        def verb_or_error() -> str:
            try:
                verb(own, actor)
            except (PartsMovedError, PoolMovedError) as error:
                return type(error).__name__
            return "done"

        return verb_or_error

    return sorted(together(press("Ana"), press("Ben")))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_out_at_once_one_does_and_the_other_is_told() -> None:
    run = make_run(make_roadshow(tables=2))
    answers = pressed_by_two(run, lambda own, actor: parts.give_out(own, mode=Parts.TABLES, after=0, actor=actor))
    assert answers == ["PartsMovedError", "done"]
    assert state(run) == ("tables", {1: ["SCH"], 2: ["GP"]}, {}, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_pool_at_once_one_does_and_the_other_is_told() -> None:
    run = make_run()
    in_pieces(run)
    answers = pressed_by_two(run, lambda own, actor: parts.pool(own, stage=1, actor=actor))
    assert answers == ["PoolMovedError", "done"]
    assert state(run)[3] == 3


@pytest.mark.django_db(transaction=True)
def test_who_reveals_while_another_gives_out_leaves_a_stage_that_is_whole_or_in_pieces() -> None:
    run = make_run()
    one, other = (CaseRun.objects.get(pk=run.pk) for _ in range(2))
    together(lambda: give(one), lambda: reveals.reveal(other, stage=1, actor="Ben"))
    kinds = list(run.roadshow.log.events.order_by("seq").values_list("kind", flat=True))
    assert pooled(run) == {1: "" if kinds[0] == PARTS else "Ana"}
