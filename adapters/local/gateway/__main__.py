"""`python -m adapters.local.gateway --port N`: the sandbox as a process of its own. The first line it prints is the base URL."""

import argparse
import asyncio
import signal
import ssl
import sys

from adapters.local.gateway.options import GatewayOptions, changed
from adapters.local.gateway.server import SandboxGateway


def main() -> None:
    """Serve until interrupted or terminated."""
    parser = argparse.ArgumentParser(prog="adapters.local.gateway", description="A sandbox that speaks the image gateway's wire protocol")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a switch, such as pace=0; may be repeated")
    parser.add_argument("--certificate", metavar="FILE", help="a certificate and its key as PEM: then it speaks TLS")
    arguments = parser.parse_args()
    options = GatewayOptions()
    for setting in arguments.set:
        name, _, text = setting.partition("=")
        try:
            options = changed(options, name, text)
        except ValueError:
            parser.error(f"no such switch or value: {setting}")
    asyncio.run(_serve(options, arguments.host, arguments.port, arguments.certificate))


async def _serve(options: GatewayOptions, host: str, port: int, certificate: str | None) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
    if tls is not None:
        tls.load_cert_chain(str(certificate))
    enough = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, enough.set)
    gateway = SandboxGateway(options)
    await gateway.start(host, port, tls)
    sys.stdout.write(f"{gateway.base_url}\n")
    sys.stdout.flush()
    await enough.wait()
    await gateway.stop()


if __name__ == "__main__":
    main()
