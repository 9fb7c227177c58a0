"""Answers to what people say and press: put where they may be read, remembered, and tied to their job (PRV-38)."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from telegram import ForceReply

from adapters.telegram.cards import Card, Person
from adapters.telegram.limiter import Turn, Urgency
from adapters.telegram.links import private_link
from adapters.telegram.panels import Panels
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.post import NotShown
from adapters.telegram.shows import Sent, Shows, card_of
from core.caller import Caller
from core.commands.dispatch import Answer
from core.commands.spec import Command
from core.membership import find_or_welcome
from core.ports import Posted, TryLater
from core.pricing import Tariff
from core.reply import Button, Call, Form, Invoice, Link, Reply, Tone
from core.rights.ages import is_admitted
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text
from core.workshop import Workshop

ANSWER = Turn(Urgency.RESULT, 60.0)
MOST_PLACEHOLDER = 64
OF_PICTURES = frozenset({"imagine", "change"})
"""Commands whose words say what a picture shows; every other form has a question of its own."""
OF_THE_REQUEST = frozenset({Tone.REFUSAL, Tone.WARNING})

log = logging.getLogger(__name__)


class Answers:
    """Puts answers into chats. Raises `TryLater`; a chat that is closed to us gets none."""

    def __init__(self, shows: Shows, panels: Panels, commands: Mapping[str, Command], workshop: Workshop, tariff: Tariff) -> None:
        self._shows = shows
        self._panels = panels
        self._commands = commands
        self._workshop = workshop
        self._tariff = tariff
        self.username = ""

    async def put(self, caller: Caller, place: Place, answer: Answer, *, to: Person | None = None) -> None:
        """A new message, or in the place of `place.message`. Private words never go where others read along."""
        reply = answer.reply
        if reply.form is not None and not reply.lines:
            await self._ask(caller, place, reply.form, answer)
        elif place.private or not reply.private or _is_about_the_request(reply):
            await self._put(caller, place, self._card(answer, place, to))
            if reply.invoice is not None and place.private:
                await self._bill(caller, place, reply.invoice, answer.locale)
        else:
            await self.elsewhere(caller, place, answer.locale, await self._shown_there(reply))

    async def may_ask(self, caller: Caller) -> bool:
        """Whether a question to this person may be kept: not before they have said how old they are (PRV-54)."""
        account = await self._workshop.store.read(lambda uow: uow.accounts.of(caller))
        return is_admitted(account, self._tariff.age_limit)

    async def way_to(self, reply: Reply) -> str:
        """A link to where a private reply can be read."""
        return private_link(self.username, await self._shown_there(reply))

    async def elsewhere(self, caller: Caller, place: Place, locale: str, call: Call) -> None:
        """A neutral line, and the way to the private chat, where the call is made."""
        button = Button(text("telegram-open-private"), Link(private_link(self.username, call)), main=True)
        neutral = Reply(lines=(text("telegram-only-you"),), buttons=(button,))
        await self._put(caller, replace(place, message=0), card_of(neutral, locale, place))

    async def hello(self, place: Place, locale: str) -> None:
        """How to ask in a group that took us in: without the name Telegram would not bring us the command (platforms.md B4)."""
        card = card_of(Reply(lines=(text("telegram-hello", bot=self.username),)), locale, place)
        try:
            await self._shows.put(place, card, ANSWER)
        except NotShown as error:
            log.info("no hello said", extra={"error": type(error).__name__})

    async def taken_back(self, job: str, locale: str) -> None:
        """Remove what shows the pictures of a job."""
        messages = await self._workshop.store.read(lambda uow: uow.posted.of_job(job))
        words = self._shows.renderer.plain(text("telegram-removed"), locale)
        for one in (message for message in messages if message.platform == PLATFORM):
            await self._take_back(one, words)

    async def _take_back(self, one: PostedMessage, words: str) -> None:
        place = Place(int(one.posted.chat), 0, private=False, message=int(one.posted.message))
        try:
            await self._shows.post.remove(place, words, ANSWER)
        except NotShown as error:
            log.info("message not taken back", extra={"error": type(error).__name__})
        await self._workshop.store.write(lambda uow: uow.posted.gone(PLATFORM, one.posted.chat, one.posted.message))

    def _card(self, answer: Answer, place: Place, to: Person | None) -> Card:
        reply = replace(answer.reply, pictures=answer.reply.pictures if answer.reply.job else ())
        rows: tuple[tuple[Button, ...], ...] = ()
        if reply.form is not None and reply.job is not None:
            rows = self._panels.rows(reply.form, self._commands[reply.form.command], reply.job, answer.locale, private=place.private)
        return card_of(reply, answer.locale, place, to=to, rows=rows)

    async def _is_over(self, reply: Reply) -> bool:
        """Whether it says that a job is at work which has ended meanwhile, as happens when an update is worked on again."""
        if reply.job is None or reply.progress is None:
            return False
        job = await self._workshop.store.read(lambda uow: uow.jobs.get(str(reply.job)))
        return job is not None and job.settled

    async def _put(self, caller: Caller, place: Place, card: Card) -> None:
        if place.message and await self._is_over(card.reply):
            return
        try:
            where, sent = await self._shows.put(place, card, ANSWER)
            sent += await self._words_behind(where, card) if where.album else ()
        except NotShown as error:
            log.info("answer not shown", extra={"error": type(error).__name__})
            return
        if not await self._workshop.store.write(lambda uow: self._remember(uow, caller, where, card.reply, sent)):
            await self._overtaken(where, sent)
        elif where.message in sent and await self._is_over(card.reply):
            await self._said_again(str(card.reply.job), where)

    async def _words_behind(self, place: Place, card: Card) -> Sent:
        """What belongs behind an album. If it cannot be said now, the delivery of its job says it later, rather than a second album."""
        try:
            _, sent = await self._shows.put(place, card, ANSWER)
        except TryLater:
            await self._said_again(str(card.reply.job), place)
            return ()
        except NotShown as error:
            log.warning("album without its words", extra={"error": type(error).__name__})
            return ()
        return sent

    async def _said_again(self, job: str, place: Place) -> None:
        """The end of a job that this news of it has just covered, or what is left of it to be said."""
        await self._workshop.store.write(lambda uow: uow.jobs.redeliver(job, place.address(), self._workshop.ambient.now()))
        self._workshop.work_is_due()

    def _remember(self, uow: UnitOfWork, caller: Caller, place: Place, reply: Reply, sent: tuple[int, ...]) -> bool:
        """What stands in a chat now. False if it shows a job at work that has ended meanwhile: its end is, or will be, another message."""
        account, now = uow.accounts.of(caller), self._workshop.ambient.now()
        if account is not None:
            for message in sent:
                uow.posted.add(PostedMessage(PLATFORM, Posted(str(place.chat), str(message), True), account.id, "answer", now, reply.job))
        is_news = reply.job is not None and reply.progress is not None and place.message not in sent
        return not is_news or uow.jobs.announced(str(reply.job), str(sent[-1]))

    async def _overtaken(self, place: Place, sent: tuple[int, ...]) -> None:
        """News that the end of its job has overtaken."""
        for message in sent:
            await self._shows.away(replace(place, message=message), ANSWER)

    async def _bill(self, caller: Caller, place: Place, invoice: Invoice, locale: str) -> None:
        """An invoice below the words about it. When its update is worked on again it may stand there twice, and be paid once."""
        plain = self._shows.renderer.plain
        title, description = plain(invoice.title, locale), plain(invoice.description, locale)
        try:
            sent = await self._shows.post.invoice(replace(place, message=0), invoice, title, description, ANSWER)
        except NotShown as error:
            log.info("invoice not sent", extra={"error": type(error).__name__})
            return
        await self._workshop.store.write(lambda uow: self._noted(uow, caller, place, sent.message_id))

    def _noted(self, uow: UnitOfWork, caller: Caller, place: Place, message: int) -> None:
        account = uow.accounts.of(caller)
        if account is not None:
            posted = Posted(str(place.chat), str(message), erasable=True)
            uow.posted.add(PostedMessage(PLATFORM, posted, account.id, "answer", self._workshop.ambient.now()))

    async def _ask(self, caller: Caller, place: Place, form: Form, answer: Answer) -> None:
        """Ask for words: the reply to this message is the answer, in whichever process it arrives."""
        renderer, locale = self._shows.renderer, answer.locale
        words = renderer.asking(_question(form, answer.reply), answer.reply.quote, locale)
        hint = _example(form)
        placeholder = renderer.plain(hint, locale)[:MOST_PLACEHOLDER] if hint else None
        where = replace(place, request=place.request or place.message, message=0)
        try:
            sent = await self._shows.post.text(where, words, ForceReply(selective=True, input_field_placeholder=placeholder), ANSWER)
        except NotShown as error:
            log.info("question not asked", extra={"error": type(error).__name__})
            return

        def work(uow: UnitOfWork) -> None:
            now = self._workshop.ambient.now()
            account = find_or_welcome(uow, caller, self._tariff, self._workshop.ambient, now)
            uow.questions.ask(PLATFORM, str(where.chat), str(sent.message_id), form, account.id, now)
            posted = Posted(str(where.chat), str(sent.message_id), erasable=True)
            uow.posted.add(PostedMessage(PLATFORM, posted, account.id, "answer", now))

        await self._workshop.store.write(work)

    async def _shown_there(self, reply: Reply) -> Call:
        """What shows a private reply again in the private chat."""
        job = await self._workshop.store.read(lambda uow: uow.jobs.get(reply.job or ""))
        return Call("show", {"id": job.code}) if job else Call("help", {})


def _question(form: Form, reply: Reply) -> Text:
    if form.command not in OF_PICTURES:
        return text(f"telegram-ask-{form.command}")
    if reply.quote is not None:
        return text("telegram-ask-again")
    return text("telegram-ask-change" if form.values.get("references") else "telegram-ask-words")


def _example(form: Form) -> Text | None:
    """What stands greyed in the field until something is typed."""
    if form.command == "code":
        return Text("as-is", {"words": "123456"})
    return text("telegram-ask-hint") if form.command in OF_PICTURES else None


def _is_about_the_request(reply: Reply) -> bool:
    """A refusal or a question about what everybody there has read says nothing of what the person owns."""
    return reply.tone in OF_THE_REQUEST and not reply.facts and reply.job is None and not reply.documents
