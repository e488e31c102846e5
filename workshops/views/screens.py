"""Projector screens: what they show, chosen from the console, and the preview before it is chosen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops import screens
from workshops.access import StaffRequest, roadshow_of_staff, screen_of_roadshow, staff_only
from workshops.actions import screens as actions
from workshops.actions.screens import MOST_SCREENS, TooManyScreensError
from workshops.forms.day import ScreenForm
from workshops.fragments.screens import screen as draw_screen
from workshops.views.console import answer_press, incomplete


@require_GET
@never_cache
@staff_only
def preview(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Show what a screen would look like with each view. The screen itself does not change."""
    roadshow = roadshow_of_staff(request.user, slug)
    screen = screen_of_roadshow(roadshow, pk)
    asked = request.GET.get("shows", screen.shows)
    view = asked if asked in dict(screens.choices()) else screens.FOLLOW
    context = {"roadshow": roadshow, "screen": screen, "choices": screens.choices(), "view": view}
    context["shown"] = draw_screen(screen, view=view)
    return render(request, "workshops/screens/preview.html", context)


@require_POST
@staff_only
def add(request: StaffRequest, slug: str) -> HttpResponse:
    """Add a screen with a link of its own."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = ScreenForm(request.POST)
    if not form.is_valid():
        return answer_press(request, roadshow, str(form.errors["name"][0]), status=400)
    try:
        actions.add_screen(roadshow, name=form.cleaned_data["name"], actor=str(request.user))
    except TooManyScreensError:
        words = (
            f"A roadshow has at most {MOST_SCREENS} screens, so none was added. One screen's link can be opened often."
        )
        return answer_press(request, roadshow, words, status=409)
    return answer_press(request, roadshow)


@require_POST
@staff_only
def choose(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let a screen show the chosen view."""
    roadshow = roadshow_of_staff(request.user, slug)
    screen = screen_of_roadshow(roadshow, pk)
    shows = request.POST.get("shows", "")
    if shows not in dict(screens.choices()):
        return incomplete(request, roadshow)
    actions.choose_view(screen, shows=shows, actor=str(request.user))
    return answer_press(request, roadshow)


@require_POST
@staff_only
def hold(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Hold a screen at what it shows, or let it go on."""
    roadshow = roadshow_of_staff(request.user, slug)
    verb = actions.hold_screen if request.POST.get("hold") else actions.let_go
    verb(screen_of_roadshow(roadshow, pk), actor=str(request.user))
    return answer_press(request, roadshow)


@require_POST
@staff_only
def dark(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Make a screen dark, or light again."""
    roadshow = roadshow_of_staff(request.user, slug)
    is_dark = bool(request.POST.get("dark"))
    actions.set_dark(screen_of_roadshow(roadshow, pk), dark=is_dark, actor=str(request.user))
    return answer_press(request, roadshow)
