"""Somebody of the program's own: comes in as everybody does, has a picture made, and leaves the traces that people of a platform leave.

What people do by a command is done by the command. What an adapter or a vendor would bring is written as the adapter writes it, so that
nothing has to be asked of a platform, a gateway, a carrier of mail or a bank.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import LINK_LIFE, SESSION_LIFE, LinkKind, OneTimeLink, Session, WebVisit
from core.accounts import Account
from core.caller import Address, Caller, Seat
from core.commands.spec import Given
from core.commands.turn import Turn
from core.generate import finish_one
from core.jobs import Job, Outcome
from core.linking import CODE_LIFE, LinkOffer, OfferState, Side
from core.ports import Posted
from core.pricing import Pack, Quality, Shape, Tariff, WelcomeRules
from core.reply import Call, Form, Reply
from core.reply_codec import to_json
from core.rights.ages import sealed
from core.self_test.bench import Bench, OwnPainter, picture_file
from core.self_test.marks import PLATFORM, Canaries
from core.storage.jobs import Claim
from core.storage.mail import DueLetter, MailNews
from core.storage.payments import PaymentOrder
from core.storage.platforms import Notice, PostedMessage, Update
from core.storage.unit_of_work import UnitOfWork
from core.text import Text
from core.uploads import accept_upload
from core.watch import Watch

LOCALE = "en"
QUALITY = Quality.LOW
BORN = (1980, 1)
LATER = timedelta(days=365)
"""Nobody works on it before."""
OWNED_FOR = timedelta(days=7)
"""Should the process die over it, no worker may take the picture for abandoned and go to the gateway: the next run erases it before."""


class Unusable(Exception):
    """The program did not do for its own account what it does for people."""


def tariff_for_self_test(tariff: Tariff) -> Tariff:
    """Welcome credits for one picture and one more, whatever people get: some are spent, and some are left when the account goes."""
    free = 2 * tariff.unit_price(Shape.SQUARE, QUALITY, 1)
    return replace(tariff, free_credits=free, free_days=None, welcome=WelcomeRules())


@dataclass
class SelfTestPerson:
    """One account. `like` is the platform of which it has the traces; `messages` counts what stands in its chats."""

    like: str
    canaries: Canaries
    messages: int = 0

    def __post_init__(self) -> None:
        self.uid = self.canaries.word()
        self._name = self.canaries.word()
        # Telegram and the playground call a private chat as the person; Discord's has an id of its own.
        self._chat = self.canaries.word() if self.like == "discord" else self.uid

    @property
    def address(self) -> Address:
        """Where only this person reads."""
        return Address(PLATFORM, self._chat, private=True, uid=self.uid)

    def caller(self, key: str, **more: object) -> Caller:
        """A request of this person."""
        return replace(Caller(PLATFORM, self.uid, self._name, key, self.address, LOCALE), **more)  # type: ignore[arg-type]


async def lives(bench: Bench, person: SelfTestPerson) -> None:
    """Everything that this person does. Raises `Unusable`, and what the parts of the program raise."""
    await _comes_in(bench, person)
    bench.reached("come in")
    reference = await _uploads(bench, person)
    job = await _makes(bench, person, reference)
    bench.reached("picture made")
    await bench.rights.shop.store.write(lambda uow: _traces(uow, bench, person, job))
    bench.reached("used")


async def says(bench: Bench, person: SelfTestPerson, command: str, values: Mapping[str, Given], **more: object) -> Reply:
    """One command, as an adapter hands it over. Raises `Unusable` if it is refused."""
    answer = await bench.dispatch(person.caller(bench.rights.shop.ambient.new_id(), **more), command, values)
    if answer.status != 200:
        raise Unusable(command)
    return answer.reply


async def _comes_in(bench: Bench, person: SelfTestPerson) -> None:
    if bench.house.tariff.age_limit is not None:
        caller, ambient = person.caller(""), bench.rights.shop.ambient
        year, month = (sealed(ambient, caller, number) for number in BORN)
        await says(bench, person, "born", {"year": year, "month": month})
    await says(bench, person, "start", {})
    await says(bench, person, "training", {"answer": "no"})


async def _uploads(bench: Bench, person: SelfTestPerson) -> str:
    """A reference picture; what hides in its metadata must not come back."""
    shop = bench.rights.shop
    file = picture_file(person.canaries.word(shown=False))
    return await accept_upload(shop, bench.house.tariff, person.caller(shop.ambient.new_id()), file)


async def _makes(bench: Bench, person: SelfTestPerson, reference: str) -> Job:
    """A picture, paid for with welcome credits and made by nobody. The yes to its price and its way past the queue are one transaction, so
    that no worker takes it to the gateway. Raises `Unusable`."""
    shop = bench.rights.shop
    wish = {"prompt": person.canaries.word(), "quality": QUALITY.value, "references": (reference,)}
    offer = await says(bench, person, "imagine", wish, **_asked_in(person))
    yes = next((button.action for button in offer.buttons if isinstance(button.action, Call) and button.action.command == "make"), None)
    if yes is None:
        raise Unusable("make")
    owner = shop.ambient.new_id()
    claim = await shop.store.write(lambda uow: _taken(uow, bench, person, str(yes.values["job"]), owner))
    bench.reached("picture taken")
    painter, limits = OwnPainter(person.canaries.word(shown=False)), replace(shop.limits, lease=OWNED_FOR)
    await finish_one(replace(shop, maker=painter, limits=limits, watch=Watch()), owner, claim)
    job = await shop.store.read(lambda uow: uow.jobs.get(claim.job.id))
    if job is None or job.outcome is not Outcome.DONE:
        raise Unusable("picture")
    return job


def _asked_in(person: SelfTestPerson) -> dict[str, object]:
    """On Discord people ask in a channel of a server, where others read."""
    if person.like != "discord":
        return {}
    channel = person.canaries.word()
    return {"address": Address(PLATFORM, channel, uid=person.uid), "seat": Seat(person.canaries.word(), channel)}


def _taken(uow: UnitOfWork, bench: Bench, person: SelfTestPerson, job_id: str, owner: str) -> Claim:
    shop = bench.rights.shop
    now = shop.ambient.now()
    caller = person.caller(owner, address=_draft(uow, job_id).address)
    make = bench.dispatch.commands["make"]
    make.handler(make.bind({"job": job_id}), Turn(uow, caller, account_of(uow, person), shop.ambient, bench.house, now))
    begun = _draft(uow, job_id)
    if not begun.pictures:
        raise Unusable("make")
    bench.inside.take(uow, begun.pictures[0].id, owner, now, now + OWNED_FOR)
    job = _draft(uow, job_id)
    return Claim(job.pictures[0], job, again=False)


def _draft(uow: UnitOfWork, job_id: str) -> Job:
    job = uow.jobs.get(job_id)
    if job is None:
        raise Unusable("imagine")
    return job


def account_of(uow: UnitOfWork, person: SelfTestPerson) -> Account:
    """The account. Raises `Unusable` if there is none."""
    known = uow.accounts.person(PLATFORM, person.uid)
    if known is None:
        raise Unusable("account")
    return uow.accounts.get(known.account_id)


# --- what is not done by a command --------------------------------------------------------------------


@dataclass(frozen=True)
class _Scene:
    """Where traces are left: in one transaction, of one person."""

    uow: UnitOfWork
    account: Account
    person: SelfTestPerson
    new_id: Callable[[], str]
    now: datetime
    job: Job

    def word(self, *, shown: bool = True) -> str:
        return self.person.canaries.word(shown=shown)


def _traces(uow: UnitOfWork, bench: Bench, person: SelfTestPerson, job: Job) -> None:
    ambient = bench.rights.shop.ambient
    scene = _Scene(uow, account_of(uow, person), person, ambient.new_id, ambient.now(), job)
    _post(scene)
    _doors(scene)
    _browser(scene)
    _order(scene)
    _told(scene)
    TRACES.get(person.like, _nothing_more)(scene)


def _post(scene: _Scene) -> None:
    """An address to which mail comes back, so that none goes out; and a letter that went there before."""
    uow, now, letter = scene.uow, scene.now, scene.new_id()
    address = f"{scene.word()}@self-test.invalid"
    uow.accounts.save(replace(scene.account, email=address, mail_stopped_at=now))
    uow.letters.add(DueLetter(letter, scene.account.id, address, "sign-in", {"link": scene.word()}, LOCALE), now)
    uow.letters.sent(letter)
    uow.mail_log.add(MailNews(scene.new_id(), letter, "delivered", now))


def _doors(scene: _Scene) -> None:
    """A link to come in by, and a code to be joined by."""
    uow, now = scene.uow, scene.now
    uow.links.add(
        OneTimeLink(
            id=scene.new_id(),
            kind=LinkKind.SIGN_IN,
            token_hash=scene.new_id(),
            locale=LOCALE,
            created_at=now,
            expires_at=now + LINK_LIFE,
            account_id=scene.account.id,
            email=f"{scene.word()}@self-test.invalid",
            asked_as=scene.word(),
        )
    )
    side = Side(scene.account.id, PLATFORM, scene.word(), LOCALE, scene.person.address)
    uow.offers.add(LinkOffer(scene.new_id(), scene.new_id(), OfferState.SHOWN, side, now, now + CODE_LIFE))


def _browser(scene: _Scene) -> None:
    """Somebody signed in on the site."""
    uow, now, account = scene.uow, scene.now, scene.account.id
    known = scene.word(), scene.word(), LOCALE
    uow.sessions.add(Session(scene.new_id(), account, scene.new_id(), now, now, now + SESSION_LIFE, *known))
    uow.visits.add(scene.new_id(), WebVisit(*known, now), account)


def _order(scene: _Scene) -> None:
    """An offer to buy credits that nobody takes up: no provider hears of it, and no money moves."""
    now, pack = scene.now, Pack(PLATFORM, 1, 1, "EUR")
    address = Address(PLATFORM, scene.word(), private=True, uid=scene.person.uid)
    ends = now + LINK_LIFE
    scene.uow.payments.add_order(PaymentOrder(scene.new_id(), scene.account.id, PLATFORM, pack, "open", address, LOCALE, now, ends))


def _told(scene: _Scene) -> None:
    """A message that was told, one that shows the picture, and that the account was warned of its end."""
    uow, now, notice = scene.uow, scene.now, scene.new_id()
    reply = Reply(lines=(Text("as-is", {"words": scene.word()}),), private=True)
    uow.notices.add(Notice(notice, scene.account.id, scene.person.address, reply, LOCALE), now)
    uow.notices.sent(notice)
    _stands(scene, scene.person.address.chat, notice)
    _stands(scene, scene.job.address.chat, scene.word(), scene.job.id)
    uow.absences.told(scene.account.id, 1, now)


def _stands(scene: _Scene, chat: str, message: str, job: str | None = None) -> None:
    posted = Posted(chat, message, True)
    scene.uow.posted.add(PostedMessage(PLATFORM, posted, scene.account.id, "result" if job else "answer", scene.now, job))
    scene.person.messages += 1


def _on_telegram(scene: _Scene) -> None:
    """News that was worked on, news that waits, a press; a question; Telegram's name for the picture; and a chat that moved."""
    uow, uid, now = scene.uow, scene.person.uid, scene.now
    for chat in (uid, uid, f"{uid}/{scene.new_id()}"):
        number = secrets.randbelow(2**62)
        said = {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": scene.word(shown=False)}
        news = Update(PLATFORM, number, chat, {"update_id": number, "message": said})
        uow.updates.add(news, now=now, due_at=now + LATER)
    uow.updates.done(PLATFORM, [news.number])
    uow.questions.ask(PLATFORM, uid, scene.word(), Form("imagine", {"prompt": scene.word()}), scene.account.id, now)
    uow.sent_files.remember(PLATFORM, scene.job.pictures[0].object_key, scene.word(shown=False), scene.account.id, now)
    uow.doors.moved(PLATFORM, uid, scene.word(), now)


def _on_discord(scene: _Scene) -> None:
    """More messages, in channels of servers: each has a name of its own."""
    for _ in range(2):
        _stands(scene, scene.word(), scene.word())


def _on_the_web(scene: _Scene) -> None:
    """The chat that we keep ourselves."""
    answer = Reply(lines=(Text("as-is", {"words": scene.word()}),))
    for author, body in (("person", {"text": scene.word(), "files": []}), ("bot", to_json(answer))):
        scene.uow.chats.post(scene.person.uid, scene.new_id(), author, LOCALE, body, id=scene.new_id(), now=scene.now)


def _nothing_more(scene: _Scene) -> None:
    """A platform that leaves nothing of its own."""


TRACES: Mapping[str, Callable[[_Scene], None]] = {
    "telegram": _on_telegram,
    "discord": _on_discord,
    "playground": _on_the_web,
    "web": _on_the_web,
}
"""What only people of this platform leave."""
