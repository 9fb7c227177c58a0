"""What people write: commands, prompts, pictures with words, and answers to our questions (platforms.md B2–B4)."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Message

from adapters.telegram.answers import Answers
from adapters.telegram.desk import Desk
from adapters.telegram.inbound import Said, is_person, said_in
from adapters.telegram.kept import SOMETHING
from adapters.telegram.links import call_in
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.uploads import Uploads
from core.caller import Caller
from core.commands.dispatch import Answer
from core.commands.spec import Command, Given, Kind
from core.errors import DomainError
from core.reply import Call, Form, Reply, Tone
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text


class Talk:
    """Hands what was said to the desk, and puts its answer into the chat."""

    def __init__(self, desk: Desk, answers: Answers, uploads: Uploads, store: Store) -> None:
        self._desk = desk
        self._answers = answers
        self._uploads = uploads
        self._store = store

    async def said(self, key: str, messages: Sequence[Message]) -> None:
        """A message, or an album. In groups only what is meant for us."""
        said = said_in(messages, self._answers.username)
        if said.to_another:
            return
        if not is_person(messages[0]):
            await self._nobody(key, said)
            return
        caller = _caller(key, said)
        command = self._command(said)
        form = await self._asked(caller, said) if said.answers and command is None else None
        if form is not None:
            await self._answered(caller, said, form)
        elif said.command:
            await self._commanded(caller, said, command)
        elif said.place.private:
            await self._plain(caller, said, messages[0])

    def _command(self, said: Said) -> Command | None:
        found = self._desk.commands.get(said.command)
        return found if found is not None and found.menu and found.on(PLATFORM) else None

    async def _commanded(self, caller: Caller, said: Said, command: Command | None) -> None:
        if command is None:
            # In a group it may be meant for another bot.
            if said.place.private or said.to_us:
                await self._answers.put(caller, said.place, await self._desk.typed(caller, said.words))
        elif command.private and not said.place.private:
            await self._answers.elsewhere(caller, said.place, await self._locale(caller), Call(command.name, {}))
        elif command.name == "start" and said.rest:
            await self._started(caller, said)
        else:
            await self._typed(caller, said, command)

    async def _plain(self, caller: Caller, said: Said, message: Message) -> None:
        """In a private chat words are a prompt, and a picture is one to work from."""
        imagine = self._desk.commands["imagine"]
        if said.words or said.pictures:
            await self._typed(caller, said, imagine)
        elif SOMETHING in message.api_kwargs:
            hint = Reply(lines=(text("telegram-only-words"),), tone=Tone.WARNING, private=True)
            await self._answers.put(caller, said.place, Answer(hint, await self._locale(caller)))

    async def _typed(self, caller: Caller, said: Said, command: Command) -> None:
        """A command as typed. Pictures that came along, or to which it replies, are those to work from; missing words are asked for."""
        files, prose = _option(command, Kind.FILES), _option(command, Kind.PROSE)
        try:
            uploads = await self._uploads.taken(caller, said.pictures or said.shown_there, command) if files else ()
        except DomainError as error:
            await self._refused(caller, said.place, error)
            return
        words = said.rest if said.command else said.words
        if prose and not words and await self._answers.may_ask(caller):
            form = Form(command.name, {files: uploads} if uploads else {})
            await self._answers.put(caller, said.place, Answer(Reply(form=form), await self._locale(caller)))
            return
        await self._answers.put(caller, said.place, await self._desk.typed(replace(caller, uploads=uploads), said.words))

    async def _started(self, caller: Caller, said: Said) -> None:
        """`/start` with what a link brought along; whatever that is, it only shows something."""
        call = call_in(said.rest, self._desk.commands) or Call("start", {})
        await self._answers.put(caller, said.place, await self._desk(caller, call.command, dict(call.values)))

    async def _asked(self, caller: Caller, said: Said) -> Form | None:
        """The question that this answers, if it was put to this person."""

        def work(uow: UnitOfWork) -> Form | None:
            account = uow.accounts.of(caller)
            return uow.questions.about(PLATFORM, str(said.place.chat), str(said.answers), account.id) if account else None

        return await self._store.read(work)

    async def _answered(self, caller: Caller, said: Said, form: Form) -> None:
        command = self._desk.commands[form.command]
        prose, files = _option(command, Kind.PROSE), _option(command, Kind.FILES)
        values: dict[str, Given] = {**form.values, prose: said.words}
        try:
            if files and said.pictures:
                values[files] = (*_listed(values.get(files)), *await self._uploads.taken(caller, said.pictures, command))
        except DomainError as error:
            await self._refused(caller, said.place, error)
            return
        await self._answers.put(caller, said.place, await self._desk(caller, form.command, values))

    async def _refused(self, caller: Caller, place: Place, error: DomainError) -> None:
        await self._answers.put(caller, place, Answer(_refusal(error.text), await self._locale(caller)))

    async def _nobody(self, key: str, said: Said) -> None:
        """Who hides behind their group has no wallet."""
        if said.command and said.to_us:
            await self._answers.put(_caller(key, said), said.place, Answer(_refusal(text("telegram-anonymous")), choose_locale(None)))

    async def _locale(self, caller: Caller) -> str:
        account = await self._store.read(lambda uow: uow.accounts.of(caller))
        return choose_locale(account.locale if account else None, caller.locale_hint)


def _caller(key: str, said: Said) -> Caller:
    user = said.user
    return Caller(PLATFORM, str(user.id), user.full_name, key, said.place.address(), user.language_code, group=said.place.group)


def _option(command: Command, kind: Kind) -> str:
    return next((option.name for option in command.options if option.kind is kind), "")


def _listed(value: Given | None) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def _refusal(words: Text) -> Reply:
    return Reply(lines=(words,), tone=Tone.REFUSAL, private=True)
