"""Stored updates on their way in: read, and handed to whoever knows what to do with each kind."""

import logging
from collections.abc import Sequence
from datetime import datetime

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, RefundedPayment, SuccessfulPayment
from telegram import Update as TelegramUpdate
from telegram.ext import ExtBot

from adapters.telegram.answers import Answers
from adapters.telegram.buttons import Buttons
from adapters.telegram.checkout import Checkout
from adapters.telegram.inbound import place_in
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.sharing import Sharing
from adapters.telegram.talk import Talk
from core import payments
from core.caller import Caller
from core.commands.dispatch import Answer
from core.facts import FactKind
from core.ports import TryLater
from core.reply import Reply, Tone
from core.storage.errors import DatabaseLost
from core.storage.payments import ProviderEvent
from core.storage.platforms import Update
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale, text
from core.workshop import Workshop

GROUPS = frozenset({Chat.GROUP, Chat.SUPERGROUP})
OUTSIDE = frozenset({ChatMember.BANNED, ChatMember.LEFT})

log = logging.getLogger(__name__)


class Intake:
    """Works on updates. Every person is answered, and charged at most once: the number of the update is the request's key."""

    def __init__(
        self, bot: ExtBot[None], talk: Talk, buttons: Buttons, sharing: Sharing, checkout: Checkout, answers: Answers, workshop: Workshop
    ) -> None:
        self._bot = bot
        self._talk = talk
        self._buttons = buttons
        self._sharing = sharing
        self._checkout = checkout
        self._answers = answers
        self._workshop = workshop

    async def work(self, updates: Sequence[Update]) -> None:
        """One update, or an album. See `inbox.Work`."""
        try:
            read = [_whole(TelegramUpdate.de_json(update.body, self._bot)) for update in updates]
        except Exception:
            # Nobody can be told of it, and reading it again would change nothing.
            log.exception("update not read")
            return
        try:
            await self._handled(f"u{updates[0].number}", read)
        except TryLater:
            raise
        except DatabaseLost:
            raise TryLater from None
        except Exception as error:  # noqa: BLE001 - `_sorry` logs it
            await self._sorry(read[0], error)

    async def _handled(self, key: str, updates: Sequence[TelegramUpdate]) -> None:
        first = updates[0]
        await self._opened(first)
        if first.callback_query is not None:
            await self._buttons.pressed(key, first.callback_query)
        elif first.inline_query is not None:
            await self._sharing.answer(self._bot, first.inline_query)
        elif first.pre_checkout_query is not None:
            await self._checkout.answer(self._bot, first.pre_checkout_query)
        elif first.my_chat_member is not None:
            await self._door(first.my_chat_member)
        elif first.message is not None:
            await self._message(key, [update.message for update in updates if update.message is not None])

    async def _message(self, key: str, messages: Sequence[Message]) -> None:
        first = messages[0]
        if first.migrate_to_chat_id is not None:
            old, new = str(first.chat.id), str(first.migrate_to_chat_id)
            await self._workshop.store.write(lambda uow: uow.doors.moved(PLATFORM, old, new, self._workshop.ambient.now()))
        elif first.successful_payment is not None:
            await self._paid(first.successful_payment)
        elif first.refunded_payment is not None:
            await self._went_back(first.refunded_payment)
        elif first.from_user is not None and first.migrate_from_chat_id is None:
            await self._talk.said(key, messages)

    async def _opened(self, update: TelegramUpdate) -> None:
        """Whoever speaks to us where we may not write lets us in again, whether or not Telegram says so."""
        chat = update.effective_chat
        if chat is None or update.my_chat_member is not None:
            return
        if await self._workshop.store.read(lambda uow: uow.doors.is_shut(PLATFORM, str(chat.id))):
            await self._workshop.store.write(lambda uow: uow.doors.opened(PLATFORM, str(chat.id)))

    async def _paid(self, payment: SuccessfulPayment) -> None:
        """Stars were paid: stored like every payment event, and only then acted upon (platforms.md B11)."""
        await self._told(FactKind.PAID, payment, payment.telegram_payment_charge_id, "")

    async def _went_back(self, payment: RefundedPayment) -> None:
        """Stars went back, by our own wish or somebody else's. Telegram's book says it under the same name."""
        charge = payment.telegram_payment_charge_id
        await self._told(FactKind.REFUNDED, payment, f"{charge}/{FactKind.REFUNDED}", charge)

    async def _told(self, kind: FactKind, payment: SuccessfulPayment | RefundedPayment, ref: str, item: str) -> None:
        event = ProviderEvent(
            id=self._workshop.ambient.new_id(),
            provider=PLATFORM,
            event_ref=ref,
            kind=kind.value,
            object_ref=payment.invoice_payload,
            charge_ref=payment.telegram_payment_charge_id,
            gross=payment.total_amount,
            currency=payment.currency,
            item_ref=item,
        )
        await payments.receive(self._workshop.store, self._workshop.ambient, event)
        await payments.settle_due(self._workshop)

    async def _door(self, change: ChatMemberUpdated) -> None:
        """Somebody blocked or unblocked us, or a group threw us out or took us in."""
        chat, now = str(change.chat.id), self._workshop.ambient.now()
        if change.new_chat_member.status in OUTSIDE:
            await self._workshop.store.write(lambda uow: _shut(uow, chat, now, group=change.chat.type in GROUPS))
            return
        await self._workshop.store.write(lambda uow: uow.doors.opened(PLATFORM, chat))
        if change.chat.type in GROUPS and change.old_chat_member.status in OUTSIDE:
            await self._answers.hello(
                Place(change.chat.id, change.from_user.id, private=False), choose_locale(change.from_user.language_code)
            )

    async def _sorry(self, update: TelegramUpdate, error: Exception) -> None:
        """Something broke here: say so, with the number that is also in the log."""
        incident = self._workshop.ambient.new_id()[:8]
        log.error("update failed", exc_info=error, extra={"incident": incident})
        try:
            await self._apologise(update, incident)
        except Exception:
            log.exception("apology not shown", extra={"incident": incident})

    async def _apologise(self, update: TelegramUpdate, incident: str) -> None:
        source = update.callback_query or update.message
        message = source.message if isinstance(source, CallbackQuery) else source
        if source is None or source.from_user is None or not isinstance(message, Message):
            return
        user = source.from_user
        place = place_in(message, user)
        caller = Caller(PLATFORM, str(user.id), user.full_name, incident, place.address(), user.language_code)
        reply = Reply(lines=(text("error-unsure", incident=incident),), tone=Tone.WARNING, private=True)
        await self._answers.put(caller, place, Answer(reply, choose_locale(user.language_code)))


def _whole(update: TelegramUpdate) -> TelegramUpdate:
    """The same update. Raises `ValueError` if the library has read something without what Telegram never leaves out: it checks nothing."""
    pressed = update.callback_query
    message = update.message or (pressed.message if pressed else None)
    parts: list[object] = [message.chat, message.date] if message else []
    if update.message:
        parts += [one.from_user or one.sender_chat for one in (update.message, update.message.reply_to_message) if one]
    asked = pressed or update.inline_query or update.pre_checkout_query or update.my_chat_member
    parts += [asked.from_user] if asked else []
    change = update.my_chat_member
    parts += [change.chat, change.old_chat_member, change.new_chat_member] if change else []
    if None in parts:
        raise ValueError
    return update


def _shut(uow: UnitOfWork, chat: str, now: datetime, *, group: bool) -> None:
    """We may not write there. Of somebody we do not know, such as one who has just left, not even that is kept (PRV-36)."""
    if group or uow.accounts.person(PLATFORM, chat) is not None:
        uow.doors.shut(PLATFORM, chat, now)
