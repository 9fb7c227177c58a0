"""One press that keeps an account whose owner has not been here for long (PRV-49)."""

from core.accounts import Standing
from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.reply import Button, Call, Reply, Tone
from core.rights import erasing
from core.rights.inactivity import locked_for_absence
from core.text import text


def keep(request: Nothing, turn: Turn) -> Reply:
    """Whoever presses is here, and that is all it takes; a deletion that began for absence alone is called off.

    One that the person asked for is not: an old button must not undo a newer wish. Raises `Gone` once a deletion has begun.
    """
    if locked_for_absence(turn.uow, turn.account):
        erasing.cancel(turn.uow, turn.ambient, turn.account, turn.now)
        turn.uow.after_commit(turn.house.wake_workers)
    elif turn.account.standing is not Standing.ACTIVE:
        return Reply(lines=(text("inactivity-not-kept"),), buttons=(Button(text("button-privacy"), Call("privacy", {})),), private=True)
    return Reply(lines=(text("inactivity-kept"),), tone=Tone.GOOD, private=True)


KEEP = Command("keep", Nothing, keep, private=True, menu=False, right=True)
