"""When Python looks for what nobody needs any more."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
    """Reading modules and building the program makes hundreds of thousands of objects and drops hardly any. To look for those again and
    again was a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
