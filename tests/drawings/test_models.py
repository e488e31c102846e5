from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from drawings.actions.coding import settle
from drawings.models import Coding, Look, Settlement
from tests.coded import find, handed_in, looked
from tests.factories import first_table, make_coder, make_roadshow
from workshops.actions.snapshots import everything
from workshops.models import Role, Staff, StaffRole

pytestmark = pytest.mark.django_db


def test_one_coding_of_a_coder_stands_and_any_number_has_ended() -> None:
    roadshow = make_roadshow()
    drawing, coder = handed_in(first_table(roadshow)), make_coder(roadshow)
    for _ in range(2):
        Coding.objects.create(drawing=drawing, coder=coder, codes=["fear"], ended_at=timezone.now())
    Coding.objects.create(drawing=drawing, coder=coder, codes=["trust"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(drawing=drawing, coder=coder, codes=["risk"])
    assert Coding.objects.count() == 3


def test_one_settlement_stands_whoever_settles() -> None:
    roadshow = make_roadshow()
    drawing = handed_in(first_table(roadshow))
    Settlement.objects.create(drawing=drawing, reason="We talked.", settled_by=make_coder(roadshow))
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(drawing=drawing, reason="No.", settled_by=make_coder(roadshow, "two@example.org"))


def test_somebody_has_looked_or_has_not() -> None:
    roadshow = make_roadshow()
    coder = make_coder(roadshow)
    Look.objects.create(roadshow=roadshow, staff=coder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.create(roadshow=roadshow, staff=coder)


def test_a_coder_has_a_roadshow() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.create(user=Staff.objects.create_user("ana@example.org"), role=Role.CODER)


def test_codes_are_told_in_words() -> None:
    assert Coding(codes=["trust", "other"]).words == ["Trust", "Other"]
    assert Settlement(codes=["not-culture"]).words == ["Not culture"]


def test_what_was_coded_goes_with_a_practice_run_and_is_kept_in_its_snapshot() -> None:
    rehearsal = make_roadshow(rehearsal_of=make_roadshow())
    coder = make_coder(rehearsal)
    drawing = handed_in(first_table(rehearsal))
    find(coder, drawing, "fear")
    settle(drawing, coder, codes=["risk"], reason="We talked.", seen=0)
    looked(coder, rehearsal)
    kept = {type(row) for row in everything(rehearsal)}
    rehearsal.delete()
    assert {Coding, Settlement, Look} <= kept
    assert [model.objects.count() for model in (Coding, Settlement, Look)] == [0, 0, 0]
