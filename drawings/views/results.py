"""What all have found: counts, agreement, disagreements and what was settled; for those who no longer code blind."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from drawings.access import codes_here, drawing_of_coder, has_looked, may_look
from drawings.actions import coding as actions
from drawings.actions.coding import GoneError, OtherSettlementError
from drawings.agreement import RELIABLE, TENTATIVE
from drawings.codebook import CODEBOOK, in_words
from drawings.forms.coding import SettlingForm
from drawings.models import Settlement
from drawings.queries.coding import Progress, progress_of
from drawings.queries.exports import codebook_rows, coding_rows
from drawings.queries.results import Sheet, results_of, sheet_of, together, two_sides
from workshops.access import StaffRequest, organiser_only, roadshow_of_coder, staff_only
from workshops.cells import as_csv
from workshops.models import Roadshow

LIMITS = {"reliable": f"{RELIABLE:.3f}".lstrip("0"), "tentative": f"{TENTATIVE:.3f}".lstrip("0")}


@require_GET
@never_cache
@staff_only
def results(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what all have found in a roadshow's drawings, or what stands before that."""
    roadshow = roadshow_of_coder(request.user, slug)
    progress = progress_of(roadshow, request.user)
    if not has_looked(request.user, roadshow, progress):
        return _gate(request, roadshow, progress)
    actions.look_on(roadshow, request.user, progress)
    context = {"roadshow": roadshow, "results": results_of(roadshow), "limits": LIMITS}
    return render(request, "drawings/coding/results.html", context)


@require_POST
@staff_only
def look(request: StaffRequest, slug: str) -> HttpResponse:
    """Open the results to somebody who has coded everything, or who will not code here."""
    roadshow = roadshow_of_coder(request.user, slug)
    if may_look(request.user, progress_of(roadshow, request.user)):
        actions.look([roadshow], request.user)
    return redirect("coding-results", slug)


@require_GET
@never_cache
@staff_only
def codings_csv(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out every coding for a spreadsheet."""
    roadshow = roadshow_of_coder(request.user, slug)
    progress = progress_of(roadshow, request.user)
    if not has_looked(request.user, roadshow, progress):
        return _gate(request, roadshow, progress)
    actions.look_on(roadshow, request.user, progress)
    return _csv(f"coding-{roadshow.slug}", coding_rows([roadshow]))


@require_GET
@never_cache
@staff_only
def codebook_csv(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out the codebook for a spreadsheet."""
    roadshow_of_coder(request.user, slug)
    return _csv("codebook", codebook_rows())


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def settle(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Show side by side what coders found in a drawing, and store what they settle on."""
    roadshow = roadshow_of_coder(request.user, slug)
    drawing, progress = drawing_of_coder(roadshow, pk), progress_of(roadshow, request.user)
    if not has_looked(request.user, roadshow, progress):
        return _gate(request, roadshow, progress)
    sheet = sheet_of(drawing)
    if request.method == "POST" and sheet.differ:
        return _settle(request, sheet)
    stands = sheet.settlement
    known = {"codes": stands.codes, "reason": stands.reason, "seen": stands.pk} if stands else {"seen": 0}
    return _settling_page(request, sheet, SettlingForm(initial=known), status=409 if request.method == "POST" else 200)


@require_GET
@never_cache
@organiser_only
def everywhere(request: StaffRequest) -> HttpResponse:
    """Show the same counts for all roadshows; those are left out whose results are not open to whoever asks."""
    opened, shut = _opened(request)
    found = [(roadshow, results_of(roadshow)) for roadshow in opened]
    context = {
        "found": [(roadshow, each, two_sides(each.delegates, each.agreed)) for roadshow, each in found],
        "results": together([each for _roadshow, each in found]),
        "by_roadshow": [each.named(str(roadshow)) for roadshow, each in found],
        "shut": shut,
        "limits": LIMITS,
    }
    return render(request, "drawings/coding/everywhere.html", context)


@require_POST
@organiser_only
def look_everywhere(request: StaffRequest) -> HttpResponse:
    """Open the results of every roadshow in which an organiser has not begun to code."""
    _open, shut = _opened(request)
    actions.look([roadshow for roadshow in shut if not codes_here(request.user, roadshow)], request.user)
    return redirect("coding-everywhere")


@require_GET
@never_cache
@organiser_only
def everywhere_csv(request: StaffRequest) -> HttpResponse:
    """Hand out every coding of all roadshows whose results are open to whoever asks."""
    opened, _shut = _opened(request)
    return _csv("coding", coding_rows(opened))


def _gate(request: StaffRequest, roadshow: Roadshow, progress: Progress) -> HttpResponse:
    """Say what stands before the results."""
    context = {
        "roadshow": roadshow,
        "progress": progress,
        "may_look": may_look(request.user, progress),
        "codes_here": codes_here(request.user, roadshow),
    }
    return render(request, "drawings/coding/before_results.html", context)


def _opened(request: StaffRequest) -> tuple[list[Roadshow], list[Roadshow]]:
    """Return the roadshows whose results are open to an organiser, and the others."""
    opened: list[Roadshow] = []
    shut: list[Roadshow] = []
    for roadshow in Roadshow.objects.filter(rehearsal_of=None):
        progress = progress_of(roadshow, request.user)
        looked = has_looked(request.user, roadshow, progress)
        if looked:
            actions.look_on(roadshow, request.user, progress)
        (opened if looked else shut).append(roadshow)
    return opened, shut


def _settle(request: StaffRequest, sheet: Sheet) -> HttpResponse:
    form = SettlingForm(request.POST)
    if not form.is_valid():
        return _settling_page(request, sheet, form, status=400)
    try:
        actions.settle(sheet.drawing, request.user, **form.cleaned_data)
    except GoneError:
        words = "Nothing was stored: this drawing was withdrawn or hidden meanwhile."
        return _settling_page(request, sheet, form, words=words, status=409)
    except OtherSettlementError as error:
        stands = error.stands
        again = SettlingForm(initial=form.cleaned_data | {"seen": stands.pk if stands else 0})
        return _settling_page(request, sheet, again, words=_meanwhile(stands), status=409)
    messages.success(request, f"Settled: {', '.join(in_words(form.cleaned_data['codes']))}.")
    return redirect("coding-results", sheet.drawing.table.roadshow.slug)


def _settling_page(
    request: StaffRequest, sheet: Sheet, form: SettlingForm, *, words: str = "", status: int = 200
) -> HttpResponse:
    earlier = Settlement.objects.filter(drawing=sheet.drawing, ended_at__isnull=False).select_related("settled_by")
    context = {
        "roadshow": sheet.drawing.table.roadshow,
        "sheet": sheet,
        "form": form,
        "codebook": CODEBOOK,
        "earlier": earlier,
        "words": words,
    }
    return render(request, "drawings/coding/settle.html", context, status=status)


def _meanwhile(stands: Settlement | None) -> str:
    if stands is None:
        return "Nothing was stored yet. Save once more to store this."
    return (
        f"Nothing was stored yet: {stands.settled_by} settled this meanwhile as {', '.join(in_words(stands.codes))}, "
        f"because \u201c{stands.reason}\u201d. What you wrote is still below. "
        "Save once more to put it in place of that."
    )


def _csv(name: str, rows: Iterable[list[str]]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
