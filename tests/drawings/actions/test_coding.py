from __future__ import annotations

import pytest
from django.utils import timezone

from drawings.actions.coding import GoneError, NotBlindError, OtherCodingError, OtherSettlementError, code, look, settle
from drawings.models import Coding, Drawing, Look, Settlement
from live.models import Event
from tests.coded import find, handed_in, looked
from tests.factories import first_table, make_coder, make_roadshow
from workshops.actions.care import hide
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def drawing(roadshow: Roadshow) -> Drawing:
    return handed_in(first_table(roadshow))


@pytest.fixture
def coder(roadshow: Roadshow) -> Staff:
    return make_coder(roadshow)


def test_what_a_coder_finds_is_kept_in_the_order_of_the_codebook(drawing: Drawing, coder: Staff) -> None:
    coding = code(drawing, coder, codes=["risk", "trust"], note="A wall.", seen=0)
    assert (coding.codes, coding.note, coding.ended_at) == (["trust", "risk"], "A wall.", None)


def test_a_change_ends_what_stood_and_keeps_it(drawing: Drawing, coder: Staff) -> None:
    first = code(drawing, coder, codes=["risk"], note="", seen=0)
    second = code(drawing, coder, codes=["fear"], note="On reflection.", seen=first.pk)
    first.refresh_from_db()
    assert (first.codes, first.ended_at) == (["risk"], second.made_at)
    assert list(drawing.codings.filter(ended_at=None)) == [second]


def test_the_same_once_more_changes_nothing_whatever_was_seen(drawing: Drawing, coder: Staff) -> None:
    first = code(drawing, coder, codes=["risk"], note="", seen=0)
    assert code(drawing, coder, codes=["risk"], note="", seen=0) == first
    assert Coding.objects.count() == 1


def test_who_coded_otherwise_in_another_tab_is_told_and_loses_nothing(drawing: Drawing, coder: Staff) -> None:
    stands = code(drawing, coder, codes=["risk"], note="", seen=0)
    with pytest.raises(OtherCodingError) as refusal:
        code(drawing, coder, codes=["fear"], note="", seen=0)
    assert refusal.value.stands == stands
    assert Coding.objects.get().codes == ["risk"]


def test_what_others_coded_is_nobodys_other_tab(drawing: Drawing, coder: Staff, roadshow: Roadshow) -> None:
    find(make_coder(roadshow, "other@example.org"), drawing, "trust")
    code(drawing, coder, codes=["fear"], note="", seen=0)
    assert Coding.objects.filter(ended_at=None).count() == 2


def test_who_has_looked_neither_codes_nor_codes_anew(drawing: Drawing, coder: Staff, roadshow: Roadshow) -> None:
    second = handed_in(first_table(roadshow))
    stands = code(drawing, coder, codes=["risk"], note="", seen=0)
    look([roadshow], coder)
    for each, seen in ((drawing, stands.pk), (second, 0)):
        with pytest.raises(NotBlindError):
            code(each, coder, codes=["fear"], note="", seen=seen)
    assert Coding.objects.get() == stands


def test_who_has_looked_codes_what_was_handed_in_since_until_they_look_again(roadshow: Roadshow, coder: Staff) -> None:
    looked(coder, roadshow)
    newer = handed_in(first_table(roadshow))
    assert code(newer, coder, codes=["risk"], note="", seen=0).codes == ["risk"]
    looked(coder, roadshow)
    with pytest.raises(NotBlindError):
        code(newer, coder, codes=["fear"], note="", seen=0)
    assert Look.objects.count() == 1


def test_a_drawing_that_is_withdrawn_or_hidden_meanwhile_is_not_coded(
    drawing: Drawing, coder: Staff, roadshow: Roadshow
) -> None:
    hide(roadshow, drawing.item, actor="Ana")
    with pytest.raises(GoneError):
        code(drawing, coder, codes=["fear"], note="", seen=0)
    withdrawn = handed_in(first_table(roadshow), withdrawn_at=timezone.now())
    with pytest.raises(GoneError):
        code(withdrawn, coder, codes=["fear"], note="", seen=0)
    with pytest.raises(GoneError):
        settle(withdrawn, coder, codes=["fear"], reason="We talked.", seen=0)


def test_settling_leaves_what_each_found_and_the_earlier_settlement(drawing: Drawing, coder: Staff) -> None:
    found = find(coder, drawing, "fear")
    first = settle(drawing, coder, codes=["risk"], reason="We talked.", seen=0)
    second = settle(drawing, coder, codes=["risk"], reason="We talked again.", seen=first.pk)
    assert list(Coding.objects.filter(ended_at=None)) == [found]
    assert [(s.reason, s.ended_at) for s in Settlement.objects.all()] == [
        ("We talked.", second.settled_at),
        ("We talked again.", None),
    ]
    assert settle(drawing, coder, codes=["risk"], reason="We talked again.", seen=0) == second


def test_two_who_settle_at_once_do_not_overwrite_each_other(drawing: Drawing, coder: Staff) -> None:
    first = settle(drawing, coder, codes=["risk"], reason="We talked.", seen=0)
    with pytest.raises(OtherSettlementError) as refusal:
        settle(drawing, coder, codes=["fear"], reason="I thought.", seen=0)
    assert refusal.value.stands == first
    assert Settlement.objects.get() == first


def test_nobody_in_the_room_hears_of_it(drawing: Drawing, coder: Staff, roadshow: Roadshow) -> None:
    before = Event.objects.count()
    find(coder, drawing, "fear")
    settle(drawing, coder, codes=["risk"], reason="We talked.", seen=0)
    look([roadshow], coder)
    assert Event.objects.count() == before
