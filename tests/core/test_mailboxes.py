"""Mailboxes that are given out for minutes are known by their domain; tags and dots lead to no other one (docs/decisions/0040)."""

from pathlib import Path

import pytest

from bot.config_sources import ConfigError
from core.mailboxes import ThrowawayDomains, domains_in, mailbox_of, own_list
from core.text import LOCALES, Catalogue
from tests.story.house import open_house, settings_for

KNOWN = domains_in(own_list())


@pytest.mark.parametrize(
    "address",
    ["ann@mailinator.com", "ANN@MAILINATOR.COM", "ann@mailinator.com.", "a+b@eu.mailinator.com", "a@x.y.yopmail.com", "ann@trashmail.de"],
)
def test_known_domains_and_those_below_them_are_found(address: str) -> None:
    assert KNOWN.has(address)


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org",
        "ann@notmailinator.com",
        "ann@mailinator.com.example.org",
        "mailinator.com@example.org",
        "ann@com",
        "ann@gmail.com",
    ],
)
def test_others_are_not(address: str) -> None:
    assert not KNOWN.has(address)


def test_a_domain_is_the_same_in_its_own_script_and_on_the_wire() -> None:
    domains = domains_in("wegwerf-bücher.example\nXN--BCHER-KVA.example\n  # a remark\n\n@kurz.example # for minutes\n")
    for domain in ("wegwerf-bücher.example", "xn--wegwerf-bcher-4ob.example", "bücher.example", "BÜCHER.example", "kurz.example"):
        assert domains.has(f"ann@{domain}"), domain
    assert not ThrowawayDomains().has("ann@kurz.example")
    assert not domains.has(f"ann@{'x' * 70}.kurz2.example")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ann+1@example.org", "Ann+shop@EXAMPLE.org", True),
        ("ann@example.org", "ann+1@example.org", True),
        ("a.n.n@gmail.com", "ann+x@googlemail.com", True),
        ("a.n.n@example.org", "ann@example.org", False),
        ("+ann@example.org", "+bob@example.org", False),
        ("ann@bücher.example", "ann@xn--bcher-kva.example", True),
    ],
)
def test_tags_and_dots_lead_to_the_same_mailbox(one: str, other: str, same: bool) -> None:
    assert (mailbox_of(one) == mailbox_of(other)) is same


async def test_an_address_there_is_declined_kindly_and_nothing_is_sent(tmp_path: Path) -> None:
    more = tmp_path / "domains.txt"
    more.write_text("kurz.example\n", "utf-8")
    async with open_house(tmp_path / "data", overrides={"abuse.throwaway_domains": str(more)}) as house:
        for address in ("ann@mailinator.com", "ann@sub.kurz.example"):
            said = house.words(await house.say("ann", f"/email {address}"))
            assert "address that stays yours" in said
            assert address not in said
            assert await house.program.mailbox.letters(address) == []
        assert "is on its way" in house.words(await house.say("ann", "/email ann@example.org"))


async def test_tags_are_no_way_to_more_mails_to_one_mailbox(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        answers = [house.words(await house.say(f"ann{number}", f"/email eve+{number}@example.org")) for number in range(4)]
        assert len({*answers[:3]}) == 1
        assert answers[3] != answers[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_is_there(locale: str) -> None:
    assert Catalogue().has("error-email-throwaway", locale)


def test_a_file_that_is_not_there_is_a_mistake_in_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="throwaway_domains to name a file"):
        settings_for(tmp_path, "http://127.0.0.1", **{"abuse.throwaway_domains": str(tmp_path / "none")})
