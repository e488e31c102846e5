"""The addresses under which this machine can be reached, for links, QR codes and the allowed hosts."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

# Nothing is sent: connecting a datagram socket only asks the kernel which of our addresses it would
# use. The target is from TEST-NET-1 (RFC 5737), which belongs to nobody.
_NOBODY = ("192.0.2.1", 9)


def own_addresses() -> list[str]:
    """Return this machine's IPv4 addresses on its networks, the likeliest first; loopback left out."""
    found: list[str] = []
    # Without any network, a laptop on a desk, there is none; loopback is the callers' to add.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(_NOBODY)
        found.append(probe.getsockname()[0])
    # That a machine's own name does not resolve is common and harmless.
    with suppress(OSError):
        found.extend(socket.gethostbyname_ex(socket.gethostname())[2])
    return [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback and a != "0.0.0.0"]  # noqa: S104 -- compared, not bound


def host_names() -> list[str]:
    """Return every name and address under which a browser nearby may ask for this machine."""
    name = socket.gethostname().lower()
    names = ["localhost", "127.0.0.1", "[::1]", *own_addresses(), name]
    if "." not in name:
        names.append(f"{name}.local")
    return [n for n in dict.fromkeys(names) if n]
