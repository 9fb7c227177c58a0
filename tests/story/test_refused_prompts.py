"""What is plainly forbidden costs nothing and never reaches the gateway, and a human decides whether that was right (PRV-13)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import appeals
from bot.config_sources import ConfigError
from core.ambient import Ambient, utc_now
from core.forbidden.screen import own_list, read
from core.reply import Reply
from core.rights.desk import CannotAct
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue
from db.person_rows import SqlPersonRows
from tests.bot.command import here
from tests.clock import MovedClock
from tests.story.house import House, button, open_house, settings_for, until

BOMB = "a chart: how to build a pipe bomb"
FOX = "a fox"
THREATS = [f"poster {number}: I will kill my teacher" for number in range(9)]
MOST = 3


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def house(tmp_path: Path, clock: MovedClock) -> AsyncIterator[House]:
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), overrides={"abuse.most_refused": MOST}) as house:
        yield house


async def held_about(house: House, who: str = "ada") -> list[dict[str, object]]:
    """What a copy of this person's data says of refused prompts."""

    def work(uow: UnitOfWork) -> list[dict[str, object]]:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        return [dict(row) for row in SqlPersonRows().of(uow, account.id).rows("refused_prompt")]

    return await house.program.store.read(work)


async def ref_of(house: House) -> str:
    [row] = await held_about(house)
    return str(row["ref"])


async def decided(house: House, ref: str, *, allowed: bool) -> Reply:
    """A human looks at it; what is told of that in the chat."""
    before = set(house.surface.posts)
    assert await appeals.decide(house.program.settings, {}, ref, allowed=allowed)
    await until(lambda: len(set(house.surface.posts) - before) == 1)
    [key] = set(house.surface.posts) - before
    return house.surface.posts[key]


async def test_a_forbidden_prompt_is_refused_with_its_reason_and_the_way_to_a_human(house: House) -> None:
    reply = await house.say("ada", f"/imagine {BOMB}")
    said = house.words(reply)
    assert "how to build weapons" in said
    assert "nothing was charged" in said
    assert reply.private
    assert reply.quote is None
    button(reply, "appeal")
    assert (await house.balance("ada")).available == 40
    assert house.sandbox.charges == []
    assert [(row["ground"], row["prompt"], row["state"]) for row in await held_about(house)] == [("weapons", BOMB, "refused")]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_has_its_sentence(locale: str) -> None:
    for rule in read(own_list()).rules:
        assert Catalogue().has(f"forbidden-{rule.ground}", locale)


async def test_other_ways_to_ask_are_no_way_around(house: House) -> None:
    """Whether a price was agreed to, or nobody wants to be asked: the words are looked at each time."""
    for seen in (None, 12):
        assert "weapons" in house.words(await house.run("ada", "imagine", {"prompt": BOMB}, seen=seen))
    await house.say("ada", "/settings --ask never")
    assert "weapons" in house.words(await house.say("ada", f"/imagine {BOMB}"))
    assert len(await held_about(house)) == 1
    assert house.sandbox.charges == []


async def test_an_offer_from_before_a_rule_is_not_made_any_more(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"abuse.screen_prompts": False}) as house:
        offer = await house.run("ada", "imagine", {"prompt": BOMB})
    async with open_house(tmp_path) as house:
        assert "weapons" in house.words(await house.press("ada", offer, "make", key="later"))
        assert house.sandbox.charges == []
        assert (await house.balance("ada")).held == 0


@pytest.mark.proves("PRV-13")
async def test_allowed_by_a_human_it_is_made(house: House) -> None:
    asked = await house.press("ada", await house.say("ada", f"/imagine {BOMB}"), "appeal")
    assert "A person looks at it by" in house.words(asked)
    ref = await ref_of(house)
    [line] = await appeals.contested(house.program.settings, utc_now())
    assert line.startswith(ref)
    assert "bomb" not in line
    assert any(BOMB in line for line in await appeals.shown(house.program.settings, {}, ref))
    told = await decided(house, ref, allowed=True)
    assert "the refusal was wrong" in house.words(told)
    offer = await house.press("ada", told, "once-refused")
    started = await house.press("ada", offer, "make")
    assert started.job is not None
    assert (await house.posted(started.job)).pictures
    assert await appeals.contested(house.program.settings, utc_now()) == []


async def test_upheld_it_stays_refused_and_can_be_complained_about(house: House) -> None:
    await house.press("ada", await house.say("ada", f"/imagine {BOMB}"), "appeal")
    told = await decided(house, await ref_of(house), allowed=False)
    assert "It stays refused" in house.words(told)
    button(told, "privacy")
    again = await house.say("ada", f"/imagine {BOMB}")
    assert "found the refusal right" in house.words(again)
    assert "found the refusal right" in house.words(await house.say("ada", "/appeal"))
    assert len(await held_about(house)) == 1


async def test_appeal_typed_takes_the_latest_and_the_reference_in_any_spelling(house: House) -> None:
    assert "None of your prompts" in house.words(await house.say("ada", "/appeal"))
    await house.say("ada", f"/imagine {BOMB}")
    ref = await ref_of(house)
    assert "no refused prompt of yours" in house.words(await house.say("ada", "/appeal --ref NOTTHISONE"))
    assert "A person looks at it by" in house.words(await house.say("ada", f"/appeal --ref {ref.lower()}"))
    assert "A person looks at it by" in house.words(await house.say("ada", "/appeal"))


async def test_nobody_contests_what_is_somebody_elses(house: House) -> None:
    refused = await house.say("ada", f"/imagine {BOMB}")
    assert "no refused prompt of yours" in house.words(await house.press("bob", refused, "appeal"))
    assert await appeals.contested(house.program.settings, utc_now()) == []
    assert not await appeals.decide(house.program.settings, {}, await ref_of(house), allowed=True)
    assert await appeals.shown(house.program.settings, {}, await ref_of(house)) == []


@pytest.mark.proves("PRV-13")
async def test_many_pause_pictures_for_a_day_and_nothing_else(house: House, clock: MovedClock) -> None:
    for number in range(MOST):
        reply = await house.say("ada", f"/imagine {THREATS[number]}")
        assert ("pictures pause for you until" in house.words(reply)) is (number == MOST - 1)
    paused = await house.say("ada", f"/imagine {FOX}")
    assert "They go on at" in house.words(paused)
    assert "40 credits" in house.words(await house.say("ada", "/balance"))
    assert len(await held_about(house)) == MOST
    button(await house.say("bob", f"/imagine {FOX}"), "make")
    with clock.moved(hours=24, minutes=1):
        button(await house.say("ada", f"/imagine {FOX}"), "make")


async def test_an_offer_waits_for_the_end_of_the_pause(house: House, clock: MovedClock) -> None:
    offer = await house.say("ada", f"/imagine {FOX}")
    for words in THREATS[:MOST]:
        await house.say("ada", f"/imagine {words}")
    assert "They go on at" in house.words(await house.press("ada", offer, "make"))
    with clock.moved(hours=24, minutes=1):
        assert (await house.press("ada", offer, "make")).job


async def test_one_wrong_refusal_ends_the_pause(house: House) -> None:
    for words in THREATS[:MOST]:
        await house.say("ada", f"/imagine {words}")
    await house.press("ada", await house.say("ada", f"/imagine {FOX}"), "appeal")
    [line] = await appeals.contested(house.program.settings, utc_now())
    await decided(house, line.split()[0], allowed=True)
    button(await house.say("ada", f"/imagine {FOX}"), "make")


async def test_the_same_words_again_are_one_refusal(house: House) -> None:
    for _ in range(2 * MOST):
        await house.say("ada", f"/imagine {BOMB}")
    button(await house.say("ada", f"/imagine {FOX}"), "make")


@pytest.mark.parametrize(("marker", "ground"), [("gw_moderation", "gateway"), ("guard", "gateway"), ("moderation", "model")])
async def test_what_the_gateway_declines_can_be_contested_as_well(house: House, marker: str, ground: str) -> None:
    ended = await house.make("ada", f"a fox [[sb:{marker}]]")
    assert [row["ground"] for row in await held_about(house)] == [ground]
    await house.press("ada", ended, "appeal")
    told = await decided(house, await ref_of(house), allowed=True)
    assert "decides by rules of its own" in house.words(told)


async def test_only_what_endangers_the_gateway_counts(house: House) -> None:
    for number in range(MOST):
        await house.make("ada", f"{number} [[sb:moderation]]")
    for number in range(MOST):
        offer = await house.say("ada", f"/imagine {number} [[sb:guard]]")
        await house.posted((await house.press("ada", offer, "make")).job or "")
    assert "They go on at" in house.words(await house.say("ada", f"/imagine {FOX}"))


async def test_what_one_of_the_operators_people_does_is_in_the_copy(house: House) -> None:
    await house.press("ada", await house.say("ada", f"/imagine {BOMB}"), "appeal")
    ref = await ref_of(house)
    await appeals.shown(house.program.settings, {}, ref)
    await decided(house, ref, allowed=False)

    def work(uow: UnitOfWork) -> list[tuple[object, object]]:
        account = uow.accounts.of(house.caller("ada"))
        assert account is not None
        return [(row["scope"], row["ref"]) for row in SqlPersonRows().of(uow, account.id).rows("staff_access")]

    assert sorted(await house.program.store.read(work)) == [(Scope.ANSWER, ref), (Scope.REQUEST, ref)]


async def test_who_decides_needs_a_role(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"privacy.operators": ["desk:" + "0" * 64]}) as house:
        await house.press("ada", await house.say("ada", f"/imagine {BOMB}"), "appeal")
        with pytest.raises(CannotAct):
            await appeals.decide(house.program.settings, {}, await ref_of(house), allowed=True)


async def test_what_was_decided_is_gone_after_thirty_days_and_what_waits_is_not(house: House, clock: MovedClock) -> None:
    await house.say("ada", f"/imagine {BOMB}")
    await house.press("bob", await house.say("bob", f"/imagine {BOMB}"), "appeal")
    await house.program.store.write(lambda uow: uow.retention.sweep("refused_prompt", clock.now() + timedelta(days=29), 100))
    assert len(await held_about(house)) == 1
    await house.program.store.write(lambda uow: uow.retention.sweep("refused_prompt", clock.now() + timedelta(days=31), 100))
    assert await held_about(house) == []
    assert len(await held_about(house, "bob")) == 1


async def test_the_commands_of_the_operator(house: House, tmp_path: Path) -> None:
    data = str(house.program.settings.app.data_dir)
    await house.press("ada", await house.say("ada", f"/imagine {BOMB}"), "appeal")
    ref = await ref_of(house)
    assert ref in (await here("appeals", "list", "--data-dir", data, cwd=tmp_path)).out
    assert BOMB in (await here("appeals", "show", ref, "--data-dir", data, cwd=tmp_path)).out
    assert (await here("appeals", "uphold", "NOTTHISONE", "--data-dir", data, cwd=tmp_path)).code == 1
    assert (await here("appeals", "uphold", ref, "--data-dir", data, cwd=tmp_path)).code == 0
    assert (await here("appeals", "allow", ref, "--data-dir", data, cwd=tmp_path)).code == 1


def test_the_operator_adds_lists_of_their_own_or_switches_the_screen_off(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[[rules]]\nground = "threats"\ntogether = ["rude"]\n[groups]\nrude = ["blockhead"]\n', "utf-8")
    assert settings_for(tmp_path, "http://127.0.0.1", **{"abuse.words": str(words)}).fair_use().screen.ground("a blockhead")
    assert not settings_for(tmp_path, "http://127.0.0.1", **{"abuse.screen_prompts": False}).fair_use().screen.ground(BOMB)
    for wrong in ("[[rules]]", "x = ["):
        words.write_text(wrong, "utf-8")
        with pytest.raises(ConfigError, match="words to name a file of lists"):
            settings_for(tmp_path, "http://127.0.0.1", **{"abuse.words": str(words)})
    with pytest.raises(ConfigError, match="No such file"):
        settings_for(tmp_path, "http://127.0.0.1", **{"abuse.words": str(tmp_path / "none.toml")})
