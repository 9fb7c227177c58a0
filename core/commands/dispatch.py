"""The way in: every surface hands its requests to `Dispatch`, and every error becomes a reply here."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.cards import has_card_number
from core.commands.gates import GATES
from core.commands.spec import Command, Given, Kind, Mention
from core.commands.turn import House, Turn
from core.commands.words import parse, split_options
from core.doors import opened
from core.errors import Conflict, DomainError, NotFound, Unavailable, invalid
from core.membership import find, may_come_in, stranger, welcome, welcome_late
from core.prompts import printable
from core.reply import Reply, Tone
from core.rights.first_contact import introduced
from core.rights.policies import catch_up
from core.storage.errors import DatabaseAway, OutcomeUnknown, StorageFull
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text
from core.trace import entered
from core.wallet import KeyReused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A reply and the language to render it in; `status` is the HTTP status of its kind.

    `replayed`: the request was answered before, and this is the answer of that time, however things stand now.
    `unheard`: the database is away. Whoever keeps requests asks again later under the same key, instead of showing this.
    """

    reply: Reply
    locale: str
    status: int = 200
    replayed: bool = False
    unheard: bool = False


class Dispatch:
    """Runs commands: one transaction each, once per request key (wallet.md, Decisions)."""

    def __init__(self, store: Store, house: House, ambient: Ambient, commands: Iterable[Command]) -> None:
        self._store = store
        self._house = house
        self._ambient = ambient
        self.commands = {command.name: command for command in commands}

    async def typed(self, caller: Caller, line: str) -> Answer:
        """Run a line as people type it: `/balance`, or a prompt."""
        try:
            typed = parse(line, {name: command for name, command in self.commands.items() if command.on(caller.platform)})
        except DomainError as error:
            return await self._refused(caller, error)
        prose = next((option.name for option in typed.command.options if option.kind is Kind.PROSE), None)
        # Without words the sentence that helps is the one with an example.
        values = {**({prose: ""} if prose else {}), **typed.values}
        files = next((option.name for option in typed.command.options if option.kind is Kind.FILES), None)
        if caller.uploads and files:
            values[files] = caller.uploads
        return await self(caller, typed.command.name, values)

    async def __call__(self, caller: Caller, name: str, values: Mapping[str, Given]) -> Answer:
        """Run one command. Never raises: what goes wrong unexpectedly is answered with an incident id that is also in the log."""
        began = self._ambient.elapsed()
        with entered(self._ambient.new_trace):
            answer = await self._answer(caller, name, values)
            self._measure(caller.platform, name if name in self.commands else "unknown", answer, self._ambient.elapsed() - began)
        return answer

    def _measure(self, platform: str, command: str, answer: Answer, seconds: float) -> None:
        log.info(
            "answered",
            extra={
                "command": command,
                "platform": platform,
                "status": answer.status,
                "job": answer.reply.job,
                "ms": round(1000 * seconds),
            },
        )
        self._ambient.measures.commanded(platform, command, answer.status, timedelta(seconds=seconds))

    async def _answer(self, caller: Caller, name: str, values: Mapping[str, Given]) -> Answer:
        try:
            return await self._answer_to(caller, name, _storable(values))
        except StorageFull:
            log.error("no room for a command", extra={"command": name, "platform": caller.platform})
            return Answer(_refusal(Unavailable(text("error-disk-full"))), caller.hinted_locale, Unavailable.status)
        except DatabaseAway:
            return Answer(_unheard(), caller.hinted_locale, 503, unheard=True)
        except Exception as error:
            incident, unsure = self._ambient.new_id()[:8], isinstance(error, OutcomeUnknown)
            about = {"incident": incident, "command": name, "platform": caller.platform}
            log.error("command failed", exc_info=None if unsure else error, extra=about)
            return Answer(
                _unexpected("error-unsure" if unsure else "error-unexpected", incident), caller.hinted_locale, 500, unheard=unsure
            )

    async def _answer_to(self, caller: Caller, name: str, values: Mapping[str, Given]) -> Answer:
        command = self.commands.get(name)
        if command is None or not command.on(caller.platform):
            return await self._refused(caller, NotFound(text("error-button-unknown")))
        if _shows_card(command, values):
            # Before anything is written: not even a hash of it is kept (PRV-09).
            return await self._refused(caller, invalid("error-card-number"))
        if command.sheds and self._house.crowded():
            return Answer(_refusal(Unavailable(text("error-crowded"))), caller.hinted_locale, Unavailable.status)
        return await self._written(caller, command, values)

    async def _refused(self, caller: Caller, error: DomainError) -> Answer:
        return Answer(_refusal(error), await self._locale(caller), error.status)

    async def _locale(self, caller: Caller) -> str:
        """Their choice, as far as it can be known: what is said does not depend on it."""
        try:
            account = await self._store.read(lambda uow: uow.accounts.of(caller))
        except DatabaseAway:
            return caller.hinted_locale
        return choose_locale(account.locale if account else None, caller.locale_hint)

    async def _written(self, caller: Caller, command: Command, values: Mapping[str, Given]) -> Answer:
        """Run it once. If nobody knows whether that was committed, asking again under the same key tells."""
        try:
            return await self._store.write(lambda uow: self._run(uow, caller, command, values))
        except OutcomeUnknown as unknown:
            try:
                return replace(await self._store.write(lambda uow: self._run(uow, caller, command, values)), replayed=False)
            except DatabaseAway:
                raise unknown from None
        except LookupError:
            # Their account was joined to another or taken apart after it had been looked up (READ COMMITTED): now it is the right one.
            return await self._store.write(lambda uow: self._run(uow, caller, command, values))

    def _run(self, uow: UnitOfWork, caller: Caller, command: Command, values: Mapping[str, Given]) -> Answer:
        now = self._ambient.now()
        tariff = self._house.tariff
        account = find(uow, caller, now)
        if command.fleeting or (account is None and not may_come_in(uow, caller, command.name, tariff, self._ambient, now)):
            return self._in_passing(uow, caller, account or stranger(self._ambient, now), command, values, now)
        account = welcome_late(uow, account, caller, tariff, now) if account else welcome(uow, caller, tariff, self._ambient, now)
        fingerprint = _fingerprint(command, values)
        try:
            earlier = uow.requests.answer(caller.platform, caller.key, fingerprint)
        except KeyReused:
            return self._answered(uow, account, caller, _refusal(Conflict(text("error-key-reused"))), Conflict.status)
        if earlier is not None:
            return replace(self._answered(uow, account, caller, earlier), replayed=True)
        turn = Turn(uow, caller, account, self._ambient, self._house, now)
        reply, status = self._attempt(turn, command, values)
        reply = self._introduced(turn, _with_news(turn, reply))
        uow.requests.remember(caller.platform, caller.key, fingerprint, reply, account.id, now)
        locale = turn.public_locale if reply.job and not reply.private else None
        return self._answered(uow, account, caller, reply, status, locale)

    def _in_passing(
        self, uow: UnitOfWork, caller: Caller, account: Account, command: Command, values: Mapping[str, Given], now: datetime
    ) -> Answer:
        """Answer without keeping anything of the request: of a stranger, or of what is fleeting (PRV-54)."""
        turn = Turn(uow, caller, account, self._ambient, self._house, now)
        reply, status = self._attempt(turn, command, values)
        known = uow.accounts.of(caller)
        if known is not None:
            reply = self._introduced(replace(turn, account=known), reply)
        return Answer(opened(reply, self._house.links), turn.locale, status)

    def _introduced(self, turn: Turn, reply: Reply) -> Reply:
        home = self._house.home
        return introduced(turn.uow, self._ambient, turn.caller, turn.account, reply, home=home, locale=turn.locale, now=turn.now)

    def _attempt(self, turn: Turn, command: Command, values: Mapping[str, Given]) -> tuple[Reply, int]:
        """The handler's reply; a refusal undoes what the handler did, but is remembered like any other answer."""
        try:
            with turn.uow.savepoint():
                for gate in GATES:
                    stopped = gate(turn, command)
                    if stopped is not None:
                        return stopped, 200
                return command.handler(command.bind(_with_typed_options(command, values)), turn), 200
        except DomainError as error:
            log.info("refused", extra={"command": command.name, "error": error.text.key})
            return _refusal(error), error.status

    def _answered(
        self, uow: UnitOfWork, account: Account, caller: Caller, reply: Reply, status: int = 200, locale: str | None = None
    ) -> Answer:
        return Answer(opened(reply, self._house.links), locale or uow.accounts.get(account.id).locale or caller.hinted_locale, status)


def _with_news(turn: Turn, reply: Reply) -> Reply:
    """Tell a person who could not be reached, as soon as they are here again, which pictures wait for them and which texts change; where
    nobody else reads, and with words that will be shown."""
    if reply.form is not None or reply.tone is Tone.REFUSAL or not turn.caller.address.private:
        return reply
    codes = turn.uow.jobs.found_again(turn.account.id)
    if codes:
        reply = replace(reply, lines=(*reply.lines, text("kept-for-you", codes=" ".join(f"#{code}" for code in codes))))
    change = catch_up(turn.uow, turn.account, turn.caller.platform, turn.house.home, turn.now)
    return replace(reply, lines=(*reply.lines, change[0]), buttons=(*reply.buttons, change[1])) if change else reply


def _with_typed_options(command: Command, values: Mapping[str, Given]) -> dict[str, Given]:
    """`--shape portrait` inside the prompt counts like the option itself."""
    prose = next((option for option in command.options if option.kind is Kind.PROSE), None)
    if prose is None or not isinstance(values.get(prose.name), str):
        return dict(values)
    typed = split_options(str(values[prose.name]), command, strict=False)
    typed.setdefault(prose.name, "")
    return {**values, **typed}


def _storable(values: Mapping[str, Given]) -> dict[str, Given]:
    """What people give us, without the characters that no database takes."""
    return {printable(name): _printable(value) for name, value in values.items()}


def _printable(value: Given) -> Given:
    if isinstance(value, str):
        return printable(value)
    return tuple(printable(str(item)) for item in value) if isinstance(value, tuple | list) else value


def _shows_card(command: Command, values: Mapping[str, Given]) -> bool:
    """Whether a payment card number stands where words belong. Numbers and ids of files are checked against their own limits, and every
    tenth id of a channel or a role would pass for a card."""
    exempt = {option.name for option in command.options if option.kind in (Kind.NUMBER, Kind.FILES) or isinstance(option.limit, Mention)}
    return any(isinstance(value, str) and has_card_number(value) for name, value in values.items() if name not in exempt)


def _fingerprint(command: Command, values: Mapping[str, Given]) -> str:
    content = json.dumps([command.name, sorted((name, str(value)) for name, value in values.items())])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _refusal(error: DomainError) -> Reply:
    return Reply(lines=(error.text,), tone=Tone.REFUSAL, buttons=error.buttons, private=True)


def _unheard() -> Reply:
    return Reply(lines=(text("error-away"),), tone=Tone.WARNING, private=True)


def _unexpected(key: str, incident: str) -> Reply:
    return Reply(lines=(Text(key, {"incident": incident}),), tone=Tone.WARNING, private=True)
