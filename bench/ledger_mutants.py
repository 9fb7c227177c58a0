"""Faults of the books (wallet.md §5.1). Grow it with every bug."""

from dataclasses import replace

from bench.faults import Fault

TESTS_OF_MERGES = ("tests/db/test_merges.py", "tests/db/test_merges_machine.py")
TESTS = (
    *("tests/core/test_wallet.py", "tests/db/test_ledger.py", "tests/db/test_ledger_machine.py", "tests/db/test_ledger_race.py"),
    *TESTS_OF_MERGES,
)

LEDGER, WALLET = "db/ledger.py", "core/wallet.py"
MERGES, TRANSFERS = "db/merges.py", "db/transfers.py"

_FAULTS = (
    Fault("a repeated command runs again", LEDGER, "        return Earlier(refused_code, seq)", "        return None"),
    Fault("a key may be used for something else", LEDGER, "if before != fingerprint:", "if False:"),
    Fault("a hold may exceed what is available", LEDGER, "posted - held >= :amount AND ", ""),
    Fault("a locked wallet can spend", LEDGER, " AND locked_reason IS NULL\n", "\n"),
    Fault("paid credits burn first", WALLET, "(kinds.index(lot.kind),", "(-kinds.index(lot.kind),"),
    Fault(
        "the latest expiry burns first", WALLET, "lot.expires_at is None, lot.expires_at,", "lot.expires_at is not None, lot.expires_at,"
    ),
    Fault("a part is captured from the last lots first", LEDGER, "for lot in lots], lots)", "for lot in lots[::-1]], lots)"),
    Fault("a hold is captured twice", LEDGER, 'if self._resolved(hold_id, f"captured {amount}", now):', "if False:"),
    Fault("a part-captured hold keeps its remainder held", LEDGER, "amount=amount, freed=held.amount", "amount=amount, freed=amount"),
    Fault("a released hold does not refill its lots", LEDGER, "self._give_back(held, held.shares, now)", "self._give_back(held, [], now)"),
    Fault("the rest of a split share is lost", LEDGER, "if used < share.amount]", "if not used]"),
    Fault(
        "releasing a captured hold looks like success",
        LEDGER,
        "            raise HoldResolved(hold_id) from None",
        "            return True",
    ),
    Fault(
        "a lot's end takes its held credits along",
        LEDGER,
        "SELECT id, remaining, expired FROM lot",
        "SELECT id, granted - expired, expired FROM lot",
    ),
    Fault("the house's line is missing", LEDGER, ":version),\n      (:seq, 2, :house, NULL, :counter, NULL, NULL)", ":version)"),
    Fault("captures are booked as expired", WALLET, 'HoldPurpose.JOB: "consumed"', 'HoldPurpose.JOB: "expired"'),
    Fault("every grant is booked as paid", LEDGER, 'f"issued_{kind.value}"', '"issued_paid"'),
    Fault(
        "a release does not raise the version",
        LEDGER,
        "SET held = held - :freed, version = version + 1",
        "SET held = held - :freed, version = version",
    ),
    Fault(
        "balanced lines are posted twice",
        LEDGER,
        "(:seq, 2, :house, NULL, :counter, NULL, NULL)",
        "(:seq, 2, :house, NULL, :counter, NULL, NULL), (:seq, 3, 'consumed', NULL, :amount, NULL, NULL), "
        "(:seq, 4, 'consumed', NULL, :counter, NULL, NULL)",
    ),
    Fault("a refusal is not remembered", LEDGER, "        REFUSE.run(self._connection, key=key, code=code)\n", ""),
    Fault(
        "the repeat of a refusal looks like success", LEDGER, "if earlier is not None and earlier.refused_code is not None:", "if False:"
    ),
    Fault(
        "what returns to an ended lot is spendable",
        LEDGER,
        "if any(lot.id in returned and lot.due(now) for lot in held.lots):",
        "if False:",
    ),
    Fault(
        "due lots are spent",
        LEDGER,
        "      AND NOT EXISTS (SELECT 1 FROM lot l WHERE l.wallet_id = wallet.id AND l.remaining > 0 AND l.expires_at <= :now)\n",
        "",
    ),
    Fault("a lot ends an instant late", WALLET, "self.expires_at <= now", "self.expires_at < now"),
    Fault("extending a hold can shorten it", LEDGER, " AND expires_at < :until", ""),
    Fault("a capture does not name its hold", LEDGER, 'scope="resolve", key=hold_id, hold_id=hold_id,', 'scope="resolve", key=hold_id,'),
    Fault(
        "captured shares are not recorded",
        LEDGER,
        "            if used:\n                CAPTURE_SHARE",
        "            if used > 99:\n                CAPTURE_SHARE",
    ),
    Fault("the balance counts credits that have run out", LEDGER, "posted - sum(lot.remaining for lot in due)", "posted"),
    Fault("an ended lot is not emptied", LEDGER, "UPDATE lot SET remaining = 0, expired", "UPDATE lot SET remaining = remaining, expired"),
    Fault(
        "a hold takes from lots what it does not record",
        LEDGER,
        "SET remaining = remaining - :amount WHERE",
        "SET remaining = remaining - 1 WHERE",
    ),
    Fault("whoever leaves gets back what they have spent", MERGES, " - self._sum(spent)", ""),
    Fault("whoever leaves gets back what has ended", MERGES, " - self._sum(ended)", ""),
    Fault("whoever leaves loses what they bought meanwhile", MERGES, " + self._sum(bought)", ""),
    Fault(
        "more is given back than there is", MERGES, "max(0, min(self._due(merge, shared.id), shared.posted - shared.held))", "merge.credits"
    ),
    Fault("held credits are given back", MERGES, "shared.posted - shared.held", "shared.posted"),
    Fault(
        "somebody with pictures in the making is joined",
        MERGES,
        "if gives.held or self._working(JOB.c.account_id == absorbed):",
        "if False:",
    ),
    Fault("somebody with pictures in the making is parted", MERGES, "if self._working(*came_by_it):", "if False:"),
    Fault("a locked wallet is joined", MERGES, "if keeps.locked_reason or gives.locked_reason:", "if keeps.locked_reason:"),
    Fault("who has somebody's things moves on", MERGES, "        if self.of(absorbed.id, now):", "        if False:"),
    Fault(
        "pictures stay behind when their job goes back",
        MERGES,
        "values(account_id=merge.absorbed_id))\n        self._connection.execute(update(MESSAGE)",
        "values(account_id=merge.survivor_id))\n        self._connection.execute(update(MESSAGE)",
    ),
    Fault(
        "an unpaid order pays into the shell",
        MERGES,
        "        self._direct_orders(merge, wallet_id)\n        return count",
        "        return count",
    ),
    Fault("the looser choice counts", MERGES, 'ask_mode": min(', 'ask_mode": max('),
    Fault("a joining that is over is undone", MERGES, "if not merge.can_be_undone(now) or self._sealed(merge_id):", "if False:"),
    Fault("a transfer takes from lots what it does not say", TRANSFERS, "moved = moved + :amount", "moved = moved"),
    Fault("credits arrive twice", TRANSFERS, "SET posted = posted + :amount", "SET posted = posted + :amount + :amount"),
    Fault("moved credits never end", TRANSFERS, "0, 0, created_at, expires_at, id", "0, 0, created_at, NULL, id"),
    Fault("moved credits become promotional", TRANSFERS, "SELECT :id, :wallet, kind,", "SELECT :id, :wallet, 'promo',"),
    Fault(
        "the statement forgets the other wallet",
        LEDGER,
        "JOIN mine ON w.merged_into = mine.id",
        "JOIN mine ON w.merged_into = mine.id AND 1 = 0",
    ),
    Fault("the statement shows the oldest lines first", LEDGER, "ORDER BY line.version DESC", "ORDER BY line.version"),
)

FAULTS = tuple(replace(fault, tests=TESTS_OF_MERGES if fault.file in (MERGES, TRANSFERS) else TESTS) for fault in _FAULTS)
"""Each with the tests that must see it."""
