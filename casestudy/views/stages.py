"""The case so far, in full, at a table."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casestudy.fragments.tables import draw_stages
from workshops.access import DeviceRequest, at_a_table
from workshops.panels import Spot


@require_GET
@never_cache
@at_a_table
def table_stages(request: DeviceRequest) -> HttpResponse:
    """Show every revealed stage as this device sees it; the table's page takes the earlier ones from here."""
    table = request.device.table
    stages = draw_stages(Spot(table.roadshow, table=table, device=request.device))
    context = {"table": table, "roadshow": table.roadshow, "stages": stages}
    return render(request, "casestudy/table_stages.html", context)
