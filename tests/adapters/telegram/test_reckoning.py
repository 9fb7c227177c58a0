"""Telegram's whole book of Stars against our payments, as the operator asks for it (wallet.md §3.3)."""

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from bot.program import Program
from core import payments
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.telegram.house import Scene, inkmirage, settings, settled
from tests.adapters.telegram.test_stars import GIFT, PACK, invoiced, offer_of, owns, swept
from tests.bot.command import Ended, here


async def asked(scene: Scene, *words: str) -> Ended:
    """The command beside the running program."""
    given = {name.replace(".", "__"): str(value) for name, value in settings(scene.telegram, scene.folder).items()}
    return await here("money", *words, cwd=scene.folder, **given)


async def change(program: Program, statement: str) -> None:
    def work(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        assert uow.connection.execute(sql(statement)).rowcount

    await program.store.write(work)


def counts(ended: Ended) -> dict[str, int]:
    rows = [line.split() for line in ended.out.splitlines() if line.startswith("telegram") and line.split()[-1].isdigit()]
    return {row[1]: int(row[2]) for row in rows}


async def test_books_that_agree_are_all_matched(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.pays(await invoiced(scene, scene.ann))
        for _ in range(120):  # the next one stands on another page
            scene.telegram.payments.spend(1)
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + 2 * PACK)
        ended = await asked(scene, "reconcile")
        assert ended.code == 0, ended.err
        assert counts(ended) == {"matched": 2, "paid-not-credited": 0, "credited-not-paid": 0, "amount-mismatch": 0}
        assert "oldest" not in ended.out


async def test_what_nobody_told_us_of_is_paid_and_not_credited_until_the_sweep(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        scene.telegram.payments.telling = False
        checkout = await scene.ann.pays(await invoiced(scene, scene.ann))
        ended = await asked(scene, "reconcile")
        assert ended.code == 1
        assert counts(ended)["paid-not-credited"] == 1
        assert checkout.charge_id in ended.out
        assert "the oldest that is open is 0 days old" in ended.out
        assert str(scene.ann.id) not in ended.out
        await swept(program)
        assert (await asked(scene, "reconcile")).code == 0


async def test_another_amount_than_was_paid_is_a_mismatch(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        await change(program, "UPDATE payment SET gross = gross - 1")
        ended = await asked(scene, "reconcile")
        assert (ended.code, counts(ended)["amount-mismatch"]) == (1, 1)


async def test_credits_for_which_nothing_was_paid_are_found(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        week = round(timedelta(days=7).total_seconds() * 1_000_000)
        await change(program, f"UPDATE payment SET charge_ref = 'forged', paid_at = paid_at - {week}")
        ended = await asked(scene, "reconcile")
        assert ended.code == 1
        assert counts(ended) == {"matched": 0, "paid-not-credited": 1, "credited-not-paid": 1, "amount-mismatch": 0}
        assert "the oldest that is open is 7 days old" in ended.out


async def test_a_book_that_cannot_be_read_is_said_in_one_line(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.says("/start")
        await settled(program)
        scene.telegram.misbehaviour.cut("getStarTransactions", times=5)
        ended = await asked(scene, "reconcile")
        assert ended.code == 1
        assert ended.err.strip() == "A provider's book cannot be read at present. Try again later."


async def test_payments_are_listed_and_added_up_without_anybody(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice = await invoiced(scene, scene.ann)
        checkout = await scene.ann.pays(invoice)
        await owns(program, scene.ann, GIFT + PACK)
        await scene.ann.gets_money_back(checkout)
        await swept(program)
        listed = await asked(scene, "payments")
        [line] = listed.out.splitlines()
        order = offer_of(scene, invoice).payload[:8].upper()
        assert line.split()[2:] == ["telegram", "230", "XTR", f"{PACK}", "credits", "credited", order, checkout.charge_id]
        wrong = ProviderEvent("event", "telegram", "c1", "paid", offer_of(scene, invoice).payload, "c1", 1, "XTR")
        await payments.receive(program.store, program.ambient, wrong)
        await payments.settle_due(program.workshop)
        parked = await asked(scene, "payments", "--parked", "--provider", "telegram")
        assert parked.out.split()[2:6] == ["telegram", "1", "XTR", "paid"]
        assert (await asked(scene, "payments", "--provider", "stripe")).out == ""
        summary = (await asked(scene, "summary")).out
        rows = {tuple(words[:3]): words[3:] for line in summary.splitlines() if (words := line.split())}
        assert rows["telegram", "XTR", "paid"] == ["1", "230"] * 3
        assert rows["telegram", "XTR", "lost"] == ["1", "230"] * 3
        assert rows["sold", str(PACK), "credits"] == []
        assert rows["given", "away", str(GIFT)] == ["credits"]
        assert rows["people", "have", str(GIFT)] == ["credits"]
        assert rows["parked", "1", "events"][:2] == ["of", "providers,"]
        for said in (listed.out, parked.out, summary):
            assert str(scene.ann.id) not in said
            assert "Ann" not in said


@pytest.mark.parametrize("word", ["reconcile"])
async def test_without_a_provider_there_is_nothing_to_compare(scene: Scene, word: str) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        ended = await here("money", word, "--data-dir", str(scene.folder), cwd=scene.folder)
        assert (ended.code, ended.out.strip()) == (0, "No provider is configured that keeps a book.")
