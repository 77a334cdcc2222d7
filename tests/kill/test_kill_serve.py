"""kill -9 of the real `serve` at every point of a Turn and a send: nothing acknowledged is lost or doubled.

Judged by the ledger of the network outside and by the database, never by what the process says of itself.
`pytest tests/kill` prints the figures; YIZHAN_TEST_KILLS=200 kills more often.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from sqlmodel import col, select

from storage.models import Gig
from tests.kill.books import (
    Books,
    Figures,
    compare_effects,
    compare_telegram,
    compare_web,
    open_books,
)
from tests.kill.child import Serve
from tests.kill.conftest import County, Report, invite
from tests.kill.killing import Killer, database_url, kills_wanted, play, settle
from tests.kill.outside import Outside
from tests.kill.people import Browser, Patience, Somebody, Telegrammer
from tests.kill.stories import Life, Stage, Told, looking, working, wronged

pytestmark = [pytest.mark.kill, pytest.mark.slow]


async def gigs_of(books: Books, *trades: str) -> list[int]:
    """Numbers of open gigs of the invented county."""
    async with books.reading() as session:
        query = select(Gig).where(col(Gig.trade).in_(trades), Gig.status == "open").order_by(col(Gig.number))
        return [gig.number for gig in (await session.exec(query)).all()]


@dataclass
class Town:
    """Workers, wronged people and staff on two channels, over one installation."""

    serve: Serve
    outside: Outside
    url: str
    codes: tuple[str, ...]
    told: Told = field(default_factory=Told)
    figures: Figures = field(default_factory=Figures)
    patience: Patience = field(default_factory=Patience)

    async def run(self, title: str, kills: int, people: int) -> str:
        try:
            async with (
                open_books(self.url, self.serve.folder / "data") as books,
                ClientSession(timeout=ClientTimeout(total=20)) as http,
            ):
                await self._live(books, http, Stage(people + len(self.codes), kills), people)
        finally:
            await self.serve.close()
        assert len(self.told.cases) == people // 2 and len(self.told.answers) >= people // 2
        assert self.told.confirmed and self.told.refused
        assert self.figures.kills.total() == kills
        return self.figures.table(title)

    async def _live(self, books: Books, http: ClientSession, stage: Stage, people: int) -> None:
        gigs = await gigs_of(books, "瓷砖工", "钢筋工")
        cast = [self._somebody(http, number) for number in range(people + len(self.codes))]
        stories = []
        for number, me in enumerate(cast):
            life = Life(me, stage, self.told, number)
            if number >= people:
                story = working(life, self.codes[number - people])
            else:
                story = wronged(life) if number % 2 else looking(life, gigs[number // 2 % 2])
            stories.append(asyncio.create_task(life.live(story)))
        leases = books if self.url.startswith("postgres") else None
        killer = Killer(self.serve, stage, self.patience, self.figures, leases=leases)
        await play(killer, *stories)
        await settle(books, killer.ahead)
        assert (await self.serve.stop())[0] == 0, self.serve.said()
        await compare_telegram(books, self.outside, self.serve.died, self.figures)
        await compare_web(books, [one for one in cast if isinstance(one, Browser)], self.figures)
        await compare_effects(books, self.told, self.figures)

    def _somebody(self, http: ClientSession, number: int) -> Somebody:
        if number % 3 == 2:
            return Browser(self.serve, http, f"new:k{number:04}", f"某{number:02}", self.patience)
        return Telegrammer(self.outside, f"某{number:02}", self.patience)


async def test_sqlite_and_long_polling(county: County, outside: Outside, report: Report) -> None:
    serve = Serve(county.folder, {})
    serve.add(outside.settings(serve.port, webhook=False))
    town = Town(serve, outside, database_url(county.folder), county.codes)
    report(await town.run("SQLite, web page, Telegram by long polling", kills_wanted(12), people=30))


async def test_sqlite_and_webhook(county: County, outside: Outside, report: Report) -> None:
    serve = Serve(county.folder, {})
    serve.add(outside.settings(serve.port, webhook=True))
    town = Town(serve, outside, database_url(county.folder), county.codes)
    report(await town.run("SQLite, web page, Telegram by webhook", kills_wanted(6), people=20))


@pytest.mark.postgres
async def test_postgres(postgres_url: str, outside: Outside, tmp_path: Path, report: Report) -> None:
    serve = Serve(tmp_path, {"YIZHAN_DATABASE_URL": postgres_url})
    await serve.start()
    assert (await serve.stop())[0] == 0
    codes = await invite(serve)
    serve.add(outside.settings(serve.port, webhook=False))
    town = Town(serve, outside, postgres_url, codes)
    report(await town.run("PostgreSQL, web page, Telegram by long polling", kills_wanted(6), people=20))
