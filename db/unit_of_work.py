"""One transaction, and the repositories that work in it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection

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
from db.absences import SqlAbsences
from db.accounts import SqlAccounts
from db.attempts import SqlAttempts
from db.billing_documents import SqlBillingDocuments
from db.chats import SqlChats
from db.communities import SqlCommunities
from db.consents import SqlConsents
from db.deadlines import SqlDeadlines
from db.doors import SqlDoors
from db.erasures import SqlErasures
from db.export_parts import SqlExportParts
from db.holds import SqlHolds
from db.jobs import SqlJobs
from db.ledger import SqlLedger
from db.letters import SqlLetters
from db.mail_log import SqlMailLog
from db.mails import SqlRequestMails
from db.merges import SqlMerges
from db.notices import SqlNotices
from db.offers import SqlOffers
from db.one_time_links import SqlOneTimeLinks
from db.payments import SqlPayments
from db.policies import SqlPolicies
from db.posted import SqlPosted
from db.pulse import SqlPulse
from db.questions import SqlQuestions
from db.references import SqlReferences
from db.refusals import SqlRefusals
from db.reports import SqlReports
from db.requests import SqlRequests
from db.retention import SqlRetention
from db.returns import SqlReturns
from db.rights import SqlRights
from db.sent_files import SqlSentFiles
from db.sessions import SqlSessions
from db.staff import SqlRightsWords, SqlStaffLog
from db.updates import SqlUpdates
from db.visits import SqlVisits
from db.vouchers import SqlVouchers

log = logging.getLogger(__name__)


class SqlUnitOfWork:
    """Works inside a transaction that somebody else begins and ends. A repository is built when it is first asked for."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self.connection = connection
        self.hooks: list[Callable[[], None]] = []
        self._new_id = new_id

    @cached_property
    def accounts(self) -> Accounts:
        """People and their identities."""
        return SqlAccounts(self.connection, self._new_id)

    @cached_property
    def ledger(self) -> Ledger:
        """The books."""
        return SqlLedger(self.connection)

    @cached_property
    def jobs(self) -> Jobs:
        """Jobs and their pictures."""
        return SqlJobs(self.connection)

    @cached_property
    def pulse(self) -> Pulse:
        """How everything is going."""
        return SqlPulse(self.connection)

    @cached_property
    def references(self) -> References:
        """Uploaded pictures."""
        return SqlReferences(self.connection)

    @cached_property
    def vouchers(self) -> Vouchers:
        """Codes that are worth credits."""
        return SqlVouchers(self.connection)

    @cached_property
    def refusals(self) -> Refusals:
        """Prompts that were refused."""
        return SqlRefusals(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """What was answered to each request key."""
        return SqlRequests(self.connection)

    @cached_property
    def payments(self) -> Payments:
        """Orders, provider events and charges."""
        return SqlPayments(self.connection)

    @cached_property
    def returns(self) -> Returns:
        """Refunds, disputes and debts."""
        return SqlReturns(self.connection)

    @cached_property
    def documents(self) -> BillingDocuments:
        """Receipts and credit notes."""
        return SqlBillingDocuments(self.connection)

    @cached_property
    def letters(self) -> Letters:
        """The outbox of mails."""
        return SqlLetters(self.connection)

    @cached_property
    def communities(self) -> Communities:
        """The rules of servers."""
        return SqlCommunities(self.connection)

    @cached_property
    def posted(self) -> PostedMessages:
        """What the bot has posted elsewhere."""
        return SqlPosted(self.connection)

    @cached_property
    def updates(self) -> Updates:
        """News from platforms that is not worked on yet."""
        return SqlUpdates(self.connection)

    @cached_property
    def doors(self) -> Doors:
        """Chats that are closed to us or have moved."""
        return SqlDoors(self.connection)

    @cached_property
    def sent_files(self) -> SentFiles:
        """What platforms call the pictures they have."""
        return SqlSentFiles(self.connection)

    @cached_property
    def questions(self) -> Questions:
        """Messages of ours that ask for words."""
        return SqlQuestions(self.connection)

    @cached_property
    def chats(self) -> Chats:
        """The playground's chat log."""
        return SqlChats(self.connection)

    @cached_property
    def links(self) -> OneTimeLinks:
        """Links that work once."""
        return SqlOneTimeLinks(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        """Browsers that came in."""
        return SqlSessions(self.connection)

    @cached_property
    def visits(self) -> Visits:
        """What is kept of web requests."""
        return SqlVisits(self.connection)

    @cached_property
    def attempts(self) -> Attempts:
        """How often somebody has tried something."""
        return SqlAttempts(self.connection)

    @cached_property
    def offers(self) -> LinkOffers:
        """Codes by which two ways in become one person's."""
        return SqlOffers(self.connection)

    @cached_property
    def merges(self) -> Merges:
        """Accounts that became one."""
        return SqlMerges(self.connection, self._new_id)

    @cached_property
    def notices(self) -> Notices:
        """The outbox of chat messages that are no job's."""
        return SqlNotices(self.connection)

    @cached_property
    def consents(self) -> Consents:
        """What people said yes or no to."""
        return SqlConsents(self.connection)

    @cached_property
    def mail_log(self) -> MailLog:
        """What became of mails."""
        return SqlMailLog(self.connection)

    @cached_property
    def rights(self) -> RightsRequests:
        """What people asked of us about their data."""
        return SqlRights(self.connection)

    @cached_property
    def erasures(self) -> Erasures:
        """What an erasure does in the database."""
        return SqlErasures(self.connection, self._new_id)

    @cached_property
    def parts(self) -> ExportParts:
        """Copies of people's data that wait to be fetched."""
        return SqlExportParts(self.connection)

    @cached_property
    def reports(self) -> Reports:
        """What people told us about others."""
        return SqlReports(self.connection)

    @cached_property
    def policies(self) -> Policies:
        """Releases of the legal texts, and who was told of them."""
        return SqlPolicies(self.connection)

    @cached_property
    def deadlines(self) -> Deadlines:
        """How much of the time for an answer is used up."""
        return SqlDeadlines(self.connection)

    @cached_property
    def staff(self) -> StaffLog:
        """What the operator's people did about accounts."""
        return SqlStaffLog(self.connection)

    @cached_property
    def words(self) -> RightsWords:
        """What people wrote about requests that people answer."""
        return SqlRightsWords(self.connection)

    @cached_property
    def mails(self) -> RequestMails:
        """Mails to the privacy address."""
        return SqlRequestMails(self.connection)

    @cached_property
    def holds(self) -> Holds:
        """Legal holds."""
        return SqlHolds(self.connection)

    @cached_property
    def absences(self) -> Absences:
        """Who has not been here for long."""
        return SqlAbsences(self.connection)

    @cached_property
    def retention(self) -> Retention:
        """What is kept only for a while."""
        return SqlRetention(self.connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can fail alone; what it wanted done after the commit is forgotten with it."""
        hooks = len(self.hooks)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.hooks[hooks:]
            raise

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` on the event loop once this transaction is durable; never in a transaction that only reads."""
        self.hooks.append(hook)


def run_hooks(hooks: list[Callable[[], None]]) -> None:
    """Run every hook, in order; one that raises is logged and does not stop the others."""
    for hook in hooks:
        try:
            hook()
        except Exception:
            log.exception("hook failed after commit")
