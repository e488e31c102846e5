"""Where photos of tickets arrive: read, and not kept."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from workshops.access import StaffRequest, roadshow_of_staff, staff_only
from workshops.developing import developed
from workshops.images import BadImageError

EMPTY = "No photo came along. Take one, or find the name."


@require_POST
@never_cache
@staff_only
def photo(request: StaffRequest, slug: str) -> HttpResponse:
    """Return what the code in a photo holds; who that is, and whether they come in, is asked next."""
    roadshow_of_staff(request.user, slug)
    sent = request.FILES.get("photo")
    if sent is None:
        return JsonResponse({"why": EMPTY}, status=422)
    try:
        code = developed(sent.read(), darkroom=("places.reader",)).content.decode()
    except BadImageError as error:
        return JsonResponse({"why": error.words}, status=422)
    return JsonResponse({"ticket": code})
