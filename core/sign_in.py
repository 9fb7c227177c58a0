"""Coming in on the web without a password: a link that works once, asked for by mail or given in a chat (PRV-05, PRV-06, PRV-30).

Whatever an address is to us – unknown, known, tired of mail, asked for too often – whoever asks gets the same answer. Opening a link
changes nothing, so the scanners of mail programs may open it as often as they like; only its button does.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core import joining, throttle
from core.access import LINK_LIFE, SESSION_LIFE, STOP_LIFE, Attempt, LinkKind, OneTimeLink, Session
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.errors import Conflict, Gone, NotFound, Refused, invalid
from core.mail_links import MailLinks
from core.mailboxes import ThrowawayDomains, mailbox_of
from core.notices import living, tell_everywhere
from core.reply import Button, Call, Reply, Tone
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
WAYS_IN = frozenset({LinkKind.SIGN_IN, LinkKind.CHAT})
CONFIRMS = frozenset({LinkKind.CONFIRM})
STOPS = frozenset({LinkKind.STOP})
NONE_BEFORE = ""
"""Stands in a link that takes a change back, where the account had no address before."""
NOT_IN_ADDRESSES = frozenset('<>()[],;:\\"')


class LinkUnknown(NotFound):
    """There is no such link, or it does not do this."""


class LinkUsed(Gone):
    """The link has done its work."""


class LinkExpired(Gone):
    """The link's time is over."""


class OtherBrowser(Refused):
    """The link was asked for in another browser, and nobody has said that this one is meant as well."""


class NobodyYet(Refused):
    """Nobody in a chat has said yes to this browser yet."""

    status = 409


class AddressTaken(Conflict):
    """In the meantime somebody else has proved that the address is theirs."""


@dataclass(frozen=True)
class Desk:
    """What all of this needs: one transaction, the time and fresh names, and how links are written. `throwaway`: where addresses are
    nobody's for long."""

    uow: UnitOfWork
    ambient: Ambient
    links: MailLinks
    now: datetime
    throwaway: ThrowawayDomains = field(default_factory=ThrowawayDomains)


@dataclass(frozen=True)
class Browser:
    """What a browser shows of itself. `hash` stands for the cookie by which it is known again before anybody has come in with it."""

    hash: str | None
    family: str
    network: str
    language: str


@dataclass(frozen=True)
class Asker:
    """Who wants an address to be theirs, as the mail says it: the name, and where. `origin` is the chat, `browser` the browser."""

    name: str
    platform: str
    locale: str
    origin: Address | None = None
    browser: Browser | None = None


@dataclass(frozen=True)
class CameIn:
    """A browser that is in now. `cookie` is for that browser alone; only its hash is kept."""

    account: Account
    session: Session
    cookie: str


class Asked(StrEnum):
    """What became of the wish for an address."""

    MAILED = "mailed"  # or not: whose the address is, the answer does not tell
    YOURS = "yours"  # it is theirs already


# --- addresses -----------------------------------------------------------------------------------


def address_of(words: str) -> str:
    """The address as it is kept. Takes what people really have; raises `InvalidOption` for the rest, and never repeats it."""
    address = unicodedata.normalize("NFC", words.strip()).lower()
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    whole = 0 < len(local) <= LONGEST_LOCAL_PART and len(address.encode("utf-8", "replace")) <= LONGEST_ADDRESS
    if not whole or len(labels) < 2 or not all(labels) or "@" in local or not all(map(_in_addresses, address)):
        raise invalid("error-email-odd")
    return address


def masked(address: str) -> str:
    """Enough of the address for its owner to know it by: `a…@e….org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain[:1]}….{domain.rpartition('.')[2]}"


def _in_addresses(character: str) -> bool:
    return character not in NOT_IN_ADDRESSES and unicodedata.category(character)[0] not in "CZ"


# --- asking --------------------------------------------------------------------------------------


def ask_by_mail(desk: Desk, email: str, browser: Browser, network_hash: str, locale: str) -> None:
    """Mail a link to whoever has proved this address; to anybody else nothing. Raises `InvalidOption` for what is no address, and tells
    nothing else to the one who asks. The work is the same in every case."""
    address = address_of(email)
    account = desk.uow.accounts.by_email(address)
    too_often = [
        throttle.over_at(desk.uow, Attempt.MAIL_FROM_NETWORK, network_hash, desk.now),
        throttle.over_at(desk.uow, Attempt.MAIL_TO_ADDRESS, _hidden(desk, mailbox_of(address)), desk.now),
        throttle.over_at(desk.uow, Attempt.MAIL_FOR_ACCOUNT, _hidden(desk, account.id if account else address), desk.now),
    ]
    if account is None or account.mail_stopped_at or any(too_often):
        _pretend(desk, locale)
        return
    link = _new_link(desk, LinkKind.SIGN_IN, account.locale or locale, account=account, email=address, browser=browser)
    _mail(desk, account.id, address, "sign-in", {"link": link.id, "kind": link.kind.value}, link.locale)


def ask_to_confirm(desk: Desk, account: Account, email: str, asker: Asker) -> Asked:
    """Mail a link by which the address becomes the account's own. If it is somebody else's, they are told instead, and the answer here is
    the same. Raises `InvalidOption`, `TooOften`."""
    address = address_of(email)
    if address == account.email and account.mail_stopped_at is None:
        return Asked.YOURS
    if desk.throwaway.has(address):
        raise invalid("error-email-throwaway")
    throttle.allow(desk.uow, Attempt.MAIL_TO_ADDRESS, _hidden(desk, mailbox_of(address)), desk.now)
    # Counted apart from links for signing in: those anybody can ask for, and would keep the owner from changing the address.
    throttle.allow(desk.uow, Attempt.MAIL_FOR_ACCOUNT, _hidden(desk, f"address of {account.id}"), desk.now)
    owner = desk.uow.accounts.by_email(address)
    named = {"name": asker.name, "platform": asker.platform}
    if owner is None or owner.id == account.id:
        link = _new_link(desk, LinkKind.CONFIRM, asker.locale, account=account, email=address, browser=asker.browser, origin=asker.origin)
        _mail(desk, account.id, address, "email-confirm", {"link": link.id, "kind": link.kind.value, **named}, asker.locale)
        return Asked.MAILED
    _pretend(desk, asker.locale)
    if owner.mail_stopped_at is None:
        _mail(desk, owner.id, address, "email-taken", named, owner.locale or asker.locale)
    return Asked.MAILED


def give_link(desk: Desk, account: Account, locale: str, origin: Address) -> OneTimeLink:
    """A link to the page on which a person who is known in a chat comes in; no browser is bound to it."""
    return _new_link(desk, LinkKind.CHAT, locale, account=account, origin=origin)


def wait_for_chat(desk: Desk, browser: Browser, network_hash: str, locale: str) -> OneTimeLink:
    """A link on whose page this browser waits until somebody in a chat says yes to it. Raises `TooOften`."""
    throttle.allow(desk.uow, Attempt.LINK_FROM_NETWORK, network_hash, desk.now)
    return _new_link(desk, LinkKind.CHAT, locale, browser=browser)


def _hidden(desk: Desk, who: str) -> str:
    return throttle.hidden(desk.uow, who, desk.now)


def _new_link(
    desk: Desk,
    kind: LinkKind,
    locale: str,
    *,
    account: Account | None = None,
    email: str | None = None,
    browser: Browser | None = None,
    origin: Address | None = None,
) -> OneTimeLink:
    id = desk.ambient.new_id()
    link = OneTimeLink(
        id=id,
        kind=kind,
        token_hash=desk.links.hash_of(id),
        locale=locale,
        created_at=desk.now,
        expires_at=desk.now + (STOP_LIFE if kind is LinkKind.STOP else LINK_LIFE),
        account_id=account.id if account else None,
        email=email,
        browser_hash=browser.hash if browser else None,
        asked_as=browser.family if browser else None,
        origin=replace(origin, grant="") if origin else None,
    )
    desk.uow.links.add(link)
    return link


def _pretend(desk: Desk, locale: str) -> None:
    """Write what a real link would have written, so that the time an answer takes says nothing. It has ended before it began."""
    id = desk.ambient.new_id()
    desk.uow.links.add(OneTimeLink(id, LinkKind.SIGN_IN, desk.links.hash_of(id), locale, desk.now, desk.now))


def _mail(desk: Desk, account_id: str, address: str, template: str, args: dict[str, str], locale: str) -> None:
    desk.uow.letters.add(DueLetter(desk.ambient.new_id(), account_id, address, template, args, locale), desk.now)


# --- opening and using ---------------------------------------------------------------------------


def link_behind(uow: UnitOfWork, token_hash: str, kinds: frozenset[LinkKind], now: datetime) -> OneTimeLink:
    """The link behind a token, if its button still does something; nothing is changed. Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`."""
    link = uow.links.get(token_hash)
    if link is None or link.kind not in kinds or link.created_at >= link.expires_at:
        raise LinkUnknown(text("error-link-unknown"))
    if link.used_at is not None:
        raise LinkUsed(text("error-link-used"))
    if not link.works(now):
        raise LinkExpired(text("error-link-expired"))
    return link


def waits(link: OneTimeLink) -> bool:
    """Whether a browser waits here for somebody in a chat, or did."""
    return link.kind is LinkKind.CHAT and link.browser_hash is not None


def asked_elsewhere(link: OneTimeLink, browser_hash: str | None) -> bool:
    """Whether it was asked for in another browser than this one."""
    return link.browser_hash is not None and link.browser_hash != browser_hash


def number_of(link: OneTimeLink) -> int:
    """Two digits that stand both where a browser waits and in the chat that is asked, to be compared by eye."""
    return 10 + int(link.token_hash[:8], 16) % 90


def use_link(desk: Desk, token_hash: str, browser: Browser, *, elsewhere: bool = False, before: str | None = None) -> CameIn:
    """Come in. `elsewhere`: the person was asked, and means this browser though another one asked for the link. `before` is the hash of
    the cookie that the browser had: that session ends.

    Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`, `OtherBrowser`, `NobodyYet`.
    """
    link = link_behind(desk.uow, token_hash, WAYS_IN, desk.now)
    if asked_elsewhere(link, browser.hash) and (waits(link) or not elsewhere):
        raise OtherBrowser(text("error-link-other-browser"))
    if link.account_id is None:
        raise NobodyYet(text("error-nobody-said-yes"))
    account = living(desk.uow, link.account_id)
    if link.email is not None and link.email != account.email:
        raise LinkUnknown(text("error-link-unknown"))
    _use_up(desk, link)
    return _come_in(desk, account, browser, before)


def _use_up(desk: Desk, link: OneTimeLink) -> None:
    if not desk.uow.links.use(link.id, desk.now):
        raise LinkUsed(text("error-link-used"))


def _come_in(desk: Desk, account: Account, browser: Browser, before: str | None) -> CameIn:
    """A fresh session, whatever the browser had."""
    earlier = desk.uow.sessions.get(before) if before else None
    if earlier is not None:
        desk.uow.sessions.end(earlier.id, earlier.account_id)
    cookie = secrets.token_urlsafe(32)
    session = Session(
        id=desk.ambient.new_id(),
        account_id=account.id,
        token_hash=MailLinks.token_hash(cookie),
        created_at=desk.now,
        seen_at=desk.now,
        expires_at=desk.now + SESSION_LIFE,
        browser=browser.family,
        network=browser.network,
        language=browser.language,
    )
    desk.uow.sessions.add(session)
    return CameIn(account, session, cookie)


# --- the yes of a chat ---------------------------------------------------------------------------


def browser_at_the_door(desk: Desk, link_id: str, account_id: str) -> OneTimeLink:
    """The browser that waits for this person, or for anybody. Raises `Gone`."""
    link = desk.uow.links.get(desk.links.hash_of(link_id))
    if link is None or not waits(link) or not link.works(desk.now) or link.account_id not in (None, account_id):
        raise Gone(text("error-knock-over"))
    return link


def let_in(desk: Desk, link_id: str, account_id: str) -> None:
    """Say yes: that browser may come in as this person. Saying it again changes nothing. Raises `Gone`."""
    link = browser_at_the_door(desk, link_id, account_id)
    if link.account_id is None and not desk.uow.links.say_who(link.id, account_id, desk.now):
        raise Gone(text("error-knock-over"))


def keep_out(desk: Desk, link_id: str, account_id: str) -> bool:
    """Say no, or take a yes back as long as nobody came in: nobody comes in by that link. Whether it took a change of address back
    instead. Raises `Gone`.

    The chats of an account say no to a new address of it in the same way: `stop_change`. Raises what that raises.
    """
    link = desk.uow.links.get(desk.links.hash_of(link_id))
    if link is not None and link.kind is LinkKind.STOP and link.account_id == account_id:
        stop_change(desk, link.token_hash)
        return True
    link = browser_at_the_door(desk, link_id, account_id)
    if not desk.uow.links.use(link.id, desk.now):
        raise Gone(text("error-knock-over"))
    return False


# --- the address of an account -------------------------------------------------------------------


def confirm_address(desk: Desk, token_hash: str, browser: Browser, *, before: str | None = None) -> CameIn:
    """The address is the account's own from now on, and whoever proved it comes in. The address before it can take that back for 72 hours.

    Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`, `AddressTaken`.
    """
    link = link_behind(desk.uow, token_hash, CONFIRMS, desk.now)
    assert link.account_id is not None
    assert link.email is not None
    account = living(desk.uow, link.account_id)
    if not _free(desk, link.email, account):
        raise AddressTaken(text("error-email-taken"))
    _use_up(desk, link)
    if account.email != link.email:
        back = _way_back(desk, account)
        _tell_old_address(desk, account, back)
        _tell_chats(desk, account, text("notice-email-now", masked=masked(link.email)), back)
    account = replace(account, email=link.email, mail_stopped_at=None)
    desk.uow.accounts.save(account)
    desk.uow.links.drop_all(account.id)
    return _come_in(desk, account, browser, before)


def stop_change(desk: Desk, token_hash: str) -> Account:
    """Take a change of address back: the old address is the account's again, every browser is out, and open links are worth nothing.

    If the account was joined to another one since, that is undone as well: nothing tells whose wish it was, and the address must not
    become the other one's. Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`, and what `joining.undo` raises.
    """
    link = link_behind(desk.uow, token_hash, STOPS, desk.now)
    assert link.account_id is not None
    assert link.email is not None
    _part_from_others(desk, link.account_id)
    account = desk.uow.accounts.get(link.account_id)
    back = link.email if link.email != NONE_BEFORE and _free(desk, link.email, account) else None
    _use_up(desk, link)
    account = replace(account, email=back, mail_stopped_at=None)
    desk.uow.accounts.save(account)
    desk.uow.sessions.end_all(account.id)
    desk.uow.links.drop_all(account.id)
    _tell_chats(desk, account, text("notice-email-stopped"))
    return account


def _part_from_others(desk: Desk, account_id: str) -> None:
    """Undo the joining by which this account went into another one. Raises `LinkUnknown` if that cannot be undone any more."""
    into = living(desk.uow, account_id)
    if into.id == account_id:
        return
    merge = next((one for one in desk.uow.merges.of(into.id, desk.now) if one.absorbed_id == account_id), None)
    if merge is None:
        raise LinkUnknown(text("error-link-unknown"))
    joining.undo(desk.uow, desk.ambient, merge.id, account_id, desk.now)


def _free(desk: Desk, email: str, account: Account) -> bool:
    """Whether the address is nobody else's; nobody else can get it until the transaction ends."""
    desk.uow.accounts.await_turn(Caller("mail", email, "", "", Address("mail", "")))
    owner = desk.uow.accounts.by_email(email)
    return owner is None or owner.id == account.id


def _way_back(desk: Desk, account: Account) -> OneTimeLink:
    """What takes a change back: in the letter to the address of before, and in every chat, also where there was no address before."""
    return _new_link(desk, LinkKind.STOP, account.locale or "en", account=account, email=account.email or NONE_BEFORE)


def _tell_old_address(desk: Desk, account: Account, back: OneTimeLink) -> None:
    if account.email is None or account.mail_stopped_at is not None:
        return
    args = {"link": back.id, "kind": back.kind.value, "until": back.expires_at.isoformat()}
    _mail(desk, account.id, account.email, "email-changed", args, back.locale)


def _tell_chats(desk: Desk, account: Account, words: Text, back: OneTimeLink | None = None) -> None:
    stop = (Button(text("email-stop-button"), Call("keep-out", {"link": back.id})),) if back else ()
    buttons = (*stop, Button(text("button-email"), Call("email", {})))
    tell_everywhere(desk.uow, desk.ambient, account.id, Reply((words,), Tone.WARNING, buttons=buttons, private=True), desk.now)
