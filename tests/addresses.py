"""Every address of the product: how it is asked for, and what becomes of everybody who might try it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from tests.factories import first_table
from workshops.actions.rehearsals import begin_rehearsal
from workshops.actions.talk import broadcast, park_question

ACTORS = ("anonymous", "device", "facilitator", "other_facilitator", "organiser", "observer")
IN, HIDDEN, SIGN_IN, REFUSED = "let in", "as if absent", "sent to sign in", "refused"

EVERYBODY = (IN, IN, IN, IN, IN, IN)
DEVICES = (REFUSED, IN, REFUSED, REFUSED, REFUSED, REFUSED)
ALL_STAFF = (SIGN_IN, SIGN_IN, IN, IN, IN, IN)
STAFF_OF_IT = (SIGN_IN, SIGN_IN, IN, HIDDEN, IN, HIDDEN)
WATCHERS_OF_IT = (SIGN_IN, SIGN_IN, IN, HIDDEN, IN, IN)
ORGANISERS = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, IN, HIDDEN)
TICKETS = (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)  # only a ticket helps, whoever one is
# Nobody here has a password or a second step.
WITH_PASSWORD = (SIGN_IN, SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED)
WITH_SECOND_STEP = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)


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


def slug_and_activity(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.activity.pk}


def slug_and_contact(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.contact.pk}


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
    "staff-link": Row("GET", EVERYBODY, lambda _room: {"token": "a-link-that-never-was"}),
    # Devices, and whoever holds a ticket
    "table": Row("GET", DEVICES),
    "table-dock": Row("GET", DEVICES),
    "table-signal": Row("POST", DEVICES),
    "table-park": Row("POST", DEVICES),
    "answer": Row("POST", DEVICES),
    "step-out": Row("GET", EVERYBODY),
    "report-measures": Row("POST", DEVICES),
    "live-head": Row("GET", TICKETS),
    # Staff of the roadshow
    "console": Row("GET", STAFF_OF_IT, slug),
    "console-table": Row("GET", STAFF_OF_IT, slug_and_number),
    "table-preview": Row("GET", STAFF_OF_IT, slug_and_number),
    "cards": Row("GET", STAFF_OF_IT, slug),
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
    # Whoever watches the roadshow
    "observing": Row("GET", WATCHERS_OF_IT, slug),
    "note-observation": Row("POST", WATCHERS_OF_IT, slug),
    "notes-as-text": Row("GET", WATCHERS_OF_IT, slug),
    "notes-as-csv": Row("GET", WATCHERS_OF_IT, slug),
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
    "add-facilitator": Row("POST", ORGANISERS, slug),
    "remove-facilitator": Row("POST", ORGANISERS, slug_and_staff),
    "add-observer": Row("POST", ORGANISERS, slug),
    "remove-observer": Row("POST", ORGANISERS, slug_and_observer),
    "all-staff": Row("GET", ORGANISERS),
    "add-organiser": Row("POST", ORGANISERS),
    "remove-organiser": Row("POST", ORGANISERS, one_of_staff),
    "new-link": Row("POST", ORGANISERS, one_of_staff),
    "sign-out-staff": Row("POST", ORGANISERS, one_of_staff),
}
