"""Looking back on a day: who came, who did not, and what an organiser does about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.access import claim_in
from places.actions import attendance as actions
from places.actions.places import BelowTakenError, set_places
from places.forms.attendance import AdviceForm, CorrectionForm, LetterForm, TakeForm
from places.models import Letter, Overbooking, Places
from places.queries.attendance import BECAME, Review, review_of
from places.queries.days import is_over
from places.queries.history import advice_for, history_of
from workshops.access import StaffRequest, is_organiser, organiser_only, roadshow_for_all, roadshow_of_staff, staff_only
from workshops.links import base_address
from workshops.models import Programme, Roadshow
from workshops.tokens import new_token

_REFUSED = 400


@require_GET
@never_cache
@staff_only
def attendance(request: StaffRequest, slug: str) -> HttpResponse:
    """Show who came to a roadshow, by everything by which one may count, and how the room filled."""
    return _page(request, roadshow_of_staff(request.user, slug))


@require_POST
@never_cache
@staff_only
def correct(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Say what became of somebody in truth, and why."""
    roadshow = roadshow_of_staff(request.user, slug)
    claim, form = claim_in(roadshow, pk), CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, roadshow, wrong=(claim.pk, form))
    said = form.cleaned_data
    correction = actions.correct(
        claim, said["outcome"], reason=said["reason"], actor=str(request.user), left_at=form.left_on(roadshow)
    )
    messages.success(request, f"{claim.booking}: {correction}. The reason is kept with it.")
    return redirect("attendance", slug)


@require_POST
@never_cache
@organiser_only
def write(request: StaffRequest, slug: str) -> HttpResponse:
    """Show to how many a letter goes; pressed once more, send it."""
    roadshow = roadshow_for_all(slug)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, roadshow, letter=form)
    said = form.cleaned_data
    if not said["send"]:
        people = actions.addressed(roadshow, said["to_whom"])
        whom = [BECAME[word] for word in said["to_whom"]]
        context = {"roadshow": roadshow, "form": form, "people": people, "whom": whom, "key": new_token()}
        return render(request, "places/attendance/check_letter.html", context)
    letter = actions.write_to(
        roadshow,
        said["to_whom"],
        subject=said["subject"],
        words=said["words"],
        key=said["send"],
        actor=str(request.user),
        certificates=base_address(request) if said["certificates"] else "",
    )
    messages.success(request, f"It goes to {letter.people} {'person' if letter.people == 1 else 'people'}.")
    return redirect("attendance", slug)


@require_POST
@never_cache
@organiser_only
def choose_advice(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask for advice on booking beyond the room, or want none any more."""
    roadshow = roadshow_for_all(slug)
    places, form = Places.objects.filter(pk=roadshow.pk).first(), AdviceForm(request.POST)
    if places is None:
        messages.info(request, "There are no places here yet, so there is nothing to advise on.")
    elif request.POST.get("stop"):
        actions.stop_advice(places)
        messages.success(request, "No advice is given here any more. How many may book stays as it is.")
    elif form.is_valid():
        actions.choose_advice(places, form.cleaned_data["percent"], actor=str(request.user))
    else:
        return _page(request, roadshow, advice=form)
    return redirect("attendance", slug)


@require_POST
@never_cache
@organiser_only
def take_advice(request: StaffRequest, slug: str) -> HttpResponse:
    """Let so many more than the room holds book."""
    roadshow, form = roadshow_for_all(slug), TakeForm(request.POST)
    if not form.is_valid() or not Places.objects.filter(pk=roadshow.pk).exists():
        messages.error(request, "Say how many more in digits. Nothing was changed.")
        return redirect("attendance", slug)
    beyond = form.cleaned_data["beyond"]
    try:
        set_places(roadshow, beyond=beyond)
    except BelowTakenError as error:
        messages.error(request, f"{error.taken} places are taken already. Nothing was changed, and nobody lost one.")
    else:
        messages.success(request, f"{beyond} more than the room holds can be booked now. Who waits was offered them.")
    return redirect("attendance", slug)


@require_GET
@never_cache
@organiser_only
def history(request: StaffRequest) -> HttpResponse:
    """Show who came and who did not, over all dates of each programme."""
    histories = [history_of(programme) for programme in Programme.objects.all()]
    context = {"histories": [each for each in histories if each.reviews], "words": BECAME}
    return render(request, "places/attendance/history.html", context)


def _page(
    request: StaffRequest,
    roadshow: Roadshow,
    *,
    wrong: tuple[int, CorrectionForm] | None = None,
    letter: LetterForm | None = None,
    advice: AdviceForm | None = None,
) -> HttpResponse:
    review, organiser = review_of(roadshow), is_organiser(request.user)
    chosen = request.GET.get("became", "")
    context = {
        "roadshow": roadshow,
        "review": review,
        "curve": review.curve,
        "is_over": is_over(roadshow),
        "words": BECAME,
        "chosen": chosen,
        "lines": [line for line in review.lines if not chosen or line.became == chosen],
        "correction": CorrectionForm(),
        "wrong_claim": wrong[0] if wrong else None,
        "wrong_form": wrong[1] if wrong else None,
        "organiser": organiser,
    }
    if organiser:
        context |= _for_organisers(roadshow, review, letter, advice)
    failed = wrong or letter or advice
    return render(request, "places/attendance/attendance.html", context, status=_REFUSED if failed else 200)


def _for_organisers(
    roadshow: Roadshow, review: Review, letter: LetterForm | None, advice: AdviceForm | None
) -> dict[str, Any]:
    wants = Overbooking.objects.filter(pk=roadshow.pk).select_related("places__roadshow").first()
    return {
        "letter": letter or LetterForm(),
        "letters": Letter.objects.filter(roadshow=roadshow),
        "wants_advice": wants,
        "advice_form": advice or AdviceForm(initial={"percent": wants.percent if wants else 5}),
        "advice": advice_for(wants, history_of(roadshow.programme)) if wants and not is_over(roadshow) else None,
        "left_without": review.left_without,
    }
