"""Care, planned beforehand by staff of the roadshow: safeguarding lead, quiet room, support card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from workshops.access import StaffRequest, contact_of, is_organiser, roadshow_of_staff, staff_only
from workshops.actions import care_plan as actions
from workshops.actions.care_plan import CareChangedMeanwhileError, OpenNeedsLeadError
from workshops.forms.planning import CareForm, ContactForm, MoveForm
from workshops.models import Roadshow, SupportContact

LEAD = ("safeguarding_lead", "safeguarding_reach", "quiet_room")
CONTACT = ("name", "reach", "hint")


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def care(request: StaffRequest, slug: str) -> HttpResponse:
    """Say who leads on safeguarding and where it is quiet; show the support card to change."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = CareForm(request.POST or None, initial=_said(roadshow, LEAD, roadshow.care_mark))
    if not form.is_valid():
        return _page(request, roadshow, form=form)
    try:
        actions.name_lead(roadshow, actor=str(request.user), **form.cleaned_data)
    except OpenNeedsLeadError:
        words = f"{roadshow} is open, so it needs somebody. Name who takes over. Nothing was changed."
        form.add_error("safeguarding_lead", words)
        return _page(request, roadshow, form=form)
    except CareChangedMeanwhileError:
        roadshow.refresh_from_db()
        typed = request.POST.copy()
        typed["seen"] = roadshow.care_mark
        form = CareForm(typed)
        return _page(request, roadshow, form=form, theirs=_theirs(form, _said(roadshow, LEAD)))
    return _done(request, roadshow, "Saved.")


@require_POST
@never_cache
@staff_only
def add_contact(request: StaffRequest, slug: str) -> HttpResponse:
    """Name one more on the support card."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, roadshow, new=form)
    words = {name: form.cleaned_data[name] for name in CONTACT}
    added = actions.add_contact(roadshow, actor=str(request.user), **words)
    return _done(request, roadshow, f"{added} is on the support card.", added)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_only
def change_contact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Change a line of the support card."""
    roadshow = roadshow_of_staff(request.user, slug)
    if request.method == "POST" and not roadshow.contacts.filter(pk=pk).exists():
        words = "This line was taken off the card meanwhile. What you typed is below, to be added again if you wish."
        return _page(request, roadshow, new=ContactForm(request.POST), words=words)
    contact = contact_of(roadshow, pk)
    form = ContactForm(request.POST or None, initial=_said(contact, CONTACT, contact.mark))
    if not form.is_valid():
        return _contact_page(request, contact, form)
    try:
        actions.change_contact(contact, actor=str(request.user), **form.cleaned_data)
    except CareChangedMeanwhileError:
        contact = contact_of(roadshow, pk)
        typed = request.POST.copy()
        typed["seen"] = contact.mark
        form = ContactForm(typed)
        return _contact_page(request, contact, form, theirs=_theirs(form, _said(contact, CONTACT)))
    return _done(request, roadshow, "Saved.", contact)


@require_POST
@staff_only
def move_contact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Move a line of the support card up or down."""
    roadshow = roadshow_of_staff(request.user, slug)
    contact = contact_of(roadshow, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, roadshow, words="This button was incomplete, so nothing was changed. Press it again.")
    position = actions.move_contact(contact, to=form.cleaned_data["to"], actor=str(request.user))
    return _done(request, roadshow, f"{contact} is number {position} on the support card.", contact)


@require_POST
@staff_only
def remove_contact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line off the support card, and offer to put it back."""
    roadshow = roadshow_of_staff(request.user, slug)
    contact = roadshow.contacts.filter(pk=pk).first()
    if contact is None:
        return _done(request, roadshow, "It is off the support card already.")
    actions.remove_contact(contact, actor=str(request.user))
    return _page(request, roadshow, off=ContactForm(_said(contact, CONTACT)))


def _page(
    request: StaffRequest,
    roadshow: Roadshow,
    *,
    form: CareForm | None = None,
    new: ContactForm | None = None,
    off: ContactForm | None = None,
    theirs: list[tuple[str, object]] | None = None,
    words: str = "",
) -> HttpResponse:
    """Return the page with the form that was wrong, or with none that was; `off` is what was just taken off."""
    form = form or CareForm(initial=_said(roadshow, LEAD, roadshow.care_mark))
    context = {
        "roadshow": roadshow,
        "contacts": roadshow.contacts.all(),
        "form": form,
        "new": new or ContactForm(),
        "off": off,
        "theirs": theirs,
        "words": words,
        "organiser": is_organiser(request.user),
    }
    status = 409 if theirs else 400 if words or form.errors or (new and new.errors) else 200
    return render(request, "workshops/planning/care.html", context, status=status)


def _contact_page(
    request: StaffRequest,
    contact: SupportContact,
    form: ContactForm,
    *,
    theirs: list[tuple[str, object]] | None = None,
) -> HttpResponse:
    context = {
        "roadshow": contact.roadshow,
        "contact": contact,
        "form": form,
        "theirs": theirs,
        "organiser": is_organiser(request.user),
    }
    status = 409 if theirs else 400 if form.errors else 200
    return render(request, "workshops/planning/contact.html", context, status=status)


def _done(request: StaffRequest, roadshow: Roadshow, said: str, contact: SupportContact | None = None) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse("care", args=[roadshow.slug]) + (f"#contact-{contact.pk}" if contact else ""))


def _said(thing: Roadshow | SupportContact, names: tuple[str, ...], mark: str = "") -> dict[str, object]:
    """Return what is stored, by the names of the fields that show it, with the mark of having seen it."""
    return {name: getattr(thing, name) for name in names} | {"seen": mark}


def _theirs(form: CareForm | ContactForm, stored: dict[str, object]) -> list[tuple[str, object]]:
    """Return what somebody else stored where it differs from what was typed, by the labels of the fields."""
    form.is_valid()
    differs = [name for name in stored if name != "seen" and form.cleaned_data[name] != stored[name]]
    return [(str(form[name].label), stored[name]) for name in differs]
