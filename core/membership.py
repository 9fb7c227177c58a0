"""How a stranger becomes a person with a wallet."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.cards import without_card_numbers
from core.communities import midnight
from core.errors import Refused
from core.pricing import Tariff, WelcomeRules
from core.prompts import printable
from core.reply import Button, Call
from core.rights.ages import is_admitted, is_marked_young
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from core.throttle import hidden
from core.wallet import LotKind

SEEN_AGAIN = timedelta(days=1)
"""So exactly is it kept when somebody was last here."""

NEEDS_ACCOUNT = frozenset({"language"})
"""What somebody may do before they have said how old they are, and of which something has to be remembered."""

EVERYWHERE = "everywhere"
"""What all places together are counted as."""

MARKED_FOR = timedelta(days=365)
"""For so long a chat that was taken off is known to have had its welcome credits."""


class AgeFirst(Refused):
    """They have not said yet how old they are, and nothing of theirs may be kept before (PRV-54)."""


def find_or_welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    """The caller's account; a new person gets one, with the welcome credits as a promo lot. Raises `AgeFirst`."""
    account = find(uow, caller, now)
    if not is_admitted(account, tariff.age_limit):
        raise AgeFirst(text("age-first"), (Button(text("button-age-first"), Call("start", {}), main=True),))
    return account or welcome(uow, caller, tariff, ambient, now)


def find(uow: UnitOfWork, caller: Caller, now: datetime) -> Account | None:
    """The caller's account, if they have one; nobody else gets to know them until the transaction ends."""
    account = uow.accounts.of(caller)
    if account is None:
        uow.accounts.await_turn(caller)
        account = uow.accounts.of(caller)
    if account is not None:
        note_presence(uow, account, now)
    return account


def may_come_in(uow: UnitOfWork, caller: Caller, command: str, tariff: Tariff, ambient: Ambient, now: datetime) -> bool:
    """Whether somebody new gets an account with this command. Before they have said how old they are, only if what they ask for cannot
    be without one; whoever was too young does not."""
    if tariff.age_limit is None:
        return True
    # The playground keeps its people itself, and gives each an address.
    needed = caller.mailbox is not None or command in NEEDS_ACCOUNT
    return needed and not is_marked_young(uow, caller, ambient, now)


def stranger(ambient: Ambient, now: datetime) -> Account:
    """Stands for somebody of whom nothing is kept."""
    return Account(id=ambient.new_id(), created_at=now, storage_prefix=_folder(ambient))


def note_presence(uow: UnitOfWork, account: Account, now: datetime) -> None:
    """Somebody did something: their time without any begins anew (PRV-49). Written down once a day at most."""
    if account.seen_at is None or now - account.seen_at >= SEEN_AGAIN:
        uow.accounts.seen(account.id, now)


def mark_welcomed(uow: UnitOfWork, platform: str, uid: str, ambient: Ambient, now: datetime) -> None:
    """A chat is about to be forgotten: if it comes back, it gets no welcome credits a second time."""
    uow.accounts.mark_welcomed(ambient.pseudonym(f"{platform} {uid}"), now + MARKED_FOR)


def welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    """An account for somebody new, with the welcome credits as a promo lot, at once or when they are due."""
    caller = replace(
        caller,
        name=without_card_numbers(printable(caller.name)),
        locale_hint=None if caller.locale_hint is None else printable(caller.locale_hint),
    )
    due = _welcome_due(uow, caller, tariff, ambient, now)
    account = Account(
        id=ambient.new_id(), created_at=now, storage_prefix=_folder(ambient), email=_free(uow, caller.mailbox), welcome_at=_later(due, now)
    )
    uow.accounts.create(account, caller)
    if due == now:
        _give_welcome(uow, account, tariff, now)
    return account


def welcome_late(uow: UnitOfWork, account: Account, caller: Caller, tariff: Tariff, now: datetime) -> Account:
    """The welcome credits that somebody has waited for, if it is time and the day has room for them."""
    if account.welcome_at is None or now < account.welcome_at:
        return account
    due = _due(uow, caller, tariff.welcome, now)
    if due == now:
        _give_welcome(uow, account, tariff, now)
    uow.accounts.welcome_at(account.id, _later(due, now))
    return replace(account, welcome_at=_later(due, now))


def _welcome_due(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> datetime | None:
    """When somebody new gets them; never, if there are none or their chat had them before."""
    if not tariff.free_credits or uow.accounts.was_welcomed(ambient.pseudonym(f"{caller.platform} {caller.uid}"), now):
        return None
    return _due(uow, caller, tariff.welcome, now)


def _due(uow: UnitOfWork, caller: Caller, rules: WelcomeRules, now: datetime) -> datetime:
    """Now, or when whoever asks is no newcomer to their platform any more, or the day after if too many came today."""
    known = caller.since + timedelta(days=rules.account_days) if caller.since and rules.account_days else now
    if known > now:
        return known
    place = f"{caller.platform} {caller.company}" if caller.company else ""
    full = _one_more(uow, place, rules.per_place, now) or _one_more(uow, EVERYWHERE, rules.per_day, now)
    return midnight(now) + timedelta(days=1) if full else now


def _one_more(uow: UnitOfWork, place: str, most: int, now: datetime) -> bool:
    """Whether that is one too many there today. Nothing is counted where nothing is limited."""
    if not place or not most:
        return False
    return uow.attempts.tally("welcome", hidden(uow, place, now), now, since=midnight(now)) > most


def _later(due: datetime | None, now: datetime) -> datetime | None:
    return due if due is not None and due > now else None


def _give_welcome(uow: UnitOfWork, account: Account, tariff: Tariff, now: datetime) -> None:
    ends = now + timedelta(days=tariff.free_days) if tariff.free_days else None
    # The books outlive the account, so they know only the wallet.
    wallet_id = uow.ledger.balance(account.id, now).wallet_id
    uow.ledger.grant(account.id, tariff.free_credits, LotKind.PROMO, key=f"welcome/{wallet_id}", now=now, expires_at=ends)


def _free(uow: UnitOfWork, mailbox: str | None) -> str | None:
    """The proved address, spelt the one way in which it is kept; none if it is somebody's already."""
    address = mailbox.lower() if mailbox else None
    return None if address is None or uow.accounts.by_email(address) else address


def _folder(ambient: Ambient) -> str:
    """A folder of the object store for everything of one account."""
    return f"a/{ambient.new_id()}"
