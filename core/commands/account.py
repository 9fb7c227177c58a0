"""One's account on the web, and the address of one's mail: /account and /email, and the yes to a browser that waits."""

from dataclasses import dataclass

from core import sign_in
from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.doors import door
from core.reply import Button, Call, Fact, Reply, Tone
from core.sign_in import Asked, Asker, Desk
from core.text import Text, text


@dataclass(frozen=True)
class Email:
    """`address`: the one that is to be the account's; without it, how things stand."""

    address: str = ""


@dataclass(frozen=True)
class Knock:
    """`link`: which browser waits at the door."""

    link: str


def email(request: Email, turn: Turn) -> Reply:
    """Show the address, or mail a link that makes another one the account's. Raises `InvalidOption`, `TooOften`."""
    if not request.address:
        return Reply(lines=(text("email-why"), text("email-how")), facts=(_address(turn),), private=True)
    caller = turn.caller
    asker = Asker(caller.name, caller.platform, turn.locale, origin=caller.address)
    if sign_in.ask_to_confirm(_desk(turn), turn.account, request.address, asker) is Asked.YOURS:
        return Reply(lines=(text("email-yours"),), facts=(_address(turn),), private=True)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(text("email-mailed"), text("email-mailed-how")), tone=Tone.GOOD, private=True)


def account(request: Nothing, turn: Turn) -> Reply:
    """What belongs to this person everywhere, and a way onto the web that works once."""
    chats = turn.uow.accounts.identities(turn.account.id)
    facts = (
        Fact(text("fact-chats"), text("account-chats", count=len(chats))),
        _address(turn),
        Fact(text("fact-member-since"), text("account-since", at=turn.account.created_at)),
    )
    link = sign_in.give_link(_desk(turn), turn.account, turn.locale, turn.caller.address)
    buttons = (
        Button(text("button-open-website"), door(link.id), main=True),
        Button(text("button-link-chat"), Call("link", {})),
        Button(text("button-email"), Call("email", {})),
    )
    return Reply(lines=(text("account-title"), text("account-link-once")), facts=facts, buttons=buttons, private=True)


def knock(request: Knock, turn: Turn) -> Reply:
    """Somebody wants to come in on the web as this person: is it they? Raises `Gone`. Changes nothing."""
    link = sign_in.browser_at_the_door(_desk(turn), request.link, turn.account.id)
    buttons = (
        Button(text("button-let-in"), Call("let-in", {"link": request.link})),
        Button(text("button-keep-out"), Call("keep-out", {"link": request.link})),
    )
    who = text("knock-who", browser=_family(link.asked_as), at=link.created_at)
    only_if = text("knock-only-if", number=str(sign_in.number_of(link)))
    return Reply(lines=(who, only_if), tone=Tone.WARNING, buttons=buttons, private=True)


def let_in(request: Knock, turn: Turn) -> Reply:
    """Yes. Raises `Gone`."""
    sign_in.let_in(_desk(turn), request.link, turn.account.id)
    back = (Button(text("button-keep-out-after-all"), Call("keep-out", {"link": request.link})),)
    return Reply(lines=(text("knock-let-in"),), tone=Tone.GOOD, buttons=back, private=True)


def keep_out(request: Knock, turn: Turn) -> Reply:
    """No, or no longer. Raises `Gone`."""
    stopped = sign_in.keep_out(_desk(turn), request.link, turn.account.id)
    return Reply(lines=(text("notice-email-stopped" if stopped else "knock-kept-out"),), tone=Tone.GOOD, private=True)


def _desk(turn: Turn) -> Desk:
    return Desk(turn.uow, turn.ambient, turn.house.links, turn.now, turn.house.fair_use.throwaway)


def _address(turn: Turn) -> Fact:
    """The address, masked: enough for its owner."""
    address = turn.account.email
    if address is None:
        return Fact(text("fact-email"), text("email-none"), personal=True)
    state = "email-stopped" if turn.account.mail_stopped_at else "email-works"
    return Fact(text("fact-email"), text(state, masked=sign_in.masked(address)), personal=True)


def _family(asked_as: str | None) -> Text:
    """The browser's name, which no language changes."""
    return Text("as-is", {"words": asked_as}) if asked_as and asked_as != "other" else text("browser-other")


EMAIL = Command("email", Email, email, private=True)
ACCOUNT = Command("account", Nothing, account, private=True)
KNOCK = Command("knock", Knock, knock, private=True, right=True, menu=False)
LET_IN = Command("let-in", Knock, let_in, private=True, right=True, menu=False)
KEEP_OUT = Command("keep-out", Knock, keep_out, private=True, right=True, menu=False)
BUTTONS = (KNOCK, LET_IN, KEEP_OUT)
