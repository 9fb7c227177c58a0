"""Faults that show only when something outside misbehaves or the program dies: the simulator must see each (docs/decisions/0037)."""

from bench.faults import Fault

GENERATE, DELIVER, NOTICES, LETTERS = "core/generate.py", "core/deliver.py", "core/notices.py", "core/letters.py"
GENERATION, DISPATCH, REFUNDS, PAYMENTS = "core/commands/generation.py", "core/commands/dispatch.py", "core/refunds.py", "db/payments.py"
LEDGER = "db/ledger.py"

_SIMULATION = ("tests/simulation/test_simulation.py",)

FAULTS = (
    Fault(
        "a request that is made again is carried out again",
        DISPATCH,
        "        if earlier is not None:\n",
        "        if False:\n",
        _SIMULATION,
    ),
    Fault(
        "a picture counts as stored although the store has failed",
        GENERATE,
        "            if shop.ambient.now() + timedelta(seconds=pause) > give_up:\n                raise\n",
        "            if shop.ambient.now() + timedelta(seconds=pause) > give_up:\n                return None\n",
        _SIMULATION,
    ),
    Fault(
        "a cancelled job keeps what it holds",
        GENERATION,
        "    if job.settled:\n        settle(",
        "    if False:\n        settle(",
        _SIMULATION,
    ),
    Fault(
        "a delivery is not written down",
        DELIVER,
        "    uow.jobs.delivered(job.id, kept=False, address=job.address)\n",
        "",
        _SIMULATION,
    ),
    Fault(
        "a delivery is written down before it is made",
        DELIVER,
        "    job, attempts = claimed\n",
        "    job, attempts = claimed\n    uow.jobs.delivered(job.id, kept=False, address=job.address)\n",
        _SIMULATION,
    ),
    Fault(
        "every attempt of a refund has a key of its own",
        REFUNDS,
        'charge, refund.amount, key=f"refund/{refund.id}")',
        'charge, refund.amount, key=f"refund/{shop.ambient.new_id()}")',
        _SIMULATION,
    ),
    Fault(
        "a charge that we hear of twice is credited twice",
        PAYMENTS,
        "        row = self._connection.execute(select(PAYMENT.c.id, PAYMENT.c.credited_seq).where(*same).with_for_update()).one()\n",
        "        row = self._connection.execute(select(PAYMENT.c.id, PAYMENT.c.credited_seq).where(*same).with_for_update()).one()\n"
        "        return str(row.id)\n",
        _SIMULATION,
    ),
    Fault(
        "a mail that was sent stays due",
        LETTERS,
        "        await shop.store.write(lambda uow: uow.letters.sent(due.id))\n",
        "        return True\n",
        _SIMULATION,
    ),
    Fault(
        "a finished job is settled in a transaction of its own",
        GENERATE,
        "    if job is not None and over:\n        settle(uow, job, now, shop.ambient.measures)\n",
        "    if job is not None and over:\n        uow.after_commit(lambda: None)\n",
        _SIMULATION,
    ),
)
