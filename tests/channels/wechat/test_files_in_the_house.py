"""A voice on its way through the whole house: heard, fetched in time, and heard again by who has the case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.channels.wechat.files import UPLOAD
from storage import audit, evidence, people
from storage.models import Case, Evidence, Staff, Station
from tests.channels.wechat.accounts import Kind
from tests.channels.wechat.open_house import Town, open_house
from tests.channels.wechat.people import Person
from tests.channels.wechat.wire_format import Fault

VOICE, PHOTO = b"#!AMR\nsaid", b"\xff\xd8\xff\xe0\x00\x10JFIF"


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def town(stack: AsyncExitStack, url: str, ring: None, tmp_path: Path) -> Town:
    return await open_house(stack, url, tmp_path)


async def staff(town: Town, name: str, role: str = "clerk") -> Person:
    """A member of staff of the first station who writes on WeChat."""
    person = town.api.person(name)
    person.contact()
    now = town.app.clock.now()
    async with town.app.db.unit() as session:
        address = await people.welcome(session, "wechat", town.api.app_id, person.openid, now)
        station = (await session.exec(select(Station).order_by(col(Station.id)))).first()
        assert station
        session.add(
            Staff(person_id=address.person_id, station_id=station.id, role=role, name=name, created_at=now)
        )
    return person


async def complains(town: Town) -> None:
    """A voice before anybody asked, then a human; a photo in between."""
    voice = town.api.keep(VOICE, "audio/amr")
    photo, address = town.api.picture(PHOTO)
    await town.sends("voice", town.zhang, MediaId=voice, Format="amr", MsgId="901")
    await town.sends("image", town.zhang, MediaId=photo, PicUrl=address, MsgId="902")
    town.zhang.contact()
    assert "编号1001" in await town.says("人工")


async def rows(town: Town) -> list[Evidence]:
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
        return await evidence.of_case(session, case.id)


async def test_a_voice_is_fetched_in_time_and_heard_by_who_has_the_case(town: Town) -> None:
    chen = await staff(town, "阿陈")
    await complains(town)
    assert await town.app.fetcher.drain() == 2
    assert [(one.kind, evidence.stored(one)) for one in await rows(town)] == [
        ("voice", True),
        ("photo", True),
    ]
    town.api.files.clear()  # three days later they are gone there
    assert "不在您手上" in await town.says("听 1001", chen)
    assert "材料：照片1张 语音1段" in await town.says("接单 1001", chen)
    before = len(chen.hears)
    assert "1001号的语音" in await town.says("听 1001", chen)
    await town.drain()
    assert "1001号的照片" in await town.says("看图 1001", chen)
    await town.drain()
    assert chen.hears[before:] == ["[voice/amr]", "[image/jpg]"]
    assert [one.data for one in town.api.files.values()] == [VOICE, PHOTO]
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
        verbs = [line.verb for line in await audit.of(session, f"case:{case.id}")]
    assert verbs == ["claim", "view", "open media", "open media"]


async def test_many_files_come_a_few_at_a_time(town: Town) -> None:
    """After a tap three messages are all that WeChat lets through."""
    chen = await staff(town, "阿陈", "county")
    photos = [b"\xff\xd8\xff%d" % n for n in range(5)]
    for n, photo in enumerate(photos):
        media_id, address = town.api.picture(photo)
        await town.sends("image", town.zhang, MediaId=media_id, PicUrl=address, MsgId=f"{910 + n}")
    await town.says("人工")
    while await town.app.fetcher.drain():
        pass
    await town.drain()
    town.api.files.clear()
    assert "接着看，还有2件" in await town.says("看图 1001", chen)
    await town.drain()
    assert [one.data for one in town.api.files.values()] == photos[:3]
    assert "接着看" not in await town.says("接着看，还有2件", chen)
    await town.drain()
    assert [one.data for one in town.api.files.values()] == photos


async def test_a_file_wechat_does_not_take_is_told_of_in_words(town: Town) -> None:
    chen = await staff(town, "阿陈", "county")
    await complains(town)
    await town.app.fetcher.drain()
    town.api.fail(UPLOAD, Fault(errcode=40006))
    await town.says("听 1001", chen)
    await town.drain()
    assert "请管理员在电脑上取" in chen.hears[-1]


async def test_who_lost_the_case_meanwhile_gets_no_file(town: Town) -> None:
    chen = await staff(town, "阿陈", "county")
    await complains(town)
    await town.app.fetcher.drain()
    await town.drain()
    await town.says("听 1001", chen)
    async with town.app.db.unit() as session:
        row = (await session.exec(select(Staff).where(Staff.role == "county", Staff.name == "阿陈"))).one()
        row.enabled = False
        session.add(row)
    heard = len(chen.hears)
    await town.drain()
    assert len(chen.hears) == heard


@pytest.mark.parametrize("kind", ["unverified_subscription", "unverified_service"])
async def test_an_account_that_may_fetch_no_voice_says_so_and_keeps_the_picture(
    stack: AsyncExitStack, url: str, ring: None, tmp_path: Path, kind: Kind
) -> None:
    town = await open_house(stack, url, tmp_path, kind)
    await complains(town)
    await town.app.fetcher.drain()
    assert [one.media.partition(":")[0] for one in await rows(town)] == ["gone", (await rows(town))[1].media]
    assert evidence.stored((await rows(town))[1])
    await town.drain()
    assert "您发的语音没存下来" in await town.says("你好")
