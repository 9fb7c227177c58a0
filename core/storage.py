"""What the core asks of the database. Every method is synchronous and runs inside the transaction of its unit of work."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from core.access import OneTimeLink, Session, WebVisit
from core.accounts import Account, AgeMethod, Consent, Identity, Person, Standing
from core.billing import BillingDocument, Received
from core.caller import Address, Caller
from core.communities import Community
from core.forbidden.refused import RefusedPrompt
from core.jobs import Job, PictureJob, Place
from core.linking import LinkOffer, Merge, OfferState
from core.ports import ImageFacts, Posted, Reference
from core.pricing import Pack
from core.pulse import Figures
from core.reply import Form, Reply
from core.returns import Dispute, Paid, Refund
from core.rights.storage import (
    Absences,
    Deadlines,
    Erasures,
    ExportParts,
    Holds,
    Policies,
    Reports,
    RequestMails,
    Retention,
    RightsRequests,
    RightsWords,
    StaffLog,
)
from core.vouchers import CreditGrant, Voucher
from core.wallet import Balance, Cap, HoldPurpose, LedgerLine, LotKind

T = TypeVar("T")


class Accounts(Protocol):
    """People and their identities."""

    def of(self, caller: Caller) -> Account | None:
        """The account behind this caller, if there is one."""

    def await_turn(self, caller: Caller) -> None:
        """Wait until nobody else is getting to know this caller; the turn lasts until the transaction ends."""

    def create(self, account: Account, caller: Caller) -> None:
        """A new account with an empty wallet, known to the caller's platform."""

    def save(self, account: Account) -> None:
        """Store changed choices."""

    def welcome_at(self, account_id: str, moment: datetime | None) -> None:
        """When its welcome credits are due; `None`: they are not, or not any more."""

    def stand(self, account_id: str, standing: Standing) -> None:
        """What may be done for the account from now on. A lock remembers what that was before."""

    def unlock(self, account_id: str) -> None:
        """As it was before the lock; nothing is changed if it is not locked."""

    def seen(self, account_id: str, now: datetime) -> None:
        """Its owner did something; what they were told about having been away counts no more (PRV-49)."""

    def get(self, account_id: str) -> Account:
        """The account. Raises `LookupError`."""

    def person(self, platform: str, uid: str) -> Person | None:
        """One identity."""

    def people(self, platform: str) -> list[Person]:
        """Everybody a platform knows, in order of arrival."""

    def by_email(self, email: str) -> Account | None:
        """The account whose proved address this is; capitals do not matter."""

    def identities(self, account_id: str) -> list[Identity]:
        """A person's chats, in order of arrival."""

    def lock(self, account_id: str) -> None:
        """Keep everybody else from changing which chats this account has, until the transaction ends."""

    def unlink(self, platform: str, uid: str) -> None:
        """Forget that a platform's user is this person, and where the user can be reached there (PRV-83); to us the user is a stranger
        again. What is still due for that chat is kept for the next one that is heard of."""

    def age_known(self, account_id: str, limit: int, method: AgeMethod, now: datetime) -> None:
        """The person is at least so old (PRV-54)."""

    def mark_young(self, who: str, until: datetime) -> None:
        """Somebody (a hash) is too young, and need not be asked again until then (PRV-55)."""

    def is_marked_young(self, who: str, now: datetime) -> bool:
        """Whether they are, as far as that is still kept."""

    def mark_welcomed(self, who: str, until: datetime) -> None:
        """Somebody (a hash) had their welcome credits."""

    def was_welcomed(self, who: str, now: datetime) -> bool:
        """Whether they had, as far as that is still kept."""


class Ledger(Protocol):
    """The books. Every step is keyed: the same key again answers the same, with another content raises `KeyReused`."""

    def balance(self, account_id: str, now: datetime) -> Balance:
        """What the person owns, with the lots that still hold credits, in burn order (due lots count as expired)."""

    def grant(
        self,
        account_id: str,
        amount: int,
        kind: LotKind,
        *,
        key: str,
        now: datetime,
        expires_at: datetime | None = None,
        payment_id: str | None = None,
        restored: str | None = None,
    ) -> int:
        """Give credits as a new lot; the sequence number of the transaction. They are what this payment bought, or (`restored`) what had
        gone back of it and came again."""

    def hold(
        self,
        account_id: str,
        amount: int,
        *,
        hold_id: str,
        job_id: str,
        key: str,
        now: datetime,
        expires_at: datetime,
        cap: Cap | None = None,
    ) -> None:
        """Reserve credits, within `cap` if there is one. Raises `HoldRefused` (also remembered under the key)."""

    def spent(self, account_id: str, since: datetime) -> int:
        """What was reserved since then and is still reserved or was captured, in all wallets of this person."""

    def fell_below(self, hold_id: str) -> int | None:
        """How few credits its owner wants to hear of, if this capture left fewer and there were not so few before it."""

    def set_aside(
        self, account_id: str, payment_id: str, purpose: HoldPurpose, *, limit: int | None, hold_id: str, key: str, now: datetime
    ) -> int:
        """Hold what is unused of a payment's credits, at most `limit`, also in a locked wallet; how many (0: there is no hold)."""

    def capture(self, hold_id: str, amount: int, *, now: datetime) -> None:
        """Take `amount` of a hold and give the rest back. Repeats are harmless; raises `HoldResolved` if it ended otherwise."""

    def release(self, hold_id: str, *, now: datetime) -> None:
        """Give a hold back whole. Repeats are harmless; raises `HoldResolved` if it ended otherwise."""

    def extend(self, hold_id: str, *, until: datetime) -> None:
        """Keep an open hold alive; never shortens."""

    def expire_lots(self, now: datetime, limit: int = 500) -> int:
        """Post the end of due lots; how many lots."""

    def lines(self, account_id: str, *, limit: int, before_seq: int | None = None) -> list[LedgerLine]:
        """The person's statement, newest first."""


@dataclass(frozen=True)
class Lane:
    """Which rows of an outbox somebody takes: those that go by one platform (or payment provider) `only`, or by any `but` some."""

    only: str = ""
    but: frozenset[str] = frozenset()


EVERY = Lane()


@dataclass(frozen=True)
class Claim:
    """A picture that this worker now owns until its lease ends. `again` marks one that a dead worker had asked for."""

    picture: PictureJob
    job: Job
    again: bool


@dataclass(frozen=True)
class Busy:
    """How many pictures a person has asked for in an hour and in a day, and how many of their requests are under way."""

    in_hour: int
    in_day: int
    waiting: int


class Jobs(Protocol):
    """Jobs and their pictures; the table is the queue."""

    def add(self, job: Job) -> None:
        """Store a draft with its references."""

    def start(self, job: Job) -> None:
        """Queue the pictures of a draft that now has a hold."""

    def get(self, job_id: str) -> Job | None:
        """The job with pictures and references."""

    def lock(self, job_id: str) -> None:
        """Keep everybody else from moving this job until the transaction ends."""

    def by_code(self, account_id: str, code: str) -> Job | None:
        """A person's own job by the code they see; case does not matter."""

    def of_picture(self, picture_id: str) -> Job | None:
        """The job that a picture belongs to."""

    def recent(self, account_id: str, *, limit: int, before: datetime | None = None) -> list[Job]:
        """A person's jobs that are not drafts, newest first."""

    def latest_draft_or_job(self, account_id: str) -> Job | None:
        """The newest request of a person, for `/again`."""

    def working(self, account_id: str) -> list[Job]:
        """A person's jobs that are not finished, oldest first."""

    def claim(
        self, owner: str, now: datetime, *, lease_until: datetime, at_once: int, per_person: int, mine: Collection[str] = ()
    ) -> Claim | None:
        """The picture whose turn it is: abandoned ones first, then round-robin over people, then age. Pictures of the owners in `mine`
        are never abandoned: a clock that jumps does not take live work from its worker."""

    def heartbeat(self, owner: str, picture_ids: Sequence[str], lease_until: datetime) -> set[str]:
        """Extend leases; which of the pictures this owner still owns."""

    def save(self, picture: PictureJob, *, owner: str, now: datetime) -> bool:
        """Store the outcome of a claimed picture; false, and nothing changed, if the lease has gone to another."""

    def cancel(self, job_id: str, now: datetime) -> int:
        """Cancel the pictures that nobody has asked for yet; how many."""

    def excuse(self, picture_id: str, owner: str) -> None:
        """This claim ends without an outcome for a reason that is known: it does not count as lost."""

    def give_up(self, job_id: str, reason: str, now: datetime) -> int:
        """Fail the pictures that nobody has asked for yet; how many."""

    def overdue(self, before: datetime, limit: int) -> list[str]:
        """Ids of jobs older than `before` of which a picture still waits to be asked for."""

    def remove(self, picture_id: str, now: datetime) -> None:
        """Mark a stored picture as removed by its owner."""

    def finish(self, job: Job, now: datetime) -> None:
        """Store outcome, reason and that a delivery is due."""

    def redeliver(self, job_id: str, address: Address, now: datetime) -> None:
        """Where the answer of a job goes from now on."""

    def announced(self, job_id: str, message: str) -> bool:
        """Which message of the chat shows the job, so that its end can take that place; false, and nothing changed, once it has ended."""

    def claim_delivery(
        self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY
    ) -> tuple[Job, int] | None:
        """A finished job whose message is due, with the number of earlier attempts. Unless it is marked delivered, it is due again
        after `first_pause`, doubled with each attempt up to `longest_pause`."""

    def delivered(self, job_id: str, *, kept: bool, address: Address | None = None) -> None:
        """The message is out, or (`kept`) nobody can be reached and it waits in the history. If it went to `address`, but was asked for
        elsewhere meanwhile, it stays due."""

    def found_again(self, account_id: str) -> list[str]:
        """Codes of the jobs whose message waits for a person who is here now; each is named once."""

    def busy(self, account_id: str, *, hour: datetime, day: datetime, since: datetime) -> Busy:
        """What a person has asked for since the hour and the day began; of what is under way, what began after `since`."""

    def pictures_of_place(self, community: str, *, since: datetime) -> int:
        """How many pictures everybody has asked for in a community; drafts do not count."""

    def pictures_since(self, account_id: str, community: str, since: datetime) -> int:
        """How many pictures a person has asked for in a community; drafts do not count."""

    def place(self, job: Job, *, at_once: int) -> Place:
        """Where the job stands in line and when it should be done."""

    def mend_times(self, now: datetime) -> int:
        """After the clock was set back: what would wait longer than it ever has to is due now; how many rows."""

    def prospect(self, job: Job, *, at_once: int) -> Place:
        """Where a job that is not in line would stand if it were put there now, and when it should be done."""

    def waiting(self) -> int:
        """How many pictures are queued or asked."""

    def blocked(self, since: datetime, limit: int) -> list[datetime]:
        """When the gateway's own policy blocked a prompt since then, newest first, that many at most; of every process."""

    def undelivered(self) -> int:
        """How many finished jobs have a message that is still due."""

    def places(self, limit: int, *, at_once: int) -> list[tuple[str, Place]]:
        """Where the next working jobs stand of which no picture has been asked for yet, in the order of their turn."""

    def removed_objects(self, limit: int) -> list[tuple[str, str]]:
        """Pictures that nobody will see any more and whose object may still exist: picture id and object key."""

    def objects_gone(self, picture_ids: Sequence[str]) -> None:
        """The objects of these pictures are deleted."""

    def drop_drafts(self, before: datetime) -> int:
        """Forget some drafts that nobody said yes to; how many, none when there are no more."""


@dataclass(frozen=True)
class StoredReference:
    """A person's uploaded picture."""

    id: str
    account_id: str
    object_key: str
    facts: ImageFacts
    created_at: datetime


class References(Protocol):
    """Uploaded pictures."""

    def add(self, reference: StoredReference) -> None:
        """Remember an upload."""

    def get(self, account_id: str, reference_id: str) -> Reference | None:
        """A person's own upload."""

    def older(self, before: datetime, limit: int) -> list[tuple[str, str]]:
        """Uploads from before this moment, oldest first: id and object key."""

    def forget(self, reference_ids: Sequence[str]) -> None:
        """Drop these uploads."""


class Vouchers(Protocol):
    """Codes that are worth credits, and what the operator gave somebody by hand."""

    def add(self, voucher: Voucher) -> None:
        """A new code is made."""

    def locked(self, code_hash: str) -> Voucher | None:
        """The voucher of a code; whoever else has it waits until the transaction ends."""

    def is_used(self, voucher_id: str, wallet_id: str, who: str) -> bool:
        """Whether it was used for this wallet, for one that was joined to it, or in this chat (a hash)."""

    def use(self, voucher_id: str, wallet_id: str, who: str, seq: int, now: datetime) -> None:
        """Count one use, whose credits are this transaction's."""

    def listed(self) -> list[Voucher]:
        """All of them, the newest first."""

    def stop(self, voucher_id: str, now: datetime) -> bool:
        """Nobody can use it any more; false if there is none that could."""

    def granted(self, grant: CreditGrant) -> bool:
        """Remember what somebody was given; false if it was remembered before."""


class Requests(Protocol):
    """What was answered to each request key."""

    def answer(self, platform: str, key: str, fingerprint: str) -> Reply | None:
        """The earlier answer to this key, if any. Raises `KeyReused` if the content differs."""

    def answered(self, account_id: str, number: int, *, since: datetime) -> bool:
        """Whether a person was answered at least so often since then."""

    def remember(self, platform: str, key: str, fingerprint: str, reply: Reply, account_id: str, now: datetime) -> None:
        """Keep the answer for a replay."""


@dataclass(frozen=True)
class PaymentOrder:
    """An accepted offer. `state` is open, awaited (paid in a slow way), paid, declined or expired. `terms` is the version of the terms
    under which it was accepted."""

    id: str
    account_id: str
    surface: str
    pack: Pack
    state: str
    address: Address
    locale: str
    created_at: datetime
    expires_at: datetime
    terms: str = ""

    @property
    def reference(self) -> str:
        """How people and receipts call it."""
        return self.id[:8].upper()


@dataclass(frozen=True)
class ProviderEvent:
    """One fact that a payment provider told us (`core.facts`); each `event_ref` of a provider counts once.

    `object_ref` names our order, if the provider says so. `gross` is what this fact is about, in minor units: what was paid, what a refund
    gave back, what is disputed. `item_ref` is the provider's name of that refund or dispute.
    """

    id: str
    provider: str
    event_ref: str
    kind: str
    object_ref: str
    charge_ref: str
    gross: int
    currency: str
    item_ref: str = ""


class Payments(Protocol):
    """Orders, the inbox of provider events, and charges."""

    def add_order(self, order: PaymentOrder) -> None:
        """Store an order before any provider hears of it."""

    def order(self, order_id: str, *, settling: bool = False) -> PaymentOrder | None:
        """The order; `settling`: it stays whose it is until the transaction ends."""

    def last_paid(self, account_id: str) -> PaymentOrder | None:
        """The order whose payment came last."""

    def close_order(self, order_id: str, state: str) -> None:
        """Move an order to its end; money counts, also after the order had ended otherwise."""

    def await_order(self, order_id: str) -> None:
        """The money has been sent in a slow way: the order stays until its provider says more."""

    def expire_orders(self, now: datetime, limit: int = 500) -> int:
        """End open orders whose time is over; how many."""

    def receive(self, event: ProviderEvent, now: datetime) -> bool:
        """Store an event; false if it was there before."""

    def known(self, provider: str, refs: Sequence[str]) -> set[str]:
        """Which of these events and charges we know, also of people who have left."""

    def credited_of(self, provider: str, refs: Sequence[str]) -> set[str]:
        """For which of these charges the credits were given, also to people who have left."""

    def pending(self, limit: int = 50) -> list[ProviderEvent]:
        """Facts not yet acted upon, oldest first."""

    def hints(self, limit: int = 500) -> list[ProviderEvent]:
        """What providers hinted at (`core.hints`) and have not been asked about, oldest first."""

    def handled(self, event_id: str, *, parked: bool = False, order_id: str = "") -> None:
        """Mark an event as acted upon, or (`parked`) for a human to look at; `order_id` if only we know which order it is about."""

    def drop(self, event_id: str) -> None:
        """Forget an event of which nothing has to be kept."""

    def charge(self, payment_id: str, event: ProviderEvent, now: datetime) -> str | None:
        """Record the charge; its payment id, or `None` if it was credited before."""

    def put_off(self, event_id: str) -> None:
        """The event is about a charge that we have not heard of yet: it waits for that."""

    def wake(self, provider: str, charge_ref: str) -> None:
        """The charge is known now: what had come before it is to be acted upon."""

    def wake_early(self, long_ago: datetime) -> int:
        """What waits for its charge is to be looked at once more; what has waited since `long_ago` is parked for a human, and counted."""

    def archived(self, provider: str, charge_ref: str) -> int | None:
        """How much of a charge had gone back, in minor units, when its person left; `None` if it is not of somebody who has left."""

    def credited(self, payment_id: str, seq: int) -> None:
        """Tie the charge to the transaction that credited it."""


class Returns(Protocol):
    """Refunds and disputes of payments that were credited, and the debts that disputes leave (wallet.md §3.5, §3.6)."""

    def paid(self, payment_id: str, *, settling: bool = False) -> Paid | None:
        """A credited payment; `settling`: it and its order stay as they are until the transaction ends."""

    def charged(self, provider: str, charge_ref: str) -> Paid | None:
        """The credited payment of this charge, for settling."""

    def of(self, account_id: str, since: datetime) -> list[Paid]:
        """A person's payments since then, newest first."""

    def refund(self, refund_id: str) -> Refund | None:
        """The refund."""

    def refunds(self, payment_id: str) -> list[Refund]:
        """Every refund of a payment, oldest first."""

    def save_refund(self, refund: Refund) -> None:
        """Store a refund as it is now."""

    def claim_refund(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Refund | None:
        """A refund to ask the provider for. Unless it changes, it is due again after `first_pause`, doubled with each attempt."""

    def dispute(self, payment_id: str, item_ref: str) -> Dispute | None:
        """The dispute of this name."""

    def disputes(self, payment_id: str) -> list[Dispute]:
        """Every dispute of a payment, oldest first."""

    def save_dispute(self, dispute: Dispute) -> None:
        """Store a dispute as it is now."""

    def debts(self, account_id: str) -> list[Dispute]:
        """Disputes that leave a person owing credits, oldest first."""

    def old_debts(self, before: datetime, limit: int = 100) -> list[tuple[str, Dispute]]:
        """Debts older than that, with whose they are."""

    def relock(self, account_id: str) -> str | None:
        """Lock a wallet while a dispute or a debt of its person's payments is open, and only then; why it is locked."""


class BillingDocuments(Protocol):
    """Receipts and credit notes (wallet.md §4). They never change; of who leaves they keep no more than that there was a payment."""

    def paid(self, payment_id: str) -> Received:
        """The charge as it was recorded. Raises `LookupError`."""

    def next_number(self, series: str, keep_until: datetime) -> int:
        """The number that follows in a series, which begins with 1. Whoever asks holds the series until the transaction ends, and a
        transaction that is given up uses no number. A series that begins now is kept until then, as a whole."""

    def add(self, document: BillingDocument) -> None:
        """Keep a document."""

    def of_payment(self, payment_id: str) -> list[BillingDocument]:
        """The receipt of a payment and the credit notes about it, oldest first."""

    def of(self, account_id: str, *, limit: int, before: str | None = None, currency: str | None = None) -> list[BillingDocument]:
        """A person's documents, newest first; those behind `before`, by its number; those of payments in this currency alone."""

    def get(self, account_id: str, id: str) -> BillingDocument | None:
        """A person's own document by its number."""


@dataclass(frozen=True)
class DueLetter:
    """A mail to send: a template of the catalogue with its blanks. `account_id` is whose letter that is; an answer to somebody who wrote to
    us, and whom we do not look up, is nobody's."""

    id: str
    account_id: str | None
    address: str
    template: str
    args: dict[str, Any]
    locale: str
    attempts: int = 0


class Letters(Protocol):
    """The outbox of mails."""

    def add(self, letter: DueLetter, now: datetime) -> None:
        """Queue a mail in the transaction that causes it."""

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta) -> DueLetter | None:
        """A due mail, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""

    def waits(self, letter_id: str) -> bool:
        """Whether the mail is still to be sent."""

    def sent(self, letter_id: str) -> None:
        """The mail is out."""

    def failed(self, letter_id: str) -> None:
        """Give the mail up."""

    def get(self, letter_id: str) -> DueLetter | None:
        """The mail, sent or not."""

    def addresses(self, account_id: str) -> set[str]:
        """Where a person's mails of the last days went."""


class Communities(Protocol):
    """The rules of servers."""

    def get(self, platform: str, id: str) -> Community:
        """The rules of one; the usual ones if its owners decided nothing."""

    def save(self, community: Community, now: datetime) -> None:
        """Store its rules."""

    def all(self, platform: str) -> list[Community]:
        """Every one whose owners decided something."""


@dataclass(frozen=True)
class PostedMessage:
    """A message of ours that stands on a platform: what erasure has to reach. `kind` is answer or result; `job` is what it shows, if
    that is a job."""

    platform: str
    posted: Posted
    account_id: str
    kind: str
    at: datetime
    job: str | None = None


class PostedMessages(Protocol):
    """What the bot has posted on platforms that keep their own messages."""

    def add(self, message: PostedMessage) -> None:
        """Remember a message; of one that is known already, the job that it shows now."""

    def of(self, account_id: str) -> list[PostedMessage]:
        """A person's messages, oldest first."""

    def of_job(self, job_id: str) -> list[PostedMessage]:
        """The messages that show a job, oldest first."""

    def gone(self, platform: str, chat: str, message: str) -> None:
        """A message was taken back."""


@dataclass(frozen=True)
class Update:
    """One piece of news from a platform, as it came; `number` is the platform's own and grows. News of one `chat` is worked on one after
    another. `album` is the platform's name for pictures that were sent together. `lost` claims ended without an outcome."""

    platform: str
    number: int
    chat: str
    body: Any
    album: str | None = None
    attempts: int = 0
    received_at: datetime | None = None
    lost: int = 0


class Updates(Protocol):
    """News that is stored before it is confirmed to the platform, so that nothing is lost and nothing is done twice."""

    def add(self, update: Update, *, now: datetime, due_at: datetime) -> bool:
        """Store it; false if it was there before, even if it has been worked on meanwhile. Nobody works on it before `due_at`."""

    def claim(self, owner: str, now: datetime, *, lease_until: datetime, limit: int) -> list[Update]:
        """Due news that is now `owner`'s until the lease ends: of each chat the first that is not done, in order of number, and none of
        a chat whose first is another's or not due. Counts an attempt."""

    def together(self, update: Update) -> list[Update]:
        """Everything of the same album in the same chat that is not done, in order of number; without an album the update alone."""

    def renew(self, platform: str, owner: str, numbers: Sequence[int], now: datetime, *, lease_until: datetime) -> None:
        """Extend those of these that are this owner's; what has lapsed is nobody's any more."""

    def done(self, platform: str, numbers: Sequence[int]) -> None:
        """Worked on: what it said and where is forgotten, its number stays to know a repeat by."""

    def put_back(self, platform: str, number: int, due_at: datetime) -> None:
        """Nobody's again; the rest of its chat waits with it."""

    def waiting(self) -> int:
        """How much is not done."""


class Doors(Protocol):
    """Chats of platforms that are closed to us, or have another name now."""

    def shut(self, platform: str, chat: str, now: datetime) -> None:
        """We may not write there any more."""

    def opened(self, platform: str, chat: str) -> None:
        """We may write there (again)."""

    def is_shut(self, platform: str, chat: str) -> bool:
        """Whether it was shut."""

    def moved(self, platform: str, chat: str, to: str, now: datetime) -> None:
        """The chat is called `to` from now on."""

    def now_called(self, platform: str, chat: str) -> str:
        """The present name of a chat: its own, unless it has moved."""


class SentFiles(Protocol):
    """A platform's own names for pictures that it has already, so that they need not be sent again."""

    def remember(self, platform: str, object_key: str, name: str, account_id: str, now: datetime) -> None:
        """The platform knows the picture by this name; a newer name replaces an older one."""

    def names(self, platform: str, object_keys: Sequence[str]) -> dict[str, str]:
        """Names by object key, of those that the platform has."""

    def forget(self, platform: str, object_key: str) -> None:
        """The platform does not have it after all."""


class Questions(Protocol):
    """Messages of ours that ask for words: whoever replies to one of them answers it."""

    def ask(self, platform: str, chat: str, message: str, form: Form, account_id: str, now: datetime) -> None:
        """Replying to this message fills in this form: the words are its free text."""

    def about(self, platform: str, chat: str, message: str, account_id: str) -> Form | None:
        """Which form a reply of this person fills in."""


@dataclass(frozen=True)
class ChatEntry:
    """A message in the playground's chat. `body` is the page's own JSON; a higher revision replaces a lower one."""

    id: str
    chat: str
    key: str
    author: str
    locale: str
    body: Any
    revision: int
    created_at: datetime


class Chats(Protocol):
    """The playground's chat log."""

    def post(self, chat: str, key: str, author: str, locale: str, body: Any, *, id: str, now: datetime, move: bool = False) -> ChatEntry:
        """Post the message of this key, or replace it where it stands; `move` puts it at the end of the chat."""

    def find(self, chat: str, key: str) -> ChatEntry | None:
        """The message of this key."""

    def since(self, chat: str, revision: int, limit: int = 200) -> list[ChatEntry]:
        """What is new or changed after a revision, oldest change first."""

    def latest(self, chat: str, *, limit: int, before: datetime | None = None) -> list[ChatEntry]:
        """The newest messages, oldest first."""


class OneTimeLinks(Protocol):
    """Links that work once."""

    def add(self, link: OneTimeLink) -> None:
        """Remember a link that is about to be given out."""

    def get(self, token_hash: str) -> OneTimeLink | None:
        """The link behind a token, used or not."""

    def use(self, link_id: str, now: datetime) -> bool:
        """Use it up; false if it was used or has expired."""

    def say_who(self, link_id: str, account_id: str, now: datetime) -> bool:
        """Who comes in where nobody was named yet; false if somebody was, or it was used or has expired."""

    def back_until(self, account_id: str, now: datetime) -> datetime | None:
        """Until when a change of this account's address can be taken back; `None` if there is none to take back."""

    def drop_all(self, account_id: str) -> None:
        """None of a person's open links works any more, those that take a change of address back excepted."""


class Sessions(Protocol):
    """Browsers that came in."""

    def add(self, session: Session) -> None:
        """A browser comes in."""

    def get(self, token_hash: str) -> Session | None:
        """The session of a cookie."""

    def of(self, account_id: str) -> list[Session]:
        """A person's sessions, the one seen last first."""

    def seen(self, session_id: str, now: datetime, *, expires_at: datetime, token_hash: str | None = None) -> None:
        """It was used; with another cookie from now on, if `token_hash` is given."""

    def end(self, session_id: str, account_id: str) -> bool:
        """End one of a person's sessions; false if it is not theirs or has ended."""

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """End a person's sessions, all but this one; how many."""


class Visits(Protocol):
    """What is kept of web requests (PRV-10)."""

    def add(self, visit_id: str, visit: WebVisit, account_id: str | None) -> None:
        """Keep one."""

    def of(self, account_id: str, *, limit: int) -> list[WebVisit]:
        """A person's, newest first."""


class Attempts(Protocol):
    """How often somebody has tried something. Who that is, is known only as a hash under a key of the day (PRV-11)."""

    def tally(self, what: str, who: str, now: datetime, *, since: datetime) -> int:
        """Count one more, and say how many there were since then, this one included. `who` is a hash."""

    def clear(self, what: str, who: str) -> None:
        """Forget them: it went well."""

    def day_key(self, day: str, fresh: str) -> str:
        """The key of this day (ISO date); `fresh` if the day has none yet. The first to ask decides."""


class Refusals(Protocol):
    """Prompts that were refused (docs/decisions/0040)."""

    def add(self, refused: RefusedPrompt) -> None:
        """Keep one; nothing is changed if it is known."""

    def save(self, refused: RefusedPrompt) -> None:
        """Store how far its appeal is."""

    def get(self, ref: str) -> RefusedPrompt | None:
        """The refusal of this reference."""

    def of(self, account_id: str) -> list[RefusedPrompt]:
        """A person's, newest first."""

    def contested(self) -> list[RefusedPrompt]:
        """Those at which a human has to look, the longest waiting first."""

    def nth_latest(self, account_id: str, number: int, *, since: datetime) -> datetime | None:
        """When the `number`th latest was that counts, if there were so many since then."""


class LinkOffers(Protocol):
    """Codes by which two ways in become one person's."""

    def add(self, offer: LinkOffer) -> None:
        """A code is shown. Earlier open codes of this account stop working."""

    def by_code(self, code_hash: str) -> LinkOffer | None:
        """The offer of a code."""

    def get(self, offer_id: str) -> LinkOffer | None:
        """The offer."""

    def move(self, offer: LinkOffer, *, was: OfferState) -> bool:
        """Store how far it has come now; false, and nothing changed, if it was not at `was` any more."""


class Merges(Protocol):
    """Accounts that became one, and what can be taken back."""

    def lately(self, account_id: str, since: datetime) -> int:
        """How often accounts were joined to this one, or to those that are a part of it now, since then and not undone."""

    def merge(self, merge: Merge, now: datetime) -> Merge:
        """Everything of the absorbed account becomes the survivor's, credits included; the merge as it was carried out.

        The same id again changes nothing. Raises `CannotMerge`.
        """

    def undo(self, merge_id: str, now: datetime) -> Merge:
        """Give both their own back (credits: what each brought, less what each has spent since). A repeat changes nothing.

        Raises `LookupError`, `CannotMerge`.
        """

    def get(self, merge_id: str) -> Merge | None:
        """The merge."""

    def of(self, account_id: str, now: datetime) -> list[Merge]:
        """Those of this account that can still be undone, oldest first."""

    def seal(self, now: datetime, limit: int = 20) -> int:
        """Forget what came from where in merges that cannot be undone any more, some at once; how many."""

    def gather(self, now: datetime) -> int:
        """What still went to a shell while its account was being merged follows to the survivor; how many rows."""


@dataclass(frozen=True)
class Notice:
    """Something to tell a person in a chat of theirs: a finished reply, and where it goes."""

    id: str
    account_id: str
    address: Address
    reply: Reply
    locale: str
    attempts: int = 0


class Notices(Protocol):
    """The outbox of chat messages that are no job's."""

    def add(self, notice: Notice, now: datetime) -> None:
        """Queue it in the transaction that causes it."""

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Notice | None:
        """A due one, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""

    def sent(self, notice_id: str) -> None:
        """It is out."""

    def failed(self, notice_id: str) -> None:
        """Give it up."""


class Consents(Protocol):
    """What people said yes or no to; only ever added to (PRV-16)."""

    def add(self, consent: Consent) -> None:
        """Remember an answer."""

    def current(self, account_id: str, purpose: str) -> Consent | None:
        """The latest answer; `None` if there was none, which is a no."""

    def granting(self, purpose: str) -> list[str]:
        """Accounts in use whose latest answer is a yes; of two answers at the same moment the no counts."""


@dataclass(frozen=True)
class MailNews:
    """What became of a mail: `letter` is the key it was sent under, `message_hash` hides the carrier's own name for it (PRV-22)."""

    message_hash: str
    letter: str
    kind: str
    at: datetime


class MailLog(Protocol):
    """What became of mails."""

    def add(self, news: MailNews) -> bool:
        """Keep it; false if it was known."""


class DatabaseTrouble(Exception):
    """What was asked for is in order; the database could not do it now. So it counts as nobody's failure, and is given up by nobody."""


class DatabaseLost(DatabaseTrouble):
    """The line to the database broke, and comes back by itself; whatever may be repeated can be tried again later.

    DatabaseLost
    ├── DatabaseAway     before anything was done
    └── OutcomeUnknown   during the commit
    """


class OutcomeUnknown(DatabaseLost):
    """The connection broke during the commit: ask again under the same key, which tells the truth (wallet.md §2.4)."""


class StorageFull(DatabaseTrouble):
    """There is no room to write it down, so nothing was done; it works again once there is."""


class DatabaseAway(DatabaseLost):
    """The database does not answer for the moment. Nothing was done."""


class CompactionBlocked(Exception):
    """Bytes of what was deleted may still be on the disk: ask again later (PRV-40). `reason` is one fixed word, for the log:

    `in-use` somebody still reads from before the deletion, `lock` a lock was not to be had, `disk` no room or a disk error,
    `server` the server went away, `permission` the database does not let us (an operator must act).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"compaction blocked: {reason}")
        self.reason = reason


class Pulse(Protocol):
    """How everything is going, in numbers that cost the same however much there is."""

    def figures(self, now: datetime) -> Figures:
        """One reading."""

    def rules(self) -> tuple[str, ...]:
        """The names of the rules that the books keep (wallet.md §2.5)."""

    def breaches(self, rule: str, now: datetime) -> int:
        """How many rows break one of them. As dear as the books are long."""


class UnitOfWork(Protocol):
    """One transaction and everything that can be read or changed in it. It ends when the function that uses it returns."""

    @property
    def accounts(self) -> Accounts:
        """People and their identities."""

    @property
    def ledger(self) -> Ledger:
        """The books."""

    @property
    def jobs(self) -> Jobs:
        """Jobs and their pictures."""

    @property
    def pulse(self) -> Pulse:
        """How everything is going."""

    @property
    def references(self) -> References:
        """Uploaded pictures."""

    @property
    def vouchers(self) -> Vouchers:
        """Codes that are worth credits."""

    @property
    def refusals(self) -> Refusals:
        """Prompts that were refused."""

    @property
    def requests(self) -> Requests:
        """What was answered to each request key."""

    @property
    def payments(self) -> Payments:
        """Orders, provider events and charges."""

    @property
    def returns(self) -> Returns:
        """Refunds, disputes and debts."""

    @property
    def documents(self) -> BillingDocuments:
        """Receipts and credit notes."""

    @property
    def letters(self) -> Letters:
        """The outbox of mails."""

    @property
    def communities(self) -> Communities:
        """The rules of servers."""

    @property
    def posted(self) -> PostedMessages:
        """What the bot has posted elsewhere."""

    @property
    def updates(self) -> Updates:
        """News from platforms that is not worked on yet."""

    @property
    def doors(self) -> Doors:
        """Chats that are closed to us or have moved."""

    @property
    def sent_files(self) -> SentFiles:
        """What platforms call the pictures they have."""

    @property
    def questions(self) -> Questions:
        """Messages of ours that ask for words."""

    @property
    def chats(self) -> Chats:
        """The playground's chat log."""

    @property
    def links(self) -> OneTimeLinks:
        """Links that work once."""

    @property
    def sessions(self) -> Sessions:
        """Browsers that came in."""

    @property
    def visits(self) -> Visits:
        """What is kept of web requests."""

    @property
    def attempts(self) -> Attempts:
        """How often somebody has tried something."""

    @property
    def offers(self) -> LinkOffers:
        """Codes by which two ways in become one person's."""

    @property
    def merges(self) -> Merges:
        """Accounts that became one."""

    @property
    def notices(self) -> Notices:
        """The outbox of chat messages that are no job's."""

    @property
    def consents(self) -> Consents:
        """What people said yes or no to."""

    @property
    def mail_log(self) -> MailLog:
        """What became of mails."""

    @property
    def rights(self) -> RightsRequests:
        """What people asked of us about their data."""

    @property
    def erasures(self) -> Erasures:
        """What an erasure does in the database."""

    @property
    def parts(self) -> ExportParts:
        """Copies of people's data that wait to be fetched."""

    @property
    def reports(self) -> Reports:
        """What people told us about others."""

    @property
    def policies(self) -> Policies:
        """Releases of the legal texts, and who was told of them."""

    @property
    def deadlines(self) -> Deadlines:
        """How much of the time for an answer is used up."""

    @property
    def staff(self) -> StaffLog:
        """What the operator's people did about accounts."""

    @property
    def words(self) -> RightsWords:
        """What people wrote about requests that people answer."""

    @property
    def mails(self) -> RequestMails:
        """Mails to the privacy address."""

    @property
    def holds(self) -> Holds:
        """Legal holds."""

    @property
    def absences(self) -> Absences:
        """Who has not been here for long."""

    @property
    def retention(self) -> Retention:
        """What is kept only for a while."""

    def savepoint(self) -> AbstractContextManager[object]:
        """A part that can fail alone: an exception undoes what was done inside, and is raised on."""

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run this once the transaction is durable; not at all if it is not."""


class Store(Protocol):
    """The database. `write` and `read` run a synchronous function in one transaction and give back what it returned.

    Never wrap a call in a timeout without repeating it under the same key: a cancelled call may still become durable (wallet.md §2.4).
    """

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit; an exception rolls back this work alone and is raised here. Raises `OutcomeUnknown`, `DatabaseAway`."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run on a consistent snapshot that cannot be written to. Raises `DatabaseAway`."""

    async def compact(self) -> None:
        """Leave no byte of what was deleted before this call, in the database's files as far as the program reaches (PRV-40). Costs as
        much as writing the whole database anew; other writes wait meanwhile. Raises `CompactionBlocked`: ask again later."""
