"""Mails that Resend has received for us, as its interface hands them on: words, markup and headers of strangers."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.resend.reader import LONGEST, ResendReader
from core.ports import MailRefused, MailUnavailable
from core.rights.by_mail import LONGEST as MOST_READ
from core.rights.mail_words import kind_of, language_of
from tests.adapters.mayi.raw_gateway import RawGateway, answer
from tests.fuzz.target import Attempt, Target


def corpus() -> list[bytes]:
    """Mails with text, with markup alone, with neither."""
    mail = {
        "object": "email",
        "id": "56761188-7520-42d8-8898-ff6fc54ce618",
        "to": ["privacy@inkmirage.test"],
        "from": "Ann <ann@example.org>",
    }
    headers = {"auto-submitted": "no", "received": "by mx", "list-id": "<x>"}
    text = "Please delete my account.\n> On Monday you wrote:\n> hello\nBitte löschen Sie meine Daten. 请删除我的数据"
    html = (
        "<html><head><style>p{}</style></head><body><p>Bitte <b>löschen</b><br>Sie <script>x</script>alles &amp; &#128512;</p>"
        "</body></html>"
    )
    found = [
        {**mail, "text": text, "html": html, "headers": headers},
        {**mail, "text": None, "html": html},
        {**mail, "html": "", "headers": []},
    ]
    return [json.dumps(one).encode() for one in found]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """A reader, and somebody who answers as the input says."""
    gateway = RawGateway()
    await gateway.start()
    reader = ResendReader(api_key="re_key", api_base=gateway.base_url.removesuffix("/v1"), seconds=2.0)

    async def attempt(data: bytes) -> str:
        gateway.steps = (answer(data),)
        gateway.requests.clear()
        try:
            mail = await reader.read("56761188-7520-42d8-8898-ff6fc54ce618")
        except (MailRefused, MailUnavailable) as error:
            return type(error).__name__
        assert len(mail.words) <= LONGEST
        words = mail.words[:MOST_READ]
        return f"{kind_of(words)} {language_of(words)}"

    try:
        yield attempt
    finally:
        await reader.aclose()
        await gateway.stop()


TARGET = Target("mails", corpus, opened, grammar="json", examples=40)
