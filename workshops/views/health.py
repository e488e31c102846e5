"""A device looks at itself: the check page, at a table or before the doors open, and what devices measure in passing.

Codes join only while a roadshow is open, so beforehand a device is nobody's: it sees what it found, and is
only counted, by the address it came by.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workshops import visits
from workshops.access import device_of
from workshops.actions import devices as actions
from workshops.forms.joining import HealthForm, MeasuresForm
from workshops.health import CHECKS, UNTRIED
from workshops.tokens import digest
from workshops.visits import Visit


@never_cache
@require_http_methods(["GET", "POST"])
def health(request: HttpRequest) -> HttpResponse:
    """Show what to look at; take what was found."""
    if request.method == "GET":
        _note_visit(request)
        return _page(request)
    form = HealthForm(request.POST)
    if not form.is_valid():
        return _page(request, status=400)
    _note_visit(request, form.health["socket"])
    device = device_of(request)
    if device is not None:
        measures = {name: form.cleaned_data[name] for name in MeasuresForm.base_fields}
        actions.report_health(device, health=form.health, **measures)
    return redirect("health-told")


@never_cache
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """Say who has been told of what was found."""
    return render(request, "workshops/health_told.html", _at_table(request))


@never_cache
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Keep what a device at a table measured in passing."""
    device = device_of(request)
    if device is None:
        return HttpResponse(status=401)
    form = MeasuresForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    actions.report_measures(device, **form.cleaned_data)
    return HttpResponse(status=204)


def _page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    context = _at_table(request) | {"checks": CHECKS, "refused": status != 200}  # noqa: PLR2004
    return render(request, "workshops/health.html", context, status=status)


def _at_table(request: HttpRequest) -> dict[str, Any]:
    """Return the device that asks and its roadshow, whose rehearsal would have to be marked; neither at no table."""
    device = device_of(request)
    return {"device": device, "roadshow": device.table.roadshow if device else None}


def _note_visit(request: HttpRequest, socket: str = UNTRIED) -> None:
    """Count a device by the secret of its forms, which every browser has one of; only its digest is kept."""
    get_token(request)
    address = f"{request.scheme}://{request.get_host()}"
    visits.note(Visit(digest(request.META["CSRF_COOKIE"]), address, socket))
