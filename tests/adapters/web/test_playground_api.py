"""The playground over real HTTP: what the page asks, and what it is answered."""

import asyncio
import hashlib
import io
import re
import secrets
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from adapters.local.objects import LocalObjects
from core import results
from core.ambient import utc_now
from core.ports import MakerClosed
from core.wallet import LotKind
from tests.adapters.web.visitor import OURS, Message, Playground, Visitor, call_of, open_playground, query_of, words_of

FOX = "a fox in the rain"


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program at work for all tests of this file."""
    async with open_playground(tmp_path_factory.mktemp("playground"), overrides={"credits.free_credits": 500}) as running:
        yield running


@pytest.fixture
async def ada(playground: Playground) -> Visitor:
    return await playground.person("Ada")


def png(size: tuple[int, int] = (64, 64)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return file.getvalue()


# --- people --------------------------------------------------------------------------------------------------------


async def test_a_new_person_is_greeted_and_has_welcome_credits(playground: Playground) -> None:
    answer = await playground.http.post("/api/people", json={"name": "  Ada \n Lovelace "}, headers=OURS)
    assert answer.json()["name"] == "Ada Lovelace"
    ada = Visitor(playground, answer.json()["uid"])
    [greeting] = await ada.messages()
    assert greeting["author"] == "bot"
    assert greeting["private"]
    assert "Welcome" in words_of(greeting)
    assert "500 credits" in words_of(greeting)
    wallet = await ada.get("/api/wallet")
    assert (wallet["available"], wallet["reserved"], wallet["more"]) == (500, 0, False)
    assert [(lot["remaining"], lot["kind"]) for lot in wallet["lots"]] == [(500, "gift")]
    assert [line["amount"] for line in wallet["lines"]] == [500]


async def test_a_person_is_greeted_in_the_language_of_their_choice_or_browser(playground: Playground) -> None:
    ana = await playground.person("Ana", locale="es")
    assert "crédito" in words_of((await ana.messages())[0])
    answer = await playground.http.post("/api/people", json={"name": "Uwe"}, headers={**OURS, "Accept-Language": "de-AT,de;q=0.9"})
    [greeting] = await Visitor(playground, answer.json()["uid"]).messages()
    assert "Willkommen" in words_of(greeting)


async def test_the_page_knows_its_person(playground: Playground, ada: Visitor) -> None:
    page = await playground.http.get("/playground", params={"person": ada.uid})
    assert page.status_code == 200
    assert ada.uid in page.text
    assert (await playground.http.get("/playground", params={"person": "nobody"})).status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "\u0000\u0007", None])
async def test_a_person_needs_a_name(playground: Playground, name: str | None) -> None:
    answer = await playground.http.post("/api/people", json={"name": name} if name is not None else {}, headers=OURS)
    assert answer.status_code == 422
    assert answer.json()["error"]


async def test_a_long_or_dirty_name_is_trimmed(playground: Playground) -> None:
    answer = await playground.http.post("/api/people", json={"name": "Zo\u0000ë " + "x" * 100}, headers=OURS)
    assert answer.json()["name"] == "Zoë " + "x" * 36


# --- the main job --------------------------------------------------------------------------------------------------


async def test_say_offer_make_picture_and_a_file_that_works(playground: Playground, ada: Visitor) -> None:
    said, offer = await ada.say(f"/imagine {FOX}")
    assert (said["author"], said["body"]["text"]) == ("person", f"/imagine {FOX}")
    assert "12 credits" in words_of(offer)
    assert (await ada.balance()) == (500, 0)
    [started] = await ada.press(offer, "make")
    assert started["id"] == offer["id"]
    done = await ada.until_finished(started["id"])
    assert "Charged 12 credits" in words_of(done)
    assert (await ada.balance()) == (488, 0)
    [picture] = done["body"]["pictures"]
    assert (picture["width"], picture["height"]) == (1024, 1024)
    assert FOX in picture["alt"]
    shown = await playground.http.get(picture["src"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.headers["content-disposition"].startswith('inline; filename="inkmirage-')
    assert shown.headers["content-length"] == str(len(shown.content))
    assert "no-store" in shown.headers["cache-control"]
    assert Image.open(io.BytesIO(shown.content)).size == (1024, 1024)
    [originals] = await ada.press(done, "original")
    [document] = originals["body"]["documents"]
    saved = await playground.http.get(document["href"])
    assert saved.headers["content-disposition"] == f'attachment; filename="{document["name"]}"'
    assert hashlib.sha256(saved.content).digest() == hashlib.sha256(shown.content).digest()


async def test_a_form_is_said_in_the_chat_and_the_price_seen_on_it_is_a_yes(ada: Visitor) -> None:
    label = f"/imagine {FOX} --quality low"
    said, started = await ada.run("imagine", {"prompt": FOX, "quality": "low"}, seen=4, echo=True, label=label)
    assert said["body"]["text"] == label
    done = await ada.until_finished(started["id"])
    assert "Charged 4 credits" in words_of(done)


async def test_a_prompt_needs_no_command(ada: Visitor) -> None:
    _, offer = await ada.say(FOX)
    assert offer["body"]["quote"] == FOX


async def test_buttons_are_found_again_after_a_reload(ada: Visitor) -> None:
    done = await ada.picture()
    reloaded = (await ada.messages())[-1]
    assert reloaded["id"] == done["id"]
    assert reloaded["body"]["buttons"] == done["body"]["buttons"]


async def test_a_reference_is_uploaded_shown_and_sent_to_the_engine(playground: Playground, ada: Visitor) -> None:
    answer = await ada.upload(png(), "my cat.png")
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == "my cat.png"
    stored = await playground.http.get(answer.json()["url"])
    assert Image.open(io.BytesIO(stored.content)).size == (64, 64)
    said, offer = await ada.say("a fox like this", uploads=[answer.json()["id"]])
    assert len(said["body"]["files"]) == 1
    assert (await playground.http.get(said["body"]["files"][0]["src"])).status_code == 200
    before = len(playground.sandbox.journal)
    [started] = await ada.press(offer, "make")
    await ada.until_finished(started["id"])
    assert "/v1/images/edits" in [entry.path for entry in playground.sandbox.journal[before:]]


async def test_private_answers_are_marked_and_others_are_not(ada: Visitor) -> None:
    _, balance = await ada.say("/balance")
    _, offer = await ada.say(f"/imagine {FOX}")
    _, hidden = await ada.say(f"/imagine {FOX} --private")
    assert (balance["private"], offer["private"], hidden["private"]) == (True, False, True)


async def test_edit_gives_the_form_and_posts_nothing(ada: Visitor) -> None:
    _, offer = await ada.say(f"/imagine {FOX} --shape portrait")
    before = await ada.messages()
    answer = await ada.post("/api/run", call_of(offer, "edit"))
    assert answer.json()["messages"] == []
    form = answer.json()["form"]
    assert form["command"] == "imagine"
    assert (form["values"]["prompt"], form["values"]["shape"]) == (FOX, "portrait")
    assert [m["revision"] for m in await ada.messages()] == [m["revision"] for m in before]


async def test_show_moves_the_message_of_the_job_to_the_end(ada: Visitor) -> None:
    done = await ada.picture()
    await ada.say("/balance")
    code = re.search(r"#(\w+)", words_of(done))
    assert code
    _, shown = await ada.say(f"/show {code[1]}")
    assert shown["id"] == done["id"]
    assert [m["id"] for m in await ada.messages()].count(done["id"]) == 1
    assert (await ada.messages())[-1]["id"] == done["id"]


async def test_a_button_replaces_the_message_where_it_stands(ada: Visitor) -> None:
    _, offer = await ada.say(f"/imagine {FOX}")
    _, balance = await ada.say("/balance")
    await ada.press(offer, "make")
    ids = [m["id"] for m in await ada.messages()]
    assert ids.index(offer["id"]) < ids.index(balance["id"])


async def test_language_changes_the_answers(ada: Visitor) -> None:
    answer = await ada.post("/api/run", {"command": "language", "values": {"language": "de"}})
    assert answer.json()["locale"] == "de"
    [balance] = await ada.run("balance")
    assert "Credits" in words_of(balance)
    assert "You can spend" not in words_of(balance)


# --- the same thing twice ------------------------------------------------------------------------------------------


async def test_the_same_nonce_twice_is_one_job_and_one_message(playground: Playground, ada: Visitor) -> None:
    charges = len(playground.sandbox.charges)
    body = {"command": "imagine", "values": {"prompt": FOX}, "seen": 12, "nonce": "one-and-the-same", "echo": True, "label": FOX}
    answers = await asyncio.gather(*[ada.post("/api/run", body) for _ in range(5)])
    ids = {tuple(m["id"] for m in answer.json()["messages"]) for answer in answers}
    assert len(ids) == 1
    await ada.until_finished(ids.pop()[1])
    assert (await ada.balance()) == (488, 0)
    assert len(playground.sandbox.charges) == charges + 1
    assert len(await ada.messages()) == 3


async def test_a_request_repeated_late_does_not_put_an_old_answer_over_the_picture(ada: Visitor) -> None:
    ask = {"text": f"/imagine {FOX}", "nonce": "asked-for-once"}
    _, offer = (await ada.post("/api/say", ask)).json()["messages"]
    yes = {**call_of(offer, "make"), "nonce": "agreed-to-once"}
    await ada.post("/api/run", yes)
    done = await ada.until_finished(offer["id"])
    for path, body in (("/api/run", yes), ("/api/say", ask)):
        repeated = (await ada.post(path, body)).json()["messages"][-1]
        assert repeated["id"] == done["id"]
        assert repeated["body"]["pictures"]
    assert (await ada.messages())[-1]["body"]["pictures"]


async def test_a_repeated_request_does_not_bring_back_what_was_deleted(ada: Visitor) -> None:
    done = await ada.picture()
    show = {"command": "show", "values": {}, "nonce": "shown-only-once"}
    await ada.post("/api/run", show)
    [asked] = await ada.press(done, "delete")
    await ada.press(asked, "delete")
    [repeated] = (await ada.post("/api/run", show)).json()["messages"]
    assert repeated["id"] == done["id"]
    assert repeated["body"]["pictures"] == []
    assert "were deleted" in words_of(repeated)


async def test_news_of_work_never_overwrites_the_result(playground: Playground, ada: Visitor) -> None:
    """The worker may be done before the answer to the button is posted: then the answer is the result."""
    done = await ada.picture()
    entry = await playground.program.store.read(lambda uow: uow.chats.latest(ada.uid, limit=1)[0])
    job = await playground.program.store.read(lambda uow: uow.jobs.get(entry.key))
    assert job is not None
    place = await playground.program.store.read(lambda uow: uow.jobs.place(job, at_once=1))
    late = results.working(job, place)
    messenger = playground.program.workshop.messengers["playground"]
    await messenger.progress(job.address, late, key=job.id, locale="en", preview=b"a late frame")
    await playground.program.web.state.parts.chat.post_reply(ada.uid, job.id, late, "en", move=True)  # type: ignore[union-attr]
    [now] = [m for m in await ada.messages() if m["id"] == done["id"]]
    assert now["revision"] == done["revision"]
    assert now["body"]["pictures"]
    assert (await playground.http.get(f"/previews/{job.id}")).status_code == 204


# --- events --------------------------------------------------------------------------------------------------------


async def test_progress_comes_in_place_with_rising_revisions_and_a_frame(tmp_path: Path) -> None:
    async with open_playground(tmp_path, pace=1.2) as playground:
        ada = await playground.person()
        _, offer = await ada.say(f"/imagine {FOX}")
        framed: list[httpx.Response] = []
        messages, wallets = [], []
        async with ada.listening(offer["revision"]) as events:
            await ada.press(offer, "make")
            async for event in events:
                if event.name == "wallet":
                    wallets.append((event.data["available"], event.data["reserved"]))
                    if wallets[-1] == (28, 0):
                        break
                    continue
                messages.append(event.data)
                assert event.id == event.data["revision"]
                framed += [await playground.http.get(p["src"]) for p in event.data["body"]["pictures"] if p["draft"]]
        revisions = [m["revision"] for m in messages]
        assert revisions == sorted(set(revisions))
        assert {m["id"] for m in messages} == {offer["id"]}
        percents = [m["body"]["progress"]["percent"] for m in messages if m["body"]["progress"]]
        assert percents == sorted(percents)
        assert percents[-1] > 0
        in_time = [frame for frame in framed if frame.status_code != 204]  # a slow reader may ask when the picture is there already
        assert {(f.status_code, f.headers["content-type"]) for f in in_time} == {(200, "image/jpeg")}
        assert Image.open(io.BytesIO(in_time[0].content)).format == "JPEG"
        assert framed[0].url != framed[-1].url, "every frame has an address of its own"
        assert (await playground.http.get(str(framed[-1].url))).status_code == 204
        assert [m["body"]["tone"] for m in messages][-1] == "good"
        assert wallets[0] == (40, 0) or wallets[0] == (28, 12)
        assert wallets[-2:] == [(28, 12), (28, 0)]


async def test_a_new_connection_continues_where_the_old_one_was_lost(ada: Visitor) -> None:
    start = (await ada.messages())[-1]["revision"]
    for line in ("/balance", "/help", "/settings"):
        await ada.say(line)
    every = [m["revision"] for m in await ada.messages() if m["revision"] > start]
    assert len(every) == 6
    seen: list[int] = []
    async with ada.listening(start) as events:
        async for event in events:
            seen += [event.id] if event.name == "message" else []
            if len(seen) == 2:
                break
    await ada.say("/language")  # while nobody listens
    every = [m["revision"] for m in await ada.messages() if m["revision"] > start]
    # The header of the browser's own reconnection counts more than the address it was opened with.
    async with ada.listening(start, {"Last-Event-ID": str(seen[-1])}) as events:
        async for event in events:
            seen += [event.id] if event.name == "message" else []
            if seen[-1] == every[-1]:
                break
    assert seen == every


async def test_a_stream_says_the_wallet_first_and_nothing_that_is_known(ada: Visitor) -> None:
    last = (await ada.messages())[-1]["revision"]
    async with ada.listening(last) as events:
        event = await anext(events)
    assert (event.name, event.data) == ("wallet", {"available": 500, "reserved": 0})


async def test_more_news_than_one_page_all_arrive(ada: Visitor) -> None:
    chat = ada.playground.program.web.state.parts.chat  # type: ignore[union-attr]
    for number in range(230):
        await chat.post_words(ada.uid, f"bulk-{number}", str(number), [])
    async with ada.listening(0) as events:
        texts: list[str] = []
        async for event in events:
            if event.name == "message" and event.data["author"] == "person":
                texts.append(event.data["body"]["text"])
            if len(texts) == 230:
                break
    assert texts == [str(number) for number in range(230)]


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "٣"])
async def test_a_stream_from_nowhere_is_refused(ada: Visitor, after: str) -> None:
    async with ada.http.stream("GET", "/api/events", params={"person": ada.uid, "after": after}) as answer:
        assert answer.status_code == 422


async def test_older_messages_come_page_by_page(ada: Visitor) -> None:
    for _ in range(26):
        await ada.say("/xyzzy")
    newest = await ada.get("/api/messages")
    assert (len(newest["messages"]), newest["more"]) == (50, True)
    older = await ada.get("/api/messages", before=newest["messages"][0]["at"])
    assert (len(older["messages"]), older["more"]) == (3, False)
    assert not {m["id"] for m in older["messages"]} & {m["id"] for m in newest["messages"]}


@pytest.mark.parametrize("before", ["yesterday", "2026-01-05T12:00:00"])
async def test_a_page_before_no_moment_is_refused(ada: Visitor, before: str) -> None:
    assert (await ada.http.get("/api/messages", params={"person": ada.uid, "before": before})).status_code == 422


# --- wallet, completions -------------------------------------------------------------------------------------------


async def test_the_wallet_gives_its_books_page_by_page(playground: Playground, ada: Visitor) -> None:
    person = await playground.program.store.read(lambda uow: uow.accounts.person("playground", ada.uid))
    assert person is not None
    now = utc_now()
    for number in range(25):
        await playground.program.store.write(
            lambda uow, n=number: uow.ledger.grant(person.account_id, n + 1, LotKind.COMPENSATION, key=f"{ada.uid}/{n}", now=now)  # type: ignore[misc]
        )
    first = await ada.get("/api/wallet")
    assert (len(first["lines"]), first["more"]) == (20, True)
    second = await ada.get("/api/wallet", before=first["lines"][-1]["seq"])
    assert (len(second["lines"]), second["more"]) == (6, False)
    assert [line["amount"] for line in first["lines"] + second["lines"]] == [*range(25, 0, -1), 500]
    assert first["available"] == first["lines"][0]["balance"] == 500 + 325


@pytest.mark.parametrize("before", ["x", "9" * 40, "9" * 5000, "-1"])
async def test_books_before_nothing_are_the_newest(ada: Visitor, before: str) -> None:
    assert len((await ada.get("/api/wallet", before=before))["lines"]) == 1


async def test_completions_are_ones_own_jobs_and_the_packs(playground: Playground, ada: Visitor) -> None:
    done = await ada.picture("a lighthouse at dusk")
    code = re.search(r"#(\w+)", words_of(done))
    assert code
    for typed in ("", code[1].lower(), f"#{code[1]}", "LIGHTHOUSE"):
        [item] = (await ada.get("/api/complete", source="history", q=typed))["items"]
        assert item["value"] == code[1]
        assert "a lighthouse at dusk" in item["label"]
    assert (await ada.get("/api/complete", source="history", q="no such"))["items"] == []
    bob = await playground.person("Bob")
    assert (await bob.get("/api/complete", source="history"))["items"] == []
    packs = (await ada.get("/api/complete", source="packs"))["items"]
    assert [p["value"] for p in packs] == ["starter", "studio", "atelier"]
    assert "$2.99" in packs[0]["label"]
    assert (await ada.get("/api/complete", source="nonsense"))["items"] == []


# --- till and mail -------------------------------------------------------------------------------------------------


async def order_of(visitor: Visitor, pack: str = "starter") -> str:
    [offer] = await visitor.run("topup", {"pack": pack})
    href: str = offer["body"]["buttons"][0]["href"]
    return "/till/" + href.rpartition("/till/")[2]


async def form_of(visitor: Visitor, order: str) -> dict[str, str]:
    """What the till's page sends along with a choice."""
    found = re.search(r'name="csrf" value="(\w+)"', (await visitor.http.get(order)).text)
    return {"csrf": found[1]} if found else {}


async def decide(visitor: Visitor, order: str, what: str = "pay", **headers: str) -> httpx.Response:
    form = {"do": what, **await form_of(visitor, order)}
    return await visitor.http.post(order, data=form, headers=headers, follow_redirects=True)


async def test_paying_brings_credits_a_word_in_the_chat_and_a_receipt(playground: Playground) -> None:
    uwe = await playground.person("Uwe", locale="de")
    order = await order_of(uwe)
    page = await uwe.http.get(order)
    assert 'value="pay"' in page.text
    assert "2,99" in page.text
    assert (await uwe.get("/api/mail"))["letters"] == []
    paid = await decide(uwe, order)
    assert paid.status_code == 200
    assert [r.status_code for r in paid.history] == [303]
    assert 'value="pay"' not in paid.text
    assert (await uwe.balance()) == (600, 0)
    told = (await uwe.messages())[-1]
    assert told["private"]
    assert "600" in words_of(told)
    letters: list[Message] = []
    async with asyncio.timeout(10):
        while not letters:
            letters = (await uwe.get("/api/mail"))["letters"]
            await asyncio.sleep(0.02)
    assert "InkMirage: Kaufbeleg" in letters[0]["subject"]
    assert "2,99" in letters[0]["body"]
    assert "Thank you" not in letters[0]["body"]
    assert letters[0]["to"].endswith("@playground.example")


@pytest.mark.parametrize("at_once", [False, True])
async def test_paying_twice_credits_once(ada: Visitor, at_once: bool) -> None:
    order = await order_of(ada)
    if at_once:
        answers = await asyncio.gather(*[decide(ada, order) for _ in range(5)])
    else:
        form = {"do": "pay", **await form_of(ada, order)}
        answers = [await ada.http.post(order, data=form, follow_redirects=True) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {200}
    assert (await ada.balance()) == (600, 0)
    assert len([m for m in await ada.messages() if "are yours" in words_of(m)]) == 1


async def test_declining_gives_nothing_and_is_final(ada: Visitor) -> None:
    order = await order_of(ada)
    page = await decide(ada, order, "decline")
    assert "Declined." in page.text
    assert "Declined." in (await decide(ada, order)).text
    assert (await ada.balance()) == (500, 0)


@pytest.mark.parametrize("what", ["", "steal"])
async def test_a_till_that_is_told_neither_yes_nor_no_waits(ada: Visitor, what: str) -> None:
    order = await order_of(ada)
    assert (await decide(ada, order, what)).status_code == 400
    assert 'value="pay"' in (await ada.http.get(order)).text


async def test_an_expired_order_says_so_and_takes_nothing(playground: Playground, ada: Visitor) -> None:
    order = await order_of(ada)
    with playground.clock.moved(hours=25):
        page = await ada.http.get(order)
        assert "This order has expired." in page.text
        assert 'value="pay"' not in page.text
        assert "This order has expired." in (await decide(ada, order)).text
    assert (await ada.balance()) == (500, 0)


async def test_an_unknown_order_is_a_kind_404(ada: Visitor) -> None:
    for answer in (await ada.http.get("/till/none"), await decide(ada, "/till/none")):
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text


async def test_another_site_cannot_pay_for_anybody(ada: Visitor) -> None:
    order = await order_of(ada)
    for site in ("cross-site", "same-site"):
        assert (await decide(ada, order, **{"Sec-Fetch-Site": site})).status_code == 403
    assert (await ada.balance()) == (500, 0)
    assert (await decide(ada, order, **{"Sec-Fetch-Site": "same-origin"})).status_code == 200
    assert (await ada.balance()) == (600, 0)


# --- uploads -------------------------------------------------------------------------------------------------------


async def test_what_is_no_picture_is_refused_in_the_persons_language(playground: Playground) -> None:
    ana = await playground.person("Ana", locale="es")
    answer = await ana.upload(b"%PDF-1.7")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/json"
    assert "PNG" in answer.json()["error"]
    assert "not a picture" not in answer.json()["error"]


async def test_a_file_of_60_megabytes_is_answered_kindly_and_never_held(ada: Visitor) -> None:
    boundary, size, piece = "an-edge", 60 * 1024 * 1024, b"\x89PNG" * 16_384
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n'.encode()

    async def body() -> AsyncIterator[bytes]:
        yield head
        for _ in range(size // len(piece)):
            yield piece
        yield f"\r\n--{boundary}--\r\n".encode()

    length = len(head) + size + len(boundary) + 8
    headers = {**OURS, "Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(length)}
    tracemalloc.start()
    try:
        answer = await ada.http.post(
            "/api/uploads", params={"person": ada.uid, "nonce": secrets.token_hex(8)}, content=body(), headers=headers
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 422
    assert "too large" in answer.json()["error"]
    assert peak < 8 * 1024 * 1024


async def test_a_file_in_the_wrong_field_is_refused(ada: Visitor) -> None:
    answer = await ada.upload(png(), field_name="picture")
    assert answer.status_code == 422
    assert answer.json()["error"]


async def test_an_upload_that_is_no_form_is_refused(ada: Visitor) -> None:
    query = {"person": ada.uid, "nonce": secrets.token_hex(8)}
    plain = await ada.http.post("/api/uploads", params=query, content=b"hello", headers={**OURS, "Content-Type": "text/plain"})
    assert plain.status_code == 422
    broken = {**OURS, "Content-Type": "multipart/form-data; boundary=x"}
    torn = await ada.http.post("/api/uploads", params=query, content=b"not --x at all", headers=broken)
    assert torn.status_code in (400, 422)
    assert torn.json()["error"]


async def test_somebody_elses_upload_cannot_be_used(playground: Playground, ada: Visitor) -> None:
    id = (await ada.upload(png())).json()["id"]
    bob = await playground.person("Bob")
    said, answer = await bob.say("a fox like this", uploads=[id])
    assert said["body"]["files"] == []
    assert answer["body"]["tone"] == "refusal"


# --- requests that are not the page's ------------------------------------------------------------------------------

POSTS = ["/api/people", "/api/say", "/api/run", "/api/uploads"]


@pytest.mark.parametrize("path", POSTS)
async def test_a_request_of_another_page_is_refused(ada: Visitor, path: str) -> None:
    body = {"person": ada.uid, "name": "x", "nonce": "12345678", "text": "/balance", "command": "balance"}
    before = len(await ada.messages())
    answer = await ada.http.post(path, params={"person": ada.uid, "nonce": "12345678"}, json=body)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert len(await ada.messages()) == before


@pytest.mark.parametrize(
    "path", ["/api/messages", "/api/events", "/api/wallet", "/api/complete", "/api/mail", "/api/say", "/api/run", "/api/uploads"]
)
async def test_nobody_is_404(playground: Playground, path: str) -> None:
    if path in POSTS:
        body = {"person": "nobody", "nonce": "12345678"}
        answer = await playground.http.post(path, params=body, json=body, headers=OURS)
    else:
        answer = await playground.http.get(path, params={"person": "nobody"})
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'"text"', b"\xff\xfe", b"null"])
@pytest.mark.parametrize("path", ["/api/people", "/api/say", "/api/run"])
async def test_what_is_no_json_object_is_400(playground: Playground, path: str, content: bytes) -> None:
    answer = await playground.http.post(path, content=content, headers=OURS)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "with space", "../../etc", 12345678.5, None])
@pytest.mark.parametrize("path", ["/api/say", "/api/run"])
async def test_a_bad_nonce_is_422(ada: Visitor, path: str, nonce: object) -> None:
    before = len(await ada.messages())
    answer = await ada.post(path, {"nonce": nonce, "text": FOX, "command": "balance"})
    assert answer.status_code == 422
    assert len(await ada.messages()) == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/run", {"command": "imagine", "values": [1]}),
        ("/api/run", {"command": "imagine", "values": {"prompt": None}}),
        ("/api/run", {"command": "imagine", "values": {"prompt": {"a": 1}}}),
        ("/api/run", {"command": "imagine", "values": {"count": 1.5}}),
        ("/api/say", {"text": FOX, "uploads": 7}),
        ("/api/say", {"text": FOX, "uploads": None}),
        ("/api/say", {"text": FOX, "uploads": "all"}),
        ("/api/people", {"name": "Eve", "locale": 7}),
        ("/api/people", {"name": ["Eve"], "locale": ["de"]}),
    ],
)
async def test_json_of_the_wrong_kind_is_422(ada: Visitor, path: str, body: dict[str, Any]) -> None:
    answer = await ada.post(path, body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]


async def test_a_body_without_end_is_cut_off(ada: Visitor) -> None:
    answer = await ada.post("/api/say", {"text": "x" * (2 * 1024 * 1024)})
    assert answer.status_code == 413
    assert answer.json()["error"]


async def test_a_prompt_of_32001_characters_is_answered_in_the_chat(ada: Visitor) -> None:
    said, refusal = await ada.say("x" * 32_001)
    assert "yours has 32,001" in words_of(refusal)
    assert len(said["body"]["text"]) == 32_001
    many = "🦊" * 32_000
    assert (await ada.say(many))[1]["body"]["quote"] == many


async def test_what_people_write_comes_back_as_it_is(ada: Visitor) -> None:
    words = '<script>alert(1)</script> @everyone **x** שלום 👨‍👩‍👧 & \u0000 "quoted"'
    said, _ = await ada.say(f"/imagine {words}")
    assert said["body"]["text"] == f"/imagine {words}"


async def test_an_unknown_command_or_button_is_answered_in_the_chat(ada: Visitor) -> None:
    for body in ({"command": "nonsense"}, {"command": "make", "values": {"job": "gone"}}, {"command": 7}):
        [answer] = (await ada.post("/api/run", body)).json()["messages"]
        assert answer["body"]["tone"] == "refusal"


async def test_a_command_that_breaks_answers_500_in_the_chat_with_an_incident(tmp_path: Path) -> None:
    async with open_playground(tmp_path, working=False) as playground:
        ada = await playground.person()
        await spoil(playground, "request_log")
        answer = await ada.post("/api/say", {"text": "my secret garden"})
        assert answer.status_code == 500
        [_, told] = answer.json()["messages"]
        assert told["body"]["tone"] == "warning"
        assert "tell us this number" in words_of(told)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""])
async def test_a_foreign_host_is_refused(playground: Playground, host: str) -> None:
    answer = await playground.http.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "InkMirage" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:1234", "127.0.0.1", "[::1]:8080", "LOCALHOST"])
async def test_every_name_of_this_machine_is_good(playground: Playground, host: str) -> None:
    assert (await playground.http.get("/healthz", headers={"Host": host})).status_code == 200


# --- files ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def stored(playground: Playground) -> str:
    """The link to a picture."""
    done = await (await playground.person("Painter")).picture()
    link: str = done["body"]["pictures"][0]["src"]
    return link


@pytest.mark.parametrize(
    "change",
    [
        {"s": "0" * 64},
        {"s": ""},
        {"s": "é"},
        {"e": "9999999999"},
        {"e": "x"},
        {"e": "9" * 5000},
        {"d": "1"},
    ],
    ids=["signature", "no-signature", "strange-signature", "longer", "no-time", "endless", "download"],
)
async def test_a_changed_link_is_403(playground: Playground, stored: str, change: dict[str, str]) -> None:
    path = stored.partition("?")[0]
    answer = await playground.http.get(path, params={**query_of(stored), **change})
    assert answer.status_code == 403
    assert "not valid here" in answer.text


async def test_a_link_to_another_key_is_403(playground: Playground, stored: str) -> None:
    path, _, query = stored.partition("?")
    for other in (path + "x", "/files/secret.key", "/files/..%2f..%2fsecret.key", "/files/"):
        assert (await playground.http.get(f"{other}?{query}")).status_code in (403, 404)


def signed(playground: Playground, link_ttl: int) -> LocalObjects:
    data = playground.program.settings.app.data_dir
    secret = (data / "secret.key").read_bytes()
    return LocalObjects(data / "objects", base_url="", secret=secret, link_ttl=link_ttl, now=utc_now)


async def test_an_expired_link_is_410_and_says_what_to_do(playground: Playground, stored: str) -> None:
    key = stored.partition("?")[0].removeprefix("/files/")
    assert (await playground.http.get(await signed(playground, 60).link(key))).status_code == 200
    answer = await playground.http.get(await signed(playground, -1).link(key))
    assert answer.status_code == 410
    assert "reload" in answer.text


async def test_a_link_to_a_deleted_file_is_404(playground: Playground) -> None:
    answer = await playground.http.get(await signed(playground, 60).link("a/b/never-there"))
    assert answer.status_code == 404


# --- every answer --------------------------------------------------------------------------------------------------

PLACES = [
    ("GET", "/playground?person=nobody", 200),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/static/ink.css", 200),
    ("GET", "/static/none.css", 404),
    ("GET", "/static/..%2fapp.py", 404),
    ("GET", "/nowhere", 404),
    ("POST", "/healthz", 405),
    ("GET", "/api/messages", 404),
    ("POST", "/api/say", 403),
    ("GET", "/files/a/b", 403),
    ("GET", "/till/none", 404),
    ("GET", "/previews/none", 204),
]


def assert_safe(answer: httpx.Response) -> None:
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'") or policy == "default-src 'none'; sandbox"
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize(("method", "path", "status"), PLACES)
async def test_every_answer_has_the_safety_headers_and_no_cookie(playground: Playground, method: str, path: str, status: int) -> None:
    answer = await playground.http.request(method, path)
    assert answer.status_code == status
    assert_safe(answer)


async def test_answers_about_a_person_have_them_too(playground: Playground, ada: Visitor, stored: str) -> None:
    order = await order_of(ada)
    for path in ("/playground", "/api/messages", "/api/wallet", "/api/mail", "/api/complete", order, stored):
        answer = await playground.http.get(path, params=None if "?" in path else {"person": ada.uid})
        assert answer.status_code == 200
        assert_safe(answer)
    assert_safe(await ada.post("/api/say", {"text": "/balance"}))
    assert_safe(await ada.upload(b"no"))
    assert_safe(await playground.http.get("/", headers={"Host": "evil.example"}))
    async with playground.http.stream("GET", "/api/events", params={"person": ada.uid}) as stream:
        assert_safe(stream)


async def test_a_file_may_run_nothing_whatever_it_claims_to_be(playground: Playground, stored: str) -> None:
    answer = await playground.http.get(stored)
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


# --- when something is not there -----------------------------------------------------------------------------------


async def spoil(playground: Playground, table: str) -> None:
    """Take a table away: the closest to a bug that a test can cause from outside."""
    await playground.program.store.write(lambda uow: uow.connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone_{table}"))  # type: ignore[attr-defined]


async def test_not_ready_while_the_gateway_rests_but_alive(tmp_path: Path) -> None:
    async with open_playground(tmp_path, working=False) as playground:
        playground.program.maker._breaker.failed(MakerClosed("no-balance"), 403)
        answer = await playground.http.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "missing": ["gateway"]})
        assert (await playground.http.get("/readyz?for=people")).status_code == 200
        assert (await playground.http.get("/healthz")).status_code == 200


async def test_not_ready_without_the_database_but_alive(tmp_path: Path) -> None:
    async with open_playground(tmp_path, working=False) as playground:
        await spoil(playground, "picture")
        answer = await playground.http.get("/readyz")
        assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])
        assert (await playground.http.get("/readyz?for=people")).status_code == 503
        assert (await playground.http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("language", ["en", "de"])
async def test_a_bug_shows_an_incident_and_nothing_of_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str) -> None:
    async with open_playground(tmp_path, working=False) as playground:
        ada = await playground.person()
        await spoil(playground, "identity")
        for path in ("/playground", "/api/messages"):
            answer = await playground.http.get(path, params={"person": ada.uid}, headers={"Accept-Language": language})
            assert answer.status_code == 500
            assert_safe(answer)
            incident = next(str(getattr(r, "incident", "")) for r in reversed(caplog.records) if r.msg == "request failed")
            assert incident in answer.text
            assert ("Something broke" in answer.text) == (language == "en")
            for leak in ("identity", "sqlite", "Traceback", "Error:", "SELECT"):
                assert leak.lower() not in answer.text.lower()


async def test_without_the_playground_only_health_and_files_are_there(tmp_path: Path) -> None:
    async with open_playground(tmp_path, working=False, overrides={"web.playground": False}) as bare:
        for path in ("/playground", "/api/messages", "/api/events", "/api/wallet", "/api/mail", "/api/complete", "/previews/x", "/till/x"):
            assert (await bare.http.get(path)).status_code == 404, path
        for path in POSTS:
            assert (await bare.http.post(path, json={"name": "Eve"}, headers=OURS)).status_code == 404, path
        assert (await bare.http.get("/healthz")).json() == {"status": "ok"}
        assert (await bare.http.get("/readyz")).json() == {"status": "ready"}
        assert (await bare.http.get("/files/a/b")).status_code == 403
