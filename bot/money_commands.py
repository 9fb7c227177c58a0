"""`python -m bot money`: what the operator's people type about payments, credits and vouchers."""

import os
from datetime import timedelta
from typing import Annotated

import typer

from bot import money as of_money
from bot.acting import acting
from bot.command_line import ConfigFile, DataDir, PlatformName, PlatformUid, fail, quiet, run_to_end
from core.ambient import Ambient, utc_now
from core.ports import TryLater
from core.vouchers import LONGEST_REASON

MOST_CREDITS = 1_000_000
"""Beyond it somebody has mistaken a number."""

commands = typer.Typer()
money = typer.Typer(help="Payments, credits and vouchers.")
voucher = typer.Typer(help="Codes that are worth credits.")
commands.add_typer(money, name="money")
money.add_typer(voucher, name="voucher")

Credits = Annotated[int, typer.Option("--credits", min=1, max=MOST_CREDITS, help="What a code is worth.")]
Why = Annotated[str, typer.Option("--reason", help=f"One sentence about nobody, at most {LONGEST_REASON} characters.")]


def _reason(given: str) -> str:
    if not 1 <= len(given.strip()) <= LONGEST_REASON:
        fail(f"--reason needs 1 to {LONGEST_REASON} characters.", 1)
    return given.strip()


@money.command("summary")
def show_summary(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Payments by provider and currency, what became of credits, and what waits for somebody."""
    for line in run_to_end(of_money.summary(quiet(config, data_dir), utc_now())):
        typer.echo(line)


@money.command("payments")
def list_payments(
    provider: Annotated[str, typer.Option("--provider", help="Of this one alone, like telegram.")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=36500, help="How far back.")] = 30,
    parked: Annotated[bool, typer.Option("--parked", help="Instead: what a provider said that somebody must look at.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Payments one by one, with the references of order and charge, and without anything about people."""
    settings = quiet(config, data_dir)
    run_to_end(of_money.payments(settings, utc_now(), typer.echo, provider=provider, days=days, parked=parked))


@money.command("reconcile")
def reconcile_books(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Every provider's own book against our payments. Exit code 1 if anything does not agree, or a book cannot be read."""
    try:
        well = run_to_end(of_money.reconcile(quiet(config, data_dir), Ambient(), typer.echo))
    except TryLater:
        fail("A provider's book cannot be read at present. Try again later.", 1)
    raise typer.Exit(0 if well else 1)


@money.command("journal")
def print_journal(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """All books as a plain-text journal: `hledger -f - balance` reads it."""
    run_to_end(of_money.write_journal(quiet(config, data_dir), typer.echo))


@money.command("grant")
def grant_credits(
    platform: PlatformName,
    uid: PlatformUid,
    credits: Annotated[int, typer.Argument(min=1, max=MOST_CREDITS, help="How many.")],
    reason: Annotated[str, typer.Option(help=f"Why, as they will read it: about nobody, at most {LONGEST_REASON} characters.")],
    key: Annotated[str, typer.Option(help="The same key gives once. Empty: the same number for the same reason is the same gift.")] = "",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Give somebody credits as an apology. That you did is written down, and they are told."""
    with acting():
        settings = quiet(config, data_dir)
        typer.echo(run_to_end(of_money.grant(settings, os.environ, platform, uid, credits, _reason(reason), key)))


@money.command("refund")
def refund_payment(
    provider: Annotated[str, typer.Argument(help="Its provider, like telegram.")],
    charge: Annotated[str, typer.Argument(help="The reference of the charge, as `payments` shows it.")],
    whole: Annotated[bool, typer.Option("--whole", help="All of the money, although a part was used.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Give back what is unused of a payment, also after the 14 days. That you did is written down, and its person is told."""
    with acting():
        typer.echo(run_to_end(of_money.refund(quiet(config, data_dir), os.environ, provider, charge, whole=whole)))


@voucher.command("create")
def create_voucher(
    credits: Credits,
    reason: Why,
    uses: Annotated[int, typer.Option(min=1, max=MOST_CREDITS, help="How many people may use it, each once.")] = 1,
    codes: Annotated[int, typer.Option(min=1, max=1000, help="How many such codes.")] = 1,
    open_for: Annotated[int, typer.Option("--open-for", min=1, max=3650, help="Days in which it can be redeemed.")] = 90,
    lasting: Annotated[int, typer.Option(min=0, max=3650, help="Days for which the credits last from then on; 0: for ever.")] = 365,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """New codes, one a line. They are shown this once and kept nowhere: pass them on, or they are lost."""
    offer = of_money.Offer(credits, uses, codes, timedelta(days=open_for), lasting or None, _reason(reason))
    with acting():
        for code in run_to_end(of_money.make_vouchers(quiet(config, data_dir), os.environ, offer)):
            typer.echo(code)


@voucher.command("list")
def list_vouchers(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Every voucher without its code: what it is worth, how often it was used, and until when it works."""
    for line in run_to_end(of_money.vouchers(quiet(config, data_dir), utc_now())):
        typer.echo(line)


@voucher.command("stop")
def stop_voucher(
    id: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")], config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """Nobody can use it any more. What it gave stays given."""
    with acting():
        if not run_to_end(of_money.stop_voucher(quiet(config, data_dir), os.environ, id)):
            fail("There is no voucher of this id that still works.", 1)
    typer.echo("Stopped.")
