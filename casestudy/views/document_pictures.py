"""Pictures of a case, to whoever may see the document that shows them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from casestudy.models import CasePicture, DraftPicture
from casestudy.pack.pictures import CONTENT_TYPE
from casestudy.queries.document_pictures import picture_at_table, picture_for_staff
from workshops.access import device_of, sign_in_of


@require_GET
def case_picture(request: HttpRequest, case: int, name: str) -> HttpResponse:
    """Send a picture to a table that has its document, or to staff; to everybody else it does not exist."""
    sign_in, device = sign_in_of(request), device_of(request)
    picture = picture_for_staff(sign_in.user, case, name) if sign_in else None
    if picture is None and device is not None and device.table.roadshow.is_open:
        picture = picture_at_table(device, case, name)
    if picture is None:
        raise Http404
    return sent(picture)


def sent(picture: CasePicture | DraftPicture) -> HttpResponse:
    """Return a picture as nothing but a picture. It was made here, from pixels; a stage may be taken back."""
    response = HttpResponse(bytes(picture.content), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
