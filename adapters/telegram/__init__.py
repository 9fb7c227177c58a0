"""InkMirage on Telegram. Inside this folder `telegram` is the library; the folder itself is `adapters.telegram`."""

import os

# The library's own way to opt in to waits as `timedelta`; without it every flood wait is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
