"""One transaction, and everything that can be read or changed in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

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
from core.storage.access import Attempts, OneTimeLinks, Sessions, Visits
from core.storage.accounts import Accounts, Consents
from core.storage.jobs import Jobs, References
from core.storage.joining import LinkOffers, Merges
from core.storage.ledger import Ledger
from core.storage.mail import Letters, MailLog
from core.storage.payments import Payments, Returns
from core.storage.platforms import Communities, Doors, Notices, PostedMessages, Questions, Requests, SentFiles, Updates
from core.storage.playground import Chats
from core.storage.pulse import Pulse
from core.storage.receipts import BillingDocuments
from core.storage.refusals import Refusals
from core.storage.vouchers import Vouchers


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
