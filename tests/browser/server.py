"""The real product in a process of its own, which tests may kill and start again on the same port and data."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 100.0
_STAFF_LINK = re.compile(r"/staff/link/\S+")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """One `manage.py serve` with its own data folder."""

    def __init__(self, data: Path, *, program: Path = ROOT / "manage.py", arguments: tuple[str, ...] = (), **env: str):
        self.data = data
        self.port = free_port()
        self.url = f"{'https' if 'SSL_CERTFILE' in env else 'http'}://127.0.0.1:{self.port}"
        self.log = data.with_name(f"{data.name}-{self.port}.log")
        self._command = [sys.executable, str(program), "serve", *arguments]
        own = {"DATA_DIR": str(data), "HOST": "127.0.0.1", "PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        self._environment = os.environ | own | env
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> Server:
        """Start, and wait until it is ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return self

    def wait_until_dead(self) -> None:
        """Wait for the end of a process that something else kills."""
        assert self._process is not None
        self._process.wait(timeout=START_SECONDS)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End the process the ordinary way."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()

    def printed_link(self) -> str:
        """Return the path of the staff link that the latest start printed."""
        return str(_STAFF_LINK.findall(self.log.read_text())[-1])

    def staff_link(self, *arguments: str) -> str:
        """Return the path of a one-time link that `manage.py staff_link` prints on its last line."""
        said = self.run(ROOT / "manage.py", "staff_link", *arguments)
        return str(_STAFF_LINK.findall(said.splitlines()[-1])[0])

    def run(self, program: Path, *arguments: str) -> str:
        """Run a program of ours on this server's data, and return what it prints."""
        done = subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, str(program), *arguments],
            cwd=ROOT,
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def _ready(self) -> bool:
        try:
            # Our own address, and its certificate if it has one: this is no test of either.
            trusting = ssl._create_unverified_context()  # noqa: S323
            with urlopen(f"{self.url}/readyz", timeout=5, context=trusting) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
