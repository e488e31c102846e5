"""What stands in the place of an address's arguments: one thing of each kind, made for a room."""

from __future__ import annotations

import io
from types import SimpleNamespace

from django.utils import timezone
from PIL import Image

from casestudy.actions.drafts import begin_draft
from casestudy.actions.key import open_key
from casestudy.models import CasePicture, CaseRun, Draft, DraftPicture
from places.actions.holders import offer_to_colleague
from places.actions.seating import add_rule, make_plan
from places.links import booking_token, group_token, hand_over_token
from places.models import Claim
from tests.attended import came_today, one_reader
from tests.booked import ask_for, make_group, make_places
from tests.coded import handed_in
from tests.factories import first_table
from tests.photographed import photographed
from tests.seated import come
from workshops.actions.rehearsals import begin_rehearsal
from workshops.actions.talk import broadcast, park_question


def slug(room: SimpleNamespace) -> dict[str, object]:
    return {"slug": room.roadshow.slug}


def slug_and_number(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"number": 1}


def slug_and_device(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.device.pk}


def slug_and_staff(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.staff["facilitator"].pk}


def slug_and_observer(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.staff["observer"].pk}


def slug_and_coder(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.staff["coder"].pk}


def slug_and_drawing(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": handed_in(first_table(room.roadshow)).pk}


def own_drawing(room: SimpleNamespace) -> dict[str, object]:
    return {"key": handed_in(first_table(room.roadshow)).key}


def slug_and_activity(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.activity.pk}


def slug_and_contact(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.contact.pk}


def slug_and_plan(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"number": make_plan(room.roadshow, actor="Ana").number}


def slug_and_rule(room: SimpleNamespace) -> dict[str, object]:
    n = room.roadshow.claims.count()
    one, other = (come(room.roadshow, f"Guest{n + each}").booking for each in (1, 2))
    return slug(room) | {"pk": add_rule(room.roadshow, kind="apart", one=one, other=other, reason="?", actor="Ana").pk}


def slug_and_claim(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": came_today(room.roadshow).pk}


def with_certificate(room: SimpleNamespace) -> dict[str, object]:
    claim = came_today(room.roadshow)
    return {"token": booking_token(claim.booking), "pk": claim.pk}


def with_arrivals(room: SimpleNamespace) -> dict[str, object]:
    came_today(room.roadshow)
    return slug(room)


def slug_and_reader(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": one_reader(room.roadshow, room.staff["facilitator"]).pk}


def slug_of_programme(room: SimpleNamespace) -> dict[str, object]:
    return {"slug": room.roadshow.programme.slug}


def slug_of_rehearsal(room: SimpleNamespace) -> dict[str, object]:
    return {"slug": begin_rehearsal(room.roadshow, actor="Ana").slug}


def one_of_staff(room: SimpleNamespace) -> dict[str, object]:
    return {"pk": room.staff["facilitator"].pk}


def slug_and_screen(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.roadshow.screens.get().pk}


def slug_and_broadcast(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": broadcast(room.roadshow, text="Lunch is ready.", actor="Ana").pk}


def slug_and_question(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": park_question(room.roadshow, text="Who holds the file?", actor="Ana").pk}


def with_open_key(room: SimpleNamespace) -> dict[str, object]:
    run = CaseRun.objects.select_related("case", "roadshow").get(roadshow=room.roadshow)
    if run.key_opened_at is None:
        open_key(run, actor="Ana")
    return {}


def webp() -> bytes:
    """Return a picture of one point."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "WEBP")
    return out.getvalue()


def _draft(room: SimpleNamespace) -> Draft:
    return begin_draft(room.roadshow.case_run.case, actor="Ana")


def one_case(room: SimpleNamespace) -> dict[str, object]:
    return {"pk": room.roadshow.case_run.case_id}


def one_draft(room: SimpleNamespace) -> dict[str, object]:
    return {"pk": _draft(room).pk}


def one_part(room: SimpleNamespace) -> dict[str, object]:
    draft = _draft(room)
    return {"pk": draft.pk, "kind": "people", "part": draft.content["case"]["people"][0]["id"]}


def draft_picture(room: SimpleNamespace) -> dict[str, object]:
    draft = _draft(room)
    DraftPicture.objects.create(draft=draft, name="plan.webp", content=webp(), width=1, height=1)
    return {"pk": draft.pk, "name": "plan.webp"}


def case_picture(room: SimpleNamespace) -> dict[str, object]:
    case = room.roadshow.case_run.case
    CasePicture.objects.create(case=case, name="map.webp", content_type="image/webp", content=webp(), width=1, height=1)
    return {"case": case.pk, "name": "map.webp"}


def _claim() -> Claim:
    """Return a claim on a place of a date that is yet to come."""
    return ask_for(make_places(2), "Ann")


def bookable(_room: SimpleNamespace) -> dict[str, object]:
    return {"slug": make_places(2).roadshow.slug}


def with_booking(_room: SimpleNamespace) -> dict[str, object]:
    return {"token": booking_token(_claim().booking)}


def with_hand_over(_room: SimpleNamespace) -> dict[str, object]:
    handed = offer_to_colleague(_claim(), name="Bea Example", email="bea@example.org")
    return {"token": hand_over_token(handed)}


def with_group(_room: SimpleNamespace) -> dict[str, object]:
    return {"token": group_token(make_group(make_places(2)))}


def with_claim(_room: SimpleNamespace) -> dict[str, object]:
    claim = _claim()
    return {"slug": claim.roadshow.slug, "pk": claim.pk}


def with_mail(_room: SimpleNamespace) -> dict[str, object]:
    claim = _claim()
    return {"slug": claim.roadshow.slug, "pk": claim.mails.get().pk}


def one_key(_room: SimpleNamespace) -> dict[str, object]:
    return {"key": "a-key-of-22-characters"}


def one_photo(room: SimpleNamespace) -> dict[str, object]:
    return {"key": photographed(first_table(room.roadshow)).key}


def one_picture(room: SimpleNamespace) -> dict[str, object]:
    return {"pk": photographed(first_table(room.roadshow)).picture_id, "size": "large"}


def picture_on_screen(room: SimpleNamespace) -> dict[str, object]:
    drawing = photographed(first_table(room.roadshow), shown=True, released_at=timezone.now())
    return {"token": room.roadshow.screens.get().token, "pk": drawing.picture_id, "size": "small"}
