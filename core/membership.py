"""How a stranger becomes a person with a wallet."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.cards import without_card_numbers
from core.pricing import Tariff
from core.prompts import printable
from core.storage import UnitOfWork
from core.wallet import LotKind

MARKED_FOR = timedelta(days=365)
"""For so long a chat that was taken off is known to have had its welcome credits."""


def find_or_welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    """The caller's account; a new person gets one, with the welcome credits as a promo lot."""
    account = uow.accounts.of(caller)
    if account is None:
        uow.accounts.await_turn(caller)
        account = uow.accounts.of(caller)
    return account or _welcome(uow, caller, tariff, ambient, now)


def mark_welcomed(uow: UnitOfWork, platform: str, uid: str, ambient: Ambient, now: datetime) -> None:
    """A chat is about to be forgotten: if it comes back, it gets no welcome credits a second time."""
    uow.accounts.mark_welcomed(ambient.pseudonym(f"{platform} {uid}"), now + MARKED_FOR)


def _welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    caller = replace(
        caller,
        name=without_card_numbers(printable(caller.name)),
        locale_hint=None if caller.locale_hint is None else printable(caller.locale_hint),
    )
    account = Account(id=ambient.new_id(), created_at=now, storage_prefix=ambient.new_id(), email=_free(uow, caller.mailbox))
    uow.accounts.create(account, caller)
    if tariff.free_credits and not uow.accounts.was_welcomed(ambient.pseudonym(f"{caller.platform} {caller.uid}"), now):
        ends = now + timedelta(days=tariff.free_days) if tariff.free_days else None
        # The books outlive the account, so they know only the wallet.
        wallet_id = uow.ledger.balance(account.id, now).wallet_id
        uow.ledger.grant(account.id, tariff.free_credits, LotKind.PROMO, key=f"welcome/{wallet_id}", now=now, expires_at=ends)
    return account


def _free(uow: UnitOfWork, mailbox: str | None) -> str | None:
    """The proved address, spelt the one way in which it is kept; none if it is somebody's already."""
    address = mailbox.lower() if mailbox else None
    return None if address is None or uow.accounts.by_email(address) else address
