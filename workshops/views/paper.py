"""The paper pack: what to print for a day without Wi-Fi, and what came back on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops.access import StaffRequest, roadshow_of_staff, staff_only
from workshops.actions.talk import park_question
from workshops.forms.day import PaperQuestionForm
from workshops.links import base_address
from workshops.models import Roadshow
from workshops.panels import Place, Spot, in_place
from workshops.paper import Audience, pack, parts_of
from workshops.tokens import new_token


@require_GET
@never_cache
@staff_only
def paper(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what the packs hold and how to print them; take what came back on paper."""
    roadshow = roadshow_of_staff(request.user, slug)
    return _paper_page(request, roadshow, _question_form(roadshow))


@require_GET
@never_cache
@staff_only
def paper_pack(request: StaffRequest, slug: str, audience: str) -> HttpResponse:
    """Return a pack as a PDF, made anew from what holds now."""
    roadshow = roadshow_of_staff(request.user, slug)
    if audience not in list(Audience):
        raise Http404
    pdf = pack(roadshow, Audience(audience), base_address(request))
    name = f"{roadshow.slug}-{audience}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_POST
@never_cache
@staff_only
def paper_question(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep a question for the room that came on paper."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = PaperQuestionForm(request.POST, tables=roadshow.tables.all())
    if not form.is_valid():
        return _paper_page(request, roadshow, form, status=400)
    park_question(roadshow, actor=str(request.user), from_paper=True, **form.cleaned_data)
    messages.success(request, "The question is parked, and marked as coming from paper.")
    return redirect(f"{reverse('paper', args=[slug])}#typed-in")


def _paper_page(
    request: StaffRequest, roadshow: Roadshow, form: PaperQuestionForm, *, status: int = 200
) -> HttpResponse:
    address = base_address(request)
    context = {
        "roadshow": roadshow,
        "tables": roadshow.tables.count(),
        "for_tables": parts_of(roadshow, Audience.TABLES, address),
        "for_facilitator": parts_of(roadshow, Audience.FACILITATOR, address),
        "form": form,
        "questions": roadshow.questions.filter(from_paper=True).select_related("table").order_by("-pk"),
        "answers": in_place(Place.PAPER, Spot(roadshow, get_token(request))),
    }
    return render(request, "workshops/paper.html", context, status=status)


def _question_form(roadshow: Roadshow) -> PaperQuestionForm:
    """Return an empty form; its key makes of two presses one question."""
    return PaperQuestionForm(initial={"key": new_token()}, tables=roadshow.tables.all())
