"""How large something is, in words."""

from core.text import Text, text

KB = 1000
MB = 1000 * KB


def said_size(size: int) -> Text:
    """So many bytes, rounded up: nobody is surprised by what is left on a disk."""
    return text("copies-size-mb", number=-(-size // MB)) if size > MB else text("copies-size-kb", number=-(-size // KB))
