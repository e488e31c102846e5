"""Editing a draft: one form for each part, each saved by itself."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casestudy import drafting
from casestudy.actions import drafts as actions
from casestudy.actions.drafts import NotInOrderError, PartChangedError
from casestudy.drafting import ITSELF, KINDS, Kind, Part, StillNeededError
from casestudy.forms.drafts import FORMS, PartForm
from casestudy.forms.packs import StepForm
from casestudy.models import Draft
from casestudy.queries import drafts as queries
from casestudy.queries.previews import preview_of
from workshops.access import StaffRequest, organiser_only
from workshops.actions.snapshots import WrongWordError
from workshops.forms.organising import TypedWordForm

INCOMPLETE = "This button was incomplete, so nothing was changed. Press it again."
NOT_YET = "It is not in order yet, so nothing was published. What is wrong is listed here, with the place of each."
GONE = "Somebody else took this out meanwhile. What you typed is still below; add it anew if it is wanted."


@require_GET
@never_cache
@organiser_only
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a draft: what is wrong with it, and its parts."""
    return _overview(request, draft_or_404(pk))


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def itself(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what the case says of itself."""
    draft = draft_or_404(pk)
    present = drafting.itself(draft.content)
    form = _form(request, draft, ITSELF, present)
    if not form.is_valid():
        return _form_page(request, draft, form, "The case itself")
    try:
        actions.change_itself(draft, form.part, seen=form.cleaned_data["seen"], actor=str(request.user))
    except PartChangedError as late:
        return _meanwhile(request, draft, ITSELF, late.part, "The case itself")
    return _saved(request, draft, "The case itself is saved.", "parts")


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def part(request: StaffRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Change a part."""
    draft, known = draft_or_404(pk), _kind(kind)
    present = drafting.part_of(draft.content, known, part)
    if present is None and request.method == "GET":
        raise Http404
    title = queries.name_of(known, present) if present else known.one.capitalize()
    form = _form(request, draft, kind, present or {})
    if not form.is_valid():
        return _form_page(request, draft, form, title, kind=known)
    try:
        actions.change_part(draft, known, part, form.part, seen=form.cleaned_data["seen"], actor=str(request.user))
    except PartChangedError as late:
        return _meanwhile(request, draft, kind, late.part, title)
    return _saved(request, draft, f"“{title}” is saved.", f"part-{part}")


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def add(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Add a part."""
    draft, known = draft_or_404(pk), _kind(kind)
    form = _form(request, draft, kind, {})
    if not form.is_valid():
        return _form_page(request, draft, form, f"Add: {known.one}", kind=known)
    actions.add_part(draft, known, form.part, actor=str(request.user))
    return _saved(request, draft, f"“{queries.name_of(known, form.part)}” is added.", kind)


@require_POST
@organiser_only
def move(request: StaffRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Move a part up or down among its like."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return _overview(request, draft_or_404(pk), words=INCOMPLETE, status=400)
    step = form.cleaned_data["step"]
    return _press(
        request,
        pk,
        lambda draft: actions.move_part(draft, _kind(kind), part, step=step, actor=str(request.user)),
        f"part-{part}",
    )


@require_POST
@organiser_only
def remove(request: StaffRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Take a part out; it can be put back."""
    known = _kind(kind)
    return _press(
        request,
        pk,
        lambda draft: actions.remove_part(draft, known, part, actor=str(request.user)),
        "removed",
        said=f"The {known.one} is taken out. It stands at the end of this page, and can be put back.",
    )


@require_POST
@organiser_only
def put_back(request: StaffRequest, pk: int, part: int) -> HttpResponse:
    """Put a part back that was taken out."""
    return _press(
        request,
        pk,
        lambda draft: actions.put_back(draft, part, actor=str(request.user)),
        f"part-{part}",
        said="It is back, at the end of its list.",
    )


@require_POST
@organiser_only
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a version of a draft that is in order."""
    draft = draft_or_404(pk)
    try:
        case, new = actions.publish(draft, actor=str(request.user))
    except NotInOrderError:
        return _overview(request, draft, words=NOT_YET, status=409)
    said = "is published; roadshows keep what they have" if new else "says the same already, so nothing was published"
    messages.success(request, f"{case}, version {case.version}, {said}.")
    return redirect("cases")


@require_POST
@organiser_only
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away once its title was typed."""
    draft = draft_or_404(pk)
    form = TypedWordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else ""
    try:
        actions.discard(draft, word=word)
    except WrongWordError as wrong:
        words = f"The word to type is {wrong.word}. Nothing was thrown away."
        return _overview(request, draft, words=words, status=400)
    messages.success(request, f"The draft of {draft} is thrown away.")
    return redirect("cases")


@require_GET
@never_cache
@organiser_only
def preview(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Show a stage of a draft as a table, an agency or a projector will have it."""
    draft = draft_or_404(pk)
    seen = preview_of(draft, number)
    if seen is None:
        raise Http404
    shown_as = request.GET.get("as", "table")
    if shown_as not in {"table", "screen"}:
        if shown_as not in {agency.code for agency in seen.agencies}:
            raise Http404
        seen = seen.as_agency(shown_as)
    context = {"draft": draft, "preview": seen, "shown_as": shown_as, "stages": _numbers(draft)}
    return render(request, "casestudy/cases/preview.html", context)


def draft_or_404(pk: int) -> Draft:
    """Return a draft, or answer that there is none."""
    draft = queries.draft_by_id(pk)
    if draft is None:
        raise Http404
    return draft


def _numbers(draft: Draft) -> list[int]:
    return [stage["number"] for stage in draft.content["stages"]]


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _form(request: StaffRequest, draft: Draft, name: str, part: Part) -> PartForm:
    data = request.POST if request.method == "POST" else None
    return FORMS[name](data, part=part, content=draft.content, lists=queries.lists_of(draft))


def _overview(request: StaffRequest, draft: Draft, *, words: str = "", status: int = 200) -> HttpResponse:
    judgement = queries.judged(draft)
    context = {
        "draft": draft,
        "judgement": judgement,
        "sections": queries.sections(draft, judgement),
        "removed": queries.removed(draft),
        "words": words,
        "discard_address": reverse("discard-draft", args=[draft.pk]),
    }
    return render(request, "casestudy/cases/draft.html", context, status=status)


def _form_page(
    request: StaffRequest,
    draft: Draft,
    form: PartForm,
    title: str,
    *,
    kind: Kind | None = None,
    theirs: list[tuple[str, object]] | None = None,
    gone: bool = False,
) -> HttpResponse:
    status = 409 if theirs or gone else 400 if form.errors else 200
    context = {"draft": draft, "form": form, "title": title, "kind": kind, "theirs": theirs, "gone": gone and GONE}
    return render(request, "casestudy/cases/part.html", context, status=status)


def _meanwhile(request: StaffRequest, draft: Draft, name: str, present: Part | None, title: str) -> HttpResponse:
    """Show what somebody else saved beside what was typed. Saved once more, the latter replaces the former."""
    draft = draft_or_404(draft.pk)
    typed = request.POST.copy()
    typed["seen"] = drafting.mark(present) if present else ""
    form = FORMS[name](typed, part=present or {}, content=draft.content, lists=queries.lists_of(draft))
    form.is_valid()
    if present is None:
        return _form_page(request, draft, form, title, kind=KINDS.get(name), gone=True)
    return _form_page(request, draft, form, title, kind=KINDS.get(name), theirs=_theirs(form, present))


def _theirs(form: PartForm, present: Part) -> list[tuple[str, object]]:
    """Return what a part says now where that differs from what was typed, by the labels of the fields."""
    saved, typed = form.shown(present), form.shown(form.part)
    labels = {name: str(form[name].label) for name in form.fields} | {name: name.capitalize() for name in form.rows}
    return [
        (labels[name], _readable(saved.get(name)))
        for name in labels
        if name != "seen" and saved.get(name) != typed.get(name)
    ]


def _readable(value: object) -> object:
    if isinstance(value, list):
        return "\n".join(", ".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in value)
    return value


def _saved(request: StaffRequest, draft: Draft, words: str, place: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(reverse("draft", args=[draft.pk]) + f"#{place}")


def _press(
    request: StaffRequest, pk: int, verb: Callable[[Draft], object], place: str, *, said: str = ""
) -> HttpResponse:
    draft = draft_or_404(pk)
    try:
        verb(draft)
    except PartChangedError:
        words = "Somebody else took it out meanwhile. Your press changed nothing."
        return _overview(request, draft_or_404(pk), words=words, status=409)
    except StillNeededError as needed:
        return _overview(request, draft, words=f"{needed} Nothing was changed.", status=409)
    if said:
        messages.success(request, said)
    return redirect(reverse("draft", args=[pk]) + f"#{place}")
