from dataclasses import fields
from pathlib import Path

from adapters.local.gateway import GatewayOptions
from adapters.local.gateway.conversation import known_triggers

PAGE = (Path(__file__).parents[4] / "docs" / "sandbox.md").read_text()


def test_every_trigger_is_explained() -> None:
    assert [name for name in sorted(known_triggers()) if f"`{name}`" not in PAGE and f"`{name}=" not in PAGE] == []


def test_every_switch_is_explained() -> None:
    assert [field.name for field in fields(GatewayOptions) if f"`{field.name}`" not in PAGE] == []
