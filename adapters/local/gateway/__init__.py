"""The embedded stand-in for mayi.one: `SandboxGateway` and its `GatewayOptions`."""

from adapters.local.gateway.options import GatewayOptions
from adapters.local.gateway.server import SandboxGateway

__all__ = ["GatewayOptions", "SandboxGateway"]
