"""Our callback asked from outside: what is well, and each thing that can be wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.wechat import selftest
from bot.channels.wx_crypto import aes_key
from tests.channels.wechat.their_side import BEFORE, Ledger, account, house


def now() -> datetime:
    return datetime.now(UTC)


async def trouble(
    folder: Path, ledger: Ledger, ours: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, str]:
    """What we find when we ask with `ours` a server that runs with `theirs`."""
    async with house(folder, ledger, **theirs) as one:
        one.hands.append(now())
        found = await selftest.probe(account(**ours), one.wechat.url, now)
    return {one.step: one.trouble for one in found}


@pytest.mark.parametrize("mode", ["safe", "compat", "plain"])
async def test_all_is_well_and_nobody_hears_of_it(tmp_path: Path, mode: str) -> None:
    ledger = Ledger()
    same = {"mode": mode}
    found = await trouble(tmp_path, ledger, same, same)
    asked = ["verify", "deliver", "forged"] + (["plain"] if mode != "plain" else [])
    assert found == dict.fromkeys(asked, "")
    assert ledger.asked == [] and ledger.news == []


async def test_the_key_before_is_understood_while_it_is_changed(tmp_path: Path) -> None:
    both = {"aes_keys": (aes_key(BEFORE), account().aes_keys[0])}
    assert set((await trouble(tmp_path, Ledger(), {}, both)).values()) == {""}


@pytest.mark.parametrize(
    ("ours", "theirs", "first"),
    [
        ({}, {"token": "another2026"}, ("verify", "403")),
        ({}, {"aes_keys": (aes_key(BEFORE),)}, ("deliver", "403")),
        ({"app_id": "wx0000000000000000"}, {}, ("deliver", "403")),
        ({"original_id": "gh_0000"}, {}, ("deliver", "403")),
        ({"mode": "plain"}, {}, ("deliver", "403")),
        ({"mode": "safe"}, {"mode": "plain", "aes_keys": ()}, ("plain", "accepted")),
        ({"mode": "compat"}, {"mode": "plain"}, ("plain", "accepted")),
    ],
)
async def test_a_server_with_other_settings(
    tmp_path: Path, ours: dict[str, Any], theirs: dict[str, Any], first: tuple[str, str]
) -> None:
    app_id = ours.pop("app_id", None)
    async with house(tmp_path, Ledger(), **theirs) as one:
        one.hands.append(now())
        asking = replace(account(**ours), **({"app_id": app_id} if app_id else {}))
        found = await selftest.probe(asking, one.wechat.url, now)
    assert next((one.step, one.trouble) for one in found if one.trouble) == first


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/wechat", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    await runner.cleanup()


async def test_a_server_that_believes_everybody(tmp_path: Path) -> None:
    async def credulous(request: web.Request) -> web.Response:
        return web.Response(text=request.query.get("echostr", "success"))

    async with answering(credulous) as url:
        found = await selftest.probe(account(), url, now)
    assert [one.trouble for one in found] == ["", "", "accepted", "accepted"]


async def test_a_page_of_somebody_else(tmp_path: Path) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>欢迎</html>")

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere")

    async with answering(page) as url:
        assert (await selftest.probe(account(), url, now))[0].trouble == "other"
        assert (await selftest.probe(account(), url.replace("/wechat", "/none"), now))[0].trouble == "404"
    async with answering(moved) as url:
        assert (await selftest.probe(account(), url, now))[0].trouble == "302"


async def test_nobody_there_or_nobody_answers(unused_tcp_port: int) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}/wechat"
    assert [one.trouble for one in await selftest.probe(account(), url, now)] == ["away"]
    over = asyncio.Event()

    async def silent(request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with answering(silent) as url:
        assert [one.trouble for one in await selftest.probe(account(), url, now, seconds=0.2)] == ["silent"]
        over.set()
