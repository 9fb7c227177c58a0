"""The HTML pages: the playground's shell, and errors that help."""

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web import forms
from adapters.web.chat import PLATFORM
from adapters.web.parts import WebParts
from adapters.web.people import browser_locale, seat_guest
from core.accounts import Person
from core.commands.generation import MOST_REFERENCES
from core.prompts import LONGEST
from core.text import LANGUAGE_NAMES, Text

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
UPLOAD_BYTES = 25 * 1024 * 1024


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["asset"] = asset
    return environment


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a static file, with its content's hash so that caches never serve an old one."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


def rendered(request: Request, template: str, locale: str, context: dict[str, Any], status: int = 200) -> Response:
    """A page in the given language; `t` in the template turns a catalogue name into words."""
    parts: WebParts = request.app.state.parts

    def words(key: str, **args: Any) -> str:
        return parts.catalogue.format(Text(key, args), locale)

    html = _templates().get_template(template).render(locale=locale, t=words, **context)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


async def shell(request: Request) -> Response:
    """The playground, for the person in the address. Whoever opens it first is seated as a guest and can write at once."""
    parts: WebParts = request.app.state.parts
    wanted = request.query_params.get("person")
    people = await parts.workshop.store.read(lambda uow: uow.accounts.people(PLATFORM))
    if wanted is None and len(people) <= 1:
        uid = people[0].uid if people else await seat_guest(request)
        return RedirectResponse(f"/playground?person={uid}", 303)
    person = next((p for p in people if p.uid == wanted), None)
    locale = await _locale(request, parts, person)
    return rendered(request, "playground.html", locale, {"boot": _boot(parts, people, person, locale)})


async def _locale(request: Request, parts: WebParts, person: Person | None) -> str:
    if person is None:
        return browser_locale(request)
    account = await parts.workshop.store.read(lambda uow: uow.accounts.get(person.account_id))
    return browser_locale(request, account.locale, person.locale_hint)


def _boot(parts: WebParts, people: list[Person], person: Person | None, locale: str) -> dict[str, Any]:
    return {
        "person": {"uid": person.uid, "name": person.name} if person else None,
        "people": [{"uid": p.uid, "name": p.name} for p in people],
        "locale": locale,
        "locales": [{"tag": tag, "name": name} for tag, name in LANGUAGE_NAMES.items()],
        "commands": forms.command_forms(parts.dispatch.commands.values(), parts.tariff, parts.catalogue, locale),
        "pricing": forms.pricing(parts.tariff),
        "ui": parts.catalogue.plain("ui-", locale),
        "limits": {"prompt": LONGEST, "upload_bytes": UPLOAD_BYTES, "files": MOST_REFERENCES},
        "sandbox": parts.sandbox,
    }
