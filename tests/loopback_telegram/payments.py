"""Stars: invoices, the ten seconds before a payment, refunds, and the book of it all."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tests.clock import MovableClock
from tests.loopback_telegram import limits
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.messages import Message, Messages, NotPossible, Shape
from tests.loopback_telegram.places import Account, Chat, Places
from tests.loopback_telegram.queries import Question, still_open
from tests.loopback_telegram.refusals import Json, bad
from tests.loopback_telegram.sending import Sending
from tests.loopback_telegram.updates import Updates
from tests.waiting import Pulse

CHECKOUT = timedelta(seconds=10)
MONTH = 2_592_000


@dataclass(frozen=True)
class Offer:
    """What an invoice asks for."""

    title: str
    description: str
    payload: str
    stars: int
    start_parameter: str = ""
    #: Apps do not pass it on.
    protected: bool = False

    def as_invoice(self) -> Json:
        """The Invoice of the API."""
        words = {"title": self.title, "description": self.description, "start_parameter": self.start_parameter}
        return words | {"currency": "XTR", "total_amount": self.stars}

    def priced(self) -> Json:
        return {"currency": "XTR", "total_amount": self.stars, "invoice_payload": self.payload}


@dataclass(eq=False, kw_only=True)
class Checkout(Question):
    """Somebody who wants to pay, and what came of it."""

    offer: Offer
    ok: bool = False
    error_message: str = ""
    #: The service message about the payment; None when nothing was paid.
    message: Message | None = None
    charge_id: str = ""
    refunded: bool = False

    @property
    def paid(self) -> bool:
        return bool(self.charge_id)


@dataclass(frozen=True)
class Entry:
    """One line in the book: Stars that came, or that went back."""

    checkout: Checkout
    at: datetime
    came: bool

    @property
    def stars(self) -> int:
        """What it adds to the balance."""
        return self.checkout.offer.stars if self.came else -self.checkout.offer.stars

    def payload(self) -> Json:
        """The StarTransaction of the API."""
        offer, who = self.checkout.offer, self.checkout.person.payload()
        partner = {"type": "user", "transaction_type": "invoice_payment", "user": who, "invoice_payload": offer.payload}
        body = {"id": self.checkout.charge_id, "amount": offer.stars, "date": int(self.at.timestamp())}
        return body | {"source" if self.came else "receiver": partner}


@dataclass(frozen=True)
class Spending:
    """One line in the book that is about no invoice: a withdrawal, an advertisement, or what a store took back from the bot."""

    id: str
    spent: int
    receiver: str
    at: datetime

    @property
    def stars(self) -> int:
        """What it adds to the balance."""
        return -self.spent

    def payload(self) -> Json:
        """The StarTransaction of the API."""
        return {"id": self.id, "amount": self.spent, "date": int(self.at.timestamp()), "receiver": {"type": self.receiver}}


@dataclass
class Payments:
    """Everything about Stars."""

    clock: MovableClock
    places: Places
    messages: Messages
    updates: Updates
    sending: Sending
    pulse: Pulse
    checkouts: list[Checkout] = field(default_factory=list)
    book: list[Entry | Spending] = field(default_factory=list)
    #: Whether the bot is told of payments; if not, only the book knows.
    telling: bool = True
    _ids: "count[int]" = field(default_factory=lambda: count(8_100_000_000_001))
    _links: dict[str, Offer] = field(default_factory=dict)
    _sent: dict[Message, Offer] = field(default_factory=dict)

    # Methods ---------------------------------------------------------------------------------------------------------

    async def send_invoice(self, call: Exchange) -> Json:
        to, offer = self.sending.destination(call), _offer(call.body)
        keyboard = limits.keyboard(call.body.get("reply_markup"), pays=True) or (({"text": f"Pay ⭐️{offer.stars}", "pay": True},),)
        if "pay" not in keyboard[0][0]:
            raise bad("REPLY_MARKUP_BUY_EMPTY")
        message = self.sending.post(to, Shape(invoice=offer.as_invoice(), keyboard=keyboard))
        self._sent[message] = offer
        return message.payload()

    async def create_invoice_link(self, call: Exchange) -> str:
        if call.body.get("subscription_period") not in (None, MONTH):
            raise bad("SUBSCRIPTION_PERIOD_INVALID")
        link = f"https://t.me/$loopback{next(self._ids)}"
        self._links[link] = _offer(call.body)
        return link

    async def answer_pre_checkout_query(self, call: Exchange) -> bool:
        checkout = still_open(self.checkouts, call.body.get("pre_checkout_query_id"), self.clock.now() - CHECKOUT)
        checkout.ok, checkout.error_message = bool(call.body.get("ok")), str(call.body.get("error_message") or "")
        if not checkout.ok and not checkout.error_message:
            raise bad("error message must be non-empty")
        checkout.settle()
        self.pulse.beat()
        return True

    async def refund_star_payment(self, call: Exchange) -> bool:
        charge = call.body.get("telegram_payment_charge_id")
        found = [checkout for checkout in self.checkouts if checkout.paid and checkout.charge_id == charge]
        if not found or found[0].person.id != call.body.get("user_id"):
            raise bad("CHARGE_NOT_FOUND")
        if found[0].refunded:
            raise bad("CHARGE_ALREADY_REFUNDED")
        self.give_back(found[0])
        return True

    async def get_star_transactions(self, call: Exchange) -> Json:
        start, most = max(0, call.body.get("offset") or 0), limits.within(call.body.get("limit"), 100, 1, 100)
        return {"transactions": [entry.payload() for entry in self.book[start : start + most]]}

    async def get_my_star_balance(self, _: Exchange) -> Json:
        return {"amount": sum(entry.stars for entry in self.book)}

    # What people and Telegram do -------------------------------------------------------------------------------------

    def offered(self, invoice: Message | str) -> Offer | None:
        return self._links.get(invoice) if isinstance(invoice, str) else self._sent.get(invoice)

    def paid_before(self, person: Account, offer: Offer) -> bool:
        return any(checkout.paid and checkout.person is person and checkout.offer is offer for checkout in self.checkouts)

    def ask(self, person: Account, offer: Offer) -> Checkout:
        """Ask the bot whether this payment is right."""
        checkout = Checkout(id=str(next(self._ids)), person=person, at=self.clock.now(), offer=offer)
        self.checkouts.append(checkout)
        self.updates.publish("pre_checkout_query", {"id": checkout.id, "from": person.payload()} | offer.priced())
        return checkout

    def settled(self, checkout: Checkout) -> bool:
        """Whether it was answered, or the ten seconds are over."""
        return checkout.answered or checkout.at + CHECKOUT <= self.clock.now()

    def pay(self, checkout: Checkout) -> None:
        """The Stars change hands, and both sides are told."""
        number = next(self._ids)
        checkout.charge_id = f"stxLoopback{number}"
        self.book.append(Entry(checkout, self.clock.now(), came=True))
        if not self.telling:
            return
        more = {"telegram_payment_charge_id": checkout.charge_id, "provider_payment_charge_id": f"{checkout.person.id}_{number}"}
        chat = self.places.private(checkout.person)
        checkout.message = self.messages.serve(chat, checkout.person, {"successful_payment": checkout.offer.priced() | more})

    def forward(self, invoice: Message, by: Account, where: Chat) -> Message:
        """A copy: with a Pay button of its own, or, if the bot has named a start parameter, with a link to the bot instead."""
        offer = self._sent[invoice]
        if offer.protected:
            raise NotPossible(f"{invoice} is protected and cannot be passed on")
        link = {"text": "Pay", "url": f"https://t.me/{self.places.bot.username}?start={offer.start_parameter}"}
        keyboard = ((link,),) if offer.start_parameter else invoice.shape.keyboard
        copy = self.messages.post(where, by, Shape(invoice=invoice.shape.invoice, keyboard=keyboard))
        if not offer.start_parameter:
            self._sent[copy] = offer
        return copy

    def spend(self, stars: int, receiver: str = "fragment") -> None:
        """Stars leave the bot's balance for something that is no payment of a person."""
        self.book.append(Spending(f"spent{next(self._ids)}", stars, receiver, self.clock.now()))

    def give_back(self, checkout: Checkout) -> None:
        """The Stars go back: the bot wanted it so, or the store did."""
        checkout.refunded = True
        self.book.append(Entry(checkout, self.clock.now(), came=False))
        said = checkout.offer.priced() | {"telegram_payment_charge_id": checkout.charge_id}
        if not self.telling:
            return
        self.messages.serve(self.places.private(checkout.person), checkout.person, {"refunded_payment": said})


def _offer(body: Json) -> Offer:
    """The invoice of a call, if Telegram would take it: Stars, one price, no provider (platforms.md §B11)."""
    title, description = limits.sized(body.get("title"), "title", 1, 32), limits.sized(body.get("description"), "description", 1, 255)
    payload, prices = str(body.get("payload") or ""), body.get("prices") or []
    if not 1 <= len(payload.encode()) <= 128:
        raise bad("INVOICE_PAYLOAD_INVALID")
    if body.get("currency") != "XTR":
        raise bad("CURRENCY_INVALID")
    if body.get("provider_token"):
        raise bad("PAYMENT_PROVIDER_INVALID")
    if len(prices) != 1 or int(prices[0].get("amount") or 0) < 1:
        raise bad("STARS_INVOICE_INVALID")
    return Offer(
        title, description, payload, int(prices[0]["amount"]), str(body.get("start_parameter") or ""), bool(body.get("protect_content"))
    )
