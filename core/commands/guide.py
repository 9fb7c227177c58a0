"""The first words and the list of what can be done."""

from collections.abc import Callable

from core.commands.spec import Command, Handler, Nothing
from core.commands.turn import Turn
from core.pricing import Quality, Shape
from core.reply import Button, Call, Fact, Reply
from core.results import credits
from core.text import Text, text


def start(request: Nothing, turn: Turn) -> Reply:
    """Welcome: what this is, what one has, what to do first."""
    owned = turn.uow.ledger.balance(turn.account.id, turn.now)
    price = turn.house.tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0)
    return Reply(
        lines=(
            text("start-welcome"),
            text("start-try"),
            text("start-credits", available=credits(owned.available), price=credits(price), about=owned.available // price),
            *welcome_line(turn),
            text("start-promise"),
        ),
        buttons=(
            Button(text("button-help"), Call("help", {})),
            Button(text("button-balance"), Call("balance", {})),
            Button(text("button-language"), Call("language", {})),
        ),
        private=True,
    )


def welcome_line(turn: Turn) -> tuple[Text, ...]:
    """When welcome credits come that are not here yet."""
    due = turn.account.welcome_at
    return (text("welcome-later", amount=credits(turn.house.tariff.free_credits), at=due),) if due else ()


def helper(commands: Callable[[], tuple[Command, ...]]) -> Handler:
    """A handler that lists these commands: a function, because the list contains the handler itself."""

    def help_(request: Nothing, turn: Turn) -> Reply:
        """Every command with one line about it."""
        facts = [
            Fact(Text("as-is", {"words": f"/{command.name}"}), command.description)
            for command in commands()
            if command.menu and command.on(turn.caller.platform)
        ]
        return Reply(lines=(text("help-title"), text("help-words")), facts=tuple(facts), private=True)

    return help_


START = Command("start", Nothing, start, private=True)
