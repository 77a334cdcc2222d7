"""The routes of the phones page: who may come in, and that nothing anyone sends breaks them."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.phones import routes
from bot.web.phones.routes import mount
from tests.browser.little_desk import LittleDesk

Client = TestClient[web.Request, web.Application]
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.fixture
def desk() -> LittleDesk:
    return LittleDesk()


@pytest.fixture
async def client(desk: LittleDesk) -> AsyncIterator[Client]:
    app = web.Application()
    mount(app, desk)
    async with TestClient(TestServer(app)) as client:
        yield client


def ours(client: Client) -> dict[str, str]:
    """The marks of a post that comes from the page itself."""
    return {"X-Phones": "1", "Origin": f"http://127.0.0.1:{client.port}", "Content-Type": "application/json"}


def saying(**changes: object) -> dict[str, object]:
    return {"who": "zhang", "message_id": "m-1", "kind": "text", "text": "找活", **changes}


async def post(client: Client, path: str, body: object) -> tuple[int, dict[str, Any]]:
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with client.post(f"/phones/api/{path}", data=data, headers=ours(client)) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example:8080"},
        {"Host": "127.0.0.1@evil.example"},
        {"Host": ""},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=10.0.0.7"},
        {"X-Real-IP": "10.0.0.7"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/phones/api/people", "/phones/static/phones.js"])
async def test_strangers_stay_outside(client: Client, path: str, headers: dict[str, str]) -> None:
    async with client.get(path, headers=headers) as answer:
        assert answer.status == 403
        assert "本机" in (await answer.json())["error"] or "localhost" in (await answer.text())


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"])
async def test_this_machine_comes_in(client: Client, host: str) -> None:
    async with client.get("/", headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("remote", ["10.0.0.7", "192.168.1.2", "::2", "", "unix"])
async def test_other_machines_are_refused(desk: LittleDesk, remote: str) -> None:
    @web.middleware
    async def from_elsewhere(request: web.Request, handler: Any) -> web.StreamResponse:
        answer: web.StreamResponse = await handler(request.clone(remote=remote))
        return answer

    app = web.Application(middlewares=[from_elsewhere])
    mount(app, desk)
    async with TestClient(TestServer(app)) as client, client.get("/phones/api/people") as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    "change",
    [
        {"X-Phones": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
    ],
)
async def test_only_the_page_itself_posts(client: Client, desk: LittleDesk, change: dict[str, str]) -> None:
    async with client.post("/phones/api/say", json=saying(), headers=ours(client) | change) as answer:
        assert answer.status == 403
    assert desk.calls == []


async def test_headers_on_everything(client: Client) -> None:
    for path in (
        "/",
        "/phones/static/phones.css",
        "/phones/api/chat?who=nobody",
        "/phones/static/nothing.js",
    ):
        async with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'; script-src 'self'" in policy and "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"who": ' + b"9" * 5000 + b"}",
        {},
        saying(kind="dance"),
        saying(kind=["text"]),
        saying(who=7),
        saying(who="a b"),
        saying(who="x" * 101),
        saying(message_id=""),
        saying(message_id=None),
        saying(text=5),
        saying(label={}),
        saying(kind="tap", text=""),
        saying(kind="tap", text="长" * 22),
        saying(kind="photo"),
        saying(kind="location"),
        saying(kind="location", lat=91, lon=0),
        saying(kind="location", lat=True, lon=0),
        saying(kind="location", lat=float("nan"), lon=0),
        saying(kind="location", lat=10**400, lon=0),
        saying(kind="location", lat="23", lon="113"),
    ],
)
async def test_wrong_shapes_are_refused_in_words(client: Client, desk: LittleDesk, body: object) -> None:
    status, said = await post(client, "say", body)
    assert status == 400
    assert re.search("[一-鿿]", said["error"])
    assert desk.calls == []


async def test_unknown_people_and_too_much(client: Client, desk: LittleDesk) -> None:
    assert (await post(client, "say", saying(who="nobody")))[0] == 404
    assert (await post(client, "say", saying(text="长" * 1_500_000)))[0] == 413
    assert (await post(client, "say", saying(kind="photo", media="../../etc")))[0] == 404
    for query in (
        "who=nobody",
        "who=",
        "",
        "who=zhang&after=-1",
        "who=zhang&after=9" + "9" * 30,
        "who=zhang&after=x",
    ):
        for path in ("chat", "events"):
            async with client.get(f"/phones/api/{path}?{query}") as answer:
                assert answer.status in (400, 404), (path, query)
                assert (await answer.json())["error"]
    assert desk.effects == []


async def test_half_letters_do_not_reach_the_desk(client: Client, desk: LittleDesk) -> None:
    status, _ = await post(
        client, "say", rb'{"who":"zhang","message_id":"m","kind":"text","text":"\ud83d a\u0000b"}'
    )
    assert status == 200
    assert desk.effects[0][2] == "? ab"


async def test_not_kept_is_503_and_again_counts_once(client: Client, desk: LittleDesk) -> None:
    desk.refuse = 1
    status, said = await post(client, "say", saying())
    assert (status, "没存上" in said["error"]) == (503, True)
    for _ in range(3):
        assert (await post(client, "say", saying()))[0] == 200
    assert len(desk.effects) == 1


async def test_photos_are_looked_at(client: Client, desk: LittleDesk) -> None:
    status, said = await post(client, "photo", GIF)
    assert status == 201
    async with client.get(f"/phones/api/photo/{said['media']}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/gif", GIF)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    desk.pictures["page"] = (b"<script>", "text/html")
    for media in ("page", "nothing", "%2e%2e%2fdesk.py"):
        async with client.get(f"/phones/api/photo/{media}") as answer:
            assert answer.status == 404
    assert (await post(client, "photo", b"<svg onload=alert(1)>"))[0] == 400
    assert (await post(client, "photo", b""))[0] == 400
    assert (await post(client, "photo", GIF + bytes(10 * 1024 * 1024)))[0] == 413


async def test_clock_and_save(client: Client, desk: LittleDesk) -> None:
    assert await post(client, "clock", {"words": "明天 05:00"}) == (200, {"now": "2026-11-22T05:00:00+08:00"})
    for words in ("啥", "昨天", 5, None, "长" * 500):
        status, said = await post(client, "clock", {"words": words})
        assert status in (400, 413) and said["error"]
    await post(client, "say", saying())
    wanted = json.dumps({"who": ["zhang"], "title": "a\r\nb/../c"})
    async with client.post("/phones/api/save", data=wanted, headers=ours(client)) as answer:
        assert answer.status == 200
        saved = await answer.json()
        assert saved["name"] == "saved.chat" and saved["remarks"]
        assert "张三 > 找活" in saved["text"]
    for who in ([], "zhang", ["a", "b", "c", "d", "e"], [1], None):
        assert (await post(client, "save", {"who": who, "title": ""}))[0] == 400


async def test_the_stream_misses_nothing(client: Client, desk: LittleDesk) -> None:
    """Pushes as fast as they can be made, some between two looks of the server: all arrive."""
    heard: list[str] = []
    async with client.get("/phones/api/events?who=zhang&who=zhou&after=0&after=0") as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"

        async def push() -> None:
            for n in range(60):
                await desk.push("zhang" if n % 3 else "zhou", f"第{n}条")
                await asyncio.sleep(0.001 * (n % 7))

        pushing = asyncio.create_task(push())
        async with asyncio.timeout(10):
            async for line in answer.content:
                if line.startswith(b"data:") and b"messages" in line:
                    heard += [one["text"] for one in json.loads(line[5:])["messages"]]
                if len(heard) >= 60:
                    break
        await pushing
    assert sorted(heard) == sorted(f"第{n}条" for n in range(60))


async def test_an_open_stream_does_not_hold_up_the_stop(desk: LittleDesk) -> None:
    app = web.Application()
    mount(app, desk)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/phones/api/events?who=zhang")
        assert await answer.content.readline() == b"event: beat\n"
        async with asyncio.timeout(3):
            await client.server.close()


async def test_a_ledger_that_fails_ends_the_stream_quietly(client: Client, desk: LittleDesk) -> None:
    async with client.get("/phones/api/events?who=zhang") as answer:
        assert await answer.content.readline() == b"event: beat\n"
        del desk._chats["zhang"]
        await desk._ring("zhang")
        async with asyncio.timeout(5):
            assert await answer.content.read() is not None


def test_static_files_ask_nobody_and_fit_old_browsers() -> None:
    """Nothing from outside, nothing a Chromium 80 does not know, no green that white cannot stand on."""
    for file in (Path(routes.__file__).parent).rglob("*.*"):
        if file.suffix not in (".js", ".css", ".html"):
            continue
        text = file.read_text("utf-8")
        outside = re.findall(r"(?:src|href|url|import|from)\W{1,3}(?:https?:)?//[^\s\"')]+", text)
        assert outside == [], file.name
        newer = (
            r"\.replaceAll\(|\.at\(-|\?\?=|\|\|=|&&=|replaceChildren|:(?:has|is|where)\(|\binset:|(?<!-)gap:"
        )
        assert not re.search(newer, text), file.name
        assert not re.search(r"#07c160|innerHTML|\bon\w+=", text, re.IGNORECASE), file.name
    page = (Path(routes.__file__).parent / "templates/phones.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*src=\"/phones/static/)", page) == []
    assert "style=" not in page
