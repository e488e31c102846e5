"""What a venue's network does to us, told from what this machine knows and from what devices found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from workshops.health import NO, OK
from workshops.serving import LOOPBACK, addresses
from workshops.visits import Visit


@dataclass(frozen=True)
class Ground:
    """What this machine knows: how the page was asked for, where the server listens, and its addresses now."""

    secure: bool
    host: str
    port: int
    own: tuple[str, ...]
    allowed: tuple[str, ...]
    public_url: str = ""
    certificate: bool = False


@dataclass(frozen=True)
class Finding:
    """One line of the page: "ok", "no", or "note" for what is neither; `todo` is what to do, if anything."""

    sign: Literal["ok", "no", "note"]
    title: str
    words: str
    todo: str = ""


def reachable(ground: Ground) -> list[str]:
    """Return the addresses under which other devices may come; none when only this laptop can."""
    known = tuple(address for address in ground.own if address in ground.allowed)
    opened = addresses(ground.host, ground.port, known, ground.public_url, secure=ground.certificate)
    return [address for address in opened if not _is_loopback(address)]


def findings(ground: Ground, visits: Sequence[Visit]) -> list[Finding]:
    """Return what there is to say, in the order in which somebody would look."""
    came = [visit for visit in visits if not _is_loopback(visit.by)]
    return [*_address(ground), *_strangers(ground), _reached(came), _sockets(came), _security(ground)]


def _address(ground: Ground) -> list[Finding]:
    if found := reachable(ground):
        words = f"Other devices come by {_listed(found)}."
        return [Finding("ok", "Roadshow has an address for other devices", words)]
    if ground.host in LOOPBACK:
        words = "It was started with HOST set to this laptop alone."
        todo = "Stop it with Ctrl-C, leave HOST unset, and start it again. Nothing is lost."
    elif ground.own:
        return []
    else:
        words = "It is on no network that other devices could share."
        todo = "Join the venue's Wi-Fi, or better an access point of your own, then start Roadshow again."
    return [Finding("no", "Only this laptop can open Roadshow", words, todo)]


def _strangers(ground: Ground) -> list[Finding]:
    """Name the addresses to which the server does not answer."""
    late = [address for address in ground.own if address not in ground.allowed]
    if not late or ground.public_url or ground.host in LOOPBACK:
        return []
    words = f"It is {_listed(late)}: new since Roadshow was started, or left out of ALLOWED_HOSTS."
    todo = "Stop Roadshow with Ctrl-C and start it again. Nothing is lost, and the QR codes then hold the new address."
    return [Finding("no", "Roadshow does not answer to an address of this laptop", words, todo)]


def _reached(came: Sequence[Visit]) -> Finding:
    if not came:
        return Finding(
            "note",
            "No other device has been here yet",
            "Nobody has opened the check page from another device in the last hours.",
            "Take a tablet or phone, join it to the same Wi-Fi, and scan a square below.",
        )
    by = Counter(visit.by for visit in came)
    ways = _listed([f"{address} ({count})" for address, count in by.most_common()])
    title = "1 device has been here" if len(came) == 1 else f"{len(came)} devices have been here"
    return Finding("ok", title, f"The check page was opened by {ways}.")


def _sockets(came: Sequence[Visit]) -> Finding:
    works, blocked = (sum(visit.socket == found for visit in came) for found in (OK, NO))
    if not works + blocked:
        return Finding(
            "note",
            "Not known yet: do live updates come through?",
            "No device has told what it found.",
            "On the check page of a device, press the button at the end.",
        )
    if not blocked:
        return Finding("ok", "Live updates come through", f"On every device that has told what it found ({works}).")
    return Finding(
        "no",
        f"Live updates do not come through on {blocked} of {works + blocked} devices",
        "Pages load there, but something on the way blocks WebSockets. Those devices ask every few seconds instead: "
        "a reveal reaches them a little late, and nothing is lost.",
        "Switch off a VPN, data saver or web filter on them. If it is all of them, the network does it: use an access "
        "point of your own.",
    )


def _security(ground: Ground) -> Finding:
    if ground.secure:
        return Finding("ok", "This page came by https", "Browsers allow everything that the day can use.")
    return Finding(
        "note",
        "This page came over plain http",
        "That is usual for a laptop in a hall, and the whole day works: joining, reveals, answers, photos taken with "
        "the button. Browsers keep three things from such pages: a live camera picture inside the page, keeping the "
        "screen on, and opening a page while the laptop is away.",
        "Set the tablets themselves to stay awake. For the rest bring a certificate: the file docs/venue.md says how.",
    )


def _listed(things: Sequence[str]) -> str:
    """Return things as part of a sentence: "a, b and c"."""
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host in LOOPBACK or host.startswith("127.")
