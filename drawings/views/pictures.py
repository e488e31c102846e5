"""A stand-in for the pictures' own view."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from drawings.models import Picture
from drawings.queries.drawings import on_the_wall
from workshops.access import StaffRequest, roadshow_of_staff, screen_of, staff_only

SIZES = {"large": "file", "small": "small"}


@staff_only
def drawing_picture(request: StaffRequest, pk: int, size: str) -> HttpResponse:
    """Serve a picture to staff of its roadshow."""
    picture = _picture(pk)
    roadshow_of_staff(request.user, picture.drawing.table.roadshow.slug)
    return _bytes(picture, size)


def screen_picture(_request: HttpRequest, token: str, pk: int, size: str) -> HttpResponse:
    """Serve a picture to a screen while its drawing is on the wall."""
    roadshow = screen_of(token).roadshow
    if pk not in [drawing.picture_id for drawing in on_the_wall(roadshow)]:
        raise Http404
    return _bytes(_picture(pk), size)


def _picture(pk: int) -> Picture:
    picture = Picture.objects.select_related("drawing__table__roadshow").filter(pk=pk).first()
    if picture is None:
        raise Http404
    return picture


def _bytes(picture: Picture, size: str) -> HttpResponse:
    with getattr(picture, SIZES[size]).open() as file:
        return HttpResponse(file.read(), content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
