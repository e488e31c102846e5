"""Polling, for where sockets are blocked; and the clock that every device sets itself by."""

import time

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from live.gate import admitted
from live.models import Log
from live.replay import head_for
from live.tickets import BadTicketError, read


@require_GET
@never_cache
def head(request: HttpRequest) -> JsonResponse:
    """Say how far the log is for a ticket's topics; 401 when the ticket holds no longer."""
    try:
        ticket = read(request.GET.get("ticket", ""))
    except BadTicketError:
        return JsonResponse({"error": "This page's ticket is no longer good. Load the page again."}, status=401)
    no_longer = JsonResponse({"error": "This device or sign-in is no longer part of the room."}, status=401)
    if ticket.subject not in admitted({ticket.subject}):
        return no_longer
    try:
        epoch, newest = head_for(ticket.log_id, ticket.topics)
    except Log.DoesNotExist:
        return no_longer  # The room was thrown away.
    return JsonResponse({"epoch": epoch, "head": newest})


@require_GET
@never_cache
def clock(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """Say what time it is here, in milliseconds since 1970. Nothing is read for it: it answers at once."""
    return JsonResponse({"now": time.time_ns() // 1_000_000})
