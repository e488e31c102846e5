"""Pages for anyone."""

from django.db import DatabaseError, connection
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from workshops.access import roadshow_for_all
from workshops.models import Programme, Roadshow
from workshops.panels import Place, Spot, in_place, lines_on


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the programmes and their roadshows."""
    roadshows = Prefetch("roadshows", Roadshow.objects.filter(rehearsal_of=None))
    programmes = list(Programme.objects.prefetch_related(roadshows))
    said = lines_on([roadshow for programme in programmes for roadshow in programme.roadshows.all()])
    listed = [(programme, [(each, said[each.pk]) for each in programme.roadshows.all()]) for programme in programmes]
    return render(request, "workshops/home.html", {"programmes": listed})


@require_GET
def roadshow(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one roadshow: when, where, what the day is."""
    found = roadshow_for_all(slug)
    context = {"roadshow": found, "public_roadshow": in_place(Place.PUBLIC_ROADSHOW, Spot(found))}
    return render(request, "workshops/roadshow.html", context)


@require_GET
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """Say that this process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """Say whether the database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
