"""Whether what people make here may train models of our own: no, unless they have said yes and not taken it back (PRV-16).

No such training takes place, so nothing in the program reads prompts or pictures for it, and there is no list of data sets that somebody
was in. Whoever builds one begins with `eligible`, keeps such a list, and says so in the policy first (docs/decisions/0023).
"""

from collections.abc import Mapping
from datetime import datetime

from core.accounts import Account, Consent
from core.ambient import Ambient
from core.caller import Address
from core.notices import tell_everywhere
from core.reply import Button, Call, Reply, Tone
from core.storage.unit_of_work import UnitOfWork
from core.text import text

PURPOSE = "training"
WORDING = ("site-training-what", "site-training-free")
"""The sentences that a yes or no is an answer to. Whoever changes one of them gives them a new version and new hashes."""
VERSION = "2026-11-26"
HASHES: Mapping[str, str] = {
    "en": "50412261c3c4397a3fb131063a7c9201921b0c1b241756330730009e3af000ca",
    "zh-CN": "aed89484a1200db7a776f8c29f62d9ddac9858ccddba929c861fac1583f76ec4",
    "es": "401888a43c323df2c0cbb2b06eebcbba443f32acf481e69039bc44d35c1c7483",
    "de": "cb09c9153bc24efecf8eb88f841cdb5587204f7c6478143db1dd5f73948b187f",
}
"""SHA-256 of the sentences, a line each, by language; a test compares them with the catalogue."""


def answer(
    uow: UnitOfWork,
    ambient: Ambient,
    account: Account,
    *,
    granted: bool,
    locale: str,
    channel: str,
    now: datetime,
    at: Address | None = None,
) -> Consent:
    """Add a yes or a no to the words in this language. If that changes something, the person's chats are told; `at` is where they know."""
    before = uow.consents.current(account.id, PURPOSE)
    given = Consent(ambient.new_id(), account.id, PURPOSE, granted, VERSION, HASHES[locale], locale, channel, now)
    uow.consents.add(given)
    if granted or (before is not None and before.granted):
        tell_everywhere(uow, ambient, account.id, receipt(given), now, but=at)
    return given


def receipt(given: Consent) -> Reply:
    """What was answered, when, to which words, and how to take it back."""
    word = "yes" if given.granted else "no"
    lines = (text(f"training-receipt-{word}", at=given.at), text("training-receipt-more", version=given.version, id=given.id))
    return Reply(lines=lines, tone=Tone.GOOD, buttons=(Button(text("button-training"), Call("training", {})),), private=True)


def eligible(uow: UnitOfWork) -> list[str]:
    """Accounts of which a data set may have anything at this moment: those whose latest answer is a yes and that are in use."""
    return uow.consents.granting(PURPOSE)
