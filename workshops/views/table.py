"""The table's page and the projector's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from workshops.access import device_of, screen_of
from workshops.live_page import live_page
from workshops.panels import drawn
from workshops.queries.room import subject_of
from workshops.topics import SCREENS, TABLES, own_table


@require_GET
@never_cache
def table(request: HttpRequest) -> HttpResponse:
    """Show a joined device its table's page; 401 with words for a device that is at no table."""
    device = device_of(request)
    if device is None:
        return render(request, "workshops/no_table.html", status=401)
    roadshow = device.table.roadshow
    if not roadshow.is_open:
        return render(request, "workshops/shut.html", {"roadshow": roadshow}, status=403)
    page = live_page(roadshow, subject_of(device), TABLES, own_table(device.table_id))
    context = {"device": device, "table": device.table, "roadshow": roadshow, "live": page}
    return render(request, "workshops/table.html", context | {"places": drawn(roadshow)})


@require_GET
@never_cache
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show a projector screen: read-only, no personal data."""
    found = screen_of(token)
    page = live_page(found.roadshow, f"screen:{found.pk}", SCREENS)
    context = {"screen": found, "roadshow": found.roadshow, "live": page}
    return render(request, "workshops/screen.html", context | {"places": drawn(found.roadshow)})
