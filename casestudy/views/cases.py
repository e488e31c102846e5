"""The organisers' pages of cases: versions, packs in and out, and the beginning of a draft."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casestudy import spreadsheet
from casestudy.actions.drafts import begin_draft
from casestudy.actions.packs import import_case
from casestudy.forms.packs import PackForm
from casestudy.models import CaseStudy
from casestudy.pack import BadPackError, Problem, Reading, read
from casestudy.pack.writer import zipped
from casestudy.queries.cases import case_by_id, cases_at_a_glance, drafts
from casestudy.stored import pack_of
from workshops.access import StaffRequest, organiser_only

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@never_cache
@organiser_only
def cases(request: StaffRequest) -> HttpResponse:
    """Show every case with its versions, and the drafts."""
    return _page(request, PackForm())


@require_POST
@never_cache
@organiser_only
def import_pack(request: StaffRequest) -> HttpResponse:
    """Import a pack, or list everything that is wrong with it and store nothing."""
    form = PackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    reading = _read(form.cleaned_data["file"])
    if reading.pack is None:
        return _page(request, form, name=form.cleaned_data["file"].name, problems=reading.problems)
    case, new = import_case(reading.pack)
    words = "is imported" if new else "was here already, so nothing was changed"
    count = len(reading.warnings)
    look = f" {count} things are worth a look: copy it, and they are listed." if count else ""
    messages.success(request, f"{case}, version {case.version}, {words}.{look}")
    return redirect("cases")


@require_GET
@never_cache
@organiser_only
def export_pack(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a version as a pack."""
    case = _case(pk)
    try:
        content = zipped(pack_of(case))
    except BadPackError:
        return _unreadable(request, case)
    return attachment(content, f"{case.slug}-{case.version}.zip", "application/zip")


@require_GET
@never_cache
@organiser_only
def events(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the events of a version as a spreadsheet."""
    case = _case(pk)
    try:
        rows = spreadsheet.pack_rows(pack_of(case))
    except BadPackError:
        return _unreadable(request, case)
    return attachment(spreadsheet.written(rows.events, rows.history), f"{case.slug}-{case.version}-events.xlsx", XLSX)


@require_POST
@organiser_only
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a draft that says what a version does."""
    case = _case(pk)
    try:
        return redirect("draft", begin_draft(case, actor=str(request.user)).pk)
    except BadPackError:
        return _unreadable(request, case)


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to be kept, not to be opened in the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _unreadable(request: StaffRequest, case: CaseStudy) -> HttpResponse:
    """Say that a version is of a shape that this program no longer reads; rooms have it all the same."""
    words = f"{case}, version {case.version}, was stored in a shape that is no longer read here. Rooms still run it."
    messages.error(request, f"{words} Nothing was changed; ask whoever looks after the server.")
    return redirect("cases")


def _read(uploaded: UploadedFile[bytes]) -> Reading:
    """Read a pack that was handed in, from a file that is gone afterwards."""
    with NamedTemporaryFile(suffix=".zip") as file:
        for chunk in uploaded.chunks():
            file.write(chunk)
        file.flush()
        return read(Path(file.name), str(uploaded.name))


def _page(
    request: StaffRequest, form: PackForm, *, name: str = "", problems: list[Problem] | None = None
) -> HttpResponse:
    context = {"form": form, "name": name, "problems": problems, "cases": cases_at_a_glance(), "drafts": drafts()}
    return render(request, "casestudy/cases/cases.html", context, status=400 if problems or form.errors else 200)


def _case(pk: int) -> CaseStudy:
    case = case_by_id(pk)
    if case is None:
        raise Http404
    return case
