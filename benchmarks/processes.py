"""Starting and stopping the servers that are measured, each on the server's core, in a folder of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.measuring import SERVER_CORE, cpu_seconds, memory_bytes, on_core

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("BENCH_PORT", "8300"))


class Server(ABC):
    """A server process in a temporary folder, gone with it at the end."""

    name = "server"

    def __init__(self, port: int) -> None:
        """Make the folder; `start` comes later."""
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="rs-bench-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start."""
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and remove the folder."""
        self.stop(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        if self._process is None:
            raise RuntimeError(f"{self.name} does not run.")
        return self._process.pid

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Return what to run."""

    def environment(self) -> Mapping[str, str]:
        """Return what to add to the environment."""
        return {}

    def start(self) -> None:
        """Start on the server's core and wait until it answers HTTP."""
        with on_core(SERVER_CORE), (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                self.command(), cwd=ROOT, env=os.environ | self.environment(), stdout=output, stderr=output
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start. It said:\n{self.said()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals) -> None:
        """End the process and wait for it; harmless when it is gone."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def said(self) -> str:
        """Return the end of what the server printed."""
        return (self.folder / "output").read_text()[-2000:]

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        return cpu_seconds(self.pid)

    def memory(self) -> int:
        """Return the resident memory now."""
        return memory_bytes(self.pid)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            return False
        finally:
            connection.close()
        return True


def python(*arguments: str) -> list[str]:
    """Return the command that runs this very Python."""
    return [sys.executable, *arguments]
