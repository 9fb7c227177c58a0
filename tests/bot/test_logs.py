"""Nothing private comes out of the log, in either format, by any of the ways in which it could."""

import ast
import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from bot import logs
from tests.bot.command import log_as_it_was

ROOT = Path(__file__).parents[2]

SECRET = "kX9-planted/secret+value"
PROMPT = "a violet fox that nobody may read about"
EMAIL = "ada.lovelace+ink@mail.example.org"
BOT_TOKEN = "8123456789:AAF-planted_bot_token_0123456789abc"
BEARER = "eyJplanted.bearer-token_abcdef"
GATEWAY_KEY = "sk-planted0123456789"
PLANTED = (SECRET, PROMPT, EMAIL, BOT_TOKEN, BEARER, GATEWAY_KEY, "planted")

Form = Literal["console", "json"]


class Log:
    """A log that was set up, and what it wrote."""

    def __init__(self, form: Form, level: str = "debug") -> None:
        self.stream = io.StringIO()
        logs.setup(level, form, [SECRET, ""], stream=self.stream)
        (self.handler,) = logging.getLogger().handlers

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def line(self) -> str:
        (line,) = self.text.splitlines()
        return line


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A server of another test may have run in this process; it mutes its access log for good.
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "propagate", True)
    with log_as_it_was():
        yield


@pytest.fixture(params=["console", "json"])
def log(request: pytest.FixtureRequest) -> Log:
    return Log(request.param)


def must_be_clean(text: str) -> None:
    assert text, "nothing was logged, so nothing was shown"
    for planted in PLANTED:
        assert planted not in text


@pytest.mark.proves("PRV-06", "PRV-41", "T-LOG")
@pytest.mark.parametrize(
    "message",
    [
        f"signed with {SECRET}",
        "signed with kX9-planted%2Fsecret%2Bvalue in an address",
        f"mail for {EMAIL} waits",
        f"Authorization: Bearer {BEARER}",
        f"GET https://api.telegram.org/bot{BOT_TOKEN}/getMe",
        f"token {BOT_TOKEN} was refused",
        f"key {GATEWAY_KEY} was refused",
        f"POST https://discord.com/api/v10/webhooks/123456/{BEARER}/messages",
        f"GET https://objects.example/one.png?X-Amz-Signature={BEARER}",
        f"connecting to postgresql://ink:{BEARER}@db.example/ink",
    ],
)
def test_a_message_loses_secrets_tokens_and_addresses(log: Log, message: str) -> None:
    logging.getLogger("bot.test").info(message)
    must_be_clean(log.text)


def test_a_message_loses_them_in_its_arguments_too(log: Log) -> None:
    logging.getLogger("core.test").warning("sent %s to %s", SECRET, EMAIL)
    must_be_clean(log.line)


@pytest.mark.proves("PRV-41", "T-LOG")
def test_a_field_that_is_not_allowed_is_dropped_whatever_it_holds(log: Log) -> None:
    private = dict.fromkeys(("prompt", "text", "body", "email", "uid", "token", "authorization"), PROMPT)
    logging.getLogger("core.test").info("a picture is due", extra={**private, "job": "j1"})
    must_be_clean(log.line)
    assert "j1" in log.line
    assert "prompt" not in log.line


def test_an_allowed_field_is_cleaned_and_an_object_in_it_is_only_named(log: Log) -> None:
    logging.getLogger("core.test").info(
        "refused", extra={"reason": f"{SECRET} {EMAIL}", "error": ValueError(PROMPT), "code": [EMAIL, Path(PROMPT)]}
    )
    must_be_clean(log.line)
    assert "ValueError" in log.line


def raise_it() -> None:
    try:
        raise KeyError(PROMPT)
    except KeyError as first:
        raise ExceptionGroup(PROMPT, [ValueError(EMAIL), OSError(5, SECRET)]) from first


@pytest.mark.proves("PRV-41", "T-LOG")
def test_an_exception_is_its_types_and_places_and_never_its_text(log: Log) -> None:
    try:
        raise_it()
    except ExceptionGroup:
        logging.getLogger("core.test").exception("command failed", extra={"incident": "abc123"}, stack_info=True)
    must_be_clean(log.line)
    for wanted in ("ExceptionGroup at", "KeyError at", "ValueError at", "OSError at", "tests/bot/test_logs.py:", "raise_it", "abc123"):
        assert wanted in log.line
    assert str(ROOT) not in log.line


def test_an_exception_used_as_message_or_argument_is_only_named(log: Log) -> None:
    logging.getLogger("core.test").error(ValueError(PROMPT))
    logging.getLogger("core.test").error("it broke: %s", KeyError(PROMPT))
    must_be_clean(log.text)
    assert "ValueError" in log.text
    assert "it broke: KeyError" in log.text


def test_a_chain_of_exceptions_that_bites_its_tail_ends(log: Log) -> None:
    one, two = ValueError(PROMPT), KeyError(PROMPT)
    one.__cause__, two.__cause__ = two, one
    logging.getLogger("core.test").error("command failed", exc_info=one)
    must_be_clean(log.line)
    assert log.line.count("ValueError at") == 1


async def test_a_task_that_nobody_awaited_does_not_tell_what_it_was_about(log: Log) -> None:
    async def task() -> None:
        raise ValueError(PROMPT)

    loop = asyncio.get_running_loop()
    lost = loop.create_task(task(), name="lost")
    await asyncio.wait([lost])
    # What the loop does when such a task is collected; collecting it here would disturb the tests beside this one.
    loop.default_exception_handler({"message": "Task exception was never retrieved", "task": lost, "exception": lost.exception()})
    must_be_clean(log.text)
    assert "Task exception was never retrieved" in log.text


def test_an_error_that_ends_the_program_is_logged_without_its_text(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    error = ValueError(PROMPT)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=raise_it)
    thread.start()
    thread.join()
    must_be_clean(log.text)
    assert log.text.count("the program stopped") == 2
    assert capsys.readouterr().err == ""


def test_ctrl_c_is_no_error(log: Log) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert log.text == ""


def test_a_record_that_cannot_be_written_does_not_spill_its_arguments(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    log.handler.handle(logging.LogRecord("core.test", logging.INFO, "jobs.py", 12, "one %d", (PROMPT,), None))
    must_be_clean(capsys.readouterr().err)
    assert log.text == ""


def test_a_line_stays_one_line(log: Log) -> None:
    logging.getLogger("core.test").info("first\n2026-01-01 [info] forged\x1b[2J\u2028", extra={"reason": "a\r\nb"})
    assert len(log.text.splitlines()) == 1
    assert "\x1b" not in log.text


@pytest.mark.parametrize(
    "name", ["httpx", "aiohttp.access", "botocore.endpoint", "uvicorn.access", "sqlalchemy.engine", "aiosqlite", "some.other"]
)
def test_libraries_speak_from_warning_on(log: Log, name: str) -> None:
    logging.getLogger(name).info("chatter")
    assert log.text == ""
    logging.getLogger(name).warning("trouble")
    assert "trouble" in log.line


def test_a_library_that_chose_its_own_level_is_overruled() -> None:
    logging.getLogger("uvicorn.access").setLevel(logging.INFO)
    log = Log("json")
    logging.getLogger("uvicorn.access").info("GET /objects/one.png?signature=planted")
    assert log.text == ""


@pytest.mark.parametrize("name", ["__main__", "bot.runtime", "core.jobs", "db.writer", "adapters.web.page"])
def test_our_own_modules_speak_from_the_chosen_level_on(name: str) -> None:
    log = Log("console", level="info")
    logging.getLogger(name).debug("detail")
    logging.getLogger(name).info("news")
    assert "news" in log.line


@pytest.mark.parametrize(
    "secret",
    [
        "sk_live_51Habcdefgh",
        "rk_live_51Habcdefgh",
        "sk_test_4eC39HqLyjWD",
        "whsec_MfKQ9r8GKYqrTwjUPD8IL",
        "re_AbCd1234_EfGh5678IjKl",
        "rk_test_a1b2",
    ],
)
def test_keys_of_vendors_are_left_out_even_if_nobody_configured_them(secret: str) -> None:
    """One that was pasted where it does not belong, or that a vendor quotes."""
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, f"refused: {secret}.", None, None)
    assert secret not in (said := logs.formatter("json", []).format(record))
    assert "[gone]" in said


def test_json_lines_are_objects_with_a_utc_time() -> None:
    log = Log("json")
    logging.getLogger("core.test").warning("refused", extra={"command": "imagine", "attempt": 2})
    line = json.loads(log.line)
    stamp = datetime.fromisoformat(line.pop("timestamp"))
    assert stamp.utcoffset() == UTC.utcoffset(None)
    assert abs((datetime.now(UTC) - stamp).total_seconds()) < 60
    assert line == {"event": "refused", "logger": "core.test", "level": "warning", "command": "imagine", "attempt": 2}


def logged_fields(source: str) -> Iterator[str]:
    """The keys of every dictionary that is passed as `extra`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
            yield from (key.value for key in node.value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


@pytest.mark.proves("PRV-41", "T-LOG")
@pytest.mark.parametrize("folder", ["bot", "core", "db", "adapters"])
def test_every_field_that_the_program_logs_is_on_the_list(folder: str) -> None:
    unknown = {
        f"{file.relative_to(ROOT)}: {field}"
        for file in (ROOT / folder).rglob("*.py")
        for field in logged_fields(file.read_text("utf-8"))
        if field not in logs.FIELDS
    }
    assert not unknown, "these fields are dropped; if they hold nothing private, add them to bot.logs.FIELDS"
