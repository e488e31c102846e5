"""Lists and certificates that are taken along."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from places.actions.attendance import correct
from places.links import booking_token
from places.models import Booking, Export, Outcome, Places
from tests.attended import came, day_over, had_place
from tests.factories import make_facilitator, make_organiser, signed_in
from tests.pages import is_for_screen_readers, sheets

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org";"Ann")'


@pytest.fixture
def day() -> Places:
    places = day_over()
    came(places, "Ann", "09:12", organisation="North Police", agency_type="police")
    had_place(places, "Ben")
    return places


@pytest.fixture
def organiser() -> Client:
    return signed_in(make_organiser())


def page(day: Places, name: str) -> str:
    return reverse(name, args=[day.roadshow.slug])


def rows(content: bytes, mark: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=mark))


def xml_of(book: bytes) -> bytes:
    """Return the XML of all sheets of a workbook."""
    with ZipFile(io.BytesIO(book)) as file:
        return b"".join(file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/sheet"))


def pages(content: bytes) -> list[str]:
    return [" ".join(text.split()) for text in sheets(content)]


def test_a_csv_has_a_row_for_everybody(organiser: Client, day: Places) -> None:
    heading, ann, ben = rows(organiser.get(page(day, "attendance-csv")).content)
    assert heading[:2] == ["Name", "E-mail"]
    assert ann[:4] == ["Ann Example", "ann@example.org", "North Police", "Police"]
    assert ann[6:10] == ["Attended", "09:12", "Door 1", "Table 1"]
    assert ben[6] == "Did not come"


@pytest.mark.parametrize("typed", [FORMULA, "+44 20", "-1+1", "@SUM(A1)", "\t=1", "\uff1d1+1", "Council;=1+1"])
def test_no_cell_becomes_a_formula_whatever_somebody_typed(organiser: Client, day: Places, typed: str) -> None:
    Booking.objects.filter(name="Ann Example").update(name=typed, organisation=typed, locality=typed)
    content = organiser.get(page(day, "attendance-csv")).content
    for row in [row for mark in ",;\t" for row in rows(content, mark)]:
        assert not any(cell.lstrip()[:1] in "=+-@\uff1d" for cell in row if cell.strip())
    book = organiser.get(page(day, "attendance-xlsx")).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("People").to_python()
    assert any(typed.strip() in str(cell) for row in cells for cell in row)
    assert b"<f>" not in xml_of(book)


def test_a_workbook_has_the_people_and_every_way_of_counting_them(organiser: Client, day: Places) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(organiser.get(page(day, "attendance-xlsx")).content))
    assert book.sheet_names == ["People", "By agency", "By level", "By organisation"]
    agencies = book.get_sheet_by_name("By agency").to_python()
    assert agencies[1][:2] == ["Police", 1]


def test_it_is_kept_that_a_list_was_taken_along(organiser: Client, day: Places) -> None:
    organiser.get(page(day, "attendance-csv"))
    organiser.get(page(day, "attendance-xlsx"))
    assert sorted(Export.objects.values_list("what", "people")) == [("Attendance as CSV", 2), ("Attendance as XLSX", 2)]


def test_everybody_who_came_has_a_certificate_and_nobody_else(day: Places) -> None:
    response = signed_in(make_facilitator(day.roadshow)).get(page(day, "certificates"))
    [only] = pages(response.content)
    assert "Ann Example" in only
    assert "took part in a workshop" in only
    assert "else" not in only
    assert is_for_screen_readers(response.content)


def test_who_left_early_has_it_for_a_part(organiser: Client, day: Places) -> None:
    ben = day.roadshow.claims.get(booking__name="Ben Example")
    correct(ben, Outcome.LEFT_EARLY, reason="Seen at table 2.", actor="Ana")
    response = organiser.get(page(day, "certificates"), {"claim": ben.pk})
    [only] = pages(response.content)
    assert "took part in a part of a workshop" in only


def test_where_nobody_came_it_says_so(organiser: Client) -> None:
    places = day_over()
    had_place(places, "Ben")
    response = organiser.get(page(places, "certificates"))
    assert response.status_code == 404
    assert b"There is no certificate here" in response.content


def test_somebody_opens_their_own_by_the_link_in_their_mail(day: Places) -> None:
    ann, ben = day.roadshow.claims.order_by("arrival")
    own = reverse("booking-certificate", args=[booking_token(ann.booking), ann.pk])
    assert "Ann Example" in pages(Client().get(own).content)[0]
    absent = reverse("booking-certificate", args=[booking_token(ben.booking), ben.pk])
    assert Client().get(absent).status_code == 404


def test_a_link_opens_nobody_elses_certificate_and_a_forged_one_none(day: Places) -> None:
    ann, ben = day.roadshow.claims.order_by("arrival")
    assert Client().get(reverse("booking-certificate", args=[booking_token(ben.booking), ann.pk])).status_code == 404
    assert Client().get(reverse("booking-certificate", args=["forged.token", ann.pk])).status_code == 404
