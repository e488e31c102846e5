"""The verbs of a draft: nobody's words are lost, nothing is half done, and publishing is importing."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy import drafting
from casestudy.actions import drafts
from casestudy.actions.drafts import NotInOrderError, PartChangedError
from casestudy.actions.packs import import_case
from casestudy.drafting import KINDS, Part
from casestudy.models import CaseStudy, Draft
from casestudy.pack import Pack, read_pack
from casestudy.pack.pictures import made_anew
from casestudy.stored import pack_of
from tests.casestudy.pack.test_pictures import drawn, with_picture
from tests.factories import write_pack
from workshops.actions.snapshots import WrongWordError

pytestmark = pytest.mark.django_db
STAGES = KINDS["stages"]


@pytest.fixture
def case(tmp_path: Path) -> CaseStudy:
    return import_case(read_pack(write_pack(tmp_path)))[0]


@pytest.fixture
def draft(case: CaseStudy) -> Draft:
    return drafts.begin_draft(case, actor="Ana")


def stage(draft: Draft, n: int = 0) -> Part:
    draft.refresh_from_db()
    return dict(drafting.parts(draft.content, STAGES)[n])


def retitled(draft: Draft, title: str, *, n: int = 0, seen: str = "", actor: str = "Ana") -> None:
    part = stage(draft, n)
    seen = seen or drafting.mark(part)
    bare = {name: value for name, value in part.items() if name not in {"id", "number"}}
    drafts.change_part(draft, STAGES, part["id"], bare | {"title": title}, seen=seen, actor=actor)


def test_a_copy_published_unchanged_is_the_version_that_it_came_from(case: CaseStudy, draft: Draft) -> None:
    assert drafts.publish(draft, actor="Ana") == (case, False)
    assert CaseStudy.objects.count() == 1


def test_the_shipped_case_too(walsh: Pack) -> None:
    case, _new = import_case(walsh)
    assert drafts.publish(drafts.begin_draft(case, actor="Ana"), actor="Ana") == (case, False)


def test_a_changed_draft_becomes_the_next_version_and_goes_on_from_there(case: CaseStudy, draft: Draft) -> None:
    retitled(draft, "Another beginning")
    published, new = drafts.publish(draft, actor="Ben")
    draft.refresh_from_db()
    assert (new, published.version, draft.based_on) == (True, 2, published)
    assert published.stages.get(number=1).title == "Another beginning"
    assert case.stages.get(number=1).title == "The beginning"


def test_a_draft_that_is_not_in_order_is_not_published(draft: Draft) -> None:
    person = drafting.parts(draft.content, KINDS["people"])[0]
    drafts.remove_part(draft, KINDS["people"], person["id"], actor="Ana")
    with pytest.raises(NotInOrderError):
        drafts.publish(draft, actor="Ana")
    assert CaseStudy.objects.count() == 1


def test_every_change_counts_up_and_says_who_made_it(draft: Draft) -> None:
    retitled(draft, "One", actor="Ben")
    drafts.move_part(draft, STAGES, stage(draft)["id"], step=1, actor="Cleo")
    draft.refresh_from_db()
    assert (draft.revision, draft.made_by, draft.changed_by) == (3, "Ana", "Cleo")


def test_two_who_change_different_parts_lose_nothing(draft: Draft) -> None:
    one = Draft.objects.get(pk=draft.pk)
    two = Draft.objects.get(pk=draft.pk)
    retitled(one, "By Ana", n=0)
    retitled(two, "By Ben", n=1)
    assert [stage(draft, n)["title"] for n in (0, 1, 2)] == ["By Ana", "By Ben", "The end"]


def test_the_second_who_changes_the_same_part_is_told_what_stands_there(draft: Draft) -> None:
    seen = drafting.mark(stage(draft))
    retitled(draft, "By Ana", seen=seen)
    with pytest.raises(PartChangedError) as late:
        retitled(draft, "By Ben", seen=seen)
    assert late.value.part is not None
    assert late.value.part["title"] == stage(draft)["title"] == "By Ana"


def test_one_who_changes_what_was_moved_meanwhile_is_not_held_up(draft: Draft) -> None:
    seen, pk = drafting.mark(stage(draft)), stage(draft)["id"]
    drafts.move_part(draft, STAGES, pk, step=1, actor="Ben")
    moved = stage(draft, 1)
    assert moved["id"] == pk
    bare = {name: value for name, value in moved.items() if name not in {"id", "number"}}
    drafts.change_part(draft, STAGES, pk, bare | {"title": "Moved and changed"}, seen=seen, actor="Ana")
    assert stage(draft, 1)["title"] == "Moved and changed"


VERBS = {
    "change": lambda draft, pk: drafts.change_part(draft, KINDS["events"], pk, {}, seen="x", actor="Ana"),
    "move": lambda draft, pk: drafts.move_part(draft, KINDS["events"], pk, step=1, actor="Ana"),
    "remove": lambda draft, pk: drafts.remove_part(draft, KINDS["events"], pk, actor="Ana"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_somebody_else_took_out_cannot_be_changed(draft: Draft, verb: str) -> None:
    event = drafting.parts(draft.content, KINDS["events"])[0]
    drafts.remove_part(draft, KINDS["events"], event["id"], actor="Ben")
    with pytest.raises(PartChangedError) as late:
        VERBS[verb](draft, event["id"])
    assert late.value.part is None


def test_what_the_case_says_of_itself_is_changed_and_its_people_stay(draft: Draft) -> None:
    seen = drafting.mark(drafting.itself(draft.content))
    drafts.change_itself(draft, drafting.itself(draft.content) | {"title": "Anew"}, seen=seen, actor="Ana")
    draft.refresh_from_db()
    assert (draft.title, len(draft.content["case"]["people"])) == ("Anew", 2)
    with pytest.raises(PartChangedError):
        drafts.change_itself(draft, {}, seen=seen, actor="Ben")


def test_pictures_come_along_and_are_published(tmp_path: Path) -> None:
    pack = read_pack(with_picture(tmp_path / "pictured"))
    case, _new = import_case(pack)
    draft = drafts.begin_draft(case, actor="Ana")
    assert drafts.publish(draft, actor="Ana") == (case, False)
    drafts.add_picture(draft, made_anew("map.png", drawn(size=(50, 50))), actor="Ana")
    published, new = drafts.publish(draft, actor="Ana")
    assert (new, published.pictures.get().width, case.pictures.get().width) == (True, 50, 40)
    assert pack_of(case) == pack


def test_only_the_title_throws_a_draft_away(draft: Draft) -> None:
    with pytest.raises(WrongWordError):
        drafts.discard(draft, word="yes")
    assert Draft.objects.exists()
    drafts.discard(draft, word=" a small CASE ")
    assert not Draft.objects.exists()
