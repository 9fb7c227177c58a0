"""When somebody was born is asked once, decides, and is kept nowhere (PRV-54, PRV-55, PRV-56; T-AGE)."""

import contextlib
import io
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.config_sources import load
from core.accounts import AgeMethod, Standing
from core.ambient import Ambient, keyed
from core.caller import Address, Caller
from core.commands.dispatch import Answer
from core.commands.spec import Given
from core.membership import AgeFirst
from core.reply import Call, Reply
from core.rights import ages
from core.rights.requests import Actor, RequestKind, RequestState
from core.rights.retention import keep_to_periods
from core.text import LOCALES, Catalogue, Text
from core.uploads import accept_upload
from tests.clock import FakeClock
from tests.core.rights.database import files_with, more_than, rows_of, standing_alone
from tests.story.house import House, button, open_house

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ON: dict[str, object] = {"privacy.age_screen": "on"}
GROWN, CHILD = (1984, 5), (2015, 8)
FOX = "a fox in the rain"
CATALOGUE = Catalogue()


@contextlib.asynccontextmanager
async def screened(folder: Path, clock: FakeClock, **more: object) -> AsyncIterator[House]:
    async with open_house(folder, ambient=Ambient(now=clock.now), working=False, overrides={**ON, **more}) as house:
        yield house


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
async def house(tmp_path: Path, clock: FakeClock) -> AsyncIterator[House]:
    async with screened(tmp_path, clock) as house:
        yield house


def labelled(reply: Reply, label: str) -> Call:
    [found] = [one.action for one in reply.buttons if CATALOGUE.format(one.label, "en") == label]
    assert isinstance(found, Call)
    return found


async def follow(house: House, who: str, call: Call) -> Reply:
    return await house.run(who, call.command, dict(call.values))


async def answers(house: House, who: str, year: int, month: int) -> Reply:
    """From the question to the end of it, as with buttons."""
    asked = await house.say(who, "/start")
    decade = year // 10 * 10
    ends = min(decade + 9, NOW.year)
    years = await follow(house, who, labelled(asked, f"{decade}–{ends}"))
    months = await follow(house, who, labelled(years, str(year)))
    name = CATALOGUE.format(button_text(month), "en")
    return await follow(house, who, labelled(months, name))


def button_text(month: int) -> Text:
    return Text(f"command-age.choice-month-{month}")


def on_discord(house: House, key: str = "") -> Caller:
    return Caller(
        "discord", "4711", "Ann", key or house.program.ambient.new_id(), Address("discord", "1/2/3", private=True, uid="4711"), "en"
    )


async def discord(house: House, command: str, **values: Given) -> Answer:
    return await house.program.dispatch(on_discord(house), command, values)


# --- asking ----------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-54", "T-AGE")
@pytest.mark.parametrize("line", ["/start", FOX, "/balance", "/topup starter", "/email ann@x.example", "/account", "/link", "/history"])
async def test_before_the_answer_nothing_is_done_and_nothing_is_kept(house: House, line: str) -> None:
    before = await rows_of(house)
    reply = await house.say("ann", line)
    assert reply.lines[0].key == "age-question"
    assert reply.private
    assert await rows_of(house) == before


@pytest.mark.proves("PRV-54", "T-AGE")
@pytest.mark.parametrize("locale", LOCALES)
async def test_nothing_says_which_answer_is_the_right_one(house: House, locale: str) -> None:
    asked = await house.say("ann", FOX)
    words = house.words(asked, locale)
    for number in (13, 14, 16, 18, NOW.year - 16, NOW.year - 13):
        assert str(number) not in words.replace("2010–2019", "").replace("2020–2026", "")
    choices = [one for one in asked.buttons if isinstance(one.action, Call) and one.action.command == "born"]
    assert not any(one.main for one in choices), "equal buttons"
    assert [one.label.args["words"] for one in choices] == [f"{y}–{min(y + 9, 2026)}" for y in range(1900, 2027, 10)]


async def test_the_form_has_nothing_in_it_and_no_number_to_aim_at(house: House) -> None:
    asked = (await discord(house, "imagine", prompt=FOX)).reply
    [answer] = [one for one in asked.buttons if isinstance(one.action, Call) and one.action.command == "age-form"]
    assert isinstance(answer.action, Call)
    form = (await discord(house, "age-form")).reply.form
    assert form is not None
    assert (form.command, dict(form.values)) == ("age", {})
    assert all(option.required and option.default is None for option in house.program.dispatch.commands["age"].options)


@pytest.mark.parametrize("line", ["/help", "/privacy", "/terms", "/support", "/report"])
async def test_what_is_open_to_all_answers_a_stranger_and_keeps_nothing(house: House, line: str) -> None:
    before = await rows_of(house)
    reply = await house.say("ann", line)
    assert reply.lines[0].key.startswith(("help", "privacy", "terms", "support", "report"))
    assert await rows_of(house) == before


@pytest.mark.parametrize("line", ["/export-my-data", "/delete-me", "/training"])
async def test_of_a_stranger_there_is_nothing_to_have_or_to_delete(house: House, line: str) -> None:
    before = await rows_of(house)
    assert (await house.say("ann", line)).lines[0].key == "age-nothing-held"
    assert await rows_of(house) == before


async def test_a_language_is_kept_and_the_question_is_asked_in_it(house: House) -> None:
    assert (await house.answer("ann", "/language de")).reply.lines[0].key == "language-saved"
    asked = await house.answer("ann", FOX)
    assert (asked.reply.lines[0].key, asked.locale) == ("age-question", "de")


async def test_a_picture_is_not_taken_from_somebody_unknown(house: House) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200)).save(file, "PNG")
    before, shop = await rows_of(house), house.program.workshop
    with pytest.raises(AgeFirst):
        await accept_upload(shop, house.program.settings.tariff(), house.caller("ann"), io.BytesIO(file.getvalue()))
    assert await rows_of(house) == before


# --- the answer ------------------------------------------------------------------------------------


async def test_who_is_old_enough_is_let_in_once(house: House) -> None:
    passed = await answers(house, "ann", *GROWN)
    assert [line.key for line in passed.lines[:2]] == ["age-passed", "first-who"]
    account = await house.program.store.read(lambda uow: uow.accounts.of(house.caller("ann")))
    assert account is not None
    assert (account.age_limit, account.age_checked_at, account.age_method) == (16, NOW, AgeMethod.DECLARED)
    offer = await house.say("ann", FOX)
    assert button(offer, "make").main
    assert (await house.balance("ann")).available == 40


@pytest.mark.proves("PRV-55", "T-AGE")
async def test_who_is_too_young_leaves_one_row_that_goes_by_itself(house: House, clock: FakeClock) -> None:
    before = await rows_of(house)
    refused = await answers(house, "kim", *CHILD)
    assert [line.key for line in refused.lines] == ["age-too-young"]
    assert not refused.buttons, "nobody is invited to try again"
    more = more_than(before, await rows_of(house))
    assert list(more) == ["age_mark"]
    [(who, until)] = more["age_mark"]
    assert "kim" not in str(who)
    assert until == int((NOW + timedelta(days=30)).timestamp() * 1_000_000)
    clock.advance(days=30, minutes=1)
    await keep_to_periods(house.program.store, house.program.ambient)
    assert await rows_of(house) == before
    assert (await house.say("kim", FOX)).lines[0].key == "age-question"


@pytest.mark.proves("PRV-55", "T-AGE")
@pytest.mark.parametrize("line", ["/start", FOX, "/language de", "/balance"])
async def test_trying_again_does_not_help(house: House, clock: FakeClock, line: str) -> None:
    asked = await house.say("kim", "/start")
    await answers(house, "kim", *CHILD)
    before = await rows_of(house)
    assert (await house.say("kim", line)).lines[0].key == "age-too-young"
    years = await follow(house, "kim", labelled(asked, "1980–1989"))
    months = await follow(house, "kim", labelled(years, "1984"))
    assert (await follow(house, "kim", labelled(months, "May"))).lines[0].key == "age-too-young"
    clock.advance(days=29, hours=23)
    assert (await house.say("kim", line)).lines[0].key == "age-too-young"
    assert await rows_of(house) == before
    assert (await house.say("ann", line)).lines[0].key != "age-too-young", "another chat is another person"


@pytest.mark.parametrize(
    ("year", "month", "limit", "enough"),
    [
        (2010, 10, 16, True),  # sixteen since October at the latest
        (2010, 11, 16, False),  # sixteen this month, perhaps on the 30th
        (2010, 12, 16, False),
        (2011, 1, 16, False),
        (2013, 10, 13, True),
        (2013, 11, 13, False),
        (2013, 12, 13, False),
        (1900, 1, 16, True),
        (2026, 11, 13, False),
    ],
)
def test_only_who_is_certainly_old_enough_is(year: int, month: int, limit: int, enough: bool) -> None:
    assert ages.is_old_enough(year, month, limit, NOW) is enough


@pytest.mark.parametrize(
    ("year", "month"), [("2026", "12"), ("2027", "1"), ("1899", "12"), ("84", "5"), ("１９８４", "5"), ("old", "5"), ("", "5")]
)
async def test_what_cannot_be_is_asked_again_without_being_repeated(house: House, year: str, month: str) -> None:
    before = await rows_of(house)
    answer = await discord(house, "age", year=year, month=month)
    assert (answer.status, [line.key for line in answer.reply.lines]) == (422, ["age-odd"])
    assert not year or year not in house.words(answer.reply)
    assert await rows_of(house) == before


async def test_by_form_it_is_the_same(house: House) -> None:
    assert (await discord(house, "age", year="1984", month="5")).reply.lines[0].key == "age-passed"
    assert (await discord(house, "age", year="2015", month="8")).reply.lines[0].key == "age-known"


async def test_a_press_that_comes_twice_does_one_thing(house: House) -> None:
    caller = on_discord(house)
    replies = [(await house.program.dispatch(caller, "age", {"year": "1984", "month": "5"})).reply.lines[0].key for _ in range(2)]
    assert replies == ["age-passed", "age-known"]
    assert len((await rows_of(house))["account"]) == 1


# --- nothing of it is kept ----------------------------------------------------------------------------


@pytest.mark.proves("PRV-54", "T-AGE")
async def test_when_somebody_was_born_is_in_no_row_no_file_and_no_log(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Both ways to answer, both ends, and a wrong turn, with every log line there is."""
    caplog.set_level(logging.DEBUG)
    async with screened(tmp_path, clock) as house:
        await answers(house, "ann", *GROWN)
        await answers(house, "kim", *CHILD)
        await discord(house, "age", year="1984", month="5")
        await discord(house, "age", year="2015", month="8")
        await discord(house, "age", year="9999", month="8")
        rows = repr(await rows_of(house)).encode()
        for year in (1984, 2015, 9999):
            assert not standing_alone(year).search(rows)
            assert not files_with(tmp_path, standing_alone(year))
            assert not standing_alone(year).search(caplog.text.encode())
        assert not [row for row in (await rows_of(house)).get("request_log", []) if "age" in str(row)]
    assert not files_with(tmp_path, standing_alone(1984))


async def test_a_button_names_neither_year_nor_month(house: House) -> None:
    asked = await house.say("ann", "/start")
    years = await follow(house, "ann", labelled(asked, "1980–1989"))
    months = await follow(house, "ann", labelled(years, "1984"))
    assert "1984" not in house.words(months), "what was chosen is not said again"
    for one in (*years.buttons, *months.buttons):
        assert isinstance(one.action, Call)
        carried = " ".join(str(value) for value in one.action.values.values())
        assert all(len(part) == 12 for part in carried.split())
        assert not standing_alone(1984).search(carried.encode())


@given(st.sampled_from(range(1900, 2027)), st.text(max_size=20), st.binary(min_size=1, max_size=40))
def test_a_seal_is_opened_by_its_own_person_alone(number: int, uid: str, secret: bytes) -> None:
    ambient = Ambient(pseudonym=keyed(secret))
    ann, ben = (Caller("test", who, "", "", Address("test", "")) for who in (f"a{uid}", f"b{uid}"))
    seal = ages.sealed(ambient, ann, number)
    assert ages.unsealed(ambient, ann, seal, range(1900, 2027)) == number
    assert ages.unsealed(ambient, ben, seal, range(1900, 2027)) is None
    assert ages.unsealed(replace(ambient, pseudonym=keyed(secret + b"x")), ann, seal, range(1900, 2027)) is None


# --- who was here before it was asked ------------------------------------------------------------------


async def known_before(tmp_path: Path, clock: FakeClock, *, with_picture: bool) -> None:
    async with screened(tmp_path, clock, **{"privacy.age_screen": "off"}) as house:
        await house.say("kim", FOX if with_picture else "/start", key="before")


async def test_who_was_here_before_is_asked_too_and_keeps_everything(tmp_path: Path, clock: FakeClock) -> None:
    await known_before(tmp_path, clock, with_picture=True)
    async with screened(tmp_path, clock) as house:
        assert (await house.say("kim", "/balance")).lines[0].key == "age-question"
        assert (await house.say("kim", "/export-my-data")).lines[0].key != "age-nothing-held"
        assert (await answers(house, "kim", *GROWN)).lines[0].key == "age-passed"
        assert (await house.balance("kim")).available == 40


async def test_a_childs_empty_account_is_gone(tmp_path: Path, clock: FakeClock) -> None:
    await known_before(tmp_path, clock, with_picture=False)
    async with screened(tmp_path, clock) as house:
        assert (await answers(house, "kim", *CHILD)).lines[0].key == "age-too-young"
        rows = await rows_of(house)
        assert not {"account", "identity", "wallet", "request_log", "policy_notice"} & rows.keys()
        assert len(rows["age_mark"]) == 1


@pytest.mark.proves("PRV-56", "T-AGE")
async def test_a_childs_account_with_something_in_it_is_out_of_use_and_a_human_looks(tmp_path: Path, clock: FakeClock) -> None:
    await known_before(tmp_path, clock, with_picture=True)
    async with screened(tmp_path, clock) as house:
        assert (await answers(house, "kim", *CHILD)).lines[0].key == "age-too-young"
        account = await house.program.store.read(lambda uow: uow.accounts.of(house.caller("kim")))
        assert account is not None
        assert account.standing is Standing.QUARANTINED
        case = await house.program.store.read(lambda uow: uow.rights.active(account.id, RequestKind.MINOR))
        assert case is not None
        assert (case.state, case.actor) == (RequestState.OPEN, Actor.PROGRAM)
        assert case.due_at == datetime(2026, 11, 30, 12, tzinfo=UTC), "one working day after a Friday"
        assert (await house.say("kim", FOX)).lines[0].key != "age-question"
        assert "job" in await rows_of(house), "it is not deleted before somebody has looked"


async def test_a_higher_limit_asks_again(tmp_path: Path, clock: FakeClock) -> None:
    async with screened(tmp_path, clock, **{"privacy.age_limit": 13}) as house:
        assert (await answers(house, "ann", 2012, 3)).lines[0].key == "age-passed"
    async with screened(tmp_path, clock) as house:
        assert (await house.say("ann", "/balance")).lines[0].key == "age-question"


# --- the operator's choice -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "screen", "limit"),
    [("production", "", 16), ("development", "", None), ("production", "off", None), ("development", "on", 16)],
)
def test_it_is_asked_where_real_people_come(environment: str, screen: str, limit: int | None) -> None:
    settings = load(None, {"app.environment": environment, "privacy.age_screen": screen})
    assert settings.tariff().age_limit == limit


async def test_where_it_is_off_nobody_is_asked(tmp_path: Path, clock: FakeClock) -> None:
    async with screened(tmp_path, clock, **{"privacy.age_screen": "off"}) as house:
        assert button(await house.say("ann", FOX), "make").main
        assert (await discord(house, "age", year="2015", month="8")).reply.lines[0].key == "age-known"
