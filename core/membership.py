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


def find_or_welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    """The caller's account; a new person gets one, with the welcome credits as a promo lot."""
    account = uow.accounts.of(caller)
    if account is None:
        uow.accounts.await_turn(caller)
        account = uow.accounts.of(caller)
    return account or _welcome(uow, caller, tariff, ambient, now)


def _welcome(uow: UnitOfWork, caller: Caller, tariff: Tariff, ambient: Ambient, now: datetime) -> Account:
    caller = replace(
        caller,
        name=without_card_numbers(printable(caller.name)),
        locale_hint=None if caller.locale_hint is None else printable(caller.locale_hint),
    )
    account = Account(id=ambient.new_id(), created_at=now, storage_prefix=ambient.new_id(), email=caller.mailbox)
    uow.accounts.create(account, caller)
    if tariff.free_credits:
        ends = now + timedelta(days=tariff.free_days) if tariff.free_days else None
        # The books outlive the account, so they know only the wallet.
        wallet_id = uow.ledger.balance(account.id, now).wallet_id
        uow.ledger.grant(account.id, tariff.free_credits, LotKind.PROMO, key=f"welcome/{wallet_id}", now=now, expires_at=ends)
    return account
