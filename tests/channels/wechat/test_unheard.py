"""Staff on the phone page, the person on WeChat: what staff hear when their words cannot be brought."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlmodel import select

from storage import people
from storage.models import Case, Staff
from tests.channels.wechat.open_house import Town, open_house
from tests.channels.wechat.test_streets import seen


@pytest.fixture
async def town(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        yield await open_house(stack, sqlite_url, tmp_path, "unverified_subscription")


async def test_a_reply_that_waits_is_no_contact_with_somebody_in_danger(town: Town) -> None:
    chen = town.api.person("小陈")
    await town.says("我不想活了")
    await town.drain()
    await enrol(town, chen.openid)
    await town.says("接单 1001", chen)
    await town.drain()
    assert "发出去了" in await town.says("回复 1001 我马上给您打电话，您在哪里？", chen)
    owed = await due(town)
    await town.drain()
    assert await due(town) < owed, "a reply that was heard would give them a day"
    told = seen(await town.says("待办", chen))
    assert "1001号" in told and "还没收到您的话" in told and "打电话" in told
    assert "我马上给您打电话" in seen(await town.says("在吗"))
    assert "还没收到您的话" not in await town.says("待办", chen)


async def due(town: Town) -> float:
    async with town.app.db.reading() as session:
        return (await session.exec(select(Case))).one().due_at.timestamp()


async def enrol(town: Town, openid: str) -> None:
    """Make whoever writes from there the clerk of the small town."""
    now = town.app.clock.now()
    async with town.app.db.unit() as session:
        address = await people.welcome(session, "wechat", town.api.app_id, openid, now)
        clerk = (await session.exec(select(Staff).where(Staff.name == "小陈"))).one()
        clerk.person_id = address.person_id
        session.add(clerk)
