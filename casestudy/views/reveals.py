"""The buttons of the console that move the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casestudy.actions import reveals
from casestudy.actions.reveals import BegunError, OutOfTurnError
from casestudy.forms.reveals import CaseForm, StageForm
from casestudy.models import CaseRun
from casestudy.queries import runs
from workshops.access import StaffRequest, organiser_only, roadshow_for_all, roadshow_of_staff, staff_only
from workshops.views.console import answer_press, incomplete


@require_POST
@staff_only
def reveal(request: StaffRequest, slug: str) -> HttpResponse:
    """Reveal the stage that the button named."""
    return _move(request, slug, lambda run, form: reveals.reveal(run, actor=str(request.user), **form))


@require_POST
@staff_only
def withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Withdraw the stage that the button named; what tables have said of it is kept."""
    return _move(request, slug, lambda run, form: reveals.withdraw(run, actor=str(request.user), stage=form["stage"]))


@require_GET
@staff_only
def preview(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Show a stage to a facilitator as a table will see it. The room does not move."""
    run = run_of_staff(request, slug)
    stage = run.case.stages.filter(number=number).first()
    if stage is None:
        raise Http404
    return render(request, "casestudy/preview.html", {"roadshow": run.roadshow, "case": run.case, "stage": stage})


@require_POST
@organiser_only
def choose_case(request: StaffRequest, slug: str) -> HttpResponse:
    """Let a roadshow run a case in one version; another one only while nothing of it was revealed."""
    roadshow = roadshow_for_all(slug)
    form = CaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That case is not here, so nothing was changed. Choose one from the list.")
        return redirect("edit-roadshow", slug)
    case = form.cleaned_data["case"]
    run = reveals.attach_case(roadshow, case)
    try:
        reveals.change_case(run, case, actor=str(request.user))
        messages.success(request, f"{roadshow} runs {case}, version {case.version}.")
    except BegunError:
        messages.error(
            request,
            f"The room has seen a stage of {run.case} already, so {roadshow} stays with version {run.case.version}. "
            "Nothing was changed.",
        )
    return redirect("edit-roadshow", slug)


def _move(request: StaffRequest, slug: str, verb: Callable[[CaseRun, dict[str, Any]], object]) -> HttpResponse:
    run = run_of_staff(request, slug)
    form = StageForm(request.POST)
    if not form.is_valid():
        return incomplete(request, run.roadshow)
    try:
        verb(run, form.cleaned_data)
    except OutOfTurnError as late:
        return answer_press(request, run.roadshow, _what_happened(late.run), status=409)
    return answer_press(request, run.roadshow)


def _what_happened(run: CaseRun) -> str:
    """Tell the slower of two facilitators what the faster one did."""
    case = runs.case_at_a_glance(run)
    if case.newest is None:
        return "The room has no stage now. Your press changed nothing."
    newest = case.newest.reveal
    return (
        f"{case.newest.stage} is what the room has now, revealed by {newest.revealed_by} "
        f"at {timezone.localtime(newest.revealed_at):%H:%M}. Your press changed nothing."
    )


def run_of_staff(request: StaffRequest, slug: str) -> CaseRun:
    """Return the case of a roadshow that one may run; where it has none, nothing is there."""
    run = runs.run_of(roadshow_of_staff(request.user, slug))
    if run is None:
        raise Http404
    return run
