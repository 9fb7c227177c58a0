"""Stored objects in Cloudflare R2, through one long-lived S3 client (performance.md: a client per put costs 276 ms)."""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any, BinaryIO, Self

import aioboto3
from aiobotocore.config import AioConfig
from aiohttp import ClientError as TransportError
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from core.objects import checked_key, checked_prefix, content_disposition
from core.ports import ObjectMissing, StoredObject, StoreUnavailable

logger = logging.getLogger(__name__)

_PIECE = 256 * 1024
_DELETES_AT_ONCE = 8
_SLOWEST_UPLOAD = 256 * 1024  # bytes per second; what is slower counts as hanging
_SILENT = (BotoCoreError, TransportError, TimeoutError)
_UNREADABLE = (ResponseParserError, TypeError, ValueError, LookupError, AttributeError)
"""What the library raises over an answer of another shape than it expects: a proxy's page, an error without a code."""


class R2Objects:
    """Port `ObjectStore` over a private bucket. Use as an async context manager: entering opens the client, leaving closes it."""

    def __init__(
        self,
        *,
        endpoint_url: str,
        bucket: str,
        access_key_id: str,
        secret_access_key: str,
        link_ttl: int,
        region: str = "auto",
        public_base_url: str = "",
        ca_file: str | None = None,
        deadline: float = 60.0,
    ) -> None:
        """`link_ttl` and `deadline` (of one call, tries included; a put gets more by its size) in seconds.

        `public_base_url` is the address under which the same S3 endpoint is reached from outside, when it is another one: links are signed
        for it. It cannot be a bucket's public domain, which knows no signatures (PRV-21). `ca_file` adds a certificate authority to trust.
        """
        self._endpoint_url = endpoint_url
        self._public_url = public_base_url or endpoint_url
        self._bucket = bucket
        self._session = aioboto3.Session(aws_access_key_id=access_key_id, aws_secret_access_key=secret_access_key, region_name=region)
        self._ca_file = ca_file
        self._link_ttl = link_ttl
        self._deadline = deadline
        self._exits = AsyncExitStack()
        self._client: Any = None
        self._signer: Any = None

    async def __aenter__(self) -> Self:
        self._client = await self._new_client(self._endpoint_url)
        self._signer = self._client if self._public_url == self._endpoint_url else await self._new_client(self._public_url)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._exits.aclose()

    async def _new_client(self, url: str) -> Any:
        return await self._exits.enter_async_context(
            self._session.client("s3", endpoint_url=url, verify=self._ca_file, config=_config(self._deadline))
        )

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        """See `ObjectStore.put`. The file is read in pieces in a thread; the memory used does not depend on its size."""
        place, size = checked_key(key), file.seek(0, os.SEEK_END)
        file.seek(0)
        # Stored as a download, and links that show it ask for "inline": so a store that ignores such wishes still offers the right name.
        disposition = content_disposition(name, download=True)
        with _translated():
            async with asyncio.timeout(self._deadline + size / _SLOWEST_UPLOAD):
                await self._client.put_object(
                    Bucket=self._bucket, Key=place, Body=file, ContentType=media_type, ContentDisposition=disposition
                )

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `ObjectStore.get`."""
        place = checked_key(key)
        with _translated():
            async with asyncio.timeout(self._deadline):
                answer = await self._client.get_object(Bucket=self._bucket, Key=place)
        body = answer["Body"]
        async with body:
            while piece := await _next_piece(body):
                yield piece

    async def head(self, key: str) -> StoredObject | None:
        """See `ObjectStore.head`."""
        place = checked_key(key)
        try:
            with _translated():
                async with asyncio.timeout(self._deadline):
                    answer = await self._client.head_object(Bucket=self._bucket, Key=place)
                return StoredObject(key=key, size=answer["ContentLength"], media_type=answer["ContentType"])
        except ObjectMissing:
            return None

    async def link(self, key: str, *, download: bool = False) -> str:
        """See `ObjectStore.link`. Asks nobody: the link is only computed."""
        wanted = {"Bucket": self._bucket, "Key": checked_key(key)}
        if not download:
            wanted["ResponseContentDisposition"] = "inline"
        url: str = await self._signer.generate_presigned_url("get_object", Params=wanted, ExpiresIn=self._link_ttl)
        return url

    async def delete(self, key: str) -> None:
        """See `ObjectStore.delete`."""
        place = checked_key(key)
        with _translated():
            async with asyncio.timeout(self._deadline):
                await self._client.delete_object(Bucket=self._bucket, Key=place)

    async def keys(self, prefix: str) -> list[str]:
        """See `ObjectStore.keys`. One request per thousand."""
        found: list[str] = []
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=checked_prefix(prefix))
        with _translated():
            async for page in pages:
                found.extend(item["Key"] for item in page.get("Contents", []))
        return found

    async def delete_prefix(self, prefix: str) -> int:
        """See `ObjectStore.delete_prefix`.

        One request per object, a few at a time: the batch request needs a body checksum, and which one a store takes differs.
        """
        count = 0
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=checked_prefix(prefix))
        with _translated():
            async for page in pages:
                keys = [item["Key"] for item in page.get("Contents", [])]
                await self._delete_all(keys)
                count += len(keys)
        return count

    async def check(self) -> str | None:
        """Why the bucket cannot be used: `unreachable`, `credentials` or `bucket`; `None` if it can (for `python -m bot check`)."""
        try:
            async with asyncio.timeout(self._deadline):
                await self._client.list_objects_v2(Bucket=self._bucket, MaxKeys=1)
        except ClientError as error:
            return {404: "bucket", 400: "credentials", 401: "credentials", 403: "credentials"}.get(_status(error), "unreachable")
        except (*_SILENT, *_UNREADABLE):
            return "unreachable"
        return None

    async def _delete_all(self, keys: list[str]) -> None:
        gate = asyncio.Semaphore(_DELETES_AT_ONCE)

        async def delete_one(key: str) -> None:
            async with gate, asyncio.timeout(self._deadline):
                await self._client.delete_object(Bucket=self._bucket, Key=key)

        failed = [e for e in await asyncio.gather(*map(delete_one, keys), return_exceptions=True) if e]
        if failed:
            raise failed[0]


def _config(deadline: float) -> AioConfig:
    """S3 as R2 understands it (components.md): default checksums would be stored inside the object or refused."""
    return AioConfig(
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path", "payload_signing_enabled": False},  # botocore signs the payload all the same without TLS
        connect_timeout=min(5.0, deadline),
        read_timeout=min(20.0, deadline),
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=32,
    )


async def _next_piece(body: Any) -> bytes:
    with _translated():
        piece: bytes = await body.read(_PIECE)  # bounded by the client's read timeout
    return piece


@contextmanager
def _translated() -> Iterator[None]:
    """The vendor's errors in the port's words; neither its text nor the address of an object goes any further."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code") or ""
        if _status(error) == 404 and code in ("NoSuchKey", "404"):
            raise ObjectMissing from None
        _give_up(code if re.fullmatch(r"\w{1,40}", code) else str(_status(error)))
    except (*_SILENT, *_UNREADABLE) as error:
        _give_up(type(error).__name__)


def _give_up(code: str) -> None:
    logger.warning("object store failed", extra={"code": code})
    raise StoreUnavailable(code) from None


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
