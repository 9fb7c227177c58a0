"""A person's choices: language, when to be asked about prices, and whether pictures may be used for training (PRV-16)."""

from collections.abc import Callable
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.csrf import checked_form
from adapters.web.sessions import must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.frame import page_locale, parts_of, shown
from adapters.web.site.standing import PRIVACY
from adapters.web.usage import keep
from core.accounts import Account, AskMode
from core.commands.choices import DEFAULT_ABOVE, HIGHEST_ABOVE
from core.rights import training
from core.storage.unit_of_work import UnitOfWork
from core.text import LANGUAGE_NAMES, LOCALES

CHANNEL = "web"
HERE = "/account/settings"


async def settings(request: Request) -> Response:
    """All choices and what they are now."""
    inside = await must_be_signed_in(request)
    parts, account = parts_of(request), inside.account
    locale = await page_locale(request)
    consent = await parts.workshop.store.read(lambda uow: uow.consents.current(account.id, training.PURPOSE))
    context = {
        "account": account,
        "languages": tuple(LANGUAGE_NAMES.items()),
        "modes": tuple(AskMode),
        "above": account.ask_above or DEFAULT_ABOVE,
        "most": HIGHEST_ABOVE,
        "consent": consent,
        "wording": training.HASHES[locale],
    }
    return await shown(request, "site/settings.html", context)


async def save(request: Request) -> Response:
    """Store language and prices. Raises 400 for what the page does not offer."""
    inside = await must_be_signed_in(request)
    chosen = _choices(await checked_form(request))
    await parts_of(request).workshop.store.write(_saving(inside.account.id, chosen))
    await keep(request, inside.account.id)
    return back_to(HERE, "saved")


def _choices(form: FormData) -> Callable[[Account], Account]:
    match form.get("what"):
        case "language" if form.get("language") in LOCALES:
            return lambda account: replace(account, locale=str(form["language"]))
        case "prices" if form.get("ask") in tuple(AskMode):
            mode, above = AskMode(str(form["ask"])), _above(form)
            return lambda account: replace(account, ask_mode=mode, ask_above=above if mode is AskMode.ABOVE else account.ask_above)
    raise HTTPException(400)


def _above(form: FormData) -> int:
    given = str(form.get("above", "")).strip()
    if not given.isascii() or not given.isdigit() or len(given) > 7 or int(given) > HIGHEST_ABOVE:
        if form.get("ask") == AskMode.ABOVE:
            raise HTTPException(400)
        return DEFAULT_ABOVE
    return int(given)


def _saving(account_id: str, chosen: Callable[[Account], Account]) -> Callable[[UnitOfWork], None]:
    return lambda uow: uow.accounts.save(chosen(uow.accounts.get(account_id)))


async def consent(request: Request) -> Response:
    """Add a yes or a no. It counts for the very words that stood on the page; if they are others by now, the page is shown again.

    The form stands on two pages, and leads back to its own: accounts in which nothing goes on have only the one about their rights."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    page = PRIVACY if form.get("page") == "privacy" else HERE
    parts, locale = parts_of(request), await page_locale(request)
    answer, now = form.get("training"), parts_of(request).ambient.now()
    if answer not in ("yes", "no"):
        raise HTTPException(400)
    if answer == "yes" and form.get("wording") != training.HASHES[locale]:
        return back_to(page, "wording-changed")

    def work(uow: UnitOfWork) -> None:
        account = uow.accounts.get(inside.account.id)
        training.answer(uow, parts.ambient, account, granted=answer == "yes", locale=locale, channel=CHANNEL, now=now)

    await parts.workshop.store.write(work)
    await keep(request, inside.account.id)
    return back_to(page, f"consent-{answer}")
