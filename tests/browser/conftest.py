"""A Chromium, a small desk behind the real routes, and a page that fails the test when it grumbles."""

import os
import shutil
from collections.abc import Iterator

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.web.phones.routes import mount
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
    def build() -> web.Application:
        app = web.Application()
        mount(app, desk)
        return app

    with Served(build) as served:
        yield served


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
    """A page on the little desk. Script errors and anything the content policy blocked fail the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: grumbles.append(str(error)))
    page.on("console", lambda said: grumbles.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: _stays_home(request.url, served.url, grumbles))
    yield page
    assert grumbles == []


def _stays_home(url: str, home: str, grumbles: list[str]) -> None:
    if not url.startswith((home, "blob:")):
        grumbles.append(f"asked a stranger: {url}")
