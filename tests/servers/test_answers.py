"""Answers on PostgreSQL when several devices of a table, or one device twice, post at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from live import kinds as live_kinds
from tests.asked import CHOICE, KIND, OTHER_TEXT, PREFIX, TEXT, draw, find
from tests.factories import first_table, join, make_roadshow
from tests.servers.test_day import at_once, events
from workshops import answering
from workshops.actions.answers import OtherPostError, Outcome, Said, save_answers
from workshops.actions.rehearsals import begin_rehearsal, throw_away
from workshops.forms.answers import digest_of
from workshops.models import Answer, AnswerChange, Device, KeyedPost, Roadshow, Table

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = 6


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answering._finders, PREFIX, find)
    monkeypatch.setitem(live_kinds._renderers, KIND, draw)


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def saying(device: Device, *said: Said, key: str) -> Callable[[], Outcome]:
    """Return the post of a device, as a request of its own would make it."""

    def post() -> Outcome:
        fresh = Device.objects.select_related("table__roadshow").get(pk=device.pk)
        return save_answers(fresh, said, key=key, digest=digest_of(said))

    return post


def test_one_post_that_arrives_many_times_at_once_is_stored_once(roadshow: Roadshow) -> None:
    device = join(first_table(roadshow)).device
    results = at_once(*[saying(device, Said(TEXT, "Once."), Said(CHOICE, "7"), key="a")] * TOGETHER)
    assert all(result == results[0] for result in results), results
    assert (AnswerChange.objects.count(), events(roadshow, KIND), KeyedPost.objects.count()) == (2, 1, 1)
    assert Answer.objects.get(field=TEXT).value == "Once."


def test_one_key_with_several_contents_at_once_stores_one_of_them(roadshow: Roadshow) -> None:
    posts = [
        saying(join(table).device, Said(TEXT, f"Table {table.number}, device {n}."), key="a")
        for table in roadshow.tables.all()
        for n in range(3)
    ]
    results = at_once(*posts)
    assert sum(isinstance(result, Outcome) for result in results) == 1, results
    assert sum(isinstance(result, OtherPostError) for result in results) == len(posts) - 1, results
    assert (Answer.objects.count(), events(roadshow, KIND)) == (1, 1)


def test_many_who_type_in_one_box_at_once_lose_nothing(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    for attempt in range(3):
        base = Answer.objects.filter(field=TEXT).values_list("value", flat=True).first() or ""
        words = [f"word{attempt}x{n}" for n in range(TOGETHER)]
        said = [Said(TEXT, f"{base} {word}.", base) for word in words]
        results = at_once(*[saying(join(table).device, each, key=each.value[-9:]) for each in said])
        assert [result for result in results if isinstance(result, Exception)] == []
        stands = Answer.objects.get(field=TEXT).value
        assert {word: stands.count(word) for word in words} == dict.fromkeys(words, 1)
    assert events(roadshow, KIND) == 3 * TOGETHER
    assert Answer.objects.get(field=TEXT).version == 3 * TOGETHER


def test_posts_that_name_the_same_fields_in_another_order_do_not_wait_in_a_circle(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    for attempt in range(5):
        said = [Said(TEXT, f"{attempt} here"), Said(OTHER_TEXT, f"{attempt} there"), Said(CHOICE, str(attempt))]
        orders = [said, said[::-1], said[1:] + said[:1]] * 2
        posts = [saying(join(table).device, *order, key=f"{attempt}.{n}") for n, order in enumerate(orders)]
        assert [result for result in at_once(*posts) if isinstance(result, Exception)] == []


@pytest.mark.parametrize("attempt", range(5))
def test_an_answer_to_a_rehearsal_that_is_thrown_away_is_stored_before_or_finds_nothing(
    roadshow: Roadshow, attempt: int, tmp_path: Path, settings: Settings
) -> None:
    settings.DATA_DIR = tmp_path
    rehearsal = begin_rehearsal(roadshow, actor="Ana")
    devices = [join(table).device for table in rehearsal.tables.all() for _ in range(2)]
    posts = [saying(device, Said(TEXT, "One."), key=str(device.pk)) for device in devices]
    gone, *others = at_once(partial(throw_away, rehearsal, word=rehearsal.city, actor="Ana"), *posts)
    found_nothing = (Table.DoesNotExist, Device.DoesNotExist)
    wrong = [other for other in others if isinstance(other, Exception) and not isinstance(other, found_nothing)]
    assert (wrong, isinstance(gone, Exception)) == ([], False), gone
    assert Answer.objects.count() == KeyedPost.objects.count() == 0
