"""Choosing a language: the only place that sets the `lang` cookie (PRV-47)."""

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.cookies import give
from adapters.web.sessions import local_path, signed_in
from adapters.web.site.frame import parts_of
from core.legal.cookies import LANGUAGE
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES


async def choose(request: Request) -> Response:
    """Speak this language from now on, and go back. For somebody who is signed in it becomes the choice of the account.

    A link on another site changes nothing: it only leads here.
    """
    tag = request.path_params["tag"]
    if tag not in LOCALES:
        raise HTTPException(404)
    answer = RedirectResponse(local_path(request.query_params.get("back", "/"), "/"), 303, headers={"Cache-Control": "no-store"})
    if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none") and request.method == "GET":
        await _remember(request, answer, tag)
    return answer


async def _remember(request: Request, answer: Response, tag: str) -> None:
    parts = parts_of(request)
    give(answer, LANGUAGE, tag, https=parts.https)
    found = await signed_in(request)
    if found is not None:
        await parts.workshop.store.write(lambda uow: _choose(uow, found.account.id, tag))


def _choose(uow: UnitOfWork, account_id: str, tag: str) -> None:
    uow.accounts.save(replace(uow.accounts.get(account_id), locale=tag))
