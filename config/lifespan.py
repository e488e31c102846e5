"""What happens when a server process starts and stops."""

import gc
from typing import Any

from live.hub import hub


async def lifespan(_scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Start the hub before the first request, so that no announcement finds it asleep."""
    await receive()
    # Thousands of sockets are many small objects that live for the day: look for rubbish among them
    # seldom, and never again in what was loaded so far.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    hub.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})
