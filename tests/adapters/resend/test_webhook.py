"""What Resend tells about letters: believed if it is signed, kept without an address."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from adapters.resend.mailer import ResendMailer
from adapters.resend.webhook import Webhook
from core.ambient import utc_now
from core.mail.news import Fate, MailEvent
from core.mail.sheet import MailPurpose
from core.ports import Letter
from tests.loopback_resend.events import HARD, OTHER_SECRET, SECRET, SOFT, event, signature, signed
from tests.loopback_resend.server import LoopbackResend, Mail

MAIL = Mail("56761188-7520-42d8-8898-ff6fc54ce618", "re_key", {}, utc_now())
MAIL.body.update({"from": "hello@inkmirage.test", "to": ["ann@inkmirage.test"], "subject": "Your receipt"})
MAIL.body["tags"] = [{"name": "letter", "value": "h3xk2n7q"}]
AT = datetime(2026, 11, 22, 23, 41, 12, 126000, tzinfo=UTC)
DELIVERED = event("email.delivered", MAIL)


class Kept(list[MailEvent]):
    """A store that can be down."""

    down = False

    async def take(self, event: MailEvent) -> None:
        if self.down:
            raise OSError("disk full")
        self.append(event)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def hook(kept: Kept) -> Webhook:
    return Webhook([SECRET], kept.take)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (DELIVERED, Fate.DELIVERED),
        (event("email.complained", MAIL), Fate.COMPLAINED),
        (event("email.bounced", MAIL, bounce=HARD), Fate.HARD),
        (event("email.bounced", MAIL, bounce=HARD | {"subType": "Suppressed"}), Fate.HARD),
        (event("email.bounced", MAIL, bounce=SOFT), Fate.SOFT),
        (event("email.bounced", MAIL, bounce={"type": "Undetermined"}), Fate.SOFT),
    ],
)
async def test_what_became_of_a_letter_is_handed_on(hook: Webhook, kept: Kept, content: object, kind: Fate) -> None:
    assert await hook(*signed(content)) == 200
    assert kept == [MailEvent(kind, MAIL.id, "h3xk2n7q", AT)]
    assert "ann@" not in repr(kept)
    assert "receipt" not in repr(kept)


async def test_an_event_names_the_letter_that_was_sent(hook: Webhook, kept: Kept, server: LoopbackResend, mailer: ResendMailer) -> None:
    await mailer.send(Letter("ann@inkmirage.test", "Your receipt", "…", "", "en", MailPurpose.RECEIPT), key="letter-7")
    assert await hook(*signed(event("email.complained", server.mails[0]))) == 200
    assert (kept[0].letter, kept[0].message) == ("letter-7", server.mails[0].id)


@pytest.mark.parametrize("tags", [[{"name": "letter", "value": "h3xk2n7q"}], {"letter": "h3xk2n7q", "other": "1"}])
async def test_both_shapes_of_tags_are_understood(hook: Webhook, kept: Kept, tags: object) -> None:
    assert await hook(*signed(event("email.delivered", MAIL, tags=tags))) == 200
    assert kept[0].letter == "h3xk2n7q"


@pytest.mark.parametrize("tags", [None, [], {}, {"other": "1"}])
async def test_a_mail_that_is_not_the_mailers_has_no_letter(hook: Webhook, kept: Kept, tags: object) -> None:
    assert await hook(*signed(event("email.delivered", MAIL, tags=tags))) == 200
    assert kept[0].letter == ""


@pytest.mark.parametrize("at", ["2026-11-22 23:41:12.126+00", "2026-11-22T23:41:12.126"])
async def test_other_ways_to_write_a_time(hook: Webhook, kept: Kept, at: str) -> None:
    assert await hook(*signed(event("email.delivered", MAIL, at=at))) == 200
    assert kept[0].at == AT


@pytest.mark.parametrize("kind", ["email.sent", "email.opened", "email.failed", "domain.updated", "contact.created", "something.new"])
async def test_what_is_of_no_interest_is_let_pass(hook: Webhook, kept: Kept, kind: str) -> None:
    assert await hook(*signed({"type": kind, "created_at": "2026-11-22T23:41:12.126Z", "data": {}})) == 200
    assert not kept


# --- who may say it ------------------------------------------------------------------------------------------------


async def test_a_signature_that_is_not_ours(hook: Webhook, kept: Kept) -> None:
    headers, body = signed(DELIVERED)
    assert await hook(*signed(DELIVERED, OTHER_SECRET)) == 403
    assert await hook(headers, body.replace(b"delivered", b"complained")) == 403
    assert await hook(headers | {"svix-id": "msg_2"}, body) == 403
    assert await hook(headers | {"svix-timestamp": str(int(headers["svix-timestamp"]) + 1)}, body) == 403
    assert await hook(headers | {"svix-signature": ""}, body) == 403
    assert await hook(headers | {"svix-signature": "v1,ключ"}, body) == 403
    assert await hook({}, body) == 403
    assert await hook(headers, b"") == 403
    assert await hook(headers, b"\xff\xfe") == 403
    assert not kept


@pytest.mark.parametrize(("age", "status"), [(4, 200), (6, 403), (-4, 200), (-6, 403)])
async def test_a_signature_is_good_for_five_minutes(hook: Webhook, kept: Kept, age: int, status: int) -> None:
    assert await hook(*signed(DELIVERED, at=utc_now() - timedelta(minutes=age))) == status
    assert len(kept) == (status == 200)


async def test_while_one_secret_replaces_the_other_both_are_good(kept: Kept) -> None:
    hook = Webhook([SECRET, OTHER_SECRET], kept.take)
    for number, secret in enumerate((SECRET, OTHER_SECRET)):
        assert await hook(*signed(DELIVERED, secret, event_id=f"msg_{number}")) == 200
    headers, body = signed(DELIVERED)
    both = f"{signature(OTHER_SECRET, 'x', '1', 'y')} {headers['svix-signature']}"
    assert await Webhook([SECRET], kept.take)(headers | {"svix-signature": both}, body) == 200
    assert len(kept) == 3


@pytest.mark.parametrize(
    "secrets",
    [[], [""], ["whsec_"], ["whsec_????"], ["this is no secret of any kind at all"], ["whsec_" + base64.b64encode(b"short").decode()]],
)
def test_a_secret_that_would_let_anybody_in_is_not_taken(kept: Kept, secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        Webhook(secrets, kept.take)


# --- again ---------------------------------------------------------------------------------------------------------


async def test_what_comes_twice_is_handed_on_once(hook: Webhook, kept: Kept) -> None:
    delivery = signed(DELIVERED)
    assert [await hook(*delivery), await hook(*delivery), await hook(*signed(DELIVERED))] == [200, 200, 200]
    assert len(kept) == 1
    assert await hook(*signed(event("email.complained", MAIL), event_id="msg_2")) == 200
    assert len(kept) == 2


async def test_what_comes_again_to_another_process_is_the_same_value(kept: Kept) -> None:
    for _ in range(2):
        assert await Webhook([SECRET], kept.take)(*signed(DELIVERED)) == 200
    assert len(set(kept)) == 1


async def test_what_could_not_be_kept_comes_again(hook: Webhook, kept: Kept) -> None:
    kept.down = True
    with pytest.raises(OSError, match="disk full"):
        await hook(*signed(DELIVERED))
    kept.down = False
    assert await hook(*signed(DELIVERED)) == 200
    assert len(kept) == 1


async def test_old_ids_are_forgotten(hook: Webhook, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.resend.webhook.REMEMBERED", 2)
    for number in (1, 2, 3, 3, 1):
        assert await hook(*signed(DELIVERED, event_id=f"msg_{number}")) == 200
    assert len(kept) == 4


def without(name: str) -> dict[str, object]:
    return {**DELIVERED, "data": {key: value for key, value in DELIVERED["data"].items() if key != name}}


@pytest.mark.parametrize(
    "content",
    [
        [],
        "text",
        7,
        {},
        {"type": ["email.delivered"], "data": 1},
        {"type": "email.delivered"},
        {"type": "email.bounced", "data": []},
        without("email_id"),
        {**DELIVERED, "created_at": "yesterday"},
        {**DELIVERED, "created_at": None},
        event("email.delivered", MAIL, email_id=7),
        event("email.delivered", MAIL, tags="letter"),
        event("email.delivered", MAIL, tags=["letter"]),
        event("email.bounced", MAIL),
        event("email.bounced", MAIL, bounce="hard"),
    ],
)
async def test_what_is_signed_but_makes_no_sense_comes_again(hook: Webhook, kept: Kept, content: object) -> None:
    status = await hook(*signed(content))
    assert status == (200 if content == {"type": ["email.delivered"], "data": 1} else 400)
    assert not kept
