"""Badges as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from places.badges import badges_of, print_badges
from workshops.access import StaffRequest, roadshow_of_staff, staff_only


@require_GET
@never_cache
@staff_only
def badges(request: StaffRequest, slug: str) -> HttpResponse:
    """Return everybody's badges, eight on a sheet, or with `?claim=` one person's by itself."""
    roadshow = roadshow_of_staff(request.user, slug)
    asked = request.GET.get("claim")
    claims = [claim for claim in badges_of(roadshow) if asked in (None, str(claim.pk))]
    if asked and not claims:
        raise Http404
    pdf = print_badges(roadshow, claims, single=bool(asked))
    headers = {"Content-Disposition": f'inline; filename="{roadshow.slug}-badges.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
