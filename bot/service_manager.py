"""What systemd is told about this process (sd_notify, for units of `Type=notify`)."""

import contextlib
import os
import socket


def tell_ready() -> None:
    """We are at work now. Says nothing where nobody listens, and goes on where it cannot be said: no process ends for that."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
            line.sendto(b"READY=1", "\0" + address[1:] if address.startswith("@") else address)
