"""Staff: their roadshows, and signing in by link."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SetPasswordForm
from allauth.account.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from workshops.access import StaffRequest, is_organiser, staff_only
from workshops.accounts import CAME_BY_LINK, LinkRefusedError, sign_in_by_link
from workshops.queries.room import coded_by, observed_by, roadshows_of


@require_GET
@never_cache
@staff_only
def staff(request: StaffRequest) -> HttpResponse:
    """Show the roadshows that one may run, those that one watches, and those whose drawings one codes."""
    context = {
        "roadshows": roadshows_of(request.user).filter(rehearsal_of=None).select_related("rehearsal"),
        "watched": observed_by(request.user).filter(rehearsal_of=None),
        "coded": coded_by(request.user).filter(rehearsal_of=None),
        "organiser": is_organiser(request.user),
    }
    return render(request, "workshops/staff.html", context)


@require_GET
@never_cache
def staff_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link."""
    try:
        sign_in_by_link(request, token)
    except LinkRefusedError:
        return render(request, "workshops/link_refused.html", status=410)
    return redirect("staff")


class ChangePassword(PasswordChangeView):
    """Changing one's password. Whoever came by link may have forgotten the present one: it is not asked for."""

    def get_form_class(self) -> Any:
        """Return the form with or without the present password."""
        return SetPasswordForm if self.request.session.get(CAME_BY_LINK) else super().get_form_class()


change_password = ChangePassword.as_view()
