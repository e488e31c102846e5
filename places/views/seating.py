"""The page on which tables are mixed: a plan, changed by hand, mended, printed."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.actions import seating as actions
from places.actions.seating import ChangedMeanwhileError, FullTableError, GoneError
from places.forms.seating import HandForm, RepairForm, RuleForm, TablesForm
from places.models import Claim, SeatingPlan
from places.queries.seating import seated_in
from places.queries.seating_page import named, page_of
from places.topics import SEATING
from workshops.access import SIGN_IN_KEY, StaffRequest, is_organiser, roadshow_of_staff, staff_only
from workshops.live_page import live_page
from workshops.models import Roadshow, Table

_GONE = "That person has no place any more, or no table to keep. Nothing was changed."
_BUSY = "People are being seated at this very moment, so no plan could be made. Nothing was changed. Press it again."


@require_GET
@never_cache
@staff_only
def seating(request: StaffRequest, slug: str) -> HttpResponse:
    """Show who sits where."""
    chosen = request.GET.get("claim", "")
    roadshow = roadshow_of_staff(request.user, slug)
    return _page(request, roadshow, chosen=int(chosen) if chosen.isdecimal() else 0)


@require_GET
@never_cache
@staff_only
def printed(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the lists to print: by name for the wall, and one for each table."""
    roadshow = roadshow_of_staff(request.user, slug)
    return render(request, "places/seating/print.html", {"roadshow": roadshow, "page": page_of(seated_in(roadshow))})


@require_POST
@staff_only
def plan(request: StaffRequest, slug: str) -> HttpResponse:
    """Mix all tables anew."""
    roadshow = roadshow_of_staff(request.user, slug)
    return _planned(request, roadshow, lambda: actions.make_plan(roadshow, actor=str(request.user)))


@require_POST
@staff_only
def repair(request: StaffRequest, slug: str) -> HttpResponse:
    """Mend the tables with few moves."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = RepairForm(request.POST)
    if not form.is_valid():
        return _refused(request, roadshow, _first(form), 400)
    most = form.cleaned_data["most"]
    return _planned(request, roadshow, lambda: actions.repair_plan(roadshow, most=most, actor=str(request.user)))


@require_POST
@staff_only
def bring_back(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Seat everybody as an earlier plan did."""
    roadshow = roadshow_of_staff(request.user, slug)
    old = SeatingPlan.objects.select_related("roadshow").filter(roadshow=roadshow, number=number).first()
    if old is None:
        raise Http404
    return _planned(request, roadshow, lambda: actions.bring_back(old, actor=str(request.user)))


@require_POST
@staff_only
def hand(request: StaffRequest, slug: str, verb: str) -> HttpResponse:
    """Move, swap or lock somebody by hand."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = HandForm(seated_in(roadshow), request.POST)
    if not form.is_valid():
        return _refused(request, roadshow, _first(form), 400)
    claim = form.cleaned_data["claim"]
    try:
        said = _HANDS[verb](roadshow, claim, form)
    except GoneError:
        return _refused(request, roadshow, _GONE)
    except FullTableError:
        words = f"Table {form.cleaned_data['to']} has no free chair, so {named(claim)} stays. Let two change places."
        return _refused(request, roadshow, words, chosen=claim.pk)
    return _done(request, roadshow, said, chosen=claim.pk)


@require_POST
@staff_only
def tables(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep what the tables are like."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = TablesForm(seated_in(roadshow), request.POST)
    if not form.is_valid():
        return _page(request, roadshow, tables_form=form, status=400)
    actions.set_tables(roadshow, **form.said)
    return _done(request, roadshow, "What the tables are like is stored. The next plan heeds it.")


@require_POST
@staff_only
def add_rule(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep two people together or apart."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = RuleForm(seated_in(roadshow), request.POST)
    if not form.is_valid():
        return _page(request, roadshow, rule_form=form, status=400)
    said = form.cleaned_data
    two = {"one": said["one"].booking, "other": said["other"].booking}
    actions.add_rule(roadshow, kind=said["kind"], **two, reason=said["reason"], actor=str(request.user))
    return _done(request, roadshow, "The rule is stored. The next plan heeds it; nobody was moved.")


@require_POST
@staff_only
def remove_rule(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a rule back."""
    roadshow = roadshow_of_staff(request.user, slug)
    rule = next((rule for rule in seated_in(roadshow).rules if rule.pk == pk), None)
    if rule is None:
        return _done(request, roadshow, "That rule does not hold any more. Nothing was changed.")
    actions.remove_rule(roadshow, rule)
    return _done(request, roadshow, "The rule is taken back; nobody was moved.")


def _move(roadshow: Roadshow, claim: Claim, form: HandForm) -> str:
    number = form.cleaned_data["to"]
    table = Table.objects.filter(roadshow=roadshow, number=number).first() if number else None
    if number and table is None:
        raise GoneError
    actions.seat(claim, table)
    return f"{named(claim)} sits at table {number}." if number else f"{named(claim)} has no table now."


def _swap(_roadshow: Roadshow, claim: Claim, form: HandForm) -> str:
    other = form.cleaned_data["other"]
    if other is None:
        raise GoneError
    actions.swap(claim, other)
    return f"{named(claim)} and {named(other)} have changed places."


def _lock(_roadshow: Roadshow, claim: Claim, form: HandForm) -> str:
    locked = form.cleaned_data["locked"]
    actions.lock(claim, locked=locked)
    return f"No plan moves {named(claim)}." if locked else f"Plans may move {named(claim)} again."


_HANDS: dict[str, Callable[[Roadshow, Claim, HandForm], str]] = {"move": _move, "swap": _swap, "lock": _lock}


def _planned(request: StaffRequest, roadshow: Roadshow, make: Callable[[], SeatingPlan | None]) -> HttpResponse:
    try:
        made = make()
    except ChangedMeanwhileError:
        return _refused(request, roadshow, _BUSY)
    if made is None:
        return _done(request, roadshow, "Nothing is worth asking anybody to move for, so everybody stays.")
    moved = len(made.moves)
    who = "Nobody changes tables" if not moved else "One person changes" if moved == 1 else f"{moved} people change"
    return _done(request, roadshow, f"{made} is here. {who}{' tables' if moved else ''}.")


def _page(
    request: StaffRequest,
    roadshow: Roadshow,
    *,
    said: str = "",
    words: str = "",
    chosen: int = 0,
    tables_form: TablesForm | None = None,
    rule_form: RuleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the seating: its changing part to htmx, the whole page to everybody else.

    `said` tells what was done, `words` why nothing was; `chosen` is the claim that the next press is about.
    """
    subject = f"staff:{request.session[SIGN_IN_KEY]}.{roadshow.pk}"
    live = live_page(roadshow, subject, SEATING)
    seated = seated_in(roadshow)
    initial = {"chairs": seated.settings.chairs, "at_the_door": seated.settings.at_the_door}
    context = {
        "live": live,
        "roadshow": roadshow,
        "page": page_of(seated),
        "said": said,
        "words": words,
        "chosen": chosen,
        "organiser": is_organiser(request.user),
        "hand_form": HandForm(seated),
        "repair_form": RepairForm(),
        "tables_form": tables_form or TablesForm(seated, initial=initial),
        "rule_form": rule_form or RuleForm(seated),
    }
    inside = request.htmx  # type: ignore[attr-defined]
    template = "_seating" if inside else "seating"
    return render(request, f"places/seating/{template}.html", context, status=status)


def _done(request: StaffRequest, roadshow: Roadshow, said: str, *, chosen: int = 0) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, roadshow, said=said, chosen=chosen)
    messages.success(request, said)
    return redirect("seating", roadshow.slug)


def _refused(
    request: StaffRequest, roadshow: Roadshow, words: str, status: int = 409, *, chosen: int = 0
) -> HttpResponse:
    return _page(request, roadshow, words=words, status=status, chosen=chosen)


def _first(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])
