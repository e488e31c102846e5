"""Planning the running order. What somebody else did meanwhile is said in words, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workshops.access import StaffRequest, activity_of, is_organiser, roadshow_of_staff, staff_only
from workshops.actions import running_order as actions
from workshops.actions.running_order import ChangedMeanwhileError, HadTheRoomError, Replaced
from workshops.forms.planning import ActivityForm, BeginForm, CopyForm, MoveForm, NewActivityForm
from workshops.models import WORDS, Activity, Roadshow
from workshops.queries.room import roadshows_of
from workshops.queries.running_order import is_begun, plan_of, planned, who_reordered, who_reworded


@require_GET
@never_cache
@staff_only
def running_order(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the running order with its planned times, to change what is still to come."""
    undo = request.GET.get("undo", "")
    return _page(request, roadshow_of_staff(request.user, slug), undo=int(undo) if undo.isdecimal() else 0)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def add_activity(request: StaffRequest, slug: str) -> HttpResponse:
    """Add an activity."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = NewActivityForm(roadshow, request.POST or None, initial={"kind": "plain"})
    if form.is_valid():
        after = form.cleaned_data["after"]
        words = {name: form.cleaned_data[name] for name in WORDS}
        added = actions.add_activity(roadshow, at=after and after.order + 1, actor=str(request.user), **words)
        return _done(request, roadshow, f"“{added}” is in the running order.", activity=added)
    return _activity_page(request, roadshow, form)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def edit_activity(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Change what an activity says."""
    roadshow = roadshow_of_staff(request.user, slug)
    activity = activity_of(roadshow, pk)
    begun = is_begun(activity)
    form = ActivityForm(request.POST or None, initial=activity.words | {"seen": activity.mark}, begun=begun)
    if not form.is_valid():
        return _activity_page(request, roadshow, form, activity)
    words = {name: form.cleaned_data[name] for name in WORDS}
    try:
        actions.change_activity(activity, seen=form.cleaned_data["seen"], actor=str(request.user), **words)
    except ChangedMeanwhileError as late:
        # What was typed stays in the form. Saved once more, it replaces what can be read beside it.
        typed = request.POST.copy()
        typed["seen"] = late.activity.mark
        form = ActivityForm(typed, initial=late.activity.words, begun=begun)
        return _activity_page(request, roadshow, form, late.activity, meanwhile=True)
    return _done(request, roadshow, f"“{activity}” is saved.", activity=activity)


@require_POST
@staff_only
def move_activity(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Move an activity to another position."""
    roadshow = roadshow_of_staff(request.user, slug)
    activity = activity_of(roadshow, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, roadshow, "This button was incomplete, so nothing was changed. Press it again.", 400)
    try:
        position = actions.move_activity(activity, actor=str(request.user), **form.cleaned_data)
    except ChangedMeanwhileError as late:
        return _refused(request, roadshow, f"{who_reordered(late.activity)} Your press changed nothing.")
    except HadTheRoomError:
        return _refused(request, roadshow, _had_the_room(activity))
    still = position == form.cleaned_data["seen"]
    line = plan_of(roadshow).lines[position - 1]
    said = f"“{activity}” {'stays' if still else 'is now'} number {position}, from {line.starts:%H:%M}."
    return _done(request, roadshow, said, activity=activity)


@require_POST
@staff_only
def remove_activity(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take an activity out; it is set aside."""
    roadshow = roadshow_of_staff(request.user, slug)
    activity = activity_of(roadshow, pk)
    try:
        actions.remove_activity(activity, actor=str(request.user))
    except HadTheRoomError:
        return _refused(request, roadshow, _had_the_room(activity))
    return _done(request, roadshow, f"“{activity}” is taken out and set aside.", undo=activity.pk)


@require_POST
@staff_only
def put_back(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Put an activity back that was set aside."""
    roadshow = roadshow_of_staff(request.user, slug)
    activity = activity_of(roadshow, pk)
    actions.put_back(activity, actor=str(request.user))
    said = f"“{activity}” is back in the running order."
    return _done(request, roadshow, said, activity=activity, focus=activity.pk)


@require_POST
@staff_only
def bring_back(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Bring back everything that was set aside together with an activity, in place of what is still to come."""
    roadshow = roadshow_of_staff(request.user, slug)
    done = actions.bring_back(activity_of(roadshow, pk), actor=str(request.user))
    return _replaced(request, roadshow, done, "The former running order is back")


@require_POST
@staff_only
def fill(request: StaffRequest, slug: str) -> HttpResponse:
    """Let the template's day take the place of what is still to come."""
    roadshow = roadshow_of_staff(request.user, slug)
    done = actions.fill_from_template(roadshow, actor=str(request.user))
    return _replaced(request, roadshow, done, "The template's day is here")


@require_POST
@staff_only
def copy(request: StaffRequest, slug: str) -> HttpResponse:
    """Let another roadshow's running order take the place of what is still to come."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = _copy_form(request, roadshow, {"source": request.POST.get("source", "")})
    if not form.is_valid():
        return _refused(request, roadshow, f"{form.errors['source'][0]} Nothing was changed.", 400)
    source = form.cleaned_data["source"]
    done = actions.copy_order(roadshow, source, actor=str(request.user))
    return _replaced(request, roadshow, done, f"The running order of {source} is copied")


@require_POST
@staff_only
def begin_at(request: StaffRequest, slug: str) -> HttpResponse:
    """Plan when the day begins."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _refused(request, roadshow, f"{form.errors['starts_at'][0]} Nothing was changed.", 400)
    actions.begin_at(roadshow, form.cleaned_data["starts_at"], actor=str(request.user))
    return _done(request, roadshow, f"The day starts at {roadshow.starts_at:%H:%M}.")


def _page(
    request: StaffRequest,
    roadshow: Roadshow,
    *,
    said: str = "",
    words: str = "",
    at: Activity | None = None,
    undo: int = 0,
    focus: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Return the running order: its changing part to htmx, the whole page to everybody else.

    `said` tells what was done (`at` an activity, where it can be seen), `words` why nothing was.
    `undo` is the key of an activity that was just set aside, `focus` that of one whose button is gone, so that
    the keyboard goes on there.
    """
    roadshow.refresh_from_db(fields=["starts_at"])
    plan = plan_of(roadshow)
    context = {
        "roadshow": roadshow,
        "plan": plan,
        "said": said,
        "words": words,
        "at": at,
        "focus": focus,
        "organiser": is_organiser(request.user),
        "undo": next((group for group in plan.set_aside if undo in group.keys), None),
        "start_form": BeginForm(initial={"starts_at": roadshow.starts_at}),
        "copy_form": _copy_form(request, roadshow),
    }
    inside = request.htmx  # type: ignore[attr-defined]
    template = "workshops/planning/_running_order.html" if inside else "workshops/planning/running_order.html"
    return render(request, template, context, status=status)


def _done(
    request: StaffRequest,
    roadshow: Roadshow,
    said: str,
    *,
    activity: Activity | None = None,
    undo: int = 0,
    focus: int = 0,
) -> HttpResponse:
    """Answer what was done: the fresh order to htmx; to a plain form the page, at the activity."""
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, roadshow, said=said, at=activity, undo=undo, focus=focus)
    messages.success(request, said)
    query = f"?undo={undo}" if undo else ""
    place = f"#activity-{activity.pk}" if activity else ""
    return redirect(reverse("running-order", args=[roadshow.slug]) + query + place)


def _refused(request: StaffRequest, roadshow: Roadshow, words: str, status: int = 409) -> HttpResponse:
    return _page(request, roadshow, words=words, status=status)


def _replaced(request: StaffRequest, roadshow: Roadshow, done: Replaced, what: str) -> HttpResponse:
    if not done:
        return _done(request, roadshow, f"{what} already. Nothing was changed.")
    kept = f" The {len(done.set_aside)} that were here are set aside." if done.set_aside else ""
    said = f"{what}: {done.came} activities.{kept}"
    return _done(request, roadshow, said, undo=next(iter(done.set_aside), 0))


def _activity_page(
    request: StaffRequest,
    roadshow: Roadshow,
    form: ActivityForm,
    activity: Activity | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    """Return the page of an activity; `meanwhile`: somebody else changed it, and what they saved is shown."""
    context: dict[str, object] = {"roadshow": roadshow, "form": form, "activity": activity}
    context["organiser"] = is_organiser(request.user)
    if activity and meanwhile and form.is_valid():
        context |= {"who": who_reworded(activity), "theirs": _theirs(activity, form)}
    status = 409 if meanwhile else 400 if form.errors else 200
    return render(request, "workshops/planning/activity.html", context, status=status)


def _theirs(activity: Activity, form: ActivityForm) -> list[tuple[str, object]]:
    """Return what an activity says where it differs from what was typed, by the labels of the fields."""
    said = activity.words | {"kind": activity.get_kind_display()}
    return [(str(form[name].label), said[name]) for name in WORDS if activity.words[name] != form.cleaned_data[name]]


def _copy_form(request: StaffRequest, roadshow: Roadshow, chosen: Mapping[str, str] | None = None) -> CopyForm:
    """Return the choice among the other roadshows that one may run and that have a running order."""
    form = CopyForm(chosen)
    others = planned(roadshows_of(request.user)).exclude(pk=roadshow.pk)
    form.fields["source"].queryset = others  # type: ignore[attr-defined]
    return form


def _had_the_room(activity: Activity) -> str:
    return f"“{activity}” has had the room, so it stays where it is. Nothing was changed."
