"""Photos as a plain view takes them, for comparison: `python -m benchmarks.plain_photos PORT`.

The whole body is read, decoded by Pillow in the same process, made smaller and encoded again, in one of four threads.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from PIL import Image, ImageOps


def view(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take a photo; answer anything else at once."""
    if environ["REQUEST_METHOD"] == "POST":
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(sent))).convert("RGB")
        image.thumbnail((2_000, 2_000), Image.Resampling.LANCZOS)
        image.save(io.BytesIO(), "JPEG", quality=85)
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]


if __name__ == "__main__":
    application = WSGIMiddleware(view, workers=4)  # type: ignore[arg-type]
    uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", log_level="warning")
