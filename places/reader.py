"""The reader: a program of its own that finds the code in a photo of a ticket.

    python -m places.reader LONGEST < photo > text

It stands to the darkroom's rules (workshops.darkroom): one line of JSON with width and height, then what the code
holds, that of a ticket first; 1 and words for people when there is no picture in it, or no code in the picture.
"""

from __future__ import annotations

import json
import sys

import zxingcpp

from workshops.darkroom import limit
from workshops.images import BadImageError, no_larger, opened

OF_TICKETS = "/bookings/"
NO_CODE = "There is no code to be seen in this photo. Hold the phone closer, without glare, or find the name."


def main(longest: str) -> int:
    """Find the code; return the code to end with."""
    limit()
    try:
        photo = no_larger(opened(sys.stdin.buffer.read()), int(longest))
    except BadImageError as error:
        sys.stderr.write(error.words)
        return 1
    codes = zxingcpp.read_barcodes(photo, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    texts = [code.text for code in codes]
    if not texts:
        sys.stderr.write(NO_CODE)
        return 1
    head = json.dumps({"width": photo.width, "height": photo.height})
    ticket = next((text for text in texts if OF_TICKETS in text), texts[0])  # Another's code may hang beside it.
    sys.stdout.buffer.write(head.encode() + b"\n" + ticket.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
