"""The morning's pages: small ones tell everybody the same, and read only what their own workers may do."""

from datetime import UTC, datetime

import pytest

from storage import mornings, people
from storage.db import Database
from storage.rules.calendar import SHANGHAI, local_day
from storage.views import GigView
from tests.unit.test_county import found

EVENING = datetime(2026, 11, 20, 20, tzinfo=SHANGHAI).astimezone(UTC)
MORNING = datetime(2026, 11, 21, 6, 30, tzinfo=SHANGHAI).astimezone(UTC)
DAY = local_day(MORNING)


async def told(db: Database, most: int) -> dict[int, list[int]]:
    """Who hears of which gigs, in pages of so many."""
    everybody: dict[int, list[int]] = {}
    after: int | None = 0
    async with db.reading() as session:
        while after is not None:
            page, after = await mornings.page(session, DAY, MORNING, after, most, 5)
            everybody |= {one.person_id: [gig.id for gig in one.gigs] for one in page}
    return everybody


async def test_small_pages_tell_what_one_large_page_does(sqlite: Database) -> None:
    await found(sqlite, EVENING)
    everybody = await told(sqlite, 1000)
    assert len(everybody) > 4
    assert await told(sqlite, 1) == await told(sqlite, 3) == everybody


async def test_a_page_reads_no_gig_of_a_trade_that_nobody_on_it_knows(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found(sqlite, EVENING)
    read: list[str] = []

    class Noted:
        """`GigView`, noting which were made."""

        @staticmethod
        def _make(row: list[object]) -> GigView:
            gig = GigView._make(row)
            read.append(gig.trade)
            return gig

    monkeypatch.setattr(mornings, "GigView", Noted)
    async with sqlite.reading() as session:
        _, worker_id = await mornings.page(session, DAY, MORNING, 0, 1, 5)
        assert worker_id and read
        assert set(read) <= set(await people.trades_of(session, worker_id))
