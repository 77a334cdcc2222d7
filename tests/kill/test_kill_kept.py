"""kill -9 around a message that was only kept: it is worked on once, or put before staff once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from sqlmodel import col, select

from storage.models import Case
from tests.kill.books import Books, Figures, compare_telegram, open_books
from tests.kill.child import PATIENCE, Serve
from tests.kill.conftest import County, Report
from tests.kill.killing import database_url, settle
from tests.kill.outside import Outside
from tests.kill.people import Patience, Telegrammer

pytestmark = [pytest.mark.kill, pytest.mark.slow]

WRONGED = 8
LATER = timedelta(minutes=5)


def spoil(folder: Path) -> None:
    """A fault in the ledger's own rules: no wage case can be written, by any handler."""
    run(folder, "CREATE TRIGGER spoilt BEFORE INSERT ON case_file WHEN NEW.kind = 'wages' "
                "BEGIN SELECT RAISE(ABORT, 'an invented fault'); END")  # fmt: skip


def mend(folder: Path) -> None:
    run(folder, "DROP TRIGGER spoilt")


def run(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "yizhan.db", timeout=5)) as ledger:
        ledger.execute(statement)


async def cases_told(books: Books) -> Counter[str]:
    """How many cases hold each complaint's words."""
    async with books.reading() as session:
        rows = (await session.exec(select(Case).where(col(Case.kind).in_(("wages", "parked"))))).all()
    return Counter(case.text for case in rows)


async def test_a_kept_message_is_worked_on_once(county: County, outside: Outside, report: Report) -> None:
    serve = Serve(county.folder, {})
    serve.add(outside.settings(serve.port, webhook=False))
    figures = Figures()
    people = [Telegrammer(outside, f"某{number}", Patience()) for number in range(WRONGED)]
    stories = [f"城东工地的老板欠我{4000 + number}元工钱不给" for number in range(WRONGED)]
    spoil(county.folder)
    async with open_books(database_url(county.folder), county.folder / "data") as books:
        try:
            talk = zip(people, stories, strict=True)
            for point in ("inbox.kept:2", "inbox.kept:2", "kept.before:2", "kept.after:3"):
                for me, story in islice(talk, WRONGED // 2):
                    await me.say(story)
                await serve.begin(point)
                assert await serve.dies(within=PATIENCE), serve.said()
                figures.kills[point.partition(":")[0]] += 1
            mend(county.folder)
            await books.set_clock(datetime.now(UTC) + LATER)
            await serve.start()
            await settle(books, LATER)
            assert (await serve.stop())[0] == 0
        finally:
            await serve.close()
        told = await cases_told(books)
        assert [told[story] for story in stories] == [1] * WRONGED
        await compare_telegram(books, outside, serve.died, figures)
        for me in people:
            heard = await me.screen()
            assert any("再办一次" in words for words in heard), heard
            assert sum("记下了" in words for words in set(heard)) + sum("单" in one for one in set(heard)), (
                heard
            )
        figures.cases = WRONGED
    report(figures.table("Messages whose handler failed, killed around every try"))
