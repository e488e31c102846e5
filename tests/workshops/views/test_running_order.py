"""The pages where a running order is planned."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import pages
from tests.factories import give_room, make_facilitator, make_order, make_organiser, make_roadshow, signed_in
from workshops.actions import running_order as actions
from workshops.models import Activity, Roadshow
from workshops.template_day import DAY

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a roadshow with A, B, C and D in its running order, half an hour each from 9."""
    roadshow = make_roadshow(slug="leeds", city="Leeds", starts_at=dt.time(9))
    make_order(roadshow, "A", "B", "C", "D")
    return roadshow


@pytest.fixture
def client(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


def words(response: Any) -> str:
    return pages.words(response.content.decode())


def titles(roadshow: Roadshow) -> str:
    return "".join(activity.title for activity in roadshow.activities.filter(removed_at=None))


def shown(response: Any) -> list[tuple[str, str]]:
    """Return planned time and title of every line on a page."""
    page = response.content.decode()
    return re.findall(r'<time>(\d\d:\d\d)</time></p>\s*<div class="line__what">\s*<h2[^>]*>([^<]*)</h2>', page)


def at(name: str, roadshow: Roadshow, title: str = "") -> str:
    keys = [roadshow.activities.get(title=title).pk] if title else []
    return reverse(name, args=[roadshow.slug, *keys])


def typed(activity: Activity, **changes: object) -> dict[str, object]:
    """Return what the form of an activity holds when somebody has changed something in it."""
    return activity.words | {"seen": activity.mark} | changes


# The page


def test_every_activity_stands_there_with_its_planned_time(client: Client, roadshow: Roadshow) -> None:
    page = client.get(at("running-order", roadshow))
    assert shown(page) == [("09:00", "A"), ("09:30", "B"), ("10:00", "C"), ("10:30", "D")]
    assert "11:00 The day ends, after 2 h." in words(page)
    assert "no-store" in page["Cache-Control"]


def test_an_empty_order_leads_to_the_template(client: Client, roadshow: Roadshow) -> None:
    roadshow.activities.all().delete()
    page = client.get(at("running-order", roadshow))
    assert "There is no running order yet." in words(page)
    assert reverse("fill-running-order", args=["leeds"]) in page.content.decode()


def test_what_is_worth_a_thought_is_said_and_nothing_is_forbidden(client: Client, roadshow: Roadshow) -> None:
    roadshow.activities.filter(title="D").update(minutes=600)
    page = client.get(at("running-order", roadshow))
    assert "Worth a thought" in words(page)
    client.post(at("move-activity", roadshow, "D"), {"seen": 4, "to": 1})
    assert titles(roadshow) == "DABC"


def test_what_had_the_room_has_no_buttons_but_for_its_words(client: Client, roadshow: Roadshow) -> None:
    give_room(roadshow.activities.get(title="A"))
    page = client.get(at("running-order", roadshow)).content.decode()
    assert at("edit-activity", roadshow, "A") in page
    assert at("move-activity", roadshow, "A") not in page
    assert at("remove-activity", roadshow, "A") not in page
    assert at("move-activity", roadshow, "B") in page


# Moving


def test_a_plain_form_moves_and_leads_back_to_the_activity(client: Client, roadshow: Roadshow) -> None:
    response = client.post(at("move-activity", roadshow, "C"), {"seen": 3, "to": 2})
    key = roadshow.activities.get(title="C").pk
    assert response["Location"] == f"{at('running-order', roadshow)}#activity-{key}"
    page = client.get(response["Location"])
    assert [title for _time, title in shown(page)] == ["A", "C", "B", "D"]
    assert "“C” is now number 2, from 09:30." in words(page)


def test_htmx_gets_the_fresh_order_and_words_for_the_ear(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("move-activity", roadshow, "C"), {"seen": 3, "to": 2}, headers=HTMX)
    assert page.status_code == 200
    assert page.content.decode().startswith('<section id="running-order"')
    assert '<p id="said" hx-swap-oob="innerHTML">“C” is now number 2, from 09:30.</p>' in page.content.decode()


def test_the_order_that_htmx_gets_is_the_pages_own(client: Client, roadshow: Roadshow) -> None:
    fragment = client.post(at("move-activity", roadshow, "A"), {"seen": 1, "to": 0}, headers=HTMX).content.decode()
    page = client.get(at("running-order", roadshow)).content.decode()
    lines = re.search(r'<ol id="order-lines".*?</ol>', pages.without_tokens(fragment), re.DOTALL)
    assert lines
    assert lines[0] in pages.without_tokens(page)


def test_the_first_stays_the_first(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("move-activity", roadshow, "A"), {"seen": 1, "to": 0}, headers=HTMX)
    assert "“A” stays number 1, from 09:00." in page.content.decode()


def test_the_slower_of_two_is_told_what_the_faster_one_did(client: Client, roadshow: Roadshow) -> None:
    actions.move_activity(roadshow.activities.get(title="D"), to=1, seen=4, actor="Ana")
    page = client.post(at("move-activity", roadshow, "C"), {"seen": 3, "to": 2}, headers=HTMX)
    assert page.status_code == 409
    assert re.search(r"Ana moved “D” at \d\d:\d\d. “C” is number 4 now. Your press changed nothing.", words(page))
    assert [title for _time, title in shown(page)] == ["D", "A", "B", "C"]


def test_without_scripts_the_slower_one_gets_the_page_as_it_is_now(client: Client, roadshow: Roadshow) -> None:
    actions.remove_activity(roadshow.activities.get(title="C"), actor="Ana")
    page = client.post(at("move-activity", roadshow, "C"), {"seen": 3, "to": 2})
    assert page.status_code == 409
    assert "<title>Running order · Leeds</title>" in page.content.decode()
    assert "“C” is set aside now. Your press changed nothing." in words(page)


def test_what_has_got_the_room_meanwhile_is_not_moved(client: Client, roadshow: Roadshow) -> None:
    give_room(roadshow.activities.get(title="B"))
    page = client.post(at("move-activity", roadshow, "B"), {"seen": 2, "to": 1})
    assert page.status_code == 409
    assert "“B” has had the room, so it stays where it is. Nothing was changed." in words(page)


@pytest.mark.parametrize("sent", [{}, {"seen": 1}, {"seen": "x", "to": 1}, {"seen": 1, "to": -1}])
def test_an_incomplete_button_changes_nothing(client: Client, roadshow: Roadshow, sent: dict[str, object]) -> None:
    page = client.post(at("move-activity", roadshow, "A"), sent)
    assert page.status_code == 400
    assert "This button was incomplete, so nothing was changed." in words(page)


# Adding and changing


def test_an_activity_is_added_after_another(client: Client, roadshow: Roadshow) -> None:
    after = roadshow.activities.get(title="B").pk
    sent = {"kind": "break", "title": "Tea", "minutes": 15, "prompts": "One\r\nTwo", "after": after}
    for _ in range(2):
        response = client.post(at("add-activity", roadshow), sent)
    tea = roadshow.activities.get(title="Tea")
    assert response["Location"] == f"{at('running-order', roadshow)}#activity-{tea.pk}"
    assert titles(roadshow) == "ABTeaCD"
    assert (tea.kind, tea.minutes, tea.prompts, tea.prompt_lines) == ("break", 15, "One\nTwo", ["One", "Two"])


def test_an_activity_is_added_at_the_end_unless_said_otherwise(client: Client, roadshow: Roadshow) -> None:
    client.post(at("add-activity", roadshow), {"kind": "plain", "title": "E", "minutes": 15})
    assert titles(roadshow) == "ABCDE"


@pytest.mark.parametrize(
    ("field", "sent", "says"),
    [
        ("title", " ", "Give it a title."),
        ("notes", "x" * 4001, "This is longer than 4000 signs. Nothing was stored; shorten it or make two of it."),
        ("minutes", "", "Say how many minutes it takes."),
        ("minutes", "an hour", "Write the minutes in digits."),
        ("minutes", "0", "It takes at least one minute."),
        ("minutes", "601", "One activity takes at most 600 minutes. Make two of it."),
        ("after", "999999", "What it should follow is not in the order any more. Choose again."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: Client, roadshow: Roadshow, field: str, sent: str, says: str
) -> None:
    page = client.post(at("add-activity", roadshow), {"kind": "plain", "title": "E", "minutes": 9} | {field: sent})
    assert page.status_code == 400
    assert says in words(page)
    assert titles(roadshow) == "ABCD"


def test_another_roadshows_activity_is_no_place(client: Client, roadshow: Roadshow) -> None:
    [theirs] = make_order(make_roadshow(), "X")
    sent = {"kind": "plain", "title": "E", "minutes": 9, "after": theirs.pk}
    assert client.post(at("add-activity", roadshow), sent).status_code == 400


def test_an_activity_is_changed_and_one_is_led_back_to_it(client: Client, roadshow: Roadshow) -> None:
    activity = roadshow.activities.get(title="B")
    address = at("edit-activity", roadshow, "B")
    page = client.get(address).content.decode()
    assert f'name="seen" value="{activity.mark}"' in page
    sent = typed(activity, title="Break", kind="break", notes="Walk\r\nround")
    assert client.post(address, sent)["Location"].endswith(f"#activity-{activity.pk}")
    activity.refresh_from_db()
    assert (activity.title, activity.kind, activity.notes, activity.order) == ("Break", "break", "Walk\nround", 2)


def test_saving_what_one_did_not_change_changes_nothing(client: Client, roadshow: Roadshow) -> None:
    roadshow.activities.filter(title="B").update(prompts="One\nTwo")
    activity = roadshow.activities.get(title="B")
    client.post(at("edit-activity", roadshow, "B"), typed(activity, prompts="One\r\nTwo"))
    assert roadshow.log.events.count() == 0


def test_of_two_who_change_the_same_the_slower_one_sees_both_and_loses_nothing(
    client: Client, roadshow: Roadshow
) -> None:
    activity, address = roadshow.activities.get(title="B"), at("edit-activity", roadshow, "B")
    mine = typed(activity, title="Mine", notes="My notes")
    new_words: dict[str, Any] = activity.words | {"title": "Ana's", "kind": "break"}
    actions.change_activity(activity, seen=activity.mark, actor="Ana", **new_words)
    page = client.post(address, mine)
    assert page.status_code == 409
    said = words(page)
    assert re.search(r"Ana changed it at \d\d:\d\d. Nothing of yours was stored yet", said)
    assert "TitleAna's" in said
    assert "What kind of activityBreak" in said
    assert 'value="Mine"' in page.content.decode()
    assert "My notes" in page.content.decode()
    activity.refresh_from_db()
    assert (activity.title, activity.notes) == ("Ana's", "")
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.content.decode())
    client.post(address, mine | {"seen": seen})
    activity.refresh_from_db()
    assert (activity.title, activity.notes) == ("Mine", "My notes")


def test_once_it_has_begun_its_minutes_are_the_consoles(client: Client, roadshow: Roadshow) -> None:
    activity = roadshow.activities.get(title="A")
    give_room(activity)
    address = at("edit-activity", roadshow, "A")
    assert "It has begun. The console gives it more time, or less." in words(client.get(address))
    client.post(address, typed(activity, title="New", minutes=99))
    activity.refresh_from_db()
    assert (activity.title, activity.minutes) == ("New", 30)


def test_what_is_set_aside_says_so_and_can_be_changed(client: Client, roadshow: Roadshow) -> None:
    activity = roadshow.activities.get(title="B")
    actions.remove_activity(activity, actor="Ana")
    address = at("edit-activity", roadshow, "B")
    assert "It is set aside: not in the running order now." in words(client.get(address))
    client.post(address, typed(activity, title="New"))
    assert titles(roadshow) == "ACD"
    assert roadshow.activities.filter(title="New").exists()


def test_a_title_is_text_whatever_it_holds(client: Client, roadshow: Roadshow) -> None:
    roadshow.activities.filter(title="B").update(title="<script>{}</script>")
    for address in (at("running-order", roadshow), at("edit-activity", roadshow, "<script>{}</script>")):
        assert "<script>{}" not in client.get(address).content.decode()


# Taking out, putting back, whole orders


def test_what_is_taken_out_can_be_put_back_from_the_answer(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("remove-activity", roadshow, "B"), headers=HTMX)
    assert "“B” is taken out and set aside." in words(page)
    assert at("put-back-activity", roadshow, "B") in page.content.decode()
    back = client.post(at("put-back-activity", roadshow, "B"), headers=HTMX)
    assert "“B” is back in the running order." in words(back)
    assert titles(roadshow) == "ABCD"


def test_without_scripts_the_page_offers_it_as_well(client: Client, roadshow: Roadshow) -> None:
    response = client.post(at("remove-activity", roadshow, "B"))
    page = client.get(response["Location"])
    assert "“B” is taken out and set aside." in words(page)
    assert '<div class="told">' in page.content.decode()


@pytest.mark.parametrize("undo", ["x", "999999", "-1", "²", ""])
def test_an_undo_that_is_none_shows_the_plain_page(client: Client, roadshow: Roadshow, undo: str) -> None:
    page = client.get(at("running-order", roadshow), {"undo": undo})
    assert page.status_code == 200
    assert '<div class="told">' not in page.content.decode()


def test_what_has_got_the_room_is_not_taken_out(client: Client, roadshow: Roadshow) -> None:
    give_room(roadshow.activities.get(title="B"))
    page = client.post(at("remove-activity", roadshow, "B"))
    assert page.status_code == 409
    assert titles(roadshow) == "ABCD"


def test_the_template_sets_aside_what_was_here_and_one_press_brings_it_back(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("fill-running-order", roadshow), headers=HTMX)
    assert f"The template's day is here: {len(DAY)} activities. The 4 that were here are set aside." in words(page)
    [address] = set(re.findall(r'action="([^"]+/bring-back/)"', page.content.decode()))
    page = client.post(address, headers=HTMX)
    assert f"The former running order is back: 4 activities. The {len(DAY)} that were here" in words(page)
    assert titles(roadshow) == "ABCD"


def test_the_template_pressed_twice_is_taken_once(client: Client, roadshow: Roadshow) -> None:
    for _ in range(2):
        page = client.post(at("fill-running-order", roadshow), headers=HTMX)
    assert "The template's day is here already. Nothing was changed." in words(page)
    assert roadshow.activities.count() == 4 + len(DAY)


def test_another_roadshows_order_is_copied(client: Client, roadshow: Roadshow) -> None:
    other = make_roadshow(city="York")
    make_order(other, "X", "Y")
    signed_in(make_organiser(), client)
    page = client.post(at("copy-running-order", roadshow), {"source": other.pk}, headers=HTMX)
    assert "The running order of York is copied: 2 activities." in words(page)
    assert (titles(roadshow), titles(other)) == ("XY", "XY")


def test_one_copies_only_from_roadshows_that_one_may_run(client: Client, roadshow: Roadshow) -> None:
    other = make_roadshow(city="York")
    make_order(other, "X")
    assert "York" not in client.get(at("running-order", roadshow)).content.decode()
    page = client.post(at("copy-running-order", roadshow), {"source": other.pk})
    assert page.status_code == 400
    assert "Choose a roadshow from the list. Nothing was changed." in words(page)
    assert titles(roadshow) == "ABCD"


def test_a_press_that_names_no_roadshow_is_told_so(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("copy-running-order", roadshow))
    assert page.status_code == 400
    assert "Choose a roadshow to copy from. Nothing was changed." in words(page)
    assert titles(roadshow) == "ABCD"


def test_only_roadshows_with_a_running_order_are_offered(client: Client, roadshow: Roadshow) -> None:
    signed_in(make_organiser(), client)
    make_roadshow(city="York")
    full, emptied = make_roadshow(city="Hull"), make_roadshow(city="Bath")
    make_order(full, "X", "Y")
    make_order(make_roadshow(city="Practice", rehearsal_of=full), "X")
    make_order(emptied, "X", removed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    page = client.get(at("running-order", roadshow)).content.decode()
    assert re.findall(r"<option[^>]*>([^<]*)</option>", page) == ["Hull"]


# The beginning


def test_the_whole_day_moves_with_its_beginning(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("begin-at", roadshow), {"starts_at": "10:15"}, headers=HTMX)
    assert shown(page)[0] == ("10:15", "A")
    assert "The day starts at 10:15." in words(page)


@pytest.mark.parametrize(
    ("sent", "says"), [("", "Say when the day starts."), ("soon", "This is no time of day."), ("25:00", "This is no")]
)
def test_a_beginning_that_is_none_changes_nothing(client: Client, roadshow: Roadshow, sent: str, says: str) -> None:
    page = client.post(at("begin-at", roadshow), {"starts_at": sent})
    assert page.status_code == 400
    assert says in words(page)
    roadshow.refresh_from_db()
    assert roadshow.starts_at == dt.time(9)


# Others


@pytest.mark.parametrize(
    "name", ["edit-activity", "move-activity", "remove-activity", "put-back-activity", "bring-back-order"]
)
def test_another_roadshows_activity_is_as_if_absent(client: Client, roadshow: Roadshow, name: str) -> None:
    [theirs] = make_order(make_roadshow(), "X")
    assert client.post(reverse(name, args=["leeds", theirs.pk]), {"seen": 1, "to": 1}).status_code == 404


def test_organisers_are_led_to_organising_and_facilitators_are_not(client: Client, roadshow: Roadshow) -> None:
    link = reverse("edit-roadshow", args=["leeds"])
    assert link not in client.get(at("running-order", roadshow)).content.decode()
    assert link in signed_in(make_organiser()).get(at("running-order", roadshow)).content.decode()
