"""What only R2 can do: fail to answer, refuse, and be asked whether it is set up right."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from types import NoneType
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.r2.store import R2Objects
from core.ports import ObjectMissing, StoreUnavailable
from tests.contract.conftest import BUCKET, S3Server

KEY = "a/4jvxk2/zx81qg"


@asynccontextmanager
async def plain_server(answer: bytes | None) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answers every request with the same bytes, or, with `None`, never; keeps the heads it was sent."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heads


def elsewhere(url: str, deadline: float = 30.0) -> R2Objects:
    return R2Objects(endpoint_url=url, bucket="b", access_key_id="k" * 20, secret_access_key="s" * 40, link_ttl=60, deadline=deadline)


async def test_a_right_set_up_passes_the_check(s3_server: S3Server) -> None:
    async with s3_server.store() as store:
        assert await store.check() is None


@pytest.mark.parametrize(
    ("bucket", "secret", "url", "expected"),
    [
        ("no-such-bucket", "", "", "bucket"),
        (BUCKET, "a-wrong-secret", "", "credentials"),
        (BUCKET, "", "https://127.0.0.1:9", "unreachable"),
    ],
)
async def test_the_check_says_what_is_wrong(s3_server: S3Server, bucket: str, secret: str, url: str, expected: str) -> None:
    async with s3_server.store(bucket, secret=secret, url=url) as store:
        assert await store.check() == expected


async def test_a_server_with_an_unknown_certificate_is_not_talked_to(s3_server: S3Server) -> None:
    async with elsewhere(s3_server.url) as store:
        assert await store.check() == "unreachable"


async def test_nobody_listening_means_unavailable() -> None:
    async with elsewhere("http://127.0.0.1:9") as store:
        outcomes = await asyncio.gather(
            store.put(KEY, BytesIO(b"x"), media_type="image/png", name="x.png"),
            store.head(KEY),
            store.delete(KEY),
            store.delete_prefix("a"),
            anext(store.get(KEY)),
            return_exceptions=True,
        )
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 5


@pytest.mark.parametrize(
    "page",
    [b"<html><body>522: connection <b>timed out</b></body></html>", b"error code: 522", b""],
)
async def test_a_page_instead_of_an_answer_means_unavailable(page: bytes) -> None:
    answer = b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(page), page)
    async with plain_server(answer) as (url, _), elsewhere(url) as store:
        with pytest.raises(StoreUnavailable):
            await anext(store.get(KEY))
        with pytest.raises(StoreUnavailable):
            await store.delete_prefix("a")


ODD = [
    b"<Error><Code/></Error>",
    b"<Error><Code>one</Code><Code>two</Code></Error>",
    b"<ErrorResponse><Error/></ErrorResponse>",
    b"<ListBucketResult><MaxKeys>many</MaxKeys></ListBucketResult>",
    b"<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
    b"<unfinished",
]


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize("status", [200, 403, 404])
async def test_an_answer_that_the_library_stumbles_over_means_unavailable(status: int, body: bytes) -> None:
    answer = b"HTTP/1.1 %d So\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)
    async with plain_server(answer) as (url, _), elsewhere(url) as store:
        outcomes = await asyncio.gather(
            store.put(KEY, BytesIO(b"x"), media_type="image/png", name="x.png"),
            store.delete(KEY),
            store.delete_prefix("a"),
            anext(store.get(KEY)),
            return_exceptions=True,
        )
        assert {type(outcome) for outcome in outcomes} <= {StoreUnavailable, ObjectMissing, NoneType, int, bytes}
        assert await store.check() in (None, "unreachable", "bucket", "credentials")


async def test_a_key_that_is_no_key_is_a_bug_and_not_an_outage() -> None:
    async with elsewhere("http://127.0.0.1:9") as store:
        for call in (store.delete("../x"), store.head("../x"), store.put("../x", BytesIO(b"x"), media_type="image/png", name="x")):
            with pytest.raises(ValueError, match="not an object key"):
                await call
        with pytest.raises(ValueError, match="not an object key"):
            await anext(store.get("../x"))


async def test_a_missing_bucket_is_not_a_missing_object(s3_server: S3Server) -> None:
    async with s3_server.store("no-such-bucket") as store:
        with pytest.raises(StoreUnavailable, match="NoSuchBucket"):
            await anext(store.get(KEY))
        with pytest.raises(StoreUnavailable, match="NoSuchBucket"):
            await store.put(KEY, BytesIO(b"x"), media_type="image/png", name="x.png")


async def test_a_server_that_never_answers_is_given_up_on() -> None:
    async with plain_server(None) as (url, _), elsewhere(url, deadline=0.3) as store:
        async with asyncio.timeout(5):
            with pytest.raises(StoreUnavailable):
                await store.put(KEY, BytesIO(b"x"), media_type="image/png", name="x.png")
            with pytest.raises(StoreUnavailable):
                await store.head(KEY)


async def test_an_overloaded_server_is_asked_three_times_and_not_more() -> None:
    answer = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    async with plain_server(answer) as (url, heads), elsewhere(url) as store:
        with pytest.raises(StoreUnavailable, match="503"):
            await store.delete(KEY)
    assert len(heads) == 3


async def test_a_download_that_breaks_off_is_not_taken_for_the_whole() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nonly this"
    async with plain_server(answer) as (url, _), elsewhere(url) as store:
        with pytest.raises(StoreUnavailable):
            assert [piece async for piece in store.get(KEY)]


async def test_what_a_vendor_says_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    body = b"<Error><Code>Very long secret words</Code><Message>secret</Message></Error>"
    answer = b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body)
    async with plain_server(answer) as (url, _), elsewhere(url) as store:
        with pytest.raises(StoreUnavailable) as caught:
            await anext(store.get(KEY))
    said = [r.__dict__ for r in caplog.records if r.name.startswith("adapters.")]
    assert said
    assert "secret" not in f"{caught.value}{said}"
    assert caught.value.__suppress_context__


async def test_links_are_made_for_the_public_address(s3_server: S3Server) -> None:
    async with R2Objects(
        endpoint_url=s3_server.url,
        bucket="b",
        access_key_id="k" * 20,
        secret_access_key="s" * 40,
        link_ttl=300,
        public_base_url="https://pictures.example",
    ) as store:
        link = urlsplit(await store.link(KEY))
    assert (link.scheme, link.netloc, link.path) == ("https", "pictures.example", f"/b/{KEY}")
    assert parse_qs(link.query)["X-Amz-Expires"] == ["300"]


@pytest.mark.proves("PRV-08", "PRV-21")
async def test_nothing_but_picture_type_and_name_is_sent_along(s3_server: S3Server) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    async with plain_server(answer) as (url, heads), elsewhere(url) as store:
        await store.put(KEY, BytesIO(b""), media_type="image/png", name="x.png")
    names = {line.partition(b":")[0].lower() for line in heads[0].split(b"\r\n")[1:] if line}
    assert not [name for name in names if name.startswith(b"x-amz-meta")]
    assert b"content-encoding" not in names  # no aws-chunked framing, which R2 would store inside the object
    assert not [name for name in names if b"checksum" in name]


async def test_a_missing_object_is_named_as_such(s3_server: S3Server) -> None:
    async with s3_server.store() as store:
        with pytest.raises(ObjectMissing):
            await anext(store.get(KEY))
