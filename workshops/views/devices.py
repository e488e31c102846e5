"""The staff's pages about devices: all of them at a glance, moving one, and what the venue's network lets through."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops import visits
from workshops.access import SIGN_IN_KEY, StaffRequest, device_in, roadshow_of_staff, staff_only
from workshops.actions import devices as actions
from workshops.addresses import own_addresses
from workshops.forms.joining import MoveDeviceForm
from workshops.live_page import live_page
from workshops.preflight import Ground, findings, reachable
from workshops.queries.devices import devices_at_a_glance
from workshops.topics import DEVICES
from workshops.views.console import table_page


@require_GET
@never_cache
@staff_only
def devices(request: StaffRequest, slug: str) -> HttpResponse:
    """Show every device of every table with its check, its round trip and its clock."""
    roadshow = roadshow_of_staff(request.user, slug)
    live = live_page(roadshow, f"staff:{request.session[SIGN_IN_KEY]}.{roadshow.pk}", DEVICES)
    context = {"live": live, "roadshow": roadshow, "all": devices_at_a_glance(roadshow)}
    return render(request, "workshops/devices.html", context)


@require_POST
@staff_only
def move_device(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Bring a device to another table, and show the one that it has left."""
    roadshow = roadshow_of_staff(request.user, slug)
    device = device_in(roadshow, pk)
    form = MoveDeviceForm(request.POST, roadshow=roadshow)
    if not form.is_valid():
        raise BadRequest
    left = device.table.number
    actions.move_device(device, form.cleaned_data["table"], actor=str(request.user))
    if request.htmx:  # type: ignore[attr-defined]
        return table_page(request, roadshow, left)
    return redirect("console", slug)


@require_GET
@never_cache
@staff_only
def preflight(request: StaffRequest, slug: str) -> HttpResponse:
    """Say in words what the venue's network does to us, and what to do about it."""
    ground = Ground(
        secure=request.is_secure(),
        host=settings.HOST,
        port=settings.PORT,
        own=tuple(own_addresses()),
        allowed=tuple(settings.ALLOWED_HOSTS),
        public_url=settings.PUBLIC_URL,
        certificate=bool(settings.SSL_CERTFILE),
    )
    context = {
        "roadshow": roadshow_of_staff(request.user, slug),
        "findings": findings(ground, visits.noted()),
        "addresses": [address.rstrip("/") + reverse("health") for address in reachable(ground)],
        "secure": ground.secure,
    }
    return render(request, "workshops/preflight.html", context)
