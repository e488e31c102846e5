"""The gallery: what tables drew, afterwards, to look at, replay and take along."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from drawings.access import has_looked
from drawings.actions.coding import look_on
from drawings.archive import archive
from drawings.fields import IDEAS
from drawings.forms.gallery import GalleryForm
from drawings.models import DrawingKind
from drawings.queries.coding import progress_of
from drawings.queries.gallery import gallery_of, to_take_along
from drawings.queries.wall import Entry
from drawings.sheets import contact_sheet
from workshops.access import StaffRequest, organiser_only
from workshops.models import Roadshow


@dataclass(frozen=True)
class Chosen:
    """The drawings that somebody asks for. `found`: whether they are shown what tables found in them."""

    roadshow: Roadshow
    form: GalleryForm
    everything: list[Entry]
    entries: list[Entry]
    found: bool
    query: str

    @classmethod
    def by(cls, request: StaffRequest, slug: str) -> Chosen:
        """Read what is asked for."""
        roadshow = _roadshow(slug)
        progress = progress_of(roadshow, request.user)
        found = has_looked(request.user, roadshow, progress)
        if found:
            look_on(roadshow, request.user, progress)
        form = GalleryForm(request.GET, roadshow, found=found)
        everything = gallery_of(roadshow)
        entries = form.chosen(everything)
        return cls(roadshow, form, everything, entries, found, _query(form))


@require_GET
@never_cache
@organiser_only
def gallery(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what was handed in, filtered as asked for."""
    chosen = Chosen.by(request, slug)
    return render(request, "drawings/gallery/gallery.html", {"chosen": chosen, "roadshow": chosen.roadshow})


@require_GET
@never_cache
@organiser_only
def drawing(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Show one drawing as large as the page, and the way to the next of those that were asked for."""
    chosen = Chosen.by(request, slug)
    entry = _entry(chosen.everything, pk)
    entries = chosen.entries if entry in chosen.entries else chosen.everything
    place = entries.index(entry)
    context = {
        "chosen": chosen,
        "roadshow": chosen.roadshow,
        "entry": entry,
        "place": place + 1,
        "of": len(entries),
        "previous": entries[place - 1] if place else None,
        "next": entries[place + 1] if place + 1 < len(entries) else None,
        "idea": entry.said.get("own-idea") or dict(IDEAS).get(entry.idea, ""),
        "replays": entry.drawing.kind == DrawingKind.PAD and entry.drawing.marks.exists(),
    }
    return render(request, "drawings/gallery/drawing.html", context)


@require_GET
@never_cache
@organiser_only
def marks(_request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Hand out what was done on the pad, in order, for the replay."""
    drawing = _entry(gallery_of(_roadshow(slug)), pk).drawing
    return JsonResponse({"marks": list(drawing.marks.values("number", "op"))})


@require_GET
@never_cache
@organiser_only
def download(request: StaffRequest, slug: str) -> StreamingHttpResponse:
    """Hand out the chosen drawings with their words."""
    chosen = Chosen.by(request, slug)
    name = f"{chosen.roadshow.slug}-drawings.zip"
    # Pictures are packed already: nothing is to pack the whole once more on its way.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Encoding": "identity"}
    parts = archive(to_take_along(chosen.entries), found=chosen.found)
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


@require_GET
@never_cache
@organiser_only
def sheet(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out the chosen drawings as a contact sheet."""
    chosen = Chosen.by(request, slug)
    pdf = contact_sheet(chosen.roadshow, to_take_along(chosen.entries), found=chosen.found)
    name = f"{chosen.roadshow.slug}-drawings.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _roadshow(slug: str) -> Roadshow:
    found = Roadshow.objects.select_related("programme").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _entry(entries: list[Entry], pk: int) -> Entry:
    found = next((entry for entry in entries if entry.drawing.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _query(form: GalleryForm) -> str:
    """Return what was asked for as the end of an address, with nothing in it that means nothing."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in form.cleaned_data.items() if value})
    return f"?{query.urlencode()}" if query else ""
