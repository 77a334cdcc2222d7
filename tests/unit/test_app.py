"""The house as a whole: it comes up, says how it is, answers kindly when a part fails, goes down in order."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from sqlmodel import select

from bot import server
from bot.app import App, build_app
from bot.channels.base import Abilities, Channel, NotKept, Words
from bot.clock import Clock
from bot.metrics import Metrics
from bot.workers import Workers
from storage.models import Tick
from tests.town import TownSettings

Door = TestClient[web.Request, web.Application]


def settings(url: str, folder: Path, **more: Any) -> TownSettings:
    asked: dict[str, Any] = {"env": "test", "data_dir": folder, "database_url": url, "node": "test"}
    return TownSettings(**{**asked, **more})


@pytest.fixture
async def app(url: str, tmp_path: Path) -> AsyncIterator[App]:
    built = await build_app(settings(url, tmp_path))
    yield built
    await built.stop()


@pytest.fixture
async def door(app: App) -> AsyncIterator[Door]:
    async with TestClient(TestServer(app.web)) as client:
        yield client


async def test_ready_means_that_everything_runs(app: App, door: Door) -> None:
    asleep = await door.get("/readyz")
    assert asleep.status == 503
    told = await asleep.json()
    assert told == {
        "ready": False,
        "app": "ok",
        "database": "ok",
        "clock": "late",
        "sender": "down",
        "kept": "down",
        "fetcher": "down",
        "lexicon": "down",
    }
    await app.start()
    for _ in range(100):
        if (await door.get("/readyz")).status == 200:
            break
        await asyncio.sleep(0.1)
    assert (await door.get("/readyz")).status == 200
    assert await (await door.get("/healthz")).json() == {"alive": True}


async def test_figures_are_counted_when_asked(app: App, door: Door) -> None:
    page = await (await door.get("/metrics")).text()
    assert "yizhan_outbox_depth 0.0" in page and "yizhan_turn_seconds_bucket" in page


async def test_a_ledger_that_is_gone(app: App, door: Door) -> None:
    await app.db.close()
    assert (await door.get("/healthz")).status == 200, "the process lives: restarting it would mend nothing"
    assert (await (await door.get("/readyz")).json())["database"] == "down"
    assert (await door.get("/metrics")).status == 200
    await app.db.open()
    await asyncio.sleep(server._PROBED_EVERY)
    assert (await (await door.get("/readyz")).json())["database"] == "ok"


async def test_the_phones_page_is_for_this_machine(sqlite_url: str, tmp_path: Path) -> None:
    for more, status in (({}, 200), ({"http_host": "0.0.0.0"}, 404), ({"env": "production"}, 404)):
        built = await build_app(settings(sqlite_url, tmp_path, **more))
        async with TestClient(TestServer(built.web)) as client:
            assert (await client.get("/")).status == status, more
        assert (("web", "phones") in built.channels) is (status == 200)
        await built.stop()


async def test_a_clock_moved_stays_moved(app: App, url: str, tmp_path: Path) -> None:
    await app.ticker.tick()
    tomorrow = app.clock.now() + timedelta(days=1)
    await app.move_clock(tomorrow)
    async with app.db.reading() as session:
        done = set((await session.exec(select(Tick.routine).where(Tick.outcome == "done"))).all())
    assert "morning_alerts" in done, "the morning lay between"
    again = await build_app(settings(url, tmp_path))
    assert again.clock.now() >= tomorrow
    await again.move_clock(None)
    assert again.clock.offset == timedelta()
    await again.stop()


async def test_production_keeps_real_time(sqlite_url: str, tmp_path: Path) -> None:
    dev = await build_app(settings(sqlite_url, tmp_path))
    await dev.move_clock(dev.clock.now() + timedelta(hours=5))
    await dev.stop()
    real = await build_app(settings(sqlite_url, tmp_path, env="production"))
    assert real.clock.offset == timedelta()
    await real.stop()


class Listening(Channel):
    """Hears for as long as it is let."""

    name, account, abilities = "listening", "test", Abilities()

    def __init__(self) -> None:
        self.ended = self.closed = False

    async def send(self, to: str, words: Words, key: str) -> str:
        return key

    async def listen(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.ended = True

    async def close(self) -> None:
        self.closed = True


async def test_stopping_ends_the_listening_first(sqlite_url: str, tmp_path: Path) -> None:
    channel = Listening()
    built = await build_app(settings(sqlite_url, tmp_path), channels=[channel], clock=Clock())
    await built.start()
    await asyncio.sleep(0.05)
    assert (channel.ended, channel.closed) == (False, False)
    await built.settle()
    assert (channel.ended, channel.closed, built.stopping) == (True, False, True)
    await built.stop()
    assert (channel.ended, channel.closed) == (True, True)


async def test_an_app_that_never_ran_stops_too(sqlite_url: str, tmp_path: Path) -> None:
    built = await build_app(settings(sqlite_url, tmp_path))
    async with asyncio.timeout(2):
        await built.stop()


async def test_a_worker_that_fails_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workers._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.workers._WELL_AGAIN", 0.3)
    begun = 0

    async def works() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise RuntimeError("not today")
        await asyncio.Event().wait()

    async def returns() -> None:
        return

    workers = Workers({"works": works})
    workers.add("returns", returns, may_end=True)
    assert workers.ailing() == ["works"], "it was not started yet"
    workers.start()
    await asyncio.sleep(0.15)
    assert begun == 3
    assert workers.ailing() == ["works"], "it failed a moment ago"
    await asyncio.sleep(0.4)
    assert workers.ailing() == []
    await workers.stop(1)
    assert workers.ailing() == ["works"]


async def fails(request: web.Request) -> web.Response:
    raise RuntimeError("130 0000 0001 must not be told")


async def keeps_nothing(request: web.Request) -> web.Response:
    raise NotKept("disk full")


async def reads(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


@pytest.fixture
async def house() -> AsyncIterator[ClientSession]:
    async def nothing() -> None:
        return

    async def well() -> dict[str, str]:
        return {}

    app = server.make_web([], Metrics(), well, nothing)
    app.router.add_get("/fails", fails)
    app.router.add_get("/keeps-nothing", keeps_nothing)
    app.router.add_post("/reads", reads)
    runner = await server.listen(app, "127.0.0.1", 0)
    port = runner.addresses[0][1]
    async with ClientSession(f"http://127.0.0.1:{port}") as client:
        yield client
    await runner.cleanup()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing-here", 404),
        ("GET", "/fails", 500),
        ("GET", "/keeps-nothing", 503),
        ("GET", "/reads", 405),
        ("POST", "/reads", 413),
    ],
)
async def test_whatever_fails_is_one_kind_sentence(
    house: ClientSession, method: str, path: str, status: int
) -> None:
    body = BytesIO(b"x" * (server.LARGEST_BODY + 1)) if method == "POST" else None
    async with house.request(method, path, data=body) as answer:
        said = await answer.text()
        assert answer.status == status
        assert answer.content_type == "text/plain" and said.endswith("。") and len(said.splitlines()) == 1
        assert "1300000" not in said.replace(" ", "") and "Error" not in said
        assert status != 405 or answer.headers["Allow"] == "POST"


async def test_what_fits_is_read(house: ClientSession) -> None:
    async with house.post("/reads", data=BytesIO(b"x" * (server.LARGEST_BODY - 1))) as answer:
        assert await answer.text() == str(server.LARGEST_BODY - 1)


async def test_nothing_is_unpacked(house: ClientSession) -> None:
    """64 KB can hold a minute of work."""
    packed = gzip.compress(b"x" * server.LARGEST_BODY * 4)
    async with house.post("/reads", data=packed, headers={"Content-Encoding": "gzip"}) as answer:
        assert await answer.text() == str(len(packed))
