"""The organisers' pages: planning roadshows, and who may run them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workshops import accounts
from workshops.access import StaffRequest, is_organiser, organiser_only, roadshow_for_all, staff_by_id
from workshops.accounts import LastOrganiserError
from workshops.actions import room as actions
from workshops.forms.organising import NewRoadshowForm, ProgrammeForm, RoadshowForm, StaffForm
from workshops.links import base_address
from workshops.models import Programme, Roadshow, Role
from workshops.panels import Place, Spot, in_place
from workshops.queries.room import staff_of
from workshops.queries.running_order import plan_of

# Three forms on one page ask for an address: their fields need names of their own for labels.
OBSERVER_ID = "id_observer_%s"
CODER_ID = "id_coder_%s"

_RUNS = "They run this roadshow, and so may watch it already. Nothing was changed."
_KNOWS = "This roadshow is one that they {}, so they know what its tables find. A coder must not. Nothing was changed."
# What keeps somebody from a role: (the role, the one they have).
TAKEN = {
    (Role.FACILITATOR, Role.ORGANISER): "They are an organiser, and so they run every roadshow already. "
    "Nothing was changed.",
    (Role.OBSERVER, Role.ORGANISER): _RUNS,
    (Role.OBSERVER, Role.FACILITATOR): _RUNS,
    (Role.OBSERVER, Role.CODER): "They code here, and must not know what the tables find. Nothing was changed. "
    "If they are to watch instead, remove them as a coder first.",
    (Role.CODER, Role.ORGANISER): "They are an organiser, and so may code in every roadshow already. "
    "Nothing was changed.",
    (Role.CODER, Role.FACILITATOR): _KNOWS.format("run"),
    (Role.CODER, Role.OBSERVER): _KNOWS.format("watch"),
}


@require_GET
@never_cache
@organiser_only
def organising(request: StaffRequest) -> HttpResponse:
    """Show every programme with its roadshows, to plan and change them."""
    roadshows = Prefetch("roadshows", Roadshow.objects.filter(rehearsal_of=None).select_related("rehearsal"))
    programmes = Programme.objects.prefetch_related(roadshows)
    return render(request, "workshops/organising/organising.html", {"programmes": programmes})


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def new_programme(request: StaffRequest) -> HttpResponse:
    """Begin a programme."""
    form = ProgrammeForm(request.POST or None)
    if form.is_valid():
        programme = actions.begin_programme(**form.cleaned_data)
        messages.success(request, f"{programme} is there. Plan its first roadshow.")
        return redirect("new-roadshow")
    return render(request, "workshops/organising/new_programme.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def new_roadshow(request: StaffRequest) -> HttpResponse:
    """Plan a roadshow."""
    form = NewRoadshowForm(request.POST or None, initial=_new_plan())
    if form.is_valid():
        roadshow = actions.plan_roadshow(actor=str(request.user), **form.cleaned_data)
        messages.success(
            request,
            f"{roadshow} is planned, with the template's day. Before it can open, name a safeguarding lead under Care.",
        )
        return redirect("edit-roadshow", roadshow.slug)
    context = {"form": form, "programmes": Programme.objects.exists()}
    return render(request, "workshops/organising/new_roadshow.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def edit_roadshow(request: StaffRequest, slug: str) -> HttpResponse:
    """Change a roadshow: where and when it is, its tables."""
    roadshow = roadshow_for_all(slug)
    form = _roadshow_form(roadshow, request.POST or None)
    if form.is_valid():
        added = actions.change_roadshow(roadshow, actor=str(request.user), **form.cleaned_data)
        messages.success(request, f"Saved. {_tables_words(added)}")
        return redirect("edit-roadshow", roadshow.slug)
    return _roadshow_page(request, roadshow, form=form)


@require_POST
@never_cache
@organiser_only
def add_facilitator(request: StaffRequest, slug: str) -> HttpResponse:
    """Make somebody a facilitator of this roadshow, and show their sign-in link, once."""
    roadshow = roadshow_for_all(slug)
    form = _named_for(Role.FACILITATOR, roadshow, StaffForm(request.POST))
    if not form.is_valid():
        return _roadshow_page(request, roadshow, staff_form=form)
    email = form.cleaned_data["email"]
    path = accounts.make_sign_in_link(email=email, role=Role.FACILITATOR, roadshow=roadshow)
    return _link_page(request, email, path, may=f"runs the {roadshow} roadshow")


@require_POST
@never_cache
@organiser_only
def add_observer(request: StaffRequest, slug: str) -> HttpResponse:
    """Make somebody an observer of this roadshow, and show their sign-in link, once."""
    roadshow = roadshow_for_all(slug)
    form = _named_for(Role.OBSERVER, roadshow, StaffForm(request.POST, auto_id=OBSERVER_ID))
    if not form.is_valid():
        return _roadshow_page(request, roadshow, observer_form=form)
    email = form.cleaned_data["email"]
    path = accounts.make_sign_in_link(email=email, role=Role.OBSERVER, roadshow=roadshow)
    return _link_page(request, email, path, may=f"watches the {roadshow} roadshow")


@require_POST
@never_cache
@organiser_only
def add_coder(request: StaffRequest, slug: str) -> HttpResponse:
    """Make somebody a coder of this roadshow, and show their sign-in link, once."""
    roadshow = roadshow_for_all(slug)
    form = _named_for(Role.CODER, roadshow, StaffForm(request.POST, auto_id=CODER_ID))
    if not form.is_valid():
        return _roadshow_page(request, roadshow, coder_form=form)
    email = form.cleaned_data["email"]
    path = accounts.make_sign_in_link(email=email, role=Role.CODER, roadshow=roadshow)
    return _link_page(request, email, path, may=f"codes the drawings of the {roadshow} roadshow")


@require_POST
@organiser_only
def remove_coder(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody no longer code what this roadshow's tables made; what they coded is kept."""
    roadshow, staff = roadshow_for_all(slug), staff_by_id(pk)
    if accounts.remove_coder(roadshow, staff):
        messages.success(request, f"{staff} no longer codes {roadshow}. What they coded is kept, and counts.")
    return redirect("edit-roadshow", slug)


@require_POST
@organiser_only
def remove_observer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody no longer watch this roadshow; what they noted is kept."""
    roadshow, staff = roadshow_for_all(slug), staff_by_id(pk)
    if accounts.remove_observer(roadshow, staff):
        messages.success(request, f"{staff} no longer watches {roadshow}. Their notes are kept.")
    return redirect("edit-roadshow", slug)


@require_POST
@organiser_only
def remove_facilitator(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody no longer run this roadshow."""
    roadshow, staff = roadshow_for_all(slug), staff_by_id(pk)
    if accounts.remove_facilitator(roadshow, staff):
        messages.success(request, f"{staff} no longer runs {roadshow}; their consoles of it close within seconds.")
    return redirect("edit-roadshow", slug)


@require_GET
@never_cache
@organiser_only
def everybody(request: StaffRequest) -> HttpResponse:
    """Show everybody with an account, what they may do and since when they are signed in."""
    return _staff_page(request, StaffForm())


@require_POST
@never_cache
@organiser_only
def add_organiser(request: StaffRequest) -> HttpResponse:
    """Make somebody an organiser, and show their sign-in link, once."""
    form = StaffForm(request.POST)
    if not form.is_valid():
        return _staff_page(request, form)
    email = form.cleaned_data["email"]
    return _link_page(request, email, accounts.make_sign_in_link(email=email), may="is an organiser")


@require_POST
@organiser_only
def remove_organiser(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody be an organiser no longer, unless nobody else is one."""
    staff = staff_by_id(pk)
    try:
        removed = accounts.remove_organiser(staff)
    except LastOrganiserError:
        words = f"{staff} is the only organiser, so nothing was changed. Make somebody else an organiser first."
        return _staff_page(request, StaffForm(), words=words, status=409)
    if removed:
        messages.success(request, f"{staff} is an organiser no longer.")
    return redirect("all-staff" if is_organiser(request.user) else "staff")


@require_POST
@never_cache
@organiser_only
def new_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Make one more sign-in link for somebody, and show it, once."""
    staff = staff_by_id(pk)
    return _link_page(request, staff.email, accounts.new_sign_in_link(staff))


@require_POST
@organiser_only
def sign_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere, and make the links useless that they have not used."""
    staff = staff_by_id(pk)
    accounts.sign_out_everywhere(staff)
    messages.success(request, f"{staff} is signed out everywhere. Their roles and their password are as they were.")
    return redirect("all-staff")


def _roadshow_page(
    request: HttpRequest,
    roadshow: Roadshow,
    *,
    form: RoadshowForm | None = None,
    staff_form: StaffForm | None = None,
    observer_form: StaffForm | None = None,
    coder_form: StaffForm | None = None,
) -> HttpResponse:
    """Return the page of a roadshow with the form that was wrong, or with none that was."""
    form = form or _roadshow_form(roadshow)
    staff_form, observer_form = staff_form or StaffForm(), observer_form or StaffForm(auto_id=OBSERVER_ID)
    coder_form = coder_form or StaffForm(auto_id=CODER_ID)
    context = {
        "roadshow": roadshow,
        "form": form,
        "staff_form": staff_form,
        "observer_form": observer_form,
        "coder_form": coder_form,
        "facilitators": staff_of(roadshow, Role.FACILITATOR),
        "observers": staff_of(roadshow, Role.OBSERVER),
        "coders": staff_of(roadshow, Role.CODER),
        "contacts": roadshow.contacts.count(),
        "plan": plan_of(roadshow),
        "organising": in_place(Place.ORGANISING, Spot(roadshow, get_token(request))),
    }
    status = _status(form, staff_form, observer_form, coder_form)
    return render(request, "workshops/organising/roadshow.html", context, status=status)


def _new_plan() -> dict[str, object]:
    return {"programme": Programme.objects.last(), "tables": 12, "starts_at": Roadshow().starts_at}


def _roadshow_form(roadshow: Roadshow, data: QueryDict | None = None) -> RoadshowForm:
    tables = roadshow.tables.count()
    known = {name: getattr(roadshow, name) for name in ("city", "venue", "address", "held_on", "starts_at")}
    return RoadshowForm(data, initial=known | {"tables": tables}, present_tables=tables)


def _staff_page(request: HttpRequest, form: StaffForm, *, words: str = "", status: int | None = None) -> HttpResponse:
    context = {"everybody": accounts.staff_at_a_glance(), "form": form, "words": words}
    return render(request, "workshops/organising/staff.html", context, status=status or _status(form))


def _link_page(request: HttpRequest, email: str, path: str, *, may: str = "") -> HttpResponse:
    """Show a link in the answer itself: it is kept nowhere, so it is never shown again."""
    context = {"email": email, "link": base_address(request) + path, "may": may}
    return render(request, "workshops/organising/link.html", context)


def _status(*forms: ProgrammeForm | RoadshowForm | StaffForm) -> int:
    return 400 if any(form.errors for form in forms) else 200


def _tables_words(added: int) -> str:
    if not added:
        return ""
    return "One table was added." if added == 1 else f"{added} tables were added."


def _named_for(wanted: Role, roadshow: Roadshow, form: StaffForm) -> StaffForm:
    """Return the form, with what keeps the person from this role if something does."""
    has = accounts.role_in(roadshow, form.cleaned_data["email"]) if form.is_valid() else None
    if has is not None and (words := TAKEN.get((wanted, has))):
        form.add_error("email", words)
    return form
