"""Opening the room's curves, and answer sheets that came on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casestudy.actions.curves import set_curves
from casestudy.fields import field_of
from casestudy.forms.judgement import CurvesForm, SheetForm
from casestudy.views.reveals import run_of_staff
from workshops.access import StaffRequest, staff_only
from workshops.actions.answers import answer_for
from workshops.views.console import answer_press


@require_POST
@staff_only
def curves(request: StaffRequest, slug: str) -> HttpResponse:
    """Open the room's curves to the screens, or close them, as the button said."""
    run = run_of_staff(request, slug)
    form = CurvesForm(request.POST)
    form.is_valid()  # Any value opens; none closes.
    set_curves(run, opened=form.cleaned_data["open"], actor=str(request.user))
    return answer_press(request, run.roadshow)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only
def sheet(request: StaffRequest, slug: str) -> HttpResponse:
    """Take a table's answer sheet, or a part of it; it belongs to the table from then on."""
    run = run_of_staff(request, slug)
    form = SheetForm(request.POST or None, run=run, initial=request.GET.dict())
    if not form.is_valid():
        context = {"roadshow": run.roadshow, "form": form}
        return render(request, "casestudy/sheet.html", context, status=400 if form.is_bound else 200)
    said = [(field, value) for name, value in form.said().items() if (field := field_of(run, name))]
    table, stage = form.cleaned_data["table"], form.cleaned_data["stage"]
    changed = answer_for(table, said, actor=f"{request.user}, from paper")
    answers = f"{changed} answer{'' if changed == 1 else 's'} of {table} to stage {stage.number}"
    if changed:
        messages.success(request, f"Stored: {answers}.")
    else:
        messages.info(request, "All of that stood there already, so nothing was changed.")
    return redirect(f"{reverse('paper-answers', args=[slug])}?table={table.number}&stage={stage.number}")
