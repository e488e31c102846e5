"""Coding drawings, one by one and blind: the list, a drawing, the codebook."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from drawings.access import drawing_in, drawing_of_coder, may_look
from drawings.actions import coding as actions
from drawings.actions.coding import GoneError, NotBlindError, OtherCodingError
from drawings.codebook import CODEBOOK, FACTORS, RULES, in_words
from drawings.forms.coding import CodingForm
from drawings.models import Coding, Drawing
from drawings.queries.coding import Progress, progress_of
from workshops.access import StaffRequest, is_organiser, roadshow_of_coder, staff_only
from workshops.models import Roadshow

_GONE = (
    "Nothing was stored: this drawing was withdrawn or taken off every screen meanwhile, so nobody codes it now. "
    "Copy your note if you want to keep it, and take the next drawing."
)
_NOT_BLIND = (
    "Nothing was stored: you have seen what others found in this drawing, so what you coded stays as it was. "
    "What should be different is settled among the coders, with a reason."
)


@require_GET
@never_cache
@staff_only
def coding(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what one has coded, what waits, and how far the coding is."""
    roadshow = roadshow_of_coder(request.user, slug)
    progress = progress_of(roadshow, request.user)
    context = {
        "roadshow": roadshow,
        "progress": progress,
        "may_look": may_look(request.user, progress),
        "organiser": is_organiser(request.user),
    }
    return render(request, "drawings/coding/coding.html", context)


@require_GET
@never_cache
@staff_only
def codebook(request: StaffRequest, slug: str) -> HttpResponse:
    """Show when each code applies, and when not."""
    roadshow = roadshow_of_coder(request.user, slug)
    context = {"roadshow": roadshow, "factors": FACTORS, "others": CODEBOOK[len(FACTORS) :], "rules": RULES}
    return render(request, "drawings/coding/codebook.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def code_drawing(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Show a drawing to code, and store what its coder finds in it."""
    roadshow = roadshow_of_coder(request.user, slug)
    if request.method == "POST":
        return _code(request, roadshow, drawing_in(roadshow, pk))
    drawing = drawing_of_coder(roadshow, pk)
    progress = progress_of(roadshow, request.user)
    return _page(request, drawing, _form_of(progress.item(drawing).coding), progress=progress)


def _code(request: StaffRequest, roadshow: Roadshow, drawing: Drawing) -> HttpResponse:
    form = CodingForm(request.POST)
    if not form.is_valid():
        return _page(request, drawing, form, status=400)
    try:
        stored = actions.code(drawing, request.user, **form.cleaned_data)
    except GoneError:
        return _page(request, drawing, form, words=_GONE, status=409)
    except NotBlindError:
        return _page(request, drawing, form, words=_NOT_BLIND, status=409)
    except OtherCodingError as error:
        return _page(request, drawing, _anew(form, error.stands), words=_other(error.stands), status=409)
    messages.success(request, f"Stored: {', '.join(in_words(stored.codes))}.")
    return _to(request, _next(roadshow, progress_of(roadshow, request.user), drawing))


def _page(
    request: StaffRequest,
    drawing: Drawing,
    form: CodingForm,
    *,
    progress: Progress | None = None,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of a drawing; to htmx only its form. A drawing that is gone is not shown."""
    roadshow = drawing.table.roadshow
    progress = progress or progress_of(roadshow, request.user)
    here = next((item for item in progress.items if item.drawing == drawing), None)
    context = {
        "roadshow": roadshow,
        "drawing": drawing,
        "here": here,
        "place": progress.place_of(drawing) if here else 0,
        "progress": progress,
        "next": progress.next_after(drawing) if here else next(iter(progress.waiting), None),
        "form": form,
        "codebook": CODEBOOK,
        "words": words,
    }
    template = "_form" if request.htmx else "drawing"  # type: ignore[attr-defined]
    return render(request, f"drawings/coding/{template}.html", context, status=status)


def _form_of(coding: Coding | None) -> CodingForm:
    if coding is None:
        return CodingForm(initial={"seen": 0})
    return CodingForm(initial={"codes": coding.codes, "note": coding.note, "seen": coding.pk})


def _anew(form: CodingForm, stands: Coding | None) -> CodingForm:
    """Return the form as it was sent, but for what has been seen now: sent once more it is stored."""
    return CodingForm(initial=form.cleaned_data | {"seen": stands.pk if stands else 0})


def _other(stands: Coding | None) -> str:
    if stands is None:
        return "Nothing was stored: meanwhile what you had coded here was taken away. Save once more to store this."
    note = f", with the note \u201c{stands.note}\u201d" if stands.note else ""
    return (
        f"Nothing was stored yet: in another tab you coded this drawing as {', '.join(in_words(stands.codes))}{note}. "
        "What you chose here is still below. Save once more to put it in place of that."
    )


def _next(roadshow: Roadshow, progress: Progress, drawing: Drawing) -> str:
    """Return where to go after a drawing: to the next that waits, or to the list."""
    following = progress.next_after(drawing)
    if following is None:
        return reverse("coding", args=[roadshow.slug])
    return reverse("code-drawing", args=[roadshow.slug, following.drawing.pk])


def _to(request: StaffRequest, address: str) -> HttpResponse:
    """Go to another page, from htmx as well."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response
