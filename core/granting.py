"""What the operator gives one person, and why: an apology, or a gift (docs/decisions/0034). Who gave it is written down (PRV-87)."""

import hashlib
from datetime import datetime

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address
from core.notices import tell
from core.reply import Reply, Tone
from core.results import credits
from core.rights.desk import CannotAct, note
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale, text
from core.vouchers import CreditGrant
from core.wallet import KeyReused, LotKind


def give(
    uow: UnitOfWork, ambient: Ambient, account: Account, place: Address, amount: int, reason: str, role: str, *, key: str, now: datetime
) -> bool:
    """Give these credits and say so in this chat of theirs; false if that was done before under this key. Without a key, the same amount
    for the same reason is the same gift. Raises `CannotAct` for a key that was used for another one."""
    # The books outlive the account, so they know only the wallet.
    wallet_id = uow.ledger.balance(account.id, now).wallet_id
    try:
        seq = uow.ledger.grant(account.id, amount, LotKind.COMPENSATION, key=f"operator/{key or _same(wallet_id, amount, reason)}", now=now)
    except KeyReused:
        raise CannotAct("key-used") from None
    if not uow.vouchers.granted(CreditGrant(seq, wallet_id, role, reason, now)):
        return False
    note(uow, ambient, role, Scope.CREDITS, now, account_id=account.id)
    tell(uow, ambient, account.id, place, _told(amount, reason), _locale(uow, account, place), now)
    return True


def _same(wallet_id: str, amount: int, reason: str) -> str:
    return hashlib.sha256(f"{wallet_id} {amount} {reason}".encode()).hexdigest()


def _told(amount: int, reason: str) -> Reply:
    return Reply(lines=(text("granted-told", credits=credits(amount)), text("granted-why", reason=reason)), tone=Tone.GOOD, private=True)


def _locale(uow: UnitOfWork, account: Account, place: Address) -> str:
    person = uow.accounts.person(place.platform, place.uid)
    return choose_locale(account.locale, person.locale_hint if person else None)
