"""The one thing about JPEG files that the decoder does not limit by itself."""

import re

# In scan data a marker is an FF that is not followed by a stuffed 00 or a restart marker.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_END, _START_OF_SCAN = 0xD9, 0xDA


def scans(data: bytes) -> int:
    """How many scans the picture is stored in. Each goes over all its pixels: thousands of them keep a decoder busy for hours."""
    count, at = 0, 2
    while marker := _NEXT_MARKER.search(data, at):
        kind = data[marker.start() + 1]
        if kind == _END:
            break
        count += kind == _START_OF_SCAN
        length = int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        at = marker.end() + max(length, 2)
    return count
