"""A person's address: which it is, whether mail arrives, and asking for another one (PRV-30)."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.csrf import browser_hash, checked_form
from adapters.web.sessions import SignedIn, must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.frame import page_locale, parts_of, shown
from adapters.web.usage import browser_of, keep, network_of
from core.accounts import Account
from core.errors import DomainError
from core.sign_in import Asked, Asker, Browser, Desk, ask_to_confirm, masked
from core.storage.unit_of_work import UnitOfWork

PLATFORM = "web"


async def email(request: Request) -> Response:
    """The address, masked, and its state."""
    return await _page(request, await must_be_signed_in(request))


async def _page(request: Request, inside: SignedIn, problem: DomainError | None = None) -> Response:
    account = inside.account
    context = {"account": account, "email": masked_email(account), "problem": problem.text if problem else None}
    return await shown(request, "site/email.html", context, problem.status if problem else 200)


def masked_email(account: Account) -> str | None:
    """Enough of the address to know it by, not enough to use it over somebody's shoulder."""
    return masked(account.email) if account.email else None


async def ask(request: Request) -> Response:
    """Mail a link by which an address becomes the account's own. Whose it is already, the answer does not tell."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    parts, address = parts_of(request), str(form.get("email", ""))
    locale = await page_locale(request)
    browser = Browser(browser_hash(request), browser_of(request), network_of(request), locale)

    def work(uow: UnitOfWork) -> Asked:
        desk = Desk(uow, parts.ambient, parts.links, parts.ambient.now(), parts.fair_use.throwaway)
        return ask_to_confirm(desk, inside.account, address, Asker(_name(uow, inside.account), PLATFORM, locale, browser=browser))

    try:
        asked = await parts.workshop.store.write(work)
    except DomainError as problem:
        return await _page(request, inside, problem)
    await keep(request, inside.account.id)
    parts.workshop.work_is_due()
    return back_to("/account/email", "email-yours" if asked is Asked.YOURS else "asked")


def _name(uow: UnitOfWork, account: Account) -> str:
    """As the mail calls who asks: the name in the first chat."""
    chats = uow.accounts.identities(account.id)
    return chats[0].name if chats else masked_email(account) or "InkMirage"
