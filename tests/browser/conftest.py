"""A Chromium, a small desk behind the real routes, and a page that fails the test when it grumbles."""

import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.web.phones.routes import mount
from tests.browser.house import House
from tests.browser.little_desk import LittleDesk
from tests.browser.serving import Served

ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# a browser a module, not a session: while playwright runs, its event loop would be in the way of async tests
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        reason = "Chromium is not installed: the browser tests did not run (apt-get install chromium)"
        if "browser" in os.environ.get("YIZHAN_TEST_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def desk() -> LittleDesk:
    return LittleDesk()


@pytest.fixture
def served(desk: LittleDesk) -> Iterator[Served]:
    async def build() -> web.Application:
        app = web.Application()
        mount(app, desk)
        return app

    with Served(build) as served:
        yield served


@pytest.fixture
def house(sqlite_url: str, ring: None, tmp_path: Path) -> Iterator[House]:
    """The real app with the invented county; a module that plays in it calls this its `served`."""
    with House(sqlite_url, tmp_path) as house:
        yield house


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A tiny true PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(
        b"\x00" + bytes((x * 8, y * 8, 90)[i] for x in range(32) for i in range(3)) for y in range(32)
    )
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0))
    file = tmp_path / "欠条.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return file


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def grumbles() -> list[str]:
    """What the browser complained about; a test that provokes complaints empties it."""
    return []


@pytest.fixture
def page(context: BrowserContext, served: Served, grumbles: list[str]) -> Iterator[Page]:
    """A page on what is served. Script errors and anything the content policy blocked fail the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: grumbles.append(str(error)))
    page.on("console", lambda said: grumbles.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: _stays_home(request.url, served.url, grumbles))
    yield page
    assert grumbles == []


def _stays_home(url: str, home: str, grumbles: list[str]) -> None:
    if not url.startswith((home, "blob:")):
        grumbles.append(f"asked a stranger: {url}")
