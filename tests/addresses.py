"""Every address of the product: how it is asked for, and what becomes of everybody who might try it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
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

ACTORS = ("anonymous", "device", "facilitator", "other_facilitator", "organiser", "observer", "coder")
IN, HIDDEN, SIGN_IN, REFUSED = "let in", "as if absent", "sent to sign in", "refused"

EVERYBODY = (IN, IN, IN, IN, IN, IN, IN)
DEVICES = (REFUSED, IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
ALL_STAFF = (SIGN_IN, SIGN_IN, IN, IN, IN, IN, IN)
STAFF_OF_IT = (SIGN_IN, SIGN_IN, IN, HIDDEN, IN, HIDDEN, HIDDEN)
WATCHERS_OF_IT = (SIGN_IN, SIGN_IN, IN, HIDDEN, IN, IN, HIDDEN)
CODERS_OF_IT = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, IN, HIDDEN, IN)
ORGANISERS = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, IN, HIDDEN, HIDDEN)
TICKETS = (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)  # only a ticket helps, whoever one is
# The link lets everybody in, and then the form says nothing that is there.
NOTHING_SAID = (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
# Nobody here has a password or a second step.
WITH_PASSWORD = (SIGN_IN, SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
WITH_SECOND_STEP = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)


@dataclass(frozen=True)
class Row:
    """An address: how it is asked for, what stands in it, and what becomes of each actor in turn."""

    methods: str
    outcomes: tuple[str, ...]
    arguments: Callable[[SimpleNamespace], dict[str, object]] = lambda _room: {}


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


ROWS = {
    # Anyone
    "home": Row("GET", EVERYBODY),
    "healthz": Row("GET", EVERYBODY),
    "readyz": Row("GET", EVERYBODY),
    "roadshow": Row("GET", EVERYBODY, slug),
    "join": Row("GET POST", EVERYBODY),
    "join-code": Row("GET", EVERYBODY, lambda room: {"code": first_table(room.roadshow).code}),
    "screen": Row("GET", EVERYBODY, lambda room: {"token": room.roadshow.screens.get().token}),
    "health": Row("GET POST", EVERYBODY),
    "health-told": Row("GET", EVERYBODY),
    "live-clock": Row("GET", EVERYBODY),
    "booking-certificate": Row("GET", EVERYBODY, with_certificate),
    "staff-link": Row("GET", EVERYBODY, lambda _room: {"token": "a-link-that-never-was"}),
    # Whoever asks for a place, or has the link to one
    "place-order": Row("GET", EVERYBODY),
    "book": Row("GET POST", EVERYBODY, bookable),
    "book-group": Row("GET POST", EVERYBODY, bookable),
    "book-sent": Row("GET", EVERYBODY, slug),
    "booking": Row("GET", EVERYBODY, with_booking),
    "booking-calendar": Row("GET", EVERYBODY, with_booking),
    "booking-ticket": Row("GET", EVERYBODY, with_booking),
    "act-on-booking": Row("POST", NOTHING_SAID, lambda room: with_booking(room) | {"verb": "cancel"}),
    "hand-over-place": Row("POST", EVERYBODY, with_booking),
    "move-place": Row("POST", NOTHING_SAID, with_booking),
    "change-needs": Row("POST", EVERYBODY, with_booking),
    "hand-over": Row("GET POST", EVERYBODY, with_hand_over),
    "group": Row("GET", EVERYBODY, with_group),
    "name-place": Row("POST", NOTHING_SAID, with_group),
    "give-back-places": Row("POST", EVERYBODY, with_group),
    "answer-offer": Row("POST", NOTHING_SAID, with_group),
    # Devices, and whoever holds a ticket
    "table": Row("GET", DEVICES),
    "table-stages": Row("GET", DEVICES),
    "table-key": Row("GET", DEVICES, with_open_key),
    "table-picture": Row("GET", DEVICES, lambda _room: {"name": "genogram"}),
    "table-dock": Row("GET", DEVICES),
    "table-signal": Row("POST", DEVICES),
    "table-park": Row("POST", DEVICES),
    "answer": Row("POST", DEVICES),
    "begin-drawing": Row("POST", DEVICES),
    "own-drawing": Row("GET", DEVICES, own_drawing),
    "drawing-marks": Row("GET POST", DEVICES, own_drawing),
    "drawing-svg": Row("GET", DEVICES, own_drawing),
    "hand-in-drawing": Row("POST", DEVICES, own_drawing),
    "withdraw-drawing": Row("POST", DEVICES, own_drawing),
    "step-out": Row("GET", EVERYBODY),
    "report-measures": Row("POST", DEVICES),
    # A picture of a stage that is not revealed: only whoever runs the case sees it.
    "case-picture": Row("GET", (HIDDEN, HIDDEN, IN, HIDDEN, IN, HIDDEN, HIDDEN), case_picture),
    "live-head": Row("GET", TICKETS),
    # Staff of the roadshow
    "console": Row("GET", STAFF_OF_IT, slug),
    "console-table": Row("GET", STAFF_OF_IT, slug_and_number),
    "table-preview": Row("GET", STAFF_OF_IT, slug_and_number),
    "cards": Row("GET", STAFF_OF_IT, slug),
    "door": Row("GET", STAFF_OF_IT, slug),
    "door-note": Row("POST", STAFF_OF_IT, slug),
    "door-release": Row("POST", STAFF_OF_IT, slug),
    "door-keep": Row("POST", STAFF_OF_IT, slug),
    "door-photo": Row("POST", STAFF_OF_IT, slug),
    "badges": Row("GET", STAFF_OF_IT, slug),
    "paper": Row("GET", STAFF_OF_IT, slug),
    "paper-pack": Row("GET", STAFF_OF_IT, lambda room: slug(room) | {"audience": "facilitator"}),
    "paper-question": Row("POST", STAFF_OF_IT, slug),
    "begin-rehearsal": Row("POST", STAFF_OF_IT, slug),
    "throw-away-rehearsal": Row("POST", STAFF_OF_IT, slug_of_rehearsal),
    "open-roadshow": Row("POST", STAFF_OF_IT, slug),
    "close-roadshow": Row("POST", STAFF_OF_IT, slug),
    "rotate-code": Row("POST", STAFF_OF_IT, slug_and_number),
    "devices": Row("GET", STAFF_OF_IT, slug),
    "move-device": Row("POST", STAFF_OF_IT, slug_and_device),
    "preflight": Row("GET", STAFF_OF_IT, slug),
    "remove-device": Row("POST", STAFF_OF_IT, slug_and_device),
    "start-activity": Row("POST", STAFF_OF_IT, slug),
    "go-back": Row("POST", STAFF_OF_IT, slug),
    "extend": Row("POST", STAFF_OF_IT, slug),
    "clock": Row("POST", STAFF_OF_IT, slug),
    "skip": Row("POST", STAFF_OF_IT, slug),
    "freeze": Row("POST", STAFF_OF_IT, slug),
    "pause": Row("POST", STAFF_OF_IT, slug),
    "resume": Row("POST", STAFF_OF_IT, slug),
    "broadcast": Row("POST", STAFF_OF_IT, slug),
    "hindsight": Row("POST", STAFF_OF_IT, slug),
    "take-down": Row("POST", STAFF_OF_IT, slug_and_broadcast),
    "park": Row("POST", STAFF_OF_IT, slug),
    "settle-question": Row("POST", STAFF_OF_IT, slug_and_question),
    "attention": Row("POST", STAFF_OF_IT, slug),
    "clear-signal": Row("POST", STAFF_OF_IT, slug_and_number),
    "send-again": Row("POST", STAFF_OF_IT, slug_and_number),
    "add-screen": Row("POST", STAFF_OF_IT, slug),
    "screen-preview": Row("GET", STAFF_OF_IT, slug_and_screen),
    "choose-view": Row("POST", STAFF_OF_IT, slug_and_screen),
    "hold-screen": Row("POST", STAFF_OF_IT, slug_and_screen),
    "dark-screen": Row("POST", STAFF_OF_IT, slug_and_screen),
    "reveal": Row("POST", STAFF_OF_IT, slug),
    "withdraw": Row("POST", STAFF_OF_IT, slug),
    "curves": Row("POST", STAFF_OF_IT, slug),
    "paper-answers": Row("GET POST", STAFF_OF_IT, slug),
    "stage-preview": Row("GET", STAFF_OF_IT, slug_and_number),
    "key": Row("GET", STAFF_OF_IT, slug),
    "open-key": Row("POST", STAFF_OF_IT, slug),
    "close-key": Row("POST", STAFF_OF_IT, slug),
    "pool": Row("POST", STAFF_OF_IT, slug),
    "unpool": Row("POST", STAFF_OF_IT, slug),
    "parts": Row("GET", STAFF_OF_IT, slug),
    "give-parts": Row("POST", STAFF_OF_IT, slug),
    "take-parts": Row("POST", STAFF_OF_IT, slug),
    "change-part": Row("POST", STAFF_OF_IT, slug_and_number),
    "say-present": Row("POST", STAFF_OF_IT, slug_and_number),
    "console-picture": Row("GET", STAFF_OF_IT, lambda room: slug(room) | {"name": "network"}),
    "running-order": Row("GET", STAFF_OF_IT, slug),
    "begin-at": Row("POST", STAFF_OF_IT, slug),
    "fill-running-order": Row("POST", STAFF_OF_IT, slug),
    "copy-running-order": Row("POST", STAFF_OF_IT, slug),
    "add-activity": Row("GET POST", STAFF_OF_IT, slug),
    "edit-activity": Row("GET POST", STAFF_OF_IT, slug_and_activity),
    "move-activity": Row("POST", STAFF_OF_IT, slug_and_activity),
    "remove-activity": Row("POST", STAFF_OF_IT, slug_and_activity),
    "put-back-activity": Row("POST", STAFF_OF_IT, slug_and_activity),
    "bring-back-order": Row("POST", STAFF_OF_IT, slug_and_activity),
    "care": Row("GET POST", STAFF_OF_IT, slug),
    "add-contact": Row("POST", STAFF_OF_IT, slug),
    "change-contact": Row("GET POST", STAFF_OF_IT, slug_and_contact),
    "move-contact": Row("POST", STAFF_OF_IT, slug_and_contact),
    "remove-contact": Row("POST", STAFF_OF_IT, slug_and_contact),
    "seating": Row("GET", STAFF_OF_IT, slug),
    "print-seating": Row("GET", STAFF_OF_IT, slug),
    "plan-seating": Row("POST", STAFF_OF_IT, slug),
    "repair-seating": Row("POST", STAFF_OF_IT, slug),
    "bring-back-seating": Row("POST", STAFF_OF_IT, slug_and_plan),
    "move-delegate": Row("POST", STAFF_OF_IT, slug),
    "swap-delegates": Row("POST", STAFF_OF_IT, slug),
    "lock-delegate": Row("POST", STAFF_OF_IT, slug),
    "set-tables": Row("POST", STAFF_OF_IT, slug),
    "add-seating-rule": Row("POST", STAFF_OF_IT, slug),
    "remove-seating-rule": Row("POST", STAFF_OF_IT, slug_and_rule),
    "attendance": Row("GET", STAFF_OF_IT, with_arrivals),
    "correct-attendance": Row("POST", STAFF_OF_IT, slug_and_claim),
    "certificates": Row("GET", STAFF_OF_IT, with_arrivals),
    "needs": Row("GET", STAFF_OF_IT, slug),
    "read-needs": Row("POST", STAFF_OF_IT, slug),
    "console-drawings": Row("GET", STAFF_OF_IT, slug),
    "release-drawings": Row("POST", STAFF_OF_IT, slug),
    "release-drawing": Row("POST", STAFF_OF_IT, slug_and_drawing),
    "take-back-drawing": Row("POST", STAFF_OF_IT, slug_and_drawing),
    "show-drawing-large": Row("POST", STAFF_OF_IT, slug),
    "sort-wall": Row("POST", STAFF_OF_IT, slug),
    # Whoever watches the roadshow
    "observing": Row("GET", WATCHERS_OF_IT, slug),
    "observing-picture": Row("GET", WATCHERS_OF_IT, lambda room: slug(room) | {"name": "chronology"}),
    "note-observation": Row("POST", WATCHERS_OF_IT, slug),
    "notes-as-text": Row("GET", WATCHERS_OF_IT, slug),
    "notes-as-csv": Row("GET", WATCHERS_OF_IT, slug),
    # Photos of drawings, and every drawing's picture
    "drawing-photo": Row("GET POST", DEVICES, one_key),
    "choose-picture": Row("POST", DEVICES, one_photo),
    "drawing-picture": Row("GET", (HIDDEN, IN, IN, HIDDEN, IN, IN, IN), one_picture),
    "screen-picture": Row("GET", EVERYBODY, picture_on_screen),
    # Whoever codes the roadshow's drawings
    "coding": Row("GET", CODERS_OF_IT, slug),
    "codebook": Row("GET", CODERS_OF_IT, slug),
    "codebook-csv": Row("GET", CODERS_OF_IT, slug),
    "code-drawing": Row("GET POST", CODERS_OF_IT, slug_and_drawing),
    "settle-coding": Row("GET POST", CODERS_OF_IT, slug_and_drawing),
    "coding-results": Row("GET", CODERS_OF_IT, slug),
    "show-coding-results": Row("POST", CODERS_OF_IT, slug),
    "codings-csv": Row("GET", CODERS_OF_IT, slug),
    # All staff
    "staff": Row("GET", ALL_STAFF),
    "account_login": Row("GET POST", EVERYBODY),
    "account_logout": Row("GET POST", EVERYBODY),
    "account_inactive": Row("GET", EVERYBODY),
    "account_reauthenticate": Row("GET POST", WITH_PASSWORD),
    "account_change_password": Row("GET POST", ALL_STAFF),
    "account_set_password": Row("GET POST", ALL_STAFF),
    "mfa_index": Row("GET", ALL_STAFF),
    "mfa_authenticate": Row("GET POST", ALL_STAFF),
    "mfa_reauthenticate": Row("GET POST", WITH_PASSWORD),
    "mfa_activate_totp": Row("GET POST", ALL_STAFF),
    "mfa_deactivate_totp": Row("GET POST", WITH_SECOND_STEP),
    "mfa_view_recovery_codes": Row("GET", WITH_SECOND_STEP),
    "mfa_generate_recovery_codes": Row("GET POST", ALL_STAFF),
    "mfa_download_recovery_codes": Row("GET", WITH_SECOND_STEP),
    # Organisers
    "organising": Row("GET", ORGANISERS),
    "new-programme": Row("GET POST", ORGANISERS),
    "new-roadshow": Row("GET POST", ORGANISERS),
    "edit-roadshow": Row("GET POST", ORGANISERS, slug),
    "choose-case": Row("POST", ORGANISERS, slug),
    "places": Row("GET POST", ORGANISERS, slug),
    "import-signups": Row("POST", ORGANISERS, bookable),
    "put-first": Row("POST", ORGANISERS, with_claim),
    "withdraw-claim": Row("POST", ORGANISERS, with_claim),
    "send-mail-again": Row("POST", ORGANISERS, with_mail),
    "attendance-csv": Row("GET", ORGANISERS, with_arrivals),
    "attendance-xlsx": Row("GET", ORGANISERS, with_arrivals),
    "write-by-attendance": Row("POST", ORGANISERS, with_arrivals),
    "choose-advice": Row("POST", ORGANISERS, with_arrivals),
    "take-advice": Row("POST", ORGANISERS, with_arrivals),
    "add-needs-reader": Row("POST", ORGANISERS, slug),
    "remove-needs-reader": Row("POST", ORGANISERS, slug_and_reader),
    "attendance-everywhere": Row("GET", ORGANISERS),
    "held": Row("GET", ORGANISERS),
    "keep-for": Row("POST", ORGANISERS, slug_of_programme),
    "find-person": Row("POST", ORGANISERS),
    "export-person": Row("POST", ORGANISERS),
    "erase-person": Row("POST", ORGANISERS),
    "cases": Row("GET", ORGANISERS),
    "import-case": Row("POST", ORGANISERS),
    "export-case": Row("GET", ORGANISERS, one_case),
    "case-events": Row("GET", ORGANISERS, one_case),
    "begin-draft": Row("POST", ORGANISERS, one_case),
    "draft": Row("GET", ORGANISERS, one_draft),
    "draft-itself": Row("GET POST", ORGANISERS, one_draft),
    "publish-draft": Row("POST", ORGANISERS, one_draft),
    "discard-draft": Row("POST", ORGANISERS, one_draft),
    "draft-preview": Row("GET", ORGANISERS, lambda room: one_draft(room) | {"number": 1}),
    "put-back-draft-part": Row("POST", ORGANISERS, lambda room: one_draft(room) | {"part": 1}),
    "draft-sheet": Row("GET POST", ORGANISERS, one_draft),
    "draft-events": Row("GET", ORGANISERS, one_draft),
    "draft-pictures": Row("GET POST", ORGANISERS, one_draft),
    "draft-picture": Row("GET", ORGANISERS, draft_picture),
    "remove-draft-picture": Row("POST", ORGANISERS, lambda room: one_draft(room) | {"name": "map.webp"}),
    "add-draft-part": Row("GET POST", ORGANISERS, lambda room: one_draft(room) | {"kind": "people"}),
    "draft-part": Row("GET POST", ORGANISERS, one_part),
    "move-draft-part": Row("POST", ORGANISERS, one_part),
    "remove-draft-part": Row("POST", ORGANISERS, one_part),
    "add-facilitator": Row("POST", ORGANISERS, slug),
    "remove-facilitator": Row("POST", ORGANISERS, slug_and_staff),
    "add-observer": Row("POST", ORGANISERS, slug),
    "remove-observer": Row("POST", ORGANISERS, slug_and_observer),
    "add-coder": Row("POST", ORGANISERS, slug),
    "remove-coder": Row("POST", ORGANISERS, slug_and_coder),
    "coding-everywhere": Row("GET", ORGANISERS),
    "show-coding-everywhere": Row("POST", ORGANISERS),
    "codings-csv-everywhere": Row("GET", ORGANISERS),
    "gallery": Row("GET", ORGANISERS, slug),
    "gallery-zip": Row("GET", ORGANISERS, slug),
    "contact-sheet": Row("GET", ORGANISERS, slug),
    "gallery-drawing": Row("GET", ORGANISERS, slug_and_drawing),
    "gallery-marks": Row("GET", ORGANISERS, slug_and_drawing),
    "all-staff": Row("GET", ORGANISERS),
    "add-organiser": Row("POST", ORGANISERS),
    "remove-organiser": Row("POST", ORGANISERS, one_of_staff),
    "new-link": Row("POST", ORGANISERS, one_of_staff),
    "sign-out-staff": Row("POST", ORGANISERS, one_of_staff),
}
