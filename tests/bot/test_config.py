"""The settings: where each value comes from, and what an operator reads when one is wrong."""

import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import PREFIX, Settings
from bot.config_sources import NOT_SETTINGS, ConfigError, load
from core.pricing import Pack, Quality

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def an_empty_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `config.toml` beside the test, and none of our variables around it."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "test.toml"
        path.write_text(text, "utf-8")
        return path

    return written


def complaint(path: Path | None = None, overrides: dict[str, object] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, overrides)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.__cause__ is None
    return message


def test_without_any_configuration_everything_is_embedded() -> None:
    settings = load()
    assert settings.mayi.sandbox
    assert settings.storage.kind == "local"
    assert settings.web.playground
    assert settings.database_url == "sqlite+aiosqlite:///data/inkmirage.db"
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.missing() == []
    assert settings.secrets() == []


def leaves(tree: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def test_the_example_names_every_key_with_its_real_default() -> None:
    example = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert load(EXAMPLE).model_dump() == Settings().model_dump()
    assert set(leaves(example)) == set(leaves(Settings().model_dump()))


def test_the_example_says_why_for_every_key() -> None:
    for line in EXAMPLE.read_text("utf-8").split("[credits.prices]")[0].splitlines():
        assert "=" not in line or "#" in line, line


def test_file_then_environment_then_flag(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('[web]\nport = 1001\nhost = "127.0.0.2"')
    assert load(path).web.port == 1001
    monkeypatch.setenv("INKMIRAGE_WEB__PORT", "1002")
    assert load(path).web.port == 1002
    settings = load(path, {"web.port": 1003})
    assert settings.web.port == 1003
    assert settings.web.host == "127.0.0.2"


def test_config_toml_is_read_when_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[jobs]\nper_person = 7", "utf-8")
    assert load().jobs.per_person == 7


@pytest.mark.parametrize("text", ["first,second", "first, second", '["first", "second"]'])
def test_a_list_in_the_environment_is_json_or_plain(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("INKMIRAGE_STRIPE__WEBHOOK_SECRETS", text)
    assert load().stripe.webhook_secrets == [SecretStr("first"), SecretStr("second")]


def test_nested_prices_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKMIRAGE_CREDITS__PRICES__LOW", "5")
    assert load().tariff().base[Quality.LOW] == 5


@pytest.mark.parametrize("name", sorted(NOT_SETTINGS))
def test_a_variable_of_the_test_suite_is_no_misspelt_setting(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "postgres")
    load()


@pytest.mark.proves("PRV-21")
@pytest.mark.parametrize("seconds", [0, 301, 3600])
def test_a_link_works_for_five_minutes_at_most(write: Write, seconds: int) -> None:
    assert "storage.link_ttl" in complaint(write(f"[storage]\nlink_ttl = {seconds}"))
    assert load(write("[storage]\nlink_ttl = 300")).storage.link_ttl == 300


@pytest.mark.parametrize("key", ["r2.endpoint_url", "storage.public_base_url"])
def test_pictures_and_their_keys_leave_this_machine_only_encrypted(key: str) -> None:
    for address in ("http://objects.example", "http://10.0.0.7:9000", "http://127.0.0.1.example.org", "http://localhost.example.org"):
        message = complaint(None, {key: address})
        assert "https://" in message
        assert address not in message
    for address in (
        "https://objects.example/",
        "http://127.0.0.1:9000",
        "http://localhost:9000",
        "http://[::1]:9000",
        "http://127.8.8.8",
        "",
    ):
        load(None, {key: address})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[web]\nprot = 1", "web.port"),
        ("[wbe]\nport = 1", "web"),
        ("[app]\nport = 1", "web.port"),
        ("[discord]\ntokn = 'x'", "discord.token"),
        ("[credits.prices]\nmedum = 1", "credits.prices.medium"),
        ("[[credits.packs]]\nid='a'\ncredits=1\nprice=1\ncurency='EUR'", "credits.packs.0.currency"),
    ],
)
def test_a_misspelt_key_in_the_file_names_the_nearest(write: Write, text: str, key: str) -> None:
    assert f"Did you mean {key}?" in complaint(write(text))


def test_a_key_that_is_like_no_other_lists_what_there_is(write: Write) -> None:
    keys = "jobs.per_person, jobs.longest_wait, jobs.lease, jobs.poll, jobs.drain_seconds"
    assert complaint(write("[jobs]\nxyzzy = 1")) == f"There is no setting jobs.xyzzy. Settings here: {keys}."


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("INKMIRAGE_WEB__PROT", "INKMIRAGE_WEB__PORT"),
        ("INKMIRAGE_WEB_PORT", "INKMIRAGE_WEB__PORT"),
        ("INKMIRAGE_WBE__PORT", "INKMIRAGE_WEB__PORT"),
        ("inkmirage_mayi__apikey", "INKMIRAGE_MAYI__API_KEY"),
        ("INKMIRAGE_PRICES__LOW", "INKMIRAGE_CREDITS__PRICES__LOW"),
    ],
)
def test_a_misspelt_variable_names_the_nearest(monkeypatch: pytest.MonkeyPatch, variable: str, meant: str) -> None:
    monkeypatch.setenv(variable, "1")
    assert complaint() == f"The environment variable {variable} is not a setting. Did you mean {meant}?"


def test_a_misspelt_flag_names_the_nearest() -> None:
    assert "Did you mean web.port?" in complaint(overrides={"web.prot": 1})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("web = 3", "web (in test.toml): expected a section with keys of its own."),
        ('[web]\nport = "http"', "web.port (in test.toml): expected a whole number."),
        ("[web]\nport = 80.5", "web.port (in test.toml): expected a whole number."),
        ("[web]\nport = 70000", "web.port (in test.toml): expected a value less than or equal to 65535."),
        ('[web]\nplayground = "maybe"', "web.playground (in test.toml): expected true or false."),
        ("[web]\ntrusted_proxies = 3", "web.trusted_proxies (in test.toml): expected a list."),
        ('[app]\nenvironment = "prod"', "app.environment (in test.toml): expected 'development' or 'production'."),
        ("[discord]\ntoken = 5", "discord.token (in test.toml): expected text."),
        ('[mayi]\nbase_url = "mayi"', "mayi.base_url (in test.toml): expected an address like https://example.org."),
        ('[mayi]\ndeadline = "long"', "mayi.deadline (in test.toml): expected a number."),
        ("[jobs]\nlease = 0", "jobs.lease (in test.toml): expected a value greater than 0."),
        ("[[credits.packs]]\nid='a'\ncredits=1\nprice=1", "credits.packs.0.currency is missing."),
    ],
)
def test_a_wrong_value_names_key_place_and_what_is_expected(write: Write, text: str, message: str) -> None:
    write(text)
    assert complaint(Path("test.toml")) == message


def test_a_wrong_value_says_that_it_came_from_the_environment_or_a_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaint(overrides={"web.port": "x"}) == "web.port (from the command line): expected a whole number."
    monkeypatch.setenv("INKMIRAGE_WEB__PORT", "x")
    assert complaint() == "web.port (from INKMIRAGE_WEB__PORT): expected a whole number."


def test_several_wrong_values_are_all_named_at_once(write: Write) -> None:
    message = complaint(write('[web]\nport = "x"\n[jobs]\npoll = "y"'))
    assert "web.port" in message
    assert "jobs.poll" in message


def test_two_packs_of_the_same_id_are_refused(write: Write) -> None:
    pack = "[[credits.packs]]\nid = 'a'\ncredits = 1\nprice = 1\ncurrency = 'EUR'\n"
    assert "packs with different ids" in complaint(write(pack + pack))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("stars = -1", "credits.packs.0.stars"),
        ("stars = 2.5", "credits.packs.0.stars"),
        ("stars = 1_000_001", "credits.packs.0.stars"),
        ("discord_sku = 'starter'\ndiscord_price = 1", "credits.packs.0.discord_sku"),
        ("discord_sku = '123456789012345678'", "discord_sku and discord_price together, or neither"),
        ("discord_price = 299", "discord_sku and discord_price together, or neither"),
    ],
)
def test_a_pack_that_cannot_be_sold_is_refused(write: Write, more: str, words: str) -> None:
    assert words in complaint(write(f"[[credits.packs]]\nid = 'a'\ncredits = 1\nprice = 1\ncurrency = 'EUR'\n{more}"))


def test_the_price_in_stars_is_no_currency_of_the_till(write: Write) -> None:
    assert "(stars)" in complaint(write("[[credits.packs]]\nid = 'a'\ncredits = 1\nprice = 1\ncurrency = 'XTR'"))


def test_two_packs_of_the_same_sku_are_refused(write: Write) -> None:
    pack = "[[credits.packs]]\nid = '{}'\ncredits = 1\nprice = 1\ncurrency = 'EUR'\ndiscord_sku = '123456789012345678'\ndiscord_price = 1\n"
    assert "packs with different discord_sku" in complaint(write(pack.format("a") + pack.format("b")))


@pytest.mark.parametrize(("written", "sellers", "prices"), [("", set(), [500, 900]), ("[discord]\nsells = true\n", {"discord"}, [499])])
def test_discord_sells_only_when_it_may_and_only_what_it_knows(write: Write, written: str, sellers: set[str], prices: list[int]) -> None:
    known = (
        "[[credits.packs]]\nid = 'a'\ncredits = 1\nprice = 500\ncurrency = 'EUR'\ndiscord_sku = '123456789012345678'\ndiscord_price = 499\n"
    )
    other = "[[credits.packs]]\nid = 'b'\ncredits = 1\nprice = 900\ncurrency = 'EUR'\n"
    tariff = load(write(written + known + other)).tariff()
    assert tariff.sellers == sellers
    assert [pack.price for pack in tariff.on_sale("discord")] == prices
    assert [pack.price for pack in tariff.on_sale("playground")] == [500, 900]


@pytest.mark.proves("PRV-51", "T-ER-16")
def test_deletion_may_not_take_longer_than_people_are_promised(write: Write) -> None:
    assert "30 at most" in complaint(write("[privacy]\ngrace_days = 9"))
    assert load(write("[privacy]\ngrace_days = 0\npurge_days = 0\nbackup_days = 30")).privacy.backup_days == 30


@pytest.mark.parametrize(
    ("text", "words"),
    [("[web", "not valid TOML"), ("web\x00 = 1", "not valid TOML")],
)
def test_a_broken_file_is_named(write: Write, text: str, words: str) -> None:
    assert words in complaint(write(text))


def test_a_file_that_is_missing_unreadable_or_no_text_is_named(tmp_path: Path) -> None:
    assert complaint(Path("absent.toml")) == "There is no configuration file absent.toml."
    assert "cannot be read" in complaint(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"[app]\nbase_url = '\xe9'")
    assert "not UTF-8" in complaint(Path("latin.toml"))


SECRET = "planted-secret-value"


@pytest.mark.parametrize(
    "text",
    [
        f'[database]\nurl = "mysql://ink:{SECRET}@db.example/ink"',
        f'[discord]\ntoken = ["{SECRET}"]',
        f'[stripe]\nwebhook_secrets = {{ one = "{SECRET}" }}',
        f'[mayi]\napi_key = "{SECRET}"\nconcurrency = "{SECRET}"',
        f'[r2]\nsecret_access_key = "{SECRET}',
        f"[web]\nport = '{SECRET}'",
    ],
)
def test_no_message_holds_a_value(write: Write, text: str) -> None:
    assert SECRET not in complaint(write(text))


@pytest.mark.parametrize("name", ["STRIPE__WEBHOOK_SECRETS", "CREDITS__PACKS", "DISCORD__SHARD_IDS", "WEB__PORT", "DATABASE__URL"])
def test_no_message_holds_a_value_of_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"INKMIRAGE_{name}", f"[{SECRET}")
    assert SECRET not in complaint()


def test_a_list_that_is_neither_json_nor_plain_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKMIRAGE_DISCORD__SHARD_IDS", "[1, 2")
    assert complaint().endswith('expected a list: ["a", "b"], or in the environment also a, b.')


def test_even_the_error_of_the_library_holds_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(web={"port": SECRET})
    assert SECRET not in str(caught.value)


def test_secrets_are_masked_when_settings_are_printed_and_known_to_the_log(write: Write) -> None:
    database = "[database]\nurl = 'postgresql://ink:p%40ss-word@db/ink'"
    settings = load(write(f"{database}\n[mayi]\napi_key = '{SECRET}'\n[stripe]\nwebhook_secrets = ['whsec_1']"))
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump()}"
    assert set(settings.secrets()) == {SECRET, "whsec_1", "postgresql+asyncpg://ink:p%40ss-word@db/ink", "p%40ss-word", "p@ss-word"}


@pytest.mark.parametrize(
    ("address", "secret"),
    [("postgresql://ink@/ink?host=/run/postgresql", False), ("postgresql://ink@db/ink?password=p4ss", True)],
)
def test_the_address_of_a_database_is_a_secret_when_a_password_is_in_it(write: Write, address: str, secret: bool) -> None:
    assert bool(load(write(f"[database]\nurl = '{address}'")).secrets()) is secret


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("postgres://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgresql+asyncpg://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("sqlite:////var/lib/ink.db", "sqlite+aiosqlite:////var/lib/ink.db"),
    ],
)
def test_a_database_address_gets_the_driver_we_have(write: Write, written: str, url: str) -> None:
    assert load(write(f"[database]\nurl = '{written}'")).database_url == url


@pytest.mark.parametrize(
    ("overrides", "url"),
    [
        ({"web.host": "0.0.0.0", "web.port": 9}, "http://127.0.0.1:9"),
        ({"web.host": "::1", "web.port": 9}, "http://[::1]:9"),
        ({"app.base_url": "https://ink.example/"}, "https://ink.example"),
    ],
)
def test_the_address_of_the_web_server(overrides: dict[str, object], url: str) -> None:
    assert load(overrides=overrides).base_url == url


@pytest.mark.parametrize(
    ("overrides", "sandbox", "address"),
    [
        ({}, True, "https://mayi.one/v1"),
        ({"mayi.api_key": "k"}, False, "https://mayi.one/v1"),
        ({"mayi.base_url": "http://127.0.0.1:9/v1/"}, False, "http://127.0.0.1:9/v1"),
    ],
)
def test_the_sandbox_paints_only_when_no_gateway_is_configured(overrides: dict[str, object], sandbox: bool, address: str) -> None:
    mayi = load(overrides=overrides).mayi
    assert mayi.sandbox is sandbox
    assert mayi.address == address


R2_KEYS: dict[str, object] = {
    "storage.kind": "r2",
    "r2.endpoint_url": "https://r2.example",
    "r2.bucket": "b",
    "r2.access_key_id": "a",
    "r2.secret_access_key": "s",
}
PRODUCTION: dict[str, object] = {
    **R2_KEYS, "app.environment": "production", "web.secret_key": "k" * 32, "web.playground": False, "mayi.api_key": "sk-1"
}  # fmt: skip


def test_production_refuses_every_embedded_part() -> None:
    wants = load(overrides={"app.environment": "production"}).missing()
    assert [sentence.split()[0] for sentence in wants] == ["web.secret_key", "mayi.api_key", "storage.kind", "web.playground"]


def test_production_with_real_parts_lacks_nothing() -> None:
    assert load(overrides=PRODUCTION).missing() == []


@pytest.mark.parametrize("key", sorted(set(PRODUCTION) - {"app.environment", "storage.kind"}))
def test_production_names_the_one_thing_that_is_missing(key: str) -> None:
    (want,) = load(overrides={name: value for name, value in PRODUCTION.items() if name != key}).missing()
    assert want.startswith(key)


def test_r2_needs_all_of_its_keys_anywhere() -> None:
    wants = load(overrides={"storage.kind": "r2", "r2.bucket": "b"}).missing()
    assert [sentence.split()[0] for sentence in wants] == ["r2.endpoint_url", "r2.access_key_id", "r2.secret_access_key"]


def test_the_tariff_is_what_was_configured(write: Write) -> None:
    path = write(
        "[credits]\nfree_credits = 3\nfree_days = 0\nlarge_percent = 10\nper_reference = 1\n"
        "[[credits.packs]]\nid = 'tiny'\ncredits = 5\nprice = 99\ncurrency = 'EUR'\n"
    )
    tariff = load(path).tariff()
    assert (tariff.free_credits, tariff.free_days, tariff.large_percent, tariff.per_reference) == (3, None, 10, 1)
    assert tariff.base == {Quality.LOW: 4, Quality.MEDIUM: 12, Quality.HIGH: 40}
    assert tariff.packs == (Pack("tiny", 5, 99, "EUR"),)
    assert load().tariff().free_days == 365


def test_settings_cannot_be_changed_while_the_program_runs() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().web.port = 1  # type: ignore[misc]  # the type checker knows it too


def credentials(folder: Path, monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Files as systemd lays them out for a service."""
    for name, value in values.items():
        (folder / name).write_text(value)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))


def test_secrets_may_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials(
        tmp_path, monkeypatch, inkmirage_mayi__api_key="sk-from-a-file\n", INKMIRAGE_RESEND__WEBHOOK_SECRETS="whsec_a, whsec_b", other="x"
    )
    settings = load()
    assert settings.mayi.api_key.get_secret_value() == "sk-from-a-file"
    assert [secret.get_secret_value() for secret in settings.resend.webhook_secrets] == ["whsec_a", "whsec_b"]
    assert "sk-from-a-file" in settings.secrets()


def test_a_credential_is_stronger_than_the_file_and_weaker_than_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[mayi]\nmodel = "of-the-file"\napi_key = "of-the-file"\n')
    (tmp_path / "kept").mkdir()
    credentials(tmp_path / "kept", monkeypatch, inkmirage_mayi__api_key="of-the-credential", inkmirage_mayi__model="of-the-credential")
    monkeypatch.setenv("INKMIRAGE_MAYI__MODEL", "of-the-environment")
    settings = load(file)
    assert (settings.mayi.api_key.get_secret_value(), settings.mayi.model) == ("of-the-credential", "of-the-environment")


def test_a_misspelt_credential_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials(tmp_path, monkeypatch, inkmirage_mayi__apikey="sk-a-secret")
    with pytest.raises(ConfigError, match=r"inkmirage_mayi__apikey is not a setting\. Did you mean INKMIRAGE_MAYI__API_KEY") as error:
        load()
    assert "sk-a-secret" not in str(error.value)


def test_a_wrong_credential_is_named_without_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials(tmp_path, monkeypatch, inkmirage_stripe__api_key="nonsense-of-somebody")
    with pytest.raises(ConfigError, match="from the credential inkmirage_stripe__api_key") as error:
        load()
    assert "nonsense" not in str(error.value)


@pytest.mark.parametrize("content", [b"a = [" + b"[" * 5000, b"a = " + b"9" * 5000])
def test_a_file_that_python_gives_up_on_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(ConfigError, match="is not valid TOML"):
        load(tmp_path / "config.toml")
