"""Faults in what comes and goes of payments: settlement, refunds, disputes, debts, receipts; each names the tests that must see it."""

from bench.faults import Fault

PAYMENTS, REFUNDS, DISPUTES, RETURNS = "core/payments.py", "core/refunds.py", "core/disputes.py", "core/returns.py"
LEDGER, ROWS, INBOX, FOLDING, MERGES = "db/ledger.py", "db/returns.py", "db/payments.py", "db/folding.py", "db/merges.py"
STARS, SALES, HINTS, WALLET = "adapters/telegram/refunds.py", "core/sales.py", "core/hints.py", "core/wallet.py"

_MODEL = ("tests/db/test_payments_machine.py",)
_ORDERS = ("tests/db/test_confluence.py",)
_STORY = ("tests/story/test_refunds.py",)
_LEAVING = ("tests/db/test_folding.py",)
_TELEGRAM = ("tests/adapters/telegram/test_stars.py",)

FAULTS = (
    Fault("another amount than was offered is credited", PAYMENTS, "(event.gross, event.currency) != ", "() != ", _MODEL),
    Fault("a no after the money closes the order", INBOX, 'ORDER.c.state.in_(("open", "awaited"))\n', "ORDER.c.id == order_id\n", _MODEL),
    Fault("what came before its payment is forgotten", PAYMENTS, "    uow.payments.wake(event.provider, event.charge_ref)\n", "", _MODEL),
    Fault(
        "a refund gives what was granted and not what is unused",
        REFUNDS,
        "amount = paid.worth(paid.unused)\n    return",
        "amount = paid.gross\n    return",
        _MODEL,
    ),
    Fault(
        "parts of a refund do not know of each other",
        RETURNS,
        "self.gross * (self.returned_credits + credits) // self.granted - self.returned",
        "self.gross * credits // self.granted",
        _MODEL,
    ),
    Fault(
        "the credits of a refund can be spent meanwhile",
        LEDGER,
        "        self._take_shares(hold_id, take([_lot(row) for row in lots], amount))\n",
        "",
        _MODEL,
    ),
    Fault("fifteen days are fourteen", RETURNS, "REFUND_PERIOD = timedelta(days=14)", "REFUND_PERIOD = timedelta(days=15)", _STORY),
    Fault(
        "a refund that failed keeps the credits",
        REFUNDS,
        "        at.uow.ledger.release(refund.hold_id, now=at.now)\n",
        "        at.uow.ledger.capture(refund.hold_id, refund.credits, now=at.now)\n",
        _STORY,
    ),
    Fault("a refund that came back after all gives nothing back", REFUNDS, "    if theirs:\n", "    if False:\n", _STORY),
    Fault(
        "a refund is counted under every name",
        REFUNDS,
        "refund.is_open and refund.item_ref is None and refund.amount == event.gross",
        "refund.is_open and refund.item_ref is None and False",
        _MODEL,
    ),
    Fault("more goes back by hand than was paid", REFUNDS, "    if paid.returned + event.gross > paid.gross:\n", "    if False:\n", _STORY),
    Fault(
        "money given by hand leaves the credits",
        REFUNDS,
        "limit = max(0, paid.credits_for(paid.returned + event.gross) - paid.returned_credits)",
        "limit = 0",
        _STORY,
    ),
    Fault(
        "every attempt asks for another refund",
        REFUNDS,
        'key=f"refund/{refund.id}")\n    except',
        'key=f"refund/{refund.id}/{refund.attempts}")\n    except',
        _STORY,
    ),
    Fault(
        "a dispute locks nothing",
        DISPUTES,
        "    at.uow.returns.save_dispute(dispute)\n    at.uow.returns.relock(paid.account_id)\n    return dispute",
        "    at.uow.returns.save_dispute(dispute)\n    return dispute",
        _MODEL,
    ),
    Fault("a lost dispute leaves the credits", DISPUTES, "taken = _take(at, HoldPurpose.CLAWBACK, paid.id, due)", "taken = 0", _MODEL),
    Fault(
        "a loss is counted while a job holds credits of it",
        DISPUTES,
        "if paid.busy or paid.has_open_refund:",
        "if paid.has_open_refund:",
        _STORY,
    ),
    Fault("what was used is not owed", DISPUTES, "clawed=taken, owed=due - taken", "clawed=taken, owed=0", _MODEL),
    Fault(
        "a dispute takes what had gone back already",
        DISPUTES,
        "paid.granted - paid.returned_credits - others",
        "paid.granted - others",
        _MODEL,
    ),
    Fault("a won dispute gives nothing back", DISPUTES, "    if taken > 0:\n", "    if False:\n", _MODEL),
    Fault(
        "lost after won counts",
        DISPUTES,
        "    if dispute.state is not DisputeState.OPEN:\n",
        "    if dispute.state is DisputeState.LOST:\n",
        _MODEL,
    ),
    Fault("a debt is never repaid", PAYMENTS, "    repaid = disputes.repay(at, payment_id)\n", "    repaid = 0\n", _MODEL),
    Fault("a debt is forgiven at once", RETURNS, "timedelta(days=180)", "timedelta(days=1)", _STORY),
    Fault("what a bank took is booked as spent", WALLET, 'HoldPurpose.CLAWBACK: "clawed_back"', 'HoldPurpose.CLAWBACK: "consumed"', _MODEL),
    Fault(
        "a store that takes Stars back is a kindness",
        PAYMENTS,
        'WITHOUT_DESK = frozenset({"telegram"})',
        "WITHOUT_DESK = frozenset[str]()",
        _MODEL,
    ),
    Fault("an answer that came before is a no", STARS, "if BEFORE not in error.message.upper():", "if True:", _TELEGRAM),
    Fault(
        "nobody notices that a person leaves in the middle of a refund",
        FOLDING,
        "        if self._connection.execute(held.limit(1)).first() or self._connection.execute(going.limit(1)).first():\n",
        "        if False:\n",
        _LEAVING,
    ),
    Fault(
        "the archive does not know what had gone back",
        FOLDING,
        'REFUND.c.payment_id == PAYMENT.c.id, REFUND.c.state == "done"',
        'REFUND.c.payment_id == PAYMENT.c.id, REFUND.c.state == "none"',
        _LEAVING,
    ),
    Fault(
        "credits that came again are not of their payment",
        LEDGER,
        "WHERE first.payment_id = CAST(:restored AS TEXT)",
        "WHERE first.payment_id = 'none' AND :restored IS NULL",
        _ORDERS,
    ),
    Fault("a lost dispute does not get what a failed refund returns", DISPUTES, "            claimed += more\n", "", _ORDERS),
)
