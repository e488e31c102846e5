from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudy.actions import reveals
from casestudy.fragments.pictures import NAMES, draw_screen
from casestudy.models import Agency, CaseRun, Part, Parts
from live.kinds import Reading
from tests.factories import first_table, make_observer, make_organiser, make_roadshow, seated, signed_in
from tests.pages import words
from workshops import screens
from workshops.actions.screens import choose_view

pytestmark = pytest.mark.django_db

each_picture = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def shown(run: CaseRun) -> CaseRun:
    """Return the small case with two of its three stages revealed."""
    for stage in (1, 2):
        reveals.reveal(run, stage=stage, actor="Ana")
    return run


def table_page(run: CaseRun, name: str, query: str = "") -> str:
    response = seated(first_table(run.roadshow)).get(reverse("table-picture", args=[name]) + query)
    assert response.status_code == 200
    return response.text


@each_picture
def test_a_table_sees_a_picture_with_its_title_description_and_text(shown: CaseRun, name: str) -> None:
    page = table_page(shown, name)
    assert re.search(r"<svg .*?<title id=.*?</title><desc id=.*?</desc>", page, re.DOTALL)
    assert "Anna Small" in page
    assert page.count('<details id="picture-text"') == 1


@each_picture
def test_before_the_first_stage_it_says_that_nothing_is_known(run: CaseRun, name: str) -> None:
    page = table_page(run, name)
    assert "Nothing of the case is known here yet." in page
    assert "<figure" in page
    assert "Anna Small" not in page


def test_the_pictures_text_tells_what_is_drawn(shown: CaseRun) -> None:
    assert "Anna Small woman or girl 7 5 Apr 2018" in words(table_page(shown, "genogram").replace("><", "> <"))
    assert "The school: Anna Small 2 times (1 of them new)." in words(table_page(shown, "network"))
    told = words(table_page(shown, "chronology"))
    assert told.index("Something came before.") < told.index("Fact 1 was seen.") < told.index("Fact 2 was seen.")


def test_an_agency_of_a_tables_network_leads_to_where_the_table_decides_on_it(shown: CaseRun) -> None:
    assert '<a href="/table/#share-2-SCH" aria-label="The school: Anna Small 2 times' in table_page(shown, "network")


@pytest.mark.parametrize(("by", "lanes"), [("date", 0), ("person", 2), ("agency", 2), ("nonsense", 0)])
def test_the_chronology_is_arranged_as_asked(shown: CaseRun, by: str, lanes: int) -> None:
    assert table_page(shown, "chronology", f"?by={by}").count('<g class="lane"') == lanes


def test_a_picture_that_there_is_not_is_404(shown: CaseRun) -> None:
    table = seated(first_table(shown.roadshow))
    assert table.get(reverse("table-picture", args=["portrait"])).status_code == 404


def test_without_a_case_there_is_no_picture_and_no_link_to_one() -> None:
    table = seated(first_table(make_roadshow()))
    assert table.get(reverse("table-picture", args=["network"])).status_code == 404
    assert "picture-links" not in table.get(reverse("table")).text


def test_a_tables_page_leads_to_each_picture(shown: CaseRun) -> None:
    page = seated(first_table(shown.roadshow)).get(reverse("table")).text
    assert [reverse("table-picture", args=[name]) in page for name in NAMES] == [True] * 3


def test_whoever_watches_is_led_to_pictures_of_what_all_tables_see(shown: CaseRun) -> None:
    roadshow = shown.roadshow
    watcher = signed_in(make_observer(roadshow))
    page = watcher.get(reverse("observing", args=[roadshow.slug])).text
    for name in NAMES:
        address = reverse("observing-picture", args=[roadshow.slug, name])
        assert address in page
        drawn = watcher.get(address).text
        assert "Anna Small" in drawn
        assert "#share-" not in drawn


def test_a_facilitator_looks_ahead_and_the_room_does_not_move(shown: CaseRun) -> None:
    facilitator = signed_in(make_organiser())
    address = reverse("console-picture", args=[shown.roadshow.slug, "chronology"])
    assert "Fact 3" not in facilitator.get(address).text
    ahead = facilitator.get(f"{address}?stage=3").text
    assert "Fact 3" in ahead
    assert "?by=person&amp;stage=3" in ahead
    assert "Fact 3" not in table_page(shown, "chronology")


@pytest.mark.parametrize("stage", ["4", "0", "-1", "x", "²"])
def test_a_stage_that_there_is_not_is_as_if_none_was_asked_for(shown: CaseRun, stage: str) -> None:
    address = reverse("console-picture", args=[shown.roadshow.slug, "chronology"])
    assert "Fact 3" not in signed_in(make_organiser()).get(address, {"stage": stage}).text


def test_what_was_withdrawn_is_in_no_picture_any_more(shown: CaseRun) -> None:
    assert "Fact 2" in table_page(shown, "chronology")
    reveals.withdraw(shown, stage=2, actor="Ana")
    assert "Fact 2" not in table_page(shown, "chronology")


def test_of_a_stage_in_parts_a_device_sees_its_own_and_screens_and_watchers_see_nothing(shown: CaseRun) -> None:
    CaseRun.objects.filter(pk=shown.pk).update(parts=Parts.TABLES)
    shown.reveals.filter(stage__number=1).update(pooled_at=timezone.now(), pooled_by="Ana")
    practice = Agency.objects.get(case=shown.case, code="GP")
    Part.objects.create(run=shown, table=first_table(shown.roadshow), order=0, agency=practice)
    own = table_page(shown, "chronology")
    assert ["Something came before." in own, "Fact 2" in own] == [True, False]
    watched = signed_in(make_organiser()).get(reverse("observing-picture", args=[shown.roadshow.slug, "chronology"]))
    assert ["Fact 1" in watched.text, "Something came before." in watched.text] == [True, False]
    assert "Something came before." not in draw_screen("chronology", shown.roadshow, "", Reading())


@each_picture
def test_a_screen_can_show_each_picture_as_the_room_has_it_or_where_it_is_held(shown: CaseRun, name: str) -> None:
    assert name in dict(screens.choices())
    now, held, beyond = (draw_screen(name, shown.roadshow, pin, Reading()) for pin in ("", "1", "3"))
    assert "stage 2" in now
    assert "stage 1" in held
    assert now == beyond
    assert ("Bea Small" in now, "Bea Small" in held) == (True, False)


def test_a_screen_without_a_case_shows_nothing() -> None:
    assert draw_screen("genogram", make_roadshow(), "", Reading()) == ""


def test_names_from_a_pack_are_text_and_never_markup(shown: CaseRun) -> None:
    shown.case.people.filter(key="anna").update(name='<script>alert("x")</script>')
    page = table_page(shown, "genogram")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_stranger_has_no_picture(shown: CaseRun) -> None:
    assert Client().get(reverse("table-picture", args=["genogram"])).status_code == 401


@each_picture
def test_a_screen_for_which_a_picture_is_chosen_shows_it(shown: CaseRun, name: str) -> None:
    screen = shown.roadshow.screens.get()
    choose_view(screen, shows=name, actor="Ana")
    page = Client().get(reverse("screen", args=[screen.token]))
    assert (page.status_code, f'data-view="{name}"' in page.text) == (200, True)
