"""The ledger fails under the real `serve`: nothing is acknowledged that is not kept, and it recovers."""

from __future__ import annotations

import asyncio
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.kill.books import Figures, compare_telegram, compare_web, open_books
from tests.kill.child import Serve, verb
from tests.kill.conftest import County
from tests.kill.killing import database_url, settle
from tests.kill.outside import Outside
from tests.kill.people import Browser, Patience, Somebody, Telegrammer
from tests.postgres import Server

pytestmark = [pytest.mark.kill, pytest.mark.slow]

MENU = "您想做什么"


@asynccontextmanager
async def at_work(serve: Serve, outside: Outside) -> AsyncIterator[tuple[Browser, Telegrammer]]:
    """A process that serves, somebody on the page and somebody on Telegram who were both answered."""
    serve.add(outside.settings(serve.port, webhook=False))
    async with ClientSession(timeout=ClientTimeout(total=20)) as http:
        try:
            await serve.start()
            browser = Browser(serve, http, "new:k0001", "某甲", Patience(60))
            other = Telegrammer(outside, "某乙", Patience(60))
            await browser.ask("菜单", MENU)
            await other.ask("菜单", MENU)
            yield browser, other
        finally:
            await serve.close()


async def refused_then_taken(
    serve: Serve, outside: Outside, browser: Browser, other: Telegrammer, *, outage: float
) -> None:
    """Both speak into the outage: the page hears 503, the network gets no confirmation, both are answered."""
    confirmed = len(outside.acknowledged)
    other.person.says("菜单")
    message = {"who": browser.who, "message_id": "k-outage", "kind": "text", "text": "菜单"}
    ends = time.monotonic() + outage
    while time.monotonic() < ends:
        assert await browser.attempt(message) == 503, "kept, although it cannot be"
        assert len(outside.acknowledged) == confirmed, "confirmed, although it cannot be kept"
    assert serve.alive


async def healed(serve: Serve, outside: Outside, browser: Browser, other: Telegrammer) -> None:
    """The same message again goes through, once; what Telegram repeats too."""
    seen = len(await other.screen())
    message = {"who": browser.who, "message_id": "k-outage", "kind": "text", "text": "菜单"}
    deadline = time.monotonic() + 60
    while await browser.attempt(message) != 200:
        assert time.monotonic() < deadline, serve.said()
        await asyncio.sleep(0.2)
    browser.taken.append("k-outage")
    assert await browser.attempt(message) == 200, "the same once more"
    await other.hear(MENU, seen)


async def compare(serve: Serve, outside: Outside, browser: Browser, url: str) -> None:
    figures = Figures()
    async with open_books(url, serve.folder / "data") as books:
        await settle(books)
        assert (await serve.stop())[0] == 0, serve.said()
        await compare_telegram(books, outside, serve.died, figures)
        await compare_web(books, [browser], figures)
    assert not figures.twice


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program writes into the file and takes its time."""
    with closing(sqlite3.connect(folder / "data" / "yizhan.db", isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def no_more_bytes(serve: Serve) -> Iterator[None]:
    """From now on the process cannot make any file longer than it may have: what a full quota does."""
    _, hard = resource.prlimit(serve.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(serve.pid, resource.RLIMIT_FSIZE, (1, hard))
    yield
    resource.prlimit(serve.pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def small_disk(place: Path, *, megabytes: int) -> Iterator[Path]:
    """A file system of its own; only root may make one."""
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "yizhan-test", place],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no file system of our own without root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def reading_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


async def test_locked_by_another_program(county: County, outside: Outside) -> None:
    serve = Serve(county.folder, {})
    async with at_work(serve, outside) as (browser, other):
        with locked(county.folder):
            await refused_then_taken(serve, outside, browser, other, outage=10)
        await healed(serve, outside, browser, other)
        await compare(serve, outside, browser, database_url(county.folder))


async def test_files_that_may_not_grow(county: County, outside: Outside) -> None:
    serve = Serve(county.folder, {})
    async with at_work(serve, outside) as (browser, other):
        with no_more_bytes(serve):
            await refused_then_taken(serve, outside, browser, other, outage=3)
        await healed(serve, outside, browser, other)
        await compare(serve, outside, browser, database_url(county.folder))


async def test_a_full_disk(county: County, outside: Outside, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=12) as disk:
        shutil.copytree(county.folder / "data", disk / "data")
        serve = Serve(county.folder, {"YIZHAN_DATA_DIR": str(disk / "data")})
        async with at_work(serve, outside) as (browser, other):
            with suppress(OSError), (disk / "ballast").open("wb", buffering=0) as ballast:
                while True:
                    ballast.write(bytes(4096))
            await refused_then_taken(serve, outside, browser, other, outage=3)
            (disk / "ballast").unlink()
            await healed(serve, outside, browser, other)
            figures = Figures()
            async with open_books(f"sqlite+aiosqlite:///{disk}/data/yizhan.db", disk / "data") as books:
                await settle(books)
                assert (await serve.stop())[0] == 0, serve.said()
                await compare_telegram(books, outside, serve.died, figures)
                await compare_web(books, [browser], figures)


async def test_a_disk_that_only_reads(county: County, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=12) as disk:
        shutil.copytree(county.folder / "data", disk / "data")
        reading_only(disk)
        serve = Serve(county.folder, {"YIZHAN_DATA_DIR": str(disk / "data")})
        code, out, err = await verb(serve, "serve")
        assert code in (1, 2) and len(err.strip().splitlines()) == 1 and "Traceback" not in out + err
        assert str(disk) in err


async def test_a_folder_that_only_reads(county: County) -> None:
    (county.folder / "data").chmod(0o500)
    try:
        code, out, err = await verb(Serve(county.folder, {}), "serve", bound=True)
    finally:
        (county.folder / "data").chmod(0o700)
    assert code in (1, 2) and len(err.strip().splitlines()) == 1 and "Traceback" not in out + err


async def test_every_mistake_in_the_settings_is_one_line(county: County) -> None:
    wrong = {
        "YIZHAN_HTTP_PORT": "eighty",
        "YIZHAN_ENV": "prod",
        "YIZHAN_HTTP_PROT": "8080",
        "YIZHAN_TELEGRAM_MODE": "webhook",
    }
    code, out, err = await verb(Serve(county.folder, wrong), "serve")
    lines = err.strip().splitlines()
    assert code == 2 and out == "" and "Traceback" not in err
    assert [sum(line.startswith(name + ":") for line in lines) for name in wrong] == [1] * len(wrong)
    assert len(lines) == len(wrong) and any("YIZHAN_HTTP_PORT?" in line for line in lines)


@pytest.mark.postgres
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "killed at once"])
async def test_postgres_gone_for_a_while(
    postgres: Server, postgres_url: str, outside: Outside, tmp_path: Path, how: signal.Signals
) -> None:
    if postgres.cluster is None:
        pytest.skip("a server that is not ours is not to be stopped")
    serve = Serve(tmp_path, {"YIZHAN_DATABASE_URL": postgres_url})
    async with at_work(serve, outside) as (browser, other):
        await asyncio.to_thread(postgres.cluster.stop, how)
        await refused_then_taken(serve, outside, browser, other, outage=8)
        await asyncio.to_thread(postgres.cluster.start)
        await healed(serve, outside, browser, other)
        await compare(serve, outside, browser, postgres_url)


@pytest.mark.postgres
async def test_postgres_restarted_under_load(
    postgres: Server, postgres_url: str, outside: Outside, tmp_path: Path
) -> None:
    """`-m immediate` in the middle of everything: what was acknowledged is there, and answered."""
    if postgres.cluster is None:
        pytest.skip("a server that is not ours is not to be stopped")
    serve = Serve(tmp_path, {"YIZHAN_DATABASE_URL": postgres_url})
    async with at_work(serve, outside) as (browser, _):
        crowd = [Telegrammer(outside, f"某{number}", Patience(60)) for number in range(12)]
        talking = [asyncio.create_task(chat(one)) for one in (browser, *crowd)]
        for _ in range(3):
            await asyncio.sleep(1.5)
            await asyncio.to_thread(postgres.cluster.restart, signal.SIGQUIT)
        await asyncio.gather(*talking)
        await compare(serve, outside, browser, postgres_url)


async def chat(one: Somebody) -> None:
    for _ in range(10):
        await one.ask("菜单", MENU)
        await asyncio.sleep(0.3)
