"""A copy and an erasure of an account of the program's own, through the same code as everybody's, and a look at what came of them."""

import asyncio
import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import IO, BinaryIO
from zipfile import ZipFile

from core.accounts import Account
from core.notices import living
from core.rights.carrying_out import DUTIES
from core.rights.kit import NotYet
from core.rights.on_behalf import erase
from core.rights.requests import Actor, Counted, EraseStep, Request, RequestKind, RequestState, answer_by
from core.rights.storage import StoredPart, Unpurged
from core.rights.threads import in_thread
from core.self_test.bench import Bench
from core.self_test.marks import LENGTH, PLATFORM, Canaries
from core.self_test.person import LOCALE, SelfTestPerson, account_of
from core.spool import spooled_from
from core.storage.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=10)
"""For so long no worker takes what the self-test is at; if it dies, they go on with it."""
GOES_ON = frozenset({RequestState.HELD, RequestState.GRACE, RequestState.RUNNING})
PIECE = 256 * 1024
MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


# --- the copy -------------------------------------------------------------------------------------


async def copied(bench: Bench, person: SelfTestPerson) -> int:
    """Have a copy made and open it; how much is wrong with it: words that are missing or too many, files that are not what they were."""
    shop = bench.rights.shop
    request = await shop.store.write(lambda uow: _asked_for_copy(uow, bench, person))
    ready = await to_the_end(bench, request.ref)
    bench.reached("copied")
    if ready.state is not RequestState.READY or ready.done < ready.total:
        return 1
    parts, originals = await shop.store.read(lambda uow: (uow.parts.of(ready.ref), _originals(uow, person)))
    wrong = int(not parts) + sum(not part.complete for part in parts)
    found, hashes = set[str](), set[str]()
    for part in parts:
        wrong += await _opened(bench, part, person.canaries, found, hashes)
    words = person.canaries
    return wrong + len(words.shown - found) + len(words.withheld & found) + len(originals - hashes)


def _asked_for_copy(uow: UnitOfWork, bench: Bench, person: SelfTestPerson) -> Request:
    """Confirmed and begun, since nobody else could have asked."""
    ambient, account = bench.rights.shop.ambient, account_of(uow, person)
    now = ambient.now()
    request = Request(
        ref=ambient.new_id(),
        kind=RequestKind.EXPORT,
        state=RequestState.RUNNING,
        account_id=account.id,
        actor=Actor.PROGRAM,
        channel=PLATFORM,
        received_at=now,
        due_at=now + LEASE,
        answer_by=answer_by(now),
        locale=LOCALE,
        address=person.address,
        begins_at=now,
        confirmed_at=now,
    )
    uow.rights.add(request)
    uow.words.put(request.ref, account.id, person.canaries.word(), now)
    return request


def _originals(uow: UnitOfWork, person: SelfTestPerson) -> set[str]:
    """The hashes of the pictures that were made; a copy has the very files."""
    jobs = uow.jobs.recent(account_of(uow, person).id, limit=10)
    return {picture.facts.sha256 for job in jobs for picture in job.stored if picture.facts}


async def _opened(bench: Bench, part: StoredPart, canaries: Canaries, found: set[str], hashes: set[str]) -> int:
    """Fetch a part as a download does, and look into it; how many of its files are damaged."""
    fetched = await spooled_from(bench.rights.shop.objects.get(part.object_key))
    with closing(fetched):
        wrong = int(fetched.sha256 != part.sha256 or fetched.size != part.size)
        return wrong + await in_thread(lambda: look_into(fetched.file, canaries, found, hashes))


def look_into(file: BinaryIO, canaries: Canaries, found: set[str], hashes: set[str]) -> int:
    """Read every file of a bag: which words are in it (`found`), their hashes, and how many the manifests do not know as they are."""
    with ZipFile(file) as bag:
        read = {name: _read(bag, name, canaries, found) for name in bag.namelist()}
        promised = dict(_promised(bag))
    hashes.update(read.values())
    listed = sum(read.get(name) != digest for name, digest in promised.items())
    return listed + sum(name not in promised and not name.endswith(MANIFESTS[1]) for name in read) + int(not promised)


def _read(bag: ZipFile, name: str, canaries: Canaries, found: set[str]) -> str:
    digest, known = hashlib.sha256(), b""
    words = {word: word.encode() for word in canaries.shown | canaries.withheld}
    longest = max(map(len, words.values()))
    with bag.open(name) as entry:
        for piece in _pieces(entry):
            digest.update(piece)
            seen = known + piece
            found.update(word for word, spelt in words.items() if spelt in seen)
            known = seen[-longest:]
    return digest.hexdigest()


def _pieces(entry: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: entry.read(PIECE), b"")


def _promised(bag: ZipFile) -> Iterator[tuple[str, str]]:
    """What the manifests say: names as in the zip, and hashes."""
    for manifest in (name for name in bag.namelist() if name.endswith(MANIFESTS)):
        folder = manifest.rpartition("/")[0]
        with io.TextIOWrapper(bag.open(manifest), "utf-8") as lines:
            for line in lines:
                digest, _, name = line.rstrip("\n").partition("  ")
                yield f"{folder}/{name}" if folder else name, digest


# --- the erasure ----------------------------------------------------------------------------------


async def erased(bench: Bench, person: SelfTestPerson, prefixes: list[str], keys: list[str]) -> int:
    """Erase the account at once and to the end; how much is wrong with that. Adds where its objects lay."""
    store = bench.rights.shop.store
    known = await store.read(lambda uow: uow.accounts.person(PLATFORM, person.uid))
    if known is None:
        return 0
    account_id = known.account_id
    places = await store.read(lambda uow: (uow.erasures.prefixes(account_id), uow.erasures.keys_elsewhere(account_id)))
    prefixes += places[0]
    keys += places[1]
    ref = await store.write(lambda uow: begin_erasure(uow, bench, living(uow, account_id)))
    bench.reached("locked")
    done = await to_the_end(bench, ref)
    return int(done.state is not RequestState.DONE) + await store.read(lambda uow: _unproved(uow, done, person))


def begin_erasure(uow: UnitOfWork, bench: Bench, account: Account) -> str:
    """Without a grace, and without proof: there is nobody to prove anything."""
    kit = bench.rights
    now = kit.shop.ambient.now()
    request = erase(uow, kit.shop.ambient, kit.promise, account, Actor.PROGRAM, PLATFORM, now, at_once=True)
    uow.rights.put_off(request.ref, now + LEASE)
    return request.ref


def _unproved(uow: UnitOfWork, done: Request, person: SelfTestPerson) -> int:
    """What the record of a deletion lacks: steps that did not end, seals that do not fit, messages that nobody counted."""
    ended = {one.step for one in uow.rights.steps(done.ref) if one.done_at is not None}
    counted = sum(one.number for one in uow.rights.counts(done.ref) if one.what is Counted.MESSAGES)
    return len(EraseStep) - len(ended) + uow.rights.broken(done.ref) + int(counted < person.messages)


async def to_the_end(bench: Bench, ref: str) -> Request:
    """Go on with a request until nothing more is due for it, or patience is over; how it stands then."""
    kit = bench.rights
    until = kit.shop.ambient.elapsed() + bench.patience.total_seconds()
    while True:
        request = await kit.shop.store.write(lambda uow: _ours(uow, bench, ref))
        if request.state not in GOES_ON:
            return request
        try:
            await DUTIES[request.kind, request.state](kit, request)
        except NotYet:
            if kit.shop.ambient.elapsed() >= until:
                return request
            await asyncio.sleep(bench.pause)
        except Unpurged:
            now = kit.shop.ambient.now()
            await kit.shop.store.write(lambda uow, r=request, n=now: uow.rights.move(r, RequestState.STUCK, n, Actor.PROGRAM))  # type: ignore[misc]


def _ours(uow: UnitOfWork, bench: Bench, ref: str) -> Request:
    """The request, which no worker takes for a while."""
    uow.rights.put_off(ref, bench.rights.shop.ambient.now() + LEASE)
    request = uow.rights.get(ref)
    assert request is not None, "requests outlive whom they are about"
    return request


# --- what an earlier run left ---------------------------------------------------------------------


async def cleaned(bench: Bench, marks: list[str]) -> int:
    """Erase what a run that died has left, or could not erase; how often that does not work. Adds the marks that the left ones carry."""
    store = bench.rights.shop.store
    refs = await store.write(lambda uow: _left(uow, bench, marks))
    bench.reached("cleaning up")
    ends = [await to_the_end(bench, ref) for ref in refs]
    return sum(end.state is not RequestState.DONE for end in ends)


def _left(uow: UnitOfWork, bench: Bench, marks: list[str]) -> list[str]:
    now = bench.rights.shop.ambient.now()
    for ref in bench.inside.unfinished(uow):
        request = uow.rights.get(ref)
        if request is not None and request.state is RequestState.STUCK:
            uow.rights.move(request, RequestState.RUNNING, now, Actor.PROGRAM)
    for person in uow.accounts.people(PLATFORM):
        marks.append(person.uid[:LENGTH])
        begin_erasure(uow, bench, living(uow, person.account_id))
    return bench.inside.unfinished(uow)
