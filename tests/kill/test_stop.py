"""SIGTERM under load: nothing more is taken in, what is in hand is finished in ten seconds, exit code 0."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.channels.telegram.wire_format import Fault
from tests.kill.books import Figures, compare_telegram, compare_web, open_books
from tests.kill.child import Serve
from tests.kill.conftest import County, Report
from tests.kill.killing import database_url, settle
from tests.kill.outside import Outside
from tests.kill.people import Browser, Patience, Somebody, Telegrammer

pytestmark = [pytest.mark.kill, pytest.mark.slow]


@pytest.mark.parametrize("hanging", [False, True], ids=["the network answers", "the network hangs"])
async def test_sigterm_under_load(county: County, outside: Outside, hanging: bool, report: Report) -> None:
    serve = Serve(county.folder, {})
    serve.add(outside.settings(serve.port, webhook=False))
    figures = Figures()
    async with (
        open_books(database_url(county.folder), county.folder / "data") as books,
        ClientSession(timeout=ClientTimeout(total=20)) as http,
    ):
        browsers = [Browser(serve, http, f"new:k{n:04}", f"某{n}", Patience(150)) for n in range(8)]
        others = [Telegrammer(outside, f"某{n}", Patience(150)) for n in range(8, 24)]
        talking: list[asyncio.Task[None]] = []
        try:
            await serve.start()
            talking = [asyncio.create_task(_talk(one)) for one in (*browsers, *others)]
            await asyncio.sleep(1)
            if hanging:
                outside.fail("sendMessage", *[Fault(done=True)] * 8)
                await asyncio.sleep(0.5)
            code, seconds = await serve.stop()
            assert code == 0, serve.said()
            assert seconds < 10, f"{seconds:.1f} s"
            outside.well_again()
            await serve.start()
            await asyncio.gather(*talking)
            await settle(books)
            assert (await serve.stop())[0] == 0
        except BaseException:
            print(serve.said())
            raise
        finally:
            for one in talking:
                one.cancel()
            await serve.close()
        if not hanging:
            await compare_telegram(books, outside, serve.died, figures)
            assert not figures.twice, "an orderly stop leaves nothing to be repeated"
        await compare_web(books, browsers, figures)
    report(figures.table(f"SIGTERM under load, {'a hanging network' if hanging else 'all well'}"))


async def _talk(one: Somebody) -> None:
    for _ in range(12):
        await one.ask("菜单", "您想做什么")
        await asyncio.sleep(0.1)
