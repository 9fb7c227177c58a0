"""Whether a mail was written by a machine: nothing of ours answers it, or two machines would write to each other for ever (RFC 3834)."""

from collections.abc import Collection, Mapping

_NAMES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces"})
_LISTS = ("list-id", "list-post", "list-unsubscribe")
_MARKS = ("x-autoreply", "x-autorespond", "x-auto-response-suppress")
_PRECEDENCES = frozenset({"bulk", "junk", "list", "auto_reply"})


def from_a_machine(sender: str, headers: Mapping[str, str], own: Collection[str]) -> bool:
    """Whether an answer could come back by itself: answering machines, bounces, lists, and our `own` addresses.

    `sender` is the bare address in lower case, empty if the mail has none; the names of `headers` are in lower case, and there may be none.
    """
    local = sender.partition("@")[0].partition("+")[0]
    if not sender or sender in own or local in _NAMES:
        return True
    given = {name: value.strip().lower() for name, value in headers.items()}
    return (
        given.get("auto-submitted", "no").partition(";")[0].strip() != "no"
        or given.get("precedence") in _PRECEDENCES
        or given.get("return-path") in ("", "<>")
        or given.get("content-type", "").startswith("multipart/report")
        or any(name in given for name in (*_LISTS, *_MARKS))
    )
