"""What Roadshow is measured against: nginx with nchan, and Channels as its tutorial shows it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import wire
from benchmarks.processes import PORT, Server, python
from benchmarks.stamps import Stamps

NCHAN_MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
EPOCH = "benchmark-1"

# One worker, messages by POST, receipts accepted and dropped. A location that only subscribes would
# close a socket that sends anything (1008, "Publishing not allowed"); so receipts are published to a
# channel that nobody listens to and that keeps nothing. nchan sends no answer to them.
_NGINX = """
load_module {module};
daemon off;
pid {folder}/pid;
error_log {folder}/errors crit;
worker_processes 1;
worker_rlimit_nofile 20000;
events {{ worker_connections 16384; }}
http {{
  access_log off;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  client_body_buffer_size 256k;
  nchan_max_reserved_memory 64M;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    keepalive_requests 1000000;
    location = /healthz {{ return 200; }}
    location = /publish {{
      nchan_publisher http;
      nchan_channel_id hall;
      nchan_message_buffer_length 1;
    }}
    location = /listen {{
      nchan_subscriber websocket;
      nchan_subscriber_channel_id hall;
      nchan_subscriber_first_message newest;
      nchan_publisher websocket;
      nchan_publisher_channel_id receipts;
      nchan_message_buffer_length 0;
    }}
  }}
}}
"""


class Peer(Server):
    """A server that takes a ready-made frame by POST and brings it to everybody who listens."""

    def addresses(self, sockets: int) -> list[str]:
        """Return the address of each socket."""
        return ["/listen"] * sockets

    def publish(self, seq: int, size: int) -> bytes:
        """Return the request that brings everybody a frame of `size` bytes, header included."""
        return wire.request("POST", self.port, "/publish", frame_text(seq, size), Content_Type="application/json")


class Nchan(Peer):
    """nginx with the nchan module, one worker."""

    name = "nginx+nchan"

    def __init__(self) -> None:
        """Use the next port."""
        super().__init__(PORT + 1)

    @staticmethod
    def is_installed() -> bool:
        """Whether nginx and its module are on this machine."""
        return _nginx() is not None and NCHAN_MODULE.exists()

    def command(self) -> Sequence[str]:
        """Write the configuration and return what runs it."""
        file = self.folder / "nginx.conf"
        file.write_text(_NGINX.format(module=NCHAN_MODULE, folder=self.folder, port=self.port))
        return [_nginx() or "nginx", "-c", str(file), "-e", str(self.folder / "errors")]


class Plain(Peer):
    """A consumer per socket in a group of Channels' in-memory layer, under the same uvicorn."""

    name = "plain Channels"

    def __init__(self) -> None:
        """Use the port after nchan's."""
        super().__init__(PORT + 2)
        self.stamps = Stamps(self.folder / "stamps")

    def command(self) -> Sequence[str]:
        """Return what runs it."""
        return python("-m", "benchmarks.plain", str(self.port))

    def environment(self) -> Mapping[str, str]:
        """Say where to write the moments of publishing."""
        return {"BENCH_STAMPS": str(self.folder / "stamps")}


class PlainPhotos(Server):
    """Pillow in an ordinary view, in threads of the server's own process."""

    name = "plain Pillow"

    def __init__(self) -> None:
        """Use the port after that of plain Channels."""
        super().__init__(PORT + 3)

    def command(self) -> Sequence[str]:
        """Return what runs it."""
        return python("-m", "benchmarks.plain_photos", str(self.port))


def frame_text(seq: int, size: int) -> bytes:
    """Return a text that makes a frame of `size` bytes (126 to 65,535 of payload) as the product would send it."""
    start, end = f'{{"epoch":"{EPOCH}","seq":{seq},"after":{seq - 1},"topic":"tables","html":"', '"}'
    return f"{start}{'x' * (size - 4 - len(start) - len(end))}{end}".encode()


def _nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
