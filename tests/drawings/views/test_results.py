from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from drawings.models import Drawing, Look, Settlement
from tests.coded import find, handed_in, looked, say
from tests.factories import first_table, make_coder, make_organiser, make_roadshow, signed_in
from tests.pages import words
from workshops import mix
from workshops.mix import TableMix
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_knows_who_sat_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mix, "_sources", [])


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(city="Leeds")


@pytest.fixture
def apart(roadshow: Roadshow) -> Drawing:
    """Return a drawing on which two coders differ; both have coded everything."""
    drawing = handed_in(first_table(roadshow), "leadership", title="A leaking boat")
    for name, codes in (("ada", ["fear"]), ("ben", ["fear", "trust"])):
        find(make_coder(roadshow, f"{name}@example.org"), drawing, *codes, note=f"{name} wondered")
    return drawing


@pytest.fixture
def organiser(roadshow: Roadshow) -> Client:
    return signed_in(looked(make_organiser(), roadshow))


def results(roadshow: Roadshow) -> str:
    return reverse("coding-results", args=[roadshow.slug])


def settling(drawing: Drawing) -> str:
    return reverse("settle-coding", args=[drawing.table.roadshow.slug, drawing.pk])


def coder(name: str) -> Staff:
    return Staff.objects.get(email=f"{name}@example.org")


# What stands before them


def test_a_coder_who_has_coded_everything_opens_them_by_a_press(roadshow: Roadshow, apart: Drawing) -> None:
    client = signed_in(coder("ada"))
    before = client.get(results(roadshow))
    assert "You have coded every drawing. From the moment you look" in words(before.content.decode())
    assert "ben" not in before.content.decode()
    assert not Look.objects.exists(), "reading the page opens nothing"
    client.post(reverse("show-coding-results", args=[roadshow.slug]))
    assert "ben wondered" in client.get(results(roadshow)).content.decode()


def test_a_coder_who_has_not_is_told_how_many_wait_and_a_press_opens_nothing(
    roadshow: Roadshow, apart: Drawing
) -> None:
    client = signed_in(make_coder(roadshow))
    assert "1 of 1 drawings wait for you" in words(client.get(results(roadshow)).content.decode())
    after = client.post(reverse("show-coding-results", args=[roadshow.slug]), follow=True)
    assert "1 of 1 drawings wait for you" in words(after.content.decode())
    assert not Look.objects.exists()


def test_an_organiser_in_the_middle_of_coding_is_warned(roadshow: Roadshow, apart: Drawing) -> None:
    staff = make_organiser()
    find(staff, apart, "risk")
    handed_in(first_table(roadshow))
    said = words(signed_in(staff).get(results(roadshow)).content.decode())
    assert "If you look now, you code none of these any more" in said


def test_what_an_organiser_sees_who_does_not_code_is_seen_and_noted(roadshow: Roadshow, organiser: Client) -> None:
    before = Look.objects.get().at
    organiser.get(results(roadshow))
    assert Look.objects.get().at == before, "nothing new was shown"
    handed_in(first_table(roadshow), title="Newer")
    organiser.get(results(roadshow))
    assert Look.objects.get().at > before


# The page


def test_the_chart_says_in_words_what_the_table_says_in_figures(
    roadshow: Roadshow, apart: Drawing, organiser: Client
) -> None:
    alike = handed_in(first_table(roadshow), "fear")
    for name in ("ada", "ben"):
        find(coder(name), alike, "fear")
    html = organiser.get(results(roadshow)).content.decode()
    [described] = re.findall(r'<desc id="counts-chart-desc">([^<]+)</desc>', html)
    assert "Fear: tables 1 of 2, coders 1 of 1." in described
    [row] = re.findall(r'<tr data-code="fear">(.*?)</tr>', html)[:1]
    assert re.findall(r"<td[^>]*>(?:<strong>)?(\d+)", row) == ["1", "1", "2", "2"]


def test_alpha_stands_with_what_may_be_concluded_from_it(roadshow: Roadshow, apart: Drawing, organiser: Client) -> None:
    other = handed_in(first_table(roadshow))
    for name in ("ada", "ben"):
        find(coder(name), other, "risk")
    html = organiser.get(results(roadshow)).content.decode()
    told = {
        name: words(row)
        for name, row in re.findall(
            r'<tr data-code="([^"]+)">\s*(<th scope="row">\w+[^<]*</th>\s*<td data-alpha>.*?)</tr>', html, re.DOTALL
        )
    }
    assert told["fear"].startswith("Fear 1.000 Reliable 2 of 2")
    assert told["trust"].startswith("Trust 0.000 Not reliable 1 of 2")
    assert told["leadership"].endswith("Not computable: no variation 2 of 2 0.000")


def test_what_nobody_knows_yet_is_said_plainly_and_shown_once_somebody_does(
    roadshow: Roadshow, apart: Drawing, organiser: Client
) -> None:
    before = words(organiser.get(results(roadshow)).content.decode())
    assert "Not known yet: nobody has recorded which agencies sat at which table." in before
    mix.register(lambda _roadshow: {1: TableMix({"Police": 2}, {"Director": 1})})
    after = organiser.get(results(roadshow)).content.decode()
    assert ("Not known yet" in after, 'data-by="kind of agency"' in after) == (False, True)


def test_a_coder_never_gets_into_a_page_as_markup(roadshow: Roadshow, organiser: Client) -> None:
    drawing = handed_in(first_table(roadshow), title="<script>alert(1)</script>")
    say(drawing, shows="<img src=x>")
    for n in range(2):
        staff = make_coder(roadshow, f"c{n}@example.org")
        find(staff, drawing, ("fear", "risk")[n], note="<b>bold</b>")
    html = organiser.get(results(roadshow)).content.decode() + organiser.get(settling(drawing)).content.decode()
    assert [bad for bad in ("<script>alert", "<img src=x", "<b>bold") if bad in html] == []


# Settling


def test_what_each_found_stands_side_by_side_and_what_is_settled_beside_it(
    roadshow: Roadshow, apart: Drawing, organiser: Client
) -> None:
    page = words(organiser.get(settling(apart)).content.decode())
    assert "ada@example.org Fear ada wondered ben@example.org Trust, Fear ben wondered Its table Leadership" in page
    answer = organiser.post(settling(apart), {"codes": ["fear"], "reason": "The boat is afraid.", "seen": "0"})
    assert answer["Location"] == results(roadshow)
    after = words(organiser.get(results(roadshow)).content.decode())
    assert "Its table Leadership Settled Fear The boat is afraid." in after
    assert "ben@example.org Trust, Fear ben wondered" in after


def test_a_coder_who_has_looked_settles_too_and_one_who_has_not_does_not(roadshow: Roadshow, apart: Drawing) -> None:
    client = signed_in(coder("ada"))
    sent = {"codes": ["fear"], "reason": "We talked.", "seen": "0"}
    client.post(settling(apart), sent)
    before = Settlement.objects.count()
    looked(coder("ada"), roadshow)
    client.post(settling(apart), sent)
    assert (before, Settlement.objects.get().settled_by) == (0, coder("ada"))


def test_a_settlement_needs_codes_and_a_reason(apart: Drawing, organiser: Client) -> None:
    answer = organiser.post(settling(apart), {"codes": [], "reason": "", "seen": "0"})
    told = words(answer.content.decode())
    assert answer.status_code == 400
    assert "Choose at least one code." in told
    assert "Say why." in told


def test_two_who_settle_at_once_are_told_and_nothing_is_lost(apart: Drawing, organiser: Client) -> None:
    organiser.post(settling(apart), {"codes": ["fear"], "reason": "First.", "seen": "0"})
    answer = organiser.post(settling(apart), {"codes": ["risk"], "reason": "Second.", "seen": "0"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "settled this meanwhile as Fear, because “First.”" in words(html)
    [seen] = re.findall(r'name="seen" value="(\d+)"', html)
    organiser.post(settling(apart), {"codes": ["risk"], "reason": "Second.", "seen": seen})
    assert [(s.reason, s.ended_at is None) for s in Settlement.objects.all()] == [("First.", False), ("Second.", True)]
    assert "Settled before" in organiser.get(settling(apart)).content.decode()


def test_where_nobody_differs_there_is_nothing_to_settle(roadshow: Roadshow, organiser: Client) -> None:
    drawing = handed_in(first_table(roadshow))
    find(make_coder(roadshow), drawing, "fear")
    assert "There is nothing to settle" in words(organiser.get(settling(drawing)).content.decode())
    answer = organiser.post(settling(drawing), {"codes": ["risk"], "reason": "Why not.", "seen": "0"})
    assert (answer.status_code, Settlement.objects.count()) == (409, 0)


# All roadshows


def test_all_roadshows_are_opened_by_a_press_except_where_one_is_coding(roadshow: Roadshow, apart: Drawing) -> None:
    staff, other = make_organiser(), make_roadshow(city="York")
    find(staff, handed_in(first_table(other), "fear"), "risk")
    handed_in(first_table(other))
    client = signed_in(staff)
    shut = client.get(reverse("coding-everywhere")).content.decode()
    assert ("Leeds" in shut, "York" in shut, 'class="bars"' in shut) == (True, True, False)
    client.post(reverse("show-coding-everywhere"))
    html = client.get(reverse("coding-everywhere")).content.decode()
    assert re.findall(r'<desc id="([^"]+)-chart-desc">', html) == [roadshow.slug, "all"]
    assert f'<li><a href="{results(other)}">York</a></li>' in html


def test_a_practice_run_counts_nowhere(roadshow: Roadshow, organiser: Client) -> None:
    rehearsal = make_roadshow(rehearsal_of=roadshow)
    handed_in(first_table(rehearsal), "fear")
    html = organiser.get(reverse("coding-everywhere")).content.decode()
    assert rehearsal.slug not in html


# Taking it along


def table_in(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_every_coding_is_taken_along_and_no_cell_is_a_formula(roadshow: Roadshow, organiser: Client) -> None:
    drawing = handed_in(first_table(roadshow), "fear", title="=1+1")
    find(make_coder(roadshow), drawing, "other", note="@SUM(A1)")
    addresses = (reverse("codings-csv", args=[roadshow.slug]), reverse("codings-csv-everywhere"))
    for address in addresses:
        table = table_in(organiser, address)
        assert [row[4] for row in table] == ["title", "'=1+1", "'=1+1"]
        assert table[2][-1] == "'@SUM(A1)"


def test_the_codebook_is_taken_along_by_anybody_who_codes(roadshow: Roadshow) -> None:
    table = table_in(signed_in(make_coder(roadshow)), reverse("codebook-csv", args=[roadshow.slug]))
    assert [row[0] for row in table[1:]][:2] == ["trust", "fear"]
