"""Which drawings, pictures and results somebody may reach."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from drawings.blind import drawings_to_code, seen_at
from drawings.models import Coding, Drawing, Picture
from drawings.queries.coding import Progress
from drawings.queries.pictures import picture_at_table, picture_handed_in, picture_to_code
from workshops.access import NotHereError, device_of, is_organiser, may_run, sign_in_of
from workshops.models import Roadshow, Staff
from workshops.queries.room import coded_by, observed_by

_GONE = (
    "It was withdrawn by its table, or a facilitator took it off every screen. What you coded is kept, and does not "
    "count while it is away. Go back and take the next one."
)


def drawing_in(roadshow: Roadshow, pk: int) -> Drawing:
    """Return a drawing that a table of this roadshow has handed in, also one that nobody is shown any more."""
    drawings = Drawing.objects.select_related("table__roadshow", "picture")
    found = drawings.filter(pk=pk, table__roadshow=roadshow, handed_in_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def drawing_of_coder(roadshow: Roadshow, pk: int) -> Drawing:
    """Return a drawing that can be coded. One that is withdrawn or hidden is said to be gone."""
    drawing = drawing_in(roadshow, pk)
    if not drawings_to_code(roadshow).filter(pk=pk).exists():
        title = "This drawing is not shown any more"
        raise NotHereError(title, _GONE)
    return drawing


def picture_for(request: HttpRequest, pk: int) -> Picture:
    """Return a picture to the devices of its table, and to staff who run, watch or code its roadshow.

    To everybody else it does not exist.
    """
    sign_in, device = sign_in_of(request), device_of(request)
    picture = _picture_for_staff(sign_in.user, pk) if sign_in else None
    if picture is None and device is not None and device.table.roadshow.is_open:
        picture = picture_at_table(device, pk)
    if picture is None:
        raise Http404
    return picture


def _picture_for_staff(staff: Staff, pk: int) -> Picture | None:
    roadshow = Roadshow.objects.filter(tables__drawings__pictures=pk).first()
    if roadshow is None:
        return None
    if may_run(staff, roadshow):
        return picture_handed_in(roadshow, pk)
    sees = (observed_by(staff) | coded_by(staff)).filter(pk=roadshow.pk).exists()
    return picture_to_code(roadshow, pk) if sees else None


def may_look(staff: Staff, progress: Progress) -> bool:
    """Whether somebody may ask to see the results: whoever has coded everything, and organisers at any time."""
    return is_organiser(staff) or (bool(progress.items) and not progress.waiting)


def has_looked(staff: Staff, roadshow: Roadshow, progress: Progress) -> bool:
    """Whether the results are open to somebody: they asked for them, and are not coding what came in since."""
    if seen_at(roadshow, staff) is None or not may_look(staff, progress):
        return False
    return not progress.waiting or not codes_here(staff, roadshow)


def codes_here(staff: Staff, roadshow: Roadshow) -> bool:
    """Whether somebody has begun to code in a roadshow."""
    return Coding.objects.filter(drawing__table__roadshow=roadshow, coder=staff, ended_at=None).exists()
