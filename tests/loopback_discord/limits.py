"""Discord's limits on messages, modals, choices and commands, each refused in Discord's shape (platforms.md §A1, §A6, §A7)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tests.loopback_discord.refusals import Json, Refusal, invalid_form

# Component types.
ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY = 1, 2, 3, 4, 9, 10
THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 11, 12, 13, 14, 17, 18
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
SELECTS = frozenset({3, 5, 6, 7, 8})
LINK_STYLE, PREMIUM_STYLE = 5, 6

# Message flags.
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15

MOST_COMPONENTS = 40
MOST_TEXT = 4000
MOST_FILES = 10
MOST_CREATES_A_DAY = 200
MOST_COMMAND_CHARACTERS = 8000

_IN_CONTAINER = frozenset({ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR})
_TOP_LEVEL_V2 = _IN_CONTAINER | {CONTAINER}
_IN_LABEL = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}

Path = tuple[str | int, ...]


class Form:
    """Gathers what is wrong in a request, and refuses it as a whole."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)

    def problem(self, path: Path, code: str, message: str) -> None:
        self._problems[tuple(map(str, path))].append((code, message))

    def length(self, path: Path, value: Any, least: int, most: int) -> None:
        """The number of characters or of entries."""
        if value is None and least == 0:
            return
        size = len(value) if isinstance(value, str | list) else 0
        if value is None:
            self.problem(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not least <= size <= most:
            what = "in length" if isinstance(value, str) else "items in length"
            if least and size:
                self.problem(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} {what}.")
            elif least:
                self.problem(path, "BASE_TYPE_REQUIRED", "This field is required")
            else:
                self.problem(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer {what}.")

    def choice(self, path: Path, value: Any, allowed: Iterable[Any]) -> None:
        choices = sorted(allowed)
        if value not in choices:
            self.problem(path, "BASE_TYPE_CHOICES", f"Value must be one of {choices}.")

    def finish(self) -> None:
        if self._problems:
            raise invalid_form(self._problems)


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, outer ones first."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([inner for key in ("accessory", "component") if (inner := component.get(key))])


def media_of(component: Json) -> list[Json]:
    """The places in this component that hold a media item, each a dict with `url`."""
    found = [item["media"] for item in component.get("items") or [] if "media" in item]
    return found + [component[key] for key in ("media", "file") if isinstance(component.get(key), dict)]


def check_message(*, content: str, embeds: list[Json], components: list[Json], flags: int, files: list[str]) -> None:
    """A message as it would be after this request; 50035 when a limit is broken, 50006 when nothing is left."""
    form = Form()
    v2 = bool(flags & COMPONENTS_V2)
    if v2:
        for field, value in (("content", content), ("embeds", embeds)):
            if value:
                code, sentence = (
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{field}' field cannot be used with components v2",
                )
                form.problem((field,), code, sentence)
        _check_v2(form, components)
    else:
        form.length(("content",), content, 0, 2000)
        _check_embeds(form, embeds)
        _check_rows(form, components)
    form.length(("attachments",), files, 0, MOST_FILES)
    _check_ids(form, components)
    _check_references(form, components, files)
    form.finish()
    if not (components or (not v2 and (content or embeds or files))):
        raise Refusal(400, 50006, "Cannot send an empty message")


def _check_v2(form: Form, components: list[Json]) -> None:
    everything = list(walk(components))
    if len(everything) > MOST_COMPONENTS:
        form.problem(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"The maximum number of components is {MOST_COMPONENTS}")
    if sum(len(each.get("content") or "") for each in everything if each.get("type") == TEXT_DISPLAY) > MOST_TEXT:
        sentence = f"Component displayable text size exceeds the maximum of {MOST_TEXT}"
        form.problem(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)
    for index, component in enumerate(components):
        _check_component(form, ("components", index), component, _TOP_LEVEL_V2)


def _check_rows(form: Form, components: list[Json]) -> None:
    form.length(("components",), components, 0, 5)
    for index, component in enumerate(components):
        _check_component(form, ("components", index), component, frozenset({ACTION_ROW}))


def _check_component(form: Form, path: Path, component: Json, allowed: frozenset[int]) -> None:
    kind = component.get("type")
    if kind not in allowed:
        form.problem((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {sorted(allowed)}.')
    elif kind == ACTION_ROW:
        _check_action_row(form, path, component)
    elif kind == CONTAINER:
        form.length((*path, "components"), component.get("components"), 1, MOST_COMPONENTS)
        for index, inner in enumerate(component.get("components") or []):
            _check_component(form, (*path, "components", index), inner, _IN_CONTAINER)
    elif kind == SECTION:
        form.length((*path, "components"), component.get("components"), 1, 3)
        for index, inner in enumerate(component.get("components") or []):
            _check_component(form, (*path, "components", index), inner, frozenset({TEXT_DISPLAY}))
        _check_component(form, (*path, "accessory"), component.get("accessory") or {}, frozenset({BUTTON, THUMBNAIL}))
    elif kind == MEDIA_GALLERY:
        form.length((*path, "items"), component.get("items"), 1, 10)
        for index, item in enumerate(component.get("items") or []):
            form.length((*path, "items", index, "description"), item.get("description"), 0, 1024)
    elif kind == TEXT_DISPLAY:
        form.length((*path, "content"), component.get("content"), 1, MOST_TEXT)
    elif kind == THUMBNAIL:
        form.length((*path, "description"), component.get("description"), 0, 1024)
    elif kind == BUTTON:
        _check_button(form, path, component)


def _check_action_row(form: Form, path: Path, row: Json) -> None:
    inner = row.get("components")
    form.length((*path, "components"), inner, 1, 5)
    kinds = [component.get("type") for component in inner or []]
    if len(kinds) > 1 and set(kinds) != {BUTTON}:
        form.problem((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu takes the whole row")
    for index, component in enumerate(inner or []):
        where = (*path, "components", index)
        if component.get("type") == BUTTON:
            _check_button(form, where, component)
        elif component.get("type") in SELECTS:
            _check_select(form, where, component)
        else:
            form.choice((*where, "type"), component.get("type"), {BUTTON, *SELECTS})


def _check_button(form: Form, path: Path, button: Json) -> None:
    style = button.get("style")
    form.choice((*path, "style"), style, range(1, 7))
    form.length((*path, "label"), button.get("label"), 0, 80)
    if style == PREMIUM_STYLE:
        form.length((*path, "sku_id"), str(button.get("sku_id") or ""), 1, 20)
        for name in ("label", "emoji", "custom_id", "url"):
            if button.get(name):
                form.problem((*path, name), "BUTTON_COMPONENT_PREMIUM", "A premium button has nothing but its SKU")
        return
    if style == LINK_STYLE:
        form.length((*path, "url"), button.get("url"), 1, 512)
        if button.get("url") and not re.match(r"(https?|discord)://", button["url"]):
            form.problem((*path, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of http, https or discord.")
    else:
        form.length((*path, "custom_id"), button.get("custom_id"), 1, 100)
    if not (button.get("label") or button.get("emoji")):
        form.problem((*path, "label"), "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or an emoji")


def _check_select(form: Form, path: Path, select: Json, *, in_modal: bool = False) -> None:
    form.length((*path, "custom_id"), select.get("custom_id"), 1, 100)
    form.length((*path, "placeholder"), select.get("placeholder"), 0, 150)
    if select["type"] == STRING_SELECT:
        _check_options(form, (*path, "options"), select.get("options"), 1, 25)
    if in_modal and select.get("disabled"):
        form.problem((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "A select in a modal cannot be disabled")


def _check_options(form: Form, path: Path, options: list[Json] | None, least: int, most: int) -> None:
    form.length(path, options, least, most)
    values = [option.get("value") for option in options or []]
    if len(values) != len(set(values)):
        form.problem(path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
    for index, option in enumerate(options or []):
        form.length((*path, index, "label"), option.get("label"), 1, 100)
        form.length((*path, index, "value"), option.get("value"), 1, 100)
        form.length((*path, index, "description"), option.get("description"), 0, 100)


def _check_ids(form: Form, components: list[Json]) -> None:
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        used = [value for component in walk(components) if (value := component.get(key))]
        if len(used) != len(set(used)):
            form.problem(("components",), code, f"Component {key.replace('_', ' ')} cannot be duplicated")


def _check_references(form: Form, components: list[Json], files: list[str]) -> None:
    for component in walk(components):
        for media in media_of(component):
            url = str(media.get("url") or "")
            if url.startswith("attachment://") and url.removeprefix("attachment://") not in files:
                form.problem(("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"The attachment {url} was not found")
            elif not url.startswith(("attachment://", "http://", "https://")):
                form.problem(("components",), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of http, https or attachment.")
            elif component["type"] == FILE and not url.startswith("attachment://"):
                form.problem(("components",), "FILE_COMPONENT_ATTACHMENT_ONLY", "A file component shows only an attachment")


def _check_embeds(form: Form, embeds: list[Json]) -> None:
    form.length(("embeds",), embeds, 0, 10)
    total = 0
    for index, embed in enumerate(embeds):
        where: Path = ("embeds", index)
        fields = embed.get("fields") or []
        footer, author = (embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")
        texts = [
            ("title", embed.get("title"), 256),
            ("description", embed.get("description"), 4096),
            ("footer", footer, 2048),
            ("author", author, 256),
        ]
        for name, value, most in texts:
            form.length((*where, name), value, 0, most)
            total += len(value or "")
        form.length((*where, "fields"), fields, 0, 25)
        for number, field in enumerate(fields):
            form.length((*where, "fields", number, "name"), field.get("name"), 1, 256)
            form.length((*where, "fields", number, "value"), field.get("value"), 1, 1024)
            total += len(field.get("name") or "") + len(field.get("value") or "")
    if total > 6000:
        form.problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def check_modal(modal: Json) -> None:
    """The data of a modal response; 50035."""
    form = Form()
    form.length(("data", "title"), modal.get("title"), 1, 45)
    form.length(("data", "custom_id"), modal.get("custom_id"), 1, 100)
    form.length(("data", "components"), modal.get("components"), 1, 5)
    for index, component in enumerate(modal.get("components") or []):
        _check_in_modal(form, ("data", "components", index), component)
    used = [value for component in walk(modal.get("components") or []) if (value := component.get("custom_id"))]
    if len(used) != len(set(used)):
        form.problem(("data", "components"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    form.finish()


def _check_in_modal(form: Form, path: Path, component: Json) -> None:
    kind = component.get("type")
    form.choice((*path, "type"), kind, {ACTION_ROW, TEXT_DISPLAY, LABEL})
    if kind == LABEL:
        inner = component.get("component") or {}
        form.length((*path, "label"), component.get("label"), 1, 45)
        form.length((*path, "description"), component.get("description"), 0, 100)
        form.choice((*path, "component", "type"), inner.get("type"), _IN_LABEL)
        _check_input(form, (*path, "component"), inner)
    elif kind == ACTION_ROW:
        for index, inner in enumerate(component.get("components") or []):
            form.choice((*path, "components", index, "type"), inner.get("type"), {TEXT_INPUT})
            form.length((*path, "components", index, "label"), inner.get("label"), 1, 45)
            _check_input(form, (*path, "components", index), inner)


def _check_input(form: Form, path: Path, field: Json) -> None:
    kind = field.get("type")
    form.length((*path, "custom_id"), field.get("custom_id"), 1, 100)
    if kind == TEXT_INPUT:
        form.length((*path, "value"), field.get("value"), 0, 4000)
        form.length((*path, "placeholder"), field.get("placeholder"), 0, 100)
        if field.get("value") and len(field["value"]) > (field.get("max_length") or 4000):
            form.problem((*path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {field['max_length']} or fewer in length.")
    elif kind in SELECTS:
        _check_select(form, path, field, in_modal=True)
    elif kind == RADIO_GROUP:
        _check_options(form, (*path, "options"), field.get("options"), 2, 10)
    elif kind == CHECKBOX_GROUP:
        _check_options(form, (*path, "options"), field.get("options"), 1, 10)


def check_choices(choices: list[Json], option_type: int) -> None:
    """What an autocomplete proposes; 50035."""
    form = Form()
    path: Path = ("data", "choices")
    form.length(path, choices, 0, 25)
    for index, choice in enumerate(choices):
        form.length((*path, index, "name"), choice.get("name"), 1, 100)
        _check_value(form, (*path, index, "value"), choice.get("value"), option_type)
    form.finish()


def _check_value(form: Form, path: Path, value: Any, option_type: int) -> None:
    if option_type == 3:
        form.length(path, value if isinstance(value, str) else None, 1, 100)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        form.problem(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
    elif not -(2**53) < value < 2**53:
        form.problem(path, "NUMBER_TYPE_MAX", "The number is too large.")


def valid_name(name: str) -> bool:
    """Names of slash commands and options: letters and digits of any script, `-_'`, lower case where there is one, 1 to 32."""
    return 1 <= len(name) <= 32 and name == name.lower() and all(_may_be_in_name(sign) for sign in name)


def _may_be_in_name(sign: str) -> bool:
    # Marks of Devanagari and Thai belong to their scripts' letters.
    script_mark = unicodedata.category(sign)[0] == "M" and unicodedata.name(sign, "").startswith(("DEVANAGARI", "THAI"))
    return sign in "-_'" or unicodedata.category(sign)[0] in "LN" or script_mark


def check_commands(commands: list[Json]) -> None:
    """A bulk overwrite; 50035 for the whole of it."""
    form = Form()
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        of_kind = [command for command in commands if command.get("type", 1) == kind]
        if len(of_kind) > most:
            form.problem((), "APPLICATION_COMMANDS_MAX", f"Maximum number of application commands reached ({most}).")
    for index, command in enumerate(commands):
        _check_command(form, (index,), command)
        same = [other for other in commands[:index] if _key(other) == _key(command)]
        if same:
            form.problem((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    form.finish()


def _key(command: Json) -> tuple[int, str]:
    return command.get("type", 1), command.get("name", "")


def _check_command(form: Form, path: Path, command: Json) -> None:
    slash = command.get("type", 1) == 1
    _check_names(form, path, command, slash=slash)
    if not slash:
        if command.get("description") or command.get("options"):
            form.problem(
                (*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "A context menu has no description and no options"
            )
        return
    _check_description(form, path, command)
    _check_command_options(form, path, command.get("options") or [])
    if characters(command) > MOST_COMMAND_CHARACTERS:
        form.problem(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MOST_COMMAND_CHARACTERS})")


def _check_names(form: Form, path: Path, named: Json, *, slash: bool) -> None:
    translated = named.get("name_localizations") or {}
    for where, name in [(("name",), named.get("name", "")), *((("name_localizations", tag), name) for tag, name in translated.items())]:
        if slash and not valid_name(name):
            form.problem((*path, *where), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
        elif not slash:
            form.length((*path, *where), name, 1, 32)


def _check_description(form: Form, path: Path, described: Json) -> None:
    form.length((*path, "description"), described.get("description"), 1, 100)
    for tag, text in (described.get("description_localizations") or {}).items():
        form.length((*path, "description_localizations", tag), text, 1, 100)


def _check_command_options(form: Form, path: Path, options: list[Json]) -> None:
    form.length((*path, "options"), options, 0, 25)
    optional_seen = False
    for index, option in enumerate(options):
        where = (*path, "options", index)
        _check_names(form, where, option, slash=True)
        _check_description(form, where, option)
        _check_option_choices(form, where, option)
        _check_command_options(form, where, option.get("options") or [])
        if option.get("required") and optional_seen:
            form.problem(
                where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options"
            )
        optional_seen = optional_seen or not option.get("required")
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        form.problem((*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique")


def _check_option_choices(form: Form, path: Path, option: Json) -> None:
    choices = option.get("choices") or []
    form.length((*path, "choices"), choices, 0, 25)
    if choices and option.get("autocomplete"):
        form.problem(
            (*path, "autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", "Autocomplete and choices exclude each other"
        )
    for index, choice in enumerate(choices):
        form.length((*path, "choices", index, "name"), choice.get("name"), 1, 100)
        _check_value(form, (*path, "choices", index, "value"), choice.get("value"), option["type"])
    for key in ("min_length", "max_length"):
        if not 0 <= (option.get(key) or 0) <= 6000:
            form.problem((*path, key), "NUMBER_TYPE_MAX", "int value should be less than or equal to 6000.")


def characters(command: Json) -> int:
    """Names, descriptions and values of a command together; of each translated text the longest counts."""
    longest = sum(
        max(map(len, [command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values()])) for key in ("name", "description")
    )
    values = sum(len(str(choice.get("value", ""))) + len(choice.get("name", "")) for choice in command.get("choices") or [])
    return longest + values + sum(characters(option) for option in command.get("options") or [])
