"""What comes into a draft and goes out of it as files: its pictures, and its events as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casestudy import spreadsheet
from casestudy.actions import drafts as actions
from casestudy.actions.drafts import MOST_PICTURES, TooManyPicturesError
from casestudy.forms.packs import PictureForm, SheetForm
from casestudy.models import Draft
from casestudy.pack.pictures import MAX_BYTES, BadPictureError, made_anew
from casestudy.spreadsheet import BadSheetError, Rows
from casestudy.views.cases import XLSX, attachment
from casestudy.views.document_pictures import sent
from casestudy.views.drafts import draft_or_404
from workshops.access import StaffRequest, organiser_only


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def pictures(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a draft's pictures, or take one more."""
    draft = draft_or_404(pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _pictures_page(request, draft, form)
    try:
        content = form.cleaned_data["file"].read(MAX_BYTES + 1)
        picture = made_anew(f"{form.cleaned_data['name']}.any", content)
        actions.add_picture(draft, picture, actor=str(request.user))
    except BadPictureError as error:
        form.add_error("file", f"Nothing was stored: {error}.")
    except TooManyPicturesError:
        form.add_error(None, f"A draft has at most {MOST_PICTURES} pictures, so this one was not stored.")
    if form.errors:
        return _pictures_page(request, draft, form)
    messages.success(request, f"{picture.name} is here. Choose it in a document, and say there what it shows.")
    return redirect("draft-pictures", pk)


@require_POST
@organiser_only
def remove_picture(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take a picture out of a draft."""
    actions.remove_picture(draft_or_404(pk), name, actor=str(request.user))
    messages.success(request, f"{name} is taken out.")
    return redirect("draft-pictures", pk)


@require_GET
@organiser_only
def picture(_request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Send a picture of a draft."""
    found = draft_or_404(pk).pictures.filter(name=name).first()
    if found is None:
        raise Http404
    return sent(found)


@require_GET
@never_cache
@organiser_only
def events(_request: StaffRequest, pk: int) -> HttpResponse:
    """Send the events of a draft as a spreadsheet."""
    draft = draft_or_404(pk)
    content = spreadsheet.written(draft.content["chronology"]["events"], draft.content["chronology"]["history"])
    return attachment(content, f"{slugify(draft.title) or 'case'}-draft-events.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Take events and history from a spreadsheet, all or none."""
    draft = draft_or_404(pk)
    form = SheetForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _sheet_page(request, draft, form)
    try:
        rows = spreadsheet.read(form.cleaned_data["file"])
    except BadSheetError as error:
        return _sheet_page(request, draft, form, name=form.cleaned_data["file"].name, problems=error.problems)
    said = _difference(draft, rows)
    actions.replace_chronology(draft, rows.events, rows.history, actor=str(request.user))
    messages.success(request, said)
    return redirect("draft", pk)


def _pictures_page(request: StaffRequest, draft: Draft, form: PictureForm) -> HttpResponse:
    context = {"draft": draft, "form": form, "pictures": draft.pictures.defer("content")}
    return render(request, "casestudy/cases/pictures.html", context, status=400 if form.errors else 200)


def _sheet_page(
    request: StaffRequest, draft: Draft, form: SheetForm, *, name: str = "", problems: list[Any] | None = None
) -> HttpResponse:
    context = {"draft": draft, "form": form, "name": name, "problems": problems}
    return render(request, "casestudy/cases/sheet.html", context, status=400 if problems or form.errors else 200)


def _difference(draft: Draft, rows: Rows) -> str:
    """Say what a spreadsheet changed."""
    chronology = draft.content["chronology"]
    before = {part["ref"] for name in ("events", "history") for part in chronology.get(name, [])}
    after = {row["ref"] for row in (*rows.events, *rows.history)}
    said = f"The spreadsheet is in: {len(after)} facts, {len(after - before)} of them new."
    gone = len(before - after)
    return f"{said} {gone} that it did not have are taken out, and can be put back below." if gone else said
