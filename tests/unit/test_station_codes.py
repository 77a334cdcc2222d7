"""Which station brought somebody: a QR code's scene arrives as the label of the first message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.base import Inbound
from storage import dialogues, people, station_codes, stations, workers
from storage.db import Database
from storage.models import Person, Station
from tests.wires import Direct

AT = datetime(2026, 11, 20, 21, tzinfo=UTC)


@pytest.fixture
async def town(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    wire = Direct()
    await wire.start(sqlite_url, tmp_path)
    yield wire
    await wire.stop()


async def came(town: Direct, who: str, label: str) -> str:
    """They followed by a link or a QR code; what they hear."""
    message = Inbound(*town.where(who), town.fresh_id(), "text", AT, text="开始", label=label)
    answer = await town.app.turns.take(message)
    return "\n".join(words.text for words in answer.words)


async def brought(town: Direct, who: str) -> tuple[object, str]:
    """What is kept of the station, and which one answers for this person."""
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where(who))
        assert talk
        person = await people.get(session, talk.person_id)
        station = await stations.for_person(session, person)
        return person.private().get("station"), station.name if station else ""


async def station(town: Direct, name: str) -> tuple[int, str, str]:
    """Its id, scene and typed code."""
    async with town.app.db.unit() as session:
        found = await stations.named(session, name)
        assert found
        return found.id, station_codes.scene(found), await station_codes.code(session, found)


async def test_a_scene_names_the_station_and_is_kept(town: Direct) -> None:
    number, scene, _ = await station(town, "桥头零工市场")
    said = await came(town, "阿强", scene)
    assert said.startswith("这里是桥头零工市场。\n您好！") and "您想做什么" in said
    assert await brought(town, "阿强") == (number, "桥头零工市场")
    first, other, _ = await station(town, "城东就业驿站")
    assert (await came(town, "阿强", other)).startswith("这里是城东就业驿站。")
    assert await brought(town, "阿强") == (first, "城东就业驿站")


@pytest.mark.parametrize(
    "label", ["s1", "s", "s" + "9" * 40, "station-3_door", "last_trade_no_4007", "s-5", "s²", "s١٢", "展会一"]
)
async def test_a_scene_of_nobody_is_a_plain_beginning(town: Direct, label: str) -> None:
    assert (await came(town, "阿强", label)).startswith("您好！")
    assert await brought(town, "阿强") == (None, "城东就业驿站")


async def test_where_they_live_counts_more(town: Direct) -> None:
    _, scene, _ = await station(town, "桥头零工市场")
    await came(town, "阿强", scene)
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where("阿强"))
        town_area = await stations.area_named(session, "石岭镇")
        assert talk and town_area
        await workers.settle(session, await people.get(session, talk.person_id), town_area.code, "")
    assert (await brought(town, "阿强"))[1] == "城东就业驿站"


async def test_staff_are_brought_by_nobody(town: Direct) -> None:
    _, scene, _ = await station(town, "桥头零工市场")
    assert "待办的单" in await came(town, "小陈", scene)
    assert (await brought(town, "小陈"))[0] is None


async def test_whoever_is_erased_was_brought_by_nobody(town: Direct) -> None:
    _, scene, _ = await station(town, "桥头零工市场")
    await came(town, "阿强", scene)
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where("阿强"))
        assert talk
        await workers.erase(session, await people.get(session, talk.person_id))
    assert await brought(town, "阿强") == (None, "城东就业驿站")


async def test_codes_are_four_digits_apart_and_stay(db: Database, ring: None) -> None:
    async with db.unit() as session:
        made = [Station(name=f"{number}号驿站") for number in range(40)]
        for one in made[:20]:
            await stations.add(session, one, [])
        before = [await station_codes.code(session, one) for one in made[:20]]
        for one in made[20:]:
            await stations.add(session, one, [])
        codes = [await station_codes.code(session, one) for one in made]
        assert codes[:20] == before and len(set(codes)) == 40
        assert all(len(code) == 4 and code.isdecimal() for code in codes)
        assert not [(one, two) for one in codes for two in codes if one != two and _slip(one, two)]
        assert [await station_codes.called(session, code) for code in codes] == made
        assert await station_codes.called(session, "9998") is None
        person = Person(created_at=AT)
        session.add(person)
        await session.flush()
        await station_codes.bring(session, person, made[3])
        assert (await stations.for_person(session, person)) == made[3]


def _slip(one: str, two: str) -> bool:
    """Only one digit differs."""
    return sum(a != b for a, b in zip(one, two, strict=True)) == 1
