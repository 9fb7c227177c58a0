"""Where settings come from: a TOML file, overridden by files of credentials that are called like the variables, overridden by
`INKMIRAGE_<SECTION>__<KEY>`, overridden by command-line flags (architecture.md §5). And, in words, what is wrong with them.

`load` is called by `bot/command_line.py` and by tests, nowhere else.
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource

from bot.config import PREFIX, PackOffer, Settings, keys_of

DEFAULT_PATH = Path("config.toml")
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""The variable in which systemd names the folder of a service's credentials; with containers, `/run/secrets` can stand in it."""

#: Variables with our prefix that are no settings: the key of whoever acts for people (bot/desk.py); and, for the test suite, what it must
#: not skip, and where the platforms' own descriptions lie.
NOT_SETTINGS = frozenset({"INKMIRAGE_OPERATOR_KEY", "INKMIRAGE_REQUIRE", "INKMIRAGE_SPEC_DIR"})


class ConfigError(Exception):
    """The settings cannot be used. The message is one line for the operator and holds no value of any key."""


def load(path: Path | None = None, overrides: Mapping[str, object] | None = None) -> Settings:
    """Read the settings. `path` must exist if it is given, `config.toml` need not; `overrides` by dotted key (`{"web.port": 9000}`).

    Raises `ConfigError`.
    """
    if path is None and DEFAULT_PATH.exists():
        path = DEFAULT_PATH
    written = _read(path) if path else {}
    given = overrides or {}
    _check_environment()
    kept = _nested({_dotted(file.name): _credential(file) for file in _credentials()})

    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, *(InitSettingsSource(settings_cls, init_kwargs=values) for values in (kept, written))

    try:
        return Layered(**_nested(given))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    raise ConfigError("; ".join(_sentence(problem, path, given) for problem in problems))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no configuration file {path}.") from None
    except OSError as error:
        raise ConfigError(f"The configuration file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"The configuration file {path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The configuration file {path} is not valid TOML: {error}.") from None
    except (RecursionError, ValueError):  # deeper, or with longer numbers, than Python reads
        raise ConfigError(f"The configuration file {path} is not valid TOML.") from None


def _nested(overrides: Mapping[str, object]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in overrides.items():
        *parents, last = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return tree


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", "__").upper()


def _credentials() -> list[Path]:
    """Files of ours in the folder of credentials (systemd's LoadCredential=, or any other that the variable names)."""
    folder = os.environ.get(CREDENTIALS, "")
    try:
        return sorted(file for file in Path(folder).iterdir() if file.name.upper().startswith(PREFIX)) if folder else []
    except OSError as error:
        raise ConfigError(f"The folder of {CREDENTIALS} cannot be read: {error.strerror}.") from None


def _credential(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"The credential {file.name} cannot be read as text.") from None


def _check_environment() -> None:
    """The settings library passes over a variable that it does not know; an operator who mistyped one wants to hear of it. Files of
    credentials are called like variables."""
    known = {_variable(key) for key in keys_of(Settings)}
    for file in _credentials():
        if file.name.upper() not in known:
            raise ConfigError(f"The credential {file.name} is not a setting.{_nearest(file.name.upper(), sorted(known))}")
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known | NOT_SETTINGS:
            raise ConfigError(f"The environment variable {name} is not a setting.{_nearest(name.upper(), sorted(known))}")


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""


def _sentence(problem: ErrorDetails, path: Path | None, overrides: Mapping[str, object]) -> str:
    """One problem in words. The library's own text is only used where it speaks of the rule, never of the value."""
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"There is no setting {key}.{_other_key(key)}"
    if problem["type"] == "missing":
        return f"{key} is missing."
    return f"{key} ({_origin(key, path, overrides)}): expected {_expectation(problem)}."


def _other_key(key: str) -> str:
    """The key that was probably meant: spelt alike, or of the same name in another section."""
    known = list(keys_of(Settings)) if "." in key else list(Settings.model_fields)
    section, _, name = key.rpartition(".")
    siblings = [other for other in known if other.rpartition(".")[0] == section]
    elsewhere = [other for other in known if other.rpartition(".")[2] == name]
    if section.startswith("credits.packs."):
        siblings = [f"{section}.{field}" for field in PackOffer.model_fields]
    near = get_close_matches(key, siblings, n=1, cutoff=0.8) or elsewhere[:1] or get_close_matches(key, known, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else f" Settings here: {', '.join(siblings or list(Settings.model_fields))}."


def _origin(key: str, path: Path | None, overrides: Mapping[str, object]) -> str:
    """Where the value came from: the strongest source that names the key."""
    if any(_within(key, given) for given in overrides):
        return "from the command line"
    held = [name for name in os.environ if name.upper().startswith(PREFIX) and _within(key, _dotted(name))]
    held += [f"the credential {file.name}" for file in _credentials() if _within(key, _dotted(file.name))]
    return f"from {held[0]}" if held else f"in {path}"


def _dotted(variable: str) -> str:
    return variable.upper().removeprefix(PREFIX).replace("__", ".").lower()


def _within(key: str, other: str) -> bool:
    """Whether one of the keys is the other, or a part of it."""
    return f"{key}.".startswith(f"{other}.") or f"{other}.".startswith(f"{key}.")


_EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "string": "text",
    "list": "a list",
    "path": "a folder or file name",
    "model": "a section with keys of its own",
}


def _expectation(problem: ErrorDetails) -> str:
    kind, _, detail = problem["type"].partition("_")
    if problem["type"] == "value_error":
        return problem["msg"].removeprefix("Value error, ")
    if kind in _EXPECTED and detail in ("type", "parsing", "from_float"):
        return _EXPECTED[kind]
    return (
        problem["msg"]
        .replace("String should", "text to")
        .replace("Input should be less", "a value less")
        .replace("Input should be greater", "a value greater")
        .removeprefix("Input should be ")
    )
