"""A Stripe on this machine: the library runs against it unmodified.

async with LoopbackStripe() as stripe:
    ...  # a program with stripe.key and stripe.url
    stripe.pay(stripe.sessions[0])
    headers, body = signed(stripe.event("checkout.session.completed", stripe.sessions[0]))
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from tests.loopback_stripe import refusals
from tests.loopback_stripe.forms import nested
from tests.stand_in import Answer, Cut, Json, Request, StandIn

KEY, LIVE_KEY, SHY_KEY = "sk_test_loopback", "sk_live_loopback", "rk_test_loopback"
ACCOUNT = "acct_loopback"
KEPT = timedelta(hours=24)
LOCALES = {"auto", "de", "en", "es", "zh"}
SESSION = {
    "mode", "client_reference_id", "metadata", "payment_intent_data", "line_items", "adaptive_pricing", "expires_at", "locale",
    "success_url", "cancel_url",
}  # fmt: skip
FIRST, LAST = timedelta(minutes=30), timedelta(hours=24)
SMALLEST = 50  # cents


@dataclass
class Kept:
    """The answer that is given again under an idempotency key."""

    body: Json
    answer: Answer
    at: datetime


@dataclass
class LoopbackStripe(StandIn):
    """The server, its books, and everything that can go wrong with it."""

    #: Keys and whether they may do everything.
    keys: dict[str, bool] = field(default_factory=lambda: {KEY: True, LIVE_KEY: True, SHY_KEY: False})
    sessions: list[Json] = field(default_factory=list)
    intents: list[Json] = field(default_factory=list)
    charges: list[Json] = field(default_factory=list)
    refunds: list[Json] = field(default_factory=list)
    disputes: list[Json] = field(default_factory=list)
    #: What the next refund is at first; "pending" for slow ways to pay.
    refund_status: str = "succeeded"
    _kept: dict[tuple[str, str | None], Kept] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    key = KEY

    # What people and their banks do ----------------------------------------------------------------------------------

    def pay(self, session: Json, *, slowly: bool = False, amount: int | None = None, currency: str = "") -> Json:
        """Somebody fills in the page; the intent. A slow way to pay has not brought anything yet. `amount` and `currency`: another than was
        asked, as if somebody had changed the session."""
        if session["status"] != "open":
            raise ValueError("the page says that this checkout is over")
        session |= {"amount_total": amount or session["amount_total"], "currency": currency or session["currency"]}
        wanted = {"amount": session["amount_total"], "currency": session["currency"], "metadata": session["_metadata_of_intent"]}
        intent = self._new(
            "payment_intent", "pi", self.intents, **wanted, status="processing", latest_charge=None, livemode=session["livemode"]
        )
        session |= {"status": "complete", "payment_intent": intent["id"], "url": None}
        if not slowly:
            self.arrive(session)
        return intent

    def arrive(self, session: Json) -> None:
        """The money of a slow payment is there."""
        intent = self.intent(session)
        charge = self._new("charge", "ch", self.charges, amount=intent["amount"], currency=intent["currency"], payment_intent=intent["id"])
        intent |= {"status": "succeeded", "latest_charge": charge["id"]}
        session["payment_status"] = "paid"

    def fail(self, session: Json) -> None:
        """The money of a slow payment will not come."""
        self.intent(session)["status"] = "requires_payment_method"

    def expire(self, session: Json) -> None:
        """Nobody paid in time."""
        session |= {"status": "expired", "url": None}

    def refund(self, session: Json, amount: int, status: str = "succeeded") -> Json:
        """The operator gives back by hand, on Stripe's own pages."""
        return self._refund(self.intent(session), amount, status, {})

    def dispute(self, session: Json, status: str = "needs_response") -> Json:
        """Somebody asks their bank for the money."""
        intent = self.intent(session)
        about = {
            "amount": intent["amount"],
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "charge": intent["latest_charge"],
        }
        return self._new("dispute", "dp", self.disputes, **about, status=status)

    def intent(self, session: Json) -> Json:
        return _found(self.intents, session["payment_intent"])

    def charge(self, session: Json) -> Json:
        return _found(self.charges, self.intent(session)["latest_charge"])

    # What Stripe says ------------------------------------------------------------------------------------------------

    def event(self, kind: str, about: Json, **more: Any) -> Json:
        """A notice with the object as it is at this moment, whenever it may be brought."""
        at = int(self.clock.now().timestamp())
        event = {"id": f"evt_{next(self._numbers)}", "object": "event", "type": kind, "created": at, "api_version": "2026-10-28.test"}
        return {**event, "livemode": False, "pending_webhooks": 1, "data": {"object": json.loads(json.dumps(_public(about)))}, **more}

    # Serving ---------------------------------------------------------------------------------------------------------

    async def _read(self, http: web.Request) -> Json:
        said = await http.text() if http.method == "POST" else http.query_string
        return nested(parse_qsl(said, keep_blank_values=True))

    async def _answered(self, request: Request) -> Answer:
        if request.key not in self.keys:
            raise refusals.unknown_key()
        if request.method != "POST" or not request.mark:
            return await self._carried_out(request)
        with self._alone(request, refusals.in_use()):
            kept = self._kept.get((request.key, request.mark))
            if kept is None or kept.at + KEPT <= self.clock.now():
                return await self._remembered(request)
            if kept.body != request.body:
                raise refusals.other_content()
            raise Answer(kept.answer.status, kept.answer.body, headers={"Idempotent-Replayed": "true"})

    async def _remembered(self, request: Request) -> Answer:
        """The answer of what began to be carried out, also if it is a failure; what was turned down before is not remembered."""
        try:
            answer = await self._carried_out(request)
        except Answer as failure:
            if failure.status < 500:
                raise
            answer = failure
        self._kept[request.key, request.mark] = Kept(request.body, answer, self.clock.now())
        return answer

    async def _carried_out(self, request: Request) -> Answer:
        await self._strike(request, after=False)
        content = self._content(request)
        try:
            await self._strike(request, after=True)
        except Cut:
            self._kept[request.key, request.mark] = Kept(request.body, Answer(200, json.dumps(content)), self.clock.now())
            raise
        return Answer(200, json.dumps(content))

    # The books -------------------------------------------------------------------------------------------------------

    def _content(self, request: Request) -> Json:
        books = {"checkout/sessions": self.sessions, "refunds": self.refunds, "disputes": self.disputes}
        path = request.path.removeprefix("/v1/")
        if request.method == "POST":
            return _public({"checkout/sessions": self._open, "refunds": self._give_back}[path](request))
        if path == "account":
            if not self.keys[request.key]:
                raise refusals.no_rights()
            return {"id": ACCOUNT, "object": "account"}
        if path in books:
            return self._listed(books[path], request.body)
        resource, _, id = path.rpartition("/")
        return self._shown(_found(books[resource], id), request.body, "")

    def _listed(self, book: list[Json], asked: Json) -> Json:
        """A page, the newest first."""
        first = int(asked.get("created", {}).get("gte", 0))
        some = [
            one
            for one in reversed(book)
            if one["created"] >= first and all(one.get(name) == asked.get(name, one.get(name)) for name in ("charge", "payment_intent"))
        ]
        if after := asked.get("starting_after"):
            some = some[1 + [one["id"] for one in some].index(after) :]
        limit = int(asked.get("limit", 10))
        if not 1 <= limit <= 100:
            raise refusals.invalid("parameter_invalid_integer", "limit")
        return {
            "object": "list",
            "url": "/v1",
            "has_more": len(some) > limit,
            "data": [self._shown(one, asked, "data.") for one in some[:limit]],
        }

    def _shown(self, thing: Json, asked: Json, prefix: str) -> Json:
        """The object, with its intent written out if that was asked for."""
        if f"{prefix}payment_intent" in asked.get("expand", {}).values() and thing.get("payment_intent"):
            return _public(thing | {"payment_intent": _found(self.intents, thing["payment_intent"])})
        return _public(thing)

    def _open(self, request: Request) -> Json:
        asked = request.body
        if unknown := set(asked) - SESSION:
            raise refusals.invalid("parameter_unknown", min(unknown))
        if asked.get("mode") != "payment" or not urlsplit(asked["success_url"]).netloc or asked["locale"] not in LOCALES:
            raise refusals.invalid("parameter_invalid")
        now, ends = self.clock.now(), datetime.fromtimestamp(int(asked["expires_at"]), self.clock.now().tzinfo)
        if not now + FIRST <= ends <= now + LAST:
            raise refusals.invalid("", "expires_at")
        prices = [(int(line["quantity"]), line["price_data"]) for line in asked["line_items"].values()]
        total = sum(quantity * int(price["unit_amount"]) for quantity, price in prices)
        if total < SMALLEST:
            raise refusals.invalid("amount_too_small")
        wanted = {name: asked[name] for name in ("client_reference_id", "metadata", "success_url", "cancel_url", "locale")}
        more = {"amount_total": total, "currency": prices[0][1]["currency"], "livemode": "_live_" in request.key, "payment_intent": None}
        hidden = {"_metadata_of_intent": asked["payment_intent_data"]["metadata"], "_name": prices[0][1]["product_data"]["name"]}
        session = self._new(
            "checkout.session", "cs_test", self.sessions, **wanted, **more, **hidden, status="open", payment_status="unpaid"
        )
        session["url"] = f"{self.url}/c/pay/{session['id']}"
        return session

    def _give_back(self, request: Request) -> Json:
        asked = request.body
        intent = _found(self.intents, asked["payment_intent"], "payment_intent")
        left = intent["amount"] - sum(
            one["amount"] for one in self.refunds if one["payment_intent"] == intent["id"] and one["status"] not in ("failed", "canceled")
        )
        if any(one["payment_intent"] == intent["id"] and one["status"] == "lost" for one in self.disputes):
            raise refusals.invalid("charge_disputed")
        if not left:
            raise refusals.invalid("charge_already_refunded")
        if int(asked["amount"]) > left:
            raise refusals.invalid("", "amount")
        return self._refund(intent, int(asked["amount"]), self.refund_status, asked.get("metadata", {}))

    def _refund(self, intent: Json, amount: int, status: str, metadata: Mapping[str, str]) -> Json:
        about = {"amount": amount, "currency": intent["currency"], "payment_intent": intent["id"], "charge": intent["latest_charge"]}
        return self._new("refund", "re", self.refunds, **about, status=status, metadata=dict(metadata))

    def _new(self, kind: str, prefix: str, book: list[Json], **more: Any) -> Json:
        made = {
            "id": f"{prefix}_{next(self._numbers)}",
            "object": kind,
            "created": int(self.clock.now().timestamp()),
            "metadata": {},
            **more,
        }
        book.append(made)
        return made


def _found(book: list[Json], id: str, param: str = "id") -> Json:
    found = next((one for one in book if one["id"] == id), None)
    if found is None:
        raise refusals.missing(param)
    return found


def _public(thing: Json) -> Json:
    return {name: value for name, value in thing.items() if not name.startswith("_")}
