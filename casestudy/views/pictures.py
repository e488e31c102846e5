"""The pages of the pictures: at a table, for whoever watches, and for facilitators, who may look ahead."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casestudy.fragments.pictures import NAMES, RENEW_ON, HrefForAgency, figure
from casestudy.models import CaseRun
from casestudy.pictures.chronology import By
from casestudy.queries import pictures, runs
from casestudy.queries.pictures import Visible
from workshops.access import (
    SIGN_IN_KEY,
    DeviceRequest,
    StaffRequest,
    at_a_table,
    may_run,
    roadshow_of_observer,
    roadshow_of_staff,
    staff_only,
)
from workshops.live_page import LivePage, live_page
from workshops.models import Roadshow
from workshops.panels import topics_of
from workshops.queries.room import subject_of
from workshops.topics import CONSOLES, TABLES, own_table


@require_GET
@never_cache
@at_a_table
def table_picture(request: DeviceRequest, name: str) -> HttpResponse:
    """Show a table a picture of the case, as far as this device sees it."""
    device = request.device
    roadshow = device.table.roadshow
    more = topics_of(device)
    live = live_page(roadshow, subject_of(device), TABLES, own_table(device.table_id), *more)
    run = _run(roadshow, name)
    visible = pictures.seen_by_device(run, device)
    context: dict[str, object] = {
        "live": live,
        "place": " ".join([str(device.table_id), *more]),
        "heading": str(device.table),
        "back": reverse("table"),
        "back_words": "Back to the table",
        **_links(name, "table-picture"),
    }

    def share(code: str) -> str:
        return f"{reverse('table')}#share-{run.stage}-{code}"

    return _page(request, run, visible, context, share)


@require_GET
@never_cache
@staff_only
def observing_picture(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Show whoever watches a roadshow what all of its tables see."""
    roadshow = roadshow_of_observer(request.user, slug)
    kind = "staff" if may_run(request.user, roadshow) else "observer"
    live = _live(request, kind, roadshow, TABLES)
    run = _run(roadshow, name)
    context = {"live": live, "heading": roadshow.city, **_links(name, "observing-picture", slug)}
    context |= {"back": reverse("observing", args=[slug]), "back_words": "Back to watching"}
    return _page(request, run, pictures.seen_by_all(run), context)


@require_GET
@never_cache
@staff_only
def console_picture(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Show a facilitator a picture as the room has it; with `?stage=N` at any stage, and the room does not move."""
    roadshow = roadshow_of_staff(request.user, slug)
    live = _live(request, "staff", roadshow, CONSOLES)
    run = _run(roadshow, name)
    context = {"live": live, "heading": roadshow.city, **_links(name, "console-picture", slug)}
    context |= {"back": reverse("console", args=[slug]), "back_words": "Back to the console"}
    stages = list(run.case.stages.values_list("number", flat=True))
    asked = request.GET.get("stage", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in stages else None
    context |= {"stages": stages, "chosen": chosen}
    return _page(request, run, pictures.seen_by_facilitator(run, chosen), context)


def _page(
    request: HttpRequest,
    run: CaseRun,
    visible: Visible,
    context: dict[str, object],
    share: HrefForAgency | None = None,
) -> HttpResponse:
    """Return the page of the picture that `context` names."""
    name, chosen = str(context["name"]), context.get("chosen")
    asked = request.GET.get("by", "")
    by = By(asked) if asked in set(By) else By.DATE
    also = f"&stage={chosen}" if chosen else ""
    drawn = figure(run.case, visible, name, by=by, href_for_agency=share, also=also)
    shared = {"roadshow": run.roadshow, "run": run, "label": NAMES[name], "renew_on": RENEW_ON}
    return render(request, "casestudy/pictures/page.html", {**shared, **context, "figure": drawn})


def _links(name: str, address: str, *arguments: str) -> dict[str, object]:
    links = [(label, reverse(address, args=[*arguments, other]), other) for other, label in NAMES.items()]
    return {"name": name, "links": links}


def _live(request: StaffRequest, kind: str, roadshow: Roadshow, topic: str) -> LivePage:
    return live_page(roadshow, f"{kind}:{request.session[SIGN_IN_KEY]}.{roadshow.pk}", topic)


def _run(roadshow: Roadshow, name: str) -> CaseRun:
    run = runs.run_of(roadshow)
    if run is None or name not in NAMES:
        raise Http404
    return run
