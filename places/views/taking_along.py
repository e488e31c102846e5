"""What is taken along from the attendance: lists for a spreadsheet, and certificates on paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from places.access import booking_of, own_claim
from places.actions.attendance import may_have_certificate, note_export
from places.certificates import print_certificates
from places.queries.attendance import Line, review_of
from places.sheets import people_csv, people_xlsx
from workshops.access import NotHereError, StaffRequest, organiser_only, roadshow_for_all, roadshow_of_staff, staff_only
from workshops.models import Roadshow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLE = "There is no certificate here"
_NOT_THERE = (
    "Certificates are for those who were there, by the notes of the doors. "
    "If you were, write to the organisers: they can correct it."
)
_NOBODY = "Nobody who came has a name here. Correct the attendance first if somebody did come."


@require_GET
@never_cache
@organiser_only
def csv_sheet(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out everybody of a roadshow for a spreadsheet, and keep that it was done."""
    roadshow = roadshow_for_all(slug)
    review = review_of(roadshow)
    note_export(roadshow, "Attendance as CSV", people=len(review.lines), actor=str(request.user))
    return _file(people_csv(review).encode(), "text/csv; charset=utf-8", f"attendance-{roadshow.slug}.csv")


@require_GET
@never_cache
@organiser_only
def xlsx_sheet(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out everybody of a roadshow as a workbook, and keep that it was done."""
    roadshow = roadshow_for_all(slug)
    review = review_of(roadshow)
    note_export(roadshow, "Attendance as XLSX", people=len(review.lines), actor=str(request.user))
    return _file(people_xlsx(review), XLSX, f"attendance-{roadshow.slug}.xlsx")


@require_GET
@never_cache
@staff_only
def certificates(request: StaffRequest, slug: str) -> HttpResponse:
    """Return the certificates of all who came, or with `?claim=` one person's."""
    roadshow = roadshow_of_staff(request.user, slug)
    asked = request.GET.get("claim")
    lines = [line for line in review_of(roadshow).lines if asked in (None, str(line.claim.pk))]
    return _certificates(roadshow, lines, _NOBODY)


@require_GET
@never_cache
def own_certificate(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Return somebody's own certificate, by the link in their mail."""
    claim = own_claim(booking_of(request, token), str(pk))
    lines = [line for line in review_of(claim.roadshow).lines if line.claim.pk == claim.pk]
    return _certificates(claim.roadshow, lines, _NOT_THERE)


def _certificates(roadshow: Roadshow, lines: Sequence[Line], otherwise: str) -> HttpResponse:
    there = [line for line in lines if may_have_certificate(line)]
    if not there:
        raise NotHereError(_TITLE, otherwise)
    pdf = print_certificates(roadshow, there)
    return _file(pdf, "application/pdf", f"certificates-{roadshow.slug}.pdf", where="inline")


def _file(content: bytes, content_type: str, name: str, *, where: str = "attachment") -> HttpResponse:
    headers = {"Content-Disposition": f'{where}; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
